// What the dynamic programme of RowPricer needs to know of one agent.

/// Shapes that the rules of one agent do not tell apart.
struct ShapeClass {
  var shapes: [Int]
  /// Units of hours.
  var hours: Int
  /// Position among the limited shapes of the agent; -1 when there is no limit.
  var limited: Int
  /// Classes of one kin forbid the same shapes on the next day.
  var kin = 0
}

/// What the programme needs to know of one agent.
struct RowPlan {
  var classes: [ShapeClass] = []
  /// Shapes that each kin forbids on the next day.
  var kins: [UInt64] = []
  /// Whether class `c` must not follow kin `k`, at `k * classes.count + c`.
  var forbids: [Bool] = []
  var maxRun = 1
  var minRun = 1
  var minOff = 1
  /// Negative: no limit.
  var maxWeekends = -1
  var maxHours = -1
  var minHours = -1
  /// Most of each limited shape.
  var most: [Int] = []
}

extension RowPlan {
  init(
    _ agent: SearchProblem.Agent, _ problem: SearchProblem, hourUnit unit: Int,
    _ positions: [Int32], withLimits: Bool
  ) {
    let limits = RowLimits(problem.ruleSets[agent.ruleSet])
    let shapeLimits = problem.ruleSets[agent.ruleSet].shapeLimits
    maxRun = limits.maxDaysInRow.isSet ? max(1, limits.maxDaysInRow.int) : problem.days
    minRun = limits.minDaysInRow.isSet ? max(1, limits.minDaysInRow.int) : 1
    minOff = limits.minDaysOffInRow.isSet ? max(1, limits.minDaysOffInRow.int) : 1
    minRun = min(minRun, maxRun)
    maxWeekends = limits.maxWeekends.isSet ? limits.maxWeekends.int : -1
    maxHours = limits.maxHours.isSet ? limits.maxHours.int : -1
    minHours = limits.minHours.isSet ? limits.minHours.int : -1
    var keys: [[Int]] = []
    for shape in problem.shapes.indices {
      let isOpen = (0..<problem.days).contains {
        positions[(agent.group * problem.days + $0) * problem.shapes.count + shape] >= 0
      }
      guard isOpen else { continue }
      let isLimited =
        withLimits && shape < shapeLimits.count && shapeLimits[shape] >= 0
        && Int(shapeLimits[shape]) < problem.days
        && most.count < 8
      let before = problem.shapes.indices.reduce(UInt64(0)) {
        problem.shapes[$1].forbiddenNext & (1 &<< UInt64(shape)) != 0 ? $0 | 1 &<< UInt64($1) : $0
      }
      let own = problem.shapes[shape]
      let key = [
        Int(bitPattern: UInt(own.forbiddenNext)), Int(bitPattern: UInt(before)), own.paidSeconds,
        isLimited ? shape : -1,
      ]
      if let known = keys.firstIndex(of: key) {
        classes[known].shapes.append(shape)
      } else {
        keys.append(key)
        classes.append(
          ShapeClass(
            shapes: [shape], hours: own.paidSeconds / unit,
            limited: isLimited ? most.count : -1))
        if isLimited { most.append(Int(shapeLimits[shape])) }
      }
    }
    for c in classes.indices {
      let bits = problem.shapes[classes[c].shapes[0]].forbiddenNext
      let kin = kins.firstIndex(of: bits) ?? kins.count
      if kin == kins.count { kins.append(bits) }
      classes[c].kin = kin
    }
    for kin in kins {
      for one in classes {
        forbids.append(kin & (1 &<< UInt64(one.shapes[0])) != 0)
      }
    }
  }
}
