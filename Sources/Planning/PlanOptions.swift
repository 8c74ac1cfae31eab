public import CentreModel
public import CivilTime
public import Diagnostics

/// What a run of the whole chain may be told beside the centre folder.
public struct PlanOptions: Hashable, Sendable {
  /// A date or an instant, as the user wrote it; nil: the date of `now` where the centre is.
  public var asOf: String?
  /// The present instant; used only when there is no `asOf`.
  public var now: Instant
  public var from: CivilDate?
  public var days: Int
  /// Nil: the centre's.
  public var seed: UInt64?
  /// Cores to use; changes no result.
  public var threads: Int
  /// Seconds of one core that each roster search is worth on the machine the table was made on;
  /// turned into a number of moves, so that a seed gives the same roster on any load.
  public var rosterSeconds: Double
  /// Where plans are published; nil: `published` in the centre folder.
  public var output: String?
  public var lockWaitSeconds: Int
  /// Plan anew, also where a roster is published for the period already, which otherwise stays but for
  /// what has to change.
  public var fresh = false
  /// Shifts that start before this stay as published, as the user wrote it.
  public var freezeUntil: String?
  /// The scenario of the comparison whose sites and parts are planned; nil: the centre's own.
  public var scenario: String?
  /// A file of shifts and days off that are fixed beforehand.
  public var pins: String?
  /// Take a plan into force that fails.
  public var accept = false
  /// Plan also when the plan in force is of a later as-of instant, and let `latest` go back to this one.
  public var allowEarlier = false

  public init(
    asOf: String?, now: Instant, from: CivilDate? = nil, days: Int = 7, seed: UInt64? = nil,
    threads: Int = 2,
    rosterSeconds: Double = 1.5, output: String? = nil, lockWaitSeconds: Int = 0
  ) {
    self.asOf = asOf
    self.now = now
    self.from = from
    self.days = days
    self.seed = seed
    self.threads = threads
    self.rosterSeconds = rosterSeconds
    self.output = output
    self.lockWaitSeconds = lockWaitSeconds
  }

  /// The period these options ask for at a centre in `zone`.
  public func period(in zone: Zone) throws(Problem) -> PlanningPeriod {
    let origin = try PlanningPeriod.asOf(asOf ?? "\(zone.date(at: now))", zone: zone)
    return try PlanningPeriod(asOf: origin, from: from, days: days, zone: zone)
  }
}
