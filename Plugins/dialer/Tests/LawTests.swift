import Files
import TestSupport
import Testing

/// The dialer has no law of its own: a queue that it dials is planned in the hours that a plugin with rules
/// allows where its people are, or not at all.
@Suite struct DialerLawTests {
  private func planned(
    in folder: String, _ change: (String) -> String
  ) throws -> (result: Finished, published: String) {
    let centre = "\(folder)/sample"
    let made = try muster("init", centre, "--kind", "dialer", "--as-of", "2026-11-23")
    #expect(made.code == 0, "\(made.errors)")
    let before = try text(of: "\(centre)/centre.toml")
    let after = change(before)
    #expect(before != after)
    try writeFile("\(centre)/centre.toml", Array(after.utf8))
    let plan = try muster("plan", centre, "--as-of", "2026-11-23", "--roster-time", "0.1")
    return (plan, "\(centre)/published")
  }

  private static let people = "jurisdictions = [\"US-CO\", \"US-NM\"]"

  @Test(arguments: [
    // Nobody says what for, where, or has a rule on it.
    ("scope = \"sales\"\n" + people + "\n", "", "calls people"),
    (people, "jurisdictions = [\"US-QQ\"]", "US-QQ is no place that is known"),
    (people, "jurisdictions = [\"FR\"]", "no rule says when sales contacts may be made in FR"),
    ("[[plugin]]\nid = \"telemarketing\"\n", "", "no plugin of this centre knows when"),
  ])
  func whereNobodyKnowsTheLawNothingIsPlanned(from: String, to: String, words: String) throws {
    try withTemporaryFolder { folder in
      let (plan, published) = try planned(in: folder) { $0.replacing(from, with: to) }
      #expect(plan.code != 0 && plan.errors.contains(words), "\(plan.errors)")
      #expect(linked("\(published)/latest") == nil)
    }
  }

  /// The queue works until 20:00 in Denver; Kentucky, whose east is two hours ahead, is called until 21:00
  /// of its own clock.
  @Test func hoursOfTheCalledCount() throws {
    try withTemporaryFolder { folder in
      let (plan, published) = try planned(in: folder) {
        $0.replacing(Self.people, with: "jurisdictions = [\"US-KY\"]")
      }
      #expect(plan.code == 13, "\(plan.errors)")
      #expect(plan.errors.contains("contacts are planned when nobody may be contacted"))
      #expect(linked("\(published)/latest") == nil)
    }
  }
}
