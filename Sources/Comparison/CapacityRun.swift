// Goal: the heads each site of each scenario needs in the coming year, and the classes to start.
//
// Method: a future week's contacts in relation to the planned week's are those of the same week a year
// before in relation to the week a year before the planned one, so that season comes from history and
// growth is in the plan already; without that much history the weeks stay alike. Heads follow contacts.

internal import CentreInputs
internal import CentreModel
internal import CivilTime
public import Diagnostics
internal import Planning
public import Tables

/// A site's people in the coming year.
public struct SiteCapacity: Sendable {
  public var scenario: String
  public var site: String
  public var plan: CapacityPlan
  /// Contacts of each week against the planned one.
  public var season: [Double]
}

extension ComparisonRun {
  /// The capacity of every part of every scenario for `weeks` weeks.
  public func capacity(
    of result: ComparisonResult, weeks: Int
  ) throws(Problems) -> [SiteCapacity] {
    let season = try season(weeks)
    return result.scenarios.flatMap { scenario in
      scenario.parts.compactMap { part -> SiteCapacity? in
        guard let site = setting.sites.first(where: { $0.id == part.site }) else { return nil }
        let training = Int(part.parameters["training_weeks"].rounded(.up))
        let plan = CapacityPlan(
          CapacityInput(
            required: season.map { $0 * Double(part.heads) }, start: period.from,
            heads: site.hiring.heads ?? Double(part.heads),
            attrition: part.parameters["attrition"], trainingWeeks: training,
            ramp: site.hiring.ramp, classSize: site.hiring.classSize,
            classesPerWeek: site.hiring.classesPerWeek))
        return SiteCapacity(scenario: scenario.id, site: site.id, plan: plan, season: season)
      }
    }
  }

  private func season(_ weeks: Int) throws(Problems) -> [Double] {
    let counted = folder.centre.queues.filter { $0.demand == .history }
    let histories = QueueHistories(folder, period)
    let rows = try histories.read(of: counted, in: histories.files()).flatMap(\.rows)
    var byDate: [CivilDate: Double] = [:]
    for row in rows { byDate[folder.zone.date(at: row.start), default: 0] += row.offered ?? 0 }
    // A single holiday must not make a week: three weeks around it, the middle one twice.
    func contacts(_ week: Int) -> Double? {
      let first = period.from - 364 + 7 * week
      var sum = 0.0
      for (shift, weight) in [(-7, 1.0), (0, 2), (7, 1)] {
        let days = (0..<7).compactMap { byDate[first + shift + $0] }
        guard days.count == 7 else { return nil }
        sum += weight * days.reduce(0, +)
      }
      return sum
    }
    guard let base = contacts(0), base > 0 else { return Array(repeating: 1, count: weeks) }
    var last = 1.0
    return (0..<weeks).map { week in
      // Beyond a year the season comes round again.
      if let value = contacts(week % 52) { last = value / base }
      return last
    }
  }
}

/// Capacity plans for people and programs.
public enum CapacityText {
  public static func text(_ all: [SiteCapacity], paint: Paint = Paint(isOn: false)) -> String {
    var out = ""
    var summary = TextTable([
      .left("scenario"), .left("site"), .right("heads"), .right("peak need"), .right("hires"),
      .left("classes"), .left("first week short"),
    ])
    for one in all {
      let plan = one.plan
      let peak = plan.weeks.map(\.required).max() ?? 0
      let short = plan.firstShort.map { week in
        let count = plan.weeks.count { $0.short > 0.05 }
        return "\(week.start): \(fixed(week.short, 1)) missing, \(count) weeks"
      }
      summary.row(
        one.scenario, one.site, fixed(plan.weeks.first?.heads ?? 0, 0), fixed(peak, 1),
        "\(plan.hires)", "\(plan.classes.count)", short ?? "none")
    }
    out += summary.text(paint: paint)
    for one in all where !one.plan.classes.isEmpty {
      out += "\n" + paint.bold("\(one.scenario), \(one.site)") + "\n"
      var table = TextTable([
        .left("week"), .right("need"), .right("heads"), .right("worth"), .right("in training"),
        .right("start training"), .right("leave"), .right("short"),
      ])
      for week in one.plan.weeks where week.hired > 0 || week.short > 0.05 {
        table.row(
          "\(week.start)", fixed(week.required, 1), fixed(week.heads, 1),
          fixed(week.effective, 1), fixed(week.inTraining, 1),
          week.hired > 0 ? "\(week.hired)" : "", fixed(week.left, 2),
          week.short > 0.05 ? paint.red(fixed(week.short, 1)) : "")
      }
      out += table.text(paint: paint)
    }
    return out
  }

  /// `scenario,site,week,required,heads,effective,in_training,hired,left,short`.
  public static func csv(_ all: [SiteCapacity]) -> [UInt8] {
    var csv = CSVWriter([
      "scenario", "site", "week", "required", "heads", "effective", "in_training", "hired", "left",
      "short",
    ])
    for one in all {
      for week in one.plan.weeks {
        csv.row(
          one.scenario, one.site, "\(week.start)", shortest(week.required), shortest(week.heads),
          shortest(week.effective), shortest(week.inTraining), "\(week.hired)",
          shortest(week.left), shortest(week.short))
      }
    }
    return csv.bytes
  }

  public static func json(_ all: [SiteCapacity]) -> JSONValue {
    .array(
      all.map { one in
        [
          "scenario": .string(one.scenario), "site": .string(one.site),
          "hires": .integer(one.plan.hires),
          "first_week_short": one.plan.firstShort.map { .string("\($0.start)") } ?? .null,
          "weeks": .array(
            one.plan.weeks.map { week in
              [
                "week": .string("\(week.start)"), "required": .number(week.required),
                "heads": .number(week.heads), "effective": .number(week.effective),
                "in_training": .number(week.inTraining), "hired": .integer(week.hired),
                "left": .number(week.left), "short": .number(week.short),
              ]
            }),
        ]
      })
  }
}
