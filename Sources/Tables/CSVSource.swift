internal import Diagnostics
internal import Files
internal import Glibc

/// Where the bytes of a table come from.
enum CSVSource: Sendable {
  case bytes([UInt8])
  /// A regular file, opened anew for every pass and read in pieces.
  case file(String)

  /// Calls `body` with a buffer that holds the bytes from some offset on.
  ///
  /// `body` answers how many bytes it is done with, or nil to stop. It is called again with what is
  /// left and more, `isComplete` once nothing more will come. Memory: one megabyte, or the longest
  /// row where that is longer.
  func read(
    _ body: (UnsafeBufferPointer<UInt8>, _ isComplete: Bool) throws(Problem) -> Int?
  ) throws(Problem) {
    switch self {
    case .bytes(let bytes):
      try bytes.withUnsafeBufferPointer { (buffer) throws(Problem) in
        _ = try body(buffer, true)
      }
    case .file(let path):
      try readInPieces(path, body)
    }
  }
}

private func readInPieces(
  _ path: String, _ body: (UnsafeBufferPointer<UInt8>, Bool) throws(Problem) -> Int?
) throws(Problem) {
  let descriptor = try openForReading(path)
  defer { close(descriptor) }
  var capacity = 1 << 20
  var storage = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
  defer { storage.deallocate() }
  var filled = 0
  while true {
    if filled == capacity {
      let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity * 2)
      larger.update(from: storage, count: filled)
      storage.deallocate()
      storage = larger
      capacity *= 2
    }
    let count = try readSome(descriptor, into: storage + filled, atMost: capacity - filled, path)
    filled += count
    let buffer = UnsafeBufferPointer(start: storage, count: filled)
    guard let used = try body(buffer, count == 0), count > 0 else { return }
    storage.update(from: storage + used, count: filled - used)
    filled -= used
  }
}
