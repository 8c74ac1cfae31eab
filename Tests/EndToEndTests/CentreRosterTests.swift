import Files
import TestSupport
import Testing

/// What a step does on files it does on a centre.
@Suite struct CentreRosterTests {
  @Test func daysArePassedOnAndPinsLedgerAndCalendarsWork() throws {
    try withTemporaryFolder { folder in
      let centre = try TinyCentre(in: folder)
      let pins = "\(folder)/pins.csv"
      try writeFile(
        pins, Array("agent_id,date,kind\nA1,2026-11-30,off\nA3,2026-12-01,on\n".utf8))
      func roster(_ more: [String]) throws -> Finished {
        try run(
          [
            musterExecutable, "roster", centre.folder, "--as-of", TinyCentre.asOf, "--days", "3",
            "--moves", "20000", "--format", "csv",
          ] + more)
      }
      let first = try roster([
        "--pins", pins, "--write-ledger", "\(folder)/ledger.csv", "--calendars", "\(folder)/ics",
      ])
      #expect(first.code == 0, "\(first.errors)")
      let rows = first.output.split(separator: "\n").dropFirst().map { $0.split(separator: ",") }
      #expect(Set(rows.map { $0[1] }).isSubset(of: ["2026-11-30", "2026-12-01", "2026-12-02"]))
      #expect(!rows.contains { $0[0] == "A1" && $0[1] == "2026-11-30" })
      #expect(rows.contains { $0[0] == "A3" && $0[1] == "2026-12-01" })
      #expect(try text(of: "\(folder)/ledger.csv").contains("A6,"))
      #expect(exists("\(folder)/ics/A1.ics"))

      // A published roster, frozen: the same again, and notices of nothing.
      try writeFile("\(folder)/published.csv", Array(first.output.utf8))
      let second = try roster([
        "--published", "\(folder)/published.csv", "--freeze-until", "2026-12-03",
        "--ledger", "\(folder)/ledger.csv", "--notices", "\(folder)/notices.txt",
      ])
      #expect(second.code == 0, "\(second.errors)")
      #expect(second.output == first.output)
      #expect(try text(of: "\(folder)/notices.txt").isEmpty)

      try writeFile(pins, Array("agent_id,date,kind\nA9,2026-11-30,off\n".utf8))
      let stranger = try roster(["--pins", pins])
      #expect(stranger.code == 4 && stranger.errors.contains("is no agent of this roster (A9)"))
    }
  }

  @Test func aQueueOfDigitsStaysTextInJSON() throws {
    try withTemporaryFolder { folder in
      let centre = try TinyCentre(in: folder)
      try centre.change("centre.toml") { $0.replacing("id = \"main\"", with: "id = \"007\"") }
      let period = ["--as-of", TinyCentre.asOf, "--days", "2", "--format", "json"]
      for step in ["forecast", "staff"] {
        let result = try run([musterExecutable, step, centre.folder] + period)
        #expect(result.code == 0, "\(result.errors)")
        #expect(result.output.contains("\"queue\": \"007\""))
        #expect(!result.output.contains("\"queue\": 007"))
        #expect(result.output.contains("\"closed\": true"))
        #expect(result.output.contains("2026-12-01T") && !result.output.contains("2026-12-02T"))
      }
    }
  }

  @Test func backtestAndDoctorTakeACentre() throws {
    try withTemporaryFolder { folder in
      let centre = try TinyCentre(in: folder)
      let backtest = try muster(
        "backtest", centre.folder, "--queue", "main", "--as-of", TinyCentre.asOf, "--weeks", "2",
        "--format", "csv")
      #expect(backtest.code == 0, "\(backtest.errors)")
      #expect(backtest.output.hasPrefix("queue,days,method,wape_percent"))
      let doctor = try muster(
        "doctor", centre.folder, "--as-of", TinyCentre.asOf, "--format", "csv")
      #expect(doctor.code == 0, "\(doctor.errors)")
      #expect(doctor.output.hasPrefix("queue,from,to,finding,what,done"))
      let none = try muster("doctor", "\(packageFolder)/Forecasts/sunrise-offers")
      #expect(none.code == 0 && none.output.hasPrefix("Nothing to examine"), "\(none.output)")
      let wrong = try muster("doctor", centre.folder, "--queue", "mian")
      #expect(wrong.code == 2 && wrong.errors.contains("main is meant"))
    }
  }
}
