public import Diagnostics
internal import Files
internal import Glibc
internal import Tables

/// The plugin files that this user trusts, wherever they lie: a list of SHA-256 in the user's
/// configuration folder, where no centre can write.
///
/// A file that changes in one byte is another file, and is not trusted.
public struct PluginTrust: Hashable, Sendable {
  /// A file that is trusted.
  public struct Record: Hashable, Sendable {
    public var sha256: String
    /// Where it lay when it was trusted; for people, and to say that it has changed since.
    public var path: String

    /// What lies there now.
    public var state: String {
      guard exists(path) else { return "gone" }
      guard let file = try? TrustedFile(path, isSealed: true) else { return "not to be read" }
      defer { file.release() }
      return file.sha256 == sha256 ? "as trusted" : "changed"
    }
  }

  public static let fileName = "trusted-plugins.csv"
  private static let head = ["sha256", "file"]

  /// The list's file; nil where the user has no configuration folder, and so trusts nothing.
  public let path: String?

  /// `folder`: The user's configuration folder, nil where there is none.
  public init(folder: String?) { path = folder.map { "\($0)/\(Self.fileName)" } }

  /// The records, in the order in which they were made.
  ///
  /// - Throws: A ``Problem`` when the list is damaged, or somebody else could have written it.
  public func records() throws(Problem) -> [Record] {
    guard let path, exists(path) else { return [] }
    if let why = TrustedFile.weakness(ofFile: path) {
      throw Problem(
        .missingConfiguration, at: Place(file: path),
        "the list of trusted plugins is not used: it \(why)",
        maybe: "look it through and make it yours alone")
    }
    let table = try CSVTable(path: path)
    let columns = try table.require("sha256", "file")
    var records: [Record] = []
    try table.forEachRow { (row) throws(Problem) in
      let hash = row.text(columns[0])
      guard Self.isHash(hash) else {
        throw row.problem(columns[0], "is not 64 hexadecimal digits", maybe: "take the line out")
      }
      records.append(Record(sha256: hash.lowercased(), path: row.text(columns[1])))
    }
    return records
  }

  /// Trusts the file at `path` as it is now; nothing of it is run.
  @discardableResult public func add(_ path: String) throws(Problem) -> Record {
    let record: Record
    do throws(PluginFault) {
      let file = try TrustedFile(path, isSealed: true)
      defer { file.release() }
      record = Record(sha256: file.sha256 ?? "", path: file.resolved)
    } catch { throw error.problem }
    try change { $0.filter { $0 != record } + [record] }
    return record
  }

  /// Trusts no longer what `isMeant` picks; gives back what that was.
  public func remove(where isMeant: (Record) -> Bool) throws(Problem) -> [Record] {
    var gone: [Record] = []
    try change { records in
      gone = records.filter(isMeant)
      return records.filter { !isMeant($0) }
    }
    return gone
  }

  /// Reads the list and writes it changed, while no other run does.
  private func change(_ body: ([Record]) -> [Record]) throws(Problem) {
    guard let path, let slash = path.lastIndex(of: "/") else {
      throw Problem(
        .missingConfiguration, subject: "trusted plugins", "there is no folder to keep the list in",
        maybe: "set MUSTER_CONFIG to a folder of yours")
    }
    let folder = String(path[..<slash])
    if !exists(folder) {
      try makeFolder(folder)
      chmod(folder, 0o700)
    }
    let lock = try FileLock("\(path).lock", waitingSeconds: 5)
    defer { lock.release() }
    let old = try records()
    let new = body(old)
    guard new != old || !exists(path) else { return }
    var csv = CSVWriter(Self.head)
    for record in new { csv.row(record.sha256, record.path) }
    try writeFile(path, csv.bytes)
    chmod(path, 0o600)
  }

  /// Whether `text` means the record: a file, the id that a file is named after, or at least eight digits of
  /// a SHA-256.
  public func isMeant(_ record: Record, by text: String) -> Bool {
    let hash = text.lowercased()
    return record.path == absolute(text) || record.path.hasSuffix("/libmuster-\(text).so")
      || hash.utf8.count >= 8 && record.sha256.hasPrefix(hash)
  }

  /// The path as a record has it, also of a file that is gone.
  private func absolute(_ path: String) -> String {
    if let real = realpath(path, nil) {
      defer { free(real) }
      return String(cString: real)
    }
    guard !path.hasPrefix("/"), let folder = getcwd(nil, 0) else { return path }
    defer { free(folder) }
    return "\(String(cString: folder))/\(path)"
  }

  /// Whether `text` is a SHA-256 in hexadecimal.
  static func isHash(_ text: String) -> Bool {
    text.utf8.count == 64 && text.allSatisfy { $0.isASCII && $0.isHexDigit }
  }
}

/// `text` as a shell reads it as one word.
func shellWord(_ text: String) -> String {
  let plain = text.utf8.allSatisfy {
    (97...122).contains($0) || (64...90).contains($0) || (43...58).contains($0) || $0 == 95
  }
  return plain && !text.isEmpty && !text.hasPrefix("-")
    ? text : "'\(text.replacing("'", with: "'\\''"))'"
}
