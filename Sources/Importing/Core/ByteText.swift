internal import Tables

/// A text that grows by short pieces, written through a buffer of its own.
struct ByteText: ~Copyable {
  private static let room = 1 << 16
  /// The longest piece that goes through the buffer.
  private static let longest = 1 << 12

  private var whole: [UInt8] = []
  private let buffer = UnsafeMutablePointer<UInt8>.allocate(capacity: room)
  private var filled = 0

  /// A text for which there is room for `count` bytes.
  init(reserving count: Int) { whole.reserveCapacity(count) }

  deinit { buffer.deallocate() }

  /// Everything appended.
  consuming func bytes() -> [UInt8] {
    flush()
    return whole
  }

  private mutating func flush() {
    whole.append(contentsOf: UnsafeBufferPointer(start: buffer, count: filled))
    filled = 0
  }

  @inline(__always)
  mutating func append(_ byte: UInt8) {
    if filled == Self.room { flush() }
    buffer[filled] = byte
    filled += 1
  }

  @inline(__always)
  mutating func append(_ piece: [UInt8]) {
    if piece.count > Self.room - filled { flush() }
    guard piece.count <= Self.longest else {
      flush()
      whole.append(contentsOf: piece)
      return
    }
    piece.withUnsafeBufferPointer { bytes in
      guard let base = bytes.baseAddress else { return }
      (buffer + filled).update(from: base, count: bytes.count)
    }
    filled += piece.count
  }

  /// A number with at most three decimals, as short as it is.
  mutating func append(number value: Double) {
    if value >= 0, value < 1e9, value == value.rounded(.towardZero) {
      append(whole: Int(value))
      return
    }
    let thousandths = (value * 1000).rounded()
    guard abs(thousandths) < 1e15 else { return append(Array(shortest(value).utf8)) }
    let whole = Int(thousandths)
    guard whole >= 0 else { return append(Array(shortest(thousandths / 1000).utf8)) }
    append(whole: whole / 1000)
    let fraction = whole % 1000
    guard fraction > 0 else { return }
    append(46)
    append(UInt8(48 + fraction / 100))
    if fraction % 100 > 0 { append(UInt8(48 + fraction / 10 % 10)) }
    if fraction % 10 > 0 { append(UInt8(48 + fraction % 10)) }
  }

  private mutating func append(whole: Int) {
    if Self.room - filled < 20 { flush() }
    var digits = 1
    var limit = 10
    while limit <= whole, digits < 18 {
      digits += 1
      limit *= 10
    }
    var rest = whole
    var at = filled + digits
    repeat {
      at -= 1
      buffer[at] = UInt8(48 + rest % 10)
      rest /= 10
    } while at > filled
    filled += digits
  }
}
