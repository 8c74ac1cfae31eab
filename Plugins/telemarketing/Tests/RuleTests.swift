import CivilTime
import ContactRules
import TelemarketingModel
import Testing

@Suite struct TelemarketingRuleTests {
  @Test(arguments: try TelemarketingRules.examples())
  func example(_ example: RuleCase) throws {
    let book = RuleBook(try TelemarketingRules.rules())
    #expect(try example.outcome(book) == example.expected, "\(example.rule) \(example.name)")
    #expect(book[example.rule] != nil)
  }

  @Test func everyRuleHasAnExampleAuthorityAndSentence() throws {
    let tried = Set(try TelemarketingRules.examples().map(\.rule))
    for rule in try TelemarketingRules.rules() {
      #expect(tried.contains(rule.id), "\(rule.id)")
      #expect(!rule.authority.isEmpty && rule.sentence.hasSuffix("."), "\(rule.id)")
    }
  }

  @Test func twentyFourStatesAreStricterThanTheCountry() throws {
    let states = Set(
      try TelemarketingRules.rules().map(\.jurisdiction).filter { $0.hasPrefix("US-") })
    #expect(states.count == 24)
  }
}
