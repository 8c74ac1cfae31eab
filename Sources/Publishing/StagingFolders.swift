internal import Diagnostics
internal import Files

/// Folders that runs write side by side before they give them a name that is looked for: each run has its own,
/// and what a run that died left behind is thrown away by a later one.
struct StagingFolders {
  /// Where they stand: beside the name that they will have.
  var parent: String
  /// What their names begin with, and those of nothing else.
  var prefix: String

  /// What another machine is at work on is not older.
  static let longestRunSeconds: Int64 = 86_400

  /// An empty folder of this run alone.
  func make() throws(Problem) -> String {
    try makeFolder(parent)
    var number = 1
    while true {
      let path = name(number)
      if try makeNewFolder(path) { return path }
      number += 1
    }
  }

  /// A name of this run alone at which nothing stands.
  func free() -> String {
    var number = 1
    while exists(name(number)) { number += 1 }
    return name(number)
  }

  private func name(_ number: Int) -> String { "\(parent)/\(prefix)-\(number)-\(ownerName)" }

  /// Removes what runs that died may have left: those of this machine that are over, those of other machines
  /// when they are older, by the clock of the disk, than a run may be.
  func clear(except own: String = "") throws(Problem) {
    let now = modificationSeconds(own.isEmpty ? parent : own)
    for name in try namesInFolder(parent) where name.hasPrefix(prefix) {
      let path = "\(parent)/\(name)"
      guard path != own else { continue }
      let age = now.flatMap { now in modificationSeconds(path).map { now - $0 } } ?? 0
      if isOver(ownerOf: name) || age > Self.longestRunSeconds { try removeTree(path) }
    }
  }

  /// Writes files and the subfolders that they are in.
  static func write(_ files: [PlanFile], to folder: String) throws(Problem) {
    for subfolder in Set(files.compactMap(\.subfolder)).sorted() {
      try makeFolder("\(folder)/\(subfolder)")
    }
    for file in files { try writeNewFile("\(folder)/\(file.name)", file.bytes) }
  }

  /// Whether each file of a list is there with the content that the list states.
  static func has(_ files: [Manifest.File], in folder: String) throws(Problem) -> Bool {
    for file in files where try content(file, in: folder) == nil { return false }
    return true
  }

  /// A file with the content that a list states; nil when it is gone or another.
  static func content(_ file: Manifest.File, in folder: String) throws(Problem) -> [UInt8]? {
    guard let bytes = try readFileIfAny("\(folder)/\(file.name)"),
      SHA256.hex(bytes) == file.sha256
    else { return nil }
    return bytes
  }
}
