internal import BackOfficeModel
internal import CivilTime
internal import MusterPluginKit
internal import PluginSupport
internal import Workloads

extension BackOfficePlugin: DemandHook, WorkloadHook, RequirementHook {
  /// Cases received, evenly over the open hours of each working day.
  func demand(_ queue: QueueInfo, _ rows: inout MutableSpan<Interval>) throws(PluginFailure) {
    guard let desk = desks.first(where: { $0.queue == queue.id }) else { throw .pass }
    let all = rows.array
    for (day, indices) in daysOf(all) {
      let date = CivilDate(dayNumber: day)
      let cases = desk.demands.map { $0.expected(on: date, desk.calendar).cases }
      let total = cases.reduce(0, +)
      let hours = zip(cases, desk.types).reduce(0) { $0 + $1.0 * $1.1.hoursPerCase }
      let parts = share(
        total, over: indices.map { _ in 0 }, fallback: indices.map { !all[$0].isClosed })
      for (i, part) in zip(indices, parts) where !all[i].isClosed {
        rows[i].scaleVolume(to: part)
        rows[i].aht_s = total > 0 ? hours * 3600 / total : 0
      }
    }
  }

  /// When the work of each interval is due: the end of the last working day of its turnaround.
  func workload(
    _ queue: QueueInfo, _ rows: Span<Interval>, into out: inout MutableSpan<Work>
  ) throws(PluginFailure) {
    guard let desk = desks.first(where: { $0.queue == queue.id }) else { throw .pass }
    let days = desk.types.map(\.turnaroundDays).min() ?? 1
    for i in rows.indices {
      let row = rows[i]
      out[i].start_unix = row.start_unix
      out[i].work_s = row.volume * row.aht_s
      let date = CivilDate(dayNumber: row.localDay)
      let due = desk.calendar.day(days - 1, after: date) ?? date
      out[i].due_unix =
        Int64(due.dayNumber + 1) * 86_400 - Int64(row.utc_offset_s)
    }
  }

  /// The least level staff over the whole period, on every open interval of every working day.
  func requirement(
    _ queue: QueueInfo, goal: GoalInfo, _ rows: Span<Interval>,
    into out: inout MutableSpan<Requirement>
  ) throws(PluginFailure) {
    guard let desk = desks.first(where: { $0.queue == queue.id }) else { throw .pass }
    let all = rows.array
    let days = daysOf(all)
    let open = days.map { day in day.indices.filter { !all[$0].isClosed } }
    // Hours of the shortest working day: nobody is asked to work when the desk is closed.
    var hours = Double.infinity
    for (day, indices) in zip(days, open)
    where desk.calendar.isOpen(CivilDate(dayNumber: day.day)) && !indices.isEmpty {
      hours = min(hours, indices.reduce(0) { $0 + Double(all[$1].length_s) } / 3600)
    }
    guard hours.isFinite else {
      for i in rows.indices { out[i].setClosed() }
      return
    }
    let dates = zip(days, open).filter { !$0.1.isEmpty }.map { CivilDate(dayNumber: $0.0.day) }
    let plan = plan(desk, dates, hours: hours)
    let productive = desk.productiveHours ?? hours
    // Productive hours below the open ones mean more people at a time.
    let agents = wholeUp(plan.people * min(1, productive / hours))
    for (day, indices) in zip(days, open) {
      let works = desk.calendar.isOpen(CivilDate(dayNumber: day.day))
      let done = plan.days.first { $0.date.dayNumber == day.day }
      let capacity = plan.people * productive
      for i in day.indices {
        guard works, indices.contains(i) else {
          out[i].setClosed()
          continue
        }
        let late = (done?.breachedHours ?? 0) > 1e-6
        out[i].set(
          agents: max(agents, wholeUp(plan.people)), boundBy: late ? "backlog" : "deadline",
          serviceLevel: late ? 1 - (done?.breachedHours ?? 0) / max(1e-9, done?.doneHours ?? 1) : 1,
          occupancy: capacity > 0 ? (done?.doneHours ?? 0) / capacity : 0)
      }
    }
  }
}
