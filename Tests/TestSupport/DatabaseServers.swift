internal import Files
internal import Glibc

/// A real server of a database on a folder of its own, reached by a socket in it; ended with the test.
///
/// Servers refuse to run as root: they are then started as `nobody`.
public final class DatabaseServer {
  public enum Kind: String, CaseIterable, Sendable { case postgreSQL, mariaDB }

  public let kind: Kind
  public let folder: String
  public static let user = "reader"
  public static let password = "s3cret word"
  private var pid: pid_t = 0

  /// Starts a server; nil where its package is not installed.
  public init?(_ kind: Kind, in folder: String) throws {
    guard let program = Self.program(kind) else { return nil }
    self.kind = kind
    self.folder = folder
    _ = chmod(folder, 0o777)
    switch kind {
    case .postgreSQL:
      try writeFile("\(folder)/password", Array(Self.password.utf8))
      let bin = program.split(separator: "/").dropLast().joined(separator: "/")
      try Self.run(
        "/\(bin)/initdb -D data -U \(Self.user) --pwfile=password -A scram-sha-256 -N", in: folder)
      try start(
        "\(program) -D data -k \(folder) -c listen_addresses= -c fsync=off -c max_connections=8")
    case .mariaDB:
      try Self.run(
        "mariadb-install-db --no-defaults --datadir=\(folder)/data "
          + "--auth-root-authentication-method=normal --skip-test-db", in: folder)
      try start(
        "\(program) --no-defaults --datadir=\(folder)/data --socket=\(folder)/socket "
          + "--skip-networking --pid-file=\(folder)/pid --innodb-flush-log-at-trx-commit=0")
    }
    try waitUntilReady()
  }

  deinit {
    if pid > 0 {
      kill(pid, SIGTERM)
      var status: Int32 = 0
      waitpid(pid, &status, 0)
    }
  }

  /// The address for `--from`.
  public func address(_ password: String = DatabaseServer.password, database: String = "pbx")
    -> String
  {
    let secret = password.replacing(" ", with: "%20")
    return kind == .postgreSQL
      ? "postgres://\(Self.user):\(secret)@/\(database)?host=\(folder)"
      : "mariadb://\(Self.user):\(secret)@localhost/\(database)?socket=\(folder)/socket"
  }

  /// Runs statements in the database `pbx`.
  public func run(_ statements: String, database: String = "pbx") throws {
    try writeFile("\(folder)/statements.sql", Array(statements.utf8))
    _ = chmod("\(folder)/statements.sql", 0o644)
    switch kind {
    case .postgreSQL:
      try Self.run(
        "PGPASSWORD='\(Self.password)' psql -q -v ON_ERROR_STOP=1 -h \(folder) -U \(Self.user) "
          + "-d \(database) -f statements.sql", in: folder)
    case .mariaDB:
      try Self.run(
        "mariadb --no-defaults -u root --socket=\(folder)/socket \(database) < statements.sql",
        in: folder)
    }
  }

  /// Ends the sessions of ``user`` of a MariaDB server in a second and a half.
  public func endSessionsSoon() throws {
    let client = "mariadb --no-defaults -u root --socket=\(folder)/socket"
    let kill = "KILL USER '\(Self.user)'@'localhost'"
    _ = try TestSupport.start(
      ["sh", "-c", "sleep 1.5; \(client) -e \"\(kill)\""], folder: folder)
  }

  private func waitUntilReady() throws {
    let make =
      kind == .postgreSQL
      ? "CREATE DATABASE pbx;"
      : "CREATE DATABASE pbx; CREATE USER '\(Self.user)'@'localhost' IDENTIFIED BY "
        + "'\(Self.password)'; GRANT SELECT ON pbx.* TO '\(Self.user)'@'localhost';"
    var tries = 0
    while true {
      do { return try run(make, database: kind == .postgreSQL ? "postgres" : "mysql") } catch {
        tries += 1
        guard tries < 300 else { throw error }
        usleep(200_000)
      }
    }
  }

  private func start(_ command: String) throws {
    pid = try TestSupport.start(
      ["sh", "-c", "cd \(folder) && exec \(Self.asUser)\(command) >log 2>&1"], folder: folder)
  }

  /// The server, where it is installed.
  private static func program(_ kind: Kind) -> String? {
    switch kind {
    case .mariaDB: return exists("/usr/sbin/mariadbd") ? "/usr/sbin/mariadbd" : nil
    case .postgreSQL:
      let versions = (try? namesInFolder("/usr/lib/postgresql")) ?? []
      return versions.map { "/usr/lib/postgresql/\($0)/bin/postgres" }.filter(exists).max()
    }
  }

  private static var asUser: String {
    getuid() == 0 ? "setpriv --reuid=65534 --regid=65534 --clear-groups " : ""
  }

  private static func run(_ command: String, in folder: String) throws {
    let quoted = command.replacing("'", with: "'\\''")
    let finished = try TestSupport.run([
      "sh", "-c", "cd \(folder) && \(asUser)sh -c '\(quoted)' 2>&1",
    ])
    guard finished.code == 0 else {
      throw ServerProblem(description: "\(command.prefix(80)): \(finished.output.suffix(800))")
    }
  }
}

struct ServerProblem: Error, CustomStringConvertible { var description: String }
