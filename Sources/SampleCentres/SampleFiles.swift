internal import CivilTime
internal import Configuration
internal import Files
internal import Tables

/// `interval_start,queue,offered,handled,abandoned,handle_s,closed`, by time, then queue.
func historyBytes(_ rows: [GeneratedRow], zone: Zone) -> [UInt8] {
  var csv = CSVWriter(
    ["interval_start", "queue", "offered", "handled", "abandoned", "handle_s", "closed"])
  csv.reserve(rows.count * 56)
  for row in rows.sorted(by: { ($0.start, $0.queue) < ($1.start, $1.queue) }) {
    let counts = row.counts
    csv.row(
      row.start.text(in: zone), row.queue, "\(counts?.offered ?? 0)", "\(counts?.handled ?? 0)",
      "\(counts?.abandoned ?? 0)", "\(counts?.handleSeconds ?? 0)", counts == nil ? "1" : "0")
  }
  return csv.bytes
}

func agentBytes(_ agents: [GeneratedAgent]) -> [UInt8] {
  var csv = CSVWriter([
    "agent_id", "name", "contract", "availability", "skills", "site", "unavailable_dates",
    "previous_shift_end_utc", "preferred_start", "preferred_days_off",
  ])
  func list(_ dates: [CivilDate]) -> String { dates.map { "\($0)" }.joined(separator: ";") }
  for agent in agents {
    csv.row(
      agent.id, agent.name, agent.contract, agent.availability, agent.skills, agent.site,
      list(agent.unavailableDates), agent.previousShiftEnd.map { "\($0)" } ?? "",
      agent.preferredStart.map(clockText) ?? "", list(agent.preferredDaysOff))
  }
  return csv.bytes
}

func holidayBytes(_ holidays: [Holiday]) -> [UInt8] {
  var csv = CSVWriter(["date", "calendar", "kind", "name", "region", "status", "source"])
  for holiday in holidays {
    csv.row(
      "\(holiday.date)", holiday.calendar, holiday.kind.rawValue, holiday.name, holiday.region,
      holiday.status.rawValue, holiday.source)
  }
  return csv.bytes
}

/// The centre file: what it is, its queues, then the profile's rules as they stand there.
func centreText(
  _ profile: CentreProfile, _ options: SampleOptions, timezone: String, command: String
) -> String {
  var text = """
    # \(options.name): \(profile.summary)
    #
    # A sample: its people do not exist and its history was drawn at random. Made by
    #
    #   \(command)
    #
    # Put your own history.csv, agents.csv and holidays.csv in its place and change what is below.

    [centre]
    name = \(tomlQuoted(options.name))
    # Part of every calendar entry's identity: keep it when the centre is renamed.
    id = \(tomlQuoted(sampleIdentity(profile, options, timezone: timezone)))
    timezone = \(tomlQuoted(timezone))
    interval = "\(profile.intervalSeconds / 60)m"

    """
  if !profile.holidays.isEmpty { text += "calendar = \(tomlQuoted(profile.calendar))\n" }
  text += "seed = \(options.seed)\n"
  text += """

    [inputs]
    history = [\(profile.queues.allSatisfy(\.isPlanned) ? "" : tomlQuoted("history.csv"))]
    agents = "agents.csv"

    """
  if profile.queues.contains(where: { !$0.isPlanned }) {
    text += """
      # A history that ends longer before the plan's as-of instant stops the run: the export failed.
      max_age = "28d"

      """
  }
  if !profile.holidays.isEmpty { text += "holidays = [\"holidays.csv\"]\n" }
  if !profile.dropFiles.isEmpty {
    text +=
      "# Mailings: what they brought is taken off the history, what they will bring is added.\n"
    text += "drops = [\(profile.dropFiles.map(tomlQuoted).joined(separator: ", "))]\n"
  }
  if !profile.people.site.isEmpty {
    text += """

      [[site]]
      id = \(tomlQuoted(profile.people.site))
      timezone = \(tomlQuoted(timezone))

      """
    if !profile.holidays.isEmpty { text += "calendar = \(tomlQuoted(profile.calendar))\n" }
    for (key, value) in [
      ("jurisdiction", profile.people.jurisdiction), ("currency", profile.people.currency),
    ] where !value.isEmpty {
      text += "\(key) = \(tomlQuoted(value))\n"
    }
    if let rate = profile.people.hourlyRate { text += "hourly_rate = \(rate)\n" }
  }
  let closed = profile.closedOn.map(tomlQuoted).joined(separator: ", ")
  for queue in profile.queues {
    text += """

      [[queue]]
      id = \(tomlQuoted(queue.id))
      name = \(tomlQuoted(queue.name))
      channel = \(tomlQuoted(queue.channel))
      hours = \(tomlQuoted("\(queue.hours)"))

      """
    if !closed.isEmpty { text += "closed_on = [\(closed)]\n" }
    if let scope = queue.contactScope {
      text += "# What people are called for, and where they are: the law there says when.\n"
      text += "scope = \(tomlQuoted(scope))\n"
      text += "jurisdictions = [\(queue.jurisdictions.map(tomlQuoted).joined(separator: ", "))]\n"
    }
    if let client = queue.client { text += "client = \(tomlQuoted(client))\n" }
    if queue.isPlanned { text += "demand = \"plugin\"\n" }
    text += """
      model = \(tomlQuoted(queue.model))
      # Where history says nothing; in seconds.
      handling_seconds = \(shortest(queue.handlingSeconds))

      """
    if !queue.isPlanned {
      text += """
        # How long a caller waits on average before hanging up.
        patience_seconds = \(shortest(queue.patienceSeconds))

        """
    }
    text += """
      # Share of scheduled time lost to coaching, meetings and sickness; breaks are planned apart.
      shrinkage = \(shortest(queue.shrinkage))

      [queue.goal]
      service_level = \(shortest(queue.serviceLevel))
      within_seconds = \(shortest(queue.withinSeconds))
      max_occupancy = \(shortest(queue.maximumOccupancy))

      """
    if !queue.isPlanned, queue.channel == "call", !queue.model.hasPrefix("plugin:") {
      text += """
        # The level is promised over every day; the roster is searched for that, people with several skills
        # serving several queues, and no hour falls below the floor. "interval": agents for every interval.
        period = "day"
        hour_floor = 0.6

        """
    }
  }
  return text + "\n" + profile.rulesText
}

/// An id that differs from that of every other sample: a few words of its name and a mark of all that
/// it is made from.
private func sampleIdentity(
  _ profile: CentreProfile, _ options: SampleOptions, timezone: String
) -> String {
  let word = options.name.lowercased().utf8.map { byte in
    (48...57).contains(byte) || (97...122).contains(byte) ? Character(UnicodeScalar(byte)) : "-"
  }
  let parts =
    [
      profile.summary, options.name, "\(options.seed)", "\(options.agents ?? profile.agents)",
      timezone, "\(options.asOf)",
    ] + (options.folder.isEmpty ? [] : [options.folder])
  let mark = SHA256.hex(Array(parts.joined(separator: "\u{0}").utf8)).prefix(8)
  return "\(String(word.prefix(24)))-\(mark)"
}
