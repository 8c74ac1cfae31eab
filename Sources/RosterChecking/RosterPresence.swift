// Goal: who is at work on what, and when: the one count that requirement, coverage, simulation and
// comparison use.
// Method: the grid is the finest on which segments and intervals begin and end; segments are added up as
// differences on it.
// Condition: segments off a 15 second grid are taken to the slot they begin in.

public import CentreModel
internal import CivilTime

/// Agents at work on each queue of a requirement, on the grid of the pauses.
public struct RosterPresence: Sendable {
  public let requirement: RosterRequirement
  /// Length of a slot in seconds; divides the interval.
  public let slotSeconds: Int
  /// `working[queue][slot]`, from the requirement's start on.
  public let working: [[Int]]

  public var slotsPerInterval: Int { max(1, requirement.intervalSeconds / slotSeconds) }

  /// What an interval has of a queue's requirement, in agents.
  public struct Cover: Hashable, Sendable {
    /// Mean number of agents at work.
    public var working: Double
    /// Agents too few and too many, slot by slot, on average.
    public var missing: Double
    public var surplus: Double

    public init(working: Double, missing: Double, surplus: Double) {
      self.working = working
      self.missing = missing
      self.surplus = surplus
    }
  }

  /// Counts the work of `segments`; those without a queue serve the only one there is.
  ///
  /// - Complexity: O(segments + queues × slots).
  public init(_ segments: [RosterSegment], over requirement: RosterRequirement) {
    self.requirement = requirement
    var unit = requirement.intervalSeconds
    for segment in segments where segment.end > requirement.start {
      unit = divisor(unit, abs(segment.start - requirement.start))
      unit = divisor(unit, abs(segment.end - requirement.start))
    }
    unit = max(unit, 15)
    slotSeconds = unit
    let slots = requirement.intervalCount * max(1, requirement.intervalSeconds / unit)
    var byQueue: [String: [RosterSegment]] = [:]
    for segment in segments where segment.activity == .work {
      byQueue[segment.queue, default: []].append(segment)
    }
    working = requirement.queues.map { queue in
      var change = Array(repeating: 0, count: slots + 1)
      let unnamed = requirement.queues.count == 1 && !queue.isEmpty ? byQueue[""] ?? [] : []
      for segment in (byQueue[queue] ?? []) + unnamed {
        let from = min(slots, max(0, (segment.start - requirement.start) / unit))
        let to = min(slots, max(0, (segment.end - requirement.start) / unit))
        change[from] += 1
        change[to] -= 1
      }
      var now = 0
      return change.dropLast().map { step in
        now += step
        return now
      }
    }
  }

  /// The cover of interval `i` of queue `q`, by position.
  public func cover(queue q: Int, interval i: Int) -> Cover {
    let required = requirement.required[q][i]
    var cover = Cover(working: 0, missing: 0, surplus: 0)
    for agents in working[q][(i * slotsPerInterval)..<((i + 1) * slotsPerInterval)] {
      cover.working += Double(agents)
      cover.missing += Double(max(0, required - agents))
      cover.surplus += Double(max(0, agents - required))
    }
    let count = Double(slotsPerInterval)
    return Cover(
      working: cover.working / count, missing: cover.missing / count,
      surplus: cover.surplus / count)
  }
}
