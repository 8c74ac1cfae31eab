extension TableFormat {
  /// Talkdesk: the Explore report of contacts, and the older report of calls. Incoming contacts by ring
  /// group; every contact of an interaction counts in its own.
  static let talkdesk = TableFormat(
    name: "talkdesk", title: "Talkdesk contacts", keyedBy: .arrival, absent: .zero,
    signatures: [
      ["interactionid", "contactid", "startedat"],
      ["interactionid", "calltype", "starttime", "waittime"],
    ],
    columns: [
      .start: ["startedat", "starttime"], .queue: ["ringgroups", "handlingringgroups", "teamname"],
      .wait: ["waittime"], .abandonWait: ["abandontime"], .talk: ["talktime"], .hold: ["holdtime"],
      .afterWork: ["aftercallworktime"], .handle: ["handletime"],
    ],
    isCalls: true,
    outcome: { row in
      let direction = row["direction"].lowercased()
      if !direction.isEmpty, !direction.hasPrefix("in") { return .none }
      let type = Field.reduced(row["contacttype"] + row["calltype"])
      if type.contains("outbound") || type.hasPrefix("internal") { return .none }
      if type.contains("voicemail") || !row["timetovoicemail"].isEmpty { return .timedOut }
      if type.contains("abandon") || type.contains("missed") { return .abandoned }
      if !row["connectedat"].isEmpty || !row["answeredat"].isEmpty { return .answered }
      if !row["abandontime"].isEmpty || !row["shortabandontime"].isEmpty { return .abandoned }
      let talk = row["talktime"]
      return !talk.isEmpty && talk.contains { ("1"..."9").contains($0) } ? .answered : .abandoned
    },
    identity: { $0["contactid"] })
}
