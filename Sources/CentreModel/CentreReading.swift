public import CivilTime
public import Configuration
internal import Diagnostics

extension Centre {
  /// Reads the centre's own tables of `centre.toml`.
  ///
  /// Contracts and shift rules stand in the same file and are read by the rostering module from the
  /// same table. Every problem is noted in `root`; the centre is nil when it cannot be planned.
  public static func read(_ root: ConfigTable, zones: ZoneDatabase) -> Centre? {
    guard
      let header = root.required(
        "centre", root.table("centre"), maybe: "start the file with [centre] and name = \"…\"")
    else { return nil }
    let name = header.required("name", header.string("name"))
    let timezone = header.required(
      "timezone", header.string("timezone"), maybe: "add timezone = \"Europe/London\"")
    if let timezone { check(zone: timezone, "timezone", header, zones) }
    var centre = Centre(name: name ?? "", timezone: timezone ?? "UTC")
    if let interval = header.durationSeconds("interval") {
      if interval > 0, 86_400 % interval == 0, interval % 60 == 0 {
        centre.intervalSeconds = interval
      } else {
        header.note(
          "interval", "does not divide the day into whole minutes", value: "\(interval) s",
          maybe: "write \"15m\" or \"30m\"")
      }
    }
    centre.calendar = header.string("calendar")
    if let seed = header.integer("seed", in: 0...Int.max) { centre.seed = UInt64(seed) }
    if let inputs = root.table("inputs") { centre.read(inputs: inputs) }
    if let publish = root.table("publish") {
      centre.plansKept = publish.integer("keep", in: 1...10_000) ?? centre.plansKept
      centre.calendarDomain = publish.string("calendar_domain") ?? centre.calendarDomain
    }
    centre.pluginFolders = root.table("plugins")?.strings("path") ?? []
    centre.queues = root.tables("queue").compactMap { readQueue($0) }
    if centre.queues.isEmpty, !root.contains("queue") {
      root.note("queue", "no queue is described", maybe: "add [[queue]] with id = \"…\"")
    }
    centre.sites = root.tables("site").compactMap { readSite($0, zones) }
    centre.plugins = root.tables("plugin").compactMap { readPlugin($0) }
    noteDuplicates(root, "queue", centre.queues.map(\.id))
    noteDuplicates(root, "site", centre.sites.map(\.id))
    noteDuplicates(root, "plugin", centre.plugins.map(\.id))
    return root.hasNotedProblems ? nil : centre
  }

  private mutating func read(inputs: ConfigTable) {
    historyFiles = inputs.strings("history") ?? historyFiles
    agentsFile = inputs.string("agents") ?? agentsFile
    holidayFiles = inputs.strings("holidays") ?? holidayFiles
    eventFiles = inputs.strings("events") ?? eventFiles
    dropFiles = inputs.strings("drops") ?? dropFiles
    patchFiles = inputs.strings("patch") ?? patchFiles
    maximumHistoryAgeSeconds = inputs.durationSeconds("max_age")
  }

  private static func check(
    zone: String, _ key: String, _ table: ConfigTable, _ zones: ZoneDatabase
  ) {
    do { _ = try zones.zone(zone) } catch {
      table.note(key, error.what, value: "\"\(zone)\"", maybe: error.maybe)
    }
  }

  private static func readSite(_ table: ConfigTable, _ zones: ZoneDatabase) -> Site? {
    let id = table.required("id", table.string("id"))
    let timezone = table.required("timezone", table.string("timezone"))
    if let timezone { check(zone: timezone, "timezone", table, zones) }
    let site = Site(
      id: id ?? "", name: table.string("name"), timezone: timezone ?? "UTC",
      calendar: table.string("calendar"), seats: table.integer("seats", in: 1...1_000_000),
      jurisdiction: table.string("jurisdiction"), currency: table.string("currency"),
      hourlyRate: table.number("hourly_rate", in: 1e-6...1e9))
    return id == nil || timezone == nil ? nil : site
  }

  /// Keys that are not the plugin's settings stand for the host; `PluginHost` reads them all again,
  /// with the positions that the plugin's schema needs.
  private static func readPlugin(_ table: ConfigTable) -> PluginSetting? {
    guard let id = table.required("id", table.string("id")) else { return nil }
    let isolated = table.flag("isolated") ?? false
    return PluginSetting(id: id, isolated: isolated, settingsJSON: table.json())
  }

  private static func noteDuplicates(_ root: ConfigTable, _ key: String, _ ids: [String]) {
    var seen: Set<String> = []
    for (index, id) in ids.enumerated() where !seen.insert(id).inserted {
      root.note("\(key)[\(index)].id", "is used twice", value: "\"\(id)\"", maybe: "rename one")
    }
  }
}
