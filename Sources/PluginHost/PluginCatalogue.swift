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
    var winners: [String: String] = [:]
    entries = search.candidatesByFolder().flatMap { candidates in
      let loaded = candidates.map { candidate in
        var entry = Entry(path: candidate.path, origin: candidate.origin)
        do throws(PluginFault) {
          entry.plugin = try loader.load(candidate, isolated: !candidate.origin.isOurs)
        } catch { entry.fault = error }
        return (candidate, entry)
      }
      // In a folder the file that is named after the id comes first.
      for (candidate, entry) in loaded {
        guard let id = entry.plugin?.id, candidate.isNamed(after: id), winners[id] == nil else {
          continue
        }
        winners[id] = entry.path
      }
      return loaded.map { _, entry in
        var entry = entry
        guard let id = entry.plugin?.id else { return entry }
        if let winner = winners[id], winner != entry.path {
          entry.shadowedBy = winner
        } else {
          winners[id] = entry.path
        }
        return entry
      }
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
