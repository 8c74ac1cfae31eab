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
    centre.id = readID(header)
    if let seed = header.integer("seed", in: 0...Int.max) { centre.seed = UInt64(seed) }
    if let inputs = root.table("inputs") { centre.read(inputs: inputs) }
    if let publish = root.table("publish") {
      centre.plansKept = publish.integer("keep", in: 1...10_000) ?? centre.plansKept
      centre.calendarDomain = publish.string("calendar_domain") ?? centre.calendarDomain
      centre.calendarHasBreaks = publish.flag("calendar_breaks") ?? false
      centre.maximumMissingShare =
        publish.number("max_missing", in: 0...1) ?? centre.maximumMissingShare
    }
    centre.pluginFolders = root.table("plugins")?.strings("path") ?? []
    centre.queues = root.tables("queue").compactMap { readQueue($0, zones) }
    if centre.queues.isEmpty, !root.contains("queue") {
      root.note("queue", "no queue is described", maybe: "add [[queue]] with id = \"…\"")
    }
    centre.readHistoryFiles(root)
    let queueNames = centre.queues.map(\.id)
    centre.models = root.tables("model").compactMap { ModelCommand.read($0, queues: queueNames) }
    centre.sites = root.tables("site").compactMap { readSite($0, zones) }
    let siteNames = centre.sites.map(\.id)
    centre.parts = root.tables("part").compactMap {
      WorkPart.read($0, sites: siteNames, queues: centre.queues)
    }
    centre.plugins = root.tables("plugin").compactMap { readPlugin($0) }
    noteDuplicates(root, "queue", centre.queues.map(\.id))
    noteDuplicates(root, "model", centre.models.map(\.id))
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
    absent = Self.readAbsent(inputs)
    maximumHistoryAgeSeconds = inputs.durationSeconds("max_age")
  }

  /// What an interval without a row means.
  static func readAbsent(_ table: ConfigTable) -> AbsentRows? {
    table.choice("absent", of: AbsentRows.allCases.map(\.rawValue)).flatMap(
      AbsentRows.init(rawValue:))
  }

  /// What is said of single history files, each in a `[[history]]`.
  private mutating func readHistoryFiles(_ root: ConfigTable) {
    let known = Set(allHistoryFiles)
    for table in root.tables("history") {
      guard let file = table.required("file", table.string("file")) else { continue }
      if !known.contains(file) {
        table.note(
          "file", "is no history of this centre", value: "\"\(file)\"",
          maybe: nearestName(to: file, among: known.sorted()).map { "you meant \"\($0)\"" }
            ?? "name it in history of [inputs] or of a [[queue]]")
      }
      if let absent = Self.readAbsent(table) { absentByFile[file] = absent }
    }
  }

  /// Letters, digits and hyphens, so that it can stand in a calendar's UID as it is.
  private static func readID(_ header: ConfigTable) -> String? {
    guard let id = header.string("id") else { return nil }
    let isPlain = id.utf8.allSatisfy {
      (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) || $0 == 45
    }
    guard isPlain, !id.isEmpty, id.utf8.count <= 64 else {
      header.note(
        "id", "is not 1 to 64 letters, digits and hyphens", value: "\"\(id)\"",
        maybe: "write id = \"bank-7f3a\"; name is what people read")
      return nil
    }
    return id
  }

  static func check(
    zone: String, _ key: String, _ table: ConfigTable, _ zones: ZoneDatabase
  ) {
    do { _ = try zones.place(zone) } catch {
      table.note(key, error.what, value: "\"\(zone)\"", maybe: error.maybe)
    }
  }

  private static func readSite(_ table: ConfigTable, _ zones: ZoneDatabase) -> Site? {
    let id = table.required("id", table.string("id"))
    let timezone = table.required("timezone", table.string("timezone"))
    if let timezone { check(zone: timezone, "timezone", table, zones) }
    var site = Site(id: id ?? "", name: table.string("name"), timezone: timezone ?? "UTC")
    site.calendar = table.string("calendar")
    site.seats = table.integer("seats", in: 1...1_000_000)
    site.jurisdiction = table.string("jurisdiction")
    site.currency = table.string("currency")
    site.hourlyRate = table.number("hourly_rate", in: 1e-6...1e9)
    site.handlingFactor = table.number("aht_factor", in: 0.1...10) ?? site.handlingFactor
    site.shrinkage = table.number("shrinkage", in: 0...0.95)
    if let name = table.choice("anchor", of: Site.Anchor.allCases.map(\.rawValue)) {
      site.anchor = Site.Anchor(rawValue: name) ?? site.anchor
    }
    site.traits = table.strings("traits") ?? []
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
