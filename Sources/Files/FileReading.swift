public import Diagnostics
internal import Glibc

/// The whole content of a file.
///
/// - Throws: A ``Problem`` naming the path and the system's reason.
public func readFile(_ path: String) throws(Problem) -> [UInt8] {
  let (descriptor, size) = try openedForReading(path)
  defer { close(descriptor) }
  return try readAll(descriptor, name: path, expecting: size)
}

/// The whole content of a file; nil where none stands. One that stands there and cannot be read is not passed
/// over.
public func readFileIfAny(_ path: String) throws(Problem) -> [UInt8]? {
  try stands(at: path) ? try readFile(path) : nil
}

/// Everything that can be read from `descriptor` until its end; `name` is used in messages.
public func readAll(
  _ descriptor: Int32, name: String, expecting size: Int = 0
) throws(Problem) -> [UInt8] {
  var bytes = [UInt8]()
  bytes.reserveCapacity(min(max(0, size), mostFileBytes) + 1)
  var chunk = [UInt8](repeating: 0, count: 1 << 18)
  while true {
    let count = chunk.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
    if count > 0 {
      bytes.append(contentsOf: chunk[..<count])
      guard bytes.count <= mostFileBytes else {
        throw Problem(
          at: Place(file: name), "is larger than \(mostFileBytes >> 30) GiB",
          maybe: "give the rows of the last years only")
      }
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

/// A system call that answers -1 when it fails, made again for as long as signals interrupt it.
func uninterrupted(_ call: () -> Int32) -> Int32 {
  while true {
    let result = call()
    if result >= 0 || errno != EINTR { return result }
  }
}

/// No file that is read whole is larger.
package let mostFileBytes = 2 << 30

/// A descriptor to read `path` with; the caller closes it.
package func openForReading(_ path: String) throws(Problem) -> Int32 {
  try openedForReading(path).descriptor
}

/// Opens a file, or what the shell put at `/dev/fd/N`; never waits and reads no device.
///
/// - Throws: A ``Problem`` for a folder, a named pipe (nobody may ever write to it) and a device (it may
///   never end), `/dev/null` excepted.
private func openedForReading(_ path: String) throws(Problem) -> (descriptor: Int32, size: Int) {
  let isHandedOver =
    path == "/dev/stdin" || path.hasPrefix("/dev/fd/") || path.hasPrefix("/proc/self/fd/")
  let descriptor = uninterrupted {
    open(path, O_RDONLY | O_CLOEXEC | (isHandedOver ? 0 : O_NONBLOCK))
  }
  guard descriptor >= 0 else { throw systemProblem(path, "cannot be opened", errno) }
  var status = stat()
  guard fstat(descriptor, &status) == 0 else {
    let code = errno
    close(descriptor)
    throw systemProblem(path, "cannot be read", code)
  }
  let what: String? =
    switch status.st_mode & S_IFMT {
    case S_IFREG: nil
    case S_IFDIR: "is a folder, not a file"
    case S_IFCHR where path == "/dev/null": nil
    case _ where isHandedOver: nil
    case S_IFIFO: "is a named pipe, not a file"
    default: "is a device, not a file"
    }
  if let what {
    close(descriptor)
    throw Problem(
      at: Place(file: path), what,
      maybe: what.hasPrefix("is a named") ? "give - and let the program read it as < \(path)" : nil)
  }
  return (descriptor, Int(status.st_size))
}

/// The size of a regular file.
///
/// - Throws: A ``Problem`` where there is none, or it cannot be read.
public func fileSize(_ path: String) throws(Problem) -> Int {
  let (descriptor, size) = try openedForReading(path)
  close(descriptor)
  return size
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
