/// Values as a line of little columns, `▁▃█▅`, one cell each, scaled from 0 to the largest.
///
/// Nil leaves a gap (a closed or missing interval); 0 and less give the lowest column.
public func sparkline(_ values: [Double?]) -> String {
  let columns: [Character] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
  let largest = values.reduce(0) { max($0, $1 ?? 0) }
  return String(
    values.map { value in
      guard let value else { return " " }
      guard largest > 0, value > 0 else { return columns[0] }
      return columns[min(7, Int(value / largest * 8))]
    })
}

/// A horizontal bar of `value` on a scale where `full` fills `width` cells, in eighths of a cell.
public func bar(_ value: Double, full: Double, width: Int) -> String {
  guard full > 0, value > 0 else { return "" }
  let parts: [String] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]
  let eighths = Int((min(1, value / full) * Double(width * 8)).rounded())
  return String(repeating: "█", count: eighths / 8) + parts[eighths % 8]
}
