import CivilTime
import Files
import Glibc
import TestSupport
import Testing

/// A week of nights as cron runs them, each with its trouble: at every moment `latest` is a whole plan, every
/// trouble has its exit code and first line, and every calendar entry its next sequence number.
@Suite(.serialized) struct NightsTests {
  @Test func aWeekOfNightsWithTrouble() throws {
    try withTemporaryFolder { folder in
      let plugins = "\(folder)/plugins"
      try makeFolder(plugins)
      guard try compilePlugin("lying.c", into: "\(plugins)/libmuster-org.example.liar.so") else {
        return
      }
      guard let shim = try libraryWithoutLocks(in: folder) else { return }
      var nights = try Nights(folder, plugins)
      // Seventy days of history up to the night, and somebody's day off, so that plans differ.
      try nights.export(until: "2026-10-27")
      try nights.succeeds("2026-10-27")

      // The exporter's share is not mounted; later it is.
      try nights.withoutHistory { nights throws in
        try nights.fails("2026-10-28", code: 4, says: "history.csv")
      }
      try nights.export(until: "2026-10-28")
      try nights.succeeds("2026-10-28")

      // The exporter was stopped in the middle of a row; when it is done, somebody is off.
      try nights.export(until: "2026-10-29", cutting: 7)
      try nights.fails("2026-10-29", code: 4, says: "history.csv:")
      try nights.export(until: "2026-10-29")
      try nights.takesLeave("A1", "2026-11-03")
      try nights.succeeds("2026-10-29")

      // The export is late by more than the centre allows.
      try nights.centre.change("centre.toml") {
        $0.replacing("[inputs]", with: "[inputs]\nmax_age = \"1d\"")
      }
      try nights.fails("2026-10-31", code: 12, says: "history")
      try nights.centre.change("centre.toml") { $0.replacing("\nmax_age = \"1d\"", with: "") }

      // Killed again and again, then left alone.
      try nights.export(until: "2026-10-30")
      try nights.takesLeave("A2", "2026-11-05")
      for number in 0..<12 { try nights.isKilled("2026-10-30", number) }
      try nights.succeeds("2026-10-30")

      // A full disk.
      try nights.export(until: "2026-10-31")
      try nights.takesLeave("A3", "2026-11-04")
      try nights.fails("2026-10-31", code: 1, says: "cannot be", blocks: 1)
      try nights.succeeds("2026-10-31")

      // The night of 25 hours, on two hosts that do not see each other's locks; then the hour that comes
      // twice, and a clock that is put back over it.
      try nights.takesLeave("A4", "2026-11-06")
      try nights.succeeds("2026-11-01", hosts: 2, environment: ["LD_PRELOAD": shim])
      try nights.succeeds("2026-11-01T01:30:00-04:00")
      try nights.takesLeave("A5", "2026-11-03")
      try nights.succeeds("2026-11-01T01:30:00-05:00")
      try nights.fails("2026-11-01T01:30:00-04:00", code: 12, says: "as-of")
      try nights.fails("2026-10-26", code: 12, says: "as-of")

      // A plugin that crashes, then one that does not, then the next week.
      try nights.export(until: "2026-11-01")
      try nights.hasPlugin("crash@requirement")
      try nights.fails("2026-11-02", code: 10, says: "org.example.liar")
      try nights.hasPlugin("good")
      try nights.succeeds("2026-11-02")

      #expect(nights.looks > 100, "the plan in force was looked at \(nights.looks) times")
      #expect(nights.calendars.changes >= 5, "calendars changed \(nights.calendars.changes) times")
      let check = try muster(
        "check", nights.centre.folder, "--as-of", "2026-11-02", "--plugin-dir", plugins)
      #expect(check.code == 0, "\(check.output)\(check.errors)")
    }
  }
}

/// A centre, its nights, and a reader who never looks away.
private struct Nights {
  let centre: TinyCentre
  private let folder: String
  private let plugins: String
  private(set) var looks = 0
  private(set) var calendars = CalendarReader()
  private var runs = 0

  init(_ folder: String, _ plugins: String) throws {
    self.folder = folder
    self.plugins = plugins
    centre = try TinyCentre(in: folder)
    try makeFolder("\(folder)/runs")
  }

  /// What the telephone system exports that night; the last bytes are missing where it was cut.
  func export(until asOf: String, cutting bytes: Int = 0) throws {
    guard let first = CivilDate("2026-08-17"), let end = CivilDate(asOf) else { return }
    let text = TinyCentre.history(from: "2026-08-17", days: end - first)
    try centre.write("history.csv", String(text.dropLast(bytes)))
  }

  mutating func withoutHistory(_ body: (inout Nights) throws -> Void) throws {
    let path = "\(centre.folder)/history.csv"
    #expect(rename(path, path + ".away") == 0)
    try body(&self)
    #expect(rename(path + ".away", path) == 0)
  }

  func takesLeave(_ agent: String, _ date: String) throws {
    try centre.change("agents.csv") { text in
      text.split(separator: "\n").map { row in
        guard row.hasPrefix(agent + ",") else { return String(row) }
        return row.hasSuffix(",") ? "\(row)\(date)" : "\(row);\(date)"
      }.joined(separator: "\n") + "\n"
    }
  }

  func hasPlugin(_ mode: String) throws {
    try centre.change("centre.toml") { text in
      let own = text.firstRange(of: "[[plugin]]").map { String(text[..<$0.lowerBound]) } ?? text
      return own + """
        [[plugin]]
        id = "org.example.liar"
        mode = "\(mode)"
        path = "\(centre.folder)/agents.csv"

        """
    }
  }

  private func command(_ asOf: String) -> [String] {
    [
      musterExecutable, "plan", centre.folder, "--as-of", asOf, "--roster-time", "0.05",
      "--quiet", "--plugin-dir", plugins,
    ]
  }

  private mutating func begin(
    _ command: [String], _ environment: [String: String] = [:]
  ) throws -> (pid: pid_t, streams: String) {
    runs += 1
    let streams = "\(folder)/runs/\(runs)"
    try makeFolder(streams)
    return (try start(command, folder: streams, environment: environment), streams)
  }

  /// Waits for a process with an eye on the plan in force.
  private mutating func wait(_ pid: pid_t) throws -> Int32 {
    var status: Int32 = 0
    while true {
      let done = waitpid(pid, &status, WNOHANG)
      try look()
      if done == pid { break }
      usleep(2000)
    }
    return status & 0x7f == 0 ? (status >> 8) & 0xff : -(status & 0x7f)
  }

  /// The plan in force is whole: every output that its manifest names has the content it names.
  private mutating func look() throws {
    guard let name = linked(centre.latest) else { return }
    let plan = "\(centre.published)/\(name)"
    let manifest = try text(of: "\(plan)/manifest.json")
    #expect(manifest.hasSuffix("}\n") || manifest.hasSuffix("}"))
    #expect(try expectWholeOutputs(of: plan) > 10)
    looks += 1
  }

  mutating func succeeds(
    _ asOf: String, hosts: Int = 1, environment: [String: String] = [:]
  ) throws {
    let started = try (0..<hosts).map { _ in try begin(command(asOf), environment) }
    for one in started {
      let code = try wait(one.pid)
      let errors = try text(of: one.streams + "/err")
      #expect(code == 0, "\(asOf): \(errors)")
    }
    let names = try namesInFolder(centre.published)
    #expect(!names.contains { $0.hasPrefix(".staging") }, "\(names)")
    try calendars.read(centre.latest)
  }

  mutating func fails(_ asOf: String, code: Int32, says: String, blocks: Int? = nil) throws {
    let before = linked(centre.latest)
    var command = command(asOf)
    if let blocks {
      // A limit on file sizes stands for the disk; messages go past it through a pipe.
      let script =
        "trap '' XFSZ; { ulimit -f \(blocks); \"$@\" 2>&1; echo $? >'\(folder)/code'; } | cat >&2;"
        + " exit $(cat '\(folder)/code')"
      command = ["sh", "-c", script, "sh"] + command
    }
    let one = try begin(command)
    let found = try wait(one.pid)
    let errors = try text(of: one.streams + "/err")
    let first = errors.split(separator: "\n").first ?? ""
    #expect(found == code, "\(asOf): \(errors)")
    #expect(first.contains(says), "\(asOf): \(first)")
    #expect(linked(centre.latest) == before)
  }

  /// Killed after a part of the time that a run takes.
  mutating func isKilled(_ asOf: String, _ number: Int) throws {
    let one = try begin(command(asOf))
    usleep(UInt32(20_000 + number * 37_000 % 400_000))
    kill(one.pid, SIGKILL)
    _ = try wait(one.pid)
  }
}

/// Somebody's calendar program, which takes an entry's news by its SEQUENCE alone.
private struct CalendarReader {
  private struct Entry: Equatable {
    var sequence: Int
    var content: [String]
    var day: Substring
  }
  private var entries: [String: Entry] = [:]
  /// Entries whose content has changed.
  private(set) var changes = 0

  /// Reads every calendar of a plan against what was read before.
  mutating func read(_ plan: String) throws {
    var seen: Set<String> = []
    var period: [Substring] = []
    for name in try namesInFolder("\(plan)/calendars") where name.hasSuffix(".ics") {
      let lines = try text(of: "\(plan)/calendars/\(name)").replacing("\r\n ", with: "")
        .split(separator: "\r\n")
      var uid = ""
      var entry = Entry(sequence: -1, content: [], day: "")
      for line in lines {
        let value = line.drop { $0 != ":" }.dropFirst()
        switch line.prefix(while: { $0 != ":" && $0 != ";" }) {
        case "BEGIN" where value == "VEVENT": entry = Entry(sequence: -1, content: [], day: "")
        case "UID": uid = "\(name) \(value)"
        case "SEQUENCE": entry.sequence = Int(value) ?? -1
        case "DTSTART":
          entry.day = value.prefix(8)
          entry.content.append(String(line))
        case "DTEND", "SUMMARY", "DESCRIPTION", "LOCATION", "STATUS":
          entry.content.append(String(line))
        case "END" where value == "VEVENT":
          #expect(entry.sequence >= 0, "\(uid)")
          #expect(seen.insert(uid).inserted, "\(uid) stands twice")
          period.append(entry.day)
          if let old = entries[uid] {
            if old.content == entry.content {
              #expect(entry.sequence == old.sequence, "\(uid) did not change")
            } else {
              #expect(entry.sequence > old.sequence, "\(uid) changed: \(old) \(entry)")
              changes += 1
            }
          }
          entries[uid] = entry
        default: break
        }
      }
    }
    // What was told for a day that is still planned does not vanish without a word.
    guard let first = period.min(), let last = period.max() else { return }
    for (uid, entry) in entries where entry.day >= first && entry.day <= last {
      #expect(seen.contains(uid), "\(uid) is gone")
    }
  }
}
