import CMusterPlugin
import PluginContract
import PluginHost
import TestSupport
import Testing

/// A chat floor chat by chat, written from what one does: every chat is an amount of work that goes on at
/// the pace its agent has with so many chats at once; a new one goes to the agent with the fewest; who waits
/// longer than he has patience leaves.
private struct PlainChats {
  var perHour: Double
  /// Seconds of an average chat while its agent has one, two, ….
  var handling: [Double]
  var patience: Double
  var within: Double
  var agents: Int
  var random: SeededGenerator

  struct Shares {
    var inTime = 0.0
    var left = 0.0
    /// Places for chats in use.
    var busy = 0.0
  }

  /// Shares over so many hours, after two that are not counted.
  mutating func run(hours: Double) -> Shares {
    let (begin, end) = (7200.0, 7200 + hours * 3600)
    // What is left of each chat, in average chats, agent by agent.
    var work = [[Double]](repeating: [], count: agents)
    var waiting: [(since: Double, until: Double)] = []
    var (clock, arrival) = (0.0, random.exponential(mean: 3600 / perHour))
    var (offered, inTime, left, placeSeconds) = (0, 0, 0, 0.0)
    while true {
      var (next, agent, chat) = (arrival, -1, -1)
      for (a, chats) in work.enumerated() where !chats.isEmpty {
        for (k, amount) in chats.enumerated() {
          let done = clock + amount * handling[chats.count - 1]
          if done < next { (next, agent, chat) = (done, a, k) }
        }
      }
      let leaving = waiting.indices.min { waiting[$0].until < waiting[$1].until }
      let leaves = leaving.map { waiting[$0].until <= next } ?? false
      if let leaving, leaves { next = waiting[leaving].until }
      let stop = min(next, end)
      for a in work.indices where !work[a].isEmpty {
        let pace = (stop - clock) / handling[work[a].count - 1]
        for k in work[a].indices { work[a][k] -= pace }
        placeSeconds += Double(work[a].count) * max(0, stop - max(clock, begin))
      }
      clock = stop
      if next >= end { break }
      if let leaving, leaves {
        if waiting[leaving].since >= begin { left += 1 }
        waiting.remove(at: leaving)
      } else if agent >= 0 {
        work[agent].remove(at: chat)
        if !waiting.isEmpty {
          let first = waiting.removeFirst()
          if first.since >= begin, clock - first.since <= within { inTime += 1 }
          work[agent].append(random.exponential(mean: 1))
        }
      } else {
        arrival = clock + random.exponential(mean: 3600 / perHour)
        if clock >= begin { offered += 1 }
        let least = work.indices.min { work[$0].count < work[$1].count } ?? 0
        if work[least].count < handling.count {
          if clock >= begin { inTime += 1 }
          work[least].append(random.exponential(mean: 1))
        } else {
          waiting.append((clock, clock + random.exponential(mean: patience)))
        }
      }
    }
    let places = Double(agents * handling.count) * hours * 3600
    return Shares(
      inTime: Double(inTime) / Double(offered), left: Double(left) / Double(offered),
      busy: placeSeconds / places)
  }
}

@Suite struct ChatByChatTests {
  private static let handling = [420.0, 520, 660]

  /// What the plugin asks for and promises in half an hour with so many chats.
  private func need(_ perHour: Double) throws -> muster_requirement {
    let folder = musterExecutable.split(separator: "/", omittingEmptySubsequences: false)
      .dropLast().joined(separator: "/")
    let plugin = try PluginLoader(program: musterExecutable, version: "test")
      .load("\(folder)/libmuster-web.so", isolated: false)
    try plugin.configure(
      PluginConfiguration(settings: [
        "chats": [
          [
            "queue": "chat", "handling_seconds": .array(Self.handling.map { .number($0) }),
            "share": 0.9, "within_seconds": 60,
          ]
        ]
      ]))
    let row = muster_interval(
      start_unix: 1_796_029_200, length_s: 1800, utc_offset_s: 0, volume: perHour / 2, aht_s: 500,
      low80: 0, high80: 99, low95: 0, high95: 99, flags: 0, reserved: 0)
    let queue = QueueInfo(id: "chat", channel: "chat", intervalS: 1800, patienceS: 240)
    return try #require(try plugin.requirement(queue, goal: GoalInfo(), [row])?.first)
  }

  private func simulated(
    _ perHour: Double, agents: Int, runs: Int
  ) -> (level: SampleMean, left: SampleMean, busy: SampleMean) {
    var (level, left, busy) = (SampleMean(), SampleMean(), SampleMean())
    for run in 0..<runs {
      var floor = PlainChats(
        perHour: perHour, handling: Self.handling, patience: 240, within: 60, agents: agents,
        random: SeededGenerator(state: UInt64(100 + run)))
      let shares = floor.run(hours: 120)
      level.add(shares.inTime)
      left.add(shares.left)
      busy.add(shares.busy)
    }
    return (level, left, busy)
  }

  @Test(
    "the promise of chats is what chats followed one by one get, and one agent fewer breaks it",
    arguments: [18.0, 34, 52])
  func thePromiseIsWhatChatsGet(perHour: Double) throws {
    let need = try need(perHour)
    let found = simulated(perHour, agents: Int(need.agents), runs: 60)
    #expect(found.level.agrees(with: need.service_level), "\(need) \(found)")
    #expect(found.left.agrees(with: need.abandonment), "\(need) \(found)")
    #expect(found.busy.agrees(with: need.occupancy), "\(need) \(found)")
    // A mean that is wide would prove nothing.
    #expect(found.level.standardError < 0.002)
    #expect(need.service_level >= 0.9)
    let fewer = simulated(perHour, agents: Int(need.agents) - 1, runs: 10).level
    #expect(fewer.value + 4 * fewer.standardError < 0.9, "\(fewer)")
  }
}
