public import Diagnostics

extension CSVRow {
  /// The number in a field.
  ///
  /// Decimal notation with a point, an exponent allowed (`1e-3`). Infinity only where the caller
  /// allows it; `nan`, hexadecimal and thousands separators never.
  ///
  /// - Throws: A ``Problem`` when the field is empty or not such a number.
  public func number(_ column: Int, allowingInfinity: Bool = false) throws(Problem) -> Double {
    let bytes = trimmedField(column)
    if let value = parseDecimal(bytes) { return value }
    return try specialNumber(column, bytes, allowingInfinity: allowingInfinity)
  }

  /// The number in a field, nil when the field is empty.
  public func optionalNumber(
    _ column: Int, allowingInfinity: Bool = false
  ) throws(Problem) -> Double? {
    trimmedField(column).isEmpty ? nil : try number(column, allowingInfinity: allowingInfinity)
  }

  /// The number in a field, which must lie in `range`.
  public func number(_ column: Int, in range: ClosedRange<Double>) throws(Problem) -> Double {
    let value = try number(column)
    guard range.contains(value) else {
      throw problem(
        column, "is not between \(shortest(range.lowerBound)) and \(shortest(range.upperBound))")
    }
    return value
  }

  /// The number in a field, which must lie between 0 and `most`; nil when the field is empty.
  public func optionalCount(_ column: Int, atMost most: Double) throws(Problem) -> Double? {
    guard let value = try optionalNumber(column) else { return nil }
    guard value >= 0 else { throw problem(column, "is negative") }
    guard value <= most else { throw problem(column, "is more than \(shortest(most))") }
    return value
  }

  /// The whole number in a field; `12.0` is one too.
  public func integer(_ column: Int, in range: ClosedRange<Int> = .min ... .max) throws(Problem)
    -> Int
  {
    let bytes = trimmedField(column)
    let value: Int
    if let digits = parseInteger(bytes) {
      value = digits
    } else {
      let decimal = try number(column)
      guard let whole = Int(exactly: decimal) else {
        throw problem(column, "is not a whole number")
      }
      value = whole
    }
    guard range.contains(value) else {
      throw problem(column, "is not between \(range.lowerBound) and \(range.upperBound)")
    }
    return value
  }

  /// The whole number in a field, nil when the field is empty.
  public func optionalInteger(_ column: Int, in range: ClosedRange<Int> = .min ... .max)
    throws(Problem) -> Int?
  {
    trimmedField(column).isEmpty ? nil : try integer(column, in: range)
  }

  private func specialNumber(
    _ column: Int, _ bytes: UnsafeBufferPointer<UInt8>, allowingInfinity: Bool
  ) throws(Problem) -> Double {
    let word = String(decoding: bytes, as: UTF8.self).lowercased()
    switch word {
    case "":
      throw problem(column, "is empty where a number is expected")
    case "inf", "+inf", "infinity", "+infinity":
      if allowingInfinity { return .infinity }
      throw problem(column, "must be finite")
    case "nan", "na", "n/a", "null", "none", "-", "-nan":
      throw problem(
        column, "is not a number", maybe: "leave the field empty when the value is not known")
    default: break
    }
    let swapped = word.replacing(",", with: ".")
    if swapped != word, Double(swapped) != nil {
      throw problem(column, "is not a number", maybe: "write a decimal point: \(swapped)")
    }
    throw problem(column, "is not a number", maybe: "write digits with a decimal point, as in 12.5")
  }
}
