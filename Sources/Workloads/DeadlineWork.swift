// Work that waits without harm until a deadline: cases, letters, deferred messages.
//
// Goal: the least level staff that finishes every job in time, and what happens with any other.
// Method: jobs are fluid amounts of work with a release and a deadline in periods. Earliest deadline
// first is optimal for such work on one pool (Horn 1974), and a constant level c is enough exactly
// when, for all periods a <= b,
//   work released in or after a and due by the end of b  <=  c · open time in a…b.
// The bound is therefore both necessary and sufficient and no search is needed.
// Conditions: work can be split, anybody can do any of it, and work released in a period may be
// done in the same period.

/// An amount of work that becomes available in one period and is due by the end of another.
public struct DeadlineJob: Hashable, Sendable {
  /// Period of arrival, from 0.
  public var release: Int
  /// Last period in which the job is still in time, at least `release`.
  public var deadline: Int
  /// Work in the unit of the capacity: hours, cases, heads.
  public var work: Double
  /// A label carried through, such as a case type's position.
  public var kind: Int

  public init(release: Int, deadline: Int, work: Double, kind: Int = 0) {
    self.release = release
    self.deadline = max(release, deadline)
    self.work = work
    self.kind = kind
  }
}

/// The least level that is in time, and the run of periods that asks for it.
public struct LevelBound: Hashable, Sendable {
  /// Capacity per unit of open time.
  public var level: Double
  /// First and last period of arrival of the work that binds, and the last period it may use.
  public var firstArrival: Int
  public var lastArrival: Int
  public var due: Int
}

extension LevelBound {
  /// The least constant level for `jobs` when period t has `open[t]` units of working time.
  ///
  /// Periods past the end of `open` count as fully open, so that deadlines may lie beyond it.
  /// Infinite when work is due before any time is open.
  ///
  /// - Complexity: O(jobs + periods²).
  public init(jobs: [DeadlineJob], open: [Double]) {
    let last = jobs.reduce(open.count - 1) { max($0, $1.deadline) }
    let count = max(0, last + 1)
    var openBefore = [0.0]
    openBefore.reserveCapacity(count + 1)
    for t in 0..<count { openBefore.append(openBefore[t] + (t < open.count ? open[t] : 1)) }
    var dueIn = [[DeadlineJob]](repeating: [], count: count)
    for job in jobs where job.work > 0 { dueIn[job.deadline].append(job) }

    self.init(level: 0, firstArrival: 0, lastArrival: 0, due: 0)
    // workFrom[a]: work released in or after a and due by the period reached so far.
    var workFrom = [Double](repeating: 0, count: count)
    var latest = [Int](repeating: -1, count: count)
    for b in 0..<count {
      guard !dueIn[b].isEmpty else { continue }
      for job in dueIn[b] {
        for a in 0...job.release {
          workFrom[a] += job.work
          latest[a] = max(latest[a], job.release)
        }
      }
      for a in 0...b where workFrom[a] > 0 {
        let time = openBefore[b + 1] - openBefore[a]
        let needed = time > 0 ? workFrom[a] / time : .infinity
        // Later starts with the same level name the tighter run.
        if needed > level * (1 + 1e-12) || (needed == level && a > firstArrival && b == due) {
          self.init(level: needed, firstArrival: a, lastArrival: latest[a], due: b)
        }
      }
    }
  }

  /// The least level for work per period that must be done within `turnaround` periods, its own
  /// counted: max over i <= j of work(i…j) / (j - i + turnaround).
  public init(work: [Double], turnaround: Int) {
    let jobs = work.enumerated().map {
      DeadlineJob(
        release: $0.offset, deadline: $0.offset + max(1, turnaround) - 1, work: $0.element)
    }
    self.init(jobs: jobs, open: [])
  }
}

/// What becomes of deadline work under a given capacity, worked earliest deadline first.
public struct DeadlineRun: Hashable, Sendable {
  /// Work left at the end of each period.
  public var backlog: [Double]
  /// Work that passed its deadline undone in each period; it stays in the backlog and is done first.
  public var breached: [Double]
  /// Work left at the end of each period that is past its deadline.
  public var overdue: [Double]
  /// Work done in each period.
  public var done: [Double]
  /// Work left at the end of each period by age in periods, 0 for what arrived in it.
  public var ages: [[Double]]

  /// `capacity`: Work that can be done in each period.
  /// - Complexity: O(jobs log jobs + periods · open jobs).
  public init(jobs: [DeadlineJob], capacity: [Double]) {
    let count = capacity.count
    var arriving = [[DeadlineJob]](repeating: [], count: count)
    for job in jobs where job.work > 0 && job.release < count {
      arriving[max(0, job.release)].append(job)
    }
    var waiting: [DeadlineJob] = []
    backlog = []
    breached = []
    overdue = []
    done = []
    ages = []
    for t in 0..<count {
      waiting += arriving[t]
      waiting.sort { ($0.deadline, $0.release, $0.kind) < ($1.deadline, $1.release, $1.kind) }
      var left = max(0, capacity[t])
      var finished = 0
      var worked = 0.0
      for i in waiting.indices {
        let amount = min(left, waiting[i].work)
        waiting[i].work -= amount
        left -= amount
        worked += amount
        if waiting[i].work > 1e-9 { break }
        finished = i + 1
      }
      waiting.removeFirst(finished)
      done.append(worked)
      backlog.append(waiting.reduce(0) { $0 + $1.work })
      breached.append(waiting.reduce(0) { $0 + ($1.deadline == t ? $1.work : 0) })
      overdue.append(waiting.reduce(0) { $0 + ($1.deadline <= t ? $1.work : 0) })
      var byAge: [Double] = []
      for job in waiting {
        let age = t - max(0, job.release)
        while byAge.count <= age { byAge.append(0) }
        byAge[age] += job.work
      }
      ages.append(byAge)
    }
  }
}
