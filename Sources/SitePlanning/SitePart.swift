public import CentreModel
public import CivilTime
internal import PluginContract
public import Rostering

/// A site's part of the work of a period, ready to be planned.
public struct SitePart: Sendable {
  public var site: StaffedSite
  /// The queues of which it takes something, with the site's shrinkage.
  public var queues: [Queue]
  /// What it takes of their forecasts, by queue and time; handling times are those of this site.
  public var demand: [ForecastRow]
  /// Shifts of its people published before the period, some of which may still be at work in it.
  public var previous: [RosterSegment] = []
  /// Whether a published roster speaks of the day before the period.
  public var isContinued = false
  /// What weeks before left of nights, weekends and unpopular shifts.
  public var ledger = FairnessLedger()
  /// The roster published for the period, to stay near; empty: a new one.
  public var published: [RosterSegment] = []
  /// Shifts that start before this stay as published.
  public var frozenUntil: Instant?
  public var pins: [RosterPin] = []
  /// A roster of unnamed heads that is changed only where that saves pay.
  public var staying: PartRoster?
  /// The queues whose roster is searched for a promise over a day or a week, see ``SiteDesk/promising(_:)``,
  /// and those that promise it and are held by interval.
  public internal(set) var promised: [String] = []
  public internal(set) var heldByInterval: [HeldByInterval] = []
  /// Queues with goals by interval that the same people serve: staffed and simulated as one line.
  public internal(set) var pooled: [[String]] = []

  /// `demand`: What the site takes, in the centre's handling times.
  public init(site: StaffedSite, queues: [Queue], demand: [ForecastRow]) {
    self.site = site
    self.queues = queues.map { site.worked($0) }
    self.demand = demand.map { row in
      var row = row
      row.handlingSeconds *= site.site.handlingFactor
      return row
    }
  }
}

/// The roster of a part, its people with it.
public struct PartRoster: Sendable {
  /// By agent, then time.
  public var segments: [RosterSegment]
  public var agents: [RosterAgent]
  /// Agent-hours asked for, and those of them that nobody works.
  public var requiredHours: Double
  public var missingHours: Double
  /// Whether the site's limit of heads kept more from being added.
  public var isLimited = false
  /// The problem it solves and what is known of the solution; nil where nothing is required.
  public var problem: RosterProblem?
  public var roster: Roster?
  /// Bound, gap and what binds, where the roster was searched for a promise; hours required and missing are
  /// then those of the other queues.
  public var promise: PromiseEvidence?

  /// Heads employed, at work or not.
  public var heads: Int { agents.count }

  public init(
    segments: [RosterSegment], agents: [RosterAgent], requiredHours: Double, missingHours: Double
  ) {
    self.segments = segments
    self.agents = agents
    self.requiredHours = requiredHours
    self.missingHours = missingHours
  }
}

/// All that planning gives for a part.
public struct PlannedPart: Sendable {
  public var part: SitePart
  public var law: SiteLaw
  public var requirement: [RequirementRow]
  public var roster: PartRoster
  public var coverage: [CoverageRow]
  public var service: PartService
  public var pay: SitePay
  /// Places that are taken at once at the most: heads of which none is remote.
  public var peakSeats: Int

  public var site: Site { part.site.site }
}
