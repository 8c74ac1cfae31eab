public import CentreModel
internal import CivilTime
public import Configuration
public import Diagnostics
internal import Files

// The rules file of a roster; the same tables stand in a centre.toml. Documentation/rules.md
// describes every key.

extension RosterRules {
  /// Reads `[[contract]]`, `[[availability]]`, `[rules]`, `[preferences]`, `[[queue_skill]]`,
  /// `[[presence]]`, `[[seats]]` and `[[pair]]` from the root table of a file, or from that of a site, where
  /// `seats` may also be its number of seats (`isSite`), which is not read here. A table without contracts
  /// changes what `fallback` says; one with contracts begins anew.
  ///
  /// What is wrong is noted in the table; the caller asks for `root.problems()` when everything has
  /// been read.
  public init(
    from root: ConfigTable, isSite: Bool = false, fallback: RosterRules = RosterRules()
  ) {
    self = root.contains("contract") ? RosterRules() : fallback
    for table in root.tables("contract") {
      if let contract = readContract(table) { contracts.append(contract) }
    }
    var own: [String] = []
    for table in root.tables("availability") {
      guard let id = table.required("id", table.string("id")) else { continue }
      own.append(id)
      availability.removeAll { $0.id == id }
      availability.append(
        AvailabilityClass(
          id: id, hours: ranges(table, "hours", endIsNextDay: true), days: weekdays(table, "days")))
    }
    if let table = root.table("rules") { readGeneral(table) }
    if let table = root.table("preferences") { preferences = readPreferences(table) }
    for table in root.tables("queue_skill") {
      guard let queue = table.required("queue", table.string("queue")) else { continue }
      queueSkills.append(
        QueueSkill(
          queue: queue, skill: table.string("skill") ?? queue,
          minimumLevel: table.integer("minimum_level", in: 1...100) ?? 1))
    }
    for table in root.tables("presence") {
      let per = table.integer("per", in: 1...10_000)
      let asked = table.integer("minimum", in: 0...10_000)
      guard let skill = table.required("skill", table.string("skill")),
        let minimum = per == nil ? table.required("minimum", asked) : asked ?? 0
      else { continue }
      presence.append(
        PresenceRule(
          id: table.string("id") ?? skill, skill: skill,
          minimumLevel: table.integer("minimum_level", in: 1...100) ?? 1, minimum: minimum,
          per: per, hours: ranges(table, "hours"), weight: weight(table, "weight")))
    }
    for table in isSite && !root.isArray("seats") ? [] : root.tables("seats") {
      guard let site = table.required("site", table.string("site")),
        let count = table.required("seats", table.integer("seats", in: 0...100_000))
      else { continue }
      seats.append(SiteSeats(site: site, seats: count, weight: weight(table, "weight")))
    }
    for table in root.tables("pair") {
      guard let agents = table.required("agents", table.strings("agents")),
        let kind = table.required("kind", table.choice("kind", of: ["together", "apart"]))
      else { continue }
      guard agents.count == 2, agents[0] != agents[1] else {
        table.note("agents", "names two different agents", value: agents.joined(separator: ", "))
        continue
      }
      pairs.append(
        AgentPair(
          first: agents[0], second: agents[1], kind: kind == "together" ? .together : .apart,
          weight: weight(table, "weight")))
    }
    noteDoubles(root, "contract", contracts.map(\.id))
    noteDoubles(root, "availability", own)
  }

  /// Reads a rules file and answers it with everything that is wrong in it.
  ///
  /// The file may also say `timezone`, see ``RulesFile``.
  public static func read(path: String) throws(Problems) -> RulesFile {
    let root: ConfigTable
    do { root = try ConfigTable(file: path, bytes: try readFile(path)) } catch {
      throw Problems([error])
    }
    let rules = RosterRules(from: root)
    let timezone = root.string("timezone")
    if rules.contracts.isEmpty, !root.contains("contract") {
      root.note("contract", "is missing", maybe: "add at least one [[contract]] with a length")
    }
    let problems = root.problems()
    guard problems.isEmpty else { throw Problems(problems) }
    return RulesFile(
      rules: rules, timezone: timezone,
      saysUnavailable: root.table("rules")?.contains("unavailable_dates") == true)
  }

  private mutating func readGeneral(_ table: ConfigTable) {
    general = general.overridden(by: readWorkRules(table))
    if let name = table.string("week_start") {
      if let day = weekday(name) {
        weekStart = day
      } else {
        table.note("week_start", "is not a weekday", value: name, maybe: "write \"Mon\"")
      }
    }
    if let hours = range(table, "night", endIsNextDay: true) { night = hours }
    if let seconds = table.durationSeconds("night_at_least") { nightSeconds = seconds }
    for (index, text) in (table.strings("unpopular") ?? []).enumerated() {
      if let time = unpopularTime(text) {
        unpopular.append(time)
      } else {
        table.note(
          "unpopular", "entry \(index + 1) is not weekdays and hours", value: text,
          maybe: "write \"Fri-Sat 18:00-24:00\"")
      }
    }
    if let w = weight(table, "missing_weight") { missingWeight = max(1, w) }
    if let w = weight(table, "surplus_weight") { surplusWeight = w }
    if let meaning = table.choice("unavailable_dates", of: ["leave", "no-start"]) {
      unavailableIsLeave = meaning == "leave"
    }
  }
}

/// A rules file: the rules, and the zone of the site if it says so.
public struct RulesFile: Hashable, Sendable {
  public var rules: RosterRules
  public var timezone: String?
  /// Whether it says what `unavailable_dates` of the agents' file are.
  public var saysUnavailable = false
}

// MARK: - Contracts

private func readContract(_ table: ConfigTable) -> RosterContract? {
  guard let id = table.required("id", table.string("id")) else { return nil }
  var kinds: [ShiftKind] = []
  let shifts = table.tables("shift")
  for (index, shift) in shifts.enumerated() {
    let name = shift.string("id") ?? (shifts.count == 1 ? id : "\(id)-\(index + 1)")
    if let kind = readKind(shift, id: name) { kinds.append(kind) }
  }
  if table.contains("length") {
    if shifts.isEmpty {
      if let kind = readKind(table, id: id) { kinds.append(kind) }
    } else {
      table.note("length", "stands beside [[contract.shift]]", maybe: "keep only one of the two")
    }
  } else if shifts.isEmpty {
    table.note("length", "is missing", maybe: "write length = \"8h30m\", or add [[contract.shift]]")
  }
  return RosterContract(
    id: id, kinds: kinds, rules: readWorkRules(table),
    hourlyRate: table.number("hourly_rate", in: 1e-6...1e9),
    traits: table.strings("traits") ?? [])
}

private func readKind(_ table: ConfigTable, id: String) -> ShiftKind? {
  let length = table.required("length", table.durationSeconds("length"))
  let every = table.durationSeconds("start_every") ?? 1800
  if every < 60 || every % 60 != 0 || every > 86_400 {
    table.note("start_every", "is not a whole number of minutes up to a day", value: "\(every) s")
  }
  var pauses: [Pause] = []
  for pause in table.tables("pauses") {
    if let read = readPause(pause, shift: length) { pauses.append(read) }
  }
  pauses.sort { ($0.earliestSeconds, $0.latestSeconds) < ($1.earliestSeconds, $1.latestSeconds) }
  let starts = ranges(table, "starts", singleTimes: true)
  let days = weekdays(table, "shift_days")
  let forbidden = table.strings("forbidden_next") ?? []
  let most = table.integer("max_per_agent", in: 0...1000)
  if !starts.isEmpty, every >= 60, every % 60 == 0, every <= 86_400 {
    let kind = ShiftKind(
      id: id, lengthSeconds: 0, startEveryMinutes: every / 60, starts: starts)
    if !kind.canStart {
      table.note(
        "starts", "have no time on the grid of start_every, which counts from midnight",
        value: "\(shown(.rest, every))",
        maybe: "list the times one by one, as \"\(clockText(starts[0].from))\"")
    }
  }
  guard let length else { return nil }
  guard length >= 900, length <= 86_400, length % 60 == 0 else {
    table.note("length", "is not between 15 minutes and 24 hours", value: "\(length) s")
    return nil
  }
  return ShiftKind(
    id: id, lengthSeconds: length, pauses: pauses, startEveryMinutes: max(1, every / 60),
    starts: starts, days: days, forbiddenNext: forbidden, maxPerAgent: most.map { RosterLimit($0) })
}

private func readPause(_ table: ConfigTable, shift: Int?) -> Pause? {
  let kind = table.choice("kind", of: ["break", "meal"]) ?? "break"
  let isPaid = table.flag("paid") ?? (kind == "break")
  guard let length = table.required("length", table.durationSeconds("length")),
    let from = table.required("from", table.durationSeconds("from")),
    let to = table.required("to", table.durationSeconds("to"))
  else { return nil }
  guard length > 0, from >= 0, to >= from else {
    table.note("to", "the pause may begin from 'from' to 'to', in that order")
    return nil
  }
  if let shift, to + length > shift {
    table.note("to", "lets the pause end after the shift", maybe: "let it begin earlier")
    return nil
  }
  return Pause(
    activity: kind == "meal" ? .meal : .break, lengthSeconds: length, earliestSeconds: from,
    latestSeconds: to, isPaid: isPaid)
}

// MARK: - Rules

/// The rules about an agent's working times that stand in a table; `NAME_weight` makes one soft.
func readWorkRules(_ table: ConfigTable) -> WorkRules {
  var rules = WorkRules()
  for rule in WorkRule.allCases {
    let key = rule.rawValue
    let value: Int?
    switch rule.measure {
    case .count: value = table.integer(key, in: 0...1000)
    case .duration:
      value = table.durationSeconds(key)
      if let value, value < 0 { table.note(key, "is negative", value: "\(value)") }
    case .hours:
      value = table.number(key, in: 0...2000).map { Int(($0 * 3600).rounded()) }
    case .flag: value = table.flag(key).map { $0 ? 1 : 0 }
    }
    var weight = weight(table, key + "_weight")
    if rule == .wishedShiftsPerWeek, weight == nil { weight = 20 }
    if let value {
      rules[rule] = RosterLimit(value, weight: weight)
    } else if table.contains(key + "_weight"), !table.contains(key) {
      table.note(key + "_weight", "weighs a rule that is not set", maybe: "set \(key) too")
    }
  }
  return rules
}

private func readPreferences(_ table: ConfigTable) -> PreferenceWeights {
  PreferenceWeights(
    preferredStart: weight(table, "preferred_start") ?? 0,
    startToleranceSeconds: table.durationSeconds("preferred_start_tolerance") ?? 0,
    preferredDayOff: weight(table, "preferred_days_off") ?? 0,
    preferredKind: weight(table, "preferred_shifts") ?? 0,
    fairNights: weight(table, "fair_nights") ?? 0,
    fairWeekends: weight(table, "fair_weekends") ?? 0,
    fairUnpopular: weight(table, "fair_unpopular") ?? 0,
    fairHours: weight(table, "fair_hours") ?? PreferenceWeights.usualFairHours)
}

/// A weight in missing agent-intervals as thousandths.
private func weight(_ table: ConfigTable, _ key: String) -> Int? {
  table.number(key, in: 0...10_000).map { Int(($0 * 1000).rounded()) }
}

private func noteDoubles(_ root: ConfigTable, _ key: String, _ ids: [String]) {
  var seen: Set<String> = []
  for id in ids where !seen.insert(id).inserted {
    root.note(key, "two tables have the same id", value: id, maybe: "rename one of them")
  }
}
