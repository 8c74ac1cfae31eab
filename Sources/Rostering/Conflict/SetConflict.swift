// Goal: conflicts of rules about many agents at once: people who must be present, seats.
// Method: for presence the proven bound of a problem that asks for nothing else; for seats a count of
// what must be worked against what the seats hold. Both prove; what they do not see, the search finds
// out, and then it is said that it was not proven.

internal import CentreModel
internal import CivilTime
internal import RosterChecking

extension RosterProblem {
  func setConflict(_ compiled: CompiledRoster) -> RosterConflict? {
    for (index, rule) in rules.presence.enumerated() where rule.weight == nil {
      if let conflict = presenceConflict(rule, compiled.queues.count + index, compiled) {
        return conflict
      }
    }
    for (index, rule) in rules.seats.enumerated() where rule.weight == nil {
      let line = compiled.queues.count + rules.presence.count + index
      if let conflict = seatConflict(rule, line, compiled) { return conflict }
    }
    return nil
  }

  // MARK: - Presence

  private func presenceConflict(
    _ rule: PresenceRule, _ line: Int, _ compiled: CompiledRoster
  ) -> RosterConflict? {
    let search = compiled.search
    let base = line * search.steps
    let asked = (0..<search.steps).map { t in
      search.under[base + t] > 0 ? max(0, -Int(search.slack[base + t])) : 0
    }
    guard asked.contains(where: { $0 > 0 }) else { return nil }
    let able = compiled.agents.indices.filter { rule.counts(compiled.agents[$0]) }
    let level = rule.minimumLevel > 1 ? " at level \(rule.minimumLevel)" : ""
    func demand(_ people: Int) -> String {
      "presence \(rule.id) asks for \(people) with \(rule.skill)\(level)"
    }
    var ready = Array(repeating: 0, count: search.steps)
    for a in able {
      for (t, can) in steps(open: a, search).enumerated() where can { ready[t] += 1 }
    }
    if let t = asked.indices.first(where: { ready[$0] < asked[$0] }) {
      let at = (compiled.calendar.origin + t * compiled.step).text(in: zone)
      return RosterConflict(
        who: [rule.skill],
        conditions: [
          "\(demand(asked[t])) at \(at)",
          "\(able.count) agents have it, \(ready[t]) of them can work then",
        ],
        wayOut: [
          "give the skill to an agent who can work at \(at)",
          "ask for \(ready[t]), or give the rule a weight",
        ])
    }
    var alone = reduced(to: able.map { compiled.agents[$0].id })
    for i in alone.agents.indices { alone.agents[i].skills = [:] }
    alone.rules.queueSkills = []
    alone.requirement = RosterRequirement(
      start: compiled.calendar.origin, intervalSeconds: compiled.step,
      required: [
        Array(asked.prefix((compiled.calendar.end - compiled.calendar.origin) / compiled.step))
      ])
    guard let model = try? CompiledRoster(alone) else { return nil }
    let missing = PriceModel(model).bound(rounds: 300).missingSteps
    guard missing > 0 else { return nil }
    let hours = (missing * compiled.step + 3599) / 3600
    return RosterConflict(
      who: [rule.skill],
      conditions: [
        demand(asked.max() ?? 0),
        "\(able.count) agents have it, and their contracts leave at least \(hours) h uncovered",
      ],
      wayOut: [
        "give the skill to more agents", "give the rule a weight, or shorten its hours",
      ])
  }

  /// The steps in which an agent can be in a shift.
  private func steps(open agent: Int, _ search: SearchProblem) -> [Bool] {
    var open = Array(repeating: false, count: search.steps)
    for day in 0..<search.days {
      let index = agent * search.days + day
      var positions = Array(search.range(group: search.agents[agent].group, day: day))
      switch search.freedom[index] {
      case .off: continue
      case .fixed:
        if search.initial[index].isOff { continue }
        positions = [Int(search.initial[index].position)]
      case .free, .on: break
      }
      for position in positions {
        let option = search.options[Int(search.groupOptions[position])]
        let from = Int(option.step)
        for t in from..<from + search.shapes[Int(option.shape)].span { open[t] = true }
      }
    }
    return open
  }

  // MARK: - Seats

  private func seatConflict(
    _ rule: SiteSeats, _ line: Int, _ compiled: CompiledRoster
  ) -> RosterConflict? {
    let search = compiled.search
    let here = compiled.agents.indices.filter {
      compiled.agents[$0].site == rule.site && !compiled.agents[$0].isRemote
    }
    var pinned = Array(repeating: 0, count: search.steps)
    var open = Array(repeating: false, count: search.steps)
    var mustWork = 0
    for a in here {
      for day in 0..<search.days {
        let index = a * search.days + day
        guard search.freedom[index] == .fixed, !search.initial[index].isOff else { continue }
        let option = search.options[
          Int(search.groupOptions[Int(search.initial[index].position)])]
        let from = Int(option.step)
        for t in from..<from + search.shapes[Int(option.shape)].span { pinned[t] += 1 }
      }
      for (t, can) in steps(open: a, search).enumerated() where can { open[t] = true }
      mustWork += leastSteps(a, search)
    }
    if let t = pinned.indices.first(where: { pinned[$0] > rule.seats }) {
      let at = (compiled.calendar.origin + t * compiled.step).text(in: zone)
      return RosterConflict(
        who: [rule.site],
        conditions: ["seats \(rule.seats)", "\(pinned[t]) pinned shifts at \(at)"],
        wayOut: ["take out one of the pins", "have \(pinned[t]) seats, or give the rule a weight"])
    }
    let room = rule.seats * open.count { $0 }
    guard mustWork > room else { return nil }
    let needed = (mustWork + max(1, open.count { $0 }) - 1) / max(1, open.count { $0 })
    func hours(_ steps: Int) -> Int { steps * compiled.step / 3600 }
    return RosterConflict(
      who: [rule.site],
      conditions: [
        "seats \(rule.seats) hold \(hours(room)) h of shifts in the hours that may be worked",
        "the fewest shifts of its \(here.count) agents are \(hours(mustWork)) h",
      ],
      wayOut: ["have \(needed) seats", "ask fewer shifts of the agents of \(rule.site)"])
  }

  /// The shortest time in shifts that an agent's minimum rules ask for.
  private func leastSteps(_ a: Int, _ search: SearchProblem) -> Int {
    let set = search.ruleSets[search.agents[a].ruleSet]
    func limit(_ rule: WorkRule) -> Int {
      let i = rule.index
      return set.limits[i] > 0 && set.weights[i] == SearchProblem.RuleSet.hard
        ? Int(set.limits[i]) : 0
    }
    let group = search.agents[a].group
    let shortest =
      (0..<search.days).flatMap { search.range(group: group, day: $0) }
      .map { search.shapes[Int(search.options[Int(search.groupOptions[$0])].shape)].span }.min()
      ?? 0
    let byWeek = (0..<search.weekCount).reduce(0) { sum, week in
      guard limit(.minShiftsPerWeek) > 0 else { return 0 }
      let past = week == search.weekOfDay[0] ? search.agents[a].before.shifts : 0
      let asked = Int(search.weekLimits[a * search.weekCount + week].minShifts)
      return sum + max(0, asked - past)
    }
    let byHorizon = limit(.minShifts) > 0 ? Int(search.horizonLimits[a].minShifts) : 0
    return shortest * max(0, byHorizon, byWeek)
  }
}

extension RosterFindings {
  /// The conflict to tell of when the search was left with broken rules that concern many agents;
  /// nil when something else is broken.
  func unprovenConflict(_ problem: RosterProblem) -> RosterConflict? {
    let hard = violations.filter(\.isHard)
    guard let first = hard.first,
      hard.allSatisfy({ $0.rule == "seats" || $0.rule.hasPrefix("presence ") })
    else { return nil }
    let rules = Set(hard.map { "\($0.rule) (\($0.agent))" }).sorted()
    let when = first.at.map { " at \($0.text(in: problem.zone))" } ?? ""
    return RosterConflict(
      who: [first.agent],
      conditions: rules + ["in the best one \(first.text)\(when)"],
      wayOut: ["give \(first.rule) a weight", "search longer"], isProven: false)
  }
}
