// What the level of a day is explained by: columns with their penalties, seen from one origin.
//
// Columns (penalty in units of one day's noise variance): weekday dummies (0.001 each); twelve
// circular bumps over the month and its first and last two open days (chosen by validation); sine and cosine of the year to the fourth
// harmonic when the history spans more than 500 days; all named days and all eves (1 each), each
// name and each eve by name, each festival of four days or more, every day of every learnt event (2
// each, less for what stands out of the noise: ``EffectPenalty``); the day after a named day that was
// open, where past ones stand out; first, second and third open day after a closure (1 each); every
// lasting shift of the level. Rows are sparse: about a dozen non-zeros each.

internal import CivilTime
internal import Glibc

/// The design of the level regression at one (pretended) origin.
struct LevelDesign: Sendable {
  enum Group: Hashable, Sendable { case weekday, month, year, named, closure, event, shift }

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
  /// Lasting changes of the level before the origin, ascending.
  var shifts: [LevelShift]
  /// The usual deviation of an ordinary day's log level.
  var noise: Double
  /// Whether the queue closes on named days, as past ones show.
  var closesOnNamedDays: Bool
  /// Days taken for closed in what follows closures: known ones, past days without data, and named
  /// days to come when most past ones were closed.
  var isClosed: [Bool]
  /// Days of the horizon that take no contacts: closed by the setting, or named like a day that was
  /// closed when it last came. A name never seen closed is no reason to forecast nothing.
  var isShut: [Bool]

  let events: EventColumns
  private let places: MonthPlaces

  var columns: Int { penalty.count }
  var rows: Int { origin + horizon }

  init(_ series: DaySeries, origin: Int, horizon: Int, events: EventColumns) {
    self.events = events
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
      if d < origin { return !have[d] && !series.isOffSchedule[d] }
      return closes && series.labels[d].isNamed && !series.isOpened[d]
    }
    isShut = (origin..<rows).map { d in
      if series.isClosed[d] { return true }
      if series.isOpened[d] { return false }
      guard series.labels[d].isNamed else { return false }
      let last = pastNamed.last { series.labels[$0] == series.labels[d] }
      return last.map { !have[$0] } ?? false
    }
    places = MonthPlaces(series.dates[..<rows], openWeekdays: series.openWeekdays, isClosed)
    // What is explained by itself, however far out it is: named days and eves, the day after a named
    // day that was open, the days of events.
    let closed = isClosed
    let isApart = (0..<origin).map { d in
      series.labels[d].isSpecial || events.isActive(d)
        || (series.afterName[d] != nil && d > 0 && !closed[d - 1])
    }
    let shifts = LevelShifts.find(
      series, origin: origin, isPlain: (0..<origin).map { have[$0] && !isApart[$0] })
    self.shifts = shifts
    let levels = (0..<origin).map { series.logLevel[$0] - Self.step(shifts, at: $0) }
    let outliers = Outliers(series, levels: levels, have: have, isApart: isApart, places)
    let outlier = outliers.isOut
    isOutlier = outlier
    noise = outliers.noise
    weight = (0..<origin).map { d in have[d] && !(outlier[d] && !isApart[d]) ? 1 : 0 }
    isRegular = (0..<origin).map { d in
      have[d] && !outlier[d] && !series.labels[d].isSpecial && !events.isActive(d)
    }
    build(series, rows: rows, events: events, deviations: outliers.deviations)
  }

  /// The sum of the shifts up to a day.
  static func step(_ shifts: [LevelShift], at d: Int) -> Double {
    shifts.reduce(0) { $0 + ($1.day <= d ? $1.change : 0) }
  }

  func step(at d: Int) -> Double { Self.step(shifts, at: d) }

  private mutating func build(
    _ series: DaySeries, rows: Int, events: EventColumns, deviations: [Double]
  ) {
    let effect = EffectPenalty(deviations: deviations, noise: noise, weight: weight)
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
    var daysByLabel: [DayLabel: [Int]] = [:]
    var daysByFamily: [Int: [Int]] = [:]
    for d in 0..<rows where series.labels[d].isSpecial {
      daysByLabel[series.labels[d], default: []].append(d)
      if case .named(let k) = series.labels[d] {
        daysByFamily[series.families[k], default: []].append(d)
      }
    }
    var byFamily: [Int: (column: Int32, mean: Double)] = [:]
    for (family, days) in daysByFamily.sorted(by: { $0.key < $1.key })
    where series.isLongFestival(family) {
      let column = add(.named, effect.penalty(days), "\(series.names[family]), all days")
      byFamily[family] = (column, effect.mean(days))
    }
    var byName: [DayLabel: Int32] = [:]
    for d in 0..<rows where series.labels[d].isSpecial && byName[series.labels[d]] == nil {
      let label = series.labels[d]
      var common = 0.0
      if case .named(let k) = label { common = byFamily[series.families[k]]?.mean ?? 0 }
      byName[label] = add(
        .named, effect.penalty(daysByLabel[label] ?? [], beyond: common), series.title(label))
    }
    var daysAfter: [Int: [Int]] = [:]
    for d in 1..<max(1, rows) where !isClosed[d - 1] {
      if let k = series.afterName[d] { daysAfter[k, default: []].append(d) }
    }
    var afterNamed: [Int: Int32] = [:]
    for (k, days) in daysAfter.sorted(by: { $0.key < $1.key }) {
      guard let penalty = effect.penaltyIfFound(days) else { continue }
      afterNamed[k] = add(.named, penalty, "day after \(series.names[k])")
    }
    var afterTitles: [Int32?] = [nil, nil, nil]
    let after = (0..<rows).map { daysAfterClosure($0) }
    for k in 0..<3 where after.contains(k + 1) {
      afterTitles[k] = add(.closure, 1, "\(["first", "second", "third"][k]) day after a closure")
    }
    let eventColumns = events.titles.indices.map { k in
      let days = (0..<origin).filter { events.active($0).contains(k) }
      return add(.event, effect.penalty(days), events.titles[k])
    }
    let shiftColumns = shifts.map { add(.shift, 0.002, "level since \(series.dates[$0.day])") }

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
        if case .named(let k) = series.labels[d], let all = byFamily[series.families[k]] {
          put(all.column, 1)
        }
      }
      if d > 0, !isClosed[d - 1], let k = series.afterName[d], let column = afterNamed[k] {
        put(column, 1)
      }
      if after[d] > 0, let column = afterTitles[after[d] - 1] { put(column, 1) }
      for k in events.active(d) { put(eventColumns[k], 1) }
      for (k, shift) in shifts.enumerated() where d >= shift.day { put(shiftColumns[k], 1) }
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
  /// Whether the family has days enough to share a shape and a level.
  func isLongFestival(_ family: Int) -> Bool { families.count { $0 == family } >= 4 }

  func title(_ label: DayLabel) -> String {
    switch label {
    case .none: ""
    case .named(let k): names[k]
    case .eve(let k): "eve of \(names[k])"
    }
  }
}
