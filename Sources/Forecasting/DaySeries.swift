// The days × slots matrix the numerical methods work on.
//
// Every date whose weekday is open is a grid day, with or without data, so that "k weeks before" is
// k·W grid days before, W the number of open weekdays: closures never shift the week. Values are on
// the root scale S = sqrt(y + 3/8) (Anscombe), on which counts have nearly constant variance; the
// day's level is the mean of S over its open slots, and z its logarithm.

internal import CivilTime
internal import Glibc

/// What is special about a day, as far as the level is concerned.
enum DayLabel: Hashable, Sendable {
  case none
  /// A named day: index into ``DaySeries/names``.
  case named(Int)
  /// The day before it.
  case eve(Int)

  var isNamed: Bool { if case .named = self { true } else { false } }
  var isEve: Bool { if case .eve = self { true } else { false } }
  var isSpecial: Bool { self != .none }
}

struct DaySeries: Sendable {
  /// The length of a slot.
  var intervalSeconds: Int
  /// Grid days, history first, then the horizon.
  var dates: [CivilDate]
  /// Index among the open weekdays, 0 ..< weekLength, by grid day.
  var weekdays: [Int]
  /// Number of open weekdays.
  var weekLength: Int
  /// The open weekdays, 0 for Monday, ascending.
  var openWeekdays: [Int]
  /// The slot of the day of every column, ascending.
  var slots: [Int]
  /// By open weekday, whether each column is open.
  var open: [[Bool]]
  /// The first grid day that is not history.
  var origin: Int
  /// Contacts by `day * slots.count + column`, NaN where not recorded; history only.
  var counts: [Double]
  /// Root scale alike; 0 where the column is not open.
  var root: [Double]
  /// Mean of the root over the open columns, and its logarithm; history only.
  var level: [Double]
  var logLevel: [Double]
  /// Whether open intervals have few contacts.
  var isSparse = false
  /// Days without usable data.
  var isMissing: [Bool]
  var labels: [DayLabel]
  var names: [String]
  /// By name, the name of the first day of its festival: all days of one share an index.
  var families: [Int]
  /// The first grid day after a named day.
  var isAfter: [Bool]
  /// The name of the day before, where that is named and this one is not.
  var afterName: [Int?]
  /// Whether the queue is known to be closed on the day.
  var isClosed: [Bool]
  /// Whether a planner says that the queue takes contacts on the day, whatever the calendar says.
  var isOpened: [Bool]
  /// Days called half by the calendar.
  var isHalfDay: [Bool]
  /// Hours that were given for single days.
  var givenHours: [Int: [OpeningHours.Span]] = [:]
  /// By `day * slots.count + column`, whether an open column was out of hours on a day of history.
  var isOutOfHours: [Bool]
  /// Days of history whose weekday was not open at the time: no closures, and no gaps.
  var isOffSchedule: [Bool]
  /// By open weekday, columns of which no day of any weekday has a record.
  var isGuess: [[Bool]]
  /// Open weekdays without any day of history.
  var isUnseen: [Bool]
  /// By such a weekday, how its level stands to the mean of the others, on the root scale.
  var unseenLevel: [Double]
  /// By such a weekday and column its shape, mean 1 over open columns.
  var unseenShape: [Double]

  var columns: Int { slots.count }
  var days: Int { dates.count }

  /// Nil when no weekday is open, or none from the first row to the end.
  init?(_ grid: DemandGrid, open hours: OpenSlots, setting: ForecastSetting, end: CivilDate) {
    let openWeekdays = (0..<7).filter { hours.week[$0].contains(true) }
    guard !openWeekdays.isEmpty else { return nil }
    let columnSlots = (0..<grid.slots).filter { slot in
      openWeekdays.contains { hours.week[$0][slot] }
    }
    intervalSeconds = grid.intervalSeconds
    weekLength = openWeekdays.count
    self.openWeekdays = openWeekdays
    slots = columnSlots
    open = openWeekdays.map { weekday in columnSlots.map { hours.week[weekday][$0] } }
    let lastDate = max(end, grid.first + grid.days)
    dates = []
    weekdays = []
    for k in 0..<(lastDate - grid.first) {
      let date = grid.first + k
      guard let index = openWeekdays.firstIndex(of: date.weekday.rawValue) else { continue }
      dates.append(date)
      weekdays.append(index)
    }
    guard !dates.isEmpty else { return nil }
    let asOfDate = setting.zone.date(at: setting.asOf)
    // The date of the as-of instant is not over yet: history ends the day before.
    let historyEnd = min(grid.first + grid.days, asOfDate)
    origin = dates.partitionPoint { $0 >= historyEnd }
    // Between the last record and the as-of date there may be days without any.
    origin = max(origin, dates.partitionPoint { $0 >= min(asOfDate, lastDate) })
    let j = columnSlots.count
    counts = Array(repeating: .nan, count: origin * j)
    for d in 0..<origin {
      let day = dates[d] - grid.first
      guard day < grid.days else { continue }
      let isOpen = open[weekdays[d]]
      for c in 0..<j where isOpen[c] {
        counts[d * j + c] = grid.counts[day * grid.slots + columnSlots[c]]
      }
    }
    root = Array(repeating: 0, count: origin * j)
    level = Array(repeating: 1e-6, count: origin)
    logLevel = Array(repeating: 0, count: origin)
    isMissing = Array(repeating: true, count: dates.count)
    labels = Array(repeating: .none, count: dates.count)
    isAfter = Array(repeating: false, count: dates.count)
    isClosed = Array(repeating: false, count: dates.count)
    isOpened = isClosed
    isHalfDay = isClosed
    isOutOfHours = Array(repeating: false, count: origin * j)
    isOffSchedule = Array(repeating: false, count: origin)
    isGuess = open.map { $0.map { _ in false } }
    isUnseen = Array(repeating: false, count: weekLength)
    unseenLevel = Array(repeating: 1, count: weekLength)
    unseenShape = Array(repeating: 0, count: weekLength * j)
    names = []
    families = []
    afterName = Array(repeating: nil, count: dates.count)
    label(setting)
    noteDates(setting)
    let events = EventColumns(setting.events, self)
    fillRoots(
      events,
      closed: { day, slot in
        let row = day - grid.first
        return row >= 0 && row < grid.days && grid.closed[row * grid.slots + slot]
      })
    isSparse = hasFewContacts()
    holdBursts(except: events)
    if isSparse { liftLogarithms() }
  }

  /// Fills roots and levels of days whose columns in hours are all recorded or can be completed.
  private mutating func fillRoots(_ events: EventColumns, closed: (CivilDate, Int) -> Bool) {
    let j = columns
    findHours(closed)
    markShortDays(events)
    for d in 0..<origin {
      let isOpen = open[weekdays[d]]
      let wanted = (0..<j).filter { isOpen[$0] && !isOutOfHours[d * j + $0] }
      isMissing[d] = wanted.isEmpty || wanted.contains { counts[d * j + $0].isNaN }
      for c in 0..<j where isOpen[c] && !counts[d * j + c].isNaN {
        root[d * j + c] = (counts[d * j + c] + 0.375).squareRoot()
      }
    }
    completePartialDays()
    completeHours()
    for d in 0..<origin where !isMissing[d] { setLevel(d) }
  }

  mutating func setLevel(_ d: Int) {
    let j = columns
    var sum = 0.0
    for c in 0..<j { sum += root[d * j + c] }
    let openColumns = open[weekdays[d]].count { $0 }
    level[d] = max(1e-6, sum / Double(max(1, openColumns)))
    logLevel[d] = log(level[d])
  }
}
