public import CivilTime
public import ContactRules
public import MusterPluginKit

extension ContactDesk {
  /// Whether the whole of each row lies where people may be called.
  public func isLawful(_ rows: [Interval], _ people: ContactCase) -> [Bool] {
    guard let first = rows.first, let last = rows.last else { return [] }
    let windows = book.windows(
      people, from: Instant(seconds: first.start_unix),
      to: Instant(seconds: last.start_unix) + Int(last.length_s))
    return openShares(of: rows, windows: windows).map { $0 >= 1 }
  }

  /// The stretches in which at least one of several groups of people may be contacted in full.
  public func findings(
    _ queue: QueuePlan, _ people: [ContactCase], intervalSeconds: Int, otherwise rule: String,
    maybe: String
  ) -> [Finding] {
    guard let first = queue.intervals.first, let last = queue.intervals.last, !people.isEmpty
    else { return [] }
    let from = Instant(seconds: first.startUnix)
    let to = Instant(seconds: last.startUnix) + intervalSeconds
    let windows = people.map { book.windows($0, from: from, to: to) }
    var findings: [Finding] = []
    for interval in queue.intervals where interval.volume > 0 {
      let start = Instant(seconds: interval.startUnix)
      let end = start + intervalSeconds
      if windows.contains(where: { $0.contains { $0.start <= start && end <= $0.end } }) {
        continue
      }
      let against = people.flatMap {
        book.hoursAgainst($0, at: start) + book.hoursAgainst($0, at: end - 1)
      }
      let cited = against.first ?? rule
      // Neighbouring intervals with one cause are one finding.
      if let known = findings.indices.last, findings[known].rule == cited,
        findings[known].endUnix == interval.startUnix
      {
        findings[known].endUnix = end.seconds
        continue
      }
      findings.append(
        Finding(
          .violation, rule: cited, "calls are planned when nobody on the list may be called",
          queue: queue.id, startUnix: interval.startUnix, endUnix: end.seconds, maybe: maybe))
    }
    return findings
  }

  /// A time zone by name, or a failure that names the setting.
  public static func zones(
    _ names: [String], setting: String
  ) throws(PluginFailure) -> [Zone] {
    var zones: [Zone] = []
    for (i, name) in names.enumerated() {
      guard let zone = try? ZoneDatabase.system.zone(name) else {
        throw .setting("\(setting)[\(i)]", "is not a time zone: \(name)")
      }
      zones.append(zone)
    }
    return zones
  }
}

/// A local date of the settings, or a failure that names the setting.
public func settingDate(_ text: String, _ setting: String) throws(PluginFailure) -> CivilDate {
  guard let date = CivilDate(text) else {
    throw .setting(setting, "is not a date such as 2027-03-01: \(text)")
  }
  return date
}
