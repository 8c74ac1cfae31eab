// Goal: a folder that a web server or a share hands out is at every instant either what it was or what it
// becomes, and nothing that somebody else put there is lost.
//
// Method: all of it is written beside, forced to disk and read back, as plans are; then the two folders change
// their names in one step. A list in the folder names every file with its hash: by it a folder is known for
// ours, a file that we did not write is found, and what has not changed is left alone.

public import Diagnostics
internal import Files
internal import FoundationEssentials

/// A folder made from published plans, replaced as a whole.
///
///     SOMEWHERE/
///       .pages.muster-new-1-OWNER/   being written by one run; thrown away by a later one if it dies
///       pages/                       what is handed out: complete at every instant
///         pages.json                 what is in it, with hashes
public struct HandedOutFolder: Sendable {
  /// What became of the folder.
  public enum Outcome: Hashable, Sendable { case written, unchanged }

  public static let listName = "pages.json"

  /// What stands in a folder of ours; no clock, host or user, so that equal contents have equal lists.
  private struct List: Codable {
    var schema = 1
    var centre: String
    var files: [Manifest.File]
  }

  /// As it was given.
  public let path: String

  public init(_ path: String) { self.path = path }

  /// Writes `files` and the list of them, in place of all that the folder had.
  ///
  /// - Throws: A ``Problem`` when the folder has anything that was not written so for this `centre`, or the disk
  ///   refuses; what stood there stands there still.
  @discardableResult
  public func replace(with files: [PlanFile], centre: String) throws(Problem) -> Outcome {
    let files = files.sorted { $0.name < $1.name }
    let list = List(centre: centre, files: files.map { .init(name: $0.name, content: $0.bytes) })
    let bytes = try encoded(list)
    let target = resolvedPath(path) ?? trimmed
    let isThere = try stands(at: target)
    if isThere {
      let isOurs = try mustBeOurs(target, centre)
      if isOurs, try readFileIfAny("\(target)/\(Self.listName)") == bytes,
        try StagingFolders.has(list.files, in: target)
      {
        return .unchanged
      }
    }
    try put(files + [PlanFile(Self.listName, bytes)], list, at: target, replacing: isThere)
    return .written
  }

  private var trimmed: String {
    var text = path
    while text.count > 1, text.hasSuffix("/") { text.removeLast() }
    return text
  }

  private func encoded(_ list: List) throws(Problem) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    do { return Array(try encoder.encode(list)) + [10] } catch {
      throw Problem(.failed, at: Place(file: path), "its list cannot be written", value: "\(error)")
    }
  }

  // MARK: - What stands there

  /// Returns: Not so of an empty folder.
  private func mustBeOurs(_ target: String, _ centre: String) throws(Problem) -> Bool {
    guard isFolder(target) else {
      throw Problem(
        .usage, at: Place(file: path), subject: "--to", "is a file, not a folder",
        maybe: "name a folder of its own")
    }
    guard try !namesInFolder(target).isEmpty else { return false }
    let file = "\(target)/\(Self.listName)"
    guard let bytes = try readFileIfAny(file),
      let list = try? JSONDecoder().decode(List.self, from: Data(bytes))
    else {
      throw Problem(
        .usage, at: Place(file: path), subject: "--to",
        "has files and no \(Self.listName): all of it would be replaced",
        maybe: "name a folder of its own, such as \(trimmed)/pages")
    }
    guard list.centre == centre else {
      throw Problem(
        .usage, at: Place(file: path), subject: "--to", "is the folder of another centre",
        value: list.centre, maybe: "give each centre a folder of its own")
    }
    let known = Set(list.files.map(\.name) + [Self.listName])
    if let other = try Self.first(in: target, "", notIn: known) {
      throw Problem(
        .usage, at: Place(file: "\(path)/\(other)"), subject: "--to",
        "has a file that is none of its pages: it would be lost",
        maybe: "put it elsewhere, for a web server's settings beside the folder")
    }
    return true
  }

  private static func first(
    in folder: String, _ prefix: String, notIn known: Set<String>
  ) throws(Problem) -> String? {
    for name in try namesInFolder("\(folder)/\(prefix)") {
      let path = prefix + name
      if isFolder("\(folder)/\(path)"), try linkTarget("\(folder)/\(path)") == nil {
        if let found = try first(in: folder, "\(path)/", notIn: known) { return found }
      } else if !known.contains(path) {
        return path
      }
    }
    return nil
  }

  // MARK: - In its place

  private func put(
    _ files: [PlanFile], _ list: List, at target: String, replacing isThere: Bool
  ) throws(Problem) {
    let slash = target.lastIndex(of: "/")
    let parent = slash.map { $0 == target.startIndex ? "/" : String(target[..<$0]) } ?? "."
    let name = slash.map { String(target[target.index(after: $0)...]) } ?? target
    let stagings = StagingFolders(parent: parent, prefix: ".\(name).muster-new")
    let staging = try stagings.make()
    do throws(Problem) {
      try stagings.clear(except: staging)
      // First, so that files are of the group of the folder where it hands that on.
      if isThere { try copyPermissions(of: target, to: staging) }
      try StagingFolders.write(files, to: staging)
      try syncFileSystem(of: staging)
      guard try StagingFolders.has(list.files, in: staging) else {
        throw Problem(
          .failed, at: Place(file: staging), "what was written is not what is read back",
          maybe: "another program cleared the folder, or the disk loses what it is given")
      }
      if try !renameFolder(staging, toNew: target) {
        try exchangeFolders(staging, with: target, spare: stagings.free())
      }
      try syncFolder(parent)
    } catch {
      try? removeTree(staging)
      throw error
    }
    // What was there before.
    try removeTree(staging)
  }
}
