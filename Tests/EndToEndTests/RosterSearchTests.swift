import Files
import Glibc
import TestSupport
import Testing

/// `muster roster` as a process: Ctrl-C, progress, and exit codes of what is impossible.
@Suite struct RosterSearchTests {
  /// A small centre in plain files: six agents, a week, eight-hour shifts.
  private func write(_ folder: String, agents: String, rules: String, need: Int = 2) throws {
    var requirement = "interval_start_utc,required\n"
    for day in 0..<7 {
      for hour in 8..<16 {
        let clock = hour < 10 ? "0\(hour)" : "\(hour)"
        let date = day == 0 ? "2026-11-30" : "2026-12-0\(day)"
        requirement += "\(date)T\(clock):00:00Z,\(need)\n\(date)T\(clock):30:00Z,\(need)\n"
      }
    }
    try writeFile("\(folder)/requirement.csv", Array(requirement.utf8))
    try writeFile("\(folder)/agents.csv", Array(agents.utf8))
    try writeFile("\(folder)/rules.toml", Array(rules.utf8))
  }

  private func roster(_ folder: String, _ more: String...) throws -> Finished {
    try run(
      [
        musterExecutable, "roster", "--requirement", "\(folder)/requirement.csv", "--agents",
        "\(folder)/agents.csv", "--rules", "\(folder)/rules.toml", "--moves", "30000",
      ] + more)
  }

  private let plainRules = "[[contract]]\nid = \"A\"\nlength = \"8h\"\n"
  private let sixAgents =
    "agent_id,contract\n" + (1...6).map { "A\($0),A\n" }.joined()

  @Test func interruptionYieldsTheBestRosterSoFar() throws {
    guard let shared = sharedFolder, exists("\(shared)/roster/callcentre/n50-u97-s1") else {
      return skipped("no shared roster instances")
    }
    let instance = "\(shared)/roster/callcentre/n50-u97-s1"
    try withTemporaryFolder { folder in
      try writeFile("\(folder)/in", [])
      let pid = try start(
        [
          musterExecutable, "roster", "--requirement", "\(instance)/requirement.csv", "--agents",
          "\(instance)/agents.csv", "--rules",
          "\(packageFolder)/Tests/Fixtures/callcentre-rules.toml",
          "--time-limit", "3000", "--format", "csv",
        ], folder: folder)
      // The search has begun when Ctrl-C is caught. Keeps its thread: other tests would let it wait for minutes.
      while !catchesInterruption(pid) { usleep(100_000) }
      sleep(2)
      kill(pid, SIGINT)
      var status: Int32 = 0
      while waitpid(pid, &status, 0) < 0, errno == EINTR {}
      #expect(status & 0x7f == 0)
      #expect((status >> 8) & 0xff == 130)
      let errors = try text(of: "\(folder)/err")
      #expect(errors.contains("Interrupted: this is the best roster so far"))
      // No progress where nobody watches.
      #expect(!errors.contains("\u{1B}") && !errors.contains("\r") && !errors.contains("Searching"))
      let judged = try run([
        "python3", "\(shared)/tools/check_roster.py", instance, "\(folder)/out",
      ])
      #expect(judged.code == 0, "\(judged.output)\(judged.errors)")
    }
  }

  private func catchesInterruption(_ pid: pid_t) -> Bool {
    guard let status = try? text(of: "/proc/\(pid)/status") else { return true }
    for line in status.split(separator: "\n") where line.hasPrefix("SigCgt:") {
      let mask = UInt64(line.split(separator: "\t").last ?? "", radix: 16) ?? 0
      return mask & 2 != 0
    }
    return false
  }

  @Test func progressOnATerminalOnly() throws {
    try withTemporaryFolder { folder in
      try write(folder, agents: sixAgents, rules: plainRules)
      let piped = try roster(folder, "--format", "csv")
      #expect(piped.code == 0)
      #expect(!piped.errors.contains("\u{1B}") && !piped.errors.contains("Searching"))
      guard exists("/usr/bin/script") else { return skipped("no script(1) to make a terminal") }
      // More is required than six agents can work, so that the search goes on until it is ended.
      try write(folder, agents: sixAgents, rules: plainRules, need: 9)
      let command =
        "timeout -s INT 3 \(musterExecutable) roster --requirement \(folder)/requirement.csv "
        + "--agents \(folder)/agents.csv --rules \(folder)/rules.toml --time-limit 3000 --format csv"
      let watched = try run(["/usr/bin/script", "-qec", command, "/dev/null"])
      #expect(watched.output.contains("Searching"))
      #expect(watched.output.contains("Ctrl-C takes the best so far"))
    }
  }

  @Test func impossibleInputExitsWithFive() throws {
    let cases: [(name: String, agents: String, rules: String, need: Int, words: [String])] = [
      ("no agents", "agent_id,contract\n", plainRules, 2, ["agents", "there are none"]),
      (
        "nobody with the skill", sixAgents,
        plainRules + "[[queue_skill]]\nqueue = \"\"\nskill = \"loans\"\nminimum_level = 2\n", 2,
        ["nobody has the skill", "loans at level 2"]
      ),
      (
        "hours", sixAgents,
        plainRules + "[rules]\nmin_hours_per_week = 40\nmax_hours_per_week = 30\n", 2,
        ["min_hours_per_week is more than max_hours_per_week"]
      ),
      (
        "leave", "agent_id,contract,unavailable_dates\nA1,A,2026-11-30;2026-12-01;2026-12-02\n",
        plainRules
          + "[rules]\nmin_shifts_per_week = 5\nunavailable_dates = \"no-start\"\n", 2,
        ["A1", "min_shifts_per_week 5", "unavailable on 2026-11-30"]
      ),
      (
        "nothing required, but too few hours", sixAgents,
        plainRules + "[rules]\nmin_hours_per_week = 50\nmax_shifts_per_week = 5\n", 0,
        ["min_hours_per_week 50 h", "max_shifts_per_week 5"]
      ),
    ]
    for one in cases {
      try withTemporaryFolder { folder in
        try write(folder, agents: one.agents, rules: one.rules, need: one.need)
        let finished = try roster(folder, "--format", "csv")
        #expect(finished.code == 5, "\(one.name): \(finished.errors)")
        #expect(finished.output.isEmpty)
        for word in one.words { #expect(finished.errors.contains(word), "\(finished.errors)") }
      }
    }
  }

  @Test func contradictoryPinsAndJSON() throws {
    try withTemporaryFolder { folder in
      try write(folder, agents: sixAgents, rules: plainRules + "[rules]\nmax_days_in_row = 1\n")
      try writeFile(
        "\(folder)/pins.csv", Array("agent_id,date,kind\nA2,2026-11-30,on\nA2,2026-12-01,on\n".utf8)
      )
      let finished = try roster(folder, "--pins", "\(folder)/pins.csv", "--format", "json")
      #expect(finished.code == 5)
      #expect(finished.output.contains("\"infeasible\": true"))
      #expect(finished.output.contains("pinned to work on 2026-12-01"))
      #expect(finished.output.contains("max_days_in_row 2 for A2"))
    }
  }

  /// The summary of a plan that comes out short says what would help; nobody has to be named to ask
  /// how many it takes.
  @Test func centreThatIsShort() throws {
    try withTemporaryFolder { folder in
      let centre = try TinyCentre(in: folder)
      try centre.change("agents.csv") { _ in "agent_id,name,contract\nA1,Ada,FT\n" }
      #expect(try centre.plan("--accept").code == 0)
      let summary = try text(of: "\(centre.latest)/summary.txt")
      #expect(summary.contains("What would close the"))
      #expect(summary.contains("one more agent of contract") || summary.contains("shifts of kind"))
      let sized = try run([
        musterExecutable, "roster", centre.folder, "--as-of", TinyCentre.asOf, "--size",
        "--time-limit", "0.1", "--format", "json",
      ])
      #expect(sized.code == 0, "\(sized.errors)")
      #expect(sized.output.contains("\"contracts\""))
      #expect(sized.errors.contains("no mix takes fewer than"))
    }
  }

  @Test func shortageNamesTheWayOut() throws {
    try withTemporaryFolder { folder in
      try write(folder, agents: sixAgents, rules: plainRules + "[rules]\nmax_shifts_per_week = 1\n")
      let words = try roster(folder)
      #expect(words.code == 0)
      #expect(words.errors.contains("What would close the"))
      #expect(words.errors.contains("one 8 h shift (A)"))
      let json = try roster(folder, "--format", "json")
      #expect(json.output.contains("\"relaxations\""))
      #expect(json.output.contains("\"extra_shift\""))
    }
  }
}
