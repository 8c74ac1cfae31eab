internal import CentreInputs
public import Diagnostics
internal import Files
internal import Planning

/// Centres that are planned together, each by the path of its folder, sorted.
public struct CentreList: Hashable, Sendable {
  public var paths: [String]
  /// Paths that stand in the list more than once; they are planned once.
  public var repeated: [String]
  /// Folders below a root that could not be looked into.
  public var problems: [Problem] = []

  /// `paths` in any order.
  public init(_ paths: [String]) {
    let counts = Dictionary(grouping: paths.map(Self.plain)) { $0 }.mapValues(\.count)
    self.paths = counts.keys.sorted()
    repeated = counts.filter { $0.value > 1 }.keys.sorted()
  }

  /// The centres of a list, one path a line; empty lines and lines that begin with `#` are none.
  public init(file: String, bytes: [UInt8]) throws(Problem) {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Problem(at: Place(file: file), "is not UTF-8", maybe: "write one path a line")
    }
    let lines = text.split(whereSeparator: \.isNewline).map { line in
      String(line.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
    self.init(lines.filter { !$0.isEmpty && !$0.hasPrefix("#") })
    guard !paths.isEmpty else {
      throw Problem(
        at: Place(file: file), "names no centre",
        maybe: "write one path a line, as muster centres ROOT does")
    }
  }

  /// The centres at and below a folder. What lies in a centre is its own and not looked at, nor are hidden
  /// folders; of several links to one centre the first counts.
  public init(root: String) throws(Problem) {
    var search = CentreSearch()
    search.look(at: Self.plain(root), depth: 0)
    if let problem = search.problems.first, search.found.isEmpty { throw problem }
    self.init(search.found)
    problems = search.problems
    guard !paths.isEmpty else {
      throw Problem(
        .missingConfiguration, at: Place(file: root), "there is no centre here or below",
        maybe: "name a folder that holds folders with a centre.toml")
    }
  }

  /// One writing of a path: without empty parts, `.` and a slash at its end.
  public static func plain(_ path: String) -> String {
    let parts = path.split(separator: "/").filter { $0 != "." }
    let text = parts.joined(separator: "/")
    return path.hasPrefix("/") ? "/\(text)" : text.isEmpty ? "." : text
  }

  /// The file of a centre's receipt in the folder of receipts: `us/bank` has `us+bank.json`.
  public static func receiptName(of path: String) -> String { fileName(of: path) + ".json" }

  /// The file with what a centre's run said.
  public static func logName(of path: String) -> String { fileName(of: path) + ".log" }

  /// Another name for another path; not hidden, and not longer than a file's name may be.
  private static func fileName(of path: String) -> String {
    var name = ""
    for (k, byte) in plain(path).utf8.enumerated() {
      switch byte {
      case 47: name += "+"
      case 46 where k == 0: name += "%2e"
      case 45, 46, 48...57, 65...90, 95, 97...122: name.unicodeScalars.append(.init(byte))
      default: name += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
      }
    }
    guard name.utf8.count > 200 else { return name }
    return name.suffix(160) + "-" + SHA256.hex(Array(plain(path).utf8)).prefix(32)
  }
}

/// Looks for centres below a folder.
private struct CentreSearch {
  var found: [String] = []
  var problems: [Problem] = []
  private var seen: Set<String> = []

  /// The deepest folder below the root that may be a centre.
  private static let mostLevels = 8

  mutating func look(at folder: String, depth: Int) {
    guard let place = resolvedPath(folder), seen.insert(place).inserted else { return }
    guard !CentreOutline.isCentre(folder) else {
      found.append(folder)
      return
    }
    guard depth < Self.mostLevels else { return }
    do throws(Problem) {
      for name in try namesInFolder(folder) where !name.hasPrefix(".") {
        let path = folder == "/" ? "/\(name)" : "\(folder)/\(name)"
        if isFolder(path) { look(at: path, depth: depth + 1) }
      }
    } catch { problems.append(error) }
  }
}
