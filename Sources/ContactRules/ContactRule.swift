public import CivilTime

/// A rule on when and how often people may be contacted, as it stands in a rule file.
public struct ContactRule: Hashable, Sendable {
  /// What is allowed on some kinds of day.
  public struct Clause: Hashable, Sendable {
    public var days: DayClasses
    /// Minutes of the local day, half open; nil when contact is not allowed at all.
    public var window: Range<Int>?

    public init(days: DayClasses, window: Range<Int>?) {
      self.days = days
      self.window = window
    }
  }

  public var id: String
  /// `US`, `US-FL`: a rule of `US` holds in `US-FL` too.
  public var jurisdiction: String
  /// What contacts it is about; empty means all.
  public var scopes: [String]
  /// Of days that no clause names the rule says nothing.
  public var clauses: [Clause]
  public var caps: [AttemptCap]
  /// Days without contact after a conversation, the day of the conversation counted as the first.
  public var quietDays: Int?
  /// The zone whose clock counts; nil for the called party's.
  public var zone: String?
  /// The rule does not hold when one of these is true.
  public var unless: [Condition]
  public var effectiveFrom: CivilDate?
  /// Last day on which it is in force.
  public var effectiveTo: CivilDate?
  public var authority: String
  public var mark: Mark
  public var sentence: String

  /// How far the source of a rule was checked.
  public enum Mark: String, CaseIterable, Hashable, Sendable {
    /// The rule's text, an official page or source code was read.
    case verified = "V"
    /// A secondary source: a law firm, a vendor, the press.
    case secondary = "V2"
    /// General knowledge, not checked.
    case unverified = "M"
  }

  public init(id: String) {
    self.id = id
    jurisdiction = ""
    scopes = []
    clauses = []
    caps = []
    unless = []
    authority = ""
    mark = .unverified
    sentence = ""
  }

  public func isInForce(on date: CivilDate) -> Bool {
    (effectiveFrom.map { $0 <= date } ?? true) && (effectiveTo.map { date <= $0 } ?? true)
  }

  /// Whether the rule speaks of this case, exempt from it or not.
  func speaks(of contact: ContactCase) -> Bool {
    speaks(of: contact.scope) && contact.jurisdictions.contains { holds(in: $0) }
  }

  /// Whether one of its exceptions takes this case out.
  func exempts(_ contact: ContactCase) -> Bool { unless.contains { $0.holds(contact.facts) } }

  /// Whether the rule binds this case.
  func concerns(_ contact: ContactCase) -> Bool { speaks(of: contact) && !exempts(contact) }

  /// The clause for a kind of day: a holiday has its own where the rule names holidays.
  func clause(_ weekday: Weekday, isHoliday: Bool) -> Clause? {
    if isHoliday, let own = clauses.first(where: { $0.days.contains(.holiday) }) { return own }
    return clauses.first { $0.days.contains(DayClasses(weekday)) }
  }
}

/// A comparison of a fact of the case with a value: `days_past_due>15`, `consent=yes`.
public struct Condition: Hashable, Sendable {
  public var fact: String
  /// `>`, `<` or `=`.
  public var comparison: Character
  public var value: String

  public init?(_ text: some StringProtocol) {
    guard let sign = text.firstIndex(where: { ">=<".contains($0) }), sign > text.startIndex
    else { return nil }
    fact = String(text[..<sign])
    comparison = text[sign]
    value = String(text[text.index(after: sign)...])
    if comparison != "=", Double(value) == nil { return nil }
  }

  func holds(_ facts: [String: String]) -> Bool {
    guard let known = facts[fact] else { return false }
    guard comparison != "=", let x = Double(known), let y = Double(value) else {
      return comparison == "=" && known == value
    }
    return comparison == ">" ? x > y : x < y
  }
}

/// At most `count` contacts of some kind within a window of time.
public struct AttemptCap: Hashable, Sendable {
  /// What is counted.
  public enum Counts: String, CaseIterable, Hashable, Sendable {
    /// Every call placed.
    case attempts
    /// Calls in which somebody was reached.
    case contacts
  }

  /// How the window is laid.
  public enum Clock: String, CaseIterable, Hashable, Sendable {
    /// The hours before the call.
    case rolling
    /// Whole local days, the day of the call being the last.
    case days
  }

  public var count: Int
  public var windowHours: Int
  /// Per what it counts: `person`, `person+subject`, `debt`, `account`.
  public var key: String
  public var counts: Counts
  public var clock: Clock

  public init(
    count: Int, windowHours: Int, key: String, counts: Counts = .attempts, clock: Clock = .rolling
  ) {
    self.count = count
    self.windowHours = windowHours
    self.key = key
    self.counts = counts
    self.clock = clock
  }
}
