import Foundation

/// Runs a peer's script on a file, where Python is; a script says itself when the peer is not there.
func runPython(_ script: String, _ file: String) {
  let python = Process()
  python.executableURL = URL(fileURLWithPath: "/usr/bin/env")
  python.arguments = ["python3", "-c", script, file]
  do {
    try python.run()
    python.waitUntilExit()
  } catch { print("Python is not present: no comparison") }
}

/// What a peer's script prints, line by line; nil where Python is not.
func linesOfPython(_ script: String, _ arguments: [String]) -> [String]? {
  let python = Process()
  python.executableURL = URL(fileURLWithPath: "/usr/bin/env")
  python.arguments = ["python3", "-c", script] + arguments
  let pipe = Pipe()
  python.standardOutput = pipe
  do { try python.run() } catch { return nil }
  let data = pipe.fileHandleForReading.readDataToEndOfFile()
  python.waitUntilExit()
  return String(decoding: data, as: UTF8.self).split(separator: "\n").map(String.init)
}
