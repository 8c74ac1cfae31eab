// Everything random about a number of weeks, drawn once: calls with handling time and patience, lost
// shifts, lost intervals. An evaluation of a roster draws nothing, so that two rosters meet the very same
// calls and losses (common random numbers), and a change of one shift needs its own days only.
//
// Every stream belongs to (seed, week, day, queue) or (seed, week, agent's losses), whatever else is drawn.
internal import Glibc
internal import Simulation

/// A call; times in ticks of 1/256 s from the beginning of the horizon.
struct FloorCall {
  var arrival: Int32
  var handling: Int32
  var patience: Int32
  var queue: UInt16
  var step: UInt16
}

/// Calls and losses of some weeks.
public final class FloorStreams: Sendable {
  static let ticksPerSecond = 256.0

  public let weeks: Range<Int>
  let calls: [FloorCall]
  /// Where the calls of a week and day begin: `(week - first) * (days + 1) + day`.
  let firstCall: [Int]
  /// Agents who lose an interval, `((week - first) * losses + loss) * words + word`.
  let lost: [UInt64]
  let losses: Int
  /// Agents whose shift of a day is missed, `((week - first) * days + day) * words + word`.
  let absent: [UInt64]
  let words: Int
  let days: Int
  /// Calls of these weeks, counted.
  public let offers: FloorOffers

  /// Draws the weeks numbered `weeks` of the family `seed`.
  ///
  /// - Complexity: O(calls); 16 bytes a call.
  public init(_ model: FloorModel, seed: UInt64, weeks: Range<Int>) {
    self.weeks = weeks
    words = (model.agents.count + 63) / 64
    days = model.days
    losses = (model.steps + model.stepsPerLoss - 1) / model.stepsPerLoss
    var calls: [FloorCall] = []
    let mean = model.queues.reduce(0) { $0 + $1.offered.reduce(0, +) }
    calls.reserveCapacity(Int(mean * Double(weeks.count) * 1.05) + 64)
    var first: [Int] = []
    var lost: [UInt64] = []
    var absent: [UInt64] = []
    var offers = FloorOffers(model, weeks: weeks.count)
    let short = model.queues.map { queue in
      queue.definition == .excludingShort ? Self.threshold(queue) : -1
    }
    for week in weeks {
      for day in 0..<model.days {
        first.append(calls.count)
        let before = calls.count
        Self.draw(model, seed, week, day, into: &calls)
        for call in calls[before...] {
          offers.count(
            week: week - weeks.lowerBound, day: day, queue: Int(call.queue), step: Int(call.step),
            isImpatient: call.patience <= short[Int(call.queue)])
        }
      }
      first.append(calls.count)
      var stream = RandomStream(seed: seed, stream: Self.number(week, 0, 0, 3))
      let chances = model.agents.indices.map(model.offPhone(of:))
      let isCommon = model.agents.allSatisfy { ($0.offPhone ?? model.offPhone) == model.offPhone }
      for _ in 0..<model.days {
        Self.drawBits(model.agents.count, model.absentShift, &stream, into: &absent)
      }
      for _ in 0..<losses {
        if isCommon {
          Self.drawBits(model.agents.count, model.offPhone, &stream, into: &lost)
        } else {
          Self.drawBits(chances, &stream, into: &lost)
        }
      }
    }
    self.calls = calls
    firstCall = first
    self.lost = lost
    self.absent = absent
    self.offers = offers
  }

  /// The threshold of a queue in ticks.
  static func threshold(_ queue: FloorModel.Queue) -> Int32 {
    Int32(min(1e6, queue.thresholdSeconds) * ticksPerSecond)
  }

  private static func number(_ week: Int, _ day: Int, _ queue: Int, _ purpose: Int) -> UInt64 {
    UInt64(((week * 64 + day) * 64 + queue) * 4 + purpose)
  }

  /// Calls of one day in order of time: each queue's own stream, merged.
  private static func draw(
    _ model: FloorModel, _ seed: UInt64, _ week: Int, _ day: Int, into calls: inout [FloorCall]
  ) {
    var factor = 1.0
    if model.dayVariation > 0 {
      var stream = RandomStream(seed: seed, stream: number(week, day, 0, 1))
      factor = stream.gamma(shape: 1 / (model.dayVariation * model.dayVariation))
    }
    let own = model.steps(of: day)
    let step = Double(model.stepSeconds)
    var lines: [[FloorCall]] = []
    for (q, queue) in model.queues.enumerated() {
      var line: [FloorCall] = []
      line.reserveCapacity(Int(own.reduce(0) { $0 + queue.offered[$1] } * factor * 1.1) + 16)
      var stream = RandomStream(seed: seed, stream: number(week, day, q, 2))
      // Expected calls until the next call.
      var due = stream.exponential()
      for i in own {
        let mean = queue.offered[i] * factor
        let handling = queue.handlingSeconds[i]
        var done = 0.0
        while done + due < mean {
          done += due
          due = stream.exponential()
          let at = (Double(i) + done / mean) * step
          line.append(
            FloorCall(
              arrival: ticks(at), handling: ticks(stream.exponential() * handling),
              patience: ticks(stream.exponential() * queue.patienceSeconds), queue: UInt16(q),
              step: UInt16(i)))
        }
        due -= mean - done
      }
      lines.append(line)
    }
    if lines.count == 1 {
      calls += lines[0]
      return
    }
    var heads = Array(repeating: 0, count: lines.count)
    let all = lines.reduce(0) { $0 + $1.count }
    for _ in 0..<all {
      var best = -1
      var time = Int32.max
      for q in lines.indices where heads[q] < lines[q].count {
        let arrival = lines[q][heads[q]].arrival
        if best < 0 || arrival < time {
          best = q
          time = arrival
        }
      }
      calls.append(lines[best][heads[best]])
      heads[best] += 1
    }
  }

  /// Ticks, at most a quarter of what the type holds, so that sums stay inside.
  private static func ticks(_ seconds: Double) -> Int32 {
    let ticks = seconds * ticksPerSecond
    return ticks < Double(mostTicks) ? Int32(ticks) : mostTicks
  }
  /// About 48 days.
  private static let mostTicks = Int32.max / 2

  /// One bit a person, each set with the person's own chance.
  private static func drawBits(
    _ chances: [Double], _ stream: inout RandomStream, into words: inout [UInt64]
  ) {
    let first = words.count
    words += Array(repeating: 0, count: (chances.count + 63) / 64)
    for (person, chance) in chances.enumerated() where stream.uniform() < chance {
      words[first + person / 64] |= 1 << UInt64(person % 64)
    }
  }

  /// One bit a person, each set with the chance given.
  private static func drawBits(
    _ count: Int, _ chance: Double, _ stream: inout RandomStream, into words: inout [UInt64]
  ) {
    let first = words.count
    words += Array(repeating: 0, count: (count + 63) / 64)
    guard chance > 0 else { return }
    guard chance < 1 else {
      for person in 0..<count { words[first + person / 64] |= 1 << UInt64(person % 64) }
      return
    }
    // Distances between those who are hit are geometric.
    let scale = 1 / log(1 - chance)
    var person = -1.0
    while true {
      person += 1 + (log(stream.uniform()) * scale).rounded(.down)
      guard person < Double(count) else { return }
      words[first + Int(person) / 64] |= 1 << UInt64(Int(person) % 64)
    }
  }
}
