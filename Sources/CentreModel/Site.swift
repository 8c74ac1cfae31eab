internal import Diagnostics

/// A place where agents sit.
public struct Site: Hashable, Sendable {
  /// Whose clock the starts of shifts keep to when only one of two places puts its clocks forward.
  public enum Anchor: String, CaseIterable, Hashable, Sendable {
    case client
    case site
  }

  public var id: String
  public var name: String
  /// IANA zone of the site's clocks.
  public var timezone: String
  /// Which holiday calendar counts for those who work here.
  public var calendar: String?
  /// Places to sit at; nil: no limit. A `[[seats]]` rule that names the site stands before it.
  public var seats: Int?
  /// Whose labour law binds the site, in the words of the plugin that knows it.
  public var jurisdiction: String?
  /// ISO 4217 code of the site's wages.
  public var currency: String?
  /// Basic pay of an hour, for contracts that say nothing else.
  public var hourlyRate: Double?
  /// Handling time here against the queues' own.
  public var handlingFactor: Double
  /// Instead of each queue's own, 0 to 1.
  public var shrinkage: Double?
  public var anchor: Anchor
  /// What plugins with pay and labour rules know of everybody who works here.
  public var traits: [String]

  public init(
    id: String, name: String? = nil, timezone: String, calendar: String? = nil, seats: Int? = nil,
    jurisdiction: String? = nil, currency: String? = nil, hourlyRate: Double? = nil,
    handlingFactor: Double = 1, shrinkage: Double? = nil, anchor: Anchor = .site,
    traits: [String] = []
  ) {
    self.id = id
    self.name = name ?? id
    self.timezone = timezone
    self.calendar = calendar
    self.seats = seats
    self.jurisdiction = jurisdiction
    self.currency = currency
    self.hourlyRate = hourlyRate
    self.handlingFactor = handlingFactor
    self.shrinkage = shrinkage
    self.anchor = anchor
    self.traits = traits
  }
}
