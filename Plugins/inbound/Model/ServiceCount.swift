/// What became of the calls of one interval, and the service level under each definition.
///
/// A plan names the one it means: on the same day they differ by ten points.
public struct ServiceCount: Hashable, Sendable {
  public var answeredInTime: Double
  public var answeredLater: Double
  public var abandonedInTime: Double
  public var abandonedLater: Double

  public init(
    answeredInTime: Double, answeredLater: Double, abandonedInTime: Double, abandonedLater: Double
  ) {
    self.answeredInTime = answeredInTime
    self.answeredLater = answeredLater
    self.abandonedInTime = abandonedInTime
    self.abandonedLater = abandonedLater
  }

  public var offered: Double {
    answeredInTime + answeredLater + abandonedInTime + abandonedLater
  }

  /// The definitions in use.
  public enum Variant: String, CaseIterable, Hashable, Sendable {
    case answeredOfOffered = "answered-of-offered"
    case excludingShortAbandons = "excluding-short-abandons"
    case answeredOrAbandonedOfOffered = "answered-or-abandoned-of-offered"
    case answeredOfAnswered = "answered-of-answered"

    /// The definition in words, for reports.
    public var sentence: String {
      switch self {
      case .answeredOfOffered: "answered in time / offered"
      case .excludingShortAbandons: "answered in time / (offered - abandoned in time)"
      case .answeredOrAbandonedOfOffered: "(answered + abandoned) in time / offered"
      case .answeredOfAnswered: "answered in time / answered"
      }
    }
  }

  /// The share, 1 when nothing was counted.
  public func level(_ variant: Variant) -> Double {
    let (good, all) =
      switch variant {
      case .answeredOfOffered: (answeredInTime, offered)
      case .excludingShortAbandons: (answeredInTime, offered - abandonedInTime)
      case .answeredOrAbandonedOfOffered: (answeredInTime + abandonedInTime, offered)
      case .answeredOfAnswered: (answeredInTime, answeredInTime + answeredLater)
      }
    return all > 0 ? good / all : 1
  }
}
