// Goal: for a roster that leaves agent-intervals missing, what would close them, cheapest first.
// Method: every candidate is put into the roster and what it closes is counted, everybody else's
// shifts being kept: pauses outside their windows, an hour before or after each shift, a shift of each
// kind at its best time; one more agent of a contract, and one loosened rule of an agent, by solving
// that agent's row anew against what the others leave open.
// Conditions: what a candidate closes is attained, not estimated; moving others too can close more.

internal import CentreModel
internal import CivilTime
internal import Diagnostics
internal import RosterChecking

/// What would close the missing agent-intervals of a roster, cheapest first; empty when hardly any
/// are missing.
///
/// `most`: How many to answer.
public func relaxations(
  of roster: Roster, _ problem: RosterProblem, most: Int = 8
) -> [RosterRelaxation] {
  guard roster.findings.missing >= 1, let compiled = try? CompiledRoster(problem) else { return [] }
  let finder = RelaxationFinder(problem, compiled, roster.segments)
  guard finder.residual.missingSteps > 0 else { return [] }
  return
    (finder.pauses() + finder.overtime() + finder.extraShifts() + finder.extraAgents()
    + finder.looserRules()).cheapestFirst(keeping: most)
}

struct RelaxationFinder {
  let problem: RosterProblem
  let compiled: CompiledRoster
  let residual: Residual
  /// Shifts of each agent, by position, in order of time.
  let shifts: [[[RosterSegment]]]

  init(_ problem: RosterProblem, _ compiled: CompiledRoster, _ segments: [RosterSegment]) {
    self.problem = problem
    self.compiled = compiled
    residual = Residual(compiled, segments)
    let byAgent = Dictionary(grouping: segments, by: \.agent)
    shifts = compiled.agents.map { chainedShifts(byAgent[$0.id] ?? []) }
  }

  func intervals(_ steps: Int) -> Double {
    Double(steps * compiled.step) / Double(problem.requirement.intervalSeconds)
  }

  func dayText(_ instant: Instant) -> String {
    let date = problem.zone.date(at: instant)
    return "\(date.weekday.shortName) \(date)"
  }

  func clock(_ instant: Instant) -> String { problem.zone.local(at: instant).clock }

  // MARK: - Pauses

  /// A break or meal at a place its window does not allow.
  func pauses() -> [RosterRelaxation] {
    var best: RosterRelaxation?
    for a in shifts.indices {
      for shift in shifts[a] {
        guard let start = shift.first?.start, let end = shift.last?.end else { continue }
        for (i, pause) in shift.enumerated() where pause.activity != .work {
          guard i > 0, i + 1 < shift.count, shift[i - 1].queue == shift[i + 1].queue,
            let queue = queue(named: shift[i - 1].queue)
          else { continue }
          // Within the two stretches of work around it, their ends kept as work.
          let length = residual.step(pause.end) - residual.step(pause.start)
          let low = residual.step(shift[i - 1].start) + 1
          let high = residual.step(shift[i + 1].end) - 1 - length
          guard low <= high else { continue }
          let now = closed(queue, residual.step(pause.start), length)
          for at in low...high where at != residual.step(pause.start) {
            let overlap = max(0, length - abs(at - residual.step(pause.start)))
            // Agents there now who would be away.
            let lost = (at..<at + length).count { t in
              residual.slack[queue * residual.steps + t] <= 0
                && !(t >= residual.step(pause.start) && t < residual.step(pause.end))
                && isRequired(queue, t)
            }
            let kept = overlap == 0 ? now : closedOutside(queue, pause, at, length)
            let gain = kept - lost
            guard gain > 0, intervals(gain) > best?.closes ?? 0 else { continue }
            let place = residual.instant(at)
            best = RosterRelaxation(
              kind: .pause, who: compiled.agents[a].id,
              text:
                "the \(pause.activity.rawValue) of \(compiled.agents[a].id) on "
                + "\(dayText(start)) (shift \(clock(start))-\(clock(end))) begins at "
                + "\(clock(place)) instead of \(clock(pause.start)), outside its window",
              paidHours: 0, closes: intervals(gain))
          }
        }
      }
    }
    return best.map { [$0] } ?? []
  }

  private func closed(_ queue: Int, _ from: Int, _ length: Int) -> Int {
    (from..<from + length).count { residual.isShort(queue, $0) }
  }

  /// Short steps of a pause that it leaves when it moves to `at`.
  private func closedOutside(
    _ queue: Int, _ pause: RosterSegment, _ at: Int, _ length: Int
  ) -> Int {
    (residual.step(pause.start)..<residual.step(pause.end)).count {
      !($0 >= at && $0 < at + length) && residual.isShort(queue, $0)
    }
  }

  private func isRequired(_ queue: Int, _ t: Int) -> Bool {
    compiled.search.under[queue * residual.steps + t] > 0
      && compiled.search.slack[queue * residual.steps + t] < 0
  }

  private func queue(named name: String) -> Int? {
    compiled.queues.firstIndex(of: name) ?? (compiled.queues.count == 1 ? 0 : nil)
  }

  // MARK: - Overtime

  private struct Hour {
    var agent: Int
    var from: Int
    var to: Int
    var isAfter: Bool
    var shift: [RosterSegment]
  }

  /// An hour more: the best one, and as many as close something, up to ten.
  func overtime() -> [RosterRelaxation] {
    let hour = max(1, 3600 / compiled.step)
    var hours: [Hour] = []
    for a in shifts.indices {
      for (i, shift) in shifts[a].enumerated() {
        guard let start = shift.first?.start, let end = shift.last?.end else { continue }
        let next = i + 1 < shifts[a].count ? shifts[a][i + 1].first?.start : nil
        let before = i > 0 ? shifts[a][i - 1].last?.end : lastEnd(a)
        let (from, to) = (residual.step(start), residual.step(end))
        if rests(a, end + 3600, next), isOpen(a, start, end + 3600) {
          hours.append(Hour(agent: a, from: to, to: to + hour, isAfter: true, shift: shift))
        }
        if rests(a, before, start - 3600), from >= hour, isOpen(a, start - 3600, end) {
          hours.append(Hour(agent: a, from: from - hour, to: from, isAfter: false, shift: shift))
        }
      }
    }
    var open = residual
    var used: Set<Int> = []
    var total = 0
    var result: [RosterRelaxation] = []
    for round in 0..<10 {
      var best = (steps: 0, queue: 0, index: 0)
      for (index, one) in hours.enumerated() where !used.contains(index) {
        let found = open.closed(compiled.queuesOfAgent[one.agent], from: one.from, to: one.to)
        if found.steps > best.steps { best = (found.steps, found.queue, index) }
      }
      guard best.steps > 0 else { break }
      let one = hours[best.index]
      used.insert(best.index)
      total += best.steps
      open.add(
        RosterSegment(
          agent: "", activity: .work, start: open.instant(one.from), end: open.instant(one.to),
          queue: compiled.queues[best.queue]), 1)
      let id = compiled.agents[one.agent].id
      if round == 0 {
        let at = one.isAfter ? open.instant(one.to) : open.instant(one.from)
        result.append(
          RosterRelaxation(
            kind: .overtime, who: id,
            text: "\(id) \(one.isAfter ? "stays until" : "begins at") \(clock(at)) on "
              + "\(dayText(one.shift.first?.start ?? at)), an hour of overtime",
            paidHours: 1, closes: intervals(total)))
      }
    }
    if used.count > 1 {
      result.append(
        RosterRelaxation(
          kind: .overtime, who: "",
          text: "an hour of overtime for each of \(used.count) shifts",
          paidHours: Double(used.count),
          closes: intervals(total)))
    }
    return result
  }

  private func lastEnd(_ a: Int) -> Instant? {
    compiled.search.agents[a].before.end.map { compiled.calendar.origin + $0 }
  }

  private func rests(_ a: Int, _ end: Instant?, _ start: Instant?) -> Bool {
    guard let end, let start else { return true }
    let set = compiled.search.ruleSets[compiled.search.agents[a].ruleSet]
    return start - end >= max(1, Int(set.limits[WorkRule.rest.index]))
  }

  /// Whether the class of an agent and the leave of the next day allow to be at work so long.
  private func isOpen(_ a: Int, _ start: Instant, _ end: Instant) -> Bool {
    let date = problem.zone.date(at: start)
    let leave = compiled.agents[a].leave
    if leave.contains(date) { return false }
    if leave.contains(date + 1), end > problem.zone.startOfDay(date + 1) { return false }
    guard let name = compiled.agents[a].availability,
      let hours = problem.rules.availability.first(where: { $0.id == name })?.hours, !hours.isEmpty,
      let day = compiled.calendar.day(of: problem.zone.date(at: start))
    else { return true }
    let from = compiled.calendar.wallSeconds(start, day: day)
    let to = compiled.calendar.wallSeconds(end, day: day)
    return hours.contains { $0.from * 60 <= from && to <= $0.to * 60 }
  }
}
