import CentreModel
import CivilTime
import Diagnostics
import RosterChecking
import Rostering
import Testing

/// Centres built so that one set of rules cannot be kept, and what is to be said of each.
struct ConflictCase: Sendable, CustomTestStringConvertible {
  var name: String
  var adjust: @Sendable (inout RosterProblem) -> Void
  /// Every part of these must be named, and nothing of `unnamed`.
  var who: String
  var named: [String]
  var unnamed: [String] = []
  var way: String
  var testDescription: String { name }
}

private let h = 3600

let conflictCases: [ConflictCase] = [
  ConflictCase(
    name: "minimum shifts and leave",
    adjust: {
      $0.agents[0].unavailableDates = (0..<5).map { Small.monday + $0 }
      $0.rules.general[.minShiftsPerWeek] = RosterLimit(3)
      $0.rules.general[.maxShiftsPerWeek] = RosterLimit(5)
    }, who: "A1", named: ["min_shifts_per_week 3", "unavailable on 2026-11-30"],
    unnamed: ["max_shifts_per_week", "rest"], way: "min_shifts_per_week 2 for A1"),
  ConflictCase(
    name: "minimum hours and most shifts",
    adjust: {
      $0.rules.general[.minHoursPerWeek] = RosterLimit(40 * h)
      $0.rules.general[.maxShiftsPerWeek] = RosterLimit(4)
    }, who: "A1", named: ["min_hours_per_week 40 h", "max_shifts_per_week 4"], unnamed: ["rest"],
    way: "max_shifts_per_week 5 for A1"),
  ConflictCase(
    name: "days off together and minimum shifts",
    adjust: {
      $0.rules.general[.minShiftsPerWeek] = RosterLimit(6)
      $0.rules.general[.daysOffTogether] = RosterLimit(2)
    }, who: "A1", named: ["min_shifts_per_week 6", "days_off_together 2"],
    way: "days_off_together 1 for A1"),
  ConflictCase(
    name: "pins against rest",
    adjust: { problem in
      let start = Zone.utc.startOfDay(Small.monday)
      problem.rules.contracts[0].kinds[0].pauses = []
      problem.pins = [(0, 14), (1, 0)].map { (day, hour) in
        RosterPin(
          agent: "A2", date: Small.monday + day,
          kind: .shift([
            RosterSegment(
              agent: "A2", activity: .work, start: start + day * 86_400 + hour * h,
              end: start + day * 86_400 + hour * h + 8 * h)
          ]))
      }
    }, who: "A2",
    named: [
      "pinned to 14:00-22:00 on 2026-11-30", "pinned to 00:00-08:00 on 2026-12-01", "rest 11 h",
    ],
    way: "take out the pin of A2"),
  ConflictCase(
    name: "pin on a day of the class",
    adjust: {
      $0.rules.availability = [AvailabilityClass(id: "weekday", days: [.monday, .tuesday])]
      $0.agents[2].availability = "weekday"
      $0.pins = [RosterPin(agent: "A3", date: Small.monday + 4, kind: .on)]
    }, who: "A3", named: ["pinned to work on 2026-12-04", "availability weekday"],
    unnamed: ["rest"],
    way: "take out the pin of A3 on 2026-12-04"),
  ConflictCase(
    name: "run of days carried over",
    adjust: {
      $0.agents[0].previousDaysInRow = 5
      $0.rules.general[.maxDaysInRow] = RosterLimit(5)
      $0.pins = [RosterPin(agent: "A1", date: Small.monday, kind: .on)]
    }, who: "A1",
    named: ["max_days_in_row 5", "what was worked before", "pinned to work on 2026-11-30"],
    way: "max_days_in_row 6 for A1"),
  ConflictCase(
    name: "own window outside the contract's",
    adjust: {
      $0.rules.contracts[0].kinds[0].starts = [MinuteRange(from: 360, to: 480)]
      $0.agents[0].startWindow = MinuteRange(from: 720, to: 900)
      $0.rules.general[.minShifts] = RosterLimit(1)
    }, who: "A1",
    named: ["min_shifts 1", "starts from 12:00 to 15:00 only", "contract A starts"],
    way: "min_shifts 0 for A1"),
  ConflictCase(
    name: "whole weekends and one day of leave",
    adjust: {
      $0.agents[0].unavailableDates = [Small.monday + 6]
      $0.rules.general[.wholeWeekends] = RosterLimit(1)
      $0.pins = [RosterPin(agent: "A1", date: Small.monday + 5, kind: .on)]
    }, who: "A1",
    named: ["whole_weekends true", "unavailable on 2026-12-06", "pinned to work on 2026-12-05"],
    way: "whole_weekends false for A1"),
  ConflictCase(
    name: "together with disjoint availability",
    adjust: {
      $0.rules.pairs = [AgentPair(first: "A1", second: "A2", kind: .together)]
      $0.rules.general[.minShiftsPerWeek] = RosterLimit(1)
      $0.agents[0].startWindow = MinuteRange(from: 360, to: 480)
      $0.agents[1].startWindow = MinuteRange(from: 720, to: 900)
    }, who: "A1 and A2", named: ["A1 and A2 together", "min_shifts_per_week 1"],
    way: "let A1 and A2 not be together"),
  ConflictCase(
    name: "apart with the same pin",
    adjust: {
      $0.rules.pairs = [AgentPair(first: "A1", second: "A2", kind: .apart)]
      $0.agents[0].startWindow = MinuteRange(from: 480, to: 540)
      $0.agents[1].startWindow = MinuteRange(from: 480, to: 540)
      $0.pins = ["A1", "A2"].map { RosterPin(agent: $0, date: Small.monday, kind: .on) }
    }, who: "A1 and A2", named: ["A1 and A2 apart", "A1: pinned", "A2: pinned"],
    way: "take out the pin of A1"),
  ConflictCase(
    name: "nobody with the skill at night",
    adjust: {
      $0.rules.availability = [
        AvailabilityClass(id: "day", hours: [MinuteRange(from: 360, to: 1140)])
      ]
      $0.agents[0].skills = ["lead": 1]
      $0.agents[0].availability = "day"
      $0.rules.presence = [
        PresenceRule(
          id: "lead", skill: "lead", minimum: 1, hours: [MinuteRange(from: 1200, to: 1260)])
      ]
    }, who: "lead", named: ["presence lead asks for 1", "20:00", "0 of them can work then"],
    way: "give the skill to an agent who can work at"),
  ConflictCase(
    name: "one lead for a whole week",
    adjust: {
      $0.agents[0].skills = ["lead": 1]
      $0.rules.general[.maxShiftsPerWeek] = RosterLimit(5)
      $0.rules.presence = [PresenceRule(id: "lead", skill: "lead", minimum: 1)]
    }, who: "lead", named: ["presence lead asks for 1", "1 agents have it"],
    way: "give the skill to more agents"),
  ConflictCase(
    name: "more minimum shifts than seats",
    adjust: {
      for i in $0.agents.indices { $0.agents[i].site = "north" }
      $0.rules.contracts[0].kinds[0].starts = [MinuteRange(from: 480, to: 480)]
      $0.rules.general[.minShiftsPerWeek] = RosterLimit(5)
      $0.rules.seats = [SiteSeats(site: "north", seats: 3)]
    }, who: "north", named: ["seats 3", "the fewest shifts of its 6 agents"], way: "have 5 seats"),
]

@Suite struct ConflictTests {
  private func refusal(_ problem: RosterProblem) async -> Problem? {
    do {
      _ = try await solve(problem, options: RosterOptions(moves: 20_000))
      return nil
    } catch { return error }
  }

  @Test(arguments: conflictCases) func conflictIsNamed(_ one: ConflictCase) async throws {
    var problem = Small.problem()
    one.adjust(&problem)
    let found = try #require(await refusal(problem))
    #expect(found.kind == .infeasible)
    #expect(found.kind.exitCode == 5)
    #expect(found.subject == one.who)
    let text = found.what
    for part in one.named { #expect(text.contains(part), "\(text)") }
    for part in one.unnamed { #expect(!text.contains(part), "\(text)") }
    #expect(found.maybe?.contains(one.way) == true, "\(found.maybe ?? "")")
  }

  @Test func weekOfTheConflictIsNamed() async throws {
    var problem = Small.problem(days: 21)
    problem.rules.general[.minShiftsPerWeek] = RosterLimit(5)
    problem.agents[3].unavailableDates = (7..<10).map { Small.monday + $0 }
    let found = try #require(await refusal(problem))
    #expect(found.subject == "A4")
    #expect(found.what.contains("in the week of 2026-12-07"))
  }

  @Test func othersConcernedAreNamed() async throws {
    var problem = Small.problem()
    problem.rules.contracts[0].rules[.minHoursPerWeek] = RosterLimit(60 * 3600)
    let found = try #require(await refusal(problem))
    #expect(found.subject == "A1")
    #expect(found.value?.contains("A2, A3, A4, A5, A6") == true)
  }

  /// Several things wrong at once still end, with one of them named.
  @Test func combinationsEnd() async throws {
    for first in conflictCases.indices {
      let second = conflictCases[(first + 3) % conflictCases.count]
      var problem = Small.problem()
      conflictCases[first].adjust(&problem)
      second.adjust(&problem)
      let found = await refusal(problem)
      #expect(found?.kind == .infeasible, "\(conflictCases[first].name) + \(second.name)")
    }
  }

  /// What is said to be impossible is: no roster of any shape keeps the rules, by trying all.
  @Test func exactTestAgreesWithTryingEverything() async throws {
    var random = RandomSource(seed: 11)
    for _ in 0..<24 {
      var problem = Small.problem(agents: 1, need: 0, days: 7)
      problem.rules.contracts[0].kinds = [6, 14].map { hour in
        ShiftKind(
          id: "k\(hour)", lengthSeconds: 8 * h,
          starts: [MinuteRange(from: hour * 60, to: hour * 60)])
      }
      let choices: [(WorkRule, Int)] = [
        (.minShiftsPerWeek, 3 + random.below(4)), (.maxShiftsPerWeek, 2 + random.below(4)),
        (.daysOffTogether, 2), (.maxDaysInRow, 2 + random.below(2)), (.minDaysInRow, 2),
        (.minDaysOffInRow, 2), (.wholeWeekends, 1),
        (.minHoursPerWeek, (2 + random.below(4)) * 8 * h),
        (.maxEarlierStart, 0), (.maxStartSpread, 4 * h), (.maxWeekends, 0), (.rest, 11 * h),
      ]
      problem.rules.general = WorkRules()
      for (rule, limit) in choices where random.below(3) == 0 {
        problem.rules.general[rule] = RosterLimit(limit)
      }
      for day in 0..<7 where random.below(5) == 0 {
        problem.agents[0].unavailableDates.append(Small.monday + day)
      }
      if random.below(3) == 0 {
        let date = Small.monday + random.below(7)
        if !problem.agents[0].unavailableDates.contains(date) {
          problem.pins = [RosterPin(agent: "A1", date: date, kind: .on)]
        }
      }
      let isPossible = allRows().contains { checkRoster($0, input(problem)).isValid }
      let found = await refusal(problem)
      #expect((found == nil) == isPossible)
      if let found { #expect(!found.what.hasPrefix("no roster was found"), "\(found)") }
    }
  }

  /// All 3^7 weeks of early shifts, late shifts and days off.
  private func allRows() -> [[RosterSegment]] {
    let start = Zone.utc.startOfDay(Small.monday)
    return (0..<2187).map { number in
      var rest = number
      var row: [RosterSegment] = []
      for day in 0..<7 {
        let choice = rest % 3
        rest /= 3
        guard choice > 0 else { continue }
        let at = start + day * 86_400 + (choice == 1 ? 6 : 14) * h
        row.append(RosterSegment(agent: "A1", activity: .work, start: at, end: at + 8 * h))
      }
      return row
    }
  }

  private func input(_ problem: RosterProblem) -> RosterCheckInput {
    RosterCheckInput(
      requirement: problem.requirement, agents: problem.agents, rules: problem.rules,
      zone: problem.zone, horizonStart: problem.horizonStart, days: problem.days,
      previous: problem.previous, pins: problem.pins)
  }
}
