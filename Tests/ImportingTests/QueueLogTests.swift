import CivilTime
import Diagnostics
import Files
import Importing
import Tables
import TestSupport
import Testing

@Suite struct QueueLogTests {
  let newYork: Zone
  init() throws { newYork = try ZoneDatabase.system.zone("America/New_York") }

  /// Imports a log given as text.
  func imported(_ log: String..., change: (inout ImportOptions) -> Void = { _ in }) throws
    -> ImportResult
  {
    try withTemporaryFolder { folder in
      var paths: [String] = []
      for (k, text) in log.enumerated() {
        paths.append("\(folder)/queue_log.\(k)")
        try writeFile(paths[k], Array(text.utf8))
      }
      return try importHistory(paths, options(change))
    }
  }

  func options(_ change: (inout ImportOptions) -> Void = { _ in }) -> ImportOptions {
    var options = ImportOptions()
    options.zone = newYork
    change(&options)
    return options
  }

  /// The traps of the issue, with the counts found by hand there.
  @Test func trapsGiveTheCountsFoundByHand() throws {
    guard let sharedFolder else { return skipped("traps of queue_log: no ../shared") }
    let folder = "\(sharedFolder)/cases/19-asterisk-queue-log-traps"
    let result = try importHistory(["\(folder)/queue_log"], options())
    let columns = ["interval_start", "queue", "offered", "handled", "abandoned", "handle_s"]
    let expected = try rows(try CSVTable(path: "\(folder)/expected.csv"), columns)
    #expect(try rows(try CSVTable(file: "got", bytes: result.history), columns) == expected)
    // c8 is handled, its talk is not known.
    let sales = try rows(try CSVTable(file: "got", bytes: result.history), ["handled_timed"])
    #expect(sales.first == ["6"])
  }

  @Test func aWholeDayGivesTheExpectedSums() throws {
    guard let sharedFolder else { return skipped("day of queue_log: no ../shared") }
    let path = "\(sharedFolder)/acd/asterisk_queue_log.synthetic-2026-11-20"
    let result = try importHistory([path], options())
    let got = try rows(
      try CSVTable(file: "got", bytes: result.history),
      [
        "interval_start", "offered", "handled", "abandoned", "timed_out", "answered_in_sl",
        "wait_s",
        "handle_s", "abandon_wait_s",
      ])
    let expected = try rows(
      try CSVTable(path: "\(path).expected-30min.csv"),
      [
        "interval_start_local", "offered", "handled", "abandoned", "timeout", "answered_20s",
        "hold_s",
        "talk_s", "abandon_s",
      ])
    #expect(got == expected)
  }

  @Test func oldFormsSpacesAndBarsAtTheEndAreRead() throws {
    let result = try imported(
      """
      1795183000 | NONE | NONE | NONE | QUEUESTART |
      1795183205 | 1795183200.1 | sales | NONE | ENTERQUEUE | | 15550100001
      1795183225 | 1795183200.1 | sales | Agent/1 | CONNECT | 20
      1795183300 | 1795183200.1 | sales | Agent/1 | TRANSFER | 600 | default | 20 | 75 |
      1795183400|1795183400.2|sales|NONE|ENTERQUEUE||15550100002
      1795183430|1795183400.2|sales|NONE|EXITWITHKEY|1|1|1|30
      1795183440|1795183440.3|sales|NONE|ENTERQUEUE||15550100003
      1795183447|1795183440.3|sales|NONE|ABANDON|1|1|7
      1795183500|1795183500.4|sales|NONE|ENTERQUEUE||15550100004
      1795183510|1795183500.4|sales|Agent/1|CONNECT|10|1.1
      1795183570|1795183500.4|sales|Agent/1|COMPLETECALLER|10|60
      1795190000|NONE|NONE|NONE|CONFIGRELOAD|
      """)
    let row = try rows(
      try CSVTable(file: "got", bytes: result.history),
      ["offered", "handled", "abandoned", "timed_out", "handle_s", "wait_s", "abandon_wait_s"])
    #expect(row == [["4", "2", "1", "1", "135", "30", "7"]])
  }

  /// Any order, split or repetition of the lines is the same log.
  @Test(arguments: 1...12) func orderSplitAndCopiesChangeNothing(seed: Int) throws {
    var random = SeededGenerator(state: UInt64(seed) &* 0x9E37_79B9)
    var lines = ["1795179000|NONE|NONE|NONE|QUEUESTART|"]
    for call in 0..<300 {
      let at = 1_795_179_010 + Int.random(in: 0..<40_000, using: &random)
      let wait = Int.random(in: 1..<90, using: &random)
      let talk = Int.random(in: 1..<900, using: &random)
      let head = "\(at).\(call)|\(call % 3 == 0 ? "sales" : "support")"
      lines.append("\(at)|\(head)|NONE|ENTERQUEUE||15550100001|1")
      switch Int.random(in: 0..<6, using: &random) {
      case 0: lines.append("\(at + wait)|\(head)|NONE|ABANDON|1|1|\(wait)")
      case 1: lines.append("\(at + wait)|\(head)|NONE|EXITWITHTIMEOUT|1|1|\(wait)")
      default:
        lines.append("\(at + wait)|\(head)|P/\(call)|CONNECT|\(wait)|1.1|1")
        lines.append("\(at + wait + talk)|\(head)|P/\(call)|COMPLETEAGENT|\(wait)|\(talk)|1")
      }
    }
    lines.append("1795260000|NONE|NONE|NONE|CONFIGRELOAD|")
    let whole = try imported(
      lines.sorted { $0.prefix(10) < $1.prefix(10) }.joined(separator: "\n")
    ).history
    let shuffled = (lines + lines.prefix(100)).shuffled(using: &random)
    let cut = Int.random(in: 0..<shuffled.count, using: &random)
    let pieces = try imported(
      shuffled[..<cut].joined(separator: "\n"), shuffled[cut...].joined(separator: "\r\n"))
    #expect(
      String(decoding: pieces.history, as: UTF8.self) == String(decoding: whole, as: UTF8.self))
  }

  @Test func whatCannotBeReadIsLeftOutMaskedAndSaid() throws {
    let result = try imported(
      """
      1795179000|NONE|NONE|NONE|QUEUESTART|
      1795179010|1795179010.1|sales|NONE|ENTERQUEUE||15550100001|1
      17951790xx|1795179010.1|sales|Anna Brown|CONNECT|2|15550100001
      1795179020|1795179010.1|sales|NONE|ABANDON|1|1|10
      1795260000|NONE|NONE|NONE|CONFIGRELOAD|
      """
    ) { $0.keepsRejects = true }
    #expect(result.findings.contains { $0.isDoubt && $0.places.first?.line == 3 })
    let reject = try #require(result.rejects.first)
    #expect(reject.contains("aaaa aaaaa"))
    #expect(!reject.contains("Anna") && !reject.contains("15550100001"))
    let row = try rows(
      try CSVTable(file: "got", bytes: result.history), ["offered", "handled", "abandoned"])
    #expect(row == [["1", "0", "1"]])
  }

  /// A growing log: what may still change is partial, and a later import revises it.
  @Test func theLastIntervalIsPartialUntilItsCallsHaveEnded() throws {
    let head = """
      1795179000|NONE|NONE|NONE|QUEUESTART|
      1795179610|1795179610.1|sales|NONE|ENTERQUEUE||1|1
      1795179615|1795179610.1|sales|P/1|CONNECT|5|1.1|1

      """
    let first = try imported(head)
    #expect(try rows(try CSVTable(file: "got", bytes: first.history), ["quality"]) == [["partial"]])
    let second = try imported(
      head + "1795183900|1795179610.1|sales|P/1|COMPLETEAGENT|5|4285|1\n")
    let table = try CSVTable(file: "got", bytes: second.history)
    #expect(table.column(named: "quality") == nil)
    // All times are known: no column says how many are.
    #expect(table.column(named: "handled_timed") == nil)
    #expect(try rows(table, ["handle_s"]) == [["4285"]])
    let merged = try mergeHistories(
      try CSVTable(file: "old", bytes: first.history), with: table, zone: newYork)
    #expect(merged.replaced == 1 && merged.added == 0)
    let again = try mergeHistories(
      try CSVTable(file: "old", bytes: merged.bytes),
      with: try CSVTable(file: "new", bytes: first.history), zone: newYork)
    #expect(again.bytes == merged.bytes)
  }
}

/// Chosen columns of a table as text.
func rows(_ table: CSVTable, _ names: [String]) throws -> [[String]] {
  let columns = try names.map { try table.require($0) }
  var all: [[String]] = []
  try table.forEachRow { row in all.append(columns.map { row.text($0) }) }
  return all
}
