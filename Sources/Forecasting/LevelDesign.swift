// What the level of a day is explained by: columns with their penalties, seen from one origin.
//
// Columns (penalty in units of one day's noise variance): weekday dummies (0.001 each); twelve
// circular bumps over the month and its first and last two open days (chosen by validation); sine and cosine of the year to the fourth
// harmonic when the history spans more than 500 days; all named days and all eves (1 each), each
// name and each eve by name (2 each); first, second and third open day after a closure (1 each);
// every day of every learnt event (2 each). Rows are sparse: about a dozen non-zeros each.

internal import CivilTime
internal import Glibc

/// The design of the level regression at one (pretended) origin.
struct LevelDesign: Sendable {
  enum Group: Hashable, Sendable { case weekday, month, year, named, closure, event }

  /// The first grid day forecast, and how many.
  var origin: Int
  var horizon: Int
  /// Non-zero entries of row d: `entries[starts[d]..<starts[d + 1]]`.
  var starts: [Int32] = [0]
  var entryColumn: [Int32] = []
  var entryValue: [Double] = []
  var penalty: [Double] = []
  var group: [Group] = []
  var title: [String] = []
  /// 1 for days that inform the level, else 0; history days.
  var weight: [Double]
  /// Days that inform the shapes: with data, not outlying, not special.
  var isRegular: [Bool]
  var isOutlier: [Bool]
  /// Whether the queue closes on named days, as past ones show.
  var closesOnNamedDays: Bool
  /// Days taken for closed in what follows closures: known ones, past days without data, and named
  /// days to come when most past ones were closed.
  var isClosed: [Bool]
  /// Days of the horizon that take no contacts: closed by the setting, or named like a day that was
  /// closed when it last came. A name never seen closed is no reason to forecast nothing.
  var isShut: [Bool]

  private let places: MonthPlaces

  var columns: Int { penalty.count }
  var rows: Int { origin + horizon }

  init(_ series: DaySeries, origin: Int, horizon: Int, events: EventColumns) {
    self.origin = origin
    self.horizon = horizon
    let rows = origin + horizon
    let have = (0..<origin).map { !series.isMissing[$0] }
    let pastNamed = (0..<origin).filter { series.labels[$0].isNamed }
    let shut = pastNamed.count { !have[$0] }
    let closes = shut > 0 && 2 * shut >= pastNamed.count
    closesOnNamedDays = closes
    isClosed = (0..<rows).map { d in
      if series.isClosed[d] { return true }
      return d < origin ? !have[d] && !series.isOffSchedule[d] : closes && series.labels[d].isNamed
    }
    isShut = (origin..<rows).map { d in
      if series.isClosed[d] { return true }
      guard series.labels[d].isNamed else { return false }
      let last = pastNamed.last { series.labels[$0] == series.labels[d] }
      return last.map { !have[$0] } ?? false
    }
    places = MonthPlaces(series.dates[..<rows], openWeekdays: series.openWeekdays, isClosed)
    let outlier = Outliers.find(series, origin: origin, have: have, places)
    isOutlier = outlier
    weight = (0..<origin).map { d in
      have[d] && !(outlier[d] && !series.labels[d].isSpecial) ? 1 : 0
    }
    isRegular = (0..<origin).map { d in
      have[d] && !outlier[d] && !series.labels[d].isSpecial && !events.isActive(d)
    }
    build(series, rows: rows, events: events)
  }

  private mutating func build(_ series: DaySeries, rows: Int, events: EventColumns) {
    func add(_ group: Group, _ penalty: Double, _ title: String) -> Int32 {
      self.group.append(group)
      self.penalty.append(penalty)
      self.title.append(title)
      return Int32(self.penalty.count - 1)
    }
    let weekday0 = (0..<series.weekLength).map { add(.weekday, 0.001, "weekday \($0)") }
    let bumps = (0..<12).map { add(.month, 1, "month position \($0)") }
    let first = (0..<MonthPlaces.count).map { add(.month, 1, "open day \($0 + 1) of the month") }
    let last = (0..<MonthPlaces.count).map {
      add(.month, 1, "open day \($0 + 1) before the end of the month")
    }
    let hasYear = series.dates[max(0, origin - 1)] - series.dates[0] > 500
    let year = hasYear ? (0..<8).map { add(.year, 0.5, "year harmonic \($0)") } : []
    let anyNamed = (0..<rows).contains { series.labels[$0].isNamed }
    let anyEve = (0..<rows).contains { series.labels[$0].isEve }
    let named = anyNamed ? add(.named, 1, "any named day") : 0
    let eve = anyEve ? add(.named, 1, "any eve") : 0
    var byName: [DayLabel: Int32] = [:]
    for d in 0..<rows where series.labels[d].isSpecial && byName[series.labels[d]] == nil {
      byName[series.labels[d]] = add(.named, 2, series.title(series.labels[d]))
    }
    var afterTitles: [Int32?] = [nil, nil, nil]
    let after = (0..<rows).map { daysAfterClosure($0) }
    for k in 0..<3 where after.contains(k + 1) {
      afterTitles[k] = add(.closure, 1, "\(["first", "second", "third"][k]) day after a closure")
    }
    let eventColumns = events.titles.map { add(.event, 2, $0) }

    for d in 0..<rows {
      func put(_ column: Int32, _ value: Double) {
        entryColumn.append(column)
        entryValue.append(value)
      }
      put(weekday0[series.weekdays[d]], 1)
      let date = series.dates[d]
      let position = Double(date.day - 1) / Double(date.daysInMonth)
      for k in 0..<12 {
        let away = abs(position - Double(k) / 12)
        let distance = min(away, 1 - away)
        if distance < 0.2 { put(bumps[k], exp(-0.5 * (distance / 0.05) * (distance / 0.05))) }
      }
      if let place = places.fromStart[d] { put(first[place], 1) }
      if let place = places.fromEnd[d] { put(last[place], 1) }
      for (k, column) in year.enumerated() {
        let angle = 2 * Double.pi * Double(k / 2 + 1) * Double(date.dayOfYear) / 365.25
        put(column, k % 2 == 0 ? sin(angle) : cos(angle))
      }
      if let column = byName[series.labels[d]] {
        put(series.labels[d].isNamed ? named : eve, 1)
        put(column, 1)
      }
      if after[d] > 0, let column = afterTitles[after[d] - 1] { put(column, 1) }
      for k in events.active(d) { put(eventColumns[k], 1) }
      starts.append(Int32(entryColumn.count))
    }
  }

  /// 1, 2 or 3 for the first, second or third grid day after a closed one, else 0.
  private func daysAfterClosure(_ d: Int) -> Int {
    guard !isClosed[d] else { return 0 }
    for k in 1...3 where d - k >= 0 && isClosed[d - k] { return k }
    return 0
  }

  /// Whether the day is named, an eve, just after a closure, or has an event.
  func isExplainedApart(_ d: Int) -> Bool {
    row(d).contains { [.named, .closure, .event].contains(group[Int(entryColumn[$0])]) }
  }

  func row(_ d: Int) -> Range<Int> { Int(starts[d])..<Int(starts[d + 1]) }
}

extension DaySeries {
  func title(_ label: DayLabel) -> String {
    switch label {
    case .none: ""
    case .named(let k): names[k]
    case .eve(let k): "eve of \(names[k])"
    }
  }
}
