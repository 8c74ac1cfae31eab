internal import CivilTime
internal import Planning
internal import Publishing

/// Where the pages are in their folder. Every name of a file is made from what a user calls something by the
/// rule of calendars; no two share one, also where letters' size is not told apart.
struct FolderPaths {
  private let agents: FileStems
  private let teams: FileStems
  private let plans: FileStems
  private let agentsWithCalendar: Set<String>

  static let index = "index.html"
  /// What a team is called whose people have neither team nor site.
  static let everybody = "everybody"

  init(_ content: FolderContent, calendars: Set<String>) {
    // A web server would show `agents/index.html` for the folder.
    agents = FileStems(content.people.map(\.id), reserved: ["index"])
    teams = FileStems(
      content.weeks.flatMap(\.teams).filter { !$0.isEmpty }, reserved: ["index", Self.everybody])
    plans = FileStems(content.entries.map(\.name), reserved: ["index"])
    agentsWithCalendar = calendars
  }

  func agent(_ id: String) -> String { "agents/\(agents[id]).html" }

  func plan(_ name: String) -> String { "plans/\(plans[name]).html" }

  func team(_ name: String, of week: FolderWeek) -> String {
    "teams/\(week.start)/\(name.isEmpty ? Self.everybody : teams[name]).html"
  }

  /// Nil where the agent has none.
  func calendar(_ id: String) -> String? {
    agentsWithCalendar.contains(id) ? "calendars/\(agents[id]).ics" : nil
  }
}

/// A path as a link from a page that lies `depth` folders down: bytes that mean something in an address are
/// written as such.
func reference(_ path: String, depth: Int) -> String {
  let plain = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/".utf8)
  let digits = Array("0123456789ABCDEF")
  var out = String(repeating: "../", count: depth)
  for byte in path.utf8 {
    if plain.contains(byte) {
      out.unicodeScalars.append(Unicode.Scalar(byte))
    } else {
      out += "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
    }
  }
  return out
}
