public import Diagnostics
internal import Files
internal import FoundationEssentials
internal import Planning
public import Publishing

/// What became of one run of the plan of one centre: written when the run ends, however it ends, whole or
/// not at all.
///
/// Unlike a manifest it knows clock and effort. A run that was killed leaves none; whoever counts receipts
/// takes a missing one for a failure.
public struct PlanReceipt: Hashable, Sendable, Codable {
  public enum Outcome: String, Hashable, Sendable, Codable {
    /// A new plan is in force.
    case published
    /// The plan of these inputs stood there already and is in force.
    case unchanged
    /// There is a plan, and it fails in something that nobody accepted.
    case notInForce = "not in force"
    /// There is no plan.
    case failed
  }

  public var schema = 1
  /// The path of the centre, as it was given.
  public var centre: String
  public var outcome: Outcome
  public var exitCode: Int32
  /// The first line that the run says.
  public var message: String
  /// The as-of as it was given; nil: by the clock.
  public var asOf: String?
  /// The instant that this is at the centre.
  public var asOfInstant: String?
  public var from: String?
  /// The day after the last.
  public var to: String?
  /// The folder of the plan below ``store``.
  public var plan: String?
  public var planID: String?
  /// Of the plan's manifest, which has those of all its files.
  public var planSHA256: String?
  /// Where it is published.
  public var store: String?
  public var missingHours: Double?
  public var paidHours: Double?
  /// By currency; nil where no rates are known.
  public var wages: [String: String]?
  public var seconds: Double
  /// When the run ended, an instant.
  public var finished: String
  /// Whether `latest` points to another plan than before the run.
  public var switchedLatest: Bool
  /// What else was asked for and may change the plan.
  public var options: String
  /// The program's.
  public var version: String

  enum CodingKeys: String, CodingKey {
    case schema, centre, outcome, message, from, to, plan, store, wages, seconds, finished, options
    case version
    case exitCode = "exit_code"
    case asOf = "as_of"
    case asOfInstant = "as_of_instant"
    case planID = "plan_id"
    case planSHA256 = "plan_sha256"
    case missingHours = "missing_hours"
    case paidHours = "paid_hours"
    case switchedLatest = "switched_latest"
  }

  /// The receipt of a run that has no plan.
  public init(
    centre: String, asOf: String?, options: String, exitCode: Int32, message: String,
    seconds: Double, finished: String, version: String
  ) {
    self.centre = CentreList.plain(centre)
    self.asOf = asOf
    self.options = options
    self.exitCode = exitCode
    self.message = message
    self.seconds = (seconds * 1000).rounded() / 1000
    self.finished = finished
    self.version = version
    outcome = .failed
    switchedLatest = false
  }

  /// Adds what a plan comes to, from its own files.
  ///
  /// `plan`: Its name in the `store`.
  public mutating func add(
    plan: String, in store: PlanStore, outcome: Outcome, switchedLatest: Bool
  ) throws(Problem) {
    let path = store.path(of: plan)
    let bytes = try readFile("\(path)/\(PlanStore.manifestName)")
    let manifest = try Manifest.decoded(bytes, file: "\(path)/\(PlanStore.manifestName)")
    let totals = try PlanTotals(path: path, manifest)
    self.outcome = outcome
    self.switchedLatest = switchedLatest
    self.plan = plan
    self.store = store.folder
    planID = manifest.planID
    planSHA256 = SHA256.hex(bytes)
    asOfInstant = manifest.asOf
    from = manifest.from
    to = manifest.to
    wages = manifest.wages
    missingHours = (totals.missingHours * 100).rounded() / 100
    paidHours = (totals.paidHours * 100).rounded() / 100
  }
}

extension PlanReceipt {
  /// Whether the run did what was asked: a plan of these inputs is in force.
  public var isGood: Bool { exitCode == 0 }

  /// As JSON, with a line end.
  public func encoded() throws(Problem) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(self) else {
      throw Problem(.failed, subject: centre, "the receipt of the run cannot be written")
    }
    return Array(data) + [10]
  }

  /// Writes it whole or not at all.
  public func write(to path: String) throws(Problem) { try writeFile(path, try encoded()) }

  public static func read(_ path: String) throws(Problem) -> PlanReceipt {
    let bytes = try readFile(path)
    do { return try JSONDecoder().decode(PlanReceipt.self, from: Data(bytes)) } catch {
      throw Problem(
        at: Place(file: path), "is not a receipt of muster", maybe: "plan the centre again")
    }
  }

  /// Whether a run of the same centre, as-of and options would find everything as this one left it: its plan
  /// stands whole and in force, and no file that it was made from has changed.
  public func isCurrent(
    centre: String, asOf: String?, options: String, version: String
  ) -> Bool {
    guard isGood, self.centre == CentreList.plain(centre), self.asOf == asOf, asOf != nil,
      self.options == options, self.version == version, let plan,
      let store = self.store.map(
        PlanStore.init(folder:)), (try? store.failure(of: plan).isEmpty) == true,
      (try? store.isWhole(plan)) == true,
      let bytes = try? readFile("\(store.path(of: plan))/\(PlanStore.manifestName)"),
      SHA256.hex(bytes) == planSHA256,
      let manifest = try? Manifest.decoded(bytes, file: plan)
    else { return false }
    return manifest.inputFiles.allSatisfy { input in
      let path = input.name.hasPrefix("/") ? input.name : "\(self.centre)/\(input.name)"
      guard let content = try? readFile(path) else { return false }
      return Manifest.File(name: input.name, content: content) == input
    }
  }
}
