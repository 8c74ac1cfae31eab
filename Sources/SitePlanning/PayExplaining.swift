public import CentreModel
internal import CivilTime
public import Diagnostics
internal import PluginContract
internal import PluginHost

extension SiteDesk {
  /// Explains why a minute of an agent is paid as it is; `written` is a time on the site's clock, or an
  /// instant.
  ///
  /// `segments`: The part's roster. `source`: Where it is from, for the reader.
  /// - Throws: A problem when the agent is not there or not paid then, or a plugin fails.
  public func explainPay(
    agent id: String, at written: String, _ part: SitePart, _ segments: [RosterSegment],
    people: [RosterAgent]? = nil, roster source: String
  ) throws(Problem) -> PayExplanation {
    let site = part.site
    guard let agent = (people ?? site.named).first(where: { $0.id == id }) else {
      throw Problem(
        .usage, subject: "--agent", "is not among the people of \(site.site.name)", value: id,
        maybe: "they are in the agents' file of the centre")
    }
    func own(_ segments: [RosterSegment]) -> [RosterShift] {
      RosterShift.shifts(of: segments.filter { $0.agent == id })
    }
    let shifts = own(segments)
    return try PayExplanation(
      agent: id, at: PlanningPeriod.asOf(written, zone: site.zone, option: "--at"),
      lines: payLines(agent, shifts, before: own(part.previous), site),
      shifts: shifts.map { $0.start..<$0.end }, roster: source, siteZone: site.zone,
      clientZone: clientZone, rate: site.hourlyRate(agent), currency: site.site.currency ?? "",
      known: session.rules().flatMap(\.answer))
  }
}
