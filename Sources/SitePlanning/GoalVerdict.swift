public import CentreModel
public import CivilTime
internal import Tables

/// Whether simulated service keeps a goal of a queue, over a week or a day.
public struct GoalVerdict: Hashable, Sendable {
  public enum Outcome: String, Hashable, Sendable {
    case kept
    /// Missed, but within the interval of confidence.
    case inDoubt = "in-doubt"
    /// Missed even at the favourable end of the interval of confidence.
    case missed
    /// Nothing simulates what the goal is about.
    case notJudged = "not-judged"
  }

  public var queue: String
  /// The first day of the period judged, and its length in days.
  public var from: CivilDate
  public var days: Int
  /// Such as `service level 76.1 % ± 0.4 in 20 s where 80.0 % is promised`.
  public var words: String
  public var outcome: Outcome

  public var isMissedBeyondDoubt: Bool { outcome == .missed }

  /// A verdict on something that the host does not simulate itself.
  public init(queue: String, from: CivilDate, days: Int, words: String, outcome: Outcome) {
    self.queue = queue
    self.from = from
    self.days = days
    self.words = words
    self.outcome = outcome
  }

  /// Judges every goal of a queue over a stretch of its service.
  public static func judge(
    _ queue: Queue, _ total: ServiceTotal, from: CivilDate, days: Int
  ) -> [GoalVerdict] {
    let (found, widths) = (total.figures, total.halfWidths)
    let goal = queue.goal
    func percent(_ value: Double) -> String { "\(fixed(value * 100, 1)) %" }
    func share(_ value: Double, _ width: Double) -> String {
      "\(percent(value)) ± \(fixed(width * 100, 1))"
    }
    func verdict(_ words: String, short: Double, width: Double) -> GoalVerdict {
      GoalVerdict(
        queue: queue.id, from: from, days: days, words: words,
        outcome: short <= 0 ? .kept : short <= width ? .inDoubt : .missed)
    }
    var all: [GoalVerdict] = []
    if let promised = goal.serviceLevel {
      let definition =
        goal.definition == .answeredOfOffered ? "" : ", \(goal.definition.rawValue),"
      all.append(
        verdict(
          "service level \(share(found.serviceLevel, widths.serviceLevel)) in "
            + "\(shortest(goal.withinSeconds)) s\(definition) where \(percent(promised)) is promised",
          short: promised - found.serviceLevel, width: widths.serviceLevel))
    }
    if let promised = goal.averageSpeedOfAnswerSeconds {
      all.append(
        verdict(
          "ASA \(fixed(found.averageSpeedOfAnswerSeconds, 1)) s ± "
            + "\(fixed(widths.averageSpeedOfAnswerSeconds, 1)) where \(shortest(promised)) s is promised",
          short: found.averageSpeedOfAnswerSeconds - promised,
          width: widths.averageSpeedOfAnswerSeconds))
    }
    if let promised = goal.abandonment {
      all.append(
        verdict(
          "abandonment \(share(found.abandonment, widths.abandonment)) where "
            + "\(percent(promised)) is promised",
          short: found.abandonment - promised, width: widths.abandonment))
    }
    if let promised = goal.maximumOccupancy {
      all.append(
        verdict(
          "occupancy \(share(found.occupancy, widths.occupancy)) where at most "
            + "\(percent(promised)) is promised",
          short: found.occupancy - promised, width: widths.occupancy))
    }
    return all
  }

  /// One verdict a goal that says why it was not judged.
  public static func notJudged(
    _ queue: Queue, from: CivilDate, days: Int, because why: String
  ) -> [GoalVerdict] {
    queue.goal.names.map {
      GoalVerdict(
        queue: queue.id, from: from, days: days, words: "\($0) is not judged: \(why)",
        outcome: .notJudged)
    }
  }
}

extension ServiceGoal {
  /// The goals that are set, in words.
  var names: [String] {
    [
      serviceLevel.map { _ in "service level" },
      averageSpeedOfAnswerSeconds.map { _ in "ASA" }, abandonment.map { _ in "abandonment" },
      maximumOccupancy.map { _ in "occupancy" },
    ].compactMap { $0 }
  }
}
