public import CentreModel
internal import CivilTime
public import Diagnostics

/// Forecasts one queue. Pure: the same history and setting give the same rows.
public enum QueueForecaster {
  /// The forecast of every interval of `setting.days` dates from `setting.from` on.
  ///
  /// Uses no row whose interval ends after `setting.asOf`. Throws a ``Problem`` when there is no
  /// history at all, or the setting makes no sense.
  public static func forecast(
    _ given: QueueHistory, _ asked: ForecastSetting
  ) throws(Problem) -> QueueForecast {
    try check(given, asked)
    let setting = asked.byDate
    let absent = AbsentIntervals(
      given.before(setting.asOf), zone: setting.zone, hours: setting.hours)
    let history = absent.history
    guard
      var grid = DemandGrid(
        history, zone: setting.zone, asOf: setting.asOf, trainFrom: setting.trainFrom),
      grid.counts.contains(where: { !$0.isNaN })
    else {
      throw Problem(
        subject: "queue \(history.queue)", "has no history before the as-of instant",
        value: setting.asOf.text(in: setting.zone),
        maybe: given.rows.first.map {
          "a later --as-of is meant; the first row is \($0.start.text(in: setting.zone))"
        } ?? "another queue's history is meant")
    }
    let clock = ClockCheck(grid, zone: setting.zone).sentence(setting.zone)
    let stated = setting.hours.map { OpenSlots($0, intervalSeconds: history.intervalSeconds) }
    ClosedZeros.drop(from: &grid, hours: stated)
    let hours = stated ?? OpenSlots(learntFrom: grid)
    let changes = AnnouncedChanges(
      setting.events, grid: grid, standard: setting.handlingSeconds,
      today: setting.zone.date(at: setting.asOf), end: setting.from + setting.days)
    changes.apply(to: &grid)
    let handling = HandlingTime(grid, standard: setting.handlingSeconds)
    let totals = setting.drops.isEmpty ? [:] : grid.dayTotals(open: hours)
    let drops = DropResponse(
      setting.drops, totals: totals, until: setting.from + setting.days)
    grid.remove(drops.effect, totals: totals)
    var demand = ForecastRun(grid: grid, hours: hours, setting: setting, history: history).demand()
    if let failure = demand.failure { throw failure }
    if let clock {
      demand.evidence.remarks.append(
        clock.prefix(1).uppercased() + clock.dropFirst() + ". They are read as written.")
    }
    if let remark = absent.remark { demand.evidence.remarks.append(remark) }
    demand.evidence.remarks += changes.remarks + drops.remarks
    if let remark = handling.remark { demand.evidence.remarks.append(remark) }
    if setting.split == nil, history.intervalSeconds > 3600 {
      demand.evidence.remarks.append(
        "The history counts by \(history.intervalSeconds / 3600) hours: how contacts are spread within"
          + " is not known; a profile says it (--interval 30m --profile FILE).")
    }
    var forecast = ForecastRows(
      history: history, setting: setting, hours: hours, handling: handling, changes: changes,
      added: drops.effect
    ).assemble(demand)
    forecast.trials = demand.trials
    return setting.split.map { forecast.split($0, setting) } ?? forecast
  }

  private static func check(_ history: QueueHistory, _ setting: ForecastSetting) throws(Problem) {
    let length = history.intervalSeconds
    guard length > 0, 86_400 % length == 0 else {
      throw Problem(
        subject: "interval", "does not divide a day evenly", value: "\(length) s",
        maybe: "15m, 30m or 60m is meant")
    }
    guard setting.days >= 1, setting.days <= 400 else {
      throw Problem(
        .usage, subject: "days", "is not between 1 and 400", value: "\(setting.days)")
    }
    let today = setting.zone.date(at: setting.asOf)
    guard setting.from >= today else {
      throw Problem(
        .usage, subject: "from", "is before the as-of date \(today)", value: "\(setting.from)",
        maybe: "an earlier --as-of is meant")
    }
  }
}

extension QueueHistory {
  /// The rows before an instant.
  func before(_ instant: Instant) -> QueueHistory {
    let count = rows.partitionPoint { $0.start + intervalSeconds > instant }
    guard count < rows.count else { return self }
    return QueueHistory(
      queue: queue, intervalSeconds: intervalSeconds, rows: Array(rows[..<count]), absent: absent)
  }
}
