import ArgumentParser
import Batches
import CivilTime
import Diagnostics
import Files
import Forecasting
import Tables

/// Which of the queues a command works on.
struct ShareOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Of the queues only this share, 2/16 for the second of sixteen; the name of a queue alone "
        + "decides which it is in.", valueName: "i/n"))
  var shard: NthShareArgument?

  func share() throws(Problem) -> Share { try shard.value() ?? .whole }
}

/// Results that another run goes on with.
struct ResultOptions: RuledOptions {
  @Option(
    help: ArgumentHelp(
      "Append the CSV of each queue to this file as soon as it is done, instead of writing it to the "
        + "standard output.", valueName: "file"))
  var to: String?

  @Flag(
    help: """
      Go on with what a run of the same inputs and options left in the file of --to, also one that was killed.
      """)
  var resume = false

  static let needs = [OptionNeed("--resume", needs: "--to")]
  static let conflicts = [OptionConflict("--to", "--format", why: "writes CSV")]

  /// The file of `--to`, ready to be appended to; nil where none is named.
  ///
  /// `inputs`: Hashes of what the command reads beside the files of its options.
  func open(
    for command: any ParsableCommand, header: [String], inputs: [String: String] = [:]
  ) throws -> QueueResults? {
    guard let to else { return nil }
    let results = try QueueResults(
      to, try ResultSettings(of: command, inputs: inputs), header: header, resumes: resume)
    if !results.done.isEmpty {
      Terminal.say("\(to) has \(Self.queues(results.done.count)) already.")
    }
    return results
  }

  /// Whether what was read is still what the results are said to be made from.
  ///
  /// - Throws: A ``Problem`` of kind `stale` where a file changed meanwhile: the results may be of both.
  func confirm(
    _ results: QueueResults?, of command: any ParsableCommand, inputs: [String: String] = [:]
  ) throws(Problem) {
    guard let to, let results else { return }
    guard try ResultSettings(of: command, inputs: inputs) != results.settings else { return }
    throw Problem(
      .stale, at: Place(file: to), "an input changed while it was read",
      maybe: "remove \(to) and begin anew")
  }

  private static func queues(_ count: Int) -> String { count == 1 ? "1 queue" : "\(count) queues" }
}

extension ResultSettings {
  /// Options that change no result.
  private static let idle: Set = ["--threads", "--to", "--resume", "--format"]
  /// Options that name files, which count by their content.
  private static let files: Set = [
    "--history", "--profile", "--holidays", "--patch", "--events", "--drops", "--origins",
  ]

  /// Of a command's options as they were parsed.
  ///
  /// - Throws: A ``Problem`` where a file cannot be read, or is the standard input, which cannot be read twice.
  init(of command: any ParsableCommand, inputs: [String: String]) throws(Problem) {
    var settings = inputs
    for option in DeclaredOption.all(of: command) where !Self.idle.contains(option.name) {
      var words = option.words
      guard !words.isEmpty else { continue }
      if Self.files.contains(option.name) {
        for k in words.indices {
          guard words[k] != "-" else {
            throw Problem(
              .usage, subject: option.name, "cannot be the standard input with --to",
              maybe: "write it into a file first")
          }
          words[k] = String(try SHA256.hex(ofFile: words[k]).prefix(16))
        }
      }
      settings[option.name] = words.joined(separator: " ")
    }
    settings["tzdata"] = ZoneDatabase.system.version ?? "unknown"
    self.init(
      command: type(of: command).configuration.commandName ?? "", version: Version.text,
      settings: settings)
  }
}
