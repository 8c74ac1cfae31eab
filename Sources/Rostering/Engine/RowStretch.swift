// The dynamic programme of RowPricer over one stretch of days.

extension Search {
  /// Writes the cheapest days `from..<to` of an agent's row into the cells, costs disturbed by
  /// `noise`. The stretch must not be part of the slack when this is called, and is not afterwards.
  ///
  /// `reserved` is the share of the horizon that is still to be filled outside the stretch: it is
  /// taken to bring its share of hours and weekends.
  func priceStretch(
    _ a: Int, _ from: Int, _ to: Int, noise: Double, reserved: Double = 0, _ pricer: RowPricer
  ) {
    let left = remaining(a, pricer.limitedPlans[a], from, to)
    let isLimited = left != UInt64.max
    let plan = isLimited ? pricer.limitedPlans[a] : pricer.freePlans[a]
    let agent = agents[a]
    let base = a &* days
    var around = surroundings(a, from, to)
    if reserved > 0 {
      let usual = (max(0, plan.minHours) &+ max(plan.minHours, plan.maxHours)) / 2
      around.hours &+= Int(reserved * Double(usual))
      around.weekends &+= Int(reserved * Double(max(0, plan.maxWeekends)))
      around.offAfter = days
      around.reachesEnd = true
    }
    let classCount = plan.classes.count
    // Off states first, then the runs of each kin: r = 1...maxRun, then the exempt r < minRun.
    let offStates = plan.minOff
    let runStates = plan.maxRun &+ plan.minRun &- 1
    let states = offStates &+ plan.kins.count &* runStates
    var mostHours = 0
    for one in plan.classes { mostHours = max(mostHours, one.hours) }
    // Whole vectors of eight, and room beyond for the last one.
    let hourPlaces = (mostHours &* (to &- from) &+ 1 &+ 15) / 8 &* 8
    var weekendPlaces = 1
    for day in from..<to where weekendOfDay[day] >= 0 {
      if day == from || weekendOfDay[day] != weekendOfDay[day &- 1] { weekendPlaces &+= 1 }
    }
    let blocks = states &* weekendPlaces
    let labels = blocks &* hourPlaces
    pricer.reserve(labels: labels &+ mostHours &+ 8, blocks: blocks, days: to &- from)
    pricer.work &+= 300 &+ (to &- from) &* (50 &+ labels / 8)
    let hard = Float(hardWeight)
    let infinity = Float.infinity

    for block in 0..<blocks {
      pricer.low[block] = Int32.max
      pricer.high[block] = -1
    }
    var start = 0
    if around.workBefore > 0 {
      // The kin of the last shift before; any when it is none of the agent's (fixed beforehand).
      let bits = around.lastShape >= 0 ? shapes[around.lastShape].forbiddenNext : 0
      let kin = plan.kins.firstIndex(of: bits) ?? 0
      let r = min(around.workBefore, plan.maxRun)
      let place = around.isExempt && r < plan.minRun ? plan.maxRun &+ r &- 1 : r &- 1
      start = offStates &+ kin &* runStates &+ place
    } else {
      start = (around.isExempt ? offStates : min(around.offBefore, offStates)) &- 1
    }
    pricer.cost.update(repeating: infinity, count: labels &+ mostHours &+ 8)
    pricer.cost[start &* weekendPlaces &* hourPlaces] = 0
    pricer.counts[start &* weekendPlaces &* hourPlaces] = left
    pricer.low[start &* weekendPlaces] = 0
    pricer.high[start &* weekendPlaces] = 0

    for day in from..<to {
      let dayNumber = day &- from
      priceDay(a, agent, plan, day, noise, pricer)
      let mayBeOff = freedom[base &+ day] != .on
      let isWeekend = weekendOfDay[day] >= 0
      let isSecond = isWeekend && day > 0 && weekendOfDay[day &- 1] == weekendOfDay[day]
      let low = pricer.low
      let high = pricer.high
      let nextLow = pricer.nextLow
      let nextHigh = pricer.nextHigh
      let origin = pricer.origin + dayNumber &* labels
      for block in 0..<blocks {
        nextLow[block] = Int32.max
        nextHigh[block] = -1
      }
      pricer.next.update(repeating: infinity, count: labels &+ mostHours &+ 8)
      for s in 0..<states {
        let isOff = s < offStates
        var run = 0
        var isExempt = false
        var kin = 0
        if !isOff {
          kin = (s &- offStates) / runStates
          run = (s &- offStates) &- kin &* runStates &+ 1
          if run > plan.maxRun {
            run &-= plan.maxRun
            isExempt = true
          }
        }
        for w in 0..<weekendPlaces {
          let block = s &* weekendPlaces &+ w
          let first = Int(low[block])
          let last = Int(high[block])
          guard last >= first else { continue }
          if mayBeOff {
            var constant = pricer.classCost[0]
            var target = 0
            if isOff {
              target = min(s &+ 1, offStates &- 1)
            } else if !isExempt, run < plan.minRun {
              constant += hard * Float(plan.minRun &- run)
            }
            let to = target &* weekendPlaces &+ w
            nextLow[to] = min(nextLow[to], low[block])
            nextHigh[to] = max(nextHigh[to], high[block])
            pricer.extend(
              from: block &* hourPlaces, to: to &* hourPlaces, first, last, constant,
              UInt32(truncatingIfNeeded: block &<< 16), origin, isLimited, limited: -1, hard)
          }
          if !isOff, run >= plan.maxRun { continue }
          let week = isWeekend && (isOff || !isSecond) ? w &+ 1 : w
          for c in 0..<classCount {
            var constant = pricer.classCost[c &+ 1]
            guard constant < infinity else { continue }
            var place = 0
            if isOff {
              if s &+ 1 < offStates { constant += hard * Float(offStates &- s &- 1) }
            } else {
              if plan.forbids[kin &* classCount &+ c] { constant += hard }
              place = isExempt && run &+ 1 < plan.minRun ? plan.maxRun &+ run : run
            }
            let to =
              (offStates &+ plan.classes[c].kin &* runStates &+ place) &* weekendPlaces &+ week
            let hours = plan.classes[c].hours
            nextLow[to] = min(nextLow[to], low[block] &+ Int32(truncatingIfNeeded: hours))
            nextHigh[to] = max(nextHigh[to], high[block] &+ Int32(truncatingIfNeeded: hours))
            let code = block &<< 16 | (c &+ 1) | Int(pricer.classShape[c &+ 1]) &<< 6
            pricer.extend(
              from: block &* hourPlaces, to: to &* hourPlaces &+ hours, first, last, constant,
              UInt32(truncatingIfNeeded: code), origin, isLimited,
              limited: plan.classes[c].limited, hard)
          }
        }
      }
      pricer.turn()
    }

    var at = pricer.bestLabel(
      plan, around, weekendPlaces: weekendPlaces, hourPlaces: hourPlaces, isLast: to == days,
      hard: hard, unitSeconds: problem.unitSeconds)
    var day = to
    while day > from, at >= 0 {
      day &-= 1
      let code = Int(pricer.origin[(day &- from) &* labels &+ at])
      let c = code & 63
      let m = at % hourPlaces
      if c == 0 {
        cells[base &+ day] = .off
        at = (code &>> 16) &* hourPlaces &+ m
      } else {
        let place = (Int(agent.group) &* days &+ day) &* shapeCount
        cells[base &+ day] = Cell(position: Int(pricer.positions[place &+ (code &>> 6 & 1023)]))
        at = (code &>> 16) &* hourPlaces &+ m &- plan.classes[c &- 1].hours
      }
    }
  }

  /// What each class costs on a day, noise included, and which of its shapes that is.
  @inline(__always)
  private func priceDay(
    _ a: Int, _ agent: AgentInfo, _ plan: RowPlan, _ day: Int, _ noise: Double, _ pricer: RowPricer
  ) {
    let place = (Int(agent.group) &* days &+ day) &* shapeCount
    let costs = cellCost + (a &* days &+ day) &* (shapeCount &+ 1)
    let mayWork = freedom[a &* days &+ day] != .off
    pricer.classCost[0] = Float(costs[0]) + Float(noise * drawExponential())
    let line = slots + Int(lineBase[Int(agent.firstLine)])
    for c in 0..<plan.classes.count {
      var least = Float.infinity
      var best = 0
      if mayWork {
        for shape in plan.classes[c].shapes {
          let position = pricer.positions[place &+ shape]
          guard position >= 0 else { continue }
          let slot = line[Int(option(position).pointee.step)]
          let cover = slot.slack < 0 ? -Int(slot.under) : Int(slot.over)
          let value = Float(cover &+ Int(costs[shape &+ 1])) + Float(noise * drawExponential())
          if value < least {
            least = value
            best = shape
          }
        }
      }
      pricer.classCost[c &+ 1] = least
      pricer.classShape[c &+ 1] = Int16(truncatingIfNeeded: best)
    }
  }
}
