// Messages of conversations that go on over hours: when they come, and how many conversations are open.
//
// Goal: messages to be answered by interval, from conversations that begin.
// Method: of every reply a share 1 - 1/r goes on, r the mean number of replies; these customers write after an
// exponential pause of mean p. With answers at once the number P of open conversations obeys
//   dP/dt = (1 - 1/r) s - P / (r p)  while open,   dP/dt = -P / p  while closed,
// s the rate of new ones, and messages come at s + P/p: the linear equation is solved exactly over each interval.
// What comes while closed is there at the opening and answered evenly over the deadline that begins then.
// Whole weeks follow others like them: the run is made twice and begins with what was open at its end.
// Conditions: replies are quick beside pauses.

internal import Glibc

/// The expected course of a queue's conversations.
public struct MessageFlow: Hashable, Sendable {
  public struct Interval: Hashable, Sendable {
    /// Conversations that begin in it.
    public var conversations: Double
    public var isOpen: Bool

    public init(conversations: Double, isOpen: Bool) {
      self.conversations = conversations
      self.isOpen = isOpen
    }
  }

  /// Messages that come in each interval, new conversations among them.
  public private(set) var messages: [Double]
  /// Messages that are to be answered in each interval; 0 while closed.
  public private(set) var answered: [Double]
  /// Open conversations on average over each interval.
  public private(set) var open: [Double]
  /// Conversations that are open when the first interval begins.
  public private(set) var openBefore = 0.0

  /// `deadlineIntervals`: Open intervals over which what came while closed is answered, at least 1.
  /// `isCyclic`: The intervals follow others like them.
  public init(
    _ intervals: [Interval], seconds: Double, replies: Double, pauseSeconds: Double,
    deadlineIntervals: Int, isCyclic: Bool
  ) {
    messages = [Double](repeating: 0, count: intervals.count)
    answered = messages
    open = messages
    let goesOn = 1 - 1 / max(1, replies)
    let spread = max(1, deadlineIntervals)
    var (now, waiting) = (0.0, 0.0)
    // What is still to be answered of closed hours, by the open intervals to come.
    var due: [Double] = []
    for pass in 0..<(isCyclic ? 2 : 1) {
      openBefore = now
      if pass == 0 { due = [] }
      for (i, interval) in intervals.enumerated() {
        guard interval.isOpen else {
          // Nobody answers: customers write on until all have.
          let left = now * exp(-seconds / pauseSeconds)
          messages[i] = interval.conversations + now - left
          answered[i] = 0
          open[i] = pauseSeconds / seconds * (now - left)
          waiting += messages[i]
          now = left
          continue
        }
        if waiting > 0 {
          while due.count < spread { due.append(0) }
          for k in 0..<spread { due[k] += waiting / Double(spread) }
          waiting = 0
        }
        let extra = due.isEmpty ? 0 : due.removeFirst()
        let life = max(1, replies) * pauseSeconds
        let level = goesOn * (interval.conversations + extra) / seconds * life
        let end = level + (now - level) * exp(-seconds / life)
        let mean = level + (now - level) * (1 - exp(-seconds / life)) * life / seconds
        messages[i] = interval.conversations + mean * seconds / pauseSeconds
        answered[i] = messages[i] + extra
        open[i] = mean
        now = end
      }
    }
  }
}
