internal import Queueing
internal import Simulation

/// Any distribution of handling times, simulated.
struct GeneralCalculator: Calculator {
  let name = "g"
  let title = "M/G/n+M by simulation"
  let summary = """
    Handling times that are not exponential: service is exponential, lognormal, gamma (with cv, \
    standard deviation over mean) or deterministic. Simulated days in steady state, with 95 % \
    intervals; the same seed gives the same numbers.
    """
  let inputs: [Input] = [
    .callsPerHour, .handling, .load, .agents, .threshold, .patience, .service, .serviceVariation,
    .replications, .seed,
  ]

  func outputs(given: Set<Input>) -> [Output] {
    [
      .waiting, .abandonment, .abandonmentInterval, .levelOffered, .levelInterval,
      .speedOfAnswer, .occupancy,
    ]
  }

  func evaluate(_ row: InputRow, into out: inout OutputRow) throws(CalculatorFailure) {
    let q = try row.question(needsHandling: true)
    let agents = try whole(row, .agents)
    let threshold = try row.need(.threshold)
    let n = Double(agents)
    // The checks of the exact model are those of this one.
    _ = try calculating(inputs) { () throws(QueueingError) in
      try Staffing.serviceLevels(of: q, agents: n)
    }
    let patience = row[.patience] ?? .infinity
    if patience == .infinity, n <= q.load {
      throw CalculatorFailure(
        .agents, "are not more than the load, so the queue grows for ever",
        maybe: "give a patience")
    }
    let replications = row.has(.replications) ? try whole(row, .replications) : 200
    guard (2...1_000_000).contains(replications) else {
      throw CalculatorFailure(.replications, "is not between 2 and 1 000 000")
    }
    let hours = 42
    var scenario = QueueScenario(
      intervals: Array(
        repeating: .init(
          callsPerHour: q.callsPerHour, handling: try handling(row, q.handlingSeconds),
          patience: patience.isFinite ? .exponential(mean: patience) : .never,
          thresholdSeconds: threshold, agents: agents), count: hours), intervalSeconds: 3600)
    scenario.warmUpIntervals = 2
    let report = QueueSimulation(scenario, seed: try seed(row)).runAlone(replications: replications)
    out[.waiting] = report.day.waiting.value
    out[.abandonment] = report.day.abandonment.value
    out[.abandonmentInterval] = report.day.abandonment.halfWidth
    out[.levelOffered] = report.day.serviceLevel.value
    out[.levelInterval] = report.day.serviceLevel.halfWidth
    out[.speedOfAnswer] = report.day.speedOfAnswer.value
    out[.occupancy] = report.occupancy.value
  }

  private func handling(
    _ row: InputRow, _ mean: Double
  ) throws(CalculatorFailure) -> Distribution {
    let cv = row[.serviceVariation] ?? 1
    guard cv >= 0, cv <= 20 else {
      throw CalculatorFailure(.serviceVariation, "is not between 0 and 20")
    }
    switch row[text: .service] ?? "exponential" {
    case "exponential", "": return .exponential(mean: mean)
    case "lognormal": return .lognormal(mean: mean, cv: cv)
    case "gamma": return .gamma(mean: mean, cv: cv)
    case "deterministic": return .deterministic(mean)
    default:
      throw CalculatorFailure(
        .service, "is not a distribution",
        maybe: "one of exponential, lognormal, gamma, deterministic")
    }
  }
}

/// The seed given, else 1.
private func seed(_ row: InputRow) throws(CalculatorFailure) -> UInt64 {
  row.has(.seed) ? UInt64(try whole(row, .seed)) : 1
}

/// Dialling ahead of the agents, simulated.
struct DialerCalculator: Calculator {
  let name = "dialer"
  let title = "Dialer"
  let summary = """
    Outbound lines dialled ahead of the agents: mode is progressive, ratio_idle (alpha times the \
    free agents), predictive (alpha times the agents free by the time of an answer, over \
    p_live_answer) or blind_poisson (alpha erlangs of answered calls). Without alpha the best pacing \
    under max_abandon_rate (3 %) is found, without mode the best mode too; the cap holds with the \
    upper end of the 95 % interval. Abandoned: answered by a person and no agent within max_wait_s.
    """
  let inputs: [Input] = [
    .agents, .live, .handling, .answerDelay, .noAnswer, .maximumWait, .mode, .pacing,
    .maximumAbandonRate, .replications, .seed,
  ]

  func outputs(given: Set<Input>) -> [Output] {
    let solves = !given.contains(.pacing) || !given.contains(.mode)
    return (solves ? [.boundBy, .pacing] : []) + [
      .abandonRate, .abandonmentInterval, .occupancy, .occupancyInterval, .dialsPerAgentHour,
    ]
  }

  func evaluate(_ row: InputRow, into out: inout OutputRow) throws(CalculatorFailure) {
    let agents = try whole(row, .agents)
    let p = try row.need(.live)
    let handling = row[.handling] ?? 180
    guard agents >= 1, agents <= 10_000 else {
      throw CalculatorFailure(.agents, "is not between 1 and 10 000")
    }
    guard p > 0, p <= 1 else { throw CalculatorFailure(.live, "is not above 0 and at most 1") }
    guard handling > 0, handling <= 86_400 else {
      throw CalculatorFailure(.handling, "is not above 0 and at most a day")
    }
    let delays: [(Input, Double)] = [
      (.answerDelay, 10), (.noAnswer, 20), (.maximumWait, 2),
    ]
    var times: [Double] = []
    for (input, usual) in delays {
      let value = row[input] ?? usual
      guard value >= 0, value <= 3600 else {
        throw CalculatorFailure(input, "is not between 0 and 3600 seconds")
      }
      times.append(value)
    }
    let replications = row.has(.replications) ? try whole(row, .replications) : 8
    guard (2...10_000).contains(replications) else {
      throw CalculatorFailure(.replications, "is not between 2 and 10 000")
    }
    let scenario = DialerScenario(
      agents: agents, answerProbability: p, handlingSeconds: handling, answerDelay: times[0],
      noAnswer: times[1], maximumWait: times[2], pacing: try pacing(row) ?? .progressive)
    let simulation = DialerSimulation(scenario, seed: try seed(row))
    if try pacing(row) != nil {
      fill(simulation.runAlone(replications: replications), &out)
      return
    }
    let cap = row[.maximumAbandonRate] ?? 0.03
    guard cap > 0, cap <= 1 else {
      throw CalculatorFailure(.maximumAbandonRate, "is not above 0 and at most 1")
    }
    let mode = row[text: .mode].flatMap { $0.isEmpty ? nil : $0 }
    guard mode == nil || mode == "ratio_idle" || mode == "predictive" else {
      throw CalculatorFailure(.pacing, "is needed for mode \(mode ?? "")")
    }
    let choices = simulation.choicesAlone(cap: cap, replications: replications)
    guard let best = choices.first(where: { mode == nil || $0.pacing.name == mode }) else {
      throw CalculatorFailure(.maximumAbandonRate, "cannot be kept by this mode")
    }
    out.words = best.pacing.name
    out[.pacing] = best.pacing.factor
    fill(best.report, &out)
  }

  /// The pacing given; nil when it is sought.
  private func pacing(_ row: InputRow) throws(CalculatorFailure) -> Pacing? {
    let mode = row[text: .mode] ?? ""
    if mode == "progressive" { return .progressive }
    guard ["", "ratio_idle", "predictive", "blind_poisson"].contains(mode) else {
      throw CalculatorFailure(
        .mode, "is not a mode",
        maybe: "one of progressive, ratio_idle, predictive, blind_poisson")
    }
    guard let alpha = row[.pacing], !mode.isEmpty else { return nil }
    guard alpha > 0, alpha <= 1e5 else {
      throw CalculatorFailure(.pacing, "is not above 0 and at most 100 000")
    }
    switch mode {
    case "ratio_idle": return .ratio(alpha)
    case "predictive": return .predictive(alpha)
    default: return .blind(alpha)
    }
  }

  private func fill(_ report: DialerReport, _ out: inout OutputRow) {
    out[.abandonRate] = report.abandonRate.value
    out[.abandonmentInterval] = report.abandonRate.halfWidth
    out[.occupancy] = report.occupancy.value
    out[.occupancyInterval] = report.occupancy.halfWidth
    out[.dialsPerAgentHour] = report.dialsPerAgentHour
  }
}
