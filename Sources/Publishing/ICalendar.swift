public import CivilTime
internal import Files

/// One shift as an entry of an agent's calendar.
public struct CalendarShift: Hashable, Sendable {
  /// Stable for the agent and the day on which the shift starts.
  public var uid: String
  public var start: Instant
  public var end: Instant
  public var summary: String
  public var details: String
  public var location: String?
  public var cancelled: Bool

  public init(
    uid: String, start: Instant, end: Instant, summary: String, details: String,
    location: String? = nil, cancelled: Bool = false
  ) {
    self.uid = uid
    self.start = start
    self.end = end
    self.summary = summary
    self.details = details
    self.location = location
    self.cancelled = cancelled
  }
}

/// Writes an agent's calendar (RFC 5545): CRLF, lines folded at 75 octets, times in UTC.
///
/// An entry keeps its UID from plan to plan. Its SEQUENCE rises by one, and its DTSTAMP moves to the
/// new plan's as-of instant, only when its content changed; an entry that is not in the new plan is
/// sent with STATUS:CANCELLED as long as its day is planned. What was published for other days stays
/// as it was, for six weeks after it began: whoever subscribed sees the running week and the last five
/// beside the new one. So a calendar program updates what changed and no more.
public struct CalendarWriter: Sendable {
  public var calendarName: String
  /// The same for one agent of one centre in every plan; empty: not written.
  public var calendarID: String
  /// Told by a calendar without an entry, which needs some component.
  public var zone: Zone
  public var asOf: Instant

  /// How long an entry stays after it began: the running week and five more.
  static let keptSeconds = 42 * 86_400

  public init(calendarName: String, calendarID: String = "", zone: Zone = .utc, asOf: Instant) {
    self.calendarName = calendarName
    self.calendarID = calendarID
    self.zone = zone
    self.asOf = asOf
  }

  /// The calendar's bytes.
  ///
  /// `shifts`: The entries of the new plan.
  /// `previous`: The agent's calendar in the plan before, if there is one.
  /// `others`: The agent's calendars of other plans, whose sequence numbers are not fallen behind.
  /// `horizon`: What is planned anew; entries of `previous` that start outside it stay as they are.
  public func calendar(
    _ shifts: [CalendarShift], previous: [UInt8]?, others: [[UInt8]] = [],
    horizon: Range<Instant>
  ) -> [UInt8] {
    let old = previous.map(PublishedEntry.entries(in:)) ?? []
    let stamps = Dictionary(old.map { ($0.uid, $0) }) { first, _ in first }
    var highest: [String: Int] = [:]
    for entry in others.flatMap(PublishedEntry.entries(in:)) {
      highest[entry.uid] = max(highest[entry.uid] ?? 0, entry.sequence)
    }
    let planned = Set(shifts.map(\.uid))
    let withdrawn = old.filter { !planned.contains($0.uid) && horizon.contains($0.start) }.map {
      CalendarShift(
        uid: $0.uid, start: $0.start, end: $0.end, summary: $0.summary, details: "",
        cancelled: true)
    }
    var out = Lines()
    out.add("BEGIN:VCALENDAR")
    out.add("VERSION:2.0")
    out.add("PRODID:-//muster//roster//EN")
    out.add("CALSCALE:GREGORIAN")
    out.add("METHOD:PUBLISH")
    out.add("X-WR-CALNAME:\(escaped(calendarName))")
    if !calendarID.isEmpty { out.add("X-WR-RELCALID:\(calendarID)") }
    out.add("REFRESH-INTERVAL;VALUE=DURATION:PT1H")
    out.add("X-PUBLISHED-TTL:PT1H")
    let kept = old.filter {
      !planned.contains($0.uid) && !horizon.contains($0.start)
        && asOf - $0.start <= Self.keptSeconds
    }
    var entries = kept.map { (start: $0.start, uid: $0.uid, lines: $0.lines) }
    entries += (shifts + withdrawn).map {
      ($0.start, $0.uid, lines($0, after: stamps[$0.uid], highest: highest[$0.uid]))
    }
    if entries.isEmpty { for line in zoneLines() { out.add(line) } }
    for entry in entries.sorted(by: { ($0.start, $0.uid) < ($1.start, $1.uid) }) {
      for line in entry.lines { out.add(line) }
    }
    out.add("END:VCALENDAR")
    return out.bytes
  }

  /// The zone as a component, with the changes of its clocks in the years around the plan.
  private func zoneLines() -> [String] {
    let year = zone.date(at: asOf).year
    let start = zone.startOfDay(CivilDate(year: year - 1, month: 1, day: 1) ?? zone.date(at: asOf))
    var changes = [(at: start, before: zone.offsetSeconds(at: start))]
    while let last = changes.last, changes.count < 9,
      let next = zone.nextChange(after: last.at), zone.date(at: next).year <= year + 1
    {
      changes.append((next, zone.offsetSeconds(at: last.at)))
    }
    let least = changes.map { zone.offsetSeconds(at: $0.at) }.min() ?? 0
    var lines = ["BEGIN:VTIMEZONE", "TZID:\(zone.name)"]
    for change in changes {
      let offset = zone.offsetSeconds(at: change.at)
      let kind = offset > least ? "DAYLIGHT" : "STANDARD"
      // The clock as it stood before the change.
      let local = stampText(change.at + change.before).dropLast()
      lines += [
        "BEGIN:\(kind)", "DTSTART:\(local)", "TZOFFSETFROM:\(offsetText(change.before))",
        "TZOFFSETTO:\(offsetText(offset))", "END:\(kind)",
      ]
    }
    return lines + ["END:VTIMEZONE"]
  }

  /// `highest`: The highest sequence number that any plan gave the entry.
  private func lines(
    _ shift: CalendarShift, after old: PublishedEntry?, highest: Int?
  ) -> [String] {
    var out = LineList()
    let digest = fingerprint(shift)
    var sequence = 0
    var stamp = stampText(asOf)
    if let old, old.digest == digest, old.sequence >= highest ?? 0 {
      (sequence, stamp) = (old.sequence, old.stamp)
    } else if let last = [old?.sequence, highest].compactMap({ $0 }).max() {
      sequence = last + 1  // a number read back is at most 2^31, see PublishedEntry
    }
    out.add("BEGIN:VEVENT")
    out.add("UID:\(escaped(shift.uid))")
    out.add("DTSTAMP:\(stamp)")
    out.add("LAST-MODIFIED:\(stamp)")
    out.add("SEQUENCE:\(sequence)")
    out.add("DTSTART:\(stampText(shift.start))")
    out.add("DTEND:\(stampText(shift.end))")
    out.add("SUMMARY:\(escaped(shift.summary))")
    if !shift.details.isEmpty { out.add("DESCRIPTION:\(escaped(shift.details))") }
    if let location = shift.location { out.add("LOCATION:\(escaped(location))") }
    out.add("CATEGORIES:SHIFT")
    out.add("STATUS:\(shift.cancelled ? "CANCELLED" : "CONFIRMED")")
    out.add("TRANSP:\(shift.cancelled ? "TRANSPARENT" : "OPAQUE")")
    out.add("X-MUSTER-DIGEST:\(digest)")
    out.add("END:VEVENT")
    return out.lines
  }

  private func fingerprint(_ shift: CalendarShift) -> String {
    planID(of: [
      stampText(shift.start), stampText(shift.end), shift.summary, shift.details,
      shift.location ?? "", shift.cancelled ? "cancelled" : "confirmed",
    ])
  }
}

/// `20261123T140000Z`.
func stampText(_ instant: Instant) -> String {
  let day = Int((Double(instant.seconds) / 86_400).rounded(.down))
  let second = Int(instant.seconds) - day * 86_400
  let date = "\(CivilDate(dayNumber: day))".filter { $0 != "-" }
  let clock = [second / 3600, second / 60 % 60, second % 60]
    .map { $0 < 10 ? "0\($0)" : "\($0)" }.joined()
  return "\(date)T\(clock)Z"
}

/// Text as RFC 5545 wants it in a property value.
func escaped(_ text: String) -> String {
  var out = ""
  for character in text {
    switch character {
    case "\\": out += "\\\\"
    case ";": out += "\\;"
    case ",": out += "\\,"
    case "\n", "\r\n": out += "\\n"
    case "\r": break
    default:
      // Control characters may not stand in a calendar.
      out.unicodeScalars += character.unicodeScalars.filter { !isControl($0) }
    }
  }
  return out
}

func isControl(_ scalar: Unicode.Scalar) -> Bool {
  scalar.value < 32 && scalar != "\t" || (0x7F...0x9F).contains(scalar.value)
}

/// `+0530`, `-0500`; with seconds where a zone has them.
private func offsetText(_ seconds: Int) -> String {
  let size = abs(seconds)
  let parts = [size / 3600, size / 60 % 60] + (size % 60 == 0 ? [] : [size % 60])
  return (seconds < 0 ? "-" : "+") + parts.map { $0 < 10 ? "0\($0)" : "\($0)" }.joined()
}

/// The content lines of one entry, not yet folded.
private struct LineList {
  var lines: [String] = []
  mutating func add(_ line: String) { lines.append(line) }
}

/// Content lines, folded after at most 75 octets without cutting a character.
private struct Lines {
  var bytes: [UInt8] = []

  mutating func add(_ line: String) {
    var used = 0
    for scalar in line.unicodeScalars {
      let width = UTF8.width(scalar)
      if used + width > 75 {
        bytes += [13, 10, 32]
        used = 1
      }
      bytes += Array(String(Character(scalar)).utf8)
      used += width
    }
    bytes += [13, 10]
  }
}
