// Goal: whoever reads a large table has the next rows found while the present ones are looked at.
//
// Method: rows are found by blocks. Where the text is in memory and long, the block after the present one
// is found on a second thread; the two are exchanged when both are done. Rows are handed out in their order
// on the thread that asked, so that nothing depends on whether there was a second one: no text need be cut,
// and quotes, line ends and line numbers are those of one pass.

internal import Dispatch

/// Finds the rows of a buffer of bytes, one block after the other.
final class CSVRowFinder: @unchecked Sendable {
  /// Bytes below which a thread is not worth its while.
  private static let least = 1 << 21

  /// The state after the last row found; the place of the row that is not well formed, if any.
  private(set) var scanner: CSVScanner
  /// Why the present block has no more rows; nil where it is full.
  private(set) var end: CSVScanner.Outcome?
  /// The offset after the last row found.
  private(set) var offset = 0
  private var bytes = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
  private var isComplete = false
  private var block = CSVBlock()
  /// Used by the thread that finds rows ahead only, until it is done.
  private var next = CSVBlock()

  init(_ scanner: CSVScanner) { self.scanner = scanner }

  /// Calls `body` with one block of the rows from `offset` on after the other, until it answers false or
  /// there are no more.
  ///
  /// `isComplete` says that the file ends where the buffer ends. Without it, ``offset`` is where the buffer
  /// after this one must begin.
  func forBlocks<E: Error>(
    _ bytes: UnsafeBufferPointer<UInt8>, from offset: Int, isComplete: Bool,
    _ body: (borrowing CSVBlock, _ end: CSVScanner.Outcome?) throws(E) -> Bool
  ) throws(E) {
    (self.bytes, self.offset, self.isComplete) = (bytes, offset, isComplete)
    let ahead =
      isComplete && bytes.count - offset >= Self.least ? DispatchQueue(label: "muster.rows") : nil
    // Nobody looks at the bytes when they are given back.
    defer { ahead?.sync {} }
    end = nil
    find()
    while true {
      swap(&block, &next)
      let end = end
      if end == nil { ahead?.async { [self] in find() } }
      guard try body(block, end), end == nil else { return }
      if let ahead { ahead.sync {} } else { find() }
    }
  }

  /// Finds the rows of the next block.
  private func find() {
    end = Self.fill(&next, &scanner, bytes, &offset, isComplete)
  }

  private static func fill(
    _ block: inout CSVBlock, _ scanner: inout CSVScanner, _ bytes: UnsafeBufferPointer<UInt8>,
    _ offset: inout Int, _ isComplete: Bool
  ) -> CSVScanner.Outcome? {
    block.removeAll()
    while !block.isFull {
      switch scanner.scan(bytes, from: offset, isComplete: isComplete, into: &block) {
      case .row(let after): offset = after
      case let outcome: return outcome
      }
    }
    return nil
  }
}
