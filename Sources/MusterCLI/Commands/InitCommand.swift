import ArgumentParser
import CivilTime
import Diagnostics
import Files
import Glibc
import Importing
import PluginHost
import SampleCentres

struct InitCommand: ParsableCommand, RuledOptions {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Make a new centre folder that plans at once.",
    discussion: """
      Writes a sample centre: its settings, two years of history, agents and holidays, all drawn at \
      random from a profile. The same options give the same bytes on any machine, but for the id in \
      centre.toml, which is that of the folder: two centres never share a calendar. Then replace its \
      files with your own, one by one.

        muster init my-centre --kind inbound
        muster init my-centre --kind inbound --agents 25 --timezone Europe/London

      Or makes one from the files of your telephone system (see muster import), with their queues, \
      hours and handling times:

        muster init my-centre --from-history queue_log --timezone Europe/London

      A profile of your own says how demand behaves, who works there and by which rules; start from \
      one that is built in:

        muster init --kind inbound --show-profile > profile.toml
        muster init my-centre --kind profile.toml --seed 7

      A folder of plugins may hold profiles of their kinds, files ending in .toml: they are kinds too.
      """)

  @Argument(help: ArgumentHelp("The folder to make; it must be new or empty.", valueName: "dir"))
  var folder: String?

  @Option(
    help: ArgumentHelp(
      """
      A file of the telephone system, or a history: the centre gets its queues, hours and handling \
      times. Instead of --kind; may be given several times.
      """, valueName: "file"))
  var fromHistory: [String] = []

  @Option(
    help: ArgumentHelp(
      "With --from-history: the clocks of the telephone system, where times have no offset.",
      valueName: "zone"))
  var sourceTz: ClockArgument?

  @Option(
    help: """
      The kind of centre, or the path of a profile of your own; left out, the kinds are listed.
      """)
  var kind: String?

  @Option(help: ArgumentHelp("The name in reports; by default the folder's.", valueName: "text"))
  var name: String?

  @Option(help: ArgumentHelp("Another seed gives another centre.", valueName: "n"))
  var seed = SeedArgument(1)

  @Option(
    help: ArgumentHelp("How many agents; the contacts are in proportion.", valueName: "n"))
  var agents: OptionValue<CountForm<SampleAgents>>?

  @Option(help: ArgumentHelp("The IANA time zone, such as Asia/Manila.", valueName: "zone"))
  var timezone: ZoneArgument?

  @Option(
    help: ArgumentHelp("The day after the end of the history; by default today.", valueName: "date")
  )
  var asOf: DateArgument?

  @Flag(help: "Write the profile of this kind to the standard output instead.")
  var showProfile = false

  @OptionGroup var plugins: PluginFolders

  static let conflicts = [
    OptionConflict(
      "--show-profile", "--name", "--seed", "--agents", "--timezone", "--as-of",
      why: "makes nothing"),
    OptionConflict(
      "--from-history", "--kind", "--agents", "--as-of", "--show-profile", "--plugin-dir",
      why: "makes a centre of your own, not a sample"),
  ]
  static let needs = [OptionNeed("--source-tz", needs: "--from-history")]

  enum SampleAgents: CountedThing { static let range = 1...100_000 }

  func run() throws {
    if !fromHistory.isEmpty { return try makeFromHistory() }
    guard let kind else { throw try unknown(nil) }
    let profile = try self.profile(kind)
    if showProfile {
      if let folder {
        throw Problem(
          .usage, subject: "--show-profile", "makes nothing, and a folder is named", value: folder,
          maybe: "leave one of them out")
      }
      let plugin = try pluginProfiles.text(kind: kind)
      Terminal.write(try builtInProfileText(kind: kind) ?? plugin?.bytes ?? readFile(kind))
      return
    }
    guard let folder else {
      throw Problem(
        .usage, subject: "DIR", "is missing: the folder to make",
        maybe: "muster init my-centre --kind \(kind) is meant")
    }
    let date = try asOf.value() ?? Zone.utc.date(at: Clock.now)
    let options = SampleOptions(
      name: name ?? title(of: folder), seed: try seed.value(), agents: try agents.value(),
      timezone: timezone?.written, asOf: date, folder: place(of: folder))
    let files = try sampleCentre(
      profile, options, zones: .system, command: command(folder, kind, profile, options))
    try writeSample(files, to: folder)
    Terminal.say("Made \(folder): \(profile.summary).")
    for file in files {
      Terminal.say("  \(folder)/\(file.name)" + Terminal.dim("  \(size(of: file))"))
    }
    Terminal.say("\nPlan its next week:\n\n  muster plan \(shellWord(folder)) --as-of \(date)\n")
  }

  /// The centre that a telephone system's files tell of.
  private func makeFromHistory() throws {
    guard let folder else {
      throw Problem(
        .usage, subject: "DIR", "is missing: the folder to make",
        maybe: "muster init my-centre --from-history \(fromHistory[0]) is meant")
    }
    var options = ImportOptions()
    options.zone = try timezone.value()
    options.sourceZone = try sourceTz.value()
    var words = ["muster init", shellWord(lastPart(folder))]
    for file in fromHistory { words += ["--from-history", shellWord(file)] }
    words += ["--timezone", "\(options.zone ?? options.sourceZone ?? .utc)"]
    try InitFromHistory(
      folder: folder, files: fromHistory, name: name ?? title(of: folder),
      identity: identity(of: folder), options: options,
      command: words.joined(separator: " ")
    ).run()
  }

  /// Profiles of plugins in the folders that the user, and not only a centre, searches.
  private var pluginProfiles: PluginProfiles {
    let folders = plugins.search().folders.filter { $0.isTrusted && !$0.origin.isOurs }
    return PluginProfiles(program: PluginSearch.programPath(), folders: folders.map(\.path))
  }

  /// A built-in profile of this kind, one that a plugin brings, or one in a file.
  private func profile(_ kind: String) throws -> CentreProfile {
    let builtIn = try builtInProfiles()
    if let profile = builtIn.first(where: { $0.kind == kind }) { return profile }
    if let (file, bytes) = try pluginProfiles.text(kind: kind) {
      return try CentreProfile(file: file, bytes: bytes)
    }
    if kind.hasSuffix(".toml") { return try CentreProfile(file: kind, bytes: readFile(kind)) }
    throw try unknown(kind)
  }

  /// A kind that there is not, or none.
  private func unknown(_ kind: String?) throws -> Problem {
    let builtIn = try builtInProfiles().map(\.kind)
    let plugins = pluginProfiles.files.map(\.kind)
    let kinds = builtIn + plugins.filter { !builtIn.contains($0) }
    let list =
      "one of these is meant: \(kinds.joined(separator: ", ")); or a file of yours, FILE.toml"
    guard let kind else { return Problem(.usage, subject: "--kind", "is missing", maybe: list) }
    return Problem(
      .usage, subject: "--kind", "there is no profile of this kind", value: kind,
      maybe: nearestName(to: kind, among: kinds).map { "\($0) is meant" } ?? list)
  }

  /// What makes the same centre again.
  private func command(
    _ folder: String, _ kind: String, _ profile: CentreProfile, _ options: SampleOptions
  ) -> String {
    var words = ["muster init", shellWord(lastPart(folder)), "--kind", shellWord(kind)]
    if let name { words += ["--name", shellWord(name)] }
    words += ["--seed \(options.seed)", "--agents \(options.agents ?? profile.agents)"]
    words += ["--timezone \(options.timezone ?? profile.timezone)", "--as-of \(options.asOf)"]
    for folder in plugins.pluginDir { words += ["--plugin-dir", shellWord(folder)] }
    return words.joined(separator: " ")
  }

  private func size(of file: SampleFile) -> String {
    let lines = file.bytes.count { $0 == 10 }
    return file.name.hasSuffix(".csv") ? "\(lines - 1) rows" : "\(lines) lines"
  }
}

/// Where a folder will lie, whatever it is called from here.
private func place(of folder: String) -> String {
  let last = lastPart(folder)
  let parent = String(folder.prefix(folder.count - (folder.hasSuffix("/") ? 1 : 0)))
    .split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
  let there = resolvedPath(parent.isEmpty ? (folder.hasPrefix("/") ? "/" : ".") : parent)
  return "\(there ?? parent)/\(last)"
}

/// What tells a folder's centre from every other in calendars.
private func identity(of folder: String) -> String {
  let word = lastPart(folder).lowercased().utf8.map { byte in
    (48...57).contains(byte) || (97...122).contains(byte) ? Character(UnicodeScalar(byte)) : "-"
  }
  return "\(String(word.prefix(24)))-\(SHA256.hex(Array(place(of: folder).utf8)).prefix(8))"
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
