public import CentreModel
public import CivilTime
internal import Tables

/// The roster as files: the long form for programs, the grid for people.
public enum RosterFiles {
  public static let longHeader = [
    "agent_id", "work_date", "shift_start_utc", "activity", "queue", "start_utc", "end_utc",
    "start_local", "end_local", "timezone", "minutes",
  ]

  /// One row per segment, by agent and time; `zone` is the site's.
  public static func long(_ segments: [RosterSegment], zone: Zone) -> [UInt8] {
    var csv = CSVWriter(longHeader)
    for shift in RosterShift.shifts(of: segments) {
      let date = "\(zone.date(at: shift.start))"
      for segment in shift.segments {
        csv.row(
          segment.agent, date, "\(shift.start)", segment.activity.rawValue, segment.queue,
          "\(segment.start)", "\(segment.end)", segment.start.text(in: zone),
          segment.end.text(in: zone), zone.name, "\((segment.end - segment.start) / 60)")
      }
    }
    return csv.bytes
  }

  /// One row per agent, one column per date, `07:00-15:30` in each; for people, never an interface.
  public static func grid(
    _ segments: [RosterSegment], agents: [(id: String, name: String)], dates: [CivilDate],
    zone: Zone
  ) -> [UInt8] {
    var csv = CSVWriter(["agent_id", "name"] + dates.map { "\($0.weekday.shortName) \($0)" })
    let cells = gridCells(segments, zone: zone)
    for agent in agents {
      csv.row([agent.id, agent.name] + dates.map { cells[agent.id]?[$0] ?? "" })
    }
    return csv.bytes
  }

  /// `07:00-15:30` by agent and date of the shift's start.
  public static func gridCells(
    _ segments: [RosterSegment], zone: Zone
  ) -> [String: [CivilDate: String]] {
    var cells: [String: [CivilDate: String]] = [:]
    for shift in RosterShift.shifts(of: segments) {
      let (start, end) = (zone.local(at: shift.start), zone.local(at: shift.end))
      let text = "\(start.clock)-\(end.clock)"
      let earlier = cells[shift.agent]?[start.date]
      cells[shift.agent, default: [:]][start.date] = earlier.map { "\($0) \(text)" } ?? text
    }
    return cells
  }
}
