extension Table {
  /// What stands in one place of a table.
  public enum Cell: Hashable, Sendable {
    /// Nothing is known, or nothing applies: empty in text and CSV, null in JSON.
    case missing
    case text(String)
    case number(Double)
    case flag(Bool)
    /// A cell that people should notice, or may pass over; files have the bare value.
    indirect case marked(Mark, Cell)

    /// A number that may not be there.
    public static func optional(_ value: Double?) -> Cell { value.map { .number($0) } ?? .missing }

    /// A number that may not be there.
    public static func optional(_ value: Int?) -> Cell { value.map { .count($0) } ?? .missing }

    /// A text that may not be there.
    public static func optional(_ value: String?) -> Cell { value.map { .text($0) } ?? .missing }

    /// A whole number.
    public static func count(_ value: Int) -> Cell { .number(Double(value)) }

    /// The same cell, marked or not.
    public func marked(_ mark: Mark, if condition: Bool = true) -> Cell {
      condition ? .marked(mark, self) : self
    }

    /// The cell without marks.
    public var value: Cell {
      if case .marked(_, let inner) = self { return inner.value }
      return self
    }
  }

  /// How much a cell asks for attention.
  public enum Mark: Hashable, Sendable { case strong, good, doubtful, bad, soft }
}

extension Table.Cell: ExpressibleByStringInterpolation, ExpressibleByIntegerLiteral,
  ExpressibleByFloatLiteral, ExpressibleByBooleanLiteral, ExpressibleByNilLiteral
{
  public init(stringLiteral value: String) { self = .text(value) }
  public init(integerLiteral value: Int) { self = .count(value) }
  public init(floatLiteral value: Double) { self = .number(value) }
  public init(booleanLiteral value: Bool) { self = .flag(value) }
  public init(nilLiteral: ()) { self = .missing }
}

extension Table.Column {
  /// A cell as CSV has it.
  func written(_ cell: Table.Cell) -> String {
    switch cell {
    case .missing: ""
    case .text(let text): text
    case .flag(let flag): flag ? "true" : "false"
    case .number(let value):
      value.isNaN ? "" : decimals.map { fixed(value, $0) } ?? shortest(value)
    case .marked(_, let inner): written(inner)
    }
  }

  /// A cell as JSON has it: the digits are those of the CSV.
  func json(_ cell: Table.Cell) -> JSONValue {
    switch cell {
    case .missing: .null
    case .text(let text): .string(text)
    case .flag(let flag): .bool(flag)
    case .number(let value): value.isFinite ? .literal(written(cell)) : .null
    case .marked(_, let inner): json(inner)
    }
  }

  /// A cell as people read it.
  func shown(_ cell: Table.Cell) -> String {
    switch cell {
    case .missing: ""
    case .text(let text): text
    case .flag(let flag): flag ? "yes" : "no"
    case .number(let value):
      if value.isNaN {
        ""
      } else if value.isInfinite {
        value > 0 ? "∞" : "-∞"
      } else if kind == .share {
        "\(fixed(value * 100, shown ?? 1)) %"
      } else {
        shown.map { fixed(value, $0) } ?? shortest(value)
      }
    case .marked(_, let inner): shown(inner)
    }
  }
}
