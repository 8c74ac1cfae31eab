import ArgumentParser
import Batches
import CivilTime
import Diagnostics
import Forecasting
import Tables

/// `muster backtest --merge`: the scores of shares as those of the whole, from their sums.
struct BacktestMerge {
  let files: [String]
  /// A centre that was named beside them.
  let centre: String?

  /// - Throws: A ``Problem`` where files cannot be read, have a queue in common or were made with different settings;
  ///   of kind `partlyDone` where shares are missing.
  func run(_ format: OutputFormat) throws {
    if let centre {
      throw Problem(
        .usage, subject: "--merge", "examines nothing, and a centre is named beside it",
        value: centre, maybe: "leave one of them out")
    }
    let missing = try missingShares()
    let queues = try queues()
    switch format {
    case .table:
      Terminal.write(
        table(queues).text(paint: Paint(isOn: Terminal.outputIsColoured)) + "\n"
          + BacktestText.together(queues.count, together(queues)))
    case .csv: Terminal.write(BacktestText.scores().csv() + queues.flatMap(\.rows))
    case .json: Terminal.write(json(queues).text())
    }
    guard let first = missing.first else { return }
    throw Problem(
      .partlyDone, subject: "--merge",
      missing.count == 1 ? "a share is missing" : "\(missing.count) shares are missing",
      value: missing.joined(separator: ", "),
      maybe: "it can be made with --shard \(first)")
  }

  /// All queues by name.
  private func queues() throws(Problem) -> [BacktestScoresFile.Queue] {
    var queues: [BacktestScoresFile.Queue] = []
    var places: [String: String] = [:]
    for path in files {
      for queue in try BacktestScoresFile(path: path).queues {
        if let other = places.updateValue(path, forKey: queue.name) {
          throw Problem(
            at: Place(file: path), subject: "queue",
            "stands \(other == path ? "further up" : "in \(other)") already", value: queue.name,
            maybe: "leave one of them out: a queue counts once")
        }
        queues.append(queue)
      }
    }
    return queues.sorted { $0.name < $1.name }
  }

  /// Compares the settings that lie beside the files, but for the share.
  ///
  /// - Returns: The shares that are not here, as far as the settings tell.
  private func missingShares() throws -> [String] {
    var first: (file: String, settings: ResultSettings)?
    var shares: [Share] = []
    for path in files {
      guard var settings = try ResultSettings.read(beside: path) else { continue }
      let share = settings.settings.removeValue(forKey: ResultSettings.share)
      if let share { shares.append(try self.share(share, of: path)) }
      guard let other = first else {
        first = (path, settings)
        continue
      }
      let differences = settings.differences(from: other.settings, of: other.file)
      guard differences.isEmpty else { throw Problems(differences) }
    }
    guard let count = shares.first?.count, shares.count == files.count else { return [] }
    if let other = shares.first(where: { $0.count != count }) {
      throw Problem(
        .usage, subject: "--merge", "shares of different divisions are mixed",
        value: "\(other) and one of \(count)", maybe: "name the files of one division")
    }
    let there = Set(shares.map(\.number))
    return (1...count).filter { !there.contains($0) }.map { "\($0)/\(count)" }
  }

  private func share(_ text: String, of path: String) throws(Problem) -> Share {
    do { return try Share(text) } catch {
      throw Problem(
        at: Place(file: ResultSettings.path(of: path)), subject: ResultSettings.share, error.what,
        value: text, maybe: error.maybe)
    }
  }

  private func together(_ queues: [BacktestScoresFile.Queue]) -> BacktestScores {
    queues.reduce(into: BacktestScores()) { $0.add($1.scores) }
  }

  /// The forecast of each queue.
  private func table(_ queues: [BacktestScoresFile.Queue]) -> Table {
    var lines: [BacktestScores.Line] = []
    for queue in queues {
      guard var line = queue.scores.lines.first else { continue }
      line.name = queue.name
      lines.append(line)
    }
    return BacktestText.methods(lines)
  }

  private func json(_ queues: [BacktestScoresFile.Queue]) -> JSONValue {
    func members(_ scores: BacktestScores) -> [JSONValue.Member] {
      [
        .init("all", BacktestText.methods(scores.lines).json()),
        .init("special", BacktestText.methods(scores.specialLines).json()),
        .init("regular", BacktestText.methods(scores.regularLines).json()),
        .init("noise_floor_percent", scores.noiseFloor.map { .literal(fixed($0, 4)) } ?? .null),
        .init(
          "day_noise_floor_percent", scores.dayNoiseFloor.map { .literal(fixed($0, 4)) } ?? .null),
      ]
    }
    return .object([
      .init(
        "queues",
        .array(
          queues.map { queue in
            .object([.init("queue", .string(queue.name))] + members(queue.scores))
          })), .init("together", .object(members(together(queues)))),
    ])
  }
}
