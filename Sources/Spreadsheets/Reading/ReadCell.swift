public import CivilTime

/// A row of a sheet that was read, with the number it has there.
public struct ReadRow: Hashable, Sendable {
  /// From 1.
  public var number: Int
  /// By column, from the first; `.empty` where there is nothing.
  public var cells: [ReadCell]

  /// The cells as text.
  var texts: [String] { cells.map(\.text) }
}

/// What a cell of a sheet holds.
public enum ReadCell: Hashable, Sendable {
  case empty
  case text(String)
  /// As the file writes it.
  case number(String)
  /// A date with a time of day, in seconds; at midnight often the date alone.
  case date(CivilDate, Int)
  /// A time of day or length of time, in seconds.
  case time(Int)
  case boolean(Bool)
  /// What a formula could not compute, such as `#N/A`.
  case error(String)
  /// A formula that no program has computed yet.
  case formula(String)

  /// As a table of texts shows it.
  var text: String {
    switch self {
    case .empty, .formula: return ""
    case .text(let text), .number(let text), .error(let text): return text
    case .boolean(let value): return value ? "1" : "0"
    case .date(let date, let seconds): return "\(date) \(clockText(seconds))"
    case .time(let seconds):
      func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
      return "\(seconds / 3600):\(two(seconds / 60 % 60)):\(two(seconds % 60))"
    }
  }
}
