internal import CentreModel
internal import CivilTime
internal import Planning

/// The simulated service of each interval beside what is promised, as a heat map.
struct ServiceMap {
  let grid: TimeGrid
  let name: String
  /// Percent.
  let goal: Double
  let levels: [Double?]
  let table: String
  let columns: [Int]
  var queue = ""

  var html: String {
    let cells = levels.map { level -> HeatMap.Cell? in
      guard let level else { return nil }
      return HeatMap.Cell(style: style(level), text: grouped(level))
    }
    return HeatMap(
      grid: grid, title: "\(name): percent in time, by interval",
      description: "The simulated service level of each interval beside the promise of "
        + "\(grouped(goal)) %. The table has every number.",
      cells: cells,
      key: [
        ("s4", "20 points below"), ("s3", "10"), ("s2", "5"), ("", "\(grouped(goal)) %"),
        ("o1", "10 above"), ("c", "nobody expected"),
      ], table: table, columns: columns, queue: queue
    ).html
  }

  private func style(_ level: Double) -> String {
    let below = goal - level
    return below > 20
      ? "s4" : below > 10 ? "s3" : below > 5 ? "s2" : below > 0.5 ? "s1" : below > -10 ? "" : "o1"
  }

  /// All queues together, weighed by their contacts; nothing where a queue has no promise of its own.
  static func all(_ data: PlanData, _ grid: TimeGrid, table id: String) -> String {
    let goals = Dictionary(
      data.queues.compactMap { queue in queue.goal.serviceLevel.map { (queue.id, $0) } }
    ) { first, _ in first }
    var sums: [Instant: (offered: Double, level: Double)] = [:]
    var promised = (offered: 0.0, level: 0.0)
    for row in data.service where grid.index(of: row.start) != nil {
      guard let goal = goals[row.queue] else { return "" }
      promised.offered += row.offered
      promised.level += row.offered * goal
      var sum = sums[row.start] ?? (0, 0)
      sum.offered += row.offered
      sum.level += row.offered * row.level
      sums[row.start] = sum
    }
    guard promised.offered > 0 else { return "" }
    let starts = sums.keys.sorted()
    let levels = grid.values(
      starts.map { start in (start, sums[start].map { $0.level / $0.offered * 100 }) })
    let map = ServiceMap(
      grid: grid, name: data.queues.count > 1 ? "All queues" : data.queues.first?.name ?? "",
      goal: promised.level / promised.offered * 100, levels: levels, table: id, columns: [1, 2])
    let table = IntervalTable(
      id: id, summary: "Percent in time as a table",
      header: ["interval", "contacts", "in time %"],
      rows: starts.compactMap { start in
        guard let index = grid.index(of: start), let sum = sums[start] else { return nil }
        return (index, [grouped(sum.offered, 1), grouped(sum.level / sum.offered * 100, 1)])
      }, grid: grid)
    return map.html + table.html
  }
}
