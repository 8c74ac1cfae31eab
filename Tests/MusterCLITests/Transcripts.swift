import Diagnostics
import Files
import MusterCLI
import TestSupport
import Testing

/// Whole outputs of the built program, one command after the other, as they would stand on a screen of
/// 80 columns: `$ muster …`, what it writes to either stream, and the exit code where it is not 0.
///
/// After a wanted change: `MUSTER_RECORD=1 swift test … --filter Transcript`, and read the diff.
/// A new case is a new line `$ muster …`.
@Suite struct TranscriptTests {
  @Test(arguments: ["help", "refusals"])
  func everythingIsSaidAsBefore(name: String) throws {
    let path = "\(packageFolder)/Tests/MusterCLITests/Transcripts/\(name).txt"
    let before = try text(of: path)
    try withTemporaryFolder { folder in
      var now = ""
      for line in before.split(separator: "\n") where line.hasPrefix("$ muster") {
        now += try run(line, in: folder)
      }
      if environment("MUSTER_RECORD") != nil { try writeFile(path, Array(now.utf8)) }
      guard environment("MUSTER_RECORD") == nil, now != before else { return }
      let (old, new) = (sections(before), sections(now))
      for (a, b) in zip(old, new) { #expect(a == b) }
      #expect(old.count == new.count)
    }
  }

  @Test func everyCommandHasItsHelpInTheTranscript() throws {
    let help = try text(of: "\(packageFolder)/Tests/MusterCLITests/Transcripts/help.txt")
    for path in CommandLineProbe.commands {
      let line = "$ muster \(path.joined(separator: " ")) --help\n"
      #expect(help.contains(line), "add the line \(line)")
    }
  }

  private func run(_ line: Substring, in folder: String) throws -> String {
    let words = line.dropFirst("$ muster".count).split(separator: " ").map(String.init)
    let result = try TestSupport.run(
      [musterExecutable] + words, environment: ["COLUMNS": "80", "HOME": folder])
    var text = "\(line)\n" + result.output + result.errors
    if !text.hasSuffix("\n") { text += "\n" }
    if result.code != 0 { text += "exit code \(result.code)\n" }
    return text + "\n"
  }

  /// One element a command.
  private func sections(_ text: String) -> [Substring] {
    text.split(separator: "\n$ ", omittingEmptySubsequences: true)
  }
}
