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
  /// The roster of the period just before, from the store, which this one continues.
  public let precedingRoster: [RosterSegment]
  /// What agents had of nights and weekends up to this period, where the plan before tells.
  public let precedingLedger: FairnessLedger
  /// The roster published for this very period, when it is to be changed as little as possible.
  public let publishedRoster: [RosterSegment]
  /// Shifts that start before this stay as they are.
  public let frozenUntil: Instant?

  /// The name of the plan's folder: its first day and its id.
  public var name: String { "\(period.from)_\(id.prefix(8))" }

  public init(
    _ steps: CentreSteps, options: PlanOptions, store: PlanStore, version: String
  ) throws(Problem) {
    let folder = steps.folder
    period = steps.period
    seed = options.seed ?? folder.centre.seed
    var chosen = [
      "weeks": "\(options.weeks)", "roster_seconds": shortest(options.rosterSeconds),
    ]
    frozenUntil = try Self.frozen(options, zone: folder.workZone)
    if options.change { chosen["change"] = "true" }
    if let frozenUntil { chosen["freeze_until"] = "\(frozenUntil)" }
    self.options = chosen
    versions = [
      "muster": version, "tzdata": folder.zones.version ?? "unknown",
    ].merging(steps.plugins.versions) { first, _ in first }
    var inputs = folder.inputs + (try steps.plugins.inputs())
    (precedingRoster, precedingLedger, inputs) = try Self.preceding(
      inputs, period: period, store: store)
    let (name, asOf, days, versions) = (folder.centre.name, period.asOf, period.days, versions)
    let head =
      [name, asOf.description, "\(period.from)", "\(days)", "\(seed)"] + Self.list(chosen)
      + Self.list(versions)
    func id(_ inputs: [Manifest.File]) -> String {
      planID(of: head + inputs.flatMap { [$0.name, $0.sha256] })
    }
    if options.change {
      let base = try Self.published(inputs, period: period, store: store, id: id)
      publishedRoster = base.segments
      inputs = base.inputs
    } else {
      publishedRoster = []
    }
    self.inputs = inputs
    self.id = id(inputs)
  }

  private static func frozen(_ options: PlanOptions, zone: Zone) throws(Problem) -> Instant? {
    guard let text = options.freezeUntil else { return nil }
    guard options.change else {
      throw Problem(
        .usage, subject: "--freeze-until", "freezes nothing without --change",
        maybe: "give --change too")
    }
    do { return try Instant(text, in: zone) } catch {
      throw Problem(
        .usage, subject: "--freeze-until", error.what, value: text,
        maybe: error.maybe ?? "write 2026-11-30T12:00")
    }
  }

  private static let publishedInput = "the published roster, "

  /// The newest published roster of this very period; or the one that it was itself made from, when
  /// nothing else has changed since, so that changing twice changes once.
  private static func published(
    _ inputs: [Manifest.File], period: PlanningPeriod, store: PlanStore,
    id: ([Manifest.File]) -> String
  ) throws(Problem) -> (segments: [RosterSegment], inputs: [Manifest.File]) {
    var newest: (manifest: Manifest, name: String)?
    if isFolder(store.folder) {
      for name in try store.planNames() {
        let path = "\(store.path(of: name))/\(PlanStore.manifestName)"
        let manifest = try Manifest.decoded(try readFile(path), file: path)
        guard manifest.from == "\(period.from)", manifest.to == "\(period.to)" else { continue }
        if name == store.latestName { newest = (manifest, name) }
        if newest?.name == store.latestName { continue }
        if let best = newest, (best.manifest.asOf, best.name) >= (manifest.asOf, name) { continue }
        newest = (manifest, name)
      }
    }
    guard let newest else {
      throw Problem(
        .missingConfiguration, subject: "--change",
        "no plan is published for \(period.from) to \(period.to - 1)",
        maybe: "run muster plan without --change first")
    }
    func based(on name: String) throws(Problem) -> ([RosterSegment], [Manifest.File]) {
      let path = "\(store.path(of: name))/\(PlanFileName.roster)"
      let bytes = try readFile(path)
      return (
        try readSegments(try CSVTable(file: path, bytes: bytes)),
        inputs + [.init(name: publishedInput + name, content: bytes)]
      )
    }
    if let earlier = newest.manifest.inputs.first(where: { $0.name.hasPrefix(publishedInput) }),
      case let name = String(earlier.name.dropFirst(publishedInput.count)),
      try store.planNames().contains(name)
    {
      let base = try based(on: name)
      if id(base.1) == newest.manifest.planID { return base }
    }
    return try based(on: newest.name)
  }

  private static func list(_ values: [String: String]) -> [String] {
    values.sorted { $0.key < $1.key }.flatMap { [$0.key, $0.value] }
  }

  /// The newest published roster that ends where this period begins.
  private static func preceding(
    _ inputs: [Manifest.File], period: PlanningPeriod, store: PlanStore
  ) throws(Problem) -> ([RosterSegment], FairnessLedger, [Manifest.File]) {
    guard isFolder(store.folder) else { return ([], FairnessLedger(), inputs) }
    var newest: (manifest: Manifest, name: String)?
    for name in try store.planNames() {
      let path = "\(store.path(of: name))/\(PlanStore.manifestName)"
      let manifest = try Manifest.decoded(try readFile(path), file: path)
      guard manifest.to == "\(period.from)" else { continue }
      if let best = newest, (best.manifest.asOf, best.name) >= (manifest.asOf, name) { continue }
      newest = (manifest, name)
    }
    guard let name = newest?.name else { return ([], FairnessLedger(), inputs) }
    let path = "\(store.path(of: name))/\(PlanFileName.roster)"
    let bytes = try readFile(path)
    let segments = try readSegments(try CSVTable(file: path, bytes: bytes))
    var all = inputs + [.init(name: "the roster before, \(name)", content: bytes)]
    let ledgerPath = "\(store.path(of: name))/\(PlanFileName.ledger)"
    guard exists(ledgerPath) else { return (segments, FairnessLedger(), all) }
    let ledger = try readFile(ledgerPath)
    all.append(.init(name: "the fairness ledger before, \(name)", content: ledger))
    return (
      segments, try FairnessLedger(try CSVTable(file: ledgerPath, bytes: ledger)), all
    )
  }
}

/// The names of a plan's files.
public enum PlanFileName {
  public static let forecast = "forecast.csv"
  public static let evidence = "forecast-evidence.txt"
  public static let requirement = "requirement.csv"
  public static let roster = "roster.csv"
  public static let grid = "roster-grid.csv"
  public static let coverage = "coverage.csv"
  public static let service = "service.csv"
  public static let ledger = "fairness.csv"
  /// What differs from the roster published before, and the notices to send; only with `--change`.
  public static let changes = "changes.csv"
  public static let notices = "notices.txt"
  public static let summary = "summary.txt"
  /// What plugins found, want and tell; there only when they do.
  public static let findings = "findings.csv"
  public static let resources = "resources.csv"
  public static let report = "report.txt"
}
