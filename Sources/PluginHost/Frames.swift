internal import CMusterPlugin
internal import Glibc

/// What goes over the socket between a host and the child process that runs a plugin: this header,
/// then `textCount` bytes of UTF-8, then `rowBytes` bytes of rows as they lie in memory.
///
/// Both ends are the same executable, so the layout needs no versions.
struct FrameHeader: BitwiseCopyable {
  enum Kind: UInt32 {
    case hello = 1
    case configure, rows, ask, reply, log
  }
  var kind: UInt32 = 0
  /// A status of the contract; a level in a log frame.
  var status: Int32 = MUSTER_OK
  /// For rows and ask: the index in `Hook.allCases`.
  var hook: UInt32 = 0
  var reserved: UInt32 = 0
  var textCount: UInt64 = 0
  var rowBytes: UInt64 = 0
}

/// Why a frame could not be exchanged.
enum ChannelFailure: Error {
  /// The other end closed the socket.
  case closed
  case timedOut
  /// What came makes no sense.
  case garbage(String)
}

/// One end of the socket pair.
///
/// Waits no longer than the deadline: a point of the monotonic clock, or nil for ever.
struct Channel {
  let descriptor: Int32

  /// A point of the monotonic clock, in nanoseconds, that far from now.
  static func deadline(inSeconds seconds: Double) -> UInt64 {
    now() &+ UInt64(min(max(seconds, 0), 1e6) * 1e9)
  }

  /// The monotonic clock, in nanoseconds.
  static func now() -> UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }

  /// Waits until the descriptor is ready for `events`.
  private func wait(_ events: Int32, until deadline: UInt64?) throws(ChannelFailure) {
    while true {
      var timeout: Int32 = -1
      if let deadline {
        let now = Self.now()
        guard now < deadline else { throw .timedOut }
        timeout = Int32(clamping: (deadline - now) / 1_000_000 + 1)
      }
      var item = pollfd(fd: descriptor, events: Int16(events), revents: 0)
      let ready = poll(&item, 1, timeout)
      if ready > 0 { return }
      if ready < 0, errno != EINTR { throw .closed }
    }
  }

  func read(
    into buffer: UnsafeMutableRawBufferPointer, until deadline: UInt64?
  ) throws(ChannelFailure) {
    var done = 0
    while done < buffer.count {
      let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[done...])
      let count = recv(descriptor, rest.baseAddress, rest.count, Int32(MSG_DONTWAIT))
      if count > 0 {
        done += count
      } else if count == 0 {
        throw .closed
      } else if errno == EAGAIN || errno == EWOULDBLOCK {
        try wait(POLLIN, until: deadline)
      } else if errno != EINTR {
        throw .closed
      }
    }
  }

  func write(_ buffer: UnsafeRawBufferPointer, until deadline: UInt64?) throws(ChannelFailure) {
    var done = 0
    while done < buffer.count {
      let rest = UnsafeRawBufferPointer(rebasing: buffer[done...])
      // No SIGPIPE when the other end has died.
      let flags = Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT)
      let count = Glibc.send(descriptor, rest.baseAddress, rest.count, flags)
      if count >= 0 {
        done += count
      } else if errno == EAGAIN || errno == EWOULDBLOCK {
        try wait(POLLOUT, until: deadline)
      } else if errno != EINTR {
        throw .closed
      }
    }
  }

  /// Sends one frame; its counts are set here.
  func send(
    _ header: FrameHeader, text: String = "", rows: UnsafeRawBufferPointer? = nil,
    until deadline: UInt64? = nil
  ) throws(ChannelFailure) {
    var header = header
    let bytes = Array(text.utf8)
    header.textCount = UInt64(bytes.count)
    header.rowBytes = UInt64(rows?.count ?? 0)
    let failure =
      withUnsafeBytes(of: header) { raw in
        attempt { () throws(ChannelFailure) in try write(raw, until: deadline) }
      }
      ?? bytes.withUnsafeBytes { raw in
        attempt { () throws(ChannelFailure) in try write(raw, until: deadline) }
      }
    if let failure { throw failure }
    if let rows { try write(rows, until: deadline) }
  }

  func receiveHeader(until deadline: UInt64? = nil) throws(ChannelFailure) -> FrameHeader {
    var header = FrameHeader()
    let failure = withUnsafeMutableBytes(of: &header) { raw in
      attempt { () throws(ChannelFailure) in try read(into: raw, until: deadline) }
    }
    if let failure { throw failure }
    return header
  }

  func receiveText(
    _ count: UInt64, until deadline: UInt64? = nil
  ) throws(ChannelFailure) -> String {
    guard count <= UInt64(Contract.answerLimit) else {
      throw .garbage("it announced a text of \(count) bytes")
    }
    var bytes = [UInt8](repeating: 0, count: Int(count))
    let failure = bytes.withUnsafeMutableBytes { raw in
      attempt { () throws(ChannelFailure) in try read(into: raw, until: deadline) }
    }
    if let failure { throw failure }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw .garbage("its text is not UTF-8")
    }
    return text
  }

  /// Receives rows into `buffer`; `rowBytes`, the announced number of bytes, must be theirs.
  func receiveRows<Row: BitwiseCopyable>(
    _ rowBytes: UInt64, into buffer: UnsafeMutableBufferPointer<Row>,
    until deadline: UInt64? = nil
  ) throws(ChannelFailure) {
    let bytes = UnsafeMutableRawBufferPointer(buffer)
    guard rowBytes == UInt64(bytes.count) else {
      throw .garbage("it sent \(rowBytes) bytes of rows instead of \(bytes.count)")
    }
    try read(into: bytes, until: deadline)
  }
}

/// What `body` throws, where a closure of the library cannot say what it throws.
func attempt(_ body: () throws(ChannelFailure) -> Void) -> ChannelFailure? {
  do throws(ChannelFailure) {
    try body()
    return nil
  } catch { return error }
}
