public import CentreModel
internal import CivilTime
public import Diagnostics
public import Publishing
public import Rostering

/// Poses a requirement to the centre's agents, and counts what a roster covers of it.
public struct RosterStep: Sendable {
  public var folder: CentreFolder
  public var period: PlanningPeriod
  /// The centre's, or stricter ones.
  public var rules: RosterRules

  public init(folder: CentreFolder, period: PlanningPeriod, rules: RosterRules) {
    self.folder = folder
    self.period = period
    self.rules = rules
  }

  /// The problem that the requirement poses; days and windows are those of the work zone.
  public func problem(
    _ rows: [RequirementRow], previous: [RosterSegment] = []
  ) throws(Problem) -> RosterProblem {
    guard
      let requirement = RosterRequirement(
        rows: rows, intervalSeconds: folder.centre.intervalSeconds)
    else {
      throw Problem(
        subject: "requirement", "is empty, or has intervals twice or off the grid",
        maybe: "make it again with muster staff")
    }
    return RosterProblem(
      requirement: requirement, agents: agents(for: requirement), rules: rulesWithSkills,
      zone: folder.workZone,
      horizonStart: period.from, days: period.days, previous: previous)
  }

  /// The agents, unavailable on dates on which nobody is required: no shift begins on a closed day,
  /// not even to fill up a contract.
  private func agents(for requirement: RosterRequirement) -> [RosterAgent] {
    var required: Set<CivilDate> = []
    for row in requirement.required {
      for (index, count) in row.enumerated() where count > 0 {
        let start = requirement.start + index * requirement.intervalSeconds
        required.insert(folder.workZone.date(at: start))
      }
    }
    let closed = period.dates.filter { !required.contains($0) }
    guard !closed.isEmpty else { return folder.agents }
    return folder.agents.map { agent in
      var agent = agent
      agent.unavailableDates = Set(agent.unavailableDates + closed).sorted()
      return agent
    }
  }

  /// The rules, with the skill each queue asks for; where no agent lists a skill, all serve all.
  var rulesWithSkills: RosterRules {
    var rules = rules
    // Without this, work that nobody needs would cost nothing and be rostered at any hour.
    if rules.surplusWeight == 0 { rules.surplusWeight = Self.leastSurplusWeight }
    // And of two agents one could have all the shifts and the other none.
    if rules.preferences.fairHours == 0 { rules.preferences.fairHours = Self.leastFairHours }
    guard folder.agents.contains(where: { !$0.skills.isEmpty }) else { return rules }
    let named = Set(rules.queueSkills.map(\.queue))
    for queue in folder.centre.queues where !named.contains(queue.id) {
      rules.queueSkills.append(QueueSkill(queue: queue.id, skill: queue.skill))
    }
    return rules
  }

  /// What an agent-interval above the requirement costs when the rules do not say, in thousandths of
  /// a missing one.
  static let leastSurplusWeight = 20

  /// What uneven hours cost when the rules do not say: far less than a shift that covers anything.
  static let leastFairHours = 5

  /// How many agents work all through each required interval of each queue.
  public static func coverage(
    _ rows: [RequirementRow], _ segments: [RosterSegment], intervalSeconds: Int
  ) -> [CoverageRow] {
    var working: [String: [Instant: Int]] = [:]
    let queues = Set(rows.map(\.queue))
    let only = queues.count == 1 ? queues.first : nil
    guard let origin = rows.map(\.start).min() else { return [] }
    for segment in segments where segment.activity == .work {
      let queue = segment.queue.isEmpty ? only ?? "" : segment.queue
      let offset = segment.start - origin
      // The first interval boundary at or after the segment's start.
      let skipped = ((offset % intervalSeconds) + intervalSeconds) % intervalSeconds
      var start = skipped == 0 ? segment.start : segment.start + (intervalSeconds - skipped)
      while start + intervalSeconds <= segment.end {
        working[queue, default: [:]][start, default: 0] += 1
        start = start + intervalSeconds
      }
    }
    return rows.map { row in
      CoverageRow(
        queue: row.queue, start: row.start, scheduled: row.scheduled,
        rostered: working[row.queue]?[row.start] ?? 0)
    }
  }
}
