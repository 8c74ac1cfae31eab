internal import MusterPluginKit
internal import PluginSupport
internal import Queueing
internal import Simulation
internal import WebModel
internal import Workloads

/// Agents who write replies: at the occupancy that is wished, and where replies have a deadline, as many as send
/// them in time to the messages of conversations that go on for hours.
struct MessageModel: StaffingModel {
  let needs: [Need]
  private let rows: [Interval]
  private let messages: WebPlugin.MessageQueue
  private let goal: GoalInfo
  /// Nil where replies have no deadline.
  private let flow: MessageFlow?

  init(_ messages: WebPlugin.MessageQueue, _ goal: GoalInfo, _ rows: [Interval]) {
    self.rows = rows
    self.messages = messages
    var judged = goal
    if messages.deadline != nil { judged.serviceLevel = messages.share ?? goal.serviceLevel ?? 0.9 }
    self.goal = judged
    guard let flow = messages.flow(rows) else {
      self.flow = nil
      needs = rows.map { row in
        guard !row.isClosed else { return .closed }
        let load = messages.load(row)
        let agents = wholeUp(load.erlangs / (messages.occupancy ?? 0.8))
        return Need(
          agents: agents, boundBy: agents > 0 ? "replies" : "no messages",
          occupancy: agents > 0 ? load.erlangs / Double(agents) : 0)
      }
      return
    }
    self.flow = flow
    needs = rows.indices.map { i in
      if rows[i].isClosed { return .closed }
      guard flow.answered[i] > 1e-9 else { return Need(agents: 0, boundBy: "no messages") }
      let question = messages.question(flow.answered[i], rows[i])
      let goals = messages.goals(judged)
      guard let answer = try? Staffing.minimumAgents(for: question, goals: goals) else {
        return .hosts
      }
      let room = messages.openPerAgent.map { wholeUp(flow.open[i] / Double($0)) } ?? 0
      var need = Need(
        agents: wholeUp(answer.agents),
        boundBy: answer.boundBy == .serviceLevel ? "deadline" : answer.boundBy.rawValue,
        serviceLevel: answer.performance.serviceLevel.ofOffered,
        occupancy: answer.performance.occupancy)
      if room > need.agents {
        need = Need(
          agents: room, boundBy: "open conversations", serviceLevel: 1,
          occupancy: question.load / Double(room))
      }
      return need
    }
  }

  func steps(_ index: Int) -> [ExplainStep] {
    let load = messages.load(rows[index])
    let occupancy = messages.occupancy ?? 0.8
    let sessions = ExplainStep(
      "sessions an hour", fixed(load.sessionsPerHour, 2), "people are needed for replies")
    guard let flow, let deadline = messages.deadline else {
      return [
        sessions,
        ExplainStep(
          "load", "\(fixed(load.erlangs, 3)) erlangs",
          "\(fixed(load.sessionsPerHour, 2)) × \(fixed(messages.repliesPerSession, 1)) replies × "
            + "\(fixed(messages.secondsPerReply)) s / 3600"),
        ExplainStep(
          "agents on the phone", "\(needs[index].agents)",
          "\(fixed(load.erlangs, 3)) / \(fixed(occupancy, 2)) occupancy, rounded up"),
      ]
    }
    let question = messages.question(flow.answered[index], rows[index])
    return [
      sessions,
      ExplainStep(
        "open conversations", fixed(flow.open[index], 1),
        "\(fixed(messages.repliesPerSession, 1)) replies each, customers write again after "
          + "\(fixed((messages.pauseMinutes ?? 0))) min on average"),
      ExplainStep(
        "messages to answer", fixed(flow.answered[index], 2),
        "\(fixed(flow.messages[index], 2)) that come in this interval, and what came while closed, "
          + "evenly over \(fixed(deadline / 60)) min from the opening"),
      ExplainStep(
        "load", "\(fixed(question.load, 3)) erlangs",
        "× \(fixed(messages.secondsPerReply)) s a reply"),
      ExplainStep(
        "model", "Erlang C",
        "\(fixed(100 * (goal.serviceLevel ?? 0), 1)) % of the replies begun within "
          + "\(fixed(question.thresholdSeconds)) s, which leaves the time to write one; occupancy at most "
          + "\(fixed(occupancy, 2))"
          + (messages.openPerAgent.map { "; at most \($0) open conversations an agent" } ?? "")),
      ExplainStep(
        "agents on the phone", "\(needs[index].agents)", "bound by \(needs[index].boundBy)"),
    ]
  }

  func simulate(
    _ presence: Presence, replications: Int, seed: UInt64
  ) throws(PluginFailure) -> SimulateAnswer {
    guard let flow, let deadline = messages.deadline else {
      return withoutDeadline(presence, replications: replications, seed: seed)
    }
    let most = needs.map(\.agents).max() ?? 0
    let floor = messages.floor(rows, flow, deadline, agents: most)
    var run = ServiceRun(rows, .deferred)
    for k in 0..<replications {
      var stream = RandomStream(seed: seed, stream: UInt64(k))
      let staff = presence.staff(rows, u: (Double(k) + 0.5) / Double(replications))
      run.add(floor.run(&stream, staff: staff))
    }
    let share = goal.serviceLevel ?? 0
    let busiest = messages.occupancy ?? 0.8
    var other = goal
    other.serviceLevel = nil
    let closed = zip(rows, flow.messages).reduce(0) { $0 + ($1.0.isClosed ? $1.1 : 0) }
    return run.answer(
      verdicts: [
        .least(
          "at least \(fixed(100 * share, 1)) % of the replies within \(fixed(deadline / 60)) min of open "
            + "time", run.total.serviceLevel(.offered), share),
        .most(
          "occupancy of at most \(fixed(100 * busiest, 1)) %", run.total.occupancy, busiest),
      ].compactMap { $0 },
      notJudged: other.unjudged(because: "replies are what is promised here, by their deadline"),
      notes: closed > 0
        ? ["\(fixed(closed, 1)) messages come while closed and are answered from the opening on"]
        : [])
  }

  private func withoutDeadline(
    _ presence: Presence, replications: Int, seed: UInt64
  ) -> SimulateAnswer {
    let run = DeferredRun(
      rows, goal,
      jobs: rows.enumerated().map { i, row in
        .init(
          release: i, due: .max, contacts: row.volume,
          secondsPerContact: messages.repliesPerSession * messages.secondsPerReply)
      })
    var answer = run.answer(
      presence, deadline: nil, what: "sessions", replications: replications, seed: seed)
    let most = messages.occupancy ?? 0.8
    if let occupancy = answer.total.occupancy {
      answer.verdicts.append(
        ServiceVerdict(
          goal: "occupancy of at most \(fixed(100 * most, 1)) %", value: occupancy, promised: most,
          missed: occupancy > most + 1e-6))
    }
    return answer
  }
}

extension WebPlugin.MessageQueue {
  func load(_ row: Interval) -> Messaging {
    Messaging(
      sessionsPerHour: row.perHour, repliesPerSession: repliesPerSession,
      secondsPerReply: secondsPerReply)
  }

  /// Open seconds within which a reply is sent; nil: none is promised.
  var deadline: Double? { replyMinutes.map { $0 * 60 } }

  /// The course of the conversations; nil without a deadline.
  func flow(_ rows: [Interval]) -> MessageFlow? {
    guard let deadline, let pauseMinutes else { return nil }
    let seconds = Double(max(1, rows.first?.length_s ?? 900))
    return MessageFlow(
      rows.map { .init(conversations: $0.volume, isOpen: !$0.isClosed) }, seconds: seconds,
      replies: repliesPerSession, pauseSeconds: pauseMinutes * 60,
      deadlineIntervals: Int(deadline / seconds), isCyclic: areWholeWeeks(rows))
  }

  func question(_ messages: Double, _ row: Interval) -> StaffingQuestion {
    StaffingQuestion(
      callsPerHour: messages * 3600 / Double(max(1, row.length_s)),
      handlingSeconds: secondsPerReply,
      thresholdSeconds: max(0, (deadline ?? 0) - 2 * secondsPerReply))
  }

  func goals(_ goal: GoalInfo) -> StaffingGoals {
    StaffingGoals(serviceLevel: goal.serviceLevel, maximumOccupancy: occupancy ?? 0.8)
  }

  /// `agents`: The most that are asked for, who bound the conversations open before the first row.
  func floor(
    _ rows: [Interval], _ flow: MessageFlow, _ deadline: Double, agents: Int
  ) -> MessageFloor {
    let room = openPerAgent.map { Double($0 * agents) } ?? .infinity
    let first = rows.first?.start_unix ?? 0
    return MessageFloor(
      intervals: rows.map { row in
        let start = Double(row.start_unix - first)
        return .init(
          start: start, end: start + Double(row.length_s), conversations: row.volume,
          isOpen: !row.isClosed)
      }, replies: repliesPerSession, secondsPerReply: secondsPerReply,
      pauseSeconds: (pauseMinutes ?? 0) * 60, deadlineSeconds: deadline, mostOpen: openPerAgent,
      openBefore: min(room, flow.openBefore))
  }
}
