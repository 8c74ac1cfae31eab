import CMusterPlugin
import PluginContract
import PluginHost
import TestSupport
import Testing

/// A messaging desk second by second, written from what happens there: customers write whenever they like, people
/// answer one message at a time in the order in which they came, a customer who has more to say writes again
/// after a while.
private struct PlainMessages {
  var perHour: (_ second: Int) -> Double
  var replies: Double
  var secondsPerReply: Double
  var pause: Double
  var within: Double
  var agents: Int
  var most: Int?
  /// Open from and to, in seconds of the day.
  var open: Range<Int>

  /// Share of replies sent in time, messages by hour, of messages after the first day.
  func run(days: Int, _ random: inout SeededGenerator) -> (share: Double, byHour: [Double]) {
    var waiting: [(open: Double, isNew: Bool, hour: Int?)] = []
    var hands: [(left: Double, since: Double, hour: Int?)] = []
    var later: [Int: Int] = [:]
    var (conversations, openTime) = (0, 0.0)
    var (inTime, all) = (0.0, 0.0)
    var byHour = [Double](repeating: 0, count: 24)
    for second in 0..<days * 86_400 {
      let hour = second < 86_400 ? nil : second % 86_400 / 3600
      func came(isNew: Bool) {
        waiting.append((openTime, isNew, hour))
        if let hour { byHour[hour] += 1 }
      }
      if random.happens(perHour(second % 86_400) / 3600) { came(isNew: true) }
      for _ in 0..<(later.removeValue(forKey: second) ?? 0) { came(isNew: false) }
      guard open.contains(second % 86_400) else { continue }
      openTime += 1
      for k in hands.indices { hands[k].left -= 1 }
      for one in hands where one.left <= 0 {
        if one.hour != nil {
          all += 1
          if openTime - one.since <= within { inTime += 1 }
        }
        if random.happens(1 / replies) {
          conversations -= 1
        } else {
          later[second + 1 + Int(random.exponential(mean: pause)), default: 0] += 1
        }
      }
      hands.removeAll { $0.left <= 0 }
      while hands.count < agents {
        let hasRoom = most.map { conversations < $0 * agents } ?? true
        guard let place = waiting.firstIndex(where: { !$0.isNew || hasRoom }) else { break }
        let one = waiting.remove(at: place)
        if one.isNew { conversations += 1 }
        hands.append((random.exponential(mean: secondsPerReply), one.open, one.hour))
      }
    }
    // Who still waits beyond his time has no reply in time.
    all += Double(waiting.count { $0.hour != nil && openTime - $0.open > within })
    return (inTime / all, byHour.map { $0 / Double(days - 1) })
  }
}

@Suite struct MessageByMessageTests {
  private static let first: Int64 = 1_795_996_800  // Monday 2026-11-30
  private static let open = 8 * 3600..<20 * 3600

  private func perHour(_ second: Int) -> Double {
    let hour = second / 3600
    return hour < 7 ? 1 : hour < 12 ? 14 : hour < 20 ? 9 : 3
  }

  private func plugin(_ more: [String: AnyJSON]) throws -> Plugin {
    let folder = musterExecutable.split(separator: "/", omittingEmptySubsequences: false)
      .dropLast().joined(separator: "/")
    let plugin = try PluginLoader(program: musterExecutable, version: "test")
      .load("\(folder)/libmuster-web.so", isolated: false)
    var queue: [String: AnyJSON] = [
      "queue": "messages", "replies_per_session": 4, "seconds_per_reply": 120,
    ]
    queue.merge(more) { $1 }
    try plugin.configure(PluginConfiguration(settings: ["messaging": [.object(queue)]]))
    return plugin
  }

  /// Two weeks of half hours, every day open alike.
  private func rows() -> [IntervalInfo] {
    (0..<672).map { i in
      let second = i % 48 * 1800
      return IntervalInfo(
        startUnix: Self.first + Int64(i) * 1800, lengthS: 1800, volume: perHour(second) / 2,
        ahtS: 480, closed: !Self.open.contains(second))
    }
  }

  private let queue = QueueInfo(id: "messages", channel: "message", intervalS: 1800)

  @Test(
    "the share of replies in time is that of a desk second by second",
    arguments: [(3, 8.0, nil), (2, 60, nil), (3, 15, nil), (3, 20, 9)] as [(Int, Double, Int?)])
  func theShareInTime(agents: Int, minutes: Double, most: Int?) throws {
    var more: [String: AnyJSON] = [
      "reply_minutes": .number(minutes), "pause_minutes": 45, "share": 0.8,
    ]
    if let most { more["open_per_agent"] = .number(Double(most)) }
    let rows = rows()
    let answer = try #require(
      try plugin(more).simulate(
        SimulateQuestion(
          queue: queue, goal: GoalInfo(), rows: rows,
          slots: rows.map {
            AgentSlot(
              startUnix: $0.startUnix, seconds: 1800, agents: $0.closed ? 0 : Double(agents))
          }, replications: 60, seed: 3)))
    var share = SampleMean()
    for run in 0..<24 {
      var random = SeededGenerator(state: UInt64(run))
      let plain = PlainMessages(
        perHour: perHour, replies: 4, secondsPerReply: 120, pause: 2700, within: minutes * 60,
        agents: agents, most: most, open: Self.open)
      share.add(plain.run(days: 15, &random).share)
    }
    // The first day, before which nobody knows what waited, is left out on both sides.
    let days = answer.days.dropFirst().compactMap(\.serviceLevel)
    let level = days.reduce(0, +) / Double(days.count)
    let error = try #require(answer.total.halfWidth) / 1.96
    #expect(
      days.count == 13 && share.agrees(with: level, beside: 4 * error + 0.003), "\(level) \(share)")
    #expect(share.standardError < 0.01 && level > 0.3 && level < 0.9999)
  }

  /// When messages come, hour by hour: with people enough, replies take little beside the pauses.
  @Test func theMessagesOfEveryHour() throws {
    let rows = rows()
    let indices = rows.indices.filter { $0 / 48 == 8 && !rows[$0].closed }
    let answer = try #require(
      try plugin(["reply_minutes": 30, "pause_minutes": 45, "share": 0.9]).explain(
        ExplainQuestion(queue: queue, goal: GoalInfo(), rows: rows, indices: indices)))
    var hours = [SampleMean](repeating: .init(), count: 24)
    for run in 0..<24 {
      var random = SeededGenerator(state: UInt64(run))
      let plain = PlainMessages(
        perHour: perHour, replies: 4, secondsPerReply: 120, pause: 2700, within: 1800, agents: 12,
        most: nil, open: Self.open)
      for (hour, count) in plain.run(days: 15, &random).byHour.enumerated() {
        hours[hour].add(count)
      }
    }
    for hour in 8..<20 {
      // Both half hours, of the words "12.34 that come in this interval".
      let said = try (0..<2).reduce(0.0) { sum, half in
        let steps = answer.explanations[2 * (hour - 8) + half].steps
        let step = try #require(steps.first { $0.name == "messages to answer" })
        return sum + (try #require(Double(step.reason.split(separator: " ")[0])))
      }
      // These twelve answer the night's messages at once, the plan over its half hour: customers write again
      // the earlier.
      #expect(
        hours[hour].agrees(with: said, beside: (hour == 8 ? 0.15 : 0.04) * said),
        "\(hour): \(said) \(hours[hour])")
    }
  }

  /// The agents it asks for keep the promise by its own simulation, and one fewer everywhere does not.
  @Test func whatIsAskedForKeepsThePromise() throws {
    let plugin = try plugin(["reply_minutes": 30, "pause_minutes": 45, "share": 0.9])
    let rows = rows()
    let needs = try #require(
      try plugin.explain(
        ExplainQuestion(
          queue: queue, goal: GoalInfo(), rows: rows, indices: Array(rows.indices)))
    ).explanations.map { $0.agents ?? 0 }
    func level(_ fewer: Int) throws -> Double {
      let answer = try #require(
        try plugin.simulate(
          SimulateQuestion(
            queue: queue, goal: GoalInfo(), rows: rows,
            slots: zip(rows, needs).map {
              AgentSlot(
                startUnix: $0.startUnix, seconds: 1800, agents: Double(max(0, $1 - fewer)))
            }, replications: 40, seed: 5)))
      #expect(answer.verdicts.first?.missed == (fewer > 0), "\(answer.verdicts)")
      return answer.total.serviceLevel ?? 0
    }
    #expect(try level(0) > 0.9)
    #expect(try level(1) < 0.9)
    // Messages go on for hours after the conversations began, and what came at night is there at eight.
    let eight = try #require(needs.indices.first { $0 % 48 == 16 })
    #expect(needs[eight] >= needs[eight + 6], "\(needs[16..<40])")
  }

  @Test(
    arguments: [
      (["reply_minutes": 30], "pause_minutes"), (["share": 0.9], "share"),
      (["pause_minutes": 5], "pause_minutes"), (["open_per_agent": 5], "open_per_agent"),
      (["reply_minutes": 1, "pause_minutes": 5], "reply_minutes"),
    ] as [([String: AnyJSON], String)])
  func whatWouldHaveNoEffectIsRefused(more: [String: AnyJSON], key: String) throws {
    let fault = #expect(throws: PluginFault.self) { try plugin(more) }
    guard case .refused(_, let place, _)? = fault?.reason else {
      Issue.record("\(fault?.sentence ?? "")")
      return
    }
    #expect(place == "messaging[0].\(key)")
  }
}
