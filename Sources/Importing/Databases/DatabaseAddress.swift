internal import Diagnostics

/// Where a database is: `scheme://user:password@host:port/database?socket=/path`.
struct DatabaseAddress: Hashable, Sendable {
  let scheme: String
  let user: String?
  let password: String?
  let host: String?
  let port: UInt32?
  let database: String
  /// The folder (PostgreSQL) or file (MariaDB) of a socket on this machine.
  let socket: String?

  init(_ text: String) throws(Problem) {
    func wrong(_ what: String) -> Problem {
      Problem(
        .usage, subject: "--from", what,
        maybe: "postgres://user@host/database or mariadb://user@host/database is meant")
    }
    guard let mark = text.firstRange(of: "://") else { throw wrong("is no address of a database") }
    scheme = text[..<mark.lowerBound].lowercased()
    var rest = text[mark.upperBound...]
    var socket: String?
    if let question = rest.firstIndex(of: "?") {
      for pair in rest[rest.index(after: question)...].split(separator: "&") {
        let parts = pair.split(separator: "=", maxSplits: 1)
        guard parts.count == 2, parts[0] == "socket" || parts[0] == "host" else {
          throw wrong("has a setting that is not known: \(pair)")
        }
        socket = try Self.decoded(parts[1])
      }
      rest = rest[..<question]
    }
    self.socket = socket
    guard let slash = rest.firstIndex(of: "/") else { throw wrong("names no database") }
    database = try Self.decoded(rest[rest.index(after: slash)...])
    guard !database.isEmpty else { throw wrong("names no database") }
    var place = rest[..<slash]
    if let at = place.lastIndex(of: "@") {
      let parts = place[..<at].split(
        separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      user = try parts.first.map(Self.decoded)
      password = parts.count == 2 ? try Self.decoded(parts[1]) : nil
      place = place[place.index(after: at)...]
    } else {
      (user, password) = (nil, nil)
    }
    // [::1]:5432
    var name = place
    var number: Substring?
    let bracket = place.lastIndex(of: "]")
    if let colon = place.lastIndex(of: ":"), bracket.map({ $0 < colon }) ?? true {
      name = place[..<colon]
      number = place[place.index(after: colon)...]
    }
    if name.hasPrefix("["), name.hasSuffix("]") { name = name.dropFirst().dropLast() }
    host = name.isEmpty ? nil : try Self.decoded(name)
    if let number {
      guard let value = UInt32(number), 1...65_535 ~= value else {
        throw wrong("has a port that is none: \(number)")
      }
      port = value
    } else {
      port = nil
    }
  }

  /// The address without user and password.
  var name: String {
    let place = host ?? socket ?? "localhost"
    return "\(scheme)://\(place)\(port.map { ":\($0)" } ?? "")/\(database)"
  }

  /// A message in which the password, should it be quoted there, is left out.
  func withoutPassword(_ text: String) -> String {
    guard let password, !password.isEmpty else { return text }
    return text.replacing(password, with: "…")
  }

  /// `%40` is `@`.
  private static func decoded(_ text: Substring) throws(Problem) -> String {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      guard byte == 37 else {
        bytes.append(byte)
        continue
      }
      let digits = String(decoding: rest.prefix(2), as: UTF8.self)
      guard digits.utf8.count == 2, let value = UInt8(digits, radix: 16), value > 0 else {
        throw Problem(.usage, subject: "--from", "has a percent sign that begins no character")
      }
      bytes.append(value)
      rest = rest.dropFirst(2)
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
