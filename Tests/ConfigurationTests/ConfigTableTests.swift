import Configuration
import Diagnostics
import Testing

@Suite struct ConfigTableTests {
  func table(_ text: String) throws -> ConfigTable {
    try ConfigTable(file: "centre.toml", bytes: Array(text.utf8))
  }

  @Test func everyProblemIsFoundInOnePass() throws {
    let root = try table(
      """
      name = 7
      [[queue]]
      id = "a"
      shrinkage = 1.3
      handlng = 300
      [[queue]]
      shrinkage = 30
      """)
    #expect(root.string("name") == nil)
    for queue in root.tables("queue") {
      _ = queue.required("id", queue.string("id"))
      _ = queue.number("shrinkage", in: 0...1)
      _ = queue.number("handling")
    }
    #expect(
      root.problems().map(\.description) == [
        "centre.toml:1:1: name: expected a string, found the integer (7).",
        "centre.toml:4:1: queue[0].shrinkage: is not between 0 and 1 (1.3).",
        "centre.toml:5:1: queue[0].handlng: unknown setting. Maybe you meant handling.",
        "centre.toml:6:1: queue[1].id: is missing.",
        "centre.toml:7:1: queue[1].shrinkage: is not between 0 and 1 (30). Maybe write 0.3 for 30 %.",
      ])
  }

  @Test func integersServeAsNumbers() throws {
    let root = try table("aht = 312")
    #expect(root.number("aht") == 312)
    #expect(root.problems().isEmpty)
  }

  @Test(arguments: ["nan", "inf", "-inf"])
  func numbersMustBeFinite(text: String) throws {
    let root = try table("aht = \(text)")
    #expect(root.number("aht") == nil)
    #expect(root.problems().count == 1)
  }

  @Test(arguments: [
    ("15m", 900), ("90s", 90), ("8h", 28_800), ("8h30m", 30_600), ("1d", 86_400),
  ])
  func durations(text: String, seconds: Int) { #expect(parseDuration(text) == seconds) }

  @Test(arguments: ["", "m", "15", "15x", "30m8h", "5m5m", "-5m", "999999999h", "1.5h"])
  func notDurations(text: String) { #expect(parseDuration(text) == nil) }

  @Test func timesOfDayAsTextOrTOMLTime() throws {
    let root = try table("a = \"08:30\"\nb = 08:30:00\nc = \"24:00\"\nd = \"24:01\"\ne = \"8:30\"")
    #expect(root.timeOfDay("a") == 510)
    #expect(root.timeOfDay("b") == 510)
    #expect(root.timeOfDay("c") == 1440)
    #expect(root.timeOfDay("d") == nil)
    #expect(root.timeOfDay("e") == nil)
    #expect(root.problems().count == 2)
  }

  @Test func syntaxErrorsHavePositions() {
    let error = #expect(throws: Problem.self) { try table("a = 1\nb = = 2\n") }
    #expect(error?.place?.line == 2)
  }

  @Test func aNULByteIsRefusedWithItsLine() {
    let error = #expect(throws: Problem.self) { try table("a = 1\nb = \"\0\"") }
    #expect(error?.place?.line == 2)
  }

  @Test func settingsTravelAsJSON() throws {
    let root = try table(
      "[plugin]\nid = \"x\"\nrates = [1, 2.5]\nopen = true\n[plugin.deep]\nname = \"a\\\"b\"")
    #expect(
      root.table("plugin")?.json()
        == #"{"deep":{"name":"a\"b"},"id":"x","open":true,"rates":[1,2.5]}"#)
    #expect(root.problems().isEmpty)
  }
}
