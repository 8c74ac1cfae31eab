internal import CivilTime

/// What is needed of an entry that an earlier plan published, read back from its calendar file.
struct PublishedEntry {
  var uid: String
  var sequence: Int
  var stamp: String
  var digest: String
  var start: Instant
  var end: Instant
  var summary: String
  /// Its content lines, unfolded, from BEGIN to END.
  var lines: [String]

  /// The entries of a calendar written by ``CalendarWriter``, cancelled ones too; those that lack a
  /// field are left out.
  static func entries(in bytes: [UInt8]) -> [PublishedEntry] {
    let text = String(decoding: bytes, as: UTF8.self)
      .replacing("\r\n ", with: "").replacing("\r\n", with: "\n")
    var entries: [PublishedEntry] = []
    var fields: [Substring: Substring] = [:]
    var lines: [String] = []
    for line in text.split(separator: "\n") {
      if line == "BEGIN:VEVENT" { lines = [] }
      lines.append(String(line))
      guard let colon = line.firstIndex(of: ":") else { continue }
      let (name, value) = (line[..<colon], line[line.index(after: colon)...])
      if name == "BEGIN", value == "VEVENT" { fields = [:] }
      fields[name] = value
      if name == "END", value == "VEVENT", let entry = PublishedEntry(fields, lines) {
        entries.append(entry)
      }
    }
    return entries
  }

  private init?(_ fields: [Substring: Substring], _ lines: [String]) {
    guard let uid = fields["UID"],
      let sequence = fields["SEQUENCE"].flatMap({ Int($0) }),
      (0...Int(Int32.max)).contains(sequence), let stamp = fields["DTSTAMP"],
      let digest = fields["X-MUSTER-DIGEST"],
      let start = fields["DTSTART"].flatMap(instant(stamp:)),
      let end = fields["DTEND"].flatMap(instant(stamp:))
    else { return nil }
    self.uid = unescaped(uid)
    self.lines = lines
    self.sequence = sequence
    self.stamp = String(stamp)
    self.digest = String(digest)
    self.start = start
    self.end = end
    self.summary = unescaped(fields["SUMMARY"] ?? "")
  }
}

/// Reads `20261123T140000Z`.
private func instant(stamp: Substring) -> Instant? {
  let digits = stamp.filter { $0.isASCII && $0.isNumber }
  guard stamp.count == 16, stamp.last == "Z", digits.count == 14 else { return nil }
  func part(_ from: Int, _ count: Int) -> Int {
    let start = digits.index(digits.startIndex, offsetBy: from)
    return Int(digits[start..<digits.index(start, offsetBy: count)]) ?? 0
  }
  guard let date = CivilDate(year: part(0, 4), month: part(4, 2), day: part(6, 2)) else {
    return nil
  }
  let seconds = part(8, 2) * 3600 + part(10, 2) * 60 + part(12, 2)
  return Instant(seconds: Int64(date.dayNumber * 86_400 + seconds))
}

/// The inverse of ``escaped(_:)``.
private func unescaped(_ text: Substring) -> String {
  var out = ""
  var afterBackslash = false
  for character in text {
    if afterBackslash {
      out.append(character == "n" || character == "N" ? "\n" : character)
      afterBackslash = false
    } else if character == "\\" {
      afterBackslash = true
    } else {
      out.append(character)
    }
  }
  return out
}
