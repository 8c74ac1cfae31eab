internal import Diagnostics

/// By which instant a format counts a contact.
public enum KeyedBy: String, Sendable {
  case arrival
  case answer
  /// When it ended; up to its length later than it came.
  case end
  /// As the file says, which is not known here.
  case interval
}

/// One kind of file a telephone system writes, and how it is read.
public struct ImportFormat: Sendable {
  /// The word on the command line.
  public var name: String
  /// Further words for it.
  public var aliases: [String] = []
  /// What it is, for people.
  public var title: String
  public var keyedBy: KeyedBy
  /// What an interval without a record means.
  public var absent: AbsentRows
  /// Why a file is of this format; nil when it is not.
  var recognise: @Sendable (ImportSample) -> String?
  /// Reads files and adds what they say to the session.
  var read: @Sendable (ImportSession, [ImportInput]) throws(Problem) -> Void
}

extension ImportFormat {
  /// Every format, in the order in which files are tried.
  public static let all: [ImportFormat] =
    [.queueLog, .callTable, .queueLogTable, .twilioTaskRouter]
    + [
      .asteriskCDR, .freeSwitchQueues, .freeSwitchCalls, .vicidial, .amazonConnect, .avayaCMS,
      .genesysCloud, .genesysHistory, .five9, .talkdesk, .zendeskTalk, .niceIEX, .ciscoUCCX,
      .general,
    ].map { (table: TableFormat) in table.format }

  /// Whether `word` names a format.
  public static func isName(_ word: String) -> Bool { (try? named(word)) != nil }

  /// The format of this name.
  static func named(_ name: String) throws(Problem) -> ImportFormat {
    let typed = name.lowercased().replacing("_", with: "-")
    if let found = all.first(where: { $0.name == typed || $0.aliases.contains(typed) }) {
      return found
    }
    let names = all.flatMap { [$0.name] + $0.aliases }
    throw Problem(
      .usage, subject: "format", "is not known", value: name,
      maybe: nearestName(to: typed, among: names).map { "\($0) is meant" }
        ?? "one of these is meant: \(all.map(\.name).joined(separator: ", "))")
  }
}

/// The beginning of a file, by which its format is told.
struct ImportSample {
  var name: String
  /// As text, from whatever encoding.
  var text: String
  var isBinary: Bool
  /// A workbook of a spreadsheet program, or another zip archive.
  var isWorkbook: Bool
  /// Its first lines without spaces around them, empty ones left out.
  var lines: [String]

  init(name: String, bytes: [UInt8]) {
    self.name = name
    isWorkbook = bytes.starts(with: [0x50, 0x4B, 3, 4])
    let decoded = TextDecoding.utf8(bytes)
    isBinary = decoded.bytes.contains(0)
    text = String(decoding: decoded.bytes, as: UTF8.self)
    lines = []
    for line in text.split(whereSeparator: \.isNewline).prefix(60) {
      let trimmed = line.trimmingSpaces
      if !trimmed.isEmpty { lines.append(trimmed) }
    }
  }
}

extension StringProtocol {
  /// Without spaces and control characters at its ends.
  var trimmingSpaces: String {
    var scalars = String(self).unicodeScalars[...]
    func isSpace(_ scalar: Unicode.Scalar) -> Bool {
      scalar.properties.isWhitespace || scalar.value < 32 || scalar.value == 0xFEFF
    }
    while let first = scalars.first, isSpace(first) { scalars = scalars.dropFirst() }
    while let last = scalars.last, isSpace(last) { scalars = scalars.dropLast() }
    return String(scalars)
  }
}
