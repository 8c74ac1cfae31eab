internal import Glibc

/// Rows lent to a plugin, in memory of their own that ends at a page nobody may touch.
///
/// Writing behind the rows stops the process that does it (a child process, in isolated mode);
/// writing just before them is found afterwards. Where the system gives no such memory, ordinary
/// memory with a margin is used.
final class GuardedRows<Row: BitwiseCopyable> {
  let count: Int
  /// Nil when there are no rows.
  let start: UnsafeMutablePointer<Row>?
  private let region: UnsafeMutableRawPointer?
  private let regionSize: Int
  private let margin: Int

  private static var pattern: UInt8 { 0xA5 }

  init(_ rows: [Row]) {
    count = rows.count
    let page = Int(sysconf(Int32(_SC_PAGESIZE)))
    let bytes = rows.count * MemoryLayout<Row>.stride
    let used = (bytes + page) / page * page  // at least one byte of margin before the rows
    regionSize = used + page
    guard !rows.isEmpty,
      let region = mmap(
        nil, regionSize, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0),
      region != MAP_FAILED
    else {
      start = nil
      region = nil
      margin = 0
      return
    }
    mprotect(region + used, page, PROT_NONE)
    self.region = region
    margin = used - bytes
    memset(region, Int32(Self.pattern), min(margin, page))
    let first = (region + margin).bindMemory(to: Row.self, capacity: rows.count)
    rows.withUnsafeBufferPointer { source in
      if let address = source.baseAddress { first.update(from: address, count: rows.count) }
    }
    start = first
  }

  deinit { if let region { munmap(region, regionSize) } }

  /// The rows as the plugin left them.
  func finish(_ plugin: LoadedPlugin) throws(PluginFault) -> [Row] {
    try checkMargin(plugin)
    return Array(UnsafeBufferPointer(start: start, count: start == nil ? 0 : count))
  }

  /// Throws when rows that were lent for reading were written to.
  func expectUnchanged(_ rows: [Row], _ plugin: LoadedPlugin) throws(PluginFault) {
    try checkMargin(plugin)
    let same = rows.withUnsafeBytes { original in
      guard let start, let address = original.baseAddress else { return true }
      return memcmp(start, address, original.count) == 0
    }
    guard same else { throw plugin.breach("it changed rows that it was to read") }
  }

  private func checkMargin(_ plugin: LoadedPlugin) throws(PluginFault) {
    guard let region else { return }
    let checked = min(margin, Int(sysconf(Int32(_SC_PAGESIZE))))
    // The margin is less than two pages; its last bytes are the ones before the rows.
    let bytes = UnsafeRawBufferPointer(start: region, count: checked)
    guard bytes.allSatisfy({ $0 == Self.pattern }) else {
      throw plugin.breach("it wrote before the rows it was lent")
    }
  }
}
