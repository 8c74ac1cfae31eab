// Goals: 1. logs of any size in a constant amount of memory; 2. rotated files read as they lie there,
// packed with gzip or not; 3. a file that was cut off gives what it has, and says so.
//
// Method: zlib's inflate (RFC 1951, 1952), several gzip members one after the other as `cat` makes them.

internal import CZlib
internal import Diagnostics
internal import Files
internal import Glibc

/// A file to import, or what came from the standard input.
struct ImportInput {
  /// The name in messages.
  var name: String
  /// What is in memory already; nil reads the file of this name.
  var bytes: [UInt8]?
  /// Is told what is read.
  var progress: ImportProgress?

  /// The inputs at these paths; `-` is the standard input, which is read at once.
  static func all(_ paths: [String]) throws(Problem) -> [ImportInput] {
    var inputs: [ImportInput] = []
    for path in paths {
      inputs.append(
        path == "-"
          ? ImportInput(name: "standard input", bytes: try readAll(0, name: "standard input"))
          : ImportInput(name: path))
    }
    return inputs
  }
}

/// Reads a file from its beginning to its end, unpacking it where it is packed with gzip.
final class ByteReader {
  /// The name in messages.
  let name: String
  /// Whether packed data ended before its end mark.
  private(set) var wasCutOff = false
  /// -1 when everything is in `memory`.
  private let descriptor: Int32
  private let memory: [UInt8]
  private let progress: ImportProgress?
  private var memoryPosition = 0
  private let input: UnsafeMutablePointer<UInt8>
  private let capacity = 1 << 18
  private var next = 0
  private var available = 0
  /// nil when the file is not packed.
  private var stream: UnsafeMutablePointer<z_stream>?
  /// Whether nothing but further members or padding may follow.
  private var isBetweenMembers = true

  init(_ source: ImportInput) throws(Problem) {
    name = source.name
    memory = source.bytes ?? []
    progress = source.progress
    if source.bytes == nil {
      if isFolder(name) { throw Problem(at: Place(file: name), "is a folder, not a file") }
      descriptor = try openForReading(name)
    } else {
      descriptor = -1
    }
    input = .allocate(capacity: capacity)
    while available < 2 {
      let count = try raw(into: input + available, atMost: capacity - available)
      if count == 0 { break }
      available += count
    }
    guard available >= 2, input[0] == 0x1F, input[1] == 0x8B else { return }
    let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    stream.initialize(to: z_stream())
    // 15 bits of window, plus 16 for a gzip header.
    guard inflateInit2_(stream, 31, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
      throw Problem(.failed, at: Place(file: name), "cannot be unpacked: no memory")
    }
    self.stream = stream
  }

  deinit {
    if let stream {
      inflateEnd(stream)
      stream.deallocate()
    }
    input.deallocate()
    if descriptor >= 0 { close(descriptor) }
  }

  /// Bytes as they stand in the file.
  private func raw(into target: UnsafeMutablePointer<UInt8>, atMost limit: Int) throws(Problem)
    -> Int
  {
    var count = min(limit, memory.count - memoryPosition)
    if descriptor >= 0 {
      count = try readSome(descriptor, into: target, atMost: limit, name)
    } else {
      memory.withUnsafeBufferPointer { bytes in
        guard let base = bytes.baseAddress else { return }
        target.update(from: base + memoryPosition, count: count)
      }
      memoryPosition += count
    }
    progress?.add(count)
    return count
  }

  /// The first bytes, at most `limit`.
  func head(_ limit: Int) throws(Problem) -> [UInt8] {
    var bytes: [UInt8] = []
    let chunk = UnsafeMutablePointer<UInt8>.allocate(capacity: limit)
    defer { chunk.deallocate() }
    while bytes.count < limit {
      let count = try read(into: chunk, atMost: limit - bytes.count)
      if count == 0 { break }
      bytes.append(contentsOf: UnsafeBufferPointer(start: chunk, count: count))
    }
    return bytes
  }

  /// Up to `limit` bytes to where `target` points; 0 at the end.
  func read(into target: UnsafeMutablePointer<UInt8>, atMost limit: Int) throws(Problem) -> Int {
    guard let stream else {
      guard next < available else { return try raw(into: target, atMost: limit) }
      let count = min(limit, available - next)
      target.update(from: input + next, count: count)
      next += count
      return count
    }
    while true {
      if next == available {
        next = 0
        available = try raw(into: input, atMost: capacity)
        if available == 0 {
          wasCutOff = !isBetweenMembers
          return 0
        }
      }
      stream.pointee.next_in = input + next
      stream.pointee.avail_in = UInt32(available - next)
      stream.pointee.next_out = target
      stream.pointee.avail_out = UInt32(clamping: limit)
      let code = inflate(stream, Z_NO_FLUSH)
      next = available - Int(stream.pointee.avail_in)
      let count = limit - Int(stream.pointee.avail_out)
      switch code {
      case Z_STREAM_END:
        isBetweenMembers = true
        inflateReset(stream)
      case Z_OK, Z_BUF_ERROR:
        isBetweenMembers = false
      default:
        // Padding after the last member is no damage.
        if isBetweenMembers { return count }
        throw Problem(
          at: Place(file: name), "is damaged: its packed data cannot be read",
          maybe: "gzip -t \(name) says where; unpack what can be saved")
      }
      if count > 0 { return count }
    }
  }

  /// Everything until the end.
  func all() throws(Problem) -> [UInt8] {
    let room = 1 << 20
    // Of what is not packed the size is known.
    let size = stream == nil ? ImportProgress.size(of: ImportInput(name: name)) : 0
    var problem: Problem?
    var isAtEnd = false
    var bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      guard let base = buffer.baseAddress else { return }
      adviseLargePages(base, size)
      do throws(Problem) {
        while count < size, !isAtEnd {
          let more = try read(into: base + count, atMost: min(room, size - count))
          count += more
          isAtEnd = more == 0
        }
      } catch { problem = error }
    }
    if let problem { throw problem }
    let chunk = UnsafeMutablePointer<UInt8>.allocate(capacity: room)
    defer { chunk.deallocate() }
    while true {
      let count = try read(into: chunk, atMost: room)
      if count == 0 { return bytes }
      bytes.append(contentsOf: UnsafeBufferPointer(start: chunk, count: count))
    }
  }

  /// Calls `body` with every line without its line end, and its number from 1.
  ///
  /// Lines end in LF, or CR LF. The pointer is valid during the call. Memory: one megabyte, or the longest line.
  func forEachLine(
    _ body: (UnsafeBufferPointer<UInt8>, _ line: Int) throws(Problem) -> Void
  ) throws(Problem) {
    var room = 1 << 20
    var buffer = UnsafeMutablePointer<UInt8>.allocate(capacity: room)
    defer { buffer.deallocate() }
    var filled = 0
    var line = 0
    func call(_ from: Int, _ to: Int) throws(Problem) {
      line += 1
      let end = to > from && buffer[to - 1] == 13 ? to - 1 : to
      try body(UnsafeBufferPointer(start: buffer + from, count: end - from), line)
    }
    while true {
      if filled == room {
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: room * 2)
        larger.update(from: buffer, count: filled)
        buffer.deallocate()
        buffer = larger
        room *= 2
      }
      let count = try read(into: buffer + filled, atMost: room - filled)
      if count == 0 {
        if filled > 0 { try call(0, filled) }
        return
      }
      filled += count
      var start = 0
      while let found = memchr(buffer + start, 10, filled - start) {
        let end = UnsafeRawPointer(found) - UnsafeRawPointer(buffer)
        try call(start, end)
        start = end + 1
        if start == filled { break }
      }
      if start > 0 {
        buffer.update(from: buffer + start, count: filled - start)
        filled -= start
      }
    }
  }
}

/// Asks that memory not yet written to come in large pages, each of which is given in one go instead of in
/// five hundred; the system may pass it over.
private func adviseLargePages(_ start: UnsafeMutablePointer<UInt8>, _ count: Int) {
  let page = Int(getpagesize())
  let skipped = (page - Int(bitPattern: start) % page) % page
  guard count - skipped >= 1 << 22 else { return }
  madvise(start + skipped, count - skipped, MADV_HUGEPAGE)
}
