internal import BackOfficeModel
internal import CivilTime
internal import MusterPluginKit
internal import PluginSupport
internal import Workloads

extension BackOfficePlugin: DemandHook, WorkloadHook, ModelHook {
  /// Cases received, evenly over the open hours of each working day or by the weights of its hours.
  func demand(_ queue: QueueInfo, _ rows: inout MutableSpan<Interval>) throws(PluginFailure) {
    guard let desk = desks.first(where: { $0.queue == queue.id }) else { throw .pass }
    let all = rows.array
    for (day, indices) in daysOf(all) {
      let date = CivilDate(dayNumber: day)
      let cases = desk.demands.map { $0.expected(on: date, desk.calendar).cases }
      let total = cases.reduce(0, +)
      let hours = zip(cases, desk.types).reduce(0) { $0 + $1.0 * $1.1.hoursPerCase }
      let weights = indices.map { i in
        all[i].isClosed || desk.hourWeights.areEven
          ? 0 : desk.hourWeights[all[i].secondOfDay / 3600]
      }
      let parts = share(total, over: weights, fallback: indices.map { !all[$0].isClosed })
      for (i, part) in zip(indices, parts) where !all[i].isClosed {
        rows[i].scaleVolume(to: part)
        rows[i].aht_s = total > 0 ? hours * 3600 / total : 0
      }
    }
  }

  /// When the work of each interval is due: the end of the last working day of its turnaround, counted
  /// from the opening at which it lands.
  func workload(
    _ queue: QueueInfo, _ rows: Span<Interval>, into out: inout MutableSpan<Work>
  ) throws(PluginFailure) {
    guard let desk = desks.first(where: { $0.queue == queue.id }) else { throw .pass }
    let days = desk.types.map(\.turnaroundDays).min() ?? 1
    let all = rows.array
    let landing = desk.landing(all)
    for i in rows.indices {
      let row = landing[i].map { all[$0] } ?? all[i]
      out[i].start_unix = all[i].start_unix
      out[i].work_s = all[i].volume * all[i].aht_s
      let date = CivilDate(dayNumber: row.localDay)
      let due = desk.calendar.day(days - 1, after: date) ?? date
      out[i].due_unix = max(
        all[i].start_unix, Int64(due.dayNumber + 1) * 86_400 - Int64(row.utc_offset_s))
    }
  }

  func model(
    _ queue: QueueInfo, goal: GoalInfo, _ rows: [Interval]
  ) throws(PluginFailure) -> any StaffingModel {
    guard let desk = desks.first(where: { $0.queue == queue.id }) else { throw .pass }
    return DeskModel(self, desk, goal, rows)
  }
}
