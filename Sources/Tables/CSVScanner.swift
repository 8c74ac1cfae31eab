/// Finds the field bounds of one row after the other in a buffer of bytes.
///
/// RFC 4180 with the tolerance real files need: rows end in LF, CRLF or CR; the last may end without;
/// lines without any byte are skipped; a quote inside an unquoted field is an ordinary character.
/// One pass over the bytes, no allocation but the growth of the block.
struct CSVScanner {
  enum Outcome: Equatable {
    /// The block has one more row; the next one begins at the offset.
    case row(next: Int)
    /// The row does not end within the buffer: read more and scan it again.
    case incomplete
    /// Nothing is left.
    case end
    /// A quoted field that opens at the offset never closes.
    case unclosedQuote(at: Int)
    /// Something stands between a closing quote and the next separator.
    case textAfterQuote(at: Int)
  }

  let separator: UInt8
  /// Whether the last line may end within quotes, as in a file that was broken off.
  var allowsOpenEnd = false
  /// The line in which the last row begins, from 1, also where it is not well formed.
  private(set) var line = 1
  /// The offset at which that row begins.
  private(set) var rowStart = 0
  private var nextLine = 1

  init(separator: UInt8) { self.separator = separator }

  /// Scans the row that begins at `offset` into the block; after `.incomplete` it may be scanned again.
  ///
  /// `isComplete` says that the file ends where the buffer ends.
  mutating func scan(
    _ bytes: UnsafeBufferPointer<UInt8>, from offset: Int, isComplete: Bool,
    into block: inout CSVBlock
  ) -> Outcome {
    let count = bytes.count
    var i = offset
    var skipped = 0
    while i < count, bytes[i] == Byte.lineFeed || bytes[i] == Byte.carriageReturn {
      if bytes[i] == Byte.lineFeed || i + 1 == count || bytes[i + 1] != Byte.lineFeed {
        skipped += 1
      }
      i += 1
    }
    if i == count { return isComplete ? .end : .incomplete }
    line = nextLine + skipped
    rowStart = i
    block.beginRow()
    var innerLines = 0
    var high: UInt8 = 0

    while true {
      // At the beginning of a field.
      if i < count, bytes[i] == Byte.quote {
        let opening = i
        i += 1
        let start = i
        var closed = false
        while i < count {
          let byte = bytes[i]
          high |= byte
          if byte == Byte.quote {
            if i + 1 < count, bytes[i + 1] == Byte.quote {
              i += 2
              continue
            }
            if i + 1 == count, !isComplete { return .incomplete }
            closed = true
            break
          }
          if byte == Byte.lineFeed { innerLines += 1 }
          i += 1
        }
        guard closed else {
          guard isComplete else { return .incomplete }
          guard allowsOpenEnd, innerLines == 0 else { return .unclosedQuote(at: opening) }
          block.append(CSVBlock.Field(start: start, end: i))
          block.endRow(start: rowStart, line: line, hasHighBytes: high >= 0x80)
          nextLine = line
          return .row(next: i)
        }
        block.append(CSVBlock.Field(start: start, end: i))
        i += 1
        guard
          i == count || bytes[i] == separator || bytes[i] == Byte.lineFeed
            || bytes[i] == Byte.carriageReturn
        else { return .textAfterQuote(at: i) }
      } else {
        let start = i
        while i < count {
          let byte = bytes[i]
          if byte == separator || byte == Byte.lineFeed || byte == Byte.carriageReturn { break }
          high |= byte
          i += 1
        }
        block.append(CSVBlock.Field(start: start, end: i))
      }

      if i == count {
        guard isComplete else { return .incomplete }
        break
      }
      let byte = bytes[i]
      i += 1
      if byte == separator { continue }
      innerLines += 1
      if byte == Byte.carriageReturn {
        if i == count, !isComplete { return .incomplete }
        if i < count, bytes[i] == Byte.lineFeed { i += 1 }
      }
      break
    }
    block.endRow(start: rowStart, line: line, hasHighBytes: high >= 0x80)
    nextLine = line + innerLines
    return .row(next: i)
  }
}
