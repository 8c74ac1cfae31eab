internal import CivilTime

/// The learnt events of a series as columns: one for every day of every event's length.
struct EventColumns: Sendable {
  /// The longest event, in days: a fasting month with the days around it.
  static let longest = 60

  var titles: [String] = []
  /// By column, the first column of its event: days of one event share an index.
  private(set) var families: [Int] = []
  /// Columns active on a grid day.
  private var activeByDay: [Int: [Int]] = [:]

  init() {}

  init(_ events: [DemandEvent], _ series: DaySeries) {
    var columns: [String: Int] = [:]
    var firstColumns: [String: Int] = [:]
    let days = Dictionary(
      series.dates.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    for event in events.sorted(by: { ($0.name, $0.date) < ($1.name, $1.date) }) {
      guard case .learnt(let length) = event.effect else { continue }
      for offset in 0..<max(1, min(length, Self.longest)) {
        guard let d = days[event.date + offset] else { continue }
        let title = length == 1 ? event.name : "\(event.name), day \(offset + 1)"
        let column = columns[title] ?? titles.count
        if column == titles.count {
          columns[title] = column
          titles.append(title)
          families.append(firstColumns[event.name] ?? column)
          if firstColumns[event.name] == nil { firstColumns[event.name] = column }
        }
        if !(activeByDay[d]?.contains(column) ?? false) {
          activeByDay[d, default: []].append(column)
        }
      }
    }
  }

  func active(_ day: Int) -> [Int] { activeByDay[day] ?? [] }
  /// Whether the event of a column has days enough to share a shape.
  func isLong(_ column: Int) -> Bool { families.count { $0 == families[column] } >= 4 }
  func isActive(_ day: Int) -> Bool { activeByDay[day] != nil }
}
