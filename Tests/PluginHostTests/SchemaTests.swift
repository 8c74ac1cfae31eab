import CentreModel
import Files
import PluginContract
import PluginHost
import TestSupport
import Testing

/// The JSON Schema subset, and the published schemas against the Swift types.
@Suite struct SchemaTests {
  private func mismatches(_ schema: String, _ value: AnyJSON) throws -> [String] {
    try JSONSchema(text: schema).mismatches(of: value).map { wrong in
      var text = "\(wrong.path): \(wrong.what)"
      if let value = wrong.value { text += " (\(value))" }
      if let maybe = wrong.maybe { text += "; \(maybe)" }
      return text
    }
  }

  @Test(arguments: [
    (#"{"type": "number"}"#, AnyJSON.number(1.5), true),
    (#"{"type": "number"}"#, .string("1"), false),
    (#"{"type": "integer"}"#, .number(3), true),
    (#"{"type": "integer"}"#, .number(3.5), false),
    (#"{"type": ["string", "null"]}"#, .null, true),
    (#"{"type": ["string", "null"]}"#, .bool(true), false),
    (#"{"enum": ["a", 1]}"#, .number(1), true),
    (#"{"enum": ["a", 1]}"#, .string("b"), false),
    (#"{"const": 7}"#, .number(7), true),
    (#"{"const": 7}"#, .number(8), false),
    (#"{"minimum": 1}"#, .number(1), true),
    (#"{"minimum": 1}"#, .number(0.999), false),
    (#"{"maximum": 1}"#, .number(1.001), false),
    (#"{"exclusiveMinimum": 0}"#, .number(0), false),
    (#"{"exclusiveMaximum": 1}"#, .number(1), false),
    (#"{"minLength": 1}"#, .string(""), false),
    (#"{"maxLength": 2}"#, .string("äöü"), false),
    (#"{"maxLength": 3}"#, .string("äöü"), true),
    (#"{"minItems": 1}"#, .array([]), false),
    (#"{"maxItems": 1}"#, .array([1, 2]), false),
    (#"{"items": {"type": "number"}}"#, .array([1, "x"]), false),
    (#"{"required": ["a"]}"#, .object([:]), false),
    (#"{"properties": {"a": {"type": "number"}}}"#, .object(["a": "x"]), false),
    (#"{"properties": {"a": {"type": "number"}}}"#, .object(["b": "x"]), true),
    (#"{"additionalProperties": false}"#, .object(["b": 1]), false),
    (#"{"additionalProperties": {"type": "number"}}"#, .object(["b": "x"]), false),
    (#"{"anyOf": [{"type": "number"}, {"type": "null"}]}"#, .null, true),
    (#"{"anyOf": [{"type": "number"}, {"type": "null"}]}"#, .string(""), false),
    (##"{"$ref": "#/$defs/x", "$defs": {"x": {"type": "null"}}}"##, .null, true),
    (##"{"$ref": "#/$defs/x", "$defs": {"x": {"type": "null"}}}"##, .number(1), false),
    ("true", .null, true),
    ("false", .null, false),
  ]) func judges(schema: String, value: AnyJSON, isRight: Bool) throws {
    #expect(try mismatches(schema, value).isEmpty == isRight)
  }

  /// What is left out has its default, in tables and lists that are there; nothing else is added or changed.
  @Test func defaultsAreFilledIn() throws {
    let schema = try JSONSchema(
      text: """
        {"type": "object", "properties": {
          "queue": {"type": "string", "default": "emergency"}, "limit": {"type": "number"},
          "deep": {"type": "object", "properties": {"x": {"default": 1}}},
          "lists": {"type": "array", "items": {"type": "object", "properties": {
            "rate": {"type": "number", "default": 0.5}, "name": {"type": "string"}}}}}}
        """)
    #expect(schema.filled([:]) == ["queue": "emergency"])
    #expect(
      schema.filled(["queue": "", "deep": [:], "lists": [["name": "a"], ["rate": 0]]])
        == [
          "queue": "", "deep": ["x": 1],
          "lists": [["name": "a", "rate": 0.5], ["rate": 0]],
        ])
  }

  @Test func pathsLeadToTheElement() throws {
    let schema = """
      {"type": "object", "additionalProperties": false, "required": ["lists"], "properties": {
        "lists": {"type": "array", "items": {"type": "object", "properties": {
          "records": {"type": "integer", "minimum": 0}, "kind": {"enum": ["old", "new"]}}}},
        "share": {"type": "number", "minimum": 0, "maximum": 1}}}
      """
    let value: AnyJSON = [
      "lists": [["records": 5], ["records": -1, "kind": "nwe"]], "share": 30, "lsits": 1,
    ]
    #expect(
      try mismatches(schema, value) == [
        "lists[1].kind: is none of \"old\", \"new\" (\"nwe\"); you meant \"new\"",
        "lists[1].records: is less than 0 (-1)",
        "lsits: unknown setting; you meant lists",
        "share: is not between 0 and 1 (30); write 0.3 for 30 %",
      ])
    #expect(try mismatches(schema, [:]) == ["lists: is missing"])
  }

  @Test(arguments: [
    #"{"type": "object", "patternProperties": {}}"#, #"{"properties": {"a": 7}}"#,
    #"{"properties": []}"#, #"{"items": "x"}"#, "[]", "{", "7",
  ]) func refusesSchemasNobodyWouldCheck(_ text: String) {
    #expect(throws: ContractMismatch.self) { try JSONSchema(text: text) }
  }

  @Test func endlessSchemasEnd() throws {
    let circle = ##"{"$ref": "#/$defs/x", "$defs": {"x": {"$ref": "#/$defs/x"}}}"##
    #expect(try JSONSchema(text: circle).mismatches(of: .null).isEmpty)
    let tree = ##"{"$ref": "#/$defs/x", "$defs": {"x": {"items": {"$ref": "#/$defs/x"}}}}"##
    let deep = (0..<200).reduce(AnyJSON.null) { inner, _ in .array([inner]) }
    #expect(try JSONSchema(text: tree).mismatches(of: deep).map(\.what) == ["is nested too deeply"])
  }

  // MARK: - Published

  @Test func publishedSchemasAreOfTheSubset() throws {
    #expect(PublishedSchemas.all.count == 23)
    for (name, text) in PublishedSchemas.all {
      #expect(throws: Never.self, "\(name)") { try JSONSchema(text: text) }
    }
  }

  /// Every member that Swift writes is in the schema, and everything fits; with nothing left out.
  private func expectFits(_ name: String, _ value: some Encodable) throws {
    let text = try #require(PublishedSchemas.all.first { $0.name == name }?.text)
    // Closed everywhere, so that a member the schema lacks is seen.
    let closed = text.replacing(
      "\"type\": \"object\",\n", with: "\"type\": \"object\", \"additionalProperties\": false,\n")
    let json = try ContractCoding.value(AnyJSON.self, of: ContractCoding.text(value))
    let wrong = try JSONSchema(text: closed).mismatches(of: json).filter {
      // Free-form members stay free.
      !$0.path.contains("facts.") && !$0.path.hasPrefix("settings.") && !$0.path.hasPrefix("files.")
    }
    #expect(wrong.isEmpty, "\(name): \(wrong)")
  }

  private let shift = Shift(
    id: "s", agent: "a", site: "x", queue: "q", client: "c", startUnix: 0, endUnix: 3600,
    segments: [ShiftSegment(activity: "work", startUnix: 0, endUnix: 3600)])
  private let site = SiteInfo(
    id: "x", zone: "UTC", jurisdiction: "J", currency: "XXX", calendar: "c", seats: 3)
  private let agent = AgentInfo(
    id: "a", site: "x", contract: "k", skills: ["q"], hourlyRate: 1, remote: true, facts: ["f": 1])
  private let centre = CentreInfo(
    id: "c",
    holidays: [
      HolidayInfo(calendar: "c", date: "2026-12-25", kind: "public", name: "n")
    ])

  @Test func questionsFitTheirSchemas() throws {
    try expectFits(
      "configuration",
      PluginConfiguration(settings: ["a": 1], files: ["f": "t"], centre: centre))
    try expectFits(
      "windows-question",
      WindowsQuestion(
        scope: "s", jurisdictions: ["J"], zones: ["UTC"], fromUnix: 0, toUnix: 1, queue: "q",
        facts: ["f": 1]))
    try expectFits(
      "caps-question",
      CapsQuestion(
        scope: "s", jurisdictions: ["J"], date: "2026-01-01", queue: "q", facts: ["f": 1]))
    try expectFits(
      "labour-question",
      LabourQuestion(
        site: "x", jurisdiction: "J", zone: "UTC", fromDate: "2026-01-01", toDate: "2026-01-07",
        contract: "k", facts: ["f": 1]))
    try expectFits(
      "shifts-question",
      ShiftsQuestion(
        site: site, agent: agent, history: [shift], shifts: [shift], facts: ["f": 1]))
    try expectFits(
      "price-question",
      PriceQuestion(
        site: site, agent: agent, history: [shift], shifts: [shift], facts: ["f": 1]))
    let queue = QueueInfo(id: "q", patienceS: 180)
    let goal = GoalInfo(serviceLevel: 0.8, asaS: 20, abandonment: 0.05, maxOccupancy: 0.9)
    let row = IntervalInfo(startUnix: 0, lengthS: 900, volume: 3, ahtS: 60, closed: true)
    try expectFits(
      "explain-question", ExplainQuestion(queue: queue, goal: goal, rows: [row], indices: [0]))
    try expectFits(
      "simulate-question",
      SimulateQuestion(
        queue: queue, goal: goal, rows: [row],
        slots: [AgentSlot(startUnix: 0, seconds: 300, agents: 2.5)],
        people: [
          PersonAtWork(
            agent: "a", skills: ["s"], slots: [AgentSlot(startUnix: 0, seconds: 300, agents: 0.9)])
        ], replications: 2, seed: 1))
    try expectFits("rules-question", RulesQuestion(.example, rule: "r", example: "e"))
    let interval = IntervalPlan(
      startUnix: 0, volume: 1, ahtS: 1, agents: 1, scheduled: 1, rostered: 1, closed: true,
      serviceLevel: 0.8, asaS: 1, abandonment: 0, occupancy: 1)
    let plan = PlanInfo(
      centre: centre, sites: [site],
      queues: [QueuePlan(id: "q", client: "c", site: "x", intervals: [interval])],
      agents: [agent], shifts: [shift])
    for name in ["audit-question", "resources-question", "report-question"] {
      try expectFits(name, PlanQuestion(plan: plan))
    }
  }

  @Test func answersFitTheirSchemas() throws {
    let finding = Finding(
      .warning, rule: "r", "m", agent: "a", queue: "q", site: "x", startUnix: 0, endUnix: 1,
      maybe: "w")
    try expectFits(
      "windows-answer",
      WindowsAnswer(windows: [
        ContactWindow(startUnix: 0, endUnix: 1, rules: ["r"], note: "n")
      ]))
    try expectFits(
      "caps-answer",
      CapsAnswer(caps: [
        ContactCap(rule: "r", count: 1, windowH: 24, key: "person", counts: "attempts", note: "n")
      ]))
    try expectFits(
      "labour-answer",
      LabourAnswer(limits: [
        LabourLimit(
          rule: "r", key: "k", value: .count(1), hard: false, weight: 2, fromDate: "2026-01-01",
          toDate: "2026-01-02", note: "n"),
        LabourLimit(rule: "r", key: "k", value: .seconds(1)),
        LabourLimit(rule: "r", key: "k", value: .flag(true)),
        LabourLimit(rule: "r", key: "k", value: .amount(0.5)),
      ]))
    try expectFits(
      "explain-answer",
      ExplainAnswer(explanations: [
        RowExplanation(
          startUnix: 0, agents: 3, closed: false, boundBy: "b",
          steps: [ExplainStep("load", "2 erl", "because")]),
        RowExplanation(startUnix: 900, agents: nil, boundBy: "", steps: []),
      ]))
    let service = ServiceInfo(
      startUnix: 0, endUnix: 900, offered: 1, served: 1, serviceLevel: 1, halfWidth: 0,
      abandonment: 0, asaS: 1, occupancy: 0.5, backlog: 0, late: 0)
    try expectFits(
      "simulate-answer",
      SimulateAnswer(
        intervals: [service], days: [service], total: service,
        verdicts: [
          ServiceVerdict(goal: "g", value: 1, promised: 0.8, halfWidth: 0.1, missed: false)
        ], notJudged: [UnjudgedGoal(goal: "g", reason: "r")], notes: ["n"]))
    try expectFits("shifts-answer", FindingsAnswer(findings: [finding]))
    try expectFits("audit-answer", FindingsAnswer(findings: [finding]))
    try expectFits(
      "price-answer",
      PriceAnswer(
        currency: "XXX",
        lines: [
          PayLine(
            shift: "s", startUnix: 0, endUnix: 1, hours: 1, kind: "regular", multiplier: 1,
            amount: 1, rules: ["r"])
        ], total: 1, paidH: 1))
    try expectFits(
      "resources-answer",
      ResourcesAnswer(
        resources: [
          Resource(
            id: "seats", name: "Seats", quantity: 1, site: "x", pool: "p", peakUnix: 0, note: "n")
        ], suggestions: [Suggestion("m", resource: "seats", saves: 1)]))
    try expectFits(
      "report-answer",
      ReportAnswer(sections: [
        ReportSection(
          id: "i", title: "t", text: ["p"],
          tables: [
            ReportTable(
              title: "t", columns: [ReportColumn("c", .number, unit: "s", decimals: 1)],
              rows: [[1], ["x"], [true], [.null]])
          ])
      ]))
    let rule = Rule(
      id: "r", jurisdiction: "J", authority: "a", effectiveFrom: "2026-01-01",
      effectiveTo: "2026-12-31", mark: .secondary, sentence: "s",
      examples: [RuleExample(name: "e", given: ["a": 1], expected: "x")])
    try expectFits("rules-answer", RulesAnswer(rules: [rule], explanation: "e", outcome: "o"))
  }
}

/// What authors read about questions and answers is all there is.
@Suite struct QuestionDocumentationTests {
  @Test func everyKeyOfEverySchemaIsDocumented() throws {
    let page = try text(of: "\(packageFolder)/Documentation/plugin-questions.md")
    for schema in PublishedSchemas.all {
      let root = try JSONSchema(text: schema.text).root
      for key in Set(keys(root)).sorted() {
        #expect(
          page.contains("`\(key)`") || page.contains(".\(key)`"), "\(schema.name): \(key)")
      }
    }
  }

  private func keys(_ schema: AnyJSON) -> [String] {
    let properties = schema["properties"]?.object ?? [:]
    let inner = Array(properties.values) + Array((schema["$defs"]?.object ?? [:]).values)
    return Array(properties.keys)
      + (inner + [schema["items"]].compactMap { $0 }).flatMap { keys($0) }
  }

  @Test func everyLabourRuleIsDocumented() throws {
    let page = try text(of: "\(packageFolder)/Documentation/plugin-questions.md")
    for rule in WorkRule.allCases { #expect(page.contains("`\(rule.rawValue)`"), "\(rule)") }
  }
}
