/// Call this from the one exported function; it fills `out` for `Plugin`.
public func exportPlugin<Plugin: CentrePlugin>(
  _: Plugin.Type, host: UnsafePointer<muster_host>, into out: UnsafeMutablePointer<muster_plugin>
) -> muster_status {
  out.pointee.abi_major = MUSTER_ABI_MAJOR
  out.pointee.abi_minor = MUSTER_ABI_MINOR
  guard host.pointee.abi_major == MUSTER_ABI_MAJOR else { return MUSTER_E_ABI }

  let box = Box(hooks: HookTable(Plugin.self), services: HostServices(host))
  var plugin = muster_plugin()
  plugin.abi_major = MUSTER_ABI_MAJOR
  plugin.abi_minor = MUSTER_ABI_MINOR
  plugin.id = cString(Plugin.id)
  plugin.name = cString(Plugin.name)
  plugin.version = cString(Plugin.version)
  plugin.summary = cString(Plugin.summary)
  plugin.settings_schema = Plugin.settingsSchema.map { box.keep($0) }
  plugin.`self` = Unmanaged.passRetained(box).toOpaque()
  plugin.configure = { me, json, error in
    Box.of(me, error) { (box) throws(PluginFailure) in try box.configure(String(cString: json)) }
  }
  plugin.get_extension = { me, id in
    guard let me else { return nil }
    let box = Unmanaged<Box>.fromOpaque(me).takeUnretainedValue()
    return UnsafeRawPointer(box.extension(String(cString: id)))
  }
  plugin.destroy = { me in
    guard let me else { return }
    Unmanaged<Box>.fromOpaque(me).release()
  }

  // Only what this host has room for.
  let room = min(Int(out.pointee.struct_size), MemoryLayout<muster_plugin>.size)
  plugin.struct_size = UInt32(room)
  withUnsafeBytes(of: plugin) { bytes in
    UnsafeMutableRawBufferPointer(start: out, count: room).copyBytes(from: bytes.prefix(room))
  }
  return MUSTER_OK
}

private func cString(_ text: StaticString) -> UnsafePointer<CChar> {
  UnsafeRawPointer(text.utf8Start).assumingMemoryBound(to: CChar.self)
}

/// What stands behind `muster_plugin.self`: not generic, since C functions capture nothing.
final class Box {
  let hooks: HookTable
  let services: HostServices
  private(set) var plugin: (any CentrePlugin)?
  /// The C structs of the hooks, by extension id; they live as long as the box.
  private let extensions: [(id: String, pointer: UnsafeMutableRawPointer)]
  private var kept: [UnsafeMutablePointer<CChar>] = []

  init(hooks: HookTable, services: HostServices) {
    self.hooks = hooks
    self.services = services
    extensions = hooks.present.map { ($0.rawValue, makeExtension($0)) }
  }

  deinit {
    for entry in extensions { entry.pointer.deallocate() }
    for text in kept { text.deallocate() }
  }

  func `extension`(_ id: String) -> UnsafeMutableRawPointer? {
    extensions.first { $0.id == id }?.pointer
  }

  /// A C string that lives as long as the box.
  func keep(_ text: String) -> UnsafePointer<CChar> {
    let bytes = text.utf8CString
    let copy = UnsafeMutablePointer<CChar>.allocate(capacity: bytes.count)
    for (index, byte) in bytes.enumerated() { copy[index] = byte }
    kept.append(copy)
    return UnsafePointer(copy)
  }

  func configure(_ json: String) throws(PluginFailure) {
    let configuration: PluginConfiguration
    do throws(ContractMismatch) { configuration = try ContractCoding.value(of: json) } catch {
      throw PluginFailure(error.what, setting: error.path, status: MUSTER_E_CONFIG)
    }
    plugin = try hooks.make(configuration, services)
  }

  /// The configured plugin; one that takes no settings need not be configured.
  func configured() throws(PluginFailure) -> any CentrePlugin {
    if let plugin { return plugin }
    let made = try hooks.make(PluginConfiguration(), services)
    plugin = made
    return made
  }

  /// Runs `body` for the box behind `me` and turns what it throws into status and text.
  static func of(
    _ me: UnsafeMutableRawPointer?, _ error: UnsafeMutablePointer<muster_error>,
    _ body: (Box) throws(PluginFailure) -> Void
  ) -> muster_status {
    guard let me else { return MUSTER_E_INTERNAL }
    let box = Unmanaged<Box>.fromOpaque(me).takeUnretainedValue()
    do throws(PluginFailure) {
      try body(box)
      return MUSTER_OK
    } catch let failure {
      withUnsafeMutableBytes(of: &error.pointee.where) { copyText(failure.setting, into: $0) }
      withUnsafeMutableBytes(of: &error.pointee.message) { copyText(failure.message, into: $0) }
      return failure.status
    }
  }
}
