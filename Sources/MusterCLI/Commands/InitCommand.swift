import ArgumentParser
import CivilTime
import Diagnostics
import Files
import Glibc
import PluginHost
import SampleCentres

struct InitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Make a new centre folder that plans at once.",
    discussion: """
      Writes a sample centre: its settings, two years of history, agents and holidays, all drawn at \
      random from a profile. The same options give the same bytes on any machine. Then replace its \
      files with your own, one by one.

        muster init my-centre --kind inbound
        muster init my-centre --kind inbound --agents 25 --timezone Europe/London

      A profile of your own says how demand behaves, who works there and by which rules; start from \
      one that is built in:

        muster init --kind inbound --show-profile > profile.toml
        muster init my-centre --kind profile.toml --seed 7
      """)

  @Argument(help: ArgumentHelp("The folder to make; it must be new or empty.", valueName: "dir"))
  var folder: String?

  @Option(help: "The kind of centre, or the path of a profile of your own.")
  var kind: String

  @Option(help: ArgumentHelp("The name in reports; by default the folder's.", valueName: "text"))
  var name: String?

  @Option(help: ArgumentHelp("Another seed gives another centre.", valueName: "n"))
  var seed: Int = 1

  @Option(
    help: ArgumentHelp("How many agents; the contacts are in proportion.", valueName: "n"))
  var agents: Int?

  @Option(help: ArgumentHelp("The IANA time zone, such as Asia/Manila.", valueName: "zone"))
  var timezone: String?

  @Option(
    help: ArgumentHelp("The day after the end of the history; by default today.", valueName: "date")
  )
  var asOf: String?

  @Flag(help: "Write the profile of this kind to the standard output instead.")
  var showProfile = false

  func validate() throws {
    guard folder != nil || showProfile else {
      throw ValidationError("Missing the folder to make: muster init DIR --kind KIND")
    }
  }

  func run() throws {
    let profile = try self.profile()
    if showProfile {
      let plugin = try PluginProfiles(program: PluginSearch.programPath()).text(kind: kind)
      Terminal.write(try builtInProfileText(kind: kind) ?? plugin?.bytes ?? readFile(kind))
      return
    }
    guard let folder else { return }
    let date = try self.date()
    guard seed >= 0 else {
      throw Problem(.usage, subject: "--seed", "is negative", value: "\(seed)", maybe: "write 1")
    }
    let options = SampleOptions(
      name: name ?? title(of: folder), seed: UInt64(seed), agents: agents, timezone: timezone,
      asOf: date)
    let files = try sampleCentre(
      profile, options, zones: .system, command: command(folder, profile, options))
    try writeSample(files, to: folder)
    Terminal.say("Made \(folder): \(profile.summary).")
    for file in files {
      Terminal.say("  \(folder)/\(file.name)" + Terminal.dim("  \(size(of: file))"))
    }
    Terminal.say("\nPlan its next week:\n\n  muster plan \(shellWord(folder)) --as-of \(date)\n")
  }

  /// A built-in profile of this kind, one that a plugin brings, or one in a file.
  private func profile() throws -> CentreProfile {
    let builtIn = try builtInProfiles()
    if let profile = builtIn.first(where: { $0.kind == kind }) { return profile }
    let plugins = PluginProfiles(program: PluginSearch.programPath())
    if let (file, bytes) = try plugins.text(kind: kind) {
      return try CentreProfile(file: file, bytes: bytes)
    }
    if kind.hasSuffix(".toml") { return try CentreProfile(file: kind, bytes: readFile(kind)) }
    let kinds =
      builtIn.map(\.kind)
      + plugins.files.map(\.kind).filter { name in
        !builtIn.contains { $0.kind == name }
      }
    throw Problem(
      .usage, subject: "--kind", "there is no profile of this kind", value: kind,
      maybe: nearestName(to: kind, among: kinds).map { "\($0) is meant" }
        ?? "one of these is meant: \(kinds.joined(separator: ", ")); or a file of yours, FILE.toml")
  }

  private func date() throws -> CivilDate {
    guard let asOf else {
      return Zone.utc.date(at: Instant(seconds: Int64(time(nil))))
    }
    guard let date = CivilDate(asOf) else {
      throw Problem(
        .usage, subject: "--as-of", "is not a date", value: asOf, maybe: "write 2026-11-23")
    }
    return date
  }

  /// What makes the same centre again.
  private func command(
    _ folder: String, _ profile: CentreProfile, _ options: SampleOptions
  ) -> String {
    var words = ["muster init", shellWord(lastPart(folder)), "--kind", shellWord(kind)]
    if let name { words += ["--name", shellWord(name)] }
    words += ["--seed \(seed)", "--agents \(agents ?? profile.agents)"]
    words += ["--timezone \(timezone ?? profile.timezone)", "--as-of \(options.asOf)"]
    return words.joined(separator: " ")
  }

  private func size(of file: SampleFile) -> String {
    let lines = file.bytes.count { $0 == 10 }
    return file.name.hasSuffix(".csv") ? "\(lines - 1) rows" : "\(lines) lines"
  }
}

private func lastPart(_ path: String) -> String {
  path.split(separator: "/").last.map(String.init) ?? path
}

/// `harbor-bank` as `Harbor Bank`.
private func title(of folder: String) -> String {
  lastPart(folder).split { $0 == "-" || $0 == "_" }
    .map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined(separator: " ")
}

/// A word as the shell takes it.
private func shellWord(_ text: String) -> String {
  let plain = text.utf8.allSatisfy {
    (48...57).contains($0) || (65...90).contains($0 & 0xDF) || [43, 45, 46, 47, 95].contains($0)
  }
  return plain && !text.isEmpty ? text : "'\(text.replacing("'", with: "'\\''"))'"
}
