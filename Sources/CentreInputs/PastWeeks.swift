internal import CentreModel
public import CivilTime
internal import Forecasting
internal import History

/// What was offered in the weeks before a period and in the same weeks a year before, interval by interval,
/// to be seen behind the forecast. Queues whose history has other intervals than the centre have none.
public struct PastWeeks: Sendable {
  /// How many days before the period a week to compare with may begin: the last ones, and those of the last
  /// year with the same weekdays.
  public static let daysBack = [7, 14, 21, 28, 35]
  public static let yearBack = 364

  private var offered: [String: [Instant: Double]] = [:]

  public init() {}

  public init(_ histories: QueueHistories, _ files: HistoryFiles) {
    let horizon = histories.period.horizon(in: histories.folder.zone)
    let day = 86_400
    let recent = horizon.lowerBound - ((Self.daysBack.last ?? 0) + 1) * day
    let (first, last) = (horizon.lowerBound, horizon.upperBound)
    let year = (first - (Self.yearBack + 1) * day)..<(last - (Self.yearBack - 1) * day)
    for queue in histories.folder.centre.queues where queue.demand == .history {
      guard let own = try? histories.read(of: [queue], in: files).first,
        own.intervalSeconds == histories.folder.centre.intervalSeconds
      else { continue }
      for row in own.rows where row.start >= recent || year.contains(row.start) {
        guard let offered = row.offered, !row.closed else { continue }
        self.offered[queue.id, default: [:]][row.start] = offered
      }
    }
  }

  /// Reads the history that a centre has today, as it was at the as-of instant; nothing where it cannot be
  /// read.
  public init(_ histories: QueueHistories) {
    if let files = try? histories.files() {
      self.init(histories, files)
    } else {
      self.init()
    }
  }

  /// What was offered `days` before an instant, at the same time by the clock; nil: not known.
  public func offered(_ queue: String, _ start: Instant, daysBefore days: Int, zone: Zone)
    -> Double?
  {
    let plain = start - days * 86_400
    let shifted =
      plain + (zone.offsetSeconds(at: start) - zone.offsetSeconds(at: plain))
    return offered[queue]?[shifted]
  }
}
