internal import BackOfficeModel
internal import CivilTime
internal import MusterPluginKit
internal import PluginSupport
internal import Workloads

extension BackOfficePlugin: AuditHook, ReportHook {
  /// What is planned for a desk, with what the roster makes of it.
  private struct Run {
    /// With the level staff, and with the people the roster has on each day.
    var best: CasePlan
    var there: CasePlan
    /// Hours at work by day, and of these the hours that go into cases: less shrinkage, at the desk's
    /// productive hours.
    var rostered: [CivilDate: Double]
    var worked: [CivilDate: Double]
    /// Where it matters who is there.
    var shared: SharedRun?
  }

  private func run(_ desk: Desk, _ queue: QueuePlan, _ plan: PlanInfo) -> Run {
    let length = Double(plan.centre.intervalS) / 3600
    let rows = queue.rows(lengthSeconds: plan.centre.intervalS)
    let hours = desk.shortestHours(rows) ?? 8
    let share = desk.productiveShare(hours: hours)
    var rostered: [CivilDate: Double] = [:]
    var worked: [CivilDate: Double] = [:]
    for (row, interval) in zip(rows, queue.intervals) {
      let date = CivilDate(dayNumber: row.localDay)
      rostered[date, default: 0] += Double(interval.rostered ?? interval.scheduled) * length
      worked[date, default: 0] += interval.onPhone * length * share
    }
    let dates = Set(rows.filter { !$0.isClosed }.map(\.localDay)).sorted()
      .map { CivilDate(dayNumber: $0) }
    let intake = desk.intake(rows)
    return Run(
      best: self.plan(desk, dates, hours: hours, intake),
      there: self.plan(desk, dates, hours: hours, intake, workedHours: worked),
      rostered: rostered, worked: worked,
      shared: desk.isShared ? shared(desk, queue, plan, rows, dates, intake, hours: hours) : nil)
  }

  func audit(_ plan: PlanInfo) throws(PluginFailure) -> FindingsAnswer {
    var findings: [Finding] = []
    for desk in desks {
      guard let queue = plan.queues.first(where: { $0.id == desk.queue }) else { continue }
      let run = run(desk, queue, plan)
      if let shared = run.shared, shared.isRostered {
        findings += shared.findings(desk)
        continue
      }
      for day in run.there.days where day.breachedHours > 1e-6 {
        findings.append(
          Finding(
            .violation, rule: "BO-EDF",
            "\(fixed(day.breachedHours, 1)) hours of cases pass their deadline on \(day.date), "
              + "\(fixed(day.overdueHours, 1)) are overdue at its end",
            queue: desk.queue,
            maybe:
              "\(fixed(day.overtimeHours, 1)) hours of overtime by then, or \(wholeUp(run.best.level)) people on every working day"
          ))
      }
    }
    return FindingsAnswer(findings: findings)
  }

  func report(_ plan: PlanInfo) throws(PluginFailure) -> ReportAnswer {
    ReportAnswer(
      sections: desks.compactMap { desk in
        guard let queue = plan.queues.first(where: { $0.id == desk.queue }) else { return nil }
        let run = run(desk, queue, plan)
        let best = run.best
        let binding =
          best.bindingFrom.map { from in
            " Cases of \(from)\(best.bindingTo == from ? "" : " to \(best.bindingTo ?? from)") ask for it."
          } ?? ""
        return ReportSection(
          id: "back-office-\(desk.queue)", title: "Cases of \(desk.queue)",
          text: [
            "\(wholeUp(best.level)) people on level staff are in time (\(fixed(best.level, 2))).\(binding) The busiest day alone asks for \(fixed(best.naivePeak, 1)), the mean for \(fixed(best.naiveMean, 1))."
          ], tables: [days(run, desk), kinds(desk, best)] + (run.shared?.tables(desk) ?? []))
      })
  }

  private func days(_ run: Run, _ desk: Desk) -> ReportTable {
    ReportTable(
      title: "Day by day with the people the roster has (hours of work)",
      columns: [
        ReportColumn("date"), ReportColumn("working day"),
        ReportColumn("arriving", .number, unit: "h", decimals: 1),
        ReportColumn("rostered", .number, unit: "h", decimals: 1),
        ReportColumn("on cases", .number, unit: "h", decimals: 1),
        ReportColumn("backlog", .number, unit: "h", decimals: 1),
        ReportColumn("0-1 days", .number, decimals: 1), ReportColumn("1-3", .number, decimals: 1),
        ReportColumn("3-5", .number, decimals: 1), ReportColumn("over 5", .number, decimals: 1),
        ReportColumn("late", .number, unit: "h", decimals: 1),
        ReportColumn("overdue", .number, unit: "h", decimals: 1),
      ],
      rows: run.there.days.map { day in
        let index = desk.calendar.monthIndex(day.date)
        return [
          .string("\(day.date)"),
          .string(index.map { "WD\($0.fromStart), WD\($0.fromEnd)" } ?? ""),
          .number(day.arrivingHours), .number(run.rostered[day.date] ?? 0),
          .number(run.worked[day.date] ?? 0), .number(day.backlogHours),
        ] + day.ages.map { .number($0) } + [.number(day.breachedHours), .number(day.overdueHours)]
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
