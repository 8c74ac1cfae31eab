internal import CSandbox
internal import Files
internal import Glibc

/// A plugin file that was opened once and checked through that descriptor, so that what is loaded is
/// what was checked, whatever happens to the path meanwhile.
///
/// The descriptor of a loaded file is never closed: the dynamic linker knows the file by the name
/// `/proc/self/fd/N`, and a reused N would silently give back the first plugin.
struct TrustedFile: Sendable {
  let path: String
  /// The path without links.
  let resolved: String
  let descriptor: Int32
  /// Of a sealed file, known since it was copied.
  private var sealedHash: String?

  /// Opens and checks `path`.
  ///
  /// A path whose last part is a symbolic link is resolved once, and what it leads to is checked;
  /// a link that appears after that is refused.
  ///
  /// `sha256` is what the file must hash to, in hexadecimal; nil = anything. A file whose hash is to
  /// decide anything is sealed: copied into memory that nobody can change, and hashed on the way, so that
  /// what is written over the file meanwhile, on a disk of another machine even, is not what is loaded.
  init(_ path: String, sha256: String? = nil, isSealed: Bool = false) throws(PluginFault) {
    let resolved = Self.resolve(path)
    let cut = resolved.lastIndex(of: "/")
    let folder = cut.map { $0 == resolved.startIndex ? "/" : String(resolved[..<$0]) } ?? "."
    let name = cut.map { String(resolved[resolved.index(after: $0)...]) } ?? resolved
    let fault = { (reason: PluginFault.Reason) in
      PluginFault(plugin: name, path: path, reason)
    }
    let directory = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard directory >= 0 else { throw fault(.cannotOpen("\(folder): \(systemReason())")) }
    defer { close(directory) }
    if let why = Self.weakness(of: directory, isFolder: true) {
      throw fault(.untrusted("its folder \(folder) \(why)"))
    }
    let low = openat(directory, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    guard low >= 0 else {
      throw fault(
        errno == ELOOP ? .untrusted("it is a symbolic link") : .cannotOpen(systemReason()))
    }
    // Clear of the numbers that a child process is given.
    let high = fcntl(low, F_DUPFD_CLOEXEC, 10)
    close(low)
    guard high >= 0 else { throw fault(.cannotOpen(systemReason())) }
    if let why = Self.weakness(of: high, isFolder: false) {
      close(high)
      throw fault(.untrusted("it \(why)"))
    }
    self.path = path
    self.resolved = resolved
    guard isSealed || sha256 != nil else {
      descriptor = high
      return
    }
    let sealed = Self.sealed(high)
    close(high)
    guard let sealed else { throw fault(.cannotOpen("it cannot be read whole: \(systemReason())")) }
    if let sha256, sealed.sha256 != sha256.lowercased() {
      close(sealed.descriptor)
      throw fault(.untrusted("its SHA-256 is not the one that is allowed"))
    }
    descriptor = sealed.descriptor
    sealedHash = sealed.sha256
  }

  /// For a file that was not loaded in this process.
  func release() { close(descriptor) }

  /// SHA-256 of the file, in hexadecimal; nil when it cannot be read.
  var sha256: String? { sealedHash ?? Self.hash(of: descriptor) }

  /// Why anybody else could have changed the file at `path`, or put it there; nil when nobody could.
  static func weakness(ofFile path: String) -> String? {
    for (path, isFolder) in [
      (path, false),
      (
        path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(
          separator: "/"), true
      ),
    ] {
      let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
      guard descriptor >= 0 else { return "cannot be opened: \(systemReason())" }
      defer { close(descriptor) }
      if let why = weakness(of: descriptor, isFolder: isFolder) {
        return isFolder ? "lies in a folder that \(why)" : why
      }
    }
    return nil
  }

  /// Why anyone but its owner could have changed what `descriptor` is open on; nil when nobody
  /// could, and the owner is root or us.
  private static func weakness(of descriptor: Int32, isFolder: Bool) -> String? {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { return "cannot be examined: \(systemReason())" }
    if !isFolder, status.st_mode & S_IFMT != S_IFREG { return "is not a regular file" }
    // In a folder such as /tmp others may add files, but neither remove nor rename ours.
    let isSticky = isFolder && status.st_mode & S_ISVTX != 0
    if status.st_mode & S_IWOTH != 0, !isSticky {
      return "can be changed by anyone (chmod o-w)"
    }
    if status.st_mode & S_IWGRP != 0, status.st_gid != getegid(), !isSticky {
      return "can be changed by a group that is not ours (chmod g-w)"
    }
    if status.st_uid != 0, status.st_uid != geteuid() {
      return "belongs to another user (uid \(status.st_uid))"
    }
    return nil
  }

  private static func hash(of descriptor: Int32) -> String? { read(descriptor) { _ in true } }

  /// No plugin is larger.
  private static let mostBytes = 1 << 30

  /// A copy in memory that nobody can change any more, clear of the numbers that a child is given.
  private static func sealed(_ file: Int32) -> (descriptor: Int32, sha256: String)? {
    var status = stat()
    guard fstat(file, &status) == 0, status.st_size <= mostBytes else {
      errno = EFBIG
      return nil
    }
    let low = sandbox_memory_file("plugin")
    guard low >= 0 else {
      errno = -low
      return nil
    }
    let memory = fcntl(low, F_DUPFD_CLOEXEC, 10)
    close(low)
    guard memory >= 0 else { return nil }
    let hash = read(file) { bytes in
      (try? writeAll(bytes, to: memory, name: "")) != nil
    }
    guard let hash, sandbox_seal(memory) == 0 else {
      close(memory)
      return nil
    }
    return (memory, hash)
  }

  /// SHA-256 of what is read, each piece of which is given to `take`; nil when reading or taking fails.
  private static func read(_ descriptor: Int32, _ take: ([UInt8]) -> Bool) -> String? {
    var hash = SHA256()
    var chunk = [UInt8](repeating: 0, count: 1 << 18)
    var offset = 0
    while true {
      let count = chunk.withUnsafeMutableBytes {
        pread(descriptor, $0.baseAddress, $0.count, off_t(offset))
      }
      if count < 0 {
        guard errno == EINTR else { return nil }
      } else if count == 0 {
        return hash.finish()
      } else {
        let bytes = Array(chunk[..<count])
        guard offset + count <= mostBytes, take(bytes) else { return nil }
        hash.update(bytes)
        offset += count
      }
    }
  }

  private static func resolve(_ path: String) -> String {
    guard let real = realpath(path, nil) else { return path }
    defer { free(real) }
    return String(cString: real)
  }
}

/// The reason of the last system call that failed.
func systemReason() -> String { String(cString: strerror(errno)) }
