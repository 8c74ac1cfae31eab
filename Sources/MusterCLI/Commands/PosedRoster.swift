import CentreInputs
import CentreModel
import CivilTime
import Diagnostics
import Files
import Planning
import PluginHost
import Publishing
import Rostering
import SitePlanning
import Tables

/// A roster problem with what its source says of how a roster is written: from here on a centre and
/// plain files are one.
struct PosedRoster {
  var problem: RosterProblem
  /// The seed where none is given.
  var seed: UInt64
  var calendars: AgentCalendars
  /// Whether a published roster is to be changed as little as possible.
  var isChange: Bool
  /// The roster as CSV.
  var csv: @Sendable ([RosterSegment]) -> [UInt8]

  /// What a requirement poses to the agents of a centre's site.
  ///
  /// `id`: The site; nil: the only one. `requirement`: A file, `-` for the standard input; nil makes it.
  init(
    _ steps: CentreSteps, site id: String?, requirement path: String?, kept: RosterInputs
  ) async throws {
    let site = try steps.site(id)
    let rows =
      if let path {
        try RequirementFile.read(try CSVTable(path: path))
      } else {
        try steps.requirement(try await steps.demand().flatMap(\.rows), at: site)
      }
    let folder = steps.folder
    var inputs = kept
    if let published = kept.published, try !stands(at: published) {
      // The name of a plan in the centre's store.
      let store = PlanStore(folder: "\(folder.path)/published")
      let plan = store.path(of: published)
      let own = steps.staffing.sites.count > 1 ? "/\(PlanFileName.site(site.site.id))" : ""
      let roster = "\(plan)\(own)/\(PlanFileName.roster)"
      guard exists(roster) else {
        throw Problem(
          .missingConfiguration, subject: "--published",
          "is neither a file nor a plan in \(store.folder)", value: published,
          maybe: try store.latestName == nil
            ? "no plan is published yet: run muster plan \(folder.path)"
            : nearestName(to: published, among: (try? store.planNames()) ?? []).map {
              "\($0) is meant"
            } ?? "latest is meant")
      }
      inputs.published = roster
    }
    let zone = site.shiftZone
    let problem = try steps.rosterProblem(rows, at: site).continuing(inputs, zone: zone)
    // A roster for work or law that a plugin failed to say is none of this centre's.
    try steps.plugins.session.mustBeWhole()
    self.problem = problem
    seed = folder.centre.seed
    calendars = AgentCalendars(
      centre: folder.centre.name, identity: folder.centre.identity,
      domain: folder.centre.calendarDomain, zone: zone,
      asOf: steps.period.asOf, horizon: steps.period.horizon(in: zone))
    calendars.hasBreaks = folder.centre.calendarHasBreaks
    calendars.location = folder.centre.sites.isEmpty ? nil : site.site.name
    isChange = kept.published != nil
    csv = { RosterFiles.long(RosterFiles.rows($0, of: site, agents: problem.agents)) }
  }

  /// What plain files say.
  init(_ files: PlainRosterFiles, kept: RosterInputs) throws {
    problem = try files.read().continuing(kept, zone: nil)
    seed = 1
    let zone = problem.zone
    let first = problem.horizonStart
    calendars = AgentCalendars(
      centre: "Shift", identity: "roster", domain: "muster.invalid", zone: zone,
      asOf: try files.asOf?.instant(in: zone, option: "--as-of") ?? Clock.now,
      horizon: zone.startOfDay(first)..<zone.startOfDay(first + problem.days))
    isChange = kept.published != nil
    csv = { rosterCSV($0) }
  }
}

/// The plain files of `muster roster`.
struct PlainRosterFiles {
  var requirement: String
  /// Nil: nobody is named yet.
  var agents: String?
  var rules: String
  /// Nil: that of the rules.
  var zone: Zone?
  var from: CivilDate?
  var days: Int?
  var asOf: Moment?

  func read() throws -> RosterProblem {
    let file = try RosterRules.read(path: rules)
    let zone = try self.zone ?? Self.zone(file.timezone)
    let required = try readRequirement(CSVTable(path: requirement), zone: zone)
    let people = try agents.map {
      try readAgents(CSVTable(path: $0), rules: file.rules, zone: zone)
    }
    var horizon = required.days(in: zone)
    if let from {
      horizon.count -= from - horizon.first
      horizon.first = from
    }
    if let days { horizon.count = days }
    guard horizon.count > 0 else {
      throw Problem(
        .usage, subject: "--from", "lies after the last interval of the requirement",
        value: from.map { "\($0)" },
        maybe: "the requirement starts on \(required.days(in: zone).first)")
    }
    guard horizon.count <= 62 else {
      throw Problem(
        .usage, subject: "--days", "is not between 1 and 62", value: "\(horizon.count)")
    }
    return RosterProblem(
      requirement: required, agents: people ?? [], rules: file.rules, zone: zone,
      horizonStart: horizon.first, days: horizon.count)
  }

  /// The zone that a rules or service file names; UTC where it names none.
  static func zone(_ ofFile: String?) throws(Problem) -> Zone {
    guard let name = ofFile, name != "UTC" else { return .utc }
    return try ZoneDatabase.system.place(name)
  }
}

extension RosterProblem {
  /// The problem with the roster before, pins, a published roster and a ledger from files.
  fileprivate func continuing(_ kept: RosterInputs, zone workZone: Zone?) throws(Problem)
    -> RosterProblem
  {
    let zone = workZone ?? self.zone
    var problem = self
    if let path = kept.previous { problem.previous = try readSegments(CSVTable(path: path)) }
    if let path = kept.pins {
      problem.pins = try readPins(CSVTable(path: path), zone: zone)
      try problem.pins.refuseStrangers(among: problem.agents.map(\.id), file: path)
      problem.sayPinsOutside(in: path)
    }
    if let path = kept.published { problem.published = try readSegments(CSVTable(path: path)) }
    if let moment = kept.freezeUntil {
      problem = problem.frozen(until: try moment.instant(in: zone, option: "--freeze-until"))
    }
    guard let path = kept.ledger else { return problem }
    return try FairnessLedger(CSVTable(path: path)).carried(into: problem)
  }

  /// A pin of a day that is not rostered fixes nothing.
  private func sayPinsOutside(in file: String) {
    let last = horizonStart + (days - 1)
    let outside = pins.count { !(horizonStart...last).contains($0.date) }
    if outside > 0 {
      Terminal.say(
        "note: \(file): \(outside) of \(pins.count) pins lie outside \(horizonStart) to \(last) "
          + "and fix nothing")
    }
  }
}
