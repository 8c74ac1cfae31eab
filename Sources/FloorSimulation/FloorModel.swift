/// A floor on which people with several skills serve several queues.
///
/// Time is a row of steps of equal length from the beginning of the horizon; rates and handling times
/// hold for a step. A day is a range of steps, so that days of 23 and 25 hours are ordinary days.
///
/// Rules of the floor: a call goes to a free agent with the fewest skills among those who have it, of
/// these to the one who has been free for longest; who becomes free takes the call that has waited
/// longest among the queues of his or her skills (of the first priority that waits). Who is to leave while on a call ends it first. A pause
/// that begins late keeps its whole length. Of planned work, whole shifts and single intervals are lost
/// at random.
public struct FloorModel: Hashable, Sendable {
  /// Which calls a share of answers in time counts, and as what.
  public enum Definition: Hashable, Sendable {
    /// Answered in time, of all offered.
    case offered
    /// Answered in time, of all answered.
    case answered
    /// Answered in time, of offered less those who hung up within the threshold.
    case excludingShort
    /// Those who would have been answered in time, had they waited, of all offered.
    case virtual

    /// Whether calls that nobody answers may be left out.
    public var leavesOut: Bool { self == .answered || self == .excludingShort }
  }

  /// A queue of callers.
  public struct Queue: Hashable, Sendable {
    /// Expected calls of every step.
    public var offered: [Double]
    /// Mean handling time of the calls of every step, exponential.
    public var handlingSeconds: [Double]
    /// Mean patience, exponential.
    public var patienceSeconds: Double
    /// Answered within this time is in time.
    public var thresholdSeconds: Double
    public var definition: Definition
    /// Who becomes free serves waiting queues of the lowest number first; equal ones by waiting time.
    public var priority: Int

    public init(
      offered: [Double], handlingSeconds: [Double], patienceSeconds: Double,
      thresholdSeconds: Double, priority: Int = 0, definition: Definition = .offered
    ) {
      self.offered = offered
      self.handlingSeconds = handlingSeconds
      self.patienceSeconds = patienceSeconds
      self.thresholdSeconds = thresholdSeconds
      self.priority = priority
      self.definition = definition
    }
  }

  /// A person.
  public struct Agent: Hashable, Sendable {
    /// Queues the agent has the skill for, one bit each.
    public var skills: UInt64
    /// Handling time against the mean: 1.2 takes a fifth longer.
    public var pace: Double
    /// The agent's own chance to lose an interval of work; nil: the floor's.
    public var offPhone: Double?

    public init(skills: UInt64, pace: Double = 1, offPhone: Double? = nil) {
      self.skills = skills
      self.pace = pace
      self.offPhone = offPhone
    }
  }

  /// At most 64.
  public var queues: [Queue]
  public var agents: [Agent]
  public var stepSeconds: Int
  /// First step of every day and, last, the end of the horizon.
  public var dayStarts: [Int]
  /// Steps of planned work that are lost together: those of one interval.
  public var stepsPerLoss = 1
  /// The chance that a whole shift is missed.
  public var absentShift = 0.0
  /// The chance that an interval of work is lost.
  public var offPhone = 0.0
  /// Coefficient of variation of a gamma factor on all rates of a day.
  public var dayVariation = 0.0

  public init(queues: [Queue], agents: [Agent], stepSeconds: Int, dayStarts: [Int]) {
    self.queues = queues
    self.agents = agents
    self.stepSeconds = stepSeconds
    self.dayStarts = dayStarts
  }

  /// The chance that an agent loses an interval of work.
  public func offPhone(of agent: Int) -> Double { agents[agent].offPhone ?? offPhone }

  public var days: Int { max(0, dayStarts.count - 1) }
  public var steps: Int { dayStarts.last ?? 0 }

  /// Steps of a day.
  public func steps(of day: Int) -> Range<Int> { dayStarts[day]..<dayStarts[day + 1] }

  /// Whether some queue has calls in a step.
  public func isOpen(_ step: Int) -> Bool { queues.contains { $0.offered[step] > 0 } }

  /// What is simulated to learn about a day: its steps, before them two hours when calls of the day before
  /// may still be there, and after them half an hour when calls of the next day compete.
  ///
  /// A change of the plan outside these steps cannot change the day.
  public func window(of day: Int) -> Range<Int> {
    let own = steps(of: day)
    func reaches(_ range: Range<Int>) -> Bool { range.contains(where: isOpen) }
    let before = max(0, own.lowerBound - 7200 / stepSeconds)..<own.lowerBound
    let after = own.upperBound..<min(steps, own.upperBound + max(1, 1800 / stepSeconds))
    let from = reaches(before) ? before.lowerBound : own.first(where: isOpen) ?? own.lowerBound
    return from..<(reaches(after) ? after.upperBound : own.upperBound)
  }
}
