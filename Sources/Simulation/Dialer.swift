// Outbound lines dialled ahead of the agents.
//
// Model: every dial rings; with chance p a person answers after `answerDelay`, else the line is free
// after `noAnswer`. An answered call goes to a free agent, or waits up to `maximumWait` and is then
// abandoned. Handling is exponential. The rule keeps a number of lines ringing that depends on the
// agents' state; it acts at every event.
internal import Glibc

/// How many lines ring.
public enum Pacing: Hashable, Sendable {
  /// As many as agents are free: nobody is ever abandoned.
  case progressive
  /// ⌊alpha · free⌋; where a broken alpha makes a whole number of lines, one line less.
  case ratio(Double)
  /// ⌊alpha (free + busy · ring/AHT) / p⌋: agents who will be free within the ring time count.
  case predictive(Double)
  /// Dialling blindly so that answered calls come as a Poisson stream of this load in erlangs.
  case blind(Double)

  /// The factor alpha; 1 for progressive.
  public var factor: Double {
    switch self {
    case .progressive: 1
    case .ratio(let a), .predictive(let a), .blind(let a): a
    }
  }

  public var name: String {
    switch self {
    case .progressive: "progressive"
    case .ratio: "ratio_idle"
    case .predictive: "predictive"
    case .blind: "blind_poisson"
    }
  }
}

/// A campaign with constant conditions.
public struct DialerScenario: Hashable, Sendable {
  public var agents: Int
  /// Chance that a person answers a dial.
  public var answerProbability: Double
  public var handlingSeconds: Double
  public var answerDelay: Double
  public var noAnswer: Double
  public var maximumWait: Double
  public var pacing: Pacing

  public init(
    agents: Int, answerProbability: Double, handlingSeconds: Double = 180,
    answerDelay: Double = 10, noAnswer: Double = 20, maximumWait: Double = 2, pacing: Pacing
  ) {
    self.agents = agents
    self.answerProbability = answerProbability
    self.handlingSeconds = handlingSeconds
    self.answerDelay = answerDelay
    self.noAnswer = noAnswer
    self.maximumWait = maximumWait
    self.pacing = pacing
  }
}

/// What a campaign gives.
public struct DialerReport: Hashable, Sendable {
  /// Abandoned / answered by a person.
  public var abandonRate: Estimate
  /// Busy share of the agents' time.
  public var occupancy: Estimate
  public var dialsPerAgentHour: Double
  public var replications: Int
}

/// Counts of one run.
struct DialerTally: Sendable {
  var answered = 0.0
  var abandoned = 0.0
  var busySeconds = 0.0
  var dials = 0.0
}

/// One run of a campaign.
struct DialerRun {
  /// Moments in order of time: what is due is at the head.
  private struct Line {
    private var times: [Double] = []
    private var head = 0
    var first: Double { head < times.count ? times[head] : .infinity }
    var count: Int { times.count - head }
    mutating func append(_ time: Double) { times.append(time) }
    mutating func removeFirst() {
      head += 1
      if head > 1024, head * 2 > times.count {
        times.removeFirst(head)
        head = 0
      }
    }
  }

  /// Simulates `seconds` after `warmUp` seconds from a start with everybody free.
  static func run(
    _ s: DialerScenario, warmUp: Double, seconds: Double, _ given: RandomStream
  ) -> DialerTally {
    var stream = given
    var tally = DialerTally()
    var finish = EventHeap(capacity: s.agents)
    var ringing = Line()
    var silent = Line()
    var waiting = Line()
    var busy = 0
    let end = warmUp + seconds
    var nextBlind = Double.infinity
    var isBlind = false
    var gap = 0.0
    if case .blind(let load) = s.pacing, load > 0 {
      isBlind = true
      gap = s.handlingSeconds / load
      nextBlind = gap * stream.exponential()
    }
    var clock = 0.0

    func begin(_ time: Double) {
      busy += 1
      let work = s.handlingSeconds * stream.exponential()
      finish.insert(time + work, 0)
      let from = max(time, warmUp)
      let to = min(time + work, end)
      if to > from { tally.busySeconds += to - from }
    }
    func answer(_ time: Double) {
      if time >= warmUp { tally.answered += 1 }
      if busy < s.agents {
        begin(time)
      } else if s.maximumWait > 0 {
        waiting.append(time)
      } else if time >= warmUp {
        tally.abandoned += 1
      }
    }
    func dial(_ time: Double) {
      if isBlind { return }
      let free = Double(s.agents - busy)
      let target: Double
      switch s.pacing {
      case .progressive: target = free
      case .ratio(let alpha):
        target = alpha == alpha.rounded() ? alpha * free : (alpha * free).rounded(.up) - 1
      case .predictive(let alpha):
        target =
          (alpha * (free + Double(busy) * s.answerDelay / s.handlingSeconds)
          / s.answerProbability + 1e-12).rounded(.down)
      case .blind: target = 0
      }
      var lines = ringing.count + silent.count
      while Double(lines) < target {
        lines += 1
        if time >= warmUp { tally.dials += 1 }
        if stream.uniform() < s.answerProbability {
          ringing.append(time + s.answerDelay)
        } else {
          silent.append(time + s.noAnswer)
        }
      }
    }

    dial(0)
    while true {
      let done = finish.firstTime
      let lost = waiting.first + s.maximumWait
      clock = min(min(done, ringing.first), min(silent.first, min(lost, nextBlind)))
      if clock >= end { break }
      if done == clock {
        _ = finish.removeFirst()
        busy -= 1
        if waiting.count > 0 {
          waiting.removeFirst()
          begin(clock)
        }
      } else if lost == clock {
        if waiting.first >= warmUp { tally.abandoned += 1 }
        waiting.removeFirst()
      } else if ringing.first == clock {
        ringing.removeFirst()
        answer(clock)
      } else if silent.first == clock {
        silent.removeFirst()
      } else {
        if clock >= warmUp { tally.dials += 1 / max(s.answerProbability, 1e-9) }
        answer(clock)
        nextBlind = clock + gap * stream.exponential()
      }
      dial(clock)
    }
    return tally
  }
}

/// Simulates campaigns.
public struct DialerSimulation: Sendable {
  public var scenario: DialerScenario
  public var seed: UInt64
  /// Length of a run in seconds, after a warm-up of a hundredth.
  public var seconds = 200_000.0

  public init(_ scenario: DialerScenario, seed: UInt64) {
    self.scenario = scenario
    self.seed = seed
  }

  /// Runs on all cores.
  public func run(replications: Int) async -> DialerReport {
    let count = max(2, replications)
    let parts = await withTaskGroup(of: (Int, DialerTally).self) { group in
      for k in 0..<count {
        group.addTask { (k, tally(k)) }
      }
      var found = [DialerTally](repeating: .init(), count: count)
      for await (k, tally) in group { found[k] = tally }
      return found
    }
    return report(parts)
  }

  /// The same result on one core, without waiting for others.
  public func runAlone(replications: Int) -> DialerReport {
    report((0..<max(2, replications)).map(tally))
  }

  private func tally(_ k: Int) -> DialerTally {
    DialerRun.run(
      scenario, warmUp: seconds / 100 + 1000, seconds: seconds,
      RandomStream(seed: seed, stream: UInt64(k)))
  }

  private func report(_ parts: [DialerTally]) -> DialerReport {
    var abandoned = RatioSums()
    var busy = RatioSums()
    var dials = 0.0
    for part in parts {
      abandoned.add(part.abandoned, over: part.answered)
      busy.add(part.busySeconds, over: Double(scenario.agents) * seconds)
      dials += part.dials
    }
    return .init(
      abandonRate: abandoned.estimate(ifEmpty: 0), occupancy: busy.estimate(ifEmpty: 0),
      dialsPerAgentHour: dials / Double(max(1, scenario.agents)) / (seconds * Double(parts.count))
        * 3600, replications: parts.count)
  }
}
