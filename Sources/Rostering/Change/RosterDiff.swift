public import CentreModel
public import CivilTime
internal import Tables

/// One agent's day that is not as it was published.
public struct RosterChange: Hashable, Sendable {
  public enum Kind: String, Hashable, Sendable {
    case added, removed, moved
    /// The shift stays; only pauses or the queue differ.
    case pauses
  }
  public var agent: String
  public var date: CivilDate
  public var kind: Kind
  /// The shift before and after, as segments; empty: none.
  public var before: [RosterSegment]
  public var after: [RosterSegment]
}

/// Everything in which two rosters differ, by agent and date.
public func rosterChanges(
  from old: [RosterSegment], to new: [RosterSegment], zone: Zone
) -> [RosterChange] {
  func byDay(_ segments: [RosterSegment]) -> [String: [CivilDate: [RosterSegment]]] {
    Dictionary(grouping: segments, by: \.agent).mapValues { list in
      Dictionary(
        chainedShifts(list).compactMap { shift in
          shift.first.map { (zone.date(at: $0.start), shift) }
        }, uniquingKeysWith: { $0 + $1 })
    }
  }
  let before = byDay(old)
  let after = byDay(new)
  var changes: [RosterChange] = []
  for agent in Set(before.keys).union(after.keys).sorted() {
    let a = before[agent] ?? [:]
    let b = after[agent] ?? [:]
    for date in Set(a.keys).union(b.keys).sorted() where a[date] != b[date] {
      let x = a[date] ?? []
      let y = b[date] ?? []
      let kind: RosterChange.Kind =
        x.isEmpty
        ? .added
        : y.isEmpty
          ? .removed
          : x.first?.start == y.first?.start && x.last?.end == y.last?.end ? .pauses : .moved
      changes.append(RosterChange(agent: agent, date: date, kind: kind, before: x, after: y))
    }
  }
  return changes
}

/// The changes for people, one line a changed day, and a line that counts them.
public func rosterDiffText(_ changes: [RosterChange], zone: Zone) -> String {
  guard !changes.isEmpty else { return "Nothing changed.\n" }
  func text(_ shift: [RosterSegment]) -> String {
    guard let start = shift.first?.start, let end = shift.last?.end else { return "off" }
    return "\(zone.local(at: start).clock)-\(zone.local(at: end).clock)"
  }
  var table = TextTable([.left("agent"), .left("day"), .left("was"), .left("is"), .left("change")])
  for change in changes {
    table.row(
      change.agent, "\(change.date.weekday.shortName) \(change.date)", text(change.before),
      text(change.after), change.kind == .pauses ? "breaks" : change.kind.rawValue)
  }
  let agents = Set(changes.map(\.agent)).count
  let shifts = changes.count { $0.kind != .pauses }
  return table.text()
    + "\(shifts) shifts and the breaks of \(changes.count - shifts) others change, "
    + "\(agents) agents are to be told.\n"
}

extension RosterProblem {
  /// The problem with everything before `instant` fixed as published: nobody's shift that starts
  /// earlier changes, except where leave or a closed day now forbids it.
  public func frozen(until instant: Instant) -> RosterProblem {
    var result = self
    let shifts = Dictionary(grouping: published, by: \.agent)
    for agent in agents {
      var byDate: [CivilDate: [RosterSegment]] = [:]
      for shift in chainedShifts(shifts[agent.id] ?? []) {
        if let start = shift.first?.start { byDate[zone.date(at: start)] = shift }
      }
      for day in 0..<days {
        let date = horizonStart + day
        guard
          zone.startOfDay(date + 1) <= instant
            || byDate[date]?.first.map({ $0.start < instant }) == true,
          !agent.unavailableDates.contains(date), !agent.leave.contains(date),
          !closedDates.contains(date),
          !pins.contains(where: { $0.agent == agent.id && $0.date == date })
        else { continue }
        result.pins.append(
          RosterPin(agent: agent.id, date: date, kind: byDate[date].map { .shift($0) } ?? .off))
      }
    }
    return result
  }
}
