// Goals: 1. the same bytes on every machine and in every locale; 2. correct rounding of the exact
// binary value (ties to even), as printf and Python do it; 3. speed on tables of a million numbers.
//
// `fixed` rounds x·10^d to a whole number in floating point. The product is off by at most one unit in
// the last place, so the result is certain unless the fraction is within a small band around one half;
// only there the C library's exact conversion decides.

internal import Glibc

/// `value` with exactly `decimals` digits after the point, such as `12.50`; never `-0.00`.
///
/// Infinity is `inf`; there should be no NaN to print, it is `nan`.
public func fixed(_ value: Double, _ decimals: Int) -> String {
  precondition((0...15).contains(decimals), "0 to 15 decimals")
  guard value.isFinite else { return special(value) }
  let scaled = abs(value) * tenTo(decimals)
  guard scaled < 4e15 else { return withoutNegativeZero(printf("%.\(decimals)f", value)) }
  let whole = scaled.rounded(.down)
  let fraction = scaled - whole
  guard abs(fraction - 0.5) > max(1e-9, scaled * 4e-16) else {
    return withoutNegativeZero(printf("%.\(decimals)f", value))
  }
  let units = Int(whole) + (fraction > 0.5 ? 1 : 0)
  let sign = value < 0 && units > 0 ? "-" : ""
  if decimals == 0 { return sign + String(units) }
  let digits = String(units)
  let missing = decimals + 1 - digits.utf8.count
  let padded = missing > 0 ? String(repeating: "0", count: missing) + digits : digits
  let point = padded.utf8.index(padded.endIndex, offsetBy: -decimals)
  return sign + padded[..<point] + "." + padded[point...]
}

/// The shortest decimal that reads back as the same number; `5`, not `5.0`.
public func shortest(_ value: Double) -> String {
  guard value.isFinite else { return special(value) }
  if value == 0 { return "0" }
  let text = value.description
  return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
}

/// `value` with 17 significant digits, enough for every number to read back as the same.
public func exact17(_ value: Double) -> String {
  guard value.isFinite else { return special(value) }
  return value == 0 ? "0" : printf("%.17g", value)
}

private func special(_ value: Double) -> String {
  value.isNaN ? "nan" : value < 0 ? "-inf" : "inf"
}

private func withoutNegativeZero(_ text: String) -> String {
  text.utf8.first == 45 && text.utf8.dropFirst().allSatisfy { $0 == 48 || $0 == 46 }
    ? String(text.dropFirst()) : text
}

private func tenTo(_ power: Int) -> Double {
  var value = 1.0
  for _ in 0..<power { value *= 10 }
  return value
}

/// The C library's formatting; the program never sets a locale, so the point is a point.
private func printf(_ format: String, _ value: Double) -> String {
  withVaList([value]) { arguments in
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 400) { buffer in
      guard let start = buffer.baseAddress else { return "" }
      let length = Int(vsnprintf(start, buffer.count, format, arguments))
      let bytes = UnsafeRawBufferPointer(start: start, count: max(0, min(length, 399)))
      return String(decoding: bytes, as: UTF8.self)
    }
  }
}
