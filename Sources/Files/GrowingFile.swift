public import Diagnostics
internal import Glibc

/// A file that grows piece by piece, each on the disk before the next one comes.
///
/// Whatever ends the process leaves all pieces but the last whole, and of the last at least a beginning. A pipe or
/// a device (`/dev/stdout`) is written to as it is.
public final class GrowingFile: Sendable {
  private let path: String
  private let descriptor: Int32
  private let isRegular: Bool

  /// Opens the file, or creates it. `kept`: The bytes at its beginning that stay; what follows them goes.
  ///
  /// - Throws: A ``Problem`` naming the path and the system's reason.
  public init(_ path: String, keeping kept: Int = 0) throws(Problem) {
    let descriptor = uninterrupted { open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o666) }
    guard descriptor >= 0 else { throw systemProblem(path, "cannot be created", errno) }
    var status = stat()
    let isRegular = fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    if isRegular, uninterrupted({ ftruncate(descriptor, off_t(kept)) }) != 0 {
      let code = errno
      close(descriptor)
      throw systemProblem(path, "cannot be cut", code)
    }
    self.path = path
    self.descriptor = descriptor
    self.isRegular = isRegular
  }

  deinit { close(descriptor) }

  /// Writes a piece and waits until it is on the disk.
  public func append(_ bytes: [UInt8]) throws(Problem) {
    try writeAll(bytes, to: descriptor, name: path)
    guard !isRegular || uninterrupted({ fsync(descriptor) }) == 0 else {
      throw systemProblem(path, "cannot be saved", errno)
    }
  }
}
