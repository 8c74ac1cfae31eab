// Erlang A (M/M/n+M): callers wait and hang up after an exponential patience.
//
// Goal: service levels within 1e-11 absolute, abandonment within 1e-10 relative, in at most 5 µs.
// Method: Palm's function A(c,η), c = nP/S, η = λP:
//   π_n = 1/(1/B + A - 1), P(V>0) = π_n A, P(abandon) = π_n (A - (n/a)(A-1)),
//   P(V>t) = π_n E A(c, η s), answered after more than t: M(t) = (n/a)(P(V>t) - π_n E),
//   s = e^(-t/P), ln E = (a-n) t/S - η (t/P - 1 + s).
// Above c, A carries a factor e^{y²}; E e^{y_t² - y²} = 1 exactly, so the factors are left out and
// nothing overflows in overload. P(abandon) is formed from a continued fraction where the difference
// would cancel. Sources: Palm 1957; Baccelli & Hebuterne 1981; Zeltyn & Mandelbaum 2005.
internal import Glibc

/// Steady state of the Erlang A queue; `a` in erlangs, times in units of the caller's choice.
struct ErlangAState {
  let n: Double
  let a: Double
  let handling: Double
  let patience: Double
  /// 1/B(n,a).
  let reciprocal: Double
  let waitProbability: Double
  let abandonment: Double

  private let c: Double
  private let eta: Double
  private let scale: Double
  /// π_n e^scale.
  private let scaledEmpty: Double

  /// - Precondition: n > 0, a > 0, handling > 0, 0 < patience < ∞.
  ///
  /// `reciprocal` stands in for 1/B where the states with free agents are not those of Erlang.
  init(
    agents n: Double, load a: Double, handling: Double, patience: Double, reciprocal: Double? = nil
  ) {
    self.n = n
    self.a = a
    self.handling = handling
    self.patience = patience
    let ratio = patience / handling
    c = n * ratio
    eta = a * ratio
    let reciprocal = reciprocal ?? reciprocalBlocking(n, a)
    self.reciprocal = reciprocal
    let palm = PalmFunction(c, eta)
    scale = palm.scale
    let unit = exp(-scale)
    let total = (reciprocal - 1) * unit + palm.value
    scaledEmpty = 1 / total
    waitProbability = palm.value / total
    let perLoad = n / a
    let difference = palm.value * (1 - perLoad) + perLoad * unit
    if eta < c, difference < 1e-3 * perLoad {
      abandonment = palmMean(c, eta).mean / total
    } else {
      abandonment = difference / total
    }
  }

  /// π_n, the share of time in which all agents are busy and nobody waits.
  var probabilityOfFull: Double { scaledEmpty * exp(-scale) }

  /// Service levels and the share abandoned within `t` ≥ 0.
  func levels(threshold t: Double) -> (levels: ServiceLevels, abandonedWithin: Double) {
    let answered = 1 - abandonment
    guard t > 0 else {
      let none = 1 - waitProbability
      return (
        .init(
          ofOffered: none, ofAnswered: none / answered, excludingShortAbandons: none,
          virtual: none, offeredPlusAbandoned: none), 0
      )
    }
    let x = t / patience
    let s = exp(-x)
    let z = eta * s
    let palm = PalmFunction(c, z)
    // e^{…}: the weight of π_n E, and of P(V>t) which has its own scale.
    let weight: Double
    let virtualWeight: Double
    if scale > 0 || eta > c {
      weight = exp(-c * minusLog1p((z - c) / c))
      virtualWeight = palm.scale > 0 ? 1 : weight
    } else {
      weight = exp((a - n) * t / handling - eta * plusExpm1Negative(x))
      virtualWeight = weight
    }
    let virtualLater = scaledEmpty * virtualWeight * palm.value
    let answeredLater = n / a * max(0, virtualLater - scaledEmpty * weight)
    let within = max(0, answered - answeredLater)
    let left = max(0, 1 - s * virtualLater - within)
    return (
      .init(
        ofOffered: within, ofAnswered: within / answered,
        excludingShortAbandons: within / (1 - left), virtual: 1 - virtualLater,
        offeredPlusAbandoned: within + left), left
    )
  }

  /// Whole-call means; see `ErlangAWaits`.
  func waits() -> ErlangAWaits {
    ErlangAWaits(n: n, a: a, perPatience: handling / patience, reciprocal: reciprocal)
  }

  func performance(threshold t: Double) -> QueuePerformance {
    let (levels, within) = levels(threshold: t)
    let waits = waits()
    let answered = 1 - abandonment
    return .init(
      agents: n, offeredLoad: a, waitProbability: waitProbability, blocking: 0,
      abandonment: abandonment, abandonedWithinThreshold: within, serviceLevel: levels,
      averageSpeedOfAnswer: handling * waits.answered / answered,
      meanWait: patience * abandonment,
      meanWaitOfAbandoned: abandonment > 0
        ? handling * waits.abandoned * (handling / patience) / abandonment : nil,
      meanVirtualWait: handling * waits.virtual,
      queueLength: abandonment * a * patience / handling, occupancy: a * answered / n)
  }
}
