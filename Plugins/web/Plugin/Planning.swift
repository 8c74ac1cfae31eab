internal import MusterPluginKit
internal import PluginSupport
internal import Queueing
internal import WebModel
internal import Workloads

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

extension WebPlugin: RequirementHook {
  func requirement(
    _ queue: QueueInfo, goal: GoalInfo, _ rows: Span<Interval>,
    into out: inout MutableSpan<Requirement>
  ) throws(PluginFailure) {
    if let chat = (settings.chats ?? []).first(where: { $0.queue == queue.id }) {
      staff(chat, queue, goal, rows, &out)
    } else if let work = (settings.deferred ?? []).first(where: { $0.queue == queue.id }) {
      staff(work, rows, &out)
    } else if let messages = (settings.messaging ?? []).first(where: { $0.queue == queue.id }) {
      staff(messages, rows, &out)
    } else {
      throw .pass
    }
  }

  /// The host's chat model, least loaded agent first, with the handling times by open chats.
  private func staff(
    _ chat: ChatQueue, _ queue: QueueInfo, _ goal: GoalInfo, _ rows: Span<Interval>,
    _ out: inout MutableSpan<Requirement>
  ) {
    var goals = StaffingGoals(goal, hasPatience: queue.patienceS != nil)
    if let share = chat.share { goals.serviceLevel = share }
    if goals.isEmpty { goals.serviceLevel = 0.9 }
    let within = chat.withinSeconds ?? goal.withinS
    // Chats by one hour often repeat; each rate is solved once.
    var solved: [Double: StaffingAnswer] = [:]
    for i in rows.indices {
      guard !rows[i].isClosed else {
        out[i].setClosed()
        continue
      }
      let perHour = rows[i].volume * 3600 / Double(max(1, rows[i].length_s))
      guard perHour > 0 else {
        out[i].set(agents: 0, boundBy: "no chats")
        continue
      }
      let question = ChatQuestion(
        chatsPerHour: perHour, handlingSeconds: chat.handlingSeconds,
        patienceSeconds: queue.patienceS, thresholdSeconds: within)
      guard let answer = solved[perHour] ?? (try? Chat.minimumAgents(for: question, goals: goals))
      else {
        out[i].agents = -1
        continue
      }
      solved[perHour] = answer
      out[i].set(
        agents: wholeUp(answer.agents), boundBy: answer.boundBy.rawValue, answer.performance,
        definition: goals.definition)
    }
  }

  /// Steady staff over all open intervals: the larger of total work and the deadline's bound.
  private func staff(
    _ work: Deferred, _ rows: Span<Interval>, _ out: inout MutableSpan<Requirement>
  ) {
    let all = rows.array
    let team = deferredTeam(
      work, all.map { ($0.volume * $0.aht_s, Int($0.length_s), !$0.isClosed) })
    let agents = team.level.isFinite ? wholeUp(team.level) : 0
    let deadline = team.deadlineBound > team.totalBound
    let run = team.run(staff: Double(agents))
    var open = 0
    for i in rows.indices {
      guard !all[i].isClosed else {
        out[i].setClosed()
        continue
      }
      let late = open < run.breached.count ? run.breached[open] : 0
      let done = open < run.done.count ? run.done[open] : 0
      open += 1
      out[i].set(
        agents: agents, boundBy: deadline ? "deadline" : "total work",
        serviceLevel: late > 1e-9 ? max(0, 1 - late / max(late, done + late)) : 1,
        occupancy: agents > 0 ? done / Double(agents) : 0)
    }
  }

  /// The deferred work of a queue in agent intervals; `rows` are work seconds, length, open.
  func deferredTeam(_ work: Deferred, _ rows: [(work: Double, length: Int, isOpen: Bool)])
    -> DeferredTeam
  {
    let length = Double(max(1, rows.first?.length ?? 900))
    return DeferredTeam(
      arrivals: rows.map { $0.work / length }, isOpen: rows.map(\.isOpen),
      slaPeriods: Int((work.slaHours * 3600 / length).rounded(.down)))
  }

  private func staff(
    _ messages: MessageQueue, _ rows: Span<Interval>, _ out: inout MutableSpan<Requirement>
  ) {
    for i in rows.indices {
      guard !rows[i].isClosed else {
        out[i].setClosed()
        continue
      }
      let load = Messaging(
        sessionsPerHour: rows[i].volume * 3600 / Double(max(1, rows[i].length_s)),
        repliesPerSession: messages.repliesPerSession, secondsPerReply: messages.secondsPerReply)
      let agents = wholeUp(load.erlangs / (messages.occupancy ?? 0.8))
      out[i].set(
        agents: agents, boundBy: agents > 0 ? "replies" : "no messages",
        occupancy: agents > 0 ? load.erlangs / Double(agents) : 0)
    }
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
      // Count open time from this interval on.
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
