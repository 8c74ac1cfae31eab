// Source: libpq, https://www.postgresql.org/docs/15/libpq.html. COPY … TO STDOUT gives the rows as CSV, one
// piece a row, and says at the end whether it was all.

internal import Diagnostics
internal import Glibc

/// Reads rows of a PostgreSQL database with libpq.
struct PostgreSQL {
  typealias Connection = OpaquePointer
  typealias Result = OpaquePointer
  typealias Text = UnsafePointer<CChar>
  typealias Connect =
    @convention(c) (UnsafePointer<Text?>, UnsafePointer<Text?>, Int32) -> Connection?
  typealias OfConnection = @convention(c) (Connection?) -> Int32
  typealias TextOfConnection = @convention(c) (Connection?) -> Text?
  typealias Finish = @convention(c) (Connection?) -> Void
  typealias Execute = @convention(c) (Connection?, Text) -> Result?
  typealias OfResult = @convention(c) (Result?) -> Int32
  typealias TextOfResult = @convention(c) (Result?) -> Text?
  typealias Clear = @convention(c) (Result?) -> Void
  typealias GetCopyData =
    @convention(c) (Connection?, UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>, Int32) -> Int32
  typealias NextResult = @convention(c) (Connection?) -> Result?
  typealias Free = @convention(c) (UnsafeMutableRawPointer?) -> Void

  private let connect: Connect
  private let status: OfConnection
  private let errorMessage: TextOfConnection
  private let finish: Finish
  private let execute: Execute
  private let resultStatus: OfResult
  private let resultError: TextOfResult
  private let clear: Clear
  private let getCopyData: GetCopyData
  private let nextResult: NextResult
  private let free: Free

  private static let connectionOK: Int32 = 0
  private static let commandOK: Int32 = 1
  private static let copyOut: Int32 = 3

  private init() throws(Problem) {
    let library = try DynamicLibrary(
      ["libpq.so.5", "libpq.so"], package: "libpq5", for: "PostgreSQL")
    connect = try library.function("PQconnectdbParams", as: Connect.self)
    status = try library.function("PQstatus", as: OfConnection.self)
    errorMessage = try library.function("PQerrorMessage", as: TextOfConnection.self)
    finish = try library.function("PQfinish", as: Finish.self)
    execute = try library.function("PQexec", as: Execute.self)
    resultStatus = try library.function("PQresultStatus", as: OfResult.self)
    resultError = try library.function("PQresultErrorMessage", as: TextOfResult.self)
    clear = try library.function("PQclear", as: Clear.self)
    getCopyData = try library.function("PQgetCopyData", as: GetCopyData.self)
    nextResult = try library.function("PQgetResult", as: NextResult.self)
    free = try library.function("PQfreemem", as: Free.self)
  }

  /// All rows of a source as CSV with a header line.
  static func rows(_ source: DatabaseSource) throws(Problem) -> [UInt8] {
    let library = try PostgreSQL()
    let connection = library.open(source.address)
    defer { library.finish(connection) }
    guard library.status(connection) == connectionOK else {
      throw source.problem(
        "cannot be reached, or refuses", library.message(connection),
        maybe: "a password can stand in ~/.pgpass")
    }
    try library.run("SET default_transaction_read_only = on", connection, source)
    try library.run("SET DateStyle = ISO", connection, source)
    return try library.copy(source, connection)
  }

  private func open(_ address: DatabaseAddress) -> Connection? {
    var settings = [
      ("dbname", address.database), ("client_encoding", "UTF8"), ("connect_timeout", "15"),
      ("application_name", "muster"), ("keepalives_idle", "30"),
    ]
    if let host = address.host ?? address.socket { settings.append(("host", host)) }
    if let port = address.port { settings.append(("port", "\(port)")) }
    if let user = address.user { settings.append(("user", user)) }
    if let password = address.password { settings.append(("password", password)) }
    let names = settings.map { strdup($0.0) }
    let values = settings.map { strdup($0.1) }
    defer { for text in names + values { Glibc.free(text) } }
    let ends = [Text?.none]
    return connect(
      names.map { $0.map { Text($0) } } + ends, values.map { $0.map { Text($0) } } + ends, 0)
  }

  private func message(_ connection: Connection?) -> String {
    errorMessage(connection).map { String(cString: $0) } ?? ""
  }

  private func run(
    _ statement: String, _ connection: Connection?, _ source: DatabaseSource
  ) throws(Problem) {
    let result = execute(connection, statement)
    defer { clear(result) }
    guard resultStatus(result) == Self.commandOK else { throw refusal(result, source) }
  }

  private func refusal(_ result: Result?, _ source: DatabaseSource) -> Problem {
    source.problem(
      "cannot be selected", resultError(result).map { String(cString: $0) } ?? "",
      kind: .invalidInput)
  }

  private func copy(
    _ source: DatabaseSource, _ connection: Connection?
  ) throws(Problem) -> [UInt8] {
    let select = source.statement(quotedWith: "\"")
    let begun = execute(connection, "COPY (\(select)) TO STDOUT WITH (FORMAT csv, HEADER true)")
    let isBegun = resultStatus(begun) == Self.copyOut
    defer { clear(begun) }
    guard isBegun else { throw refusal(begun, source) }
    var bytes: [UInt8] = []
    while true {
      var row: UnsafeMutablePointer<CChar>?
      let length = getCopyData(connection, &row, 0)
      guard length > 0, let row else {
        guard length == -1 else {
          throw source.problem("was lost before the last row", message(connection))
        }
        break
      }
      bytes.append(contentsOf: UnsafeRawBufferPointer(start: row, count: Int(length)))
      free(row)
      try source.refuseTooMany(bytes)
    }
    let ended = nextResult(connection)
    defer { clear(ended) }
    guard resultStatus(ended) == Self.commandOK else {
      throw source.problem(
        "was lost before the last row", resultError(ended).map { String(cString: $0) } ?? "")
    }
    return bytes
  }
}
