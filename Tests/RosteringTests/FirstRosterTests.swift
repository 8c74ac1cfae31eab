import CentreModel
import CivilTime
import Diagnostics
import RosterChecking
import Rostering
import Tables
import Testing

/// Small centres made by hand.
enum Small {
  static let monday = CivilDate(year: 2026, month: 11, day: 30) ?? CivilDate(dayNumber: 0)

  /// One queue that needs `count` agents from 08:00 to 16:00 on seven days.
  static func requirement(_ count: Int, days: Int = 7, zone: Zone = .utc) -> RosterRequirement {
    let start = zone.startOfDay(monday)
    let end = zone.startOfDay(monday + days)
    let required = stride(from: 0, to: end - start, by: 900).map { offset in
      (8..<16).contains(zone.local(at: start + offset).hour) ? count : 0
    }
    return RosterRequirement(start: start, intervalSeconds: 900, required: [required])
  }

  static func kind(_ hours: Int = 8) -> ShiftKind {
    ShiftKind(
      id: "\(hours)h", lengthSeconds: hours * 3600,
      pauses: [
        Pause(
          activity: .break, lengthSeconds: 900, earliestSeconds: 3600, latestSeconds: 7200,
          isPaid: true)
      ])
  }

  static func rules(_ general: WorkRules = WorkRules([.rest: RosterLimit(39_600)])) -> RosterRules {
    RosterRules(contracts: [RosterContract(id: "A", kinds: [kind()])], general: general)
  }

  static func agents(_ count: Int) -> [RosterAgent] {
    (1...count).map { RosterAgent(id: "A\($0)", contract: "A") }
  }

  static func problem(
    agents count: Int = 6, need: Int = 3, days: Int = 7, rules: RosterRules = rules()
  ) -> RosterProblem {
    RosterProblem(
      requirement: requirement(need, days: days), agents: agents(count), rules: rules, zone: .utc,
      horizonStart: monday, days: days)
  }
}

@Test func coversWhatCanBeCovered() async throws {
  let problem = Small.problem(
    rules: Small.rules(
      WorkRules([.rest: RosterLimit(39_600), .maxShiftsPerWeek: RosterLimit(5)])))
  let roster = try await solve(problem, options: RosterOptions(moves: 300_000))
  #expect(roster.findings.isValid)
  #expect(roster.findings.missing <= 4)
}

@Test func sameSeedSameRosterForAnyThreadCount() async throws {
  let problem = Small.problem()
  let one = try await solve(problem, options: RosterOptions(moves: 50_000, seed: 7, threads: 1))
  let two = try await solve(problem, options: RosterOptions(moves: 50_000, seed: 7, threads: 2))
  let other = try await solve(problem, options: RosterOptions(moves: 50_000, seed: 9, threads: 2))
  #expect(one.segments == two.segments)
  #expect(one.segments != other.segments)
}

@Test func nobodyWithTheSkillIsNamed() async throws {
  var problem = Small.problem()
  problem.rules.queueSkills = [QueueSkill(queue: "", skill: "billing", minimumLevel: 2)]
  await #expect {
    try await solve(problem)
  } throws: { error in
    (error as? Problem)?.kind == .infeasible
      && (error as? Problem)?.value == "billing at level 2"
  }
}
