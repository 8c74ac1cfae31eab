import ArgumentParser
import Batches
import CivilTime
import Diagnostics
import Files
import Forecasting
import Tables

/// Writes backtests as they are made, so that an interrupted run leaves what it had.
final class BacktestOutput {
  private let format: OutputFormat
  private let zone: Zone
  /// Where the scores go instead of the standard output.
  private let results: QueueResults?
  /// Whether the source has several queues, whichever are examined.
  private let hasQueues: Bool
  /// Where every prediction goes; `-` is the standard output.
  private let predictions: String?
  private var predictionFile: GrowingFile?
  /// Scores that follow predictions on the standard output.
  private var held: [UInt8] = []
  private var count = 0
  private var together = BacktestScores()
  private var failures: [Problem] = []

  init(
    format: OutputFormat, zone: Zone, results: QueueResults?, predictions: String?, hasQueues: Bool
  ) {
    self.format = format
    self.zone = zone
    self.results = results
    self.predictions = predictions
    self.hasQueues = hasQueues
  }

  func put(
    _ result: Result<Backtest, Problem>, of queue: String, _ examined: ExaminedHistories
  ) throws(Problem) {
    switch result {
    case .success(let result):
      try begin()
      try predict(BacktestText.predictions(result, examined, hasQueues: hasQueues))
      if let results {
        try results.append(BacktestText.scores(result.queue, result.scores).csv(hasHeader: false))
      } else {
        write(result)
      }
      count += 1
    case .failure(var problem):
      // A queue that cannot be examined is named; the others are.
      if hasQueues { problem.subject = "queue \(queue)" }
      failures.append(problem)
      Terminal.say(Terminal.red("failed: ") + problem.description)
    }
  }

  /// - Throws: Where a queue failed, the exit code: that of the first where none was examined, else that of a
  ///   part.
  func end() throws {
    let done = count + (results?.done.count ?? 0)
    if let first = failures.first, done == 0 { throw ExitCode(first.kind.exitCode) }
    try begin()
    if results == nil {
      if format == .json { write("]\n") }
      if format == .table, count > 1 { write("\n" + BacktestText.together(count, together)) }
    }
    Terminal.write(held)
    guard !failures.isEmpty else { return }
    throw Problem(
      .partlyDone, subject: "backtest",
      "\(done) of \(done + failures.count) queues are examined")
  }

  /// What stands before the first queue; where every queue fails nothing is written.
  private func begin() throws(Problem) {
    guard count == 0 else { return }
    if let predictions, predictions != "-" { predictionFile = try GrowingFile(predictions) }
    try predict(BacktestText.predictionHeader(hasQueues: hasQueues))
    guard results == nil else { return }
    switch format {
    case .csv: write(BacktestText.scores().csv())
    case .json: write("[")
    case .table: break
    }
  }

  private func predict(_ bytes: [UInt8]) throws(Problem) {
    if let predictionFile {
      try predictionFile.append(bytes)
    } else if predictions != nil {
      Terminal.write(bytes)
    }
  }

  private func write(_ result: Backtest) {
    switch format {
    case .csv: write(BacktestText.scores(result.queue, result.scores).csv(hasHeader: false))
    case .json: write((count == 0 ? "\n" : ",\n") + BacktestText.json(result, zone).text())
    case .table:
      write((count == 0 ? "" : "\n") + BacktestText.text(result, zone))
      together.add(result.scores)
    }
  }

  private func write(_ text: String) { write(Array(text.utf8)) }

  private func write(_ bytes: [UInt8]) {
    if predictions == "-" { held += bytes } else { Terminal.write(bytes) }
  }
}
