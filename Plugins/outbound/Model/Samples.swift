// How many calls a sample takes.
//
// Quality: each agent's calls are listened to at a fixed number a month.
// Surveys: the answers that estimate a share within a margin at a confidence, with the correction
// for finite populations: n0 = z² p (1 - p) / e², n = n0 / (1 + (n0 - 1) / N) (Cochran 1977).

internal import Glibc
internal import Workloads

/// Calls listened to for quality.
public struct QualitySample: Hashable, Sendable {
  public var agents: Int
  /// Calls per agent and month.
  public var callsPerAgent: Double
  /// Seconds to listen to and score one call, and to talk it over with the agent.
  public var secondsPerCall: Double

  public init(agents: Int, callsPerAgent: Double, secondsPerCall: Double) {
    self.agents = agents
    self.callsPerAgent = callsPerAgent
    self.secondsPerCall = secondsPerCall
  }

  public var calls: Double { Double(agents) * callsPerAgent }
  public var hoursPerMonth: Double { calls * secondsPerCall / 3600 }

  /// Widest margin (95 %, share one half) of an agent's own score from one month.
  public var marginPerAgent: Double {
    callsPerAgent > 0 ? min(1, 1.959964 * (0.25 / callsPerAgent).squareRoot()) : 1
  }
}

/// Completed interviews a survey needs.
public struct SurveySample: Hashable, Sendable {
  /// Half width of the confidence interval, such as 0.05.
  public var margin: Double
  /// 0.95 for 95 %.
  public var confidence: Double
  /// The share expected; one half is the worst case.
  public var share: Double
  /// People in the population; nil for many.
  public var population: Int?

  public init(
    margin: Double, confidence: Double = 0.95, share: Double = 0.5, population: Int? = nil
  ) {
    self.margin = margin
    self.confidence = confidence
    self.share = share
    self.population = population
  }

  /// Completed interviews, rounded up.
  public var completes: Int {
    guard margin > 0 else { return population ?? 0 }
    let z = normalQuantile(0.5 + 0.5 * confidence)
    let large = z * z * share * (1 - share) / (margin * margin)
    guard let population, population > 0 else { return wholeUp(large) }
    return min(population, wholeUp(large / (1 + (large - 1) / Double(population))))
  }

  /// Records to load so that enough complete: of those reached a share agrees and finishes.
  public func records(reached: Double, completing: Double) -> Int? {
    let rate = reached * completing
    return rate > 0 ? wholeUp(Double(completes) / rate) : nil
  }
}

/// The standard normal quantile by halving `erfc`; 60 steps.
private func normalQuantile(_ p: Double) -> Double {
  var low = -10.0
  var high = 10.0
  for _ in 0..<60 {
    let z = 0.5 * (low + high)
    if 0.5 * erfc(-z / 2.0.squareRoot()) < p { low = z } else { high = z }
  }
  return 0.5 * (low + high)
}
