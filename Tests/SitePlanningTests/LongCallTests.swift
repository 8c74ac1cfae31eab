import CentreModel
import CivilTime
import Glibc
import SitePlanning
import TestSupport
import Testing

/// The requirement of calls that outlast an interval, against a plain simulation written here.
@Suite("Calls longer than an interval")
struct LongCallTests {
  private let start = Instant(seconds: 1_796_000_400)
  private static let interval = 900

  /// A day that rises and falls: contacts in a quarter of an hour.
  private var contacts: [Double] {
    (0..<40).map { (k: Int) -> Double in
      let quarter = Double(k)
      return k < 12 ? 2 + 0.8 * quarter : max(3, 15.8 - 0.35 * quarter)
    }
  }

  private func rows(_ handling: Double) -> [ForecastRow] {
    contacts.enumerated().map { k, offered in
      ForecastRow(
        queue: "q", start: start + k * Self.interval, offered: offered, low80: offered,
        high80: offered, low95: offered, high95: offered, handlingSeconds: handling,
        method: "given")
    }
  }

  private func queue(_ goal: ServiceGoal) -> Queue {
    var queue = Queue(id: "q", model: .erlangA, patienceSeconds: 600)
    queue.goal = goal
    return queue
  }

  /// Shares in time by interval, of `days` days on which agents come and go as the numbers say.
  private func simulated(_ agents: [Int], handling: Double, within: Double, days: Int) -> [Double] {
    var random = Mutation(seed: 7)
    func exponential(_ mean: Double) -> Double {
      -mean * Double.logOfUniform(using: &random)
    }
    let length = Double(Self.interval)
    var offered = Array(repeating: 0.0, count: agents.count)
    var inTime = offered
    for _ in 0..<days {
      var busyUntil: [Double] = []
      var waiting: [(arrival: Double, gives: Double, work: Double)] = []
      func number(_ time: Double) -> Int {
        let k = Int(time / length)
        return k < agents.count ? agents[k] : 0
      }
      /// Gives waiting callers to free people, from one moment to another.
      func serve(_ from: Double, _ to: Double) {
        var moments = busyUntil.filter { $0 > from && $0 < to } + [from]
        var k = Int(from / length) + 1
        while Double(k) * length < to {
          moments.append(Double(k) * length)
          k += 1
        }
        moments.sort()
        while !moments.isEmpty {
          let now = moments.removeFirst()
          busyUntil.removeAll { $0 <= now }
          waiting.removeAll { $0.gives < now }
          while let first = waiting.first, busyUntil.count < number(now) {
            waiting.removeFirst()
            let end = now + first.work
            busyUntil.append(end)
            if end < to {
              moments.append(end)
              moments.sort()
            }
            let at = Int(first.arrival / length)
            if now - first.arrival <= within { inTime[at] += 1 }
          }
        }
      }
      var last = 0.0
      for (k, mean) in contacts.enumerated() {
        var time = Double(k) * length + exponential(length / mean)
        while time < Double(k + 1) * length {
          serve(last, time)
          last = time
          offered[k] += 1
          waiting.append((time, time + exponential(600), exponential(handling)))
          serve(time, time.nextUp)
          time += exponential(length / mean)
        }
      }
      serve(last, Double(agents.count + 8) * length)
    }
    return zip(inTime, offered).map { $0 / max(1, $1) }
  }

  @Test("every interval keeps its goal in a plain simulation, with hardly an agent to spare")
  func longCalls() throws {
    let step = RequirementStep(
      queue: queue(ServiceGoal(serviceLevel: 0.8, withinSeconds: 60)),
      intervalSeconds: Self.interval)
    let required = try step.requirement(rows(2700))
    let levels = simulated(required.map(\.agents), handling: 2700, within: 60, days: 1500)
    for (k, level) in levels.enumerated() {
      #expect(level > 0.8 - 0.035, "interval \(k): \(level) with \(required[k].agents)")
      #expect(abs(level - required[k].serviceLevel) < 0.04, "interval \(k): \(level)")
    }
    let mean = zip(levels, contacts).reduce(0) { $0 + $1.0 * $1.1 } / contacts.reduce(0, +)
    #expect(mean < 0.88)
    // In the morning far fewer than the steady state asks for, in the evening those still busy count.
    let steady = 3 * contacts[0]
    #expect(Double(required[0].agents) < steady)
  }

  @Test("short calls are staffed in steady state as before")
  func shortCalls() throws {
    let step = RequirementStep(
      queue: queue(ServiceGoal(serviceLevel: 0.8, withinSeconds: 60)),
      intervalSeconds: Self.interval)
    let all = try step.requirement(rows(300))
    for (k, row) in rows(300).enumerated() {
      #expect(try step.requirement([row]) == [all[k]])
    }
  }

  @Test("other goals and the least number hold as well")
  func otherGoals() throws {
    var busy = queue(ServiceGoal(serviceLevel: 0.8, withinSeconds: 60, maximumOccupancy: 0.5))
    busy.minimumAgents = 9
    let required = try RequirementStep(queue: busy, intervalSeconds: Self.interval)
      .requirement(rows(2700))
    for (row, offered) in zip(required, contacts) {
      #expect(row.agents >= 9)
      #expect(Double(row.agents) * 0.5 >= 3 * offered - 1e-9)
    }
    #expect(required.contains { $0.boundBy == "occupancy" })
    #expect(required.contains { $0.boundBy == "minimum" } || required[0].agents > 9)
  }
}

extension Double {
  /// The logarithm of a number drawn evenly from above 0 to 1.
  fileprivate static func logOfUniform(using random: inout Mutation) -> Double {
    log(Double.random(in: Double.leastNonzeroMagnitude...1, using: &random))
  }
}
