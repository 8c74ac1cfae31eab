internal import Diagnostics
internal import Queueing

/// A staffing model as a calculator: named inputs, named outputs.
public protocol Calculator: Sendable {
  /// The name on the command line.
  var name: String { get }
  var title: String { get }
  /// What it does, in a sentence or two.
  var summary: String { get }
  /// All inputs it reads.
  var inputs: [Input] { get }
  /// The result columns when the inputs `given` are there.
  func outputs(given: Set<Input>) -> [Output]
  /// Fills in `results`, which are empty before.
  func evaluate(_ row: InputRow, into results: inout OutputRow) throws(CalculatorFailure)
}

extension Calculator {
  /// The results of a problem whose numbers are of a size the model can work with.
  ///
  /// - Throws: A ``CalculatorFailure`` for the first number beyond ``Input/most``, or what the model says.
  public func answer(
    _ row: InputRow, into results: inout OutputRow
  ) throws(CalculatorFailure) {
    for input in inputs where !input.isText {
      guard let value = row[input], value.isFinite, abs(value) > input.most else { continue }
      throw CalculatorFailure(input, "is beyond \(brief(input.most))")
    }
    try evaluate(row, into: &results)
  }
}

/// `1e9`, `86400`: a bound as people write it.
func brief(_ bound: Double) -> String {
  bound < 1e6 ? String(Int(nearest: bound)) : bound.description.replacing(".0", with: "")
}

/// All calculators, in the order of the help.
public let allCalculators: [any Calculator] = [
  ErlangBCalculator(), ErlangCCalculator(), ErlangACalculator(), ErlangXCalculator(),
  ChatCalculator(), BlendCalculator(), SharedGroupsCalculator(), UncertainRateCalculator(),
  BacklogCalculator(), CallListCalculator(), GeneralCalculator(), DialerCalculator(),
]

/// The calculator of that name on the command line.
public func calculator(named name: String) -> (any Calculator)? {
  allCalculators.first { $0.name == name }
}

/// Outputs of one steady-state queue that every waiting model has.
let waitingOutputs: [Output] = [
  .waiting, .levelOffered, .levelAnswered, .levelVirtual, .levelExcluding, .speedOfAnswer,
  .meanWait, .queue, .occupancy,
]

/// Outputs of a queue whose callers hang up.
let patienceOutputs: [Output] = [
  .waiting, .abandonment, .levelOffered, .levelAnswered, .levelVirtual, .levelExcluding,
  .levelWithAbandoned, .abandonedWithin, .speedOfAnswer, .meanWait, .waitOfAbandoned, .virtualWait,
  .queue, .occupancy,
]

/// Inputs that are goals.
let goalInputs: [Input] = [
  .targetServiceLevel, .targetSpeedOfAnswer, .targetWaiting, .targetAbandonment, .maximumOccupancy,
]

extension OutputRow {
  /// Fills in what `p` knows; service levels only where a threshold is given, times only with AHT.
  mutating func fill(_ p: QueuePerformance, hasThreshold: Bool, hasTimes: Bool = true) {
    self[.waiting] = p.waitProbability
    self[.blocking] = p.blocking
    self[.abandonment] = p.abandonment
    self[.occupancy] = p.occupancy
    self[.queue] = p.queueLength
    if hasTimes {
      self[.speedOfAnswer] = p.averageSpeedOfAnswer
      self[.meanWait] = p.meanWait
      self[.waitOfAbandoned] = p.meanWaitOfAbandoned ?? .nan
      self[.virtualWait] = p.meanVirtualWait
    }
    if hasThreshold {
      self[.levelOffered] = p.serviceLevel.ofOffered
      self[.levelAnswered] = p.serviceLevel.ofAnswered
      self[.levelVirtual] = p.serviceLevel.virtual
      self[.levelExcluding] = p.serviceLevel.excludingShortAbandons
      self[.levelWithAbandoned] = p.serviceLevel.offeredPlusAbandoned
      self[.abandonedWithin] = p.abandonedWithinThreshold
    }
  }
}

extension InputRow {
  /// The goals given.
  func goals() throws(CalculatorFailure) -> StaffingGoals {
    var definition = ServiceLevelDefinition.offered
    if let word = self[text: .definition], !word.isEmpty {
      guard let known = ServiceLevelDefinition(word: word) else {
        throw CalculatorFailure(
          .definition, "is not a definition of service level",
          maybe: "one of \(ServiceLevelDefinition.allCases.map(\.rawValue).joined(separator: ", "))"
        )
      }
      definition = known
    }
    return .init(
      serviceLevel: self[.targetServiceLevel], definition: definition,
      averageSpeedOfAnswerSeconds: self[.targetSpeedOfAnswer],
      abandonment: self[.targetAbandonment], maximumOccupancy: self[.maximumOccupancy],
      waitProbability: self[.targetWaiting])
  }

  /// The work: load, or calls and AHT. Without AHT times are in units of it.
  func question(needsHandling: Bool) throws(CalculatorFailure) -> StaffingQuestion {
    let handling = self[.handling]
    let threshold = self[.threshold]
    if threshold == nil, has(.targetServiceLevel) {
      throw CalculatorFailure(.threshold, "is needed for a service level")
    }
    if handling == nil {
      let why: String? =
        needsHandling
        ? "is needed by this model"
        : (threshold ?? 0) > 0
          ? "is needed for a service level"
          : has(.targetSpeedOfAnswer) ? "is needed for an ASA" : nil
      if let why { throw CalculatorFailure(.handling, why) }
    }
    if let load = self[.load] {
      guard load >= 0, load <= 1e12 else {
        throw CalculatorFailure(.load, "is not a number from 0 to 1e12")
      }
      if let calls = self[.callsPerHour], let handling {
        let other = calls * handling / 3600
        guard abs(other - load) <= 1e-6 * max(load, other) else {
          throw CalculatorFailure(
            .load, "does not agree with calls and AHT, which make \(other) erlangs",
            maybe: "leave one of them out")
        }
      }
      return .init(
        load: load, handlingSeconds: handling ?? 1, patienceSeconds: self[.patience],
        thresholdSeconds: threshold ?? 0)
    }
    let calls = try need(.callsPerHour, "or offered_load_erl is needed")
    guard let handling else {
      throw CalculatorFailure(.handling, "is needed to turn calls into load")
    }
    return .init(
      callsPerHour: calls, handlingSeconds: handling, patienceSeconds: self[.patience],
      thresholdSeconds: threshold ?? 0)
  }
}

extension ServiceLevelDefinition {
  /// The definition by its name, or by the column of its results.
  init?(word: String) {
    switch word {
    case "offered", "sl_offered": self = .offered
    case "answered", "sl_answered": self = .answered
    case "virtual", "sl_virtual": self = .virtual
    case "excl-short-ab", "sl_excl_short_ab": self = .excludingShortAbandons
    case "offered-plus-ab", "sl_offered_plus_ab": self = .offeredPlusAbandoned
    default: return nil
    }
  }
}

/// Runs `body`; a queueing error becomes a failure of the input it is about.
func calculating<R>(
  _ inputs: [Input], _ body: () throws(QueueingError) -> R
) throws(CalculatorFailure) -> R {
  do throws(QueueingError) { return try body() } catch {
    throw CalculatorFailure(error, among: inputs)
  }
}

extension CalculatorFailure {
  init(_ error: QueueingError, among inputs: [Input]) {
    switch error {
    case .outOfRange(let quantity, _, let allowed):
      self.init(Self.input(quantity, inputs), "is not \(allowed)")
    case .unreachable(let quantity, let value, let because):
      self.init(
        Self.input(quantity, inputs), "cannot be reached: \(because)",
        maybe: "ask for less than \(quantity.rawValue) \(value)")
    case .missing(let quantity, let because):
      self.init(Self.input(quantity, inputs), "is needed: \(because)")
    }
  }

  private static func input(_ quantity: QueueingError.Quantity, _ inputs: [Input]) -> Input? {
    let candidates: [Input] =
      switch quantity {
      case .callsPerHour:
        [.callsPerHour, .calls1, .calls2, .records, .targetOutbound, .arrivals, .load]
      case .handlingTime: [.handling, .handlingList, .rightPartySeconds]
      case .load: [.load, .callsPerHour, .calls1]
      case .agents: [.agents, .dedicated]
      case .lines: [.lines, .agents]
      case .patience: [.patience]
      case .threshold: [.threshold]
      case .redialProbability: [.redial]
      case .serviceLevel: [.targetServiceLevel]
      case .averageSpeedOfAnswer: [.targetSpeedOfAnswer]
      case .waitProbability: [.targetWaiting]
      case .abandonment: [.targetAbandonment]
      case .occupancy: [.maximumOccupancy]
      case .blocking: [.targetBlocking]
      case .concurrency: [.handlingList]
      case .busyThreshold: [.busyThreshold]
      case .rateVariation: [.variation, .serviceVariation]
      case .probability: [.targetConfidence, .rightParty]
      case .periods: [.deadline, .maximumAttempts, .windowHours]
      case .answerProbability: [.live]
      case .states: []
      }
    return candidates.first { inputs.contains($0) }
  }
}
