// Chats with concurrency, simulated: agents, arrivals and opening hours that change over time.
//
// Method: an agent with k chats finishes one at rate k / AHT[k]; with exponential times the time to the
// next event of the whole floor is drawn from the sum of all rates, and which agent it is from their
// shares, so that a change of k, of the arrivals or of the staff needs no redrawing. Patience ends while
// waiting only. An agent who goes takes no new chat and ends those that are open; the ones with the
// fewest go first. Whoever still waits when the floor closes is lost.
internal import Glibc

/// A chat floor over time; instants are seconds from any origin.
public struct ChatFloor: Sendable {
  /// Arrivals of one interval, in order and without a gap.
  public struct Interval: Hashable, Sendable {
    public var start: Double
    public var end: Double
    /// 0 while closed.
    public var chatsPerHour: Double
    public var isOpen: Bool

    public init(start: Double, end: Double, chatsPerHour: Double, isOpen: Bool = true) {
      self.start = start
      self.end = end
      self.chatsPerHour = isOpen ? chatsPerHour : 0
      self.isOpen = isOpen
    }
  }

  /// From an instant on, that many agents.
  public struct Staff: Hashable, Sendable {
    public var from: Double
    public var agents: Int

    public init(from: Double, agents: Int) {
      self.from = from
      self.agents = agents
    }
  }

  public var intervals: [Interval]
  /// Element k - 1: mean duration in seconds of one chat while its agent has k.
  public var handlingSeconds: [Double]
  public var patience: Distribution
  public var thresholdSeconds: Double
  /// New chats fill agents up instead of going to the least loaded.
  public var fillsUp = false

  public init(
    intervals: [Interval], handlingSeconds: [Double], patience: Distribution = .never,
    thresholdSeconds: Double = 30
  ) {
    self.intervals = intervals
    self.handlingSeconds = handlingSeconds
    self.patience = patience
    self.thresholdSeconds = thresholdSeconds
  }

  /// One run; a tally for each interval, of the chats that arrived in it.
  ///
  /// `staff` ascends; nobody is there before the first.
  public func run(_ stream: inout RandomStream, staff: [Staff]) -> [ServiceTally] {
    var floor = State(self)
    var tallies = [ServiceTally](repeating: .init(), count: intervals.count)
    var next = 0
    for (i, interval) in intervals.enumerated() {
      if !interval.isOpen { floor.close(at: interval.start, &tallies) }
      var clock = interval.start
      while clock < interval.end {
        while next < staff.count, staff[next].from <= clock {
          floor.setStaff(staff[next].agents, at: clock, &tallies)
          next += 1
        }
        let stop = next < staff.count ? min(interval.end, staff[next].from) : interval.end
        floor.run(from: clock, to: stop, interval: i, &stream, &tallies)
        clock = stop
      }
      tallies[i].backlog = Double(floor.waiting)
    }
    if let last = intervals.last { floor.close(at: last.end, &tallies) }
    return tallies
  }

  private struct Waiting {
    var arrival: Double
    var leaves: Double
    var interval: Int
  }

  private struct State {
    let floor: ChatFloor
    let most: Int
    let rates: [Double]
    let sampler: Sampler
    /// Agents with k chats, of those who stay and of those who go when these end.
    var having: [Int]
    var going: [Int]
    var staying = 0
    var open = 0
    var line: [Waiting] = []
    var head = 0

    init(_ floor: ChatFloor) {
      self.floor = floor
      most = floor.handlingSeconds.count
      rates = [0] + floor.handlingSeconds.enumerated().map { Double($0.offset + 1) / $0.element }
      sampler = Sampler(floor.patience)
      having = [Int](repeating: 0, count: most + 1)
      going = having
    }

    var waiting: Int { line.count - head }

    mutating func setStaff(_ agents: Int, at time: Double, _ tallies: inout [ServiceTally]) {
      if agents > staying { having[0] += agents - staying }
      var excess = staying - agents
      for k in 0...most where excess > 0 {
        let leave = min(excess, having[k])
        having[k] -= leave
        if k > 0 { going[k] += leave }
        excess -= leave
      }
      staying = agents
      while serveNext(at: time, &tallies) {}
    }

    /// Everybody who waits is lost.
    mutating func close(at time: Double, _ tallies: inout [ServiceTally]) {
      while head < line.count {
        lose(line[head], at: time, isServable: false, &tallies)
        head += 1
      }
      line.removeAll(keepingCapacity: true)
      head = 0
    }

    /// A chat that left at the end of its patience; `time` is when it would have been answered.
    private func lose(
      _ chat: Waiting, at time: Double, isServable: Bool, _ tallies: inout [ServiceTally]
    ) {
      tallies[chat.interval].abandoned += 1
      if min(chat.leaves, time) - chat.arrival <= floor.thresholdSeconds {
        tallies[chat.interval].abandonedEarly += 1
      }
      if isServable, time - chat.arrival <= floor.thresholdSeconds {
        tallies[chat.interval].virtualInTime += 1
      }
    }

    private mutating func begin(
      _ arrival: Double, interval: Int, at time: Double, _ tallies: inout [ServiceTally]
    ) {
      let places = 0..<most
      let taker =
        (floor.fillsUp
          ? places.last { having[$0] > 0 } : places.first { having[$0] > 0 }) ?? 0
      having[taker] -= 1
      having[taker + 1] += 1
      open += 1
      tallies[interval].answered += 1
      tallies[interval].wait += time - arrival
      if time - arrival <= floor.thresholdSeconds {
        tallies[interval].inTime += 1
        tallies[interval].virtualInTime += 1
      }
    }

    private var hasPlace: Bool { having[most] < staying }

    /// Serves whoever has waited longest and is still there; false when nobody is or no place is free.
    private mutating func serveNext(at time: Double, _ tallies: inout [ServiceTally]) -> Bool {
      guard hasPlace else { return false }
      while head < line.count, line[head].leaves <= time {
        lose(line[head], at: time, isServable: true, &tallies)
        head += 1
      }
      guard head < line.count else {
        line.removeAll(keepingCapacity: true)
        head = 0
        return false
      }
      let chat = line[head]
      head += 1
      begin(chat.arrival, interval: chat.interval, at: time, &tallies)
      return true
    }

    mutating func run(
      from start: Double, to end: Double, interval i: Int, _ stream: inout RandomStream,
      _ tallies: inout [ServiceTally]
    ) {
      let lambda = floor.intervals[i].chatsPerHour / 3600
      var clock = start
      while true {
        var total = lambda
        for k in 1...most { total += Double(having[k] + going[k]) * rates[k] }
        let next = total > 0 ? clock + stream.exponential() / total : .infinity
        let until = min(next, end)
        tallies[i].busySeconds += Double(open) * (until - clock)
        tallies[i].staffedSeconds += Double(staying * most) * (until - clock)
        clock = until
        if next >= end { return }
        var pick = stream.uniform() * total
        if pick < lambda {
          tallies[i].offered += 1
          tallies[i].judged += 1
          if hasPlace {
            begin(clock, interval: i, at: clock, &tallies)
          } else {
            tallies[i].waited += 1
            let limit = sampler.isNever ? .infinity : sampler.draw(&stream)
            line.append(Waiting(arrival: clock, leaves: clock + limit, interval: i))
          }
          continue
        }
        pick -= lambda
        finish(pick)
        tallies[i].served += 1
        _ = serveNext(at: clock, &tallies)
      }
    }

    /// Ends the chat that `pick` falls on, among the rates of those who stay, then of those who go.
    private mutating func finish(_ pick: Double) {
      var left = pick
      for k in 1...most {
        let rate = Double(having[k]) * rates[k]
        if left < rate {
          having[k] -= 1
          having[k - 1] += 1
          open -= 1
          return
        }
        left -= rate
      }
      for k in 1...most {
        let rate = Double(going[k]) * rates[k]
        if left < rate || (k == most && going[k] > 0) {
          going[k] -= 1
          if k > 1 { going[k - 1] += 1 }
          open -= 1
          return
        }
        left -= rate
      }
      // Rounding left the pick behind the last rate: the fullest agent's chat.
      if let k = (1...most).last(where: { having[$0] > 0 }) {
        having[k] -= 1
        having[k - 1] += 1
        open -= 1
      }
    }
  }
}
