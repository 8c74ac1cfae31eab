// Staffing when the call rate itself is not known: a Gamma-distributed factor of mean 1 on the rate.
//
// Goal: 1e-9. Method: the service level seen by calls is E[L SL(L)]/E[L], an integral of Erlang A (or
// C, whose service level is 0 where the rate exceeds the agents) against the Gamma density, by
// Gauss-Legendre panels no wider than the steps of SL or the density; the risk P(SL(L) ≥ target) from
// the rate at which SL meets the target and the incomplete gamma function.
// Sources: Jongbloed & Koole 2001; Whitt 2006; Bassamboo, Randhawa & Zeevi 2010.
internal import Glibc

/// A queue whose rate is uncertain.
public struct UncertainRatePerformance: Hashable, Sendable {
  /// Answered within T of all calls over many days: busy days count more.
  public var serviceLevelPerCall: Double
  public var abandonmentPerCall: Double
  /// The mean of the days' service levels.
  public var serviceLevelPerDay: Double
  /// Share of days whose service level reaches the target.
  public var shareOfDaysOnTarget: Double
}

/// Staffing with a coefficient of variation of the rate.
public enum UncertainRate {
  /// Performance over many days with `variation`, the coefficient of variation of the rate, from 0
  /// to 3; `target` is the service level whose chance is asked for.
  public static func performance(
    of question: StaffingQuestion, variation: Double, agents: Double, target: Double = 0.8
  ) throws(QueueingError) -> UncertainRatePerformance {
    let q = try question.validated()
    let n = try Check.notNegative(agents, .agents)
    let cv = try Check.notNegative(variation, .rateVariation)
    guard cv <= 3 else {
      throw .outOfRange(quantity: .rateVariation, value: cv, allowed: "from 0 to 3")
    }
    let goal = try Check.probability(target, .serviceLevel)
    let base = point(q, n, 1)
    if cv < 1e-6 || q.load == 0 {
      return .init(
        serviceLevelPerCall: base.level, abandonmentPerCall: base.lost,
        serviceLevelPerDay: base.level, shareOfDaysOnTarget: base.level >= goal - 1e-12 ? 1 : 0)
    }
    let shape = 1 / (cv * cv)
    let low = max(0, 1 - 9 * cv)
    let high = 1 + 14 * cv + 30 * cv * cv
    let cut = q.finitePatience == nil ? min(high, max(low, n / q.load)) : high
    let logNorm = shape * log(shape) - lgamma(shape)
    func density(_ l: Double) -> Double {
      l <= 0 ? 0 : exp(logNorm + (shape - 1) * log(l) - shape * l)
    }
    let width = min(0.5 * cv, 2 / q.load.squareRoot())
    func mean(_ f: (Double) -> Double) -> Double {
      // Small shapes are singular at 0: substitute l = u^4 there.
      if shape < 9 {
        let panels = Int(min(20_000, max(8, (cut / width).rounded(.up))))
        return integrate(0, cut.squareRoot().squareRoot(), panels: panels) { u in
          let l = u * u * u * u
          return f(l) * density(l) * 4 * u * u * u
        }
      }
      return integrate(
        low, cut, panels: Int(min(20_000, max(8, ((cut - low) / width).rounded(.up))))
      ) {
        f($0) * density($0)
      }
    }
    return .init(
      serviceLevelPerCall: mean { $0 * point(q, n, $0).level },
      abandonmentPerCall: q.finitePatience == nil ? 0 : mean { $0 * point(q, n, $0).lost },
      serviceLevelPerDay: mean { point(q, n, $0).level },
      shareOfDaysOnTarget: onTarget(q, n, goal, shape, high))
  }

  private static func point(
    _ q: StaffingQuestion, _ n: Double, _ factor: Double
  ) -> (level: Double, lost: Double) {
    let a = q.load * factor
    if a == 0 { return (1, 0) }
    guard let patience = q.finitePatience, patience > 0, n > 0 else {
      let p = Staffing.unchecked(
        .init(
          load: a, handlingSeconds: q.handlingSeconds, patienceSeconds: q.patienceSeconds,
          thresholdSeconds: q.thresholdSeconds), n)
      return (p.serviceLevel.ofOffered, p.abandonment)
    }
    let state = ErlangAState(
      agents: n, load: a, handling: q.handlingSeconds, patience: patience)
    return (
      state.levels(threshold: q.thresholdSeconds).levels.ofOffered, state.abandonment
    )
  }

  private static func onTarget(
    _ q: StaffingQuestion, _ n: Double, _ goal: Double, _ shape: Double, _ high: Double
  ) -> Double {
    if point(q, n, high).level >= goal { return 1 }
    if point(q, n, 1e-9).level < goal { return 0 }
    let edge = root(1e-9, high) { point(q, n, $0).level - goal }
    return gammaShare(shape, shape * edge)
  }

  /// P(c, x), the regularised lower incomplete gamma function.
  private static func gammaShare(_ c: Double, _ x: Double) -> Double {
    let palm = PalmFunction(c, x)
    let norm = stirlingFactor(c) * (2 * Double.pi * c).squareRoot()
    if palm.scale > 0 || x > c { return palm.value / norm }
    return palm.value * exp(-c * minusLog1p((x - c) / c)) / norm
  }

  /// The smallest whole number of agents whose service level per call reaches `target`.
  public static func agentsForMean(
    _ question: StaffingQuestion, variation: Double, target: Double
  ) throws(QueueingError) -> Double {
    try search(question, variation, target) { $0.serviceLevelPerCall >= target - 1e-12 }
  }

  /// The smallest whole number of agents with which the share `confidence` of days reach `target`.
  public static func agentsForRisk(
    _ question: StaffingQuestion, variation: Double, target: Double, confidence: Double
  ) throws(QueueingError) -> Double {
    guard confidence >= 0, confidence < 1 else {
      throw .outOfRange(quantity: .probability, value: confidence, allowed: "from 0 to below 1")
    }
    return try search(question, variation, target) {
      $0.shareOfDaysOnTarget >= confidence - 1e-12
    }
  }

  private static func search(
    _ question: StaffingQuestion, _ variation: Double, _ target: Double,
    _ meets: (UncertainRatePerformance) -> Bool
  ) throws(QueueingError) -> Double {
    guard target >= 0, target < 1 else {
      throw .outOfRange(quantity: .serviceLevel, value: target, allowed: "from 0 to below 1")
    }
    let q = try question.validated()
    if q.callsPerHour == 0 { return 0 }
    if q.load == 0 { return 1 }
    var failure: QueueingError?
    let n = try smallestWhole(
      from: q.load.rounded(.up), step: max(q.load.squareRoot(), variation * q.load), lowest: 1,
      .serviceLevel, target
    ) { n in
      do throws(QueueingError) {
        return meets(try performance(of: q, variation: variation, agents: n, target: target))
      } catch {
        failure = error
        return true
      }
    }
    if let failure { throw failure }
    return n
  }
}
