import CMusterPlugin
import CentreModel
import CivilTime
import PluginContract
import PluginHost
import Testing

/// Labour limits are typed values; what makes no sense is refused by name, by the conformance suite too.
@Suite struct LimitTests {
  private func plugin(
    _ settings: AnyJSON, isolated: Bool = true, defines: [String] = []
  ) throws -> Plugin? {
    guard let path = try CFixture.library("limits.c", defines: defines) else { return nil }
    let plugin = try makeLoader().load(path, isolated: isolated)
    try plugin.configure(PluginConfiguration(settings: settings))
    return plugin
  }

  private let question = LabourQuestion(
    site: "s", jurisdiction: "XX", zone: "UTC", fromDate: "2026-11-23", toDate: "2026-11-29")

  private func limit(_ members: String) -> AnyJSON {
    ["limits": .string("[{\"rule\": \"X-1\", \"hard\": true, \(members)}]")]
  }

  @Test(arguments: [
    (#""key": "rest", "seconds": 39600"#, LimitValue.seconds(39_600)),
    (#""key": "max_days_in_row", "count": 6"#, .count(6)),
    (#""key": "whole_weekends", "flag": true"#, .flag(true)),
    (#""key": "cost.leave_days", "amount": 12.5"#, .amount(12.5)),
    // As contract 1.0 wrote them.
    (#""key": "rest", "value": "11h""#, .seconds(39_600)),
    (#""key": "rest", "value": "1d30m""#, .seconds(88_200)),
    (#""key": "max_hours_per_week", "value": 37.5"#, .seconds(135_000)),
    (#""key": "max_days_in_row", "value": 6"#, .count(6)),
    (#""key": "whole_weekends", "value": true"#, .flag(true)),
    (#""key": "cost.leave_days", "value": 12"#, .amount(12)),
    // A key nobody knows is the reader's business.
    (#""key": "a_later_key", "count": 3"#, .count(3)),
  ]) func valuesAreTyped(members: String, value: LimitValue) throws {
    let answer = try plugin(limit(members))?.labour(question)
    guard let answer else { return }
    #expect(answer.limits.map(\.value) == [value])
  }

  private static let senseless: [(members: String, says: String)] = [
    (#""key": "max_shifts", "value": 1e30"#, "1e+30"),
    (#""key": "max_shifts", "count": 1e30"#, "1e+30"),
    (#""key": "max_shifts", "count": 1001"#, "max_shifts of rule X-1, is 1001"),
    (#""key": "max_shifts", "count": -1"#, "is -1"),
    (#""key": "max_shifts", "count": 2.5"#, "limits[0].count is 2.5"),
    (#""key": "max_shifts", "value": 2.5"#, "limits[0].value is 2.5"),
    (#""key": "max_shifts", "seconds": 3600"#, "says seconds, and the key takes a count"),
    (#""key": "max_shifts", "value": "11h""#, "says seconds, and the key takes a count"),
    (#""key": "rest", "value": "11 hours""#, "no duration"),
    (#""key": "rest", "value": 11"#, "rest is a duration"),
    (#""key": "rest", "seconds": -3600"#, "is -3600 s"),
    (#""key": "rest", "seconds": 40000000"#, "366 days"),
    (#""key": "rest", "flag": true"#, "says true or false, and the key takes seconds"),
    (#""key": "rest", "seconds": 3600, "count": 1"#, "has both count and seconds"),
    (#""key": "rest""#, "limits[0].value is missing"),
    (#""key": "rest", "value": null"#, "limits[0].value"),
    (#""key": "cost.leave_days", "amount": -1"#, "cost.leave_days of rule X-1, is -1.0"),
    (#""key": "cost.leave_days", "amount": 1e9"#, "not from 0 to 366.0"),
    (#""key": "cost.leave_days", "count": 12"#, "says a count, and the key takes an amount"),
    (#""key": "rest", "seconds": 1, "weight": -1"#, "weighs -1.0"),
    (#""key": "rest", "seconds": 1, "from_date": "2026-02-30""#, "2026-02-30, which is not a date"),
    (
      #""key": "rest", "seconds": 1, "from_date": "2026-12-01", "to_date": "2026-11-30""#,
      "ends before it begins"
    ),
  ]

  @Test func whatMakesNoSenseIsRefusedByName() throws {
    for (members, says) in Self.senseless {
      guard let plugin = try plugin(limit(members), isolated: false) else { return }
      let found = try fault { _ = try plugin.labour(question) }
      #expect(found?.sentence.contains(says) == true, "\(members): \(found?.sentence ?? "taken")")
      #expect(found?.sentence.contains("labour answer") == true)
    }
  }

  /// A session leaves it out, names it, and goes on.
  @Test func sessionNamesTheLimit() throws {
    guard let plugin = try plugin(limit(#""key": "max_shifts", "value": 1e30"#)) else { return }
    let session = PluginSession([plugin])
    #expect(session.labour(question).isEmpty)
    #expect(session.faults.first?.sentence.contains("limits[0].value is 1e+30") == true)
  }

  @Test func senselessLimitsDoNotConform() throws {
    guard let path = try CFixture.library("limits.c") else { return }
    for (members, isRight) in [
      (#""key": "max_shifts", "value": 1e30"#, false),
      (#""key": "max_shifts", "count": -1"#, false),
      (#""key": "max_shifts", "value": 10"#, true), (#""key": "max_shifts", "count": 10"#, true),
    ] {
      var checker = PluginChecker(path, loader: makeLoader(), settings: limit(members))
      checker.onlyPart = "labour"
      let report = checker.run()
      #expect(report.isConforming == isRight, "\(members): \(report.checks)")
    }
  }

  @Test func helpersOfTheHeaderWriteLimits() throws {
    let answer = try plugin([:])?.labour(question)
    guard let answer else { return }
    #expect(
      answer.limits == [
        LabourLimit(rule: "default", key: "rest", value: .seconds(39_600)),
        LabourLimit(rule: "default", key: "max_days_in_row", value: .count(6), hard: false),
        LabourLimit(rule: "default", key: "whole_weekends", value: .flag(true)),
        LabourLimit(rule: "default", key: "cost.leave_days", value: .amount(12.5)),
      ])
    // A text that is there takes the place of the default; one that is not leaves it.
    #expect(try plugin(["word": "own"])?.labour(question)?.limits.first?.rule == "own")
  }

  /// The contract's table of keys and the roster's own rules agree.
  @Test func everyRuleOfTheRosterHasItsMeasure() {
    #expect(Set(LimitMeasure.keys.keys) == Set(WorkRule.allCases.map(\.rawValue)))
    for rule in WorkRule.allCases {
      let measure: LimitMeasure =
        switch rule.measure {
        case .count: .count
        case .duration, .hours: .seconds
        case .flag: .flag
        }
      #expect(LimitMeasure.of(key: rule.rawValue) == measure, "\(rule)")
    }
    #expect(LimitMeasure.of(key: "cost.seat") == .amount)
    #expect(LimitMeasure.of(key: "no_such_rule") == nil)
  }
}

/// A requirement says which intervals are closed, in a field and not in a word.
@Suite struct ClosedRequirementTests {
  private let rows = (0..<5).map { i in
    ForecastRow(
      queue: "q", start: Instant(seconds: Int64(i) * 900), offered: i == 4 ? 0 : 2, low80: 0,
      high80: 9, low95: 0, high95: 9, handlingSeconds: 100,
      method: i == 4 ? ForecastRow.closedMethod : "test")
  }

  private func requirement(
    word: String, minor: Int
  ) throws -> (session: PluginSession, needs: [PluginRequirement?]?)? {
    guard let path = try CFixture.library("limits.c", defines: ["FIXTURE_MINOR=\(minor)"]) else {
      return nil
    }
    let plugin = try makeLoader().load(path, isolated: true)
    try plugin.configure(PluginConfiguration(settings: ["word": .string(word)]))
    let session = PluginSession([plugin])
    let needs = session.requirement(
      QueueInfo(id: "q"), goal: ServiceGoal(serviceLevel: 0.8), rows
    ) { _ in 0 }
    return (session, needs?.answer)
  }

  @Test func flagAndClosedQueueBothCount() throws {
    guard let (session, needs) = try requirement(word: "plain", minor: 1) else { return }
    #expect(session.faults.isEmpty)
    #expect(needs?.map { $0?.isClosed } == [false, true, false, false, true])
    #expect(needs?.map { $0?.boundBy } == ["limits", "no calls", "limits", "limits", "limits"])
  }

  /// What a plugin built for 1.0 left in the reserved field is no answer.
  @Test func olderPluginsReservedSpaceMeansNothing() throws {
    guard let (session, needs) = try requirement(word: "scribble", minor: 0) else { return }
    #expect(session.faults.isEmpty)
    #expect(needs?.map { $0?.isClosed } == [false, false, false, false, true])
  }

  @Test(arguments: ["scribble", "closed-agents"]) func nonsenseIsRefused(word: String) throws {
    guard let (session, needs) = try requirement(word: word, minor: 1) else { return }
    #expect(needs == nil)
    #expect(session.faults.first?.sentence.contains("requirement answer, row 0") == true)
  }
}
