// The file by which a forecast is overridden in Amazon Connect: one row an open interval, in UTC. Columns and
// values as the administrator guide describes them (Override a forecast), looked up in November 2026.

internal import CentreModel
internal import CivilTime
internal import Diagnostics
internal import Planning
internal import Tables

extension DeliveryForm {
  static let amazonConnect = DeliveryForm(
    name: "amazon-connect", summary: "the forecast, to override the one of Amazon Connect",
    needs: [.queue]
  ) { plan, names throws(Problem) in .table(try plan.amazonConnect(names)) }
}

extension DeliveredPlan {
  /// How Amazon Connect calls the channels that it forecasts.
  private static let channels = ["call": "VOICE", "chat": "CHAT"]

  func amazonConnect(_ names: ForeignNames) throws(Problem) -> Table {
    guard let length = [900: "15mins", 1800: "30mins"][intervalSeconds] else {
      throw Problem(
        subject: "amazon-connect", "takes intervals of 15 or 30 minutes",
        value: "\(intervalSeconds / 60) minutes", maybe: "plan with interval = \"15m\" or \"30m\"")
    }
    let sent = queues.filter { Self.channels[$0.channel.rawValue] != nil }
    guard !sent.isEmpty else {
      throw Problem(
        subject: "amazon-connect", "takes queues of calls and chats, and there is none",
        value: queues.map { "\($0.id): \($0.channel.rawValue)" }.joined(separator: ", "))
    }
    try names.mustKnow(.queue, sent.map(\.id), form: "Amazon Connect")
    var table = Table([
      .text("QueueName"), .text("QueueId"), .text("ChannelType"), .text("TimeStamp"),
      .text("IntervalDuration"), .number("IncomingContactVolume", decimals: 0),
      .number("AverageHandleTime", decimals: 0),
    ])
    for queue in sent {
      var rounding = WholeNumbers()
      for row in forecast where row.queue == queue.id && !row.isClosed {
        table.row(
          .text(names[.queueName, queue.id] ?? queue.name), .text(names[.queue, queue.id] ?? ""),
          .text(Self.channels[queue.channel.rawValue] ?? ""), .text("\(row.start)"),
          .text(length), .count(rounding.next(row.offered)), .number(row.handlingSeconds))
      }
    }
    return table
  }
}

/// Rounds a series to whole numbers whose sums stay within one half of those of the series.
struct WholeNumbers {
  private var exact = 0.0
  private var given = 0

  mutating func next(_ value: Double) -> Int {
    exact += max(0, min(value, 1e9))
    let whole = Int(exact.rounded()) - given
    given += whole
    return whole
  }
}
