/// The forecast of one interval; see `muster_interval` in `muster_plugin.h`.
public typealias Interval = muster_interval
/// The work of one interval; see `muster_work`.
public typealias Work = muster_work
/// What one interval needs; see `muster_requirement`.
public typealias Requirement = muster_requirement

/// Changes a forecast: campaigns, pay days, repeat contacts.
public protocol OverlayHook: CentrePlugin {
  /// May change volume, handling time and prediction interval of `rows`; nothing else.
  func overlay(_ queue: QueueInfo, _ rows: inout MutableSpan<Interval>) throws(PluginFailure)
}

/// Demand of its own for a queue that has no history: lists, buckets, drops, backlog.
public protocol DemandHook: CentrePlugin {
  /// Fills volume, handling time and prediction interval of `rows`, which come with volume 0.
  ///
  /// Throw ``PluginFailure/pass`` for a queue that is not yours.
  func demand(_ queue: QueueInfo, _ rows: inout MutableSpan<Interval>) throws(PluginFailure)
}

/// Turns volume into agent seconds with deadlines.
public protocol WorkloadHook: CentrePlugin {
  /// `out` has as many elements as `rows`.
  func workload(
    _ queue: QueueInfo, _ rows: Span<Interval>, into out: inout MutableSpan<Work>
  ) throws(PluginFailure)
}

/// A staffing model of its own, with the performance it promises.
public protocol RequirementHook: CentrePlugin {
  /// `out` has as many elements as `rows`; leave `agents` at -1 where the host's model should do.
  func requirement(
    _ queue: QueueInfo, goal: GoalInfo, _ rows: Span<Interval>,
    into out: inout MutableSpan<Requirement>
  ) throws(PluginFailure)
}

/// How a requirement came about, in the model's own words.
public protocol ExplainHook: CentrePlugin {
  /// Says of every row asked about what the requirement hook answers for it, and why.
  func explain(_ question: ExplainQuestion) throws(PluginFailure) -> ExplainAnswer
}

/// What service the agents give who are there, by the plugin's own model.
public protocol SimulateHook: CentrePlugin {
  /// Depends on nothing but the question and the settings: random numbers come from its seed.
  func simulate(_ question: SimulateQuestion) throws(PluginFailure) -> SimulateAnswer
}

/// When people may be contacted.
public protocol WindowsHook: CentrePlugin {
  func windows(_ question: WindowsQuestion) throws(PluginFailure) -> WindowsAnswer
}

/// How often people may be contacted.
public protocol CapsHook: CentrePlugin {
  func caps(_ question: CapsQuestion) throws(PluginFailure) -> CapsAnswer
}

/// Labour rules as data that the roster obeys.
public protocol LabourHook: CentrePlugin {
  func labour(_ question: LabourQuestion) throws(PluginFailure) -> LabourAnswer
}

/// Judges one agent's shifts.
public protocol ShiftsHook: CentrePlugin {
  func judge(_ question: ShiftsQuestion) throws(PluginFailure) -> FindingsAnswer
}

/// What shifts cost.
public protocol PriceHook: CentrePlugin {
  func price(_ question: PriceQuestion) throws(PluginFailure) -> PriceAnswer
}

/// Seats, trunks, supervisors a roster takes.
public protocol ResourcesHook: CentrePlugin {
  func resources(_ plan: PlanInfo) throws(PluginFailure) -> ResourcesAnswer
}

/// Findings on a finished plan.
public protocol AuditHook: CentrePlugin {
  func audit(_ plan: PlanInfo) throws(PluginFailure) -> FindingsAnswer
}

/// Sections of the plan's report.
public protocol ReportHook: CentrePlugin {
  func report(_ plan: PlanInfo) throws(PluginFailure) -> ReportAnswer
}

/// Rules that document and test themselves.
///
/// The static members speak for the plugin as it comes, before it is configured; the instance ones
/// for the plugin as the user configured it, with rules overridden.
public protocol RulesHook: CentrePlugin {
  static var rules: [Rule] { get }
  /// Runs the rule on the example's case and says what came out, in the form of `expected`.
  static func outcome(of example: RuleExample, rule: Rule) throws(PluginFailure) -> String

  var rules: [Rule] { get }
  func outcome(of example: RuleExample, rule: Rule) throws(PluginFailure) -> String
  /// A few sentences on how the rule works; what the rule says and cites by default.
  func explain(_ rule: Rule) throws(PluginFailure) -> String
}

extension RulesHook {
  public var rules: [Rule] { Self.rules }
  public func outcome(of example: RuleExample, rule: Rule) throws(PluginFailure) -> String {
    try Self.outcome(of: example, rule: rule)
  }
  public func explain(_ rule: Rule) throws(PluginFailure) -> String { rule.explanation }
}

extension Rule {
  /// What it says, where it comes from, since when, and whether that was checked.
  public var explanation: String {
    var text = "\(sentence) \(authority)"
    if let effectiveFrom { text += ", from \(effectiveFrom)" }
    if let effectiveTo { text += ", until \(effectiveTo)" }
    return text + (mark == .verified ? "." : ". Not verified: check it before you rely on it.")
  }
}
