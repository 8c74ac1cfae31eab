import CentreModel
import CivilTime
import Forecasting

/// Histories made by rule, for tests that know what must come out.
struct MadeHistory {
  var zone: Zone
  var interval = 1800
  /// Local opening, seconds after midnight.
  var open = 8 * 3600..<18 * 3600
  var weekdays: Set<Weekday> = [.monday, .tuesday, .wednesday, .thursday, .friday]
  var perDay = 400.0
  var seed: UInt64 = 1

  /// Days with a weekly and a daily shape, a factor by date and noise of Poisson size.
  func history(
    from: CivilDate, days: Int, noise: Bool = true, factor: (CivilDate) -> Double = { _ in 1 }
  ) -> QueueHistory {
    var state = seed
    func uniform() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return (Double(state >> 11) + 0.5) / 9_007_199_254_740_992
    }
    var rows: [HistoryRow] = []
    let slots = open.count / interval
    for k in 0..<days {
      let date = from + k
      guard weekdays.contains(date.weekday) else { continue }
      let day = perDay * (1.2 - 0.08 * Double(date.weekday.rawValue)) * factor(date)
      for slot in 0..<slots {
        let x = (Double(slot) + 0.5) / Double(slots)
        let rate = day / Double(slots) * 6 * x * (1 - x)
        var normal = -6.0
        for _ in 0..<12 { normal += uniform() }
        let count = noise ? max(0, (rate + rate.squareRoot() * normal).rounded()) : rate
        let start = zone.resolve(date, secondsOfDay: open.lowerBound + slot * interval).first
        rows.append(
          HistoryRow(
            start: start, offered: count, handled: count, handleSeconds: count * (200 + 100 * x)))
      }
    }
    return QueueHistory(queue: "made", intervalSeconds: interval, rows: rows)
  }

  func setting(from: CivilDate, days: Int = 7) -> ForecastSetting {
    ForecastSetting(zone: zone, asOf: zone.startOfDay(from), from: from, days: days)
  }
}

func date(_ text: String) -> CivilDate { CivilDate(text) ?? CivilDate(dayNumber: 0) }
