import ArgumentParser
import Batches
import CentreInputs
import CivilTime
import Diagnostics
import Planning
import Tables

struct CentresCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "centres",
    abstract: "List the centres below a folder, and what is wrong with any.",
    discussion: """
      Looks for folders with a centre.toml, reads each, and looks for the files it names; a history is \
      not read. The list is one path a line, for muster plan --centres, an array of Slurm, or xargs. A \
      centre that cannot be planned is in it, so that its failure is counted; why, the standard error \
      says.

        muster centres /srv/centres > centres.txt
        muster centres /srv/centres --format csv
      """)

  enum Form: String, CaseIterable, ExpressibleByArgument { case text, csv, json }

  @Argument(help: "The folder to look in, or a list.")
  var root: String

  @Option(help: "What to write: \(Form.allCases.map(\.rawValue).joined(separator: ", ")).")
  var format = Form.text

  func run() throws {
    let list = try CentreList.given(root)
    var table = Table([
      .text("centre"), .text("name"), .number("queues", decimals: 0),
      .number("agents", decimals: 0), .number("history_bytes", decimals: 0), .text("problem"),
    ])
    for path in list.paths {
      let outline = CentreOutline(path, zones: .system)
      let isBad = !outline.problems.isEmpty
      table.row(
        .text(path), outline.name.isEmpty ? .missing : .text(outline.name),
        isBad ? .missing : .count(outline.queues), isBad ? .missing : .count(outline.agents),
        isBad ? .missing : .count(outline.historyBytes),
        isBad ? .text(outline.problems.map(\.description).joined(separator: " ")) : .missing)
      for problem in outline.problems {
        Terminal.say(Terminal.red("\(path): ") + problem.description)
      }
    }
    switch format {
    case .text: for path in list.paths { Terminal.write(path + "\n") }
    case .csv: Terminal.write(table.csv())
    case .json: Terminal.write(table.json().text())
    }
  }
}
