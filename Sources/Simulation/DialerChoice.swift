// The dialling rule that keeps agents busiest under a cap on abandoned calls.
//
// Method: for each kind of rule the pacing factor is raised as far as the upper end of the abandon
// rate's 95 % interval stays at or below the cap (halving on the factor; the same random numbers for
// every factor); the kind with the highest occupancy wins. Small teams gain most from the ratio of free
// agents or from progressive dialling, large ones from prediction.

/// A rule and what it gives.
public struct DialerChoice: Hashable, Sendable {
  public var pacing: Pacing
  public var report: DialerReport
}

extension DialerSimulation {
  /// The best pacing of every kind under `cap`, best first; progressive is always possible.
  public func choices(cap: Double, replications: Int = 10) async -> [DialerChoice] {
    await withTaskGroup(of: (Int, DialerChoice?).self) { group in
      for kind in 0..<3 {
        group.addTask { (kind, best(kind, cap, replications)) }
      }
      var found = [DialerChoice?](repeating: nil, count: 3)
      for await (kind, choice) in group { found[kind] = choice }
      return Self.ranked(found)
    }
  }

  /// The same result on one core, without waiting for others.
  public func choicesAlone(cap: Double, replications: Int = 10) -> [DialerChoice] {
    Self.ranked((0..<3).map { best($0, cap, replications) })
  }

  private static func ranked(_ found: [DialerChoice?]) -> [DialerChoice] {
    found.compactMap { $0 }.sorted { $0.report.occupancy.value > $1.report.occupancy.value }
  }

  private func pacing(_ kind: Int, _ factor: Double) -> Pacing {
    switch kind {
    case 0: .progressive
    case 1: .ratio(factor)
    default: .predictive(factor)
    }
  }

  private func best(_ kind: Int, _ cap: Double, _ replications: Int) -> DialerChoice? {
    var trial = self
    trial.scenario.pacing = pacing(kind, 1)
    if kind == 0 {
      return .init(pacing: .progressive, report: trial.runAlone(replications: replications))
    }
    var low = 0.0
    var high = kind == 1 ? 3 / max(scenario.answerProbability, 0.02) + 2 : 1.5
    var choice: DialerChoice?
    for _ in 0..<10 {
      let middle = (low + high) / 2
      trial.scenario.pacing = pacing(kind, middle)
      let report = trial.runAlone(replications: replications)
      if report.abandonRate.value + report.abandonRate.halfWidth <= cap {
        low = middle
        choice = .init(pacing: trial.scenario.pacing, report: report)
      } else {
        high = middle
      }
    }
    return choice
  }
}
