public import CivilTime
public import Diagnostics
internal import Planning
public import Publishing

/// All that a centre has published as a folder of pages: an index over the weeks, every plan's own page, a page
/// a team and week, a page an agent with their calendar.
///
///     index.html
///     plans/2026-11-30_1f2e3d4c.html    as it was published
///     teams/2026-11-30/north.html       the week as it is in force
///     agents/A001.html                  nothing of anybody else
///     calendars/A001.ics                as it was published
///
/// Everything is read from the plans themselves; the same plans give the same bytes.
public struct PublishedPages {
  public let centre: String
  public let files: [PlanFile]
  /// What is wrong with plans of which nothing, or not all, is shown.
  public let problems: [Problem]

  /// - Throws: A ``Problem`` when there is no plan that can be read.
  public init(_ store: PlanStore, zones: ZoneDatabase = .system) throws(Problem) {
    let content = try FolderContent(store, zones: zones)
    centre = content.centre
    problems = content.damages.map(\.problem)
    let people = content.people
    var calendars: [String: [UInt8]] = [:]
    for person in people { calendars[person.id] = try content.calendar(of: person.id) }
    let paths = FolderPaths(content, calendars: Set(calendars.keys))
    var files = [PlanFile(FolderPaths.index, IndexPage(content: content, paths: paths).html)]
    for entry in content.entries {
      if let page = entry.plan?.page { files.append(PlanFile(paths.plan(entry.name), page)) }
    }
    for week in content.weeks {
      for team in week.teams {
        let page = TeamPage(content: content, paths: paths, week: week, team: team)
        files.append(PlanFile(paths.team(team, of: week), page.html))
      }
    }
    for person in people {
      let calendar = paths.calendar(person.id)
      let page = AgentPage(
        content: content, person: person, calendar: calendar.map { reference($0, depth: 1) })
      files.append(PlanFile(paths.agent(person.id), page.html))
      if let calendar, let bytes = calendars[person.id] { files.append(PlanFile(calendar, bytes)) }
    }
    self.files = files
  }
}
