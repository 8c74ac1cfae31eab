// Goal: small queues helped by the sum over queues of their kind.
//
// Method: queues of one clock, hours and calendar with few contacts an interval are added up and forecast
// as one; a queue's part is its share of the contacts of the last eight weeks. What one queue cannot tell
// from ten contacts a day (weekdays, the shape of the day, a holiday's effect), fifty can. The shape of all
// stands for each, which a queue of its own kind contradicts: so it is a method among the others, tried on the
// same weeks, and used where it errs less. What it would have been in those weeks are the trials of the sum's
// own forecast, each with all choices made by the other weeks, as a queue's own methods have theirs.
// Measured (half a year of five queues of 0.1, 0.2, 0.4, 0.8 and 1.5 contacts a quarter hour, six seeds, error
// against the true rates): 10, 9, 8, 6 and 5 % where their own history alone gives 15, 14, 10, 7 and 5 %.
// Source: top-down forecasting by proportions, Gross & Sohl 1990; Athanasopoulos, Ahmed & Hyndman 2009.

public import CentreModel
internal import CivilTime
internal import Diagnostics
internal import Synchronization

public enum PooledDemand {
  /// Its name among the methods.
  public static let method = ForecastMethod(rawValue: "pooled")
  /// The last weeks that shares are taken from.
  private static let shareDays = 56
  private static let fewest = 2

  /// The settings of queues that are forecast together, with the sum over small ones of a kind as a method.
  public static func added(
    to queues: [(history: QueueHistory, setting: ForecastSetting)]
  ) -> [ForecastSetting] {
    var settings = queues.map(\.setting)
    let small = queues.indices.filter { isSmall(queues[$0].history, queues[$0].setting) }
    let kinds = Dictionary(grouping: small) { Kind(queues[$0].history, queues[$0].setting) }
    for members in kinds.values where members.count >= fewest {
      var base = queues[members[0]].setting
      base.outside = []
      base.drops = []
      base.method = nil
      base.keepsTrials = true
      let rows = HistorySum.rows(
        of: members.map { queues[$0].history.rows }, zone: base.zone, absentIsKnown: true
      ).rows
      let sum = Sum(
        QueueHistory(
          queue: "\(members.count) queues together",
          intervalSeconds: queues[members[0]].history.intervalSeconds, rows: rows), base)
      for k in members where !settings[k].outside.contains(where: { $0.method == method }) {
        settings[k].outside.append(sum.method(for: queues[k].history))
      }
    }
    return settings
  }

  /// Few contacts an interval, but some: over the rows of the last twelve weeks that counted any.
  private static func isSmall(_ history: QueueHistory, _ setting: ForecastSetting) -> Bool {
    let first = setting.asOf - 84 * 86_400
    var (sum, count) = (0.0, 0.0)
    for row in history.rows where row.start >= first && row.start < setting.asOf && !row.closed {
      guard let contacts = row.offered ?? row.handled else { continue }
      sum += contacts
      count += 1
    }
    return sum > 0 && sum < DaySeries.fewContacts * count && setting.events.isEmpty
      && setting.drops.isEmpty && setting.split == nil
  }

  /// Queues of one kind have the same days and hours.
  private struct Kind: Hashable {
    var zone: String
    var interval: Int
    var hours: OpeningHours?
    var days: [NamedDay]

    init(_ history: QueueHistory, _ setting: ForecastSetting) {
      zone = setting.zone.name
      interval = history.intervalSeconds
      hours = setting.hours
      days = setting.namedDays
    }
  }

  /// The sum over queues, forecast once for all of them.
  private final class Sum: Sendable {
    let history: QueueHistory
    let setting: ForecastSetting
    private let known = Mutex<Result<QueueForecast, OutsideMethod.Failure>?>(nil)

    init(_ history: QueueHistory, _ setting: ForecastSetting) {
      self.history = history
      self.setting = setting
    }

    func method(for member: QueueHistory) -> OutsideMethod {
      var method = OutsideMethod(PooledDemand.method.rawValue) { [self] question in
        let share = share(of: question.history, before: question.asOf)
        guard share > 0 else {
          return .failure(
            OutsideMethod.Failure(
              Problem(subject: "queue \(member.queue)", "has no contacts in the last eight weeks")))
        }
        return contacts(from: question.from, asOf: question.asOf).map {
          $0.mapValues { share * $0 }
        }
      }
      let percent = (1000 * share(of: member, before: setting.asOf)).rounded() / 10
      method.remark =
        "The queue is small: its contacts are \(percent) % of the forecast of \(history.queue)."
      method.isOurs = true
      return method
    }

    private func share(of member: QueueHistory, before instant: Instant) -> Double {
      let all = total(history, before: instant)
      return all > 0 ? min(1, total(member, before: instant) / all) : 0
    }

    private func total(_ history: QueueHistory, before instant: Instant) -> Double {
      let low = history.rows.partitionPoint {
        $0.start >= instant - PooledDemand.shareDays * 86_400
      }
      let high = history.rows.partitionPoint { $0.start >= instant }
      return history.rows[low..<high].reduce(0) { $0 + ($1.offered ?? $1.handled ?? 0) }
    }

    /// Of the sum, as of today or of one of the weeks on which it was tried.
    private func contacts(from date: CivilDate, asOf: Instant) -> OutsideMethod.Answer {
      forecast().flatMap { forecast in
        if asOf == setting.asOf {
          return .success(
            Dictionary(forecast.rows.map { ($0.start, $0.offered) }) { first, _ in first })
        }
        return forecast.trials[date].map { .success($0) }
          ?? .failure(
            OutsideMethod.Failure(
              Problem(subject: history.queue, "were not tried from this day", value: "\(date)")))
      }
    }

    private func forecast() -> Result<QueueForecast, OutsideMethod.Failure> {
      known.withLock { known in
        if let known { return known }
        let made: Result<QueueForecast, OutsideMethod.Failure>
        do throws(Problem) {
          made = .success(try QueueForecaster.forecast(history, setting))
        } catch { made = .failure(OutsideMethod.Failure(error)) }
        known = made
        return made
      }
    }
  }
}
