// Goal: the service that a roster gives the promised queues of a part, on the floor as it runs.
//
// Method: every person with all skills, every shift and pause, absence by interval, week by week
// (FloorSimulation); days are those of the centre's clock, and each is simulated with the hours around it.
// Intervals of confidence are those of a ratio over independent weeks; that of an interval is its day's,
// widened as the square root of its share of the calls. People are counted to a queue as their work is
// spread over the queues that share them.
// Conditions: those of FloorModel; calls that come while the queue is closed are not simulated.

internal import CentreModel
internal import CivilTime
internal import FloorSimulation
internal import Rostering
internal import ServiceRostering
internal import Simulation

/// Simulates the promised queues of a part.
struct FloorService: Sendable {
  let part: SitePart
  let rows: [RequirementRow]
  let posing: Posing
  let floor: PromisedFloor
  let model: FloorModel
  let plan: FloorPlan
  /// People at work less shrinkage by step, those who share queues together: `group * steps + step`.
  private let present: [Double]
  /// The group of queues that share people, by queue.
  private let group: [Int]

  /// `segments`: The roster of the part; `agents`: its people.
  init(
    _ part: SitePart, _ rows: [RequirementRow], _ segments: [RosterSegment],
    agents: [RosterAgent], _ posing: Posing
  ) {
    self.part = part
    self.rows = rows
    self.posing = posing
    floor = PromisedFloor(part, rows, posing)
    let origin = floor.origin
    let shifts = RosterShift.shifts(of: segments + part.previous).filter { $0.end > origin }
    let people = Self.people(part, agents, shifts, floor.queues)
    let zone = posing.clientZone
    let starts = (0...posing.period.days).map { zone.startOfDay(posing.period.from + $0) - origin }
    let step = Self.step(shifts, starts, posing.intervalSeconds, origin)
    model = FloorModel(
      floor.promise, floor.demand, served: people.map(\.served), stepSeconds: step,
      dayStarts: starts.map { $0 / step }, origin: origin)
    let groups = part.queuesTogether()
    group = floor.queues.map { queue in groups.firstIndex { $0.contains(queue.id) } ?? 0 }
    var plan = FloorPlan(model)
    var present = Array(repeating: 0.0, count: (groups.count + 1) * model.steps)
    let numbers = Dictionary(people.enumerated().map { ($1.id, $0) }) { first, _ in first }
    for shift in shifts {
      guard let a = numbers[shift.agent] else { continue }
      let begins = max(0, (shift.start - origin) / step)
      let day = min(model.days - 1, starts.dropLast().lastIndex { $0 / step <= begins } ?? 0)
      let work = shift.segments.filter { $0.activity == .work && $0.end > origin }.map {
        max(0, ($0.start - origin) / step)..<max(0, ($0.end - origin) / step)
      }.filter { !$0.isEmpty }
      guard !work.isEmpty else { continue }
      plan.set(a, day: day, work: work, isThere: true)
      guard let first = people[a].served.first else { continue }
      let own = group[first]
      for piece in work {
        for t in piece where t < model.steps {
          present[own * model.steps + t] += 1 - model.offPhone(of: a)
        }
      }
    }
    self.plan = plan
    self.present = present
  }

  private struct Person {
    var id: String
    var served: [Int]
  }

  /// Those who can serve a promised queue; somebody who has left serves what the roster says.
  private static func people(
    _ part: SitePart, _ agents: [RosterAgent], _ shifts: [RosterShift], _ queues: [Queue]
  ) -> [Person] {
    let positions = part.promisedPositions
    var people = zip(agents, part.served(by: agents)).map { agent, served in
      Person(id: agent.id, served: positions.indices.filter { served.contains(positions[$0]) })
    }
    let known = Set(agents.map(\.id))
    for (id, own) in Dictionary(grouping: shifts, by: \.agent) where !known.contains(id) {
      let named = Set(own.flatMap(\.segments).map(\.queue))
      people.append(
        Person(id: id, served: queues.indices.filter { named.contains(queues[$0].id) }))
    }
    return people.filter { !$0.served.isEmpty }.sorted { $0.id < $1.id }
  }

  /// The coarsest grid on which intervals, days and pieces of work begin and end, a minute at the finest.
  private static func step(
    _ shifts: [RosterShift], _ starts: [Int], _ interval: Int, _ origin: Instant
  ) -> Int {
    var step = interval
    func include(_ seconds: Int) {
      var (a, b) = (step, abs(seconds))
      while b != 0 { (a, b) = (b, a % b) }
      step = a
    }
    for start in starts { include(start) }
    for segment in shifts.lazy.flatMap(\.segments) where segment.end > origin {
      include(segment.start - origin)
      include(segment.end - origin)
    }
    return max(60, step)
  }

  /// What simulated weeks counted of a queue and interval, or of a day.
  private struct Sums {
    var offered = 0.0
    var inTime = 0.0
    /// Not counted by the queue's definition.
    var leftOut = 0.0
    var answered = 0.0
    var wait = 0.0
    /// Seconds of work, and of it beyond the end of shifts.
    var busy = 0.0
    var overtime = 0.0
  }

  /// One row per open interval of every promised queue, in order.
  func service(weeks: Int, seed: UInt64) async -> [SimulatedService] {
    guard model.steps > 0, !floor.queues.isEmpty else { return [] }
    let queues = floor.queues.count
    var sums = Array(repeating: Sums(), count: queues * model.steps)
    var ofDay = Array(
      repeating: (level: RatioSums(), answered: RatioSums(), wait: RatioSums()),
      count: queues * model.days)
    let sample = await FloorSample(model, plan, seed: seed, weeks: 0..<weeks, isDetailed: true)
    for (day, tally) in sample.tallies.enumerated() {
      let own = model.steps(of: day)
      for q in 0..<queues {
        for (k, t) in own.enumerated() {
          let at = q * own.count + k
          let sum = q * model.steps + t
          sums[sum].offered += Double(sample.offers.calls(queue: q, step: t))
          sums[sum].inTime += Double(tally.inTime[at])
          sums[sum].leftOut += Double(tally.leftOut[at])
          sums[sum].answered += Double(tally.answeredOfStep[at])
          sums[sum].wait += tally.waitSecondsOfStep[at]
          sums[sum].busy += tally.busySecondsOfStep[at]
          sums[sum].overtime += tally.overtimeSecondsOfStep[at]
        }
        for week in 0..<weeks {
          let offered = Double(sample.offers.calls(week: week, queue: q, day: day))
          let at = week * queues + q
          let answered = Double(tally.answeredOfWeek[at])
          ofDay[q * model.days + day].level.add(
            Double(tally.inTimeOfWeek[at]), over: offered - Double(tally.leftOutOfWeek[at]))
          ofDay[q * model.days + day].answered.add(answered, over: offered)
          ofDay[q * model.days + day].wait.add(tally.waitSecondsOfWeek[at], over: answered)
        }
      }
    }
    return floor.queues.indices.flatMap { q in
      rows(of: q, sums, weeks, (0..<model.days).map { ofDay[q * model.days + $0] })
    }
  }

  private func rows(
    of q: Int, _ sums: [Sums], _ weeks: Int,
    _ days: [(level: RatioSums, answered: RatioSums, wait: RatioSums)]
  ) -> [SimulatedService] {
    let queue = floor.queues[q]
    let per = max(1, posing.intervalSeconds / model.stepSeconds)
    let own = rows.filter { $0.queue == queue.id && !$0.isClosed }.sorted { $0.start < $1.start }
    let perDay = Dictionary(grouping: own) { posing.clientZone.date(at: $0.start) }
      .mapValues { $0.reduce(0) { $0 + $1.offered } }
    return own.compactMap { row in
      let from = (row.start - floor.origin) / model.stepSeconds
      guard row.start >= floor.origin, from + per <= model.steps else { return nil }
      var counts = counts(q, from..<from + per, sums).scaled(toOffer: row.offered)
      let seconds = work(q, from..<from + per, sums, weeks)
      counts.handlingSeconds = counts.answered * row.handlingSeconds
      counts.busySeconds = seconds.busy
      counts.staffedSeconds = seconds.staffed
      let date = posing.clientZone.date(at: row.start)
      let day = days[min(days.count - 1, max(0, date - posing.period.from))]
      let (level, answered) = (day.level.estimate(ifEmpty: 1), day.answered.estimate(ifEmpty: 1))
      let occupancy = counts.figures.occupancy
      let offered = perDay[date] ?? row.offered
      return SimulatedService(
        queue: queue.id, site: part.site.site.id, start: row.start, counts: counts,
        agents: seconds.planned / Double(posing.intervalSeconds),
        halfWidth: level.halfWidth * (offered / max(row.offered, 1e-9)).squareRoot(),
        stretch: SimulatedService.Stretch(
          start: posing.clientZone.startOfDay(date), offered: offered,
          halfWidths: ServiceFigures(
            serviceLevel: level.halfWidth, abandonment: answered.halfWidth,
            averageSpeedOfAnswerSeconds: day.wait.estimate(ifEmpty: 0).halfWidth,
            occupancy: occupancy * answered.halfWidth / max(answered.value, 1e-9))))
    }
  }

  private func counts(_ q: Int, _ steps: Range<Int>, _ sums: [Sums]) -> ServiceCounts {
    var counts = ServiceCounts()
    for t in steps {
      let one = sums[q * model.steps + t]
      counts.offered += one.offered
      counts.inTime += one.inTime
      counts.judged += one.offered - one.leftOut
      counts.answered += one.answered
      counts.waitOfAnsweredSeconds += one.wait
    }
    counts.abandoned = max(0, counts.offered - counts.answered)
    return counts
  }

  /// Seconds of work in a week, of those planned to be there, and of those there: who ends a call after the
  /// end of the shift is there until then. People who share queues count as far as their work is this queue's.
  private func work(
    _ q: Int, _ steps: Range<Int>, _ sums: [Sums], _ weeks: Int
  ) -> (busy: Double, planned: Double, staffed: Double) {
    var seconds = (busy: 0.0, planned: 0.0, staffed: 0.0)
    for t in steps {
      func work(_ queue: Int) -> Double {
        sums[queue * model.steps + t].answered * model.queues[queue].handlingSeconds[t]
      }
      let together = floor.queues.indices.filter { group[$0] == group[q] }
      let all = together.reduce(0) { $0 + work($1) }
      let share = all > 0 ? work(q) / all : 1 / Double(together.count)
      seconds.planned += present[group[q] * model.steps + t] * Double(model.stepSeconds) * share
      seconds.busy += sums[q * model.steps + t].busy / Double(max(1, weeks))
      seconds.staffed += sums[q * model.steps + t].overtime / Double(max(1, weeks))
    }
    seconds.staffed += seconds.planned
    return seconds
  }
}
