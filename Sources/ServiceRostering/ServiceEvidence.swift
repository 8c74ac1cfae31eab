// What simulated weeks say about a roster, goal by goal.

internal import FloorSimulation
internal import Rostering
public import Simulation

/// A roster on drawn weeks.
public struct ServiceOutcome: Sendable {
  /// Share answered in time by goal, by the queue's definition, with its half-width over weeks (a zero
  /// half-width where the stretch is no day of the site, whose error is not followed by week).
  public var levels: [Estimate]
  /// By queue over the horizon, and by queue and day (nil: closed).
  public var queues: [Estimate]
  public var days: [[Estimate?]]
  /// Mean wait of the answered calls and share of calls never answered, by queue.
  public var waitSeconds: [Double]
  public var abandoned: [Double]
  public var busyHours: Double
  public var overtimeHours: Double
  public var weeks: Int
  public var calls: Int
}

extension ServiceProblem {
  /// What drawn weeks say about a roster.
  func outcome(_ sample: FloorSample) -> ServiceOutcome {
    let (tallies, offers) = (sample.tallies, sample.offers)
    let queues = floor.queues.count
    let weeks = offers.weeks
    /// Calls that the queue's definition counts.
    func counted(_ week: Int, _ queue: Int, _ day: Int) -> Double {
      Double(
        offers.calls(week: week, queue: queue, day: day)
          - Int(tallies[day].leftOutOfWeek[week * queues + queue]))
    }
    var days: [[Estimate?]] = []
    var whole: [Estimate] = []
    for q in 0..<queues {
      var ofDay: [Estimate?] = []
      var week = RatioSums()
      for w in 0..<weeks {
        var x = 0.0
        var y = 0.0
        for d in 0..<floor.days {
          x += Double(tallies[d].inTimeOfWeek[w * queues + q])
          y += counted(w, q, d)
        }
        week.add(x, over: y)
      }
      whole.append(week.estimate(ifEmpty: 1))
      for d in 0..<floor.days {
        var sums = RatioSums()
        for w in 0..<weeks {
          sums.add(Double(tallies[d].inTimeOfWeek[w * queues + q]), over: counted(w, q, d))
        }
        ofDay.append(sums.y > 0 ? sums.estimate(ifEmpty: 1) : nil)
      }
      days.append(ofDay)
    }
    let levels = goals.map { goal -> Estimate in
      if goal.steps == 0..<floor.steps { return whole[goal.queue] }
      if let day = (0..<floor.days).first(where: { floor.steps(of: $0) == goal.steps }) {
        return days[goal.queue][day] ?? Estimate(value: 1, halfWidth: 0)
      }
      let calls = counts(tallies, offers, goal)
      let judged = calls.offered - calls.leftOut
      return Estimate(
        value: judged > 0 ? Double(calls.inTime) / Double(judged) : 1, halfWidth: 0)
    }
    let answered = (0..<queues).map { q in tallies.reduce(0) { $0 + $1.answered[q] } }
    let offered = (0..<queues).map { q in
      (0..<weeks).reduce(0) { sum, w in
        (0..<floor.days).reduce(sum) { $0 + offers.calls(week: w, queue: q, day: $1) }
      }
    }
    return ServiceOutcome(
      levels: levels, queues: whole, days: days,
      waitSeconds: (0..<queues).map { q in
        tallies.reduce(0) { $0 + $1.waitSeconds[q] } / Double(max(1, answered[q]))
      },
      abandoned: (0..<queues).map { 1 - Double(answered[$0]) / Double(max(1, offered[$0])) },
      busyHours: tallies.reduce(0) { $0 + $1.busySeconds } / 3600 / Double(weeks),
      overtimeHours: tallies.reduce(0) { $0 + $1.overtimeSeconds } / 3600 / Double(weeks),
      weeks: weeks, calls: tallies.reduce(0) { $0 + $1.calls })
  }

  /// In-time calls over offered ones of a goal's steps. A call that the definition leaves out counts as the
  /// promised level itself, so that the promise is kept where this share is not below it, and only there:
  /// in time >= level × (offered - left out).
  func share(
    _ tallies: [FloorTally], _ offers: FloorOffers, _ goal: ServiceGoalCell
  ) -> Double {
    let calls = counts(tallies, offers, goal)
    guard calls.offered > 0 else { return 1 }
    let inTime = Double(calls.inTime) + goal.level * Double(calls.leftOut)
    return inTime / Double(calls.offered)
  }

  private func counts(
    _ tallies: [FloorTally], _ offers: FloorOffers, _ goal: ServiceGoalCell
  ) -> (inTime: Int, leftOut: Int, offered: Int) {
    var inTime = 0
    var leftOut = 0
    var offered = 0
    var day = 0
    for t in goal.steps {
      while t >= floor.dayStarts[day + 1] { day += 1 }
      let own = floor.steps(of: day)
      let at = goal.queue * own.count + t - own.lowerBound
      inTime += tallies[day].inTime[at]
      leftOut += tallies[day].leftOut[at]
      offered += offers.calls(queue: goal.queue, step: t)
    }
    return (inTime, leftOut, offered)
  }
}

extension ServiceGoalCell {
  /// Service beyond the promise that a search likes to have, as a share of the calls.
  var reserve: Double {
    switch period {
    case .week: 0.01
    case .day: 0.015
    case .hour, .interval: 0.03
    }
  }
}
