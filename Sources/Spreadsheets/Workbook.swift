/// A workbook as a value: sheets of cells, how they look, and what is coloured by its content.
///
/// There are texts and numbers, and nothing that a spreadsheet would compute: a text that looks like a
/// formula stays a text.
public struct Workbook: Hashable, Sendable {
  public var title: String
  /// Unix seconds at which it counts as made; the same content then gives the same bytes.
  public var madeAt: Int64
  public var sheets: [Sheet]

  public init(title: String, madeAt: Int64, sheets: [Sheet] = []) {
    self.title = title
    self.madeAt = madeAt
    self.sheets = sheets
  }
}

/// One sheet of a ``Workbook``.
public struct Sheet: Hashable, Sendable {
  /// At most 31 characters, none of `[]:*?/\`.
  public var name: String
  public private(set) var rows: [[SheetCell]] = []
  /// In characters, by column; those beyond have the usual width.
  public var widths: [Double]
  /// Rows and columns that stay in sight, and are repeated on every printed page.
  public var frozenRows: Int
  public var frozenColumns: Int
  /// How cells look in which nothing stands yet, in the columns that have widths.
  public var columnStyle = CellStyle.plain
  public private(set) var colours: [SheetColour] = []
  /// Heights in points, by row.
  public private(set) var heights: [Int: Double] = [:]

  public init(_ name: String, widths: [Double] = [], frozenRows: Int = 1, frozenColumns: Int = 0) {
    self.name = name
    self.widths = widths
    self.frozenRows = frozenRows
    self.frozenColumns = frozenColumns
  }

  /// Appends a row; `lines`: how many lines of text it has room for.
  public mutating func row(_ cells: [SheetCell], lines: Int = 1) {
    if lines > 1 { heights[rows.count] = 15 * Double(lines) }
    rows.append(cells)
  }

  /// Colours a block by what stands in it.
  public mutating func colour(
    rows: Range<Int>, columns: Range<Int>, by rule: SheetColour.Rule
  ) {
    guard !rows.isEmpty, !columns.isEmpty else { return }
    colours.append(SheetColour(rows: rows, columns: columns, rule: rule))
  }
}

/// What stands in one place of a sheet.
public enum SheetCell: Hashable, Sendable {
  case empty
  case text(String, CellStyle = .plain)
  case number(Double, CellStyle = .plain)

  /// Whether a cell can hold the text as it is.
  public static func holds(_ text: String) -> Bool {
    text.utf16.count <= Workbook.mostUnits && !text.utf8.contains(0)
  }
}

/// How a cell looks.
public struct CellStyle: Hashable, Sendable {
  public var isBold: Bool
  /// Lines of a text stand below each other, and it starts at the top.
  public var isWrapped: Bool
  public var isCentred: Bool
  /// 0xRRGGBB.
  public var fill: UInt32?
  public var ink: UInt32?
  /// Digits after the point of a number; nil: as it is.
  public var decimals: Int?
  /// What people type is kept as it is typed: no program makes a date, a number or a formula of it.
  public var isText: Bool

  public init(
    isBold: Bool = false, isWrapped: Bool = false, isCentred: Bool = false, fill: UInt32? = nil,
    ink: UInt32? = nil, decimals: Int? = nil, isText: Bool = false
  ) {
    self.isBold = isBold
    self.isText = isText
    self.isWrapped = isWrapped
    self.isCentred = isCentred
    self.fill = fill
    self.ink = ink
    self.decimals = decimals
  }

  public static let plain = CellStyle()
  public static let head = CellStyle(isBold: true, fill: 0xE8EAED)
  public static let strong = CellStyle(isBold: true)
  /// For people to fill in.
  public static let entry = CellStyle(isText: true)

  public static func decimals(_ count: Int, isBold: Bool = false) -> CellStyle {
    CellStyle(isBold: isBold, decimals: count)
  }
}

/// A block of a sheet that is coloured by what stands in it, also after somebody edits it.
public struct SheetColour: Hashable, Sendable {
  public enum Rule: Hashable, Sendable {
    /// Cells whose text begins so.
    case text(beginsWith: String, CellStyle)
    /// Cells without anything.
    case blank(CellStyle)
    /// From `low` over white at zero to `high`.
    case scale(low: UInt32, high: UInt32, reach: Double)
  }

  public var rows: Range<Int>
  public var columns: Range<Int>
  public var rule: Rule
}
