// Goals: 1. read a file of many queues with no more than one in memory; 2. let the caller decide when
// the next one is read, so that forecasting sets the pace.
//
// The file is cut at the lines where the queue changes, and each piece is read as a history of its own
// under the file's header. Lines are found byte by byte with quotes respected.

internal import CentreModel
public import Diagnostics
internal import Files
internal import Glibc
internal import Tables

/// Reads a file whose queues stand one after the other, queue by queue.
public final class HistoryCursor {
  private let path: String
  private let reading: HistoryReading
  private let descriptor: Int32
  private let header: [UInt8]
  private let separator: UInt8
  private let queueColumn: Int?
  private var buffer: [UInt8] = []
  /// Offset in `buffer` of the next line.
  private var position = 0
  /// The number of the line at `position`, from 1.
  private var line = 1
  private var isAtEnd = false
  private var done: Set<[UInt8]> = []

  public init(path: String, _ reading: HistoryReading) throws(Problem) {
    self.path = path
    self.reading = reading
    let table = try CSVTable(path: path)
    separator = table.separator
    queueColumn = try HistoryColumns(table).queue
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Problem(at: Place(file: path), "cannot be opened") }
    self.descriptor = descriptor
    header = Array(
      table.header.map { "\"\($0)\"" }.joined(separator: String(UnicodeScalar(separator))).utf8)
    _ = try nextLine()
  }

  deinit { close(descriptor) }

  /// The next queue of those that are wanted, the others are passed over; nil at the end of the file.
  public func next(
    where isWanted: (String) -> Bool = { _ in true }
  ) throws(Problem) -> HistoryFile? {
    while let first = try nextLine() {
      let firstLine = line - 1
      let queue = Array(buffer[field(first)])
      guard done.insert(queue).inserted else {
        throw Problem(
          at: Place(file: path, line: firstLine), subject: "queue",
          "stood further up already", value: String(decoding: queue, as: UTF8.self),
          maybe: "the file can be sorted by queue and time first")
      }
      var bytes = header + [10] + buffer[first]
      let isKept =
        try placed(firstLine) { () throws(Problem) in try name(bytes) }.map(isWanted) ?? true
      while let range = try nextLine() {
        guard buffer[field(range)].elementsEqual(queue) else {
          position = range.lowerBound
          line -= 1
          break
        }
        if isKept { bytes.append(contentsOf: buffer[range]) }
      }
      guard isKept else { continue }
      return try placed(firstLine) { () throws(Problem) in
        try HistoryFile.read(file: path, bytes: bytes, reading)
      }
    }
    return nil
  }

  /// The queue of a row under the header; nil where there is none.
  private func name(_ bytes: [UInt8]) throws(Problem) -> String? {
    guard let queueColumn else { return reading.queue }
    var name: String?
    try CSVTable(file: path, bytes: bytes).forEachRow { (row) throws(Problem) in
      name = try row.name(queueColumn)
    }
    return name
  }

  /// Says of a problem in what begins at `firstLine`, read under the header, where it is in the file.
  private func placed<T>(
    _ firstLine: Int, _ body: () throws(Problem) -> T
  ) throws(Problem) -> T {
    do throws(Problem) { return try body() } catch {
      var problem = error
      if let there = problem.place?.line { problem.place?.line = there + firstLine - 2 }
      throw problem
    }
  }

  /// The bytes of the next line with its end, which are skipped; nil at the end of the file.
  private func nextLine() throws(Problem) -> Range<Int>? {
    var scan = position
    var quoted = false
    while true {
      while scan < buffer.count {
        let byte = buffer[scan]
        scan += 1
        if byte == 34 { quoted.toggle() }
        if byte == 10, !quoted {
          let range = position..<scan
          position = scan
          line += 1
          return range
        }
      }
      if isAtEnd {
        guard position < buffer.count else { return nil }
        let range = position..<buffer.count
        position = buffer.count
        line += 1
        return range
      }
      buffer.removeSubrange(..<position)
      scan -= position
      position = 0
      try fill()
    }
  }

  private func fill() throws(Problem) {
    let size = 1 << 20
    let old = buffer.count
    buffer.append(contentsOf: repeatElement(0, count: size))
    let count = buffer.withUnsafeMutableBytes { bytes in
      read(descriptor, bytes.baseAddress?.advanced(by: old), size)
    }
    buffer.removeSubrange((old + max(0, count))...)
    if count < 0 { throw Problem(.failed, at: Place(file: path), "cannot be read") }
    if count == 0 { isAtEnd = true }
  }

  /// Where the queue's field stands in a line, without the line's end.
  private func field(_ range: Range<Int>) -> Range<Int> {
    guard let queueColumn else { return range.lowerBound..<range.lowerBound }
    return buffer.withUnsafeBufferPointer { bytes in
      var end = range.upperBound
      while end > range.lowerBound, bytes[end - 1] == 10 || bytes[end - 1] == 13 { end -= 1 }
      var (column, start, quoted) = (0, range.lowerBound, false)
      for k in range.lowerBound..<end {
        if bytes[k] == 34 { quoted.toggle() }
        guard bytes[k] == separator, !quoted else { continue }
        if column == queueColumn { return start..<k }
        column += 1
        start = k + 1
      }
      return column == queueColumn ? start..<end : end..<end
    }
  }
}
