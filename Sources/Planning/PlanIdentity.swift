public import CentreModel
internal import CivilTime
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

  /// The name of the plan's folder: its first day and its id.
  public var name: String { "\(period.from)_\(id.prefix(8))" }

  public init(
    _ steps: CentreSteps, options: PlanOptions, store: PlanStore, version: String
  ) throws(Problem) {
    let folder = steps.folder
    period = steps.period
    seed = options.seed ?? folder.centre.seed
    self.options = [
      "weeks": "\(options.weeks)", "roster_seconds": shortest(options.rosterSeconds),
    ]
    versions = [
      "muster": version, "tzdata": folder.zones.version ?? "unknown",
    ].merging(steps.plugins.versions) { first, _ in first }
    var inputs = folder.inputs + (try steps.plugins.inputs())
    (precedingRoster, precedingLedger, inputs) = try Self.preceding(
      inputs, period: period, store: store)
    self.inputs = inputs
    id = planID(
      of: [
        folder.centre.name, period.asOf.description, "\(period.from)", "\(period.days)", "\(seed)",
      ] + Self.list(self.options) + Self.list(versions)
        + inputs.flatMap { [$0.name, $0.sha256] })
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
  public static let summary = "summary.txt"
  /// What plugins found, want and tell; there only when they do.
  public static let findings = "findings.csv"
  public static let resources = "resources.csv"
  public static let report = "report.txt"
}
