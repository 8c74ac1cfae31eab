import Batches
import CivilTime
import Diagnostics
import Planning
import Tables

extension PlanCommand {
  /// Plans the share of a list or folder that is this command's.
  func plan(many source: String) throws {
    let share = try batch.shard.value() ?? .whole
    let jobs = try batch.jobs.value()
    let options = try options()
    let centres = try CentreList.given(source).paths.filter(share.contains)
    guard !centres.isEmpty else {
      Terminal.say("No centre is in the share \(share).")
      return
    }
    var passed = BatchRun.words(CommandLine.arguments)
    let given = GivenOptions(passed)
    if !given.contains("--lock-wait") { passed += ["--lock-wait", "\(Self.batchLockWait)"] }
    if !given.contains("--threads"), jobs > 1 { passed += ["--threads", "1"] }
    let summary = try BatchRun(
      centres: centres, jobs: jobs, folder: batch.receipts ?? ".", words: passed,
      asOf: period.asOf?.written, options: words(options), resume: batch.resume, isQuiet: quiet
    ).run()
    if !quiet || format == .json { summary.write(format == .json ? .json : .table) }
    try summary.end()
  }

  /// Another machine may be at work on a centre; then it is planned, and this run finds its plan.
  private static let batchLockWait = 300

  /// What may change the plan beside the inputs and the as-of, in one line, for receipts.
  func words(_ options: PlanOptions) -> String {
    var words = ["days=\(options.days)", "roster_seconds=\(shortest(options.rosterSeconds))"]
    func add(_ name: String, _ value: String?) { if let value { words.append("\(name)=\(value)") } }
    add("from", options.from?.description)
    add("seed", options.seed?.description)
    add("output", options.output)
    add("freeze_until", options.freezeUntil)
    add("pins", options.pins)
    add("scenario", options.scenario)
    for (flag, isSet) in [
      ("fresh", fresh), ("accept", accept), ("allow_earlier", allowEarlier),
      ("run_models", plugins.runModels),
    ] where isSet {
      words.append(flag)
    }
    return (words + plugins.folders.pluginDir.map { "plugin_dir=\($0)" }).joined(separator: " ")
  }
}
