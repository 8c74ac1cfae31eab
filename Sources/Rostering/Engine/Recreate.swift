// Goal: the roster of least cost where rules speak of whole rows, such as nurse rostering: runs of days,
// hours and weekends of a horizon of weeks or months.
// Method: ruin and recreate under annealing. One to three agents lose the same stretch of days and get
// it back one after the other, each the best there is with the others as they are at that moment
// (`Search.priceStretch`). Rules of rows are kept by construction, so the temperature only has to
// carry the search over costs of coverage and wishes.
// Source: ruin and recreate (Schrimpf and others 2000) with the pricing step of column generation as
// recreation.
// Conditions: those of RowPricer. Budgeted by work done, counted in the pricer, never by the clock.

/// The course of one search by ruin and recreate.
package struct RecreatePlan: Sendable, Hashable {
  /// Budget in the units of `RowPricer.work`.
  package var work: Int
  package var firstTemperature: Double
  package var lastTemperature: Double
  package var hardWeight: Int
  /// Most days of an ordinary stretch; a few are two or four times as long.
  package var longest = 10
  /// Relative frequency of one, two and three agents at a time.
  package var agents = [4, 5, 2]
  /// Noise of the costs as a share of the temperature.
  package var noise = 0.5

  /// Temperatures that suit the dearest step: from half of it down to a two hundredth. A short budget
  /// for a large problem begins cooler, for it could not cool from there in time.
  package init(_ problem: SearchProblem, work: Int) {
    self.work = work
    let dearest = Double(max(1, problem.under.max() ?? 1))
    let cells = Double(max(1, problem.agents.count * problem.days))
    let effort = Double(work) / cells
    firstTemperature = 0.5 * dearest * min(1, max(0.04, effort / 4_000_000))
    lastTemperature = 0.005 * dearest
    hardWeight = Int(6 * dearest)
  }
}

extension Search {
  /// Moves between two looks at the temperature and the wish to stop.
  private static var recreateBlock: Int { 32 }

  /// Runs one search from the present state; answers the best state seen, the present one included.
  func annealRows(
    _ plan: RecreatePlan, _ pricer: RowPricer, monitor: SearchMonitor
  ) -> SearchResult {
    hardWeight = plan.hardWeight
    guard agentCount > 0, days > 0 else { return result(moves: 0) }
    fillRows(pricer)
    var best = result(moves: 0)
    var moves = 0
    let begin = pricer.work
    let span = portableLog(plan.lastTemperature / plan.firstTemperature)
    while pricer.work - begin < plan.work, !monitor.isStopped {
      let share = monitor.share(work: Double(pricer.work - begin) / Double(plan.work))
      temperature = plan.firstTemperature * portableExp(span * share)
      for _ in 0..<Self.recreateBlock {
        recreate(plan, pricer)
        if hardUnits < best.hard || hardUnits == best.hard && coverCost + softCost < best.cost {
          best = result(moves: 0)
        }
      }
      moves += Self.recreateBlock
      monitor.report(moves: Self.recreateBlock, cover: best.hard == 0 ? best.cover : nil)
    }
    best.moves = moves
    return best
  }

  /// One ruin and recreate.
  private func recreate(_ plan: RecreatePlan, _ pricer: RowPricer) {
    let (from, to, count) = drawStretch(plan)
    let limit = threshold()
    var cover = 0
    changeCount = 0
    for k in 0..<count {
      let base = ruined(k) &* days
      for index in base &+ from..<base &+ to {
        changeFrom[changeCount] = cells[index]
        changeCount &+= 1
        if !cells[index].isOff { cover &+= removeWork(index, cells[index]) }
      }
    }
    var scores = (RowScore(), RowScore(), RowScore())
    var hard = 0
    var soft = 0
    for k in 0..<count {
      let a = ruined(k)
      priceStretch(a, from, to, noise: plan.noise * temperature, pricer)
      for index in a &* days &+ from..<a &* days &+ to where !cells[index].isOff {
        cover &+= addWork(index, cells[index])
      }
      let score = rowScore(a)
      hard &+= score.hard &- Int(rowHard[a])
      soft &+= score.soft &- rowSoft[a]
      if k == 0 { scores.0 = score } else if k == 1 { scores.1 = score } else { scores.2 = score }
    }
    guard cover &+ soft &+ hard &* hardWeight <= limit else {
      for k in 0..<count {
        for day in from..<to {
          let index = ruined(k) &* days &+ day
          let old = changeFrom[k &* (to &- from) &+ day &- from]
          if cells[index] == old { continue }
          if !cells[index].isOff { removeWork(index, cells[index]) }
          cells[index] = old
          if !old.isOff { addWork(index, old) }
        }
      }
      return
    }
    for k in 0..<count {
      let score = k == 0 ? scores.0 : k == 1 ? scores.1 : scores.2
      rowHard[ruined(k)] = Int32(truncatingIfNeeded: score.hard)
      rowSoft[ruined(k)] = score.soft
    }
    coverCost &+= cover
    softCost &+= soft
    hardUnits &+= hard
  }

  /// The agents of the move at hand stand where other moves keep the places of their changes.
  @inline(__always)
  private func ruined(_ k: Int) -> Int { changeAt[k] }

  /// Days and agents of the next move.
  private func drawStretch(_ plan: RecreatePlan) -> (from: Int, to: Int, count: Int) {
    var count = 1
    var draw = random.below(plan.agents.reduce(0, +))
    for (k, share) in plan.agents.enumerated() {
      if draw < share {
        count = k + 1
        break
      }
      draw -= share
    }
    var longest = plan.longest
    let u = random.below(64)
    if u < 5 { longest *= u == 0 ? 4 : 2 }
    changeAt[0] = random.below(agentCount)
    if hardUnits > 0, random.below(8) == 0 {
      // Somebody whose rules are broken, over weeks.
      var a = changeAt[0]
      for _ in 0..<agentCount where rowHard[a] == 0 { a = (a + 1) % agentCount }
      changeAt[0] = a
      longest = 4 * plan.longest
      count = 1
    }
    longest = min(longest, days)
    // Changes of up to three agents must fit the list of changes.
    count = min(count, min(agentCount, 3))
    if count > 1 {
      repeat { changeAt[1] = random.below(agentCount) } while changeAt[1] == changeAt[0]
    }
    if count > 2 {
      repeat {
        changeAt[2] = random.below(agentCount)
      } while changeAt[2] == changeAt[0]
        || changeAt[2] == changeAt[1]
    }
    let length = random.within(min(3, longest), longest)
    var from = random.within(1 - length, days - 1)
    var to = min(days, from + length)
    from = max(0, from)
    // Weekends are counted whole.
    if from > 0, weekendOfDay[from] >= 0, weekendOfDay[from] == weekendOfDay[from - 1] { from -= 1 }
    if to < days, weekendOfDay[to] >= 0, weekendOfDay[to] == weekendOfDay[to - 1] { to += 1 }
    return (from, to, count)
  }
}
