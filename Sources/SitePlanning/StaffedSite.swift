public import CentreModel
public import CivilTime

/// Who works at a site: people with names, or as many heads as the work takes.
public enum SitePeople: Hashable, Sendable {
  case named([RosterAgent])
  /// Contracts and their shares of the heads; `most` heads at all, nil: no limit.
  case mix([ContractShare], most: Int?)
}

/// A contract's share of the heads of a site.
public struct ContractShare: Hashable, Sendable {
  public var contract: String
  public var share: Double

  public init(_ contract: String, _ share: Double) {
    self.contract = contract
    self.share = share
  }
}

/// A site with its clocks, people and rules: all that a plan of its part of the work needs to know of it.
public struct StaffedSite: Sendable {
  public var site: Site
  /// The site's own clock: its law, pay, holidays and seats.
  public var zone: Zone
  /// The clock by which shifts begin: the site's, or the client's where it is anchored there.
  public var shiftZone: Zone
  public var people: SitePeople
  /// The rules as the centre or the comparison gives them, before the law of the place.
  public var rules: RosterRules

  public init(
    _ site: Site, zone: Zone, shiftZone: Zone, people: SitePeople, rules: RosterRules
  ) {
    self.site = site
    self.zone = zone
    self.shiftZone = shiftZone
    self.people = people
    self.rules = rules
  }

  /// The basic hourly pay of an agent: the contract's, or the site's; nil: nobody says.
  public func hourlyRate(_ agent: RosterAgent) -> Double? {
    contract(of: agent)?.hourlyRate ?? site.hourlyRate
  }

  func contract(of agent: RosterAgent) -> RosterContract? {
    rules.contracts.first { $0.id == agent.contract }
  }

  /// The queue as this site works it.
  public func worked(_ queue: Queue) -> Queue {
    var queue = queue
    queue.shrinkage = min(0.95, site.shrinkage ?? queue.shrinkage)
    return queue
  }
}
