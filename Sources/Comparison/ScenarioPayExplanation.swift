internal import CentreModel
public import Diagnostics
internal import Planning
public import SitePlanning

extension ComparisonRun {
  /// Explains the pay of `agent` at `written`: a date or time on the site's clock, or an instant.
  ///
  /// - Throws: A problem when the agent is not paid then, with the shifts there are.
  public func explain(
    scenario id: String, agent: String, at written: String
  ) async throws(Problems) -> PayExplanation {
    let forecast = try await forecast()
    do throws(Problem) {
      let scenario = try setting.scenario(id, option: "--scenario")
      let parts = try await results([scenario], forecast).flatMap(\.parts).map(\.planned)
      guard let part = parts.first(where: { $0.pay.lines[agent] != nil }) else {
        let names = parts.flatMap { $0.pay.lines.keys }.sorted()
        throw Problem(
          .usage, subject: "--agent", "has no shift in this scenario", value: agent,
          maybe: nearestName(to: agent, among: names).map { "you meant \($0)" }
            ?? "agents are \(names.first ?? "none") to \(names.last ?? "none")")
      }
      return try desk.explainPay(
        agent: agent, at: written, part.part, part.roster.segments, people: part.roster.agents,
        roster: "\(scenario.name), \(part.site.name)")
    } catch { throw Problems([error]) }
  }
}
