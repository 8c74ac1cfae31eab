/// Outbound contacts that fit between inbound ones.
public struct Fill: Hashable, Sendable {
  /// Share of idle time that switching leaves for outbound work, 0 to 1.
  public var efficiency: Double
  /// Occupancy that inbound work may reach before there is no time to spare.
  public var maximumOccupancy: Double
  /// Agent seconds of an outbound contact.
  public var handlingSeconds: Double

  public init(efficiency: Double = 0.8, maximumOccupancy: Double = 0.85, handlingSeconds: Double) {
    self.efficiency = efficiency
    self.maximumOccupancy = maximumOccupancy
    self.handlingSeconds = handlingSeconds
  }

  /// Outbound contacts in `seconds` seconds with `agents` agents and `erlangs` of inbound work.
  public func contacts(agents: Double, erlangs: Double, seconds: Double) -> Double {
    guard handlingSeconds > 0, maximumOccupancy > 0 else { return 0 }
    let free = max(0, agents - erlangs / maximumOccupancy)
    return free * seconds * efficiency / handlingSeconds
  }
}
