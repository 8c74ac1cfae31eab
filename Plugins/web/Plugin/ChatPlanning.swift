internal import MusterPluginKit
internal import PluginSupport
internal import Queueing
internal import Simulation
internal import Workloads

/// The host's chat model, least loaded agent first, with the handling times by open chats.
struct ChatModel: StaffingModel {
  let needs: [Need]
  private let rows: [Interval]
  private let handling: [Double]
  private let goals: StaffingGoals
  private let within: Double
  /// The goal that is judged: the settings' own where they give one.
  private let goal: GoalInfo
  private let patience: Double?
  /// By chats an hour; chats by one hour often repeat, and each rate is solved once.
  private let solved: [Double: StaffingAnswer]

  init(_ chat: WebPlugin.ChatQueue, _ queue: QueueInfo, _ goal: GoalInfo, _ rows: [Interval]) {
    var goals = StaffingGoals(goal, hasPatience: queue.patienceS != nil)
    if let share = chat.share { goals.serviceLevel = share }
    if goals.isEmpty { goals.serviceLevel = 0.9 }
    let within = chat.withinSeconds ?? goal.withinS
    var solved: [Double: StaffingAnswer] = [:]
    needs = rows.map { row in
      if row.isClosed { return .closed }
      guard row.perHour > 0 else { return Need(agents: 0, boundBy: "no chats") }
      let question = ChatQuestion(
        chatsPerHour: row.perHour, handlingSeconds: chat.handlingSeconds,
        patienceSeconds: queue.patienceS, thresholdSeconds: within)
      guard
        let answer = solved[row.perHour]
          ?? (try? Chat.minimumAgents(for: question, goals: goals))
      else { return .hosts }
      solved[row.perHour] = answer
      return Need(
        agents: wholeUp(answer.agents), boundBy: answer.boundBy.rawValue, answer.performance,
        definition: goals.definition)
    }
    self.rows = rows
    self.solved = solved
    self.goals = goals
    self.within = within
    handling = chat.handlingSeconds
    patience = queue.patienceS
    var judged = goal
    judged.serviceLevel = goals.serviceLevel
    judged.withinS = within
    self.goal = judged
  }

  func steps(_ index: Int) -> [ExplainStep] {
    let perHour = rows[index].perHour
    guard let answer = solved[perHour], let longest = handling.last else {
      return [ExplainStep("agents", "0", "no chats")]
    }
    let times = handling.map { fixed($0) }.joined(separator: ", ")
    let waits = patience.map { "mean patience \(fixed($0)) s" } ?? "nobody leaves"
    return [
      ExplainStep("chats an hour", fixed(perHour, 2), "at the rate of this interval"),
      ExplainStep(
        "handling", "\(times) s",
        "of a chat while its agent has 1 to \(handling.count) of them, in the place of the AHT"),
      ExplainStep(
        "places busy", fixed(perHour * longest / 3600, 2),
        "\(fixed(perHour, 2)) × \(fixed(longest)) / 3600, with \(handling.count) chats at a time"),
      ExplainStep("model", "chat", "Poisson arrivals, least loaded agent first, \(waits)"),
    ] + goals.steps(answer, withinSeconds: within)
  }

  func simulate(
    _ presence: Presence, replications: Int, seed: UInt64
  ) throws(PluginFailure) -> SimulateAnswer {
    guard let first = rows.first?.start_unix else {
      return ServiceRun(rows, .queue).answer(verdicts: [])
    }
    let floor = ChatFloor(
      intervals: rows.map { row in
        let start = Double(row.start_unix - first)
        return .init(
          start: start, end: start + Double(row.length_s), chatsPerHour: row.perHour,
          isOpen: !row.isClosed)
      }, handlingSeconds: handling,
      patience: patience.map { .exponential(mean: $0) } ?? .never, thresholdSeconds: within)
    var run = ServiceRun(rows, .queue, definition: .init(goal))
    for k in 0..<replications {
      var stream = RandomStream(seed: seed, stream: UInt64(k))
      let staff = presence.staff(rows, u: (Double(k) + 0.5) / Double(replications))
      run.add(floor.run(&stream, staff: staff))
    }
    let verdicts = goal.verdicts(run.total, hasPatience: patience != nil)
    return run.answer(
      verdicts: verdicts.judged, notJudged: verdicts.not, notes: closedContacts(rows, "chats"))
  }
}
