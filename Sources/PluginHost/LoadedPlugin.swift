internal import CMusterPlugin
internal import Glibc
internal import PluginContract

/// A plugin loaded into this process. It stays: Swift code cannot be unloaded safely, so the library
/// is never dlclosed; only the instance is destroyed.
final class LoadedPlugin: PluginRunner {
  let identity: PluginIdentity
  private let path: String
  private let raw: muster_plugin
  private let context: HostContext

  /// Loads the checked file that `descriptor` is open on; it must stay open for good.
  ///
  /// `path` is its name in messages, `version` the program's.
  init(
    descriptor: Int32, path: String, version: String, log: @escaping PluginLog
  ) throws(PluginFault) {
    let file = path.split(separator: "/").last.map(String.init) ?? path
    let fault = { (reason: PluginFault.Reason) in PluginFault(plugin: file, path: path, reason) }
    guard let handle = dlopen("/proc/self/fd/\(descriptor)", RTLD_NOW | RTLD_LOCAL) else {
      let why = dlerror().map { String(cString: $0) } ?? "the dynamic linker gives no reason"
      throw fault(.cannotOpen(why.replacing("/proc/self/fd/\(descriptor): ", with: "")))
    }
    guard let symbol = dlsym(handle, MUSTER_PLUGIN_ENTRY) else { throw fault(.noEntryPoint) }
    let main = unsafeBitCast(symbol, to: muster_plugin_main_fn.self)

    let context = HostContext(plugin: file, version: version, log: log)
    let raw = try Self.filled(by: main, context, fault)
    let identity = try Self.identity(of: raw, fault)
    context.plugin = identity.id
    self.raw = raw
    self.identity = identity
    self.context = context
    self.path = path
  }

  deinit { raw.destroy?(raw.`self`) }

  /// Calls the entry point and takes over what it filled, no more than it says it filled.
  ///
  /// The memory lent goes on behind the struct, so that a plugin which fills more than it was lent
  /// harms nothing. One built for a later minor version may be so careless: what this host does not
  /// know is left aside. For any other it is a breach.
  private static func filled(
    by main: muster_plugin_main_fn, _ context: HostContext,
    _ fault: (PluginFault.Reason) -> PluginFault
  ) throws(PluginFault) -> muster_plugin {
    let room = MemoryLayout<muster_plugin>.size
    let area = UnsafeMutableRawBufferPointer.allocate(byteCount: 4096, alignment: 16)
    defer { area.deallocate() }
    area.initializeMemory(as: UInt8.self, repeating: 0)
    area.storeBytes(of: UInt32(room), as: UInt32.self)
    let lent = area.baseAddress?.assumingMemoryBound(to: muster_plugin.self)
    guard let lent else { throw fault(.cannotOpen("there is no memory")) }
    let status = main(context.host, lent)
    var raw = lent.pointee
    if raw.abi_major != MUSTER_ABI_MAJOR, raw.abi_major != 0 || status == MUSTER_E_ABI {
      throw fault(.incompatible(plugin: raw.abi_major))
    }
    guard status == MUSTER_OK else {
      throw fault(.refused(status: status, setting: "", message: ""))
    }
    guard raw.abi_major == MUSTER_ABI_MAJOR else {
      throw fault(.breach("it does not say which version of the contract it speaks"))
    }
    let size = Int(raw.struct_size)
    if raw.abi_minor <= MUSTER_ABI_MINOR {
      guard size <= room else {
        throw fault(.breach("it says it filled \(size) bytes of the \(room) it was lent"))
      }
      guard area[room...].allSatisfy({ $0 == 0 }) else {
        throw fault(.breach("it wrote behind the \(room) bytes it was lent"))
      }
    }
    withUnsafeMutableBytes(of: &raw) { bytes in
      for index in min(size, room)..<room { bytes[index] = 0 }
    }
    return raw
  }

  private static func identity(
    of raw: muster_plugin, _ fault: (PluginFault.Reason) -> PluginFault
  ) throws(PluginFault) -> PluginIdentity {
    guard let id = lentText(raw.id), PluginIdentity.isID(id) else {
      throw fault(.breach("its id is not made of a-z, 0-9, . and -"))
    }
    func text(_ pointer: UnsafePointer<CChar>?, _ what: String) throws(PluginFault) -> String {
      guard pointer != nil else { return "" }
      guard let text = lentText(pointer) else { throw fault(.breach("its \(what) is not UTF-8")) }
      return plain(text)
    }
    let schema = try text(raw.settings_schema, "settings schema")
    var hooks: [Hook] = []
    for hook in Hook.allCases {
      guard let found = raw.get_extension?(raw.`self`, hook.rawValue) else { continue }
      // Every hook's struct of revision 1 has 8 bytes of head and one function.
      let size = found.loadUnaligned(as: UInt32.self)
      guard size >= 16, found.loadUnaligned(fromByteOffset: 8, as: UInt.self) != 0 else {
        throw fault(.breach("its hook \(hook.rawValue) is incomplete"))
      }
      hooks.append(hook)
    }
    return PluginIdentity(
      id: id, name: try text(raw.name, "name"), version: try text(raw.version, "version"),
      summary: try text(raw.summary, "summary"), settingsSchema: schema.isEmpty ? nil : schema,
      contractMajor: raw.abi_major, contractMinor: raw.abi_minor, hooks: hooks)
  }

  var usage: ProcessUsage? { nil }

  // MARK: - Calls

  func configure(_ json: String) throws(PluginFault) {
    if let configuration = try? ContractCoding.value(PluginConfiguration.self, of: json) {
      context.setHolidays(configuration.centre.holidays)
    }
    guard let function = raw.configure else { return }
    var error = muster_error()
    let status = function(raw.`self`, json, &error)
    guard status == MUSTER_OK else { throw refusal(status, error) }
  }

  func change(
    _ hook: Hook, _ queue: QueueInfo, _ rows: inout [muster_interval]
  ) throws(PluginFault) -> Bool {
    try rows.withUnsafeMutableBufferPointer { (buffer) throws(PluginFault) in
      try lend(hook, queue, nil, buffer.baseAddress, buffer.count, out: nil)
    }
  }

  func run(_ call: RowCall) throws(PluginFault) -> RowAnswer? {
    switch call.hook {
    case .workload:
      var out = call.rows.map(\.blankWork)
      return try run(call, out: &out) ? .work(out) : nil
    case .requirement:
      var out = call.rows.map(\.blankRequirement)
      return try run(call, out: &out) ? .requirement(out) : nil
    default: return nil
    }
  }

  /// For hooks that answer in rows of their own: lends a copy of the question's rows, and checks that
  /// it was only read.
  private func run<Row>(_ call: RowCall, out: inout [Row]) throws(PluginFault) -> Bool {
    var lent = call.rows
    let isMine = try out.withUnsafeMutableBufferPointer { (buffer) throws(PluginFault) in
      let out = buffer.baseAddress.map { UnsafeMutableRawPointer($0) }
      return try lent.withUnsafeMutableBufferPointer { (rows) throws(PluginFault) in
        try lend(call.hook, call.queue, call.goal, rows.baseAddress, rows.count, out: out)
      }
    }
    guard isMine else { return false }
    guard isSame(lent, call.rows) else { throw breach(Self.foreignWrite) }
    return true
  }

  static let foreignWrite = "it changed rows that it was to read"

  /// Calls a row hook on memory that is lent; false when the question does not concern the plugin.
  ///
  /// `out` holds `count` blank rows of the hook's answer; nil for hooks that change the rows.
  func lend(
    _ hook: Hook, _ queue: QueueInfo, _ goal: GoalInfo?,
    _ rows: UnsafeMutablePointer<muster_interval>?, _ count: Int, out: UnsafeMutableRawPointer?
  ) throws(PluginFault) -> Bool {
    guard let found = raw.get_extension?(raw.`self`, hook.rawValue) else { return false }
    var error = muster_error()
    let me = raw.`self`
    let status = withQueue(queue) { queue in
      switch hook {
      case .overlay:
        found.loadUnaligned(as: muster_overlay_1.self).apply(me, queue, rows, count, &error)
      case .demand:
        found.loadUnaligned(as: muster_demand_1.self).fill(me, queue, rows, count, &error)
      case .workload:
        found.loadUnaligned(as: muster_workload_1.self)
          .measure(
            me, queue, rows, count, out?.assumingMemoryBound(to: muster_work.self), &error)
      case .requirement:
        withGoal(goal ?? GoalInfo()) { goal in
          found.loadUnaligned(as: muster_requirement_1.self)
            .staff(
              me, queue, goal, rows, count,
              out?.assumingMemoryBound(to: muster_requirement.self), &error)
        }
      default: MUSTER_PASS
      }
    }
    return try accepted(status, error)
  }

  func ask(_ hook: Hook, _ question: String) throws(PluginFault) -> String? {
    guard let found = raw.get_extension?(raw.`self`, hook.rawValue) else { return nil }
    var error = muster_error()
    let sink = AnswerSink()
    var buffer = muster_buffer(
      struct_size: UInt32(MemoryLayout<muster_buffer>.size), reserved: 0,
      ctx: Unmanaged.passUnretained(sink).toOpaque(),
      write: { ctx, bytes, count in
        guard let ctx else { return MUSTER_E_INTERNAL }
        return Unmanaged<AnswerSink>.fromOpaque(ctx).takeUnretainedValue().take(bytes, count)
      })
    let status = found.loadUnaligned(as: muster_ask_1.self).ask(
      raw.`self`, question, &buffer, &error)
    guard try accepted(status, error) else { return nil }
    guard !sink.isFull else { throw breach("its answer is longer than 64 MiB") }
    guard let text = String(validating: sink.bytes, as: UTF8.self) else {
      throw breach("its answer is not UTF-8")
    }
    return text
  }

  // MARK: - Outcomes

  func breach(_ what: String) -> PluginFault {
    PluginFault(plugin: identity.id, path: path, .breach(what))
  }

  private func refusal(_ status: muster_status, _ error: muster_error) -> PluginFault {
    PluginFault(
      plugin: identity.id, path: path,
      .refused(
        status: status, setting: fieldText(error.where), message: fieldText(error.message)))
  }

  private func accepted(
    _ status: muster_status, _ error: muster_error
  ) throws(PluginFault) -> Bool {
    if status == MUSTER_PASS { return false }
    guard status == MUSTER_OK else { throw refusal(status, error) }
    return true
  }
}

/// Whether both hold the same bytes; NaN is itself.
func isSame<Row: BitwiseCopyable>(_ a: [Row], _ b: [Row]) -> Bool {
  a.withUnsafeBytes { a in
    b.withUnsafeBytes { b in
      guard a.count == b.count, let x = a.baseAddress, let y = b.baseAddress else {
        return a.count == b.count
      }
      return memcmp(x, y, a.count) == 0
    }
  }
}

/// Puts the pieces of an answer together.
private final class AnswerSink {
  private(set) var bytes: [UInt8] = []
  private(set) var isFull = false

  func take(_ start: UnsafePointer<CChar>, _ count: Int) -> muster_status {
    guard count >= 0, count <= Contract.answerLimit - bytes.count else {
      isFull = true
      return MUSTER_E_INTERNAL
    }
    bytes.append(contentsOf: UnsafeRawBufferPointer(start: start, count: count))
    return MUSTER_OK
  }
}
