internal import CentreModel
internal import CivilTime
public import Diagnostics
public import Planning
internal import PluginContract
internal import PluginHost

extension ComparisonRun {
  /// Explains the pay of `agent` at `written`: a date or time on the site's clock, or an instant.
  ///
  /// - Throws: A problem when the agent is not paid then, with the shifts there are.
  public func explain(
    scenario id: String, agent: String, at written: String
  ) async throws(Problems) -> PayExplanation {
    let forecast = try await forecast()
    do throws(Problem) {
      guard let scenario = setting.scenarios.first(where: { $0.id == id }) else {
        throw Problem(
          .usage, subject: "--scenario", "is no scenario of this comparison", value: id,
          maybe: "one of \(setting.scenarios.map { $0.id }.joined(separator: ", "))")
      }
      let parts = try await results([scenario], forecast).flatMap(\.parts)
      guard let part = parts.first(where: { $0.payLines[agent] != nil }),
        let lines = part.payLines[agent],
        let site = setting.sites.first(where: { $0.id == part.site })
      else {
        let names = parts.flatMap { $0.payLines.keys }.sorted()
        throw Problem(
          .usage, subject: "--agent", "has no shift in this scenario", value: agent,
          maybe: nearestName(to: agent, among: names).map { "you meant \($0)" }
            ?? "agents are \(names.first ?? "none") to \(names.last ?? "none")")
      }
      let shifts = RosterShift.shifts(of: part.roster.segments).filter { $0.agent == agent }
      let rate = part.roster.agents.first { $0.id == agent }.map { desk.rate($0, site) }
      return try PayExplanation(
        agent: agent, at: try PlanningPeriod.asOf(written, zone: site.zone, option: "--at"),
        lines: lines, shifts: shifts.map { $0.start..<$0.end },
        roster: "\(scenario.name), \(site.name)", siteZone: site.zone, clientZone: folder.zone,
        rate: rate, currency: site.currency, known: desk.session.rules().flatMap(\.answer))
    } catch { throw Problems([error]) }
  }
}
