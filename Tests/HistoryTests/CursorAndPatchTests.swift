import CentreModel
import CivilTime
import Diagnostics
import Files
import Foundation
import History
import Tables
import Testing

@Suite struct CursorAndPatchTests {
  private let zone: Zone

  init() throws { zone = try ZoneDatabase.system.zone("America/New_York") }

  private func temporary(_ text: String) throws -> String {
    let path = NSTemporaryDirectory() + "muster-cursor-\(UUID().uuidString).csv"
    try writeFile(path, Array(text.utf8))
    return path
  }

  /// Queues with quotes, separators and line breaks in their names, of uneven length.
  private func manyQueues() -> String {
    var text = "queue,interval_start,offered,handle_s\n"
    for (q, name) in ["\"a, first\"", "b", "\"c \"\"quoted\"\"\"", "d"].enumerated() {
      for k in 0..<(40 + 13 * q) {
        let minutes = 30 * k
        let day = 2 + minutes / 1440
        let hour = minutes / 60 % 24
        text += "\(name),2026-03-0\(day)T\(hour < 10 ? "0" : "")\(hour):"
        text += "\(minutes % 60 == 0 ? "00" : "30")-05:00,\((k * 7 + q) % 23),\(k * 31 % 900)\n"
      }
    }
    return text
  }

  @Test func cursorReadsWhatTheWholeFileHolds() throws {
    let path = try temporary(manyQueues())
    defer { try? FileManager.default.removeItem(atPath: path) }
    let reading = HistoryReading(zone: zone)
    let whole = try HistoryFile.read(path: path, reading)
    let cursor = try HistoryCursor(path: path, reading)
    var queues: [QueueHistory] = []
    while let file = try cursor.next() { queues += file.queues }
    #expect(queues.map(\.queue) == ["a, first", "b", "c \"quoted\"", "d"])
    #expect(queues.sorted { $0.queue < $1.queue } == whole.queues)
  }

  @Test func cursorPassesOverWhatIsNotWanted() throws {
    let path = try temporary(manyQueues())
    defer { try? FileManager.default.removeItem(atPath: path) }
    let reading = HistoryReading(zone: zone)
    let whole = try HistoryFile.read(path: path, reading)
    let cursor = try HistoryCursor(path: path, reading)
    let wanted = ["a, first", "c \"quoted\""]
    var queues: [QueueHistory] = []
    while let file = try cursor.next(where: wanted.contains) { queues += file.queues }
    #expect(queues == whole.queues.filter { wanted.contains($0.queue) })
  }

  @Test func anOutlineNamesTheQueuesWhoseRowsStandTogether() throws {
    let text = manyQueues()
    let path = try temporary(text)
    defer { try? FileManager.default.removeItem(atPath: path) }
    let reading = HistoryReading(zone: zone)
    #expect(
      try HistoryOutline(path: path, reading)?.queues == ["a, first", "b", "c \"quoted\"", "d"])
    try writeFile(path, Array((text + "b,2026-03-09T08:00:00-05:00,1,0\n").utf8))
    #expect(try HistoryOutline(path: path, reading)?.queues == nil)
    try writeFile(path, Array("interval_start,offered\n2026-03-02T08:00:00-05:00,1\n".utf8))
    #expect(try HistoryOutline(path: path, reading)?.queues == ["main"])
  }

  @Test func cursorRefusesAQueueThatComesAgain() throws {
    let path = try temporary(
      """
      queue,interval_start,offered
      a,2026-03-02T08:00:00-05:00,1
      a,2026-03-02T08:30:00-05:00,1
      b,2026-03-02T08:00:00-05:00,1
      b,2026-03-02T08:30:00-05:00,1
      a,2026-03-02T09:00:00-05:00,1

      """)
    defer { try? FileManager.default.removeItem(atPath: path) }
    let cursor = try HistoryCursor(path: path, HistoryReading(zone: zone))
    _ = try cursor.next()
    _ = try cursor.next()
    let problem = #expect(throws: Problem.self) { _ = try cursor.next() }
    #expect(problem?.place?.line == 6)
  }

  @Test func cursorNamesTheLineOfTheWholeFile() throws {
    let path = try temporary(
      """
      queue,interval_start,offered
      a,2026-03-02T08:00:00-05:00,1
      a,2026-03-02T08:30:00-05:00,1
      b,2026-03-02T08:00:00-05:00,1
      b,2026-03-02T08:30:00-05:00,minus

      """)
    defer { try? FileManager.default.removeItem(atPath: path) }
    let cursor = try HistoryCursor(path: path, HistoryReading(zone: zone))
    _ = try cursor.next()
    let problem = #expect(throws: Problem.self) { _ = try cursor.next() }
    #expect(problem?.place?.line == 5)
  }

  @Test func patchReplacesAddsAndForgets() throws {
    let start = zone.resolve(CivilDate(dayNumber: 20_514), secondsOfDay: 8 * 3600).first
    let rows = (0..<4).map { HistoryRow(start: start + 1800 * $0, offered: Double(10 + $0)) }
    let history = QueueHistory(queue: "a", intervalSeconds: 1800, rows: rows)
    func line(_ queue: String, _ k: Int, _ rest: String) -> String {
      "\(queue),\((start + 1800 * k).description),\(rest)\n"
    }
    let text =
      "queue,interval_start,offered,quality,reason\n" + line("a", 0, "99,ok,typing error")
      + line("a", 1, ",missing,recorder off") + line("a", 2, ",ok,to decide")
      + line("a", 4, "7,ok,found on paper") + line("b", 3, "0,ok,another queue")
    let patch = try HistoryPatch(CSVTable(file: "patch.csv", bytes: Array(text.utf8)), zone: zone)
    let patched = patch.applied(to: history)
    #expect(patched.rows.map(\.start) == (0..<5).map { start + 1800 * $0 })
    #expect(patched.rows.map(\.offered) == [99, nil, 12, 13, 7])
    let bad = "queue,interval_start,offered,quality\n" + line("a", 0, "1,perfect")
    let problem = #expect(throws: Problem.self) {
      try HistoryPatch(CSVTable(file: "patch.csv", bytes: Array(bad.utf8)), zone: zone)
    }
    #expect(problem?.place?.line == 2)
  }
}
