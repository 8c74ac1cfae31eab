public import Diagnostics

/// What an import noticed: what was dropped, mended or assumed, how often, and where first.
public struct ImportFinding: Hashable, Sendable {
  public var text: String
  public var count: Int
  /// The first places, in the order in which they were met.
  public var places: [Place]
  /// Whether it makes counts doubtful; those fail a strict import.
  public var isDoubt: Bool

  /// One line: `copies of lines, counted once: 3 (queue_log:7, 90, 91)`.
  public var description: String {
    var line = count == 0 ? text : "\(text): \(count)"
    guard let first = places.first else { return line }
    let rest = places.dropFirst().map { place in
      place.file == first.file ? "\(place.line ?? 0)" : "\(place)"
    }
    line += " (" + (["\(first)"] + rest).joined(separator: ", ")
    return line + (places.count < count ? ", …)" : ")")
  }
}

/// Collects findings by their text.
struct Findings {
  private(set) var all: [ImportFinding] = []
  private var positions: [String: Int] = [:]

  /// Notes one more; `text` is what there are several of.
  mutating func note(_ text: String, at place: Place? = nil, doubt: Bool = false, count: Int = 1) {
    let k: Int
    if let known = positions[text] {
      k = known
    } else {
      k = all.count
      positions[text] = k
      all.append(ImportFinding(text: text, count: 0, places: [], isDoubt: doubt))
    }
    all[k].count += count
    if let place, all[k].places.count < 5 { all[k].places.append(place) }
  }

  /// A sentence of its own, without a number.
  mutating func say(_ text: String, at place: Place? = nil, doubt: Bool = false) {
    note(text, at: place, doubt: doubt, count: 0)
  }
}
