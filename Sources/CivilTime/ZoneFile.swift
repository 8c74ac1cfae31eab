// The binary zone files of the IANA time zone database, TZif versions 1 to 4 (RFC 9636).
//
// A file has a block with 32-bit times and, from version 2 on, one with 64-bit times followed by a
// footer: the POSIX rule for what comes after the last transition. "Fat" files list transitions until
// 2037, "slim" ones stop at the last change of the rules; with the footer both mean the same.
// Whatever the bytes, reading ends in a table or in an error: every count is checked before use.

internal import Diagnostics

/// The transitions and the footer of a zone file.
struct ZoneFile {
  /// Instants of change, strictly ascending, seconds since 1970 UTC.
  var transitions: [Int64] = []
  /// Seconds east of UTC: `offsets[k]` holds before `transitions[k]`, the last one after the last.
  var offsets: [Int32] = []
  /// The POSIX rule for later instants; empty when there is none.
  var footer = ""

  private struct Counts {
    var utcFlags: Int
    var standardFlags: Int
    var leapSeconds: Int
    var times: Int
    var types: Int
    var characters: Int

    func size(timeWidth: Int) -> Int {
      times * (timeWidth + 1) + types * 6 + characters + leapSeconds * (timeWidth + 4)
        + standardFlags + utcFlags
    }
  }

  private static let headerSize = 44

  init(bytes: [UInt8], file: String) throws(Problem) {
    func broken(_ what: String) -> Problem {
      Problem(
        at: Place(file: file), "is not a usable time zone file: \(what)",
        maybe: "the tzdata package must be installed again")
    }
    guard let version = Self.version(bytes, 0) else { throw broken("it does not begin with TZif") }
    var header = 0
    var timeWidth = 4
    guard var counts = Self.counts(bytes, 0) else { throw broken("it is cut off") }
    if version >= 2 {
      header = Self.headerSize + counts.size(timeWidth: 4)
      timeWidth = 8
      guard Self.version(bytes, header) != nil, let second = Self.counts(bytes, header) else {
        throw broken("the 64-bit part is missing")
      }
      counts = second
    }
    let body = header + Self.headerSize
    let end = body + counts.size(timeWidth: timeWidth)
    guard counts.types > 0, counts.types <= 256, end <= bytes.count else {
      throw broken("it is cut off")
    }

    transitions = (0..<counts.times).map { k in
      let at = body + k * timeWidth
      let value = bytes[at..<at + timeWidth].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      return timeWidth == 8
        ? Int64(bitPattern: value) : Int64(Int32(bitPattern: UInt32(value)))
    }
    for (a, b) in zip(transitions, transitions.dropFirst()) where a >= b {
      throw broken("its transitions are out of order")
    }
    let typeIndices = body + counts.times * timeWidth
    let types = typeIndices + counts.times
    let offsetOfType = (0..<counts.types).map {
      Int32(bitPattern: UInt32(Self.number(bytes, types + 6 * $0)))
    }
    for offset in offsetOfType where !(-89_999...93_599).contains(offset) {
      throw broken("an offset of \(offset) seconds is impossible")
    }
    // Before the first transition type 0 holds (RFC 9636, 3.2).
    offsets = [offsetOfType[0]]
    for k in 0..<counts.times {
      let type = Int(bytes[typeIndices + k])
      guard type < counts.types else { throw broken("a transition has no type") }
      offsets.append(offsetOfType[type])
    }
    if version >= 2, end < bytes.count {
      let rest = bytes[end...].drop { $0 == 10 }
      footer = String(decoding: rest.prefix { $0 != 10 }, as: UTF8.self)
    }
  }

  private static func version(_ bytes: [UInt8], _ at: Int) -> Int? {
    guard at + headerSize <= bytes.count, bytes[at..<at + 4].elementsEqual("TZif".utf8) else {
      return nil
    }
    return bytes[at + 4] == 0 ? 1 : Int(bytes[at + 4]) - 48
  }

  private static func number(_ bytes: [UInt8], _ at: Int) -> Int {
    bytes[at..<at + 4].reduce(0) { $0 << 8 | Int($1) }
  }

  private static func counts(_ bytes: [UInt8], _ header: Int) -> Counts? {
    guard header + headerSize <= bytes.count else { return nil }
    func count(_ k: Int) -> Int { number(bytes, header + 20 + 4 * k) }
    return Counts(
      utcFlags: count(0), standardFlags: count(1), leapSeconds: count(2), times: count(3),
      types: count(4), characters: count(5))
  }
}
