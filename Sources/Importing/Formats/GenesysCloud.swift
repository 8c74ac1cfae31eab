extension TableFormat {
  /// Genesys Cloud: exports of the interval views, times in milliseconds; rows of agents add up.
  static let genesysCloud = TableFormat(
    name: "genesys-cloud", aliases: ["genesys"], title: "Genesys Cloud interval export",
    keyedBy: .interval,
    signatures: [
      ["intervalstart", "intervalend", "totalhandle"],
      ["intervalstart", "intervalend", "mediatype"],
    ],
    columns: [
      .start: ["intervalstart"], .end: ["intervalend"], .isComplete: ["intervalcomplete"],
      .channel: ["mediatype"], .agent: ["agentid"],
      .queue: ["queuename", "queueid"], .offered: ["offer", "offered"],
      .handled: ["handle", "handled", "answer"],
      .abandoned: ["abandon", "abandoned"], .abandonedShort: ["shortabandon"],
      .answeredInTime: ["metservicelevel"], .timedOut: ["flowout"],
      .handle: ["totalhandle"], .talk: ["totaltalk"], .hold: ["totalhold"],
      .afterWork: ["totalacw"],
      .wait: ["totalanswer", "totalasa"], .abandonWait: ["totalabandon"],
    ],
    scale: [
      .handle: 0.001, .talk: 0.001, .hold: 0.001, .afterWork: 0.001, .wait: 0.001,
      .abandonWait: 0.001,
    ],
    notes: ["Genesys Cloud's times were read as milliseconds, h:mm:ss as it stands."])

  /// Genesys Cloud: the form for importing history.
  static let genesysHistory = TableFormat(
    name: "genesys-history", title: "Genesys Cloud history import", keyedBy: .interval,
    signatures: [
      ["intervalstartutcdate", "offered"], ["intervalstartutc", "interactionshandled"],
    ],
    columns: [
      .start: ["intervalstartutc"], .date: ["intervalstartutcdate"],
      .time: ["intervalstartutctime"],
      .queue: ["queue", "queuename", "queueid"], .channel: ["mediatype"], .offered: ["offered"],
      .handled: ["interactionshandled", "handled"],
      .handle: ["totalhandletime", "totalhandletimeseconds"],
      .handleAverage: ["averagehandletime", "averagehandletimeseconds"],
    ], isUTC: true)
}
