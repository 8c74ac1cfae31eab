internal import CentreInputs
internal import CentreModel
internal import CivilTime
internal import Tables

/// A person of a roster with what its row says beside the shifts.
struct RosterLine {
  var id: String
  var name: String
  var team = ""
  var site = ""
  var contract = ""
  var skills = ""
  var leave: Set<CivilDate> = []
  /// Dates on which no shift may start.
  var away: Set<CivilDate> = []
}

/// Who works when: contract, hours, leave, weekends shaded. Sorted and filtered by the page's script.
struct RosterTable {
  let people: [RosterLine]
  let shifts: [String: [WorkedShift]]
  /// The dates of each table.
  let weeks: [[CivilDate]]
  /// Where a person's own page is, by id.
  var pages: [String: String] = [:]

  init(
    people: [RosterLine], shifts: [WorkedShift], weeks: [[CivilDate]], pages: [String: String] = [:]
  ) {
    self.people = people
    self.shifts = Dictionary(grouping: shifts, by: \.agent)
    self.weeks = weeks
    self.pages = pages
  }

  init(_ data: PlanData) {
    let known = Set(data.folder.agents.map(\.id))
    let strangers = Set(data.shifts.map(\.agent)).subtracting(known).sorted()
    self.init(
      people: data.folder.agents.map { agent in
        RosterLine(
          id: agent.id, name: agent.name, team: agent.team ?? "", site: agent.site ?? "",
          contract: agent.contract, skills: agent.skills.keys.sorted().joined(separator: ", "),
          leave: Set(agent.leave), away: Set(agent.unavailableDates))
      } + strangers.map { RosterLine(id: $0, name: "") },
      shifts: data.shifts, weeks: data.grid.weeks.map(\.dates))
  }

  var html: String {
    guard !people.isEmpty else { return "" }
    let idle = people.count { shifts[$0.id] == nil }
    var out =
      "<p>\(grouped(Double(people.count - idle))) of \(grouped(Double(people.count))) people work"
    if idle > 0 { out += "; \(grouped(Double(idle))) have no shift" }
    out += ".</p>\n"
    return weeks.map(table).reduce(out, +)
  }

  private func table(_ dates: [CivilDate]) -> String {
    guard let first = dates.first else { return "" }
    func weekend(_ date: CivilDate) -> String {
      [.saturday, .sunday].contains(date.weekday) ? " class=we" : ""
    }
    let hasTeams = people.contains { !$0.team.isEmpty }
    let hasSites = Set(people.map(\.site).filter { !$0.isEmpty }).count > 1
    let hasSkills = people.contains { !$0.skills.isEmpty }
    var out = "<div class=\"scroll wide\"><table class=\"sort people roster\"><caption class=hide>"
    out += "Roster from \(first)</caption><thead><tr><th scope=col>agent<th scope=col>name"
    if hasTeams { out += "<th scope=col>team" }
    if hasSites { out += "<th scope=col>site" }
    out += "<th scope=col>contract"
    if hasSkills { out += "<th scope=col>skills" }
    out += "<th scope=col class=n>paid h<th scope=col class=n>shifts"
    for date in dates {
      out += "<th scope=col\(weekend(date))>\(date.weekday.shortName) \(date.day)"
    }
    out += "</thead><tbody>\n"
    for person in people {
      let own = (shifts[person.id] ?? []).filter { dates.contains($0.date) }
      let paid = Double(own.reduce(0) { $0 + $1.paidSeconds }) / 3600
      out += "<tr data-a=\"\(safeText(person.id))\"><th scope=row>"
      out += "\(RosteredPeople.link(person.id, pages))<td>\(safe(person.name))"
      if hasTeams { out += "<td>\(safe(person.team))" }
      if hasSites { out += "<td>\(safe(person.site))" }
      out += "<td>\(safe(person.contract))"
      if hasSkills { out += "<td>\(safe(person.skills))" }
      out += "<td class=n>\(grouped(paid, 1))<td class=n>\(own.count)"
      for date in dates {
        let here = own.filter { $0.date == date }
        if here.isEmpty, person.leave.contains(date) {
          out += "<td class=lv>leave"
        } else if here.isEmpty, person.away.contains(date) {
          out += "<td class=lv>away"
        } else if here.isEmpty {
          out += "<td\(weekend(date))>"
        } else {
          out += "<td\(weekend(date))>\(here.map(\.clock).joined(separator: "<br>"))"
        }
      }
      out += "\n"
    }
    return out + "</table></div>\n"
  }
}
