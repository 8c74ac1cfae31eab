import Files
import Glibc
import TestSupport
import Testing

@Suite struct ImportTests {
  static let log = """
    1795179000|NONE|NONE|NONE|QUEUESTART|
    1795179610|1795179610.1|sales|NONE|ENTERQUEUE||15550100001|1
    1795179615|1795179610.1|sales|PJSIP/1|CONNECT|5|1.1|1
    1795179715|1795179610.1|sales|PJSIP/1|COMPLETEAGENT|5|100|1
    1795179800|1795179800.2|sales|NONE|ENTERQUEUE||15550100002|1
    1795179830|1795179800.2|sales|NONE|ABANDON|1|1|30
    1795190000|NONE|NONE|NONE|CONFIGRELOAD|

    """

  @Test func aLogBecomesAHistoryOnTheStandardOutput() throws {
    let result = try muster(
      "import", "asterisk", "-", "--timezone", "America/New_York", input: Self.log)
    #expect(result.code == 0, "\(result.errors)")
    #expect(result.output.hasPrefix("interval_start,queue,offered,handled,abandoned,handle_s,"))
    #expect(result.output.contains("2026-11-20T08:00:00-05:00,sales,2,1,1,100,"))
    #expect(result.errors.contains("2 contacts, 1 handled, 1 abandoned"))
    #expect(!result.errors.contains("1555010"))
  }

  /// Twice, and a part of it again, is once; the centre's other rows stay.
  @Test func importingIntoACentreTwiceIsOnce() throws {
    try withTemporaryFolder { folder in
      try writeFile(
        "\(folder)/centre.toml", Array(Self.centre.utf8))
      let before = "interval_start,queue,offered\n2026-11-19T08:00:00-05:00,sales,7\n"
      try writeFile("\(folder)/history.csv", Array(before.utf8))
      try writeFile("\(folder)/queue_log", Array(Self.log.utf8))
      let once = try muster("import", "\(folder)/queue_log", "--into", folder)
      #expect(once.code == 0, "\(once.errors)")
      #expect(once.errors.contains("1 intervals added, 0 replaced"))
      let history = try text(of: "\(folder)/history.csv")
      #expect(history.contains("2026-11-19T08:00:00-05:00,sales,7,"))
      #expect(history.contains("2026-11-20T08:00:00-05:00,sales,2,1,1,100,"))
      let lines = Self.log.split(separator: "\n")
      let part = lines.prefix(4).joined(separator: "\n") + "\n"
      try writeFile("\(folder)/part", Array(part.utf8))
      for name in ["queue_log", "part"] {
        let again = try muster("import", "\(folder)/\(name)", "--into", folder, "--quiet")
        #expect(again.code == 0 && again.errors.isEmpty, "\(again.errors)")
        #expect(try text(of: "\(folder)/history.csv") == history)
      }
    }
  }

  /// The disk has no room left: what was there is as it was, store and history, and the next import goes on.
  @Test func aFullDiskChangesNothing() throws {
    try withTemporaryFolder { folder in
      try writeFile("\(folder)/centre.toml", Array(Self.centre.utf8))
      try writeFile("\(folder)/queue_log", Array(Self.log.utf8))
      #expect(try muster("import", "\(folder)/queue_log", "--into", folder, "--quiet").code == 0)
      let before = try text(of: "\(folder)/history.csv")
      var calls = ""
      for call in 0..<20_000 {
        let at = 1_795_190_010 + call
        calls += "\(at)|\(at).\(call)|sales|NONE|ENTERQUEUE||1|1\n"
        calls += "\(at)|\(at).\(call)|sales|NONE|ABANDON|1|1|0\n"
      }
      try writeFile("\(folder)/more", Array(calls.utf8))
      // Files may not grow beyond 200 blocks; writing beyond is an error, as on a full disk.
      let full = try run([
        "sh", "-c",
        "trap '' XFSZ; ulimit -f 200; exec \(musterExecutable) import \(folder)/more --into \(folder)",
      ])
      #expect(full.code == 1, "\(full.errors)")
      #expect(full.errors.contains("history.sqlite"), "\(full.errors)")
      #expect(try text(of: "\(folder)/history.csv") == before)
      let again = try muster("import", "\(folder)/queue_log", "--into", folder, "--quiet")
      #expect(again.code == 0, "\(again.errors)")
      #expect(try text(of: "\(folder)/history.csv") == before)
    }
  }

  /// The process is killed while it imports, at one moment or another.
  @Test func aKilledImportIsWholeOrNotThere() throws {
    try withTemporaryFolder { folder in
      try writeFile("\(folder)/centre.toml", Array(Self.centre.utf8))
      var calls = "1795179000|NONE|NONE|NONE|QUEUESTART|\n"
      for call in 0..<30_000 {
        let at = 1_795_179_010 + 3 * call
        calls += "\(at)|\(at).\(call)|sales|NONE|ENTERQUEUE||1|1\n"
        calls += "\(at + 2)|\(at).\(call)|sales|NONE|ABANDON|1|1|2\n"
      }
      try writeFile("\(folder)/queue_log", Array(calls.utf8))
      for delay in [0.02, 0.1, 0.2, 0.4] {
        _ = try run([
          "sh", "-c",
          "\(musterExecutable) import \(folder)/queue_log --into \(folder) --quiet & sleep \(delay); kill -9 $!",
        ])
      }
      let last = try muster("import", "\(folder)/queue_log", "--into", folder, "--quiet")
      #expect(last.code == 0, "\(last.errors)")
      let plain = try muster(
        "import", "\(folder)/queue_log", "--timezone", "America/New_York", "--quiet")
      #expect(try text(of: "\(folder)/history.csv") == plain.output)
    }
  }

  @Test func whatWasImportedIsExportedAndTakenInElsewhere() throws {
    try withTemporaryFolder { folder in
      for name in ["one", "other"] {
        try makeFolder("\(folder)/\(name)")
        try writeFile("\(folder)/\(name)/centre.toml", Array(Self.centre.utf8))
      }
      try writeFile("\(folder)/queue_log", Array(Self.log.utf8))
      #expect(try muster("import", "\(folder)/queue_log", "--into", "\(folder)/one").code == 0)
      let history = try muster("export", "history", "\(folder)/one")
      #expect(try history.output == text(of: "\(folder)/one/history.csv"))
      let calls = try muster("export", "calls", "\(folder)/one", "--to", "\(folder)/calls.csv")
      #expect(calls.code == 0, "\(calls.errors)")
      #expect(try muster("import", "\(folder)/calls.csv", "--into", "\(folder)/other").code == 0)
      #expect(try text(of: "\(folder)/other/history.csv") == history.output)
      let none = try muster("export", "calls", folder)
      #expect(none.code == 10)
    }
  }

  static let centre = """
    [centre]
    name = "Tiny"
    timezone = "America/New_York"
    interval = "30m"
    [inputs]
    history = ["history.csv"]
    agents = "agents.csv"
    [[queue]]
    id = "sales"
    """

  @Test func rejectsAreForTheirOwnerAloneAndStrictFails() throws {
    try withTemporaryFolder { folder in
      let log = Self.log + "1795190001|Anna Brown 15550100003\n"
      let to = "\(folder)/history.csv"
      let strict = try muster(
        "import", "asterisk", "-", "--timezone", "UTC", "--strict", "--to", to,
        "--rejects", "\(folder)/rejects", input: log)
      #expect(strict.code == 4)
      #expect(!exists(to))
      let rejects = try text(of: "\(folder)/rejects")
      #expect(rejects.contains(":8") && !rejects.contains("Anna") && !rejects.contains("1555"))
      var status = stat()
      #expect(stat("\(folder)/rejects", &status) == 0 && status.st_mode & 0o777 == 0o600)
    }
  }

  @Test(
    arguments: [
      (["none.csv"], 4, ["none.csv", "cannot be opened"]),
      (["asterisc", "x"], 4, ["asterisc"]),
      (["--timezone", "EST5", "x"], 2, ["--timezone"]),
      (["five9"], 2, ["FILE"]),
    ] as [([String], Int32, [String])])
  func wrongUsesAreNamed(arguments: [String], code: Int32, says: [String]) throws {
    let result = try run([musterExecutable, "import"] + arguments)
    #expect(result.code == code, "\(result.errors)")
    for word in says { #expect(result.errors.contains(word), "\(result.errors)") }
  }

  @Test func aCentreFromAHistoryPlansAtOnce() throws {
    try withTemporaryFolder { folder in
      var calls = "Date,Time,Skill,Calls Offered,Calls Answered,Avg Handle Time\n"
      for week in 0..<6 {
        for day in 0..<5 {
          // Monday 12 October 2026 and after.
          let date = 12 + week * 7 + day
          let (month, number) =
            date > 61 ? (12, date - 61) : date > 31 ? (11, date - 31) : (10, date)
          for slot in 18..<34 {
            calls +=
              "\(month)/\(number)/2026,\(slot / 2):\(slot % 2 == 0 ? "00" : "30"),Retail Bank,30,28,00:04:10\n"
          }
        }
      }
      try writeFile("\(folder)/export.csv", Array(calls.utf8))
      let centre = "\(folder)/own-desk"
      let made = try muster(
        "init", centre, "--from-history", "\(folder)/export.csv", "--timezone", "Europe/London")
      #expect(made.code == 0, "\(made.errors)")
      #expect(
        made.errors.contains(
          "retail-bank: Mon-Fri 09:00-17:00, 2400 contacts a week, handled in 250 s"))
      let planned = try muster("plan", centre, "--as-of", "2026-11-21", "--roster-time", "0.2")
      #expect(planned.code == 0 || planned.code == 13, "\(planned.errors)")
      #expect(planned.output.contains("Own Desk"))
    }
  }
}
