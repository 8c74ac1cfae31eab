// What simulated weeks say about a roster, goal by goal.

internal import FloorSimulation
internal import Rostering
public import Simulation

/// A roster on drawn weeks.
public struct ServiceOutcome: Sendable {
  /// Share answered in time by goal, with its half-width over weeks (a zero half-width where the
  /// stretch is no day of the site, whose error is not followed by week).
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
          y += Double(offers.calls(week: w, queue: q, day: d))
        }
        week.add(x, over: y)
      }
      whole.append(week.estimate(ifEmpty: 1))
      for d in 0..<floor.days {
        var sums = RatioSums()
        for w in 0..<weeks {
          sums.add(
            Double(tallies[d].inTimeOfWeek[w * queues + q]),
            over: Double(offers.calls(week: w, queue: q, day: d)))
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
      return Estimate(value: share(tallies, offers, goal), halfWidth: 0)
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

  /// In-time calls over offered ones of a goal's steps.
  func share(
    _ tallies: [FloorTally], _ offers: FloorOffers, _ goal: ServiceGoalCell
  ) -> Double {
    var inTime = 0
    var offered = 0
    var day = 0
    for t in goal.steps {
      while t >= floor.dayStarts[day + 1] { day += 1 }
      let own = floor.steps(of: day)
      inTime += tallies[day].inTime[goal.queue * own.count + t - own.lowerBound]
      offered += offers.calls(queue: goal.queue, step: t)
    }
    return offered > 0 ? Double(inTime) / Double(offered) : 1
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
