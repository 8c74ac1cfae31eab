import Configuration
import Files
import PluginContract
import PluginHost
import TestSupport
import Testing

/// The plugins that this build has pass the suite that strangers' plugins must pass.
@Suite struct ShippedPluginTests {
  /// In the folder of every plugin; settings that make it take the queue `probe`.
  private func settings(_ name: String) throws -> AnyJSON? {
    let path = "\(packageFolder)/Plugins/\(name)/probe.toml"
    guard exists(path) else { return nil }
    let table = try ConfigTable(file: path, bytes: readFile(path))
    return try ContractCoding.value(of: table.json())
  }

  @Test func eachConforms() async throws {
    let folder = "\(packageFolder)/Plugins"
    let names = (try? namesInFolder(folder)) ?? []
    let plugins = try names.sorted().filter { isFolder("\(folder)/\($0)/Plugin") }.map {
      (
        path: "\(buildFolder)/libmuster-\($0).so", settings: try settings($0),
        folder: "\(folder)/\($0)"
      )
    }
    await withTaskGroup(of: CheckReport.self) { group in
      for plugin in plugins {
        group.addTask {
          var checker = PluginChecker(
            plugin.path, loader: makeLoader(seconds: 60), settings: plugin.settings,
            folder: plugin.folder)
          // A debug build is too slow for hundreds of rounds and years of rows.
          #if DEBUG
            checker.onlyPart = "rules"
          #endif
          return checker.run()
        }
      }
      for await report in group {
        #expect(report.isConforming, "\(report.path): \(failures(report))")
        #expect(report.checks.count > 3, "\(report.path): \(report.checks.count)")
        // With the settings above every row hook has a queue of its own to be tried with.
        let passed = report.checks.filter { $0.outcome == .note && $0.name.contains("probe queue") }
        #expect(passed.isEmpty, "\(report.path): \(passed)")
      }
    }
  }

  private func failures(_ report: CheckReport) -> [String] {
    report.checks.filter { $0.outcome == .failed }.map { "\($0.part), \($0.name): \($0.detail)" }
  }
}
