/// The smallest whole number n ≥ `lowest` with `meets(n)`, for a predicate that is false below some
/// number and true from it on.
///
/// Gallops from `start` with growing steps, then halves: O(log(distance/step)) evaluations.
/// - Throws: `unreachable` with `quantity` and `value` when no n up to 10¹² does.
func smallestWhole(
  from start: Double, step: Double, lowest: Double = 0, _ quantity: QueueingError.Quantity,
  _ value: Double, _ meets: (Double) -> Bool
) throws(QueueingError) -> Double {
  var stride = max(1, step.rounded())
  var low: Double
  var high = max(lowest, start)
  if meets(high) {
    low = high
    while true {
      if low <= lowest { return lowest }
      let next = max(lowest, low - stride)
      high = low
      low = next
      if !meets(low) { break }
      stride *= 2
    }
  } else {
    low = high
    while true {
      high = low + stride
      if meets(high) { break }
      guard high < Check.largest else {
        throw .unreachable(
          quantity: quantity, value: value, because: "no number of agents up to 1e12 does")
      }
      low = high
      stride *= 2
    }
  }
  // meets(high), not meets(low).
  while high - low > 1.5 {
    let middle = ((low + high) / 2).rounded(.down)
    if meets(middle) { high = middle } else { low = middle }
  }
  return high
}

/// The boundary x in [low, high] of a predicate that holds at and below it, to the last bit or two.
func largestReal(_ low: Double, _ high: Double, _ meets: (Double) -> Bool) -> Double {
  var low = low
  var high = high
  while true {
    let middle = low + (high - low) / 2
    if middle <= low || middle >= high { return low }
    if high - low <= 4e-16 * high { return low }
    if meets(middle) { low = middle } else { high = middle }
  }
}
