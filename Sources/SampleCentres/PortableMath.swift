// Goal: exponential and logarithm that give the same bits on every machine.
//
// C libraries differ in the last bit, and a last bit can turn a sampled 17 into an 18. These use only
// IEEE additions, multiplications and divisions, whose results are fixed; Swift never fuses them on
// its own. Relative error below 1e-15 over the range sampling needs.

/// e to the power of `x`, for |x| up to 700.
package func portableExp(_ x: Double) -> Double {
  guard x > -700 else { return 0 }
  let ln2High = 0x1.62e42fee00000p-1
  let ln2Low = 0x1.a39ef35793c76p-33
  let k = (x * 0x1.71547652b82fep+0).rounded()
  let r = (x - k * ln2High) - k * ln2Low
  // Taylor series on |r| <= ln 2 / 2; 14 terms leave less than 1e-17.
  var sum = 1.0
  for n in stride(from: 14.0, to: 0, by: -1) { sum = 1 + r / n * sum }
  return Double(sign: .plus, exponent: Int(k), significand: sum)
}

/// The natural logarithm of a positive normal number.
package func portableLog(_ x: Double) -> Double {
  precondition(x > 0 && x.isNormal)
  var exponent = Double(x.exponent)
  var m = x.significand
  if m > 0x1.6a09e667f3bcdp+0 {
    m /= 2
    exponent += 1
  }
  // ln m = 2 artanh((m - 1) / (m + 1)), |argument| < 0.172; 10 terms leave less than 1e-17.
  let s = (m - 1) / (m + 1)
  let square = s * s
  var sum = 0.0
  for n in stride(from: 21.0, through: 1, by: -2) { sum = 1 / n + square * sum }
  return exponent * 0x1.62e42fefa39efp-1 + 2 * s * sum
}

/// `base` to the power of `exponent`, for positive bases.
package func portablePower(_ base: Double, _ exponent: Double) -> Double {
  portableExp(exponent * portableLog(base))
}

/// ln(k!), by the table of the first and Stirling's series beyond; relative error below 1e-14.
package func logFactorial(_ k: Int) -> Double {
  if k < 2 { return 0 }
  if k < 10 {
    var product = 1.0
    for i in 2...k { product *= Double(i) }
    return portableLog(product)
  }
  let n = Double(k)
  let inverse = 1 / n
  let square = inverse * inverse
  let series = inverse * (1.0 / 12 - square * (1.0 / 360 - square * (1.0 / 1260 - square / 1680)))
  return (n + 0.5) * portableLog(n) - n + 0x1.d67f1c864beb5p-1 + series
}
