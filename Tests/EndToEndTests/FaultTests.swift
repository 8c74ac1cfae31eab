import Files
import Glibc
import TestSupport
import Testing

/// Goal: whatever a disk does at whatever call of a command, nobody finds half a plan, half a file or a lost
/// history, no failure passes for success, and the same command ends the work once the disk is well again.
///
/// Method: a preloaded library counts the calls on files below the folder and makes one of them fail, take half
/// of its bytes, or end the run (`Tests/Fixtures/Faults/faults.c`). Every outcome is held against the states of
/// the folder before and after the same command without a fault. With `MUSTER_FAULTS_EVERY=1` every call of
/// every kind is tried, without it calls spread evenly; `MUSTER_FAULTS_TABLE` names a file that gets a row a
/// command and kind. `Scripts/inject-faults` does both.
@Suite(.serialized) struct FaultTests {
  @Test(arguments: FaultedCommand.all)
  func commandsStandWhateverTheDiskDoes(_ command: FaultedCommand) throws {
    try withTemporaryFolder { folder in
      guard let library = try faultLibrary(in: folder) else { return }
      let trial = try FaultTrial(command, library: library, folder: folder)
      for kind in FaultKind.allCases {
        let calls = try trial.calls(kind)
        #expect(calls > 0 || kind == .files, "\(command), \(kind): nothing was counted")
        var row = FaultRow(command: "\(command)", kind: kind, calls: calls)
        for call in Self.tried(of: calls) {
          let outcome = try trial.run(kind, at: call)
          row.add(outcome)
          let place = "\(command), \(kind) at call \(call) of \(calls)"
          #expect(outcome.complaints.isEmpty, "\(place): \(outcome.complaints)")
        }
        try row.append()
      }
    }
  }

  /// Every Nth call as `MUSTER_FAULTS_EVERY` says, else four of them.
  private static func tried(of calls: Int) -> [Int] {
    guard calls > 0 else { return [] }
    if let every = environment("MUSTER_FAULTS_EVERY").flatMap(Int.init), every > 0 {
      return Array(Swift.stride(from: 1, through: calls, by: every))
    }
    return Set((1...4).map { max(1, $0 * calls / 4 - calls / 9) }).sorted()
  }

  private func faultLibrary(in folder: String) throws -> String? {
    let library = "\(folder)/faults.so"
    let made = try run([
      "cc", "-std=gnu11", "-O1", "-shared", "-fPIC", "-o", library,
      "\(packageFolder)/Tests/Fixtures/Faults/faults.c", "-ldl",
    ])
    guard made.code == 0 else {
      skipped("no C compiler: \(made.errors)")
      return nil
    }
    return library
  }
}

enum FaultKind: String, CaseIterable, CustomStringConvertible {
  /// A call fails, the disk stays full, a call is interrupted, takes half, finds no free descriptor, is the last.
  case io, full, signal, short, files, kill

  var description: String { rawValue }
}

/// What came of a run with a fault.
struct FaultOutcome {
  var code: Int32
  var complaints: [String] = []
}

/// A command whose outcome without a fault is known.
private struct FaultTrial {
  private let command: FaultedCommand
  private let library: String
  private let folder: String
  private let before: FolderState
  private let after: FolderState
  private let output: String

  init(_ command: FaultedCommand, library: String, folder: String) throws {
    self.command = command
    self.library = library
    self.folder = folder
    try makeFolder("\(folder)/before")
    try command.prepare("\(folder)/before")
    before = try FolderState("\(folder)/before")
    let place = "\(folder)/without"
    try Self.copy("\(folder)/before", to: place)
    let done = try TestSupport.run([musterExecutable] + command.arguments(place))
    #expect(done.code == 0, "\(command): \(done.errors)")
    output = done.output.replacing(place, with: "")
    after = try FolderState(place)
  }

  private static func copy(_ source: String, to target: String) throws {
    let done = try TestSupport.run(["cp", "-a", source, target])
    #expect(done.code == 0, "\(done.errors)")
  }

  private func begin(_ place: String, fault: String) throws -> Finished {
    try TestSupport.run(
      [musterExecutable] + command.arguments(place),
      environment: [
        "LD_PRELOAD": library, "MUSTER_FAULTS": fault, "MUSTER_FAULTS_UNDER": place,
        "MUSTER_FAULTS_COUNT": "\(folder)/count",
      ])
  }

  /// How many calls a kind of fault can happen to.
  func calls(_ kind: FaultKind) throws -> Int {
    let place = "\(folder)/counted"
    try Self.copy("\(folder)/before", to: place)
    defer { try? removeTree(place) }
    let done = try begin(place, fault: kind.rawValue)
    #expect(done.code == 0, "\(command): \(done.errors)")
    let count = try text(of: "\(folder)/count").split(separator: "\n").first
    return count.flatMap { Int($0) } ?? 0
  }

  func run(_ kind: FaultKind, at call: Int) throws -> FaultOutcome {
    let place = "\(folder)/run"
    try Self.copy("\(folder)/before", to: place)
    defer { try? removeTree(place) }
    let done = try begin(place, fault: "\(kind) \(call)")
    let state = try FolderState(place)
    var outcome = FaultOutcome(code: done.code)
    outcome.complaints = judge(done, state, place, kind)
    // The disk is well again.
    let again = try TestSupport.run([musterExecutable] + command.arguments(place))
    outcome.complaints += judge(again: again, try FolderState(place))
    return outcome
  }

  private func judge(
    _ done: Finished, _ state: FolderState, _ place: String, _ kind: FaultKind
  ) -> [String] {
    var complaints: [String] = []
    switch done.code {
    case 0:
      let others = Set(state.entries.keys).union(after.entries.keys)
        .filter { state.entries[$0] != after.entries[$0] }
      if !others.isEmpty {
        complaints.append("success with other files: \(others.sorted().prefix(4))")
      }
      if done.output.replacing(place, with: "") != output {
        complaints.append("success with other words: \(done.output.suffix(300))")
      }
    case -SIGKILL where kind == .kill: break
    case 1:
      if !done.errors.contains("error: ") {
        complaints.append("ended with no word: \(done.errors)")
      }
    default: complaints.append("ended with \(done.code): \(done.errors)")
    }
    if state.planInForce != before.planInForce, state.planInForce != after.planInForce {
      complaints.append("the plan in force is neither the old nor the new one")
    }
    let known = Set(before.besidePlans.keys).union(after.besidePlans.keys)
    for name in known.sorted()
    where state.entries[name] != before.entries[name] && state.entries[name] != after.entries[name]
    {
      complaints.append("\(name) is neither the old nor the new one")
    }
    return complaints
  }

  private func judge(again: Finished, _ state: FolderState) -> [String] {
    var complaints: [String] = []
    if again.code != 0 { complaints.append("again: ended with \(again.code): \(again.errors)") }
    if state.planInForce != after.planInForce { complaints.append("again: another plan in force") }
    let wanted = after.besidePlans
    let found = state.besidePlans.filter { wanted[$0.key] != nil || before.entries[$0.key] != nil }
    if found != wanted { complaints.append("again: other files") }
    let left = state.entries.keys.filter { $0.contains("/.staging") || $0.contains("/.trash") }
    if !left.isEmpty { complaints.append("again: left behind: \(left.sorted().prefix(3))") }
    return complaints
  }
}

/// A line of the table: what a kind of fault at the calls of a command led to.
struct FaultRow {
  var command: String
  var kind: FaultKind
  var calls: Int
  private var codes: [Int32: Int] = [:]
  private var complaints = 0

  init(command: String, kind: FaultKind, calls: Int) {
    self.command = command
    self.kind = kind
    self.calls = calls
  }

  mutating func add(_ outcome: FaultOutcome) {
    codes[outcome.code, default: 0] += 1
    if !outcome.complaints.isEmpty { complaints += 1 }
  }

  func append() throws {
    guard let path = environment("MUSTER_FAULTS_TABLE") else { return }
    let tried = codes.values.reduce(0, +)
    let ended = codes.sorted { $0.key < $1.key }.map { "\($0.value)×\($0.key)" }
      .joined(separator: ", ")
    let line = "| \(command) | \(kind) | \(calls) | \(tried) | \(ended) | \(complaints) |\n"
    let old = try readFileIfAny(path) ?? []
    try writeFile(path, old + Array(line.utf8))
  }
}
