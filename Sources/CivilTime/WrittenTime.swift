public import Diagnostics
public import Tables

/// A point in time as people and systems write it down: with an offset, or by the local clock.
public enum WrittenTime: Hashable, Sendable {
  /// RFC 3339, `2026-11-23T07:00:00-05:00` or with `Z`.
  case instant(Instant)
  /// `2026-11-23 07:00` or `2026-11-23T07:00:00`: whose clock is not said.
  case local(CivilDate, secondsOfDay: Int)

  /// Reads either form.
  ///
  /// Date and time are separated by `T` or a space, seconds may be left out, fractions of a second
  /// are cut off. Offsets are `Z`, `-05:00`, `-0500` or `-05`.
  public init(_ text: String) throws(MalformedText) {
    let bytes = Array(text.utf8)
    self = try bytes.withUnsafeBufferPointer { (buffer) throws(MalformedText) in
      try WrittenTime(bytes: buffer)
    }
  }

  /// Reads either form from bytes, O(1), without allocating.
  package init(bytes: UnsafeBufferPointer<UInt8>) throws(MalformedText) {
    let count = bytes.count
    func digits(_ at: Int, _ width: Int) -> Int? {
      guard at + width <= count else { return nil }
      var value = 0
      for i in at..<at + width {
        let digit = bytes[i] &- 48
        if digit > 9 { return nil }
        value = value * 10 + Int(digit)
      }
      return value
    }
    func byte(_ at: Int) -> UInt8 { at < count ? bytes[at] : 0 }

    guard let year = digits(0, 4), byte(4) == 45, let month = digits(5, 2), byte(7) == 45,
      let day = digits(8, 2)
    else {
      throw MalformedText(
        at: 0, "is not a date and time",
        maybe: "it can be written like 2026-11-23T07:00:00-05:00 or 2026-11-23 07:00")
    }
    guard let date = CivilDate(year: year, month: month, day: day) else {
      throw MalformedText(at: 0, "there is no such date")
    }
    guard [84, 116, 32].contains(byte(10)), let hour = digits(11, 2), byte(13) == 58,
      let minute = digits(14, 2)
    else {
      throw MalformedText(
        at: min(10, count), "has no time of day after the date",
        maybe: "it can be written like \(date)T07:00:00 or \(date) 07:00")
    }
    var i = 16
    var second = 0
    if byte(i) == 58 {
      guard let seconds = digits(i + 1, 2) else {
        throw MalformedText(at: i, "has no seconds after the colon")
      }
      second = seconds
      i += 3
      if byte(i) == 46 || byte(i) == 44 {
        guard digits(i + 1, 1) != nil else {
          throw MalformedText(at: i, "has no digits after the point")
        }
        i += 2
        while digits(i, 1) != nil { i += 1 }
      }
    }
    guard hour < 24, minute < 60, second < 60 else {
      throw MalformedText(
        at: 11, "there is no such time of day",
        maybe: hour == 24 ? "\(date + 1) 00:00 is meant" : nil)
    }
    let secondsOfDay = hour * 3600 + minute * 60 + second
    if i == count {
      self = .local(date, secondsOfDay: secondsOfDay)
      return
    }

    let offset: Int
    switch byte(i) {
    case 90, 122:
      offset = 0
      i += 1
    case 43, 45:
      let sign = byte(i) == 45 ? -1 : 1
      guard let hours = digits(i + 1, 2) else {
        throw MalformedText(at: i, "has an offset that is not like -05:00")
      }
      i += 3
      if byte(i) == 58 { i += 1 }
      let minutes = digits(i, 2)
      if minutes != nil { i += 2 }
      guard hours < 24, minutes ?? 0 < 60 else {
        throw MalformedText(at: i, "has an offset that does not exist")
      }
      offset = sign * (hours * 3600 + (minutes ?? 0) * 60)
    default:
      throw MalformedText(
        at: i, "has something other than an offset after the time",
        maybe: "an offset such as Z or -05:00 is meant")
    }
    guard i == count else { throw MalformedText(at: i, "goes on after the offset") }
    let seconds = Int64(date.dayNumber) * 86_400 + Int64(secondsOfDay - offset)
    self = .instant(Instant(seconds: seconds))
  }

  /// The instant that is meant; a time without an offset is read on the clocks of `zone`.
  ///
  /// - Throws: When those clocks skip that time or show it twice, or when there is no zone.
  public func instant(in zone: Zone?) throws(MalformedText) -> Instant {
    switch self {
    case .instant(let instant): return instant
    case .local(let date, let secondsOfDay):
      guard let zone else {
        throw MalformedText(
          at: 0, "has no offset from UTC", maybe: "the time zone is missing; or write \(date)T…Z")
      }
      switch zone.resolve(date, secondsOfDay: secondsOfDay) {
      case .unique(let instant): return instant
      case .gap(let before, _):
        throw MalformedText(
          at: 0, "does not exist in \(zone), the clocks are put forward over it",
          maybe: "\(before.text(in: zone)) is meant")
      case .overlap(let first, let second):
        throw MalformedText(
          at: 0, "happens twice in \(zone), the clocks are put back",
          maybe: "write \(first.text(in: zone)) or \(second.text(in: zone))")
      }
    }
  }
}

extension Instant {
  /// Reads RFC 3339, `2026-11-23T07:00:00-05:00`; a text without an offset is read in `zone`.
  public init(_ text: String, in zone: Zone? = nil) throws(MalformedText) {
    self = try WrittenTime(text).instant(in: zone)
  }
}

extension CSVRow {
  /// The date and time in a field, as written.
  public func writtenTime(_ column: Int) throws(Problem) -> WrittenTime {
    do {
      return try withTrimmedBytes(column) { (bytes) throws(MalformedText) in
        try WrittenTime(bytes: bytes)
      }
    } catch {
      throw malformed(column, error)
    }
  }

  /// The instant in a field; without an offset it is read on the clocks of `zone`.
  ///
  /// - Throws: A ``Problem`` when it is none, or one that those clocks skip or show twice.
  public func instant(_ column: Int, in zone: Zone?) throws(Problem) -> Instant {
    let written = try writtenTime(column)
    if case .instant(let instant) = written { return instant }
    do {
      return try written.instant(in: zone)
    } catch {
      throw malformed(column, error)
    }
  }

  /// The date `YYYY-MM-DD` in a field.
  public func date(_ column: Int) throws(Problem) -> CivilDate {
    let date = withTrimmedBytes(column) { CivilDate(String(decoding: $0, as: UTF8.self)) }
    guard let date else {
      throw problem(
        column, isEmpty(column) ? "is empty where a date is expected" : "is not a date",
        maybe: "it can be written like 2026-11-23")
    }
    return date
  }

  /// The problem of a field whose text is malformed.
  public func malformed(_ column: Int, _ error: MalformedText) -> Problem {
    isEmpty(column)
      ? problem(column, "is empty", maybe: error.maybe)
      : error.problem(
        at: place(column), subject: columnName(column), value: text(column))
  }
}
