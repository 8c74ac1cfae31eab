import Files
import Glibc
import TestSupport
import Testing

/// Many centres in one command, over shares and processes.
@Suite struct ManyCentresTests {
  /// Small centres below `folder/root`, one of them bad.
  private func centres(_ folder: String, _ count: Int) throws -> [TinyCentre] {
    let centres = try (1...count).map { k in
      let centre = try TinyCentre(in: "\(folder)/root/\(k % 2 == 0 ? "us" : "uk")", name: "c\(k)")
      try centre.change("centre.toml") {
        $0.replacing("name = \"Tiny\"", with: "name = \"Tiny \(k)\"")
      }
      return centre
    }
    return centres
  }

  private func plan(_ folder: String, _ more: String...) throws -> Finished {
    try run(
      [
        musterExecutable, "plan", "--centres", "\(folder)/root", "--as-of", TinyCentre.asOf,
        "--roster-time", "0.05", "--receipts", "\(folder)/receipts",
      ] + more)
  }

  @Test func oneBadCentreStopsNoneAndIsNamed() throws {
    try withTemporaryFolder { folder in
      let all = try centres(folder, 4)
      try all[2].change("agents.csv") { $0.replacing("A2,Bo,FT", with: "A2,Bo,XX") }
      let result = try plan(folder, "--jobs", "2")
      #expect(result.code == 3, "\(result.errors)")
      #expect(result.errors.contains("failed: \(all[2].folder): "))
      #expect(result.errors.contains("3 of 4 centres planned, 1 failed; the worst exit code is 4."))
      for (k, centre) in all.enumerated() { #expect(exists(centre.latest) == (k != 2)) }

      // The same bytes as from single runs.
      let single = try TinyCentre(in: folder, name: "single")
      try single.write("centre.toml", try text(of: "\(all[0].folder)/centre.toml"))
      #expect(try single.plan().code == 0)
      #expect(try single.latestFiles() == all[0].latestFiles())

      // Only the failed one is planned again.
      let receipt = "\(folder)/receipts"
      let before = try namesInFolder(receipt).filter { $0.hasSuffix(".json") }
      #expect(before.count == 4)
      let good = try before.filter { try text(of: "\(receipt)/\($0)").contains("\"published\"") }
      #expect(good.count == 3)
      let contents = try good.map { try readFile("\(receipt)/\($0)") }
      try all[2].write("agents.csv", TinyCentre.agents)
      let again = try plan(folder, "--resume")
      #expect(again.code == 0, "\(again.errors)")
      #expect(again.errors.split(separator: "\n").count { $0.hasSuffix("planned already") } == 3)
      #expect(try good.map { try readFile("\(receipt)/\($0)") } == contents)
      #expect(again.errors.contains("All of 4 centres planned."))
      // With another input that centre is not as it was left.
      try all[0].change("agents.csv") { $0.replacing("Ada", with: "Ava") }
      let changed = try plan(folder, "--resume")
      #expect(changed.code == 0)
      #expect(changed.errors.split(separator: "\n").count { $0.hasSuffix("planned already") } == 3)
    }
  }

  @Test func sharesPlanEveryCentreOnceWhateverTheOrder() throws {
    try withTemporaryFolder { folder in
      let all = try centres(folder, 5)
      let list = "\(folder)/list"
      let paths = all.map(\.folder)
      var planned: [String] = []
      for share in 1...3 {
        // Every share has the list in another order.
        let turned = paths[share...] + paths[..<share]
        try writeFile(list, Array((turned.joined(separator: "\n") + "\n").utf8))
        let result = try run([
          musterExecutable, "plan", "--centres", list, "--shard", "\(share)/3", "--as-of",
          TinyCentre.asOf, "--roster-time", "0.05", "--receipts", "\(folder)/\(share)",
        ])
        #expect(result.code == 0, "\(result.errors)")
        guard isFolder("\(folder)/\(share)") else { continue }
        planned += try namesInFolder("\(folder)/\(share)").filter { $0.hasSuffix(".json") }
      }
      #expect(planned.count == 5)
      #expect(Set(planned).count == 5)
    }
  }

  @Test func aKilledWorkerIsAFailureOfItsCentreAlone() throws {
    try withTemporaryFolder { folder in
      let all = try centres(folder, 2)
      // The first is long at work.
      let pid = try start(
        [
          musterExecutable, "plan", "--centres", "\(folder)/root", "--as-of", TinyCentre.asOf,
          "--roster-time", "30", "--receipts", "\(folder)/receipts", "--jobs", "2",
        ], folder: folder)
      var children: [pid_t] = []
      for _ in 0..<200 where children.count < 2 {
        usleep(20_000)
        let threads = (try? namesInFolder("/proc/\(pid)/task")) ?? []
        children = threads.flatMap { thread in
          ((try? text(of: "/proc/\(pid)/task/\(thread)/children")) ?? "").split(separator: " ")
        }.compactMap { pid_t($0) }
      }
      #expect(children.count == 2)
      usleep(300_000)
      for child in children { kill(child, SIGKILL) }
      #expect(waitForExit(pid) == 1)
      let receipts = try namesInFolder("\(folder)/receipts").filter { $0.hasSuffix(".json") }
      #expect(receipts.count == 2)
      for name in receipts {
        let receipt = try text(of: "\(folder)/receipts/\(name)")
        #expect(ReceiptTests.value("exit_code", in: receipt) == "137")
        #expect(receipt.contains("signal 9"))
      }
      for centre in all { #expect(!exists(centre.latest)) }
      #expect(try plan(folder, "--resume", "--jobs", "2").code == 0)
      for centre in all {
        #expect(exists(centre.latest))
        #expect(try !namesInFolder(centre.published).contains { $0.hasPrefix(".staging") })
      }
    }
  }

  @Test func aTerminatedBatchEndsItsWorkersAndSaysWhatIsLeft() throws {
    try withTemporaryFolder { folder in
      _ = try centres(folder, 2)
      let pid = try start(
        [
          musterExecutable, "plan", "--centres", "\(folder)/root", "--as-of", TinyCentre.asOf,
          "--roster-time", "30", "--receipts", "\(folder)/receipts",
        ], folder: folder)
      usleep(600_000)
      kill(pid, SIGTERM)
      #expect(waitForExit(pid) == 130)
      #expect(try text(of: "\(folder)/err").contains("2 centres are not planned"))
      #expect(try namesInFolder("\(folder)/receipts").allSatisfy { !$0.hasSuffix(".json") })
    }
  }

  @Test func aSummaryMissesWhatIsNotThere() throws {
    try withTemporaryFolder { folder in
      let all = try centres(folder, 2)
      #expect(try plan(folder, "--quiet").code == 0)
      let list = "\(folder)/list"
      let gone = "\(folder)/root/uk/gone"
      try writeFile(
        list, Array((all.map(\.folder) + ["", "# the others", gone]).joined(separator: "\n").utf8))
      let receipts = "\(folder)/receipts"
      func summary(_ more: String...) throws -> Finished {
        try run([musterExecutable, "summary", "--receipts", receipts] + more)
      }
      #expect(try summary("--as-of", TinyCentre.asOf).code == 0)
      let result = try summary("--centres", list, "--format", "csv")
      #expect(result.code == 3)
      #expect(result.errors.contains("failed: \(gone): no receipt"))
      let lines = result.output.split(separator: "\n")
      #expect(lines.count == 4)
      #expect(lines[0].hasPrefix("centre,outcome,exit_code,"))
      #expect(lines[1].hasPrefix("\(all[0].folder),published,0,"))
      let failed = try summary("--centres", list, "--failed")
      #expect(failed.output == gone + "\n")
      #expect(failed.code == 3)
      // The receipts of another night are none.
      let other = try summary("--as-of", "2026-11-24")
      #expect(other.code == 1)
      #expect(other.errors.contains("of another as-of (2026-11-23)"))
      // A receipt that is half is none.
      let name = try #require(try namesInFolder(receipts).first { $0.hasSuffix(".json") })
      try writeFile("\(receipts)/\(name)", Array(try readFile("\(receipts)/\(name)").prefix(40)))
      #expect(try summary("--centres", "\(folder)/root").code == 3)
      let json = try summary("--format", "json")
      #expect(json.output.contains("\"planned\": 1"))
      #expect(json.output.contains("\"failed\": 1"))
    }
  }

  @Test func centresAreListedAndBadOnesNamed() throws {
    try withTemporaryFolder { folder in
      let all = try centres(folder, 3)
      try all[1].change("centre.toml") { $0.replacing("America/New_York", with: "America/Newyork") }
      try removeTree("\(all[2].folder)/history.csv")
      let result = try muster("centres", "\(folder)/root")
      #expect(result.code == 0)
      #expect(result.output == [all[0], all[2], all[1]].map { $0.folder + "\n" }.joined())
      #expect(result.errors.contains("\(all[1].folder): "))
      #expect(result.errors.contains("America/Newyork"))
      #expect(result.errors.contains("\(all[2].folder)/history.csv"))
      #expect(!result.errors.contains("\(all[0].folder)"))
      let csv = try muster("centres", "\(folder)/root", "--format", "csv").output
      #expect(csv.contains("\(all[0].folder),Tiny 1,1,6,"))
      #expect(try muster("centres", "\(folder)/root/nowhere").code == 4)
      try makeFolder("\(folder)/empty")
      #expect(try muster("centres", "\(folder)/empty").code == 10)
    }
  }
}
