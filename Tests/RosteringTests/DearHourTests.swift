import CentreModel
import CivilTime
import Rostering
import Testing

@Suite("Hours that are paid more")
struct DearHourTests {
  /// One agent with a shift of two hours on one day, needed from 10:00 to 11:00 only.
  private func start(factors: [Int], published: [RosterSegment] = [], change: Int? = nil)
    async throws
    -> Int
  {
    let midnight = Zone.utc.startOfDay(Small.monday)
    var rules = RosterRules(
      contracts: [
        RosterContract(
          id: "A",
          kinds: [ShiftKind(id: "2h", lengthSeconds: 7200, pauses: [], startEveryMinutes: 60)])
      ])
    rules.surplusWeight = 20
    let required = (0..<24).map { $0 == 10 ? 1 : 0 }
    let roster = try await solve(
      RosterProblem(
        requirement: RosterRequirement(
          start: midnight, intervalSeconds: 3600, required: [required]),
        agents: Small.agents(1), rules: rules, zone: .utc, horizonStart: Small.monday, days: 1,
        published: published, surplusFactors: factors),
      options: RosterOptions(moves: 20_000, changeWeight: change))
    let first = try #require(roster.segments.map(\.start).min())
    return (first - midnight) / 3600
  }

  private func factors(nine: Int, eleven: Int) -> [Int] {
    (0..<24).map { $0 == 9 ? nine : $0 == 11 ? eleven : 1000 }
  }

  @Test("work above the requirement goes where it is paid less")
  func surplus() async throws {
    #expect(try await start(factors: factors(nine: 2000, eleven: 1000)) == 10)
    #expect(try await start(factors: factors(nine: 1000, eleven: 2000)) == 9)
  }

  @Test("a published shift moves out of a dear hour only when that saves more than a change costs")
  func near() async throws {
    let at = Zone.utc.startOfDay(Small.monday) + 9 * 3600
    let before = [
      RosterSegment(agent: "A1", activity: .work, start: at, end: at + 7200)
    ]
    let dear = factors(nine: 3000, eleven: 1000)
    #expect(try await start(factors: dear, published: before, change: 30) == 10)
    #expect(try await start(factors: dear, published: before, change: 60) == 9)
  }
}
