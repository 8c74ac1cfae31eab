internal import CivilTime
internal import ContactRules
internal import CrmModel
internal import MusterPluginKit
internal import PluginSupport

extension CrmPlugin: OverlayHook {
  /// Repeat contacts, then campaigns, then call-backs moved to quieter intervals.
  func overlay(_ queue: QueueInfo, _ rows: inout MutableSpan<Interval>) throws(PluginFailure) {
    let repeats = (settings.repeats ?? []).filter { $0.queue == queue.id }
    let own = campaigns.filter { $0.campaign.queue == queue.id }
    let callBack = zip(settings.callBacks ?? [], calledBack).first { $0.0.queue == queue.id }
    guard !repeats.isEmpty || !own.isEmpty || callBack != nil else { throw .pass }
    let all = rows.array
    var volumes = all.map(\.volume)
    var handling = all.map(\.aht_s)
    for entry in repeats {
      let now = RepeatContacts(resolution: entry.resolutionNow, comeBack: entry.comeBack)
      let planned = RepeatContacts(resolution: entry.resolutionPlanned, comeBack: entry.comeBack)
      let first = entry.from.flatMap { CivilDate($0)?.dayNumber } ?? all.first?.localDay ?? 0
      for i in volumes.indices where all[i].localDay >= first {
        // The mean over the day.
        volumes[i] *= now.change(
          to: planned, days: Double(all[i].localDay - first) + 0.5,
          delayDays: entry.delayDays ?? 0)
      }
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
    if let (callBack, people) = callBack {
      move(callBack, all, lawful: desk.isLawful(all, people), &volumes, &handling)
    }
    for i in rows.indices where !all[i].isClosed {
      if volumes[i] != all[i].volume { rows[i].scaleVolume(to: volumes[i]) }
      rows[i].aht_s = handling[i]
    }
  }

  /// Day by day: in intervals busier than the day's mean some callers ask to be called; they are
  /// called in intervals that have room below the mean, and in which they may be called.
  private func move(
    _ callBack: CallBack, _ all: [Interval], lawful: [Bool], _ volumes: inout [Double],
    _ handling: inout [Double]
  ) {
    let moving = CallBacks(
      acceptance: callBack.acceptance, missed: callBack.missed ?? 0.12,
      dialSeconds: callBack.dialSeconds ?? 20, delay: callBack.delayIntervals ?? 1)
    for (_, indices) in daysOf(all) {
      let day = indices.map { volumes[$0] }
      let open = indices.count { !all[$0].isClosed }
      guard open > 0 else { continue }
      let mean = day.reduce(0, +) / Double(open)
      let canCall = indices.map { !all[$0].isClosed && lawful[$0] }
      // Who could not be called later that day is not asked whether he would rather be.
      guard let last = canCall.lastIndex(of: true) else { continue }
      let result = moving.moved(
        volume: day,
        longWait: day.enumerated().map {
          $0.element > mean && $0.offset + moving.delay <= last ? callBack.longWait ?? 0.3 : 0
        }, room: zip(canCall, day).map { $0 ? max(0, mean - $1) : 0 })
      for (k, i) in indices.enumerated() {
        let work =
          result.waiting[k] * handling[i]
          + result.placed[k] * (handling[i] + moving.dialSeconds)
        volumes[i] = result.waiting[k] + result.placed[k]
        if volumes[i] > 0 { handling[i] = work / volumes[i] }
      }
      // What found no room is called in the last interval that allows it: moved, not removed.
      if result.leftOver > 0 { volumes[indices[last]] += result.leftOver }
    }
  }
}

extension CrmPlugin: ModelHook {
  func model(
    _ queue: QueueInfo, goal: GoalInfo, _ rows: [Interval]
  ) throws(PluginFailure) -> any StaffingModel {
    guard let blend = blends.first(where: { $0.work.queue == queue.id }) else { throw .pass }
    return BlendModel(
      blend.work, blend.hours, lawful: desk.isLawful(rows, blend.people), queue, goal, rows)
  }
}

extension CrmPlugin: WindowsHook, CapsHook {
  func windows(_ question: WindowsQuestion) throws(PluginFailure) -> WindowsAnswer {
    if question.jurisdictions.isEmpty {
      let people =
        zip(settings.callBacks ?? [], calledBack).filter { $0.0.queue == question.queue }.map(\.1)
        + blends.filter { $0.work.queue == question.queue }.map(\.people)
      if !people.isEmpty { return desk.windows(people, question) }
    }
    return try desk.windows(question)
  }

  func caps(_ question: CapsQuestion) throws(PluginFailure) -> CapsAnswer {
    try desk.caps(question)
  }
}
