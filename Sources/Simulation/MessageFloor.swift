// Conversations with pauses, simulated: messages that are answered over hours by whoever is there.
//
// Method: conversations begin as a Poisson process of each interval, also while nobody works. The customer's
// message waits for a reply, first come first served; when it is written (exponential time) the conversation
// is over with probability 1 over the mean number of replies, or the customer writes again after an
// exponential pause. With a limit on open conversations for each agent who is there, a new one begins
// only when there is room; in those that are open every message is answered. A reply is in time when it is sent
// within so much open time. Who goes home finishes the reply in hand.
// Conditions: replies of one conversation may come from different people.

internal import Glibc

/// A floor of people who answer messages; instants are seconds from any origin.
public struct MessageFloor: Sendable {
  public struct Interval: Hashable, Sendable {
    public var start: Double
    public var end: Double
    /// Conversations that begin in it, also while closed.
    public var conversations: Double
    public var isOpen: Bool

    public init(start: Double, end: Double, conversations: Double, isOpen: Bool) {
      self.start = start
      self.end = end
      self.conversations = conversations
      self.isOpen = isOpen
    }
  }

  /// In order and without a gap.
  public var intervals: [Interval]
  /// Mean replies of a conversation, at least 1.
  public var replies: Double
  public var secondsPerReply: Double
  /// Mean time until a customer who goes on writes again.
  public var pauseSeconds: Double
  /// Open time within which a reply is in time.
  public var deadlineSeconds: Double
  /// Open conversations for each agent who is there; nil: as many as come.
  public var mostOpen: Int?
  /// Conversations in which the customer has yet to write when the run begins, on average.
  public var openBefore: Double

  public init(
    intervals: [Interval], replies: Double, secondsPerReply: Double, pauseSeconds: Double,
    deadlineSeconds: Double, mostOpen: Int? = nil, openBefore: Double = 0
  ) {
    self.intervals = intervals
    self.replies = max(1, replies)
    self.secondsPerReply = secondsPerReply
    self.pauseSeconds = pauseSeconds
    self.deadlineSeconds = deadlineSeconds
    self.mostOpen = mostOpen
    self.openBefore = openBefore
  }

  /// One run; conversations offered and answered count in the interval in which they begin, replies judged
  /// and in time in that of the message they answer.
  ///
  /// `staff` ascends; nobody is there before the first.
  public func run(_ stream: inout RandomStream, staff: [ChatFloor.Staff]) -> [ServiceTally] {
    guard let first = intervals.first, let last = intervals.last else { return [] }
    var state = MessageFloorRun(self)
    for _ in 0..<Int(stream.poisson(mean: openBefore)) {
      state.goOn(at: first.start + stream.exponential() * pauseSeconds)
    }
    var next = 0
    for (i, interval) in intervals.enumerated() {
      state.interval = i
      var beginnings = (0..<Int(stream.poisson(mean: interval.conversations))).map { _ in
        interval.start + stream.uniform() * (interval.end - interval.start)
      }
      beginnings.sort(by: >)
      var clock = interval.start
      while clock < interval.end {
        while next < staff.count, staff[next].from <= clock {
          state.agents = staff[next].agents
          next += 1
        }
        let stop = next < staff.count ? min(interval.end, staff[next].from) : interval.end
        state.run(from: clock, to: stop, &beginnings, &stream)
        clock = stop
      }
      state.endInterval()
    }
    return state.tallies(at: last.end)
  }
}

private struct Message {
  var arrival: Double
  var interval: Int
  var isFirst: Bool
}

private struct MessageFloorRun: ~Copyable {
  let floor: MessageFloor
  /// Open seconds before each interval.
  let openBefore: [Double]
  var interval = 0
  var agents = 0
  private var all: [ServiceTally]
  /// Messages that wait, in the order in which they came: of open conversations, and new ones.
  private var turns: [Message] = []
  private var fresh: [Message] = []
  private var (turnsHead, freshHead) = (0, 0)
  private var written: [Message] = []
  private var replies: EventHeap
  private var pauses: EventHeap
  private var open = 0

  init(_ floor: MessageFloor) {
    self.floor = floor
    var sum = 0.0
    openBefore = floor.intervals.map { interval in
      defer { if interval.isOpen { sum += interval.end - interval.start } }
      return sum
    }
    all = [ServiceTally](repeating: .init(), count: floor.intervals.count)
    replies = EventHeap(capacity: 64)
    pauses = EventHeap(capacity: 256)
  }

  /// A conversation in which the customer writes again.
  mutating func goOn(at time: Double) {
    open += 1
    pauses.insert(time, 0)
  }

  mutating func run(
    from start: Double, to end: Double, _ beginnings: inout [Double], _ stream: inout RandomStream
  ) {
    begin(at: start, &stream)
    while true {
      let beginning = beginnings.last ?? .infinity
      let time = min(beginning, replies.firstTime, pauses.firstTime)
      guard time < end else { break }
      if time == beginning {
        beginnings.removeLast()
        all[interval].offered += 1
        fresh.append(Message(arrival: time, interval: interval, isFirst: true))
      } else if time == replies.firstTime {
        finish(written[replies.removeFirst()], at: time, &stream)
      } else {
        _ = pauses.removeFirst()
        turns.append(Message(arrival: time, interval: interval, isFirst: false))
      }
      begin(at: time, &stream)
    }
    all[interval].staffedSeconds += Double(agents) * (end - start)
  }

  private mutating func finish(_ message: Message, at time: Double, _ stream: inout RandomStream) {
    let isInTime = openTime(time) - openTime(message.arrival) <= floor.deadlineSeconds
    all[message.interval].judged += 1
    if isInTime {
      all[message.interval].inTime += 1
      all[message.interval].virtualInTime += 1
    }
    if message.isFirst {
      all[message.interval].answered += 1
      all[message.interval].wait += time - message.arrival
      all[interval].served += 1
    }
    if stream.uniform() < 1 / floor.replies {
      open -= 1
    } else {
      pauses.insert(time + stream.exponential() * floor.pauseSeconds, 0)
    }
  }

  /// Gives waiting messages to whoever is free.
  private mutating func begin(at time: Double, _ stream: inout RandomStream) {
    while replies.count < agents, let message = removeFirst() {
      if message.isFirst { open += 1 }
      let seconds = stream.exponential() * floor.secondsPerReply
      written.append(message)
      replies.insert(time + seconds, written.count - 1)
      spend(from: time, seconds)
    }
  }

  private mutating func spend(from time: Double, _ seconds: Double) {
    var (at, k) = (time, interval)
    while k < all.count, at < time + seconds {
      let end = min(time + seconds, floor.intervals[k].end)
      all[k].busySeconds += max(0, end - at)
      at = end
      k += 1
    }
  }

  /// The message that came first of those that may be answered.
  private mutating func removeFirst() -> Message? {
    let turn = turnsHead < turns.count ? turns[turnsHead] : nil
    let hasRoom = floor.mostOpen.map { open < $0 * agents } ?? true
    let new = hasRoom && freshHead < fresh.count ? fresh[freshHead] : nil
    if let turn, turn.arrival <= new?.arrival ?? .infinity {
      turnsHead += 1
      return turn
    }
    if new != nil { freshHead += 1 }
    return new
  }

  /// Open seconds up to a moment.
  private func openTime(_ time: Double) -> Double {
    var (low, high) = (0, floor.intervals.count - 1)
    while low < high {
      let middle = (low + high + 1) / 2
      if floor.intervals[middle].start <= time { low = middle } else { high = middle - 1 }
    }
    let one = floor.intervals[low]
    return openBefore[low] + (one.isOpen ? max(0, min(time, one.end) - one.start) : 0)
  }

  mutating func endInterval() {
    let now = openTime(floor.intervals[interval].end)
    for message in turns[turnsHead...] + fresh[freshHead...] {
      all[interval].backlog += 1
      if now - openTime(message.arrival) > floor.deadlineSeconds { all[interval].late += 1 }
    }
  }

  /// What became of it; what waits is judged where its time is over.
  consuming func tallies(at end: Double) -> [ServiceTally] {
    let now = openTime(end)
    var tallies = all
    for message in turns[turnsHead...] + fresh[freshHead...]
    where now - openTime(message.arrival) > floor.deadlineSeconds {
      tallies[message.interval].judged += 1
    }
    return tallies
  }
}
