public import Diagnostics
internal import Glibc

/// Writes a new file and waits until it is on the disk.
///
/// - Throws: A ``Problem`` naming the path and the system's reason, such as a full disk. What was
///   written until then is left behind: callers write into a folder they will throw away.
public func writeFile(_ path: String, _ bytes: [UInt8]) throws(Problem) {
  let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
  guard descriptor >= 0 else { throw systemProblem(path, "cannot be created", errno) }
  defer { close(descriptor) }
  try writeAll(bytes, to: descriptor, name: path)
  guard fsync(descriptor) == 0 else { throw systemProblem(path, "cannot be saved", errno) }
}

/// Writes all of `bytes`, however many calls it takes; `name` is used in messages.
public func writeAll(_ bytes: [UInt8], to descriptor: Int32, name: String) throws(Problem) {
  var offset = 0
  while offset < bytes.count {
    let count = bytes.withUnsafeBytes { all in
      write(descriptor, all.baseAddress.map { $0 + offset }, bytes.count - offset)
    }
    if count >= 0 {
      offset += count
    } else if errno != EINTR {
      throw systemProblem(name, "cannot be written", errno)
    }
  }
}
