import CivilTime
import Files
import Glibc
import Importing
import Tables
import TestSupport
import Testing

@Suite struct DraftTests {
  let newYork: Zone
  init() throws { newYork = try ZoneDatabase.system.zone("America/New_York") }

  func imported(_ text: String) throws -> ImportResult {
    try withTemporaryFolder { folder in
      try writeFile("\(folder)/export.csv", Array(text.utf8))
      var options = ImportOptions()
      options.sourceZone = newYork
      return try importHistory(["\(folder)/export.csv"], options)
    }
  }

  /// Callers with an exponential patience of 120 s meet a queue whose wait is exponential too.
  @Test func patienceIsFoundFromCensoredWaits() throws {
    var random = SeededGenerator(state: 11)
    func exponential(_ mean: Double) -> Double {
      -mean * log(1 - Double.random(in: 0..<1, using: &random))
    }
    var text = "timestamp,queue,outcome,wait_time,talk_time\n"
    for call in 0..<30_000 {
      let at = HistoryClockText.text(Instant(seconds: 1_757_000_000 + Int64(call) * 60))
      let offered = exponential(60)
      let patience = exponential(120)
      let wait = fixed(min(offered, patience), 0)
      let talk = patience < offered ? "" : fixed(exponential(200) + 1, 0)
      text += "\(at),a,\(patience < offered ? "abandoned" : "answered"),\(wait),\(talk)\n"
    }
    let found = try #require(try imported(text).calibrations.first)
    let mean = try #require(found.meanPatience)
    #expect(abs(mean - 120) < 4)
    // A quarter of an exponential law has gone after 0.288 of its mean, from the threshold of 5 s on.
    let quartile = try #require(found.quartilePatience)
    #expect(abs(quartile - 5 - 0.288 * 120) < 3)
    #expect(abs((found.meanHandling ?? 0) - 201) < 4)
    #expect(abs((found.handlingDeviation ?? 0) - 200) < 6)
  }

  @Test func aCentreIsDraftedWithHoursHandlingTimesAndIds() throws {
    var text = "start,queue,calls,answered,aht_s\n"
    for day in 20_703..<20_731 {
      let date = CivilDate(dayNumber: day)
      guard date.weekday < .sunday else { continue }
      for slot in 16..<(date.weekday == .saturday ? 24 : 40) {
        text += "\(date) \(clockText(slot * 1800)),Retail Bank,20,18,240\n"
      }
    }
    let draft = CentreDraft(try imported(text), name: "Mine", command: "muster init")
    #expect(draft.asOf == CivilDate(dayNumber: 20_730))
    let toml = String(decoding: try #require(draft.files.first).bytes, as: UTF8.self)
    #expect(toml.contains("id = \"retail-bank\""))
    #expect(toml.contains("hours = \"Mon-Fri 08:00-20:00; Sat 08:00-12:00\""))
    #expect(toml.contains("handling_seconds = 240"))
    #expect(toml.contains("interval = \"30m\""))
    let history = try CSVTable(file: "history.csv", bytes: draft.files[1].bytes)
    #expect(try rows(history, ["queue"]).allSatisfy { $0 == ["retail-bank"] })
    // Load 2.7 erlangs for 64 hours a week: about 4.7 agents on the phone.
    #expect((8...12).contains(draft.agentCount))
  }
}
