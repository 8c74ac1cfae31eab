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

  /// `ask`: what the week asks of the agent; `limit`: what breaking it costs.
  @inline(__always)
  private func close(
    _ week: Week, _ ask: UnsafeMutablePointer<WeekLimits>,
    _ limit: UnsafeMutablePointer<RowLimits>, _ score: inout RowScore
  ) {
    let l = limit.pointee
    let a = ask.pointee
    if a.maxShifts >= 0, week.shifts > Int(a.maxShifts) {
      score.charge(week.shifts &- Int(a.maxShifts), l.maxShiftsPerWeek.weight)
    }
    if a.maxPaid >= 0, week.paid > Int(a.maxPaid) {
      score.charge(units(week.paid &- Int(a.maxPaid)), l.maxHoursPerWeek.weight)
    }
    if a.maxNights >= 0, week.nights > Int(a.maxNights) {
      score.charge(week.nights &- Int(a.maxNights), l.maxNightsPerWeek.weight)
    }
    if a.maxSpread >= 0, week.shifts > 1 {
      let spread = Int(week.latest &- week.earliest)
      if spread > Int(a.maxSpread) {
        score.charge(units(spread &- Int(a.maxSpread)), l.maxStartSpread.weight)
      }
    }
    if week.shifts < Int(a.minShifts) {
      score.charge(Int(a.minShifts) &- week.shifts, l.minShiftsPerWeek.weight)
    }
    if week.shifts < Int(a.wishedShifts) {
      score.charge(Int(a.wishedShifts) &- week.shifts, l.wishedShiftsPerWeek.weight)
    }
    if week.paid < Int(a.minPaid) {
      score.charge(units(Int(a.minPaid) &- week.paid), l.minHoursPerWeek.weight)
    }
    if week.longestOff < Int(a.daysOffTogether) {
      score.charge(Int(a.daysOffTogether) &- week.longestOff, l.daysOffTogether.weight)
    }
  }

  /// The week that the horizon's beginning cuts, as the days before it leave it.
  @inline(__always)
  private func begun(_ agent: AgentInfo) -> Week {
    var week = Week()
    week.shifts = Int(agent.beforeShifts)
    week.paid = Int(agent.beforePaid)
    week.nights = Int(agent.beforeNights)
    week.earliest = agent.beforeEarliest
    week.latest = agent.beforeLatest
    week.off = Int(agent.beforeDaysOff)
    week.longestOff = Int(agent.beforeLongestOff)
    return week
  }

  /// Everything the rules have to say about one agent, pairs aside.
  func rowScore(_ index: Int) -> RowScore {
    let agent = agents[index]
    let row = cells + index &* days
    let limit = limits + Int(agent.ruleSet)
    let costs = cellCost + index &* days &* (shapeCount &+ 1)
    let free = freedom + index &* days
    var score = RowScore()
    var week = begun(agent)
    var weekNumber = weekOfDay[0]
    let asks = weekLimits + index &* weekCount
    var run = Int(agent.previousDays)
    var runTouchesStart = true
    var offRun = 0
    var offTouchesStart = true
    var nightRun = Int(agent.previousNights)
    var lastDay = agent.previousClock >= 0 ? -1 : -2
    var lastEnd = agent.previousEnd
    var lastWasNight = agent.previousIsNight
    var lastClock = agent.previousClock
    var lastShape = agent.previousShape >= 0 ? Int(agent.previousShape) : 64
    // Whether what stands before the day is past and cannot be helped.
    var lastIsPast = true
    var runIsPast = true
    var nightRunIsPast = true
    var shifts = 0
    var paid = 0
    var nights = 0
    var unpopular = 0
    var weekend = Int32(-1)
    var weekendDays = 0
    var weekends = 0
    // Of these, those that are not past.
    var newWeekends = 0
    var newDays = 0
    var newMonthWeekends = 0
    var month = problem.monthOfWeekend.first ?? -1
    var monthWeekends = Int(agent.carriedMonthWeekends)
    let countsShapes = limit.pointee.hasShapeLimits
    if countsShapes { for s in 0..<shapeCount { shapeCounts[s] = 0 } }

    for day in 0..<days {
      if weekOfDay[day] != weekNumber {
        close(week, asks + Int(weekNumber), limit, &score)
        week = Week()
        weekNumber = weekOfDay[day]
      }
      let wk = weekendOfDay[day]
      if wk >= 0, wk != weekend {
        closeWeekend(
          weekend, weekendDays, newDays, agent, limit, &weekends, &newWeekends, &month,
          &monthWeekends, &newMonthWeekends, &score)
        weekend = wk
        weekendDays = 0
        newDays = 0
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
        runIsPast = true
        nightRunIsPast = true
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
      if !o.isGiven { runIsPast = false }
      if l.maxDaysInRow.isSet, run > l.maxDaysInRow.int, !runIsPast {
        score.charge(1, l.maxDaysInRow.weight)
      }
      if hasLatestEnds, o.end > latestEnd[index &* days &+ day] { score.hard &+= 1 }
      let isFree = o.isGiven && lastIsPast
      if lastEnd != Int32.min, !isFree {
        let gap = Int(o.start &- lastEnd)
        // Where one begins as the other ends they would be one shift.
        if gap <= 0 { score.hard &+= 1 }
        if l.rest.isSet, gap < l.rest.int {
          score.charge(units(l.rest.int &- gap), l.rest.weight)
        }
        if lastWasNight, !o.isNight, l.restAfterNights.isSet, gap < l.restAfterNights.int {
          score.charge(units(l.restAfterNights.int &- gap), l.restAfterNights.weight)
        }
      }
      if lastDay == day &- 1, !isFree {
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
        if !o.isGiven { nightRunIsPast = false }
        if l.maxNightsInRow.isSet, nightRun > l.maxNightsInRow.int, !nightRunIsPast {
          score.charge(1, l.maxNightsInRow.weight)
        }
      } else {
        nightRun = 0
        nightRunIsPast = true
      }
      if o.isUnpopular { unpopular &+= 1 }
      if wk >= 0 {
        weekendDays &+= 1
        if !o.isGiven { newDays &+= 1 }
      }
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
      lastIsPast = o.isGiven
    }
    close(week, asks + Int(weekNumber), limit, &score)
    closeWeekend(
      weekend, weekendDays, newDays, agent, limit, &weekends, &newWeekends, &month,
      &monthWeekends, &newMonthWeekends, &score)
    let l = limit.pointee
    if l.maxWeekendsPerMonth.isSet, monthWeekends > l.maxWeekendsPerMonth.int {
      score.charge(
        min(newMonthWeekends, monthWeekends &- l.maxWeekendsPerMonth.int),
        l.maxWeekendsPerMonth.weight)
    }
    if l.maxWeekends.isSet, weekends > l.maxWeekends.int {
      score.charge(min(newWeekends, weekends &- l.maxWeekends.int), l.maxWeekends.weight)
    }
    let ask = horizonLimits[index]
    if ask.maxShifts >= 0, shifts > Int(ask.maxShifts) {
      score.charge(shifts &- Int(ask.maxShifts), l.maxShifts.weight)
    }
    if shifts < Int(ask.minShifts) {
      score.charge(Int(ask.minShifts) &- shifts, l.minShifts.weight)
    }
    if ask.maxPaid >= 0, paid > Int(ask.maxPaid) {
      score.charge(units(paid &- Int(ask.maxPaid)), l.maxHours.weight)
    }
    if paid < Int(ask.minPaid) {
      score.charge(units(Int(ask.minPaid) &- paid), l.minHours.weight)
    }
    if ask.maxNights >= 0, nights > Int(ask.maxNights) {
      score.charge(nights &- Int(ask.maxNights), l.maxNights.weight)
    }
    if countsShapes { chargeShapes(Int(agent.ruleSet), &score) }
    chargeFairness(agent, nights, weekends, unpopular, paid, &score)
    return score
  }

  @inline(__always)
  private func closeWeekend(
    _ weekend: Int32, _ daysWorked: Int, _ newDays: Int, _ agent: AgentInfo,
    _ limit: UnsafeMutablePointer<RowLimits>, _ weekends: inout Int, _ newWeekends: inout Int,
    _ month: inout Int, _ monthWeekends: inout Int, _ newMonthWeekends: inout Int,
    _ score: inout RowScore
  ) {
    guard weekend >= 0 else { return }
    let l = limit.pointee
    if l.wholeWeekends.isSet, l.wholeWeekends.value > 0, daysWorked == 1,
      problem.isWholeWeekend[Int(weekend)]
    {
      score.charge(1, l.wholeWeekends.weight)
    }
    // A weekend whose Saturday lies before the horizon.
    let saturday = weekend == 0 ? agent.beforeSaturday : -1
    if saturday == 0 || saturday == 1, l.wholeWeekends.isSet, l.wholeWeekends.value > 0,
      (saturday == 1) != (daysWorked > 0)
    {
      score.charge(1, l.wholeWeekends.weight)
    }
    let itsMonth = problem.monthOfWeekend[Int(weekend)]
    if itsMonth != month {
      if l.maxWeekendsPerMonth.isSet, monthWeekends > l.maxWeekendsPerMonth.int {
        score.charge(
          min(newMonthWeekends, monthWeekends &- l.maxWeekendsPerMonth.int),
          l.maxWeekendsPerMonth.weight)
      }
      month = itsMonth
      monthWeekends = 0
      newMonthWeekends = 0
    }
    if daysWorked > 0, saturday < 1 {
      weekends &+= 1
      monthWeekends &+= 1
      if newDays > 0 {
        newWeekends &+= 1
        newMonthWeekends &+= 1
      }
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
      let hours = (paid &+ Int(agent.leavePaid)) / 3600
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
        // The roster before may still be at work.
        if day == 0, p.start < agents[pair.second].previousEnd, !p.isGiven {
          score.charge(1, pair.weight)
        }
        for other in max(0, day - 1)...min(days - 1, day + 1) where !b[other].isOff {
          let q = option(b[other].position).pointee
          if p.start < q.end, q.start < p.end, !(p.isGiven && q.isGiven) {
            score.charge(1, pair.weight)
          }
        }
      }
    }
    if !pair.together, days > 0, !b[0].isOff {
      let q = option(b[0].position).pointee
      if q.start < agents[pair.first].previousEnd, !q.isGiven { score.charge(1, pair.weight) }
    }
    return score
  }
}
