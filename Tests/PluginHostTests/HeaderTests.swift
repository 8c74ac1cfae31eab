import Files
import TestSupport
import Testing

/// The headers are what strangers compile: C99 and C++, alone and together, without a warning.
@Suite struct HeaderTests {
  @Test(arguments: [
    ["gcc", "-std=c99"], ["gcc", "-std=c17"], ["g++", "-std=c++11"], ["g++", "-std=c++17"],
    ["clang", "-std=c99"], ["clang++", "-std=c++20"],
  ]) func compilesWithoutAWarning(compiler: [String]) throws {
    try withTemporaryFolder { folder in
      for headers in [
        ["muster_plugin.h"], ["muster_plugin_json.h"], ["muster_plugin.h", "muster_plugin_json.h"],
      ] {
        let source = "\(folder)/plugin.\(compiler[0].hasSuffix("++") ? "cpp" : "c")"
        let text = headers.map { "#include \"\($0)\"\n" }.joined() + "int plugin;\n"
        try writeFile(source, Array(text.utf8))
        let finished: Finished
        do {
          finished = try run(
            compiler + ["-pedantic", "-Wall", "-Wextra", "-Werror", "-fsyntax-only"]
              + ["-I\(packageFolder)/Sources/CMusterPlugin/include", source])
        } catch {
          skipped("no \(compiler[0])")
          return
        }
        #expect(finished.code == 0, "\(compiler) \(headers): \(finished.errors)")
      }
    }
  }
}
