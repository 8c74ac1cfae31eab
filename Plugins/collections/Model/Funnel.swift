// A week of calls on accounts, from dials to promises kept, week after week.
//
// Goal: the dials and conversations of a usual week, in which accounts are in every state: some are being
// tried, some are left alone after a conversation.
// Method: an account is tried `attempts` times a week, at most once a dialling day, evenly spaced. A
// conversation silences it for `quietDays` days, its own the first (12 CFR 1006.14(b)(2)(i)(B) asks for 7).
// Tries until a conversation are geometric with mean 1/p, so that from one conversation to the next pass
//   quietDays / 7 + (1/p - 1) / attempts   weeks,
// one conversation each. Without silence every try may be followed by the next: p · attempts a week.
// Conditions: the number of accounts is steady, what is cured or rolls on is replaced.

public import Workloads

/// A usual week of one bucket's accounts.
public struct Funnel: Hashable, Sendable {
  public var accounts: Double
  /// Right-party contacts per dial, 0 to 1.
  public var rpcPerAttempt: Double
  /// Attempts per account in a week in which it is not left alone.
  public var attempts: Int
  /// Days without a call after a conversation, its own the first; 0 for none.
  public var quietDays: Int
  /// Agent seconds of a right-party contact.
  public var rpcSeconds: Double
  /// Live answers by somebody else, as a share of dials, and the agent seconds of one.
  public var otherLive: Double
  public var otherSeconds: Double
  /// Promises per right-party contact, and the share of promises kept.
  public var promiseRate: Double
  public var keptRate: Double

  public init(
    accounts: Double, rpcPerAttempt: Double, attempts: Int = 7, quietDays: Int = 7,
    rpcSeconds: Double, otherLive: Double = 0, otherSeconds: Double = 0, promiseRate: Double = 0,
    keptRate: Double = 0
  ) {
    self.accounts = accounts
    self.rpcPerAttempt = rpcPerAttempt
    self.attempts = attempts
    self.quietDays = quietDays
    self.rpcSeconds = rpcSeconds
    self.otherLive = otherLive
    self.otherSeconds = otherSeconds
    self.promiseRate = promiseRate
    self.keptRate = keptRate
  }

  /// The first week of a fresh list, in which no account has been spoken to: each is tried until the
  /// right party is reached.
  public var firstWeek: ListWorkload {
    ListWorkload(
      records: accounts, attempts: Attempts(contactRate: rpcPerAttempt, maximum: attempts),
      handlingSeconds: rpcSeconds, otherLive: otherLive, otherSeconds: otherSeconds)
  }

  public var rightParty: Double {
    guard attempts > 0, rpcPerAttempt > 0 else { return 0 }
    let tries = Double(attempts)
    // Silence shorter than the space between two tries costs nothing.
    let silence = max(Double(quietDays) / 7, 1 / tries)
    return accounts / (silence + (1 / rpcPerAttempt - 1) / tries)
  }

  public var dials: Double {
    rpcPerAttempt > 0 ? rightParty / rpcPerAttempt : accounts * Double(attempts)
  }
  public var otherContacts: Double { dials * otherLive }
  public var promises: Double { rightParty * promiseRate }
  public var kept: Double { promises * keptRate }
  public var broken: Double { promises - kept }
  /// Hours on the phone in the week, follow-up of promises not counted.
  public var phoneHours: Double {
    (rightParty * rpcSeconds + otherContacts * otherSeconds) / 3600
  }

  /// Hours to be paid when agents are busy `occupancy` of their time on the phone and `shrinkage` of
  /// paid time is off it.
  public func paidHours(occupancy: Double, shrinkage: Double) -> Double {
    let share = occupancy * (1 - shrinkage)
    return share > 0 ? phoneHours / share : .infinity
  }
}
