// Inbound calls and outbound work by the same agents, simulated over time.
//
// Method: exponential handling times, so that the next event of the floor is drawn from the sum of all
// rates and nothing is redrawn when arrivals or staff change. An outbound contact that is due starts
// whenever nobody waits and more agents are free than the interval keeps back. Agents who go end their
// contact first. Whoever waits when the floor closes is lost.
internal import Glibc

/// A blended floor over time; instants are seconds from any origin.
public struct BlendFloor: Sendable {
  /// One interval, in order and without a gap.
  public struct Interval: Hashable, Sendable {
    public var start: Double
    public var end: Double
    public var callsPerHour: Double
    public var handlingSeconds: Double
    public var isOpen: Bool
    /// Agents kept free of outbound work; nil: no outbound work at all.
    public var reserve: Int?
    public var outboundSeconds: Double
    /// Outbound contacts that become due; what is not done stays due.
    public var outboundContacts: Double

    public init(
      start: Double, end: Double, callsPerHour: Double, handlingSeconds: Double,
      isOpen: Bool = true,
      reserve: Int? = nil, outboundSeconds: Double = 1, outboundContacts: Double = .infinity
    ) {
      self.start = start
      self.end = end
      self.callsPerHour = isOpen ? callsPerHour : 0
      self.handlingSeconds = max(1e-3, handlingSeconds)
      self.isOpen = isOpen
      self.reserve = isOpen ? reserve : nil
      self.outboundSeconds = max(1e-3, outboundSeconds)
      self.outboundContacts = isOpen ? outboundContacts : 0
    }
  }

  public var intervals: [Interval]
  public var patience: Distribution
  public var thresholdSeconds: Double

  public init(intervals: [Interval], patience: Distribution, thresholdSeconds: Double) {
    self.intervals = intervals
    self.patience = patience
    self.thresholdSeconds = thresholdSeconds
  }

  /// One run: tallies of the inbound calls by the interval in which they arrived, occupancy by both
  /// kinds; and the outbound contacts done in each interval.
  public func run(
    _ stream: inout RandomStream, staff: [ChatFloor.Staff]
  ) -> (calls: [ServiceTally], outbound: [Double]) {
    var tallies = [ServiceTally](repeating: .init(), count: intervals.count)
    var outbound = [Double](repeating: 0, count: intervals.count)
    let sampler = Sampler(patience)
    var line: [(arrival: Double, leaves: Double, interval: Int)] = []
    var head = 0
    var agents = 0
    var calls = 0
    var others = 0
    var due = 0.0
    var next = 0
    func lose(_ k: Int, at time: Double, isServable: Bool) {
      let call = line[k]
      tallies[call.interval].abandoned += 1
      if min(call.leaves, time) - call.arrival <= thresholdSeconds {
        tallies[call.interval].abandonedEarly += 1
      }
      if isServable, time - call.arrival <= thresholdSeconds {
        tallies[call.interval].virtualInTime += 1
      }
    }
    func answer(_ arrival: Double, _ interval: Int, at time: Double) {
      calls += 1
      tallies[interval].answered += 1
      tallies[interval].wait += time - arrival
      if time - arrival <= thresholdSeconds {
        tallies[interval].inTime += 1
        tallies[interval].virtualInTime += 1
      }
    }
    /// Gives free agents work: those who wait first, then outbound contacts.
    func fill(at time: Double, _ interval: Interval) {
      while calls + others < agents, head < line.count {
        if line[head].leaves <= time {
          lose(head, at: time, isServable: true)
        } else {
          answer(line[head].arrival, line[head].interval, at: time)
        }
        head += 1
      }
      if head == line.count, head > 0 {
        line.removeAll(keepingCapacity: true)
        head = 0
      }
      if let reserve = interval.reserve {
        let room = max(0, agents - reserve - calls - others)
        let starts = min(room, Int(min(due, 1e6)))
        others += starts
        due -= Double(starts)
      }
    }
    func close(at time: Double) {
      while head < line.count {
        lose(head, at: time, isServable: false)
        head += 1
      }
    }
    for (i, interval) in intervals.enumerated() {
      if !interval.isOpen { close(at: interval.start) }
      if interval.reserve != nil { due += interval.outboundContacts }
      var clock = interval.start
      while clock < interval.end {
        while next < staff.count, staff[next].from <= clock {
          agents = staff[next].agents
          next += 1
        }
        fill(at: clock, interval)
        let stop = next < staff.count ? min(interval.end, staff[next].from) : interval.end
        while clock < stop {
          let lambda = interval.callsPerHour / 3600
          let inRate = Double(calls) / interval.handlingSeconds
          let outRate = Double(others) / interval.outboundSeconds
          let total = lambda + inRate + outRate
          let event = total > 0 ? clock + stream.exponential() / total : .infinity
          let until = min(event, stop)
          tallies[i].busySeconds += Double(min(calls + others, agents)) * (until - clock)
          tallies[i].staffedSeconds += Double(agents) * (until - clock)
          clock = until
          if event >= stop { break }
          let pick = stream.uniform() * total
          if pick < lambda {
            tallies[i].offered += 1
            tallies[i].judged += 1
            if calls + others < agents {
              answer(clock, i, at: clock)
            } else {
              tallies[i].waited += 1
              let limit = sampler.isNever ? .infinity : sampler.draw(&stream)
              line.append((clock, clock + limit, i))
            }
          } else if pick < lambda + inRate {
            calls -= 1
            tallies[i].served += 1
          } else if others > 0 {
            others -= 1
            outbound[i] += 1
          }
          fill(at: clock, interval)
        }
      }
      tallies[i].backlog = Double(line.count - head)
    }
    if let last = intervals.last { close(at: last.end) }
    return (tallies, outbound)
  }
}
