/// One line of Asterisk's `queue_log` that matters for calls, in a fixed number of bytes.
///
/// Call, agent and line are 64-bit hashes: nothing of a caller is kept. With n calls open at once two
/// share a hash with a chance of n² / 2⁶⁵, which is nothing.
struct QueueLogEvent {
  enum Kind: UInt8 {
    case restart, enter, connect, complete, blindTransfer, attendedTransfer, abandon, timeOut, leave
  }

  /// Seconds since 1970.
  var time: Int64
  var call: UInt64
  var agent: UInt64
  /// Of the whole line, to know copies of it.
  var line: UInt64
  var queue: Int32
  /// Seconds waited before, as the line says; -1 when it does not.
  var hold: Int32
  /// Seconds talked; -1 when the line does not say.
  var talk: Int32
  /// Number of the line in its file.
  var number: UInt32
  var kind: Kind

  /// What comes first within a second: what ends something that began before it, then what answers it,
  /// then what begins, then what ends that at once. It does not depend on the order of lines.
  var rank: UInt8 {
    switch kind {
    case .restart: 0
    case .complete, .blindTransfer, .attendedTransfer: talk == 0 ? 5 : 1
    case .abandon, .timeOut, .leave: hold == 0 ? 5 : 1
    case .connect: hold == 0 ? 4 : 2
    case .enter: 3
    }
  }

  static func isBefore(_ a: QueueLogEvent, _ b: QueueLogEvent) -> Bool {
    if a.time != b.time { return a.time < b.time }
    let (left, right) = (a.rank, b.rank)
    return left != right ? left < right : a.line < b.line
  }
}

/// A hash of bytes that is the same in every run.
func stableHash(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
  let prime: UInt64 = 0x9E37_79B9_7F4A_7C15
  var hash = UInt64(bytes.count) &* prime ^ 0x2545_F491_4F6C_DD1D
  var i = 0
  let raw = UnsafeRawBufferPointer(bytes)
  while i + 8 <= bytes.count {
    hash = (hash ^ raw.loadUnaligned(fromByteOffset: i, as: UInt64.self)) &* prime
    hash ^= hash >> 29
    i += 8
  }
  while i < bytes.count {
    hash = (hash ^ UInt64(bytes[i])) &* prime
    i += 1
  }
  hash ^= hash >> 32
  return hash &* prime
}
