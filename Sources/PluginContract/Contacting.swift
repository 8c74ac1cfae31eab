/// When may people be contacted?
public struct WindowsQuestion: ContractCodable, Hashable, Sendable {
  /// What the contact is for: `sales`, `research`, `collections`, …; the plugin names its scopes.
  public var scope: String
  /// Where the people are, such as `US-FL`; all must allow it.
  public var jurisdictions: [String]
  /// The time zones they may be in; all must allow it.
  public var zones: [String]
  public var fromUnix: Int64
  public var toUnix: Int64
  /// The queue that is planned, when there is one.
  public var queue: String?
  /// Whatever else a plugin's rules look at, by name.
  public var facts: [String: AnyJSON]?

  enum CodingKeys: String, CodingKey {
    case scope, jurisdictions, zones, queue, facts
    case fromUnix = "from_unix"
    case toUnix = "to_unix"
  }

  public init(
    scope: String, jurisdictions: [String] = [], zones: [String] = [], fromUnix: Int64,
    toUnix: Int64, queue: String? = nil, facts: [String: AnyJSON]? = nil
  ) {
    self.scope = scope
    self.jurisdictions = jurisdictions
    self.zones = zones
    self.fromUnix = fromUnix
    self.toUnix = toUnix
    self.queue = queue
    self.facts = facts
  }
}

/// The stretches within which contact is allowed; everything else is not.
public struct WindowsAnswer: ContractCodable, Hashable, Sendable {
  /// Ascending, not overlapping, within the question's period.
  public var windows: [ContactWindow]

  public init(windows: [ContactWindow]) { self.windows = windows }
}

/// One stretch, half open.
public struct ContactWindow: ContractCodable, Hashable, Sendable {
  public var startUnix: Int64
  public var endUnix: Int64
  /// Ids of the rules that end it on either side.
  public var rules: [String]
  public var note: String?

  enum CodingKeys: String, CodingKey {
    case rules, note
    case startUnix = "start_unix"
    case endUnix = "end_unix"
  }

  public init(startUnix: Int64, endUnix: Int64, rules: [String] = [], note: String? = nil) {
    self.startUnix = startUnix
    self.endUnix = endUnix
    self.rules = rules
    self.note = note
  }
}

/// How often may people be contacted?
public struct CapsQuestion: ContractCodable, Hashable, Sendable {
  public var scope: String
  public var jurisdictions: [String]
  /// The local date on which the caps must be in force.
  public var date: String
  public var queue: String?
  public var facts: [String: AnyJSON]?

  public init(
    scope: String, jurisdictions: [String] = [], date: String, queue: String? = nil,
    facts: [String: AnyJSON]? = nil
  ) {
    self.scope = scope
    self.jurisdictions = jurisdictions
    self.date = date
    self.queue = queue
    self.facts = facts
  }
}

public struct CapsAnswer: ContractCodable, Hashable, Sendable {
  public var caps: [ContactCap]

  public init(caps: [ContactCap]) { self.caps = caps }
}

/// At most `count` of `counts` for one `key` within any `windowH` hours.
public struct ContactCap: ContractCodable, Hashable, Sendable {
  public var rule: String
  public var count: Int
  public var windowH: Double
  /// Per what: `person`, `debt`, `account`, `person+subject`, …
  public var key: String
  /// What is counted: `attempts`, `contacts`, `conversations`.
  public var counts: String
  public var note: String?

  enum CodingKeys: String, CodingKey {
    case rule, count, key, counts, note
    case windowH = "window_h"
  }

  public init(
    rule: String, count: Int, windowH: Double, key: String, counts: String = "attempts",
    note: String? = nil
  ) {
    self.rule = rule
    self.count = count
    self.windowH = windowH
    self.key = key
    self.counts = counts
    self.note = note
  }
}
