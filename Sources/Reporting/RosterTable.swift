internal import CentreInputs
internal import CentreModel
internal import CivilTime
internal import Planning
internal import Tables

/// Who works when: contract, hours, leave, weekends shaded. Sorted and filtered by the page's script.
struct RosterTable {
  let data: PlanData

  var html: String {
    let agents = data.folder.agents
    let shifts = Dictionary(grouping: data.shifts, by: \.agent)
    let known = Set(agents.map(\.id))
    let strangers = shifts.keys.filter { !known.contains($0) }.sorted()
      .map { RosterAgent(id: $0, contract: "") }
    let all = agents + strangers
    guard !all.isEmpty else { return "" }
    let idle = agents.count { shifts[$0.id] == nil }
    var out = "<p>\(grouped(Double(shifts.count))) of \(grouped(Double(all.count))) people work"
    if idle > 0 { out += "; \(grouped(Double(idle))) have no shift" }
    out += ".</p>\n"
    return data.grid.weeks.map { table($0, all, shifts) }.reduce(out, +)
  }

  private var hasSites: Bool { Set(data.folder.agents.compactMap(\.site)).count > 1 }
  private var hasSkills: Bool { data.folder.agents.contains { !$0.skills.isEmpty } }

  private func table(
    _ week: TimeGrid, _ agents: [RosterAgent], _ shifts: [String: [WorkedShift]]
  ) -> String {
    let dates = week.dates
    func weekend(_ date: CivilDate) -> String {
      [.saturday, .sunday].contains(date.weekday) ? " class=we" : ""
    }
    var out = "<div class=\"scroll wide\"><table class=\"sort people roster\"><caption class=hide>"
    out += "Roster from \(week.from)</caption><thead><tr><th scope=col>agent<th scope=col>name"
    if hasSites { out += "<th scope=col>site" }
    out += "<th scope=col>contract"
    if hasSkills { out += "<th scope=col>skills" }
    out += "<th scope=col class=n>paid h<th scope=col class=n>shifts"
    for date in dates { out += "<th scope=col\(weekend(date))>\(week.dayName(date))" }
    out += "</thead><tbody>\n"
    for agent in agents {
      let own = (shifts[agent.id] ?? []).filter { dates.contains($0.date) }
      let paid = Double(own.reduce(0) { $0 + $1.paidSeconds }) / 3600
      out +=
        "<tr data-a=\"\(safeText(agent.id))\"><th scope=row>\(safe(agent.id))<td>\(safe(agent.name))"
      if hasSites { out += "<td>\(safe(agent.site ?? ""))" }
      out += "<td>\(safe(agent.contract))"
      if hasSkills { out += "<td>\(safe(agent.skills.keys.sorted().joined(separator: ", ")))" }
      out += "<td class=n>\(grouped(paid, 1))<td class=n>\(own.count)"
      for date in dates {
        let here = own.filter { $0.date == date }
        if here.isEmpty, agent.leave.contains(date) {
          out += "<td class=lv>leave"
        } else if here.isEmpty, agent.unavailableDates.contains(date) {
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
