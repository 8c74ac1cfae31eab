extension TableFormat {
  /// NICE IEX: exports of contact types by period. Which fields they have is chosen on the site; rows
  /// without contacts are left out, hours that the clocks show twice cannot be told apart.
  static let niceIEX = TableFormat(
    name: "nice-iex", aliases: ["nice", "iex"], title: "NICE IEX export", keyedBy: .interval,
    absent: .missing,
    signatures: [
      ["date", "period", "ct"], ["date", "period", "ctid"], ["date", "period", "ctname"],
      ["date", "period", "nco"],
    ],
    columns: [
      .date: ["date"], .time: ["period", "time"], .queue: ["ctname", "ct", "ctid", "queue"],
      .offered: ["nco", "offered", "callsoffered", "contactsoffered", "cv", "contactsreceived"],
      .handled: ["nch", "handled", "callshandled", "contactshandled"],
      .abandoned: ["abn", "abandoned", "abandons", "contactsabandoned"],
      .handleAverage: ["aht", "avghandletime"], .handle: ["handletime", "totalhandletime"],
      .waitAverage: ["asa"],
    ])
}
