extension TableFormat {
  /// Avaya CMS: interval rows of a split or skill (`hsplit`), sums in seconds.
  ///
  /// Calls count in the interval in which they were completed. Handling is talk, after-call work and
  /// hold; on sites whose `acdtime` holds the hold time already, a mapping file leaves `hold` out.
  static let avayaCMS = TableFormat(
    name: "avaya-cms", aliases: ["avaya", "cms"], title: "Avaya CMS", keyedBy: .end,
    signatures: [
      ["rowdate", "starttime", "callsoffered"], ["rowdate", "starttime", "acdcalls"],
    ],
    columns: [
      .date: ["rowdate"], .time: ["starttime"], .length: ["intrvl"],
      .queue: ["splitname", "split", "vdn"],
      .offered: ["callsoffered", "incalls"], .handled: ["acdcalls"], .abandoned: ["abncalls"],
      .answeredInTime: ["acceptable"], .wait: ["anstime"], .talk: ["acdtime"],
      .afterWork: ["acwtime"],
      .hold: ["holdtime"], .abandonWait: ["abntime"], .timedOut: ["outflowcalls"],
    ],
    notes: ["Avaya counts calls in the interval in which they ended."])
}
