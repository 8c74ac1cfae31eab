/// A table for people to read: columns aligned by display width, thin rules, no trailing spaces.
///
/// ```swift
/// var table = TextTable([.left("queue"), .right("offered")])
/// table.row("service", "1204")
/// table.rule()
/// table.row("all", "1204")
/// print(table.text(), terminator: "")
/// ```
public struct TextTable: Sendable {
  /// Where the content of a cell stands.
  public enum Alignment: Hashable, Sendable { case left, right, centre }

  /// The title of a column and the alignment of its cells.
  public struct Column: Hashable, Sendable {
    public var title: String
    public var alignment: Alignment

    public init(_ title: String, _ alignment: Alignment = .left) {
      self.title = title
      self.alignment = alignment
    }
    public static func left(_ title: String) -> Column { .init(title, .left) }
    public static func right(_ title: String) -> Column { .init(title, .right) }
    public static func centre(_ title: String) -> Column { .init(title, .centre) }
  }

  /// How the lines around the cells are drawn.
  public enum Style: Hashable, Sendable {
    /// A rule under the header and wherever asked for; two spaces between columns.
    case ruled
    /// A full box around every column.
    case boxed
    /// As `ruled`, in ASCII.
    case ascii
  }

  private enum Line: Sendable {
    case cells([String])
    case rule
  }

  public let columns: [Column]
  private var lines: [Line] = []

  public init(_ columns: [Column]) { self.columns = columns }

  /// Appends a row; missing cells are empty, cells beyond the columns are an error.
  public mutating func row(_ cells: [String]) {
    precondition(cells.count <= columns.count, "more cells than columns")
    lines.append(.cells(cells + Array(repeating: "", count: columns.count - cells.count)))
  }

  /// Appends a row; missing cells are empty, cells beyond the columns are an error.
  public mutating func row(_ cells: String...) { row(cells) }

  /// Appends a rule, as above a line of totals.
  public mutating func rule() { lines.append(.rule) }

  public var isEmpty: Bool { lines.isEmpty }

  /// The table as text, every line ended; titles are bold with colour.
  public func text(_ style: Style = .ruled, paint: Paint = Paint(isOn: false)) -> String {
    let widths = columns.indices.map { c in
      lines.reduce(displayWidth(columns[c].title)) { width, line in
        if case .cells(let cells) = line { max(width, displayWidth(cells[c])) } else { width }
      }
    }
    let frame = Frame(style)
    var out = ""
    out += frame.line(widths, frame.top)
    if columns.contains(where: { !$0.title.isEmpty }) {
      out += frame.row(
        columns.indices.map { c in
          let title = columns[c].title
          let painted = paint.bold(title)
          return align(painted, displayWidth(title), widths[c], columns[c].alignment)
        })
      out += frame.line(widths, frame.middle)
    }
    for line in lines {
      switch line {
      case .rule: out += frame.line(widths, frame.middle)
      case .cells(let cells):
        out += frame.row(
          columns.indices.map { c in
            align(cells[c], displayWidth(cells[c]), widths[c], columns[c].alignment)
          })
      }
    }
    out += frame.line(widths, frame.bottom)
    return out
  }

  private func align(_ cell: String, _ width: Int, _ target: Int, _ alignment: Alignment)
    -> String
  {
    let room = target - width
    let left: Int
    switch alignment {
    case .left: left = 0
    case .right: left = room
    case .centre: left = room / 2
    }
    return String(repeating: " ", count: left) + cell
      + String(repeating: " ", count: room - left)
  }
}

/// The characters between and around cells.
private struct Frame {
  /// Left end, fill, crossing, right end of a horizontal line; nil draws none.
  typealias Ends = (left: String, fill: String, cross: String, right: String)

  var top: Ends?
  var middle: Ends?
  var bottom: Ends?
  var cellLeft = ""
  var cellBetween = "  "
  var cellRight = ""

  init(_ style: TextTable.Style) {
    switch style {
    case .ruled: middle = ("", "─", "  ", "")
    case .ascii: middle = ("", "-", "  ", "")
    case .boxed:
      top = ("┌─", "─", "─┬─", "─┐")
      middle = ("├─", "─", "─┼─", "─┤")
      bottom = ("└─", "─", "─┴─", "─┘")
      cellLeft = "│ "
      cellBetween = " │ "
      cellRight = " │"
    }
  }

  func line(_ widths: [Int], _ ends: Ends?) -> String {
    guard let ends else { return "" }
    let bars = widths.map { String(repeating: ends.fill, count: $0) }
    return ends.left + bars.joined(separator: ends.cross) + ends.right + "\n"
  }

  func row(_ cells: [String]) -> String {
    var line = cellLeft + cells.joined(separator: cellBetween) + cellRight
    while line.utf8.last == Byte.space { line.removeLast() }
    return line + "\n"
  }
}
