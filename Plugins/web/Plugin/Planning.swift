internal import MusterPluginKit
internal import PluginSupport
internal import WebModel

extension WebPlugin: OverlayHook {
  /// Contacts with a shared screen take longer.
  func overlay(_ queue: QueueInfo, _ rows: inout MutableSpan<Interval>) throws(PluginFailure) {
    guard let shared = (settings.coBrowse ?? []).first(where: { $0.queue == queue.id }) else {
      throw .pass
    }
    for i in rows.indices where !rows[i].isClosed {
      let plain = rows[i].aht_s
      rows[i].aht_s =
        (1 - shared.share) * plain
        + shared.share * coBrowseSeconds(plain, multiplier: shared.multiplier)
    }
  }
}

extension WebPlugin: ModelHook {
  func model(
    _ queue: QueueInfo, goal: GoalInfo, _ rows: [Interval]
  ) throws(PluginFailure) -> any StaffingModel {
    if let chat = (settings.chats ?? []).first(where: { $0.queue == queue.id }) {
      return ChatModel(chat, queue, goal, rows)
    }
    if let work = (settings.deferred ?? []).first(where: { $0.queue == queue.id }) {
      return DeferredModel(work, shrinkage: queue.shrinkage, goal, rows)
    }
    if let messages = (settings.messaging ?? []).first(where: { $0.queue == queue.id }) {
      return MessageModel(messages, goal, rows)
    }
    throw .pass
  }
}

extension WebPlugin: WorkloadHook {
  /// Deferred work may wait until its deadline in open time.
  func workload(
    _ queue: QueueInfo, _ rows: Span<Interval>, into out: inout MutableSpan<Work>
  ) throws(PluginFailure) {
    guard let work = (settings.deferred ?? []).first(where: { $0.queue == queue.id }) else {
      throw .pass
    }
    let all = rows.array
    for i in rows.indices {
      out[i].start_unix = all[i].start_unix
      out[i].work_s = all[i].volume * all[i].aht_s
      // Count open time from this interval on: what arrives while closed lands at the next opening.
      var left = work.slaHours * 3600
      var due = all[i].start_unix
      for row in all[i...] where !row.isClosed {
        due = row.start_unix + Int64(min(left, Double(row.length_s)))
        left -= Double(row.length_s)
        if left <= 0 { break }
      }
      // Deadlines past the planned period are open ends: a week more.
      out[i].due_unix = left > 0 ? due + 604_800 : due
    }
  }
}
