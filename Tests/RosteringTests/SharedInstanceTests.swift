import CentreModel
import CivilTime
import Diagnostics
import RosterChecking
import Rostering
import Tables
import TestSupport
import Testing

/// The call-centre instances of the shared folder, with a quarter of the moves of ten seconds.
@Suite(.enabled(if: sharedFolder != nil, "the shared instances are absent"))
struct SharedInstanceTests {
  static let moves = 8_000_000

  static func problem(_ name: String, without leaver: String? = nil) throws -> RosterProblem {
    let folder = "\(sharedFolder ?? "")/roster/callcentre/\(name)"
    let rules = try RosterRules.read(
      path: "\(packageFolder)/Tests/Fixtures/callcentre-rules.toml"
    ).rules
    let requirement = try readRequirement(
      CSVTable(path: "\(folder)/requirement.csv"), zone: .utc)
    let agents = try readAgents(CSVTable(path: "\(folder)/agents.csv"), rules: rules, zone: .utc)
    let days = requirement.days(in: .utc)
    return RosterProblem(
      requirement: requirement, agents: agents.filter { $0.id != leaver }, rules: rules, zone: .utc,
      horizonStart: days.first, days: days.count)
  }

  /// The certified bounds of the instances' README, and how far from them this budget may end.
  @Test(arguments: [
    ("n50-u90-s2", 0.0, 0.0), ("n50-u97-s1", 0, 0.004), ("n50-u105-s1", 317, 0.004),
    ("n200-u97-s1", 0, 0.002), ("n200-u100-s2", 260, 0.005), ("n200-u105-s2", 1255, 0.002),
  ])
  func coverageIsNearTheBound(name: String, bound: Double, share: Double) async throws {
    let roster = try await solve(
      Self.problem(name), options: RosterOptions(moves: Self.moves))
    #expect(roster.findings.isValid)
    #expect(roster.findings.missing >= bound)
    // Our own bound proves nearly as much as the linear program of the README, never more.
    let proven = try #require(roster.evidence.bound)
    #expect(proven <= bound && proven >= 0.95 * bound)
    #expect(roster.findings.missing <= bound + share * Double(roster.findings.demand))
  }

  /// One full-time agent of 200 leaves a published roster: few others change, and coverage stays near
  /// what a fresh roster would have.
  @Test(arguments: ["A0003", "A0006"])
  func oneOfTwoHundredLeaves(leaver: String) async throws {
    let options = RosterOptions(moves: Self.moves)
    let published = try await solve(Self.problem("n200-u97-s1"), options: options).segments
    var problem = try Self.problem("n200-u97-s1", without: leaver)
    let fresh = try await solve(problem, options: options)
    problem.published = published.filter { $0.agent != leaver }
    let near = try await solve(problem, options: options)
    #expect(near.findings.isValid)
    #expect(near.findings.missing <= fresh.findings.missing + 0.002 * Double(near.findings.demand))
    let changes = rosterChanges(from: problem.published, to: near.segments, zone: .utc)
    #expect(Set(changes.map(\.agent)).count <= 8)
  }
}
