// One day of one queue, first come first served.
//
// Method: calls in the order of arrival each take the agent who is free first; a caller whose patience
// ends before that hangs up and takes nobody. Staff changes are applied when the next start of service
// would pass them: new agents are free at that moment; when agents go, the free ones go first, then
// those who finish next, after their call. This gives the exact first-come-first-served system without
// an event list. O(log agents) per call.
// Condition: one queue, equal agents; calls start in the order of arrival.
internal import Glibc

/// Counts of one day per arrival interval.
struct QueueTally {
  var offered = 0.0
  var inTime = 0.0
  var abandoned = 0.0
  var waited = 0.0
  var answered = 0.0
  var waitOfAnswered = 0.0
  var shortAbandoned = 0.0
  var virtuallyInTime = 0.0
  var busy = 0.0
  var overtime = 0.0

  mutating func add(_ other: QueueTally) {
    offered += other.offered
    inTime += other.inTime
    abandoned += other.abandoned
    waited += other.waited
    answered += other.answered
    waitOfAnswered += other.waitOfAnswered
    shortAbandoned += other.shortAbandoned
    virtuallyInTime += other.virtuallyInTime
    busy += other.busy
    overtime += other.overtime
  }
}

/// The scenario made ready for repetition; owns the work space of one thread.
struct QueueDay: ~Copyable {
  private let scenario: QueueScenario
  private let handling: [Sampler]
  private let patience: [Sampler]
  /// Those present in each interval of the day that is run.
  private var agents: [Int]
  private var free: FreeTimes
  /// Times of calls that will come again.
  private var again: FreeTimes
  private(set) var tally: [QueueTally]
  private(set) var busySeconds = 0.0
  private(set) var staffedSeconds = 0.0
  private(set) var calls = 0

  init(_ scenario: QueueScenario) {
    self.scenario = scenario
    handling = scenario.intervals.map { Sampler($0.handling) }
    patience = scenario.intervals.map { Sampler($0.patience) }
    agents = scenario.intervals.map { $0.agents(rounding: 0) }
    free = FreeTimes(capacity: (agents.max() ?? 0) + 2)
    again = FreeTimes(capacity: 16)
    tally = Array(repeating: .init(), count: scenario.intervals.count)
  }

  /// `rounding`: Between 0 and 1, the same all day; expected agents are rounded down after it is added.
  mutating func run(_ given: RandomStream, rounding: Double) {
    var stream = given
    for k in agents.indices { agents[k] = scenario.intervals[k].agents(rounding: rounding) }
    let count = scenario.intervals.count
    let length = scenario.intervalSeconds
    let end = length * Double(count)
    free.removeAll()
    again.removeAll()
    for k in tally.indices { tally[k] = .init() }
    busySeconds = 0
    staffedSeconds = agents.reduce(0) { $0 + Double($1) * length }
    calls = 0
    guard count > 0 else { return }

    let dayFactor =
      scenario.dayVariation > 0
      ? stream.gamma(shape: 1 / (scenario.dayVariation * scenario.dayVariation)) : 1
    var staffed = 0
    // Next interval whose staff is not yet in place.
    var nextChange = 0
    var interval = 0
    var rate = intervalRate(0, dayFactor, &stream)
    var fresh = 0.0
    var clock = 0.0
    fresh = nextArrival(from: 0, &interval, &rate, dayFactor, &stream)
    let redials = scenario.redialProbability > 0

    while true {
      if redials, again.first < fresh {
        clock = again.first
        again.removeFirst()
      } else {
        clock = fresh
        if clock >= end { break }
        fresh = nextArrival(from: clock, &interval, &rate, dayFactor, &stream)
      }
      if clock >= end { break }
      let k = min(Int(clock / length), count - 1)
      // The moment an agent is free for this call, with all staff changes up to then.
      var start = max(clock, free.first)
      while nextChange < count, Double(nextChange) * length <= start {
        changeStaff(to: agents[nextChange], in: nextChange, &staffed)
        nextChange += 1
        start = max(clock, free.first)
      }
      calls += 1
      tally[k].offered += 1
      if start > clock {
        tally[k].waited += 1
        let limit = patience[k].isNever ? .infinity : patience[k].draw(&stream)
        if start - clock > limit || start == .infinity {
          tally[k].abandoned += 1
          let threshold = scenario.intervals[k].thresholdSeconds
          if limit <= threshold { tally[k].shortAbandoned += 1 }
          if start - clock <= threshold { tally[k].virtuallyInTime += 1 }
          if redials, stream.uniform() < scenario.redialProbability {
            again.insert(clock + limit + scenario.redialDelaySeconds * stream.exponential())
          }
          continue
        }
      }
      let wait = start - clock
      let work = handling[k].draw(&stream)
      free.replaceFirst(start + work)
      busySeconds += work
      tally[k].busy += work
      tally[k].answered += 1
      tally[k].waitOfAnswered += wait
      if wait <= scenario.intervals[k].thresholdSeconds {
        tally[k].inTime += 1
        tally[k].virtuallyInTime += 1
      }
    }
    while nextChange < count {
      changeStaff(to: agents[nextChange], in: nextChange, &staffed)
      nextChange += 1
    }
    goHome(until: 0, at: end, in: count - 1, &staffed)
  }

  /// The next Poisson arrival after `time`, walking through the intervals; `.infinity` at the end.
  @inline(__always)
  private func nextArrival(
    from time: Double, _ interval: inout Int, _ rate: inout Double, _ dayFactor: Double,
    _ stream: inout RandomStream
  ) -> Double {
    let length = scenario.intervalSeconds
    var now = time
    var need = stream.exponential()
    while true {
      let end = Double(interval + 1) * length
      let room = (end - now) * rate
      if need < room { return now + need / rate }
      need -= room
      now = end
      interval += 1
      if interval == scenario.intervals.count { return .infinity }
      rate = intervalRate(interval, dayFactor, &stream)
    }
  }

  private func intervalRate(
    _ k: Int, _ dayFactor: Double, _ stream: inout RandomStream
  ) -> Double {
    let cv = scenario.intervalVariation
    let factor = cv > 0 ? stream.gamma(shape: 1 / (cv * cv)) : 1
    return scenario.intervals[k].callsPerHour / 3600 * dayFactor * factor
  }

  /// The staff of interval `k`, at its beginning.
  private mutating func changeStaff(to agents: Int, in k: Int, _ staffed: inout Int) {
    let time = Double(k) * scenario.intervalSeconds
    while staffed < agents {
      free.insert(time)
      staffed += 1
    }
    goHome(until: agents, at: time, in: k, &staffed)
  }

  /// Agents go, those on a call after it; until then they are there.
  private mutating func goHome(
    until agents: Int, at time: Double, in k: Int, _ staffed: inout Int
  ) {
    while staffed > agents {
      let late = max(0, free.first - time)
      tally[k].overtime += late
      staffedSeconds += late
      free.removeFirst()
      staffed -= 1
    }
  }
}
