import Files
import TestSupport
import Testing

/// One truth in every sample: explain, check and simulate tell of what was published.
@Suite struct SampleTruthTests {
  @Test(arguments: plannableSamples) func everythingTellsOfThePublishedPlan(_ sample: String) throws
  {
    try withTemporaryFolder { folder in
      let centre = "\(packageFolder)/Forecasts/\(sample)"
      let output = "\(folder)/published"
      let plan = try run([
        musterExecutable, "plan", centre, "--as-of", "2026-11-23", "--output", output,
        "--accept",
      ])
      #expect(plan.code == 0, "\(plan.errors)")
      try nobodyWorksForNothing(output)
      let rows = try text(of: "\(output)/latest/requirement.csv").split(separator: "\n")
      let header = rows[0].split(separator: ",").map(String.init)
      let agents = try #require(header.firstIndex(of: "agents"))
      let scheduled = try #require(header.firstIndex(of: "scheduled"))
      // Some rows of every queue, open and closed ones.
      let chosen = stride(from: 1, to: rows.count, by: max(1, rows.count / 14)).map { rows[$0] }
      for row in chosen {
        let cells = row.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        let explained = try run([
          musterExecutable, "explain", centre, "--output", output, "--queue", cells[0], "--at",
          cells[1], "--format", "json",
        ])
        #expect(explained.code == 0, "\(row): \(explained.errors)")
        // The steps end with the published numbers; a closed interval asks for nobody.
        let steps = explained.output.split(separator: "}").map(String.init)
        let last = steps.last { $0.contains("\"scheduled\"") }
        if let last {
          #expect(last.contains("\"\(cells[scheduled])\""), "\(row): \(last)")
          // A promise over a day gives people to work; on the phone are those of them who are there.
          let isThere = steps.contains {
            $0.contains("agents on the phone") && $0.contains("\"\(cells[agents])\"")
          }
          #expect(isThere || last.contains("\(cells[agents]) / ("), "\(row): \(last)")
        } else {
          #expect(cells[agents] == "0" && cells[scheduled] == "0", "\(row): \(explained.output)")
        }
      }
      // Every goal of every queue has a verdict, or says why it has none.
      let goals = try text(of: "\(output)/latest/goals.csv")
      for queue in Set(rows.dropFirst().map { $0.prefix { $0 != "," } }) {
        #expect(goals.contains("\n\(queue),"), "\(queue) in \(goals)")
      }
      // Somebody is answered in every sample on every day.
      #expect(!goals.contains("no contact is answered"), "\(goals)")
      let checked = try run([
        musterExecutable, "check", centre, "--as-of", "2026-11-23", "--output", output,
        "--replications", "50",
      ])
      #expect(checked.output.contains("no hard rule is broken"), "\(checked.errors)")
      let simulated = try run([
        musterExecutable, "simulate", centre, "--output", output, "--replications", "20",
        "--format", "csv",
      ])
      #expect(simulated.code == 0, "\(simulated.errors)")
      #expect(simulated.output.split(separator: "\n").count > 10, "\(simulated.output)")
    }
  }

  /// Of all hours worked at most one in a hundred lies where nobody is required.
  private func nobodyWorksForNothing(_ output: String) throws {
    let roster = try text(of: "\(output)/latest/roster.csv").split(separator: "\n")
    let columns = roster[0].split(separator: ",")
    let activity = try #require(columns.firstIndex(of: "activity"))
    let minutes = try #require(columns.firstIndex(of: "minutes"))
    var worked = 0.0
    for row in roster.dropFirst() {
      let cells = row.split(separator: ",", omittingEmptySubsequences: false)
      if cells[activity] == "work" { worked += (Double(cells[minutes]) ?? 0) / 60 }
    }
    #expect(worked > 100)
    var idle = 0.0
    for line in try text(of: "\(output)/latest/summary.txt").split(separator: "\n")
    where line.contains(" h are worked while nobody is required") {
      idle += line.split(separator: " ").first.flatMap { Double($0) } ?? 0
    }
    #expect(idle <= 0.01 * worked, "\(idle) of \(worked) h")
  }
}
