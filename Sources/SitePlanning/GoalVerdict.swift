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
  /// Whether this is the very period that is promised, or an hour of it.
  public var isPromise = false

  public var isMissedBeyondDoubt: Bool { outcome == .missed }

  /// A verdict on something that the host does not simulate itself.
  public init(queue: String, from: CivilDate, days: Int, words: String, outcome: Outcome) {
    self.queue = queue
    self.from = from
    self.days = days
    self.words = words
    self.outcome = outcome
  }

  /// How far below a promise of expected service an estimate may lie and not be missed, over a week, a day
  /// and an hour: people are whole, and weeks differ more than that.
  static let tolerance = (week: 0.002, day: 0.005, hour: 0.03)

  /// Judges every goal of a queue over a stretch of its service; over a day of a longer period (`isDay`) not
  /// the service level that is promised by week.
  public static func judge(
    _ queue: Queue, _ total: ServiceTotal, from: CivilDate, days: Int, isDay: Bool = false
  ) -> [GoalVerdict] {
    if total.offered > 0, total.counts.answered <= 0 {
      return nobodyAnswered(queue, from: from, days: days, isDay: isDay)
    }
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
    if let promised = goal.serviceLevel, !isDay || goal.period != .week {
      let definition =
        goal.definition == .answeredOfOffered ? "" : ", \(goal.definition.rawValue),"
      let isPromise = goal.period == .day && days == 1 || goal.period == .week && days > 1
      let leeway = isPromise ? days == 1 ? tolerance.day : tolerance.week : 0
      var own = verdict(
        "service level \(share(found.serviceLevel, widths.serviceLevel)) in "
          + "\(shortest(goal.withinSeconds)) s\(definition) where \(percent(promised)) is promised",
        short: promised - found.serviceLevel, width: max(leeway, widths.serviceLevel))
      own.isPromise = isPromise
      all.append(own)
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

  /// Where contacts come and none is answered, every goal about them is missed by any definition, and the
  /// occupancy of nobody is none.
  private static func nobodyAnswered(
    _ queue: Queue, from: CivilDate, days: Int, isDay: Bool
  ) -> [GoalVerdict] {
    var aboutContacts = queue.goal
    aboutContacts.maximumOccupancy = nil
    if isDay, queue.goal.period == .week { aboutContacts.serviceLevel = nil }
    var all = aboutContacts.names.map {
      GoalVerdict(
        queue: queue.id, from: from, days: days, words: "\($0): no contact is answered",
        outcome: .missed)
    }
    if queue.goal.maximumOccupancy != nil {
      all.append(
        GoalVerdict(
          queue: queue.id, from: from, days: days,
          words: "occupancy is not judged: no contact is answered", outcome: .notJudged))
    }
    return all
  }

  /// Judges the floor below which no hour of a day may fall by the hour that is lowest; nil: no such goal, or
  /// nobody is expected.
  ///
  /// `hours`: The service of each hour with its clock.
  public static func judgeHours(
    _ queue: Queue, _ hours: [(clock: String, total: ServiceTotal)], on date: CivilDate
  ) -> GoalVerdict? {
    guard let floor = queue.goal.hourFloor, queue.goal.period != .interval else { return nil }
    func level(_ hour: (clock: String, total: ServiceTotal)) -> Double {
      hour.total.figures.serviceLevel
    }
    guard let worst = hours.min(by: { (level($0), $0.clock) < (level($1), $1.clock) }) else {
      return nil
    }
    let width = worst.total.halfWidths.serviceLevel
    let short = floor - level(worst)
    var verdict = GoalVerdict(
      queue: queue.id, from: date, days: 1,
      words:
        "lowest hour \(worst.clock) \(fixed(100 * level(worst), 1)) % ± \(fixed(100 * width, 1)) "
        + "where no hour may fall below \(fixed(100 * floor, 1)) %",
      outcome: short <= 0 ? .kept : short <= max(tolerance.hour, width) ? .inDoubt : .missed)
    verdict.isPromise = true
    return verdict
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
