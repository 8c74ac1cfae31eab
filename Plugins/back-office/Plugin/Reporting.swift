internal import BackOfficeModel
internal import CivilTime
internal import MusterPluginKit
internal import PluginSupport
internal import Workloads

extension BackOfficePlugin: AuditHook, ReportHook {
  /// The plan of a queue run with the people the roster has on each day.
  private func run(_ desk: Desk, _ queue: QueuePlan, _ plan: PlanInfo) -> (
    plan: CasePlan, rostered: [CivilDate: Double]
  ) {
    let zone = (try? ZoneDatabase.system.zone(queue.zone)) ?? .utc
    var hours: [CivilDate: Double] = [:]
    var open: [CivilDate: Double] = [:]
    for interval in queue.intervals where !interval.closed {
      let date = zone.date(at: Instant(seconds: interval.startUnix))
      let length = Double(plan.centre.intervalS) / 3600
      open[date, default: 0] += length
      hours[date, default: 0] += Double(interval.rostered ?? interval.agents) * length
    }
    let dates = open.keys.sorted()
    let shortest = dates.filter(desk.calendar.isOpen).compactMap { open[$0] }.min() ?? 8
    return (self.plan(desk, dates, hours: shortest), hours)
  }

  func audit(_ plan: PlanInfo) throws(PluginFailure) -> FindingsAnswer {
    var findings: [Finding] = []
    for desk in desks {
      guard let queue = plan.queues.first(where: { $0.id == desk.queue }) else { continue }
      let (best, _) = run(desk, queue, plan)
      for day in best.days where day.breachedHours > 1e-6 {
        findings.append(
          Finding(
            .violation, rule: "BO-EDF",
            "\(fixed(day.breachedHours, 1)) hours of cases pass their deadline on \(day.date)",
            queue: desk.queue,
            maybe:
              "\(fixed(day.overtimeHours, 1)) hours of overtime, or \(wholeUp(best.level)) people"
          ))
      }
    }
    return FindingsAnswer(findings: findings)
  }

  func report(_ plan: PlanInfo) throws(PluginFailure) -> ReportAnswer {
    ReportAnswer(
      sections: desks.compactMap { desk in
        guard let queue = plan.queues.first(where: { $0.id == desk.queue }) else { return nil }
        let (best, rostered) = run(desk, queue, plan)
        let binding =
          best.bindingFrom.map { from in
            " Cases of \(from)\(best.bindingTo == from ? "" : " to \(best.bindingTo ?? from)") ask for it."
          } ?? ""
        return ReportSection(
          id: "back-office-\(desk.queue)", title: "Cases of \(desk.queue)",
          text: [
            "\(wholeUp(best.level)) people on level staff are in time (\(fixed(best.level, 2))).\(binding) The busiest day alone asks for \(fixed(best.naivePeak, 1)), the mean for \(fixed(best.naiveMean, 1))."
          ], tables: [days(best, desk, rostered), kinds(desk, best)])
      })
  }

  private func days(_ best: CasePlan, _ desk: Desk, _ rostered: [CivilDate: Double]) -> ReportTable
  {
    ReportTable(
      title: "Day by day (hours of work)",
      columns: [
        ReportColumn("date"), ReportColumn("working day"),
        ReportColumn("arriving", .number, unit: "h", decimals: 1),
        ReportColumn("rostered", .number, unit: "h", decimals: 1),
        ReportColumn("backlog", .number, unit: "h", decimals: 1),
        ReportColumn("0-1 days", .number, decimals: 1), ReportColumn("1-3", .number, decimals: 1),
        ReportColumn("3-5", .number, decimals: 1), ReportColumn("over 5", .number, decimals: 1),
        ReportColumn("late", .number, unit: "h", decimals: 1),
      ],
      rows: best.days.map { day in
        let index = desk.calendar.monthIndex(day.date)
        return [
          .string("\(day.date)"),
          .string(index.map { "WD\($0.fromStart), WD\($0.fromEnd)" } ?? ""),
          .number(day.arrivingHours), .number(rostered[day.date] ?? 0), .number(day.backlogHours),
        ] + day.ages.map { .number($0) } + [.number(day.breachedHours)]
      })
  }

  private func kinds(_ desk: Desk, _ best: CasePlan) -> ReportTable {
    ReportTable(
      title: "Case types",
      columns: [
        ReportColumn("type"), ReportColumn("turnaround", .number, unit: "d", decimals: 0),
        ReportColumn("work per case", .number, unit: "min", decimals: 1),
        ReportColumn("cases", .number, decimals: 0),
      ],
      rows: desk.types.enumerated().map { k, type in
        let cases = best.days.reduce(0) {
          $0 + desk.demands[k].expected(on: $1.date, desk.calendar).cases
        }
        return [
          .string(type.name), .number(Double(type.turnaroundDays)),
          .number(type.hoursPerCase * 60), .number(cases),
        ]
      })
  }
}

extension BackOfficePlugin: RulesHook {
  static let rules: [Rule] = [
    Rule(
      id: "BO-EDF", authority: "Horn 1974 (earliest deadline first)", mark: .verified,
      sentence:
        "Level staff is in time exactly when no run of days brings more work than it can do from the first of them to the last deadline.",
      examples: [
        RuleExample(
          name: "a week with a peak",
          given: [
            "cases": [100, 100, 300, 400, 150, 100, 100], "cases_per_person": 24, "turnaround": 2,
          ], expected: "9.72, 10 people"),
        RuleExample(
          name: "a day to spare",
          given: [
            "cases": [100, 100, 300, 400, 150, 100, 100], "cases_per_person": 24, "turnaround": 3,
          ], expected: "7.29, 8 people"),
      ]),
    Rule(
      id: "BO-CLEAR", authority: "Arithmetic", mark: .verified,
      sentence: "Clearing a backlog takes its share a day on top of what arrives.",
      examples: [
        RuleExample(
          name: "200 in five days",
          given: ["backlog": 200, "days": 5, "arrivals": 80, "minutes": 25, "hours": 5.5],
          expected: "120 a day, 10 people")
      ]),
  ]

  static func outcome(of example: RuleExample, rule: Rule) throws(PluginFailure) -> String {
    func number(_ key: String) throws(PluginFailure) -> Double {
      guard let x = example.given[key]?.number else {
        throw PluginFailure("\(key) is missing", status: MUSTER_E_QUESTION)
      }
      return x
    }
    if rule.id == "BO-CLEAR" {
      let type = CaseType(name: "", minutes: try number("minutes"), turnaroundDays: 1)
      let clearing = Clearing(
        backlog: try number("backlog"), arrivalsPerDay: try number("arrivals"),
        days: try number("days"),
        casesPerPersonAndDay: type.casesPerDay(productiveHours: try number("hours")))
      return "\(fixed(clearing.casesPerDay)) a day, \(wholeUp(clearing.people)) people"
    }
    let work = (example.given["cases"]?.array ?? []).compactMap(\.number)
    let level =
      LevelBound(work: work, turnaround: Int(try number("turnaround"))).level
      / (try number("cases_per_person"))
    return "\(fixed(level, 2)), \(wholeUp(level)) people"
  }
}
