// Goal: the one way in which a part's requirement is posed to its people.
//
// Method: the horizon is the days of the shifts' clock that the period touches. Days on which no shift could
// reach a required interval are closed. Shifts published before the period that begin on a day the two
// share, and shifts still at work when it begins, come with the problem. An hour above the requirement
// weighs what it is paid.

public import CentreModel
public import CivilTime
public import Diagnostics
public import Rostering

/// Poses requirements of one period to the people of sites.
public struct Posing: Sendable {
  public var period: PlanningPeriod
  public var clientZone: Zone
  public var intervalSeconds: Int

  public init(period: PlanningPeriod, clientZone: Zone, intervalSeconds: Int) {
    self.period = period
    self.clientZone = clientZone
    self.intervalSeconds = intervalSeconds
  }

  /// The days by `zone` that the period touches.
  public func days(_ zone: Zone) -> (first: CivilDate, count: Int) {
    let horizon = period.horizon(in: clientZone)
    let first = zone.date(at: horizon.lowerBound)
    return (first, zone.date(at: horizon.upperBound - 1) - first + 1)
  }

  /// The requirement of some rows on its grid.
  ///
  /// - Throws: A ``Problem`` when it is empty or not on one grid.
  public func requirement(_ rows: [RequirementRow]) throws(Problem) -> RosterRequirement {
    guard let requirement = RosterRequirement(rows: rows, intervalSeconds: intervalSeconds) else {
      throw Problem(
        subject: "requirement", "is empty, or has intervals twice or off the grid",
        maybe: "make it again with muster staff")
    }
    return requirement
  }

  /// The problem that a part's requirement poses to `agents` under `rules`, the law among them.
  ///
  /// `payFactors`: What an hour of work is paid from an instant on, in thousandths of basic pay.
  public func problem(
    _ part: SitePart, _ requirement: RosterRequirement, agents: [RosterAgent],
    rules: RosterRules, payFactors: [Instant: Int] = [:]
  ) -> RosterProblem {
    let zone = part.site.shiftZone
    let (first, count) = days(zone)
    var problem = RosterProblem(
      requirement: requirement, agents: agents.map { Self.placed($0, part.site.site) },
      rules: withSeats(Self.withSkills(rules, agents, part.queues), part.site.site), zone: zone,
      horizonStart: first, days: count, previous: part.previous, pins: part.pins)
    problem.closedDates = closedDates(requirement, zone: zone)
    if !payFactors.isEmpty {
      problem.surplusFactors = (0..<requirement.intervalCount).map {
        payFactors[requirement.start + $0 * requirement.intervalSeconds] ?? 1000
      }
    }
    return problem
  }

  /// The agent with the site's name, where the agents' file does not say it: on its seats, too.
  private static func placed(_ agent: RosterAgent, _ site: Site) -> RosterAgent {
    guard agent.site == nil, !site.id.isEmpty else { return agent }
    var agent = agent
    agent.site = site.id
    return agent
  }

  /// The problem of named people, with what earlier plans left of their ledger and of this period's
  /// roster; what starts before ``SitePart/frozenUntil`` stays.
  public func continued(
    _ part: SitePart, _ requirement: RosterRequirement, agents: [RosterAgent],
    rules: RosterRules, payFactors: [Instant: Int] = [:]
  ) -> RosterProblem {
    var problem = part.ledger.carried(
      into: self.problem(part, requirement, agents: agents, rules: rules, payFactors: payFactors))
    problem.published = part.published
    return part.frozenUntil.map { problem.frozen(until: $0) } ?? problem
  }

  /// Dates of the horizon on which nobody is required, neither by day nor at the midnight that ends it.
  private func closedDates(_ requirement: RosterRequirement, zone: Zone) -> [CivilDate] {
    var needed: Set<CivilDate> = []
    for index in 0..<requirement.intervalCount where requirement.isNeeded(at: index) {
      let start = requirement.start + index * requirement.intervalSeconds
      needed.insert(zone.date(at: start))
      // Work that is required from midnight on may begin on the evening before.
      needed.insert(zone.date(at: start - 1))
    }
    let (first, count) = days(zone)
    return (0..<count).map { first + $0 }.filter { !needed.contains($0) }
  }

  /// The rules, with the skill each queue asks for; where no agent lists a skill, all serve all.
  static func withSkills(
    _ rules: RosterRules, _ agents: [RosterAgent], _ queues: [Queue]
  ) -> RosterRules {
    guard agents.contains(where: { !$0.skills.isEmpty }) else { return rules }
    var rules = rules
    let named = Set(rules.queueSkills.map(\.queue))
    for queue in queues where !named.contains(queue.id) {
      rules.queueSkills.append(QueueSkill(queue: queue.id, skill: queue.skill))
    }
    return rules
  }

  /// The rules, with the site's seats as a limit unless `[[seats]]` says another.
  private func withSeats(_ rules: RosterRules, _ site: Site) -> RosterRules {
    guard let seats = site.seats, !rules.seats.contains(where: { $0.site == site.id }) else {
      return rules
    }
    var rules = rules
    rules.seats.append(SiteSeats(site: site.id, seats: seats))
    return rules
  }
}
