import CentreModel
import CivilTime
import Tables

/// The contacts of several queues together, by date: each client's and all.
struct ForecastTotals {
  private let zone: Zone
  private var queues = 0
  private var byDate: [CivilDate: [String: Double]] = [:]

  init(zone: Zone) { self.zone = zone }

  mutating func add(_ rows: [ForecastRow], client: String?) {
    queues += 1
    for row in rows {
      byDate[zone.date(at: row.start), default: [:]][client ?? "", default: 0] += row.offered
    }
  }

  /// Empty when there is nothing to add up.
  func text(paint: Paint) -> String {
    guard queues > 1 else { return "" }
    let clients = Set(byDate.values.flatMap(\.keys)).sorted()
    let names = clients.count > 1 ? clients : []
    var table = TextTable(
      [.left("date"), .left("")] + names.map { .right($0.isEmpty ? "no client" : $0) }
        + [.right("contacts")])
    func cells(_ sums: [String: Double]) -> [String] {
      names.map { fixed(sums[$0] ?? 0, 0) } + [fixed(sums.values.reduce(0, +), 0)]
    }
    for (date, sums) in byDate.sorted(by: { $0.key < $1.key }) {
      table.row(["\(date)", date.weekday.shortName] + cells(sums))
    }
    table.rule()
    let all = byDate.values.reduce(into: [:]) { $0.merge($1, uniquingKeysWith: +) }
    table.row(["all", ""] + cells(all))
    return paint.bold("\(queues) queues together") + "\n\n" + table.text(paint: paint)
  }
}
