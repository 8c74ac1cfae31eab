// Both ends of a stretch: what surrounds it, and which label ends it best.

/// What surrounds a stretch of days in a row.
struct Surroundings {
  /// Run of work (or of days off) before the stretch, and whether it reaches the horizon's beginning.
  var workBefore = 0
  var offBefore = 0
  var isExempt = false
  var lastShape = -1
  /// The same after it.
  var workAfter = 0
  var offAfter = 0
  var reachesEnd = false
  var firstShape = -1
  var weekends = 0
  var hours = 0
}

extension RowPricer {
  /// The label of the last day that ends best, with what lies behind the stretch and with the limits
  /// of the whole row; -1 when there is none.
  func bestLabel(
    _ plan: RowPlan, _ around: Surroundings, weekendPlaces: Int, hourPlaces: Int, isLast: Bool,
    hard: Float, unitSeconds: Int
  ) -> Int {
    let offStates = plan.minOff
    let runStates = plan.maxRun &+ plan.minRun &- 1
    let units = Float(unitSeconds)
    var least = Float.infinity
    var last = -1
    for s in 0..<offStates &+ plan.kins.count &* runStates {
      var tail: Float = 0
      if s < offStates {
        let off = s &+ 1
        if around.workAfter > 0 {
          if off < plan.minOff { tail += hard * Float(plan.minOff &- off) }
          if !around.reachesEnd, around.workAfter < plan.minRun {
            tail += hard * Float(plan.minRun &- around.workAfter)
          }
        } else if !isLast, !around.reachesEnd, off &+ around.offAfter < plan.minOff {
          tail += hard * Float(plan.minOff &- off &- around.offAfter)
        }
      } else {
        let kin = (s &- offStates) / runStates
        var run = (s &- offStates) &- kin &* runStates &+ 1
        let isExempt = run > plan.maxRun
        if isExempt { run &-= plan.maxRun }
        if around.workAfter > 0 {
          let whole = run &+ around.workAfter
          if whole > plan.maxRun { tail += hard * Float(whole &- plan.maxRun) }
          if !around.reachesEnd, !isExempt, whole < plan.minRun {
            tail += hard * Float(plan.minRun &- whole)
          }
          if plan.kins[kin] & (1 &<< UInt64(truncatingIfNeeded: around.firstShape)) != 0 {
            tail += hard
          }
        } else if !isLast {
          if !isExempt, run < plan.minRun { tail += hard * Float(plan.minRun &- run) }
          if !around.reachesEnd, around.offAfter < plan.minOff {
            tail += hard * Float(plan.minOff &- around.offAfter)
          }
        }
      }
      for w in 0..<weekendPlaces {
        var weekTail = tail
        if plan.maxWeekends >= 0, around.weekends &+ w > plan.maxWeekends {
          weekTail += hard * Float(around.weekends &+ w &- plan.maxWeekends)
        }
        let block = s &* weekendPlaces &+ w
        guard high[block] >= low[block] else { continue }
        for m in Int(low[block])...Int(high[block]) {
          let at = block &* hourPlaces &+ m
          let value = cost[at]
          guard value < .infinity else { continue }
          var total = value + weekTail
          let hours = around.hours &+ m &* hourUnit
          if plan.maxHours >= 0, hours > plan.maxHours {
            total += hard * (Float(hours &- plan.maxHours) / units).rounded(.up)
          } else if plan.minHours >= 0, hours < plan.minHours {
            total += hard * (Float(plan.minHours &- hours) / units).rounded(.up)
          }
          if total < least {
            least = total
            last = at
          }
        }
      }
    }
    return last
  }
}

extension Search {
  /// What is left of the limited shapes outside the stretch, eight bits each; all bits when none can
  /// come to its limit.
  func remaining(_ a: Int, _ plan: RowPlan, _ from: Int, _ to: Int) -> UInt64 {
    guard !plan.most.isEmpty else { return UInt64.max }
    for s in 0..<shapeCount { shapeCounts[s] = 0 }
    for day in 0..<days where day < from || day >= to {
      let position = cells[a &* days &+ day].position
      if position >= 0 { shapeCounts[Int(option(position).pointee.shape)] &+= 1 }
    }
    var left = UInt64.max
    for one in plan.classes where one.limited >= 0 {
      let rest = max(0, plan.most[one.limited] &- Int(shapeCounts[one.shapes[0]]))
      guard rest < to &- from else { continue }
      let shift = UInt64(truncatingIfNeeded: 8 &* one.limited)
      left &= ~(UInt64(255) &<< shift)
      left |= UInt64(truncatingIfNeeded: rest) &<< shift
    }
    return left
  }

  func surroundings(_ a: Int, _ from: Int, _ to: Int) -> Surroundings {
    let row = cells + a &* days
    let agent = agents[a]
    var result = Surroundings()
    var day = from &- 1
    if day >= 0, !row[day].isOff {
      result.lastShape = Int(option(row[day].position).pointee.shape)
      while day >= 0, !row[day].isOff { day &-= 1 }
      result.workBefore = from &- 1 &- day
      if day < 0 { result.workBefore &+= Int(agent.previousDays) }
    } else {
      while day >= 0, row[day].isOff { day &-= 1 }
      result.offBefore = from &- 1 &- day
      if from == 0 {
        result.workBefore = Int(agent.previousDays)
        result.lastShape = -1
      }
    }
    result.isExempt = day < 0
    day = to
    if day < days, !row[day].isOff {
      result.firstShape = Int(option(row[day].position).pointee.shape)
      while day < days, !row[day].isOff { day &+= 1 }
      result.workAfter = day &- to
    } else {
      while day < days, row[day].isOff { day &+= 1 }
      result.offAfter = day &- to
    }
    result.reachesEnd = day == days
    var weekend = Int32(-1)
    for day in 0..<days where day < from || day >= to {
      guard !row[day].isOff else { continue }
      result.hours &+= Int(shapes[Int(option(row[day].position).pointee.shape)].paid)
      if weekendOfDay[day] >= 0, weekendOfDay[day] != weekend {
        weekend = weekendOfDay[day]
        result.weekends &+= 1
      }
    }
    return result
  }
}
