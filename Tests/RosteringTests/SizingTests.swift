import CentreModel
import CivilTime
import LinearPrograms
import RosterChecking
import Rostering
import TestSupport
import Testing

/// Requirements whose cheapest mix can be worked out by hand.
@Suite struct SizingTests {
  private let h = 3600

  private func problem(_ need: (_ day: Int, _ hour: Int) -> Int) -> RosterProblem {
    var problem = Small.problem(agents: 1, need: 0)
    problem.agents = []
    problem.rules.contracts = [
      RosterContract(id: "FT", kinds: [ShiftKind(id: "FT", lengthSeconds: 8 * h)]),
      RosterContract(id: "PT", kinds: [ShiftKind(id: "PT", lengthSeconds: 4 * h)]),
    ]
    problem.rules.general[.maxShiftsPerWeek] = RosterLimit(5)
    problem.requirement = RosterRequirement(
      start: Zone.utc.startOfDay(Small.monday), intervalSeconds: 1800,
      required: [(0..<7 * 48).map { need($0 / 48, $0 % 48 / 2) }])
    return problem
  }

  private var highs: HiGHS? {
    let named = environment("MUSTER_HIGHS_LIB").map { [$0] } ?? []
    return HiGHS(names: named + ["libhighs.so"])
  }

  private func sized(_ problem: RosterProblem, _ highs: HiGHS? = nil) async throws -> Sizing {
    try await size(
      problem,
      options: SizingOptions(missingShare: 0, roster: RosterOptions(moves: 120_000)), highs: highs)
  }

  /// Four hours on five days for three: three part-time agents, 60 paid hours, and no fewer.
  @Test func shortDaysTakeShortShifts() async throws {
    let input = problem { day, hour in day < 5 && (9..<13).contains(hour) ? 3 : 0 }
    for solver in highs.map({ [nil, $0] }) ?? [nil] {
      let sizing = try await sized(input, solver)
      #expect(sizing.missing == 0)
      #expect(sizing.shares.map(\.agents) == [0, 3])
      #expect(sizing.paidHours == 60)
      #expect(sizing.bound <= 60.0001 && sizing.bound > 58)
      #expect(sizing.roster.findings.isValid)
    }
  }

  /// Seven days of one post of eight hours: 56 hours, which two agents with five days cannot give
  /// cheaper than a full-time and a part-time one.
  @Test func aMixIsCheaperThanOneContract() async throws {
    let input = problem { _, hour in (8..<16).contains(hour) ? 1 : 0 }
    let sizing = try await sized(input)
    #expect(sizing.missing == 0)
    #expect(sizing.paidHours <= 80)
    #expect(sizing.bound <= 56.0001 && sizing.bound > 54)
  }

  @Test func exactBoundIsNoLessThanTheOneByPrices() async throws {
    guard let highs else { return skipped("HiGHS is not installed") }
    var random = RandomSource(seed: 5)
    let profile = (0..<24).map { _ in random.below(6) }
    var input = problem { _, hour in (7..<21).contains(hour) ? profile[hour] : 0 }
    input.rules.general[.daysOffTogether] = RosterLimit(2)
    let prices = try await sized(input)
    let exact = try await sized(input, highs)
    #expect(prices.bound <= exact.bound * 1.000_001)
    #expect(prices.bound >= exact.bound * 0.9)
    #expect(exact.boundMethod.hasPrefix("HiGHS"))
    #expect(exact.paidHours >= exact.bound - 0.001)
    // Days off that need not stand together cannot make it dearer.
    #expect(exact.rulePrices.allSatisfy { $0.hours >= 0 })
    #expect(exact.rulePrices.contains { $0.rule == "without days_off_together" })
  }

  @Test func reportsNameTheMix() async throws {
    let sizing = try await sized(
      problem { day, hour in day < 5 && (9..<13).contains(hour) ? 1 : 0 })
    #expect(sizingTable(sizing, colour: false).contains("09:00 ×5"))
    #expect(sizingSummary(sizing).contains("no mix takes fewer than"))
    #expect(sizingJSON(sizing).contains("\"paid_hours\": 20"))
  }
}
