/// The C struct of `hook`, allocated; the functions find the plugin behind `self`.
func makeExtension(_ hook: Hook) -> UnsafeMutableRawPointer {
  switch hook {
  case .overlay:
    allocated(
      muster_overlay_1(
        struct_size: size(muster_overlay_1.self), reserved: 0,
        apply: { me, queue, rows, count, error in
          Box.of(me, error) { (box) throws(PluginFailure) in
            guard let plugin = try box.configured()._overlay else { return }
            let buffer = UnsafeMutableBufferPointer(start: rows, count: rows == nil ? 0 : count)
            var span = buffer.mutableSpan
            try plugin.overlay(QueueInfo(queue.pointee), &span)
          }
        }))
  case .demand:
    allocated(
      muster_demand_1(
        struct_size: size(muster_demand_1.self), reserved: 0,
        fill: { me, queue, rows, count, error in
          Box.of(me, error) { (box) throws(PluginFailure) in
            guard let plugin = try box.configured()._demand else { return }
            let buffer = UnsafeMutableBufferPointer(start: rows, count: rows == nil ? 0 : count)
            var span = buffer.mutableSpan
            try plugin.demand(QueueInfo(queue.pointee), &span)
          }
        }))
  case .workload:
    allocated(
      muster_workload_1(
        struct_size: size(muster_workload_1.self), reserved: 0,
        measure: { me, queue, rows, count, out, error in
          Box.of(me, error) { (box) throws(PluginFailure) in
            guard let plugin = try box.configured()._workload else { return }
            let rows = UnsafeBufferPointer(start: rows, count: rows == nil ? 0 : count)
            let out = UnsafeMutableBufferPointer(start: out, count: out == nil ? 0 : count)
            var span = out.mutableSpan
            try plugin.workload(QueueInfo(queue.pointee), rows.span, into: &span)
          }
        }))
  case .requirement:
    allocated(
      muster_requirement_1(
        struct_size: size(muster_requirement_1.self), reserved: 0,
        staff: { me, queue, goal, rows, count, out, error in
          Box.of(me, error) { (box) throws(PluginFailure) in
            guard let plugin = try box.configured()._requirement else { return }
            let rows = UnsafeBufferPointer(start: rows, count: rows == nil ? 0 : count)
            let out = UnsafeMutableBufferPointer(start: out, count: out == nil ? 0 : count)
            var span = out.mutableSpan
            try plugin.requirement(
              QueueInfo(queue.pointee), goal: GoalInfo(goal.pointee), rows.span, into: &span)
          }
        }))
  case .windows: asking { answer($0, .windows, $1, $2, $3) }
  case .caps: asking { answer($0, .caps, $1, $2, $3) }
  case .labour: asking { answer($0, .labour, $1, $2, $3) }
  case .shifts: asking { answer($0, .shifts, $1, $2, $3) }
  case .price: asking { answer($0, .price, $1, $2, $3) }
  case .resources: asking { answer($0, .resources, $1, $2, $3) }
  case .audit: asking { answer($0, .audit, $1, $2, $3) }
  case .report: asking { answer($0, .report, $1, $2, $3) }
  case .rules: asking { answer($0, .rules, $1, $2, $3) }
  case .explain: asking { answer($0, .explain, $1, $2, $3) }
  case .simulate: asking { answer($0, .simulate, $1, $2, $3) }
  }
}

private typealias AskFunction =
  @convention(c) (
    UnsafeMutableRawPointer?, UnsafePointer<CChar>, UnsafeMutablePointer<muster_buffer>,
    UnsafeMutablePointer<muster_error>
  ) -> muster_status

private func asking(_ function: AskFunction) -> UnsafeMutableRawPointer {
  allocated(
    muster_ask_1(struct_size: size(muster_ask_1.self), reserved: 0, ask: function))
}

private func answer(
  _ me: UnsafeMutableRawPointer?, _ hook: Hook, _ question: UnsafePointer<CChar>,
  _ buffer: UnsafeMutablePointer<muster_buffer>, _ error: UnsafeMutablePointer<muster_error>
) -> muster_status {
  Box.of(me, error) { (box) throws(PluginFailure) in
    var text = try box.answer(hook, String(cString: question))
    let status = text.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) { characters in
        guard let start = characters.baseAddress else { return MUSTER_OK }
        return buffer.pointee.write(buffer.pointee.ctx, start, characters.count)
      }
    }
    guard status == MUSTER_OK else {
      throw PluginFailure("the answer is longer than the host takes", status: status)
    }
  }
}

private func size<Struct>(_: Struct.Type) -> UInt32 { UInt32(MemoryLayout<Struct>.size) }

private func allocated<Struct: BitwiseCopyable>(_ value: Struct) -> UnsafeMutableRawPointer {
  let pointer = UnsafeMutablePointer<Struct>.allocate(capacity: 1)
  pointer.initialize(to: value)
  return UnsafeMutableRawPointer(pointer)
}
