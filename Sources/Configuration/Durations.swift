/// Seconds of a duration such as `90s`, `15m`, `8h`, `8h30m` or `2d`; nil for anything else.
///
/// Units must come in falling order, each at most once; the sum must fit a year.
public func parseDuration(_ text: String) -> Int? {
  let units: [(letter: UInt8, seconds: Int)] = [(100, 86_400), (104, 3600), (109, 60), (115, 1)]
  var total = 0
  var digits = [UInt8]()
  var nextUnit = 0
  for byte in text.utf8 {
    if (48...57).contains(byte) {
      digits.append(byte)
      continue
    }
    guard !digits.isEmpty, digits.count <= 8,
      let unit = units[nextUnit...].firstIndex(where: { $0.letter == byte })
    else { return nil }
    total += digits.reduce(0) { $0 * 10 + Int($1 - 48) } * units[unit].seconds
    digits = []
    nextUnit = unit + 1
  }
  guard digits.isEmpty, nextUnit > 0, total <= 366 * 86_400 else { return nil }
  return total
}

/// Minutes after midnight of `HH:MM`, 00:00 to 24:00; nil for anything else.
public func minutesOfDay(_ text: String) -> Int? {
  let parts = text.utf8.split(separator: 58, omittingEmptySubsequences: false)
  guard parts.count == 2,
    parts.allSatisfy({ $0.count == 2 && $0.allSatisfy { (48...57).contains($0) } })
  else { return nil }
  let numbers = parts.map { $0.reduce(0) { $0 * 10 + Int($1 - 48) } }
  let minutes = numbers[0] * 60 + numbers[1]
  return numbers[1] < 60 && minutes <= 1440 ? minutes : nil
}
