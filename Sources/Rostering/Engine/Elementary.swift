// Goal: the same bits on every machine and C library for the few logarithms and exponentials the
// search needs, so that a seed gives the same roster everywhere.
// Method: argument reduction by powers of two, then a fixed series in IEEE 754 operations that are
// exactly rounded; no fused multiply-add, no library call. Relative error below 1e-14.

/// Natural logarithm of a positive, normal number.
package func portableLog(_ x: Double) -> Double {
  guard x > 0, x.isFinite else { return x == 0 ? -.infinity : .nan }
  var exponent = Double(x.exponent)
  var m = x.significand
  if m > 1.4142135623730951 {
    m *= 0.5
    exponent += 1
  }
  // log m = 2 artanh z with |z| <= 0.1716
  let z = (m - 1) / (m + 1)
  let square = z * z
  var sum = 0.0
  var k = 23
  while k >= 1 {
    sum = sum * square + 1 / Double(k)
    k -= 2
  }
  return exponent * 0.6931471805599453 + 2 * z * sum
}

/// e to the power x, for |x| up to 700.
package func portableExp(_ x: Double) -> Double {
  let n = (x * 1.4426950408889634).rounded()
  let r = x - n * 0.6931471805599453
  var sum = 1.0
  var k = 18
  while k >= 1 {
    sum = 1 + sum * r / Double(k)
    k -= 1
  }
  return Double(sign: .plus, exponent: Int(n), significand: sum)
}
