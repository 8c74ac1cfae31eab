// Source: MariaDB Connector/C, https://mariadb.com/kb/en/mariadb-connector-c-api-functions/. Rows are fetched
// one by one, so that a lost connection is told from the end.

internal import Diagnostics
internal import Glibc

/// Reads rows of a MariaDB or MySQL database with libmariadb.
struct MariaDB {
  typealias Connection = OpaquePointer
  typealias Result = OpaquePointer
  typealias Text = UnsafePointer<CChar>
  typealias Fields = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
  typealias Create = @convention(c) (Connection?) -> Connection?
  typealias SetOption = @convention(c) (Connection?, Int32, UnsafeRawPointer?) -> Int32
  typealias Connect =
    @convention(c) (Connection?, Text?, Text?, Text?, Text?, UInt32, Text?, UInt) -> Connection?
  typealias Query = @convention(c) (Connection?, Text, UInt) -> Int32
  typealias UseResult = @convention(c) (Connection?) -> Result?
  typealias OfResult = @convention(c) (Result?) -> UInt32
  /// A field's description, whose first member is its name.
  typealias FieldAt = @convention(c) (Result?, UInt32) -> UnsafePointer<Text?>?
  typealias FetchRow = @convention(c) (Result?) -> Fields?
  typealias FetchLengths = @convention(c) (Result?) -> UnsafePointer<UInt>?
  typealias Clear = @convention(c) (Result?) -> Void
  typealias OfConnection = @convention(c) (Connection?) -> UInt32
  typealias TextOfConnection = @convention(c) (Connection?) -> Text?
  typealias Close = @convention(c) (Connection?) -> Void

  private let create: Create
  private let setOption: SetOption
  private let connect: Connect
  private let query: Query
  private let useResult: UseResult
  private let fieldCount: OfResult
  private let fieldAt: FieldAt
  private let fetchRow: FetchRow
  private let fetchLengths: FetchLengths
  private let clear: Clear
  private let errorNumber: OfConnection
  private let errorMessage: TextOfConnection
  private let close: Close

  /// Of `enum mysql_option`.
  private static let connectTimeout: Int32 = 0
  private static let defaultGroup: Int32 = 5
  private static let characterSet: Int32 = 7
  private static let localFiles: Int32 = 8
  private static let readTimeout: Int32 = 11

  private init() throws(Problem) {
    let library = try DynamicLibrary(
      ["libmariadb.so.3", "libmariadb.so"], package: "libmariadb3", for: "MariaDB")
    create = try library.function("mysql_init", as: Create.self)
    setOption = try library.function("mysql_options", as: SetOption.self)
    connect = try library.function("mysql_real_connect", as: Connect.self)
    query = try library.function("mysql_real_query", as: Query.self)
    useResult = try library.function("mysql_use_result", as: UseResult.self)
    fieldCount = try library.function("mysql_num_fields", as: OfResult.self)
    fieldAt = try library.function("mysql_fetch_field_direct", as: FieldAt.self)
    fetchRow = try library.function("mysql_fetch_row", as: FetchRow.self)
    fetchLengths = try library.function("mysql_fetch_lengths", as: FetchLengths.self)
    clear = try library.function("mysql_free_result", as: Clear.self)
    errorNumber = try library.function("mysql_errno", as: OfConnection.self)
    errorMessage = try library.function("mysql_error", as: TextOfConnection.self)
    close = try library.function("mysql_close", as: Close.self)
  }

  /// All rows of a source as CSV with a header line.
  static func rows(_ source: DatabaseSource) throws(Problem) -> [UInt8] {
    let library = try MariaDB()
    guard let connection = library.create(nil) else {
      throw source.problem("cannot be reached", "no memory")
    }
    defer { library.close(connection) }
    try library.open(connection, source)
    try library.run("SET SESSION TRANSACTION READ ONLY", connection, source)
    try library.run(source.statement(quotedWith: "`"), connection, source)
    return try library.fetch(connection, source)
  }

  private func open(_ connection: Connection, _ source: DatabaseSource) throws(Problem) {
    let address = source.address
    var seconds: UInt32 = 15
    _ = setOption(connection, Self.connectTimeout, &seconds)
    var patience: UInt32 = 300
    _ = setOption(connection, Self.readTimeout, &patience)
    // No server may ask for files of this machine.
    var no: UInt32 = 0
    _ = setOption(connection, Self.localFiles, &no)
    _ = "utf8mb4".withCString { setOption(connection, Self.characterSet, $0) }
    // User and password of ~/.my.cnf, where the address has none.
    _ = "client".withCString { setOption(connection, Self.defaultGroup, $0) }
    let opened = connect(
      connection, address.host, address.user, address.password, address.database,
      address.port ?? 0, address.socket, 0)
    guard opened != nil else {
      throw source.problem(
        "cannot be reached, or refuses", message(connection),
        maybe: "a password can stand in ~/.my.cnf under [client]")
    }
  }

  private func message(_ connection: Connection) -> String {
    errorMessage(connection).map { String(cString: $0) } ?? ""
  }

  private func run(
    _ statement: String, _ connection: Connection, _ source: DatabaseSource
  ) throws(Problem) {
    guard query(connection, statement, UInt(statement.utf8.count)) == 0 else {
      throw source.problem("cannot be selected", message(connection), kind: .invalidInput)
    }
  }

  private func fetch(
    _ connection: Connection, _ source: DatabaseSource
  ) throws(Problem) -> [UInt8] {
    guard let result = useResult(connection) else {
      throw source.problem(
        "gives no rows", message(connection), kind: .invalidInput,
        maybe: "--query takes a SELECT")
    }
    defer { clear(result) }
    let count = fieldCount(result)
    var text = DatabaseText()
    for k in 0..<count {
      let name = fieldAt(result, k)?.pointee.map { String(cString: $0) } ?? "column_\(k + 1)"
      text.append(field: Array(name.utf8))
    }
    text.endRow()
    while let row = fetchRow(result), let lengths = fetchLengths(result) {
      for k in 0..<Int(count) {
        let bytes = row[k].map { UnsafeRawBufferPointer(start: $0, count: Int(lengths[k])) }
        text.append(field: bytes.map { Array($0) } ?? [])
      }
      text.endRow()
      try source.refuseTooMany(text.bytes)
    }
    guard errorNumber(connection) == 0 else {
      throw source.problem("was lost before the last row", message(connection))
    }
    return text.bytes
  }
}
