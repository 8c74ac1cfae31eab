import CentreModel
import CivilTime
import Diagnostics
import History
import Testing

@Suite struct HistoryReadingTests {
  let newYork: Zone
  init() throws { newYork = try ZoneDatabase.system.zone("America/New_York") }

  func read(_ text: String, strict: Bool = true, interval: Int? = nil) throws -> HistoryFile {
    var reading = HistoryReading(zone: newYork, intervalSeconds: interval)
    reading.isStrict = strict
    return try HistoryFile.read(file: "calls.csv", bytes: Array(text.utf8), reading)
  }

  func problem(_ text: String) -> Problem? {
    do {
      _ = try read(text)
      return nil
    } catch { return error as? Problem }
  }

  @Test func readsLocalClockAndInfersTheInterval() throws {
    let file = try read(
      """
      timestamp,calls
      2026-11-02 09:00:00,12
      2026-11-02 09:30:00,
      2026-11-02 10:30:00,7

      """)
    #expect(file.intervalSeconds == 1800)
    #expect(file.clock == .local(separator: " ", seconds: true))
    let rows = try #require(file.queues.first?.rows)
    #expect(rows.map(\.offered) == [12, nil, 7])
    #expect(rows[0].start.text(in: newYork) == "2026-11-02T09:00:00-05:00")
    #expect(file.clock.text(rows[0].start, in: newYork) == "2026-11-02 09:00:00")
  }

  /// A restart cut one of seven calls off: the mean of the other six stands for it.
  @Test func contactsOfUnknownTimeDoNotShortenTheHandlingTime() throws {
    let file = try read(
      """
      timestamp,calls,handled,handle_s,handled_timed
      2026-11-02 09:00:00,9,7,600,6
      2026-11-02 09:30:00,2,2,0,0
      2026-11-02 10:00:00,2,2,200,2

      """)
    let rows = try #require(file.queues.first?.rows)
    #expect(rows.map(\.handleSeconds) == [700, nil, 200])
  }

  @Test func readsInstantsQueuesAndHandling() throws {
    let file = try read(
      """
      queue,interval_start,offered,answered,abandoned,aht_s,closed,quality,agents
      b,2026-11-02T09:00:00-05:00,10,8,2,200,0,ok,4
      a,2026-11-02T09:00:00-05:00,3,3,0,,0,partial,1
      b,2026-11-02T09:15:00-05:00,,,,,1,,0

      """)
    #expect(file.queues.map(\.queue) == ["a", "b"])
    #expect(file.queues[0].rows[0].offered == nil, "a partial count is no count")
    let b = file.queues[1].rows
    #expect(b[0].handleSeconds == 1600)
    #expect(b[1].closed)
    #expect(file.clock == .offset)
  }

  @Test func readsBothPassesOfTheRepeatedHourInOrder() throws {
    // 2026-11-01: 01:00 to 02:00 happens twice in New York.
    let file = try read(
      """
      timestamp,calls
      2026-11-01 00:30,1
      2026-11-01 01:00,2
      2026-11-01 01:30,3
      2026-11-01 01:00,4
      2026-11-01 01:30,5
      2026-11-01 02:00,6

      """)
    let rows = try #require(file.queues.first?.rows)
    #expect(rows.map(\.offered) == [1, 2, 3, 4, 5, 6])
    for (a, b) in zip(rows, rows.dropFirst()) { #expect(b.start - a.start == 1800) }
    #expect(file.remarks.isEmpty)
  }

  @Test func remarksOnARepeatedHourThatStandsOnce() throws {
    let file = try read(
      "timestamp,calls\n2026-11-01 00:00,1\n2026-11-01 01:00,2\n2026-11-01 02:00,3\n")
    #expect(file.remarks.map(\.kind) == [.clockOverlap])
    #expect(file.queues[0].rows[1].start.text(in: newYork) == "2026-11-01T01:00:00-04:00")
  }

  @Test func leavesOutAnEmptySkippedHourAndRefusesAFullOne() throws {
    let head = "timestamp,calls\n2026-03-08 01:00,5\n"
    let file = try read(head + "2026-03-08 02:00,0\n2026-03-08 03:00,4\n")
    #expect(file.queues[0].rows.count == 2)
    #expect(file.remarks.map(\.kind) == [.clockGap])
    #expect(file.remarks.first?.written == "2026-03-08 02:00")
    let found = try #require(problem(head + "2026-03-08 02:00,9\n"))
    #expect(found.place == Place(file: "calls.csv", line: 3, column: 1))
    #expect(found.value == "2026-03-08 02:00")
    #expect(found.maybe != nil)
  }

  @Test(arguments: [
    ("timestamp,calls\n2026-11-02 09:00,12\n2026-11-02 09:30,-1\n", 3, "-1"),
    ("timestamp,calls\n2026-11-02 09:00,nan\n2026-11-02 09:30,1\n", 2, "nan"),
    ("timestamp,calls\n2026-11-02 09:00,1\n2026-11-02 09:00,2\n", 3, "2026-11-02 09:00"),
    ("timestamp,calls\n2026-11-02 09:30,1\n2026-11-02 09:00,2\n", 3, "2026-11-02 09:00"),
    ("timestamp,calls\n2026-11-02 09:00,1\n2026-11-31 09:00,2\n", 3, "2026-11-31 09:00"),
    ("timestamp,calls\n2026-11-02 09:00,1\n2026-11-02T09:30Z,2\n", 3, "2026-11-02T09:30Z"),
  ])
  func namesLineAndValueOfBadRows(_ text: String, _ line: Int, _ value: String) throws {
    let found = try #require(problem(text))
    #expect(found.place?.file == "calls.csv")
    #expect(found.place?.line == line)
    #expect(found.value == value)
    #expect(found.kind.exitCode == 4)
  }

  @Test func namesTheMissingColumnAndTheOnesThereAre() throws {
    let found = try #require(problem("timestamp,cals\n2026-11-02 09:00,1\n"))
    #expect("\(found)".contains("offered or calls"))
    #expect("\(found)".contains("cals"))
  }

  @Test func refusesRowsOffTheGrid() throws {
    let found = try #require(
      problem(
        "timestamp,calls\n2026-11-02 09:00,1\n2026-11-02 09:30,1\n2026-11-02 10:45,1\n"))
    #expect(found.place?.line == 4)
  }

  @Test func addsIntervalsUpAndForgetsIncompleteSums() throws {
    let text = """
      timestamp,calls
      2026-11-02 09:00,1
      2026-11-02 09:15,2
      2026-11-02 09:30,4
      2026-11-02 10:00,8
      2026-11-02 10:15,16

      """
    let rows = try #require(try read(text, interval: 1800).queues.first?.rows)
    #expect(rows.map(\.offered) == [3, nil, 24])
    #expect(throws: Problem.self) { try read(text, interval: 600) }
  }

  @Test func repairsDisorderWhenAsked() throws {
    let file = try read(
      "timestamp,calls\n2026-11-02 09:30,1\n2026-11-02 09:00,2\n2026-11-02 09:30,3\n",
      strict: false)
    #expect(file.queues[0].rows.map(\.offered) == [2, 1])
    #expect(Set(file.remarks.map(\.kind)) == [.duplicate, .outOfOrder])
  }
}
