internal import CivilTime
internal import CrmModel
internal import MusterPluginKit
internal import PluginSupport
internal import Queueing
internal import Workloads

extension CrmPlugin: OverlayHook {
  /// Repeat contacts, then campaigns, then call-backs moved to quieter intervals.
  func overlay(_ queue: QueueInfo, _ rows: inout MutableSpan<Interval>) throws(PluginFailure) {
    let repeats = (settings.repeats ?? []).filter { $0.queue == queue.id }
    let own = campaigns.filter { $0.campaign.queue == queue.id }
    let callBack = (settings.callBacks ?? []).first { $0.queue == queue.id }
    guard !repeats.isEmpty || !own.isEmpty || callBack != nil else { throw .pass }
    let all = rows.array
    var volumes = all.map(\.volume)
    var handling = all.map(\.aht_s)
    for entry in repeats {
      let change = RepeatContacts(resolution: entry.resolutionNow, comeBack: entry.comeBack)
        .change(
          to: RepeatContacts(resolution: entry.resolutionPlanned, comeBack: entry.comeBack))
      for i in volumes.indices { volumes[i] *= change }
    }
    for (day, indices) in daysOf(all) {
      let date = CivilDate(dayNumber: day)
      for dated in own where dated.days.contains(date) {
        let extra = share(
          dated.campaign.contactsPerDay ?? 0, over: indices.map { volumes[$0] },
          fallback: indices.map { !all[$0].isClosed })
        for (i, part) in zip(indices, extra) {
          volumes[i] = volumes[i] * (dated.campaign.factor ?? 1) + part
          handling[i] *= dated.campaign.handlingFactor ?? 1
        }
      }
    }
    if let callBack { move(callBack, all, &volumes, &handling) }
    for i in rows.indices where !all[i].isClosed {
      if volumes[i] != all[i].volume { rows[i].scaleVolume(to: volumes[i]) }
      rows[i].aht_s = handling[i]
    }
  }

  /// Day by day: in intervals busier than the day's mean some callers ask to be called; they are
  /// called in intervals that have room below the mean.
  private func move(
    _ callBack: CallBack, _ all: [Interval], _ volumes: inout [Double], _ handling: inout [Double]
  ) {
    let moving = CallBacks(
      acceptance: callBack.acceptance, missed: callBack.missed ?? 0.12,
      dialSeconds: callBack.dialSeconds ?? 20, delay: callBack.delayIntervals ?? 1)
    for (_, indices) in daysOf(all) {
      let day = indices.map { volumes[$0] }
      let open = indices.count { !all[$0].isClosed }
      guard open > 0 else { continue }
      let mean = day.reduce(0, +) / Double(open)
      let result = moving.moved(
        volume: day, longWait: day.map { $0 > mean ? callBack.longWait ?? 0.3 : 0 },
        room: zip(indices, day).map { all[$0].isClosed ? 0 : max(0, mean - $1) })
      for (k, i) in indices.enumerated() {
        let work =
          result.waiting[k] * handling[i]
          + result.placed[k] * (handling[i] + moving.dialSeconds)
        volumes[i] = result.waiting[k] + result.placed[k]
        if volumes[i] > 0 { handling[i] = work / volumes[i] }
      }
      // What found no room is called in the last open interval: moved, not removed.
      if result.leftOver > 0, let last = indices.last(where: { !all[$0].isClosed }) {
        volumes[last] += result.leftOver
      }
    }
  }
}

extension CrmPlugin: RequirementHook {
  /// Erlangs of inbound calls up to which a blended team is sized call by call.
  private static let largestBlend = 2000.0

  /// The smallest team that meets the inbound goals and does the outbound work between calls, which
  /// starts only while enough agents are free.
  func requirement(
    _ queue: QueueInfo, goal: GoalInfo, _ rows: Span<Interval>,
    into out: inout MutableSpan<Requirement>
  ) throws(PluginFailure) {
    guard let blend = blends.first(where: { $0.work.queue == queue.id }) else { throw .pass }
    let goals = StaffingGoals(goal, hasPatience: queue.patienceS != nil)
    for i in rows.indices {
      let row = rows[i]
      let works = blend.hours.contains(row.secondOfDay) && !row.isClosed
      guard works, row.length_s > 0, !goals.isEmpty, blend.work.contactsPerHour > 0,
        row.aht_s > 0
      else {
        out[i].agents = -1
        continue
      }
      // The chain asks for one handling time: outbound contacts count by their length.
      let outbound =
        blend.work.contactsPerHour * (blend.work.handlingSeconds ?? row.aht_s) / row.aht_s
      let question = StaffingQuestion(
        callsPerHour: row.volume * 3600 / Double(row.length_s), handlingSeconds: row.aht_s,
        patienceSeconds: queue.patienceS, thresholdSeconds: goal.withinS)
      // A team this large has room for the outbound work whatever the threshold.
      guard question.load <= Self.largestBlend,
        let team = try? Blend.minimumAgents(
          for: question, goals: goals, outboundPerHour: outbound)
      else {
        out[i].agents = -1
        continue
      }
      out[i].set(
        agents: wholeUp(team.agents), boundBy: "blend at \(wholeUp(team.threshold)) busy",
        team.performance.inbound, definition: goals.definition)
    }
  }
}
