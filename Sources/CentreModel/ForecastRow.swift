public import CivilTime

/// The forecast of one interval of one queue.
///
/// Closed is when nobody works at the queue. Contacts may come all the same where a queue's arrivals
/// are wider than its hours: then `offered` is above 0 although the interval is closed.
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
  /// Which method made the number.
  public var method: String
  /// Whether nobody works at the queue in the interval.
  public var isClosed: Bool

  /// The method of an interval no history tells about.
  public static let guessMethod = "guess"
  /// How files say in their column `method` that an interval is closed.
  public static let closedMethod = "closed"

  /// `isClosed`: Nil takes it from a `method` as files write it.
  public init(
    queue: String, start: Instant, offered: Double, low80: Double, high80: Double, low95: Double,
    high95: Double, handlingSeconds: Double, method: String, isClosed: Bool? = nil
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
    self.isClosed = isClosed ?? (method == Self.closedMethod)
  }
}
