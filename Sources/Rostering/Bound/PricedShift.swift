/// A shift with its pauses where they cost least, at some prices.
struct PricedShift<Price> {
  var value: Price
  /// First step, and how many.
  var start: Int
  var span: Int
  var pauses: [(start: Int, length: Int)] = []
}

/// Prices are whole for the proof and real for the way to it.
extension PriceModel {
  /// The dearest of an agent's queues at each step, the one served there.
  func dearestQueues<Price: Comparable>(_ key: ShiftKey, _ prices: [Price]) -> [Int] {
    (0..<problem.steps).map { t in
      key.queues.reduce(key.queues.first ?? 0) {
        prices[$1 * problem.steps + t] > prices[$0 * problem.steps + t] ? $1 : $0
      }
    }
  }

  /// Prices of the queues served, summed up to each step.
  func sums<Price: AdditiveArithmetic>(of prices: [Price], _ queueAt: [Int]) -> [Price] {
    var sums = [Price.zero]
    sums.reserveCapacity(problem.steps + 1)
    for (t, queue) in queueAt.enumerated() {
      sums.append(sums[t] + prices[queue * problem.steps + t])
    }
    return sums
  }

  func filled<Price: Comparable & AdditiveArithmetic>(
    _ option: Int, _ sums: [Price]
  ) -> PricedShift<Price> {
    let option = problem.options[option]
    let shape = problem.shapes[Int(option.shape)]
    let start = Int(option.step)
    var shift = PricedShift(
      value: sums[start + shape.span] - sums[start], start: start, span: shape.span)
    for pause in shape.pauses {
      func cost(_ at: Int) -> Price { sums[start + at + pause.length] - sums[start + at] }
      var chosen = pause.earliest
      var least = cost(chosen)
      for at in pause.earliest...pause.latest {
        let cost = cost(at)
        guard cost < least else { continue }
        least = cost
        chosen = at
      }
      shift.value -= least
      shift.pauses.append((start + chosen, pause.length))
    }
    return shift
  }
}
