internal import InboundModel
internal import MusterPluginKit
internal import PluginSupport
internal import Workloads

extension InboundPlugin: RulesHook {
  static var rules: [Rule] { [serviceLevel, lines] + curves }

  private static let serviceLevel = Rule(
    id: "IN-SL", authority: "Custom of the trade; PRODUCT vocabulary", mark: .unverified,
    sentence:
      "A service level names its definition: four are in use and differ by ten points on one day.",
    examples: ServiceCount.Variant.allCases.map { variant in
      RuleExample(
        name: variant.rawValue,
        given: [
          "answered_in_time": 78, "answered_later": 12, "abandoned_in_time": 4,
          "abandoned_later": 6, "definition": .string(variant.rawValue),
        ],
        expected: [
          .answeredOfOffered: "78.0 %", .excludingShortAbandons: "81.3 %",
          .answeredOrAbandonedOfOffered: "82.0 %", .answeredOfAnswered: "86.7 %",
        ][variant, default: ""])
    })

  private static let lines = Rule(
    id: "IN-TRUNKS", authority: "Erlang B", mark: .verified,
    sentence:
      "A line is held while it rings, waits and talks, not during after-call work; lines are Erlang B of that traffic.",
    examples: [
      RuleExample(
        name: "360 calls in half an hour",
        given: [
          "calls_per_second": 0.2, "menu_seconds": 30, "wait_seconds": 12.1, "talk_seconds": 240,
          "blocking": 0.01,
        ], expected: "56.4 erl, 71 lines")
    ])

  /// What is known of the curves from their sources or from the formulas, computed elsewhere.
  private static let known: [String: [(day: Int, share: String)]] = [
    "mail": [(7, "41.4 %"), (28, "91.9 %")], "mail-smooth": [(7, "43.2 %")],
    "bulk-mail": [(20, "52.2 %"), (42, "81.6 %")], "broadcast": [(1, "99.9 %")],
    "message": [(1, "100.0 %")],
  ]

  private static var curves: [Rule] {
    library.map { entry in
      let mark: Rule.Mark =
        switch entry.mark {
        case "V": .verified
        case "D", "V2": .secondary
        default: .unverified
        }
      return Rule(
        id: "IN-CURVE-\(entry.curve.id)", authority: entry.source, mark: mark,
        sentence:
          "Responses to \(entry.medium): half are in by day \(entry.curve.halfLife), all by day \(entry.curve.weights.count).",
        examples: (known[entry.curve.id] ?? []).map { day, share in
          RuleExample(
            name: "by day \(day)", given: ["day": .number(Double(day))], expected: share)
        })
    }
  }

  static func outcome(of example: RuleExample, rule: Rule) throws(PluginFailure) -> String {
    func number(_ key: String) throws(PluginFailure) -> Double {
      guard let x = example.given[key]?.number else {
        throw PluginFailure("\(key) is missing", status: MUSTER_E_QUESTION)
      }
      return x
    }
    switch rule.id {
    case "IN-SL":
      let name = example.given["definition"]?.string ?? ""
      guard let variant = ServiceCount.Variant(rawValue: name) else {
        throw PluginFailure("\(name) is no definition", status: MUSTER_E_QUESTION)
      }
      let count = ServiceCount(
        answeredInTime: try number("answered_in_time"),
        answeredLater: try number("answered_later"),
        abandonedInTime: try number("abandoned_in_time"),
        abandonedLater: try number("abandoned_later"))
      return "\(fixed(100 * count.level(variant), 1)) %"
    case "IN-TRUNKS":
      let traffic = LineTraffic(
        callsPerSecond: try number("calls_per_second"), menuSeconds: try number("menu_seconds"),
        waitSeconds: try number("wait_seconds"), talkSeconds: try number("talk_seconds"))
      return "\(fixed(traffic.erlangs, 1)) erl, "
        + (traffic.lines(blocking: try number("blocking")).map(String.init) ?? "no") + " lines"
    default:
      guard let entry = library.first(where: { "IN-CURVE-\($0.curve.id)" == rule.id }) else {
        throw PluginFailure("there is no curve \(rule.id)", status: MUSTER_E_QUESTION)
      }
      return "\(fixed(100 * entry.curve.cumulative(day: Int(try number("day"))), 1)) %"
    }
  }
}
