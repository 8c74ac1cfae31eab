/// A kind of case: invoices, onboarding forms, reconciliations.
public struct CaseType: Hashable, Sendable {
  public var name: String
  /// Working time of one pass over one case, in minutes.
  public var minutes: Double
  /// Working days within which a case must be done, the day it counts as received included.
  public var turnaroundDays: Int
  /// Minute of the day after which a case counts as received on the next working day; nil: never.
  public var cutOffMinute: Int?
  /// Work items per case: 2 for maker and checker.
  public var steps: Double
  /// Working time of the check by another person, in minutes; nil: nobody checks.
  public var checkMinutes: Double?
  /// Who may do a case, and who may check one; nil: everybody, and whoever may do it.
  public var skill: String?
  public var checkSkill: String?
  /// Share of cases that come back for another pass, 0 to below 1.
  public var rework: Double

  public init(
    name: String, minutes: Double, turnaroundDays: Int, cutOffMinute: Int? = nil, steps: Double = 1,
    rework: Double = 0, checkMinutes: Double? = nil, skill: String? = nil,
    checkSkill: String? = nil
  ) {
    self.name = name
    self.minutes = minutes
    self.turnaroundDays = max(1, turnaroundDays)
    self.cutOffMinute = cutOffMinute
    self.steps = steps
    self.rework = rework
    self.checkMinutes = checkMinutes
    self.skill = skill
    self.checkSkill = checkSkill
  }

  /// Who may check: a skill of its own, or that of those who do the case.
  public var skillOfChecks: String? { checkSkill ?? skill }

  /// Hours of work in one case, every step, check and pass counted: passes are geometric, 1/(1-r).
  public var hoursPerCase: Double { hours(minutes * steps + (checkMinutes ?? 0)) }

  /// The part of it that only those with `skill` may do.
  public func hoursPerCase(of skill: String) -> Double {
    hours(
      (self.skill == skill ? minutes * steps : 0)
        + (skillOfChecks == skill ? checkMinutes ?? 0 : 0))
  }

  private func hours(_ minutes: Double) -> Double {
    rework < 1 ? minutes / 60 / (1 - rework) : .infinity
  }

  /// Cases of this type one person does in `productiveHours`.
  public func casesPerDay(productiveHours: Double) -> Double {
    hoursPerCase > 0 ? productiveHours / hoursPerCase : .infinity
  }
}

/// Working off a backlog within a number of days while new cases keep coming.
public struct Clearing: Hashable, Sendable {
  /// Cases to be done a day.
  public var casesPerDay: Double
  /// People needed, not rounded.
  public var people: Double

  public init(
    backlog: Double, arrivalsPerDay: Double, days: Double, casesPerPersonAndDay: Double
  ) {
    casesPerDay = arrivalsPerDay + (days > 0 ? backlog / days : .infinity)
    people = casesPerPersonAndDay > 0 ? casesPerDay / casesPerPersonAndDay : .infinity
  }
}
