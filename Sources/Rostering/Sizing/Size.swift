// Goal: a mix of contracts that covers a requirement with few paid hours, proven by a roster.
// Method: the bound's mix, rounded up; rosters of nameless agents by the ordinary search; while too much
// is missing, agents of the contract that closes most for an hour are added, and then agents are taken
// out one at a time as long as the roster holds. Whatever is answered has been rostered and checked.

internal import CentreModel
internal import CivilTime
public import Diagnostics
public import LinearPrograms
internal import RosterChecking

/// The cheapest mix found, its bound, and what one more agent or a loosened rule is worth.
///
/// `problem`: Its agents are ignored. `highs`: For the exact bound; nil: by prices.
public func size(
  _ problem: RosterProblem, options: SizingOptions = SizingOptions(), highs: HiGHS? = nil,
  monitor: RosterMonitor = RosterMonitor()
) async throws(Problem) -> Sizing {
  let model = try SizingModel(problem)
  guard model.problem.requirement.total > 0 else {
    throw Problem(subject: "requirement", "asks for nobody", maybe: "give another requirement")
  }
  let sizer = Sizer(model: model, options: options, highs: highs, monitor: monitor)
  return try await sizer.run()
}

private struct Sizer {
  let model: SizingModel
  let options: SizingOptions
  let highs: HiGHS?
  let monitor: RosterMonitor

  /// Missing agent-intervals that may remain.
  private var tolerance: Double {
    options.missingShare * Double(model.problem.requirement.total)
  }

  func run() async throws(Problem) -> Sizing {
    let allowed = model.allowed(options.missingShare)
    let proof = model.bound(allowed: allowed, rounds: 4000) { monitor.isStopped }
    var bound = proof.bound
    var method = "interval prices"
    var counts = zip(model.contracts, proof.shares).map { contract, share in
      Int((share * proof.bound / contract.hours).rounded(.up))
    }
    if let highs, let exact = model.optimum(allowed: allowed, highs) {
      bound = exact.bound
      method = "HiGHS \(highs.version)"
      counts = exact.agents.map { Int(($0 - 1e-6).rounded(.up)) }
    }
    if counts.allSatisfy({ $0 == 0 }) { counts[0] = 1 }
    let (found, last) = try await search(from: counts)
    let mix = found ?? last
    var final = options.roster
    final.seconds = options.roster.seconds / 3
    let roster = try await solve(named(mix), options: final, monitor: monitor)
    return sizing(mix, roster, bound, method)
  }

  /// Grows the mix until it holds, then shrinks it; the smallest that held and the last one tried.
  private func search(from start: [Int]) async throws(Problem) -> ([Int]?, [Int]) {
    var counts = start
    var held: [Int]?
    for _ in 0..<8 {
      let (missing, worth) = try await trial(counts)
      if missing <= tolerance {
        held = counts
        break
      }
      if monitor.isStopped { break }
      // The contract that closes most for an hour, about as many as are needed.
      let best = worth.indices.max {
        worth[$0] / model.contracts[$0].hours < worth[$1] / model.contracts[$1].hours
      }
      guard let best, worth[best] > 0 else { break }
      let needed = (missing - tolerance) / worth[best]
      counts[best] += max(1, Int((needed * 0.8).rounded(.up)))
    }
    guard var smallest = held else { return (nil, counts) }
    // Half the agents too many are taken at once, then one by one.
    var order = model.contracts.indices.sorted {
      model.contracts[$0].hours > model.contracts[$1].hours
    }
    var step = max(1, smallest.reduce(0, +) / 60)
    var trials = 0
    while !order.isEmpty, trials < 14, !monitor.isStopped {
      let contract = order[0]
      var fewer = smallest
      fewer[contract] -= min(step, fewer[contract])
      trials += 1
      if fewer != smallest, fewer.contains(where: { $0 > 0 }),
        try await trial(fewer, withWorth: false).missing <= tolerance
      {
        smallest = fewer
      } else if step > 1, order.count == 1 {
        step = 1
        order = model.contracts.indices.sorted {
          model.contracts[$0].hours > model.contracts[$1].hours
        }
      } else {
        order.removeFirst()
      }
    }
    return (smallest, smallest)
  }

  /// What a mix leaves missing, and what one more agent of each contract would close.
  private func trial(
    _ counts: [Int], withWorth: Bool = true
  ) async throws(Problem) -> (missing: Double, worth: [Double]) {
    let problem = named(counts)
    let compiled = try CompiledRoster(problem)
    var some = options.roster
    some.seconds = options.roster.seconds / 20
    some.moves = options.roster.moves.map { max(4096, $0 / 8) }
    let result = await Rostering.search(compiled, options: some, monitor: monitor.search)
    let segments = compiled.segments(result.cells)
    let finder = RelaxationFinder(problem, compiled, segments)
    let missing = finder.intervals(finder.residual.missingSteps)
    guard result.hard == 0 else { return (.infinity, model.contracts.map { _ in 1 }) }
    guard withWorth, missing > tolerance else { return (missing, []) }
    let extra = Dictionary(
      finder.extraAgents().map { ($0.who, $0.closes) }, uniquingKeysWith: { first, _ in first })
    return (missing, model.contracts.map { extra[$0.id] ?? 0 })
  }

  /// The problem with so many nameless agents of each contract.
  private func named(_ counts: [Int]) -> RosterProblem {
    var problem = model.problem
    // Nobody is rostered for nothing.
    problem.rules.surplusWeight = max(problem.rules.surplusWeight, problem.rules.missingWeight / 50)
    problem.agents = []
    for (contract, count) in zip(model.contracts, counts) {
      let digits = "\(count)".count
      for number in 1...max(1, count) where count > 0 {
        let text = "\(number)"
        let zeros = String(repeating: "0", count: digits - text.count)
        problem.agents.append(
          RosterAgent(id: "\(contract.id)-\(zeros)\(text)", contract: contract.id))
      }
    }
    return problem
  }

  // MARK: - The answer

  private func sizing(
    _ counts: [Int], _ roster: Roster, _ bound: Double, _ method: String
  ) -> Sizing {
    let problem = named(counts)
    var worth: [String: Double] = [:]
    var starts: [Sizing.Start] = []
    if let compiled = try? CompiledRoster(problem) {
      let finder = RelaxationFinder(problem, compiled, roster.segments)
      worth = Dictionary(
        finder.extraAgents().map { ($0.who, $0.closes) }, uniquingKeysWith: { first, _ in first })
      starts = Self.starts(finder)
    }
    let contractOf = Dictionary(
      problem.agents.map { ($0.id, $0.contract) }, uniquingKeysWith: { first, _ in first })
    let shifts = Dictionary(
      grouping: RosterShift.shifts(of: roster.segments), by: { contractOf[$0.agent] ?? "" })
    let shares = zip(model.contracts, counts).map { contract, count in
      Sizing.Share(
        contract: contract.id, agents: count, hoursEach: contract.hours,
        shifts: shifts[contract.id]?.count ?? 0, worthOfOneMore: worth[contract.id] ?? 0)
    }
    return Sizing(
      shares: shares, paidHours: shares.reduce(0) { $0 + Double($1.agents) * $1.hoursEach },
      demand: problem.requirement.total, missing: roster.findings.missing, bound: bound,
      boundMethod: method, rulePrices: rulePrices(bound), starts: starts, roster: roster)
  }

  private static func starts(_ finder: RelaxationFinder) -> [Sizing.Start] {
    struct Key: Hashable {
      var kind: String
      var minute: Int
    }
    var counts: [Key: Int] = [:]
    for (a, shifts) in finder.shifts.enumerated() {
      for shift in shifts {
        guard let (_, cell) = finder.compiled.cell(of: shift, agent: a) else { continue }
        let search = finder.compiled.search
        let option = search.options[Int(search.groupOptions[Int(cell.position)])]
        counts[
          Key(
            kind: finder.compiled.kinds[Int(option.shape)].id, minute: Int(option.clock) / 60),
          default: 0] += 1
      }
    }
    return counts.map { Sizing.Start(kind: $0.key.kind, minute: $0.key.minute, count: $0.value) }
      .sorted { ($0.kind, $0.minute) < ($1.kind, $1.minute) }
  }

  /// The exact bound once more without each rule that it knows; bounds by prices are not near enough
  /// to be subtracted.
  private func rulePrices(_ bound: Double) -> [Sizing.RulePrice] {
    guard let highs else { return [] }
    var prices: [Sizing.RulePrice] = []
    for (name, looser) in looserRules() {
      if monitor.isStopped { break }
      guard let other = try? SizingModel(looser) else { continue }
      let allowed = other.allowed(options.missingShare)
      if let less = other.optimum(allowed: allowed, highs)?.bound {
        prices.append(Sizing.RulePrice(rule: name, hours: max(0, bound - less)))
      }
    }
    return prices
  }

  private func looserRules() -> [(String, RosterProblem)] {
    var list: [(String, RosterProblem)] = []
    func add(_ name: String, _ change: (inout RosterProblem) -> Void) {
      var looser = model.problem
      change(&looser)
      if looser != model.problem { list.append((name, looser)) }
    }
    add("without days_off_together") {
      $0.rules.general[.daysOffTogether] = nil
      for i in $0.rules.contracts.indices { $0.rules.contracts[i].rules[.daysOffTogether] = nil }
    }
    func kinds(_ name: String, _ change: (inout ShiftKind) -> Void) {
      add(name) {
        for i in $0.rules.contracts.indices {
          for k in $0.rules.contracts[i].kinds.indices {
            change(&$0.rules.contracts[i].kinds[k])
          }
        }
      }
    }
    kinds("starts at any time") { $0.starts = [] }
    kinds("shifts on any day") { $0.days = [] }
    kinds("starts every 15 minutes") { $0.startEveryMinutes = min(15, $0.startEveryMinutes) }
    kinds("breaks an hour earlier or later") { kind in
      for p in kind.pauses.indices {
        let length = kind.pauses[p].lengthSeconds
        let earliest = max(900, kind.pauses[p].earliestSeconds - 3600)
        kind.pauses[p].earliestSeconds = min(kind.pauses[p].earliestSeconds, earliest)
        let latest = min(
          kind.lengthSeconds - length - 900, kind.pauses[p].latestSeconds + 3600)
        kind.pauses[p].latestSeconds = max(kind.pauses[p].latestSeconds, latest)
      }
    }
    return list
  }
}
