import Files
import TestSupport
import Testing

/// What `make install` lays out, from the build that is tested.
@Suite struct InstallTests {
  @Test func theInstalledTreeIsCompleteAndWorks() throws {
    try withTemporaryFolder { folder in
      let build = String(musterExecutable.dropLast("/muster".count))
      let prefix = "\(folder)/usr"
      let result = try run(["\(packageFolder)/Scripts/install-tree", build, prefix, prefix])
      #expect(result.code == 0, "\(result.errors)")
      for path in [
        "bin/muster", "include/muster/muster_plugin.h", "lib/pkgconfig/muster-plugin.pc",
        "share/man/man1/muster.1", "share/bash-completion/completions/muster",
        "share/zsh/site-functions/_muster", "share/fish/vendor_completions.d/muster.fish",
        "share/muster/documentation/centre.md", "share/muster/forecasts/harbor-bank/centre.toml",
      ] {
        #expect(exists("\(prefix)/\(path)"), "\(path)")
      }
      let version = try run(["\(prefix)/bin/muster", "--version"])
      #expect(version.code == 0 && version.output.contains("."))
      let list = try run(["\(prefix)/bin/muster", "plugins", "list"])
      for plugin in shippedPlugins { #expect(list.output.contains(plugin), "\(plugin)") }
    }
  }

  @Test func theManualNamesEveryCommand() throws {
    let manual = try text(of: "\(packageFolder)/Documentation/muster.1")
    let help = try muster("--help").output
    let commands = help.split(separator: "\n").drop { !$0.hasSuffix(" SUBCOMMANDS:") }
      .filter { $0.hasPrefix("  ") && !$0.hasPrefix("   ") }
      .compactMap { $0.split(separator: " ").first }
    #expect(commands.count > 8)
    for command in commands {
      #expect(manual.contains("muster-\(command)") || manual.contains(command), "\(command)")
    }
  }
}
