import CentreModel
import CivilTime
import RosterChecking
import Rostering
import Testing

/// Centres that come out short for one reason, and the cheapest way out that must be found.
@Suite struct RelaxationTests {
  private let h = 3600
  private let monday = Zone.utc.startOfDay(Small.monday)

  /// Requires `count` agents in hours of a day of the horizon.
  private func need(_ wants: [(day: Int, hours: Range<Int>, count: Int)]) -> RosterRequirement {
    var required = Array(repeating: 0, count: 7 * 96)
    for want in wants {
      for t in want.hours.lowerBound * 4..<want.hours.upperBound * 4 {
        required[want.day * 96 + t] = want.count
      }
    }
    return RosterRequirement(start: monday, intervalSeconds: 900, required: [required])
  }

  private func ways(_ problem: RosterProblem) async throws -> (Roster, [RosterRelaxation]) {
    let roster = try await solve(problem, options: RosterOptions(moves: 60_000))
    return (roster, relaxations(of: roster, problem))
  }

  @Test func nothingMissingNothingSaid() async throws {
    let (roster, ways) = try await ways(Small.problem(agents: 8, need: 2))
    #expect(roster.findings.missing == 0)
    #expect(ways.isEmpty)
  }

  /// Saturday evening is short: nobody may start so late, and one short shift closes all of it.
  @Test func oneShortShiftOnSaturdayEvening() async throws {
    var problem = Small.problem(agents: 4, need: 0)
    problem.rules.contracts.append(
      RosterContract(id: "P4", kinds: [ShiftKind(id: "P4", lengthSeconds: 4 * h)]))
    problem.rules.contracts[0].kinds[0].starts = [MinuteRange(from: 360, to: 600)]
    problem.rules.contracts[0].kinds[0].pauses = []
    problem.requirement = need([(5, 18..<22, 1), (1, 8..<14, 2)])
    let (roster, ways) = try await ways(problem)
    #expect(roster.findings.missing == 16)
    let extra = try #require(ways.first { $0.kind == .extraShift && $0.who == "P4" })
    #expect(extra.closes == 16)
    #expect(extra.paidHours == 4)
    #expect(extra.text == "one 4 h shift (P4) on Sat 2026-12-05 18:00-22:00")
    let text = relaxationText(ways, of: roster)
    #expect(text.contains("the 16 missing agent-intervals"))
  }

  @Test func anHourOfOvertime() async throws {
    var problem = Small.problem(agents: 1, need: 0)
    problem.rules.contracts[0].kinds[0].pauses = []
    problem.rules.contracts[0].kinds[0].starts = [MinuteRange(from: 480, to: 480)]
    problem.requirement = need([(2, 8..<17, 1)])
    let (roster, ways) = try await ways(problem)
    #expect(roster.findings.missing == 4)
    let hour = try #require(ways.first { $0.kind == .overtime })
    #expect(hour.closes == 4)
    #expect(hour.who == "A1")
    #expect(hour.text == "A1 stays until 17:00 on Wed 2026-12-02, an hour of overtime")
  }

  @Test func overtimeRespectsRestAndClass() async throws {
    var problem = Small.problem(agents: 1, need: 0)
    problem.rules.contracts[0].kinds[0].pauses = []
    problem.rules.availability = [
      AvailabilityClass(id: "day", hours: [MinuteRange(from: 480, to: 960)])
    ]
    problem.agents[0].availability = "day"
    problem.requirement = need([(2, 8..<17, 1)])
    let (_, ways) = try await ways(problem)
    #expect(!ways.contains { $0.kind == .overtime })
    #expect(ways.contains { $0.kind == .extraShift })
  }

  /// The one agent may work five days, and six are asked for.
  @Test func oneShiftMoreForTheAgent() async throws {
    var problem = Small.problem(agents: 1, need: 0)
    problem.rules.general[.maxShiftsPerWeek] = RosterLimit(5)
    problem.rules.contracts[0].kinds[0].pauses = []
    problem.requirement = need((0..<6).map { ($0, 8..<16, 1) })
    let (roster, ways) = try await ways(problem)
    #expect(roster.findings.missing == 32)
    let rule = try #require(ways.first { $0.kind == .rule })
    #expect(rule.text == "max_shifts_per_week 6 for A1")
    #expect(rule.closes == 32)
    #expect(rule.paidHours == 8)
  }

  @Test func leaveThatCosts() async throws {
    var problem = Small.problem(agents: 1, need: 0)
    problem.agents[0].unavailableDates = [Small.monday + 3]
    problem.rules.contracts[0].kinds[0].pauses = []
    problem.requirement = need([(3, 8..<16, 1)])
    let (_, ways) = try await ways(problem)
    let leave = try #require(ways.first { $0.kind == .rule })
    #expect(leave.text == "let A1 work on 2026-12-03")
    #expect(leave.closes == 32)
  }

  /// A break falls into the only hour in which two are needed.
  @Test func breakOutsideItsWindow() async throws {
    var problem = Small.problem(agents: 1, need: 0)
    problem.requirement = need([(0, 9..<10, 1), (0, 8..<9, 1), (0, 10..<11, 1)])
    problem.rules.contracts[0].kinds[0].starts = [MinuteRange(from: 480, to: 480)]
    let (roster, ways) = try await ways(problem)
    #expect(roster.findings.missing == 1)
    let first = try #require(ways.first)
    #expect(first.kind == .pause)
    #expect(first.paidHours == 0)
    #expect(first.closes == 1)
    #expect(first.text.contains("the break of A1 on Mon 2026-11-30"))
  }

  @Test func oneMoreAgentOfTheContract() async throws {
    var problem = Small.problem(agents: 2, need: 0)
    problem.rules.general[.maxShiftsPerWeek] = RosterLimit(5)
    problem.rules.contracts[0].kinds[0].pauses = []
    problem.requirement = need((0..<5).map { ($0, 8..<16, 3) })
    let (roster, ways) = try await ways(problem)
    #expect(roster.findings.missing == 5 * 32)
    let agent = try #require(ways.first { $0.kind == .extraAgent })
    #expect(agent.closes == 160)
    #expect(agent.paidHours == 40)
  }

  /// Cheapest first, and what is said to be closed is closed: the rows add up in the checker.
  @Test func sortedByPrice() async throws {
    var problem = Small.problem(agents: 5, need: 4)
    problem.rules.general[.maxShiftsPerWeek] = RosterLimit(5)
    let (roster, ways) = try await ways(problem)
    #expect(zip(ways, ways.dropFirst()).allSatisfy { $0.paidHours <= $1.paidHours })
    #expect(ways.allSatisfy { $0.closes > 0 && $0.closes <= roster.findings.missing })
  }
}
