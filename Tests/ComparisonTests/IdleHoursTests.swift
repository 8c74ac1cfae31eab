import CentreInputs
import CentreModel
import CivilTime
import Comparison
import Files
import Planning
import PluginHost
import SitePlanning
import TestSupport
import Testing

/// Of the hours that a scenario of a sample works at most one in a hundred lies where nobody is required.
@Suite("Hours for nothing in scenarios")
struct IdleHoursTests {
  private static let compared = plannableSamples.filter {
    exists("\(packageFolder)/Forecasts/\($0)/compare.toml")
  }

  private var plugins: PluginSource {
    PluginSource(
      search: {
        PluginSearch(
          options: [String(musterExecutable.dropLast("/muster".count))],
          configured: $0, environmentPath: nil, home: nil)
      }, loader: PluginLoader(program: musterExecutable, version: "test"))
  }

  @Test(arguments: compared) func nobodyWorksForNothing(_ sample: String) async throws {
    let folder = try CentreFolder.load("\(packageFolder)/Forecasts/\(sample)")
    let period = try PlanOptions(asOf: "2026-11-23", now: Instant(seconds: 0))
      .period(in: folder.zone)
    let run = try ComparisonRun(
      folder, file: nil, period: period,
      options: ComparisonOptions(replications: 2, seed: folder.centre.seed), source: plugins)
    let result = try await run.run()
    #expect(result.scenarios.count > 1)
    for scenario in result.scenarios {
      var worked = 0
      var idle = 0
      for part in scenario.parts {
        let step = folder.centre.intervalSeconds
        let needed = Set(
          part.planned.requirement.filter { $0.scheduled > 0 }.map { $0.start.seconds })
        let last = try #require(part.planned.requirement.map(\.start.seconds).max())
        for segment in part.planned.roster.segments where segment.activity == .work {
          // Minute by minute; of what lies behind the last interval nothing is known.
          for minute in stride(from: segment.start.seconds, to: segment.end.seconds, by: 60) {
            worked += 1
            let start = minute - ((minute - last) % Int64(step) + Int64(step)) % Int64(step)
            if start <= last, !needed.contains(start) { idle += 1 }
          }
        }
      }
      #expect(worked > 60 * 100, "\(scenario.id)")
      #expect(idle * 100 <= worked, "\(scenario.id): \(idle) of \(worked) minutes")
    }
  }
}
