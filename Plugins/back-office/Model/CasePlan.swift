// How many people a run of days needs so that no case is late.
//
// Goal: the least level staff over the horizon, and with any staff the backlog, its age and the
// cases that will be late, day by day.
// Method: `Workloads.LevelBound` and `DeadlineRun` in hours of work; days that are not worked are
// left out of the count, so a turnaround of two days on a Friday ends on Monday.
// Conditions: cases can be split between people and every person can do every type; with a `skill`, only the
// work that needs it counts, and the level is of people who have it.

public import CivilTime
internal import Workloads

/// The cases received on one day.
public struct CaseArrivals: Hashable, Sendable {
  public var date: CivilDate
  /// Position in the list of case types.
  public var type: Int
  public var cases: Double
  /// Of these, the share that arrives after the cut-off, 0 to 1.
  public var afterCutOff: Double

  public init(date: CivilDate, type: Int, cases: Double, afterCutOff: Double = 0) {
    self.date = date
    self.type = type
    self.cases = cases
    self.afterCutOff = afterCutOff
  }
}

/// Cases already there when the plan begins.
public struct OpeningBacklog: Hashable, Sendable {
  public var type: Int
  public var cases: Double
  /// Working days left until they are due, 1 for due on the first day of the plan.
  public var daysLeft: Int

  public init(type: Int, cases: Double, daysLeft: Int) {
    self.type = type
    self.cases = cases
    self.daysLeft = daysLeft
  }
}

/// The staffing of a back office over a run of working days.
public struct CasePlan: Hashable, Sendable {
  /// One working day.
  public struct Day: Hashable, Sendable {
    public var date: CivilDate
    /// Hours of work that became available.
    public var arrivingHours: Double
    public var doneHours: Double
    public var backlogHours: Double
    /// Hours of work that passed its deadline on this day.
    public var breachedHours: Double
    /// Hours of work left at the end of the day that are past their deadline, those of days before too.
    public var overdueHours: Double
    /// Backlog in hours by age: 0-1, 1-3, 3-5 and more than 5 working days.
    public var ages: [Double]
    /// Extra hours that, worked on this day, would keep everything in time.
    public var overtimeHours: Double
  }

  public var days: [Day]
  /// Least level staff, not rounded, and the days that ask for it.
  public var level: Double
  public var bindingFrom: CivilDate?
  public var bindingTo: CivilDate?
  /// Staff of a planner who looks at the busiest day alone, and at the mean.
  public var naivePeak: Double
  public var naiveMean: Double
  /// People the run was made with.
  public var people: Double

  /// Of the arguments:
  /// - `lookahead`: Days after the planned ones whose arrivals are known: with them work cannot be
  ///   put off to a time that nobody looks at.
  /// - `people`: Staff on every working day; nil takes the level, rounded up.
  /// - `productiveHours`: Hours one person works on cases in a day.
  /// - `skill`: Counts only the work that needs it; nil: all.
  /// - `workedHours`: Hours worked on cases on each day, in the place of the staff's, such as those of a
  ///   roster; days that are not in it have none.
  public init(
    types: [CaseType], arrivals: [CaseArrivals], backlog: [OpeningBacklog] = [],
    dates: [CivilDate], lookahead: [CivilDate] = [], calendar: WorkCalendar,
    productiveHours: Double, people: Double? = nil, skill: String? = nil,
    workedHours: [CivilDate: Double]? = nil
  ) {
    func hoursPerCase(_ type: CaseType) -> Double {
      skill.map(type.hoursPerCase(of:)) ?? type.hoursPerCase
    }
    let planned = dates.count(where: calendar.isOpen)
    let open = (dates + lookahead).filter(calendar.isOpen)
    var position: [CivilDate: Int] = [:]
    for (i, date) in open.enumerated() { position[date] = i }
    var jobs: [DeadlineJob] = []
    var hours = [Double](repeating: 0, count: open.count)
    for entry in arrivals where types.indices.contains(entry.type) && entry.cases > 0 {
      guard let date = calendar.opening(onOrAfter: entry.date), let day = position[date]
      else { continue }
      let type = types[entry.type]
      let work = entry.cases * hoursPerCase(type)
      hours[day] += work
      let late = type.cutOffMinute == nil ? 0 : min(1, max(0, entry.afterCutOff))
      let due = day + type.turnaroundDays - 1
      jobs.append(
        DeadlineJob(release: day, deadline: due, work: work * (1 - late), kind: entry.type))
      jobs.append(
        DeadlineJob(release: day, deadline: due + 1, work: work * late, kind: entry.type))
    }
    for entry in backlog where types.indices.contains(entry.type) {
      jobs.append(
        DeadlineJob(
          release: 0, deadline: max(0, entry.daysLeft - 1),
          work: entry.cases * hoursPerCase(types[entry.type]), kind: entry.type))
    }
    let bound = LevelBound(jobs: jobs, open: [])
    level = productiveHours > 0 ? bound.level / productiveHours : .infinity
    bindingFrom = bound.firstArrival < open.count ? open[bound.firstArrival] : nil
    bindingTo = bound.lastArrival < open.count ? open[bound.lastArrival] : nil
    naivePeak =
      productiveHours > 0 ? (hours.prefix(planned).max() ?? 0) / productiveHours : .infinity
    naiveMean =
      productiveHours > 0 && planned > 0
      ? hours.prefix(planned).reduce(0, +) / Double(planned) / productiveHours : 0
    let staff = people ?? Double(wholeUp(level))
    self.people = staff

    let capacity = open.map { date in
      workedHours.map { $0[date] ?? 0 } ?? staff * productiveHours
    }
    let run = DeadlineRun(jobs: jobs, capacity: capacity)
    days = open.indices.prefix(planned).map { t in
      let released = jobs.reduce(0) { $0 + ($1.release == t ? $1.work : 0) }
      let ages = run.ages[t]
      func sum(_ range: PartialRangeFrom<Int>) -> Double {
        ages.dropFirst(range.lowerBound).reduce(0, +)
      }
      return Day(
        date: open[t], arrivingHours: released, doneHours: run.done[t],
        backlogHours: run.backlog[t], breachedHours: run.breached[t],
        overdueHours: run.overdue[t],
        ages: [
          sum(0...) - sum(1...), sum(1...) - sum(3...), sum(3...) - sum(5...), sum(5...),
        ], overtimeHours: run.breached[t])
    }
  }

  /// Whether every case that is due within the horizon is done in time.
  public var isInTime: Bool { days.allSatisfy { $0.breachedHours < 1e-6 } }
}
