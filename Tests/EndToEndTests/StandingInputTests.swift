import Files
import Glibc
import TestSupport
import Testing

/// The manifest tells the truth and `latest` is whole and newest, whoever shares the folder.
@Suite struct StandingInputTests {
  private func inputHash(_ name: String, _ centre: TinyCentre) throws -> String {
    let manifest = try text(of: "\(centre.latest)/manifest.json")
    let entry = try #require(manifest.split(separator: "{").first { $0.contains("\"\(name)\"") })
    let line = try #require(entry.split(separator: "\n").first { $0.contains("\"sha256\"") })
    return String(line.split(separator: "\"").last ?? "")
  }

  private func contacts(_ centre: TinyCentre) throws -> Double {
    let lines = try text(of: "\(centre.latest)/forecast.csv").split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }
    let place = try #require(lines.first?.firstIndex { $0 == "offered" })
    return lines.dropFirst().reduce(0) { $0 + (Double($1[place]) ?? 0) }
  }

  /// An exporter replaces the history while a run waits for the lock: it plans from the new one, and says so.
  @Test func anInputSwappedDuringTheWaitIsTheOneThatIsUsedAndHashed() throws {
    try withTemporaryFolder { folder in
      let centre = try TinyCentre(in: folder)
      let doubled =
        TinyCentre.history.split(separator: "\n").enumerated().map { k, line in
          guard k > 0 else { return String(line) }
          let fields = line.split(separator: ",")
          return ([String(fields[0])] + fields.dropFirst().map { "\((Int($0) ?? 0) * 2)" })
            .joined(separator: ",")
        }.joined(separator: "\n") + "\n"
      let lock = try FileLockHolder(centre.published)
      try makeFolder("\(folder)/streams")
      let pid = try start(
        [
          musterExecutable, "plan", centre.folder, "--as-of", TinyCentre.asOf, "--roster-time",
          "0.05", "--lock-wait", "60", "--accept",
        ], folder: "\(folder)/streams")
      usleep(1_000_000)
      try centre.write("history.csv", doubled)
      lock.release()
      let code = waitForExit(pid)
      let words = try text(of: "\(folder)/streams/err")
      #expect(code == 0, "\(words)")
      #expect(try inputHash("history.csv", centre) == SHA256.hex(Array(doubled.utf8)))
      let swapped = try contacts(centre)

      let straight = try TinyCentre(in: folder, name: "straight")
      try straight.write("history.csv", doubled)
      #expect(try straight.plan("--accept").code == 0)
      #expect(try abs(contacts(straight) - swapped) < 1e-9)
      try straight.write("history.csv", TinyCentre.history)
      #expect(try straight.plan("--accept", "--fresh").code == 0)
      #expect(try contacts(straight) < 0.6 * swapped)
    }
  }

  /// A machine whose clock is a week late.
  @Test func aLateClockPlansNothingAndLatestStays() throws {
    try withTemporaryFolder { folder in
      let centre = try TinyCentre(in: folder)
      #expect(try centre.plan().code == 0)
      let first = linked(centre.latest)
      func later(_ more: String...) throws -> Finished {
        try run(
          [musterExecutable, "plan", centre.folder, "--roster-time", "0.05"] + more)
      }
      let newer = try later("--as-of", "2026-11-24")
      #expect(newer.code == 0, "\(newer.errors)")
      let second = linked(centre.latest)
      #expect(first != second)
      let plans = try namesInFolder(centre.published)

      for asOf in ["2026-11-22", TinyCentre.asOf] {
        let late = try later("--as-of", asOf)
        #expect(late.code == 12, "\(late.errors)")
        #expect(late.errors.contains("\(asOf)T00:00:00-05:00"))
      }
      #expect(linked(centre.latest) == second)
      #expect(try namesInFolder(centre.published) == plans)
      // Who asks for it gets it.
      #expect(try later("--as-of", TinyCentre.asOf, "--allow-earlier").code == 0)
      let third = try #require(linked(centre.latest))
      #expect(third != second)
      let manifest = try text(of: "\(centre.latest)/manifest.json")
      #expect(manifest.contains("\"as_of\" : \"2026-11-23T05:00:00Z\""))
    }
  }

  /// The plan of the day before is there and is found; `latest` is of another week, and stays.
  @Test func anEarlierPlanIsFoundAndLatestStays() throws {
    try withTemporaryFolder { folder in
      let centre = try TinyCentre(in: folder)
      #expect(try centre.plan().code == 0)
      let next = try run([
        musterExecutable, "plan", centre.folder, "--roster-time", "0.05", "--as-of", "2026-11-24",
        "--from", "2026-12-07",
      ])
      #expect(next.code == 0, "\(next.errors)")
      let latest = try #require(linked(centre.latest))
      let receipt = "\(folder)/r.json"
      let found = try centre.plan("--receipt", receipt)
      #expect(found.code == 0, "\(found.errors)")
      #expect(found.errors.contains("latest stays \(latest)"))
      #expect(found.errors.contains("Nothing changed: "))
      #expect(linked(centre.latest) == latest)
      #expect(ReceiptTests.value("switched_latest", in: try text(of: receipt)) == "false")
    }
  }

  /// Two nodes that do not see each other's locks: an flock that always succeeds.
  @Test(arguments: 1...3)
  func withoutACommonLockPlansAreWhole(round: Int) throws {
    try withTemporaryFolder { folder in
      guard let shim = try libraryWithoutLocks(in: folder) else { return }
      let centre = try TinyCentre(in: folder)
      var pids: [pid_t] = []
      for seed in 1...4 {
        try makeFolder("\(folder)/\(seed)")
        pids.append(
          try start(
            [
              musterExecutable, "plan", centre.folder, "--as-of", TinyCentre.asOf, "--roster-time",
              "0.05", "--seed", "\(seed % 2 + round)",
            ], folder: "\(folder)/\(seed)", environment: ["LD_PRELOAD": shim]))
      }
      let codes = pids.map(waitForExit)
      let words = try (1...4).map { try text(of: "\(folder)/\($0)/err") }
      #expect(codes == [0, 0, 0, 0], "\(words)")
      for name in try namesInFolder(centre.published) where !name.hasPrefix(".") {
        #expect(try expectWholeOutputs(of: "\(centre.published)/\(name)") > 0)
      }
      #expect(try muster("check", centre.folder, "--as-of", TinyCentre.asOf).code == 0)
      let names = try namesInFolder(centre.published)
      #expect(!names.contains { $0.hasPrefix(".staging") }, "\(names)")
    }
  }
}
