public import CentreModel
public import CivilTime

/// One calendar file per agent, continuing those of the plan before.
public struct AgentCalendars: Sendable {
  public var centre: String
  public var domain: String
  public var zone: Zone
  public var asOf: Instant
  public var horizon: Range<Instant>

  public init(
    centre: String, domain: String, zone: Zone, asOf: Instant, horizon: Range<Instant>
  ) {
    self.centre = centre
    self.domain = domain
    self.zone = zone
    self.asOf = asOf
    self.horizon = horizon
  }

  /// The name of an agent's calendar in the plan folder.
  public static func fileName(agent: String) -> String {
    let safe = agent.map { $0.isLetter || $0.isNumber || "-_.".contains($0) ? $0 : "_" }
    return "calendars/\(String(safe)).ics"
  }

  /// The calendars of all `agents`, also of those without a shift.
  ///
  /// `previous`: Gives the bytes of a file of the plan before, nil when it has none.
  public func files(
    _ segments: [RosterSegment], agents: [String], previous: (String) -> [UInt8]?
  ) -> [PlanFile] {
    let shifts = Dictionary(grouping: RosterShift.shifts(of: segments), by: \.agent)
    return agents.map { agent in
      let name = Self.fileName(agent: agent)
      let entries = (shifts[agent] ?? []).map(entry)
      let calendar = CalendarWriter(calendarName: "\(centre) \(agent)", asOf: asOf)
        .calendar(entries, previous: previous(name), horizon: horizon)
      return PlanFile(name, calendar)
    }
  }

  private func entry(_ shift: RosterShift) -> CalendarShift {
    let (start, end) = (zone.local(at: shift.start), zone.local(at: shift.end))
    let pauses = shift.pauses.map { pause in
      let name = pause.activity == .meal ? "Meal" : "Break"
      return "\(name) \(zone.local(at: pause.start).clock)-\(zone.local(at: pause.end).clock)"
    }
    return CalendarShift(
      uid: "\(shift.agent)-\(start.date)@\(domain)", start: shift.start, end: shift.end,
      summary: "\(centre) \(start.clock)-\(end.clock)",
      details: (pauses + ["Times in \(zone.name)"]).joined(separator: "\n"))
  }
}
