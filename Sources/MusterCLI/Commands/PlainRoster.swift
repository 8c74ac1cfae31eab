import CentreModel
import CivilTime
import Diagnostics
import Rostering
import Tables

/// The plain files of `muster roster`, read into a problem.
struct PlainRoster {
  var requirement: String
  /// Nil: nobody is named yet.
  var agents: String?
  var rules: String
  var timezone: String?
  var from: String?
  var days: Int?
  var previous: String?
  var pins: String?
  var published: String?
  var freezeUntil: String?

  func read() throws -> RosterProblem {
    let file = try RosterRules.read(path: rules)
    let zone = try self.zone(file.timezone)
    let required = try readRequirement(CSVTable(path: requirement), zone: zone)
    let people = try agents.map {
      try readAgents(CSVTable(path: $0), rules: file.rules, zone: zone)
    }
    var horizon = required.days(in: zone)
    if let from {
      guard let date = CivilDate(from) else {
        throw Problem(
          .usage, subject: "--from", "is not a date", value: from, maybe: "write 2026-11-30")
      }
      horizon.count -= date - horizon.first
      horizon.first = date
    }
    if let days {
      guard (1...62).contains(days) else {
        throw Problem(.usage, subject: "--days", "is not between 1 and 62", value: "\(days)")
      }
      horizon.count = days
    }
    guard horizon.count > 0 else {
      throw Problem(
        .usage, subject: "--from", "lies after the last interval of the requirement",
        value: from, maybe: "the requirement starts on \(required.days(in: zone).first)")
    }
    var problem = RosterProblem(
      requirement: required, agents: people ?? [], rules: file.rules, zone: zone,
      horizonStart: horizon.first, days: horizon.count,
      previous: try previous.map { try readSegments(CSVTable(path: $0)) } ?? [],
      pins: try pins.map { try readPins(CSVTable(path: $0), zone: zone) } ?? [],
      published: try published.map { try readSegments(CSVTable(path: $0)) } ?? [])
    if let freezeUntil {
      guard published != nil else {
        throw Problem(
          .usage, subject: "--freeze-until", "freezes nothing without --published",
          maybe: "give --published roster.csv")
      }
      do { problem = problem.frozen(until: try Instant(freezeUntil, in: zone)) } catch {
        throw Problem(
          .usage, subject: "--freeze-until", error.what, value: freezeUntil,
          maybe: error.maybe ?? "write 2026-11-30T12:00")
      }
    }
    return problem
  }

  private func zone(_ ofFile: String?) throws -> Zone {
    guard let name = timezone ?? ofFile, name != "UTC" else { return .utc }
    return try ZoneDatabase.system.zone(name)
  }
}
