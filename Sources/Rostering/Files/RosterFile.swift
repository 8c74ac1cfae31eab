public import CentreModel
public import CivilTime
public import Diagnostics
public import Tables

/// The long form of a roster, `agent_id,activity,start_utc,end_utc`, with a column `queue` when there
/// are several; by agent, then time.
public func rosterCSV(_ segments: [RosterSegment]) -> [UInt8] {
  let hasQueues = Set(segments.lazy.filter { $0.activity == .work }.map(\.queue)).count > 1
  var csv = CSVWriter(
    ["agent_id", "activity", "start_utc", "end_utc"] + (hasQueues ? ["queue"] : []))
  csv.reserve(segments.count * 64)
  for segment in segments {
    csv.row(
      [
        segment.agent, segment.activity.rawValue, segment.start.description,
        segment.end.description,
      ] + (hasQueues ? [segment.queue] : []))
  }
  return csv.bytes
}

/// Reads the long form of a roster; other columns are ignored.
public func readSegments(_ table: CSVTable) throws(Problem) -> [RosterSegment] {
  let agent = try table.require("agent_id")
  let activity = try table.require("activity")
  let start = try table.require("start_utc")
  let end = try table.require("end_utc")
  let queue = table.column(named: "queue")
  var segments: [RosterSegment] = []
  try table.forEachRow { (row) throws(Problem) in
    guard let kind = Activity(rawValue: row.text(activity)) else {
      throw row.problem(activity, "is no activity", maybe: "write work, break or meal")
    }
    let segment = RosterSegment(
      agent: try row.name(agent), activity: kind, start: try row.instant(start, in: .utc),
      end: try row.instant(end, in: .utc), queue: queue.map { row.text($0) } ?? "")
    guard segment.end > segment.start else {
      throw row.problem(end, "is not after the start", maybe: "exchange the two")
    }
    segments.append(segment)
  }
  return segments.sorted()
}

/// Reads pins: `agent_id,date,kind` with kind `off` or `on`; or the long form of a roster, whose
/// shifts are then all pinned as they are.
public func readPins(_ table: CSVTable, zone: Zone) throws(Problem) -> [RosterPin] {
  guard table.column(named: "activity") == nil else {
    return pins(of: try readSegments(table), zone: zone)
  }
  let agent = try table.require("agent_id")
  let date = try table.require("date")
  let kind = try table.require("kind")
  var pins: [RosterPin] = []
  try table.forEachRow { (row) throws(Problem) in
    let name = try row.name(agent)
    let day = try row.date(date)
    switch row.text(kind) {
    case "off": pins.append(RosterPin(agent: name, date: day, kind: .off))
    case "on": pins.append(RosterPin(agent: name, date: day, kind: .on))
    default: throw row.problem(kind, "is neither 'off' nor 'on'")
    }
  }
  return pins
}

/// Every shift of some segments as a pin.
public func pins(of segments: [RosterSegment], zone: Zone) -> [RosterPin] {
  var pins: [RosterPin] = []
  let byAgent = Dictionary(grouping: segments, by: \.agent)
  for agent in byAgent.keys.sorted() {
    for shift in chainedShifts(byAgent[agent] ?? []) {
      guard let start = shift.first?.start else { continue }
      pins.append(RosterPin(agent: agent, date: zone.date(at: start), kind: .shift(shift)))
    }
  }
  return pins
}

extension [RosterPin] {
  /// - Throws: A ``Problem`` that names a pin of none of the agents: it would fix nothing.
  public func refuseStrangers(among agents: [String], file: String) throws(Problem) {
    let known = Set(agents)
    guard let stranger = first(where: { !known.contains($0.agent) }) else { return }
    throw Problem(
      at: Place(file: file), subject: "agent_id", "is no agent of this roster",
      value: stranger.agent,
      maybe: nearestName(to: stranger.agent, among: agents).map { "\($0) is meant" })
  }
}
