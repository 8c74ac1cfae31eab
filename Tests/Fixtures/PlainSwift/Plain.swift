// A plugin in Swift with nothing but the header: `swiftc -emit-library -I PREFIX/include/muster`.
import CMusterPlugin

private func text(_ literal: StaticString) -> UnsafePointer<CChar> {
  UnsafeRawPointer(literal.utf8Start).assumingMemoryBound(to: CChar.self)
}

@c(muster_plugin_main)
public func musterPluginMain(
  _ host: UnsafePointer<muster_host>, _ out: UnsafeMutablePointer<muster_plugin>
) -> muster_status {
  out.pointee.abi_major = MUSTER_ABI_MAJOR
  guard host.pointee.abi_major == MUSTER_ABI_MAJOR,
    out.pointee.struct_size >= UInt32(MemoryLayout<muster_plugin>.size)
  else { return MUSTER_E_ABI }
  out.pointee.abi_minor = MUSTER_ABI_MINOR
  out.pointee.id = text("com.example.plain")
  out.pointee.name = text("Plain")
  out.pointee.version = text("1.0.0")
  out.pointee.summary = text("Every contact takes a second more.")
  let hook = UnsafeMutablePointer<muster_overlay_1>.allocate(capacity: 1)
  hook.initialize(
    to: muster_overlay_1(
      struct_size: UInt32(MemoryLayout<muster_overlay_1>.size), reserved: 0,
      apply: { _, _, rows, count, _ in
        guard let rows else { return MUSTER_OK }
        for i in 0..<count { rows[i].aht_s += 1 }
        return MUSTER_OK
      }))
  out.pointee.`self` = UnsafeMutableRawPointer(hook)
  out.pointee.get_extension = { me, id in
    String(cString: id) == MUSTER_OVERLAY_1 ? UnsafeRawPointer(me) : nil
  }
  out.pointee.destroy = { me in me?.deallocate() }
  return MUSTER_OK
}
