extension TableFormat {
  /// Asterisk's `Master.csv`: the calls that ran the application Queue. Its times are local unless
  /// `usegmtime` is set, and it does not say how long a caller waited: talk holds the waiting.
  static let asteriskCDR = TableFormat(
    name: "asterisk-cdr", aliases: ["cdr", "master-csv"], title: "Asterisk CDR", keyedBy: .arrival,
    absent: .zero,
    signatures: [["lastapp", "lastdata", "disposition"]],
    header: { count in
      let base = [
        "accountcode", "src", "dst", "dcontext", "clid", "channel", "dstchannel", "lastapp",
        "lastdata",
        "start", "answer", "end", "duration", "billsec", "disposition", "amaflags",
      ]
      let new = ["peeraccount", "linkedid", "sequence"]
      switch count {
      case ...16: return base
      case 17: return base + ["uniqueid"]
      case 18: return base + ["uniqueid", "userfield"]
      case 19: return base + new
      case 20: return base + ["uniqueid"] + new
      default: return base + ["uniqueid", "userfield"] + new
      }
    },
    recognise: { sample in
      guard let line = sample.lines.first else { return nil }
      let fields = unquotedFields(line)
      let dispositions = ["ANSWERED", "NO ANSWER", "BUSY", "FAILED", "CONGESTION"]
      if fields.count >= 16, fields.count <= 21, isStamp(fields[9]),
        dispositions.contains(fields[14])
      {
        return "its fields are those of cdr_csv, \(fields.count) of them"
      }
      let names = Set(fields.map(Field.reduced))
      return ["lastapp", "lastdata", "disposition"].allSatisfy(names.contains)
        ? "its header has lastapp, lastdata, disposition" : nil
    },
    columns: [.start: ["calldate", "start"], .talk: ["billsec"]],
    isCalls: true,
    outcome: { row in
      guard row["lastapp"].lowercased() == "queue" else { return .none }
      return row["disposition"] == "ANSWERED" && !row["dstchannel"].isEmpty ? .answered : .abandoned
    },
    queue: { row in row["lastdata"].split(separator: ",").first.map { $0.trimmingSpaces } ?? "" },
    identity: { row in row["linkedid"].isEmpty ? row["uniqueid"] : row["linkedid"] },
    notes: [
      "A CDR does not tell waiting from talking: handling times hold the wait. queue_log does."
    ])
}
