internal import CentreModel
public import CivilTime
internal import Configuration
public import Diagnostics
internal import Files
internal import Rostering
internal import Tables

/// What can be told of a centre without reading its history: whether it can be planned at all, and how
/// large it is.
public struct CentreOutline: Sendable {
  public var path: String
  /// As its configuration calls it; empty where that cannot be read.
  public var name = ""
  public var queues = 0
  public var agents = 0
  /// The size of its history files.
  public var historyBytes = 0
  /// Why it cannot be planned; empty when nothing is known against it.
  public var problems: [Problem] = []

  /// Whether a centre lies at `path`.
  public static func isCentre(_ path: String) -> Bool {
    exists("\(path)/\(CentreFolder.configurationName)")
  }

  /// Reads the configuration of the centre at `path`, and looks for the files it names.
  public init(_ path: String, zones: ZoneDatabase) {
    self.path = path
    do throws(Problem) {
      try CentreFolder.mustStand(at: path)
      let file = "\(path)/\(CentreFolder.configurationName)"
      let root = try ConfigTable(file: file, bytes: try readFile(file))
      let centre = Centre.read(root, zones: zones)
      _ = RosterRules(from: root)
      problems = root.problems()
      guard let centre else { return }
      name = centre.name
      queues = centre.queues.count
      try look(for: centre)
    } catch { problems.append(error) }
  }

  private mutating func look(for centre: Centre) throws(Problem) {
    for name in centre.allHistoryFiles {
      let file = CentreFolder.file(name, in: path)
      historyBytes += try fileSize(file)
    }
    for name in centre.holidayFiles { _ = try fileSize(CentreFolder.file(name, in: path)) }
    let table = try CSVTable(path: CentreFolder.file(centre.agentsFile, in: path))
    try table.forEachRow { (_) throws(Problem) in agents += 1 }
  }
}
