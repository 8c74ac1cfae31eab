internal import Diagnostics
internal import Glibc

/// A library of the system that is opened at run time, where it is installed.
struct DynamicLibrary {
  private let handle: UnsafeMutableRawPointer
  private let name: String

  /// Opens the first of `names` that can be opened.
  ///
  /// - Throws: A ``Problem`` that says which package has it.
  init(_ names: [String], package: String, for what: String) throws(Problem) {
    for name in names {
      if let handle = dlopen(name, RTLD_NOW | RTLD_LOCAL) {
        self.handle = handle
        self.name = name
        return
      }
    }
    throw Problem(
      .missingConfiguration, subject: "--from", "\(what) needs the library \(names[0])",
      maybe: "apt-get install \(package)")
  }

  /// A function by its name; its C type is the caller's word.
  func function<T>(_ symbol: String, as type: T.Type) throws(Problem) -> T {
    guard let address = dlsym(handle, symbol) else {
      throw Problem(
        .missingConfiguration, subject: "--from", "\(name) has no function \(symbol)",
        maybe: "another version of the library is meant")
    }
    return unsafeBitCast(address, to: type)
  }
}
