internal import CentreInputs
internal import CentreModel
internal import CivilTime
internal import Planning
internal import Tables

/// A queue: what is expected of it behind what was, who is there, what service that gives.
struct QueueSection {
  let data: PlanData
  let queue: Queue
  /// The queue's number on the page.
  let number: Int
  /// Whether its intervals still fit into the page as a table.
  let hasTable: Bool

  private struct Week {
    var grid: TimeGrid
    var open: [Bool]
    var forecast: [Double?]
    var low95: [Double?]
    var high95: [Double?]
    var low80: [Double?]
    var high80: [Double?]
    var before: [Double?]
    var earlier: [[Double?]]
    var year: [Double?]
    var scheduled: [Double?]
    var rostered: [Double?]
    var missing: [Double?]
    var surplus: [Double?]
    var level: [Double?]
    var halfWidth: [Double?]
    /// How many days before is the week that `before` shows.
    var daysBefore: Int?
  }

  var html: String {
    var out = "<h3>\(safe(queue.name))</h3>\n<p class=sub>\(safe(words))</p>\n"
    let weeks = data.grid.weeks.map(week)
    for (k, week) in weeks.enumerated() {
      let id = "q\(number)w\(k)"
      if weeks.count > 1 { out += "<h4>From \(week.grid.from)</h4>\n" }
      out += forecastChart(week, id) + agentsChart(week, id) + service(week, id)
      out += hasTable ? table(week, id).html : Self.noTable
    }
    return out + verdicts
  }

  private static let noTable =
    "<p class=sub>The intervals of this queue stand in forecast.csv, coverage.csv and service.csv.</p>\n"

  private var words: String {
    let rows = data.forecast.filter { $0.queue == queue.id }
    let contacts = rows.reduce(0) { $0 + $1.offered }
    let work = rows.reduce(0) { $0 + $1.offered * $1.handlingSeconds }
    var out = "\(grouped(contacts)) contacts"
    if contacts > 0 { out += ", \(grouped(work / contacts)) s each" }
    if let client = queue.client { out += "; client \(client)" }
    if let goal = queue.goal.serviceLevel, !queue.model.isPlugin {
      out += "; \(percent(goal, 0)) within \(shortest(queue.goal.withinSeconds)) s is promised"
      out +=
        queue.goal.period == .interval
        ? " in every interval" : " over each \(queue.goal.period.rawValue)"
      if let floor = queue.goal.hourFloor { out += ", no hour below \(percent(floor, 0))" }
    }
    return out + "."
  }

  private func week(_ grid: TimeGrid) -> Week {
    let forecast = data.forecast.filter { $0.queue == queue.id && grid.index(of: $0.start) != nil }
    let openRows = forecast.filter { !$0.isClosed }
    let coverage = data.coverage.filter {
      $0.queue == queue.id && ($0.scheduled > 0 || $0.rostered > 0.001)
    }
    let service = data.service.filter { $0.queue == queue.id }
    func values(_ key: KeyPath<ForecastRow, Double>) -> [Double?] {
      grid.values(openRows.lazy.map { ($0.start, $0[keyPath: key]) })
    }
    func staff(_ value: (CoverageRow) -> Double) -> [Double?] {
      grid.values(coverage.map { ($0.start, value($0)) })
    }
    func past(_ days: Int) -> [Double?] {
      grid.values(
        openRows.map {
          ($0.start, data.past.offered(queue.id, $0.start, daysBefore: days, zone: data.zone))
        })
    }
    func isWhole(_ values: [Double?]) -> Bool {
      let known = values.count { $0 != nil }
      return known > 0 && known * 2 >= openRows.count
    }
    let weeks = PastWeeks.daysBack.map { ($0, past($0)) }.filter { isWhole($0.1) }
    let year = past(PastWeeks.yearBack)
    return Week(
      grid: grid, open: grid.values(openRows.map { ($0.start, 1) }).map { $0 != nil },
      forecast: values(\.offered), low95: values(\.low95), high95: values(\.high95),
      low80: values(\.low80), high80: values(\.high80), before: weeks.first?.1 ?? [],
      earlier: weeks.dropFirst().prefix(2).map(\.1), year: isWhole(year) ? year : [],
      scheduled: staff { Double($0.scheduled) }, rostered: staff(\.rostered),
      missing: staff(\.missing), surplus: staff(\.surplus),
      level: grid.values(service.map { ($0.start, $0.level * 100) }),
      halfWidth: grid.values(service.map { ($0.start, $0.halfWidth * 100) }),
      daysBefore: weeks.first?.0)
  }

  // MARK: - Charts

  private func forecastChart(_ week: Week, _ id: String) -> String {
    var layers: [WeekChart.Layer] = []
    // What a plugin plans has no bounds.
    if zip(week.low95, week.high95).contains(where: { ($0 ?? 0) < ($1 ?? 0) }) {
      layers = [
        .band(low: week.low95, high: week.high95, style: "b95", name: "95 of 100 weeks"),
        .band(low: week.low80, high: week.high80, style: "b80", name: "80 of 100"),
      ]
    }
    for earlier in week.earlier.reversed() {
      layers.append(.line(earlier, style: "past", name: ""))
    }
    if let days = week.daysBefore {
      layers.append(
        .line(
          week.before, style: "last", name: days == 7 ? "week before" : "\(days / 7) weeks before"))
    }
    if !week.year.isEmpty { layers.append(.line(week.year, style: "year", name: "last year")) }
    layers.append(.line(week.forecast, style: "fore", name: "forecast"))
    let total = week.forecast.compactMap { $0 }.reduce(0, +)
    var description = "\(grouped(total)) contacts are expected"
    if week.daysBefore != nil {
      description +=
        "; the same intervals of an earlier week had "
        + grouped(week.before.compactMap { $0 }.reduce(0, +))
    }
    return WeekChart(
      grid: week.grid, title: "\(queue.name): contacts", description: description + ".",
      unit: "in \(data.folder.centre.intervalSeconds / 60) min", layers: layers, open: week.open,
      table: id, columns: columns(week, 0), queue: queue.id
    ).html
  }

  private func agentsChart(_ week: Week, _ id: String) -> String {
    guard week.scheduled.contains(where: { $0 != nil }) else { return "" }
    let isAdvice = data.promised.contains(queue.id)
    let missing = week.missing.compactMap { $0 }.reduce(0, +) * data.hours
    let surplus = week.surplus.compactMap { $0 }.reduce(0, +) * data.hours
    return WeekChart(
      grid: week.grid, title: "\(queue.name): people",
      description:
        "\(grouped(missing, 1)) hours are short and \(grouped(surplus, 1)) over what \(isAdvice ? "is advised" : "is to be scheduled").",
      unit: "people",
      layers: [
        .gap(low: week.scheduled, high: week.rostered, style: "over", name: "over"),
        .gap(low: week.rostered, high: week.scheduled, style: "short", name: "short"),
        .steps(week.scheduled, style: "need", name: isAdvice ? "advised" : "to schedule"),
        .steps(week.rostered, style: "work", name: "at work"),
      ], open: week.open, table: id, columns: columns(week, 1), queue: queue.id
    ).html
  }

  private func service(_ week: Week, _ id: String) -> String {
    guard week.level.contains(where: { $0 != nil }) else {
      return "<p class=sub>No simulation judges the service of this queue by interval.</p>\n"
    }
    let low = zip(week.level, week.halfWidth).map { a, b in a.map { max(0, $0 - (b ?? 0)) } }
    let high = zip(week.level, week.halfWidth).map { a, b in a.map { min(100, $0 + (b ?? 0)) } }
    var layers: [WeekChart.Layer] = [.band(low: low, high: high, style: "conf", name: "± 95 %")]
    if let goal = queue.goal.serviceLevel {
      layers.append(
        .steps(week.level.map { $0.map { _ in goal * 100 } }, style: "goal", name: "promised"))
    }
    layers.append(.line(week.level, style: "serv", name: "simulated"))
    let chart = WeekChart(
      grid: week.grid,
      title: "\(queue.name): answered within \(shortest(queue.goal.withinSeconds)) s",
      description:
        "The share of contacts answered in time in simulated weeks, with its interval of confidence; where nobody is expected "
        + "nothing is drawn.",
      unit: "%", layers: layers, open: week.level.map { $0 != nil }, table: id,
      columns: columns(week, 2), queue: queue.id, ceiling: 100
    ).html
    return chart + serviceMap(week, id)
  }

  private func serviceMap(_ week: Week, _ id: String) -> String {
    guard let goal = queue.goal.serviceLevel else { return "" }
    return ServiceMap(
      grid: week.grid, name: queue.name, goal: goal * 100, levels: week.level, table: id,
      columns: columns(week, 2), queue: queue.id
    ).html
  }

  // MARK: - The table

  /// The columns of the table that belong to contacts, people and service.
  private func columns(_ week: Week, _ chart: Int) -> [Int] {
    let contacts = 3 + (week.daysBefore == nil ? 0 : 1) + (week.year.isEmpty ? 0 : 1)
    switch chart {
    case 0: return Array(1...contacts)
    case 1: return Array((contacts + 1)...(contacts + 4))
    default: return Array((contacts + 5)...(contacts + 6))
    }
  }

  private func table(_ week: Week, _ id: String) -> IntervalTable {
    var header = ["interval", "contacts", "80 % bounds", "95 % bounds"]
    if let days = week.daysBefore { header.append("\(days) days before") }
    if !week.year.isEmpty { header.append("last year") }
    header += ["to schedule", "at work", "short", "over", "in time %", "±"]
    func number(_ value: Double?, _ decimals: Int = 1) -> String {
      value.map { grouped($0, decimals) } ?? ""
    }
    func range(_ low: Double?, _ high: Double?) -> String {
      guard let low, let high else { return "" }
      return "\(grouped(low, 1))–\(grouped(high, 1))"
    }
    var rows: [(index: Int, cells: [String])] = []
    for k in 0..<week.grid.count
    where week.forecast[k] != nil || week.rostered[k] != nil || week.level[k] != nil {
      var cells = [
        number(week.forecast[k]), range(week.low80[k], week.high80[k]),
        range(week.low95[k], week.high95[k]),
      ]
      if week.daysBefore != nil { cells.append(number(week.before[k], 0)) }
      if !week.year.isEmpty { cells.append(number(week.year[k], 0)) }
      cells += [
        number(week.scheduled[k], 0), number(week.rostered[k]), number(week.missing[k]),
        number(week.surplus[k]), number(week.level[k]), number(week.halfWidth[k]),
      ]
      rows.append((k, cells))
    }
    return IntervalTable(
      id: id, summary: "\(queue.name): every interval as a table", header: header, rows: rows,
      grid: week.grid)
  }

  /// What the simulation says of every goal over the weeks, and of days that miss one.
  private var verdicts: String {
    let own = data.goals.filter { $0.queue == queue.id }
    let longest = own.map(\.days).max() ?? 0
    let shown = own.filter { $0.days == longest || $0.outcome == "missed" }
    guard !shown.isEmpty else { return "" }
    let items = shown.map { goal in
      let day = goal.days < longest ? "\(goal.from): " : data.days > 7 ? "from \(goal.from): " : ""
      return
        "<li><span class=\"tag \(goal.outcome)\">\(safe(goal.outcome))</span> \(safe(day + goal.words))"
    }
    return "<ul class=goals>\n\(items.joined(separator: "\n"))\n</ul>\n"
  }
}
