internal import CentreModel
public import CivilTime
public import Diagnostics
internal import SitePlanning
public import Tables

/// A person of a plan, as it knew them.
public struct PlanPerson: Hashable, Sendable {
  public var id: String
  /// Empty where the agents' file gives none.
  public var name: String
  public var site: String
  /// The site's clock.
  public var timezone: String
  public var contract: String
  /// Empty where the agents' file names none.
  public var team: String
  /// Days of leave in the period.
  public var leave: [CivilDate]

  public init(
    id: String, name: String, site: String, timezone: String, contract: String,
    team: String = "", leave: [CivilDate]
  ) {
    self.id = id
    self.name = name
    self.site = site
    self.timezone = timezone
    self.contract = contract
    self.team = team
    self.leave = leave
  }
}

/// The people of a plan, as its folder has them: what is delivered later names those it was made for.
public enum PeopleFile {
  public static let header = ["agent_id", "name", "site", "timezone", "contract", "leave", "team"]

  public static func write(_ people: [PlanPerson]) -> [UInt8] {
    var csv = CSVWriter(header)
    for person in people {
      csv.row(
        person.id, person.name, person.site, person.timezone, person.contract,
        person.leave.map { "\($0)" }.joined(separator: ";"), person.team)
    }
    return csv.bytes
  }

  public static func read(_ table: CSVTable) throws(Problem) -> [PlanPerson] {
    var columns: [Int] = []
    for name in header.dropLast() { columns.append(try table.require(name)) }
    // Not in plans that were published before agents had teams.
    let team = table.column(named: "team")
    var people: [PlanPerson] = []
    try table.forEachRow { (row) throws(Problem) in
      people.append(
        PlanPerson(
          id: row.text(columns[0]), name: row.text(columns[1]), site: row.text(columns[2]),
          timezone: row.text(columns[3]), contract: row.text(columns[4]),
          team: team.map { row.text($0) } ?? "",
          leave: row.text(columns[5]).split(separator: ";").compactMap { CivilDate($0) }))
    }
    return people
  }
}

extension Plan {
  /// Everybody the plan was made for, sites in their order.
  var people: [PlanPerson] {
    parts.flatMap { part in
      part.roster.agents.map { agent in
        PlanPerson(
          id: agent.id, name: agent.name, site: part.site.id,
          timezone: part.part.site.zone.name, contract: agent.contract,
          team: agent.team ?? "",
          leave: Set(agent.leave).sorted().filter { period.dates.contains($0) })
      }
    }
  }
}
