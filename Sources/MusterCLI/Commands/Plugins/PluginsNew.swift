import ArgumentParser
import Diagnostics
import Files
import PluginHost

enum PluginLanguage: String, CaseIterable, ExpressibleByArgument {
  case swift, c

  var template: PluginTemplate.Language { self == .c ? .c : .swift }
}

struct PluginsNew: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new",
    abstract: "Start a plugin of your own from a template that builds, loads and conforms.",
    discussion: """
      muster plugins new org.example.night-desk --language c
      muster plugins new org.example.night-desk --language swift --folder night-desk
      """)

  @Argument(help: "The plugin's id: a-z, 0-9, . and -, best a domain of yours turned round.")
  var name: String

  @Option(help: "swift or c.")
  var language = PluginLanguage.swift

  @Option(
    help: ArgumentHelp("The folder to make; named after the plugin by default.", valueName: "dir"))
  var folder: String?

  @Option(
    help: ArgumentHelp("Where the Swift kit is, if not beside this muster.", valueName: "dir"))
  var kit: String?

  func run() throws {
    let kit = kit ?? Installation.kit
    guard language == .c || kit != nil else {
      throw Problem(
        .missingConfiguration, subject: "--kit", "the Swift kit is not beside this muster",
        maybe: "give the folder share/muster/muster-plugin-kit of an installation")
    }
    let template = try PluginTemplate(
      id: name, language: language.template, kit: kit ?? "", include: Installation.include ?? ".")
    let target = folder ?? name
    try template.write(to: target)
    for (path, _) in template.files { Terminal.write("\(target)/\(path)\n") }
    let library = "libmuster-\(name).so"
    let build =
      language == .c
      ? "make -C \(target) && muster plugins check \(target)/\(library)"
      : "swift build -c release --package-path \(target) && "
        + "muster plugins check \(target)/.build/release/\(library)"
    Terminal.say("Next: \(build)")
  }
}

/// What lies beside the program: an installation, or the package it was built in.
enum Installation {
  /// The folder above `bin`, or the folder with Package.swift; nil when it is neither.
  private static var roots: (installed: String, package: String?) {
    let parts = PluginSearch.programPath().split(
      separator: "/", omittingEmptySubsequences: false)
    let installed = parts.dropLast(2).joined(separator: "/")
    var above = parts.dropLast()
    while above.count > 1 {
      let folder = above.joined(separator: "/")
      if exists("\(folder)/Sources/MusterPluginKit"), exists("\(folder)/Package.swift") {
        return (installed, folder)
      }
      above = above.dropLast()
    }
    return (installed, nil)
  }

  /// The package with the product `MusterPluginKit`.
  static var kit: String? {
    let roots = roots
    let installed = "\(roots.installed)/share/muster/muster-plugin-kit"
    return exists("\(installed)/Package.swift") ? installed : roots.package
  }

  /// The folder with `muster_plugin.h`.
  static var include: String? {
    let roots = roots
    let installed = "\(roots.installed)/include/muster"
    if exists("\(installed)/muster_plugin.h") { return installed }
    return roots.package.map { "\($0)/Sources/CMusterPlugin/include" }
  }
}
