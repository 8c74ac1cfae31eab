import CentreModel
import CivilTime
import Configuration
import Diagnostics
import Files
import Glibc
import HistoryStore
import Importing
import Tables

/// The centre that takes an import into its history.
struct ImportTarget {
  let zone: Zone
  let intervalSeconds: Int
  let queues: [String]
  let folder: String
  let path: String

  init(_ folder: String) throws {
    let file = "\(folder)/centre.toml"
    guard try stands(at: file) else {
      throw Problem(
        .missingConfiguration, at: Place(file: file), "there is no centre here",
        maybe: "muster init makes one")
    }
    let root = try ConfigTable(file: file, bytes: try readFile(file))
    guard let centre = Centre.read(root, zones: .system) else { throw Problems(root.problems()) }
    zone = try ZoneDatabase.system.zone(centre.timezone)
    intervalSeconds = centre.intervalSeconds
    queues = centre.queues.map(\.id)
    self.folder = folder
    let name = centre.historyFiles.first ?? "history.csv"
    path = name.hasPrefix("/") ? name : "\(folder)/\(name)"
  }

  /// Imports files into the centre's store and history; `judge` sees what was read before it is kept.
  func take(
    _ files: [String], _ options: ImportOptions, judge: (ImportResult) throws -> Void
  ) throws -> String {
    let target = CentreHistory(folder: folder, file: path, zone: zone)
    let change = try target.take(files, options, judge: judge)
    return "\(path): \(change.added) intervals added, \(change.replaced) replaced, "
      + (change.removed > 0 ? "\(change.removed) taken out, " : "")
      + "\(change.kept) kept as they were."
  }
}

/// Files that an import writes.
enum ImportOutput {
  /// Replaces a file by the pieces that `body` writes in one step, so that a full disk or a crash leaves the
  /// old one.
  static func replace(
    _ path: String,
    _ body: (_ write: ([UInt8]) throws(Problem) -> Void) throws(Problem) -> Void
  ) throws(Problem) {
    let fresh = "\(path).new-\(getpid())"
    do throws(Problem) {
      try writeFile(fresh, body)
      try renameItem(fresh, to: path)
    } catch {
      unlink(fresh)
      throw error
    }
  }

  /// Writes lines to a file that only its owner can read.
  static func writePrivately(_ path: String, _ lines: [String]) throws(Problem) {
    unlink(path)
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw Problem(
        .failed, at: Place(file: path), "cannot be created", value: String(cString: strerror(errno))
      )
    }
    defer { close(descriptor) }
    try writeAll(
      Array((lines.joined(separator: "\n") + (lines.isEmpty ? "" : "\n")).utf8), to: descriptor,
      name: path)
  }
}
