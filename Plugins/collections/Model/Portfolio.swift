// A portfolio's week: accounts by bucket, each with its own strategy, and when in the week the right
// party answers.

public import CivilTime
public import Workloads

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
  /// Days without a call after a conversation, its own the first: what the law asks for.
  public var quietDays = 7
  /// Right-party contacts of people who call in themselves, as a share of those reached by dialling.
  public var callInShare = 0.0
  /// Agent seconds of a call about a promise that was not kept; it is made the day after it was due.
  public var followUpSeconds = 0.0
  /// How likely the right party answers, by local hour.
  public var hourWeights: HourWeights
  public var payDays: PayDays
  public var payDayEffect: PayDayEffect

  public init(
    buckets: Buckets, rpcPerAttempt: [Double], rpcSeconds: Double, otherLive: Double = 0,
    otherSeconds: Double = 0, promiseRate: Double = 0, keptRate: Double = 0,
    hourWeights: HourWeights = HourWeights(), payDays: PayDays = PayDays([]),
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

  /// A usual week's funnel of each bucket that is worked.
  public var funnels: [(bucket: String, funnel: Funnel)] { funnels(of: buckets) }

  /// The same strategies on other balances, such as next month's.
  public func funnels(of buckets: Buckets) -> [(bucket: String, funnel: Funnel)] {
    zip(buckets.all, rpcPerAttempt).filter { $0.0.attempts > 0 && $0.0.accounts > 0 }.map {
      bucket, rate in
      (
        bucket.name,
        Funnel(
          accounts: bucket.accounts, rpcPerAttempt: rate, attempts: bucket.attempts,
          quietDays: quietDays, rpcSeconds: rpcSeconds, otherLive: otherLive,
          otherSeconds: otherSeconds,
          promiseRate: promiseRate, keptRate: keptRate)
      )
    }
  }

  /// How many more right parties a dial reaches at an instant than on average: hours and distance from pay
  /// day, each against its own mean.
  public func lift(at instant: Instant, _ clock: Zone, meanPayDay: Double) -> Double {
    weight(at: instant, clock) / max(1e-9, hourWeights.mean * meanPayDay)
  }

  /// The mean factor of pay days over the year from `date` on.
  public func meanPayDay(from date: CivilDate) -> Double {
    guard !payDayEffect.factors.isEmpty, !payDays.rules.isEmpty else { return 1 }
    let all = (0..<365).map { payDayEffect.factor(on: date + $0, payDays) }
    return all.reduce(0, +) / Double(all.count)
  }

  /// When a promise made on `date` that was not kept is called about: the day after it was due, and not
  /// before the silence that the law asks for is over.
  public func followUp(of date: CivilDate) -> CivilDate {
    let due = payDays.next(after: date) ?? date + 7
    return max(due + 1, date + quietDays)
  }

  /// The weight of an instant on a clock: hour of the day and distance from pay day.
  public func weight(at instant: Instant, _ clock: Zone) -> Double {
    let local = clock.local(at: instant)
    return hourWeights[local.hour] * payDayEffect.factor(on: local.date, payDays)
  }
}
