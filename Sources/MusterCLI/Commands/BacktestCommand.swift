import ArgumentParser
import Batches
import CentreModel
import CivilTime
import Diagnostics
import Files
import Forecasting
import Tables

struct BacktestCommand: AsyncParsableCommand, TwoSourcedCommand, RuledOptions {
  static let configuration = CommandConfiguration(
    commandName: "backtest",
    abstract:
      "Show how good the forecast would have been: rolling origins, baselines, noise floor.",
    discussion: """
      Of a centre's queues, with its hours, holidays and events:

        muster backtest Forecasts/harbor-bank --queue service --weeks 8 --as-of 2026-11-23

      Of an interval history on a plain file:

        muster backtest --history calls.csv --timezone America/New_York \\
          --holidays holidays.csv --calendar US --weeks 8 --predictions predictions.csv

      From each origin the history before it is forecast --days ahead as muster forecast would, \
      everything chosen anew, and compared with what came. WAPE: sum of absolute errors over \
      contacts, by interval and by day. MASE, RMSSE: against the week before. Winkler: width of the \
      bounds and the price of misses, as a share of the mean interval; lower is better. The noise \
      floor is the error that remains when all rates are known.

      A share of the queues on each of several machines, to be run again if it is killed, and the \
      whole of them:

        muster backtest --history calls.csv --timezone America/New_York \\
          --shard 2/16 --to scores-2.csv --resume
        muster backtest --merge scores-*.csv
      """)

  @Argument(help: "A centre folder, instead of --history and its options.")
  var centre: String?

  @OptionGroup var source: HistorySourceOptions

  /// What belongs to a centre.
  struct CentreOptions: CentreOnlyOptions {
    @Flag(
      help: ArgumentHelp(
        "Run the forecasting commands that centre.toml names in [[model]] beside our methods."))
    var runModels = false
  }

  @OptionGroup(title: "On a centre") var onCentre: CentreOptions

  @OptionGroup(title: "On plain files") var knowledge: KnowledgeOptions

  @Option(
    help: ArgumentHelp(
      "The last weeks to forecast, from their Mondays; by default 8.", valueName: "n"))
  var weeks: OptionValue<CountForm<OriginWeeks>>?

  @Option(
    help: ArgumentHelp("The origins instead, one instant or date a line.", valueName: "file"))
  var origins: String?

  @Option(help: ArgumentHelp("How many days to forecast from each origin.", valueName: "n"))
  var days = DaysArgument(7)

  @Option(
    help: ArgumentHelp(
      "The method, instead of the one the evidence speaks for: \(MethodForm.list).",
      valueName: "name"))
  var method: MethodArgument?

  @Option(help: ArgumentHelp("Where to write every prediction, CSV.", valueName: "file"))
  var predictions: String?

  @OptionGroup var cores: ThreadOptions

  @OptionGroup var part: ShareOptions

  @OptionGroup var kept: ResultOptions

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      """
      Instead of examining anything, read the scores of these files, as --format csv and --to write them, and \
      show each queue and all together: the scores of shares as those of the whole.
      """, valueName: "file"))
  var merge: [String] = []

  @Option(help: ArgumentHelp("How the scores are written.", valueName: "table|csv|json"))
  var format: OutputFormat = .table

  static let conflicts = [
    OptionConflict("--origins", "--weeks", why: "names every origin"),
    OptionConflict("--to", "--predictions", why: "takes the scores alone"),
    OptionConflict(
      "--merge", DeclaredOption.names(of: Self.self).subtracting(["--merge", "--format"]).sorted(),
      why: "examines nothing"),
  ]

  var needsSource: Bool { merge.isEmpty }

  func run() async throws {
    guard needsSource else { return try BacktestMerge(files: merge, centre: centre).run(format) }
    if let centre {
      try await examine(
        ExaminedHistories(centre: centre, source, isStrict: true, runsModels: onCentre.runModels))
    } else {
      try await examineFiles()
    }
  }

  private func examine(_ centre: ExaminedHistories) async throws {
    let results = try kept.open(
      for: self, header: BacktestText.scores().names, inputs: centre.inputs)
    let output = BacktestOutput(
      format: format, zone: centre.zone, results: results, predictions: predictions,
      hasQueues: centre.queues.count > 1)
    let share = try part.share()
    var examined = centre
    examined.queues.removeAll {
      !share.contains($0.history.queue) || results?.done.contains($0.history.queue) == true
    }
    try await run(try plan(centre.zone), examined, output)
    try kept.confirm(results, of: self, inputs: centre.inputs)
    try output.end()
  }

  private func examineFiles() async throws {
    let reading = source.onFiles.reading
    let zone = try reading.zone()
    let setting = try reading.setting(zone)
    let plan = try plan(zone)
    let share = try part.share()
    let results = try kept.open(for: self, header: BacktestText.scores().names)
    let (asked, done) = (Set(source.queue), results?.done ?? [])
    let feed = try HistoryFeed(reading, zone, before: try source.before(zone)) { name in
      share.contains(name) && (asked.isEmpty || asked.contains(name)) && !done.contains(name)
    }
    let output = BacktestOutput(
      format: format, zone: zone, results: results, predictions: predictions,
      hasQueues: try source.chosen(of: feed.queues).count > 1)
    var next = try await feed.next()
    while let file = next {
      async let ahead = feed.next()
      let examined = try ExaminedHistories(file, setting, knowledge: knowledge)
      try await run(plan, examined, output)
      next = try await ahead
    }
    try kept.confirm(results, of: self)
    try output.end()
  }

  private func plan(_ zone: Zone) throws -> BacktestPlan {
    BacktestPlan(
      weeks: try weeks.value() ?? 8, origins: try origins.map { try Self.origins(file: $0, zone) },
      days: try days.value(), method: try method.value(), threads: try cores.threads.value())
  }

  private func run(
    _ plan: BacktestPlan, _ examined: ExaminedHistories, _ output: BacktestOutput
  ) async throws {
    try await plan.run(examined) { (queue, result) throws(Problem) in
      try output.put(result, of: queue, examined)
    }
  }

  /// One instant or date a line, after a header `origin` if there is one.
  private static func origins(file path: String, _ zone: Zone) throws(Problem) -> [Instant] {
    var found: [Instant] = []
    let text = String(decoding: try readFile(path), as: UTF8.self)
    for (k, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let word = line.filter { $0 != "\r" }
      if word.isEmpty || (k == 0 && word.hasPrefix("origin")) { continue }
      do throws(Problem) {
        let moment = MomentArgument(argument: String(word))
        if let fault = moment.fault { throw fault.problem(at: nil, value: String(word)) }
        found.append(try moment.value().instant(in: zone, option: "origin"))
      } catch {
        var problem = error
        problem.kind = .invalidInput
        problem.place = Place(file: path, line: k + 1)
        problem.subject = "origin"
        throw problem
      }
    }
    return found
  }
}

enum OriginWeeks: CountedThing { static let range = 1...520 }
