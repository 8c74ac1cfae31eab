public import CentreModel
public import CivilTime
internal import Configuration
public import Diagnostics
internal import Files
internal import Forecasting
internal import History
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
  /// What is known of demand beside its history.
  public let knowledge: DemandKnowledge
  /// The clocks and the holidays of queues that have their own.
  let queueZones: [String: Zone]
  let queueHolidays: [String: HolidayCalendar]
  /// Where the file of agents tells when an agent's last shift ended.
  let previousShiftPlaces: [String: Place]
  /// The agents' file as it was read.
  let agentTable: CSVTable
  /// What is given and not used, or not known.
  public let notes: [InputNote]
  /// Every file read, by its path relative to the folder, sorted.
  public let inputs: [Manifest.File]
  /// What is read here and used by later steps: histories, profiles, the configuration for its plugins.
  fileprivate let contents: [String: [UInt8]]

  /// The content of an input file as it was hashed; one that was not read here is read now.
  package func content(_ name: String) throws(Problem) -> [UInt8] {
    if let content = contents[name] { return content }
    return try readFile(file(name))
  }

  /// A path of the configuration, relative to the folder unless absolute.
  public func file(_ name: String) -> String { Self.file(name, in: path) }

  static func file(_ name: String, in folder: String) -> String {
    name.hasPrefix("/") ? name : "\(folder)/\(name)"
  }

  public static let configurationName = "centre.toml"

  /// - Throws: A ``Problem`` when there is no centre at `path`.
  package static func mustStand(at path: String) throws(Problem) {
    let file = "\(path)/\(configurationName)"
    guard try stands(at: file) else {
      throw Problem(
        .missingConfiguration, at: Place(file: file), "there is no centre here",
        maybe: "name a folder with a \(configurationName), or make one with muster init")
    }
  }

  /// The clocks of a queue's customers.
  public func zone(of queue: Queue) -> Zone { queueZones[queue.id] ?? zone }

  /// The holidays of a queue's customers.
  public func holidays(of queue: Queue) -> HolidayCalendar { queueHolidays[queue.id] ?? holidays }

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
    try load(path, zones: zones, editing: nil)
  }

  /// `editing`: Makes the agents that are read in place of those of the file.
  static func load(
    _ path: String, zones: ZoneDatabase, editing: CentreLoader.AgentEditing?
  ) throws(Problems) -> CentreFolder {
    var loader = CentreLoader(folder: path, zones: zones, editing: editing)
    guard let folder = loader.load(), loader.problems.isEmpty else {
      throw Problems(loader.problems)
    }
    return folder
  }
}

/// Collects what can be read of a centre folder, and every problem on the way.
struct CentreLoader {
  /// The agents as they are to be read, of the file and its bytes; and what is wrong with them already.
  typealias AgentEditing = (CSVTable, [UInt8]) throws(Problem) -> (CSVTable?, [Problem])

  let folder: String
  let zones: ZoneDatabase
  var problems: [Problem] = []
  var inputs: [Manifest.File] = []
  var contents: [String: [UInt8]] = [:]
  var notes: [InputNote] = []
  var agentTable: CSVTable?
  var previousShiftPlaces: [String: Place] = [:]
  private let editing: AgentEditing?

  init(folder: String, zones: ZoneDatabase, editing: AgentEditing? = nil) {
    self.folder = folder
    self.zones = zones
    self.editing = editing
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
    for file in centre.allHistoryFiles + centre.profileFiles { contents[file] = read(file) }
    let knowledge = zone.flatMap { self.knowledge(of: centre, zone: $0) }
    var queueZones: [String: Zone] = [:]
    var queueHolidays: [String: HolidayCalendar] = [:]
    for (index, queue) in centre.queues.enumerated() {
      if let name = queue.timezone {
        queueZones[queue.id] = attempt { () throws(Problem) in try zones.zone(name) }
      }
      if let name = queue.calendar, let holidays {
        do throws(Problem) { queueHolidays[queue.id] = try holidays.all.calendar(name) } catch {
          problems.append(
            Problem(
              at: root.tables("queue")[index].place("calendar"),
              subject: "queue[\(index)].calendar", "names no calendar of the holiday files",
              value: name, maybe: error.maybe))
        }
      }
    }
    if let agents, let table = agentTable { noteAgents(agents, table, centre, rules) }
    guard let zone, let workZone, let holidays, let agents, let agentTable, let knowledge,
      problems.isEmpty
    else { return nil }
    return CentreFolder(
      path: folder, centre: centre, zone: zone, workZone: workZone, zones: zones, rules: rules,
      agents: agents, holidays: holidays.own, allHolidays: holidays.all, knowledge: knowledge,
      queueZones: queueZones, queueHolidays: queueHolidays,
      previousShiftPlaces: previousShiftPlaces, agentTable: agentTable, notes: notes.sorted(),
      inputs: inputs.sorted { $0.name < $1.name }, contents: contents)
  }

  private mutating func configuration() -> ConfigTable? {
    let path = "\(folder)/\(CentreFolder.configurationName)"
    do throws(Problem) { try CentreFolder.mustStand(at: folder) } catch {
      problems.append(error)
      return nil
    }
    guard let bytes = read(CentreFolder.configurationName) else { return nil }
    contents[CentreFolder.configurationName] = bytes
    return attempt { () throws(Problem) in try ConfigTable(file: path, bytes: bytes) }
  }

  private mutating func holidays(
    of centre: Centre
  ) -> (own: HolidayCalendar, all: HolidayCalendar)? {
    var all: [Holiday] = []
    for file in centre.holidayFiles {
      guard let bytes = read(file) else { return nil }
      let path = CentreFolder.file(file, in: folder)
      if !bytes.contains(Array("BEGIN:VCALENDAR".utf8)),
        let table = try? CSVTable(file: path, bytes: bytes)
      {
        notes += unusedColumns(table, known: InputColumns.holidays)
      }
      let calendar = attempt { () throws(Problem) in
        try HolidayCalendar(file: path, bytes: bytes, calendar: centre.calendar ?? "")
      }
      guard let calendar else { return nil }
      all += calendar.holidays
    }
    let everything = HolidayCalendar(all)
    for site in centre.sites {
      guard let name = site.calendar, name != centre.calendar,
        (try? everything.calendar(name)) == nil
      else { continue }
      notes.append(
        InputNote(
          at: Place(file: CentreFolder.file(CentreFolder.configurationName, in: folder)),
          subject: "site \(site.id)", "has a calendar of which no holiday is known", value: name,
          maybe: "a file of holidays in [inputs] has its rows"))
    }
    guard let name = centre.calendar, !all.isEmpty else { return (everything, everything) }
    let own = attempt { () throws(Problem) in try everything.calendar(name) }
    return own.map { ($0, everything) }
  }

  /// Events, drops and corrections, by queue.
  private mutating func knowledge(of centre: Centre, zone: Zone) -> DemandKnowledge? {
    var knowledge = DemandKnowledge()
    func tables(_ names: [String]) -> [CSVTable] {
      names.compactMap { name in
        guard let bytes = read(name) else { return nil }
        let path = CentreFolder.file(name, in: folder)
        return attempt { () throws(Problem) in try CSVTable(file: path, bytes: bytes) }
      }
    }
    let (events, drops) = (tables(centre.eventFiles), tables(centre.dropFiles))
    let queues = centre.queues.map(\.id)
    let before = problems.count
    for table in tables(centre.patchFiles) {
      if let patch = attempt({ () throws(Problem) in try HistoryPatch(table, zone: zone) }) {
        knowledge.patches.append(patch)
      }
    }
    notes += events.flatMap { unusedColumns($0, known: InputColumns.events) }
    // Of a file that a plugin's settings name too, other columns are the plugin's.
    let shared = centre.dropFiles.filter { name in
      centre.plugins.contains { $0.settingsJSON.contains("\"\(name)\"") }
    }.map { CentreFolder.file($0, in: folder) }
    notes += drops.filter { !shared.contains($0.file) }.flatMap {
      unusedColumns($0, known: InputColumns.drops)
    }
    for table in events + drops {
      let unknown = attempt { () throws(Problem) in try Self.unknownQueues(table, queues) }
      problems += unknown ?? []
    }
    for queue in queues {
      // A row of all queues that cannot be read is one problem, not one for each queue.
      guard problems.count == before else { return nil }
      for table in events {
        knowledge.events[queue, default: []] +=
          attempt { () throws(Problem) in try DemandEvent.read(table, queue: queue) } ?? []
      }
      for table in drops {
        knowledge.drops[queue, default: []] +=
          attempt { () throws(Problem) in try Drop.read(table, queue: queue) } ?? []
      }
    }
    return knowledge
  }

  /// A queue column that names no queue would be silently without effect.
  private static func unknownQueues(
    _ table: CSVTable, _ queues: [String]
  ) throws(Problem) -> [Problem] {
    guard let column = table.column(named: "queue") else { return [] }
    var found: [Problem] = []
    try table.forEachRow { (row) throws(Problem) in
      guard !row.isEmpty(column) else { return }
      let name = try row.name(column)
      guard !queues.contains(name) else { return }
      found.append(
        row.problem(
          column, "is not a queue of the centre",
          maybe: "one of \(queues.joined(separator: ", ")) is meant"))
    }
    return found
  }

  private mutating func agents(
    of centre: Centre, rules: RosterRules, zone: Zone
  ) -> [RosterAgent]? {
    guard let bytes = read(centre.agentsFile) else { return nil }
    let path = CentreFolder.file(centre.agentsFile, in: folder)
    let table = attempt { () throws(Problem) in try CSVTable(file: path, bytes: bytes) }
    guard let onDisk = table, let table = edited(onDisk, bytes) else { return nil }
    agentTable = table
    do {
      let agents = try readAgents(table, rules: rules, zone: zone)
      guard agents.isEmpty else { return agents }
      problems.append(
        Problem(
          at: table.headerPlace, "names no agent", maybe: "give every agent a row below the header")
      )
    } catch {
      // A cell that could not be read is said once.
      let said = Set(problems.compactMap(\.place))
      problems += error.all.filter { problem in !(problem.place.map(said.contains) ?? false) }
    }
    return nil
  }

  private mutating func edited(_ table: CSVTable, _ bytes: [UInt8]) -> CSVTable? {
    guard let editing else { return table }
    do throws(Problem) {
      let (edited, faults) = try editing(table, bytes)
      problems += faults
      return edited
    } catch {
      problems.append(error)
      return nil
    }
  }

  /// What the agents' file says that nothing asks for, and asks for that it does not say.
  private mutating func noteAgents(
    _ agents: [RosterAgent], _ table: CSVTable, _ centre: Centre, _ rules: RosterRules
  ) {
    notes += unusedColumns(table, known: InputColumns.agents)
    var checks = AgentNotes(agents: agents, centre: centre, rules: rules)
    do throws(Problem) { try checks.read(table) } catch { problems.append(error) }
    notes += checks.notes
    problems += checks.problems
    previousShiftPlaces = checks.previousShiftPlaces
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
