import CentreModel
import CivilTime
import Diagnostics
import RosterChecking
import Rostering
import Tables
import Testing

private let h = 3600

@Suite("Leave is working time") struct LeaveTests {
  let monday = Small.monday

  /// Two of four agents from 09:00 to 17:00 on weekdays; contracts of 40 hours.
  private func office(_ leave: [String: [CivilDate]]) -> RosterProblem {
    let start = Zone.utc.startOfDay(monday)
    let required = (0..<7 * 24).map { $0 / 24 < 5 && (9..<17).contains($0 % 24) ? 2 : 0 }
    let contract = RosterContract(
      id: "FT",
      kinds: [
        ShiftKind(
          id: "8h", lengthSeconds: 8 * h, startEveryMinutes: 60,
          starts: [MinuteRange(from: 7 * 60, to: 12 * 60)])
      ],
      rules: WorkRules([
        .minHoursPerWeek: RosterLimit(40 * h), .maxHoursPerWeek: RosterLimit(40 * h),
      ]))
    return RosterProblem(
      requirement: RosterRequirement(start: start, intervalSeconds: h, required: [required]),
      agents: ["A1", "A2", "A3", "A4"].map {
        RosterAgent(id: $0, contract: "FT", leave: leave[$0] ?? [])
      },
      rules: RosterRules(contracts: [contract], general: WorkRules([.rest: RosterLimit(11 * h)])),
      zone: .utc, horizonStart: monday, days: 7)
  }

  @Test("days of leave count as the hours they are paid; a week of it refuses nobody's roster")
  func hoursOfLeave() async throws {
    let problem = office([
      "A2": [monday, monday + 1], "A3": (0..<7).map { monday + $0 },
    ])
    let roster = try await solve(problem, options: RosterOptions(moves: 100_000))
    let hours = Dictionary(grouping: roster.segments, by: \.agent)
      .mapValues { $0.reduce(0) { $0 + ($1.end - $1.start) } / h }
    #expect(hours == ["A1": 40, "A2": 24, "A4": 40])
    // Nobody is sent to work when the office is shut.
    #expect(roster.segments.allSatisfy { Zone.utc.date(at: $0.start) < monday + 5 })
    // 16 hours would be too few, 32 too many.
    let own = roster.segments.filter { $0.agent != "A2" }
    func broken(_ days: [Int]) -> Set<String> {
      let work = days.map { day in
        RosterSegment(
          agent: "A2", activity: .work, start: Zone.utc.startOfDay(monday + day) + 9 * h,
          end: Zone.utc.startOfDay(monday + day) + 17 * h)
      }
      return Set(
        checkRoster(own + work, checkInput(problem)).violations.filter(\.isHard).map(\.rule))
    }
    #expect(broken([2, 3, 4]).isEmpty)
    #expect(broken([2, 3]) == ["min_hours_per_week"])
    #expect(broken([2, 3, 4, 5]) == ["max_hours_per_week"])
    #expect(broken([1, 2, 3, 4]).contains("leave"))
  }

  private func checkInput(_ problem: RosterProblem) -> RosterCheckInput {
    RosterCheckInput(
      requirement: problem.requirement, agents: problem.agents, rules: problem.rules,
      zone: problem.zone, horizonStart: problem.horizonStart, days: problem.days,
      previous: problem.previous, pins: problem.pins, closedDates: problem.closedDates)
  }

  @Test("an agent's own hours of a day of leave count in place of a mean shift")
  func ownHours() async throws {
    var problem = office(["A2": [monday]])
    problem.agents[1].leaveSeconds = 16 * h
    let roster = try await solve(problem, options: RosterOptions(moves: 60_000))
    #expect(roster.segments.count { $0.agent == "A2" } == 3)
  }

  @Test("days of leave stand for shifts")
  func shiftsOfLeave() async throws {
    var problem = office(["A1": [monday + 1, monday + 2]])
    problem.rules.contracts[0].rules = WorkRules([.minShiftsPerWeek: RosterLimit(5)])
    problem.rules.surplusWeight = 100
    let roster = try await solve(problem, options: RosterOptions(moves: 60_000))
    #expect(roster.segments.count { $0.agent == "A1" } == 3)
    #expect(roster.segments.count { $0.agent == "A2" } == 5)
  }

  @Test("nobody works into a day of leave, unless pinned")
  func nightBeforeLeave() async throws {
    var problem = office(["A1": [monday + 1, monday + 2]])
    problem.agents = [problem.agents[0]]
    problem.rules.contracts[0].kinds = [
      ShiftKind(
        id: "night", lengthSeconds: 8 * h, starts: [MinuteRange(from: 22 * 60, to: 22 * 60)])
    ]
    problem.rules.contracts[0].rules = WorkRules()
    problem.requirement.required[0] = (0..<7 * 24).map { $0 % 24 < 6 || $0 % 24 >= 22 ? 1 : 0 }
    let roster = try await solve(problem, options: RosterOptions(moves: 30_000))
    #expect(roster.segments.count == 4)
    #expect(!roster.segments.contains { Zone.utc.date(at: $0.start) == monday })
    let start = Zone.utc.startOfDay(monday) + 22 * h
    let night = [RosterSegment(agent: "A1", activity: .work, start: start, end: start + 8 * h)]
    #expect(checkRoster(night, checkInput(problem)).violations.map(\.rule) == ["leave"])
    problem.pins = [RosterPin(agent: "A1", date: monday, kind: .shift(night))]
    let pinned = try await solve(problem, options: RosterOptions(moves: 30_000))
    #expect(pinned.segments.contains(night[0]))
  }

  @Test("what is advised where hours are missing never cancels leave")
  func adviceKeepsLeave() async throws {
    var problem = office(["A1": (0..<5).map { monday + $0 }, "A2": [monday + 3]])
    problem.requirement.required[0] = problem.requirement.required[0].map { $0 * 3 }
    let roster = try await solve(problem, options: RosterOptions(moves: 60_000))
    let advice = relaxations(of: roster, problem)
    #expect(!advice.isEmpty)
    #expect(!advice.contains { $0.text.contains("let A1 work") || $0.text.contains("let A2 work") })
  }

  @Test("a pin on a day of leave is refused without the advice to cancel it")
  func pinOnLeave() async {
    var problem = office(["A1": [monday]])
    problem.pins = [RosterPin(agent: "A1", date: monday, kind: .on)]
    await #expect {
      try await solve(problem)
    } throws: { "\($0)".contains("on leave") && "\($0)".contains("take out the pin.") }
  }

  @Test("a closed centre is no leave: nobody works, and no hours are given for it")
  func closedDays() async throws {
    var problem = office([:])
    problem.closedDates = [monday + 5, monday + 6]
    let roster = try await solve(problem, options: RosterOptions(moves: 40_000))
    #expect(roster.segments.allSatisfy { Zone.utc.date(at: $0.start) < monday + 5 })
    problem.closedDates.append(monday)
    await #expect {
      try await solve(problem)
    } throws: { "\($0)".contains("when the centre is shut") }
  }

  @Test("dates, ranges, hours and remote stand in agents.csv")
  func columns() throws {
    func agents(_ text: String, _ rules: RosterRules = Small.rules()) throws -> [RosterAgent] {
      try readAgents(
        CSVTable(file: "agents.csv", bytes: Array(text.utf8)), rules: rules, zone: .utc)
    }
    let header = "agent_id,contract,leave,leave_hours,unavailable_dates,remote\n"
    let read = try agents(
      header + "A1,A,2026-12-01..2026-12-03; 2026-12-08,7.5,2026-12-10,yes\nA2,A,,,,\n")
    #expect(
      read[0].leave.map { "\($0)" } == [
        "2026-12-01", "2026-12-02", "2026-12-03", "2026-12-08", "2026-12-10",
      ])
    #expect(read[0].leaveSeconds == 27_000)
    #expect(read[0].isRemote && !read[1].isRemote)
    #expect(read[1].place?.line == 3)
    var rules = Small.rules()
    rules.unavailableIsLeave = false
    let other = try agents(header + "A1,A,,,2026-12-10,no\n", rules)
    #expect(other[0].leave.isEmpty && other[0].unavailableDates.count == 1)
    for bad in ["2026-12-03..2026-12-01", "2026-12-01..", "2026-12-01..2028-12-01", "next week"] {
      #expect(throws: Problems.self) { try agents(header + "A1,A,\(bad),,,\n") }
    }
    #expect(throws: Problems.self) { try agents(header + "A1,A,,,,perhaps\n") }
  }
}
