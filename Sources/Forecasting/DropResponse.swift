// Response to mailings and campaigns: contacts(d) = base(d) + Σ Q r w(d − d0) × weekday index.
//
// w is a lognormal curve over the days since the drop (it fits real direct-mail responses to within
// three points of the cumulative share, better than gamma or Weibull); its two parameters and the
// response rate r are fitted for each medium to what past drops added to the base, the base being the
// median of the same weekday on days that drops hardly touch. The effect is taken off the history before
// the base is forecast, and added to the forecast for drops past and to come. A medium that never dropped
// before uses the expected response rate and the typical curve.

internal import CivilTime
internal import Diagnostics
internal import Glibc

struct DropResponse {
  static let shapes: [Double] = [0.6, 0.75, 0.916, 1.1]
  static let scales: [Double] = [1.5, 3, 5, 8.31, 12, 18]
  /// A drop is over after so many days.
  static let length = 63

  struct Curve: Sendable {
    var shape: Double
    var scale: Double
    /// Contacts a piece.
    var rate: Double
    var learntFrom: Int

    /// Share of the response on the days after a drop.
    static func shares(shape: Double, scale: Double) -> [Double] {
      func cumulative(_ days: Double) -> Double {
        days <= 0 ? 0 : 0.5 * erfc(-log(days / scale) / (shape * 2.0.squareRoot()))
      }
      let last = cumulative(Double(DropResponse.length))
      return (0..<DropResponse.length).map {
        (cumulative(Double($0 + 1)) - cumulative(Double($0))) / last
      }
    }
  }

  private(set) var curves: [String: Curve] = [:]
  /// Contacts that drops add, by date.
  private(set) var effect: [CivilDate: Double] = [:]
  private(set) var remarks: [String] = []

  /// `totals` are day totals of open, complete days.
  init(_ drops: [Drop], totals: [CivilDate: Double], until end: CivilDate) {
    guard !drops.isEmpty, !totals.isEmpty else { return }
    let dates = totals.keys.sorted()
    let index = Self.weekdayIndex(totals)
    var touched: Set<CivilDate> = []
    for drop in drops { for k in 0..<35 { touched.insert(drop.date + k) } }
    let base = Self.base(totals, dates, quiet: { !touched.contains($0) })
    var residual = totals
    for date in dates { residual[date] = (totals[date] ?? 0) - (base[date] ?? 0) }
    for medium in Set(drops.map(\.medium)).sorted() {
      let own = drops.filter { $0.medium == medium }
      guard let curve = Self.fit(own, residual, dates, index) else {
        remarks.append("Drops by \(medium) have no past and no expected response: left out.")
        continue
      }
      curves[medium] = curve
      let from = curve.learntFrom > 0 ? "\(curve.learntFrom) past days" : "expectation"
      remarks.append(
        "Drops by \(medium): \(percentText(curve.rate)) of the pieces answer, half of them within"
          + " \(Int(nearest: curve.scale)) days (from \(from)).")
      let shares = Curve.shares(shape: curve.shape, scale: curve.scale)
      for drop in own {
        for (k, share) in shares.enumerated() where drop.date + k < end {
          let date = drop.date + k
          let added = drop.quantity * curve.rate * share * index[date.weekday.rawValue]
          effect[date, default: 0] += added
          residual[date]? -= added
        }
      }
    }
  }

  private func percentText(_ share: Double) -> String {
    let hundredths = Int(nearest: share * 10_000)
    return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100) %"
  }

  /// Weekday means over the mean of the open weekdays.
  private static func weekdayIndex(_ totals: [CivilDate: Double]) -> [Double] {
    var sums = Array(repeating: 0.0, count: 7)
    var counts = sums
    for date in totals.keys.sorted() {
      sums[date.weekday.rawValue] += totals[date] ?? 0
      counts[date.weekday.rawValue] += 1
    }
    let means = (0..<7).map { counts[$0] > 0 ? sums[$0] / counts[$0] : 0 }
    let open = means.filter { $0 > 0 }
    let overall = open.isEmpty ? 1 : open.reduce(0, +) / Double(open.count)
    return means.map { overall > 0 ? $0 / overall : 0 }
  }

  /// Medians of quiet same weekdays, the ten nearest.
  private static func base(
    _ totals: [CivilDate: Double], _ dates: [CivilDate], quiet: (CivilDate) -> Bool
  ) -> [CivilDate: Double] {
    var byWeekday = Array(repeating: [CivilDate](), count: 7)
    for date in dates where quiet(date) { byWeekday[date.weekday.rawValue].append(date) }
    for weekday in 0..<7 where byWeekday[weekday].count < 3 {
      byWeekday[weekday] = dates.filter { $0.weekday.rawValue == weekday }
    }
    var base: [CivilDate: Double] = [:]
    for date in dates {
      let near = byWeekday[date.weekday.rawValue].sorted {
        (abs($0 - date), $0) < (abs($1 - date), $1)
      }.prefix(10)
      let values = near.compactMap { totals[$0] }.sorted()
      base[date] = values.isEmpty ? totals[date] : values[values.count / 2]
    }
    return base
  }

  private static func fit(
    _ drops: [Drop], _ residual: [CivilDate: Double], _ dates: [CivilDate], _ index: [Double]
  ) -> Curve? {
    let expected = drops.compactMap(\.responseRate)
    let expectation = expected.isEmpty ? nil : expected.reduce(0, +) / Double(expected.count)
    var best: (error: Double, curve: Curve)?
    for shape in shapes {
      for scale in scales {
        let shares = Curve.shares(shape: shape, scale: scale)
        var (xx, xy, yy) = (0.0, 0.0, 0.0)
        var days = 0
        for date in dates {
          var x = 0.0
          for drop in drops where date >= drop.date && date - drop.date < length {
            x += drop.quantity * shares[date - drop.date]
          }
          guard x > 0 else { continue }
          x *= index[date.weekday.rawValue]
          let y = residual[date] ?? 0
          xx += x * x
          xy += x * y
          yy += y * y
          days += 1
        }
        guard days >= 5, xx > 0 else { continue }
        // As large as a rate that somebody expects may be, see the drops' file.
        let rate = min(10, max(0, xy / xx))
        let error = yy - 2 * rate * xy + rate * rate * xx
        if error < best?.error ?? .infinity {
          best = (error, Curve(shape: shape, scale: scale, rate: rate, learntFrom: days))
        }
      }
    }
    if let best { return best.curve }
    return expectation.map { Curve(shape: 0.916, scale: 8.31, rate: $0, learntFrom: 0) }
  }
}

extension DemandGrid {
  /// Totals of days whose open slots are all recorded.
  func dayTotals(open hours: OpenSlots) -> [CivilDate: Double] {
    var totals: [CivilDate: Double] = [:]
    for day in 0..<days {
      let open = hours.week[date(day).weekday.rawValue]
      guard open.contains(true) else { continue }
      var sum = 0.0
      for slot in 0..<slots where open[slot] { sum += counts[day * slots + slot] }
      if !sum.isNaN { totals[date(day)] = sum }
    }
    return totals
  }

  /// Takes what drops added off the counts; at least a fifth of a day's contacts stays.
  mutating func remove(_ effect: [CivilDate: Double], totals: [CivilDate: Double]) {
    for day in 0..<days {
      guard let added = effect[date(day)], let total = totals[date(day)], total > 0 else {
        continue
      }
      let kept = max(0.2, 1 - added / total)
      for slot in 0..<slots { counts[day * slots + slot] *= kept }
    }
  }
}
