internal import Diagnostics
internal import Tables

/// Columns `date,name` and, where present, `calendar,kind,region,status,source,hours`; `hours` such as
/// `08:00-13:00` where they differ from the weekday's.
func csvHolidays(file: String, bytes: [UInt8], calendar: String) throws(Problem) -> [Holiday] {
  let table = try CSVTable(file: file, bytes: bytes)
  let date = try table.require("date")
  let name = try table.require("name")
  let calendarColumn = table.column(named: "calendar")
  let kindColumn = table.column(named: "kind")
  let regionColumn = table.column(named: "region")
  let statusColumn = table.column(named: "status")
  let sourceColumn = table.column(named: "source")
  let hoursColumn = table.column(named: "hours")
  var all: [Holiday] = []
  try table.forEachRow { (row) throws(Problem) in
    var holiday = Holiday(
      date: try row.date(date), calendar: calendar, name: row.text(name), place: row.place(date))
    if let column = calendarColumn, !row.isEmpty(column) {
      holiday.calendar = try row.name(column)
    }
    if let column = kindColumn, !row.isEmpty(column) {
      holiday.kind = try row.choice(column, HolidayKind.self)
    }
    if let column = statusColumn, !row.isEmpty(column) {
      holiday.status = try row.choice(column, Holiday.Status.self)
    } else if holiday.name.contains("(estimated)") {
      holiday.status = .estimated
    }
    if let column = regionColumn { holiday.region = row.text(column) }
    if let column = sourceColumn { holiday.source = row.text(column) }
    if let column = hoursColumn, !row.isEmpty(column) {
      // Spans of a date are written as those of a weekday.
      let hours = try? OpeningHours("Mon " + row.text(column))
      guard let spans = hours?.spans(on: .monday), !spans.isEmpty else {
        throw row.problem(
          column, "are not the hours of a day", maybe: "08:00-13:00 is meant")
      }
      holiday.hours = spans
    }
    all.append(holiday)
  }
  return all
}

// MARK: - iCalendar

/// All-day events of RFC 5545: the first category that is a kind of holiday is its kind, else what its
/// description says (Google's calendars); an event that says nothing is a public holiday, one of another
/// category is of unknown kind. An event of several days is a holiday on each, a tentative one is estimated, a cancelled one is none.
func iCalendarHolidays(file: String, bytes: [UInt8], calendar: String) throws(Problem) -> [Holiday]
{
  var all: [Holiday] = []
  var name = calendar
  var event: CalendarEvent?
  var versions: [String: Int] = [:]
  var finished: [CalendarEvent] = []
  /// Components inside of an event, such as alarms: their lines are not the event's.
  var inner = 0
  for line in try contentLines(file: file, bytes: bytes) {
    switch (line.name, line.value.uppercased()) {
    case ("BEGIN", _) where event != nil: inner += 1
    case ("END", _) where inner > 0: inner -= 1
    case _ where inner > 0: continue
    case ("BEGIN", "VEVENT"): event = CalendarEvent(place: line.place)
    case ("END", "VEVENT"):
      guard let whole = event else {
        throw Problem(at: line.place, "ends an event that never began")
      }
      finished.append(whole)
      if !whole.uid.isEmpty {
        versions[whole.key] = max(versions[whole.key] ?? 0, whole.sequence)
      }
      event = nil
    case ("X-WR-CALNAME", _) where event == nil && calendar.isEmpty: name = line.text
    default: try event?.add(line)
    }
  }
  if let event {
    throw Problem(
      at: event.place, "an event never ends", maybe: "the file was not written completely")
  }
  // Of several versions of one event the newest counts.
  for event in finished where event.uid.isEmpty || event.sequence == versions[event.key] {
    all += try event.holidays()
  }
  for k in all.indices where all[k].calendar.isEmpty { all[k].calendar = name }
  return all
}

/// One line after unfolding, `NAME;PARAMETERS:VALUE`.
private struct ContentLine {
  var place: Place
  var name: String
  var parameters: String
  var value: String

  /// The value with `\n`, `\,`, `\;` and `\\` undone.
  var text: String { texts.joined(separator: ",") }

  /// The parts between commas that are not escaped.
  var texts: [String] {
    var parts = [""]
    var scalars = value.unicodeScalars.makeIterator()
    while let scalar = scalars.next() {
      switch scalar {
      case "\\":
        let next = scalars.next() ?? "\\"
        parts[parts.count - 1].unicodeScalars.append(next == "n" || next == "N" ? "\n" : next)
      case ",": parts.append("")
      default: parts[parts.count - 1].unicodeScalars.append(scalar)
      }
    }
    return parts
  }
}

private func contentLines(file: String, bytes: [UInt8]) throws(Problem) -> [ContentLine] {
  // Unfold bytes, not characters: a line may be folded inside of one.
  var folded: [(number: Int, bytes: [UInt8])] = []
  for (k, raw) in bytes.split(separator: 10, omittingEmptySubsequences: false).enumerated() {
    let line = raw.last == 13 ? raw.dropLast() : raw
    if let first = line.first, first == 32 || first == 9, !folded.isEmpty {
      folded[folded.count - 1].bytes += line.dropFirst()
    } else if !line.isEmpty {
      folded.append((k + 1, Array(line)))
    }
  }
  var lines: [ContentLine] = []
  for (number, bytes) in folded {
    let place = Place(file: file, line: number)
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Problem(at: place, "is not UTF-8", maybe: "save the file as UTF-8")
    }
    var quoted = false
    let colon = text.firstIndex { character in
      if character == "\"" { quoted.toggle() }
      return character == ":" && !quoted
    }
    guard let colon else {
      throw Problem(at: place, "is not an iCalendar line", value: text, maybe: "a colon is missing")
    }
    let head = text[..<colon]
    let semicolon = head.firstIndex(of: ";") ?? head.endIndex
    lines.append(
      ContentLine(
        place: place, name: head[..<semicolon].uppercased(),
        parameters: head[semicolon...].uppercased(),
        value: String(text[text.index(after: colon)...])
      ))
  }
  return lines
}

private struct CalendarEvent {
  var place: Place
  private var start: CivilDate?
  /// The first date no longer in it.
  private var end: CivilDate?
  private var days: Int?
  private var summary = ""
  private var kind: HolidayKind?
  private var described: HolidayKind?
  private var hasOtherCategory = false
  private(set) var uid = ""
  private(set) var sequence = 0
  private var instance = ""

  /// One event; a changed date of a series is an event of its own.
  var key: String { uid + "\u{0}" + instance }
  private var status: Holiday.Status? = .final

  init(place: Place) { self.place = place }

  mutating func add(_ line: ContentLine) throws(Problem) {
    switch line.name {
    case "DTSTART": start = try date(line)
    case "DTEND": end = try date(line)
    case "DURATION": days = try duration(line)
    case "SUMMARY": summary = line.text
    case "CATEGORIES":
      for text in line.texts {
        let word = text.lowercased().map { $0 == " " || $0 == "-" ? "_" : $0 }
        guard let named = HolidayKind(rawValue: String(word)) ?? spokenKind(text) else {
          if !word.isEmpty { hasOtherCategory = true }
          continue
        }
        // `Holidays,bank`: the word that tells more counts.
        if kind == nil || kind == .public { kind = named }
      }
    case "DESCRIPTION": described = describedKind(line.text)
    case "UID": uid = line.value
    case "RECURRENCE-ID": instance = line.value
    case "SEQUENCE": sequence = Int(line.value) ?? 0
    case "STATUS":
      switch line.value.uppercased() {
      case "TENTATIVE": status = .estimated
      case "CANCELLED": status = nil
      default: break
      }
    case "RRULE", "RDATE":
      throw Problem(
        at: line.place, subject: line.name, "repeating events are not read", value: line.value,
        maybe: "export the calendar with one event a date")
    default: break
    }
  }

  func holidays() throws(Problem) -> [Holiday] {
    guard let status else { return [] }
    guard let start else {
      throw Problem(at: place, subject: "DTSTART", "is missing from an event")
    }
    let length = days ?? end.map { $0 - start } ?? 1
    guard (0...366).contains(length) else {
      throw Problem(
        at: place, subject: "DTEND", "does not fit to the start", value: "\(length) days",
        maybe: "the first date after the holiday is meant")
    }
    return (0..<max(1, length)).map { day in
      Holiday(
        date: start + day, calendar: "",
        kind: kind ?? described ?? (hasOtherCategory ? .unknown : .public), name: summary,
        status: summary.contains("(estimated)") ? .estimated : status, place: place)
    }
  }

  /// `20261225`, with `VALUE=DATE` or without.
  private func date(_ line: ContentLine) throws(Problem) -> CivilDate {
    let value = line.value
    let digits = value.utf8.allSatisfy { (48...57).contains($0) }
    if value.utf8.count == 8, digits {
      let text = "\(value.prefix(4))-\(value.dropFirst(4).prefix(2))-\(value.suffix(2))"
      if let date = CivilDate(text) { return date }
      throw Problem(at: line.place, subject: line.name, "there is no such date", value: value)
    }
    throw Problem(
      at: line.place, subject: line.name, "is not a date", value: value,
      maybe: "holidays are all-day events: \(line.name);VALUE=DATE:20261225")
  }

  /// `P1D`, `P2W`.
  private func duration(_ line: ContentLine) throws(Problem) -> Int {
    let value = line.value.uppercased()
    if value.hasPrefix("P"), let n = Int(value.dropFirst().dropLast()), (0...366).contains(n) {
      if value.hasSuffix("D") { return n }
      if value.hasSuffix("W") { return n * 7 }
    }
    throw Problem(
      at: line.place, subject: line.name, "is not a whole number of days", value: line.value,
      maybe: "P1D is meant")
  }
}

/// What people call a kind of holiday in a few languages; nil for other words.
private func spokenKind(_ text: String) -> HolidayKind? {
  switch text.lowercased().trimmedBlanks {
  case "holiday", "holidays", "public holiday", "public holidays", "national holiday",
    "federal holiday", "statutory holiday", "legal holiday", "gesetzlicher feiertag", "feiertag",
    "jour férié", "día festivo", "feriado", "festività", "feriado nacional", "giorno festivo":
    .public
  case "bank holiday": .bank
  case "regular holiday": .regular
  case "special non-working holiday", "special (non-working) holiday", "special non-working day":
    .specialNonworking
  case "observance", "season", "gedenktag", "feierlichkeit", "celebración", "observação", "fête":
    .observance
  case "half day": .halfDay
  default: nil
  }
}

/// The kind in an event's description: its first line, as Google's calendars write it. They mark a day
/// that is no holiday by telling, in the reader's language, how to hide such days in Google Calendar.
private func describedKind(_ text: String) -> HolidayKind? {
  let lines = text.split(separator: "\n", omittingEmptySubsequences: true)
  guard let first = lines.first else { return nil }
  if lines.dropFirst().contains(where: { $0.contains("Google") }) { return .observance }
  return spokenKind(String(first))
}

extension String {
  /// Without blanks at its ends.
  fileprivate var trimmedBlanks: String {
    var part = self[...]
    while part.first == " " { part = part.dropFirst() }
    while part.last == " " { part = part.dropLast() }
    return String(part)
  }
}
