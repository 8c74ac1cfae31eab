public import CentreModel
internal import CivilTime
public import Planning
internal import Publishing
public import SitePlanning
internal import Tables

/// A published plan as one self-contained HTML page: no scripts, nothing loaded from elsewhere.
public struct PlanReport {
  private let folder: CentreFolder
  private let plan: PublishedPlan
  private let coverage: [CoverageRow]
  private let service: [PartService]
  private let comparison: ComparisonReport?

  /// `comparison`: The scenarios of the centre in the same period, for a section of their own.
  public init(
    folder: CentreFolder, plan: PublishedPlan, coverage: [CoverageRow],
    service: [PartService],
    comparison: ComparisonReport? = nil
  ) {
    self.comparison = comparison
    self.folder = folder
    self.plan = plan
    self.coverage = coverage
    self.service = service
  }

  private var zone: Zone { folder.zone }

  public func html() -> String {
    let period = plan.period
    let title = "\(folder.centre.name), \(period.from) to \(period.to - 1)"
    var body = "<h1>\(escapedForHTML(title))</h1>\n<p class=\"sub\">As of "
    body +=
      "\(escapedForHTML(period.asOf.text(in: zone))), \(escapedForHTML(folder.centre.timezone)); plan "
    body += "\(escapedForHTML(plan.manifest.planID)), seed \(plan.manifest.seed)</p>\n"
    for queue in folder.centre.queues { body += section(queue) }
    body += comparison?.section() ?? ""
    body += rosterSection() + extraSection() + evidenceSection() + provenance()
    return HTMLPage.page(title: title, body: body)
  }

  // MARK: - Queues

  private func section(_ queue: Queue) -> String {
    let forecast = plan.forecast.filter { $0.queue == queue.id }
    let required = plan.requirement.filter { $0.queue == queue.id }
    guard !forecast.isEmpty else { return "" }
    let coverage = coverage.filter { $0.queue == queue.id }
    let days = dayMarks(forecast.map(\.start))
    var out =
      "<h2>\(escapedForHTML(queue.name))</h2>\n" + table(queue, forecast, required, coverage)
    out += "<h3>Contacts per interval, with 80 and 95 % bounds</h3>\n"
    out +=
      WeekChart(
        bands: [
          .init(low: forecast.map(\.low95), high: forecast.map(\.high95), colour: "var(--band2)"),
          .init(low: forecast.map(\.low80), high: forecast.map(\.high80), colour: "var(--band)"),
        ],
        lines: [.init(name: "forecast", values: forecast.map(\.offered), colour: "var(--blue)")],
        days: days, unit: "contacts"
      ).svg
    out += "<h3>Agents</h3>\n"
    out +=
      WeekChart(
        lines: [
          .init(
            name: "on the phone", values: required.map { Double($0.agents) }, colour: "var(--gold)",
            isStep: true, isDashed: true),
          .init(
            name: "to schedule", values: required.map { Double($0.scheduled) },
            colour: "var(--blue)", isStep: true),
          .init(
            name: "rostered", values: coverage.map(\.rostered), colour: "var(--green)",
            isStep: true),
        ], days: days, unit: "agents"
      ).svg
    return out + serviceChart(queue, days, forecast.map(\.start))
  }

  private func serviceChart(
    _ queue: Queue, _ days: [(index: Int, name: String)], _ starts: [Instant]
  ) -> String {
    let own = service.flatMap(\.rows).filter { $0.queue == queue.id }
    guard !own.isEmpty else { return "" }
    let levels = Dictionary(own.addedUp().map { ($0.start, $0.serviceLevel) }) { first, _ in first }
    var lines = [
      WeekChart.Line(
        name: "simulated", values: starts.map { (levels[$0] ?? 0) * 100 },
        colour: "var(--green)")
    ]
    if let goal = queue.goal.serviceLevel {
      lines.append(
        .init(
          name: "goal", values: starts.map { _ in goal * 100 }, colour: "var(--red)",
          isDashed: true))
    }
    let goals = plan.goals(folder, service)
    let words = (goals.weeks(queue.id) + goals.daysMissed(queue.id)).map { verdict in
      "<li\(verdict.isMissedBeyondDoubt ? " class=\"bad\"" : "")>\(escapedForHTML(verdict.words))</li>"
    }
    return "<h3>Service level within \(shortest(queue.goal.withinSeconds)) s</h3>\n"
      + WeekChart(lines: lines, days: days, unit: "%").svg + "<ul>\(words.joined())</ul>\n"
  }

  private func dayMarks(_ starts: [Instant]) -> [(index: Int, name: String)] {
    var marks: [(index: Int, name: String)] = []
    var last: CivilDate?
    for (index, start) in starts.enumerated() {
      let date = zone.date(at: start)
      if date != last { marks.append((index, "\(date.weekday.shortName) \(date.day)")) }
      last = date
    }
    return marks
  }

  private func table(
    _ queue: Queue, _ forecast: [ForecastRow], _ required: [RequirementRow],
    _ coverage: [CoverageRow]
  ) -> String {
    let hours = Double(folder.centre.intervalSeconds) / 3600
    let rows = plan.period.dates.map { date -> [String] in
      let contacts = forecast.filter { zone.date(at: $0.start) == date }
      let staff = coverage.filter { zone.date(at: $0.start) == date }
      let peak = required.filter { zone.date(at: $0.start) == date }.map(\.agents).max() ?? 0
      func sum(_ agents: (CoverageRow) -> Double) -> String {
        fixed(staff.reduce(0) { $0 + agents($1) } * hours, 1)
      }
      return [
        "\(date.weekday.shortName) \(date)", fixed(contacts.reduce(0) { $0 + $1.offered }, 0),
        "\(peak)", sum { Double($0.scheduled) }, sum(\.rostered), sum(\.missing), sum(\.surplus),
      ]
    }
    return HTMLTable(
      header: [
        "day", "contacts", "peak agents", "required h", "rostered h", "missing h", "surplus h",
      ],
      rows: rows
    ).html
  }

  // MARK: - Roster and the rest

  private func rosterSection() -> String {
    let cells = RosterFiles.gridCells(plan.roster, zone: folder.workZone)
    let dates = plan.period.dates
    let rows = folder.agents.map { agent in
      [agent.id, agent.name] + dates.map { cells[agent.id]?[$0] ?? "" }
    }
    return "<h2>Roster</h2>\n"
      + HTMLTable(
        header: ["agent", "name"] + dates.map { "\($0.weekday.shortName) \($0.day)" }, rows: rows,
        textColumns: Set(0..<(dates.count + 2))
      ).html
  }

  private func extraSection() -> String {
    var out = ""
    if let findings = plan.table(PlanFileName.findings) {
      out += "<h2>Findings</h2>\n" + findings.html
    }
    if let resources = plan.table(PlanFileName.resources) {
      out += "<h2>Resources</h2>\n" + resources.html
    }
    if let text = plan.text(PlanFileName.report) {
      out += "<h2>What the plugins tell</h2>\n<pre>\(escapedForHTML(text))</pre>\n"
    }
    return out
  }

  private func evidenceSection() -> String {
    guard let text = plan.text(PlanFileName.evidence), !text.isEmpty else { return "" }
    return "<h2>Evidence for the forecast</h2>\n<pre>\(escapedForHTML(text))</pre>\n"
  }

  private func provenance() -> String {
    let versions = plan.manifest.versions.sorted { $0.key < $1.key }.map { [$0.key, $0.value] }
    let inputs = plan.manifest.inputs.map { [$0.name, "\($0.bytes)", $0.sha256] }
    return "<h2>Made from</h2>\n"
      + HTMLTable(header: ["program", "version"], rows: versions, textColumns: [0, 1]).html
      + HTMLTable(header: ["file", "bytes", "SHA-256"], rows: inputs, textColumns: [0, 2]).html
  }
}

extension PublishedPlan {
  /// A text file of the plan; nil when the plan has none of that name.
  func text(_ name: String) -> String? {
    content(name).map { String(decoding: $0, as: UTF8.self) }
  }

  /// A CSV of the plan as a table; nil when the plan has none of that name.
  func table(_ name: String) -> HTMLTable? {
    guard let bytes = content(name), let csv = try? CSVTable(file: name, bytes: bytes) else {
      return nil
    }
    var rows: [[String]] = []
    try? csv.forEachRow { row in rows.append((0..<row.count).map { row.text($0) }) }
    return HTMLTable(
      header: csv.header, rows: rows, textColumns: Set(csv.header.indices))
  }
}
