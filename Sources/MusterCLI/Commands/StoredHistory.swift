import Diagnostics
import Files
import HistoryStore
import Importing

/// What `muster export` gives of what was imported.
enum StoredHistory: String {
  case history, calls

  /// As CSV. A history file alone is a history; single calls are in a store only.
  func bytes(of centre: ImportTarget) throws -> [UInt8] {
    let hasStore = try HistoryStore.exists(in: centre.folder)
    switch self {
    case .history:
      guard hasStore else { return try readFile(centre.path) }
      return try CentreHistory(folder: centre.folder, file: centre.path, zone: centre.zone).text()
    case .calls:
      guard hasStore else {
        throw Problem(
          at: Place(file: "\(centre.folder)/\(HistoryStore.name)"),
          "is not there: no calls were imported",
          maybe: "muster import FILE --into \(centre.folder) keeps them")
      }
      let store = try HistoryStore(folder: centre.folder)
      return try store.read { callTable($0, zone: centre.zone) }
    }
  }
}
