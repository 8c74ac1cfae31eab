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
