// Goal: the tables of telephone systems without a detour over files. Rows come as text, under the names of
// their columns, and are then what an exported file would be: the same formats read them.
//
// Method: the client libraries of PostgreSQL and MariaDB are opened when they are asked for, so that nobody
// else needs them. Sessions only read.

public import Diagnostics

/// A table or a query of a database, to be imported.
public struct DatabaseSource: Hashable, Sendable {
  /// The kinds of database.
  enum Kind: String { case postgreSQL = "PostgreSQL", mariaDB = "MariaDB" }

  let kind: Kind
  let address: DatabaseAddress
  /// What is selected: a table, or the rows of a query.
  let selection: Selection

  enum Selection: Hashable {
    case table(String)
    case query(String)
  }

  /// A source by its address, `postgres://user@host/database` or `mariadb://user@host/database`, and either a
  /// table or a query.
  ///
  /// - Throws: A ``Problem`` of kind `usage` when the address is none, or not just one of the two is given.
  public init(_ address: String, table: String?, query: String?) throws(Problem) {
    self.address = try DatabaseAddress(address)
    switch self.address.scheme {
    case "postgres", "postgresql": kind = .postgreSQL
    case "mariadb", "mysql": kind = .mariaDB
    default:
      throw Problem(
        .usage, subject: "--from", "is of no database known here", value: self.address.scheme,
        maybe: "postgres://… or mariadb://… is meant")
    }
    switch (table, query) {
    case (let table?, nil) where !table.isEmpty: selection = .table(table)
    case (nil, let query?) where !query.isEmpty: selection = .query(Self.plain(query))
    case (nil, nil):
      throw Problem(
        .usage, subject: "--table", "is missing",
        maybe:
          "the table of the telephone system is meant, such as queue_log; or --query \"SELECT …\"")
    default:
      throw Problem(.usage, subject: "--table", "and --query exclude each other")
    }
  }

  /// The name in messages; it never holds a password.
  public var name: String {
    switch selection {
    case .table(let table): "\(address.name)/\(table)"
    case .query: "the query on \(address.name)"
    }
  }

  /// The rows as a CSV file with a header line; fields that are NULL are empty.
  ///
  /// - Throws: A ``Problem`` when the library is not installed, the server cannot be reached or refuses, the
  ///   table is not there, or the connection is lost before the last row.
  func rows() throws(Problem) -> [UInt8] {
    switch kind {
    case .postgreSQL: try PostgreSQL.rows(self)
    case .mariaDB: try MariaDB.rows(self)
    }
  }

  /// The statement that selects the rows; `mark` is what names are quoted with.
  func statement(quotedWith mark: Character) -> String {
    switch selection {
    case .query(let query): return query
    case .table(let table):
      let parts = table.split(separator: ".", omittingEmptySubsequences: false).map { part in
        "\(mark)\(part.replacing("\(mark)", with: "\(mark)\(mark)"))\(mark)"
      }
      return "SELECT * FROM \(parts.joined(separator: "."))"
    }
  }

  /// A failure, told as the server or its library does.
  func problem(_ what: String, _ reason: String, kind: Problem.Kind = .failed, maybe: String? = nil)
    -> Problem
  {
    let line = reason.split(whereSeparator: \.isNewline).map(\.trimmingSpaces).joined(
      separator: " ")
    return Problem(
      kind, at: Place(file: name), what, value: address.withoutPassword(line), maybe: maybe)
  }

  /// A query without the semicolon at its end.
  private static func plain(_ query: String) -> String {
    var text = query.trimmingSpaces
    while text.hasSuffix(";") { text = String(text.dropLast()).trimmingSpaces }
    return text
  }
}
