import CivilTime
import Diagnostics
import Files
import Importing
import Spreadsheets
import TestSupport
import Testing

/// A workbook with half-hours of two days, times as the days that spreadsheets count.
func exampleWorkbook() throws -> [UInt8] {
  var sheet = Sheet("Calls")
  sheet.row([.text("Interval start"), .text("Queue"), .text("Calls"), .text("AHT (s)")])
  for slot in 0..<20 {
    let day = 46_346.375 + Double(slot / 10) + Double(slot % 10) / 48
    sheet.row([
      .number(day, .plain), .text(slot % 3 == 0 ? "sales" : "support"),
      .number(Double(10 + slot), .plain), .number(240.5, .plain),
    ])
  }
  return try withTemporaryFolder { folder in
    let book = Workbook(title: "Calls", madeAt: 1_764_000_000, sheets: [sheet])
    try book.write(to: "\(folder)/calls.xlsx")
    return try readFile("\(folder)/calls.xlsx")
  }
}

@Suite struct WorkbookImportTests {
  @Test func aSheetIsATable() throws {
    try withTemporaryFolder { folder in
      try writeFile("\(folder)/calls.xlsx", try exampleWorkbook())
      var options = ImportOptions()
      options.sourceZone = try ZoneDatabase.system.zone("America/New_York")
      let result = try importHistory(["\(folder)/calls.xlsx"], options)
      #expect(result.rowCount == 20)
      #expect(result.offered == 390)
      // 2026-11-20 is day 46,346 since 1899-12-30.
      #expect(result.from == "2026-11-20T09:00:00-05:00")
      #expect(result.to == "2026-11-21T13:30:00-05:00")
    }
  }
}

/// Damaged files: every one gives a history or a problem that names the file, never a trap.
///
/// `MUSTER_FUZZ_SECONDS` makes each test last so long, from `MUSTER_FUZZ_SEED` on, and `MUSTER_FUZZ_FORMAT`
/// leaves the others out; the input at work is then left in `/tmp/muster-fuzz-FORMAT` (Scripts/fuzz-importers).
@Suite struct ImportFuzzTests {
  static let seconds = environment("MUSTER_FUZZ_SECONDS").flatMap { Double($0) }
  static let seed = environment("MUSTER_FUZZ_SEED").flatMap { UInt64($0) } ?? 0
  static let only = environment("MUSTER_FUZZ_FORMAT")

  @Test(arguments: FormatTests.examples.indices)
  func damagedExportsGiveAHistoryOrAProblem(example: Int) throws {
    let original = Array((FormatTests.examples[example].text + "\n").utf8)
    let format = FormatTests.examples[example].format
    try damage(original, format: format, seed: UInt64(example + 1))
  }

  @Test func damagedCallsOfACentreGiveAHistoryOrAProblem() throws {
    let calls = """
      record,source,queue,time,until,identity,outcome,certainty,wait_s,talk_s,hold_s,acw_s,handle_s,agent,line
      log,asterisk-queue-log,,2026-11-16T09:00:00-05:00,2026-11-18T10:00:00-05:00,,within,,,,,,,,
      day,asterisk-queue-log,,2026-11-16,,,,,,,,,,,
      line,asterisk-queue-log,sales,2026-11-18T09:59:00-05:00,,-81985529216486896,0,,,-1,-1,,,0,81985529216486895
      call,asterisk-queue-log,sales,2026-11-16T09:01:00-05:00,,3857,answered,2,3.25,100.5,,,,,
      call,five9,support,2026-11-16T09:02:00-05:00,,-7,abandoned,2,30,,,,,,

      """
    try damage(Array(calls.utf8), format: "muster-calls", seed: 11)
  }

  /// As spreadsheet programs write it: a zip archive of XML.
  @Test func damagedWorkbooksGiveAHistoryOrAProblem() throws {
    try damage(try exampleWorkbook(), format: "xlsx", seed: 13)
  }

  @Test(arguments: [0, 3, 7, 12, 13, 19, 20, 24, 28])
  func damagedTablesGiveAHistoryOrAProblem(spelling: Int) throws {
    let bytes = Array(TableTests.spellings[spelling].bytes.prefix(1200))
    try damage(bytes, format: nil, seed: UInt64(100 + spelling))
  }

  @Test func damagedQueueLogsGiveAHistoryOrAProblem() throws {
    let log = """
      1795183140|NONE|NONE|NONE|QUEUESTART|
      1795183205|1795183200.1|sales|NONE|ENTERQUEUE||15550100001|1
      1795183225|1795183200.1|sales|PJSIP/103|CONNECT|20|1795183200.101|4
      1795183405|1795183200.1|sales|PJSIP/103|ATTENDEDTRANSFER|APP|Queue|20|180|1
      1795183406|1795183200.1|support|NONE|ENTERQUEUE||15550100002|1
      1795183493|1795183200.1|support|NONE|EXITWITHTIMEOUT|1|1|33
      1795183494|1795183200.1|support|NONE|ENTERQUEUE||15550100002|1
      1795183499|1795183200.1|support|NONE|ABANDON|1|1|5

      """
    try damage(Array(log.utf8), format: "asterisk-queue-log", seed: 7)
  }

  private func damage(_ original: [UInt8], format: String?, seed: UInt64) throws {
    let name = format ?? "csv"
    guard Self.only == nil || Self.only == name else { return }
    var random = SeededGenerator(state: seed &+ Self.seed &* 1_000_003)
    let begin = ContinuousClock.now
    let marks = Array("0123456789|,;\t\"'-:./ \n\r\\aZ\u{0}\u{FF}€".utf8)
    try withTemporaryFolder { folder in
      var round = 0
      while Self.seconds.map({ ContinuousClock.now - begin < .seconds($0) }) ?? (round < 60) {
        round += 1
        var bytes = original
        for _ in 0..<Int.random(in: 1...8, using: &random) where !bytes.isEmpty {
          let at = Int.random(in: 0..<bytes.count, using: &random)
          switch Int.random(in: 0..<6, using: &random) {
          case 0: bytes[at] = UInt8.random(in: 0...255, using: &random)
          case 1: bytes.remove(at: at)
          case 2: bytes.insert(marks.randomElement(using: &random) ?? 0, at: at)
          case 3: bytes = Array(bytes[..<at])
          case 4: bytes += bytes[at...]
          default: bytes[at] = marks.randomElement(using: &random) ?? 0
          }
        }
        try writeUnsynced("\(folder)/damaged", bytes)
        if Self.seconds != nil { try writeUnsynced("/tmp/muster-fuzz-\(name)", bytes) }
        var options = ImportOptions()
        options.sourceZone = try ZoneDatabase.system.zone("America/New_York")
        options.keepsRejects = true
        if Bool.random(using: &random), format != "xlsx" { options.format = format }
        do {
          let result = try importHistory(["\(folder)/damaged"], options)
          #expect(result.rowCount > 0)
        } catch let problem as Problem {
          #expect(problem.place?.file == "\(folder)/damaged" || problem.kind == .usage)
        }
      }
    }
  }
}
