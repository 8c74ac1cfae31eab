internal import BackOfficeModel
internal import CivilTime
internal import MusterPluginKit
internal import PluginSupport
internal import Simulation
internal import Workloads

// A desk at which not everybody may do everything: types with skills, and cases that another person checks. Who
// is there decides what can be done, so that it is simulated case by case with the people of the roster.
extension BackOfficePlugin.Desk {
  /// Whether it matters who is there, and not only how many.
  var isShared: Bool { types.contains { $0.skill != nil || $0.checkMinutes != nil } }

  var isChecked: Bool { types.contains { $0.checkMinutes != nil } }

  /// Skills that some of the work takes, by name.
  var skills: [String] {
    Set(types.flatMap { [$0.skill, $0.checkMinutes == nil ? nil : $0.skillOfChecks] })
      .compactMap { $0 }.sorted()
  }

  /// Hours a day that a person does not count with: at the end of a day the case in hand is not done, and
  /// what was done last is not checked.
  var reserveHours: Double {
    guard isShared else { return 0 }
    return types.reduce(0) { max($0, $1.minutes * $1.steps, $1.checkMinutes ?? 0) } / 60
  }

  /// Fewest people: whoever checks is another than the one who did the case.
  var fewest: Int { isChecked ? 2 : 0 }

  func floor(
    _ jobs: [CaseFloor.Job], _ people: [CaseFloor.Person], _ rows: [Interval]
  ) -> CaseFloor {
    CaseFloor(
      kinds: types.map {
        .init(
          seconds: $0.minutes * $0.steps * 60, checkSeconds: $0.checkMinutes.map { $0 * 60 },
          rework: $0.rework)
      }, people: people, jobs: jobs, intervals: rows.count,
      intervalSeconds: Double(max(1, rows.first?.length_s ?? 900)))
  }

  /// One of the people, with what he may do.
  func person(
    _ stretches: [Range<Int64>], from start: Int64, pace: Double, skills: Set<String>
  ) -> CaseFloor.Person {
    func may(_ skill: String?) -> Bool { skill.map(skills.contains) ?? true }
    return CaseFloor.Person(
      stretches: stretches.map { Double($0.lowerBound - start)..<Double($0.upperBound - start) },
      pace: pace, makes: types.map { may($0.skill) },
      checks: types.map { $0.checkMinutes != nil && may($0.skillOfChecks) })
  }

  /// The people of a question; where they are not told one by one, as many who may do everything.
  func people(
    _ presence: Presence, _ rows: [Interval], productive: Double
  ) -> [CaseFloor.Person] {
    guard let first = rows.first, let last = rows.last else { return [] }
    if let people = presence.people {
      return people.map { one in
        person(
          one.slots.map { $0.startUnix..<$0.startUnix + Int64($0.seconds) },
          from: first.start_unix, pace: (one.slots.first?.agents ?? 0) * productive,
          skills: Set(one.skills))
      }
    }
    let pieces = presence.pieces(
      from: first.start_unix, to: last.start_unix + Int64(last.length_s))
    let most = Int(min(10_000, pieces.reduce(0) { max($0, $1.agents) }.rounded()))
    return (0..<most).map { k in
      person(
        pieces.filter { $0.agents >= Double(k) + 0.5 }.map { $0.start..<$0.end },
        from: first.start_unix, pace: productive, skills: Set(skills))
    }
  }

  /// In what share of the cases of each type, over the replications of a run, the deadline was kept.
  static func words(_ types: [CaseType], _ shares: [CaseFloor.Share]) -> [String] {
    zip(types, shares).compactMap { type, share in
      share.judged > 0
        ? "\(type.name): \(fixed(100 * share.inTime / share.judged, 1)) % in time"
          + (type.checkMinutes == nil ? "" : ", each checked by another person than did it")
        : nil
    }
  }
}
