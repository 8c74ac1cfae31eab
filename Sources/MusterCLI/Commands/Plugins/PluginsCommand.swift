import ArgumentParser
import Glibc
import Planning
import PluginHost

struct PluginsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plugins",
    abstract:
      "List, explain, check, trust and start plugins: what a kind of centre or a place adds.",
    discussion: """
      Looked for, in this order; the first of each id counts:

        the folders of --plugin-dir, the path of [plugins] in centre.toml,
        $MUSTER_PLUGIN_PATH, the plugins that came with muster,
        ~/.local/lib/muster/plugins

      A centre uses a plugin when its centre.toml says so:

        [[plugin]]
        id = "org.example.night-desk"
        factor = 1.3

      What only the path of a centre leads to runs when you trust it: muster plugins trust FILE.
      """,
    subcommands: [
      PluginsList.self, PluginsShow.self, PluginsCheck.self, PluginsTrust.self,
      PluginsDistrust.self, PluginsNew.self,
    ])
}

/// What is run that is none of ours when a centre is planned: its plugins, and its commands where allowed.
struct CentrePrograms: ParsableArguments {
  @OptionGroup var folders: PluginFolders

  @Flag(
    help: ArgumentHelp(
      "Run the forecasting commands that centre.toml names in [[model]]; they are not run otherwise."
    ))
  var runModels = false

  /// For a run of the chain.
  var source: PluginSource {
    var source = folders.source
    source.runsModels = runModels
    return source
  }
}

/// Where plugins are looked for.
struct PluginFolders: ParsableArguments {
  @Option(
    help: ArgumentHelp("Look for plugins in this folder first; repeatable.", valueName: "dir"))
  var pluginDir: [String] = []

  /// The search, with what the environment and a centre's configuration add.
  func search(configured: [String] = []) -> PluginSearch {
    PluginSearch(
      options: pluginDir, configured: configured, environmentPath: variable("MUSTER_PLUGIN_PATH"),
      home: variable("HOME"))
  }

  var loader: PluginLoader {
    PluginLoader(version: Version.text, trust: Self.trust)
  }

  /// The files that this user trusts.
  static var trust: PluginTrust { PluginTrust(folder: UserFolder.configuration) }

  /// Says where this machine lacks a wall around isolated plugins.
  static func sayGap() {
    if let gap = Isolation.here.gap { Terminal.say("warning: \(gap).") }
  }

  /// The same for a run of the chain.
  var source: PluginSource { PluginSource(search: { search(configured: $0) }, loader: loader) }

  private func variable(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }
  }
}
