public import CivilTime
internal import Files

/// One of several shares of what has names, centres or queues; the 2nd of 16 as `2/16`.
///
/// Which share a name is in, it alone says: whatever the order, and whichever others come or go, it stays
/// there. The name of a centre is its path as ``CentreList`` has it.
public struct Share: Hashable, Sendable {
  /// 1 to ``count``.
  public var number: Int
  public var count: Int

  public static let most = 100_000

  /// Everything.
  public static let whole = Share(number: 1, count: 1)

  private init(number: Int, count: Int) {
    self.number = number
    self.count = count
  }

  public init(_ text: String) throws(MalformedText) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let number = parts[0], let count = parts[1] else {
      throw MalformedText(at: 0, "is not a share", maybe: "write 2/16 for the second of sixteen")
    }
    guard (1...Self.most).contains(count), (1...count).contains(number) else {
      throw MalformedText(
        at: 0, "is not one of 1/\(max(1, min(count, Self.most))) up to the last",
        maybe: number == 0 ? "shares are counted from 1" : "write 2/16 for the second of sixteen")
    }
    self.init(number: number, count: count)
  }

  public func contains(_ name: String) -> Bool {
    guard count > 1 else { return true }
    let digest = SHA256.hex(Array(name.utf8)).prefix(15)
    return (Int(digest, radix: 16) ?? 0) % count == number - 1
  }
}

extension Share: CustomStringConvertible {
  public var description: String { "\(number)/\(count)" }
}
