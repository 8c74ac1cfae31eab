internal import CivilTime
public import ContactRules
public import Workloads

/// A part of a list whose people are in one place.
public struct CampaignSegment: Hashable, Sendable {
  public var name: String
  /// Who is called, by which law, in zones of which the first gives the hour for the contact rate.
  public var people: ContactCase
  /// Records by attempts already made without success; element 0 is fresh records.
  public var inventory: [Double]
  /// Live answers per dial by local hour, 24 numbers.
  public var rates: [Double]
  /// Factor on the rate by attempts already made; empty for 1.
  public var attemptFactors: [Double] = []
  /// Share of the records that may be called: not on a do-not-call list, and with consent.
  public var callable = 1.0

  public init(
    name: String, people: ContactCase, inventory: [Double], rates: [Double]
  ) {
    self.name = name
    self.people = people
    self.inventory = inventory
    self.rates = rates
  }

  public var records: Double { inventory.reduce(0, +) }

  /// The clock by which people answer more or less.
  var clock: Zone { people.zones.first ?? .utc }
}

/// A list of people to be called, and the team that calls them.
public struct Campaign: Hashable, Sendable {
  public var segments: [CampaignSegment]
  /// Attempts on one record in all.
  public var maximumAttempts: Int
  public var pacing: Pacing
  /// Agents there are for it in every open interval.
  public var agents: Int
  /// Nil takes the better mode for the team.
  public var mode: DialMode?
  /// Factors on the contact rate Monday to Sunday; empty for 1.
  public var weekdays: [Double]
  /// Sales per contact by the called person's local hour, 24 numbers; empty: contacts are what counts.
  public var conversion: [Double]
  /// Agents by hour of the campaign's clock, 24 numbers; empty for ``agents`` at every hour.
  public var agentsByHour: [Int] = []
  /// Attempts on one record a day and the gap between them, unless the law allows less.
  public var spacing = DialSpacing(perDay: 1, gapSeconds: 0)
  /// Share of the people who may be called that takes its consent back in a week.
  public var revokedPerWeek = 0.0

  public init(
    segments: [CampaignSegment], maximumAttempts: Int, pacing: Pacing, agents: Int,
    mode: DialMode? = nil, weekdays: [Double] = [], conversion: [Double] = []
  ) {
    self.segments = segments
    self.maximumAttempts = maximumAttempts
    self.pacing = pacing
    self.agents = agents
    self.mode = mode
    self.weekdays = weekdays
    self.conversion = conversion
  }

  /// Agents at an hour of the campaign's clock.
  public func agents(hour: Int) -> Int {
    hour < agentsByHour.count ? min(agents, agentsByHour[hour]) : agents
  }

  /// The smallest team there is at any hour: what a team this small does, every other does too.
  private var smallestTeam: Int {
    agentsByHour.filter { $0 > 0 }.min().map { min($0, agents) } ?? agents
  }

  /// How a team dials at a contact rate; nil stands for the campaign's own team.
  public func dialling(
    _ contactRate: Double, agents: Double? = nil
  ) -> (mode: DialMode, utilisation: Double, lost: Double) {
    pacing.dialling(agents: agents ?? Double(smallestTeam), contactRate: contactRate, mode: mode)
  }

  /// Sales per contact of a segment at an instant; nil when sales are not counted.
  func conversion(_ segment: CampaignSegment, at instant: Instant) -> Double? {
    guard !conversion.isEmpty else { return nil }
    let hour = segment.clock.local(at: instant).hour
    return hour < conversion.count ? conversion[hour] : 0
  }

  /// Contact rate of a segment at an instant.
  func rate(_ segment: CampaignSegment, at instant: Instant) -> Double {
    let local = segment.clock.local(at: instant)
    guard local.hour < segment.rates.count else { return 0 }
    let weekday = local.date.weekday.rawValue
    return min(
      1, segment.rates[local.hour] * (weekday < weekdays.count ? weekdays[weekday] : 1))
  }
}
