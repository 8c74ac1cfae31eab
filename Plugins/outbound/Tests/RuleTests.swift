import ContactRules
import OutboundModel
import Testing

@Suite struct OutboundRuleTests {
  @Test(arguments: try OutboundRules.examples())
  func example(_ example: RuleCase) throws {
    let book = RuleBook(try OutboundRules.rules())
    #expect(try example.outcome(book) == example.expected, "\(example.rule) \(example.name)")
    #expect(book[example.rule] != nil)
  }

  @Test func everyRuleHasAnExampleAuthorityAndSentence() throws {
    let tried = Set(try OutboundRules.examples().map(\.rule))
    for rule in try OutboundRules.rules() {
      #expect(tried.contains(rule.id), "\(rule.id)")
      #expect(!rule.authority.isEmpty && rule.sentence.hasSuffix("."), "\(rule.id)")
    }
  }
}
