public import Diagnostics
internal import Glibc

extension SHA256 {
  /// Hex digest of the content of a file of any size.
  ///
  /// - Throws: A ``Problem`` naming the path and the system's reason.
  public static func hex(ofFile path: String) throws(Problem) -> String {
    let descriptor = try openForReading(path)
    defer { close(descriptor) }
    let size = 1 << 20
    let chunk = UnsafeMutablePointer<UInt8>.allocate(capacity: size)
    defer { chunk.deallocate() }
    var hash = SHA256()
    while true {
      let count = try readSome(descriptor, into: chunk, atMost: size, path)
      if count == 0 { return hash.finish() }
      hash.update(Array(UnsafeBufferPointer(start: chunk, count: count)))
    }
  }
}
