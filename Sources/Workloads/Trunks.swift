// Lines between the telephone network and the floor.
//
// A call holds a line while it rings or listens to a menu, while it waits, and while it is talked to
// or on hold; not during after-call work. Lines are then Erlang B of that traffic; where callers who are
// turned away try again, Erlang X without patience.

internal import Queueing

/// The traffic on the lines in one interval.
public struct LineTraffic: Hashable, Sendable {
  /// Calls per second.
  public var callsPerSecond: Double
  /// Mean seconds of ringing or in a menu before the queue.
  public var menuSeconds: Double
  /// Mean seconds in the queue, over all calls.
  public var waitSeconds: Double
  /// Mean seconds of talk and hold, without after-call work.
  public var talkSeconds: Double

  public init(
    callsPerSecond: Double, menuSeconds: Double, waitSeconds: Double, talkSeconds: Double
  ) {
    self.callsPerSecond = callsPerSecond
    self.menuSeconds = menuSeconds
    self.waitSeconds = waitSeconds
    self.talkSeconds = talkSeconds
  }

  public var menuErlangs: Double { callsPerSecond * menuSeconds }
  public var waitErlangs: Double { callsPerSecond * waitSeconds }
  public var talkErlangs: Double { callsPerSecond * talkSeconds }
  public var erlangs: Double { menuErlangs + waitErlangs + talkErlangs }

  /// Lines that turn away at most the share `blocking` of calls, where the share `redials` of those turned
  /// away tries again; nil for traffic without end.
  public func lines(blocking: Double = 0.01, redials: Double = 0) -> Int? {
    guard erlangs.isFinite else { return nil }
    guard redials > 0 else {
      return (try? ErlangB.minimumLines(load: erlangs, target: blocking)).map { wholeUp($0) }
    }
    let goals = StaffingGoals(abandonment: blocking)
    return (try? ErlangX.minimumAgents(for: asQueue, redial: redials, goals: goals))
      .map { wholeUp($0.agents) }
  }

  /// What becomes of callers on so many lines, of whom the share `redials` tries again after each attempt.
  public func attempts(lines: Int, redials: Double) -> (perCaller: Double, lost: Double)? {
    let found = try? ErlangX.performance(of: asQueue, redial: redials, agents: Double(lines))
    return found.map { ($0.attemptsPerCaller, $0.lostPerCaller) }
  }

  /// Lines are agents of callers without any patience.
  private var asQueue: StaffingQuestion {
    StaffingQuestion(load: erlangs, handlingSeconds: 1, patienceSeconds: 0, thresholdSeconds: 0)
  }
}
