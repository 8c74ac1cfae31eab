// Goal: what each person is paid for each stretch of a roster, as a payroll office needs it.
//
// Method: the stretches are those that the plugins price, one answer for the plan's bill, its explanation and
// these rows. A stretch belongs to the date on which its shift began by the site's clock, also after midnight;
// what is paid without a shift (a holiday not worked) to its own date. A day of leave is a row of its own
// where the contract could have had a shift: the hours of the agents' file, or a mean shift of the contract; in
// a week no more than the shifts that the contract usually has in it and that are not worked.

public import CentreModel
public import CivilTime
internal import PluginContract

/// A stretch that is paid alike, or a day of leave.
public struct PayRow: Hashable, Sendable {
  public var agent: String
  public var site: String
  /// The date of the shift by the site's clock.
  public var workDate: CivilDate
  /// Nil of a day of leave.
  public var stretch: Range<Instant>?
  /// The site's clock, for readers.
  public var timezone: String
  public var hours: Double
  /// `ordinary`, `night`, `overtime+night`, … in the words of the plugin that prices; `leave`.
  public var code: String
  public var multiplier: Double
  /// Basic pay of an hour; nil: nobody says.
  public var hourlyRate: Double?
  /// Nil where no wage is known.
  public var amount: Double?
  /// ISO 4217; empty where the site names none.
  public var currency: String
  /// The ids of the rules that make the multiplier, in the order of the plugin.
  public var rules: [String]

  /// The code of a day of leave.
  public static let leave = "leave"

  public init(
    agent: String, site: String, workDate: CivilDate, stretch: Range<Instant>?, timezone: String,
    hours: Double, code: String, multiplier: Double, hourlyRate: Double?, amount: Double?,
    currency: String, rules: [String]
  ) {
    self.agent = agent
    self.site = site
    self.workDate = workDate
    self.stretch = stretch
    self.timezone = timezone
    self.hours = hours
    self.code = code
    self.multiplier = multiplier
    self.hourlyRate = hourlyRate
    self.amount = amount
    self.currency = currency
    self.rules = rules
  }
}

extension PlannedPart {
  /// What everybody is paid in the period, by person and time.
  public var payRows: [PayRow] {
    pay.rows(part, requirement, agents: roster.agents, segments: roster.segments)
  }
}

extension SitePay {
  /// The stretches of a part's roster as rows, by person and time, days of leave among them.
  ///
  /// `requirement`: Says on which dates somebody is needed: leave on others is no paid day.
  public func rows(
    _ part: SitePart, _ requirement: [RequirementRow], agents: [RosterAgent],
    segments: [RosterSegment]
  ) -> [PayRow] {
    let site = part.site
    let shifts = Dictionary(grouping: RosterShift.shifts(of: segments), by: \.agent)
    let needed = Set(requirement.lazy.filter { !$0.isClosed }.map { site.zone.date(at: $0.start) })
    return agents.sorted { $0.id < $1.id }.flatMap { agent in
      let rate = site.hourlyRate(agent)
      let worked = (lines[agent.id] ?? []).map { line in
        row(line, of: agent, rate: rate, shifts: shifts[agent.id] ?? [], site)
      }
      let dates = (shifts[agent.id] ?? []).map { site.zone.date(at: $0.start) }
      let away = site.paidLeave(agent, on: needed, worked: dates).map { date, hours in
        PayRow(
          agent: agent.id, site: site.site.id, workDate: date, stretch: nil,
          timezone: site.zone.name, hours: hours, code: PayRow.leave, multiplier: 1,
          hourlyRate: rate, amount: rate.map { $0 * hours }, currency: site.site.currency ?? "",
          rules: [])
      }
      return (worked + away).sorted { a, b in
        (a.workDate, a.stretch?.lowerBound.seconds ?? 0, a.code)
          < (b.workDate, b.stretch?.lowerBound.seconds ?? 0, b.code)
      }
    }
  }

  private func row(
    _ line: PayLine, of agent: RosterAgent, rate: Double?, shifts: [RosterShift],
    _ site: StaffedSite
  ) -> PayRow {
    let start = Instant(seconds: line.startUnix)
    let end = Instant(seconds: max(line.startUnix, line.endUnix))
    let shift = line.isWorked ? shifts.last { $0.start <= start && start < $0.end } : nil
    return PayRow(
      agent: agent.id, site: site.site.id, workDate: site.zone.date(at: shift?.start ?? start),
      stretch: start..<end, timezone: site.zone.name, hours: line.hours, code: line.kind,
      multiplier: line.multiplier, hourlyRate: rate, amount: rate == nil ? nil : line.amount,
      currency: site.site.currency ?? "", rules: line.rules)
  }
}

extension StaffedSite {
  /// The days of leave that stand for a shift, with the hours that each is paid.
  ///
  /// `needed`: Dates on which somebody is. `worked`: Dates of the agent's shifts.
  fileprivate func paidLeave(
    _ agent: RosterAgent, on needed: Set<CivilDate>, worked: [CivilDate]
  ) -> [(date: CivilDate, hours: Double)] {
    guard let contract = contract(of: agent), !contract.kinds.isEmpty else { return [] }
    let kinds = contract.kinds
    let classDays = rules.availability.first { $0.id == agent.availability }?.days ?? []
    let seconds =
      agent.leaveSeconds ?? kinds.reduce(0) { $0 + $1.paidSeconds } / kinds.count
    let days = Set(agent.leave).sorted().filter { date in
      needed.contains(date) && (classDays.isEmpty || classDays.contains(date.weekday))
        && kinds.contains { $0.days.isEmpty || $0.days.contains(date.weekday) }
    }
    let first = rules.weekStart
    let usual = rules.usualShiftsPerWeek(contract)
    func week(_ date: CivilDate) -> CivilDate { (date - 6).next(first) }
    return Dictionary(grouping: days, by: week).sorted { $0.key < $1.key }.flatMap { key, days in
      days.prefix(max(0, usual - worked.count { week($0) == key }))
    }.map { ($0, Double(seconds) / 3600) }
  }
}
