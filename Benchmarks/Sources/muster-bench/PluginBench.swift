import CMusterPlugin
import Foundation
import PluginContract
import PluginHost
import Tables

/// What plugins cost: loading all there are, and a year of 15-minute rows through one.
///
/// `MUSTER_BENCH_BIN` names the folder of a release build with `muster` and its plugins; by default
/// the package's own.
func benchPlugins() async throws {
  let bin =
    ProcessInfo.processInfo.environment["MUSTER_BENCH_BIN"]
    ?? URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent(".build/release").path
  let loader = PluginLoader(program: "\(bin)/muster", version: "benchmark")
  let search = PluginSearch(folders: [.init(path: bin, origin: .build)])
  var table = TextTable([.left("plugins"), .right("wall"), .right("CPU")])

  let count = search.candidates().count
  let load = await measure { _ = PluginCatalogue(search, loader: loader) }
  table.row("load \(count) plugins, first time", show(load.wall), show(load.cpu))

  let rows = (0..<35_040).map { i in
    muster_interval(
      start_unix: Int64(i) * 900, length_s: 900, utc_offset_s: 0, volume: 10, aht_s: 240, low80: 8,
      high80: 12, low95: 7, high95: 13, flags: 0, reserved: 0)
  }
  for isolated in [false, true] {
    let how = isolated ? "isolated" : "in process"
    var plugin: Plugin?
    let start = try await measure {
      plugin = try loader.load("\(bin)/libfixture-swift-plugin.so", isolated: isolated)
      try plugin?.configure(PluginConfiguration())
    }
    table.row("start one, \(how)", show(start.wall), show(start.cpu))
    guard let plugin else { continue }
    var times: [Double] = []
    var cpu = 0.0
    for _ in 0..<100 {
      var copy = rows
      copy[0].volume = 11
      copy[0].volume = 10
      let spent = try await measure { _ = try plugin.overlay(QueueInfo(id: "q"), &copy) }
      times.append(spent.wall)
      cpu += spent.cpu
    }
    times.sort()
    table.row("35,040 rows, \(how), least", show(times[0]), "")
    table.row("35,040 rows, \(how), median", show(times[50]), show(cpu / 100))
  }
  print(table.text(), terminator: "")
}
