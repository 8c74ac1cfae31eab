extension TableFormat {
  /// Amazon Connect: the file for importing history, and the report of historical metrics by interval.
  ///
  /// Contact-record metrics count in the interval in which the contact ended; intervals without contacts
  /// are left out ("data for active queues only").
  static let amazonConnect = TableFormat(
    name: "amazon-connect", aliases: ["connect"], title: "Amazon Connect", keyedBy: .end,
    absent: .zero,
    signatures: [
      ["queuename", "timestamp", "intervalduration", "incomingcontactvolume"],
      ["startinterval", "contactsqueued"], ["startinterval", "contactshandled"],
    ],
    columns: [
      .start: ["timestamp", "startinterval"], .length: ["intervalduration"],
      .queue: ["queuename", "queue"], .channel: ["channeltype", "channel"],
      .offered: ["incomingcontactvolume", "contactsqueued", "contactsincoming"],
      .handled: ["contactshandled", "contactshandledincoming"], .abandoned: ["contactsabandoned"],
      .handleAverage: ["averagehandletime", "averagehandletimeseconds"],
      .talkAverage: ["averageagentinteractiontime"],
      .holdAverage: ["averagecustomerholdtime", "averagecustomerholdtimeseconds"],
      .afterWorkAverage: ["averageaftercontactworktime", "aftercontactworktime"],
      .waitAverage: ["averagequeueanswertime", "averagequeueanswertimeseconds"],
      .abandonWaitAverage: ["averagequeueabandontime", "averagequeueabandontimeseconds"],
    ])
}
