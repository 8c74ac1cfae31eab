internal import CentreModel
internal import CivilTime
public import Diagnostics
internal import Rostering
public import SitePlanning

extension PublishedPlan {
  /// Explains the pay of an agent's minute in this plan; `written` is a time on the site's clock, or an
  /// instant.
  ///
  /// - Throws: A problem when the agent has no shift, or is not paid then.
  public func explainPay(
    agent id: String, at written: String, _ steps: CentreSteps
  ) throws(Problem) -> PayExplanation {
    for part in try parts(steps) where part.segments.contains(where: { $0.agent == id }) {
      return try steps.plugins.desk.explainPay(
        agent: id, at: written, part.part, part.segments,
        roster: "\(path)" + (part.part.site.site.id.isEmpty ? "" : ", \(part.part.site.site.name)"))
    }
    let names = Set(roster.map(\.agent)).sorted()
    throw Problem(
      .usage, subject: "--agent", "has no shift in this plan", value: id,
      maybe: nearestName(to: id, among: names).map { "you meant \($0)" }
        ?? "agents are \(names.first ?? "none") to \(names.last ?? "none")")
  }
}
