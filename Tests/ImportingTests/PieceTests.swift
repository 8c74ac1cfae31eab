import CivilTime
import Diagnostics
import Files
import Importing
import TestSupport
import Testing

/// However a file is cut, mixed or repeated, its history is the same, and what is missing is said.
@Suite struct PieceTests {
  /// Formats that are written without a header line.
  static let withoutHeader: Set<String> = ["freeswitch-cdr", "asterisk-cdr", "twilio-taskrouter"]

  private func parts(_ example: FormatExample) -> (header: [String], rows: [String]) {
    let lines = example.text.split(separator: "\n").map(String.init)
    let count = Self.withoutHeader.contains(example.format) ? 0 : 1
    return (Array(lines[..<count]), Array(lines[count...]))
  }

  /// The history of files of these texts; nil when they have none.
  private func history(_ texts: [String], _ example: FormatExample) throws -> ImportResult? {
    try withTemporaryFolder { folder in
      var paths: [String] = []
      for (k, text) in texts.enumerated() {
        paths.append("\(folder)/export\(k)")
        try writeFile(paths[k], Array(text.utf8))
      }
      var options = ImportOptions()
      options.sourceZone = try ZoneDatabase.system.zone(example.zone)
      options.format = example.format
      // A piece may prove no order of day and month.
      options.dateOrder = example.text.contains("11/20/2026") ? .mdy : nil
      do { return try importHistory(paths, options) } catch let problem as Problem {
        #expect(problem.place?.file.hasPrefix(folder) == true, "\(problem)")
        return nil
      }
    }
  }

  private func text(_ result: ImportResult?) -> String? {
    result.map { String(decoding: $0.history, as: UTF8.self) }
  }

  @Test(arguments: FormatTests.examples)
  func splitOrderAndCopiesChangeNothing(_ example: FormatExample) throws {
    let (header, rows) = parts(example)
    func file(_ rows: some Sequence<String>) -> String {
      (header + rows).joined(separator: "\n") + "\n"
    }
    let whole = try #require(text(try history([file(rows)], example)))
    var random = SeededGenerator(state: UInt64(rows.count))
    for _ in 0..<12 {
      #expect(text(try history([file(rows.shuffled(using: &random))], example)) == whole)
      #expect(text(try history([file(rows), file(rows)], example)) == whole)
      guard rows.count > 1 else { continue }
      let mixed = rows.shuffled(using: &random)
      let cut = Int.random(in: 1..<rows.count, using: &random)
      let early = Int.random(in: 0..<cut, using: &random)
      let pieces = [file(mixed[..<cut]), file(mixed[early...])].shuffled(using: &random)
      #expect(text(try history(pieces, example)) == whole, "cut at \(cut), from \(early)")
    }
  }

  /// A copy that was broken off has what its whole lines have; the rest is said.
  @Test(arguments: FormatTests.examples)
  func whatWasBrokenOffIsSaid(_ example: FormatExample) throws {
    guard example.format != "twilio-taskrouter" else { return }
    let bytes = Array((example.text + "\n").utf8)
    let separator: UInt8 =
      example.text.contains("\t") ? 9 : example.format == "avaya-cms" ? 124 : 44
    let (header, rows) = parts(example)
    let fields = (header.first ?? rows[0]).utf8.count { $0 == separator }
    let body = header.joined().utf8.count + 1
    for end in stride(from: body + 1, to: bytes.count, by: 7) {
      let piece = bytes[..<end]
      let whole = piece.lastIndex(of: 10).map { bytes[...$0] } ?? []
      let last = bytes[whole.endIndex..<end]
      // With all of its fields a line looks whole.
      guard !last.isEmpty, last.count(where: { $0 == separator }) < fields,
        header.isEmpty ? !whole.isEmpty : true
      else { continue }
      let got = try history([String(decoding: piece, as: UTF8.self)], example)
      let known = try history([String(decoding: whole, as: UTF8.self)], example)
      guard let known else { continue }
      #expect(text(got) == text(known), "cut at \(end)")
      #expect(got?.findings.contains { $0.isDoubt || $0.count > 0 } == true, "cut at \(end)")
    }
  }
}
