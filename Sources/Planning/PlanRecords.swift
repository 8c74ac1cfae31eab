public import CivilTime
public import Diagnostics
internal import Files
public import Publishing
public import Rostering
internal import Tables

/// A published plan as its folder tells of it, without the centre.
public struct PlanRecord: Sendable {
  public enum State: String, Hashable, Sendable {
    case latest, published
    case notInForce = "not in force"
  }

  public var name: String
  public var manifest: Manifest
  public var state: State
  /// Why it is not in force, or in what it failed although it was accepted.
  public var reasons: [String]
  /// Whether every file is as it was published.
  public var isWhole: Bool
  /// When it was published, by the clock of the disk.
  public var published: Instant?
  /// Nil where its files cannot be read.
  public var totals: PlanTotals?

  public init(_ plan: StoredPlan, in store: PlanStore) throws(Problem) {
    name = plan.name
    manifest = plan.manifest
    state = try plan.name == store.latestName ? .latest : plan.isInForce ? .published : .notInForce
    reasons = try store.failure(of: plan.name) + store.accepted(of: plan.name)
    isWhole = try store.isWhole(plan.name)
    let path = store.path(of: plan.name)
    published = modificationSeconds("\(path)/\(PlanStore.manifestName)").map {
      Instant(seconds: $0)
    }
    totals = try? PlanTotals(path: path, plan.manifest)
  }
}

/// In what two published plans differ.
public struct PlanDifference: Sendable {
  public var before: PlanRecord
  public var after: PlanRecord
  /// The dates that both plan; empty: they have none in common.
  public var dates: [CivilDate]
  /// The days of agents that differ on these dates.
  public var changes: [RosterChange]
  /// The clock of the roster's first row.
  public var zone: Zone

  /// Compares the plans `before` and `after` of a store; `latest` is a name too.
  public init(
    _ before: String, _ after: String, in store: PlanStore, zones: ZoneDatabase
  ) throws(Problem) {
    let plans = try store.plans().plans
    self.before = try Self.record(before, plans, store)
    self.after = try Self.record(after, plans, store)
    let own = [self.before, self.after]
    let ranges = own.map { record -> Range<CivilDate>? in
      guard let from = CivilDate(record.manifest.from), let to = CivilDate(record.manifest.to),
        from < to
      else { return nil }
      return from..<to
    }
    if let a = ranges[0], let b = ranges[1], a.overlaps(b) {
      let (first, end) = (max(a.lowerBound, b.lowerBound), min(a.upperBound, b.upperBound))
      dates = (0..<(end - first)).map { first + $0 }
    } else {
      dates = []
    }
    let tables = try own.map { record throws(Problem) in
      try CSVTable(path: "\(store.path(of: record.name))/\(PlanFileName.roster)")
    }
    zone = try Self.zone(of: tables, zones)
    let rosters = try tables.map { table throws(Problem) in try readSegments(table) }
    let common = Set(dates)
    changes = rosterChanges(from: rosters[0], to: rosters[1], zone: zone).filter {
      common.contains($0.date)
    }
  }

  private static func record(
    _ name: String, _ plans: [StoredPlan], _ store: PlanStore
  ) throws(Problem) -> PlanRecord {
    let meant = try name == "latest" ? store.latestName ?? name : name
    guard let plan = plans.first(where: { $0.name == meant }) else {
      throw Problem(
        .missingConfiguration, at: Place(file: store.path(of: name)), "is no published plan",
        maybe: nearestName(to: name, among: plans.map(\.name)).map { "\($0) is meant" }
          ?? "muster plans CENTRE lists them")
    }
    let record = try PlanRecord(plan, in: store)
    guard record.isWhole else {
      throw Problem(
        at: Place(file: store.path(of: meant)),
        "a file of this plan was changed or lost since it was published")
    }
    return record
  }

  private static func zone(of tables: [CSVTable], _ zones: ZoneDatabase) throws(Problem) -> Zone {
    for table in tables {
      let column = try table.require("timezone")
      var name: String?
      try table.forEachRow { (row) throws(Problem) in name = name ?? row.text(column) }
      if let name { return name == "UTC" ? .utc : try zones.zone(name) }
    }
    return .utc
  }
}
