internal import CMusterPlugin
internal import CSandbox
internal import Glibc
internal import PluginContract

/// The child's side of isolated mode, entered by `muster --plugin-host PATH` before any argument is
/// parsed.
public enum PluginServer {
  public static let option = "--plugin-host"
  /// Where the child finds its end of the socket.
  static let socket: Int32 = 3
  /// Where the child finds the checked plugin file.
  static let library: Int32 = 4
  /// Mebibytes the child may use; 0 = no limit (a program built with sanitizers needs that).
  static let memoryVariable = "MUSTER_PLUGIN_MEMORY_MB"

  /// Runs the plugin child when `arguments` ask for it, and then never returns.
  public static func serveIfAsked(_ arguments: [String], version: String) {
    guard arguments.count == 3, arguments[1] == option else { return }
    serve(path: arguments[2], version: version)
  }

  private static func serve(path: String, version: String) -> Never {
    let channel = Channel(descriptor: socket)
    sandbox_close_from(library + 1)
    let isolation = Isolation.here
    limitOurselves(isolation)
    if let wrong = isolation.enter(library: library, readable: readable()) {
      let fault = PluginFault(
        plugin: path, path: path, .cannotOpen("its process cannot be closed in: \(wrong)"))
      reply(channel, .hello, MUSTER_E_INTERNAL, fault: fault)
      exit(1)
    }
    // A plugin that loops or sleeps does not outlive the run it belongs to.
    sandbox_end_with(socket)
    let log: PluginLog = { _, level, message in
      let line = message.utf8.count <= 4096 ? message : String(message.prefix(1000)) + " …"
      try? Channel(descriptor: socket).send(
        FrameHeader(kind: FrameHeader.Kind.log.rawValue, status: level), text: line)
    }
    let plugin: LoadedPlugin
    do throws(PluginFault) {
      plugin = try LoadedPlugin(descriptor: library, path: path, version: version, log: log)
    } catch {
      reply(channel, .hello, MUSTER_E_INTERNAL, fault: error)
      exit(1)
    }
    guard let introduction = try? ContractCoding.text(plugin.identity) else { exit(1) }
    reply(channel, .hello, MUSTER_OK, text: introduction)
    let rowServer = RowServer()
    while let header = try? channel.receiveHeader() {
      do throws(PluginFault) {
        try answer(header, channel, plugin, rowServer)
      } catch {
        var status = MUSTER_E_INTERNAL
        if case .refused(let code, _, _) = error.reason, code != MUSTER_PASS, code != MUSTER_OK {
          status = code
        }
        reply(channel, .reply, status, fault: error)
      }
    }
    exit(0)
  }

  private static func answer(
    _ header: FrameHeader, _ channel: Channel, _ plugin: LoadedPlugin,
    _ rowServer: RowServer
  ) throws(PluginFault) {
    guard let text = try? channel.receiveText(header.textCount) else { exit(1) }
    let hook =
      Hook.allCases.indices.contains(Int(header.hook))
      ? Hook.allCases[Int(header.hook)] : .overlay
    switch FrameHeader.Kind(rawValue: header.kind) {
    case .configure:
      try plugin.configure(text)
      reply(channel, .reply, MUSTER_OK)
    case .ask:
      if let answer = try plugin.ask(hook, text) {
        reply(channel, .reply, MUSTER_OK, text: answer)
      } else {
        reply(channel, .reply, MUSTER_PASS)
      }
    case .rows:
      guard let question = try? ContractCoding.value(RowQuestion.self, of: text) else { exit(1) }
      if let rows = try rowServer.answer(
        hook, question, rowBytes: header.rowBytes, channel, plugin)
      {
        let head = FrameHeader(kind: FrameHeader.Kind.reply.rawValue)
        guard (try? channel.send(head, rows: rows)) != nil else { exit(1) }
      } else {
        reply(channel, .reply, MUSTER_PASS)
      }
    default: exit(1)
    }
  }

  private static func reply(
    _ channel: Channel, _ kind: FrameHeader.Kind, _ status: Int32, text: String = ""
  ) {
    let header = FrameHeader(kind: kind.rawValue, status: status)
    guard (try? channel.send(header, text: text)) != nil else { exit(1) }
  }

  private static func reply(
    _ channel: Channel, _ kind: FrameHeader.Kind, _ status: Int32, fault: PluginFault
  ) {
    let text = (try? ContractCoding.text(ReportedFault(fault))) ?? fault.sentence
    reply(channel, kind, status, text: text)
  }

  /// What can be read within the walls: the system's libraries, the program's, and zones.
  private static func readable() -> [String] {
    let own = PluginSearch.programPath().split(separator: "/", omittingEmptySubsequences: false)
      .dropLast().joined(separator: "/")
    let given = getenv("LD_LIBRARY_PATH").map { String(cString: $0) } ?? ""
    let folders = given.split(separator: ":").map(String.init).filter { $0.hasPrefix("/") }
    return Isolation.readable + [own] + folders
  }

  /// Leaves little to do harm with: no core dump, few files, bounded memory and output, and an end in
  /// sight.
  private static func limitOurselves(_ isolation: Isolation) {
    limit(RLIMIT_CORE, to: 0)
    limit(RLIMIT_NOFILE, to: 256)
    limit(RLIMIT_CPU, to: 3600)
    if !isolation.isSanitized { limit(RLIMIT_FSIZE, to: IsolatedPlugin.mostOutput) }
    let megabytes = getenv(memoryVariable).flatMap { Int(String(cString: $0)) } ?? 2048
    // A sanitizer reserves terabytes of addresses.
    if megabytes > 0, !isolation.isSanitized { limit(RLIMIT_AS, to: megabytes << 20) }
  }

  private static func limit(_ resource: __rlimit_resource, to value: Int) {
    var limits = rlimit(rlim_cur: rlim_t(value), rlim_max: rlim_t(value))
    setrlimit(__rlimit_resource_t(resource.rawValue), &limits)
  }
}
