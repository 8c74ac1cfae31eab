package import Diagnostics
internal import Files

/// A nurse rostering instance in the text format of Curtois and Qu (2014): sections of lines with
/// comma-separated fields, `#` before comments, days counted from 0, day 0 a Monday.
package struct NurseInstance: Sendable {
  package struct Shift: Sendable {
    package var id: String
    package var minutes: Int
    /// Shifts that must not follow on the next day.
    package var forbidden: [String]
  }
  package struct Person: Sendable {
    package var id: String
    /// Most shifts of each type; nil: no limit.
    package var most: [Int?]
    package var maxMinutes = 0
    package var minMinutes = 0
    package var maxRun = 0
    package var minRun = 0
    package var minOff = 0
    package var maxWeekends = 0
    package var daysOff: [Int] = []
  }
  package struct Request: Sendable {
    package var person: Int
    package var day: Int
    package var shift: Int
    package var weight: Int
  }
  package struct Cover: Sendable {
    package var day: Int
    package var shift: Int
    package var need: Int
    package var under: Int
    package var over: Int
  }

  package private(set) var days = 0
  package private(set) var shifts: [Shift] = []
  package private(set) var people: [Person] = []
  /// Wishes for a shift, paid when it is not given, and against one, paid when it is.
  package private(set) var on: [Request] = []
  package private(set) var off: [Request] = []
  package private(set) var cover: [Cover] = []

  package init(file: String) throws(Problem) {
    try self.init(text: String(decoding: readFile(file), as: UTF8.self), file: file)
  }

  package init(text: String, file: String = "instance") throws(Problem) {
    var section = ""
    var number = 0
    for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      number += 1
      let fields = Fields(String(line), file: file, line: number)
      if fields.isEmpty { continue }
      if fields.first.hasPrefix("SECTION_") {
        section = fields.first
      } else {
        try read(fields, section)
      }
    }
    guard days > 0, !people.isEmpty, !shifts.isEmpty, shifts.count <= 64 else {
      throw Problem(
        at: Place(file: file), "is not an instance with days, staff and up to 64 shift types",
        maybe: "give a file that begins with SECTION_HORIZON")
    }
  }

  private mutating func read(_ f: Fields, _ section: String) throws(Problem) {
    switch section {
    case "SECTION_HORIZON": days = try f.int(0)
    case "SECTION_SHIFTS":
      let names = f.count > 2 ? f[2].split(separator: "|").map(String.init) : []
      shifts.append(Shift(id: f[0], minutes: try f.int(1), forbidden: names))
    case "SECTION_STAFF":
      var one = Person(id: f[0], most: Array(repeating: nil, count: shifts.count))
      for part in f[1].split(separator: "|") {
        let pair = part.split(separator: "=")
        guard pair.count == 2, let most = Int(pair[1]) else { throw f.problem(1) }
        one.most[try shift(String(pair[0]), f, 1)] = most
      }
      (one.maxMinutes, one.minMinutes) = (try f.int(2), try f.int(3))
      (one.maxRun, one.minRun) = (try f.int(4), try f.int(5))
      (one.minOff, one.maxWeekends) = (try f.int(6), try f.int(7))
      people.append(one)
    case "SECTION_DAYS_OFF":
      let who = try person(f)
      for i in 1..<max(1, f.count) { people[who].daysOff.append(try day(f, i)) }
    case "SECTION_SHIFT_ON_REQUESTS": on.append(try request(f))
    case "SECTION_SHIFT_OFF_REQUESTS": off.append(try request(f))
    case "SECTION_COVER":
      cover.append(
        Cover(
          day: try day(f, 0), shift: try shift(f[1], f, 1), need: try f.int(2),
          under: try f.int(3), over: try f.int(4)))
    default: throw f.problem(0)
    }
  }

  private func request(_ f: Fields) throws(Problem) -> Request {
    Request(
      person: try person(f), day: try day(f, 1), shift: try shift(f[2], f, 2), weight: try f.int(3))
  }

  private func person(_ f: Fields) throws(Problem) -> Int {
    guard let index = people.firstIndex(where: { $0.id == f[0] }) else { throw f.problem(0) }
    return index
  }

  private func shift(_ name: String, _ f: Fields, _ i: Int) throws(Problem) -> Int {
    guard let index = shifts.firstIndex(where: { $0.id == name }) else { throw f.problem(i) }
    return index
  }

  private func day(_ f: Fields, _ i: Int) throws(Problem) -> Int {
    let day = try f.int(i)
    guard (0..<days).contains(day) else { throw f.problem(i) }
    return day
  }
}

/// The fields of one line, without blanks and comments.
private struct Fields {
  private var values: [String]
  private let place: Place

  init(_ line: String, file: String, line number: Int) {
    place = Place(file: file, line: number)
    let content = line.split(separator: "#", omittingEmptySubsequences: false).first ?? ""
    values = content.split(separator: ",", omittingEmptySubsequences: false).map {
      $0.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
  }

  var count: Int { values.count }
  var first: String { self[0] }
  var isEmpty: Bool { values.allSatisfy(\.isEmpty) }
  subscript(i: Int) -> String { i < values.count ? values[i] : "" }

  func int(_ i: Int) throws(Problem) -> Int {
    guard let value = Int(self[i]) else { throw problem(i) }
    return value
  }

  func problem(_ i: Int) -> Problem {
    Problem(at: place, "field \(i + 1) of this section cannot be used", value: self[i])
  }
}
