internal import CentreModel
internal import CivilTime
internal import Diagnostics

/// A shift as it is published, on the clock of its site.
struct WorkedShift {
  var agent: String
  var rows: [RosterRow]
  var zone: Zone

  var start: Instant { rows.first?.segment.start ?? Instant(seconds: 0) }
  var end: Instant { rows.last?.segment.end ?? Instant(seconds: 0) }
  /// The date on which it starts.
  var date: CivilDate { zone.date(at: start) }
  var paidSeconds: Int {
    rows.filter(\.isPaid).reduce(0) { $0 + ($1.segment.end - $1.segment.start) }
  }
  /// `07:00–15:30`.
  var clock: String { zone.clocks(start, end) }

  /// The shifts by agent and time.
  ///
  /// `zone`: The clock of a name.
  static func shifts(
    of rows: [RosterRow], _ zone: (String) throws(Problem) -> Zone
  ) throws(Problem) -> [WorkedShift] {
    var zones: [String: Zone] = [:]
    var shifts: [WorkedShift] = []
    for row in rows.sorted(by: { $0.segment < $1.segment }) {
      if let last = shifts.last, last.agent == row.segment.agent,
        last.rows.first?.shiftStart == row.shiftStart
      {
        shifts[shifts.count - 1].rows.append(row)
        continue
      }
      let own: Zone
      if let known = zones[row.zoneName] { own = known } else { own = try zone(row.zoneName) }
      zones[row.zoneName] = own
      shifts.append(WorkedShift(agent: row.segment.agent, rows: [row], zone: own))
    }
    return shifts
  }
}

extension Zone {
  /// `07:00–15:30` for people who read this clock.
  func clocks(_ start: Instant, _ end: Instant) -> String {
    "\(local(at: start).clock)–\(local(at: end).clock)"
  }
}
