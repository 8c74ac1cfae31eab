import Files
import TestSupport
import Testing

/// Queues in shares: each once, and together the whole.
@Suite struct QueueShareTests {
  private func csv(_ words: [String], _ more: String...) throws -> Finished {
    try run(words + more + ["--format", "csv"])
  }

  @Test(arguments: ["backtest", "forecast"], [2, 3, 11])
  func sharesTogetherAreTheWhole(command: String, count: Int) throws {
    try withTemporaryFolder { folder in
      let words = try ManyQueues(in: folder).words(command)
      let whole = try csv(words)
      #expect(whole.code == 0 && whole.output.count > 1000, "\(whole.errors)")
      #expect(try csv(words, "--threads", "7").output == whole.output)
      var rows: [[String]] = []
      var hasEmpty = false
      for number in 1...count {
        let part = try csv(words, "--shard", "\(number)/\(count)")
        #expect(part.code == 0, "\(part.errors)")
        #expect(part.output.hasPrefix(whole.output.prefix { $0 != "\n" } + "\n"))
        rows.append(part.output.body)
        hasEmpty = hasEmpty || part.output.body.isEmpty
      }
      #expect(rows.flatMap(\.self).sorted() == whole.output.body.sorted())
      // Eleven shares of six queues.
      #expect(count < 11 || hasEmpty)
    }
  }

  @Test func theQueuesOfACentreAreShared() throws {
    try withTemporaryFolder { folder in
      let centre = try TinyCentre(in: folder)
      for command in ["forecast", "backtest"] {
        let words = [musterExecutable, command, centre.folder, "--as-of", TinyCentre.asOf]
        let whole = try csv(words)
        let parts = [try csv(words, "--shard", "1/2"), try csv(words, "--shard", "2/2")]
        #expect(whole.code == 0 && parts.allSatisfy { $0.code == 0 })
        #expect(parts.flatMap(\.output.body) == whole.output.body)
      }
    }
  }

  /// Joined shares are the whole's file, and its measures are those of the whole's sums.
  @Test func mergedScoresAreThoseOfTheWhole() throws {
    try withTemporaryFolder { folder in
      let words = try ManyQueues(in: folder).words("backtest")
      let whole = try csv(words)
      for number in 1...3 {
        let share = try run(words + ["--shard", "\(number)/3", "--to", "\(folder)/\(number).csv"])
        #expect(share.code == 0 && share.output.isEmpty, "\(share.errors)")
      }
      let files = (1...3).map { "\(folder)/\($0).csv" }
      let merge = [musterExecutable, "backtest", "--merge"]
      let merged = try csv(merge + files)
      #expect(merged.code == 0 && merged.output == whole.output, "\(merged.errors)")
      // The same table as below those of the queues.
      let told = try run(words).output
      let together = try #require(told.firstRange(of: "6 queues together"))
      let table = try run(merge + files)
      #expect(table.output.hasSuffix(told[together.lowerBound...]))
      #expect(table.output.contains("a, first"))
      #expect(try run(merge + files + ["--format", "json"]).output.contains("\"together\": {"))

      let part = try csv(merge + [files[0], files[2]])
      #expect(part.code == 3 && part.errors.contains("a share is missing (2/3)"))
      let twice = try csv(merge + [files[0], files[1], files[1]])
      #expect(twice.code == 4 && twice.errors.contains("already"), "\(twice.errors)")
      let other = try run(
        words + ["--days", "6", "--shard", "2/3", "--to", "\(folder)/other.csv"])
      #expect(other.code == 0)
      let mixed = try csv(merge + [files[0], "\(folder)/other.csv"])
      #expect(mixed.code == 2 && mixed.errors.contains("--days: "), "\(mixed.errors)")
      let beside = try run([musterExecutable, "backtest", "centre", "--merge"] + files)
      #expect(beside.code == 2 && beside.errors.contains("--merge"))
    }
  }

  /// Beyond 256 MiB a file is read queue by queue, and by time at once: the same numbers.
  @Test func aLargeFileGivesTheSame() throws {
    try withTemporaryFolder { folder in
      let small = try ManyQueues(in: folder)
      let whole = try ["backtest", "forecast"].map { try csv(small.words($0)).output }
      for isByTime in [false, true] {
        // 9504 rows.
        let large = try ManyQueues(in: folder, padding: 29_000, isByTime: isByTime)
        #expect(try fileSize(large.path) > 256 << 20)
        let result = try csv(large.words("backtest"))
        #expect(result.output == whole[0], "\(result.errors)")
        // Sorted by queue, sixteen are pooled at a time: here all.
        #expect(try csv(large.words("forecast")).output == whole[1])
        #expect(
          try csv(large.words("backtest"), "--queue", "c").output.body
            == whole[0].body.filter { $0.hasPrefix("c,") })
        let stranger = try csv(large.words("backtest"), "--queue", "cc")
        #expect(stranger.code == 2 && stranger.errors.contains("c is meant"))
      }
    }
  }
}
