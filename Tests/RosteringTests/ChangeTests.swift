import CentreModel
import CivilTime
import RosterChecking
import Rostering
import Testing

@Suite struct ChangeTests {
  @Test func oneAgentLessChangesLittle() async throws {
    var problem = Small.problem(
      agents: 20, need: 11,
      rules: Small.rules(
        WorkRules([.rest: RosterLimit(39_600), .maxShiftsPerWeek: RosterLimit(5)])))
    let published = try await solve(problem, options: RosterOptions(moves: 300_000))
    problem.agents.removeAll { $0.id == "A7" }
    let fresh = try await solve(problem, options: RosterOptions(moves: 300_000))
    problem.published = published.segments.filter { $0.agent != "A7" }
    let changed = try await solve(problem, options: RosterOptions(moves: 300_000))
    let changes = rosterChanges(from: problem.published, to: changed.segments, zone: .utc)
    let demand = Double(changed.findings.demand)
    #expect(changed.findings.isValid)
    #expect(changed.findings.missing <= fresh.findings.missing + 0.01 * demand)
    #expect(Set(changes.map(\.agent)).count <= 8)
    let all = rosterChanges(from: problem.published, to: fresh.segments, zone: .utc)
    #expect(changes.count < all.count)
  }

  /// Where nothing happened nothing changes, whatever the seed finds on its way.
  @Test func nothingHappenedNothingChanges() async throws {
    var problem = Small.problem(agents: 8, need: 3)
    problem.published = try await solve(problem, options: RosterOptions(moves: 150_000)).segments
    let again = try await solve(problem, options: RosterOptions(moves: 100_000, seed: 17))
    #expect(rosterChanges(from: problem.published, to: again.segments, zone: .utc).isEmpty)
  }

  @Test func whatIsFrozenStays() async throws {
    var problem = Small.problem()
    let published = try await solve(problem, options: RosterOptions(moves: 50_000))
    problem.published = published.segments
    problem.agents[0].unavailableDates = [Small.monday + 5]
    let freeze = Zone.utc.startOfDay(Small.monday + 3)
    let changed = try await solve(
      problem.frozen(until: freeze), options: RosterOptions(moves: 50_000, seed: 5))
    let changes = rosterChanges(from: published.segments, to: changed.segments, zone: .utc)
    #expect(changes.allSatisfy { $0.date >= Small.monday + 3 })
  }

  @Test func differenceIsReadable() {
    let start = Zone.utc.startOfDay(Small.monday) + 8 * 3600
    let old = [RosterSegment(agent: "A1", activity: .work, start: start, end: start + 28_800)]
    let new = [
      RosterSegment(agent: "A1", activity: .work, start: start + 3600, end: start + 32_400)
    ]
    let text = rosterDiffText(rosterChanges(from: old, to: new, zone: .utc), zone: .utc)
    #expect(text.contains("Mon 2026-11-30  08:00-16:00  09:00-17:00  moved"))
    #expect(rosterDiffText([], zone: .utc) == "Nothing changed.\n")
  }
}
