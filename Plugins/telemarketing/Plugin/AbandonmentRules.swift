internal import MusterPluginKit
internal import TelemarketingModel

/// The rules on calls that find no agent, which are about campaigns and not about single calls.
enum AbandonmentRules {
  static let rules: [Rule] = [
    Rule(
      id: "AB-US-TSR", jurisdiction: "US", authority: "FTC, 16 CFR 310.4(b)(4)", mark: .secondary,
      sentence:
        "At most 3 % of calls answered by a person may find no agent within 2 seconds of the greeting, per campaign, over the campaign or over each successive block of 30 days.",
      examples: [
        RuleExample(
          name: "300 of 10,000", given: ["live": 10_000, "abandoned": 300, "limit": 0.03],
          expected: "within, 0 left"),
        RuleExample(
          name: "301 of 10,000", given: ["live": 10_000, "abandoned": 301, "limit": 0.03],
          expected: "exceeded by 1"),
      ]),
    Rule(
      id: "AB-US-RING", jurisdiction: "US", authority: "FTC, 16 CFR 310.4(b)(4)(ii)",
      mark: .secondary,
      sentence: "An unanswered call is not dropped before 15 seconds or 4 rings.",
      examples: [
        RuleExample(
          name: "three rings", given: ["rang_seconds": 14, "rings": 3], expected: "wait"),
        RuleExample(
          name: "four rings", given: ["rang_seconds": 14, "rings": 4], expected: "may be dropped"),
      ]),
    Rule(
      id: "AB-US-MSG", jurisdiction: "US", authority: "FTC, 16 CFR 310.4(b)(4)(iii)",
      mark: .secondary,
      sentence:
        "Where no agent is there in time, a recorded message gives name and number; records are kept.",
      examples: [
        RuleExample(
          name: "an agent after 2 seconds", given: ["agent_after_seconds": 2],
          expected: "connected"),
        RuleExample(
          name: "an agent after 3 seconds", given: ["agent_after_seconds": 3],
          expected: "abandoned: play the message"),
      ]),
    Rule(
      id: "AB-UK", jurisdiction: "GB",
      authority: "Ofcom statement of 20 December 2016 (the 3 % safe harbour ended on 1 March 2017)",
      effectiveFrom: "2017-03-01", mark: .secondary,
      sentence:
        "No share of abandoned calls is safe; the worst cases are pursued. The limit in the settings is a goal of your own.",
      examples: [
        RuleExample(
          name: "1 of 10,000", given: ["live": 10_000, "abandoned": 1, "limit": 0],
          expected: "exceeded by 1")
      ]),
    Rule(
      id: "AB-CA", jurisdiction: "CA", authority: "CRTC Unsolicited Telecommunications Rules",
      mark: .unverified,
      sentence: "At most 5 % abandoned calls in a calendar month, an agent within 2 seconds.",
      examples: [
        RuleExample(
          name: "5 of 100", given: ["live": 100, "abandoned": 5, "limit": 0.05],
          expected: "within, 0 left")
      ]),
  ]

  static func outcome(of example: RuleExample, rule: String) -> String? {
    if rule == "AB-US-RING" {
      let rang = example.given["rang_seconds"]?.number ?? 0
      let rings = example.given["rings"]?.number ?? 0
      return rang >= 15 || rings >= 4 ? "may be dropped" : "wait"
    }
    if rule == "AB-US-MSG" {
      let after = example.given["agent_after_seconds"]?.number ?? .infinity
      return after <= 2 ? "connected" : "abandoned: play the message"
    }
    guard rule.hasPrefix("AB-"), let live = example.given["live"]?.number,
      let abandoned = example.given["abandoned"]?.number,
      let limit = example.given["limit"]?.number
    else { return nil }
    return abandonmentOutcome(live: Int(live), abandoned: Int(abandoned), limit: limit)
  }
}
