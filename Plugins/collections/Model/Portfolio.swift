// A portfolio's week: accounts by bucket, each with its own strategy, and when in the week the right
// party answers.

public import CivilTime
internal import Workloads

/// Accounts of one client, how they are worked, and when people are reached.
public struct Portfolio: Hashable, Sendable {
  public var buckets: Buckets
  /// Right-party contacts per dial, by bucket.
  public var rpcPerAttempt: [Double]
  public var rpcSeconds: Double
  /// Live answers by somebody else, as a share of dials, and the agent seconds of one.
  public var otherLive: Double
  public var otherSeconds: Double
  public var promiseRate: Double
  public var keptRate: Double
  /// How likely the right party answers, by local hour; 24 numbers, or empty for no difference.
  public var hourWeights: [Double]
  public var payDays: PayDays
  public var payDayEffect: PayDayEffect

  public init(
    buckets: Buckets, rpcPerAttempt: [Double], rpcSeconds: Double, otherLive: Double = 0,
    otherSeconds: Double = 0, promiseRate: Double = 0, keptRate: Double = 0,
    hourWeights: [Double] = [], payDays: PayDays = PayDays([]),
    payDayEffect: PayDayEffect = PayDayEffect([])
  ) {
    self.buckets = buckets
    self.rpcPerAttempt = rpcPerAttempt
    self.rpcSeconds = rpcSeconds
    self.otherLive = otherLive
    self.otherSeconds = otherSeconds
    self.promiseRate = promiseRate
    self.keptRate = keptRate
    self.hourWeights = hourWeights
    self.payDays = payDays
    self.payDayEffect = payDayEffect
  }

  /// The week's funnel of each bucket that is worked.
  public var funnels: [(bucket: String, funnel: Funnel)] { funnels(of: buckets) }

  /// The same strategies on other balances, such as next month's.
  public func funnels(of buckets: Buckets) -> [(bucket: String, funnel: Funnel)] {
    zip(buckets.all, rpcPerAttempt).filter { $0.0.attempts > 0 && $0.0.accounts > 0 }.map {
      bucket, rate in
      (
        bucket.name,
        Funnel(
          accounts: bucket.accounts, rpcPerAttempt: rate, attempts: bucket.attempts,
          rpcSeconds: rpcSeconds, otherLive: otherLive, otherSeconds: otherSeconds,
          promiseRate: promiseRate, keptRate: keptRate)
      )
    }
  }

  /// The weight of an instant on a clock: hour of the day and distance from pay day.
  public func weight(at instant: Instant, _ clock: Zone) -> Double {
    let local = clock.local(at: instant)
    let hour = local.hour < hourWeights.count ? hourWeights[local.hour] : 1
    return hour * payDayEffect.factor(on: local.date, payDays)
  }
}
