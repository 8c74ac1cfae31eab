public import CentreModel
public import CivilTime
public import Diagnostics
internal import Files
public import Publishing
internal import RosterChecking
internal import Rostering
internal import Tables

/// A plan read back from its folder.
public struct PublishedPlan: Sendable {
  public let path: String
  public let manifest: Manifest
  public let forecast: [ForecastRow]
  public let requirement: [RequirementRow]
  public let roster: [RosterSegment]
  public let intervalSeconds: Int
  public let period: PlanningPeriod

  /// Reads the plan `name`, or the latest one.
  ///
  /// - Throws: A ``Problem`` when there is none, or a file of it is damaged.
  public init(
    folder: CentreFolder, name: String? = nil, output: String? = nil
  ) throws(Problem) {
    let store = PlanStore(folder: output ?? "\(folder.path)/published")
    guard let name = name ?? store.latestName else {
      throw Problem(
        .missingConfiguration, at: Place(file: store.folder), "no plan is published here",
        maybe: "run muster plan \(folder.path) first")
    }
    let path = store.path(of: name)
    guard Files.exists("\(path)/\(PlanStore.manifestName)") else {
      throw Problem(
        .missingConfiguration, at: Place(file: path), "is no published plan",
        maybe: "take one of \(try store.planNames().suffix(5).joined(separator: ", "))")
    }
    guard store.isWhole(name) else {
      throw Problem(
        at: Place(file: path), "a file of this plan was changed or lost since it was published",
        maybe: "run muster plan again; the manifest has the hashes")
    }
    func table(_ file: String) throws(Problem) -> CSVTable { try CSVTable(path: "\(path)/\(file)") }
    self.path = path
    let manifestPath = "\(path)/\(PlanStore.manifestName)"
    manifest = try Manifest.decoded(try readFile(manifestPath), file: manifestPath)
    forecast = try ForecastFile.read(try table(PlanFileName.forecast))
    requirement = try RequirementFile.read(try table(PlanFileName.requirement))
    roster = try readSegments(try table(PlanFileName.roster))
    intervalSeconds = folder.centre.intervalSeconds
    guard let from = CivilDate(manifest.from), let to = CivilDate(manifest.to) else {
      throw Problem(at: Place(file: manifestPath), "has no dates")
    }
    period = try PlanningPeriod(
      asOf: PlanningPeriod.asOf(manifest.asOf, zone: folder.zone), from: from,
      days: to - from, zone: folder.zone)
  }

  /// Whether a plan is published for a centre.
  public static func exists(for folder: CentreFolder, output: String? = nil) -> Bool {
    PlanStore(folder: output ?? "\(folder.path)/published").latestName != nil
  }

  /// The content of a file of the plan; nil when the plan has none of that name.
  public func content(_ name: String) -> [UInt8]? { try? readFile("\(path)/\(name)") }

  /// Required and rostered agents by queue and interval.
  public func coverage() -> [CoverageRow] {
    RosterStep.coverage(requirement, roster, intervalSeconds: intervalSeconds)
  }

  /// The hard rules that the roster breaks, found from its file by the independent checker.
  public func brokenRules(_ steps: CentreSteps) throws(Problem) -> [String] {
    let problem = try steps.rosterProblem(requirement).problem
    return checkRoster(roster, problem.checkInput).violations.filter(\.isHard)
      .map { "\($0.agent): \($0.rule): \($0.text)" }
  }

  /// The service that the roster gives, by queue and open interval.
  public func simulated(
    _ steps: CentreSteps, replications: Int, seed: UInt64? = nil
  ) async -> [SimulatedService] {
    return await steps.simulated(
      requirement, coverage(), replications: replications, seed: seed ?? manifest.seed)
  }

  /// Every goal of every simulated queue beside the service of the whole period.
  public func verdicts(_ steps: CentreSteps, replications: Int) async -> [GoalVerdict] {
    let service = await simulated(steps, replications: replications)
    return steps.folder.centre.queues.flatMap { queue in
      service.filter { $0.queue == queue.id }.total().map { GoalVerdict.judge(queue, $0) } ?? []
    }
  }

  /// The forecast of the interval that contains an instant.
  public func forecastRow(queue: String, at instant: Instant) throws(Problem) -> ForecastRow {
    let found = forecast.first {
      $0.queue == queue && $0.start <= instant && instant < $0.start + intervalSeconds
    }
    guard let found else {
      throw Problem(
        .usage, subject: "--at", "lies outside the plan \(manifest.from) to \(manifest.to)",
        value: "\(instant)")
    }
    return found
  }
}
