import ArgumentParser
import CentreModel
import CivilTime
import Diagnostics
import Files
import Forecasting
import History
import Tables

struct BacktestCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backtest",
    abstract:
      "Shows how good the forecast would have been: rolling origins, baselines, noise floor.",
    discussion: """
        muster backtest --history calls.csv --timezone America/New_York \\
          --holidays holidays.csv --calendar US --weeks 8 --predictions predictions.csv

      From each origin the history before it is forecast --days ahead as muster forecast would, \
      everything chosen anew, and compared with what came. WAPE: sum of absolute errors over \
      contacts, by interval and by day. MASE, RMSSE: against the week before. Winkler: width of the \
      bounds and the price of misses, as a share of the mean interval; lower is better. The noise \
      floor is the error that remains when all rates are known.
      """)

  @OptionGroup var options: HistoryOptions

  @Option(help: ArgumentHelp("The last weeks to forecast, from their Mondays.", valueName: "n"))
  var weeks: Int?

  @Option(
    help: ArgumentHelp("The origins instead, one instant or date a line.", valueName: "file"))
  var origins: String?

  @Option(help: ArgumentHelp("How many dates to forecast from each origin.", valueName: "n"))
  var days: Int = 7

  @Option(help: ArgumentHelp("Where to write every prediction, CSV.", valueName: "file"))
  var predictions: String?

  @Option(help: ArgumentHelp("How the scores are written.", valueName: "table|csv|json"))
  var format: OutputFormat = .table

  func run() async throws {
    let zone = try options.zone()
    let path = try options.path()
    var setting = try options.setting(zone)
    setting.days = days
    let file = try options.patched(
      try HistoryFile.read(path: path, try options.reading(zone)), zone)
    var results: [Backtest] = []
    for queue in file.queues {
      let origins = try origins(queue, zone)
      let name = file.queues.count > 1 ? "queue \(queue.queue): " : ""
      let result = try await Backtest.run(
        queue, origins: origins, setting: try options.setting(setting, queue: queue.queue)
      ) { done in
        guard Terminal.isWatched else { return }
        let line =
          "\r\(name)origin \(done) of \(origins.count)" + (done == origins.count ? "\n" : "")
        try? writeAll(Array(line.utf8), to: 2, name: "standard error")
      }
      results.append(result)
    }
    if let predictions {
      let bytes = BacktestText.predictions(results, file, zone)
      if predictions == "-" { Terminal.write(bytes) } else { try writeFile(predictions, bytes) }
    }
    switch format {
    case .table:
      Terminal.write(results.map { BacktestText.table($0, zone) }.joined(separator: "\n"))
    case .csv: Terminal.write(BacktestText.csv(results))
    case .json: Terminal.write(JSONValue.array(results.map { BacktestText.json($0, zone) }).text())
    }
  }

  private func origins(_ queue: QueueHistory, _ zone: Zone) throws(Problem) -> [Instant] {
    guard let path = origins else {
      let weeks = weeks ?? 8
      guard weeks >= 1, weeks <= 520 else {
        throw Problem(.usage, subject: "--weeks", "is not between 1 and 520", value: "\(weeks)")
      }
      return Backtest.origins(queue, weeks: weeks, days: days, zone: zone)
    }
    var found: [Instant] = []
    let text = String(decoding: try readFile(path), as: UTF8.self)
    for (k, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let word = line.filter { $0 != "\r" }
      if word.isEmpty || (k == 0 && word.hasPrefix("origin")) { continue }
      do throws(Problem) {
        found.append(try readInstant(word, in: zone, option: "origin"))
      } catch {
        var problem = error
        problem.kind = .invalidInput
        problem.place = Place(file: path, line: k + 1)
        throw problem
      }
    }
    return found
  }
}
