public import Diagnostics
internal import Tables

/// The places that are known by name, with the zones a person there may be in.
public struct Places: Sendable {
  /// One place.
  public struct Place: Hashable, Sendable {
    public var name: String
    /// IANA names; the first is taken where one is needed.
    public var zones: [String]
  }

  /// By jurisdiction, such as `US-FL`.
  public let known: [String: Place]

  public init(_ known: [String: Place]) { self.known = known }

  /// Reads a file with the columns jurisdiction, name and zones, which are separated by `|`.
  public init(file: String, bytes: [UInt8]) throws(Problem) {
    let table = try CSVTable(file: file, bytes: bytes)
    let columns = try table.require("jurisdiction", "name", "zones")
    var all: [String: Place] = [:]
    try table.forEachRow { (row: borrowing CSVRow) throws(Problem) in
      all[try row.name(columns[0])] = Place(
        name: row.text(columns[1]),
        zones: row.text(columns[2]).split(separator: "|").map(String.init)
      )
    }
    known = all
  }

  public subscript(jurisdiction: String) -> Place? { known[jurisdiction] }

  /// Whether parts of a country are known, so that one that is not among them is no place.
  func knowsParts(of country: String) -> Bool {
    known.keys.contains { $0.hasPrefix(country + "-") }
  }
}

/// The country of `US-FL` is `US`.
func country(of jurisdiction: String) -> String {
  String(jurisdiction.prefix { $0 != "-" })
}

/// Names out of `known` that `typed` may have been meant to be, the nearest first; at most four.
func nearestNames(to typed: String, among known: [String]) -> [String] {
  var left = known
  var found: [String] = []
  while found.count < 4, let near = nearestName(to: typed, among: left) {
    found.append(near)
    left.removeAll { $0 == near }
  }
  return found
}
