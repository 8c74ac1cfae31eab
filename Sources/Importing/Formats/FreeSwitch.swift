extension TableFormat {
  /// FreeSWITCH mod_callcenter: its variables, as FusionPBX keeps them with every call. Only the callers'
  /// side counts, each caller once however many agents it rang.
  static let freeSwitchQueues = TableFormat(
    name: "freeswitch-callcenter", aliases: ["fusionpbx", "mod-callcenter"],
    title: "FreeSWITCH mod_callcenter", keyedBy: .arrival, absent: .zero,
    signatures: [["ccqueue", "ccqueuejoinedepoch"]],
    columns: [.start: ["ccqueuejoinedepoch"], .queue: ["ccqueue"]],
    isCalls: true,
    outcome: { row in
      if row.has("ccside"), row["ccside"].lowercased() != "member" { return .none }
      guard !row["ccqueue"].isEmpty else { return .none }
      if row.number("ccqueueansweredepoch") ?? 0 > 0 { return .answered }
      switch row["cccancelreason"].uppercased() {
      case "TIMEOUT", "NO_AGENT_TIMEOUT", "EXIT_WITH_KEY": return .timedOut
      case "BREAK_OUT": return .abandoned
      default: return row.number("ccqueuecanceledepoch") ?? 0 > 0 ? .abandoned : .unknown
      }
    },
    identity: { row in row["ccmemberuuid"].isEmpty ? row["xmlcdruuid"] : row["ccmemberuuid"] },
    times: { row in
      guard let joined = row.number("ccqueuejoinedepoch"), joined > 0 else {
        return (nil, nil, nil)
      }
      func epoch(_ name: String) -> Double? { row.number(name).flatMap { $0 >= joined ? $0 : nil } }
      if let answered = epoch("ccqueueansweredepoch") {
        let talk = epoch("ccqueueterminatedepoch").map { max(0, $0 - answered) }
        return (answered - joined, talk ?? row.number("billsec"), nil)
      }
      return (epoch("ccqueuecanceledepoch").map { $0 - joined }, nil, nil)
    })

  /// FreeSWITCH mod_cdr_csv, template `example`: calls without a header. It knows no queue: a call counts
  /// under the extension it went to, and is answered when somebody, or something, picked up.
  static let freeSwitchCalls = TableFormat(
    name: "freeswitch-cdr", aliases: ["freeswitch"], title: "FreeSWITCH CDR", keyedBy: .arrival,
    absent: .zero,
    header: { _ in
      [
        "caller_id_name", "caller_id_number", "destination_number", "context", "start_stamp",
        "answer_stamp", "end_stamp", "duration", "billsec", "hangup_cause", "uuid", "bleg_uuid",
        "accountcode", "read_codec", "write_codec",
      ]
    },
    recognise: { sample in
      guard let line = sample.lines.first else { return nil }
      let fields = unquotedFields(line)
      guard fields.count >= 10, fields.count <= 15, isStamp(fields[4]), isStamp(fields[6]),
        Int(fields[7]) != nil, Int(fields[8]) != nil,
        fields[9].utf8.allSatisfy({ $0 &- 65 <= 25 || $0 == 95 })
      else { return nil }
      return "its fields are those of mod_cdr_csv's template example"
    },
    columns: [.start: ["startstamp"], .talk: ["billsec"]],
    isCalls: true,
    outcome: { row in row["answerstamp"].isEmpty ? .abandoned : .answered },
    queue: { row in row["destinationnumber"].count <= 6 ? row["destinationnumber"] : "" },
    identity: { $0["uuid"] },
    notes: [
      "A CDR has no waiting in a queue: answered means that somebody or something picked up."
    ])
}

/// The fields of a line with commas, quotes taken off.
func unquotedFields(_ line: String) -> [String] {
  var fields: [String] = []
  var field = ""
  var isQuoted = false
  for character in line {
    if character == "\"" {
      isQuoted.toggle()
    } else if character == ",", !isQuoted {
      fields.append(field)
      field = ""
    } else {
      field.append(character)
    }
  }
  return fields + [field]
}

/// Whether a text is `2026-11-20 13:01:57`.
func isStamp(_ text: String) -> Bool {
  let bytes = Array(text.utf8)
  return bytes.count >= 19 && bytes[4] == 45 && bytes[7] == 45 && bytes[13] == 58 && bytes[16] == 58
}
