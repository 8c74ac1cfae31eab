// Goal: which intervals of a horizon only shifts that began before it could work.
//
// Method: the shifts that everybody's contract, class and window allow, from some days before the horizon on;
// a shift reaches the intervals between its first and its last instant.
// Conditions: rests, limits of a week and pauses are left aside: it is what contracts allow, not a roster.

internal import CentreModel
internal import CivilTime
public import Diagnostics

/// How many agents shifts bring to the intervals at the beginning of a horizon.
public struct EarlierReach: Hashable, Sendable {
  /// Agents whom a shift that begins in the horizon can bring, by queue of the requirement and interval.
  public var own: [[Int]]
  /// Agents whom only a shift that began before it could have brought.
  public var earlier: [[Int]]
}

extension RosterProblem {
  /// What shifts of the horizon, and only those from before it, can reach in its first intervals: as many as
  /// the longest shift from before it could.
  ///
  /// - Throws: A ``Problem`` where agents and rules do not fit together.
  /// - Complexity: O(agents × intervals), and once for every contract its starts of a few days.
  public func earlierReach() throws(Problem) -> EarlierReach {
    let longest = rules.contracts.flatMap(\.kinds).map(\.lengthSeconds).max() ?? 0
    let back = longest / 86_400 + 1
    var span = self
    span.horizonStart = horizonStart - back
    span.days = 2 * back + 1
    span.previous = []
    span.pins = []
    span.published = []
    span.closedDates = []
    span.rules.pairs = []
    span.rules.presence = []
    span.rules.seats = []
    for k in span.agents.indices {
      span.agents[k].previousShiftEnd = nil
      span.agents[k].previousDaysInRow = 0
      span.agents[k].previousNightsInRow = 0
    }
    let compiled = try CompiledRoster(span, countsPrevious: false)
    let search = compiled.search
    let start = zone.startOfDay(horizonStart)
    let interval = requirement.intervalSeconds
    let count = min(
      requirement.intervalCount,
      max(0, (start + longest - requirement.start + interval - 1) / interval))

    /// Intervals that a day's shifts of a group reach.
    func reached(_ group: Int, _ day: Int) -> Set<Int> {
      var all: Set<Int> = []
      for position in search.range(group: group, day: day) {
        let option = search.options[Int(search.groupOptions[position])]
        let origin = compiled.calendar.origin - requirement.start
        let from = max(0, (origin + Int(option.start)) / interval)
        let to = (origin + Int(option.end) + interval - 1) / interval
        if from < min(to, count) { all.formUnion(from..<min(to, count)) }
      }
      return all
    }
    var known: [Int: [Set<Int>]] = [:]
    let nobody = Array(repeating: 0, count: count)
    var reach = EarlierReach(
      own: requirement.queues.map { _ in nobody }, earlier: requirement.queues.map { _ in nobody })
    for (index, agent) in compiled.agents.enumerated() {
      let group = search.agents[index].group
      let days =
        known[group] ?? (0..<compiled.calendar.days).map { reached(group, $0) }
      known[group] = days
      let away = Set(agent.unavailableDates + agent.leave)
      var own: Set<Int> = []
      var earlier: Set<Int> = []
      for (day, intervals) in days.enumerated() where !away.contains(span.horizonStart + day) {
        if day < back { earlier.formUnion(intervals) } else { own.formUnion(intervals) }
      }
      for queue in compiled.queuesOfAgent[index] {
        for i in own { reach.own[queue][i] += 1 }
        for i in earlier.subtracting(own) { reach.earlier[queue][i] += 1 }
      }
    }
    return reach
  }
}
