import Batches
import Diagnostics
import Files
import Planning
import Publishing

/// What is told of one run beside the screen: its receipt, its log, and the programs that want to know.
struct RunRecord {
  let receipt: RunReceipt
  let hooks: PlanHooks
  let log: RunLog?

  private var isAsked: Bool { receipt.path != nil || hooks.areAsked || log != nil }

  func start() throws(Problem) {
    try receipt.start()
    try log?.write(.start)
  }

  /// The run has a plan, in force or not.
  ///
  /// Returns what went wrong in telling it where nothing else did: the plan stands all the same.
  func end(_ result: PlanRun.Result, _ store: PlanStore) throws(Problem) -> Problem? {
    guard isAsked else { return nil }
    var made = try receipt.made(result, store)
    try receipt.write(made)
    let problems = try hooks.run(try Self.events(result), made)
    let first = made.exitCode == 0 ? problems.first : nil
    if let first {
      made.exitCode = first.kind.exitCode
      made.message = first.description
      try receipt.write(made)
    }
    tell(first == nil ? problems : Array(problems.dropFirst()))
    try log?.end(made)
    return first
  }

  /// The run has no plan.
  func end(failure: any Error) {
    guard isAsked else { return }
    let made = receipt.made(failure: failure)
    receipt.writeOrSay(made)
    do throws(Problem) {
      tell(try hooks.run([.failure], made))
      try log?.end(made)
    } catch { Terminal.say("warning: \(error.description)") }
  }

  private func tell(_ problems: [Problem]) {
    for problem in problems {
      Terminal.say("warning: \(problem.description)")
      log?.attempt(.warning, code: "hook", problem.description)
    }
  }

  private static func events(_ result: PlanRun.Result) throws(Problem) -> [PlanHooks.Event] {
    guard result.isInForce else { return [.failure] }
    guard result.switchedLatest else { return [] }
    let changes = "\(result.outcome.path)/\(PlanFileName.changes)"
    guard exists(changes) else { return [.publish] }
    // Below the header there is a change a line.
    let lines = try readFile(changes).count { $0 == 10 }
    return lines > 1 ? [.publish, .change] : [.publish]
  }
}
