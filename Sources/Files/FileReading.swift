public import Diagnostics
internal import Glibc

/// The whole content of a file.
///
/// - Throws: A ``Problem`` naming the path and the system's reason.
public func readFile(_ path: String) throws(Problem) -> [UInt8] {
  let descriptor = open(path, O_RDONLY | O_CLOEXEC)
  guard descriptor >= 0 else { throw systemProblem(path, "cannot be opened", errno) }
  defer { close(descriptor) }
  var status = stat()
  guard fstat(descriptor, &status) == 0 else { throw systemProblem(path, "cannot be read", errno) }
  guard status.st_mode & S_IFMT != S_IFDIR else {
    throw Problem(at: Place(file: path), "is a folder, not a file")
  }
  return try readAll(descriptor, name: path, expecting: Int(status.st_size))
}

/// Everything that can be read from `descriptor` until its end; `name` is used in messages.
public func readAll(
  _ descriptor: Int32, name: String, expecting size: Int = 0
) throws(Problem) -> [UInt8] {
  var bytes = [UInt8]()
  bytes.reserveCapacity(size + 1)
  var chunk = [UInt8](repeating: 0, count: 1 << 18)
  while true {
    let count = chunk.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
    if count > 0 {
      bytes.append(contentsOf: chunk[..<count])
    } else if count == 0 {
      return bytes
    } else if errno != EINTR {
      throw systemProblem(name, "cannot be read", errno)
    }
  }
}

/// A failed system call as a problem; a missing file is the input's fault, the rest the system's.
func systemProblem(_ path: String, _ what: String, _ code: Int32) -> Problem {
  let missing = code == ENOENT || code == ENOTDIR || code == EISDIR
  return Problem(
    missing ? .invalidInput : .failed, at: Place(file: path), what,
    value: String(cString: strerror(code)))
}

/// A descriptor to read `path` with; the caller closes it.
package func openForReading(_ path: String) throws(Problem) -> Int32 {
  let descriptor = open(path, O_RDONLY | O_CLOEXEC)
  guard descriptor >= 0 else { throw systemProblem(path, "cannot be opened", errno) }
  return descriptor
}

/// Reads up to `limit` bytes to where `target` points; 0 at the end of the file.
package func readSome(
  _ descriptor: Int32, into target: UnsafeMutablePointer<UInt8>, atMost limit: Int, _ name: String
) throws(Problem) -> Int {
  while true {
    let count = read(descriptor, target, limit)
    if count >= 0 { return count }
    if errno != EINTR { throw systemProblem(name, "cannot be read", errno) }
  }
}

/// Whether `path` is a regular file, which can be read more than once; a pipe cannot.
package func isRegularFile(_ path: String) -> Bool {
  var status = stat()
  return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
}
