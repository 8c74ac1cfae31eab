import CentreModel
import CivilTime
import Diagnostics
import Files
import PluginContract
import PluginHost
import TestSupport
import Testing

/// From `centre.toml` to configured plugins, and what they make of rows.
@Suite struct SessionTests {
  /// A session over the folder with both fixtures, from the text of a `centre.toml`.
  private func open(
    _ toml: String, files: [String: String] = [:]
  ) throws -> PluginSession? {
    guard let misbehaving = try CFixture.library("misbehaving.c") else { return nil }
    return try withTemporaryFolder { folder in
      try makeFolder("\(folder)/plugins")
      try writeFile("\(folder)/plugins/libmuster-a.so", readFile(swiftFixture))
      try writeFile("\(folder)/plugins/libmuster-b.so", readFile(misbehaving))
      try writeFile("\(folder)/centre.toml", Array(toml.utf8))
      for (name, text) in files { try writeFile("\(folder)/\(name)", Array(text.utf8)) }
      var loader = makeLoader(seconds: 2)
      loader.trust = PluginTrust(folder: "\(folder)/config")
      try loader.trust.add("\(folder)/plugins/libmuster-a.so")
      return try PluginSession(
        PluginRequest.all(inFile: "\(folder)/centre.toml"),
        search: PluginSearch(folders: [.init(path: "\(folder)/plugins", origin: .option)]),
        loader: loader, centre: CentreInfo(), folder: folder)
    }
  }

  private func problems(_ toml: String) throws -> [Problem] {
    do { _ = try open(toml) } catch let problems as Problems {
      return problems.all.map { problem in
        var problem = problem
        problem.place?.file = "centre.toml"
        return problem
      }
    }
    return []
  }

  private let rows = (0..<96).map { i in
    ForecastRow(
      queue: "q", start: Instant(seconds: Int64(i) * 900), offset: Double(i))
  }

  @Test func pluginsChangeTheForecastInTheOrderOfTheFile() throws {
    let toml = """
      [[plugin]]
      id = "org.example.fixture"
      mode = "good"

      [[plugin]]
      id = "org.example.night-desk"
      factor = 2.0
      isolated = false
      """
    guard let session = try open(toml) else { return }
    #expect(session.plugins.map(\.id) == ["org.example.fixture", "org.example.night-desk"])
    // In processes of their own, but for the one that is trusted and asked for inside the program.
    #expect(session.plugins.map(\.isIsolated) == [true, false])
    let changed = session.overlay(QueueInfo(id: "q"), rows) { _ in 0 }
    #expect(changed[0].handlingSeconds == 200)
    #expect(changed[0].method == "test+org.example.night-desk")
    #expect(changed[48].offered == 96)
    #expect(changed[48].handlingSeconds == 100)
    #expect(changed[48].method == "test+org.example.fixture")
    #expect(session.faults.isEmpty)
    // Local time decides what is night.
    let shifted = session.overlay(QueueInfo(id: "q"), rows) { _ in 8 * 3600 }
    #expect(shifted[0].handlingSeconds == 100)
  }

  @Test func failureCostsOneContributionAndIsNamed() throws {
    let toml = """
      [[plugin]]
      id = "org.example.fixture"
      mode = "crash"
      required = true

      [[plugin]]
      id = "org.example.night-desk"
      settings = { factor = 3.0 }
      """
    guard let session = try open(toml) else { return }
    let changed = session.overlay(QueueInfo(id: "q"), rows) { _ in 0 }
    #expect(changed[0].handlingSeconds == 300)
    #expect(changed[48].offered == 48)
    _ = session.overlay(QueueInfo(id: "q"), rows) { _ in 0 }
    #expect(session.faults.count == 1)
    #expect(session.faults.first?.reason == .died(signal: 11, exitCode: 0))
    #expect(session.fatalFaults == session.faults)
    #expect(session.faults.first?.problem.description.contains("died (signal 11)") == true)
  }

  @Test func requirementComesFromTheFirstThatTakesTheQueue() throws {
    guard
      let session = try open("[[plugin]]\nid = \"org.example.fixture\"\nmode = \"good\"")
    else { return }
    let goal = ServiceGoal(serviceLevel: 0.8)
    let needs = session.requirement(QueueInfo(id: "q"), goal: goal, rows) { _ in 0 }
    #expect(needs?.plugin == "org.example.fixture")
    #expect(needs?.answer[90]?.agents == 11)
    #expect(needs?.answer[90]?.boundBy == "fixture")
    #expect(needs?.answer[90]?.occupancy == 0.5)
    #expect(needs?.answer[90]?.serviceLevel == nil)
    #expect(session.requirement(QueueInfo(id: "q"), goal: goal, rows, by: "x") { _ in 0 } == nil)
    #expect(session.workload(QueueInfo(id: "q"), rows) { _ in 0 } == nil)
    #expect(session.demand(QueueInfo(id: "q"), rows) { _ in 0 } == nil)
  }

  // MARK: - Wrong settings

  @Test func everyWrongSettingIsNamedWithItsPlace() throws {
    let found = try problems(
      """
      [[plugin]]
      id = "org.example.night-desk"
        factor = 120
      facter = 1
      """)
    guard !found.isEmpty else { return }
    #expect(
      found.map(\.description) == [
        "centre.toml:3:3: plugin org.example.night-desk: factor: is not between 1 and 3 (120).",
        "centre.toml:4:1: plugin org.example.night-desk: facter: unknown setting. "
          + "Maybe you meant factor.",
      ])
  }

  @Test func settingsInTheirOwnTableHaveTheirPlaceToo() throws {
    let found = try problems(
      """
      [[plugin]]
      id = "org.example.night-desk"
      [plugin.settings]
      factor = "x"
      """)
    guard !found.isEmpty else { return }
    #expect(
      found.map(\.description) == [
        "centre.toml:4:1: plugin org.example.night-desk: factor: is not a number (\"x\")."
      ])
  }

  @Test func missingPluginIsNamedWithItsNeighbour() throws {
    let found = try problems("[[plugin]]\nid = \"org.example.nigth-desk\"")
    guard !found.isEmpty else { return }
    #expect(found[0].kind == .missingConfiguration)
    #expect(found[0].place?.line == 2)
    #expect(found[0].maybe == "you meant \"org.example.night-desk\"")
  }

  @Test func ownKeysAreCheckedAsWell() throws {
    let found = try problems(
      """
      [[plugin]]
      id = "Not An Id"
      [[plugin]]
      id = "org.example.night-desk"
      sha256 = "zz"
      time_limit = "3h"
      isolated = "yes"
      [[plugin]]
      id = "org.example.night-desk"
      """)
    guard !found.isEmpty else { return }
    #expect(found.map { $0.place?.line } == [2, 5, 6, 7, 9])
  }

  @Test func wrongHashIsRefused() throws {
    let found = try problems(
      """
      [[plugin]]
      id = "org.example.night-desk"
      sha256 = "\(String(repeating: "0", count: 64))"
      """)
    guard !found.isEmpty else { return }
    #expect(found[0].what.contains("SHA-256"))
    #expect(found[0].kind == .missingConfiguration)
  }

  @Test func pluginThatCrashesOnItsConfigurationIsNamed() throws {
    let found = try problems(
      "[[plugin]]\nid = \"org.example.fixture\"\nmode = \"configure-crash\"")
    guard !found.isEmpty else { return }
    #expect(found[0].what.contains("died (signal 11)"))
  }

  @Test func refusedConfigurationPointsAtTheSetting() throws {
    let found = try problems(
      "[[plugin]]\nid = \"org.example.fixture\"\n\nmode = \"configure-refuse\"")
    guard !found.isEmpty else { return }
    #expect(found[0].place?.line == 4)
    #expect(found[0].what == "is a mode I refuse")
  }

  // MARK: - Windows

  @Test func noPluginMeansNoOpinion() {
    let session = PluginSession()
    #expect(session.windows(WindowsQuestion(scope: "s", fromUnix: 0, toUnix: 1)) == nil)
    #expect(session.overlay(QueueInfo(id: "q"), rows) { _ in 0 } == rows)
    #expect(
      session.labour(
        LabourQuestion(site: "s", jurisdiction: "", zone: "UTC", fromDate: "", toDate: "")
      ).isEmpty)
  }
}

extension ForecastRow {
  fileprivate init(queue: String, start: Instant, offset volume: Double) {
    self.init(
      queue: queue, start: start, offered: volume, low80: volume * 0.8, high80: volume * 1.2,
      low95: volume * 0.7, high95: volume * 1.3, handlingSeconds: 100, method: "test")
  }
}
