public import CentreModel
public import CivilTime

/// One calendar file per agent, continuing those of the plan before.
public struct AgentCalendars: Sendable {
  /// What people read before the times.
  public var centre: String
  /// What tells the centre's entries from those of every other, whatever it is called.
  public var identity: String
  public var domain: String
  /// The clocks that agents read.
  public var zone: Zone
  public var asOf: Instant
  public var horizon: Range<Instant>

  public init(
    centre: String, identity: String, domain: String, zone: Zone, asOf: Instant,
    horizon: Range<Instant>
  ) {
    self.centre = centre
    self.identity = identity
    self.domain = domain
    self.zone = zone
    self.asOf = asOf
    self.horizon = horizon
  }

  /// The name of an agent's calendar in the plan folder; no two agents share one.
  ///
  /// An id that cannot be a file's name as it is gets a mark of its own, which no other id can have.
  public static func fileName(agent: String) -> String {
    let safe = String(
      agent.map { $0.isLetter || $0.isNumber || "-_.".contains($0) ? $0 : "_" }.prefix(60))
    // Compared byte by byte: ids that only look alike are two.
    guard !safe.utf8.elementsEqual(agent.utf8) else { return "calendars/\(safe).ics" }
    return "calendars/\(safe)~\(planID(of: [agent]).prefix(8)).ics"
  }

  /// The calendars of all `agents`, also of those without a shift.
  ///
  /// `names`: What people call an agent, by id.
  /// `previous`: Gives the bytes of a file of the plan before, nil when it has none.
  /// `others`: Gives the same file of every other plan still kept, so that no SEQUENCE falls after a
  /// return to an older plan.
  public func files(
    _ segments: [RosterSegment], agents: [String], names: [String: String] = [:],
    previous: (String) -> [UInt8]?, others: (String) -> [[UInt8]] = { _ in [] }
  ) -> [PlanFile] {
    let shifts = Dictionary(grouping: RosterShift.shifts(of: segments), by: \.agent)
    return agents.map { agent in
      let name = Self.fileName(agent: agent)
      var dates: [CivilDate: Int] = [:]
      let entries = (shifts[agent] ?? []).map { shift in
        dates[zone.date(at: shift.start), default: 0] += 1
        return entry(shift, number: dates[zone.date(at: shift.start)] ?? 1)
      }
      let person = names[agent].flatMap { $0.isEmpty ? nil : $0 } ?? agent
      let writer = CalendarWriter(
        calendarName: "\(person) - \(centre)", calendarID: planID(of: [identity, agent]),
        zone: zone, asOf: asOf)
      let calendar = writer.calendar(
        entries, previous: previous(name), others: others(name), horizon: horizon)
      return PlanFile(name, calendar)
    }
  }

  /// `number`: The shift's place among those that begin on the same date.
  private func entry(_ shift: RosterShift, number: Int) -> CalendarShift {
    let (start, end) = (zone.local(at: shift.start), zone.local(at: shift.end))
    let pauses = shift.pauses.map { pause in
      let name = pause.activity == .meal ? "Meal" : "Break"
      return "\(name) \(zone.local(at: pause.start).clock)-\(zone.local(at: pause.end).clock)"
    }
    return CalendarShift(
      uid: "\(shift.agent)-\(start.date)\(number > 1 ? "-\(number)" : "")-\(identity)@\(domain)",
      start: shift.start, end: shift.end,
      summary: "\(centre) \(start.clock)-\(end.clock)",
      details: (pauses + ["Times in \(zone.name)"]).joined(separator: "\n"))
  }
}
