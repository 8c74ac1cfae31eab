public import Diagnostics
internal import Files

/// The zone files of a system, in the folder the tzdata package fills.
public struct ZoneDatabase: Hashable, Sendable {
  public let folder: String

  public init(folder: String) { self.folder = folder }

  /// Where Linux systems keep it.
  public static let system = ZoneDatabase(folder: "/usr/share/zoneinfo")

  /// The release, such as `2026f`; nil when the folder does not tell.
  public var version: String? {
    guard let list = try? readFile("\(folder)/tzdata.zi") else { return nil }
    let line = String(decoding: list.prefix { $0 != 10 }, as: UTF8.self)
    let mark = "# version "
    return line.hasPrefix(mark) ? String(line.dropFirst(mark.count)) : nil
  }

  /// Reads a zone.
  ///
  /// - Throws: A ``Problem`` that names the nearest zone when there is none of this name.
  public func zone(_ name: String) throws(Problem) -> Zone {
    guard Self.isPlausible(name) else { throw unknown(name) }
    let path = "\(folder)/\(name)"
    let bytes: [UInt8]
    do {
      bytes = try readFile(path)
    } catch {
      // A file that is there but cannot be read is no unknown zone.
      if error.kind == .failed { throw error }
      throw unknown(name)
    }
    guard bytes.starts(with: Array("TZif".utf8)) else { throw unknown(name) }
    return try Zone(name: name, bytes: bytes, file: path)
  }

  /// Reads a zone that is a place, or UTC: a fixed offset under a name (`EST`, `Etc/GMT+5`, `MST7MDT`)
  /// is refused, because the clocks of a place change and its offset does not say how.
  ///
  /// - Throws: A ``Problem`` that names places with such clocks.
  public func place(_ name: String) throws(Problem) -> Zone {
    guard !Self.isUTC(name), FixedOffsets.isOffset(name) else { return try zone(name) }
    throw Problem(
      subject: "time zone", "is an offset or an abbreviation, not a place", value: name,
      maybe: FixedOffsets.places(for: name).map { "\($0) is meant" }
        ?? "a place such as America/New_York is meant; UTC is accepted")
  }

  private static func isUTC(_ name: String) -> Bool {
    ["UTC", "Etc/UTC", "Etc/UCT", "UCT", "Zulu", "Universal"].contains(name)
  }

  /// The names of all zones and links, ascending; from `tzdata.zi`, else from `zone.tab`.
  public func names() -> [String] {
    var names: Set<String> = []
    if let list = try? readFile("\(folder)/tzdata.zi") {
      for line in list.split(separator: 10) where line.first == 76 || line.first == 90 {
        // `Z America/New_York -4:56:2 - LMT …` and `L America/New_York US/Eastern`.
        let words = line.split(separator: 32)
        let position = line.first == 90 ? 1 : 2
        if words.count > position {
          names.insert(String(decoding: words[position], as: UTF8.self))
        }
      }
    }
    for tab in ["zone1970.tab", "zone.tab"] where names.isEmpty {
      guard let list = try? readFile("\(folder)/\(tab)") else { continue }
      for line in list.split(separator: 10) where line.first != 35 {
        let words = line.split(separator: 9)
        if words.count > 2 { names.insert(String(decoding: words[2], as: UTF8.self)) }
      }
    }
    return names.sorted()
  }

  /// Names lead nowhere but into the folder; `right/` counts leap seconds, which we do not.
  private static func isPlausible(_ name: String) -> Bool {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    return parts.allSatisfy { part in
      !part.isEmpty && part.first != "."
        && part.utf8.allSatisfy {
          (48...57).contains($0) || (65...90).contains($0 & 0xDF) || [43, 45, 95].contains($0)
        }
    } && parts.first != "right" && parts.first != "posix"
  }

  private func unknown(_ name: String) -> Problem {
    let known = names()
    guard !known.isEmpty else {
      return Problem(
        .missingConfiguration, at: Place(file: folder), "holds no time zones", value: name,
        maybe: "the tzdata package must be installed")
    }
    return Problem(
      subject: "time zone", "is not in the IANA database", value: name,
      maybe: suggestion(for: name, known).map { "\($0) is meant" }
        ?? "a name such as America/New_York is meant; fixed offsets are not accepted")
  }

  private func suggestion(for name: String, _ known: [String]) -> String? {
    if FixedOffsets.isOffset(name) { return FixedOffsets.places(for: name) }
    func plain(_ text: some StringProtocol) -> String {
      String(text.lowercased().map { $0 == " " ? "_" : $0 })
    }
    let typed = plain(name)
    if let same = known.first(where: { plain($0) == typed }) { return same }
    func city(_ zone: String) -> String { plain(zone.split(separator: "/").last ?? "") }
    let places = known.filter { $0.contains("/") && !$0.hasPrefix("Etc/") }
    if let place = places.first(where: { city($0) == city(typed) }) { return place }
    if let near = nearestName(to: name, among: known) { return near }
    guard let near = nearestName(to: city(typed), among: places.map(city)) else { return nil }
    return places.first { city($0) == near }
  }
}
