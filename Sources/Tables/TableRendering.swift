extension Table {
  /// The table for a screen: aligned columns, a rule under the header and above the totals.
  ///
  /// Control characters of cells are left out, so that an id from a file cannot move the cursor.
  public func text(
    _ style: TextTable.Style = .ruled, paint: Paint = Paint(isOn: false)
  ) -> String {
    let places = places(for: .people)
    var table = TextTable(
      places.map {
        TextTable.Column(columns[$0].heading, columns[$0].kind == .text ? .left : .right)
      }
    )
    func cells(_ row: [Cell]) -> [String] {
      places.map { painted(harmless(columns[$0].shown(row[$0])), row[$0], paint) }
    }
    for row in rows { table.row(cells(row)) }
    if !totals.isEmpty { table.rule() }
    for row in totals { table.row(cells(row)) }
    return table.text(style, paint: paint)
  }

  /// The table as a file: one header line, one line a row; no totals. `hasHeader`: Or the rows alone.
  public func csv(hasHeader: Bool = true) -> [UInt8] {
    let places = places(for: .programs)
    var csv = CSVWriter(places.map { columns[$0].name }, hasHeader: hasHeader)
    for row in rows { csv.row(places.map { columns[$0].written(row[$0]) }) }
    return csv.bytes
  }

  /// The table as an array with an object for each row; no totals.
  public func json() -> JSONValue {
    let places = places(for: .programs)
    return .array(
      rows.map { row in
        .object(places.map { JSONValue.Member(columns[$0].name, columns[$0].json(row[$0])) })
      })
  }

  /// The table as an HTML element; numbers have the class `n`, marked cells that of their mark.
  public func html() -> String {
    let places = places(for: .people)
    func line(_ cells: [(text: String, classes: [String])], _ tag: String) -> String {
      let inner = cells.map { cell in
        let names = cell.classes.isEmpty ? "" : " class=\"\(cell.classes.joined(separator: " "))\""
        return "<\(tag)\(names)>\(escapedForHTML(cell.text))</\(tag)>"
      }
      return "<tr>\(inner.joined())</tr>\n"
    }
    func classes(_ place: Int) -> [String] { columns[place].kind == .text ? [] : ["n"] }
    func cells(_ row: [Cell]) -> [(text: String, classes: [String])] {
      places.map { (columns[$0].shown(row[$0]), classes($0) + row[$0].classNames) }
    }
    var out = "<table>\n<thead>"
    out += line(places.map { (columns[$0].heading, classes($0)) }, "th") + "</thead>\n<tbody>\n"
    for row in rows { out += line(cells(row), "td") }
    out += "</tbody>"
    if !totals.isEmpty {
      out += "\n<tfoot>\n" + totals.map { line(cells($0), "td") }.joined() + "</tfoot>"
    }
    return out + "</table>\n"
  }

  private func painted(_ text: String, _ cell: Cell, _ paint: Paint) -> String {
    guard case .marked(let mark, let inner) = cell else { return text }
    let within = painted(text, inner, paint)
    return switch mark {
    case .strong: paint.bold(within)
    case .good: paint.green(within)
    case .doubtful: paint.yellow(within)
    case .bad: paint.red(within)
    case .soft: paint.dim(within)
    }
  }
}

extension Table.Cell {
  fileprivate var classNames: [String] {
    guard case .marked(let mark, let inner) = self else { return [] }
    return ["\(mark)"] + inner.classNames
  }
}

/// Text made safe for HTML and SVG, in an element or an attribute.
public func escapedForHTML(_ text: String) -> String {
  var out = ""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "&": out += "&amp;"
    case "<": out += "&lt;"
    case ">": out += "&gt;"
    case "\"": out += "&quot;"
    case "'": out += "&#39;"
    default: out.unicodeScalars.append(scalar)
    }
  }
  return out
}

/// The text without control characters; a line end becomes a space.
private func harmless(_ text: String) -> String {
  guard text.unicodeScalars.contains(where: { $0.value < 32 || $0.value == 127 }) else {
    return text
  }
  var out = ""
  for scalar in text.unicodeScalars {
    if scalar == "\n" || scalar == "\t" {
      out += " "
    } else if scalar.value >= 32, scalar.value != 127 {
      out.unicodeScalars.append(scalar)
    }
  }
  return out
}
