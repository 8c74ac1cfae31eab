public import CivilTime

/// The forecast of one interval of one queue. Closed intervals have `offered` exactly 0.
public struct ForecastRow: Hashable, Sendable {
  public var queue: String
  public var start: Instant
  /// Expected contacts.
  public var offered: Double
  public var low80: Double
  public var high80: Double
  public var low95: Double
  public var high95: Double
  /// Average handling time in seconds.
  public var handlingSeconds: Double
  /// Which method made the number, or `closed`.
  public var method: String

  /// The `method` of an interval in which the queue takes no contacts.
  /// The method of an interval no history tells about.
  public static let guessMethod = "guess"
  public static let closedMethod = "closed"

  public init(
    queue: String, start: Instant, offered: Double, low80: Double, high80: Double, low95: Double,
    high95: Double, handlingSeconds: Double, method: String
  ) {
    self.queue = queue
    self.start = start
    self.offered = offered
    self.low80 = low80
    self.high80 = high80
    self.low95 = low95
    self.high95 = high95
    self.handlingSeconds = handlingSeconds
    self.method = method
  }
}
