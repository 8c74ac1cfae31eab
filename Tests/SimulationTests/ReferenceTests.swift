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

  /// Wallace & Whitt 2005: six kinds of calls, 84 an hour each, ten minutes; 90 agents, 30
  /// waiting places, answer within 30 s. An agent has `skills` skills and takes the own kind first.
  private func wallaceWhittModel(skills: Int) -> SkillModel {
    let handling = Distribution.exponential(mean: 600)
    var model = SkillModel(
      classes: (0..<6).map { _ in
        .init(
          name: "", callsPerHour: Array(repeating: 84, count: 120), thresholdSeconds: 30)
      },
      // Fifteen agents a kind, three for each kind that comes second; the others follow in order.
      groups: (0..<30).map { team in
        let (own, turn) = (team / 5, team % 5)
        return .init(
          name: "",
          skills: (0..<6).map { kind in
            let level = kind == own ? 0 : 1 + ((kind - own + 6) % 6 + 4 - turn) % 5
            return level < skills
              ? .init(handling: handling, callPreference: level, agentPreference: level) : nil
          }, agents: Array(repeating: 3, count: 120))
      }, intervalSeconds: 3600)
    model.warmUpIntervals = 20
    model.waitingPlaces = 30
    return model
  }

  @Test(
    "Wallace and Whitt's teams of one to six skills",
    .enabled(if: isPresent, "the reference tables are absent"), arguments: 1...6)
  func wallaceWhitt(skills: Int) async throws {
    let line = try #require(
      try rows("multiskill.csv").first { $0[0] == "WallaceWhitt_k\(skills)" })
    let v = line.map { Double($0) ?? .nan }
    let all = await SkillSimulation(wallaceWhittModel(skills: skills), seed: 3).run(
      replications: 24
    ).all
    agree(all.calls.serviceLevel, v[2], v[3], "\(skills) skills: level of those let in")
    agree(all.blocking, v[4], v[5], "\(skills) skills: blocked")
    agree(all.calls.speedOfAnswer, v[6], v[7], "\(skills) skills: ASA")
  }

  @Test("everybody with every skill and no preference is M/M/90/120, exactly")
  func oneTeamWithWaitingPlaces() async {
    var model = wallaceWhittModel(skills: 6)
    for team in model.groups.indices {
      for kind in 0..<6 {
        model.groups[team].skills[kind]?.callPreference = 0
        model.groups[team].skills[kind]?.agentPreference = 0
      }
    }
    let all = await SkillSimulation(model, seed: 4).run(replications: 20).all
    // Birth and death in plain steps: state by state, then the wait of who meets 90 or more.
    let (load, agents, places) = (84.0, 90, 30)
    var weights = [1.0]
    for n in 1...(agents + places) {
      weights.append(weights[n - 1] * load / Double(min(n, agents)))
    }
    let total = weights.reduce(0, +)
    let blocked = weights[agents + places] / total
    var late = 0.0
    var wait = 0.0
    for n in agents..<(agents + places) {
      let share = weights[n] / (total - weights[agents + places])
      let ahead = n - agents + 1
      wait += share * Double(ahead) * 600 / Double(agents)
      // Fewer than `ahead` agents come free within 30 s.
      var term = exp(-30 * Double(agents) / 600)
      for k in 0..<ahead {
        late += share * term
        term *= 30 * Double(agents) / 600 / Double(k + 1)
      }
    }
    #expect(abs(blocked - 0.003643) < 5e-7 && abs(wait - 27.0013) < 1e-4)
    agree(all.blocking, blocked, 0, "blocked")
    agree(all.calls.serviceLevel, 1 - late, 0, "level")
    agree(all.calls.speedOfAnswer, wait, 0, "ASA")
  }
}
