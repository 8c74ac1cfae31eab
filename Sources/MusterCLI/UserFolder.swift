import Glibc

/// Where this user's own settings are kept, which no centre can change.
enum UserFolder {
  /// `$MUSTER_CONFIG`, `$XDG_CONFIG_HOME/muster` or `~/.config/muster`; nil where none is known.
  ///
  /// A relative path is none: it would lie wherever the user happens to stand. A program that runs with
  /// the rights of another user takes nothing from the environment.
  static var configuration: String? {
    guard geteuid() == getuid() else { return nil }
    func absolute(_ name: String) -> String? {
      getenv(name).map { String(cString: $0) }.flatMap { $0.hasPrefix("/") ? $0 : nil }
    }
    return absolute("MUSTER_CONFIG") ?? absolute("XDG_CONFIG_HOME").map { "\($0)/muster" }
      ?? absolute("HOME").map { "\($0)/.config/muster" }
  }
}
