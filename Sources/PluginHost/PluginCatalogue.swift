/// Every plugin that the search finds, with what became of each file.
public struct PluginCatalogue {
  public struct Entry {
    public var path: String
    public var origin: PluginSearch.Origin
    /// Nil when the file cannot be used; ``fault`` says why.
    public var plugin: Plugin?
    public var fault: PluginFault?
    /// The file that has the same id and comes first.
    public var shadowedBy: String?
  }

  public var entries: [Entry]

  /// Loads what `search` finds: what came with the program in this process, the rest isolated.
  public init(_ search: PluginSearch, loader: PluginLoader) {
    var first: [String: String] = [:]
    entries = search.candidates().map { candidate in
      var entry = Entry(path: candidate.path, origin: candidate.origin)
      do throws(PluginFault) {
        let plugin = try loader.load(candidate.path, isolated: !candidate.origin.isOurs)
        entry.plugin = plugin
        if let winner = first[plugin.id] {
          entry.shadowedBy = winner
        } else {
          first[plugin.id] = candidate.path
        }
      } catch { entry.fault = error }
      return entry
    }
  }

  /// The plugin of that id that counts.
  public func plugin(_ id: String) -> Plugin? {
    entries.first { $0.plugin?.id == id && $0.shadowedBy == nil }?.plugin
  }

  /// The ids there are, sorted.
  public var ids: [String] {
    Set(entries.compactMap(\.plugin?.id)).sorted()
  }
}
