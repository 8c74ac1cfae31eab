import ArgumentParser
import Batches
import CivilTime
import Diagnostics
import Files

typealias NthShareArgument = OptionValue<NthShareForm>

/// One of several shares, `2/16`.
enum NthShareForm: ArgumentForm {
  static func read(_ text: String) throws(MalformedText) -> Share { try Share(text) }
}

enum Jobs: CountedThing { static let range = 1...1024 }

/// Many centres in one command.
struct BatchOptions: RuledOptions {
  @Option(
    help: ArgumentHelp(
      """
      Plan many centres, each in a process of its own: a list with one path a line (- is the standard \
      input), or a folder whose centres are meant. One that fails stops none of the others.
      """, valueName: "list"))
  var centres: String?

  @Option(
    help: ArgumentHelp(
      "Of the centres only this share, 2/16 for the second of sixteen; the path of a centre alone "
        + "decides which it is in.", valueName: "i/n"))
  var shard: NthShareArgument?

  @Option(help: ArgumentHelp("So many centres at a time.", valueName: "n"))
  var jobs = OptionValue<CountForm<Jobs>>(1)

  @Option(
    help: ArgumentHelp(
      "Write the receipt of every centre, and what its run said, into this folder.",
      valueName: "folder"))
  var receipts: String?

  @Flag(
    help: """
      Leave out centres with a good receipt of the same as-of, options and inputs, whose plan stands whole.
      """)
  var resume = false

  static let needs = [
    OptionNeed("--centres", needs: "--receipts"), OptionNeed("--centres", needs: "--as-of"),
    OptionNeed("--shard", needs: "--centres"), OptionNeed("--jobs", needs: "--centres"),
    OptionNeed("--receipts", needs: "--centres"), OptionNeed("--resume", needs: "--centres"),
  ]
  static let conflicts = [
    OptionConflict(
      "--centres", "--output", "--pins", "--receipt", "--show", why: "plans many centres")
  ]
}

extension CentreList {
  /// The centres of a folder, of a list, or of the list on the standard input.
  static func given(_ source: String) throws(Problem) -> CentreList {
    let list: CentreList
    if source == "-" {
      list = try CentreList(
        file: "standard input", bytes: try readAll(0, name: "standard input"))
    } else if isFolder(source) {
      list = try CentreList(root: source)
    } else {
      list = try CentreList(file: source, bytes: try readFile(source))
    }
    for path in list.repeated {
      Terminal.say("warning: \(path) stands in the list more than once; it is taken once")
    }
    for problem in list.problems { Terminal.say("warning: \(problem.description)") }
    return list
  }
}
