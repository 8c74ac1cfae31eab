internal import CivilTime
internal import Planning
internal import Tables

/// The week of a team: who works when, and day by day person by person.
struct TeamPage {
  let content: FolderContent
  let paths: FolderPaths
  let week: FolderWeek
  let team: String

  /// Down from the folder.
  private static let depth = 2

  var html: String {
    let people = week.people.filter { FolderWeek.team(of: $0) == team }
    let shifts = people.flatMap { week.shifts[$0.id] ?? [] }
    let pages = Dictionary(
      people.map { ($0.id, reference(paths.agent($0.id), depth: Self.depth)) }
    ) { first, _ in first }
    let dates = Set(people.flatMap { week.planned[$0.id] ?? [] }).sorted()
    let rostered = RosteredPeople(
      shifts: shifts, names: Dictionary(people.map { ($0.id, $0.name) }) { first, _ in first },
      queues: week.queues.map { ($0, $0) }, pages: pages)
    let lines = people.map { person in
      RosterLine(
        id: person.id, name: person.name, site: person.site, contract: person.contract,
        leave: Set(person.leave))
    }
    let table = RosterTable(people: lines, shifts: shifts, weeks: [dates], pages: pages)
    let sections = [
      ("roster", "Roster", table.html),
      ("day", "The day, person by person", DayViews(people: rostered, dates: dates).html),
      ("changes", "What changed", changes(people)),
    ].filter { !$0.2.isEmpty }
    let name = Self.name(team)
    var body = "<header><h1>\(safe(name))</h1>\n<p class=sub><b>\(week.words)</b>, "
    body += "\(safe(content.centre)); times in \(zones(people).map(safe).joined(separator: ", "))"
    body += "</p>\n</header>\n<main>\n<nav aria-label=\"Weeks\">\(links)</nav>\n"
    body += sections.map { section($0.0, $0.1, $0.2) }.joined()
    body += "</main>\n<footer class=sub>As published in "
    body += week.plans.map(safe).joined(separator: ", ") + "; made by Muster.</footer>\n"
    return HTMLPage.page(title: "\(name), \(week.words), \(content.centre)", body: body)
  }

  static func name(_ team: String) -> String { team.isEmpty ? "Everybody" : team }

  private func zones(_ people: [PlanPerson]) -> [String] {
    Set(people.map(\.timezone)).sorted().filter { !$0.isEmpty }
  }

  /// The same team in other weeks, and the index.
  private var links: String {
    var all = ["<a href=\"\(reference(FolderPaths.index, depth: Self.depth))\">All weeks</a>"]
    for other in content.weeks where other.start != week.start && other.teams.contains(team) {
      let path = reference(paths.team(team, of: other), depth: Self.depth)
      all.append("<a href=\"\(path)\">\(other.words)</a>")
    }
    return all.joined(separator: " ")
  }

  /// What differs from the roster published before, of these people.
  private func changes(_ people: [PlanPerson]) -> String {
    var rows: [[String]] = []
    for person in people {
      for change in week.changes[person.id] ?? [] {
        let zone = content.clock(person.timezone)
        let date = zone.date(at: change.start)
        func words(_ shift: Range<Instant>?) -> String {
          shift.map { zone.clocks($0.lowerBound, $0.upperBound) } ?? "off"
        }
        rows.append([
          person.id, person.name, "\(date.weekday.shortName) \(date)",
          change.kind == "pauses" ? "breaks" : change.kind, words(change.before),
          words(change.after),
        ])
      }
    }
    guard !rows.isEmpty else { return "" }
    return HTMLTable(
      header: ["agent", "name", "day", "change", "was", "is"], rows: rows,
      textColumns: [0, 1, 2, 3, 4, 5], caption: "What differs from the roster published before"
    ).html
  }
}
