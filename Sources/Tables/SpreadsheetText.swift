// Goal: text files that people open in a spreadsheet do nothing there but show what stands in them.
//
// Method: a text that a spreadsheet would compute gets an apostrophe before it, as people write one; likewise
// behind a separator inside a text, since a program with another list separator splits there. Numbers are ours.

/// How a table is written for a spreadsheet.
public struct SpreadsheetDialect: Hashable, Sendable {
  /// `,`, `;` or a tab.
  public var separator: Character
  /// Begins with the mark by which Excel knows UTF-8.
  public var hasMark: Bool
  /// Numbers with a comma before the fraction, as Excel reads them where it separates by `;`.
  public var hasDecimalComma: Bool

  public init(
    separator: Character = ",", hasMark: Bool = false, hasDecimalComma: Bool = false
  ) {
    self.separator = separator
    self.hasMark = hasMark
    self.hasDecimalComma = hasDecimalComma
  }
}

extension Table {
  /// The table as a file for spreadsheets: nothing in it is a formula.
  public func csv(_ dialect: SpreadsheetDialect) -> [UInt8] {
    let places = places(for: .programs)
    var csv = CSVWriter(places.map { columns[$0].name }, separator: dialect.separator)
    for row in rows {
      csv.row(
        places.map { place in
          let written = columns[place].written(row[place])
          guard case .number = row[place].value else { return spreadsheetText(written) }
          return dialect.hasDecimalComma ? written.replacing(".", with: ",") : written
        })
    }
    return (dialect.hasMark ? [0xEF, 0xBB, 0xBF] : []) + csv.bytes
  }
}

/// A text as a spreadsheet may read it: what would be computed has an apostrophe before it.
public func spreadsheetText(_ text: String) -> String {
  var out = String.UnicodeScalarView()
  var isAtStart = true
  for scalar in text.unicodeScalars {
    let isSeparator = "\t\r\n,;|".unicodeScalars.contains(scalar)
    let starts = isAtStart && "=+-@\t\r\n＝＋－＠".unicodeScalars.contains(scalar)
    if starts, !isSeparator || out.isEmpty { out.append("'") }
    out.append(scalar)
    isAtStart = isSeparator
  }
  return String(out)
}
