public import MusterPluginKit

/// What one interval needs, and what that promises; NaN where the model does not say.
public struct Need: Sendable {
  /// On the phone; -1 leaves the interval to the host.
  public var agents: Int
  public var boundBy: String
  public var isClosed = false
  /// The work may be done in other rows of the same opening.
  public var isMovable = false
  public var serviceLevel = Double.nan
  public var asaSeconds = Double.nan
  public var abandonment = Double.nan
  public var occupancy = Double.nan

  public init(
    agents: Int, boundBy: String, serviceLevel: Double = .nan, asaSeconds: Double = .nan,
    abandonment: Double = .nan, occupancy: Double = .nan
  ) {
    self.agents = agents
    self.boundBy = boundBy
    self.serviceLevel = serviceLevel
    self.asaSeconds = asaSeconds
    self.abandonment = abandonment
    self.occupancy = occupancy
  }

  /// Nobody works then and nothing is asked.
  public static var closed: Need {
    var need = Need(agents: 0, boundBy: "closed")
    need.isClosed = true
    return need
  }

  /// The host's own model is to be used.
  public static let hosts = Need(agents: -1, boundBy: "")
}

/// A plugin's staffing model on the rows of one queue: what every row needs, how that came about, and
/// what service the agents give who are there in the end.
///
/// Requirement, explanation and simulation are answered from one of these, so that they agree.
public protocol StaffingModel {
  /// One for each row.
  var needs: [Need] { get }

  /// From the forecast to the agents of a row that is open and not left to the host.
  func steps(_ index: Int) -> [ExplainStep]

  /// The service of `presence`; throws ``PluginFailure/pass`` where the model has no simulation.
  func simulate(
    _ presence: Presence, replications: Int, seed: UInt64
  ) throws(PluginFailure) -> SimulateAnswer
}

/// A plugin whose requirement, explanation and simulation come from a ``StaffingModel``.
public protocol ModelHook: RequirementHook, ExplainHook, SimulateHook {
  /// The model of a queue on its rows; throws ``PluginFailure/pass`` for a queue that is not its own.
  func model(
    _ queue: QueueInfo, goal: GoalInfo, _ rows: [Interval]
  ) throws(PluginFailure) -> any StaffingModel
}

extension ModelHook {
  public func requirement(
    _ queue: QueueInfo, goal: GoalInfo, _ rows: Span<Interval>,
    into out: inout MutableSpan<Requirement>
  ) throws(PluginFailure) {
    let needs = try model(queue, goal: goal, rows.array).needs
    for (i, need) in needs.enumerated() where i < out.count { out[i].set(need) }
  }

  public func explain(_ question: ExplainQuestion) throws(PluginFailure) -> ExplainAnswer {
    let rows = question.rows.map { Interval($0) }
    guard question.indices.allSatisfy(rows.indices.contains) else {
      throw PluginFailure("an index lies beyond the rows", status: MUSTER_E_QUESTION)
    }
    let model = try model(question.queue, goal: question.goal, rows)
    let needs = model.needs
    return ExplainAnswer(
      explanations: question.indices.map { i in
        let need = needs[i]
        var steps = forecastSteps(rows[i])
        if need.isClosed {
          steps.append(ExplainStep("agents", "0", "nobody works then"))
        } else if need.agents >= 0 {
          steps += model.steps(i)
        }
        return RowExplanation(
          startUnix: rows[i].start_unix, agents: need.agents < 0 ? nil : need.agents,
          closed: need.isClosed, boundBy: need.boundBy, steps: steps)
      })
  }

  public func simulate(_ question: SimulateQuestion) throws(PluginFailure) -> SimulateAnswer {
    let rows = question.rows.map { Interval($0) }
    let model = try model(question.queue, goal: question.goal, rows)
    guard question.replications >= 2, question.replications <= 100_000 else {
      throw PluginFailure("replications are 2 to 100,000", status: MUSTER_E_QUESTION)
    }
    return try model.simulate(
      Presence(question.slots, people: question.people), replications: question.replications,
      seed: UInt64(bitPattern: question.seed))
  }
}

/// What the forecast says of a row.
private func forecastSteps(_ row: Interval) -> [ExplainStep] {
  let minutes = fixed(Double(row.length_s) / 60)
  return [
    ExplainStep("contacts", fixed(row.volume, 2), "forecast for these \(minutes) minutes"),
    ExplainStep("AHT", "\(fixed(row.aht_s, 1)) s", "agent time of one contact"),
  ]
}

extension Requirement {
  mutating func set(_ need: Need) {
    guard need.agents >= 0 else {
      agents = -1
      return
    }
    set(
      agents: need.agents, boundBy: need.boundBy, serviceLevel: need.serviceLevel,
      asaSeconds: need.asaSeconds, abandonment: need.abandonment, occupancy: need.occupancy)
    flags = (need.isClosed ? MUSTER_CLOSED : 0) | (need.isMovable ? MUSTER_MOVABLE : 0)
  }
}

extension Interval {
  /// The row as the row hooks have it.
  init(_ info: IntervalInfo) {
    self.init(
      start_unix: info.startUnix, length_s: Int32(clamping: info.lengthS),
      utc_offset_s: Int32(clamping: info.utcOffsetS), volume: info.volume, aht_s: info.ahtS,
      low80: info.low80, high80: info.high80, low95: info.low95, high95: info.high95,
      flags: info.closed ? MUSTER_CLOSED : 0, reserved: 0)
  }
}
