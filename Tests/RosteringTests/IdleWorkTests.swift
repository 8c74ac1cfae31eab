import CentreModel
import CivilTime
import Configuration
import Diagnostics
import RosterChecking
import Rostering
import Testing

private let h = 3600

@Suite("Work while nobody is required") struct IdleWorkTests {
  let monday = Small.monday

  /// Open from 08:00 to 18:00 on weekdays and to 13:00 on Saturday; shifts of eight and five hours.
  private func centre(agents: Int = 6, need: Int = 2) -> RosterProblem {
    let start = Zone.utc.startOfDay(monday)
    let required = (0..<7 * 48).map { i in
      let (day, hour) = (i / 48, i % 48 / 2)
      return day < 5 && (8..<18).contains(hour) || day == 5 && (8..<13).contains(hour) ? need : 0
    }
    var rules = Small.rules(
      WorkRules([.rest: RosterLimit(11 * h), .maxShiftsPerWeek: RosterLimit(5)]))
    rules.contracts = [
      RosterContract(id: "A", kinds: [ShiftKind(id: "FT", lengthSeconds: 8 * h)]),
      RosterContract(id: "B", kinds: [ShiftKind(id: "PT", lengthSeconds: 5 * h)]),
    ]
    return RosterProblem(
      requirement: RosterRequirement(start: start, intervalSeconds: 1800, required: [required]),
      agents: (0..<agents).map { RosterAgent(id: "A\($0)", contract: $0 % 2 == 0 ? "A" : "B") },
      rules: rules, zone: .utc, horizonStart: monday, days: 7)
  }

  /// Hours in which nobody is required, counted by the clock.
  private func closedHours(_ segments: [RosterSegment]) -> Double {
    var minutes = 0
    for segment in segments where segment.activity == .work {
      for at in stride(from: segment.start.seconds, to: segment.end.seconds, by: 60) {
        let local = Zone.utc.local(at: Instant(seconds: at))
        let day = local.date - monday
        let isOpen =
          day < 5 && (8..<18).contains(local.hour) || day == 5 && (8..<13).contains(local.hour)
        if !isOpen { minutes += 1 }
      }
    }
    return Double(minutes) / 60
  }

  @Test("shifts lie in open hours where the contract lets them")
  func shiftsLieInOpenHours() async throws {
    let problem = centre()
    let roster = try await solve(problem, options: RosterOptions(moves: 200_000))
    #expect(roster.findings.missing == 0)
    #expect(closedHours(roster.segments) == 0)
    #expect(idleWork(roster.segments, problem).isEmpty)
    #expect(!rosterSummary(roster, problem).contains("nobody is required"))
  }

  @Test("a shift longer than the day still covers it, and what lies outside has its reason")
  func longerThanTheDay() async throws {
    var problem = centre(agents: 8, need: 2)
    problem.rules.contracts[1].kinds = problem.rules.contracts[0].kinds
    problem.rules.general[.maxShiftsPerWeek] = RosterLimit(4)
    let roster = try await solve(problem, options: RosterOptions(moves: 300_000))
    #expect(roster.findings.missing == 0)
    let idle = idleWork(roster.segments, problem)
    // Two agents on Saturday, whose shift is three hours longer than the day.
    #expect(idle.reduce(0) { $0 + $1.seconds } == 6 * h)
    #expect(Double(idle.reduce(0) { $0 + $1.seconds }) / 3600 == closedHours(roster.segments))
    #expect(idle.allSatisfy { $0.reason == .longerThanOpening && $0.date == monday + 5 })
    #expect(idleWorkText(idle, zone: .utc).contains("longer than the hours"))
  }

  @Test("contract minima fill open hours first, and say why they do not")
  func contractMinimum() async throws {
    var problem = centre(agents: 2, need: 1)
    problem.requirement = RosterRequirement(
      start: problem.requirement.start, intervalSeconds: 1800,
      required: [
        (0..<7 * 48).map { $0 / 48 == 2 && (20..<24).contains($0 % 48) ? 1 : 0 }
      ])
    problem.agents = [RosterAgent(id: "A0", contract: "B")]
    problem.rules.general[.minShiftsPerWeek] = RosterLimit(2)
    let roster = try await solve(problem, options: RosterOptions(moves: 60_000))
    #expect(roster.findings.missing == 0)
    let reasons = Set(idleWork(roster.segments, problem).map(\.reason))
    #expect(reasons == [.longerThanOpening, .contractMinimum])
    problem.pins = pins(of: roster.segments, zone: .utc)
    #expect(Set(idleWork(roster.segments, problem).map(\.reason)) == [.pinned])
    problem.pins = []
    problem.published = roster.segments
    #expect(Set(idleWork(roster.segments, problem).map(\.reason)) == [.published])
  }

  @Test("by default nobody works beside what is needed; a weight of 0 is kept")
  func defaultsOfSurplus() async throws {
    var problem = Small.problem(agents: 7, need: 1)
    problem.rules.contracts[0].kinds[0].pauses = []
    let roster = try await solve(problem, options: RosterOptions(moves: 100_000))
    #expect(roster.findings.shifts == 7)
    let root = try ConfigTable(
      file: "rules.toml",
      bytes: Array("[rules]\nsurplus_weight = 0\n[preferences]\nfair_hours = 0\n".utf8))
    let read = RosterRules(from: root)
    #expect(read.surplusWeight == 0 && read.preferences.fairHours == 0)
    let usual = RosterRules(from: try ConfigTable(file: "rules.toml", bytes: Array("".utf8)))
    #expect(usual.surplusWeight == 20 && usual.preferences.fairHours == 5)
    #expect(usual.idleWeight(distance: 900) > 5 * usual.surplusWeight)
    #expect(usual.idleWeight(distance: 2700) > 2 * usual.idleWeight(distance: 900))
    #expect(usual.idleWeight(distance: 7200) == usual.missingWeight)
  }

  @Test("hours shorter than every shift are covered all the same")
  func shortDays() async throws {
    // Three hours a day for shifts of eight; the same by an independent count.
    var problem = Small.problem(agents: 2, need: 0)
    problem.rules.contracts[0].kinds[0].pauses = []
    problem.requirement = RosterRequirement(
      start: Zone.utc.startOfDay(monday), intervalSeconds: 1800,
      required: [(0..<7 * 48).map { $0 / 48 < 5 && (9..<12).contains($0 % 48 / 2) ? 1 : 0 }])
    let roster = try await solve(problem, options: RosterOptions(moves: 40_000))
    #expect(roster.findings.missing == 0)
    #expect(roster.findings.shifts == 5)
  }

  @Test("a shift that would close something is advised inside the opening")
  func adviceLiesInOpenHours() async throws {
    var problem = centre(agents: 1)
    problem.agents[0].contract = "B"
    let roster = try await solve(problem, options: RosterOptions(moves: 40_000))
    let advice = relaxations(of: roster, problem, most: 20).filter { $0.kind == .extraShift }
    let single = advice.filter { $0.text.hasPrefix("one ") }
    #expect(!single.isEmpty)
    for one in single {
      let clocks = one.text.split(separator: " ").last?.split(separator: "-").map(String.init) ?? []
      #expect(clocks.count == 2 && clocks[0] >= "08:00" && clocks[1] <= "18:00", "\(one.text)")
    }
  }
}

@Suite("Contracts that nobody can work by") struct UnworkableContractTests {
  private func unworkable(_ rules: RosterRules, agents: [RosterAgent] = []) -> [Problem] {
    unworkableContracts(rules, agents: agents, zone: .utc, from: Small.monday)
  }

  private func read(_ text: String) throws -> (RosterRules, [Problem]) {
    let root = try ConfigTable(file: "rules.toml", bytes: Array(text.utf8))
    let rules = RosterRules(from: root)
    return (rules, root.problems())
  }

  @Test("a time of start that is listed by itself need not stand on the grid")
  func listedStarts() async throws {
    let (rules, problems) = try read(
      """
      [[contract]]
      id = "A"
      length = "8h"
      start_every = "12h"
      starts = ["06:00", "18:00"]
      """)
    #expect(problems.isEmpty && unworkable(rules).isEmpty)
    var problem = Small.problem(agents: 2, need: 1, rules: rules)
    problem.rules.general[.rest] = RosterLimit(8 * 3600)
    let roster = try await solve(problem, options: RosterOptions(moves: 20_000))
    #expect(Set(roster.segments.map { Zone.utc.local(at: $0.start).hour }) == [6])
    #expect(roster.findings.isValid)
  }

  @Test("stretches of start without a time on the grid are refused where they stand")
  func startsOffTheGrid() throws {
    let (rules, problems) = try read(
      """
      [[contract]]
      id = "A"
      length = "8h"
      start_every = "12h"
      starts = ["06:00-10:00"]
      """)
    #expect(problems.map(\.place?.line) == [5])
    #expect(problems.first?.maybe?.contains("06:00") == true)
    let found = unworkable(rules)
    #expect(found.map(\.subject) == ["contract A"])
    #expect(found.first?.kind.exitCode == 5)
  }

  @Test("minima above maxima, and minima that days off leave no room for")
  func minimaAboveMaxima() {
    var rules = Small.rules()
    #expect(unworkable(rules, agents: Small.agents(2)).isEmpty)
    rules.contracts[0].rules = WorkRules([
      .minShiftsPerWeek: RosterLimit(6), .maxShiftsPerWeek: RosterLimit(5),
    ])
    #expect(unworkable(rules, agents: Small.agents(2)).map(\.subject) == ["contract A"])
    rules.contracts[0].rules = WorkRules([
      .minHoursPerWeek: RosterLimit(48 * 3600), .daysOffTogether: RosterLimit(2),
    ])
    let found = unworkable(rules)
    #expect(found.first?.what.contains("days_off_together 2") == true)
    // A weight makes it a wish.
    rules.contracts[0].rules[.minHoursPerWeek]?.weight = 100
    #expect(unworkable(rules).isEmpty)
  }

  @Test("agents whose class, window or own rules leave nothing are named with their line")
  func agentsWithoutAStart() {
    var rules = Small.rules()
    rules.availability = [
      AvailabilityClass(id: "noon", hours: [MinuteRange(from: 720, to: 900)])
    ]
    var agents = Small.agents(4)
    for index in 1...2 { agents[index].availability = "noon" }
    agents[1].place = Place(file: "agents.csv", line: 3)
    agents[3].rules = WorkRules([.minShiftsPerWeek: RosterLimit(8)])
    let found = unworkable(rules, agents: agents)
    #expect(found.map(\.subject) == ["A2", "A4"])
    #expect(found.first?.place?.line == 3)
    #expect(found.first?.value?.contains("A3") == true)
  }
}
