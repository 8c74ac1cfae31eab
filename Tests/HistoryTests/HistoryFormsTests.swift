import CentreModel
import CivilTime
import Diagnostics
import History
import Testing

/// What files say in other words: columns, ranges, calls, long intervals, several files.
@Suite struct HistoryFormsTests {
  private let zone: Zone
  init() throws { zone = try ZoneDatabase.system.zone("America/New_York") }

  private func read(
    _ text: String, interval: Int? = nil, absent: AbsentRows? = nil, file: String = "calls.csv"
  ) throws -> HistoryFile {
    try HistoryFile.read(
      file: file, bytes: Array(text.utf8),
      HistoryReading(zone: zone, intervalSeconds: interval, absent: absent))
  }

  private func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }

  /// Three half hours of 60 contacts with more columns.
  private func halfHours(_ header: String, _ values: String) -> String {
    (["interval_start,offered,\(header)"]
      + ["09:00", "09:30", "10:00"].map { "2026-09-07 \($0),60,\(values)" }).joined(separator: "\n")
      + "\n"
  }

  @Test(arguments: [
    ("aht", "420"), ("AHT", "420"), ("aht_seconds", "420"), ("Average Handle Time (s)", "420"),
    ("AvgHandleTime", "420"), ("AHT (min)", "7"), ("handle_time", "420"), ("handle_time", "25200"),
    ("talk_s,hold_s,acw_s", "300,60,60"), ("talk_s,hold_s,acw_s", "18000,3600,3600"),
    ("avg_talk_time,avg_acw_time", "360,60"), ("Total Handle Time", "25200"),
  ])
  func handlingTimeIsReadUnderItsNames(header: String, values: String) throws {
    let rows = try #require(try read(halfHours(header, values)).queues.first?.rows)
    #expect(rows.map(\.handleSeconds) == [25_200, 25_200, 25_200], "\(header)")
  }

  @Test func columnsWithSimilarNamesThatAreNotReadAreNamed() throws {
    let file = try read(halfHours("abandond,agents,talk_ratio", "1,5,0.7"))
    let remarks = file.remarks.filter { $0.kind == .reading }.map(\.text)
    #expect(remarks.contains("column abandond is not read; maybe abandoned is meant"))
    #expect(remarks.contains("column talk_ratio is not read"))
    #expect(!remarks.contains { $0.contains("agents") })
    #expect(
      try read("Interval Start,Calls Offered\n2026-09-07 09:00,60\n2026-09-07 09:30,61\n")
        .queues[0].rows.map(\.offered) == [60, 61])
  }

  @Test(arguments: [
    "09:00-09:30|09:30-10:00|10:00-10:30", "09:00 - 09:30|09:30 - 10:00|10:00 - 10:30",
  ])
  func rangesOfTheClockAreTheirStarts(times: String) throws {
    let text = times.split(separator: "|").map { "2026-09-07 \($0),60\n" }.joined()
    let file = try read("interval_start,offered\n" + text)
    #expect(file.intervalSeconds == 1800)
    #expect(
      file.queues[0].rows.map { $0.start.text(in: zone) } == [
        "2026-09-07T09:00:00-04:00", "2026-09-07T09:30:00-04:00", "2026-09-07T10:00:00-04:00",
      ])
  }

  @Test func offsetsAreJudged() throws {
    let fits = try read(
      "interval_start,offered\n2026-09-07T09:00:00-04:00,1\n2026-09-07T09:30:00-04:00,2\n")
    #expect(fits.remarks.isEmpty && fits.queues[0].rows.count == 2)
    let foreign = try read(
      "interval_start,offered\n2026-09-07T09:00:00+02:00,1\n2026-09-07T09:30:00+02:00,2\n")
    #expect(foreign.remarks.contains { $0.text.contains("+02:00 is none of America/New_York's") })
    // Rows of queues that are not read here may be from elsewhere.
    let both =
      "queue,interval_start,offered\nparis,2026-09-07T09:00:00+02:00,1\n"
      + "dallas,2026-09-07T09:00:00-04:00,2\n"
    func remarks(_ only: Set<String>?) throws -> [String] {
      try HistoryFile.read(
        file: "calls.csv", bytes: Array(both.utf8),
        HistoryReading(zone: zone, intervalSeconds: 1800, only: only)
      ).remarks.map(\.text).filter { $0.contains("is none of") }
    }
    #expect(try remarks(["dallas"]).isEmpty)
    #expect(try remarks(nil).count == 1 && remarks(["paris"]).count == 1)
    let problem = #expect(throws: Problem.self) {
      try read("interval_start,offered\n2026-09-07T09:00:00-19:10,1\n2026-09-07T09:30:00-19:10,2\n")
    }
    #expect(problem?.what == "has an offset from UTC that no place has")
  }

  @Test func oneRowPerCallIsAddedUp() throws {
    var text = "timestamp,calls,aht_s\n"
    // Thirty calls in the first half hour and ten in the third, two of them in the same second.
    for k in 0..<30 { text += "2026-09-07 09:\(two(k / 2)):\(two(7 + 29 * (k % 2))),1,200\n" }
    for k in 0..<10 { text += "2026-09-07 10:0\(k):11,1,300\n" }
    text += "2026-09-07 10:09:11,1,300\n"
    let file = try read(text)
    let queue = try #require(file.queues.first)
    #expect(queue.intervalSeconds == 1800 && queue.absent == .zero)
    #expect(queue.rows.map(\.offered) == [30, 11])
    #expect(queue.rows.map(\.handleSeconds) == [6000, 3300])
    #expect(file.remarks.contains { $0.text.hasPrefix("one row per call: 41 calls") })
    #expect(try read(text, interval: 900).queues[0].rows.map(\.offered) == [30, 11])
  }

  @Test(arguments: [120, 180, 240, 1440])
  func longIntervalsKeepToTheLocalClock(minutes: Int) throws {
    // Over both changes of the clock; at 02:00 on the 8th of March there is nothing to begin with.
    for (first, days) in [("2026-03-05", 7), ("2026-10-29", 7)] {
      var text = "timestamp,calls\n"
      guard let date = CivilDate(first) else { continue }
      for day in 0..<days {
        for slot in 0..<1440 / minutes {
          text += "\(date + day) \(two(slot * minutes / 60)):00,\(10 + slot)\n"
        }
      }
      let file = try read(text)
      #expect(file.intervalSeconds == minutes * 60)
      #expect(file.queues[0].rows.count == days * 1440 / minutes)
      let sum = file.queues[0].rows.reduce(0) { $0 + ($1.offered ?? 0) }
      let perDay = (0..<1440 / minutes).reduce(0) { $0 + 10 + $1 }
      #expect(sum == Double(days * perDay))
    }
  }

  @Test func callsAtATimeTheClocksSkipAreStillRefused() throws {
    let problem = #expect(throws: Problem.self) {
      try read(
        "timestamp,calls\n2026-03-08 01:30,5\n2026-03-08 02:00,5\n2026-03-08 02:30,5\n2026-03-08 03:00,5\n"
      )
    }
    #expect(problem?.place?.description == "calls.csv:3:1")
    #expect(problem?.what.hasPrefix("does not exist in America/New_York") == true)
  }

  @Test func coarserIntervalsKeepEveryCall() throws {
    // Open 08:30 to 17:30; one half hour of the second Tuesday is missing.
    var text = "timestamp,calls\n"
    let first = CivilDate(dayNumber: 20_700)
    for day in 0..<21 {
      for slot in 17..<35 where !(day == 8 && slot == 20) {
        text += "\(first + day) \(two(slot / 2)):\(slot % 2 == 0 ? "00" : "30"),10\n"
      }
    }
    let hours = try read(text, interval: 3600).queues[0].rows
    #expect(hours.count == 21 * 10)
    #expect(hours.filter { $0.offered == nil }.count == 1)
    #expect(hours.filter { $0.offered == 10 }.count == 42, "the edges of each day")
    let days = try read(text, interval: 86_400).queues[0].rows
    #expect(days.map(\.offered).filter { $0 == 180 }.count == 20 && days[8].offered == nil)
    let zero = try read(text, interval: 86_400, absent: .zero).queues[0].rows
    #expect(zero[8].offered == 170)
  }

  @Test func severalFilesAreOneHistory() throws {
    let a = try read("timestamp,calls\n2026-09-07 09:00,1\n2026-09-07 09:30,2\n", file: "a.csv")
    let b = try read("timestamp,calls\n2026-09-07 09:30,2\n2026-09-07 10:00,3\n", file: "b.csv")
    let both = try HistoryFile.joined([a, b])
    #expect(both.queues[0].rows.map(\.offered) == [1, 2, 3])
    #expect(
      both.remarks.contains {
        $0.text == "rows that stand in a.csv already, with the same numbers: 1"
      })
    let other = try read("timestamp,calls\n2026-09-07 09:30,5\n2026-09-07 10:00,3\n", file: "c.csv")
    let problem = #expect(throws: Problem.self) { try HistoryFile.joined([a, other]) }
    #expect(problem?.place?.description == "c.csv" && problem?.what.contains("a.csv") == true)
  }
}
