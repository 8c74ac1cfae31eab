internal import Glibc

/// Contacts that come back because the first one did not settle the matter.
///
/// Every unresolved contact returns with the same probability, again and again, so the volume seen is
/// the unique contacts over 1 - r.
public struct RepeatContacts: Hashable, Sendable {
  /// First-contact resolution, 0 to 1.
  public var resolution: Double
  /// Share of unresolved contacts that come back, 0 to 1.
  public var comeBack: Double

  public init(resolution: Double, comeBack: Double) {
    self.resolution = resolution
    self.comeBack = comeBack
  }

  /// r: the share of contacts that cause another.
  public var rate: Double { (1 - min(1, max(0, resolution))) * min(1, max(0, comeBack)) }

  /// Contacts seen per unique contact; infinite when everybody always comes back.
  public var factor: Double { rate < 1 ? 1 / (1 - rate) : .infinity }

  /// Volume after `other` has taken this one's place, per unit of volume before.
  ///
  /// Contacts that are settled better cause fewer others only once those would have come: with delays that
  /// are exponential with a mean of `delayDays`, repeats R of unique contacts U follow
  /// R' = (r (U + R) - R) / delay, so that they go from r0 / (1 - r0) to r1 / (1 - r1) at a rate of
  /// (1 - r1) / delay.
  /// `days` since the change are infinite for its whole effect.
  public func change(
    to other: RepeatContacts, days: Double = .infinity, delayDays: Double = 0
  ) -> Double {
    let left =
      delayDays > 0 && days.isFinite ? exp(-(1 - other.rate) * max(0, days) / delayDays) : 0
    return (other.factor + (factor - other.factor) * left) / factor
  }
}
