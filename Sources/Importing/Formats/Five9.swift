extension TableFormat {
  /// Five9: the call log. Incoming calls by campaign, or by skill where the report has it.
  static let five9 = TableFormat(
    name: "five9", title: "Five9 call log", keyedBy: .arrival, absent: .zero,
    signatures: [["callid", "timestamp", "campaign", "queuewaittime"]],
    columns: [
      .start: ["timestamp"], .queue: ["skill", "campaign"], .wait: ["queuewaittime"],
      .talk: ["talktime"], .hold: ["holdtime"], .afterWork: ["aftercallworktime"],
    ],
    isCalls: true,
    outcome: { row in
      if row.has("calltype"), !Field.reduced(row["calltype"]).hasPrefix("inbound") { return .none }
      if row.isTrue("abandoned") { return .abandoned }
      let agent = row["agent"].lowercased()
      return agent.isEmpty || agent == "[none]" ? .timedOut : .answered
    },
    identity: { $0["callid"] })
}
