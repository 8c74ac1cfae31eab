internal import Glibc

/// Rows lent to a plugin in a child process, in memory of their own that ends at a page nobody may
/// touch.
///
/// Writing behind the rows ends the process; writing just before them is found afterwards. Where the
/// system gives no such memory there are no rows, and the child gives up.
final class GuardedRows<Row: BitwiseCopyable> {
  let count: Int
  /// Nil when there are no rows.
  let start: UnsafeMutablePointer<Row>?
  private let region: UnsafeMutableRawPointer?
  private let regionSize: Int
  private let margin: Int

  private static var pattern: UInt8 { 0xA5 }
  private static var page: Int { Int(sysconf(Int32(_SC_PAGESIZE))) }

  /// Memory for `count` rows, not initialised.
  init(count: Int) {
    self.count = count
    let page = Self.page
    let bytes = count * MemoryLayout<Row>.stride
    let used = (bytes + page) / page * page  // at least one byte of margin before the rows
    regionSize = used + page
    margin = used - bytes
    guard count > 0,
      let region = mmap(
        nil, regionSize, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0),
      region != MAP_FAILED, mprotect(region + used, page, PROT_NONE) == 0
    else {
      start = nil
      region = nil
      return
    }
    self.region = region
    memset(region, Int32(Self.pattern), margin)
    start = (region + margin).bindMemory(to: Row.self, capacity: count)
  }

  deinit { if let region { munmap(region, regionSize) } }

  var bytes: UnsafeMutableRawBufferPointer {
    UnsafeMutableRawBufferPointer(
      start: start, count: start == nil ? 0 : count * MemoryLayout<Row>.stride)
  }

  var rows: UnsafeMutableBufferPointer<Row> {
    UnsafeMutableBufferPointer(start: start, count: start == nil ? 0 : count)
  }

  /// Whether something wrote before the rows.
  var isMarginDisturbed: Bool {
    guard let region else { return false }
    return !UnsafeRawBufferPointer(start: region, count: margin).allSatisfy { $0 == Self.pattern }
  }
}
