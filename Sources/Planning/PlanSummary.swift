internal import CentreInputs
internal import CentreModel
internal import CivilTime
internal import Forecasting
internal import PluginContract
internal import Publishing
internal import RosterChecking
internal import Rostering
internal import SitePlanning
public import Tables

/// The plan on one page, for people.
public struct PlanSummary {
  private let plan: Plan
  private let hours: Double

  public init(_ plan: Plan) {
    self.plan = plan
    hours = Double(plan.folder.centre.intervalSeconds) / 3600
  }

  /// The whole page; no clock, no paths, so that equal plans have equal pages.
  public func text(paint: Paint = Paint(isOn: false)) -> String {
    let period = plan.period
    var out = "\(plan.folder.centre.name), \(period.from) to \(period.to - 1)"
    out += " (\(plan.folder.centre.timezone))\n"
    out += "as of \(period.asOf.text(in: plan.folder.zone)), seed \(plan.seed)\n\n"
    out += queues().text(paint: paint) + poolWords + "\n"
    out += days().text(paint: paint) + guideWords + "\n"
    out += rosterWords
    out += serviceWords + extraWords
    for item in plan.attention {
      out += "\(item.severity == .failure ? "failed" : "warning"): \(item.words)\n"
    }
    return out
  }

  private func queues() -> TextTable {
    var table = TextTable([
      .left("queue"), .right("contacts"), .right("AHT s"),
      .right("peak agents"), .right("phone hours"), .right("scheduled hours"), .left("method"),
    ])
    for forecast in plan.demand { table.row(line(forecast.queue, [forecast], forecast.method)) }
    guard plan.demand.count > 1 else { return table }
    table.rule()
    let clients = Dictionary(
      uniqueKeysWithValues: plan.folder.centre.queues.map { ($0.id, $0.client) })
    let byClient = Dictionary(grouping: plan.demand) { (clients[$0.queue] ?? nil) ?? "" }
    if byClient.count > 1 {
      for (client, demand) in byClient.sorted(by: { $0.key < $1.key }) {
        table.row(line(client.isEmpty ? "no client" : "client \(client)", demand, ""))
      }
    }
    table.row(line("all", plan.demand, ""))
    return table
  }

  /// Which queues are one line, and in whose rows their people stand.
  private var poolWords: String {
    plan.parts.flatMap { part in
      part.part.pooled.map { pool in
        let rows = part.requirement.filter { pool.contains($0.queue) && $0.scheduled > 0 }
        let leading = pool.filter { queue in rows.contains { $0.queue == queue } }
        return
          "\(pool.joined(separator: ", ")) are one line, served by the same people, who stand in the "
          + "rows of \(leading.isEmpty ? "none" : leading.joined(separator: ", ")).\n"
      }
    }.joined()
  }

  /// One line of the table of queues: a queue, a client's queues, or all.
  private func line(_ name: String, _ demand: [QueueDemand], _ method: String) -> [String] {
    let queues = Set(demand.map(\.queue))
    let rows = plan.requirement.filter { queues.contains($0.queue) }
    let forecast = demand.flatMap(\.rows)
    let contacts = forecast.reduce(0) { $0 + $1.offered }
    let work = forecast.reduce(0) { $0 + $1.offered * $1.handlingSeconds }
    let peak = Dictionary(rows.map { ($0.start, $0.agents) }, uniquingKeysWith: +).values.max() ?? 0
    return [
      name, fixed(contacts, 0), contacts > 0 ? fixed(work / contacts, 0) : "-", "\(peak)",
      fixed(sum(rows, \.agents) * hours, 1), fixed(sum(rows, \.scheduled) * hours, 1), method,
    ]
  }

  private func days() -> TextTable {
    var table = TextTable([
      .left("day"), .right("contacts"), .right("required h"), .right("rostered h"),
      .right("missing h"), .right("surplus h"), .left("agents to schedule through the day"),
    ])
    let zone = plan.folder.zone
    let forecast = Dictionary(grouping: plan.forecastRows) { zone.date(at: $0.start) }
    let coverage = Dictionary(grouping: plan.coverage) { zone.date(at: $0.start) }
    let allHeld = plan.coverageByInterval
    let held = Dictionary(grouping: allHeld) { zone.date(at: $0.start) }
    for date in plan.period.dates {
      let rows = coverage[date] ?? []
      let contacts = (forecast[date] ?? []).reduce(0) { $0 + $1.offered }
      table.row(
        "\(date.weekday.shortName) \(date)", fixed(contacts, 0),
        fixed(sum(rows, \.scheduled) * hours, 1),
        h(rows, \.rostered), h(held[date], \.missing), h(held[date], \.surplus), profile(rows))
    }
    table.rule()
    let all = plan.coverage
    let contacts = plan.forecastRows.reduce(0) { $0 + $1.offered }
    table.row(
      "all", fixed(contacts, 0), fixed(sum(all, \.scheduled) * hours, 1), h(all, \.rostered),
      h(held.isEmpty ? nil : allHeld, \.missing), h(held.isEmpty ? nil : allHeld, \.surplus), "")
    return table
  }

  /// What the required hours are of queues that are not held by interval.
  private var guideWords: String {
    let rows = plan.parts.flatMap { part in
      part.coverage.filter { part.part.promised.contains($0.queue) }
    }
    guard !rows.isEmpty else { return "" }
    let queues = plan.folder.centre.queues.map(\.id).filter(plan.promised.contains)
    return "\(queues.joined(separator: ", ")): rostered for the promise; the required hours are a "
      + "guide by interval, \(h(rows, \.missing)) h are below it and \(h(rows, \.surplus)) above.\n"
  }

  /// Agents to schedule by hour of the day, all queues together.
  private func profile(_ rows: [CoverageRow]) -> String {
    var byHour = [Double](repeating: 0, count: 24)
    for row in rows {
      byHour[plan.folder.zone.local(at: row.start).hour] += Double(row.scheduled)
    }
    return byHour.allSatisfy { $0 == 0 } ? "closed" : sparkline(byHour.map { $0 > 0 ? $0 : nil })
  }

  /// Hours of rows, `-` where there are none to speak of.
  private func h(_ rows: [CoverageRow]?, _ key: KeyPath<CoverageRow, Double>) -> String {
    guard let rows else { return "-" }
    return fixed(rows.reduce(0) { $0 + $1[keyPath: key] } * hours, 1)
  }

  private func sum<Row>(_ rows: [Row], _ key: KeyPath<Row, Int>) -> Double {
    Double(rows.reduce(0) { $0 + $1[keyPath: key] })
  }

  /// The simulated service of each queue's weeks beside its goals.
  private var serviceWords: String {
    var out = ""
    for queue in plan.folder.centre.queues {
      let weeks = Dictionary(grouping: plan.goals.weeks(queue.id), by: \.from)
      for from in weeks.keys.sorted() {
        let week = weeks.count > 1 ? " from \(from)" : ""
        let words = weeks[from, default: []].map(\.words).joined(separator: "; ")
        out += "Simulated, \(queue.id)\(week): \(words).\n"
      }
      out += promisedDays(queue)
    }
    return out
  }

  /// The day and the hour of a queue promised by day that come nearest to missing.
  private func promisedDays(_ queue: Queue) -> String {
    guard plan.parts.contains(where: { $0.part.promised.contains(queue.id) }) else { return "" }
    let rows = PromiseFile.rows(plan, queue)
    guard rows.count > 1,
      let day = rows.min(by: {
        ($0.total.figures.serviceLevel, $0.date) < ($1.total.figures.serviceLevel, $1.date)
      })
    else { return "" }
    func percent(_ share: Double) -> String { "\(fixed(100 * share, 1)) %" }
    var out = "  lowest day \(day.date.weekday.shortName) \(day.date) "
    out +=
      "\(percent(day.total.figures.serviceLevel)) ± \(fixed(100 * day.total.halfWidths.serviceLevel, 1))"
    let hours = rows.compactMap { row in row.lowestHour.map { (row.date, $0) } }
    if let (date, hour) = hours.min(by: { ($0.1.level, $0.0) < ($1.1.level, $1.0) }) {
      out += ", lowest hour \(date.weekday.shortName) \(hour.clock) \(percent(hour.level))"
    }
    return out + ".\n"
  }

  /// What plugins have to say that a planner must not overlook; the rest stands in their files.
  private var extraWords: String {
    let extras = plan.extras
    var out = ""
    let resources = extras.resources.flatMap(\.answer.resources)
    if !resources.isEmpty {
      let names = plan.parts.count > 1
      out +=
        "Takes "
        + resources.map { resource in
          "\(resource.quantity) \(resource.name)"
            + (names ? resource.site.map { " at \($0)" } ?? "" : "")
        }.joined(separator: ", ")
      out += ".\n"
    }
    let findings = extras.allFindings
    let broken = findings.count { $0.severity == .violation }
    let warnings = findings.count { $0.severity == .warning }
    if broken + warnings > 0 {
      out += "\(broken) violations and \(warnings) warnings by plugins, see findings.csv.\n"
    }
    return out
  }

  private var rosterWords: String {
    var out = ""
    for (k, part) in plan.parts.enumerated() {
      if plan.parts.count > 1 { out += "\n\(part.site.name) (\(part.part.site.zone.name))\n" }
      out += words(part, plan.relaxations[k])
    }
    if plan.parts.count > 1 { out += "\n" }
    if let changes = plan.changes {
      out += "Against the roster published before:\n"
      out += rosterDiffText(changes, zone: plan.folder.workZone)
      if !changes.isEmpty { out += plan.parts.map(reason).joined() }
    }
    return out
  }

  /// Why a part's roster did not stay: what it would be today, left as published.
  private func reason(_ part: PlannedPart) -> String {
    guard let problem = part.roster.problem, !part.part.published.isEmpty else { return "" }
    if part.roster.promise != nil {
      return "Left as published, a rule would be broken or a promise missed.\n"
    }
    // Nobody works on leave that was entered since.
    let leave = Dictionary(problem.agents.map { ($0.id, Set($0.unavailableDates)) }) { $1 }
    let stayed = RosterShift.shifts(of: part.part.published).filter {
      leave[$0.agent]?.contains(problem.zone.date(at: $0.start)) == false
    }
    let left = checkRoster(stayed.flatMap(\.segments), problem.checkInput)
    let missing = part.coverage.reduce(0) { $0 + $1.missing }
    let surplus = part.coverage.reduce(0) { $0 + $1.surplus }
    var out = plan.parts.count > 1 ? "\(part.site.name), left" : "Left"
    out += " as published, \(fixed(left.missing * hours, 1)) required hours would be missing"
    out += " and \(fixed(left.surplus * hours, 1)) surplus; changed, "
    out += "\(fixed(missing * hours, 1)) are and \(fixed(surplus * hours, 1)).\n"
    let broken = left.violations.filter(\.isHard)
    if let first = broken.first {
      out +=
        "Left as published, \(broken.count) hard rules would be broken, the first: \(first.text)\n"
    }
    return out
  }

  private func words(_ part: PlannedPart, _ relaxations: [RosterRelaxation]) -> String {
    let shifts = RosterShift.shifts(of: part.roster.segments)
    let working = Set(shifts.map(\.agent)).count
    let rows = part.coverage.filter { !part.part.promised.contains($0.queue) }
    let required = sum(rows, \.scheduled)
    let missing = rows.reduce(0) { $0 + $1.missing }
    let share = required > 0 ? missing / required * 100 : 0
    var out = "\(working) of \(part.roster.heads) agents work \(shifts.count) shifts"
    if rows.isEmpty {
      out += ".\n"
    } else {
      out += "; \(fixed(missing * hours, 1)) of \(fixed(required * hours, 1)) required hours"
      if rows.count < part.coverage.count { out += " of queues held by interval" }
      out += " are missing (\(fixed(share, 2)) %).\n"
    }
    if let promise = part.roster.promise { out += promise.text() }
    for held in part.part.heldByInterval {
      out += "\(held.queue) is held by interval: \(held.reason).\n"
    }
    out += "The roster was checked from scratch: no hard rule is broken"
    let soft = part.roster.roster?.findings.violations.count { !$0.isHard } ?? 0
    out += soft == 0 ? ".\n" : "; \(soft) wishes are not met.\n"
    out += payWords(part)
    if !part.law.citations.isEmpty {
      out += "Obeys beside the centre's rules: \(part.law.citations.joined(separator: "; ")).\n"
    }
    if let problem = part.roster.problem {
      out += idleWorkText(
        idleWork(part.roster.segments, problem), zone: part.part.site.zone)
    }
    if let roster = part.roster.roster, part.roster.promise == nil {
      out += relaxationText(relaxations, of: roster)
    }
    return out
  }

  /// Paid hours and, where wages are known, what they come to; seats where there are several sites.
  private func payWords(_ part: PlannedPart) -> String {
    let bill = part.pay.bill
    var out = "\(fixed(bill.paidHours, 1)) paid hours"
    if part.pay.hasRates, let currency = part.site.currency, bill.total > 0 {
      out += ", \(fixed(bill.total, 2)) \(currency) of wages"
      let premiums = bill.premiums.reduce(0) { $0 + $1.amount }
      if premiums != 0 { out += " (\(fixed(premiums, 2)) of it premiums)" }
    }
    if plan.parts.count > 1 { out += "; at the most \(part.peakSeats) seats at once" }
    return out + ".\n"
  }
}
