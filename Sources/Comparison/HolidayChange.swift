// Goal: what a holiday proclaimed at short notice changes: the roster, shift by shift, and its cost.
//
// Method: each scenario is planned with the holidays known so far, then again with the new ones, for the
// same demand and heads, staying near the first roster; both are priced under their own holidays.

internal import CentreModel
public import CivilTime
public import Diagnostics
internal import Planning
internal import PluginContract
public import Tables

/// One agent's day that is another after the change.
public struct ShiftChange: Hashable, Sendable {
  public var scenario: String
  public var site: String
  public var agent: String
  public var date: CivilDate
  /// The shift on the site's clock; nil: none.
  public var before: String?
  public var after: String?
}

/// The effect of new holidays on the scenarios of a comparison.
public struct HolidayChange: Sendable {
  public struct Effect: Sendable {
    public var before: ScenarioResult
    public var after: ScenarioResult
    public var shifts: [ShiftChange]
  }

  public var currency: String
  /// Dates and names that are new for a site.
  public var added: [HolidayNote]
  public var effects: [Effect]
  public var warnings: [String]
}

extension ComparisonRun {
  /// Plans with and without the holidays in `file`.
  public func change(
    holidays file: String, progress: (String) -> Void = { _ in }
  ) async throws(Problems) -> HolidayChange {
    var other = options
    other.extraHolidays = file
    let changed = try ComparisonRun(
      folder, file: path, period: period, options: other, source: source)
    progress("Forecasting \(period.from) to \(period.to - 1)")
    let forecast = try await forecast()
    var effects: [HolidayChange.Effect] = []
    do throws(Problem) {
      for scenario in setting.scenarios
      where options.only.isEmpty || options.only.contains(scenario.id) {
        progress("Planning \(scenario.name) before and after")
        let before = try await result(scenario, forecast)
        let after = try await changed.result(
          scenario, forecast, staying: before.parts.map(\.roster))
        effects.append(
          .init(before: before, after: after, shifts: shifts(scenario, before, after)))
      }
    } catch { throw Problems([error]) }
    return HolidayChange(
      currency: setting.exchange.currency, added: added(changed), effects: effects,
      warnings: changed.warnings)
  }

  private func added(_ changed: ComparisonRun) -> [HolidayNote] {
    setting.sites.flatMap { site -> [HolidayNote] in
      let before = Set((holidays[site.id]?.holidays ?? []).map { "\($0.date) \($0.kind.rawValue)" })
      return (changed.holidays[site.id]?.holidays ?? [])
        .filter { !before.contains("\($0.date) \($0.kind.rawValue)") }
        .map {
          HolidayNote(
            site: site.id, date: $0.date, name: "\($0.name) (\($0.kind.rawValue))",
            isSiteOnly: true, isEstimated: $0.status == .estimated,
            isInPeriod: period.from <= $0.date && $0.date < period.to)
        }
    }
  }

  private func shifts(
    _ scenario: ScenarioSetting, _ before: ScenarioResult, _ after: ScenarioResult
  ) -> [ShiftChange] {
    zip(before.parts, after.parts).flatMap { old, new -> [ShiftChange] in
      guard let site = setting.sites.first(where: { $0.id == old.site }) else { return [] }
      let was = texts(old.roster, site)
      let now = texts(new.roster, site)
      return Set(was.keys).union(now.keys).sorted()
        .filter { was[$0] != now[$0] }
        .map {
          ShiftChange(
            scenario: scenario.id, site: site.id, agent: $0.agent, date: $0.date,
            before: was[$0], after: now[$0])
        }
    }
  }

  private struct AgentDay: Hashable, Comparable {
    var agent: String
    var date: CivilDate
    static func < (a: AgentDay, b: AgentDay) -> Bool { (a.date, a.agent) < (b.date, b.agent) }
  }

  private func texts(_ roster: SiteRoster, _ site: SiteSetting) -> [AgentDay: String] {
    var all: [AgentDay: String] = [:]
    for shift in RosterShift.shifts(of: roster.segments) {
      let start = site.zone.local(at: shift.start)
      let text = "\(start.clock)-\(site.zone.local(at: shift.end).clock)"
      let day = AgentDay(agent: shift.agent, date: start.date)
      all[day] = all[day].map { "\($0), \(text)" } ?? text
    }
    return all
  }
}

extension HolidayChange {
  public func text(paint: Paint = Paint(isOn: false)) -> String {
    var out = ""
    var list = TextTable([.left("new holiday"), .left("date"), .left("site")])
    for note in added {
      list.row(
        note.name + (note.isEstimated ? " (estimated)" : ""),
        "\(note.date.weekday.shortName) \(note.date)" + (note.isInPeriod ? "" : " (not planned)"),
        note.site)
    }
    out +=
      list.isEmpty ? "The holidays are those known already.\n\n" : list.text(paint: paint) + "\n"
    var table = TextTable([
      .left("scenario"), .right("cost before, \(currency)"), .right("after"),
      .right("change"), .right("holiday h"), .right("shifts changed"), .right("answered in time"),
    ])
    for effect in effects {
      table.row(
        effect.before.name, thousands(fixed(effect.before.cost, 2)),
        thousands(fixed(effect.after.cost, 2)), signed(effect.after.cost - effect.before.cost),
        "\(fixed(hours(effect.before), 1)) → \(fixed(hours(effect.after), 1))",
        "\(effect.shifts.count)",
        "\(percent(effect.before)) → \(percent(effect.after))")
    }
    out += table.text(paint: paint) + "\n"
    var diff = TextTable([
      .left("site"), .left("date"), .left("agent"), .left("before"), .left("after"),
    ])
    for shift in effects.flatMap(\.shifts) {
      diff.row(
        shift.site, "\(shift.date.weekday.shortName) \(shift.date)", shift.agent,
        shift.before ?? "off", shift.after ?? "off")
    }
    out += diff.isEmpty ? "No shift changes.\n" : diff.text(paint: paint)
    for warning in warnings { out += paint.yellow("warning: ") + warning + "\n" }
    return out
  }

  /// `scenario,site,agent_id,date,before,after`: the diff.
  public func csv() -> [UInt8] {
    var csv = CSVWriter(["scenario", "site", "agent_id", "date", "before", "after"])
    for shift in effects.flatMap(\.shifts) {
      csv.row(
        shift.scenario, shift.site, shift.agent, "\(shift.date)", shift.before ?? "",
        shift.after ?? "")
    }
    return csv.bytes
  }

  public func json() -> JSONValue {
    [
      "schema_version": 1, "currency": .string(currency),
      "warnings": .array(warnings.map { .string($0) }),
      "holidays": .array(
        added.map {
          [
            "site": .string($0.site), "date": .string("\($0.date)"), "name": .string($0.name),
            "estimated": .bool($0.isEstimated), "in_period": .bool($0.isInPeriod),
          ]
        }),
      "scenarios": .array(
        effects.map { effect in
          [
            "id": .string(effect.before.id), "cost_before": .number(effect.before.cost),
            "cost_after": .number(effect.after.cost),
            "holiday_hours_before": .number(hours(effect.before)),
            "holiday_hours_after": .number(hours(effect.after)),
            "shifts": .array(
              effect.shifts.map { shift in
                [
                  "site": .string(shift.site), "agent": .string(shift.agent),
                  "date": .string("\(shift.date)"),
                  "before": shift.before.map { .string($0) } ?? .null,
                  "after": shift.after.map { .string($0) } ?? .null,
                ]
              }),
          ]
        }),
    ]
  }

  private func hours(_ result: ScenarioResult) -> Double {
    result.parts.reduce(0) { $0 + $1.holidayHours }
  }

  private func percent(_ result: ScenarioResult) -> String {
    "\(fixed(result.service.serviceLevel * 100, 1)) %"
  }

  private func signed(_ amount: Double) -> String {
    (amount >= 0 ? "+" : "") + thousands(fixed(amount, 2))
  }
}
