internal import BackOfficeModel
internal import CivilTime
internal import MusterPluginKit
internal import PluginSupport
internal import Simulation
internal import Workloads

/// What the people of the roster make of a desk at which not everybody may do everything, if as many cases come
/// as are expected.
struct SharedRun {
  var outcome: CaseFloor.Outcome
  /// Whether there is a roster that names people.
  var isRostered: Bool
  var rows: [Interval]
  /// By skill: the people that its work asks for, those rostered who have it, and their hours.
  var skills: [(skill: String, level: Double, people: Int, hours: Double)]

  /// Cases that are not done and checked by the end of their last day, by day and type.
  func findings(_ desk: BackOfficePlugin.Desk) -> [Finding] {
    outcome.missed.filter { $0.due < rows.count }.map { missed in
      let type = desk.types[missed.kind]
      let date = CivilDate(dayNumber: rows[missed.due].localDay)
      let needed = [type.skill, type.checkMinutes == nil ? nil : type.skillOfChecks]
        .compactMap { name in skills.first { $0.skill == name } }
        .map {
          "\(wholeUp($0.level)) with \($0.skill) on every working day, who are \($0.people) now "
            + "([[presence]] skill = \"\($0.skill)\", minimum = \(wholeUp($0.level)))"
        }
      return Finding(
        .violation, rule: "BO-EDF",
        "\(fixed(missed.cases)) \(type.name) pass their deadline on \(date)"
          + (type.checkMinutes == nil ? "" : ", not done or not checked by another person"),
        queue: desk.queue,
        maybe: needed.isEmpty ? "more people on that day" : needed.joined(separator: "; "))
    }
  }

  func tables(_ desk: BackOfficePlugin.Desk) -> [ReportTable] {
    let types = ReportTable(
      title: "Who may do what, and what becomes of it with the people the roster has",
      columns: [
        ReportColumn("type"), ReportColumn("done by"),
        ReportColumn("check", .number, unit: "min", decimals: 1), ReportColumn("checked by"),
        ReportColumn("done", .number, decimals: 0), ReportColumn("late", .number, decimals: 0),
      ],
      rows: desk.types.enumerated().map { k, type in
        [
          .string(type.name), .string(type.skill ?? "everybody"),
          type.checkMinutes.map { .number($0) } ?? .null,
          .string(
            type.checkMinutes == nil ? "" : "another with \(type.skillOfChecks ?? "any skill")"),
          .number(outcome.kinds[k].done),
          .number(outcome.missed.reduce(0) { $0 + ($1.kind == k ? $1.cases : 0) }),
        ]
      })
    guard !skills.isEmpty else { return [types] }
    return [
      types,
      ReportTable(
        title: "People by skill",
        columns: [
          ReportColumn("skill"), ReportColumn("asked for", .number, decimals: 2),
          ReportColumn("rostered", .number, decimals: 0),
          ReportColumn("their hours", .number, unit: "h", decimals: 1),
        ],
        rows: skills.map {
          [.string($0.skill), .number($0.level), .number(Double($0.people)), .number($0.hours)]
        }),
    ]
  }
}

extension BackOfficePlugin {
  func shared(
    _ desk: Desk, _ queue: QueuePlan, _ plan: PlanInfo, _ rows: [Interval], _ dates: [CivilDate],
    _ intake: Intake, hours: Double
  ) -> SharedRun {
    let start = rows.first?.start_unix ?? 0
    // What shrinkage takes of everybody, as the plan has it between scheduled and on the phone.
    let (agents, scheduled) = queue.intervals.reduce((0, 0)) {
      ($0.0 + $1.agents, $0.1 + $1.scheduled)
    }
    let pace =
      desk.productiveShare(hours: hours)
      * (scheduled > 0 ? Double(agents) / Double(scheduled) : 1)
    let shifts = plan.shifts.filter {
      $0.queue == queue.id || $0.queue == nil && plan.queues.count == 1
    }
    let work = Dictionary(grouping: shifts, by: \.agent).mapValues { shifts in
      shifts.flatMap(\.segments).filter { $0.activity == "work" }
        .map { $0.startUnix..<$0.endUnix }.sorted { $0.lowerBound < $1.lowerBound }
    }
    let people = plan.agents.filter { work[$0.id] != nil }
    let floor = desk.floor(
      desk.jobs(rows),
      people.map {
        desk.person(work[$0.id] ?? [], from: start, pace: pace, skills: Set($0.skills))
      }, rows)
    var none: RandomStream?
    return SharedRun(
      outcome: floor.run(&none), isRostered: !people.isEmpty, rows: rows,
      skills: desk.skills.map { skill in
        let able = people.filter { $0.skills.contains(skill) }
        let seconds = able.flatMap { work[$0.id] ?? [] }.reduce(0) { $0 + $1.count }
        return (
          skill, self.plan(desk, dates, hours: hours, intake, skill: skill).level, able.count,
          Double(seconds) / 3600
        )
      })
  }
}
