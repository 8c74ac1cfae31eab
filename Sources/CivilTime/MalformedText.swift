public import Diagnostics

/// Something is wrong inside one short text; whoever knows where the text stands makes it a
/// ``Problem``.
public struct MalformedText: Error, Hashable, Sendable {
  /// The number of characters before the spot.
  public var offset: Int
  public var what: String
  public var maybe: String?

  public init(at offset: Int, _ what: String, maybe: String? = nil) {
    self.offset = offset
    self.what = what
    self.maybe = maybe
  }

  /// The problem of a text that begins at `place`.
  public func problem(at place: Place?, subject: String = "", value: String) -> Problem {
    var spot = place
    if let column = place?.column { spot?.column = column + offset }
    return Problem(at: spot, subject: subject, what, value: value, maybe: maybe)
  }
}
