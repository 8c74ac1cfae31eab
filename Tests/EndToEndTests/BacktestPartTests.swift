import Files
import TestSupport
import Testing

/// A backtest of many queues gives what it has.
@Suite struct BacktestPartTests {
  private func backtest(_ folder: String, _ queues: [(name: String, rows: Int)]) throws -> Finished
  {
    let lines = TinyCentre.history.split(separator: "\n")
    let header = try #require(lines.first)
    let rows = queues.flatMap { queue in
      lines.dropFirst().suffix(queue.rows).map { "\(queue.name),\($0)" }
    }
    let text = (["queue,\(header)"] + rows).joined(separator: "\n") + "\n"
    try writeFile("\(folder)/history.csv", Array(text.utf8))
    return try muster(
      "backtest", "--history", "\(folder)/history.csv", "--timezone", "America/New_York", "--weeks",
      "2", "--format", "csv")
  }

  @Test func aShortQueueIsNamedAndTheOthersAreExamined() throws {
    try withTemporaryFolder { folder in
      let part = try backtest(folder, [("a", 10_000), ("short", 40), ("z", 10_000)])
      #expect(part.code == 3)
      #expect(part.errors.contains("failed: queue short: "))
      #expect(part.errors.contains("2 of 3 queues are examined"))
      let whole = try backtest(folder, [("a", 10_000), ("z", 10_000)])
      #expect(whole.code == 0)
      #expect(part.output == whole.output)
      let none = try backtest(folder, [("p", 40), ("short", 40)])
      #expect(none.code == 2)
      #expect(none.errors.contains("queue p: ") && none.errors.contains("queue short: "))
      #expect(none.output.isEmpty)
    }
  }
}
