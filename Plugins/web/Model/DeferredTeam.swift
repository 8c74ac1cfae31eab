// Steady staff for work with a deadline in business hours: e-mail, social posts, tickets.
//
// Goal: the least staff that answers everything within `slaPeriods` open periods.
// Method: the larger of total work over open time (else the backlog grows from cycle to cycle) and
// the bound of `Workloads.LevelBound`. What arrives while closed lands at the next opening; the
// deadline runs in open periods only. Whole weeks are taken to follow weeks like them: what comes after
// the last opening lies there at the first.

public import Workloads

/// Deferred work over a run of periods.
public struct DeferredTeam: Hashable, Sendable {
  /// Work arriving in each period, in agent periods.
  public var arrivals: [Double]
  /// Whether each period is open.
  public var isOpen: [Bool]
  /// Open periods within which work is due, its own counted.
  public var slaPeriods: Int
  /// The open period in which the work of each period can first be done.
  private let position: [Int]

  /// `isCyclic`: The periods follow others like them.
  public init(arrivals: [Double], isOpen: [Bool], slaPeriods: Int, isCyclic: Bool = false) {
    self.arrivals = arrivals
    self.isOpen = isOpen
    self.slaPeriods = max(1, slaPeriods)
    let total = isOpen.count { $0 }
    var open = 0
    position = isOpen.map { isOpen in
      defer { if isOpen { open += 1 } }
      return open == total && isCyclic ? 0 : open
    }
  }

  /// Work that arrives while closed.
  public var closedArrivals: Double {
    zip(arrivals, isOpen).reduce(0) { $0 + ($1.1 ? 0 : $1.0) }
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

  /// What the deadlines ask for, and the run of open periods that does.
  public var bound: LevelBound { LevelBound(jobs: jobs, open: []) }

  public var deadlineBound: Double { bound.level }

  public var level: Double { max(totalBound, deadlineBound) }

  /// Backlog and late work period by period (open periods only) with `staff` people.
  public func run(staff: Double) -> DeadlineRun {
    DeadlineRun(jobs: jobs, capacity: [Double](repeating: staff, count: openPeriods))
  }
}
