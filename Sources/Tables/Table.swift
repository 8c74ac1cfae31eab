public import Diagnostics

/// A table as a value: what its columns are, and its rows; how it looks is each renderer's business.
///
/// One table is read by people (``text(_:paint:)``, ``html()``) and by programs (``csv()``,
/// ``json()``), so that all four say the same:
///
/// ```swift
/// var table = Table([
///   .text("queue"), .text("interval_start"),
///   .number("offered", "contacts", decimals: 3, shown: 0),
///   .number("aht_s", "AHT", unit: "s", decimals: 1, shown: 0),
///   .share("service_level", "service level"), .flag("closed"),
///   .text("day", "through the day", for: .people),
/// ])
/// table.row("007", "2026-11-30T09:00:00-05:00", .number(41.907), 310, .number(0.8613), false, "▁▃█")
/// table.total("all", .missing, .number(41.907))
/// print(table.text(), terminator: "")   // 007  …  42  310  86.1 %  no  ▁▃█
/// print(table.json().text())            // [{"queue": "007", …, "offered": 41.907, "closed": false}]
/// ```
///
/// Text stays text in every form: a queue called `007` is a string in JSON. Numbers are numbers there,
/// with the digits that the CSV has. Nothing is left out of a file because of how it would look.
public struct Table: Hashable, Sendable {
  public let columns: [Column]
  public private(set) var rows: [[Cell]] = []
  /// Sums below a rule, for people only: a program that adds up a column must not count twice.
  public private(set) var totals: [[Cell]] = []

  public init(_ columns: [Column]) { self.columns = columns }

  /// Appends a row; cells left out at the end are missing, cells beyond the columns are an error.
  public mutating func row(_ cells: [Cell]) { rows.append(filled(cells)) }

  /// Appends a row; cells left out at the end are missing, cells beyond the columns are an error.
  public mutating func row(_ cells: Cell...) { row(cells) }

  /// Appends a row of totals.
  public mutating func total(_ cells: [Cell]) { totals.append(filled(cells)) }

  /// Appends a row of totals.
  public mutating func total(_ cells: Cell...) { total(cells) }

  public var isEmpty: Bool { rows.isEmpty }

  /// The names of the columns that a file of it has.
  public var names: [String] { places(for: .programs).map { columns[$0].name } }

  /// The same table with those rows alone of which `isKept` says so.
  public func filter(_ isKept: ([Cell]) throws -> Bool) rethrows -> Table {
    var table = self
    table.rows = try rows.filter(isKept)
    return table
  }

  /// The columns that a reader sees, by their places.
  func places(for reader: Audience) -> [Int] {
    columns.indices.filter { columns[$0].audience == .everyone || columns[$0].audience == reader }
  }

  private func filled(_ cells: [Cell]) -> [Cell] {
    precondition(cells.count <= columns.count, "more cells than columns")
    return cells + Array(repeating: .missing, count: columns.count - cells.count)
  }
}

extension Table {
  /// Who reads a column.
  public enum Audience: Hashable, Sendable {
    case everyone
    /// On a screen or a page only, such as a little chart.
    case people
    /// In CSV and JSON only, such as a bound that nobody reads in a table.
    case programs
  }

  /// What kind of thing a column holds; text stands at the left, everything else at the right.
  public enum Kind: Hashable, Sendable {
    /// Names, ids, dates and instants, never taken for numbers.
    case text
    case number
    /// 0 to 1 in files, per cent for people.
    case share
    /// Yes or no.
    case flag
  }

  public struct Column: Hashable, Sendable {
    /// As files have it, with the unit: `aht_s`.
    public var name: String
    /// As people read it, without the unit; nil: the name.
    public var title: String?
    public var kind: Kind
    /// What people read after the title: `s`, `h`, `erl`, a currency.
    public var unit: String?
    /// Digits after the point in files; nil: as many as the number needs to be read back.
    public var decimals: Int?
    /// Digits after the point for people; of a share those of the percentage.
    public var shown: Int?
    public var audience: Audience

    public init(
      _ name: String, _ title: String? = nil, kind: Kind, unit: String? = nil,
      decimals: Int? = nil, shown: Int? = nil, for audience: Audience = .everyone
    ) {
      self.name = name
      self.title = title
      self.kind = kind
      self.unit = unit
      self.decimals = decimals
      self.shown = shown
      self.audience = audience
    }

    public static func text(
      _ name: String, _ title: String? = nil, for audience: Audience = .everyone
    ) -> Column {
      Column(name, title, kind: .text, for: audience)
    }

    /// `shown`: digits for people when they are fewer than in files.
    public static func number(
      _ name: String, _ title: String? = nil, unit: String? = nil, decimals: Int? = nil,
      shown: Int? = nil, for audience: Audience = .everyone
    ) -> Column {
      Column(
        name, title, kind: .number, unit: unit, decimals: decimals, shown: shown ?? decimals,
        for: audience)
    }

    /// `shown`: digits of the percentage.
    public static func share(
      _ name: String, _ title: String? = nil, decimals: Int? = 4, shown: Int = 1,
      for audience: Audience = .everyone
    ) -> Column {
      Column(name, title, kind: .share, decimals: decimals, shown: shown, for: audience)
    }

    public static func flag(
      _ name: String, _ title: String? = nil, for audience: Audience = .everyone
    ) -> Column {
      Column(name, title, kind: .flag, for: audience)
    }

    /// What people read above the column.
    public var heading: String {
      let title = title ?? name
      guard let unit, !unit.isEmpty, kind != .share else { return title }
      return title.isEmpty ? unit : "\(title) \(unit)"
    }
  }
}

extension Table {
  /// A file as a table, its columns as the caller knows them to be: those named `text` hold text, all
  /// others numbers. Nothing is guessed from what stands in a cell.
  ///
  /// - Throws: A ``Problem`` where a number is none.
  public init(_ csv: CSVTable, text: Set<String>) throws(Problem) {
    self.init(csv.header.map { text.contains($0) ? .text($0) : .number($0) })
    var rows: [[Cell]] = []
    let columns = columns
    try csv.forEachRow { (row) throws(Problem) in
      var cells: [Cell] = []
      for place in columns.indices {
        if row.isEmpty(place) {
          cells.append(.missing)
        } else if columns[place].kind == .text {
          cells.append(.text(row.text(place)))
        } else {
          cells.append(.number(try row.number(place)))
        }
      }
      rows.append(cells)
    }
    self.rows = rows
  }
}
