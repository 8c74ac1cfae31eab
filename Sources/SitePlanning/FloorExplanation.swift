// Goal: for an interval of a queue on the floor: who is there, what service that gives, and why no one was
// added or removed.
//
// Method: the published roster is simulated, then again without the shift of one of those at work, and with a
// second person of the same skills beside them, on the same drawn weeks. Of the shifts at work one of each
// skill set and length is tried; the one that is missed least stands for them all.
// Conditions: those of FloorService; a few hundred weeks tell a day's service to about half a point.

public import CentreModel
public import CivilTime
internal import Rostering
internal import Tables

/// Asks the floor about one interval of a published roster.
public struct FloorExplanation: Sendable {
  public let steps: [RequirementExplanation.Step]

  /// Weeks that are simulated for each question, and shifts that are tried at most.
  fileprivate static let weeks = 200
  fileprivate static let tried = 5

  /// Nil where the queue is not simulated on a floor, or nobody of it is at work.
  public init?(
    _ part: SitePart, _ rows: [RequirementRow], _ segments: [RosterSegment], queue: String,
    at start: Instant, _ posing: Posing, seed: UInt64
  ) async {
    var floor = part
    floor.promised += part.pooled.joined()
    guard floor.promised.contains(queue), let own = part.queues.first(where: { $0.id == queue })
    else { return nil }
    let question = Question(
      part: floor, rows: rows, segments: segments, queue: own, start: start, posing: posing,
      seed: seed)
    let there = question.peopleAtWork()
    let present = await question.levels(segments, floor.site.named)
    var steps = [question.whoIsThere(there), question.service(present)]
    if let shift = await question.leastMissed(there) {
      steps.append(question.without(shift, present))
      let more = await question.withOneMore(shift.shift, shift.agent)
      steps.append(question.oneMore(shift.shift, more, present))
    }
    self.steps = steps
  }
}

/// One interval of one queue, and the ways to ask about it.
private struct Question: Sendable {
  let part: SitePart
  let rows: [RequirementRow]
  let segments: [RosterSegment]
  let queue: Queue
  let start: Instant
  let posing: Posing
  let seed: UInt64

  typealias Step = RequirementExplanation.Step

  /// Shares in time: of the interval, its hour, and by day the worst place of every queue on the floor.
  struct Levels {
    var interval: Double
    var hour: Double
    var day: ServiceTotal
    /// Promises that are missed on the interval's date, in words.
    var missed: [String]
    /// Calls in time on that date, all queues of the floor.
    var inTime: Double
  }

  private var zone: Zone { posing.clientZone }
  private var date: CivilDate { zone.date(at: start) }

  struct Person {
    var agent: RosterAgent
    var shift: RosterShift
    var isWorking: Bool
    var isOnPause: Bool
  }

  /// Those who serve the queue and have a shift about the interval.
  func peopleAtWork() -> [Person] {
    let position = part.queues.firstIndex { $0.id == queue.id }
    let serving = zip(part.site.named, part.served(by: part.site.named)).filter { _, served in
      position.map(served.contains) ?? false
    }
    let agents = Dictionary(serving.map { ($0.0.id, $0.0) }) { first, _ in first }
    let end = start + posing.intervalSeconds
    return RosterShift.shifts(of: segments + part.previous).compactMap { shift in
      guard let agent = agents[shift.agent], shift.start < end, shift.end > start else {
        return nil
      }
      let here = shift.segments.filter { $0.start < end && $0.end > start }
      return Person(
        agent: agent, shift: shift, isWorking: here.contains { $0.activity == .work },
        isOnPause: here.contains { $0.activity != .work })
    }
  }

  func levels(_ segments: [RosterSegment], _ agents: [RosterAgent]) async -> Levels {
    let service = await FloorService(part, rows, segments, agents: agents, posing).service(
      weeks: FloorExplanation.weeks, seed: seed)
    let today = service.filter { zone.date(at: $0.start) == date }
    let own = today.filter { $0.queue == queue.id }
    let hour = own.filter { zone.local(at: $0.start).hour == zone.local(at: start).hour }
    var missed: [String] = []
    for other in part.queues where part.promised.contains(other.id) {
      guard let total = today.filter({ $0.queue == other.id }).total() else { continue }
      missed += GoalVerdict.judge(other, total, from: date, days: 1, isDay: true)
        .filter(\.isMissedBeyondDoubt).map { "\(other.id): \($0.words)" }
    }
    return Levels(
      interval: own.first { $0.start == start }?.serviceLevel ?? 1,
      hour: hour.total()?.figures.serviceLevel ?? 1,
      day: own.total() ?? ServiceTotal(counts: ServiceCounts(), halfWidths: ServiceFigures()),
      missed: missed, inTime: today.reduce(0) { $0 + $1.counts.inTime })
  }

  struct Removed {
    var agent: RosterAgent
    var shift: RosterShift
    var levels: Levels
  }

  /// The shift at work whose absence costs fewest calls in time, of one of each kind.
  func leastMissed(_ there: [Person]) async -> Removed? {
    struct Kind: Hashable {
      var skills: [String]
      var start: Instant
      var seconds: Int
    }
    var kinds: Set<Kind> = []
    var best: Removed?
    for person in there
    where person.isWorking && segments.contains(where: { $0.agent == person.agent.id }) {
      let kind = Kind(
        skills: person.agent.skills.keys.sorted(), start: person.shift.start,
        seconds: person.shift.end - person.shift.start)
      guard kinds.count < FloorExplanation.tried, kinds.insert(kind).inserted else { continue }
      let rest = segments.filter {
        $0.agent != person.agent.id || $0.start < person.shift.start || $0.end > person.shift.end
      }
      let levels = await levels(rest, part.site.named)
      if levels.inTime > best?.levels.inTime ?? -1 {
        best = Removed(agent: person.agent, shift: person.shift, levels: levels)
      }
    }
    return best
  }

  func withOneMore(_ shift: RosterShift, _ agent: RosterAgent) async -> Levels {
    var other = agent
    other.id = "\(agent.id) twice"
    let twice = shift.segments.map { segment in
      var segment = segment
      segment.agent = other.id
      return segment
    }
    return await levels(segments + twice, part.site.named + [other])
  }

  // MARK: - In words

  private func percent(_ share: Double) -> String { "\(fixed(100 * share, 1)) %" }

  func whoIsThere(_ there: [Person]) -> Step {
    let working = there.filter(\.isWorking).map(\.agent.id).sorted()
    let pausing = there.filter { !$0.isWorking && $0.isOnPause }.map(\.agent.id).sorted()
    func list(_ ids: [String]) -> String {
      ids.count > 12 ? ids.prefix(12).joined(separator: ", ") + ", …" : ids.joined(separator: ", ")
    }
    return Step(
      name: "who is there", value: "\(working.count)",
      reason: (working.isEmpty ? "nobody who serves it" : list(working))
        + (pausing.isEmpty ? "" : "; on a pause \(list(pausing))"))
  }

  func service(_ present: Levels) -> Step {
    Step(
      name: "simulated", value: percent(present.interval),
      reason: "of this interval's calls in \(shortest(queue.goal.withinSeconds)) s; of the hour's "
        + "\(percent(present.hour)), of the day's \(percent(present.day.figures.serviceLevel)) ± "
        + "\(fixed(100 * present.day.halfWidths.serviceLevel, 1))")
  }

  func without(_ removed: Removed, _ present: Levels) -> Step {
    let fewer = present.inTime - removed.levels.inTime
    let newly = removed.levels.missed.filter { !present.missed.contains($0) }
    let why =
      newly.first.map { "then missed: \($0)" }
      ?? "the day would hold; elsewhere the week, an hour or a contract needs the shift"
    return Step(
      name: "without \(removed.agent.id)", value: "-\(fixed(max(0, fewer), 1))",
      reason:
        "calls in time that day without \(clock(removed.shift)), the least missed of its kinds; "
        + why)
  }

  func oneMore(_ shift: RosterShift, _ more: Levels, _ present: Levels) -> Step {
    let paid = Double(shift.end - shift.start) / 3600
    return Step(
      name: "one more", value: "+\(fixed(max(0, more.inTime - present.inTime), 1))",
      reason:
        "calls in time that day for \(fixed(paid, 1)) more hours at \(clock(shift)): the day's service "
        + "\(percent(more.day.figures.serviceLevel)); "
        + (present.missed.isEmpty
          ? "every promise of the day is kept without" : "not there to be had"))
  }

  private func clock(_ shift: RosterShift) -> String {
    let zone = part.site.zone
    return "\(zone.local(at: shift.start).clock)-\(zone.local(at: shift.end).clock)"
  }
}
