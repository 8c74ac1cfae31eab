// Goal: what one agent's row of days costs under every rule of WorkRule.
// Method: one pass over the days with running counts; called for every move that changes when the
// agent works. Cost: about 5 ns a day.

extension Search {
  /// Running counts of one week.
  private struct Week {
    var shifts = 0
    var paid = 0
    var nights = 0
    var earliest = Int32.max
    var latest = Int32.min
    var off = 0
    var longestOff = 0
  }

  @inline(__always)
  private func units(_ seconds: Int) -> Int {
    (seconds &+ problem.unitSeconds &- 1) / problem.unitSeconds
  }

  @inline(__always)
  private func close(
    _ week: Week, _ number: Int32, _ limit: UnsafeMutablePointer<RowLimits>,
    _ score: inout RowScore
  ) {
    let l = limit.pointee
    if l.maxShiftsPerWeek.isSet, week.shifts > l.maxShiftsPerWeek.int {
      score.charge(week.shifts &- l.maxShiftsPerWeek.int, l.maxShiftsPerWeek.weight)
    }
    if l.maxHoursPerWeek.isSet, week.paid > l.maxHoursPerWeek.int {
      score.charge(units(week.paid &- l.maxHoursPerWeek.int), l.maxHoursPerWeek.weight)
    }
    if l.maxNightsPerWeek.isSet, week.nights > l.maxNightsPerWeek.int {
      score.charge(week.nights &- l.maxNightsPerWeek.int, l.maxNightsPerWeek.weight)
    }
    if l.maxStartSpread.isSet, week.shifts > 1 {
      let spread = Int(week.latest &- week.earliest)
      if spread > l.maxStartSpread.int {
        score.charge(units(spread &- l.maxStartSpread.int), l.maxStartSpread.weight)
      }
    }
    guard problem.isWholeWeek[Int(number)] else { return }
    if l.minShiftsPerWeek.isSet, week.shifts < l.minShiftsPerWeek.int {
      score.charge(l.minShiftsPerWeek.int &- week.shifts, l.minShiftsPerWeek.weight)
    }
    if l.wishedShiftsPerWeek.isSet, week.shifts < l.wishedShiftsPerWeek.int {
      score.charge(l.wishedShiftsPerWeek.int &- week.shifts, l.wishedShiftsPerWeek.weight)
    }
    if l.minHoursPerWeek.isSet, week.paid < l.minHoursPerWeek.int {
      score.charge(units(l.minHoursPerWeek.int &- week.paid), l.minHoursPerWeek.weight)
    }
    if l.daysOffTogether.isSet, week.longestOff < l.daysOffTogether.int {
      score.charge(l.daysOffTogether.int &- week.longestOff, l.daysOffTogether.weight)
    }
  }

  /// Everything the rules have to say about one agent, pairs aside.
  func rowScore(_ index: Int) -> RowScore {
    let agent = agents[index]
    let row = cells + index &* days
    let limit = limits + Int(agent.ruleSet)
    let costs = cellCost + index &* days &* (shapeCount &+ 1)
    let free = freedom + index &* days
    var score = RowScore()
    var week = Week()
    var weekNumber = weekOfDay[0]
    var run = Int(agent.previousDays)
    var runTouchesStart = true
    var offRun = 0
    var offTouchesStart = true
    var nightRun = Int(agent.previousNights)
    var lastDay = -2
    var lastEnd = agent.previousEnd
    var lastWasNight = agent.previousNights > 0
    var lastClock = Int32(0)
    var lastShape = -1
    var shifts = 0
    var paid = 0
    var nights = 0
    var unpopular = 0
    var weekend = Int32(-1)
    var weekendDays = 0
    var weekends = 0
    var month = problem.monthOfWeekend.first ?? -1
    var monthWeekends = Int(agent.carriedMonthWeekends)
    let countsShapes = limit.pointee.hasShapeLimits
    if countsShapes { for s in 0..<shapeCount { shapeCounts[s] = 0 } }

    for day in 0..<days {
      if weekOfDay[day] != weekNumber {
        close(week, weekNumber, limit, &score)
        week = Week()
        weekNumber = weekOfDay[day]
      }
      let wk = weekendOfDay[day]
      if wk >= 0, wk != weekend {
        closeWeekend(weekend, weekendDays, limit, &weekends, &month, &monthWeekends, &score)
        weekend = wk
        weekendDays = 0
      }
      let position = row[day].position
      if position < 0 {
        score.soft &+= Int(costs[day &* (shapeCount &+ 1)])
        if free[day] == .on { score.hard &+= 1 }
        if hasReference, problem.reference[index &* days &+ day].position >= 0 {
          score.soft &+= problem.changeCost
        }
        week.off &+= 1
        week.longestOff = max(week.longestOff, week.off)
        if run > 0 {
          if !runTouchesStart, limit.pointee.minDaysInRow.isSet,
            run < limit.pointee.minDaysInRow.int
          {
            score.charge(limit.pointee.minDaysInRow.int &- run, limit.pointee.minDaysInRow.weight)
          }
          run = 0
        }
        runTouchesStart = false
        nightRun = 0
        offRun &+= 1
        continue
      }
      let o = option(position).pointee
      let shape = shapes[Int(o.shape)]
      let l = limit.pointee
      score.soft &+= Int(costs[day &* (shapeCount &+ 1) &+ Int(o.shape) &+ 1])
      if hasReference { score.soft &+= referenceCost(index &* days &+ day, row[day]) }
      if offRun > 0 {
        if !offTouchesStart, l.minDaysOffInRow.isSet, offRun < l.minDaysOffInRow.int {
          score.charge(l.minDaysOffInRow.int &- offRun, l.minDaysOffInRow.weight)
        }
        offRun = 0
      }
      offTouchesStart = false
      week.off = 0
      run &+= 1
      if l.maxDaysInRow.isSet, run > l.maxDaysInRow.int {
        score.charge(1, l.maxDaysInRow.weight)
      }
      if lastEnd != Int32.min {
        let gap = Int(o.start &- lastEnd)
        if l.rest.isSet, gap < l.rest.int {
          score.charge(units(l.rest.int &- gap), l.rest.weight)
        }
        if lastWasNight, !o.isNight, l.restAfterNights.isSet, gap < l.restAfterNights.int {
          score.charge(units(l.restAfterNights.int &- gap), l.restAfterNights.weight)
        }
      }
      if lastDay == day &- 1 {
        if lastShape < 64,
          shapes[lastShape].forbiddenNext & (1 &<< UInt64(truncatingIfNeeded: o.shape)) != 0
        {
          score.hard &+= 1
        }
        if l.maxEarlierStart.isSet {
          let earlier = Int(lastClock &- o.clock)
          if earlier > l.maxEarlierStart.int {
            score.charge(units(earlier &- l.maxEarlierStart.int), l.maxEarlierStart.weight)
          }
        }
      }
      if agent.preferredClock >= 0, problem.preferences.start > 0 {
        score.soft &+= startWishCost(Int(agent.preferredClock), Int(o.clock))
      }
      if o.isNight {
        nightRun &+= 1
        nights &+= 1
        week.nights &+= 1
        if l.maxNightsInRow.isSet, nightRun > l.maxNightsInRow.int {
          score.charge(1, l.maxNightsInRow.weight)
        }
      } else {
        nightRun = 0
      }
      if o.isUnpopular { unpopular &+= 1 }
      if wk >= 0 { weekendDays &+= 1 }
      if countsShapes { shapeCounts[Int(o.shape)] &+= 1 }
      shifts &+= 1
      paid &+= Int(shape.paid)
      week.shifts &+= 1
      week.paid &+= Int(shape.paid)
      week.earliest = min(week.earliest, o.clock)
      week.latest = max(week.latest, o.clock)
      lastDay = day
      lastEnd = o.end
      lastClock = o.clock
      lastShape = Int(o.shape)
      lastWasNight = o.isNight
    }
    close(week, weekNumber, limit, &score)
    closeWeekend(weekend, weekendDays, limit, &weekends, &month, &monthWeekends, &score)
    let l = limit.pointee
    if l.maxWeekendsPerMonth.isSet, monthWeekends > l.maxWeekendsPerMonth.int {
      score.charge(monthWeekends &- l.maxWeekendsPerMonth.int, l.maxWeekendsPerMonth.weight)
    }
    if l.maxWeekends.isSet, weekends > l.maxWeekends.int {
      score.charge(weekends &- l.maxWeekends.int, l.maxWeekends.weight)
    }
    if l.maxShifts.isSet, shifts > l.maxShifts.int {
      score.charge(shifts &- l.maxShifts.int, l.maxShifts.weight)
    }
    if l.minShifts.isSet, shifts < l.minShifts.int {
      score.charge(l.minShifts.int &- shifts, l.minShifts.weight)
    }
    if l.maxHours.isSet, paid > l.maxHours.int {
      score.charge(units(paid &- l.maxHours.int), l.maxHours.weight)
    }
    if l.minHours.isSet, paid < l.minHours.int {
      score.charge(units(l.minHours.int &- paid), l.minHours.weight)
    }
    if l.maxNights.isSet, nights > l.maxNights.int {
      score.charge(nights &- l.maxNights.int, l.maxNights.weight)
    }
    if countsShapes { chargeShapes(Int(agent.ruleSet), &score) }
    chargeFairness(agent, nights, weekends, unpopular, paid, &score)
    return score
  }

  @inline(__always)
  private func closeWeekend(
    _ weekend: Int32, _ daysWorked: Int, _ limit: UnsafeMutablePointer<RowLimits>,
    _ weekends: inout Int, _ month: inout Int, _ monthWeekends: inout Int, _ score: inout RowScore
  ) {
    guard weekend >= 0 else { return }
    let l = limit.pointee
    if l.wholeWeekends.isSet, l.wholeWeekends.value > 0, daysWorked == 1,
      problem.isWholeWeekend[Int(weekend)]
    {
      score.charge(1, l.wholeWeekends.weight)
    }
    let itsMonth = problem.monthOfWeekend[Int(weekend)]
    if itsMonth != month {
      if l.maxWeekendsPerMonth.isSet, monthWeekends > l.maxWeekendsPerMonth.int {
        score.charge(monthWeekends &- l.maxWeekendsPerMonth.int, l.maxWeekendsPerMonth.weight)
      }
      month = itsMonth
      monthWeekends = 0
    }
    if daysWorked > 0 {
      weekends &+= 1
      monthWeekends &+= 1
    }
  }

  private func chargeShapes(_ ruleSet: Int, _ score: inout RowScore) {
    let most = problem.ruleSets[ruleSet].shapeLimits
    for s in most.indices where most[s] >= 0 && shapeCounts[s] > most[s] {
      score.hard &+= Int(shapeCounts[s] &- most[s])
    }
  }

  private func chargeFairness(
    _ agent: AgentInfo, _ nights: Int, _ weekends: Int, _ unpopular: Int, _ paid: Int,
    _ score: inout RowScore
  ) {
    let p = problem.preferences
    if p.fairNights > 0 {
      let n = nights &+ Int(agent.carriedNights)
      score.soft &+= p.fairNights &* n &* n / 2
    }
    if p.fairWeekends > 0 {
      let n = weekends &+ Int(agent.carriedWeekends)
      score.soft &+= p.fairWeekends &* n &* n / 2
    }
    if p.fairUnpopular > 0 {
      let n = unpopular &+ Int(agent.carriedUnpopular)
      score.soft &+= p.fairUnpopular &* n &* n / 2
    }
    if p.fairHours > 0 {
      let hours = paid / 3600
      score.soft &+= p.fairHours &* hours &* hours / 128
    }
  }

  /// Cost of starting away from the wish: quarter hours beyond the tolerance, on the 24 h circle.
  @inline(__always)
  private func startWishCost(_ wish: Int, _ clock: Int) -> Int {
    var distance = abs(clock &- wish)
    if distance > 43_200 { distance = 86_400 &- distance }
    let beyond = distance &- problem.preferences.toleranceSeconds
    return beyond > 0 ? beyond / 900 &* problem.preferences.start / 4 : 0
  }

  /// Cost of a working cell that is not as published.
  @inline(__always)
  func referenceCost(_ cellIndex: Int, _ cell: Cell) -> Int {
    let old = problem.reference[cellIndex]
    if old.position != cell.position { return problem.changeCost }
    return old.pauses != cell.pauses ? problem.pauseChangeCost : 0
  }

  /// One pair of agents over all days.
  func pairScore(_ number: Int) -> RowScore {
    let pair = problem.pairs[number]
    var score = RowScore()
    let a = cells + pair.first &* days
    let b = cells + pair.second &* days
    for day in 0..<days {
      let x = a[day]
      if pair.together {
        let y = b[day]
        let same =
          x.isOff == y.isOff
          && (x.isOff
            || option(x.position).pointee.start == option(y.position).pointee.start)
        if !same { score.charge(1, pair.weight) }
      } else if !x.isOff {
        let p = option(x.position).pointee
        for other in max(0, day - 1)...min(days - 1, day + 1) where !b[other].isOff {
          let q = option(b[other].position).pointee
          if p.start < q.end, q.start < p.end { score.charge(1, pair.weight) }
        }
      }
    }
    return score
  }
}
