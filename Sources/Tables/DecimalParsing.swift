// Goals: 1. exactly what strtod gives; 2. speed on the short decimals that fill interval files.
//
// Method: W. D. Clinger, "How to read floating point numbers accurately" (PLDI 1990), fast path: with
// at most 15 digits the mantissa is exact in a double, powers of ten up to 10^22 are exact too, and
// one correctly rounded division gives the correctly rounded result. Everything else goes through the
// standard library (strtod), which also accepts "nan", "inf" and hexadecimal; those are kept out.

private let powersOfTen: [Double] = [
  1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
]

/// The decimal number that `bytes` spell, or nil; never NaN, never infinite.
package func parseDecimal(_ bytes: UnsafeBufferPointer<UInt8>) -> Double? {
  let count = bytes.count
  var i = 0
  var negative = false
  var mantissa: UInt64 = 0
  var digits = 0
  var fraction = 0
  if i < count, bytes[i] == 45 {
    negative = true
    i += 1
  }
  while i < count {
    let digit = bytes[i] &- 48
    if digit > 9 { break }
    mantissa = mantissa &* 10 &+ UInt64(digit)
    digits += 1
    i += 1
  }
  if i < count, bytes[i] == 46 {
    i += 1
    while i < count {
      let digit = bytes[i] &- 48
      if digit > 9 { break }
      mantissa = mantissa &* 10 &+ UInt64(digit)
      digits += 1
      fraction += 1
      i += 1
    }
  }
  guard i == count, 1...15 ~= digits else { return parseDecimalSlowly(bytes) }
  let value = fraction == 0 ? Double(mantissa) : Double(mantissa) / powersOfTen[fraction]
  return negative ? -value : value
}

@inline(never)
private func parseDecimalSlowly(_ bytes: UnsafeBufferPointer<UInt8>) -> Double? {
  guard bytes.contains(where: { 48...57 ~= $0 }),
    bytes.allSatisfy({ 48...57 ~= $0 || $0 == 46 || $0 == 45 || $0 == 43 || $0 | 32 == 101 }),
    let value = Double(String(decoding: bytes, as: UTF8.self)), value.isFinite
  else { return nil }
  return value
}

/// The whole number that `bytes` spell with at most 18 digits, or nil.
package func parseInteger(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
  var i = 0
  let negative = bytes.first == 45
  if negative { i = 1 }
  guard 1...18 ~= bytes.count - i else { return nil }
  var value = 0
  while i < bytes.count {
    let digit = bytes[i] &- 48
    if digit > 9 { return nil }
    value = value * 10 + Int(digit)
    i += 1
  }
  return negative ? -value : value
}
