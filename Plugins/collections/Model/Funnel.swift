public import Workloads

/// A week of calls on accounts, from dials to promises kept.
///
/// Each account is tried until the right party is reached, at most `attempts` times; every attempt
/// reaches it with probability `rpcPerAttempt`.
public struct Funnel: Hashable, Sendable {
  public var accounts: Double
  /// Right-party contacts per dial, 0 to 1.
  public var rpcPerAttempt: Double
  /// Attempts per account in the week.
  public var attempts: Int
  /// Agent seconds of a right-party contact.
  public var rpcSeconds: Double
  /// Live answers by somebody else, as a share of dials, and the agent seconds of one.
  public var otherLive: Double
  public var otherSeconds: Double
  /// Promises per right-party contact, and the share of promises kept.
  public var promiseRate: Double
  public var keptRate: Double

  public init(
    accounts: Double, rpcPerAttempt: Double, attempts: Int = 7, rpcSeconds: Double,
    otherLive: Double = 0, otherSeconds: Double = 0, promiseRate: Double = 0, keptRate: Double = 0
  ) {
    self.accounts = accounts
    self.rpcPerAttempt = rpcPerAttempt
    self.attempts = attempts
    self.rpcSeconds = rpcSeconds
    self.otherLive = otherLive
    self.otherSeconds = otherSeconds
    self.promiseRate = promiseRate
    self.keptRate = keptRate
  }

  /// The week as a list.
  public var list: ListWorkload {
    ListWorkload(
      records: accounts, attempts: Attempts(contactRate: rpcPerAttempt, maximum: attempts),
      handlingSeconds: rpcSeconds, otherLive: otherLive, otherSeconds: otherSeconds)
  }

  public var dials: Double { list.dials }
  public var rightParty: Double { list.contacts }
  public var promises: Double { rightParty * promiseRate }
  public var kept: Double { promises * keptRate }
  /// Hours on the phone in the week.
  public var phoneHours: Double { list.workHours }

  /// Hours to be paid when agents are busy `occupancy` of their time on the phone and `shrinkage` of
  /// paid time is off it.
  public func paidHours(occupancy: Double, shrinkage: Double) -> Double {
    let share = occupancy * (1 - shrinkage)
    return share > 0 ? phoneHours / share : .infinity
  }
}
