internal import CentreModel
internal import CivilTime
internal import Planning
internal import Publishing
internal import Tables

/// The index over a centre's weeks: every published plan, the rosters of teams, everybody's own page.
struct IndexPage {
  let content: FolderContent
  let paths: FolderPaths

  var html: String {
    let sections = [
      ("weeks", "Published weeks", weeks), ("teams", "Rosters by team", teams),
      ("roster", "People", people),
    ].filter { !$0.2.isEmpty }
    var body =
      "<header><h1>\(safe(content.centre))</h1>\n<p class=sub>\(introduction)</p>\n</header>\n"
    body += "<main>\n\(damages)\(newest)<nav aria-label=\"Parts of the page\">"
    body += sections.map { "<a href=\"#\($0.0)\">\($0.1)</a>" }.joined(separator: " ")
    body += "</nav>\n" + sections.map { section($0.0, $0.1, $0.2) }.joined()
    body += "</main>\n<footer class=sub>Made by Muster from the published plans.</footer>\n"
    return HTMLPage.page(title: "\(content.centre), published weeks", body: body)
  }

  private var introduction: String {
    let count = content.entries.count
    var out = "\(count) published plan\(count == 1 ? "" : "s")"
    if let last = content.weeks.first, let first = content.weeks.last,
      let from = first.sortedDates.first, let to = last.sortedDates.last
    {
      out += "; in force <b>\(FolderWeek.words(from, to))</b>"
    }
    return out
  }

  private var damages: String {
    guard !content.damages.isEmpty else { return "" }
    let items = content.damages.map {
      "<li><span class=\"tag missed\">damaged</span> \(safe($0.words))\n"
    }
    return "<ul class=goals>\n\(items.joined())</ul>\n"
  }

  // MARK: - The newest plan in force

  private var newest: String {
    let inForce = content.entries.first { entry in
      if case .inForce = entry.state { entry.plan != nil } else { false }
    }
    guard let entry = inForce, let plan = entry.plan else { return "" }
    let figures = plan.figures
    let missing = Self.missing(plan)
    let cost = Self.cost(plan)
    let tiles = [
      FirstScreen.Tile(
        name: "Contacts", value: grouped(figures.contacts),
        note: "\(plan.queues.count) queue\(plan.queues.count == 1 ? "" : "s")", link: "forecast"),
      FirstScreen.Tile(
        name: "People", value: grouped(Double(figures.people)),
        note:
          "of \(grouped(Double(plan.people.count))) work \(grouped(Double(figures.shifts))) shifts",
        link: "roster"),
      FirstScreen.Tile(
        name: "Paid hours", value: grouped(figures.paidHours),
        note: "\(grouped(figures.requiredHours)) hours are asked for", link: "cost"),
      FirstScreen.Tile(
        name: "Missing hours", value: missing.value, note: missing.note, mood: missing.mood,
        link: "short"),
      FirstScreen.Tile(
        name: plan.service.mood.isEmpty ? "Service" : "Service, simulated",
        value: plan.service.value, note: plan.service.note, mood: plan.service.mood,
        link: "forecast"),
      FirstScreen.Tile(
        name: "Cost", value: cost.isEmpty ? "–" : cost,
        note: cost.isEmpty ? "no wages are given" : "wages", link: "cost"),
    ]
    let page = plan.page == nil ? "" : reference(paths.plan(entry.name), depth: 0)
    return "<p class=sub>The newest week, <b>\(entry.period)</b>:</p>\n"
      + FirstScreen.html(tiles, on: page, more: "six")
  }

  /// What nobody works of what is asked for; where everything is rostered for a promise, whether it is kept.
  private static func missing(_ plan: FolderPlan) -> (value: String, note: String, mood: String) {
    if plan.requiredHeld == 0, !plan.manifest.promisedQueues.isEmpty {
      let missed = plan.missedGoals
      return missed > 0
        ? ("\(missed) missed", "promises of a day or an hour", "bad")
        : ("none", "every day's promise is kept", "good")
    }
    let share = plan.requiredHeld > 0 ? plan.missingHeld / plan.requiredHeld : 0
    return (
      grouped(plan.missingHeld, 1), "\(percent(share)) of what is asked for",
      share > 0.02 ? "bad" : share > 0.002 ? "doubt" : "good"
    )
  }

  /// Wages by currency; empty where nobody says what an hour is paid.
  private static func cost(_ plan: FolderPlan) -> String {
    (plan.manifest.wages ?? [:]).sorted { $0.key < $1.key }
      .compactMap { currency, amount in Double(amount).map { "\(grouped($0)) \(currency)" } }
      .joined(separator: ", ")
  }

  // MARK: - All plans

  /// Whether any plan says what its hours cost.
  private var hasCosts: Bool { content.entries.contains { $0.plan?.manifest.wages != nil } }

  private var weeks: String {
    var out =
      "<table class=weeks><caption class=hide>Published plans, newest first</caption><thead><tr>"
    out += "<th scope=col>days<th scope=col>state<th scope=col class=n>contacts"
    out += "<th scope=col class=n>people<th scope=col class=n>paid h<th scope=col class=n>missing h"
    out += "<th scope=col>service, simulated"
    if hasCosts { out += "<th scope=col class=n>cost" }
    out += "</thead><tbody>\n"
    return out + content.entries.map(row).joined() + "</table>\n"
  }

  private func row(_ entry: FolderEntry) -> String {
    var days = entry.period
    if entry.plan?.page != nil {
      days = "<a href=\"\(reference(paths.plan(entry.name), depth: 0))\">\(days)</a>"
    }
    var out = "<tr><th scope=row>\(days)<small>\(safe(entry.name))</small><td>\(state(entry))"
    guard let plan = entry.plan else {
      return out + "<td class=none colspan=\(hasCosts ? 6 : 5)>\n"
    }
    let missing = Self.missing(plan)
    func cell(_ label: String, _ value: String, _ note: String = "", isNumber: Bool = true) {
      out += "<td\(isNumber ? " class=n" : "") data-l=\"\(label)\">\(safe(value))"
      if !note.isEmpty { out += "<small>\(safe(note))</small>" }
    }
    cell("contacts", grouped(plan.figures.contacts))
    cell("people", grouped(Double(plan.figures.people)))
    cell("paid h", grouped(plan.figures.paidHours))
    cell("missing h", missing.value)
    cell("service, simulated", plan.service.value, plan.service.note, isNumber: false)
    guard hasCosts else { return out + "\n" }
    let cost = Self.cost(plan)
    cell("cost", cost.isEmpty ? "–" : cost)
    return out + "\n"
  }

  private func state(_ entry: FolderEntry) -> String {
    func tag(_ words: String, _ mood: String) -> String {
      "<span class=\"tag \(mood)\">\(words)</span>"
    }
    var out =
      switch entry.state {
      case .inForce(let days, let all):
        tag(days == all ? "in force" : "in force on \(days) of \(all) days", "kept")
      case .replaced: tag("replaced", "past")
      case .notInForce:
        tag(
          entry.reasons.first?.hasPrefix("rolled-back") == true ? "rolled back" : "failed", "missed"
        )
      case .damaged: tag("damaged", "missed")
      }
    if entry.isLatest { out += " \(tag("latest", "past"))" }
    let reasons =
      entry.reasons.prefix(2).map { safe($0) }
      + (entry.reasons.count > 2 ? ["and \(entry.reasons.count - 2) more"] : [])
    if !reasons.isEmpty { out += "<small>\(reasons.joined(separator: "; "))</small>" }
    return out
  }

  // MARK: - Teams and people

  private var teams: String {
    guard !content.weeks.isEmpty else { return "" }
    let items = content.weeks.map { week in
      let links = week.teams.map { team in
        "<a href=\"\(reference(paths.team(team, of: week), depth: 0))\">\(safe(TeamPage.name(team)))</a>"
      }
      return "<li><b>\(week.words)</b><span>\(links.joined(separator: " "))</span>\n"
    }
    return "<ul class=teams>\n\(items.joined())</ul>\n"
  }

  /// Everybody, with the hours of the newest week.
  private var people: String {
    let people = content.people
    guard let week = content.weeks.first, !people.isEmpty else { return "" }
    let hasTeams = people.contains { !$0.team.isEmpty }
    let hasSites = Set(people.map(\.site).filter { !$0.isEmpty }).count > 1
    var out =
      "<p>Everybody's own page has nothing of anybody else. Hours are those of \(week.words).</p>\n"
    out +=
      "<div class=scroll><table class=\"sort people roster\"><caption class=hide>People</caption>"
    out += "<thead><tr><th scope=col>agent<th scope=col>name"
    if hasTeams { out += "<th scope=col>team" }
    if hasSites { out += "<th scope=col>site" }
    out +=
      "<th scope=col>contract<th scope=col class=n>paid h<th scope=col class=n>shifts</thead><tbody>\n"
    for person in people {
      let shifts = week.shifts[person.id] ?? []
      let paid = Double(shifts.reduce(0) { $0 + $1.paidSeconds }) / 3600
      out += "<tr data-a=\"\(safeText(person.id))\"><th scope=row>"
      out += "<a href=\"\(reference(paths.agent(person.id), depth: 0))\">\(safe(person.id))</a>"
      out += "<td>\(safe(person.name))"
      if hasTeams { out += "<td>\(safe(person.team))" }
      if hasSites { out += "<td>\(safe(person.site))" }
      out +=
        "<td>\(safe(person.contract))<td class=n>\(grouped(paid, 1))<td class=n>\(shifts.count)\n"
    }
    return out + "</table></div>\n"
  }
}
