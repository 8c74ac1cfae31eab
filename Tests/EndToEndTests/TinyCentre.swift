import CivilTime
import Files
import TestSupport

/// A centre small enough to be planned many times: one queue, ten weeks, six agents.
struct TinyCentre {
  var folder: String
  static let asOf = "2026-11-23"

  static let configuration = """
    [centre]
    name = "Tiny"
    timezone = "America/New_York"
    interval = "30m"

    [inputs]
    history = "history.csv"
    agents = "agents.csv"
    holidays = "holidays.csv"

    [publish]
    calendar_domain = "tiny.example"
    max_missing = 0.5

    [[queue]]
    id = "main"
    hours = "Mon-Fri 09:00-17:00"
    closed_on = ["public"]
    patience_seconds = 120
    handling_seconds = 240
    shrinkage = 0.1
    goal = { service_level = 0.8, within_seconds = 20 }

    [[contract]]
    id = "FT"
    length = "8h"
    starts = "09:00"
    pauses = [{ kind = "meal", length = "30m", from = "3h", to = "5h", paid = false }]

    [[contract]]
    id = "PT"
    length = "4h"
    start_every = "30m"

    [rules]
    rest = "11h"
    max_shifts_per_week = 5

    """

  static let agents = """
    agent_id,name,contract,unavailable_dates
    A1,Ada,FT,
    A2,Bo,FT,2026-12-01
    A3,Cy,FT,
    A4,Di,PT,
    A5,Ed,PT,
    A6,Flo,PT,2026-12-04

    """

  static let holidays = """
    date,calendar,kind,name,region,status,source
    2026-11-26,US,public,Thanksgiving Day,,final,test
    2026-12-25,US,public,Christmas Day,,final,test

    """

  /// Ten weeks of weekdays up to the Friday before the as-of date, by a plain formula.
  static var history: String { history(from: "2026-09-14", days: 68) }

  /// Weekdays among the days from `first` on, by the same formula.
  static func history(from first: String, days: Int) -> String {
    var text = "interval_start,offered,handled,abandoned,handle_s\n"
    guard let first = CivilDate(first) else { return text }
    for day in 0..<days {
      let date = first + day
      guard date.weekday < .saturday else { continue }
      for slot in 18..<34 {
        let busy = 12 - abs(slot - 24) / 2 + (date.weekday == .monday ? 3 : 0)
        let offered = busy + (day * 7 + slot * 5) % 5 - 2
        let minute = slot % 2 == 0 ? "00" : "30"
        let hour = slot / 2 < 10 ? "0\(slot / 2)" : "\(slot / 2)"
        text += "\(date) \(hour):\(minute):00,\(offered),\(offered),0,\(offered * 240)\n"
      }
    }
    return text
  }

  /// Writes the centre into a new folder below `parent`.
  init(in parent: String, name: String = "tiny") throws {
    folder = "\(parent)/\(name)"
    try makeFolder(folder)
    try write("centre.toml", Self.configuration)
    try write("agents.csv", Self.agents)
    try write("holidays.csv", Self.holidays)
    try write("history.csv", Self.history)
  }

  func write(_ name: String, _ text: String) throws {
    try writeFile("\(folder)/\(name)", Array(text.utf8))
  }

  func change(_ name: String, _ change: (String) -> String) throws {
    try write(name, change(try text(of: "\(folder)/\(name)")))
  }

  /// `muster plan` with a quick roster search.
  func plan(_ more: String...) throws -> Finished { try plan(more) }

  func plan(_ more: [String]) throws -> Finished {
    try run(
      [musterExecutable, "plan", folder, "--as-of", Self.asOf, "--roster-time", "0.05"] + more)
  }

  var published: String { "\(folder)/published" }
  var latest: String { "\(published)/latest" }

  /// Every file below the latest plan with its content.
  func latestFiles() throws -> [String: [UInt8]] {
    var files: [String: [UInt8]] = [:]
    func collect(_ folder: String, _ prefix: String) throws {
      for name in try namesInFolder(folder) {
        let path = "\(folder)/\(name)"
        if isFolder(path) {
          try collect(path, "\(prefix)\(name)/")
        } else {
          files[prefix + name] = try readFile(path)
        }
      }
    }
    try collect(latest, "")
    return files
  }
}
