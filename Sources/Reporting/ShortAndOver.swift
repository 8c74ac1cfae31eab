internal import CentreModel
internal import CivilTime
internal import Tables

/// Where people are missing and where there are more than asked for, day by interval, with the worst of it in
/// words.
struct ShortAndOver {
  let data: PlanData

  /// All queues of an interval together.
  struct Sum {
    var scheduled = 0.0
    var rostered = 0.0
    var missing = 0.0
    var surplus = 0.0
    mutating func add(_ row: CoverageRow) {
      scheduled += Double(row.scheduled)
      rostered += row.rostered
      missing += row.missing
      surplus += row.surplus
    }
  }

  static func sums(_ rows: [CoverageRow]) -> [Instant: Sum] {
    var sums: [Instant: Sum] = [:]
    for row in rows { sums[row.start, default: Sum()].add(row) }
    return sums
  }

  var html: String {
    let sums = Self.sums(isAdvice ? data.coverage : data.heldByInterval)
    guard !sums.isEmpty else { return "" }
    var out = ""
    var maps = ""
    for (k, grid) in data.grid.weeks.enumerated() {
      if isAdvice { out += ServiceMap.all(data, grid, table: "all\(k)") }
      maps += map(grid, sums, "heat\(k)")
    }
    if isAdvice {
      out += days(sums)
      out +=
        "<details class=day><summary>People beside what each queue alone would ask for</summary>\n"
      return out + words(sums) + maps + "</details>\n"
    }
    return words(sums) + maps + days(sums)
  }

  private var isAdvice: Bool {
    let promised = data.promised
    return !promised.isEmpty && data.queues.allSatisfy { promised.contains($0.id) }
  }

  /// The stretches that are shortest of people.
  func worst(_ sums: [Instant: Sum], most: Int) -> [(start: Instant, sum: Sum)] {
    sums.filter { $0.value.missing >= 0.05 }.map { (start: $0.key, sum: $0.value) }
      .sorted { ($1.sum.missing, $0.start) < ($0.sum.missing, $1.start) }
      .prefix(most).map { $0 }
  }

  private func words(_ sums: [Instant: Sum]) -> String {
    let shortHours = sums.values.reduce(0) { $0 + $1.missing } * data.hours
    let overHours = sums.values.reduce(0) { $0 + $1.surplus } * data.hours
    let shut =
      Self.sums(data.coverage).filter { $0.value.scheduled == 0 && $0.value.rostered > 0.001 }
      .reduce(0) { $0 + $1.value.rostered } * data.hours
    var out = "<p>"
    if !isAdvice, !data.promised.isEmpty {
      let names = data.queues.filter { data.promised.contains($0.id) }.map(\.name)
      out +=
        "\(safe(names.joined(separator: ", "))): rostered for a promise over days or weeks, see the percent in "
        + "time below. The other queues: "
    }
    if isAdvice {
      out +=
        "What each queue alone would ask for is advice: people with several skills may undercut it and keep the "
        + "promise. "
    }
    let short = worst(sums, most: 5)
    if short.isEmpty {
      out += "No interval is short of people"
    } else {
      let places = short.map {
        "\(data.grid.dayName(data.zone.date(at: $0.start))) \(data.zone.local(at: $0.start).clock) "
          + "(\(grouped($0.sum.missing, 1)) of \(grouped($0.sum.scheduled)))"
      }
      out +=
        "<b>\(grouped(shortHours, 1)) hours are \(isAdvice ? "below that" : "missing")</b>, most of them at "
        + safe(places.joined(separator: ", "))
    }
    out += "; \(grouped(overHours, 1)) hours are more than \(isAdvice ? "that" : "asked for")"
    if shut >= 0.05 { out += ", \(grouped(shut, 1)) of them while nothing is asked for" }
    return out + ".</p>\n"
  }

  private func map(_ grid: TimeGrid, _ sums: [Instant: Sum], _ id: String) -> String {
    var cells = [HeatMap.Cell?](repeating: nil, count: grid.count)
    var rows: [(index: Int, cells: [String])] = []
    for start in sums.keys.sorted() {
      guard let sum = sums[start], let index = grid.index(of: start),
        sum.scheduled > 0 || sum.rostered > 0.001
      else { continue }
      cells[index] = Self.cell(sum)
      rows.append(
        (
          index,
          [
            grouped(sum.scheduled), grouped(sum.rostered, 1), grouped(sum.missing, 1),
            grouped(sum.surplus, 1),
          ]
        ))
    }
    let last = grid.from + (grid.days - 1)
    let heat = HeatMap(
      grid: grid,
      title: "People short and over, \(grid.dayName(grid.from)) to \(grid.dayName(last))",
      description:
        "Each interval of each day, all queues together: how many people are missing or more than asked for. "
        + "The table below has every number.",
      cells: cells,
      key: [("s4", "short"), ("", "as asked"), ("o3", "over"), ("c", "closed")], table: id,
      columns: [1, 2, 3, 4])
    let table = IntervalTable(
      id: id, summary: "Short and over as a table",
      header: ["interval", "to schedule", "at work", "short", "over"], rows: rows, grid: grid)
    return heat.html + table.html
  }

  static func cell(_ sum: Sum) -> HeatMap.Cell {
    func grade(_ value: Double, _ limits: [Double]) -> Int {
      let share = sum.scheduled > 0 ? value / sum.scheduled : 1
      return 1 + limits.count { share >= $0 }
    }
    func number(_ value: Double) -> String { value < 0.5 ? "" : grouped(max(1, value)) }
    if sum.missing >= 0.25 {
      return HeatMap.Cell(
        style: "s\(grade(sum.missing, [0.05, 0.1, 0.2]))",
        text: sum.missing < 0.5 ? "" : "−" + number(sum.missing))
    }
    if sum.surplus >= 0.25 {
      return HeatMap.Cell(
        style: "o\(grade(sum.surplus, [0.15, 0.35, 0.75]))",
        text: sum.surplus < 0.5 ? "" : "+" + number(sum.surplus))
    }
    return HeatMap.Cell(style: "", text: "0")
  }

  // MARK: - Days

  /// `held`: The intervals by which shortage is counted; hours at work are those of all queues.
  private func days(_ held: [Instant: Sum]) -> String {
    let sums = Self.sums(data.coverage)
    let byDay = Dictionary(grouping: sums.keys) { data.zone.date(at: $0) }
    let contacts = Dictionary(grouping: data.forecast) { data.zone.date(at: $0.start) }
      .mapValues { $0.reduce(0) { $0 + $1.offered } }
    let people = Dictionary(grouping: data.shifts, by: \.date)
    let service = Dictionary(grouping: data.service) { data.zone.date(at: $0.start) }
    func level(_ rows: [ServiceRow]) -> String {
      let offered = rows.reduce(0) { $0 + $1.offered }
      return offered > 0
        ? grouped(rows.reduce(0) { $0 + $1.offered * $1.level } / offered * 100, 1) : ""
    }
    func row(
      _ name: String, _ contacts: Double, _ starts: [Instant], _ shifts: [WorkedShift],
      _ service: [ServiceRow]
    ) -> [String] {
      let own = starts.compactMap { sums[$0] }
      let judged = starts.compactMap { held[$0] }
      func h(_ key: KeyPath<Sum, Double>, _ sums: [Sum]) -> String {
        grouped(sums.reduce(0) { $0 + $1[keyPath: key] } * data.hours, 1)
      }
      return [
        name, grouped(contacts), grouped(own.map(\.scheduled).max() ?? 0),
        "\(Set(shifts.map(\.agent)).count)", h(\.scheduled, own), h(\.rostered, own),
        h(\.missing, judged),
        h(\.surplus, judged), grouped(Double(shifts.reduce(0) { $0 + $1.paidSeconds }) / 3600, 1),
      ] + (data.service.isEmpty ? [] : [level(service)])
    }
    var rows = data.dates.map { date in
      row(
        "\(date.weekday.shortName) \(date)", contacts[date] ?? 0, byDay[date] ?? [],
        people[date] ?? [], service[date] ?? [])
    }
    rows.append(
      row("all", contacts.values.reduce(0, +), Array(sums.keys), data.shifts, data.service))
    return "<h3>Day by day</h3>\n"
      + HTMLTable(
        header: [
          "day", "contacts", "peak", "people", isAdvice ? "advised h" : "required h", "at work h",
          isAdvice ? "below h" : "short h", isAdvice ? "above h" : "over h", "paid h",
        ] + (data.service.isEmpty ? [] : ["in time %"]), rows: rows,
        caption: "Contacts, people and hours of each day", hasTotal: true,
        isSortable: false
      ).html
  }
}
