import CentreModel
import CivilTime
import Diagnostics
import Forecasting
import Glibc
import History

/// `muster forecast` on a history file: queues in parallel, written in their order.
struct ForecastOnPlainFile {
  let reading: HistoryReading
  /// But for what the queue's own events and mailings add.
  let setting: ForecastSetting
  let history: HistoryOptions
  let knowledge: KnowledgeOptions
  let threads: Int
  let format: OutputFormat

  /// Files beyond this size are read queue by queue, which needs their queues one after the other.
  private static let streamingBytes = 256 << 20
  /// Queues that are forecast at a time when streaming, while as many are read.
  private static let batch = 16

  func run() async throws {
    let output = ForecastOutput(format: format, zone: setting.zone)
    output.begin()
    if history.history.count == 1, let path = history.history.first, path != "-",
      fileSize(path) > Self.streamingBytes
    {
      try await streamed(path, output)
    } else {
      let file = try history.read(setting.zone)
      for remark in file.remarks.prefix(5) { Terminal.say("note: \(remark.place): \(remark.text)") }
      if file.remarks.count > 5 { Terminal.say("note: and \(file.remarks.count - 5) more") }
      output.put(try await forecast(file.queues))
    }
    try output.end()
  }

  private func streamed(_ path: String, _ output: ForecastOutput) async throws {
    let feed = try QueueFeed(path: path, reading, history, setting.zone)
    var batch = try await feed.next(Self.batch)
    while !batch.isEmpty {
      async let ahead = feed.next(Self.batch)
      output.put(try await forecast(batch))
      batch = try await ahead
    }
  }

  /// Forecasts in the order of the queues, in parallel.
  private func forecast(
    _ queues: [QueueHistory]
  ) async throws -> [Result<QueueForecast, Problem>] {
    var settings: [ForecastSetting] = []
    for queue in queues { settings.append(try knowledge.setting(setting, queue: queue.queue)) }
    let prepared = PooledDemand.added(to: Array(zip(queues, settings)).map { ($0, $1) })
    return await withTaskGroup(of: (Int, Result<QueueForecast, Problem>).self) { group in
      var results: [Result<QueueForecast, Problem>?] = Array(repeating: nil, count: queues.count)
      var next = 0
      func start() {
        guard next < queues.count else { return }
        let k = next
        next += 1
        group.addTask {
          do throws(Problem) {
            return (k, .success(try QueueForecaster.forecast(queues[k], prepared[k])))
          } catch { return (k, .failure(error)) }
        }
      }
      for _ in 0..<threads { start() }
      for await (k, result) in group {
        results[k] = result
        start()
      }
      return results.compactMap { $0 }
    }
  }
}

/// The queues of a file, one after the other; read beside what is done with those before.
private actor QueueFeed {
  private let cursor: HistoryCursor
  private let options: HistoryOptions
  private let zone: Zone

  init(
    path: String, _ reading: HistoryReading, _ options: HistoryOptions, _ zone: Zone
  ) throws(Problem) {
    cursor = try HistoryCursor(path: path, reading)
    self.options = options
    self.zone = zone
  }

  /// The next queues, `count` or as many as there are.
  func next(_ count: Int) throws(Problem) -> [QueueHistory] {
    var queues: [QueueHistory] = []
    while queues.count < count, let file = try cursor.next() {
      queues += try options.patched(file, zone).queues
    }
    return queues
  }
}

private func fileSize(_ path: String) -> Int {
  var status = stat()
  return stat(path, &status) == 0 ? Int(status.st_size) : 0
}
