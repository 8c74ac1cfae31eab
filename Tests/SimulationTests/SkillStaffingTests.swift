import Queueing
import Simulation
import Testing

@Suite("Agents for two skills, by simulation")
struct SkillStaffingTests {
  /// General calls for a team of their own and for the cross-trained, who take technical calls too.
  private func staffing(_ general: Double, _ technical: Double) -> SkillStaffing {
    let handling = Distribution.exponential(mean: 240)
    var model = SkillModel(
      classes: [general, technical].map {
        .init(name: "", callsPerHour: Array(repeating: $0 * 15, count: 44), thresholdSeconds: 20)
      },
      groups: [
        .init(name: "general", skills: [.init(handling: handling), nil]),
        .init(
          name: "both",
          skills: [.init(handling: handling, callPreference: 1), .init(handling: handling)]),
      ], intervalSeconds: 3600)
    model.warmUpIntervals = 2
    var question = SkillStaffing(model: model, targets: [0.8, 0.8])
    question.halfWidth = 0.01
    return question
  }

  @Test(
    "a rule that counts a flexible agent for each skill misses; the simulated minimum does not",
    arguments: [(6.0, 2.0, 9, 12, 13), (6, 1.2, 9, 11, 12), (10, 3, 14, 18, 19)])
  func marketCases(
    general: Double, technical: Double, credit: Int, needed: Int, separate: Int
  ) async throws {
    let question = staffing(general, technical)
    let answer = try #require(await question.solve())
    #expect(answer.total == needed)
    #expect(answer.separate == separate)
    #expect(answer.pooled <= answer.total && answer.total <= answer.separate)
    #expect(answer.report.classes.allSatisfy { $0.calls.serviceLevel.value >= 0.8 })
    // The credit rule's team: all technical agents cross-trained and counted twice.
    let flexible = Int(
      try Staffing.minimumAgents(
        for: .init(load: technical, handlingSeconds: 240), goals: .init(serviceLevel: 0.8)
      ).agents)
    var rule = question.model
    rule.groups[0].agents = Array(repeating: credit - flexible, count: 44)
    rule.groups[1].agents = Array(repeating: flexible, count: 44)
    let missed = await SkillSimulation(rule, seed: 1).run(replications: 16)
    #expect(missed.classes[1].calls.serviceLevel.value < 0.5)
  }

  @Test("a dedicated team that is given stays; only the flexible are sought")
  func fixedTeam() async throws {
    var question = staffing(6, 2)
    question.fixed = [5, nil]
    question.maximumFlexibleShare = 1
    let answer = try #require(await question.solve())
    #expect(answer.agents[0] == 5)
    #expect(answer.total == 12)
  }
}
