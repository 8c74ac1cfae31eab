// Method: numbers are read without knowing the language. A mark that stands twice in a number, or
// before another mark, separates thousands; one that is not followed by exactly three digits is the
// decimal mark. What no number of the file proves, the columns of counts and the separator decide:
// `1,260` calls are thousands.

internal import Tables

/// How the numbers of a file are written.
struct AmountStyle {
  static let point: UInt8 = 46
  static let comma: UInt8 = 44
  /// The decimal mark.
  var decimal = point

  /// The number that `text` spells, or the seconds of `h:mm:ss` or `m:ss`; nil for anything else.
  func value(_ text: UnsafeBufferPointer<UInt8>) -> Double? {
    if let whole = parseInteger(text) { return Double(whole) }
    if decimal == Self.point, text.allSatisfy({ $0 &- 48 <= 9 || $0 == Self.point }) {
      return parseDecimal(text)
    }
    return marked(text)
  }

  /// A number with marks, or a length of time.
  private func marked(_ text: UnsafeBufferPointer<UInt8>) -> Double? {
    var plain: [UInt8] = []
    plain.reserveCapacity(text.count)
    var colons = 0
    var i = 0
    while i < text.count {
      let byte = text[i]
      switch byte {
      case 48...57, 45, 43: plain.append(byte)
      case decimal: plain.append(Self.point)
      case Self.point, Self.comma, 39, 32: break
      case 58:
        colons += 1
        plain.append(byte)
      case 0xC2 where i + 1 < text.count && text[i + 1] == 0xA0: i += 1
      case 0xE2 where i + 2 < text.count && text[i + 1] == 0x80: i += 2
      case 115 where i + 1 == text.count && !plain.isEmpty: break
      default: return nil
      }
      i += 1
    }
    if colons > 0 { return Self.duration(plain) }
    return plain.withUnsafeBufferPointer { parseDecimal($0) }
  }

  private static func duration(_ text: [UInt8]) -> Double? {
    let parts = text.split(separator: 58, omittingEmptySubsequences: false)
    guard (2...3).contains(parts.count) else { return nil }
    var seconds = 0.0
    for (k, part) in parts.enumerated() {
      guard let value = part.withUnsafeBufferPointer({ parseDecimal($0) }), value >= 0,
        k == 0 || value < 60
      else { return nil }
      seconds = seconds * 60 + value
    }
    return seconds
  }

  /// Whether a field says that there is no value.
  static func isAbsent(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    if text.isEmpty { return true }
    guard text.count <= 8, text[0] &- 48 > 9 else { return false }
    switch String(decoding: text, as: UTF8.self).lowercased() {
    case "-", "--", "–", "n/a", "na", "null", "(null)", "none", "[none]", "\\n", "nan", "#n/a",
      "#div/0!":
      return true
    default: return false
    }
  }
}

/// Finds out how numbers are written, from those of a file.
struct AmountEvidence {
  private var point = false
  private var comma = false
  private var countPoint = false
  private var countComma = false
  /// An example of each, for the message when they contradict each other.
  private(set) var examples: (point: String, comma: String) = ("", "")

  var isContradiction: Bool { point && comma }

  /// Takes a number in; `isCount` where whole numbers are expected.
  mutating func take(_ text: UnsafeBufferPointer<UInt8>, isCount: Bool) {
    var points = 0
    var commas = 0
    var last = -1
    for (k, byte) in text.enumerated() {
      if byte == 58 || byte >= 0x80 && byte != 0xC2 && byte != 0xA0 { return }
      if byte == AmountStyle.point { (points, last) = (points + 1, k) }
      if byte == AmountStyle.comma { (commas, last) = (commas + 1, k) }
    }
    guard last >= 0 else { return }
    var isPoint = false
    var isComma = false
    let digitsAfter = text.count - last - 1
    if points > 0, commas > 0 {
      isPoint = text[last] == AmountStyle.point
      isComma = !isPoint
    } else if points > 1 {
      isComma = true
    } else if commas > 1 {
      isPoint = true
    } else if digitsAfter != 3 || last == 0 || last > 3 {
      isPoint = points == 1
      isComma = !isPoint
    } else if isCount {
      // 1,260 calls: thousands.
      if points == 1 { countPoint = true } else { countComma = true }
    }
    if isPoint, !point {
      point = true
      examples.point = String(decoding: text, as: UTF8.self)
    }
    if isComma, !comma {
      comma = true
      examples.comma = String(decoding: text, as: UTF8.self)
    }
  }

  func style(separator: UInt8) -> AmountStyle {
    if point != comma { return AmountStyle(decimal: point ? AmountStyle.point : AmountStyle.comma) }
    if countComma != countPoint {
      return AmountStyle(decimal: countComma ? AmountStyle.point : AmountStyle.comma)
    }
    return AmountStyle(decimal: separator == 59 ? AmountStyle.comma : AmountStyle.point)
  }
}
