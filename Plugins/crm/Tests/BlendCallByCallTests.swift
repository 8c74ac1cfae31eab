import CMusterPlugin
import PluginContract
import PluginHost
import TestSupport
import Testing

/// A blended floor call by call, written from what one does: calls that find nobody free wait and hang up when
/// their patience is over; while nobody waits and fewer agents are busy than the threshold, an outbound
/// contact that is due starts.
private struct PlainBlend {
  var callsPerHour: Double
  var handling: Double
  var patience: Double
  var within: Double
  var agents: Int
  var threshold: Int
  var outboundHandling: Double
  /// Outbound contacts that become due in an hour, one after the other; infinite where there is no end of them.
  var outboundPerHour = Double.infinity
  var random: SeededGenerator

  /// Share of calls answered in time, share lost, and outbound contacts an hour, after two hours that are
  /// not counted.
  mutating func run(hours: Double) -> (level: Double, lost: Double, outbound: Double) {
    let (begin, end) = (7200.0, 7200 + hours * 3600)
    var ends: [(at: Double, isOutbound: Bool)] = []
    var waiting: [(since: Double, until: Double)] = []
    var arrival = random.exponential(mean: 3600 / callsPerHour)
    var due = outboundPerHour.isFinite ? 0 : Int.max / 2
    var nextDue = outboundPerHour.isFinite ? 3600 / outboundPerHour : Double.infinity
    var clock = 0.0
    var (offered, inTime, lost, made) = (0, 0, 0, 0)
    while true {
      let ended = ends.indices.min { ends[$0].at < ends[$1].at }
      let leaving = waiting.indices.min { waiting[$0].until < waiting[$1].until }
      clock = min(
        min(arrival, nextDue), ended.map { ends[$0].at } ?? .infinity,
        leaving.map { waiting[$0].until } ?? .infinity)
      if clock >= end { break }
      if let ended, ends[ended].at == clock {
        if ends[ended].isOutbound, clock >= begin { made += 1 }
        ends.remove(at: ended)
      } else if let leaving, waiting[leaving].until == clock {
        if waiting[leaving].since >= begin { lost += 1 }
        waiting.remove(at: leaving)
      } else if nextDue == clock {
        due += 1
        nextDue += 3600 / outboundPerHour
      } else {
        if clock >= begin { offered += 1 }
        waiting.append((clock, clock + random.exponential(mean: patience)))
        arrival = clock + random.exponential(mean: 3600 / callsPerHour)
      }
      while ends.count < agents, !waiting.isEmpty {
        let first = waiting.removeFirst()
        if first.since >= begin, clock - first.since <= within { inTime += 1 }
        ends.append((clock + random.exponential(mean: handling), false))
      }
      while waiting.isEmpty, ends.count < threshold, due > 0 {
        due -= 1
        ends.append((clock + random.exponential(mean: outboundHandling), true))
      }
    }
    return (
      Double(inTime) / Double(offered), Double(lost) / Double(offered), Double(made) / hours
    )
  }
}

@Suite struct BlendCallByCallTests {
  private struct Floor {
    var callsPerHour: Double
    var outboundPerHour: Double
    var outboundHandling: Double
  }

  /// What the plugin asks for and promises in half an hour, with its threshold and the outbound contacts that
  /// it says are made in an hour.
  private func need(
    _ floor: Floor
  ) throws -> (row: muster_requirement, threshold: Int, outbound: Double) {
    let folder = musterExecutable.split(separator: "/", omittingEmptySubsequences: false)
      .dropLast().joined(separator: "/")
    let plugin = try PluginLoader(program: musterExecutable, version: "test")
      .load("\(folder)/libmuster-crm.so", isolated: false)
    try plugin.configure(
      PluginConfiguration(settings: [
        "blends": [
          [
            "queue": "care", "contacts_per_hour": .number(floor.outboundPerHour),
            "handling_seconds": .number(floor.outboundHandling), "jurisdictions": ["CA-ON"],
            "zones": ["America/Toronto"],
          ]
        ]
      ]))
    // Monday 2026-11-30, 15:00 in Toronto.
    let start: Int64 = 1_796_068_800
    let queue = QueueInfo(
      id: "care", zone: "America/Toronto", intervalS: 1800, patienceS: 180)
    let goal = GoalInfo(serviceLevel: 0.8, withinS: 20)
    let row = try #require(
      try plugin.requirement(
        queue, goal: goal,
        [
          muster_interval(
            start_unix: start, length_s: 1800, utc_offset_s: -18_000,
            volume: floor.callsPerHour / 2, aht_s: 330, low80: 0, high80: 99, low95: 0, high95: 99,
            flags: 0, reserved: 0)
        ])?.first)
    let explained = try #require(
      try plugin.explain(
        ExplainQuestion(
          queue: queue, goal: goal,
          rows: [
            IntervalInfo(
              startUnix: start, lengthS: 1800, utcOffsetS: -18_000,
              volume: floor.callsPerHour / 2, ahtS: 330)
          ], indices: [0])))
    let step = try #require(
      explained.explanations.first?.steps.first { $0.name == "threshold" })
    let made = try #require(step.reason.firstMatch(of: /they do ([0-9.]+) outbound/)?.1)
    return (
      row, try #require(step.value.split(separator: " ").first.flatMap { Int($0) }),
      try #require(Double(made))
    )
  }

  private func simulated(
    _ floor: Floor, agents: Int, threshold: Int, isEndless: Bool
  ) -> (level: SampleMean, lost: SampleMean, outbound: SampleMean) {
    var (level, lost, outbound) = (SampleMean(), SampleMean(), SampleMean())
    for run in 0..<40 {
      var blend = PlainBlend(
        callsPerHour: floor.callsPerHour, handling: 330, patience: 180, within: 20,
        agents: agents, threshold: threshold, outboundHandling: floor.outboundHandling,
        random: SeededGenerator(state: UInt64(7 * run)))
      if !isEndless { blend.outboundPerHour = floor.outboundPerHour }
      let found = blend.run(hours: 200)
      level.add(found.level)
      lost.add(found.lost)
      outbound.add(found.outbound)
    }
    return (level, lost, outbound)
  }

  /// Calls of 330 s and outbound contacts as long, shorter and longer, on small and larger floors.
  @Test(
    "a blend's promises are what calls one by one get, whatever the length of outbound contacts",
    arguments: [
      (90.0, 20.0, 330.0), (40, 12, 240), (60, 30, 150), (40, 40, 60), (90, 16, 600), (40, 9, 600),
    ])
  func promisesAreWhatCallsGet(calls: Double, outbound: Double, length: Double) throws {
    let floor = Floor(callsPerHour: calls, outboundPerHour: outbound, outboundHandling: length)
    let need = try need(floor)
    let agents = Int(need.row.agents)
    // The threshold that the plan counts on is one for outbound work without end.
    let most = simulated(floor, agents: agents, threshold: need.threshold, isEndless: true)
    let words = "\(need) \(most)"
    // Half a point is what the waits of unlike lengths may be off by; losses and outbound work are not.
    #expect(
      most.level.agrees(
        with: need.row.service_level, beside: length == 330 ? 0 : 0.005), "\(words)")
    #expect(most.lost.agrees(with: need.row.abandonment), "\(words)")
    #expect(most.outbound.agrees(with: need.outbound, beside: 0.05), "\(words)")
    #expect(most.level.standardError < 0.002)
    // With the work that there is, calls get no less than promised, and the work is done but for what is
    // still due at the end.
    let due = simulated(floor, agents: agents, threshold: need.threshold, isEndless: false)
    let error = 4 * due.level.standardError
    #expect(due.level.value + error >= max(0.8, need.row.service_level - 0.005), "\(need) \(due)")
    #expect(due.outbound.value >= 0.97 * outbound, "\(need) \(due)")
  }
}
