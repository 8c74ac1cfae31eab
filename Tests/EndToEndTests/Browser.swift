import Files
import Foundation
import TestSupport

/// A headless Chromium, where the machine has one.
struct Browser {
  let path: String

  static let found: Browser? = {
    let folders = (environment("PATH") ?? "/usr/bin").split(separator: ":").map(String.init)
    for name in ["chromium", "chromium-browser", "google-chrome"] {
      for folder in folders where exists("\(folder)/\(name)") {
        return Browser(path: "\(folder)/\(name)")
      }
    }
    return nil
  }()

  private func run(_ options: [String], _ file: String) throws -> Finished {
    // A profile of its own, so that browsers side by side do not wait for each other.
    try withTemporaryFolder { profile in
      try TestSupport.run(
        [
          path, "--headless", "--no-sandbox", "--disable-gpu", "--user-data-dir=\(profile)",
          "--virtual-time-budget=20000",
        ] + options + ["file://\(file)"])
    }
  }

  /// What a page looks like to a reader, see `Tests/Fixtures/page-probe.html`.
  struct Look: Decodable {
    var width: Int
    /// Errors of scripts, warnings, and what the page was refused to load.
    var errors: [String]
    var loaded: [String]
    /// Pixels by which the page is wider than its window.
    var scrolls: Int
    /// Where the first screen's answers end.
    var firstScreen: Int
    var texts: Int
    var overlaps: [String]
    var outside: [String]
    /// Texts under 11 px, and texts with less contrast than 4.5 to 1.
    var small: [String]
    var faint: [String]
    var isDark: Bool
    var charts: Int
    /// Charts without title, description or table.
    var unnamed: Int
    var pointed: Bool?
    var stepped: Bool?
    var explained: Bool?
    var filtered: Bool?
    var sorted: Bool?
  }

  /// Opens a page at several widths.
  func look(at page: String, dark: Bool = false) throws -> [Look] {
    let probe = try text(of: "\(packageFolder)/Tests/Fixtures/page-probe.html")
    let quoted = String(decoding: try JSONEncoder().encode(page), as: UTF8.self)
      .replacing("</", with: "<\\/")
    return try withTemporaryFolder { folder in
      let file = "\(folder)/probe.html"
      try writeFile(file, Array(probe.replacing("\"PAGE\"", with: quoted).utf8))
      let seen = try run(
        ["--dump-dom", "--window-size=1600,2800"]
          + (dark ? ["--blink-settings=preferredColorScheme=0"] : []), file)
      guard let start = seen.output.firstRange(of: "FOUND"),
        let end = seen.output.range(of: "END", options: .backwards),
        start.upperBound < end.lowerBound
      else { throw Unreadable(words: String(seen.errors.suffix(2000)) + seen.output.prefix(500)) }
      let json = seen.output[start.upperBound..<end.lowerBound]
        .replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&amp;", with: "&")
      do { return try JSONDecoder().decode([Look].self, from: Data(json.utf8)) } catch {
        throw Unreadable(words: String(json.prefix(2000)))
      }
    }
  }

  /// The page on paper.
  func printed(_ page: String) throws -> [UInt8] {
    try withTemporaryFolder { folder in
      try writeFile("\(folder)/page.html", Array(page.utf8))
      let done = try run(
        ["--no-pdf-header-footer", "--print-to-pdf=\(folder)/page.pdf"], "\(folder)/page.html")
      guard exists("\(folder)/page.pdf") else { throw Unreadable(words: done.errors) }
      return try readFile("\(folder)/page.pdf")
    }
  }

  struct Unreadable: Error { var words: String }
}
