public import CentreModel
public import CivilTime
internal import Tables

/// The roster as files: the long form for programs, the grid for people.
public enum RosterFiles {
  public static let longHeader = [
    "agent_id", "work_date", "shift_start_utc", "activity", "queue", "start_utc", "end_utc",
    "start_local", "end_local", "timezone", "minutes", "paid", "site",
  ]

  /// A stretch of a shift with what its row says beside it.
  public struct Row: Sendable {
    public var segment: RosterSegment
    public var shiftStart: Instant
    public var isPaid: Bool
    public var site: String
    /// The site's clock.
    public var zone: Zone

    public init(
      _ segment: RosterSegment, shiftStart: Instant, isPaid: Bool, site: String, zone: Zone
    ) {
      self.segment = segment
      self.shiftStart = shiftStart
      self.isPaid = isPaid
      self.site = site
      self.zone = zone
    }
  }

  /// One row per segment, by agent and time.
  public static func long(_ rows: [Row]) -> [UInt8] {
    var csv = CSVWriter(longHeader)
    for row in rows.sorted(by: { $0.segment < $1.segment }) {
      let (segment, zone) = (row.segment, row.zone)
      csv.row(
        segment.agent, "\(zone.date(at: row.shiftStart))", "\(row.shiftStart)",
        segment.activity.rawValue, segment.queue, "\(segment.start)", "\(segment.end)",
        segment.start.text(in: zone), segment.end.text(in: zone), zone.name,
        "\((segment.end - segment.start) / 60)", row.isPaid ? "yes" : "no", row.site)
    }
    return csv.bytes
  }

  /// A site's roster for the grid.
  public struct SiteGrid {
    public var segments: [RosterSegment]
    public var agents: [(id: String, name: String)]
    public var zone: Zone

    public init(segments: [RosterSegment], agents: [(id: String, name: String)], zone: Zone) {
      self.segments = segments
      self.agents = agents
      self.zone = zone
    }
  }

  /// One row per agent, one column per date, `07:00-15:30` in each, on the clock of the agent's site; for
  /// people, never an interface.
  public static func grid(_ sites: [SiteGrid], dates: [CivilDate]) -> [UInt8] {
    var csv = CSVWriter(["agent_id", "name"] + dates.map { "\($0.weekday.shortName) \($0)" })
    for site in sites {
      let cells = gridCells(site.segments, zone: site.zone)
      for agent in site.agents {
        csv.row(
          [spreadsheetText(agent.id), spreadsheetText(agent.name)]
            + dates.map { cells[agent.id]?[$0] ?? "" })
      }
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
