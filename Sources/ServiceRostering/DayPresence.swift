// Goal: so much presence on every day that nobody is busy for more of it than is allowed.
//
// Method: large pools answer in time with everybody busy nearly always: there the level alone would ask for
// too few people, and occupancy binds. A set of queues whose callers all have such a limit asks for
// as much presence, added up over the steps of a day, as bears the calls of its queues that do not hang up
// with this occupancy in every step (Erlang A); of those who are at work as many are there as are not absent
// or off the phone. Sets hold what single queues do not: who serves two
// queues is there for the work of both. Days on which fewest people who keep the level in every step are
// busy for clearly less than the limit ask for nothing.
// Once a roster was simulated, the share of the work that its floor bore takes the place of the formula's:
// where steps are uneven more people hang up.

internal import FloorSimulation
internal import Queueing
internal import Rostering

/// Presence asked for by set of queues and day.
struct DayPresence: Sendable {
  /// What a step of work that is missing costs, in steps of pay: more than a shift costs for each of its
  /// steps of work.
  static let missingCost = 3

  /// Places among the sets of the surrogate that ask for presence on some day.
  let sets: [Int]
  /// Steps of work asked for, `k * days + day` for the set `sets[k]`.
  private(set) var asked: [Int]
  /// What would be asked for if nobody hung up, alike; 0: nothing is asked.
  private let ofAll: [Double]
  /// The day of every open step.
  let dayOfPlace: [Int]
  private let days: Int
  private let skills: [UInt64]

  /// How far a search lets occupancy rise above that of people who keep the level in every step: it has
  /// busy steps fall short and makes up for them in others.
  private static let margin = 0.06
  /// How far below its limit occupancy is held, so that the proof's weeks do not find it above.
  private static let reserve = 0.003

  init(_ problem: ServiceProblem, _ surrogate: Surrogate) {
    let floor = problem.floor
    let days = floor.days
    var day = 0
    let dayOfPlace = surrogate.open.map { t -> Int in
      while t >= floor.dayStarts[day + 1] { day += 1 }
      return day
    }
    let rows = surrogate.sets.indices.map { Self.row(problem, surrogate, dayOfPlace, set: $0) }
    let sets = rows.indices.filter { k in rows[k].contains { $0.ofAll > 0 } }
    self.sets = sets
    self.dayOfPlace = dayOfPlace
    self.days = days
    asked = sets.flatMap { rows[$0].map(\.asked) }
    ofAll = sets.flatMap { rows[$0].map(\.ofAll) }
    skills = sets.map { surrogate.sets[$0] }
  }

  /// The same when the floor was seen to bear a share of its work, by day.
  func bearing(_ shares: [Double]) -> DayPresence {
    var presence = self
    for k in asked.indices {
      presence.asked[k] = Int((ofAll[k] * shares[k % days]).rounded(.up))
    }
    return presence
  }

  /// Steps of work asked of a set by day, and what would be if nobody hung up.
  private static func row(
    _ problem: ServiceProblem, _ surrogate: Surrogate, _ dayOfPlace: [Int], set: Int
  ) -> [(asked: Int, ofAll: Double)] {
    let (floor, promise) = (problem.floor, problem.promise)
    let queues = floor.queues(of: surrogate.sets[set])
    let limits = queues.compactMap { promise.queues[$0].maximumOccupancy }
    let kept = floor.kept(of: surrogate.sets[set])
    var asked = Array(repeating: (asked: 0, ofAll: 0.0), count: floor.days)
    guard limits.count == queues.count, kept > 0 else { return asked }
    let level = queues.map { promise.queues[$0].serviceLevel }.max() ?? 0
    let stepSeconds = Double(floor.stepSeconds)
    for day in 0..<floor.days {
      let places = surrogate.open.indices.filter { dayOfPlace[$0] == day }
      let pooled = places.map {
        floor.pooledCalls(of: surrogate.sets[set], step: surrogate.open[$0])
      }
      let load = pooled.reduce(0) { $0 + $1.handling / stepSeconds }
      guard load > 0 else { continue }
      // Queues with different limits: that of their loads together.
      let work = zip(queues, limits).map { q, limit in
        let own = places.reduce(0) {
          $0 + floor.queues[q].workSeconds(surrogate.open[$1]) / stepSeconds
        }
        return own / limit
      }
      let limit = load / max(load, work.reduce(0, +)) - Self.reserve
      let people = places.reduce(0) {
        $0 + surrogate.people(keeping: level, set: set, place: $1)
      }
      guard load > (limit - Self.margin) * kept * Double(people) else { continue }
      let presence = pooled.lazy.filter { $0.calls > 0 }.reduce(0) {
        $0 + Self.agents(bearing: $1.question(load: $1.handling / stepSeconds), occupancy: limit)
      }
      asked[day] = (Int((presence / kept).rounded(.up)), load / limit / kept)
    }
    return asked
  }

  /// Agents, fractions counted, who are busy for that share of their time.
  private static func agents(bearing question: StaffingQuestion, occupancy: Double) -> Double {
    guard question.load > 0 else { return 0 }
    var (few, many) = (0.0, question.load / occupancy)
    for _ in 0..<20 {
      let middle = (few + many) / 2
      let found = try? Staffing.performance(of: question, agents: middle)
      if (found?.occupancy ?? 1) > occupancy { few = middle } else { many = middle }
    }
    return many
  }

  /// Steps of work of a day that are missing, added up over sets and days, of a whole roster.
  func lacking(_ problem: ServiceProblem, _ surrogate: Surrogate, _ cells: [Cell]) -> Int {
    guard !sets.isEmpty else { return 0 }
    var there = Array(repeating: 0, count: asked.count)
    func add(_ agent: Int, _ work: [Range<Int>]) {
      let own = problem.floor.agents[agent].skills
      let served = sets.indices.filter { skills[$0] & own != 0 }
      for piece in work {
        for t in piece where t < surrogate.place.count && surrogate.place[t] >= 0 {
          let day = dayOfPlace[Int(surrogate.place[t])]
          for k in served { there[k * days + day] += 1 }
        }
      }
    }
    for (index, cell) in cells.enumerated() where !cell.isOff {
      add(index / days, problem.work(of: cell))
    }
    for one in problem.standing { add(one.agent, one.work) }
    return zip(asked, there).reduce(0) { $0 + max(0, $1.0 - $1.1) }
  }
}

extension Surrogate {
  /// Fewest people of a set who answer a share of its calls in time; all, where they do not.
  fileprivate func people(keeping level: Double, set: Int, place: Int) -> Int {
    let row = (place * sets.count + set) * (most + 1)
    let allowed = Float(1 - level)
    let power = allowed * allowed * allowed * allowed
    // Misses fall with people.
    var (low, high) = (0, most)
    while low < high {
      let middle = (low + high) / 2
      if misses[row + middle] <= power { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
