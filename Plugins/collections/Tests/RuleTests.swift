import CollectionsModel
import ContactRules
import Testing

@Suite struct CollectionsRuleTests {
  @Test(arguments: try CollectionsRules.examples())
  func example(_ example: RuleCase) throws {
    let book = RuleBook(try CollectionsRules.rules())
    #expect(try example.outcome(book) == example.expected, "\(example.rule) \(example.name)")
    #expect(book[example.rule] != nil)
  }

  @Test func everyRuleHasAnExampleAuthorityAndSentence() throws {
    let tried = Set(try CollectionsRules.examples().map(\.rule))
    for rule in try CollectionsRules.rules() {
      #expect(tried.contains(rule.id), "\(rule.id)")
      #expect(!rule.authority.isEmpty && rule.sentence.hasSuffix("."), "\(rule.id)")
    }
  }
}
