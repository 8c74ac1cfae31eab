import ArgumentParser
import Diagnostics
import Files
import PluginHost
import Tables

struct PluginsTrust: ParsableCommand, RuledOptions {
  static let configuration = CommandConfiguration(
    commandName: "trust",
    abstract: "Let a plugin run that only a centre's file names, and list what is trusted.",
    discussion: """
      A centre folder may come from a stranger, with plugins in it. They run when you say so:

        muster plugins trust Forecasts/from-a-stranger/plugins/libmuster-x.so
        muster plugins trust org.example.night-desk
        muster plugins trust --list

      Nothing of the file is run to trust it. Its SHA-256 is kept in trusted-plugins.csv of your \
      configuration folder ($MUSTER_CONFIG, $XDG_CONFIG_HOME/muster or ~/.config/muster); a file that \
      changes in one byte is no longer trusted. muster plugins distrust takes it back.
      """)

  @OptionGroup var folders: PluginFolders

  @Argument(help: "The plugin's file, or the id that its file is named after.")
  var plugin: String?

  @Flag(help: "List the files that are trusted, and whether they are still what they were.")
  var list = false

  @Option(help: "The list's form: table, csv or json.")
  var format = OutputFormat.table

  static let needs = [OptionNeed("--format", needs: "--list")]
  static let conflicts = [
    OptionConflict("--list", "--plugin-dir", why: "shows what is trusted, wherever it lies")
  ]

  func validate() throws {
    if (plugin == nil) == !list { throw ValidationError("give a plugin to trust, or --list") }
  }

  func run() throws {
    let trust = PluginFolders.trust
    guard let plugin else { return try show(trust) }
    let record = try trust.add(try folders.file(of: plugin))
    Terminal.write("\(record.sha256)  \(record.path)\n")
    Terminal.say("Trusted. It may run for any centre that names it, until it changes.")
  }

  private func show(_ trust: PluginTrust) throws {
    let records = try trust.records()
    guard !records.isEmpty || format != .table else {
      return Terminal.say("No plugin is trusted but those that came with muster.")
    }
    var table = Table([.text("sha256"), .text("state"), .text("file")])
    for record in records {
      table.row(.text(record.sha256), .text(record.state), .text(record.path))
    }
    Terminal.write(table, format)
  }
}

struct PluginsDistrust: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "distrust",
    abstract: "Trust a plugin no longer: what muster plugins trust allowed is taken back.",
    discussion: """
      muster plugins distrust Forecasts/from-a-stranger/plugins/libmuster-x.so
      muster plugins distrust org.example.night-desk
      muster plugins distrust 9f86d081884c7d65       the first digits of its SHA-256
      """)

  @Argument(help: "The file as the list has it, the id that it is named after, or its SHA-256.")
  var plugin: String

  func run() throws {
    let trust = PluginFolders.trust
    let gone = try trust.remove { trust.isMeant($0, by: plugin) }
    guard !gone.isEmpty else {
      throw Problem(
        .missingConfiguration, subject: "plugin", "is not among those that are trusted",
        value: plugin, maybe: "muster plugins trust --list shows them")
    }
    for record in gone { Terminal.write("\(record.sha256)  \(record.path)\n") }
    Terminal.say("No longer trusted.")
  }
}

extension PluginFolders {
  /// The file that is meant by a path, or by the id that a file of the folders is named after; no file is
  /// looked into.
  func file(of plugin: String) throws -> String {
    if plugin.contains("/") || plugin.hasSuffix(".so") || exists(plugin) { return plugin }
    if let found = search().candidates().first(where: { $0.isNamed(after: plugin) }) {
      return found.path
    }
    throw Problem(
      .missingConfiguration, subject: "plugin", "no file is named after this id",
      value: plugin, maybe: "give the path of the file, libmuster-\(plugin).so or another")
  }
}
