public import Configuration
public import Diagnostics
internal import Files
public import PluginContract

/// One `[[plugin]]` of a centre's configuration: which plugin, how it runs, its settings.
///
///     [[plugin]]
///     id = "org.example.night-desk"
///     isolated = true         # default: yes, unless it came with muster; no = trusted ones only
///     required = true         # default: no; its failure is the run's failure
///     sha256 = "9f86…"        # only this very file
///     time_limit = "10s"      # for an answer in isolated mode
///     factor = 1.3            # everything else is the plugin's own
public struct PluginRequest {
  public var id: String
  public var isIsolated: Bool?
  public var isRequired: Bool
  public var sha256: String?
  public var secondsPerCall: Double?
  public var settings: AnyJSON
  /// Where a key path of the settings stands in the file; the empty path is the table itself.
  public var place: (String) -> Place?

  /// The keys that are not the plugin's.
  static let ownKeys = ["id", "isolated", "required", "sha256", "time_limit", "settings"]

  public init(
    id: String, isIsolated: Bool? = nil, isRequired: Bool = false, sha256: String? = nil,
    secondsPerCall: Double? = nil, settings: AnyJSON = .object([:]),
    place: @escaping (String) -> Place? = { _ in nil }
  ) {
    self.id = id
    self.isIsolated = isIsolated
    self.isRequired = isRequired
    self.sha256 = sha256
    self.secondsPerCall = secondsPerCall
    self.settings = settings
    self.place = place
  }

  /// Reads the `[[plugin]]` tables of the centre's configuration file.
  ///
  /// `bytes`: Its content, where it is read already.
  public static func all(
    inFile path: String, bytes: [UInt8]? = nil
  ) throws(Problems) -> [PluginRequest] {
    let configuration: ConfigTable
    do throws(Problem) {
      let content = if let bytes { bytes } else { try readFile(path) }
      configuration = try ConfigTable(file: path, bytes: content)
    } catch { throw Problems([error]) }
    configuration.acceptAnyKey()
    let requests = all(in: configuration)
    let problems = configuration.problems().filter { $0.subject.hasPrefix("plugin") }
    guard problems.isEmpty else { throw Problems(problems) }
    return requests
  }

  /// Reads the `[[plugin]]` tables of a centre's configuration; problems are noted there.
  public static func all(in configuration: ConfigTable) -> [PluginRequest] {
    var seen: Set<String> = []
    return configuration.tables("plugin").compactMap { table in
      var settings = (try? ContractCoding.value(AnyJSON.self, of: table.json()))?.object ?? [:]
      // Settings may also stand in a table of their own, [plugin.settings].
      let nested = settings["settings"]?.object
      for key in ownKeys { settings[key] = nil }
      if let nested { settings.merge(nested) { $1 } }
      guard let id = table.required("id", table.string("id"), maybe: "id = \"its-id\"") else {
        return nil
      }
      guard PluginIdentity.isID(id) else {
        table.note(
          "id", "is not the id of a plugin", value: "\"\(id)\"",
          maybe: "muster plugins list shows the ids there are")
        return nil
      }
      guard seen.insert(id).inserted else {
        table.note("id", "comes twice", value: "\"\(id)\"", maybe: "put both settings in one table")
        return nil
      }
      let sha256 = table.string("sha256")
      if let sha256, sha256.utf8.count != 64 || !sha256.allSatisfy(\.isHexDigit) {
        table.note("sha256", "is not 64 hexadecimal digits", value: "\"\(sha256)\"")
      }
      let seconds = table.durationSeconds("time_limit")
      if let seconds, !(1...3600).contains(seconds) {
        table.note("time_limit", "is not between 1 s and 1 h", value: "\(seconds)")
      }
      return PluginRequest(
        id: id, isIsolated: table.flag("isolated"), isRequired: table.flag("required") ?? false,
        sha256: sha256, secondsPerCall: seconds.map(Double.init), settings: .object(settings),
        place: { path in
          let isNested = path.split(whereSeparator: { $0 == "." || $0 == "[" }).first
            .map { nested?[String($0)] != nil || (nested != nil && table.contains("settings")) }
          return table.place(isNested == true ? "settings.\(path)" : path)
        })
    }
  }
}
