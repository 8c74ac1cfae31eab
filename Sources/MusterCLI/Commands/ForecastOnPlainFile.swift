import Batches
import CentreModel
import CivilTime
import Diagnostics
import Forecasting
import History
import SitePlanning

/// `muster forecast` on a history file: queues in parallel, written in their order.
struct ForecastOnPlainFile {
  /// But for what the queue's own events and mailings add.
  let setting: ForecastSetting
  let history: HistoryOptions
  let knowledge: KnowledgeOptions
  let threads: Int
  let format: OutputFormat

  /// `results`: Where they go instead of the standard output; queues that are there already are left out.
  /// `confirm`: Called when all is read.
  func run(
    _ results: QueueResults?, share: Share, confirm: () throws(Problem) -> Void
  ) async throws {
    let output = ForecastOutput(format: format, zone: setting.zone, results: results)
    let feed = try HistoryFeed(history, setting.zone)
    output.begin()
    var next = try await feed.next()
    while let file = next {
      async let ahead = feed.next()
      tell(file.remarks)
      try await forecast(file.queues, output) { name in
        share.contains(name) && results?.done.contains(name) != true
      }
      next = try await ahead
    }
    try confirm()
    try output.end()
  }

  private func tell(_ remarks: [HistoryRemark]) {
    for remark in remarks.prefix(5) { Terminal.say("note: \(remark.place): \(remark.text)") }
    if remarks.count > 5 { Terminal.say("note: and \(remarks.count - 5) more") }
  }

  /// Forecasts the queues that are wanted, in their order and in parallel. What small queues of a kind add up
  /// to, all of them say, so that the forecast of a queue does not depend on which others are wanted.
  private func forecast(
    _ queues: [QueueHistory], _ output: ForecastOutput, where isWanted: (String) -> Bool
  ) async throws {
    let wanted = queues.indices.filter { isWanted(queues[$0].queue) }
    guard !wanted.isEmpty else { return }
    var settings: [ForecastSetting] = []
    for queue in queues { settings.append(try knowledge.setting(setting, queue: queue.queue)) }
    let prepared = PooledDemand.added(to: Array(zip(queues, settings)).map { ($0, $1) })
    try await concurrently(wanted.map { (queues[$0], prepared[$0]) }, threads: threads) {
      item -> Result<QueueForecast, Problem> in
      do throws(Problem) {
        return .success(try QueueForecaster.forecast(item.0, item.1))
      } catch { return .failure(error) }
    } inOrder: { (result) throws(Problem) in
      try output.put(result)
    }
  }
}
