internal import MusterPluginKit
internal import PluginSupport
internal import Queueing
internal import Simulation
internal import Workloads

/// The smallest team that meets the inbound goals and does the outbound work between calls, which
/// starts only while enough agents are free.
struct BlendModel: StaffingModel {
  /// Erlangs of inbound calls up to which a blended team is sized call by call.
  private static let largestBlend = 2000.0

  /// A row in which both kinds of work are done.
  private struct Team {
    var question: StaffingQuestion
    var agents: Double
    var threshold: Double
    var performance: BlendPerformance
  }

  let needs: [Need]
  private let rows: [Interval]
  private let work: CrmPlugin.BlendWork
  private let goal: GoalInfo
  private let goals: StaffingGoals
  private let patience: Double?
  private let teams: [Team?]

  init(
    _ work: CrmPlugin.BlendWork, _ hours: Range<Int>, lawful: [Bool], _ queue: QueueInfo,
    _ goal: GoalInfo, _ rows: [Interval]
  ) {
    let goals = StaffingGoals(goal, hasPatience: queue.patienceS != nil)
    let teams = zip(rows, lawful).map { row, isLawful -> Team? in
      let works = hours.contains(row.secondOfDay) && !row.isClosed && isLawful
      guard works, row.length_s > 0, !goals.isEmpty, work.contactsPerHour > 0, row.aht_s > 0
      else { return nil }
      let question = StaffingQuestion(
        callsPerHour: row.perHour, handlingSeconds: row.aht_s,
        patienceSeconds: queue.patienceS, thresholdSeconds: goal.withinS)
      // A team this large has room for the outbound work whatever the threshold.
      guard question.load <= Self.largestBlend,
        let team = try? Blend.minimumAgents(
          for: question, goals: goals, outboundPerHour: work.contactsPerHour,
          outboundHandlingSeconds: work.handlingSeconds)
      else { return nil }
      return Team(
        question: question, agents: team.agents, threshold: team.threshold,
        performance: team.performance)
    }
    needs = zip(rows, teams).map { row, team in
      guard let team else { return row.isClosed ? .closed : .hosts }
      return Need(
        agents: wholeUp(team.agents), boundBy: "blend at \(wholeUp(team.threshold)) busy",
        team.performance.inbound, definition: goals.definition)
    }
    self.rows = rows
    self.work = work
    self.goal = goal
    self.goals = goals
    self.teams = teams
    patience = queue.patienceS
  }

  func steps(_ index: Int) -> [ExplainStep] {
    guard let team = teams[index] else { return [] }
    let question = team.question
    var steps = [
      ExplainStep(
        "inbound load", "\(fixed(question.load, 3)) erlangs",
        "\(fixed(question.callsPerHour, 2)) calls an hour × \(fixed(question.handlingSeconds, 1)) / "
          + "3600"),
      ExplainStep(
        "outbound work", "\(fixed(work.contactsPerHour, 1)) an hour",
        "of \(fixed(work.handlingSeconds ?? question.handlingSeconds, 1)) s each"),
      ExplainStep(
        "model", "blend",
        "Poisson arrivals, "
          + (patience.map { "mean patience \(fixed($0)) s" } ?? "nobody abandons")
          + "; an outbound contact starts only while fewer agents are busy than the threshold"),
    ]
    if let alone = try? Staffing.minimumAgents(for: question, goals: goals) {
      steps += alone.perGoal.map { goal, agents in
        ExplainStep(
          "goal: \(goal.rawValue)", "\(fixed(agents)) agents",
          goals.words(goal, withinSeconds: self.goal.withinS) + ", for the calls alone")
      }
    }
    return steps + [
      ExplainStep(
        "threshold", "\(fixed(team.threshold)) busy",
        "the highest with which \(fixed(team.agents)) agents still meet every inbound goal; they do "
          + "\(fixed(team.performance.outboundPerHour, 1)) outbound contacts an hour"),
      ExplainStep(
        "agents on the phone", "\(needs[index].agents)",
        "the fewest that meet the goals and do the outbound work"),
      goals.promise(team.performance.inbound, withinSeconds: goal.withinS),
    ]
  }

  func simulate(
    _ presence: Presence, replications: Int, seed: UInt64
  ) throws(PluginFailure) -> SimulateAnswer {
    var run = ServiceRun(rows, .queue, definition: .init(goal))
    var outbound = ServiceSums()
    let floor = floor
    let planned = zip(rows, teams).reduce(0) {
      $0 + ($1.1 == nil ? 0 : work.contactsPerHour * Double($1.0.length_s) / 3600)
    }
    for k in 0..<replications {
      var stream = RandomStream(seed: seed, stream: UInt64(k))
      let staff = presence.staff(rows, u: (Double(k) + 0.5) / Double(replications))
      let found = floor.run(&stream, staff: staff)
      run.add(found.calls)
      var tally = ServiceTally()
      tally.offered = planned
      tally.served = found.outbound.reduce(0, +)
      outbound.add(tally)
    }
    let verdicts = goal.verdicts(run.total, hasPatience: patience != nil)
    let list = ServiceVerdict.least(
      "at least 99 % of \(fixed(work.contactsPerHour, 1)) outbound contacts an hour are made",
      outbound.completion, 0.99)
    return run.answer(
      verdicts: verdicts.judged + [list].compactMap { $0 }, notJudged: verdicts.not,
      notes: closedContacts(rows, "calls"))
  }

  private var floor: BlendFloor {
    let first = rows.first?.start_unix ?? 0
    var intervals: [BlendFloor.Interval] = []
    for (row, team) in zip(rows, teams) {
      let start = Double(row.start_unix - first)
      let length = Double(row.length_s)
      var reserve: Int?
      if let team { reserve = max(0, wholeUp(team.agents) - wholeUp(team.threshold)) }
      intervals.append(
        BlendFloor.Interval(
          start: start, end: start + length, callsPerHour: row.perHour,
          handlingSeconds: row.aht_s, isOpen: !row.isClosed, reserve: reserve,
          outboundSeconds: work.handlingSeconds ?? row.aht_s,
          outboundContacts: work.contactsPerHour * length / 3600))
    }
    return BlendFloor(
      intervals: intervals, patience: patience.map { .exponential(mean: $0) } ?? .never,
      thresholdSeconds: goal.withinS)
  }
}
