internal import CentreModel
public import CivilTime
internal import Tables

/// The changes as a file, one changed day a row; times by the site's clock, empty where there is none.
public func rosterChangesCSV(_ changes: [RosterChange], zone: Zone) -> [UInt8] {
  var csv = CSVWriter([
    "agent_id", "date", "change", "before_start", "before_end", "after_start", "after_end",
  ])
  func ends(_ shift: [RosterSegment]) -> (String, String) {
    guard let start = shift.first?.start, let end = shift.last?.end else { return ("", "") }
    return (start.text(in: zone), end.text(in: zone))
  }
  for change in changes {
    let (before, after) = (ends(change.before), ends(change.after))
    csv.row(
      change.agent, "\(change.date)", change.kind.rawValue, before.0, before.1, after.0, after.1)
  }
  return csv.bytes
}

/// One notice for each agent concerned: what was published and what holds now.
public func noticeText(_ changes: [RosterChange], zone: Zone) -> String {
  func text(_ shift: [RosterSegment]) -> String {
    guard let start = shift.first?.start, let end = shift.last?.end else { return "off" }
    let pauses = shift.filter { $0.activity != .work }.map {
      "\($0.activity.rawValue) \(zone.local(at: $0.start).clock)"
    }
    let times = "\(zone.local(at: start).clock)-\(zone.local(at: end).clock)"
    return pauses.isEmpty ? times : "\(times) (\(pauses.joined(separator: ", ")))"
  }
  var out = ""
  for agent in Set(changes.map(\.agent)).sorted() {
    out += "To \(agent):\n"
    for change in changes where change.agent == agent {
      let day = "\(change.date.weekday.shortName) \(change.date)"
      switch change.kind {
      case .added: out += "  \(day): you now work \(text(change.after)); it was a day off.\n"
      case .removed: out += "  \(day): you are now off; it was \(text(change.before)).\n"
      case .moved:
        out += "  \(day): you now work \(text(change.after)); it was \(text(change.before)).\n"
      case .pauses:
        out += "  \(day): your shift stays, its breaks change: \(text(change.after)).\n"
      }
    }
    out += "\n"
  }
  return out
}
