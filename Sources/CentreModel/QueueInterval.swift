public import CivilTime

/// One interval of one queue, as a key.
public struct QueueInterval: Hashable, Sendable {
  public var queue: String
  public var start: Instant

  public init(_ queue: String, _ start: Instant) {
    self.queue = queue
    self.start = start
  }
}
