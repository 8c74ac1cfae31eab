import Files
import TestSupport
import Testing

/// A published roster is changed: few changes, a readable list, notices, and calendars that update.
@Suite struct PublishedChangeTests {
  /// The lines of an agent's calendar entry for a date.
  private func entry(_ path: String, _ date: String) throws -> [String] {
    let lines = try text(of: path).split(separator: "\r\n").map(String.init)
    var found: [String] = []
    var inside = false
    for line in lines {
      if line == "BEGIN:VEVENT" { found = [] }
      found.append(line)
      if line.hasPrefix("UID:"), line.contains(date) { inside = true }
      if line == "END:VEVENT", inside { return found }
    }
    return []
  }

  @Test func sicknessChangesThePlanOnce() throws {
    try withTemporaryFolder { folder in
      let centre = try TinyCentre(in: folder)
      #expect(try centre.plan().code == 0)
      let before = try text(of: "\(centre.latest)/roster.csv")
      // Somebody who works on Wednesday falls ill.
      let ill = try #require(
        before.split(separator: "\n").first { $0.contains(",2026-12-02,") }?.prefix(2))
      try centre.change("agents.csv") { text in
        text.split(separator: "\n").map { line in
          guard line.hasPrefix("\(ill),") else { return String(line) }
          return line.hasSuffix(",") ? "\(line)2026-12-02" : "\(line);2026-12-02"
        }.joined(separator: "\n") + "\n"
      }
      let arguments = [
        musterExecutable, "plan", centre.folder, "--as-of", TinyCentre.asOf, "--roster-time",
        "0.05",
      ]
      let changed = try run(arguments + ["--change"])
      #expect(changed.code == 0, "\(changed.errors)")
      #expect(changed.output.contains("Against the roster published before"))
      let changes = try text(of: "\(centre.latest)/changes.csv")
      #expect(changes.contains("\(ill),2026-12-02,removed,"))
      let notices = try text(of: "\(centre.latest)/notices.txt")
      #expect(notices.contains("To \(ill):\n"))
      #expect(notices.contains("Wed 2026-12-02: you are now off; it was"))
      // The calendar withdraws the shift and raises its SEQUENCE; an entry that stays is left alone.
      let calendar = "\(centre.latest)/calendars/\(ill).ics"
      let withdrawn = try entry(calendar, "\(ill)-2026-12-02")
      #expect(withdrawn.contains("STATUS:CANCELLED"))
      #expect(withdrawn.contains("SEQUENCE:1"))
      let touched = Set(
        changes.split(separator: "\n").dropFirst().map { $0.split(separator: ",")[0] })
      for name in ["A1", "A2", "A3", "A4", "A5", "A6"] where !touched.contains(Substring(name)) {
        let text = try text(of: "\(centre.latest)/calendars/\(name).ics")
        #expect(!text.contains("SEQUENCE:1"))
      }
      // Changing again changes nothing.
      let again = try run(arguments + ["--change"])
      #expect(again.code == 0)
      #expect(again.errors.contains("Nothing changed"))
    }
  }

  /// Agent and date of the rows of a roster in a stretch of dates, each with its lines.
  private func days(_ roster: String, _ dates: ClosedRange<String>) -> [String: [Substring]] {
    Dictionary(
      grouping: roster.split(separator: "\n").dropFirst().filter {
        let fields = $0.split(separator: ",", omittingEmptySubsequences: false)
        return fields.count > 1 && dates.contains(String(fields[1]))
      }
    ) { line in line.split(separator: ",").prefix(2).joined(separator: ",") }
  }

  @Test func aPlanThatBeginsInsideAnotherSaysWhatItChanges() throws {
    try withTemporaryFolder { folder in
      let centre = try TinyCentre(in: folder)
      // Two people are hired after the first plan: they fill what was missing.
      let everybody = try text(of: "\(centre.folder)/agents.csv")
      try centre.write(
        "agents.csv", everybody.split(separator: "\n").prefix(5).joined(separator: "\n") + "\n")
      #expect(try centre.plan("--from", "2026-11-30", "--accept").code == 0)
      let before = days(try text(of: "\(centre.latest)/roster.csv"), "2026-12-02"..."2026-12-06")
      try centre.write("agents.csv", everybody)
      let second = try centre.plan("--from", "2026-12-02", "--accept")
      #expect(second.code == 0, "\(second.errors)")
      #expect(second.output.contains("Against the roster published before"))
      let after = days(try text(of: "\(centre.latest)/roster.csv"), "2026-12-02"..."2026-12-06")
      let differ = Set(before.keys).union(after.keys).filter { before[$0] != after[$0] }
      #expect(!differ.isEmpty)
      let told = try text(of: "\(centre.latest)/changes.csv").split(separator: "\n").dropFirst()
      #expect(Set(told.map { $0.split(separator: ",").prefix(2).joined(separator: ",") }) == differ)
    }
  }

  @Test func frozenDaysStay() throws {
    try withTemporaryFolder { folder in
      let centre = try TinyCentre(in: folder)
      #expect(try centre.plan().code == 0)
      try centre.change("centre.toml") {
        $0.replacing("service_level = 0.8", with: "service_level = 0.5")
      }
      let changed = try run([
        musterExecutable, "plan", centre.folder, "--as-of", TinyCentre.asOf, "--roster-time",
        "0.05",
        "--change", "--freeze-until", "2026-12-03T00:00",
      ])
      #expect(changed.code == 0, "\(changed.errors)")
      let changes = try text(of: "\(centre.latest)/changes.csv")
      for date in ["2026-11-30", "2026-12-01", "2026-12-02"] {
        #expect(!changes.contains(",\(date),"))
      }
    }
  }

  @Test func misuseIsExplained() throws {
    try withTemporaryFolder { folder in
      let centre = try TinyCentre(in: folder)
      // Where nothing is published there is nothing to stay near.
      let first = try centre.plan("--change")
      #expect(first.code == 0, "\(first.errors)")
      let freeze = try centre.plan("--fresh", "--freeze-until", "2026-12-01")
      #expect(freeze.code == 2)
      #expect(freeze.errors.contains("keeps nothing of what is published"))
    }
  }

  /// On plain files: the same, with a folder of calendars that is continued.
  @Test func plainRosterUpdatesItsCalendars() throws {
    try withTemporaryFolder { folder in
      var requirement = "interval_start_utc,required\n"
      for day in 1...7 {
        for hour in 9..<17 {
          requirement += "2026-12-0\(day)T\(hour < 10 ? "0" : "")\(hour):00:00Z,2\n"
        }
      }
      try writeFile("\(folder)/requirement.csv", Array(requirement.utf8))
      let header = "agent_id,contract,unavailable_dates\n"
      try writeFile("\(folder)/agents.csv", Array("\(header)A1,A,\nA2,A,\nA3,A,\nA4,A,\n".utf8))
      try writeFile(
        "\(folder)/rules.toml",
        Array(
          "[[contract]]\nid = \"A\"\nlength = \"8h\"\n[rules]\nmax_shifts_per_week = 5\nsurplus_weight = 0.1\n"
            .utf8))
      func roster(_ more: [String]) throws -> Finished {
        try run(
          [
            musterExecutable, "roster", "--requirement", "\(folder)/requirement.csv", "--agents",
            "\(folder)/agents.csv", "--rules", "\(folder)/rules.toml", "--moves", "40000",
            "--format", "csv", "--calendars", "\(folder)/ics", "--as-of", "2026-11-20",
          ] + more)
      }
      let first = try roster([])
      #expect(first.code == 0, "\(first.errors)")
      try writeFile("\(folder)/published.csv", Array(first.output.utf8))
      // A2 leaves.
      try writeFile("\(folder)/agents.csv", Array("\(header)A1,A,\nA3,A,\nA4,A,\n".utf8))
      let second = try roster([
        "--published", "\(folder)/published.csv", "--notices", "\(folder)/notices.txt",
      ])
      #expect(second.code == 0, "\(second.errors)")
      #expect(second.errors.contains("agents are to be told"))
      #expect(try text(of: "\(folder)/notices.txt").contains("To A2:"))
      let gone = try text(of: "\(folder)/ics/A2.ics")
      #expect(!gone.contains("STATUS:CONFIRMED") && gone.contains("STATUS:CANCELLED"))
      #expect(gone.contains("SEQUENCE:1") && !gone.contains("SEQUENCE:0"))
    }
  }
}
