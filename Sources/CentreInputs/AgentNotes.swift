public import CentreModel
public import CivilTime
public import Diagnostics
internal import Tables

/// What the agents' file and the centre's own say of each other: skills and sites.
struct AgentNotes {
  let agents: [RosterAgent]
  let centre: Centre
  /// Skills of which some must be present, whatever they serve.
  let present: Set<String>
  var notes: [InputNote] = []
  var problems: [Problem] = []
  var previousShiftPlaces: [String: Place] = [:]

  init(agents: [RosterAgent], centre: Centre, rules: RosterRules) {
    self.agents = agents
    self.centre = centre
    present = Set(rules.presence.map(\.skill))
  }

  mutating func read(_ table: CSVTable) throws(Problem) {
    let (skills, site) = (table.column(named: "skills"), table.column(named: "site"))
    let previous = table.column(named: "previous_shift_end_utc")
    let id = try table.require("agent_id")
    let sites = centre.sites.map(\.id)
    var strangers: [String: [Place]] = [:]
    let byID = Dictionary(agents.map { ($0.id, $0) }) { first, _ in first }
    let needed = Set(centre.queues.map(\.skill))
    try table.forEachRow { (row) throws(Problem) in
      guard let agent = byID[row.text(id)] else { return }
      if let previous, !row.isEmpty(previous) {
        previousShiftPlaces[agent.id] = row.place(previous)
      }
      if let site, let name = agent.site, !sites.isEmpty, !sites.contains(name) {
        problems.append(
          row.problem(
            site, "is no [[site]] of the centre",
            maybe: nearestName(to: name, among: sites).map { "you meant \($0)" }
              ?? "one of \(sites.joined(separator: ", ")) is meant"))
      }
      if let skills {
        for skill in agent.skills.keys where !needed.contains(skill) && !present.contains(skill) {
          strangers[skill, default: []].append(row.place(skills))
        }
      }
    }
    for (skill, places) in strangers.sorted(by: { $0.key < $1.key }) {
      notes.append(
        InputNote(
          at: places.first, subject: "skill \(skill)", "is a skill that no queue needs",
          value: places.count == 1 ? "1 agent" : "\(places.count) agents",
          maybe: nearestName(to: skill, among: needed.sorted()).map { "\($0) is meant" }
            ?? "the queues need \(needed.sorted().joined(separator: ", "))"))
    }
    noteMissing(table.file, hasColumn: skills != nil)
  }

  /// Skills of queues that nobody has. An agent without any skill serves every queue.
  private mutating func noteMissing(_ file: String, hasColumn: Bool) {
    guard hasColumn, agents.allSatisfy({ !$0.skills.isEmpty }) else { return }
    let had = Set(agents.flatMap(\.skills.keys))
    for queue in centre.queues where !had.contains(queue.skill) {
      notes.append(
        InputNote(
          at: Place(file: file), subject: "queue \(queue.id)", "needs a skill that nobody has",
          value: queue.skill,
          maybe: nearestName(to: queue.skill, among: had.sorted()).map {
            "\($0) is meant: write skill = \"\($0)\" in the [[queue]]"
          } ?? "the agents have \(had.sorted().joined(separator: ", "))"))
    }
  }
}

extension CentreFolder {
  /// Agents whose shift before the period is said to end more than a day into it, or after it: nobody
  /// could roster them. Their file is of another time than the plan.
  public func previousShiftProblems(in period: PlanningPeriod) -> [Problem] {
    let limit = Instant(seconds: period.horizon(in: workZone).lowerBound.seconds + 86_400)
    return agents.compactMap { agent in
      guard let end = agent.previousShiftEnd, end > limit else { return nil }
      return Problem(
        at: previousShiftPlaces[agent.id] ?? agent.place, subject: "previous_shift_end_utc",
        "is the end of the shift before the plan of \(period.from) to \(period.to - 1), and lies "
          + "within or after it",
        value: "\(end)", maybe: "empty the column: a published plan tells by itself")
    }
  }

  /// Which dates of a period close which queue, and why; ascending by date, queues in order.
  public func closures(in period: PlanningPeriod) -> [QueueClosure] {
    let horizon = period.horizon(in: zone)
    return centre.queues.flatMap { queue -> [QueueClosure] in
      let own = self.zone(of: queue)
      let first = own.date(at: horizon.lowerBound)
      let last = own.date(at: Instant(seconds: horizon.upperBound.seconds - 1))
      return holidays(of: queue).within(first...last)
        .filter { queue.closedOn.contains($0.kind) }
        .map { QueueClosure(queue: queue.id, holiday: $0) }
    }.sorted { $0.holiday.date < $1.holiday.date }
  }
}

/// A holiday on which a queue is closed.
public struct QueueClosure: Hashable, Sendable {
  public var queue: String
  public var holiday: Holiday

  public init(queue: String, holiday: Holiday) {
    self.queue = queue
    self.holiday = holiday
  }
}
