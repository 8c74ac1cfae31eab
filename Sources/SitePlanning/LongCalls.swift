// Goal: agents for calls that outlast an interval, where the steady state of an interval never comes about.
//
// Method: a run of open intervals whose mean handling time is an interval's length or more is followed through
// its day (Kolmogorov's equations, VaryingStaffing): each interval gets the fewest agents whose service level,
// with the line as the interval finds it, reaches the goal. The other goals ask for what they ask for in
// steady state; where they ask for more, what is promised is that of the agents there.
// Source: Ingolfsson et al. 2007; VaryingStaffing says more. Conditions: the service level of those offered,
// 5,000 erlangs at most; the run begins with an empty line.

internal import CentreModel
internal import CivilTime
internal import Diagnostics
internal import PluginHost
internal import Queueing

extension RequirementStep {
  /// Staffs runs of long calls anew; `own`: what plugins ask for, which stays.
  func followLongCalls(
    _ rows: inout [RequirementRow], _ forecast: [ForecastRow], own: [PluginRequirement?]?
  ) throws(Problem) {
    guard let level = queue.goal.serviceLevel, queue.goal.definition == .answeredOfOffered,
      level < 1
    else { return }
    for run in runs(forecast, own: own) where outlasts(forecast[run]) {
      try follow(run, &rows, forecast, level)
    }
  }

  /// Whether calls of these rows are an interval long or longer in the mean.
  private func outlasts(_ rows: ArraySlice<ForecastRow>) -> Bool {
    let contacts = rows.reduce(0) { $0 + $1.offered }
    let seconds = rows.reduce(0) { $0 + $1.offered * $1.handlingSeconds }
    return contacts > 0 && seconds >= contacts * Double(intervalSeconds)
      && rows.allSatisfy { question($0).load <= VaryingStaffing.largestFollowed }
  }

  /// Runs of open intervals of the host's own model without a gap between them.
  private func runs(_ forecast: [ForecastRow], own: [PluginRequirement?]?) -> [Range<Int>] {
    var runs: [Range<Int>] = []
    for (i, row) in forecast.enumerated() where !row.isClosed {
      if let own, i < own.count, own[i] != nil { continue }
      if let last = runs.last, last.upperBound == i,
        forecast[i - 1].start + intervalSeconds == row.start
      {
        runs[runs.count - 1] = last.lowerBound..<i + 1
      } else {
        runs.append(i..<i + 1)
      }
    }
    return runs
  }

  private func follow(
    _ run: Range<Int>, _ rows: inout [RequirementRow], _ forecast: [ForecastRow], _ level: Double
  ) throws(Problem) {
    let day = VaryingQueue(
      intervals: run.map { index in
        let question = question(forecast[index])
        return VaryingQueue.Interval(
          callsPerHour: borne(forecast[index]) * 3600 / Double(intervalSeconds),
          handlingSeconds: question.handlingSeconds, patienceSeconds: question.patienceSeconds,
          thresholdSeconds: question.thresholdSeconds)
      }, intervalSeconds: Double(intervalSeconds))
    do {
      let plan = try VaryingStaffing.plan(day, target: level, method: .transient)
      var agents: [Int] = []
      var bounds: [String] = []
      for (k, index) in run.enumerated() {
        let (others, bound) = try otherGoals(forecast[index])
        let followed = Int(plan.agents[k])
        agents.append(max(followed, others))
        bounds.append(others > followed ? bound : StaffingGoals.Kind.serviceLevel.fileName)
      }
      let promised = try VaryingStaffing.evaluate(day, agents: agents)
      for (k, index) in run.enumerated() {
        var row = rows[index]
        row.agents = agents[k]
        row.scheduled = scheduledAgents(agents[k], shrinkage: queue.shrinkage)
        row.boundBy = bounds[k]
        row.serviceLevel = promised[k].serviceLevel
        row.abandonment = promised[k].abandonment.isFinite ? promised[k].abandonment : 0
        row.occupancy = agents[k] > 0 ? min(1, promised[k].meanBusy / Double(agents[k])) : 0
        let perSecond = day.intervals[k].callsPerHour / 3600
        row.averageSpeedOfAnswerSeconds = perSecond > 0 ? promised[k].meanQueue / perSecond : 0
        rows[index] = row
      }
    } catch {
      throw cannotBeStaffed("\(error)")
    }
  }

  /// What goals beside the service level, and the least number of the queue, ask for.
  private func otherGoals(
    _ row: ForecastRow
  ) throws(QueueingError) -> (agents: Int, boundBy: String) {
    var goals = self.goals
    goals.serviceLevel = nil
    var most = (agents: queue.minimumAgents, boundBy: "minimum")
    guard
      goals.averageSpeedOfAnswerSeconds != nil || goals.abandonment != nil
        || goals.maximumOccupancy != nil
    else { return most }
    let answer = try Staffing.minimumAgents(for: question(row), goals: goals)
    if Int(answer.agents) > most.agents { most = (Int(answer.agents), answer.boundBy.fileName) }
    return most
  }

  /// Whether the row of `index` is one of a run that is followed through its day.
  func isFollowed(_ index: Int, of forecast: [ForecastRow]) -> Bool {
    guard queue.goal.serviceLevel.map({ $0 < 1 }) == true,
      queue.goal.definition == .answeredOfOffered
    else { return false }
    return runs(forecast, own: nil).contains { $0.contains(index) && outlasts(forecast[$0]) }
  }
}
