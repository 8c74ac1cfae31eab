public import Diagnostics
internal import Glibc
internal import Synchronization

/// How many files were begun: threads that write into one folder do not meet.
private let begun = Atomic<Int>(0)

/// Writes a file whole or not at all, and waits until it is on the disk.
///
/// The bytes go into a new file beside it, which takes the name in one step when all is saved; whatever
/// stops the run, what stood there before stands there still. A link is followed; a pipe or a device
/// (`/dev/stdout`) is written to as it is. Who may read the file, the umask says.
/// - Throws: A ``Problem`` naming the path and the system's reason, such as a full disk.
public func writeFile(_ path: String, _ bytes: [UInt8]) throws(Problem) {
  try writeFile(path) { (write) throws(Problem) in try write(bytes) }
}

/// Writes a file as ``writeFile(_:_:)-(_,[UInt8])`` does, by the pieces that `body` gives, one after the other.
///
/// - Throws: As the other one, and what `body` throws.
public func writeFile(
  _ path: String,
  _ body: (_ write: (_ piece: [UInt8]) throws(Problem) -> Void) throws(Problem) -> Void
) throws(Problem) {
  var status = stat()
  let stands = stat(path, &status) == 0
  if stands, status.st_mode & S_IFMT == S_IFDIR {
    throw systemProblem(path, "cannot be created", EISDIR)
  }
  if stands, status.st_mode & S_IFMT != S_IFREG {
    let descriptor = uninterrupted { open(path, O_WRONLY | O_CLOEXEC) }
    guard descriptor >= 0 else { throw systemProblem(path, "cannot be opened", errno) }
    defer { close(descriptor) }
    return try body { (piece) throws(Problem) in
      try writeAll(piece, to: descriptor, name: path)
    }
  }
  let target = stands ? resolvedPath(path) ?? path : path
  if stands, access(target, W_OK) != 0 { throw systemProblem(path, "cannot be written", errno) }
  let slash = target.lastIndex(of: "/")
  let folder = slash.map { $0 == target.startIndex ? "/" : String(target[..<$0]) } ?? "."
  let number = begun.add(1, ordering: .relaxed).newValue
  let fresh = "\(folder)/.muster-\(number)-\(ownerName).new"
  unlink(fresh)
  let mode = stands ? status.st_mode & 0o777 : 0o666
  let descriptor = uninterrupted {
    open(fresh, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode)
  }
  guard descriptor >= 0 else { throw systemProblem(path, "cannot be created", errno) }
  do throws(Problem) {
    defer { close(descriptor) }
    if stands { fchmod(descriptor, mode) }
    try body { (piece) throws(Problem) in try writeAll(piece, to: descriptor, name: path) }
    guard uninterrupted({ fsync(descriptor) }) == 0 else {
      throw systemProblem(path, "cannot be saved", errno)
    }
  } catch {
    unlink(fresh)
    throw error
  }
  guard rename(fresh, target) == 0 else {
    let code = errno
    unlink(fresh)
    throw systemProblem(path, "cannot be created", code)
  }
}

/// Writes a new file that nobody looks for yet; ``syncFileSystem(of:)`` waits until it is on the disk.
///
/// - Throws: A ``Problem`` naming the path and the system's reason; also where something stands there.
public func writeNewFile(_ path: String, _ bytes: [UInt8]) throws(Problem) {
  let descriptor = uninterrupted {
    open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o666)
  }
  guard descriptor >= 0 else { throw systemProblem(path, "cannot be created", errno) }
  defer { close(descriptor) }
  try writeAll(bytes, to: descriptor, name: path)
}

/// The path without links; nil where nothing stands.
public func resolvedPath(_ path: String) -> String? {
  guard let pointer = realpath(path, nil) else { return nil }
  defer { free(pointer) }
  return String(cString: pointer)
}

/// Writes all of `bytes`, however many calls it takes; `name` is used in messages.
public func writeAll(_ bytes: [UInt8], to descriptor: Int32, name: String) throws(Problem) {
  var offset = 0
  while offset < bytes.count {
    let count = bytes.withUnsafeBytes { all in
      write(descriptor, all.baseAddress.map { $0 + offset }, bytes.count - offset)
    }
    if count > 0 {
      offset += count
    } else if count == 0 {
      throw systemProblem(name, "cannot be written", EIO)
    } else if errno != EINTR {
      throw systemProblem(name, "cannot be written", errno)
    }
  }
}
