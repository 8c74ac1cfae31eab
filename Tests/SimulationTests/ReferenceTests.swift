import Foundation
import Simulation
import Testing

/// Simulated reference tables: ours and theirs within both intervals.
@Suite("Simulations against simulated reference tables")
struct ReferenceTests {
  private static let golden: String = {
    let shared =
      ProcessInfo.processInfo.environment["MUSTER_SHARED"]
      ?? URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("shared").path
    return "\(shared)/golden"
  }()

  private static var isPresent: Bool {
    FileManager.default.isReadableFile(atPath: "\(golden)/dialer.csv")
  }

  private func rows(_ file: String) throws -> [[String]] {
    try String(contentsOfFile: "\(Self.golden)/\(file)", encoding: .utf8)
      .split(whereSeparator: \.isNewline).dropFirst().map {
        $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      }
  }

  private func agree(_ own: Estimate, _ value: Double, _ interval: Double, _ what: String) {
    let room =
      4 / 1.96 * (own.halfWidth * own.halfWidth + interval * interval).squareRoot() + 1e-5
    #expect(abs(own.value - value) <= room, "\(what): \(own.value) for \(value) ± \(room)")
  }

  @Test("general handling times", .enabled(if: isPresent, "the reference tables are absent"))
  func general() async throws {
    for row in try rows("mgn_sensitivity.csv") {
      let v = row.map { Double($0) ?? .nan }
      let handling: Distribution =
        switch row[5] {
        case "lognormal": .lognormal(mean: v[1], cv: v[6])
        case "deterministic": .deterministic(v[1])
        default: .exponential(mean: v[1])
        }
      let scenario = StationaryTests.steady(
        calls: v[0], handling: handling,
        patience: v[3].isFinite ? .exponential(mean: v[3]) : .never, agents: Int(v[2]),
        threshold: v[4])
      let report = await QueueSimulation(scenario, seed: 12).run(replications: 120)
      let what = "\(row[5]) \(row[6]), patience \(row[3])"
      agree(report.day.serviceLevel, v[7], v[8], what)
      #expect(abs(report.day.speedOfAnswer.value - v[10]) <= 0.07 * v[10], "\(what) ASA")
      #expect(abs(report.day.abandonment.value - v[9]) <= 0.05 * v[9] + 1e-9, "\(what) abandonment")
    }
  }

  @Test("dialling", .enabled(if: isPresent, "the reference tables are absent"))
  func dialling() async throws {
    for row in try rows("dialer.csv") {
      let v = row.map { Double($0) ?? .nan }
      let pacing: Pacing =
        switch row[6] {
        case "progressive": .progressive
        case "ratio_idle": .ratio(v[7])
        case "predictive": .predictive(v[7])
        default: .blind(v[7])
        }
      var simulation = DialerSimulation(
        .init(
          agents: Int(v[0]), answerProbability: v[1], handlingSeconds: v[2], answerDelay: v[3],
          noAnswer: v[4], maximumWait: v[5], pacing: pacing), seed: 21)
      simulation.seconds = v[0] > 30 ? 40_000 : 100_000
      let report = await simulation.run(replications: 6)
      let what = "\(row[0]) agents, p \(row[1]), \(row[6]) \(row[7])"
      agree(report.abandonRate, v[8], v[9], "\(what) abandoned")
      agree(report.occupancy, v[10], v[11], "\(what) occupancy")
      #expect(abs(report.dialsPerAgentHour - v[12]) <= 0.03 * v[12], "\(what) dials")
    }
  }

  @Test("under a cap the best mode beats progressive dialling and keeps the cap")
  func choice() {
    var simulation = DialerSimulation(
      .init(agents: 20, answerProbability: 0.3, pacing: .progressive), seed: 2)
    simulation.seconds = 100_000
    let choices = simulation.choicesAlone(cap: 0.03, replications: 6)
    #expect(choices.count == 3)
    #expect(choices[0].report.occupancy.value > 0.85)
    #expect(choices.last?.pacing == .progressive)
    for one in choices {
      #expect(one.report.abandonRate.value + one.report.abandonRate.halfWidth <= 0.03)
    }
  }

  /// Teams of `multiskill.csv`: name, classes (calls, primary AHT), groups (skills by class, agents).
  @Test("medium floors with skills", .enabled(if: isPresent, "the reference tables are absent"))
  func skills() async throws {
    let patience = Distribution.exponential(mean: 120)
    typealias Skill = SkillModel.Skill
    func own(_ mean: Double) -> Skill { .init(handling: .exponential(mean: mean)) }
    func other(_ mean: Double) -> Skill {
      .init(handling: .exponential(mean: mean), callPreference: 1, agentPreference: 1)
    }
    func shared(_ mean: Double) -> Skill {
      .init(handling: .exponential(mean: mean), callPreference: 1)
    }
    let floors: [(String, [Double], [([Skill?], Int)])] = [
      ("N_med", [900, 540], [([own(180), nil], 35), ([other(200), own(240)], 52)]),
      ("X_med", [720, 720], [([own(180), other(200)], 37), ([other(200), own(180)], 37)]),
      (
        "M_med", [720, 720],
        [([own(180), nil], 30), ([nil, own(180)], 30), ([shared(180), shared(180)], 12)]
      ),
      ("I_med", [720, 720], [([own(180), nil], 36), ([nil, own(180)], 36)]),
      ("V_med", [1440], [([own(180)], 72)]),
    ]
    let table = try rows("multiskill.csv")
    for (name, calls, groups) in floors {
      var model = SkillModel(
        classes: calls.map {
          .init(name: "", callsPerHour: Array(repeating: $0, count: 52), patience: patience)
        },
        groups: groups.map {
          .init(name: "", skills: $0.0, agents: Array(repeating: $0.1, count: 52))
        }, intervalSeconds: 3600)
      model.warmUpIntervals = 2
      let report = await SkillSimulation(model, seed: 31).run(replications: 16)
      let lines = table.filter { $0[0].contains(name) }
      for line in lines {
        // The case's name may hold commas: the numbers are counted from the end.
        let v = line.suffix(9).map { Double($0) ?? .nan }
        let outcome = report.classes[Int(v[0]) - 1].calls
        agree(outcome.serviceLevel, v[1], v[2], "\(name) class \(v[0]) level")
        agree(outcome.abandonment, v[3], v[4], "\(name) class \(v[0]) abandonment")
        agree(outcome.speedOfAnswer, v[5], v[6], "\(name) class \(v[0]) ASA")
        agree(outcome.waiting, v[7], v[8], "\(name) class \(v[0]) delayed")
      }
    }
  }
}
