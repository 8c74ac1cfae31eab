public import Diagnostics

/// A time zone of the IANA database: which offset from UTC its clocks show at which instant.
///
/// Lookups are a binary search over the transitions, O(log n) with n about 400.
public struct Zone: Hashable, Sendable {
  /// The name in the database, such as `America/New_York`.
  public let name: String
  /// Instants of change, ascending; from the file, then from its rule until the end of 2100.
  private let transitions: [Int64]
  /// Seconds east of UTC; `offsets[k]` holds before `transitions[k]`.
  private let offsets: [Int32]
  /// Decides from here on.
  private let ruleFrom: Int64
  private let rule: PosixRule?

  /// Coordinated Universal Time, for which no file is needed.
  public static let utc = Zone(name: "UTC", transitions: [], offsets: [0], rule: nil)

  private init(name: String, transitions: [Int64], offsets: [Int32], rule: PosixRule?) {
    self.name = name
    self.transitions = transitions
    self.offsets = offsets
    self.rule = rule
    ruleFrom = .max
  }

  /// The zone in the bytes of a zone file; `file` is the file's name in messages.
  public init(name: String, bytes: [UInt8], file: String) throws(Problem) {
    let content = try ZoneFile(bytes: bytes, file: file)
    self.name = name
    var transitions = content.transitions
    var offsets = content.offsets
    guard !content.footer.isEmpty else {
      self.transitions = transitions
      self.offsets = offsets
      rule = nil
      ruleFrom = .max
      return
    }
    guard let rule = PosixRule(content.footer) else {
      throw Problem(
        at: Place(file: file), "is not a usable time zone file: its footer is not a rule",
        value: content.footer, maybe: "the tzdata package must be installed again")
    }
    self.rule = rule
    let last = transitions.last ?? .min
    if transitions.isEmpty { offsets = [Int32(rule.standard)] }
    let endOfTable: Int64 = 4_133_980_800  // 2101-01-01
    if rule.saving != nil, last < endOfTable {
      let firstYear = max(1900, CivilDate(dayNumber: Int(max(last, -2_208_988_800) / 86_400)).year)
      for change in rule.changes(in: (firstYear - 1)...2101)
      where change.at > last && change.at < endOfTable {
        if transitions.last == change.at {
          offsets[offsets.count - 1] = Int32(change.offset)
        } else {
          transitions.append(change.at)
          offsets.append(Int32(change.offset))
        }
      }
      ruleFrom = endOfTable
    } else {
      ruleFrom = rule.saving == nil ? .max : last
    }
    self.transitions = transitions
    self.offsets = offsets
  }

  /// Seconds east of UTC at an instant.
  public func offsetSeconds(at instant: Instant) -> Int {
    let seconds = min(max(instant.seconds, Self.earliest), Self.latest)
    if seconds >= ruleFrom, let rule { return rule.offset(at: seconds) }
    return Int(offsets[segment(at: seconds)])
  }

  /// What calendars and clocks of the zone show at an instant.
  public func local(at instant: Instant) -> LocalTime {
    let seconds = min(max(instant.seconds, Self.earliest), Self.latest)
    let offset = offsetSeconds(at: instant)
    let shifted = Int(seconds) + offset
    let day = shifted >= 0 ? shifted / 86_400 : (shifted - 86_399) / 86_400
    return LocalTime(
      date: CivilDate(dayNumber: day), secondsOfDay: shifted - day * 86_400, offset: offset)
  }

  /// The date in the zone at an instant.
  public func date(at instant: Instant) -> CivilDate { local(at: instant).date }

  /// The first instant after `instant` at which the offset changes; nil when there is none known.
  public func nextChange(after instant: Instant) -> Instant? {
    var k = segment(at: instant.seconds)
    while k < transitions.count {
      if offsets[k] != offsets[k + 1] { return Instant(seconds: transitions[k]) }
      k += 1
    }
    guard let rule, rule.saving != nil, instant.seconds < Self.latest else { return nil }
    let from = max(instant.seconds, ruleFrom - 1)
    let year = CivilDate(dayNumber: Int(from / 86_400)).year
    var offset = offsetSeconds(at: Instant(seconds: from))
    for change in rule.changes(in: (year - 1)...(year + 2)) where change.at > from {
      if change.offset != offset { return Instant(seconds: change.at) }
      offset = change.offset
    }
    return nil
  }

  /// The number of transitions at or before an instant.
  @inline(__always)
  private func segment(at seconds: Int64) -> Int {
    var low = 0
    var high = transitions.count
    while low < high {
      let middle = (low + high) / 2
      if transitions[middle] <= seconds { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Instants further away are taken for these: about 30 million years.
  private static let latest: Int64 = 1 << 50
  private static let earliest: Int64 = -(1 << 50)
}

extension Zone: CustomStringConvertible {
  public var description: String { name }
}
