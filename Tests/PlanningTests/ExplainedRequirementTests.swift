import CentreModel
import CivilTime
import Planning
import PluginHost
import SitePlanning
import TestSupport
import Testing

/// One truth about what an interval needs: what was required is what is explained.
@Suite("A requirement explained")
struct ExplainedRequirementTests {
  private var plugins: PluginSource {
    PluginSource(
      search: {
        PluginSearch(
          options: [String(musterExecutable.dropLast("/muster".count))],
          configured: $0, environmentPath: nil, home: nil)
      }, loader: PluginLoader(program: musterExecutable, version: "test"))
  }

  @Test(
    "every row of every sample is explained with the agents that are required",
    arguments: plannableSamples)
  func everyRow(_ sample: String) async throws {
    let steps = try CentreSteps.open(
      "\(packageFolder)/Forecasts/\(sample)",
      options: PlanOptions(asOf: "2026-11-23", now: Instant(seconds: 0)), plugins: plugins)
    let parts = try steps.parts(try await steps.demand().flatMap(\.rows))
    #expect(!parts.isEmpty)
    for part in parts {
      let required = Dictionary(
        grouping: try steps.planner(replications: 1).requirement(part), by: \.queue)
      for queue in part.queues {
        let rows = part.demand.filter { $0.queue == queue.id }
        let explained = try steps.plugins.desk.explain(
          part, queue: queue, rows, indices: Array(rows.indices))
        let own = required[queue.id] ?? []
        #expect(!own.isEmpty && own.map(\.start) == rows.map(\.start))
        #expect(explained.map(\.agents) == own.map(\.agents), "\(queue.id)")
        #expect(explained.map(\.scheduled) == own.map(\.scheduled), "\(queue.id)")
        // An open interval has a step that says how its number came about.
        for (explanation, row) in zip(explained, own) where !row.isClosed {
          #expect(explanation.steps.contains { $0.value.contains("\(row.scheduled)") }, "\(row)")
        }
      }
    }
  }
}
