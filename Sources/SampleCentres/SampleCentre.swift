public import CivilTime
public import Diagnostics
internal import Files
internal import Tables

/// What a user may choose about a sample centre.
public struct SampleOptions: Hashable, Sendable {
  /// Shown in reports.
  public var name: String
  public var seed: UInt64
  /// Nil: as the profile says.
  public var agents: Int?
  /// IANA name; nil: as the profile says.
  public var timezone: String?
  /// The history ends with the day before.
  public var asOf: CivilDate
  /// Where the centre will lie: two centres of equal options in different places are two in calendars. Empty:
  /// the options alone tell it from others.
  public var folder: String

  public init(
    name: String, seed: UInt64 = 1, agents: Int? = nil, timezone: String? = nil, asOf: CivilDate,
    folder: String = ""
  ) {
    self.folder = folder
    self.name = name
    self.seed = seed
    self.agents = agents
    self.timezone = timezone
    self.asOf = asOf
  }
}

/// A file of a centre folder.
public struct SampleFile: Hashable, Sendable {
  /// Relative to the folder.
  public var name: String
  public var bytes: [UInt8]
}

/// The files of a sample centre; the same bytes for the same profile and options, on any machine.
///
/// `command` is how the user got it, for the head of the centre file. O(weeks · intervals · queues).
public func sampleCentre(
  _ profile: CentreProfile, _ options: SampleOptions, zones: ZoneDatabase, command: String
) throws(Problem) -> [SampleFile] {
  let timezone = options.timezone ?? profile.timezone
  let zone = try zones.place(timezone)
  let agentCount = options.agents ?? profile.agents
  guard (1...10_000).contains(agentCount) else {
    throw Problem(
      .usage, subject: "agents", "is not between 1 and 10000", value: "\(agentCount)")
  }
  guard (1900...9000).contains(options.asOf.year) else {
    throw Problem(.usage, subject: "as-of", "is not in our time", value: "\(options.asOf)")
  }
  let end = options.asOf
  let start = end - profile.weeks * 7
  // The week to be planned is the first one after.
  let monday = (end + 1).next(.monday)
  let holidays = profile.holidayRows(from: start.year, to: (monday + 60).year)
  let closed = Set(holidays.filter { profile.closedOn.contains($0.kind.rawValue) }.map(\.date))

  // What a plugin makes of lists or cases has no history and says itself how much it is.
  let recorded = profile.queues.filter { !$0.isPlanned }
  var models = recorded.map {
    DemandModel(
      $0, intervalSeconds: profile.intervalSeconds, reference: end, closedDates: closed)
  }
  // An ordinary week has no closures.
  let ordinary = recorded.map {
    DemandModel($0, intervalSeconds: profile.intervalSeconds, reference: end, closedDates: [])
  }
  func suitable(_ agents: Int) -> Double {
    recorded.isEmpty
      ? 1 : suitableScale(profile, agents: agents, weekFrom: monday, models: ordinary)
  }
  let scale = suitable(agentCount)
  guard isBusy(ordinary, scale: scale, weekFrom: monday) else {
    let enough = (agentCount...max(agentCount, profile.agents)).first {
      isBusy(ordinary, scale: suitable($0), weekFrom: monday)
    }
    throw Problem(
      .usage, subject: "agents", "are too few for the hours of the queues", value: "\(agentCount)",
      maybe: "take at least \(enough ?? profile.agents)")
  }
  for k in models.indices { models[k].scale = scale }

  let rows = models.flatMap {
    generateHistory($0, from: start, to: end, zone: zone, seed: options.seed)
  }
  let agents = generateAgents(
    profile, count: agentCount, weekFrom: monday, closedDates: closed, zone: zone,
    seed: options.seed)
  var files = [
    SampleFile(
      name: "centre.toml",
      bytes: Array(
        centreText(profile, options, timezone: timezone, command: command).utf8)),
    SampleFile(name: "agents.csv", bytes: agentBytes(agents)),
  ]
  if !recorded.isEmpty {
    files.insert(SampleFile(name: "history.csv", bytes: historyBytes(rows, zone: zone)), at: 1)
  }
  files += profile.files.map { SampleFile(name: $0.name, bytes: Array($0.text.utf8)) }
  if !profile.holidays.isEmpty {
    files.append(SampleFile(name: "holidays.csv", bytes: holidayBytes(holidays)))
  }
  return files
}

/// Writes the files into a folder that is new or empty.
///
/// - Throws: A ``Problem`` when there is anything in it already.
public func writeSample(_ files: [SampleFile], to folder: String) throws(Problem) {
  if exists(folder) {
    guard isFolder(folder) else {
      throw Problem(
        .usage, at: Place(file: folder), "is a file, not a folder", maybe: "choose another name")
    }
    let names = try namesInFolder(folder)
    guard names.isEmpty else {
      throw Problem(
        .usage, at: Place(file: folder), "is not empty",
        value: names.prefix(3).joined(separator: ", "),
        maybe: "choose a new folder; nothing was changed")
    }
  }
  try makeFolder(folder)
  for file in files { try writeFile("\(folder)/\(file.name)", file.bytes) }
}

extension CentreProfile {
  /// The holidays of a year by the profile's rules, ascending.
  public func holidays(in year: Int) -> [Holiday] { holidayRows(from: year, to: year) }

  /// The holidays of some years by the profile's rules, ascending.
  func holidayRows(from first: Int, to last: Int) -> [Holiday] {
    var rows: [Holiday] = []
    // A neighbouring year's New Year may be observed in this one.
    for year in (first - 1)...(last + 1) {
      for holiday in holidays {
        guard let date = holiday.rule.date(in: year) else { continue }
        rows.append(
          Holiday(
            date: date, calendar: calendar, kind: .public, name: holiday.name,
            source: holidaySource))
        if holiday.isObserved, let observed = observedDate(of: date) {
          rows.append(
            Holiday(
              date: observed, calendar: calendar, kind: .observed,
              name: "\(holiday.name) (observed)", source: holidaySource))
        }
      }
    }
    return HolidayCalendar(rows.filter { (first...last).contains($0.date.year) }).holidays
  }
}
