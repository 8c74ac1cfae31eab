// Stationary distribution of a finite birth-death chain.

/// Probabilities of the states 0 ..< count.
///
/// The most likely state is found where birth falls below death, the others are relative to it, so
/// nothing overflows; terms below 1e-300 of it are 0. O(count).
///
/// `birth` is the rate from state k to k + 1, `death` that from k to k - 1, not 0 for k ≥ 1 and
/// growing faster than birth.
func birthDeath(count: Int, birth: (Int) -> Double, death: (Int) -> Double) -> [Double] {
  var weights = [Double](repeating: 0, count: count)
  var mode = 0
  // Births fall and deaths grow in every model here: halve.
  var low = 0
  var high = count - 1
  while low < high {
    let middle = (low + high) / 2
    if birth(middle) > death(middle + 1) { low = middle + 1 } else { high = middle }
  }
  mode = low
  weights[mode] = 1
  var total = 1.0
  var k = mode
  while k + 1 < count {
    let next = weights[k] * birth(k) / death(k + 1)
    k += 1
    weights[k] = next
    total += next
    if next < 1e-300 { break }
  }
  k = mode
  while k > 0 {
    let next = weights[k] * death(k) / birth(k - 1)
    k -= 1
    weights[k] = next
    total += next
    if next < 1e-300 { break }
  }
  for k in weights.indices { weights[k] /= total }
  return weights
}
