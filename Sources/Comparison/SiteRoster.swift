// Goal: the heads a site needs for its part of the demand, and a checked roster of them.
//
// Method: heads = required scheduled hours over what one head works in a week by the contract mix; the
// roster is made, and while more than half a per cent is missing, heads are added for what is missing,
// at most three times, up to the site's limit. The labour rules of the site bind the search, and hours
// that are paid more are worked no more than the demand asks.
//
// A roster that stays near another one never costs coverage and never repairs what was missing before: it
// changes shifts only where that saves pay.

internal import CentreModel
internal import CivilTime
internal import Diagnostics
internal import Planning
internal import PluginContract
internal import RosterChecking
internal import Rostering

/// A site's roster for a part of the demand.
struct SiteRoster: Sendable {
  var heads: Int
  var segments: [RosterSegment]
  var agents: [RosterAgent]
  /// Agent-hours asked for, and how many of them nobody works.
  var requiredHours: Double
  var missingHours: Double
  /// Whether the site's limit of heads kept more from being added.
  var isLimited: Bool
}

/// Makes the rosters of one comparison.
struct SiteRostering: Sendable {
  var period: PlanningPeriod
  var clientZone: Zone
  var intervalSeconds: Int
  var seed: UInt64
  var seconds: Double
  var threads: Int

  /// What an agent-interval of pay weighs, in thousandths of a missing one.
  static let paidInterval = 20
  /// What an agent whose shift changes weighs: two and a half hours of pay.
  private var changeWeight: Int { Self.paidInterval * 9000 / intervalSeconds }

  /// A checked roster of a part; with one to stay near, one of its heads.
  func roster(_ job: PartJob, _ rows: [RequirementRow]) async throws(Problem) -> SiteRoster {
    let (site, rules) = (job.site, job.rules)
    if let published = job.staying, published.heads > 0 {
      return try await near(published, job, rows)
    }
    let hours = Double(intervalSeconds) / 3600
    let required = rows.reduce(0) { $0 + Double($1.scheduled) } * hours
    guard let requirement = RosterRequirement(rows: rows, intervalSeconds: intervalSeconds),
      required > 0
    else {
      return SiteRoster(
        heads: 0, segments: [], agents: [], requiredHours: 0, missingHours: 0, isLimited: false)
    }
    let perHead = weeklyHours(site, rules) * Double(period.days) / 7
    guard perHead > 0 else {
      throw Problem(
        .infeasible, subject: "site \(site.id)", "its contracts leave no hour of work in a week",
        maybe: "give them a length and wished_shifts_per_week")
    }
    let most = site.maximumHeads ?? .max
    var heads = min(most, Int((required / perHead * 1.02).rounded(.up)))
    var best: SiteRoster?
    for _ in 0..<4 {
      let agents = agents(site, rules, count: heads, requirement)
      let roster = try await solve(
        RosterProblem(
          requirement: requirement, agents: agents, rules: rules, zone: zone(site),
          horizonStart: days(site).first, days: days(site).count,
          surplusFactors: factors(job, requirement)),
        options: RosterOptions(seconds: seconds, seed: seed, threads: threads))
      let missing = roster.findings.missing * hours
      let made = SiteRoster(
        heads: heads, segments: roster.segments, agents: agents, requiredHours: required,
        missingHours: missing, isLimited: heads == most && missing > 0.005 * required)
      if missing < best?.missingHours ?? .infinity { best = made }
      guard missing > 0.005 * required, heads < most else { break }
      heads = min(most, heads + max(1, Int((missing / perHead).rounded(.up))))
    }
    return best
      ?? SiteRoster(
        heads: 0, segments: [], agents: [], requiredHours: required, missingHours: required,
        isLimited: true)
  }

  /// The roster nearest to `published` that saves surplus in dear hours.
  private func near(
    _ published: SiteRoster, _ job: PartJob, _ rows: [RequirementRow]
  ) async throws(Problem) -> SiteRoster {
    guard let whole = RosterRequirement(rows: rows, intervalSeconds: intervalSeconds) else {
      return published
    }
    func problem(_ requirement: RosterRequirement) -> RosterProblem {
      RosterProblem(
        requirement: requirement, agents: published.agents, rules: job.rules, zone: zone(job.site),
        horizonStart: days(job.site).first, days: days(job.site).count,
        published: published.segments, surplusFactors: factors(job, requirement))
    }
    let before = checkRoster(published.segments, problem(whole).checkInput)
    // What nobody works before is not asked for now.
    var kept = whole
    for (q, working) in before.working.enumerated() {
      for (i, agents) in working.enumerated() {
        kept.required[q][i] = min(kept.required[q][i], Int((agents - 1e-9).rounded(.up)))
      }
    }
    let roster = try await solve(
      problem(kept),
      options: RosterOptions(
        // A cold search from the published roster takes a tenth of the moves it is given.
        seconds: 10 * seconds, seed: seed, threads: threads, changeWeight: changeWeight))
    var made = published
    made.segments = roster.segments
    made.missingHours =
      checkRoster(roster.segments, problem(whole).checkInput).missing * Double(intervalSeconds)
      / 3600
    return made
  }

  private func factors(_ job: PartJob, _ requirement: RosterRequirement) -> [Int] {
    (0..<requirement.intervalCount).map {
      job.payFactors[requirement.start + $0 * intervalSeconds] ?? 1000
    }
  }

  /// Shifts begin by this clock.
  func zone(_ site: SiteSetting) -> Zone { site.anchor == .client ? clientZone : site.zone }

  /// The days of that clock which the client's period touches.
  private func days(_ site: SiteSetting) -> (first: CivilDate, count: Int) {
    let horizon = period.horizon(in: clientZone)
    let zone = zone(site)
    let first = zone.date(at: horizon.lowerBound)
    return (first, zone.date(at: horizon.upperBound - 1) - first + 1)
  }

  /// Hours at work, pauses taken off, that an average head works in a week.
  private func weeklyHours(_ site: SiteSetting, _ rules: RosterRules) -> Double {
    var hours = 0.0
    let total = site.mix.reduce(0) { $0 + $1.share }
    for (id, share) in site.mix {
      guard let contract = rules.contracts.first(where: { $0.id == id }), !contract.kinds.isEmpty
      else { continue }
      let seconds =
        contract.kinds.reduce(0) { $0 + $1.workSeconds } / contract.kinds.count
      hours += share / total * Double(seconds) / 3600 * shifts(contract, rules)
    }
    return hours
  }

  private func shifts(_ contract: RosterContract, _ rules: RosterRules) -> Double {
    let all = rules.general.overridden(by: contract.rules)
    let limits = [all[.wishedShiftsPerWeek], all[.maxShiftsPerWeek]].compactMap { $0?.value }
    return Double(limits.min() ?? 5)
  }

  /// Heads without names, in the proportions of the mix; unavailable when nobody is required.
  private func agents(
    _ site: SiteSetting, _ rules: RosterRules, count: Int, _ requirement: RosterRequirement
  ) -> [RosterAgent] {
    let zone = zone(site)
    var needed: Set<CivilDate> = []
    for row in requirement.required {
      for (index, agents) in row.enumerated() where agents > 0 {
        let start = requirement.start + index * requirement.intervalSeconds
        // A shift that began the day before may still be needed.
        needed.insert(zone.date(at: start))
        needed.insert(zone.date(at: start - 8 * 3600))
      }
    }
    let (first, days) = days(site)
    let closed = (0..<days).map { first + $0 }.filter { !needed.contains($0) }
    let total = site.mix.reduce(0) { $0 + $1.share }
    let width = max(3, String(count).count)
    let prefix = site.id.prefix(1).uppercased()
    return (0..<count).map { k in
      let digits = String(k + 1)
      // The contract whose cumulated share the middle of this head's slot falls into.
      var reach = 0.0
      let at = (Double(k) + 0.5) / Double(count) * total
      let contract =
        site.mix.first { entry in
          reach += entry.share
          return at <= reach
        } ?? site.mix[site.mix.count - 1]
      return RosterAgent(
        id: prefix + String(repeating: "0", count: width - digits.count) + digits,
        contract: contract.contract, site: site.id, unavailableDates: closed)
    }
  }
}

extension RosterRules {
  /// The rules with a site's labour limits in force: a hard one makes a looser rule as tight as it
  /// is, a soft one is set where the rules say nothing.
  ///
  /// Limits a roster has no rule for are left to the findings.
  ///
  /// - Throws: A problem that names a limit whose value does not fit.
  func bound(by limits: [LabourLimit]) throws(Problem) -> RosterRules {
    var rules = self
    if rules.surplusWeight == 0 { rules.surplusWeight = SiteRostering.paidInterval }
    for limit in limits {
      guard let rule = WorkRule(rawValue: limit.key) else { continue }
      guard let value = limit.value.whole else {
        throw Problem(
          subject: "labour rule \(limit.rule)", "has a value that does not fit \(limit.key)",
          value: "\(limit.value)")
      }
      let weight = limit.hard ? nil : Int((limit.weight ?? 0.02) * 1000)
      let bound = RosterLimit(value, weight: weight)
      rules.general[rule] = rules.general[rule].tightened(by: bound, rule) ?? bound
      for k in rules.contracts.indices {
        if let own = rules.contracts[k].rules[rule] {
          rules.contracts[k].rules[rule] = Optional(own).tightened(by: bound, rule)
        }
      }
    }
    return rules
  }
}

extension RosterLimit? {
  fileprivate func tightened(by bound: RosterLimit, _ rule: WorkRule) -> RosterLimit? {
    guard let own = self else { return nil }
    guard bound.isHard else { return own }
    let isMinimum = rule == .rest || rule == .restAfterNights || rule == .daysOffTogether
    let value = isMinimum ? Swift.max(own.value, bound.value) : Swift.min(own.value, bound.value)
    return RosterLimit(value)
  }
}
