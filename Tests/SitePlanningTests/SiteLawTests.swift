import CentreModel
import CivilTime
import PluginContract
import PluginHost
import SitePlanning
import Testing

@Suite("The law of a site")
struct SiteLawTests {
  private let from = CivilDate("2026-11-30") ?? CivilDate(dayNumber: 0)
  private let to = CivilDate("2026-12-06") ?? CivilDate(dayNumber: 0)

  private func law(_ rules: [WorkRule: RosterLimit], _ limits: [LabourLimit]) -> SiteLaw {
    var own = RosterRules()
    own.general = WorkRules(rules)
    return SiteLaw(
      own, limits: [Contribution(plugin: "law", answer: LabourAnswer(limits: limits))],
      from: from, to: to)
  }

  /// A looser and a stricter value of every rule, by what the rule's documentation says of it.
  static let stricterIsMore: Set<WorkRule> = [
    .rest, .restAfterNights, .minShiftsPerWeek, .wishedShiftsPerWeek, .minHoursPerWeek, .minShifts,
    .minHours, .daysOffTogether, .minDaysInRow, .minDaysOffInRow, .wholeWeekends,
  ]

  private func value(_ rule: WorkRule, _ n: Int) -> LimitValue {
    switch rule.measure {
    case .count: .count(n)
    case .hours, .duration: .seconds(n)
    case .flag: .flag(n > 0)
    }
  }

  @Test(
    "of the centre's rule and the law's the stricter counts, whichever it is",
    arguments: WorkRule.allCases)
  func stricter(_ rule: WorkRule) {
    let (low, high) = rule.measure == .flag ? (0, 1) : (3, 5)
    let strict = Self.stricterIsMore.contains(rule) ? high : low
    for (own, theirs) in [(low, high), (high, low)] {
      let limit = LabourLimit(rule: "L-1", key: rule.rawValue, value: value(rule, theirs))
      let law = law([rule: RosterLimit(own)], [limit])
      #expect(law.rules.general[rule] == RosterLimit(strict), "\(rule)")
      #expect(law.refusals.isEmpty)
    }
  }

  @Test("contracts that say otherwise are bound too")
  func contracts() {
    var own = RosterRules()
    own.contracts = [
      RosterContract(id: "FT", kinds: [], rules: WorkRules([.rest: RosterLimit(8 * 3600)])),
      RosterContract(id: "PT", kinds: []),
    ]
    let limit = LabourLimit(rule: "L-REST", key: "rest", value: .seconds(11 * 3600))
    let law = SiteLaw(
      own, limits: [Contribution(plugin: "law", answer: LabourAnswer(limits: [limit]))],
      from: from, to: to)
    #expect(law.rules.contracts[0].rules[.rest]?.value == 11 * 3600)
    #expect(law.rules.contracts[1].rules[.rest] == nil)
    #expect(law.rules.general[.rest]?.value == 11 * 3600)
    #expect(law.citations == ["rest by L-REST"])
  }

  @Test("a soft rule of the centre does not weaken the law")
  func softness() {
    let limit = LabourLimit(rule: "L", key: "max_shifts_per_week", value: .count(6))
    let law = law([.maxShiftsPerWeek: RosterLimit(5, weight: 20)], [limit])
    #expect(law.rules.general[.maxShiftsPerWeek] == RosterLimit(6))
  }

  @Test("a limit holds on the days between its dates")
  func dates() {
    func rest(_ from: String?, _ to: String?) -> Int? {
      let limit = LabourLimit(
        rule: "L", key: "rest", value: .seconds(3600), fromDate: from, toDate: to)
      return law([:], [limit]).rules.general[.rest]?.value
    }
    #expect(rest("2026-12-06", nil) == 3600)
    #expect(rest("2026-12-07", nil) == nil)
    #expect(rest(nil, "2026-11-30") == 3600)
    #expect(rest(nil, "2026-11-29") == nil)
  }

  @Test("what makes no sense is refused by name and costs itself")
  func refusals() {
    let law = law(
      [.rest: RosterLimit(8 * 3600)],
      [
        LabourLimit(rule: "L-1", key: "rest", value: .count(11)),
        LabourLimit(rule: "L-2", key: "max_shift_per_week", value: .count(5)),
        LabourLimit(rule: "L-3", key: "max_shifts", value: .count(.max)),
        LabourLimit(rule: "L-4", key: "max_nights", value: .count(-1)),
        LabourLimit(rule: "L-5", key: "cost.hire", value: .amount(1)),
        LabourLimit(rule: "L-6", key: "max_days_in_row", value: .count(6)),
      ])
    #expect(law.refusals.map(\.plugin) == ["law", "law", "law", "law"])
    #expect(law.refusals[1].words.contains("perhaps max_shifts_per_week"))
    #expect(law.rules.general[.rest]?.value == 8 * 3600)
    #expect(law.rules.general[.maxDaysInRow]?.value == 6)
    #expect(law.citations == ["max_days_in_row by L-6"])
  }
}
