internal import CentreInputs
internal import CentreModel
internal import CivilTime
internal import SitePlanning
internal import Tables

/// The promises of days and weeks beside the simulated service, one row a queue and day.
enum PromiseFile {
  /// A queue's service on a day.
  struct Row {
    var date: CivilDate
    var total: ServiceTotal
    var lowestHour: (clock: String, level: Double)?
  }

  static func table(_ plan: Plan) -> Table {
    var table = Table([
      .text("queue"), .text("date"), .text("period"), .number("promised", decimals: 4),
      .number("sim_sl", decimals: 4), .number("sim_ci95", decimals: 4),
      .number("hour_floor", decimals: 4), .text("lowest_hour"),
      .number("lowest_hour_sl", decimals: 4), .number("offered", decimals: 1),
    ])
    for queue in plan.folder.centre.queues
    where plan.parts.contains(where: { $0.part.promised.contains(queue.id) }) {
      for row in rows(plan, queue) {
        table.row(
          .text(queue.id), .text("\(row.date)"), .text(queue.goal.period.rawValue),
          .number(queue.goal.serviceLevel ?? 0), .number(row.total.figures.serviceLevel),
          .number(row.total.halfWidths.serviceLevel), .number(queue.goal.hourFloor ?? 0),
          .text(row.lowestHour?.clock ?? ""), .number(row.lowestHour?.level ?? 1),
          .number(row.total.offered))
      }
    }
    return table
  }

  /// A queue's open days.
  static func rows(_ plan: Plan, _ queue: Queue) -> [Row] {
    let zone = plan.folder.zone
    let own = plan.judgedService.filter { $0.queue == queue.id }
    return plan.period.dates.compactMap { date in
      let day = own.filter { zone.date(at: $0.start) == date }
      guard let total = day.total() else { return nil }
      let midnight = zone.startOfDay(date)
      let hours = Dictionary(grouping: day) { ($0.start - midnight) / 3600 }
      let levels = hours.keys.sorted().compactMap { hour in
        hours[hour]?.total().map {
          (clock: zone.local(at: midnight + hour * 3600).clock, level: $0.figures.serviceLevel)
        }
      }
      return Row(
        date: date, total: total,
        lowestHour: levels.min { ($0.level, $0.clock) < ($1.level, $1.clock) })
    }
  }
}
