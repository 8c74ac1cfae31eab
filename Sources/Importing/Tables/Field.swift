// The words are those found in the exports of telephone systems and in public history files, reduced to
// letters and digits; a name that is none of them is left alone and said.

/// What a column of a table can hold.
enum Field: Int, CaseIterable {
  case start, date, time, end, length, queue, channel
  case offered, handled, abandoned, abandonedShort, timedOut, answeredInTime, timed
  /// Seconds: of all contacts of the row, or of each.
  case handle, talk, hold, afterWork, wait, abandonWait
  case handleAverage, talkAverage, holdAverage, afterWorkAverage, waitAverage, abandonWaitAverage
  /// Of one contact.
  case outcome, answeredAt, isAnswered, isAbandoned, agent, duration
  case closed, quality, isComplete

  /// What a column holds when it is added up.
  var measure: Measure? {
    switch self {
    case .offered: .offered
    case .handled: .handled
    case .abandoned: .abandoned
    case .abandonedShort: .abandonedShort
    case .timedOut: .timedOut
    case .answeredInTime: .answeredInTime
    case .timed: .timed
    default: nil
    }
  }

  var isAmount: Bool {
    switch self {
    case .handle, .talk, .hold, .afterWork, .wait, .abandonWait, .handleAverage, .talkAverage,
      .holdAverage, .afterWorkAverage, .waitAverage, .abandonWaitAverage, .duration:
      true
    default: measure != nil
    }
  }

  /// The names under which it is found, reduced to letters and digits.
  static let words: [Field: [String]] = [
    .start: [
      "intervalstart", "timestamp", "start", "datetime", "starttime", "dateandtime",
      "startdatetime",
      "callstart", "calldatetime", "arrivaltime", "arrival", "arrivedat", "createdat", "startedat",
      "calldate", "intervalstarttime", "starttimestamp", "datumuhrzeit", "zeitpunkt", "fechahora",
      "periodstart", "intervalbegin", "begin", "callstarttime", "queuestart", "intervaldatetime",
      "datehour", "dateheure", "ds",
    ],
    .date: ["date", "day", "datum", "fecha", "rowdate", "callday", "reportdate", "tag", "data"],
    .time: [
      "time", "interval", "timeinterval", "halfhour", "uhrzeit", "zeit", "hora", "hour", "period",
      "timeofday", "intervaltime", "calltime", "heure", "timeslot", "slot",
    ],
    .end: ["intervalend", "end", "endtime", "stop"],
    .length: ["intervalduration", "intrvl", "intervalmin", "intervallength"],
    .queue: [
      "queue", "queuename", "skill", "skillname", "group", "split", "splitskill", "campaign", "csq",
      "csqname", "callqueue", "servicequeue", "lob", "department", "warteschlange", "cola",
      "skillgroup",
      "queueid", "hotline", "gruppe", "calltype", "vdn", "service",
    ],
    .channel: ["channel", "channeltype", "mediatype", "media"],
    .offered: [
      "offered", "calls", "contacts", "volume", "callsoffered", "offeredcalls", "incomingcalls",
      "callvolume", "totalcalls", "callsreceived", "callspresented", "presented", "received",
      "anrufe",
      "contactsoffered", "incomingcontactvolume", "contactsqueued", "numcalls", "numberofcalls",
      "callcount", "callsin", "inboundcalls", "llamadas", "entered", "angeboten", "incoming", "nco",
      "contactsincoming", "offeredcontacts", "noffered", "totaloffered", "interactions", "y",
    ],
    .handled: [
      "handled", "answered", "callshandled", "callsanswered", "answeredcalls", "acdcalls",
      "contactshandled", "handledcalls", "interactionshandled", "angenommen", "nanswered",
      "tasksaccepted",
      "nch", "beantwortet", "totalanswered", "contestadas", "handledcontacts",
    ],
    .abandoned: [
      "abandoned", "callsabandoned", "abandonedcalls", "abncalls", "abandons", "contactsabandoned",
      "aufgelegt", "lost", "lostcalls", "abandonadas", "verloren", "abandon", "nabandon",
    ],
    .abandonedShort: ["abandonedshort", "shortabandons", "shortabandoned", "shortabandon"],
    .timed: ["handledtimed"],
    .timedOut: ["timedout", "timeouts", "overflowed", "flowout"],
    .answeredInTime: [
      "answeredinsl", "acceptable", "answeredinthreshold", "withinsl", "answeredwithinsl",
      "answeredintime", "callswithinsl",
    ],
    .handle: [
      "handles", "handlesec", "totalhandle", "totalhandletime", "handletime", "handlingtime",
      "handleseconds", "handlingseconds", "totalhandlingtime", "handletimes",
    ],
    .handleAverage: [
      "ahts", "aht", "avghandletime", "averagehandletime", "avghandle", "averagehandlingtime",
      "avghandlingtime", "ahtsec", "ahtseconds", "averagehandletimeseconds", "avghandletimes",
      "averagehandletimes", "avghandlesec", "ahtsecs", "bearbeitungszeit", "meanhandletime",
      "handletimeavg", "tmo", "avghandletimesec", "ahtinseconds", "ahtmin", "ahtms",
    ],
    .talk: [
      "talks", "talktime", "talksec", "totaltalk", "totaltalktime", "acdtime", "talkseconds",
      "sertime", "servicetime", "billsec", "talkduration",
    ],
    .talkAverage: [
      "att", "avgtalktime", "averagetalktime", "avgtalk", "attsec", "avgtalkduration",
      "averagetalkduration",
    ],
    .hold: ["holds", "holdtime", "totalhold", "totalholdtime", "holdsec"],
    .holdAverage: ["avghold", "avgholdtime", "averageholdtime", "averagecustomerholdtime"],
    .afterWork: [
      "acws", "acw", "acwtime", "wrapuptime", "aftercallworktime", "totalacw", "wrapup", "wraptime",
      "aftercontactworktime", "acwsec", "aftercallwork", "nachbearbeitung",
    ],
    .afterWorkAverage: [
      "avgacw", "averageacw", "avgwrapup", "averageaftercontactworktime", "avgacwtime",
    ],
    .wait: [
      "waits", "waittime", "queuetime", "qtime", "queuewaittime", "waitsec", "anstime",
      "waitingtime",
      "wartezeit", "timetoanswer", "waitseconds", "queueseconds", "speedofanswer", "timeinqueue",
      "speedofanswerinseconds", "queuewait", "waitduration", "queueduration",
    ],
    .waitAverage: [
      "asa", "asas", "avgspeedofanswer", "averagespeedofanswer", "asasec", "averagequeueanswertime",
      "avgwait", "avgwaittime", "averagewaittime",
    ],
    .abandonWait: ["abandonwaits", "abntime", "abandontime", "timetoabandon"],
    .abandonWaitAverage: ["avgtimetoabandon", "averagequeueabandontime", "ata", "avgabandontime"],
    .outcome: [
      "outcome", "disposition", "status", "callstatus", "result", "completionstatus", "callresult",
      "callresponse", "resultado", "ergebnis",
    ],
    .answeredAt: ["answeredat", "answer", "answerstamp", "answertime", "connectedat"],
    .isAnswered: ["isanswered", "answeredyn", "wasanswered"],
    .isAbandoned: ["isabandoned", "abandonedyn", "wasabandoned"],
    .agent: ["agent", "agentid", "agentname", "username", "operator", "answeredby"],
    .duration: ["duration", "callduration", "lengthinsec", "totalduration"],
    .closed: ["closed", "isclosed"],
    .quality: ["quality"],
    .isComplete: ["intervalcomplete", "complete"],
  ]

  /// Letters and digits of a column's name, small; the unit in brackets apart.
  static func reduced(_ name: String) -> String {
    var out = ""
    for scalar in name.lowercased().unicodeScalars
    where scalar.properties.isAlphabetic || scalar.properties.numericType != nil {
      out.unicodeScalars.append(scalar)
    }
    return out
  }

  /// What a reduced name means; the same for the name without a unit or a time zone after it.
  static func named(_ reduced: String) -> Field? {
    if let field = byWord[reduced] { return field }
    for suffix in ["seconds", "secs", "sec", "ms", "minutes", "mins", "min", "utc", "local", "s"]
    where reduced.hasSuffix(suffix) && reduced.count > suffix.count + 2 {
      if let field = byWord[String(reduced.dropLast(suffix.count))] { return field }
    }
    return nil
  }

  private static let byWord: [String: Field] = {
    var all: [String: Field] = [:]
    for field in Field.allCases {
      for word in words[field] ?? [] where all[word] == nil { all[word] = field }
    }
    return all
  }()
}
