internal import CentreInputs
internal import CentreModel
internal import CivilTime
internal import Diagnostics
internal import Planning
internal import PluginContract
internal import SitePlanning

extension ComparisonRun {
  private var hours: Double { Double(folder.centre.intervalSeconds) / 3600 }
  private var weeks: Double { Double(period.days) / 7 }

  /// The money of what was planned for one site.
  func part(_ site: SiteSetting, _ planned: PlannedPart) throws(Problem) -> PartResult {
    let (requirement, roster, pay) = (planned.requirement, planned.roster, planned.pay)
    let seats = FloorNeed.seats(peak: planned.peakSeats, spare: site.spareSeats)
    let parameters = try costs(planned.part.site).overridden(by: site.cost)
    let months = weeks * 12 / 52
    let cost = LoadedCost(
      pay.bill, agents: Double(roster.heads), months: months, parameters: parameters,
      seats: Double(seats))
    let converted = try setting.exchange.convert(
      cost.total, from: site.currency, for: "site \(site.id)")
    let fullTime = site.fullTimeHours * weeks
    return PartResult(
      site: site.id, siteName: site.name, heads: roster.heads,
      requiredFTE: requirement.reduce(0) { $0 + Double($1.agents) } * hours / fullTime,
      scheduledFTE: pay.bill.paidHours / fullTime, paidHours: pay.bill.paidHours,
      nightHours: pay.nightHours, overtimeHours: pay.overtimeHours,
      holidayHours: pay.holidayHours, missingHours: roster.missingHours,
      requiredHours: roster.requiredHours, isLimited: roster.isLimited, currency: site.currency,
      cost: cost, convertedCost: converted,
      costLine: setting.exchange.line(converted, from: site.currency),
      service: ServiceResult([planned]),
      seats: seats, trunks: trunks(site, requirement), shrinkage: shrinkage(requirement),
      findings: pay.findings + floor(site, seats), parameters: parameters,
      shifts: RosterShift.shifts(of: roster.segments).count, months: months, planned: planned,
      longerHandling: try scheduledRatio(planned) { $0.handlingSeconds *= Self.longerHandling },
      moreShrinkage: moreShrinkage(planned))
  }

  /// What employment costs at a site beside wages, each value with its source.
  private func costs(_ site: StaffedSite) throws(Problem) -> CostParameters {
    var cost = CostParameters()
    for limit in try desk.costLimits(site) {
      if let name = limit.costName, let value = limit.value.amount {
        cost.set(name, value, note: "\(limit.rule): \(limit.note ?? "")")
      }
    }
    return cost
  }

  /// The assumptions of the sensitivity lines.
  static let longerHandling = 1.1
  static let additionalShrinkage = 0.05

  /// Scheduled hours of a changed demand against those of the plan.
  private func scheduledRatio(
    _ planned: PlannedPart, _ change: (inout ForecastRow) -> Void
  ) throws(Problem) -> Double {
    var part = planned.part
    for k in part.demand.indices { change(&part.demand[k]) }
    return Self.ratio(try planner.requirement(part), planned.requirement)
  }

  /// The same agents on the phone, more of them scheduled.
  private func moreShrinkage(_ planned: PlannedPart) -> Double {
    let shrinkages = Dictionary(planned.part.queues.map { ($0.id, $0.shrinkage) }) { first, _ in
      first
    }
    let rows = planned.requirement.map { row in
      var row = row
      row.scheduled = scheduledAgents(
        row.agents,
        shrinkage: min(0.95, shrinkages[row.queue, default: 0] + Self.additionalShrinkage))
      return row
    }
    return Self.ratio(rows, planned.requirement)
  }

  private static func ratio(_ rows: [RequirementRow], _ planned: [RequirementRow]) -> Double {
    let scheduled = Double(planned.reduce(0) { $0 + $1.scheduled })
    return scheduled > 0 ? Double(rows.reduce(0) { $0 + $1.scheduled }) / scheduled : 1
  }

  /// Lines for the busiest interval, all queues of calls together.
  private func trunks(_ site: SiteSetting, _ rows: [RequirementRow]) -> Int {
    let calls = Set(folder.centre.queues.filter { $0.channel == .call }.map(\.id))
    var busiest = 0
    for (_, together) in Dictionary(grouping: rows.filter { calls.contains($0.queue) }, by: \.start)
    {
      // One call an hour that lasts as long as all the interval's line time: the same erlangs.
      let seconds = together.reduce(0) { sum, row in
        sum + row.offered / hours
          * (site.menuSeconds + row.averageSpeedOfAnswerSeconds
            + max(0, row.handlingSeconds - site.afterCallSeconds))
      }
      let lines = FloorNeed.trunks(
        callsPerHour: 1, menuSeconds: 0, waitSeconds: 0, talkSeconds: seconds)
      busiest = max(busiest, lines ?? 0)
    }
    return busiest
  }

  /// The shrinkage of the hours scheduled.
  private func shrinkage(_ rows: [RequirementRow]) -> Double {
    let agents = rows.reduce(0) { $0 + Double($1.agents) }
    let scheduled = rows.reduce(0) { $0 + Double($1.scheduled) }
    return scheduled > 0 ? 1 - agents / scheduled : 0
  }

  private func floor(_ site: SiteSetting, _ seats: Int) -> [Finding] {
    guard let there = site.site.seats, seats > there else { return [] }
    return [
      Finding(
        .violation, rule: "seats",
        "the roster takes \(seats) seats and the site has \(there)", site: site.id,
        maybe: "spread the shifts, or let another site take a part")
    ]
  }

  /// A scenario from its parts.
  func finished(
    _ scenario: ScenarioSetting, _ parts: [PartResult]
  ) throws(Problem) -> ScenarioResult {
    let service = ServiceResult(parts.map(\.planned))
    var result = ScenarioResult(
      id: scenario.id, name: scenario.name, parts: parts, service: service, goal: goal(parts),
      sensitivity: [], bill: nil, holidays: [], clocks: [])
    result.sensitivity = try sensitivity(result)
    result.bill = try bill(result)
    let sites = parts.compactMap { part in setting.sites.first { $0.id == part.site } }
    result.holidays = sites.flatMap(holidayNotes)
    result.clocks = sites.map { site in
      ClockNote(
        site: site.id,
        changes: ClockDifference.changes(
          client: folder.zone, site: site.zone, from: period.from, days: 365),
        unusualWeeks: ClockDifference.unusualWeeks(
          client: folder.zone, site: site.zone, from: period.from))
    }
    return result
  }

  /// The share promised within the threshold, weighted by contacts.
  private func goal(_ parts: [PartResult]) -> Double? {
    var offered = 0.0
    var promised = 0.0
    for queue in folder.centre.queues {
      guard let level = queue.goal.serviceLevel else { continue }
      let contacts = parts.flatMap(\.planned.part.demand).filter { $0.queue == queue.id }
        .reduce(0) { $0 + $1.offered }
      offered += contacts
      promised += contacts * level
    }
    return offered > 0 ? promised / offered : nil
  }

  private func bill(_ result: ScenarioResult) throws(Problem) -> ScenarioBill? {
    let shortfall = max(0, (result.goal ?? 0) - result.service.serviceLevel)
    var whole = ScenarioBill(fee: 0, penalty: 0, isFloor: false, margin: nil)
    // The comparison's contract is one, however many sites work for it: its bands and its floor count
    // what they do together. A site with a contract of its own is billed apart.
    var together = Billing.Volumes(
      weeks: weeks, paidHours: 0, productiveHours: 0, handledMinutes: 0, contacts: 0,
      fullTimeAgents: 0)
    var bills: [(billing: Billing, volumes: Billing.Volumes)] = []
    var isShared = false
    for part in result.parts {
      let volumes = Billing.Volumes(
        weeks: weeks, paidHours: part.paidHours,
        productiveHours: part.paidHours * (1 - part.shrinkage),
        handledMinutes: part.service.handlingSeconds / 60, contacts: part.service.handled,
        fullTimeAgents: part.scheduledFTE)
      if let own = setting.sites.first(where: { $0.id == part.site })?.billing {
        bills.append((own, volumes))
      } else {
        together.add(volumes)
        isShared = true
      }
    }
    if let billing = setting.billing, isShared { bills.append((billing, together)) }
    guard !bills.isEmpty else { return nil }
    for (billing, volumes) in bills {
      let bill = billing.bill(volumes, shortfall: shortfall)
      whole.fee += try setting.exchange.convert(
        bill.fee, from: billing.currency, for: "billing")
      whole.penalty += try setting.exchange.convert(
        bill.penalty, from: billing.currency, for: "billing")
      whole.isFloor = whole.isFloor || bill.isFloor
    }
    whole.margin = whole.revenue > 0 ? (whole.revenue - result.cost) / whole.revenue : nil
    return whole
  }

  /// Holidays of the coming year that only one side has.
  private func holidayNotes(_ site: SiteSetting) -> [HolidayNote] {
    guard let own = holidays[site.id] else { return [] }
    let year = period.from...(period.from + 364)
    let closedKinds = Set(folder.centre.queues.flatMap(\.closedOn))
    let offKinds: Set<HolidayKind> = [
      .regular, .specialNonworking, .public, .bank, .observed,
    ]
    let client = Set(
      folder.holidays.within(year).filter { closedKinds.contains($0.kind) }.map(\.date))
    let here = own.within(year).filter { offKinds.contains($0.kind) }
    let there = Set(here.map(\.date))
    func note(_ holiday: Holiday, _ isSiteOnly: Bool) -> HolidayNote {
      HolidayNote(
        site: site.id, date: holiday.date, name: holiday.name, isSiteOnly: isSiteOnly,
        isEstimated: holiday.status == .estimated, isInPeriod: holiday.date < period.to)
    }
    return
      (here.filter { !client.contains($0.date) }.map { note($0, true) }
      + folder.holidays.within(year)
      .filter { client.contains($0.date) && !there.contains($0.date) }.map { note($0, false) })
      .sorted { ($0.date, $0.name) < ($1.date, $1.name) }
  }
}
