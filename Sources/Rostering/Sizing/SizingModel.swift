// Goal: the fewest paid hours in which contracts can cover a requirement, and the mix that does.
// Method: one nameless agent of each contract stands for all of that contract. Prices per step prove a
// bound without any solver: for prices p, cost >= (sum p r - M max p) / max over contracts of (dearest
// row / hours), where M steps may stay missing; subgradient steps improve the prices, and the contracts
// that earn most in the rounds give the mix. It comes within some 6 % of the best prices on small
// requirements. With HiGHS the same bound is computed exactly.
// Conditions: all agents of a contract are alike, are free on all days and can serve every queue;
// rest, successions and minima other than shifts are left to the roster that proves the mix.

internal import CentreModel
internal import CivilTime
internal import Diagnostics

struct SizingModel {
  struct Contract {
    var id: String
    /// One agent of it alone.
    var compiled: CompiledRoster
    var prices: PriceModel
    var shiftsPerWeek: Int
    /// Paid hours of one agent over the horizon.
    var hours: Double
  }

  let problem: RosterProblem
  let contracts: [Contract]
  /// Required agents by step.
  let required: [Int]
  let step: Int

  /// `problem`: Its agents are ignored.
  init(_ problem: RosterProblem) throws(Problem) {
    let pooled = Self.pooled(problem)
    self.problem = pooled
    var contracts: [Contract] = []
    for contract in pooled.rules.contracts where !contract.kinds.isEmpty {
      var alone = pooled
      alone.agents = [RosterAgent(id: contract.id, contract: contract.id)]
      let compiled = try CompiledRoster(alone)
      let perWeek = compiled.shiftsPerWeek.first ?? 5
      let paid = contract.kinds.map(\.paidSeconds).max() ?? 0
      let shifts = max(1, min(pooled.days, (perWeek * pooled.days + 6) / 7))
      // What is paid is what may be worked.
      alone.rules.general[.maxShifts] = RosterLimit(shifts)
      contracts.append(
        Contract(
          id: contract.id, compiled: try CompiledRoster(alone),
          prices: PriceModel(try CompiledRoster(alone)), shiftsPerWeek: perWeek,
          hours: Double(shifts * paid) / 3600))
    }
    guard let first = contracts.first else {
      throw Problem(
        .infeasible, subject: "contract", "there is none", maybe: "add a [[contract]]")
    }
    self.contracts = contracts
    required = first.prices.required
    step = first.compiled.step
  }

  /// One queue, nobody named, nothing that names an agent.
  static func pooled(_ problem: RosterProblem) -> RosterProblem {
    var pooled = problem
    let count = problem.requirement.intervalCount
    pooled.requirement = RosterRequirement(
      start: problem.requirement.start, intervalSeconds: problem.requirement.intervalSeconds,
      required: [(0..<count).map { i in problem.requirement.required.reduce(0) { $0 + $1[i] } }])
    pooled.rules.queueSkills = []
    pooled.rules.presence = []
    pooled.rules.seats = []
    pooled.rules.pairs = []
    pooled.rules.preferences = PreferenceWeights(fairHours: 0)
    pooled.previous = []
    pooled.pins = []
    pooled.published = []
    return pooled
  }

  /// Steps that may stay missing when this share of all may.
  func allowed(_ share: Double) -> Int { Int(share * Double(required.reduce(0, +))) }

  /// A proven bound in paid hours, and how often each contract was the dearest.
  struct Answer {
    var bound = 0.0
    var shares: [Double]
  }

  /// `allowed`: Steps that may stay missing.
  func bound(
    allowed: Int, rounds: Int, isStopped: () -> Bool = { false }
  ) -> Answer {
    let active = required.indices.filter { required[$0] > 0 }
    let volume = active.reduce(0.0) { $0 + Double(required[$1]) }
    var state = required.map { $0 > 0 ? 1.0 : 0 }
    var best = Answer(shares: Array(repeating: 0, count: contracts.count))
    var direction = Array(repeating: 0.0, count: required.count)
    guard volume > Double(allowed) else { return best }
    func attempt(_ state: [Double]) -> (bound: Double, chosen: Int, working: [Double])? {
      let whole = state.map { Int($0 * Double(PriceModel.scale)) }
      var total = 0.0
      for t in active { total += Double(whole[t]) * Double(required[t]) }
      let dearestPrice = Double(whole.max() ?? 0)
      var ratio = 0.0
      var chosen = 0
      var working: [Double] = []
      for (c, contract) in contracts.enumerated() {
        let (value, work) = contract.prices.evaluate(whole)
        let earned = (total - Double(value)) / contract.hours
        if earned > ratio { (ratio, chosen, working) = (earned, c, work) }
      }
      guard ratio > 0 else { return nil }
      let bound = max(0, total - dearestPrice * Double(allowed)) / ratio
      best.bound = max(best.bound, bound)
      return (bound, chosen, working)
    }
    var mean = Array(repeating: 0.0, count: required.count)
    var meanWeight = 0.0
    for round in 0..<rounds {
      guard !isStopped(), let (bound, chosen, working) = attempt(state) else { break }
      let length = 0.03 / (1 + 60 * Double(round) / Double(max(1, rounds)))
      if round >= rounds / 4 { best.shares[chosen] += length }
      // So many of the dearest row as this bound pays for: along the difference between what is
      // required and what they work the bound rises fastest.
      let agents = bound / contracts[chosen].hours
      var square = 0.0
      for t in active {
        let gradient = (Double(required[t]) - agents * working[t]) / Double(required[t])
        direction[t] += 0.05 * (gradient - direction[t])
        square += direction[t] * direction[t]
      }
      let scale = max(1e-9, (square / Double(active.count)).squareRoot())
      for t in active { state[t] = max(0, state[t] + length * direction[t] / scale) }
      // Only the prices' proportions count.
      let highest = state.max() ?? 1
      if highest > 0 { for t in active { state[t] /= highest } }
      if round >= rounds / 4 {
        meanWeight += length
        for t in active { mean[t] += length / meanWeight * (state[t] - mean[t]) }
        if round % 20 == 19 { _ = attempt(mean) }
      }
    }
    if meanWeight > 0 { _ = attempt(mean) }
    let sum = best.shares.reduce(0, +)
    if sum > 0 { best.shares = best.shares.map { $0 / sum } }
    return best
  }
}
