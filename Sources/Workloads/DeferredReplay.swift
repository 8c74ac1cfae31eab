// Work that may wait, done by the people who are there.
//
// Method: every job is an amount of contacts that arrive in one interval and are due by the end of
// another; earliest deadline first, which is optimal on one pool (Horn 1974). A replication draws how
// many contacts a job brings (Poisson) and how long each takes (exponential). Work is fluid: what
// arrives in an interval may be done in it, and what is late is still done, first.

public import Simulation

/// Deferred work over a run of intervals.
public struct DeferredReplay: Sendable {
  /// Contacts of one kind that arrive together.
  public struct Job: Hashable, Sendable {
    /// Interval of arrival.
    public var release: Int
    /// Last interval in which they are in time; past the run, as `Int.max`, they are not judged.
    public var due: Int
    /// Expected contacts.
    public var contacts: Double
    public var secondsPerContact: Double
    /// There before the run began, and so none of the interval's own contacts.
    public var isBacklog: Bool

    public init(
      release: Int, due: Int, contacts: Double, secondsPerContact: Double, isBacklog: Bool = false
    ) {
      self.release = release
      self.due = max(release, due)
      self.contacts = contacts
      self.secondsPerContact = secondsPerContact
      self.isBacklog = isBacklog
    }
  }

  /// By release.
  public var jobs: [Job]
  /// Length of an interval.
  public var intervalSeconds: Double

  public init(jobs: [Job], intervalSeconds: Double) {
    self.jobs = jobs.filter { $0.contacts > 0 }.sorted {
      ($0.release, $0.due) < ($1.release, $1.due)
    }
    self.intervalSeconds = intervalSeconds
  }

  /// One run with `agentSeconds` of work available in each interval; without a stream everything is as
  /// expected.
  ///
  /// Contacts count in the interval in which they arrived, work in the one in which it is done.
  public func run(
    agentSeconds: [Double], _ stream: inout RandomStream?
  ) -> [ServiceTally] {
    let count = agentSeconds.count
    var tallies = [ServiceTally](repeating: .init(), count: count)
    var waiting: [Open] = []
    var next = 0
    for t in 0..<count {
      while next < jobs.count, jobs[next].release <= t {
        let job = jobs[next]
        next += 1
        let contacts = stream?.poisson(mean: job.contacts) ?? job.contacts
        guard contacts > 0 else { continue }
        let units = stream?.erlang(contacts) ?? contacts
        let release = max(0, job.release)
        if !job.isBacklog { tallies[release].offered += contacts }
        tallies[release].judged += contacts
        let open = Open(
          release: release, due: job.due, contacts: contacts,
          work: max(1e-9, units * job.secondsPerContact), left: 1)
        let place = waiting.firstIndex { ($0.due, $0.release) > (open.due, open.release) }
        waiting.insert(open, at: place ?? waiting.count)
      }
      var seconds = max(0, agentSeconds[t])
      tallies[t].staffedSeconds = seconds
      var finished = 0
      for k in waiting.indices {
        guard seconds > 0 else { break }
        let job = waiting[k]
        let part = min(job.left, seconds / job.work)
        waiting[k].left = part == job.left ? 0 : job.left - part
        seconds -= part * job.work
        let contacts = part * job.contacts
        tallies[t].busySeconds += part * job.work
        tallies[t].served += contacts
        tallies[job.release].answered += contacts
        tallies[job.release].wait += contacts * Double(t - job.release) * intervalSeconds
        if t <= job.due {
          tallies[job.release].inTime += contacts
          tallies[job.release].virtualInTime += contacts
        }
        if waiting[k].left > 0 { break }
        finished = k + 1
      }
      waiting.removeFirst(finished)
      for job in waiting {
        tallies[t].backlog += job.left * job.contacts
        if job.due <= t { tallies[t].late += job.left * job.contacts }
      }
    }
    // What is left and not yet due may still be in time.
    for job in waiting where job.due >= count {
      tallies[job.release].judged -= job.left * job.contacts
    }
    return tallies
  }

  private struct Open {
    var release: Int
    var due: Int
    var contacts: Double
    var work: Double
    /// Share that is not done.
    var left: Double
  }
}
