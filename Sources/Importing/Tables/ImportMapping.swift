public import Configuration
internal import Diagnostics

/// Which column of a table holds what, from a mapping file.
///
/// ```toml
/// [columns]          # what = "name of the column"
/// start = "Call Date"
/// offered = "Calls In"
/// handle = "Handle (min)"
/// [units]            # of columns of times: s, ms, min, h; h:mm:ss needs none
/// handle = "min"
/// [file]
/// dates = "dmy"      # or mdy, ymd
/// decimal = ","      # or "."
/// separator = ";"
/// absent = "zero"    # or missing, closed
/// [queues]           # name in the file = name in the centre
/// "Retail Bank" = "retail"
/// ```
public struct ImportMapping: Sendable {
  /// What an interval without a row means.
  public var absent: AbsentRows?
  var columns: [Field: String] = [:]
  var scale: [Field: Double] = [:]
  var dateOrder: DateOrder?
  var decimal: UInt8?
  var separator: UInt8?
  var queues: [String: String] = [:]

  /// Reads `root`; what is wrong in it is noted there.
  public init(_ root: ConfigTable) {
    if let table = root.table("columns") {
      for field in Field.allCases {
        if let name = table.string(field.key) { columns[field] = name }
      }
    }
    if let table = root.table("units") {
      for field in Field.allCases where field.isAmount && field.measure == nil {
        guard let unit = table.string(field.key) else { continue }
        switch unit {
        case "s": scale[field] = 1
        case "ms": scale[field] = 0.001
        case "min": scale[field] = 60
        case "h": scale[field] = 3600
        default:
          table.note(
            field.key, "is not a unit of time", value: unit, maybe: "s, ms, min or h is meant")
        }
      }
    }
    if let table = root.table("file") {
      dateOrder = Self.choice(table, "dates")
      absent = Self.choice(table, "absent")
      decimal = Self.mark(table, "decimal", ".,")
      separator = Self.mark(table, "separator", ",;\t|")
    }
    if let table = root.table("queues") {
      for key in table.keys {
        if let name = table.string(key) { queues[key] = name }
      }
    }
  }

  private static func choice<T: RawRepresentable & CaseIterable>(
    _ table: ConfigTable, _ key: String
  ) -> T? where T.RawValue == String {
    guard let text = table.string(key) else { return nil }
    if let value = T(rawValue: text) { return value }
    let known = T.allCases.map(\.rawValue)
    table.note(
      key, "is not known", value: text,
      maybe: nearestName(to: text, among: known).map { "\($0) is meant" }
        ?? "one of these is meant: \(known.joined(separator: ", "))")
    return nil
  }

  private static func mark(_ table: ConfigTable, _ key: String, _ allowed: String) -> UInt8? {
    guard let text = table.string(key) else { return nil }
    if text.utf8.count == 1, allowed.contains(text) { return text.utf8.first }
    table.note(key, "is not one of the marks possible", value: text)
    return nil
  }
}

extension Field {
  /// The word for it in a mapping file: `abandoned_short`.
  var key: String {
    "\(self)".reduce(into: "") { key, letter in
      key += letter.isUppercase ? "_" + letter.lowercased() : String(letter)
    }
  }
}
