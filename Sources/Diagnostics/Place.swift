/// Where in the user's input something stands: a file, and line and column in it, counted from 1; of a
/// workbook the sheet, and row and column of it.
public struct Place: Hashable, Sendable {
  public var file: String
  public var line: Int?
  public var column: Int?
  /// The sheet of a workbook, whose cells lines and columns then count.
  public var sheet: String?

  public init(file: String, line: Int? = nil, column: Int? = nil, sheet: String? = nil) {
    self.file = file
    self.sheet = sheet
    self.line = line
    self.column = column
  }
}

extension Place: Comparable {
  public static func < (a: Place, b: Place) -> Bool {
    (a.file, a.line ?? 0, a.column ?? 0) < (b.file, b.line ?? 0, b.column ?? 0)
  }
}

extension Place: CustomStringConvertible {
  public var description: String {
    if let sheet { return "\(file): sheet \(sheet)\(inSheet)" }
    guard let line else { return file }
    guard let column else { return "\(file):\(line)" }
    return "\(file):\(line):\(column)"
  }

  /// As spreadsheet programs name it: `, cell C7`.
  private var inSheet: String {
    guard let line else { return "" }
    guard let column else { return ", row \(line)" }
    return ", cell \(columnLetters(column))\(line)"
  }
}

/// The name of a column in spreadsheet programs: `A` for 1, `AA` for 27.
public func columnLetters(_ column: Int) -> String {
  var letters: [UInt8] = []
  var rest = column
  while rest > 0 {
    letters.append(UInt8(65 + (rest - 1) % 26))
    rest = (rest - 1) / 26
  }
  return String(decoding: letters.reversed(), as: UTF8.self)
}
