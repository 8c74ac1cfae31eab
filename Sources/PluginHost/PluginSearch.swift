internal import Files
internal import Glibc

/// Where plugins are looked for, in order; the first of each id wins, and within a folder the file
/// that is named after it.
public struct PluginSearch: Hashable, Sendable {
  /// How a folder came to be searched; it decides what its plugins may do.
  public enum Origin: String, Codable, Hashable, Sendable {
    case option = "--plugin-dir"
    case configuration = "plugins.path"
    case environment = "MUSTER_PLUGIN_PATH"
    case installed = "installed"
    case build = "build folder"
    case home = "home folder"

    /// Whether what lies there came with the program itself, and runs inside it.
    public var isOurs: Bool { self == .installed || self == .build }
  }

  public struct Folder: Hashable, Sendable {
    public var path: String
    public var origin: Origin

    public init(path: String, origin: Origin) {
      self.path = path
      self.origin = origin
    }

    /// Whether the user, and not only a centre, says that what lies there may run.
    public var isTrusted: Bool { Candidate(path: path, origin: origin).isTrusted }
  }

  public struct Candidate: Hashable, Sendable {
    public var path: String
    public var origin: Origin

    public init(path: String, origin: Origin) {
      self.path = path
      self.origin = origin
    }

    /// Whether the user, and not only a centre, says that what lies there may run. A folder that is
    /// relative to wherever the user happens to stand may be a stranger's.
    public var isTrusted: Bool {
      switch origin {
      case .option, .installed, .build, .home: true
      case .environment: path.hasPrefix("/")
      case .configuration: false
      }
    }

    /// Whether the file's name says that it is the plugin `id`: `libmuster-ID.so`.
    public func isNamed(after id: String) -> Bool { path.hasSuffix("/libmuster-\(id).so") }
  }

  public var folders: [Folder]

  public init(folders: [Folder]) { self.folders = folders }

  /// `--plugin-dir`, `plugins.path` of the configuration, `MUSTER_PLUGIN_PATH` (colon-separated;
  /// not for a set-uid program), `<program>/../lib/muster/plugins`, the program's own folder when
  /// it is a build folder, `~/.local/lib/muster/plugins`.
  public init(
    options: [String] = [], configured: [String] = [], environmentPath: String? = nil,
    program: String = PluginSearch.programPath(), home: String? = nil
  ) {
    folders = options.map { Folder(path: $0, origin: .option) }
    folders += configured.map { Folder(path: $0, origin: .configuration) }
    if let environmentPath, geteuid() == getuid() {
      folders += environmentPath.split(separator: ":").map {
        Folder(path: String($0), origin: .environment)
      }
    }
    if let slash = program.lastIndex(of: "/") {
      let own = String(program[..<slash])
      let parent = own.lastIndex(of: "/").map { String(own[..<$0]) } ?? own
      folders.append(Folder(path: "\(parent)/lib/muster/plugins", origin: .installed))
      folders.append(Folder(path: own, origin: .build))
    }
    if let home, !home.isEmpty {
      folders.append(Folder(path: "\(home)/.local/lib/muster/plugins", origin: .home))
    }
  }

  /// The libraries in the folders, in the order of the folders and by name within each.
  ///
  /// In a folder for plugins every `*.so` is one; in the program's own folder `libmuster-*.so`.
  public func candidates() -> [Candidate] { candidatesByFolder().flatMap { $0 } }

  /// The same, one list for each folder that is there.
  func candidatesByFolder() -> [[Candidate]] {
    var seen: Set<String> = []
    return folders.compactMap { folder in
      guard seen.insert(folder.path).inserted, isFolder(folder.path),
        let names = try? namesInFolder(folder.path)
      else { return nil }
      return names.sorted().filter {
        $0.hasSuffix(".so") && (folder.origin != .build || $0.hasPrefix("libmuster-"))
      }.map { Candidate(path: "\(folder.path)/\($0)", origin: folder.origin) }
    }
  }

  /// The file of the running program; empty when the system does not say.
  public static func programPath() -> String {
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = buffer.withUnsafeMutableBytes { bytes in
      bytes.withMemoryRebound(to: CChar.self) { characters in
        characters.baseAddress.map { readlink("/proc/self/exe", $0, characters.count) } ?? -1
      }
    }
    return String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
  }
}
