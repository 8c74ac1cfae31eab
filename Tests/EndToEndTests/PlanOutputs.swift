import Files
import TestSupport
import Testing

/// Expects every output that a plan's manifest names to have the content it names; how many there are.
func expectWholeOutputs(of plan: String) throws -> Int {
  let manifest = try text(of: "\(plan)/manifest.json")
  let outputs = try #require(manifest.firstRange(of: "\"outputs\""))
  var files = 0
  for entry in manifest[outputs.upperBound...].split(separator: "{") {
    let words = entry.split(separator: "\"")
    guard let k = words.firstIndex(of: "name"), let h = words.firstIndex(of: "sha256"),
      k + 2 < words.count, h + 2 < words.count
    else { continue }
    files += 1
    let bytes = try readFile("\(plan)/\(words[k + 2])")
    #expect(SHA256.hex(bytes) == words[h + 2], "\(plan)/\(words[k + 2])")
  }
  return files
}

/// A library whose flock always succeeds, for hosts that do not see each other's locks; nil without a C compiler.
func libraryWithoutLocks(in folder: String) throws -> String? {
  let library = "\(folder)/nolock.so"
  try writeFile("\(folder)/nolock.c", Array("int flock(int f, int o) { return 0; }\n".utf8))
  let made = try run(["cc", "-shared", "-fPIC", "-o", library, "\(folder)/nolock.c"])
  guard made.code == 0 else {
    skipped("no C compiler: \(made.errors)")
    return nil
  }
  return library
}
