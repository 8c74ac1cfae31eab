// How a file writes the start of an interval, judged over its first rows.
//
// "09:00-09:30" is a range of the clock, not a time with the offset -09:30. Both look alike in one row; in
// a file an offset stays (or changes with the zone's clocks), while the end of a range moves with its
// start. An offset that no zone has is refused, one that the zone asked for never has is remarked on.

internal import CivilTime
internal import Diagnostics
internal import Tables

struct TimeForm {
  /// Rows judged.
  private static let sample = 40

  /// Whether times are ranges, of which the first part is the start.
  private(set) var isRange = false
  /// An offset that the zone does not have, as written, with where it stands first.
  private(set) var foreignOffset: (text: String, place: Place)?

  /// `isRead`: Whether a row is of a queue that is read in this zone.
  init(
    _ table: CSVTable, column: Int, zone: Zone,
    isRead: (borrowing CSVRow) throws(Problem) -> Bool
  ) throws(Problem) {
    var spans: [(start: Int, end: Int)] = []
    var rows = 0
    var bad: Problem?
    let stop = Problem(subject: "sample", "is taken")
    do {
      try table.forEachRow { (row) throws(Problem) in
        guard try isRead(row) else { return }
        rows += 1
        if rows > Self.sample { throw stop }
        let text = row.text(column)
        if let parts = Self.parts(text) {
          spans.append(parts.span)
          if parts.isSpaced { isRange = true }
          if bad == nil, parts.offset != 0, !Self.exists(parts.offset) {
            bad = row.problem(
              column, "has an offset from UTC that no place has",
              maybe: "a time of the local clock is meant")
          }
          if foreignOffset == nil, !Self.offsets(of: zone, text).contains(parts.offset) {
            foreignOffset = (String(text.suffix(6)), row.place(column))
          }
        }
      }
    } catch {
      // What is wrong with the table itself is said when it is read.
      if error.subject != stop.subject || error.what != stop.what { return }
    }
    let lengths = Set(spans.map { ($0.end - $0.start + 86_400) % 86_400 })
    let ends = Set(spans.map(\.end))
    if let length = lengths.first, lengths.count == 1, (60...14_400).contains(length) {
      isRange = isRange || ends.count > 1 || (foreignOffset != nil && bad != nil)
    } else {
      isRange = false
    }
    if isRange { foreignOffset = nil } else if let bad { throw bad }
  }

  /// The start of a range: `2026-09-07 09:00` of `2026-09-07 09:00-09:30`.
  func start(_ text: String) -> String {
    guard let parts = Self.parts(text) else { return text }
    return String(text.prefix(parts.startLength))
  }

  private static func exists(_ offset: Int) -> Bool {
    offset % 900 == 0 && (-43_200...50_400).contains(offset)
  }

  /// The offsets a zone has around the date a text begins with.
  private static func offsets(of zone: Zone, _ text: String) -> Set<Int> {
    guard let date = CivilDate(text.prefix(10)) else { return [] }
    return Set(
      (0..<12).map { zone.offsetSeconds(at: zone.startOfDay(date + 30 * $0)) } + [0])
  }

  /// A text that ends in a time and `+hh:mm`, `-hh:mm` or ` - hh:mm`.
  private static func parts(
    _ text: String
  ) -> (span: (start: Int, end: Int), offset: Int, startLength: Int, isSpaced: Bool)? {
    let bytes = Array(text.replacing("–", with: "-").utf8)
    func clock(_ at: Int) -> Int? {
      guard at >= 0, at + 5 <= bytes.count, bytes[at + 2] == 58 else { return nil }
      let digits = [0, 1, 3, 4].map { Int(bytes[at + $0]) - 48 }
      guard digits.allSatisfy({ (0...9).contains($0) }) else { return nil }
      let (hours, minutes) = (10 * digits[0] + digits[1], 10 * digits[2] + digits[3])
      return hours <= 24 && minutes < 60 ? hours * 3600 + minutes * 60 : nil
    }
    guard bytes.count >= 22, let end = clock(bytes.count - 5) else { return nil }
    var at = bytes.count - 6
    let isSpaced = bytes[at] == 32
    if isSpaced { at -= 1 }
    guard bytes[at] == 45 || (bytes[at] == 43 && !isSpaced) else { return nil }
    let sign = bytes[at] == 45 ? -1 : 1
    if isSpaced, at > 0, bytes[at - 1] == 32 { at -= 1 }
    // hh:mm stands right before, or hh:mm:ss.
    guard let start = clock(at - 8) ?? clock(at - 5), at >= 16 else { return nil }
    return ((start, end % 86_400), sign * end, at, isSpaced)
  }
}
