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
/// sent with STATUS:CANCELLED as long as its day is planned. So a calendar program updates what changed and no more.
public struct CalendarWriter: Sendable {
  public var calendarName: String
  public var asOf: Instant

  public init(calendarName: String, asOf: Instant) {
    self.calendarName = calendarName
    self.asOf = asOf
  }

  /// The calendar's bytes.
  ///
  /// `shifts`: The entries of the new plan.
  /// `previous`: The agent's calendar in the plan before, if there is one.
  /// `horizon`: Entries of `previous` that start outside it are past or not planned here: dropped.
  public func calendar(
    _ shifts: [CalendarShift], previous: [UInt8]?, horizon: Range<Instant>
  ) -> [UInt8] {
    let old = previous.map(PublishedEntry.entries(in:)) ?? []
    let stamps = Dictionary(old.map { ($0.uid, $0) }) { first, _ in first }
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
    for shift in (shifts + withdrawn).sorted(by: { ($0.start, $0.uid) < ($1.start, $1.uid) }) {
      write(shift, after: stamps[shift.uid], to: &out)
    }
    out.add("END:VCALENDAR")
    return out.bytes
  }

  private func write(_ shift: CalendarShift, after old: PublishedEntry?, to out: inout Lines) {
    let digest = fingerprint(shift)
    var sequence = 0
    var stamp = stampText(asOf)
    if let old {
      sequence = old.digest == digest ? old.sequence : old.sequence + 1
      if old.digest == digest { stamp = old.stamp }
    }
    out.add("BEGIN:VEVENT")
    out.add("UID:\(shift.uid)")
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
    default: out.append(character)
    }
  }
  return out
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
