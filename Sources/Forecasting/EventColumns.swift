internal import CivilTime

/// The learnt events of a series as columns: one for every day of every event's length.
struct EventColumns: Sendable {
  var titles: [String] = []
  /// Columns active on a grid day.
  private var activeByDay: [Int: [Int]] = [:]

  init() {}

  init(_ events: [DemandEvent], _ series: DaySeries) {
    var columns: [String: Int] = [:]
    let days = Dictionary(
      series.dates.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    for event in events.sorted(by: { ($0.name, $0.date) < ($1.name, $1.date) }) {
      guard case .learnt(let length) = event.effect else { continue }
      for offset in 0..<max(1, min(length, 28)) {
        guard let d = days[event.date + offset] else { continue }
        let title = length == 1 ? event.name : "\(event.name), day \(offset + 1)"
        let column = columns[title] ?? titles.count
        if column == titles.count {
          columns[title] = column
          titles.append(title)
        }
        if !(activeByDay[d]?.contains(column) ?? false) {
          activeByDay[d, default: []].append(column)
        }
      }
    }
  }

  func active(_ day: Int) -> [Int] { activeByDay[day] ?? [] }
  func isActive(_ day: Int) -> Bool { activeByDay[day] != nil }
}
