// Goal: a checked roster of one part: of the people it has, or of as many heads as it takes.
//
// Method: named people get one search, near the published roster where there is one. Without names, heads =
// required scheduled hours over what one head works in a week by the contract mix; while more than two in a
// thousand are missing, heads are added, at most three times, up to the site's limit: first for what is
// missing, then for as much as the heads before closed of it, which is less than they work where shifts do
// not fit the day.
// A roster that stays near another one to save pay never costs coverage and never repairs what was
// missing before.

internal import CentreModel
internal import CivilTime
internal import Diagnostics
internal import RosterChecking
internal import Rostering

/// How the rosters of a run are searched for.
struct PartSearch: Sendable {
  var posing: Posing
  var seed: UInt64
  var seconds: Double
  var threads: Int
  var monitor: RosterMonitor
  /// Whether it is asked how little must be missing.
  var looksForBound = true

  private var hours: Double { Double(posing.intervalSeconds) / 3600 }

  /// The time asked for is for up to a `usual` number of people; more get more in proportion.
  static func grown(_ seconds: Double, for people: Int, usual: Int = 1000) -> Double {
    seconds * max(1, Double(people) / Double(usual))
  }

  private func options(for problem: RosterProblem) -> RosterOptions {
    RosterOptions(
      seconds: Self.grown(seconds, for: problem.agents.count), seed: seed, threads: threads,
      looksForBound: looksForBound)
  }

  /// A checked roster for the rows of a part under its law.
  func roster(
    _ part: SitePart, _ rows: [RequirementRow], rules: RosterRules, payFactors: [Instant: Int]
  ) async throws(Problem) -> PartRoster {
    let required = rows.reduce(0) { $0 + Double($1.scheduled) } * hours
    guard !rows.isEmpty else {
      var none = PartRoster(segments: [], agents: [], requiredHours: 0, missingHours: 0)
      if case .named(let agents) = part.site.people { none.agents = agents }
      return none
    }
    if !part.promised.isEmpty {
      return try await promised(part, rows, rules: rules, payFactors: payFactors)
    }
    let requirement = try posing.requirement(rows)
    func posed(_ agents: [RosterAgent], _ requirement: RosterRequirement) -> RosterProblem {
      posing.problem(part, requirement, agents: agents, rules: rules, payFactors: payFactors)
    }
    if let staying = part.staying, staying.heads > 0 {
      return try await cheaper(staying, requirement) { posed(staying.agents, $0) }
    }
    switch part.site.people {
    case .named(let agents):
      let problem = posing.continued(
        part, requirement, agents: agents, rules: rules, payFactors: payFactors)
      return try await searched(problem, required: required)
    case .mix(let shares, let most):
      guard required > 0 else {
        return PartRoster(segments: [], agents: [], requiredHours: 0, missingHours: 0)
      }
      return try await hired(part, shares, most: most ?? .max, rules, required) { agents in
        posed(agents, requirement)
      }
    }
  }

  /// The roster of a problem, in the time of its people; `required`: hours that are asked for.
  func searched(
    _ problem: RosterProblem, required: Double
  ) async throws(Problem) -> PartRoster {
    let roster = try await solve(problem, options: options(for: problem), monitor: monitor)
    var result = PartRoster(
      segments: roster.segments, agents: problem.agents, requiredHours: required,
      missingHours: roster.findings.missing * hours)
    result.problem = problem
    result.roster = roster
    return result
  }

  // MARK: - Heads without names

  /// Share of the required hours that may be missing before heads are added.
  private static let accepted = 0.002

  private func hired(
    _ part: SitePart, _ shares: [ContractShare], most: Int, _ rules: RosterRules,
    _ required: Double, _ posed: ([RosterAgent]) -> RosterProblem
  ) async throws(Problem) -> PartRoster {
    let perHead = weeklyHours(shares, rules) * Double(posing.period.days) / 7
    try refuse(part, perHead)
    var heads = min(most, Int((required / perHead * 1.02).rounded(.up)))
    var best: PartRoster?
    var before: (heads: Int, missing: Double)?
    for _ in 0..<4 {
      let problem = posed(agents(part, shares, count: heads))
      var made = try await searched(problem, required: required)
      made.isLimited = heads == most && made.missingHours > Self.accepted * required
      if made.missingHours < best?.missingHours ?? .infinity { best = made }
      guard made.missingHours > Self.accepted * required, heads < most else { break }
      let closed = before.map { ($0.missing - made.missingHours) / Double(heads - $0.heads) }
      let more = made.missingHours / min(perHead, max(closed ?? perHead, 0.1 * perHead))
      before = (heads, made.missingHours)
      heads = min(most, heads + max(1, Int(more.rounded(.up))))
    }
    return best
      ?? PartRoster(segments: [], agents: [], requiredHours: required, missingHours: required)
  }

  /// - Throws: A ``Problem`` where a head works no hour.
  func refuse(_ part: SitePart, _ perHead: Double) throws(Problem) {
    guard perHead <= 0 else { return }
    throw Problem(
      .infeasible, subject: "site \(part.site.site.id)",
      "its contracts leave no hour of work in a week",
      maybe: "give them a length and wished_shifts_per_week")
  }

  /// Hours at work, pauses taken off, that an average head works in a week.
  func weeklyHours(_ shares: [ContractShare], _ rules: RosterRules) -> Double {
    let total = shares.reduce(0) { $0 + $1.share }
    return shares.reduce(0) { sum, entry in
      guard let contract = rules.contracts.first(where: { $0.id == entry.contract }),
        !contract.kinds.isEmpty
      else { return sum }
      let seconds = contract.kinds.reduce(0) { $0 + $1.workSeconds } / contract.kinds.count
      let shifts = Double(rules.usualShiftsPerWeek(contract))
      return sum + entry.share / total * Double(seconds) / 3600 * shifts
    }
  }

  /// Heads without names, in the proportions of the mix.
  func agents(
    _ part: SitePart, _ shares: [ContractShare], count: Int
  ) -> [RosterAgent] {
    let site = part.site.site.id
    let total = shares.reduce(0) { $0 + $1.share }
    let width = max(3, String(count).count)
    let prefix = site.prefix(1).uppercased()
    return (0..<count).map { k in
      let digits = String(k + 1)
      // The contract whose cumulated share the middle of this head's slot falls into.
      var reach = 0.0
      let at = (Double(k) + 0.5) / Double(count) * total
      let contract =
        shares.first { entry in
          reach += entry.share
          return at <= reach
        } ?? shares[shares.count - 1]
      return RosterAgent(
        id: prefix + String(repeating: "0", count: width - digits.count) + digits,
        contract: contract.contract, site: site)
    }
  }

  // MARK: - Staying

  /// What an agent whose shift changes weighs: two and a half hours of pay.
  private var changeWeight: Int { 20 * 9000 / posing.intervalSeconds }

  /// The roster nearest to `staying` that saves surplus in dear hours.
  private func cheaper(
    _ staying: PartRoster, _ requirement: RosterRequirement,
    _ posed: (RosterRequirement) -> RosterProblem
  ) async throws(Problem) -> PartRoster {
    let whole = posed(requirement)
    let before = checkRoster(staying.segments, whole.checkInput)
    // What nobody works before is not asked for now.
    var kept = whole.requirement
    for (q, working) in before.working.enumerated() {
      for (i, agents) in working.enumerated() {
        kept.required[q][i] = min(kept.required[q][i], Int((agents - 1e-9).rounded(.up)))
      }
    }
    var problem = posed(kept)
    problem.published = staying.segments
    let roster = try await solve(
      problem,
      options: RosterOptions(
        // A cold search from the published roster takes a tenth of the moves it is given.
        seconds: 10 * Self.grown(seconds, for: problem.agents.count), seed: seed, threads: threads,
        changeWeight: changeWeight),
      monitor: monitor)
    var made = staying
    made.segments = roster.segments
    made.roster = roster
    made.problem = whole
    made.missingHours = checkRoster(roster.segments, whole.checkInput).missing * hours
    return made
  }
}

extension RosterRules {
  /// Shifts that somebody of a contract works in an ordinary week: those wished, at most those allowed.
  func usualShiftsPerWeek(_ contract: RosterContract) -> Int {
    let all = general.overridden(by: contract.rules)
    return [all[.wishedShiftsPerWeek], all[.maxShiftsPerWeek]].compactMap { $0?.value }.min() ?? 5
  }
}
