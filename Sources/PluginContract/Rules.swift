/// A rule that documents and tests itself.
public struct Rule: ContractCodable, Hashable, Sendable {
  /// How far the rule's text was checked.
  public enum Mark: String, Codable, CaseIterable, Hashable, Sendable {
    /// The text of the rule or an official page was read.
    case verified
    /// A law firm, a vendor, the press: check it before you rely on it.
    case secondary
    /// General knowledge: check it before you rely on it.
    case unverified
  }

  public var id: String
  /// Where it holds, such as `US-FL`; empty for a rule of the trade.
  public var jurisdiction: String
  /// The law, standard or source it comes from.
  public var authority: String
  /// First and last date on which it is in force; nil = since ever, until further notice.
  public var effectiveFrom: String?
  public var effectiveTo: String?
  public var mark: Mark
  /// What it says, in one sentence.
  public var sentence: String
  public var examples: [RuleExample]

  enum CodingKeys: String, CodingKey {
    case id, jurisdiction, authority, mark, sentence, examples
    case effectiveFrom = "effective_from"
    case effectiveTo = "effective_to"
  }

  public init(
    id: String, jurisdiction: String = "", authority: String, effectiveFrom: String? = nil,
    effectiveTo: String? = nil, mark: Mark, sentence: String, examples: [RuleExample] = []
  ) {
    self.id = id
    self.jurisdiction = jurisdiction
    self.authority = authority
    self.effectiveFrom = effectiveFrom
    self.effectiveTo = effectiveTo
    self.mark = mark
    self.sentence = sentence
    self.examples = examples
  }
}

/// A case with the outcome the rule must have.
public struct RuleExample: ContractCodable, Hashable, Sendable {
  /// Unique within the rule.
  public var name: String
  /// The case, in the plugin's own form, readable by a person.
  public var given: AnyJSON
  public var expected: String

  public init(name: String, given: AnyJSON, expected: String) {
    self.name = name
    self.given = given
    self.expected = expected
  }
}

/// Asks for the rules, for one rule's explanation, or for the outcome of an example.
public struct RulesQuestion: ContractCodable, Hashable, Sendable {
  public enum Ask: String, Codable, CaseIterable, Hashable, Sendable {
    case list, explain, example
  }

  public var ask: Ask
  /// ``Rule/id``, for all but `list`.
  public var rule: String?
  /// ``RuleExample/name``, for `example`.
  public var example: String?

  public init(_ ask: Ask, rule: String? = nil, example: String? = nil) {
    self.ask = ask
    self.rule = rule
    self.example = example
  }
}

public struct RulesAnswer: ContractCodable, Hashable, Sendable {
  /// For `list`.
  public var rules: [Rule]?
  /// For `explain`: a few plain sentences.
  public var explanation: String?
  /// For `example`: what the plugin's code made of it just now.
  public var outcome: String?

  public init(rules: [Rule]? = nil, explanation: String? = nil, outcome: String? = nil) {
    self.rules = rules
    self.explanation = explanation
    self.outcome = outcome
  }
}
