extension TableFormat {
  /// Cisco UCCX: activity of contact service queues by interval. `Calls Dequeued` is not read: it counts
  /// calls that a script or another queue handled too.
  static let ciscoUCCX = TableFormat(
    name: "cisco-uccx", aliases: ["uccx", "cisco"], title: "Cisco UCCX queue activity",
    keyedBy: .interval,
    signatures: [["csqname", "callspresented"], ["contactservicequeue", "callspresented"]],
    columns: [
      .start: ["intervalstarttime", "starttime", "intervalstart"], .date: ["date"], .time: ["time"],
      .queue: ["csqname", "contactservicequeue", "csqid"], .offered: ["callspresented"],
      .handled: ["callshandled"], .abandoned: ["callsabandoned"],
      .handleAverage: ["avghandletime", "averagehandletime"],
      .waitAverage: ["avgspeedofanswer", "averagespeedofanswer"],
      .abandonWaitAverage: ["avgtimetoabandon", "averagetimetoabandon"],
    ])
}
