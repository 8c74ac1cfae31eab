import Foundation
import Queueing
import Simulation
import Testing

/// The shared time-varying scenarios: what is promised, what follows, what is simulated.
@Suite("A day of changing volume")
struct VaryingTests {
  private struct Scenario {
    var queue: VaryingQueue
    var agents: [Int]
    var simulated: [Double]
    var interval: [Double]

    func simulation(_ agents: [Int], seed: UInt64) -> QueueSimulation {
      QueueSimulation(
        QueueScenario(
          intervals: queue.intervals.indices.map { k in
            let one = queue.intervals[k]
            let patience = one.patienceSeconds ?? .infinity
            return .init(
              callsPerHour: one.callsPerHour, handling: .exponential(mean: one.handlingSeconds),
              patience: patience.isFinite ? .exponential(mean: patience) : .never,
              thresholdSeconds: one.thresholdSeconds, agents: agents[k])
          }, intervalSeconds: queue.intervalSeconds), seed: seed)
    }
  }

  private static let folder: String = {
    let shared =
      ProcessInfo.processInfo.environment["MUSTER_SHARED"]
      ?? URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("shared").path
    return "\(shared)/golden/time_varying"
  }()

  private static var files: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
  }

  private func scenario(_ file: String, method: String?) throws -> Scenario {
    let text = try String(contentsOfFile: "\(Self.folder)/\(file)", encoding: .utf8)
    var lines = text.split(whereSeparator: \.isNewline).map {
      $0.split(separator: ",").map(String.init)
    }
    let header = lines.removeFirst()
    if let method { lines = lines.filter { $0[0] == method } }
    func column(_ name: String) throws -> [Double] {
      let at = try #require(header.firstIndex(of: name))
      return try lines.map { try #require(Double($0[at])) }
    }
    let calls = try column("calls_per_hour")
    let (handling, patience) = (try column("aht_s"), try column("patience_s"))
    let threshold = try column("T_s")
    return Scenario(
      queue: .init(
        intervals: calls.indices.map {
          .init(
            callsPerHour: calls[$0], handlingSeconds: handling[$0],
            patienceSeconds: patience[$0], thresholdSeconds: threshold[$0])
        }, intervalSeconds: file.contains("i900") ? 900 : 1800),
      agents: try column("agents").map { Int($0) }, simulated: try column("sim_sl"),
      interval: try column("sim_ci95"))
  }

  @Test(
    "the equations follow the reference simulations, staff changes and opening included",
    .enabled(if: !files.isEmpty, "the shared time-varying scenarios are absent"))
  func followed() throws {
    var checked = 0
    for file in Self.files where file.hasPrefix("hi_") {
      let scenario = try scenario(file, method: nil)
      let found = try VaryingStaffing.evaluate(scenario.queue, agents: scenario.agents)
      for (k, one) in found.enumerated() {
        // 99.9 % of the reference's own interval, and a tenth of a point.
        let room = 0.001 + 3.2905 / 1.96 * scenario.interval[k]
        #expect(
          abs(one.serviceLevel - scenario.simulated[k]) <= room,
          "\(file) interval \(k): \(one.serviceLevel) for \(scenario.simulated[k]) ± \(room)")
        checked += 1
      }
    }
    #expect(checked > 0)
  }

  @Test(
    "the simulator agrees with the reference simulations",
    .enabled(if: !files.isEmpty, "the shared time-varying scenarios are absent"))
  func simulated() async throws {
    for file in Self.files where file.hasPrefix("hi_") && file.contains("SIPP") {
      let scenario = try scenario(file, method: nil)
      let report = await scenario.simulation(scenario.agents, seed: 3).run(replications: 2000)
      for (k, outcome) in report.intervals.enumerated() {
        let own = outcome.serviceLevel.halfWidth
        let both = (own * own + scenario.interval[k] * scenario.interval[k]).squareRoot()
        #expect(
          abs(outcome.serviceLevel.value - scenario.simulated[k]) <= 4 / 1.96 * both + 1e-4,
          "\(file) interval \(k)")
      }
    }
  }

  @Test(
    "the transient method keeps its promise in every interval",
    .enabled(if: !files.isEmpty, "the shared time-varying scenarios are absent"))
  func promised() async throws {
    for file in Self.files where file.hasPrefix("R") {
      let scenario = try scenario(file, method: "SIPP")
      let plan = try VaryingStaffing.plan(scenario.queue, target: 0.8, method: .transient)
      #expect(plan.serviceLevel.allSatisfy { $0 >= 0.8 })
      let report = await scenario.simulation(plan.agents.map { Int($0) }, seed: 9)
        .run(replications: 3000)
      let allowed = file.contains("aht300") ? 0.01 : 0.015
      for (k, outcome) in report.intervals.enumerated() {
        let error = abs(plan.serviceLevel[k] - outcome.serviceLevel.value)
        // The allowance, and what these fewer days than the benchmark's leave open.
        #expect(error <= allowed + max(0, 1.7 * outcome.serviceLevel.halfWidth - 0.003))
      }
      // The stationary method of the same data is far off somewhere.
      let sipp = try VaryingStaffing.plan(scenario.queue, target: 0.8, method: .sipp)
      let truth = try VaryingStaffing.evaluate(
        scenario.queue, agents: sipp.agents.map { Int($0) })
      let worst = zip(sipp.serviceLevel, truth).map { abs($0 - $1.serviceLevel) }.max() ?? 0
      #expect(worst > 0.05)
    }
  }

  @Test("constant volume ends in the stationary queue; T = 0 and T beyond the interval too")
  func settled() throws {
    for (patience, threshold) in [(Double?.none, 20.0), (120, 20), (120, 0), (nil, 1200)] {
      let one = VaryingQueue.Interval(
        callsPerHour: 400, handlingSeconds: 180, patienceSeconds: patience,
        thresholdSeconds: threshold)
      let queue = VaryingQueue(
        intervals: Array(repeating: one, count: 40), intervalSeconds: 900)
      let found = try VaryingStaffing.evaluate(queue, agents: Array(repeating: 24, count: 40))
      let exact = try Staffing.performance(
        of: .init(
          callsPerHour: 400, handlingSeconds: 180, patienceSeconds: patience,
          thresholdSeconds: threshold), agents: 24)
      let last = try #require(found.last)
      #expect(abs(last.serviceLevel - exact.serviceLevel.ofOffered) < 1e-8)
      #expect(abs(last.waiting - exact.waitProbability) < 1e-8)
      #expect(abs(last.abandonment - exact.abandonment) < 1e-8)
      #expect(abs(last.meanQueue - exact.queueLength) < 1e-6)
    }
  }
}
