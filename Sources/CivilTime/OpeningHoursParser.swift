internal import Diagnostics

extension OpeningHours {
  /// Reads `Mon-Fri 07:00-21:00; Sat 08:00-12:00, 13:00-17:00`, `24/7` or `closed`.
  ///
  /// Entries are separated by semicolons. Days are a range (`Mon-Fri`, `Sat-Mon`), a list
  /// (`Mon, Wed`) or left out for all days; hours that end before they begin run past midnight.
  /// Days not named are closed.
  ///
  /// - Throws: ``MalformedText`` with the spot and a way out.
  public init(_ text: String) throws(MalformedText) {
    var parser = OpeningHoursParser(text)
    self = try parser.hours()
  }
}

private struct OpeningHoursParser {
  let scalars: [Unicode.Scalar]
  var i = 0
  var week: [[OpeningHours.Span]?] = Array(repeating: nil, count: 7)

  init(_ text: String) {
    // A dash is a dash, however long the word processor made it.
    scalars = text.unicodeScalars.map { ["–", "—", "−"].contains($0) ? "-" : $0 }
  }

  mutating func hours() throws(MalformedText) -> OpeningHours {
    skipSpaces()
    guard i < scalars.count else {
      throw MalformedText(at: 0, "says nothing", maybe: "24/7, closed or Mon-Fri 07:00-21:00")
    }
    while i < scalars.count {
      try entry()
      skipSpaces()
      if i < scalars.count, !take(";") {
        throw MalformedText(
          at: i, "goes on where an entry should end",
          maybe: "entries are separated by semicolons: Mon-Fri 07:00-21:00; Sat 08:00-17:00")
      }
      skipSpaces()
    }
    return OpeningHours(week: week.map { $0 ?? [] })
  }

  private mutating func entry() throws(MalformedText) {
    let start = i
    if takeWord("24/7") { return try set(Array(0..<7), [.init(start: 0, end: 86_400)], at: start) }
    let named = try days()
    skipSpaces()
    let days = named ?? Array(0..<7)
    if takeWord("closed") || takeWord("off") { return try set(days, [], at: start) }
    if takeWord("24h") { return try set(days, [.init(start: 0, end: 86_400)], at: start) }
    try set(days, try spans(), at: start)
  }

  private mutating func set(_ days: [Int], _ spans: [OpeningHours.Span], at start: Int)
    throws(MalformedText)
  {
    for day in days {
      guard week[day] == nil else {
        throw MalformedText(
          at: start, "gives \(Weekday.allCases[day].shortName) hours a second time",
          maybe: "several stretches of a day stand together: Sat 08:00-12:00, 13:00-17:00")
      }
      week[day] = spans
    }
  }

  // MARK: Days

  /// The days named, nil when the entry begins with its hours.
  private mutating func days() throws(MalformedText) -> [Int]? {
    guard i < scalars.count, scalars[i].properties.isAlphabetic else { return nil }
    let word = peekWord()
    if ["closed", "off"].contains(word.lowercased()) { return nil }
    if ["daily", "everyday"].contains(word.lowercased()) {
      i += word.unicodeScalars.count
      return Array(0..<7)
    }
    var all: [Int] = []
    repeat {
      skipSpaces()
      let first = try day()
      skipSpaces()
      guard take("-") else {
        all.append(first)
        continue
      }
      skipSpaces()
      let last = try day()
      var k = first
      all.append(k)
      while k != last {
        k = (k + 1) % 7
        all.append(k)
      }
    } while takeCommaBeforeDay()
    return all
  }

  private mutating func day() throws(MalformedText) -> Int {
    let word = peekWord()
    let typed = word.lowercased()
    let names = [
      "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
    ]
    let found = names.firstIndex { $0 == typed || (typed.count >= 2 && $0.hasPrefix(typed)) }
    guard let found else {
      let short = Weekday.allCases.map(\.shortName)
      let near = nearestName(to: word, among: short)
      throw MalformedText(
        at: i, word.isEmpty ? "has no day where one is expected" : "\(word) is not a day",
        maybe: near.map { "\($0) is meant" } ?? "one of \(short.joined(separator: ", ")) is meant")
    }
    i += word.unicodeScalars.count
    return found
  }

  private mutating func takeCommaBeforeDay() -> Bool {
    skipSpaces()
    let before = i
    guard take(",") else { return false }
    skipSpaces()
    if i < scalars.count, scalars[i].properties.isAlphabetic { return true }
    i = before
    return false
  }

  // MARK: Times

  private mutating func spans() throws(MalformedText) -> [OpeningHours.Span] {
    var all: [OpeningHours.Span] = []
    repeat {
      skipSpaces()
      let at = i
      let start = try time(isEnd: false)
      skipSpaces()
      guard take("-") else {
        throw MalformedText(
          at: i, "has no closing time", maybe: "hours are written like 07:00-21:00")
      }
      skipSpaces()
      let end = try time(isEnd: true)
      guard start != end else {
        throw MalformedText(
          at: at, "opens and closes at the same time", maybe: "all day is 00:00-24:00")
      }
      let span = OpeningHours.Span(start: start, end: end > start ? end : end + 86_400)
      if let last = all.last, span.start < last.end {
        throw MalformedText(at: at, "overlaps the stretch before it, or comes before it")
      }
      all.append(span)
      skipSpaces()
    } while take(",")
    if let first = all.first, let last = all.last, last.end > first.start + 86_400 {
      throw MalformedText(at: i, "runs into its own opening on the next day")
    }
    return all
  }

  /// `7:00` or `07:00`, to `24:00`; in seconds.
  private mutating func time(isEnd: Bool) throws(MalformedText) -> Int {
    let at = i
    func wrong(_ what: String) -> MalformedText {
      MalformedText(at: at, what, maybe: "times are written like 07:00, from 00:00 to 24:00")
    }
    guard let hour = number() else { throw wrong("has no time where one is expected") }
    guard take(":"), let minute = number(), scalars[i - 1] != ":" else {
      throw wrong("has a time without minutes")
    }
    guard hour < 24 || (hour == 24 && minute == 0 && isEnd), minute < 60 else {
      throw wrong("has a time that does not exist")
    }
    if i < scalars.count, scalars[i].properties.isAlphabetic {
      throw MalformedText(at: i, "has letters after a time", maybe: "5 pm is written 17:00")
    }
    return hour * 3600 + minute * 60
  }

  private mutating func number() -> Int? {
    var value = 0
    let start = i
    while i < scalars.count, i - start < 2, ("0"..."9").contains(scalars[i]) {
      value = value * 10 + Int(scalars[i].value - 48)
      i += 1
    }
    return i > start ? value : nil
  }

  // MARK: Characters

  private mutating func skipSpaces() {
    while i < scalars.count, scalars[i].properties.isWhitespace { i += 1 }
  }

  private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard i < scalars.count, scalars[i] == scalar else { return false }
    i += 1
    return true
  }

  /// The letters from here on.
  private func peekWord() -> String {
    var word = String.UnicodeScalarView()
    for scalar in scalars[min(i, scalars.count)...] {
      guard scalar.properties.isAlphabetic else { break }
      word.append(scalar)
    }
    return String(word)
  }

  /// Takes `word` when it stands here, in whatever case.
  private mutating func takeWord(_ word: String) -> Bool {
    let wanted = Array(word.unicodeScalars)
    guard i + wanted.count <= scalars.count else { return false }
    let here = String(String.UnicodeScalarView(scalars[i..<i + wanted.count]))
    guard here.lowercased() == word else { return false }
    let next = i + wanted.count
    if next < scalars.count, scalars[next].properties.isAlphabetic { return false }
    i = next
    return true
  }
}
