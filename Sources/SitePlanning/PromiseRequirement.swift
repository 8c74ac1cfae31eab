// Goal: what a queue alone would take to keep its promise over a day or a week: a guide for sizing, graphs
// and people, not the master of the roster, which is searched for the promise on the whole floor.
//
// Method: the share of calls in time of each interval as a curve of people at work, each of them there with
// the chance 1 - shrinkage (Erlang A averaged over their number; nothing is rounded twice). From the least
// number on, people are given where one more answers most calls in time, on the concave hull of the curves,
// until the stretch keeps its goal: for such curves the fewest people there are.
// Source: marginal allocation, Fox 1966. Conditions: stationary intervals, the queue alone.

internal import CentreModel
internal import CivilTime
internal import Diagnostics
internal import FloorSimulation
internal import Queueing
internal import ServiceRostering

/// The requirement of a queue promised over a day or a week.
struct PromiseRequirement {
  let step: RequirementStep
  /// The clock by whose days the promise counts, and the first of them.
  let zone: Zone
  let from: CivilDate

  private var queue: Queue { step.queue }
  private var level: Double { queue.goal.serviceLevel ?? 0 }

  /// An interval on its way to its number of people.
  struct Place {
    var index: Int
    var calls: Double
    /// Calls in time by people at work.
    var inTime: [Double]
    var least: Int
    var people: Int
    /// What the last person of the stretch answered in time, or would have.
    var worth = 0.0
  }

  /// One row per forecast row, in the same order.
  ///
  /// - Throws: A ``Problem`` when the goal cannot be met by any number of agents.
  func rows(_ forecast: [ForecastRow]) throws(Problem) -> [RequirementRow] {
    let places = try self.places(forecast)
    return forecast.enumerated().map { index, row in
      guard let place = places[index] else { return closed(row) }
      return self.row(row, place)
    }
  }

  /// The places of the open rows, by position.
  func places(_ forecast: [ForecastRow]) throws(Problem) -> [Int: Place] {
    var stretches: [Int: [Place]] = [:]
    var known: [StaffingQuestion: [Double]] = [:]
    for (index, row) in forecast.enumerated() where !row.isClosed {
      let day = zone.date(at: row.start) - from
      let number = queue.goal.period == .week ? day / 7 : day
      let question = step.question(row)
      let curve = known[question] ?? inTime(question)
      known[question] = curve
      let borne = step.borne(row)
      let least = least(question, curve)
      stretches[number, default: []].append(
        Place(
          index: index, calls: borne, inTime: curve.map { $0 * borne }, least: least,
          people: least))
    }
    var all: [Int: Place] = [:]
    for number in stretches.keys.sorted() {
      for place in try filled(stretches[number] ?? [], forecast) { all[place.index] = place }
    }
    return all
  }

  /// Share in time for 0, 1, … people at work, as far as it rises; calls that the definition leaves out are
  /// as good as promised.
  private func inTime(_ question: StaffingQuestion) -> [Double] {
    let kept = 1 - queue.shrinkage
    let load = question.load
    let most = Int((load + 6 * load.squareRoot() + 6) / kept) + queue.minimumAgents + 2
    return ExpectedMisses.byPeople(
      question, kept: kept, most: most, definition: queue.goal.definition.onTheFloor, level: level
    ).map { 1 - $0 }
  }

  /// Fewest people of an interval: the minimum, no hour below the floor, and no line that grows for ever.
  private func least(_ question: StaffingQuestion, _ curve: [Double]) -> Int {
    var least = queue.minimumAgents
    guard question.load > 0 else { return least }
    if queue.goal.definition.onTheFloor.leavesOut { least = max(1, least) }
    if let floor = queue.goal.hourFloor {
      least = max(least, curve.firstIndex { $0 >= floor } ?? curve.count - 1)
    }
    if question.patienceSeconds == nil {
      least = max(least, Int(question.load / (1 - queue.shrinkage)) + 1)
    }
    return min(least, curve.count - 1)
  }

  private func filled(
    _ given: [Place], _ forecast: [ForecastRow]
  ) throws(Problem) -> [Place] {
    var places = given
    let goal = level * places.reduce(0) { $0 + $1.calls }
    var inTime = places.reduce(0) { $0 + $1.inTime[$1.people] }
    let load = places.reduce(0) { $0 + step.question(forecast[$1.index]).load }
    var there = places.reduce(0) { $0 + Double($1.people) } * (1 - queue.shrinkage)
    func isBusy() -> Bool { queue.goal.maximumOccupancy.map { load > $0 * there } ?? false }
    var worth = 0.0
    while inTime < goal || isBusy() {
      var best = -1
      var next = (gain: 0.0, people: 0)
      for k in places.indices {
        let step = steepest(places[k])
        if step.gain > next.gain { (best, next) = (k, step) }
      }
      guard best >= 0 else {
        // More people answer no call sooner: the goal is out of reach, or idle people keep occupancy down.
        guard inTime >= goal,
          let k = places.indices.max(by: { places[$0].calls < places[$1].calls })
        else {
          throw Problem(
            .infeasible, subject: "queue \(queue.id)", "cannot be staffed for its promise",
            maybe: "relax the goal in [queue.goal]")
        }
        places[k].people += 1
        places[k].inTime.append(places[k].inTime.last ?? 0)
        there += 1 - queue.shrinkage
        continue
      }
      worth = next.gain
      inTime += places[best].inTime[next.people] - places[best].inTime[places[best].people]
      there += Double(next.people - places[best].people) * (1 - queue.shrinkage)
      places[best].people = next.people
    }
    for k in places.indices { places[k].worth = worth }
    return places
  }

  /// The steepest way up from the present number: calls in time a person, and the number it leads to.
  private func steepest(_ place: Place) -> (gain: Double, people: Int) {
    var best = (gain: 0.0, people: place.people)
    let now = place.inTime[min(place.people, place.inTime.count - 1)]
    var n = place.people + 1
    while n < place.inTime.count {
      let gain = (place.inTime[n] - now) / Double(n - place.people)
      if gain <= best.gain { break }
      best = (gain, n)
      n += 1
    }
    return best
  }

  private func closed(_ row: ForecastRow) -> RequirementRow {
    RequirementRow(
      queue: row.queue, start: row.start, offered: row.offered,
      handlingSeconds: row.handlingSeconds, agents: 0, scheduled: 0,
      boundBy: RequirementRow.closedWord, serviceLevel: 1, averageSpeedOfAnswerSeconds: 0,
      abandonment: 0, occupancy: 0, isClosed: true)
  }

  private func row(_ row: ForecastRow, _ place: Place) -> RequirementRow {
    let there = Double(place.people) * (1 - queue.shrinkage)
    let performance = try? Staffing.performance(of: step.question(row), agents: there)
    func finite(_ value: Double?) -> Double { value.map { $0.isFinite ? $0 : 0 } ?? 0 }
    var level =
      place.calls > 0
      ? place.inTime[min(place.people, place.inTime.count - 1)] / place.calls : 1
    if queue.goal.definition.onTheFloor.leavesOut, let performance {
      level = performance.serviceLevel[queue.goal.definition.staffingDefinition]
    }
    return RequirementRow(
      queue: row.queue, start: row.start, offered: row.offered,
      handlingSeconds: row.handlingSeconds, agents: Int(there.rounded()),
      scheduled: place.people,
      boundBy: place.people == queue.minimumAgents
        ? "minimum" : "service-level-\(queue.goal.period.rawValue)",
      serviceLevel: level, averageSpeedOfAnswerSeconds: finite(performance?.averageSpeedOfAnswer),
      abandonment: finite(performance?.abandonment), occupancy: finite(performance?.occupancy))
  }
}
