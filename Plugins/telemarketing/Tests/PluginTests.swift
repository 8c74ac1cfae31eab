import Files
import PluginContract
import PluginHost
import TestSupport
import Testing

/// The plugin as it is built: its rules test themselves, and its sample centre plans at once.
@Suite struct TelemarketingPluginTests {
  @Test func everyExampleHasItsOutcome() throws {
    let folder = musterExecutable.split(separator: "/", omittingEmptySubsequences: false)
      .dropLast().joined(separator: "/")
    let loader = PluginLoader(program: musterExecutable, version: "test")
    let plugin = try loader.load("\(folder)/libmuster-telemarketing.so", isolated: false)
    #expect(plugin.id == "telemarketing")
    var tried = 0
    for rule in try plugin.rules() {
      for example in rule.examples {
        let outcome = try plugin.outcome(ofExample: example.name, rule: rule.id)
        #expect(outcome == example.expected, "\(rule.id): \(example.name)")
        tried += 1
      }
    }
    #expect(tried > 0)
  }

  @Test func theSampleCentrePlansAtOnce() throws {
    try withTemporaryFolder { folder in
      let centre = "\(folder)/sample"
      let made = try muster("init", centre, "--kind", "telemarketing", "--as-of", "2026-11-23")
      #expect(made.code == 0, "\(made.errors)")
      let planned = try muster(
        "plan", centre, "--as-of", "2026-11-23", "--roster-time", "0.1")
      #expect(planned.code == 0, "\(planned.errors)")
      let report = try text(of: "\(centre)/published/latest/report.txt")
      for words in ["no plan makes more", "US-RI", "Blocks of 30 days"] {
        #expect(report.contains(words), "\(words)")
      }
      let findings = "\(centre)/published/latest/findings.csv"
      if exists(findings) { #expect(try !text(of: findings).contains("violation,")) }
    }
  }
}
