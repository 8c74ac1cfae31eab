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

  /// Volume after `other` takes this one's place, per unit of volume now.
  public func change(to other: RepeatContacts) -> Double { other.factor / factor }
}
