import CivilTime
import Diagnostics
import Files
import Importing
import TestSupport
import Testing

/// Damaged files: every one gives a history or a problem that names the file, never a trap.
@Suite struct ImportFuzzTests {
  /// Rounds for each example; `MUSTER_FUZZ_ROUNDS` for long runs.
  static let rounds = environment("MUSTER_FUZZ_ROUNDS").flatMap { Int($0) } ?? 60

  @Test(arguments: FormatTests.examples.indices)
  func damagedExportsGiveAHistoryOrAProblem(example: Int) throws {
    let original = Array(FormatTests.examples[example].text.utf8)
    let format = FormatTests.examples[example].format
    try damage(original, format: format, seed: UInt64(example + 1))
  }

  @Test(arguments: [0, 3, 7, 12, 13, 19, 20, 24, 28])
  func damagedTablesGiveAHistoryOrAProblem(spelling: Int) throws {
    let bytes = Array(TableTests.spellings[spelling].bytes.prefix(1200))
    try damage(bytes, format: nil, seed: UInt64(100 + spelling))
  }

  @Test func damagedQueueLogsGiveAHistoryOrAProblem() throws {
    let log = """
      1795183140|NONE|NONE|NONE|QUEUESTART|
      1795183205|1795183200.1|sales|NONE|ENTERQUEUE||15550100001|1
      1795183225|1795183200.1|sales|PJSIP/103|CONNECT|20|1795183200.101|4
      1795183405|1795183200.1|sales|PJSIP/103|ATTENDEDTRANSFER|APP|Queue|20|180|1
      1795183406|1795183200.1|support|NONE|ENTERQUEUE||15550100002|1
      1795183493|1795183200.1|support|NONE|EXITWITHTIMEOUT|1|1|33
      1795183494|1795183200.1|support|NONE|ENTERQUEUE||15550100002|1
      1795183499|1795183200.1|support|NONE|ABANDON|1|1|5

      """
    try damage(Array(log.utf8), format: "asterisk-queue-log", seed: 7)
  }

  private func damage(_ original: [UInt8], format: String?, seed: UInt64) throws {
    var random = SeededGenerator(state: seed)
    let marks = Array("0123456789|,;\t\"'-:./ \n\r\\aZ\u{0}\u{FF}€".utf8)
    try withTemporaryFolder { folder in
      for _ in 0..<Self.rounds {
        var bytes = original
        for _ in 0..<Int.random(in: 1...8, using: &random) where !bytes.isEmpty {
          let at = Int.random(in: 0..<bytes.count, using: &random)
          switch Int.random(in: 0..<6, using: &random) {
          case 0: bytes[at] = UInt8.random(in: 0...255, using: &random)
          case 1: bytes.remove(at: at)
          case 2: bytes.insert(marks.randomElement(using: &random) ?? 0, at: at)
          case 3: bytes = Array(bytes[..<at])
          case 4: bytes += bytes[at...]
          default: bytes[at] = marks.randomElement(using: &random) ?? 0
          }
        }
        try writeFile("\(folder)/damaged", bytes)
        var options = ImportOptions()
        options.sourceZone = try ZoneDatabase.system.zone("America/New_York")
        options.keepsRejects = true
        if Bool.random(using: &random) { options.format = format }
        do {
          let result = try importHistory(["\(folder)/damaged"], options)
          #expect(result.rowCount > 0)
        } catch let problem as Problem {
          #expect(problem.place?.file == "\(folder)/damaged" || problem.kind == .usage)
        }
      }
    }
  }
}
