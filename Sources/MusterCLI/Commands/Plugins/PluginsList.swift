import ArgumentParser
import Diagnostics
import PluginContract
import PluginHost
import Tables

struct PluginsList: ParsableCommand, RuledOptions {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the plugins there are and what each adds.",
    discussion: """
      muster plugins list
      muster plugins list --verbose            where each comes from, and what was passed over
      muster plugins list --format json
      """)

  @OptionGroup var folders: PluginFolders

  @Flag(name: .shortAndLong, help: "Show files, hashes, shadowed and refused plugins.")
  var verbose = false

  @Option(help: "table, csv or json.")
  var format = OutputFormat.table

  static let aliases = ["-v": "--verbose"]

  func run() throws {
    let search = folders.search()
    let catalogue = PluginCatalogue(search, loader: folders.loader)
    PluginFolders.sayGap()
    switch format {
    case .table: writeTable(catalogue, search)
    case .csv: writeCSV(catalogue)
    case .json: try Terminal.write(ContractCoding.text(catalogue.entries.map(Listed.init)) + "\n")
    }
  }

  private func writeTable(_ catalogue: PluginCatalogue, _ search: PluginSearch) {
    let used = catalogue.entries.filter { $0.plugin != nil && $0.shadowedBy == nil }
    if used.isEmpty {
      Terminal.say("No plugins. Looked in:")
      for folder in search.folders { Terminal.say("  \(folder.path)  (\(folder.origin.rawValue))") }
    } else {
      var table = TextTable([.left("id"), .left("version"), .left("adds"), .left("what it is")])
      for plugin in used.compactMap(\.plugin).sorted(by: { $0.id < $1.id }) {
        table.row(
          plugin.id, plugin.identity.version,
          plugin.identity.hooks.map(\.name).joined(separator: " "), plugin.identity.summary)
      }
      Terminal.write(table.text(.ruled, paint: Paint(isOn: Terminal.outputIsColoured)))
    }
    if verbose { writeFiles(catalogue) }
    let broken = catalogue.entries.filter { $0.fault != nil }.count
    if broken > 0, !verbose {
      Terminal.say(
        "\(broken) more \(broken == 1 ? "file was" : "files were") not loaded: --verbose says why.")
    }
  }

  private func writeFiles(_ catalogue: PluginCatalogue) {
    Terminal.write("\n")
    for entry in catalogue.entries {
      Terminal.write("\(entry.path)  (\(entry.origin.rawValue))\n")
      if let plugin = entry.plugin {
        let identity = plugin.identity
        Terminal.write(
          "  \(plugin.id), contract \(identity.contractMajor).\(identity.contractMinor), "
            + (plugin.isIsolated
              ? "isolated: did not come with muster" : "in process: came with muster")
            + "\n  sha256 \(plugin.sha256)\n")
        if let winner = entry.shadowedBy { Terminal.write("  not used: \(winner) comes first\n") }
      }
      if let fault = entry.fault { Terminal.write("  not used: it \(fault.sentence)\n") }
    }
  }

  private func writeCSV(_ catalogue: PluginCatalogue) {
    var writer = CSVWriter([
      "id", "version", "adds", "path", "origin", "isolated", "sha256", "shadowed_by", "refused",
    ])
    for entry in catalogue.entries.map(Listed.init) {
      let fields: [String?] = [
        entry.id, entry.version, entry.adds?.joined(separator: " "), entry.path, entry.origin,
        entry.isolated.map { $0 ? "true" : "false" }, entry.sha256, entry.shadowedBy,
        entry.refused,
      ]
      writer.row(fields.map { $0 ?? "" })
    }
    Terminal.write(writer.bytes)
  }

  /// One file, for machines.
  private struct Listed: Codable {
    var id: String?
    var name: String?
    var version: String?
    var summary: String?
    var contract: String?
    var adds: [String]?
    var path: String
    var origin: String
    var isolated: Bool?
    var sha256: String?
    var shadowedBy: String?
    var refused: String?

    init(_ entry: PluginCatalogue.Entry) {
      path = entry.path
      origin = entry.origin.rawValue
      shadowedBy = entry.shadowedBy
      refused = entry.fault?.sentence
      guard let plugin = entry.plugin else { return }
      id = plugin.id
      name = plugin.identity.name
      version = plugin.identity.version
      summary = plugin.identity.summary
      contract = "\(plugin.identity.contractMajor).\(plugin.identity.contractMinor)"
      adds = plugin.identity.hooks.map(\.name)
      isolated = plugin.isIsolated
      sha256 = plugin.sha256
    }
  }
}
