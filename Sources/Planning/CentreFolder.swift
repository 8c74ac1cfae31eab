public import CentreModel
public import CivilTime
internal import Configuration
public import Diagnostics
internal import Files
public import Publishing
internal import Rostering
internal import Tables

/// A centre folder: its configuration and inputs, read and checked, with a hash of every file.
public struct CentreFolder: Sendable {
  public let path: String
  public let centre: Centre
  /// Demand: hours, holidays, the planning week.
  public let zone: Zone
  /// Agents: shifts, breaks, days off.
  public let workZone: Zone
  public let zones: ZoneDatabase
  public let rules: RosterRules
  public let agents: [RosterAgent]
  /// The holidays of the centre's own calendar.
  public let holidays: HolidayCalendar
  /// The holidays of every calendar in the files.
  public let allHolidays: HolidayCalendar
  /// Every file read, by its path relative to the folder, sorted.
  public let inputs: [Manifest.File]

  /// A path of the configuration, relative to the folder unless absolute.
  public func file(_ name: String) -> String { Self.file(name, in: path) }

  static func file(_ name: String, in folder: String) -> String {
    name.hasPrefix("/") ? name : "\(folder)/\(name)"
  }

  public static let configurationName = "centre.toml"

  /// The files that hold the history of a queue.
  public func historyFiles(of queue: Queue) -> [String] {
    queue.history.isEmpty ? centre.historyFiles : queue.history
  }
}

extension CentreFolder {
  /// Reads everything but the history.
  ///
  /// - Throws: ``Problems`` with everything that is wrong, in the order of files and lines.
  public static func load(_ path: String, zones: ZoneDatabase = .system) throws(Problems)
    -> CentreFolder
  {
    var loader = CentreLoader(folder: path, zones: zones)
    guard let folder = loader.load(), loader.problems.isEmpty else {
      throw Problems(loader.problems)
    }
    return folder
  }
}

/// Collects what can be read of a centre folder, and every problem on the way.
private struct CentreLoader {
  let folder: String
  let zones: ZoneDatabase
  var problems: [Problem] = []
  var inputs: [Manifest.File] = []

  init(folder: String, zones: ZoneDatabase) {
    self.folder = folder
    self.zones = zones
  }

  mutating func load() -> CentreFolder? {
    guard let root = configuration() else { return nil }
    let centre = Centre.read(root, zones: zones)
    let rules = RosterRules(from: root)
    problems += root.problems()
    guard let centre else { return nil }
    let zones = zones
    let zone = attempt { () throws(Problem) in try zones.zone(centre.timezone) }
    let workZone = attempt { () throws(Problem) in try zones.zone(centre.workZone) }
    let holidays = self.holidays(of: centre)
    let agents = workZone.flatMap { self.agents(of: centre, rules: rules, zone: $0) }
    for file in centre.allHistoryFiles { _ = read(file) }
    guard let zone, let workZone, let holidays, let agents, problems.isEmpty else {
      return nil
    }
    return CentreFolder(
      path: folder, centre: centre, zone: zone, workZone: workZone, zones: zones, rules: rules,
      agents: agents, holidays: holidays.own, allHolidays: holidays.all,
      inputs: inputs.sorted { $0.name < $1.name })
  }

  private mutating func configuration() -> ConfigTable? {
    let path = "\(folder)/\(CentreFolder.configurationName)"
    guard exists(path) else {
      problems.append(
        Problem(
          .missingConfiguration, at: Place(file: path), "there is no centre here",
          maybe:
            "name a folder with a \(CentreFolder.configurationName), or make one with muster init"
        ))
      return nil
    }
    guard let bytes = read(CentreFolder.configurationName) else { return nil }
    return attempt { () throws(Problem) in try ConfigTable(file: path, bytes: bytes) }
  }

  private mutating func holidays(
    of centre: Centre
  ) -> (own: HolidayCalendar, all: HolidayCalendar)? {
    var all: [Holiday] = []
    for file in centre.holidayFiles {
      guard let bytes = read(file) else { return nil }
      let path = CentreFolder.file(file, in: folder)
      let calendar = attempt { () throws(Problem) in
        try HolidayCalendar(file: path, bytes: bytes, calendar: centre.calendar ?? "")
      }
      guard let calendar else { return nil }
      all += calendar.holidays
    }
    let everything = HolidayCalendar(all)
    guard let name = centre.calendar, !all.isEmpty else { return (everything, everything) }
    let own = attempt { () throws(Problem) in try everything.calendar(name) }
    return own.map { ($0, everything) }
  }

  private mutating func agents(
    of centre: Centre, rules: RosterRules, zone: Zone
  ) -> [RosterAgent]? {
    guard let bytes = read(centre.agentsFile) else { return nil }
    let path = CentreFolder.file(centre.agentsFile, in: folder)
    let table = attempt { () throws(Problem) in try CSVTable(file: path, bytes: bytes) }
    guard let table else { return nil }
    do { return try readAgents(table, rules: rules, zone: zone) } catch {
      problems += error.all
      return nil
    }
  }

  private mutating func read(_ name: String) -> [UInt8]? {
    let path = CentreFolder.file(name, in: folder)
    guard let bytes = attempt({ () throws(Problem) in try readFile(path) }) else { return nil }
    inputs.append(Manifest.File(name: name, content: bytes))
    return bytes
  }

  private mutating func attempt<T>(_ body: () throws(Problem) -> T) -> T? {
    do { return try body() } catch {
      problems.append(error)
      return nil
    }
  }
}
