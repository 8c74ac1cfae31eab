internal import CivilTime
internal import Configuration
internal import Diagnostics

extension Centre {
  /// Reads one `[[queue]]`; nil when it cannot be planned, with the reasons noted.
  static func readQueue(_ table: ConfigTable, _ zones: ZoneDatabase) -> Queue? {
    let id = table.required("id", table.string("id"))
    if let id, id.isEmpty || id.contains(where: { $0.isWhitespace || $0 == "," || $0 == "/" }) {
      table.note("id", "has a blank, comma or slash, or is empty", value: "\"\(id)\"")
    }
    var queue = Queue(id: id ?? "", name: table.string("name"))
    queue.client = table.string("client")
    queue.channel = table.string("channel").map(Channel.init(rawValue:)) ?? .call
    queue.timezone = table.string("timezone")
    if let timezone = queue.timezone { check(zone: timezone, "timezone", table, zones) }
    queue.calendar = table.string("calendar")
    queue.closedOn = readKinds(table)
    queue.handlingSeconds = table.number("handling_seconds", in: 1...86_400)
    queue.patienceSeconds = table.number("patience_seconds", in: 0.1...1e9)
    queue.shrinkage = table.number("shrinkage", in: 0...0.95) ?? 0
    queue.minimumAgents = table.integer("minimum_agents", in: 0...10_000) ?? 1
    queue.staffingProbability = table.number("staff_for", in: 0.5...0.999)
    queue.skill = table.string("skill") ?? queue.id
    queue.history = table.strings("history") ?? []
    queue.historyParts = (table.strings("history_queues") ?? []).compactMap { text in
      if let part = HistoryPart(text) { return part }
      table.note(
        "history_queues", "names no queue", value: "\"\(text)\"",
        maybe: "write \"sales\" or \"sales x0.4 before 2025-10-06\"")
      return nil
    }
    queue.absent = Centre.readAbsent(table)
    queue.profile = table.string("profile")
    queue.addsHistory = table.flag("add") ?? false
    if let name = table.choice("demand", of: DemandSource.allCases.map(\.rawValue)) {
      queue.demand = DemandSource(rawValue: name) ?? .history
    }
    queue.contactScope = table.string("scope")
    queue.jurisdictions = table.strings("jurisdictions") ?? []
    queue.calledZones = table.strings("called_zones") ?? []
    for zone in queue.calledZones { check(zone: zone, "called_zones", table, zones) }
    if queue.contactScope == nil, !queue.jurisdictions.isEmpty || !queue.calledZones.isEmpty {
      table.note(
        "scope", "is missing: where people are called is given, and not what for",
        maybe: "add scope = \"sales\" or another kind that a plugin has rules for")
    }
    queue.hours = table.openingHours("hours")
    queue.arrivals = table.openingHours("arrivals")
    queue.goal = readGoal(table.table("goal"), queue.goal)
    queue.model = readModel(table, patience: queue.patienceSeconds)
    return id == nil ? nil : queue
  }

  private static func readKinds(_ table: ConfigTable) -> [HolidayKind] {
    let names = HolidayKind.allCases.map(\.rawValue)
    return (table.strings("closed_on") ?? []).compactMap { name in
      if let kind = HolidayKind(rawValue: name) { return kind }
      table.note(
        "closed_on", "is no kind of holiday", value: "\"\(name)\"",
        maybe: nearestName(to: name, among: names).map { "you meant \"\($0)\"" }
          ?? "one of \(names.joined(separator: ", ")) is meant")
      return nil
    }
  }

  private static func readModel(_ table: ConfigTable, patience: Double?) -> StaffingModel {
    guard let name = table.string("model") else { return patience == nil ? .erlangC : .erlangA }
    switch name {
    case "erlang-c": return .erlangC
    case "erlang-a":
      if patience == nil, !table.contains("patience_seconds") {
        table.note(
          "patience_seconds", "is missing, and erlang-a needs it",
          maybe: "add patience_seconds = 180, or take model = \"erlang-c\"")
      }
      return .erlangA
    case _ where name.hasPrefix("plugin:"): return .plugin(String(name.dropFirst(7)))
    default:
      let known = ["erlang-c", "erlang-a"]
      table.note(
        "model", "is no staffing model", value: "\"\(name)\"",
        maybe: "you meant \"\(nearestName(to: name, among: known) ?? "erlang-a")\"")
      return .erlangC
    }
  }

  private static func readGoal(_ table: ConfigTable?, _ standard: ServiceGoal) -> ServiceGoal {
    guard let table else {
      var goal = standard
      goal.serviceLevel = 0.8
      return goal
    }
    var goal = ServiceGoal()
    goal.serviceLevel = table.number("service_level", in: 0...0.9999)
    goal.withinSeconds = table.number("within_seconds", in: 0...86_400) ?? goal.withinSeconds
    let names = ServiceGoal.Definition.allCases.map(\.rawValue)
    if let name = table.choice("definition", of: names) {
      goal.definition = ServiceGoal.Definition(rawValue: name) ?? goal.definition
    }
    readPeriod(table, &goal)
    goal.averageSpeedOfAnswerSeconds = table.number("asa_seconds", in: 0.1...86_400)
    goal.abandonment = table.number("abandonment", in: 0.0001...1)
    goal.maximumOccupancy = table.number("max_occupancy", in: 0.05...1)
    let set: [Double?] = [
      goal.serviceLevel, goal.averageSpeedOfAnswerSeconds, goal.abandonment, goal.maximumOccupancy,
    ]
    if set.allSatisfy({ $0 == nil }), !table.hasNotedProblems {
      table.note(
        "", "sets no goal", maybe: "add service_level = 0.8 and within_seconds = 20")
    }
    notePromise(table, goal)
    return goal
  }

  private static func readPeriod(_ table: ConfigTable, _ goal: inout ServiceGoal) {
    let periods = ServiceGoal.Period.allCases.map(\.rawValue)
    let period = table.choice("period", of: periods)
    if let name = period {
      goal.period = ServiceGoal.Period(rawValue: name) ?? goal.period
    }
    goal.hourFloor = table.number("hour_floor", in: 0...0.9999)
    // Of a period that cannot be read nothing more is said.
    let isKnown = period != nil || !table.contains("period")
    if isKnown, let floor = goal.hourFloor, goal.period == .interval {
      table.note(
        "hour_floor", "says nothing where every interval keeps the goal", value: "\(floor)",
        maybe: "add period = \"day\", or take it out")
    }
    if goal.hourFloor == 0 { goal.hourFloor = nil }
  }

  /// A promise over a day or a week is one of answers in time.
  private static func notePromise(_ table: ConfigTable, _ goal: ServiceGoal) {
    guard goal.period != .interval else { return }
    let interval = "take period = \"interval\", or service_level alone"
    if !table.contains("service_level") {
      table.note(
        "period", "is one of service_level, which is missing", value: goal.period.rawValue,
        maybe: "add service_level = 0.8")
    }
    if goal.averageSpeedOfAnswerSeconds != nil {
      table.note("asa_seconds", "is kept interval by interval alone", maybe: interval)
    }
    if goal.abandonment != nil {
      table.note("abandonment", "is kept interval by interval alone", maybe: interval)
    }
    if let floor = goal.hourFloor, let level = goal.serviceLevel, floor > level {
      table.note(
        "hour_floor", "is above the service level", value: "\(floor)", maybe: "lower it")
    }
  }
}

extension ConfigTable {
  /// Opening hours at a key; nil where there are none, or they cannot be read, which is noted.
  func openingHours(_ key: String) -> OpeningHours? {
    guard let text = string(key) else { return nil }
    do { return try OpeningHours(text) } catch {
      note(key, error.what, value: "\"\(text)\"", maybe: error.maybe)
      return nil
    }
  }
}
