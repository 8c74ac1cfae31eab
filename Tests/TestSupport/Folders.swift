internal import Diagnostics
internal import Files
internal import Glibc

/// A new empty folder, removed at the end of `body`.
public func withTemporaryFolder<R>(_ body: (String) throws -> R) throws -> R {
  let path = temporaryFolder()
  defer { try? removeTree(path) }
  return try body(path)
}

/// The same for a body that waits.
public func withTemporaryFolder<R>(_ body: (String) async throws -> R) async throws -> R {
  let path = temporaryFolder()
  defer { try? removeTree(path) }
  return try await body(path)
}

private func temporaryFolder() -> String {
  var template = Array("/tmp/muster-test-XXXXXX".utf8CString)
  _ = mkdtemp(&template)
  return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
}

/// What the link `path` points to; nil where there is none.
public func linked(_ path: String) -> String? { try? linkTarget(path) }

/// The folder with Package.swift, found from this file.
public let packageFolder: String = {
  var parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
  while parts.count > 1, !exists(parts.joined(separator: "/") + "/Package.swift") {
    parts.removeLast()
  }
  return parts.joined(separator: "/")
}()

/// Reference data that is not part of the repository: `$MUSTER_SHARED`, or `../shared` beside it.
public let sharedFolder: String? = {
  let path = environment("MUSTER_SHARED") ?? "\(packageFolder)/../shared"
  return isFolder(path) ? path : nil
}()

/// The plugins of this tree; any of them may have been taken away.
public let shippedPlugins: Set<String> = Set(
  ((try? namesInFolder("\(packageFolder)/Plugins")) ?? []).filter {
    isFolder("\(packageFolder)/Plugins/\($0)/Plugin")
  })

/// The sample centres whose plugins are all in this tree.
public let plannableSamples: [String] = {
  let folder = "\(packageFolder)/Forecasts"
  return ((try? namesInFolder(folder)) ?? []).filter { name in
    guard let text = try? text(of: "\(folder)/\(name)/centre.toml") else { return false }
    return text.split(separator: "[[plugin]]").dropFirst()
      .compactMap { $0.split(separator: "\"").dropFirst().first.map(String.init) }
      .allSatisfy(shippedPlugins.contains)
  }
}()

public func environment(_ name: String) -> String? {
  getenv(name).map { String(cString: $0) }
}

public func text(of file: String) throws -> String {
  String(decoding: try readFile(file), as: UTF8.self)
}

/// Writes a file without forcing it to the disk: for thousands of inputs in a row.
public func writeUnsynced(_ path: String, _ bytes: [UInt8]) throws {
  let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
  guard descriptor >= 0 else { return try writeFile(path, bytes) }
  defer { close(descriptor) }
  try writeAll(bytes, to: descriptor, name: path)
}

/// A line about a test that could not run here, for the log.
public func skipped(_ why: String) {
  try? writeAll(Array("skipped: \(why)\n".utf8), to: STDERR_FILENO, name: "standard error")
}
