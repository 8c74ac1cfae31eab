extension TableFormat {
  /// Zendesk Talk: the export of calls, times in seconds and UTC. Incoming calls by the group that the
  /// menu chose.
  static let zendeskTalk = TableFormat(
    name: "zendesk-talk", aliases: ["zendesk"], title: "Zendesk Talk calls", keyedBy: .arrival,
    absent: .zero,
    signatures: [["createdat", "completionstatus", "direction"]],
    columns: [
      .start: ["createdat"], .queue: ["ivrdestinationgroupname", "defaultgroup"],
      .wait: ["waittime", "timetoanswer"], .talk: ["talktime"], .hold: ["holdtime"],
      .afterWork: ["wrapuptime"],
    ],
    isUTC: true, isCalls: true,
    outcome: { row in
      guard row["direction"].lowercased().hasPrefix("in") else { return .none }
      let status = Field.reduced(row["completionstatus"])
      if status == "abandonedinivr" || status == "abandonedingreeting" { return .none }
      if status.contains("voicemail") || row.isTrue("voicemail") { return .timedOut }
      if status == "abandonedonhold" || status.hasPrefix("completed") || status == "answered" {
        return .answered
      }
      if status.hasPrefix("abandoned") || status == "notanswered" || status == "missed" {
        return .abandoned
      }
      return row.number("talktime") ?? 0 > 0 ? .answered : .abandoned
    },
    queue: { row in
      let group = row["ivrdestinationgroupname"]
      let name = group.isEmpty ? row["defaultgroup"] : group
      return ["true", "false"].contains(name.lowercased()) ? "" : name
    },
    identity: { $0["id"] })
}
