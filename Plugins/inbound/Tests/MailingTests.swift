import CivilTime
import Files
import Glibc
import TestSupport
import Testing

/// Calls that mailings bring are counted once: not in the history's level and again on top of it.
@Suite struct MailingTests {
  /// A centre whose orders come from a base of 288 calls a working day and from mailings, each call drawn by
  /// itself: a share of the pieces answers, after days that are lognormal. What will come is known, therefore.
  private struct Orders {
    static let mailings = [
      ("spring", "2026-03-02", 90_000), ("summer", "2026-06-08", 80_000),
      ("autumn", "2026-09-07", 100_000), ("november", "2026-11-09", 120_000),
    ]
    var first: CivilDate
    var days: Int
    /// Calls drawn, and expected, by day.
    var drawn: [Int]
    var expected: [Double]

    init(from first: CivilDate, days: Int, seed: UInt64) throws {
      self.first = first
      self.days = days
      var random = SeededGenerator(state: seed)
      func isOpen(_ day: Int) -> Bool { (first + day).weekday != .sunday }
      expected = (0..<days).map { isOpen($0) ? 288 : 0 }
      for (_, date, pieces) in Self.mailings {
        let begin = try #require(CivilDate(date)) - first
        for day in 0..<70 where day + begin < days && isOpen(day + begin) {
          let share = Self.answered(Double(day + 1)) - Self.answered(Double(day))
          // Nobody calls on Sundays: six days bring what a week does.
          expected[day + begin] += Double(pieces) * 0.016 * share * 7 / 6
        }
      }
      drawn = expected.map { random.poisson(mean: $0) }
    }

    /// Share of the answers that came within so many days.
    static func answered(_ days: Double) -> Double {
      days <= 0 ? 0 : 0.5 * erfc(-log(days / 8.3) / (0.92 * 2.0.squareRoot()))
    }

    /// Half-hourly rows from 08:00 to 20:00 of the days before `end`.
    func history(until end: CivilDate) -> String {
      var text = "interval_start,offered,handled,abandoned,handle_s\n"
      for day in 0..<(end - first) where expected[day] > 0 {
        for slot in 16..<40 {
          let calls = drawn[day] * (slot - 15) / 24 - drawn[day] * (slot - 16) / 24
          let clock = "\(slot < 20 ? "0" : "")\(slot / 2):\(slot % 2 == 0 ? "00" : "30"):00"
          text += "\(first + day) \(clock),\(calls),\(calls),0,\(calls * 270)\n"
        }
      }
      return text
    }
  }

  private static func configuration(forecast: Bool, plugin: Bool) -> String {
    """
    [centre]
    name = "Orders"
    timezone = "America/Chicago"
    interval = "30m"

    [inputs]
    history = "history.csv"
    agents = "agents.csv"
    \(forecast ? "drops = [\"drops.csv\"]" : "")

    [[queue]]
    id = "orders"
    hours = "Mon-Sat 08:00-20:00"
    patience_seconds = 150
    goal = { service_level = 0.8, within_seconds = 20 }

    [[contract]]
    id = "FT"
    length = "8h"

    \(plugin ? "[[plugin]]\nid = \"inbound\"\n[plugin.settings]\ndrops = \"drops.csv\"\n" : "")
    """
  }

  private func forecast(_ folder: String, forecast: Bool, plugin: Bool) throws -> Finished {
    try writeFile(
      "\(folder)/centre.toml", Array(Self.configuration(forecast: forecast, plugin: plugin).utf8))
    return try muster("forecast", folder, "--as-of", "2026-11-16", "--format", "csv")
  }

  private func total(_ run: Finished) throws -> Double {
    #expect(run.code == 0, "\(run.errors)")
    let lines = run.output.split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }
    let k = try #require(lines.first?.firstIndex(of: "offered"))
    return lines.dropFirst().reduce(0) { $0 + (Double($1[k]) ?? 0) }
  }

  /// One week after a large mailing, the week that is planned begins two weeks after it. The base is 1,728
  /// calls, and 258 of the mailing are still to come.
  @Test("the week planned has the base and what is still to come of a mailing, once")
  func aMailingIsCountedOnce() throws {
    let first = try #require(CivilDate("2025-11-17"))
    let asOf = try #require(CivilDate("2026-11-16"))
    let orders = try Orders(from: first, days: asOf - first + 14, seed: 14)
    let planned = orders.expected.suffix(7).reduce(0, +)
    #expect(abs(planned - 1986) < 1)
    try withTemporaryFolder { folder in
      try writeFile(
        "\(folder)/agents.csv", Array("agent_id,name,contract\nA1,Ada,FT\n".utf8))
      try writeFile("\(folder)/history.csv", Array(orders.history(until: asOf).utf8))
      let rows = Orders.mailings.map {
        "\($0.0),\($0.1),\($0.2),addressed mail,0.016,orders,mail,mailed\n"
      }
      let header = "drop_id,date,quantity,medium,expected_response_rate,queue,curve_id,status\n"
      try writeFile("\(folder)/drops.csv", Array((header + rows.joined()).utf8))

      let alone = try forecast(folder, forecast: true, plugin: false)
      let both = try forecast(folder, forecast: true, plugin: true)
      // Six weeks of 1,728 calls give the base with an error of 0.6 %, the mailings theirs of a few per cent
      // of 258: 3 % hold four of both. What the last week had of the mailing, once more, would be 40 %.
      let total = try total(alone)
      #expect(abs(total / planned - 1) < 0.03, "\(total) for \(planned)")
      // The plugin that reports on them adds none.
      #expect(both.output == alone.output)
      // Named to the plugin alone they would stay in the history's level: refused, with the way out.
      let only = try forecast(folder, forecast: false, plugin: true)
      #expect(only.code != 0 && only.errors.contains("add drops = [\"drops.csv\"] under [inputs]"))
    }
  }
}
