// Cases worked one by one by people who are each there at their own times, and checked by somebody else.
//
// Goal: what becomes of cases where not everybody may do everything: which are done in time, and what is left.
// Method: a discrete simulation. Whoever is free and there takes, of all he may do, what is due first, checks before
// new cases, then what came first. What is in hand is finished after a pause; who goes home lays it back, and anybody
// who may goes on with it. A case that has to be checked waits, once made, for somebody who may check its kind
// and made no part of it; one that fails comes back to be made and checked again. With a stream, counts are Poisson, times exponential and arrivals
// anywhere in their interval; without one, everything is as expected, and passes are work of the first one.
// Conditions: intervals are equally long and follow each other. Earliest deadline first is optimal on one pool
// (Horn 1974); with skills it is the rule that offices follow, and no bound.

public import Simulation

/// Cases of several kinds and the people who make and check them.
public struct CaseFloor: Sendable {
  public struct Kind: Hashable, Sendable {
    /// Mean working time of one pass.
    public var seconds: Double
    /// Mean time of the check by another person; nil: nobody checks.
    public var checkSeconds: Double?
    /// Share of passes after which the case is to be made again.
    public var rework: Double

    public init(seconds: Double, checkSeconds: Double? = nil, rework: Double = 0) {
      self.seconds = seconds
      self.checkSeconds = checkSeconds
      self.rework = min(0.99, max(0, rework))
    }
  }

  public struct Person: Hashable, Sendable {
    /// When the person is there, in seconds from the first interval, ascending.
    public var stretches: [Range<Double>]
    /// Share of that time that goes into cases.
    public var pace: Double
    /// The kinds that the person may make and check.
    public var makes: [Bool]
    public var checks: [Bool]

    public init(stretches: [Range<Double>], pace: Double, makes: [Bool], checks: [Bool]) {
      self.stretches = stretches
      self.pace = pace
      self.makes = makes
      self.checks = checks
    }
  }

  /// Cases of one kind that come in one interval and are due by the end of another.
  public struct Job: Hashable, Sendable {
    public var release: Int
    /// Past the run, as `Int.max`, they are judged only when they are done.
    public var due: Int
    public var kind: Int
    public var cases: Double
    /// There before the run began.
    public var isBacklog: Bool

    public init(release: Int, due: Int, kind: Int, cases: Double, isBacklog: Bool = false) {
      self.release = release
      self.due = max(release, due)
      self.kind = kind
      self.cases = cases
      self.isBacklog = isBacklog
    }
  }

  /// What became of the cases of one kind.
  public struct Share: Hashable, Sendable {
    public var judged = 0.0
    public var inTime = 0.0
    public var done = 0.0

    public init() {}

    public static func += (a: inout Share, b: Share) {
      a.judged += b.judged
      a.inTime += b.inTime
      a.done += b.done
    }
  }

  /// Cases of a kind that were not done by the end of the interval in which they were due.
  public struct Missed: Hashable, Sendable {
    public var kind: Int
    public var due: Int
    public var cases: Double
  }

  public struct Outcome: Sendable {
    /// By interval: cases in that of their arrival, work in that in which it is done.
    public var tallies: [ServiceTally]
    public var kinds: [Share]
    /// Ascending by deadline, then kind.
    public var missed: [Missed]
  }

  /// An absence this long is no pause, but going home.
  static let pauseSeconds = 7200.0

  public var kinds: [Kind]
  public var people: [Person]
  public var jobs: [Job]
  public var intervals: Int
  public var intervalSeconds: Double

  public init(
    kinds: [Kind], people: [Person], jobs: [Job], intervals: Int, intervalSeconds: Double
  ) {
    self.kinds = kinds
    self.people = people.filter { $0.pace > 0 }
    self.jobs = jobs.filter { $0.cases > 0 && $0.release < intervals }
      .sorted { ($0.release, $0.due, $0.kind) < ($1.release, $1.due, $1.kind) }
    self.intervals = intervals
    self.intervalSeconds = intervalSeconds
  }

  /// One run; without a stream everything is as expected.
  ///
  /// - Complexity: O(cases · (kinds + people)) at worst; kinds and people are few.
  public func run(_ stream: inout RandomStream?) -> Outcome {
    var run = CaseFloorRun(self, cases: cases(&stream))
    run.work(&stream)
    return run.outcome
  }

  /// The cases that come, by time.
  private func cases(_ stream: inout RandomStream?) -> [CaseFloorRun.Case] {
    var all: [CaseFloorRun.Case] = []
    // Parts of cases are carried on, so that as many come as are expected.
    var carried = [Double](repeating: 0, count: kinds.count)
    for job in jobs {
      let count: Int
      if let drawn = stream?.poisson(mean: job.cases) {
        count = Int(drawn)
      } else {
        carried[job.kind] += job.cases
        count = Int((carried[job.kind] + 1e-6).rounded(.down))
        carried[job.kind] -= Double(count)
      }
      let start = Double(job.release) * intervalSeconds
      for k in 0..<count {
        let part = stream?.uniform() ?? (Double(k) + 0.5) / Double(count)
        all.append(
          .init(
            kind: job.kind, release: job.isBacklog ? 0 : start + part * intervalSeconds,
            row: job.release, due: job.due, isBacklog: job.isBacklog))
      }
    }
    return all.sorted { ($0.release, $0.due, $0.kind) < ($1.release, $1.due, $1.kind) }
  }
}
