// Goals: 1. every way in which spreadsheets and telephone systems write dates and times; 2. nothing
// guessed that can be proved; 3. no allocation, O(length).
//
// Written forms: 2026-09-07, 07/09/2026, 7.9.26, 20260907, 7-Sep-2026, Mon, 7 Sep 2026, Sep 7, 2026,
// 46272.375 (days since 1899-12-30, as spreadsheets count), 1795183205 (seconds since 1970) and with
// milliseconds; 9:00, 09:00:00, 0900, 9 AM, 24:00; 09:00-09:30 and 09:00 to 09:30 (a range, of which
// the start counts); offsets Z, -05:00, -0500.

internal import CivilTime

/// A date, a time of day, or both, as written.
struct Moment {
  /// Days since 1970 of the calendar date; nil when there is none.
  var day: Int?
  /// Seconds after midnight, up to 86,400 for 24:00; nil when there is no time of day.
  var second: Int?
  /// Seconds east of UTC, where the text says so.
  var offset: Int?
  /// What follows a minus sign directly after the time, in seconds: an offset or the end of a range.
  var tail: Int?
  /// Certainly a range, not an offset.
  var isRange = false
  /// Seconds since 1970, where the text is a count of them.
  var epoch: Int64?
  /// The first two of three numbers of a date that does not begin with the year.
  var firstTwo: (Int, Int)?
  var isDotted = false

  /// Which part a text should hold.
  enum Part { case both, date, time }
}

/// Reads one text after the other.
struct MomentScanner {
  typealias Bytes = UnsafeBufferPointer<UInt8>
  /// The order of the numbers of a date that does not begin with the year.
  var order = DateOrder.dmy
  /// Numbers alone are hours and minutes, 30 for 00:30; else those below 25 are hours.
  var isHHMM = false
  private var i = 0

  init() {}

  /// What `text` says; nil when it is no date and time.
  mutating func scan(_ text: Bytes, _ part: Moment.Part) -> Moment? {
    i = 0
    var moment = Moment()
    skipSpaces(text)
    skipWeekday(text)
    if part != .time {
      guard scanDate(text, &moment) else { return nil }
      if moment.epoch != nil || i >= text.count || part == .date { return moment }
      skipBetween(text)
      if i >= text.count { return moment }
    }
    guard scanTime(text, &moment, part) else { return nil }
    return scanTail(text, &moment) ? moment : nil
  }

  // MARK: - Date

  private mutating func scanDate(_ text: Bytes, _ moment: inout Moment) -> Bool {
    if let month = month(text) {
      // Sep 7, 2026
      skipBetween(text)
      guard let (day, _) = digits(text) else { return false }
      skipBetween(text)
      guard let (year, length) = digits(text) else { return false }
      return set(&moment, year, length, month, day)
    }
    guard let (first, length) = digits(text) else { return false }
    if i >= text.count || text[i] == 46 && length == 5 {
      return scanCount(text, first, length, &moment)
    }
    let separator = text[i]
    if length >= 8 {
      // 20260907, or by the order; perhaps with the time directly after it.
      guard length == 8 || length == 12 || length == 14 else {
        return scanCount(text, first, length, &moment)
      }
      return scanCompact(first, length, &moment)
    }
    guard separator == 45 || separator == 47 || separator == 46 || separator == 32 else {
      return false
    }
    i += 1
    skipSpaces(text)
    if let month = month(text) {
      // 7-Sep-2026, 7. September 2026
      skipBetween(text)
      if i < text.count, text[i] == separator { i += 1 }
      guard let (year, yearLength) = digits(text) else { return false }
      return set(&moment, year, yearLength, month, first)
    }
    guard let (second, _) = digits(text), i < text.count, text[i] == separator else { return false }
    i += 1
    skipSpaces(text)
    guard let (third, thirdLength) = digits(text) else { return false }
    if length == 4 { return set(&moment, first, 4, second, third) }
    moment.firstTwo = (first, second)
    moment.isDotted = separator == 46
    switch order {
    case .dmy: return set(&moment, third, thirdLength, second, first)
    case .mdy: return set(&moment, third, thirdLength, first, second)
    case .ymd: return set(&moment, first, length, second, third)
    }
  }

  private func set(
    _ moment: inout Moment, _ year: Int, _ length: Int, _ month: Int, _ day: Int
  ) -> Bool {
    guard length == 4 || length == 2 else { return false }
    guard let date = CivilDate(year: length == 2 ? 2000 + year : year, month: month, day: day)
    else {
      // A date that the order does not allow is still one for whoever looks for the order.
      return moment.firstTwo != nil
    }
    moment.day = date.dayNumber
    return true
  }

  private mutating func scanCompact(_ value: Int, _ length: Int, _ moment: inout Moment) -> Bool {
    let time = length == 14 ? value % 1_000_000 : length == 12 ? value % 10_000 * 100 : nil
    let date = length == 14 ? value / 1_000_000 : length == 12 ? value / 10_000 : value
    if let time {
      guard time / 10_000 < 24, time / 100 % 100 < 60, time % 100 < 60 else { return false }
      moment.second = time / 10_000 * 3600 + time / 100 % 100 * 60 + time % 100
    }
    if (1970...2199).contains(date / 10_000), 1...12 ~= date / 100 % 100 {
      return set(&moment, date / 10_000, 4, date / 100 % 100, date % 100)
    }
    moment.firstTwo = (date / 1_000_000, date / 10_000 % 100)
    return order == .mdy
      ? set(&moment, date % 10_000, 4, date / 1_000_000, date / 10_000 % 100)
      : set(&moment, date % 10_000, 4, date / 10_000 % 100, date / 1_000_000)
  }

  /// Days of a spreadsheet, or seconds or milliseconds since 1970.
  private mutating func scanCount(
    _ text: Bytes, _ whole: Int, _ length: Int, _ moment: inout Moment
  ) -> Bool {
    var fraction = 0.0
    if i < text.count, text[i] == 46 || text[i] == 44 {
      i += 1
      var scale = 0.1
      while i < text.count, text[i] &- 48 <= 9 {
        fraction += Double(text[i] - 48) * scale
        scale /= 10
        i += 1
      }
    }
    guard i == text.count else { return false }
    if length == 10 || length == 9 {
      moment.epoch = Int64(whole)
      return true
    }
    if length == 13 {
      moment.epoch = Int64(whole / 1000)
      return true
    }
    guard length == 5, (20_000...80_000).contains(whole) else { return false }
    moment.day = whole - 25_569
    // Spreadsheets keep about a hundredth of a second; half a second is their rounding.
    moment.second = Int((fraction * 86_400 + 0.5).rounded(.down))
    return true
  }

  // MARK: - Time

  private mutating func scanTime(_ text: Bytes, _ moment: inout Moment, _ part: Moment.Part) -> Bool
  {
    if part == .both, moment.second != nil { return true }
    guard let second = clock(text, alone: part == .time) else { return false }
    moment.second = second
    return true
  }

  /// A time of day at the position, with AM or PM.
  private mutating func clock(_ text: Bytes, alone: Bool) -> Int? {
    let start = i
    guard let (first, length) = digits(text) else { return nil }
    var (hour, minute, second) = (first, 0, 0)
    if i < text.count, text[i] == 58 || text[i] == 46 && !alone || text[i] == 104 {
      let mark = text[i]
      i += 1
      guard let (value, width) = digits(text), width == 2 else {
        // 0.375 of a day.
        return nil
      }
      minute = value
      if i < text.count, text[i] == mark, i + 1 < text.count, text[i + 1] &- 48 <= 9 {
        i += 1
        guard let (value, _) = digits(text) else { return nil }
        second = value
        if i + 1 < text.count, text[i] == 46 || text[i] == 44, text[i + 1] &- 48 <= 9 {
          i += 1
          _ = digits(text)
        }
      }
    } else if alone, i < text.count, text[i] == 46 || text[i] == 44, first <= 1 {
      i = start
      return fractionOfDay(text)
    } else if length == 6 {
      (hour, minute, second) = (first / 10_000, first / 100 % 100, first % 100)
    } else if length >= 3 || isHHMM {
      (hour, minute) = (first / 100, first % 100)
    }
    skipSpaces(text)
    if let isAfternoon = meridiem(text) {
      guard (1...12).contains(hour) || (isAfternoon && hour < 24) else {
        return hour == 0 ? minute * 60 : nil
      }
      if hour <= 12 { hour = hour % 12 + (isAfternoon ? 12 : 0) }
    }
    guard hour <= 24, minute < 60, second < 60, hour < 24 || minute + second == 0 else {
      return nil
    }
    return hour * 3600 + minute * 60 + second
  }

  private mutating func fractionOfDay(_ text: Bytes) -> Int? {
    guard let (whole, _) = digits(text), whole <= 1, i < text.count else { return nil }
    i += 1
    var fraction = 0.0
    var scale = 0.1
    while i < text.count, text[i] &- 48 <= 9 {
      fraction += Double(text[i] - 48) * scale
      scale /= 10
      i += 1
    }
    return Int(((Double(whole) + fraction) * 86_400 + 0.5).rounded(.down)) % 86_401
  }

  /// AM (false) or PM (true); also `a.m.`.
  private mutating func meridiem(_ text: Bytes) -> Bool? {
    guard i + 1 < text.count else { return nil }
    let letter = text[i] | 32
    guard letter == 97 || letter == 112 else { return nil }
    var j = i + 1
    if text[j] == 46 { j += 1 }
    guard j < text.count, text[j] | 32 == 109 else { return nil }
    j += 1
    if j < text.count, text[j] == 46 { j += 1 }
    i = j
    return letter == 112
  }

  // MARK: - What follows

  private mutating func scanTail(_ text: Bytes, _ moment: inout Moment) -> Bool {
    let before = i
    skipSpaces(text)
    guard i < text.count else { return true }
    let hadSpace = i > before
    let byte = text[i]
    if byte == 90 || byte == 122, i + 1 == text.count {
      moment.offset = 0
      return true
    }
    if byte == 43 {
      i += 1
      guard let seconds = offset(text) else { return false }
      moment.offset = seconds
      return i == text.count
    }
    if byte == 45 {
      i += 1
      let spaced = i < text.count && text[i] == 32
      let mark = i
      if let seconds = offset(text), i == text.count, !hadSpace, !spaced {
        moment.tail = seconds
        return true
      }
      i = mark
      return range(text, &moment)
    }
    if byte == 0xE2, i + 2 < text.count, text[i + 1] == 0x80 {
      i += 3
      return range(text, &moment)
    }
    return words(text, &moment)
  }

  /// The end of a range; a date may stand before it.
  private mutating func range(_ text: Bytes, _ moment: inout Moment) -> Bool {
    skipSpaces(text)
    moment.isRange = true
    let mark = i
    if let end = clock(text, alone: false) {
      skipSpaces(text)
      if i == text.count {
        moment.tail = end
        return true
      }
    }
    i = mark
    var other = Moment()
    guard scanDate(text, &other) else { return false }
    skipBetween(text)
    return i == text.count || clock(text, alone: false) != nil
  }

  /// UTC, the abbreviation of a zone, Uhr, or a word that makes a range.
  private mutating func words(_ text: Bytes, _ moment: inout Moment) -> Bool {
    let start = i
    while i < text.count, isLetter(text[i]) { i += 1 }
    let word = String(decoding: text[start..<i], as: UTF8.self).lowercased()
    switch word {
    case "utc", "gmt", "z":
      moment.offset = 0
      skipSpaces(text)
      return i == text.count
    case "to", "bis", "until", "till", "a": return range(text, &moment)
    case "uhr", "h", "hrs":
      skipSpaces(text)
      return i == text.count
    default:
      // EST, CEST: whose clock it is, the user says.
      return (2...5).contains(word.count) && i == text.count
    }
  }

  /// `05:00`, `0500` or `05`, in seconds.
  private mutating func offset(_ text: Bytes) -> Int? {
    guard let (value, length) = digits(text) else { return nil }
    if length == 4 { return value / 100 * 3600 + value % 100 * 60 }
    guard length <= 2 else { return nil }
    guard i < text.count, text[i] == 58 else { return length == 2 ? value * 3600 : nil }
    i += 1
    guard let (minutes, width) = digits(text), width == 2, minutes < 60 else { return nil }
    return value * 3600 + minutes * 60
  }

  // MARK: - Bytes

  private mutating func digits(_ text: Bytes) -> (value: Int, length: Int)? {
    let start = i
    var value = 0
    while i < text.count, i - start < 18, text[i] &- 48 <= 9 {
      value = value * 10 + Int(text[i] - 48)
      i += 1
    }
    return i == start ? nil : (value, i - start)
  }

  private func isLetter(_ byte: UInt8) -> Bool { (byte | 32) &- 97 <= 25 || byte >= 0x80 }

  private mutating func skipSpaces(_ text: Bytes) {
    while i < text.count {
      if text[i] == 32 || text[i] == 9 {
        i += 1
      } else if text[i] == 0xC2, i + 1 < text.count, text[i + 1] == 0xA0 {
        i += 2
      } else if text[i] == 0xE2, i + 2 < text.count, text[i + 1] == 0x80, text[i + 2] == 0xAF {
        i += 3
      } else {
        return
      }
    }
  }

  /// Spaces, commas, and the T between date and time.
  private mutating func skipBetween(_ text: Bytes) {
    skipSpaces(text)
    while i < text.count {
      let byte = text[i]
      let isMark = byte == 44 || byte == 95 || byte == 45
      let isT = byte | 32 == 116 && i + 1 < text.count && text[i + 1] &- 48 <= 9
      let isPoint = byte == 46 && i + 1 < text.count && (text[i + 1] == 32 || isLetter(text[i + 1]))
      guard isMark || isT || isPoint || byte == 32 else { return }
      i += 1
      skipSpaces(text)
    }
  }

  private mutating func skipWeekday(_ text: Bytes) {
    guard i < text.count, isLetter(text[i]) else { return }
    let mark = i
    if month(text) != nil {
      i = mark
      return
    }
    while i < text.count, isLetter(text[i]) { i += 1 }
    while i < text.count, text[i] == 46 || text[i] == 44 || text[i] == 32 { i += 1 }
  }

  private static let months: [(String, Int)] = [
    ("jan", 1), ("feb", 2), ("mar", 3), ("mär", 3), ("mrz", 3), ("apr", 4), ("may", 5), ("mai", 5),
    ("jun", 6), ("jul", 7), ("aug", 8), ("sep", 9), ("oct", 10), ("okt", 10), ("nov", 11),
    ("dec", 12), ("dez", 12), ("ene", 1), ("abr", 4), ("ago", 8), ("dic", 12),
  ]

  /// The month named at the position, and skips it.
  private mutating func month(_ text: Bytes) -> Int? {
    guard i < text.count, isLetter(text[i]) else { return nil }
    var end = i
    while end < text.count, isLetter(text[end]) { end += 1 }
    let word = String(decoding: text[i..<end], as: UTF8.self).lowercased()
    guard word.count >= 3,
      let found = Self.months.first(where: { word.hasPrefix($0.0) })
    else { return nil }
    i = end
    if i < text.count, text[i] == 46 { i += 1 }
    return found.1
  }
}
