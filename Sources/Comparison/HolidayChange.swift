// Goal: what a holiday proclaimed at short notice changes: the roster, shift by shift, and its cost.
//
// Method: each scenario is planned with the holidays known so far; then its rosters are changed, as little
// as pays, for the same demand and heads under the new holidays, and both are priced: before under the
// holidays known so far, kept as they are under the new ones, and changed under the new ones.

internal import CentreInputs
internal import CentreModel
public import CivilTime
public import Diagnostics
internal import Planning
internal import PluginContract
internal import SitePlanning

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
    /// The rosters of before, paid under the new holidays.
    public var kept: ScenarioResult
    public var after: ScenarioResult
    public var shifts: [ShiftChange]
  }

  public var currency: String
  public var exchange: ExchangeRates
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
      progress("Planning with the holidays known so far")
      let before = try await results(chosen, forecast)
      progress("Planning with the new holidays")
      let after = try await changed.results(
        chosen, forecast, staying: before.map { $0.parts.map(\.planned.roster) })
      for (k, scenario) in chosen.enumerated() {
        let kept = try changed.repriced(scenario, before[k])
        // Where changing shifts saves nothing, or costs more coverage than the odd break, they stay.
        let isLess = missing(after[k]) > missing(kept) + 0.001 * required(kept)
        let best = after[k].cost < kept.cost - 1e-9 && !isLess ? after[k] : kept
        effects.append(
          .init(
            before: before[k], kept: kept, after: best, shifts: shifts(scenario, before[k], best)))
      }
      return HolidayChange(
        currency: setting.exchange.currency, exchange: setting.exchange, added: added(changed),
        effects: effects, warnings: changed.warnings + (try strangers(in: file)))
    } catch { throw Problems([error]) }
  }

  private func missing(_ result: ScenarioResult) -> Double {
    result.parts.reduce(0) { $0 + $1.missingHours }
  }

  private func required(_ result: ScenarioResult) -> Double {
    result.parts.reduce(0) { $0 + $1.requiredHours }
  }

  /// A scenario's rosters as they are, priced and judged under these holidays.
  private func repriced(
    _ scenario: ScenarioSetting, _ result: ScenarioResult
  ) throws(Problem) -> ScenarioResult {
    var parts: [PartResult] = []
    for old in result.parts {
      guard let site = setting.sites.first(where: { $0.id == old.site }) else { continue }
      var planned = old.planned
      planned.pay = try desk.pay(planned.part, planned.roster)
      parts.append(try part(site, planned))
    }
    return try finished(scenario, parts)
  }

  /// Rows of calendars that no site has: they change nothing here, which must be said.
  private func strangers(in file: String) throws(Problem) -> [String] {
    let rows = try HolidayCalendar(path: file)
    let known = Set(
      setting.sites.map { ($0.site.calendar ?? "").split(separator: "-").first.map(String.init) })
    return rows.names.filter { !$0.isEmpty && !known.contains($0) }.map { name in
      name == folder.centre.calendar
        ? "the rows of calendar \(name) are the client's: put them into the centre's holidays, "
          + "demand follows them from there"
        : "no site has the calendar \(name); its rows change nothing"
    }
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
      let was = texts(old.planned.roster, site)
      let now = texts(new.planned.roster, site)
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

  private func texts(_ roster: PartRoster, _ site: SiteSetting) -> [AgentDay: String] {
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
