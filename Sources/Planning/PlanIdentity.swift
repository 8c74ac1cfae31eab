internal import CentreInputs
public import CentreModel
public import CivilTime
public import Diagnostics
internal import Files
public import Publishing
public import Rostering
internal import Tables

/// What a plan is made from, before it is made: enough to know whether it is there already.
public struct PlanIdentity: Sendable {
  public let period: PlanningPeriod
  public let seed: UInt64
  public let options: [String: String]
  public let versions: [String: String]
  public let inputs: [Manifest.File]
  public let id: String
  /// The shifts of the weeks before, which this plan continues.
  public let previous: [RosterSegment]
  /// Whether these weeks reach up to the period.
  let isContinued: Bool
  /// What agents had of nights and weekends up to this period, where the plan before tells.
  public let ledger: FairnessLedger
  /// The roster published for this very period, which stays but for what has to change; empty: none.
  public let published: [RosterSegment]
  /// Shifts of plans for other periods that reach into this one, which stay as they are.
  public let kept: [RosterSegment]
  /// Dates of the period of which a published roster speaks.
  let publishedDates: Set<CivilDate>
  /// Shifts that start before this stay as they are.
  public let frozenUntil: Instant?
  /// The content of the file of pins, as it was hashed.
  let pins: [UInt8]?
  /// Plans in the store that cannot be read.
  public let damaged: [Problem]
  /// The number of this plan among those of the store.
  public let sequence: Int

  /// The name of the plan's folder: its first day and its id.
  public var name: String { "\(period.from)_\(id.prefix(8))" }

  public init(
    _ steps: CentreSteps, options: PlanOptions, store: PlanStore, version: String
  ) throws(Problem) {
    let folder = steps.folder
    let period = steps.period
    self.period = period
    let seed = options.seed ?? folder.centre.seed
    self.seed = seed
    var chosen = [
      "days": "\(period.days)", "roster_seconds": shortest(options.rosterSeconds),
    ]
    let frozen = try Self.frozen(options, zone: folder.workZone)
    if options.fresh { chosen["fresh"] = "true" }
    if let frozen { chosen["freeze_until"] = "\(frozen)" }
    if let scenario = options.scenario { chosen["scenario"] = scenario }
    self.options = chosen
    let versions = [
      "muster": version, "tzdata": folder.zones.version ?? "unknown",
    ].merging(steps.plugins.versions) { first, _ in first }
      .merging(try steps.forecasting.models.versions()) { first, _ in first }
    self.versions = versions
    let rosters = try PublishedRosters(store)
    damaged = rosters.damaged
    sequence = rosters.lastSequence + 1
    let before = try rosters.before(period.from, zone: folder.zone)
    let ledger = try rosters.ledger(before: period.from)
    previous = before.segments
    isContinued = rosters.covers(period.from - 1)
    self.ledger = ledger.ledger
    var inputs = folder.inputs + steps.inputs + steps.plugins.inputs
    inputs += before.inputs + ledger.inputs
    pins = try options.pins.map { file throws(Problem) in try readFile(file) }
    if let pins { inputs.append(.init(name: "pins", content: pins)) }
    let head =
      [folder.centre.name, period.asOf.description, "\(period.from)", "\(period.days)", "\(seed)"]
      + Self.list(chosen) + Self.list(versions)
    func id(_ inputs: [Manifest.File]) -> String {
      planID(of: head + inputs.flatMap { [$0.name, $0.sha256] })
    }
    var base = StandingRoster()
    if !options.fresh {
      base = try Self.base(rosters, period: period, zone: folder.zone) { id(inputs + $0) }
    }
    published = base.published
    kept = base.kept
    publishedDates = base.dates
    if frozen != nil, published.isEmpty, kept.isEmpty {
      throw Problem(
        .usage, subject: "--freeze-until",
        "freezes nothing: no roster is in force for \(period.from) to \(period.to - 1)",
        maybe: "leave it out")
    }
    // Of a plan for another period that reaches into this one every shift stays anyhow.
    frozenUntil = published.isEmpty ? nil : frozen
    self.inputs = inputs + base.inputs
    self.id = id(inputs + base.inputs)
  }

  private static func frozen(_ options: PlanOptions, zone: Zone) throws(Problem) -> Instant? {
    guard let text = options.freezeUntil else { return nil }
    guard !options.fresh else {
      throw Problem(
        .usage, subject: "--freeze-until", "freezes nothing with --fresh",
        maybe: "give one of the two")
    }
    do { return try Instant(text, in: zone) } catch {
      throw Problem(
        .usage, subject: "--freeze-until", error.what, value: text,
        maybe: error.maybe ?? "write 2026-11-30T12:00")
    }
  }

  /// The roster to stay near: that of the newest plan of this very period; or the one that it was itself
  /// made from, when nothing else has changed since, so that planning twice plans once. Where plans of
  /// other periods reach into this one, their shifts are kept.
  private static func base(
    _ rosters: PublishedRosters, period: PlanningPeriod, zone: Zone, id: ([Manifest.File]) -> String
  ) throws(Problem) -> StandingRoster {
    // Read where it is needed alone: a plan that somebody edited is made again from its inputs.
    func standing() throws(Problem) -> StandingRoster { try rosters.standing(period, zone: zone) }
    let parts = rosters.parts(period.from..<period.to)
    guard let newest = parts.first, parts.count == 1, newest.from == period.from,
      newest.to == period.to
    else { return try standing() }
    let manifest = newest.plan.manifest
    let own = manifest.inputs.filter { $0.name.hasPrefix(PublishedRosters.stayedNear) }
    guard id(own) == manifest.planID else { return try standing() }
    // It is the plan of these very inputs: what it was made from is what this one is made from.
    var same = StandingRoster()
    same.inputs = own
    for file in own {
      let name = String(file.name.dropFirst(PublishedRosters.stayedNear.count))
      guard let earlier = try rosters.store.plans().plans.first(where: { $0.name == name }),
        let from = CivilDate(earlier.manifest.from), let to = CivilDate(earlier.manifest.to)
      else { return try standing() }
      let dates = Set((0..<period.days).map { period.from + $0 })
      let roster = try rosters.roster(
        of: .init(plan: earlier, dates: dates, from: from, to: to), zone: zone)
      same.add(
        roster.segments, dates.filter { from <= $0 && $0 < to },
        staysNear: from == period.from && to == period.to)
    }
    return same
  }

  private static func list(_ values: [String: String]) -> [String] {
    values.sorted { $0.key < $1.key }.flatMap { [$0.key, $0.value] }
  }
}
