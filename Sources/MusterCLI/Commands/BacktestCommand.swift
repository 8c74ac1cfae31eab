import ArgumentParser
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

  @Option(help: ArgumentHelp("How the scores are written.", valueName: "table|csv|json"))
  var format: OutputFormat = .table

  static let conflicts = [OptionConflict("--origins", "--weeks", why: "names every origin")]

  func run() async throws {
    let examined =
      if let centre {
        try ExaminedHistories(
          centre: centre, source, isStrict: true, runsModels: onCentre.runModels)
      } else {
        try ExaminedHistories(source, knowledge: knowledge, isStrict: true)
      }
    let (days, weeks) = (try days.value(), try weeks.value() ?? 8)
    let zone = examined.zone
    let given = try origins.map { try Self.origins(file: $0, zone) }
    var results: [Backtest] = []
    // A queue that cannot be examined is named; the others are.
    var failed: [Problem] = []
    for queue in examined.queues {
      let origins =
        given ?? Backtest.origins(queue.history, weeks: weeks, days: days, zone: zone)
      let name = examined.queues.count > 1 ? "queue \(queue.history.queue): " : ""
      var setting = queue.setting
      setting.days = days
      if let method = try method.value() { setting.method = method }
      do throws(Problem) {
        let result = try await Backtest.run(queue.history, origins: origins, setting: setting) {
          done in
          guard Terminal.isWatched else { return }
          let line =
            "\r\(name)origin \(done) of \(origins.count)" + (done == origins.count ? "\n" : "")
          try? writeAll(Array(line.utf8), to: 2, name: "standard error")
        }
        results.append(result)
      } catch {
        var problem = error
        if !name.isEmpty { problem.subject = "queue \(queue.history.queue)" }
        failed.append(problem)
      }
    }
    guard !results.isEmpty || failed.isEmpty else { throw Problems(failed) }
    if let predictions {
      let bytes = BacktestText.predictions(results, examined)
      if predictions == "-" { Terminal.write(bytes) } else { try writeFile(predictions, bytes) }
    }
    switch format {
    case .table:
      Terminal.write(results.map { BacktestText.text($0, zone) }.joined(separator: "\n"))
    case .csv: Terminal.write(BacktestText.scores(results).csv())
    case .json: Terminal.write(JSONValue.array(results.map { BacktestText.json($0, zone) }).text())
    }
    guard !failed.isEmpty else { return }
    for problem in failed { Terminal.say(Terminal.red("failed: ") + problem.description) }
    throw Problem(
      .partlyDone, subject: "backtest",
      "\(results.count) of \(results.count + failed.count) queues are examined")
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
