internal import CMusterPlugin
public import Diagnostics
internal import Files
public import PluginContract

/// The plugins of one centre, configured, for one run.
///
/// Every question goes to the plugins in the order of the configuration. A plugin that fails costs
/// its contribution, not the run: the failure is kept in ``faults``, for the plan to name.
///
/// Used by one thread at a time.
public final class PluginSession {
  public private(set) var plugins: [Plugin] = []
  /// What went wrong since the session began, each once.
  public private(set) var faults: [PluginFault] = []
  /// The files that settings name, whose content the plugins were given; for the manifest.
  public private(set) var inputFiles: [InputFile] = []
  private var required: Set<String> = []

  /// No plugins.
  public init() {}

  /// Finds, loads and configures the plugins that `requests` name.
  ///
  /// `centre` is what the plugins are told of the centre and the period, `folder` where the files
  /// stand that settings name.
  ///
  /// - Throws: Everything wrong with the requests: a plugin that is not there, settings that do not
  ///   fit, a file that cannot be read.
  public init(
    _ requests: [PluginRequest], search: PluginSearch, loader: PluginLoader, centre: CentreInfo,
    folder: String
  ) throws(Problems) {
    var problems: [Problem] = []
    let found = Self.find(requests, search: search, loader: loader)
    for request in requests {
      guard let (candidate, looked) = found.chosen[request.id] else {
        problems.append(
          found.refused[request.id].map { Self.problem($0, request) }
            ?? Self.missing(request, found))
        continue
      }
      do throws(PluginFault) {
        let plugin = try Self.load(request, candidate, looked, loader)
        let configuration = try configuration(
          of: plugin, request, centre: centre, folder: folder, &problems)
        if let configuration { try plugin.configure(configuration) }
        if plugin.isIsolated, let gap = Isolation.here.gap {
          loader.log(plugin.id, MUSTER_LOG_WARNING, gap)
        }
        plugins.append(plugin)
        if request.isRequired { required.insert(plugin.id) }
      } catch {
        problems.append(Self.problem(error, request))
      }
    }
    guard problems.isEmpty else {
      throw Problems(
        problems.sorted { ($0.place ?? Place(file: "")) < ($1.place ?? Place(file: "")) })
    }
  }

  /// For tests and tools: plugins that are loaded and configured already.
  public init(_ plugins: [Plugin]) { self.plugins = plugins }

  /// The faults of plugins the configuration calls required: the run must fail.
  public var fatalFaults: [PluginFault] { faults.filter { required.contains($0.plugin) } }

  /// Ends a command whose output is without the part of a plugin that failed, as a plan says it of itself.
  ///
  /// - Throws: Every fault, by name.
  public func mustBeWhole() throws(Problems) {
    guard !faults.isEmpty else { return }
    throw Problems(
      faults.map { fault in
        var problem = fault.problem
        problem.kind = .missingConfiguration
        problem.what = "failed, its part is missing: it \(problem.what)"
        return problem
      })
  }

  /// Whether any plugin adds `hook`.
  public func adds(_ hook: Hook) -> Bool { plugins.contains { $0.adds(hook) } }

  /// Calls `body` for every plugin that adds `hook`, in order, and keeps what goes wrong.
  func each<Answer>(
    _ hook: Hook, _ body: (Plugin) throws(PluginFault) -> Answer?
  ) -> [Contribution<Answer>] {
    var all: [Contribution<Answer>] = []
    for plugin in plugins where plugin.adds(hook) {
      do throws(PluginFault) {
        if let answer = try body(plugin) {
          all.append(Contribution(plugin: plugin.id, answer: answer))
        }
      } catch { note(error) }
    }
    return all
  }

  func note(_ fault: PluginFault) {
    if !faults.contains(fault) { faults.append(fault) }
  }

  /// Notes that an answer of `plugin` was of its schema and yet no use.
  public func refuse(_ plugin: String, _ hook: Hook, _ what: String) {
    guard let path = plugins.first(where: { $0.id == plugin })?.path else { return }
    note(
      PluginFault(plugin: plugin, path: path, .breach("in its \(hook.name) answer, \(what)")))
  }

  // MARK: - Opening

  private struct Found {
    /// What was loaded for each id that was asked for.
    var chosen: [String: (candidate: PluginSearch.Candidate, plugin: Plugin)] = [:]
    var ids: Set<String> = []
    var faults: [PluginFault] = []
    /// Why the file that is named after an id and comes first for it is not run.
    var refused: [String: PluginFault] = [:]

    /// Looks at a file; `id` is what it is named after.
    mutating func take(
      _ candidate: PluginSearch.Candidate, _ loader: PluginLoader, isolated: Bool,
      named id: String? = nil, open: inout Set<String>
    ) {
      do throws(PluginFault) {
        let plugin = try loader.load(candidate, isolated: isolated)
        ids.insert(plugin.id)
        if open.remove(plugin.id) != nil { chosen[plugin.id] = (candidate, plugin) }
      } catch {
        faults.append(error)
        // Another file of that id further on is not what the centre means, and to take it would be silent.
        if let id, case .notTrusted = error.reason {
          refused[id] = error
          open.remove(id)
        }
      }
    }
  }

  /// Looks through the folders in order until every id asked for is found; in each, first at the
  /// files that are named after the ids, so that as a rule nothing is loaded but what is used.
  private static func find(
    _ requests: [PluginRequest], search: PluginSearch, loader: PluginLoader
  ) -> Found {
    var found = Found()
    var open = Set(requests.map(\.id))
    for candidates in search.candidatesByFolder() {
      var others = candidates
      for request in requests where open.contains(request.id) {
        guard let index = others.firstIndex(where: { $0.isNamed(after: request.id) }) else {
          continue
        }
        let candidate = others.remove(at: index)
        var loader = loader
        if let seconds = request.secondsPerCall { loader.secondsPerCall = seconds }
        let isolated = request.isIsolated ?? !candidate.origin.isOurs
        found.take(candidate, loader, isolated: isolated, named: request.id, open: &open)
      }
      for candidate in others where !open.isEmpty {
        found.take(candidate, loader, isolated: !candidate.origin.isOurs, open: &open)
      }
      if open.isEmpty { break }
    }
    return found
  }

  private static func missing(_ request: PluginRequest, _ found: Found) -> Problem {
    let ids = found.ids.sorted()
    let near = nearestName(to: request.id, among: ids)
    let broken = found.faults.first { $0.path.contains(request.id) }
    let unread = found.faults.filter {
      if case .notTrusted = $0.reason { true } else { false }
    }
    if broken == nil, let first = unread.first {
      let others = unread.count == 1 ? "" : ", nor are \(unread.count - 1) others there"
      return Problem(
        .missingConfiguration, at: request.place("id"), subject: "plugin",
        "there is no plugin of this id among those that are trusted; \(first.path) is not\(others)",
        value: "\"\(request.id)\"",
        maybe: "it is there, and you trust whom it is from: \(first.trustCommand)")
    }
    return Problem(
      .missingConfiguration, at: request.place("id"), subject: "plugin",
      broken.map { "there is no usable plugin of this id; \($0.path) \($0.sentence)" }
        ?? "there is no plugin of this id", value: "\"\(request.id)\"",
      maybe: near.map { "you meant \"\($0)\"" }
        ?? "muster plugins list shows what there is and where it was looked for")
  }

  /// The plugin as the request wants it: the one that was found, or loaded anew where that one runs
  /// otherwise.
  private static func load(
    _ request: PluginRequest, _ candidate: PluginSearch.Candidate, _ found: Plugin,
    _ loader: PluginLoader
  ) throws(PluginFault) -> Plugin {
    var loader = loader
    if let seconds = request.secondsPerCall { loader.secondsPerCall = seconds }
    let isolated = request.isIsolated ?? !candidate.origin.isOurs
    let isAsWanted =
      found.isIsolated == isolated && request.sha256 == nil
      && (!isolated || candidate.isNamed(after: request.id))
    return isAsWanted
      ? found : try loader.load(candidate, isolated: isolated, sha256: request.sha256)
  }

  /// The configuration, or nil when the settings have problems, which are noted.
  private func configuration(
    of plugin: Plugin, _ request: PluginRequest, centre: CentreInfo, folder: String,
    _ problems: inout [Problem]
  ) throws(PluginFault) -> PluginConfiguration? {
    let text =
      plugin.identity.settingsSchema ?? #"{"type": "object", "additionalProperties": false}"#
    let schema: JSONSchema
    do throws(ContractMismatch) { schema = try JSONSchema(text: text) } catch {
      throw PluginFault(
        plugin: plugin.id, path: plugin.path,
        .breach("its settings schema: \(error.path) \(error.what)"))
    }
    let mismatches = schema.mismatches(of: request.settings)
    guard mismatches.isEmpty else {
      problems += mismatches.map { mismatch in
        Problem(
          at: request.place(mismatch.path), subject: "plugin \(plugin.id): \(mismatch.path)",
          mismatch.what, value: mismatch.value, maybe: mismatch.maybe)
      }
      return nil
    }
    let settings = schema.filled(request.settings)
    var files: [String: String] = [:]
    for (path, name) in schema.values(ofFormat: "muster-file", in: settings) {
      let file = name.hasPrefix("/") ? name : "\(folder)/\(name)"
      do throws(Problem) {
        // One file is one content, also where it is named more than once.
        let known = inputFiles.first { $0.path == file }
        let bytes = if let known { known.content } else { try readFile(file) }
        guard let content = String(validating: bytes, as: UTF8.self) else {
          throw Problem(
            at: Place(file: file), "the file is not UTF-8", maybe: "save it as UTF-8 and try again")
        }
        files[name] = content
        if known == nil { inputFiles.append(InputFile(path: file, content: bytes)) }
      } catch {
        problems.append(
          Problem(
            error.kind, at: request.place(path), subject: "plugin \(plugin.id): \(path)",
            error.what, value: "\"\(name)\"", maybe: error.maybe))
        return nil
      }
    }
    return PluginConfiguration(settings: settings, files: files, centre: centre)
  }

  /// A file that plugins were given, as they got it.
  public struct InputFile: Sendable {
    public var path: String
    public var content: [UInt8]
  }

  /// A fault while opening, at the place of the setting it is about.
  private static func problem(_ fault: PluginFault, _ request: PluginRequest) -> Problem {
    guard case .refused(_, let setting, let message) = fault.reason, !setting.isEmpty else {
      var problem = fault.problem
      if let place = request.place("id") {
        problem.what += " [\(fault.path)]"
        problem.place = place
      }
      return problem
    }
    return Problem(
      at: request.place(setting.hasPrefix("settings.") ? String(setting.dropFirst(9)) : setting),
      subject: "plugin \(fault.plugin): \(setting)", message)
  }
}

/// An answer and the plugin that gave it.
public struct Contribution<Answer> {
  public var plugin: String
  public var answer: Answer

  public init(plugin: String, answer: Answer) {
    self.plugin = plugin
    self.answer = answer
  }
}

extension Contribution: Sendable where Answer: Sendable {}
