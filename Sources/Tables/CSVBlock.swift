/// Rows that stand one after the other in a buffer of bytes: where each begins, and where its fields are.
///
/// The fields of all rows lie in one piece of memory, which is kept when the block is filled anew.
struct CSVBlock: ~Copyable {
  /// Where a field's content stands in the buffer, quotes excluded.
  struct Field {
    var start: Int
    var end: Int
  }

  struct Row {
    /// The offset at which it begins.
    var start = 0
    /// The line in which it begins, from 1.
    var line = 1
    /// Whether it has bytes beyond ASCII.
    var hasHighBytes = false
    var fields = 0..<0
  }

  private(set) var rows: [Row] = []
  private var room = 32
  private var fields = UnsafeMutablePointer<Field>.allocate(capacity: 32)
  private var fieldCount = 0
  private var firstField = 0

  deinit { fields.deallocate() }

  /// Whether it has as many rows or fields as are worth while.
  var isFull: Bool { rows.count >= Self.most || fieldCount >= 8 * Self.most }
  /// So few that two blocks stay in the cache, so many that handing one over to another thread is rare.
  private static let most = 1 << 13

  mutating func removeAll() {
    rows.removeAll(keepingCapacity: true)
    fieldCount = 0
  }

  /// Begins a row; the fields of one that was not ended are gone.
  mutating func beginRow() {
    firstField = rows.last?.fields.upperBound ?? 0
    fieldCount = firstField
  }

  @inline(__always)
  mutating func append(_ field: Field) {
    if fieldCount == room { grow() }
    fields[fieldCount] = field
    fieldCount += 1
  }

  mutating func endRow(start: Int, line: Int, hasHighBytes: Bool) {
    rows.append(
      Row(
        start: start, line: line, hasHighBytes: hasHighBytes, fields: firstField..<fieldCount))
  }

  /// The fields of a row, valid until the block is filled anew.
  func fields(of row: Row) -> UnsafeBufferPointer<Field> {
    UnsafeBufferPointer(start: fields + row.fields.lowerBound, count: row.fields.count)
  }

  @inline(never)
  private mutating func grow() {
    let larger = UnsafeMutablePointer<Field>.allocate(capacity: room * 2)
    larger.update(from: fields, count: fieldCount)
    fields.deallocate()
    fields = larger
    room *= 2
  }
}
