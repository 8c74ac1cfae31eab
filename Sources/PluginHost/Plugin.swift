public import CMusterPlugin
public import PluginContract

/// A plugin that can be asked: typed questions, checked answers.
///
/// Used by one thread at a time. In isolated mode the plugin runs in a process of its own, which
/// ends with this object.
public final class Plugin {
  public let identity: PluginIdentity
  /// The file it came from.
  public let path: String
  public let isIsolated: Bool
  private let runner: any PluginRunner
  private let file: TrustedFile
  private var scratch: [muster_interval] = []

  init(_ runner: any PluginRunner, file: TrustedFile, isIsolated: Bool) {
    self.runner = runner
    self.file = file
    self.isIsolated = isIsolated
    path = file.path
    identity = runner.identity
  }

  // In this process the library stays loaded, and so its descriptor open.
  deinit { if isIsolated { file.release() } }

  /// SHA-256 of the file that was loaded, in hexadecimal; computed on demand.
  public var sha256: String { file.sha256 ?? "" }

  public var id: String { identity.id }

  public func adds(_ hook: Hook) -> Bool { identity.hooks.contains(hook) }

  /// Tells the plugin its settings; the last configuration counts.
  public func configure(_ configuration: PluginConfiguration) throws(PluginFault) {
    try runner.configure(text(configuration))
  }

  // MARK: - Rows

  /// Changes the forecast `rows`; false when the queue does not concern the plugin.
  public func overlay(
    _ queue: QueueInfo, _ rows: inout [muster_interval]
  ) throws(PluginFault) -> Bool {
    try change(.overlay, queue, &rows)
  }

  /// Fills `rows`, which come with volume 0; false when the queue does not concern the plugin.
  public func demand(
    _ queue: QueueInfo, _ rows: inout [muster_interval]
  ) throws(PluginFault) -> Bool {
    try change(.demand, queue, &rows)
  }

  private func change(
    _ hook: Hook, _ queue: QueueInfo, _ rows: inout [muster_interval]
  ) throws(PluginFault) -> Bool {
    guard adds(hook) else { return false }
    // The plugin works on a copy, in memory that is kept from one question to the next.
    if scratch.count == rows.count {
      copy(rows, over: &scratch)
    } else {
      scratch = rows
    }
    guard try runner.change(hook, queue, &scratch) else { return false }
    if let wrong = RowChecks.complete(&scratch, from: rows) { throw breach(hook, wrong) }
    copy(scratch, over: &rows)
    return true
  }

  /// Between arrays of the same length, in place.
  private func copy(_ source: [muster_interval], over target: inout [muster_interval]) {
    source.withUnsafeBufferPointer { source in
      target.withUnsafeMutableBufferPointer { target in
        _ = target.update(fromContentsOf: source)
      }
    }
  }

  /// The work of `rows`; nil when the queue does not concern the plugin.
  public func workload(
    _ queue: QueueInfo, _ rows: [muster_interval]
  ) throws(PluginFault) -> [muster_work]? {
    guard adds(.workload),
      case .work(let answer)? = try runner.run(
        RowCall(hook: .workload, queue: queue, rows: rows))
    else { return nil }
    if let wrong = RowChecks.fault(of: answer, for: rows) { throw breach(.workload, wrong) }
    return answer
  }

  /// What `rows` need; nil when the queue does not concern the plugin.
  public func requirement(
    _ queue: QueueInfo, goal: GoalInfo, _ rows: [muster_interval]
  ) throws(PluginFault) -> [muster_requirement]? {
    guard adds(.requirement),
      case .requirement(var answer)? = try runner.run(
        RowCall(hook: .requirement, queue: queue, goal: goal, rows: rows))
    else { return nil }
    // Contract 1.0 had no flags there: what a plugin built for it left in their place means nothing.
    if identity.contractMinor < 1 { for i in answer.indices { answer[i].flags = 0 } }
    if let wrong = RowChecks.fault(of: answer, for: rows) { throw breach(.requirement, wrong) }
    return answer
  }

  // MARK: - Questions

  public func explain(_ question: ExplainQuestion) throws(PluginFault) -> ExplainAnswer? {
    try ask(.explain, question) { AnswerChecks.fault(of: $0, to: question) }
  }

  public func simulate(_ question: SimulateQuestion) throws(PluginFault) -> SimulateAnswer? {
    try ask(.simulate, question) { AnswerChecks.fault(of: $0, to: question) }
  }

  public func windows(_ question: WindowsQuestion) throws(PluginFault) -> WindowsAnswer? {
    try ask(.windows, question) { AnswerChecks.fault(of: $0, to: question) }
  }

  public func caps(_ question: CapsQuestion) throws(PluginFault) -> CapsAnswer? {
    try ask(.caps, question, check: AnswerChecks.fault(of:))
  }

  public func labour(_ question: LabourQuestion) throws(PluginFault) -> LabourAnswer? {
    try ask(.labour, question, check: AnswerChecks.fault(of:))
  }

  public func judge(_ question: ShiftsQuestion) throws(PluginFault) -> FindingsAnswer? {
    try ask(.shifts, question, check: AnswerChecks.fault(of:))
  }

  public func price(_ question: PriceQuestion) throws(PluginFault) -> PriceAnswer? {
    try ask(.price, question) { AnswerChecks.fault(of: $0, to: question) }
  }

  public func resources(_ plan: PlanInfo) throws(PluginFault) -> ResourcesAnswer? {
    try ask(.resources, PlanQuestion(plan: plan), check: AnswerChecks.fault(of:))
  }

  public func audit(_ plan: PlanInfo) throws(PluginFault) -> FindingsAnswer? {
    try ask(.audit, PlanQuestion(plan: plan), check: AnswerChecks.fault(of:))
  }

  public func report(_ plan: PlanInfo) throws(PluginFault) -> ReportAnswer? {
    try ask(.report, PlanQuestion(plan: plan), check: AnswerChecks.fault(of:))
  }

  /// The plugin's rules; empty when it has none.
  public func rules() throws(PluginFault) -> [Rule] {
    let answer: RulesAnswer? = try ask(
      .rules, RulesQuestion(.list), check: AnswerChecks.faultOfList(_:))
    return answer?.rules ?? []
  }

  /// How `rule` works, in a few sentences.
  public func explain(rule: String) throws(PluginFault) -> String? {
    let answer: RulesAnswer? = try ask(.rules, RulesQuestion(.explain, rule: rule)) {
      $0.explanation == nil ? "the explanation is missing" : nil
    }
    return answer?.explanation
  }

  /// What the plugin's code makes of the example just now.
  public func outcome(ofExample example: String, rule: String) throws(PluginFault) -> String? {
    let question = RulesQuestion(.example, rule: rule, example: example)
    let answer: RulesAnswer? = try ask(.rules, question) {
      $0.outcome == nil ? "the outcome is missing" : nil
    }
    return answer?.outcome
  }

  /// Asks in JSON and decodes nothing; for tools that judge the answer themselves.
  package func askText(_ hook: Hook, _ question: String) throws(PluginFault) -> String? {
    try runner.ask(hook, question)
  }

  /// Configures with a text that may be wrong; for tools that try just that.
  package func configureText(_ json: String) throws(PluginFault) { try runner.configure(json) }

  /// What the plugin's process holds; nil for a plugin in this process.
  var usage: ProcessUsage? { runner.usage }

  private func ask<Answer: Decodable>(
    _ hook: Hook, _ question: some Encodable, check: (Answer) -> String?
  ) throws(PluginFault) -> Answer? {
    guard adds(hook), let text = try runner.ask(hook, text(question)) else { return nil }
    if hasSteeringEscape(text) {
      throw breach(hook, "a text holds characters that steer a terminal")
    }
    let answer: Answer
    do throws(ContractMismatch) { answer = try ContractCoding.value(of: text) } catch {
      throw breach(hook, error.path.isEmpty ? error.what : "\(error.path) \(error.what)")
    }
    if let wrong = check(answer) { throw breach(hook, wrong) }
    return answer
  }

  private func text(_ value: some Encodable) throws(PluginFault) -> String {
    do throws(ContractMismatch) { return try ContractCoding.text(value) } catch {
      throw PluginFault(
        plugin: id, path: path,
        .refused(
          status: MUSTER_E_QUESTION, setting: "",
          message: "cannot be asked: \(error.path) \(error.what)"))
    }
  }

  func breach(_ hook: Hook, _ what: String) -> PluginFault {
    PluginFault(plugin: id, path: path, .breach("in its \(hook.name) answer, \(what)"))
  }
}
