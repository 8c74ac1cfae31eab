internal import Files

/// A plugin the centre asks for, with its settings.
public struct PluginSetting: Hashable, Sendable {
  public var id: String
  /// Whether the plugin runs in a process of its own.
  public var isolated: Bool
  /// The whole table as a JSON object.
  public var settingsJSON: String

  public init(id: String, isolated: Bool, settingsJSON: String) {
    self.id = id
    self.isolated = isolated
    self.settingsJSON = settingsJSON
  }
}

/// A centre folder's `centre.toml`, read and checked; paths are relative to the folder.
public struct Centre: Hashable, Sendable {
  public var name: String
  /// What stays when the centre is renamed: part of the UIDs of its calendars.
  public var id: String?
  /// IANA zone in which demand lives: hours, holidays and the planning week.
  public var timezone: String
  public var intervalSeconds: Int
  /// Which rows of the holiday files count for demand; nil: all.
  public var calendar: String?
  /// Seed of everything random in a plan.
  public var seed: UInt64
  public var historyFiles: [String]
  public var agentsFile: String
  public var holidayFiles: [String]
  /// Events and overrides, mailings with their quantities, and corrections to the history.
  public var eventFiles: [String]
  public var dropFiles: [String]
  public var patchFiles: [String]
  /// History older than this at the as-of instant is refused, in seconds; nil: any age will do.
  public var maximumHistoryAgeSeconds: Int?
  public var queues: [Queue]
  public var sites: [Site]
  /// Which site takes what; empty: every site's agents serve every queue.
  public var parts: [WorkPart]
  public var plugins: [PluginSetting]
  /// What an interval without a row means in the history files, and in single ones; nil: the counts tell.
  public var absent: AbsentRows?
  public var absentByFile: [String: AbsentRows] = [:]
  /// Commands that forecast beside our methods, where they may run.
  public var models: [ModelCommand] = []
  /// Folders to look for plugins in, before those of the system.
  public var pluginFolders: [String]
  /// Finished plans to keep in `published`.
  public var plansKept: Int
  /// The part after `@` in the UIDs of published calendars.
  public var calendarDomain: String
  /// Whether breaks and meals are entries of the published calendars.
  public var calendarHasBreaks = false
  /// The share of the required hours that may be missing in a plan that becomes the latest, 0 to 1.
  public var maximumMissingShare: Double

  public static let defaultMaximumMissingShare = 0.2

  public init(
    name: String, id: String? = nil, timezone: String, intervalSeconds: Int = 1800,
    calendar: String? = nil,
    seed: UInt64 = 1, historyFiles: [String] = ["history.csv"],
    agentsFile: String = "agents.csv", holidayFiles: [String] = [],
    eventFiles: [String] = [], dropFiles: [String] = [], patchFiles: [String] = [],
    maximumHistoryAgeSeconds: Int? = nil, queues: [Queue] = [], sites: [Site] = [],
    parts: [WorkPart] = [], plugins: [PluginSetting] = [], pluginFolders: [String] = [],
    plansKept: Int = 12, calendarDomain: String = "muster.invalid",
    maximumMissingShare: Double = Centre.defaultMaximumMissingShare
  ) {
    self.name = name
    self.id = id
    self.timezone = timezone
    self.intervalSeconds = intervalSeconds
    self.calendar = calendar
    self.seed = seed
    self.historyFiles = historyFiles
    self.agentsFile = agentsFile
    self.holidayFiles = holidayFiles
    self.eventFiles = eventFiles
    self.dropFiles = dropFiles
    self.patchFiles = patchFiles
    self.maximumHistoryAgeSeconds = maximumHistoryAgeSeconds
    self.queues = queues
    self.sites = sites
    self.parts = parts
    self.plugins = plugins
    self.pluginFolders = pluginFolders
    self.plansKept = plansKept
    self.calendarDomain = calendarDomain
    self.maximumMissingShare = maximumMissingShare
  }

  /// What tells the centre from every other in calendars: its id, else a mark of its name and seed.
  public var identity: String {
    id ?? String(SHA256.hex(Array("\(name)\u{0}\(seed)".utf8)).prefix(12))
  }

  /// The zone in which agents work: the first site's, else the centre's.
  public var workZone: String { sites.first?.timezone ?? timezone }

  /// Files that say how contacts are spread over the day.
  public var profileFiles: [String] {
    let ids = Set(queues.map(\.id))
    return Set(queues.compactMap(\.profile)).filter { !ids.contains($0) }.sorted()
  }

  /// What an interval without a row means in a history file.
  public func absent(in file: String) -> AbsentRows? { absentByFile[file] ?? absent }

  /// Every history file that some queue uses, sorted.
  public var allHistoryFiles: [String] {
    let queues = queues.filter { $0.demand == .history }
    let shared = queues.contains { $0.history.isEmpty } ? historyFiles : []
    return Set(shared + queues.flatMap(\.history)).sorted()
  }
}
