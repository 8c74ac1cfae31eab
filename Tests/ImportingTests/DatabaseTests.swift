import CivilTime
import Diagnostics
import Files
import Importing
import Tables
import TestSupport
import Testing

/// Tables of telephone systems in real servers, started from Debian's packages.
@Suite(.serialized) struct DatabaseTests {
  /// A table as its program makes it, and the history found by hand.
  struct Example {
    var table: String
    var make: String
    var columns: [String]
    var expected: [[String]]
  }

  static let counts = ["interval_start", "queue", "offered", "handled", "abandoned"]

  static let examples: [Example] = [
    // Asterisk's realtime queue_log, contrib/realtime.
    Example(
      table: "queue_log",
      make: """
        CREATE TABLE queue_log (id INT PRIMARY KEY, time VARCHAR(32), callid VARCHAR(80),
          queuename VARCHAR(128), agent VARCHAR(128), event VARCHAR(32), data1 VARCHAR(100),
          data2 VARCHAR(100), data3 VARCHAR(100), data4 VARCHAR(100), data5 VARCHAR(100));
        INSERT INTO queue_log VALUES
          (1, '2026-11-20 08:00:00.000001', 'NONE', 'NONE', 'NONE', 'QUEUESTART', '', '', '', '', ''),
          (2, '2026-11-20 08:00:05.000001', '1.1', 'sales', 'NONE', 'ENTERQUEUE', '', '5550100', '1', NULL, NULL),
          (3, '2026-11-20 08:00:25.000001', '1.1', 'sales', 'P/1', 'CONNECT', '20', '1.2', '3', NULL, NULL),
          (4, '2026-11-20 08:03:25.000001', '1.1', 'sales', 'P/1', 'COMPLETECALLER', '20', '180', '1', NULL, NULL),
          (5, '2026-11-20 08:10:00.000001', '1.3', 'sales', 'NONE', 'ENTERQUEUE', '', 'a, "b"', '1', NULL, NULL),
          (6, '2026-11-20 08:10:09.000001', '1.3', 'sales', 'NONE', 'ABANDON', '1', '1', '9', NULL, NULL),
          (7, '2026-11-20 09:00:00.000001', 'NONE', 'NONE', 'NONE', 'CONFIGRELOAD', '', '', '', '', '');
        """,
      columns: counts + ["handle_s"],
      expected: [
        ["2026-11-20T08:00:00-05:00", "sales", "2", "1", "1", "180"]
      ]),
    // FusionPBX's v_xml_cdr, the columns of mod_callcenter.
    Example(
      table: "v_xml_cdr",
      make: """
        CREATE TABLE v_xml_cdr (xml_cdr_uuid VARCHAR(40) PRIMARY KEY, caller_id_number VARCHAR(40),
          billsec NUMERIC(9), cc_side VARCHAR(20), cc_member_uuid VARCHAR(40), cc_queue VARCHAR(80),
          cc_queue_joined_epoch NUMERIC(12), cc_queue_answered_epoch NUMERIC(12),
          cc_queue_terminated_epoch NUMERIC(12), cc_queue_canceled_epoch NUMERIC(12),
          cc_cancel_reason VARCHAR(40));
        INSERT INTO v_xml_cdr VALUES
          ('a', '5550100', 100, 'member', 'm1', 'help@pbx', 1795183205, 1795183225, 1795183405, NULL, NULL),
          ('b', '5550100', 100, 'agent', 'm1', 'help@pbx', 1795183205, 1795183225, 1795183405, NULL, NULL),
          ('c', '5550101', 7, 'member', 'm2', 'help@pbx', 1795183300, NULL, NULL, 1795183309, 'BREAK_OUT'),
          ('d', '5550102', 30, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
        """,
      columns: counts + ["handle_s", "abandon_wait_s"],
      expected: [
        ["2026-11-20T09:00:00-05:00", "help@pbx", "2", "1", "1", "180", "9"]
      ]),
    // FreePBX's asteriskcdrdb.cdr.
    Example(
      table: "cdr",
      make: """
        CREATE TABLE cdr (calldate TIMESTAMP, clid VARCHAR(80), src VARCHAR(80), dst VARCHAR(80),
          dcontext VARCHAR(80), channel VARCHAR(80), dstchannel VARCHAR(80), lastapp VARCHAR(80),
          lastdata VARCHAR(80), duration INT, billsec INT, disposition VARCHAR(45), amaflags INT,
          accountcode VARCHAR(20), uniqueid VARCHAR(32), userfield VARCHAR(255), linkedid VARCHAR(32));
        INSERT INTO cdr VALUES
          ('2026-11-20 08:01:00', '"A, B" <5550100>', '5550100', '400', 'ext-queues', 'SIP/t-1',
            'SIP/101-1', 'Queue', '400,t,,', 200, 190, 'ANSWERED', 3, '', '1.1', '', '1.1'),
          ('2026-11-20 08:02:00', '5550101', '5550101', '400', 'ext-queues', 'SIP/t-2', '', 'Queue',
            '400,t,,', 20, 20, 'ANSWERED', 3, '', '1.2', '', '1.2'),
          ('2026-11-20 08:03:00', '5550102', '101', '102', 'from-internal', 'SIP/t-3', 'SIP/102-1',
            'Dial', 'SIP/102', 60, 50, 'ANSWERED', 3, '', '1.3', '', '1.3');
        """,
      columns: counts,
      expected: [["2026-11-20T08:00:00-05:00", "400", "2", "1", "1"]]),
    // VICIdial's calls of an in-group; the length holds the time in the queue.
    Example(
      table: "vicidial_closer_log",
      make: """
        CREATE TABLE vicidial_closer_log (closecallid INT PRIMARY KEY, lead_id INT, list_id BIGINT,
          campaign_id VARCHAR(20), call_date TIMESTAMP, start_epoch INT, end_epoch INT,
          length_in_sec INT, status VARCHAR(6), phone_code VARCHAR(10), phone_number VARCHAR(18),
          "user" VARCHAR(20), comments VARCHAR(255), processed CHAR(1), queue_seconds NUMERIC(7,2),
          user_group VARCHAR(20), term_reason VARCHAR(20), uniqueid VARCHAR(20));
        INSERT INTO vicidial_closer_log VALUES
          (1, 11, 999, 'INBOUND', '2026-11-20 08:00:05', 1795179605, 1795179805, 200, 'SALE', '1',
            '5550100', '6666', '', 'N', 20, 'AGENTS', 'CALLER', '1.1'),
          (2, 12, 999, 'INBOUND', '2026-11-20 08:05:00', 1795179900, 1795179930, 30, 'DROP', '1',
            '5550101', 'VDCL', '', 'N', 30, '', 'QUEUETIMEOUT', '1.2');
        """,
      columns: counts + ["handle_s", "wait_s", "abandon_wait_s"],
      expected: [["2026-11-20T08:00:00-05:00", "INBOUND", "2", "1", "1", "180", "20", "30"]]),
  ]

  private func options(_ source: DatabaseSource) throws -> ImportOptions {
    var options = ImportOptions()
    options.sourceZone = try ZoneDatabase.system.zone("America/New_York")
    options.database = source
    return options
  }

  @Test(arguments: DatabaseServer.Kind.allCases)
  func tablesOfTelephoneSystemsAreReadAndFailuresAreNamed(kind: DatabaseServer.Kind) throws {
    try withTemporaryFolder { folder in
      guard let server = try DatabaseServer(kind, in: folder) else {
        return skipped("\(kind) is not installed")
      }
      for example in Self.examples {
        let mark = kind == .postgreSQL ? "\"" : "`"
        try server.run(example.make.replacing("\"user\"", with: "\(mark)user\(mark)"))
        let source = try DatabaseSource(server.address(), table: example.table, query: nil)
        let result = try importHistory([], try options(source))
        let got = try rows(
          try CSVTable(file: example.table, bytes: result.history), example.columns)
        #expect(got == example.expected, "\(kind) \(example.table)")
      }
      let query = try DatabaseSource(
        server.address(), table: nil,
        query: "SELECT * FROM queue_log WHERE time < '2026-11-20 08:05' ORDER BY id DESC;")
      #expect(try importHistory([], try options(query)).offered == 1)
      try failuresAreNamed(server)
      try aLostConnectionIsNamed(server)
    }
  }

  private func failuresAreNamed(_ server: DatabaseServer) throws {
    func problem(_ address: String, table: String? = nil, query: String? = nil) throws -> Problem? {
      let source = try DatabaseSource(address, table: table, query: query)
      return #expect(throws: Problem.self) { try importHistory([], try options(source)) }
    }
    let refused = try problem(server.address("wrong"), table: "queue_log")
    #expect(refused?.what == "cannot be reached, or refuses")
    #expect(refused.map { !"\($0)".contains("wrong") } == true, "a password is never told")
    let absent = try problem(server.address(), table: "no_such")
    #expect(absent?.what == "cannot be selected")
    #expect(absent?.value?.contains("no_such") == true)
    let elsewhere = try problem(server.address(database: "nowhere"), table: "queue_log")
    #expect(elsewhere?.place?.file.contains("nowhere") == true)
    // Nobody writes through an import.
    let writing = try problem(
      server.address(),
      query: server.kind == .postgreSQL
        ? "WITH gone AS (DELETE FROM queue_log RETURNING *) SELECT * FROM gone"
        : "DELETE FROM queue_log")
    #expect(writing != nil)
    let source = try DatabaseSource(server.address(), table: "queue_log", query: nil)
    #expect(try importHistory([], try options(source)).offered == 2)
  }

  /// The server ends the session between two rows.
  private func aLostConnectionIsNamed(_ server: DatabaseServer) throws {
    let slow =
      server.kind == .postgreSQL
      ? "SELECT time, callid, queuename, agent, event, pg_terminate_backend(pg_backend_pid()) AS data1 "
        + "FROM queue_log"
        // Wide rows are sent at once; fifty take 25 seconds.
      : "SELECT time, callid, queuename, agent, event, SLEEP(0.5) AS data1, "
        + "REPEAT('x', 40000) AS data2 FROM queue_log, (SELECT 1 FROM queue_log) AS b"
    let source = try DatabaseSource(server.address(), table: nil, query: slow)
    if server.kind == .mariaDB { try server.endSessionsSoon() }
    let problem = #expect(throws: Problem.self) { try importHistory([], try options(source)) }
    #expect(problem?.what == "was lost before the last row")
  }
}

/// Addresses and what is wrong with them; no server is needed.
@Suite struct DatabaseAddressTests {
  @Test func namesNeverHoldThePassword() throws {
    let source = try DatabaseSource(
      "postgres://me:h%40llo@pbx.example:5433/asterisk", table: "queue_log", query: nil)
    #expect(source.name == "postgres://pbx.example:5433/asterisk/queue_log")
  }

  @Test(arguments: [
    ("pbx/asterisk", "is no address"), ("postgres://pbx", "names no database"),
    ("postgres://pbx/", "names no database"), ("oracle://pbx/x", "is of no database known"),
    ("mariadb://pbx:70000/x", "port"), ("mariadb://pbx/x?ssl=1", "setting"),
    ("mariadb://a%zz@pbx/x", "percent"),
  ])
  func whatIsNoAddressIsRefused(address: String, why: String) {
    let problem = #expect(throws: Problem.self) {
      try DatabaseSource(address, table: "t", query: nil)
    }
    #expect(problem?.kind == .usage)
    #expect(problem?.what.contains(why) == true)
  }

  @Test func tableAndQueryExcludeEachOther() {
    #expect(throws: Problem.self) {
      try DatabaseSource("postgres://pbx/x", table: "t", query: "SELECT 1")
    }
    #expect(throws: Problem.self) {
      try DatabaseSource("postgres://pbx/x", table: nil, query: nil)
    }
  }

  @Test func aServerThatIsNotThereIsNamed() throws {
    for scheme in ["postgres", "mariadb"] {
      let source = try DatabaseSource("\(scheme)://127.0.0.1:1/x", table: "t", query: nil)
      var options = ImportOptions()
      options.database = source
      let problem = #expect(throws: Problem.self) { try importHistory([], options) }
      #expect(
        problem?.place?.file == source.name || problem?.kind == .missingConfiguration)
    }
  }
}
