import Files
import TestSupport
import Testing

/// A tiny centre with two published weeks and its folder of pages.
enum PagesFixture {
  /// A centre with two published weeks and two teams.
  static func planned(in folder: String) throws -> TinyCentre {
    let centre = try TinyCentre(in: folder)
    try centre.change("agents.csv") { text in
      let teams = ["team", "North", "North", "North", "South", "South", ""]
      return zip(text.split(separator: "\n"), teams).map { "\($0),\($1)\n" }.joined()
    }
    for more in [[], ["--from", "2026-12-07"]] {
      let plan = try run(
        [
          musterExecutable, "plan", centre.folder, "--as-of", TinyCentre.asOf, "--roster-time",
          "0.05",
        ] + more)
      #expect(plan.code == 0, "\(plan.errors)")
    }
    return centre
  }

  /// Where the pages are, and how the command ended.
  static func export(_ centre: TinyCentre, _ more: String...) throws -> (String, Finished) {
    let target = "\(centre.folder)/../pages"
    return (
      target, try run([musterExecutable, "export", "pages", centre.folder, "--to", target] + more)
    )
  }

  /// Every file below a folder with its content.
  static func files(_ folder: String, _ prefix: String = "") throws -> [String: [UInt8]] {
    var found: [String: [UInt8]] = [:]
    for name in try namesInFolder("\(folder)/\(prefix)") {
      if isFolder("\(folder)/\(prefix)\(name)") {
        try found.merge(files(folder, "\(prefix)\(name)/")) { first, _ in first }
      } else {
        found[prefix + name] = try readFile("\(folder)/\(prefix)\(name)")
      }
    }
    return found
  }

  /// A CSV without quotes, row by row.
  static func rows(_ file: String) throws -> [[String: String]] {
    let lines = try text(of: file).split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    return lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(lines[0], $0)) }
  }

  /// Every `href` of a page that leads to another file, as a path from the folder.
  static func links(of page: String, at path: String) -> [String] {
    page.split(separator: "href=\"").dropFirst().compactMap { rest in
      let link = rest.prefix { $0 != "\"" }.split(separator: "#", omittingEmptySubsequences: false)
      guard let target = link.first, !target.isEmpty else { return nil }
      var parts = path.split(separator: "/").dropLast().map(String.init)
      for part in target.split(separator: "/") {
        if part == ".." { _ = parts.popLast() } else { parts.append(String(part)) }
      }
      return decoded(parts.joined(separator: "/"))
    }
  }

  static func decoded(_ path: String) -> String {
    var bytes: [UInt8] = []
    var rest = Array(path.utf8)[...]
    while let byte = rest.popFirst() {
      if byte == 0x25 {
        bytes.append(UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) ?? 0)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
