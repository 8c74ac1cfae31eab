import Files
import TestSupport
import Testing

/// What is given and not used is said, under `--quiet` too.
@Suite struct InputNoteTests {
  /// The tiny centre's history under two names, half of the contacts each until the queues merged.
  private func split(_ centre: TinyCentre) throws {
    let lines = TinyCentre.history.split(separator: "\n").dropFirst()
    var text = "interval_start,queue,offered\n"
    for line in lines {
      let cells = line.split(separator: ",")
      guard let offered = Int(cells[1]) else { continue }
      text += "\(cells[0]),sales,\(offered / 2)\n\(cells[0]),main,\(offered - offered / 2)\n"
    }
    try centre.write("history.csv", text)
  }

  @Test func contactsOfAQueueNobodyNamesAreCounted() throws {
    try withTemporaryFolder { folder in
      let centre = try TinyCentre(in: folder)
      try split(centre)
      let check = try muster("check", centre.folder, "--as-of", TinyCentre.asOf)
      #expect(check.errors.contains("warning: "))
      #expect(check.errors.contains("queue sales: is planned by nobody"), "\(check.errors)")
      let plan = try centre.plan("--quiet")
      #expect(plan.errors.contains("queue sales: is planned by nobody"), "\(plan.errors)")
    }
  }

  @Test func severalQueuesOfTheHistoryAreAddedUp() throws {
    try withTemporaryFolder { folder in
      let centre = try TinyCentre(in: folder)
      let forecast = ["forecast", centre.folder, "--as-of", TinyCentre.asOf, "--format", "csv"]
      try centre.write(
        "history.csv",
        TinyCentre.history.split(separator: "\n")
          .map { $0.split(separator: ",").prefix(2).joined(separator: ",") }
          .joined(separator: "\n") + "\n")
      let whole = try run([musterExecutable] + forecast)
      try split(centre)
      try centre.change("centre.toml") {
        $0.replacing("id = \"main\"", with: "id = \"main\"\nhistory_queues = [\"sales\", \"main\"]")
      }
      let sum = try run([musterExecutable] + forecast)
      #expect(sum.code == 0, "\(sum.errors)")
      #expect(sum.output == whole.output)
      let check = try muster("check", centre.folder, "--as-of", TinyCentre.asOf)
      #expect(!check.errors.contains("planned by nobody"), "\(check.errors)")
    }
  }

  @Test func twoFilesOfOneQueueAreAddedUpWhereTheCentreSaysSo() throws {
    try withTemporaryFolder { folder in
      let centre = try TinyCentre(in: folder)
      try centre.write("again.csv", TinyCentre.history)
      try centre.change("centre.toml") {
        $0.replacing("\"history.csv\"", with: "[\"history.csv\", \"again.csv\"]")
      }
      let twice = try muster("check", centre.folder, "--as-of", TinyCentre.asOf)
      #expect(twice.code == 4 && twice.errors.contains("add = true"), "\(twice.errors)")
      try centre.change("centre.toml") {
        $0.replacing("id = \"main\"", with: "id = \"main\"\nadd = true")
      }
      let added = try muster("check", centre.folder, "--as-of", TinyCentre.asOf)
      #expect(added.code == 0, "\(added.errors)")
    }
  }

  @Test func columnsSkillsAndSitesThatDoNothingAreNamed() throws {
    try withTemporaryFolder { folder in
      let centre = try TinyCentre(in: folder)
      try centre.write(
        "agents.csv",
        "agent_id,contract,skills,prefered_days_off,hours\nA1,FT,Main,,40\nA2,FT,main,,40\n")
      let check = try muster("check", centre.folder, "--as-of", TinyCentre.asOf)
      #expect(check.errors.contains("Maybe you meant preferred_days_off"), "\(check.errors)")
      #expect(check.errors.contains("agents.csv:1: hours: is no column that is read"))
      #expect(check.errors.contains("skill Main: is a skill that no queue needs (1 agent)"))
      #expect(check.errors.contains("Maybe main is meant"))
    }
  }

  @Test func anAgentsFileOfAnotherTimeIsRefused() throws {
    try withTemporaryFolder { folder in
      let centre = try TinyCentre(in: folder)
      let header = "agent_id,contract,previous_shift_end_utc\n"
      try centre.write("agents.csv", header + "A1,FT,2027-01-03T22:00:00Z\nA2,FT,\n")
      let plan = try centre.plan("--quiet")
      #expect(plan.code == 4, "\(plan.errors)")
      #expect(plan.errors.contains("agents.csv:2:7: previous_shift_end_utc"), "\(plan.errors)")
      #expect(plan.errors.contains("2027-01-03T22:00:00Z"))
      // A night that ends on the first morning is an ordinary one.
      try centre.write("agents.csv", header + "A1,FT,2026-11-30T11:00:00Z\nA2,FT,\n")
      #expect(try muster("check", centre.folder, "--as-of", TinyCentre.asOf).code == 0)
      try centre.write("agents.csv", header)
      let empty = try muster("check", centre.folder, "--as-of", TinyCentre.asOf)
      #expect(empty.code == 4 && empty.errors.contains("names no agent"), "\(empty.errors)")
    }
  }

  @Test func aHolidayCalendarWithoutRowsForTheYearIsSaid() throws {
    try withTemporaryFolder { folder in
      let centre = try TinyCentre(in: folder)
      try centre.change("centre.toml") {
        $0.replacing("interval = \"30m\"", with: "interval = \"30m\"\ncalendar = \"US\"")
      }
      let header = "date,calendar,kind,name\n"
      try centre.write("holidays.csv", header + "2025-12-25,US,public,Christmas Day\n")
      let words = "holiday calendar US has no rows for 2026"
      let plan = try centre.plan("--quiet")
      #expect(plan.errors.contains(words), "\(plan.errors)")
      let check = try muster(
        "check", centre.folder, "--as-of", TinyCentre.asOf, "--inputs-only")
      #expect(check.errors.contains(words), "\(check.errors)")
      try centre.write("holidays.csv", header + "2026-12-25,US,public,Christmas Day\n")
      #expect(try !centre.plan("--quiet").errors.contains("holiday calendar"))
    }
  }

  @Test func anOldOrShortHistoryIsSaid() throws {
    try withTemporaryFolder { folder in
      let centre = try TinyCentre(in: folder)
      let old = try muster("check", centre.folder, "--as-of", "2026-12-20")
      #expect(old.code == 0 && old.errors.contains("its history ends 29 days before"))
      let lines = TinyCentre.history.split(separator: "\n")
      try centre.write("history.csv", (lines.prefix(1) + lines.suffix(80)).joined(separator: "\n"))
      let short = try muster("check", centre.folder, "--as-of", TinyCentre.asOf)
      #expect(short.errors.contains("under four weeks long"), "\(short.errors)")
    }
  }

  @Test func arrivalsWhileNobodyWorksKeepTheirVolume() throws {
    try withTemporaryFolder { folder in
      let centre = try TinyCentre(in: folder)
      try centre.change("centre.toml") {
        $0.replacing("hours = \"Mon-Fri 09:00-17:00\"", with: "hours = \"Mon-Fri 10:00-17:00\"")
      }
      let shut = try muster("check", centre.folder, "--as-of", TinyCentre.asOf)
      #expect(shut.errors.contains("contacts come outside its hours"), "\(shut.errors)")
      try centre.change("centre.toml") {
        $0.replacing(
          "hours = \"Mon-Fri 10:00-17:00\"",
          with: "hours = \"Mon-Fri 10:00-17:00\"\narrivals = \"Mon-Fri 09:00-17:00\"")
      }
      let forecast = try muster(
        "forecast", centre.folder, "--as-of", TinyCentre.asOf, "--format", "csv")
      let early = forecast.output.split(separator: "\n").filter { $0.contains("T09:30:00") }
      #expect(early.count == 7)
      for line in early {
        let cells = line.split(separator: ",")
        #expect(cells.last == "closed")
      }
      let waiting = early.compactMap { Double($0.split(separator: ",")[2]) }.filter { $0 > 0 }
      #expect(waiting.count == 5, "Monday to Friday")
      let staff = try muster("staff", centre.folder, "--as-of", TinyCentre.asOf, "--format", "csv")
      for line in staff.output.split(separator: "\n") where line.contains("T09:30:00") {
        #expect(line.split(separator: ",")[5] == "0", "nobody is required while it is closed")
      }
    }
  }
}
