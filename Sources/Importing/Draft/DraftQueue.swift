internal import CivilTime
internal import Configuration
internal import Glibc
internal import Tables

/// What the history tells of a queue.
struct DraftQueue {
  let id: String
  let name: String
  /// Seconds of the mean contact; nil where the history has none.
  let handling: Double?
  let contactsPerWeek: Double
  /// As `centre.toml` writes them.
  let hours: String
  /// Agents on the phone, by hours, in the mean week.
  let agentHoursPerWeek: Double

  /// `lines` are those of the last ten weeks.
  init(id: String, name: String, _ lines: [HistoryLine], zone: Zone, seconds: Int) {
    self.id = id
    self.name = name
    var handle = 0.0
    var timed = 0.0
    var dates = Array(repeating: Set<CivilDate>(), count: 7)
    let slots = max(1, 86_400 / seconds)
    var rows = Array(repeating: Array(repeating: 0, count: slots), count: 7)
    var contacts = Array(repeating: Array(repeating: 0.0, count: slots), count: 7)
    for line in lines where !line.counts.isClosed {
      let local = zone.local(at: line.start)
      let day = local.date.weekday.rawValue
      let slot = min(slots - 1, local.secondsOfDay / seconds)
      dates[day].insert(local.date)
      rows[day][slot] += 1
      contacts[day][slot] += line.counts[.offered] ?? 0
      if let sum = line.counts[.handle] {
        handle += sum
        timed += line.counts[.timed] ?? line.counts[.handled] ?? line.counts[.offered] ?? 0
      }
    }
    handling = timed > 0 && handle > 0 ? handle / timed : nil
    var spans: [String] = []
    var week = 0.0
    var agents = 0.0
    for day in 0..<7 {
      let open = rows[day].indices.filter { 2 * rows[day][$0] > dates[day].count }
      guard let first = open.first, let last = open.last else {
        spans.append("")
        continue
      }
      spans.append("\(clockText(first * seconds))-\(clockText((last + 1) * seconds))")
      for slot in first...last {
        let mean = contacts[day][slot] / Double(dates[day].count)
        let load = mean * (handling ?? 300) / Double(seconds)
        week += mean
        agents += (load + 0.85 * load.squareRoot() + 0.6) * Double(seconds) / 3600
      }
    }
    contactsPerWeek = week
    agentHoursPerWeek = agents
    hours = Self.hoursText(spans)
  }

  /// `Mon-Fri 07:00-21:00; Sat 08:00-17:00`.
  private static func hoursText(_ spans: [String]) -> String {
    if spans.allSatisfy({ $0 == "00:00-24:00" }) { return "24/7" }
    var entries: [String] = []
    var day = 0
    while day < 7 {
      var end = day
      while end + 1 < 7, spans[end + 1] == spans[day] { end += 1 }
      if !spans[day].isEmpty {
        let first = Weekday.allCases[day].shortName
        let last = Weekday.allCases[end].shortName
        entries.append("\(day == end ? first : "\(first)-\(last)") \(spans[day])")
      }
      day = end + 1
    }
    return entries.isEmpty ? "closed" : entries.joined(separator: "; ")
  }

  var summary: String {
    let aht = handling.map { "handled in \(fixed($0, 0)) s" } ?? "handling time not recorded"
    return "\(id): \(hours), \(fixed(contactsPerWeek, 0)) contacts a week, \(aht)"
  }

  func text(shrinkage: Double) -> String {
    """

    [[queue]]
    id = \(tomlQuoted(id))
    name = \(tomlQuoted(name))
    # As the history has them; write what you promise.
    hours = \(tomlQuoted(hours))
    \(handling == nil ? "# Assumed: the history has no handling times.\n" : "")\
    handling_seconds = \(fixed(handling ?? 300, 0))
    # Assumed: share of scheduled time lost to coaching, meetings and sickness.
    shrinkage = \(shortest(shrinkage))

    # Assumed: what the queue promises.
    [queue.goal]
    service_level = 0.8
    within_seconds = 20
    # Over every day, no hour below the floor; "interval": agents for every interval.
    period = "day"
    hour_floor = 0.6

    """
  }
}
