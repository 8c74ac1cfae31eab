// Lines between the telephone network and the floor.
//
// A call holds a line while it rings or listens to a menu, while it waits, and while it is talked to
// or on hold; not during after-call work. Lines are then Erlang B of that traffic. Callers who are
// turned away are taken not to try again at once.

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

  /// Lines that turn away at most the share `blocking` of calls; nil for traffic without end.
  public func lines(blocking: Double = 0.01) -> Int? {
    guard erlangs.isFinite, let lines = try? ErlangB.minimumLines(load: erlangs, target: blocking)
    else { return nil }
    return wholeUp(lines)
  }
}
