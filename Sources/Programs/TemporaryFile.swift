package import Diagnostics
internal import Files
internal import Glibc

/// Files that a program reads and writes, for nobody else to read.
package enum TemporaryFile {
  /// A new file with a content, open at its end; the caller closes and removes it.
  package static func make(_ content: [UInt8]) throws(Problem) -> (descriptor: Int32, path: String)
  {
    let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var template = Array("\(folder)/muster-XXXXXX".utf8CString)
    let low = mkstemp(&template)
    let path = String(
      decoding: template.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    guard low >= 0 else {
      throw Problem(
        .failed, "a temporary file cannot be made: \(String(cString: strerror(errno)))", value: path
      )
    }
    // Clear of the numbers that a child process is given, and not for children of other threads.
    let descriptor = fcntl(low, F_DUPFD_CLOEXEC, 10)
    close(low)
    do throws(Problem) {
      guard descriptor >= 0 else {
        throw Problem(.failed, "a temporary file cannot be opened", value: path)
      }
      try writeAll(content, to: descriptor, name: path)
    } catch {
      close(descriptor)
      remove(path)
      throw error
    }
    return (descriptor, path)
  }

  package static func remove(_ path: String) { unlink(path) }
}
