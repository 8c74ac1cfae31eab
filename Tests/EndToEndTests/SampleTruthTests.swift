import Files
import TestSupport
import Testing

/// One truth in every sample: explain, check and simulate tell of what was published.
@Suite struct SampleTruthTests {
  static let samples: [String] = {
    let folder = "\(packageFolder)/Forecasts"
    return ((try? namesInFolder(folder)) ?? []).filter { name in
      guard let text = try? text(of: "\(folder)/\(name)/centre.toml") else { return false }
      let plugins = text.split(separator: "[[plugin]]").dropFirst().compactMap {
        $0.split(separator: "\"").dropFirst().first.map(String.init)
      }
      return plugins.allSatisfy(shippedPlugins.contains)
    }
  }()

  @Test(arguments: samples) func everythingTellsOfThePublishedPlan(_ sample: String) throws {
    try withTemporaryFolder { folder in
      let centre = "\(packageFolder)/Forecasts/\(sample)"
      let output = "\(folder)/published"
      let plan = try run([
        musterExecutable, "plan", centre, "--as-of", "2026-11-23", "--output", output,
        "--roster-time", "0.3", "--accept",
      ])
      #expect(plan.code == 0, "\(plan.errors)")
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
          #expect(last.contains("\(cells[agents]) / ("), "\(row): \(last)")
        } else {
          #expect(cells[agents] == "0" && cells[scheduled] == "0", "\(row): \(explained.output)")
        }
      }
      // Every goal of every queue has a verdict, or says why it has none.
      let goals = try text(of: "\(output)/latest/goals.csv")
      for queue in Set(rows.dropFirst().map { $0.prefix { $0 != "," } }) {
        #expect(goals.contains("\n\(queue),"), "\(queue) in \(goals)")
      }
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
}
