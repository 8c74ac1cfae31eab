import Diagnostics
import Files
import Glibc
import Publishing
import TestSupport
import Testing

@Suite struct PlanStoreTests {
  let files = [PlanFile("summary.txt", "hello\n"), PlanFile("calendars/A1.ics", "BEGIN\r\n")]

  func manifest(_ files: [PlanFile]) throws -> [UInt8] {
    try Manifest(
      planID: "0123", centre: "Test", asOf: "2026-11-23T00:00:00Z", from: "2026-11-30",
      to: "2026-12-07", seed: 1, options: [:], versions: [:], inputs: [],
      outputs: files.map { .init(name: $0.name, content: $0.bytes) }, previous: nil
    ).encoded()
  }

  @Test func aPlanAppearsWholeAndIsTheLatest() throws {
    try withTemporaryFolder { folder in
      let store = PlanStore(folder: "\(folder)/published")
      let lock = try store.lock()
      defer { lock.release() }
      #expect(try store.latestName == nil)
      try store.publish(name: "a", files: files, manifest: manifest(files))
      #expect(try store.latestName == "a")
      #expect(try store.isWhole("a"))
      #expect(try readFile("\(store.folder)/latest/calendars/A1.ics") == files[1].bytes)
      #expect(try namesInFolder(store.folder) == [".lock", "a", "latest"])
    }
  }

  private func plan(asOf: String, sequence: Int) throws -> [UInt8] {
    try Manifest(
      planID: "\(sequence)", centre: "Test", asOf: asOf, from: "2026-11-30", to: "2026-12-07",
      seed: 1, options: [:], versions: [:], inputs: [],
      outputs: files.map { .init(name: $0.name, content: $0.bytes) }, previous: nil,
      sequence: sequence
    ).encoded()
  }

  @Test func latestGoesForwardUnlessTold() throws {
    try withTemporaryFolder { folder in
      let store = PlanStore(folder: folder)
      try store.publish(
        name: "b", files: files, manifest: plan(asOf: "2026-11-24T00:00:00Z", sequence: 1))
      let earlier = try store.publish(
        name: "a", files: files, manifest: plan(asOf: "2026-11-23T23:59:59Z", sequence: 2))
      #expect(earlier.name == "a" && !earlier.isLatest)
      #expect(try store.latestName == "b")
      #expect(try store.isWhole("a"))
      #expect(try !store.pointLatest(to: "a"))
      // The same knowledge is not earlier.
      #expect(
        try store.publish(
          name: "c", files: files, manifest: plan(asOf: "2026-11-24T00:00:00Z", sequence: 3)
        ).isLatest)
      #expect(try store.pointLatest(to: "a", allowingEarlier: true))
      #expect(try store.latestName == "a")
    }
  }

  /// Another machine, which does not see the lock, was quicker.
  @Test func aPlanThatStandsThereMeanwhileCounts() throws {
    try withTemporaryFolder { folder in
      let store = PlanStore(folder: folder)
      try store.publish(name: "a", files: files, manifest: manifest(files))
      let again = try store.publish(name: "a", files: files, manifest: manifest(files))
      #expect(again.name == "a" && again.isLatest)
      #expect(try namesInFolder(folder) == ["a", "latest"])
      // One that is damaged does not.
      try writeFile("\(folder)/a/summary.txt", Array("changed".utf8))
      let other = try store.publish(name: "a", files: files, manifest: manifest(files))
      #expect(other.name == "a-2")
      #expect(try store.isWhole("a-2"))
    }
  }

  /// A manifest that does not fit the files stands for a disk that gives back what it was not given.
  @Test func whatIsNotReadBackAsWrittenIsNotPublished() throws {
    try withTemporaryFolder { folder in
      let store = PlanStore(folder: folder)
      try store.publish(name: "a", files: files, manifest: manifest(files))
      let others = [PlanFile("summary.txt", "other\n"), files[1]]
      #expect(throws: Problem.self) {
        try store.publish(name: "b", files: others, manifest: manifest(files))
      }
      #expect(try namesInFolder(folder) == ["a", "latest"])
    }
  }

  @Test func onlyLeftoversOfRunsThatAreOverAreCleared() throws {
    try withTemporaryFolder { folder in
      let store = PlanStore(folder: folder)
      let other = ".staging-1-another.machine-1"
      try makeFolder("\(folder)/\(other)")
      try makeFolder("\(folder)/.staging-1-\(ownerName.split(separator: "-")[0])-999999999")
      try publishTwice(store)
      // Of another machine nothing is known; a day later it is.
      #expect(try namesInFolder(folder) == [other, "a", "b", "latest"])
      #expect(try run(["touch", "-d", "2 days ago", "\(folder)/\(other)"]).code == 0)
      try store.publish(name: "c", files: files, manifest: manifest(files))
      #expect(try namesInFolder(folder) == ["a", "b", "c", "latest"])
    }
  }

  @Test func aRollbackTakesLaterPlansOutOfForce() throws {
    try withTemporaryFolder { folder in
      let store = PlanStore(folder: folder)
      for (k, name) in ["a", "b", "c"].enumerated() {
        try store.publish(
          name: name, files: files, manifest: plan(asOf: "2026-11-2\(k)T00:00:00Z", sequence: k))
      }
      #expect(try store.rollBack(to: "b") == ["c"])
      #expect(try store.latestName == "b")
      #expect(try store.failure(of: "c") == ["rolled-back: rolled back to b"])
      #expect(try store.isWhole("c"))
      #expect(throws: Problem.self) { try store.rollBack(to: "c") }
      #expect(throws: Problem.self) { try store.rollBack(to: "d") }
      #expect(try store.rollBack(to: "a") == ["b"])
      #expect(try store.plans().plans.filter(\.isInForce).map(\.name) == ["a"])
    }
  }

  @Test func anEditedFileIsNoticedAndTheNameAvoided() throws {
    try withTemporaryFolder { folder in
      let store = PlanStore(folder: folder)
      try store.publish(name: "a", files: files, manifest: manifest(files))
      try writeFile("\(folder)/a/summary.txt", Array("changed".utf8))
      #expect(try !store.isWhole("a"))
      #expect(try store.content(of: "a") == nil)
      #expect(try store.wholePlan(named: "a") == nil)
      let name = store.freeName(for: "a")
      #expect(name == "a-2")
      try store.publish(name: name, files: files, manifest: manifest(files))
      #expect(try store.wholePlan(named: "a") == "a-2")
      #expect(try store.latestName == "a-2")
      let content = try #require(try store.content(of: name))
      #expect(content.files == Dictionary(uniqueKeysWithValues: files.map { ($0.name, $0.bytes) }))
    }
  }

  /// A link in a circle stands for a disk that does not give what it has.
  @Test func whatCannotBeReadIsNotTakenForAbsent() throws {
    try withTemporaryFolder { folder in
      let store = PlanStore(folder: folder)
      try store.publish(name: "a", files: files, manifest: manifest(files))
      for name in ["summary.txt", PlanStore.manifestName] {
        try removeTree("\(folder)/a/\(name)")
        symlink(name, "\(folder)/a/\(name)")
        #expect(throws: Problem.self) { try store.isWhole("a") }
        #expect(throws: Problem.self) { try store.content(of: "a") }
        #expect(throws: Problem.self) { try store.wholePlan(named: "a") }
      }
      #expect(throws: Problem.self) { try store.plans() }
      #expect(throws: Problem.self) { try store.latestName }
    }
  }

  @Test func leftoversOfADeadRunAreCleared() throws {
    try withTemporaryFolder { folder in
      let store = PlanStore(folder: folder)
      try makeFolder("\(folder)/.staging/deep")
      try writeFile("\(folder)/.staging/deep/half", [1])
      try publishTwice(store)
      #expect(!exists("\(folder)/.staging"))
      #expect(try store.planNames() == ["a", "b"])
      try store.prune(keeping: 1)
      #expect(try store.planNames() == ["b"])
    }
  }

  func publishTwice(_ store: PlanStore) throws {
    try store.publish(name: "a", files: files, manifest: manifest(files))
    try store.publish(name: "b", files: files, manifest: manifest(files))
  }

  private func manifest(_ sequence: Int, centre: String = "Test", inputs: [String] = []) throws
    -> [UInt8]
  {
    try Manifest(
      planID: "\(sequence)", centre: centre, asOf: "2026-11-23T00:00:00Z", from: "2026-11-30",
      to: "2026-12-07", seed: 1, options: [:], versions: [:],
      inputs: inputs.map { .init(name: $0, content: []) },
      outputs: files.map { .init(name: $0.name, content: $0.bytes) }, previous: nil,
      sequence: sequence
    ).encoded()
  }

  /// Names end in hashes: the plan published last may come first by name.
  @Test func pruningGoesByPublicationAndKeepsWhatIsNeeded() throws {
    try withTemporaryFolder { folder in
      let store = PlanStore(folder: folder)
      for (sequence, name) in ["e", "d", "c", "b", "a"].enumerated() {
        try store.publish(
          name: name, files: files,
          manifest: manifest(sequence, inputs: name == "a" ? ["before d"] : []))
      }
      try writeFile("\(folder)/c/manifest.json", [])
      try store.prune(
        keeping: 1, needed: ["e"],
        sources: { manifest in manifest.inputs.map { String($0.name.dropFirst("before ".count)) } })
      #expect(try store.planNames() == ["a", "c", "d", "e"])
      #expect(try store.plans().damaged.count == 1)
      try store.prune(keeping: 1)
      #expect(try store.planNames() == ["a", "c"])
    }
  }

  @Test func whatARunThatDiedWhileRemovingLeftIsCleared() throws {
    try withTemporaryFolder { folder in
      let store = PlanStore(folder: folder)
      try makeFolder("\(folder)/.trash-old/calendars")
      try writeFile("\(folder)/.trash-old/manifest.json", [1])
      #expect(try store.planNames() == [])
      try store.publish(name: "a", files: files, manifest: manifest(1))
      #expect(!exists("\(folder)/.trash-old"))
    }
  }

  @Test func aFolderHoldsThePlansOfOneCentre() throws {
    try withTemporaryFolder { folder in
      let store = PlanStore(folder: folder)
      try store.publish(name: "a", files: files, manifest: manifest(1, centre: "One"))
      try store.mustBelong(to: "One")
      let problem = #expect(throws: Problem.self) { try store.mustBelong(to: "Two") }
      #expect(problem?.kind == .usage)
    }
  }

  /// As after a copy that followed links.
  @Test func aFolderCalledLatestIsSaidBeforeAnyWork() throws {
    try withTemporaryFolder { folder in
      try makeFolder("\(folder)/latest")
      let problem = #expect(throws: Problem.self) { try PlanStore(folder: folder).lock() }
      #expect(problem?.maybe != nil)
    }
  }

  @Test func aSecondLockIsRefusedWithItsOwnExitCode() throws {
    try withTemporaryFolder { folder in
      let store = PlanStore(folder: folder)
      let lock = try store.lock()
      let error = #expect(throws: Problem.self) { try store.lock() }
      #expect(error?.kind.exitCode == 11)
      lock.release()
      try store.lock().release()
    }
  }

  @Test func aRefusingDiskLeavesTheLastPlan() throws {
    try withTemporaryFolder { folder in
      let store = PlanStore(folder: folder)
      try store.publish(name: "a", files: files, manifest: manifest(files))
      // A name that cannot be created stands for a disk that refuses half way.
      let bad = files + [PlanFile(String(repeating: "x", count: 300), "never")]
      #expect(throws: Problem.self) {
        try store.publish(name: "b", files: bad, manifest: manifest(bad))
      }
      #expect(try store.latestName == "a")
      #expect(try store.isWhole("a"))
      #expect(try store.planNames() == ["a"])
    }
  }
}
