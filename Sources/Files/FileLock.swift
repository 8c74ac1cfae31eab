public import Diagnostics
internal import Glibc

/// An exclusive lock on a file, held until ``release()`` or the end of the process, however it ends.
public struct FileLock: Sendable {
  private let descriptor: Int32

  /// Takes the lock, trying for `seconds` when another process has it.
  ///
  /// - Throws: A ``Problem`` of kind `locked` when the other process still has it.
  public init(_ path: String, waitingSeconds seconds: Int = 0) throws(Problem) {
    let descriptor = uninterrupted { open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644) }
    guard descriptor >= 0 else { throw systemProblem(path, "cannot be opened", errno) }
    var remaining = seconds * 10
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      let code = errno
      guard code == EWOULDBLOCK || code == EINTR else {
        close(descriptor)
        throw systemProblem(path, "cannot be locked", code)
      }
      guard remaining > 0 else {
        close(descriptor)
        throw Problem(
          .locked, at: Place(file: path), "another run of muster holds the lock",
          maybe: "wait for it to end, or give --lock-wait SECONDS")
      }
      remaining -= 1
      usleep(100_000)
    }
    self.descriptor = descriptor
  }

  public func release() { close(descriptor) }
}
