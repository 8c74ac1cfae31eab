internal import Glibc

/// The last time that was read, for the rows after it that have the same.
struct MomentMemo {
  private static let longest = 48
  private var bytes = [UInt8](repeating: 0, count: longest)
  private var length = -1
  private var middle = 0
  private var seconds: Int64 = 0
  private var kind = TableSurvey.Row.local

  /// The time of the texts of date and clock, when it was the last one.
  func again(
    _ date: UnsafeBufferPointer<UInt8>, _ clock: UnsafeBufferPointer<UInt8>?
  ) -> (Int64, TableSurvey.Row)? {
    let second = clock ?? UnsafeBufferPointer(start: nil, count: 0)
    guard middle == date.count, length == date.count + second.count,
      let first = date.baseAddress
    else { return nil }
    let isSame = bytes.withUnsafeBufferPointer { kept -> Bool in
      guard let base = kept.baseAddress, memcmp(base, first, middle) == 0 else { return false }
      guard let rest = second.baseAddress else { return true }
      return memcmp(base + middle, rest, second.count) == 0
    }
    return isSame ? (seconds, kind) : nil
  }

  mutating func keep(
    _ date: UnsafeBufferPointer<UInt8>, _ clock: UnsafeBufferPointer<UInt8>?, _ seconds: Int64,
    _ kind: TableSurvey.Row
  ) {
    let total = date.count + (clock?.count ?? 0)
    guard total <= Self.longest else {
      length = -1
      return
    }
    for (k, byte) in date.enumerated() { bytes[k] = byte }
    if let clock { for (k, byte) in clock.enumerated() { bytes[date.count + k] = byte } }
    (length, middle, self.seconds, self.kind) = (total, date.count, seconds, kind)
  }
}
