import CivilTime
import Files
import HistoryStore
import Importing
import TestSupport
import Testing

/// A centre's history as a folder without anything else.
struct BareCentre {
  let folder: String
  let zone: Zone
  let history: CentreHistory

  init(_ folder: String) throws {
    self.folder = folder
    zone = try ZoneDatabase.system.zone("America/New_York")
    history = CentreHistory(folder: folder, file: "\(folder)/history.csv", zone: zone)
  }

  var text: String { get throws { try TestSupport.text(of: "\(folder)/history.csv") } }

  /// Imports a file of this text.
  @discardableResult func take(
    _ text: String, format: String? = nil, judge: (ImportResult) throws -> Void = { _ in }
  ) throws -> CentreHistory.Change {
    try writeFile("\(folder)/input", Array(text.utf8))
    var options = ImportOptions()
    options.zone = zone
    options.sourceZone = zone
    options.format = format
    return try history.take(["\(folder)/input"], options, judge: judge)
  }
}

/// The history of `pieces`, imported one after the other.
func imported(_ pieces: [String], format: String? = nil) throws -> String {
  try withTemporaryFolder { folder in
    let centre = try BareCentre(folder)
    for piece in pieces { try centre.take(piece, format: format) }
    return try centre.text
  }
}

/// A log of three days of two queues, in order of time.
func randomLog(seed: Int, calls: Int = 400) -> [String] {
  var random = SeededGenerator(state: UInt64(seed) &* 0x9E37_79B9)
  var lines = [(1_795_179_000, 0, "1795179000|NONE|NONE|NONE|QUEUESTART|")]
  for call in 0..<calls {
    let at = 1_795_179_010 + Int.random(in: 0..<260_000, using: &random)
    let wait = Int.random(in: 1..<90, using: &random)
    let talk = Int.random(in: 1..<900, using: &random)
    let head = "\(at).\(call)|\(call % 3 == 0 ? "sales" : "support")"
    func line(_ time: Int, _ rest: String) {
      lines.append((time, lines.count, "\(time)|\(head)|\(rest)"))
    }
    line(at, "NONE|ENTERQUEUE||15550100001|1")
    switch Int.random(in: 0..<6, using: &random) {
    case 0: line(at + wait, "NONE|ABANDON|1|1|\(wait)")
    case 1:
      line(at + wait, "NONE|EXITWITHTIMEOUT|1|1|\(wait)")
      guard call % 2 == 0 else { break }
      // Comes back within the hour.
      line(at + wait + 30, "NONE|ENTERQUEUE||15550100001|1")
      line(at + wait + 40, "P/\(call)|CONNECT|10|1.1|1")
      line(at + wait + 40 + talk, "P/\(call)|COMPLETEAGENT|10|\(talk)|1")
    default:
      line(at + wait, "P/\(call)|CONNECT|\(wait)|1.1|1")
      line(at + wait + talk, "P/\(call)|COMPLETEAGENT|\(wait)|\(talk)|1")
    }
  }
  lines.append((1_795_460_000, lines.count, "1795460000|NONE|NONE|NONE|CONFIGRELOAD|"))
  return lines.sorted { ($0.0, $0.1) < ($1.0, $1.1) }.map(\.2)
}

@Suite struct GrowingLogTests {
  private func text(_ lines: some Sequence<String>) -> String {
    lines.joined(separator: "\n") + "\n"
  }

  @Test(arguments: 1...4) func aLogThatGrowsIsTheWholeLog(seed: Int) throws {
    let lines = randomLog(seed: seed)
    let whole = try imported([text(lines)])
    var random = SeededGenerator(state: UInt64(seed))
    let cuts = (0..<5).map { _ in Int.random(in: 10..<lines.count, using: &random) }.sorted()
    #expect(try imported(cuts.map { text(lines[..<$0]) } + [text(lines)]) == whole)
    #expect(try imported([text(lines), text(lines)]) == whole, "twice is once")
    #expect(
      try imported([text(lines), text(lines[..<cuts[2]])]) == whole,
      "an older copy of the log takes nothing away")
  }

  /// Calls are waiting, talking, or about to come back when the log is rotated.
  @Test(arguments: 1...6) func rotatedLogsOneAfterTheOtherAreTheWholeLog(seed: Int) throws {
    let lines = randomLog(seed: seed)
    let whole = try imported([text(lines)])
    var random = SeededGenerator(state: UInt64(seed) &* 77)
    let cut = Int.random(in: 10..<(lines.count - 10), using: &random)
    #expect(try imported([text(lines[..<cut]), text(lines[cut...])]) == whole, "cut at \(cut)")
    let next = Int.random(in: cut..<lines.count, using: &random)
    #expect(
      try imported([text(lines[..<cut]), text(lines[cut..<next]), text(lines[next...])]) == whole)
    let early = max(1, cut - 60)
    #expect(try imported([text(lines[..<cut]), text(lines[early...])]) == whole, "overlapping")
    #expect(
      try imported([text(lines[..<cut]), text(lines[cut...]), text(lines[..<cut])]) == whole,
      "the first part again")
  }

  @Test func theLastIntervalIsPartialUntilTheLogIsPastIt() throws {
    let head = "1795179000|NONE|NONE|NONE|QUEUESTART|\n"
    let enter = "1795183205|1.1|sales|NONE|ENTERQUEUE||1|1\n"
    let end = """
      1795183225|1.1|sales|P/1|CONNECT|20|1.2|1
      1795183405|1.1|sales|P/1|COMPLETEAGENT|20|180|1

      """
    try withTemporaryFolder { folder in
      let centre = try BareCentre(folder)
      try centre.take(head + enter)
      #expect(try centre.text.contains("sales,1,0,0,0,"))
      #expect(try centre.text.contains("partial"))
      try centre.take(head + enter + end)
      #expect(try centre.text.contains("partial"), "the log ends within the interval")
      try centre.take(head + enter + end + "1795190000|NONE|NONE|NONE|CONFIGRELOAD|\n")
      #expect(try centre.text.contains("sales,1,1,0,180,"))
      #expect(try !centre.text.contains("partial"))
    }
  }
}
