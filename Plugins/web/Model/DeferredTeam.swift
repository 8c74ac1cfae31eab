// Steady staff for work with a deadline in business hours: e-mail, social posts, tickets.
//
// Goal: the least staff that answers everything within `slaPeriods` open periods.
// Method: the larger of total work over open time (else the backlog grows from cycle to cycle) and
// the bound of `Workloads.LevelBound`. What arrives while closed lands at the next opening; the
// deadline runs in open periods only.

public import Workloads

/// Deferred work over a run of periods.
public struct DeferredTeam: Hashable, Sendable {
  /// Work arriving in each period, in agent periods.
  public var arrivals: [Double]
  /// Whether each period is open.
  public var isOpen: [Bool]
  /// Open periods within which work is due, its own counted.
  public var slaPeriods: Int
  /// Longest time past the last period that work may still take: what is due later counts there.
  private let position: [Int]

  public init(arrivals: [Double], isOpen: [Bool], slaPeriods: Int) {
    self.arrivals = arrivals
    self.isOpen = isOpen
    self.slaPeriods = max(1, slaPeriods)
    var open = 0
    position = isOpen.map { isOpen in
      defer { if isOpen { open += 1 } }
      return open
    }
  }

  public var openPeriods: Int { isOpen.count { $0 } }

  /// The work as jobs on the clock of open periods.
  public var jobs: [DeadlineJob] {
    zip(arrivals, position).compactMap { work, release in
      work > 0 ? DeadlineJob(release: release, deadline: release + slaPeriods - 1, work: work) : nil
    }
  }

  /// Total work over open time.
  public var totalBound: Double {
    let work = arrivals.reduce(0, +)
    return openPeriods > 0 ? work / Double(openPeriods) : work > 0 ? .infinity : 0
  }

  /// What the deadlines ask for.
  public var deadlineBound: Double { LevelBound(jobs: jobs, open: []).level }

  public var level: Double { max(totalBound, deadlineBound) }

  /// Backlog and late work period by period (open periods only) with `staff` people.
  public func run(staff: Double) -> DeadlineRun {
    DeadlineRun(jobs: jobs, capacity: [Double](repeating: staff, count: openPeriods))
  }
}
