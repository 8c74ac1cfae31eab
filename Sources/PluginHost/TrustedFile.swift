internal import Files
internal import Glibc

/// A plugin file that was opened once and checked through that descriptor, so that what is loaded is
/// what was checked, whatever happens to the path meanwhile.
///
/// The descriptor of a loaded file is never closed: the dynamic linker knows the file by the name
/// `/proc/self/fd/N`, and a reused N would silently give back the first plugin.
struct TrustedFile: Sendable {
  let path: String
  let descriptor: Int32

  /// Opens and checks `path`.
  ///
  /// A path whose last part is a symbolic link is resolved once, and what it leads to is checked;
  /// a link that appears after that is refused.
  ///
  /// `sha256` is what the file must hash to, in hexadecimal; nil = anything.
  init(_ path: String, sha256: String? = nil) throws(PluginFault) {
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
    if let sha256 {
      guard let hash = Self.hash(of: high), hash == sha256.lowercased() else {
        close(high)
        throw fault(.untrusted("its SHA-256 is not the one that is allowed"))
      }
    }
    self.path = path
    descriptor = high
  }

  /// For a file that is not loaded in this process.
  func release() { close(descriptor) }

  /// SHA-256 of the file, in hexadecimal; nil when it cannot be read.
  var sha256: String? { Self.hash(of: descriptor) }

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

  private static func hash(of descriptor: Int32) -> String? {
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
        hash.update(Array(chunk[..<count]))
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
