// Working a list of people to call: attempts, reach, hours, agents.
//
// Method: independent attempts with the same chance each (geometric), at most m per record:
// attempts per record (1 - (1-p)^m)/p, reach 1 - (1-p)^m.
internal import Glibc

/// The work a list makes.
public struct CallListWork: Hashable, Sendable {
  public var attemptsPerRecord: Double
  /// Share of records whose right party is reached.
  public var reach: Double
  public var agentHours: Double
  /// agent hours / (window · occupancy); round up for whole agents.
  public var agents: Double
}

/// A list to be called.
public struct CallList: Hashable, Sendable {
  public var records: Double
  /// Chance that an attempt is answered by a person.
  public var live: Double
  /// Chance that an attempt reaches the right party; at most `live`.
  public var rightParty: Double
  /// Most attempts per record.
  public var maximumAttempts: Int
  public var rightPartySeconds: Double
  /// Handling of an answered attempt that is not the right party.
  public var otherSeconds: Double
  public var windowHours: Double
  public var occupancy: Double

  public init(
    records: Double, live: Double, rightParty: Double, maximumAttempts: Int,
    rightPartySeconds: Double, otherSeconds: Double, windowHours: Double, occupancy: Double
  ) {
    self.records = records
    self.live = live
    self.rightParty = rightParty
    self.maximumAttempts = maximumAttempts
    self.rightPartySeconds = rightPartySeconds
    self.otherSeconds = otherSeconds
    self.windowHours = windowHours
    self.occupancy = occupancy
  }

  /// Attempts, reach, hours and agents; record is done when the right party is reached.
  public func work() throws(QueueingError) -> CallListWork {
    let n = try Check.notNegative(records, .callsPerHour)
    let p = try Check.probability(rightParty, .probability)
    let l = try Check.probability(live, .answerProbability)
    guard p <= l else {
      throw .outOfRange(
        quantity: .probability, value: p, allowed: "at most the probability of a live answer")
    }
    guard maximumAttempts >= 1 else {
      throw .outOfRange(
        quantity: .periods, value: Double(maximumAttempts), allowed: "at least one attempt")
    }
    let hours = try Check.positive(windowHours, .periods)
    let busy = try Check.positive(occupancy, .occupancy)
    let reach = -expm1(Double(maximumAttempts) * log1p(-p))
    let attempts = p == 0 ? Double(maximumAttempts) : reach / p
    let seconds =
      n * reach * (try Check.notNegative(rightPartySeconds, .handlingTime))
      + n * attempts * (l - p) * (try Check.notNegative(otherSeconds, .handlingTime))
    return .init(
      attemptsPerRecord: attempts, reach: p == 1 ? 1 : reach, agentHours: seconds / 3600,
      agents: seconds / 3600 / (hours * busy))
  }
}
