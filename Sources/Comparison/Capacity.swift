// Goal: whether a site will have the agents it needs, week by week, and which classes to start.
//
// Method: heads leave at the weekly rate attrition/52, from every cohort alike; a class trains for
// some weeks and counts nothing, then each week of the ramp counts one over its handling-time
// multiplier. Classes not given are planned: the earliest week that falls short decides how many to
// start how long before, in classes of at most a given size and at most so many a week. A week that
// no class can reach in time stays short and is named.

public import CivilTime

/// What is known of a site's people for the coming weeks.
public struct CapacityInput: Hashable, Sendable {
  /// Full-time agents scheduled that each week needs, from `start` on.
  public var required: [Double]
  /// The first day of the first week.
  public var start: CivilDate
  /// Agents on the floor when it begins, all past their ramp.
  public var heads: Double
  /// Leavers a year, of heads.
  public var attrition: Double
  public var trainingWeeks: Int
  /// Handling time of new agents against that of old ones, week by week after training.
  public var ramp: [Double]
  /// Classes that are fixed already.
  public var classes: [TrainingClass]
  public var classSize: Int
  public var classesPerWeek: Int
  /// Whether to plan further classes.
  public var plansClasses: Bool

  public init(
    required: [Double], start: CivilDate, heads: Double, attrition: Double, trainingWeeks: Int,
    ramp: [Double] = [], classes: [TrainingClass] = [], classSize: Int = 15,
    classesPerWeek: Int = 1, plansClasses: Bool = true
  ) {
    self.required = required
    self.start = start
    self.heads = heads
    self.attrition = attrition
    self.trainingWeeks = trainingWeeks
    self.ramp = ramp
    self.classes = classes
    self.classSize = classSize
    self.classesPerWeek = classesPerWeek
    self.plansClasses = plansClasses
  }
}

/// New agents who start training together.
public struct TrainingClass: Hashable, Sendable {
  /// Week of the plan, from 0.
  public var week: Int
  public var size: Int

  public init(week: Int, size: Int) {
    self.week = week
    self.size = size
  }
}

/// One week of a capacity plan.
public struct CapacityWeek: Hashable, Sendable {
  public var start: CivilDate
  public var required: Double
  /// On the floor, new ones included.
  public var heads: Double
  /// What they are worth in agents past their ramp.
  public var effective: Double
  public var inTraining: Double
  /// Agents who start training in this week.
  public var hired: Int
  public var left: Double
  /// Effective agents missing; 0 when there are enough.
  public var short: Double { max(0, required - effective) }
}

/// The coming weeks of a site.
public struct CapacityPlan: Hashable, Sendable {
  public var weeks: [CapacityWeek]
  public var classes: [TrainingClass]

  /// The first week that falls short by more than a twentieth of an agent.
  public var firstShort: CapacityWeek? { weeks.first { $0.short > 0.05 } }
  public var hires: Int { classes.reduce(0) { $0 + $1.size } }

  /// Plans the weeks of `input`; O(weeks² × classes).
  public init(_ input: CapacityInput) {
    var classes = input.classes
    var weeks = Self.run(input, classes)
    // Each turn closes, as far as classes can, the earliest week that is short and can be reached.
    var unreachable: Set<Int> = []
    while input.plansClasses,
      let week = weeks.indices.first(where: { weeks[$0].short > 0.05 && !unreachable.contains($0) })
    {
      guard let next = Self.classFor(week, short: weeks[week].short, input, classes) else {
        unreachable.insert(week)
        continue
      }
      if let same = classes.firstIndex(where: { $0.week == next.week && $0.size < input.classSize })
      {
        classes[same].size = min(input.classSize, classes[same].size + next.size)
      } else {
        classes.append(next)
      }
      weeks = Self.run(input, classes)
    }
    self.weeks = weeks
    self.classes = classes.sorted { ($0.week, $0.size) < ($1.week, $1.size) }
  }

  /// The latest class that is of full use in `week`, or of some use at least; nil when every start
  /// in time is full.
  private static func classFor(
    _ week: Int, short: Double, _ input: CapacityInput, _ classes: [TrainingClass]
  ) -> TrainingClass? {
    let latestOfUse = week - input.trainingWeeks
    guard latestOfUse >= 0 else { return nil }
    let full = max(0, latestOfUse - input.ramp.count)
    // From the start that gives full use, first earlier, then later.
    let starts = Array((0...full).reversed()) + Array((full...latestOfUse).dropFirst())
    for start in starts {
      let there = classes.filter { $0.week == start }.map(\.size)
      let partial = there.first { $0 < input.classSize }
      guard partial != nil || there.count < input.classesPerWeek else { continue }
      let room = partial.map { input.classSize - $0 } ?? input.classSize
      let worth = worth(of: 1, hiredIn: start, at: week, input)
      guard worth > 0 else { continue }
      return TrainingClass(week: start, size: min(room, max(1, Int((short / worth).rounded(.up)))))
    }
    return nil
  }

  /// Heads of a cohort left after so many weeks.
  private static func left(_ size: Double, after weeks: Int, _ input: CapacityInput) -> Double {
    var heads = size
    for _ in 0..<max(0, weeks) { heads *= 1 - min(1, input.attrition / 52) }
    return heads
  }

  private static func worth(
    of size: Double, hiredIn start: Int, at week: Int, _ input: CapacityInput
  ) -> Double {
    let since = week - start - input.trainingWeeks
    guard since >= 0 else { return 0 }
    let multiplier = since < input.ramp.count ? max(1, input.ramp[since]) : 1
    return left(size, after: week - start, input) / multiplier
  }

  private static func run(_ input: CapacityInput, _ classes: [TrainingClass]) -> [CapacityWeek] {
    input.required.indices.map { week in
      var row = CapacityWeek(
        start: input.start + 7 * week, required: input.required[week],
        heads: left(input.heads, after: week, input),
        effective: left(input.heads, after: week, input), inTraining: 0, hired: 0, left: 0)
      for one in classes where one.week <= week {
        let heads = left(Double(one.size), after: week - one.week, input)
        if week - one.week < input.trainingWeeks {
          row.inTraining += heads
        } else {
          row.heads += heads
        }
        row.effective += worth(of: Double(one.size), hiredIn: one.week, at: week, input)
        if one.week == week { row.hired += one.size }
      }
      row.left = (row.heads + row.inTraining) * min(1, input.attrition / 52)
      return row
    }
  }
}
