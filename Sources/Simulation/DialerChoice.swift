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
    var found: [DialerChoice] = []
    var trial = self
    trial.scenario.pacing = .progressive
    found.append(
      .init(pacing: .progressive, report: await trial.run(replications: replications)))
    let kinds: [(@Sendable (Double) -> Pacing, Double)] = [
      ({ .ratio($0) }, 3 / max(scenario.answerProbability, 0.02) + 2), ({ .predictive($0) }, 1.5),
    ]
    for (kind, highest) in kinds {
      if let choice = await best(kind, highest, cap, replications) { found.append(choice) }
    }
    return found.sorted { $0.report.occupancy.value > $1.report.occupancy.value }
  }

  private func best(
    _ kind: @Sendable (Double) -> Pacing, _ highest: Double, _ cap: Double, _ replications: Int
  ) async -> DialerChoice? {
    var low = 0.0
    var high = highest
    var choice: DialerChoice?
    for _ in 0..<9 {
      let middle = (low + high) / 2
      var trial = self
      trial.scenario.pacing = kind(middle)
      let report = await trial.run(replications: replications)
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
