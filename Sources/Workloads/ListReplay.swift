// A list worked by the people who are there.
//
// Method: each interval has its planned contacts. Agents reach people at a rate that the way of dialling
// gives for their number, and as many as a Poisson count of that rate allows. What is not reached stays
// on the list and is called in later intervals that have time to spare; nobody is called ahead of the
// plan, nor when nobody may be called.

public import Simulation

/// A list over a run of intervals.
public struct ListReplay: Sendable {
  /// What a number of agents does on the list in one interval.
  public struct Speed: Hashable, Sendable {
    /// People reached in a second.
    public var contactsPerSecond: Double
    /// Of the people who answer, the share that finds no agent.
    public var lost: Double

    public init(contactsPerSecond: Double, lost: Double = 0) {
      self.contactsPerSecond = contactsPerSecond
      self.lost = lost
    }
  }

  /// Contacts planned in each interval.
  public var planned: [Double]
  /// Agent seconds of a contact in each interval.
  public var handlingSeconds: [Double]
  /// Whether anybody is called in it.
  public var isCalled: [Bool]

  public init(planned: [Double], handlingSeconds: [Double], isCalled: [Bool]) {
    self.planned = planned
    self.handlingSeconds = handlingSeconds
    self.isCalled = isCalled
  }

  /// One run.
  ///
  /// - `staff`: The stretches of each interval with their number of agents.
  /// - `speed`: What that many agents do in an interval.
  public func run(
    _ stream: inout RandomStream, staff: [[(seconds: Double, agents: Int)]],
    speed: (_ interval: Int, _ agents: Int) -> Speed
  ) -> [ServiceTally] {
    var tallies = [ServiceTally](repeating: .init(), count: planned.count)
    var left = 0.0
    for i in planned.indices {
      left += planned[i]
      tallies[i].offered = planned[i]
      tallies[i].judged = 0
      for stretch in staff[i] {
        tallies[i].staffedSeconds += stretch.seconds * Double(stretch.agents)
        guard isCalled[i], stretch.agents > 0, left > 0 else { continue }
        let speed = speed(i, stretch.agents)
        let reached = min(left, stream.poisson(mean: speed.contactsPerSecond * stretch.seconds))
        left -= reached
        tallies[i].served += reached
        tallies[i].busySeconds += min(
          reached * handlingSeconds[i], stretch.seconds * Double(stretch.agents))
        if speed.lost > 0, speed.lost < 1 {
          let lost = reached * speed.lost / (1 - speed.lost)
          tallies[i].abandoned += lost
          tallies[i].judged += reached + lost
        } else {
          tallies[i].judged += reached
        }
      }
      tallies[i].backlog = left
    }
    return tallies
  }
}
