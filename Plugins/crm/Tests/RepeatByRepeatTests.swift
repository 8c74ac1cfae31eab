import CMusterPlugin
import PluginContract
import PluginHost
import TestSupport
import Testing

/// Customers one by one, written from what they do: a matter that a contact does not settle brings its
/// customer back with a chance, some days later, again and again.
private struct PlainCustomers {
  /// New matters a day, and days of which the last half has the better resolution.
  var mattersPerDay: Int
  var days: Int
  var changeDay: Int
  var comeBack: Double
  var resolved: (before: Double, after: Double)
  var delayDays: Double
  var random: SeededGenerator

  mutating func contactsPerDay() -> [Double] {
    var contacts = [Double](repeating: 0, count: days)
    for day in 0..<days {
      for _ in 0..<mattersPerDay {
        var time = Double(day) + random.uniform()
        while Int(time) < days {
          contacts[Int(time)] += 1
          let settled = time < Double(changeDay) ? resolved.before : resolved.after
          guard !random.happens(settled), random.happens(comeBack) else { break }
          time += random.exponential(mean: delayDays)
        }
      }
    }
    return contacts
  }
}

@Suite struct RepeatByRepeatTests {
  /// The plugin's forecast of two weeks of days from Monday 2026-11-30 on, each of which had `volume` contacts
  /// before; the better resolution holds from Wednesday on.
  private func planned(_ volume: Double, delayDays: Double) throws -> [Double] {
    let folder = musterExecutable.split(separator: "/", omittingEmptySubsequences: false)
      .dropLast().joined(separator: "/")
    let plugin = try PluginLoader(program: musterExecutable, version: "test")
      .load("\(folder)/libmuster-crm.so", isolated: false)
    try plugin.configure(
      PluginConfiguration(settings: [
        "repeats": [
          [
            "queue": "care", "come_back": 0.6, "resolution_now": 0.55, "resolution_planned": 0.8,
            "delay_days": .number(delayDays), "from": "2026-12-02",
          ]
        ]
      ]))
    var rows = (0..<336).map { hour in
      muster_interval(
        start_unix: 1_795_996_800 + Int64(hour) * 3600, length_s: 3600, utc_offset_s: 0,
        volume: volume / 24, aht_s: 300, low80: 0, high80: 1e6, low95: 0, high95: 1e6, flags: 0,
        reserved: 0)
    }
    #expect(try plugin.overlay(QueueInfo(id: "care", intervalS: 3600), &rows))
    return (0..<14).map { day in rows[(24 * day)..<(24 * day + 24)].reduce(0) { $0 + $1.volume } }
  }

  @Test("the forecast falls as the customers do who come back", arguments: [1.5, 4, 10])
  func theForecastFallsAsCustomersDo(delayDays: Double) throws {
    var found = [SampleMean](repeating: SampleMean(), count: 14)
    var before = SampleMean()
    let start = 140
    for run in 0..<30 {
      var customers = PlainCustomers(
        mattersPerDay: 1500, days: start + 14, changeDay: start + 2, comeBack: 0.6,
        resolved: (0.55, 0.8), delayDays: delayDays, random: SeededGenerator(state: UInt64(run)))
      let contacts = customers.contactsPerDay()
      before.add(contacts[(start - 10)..<start].reduce(0, +) / 10)
      for day in 0..<14 { found[day].add(contacts[start + day]) }
    }
    // 0.45 × 0.6 come back: 1,500 matters are 1,500 / 0.73 contacts.
    #expect(before.agrees(with: 1500 / 0.73), "\(before)")
    let planned = try planned(1500 / 0.73, delayDays: delayDays)
    for day in 0..<14 {
      // The curve of a day is taken at its middle: one in a thousand beside the chance of thirty runs.
      #expect(
        found[day].agrees(with: planned[day], beside: 2), "\(day): \(planned[day]) \(found[day])")
    }
    #expect(found[13].standardError < 0.006 * planned[13])
    #expect(abs(planned[1] - 1500 / 0.73) < 1e-6 && planned[13] < planned[3] - 10)
  }
}
