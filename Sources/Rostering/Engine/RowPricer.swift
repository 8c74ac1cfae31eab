// Goal: the best stretch of days in one agent's row, given everybody else's, in one step.
// Method: dynamic programming over the days of the stretch. A state is the length of the run of work
// (with the class of the last shift) or of days off; labels also carry hours and weekends worked, so
// that run lengths, days off in a row, forbidden successions, hours and weekends are exact. Shapes that
// no rule tells apart form one class, of which each day offers the cheapest. Counts of limited shapes
// are carried along the best label only, which makes them a heuristic; the caller prices the result by
// `Search.rowScore` anyway. What a rule forbids costs the hard weight, so there is always a result.
// Costs are disturbed by exponential noise of the annealing's temperature: the least disturbed stretch
// is nearly a draw from the distribution that the annealing aims at (perturb and maximise, Papandreou
// and Yuille 2011).
// Source: resource-constrained shortest paths as in column generation for nurse rostering (Burke and
// Curtois 2014).
// Conditions: shapes of one step, one option a shape and day, as in nurse rostering.

final class RowPricer {
  /// Rows whose shapes have limits that may bind in a stretch, and the same without those limits.
  let limitedPlans: [RowPlan]
  let freePlans: [RowPlan]
  /// What has been done, in units of about a nanosecond: the measure of a search's budget.
  var work = 0
  /// Seconds of a unit of hours.
  let hourUnit: Int
  let shapeCount: Int
  /// Position of a group's option of a shape on a day, `(group * days + day) * shapeCount + shape`.
  let positions: [Int32]

  // Labels of two neighbouring days, and where each label of every day comes from.
  private var capacity = 0
  var cost: UnsafeMutablePointer<Float>
  var next: UnsafeMutablePointer<Float>
  var counts: UnsafeMutablePointer<UInt64>
  var nextCounts: UnsafeMutablePointer<UInt64>
  private var originCapacity = 0
  /// Of every label: the block it came from, shifted by 16, and the class and shape of the day.
  var origin: UnsafeMutablePointer<UInt32>
  /// First and last hours reached in each block of labels.
  private var blockCapacity = 0
  var low: UnsafeMutablePointer<Int32>
  var high: UnsafeMutablePointer<Int32>
  var nextLow: UnsafeMutablePointer<Int32>
  var nextHigh: UnsafeMutablePointer<Int32>
  /// Cost of the classes (off first) on the day at hand, and the shape each would be.
  let classCost: UnsafeMutablePointer<Float>
  let classShape: UnsafeMutablePointer<Int16>

  init(_ problem: SearchProblem) {
    shapeCount = problem.shapes.count
    hourUnit = max(1, problem.shapes.reduce(0) { greatestCommonDivisor($0, $1.paidSeconds) })
    let unit = hourUnit
    let groups = (problem.groupStart.count - 1) / max(1, problem.days)
    var positions = Array(repeating: Int32(-1), count: groups * problem.days * shapeCount)
    for group in 0..<groups {
      for day in 0..<problem.days {
        for position in problem.range(group: group, day: day) {
          let option = problem.options[Int(problem.groupOptions[position])]
          positions[(group * problem.days + day) * shapeCount + Int(option.shape)] = Int32(position)
        }
      }
    }
    self.positions = positions
    limitedPlans = problem.agents.map {
      RowPlan($0, problem, hourUnit: unit, positions, withLimits: true)
    }
    freePlans = problem.agents.map {
      RowPlan($0, problem, hourUnit: unit, positions, withLimits: false)
    }
    cost = .allocate(capacity: 1)
    next = .allocate(capacity: 1)
    counts = .allocate(capacity: 1)
    nextCounts = .allocate(capacity: 1)
    origin = .allocate(capacity: 1)
    low = .allocate(capacity: 1)
    high = .allocate(capacity: 1)
    nextLow = .allocate(capacity: 1)
    nextHigh = .allocate(capacity: 1)
    classCost = .allocate(capacity: shapeCount + 1)
    classShape = .allocate(capacity: shapeCount + 1)
  }

  deinit {
    cost.deallocate()
    next.deallocate()
    counts.deallocate()
    nextCounts.deallocate()
    origin.deallocate()
    low.deallocate()
    high.deallocate()
    nextLow.deallocate()
    nextHigh.deallocate()
    classCost.deallocate()
    classShape.deallocate()
  }

  /// Room for labels of one day and for the origins of all days.
  func reserve(labels: Int, blocks: Int, days: Int) {
    if blocks > blockCapacity {
      blockCapacity = blocks * 2
      for buffer in [\RowPricer.low, \.high, \.nextLow, \.nextHigh] {
        renew(buffer, blockCapacity)
      }
    }
    if labels > capacity {
      capacity = labels * 2
      for buffer in [\RowPricer.cost, \.next] { renew(buffer, capacity) }
      for buffer in [\RowPricer.counts, \.nextCounts] { renew(buffer, capacity) }
    }
    if labels * (days + 1) > originCapacity {
      originCapacity = labels * (days + 1) * 2
      renew(\.origin, originCapacity)
    }
  }

  /// Another buffer in the place of one; what stood there is lost.
  private func renew<T>(
    _ buffer: ReferenceWritableKeyPath<RowPricer, UnsafeMutablePointer<T>>, _ capacity: Int
  ) {
    self[keyPath: buffer].deallocate()
    self[keyPath: buffer] = .allocate(capacity: capacity)
  }

  /// The labels of the next day become those of the day at hand.
  func turn() {
    swap(&cost, &next)
    swap(&counts, &nextCounts)
    swap(&low, &nextLow)
    swap(&high, &nextHigh)
  }

  /// One transition for the hours `first...last` of a block of labels.
  @inline(__always)
  func extend(
    from: Int, to: Int, _ first: Int, _ last: Int, _ constant: Float, _ code: UInt32,
    _ origin: UnsafeMutablePointer<UInt32>, _ isLimited: Bool, limited: Int, _ hard: Float
  ) {
    guard !isLimited else {
      work &+= 4 &+ 3 &* (last &- first &+ 1)
      let shift = UInt64(truncatingIfNeeded: 8 &* max(0, limited))
      for m in first...last {
        var total = cost[from &+ m] + constant
        var kept = counts[from &+ m]
        if limited >= 0 {
          if kept &>> shift & 255 == 0 {
            total += hard
          } else if kept &>> shift & 255 != 255 {
            kept &-= 1 &<< shift
          }
        }
        if total < next[to &+ m] {
          next[to &+ m] = total
          origin[to &+ m] = code
          nextCounts[to &+ m] = kept
        }
      }
      return
    }
    work &+= 4 &+ (last &- first) / 2
    var m = first
    while m <= last {
      let source = UnsafeRawPointer(cost + (from &+ m))
      let target = UnsafeMutableRawPointer(next + (to &+ m))
      let places = UnsafeMutableRawPointer(origin + (to &+ m))
      let total = source.loadUnaligned(as: SIMD4<Float>.self) + constant
      let known = target.loadUnaligned(as: SIMD4<Float>.self)
      let isLess = total .< known
      if any(isLess) {
        target.storeBytes(of: known.replacing(with: total, where: isLess), as: SIMD4<Float>.self)
        let old = places.loadUnaligned(as: SIMD4<UInt32>.self)
        places.storeBytes(
          of: old.replacing(with: SIMD4(repeating: code), where: isLess), as: SIMD4<UInt32>.self)
      }
      m &+= 4
    }
  }
}
