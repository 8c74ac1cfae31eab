internal import CentreInputs
internal import CentreModel
internal import CivilTime
internal import Planning
internal import Publishing
internal import Tables

/// The answer in one screen: what is coming, how many people, where it is short, what it costs, whether to
/// trust it.
struct FirstScreen {
  let data: PlanData
  let trust: Trust

  struct Tile {
    var name: String
    var value: String
    var note: String
    /// `good`, `bad`, `doubt` or nothing.
    var mood = ""
    var link = ""
  }

  var html: String {
    let tiles = [
      contacts, peak, people, paidHours, missing, service, cost, changed, trust.tile,
    ]
    return Self.html(tiles)
  }

  /// `page`: On which the parts are that tiles lead to, if not on this one. `more`: Another class of theirs.
  static func html(_ tiles: [Tile], on page: String = "", more: String = "") -> String {
    var out = "<div class=\(more.isEmpty ? "tiles" : "\"tiles \(more)\"")>\n"
    for tile in tiles {
      out +=
        "<a class=\"tile \(tile.mood)\" href=\"\(page)#\(tile.link)\"><b>\(safe(tile.name))</b>"
      out += "<strong>\(safe(tile.value))</strong><span>\(safe(tile.note))</span></a>\n"
    }
    return out + "</div>\n"
  }

  private var figures: PlanFigures { data.figures }

  private var contacts: Tile {
    let total = figures.contacts
    // What the same intervals of the last weeks had; only where all of them are known.
    let rows = data.forecast.filter { !$0.isClosed && $0.offered > 0 }
    var note = "\(data.queues.count) queue\(data.queues.count == 1 ? "" : "s")"
    for days in PastWeeks.daysBack {
      let past = rows.map {
        data.past.offered($0.queue, $0.start, daysBefore: days, zone: data.zone)
      }
      guard !past.isEmpty, past.count(where: { $0 == nil }) * 20 < past.count else { continue }
      let sum = past.compactMap { $0 }.reduce(0, +)
      guard sum > 0 else { break }
      note +=
        "; \(signed((total / sum - 1) * 100, 1)) % against "
        + (days == 7 ? "the week before" : "\(days / 7) weeks before")
      break
    }
    return Tile(name: "Contacts", value: grouped(total), note: note, link: "forecast")
  }

  private var peak: Tile {
    let sums = ShortAndOver.sums(data.coverage)
    let busiest = sums.max { ($0.value.scheduled, $1.key) < ($1.value.scheduled, $0.key) }
    var byStart: [Instant: Double] = [:]
    for row in data.forecast { byStart[row.start, default: 0] += row.offered }
    guard let busiest, busiest.value.scheduled > 0 else {
      return Tile(name: "Peak", value: "–", note: "nobody is asked for", link: "short")
    }
    let local = data.zone.local(at: busiest.key)
    return Tile(
      name: "Peak", value: "\(grouped(busiest.value.scheduled)) people",
      note:
        "\(data.grid.dayName(local.date)) \(local.clock), \(grouped(byStart[busiest.key] ?? 0)) contacts in "
        + "\(data.folder.centre.intervalSeconds / 60) min", link: "short")
  }

  private var people: Tile {
    let all = data.folder.agents.count
    return Tile(
      name: "People", value: grouped(Double(figures.people)),
      note: "of \(grouped(Double(all))) work \(grouped(Double(figures.shifts))) shifts",
      link: "roster")
  }

  private var paidHours: Tile {
    let proved = data.manifest.proved ?? [:]
    let bounds = proved.filter { $0.key.hasSuffix("bound_paid_hours") }.compactMap {
      Double($0.value)
    }
    let bound = bounds.reduce(0, +)
    var note = "\(grouped(figures.requiredHours, 0)) hours are asked for"
    // The bound is that of the people whose roster was searched for a promise.
    if bound > 0, data.queues.allSatisfy({ data.promised.contains($0.id) }) {
      note =
        "none pays fewer than \(grouped(bound)): at most \(grouped((figures.paidHours / bound - 1) * 100, 1)) % too many"
    }
    return Tile(name: "Paid hours", value: grouped(figures.paidHours, 0), note: note, link: "cost")
  }

  private var missing: Tile {
    let promised = data.promised
    let held = data.heldByInterval
    let short = held.reduce(0) { $0 + $1.missing } * data.hours
    let required = held.reduce(0) { $0 + Double($1.scheduled) } * data.hours
    if required == 0, !promised.isEmpty { return lowestHour }
    let share = required > 0 ? short / required : 0
    let worst = ShortAndOver(data: data).worst(ShortAndOver.sums(held), most: 1).first
    var note = "\(percent(share)) of what is asked for"
    if let worst {
      let local = data.zone.local(at: worst.start)
      note +=
        "; worst \(data.grid.dayName(local.date)) \(local.clock), \(grouped(worst.sum.missing, 1)) of "
        + grouped(worst.sum.scheduled)
    }
    return Tile(
      name: "Missing hours", value: grouped(short, 1), note: note,
      mood: share > 0.02 ? "bad" : share > 0.002 ? "doubt" : "good", link: "short")
  }

  /// Where every queue is rostered for a promise, what comes nearest to missing it.
  private var lowestHour: Tile {
    let rows =
      (try? data.files.rows(
        PlanFileName.promises, ["queue", "date", "lowest_hour", "lowest_hour_sl", "hour_floor"]))
      ?? []
    let missed = data.goals.filter { $0.outcome == "missed" }.count
    let lowest = rows.filter { !$0[2].isEmpty }
      .min { (Double($0[3]) ?? 1, $0[1]) < (Double($1[3]) ?? 1, $1[1]) }
    var note = "every day's promise is kept"
    if missed > 0 { note = "\(missed) promises of a day or an hour are missed" }
    if let lowest, let date = CivilDate(lowest[1]), let level = Double(lowest[3]) {
      note += "; lowest hour \(data.grid.dayName(date)) \(lowest[2]), \(percent(level, 0))"
    }
    return Tile(
      name: "Missing hours", value: missed > 0 ? "\(missed) missed" : "none", note: note,
      mood: missed > 0 ? "bad" : "good", link: "short")
  }

  // MARK: - Service

  private var service: Tile {
    let known = data.queues
    let summary = ServiceSummary(data.goals) { id in known.first { $0.id == id }?.name ?? id }
    return Tile(
      name: summary.mood.isEmpty ? "Service" : "Service, simulated", value: summary.value,
      note: summary.note, mood: summary.mood, link: "forecast")
  }

  // MARK: - Cost and change

  private var cost: Tile {
    let wages = Wages(data: data)
    guard let total = wages.total else {
      return Tile(
        name: "Cost", value: "–", note: "no wages are given: set hourly_rate in centre.toml",
        link: "cost")
    }
    var note = "wages"
    if total.premiums != 0 {
      note +=
        ", \(grouped(total.premiums)) of it premiums (\(percent(total.premiums / max(total.amount, 1e-9))))"
    }
    if wages.currencies.count > 1 { note += "; and \(wages.currencies.count - 1) other currencies" }
    return Tile(
      name: "Cost", value: "\(grouped(total.amount)) \(total.currency)", note: note, link: "cost")
  }

  private var changed: Tile {
    if let rows = try? data.files.rows(PlanFileName.changes, ["agent_id"]),
      data.files.content(PlanFileName.changes) != nil
    {
      let people = Set(rows.map { $0[0] }).count
      return Tile(
        name: "Since the last plan",
        value: rows.isEmpty ? "no change" : "\(grouped(Double(rows.count))) days",
        note: rows.isEmpty
          ? "the published roster stays" : "of \(people) people are another than was published",
        link: "changes")
    }
    guard let previous = data.previous else {
      return Tile(
        name: "Since the last plan", value: "–", note: "no plan was in force before", link: "made")
    }
    let contacts = previous.contacts > 0 ? (figures.contacts / previous.contacts - 1) * 100 : 0
    let hours = figures.paidHours - previous.paidHours
    return Tile(
      name: "Since the last plan", value: "\(signed(contacts, 1)) % contacts",
      note:
        "\(signed(hours)) paid hours; that was for \(previous.from) to \(Self.lastDay(previous.to))",
      link: "made")
  }

  private static func lastDay(_ to: String) -> String { CivilDate(to).map { "\($0 - 1)" } ?? to }
}
