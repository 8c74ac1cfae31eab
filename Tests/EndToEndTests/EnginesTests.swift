import Files
import TestSupport
import Testing

/// What `share/` has for engines, run as far as a machine without them can.
@Suite struct EnginesTests {
  private static let share = "\(packageFolder)/share"

  /// Runs a line of the shell with `muster` and the programs of `folder/bin` before all others.
  private func shell(
    _ line: String, _ folder: String, environment: [String: String] = [:]
  ) throws -> Finished {
    let build = String(musterExecutable.dropLast("/muster".count))
    return try run(
      ["sh", "-c", "PATH='\(folder)/bin:\(build)':$PATH; export PATH; \(line)"],
      environment: environment)
  }

  private func program(_ name: String, _ lines: String, _ folder: String) throws {
    try makeFolder("\(folder)/bin")
    try writeFile("\(folder)/bin/\(name)", Array("#!/bin/sh\n\(lines)\n".utf8))
    #expect(try run(["chmod", "+x", "\(folder)/bin/\(name)"]).code == 0)
  }

  private func centres(_ folder: String, _ count: Int) throws -> [TinyCentre] {
    try (1...count).map { try TinyCentre(in: "\(folder)/root", name: "c\($0)") }
  }

  @Test func gnuParallelPlansSharesAndTheReceiptsSayHowItEnded() throws {
    guard try run(["sh", "-c", "parallel --version | grep -q GNU"]).code == 0 else {
      return skipped("GNU parallel is not installed")
    }
    try withTemporaryFolder { folder in
      let all = try centres(folder, 3)
      try all[1].change("agents.csv") { $0.replacing("A2,Bo,FT", with: "A2,Bo,XX") }
      let line =
        "'\(Self.share)/parallel/plan-shares' '\(folder)/root' 2026-11-23 '\(folder)/receipts' 4"
      let first = try shell(line, folder)
      #expect(first.code == 3, "\(first.errors)")
      #expect(first.errors.contains("failed: \(all[1].folder): "))
      try all[1].write("agents.csv", TinyCentre.agents)
      let second = try shell(line, folder)
      #expect(second.code == 0, "\(second.errors)")
      let single = try TinyCentre(in: folder)
      #expect(
        try run([musterExecutable, "plan", single.folder, "--as-of", TinyCentre.asOf]).code == 0)
      for centre in all { #expect(try centre.latestFiles() == single.latestFiles()) }
    }
  }

  @Test func theSlurmTaskIsRequeuedWhereAnotherTryMayHelp() throws {
    try withTemporaryFolder { folder in
      let all = try centres(folder, 2)
      try program("scontrol", "echo \"$@\" >>'\(folder)/requeued'", folder)
      func task(restarts: Int) throws -> Finished {
        try shell(
          "sh '\(Self.share)/slurm/plan.sbatch'", folder,
          environment: [
            "CENTRES": "\(folder)/root", "AS_OF": TinyCentre.asOf,
            "RECEIPTS": "\(folder)/receipts", "SLURM_ARRAY_TASK_ID": "1",
            "SLURM_ARRAY_TASK_COUNT": "1", "SLURM_ARRAY_JOB_ID": "77",
            "SLURM_CPUS_PER_TASK": "2", "SLURM_RESTART_COUNT": "\(restarts)",
          ])
      }
      try all[0].change("agents.csv") { $0.replacing("A2,Bo,FT", with: "A2,Bo,XX") }
      #expect(try task(restarts: 0).code == 3)
      #expect(try text(of: "\(folder)/requeued") == "requeue 77_1\n")
      #expect(try task(restarts: 2).code == 3)
      #expect(try text(of: "\(folder)/requeued") == "requeue 77_1\n")
      try all[0].write("agents.csv", TinyCentre.agents)
      let last = try task(restarts: 1)
      #expect(last.code == 0, "\(last.errors)")
      #expect(last.errors.contains("\(all[1].folder): planned already"))
    }
  }

  /// The lines of the crontab, with folders of our own and a calendar that stands still.
  @Test func theLinesOfTheCrontabPlan() throws {
    try withTemporaryFolder { folder in
      let all = try centres(folder, 2)
      try program("date", "[ \"$1\" = +%F ] && echo 2026-11-23", folder)
      let lines = try text(of: "\(Self.share)/cron/muster").split(separator: "\n").filter {
        $0.contains(" * * *  muster  ")
      }
      #expect(lines.count == 2)
      for line in lines {
        let command = try #require(line.firstRange(of: "muster  ")).upperBound
        let words = line[command...].replacing("\\%", with: "%")
          .replacing("/srv/centres/bank", with: "\(all[0].folder)")
          .replacing("/srv/centres", with: "\(folder)/root")
          .replacing("/var/lib/muster/receipts", with: "\(folder)/receipts")
        // The first has the as-of of the clock, which here stands still.
        let asOf = words.contains("--as-of") ? "" : " --as-of 2026-11-23"
        let result = try shell(words + asOf, folder)
        #expect(result.code == 0, "\(result.errors)")
        #expect(result.output.isEmpty)
      }
      for centre in all { #expect(exists(centre.latest)) }
    }
  }

  @Test func theUnitsOfSystemdAreInOrder() throws {
    guard try run(["sh", "-c", "command -v systemd-analyze"]).code == 0 else {
      return skipped("systemd-analyze is not installed")
    }
    try withTemporaryFolder { folder in
      for kind in ["service", "timer"] {
        let unit = try text(of: "\(Self.share)/systemd/muster-plan@.\(kind)")
        try writeFile(
          "\(folder)/muster-plan@bank.\(kind)",
          Array(unit.replacing("/usr/bin/muster", with: "/bin/true").utf8))
      }
      let result = try run([
        "sh", "-c",
        "SYSTEMD_UNIT_PATH='\(folder)': systemd-analyze verify --man=no '\(folder)'/*.service "
          + "'\(folder)'/*.timer",
      ])
      #expect(result.code == 0, "\(result.errors)")
      #expect(!result.errors.contains("muster-plan"), "\(result.errors)")
    }
  }

  @Test func theKubernetesJobHasOneShareAnIndex() throws {
    let job = try text(of: "\(Self.share)/kubernetes/plan.yaml")
    let completions = try #require(
      job.split(separator: "\n").first { $0.hasPrefix("  completions: ") }?.split(separator: " ")
        .last)
    #expect(job.contains("--shard \"$((JOB_COMPLETION_INDEX + 1))/\(completions)\""))
    for code in ["2", "4", "5", "10", "12", "13"] {
      #expect(
        job.split(separator: "\n").contains {
          $0.contains("values: [") && $0.contains(code)
        })
    }
  }
}
