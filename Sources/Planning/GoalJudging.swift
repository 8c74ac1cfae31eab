package import CentreInputs
package import CentreModel
internal import CivilTime
internal import Publishing
public import SitePlanning
internal import Tables

/// Every goal of every queue beside the service that was simulated: week by week and day by day.
public struct JudgedGoals: Sendable {
  /// By queue in the centre's order, each week before its days.
  public var verdicts: [GoalVerdict] = []
  /// What is judged by no goal because no roster went before the plan, in sentences.
  public var leadIn: [String] = []

  /// `service`: Site by site.
  package init(_ folder: CentreFolder, _ period: PlanningPeriod, _ service: [PartService]) {
    let byQueue = Dictionary(grouping: service.flatMap(\.judged), by: \.queue)
    leadIn = folder.centre.queues.flatMap { queue in
      service.compactMap {
        $0.leadIn.words(
          queue.id, zone: folder.zone, intervalSeconds: folder.centre.intervalSeconds)
      }
    }
    let byPlugins = Dictionary(grouping: service.flatMap(\.verdicts), by: \.queue)
    for queue in folder.centre.queues {
      let own = byQueue[queue.id] ?? []
      if let given = byPlugins[queue.id] {
        verdicts += given
        continue
      }
      for week in stride(from: 0, to: period.days, by: 7) {
        let (from, days) = (period.from + week, min(7, period.days - week))
        verdicts += Self.judged(queue, own, from: from, days: days, folder)
        guard days > 1, !own.isEmpty else { continue }
        for day in 0..<days {
          verdicts += Self.judged(
            queue, own, from: from + day, days: 1, folder, isDay: period.days > 1)
        }
      }
    }
  }

  private static func judged(
    _ queue: Queue, _ service: [SimulatedService], from: CivilDate, days: Int,
    _ folder: CentreFolder, isDay: Bool = false
  ) -> [GoalVerdict] {
    guard !service.isEmpty else {
      return GoalVerdict.notJudged(
        queue, from: from, days: days,
        because: queue.isQueueOfCallers
          ? "nobody is expected" : "nothing simulates the model of this queue")
    }
    let dates = from..<(from + days)
    let own = service.lazy.filter { dates.contains(folder.zone.date(at: $0.start)) }
    guard let total = own.total() else { return [] }
    let judged = GoalVerdict.judge(queue, total, from: from, days: days, isDay: isDay)
    guard days == 1 else { return judged }
    let midnight = folder.zone.startOfDay(from)
    let hours = Dictionary(grouping: own) { ($0.start - midnight) / 3600 }
    return judged
      + [
        GoalVerdict.judgeHours(
          queue,
          hours.sorted { $0.key < $1.key }.compactMap { hour, rows in
            rows.total().map { (folder.zone.local(at: midnight + hour * 3600).clock, $0) }
          }, on: from)
      ].compactMap { $0 }
  }

  /// The verdicts of whole weeks, or of a shorter period as a whole.
  public func weeks(_ queue: String? = nil) -> [GoalVerdict] {
    let longest = verdicts.map(\.days).max() ?? 0
    return verdicts.filter {
      (queue == nil || $0.queue == queue) && ($0.days > 1 || longest <= 1)
    }
  }

  /// The days on which a goal is missed beyond doubt.
  public func daysMissed(_ queue: String? = nil) -> [GoalVerdict] {
    verdicts.filter {
      (queue == nil || $0.queue == queue) && $0.days == 1 && $0.isMissedBeyondDoubt
    }
  }

  /// `queue,from,days,verdict,words`.
  public func csv() -> [UInt8] {
    var csv = CSVWriter(["queue", "from", "days", "verdict", "words"])
    for verdict in verdicts {
      csv.row(
        verdict.queue, "\(verdict.from)", "\(verdict.days)", verdict.outcome.rawValue,
        verdict.words)
    }
    return csv.bytes
  }
}
