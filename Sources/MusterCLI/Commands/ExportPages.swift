import CentreInputs
import Diagnostics
import Publishing
import Reporting

/// `muster export pages`: what a centre has published as a folder for a web server or a share.
struct PagesExport {
  var centre: String
  /// Where plans are published.
  var output: String?
  var folder: String

  func run() throws {
    try CentreFolder.mustStand(at: centre)
    let pages = try PublishedPages(PlanStore(folder: output ?? "\(centre)/published"))
    for problem in pages.problems {
      Terminal.say(Terminal.red("warning: ") + problem.description)
    }
    switch try HandedOutFolder(folder).replace(with: pages.files, centre: pages.centre) {
    case .written: Terminal.say("Wrote \(pages.files.count) files to \(folder)")
    case .unchanged: Terminal.say("\(folder) has the \(pages.files.count) files already")
    }
    guard pages.problems.isEmpty else {
      let count = pages.problems.count
      throw Problem(
        .partlyDone, subject: "export", "the pages are without the plans that cannot be read",
        value: "\(count) of them",
        maybe: "plan these days again, or remove what is left of them")
    }
  }
}
