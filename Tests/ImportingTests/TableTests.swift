import CivilTime
import Configuration
import Diagnostics
import Files
import Importing
import Tables
import TestSupport
import Testing

/// One way of writing the same history: 60 calls of 240 s in each half-hour from 9 to 17, Monday to Friday.
struct Spelling: Sendable, CustomTestStringConvertible {
  var name: String
  var header = "interval_start,offered,aht_s"
  var separator = ","
  var start: @Sendable (CivilDate, Int) -> String = { "\($0) \(clockText($1))" }
  var calls = "60"
  var aht = "240"
  var before = ""
  var after = ""
  var encode: @Sendable (String) -> [UInt8] = { Array($0.utf8) }
  var expectedCalls = 60.0
  var expectedHandling = 240.0
  var testDescription: String { name }

  var bytes: [UInt8] {
    var text = before + header.replacing(",", with: separator) + "\n"
    var date = CivilDate(dayNumber: 20_703)  // 2026-09-07
    while date.dayNumber < 20_703 + 35 {
      if date.weekday < .saturday {
        for slot in 18..<34 {
          let fields =
            start(date, slot * 1800).split(separator: "|").map(String.init) + [calls, aht]
          text += fields.joined(separator: separator) + "\n"
        }
      }
      date = date + 1
    }
    return encode(text + after)
  }
}

private func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
private func halfDay(_ second: Int) -> String {
  let hour = second / 3600
  return "\(two((hour + 11) % 12 + 1)):\(two(second / 60 % 60)) \(hour < 12 ? "AM" : "PM")"
}
private func utf16(_ text: String, mark: Bool) -> [UInt8] {
  let units = mark ? [0xFEFF] + Array(text.utf16) : Array(text.utf16)
  return units.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
}

@Suite struct TableTests {
  let berlin: Zone
  init() throws { berlin = try ZoneDatabase.system.zone("Europe/Berlin") }

  static let spellings: [Spelling] = [
    Spelling(name: "plain"),
    Spelling(name: "byte order mark", encode: { [0xEF, 0xBB, 0xBF] + Array($0.utf8) }),
    Spelling(name: "UTF-16", encode: { utf16($0, mark: true) }),
    Spelling(
      name: "UTF-16 without mark, tabs", separator: "\t", encode: { utf16($0, mark: false) }),
    Spelling(name: "decimal comma", separator: ";", aht: "240,5", expectedHandling: 240.5),
    Spelling(name: "thousands", calls: "\"1,260\"", expectedCalls: 1260),
    Spelling(
      name: "thousands with points", separator: ";", calls: "1.260", aht: "240,5",
      expectedCalls: 1260, expectedHandling: 240.5),
    Spelling(
      name: "thousands with spaces", separator: ";", calls: "1\u{A0}260", expectedCalls: 1260),
    Spelling(
      name: "D/M/Y", start: { "\(two($0.day))/\(two($0.month))/\($0.year) \(clockText($1))" }),
    Spelling(
      name: "M/D/Y AM PM", start: { "\(two($0.month))/\(two($0.day))/\($0.year) \(halfDay($1))" }),
    Spelling(name: "M/D/YY", start: { "\($0.month)/\($0.day)/\($0.year - 2000) \(clockText($1))" }),
    Spelling(name: "ISO AM PM", start: { "\($0) \(halfDay($1))" }),
    Spelling(
      name: "German", separator: ";",
      start: { "\(two($0.day)).\(two($0.month)).\($0.year) \(clockText($1))" }),
    Spelling(
      name: "month names", separator: ";",
      start: { date, second in
        let names = ["Sep", "Oct"]
        return
          "\(date.weekday.shortName), \(date.day) \(names[date.month - 9]) \(date.year) \(clockText(second))"
      }),
    Spelling(name: "hour without zero", start: { "\($0) \($1 / 3600):\(two($1 / 60 % 60))" }),
    Spelling(name: "totals", after: "Total,48000,240\nAverage,60,240\n"),
    Spelling(name: "short totals", after: "Total,48000\n"),
    Spelling(
      name: "title lines", before: "Queue performance report\nFrom 2026-09-07 to 2026-10-09\n\n"),
    Spelling(name: "merged header", before: ",Calls,Calls\n"),
    Spelling(name: "sep line", separator: ";", before: "sep=;\n"),
    Spelling(
      name: "serial numbers",
      start: { date, second in
        "\(date.dayNumber + 25_569).\(fixed(Double(second) / 86_400, 6).dropFirst(2))"
      }),
    Spelling(name: "h:mm:ss", aht: "00:04:00"),
    Spelling(name: "minutes", header: "interval_start,offered,AHT (min)", aht: "4"),
    Spelling(name: "CR only", encode: { Array($0.replacing("\n", with: "\r").utf8) }),
    Spelling(name: "trailing commas", header: "interval_start,offered,aht_s,,", aht: "240,,"),
    Spelling(
      name: "date and time apart", header: "date,time,offered,aht_s",
      start: { "\($0)|\(clockText($1))" }),
    Spelling(
      name: "date at midnight and time apart", header: "Date,Time,Calls Offered,Avg Handle Time",
      start: { "\($0) 00:00:00|\(halfDay($1))" }),
    Spelling(
      name: "date and HHMM", header: "Date,Interval,Calls,AHT",
      start: { "\($0)|\($1 / 3600 * 100 + $1 / 60 % 60)" }),
    Spelling(name: "range", start: { "\($0) \(clockText($1))-\(clockText($1 + 1800))" }),
    Spelling(
      name: "range apart", header: "Date,Time_Interval,Call_Volume,Average_Handle_Time_Seconds",
      start: { "\($0)|\(clockText($1)) - \(clockText($1 + 1800))" }),
    Spelling(
      name: "compact",
      start: { "\($0.year)\(two($0.month))\(two($0.day))T\(two($1 / 3600))\(two($1 / 60 % 60))" }),
    Spelling(name: "RFC 3339", start: { "\($0)T\(clockText($1)):00+02:00" }),
    Spelling(name: "sums", header: "interval_start,offered,handle_s", aht: "14400"),
    Spelling(
      name: "bare handle time that is an average", header: "interval_start,offered,Handle Time"),
    Spelling(
      name: "talk, hold, work",
      header: "interval_start,offered,Avg Talk Time,Avg Hold Time,Avg ACW", aht: "200,10,30"),
  ]

  @Test(arguments: spellings) func everySpellingIsTheSameHistory(_ spelling: Spelling) throws {
    let result = try imported(spelling.bytes)
    let table = try CSVTable(file: "got", bytes: result.history)
    let got = try rows(table, ["interval_start", "offered", "handle_s"])
    #expect(result.intervalSeconds == 1800)
    #expect(got.count == 25 * 16)
    #expect(got.first?[0] == "2026-09-07T09:00:00+02:00")
    #expect(got.last?[0] == "2026-10-09T16:30:00+02:00")
    #expect(got.allSatisfy { Double($0[1]) == spelling.expectedCalls })
    let handle = spelling.expectedCalls * spelling.expectedHandling
    #expect(got.allSatisfy { abs((Double($0[2]) ?? 0) - handle) < 0.01 })
  }

  func imported(_ files: [UInt8]..., change: (inout ImportOptions) -> Void = { _ in }) throws
    -> ImportResult
  {
    try withTemporaryFolder { folder in
      var paths: [String] = []
      for (k, bytes) in files.enumerated() {
        paths.append("\(folder)/file.\(k)")
        try writeFile(paths[k], bytes)
      }
      var options = ImportOptions()
      options.sourceZone = berlin
      change(&options)
      return try importHistory(paths, options)
    }
  }

  func imported(_ text: String, change: (inout ImportOptions) -> Void = { _ in }) throws
    -> ImportResult
  { try imported(Array(text.utf8), change: change) }

  func problem(_ text: String, change: (inout ImportOptions) -> Void = { _ in }) -> Problem? {
    do {
      _ = try imported(text, change: change)
      return nil
    } catch { return error as? Problem }
  }

  @Test func datesThatProveNothingAreRefusedUntilTold() throws {
    let text = "start,calls\n03/04/2026 09:00,5\n03/04/2026 09:30,6\n"
    let found = try #require(problem(text))
    #expect(found.subject == "dates" && found.maybe?.contains("--dates dmy") == true)
    let told = try imported(text) { $0.dateOrder = .dmy }
    #expect(told.from == "2026-04-03T09:00:00+02:00")
    #expect(try imported(text) { $0.dateOrder = .mdy }.from == "2026-03-04T09:00:00+01:00")
  }

  @Test func twoOrdersOfDatesAreNamed() {
    let found = problem("start,calls\n13/04/2026 09:00,5\n04/14/2026 09:30,6\n")
    #expect(found?.what.contains("line 2") == true && found?.what.contains("line 3") == true)
  }

  @Test func midnightAsTwentyFourBelongsToTheNextDay() throws {
    let result = try imported(
      "start,calls\n2026-04-03 23:30,5\n2026-04-03 24:00,6\n2026-04-04 00:30,7\n")
    #expect(result.to == "2026-04-04T00:30:00+02:00")
    #expect(result.offered == 18 && result.rowCount == 3)
  }

  /// A public call log: yes and no for answered, a date under the name of a time.
  @Test func callLogsOfTheWebAreRead() throws {
    let result = try imported(
      """
      Call Id,Agent,Call Date,Time,Topic,Answered (Y/N),Resolved,Speed of answer in seconds,AvgTalkDuration
      ID0001,Diane,10/13/2026,9:12:58,Contract,Y,Y,109,0:02:23
      ID0002,Becky,10/13/2026,9:12:58,Support,Y,N,70,0:04:02
      ID0003,Stewart,10/13/2026,9:47:31,Contract,N,N,,
      """)
    let table = try CSVTable(file: "got", bytes: result.history)
    #expect(
      try rows(table, ["interval_start", "offered", "handled", "abandoned", "handle_s", "wait_s"])
        == [
          ["2026-10-13T09:00:00+02:00", "2", "2", "0", "385", "179"],
          ["2026-10-13T09:30:00+02:00", "1", "0", "1", "0", "0"],
        ])
  }

  @Test func datesWithoutCountsAreNoHistory() {
    let found = problem(
      "date,name,status\n2026-01-01,New Year,public\n2026-12-25,Christmas,public\n")
    #expect(found?.what == "has dates, but no column that counts contacts")
  }

  @Test func oneRowACallIsAddedUp() throws {
    let result = try imported(
      """
      timestamp,calls,aht_s
      2026-09-07 09:00:59,1,243
      2026-09-07 09:02:34,1,393
      2026-09-07 09:45:07,1,74
      2026-09-08 09:05:07,1,74
      """)
    let table = try CSVTable(file: "got", bytes: result.history)
    #expect(
      try rows(table, ["interval_start", "offered", "handle_s"]) == [
        ["2026-09-07T09:00:00+02:00", "2", "636"], ["2026-09-07T09:30:00+02:00", "1", "74"],
        ["2026-09-08T09:00:00+02:00", "1", "74"],
      ])
  }

  @Test func daysOfTwentyThreeHoursAreDays() throws {
    let result = try imported("date,calls\n2026-03-28,100\n2026-03-29,50\n2026-03-30,120\n")
    #expect(result.intervalSeconds == 86_400 && result.rowCount == 3)
    #expect(result.to == "2026-03-30T00:00:00+02:00")
  }

  /// 2026-10-25: 02:00 to 03:00 twice.
  @Test func theDoubledHourIsTakenInOrder() throws {
    let result = try imported(
      """
      start,calls
      2026-10-25 01:00,1
      2026-10-25 02:00,2
      2026-10-25 02:00,3
      2026-10-25 03:00,4
      """)
    let table = try CSVTable(file: "got", bytes: result.history)
    #expect(
      try rows(table, ["interval_start", "offered"]) == [
        ["2026-10-25T01:00:00+02:00", "1"], ["2026-10-25T02:00:00+02:00", "2"],
        ["2026-10-25T02:00:00+01:00", "3"], ["2026-10-25T03:00:00+01:00", "4"],
      ])
  }

  @Test func contactsInTheSkippedHourNameTheZone() {
    let found = problem("start,calls\n2026-03-29 01:00,1\n2026-03-29 02:00,2\n2026-03-29 03:00,2\n")
    #expect(found?.place?.line == 3 && found?.maybe?.contains("--source-tz") == true)
  }

  @Test func overlappingFilesAndCopiesCountOnce() throws {
    func file(_ days: ClosedRange<Int>) -> [UInt8] {
      var text = "start,queue,calls,answered\n"
      for day in days {
        for hour in 9..<17 {
          text += "2026-09-\(two(day)) \(two(hour)):00,a,\(day + hour),\(hour)\n"
        }
      }
      return Array(text.utf8)
    }
    let whole = try imported(file(1...20)).history
    #expect(try imported(file(10...20), file(1...12), file(1...12)).history == whole)
  }

  @Test func contactsThatFilesShareCountOnce() throws {
    let head = "timestamp,queue,wait_time,talk_time\n"
    let a = "2026-09-07 09:00:01,a,3,100\n2026-09-07 09:00:01,a,3,100\n"
    let b = "2026-09-07 09:10:01,a,30,\n"
    let result = try imported(Array((head + a + b).utf8), Array((head + b + a).utf8))
    let table = try CSVTable(file: "got", bytes: result.history)
    #expect(
      try rows(table, ["offered", "handled", "abandoned", "handle_s"]) == [["3", "2", "1", "200"]])
  }

  @Test func aMappingFileNamesColumnsUnitsAndQueues() throws {
    let text = """
      wann;wo;rein;raus;Dauer
      07.09.2026 09:00;Retail Bank;60;50;250000
      07.09.2026 09:30;Retail Bank;70;60;300000
      14.09.2026 09:30;Cards;7;6;60000
      """
    let root = try ConfigTable(
      file: "columns.toml",
      bytes: Array(
        """
        [columns]
        start = "wann"
        queue = "wo"
        offered = "rein"
        handled = "raus"
        handle = "Dauer"
        [units]
        handle = "ms"
        [queues]
        "Retail Bank" = "retail"
        """.utf8))
    let mapping = ImportMapping(root)
    #expect(root.problems().isEmpty)
    let result = try imported(text) {
      $0.mapping = mapping
      $0.format = "csv"
    }
    let table = try CSVTable(file: "got", bytes: result.history)
    #expect(
      try rows(table, ["queue", "offered", "handled", "handle_s"]) == [
        ["retail", "60", "50", "250"], ["retail", "70", "60", "300"], ["Cards", "7", "6", "60"],
      ])
  }

  @Test func whatCannotBeReadSaysWhere() {
    #expect(problem("start,calls\n2026-09-07 09:00,many\n2026-09-07 09:30,5\n") == nil)
    let none = problem("hello\nworld\n")
    #expect(none?.what == "is of no format known here")
    let zone = problem("start,calls\n2026-09-07 09:00,5\n2026-09-07 09:30,6\n") {
      $0.sourceZone = nil
    }
    #expect(zone?.kind == .usage && zone?.subject == "--source-tz")
  }
}

@Suite struct WrongClockTests {
  /// A centre in London, 08:00 to 18:00, whose export is in UTC and does not say so.
  @Test func aClockThatIsNotChangedIsNamed() throws {
    let london = try ZoneDatabase.system.zone("Europe/London")
    var text = "start,calls\n"
    for day in 20_130..<20_210 {  // 2025-02-11 to 05-01
      let date = CivilDate(dayNumber: day)
      guard date.weekday < .saturday else { continue }
      for slot in 16..<36 {
        let start = zoneStart(london, date, slot * 1800)
        let calls = 20 + 30 * (slot < 26 ? slot - 16 : 35 - slot) / 9
        text += "\(HistoryClockText.text(start)),\(calls)\n"
      }
    }
    try withTemporaryFolder { folder in
      try writeFile("\(folder)/export.csv", Array(text.utf8))
      var options = ImportOptions()
      options.zone = london
      options.sourceZone = london
      let wrong = try importHistory(["\(folder)/export.csv"], options)
      #expect(wrong.findings.contains { $0.isDoubt && $0.text.contains("--source-tz UTC") })
      options.sourceZone = .utc
      let right = try importHistory(["\(folder)/export.csv"], options)
      #expect(!right.findings.contains { $0.text.contains("--source-tz") })
    }
  }

  private func zoneStart(_ zone: Zone, _ date: CivilDate, _ second: Int) -> Instant {
    zone.resolve(date, secondsOfDay: second).first
  }
}

/// `2026-09-07 09:00` in UTC.
enum HistoryClockText {
  static func text(_ instant: Instant) -> String {
    let local = Zone.utc.local(at: instant)
    return "\(local.date) \(local.clock)"
  }
}
