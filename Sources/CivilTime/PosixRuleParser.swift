extension PosixRule {
  /// Reads a POSIX TZ string; nil when it is not one.
  init?(_ text: String) {
    var parser = PosixRuleParser(bytes: Array(text.utf8))
    guard let rule = parser.rule(), parser.isAtEnd else { return nil }
    self = rule
  }
}

private struct PosixRuleParser {
  let bytes: [UInt8]
  var i = 0

  var isAtEnd: Bool { i == bytes.count }

  mutating func rule() -> PosixRule? {
    guard name(), let west = time(maximumHours: 24) else { return nil }
    let standard = -west
    if isAtEnd { return PosixRule(standard: standard) }
    guard name() else { return nil }
    var offset = standard + 3600
    if i < bytes.count, bytes[i] != UInt8(ascii: ",") {
      guard let west = time(maximumHours: 24) else { return nil }
      offset = -west
    }
    if isAtEnd {
      // POSIX leaves this to the system; the GNU library takes the rule of the United States.
      let two = 7200
      return PosixRule(
        standard: standard,
        saving: .init(
          offset: offset,
          start: .init(day: .monthly(month: 3, week: 2, weekday: 0), seconds: two),
          end: .init(day: .monthly(month: 11, week: 1, weekday: 0), seconds: two)))
    }
    guard take(","), let start = change(), take(","), let end = change() else { return nil }
    return PosixRule(standard: standard, saving: .init(offset: offset, start: start, end: end))
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard i < bytes.count, bytes[i] == UInt8(ascii: character) else { return false }
    i += 1
    return true
  }

  /// An abbreviation: three letters or more, or anything in angle brackets.
  private mutating func name() -> Bool {
    if take("<") {
      let start = i
      while i < bytes.count, bytes[i] != UInt8(ascii: ">") { i += 1 }
      return i > start && take(">")
    }
    let start = i
    while i < bytes.count, (65...90).contains(bytes[i] & 0xDF) { i += 1 }
    return i - start >= 3
  }

  private mutating func number(_ range: ClosedRange<Int>) -> Int? {
    let start = i
    var value = 0
    while i < bytes.count, (48...57).contains(bytes[i]), i - start < 4 {
      value = value * 10 + Int(bytes[i] - 48)
      i += 1
    }
    return i > start && range.contains(value) ? value : nil
  }

  /// `[+-]h[h[h]][:mm[:ss]]` in seconds.
  private mutating func time(maximumHours: Int) -> Int? {
    let negative = take("-")
    if !negative { _ = take("+") }
    guard let hours = number(0...maximumHours) else { return nil }
    var seconds = hours * 3600
    if take(":") {
      guard let minutes = number(0...59) else { return nil }
      seconds += minutes * 60
      if take(":") {
        guard let rest = number(0...59) else { return nil }
        seconds += rest
      }
    }
    return negative ? -seconds : seconds
  }

  private mutating func change() -> PosixRule.Change? {
    let day: PosixRule.Day
    if take("M") {
      guard let month = number(1...12), take("."), let week = number(1...5), take("."),
        let weekday = number(0...6)
      else { return nil }
      day = .monthly(month: month, week: week, weekday: weekday)
    } else if take("J") {
      guard let n = number(1...365) else { return nil }
      day = .julian(n)
    } else {
      guard let n = number(0...365) else { return nil }
      day = .zeroBased(n)
    }
    guard take("/") else { return .init(day: day, seconds: 7200) }
    guard let seconds = time(maximumHours: 167) else { return nil }
    return .init(day: day, seconds: seconds)
  }
}
