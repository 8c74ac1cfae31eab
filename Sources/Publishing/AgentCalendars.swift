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
  /// Where people work, for the entries; nil: not said.
  public var location: String?
  /// Whether breaks and meals are entries of their own beside the shift's.
  public var hasBreaks = false

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

  /// The name of an agent's calendar in the plan folder; no two agents share one, see ``fileStem(of:)``.
  public static func fileName(agent: String) -> String { "calendars/\(fileStem(of: agent)).ics" }

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
      let entries = (shifts[agent] ?? []).flatMap { shift in
        dates[zone.date(at: shift.start), default: 0] += 1
        let whole = entry(shift, number: dates[zone.date(at: shift.start)] ?? 1)
        return [whole] + (hasBreaks ? pauses(of: shift, in: whole) : [])
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
      uid: "\(Self.mark(of: shift.agent))-\(start.date)\(number > 1 ? "-\(number)" : "")"
        + "-\(identity)@\(domain)",
      start: shift.start, end: shift.end,
      summary: "\(centre) \(start.clock)-\(end.clock)",
      details: (pauses + ["Times in \(zone.name)"]).joined(separator: "\n"), location: location)
  }

  /// The breaks and meals of a shift as entries, by their place in it.
  private func pauses(of shift: RosterShift, in whole: CalendarShift) -> [CalendarShift] {
    shift.pauses.enumerated().map { k, pause in
      CalendarShift(
        uid: "pause-\(k + 1)-\(whole.uid)", start: pause.start, end: pause.end,
        summary: pause.activity == .meal ? "Meal" : "Break", details: "", location: location)
    }
  }

  /// An agent's id as a UID can hold it: one with control characters has a mark of its own.
  private static func mark(of agent: String) -> String {
    var plain = agent
    plain.unicodeScalars.removeAll { isControl($0) || $0 == "\n" || $0 == "\r" }
    return plain == agent ? agent : "\(plain)~\(planID(of: [agent]).prefix(8))"
  }
}
