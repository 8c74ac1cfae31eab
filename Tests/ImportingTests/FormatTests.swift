import CivilTime
import Files
import Importing
import Tables
import TestSupport
import Testing

/// A few lines of a format, the columns to look at, and the values found by hand.
struct FormatExample: Sendable, CustomTestStringConvertible {
  var format: String
  var zone = "America/New_York"
  var text: String
  var columns: [String]
  var expected: [[String]]
  var testDescription: String { format }
}

@Suite struct FormatTests {
  static let counts = ["interval_start", "queue", "offered", "handled", "abandoned", "handle_s"]

  static let examples: [FormatExample] = [
    FormatExample(
      format: "amazon-connect",
      text: """
        QueueName,QueueId,ChannelType,TimeStamp,IntervalDuration,IncomingContactVolume,AverageHandleTime,ContactsHandled
        BasicQueue,1,VOICE,2026-11-20T13:00:00Z,30mins,13,246.5,12
        BasicQueue,1,VOICE,2026-11-20T14:00:00Z,30mins,12,231,11
        """,
      columns: ["interval_start", "queue", "offered", "handled", "handle_s"],
      // Intervals without contacts are left out of the file.
      expected: [
        ["2026-11-20T08:00:00-05:00", "BasicQueue", "13", "12", "2958"],
        ["2026-11-20T08:30:00-05:00", "BasicQueue", "0", "0", "0"],
        ["2026-11-20T09:00:00-05:00", "BasicQueue", "12", "11", "2541"],
      ]),
    FormatExample(
      format: "avaya-cms",
      text: """
        row_date|starttime|intrvl|acd|split|callsoffered|acdcalls|abncalls|acceptable|anstime|acdtime|acwtime|holdtime|abntime
        11/20/2026|0|30|1|101|2|2|0|2|7|200|10|5|0
        11/20/2026|800|30|1|101|13|12|1|11|70|2437|780|120|9
        """,
      columns: counts + ["answered_in_sl", "wait_s", "acw_s", "abandon_wait_s"],
      expected: [
        ["2026-11-20T00:00:00-05:00", "101", "2", "2", "0", "215", "2", "7", "10", "0"],
        ["2026-11-20T08:00:00-05:00", "101", "13", "12", "1", "3337", "11", "70", "780", "9"],
      ]),
    FormatExample(
      format: "genesys-cloud",
      text: """
        Interval Start,Interval End,Interval Complete,Filters,Media Type,Agent Id,Agent Name,Handle,Avg Handle,Avg Talk,Avg Hold,Avg ACW,Total Handle,Total Talk,Total Hold,Total ACW
        2026-11-20T13:00:00Z,2026-11-20T13:30:00Z,TRUE,,voice,1,One,5,312000,241000,12000,59000,1560000,1205000,60000,295000
        2026-11-20T13:00:00Z,2026-11-20T13:30:00Z,TRUE,,voice,2,Two,2,100000,80000,0,20000,200000,160000,0,40000
        2026-11-20T13:30:00Z,2026-11-20T14:00:00Z,FALSE,,voice,1,One,1,100000,80000,0,20000,100000,80000,0,20000
        """,
      columns: ["interval_start", "handled", "handle_s", "talk_s", "quality"],
      expected: [
        ["2026-11-20T08:00:00-05:00", "7", "1760", "1365", "ok"],
        ["2026-11-20T08:30:00-05:00", "1", "100", "80", "partial"],
      ]),
    FormatExample(
      format: "five9",
      text: """
        CALL ID,TIMESTAMP,CAMPAIGN,CALL TYPE,AGENT,AGENT NAME,DISPOSITION,ANI,CUSTOMER NAME,DNIS,CALL TIME,BILL TIME (ROUNDED),COST,IVR TIME,QUEUE WAIT TIME,RING TIME,TALK TIME,HOLD TIME,PARK TIME,AFTER CALL WORK TIME,TRANSFERS,CONFERENCES,HOLDS,ABANDONED,RECORDINGS
        1,"Fri, 20 Nov 2026 08:01:57",Support,Inbound,a@example.com,A,Resolved,1,,1,00:02:31,00:02:36,0.05,00:00:08,00:00:06,00:00:03,00:02:10,00:00:05,00:00:00,00:00:41,1,0,1,0,
        1,"Fri, 20 Nov 2026 08:04:57",Support,Inbound,b@example.com,B,Resolved,1,,1,00:02:31,00:02:36,0.05,00:00:08,00:00:06,00:00:03,00:01:00,00:00:00,00:00:00,00:00:10,0,0,1,0,
        2,"Fri, 20 Nov 2026 08:02:40",Support,Inbound,[None],,Abandon,1,,1,00:00:39,00:00:42,0.01,00:00:08,00:00:31,,00:00:00,00:00:00,00:00:00,00:00:00,,,,1,
        3,"Fri, 20 Nov 2026 08:03:40",Support,Outbound,a@example.com,A,Done,1,,1,00:00:39,00:00:42,0.01,,,,00:01:00,,,,,,,0,
        """,
      columns: counts + ["abandon_wait_s"],
      expected: [["2026-11-20T08:00:00-05:00", "Support", "2", "1", "1", "246", "31"]]),
    FormatExample(
      format: "talkdesk",
      text: """
        Interaction ID,Contact ID,Company Number,Direction,Contact Type,Started At,Wait Time,Abandon Time,Connected At,Talk Time,Hold Time,After Call Work Time,Finished At,Handle Time,Ring Groups
        i1,c1,+1555,Inbound,inbound,2026-11-20 08:01:00,12,,2026-11-20 08:01:12,100,10,20,2026-11-20 08:03:02,130,support
        i1,c2,+1555,Inbound,inbound,2026-11-20 08:04:00,5,,2026-11-20 08:04:05,50,0,0,2026-11-20 08:05:00,50,billing
        i2,c3,+1555,Inbound,abandoned,2026-11-20 08:05:00,25,25,,,,,2026-11-20 08:05:25,,support
        i3,c4,+1555,Outbound,outbound,2026-11-20 08:06:00,,,2026-11-20 08:06:12,100,,,2026-11-20 08:08:02,100,support
        """,
      columns: counts,
      expected: [
        ["2026-11-20T08:00:00-05:00", "billing", "1", "1", "0", "50"],
        ["2026-11-20T08:00:00-05:00", "support", "2", "1", "1", "130"],
      ]),
    FormatExample(
      format: "zendesk-talk",
      text: """
        id,created_at,updated_at,agent_id,direction,completion_status,duration,time_to_answer,wait_time,talk_time,hold_time,wrap_up_time,ivr_destination_group_name,voicemail
        1,2026-11-20T13:05:00Z,2026-11-20T13:09:00Z,7,inbound,completed,200,9,9,150,10,30,Support,false
        2,2026-11-20T13:06:00Z,2026-11-20T13:09:00Z,,inbound,abandoned_in_queue,40,,40,0,0,0,Support,false
        3,2026-11-20T13:07:00Z,2026-11-20T13:09:00Z,,inbound,abandoned_in_ivr,4,,,0,0,0,,false
        4,2026-11-20T13:08:00Z,2026-11-20T13:09:00Z,7,outbound,completed,200,,,150,0,0,,false
        """,
      columns: counts,
      expected: [["2026-11-20T08:00:00-05:00", "Support", "2", "1", "1", "190"]]),
    FormatExample(
      format: "cisco-uccx",
      text: """
        Interval Start Time,CSQ Name,Calls Presented,Calls Handled,Calls Abandoned,Avg Handle Time,Avg Speed of Answer,Calls Dequeued
        11/20/2026 8:00:00 AM,Sales,20,18,2,00:03:20,00:00:10,3
        11/20/2026 8:30:00 AM,Sales,10,10,0,00:03:00,00:00:05,0
        """,
      columns: counts + ["wait_s"],
      expected: [
        ["2026-11-20T08:00:00-05:00", "Sales", "20", "18", "2", "3600", "180"],
        ["2026-11-20T08:30:00-05:00", "Sales", "10", "10", "0", "1800", "50"],
      ]),
    FormatExample(
      format: "freeswitch-callcenter",
      text: """
        xml_cdr_uuid,cc_side,cc_queue,cc_member_uuid,cc_queue_joined_epoch,cc_queue_answered_epoch,cc_queue_canceled_epoch,cc_queue_terminated_epoch,cc_cancel_reason,billsec
        u1,member,support@x,m1,1795179717,1795179727,,1795179827,NONE,110
        u2,agent,support@x,m1,1795179717,,,,,0
        u3,agent,support@x,m1,1795179717,1795179727,,1795179827,,100
        u4,member,support@x,m2,1795179800,,1795179830,,BREAK_OUT,30
        u5,member,support@x,m3,1795179810,,1795179900,,TIMEOUT,90
        """,
      columns: counts + ["timed_out", "wait_s"],
      expected: [["2026-11-20T08:00:00-05:00", "support@x", "3", "1", "1", "100", "1", "10"]]),
    FormatExample(
      format: "freeswitch-cdr",
      text: """
        "Caller","15550100001","7001","default","2026-11-20 08:01:57","2026-11-20 08:01:57","2026-11-20 08:04:12","135","135","NORMAL_CLEARING","a1","","","PCMU","PCMU"
        "Caller","15550100002","7001","default","2026-11-20 08:02:57","","2026-11-20 08:03:12","15","0","ORIGINATOR_CANCEL","a2","","","PCMU","PCMU"
        """,
      columns: counts,
      expected: [["2026-11-20T08:00:00-05:00", "7001", "2", "1", "1", "135"]]),
    FormatExample(
      format: "asterisk-cdr", zone: "UTC",
      text: #"""
        "","15550100001","7001","from-pstn","""Caller"" <15550100001>","PJSIP/t-1","PJSIP/5001-2","Queue","helpdesk,t,,,180","2026-11-20 13:01:57","2026-11-20 13:01:57","2026-11-20 13:04:12",135,135,"ANSWERED","DOCUMENTATION","1795179717.1000",""
        "","15550100001","7001","from-pstn","""Caller"" <15550100001>","PJSIP/t-1","PJSIP/5002-2","Queue","helpdesk,t,,,180","2026-11-20 13:01:57",,"2026-11-20 13:02:12",15,0,"NO ANSWER","DOCUMENTATION","1795179717.1000",""
        "","15550100018","7001","from-pstn","15550100018","PJSIP/t-21","","Queue","helpdesk,t,,,180","2026-11-20 13:10:02","2026-11-20 13:10:02","2026-11-20 13:10:41",39,39,"ANSWERED","DOCUMENTATION","1795182002.1018",""
        "acme","5003","15550109999","from-internal","5003","PJSIP/5003-3","PJSIP/t-32","Dial","PJSIP/1@trunk","2026-11-20 14:00:10",,"2026-11-20 14:00:35",25,0,"NO ANSWER","DOCUMENTATION","1795183210.2001",""
        """#,
      columns: counts,
      expected: [["2026-11-20T13:00:00+00:00", "helpdesk", "2", "1", "1", "135"]]),
    FormatExample(
      format: "vicidial",
      text: """
        call_date\tphone_number_dialed\tstatus\tuser\tfull_name\tcampaign_id\tlist_id\tlength_in_sec
        2026-11-20 18:02:11\t15550100001\tSALE\t6666\tAgent One\tTEST\t998\t184
        2026-11-20 18:02:30\t15550100002\tNA\tVDAD\tOutbound Auto Dial\tTEST\t998\t0
        2026-11-20 18:02:41\t15550100003\tDROP\tVDAD\tOutbound Auto Dial\tTEST\t998\t6
        """,
      columns: counts,
      expected: [["2026-11-20T18:00:00-05:00", "TEST", "2", "1", "1", "184"]]),
    FormatExample(
      format: "asterisk-queue-log-table",
      text: """
        id\ttime\tcallid\tqueuename\tagent\tevent\tdata1\tdata2\tdata3\tdata4\tdata5
        1\t2026-11-20 07:50:00.100000\tNONE\tNONE\tNONE\tQUEUESTART\tNULL\tNULL\tNULL\tNULL\tNULL
        2\t2026-11-20 08:01:57.200000\t1795179717.1\tsales\tNONE\tENTERQUEUE\t\t15550100001\t1\t\t
        3\t2026-11-20 08:02:07.200000\t1795179717.1\tsales\tPJSIP/1\tCONNECT\t10\t1.1\t3\t\t
        4\t2026-11-20 08:04:07.200000\t1795179717.1\tsales\tPJSIP/1\tCOMPLETECALLER\t10\t120\t1\t\t
        5\t2026-11-20 08:40:00.000000\tNONE\tNONE\tNONE\tCONFIGRELOAD\t\t\t\t\t
        """,
      columns: counts,
      expected: [["2026-11-20T08:00:00-05:00", "sales", "1", "1", "0", "120"]]),
    FormatExample(
      format: "twilio-taskrouter",
      text: """
        {"task_queue_sid":"WQ1","start_time":"2026-11-20T13:00:00Z","end_time":"2026-11-20T13:15:00Z","reservations_created":13,"reservations_accepted":12,"tasks_entered":13,"tasks_canceled":1,"wait_duration_until_accepted":{"total":78},"wait_duration_until_canceled":{"total":34},"split_by_wait_time":{"20":{"above":{"reservations_accepted":1,"tasks_canceled":1},"below":{"reservations_accepted":11,"tasks_canceled":0}}}}
        """,
      columns: [
        "interval_start", "queue", "offered", "handled", "abandoned", "wait_s", "answered_in_sl",
      ],
      expected: [["2026-11-20T08:00:00-05:00", "WQ1", "13", "12", "1", "78", "11"]]),
  ]

  /// Found out, not named, and counted as by hand.
  @Test(arguments: examples) func everyFormatIsFoundOutAndCounted(_ example: FormatExample) throws {
    try withTemporaryFolder { folder in
      let path = "\(folder)/export"
      try writeFile(path, Array((example.text + "\n").utf8))
      var options = ImportOptions()
      options.sourceZone = try ZoneDatabase.system.zone(example.zone)
      let result = try importHistory([path], options)
      #expect(result.format.name == example.format)
      let table = try CSVTable(file: "got", bytes: result.history)
      #expect(try rows(table, example.columns) == example.expected)
      for finding in result.findings { #expect(!finding.description.contains("1555010")) }
    }
  }

  /// 213,000 real calls against the half-hours that were derived from them elsewhere.
  @Test func realCallsGiveTheKnownHalfHours() throws {
    guard let sharedFolder else { return skipped("real calls: no ../shared") }
    var options = ImportOptions()
    // A clock without changes: the file has no jump.
    options.sourceZone = .utc
    let result = try importHistory(["\(sharedFolder)/data/israelbank_calls.csv.gz"], options)
    let got = try rows(
      try CSVTable(file: "got", bytes: result.history),
      ["interval_start", "offered", "handled", "abandoned", "handle_s"])
    var known: [String: [String]] = [:]
    let expected = try CSVTable(path: "\(sharedFolder)/data/israelbank30.csv")
    for row in try rows(expected, ["timestamp", "calls", "answered", "abandoned", "aht_s"]) {
      known[row[0]] = row
    }
    var compared = 0
    for row in got {
      let timestamp = String(row[0].prefix(19).replacing("T", with: " "))
      let there = try #require(known[timestamp])
      #expect(Double(row[1]) == Double(there[1]))
      #expect(Double(row[2]) == Double(there[2]))
      #expect(Double(row[3]) == Double(there[3]))
      if let aht = Double(there[4]), let sum = Double(row[4]), let n = Double(row[2]) {
        #expect(abs(sum / n - aht) < 0.06)
      }
      compared += 1
    }
    // All but the two days that are missing at the source.
    #expect(compared == 179 * 48)
  }

  @Test func casesOfTheIssueAreReadWithoutEditing() throws {
    guard let sharedFolder else { return skipped("cases: no ../shared") }
    var options = ImportOptions()
    options.sourceZone = try ZoneDatabase.system.zone("Europe/Berlin")
    let quirks = "\(sharedFolder)/cases/03-excel-quirks"
    for name in try namesInFolder(quirks) where name.hasSuffix(".csv") || name.hasSuffix(".txt") {
      let result = try importHistory(["\(quirks)/\(name)"], options)
      let extra = name.hasPrefix("k-") ? 1 : 0
      #expect(result.rowCount == 800 + extra, "\(name)")
      #expect(
        result.offered == (name.hasPrefix("f-") ? 1260 : 60) * 800 + Double(5 * extra), "\(name)")
      #expect(result.from == "2026-09-07T09:00:00+02:00", "\(name)")
    }
    options.sourceZone = try ZoneDatabase.system.zone("America/New_York")
    let ranges = "\(sharedFolder)/cases/04-time-range-read-as-offset"
    #expect(
      try importHistory(["\(ranges)/range.csv"], options).history
        == importHistory(["\(ranges)/plain.csv"], options).history)
    let calls = try importHistory(
      ["\(sharedFolder)/cases/20-one-row-per-call/calls.csv"], options)
    #expect(calls.intervalSeconds == 1800)
    #expect(calls.offered == Double(calls.lineCount))
  }
}
