extension TableFormat {
  /// VICIdial: the export of calls, tab-separated, with or without its header, or the tables vicidial_log
  /// and vicidial_closer_log. Attempts that reached
  /// nobody are no contacts; a drop is one that no agent took.
  static let vicidial = TableFormat(
    name: "vicidial", title: "VICIdial call export", keyedBy: .arrival, absent: .zero,
    signatures: [["calldate", "status", "campaignid", "lengthinsec"]],
    header: { _ in
      [
        "call_date", "phone_number_dialed", "status", "user", "full_name", "campaign_id",
        "vendor_lead_code", "source_id", "list_id", "gmt_offset_now", "phone_code", "phone_number",
        "title", "first_name", "middle_initial", "last_name", "address1", "address2", "address3",
        "city",
        "state", "province", "postal_code", "country_code", "gender", "date_of_birth", "alt_phone",
        "email", "security_phrase", "comments", "length_in_sec", "user_group", "alt_dial", "rank",
        "owner", "lead_id", "list_name", "list_description", "status_name",
      ]
    },
    recognise: { sample in
      guard let line = sample.lines.first else { return nil }
      let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      let names = Set(line.split { $0 == "\t" || $0 == "," }.map { Field.reduced(String($0)) })
      if ["calldate", "status", "campaignid", "lengthinsec"].allSatisfy(names.contains) {
        return "its header has call_date, status, campaign_id, length_in_sec"
      }
      return fields.count >= 37 && isStamp(fields[0]) && Int(fields[30]) != nil
        ? "its fields are those of VICIdial's call export" : nil
    },
    columns: [
      .start: ["startepoch", "calldate"], .queue: ["campaignid"], .talk: ["lengthinsec"],
      .wait: ["queueseconds"],
    ],
    isCalls: true,
    outcome: { row in
      let status = row["status"].uppercased()
      if ["DROP", "XDROP", "PDROP", "TIMEOT"].contains(status) { return .abandoned }
      let nobody: Set<String> = [
        "NA", "N", "B", "AB", "A", "AA", "AM", "AL", "AFAX", "ADC", "ADCT", "DC", "DNCL", "NEW",
        "QUEUE",
        "INCALL", "LRERR", "ERI", "AVMA", "LSMERG", "IQNANQ",
      ]
      if nobody.contains(status) || ["VDAD", "VDCL", ""].contains(row["user"].uppercased()) {
        return .none
      }
      return .answered
    },
    identity: { $0["uniqueid"] },
    times: { row in
      // vicidial_closer_log: the length holds the time in the queue; that of a drop is nothing else.
      guard let length = row.number("lengthinsec"), let wait = row.number("queueseconds") else {
        return (nil, nil, nil)
      }
      return (wait, max(0, length - wait), nil)
    })
}
