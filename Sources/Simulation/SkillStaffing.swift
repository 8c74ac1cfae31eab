// Agents per group of skills for the service of every class, by simulation.
//
// Goal: the fewest agents in all whose simulated service level meets every class's target, between
// honest bounds: above, each class with a team of its own (Erlang C or A); below, one team for all
// calls together (nobody can do better than everybody skilled in everything).
// Method: totals are tried from the upper bound downwards. For a total, the number of flexible agents
// (two skills or more) is raised from what the next larger total used, as far as the allowed share;
// dedicated agents follow the loads, and single agents are moved towards the class that misses most.
// Every team is simulated with the same random numbers until each class is clearly met or missed, or
// its half-width is below `halfWidth`. No rule that counts a flexible agent in full for each skill.
// Source: the idea of Cezik & L'Ecuyer 2008, with counts small enough for direct search.
public import Queueing

/// The question: classes in steady state, groups whose sizes are sought.
public struct SkillStaffing: Sendable {
  public var model: SkillModel
  /// Smallest service level per class.
  public var targets: [Double]
  /// Sizes that are not to be changed; nil where the size is sought.
  public var fixed: [Int?]
  /// Largest share of all agents that may have two skills or more.
  public var maximumFlexibleShare = 0.5
  /// Half-width of service levels at which a close call is decided.
  public var halfWidth = 0.004
  public var seed: UInt64 = 1

  /// The agents of the model's groups are not looked at; its classes need the same volume in every
  /// interval.
  public init(model: SkillModel, targets: [Double], fixed: [Int?]? = nil) {
    self.model = model
    self.targets = targets
    self.fixed = fixed ?? model.groups.map { _ in nil }
  }

  /// What was found.
  public struct Answer: Sendable {
    /// By group.
    public var agents: [Int]
    public var total: Int
    /// Total of teams of their own, one per class: what no sharing at all needs.
    public var separate: Int
    /// Agents when everybody could take every call: fewer is impossible.
    public var pooled: Int
    public var report: SkillReport
    /// Teams that were simulated.
    public var simulated: Int
  }

  /// Searches; nil when no team up to twice the separate one meets the targets.
  public func solve() async throws(QueueingError) -> Answer? {
    let separate = try separateTeams()
    let pooled = try pooledTeam()
    let upper = separate.reduce(0, +)
    var memory: [[Int]: (isMet: Bool, report: SkillReport)] = [:]
    var best: (agents: [Int], report: SkillReport)?
    // Fixed groups or missing dedicated ones can make the upper bound itself a miss: go up from it.
    var total = upper
    while best == nil, total <= 2 * upper + 2 {
      best = await team(of: total, &memory)
      if best == nil { total += 1 }
    }
    guard var found = best else { return nil }
    while total > pooled, let smaller = await team(of: total - 1, &memory) {
      found = smaller
      total -= 1
    }
    return .init(
      agents: found.agents, total: total, separate: upper, pooled: pooled, report: found.report,
      simulated: memory.count)
  }

  private func isFlexible(_ group: Int) -> Bool {
    model.groups[group].skills.count { $0 != nil } > 1
  }

  /// Load of a class in erlangs on the group that takes it first.
  private func load(_ kind: Int) -> Double {
    let handling =
      model.groups.compactMap { $0.skills[kind] }.min { $0.callPreference < $1.callPreference }
    return (model.classes[kind].callsPerHour.last ?? 0) / 3600 * (handling?.handling.mean ?? 0)
  }

  private func question(load: Double, kind: Int) -> StaffingQuestion {
    let calls = model.classes[kind].callsPerHour.last ?? 0
    return .init(
      load: load, handlingSeconds: calls > 0 ? load * 3600 / calls : 1,
      patienceSeconds: model.classes[kind].patience.mean,
      thresholdSeconds: model.classes[kind].thresholdSeconds)
  }

  private func separateTeams() throws(QueueingError) -> [Int] {
    var teams: [Int] = []
    for kind in model.classes.indices {
      let answer = try Staffing.minimumAgents(
        for: question(load: load(kind), kind: kind), goals: .init(serviceLevel: targets[kind]))
      teams.append(Int(answer.agents))
    }
    return teams
  }

  /// Everybody for everything, at the easiest of the targets, longest threshold and so on.
  private func pooledTeam() throws(QueueingError) -> Int {
    let all = model.classes.indices.reduce(0) { $0 + load($1) }
    let calls = model.classes.reduce(0) { $0 + ($1.callsPerHour.last ?? 0) }
    guard calls > 0, let target = targets.min() else { return 0 }
    let patience = model.classes.map(\.patience.mean).min() ?? .infinity
    let answer = try Staffing.minimumAgents(
      for: .init(
        load: all, handlingSeconds: all * 3600 / calls, patienceSeconds: patience,
        thresholdSeconds: model.classes.map(\.thresholdSeconds).max() ?? 0),
      goals: .init(serviceLevel: target))
    return Int(answer.agents)
  }

  /// A team of that size that meets every target, with as few flexible agents as possible.
  private func team(
    of total: Int, _ memory: inout [[Int]: (isMet: Bool, report: SkillReport)]
  ) async -> (agents: [Int], report: SkillReport)? {
    let given = fixed.reduce(0) { $0 + ($1 ?? 0) }
    guard given <= total else { return nil }
    let flexible = model.groups.indices.filter { isFlexible($0) }
    let sought = flexible.filter { fixed[$0] == nil }
    let most =
      sought.isEmpty ? 0 : min(total - given, Int(maximumFlexibleShare * Double(total) + 1e-9))
    let free = model.groups.indices.filter { fixed[$0] == nil && !isFlexible($0) }
    for f in 0...most {
      // Nobody to take the rest: all that is left must be flexible.
      if free.isEmpty, f < total - given { continue }
      var agents = split(total: total - given, flexible: f, sought: sought, free: free)
      var tried: Set<[Int]> = []
      while tried.count < 6, tried.insert(agents).inserted {
        let (isMet, report) = await evaluate(agents, &memory)
        if isMet { return (agents, report) }
        guard let better = shifted(agents, report) else { break }
        agents = better
      }
    }
    // Everybody who is free may be flexible when the rest is fixed.
    if free.isEmpty, most < total - given, !sought.isEmpty {
      let agents = split(
        total: total - given, flexible: total - given, sought: sought, free: free)
      let (isMet, report) = await evaluate(agents, &memory)
      if isMet { return (agents, report) }
    }
    return nil
  }

  /// Flexible agents evenly over their groups, dedicated ones by the loads.
  private func split(total: Int, flexible: Int, sought: [Int], free: [Int]) -> [Int] {
    var agents = fixed.map { $0 ?? 0 }
    for (k, group) in sought.enumerated() {
      agents[group] = flexible / sought.count + (k < flexible % sought.count ? 1 : 0)
    }
    let weights = free.map { group -> Double in
      let kind = model.groups[group].skills.firstIndex { $0 != nil } ?? 0
      let a = load(kind)
      return a + a.squareRoot()
    }
    let all = weights.reduce(0, +)
    var left = total - flexible
    var shares: [(group: Int, rest: Double)] = []
    for (k, group) in free.enumerated() {
      let exact = all > 0 ? Double(total - flexible) * weights[k] / all : 0
      agents[group] = Int(exact)
      left -= Int(exact)
      shares.append((group, exact - exact.rounded(.down)))
    }
    for share in shares.sorted(by: { ($0.rest, $1.group) > ($1.rest, $0.group) }) where left > 0 {
      agents[share.group] += 1
      left -= 1
    }
    return agents
  }

  /// One dedicated agent from the class with most to spare to the one that misses most.
  private func shifted(_ agents: [Int], _ report: SkillReport) -> [Int]? {
    let spare = model.classes.indices.map {
      report.classes[$0].calls.serviceLevel.value - targets[$0]
    }
    func own(_ kind: Int) -> Int? {
      model.groups.indices.first {
        !isFlexible($0) && fixed[$0] == nil && model.groups[$0].skills[kind] != nil
      }
    }
    let order = spare.indices.sorted { (spare[$0], $0) < (spare[$1], $1) }
    guard let worst = order.first(where: { own($0) != nil }), let to = own(worst),
      let from = order.last(where: { own($0).map { agents[$0] > 0 } ?? false }).flatMap(own),
      from != to
    else { return nil }
    var next = agents
    next[from] -= 1
    next[to] += 1
    return next
  }

  private func evaluate(
    _ agents: [Int], _ memory: inout [[Int]: (isMet: Bool, report: SkillReport)]
  ) async -> (Bool, SkillReport) {
    if let known = memory[agents] { return known }
    var trial = model
    for g in trial.groups.indices {
      trial.groups[g].agents = Array(repeating: agents[g], count: model.intervals)
    }
    let simulation = SkillSimulation(trial, seed: seed)
    var replications = 8
    while true {
      let report = await simulation.run(replications: replications)
      let levels = report.classes.map(\.calls.serviceLevel)
      let isClear = zip(levels, targets).allSatisfy { abs($0.value - $1) > 1.5 * $0.halfWidth }
      let isMissed = zip(levels, targets).contains { $0.value + 1.5 * $0.halfWidth < $1 }
      let isFine = levels.allSatisfy { $0.halfWidth <= halfWidth }
      if isClear || isMissed || isFine || replications >= 4096 {
        let isMet = zip(levels, targets).allSatisfy { $0.value >= $1 }
        memory[agents] = (isMet, report)
        return (isMet, report)
      }
      replications *= 2
    }
  }
}
