internal import CentreModel
internal import CivilTime
public import Diagnostics
internal import Files
internal import PluginContract
internal import PluginHost
internal import Publishing
internal import Rostering
internal import Tables

extension PublishedPlan {
  /// Explains the pay of an agent's minute in this plan; `written` is a time on the site's clock, or an
  /// instant.
  ///
  /// - Throws: A problem when the agent has no shift, or is not paid then.
  public func explainPay(
    agent id: String, at written: String, _ steps: CentreSteps
  ) throws(Problem) -> PayExplanation {
    let folder = steps.folder
    let all = RosterShift.shifts(of: roster)
    let own = all.filter { $0.agent == id }
    guard !own.isEmpty, let agent = folder.agents.first(where: { $0.id == id }) else {
      let names = Set(all.map(\.agent)).sorted()
      throw Problem(
        .usage, subject: "--agent", "has no shift in this plan", value: id,
        maybe: nearestName(to: id, among: names).map { "you meant \($0)" }
          ?? "agents are \(names.first ?? "none") to \(names.last ?? "none")")
    }
    let site = folder.centre.sites.first { $0.id == agent.site } ?? folder.centre.sites.first
    let siteInfo =
      site?.info
      ?? SiteInfo(
        id: "", zone: folder.workZone.name, jurisdiction: "", currency: "",
        calendar: folder.centre.calendar ?? "", seats: nil)
    let zone = try folder.zones.zone(siteInfo.zone)
    let instant = try PlanningPeriod.asOf(written, zone: zone, option: "--at")
    func infos(_ shifts: [RosterShift]) -> [Shift] {
      shifts.map { $0.info(site: siteInfo.id, zone: zone, queues: folder.centre.queues) }
    }
    var info = folder.info(agent)
    let rate = info.hourlyRate
    // Without a wage the factors are still there to be seen.
    if rate == nil { info.hourlyRate = 1 }
    let before = RosterShift.shifts(of: try preceding(folder)).filter { $0.agent == id }
    let session = steps.plugins.session
    let known = session.faults.count
    let answer = session.price(
      PriceQuestion(site: siteInfo, agent: info, history: infos(before), shifts: infos(own)))
    if session.faults.count > known, let fault = session.faults.last { throw fault.problem }
    return try PayExplanation(
      agent: id, at: instant, lines: answer?.answer.lines ?? Self.plain(infos(own), rate ?? 1),
      shifts: own.map { $0.start..<$0.end },
      roster: "\(path)" + (site.map { ", \($0.name)" } ?? ""), siteZone: zone,
      clientZone: folder.zone, rate: rate,
      currency: site?.currency ?? answer?.answer.currency ?? "",
      known: session.rules().flatMap(\.answer))
  }

  /// The roster of the plan before this one; its hours count towards weekly overtime.
  private func preceding(_ folder: CentreFolder) throws(Problem) -> [RosterSegment] {
    guard let cut = path.lastIndex(of: "/") else { return [] }
    let store = PlanStore(folder: String(path[..<cut]))
    let names = try store.planNames().filter { $0 < "\(period.from)" }
    for name in names.sorted().reversed() {
      let file = "\(store.path(of: name))/\(PlanStore.manifestName)"
      guard let bytes = try? readFile(file),
        let manifest = try? Manifest.decoded(bytes, file: file), manifest.to == "\(period.from)"
      else { continue }
      return try readSegments(
        try CSVTable(path: "\(store.path(of: name))/\(PlanFileName.roster)"))
    }
    return []
  }

  /// Paid time where no plugin prices it: all but meals, at the plain rate.
  private static func plain(_ shifts: [Shift], _ rate: Double) -> [PayLine] {
    shifts.flatMap { shift in
      shift.segments.filter { $0.activity != "meal" }.map { segment in
        let hours = Double(segment.endUnix - segment.startUnix) / 3600
        return PayLine(
          shift: shift.id, startUnix: segment.startUnix, endUnix: segment.endUnix, hours: hours,
          kind: "ordinary", multiplier: 1, amount: hours * rate, rules: [])
      }
    }
  }
}
