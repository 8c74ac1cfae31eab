// Goal: a checked roster of a part for the promises it makes over days and weeks, at the fewest paid hours.
//
// Method: those who can serve a promised queue are rostered for the promise (ServiceRostering), the others by
// interval; both together are checked from scratch under all rules. A published roster stays as it is while
// it keeps its promises, and changes as little as it takes when it does not. Without names, heads are those
// of the hours that each queue alone would take; then as many as the shifts found fill, while the promise is
// kept, or more until it is.

internal import CentreModel
internal import CivilTime
internal import Diagnostics
internal import RosterChecking
internal import Rostering
internal import ServiceRostering
internal import Tables

extension PartSearch {
  /// The part of the time of a search that each number of heads is given, where it is asked how many are
  /// needed.
  private static let headsFactor = 0.5
  /// Numbers of heads that are tried.
  private static let tries = 8

  /// The part of the time asked for that a promise takes: with more, the sample centres pay the same hours.
  private static let promiseFactor = 0.8

  /// The people for whom the time asked for is: moves for a promise cost more than those for a requirement,
  /// and more people need more of them.
  private static let usualPeople = 50

  /// A checked roster for the promises of a part; `rows` are its requirement.
  func promised(
    _ part: SitePart, _ rows: [RequirementRow], rules: RosterRules, payFactors: [Instant: Int]
  ) async throws(Problem) -> PartRoster {
    var part = part
    if let staying = part.staying, staying.heads > 0 {
      part.published = staying.segments
      return try await promised(part, staying.agents, rows, rules, payFactors)
    }
    switch part.site.people {
    case .named(let agents): return try await promised(part, agents, rows, rules, payFactors)
    case .mix(let shares, let most):
      return try await promisedHeads(
        part, shares, most: most ?? .max, rows, rules, payFactors)
    }
  }

  // MARK: - People

  private func promised(
    _ part: SitePart, _ agents: [RosterAgent], _ rows: [RequirementRow], _ rules: RosterRules,
    _ payFactors: [Instant: Int], share: Double = 1, isTrial: Bool = false
  ) async throws(Problem) -> PartRoster {
    let positions = Set(part.promisedPositions)
    let served = part.served(by: agents)
    let own = zip(agents, served).filter { !positions.isDisjoint(with: $0.1) }.map(\.0)
    let ownIDs = Set(own.map(\.id))
    let others = agents.filter { !ownIDs.contains($0.id) }
    // Nobody is sought for hours that only a roster before could have worked.
    let lacking = try posing.lacking(part, try posing.requirement(rows))
    let promisedRows = rows.filter {
      part.promised.contains($0.queue) && lacking[QueueInterval($0.queue, $0.start)] == nil
    }
    let otherRows = rows.filter { !part.promised.contains($0.queue) }

    // Two parts of one part: people, what they had before, and what they are to do.
    var segments: [RosterSegment] = []
    var missing = 0.0
    var moves = 0
    var share = share
    let otherRules = rules.only(others)
    if !otherRows.isEmpty || !otherRules.presence.isEmpty {
      // Each has the part of the time that its people are of all.
      let ownShare = Double(own.count) / Double(max(1, agents.count))
      var rest = part.only(others, queues: part.queues)
      rest.promised = []
      var search = self
      search.seconds *= share * (1 - ownShare)
      search.looksForBound = false
      let problem = posing.continued(
        rest, try besidesPromised(part, rows), agents: others, rules: otherRules,
        payFactors: payFactors)
      let made = try await search.searched(problem, required: required(otherRows))
      share *= ownShare
      segments += made.segments
      missing = made.missingHours
      moves = made.roster?.evidence.moves ?? 0
    }
    let chosen = part.only(own, queues: part.promisedPositions.map { part.queues[$0] })
    let found = try await service(
      chosen, own, promisedRows, rules.only(own), seconds: share * seconds, isTrial: isTrial)
    segments += posing.labelled(found.roster.segments, chosen, agents: own, promisedRows)

    let whole = try wholeProblem(part, agents, rows, rules, payFactors, found.problem)
    let findings = checkRoster(segments.sorted(), whole.checkInput)
    if let broken = findings.violations.first(where: \.isHard) {
      throw Problem(
        .violated, subject: broken.agent,
        "the roster did not pass the independent check: \(broken.rule): \(broken.text)",
        maybe: "report this; nothing was published")
    }
    var made = PartRoster(
      segments: segments.sorted(), agents: agents, requiredHours: required(otherRows),
      missingHours: missing)
    made.problem = whole
    made.roster = Roster(
      segments: made.segments, findings: findings,
      evidence: RosterEvidence(
        bound: nil, boundMethod: "interval prices", seed: seed, moves: moves + found.roster.moves,
        wasInterrupted: monitor.isStopped))
    made.promise = PromiseEvidence(found.roster, found.problem)
    return made
  }

  /// What the queues of a part without a promise require; who must be present is told by all of them.
  private func besidesPromised(
    _ part: SitePart, _ rows: [RequirementRow]
  ) throws(Problem) -> RosterRequirement {
    var requirement = try posing.requirement(rows)
    requirement.requiredInAll = (0..<requirement.intervalCount).map(requirement.requiredInAll(at:))
    for (q, queue) in requirement.queues.enumerated() where part.promised.contains(queue) {
      requirement.required[q] = requirement.required[q].map { _ in 0 }
      requirement.needed[q] = requirement.needed[q].map { _ in false }
    }
    return requirement
  }

  private func required(_ rows: [RequirementRow]) -> Double {
    rows.reduce(0) { $0 + Double($1.scheduled) } * Double(posing.intervalSeconds) / 3600
  }

  /// The problem of all people and queues, by which the roster is checked and counted.
  private func wholeProblem(
    _ part: SitePart, _ agents: [RosterAgent], _ rows: [RequirementRow], _ rules: RosterRules,
    _ payFactors: [Instant: Int], _ promise: ServiceProblem
  ) throws(Problem) -> RosterProblem {
    var whole = posing.continued(
      part, try posing.requirement(rows), agents: agents, rules: rules, payFactors: payFactors)
    whole.closedDates = whole.closedDates.filter { promise.roster.closedDates.contains($0) }
    return whole
  }

  private func service(
    _ part: SitePart, _ agents: [RosterAgent], _ rows: [RequirementRow], _ rules: RosterRules,
    seconds: Double, isTrial: Bool
  ) async throws(Problem) -> (roster: ServiceRoster, problem: ServiceProblem) {
    let borne = Dictionary(
      part.demand.map { row in
        let queue = part.queues.first { $0.id == row.queue }
        return (
          QueueInterval(row.queue, row.start),
          queue?.staffingProbability.map { row.rate(notExceededWith: $0) } ?? row.offered
        )
      }
    ) { first, _ in first }
    let floor = PromisedFloor(part, rows, posing) { _, row in
      max(row.offered, borne[QueueInterval(row.queue, row.start)] ?? 0)
    }
    let problem = try ServiceProblem(
      promise: floor.promise, demand: floor.demand,
      roster: posing.continued(
        part, ServiceProblem.presence(floor.promise, floor.demand), agents: agents, rules: rules),
      goalZone: posing.clientZone)
    let roster = try await solveService(
      problem,
      options: ServiceOptions(
        seconds: Self.promiseFactor
          * Self.grown(seconds, for: agents.count, usual: Self.usualPeople), seed: seed,
        isTrial: isTrial),
      monitor: monitor)
    return (roster, problem)
  }

  // MARK: - Heads without names

  private func promisedHeads(
    _ part: SitePart, _ shares: [ContractShare], most: Int, _ rows: [RequirementRow],
    _ rules: RosterRules, _ payFactors: [Instant: Int]
  ) async throws(Problem) -> PartRoster {
    let perHead = weeklyHours(shares, rules) * Double(posing.period.days) / 7
    let required = required(rows)
    guard required > 0 else {
      return PartRoster(segments: [], agents: [], requiredHours: 0, missingHours: 0)
    }
    try refuse(part, perHead)
    var heads = min(most, Int((required / perHead * 1.02).rounded(.up)))
    // The best so far, and the most who did not keep it. Steps up are small: more heads are not always better,
    // since every number gets one search.
    var best: PartRoster?
    var tooFew = 0
    for number in 1...Self.tries {
      var made = try await promised(
        part, self.agents(part, shares, count: heads), rows, rules, payFactors,
        share: Self.headsFactor, isTrial: true)
      let isKept = made.promise?.isKept ?? true
      made.isLimited = heads == most && !isKept
      if isKept {
        best = made
        let paid = made.segments.reduce(0) {
          $1.activity == .work ? $0 + ($1.end - $1.start) : $0
        }
        let enough = Int((Double(paid) / 3600 / perHead * 1.02).rounded(.up))
        let next = min(heads, max(1, tooFew + 1, enough))
        if next == heads { return made }
        heads = next
      } else {
        guard heads < most, number < Self.tries else { return best ?? made }
        tooFew = heads
        if let best {
          heads += 1
          if heads >= best.heads { return best }
        } else {
          heads = min(most, heads + max(1, heads / 20))
        }
      }
    }
    return best
      ?? PartRoster(segments: [], agents: [], requiredHours: required, missingHours: required)
  }
}

extension SitePart {
  /// The part of some of its people with some of its queues.
  fileprivate func only(_ agents: [RosterAgent], queues: [Queue]) -> SitePart {
    var part = self
    let people = Set(agents.map(\.id))
    let names = Set(queues.map(\.id))
    part.site.people = .named(agents)
    part.queues = queues
    part.promised = promised.filter(names.contains)
    part.pooled = pooled.filter(names.isSuperset)
    part.demand = demand.filter { names.contains($0.queue) }
    part.previous = previous.filter { people.contains($0.agent) }
    part.published = published.filter { people.contains($0.agent) }
    part.pins = pins.filter { people.contains($0.agent) }
    part.staying = nil
    return part
  }
}

extension RosterRules {
  /// Without the pairs of people who are elsewhere, and without rules that count nobody of these.
  fileprivate func only(_ agents: [RosterAgent]) -> RosterRules {
    let people = Set(agents.map(\.id))
    var rules = self
    rules.pairs = pairs.filter { people.contains($0.first) && people.contains($0.second) }
    rules.presence = presence.filter { agents.contains(where: $0.counts) }
    return rules
  }
}
