import PluginContract
import PluginHost
import Testing

/// The conformance suite passes what conforms and finds what does not.
@Suite struct CheckerTests {
  @Test func exampleConforms() {
    let report = PluginChecker(swiftFixture, loader: makeLoader()).run()
    #expect(report.isConforming, "\(report.checks.filter { $0.outcome == .failed })")
    #expect(report.checks.contains { $0.part == "overlay" && $0.name == "a day of 25 hours" })
    #expect(report.checks.contains { $0.part == "rules" && $0.name == "ND-NIGHT" })
  }

  /// Each way to misbehave fails in the part where it shows.
  @Test(arguments: [
    ("crash", "overlay"), ("nan", "overlay"), ("move", "overlay"), ("write-behind", "overlay"),
    ("write-before", "overlay"), ("state", "overlay"), ("share", "requirement"),
    ("foreign", "requirement"), ("not-json", "audit"), ("wrong-type", "audit"),
    ("no-rule", "audit"), ("stateful-audit", "audit"),
  ]) func misbehaviourIsFound(mode: String, part: String) throws {
    guard let path = try CFixture.library("misbehaving.c") else { return }
    var checker = PluginChecker(
      path, loader: makeLoader(seconds: 5), settings: ["mode": .string(mode)])
    checker.onlyPart = part
    let failed = checker.run().checks.filter { $0.outcome == .failed }
    #expect(failed.contains { $0.part == part }, "\(mode): \(failed)")
  }

  @Test func leaksAreFound() throws {
    guard let path = try CFixture.library("misbehaving.c") else { return }
    for mode in ["leak-memory", "leak-files"] {
      var checker = PluginChecker(path, loader: makeLoader(), settings: ["mode": .string(mode)])
      checker.onlyPart = "memory"
      let failed = checker.run().checks.filter { $0.outcome == .failed }
      #expect(failed.map(\.part) == ["memory"], "\(mode): \(failed)")
    }
  }

  @Test func fileThatDoesNotLoadIsReported() {
    let report = PluginChecker("/no/such/file.so", loader: makeLoader()).run()
    #expect(!report.isConforming)
    #expect(report.checks.map(\.name) == ["loads"])
  }

  /// A plugin that takes no queue of the suite conforms, and what was not looked at is named.
  @Test func aHookThatNeverAnsweredIsNamed() throws {
    guard let path = try CFixture.library("passing.c") else { return }
    let report = PluginChecker(path, loader: makeLoader()).run()
    #expect(report.isConforming, "\(report.checks.filter { $0.outcome == .failed })")
    #expect(report.neverAnswered == ["requirement"])
    #expect(
      report.checks.contains {
        $0.part == "requirement" && $0.outcome == .note && $0.detail.contains("never answered")
      })
    #expect(PluginChecker(swiftFixture, loader: makeLoader()).run().neverAnswered.isEmpty)
  }
}
