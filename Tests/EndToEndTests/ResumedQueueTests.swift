import Files
import Glibc
import TestSupport
import Testing

/// A run that is killed leaves what it had, and another goes on with it.
@Suite struct ResumedQueueTests {
  @Test(arguments: ["backtest", "forecast"])
  func killedAtAnyInstantItBecomesTheWhole(command: String) throws {
    try withTemporaryFolder { folder in
      let words = try ManyQueues(in: folder).words(command)
      var whole = ""
      let length = try microseconds { whole = try run(words + ["--format", "csv"]).output }
      try makeFolder("\(folder)/streams")
      var state: UInt64 = 20_261_201
      var killed = 0
      for trial in 0..<2 {
        let file = "\(folder)/\(trial).csv"
        let run = words + ["--to", file, "--resume", "--threads", "\(1 + trial % 2)"]
        for k in 0..<6 {
          let pid = try start(run, folder: "\(folder)/streams")
          state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
          usleep(UInt32(Double(state >> 40) / Double(1 << 24) * Double(length) * 0.8))
          kill(pid, [SIGKILL, SIGTERM, SIGINT][k % 3])
          if waitForExit(pid) < 0 { killed += 1 }
          guard exists(file) else { continue }
          // Whole queues, and of the last one a part.
          let left = try text(of: file)
          #expect(whole.hasPrefix(left))
        }
        let last = try TestSupport.run(run)
        #expect(last.code == 0 && last.output.isEmpty, "\(last.errors)")
        #expect(try text(of: file) == whole)
      }
      // How many were still at work then, the machine's load decides.
      #expect(killed > 0)
    }
  }

  @Test(arguments: ["backtest", "forecast"])
  func whatWasMadeOtherwiseIsRefusedByName(command: String) throws {
    try withTemporaryFolder { folder in
      let queues = try ManyQueues(in: folder)
      let file = "\(folder)/r.csv"
      let words = queues.words(command) + ["--to", file]
      #expect(try run(words + ["--shard", "1/2"]).code == 0)
      let before = try readFile(file)
      let again = try run(words + ["--shard", "1/2"])
      #expect(again.code == 2 && again.errors.contains("has results already"))
      for (more, name) in [
        (["--shard", "2/2"], "--shard"), (["--shard", "1/2", "--days", "3"], "--days"),
        (["--shard", "1/2", "--method", "avg4"], "--method"),
        (["--shard", "1/2", "--interval", "1h"], "--interval"),
        (["--shard", "1/2", "--hours", "Mon-Fri 09:00-17:00"], "--hours"),
      ] {
        let other = try run(words + more + ["--resume"])
        #expect(other.code == 2 && other.errors.contains("\(file): \(name): "), "\(other.errors)")
      }
      let resumed = try run(words + ["--shard", "1/2", "--resume", "--threads", "1"])
      #expect(resumed.code == 0 && resumed.errors.contains("already"), "\(resumed.errors)")
      #expect(try readFile(file) == before)
      _ = try ManyQueues(in: folder, hasShort: true)
      let changed = try run(words + ["--shard", "1/2", "--resume"])
      #expect(changed.code == 2 && changed.errors.contains("--history: "), "\(changed.errors)")
      #expect(try readFile(file) == before)
      let input = try run(
        [musterExecutable, command, "--history", "-", "--timezone", "UTC", "--to", "\(file)2"]
          + (command == "forecast" ? ["--as-of", "2026-11-16"] : []), input: "queue\n")
      #expect(input.code == 2 && input.errors.contains("standard input"))
    }
  }

  /// An exporter may replace the history while a run is at work: then nobody knows what the results are of.
  @Test func anInputThatChangesMeanwhileIsNoticed() throws {
    try withTemporaryFolder { folder in
      try makeFolder("\(folder)/streams")
      var codes: [Int32] = []
      // A run that ended before it was noticed is tried again.
      while codes.last ?? 0 == 0, codes.count < 20 {
        let queues = try ManyQueues(in: folder)
        let file = "\(folder)/\(codes.count).csv"
        let pid = try start(
          queues.words("backtest") + ["--days", "3", "--to", file], folder: "\(folder)/streams")
        // Longer than the header: a queue is done and the history read.
        while (try? fileSize(file)) ?? 0 < 400 { usleep(500) }
        kill(pid, SIGSTOP)
        try writeUnsynced(queues.path, try readFile(queues.path) + [10])
        kill(pid, SIGCONT)
        codes.append(waitForExit(pid))
      }
      #expect(codes.last == 12, "\(codes)")
      #expect(try text(of: "\(folder)/streams/err").contains("an input changed while it was read"))
    }
  }

  /// A queue that cannot be examined is tried again and named again.
  @Test func aShortQueueIsNamedEveryTime() throws {
    try withTemporaryFolder { folder in
      let words =
        try ManyQueues(in: folder, hasShort: true).words("backtest") + ["--to", "\(folder)/r.csv"]
      for more in [[], ["--resume"]] {
        let result = try run(words + more)
        #expect(result.code == 3)
        #expect(result.errors.contains("failed: queue short: "), "\(result.errors)")
        #expect(result.errors.contains("6 of 7 queues are examined"))
      }
    }
  }

  @Test func aQueueWithoutHistoryLosesTheOthersNothing() throws {
    try withTemporaryFolder { folder in
      let queues = try ManyQueues(in: folder, hasShort: true)
      let result = try run(queues.words("forecast") + ["--format", "csv"])
      let whole = try run(try ManyQueues(in: folder).words("forecast") + ["--format", "csv"])
      #expect(result.code == 3 && result.output == whole.output, "\(result.errors)")
      #expect(result.errors.contains("6 of 7 queues are forecast"))
    }
  }
}
