import Foundation
import Testing

/// A reference table of the shared folder, read as text; nil (the test is skipped) when absent.
struct GoldenTable {
  let name: String
  let columns: [String]
  let rows: [[String]]

  static let folder: String = {
    if let shared = ProcessInfo.processInfo.environment["MUSTER_SHARED"] { return shared }
    let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    return package.appendingPathComponent("shared").path
  }()

  static func isPresent(_ name: String) -> Bool {
    FileManager.default.isReadableFile(atPath: "\(folder)/golden/\(name)")
  }

  init(_ name: String) throws {
    self.name = name
    let text = try String(contentsOfFile: "\(Self.folder)/golden/\(name)", encoding: .utf8)
    var lines = text.split(whereSeparator: \.isNewline).map(Self.fields)
    try #require(!lines.isEmpty)
    columns = lines.removeFirst()
    rows = lines
    try #require(!rows.isEmpty, "\(name) has no rows")
  }

  private static func fields(_ line: Substring) -> [String] {
    var all = [""]
    var quoted = false
    for character in line {
      switch character {
      case "\"": quoted.toggle()
      case "," where !quoted: all.append("")
      default: all[all.count - 1].append(character)
      }
    }
    return all
  }

  func text(_ column: String) throws -> [String] {
    let index = try #require(columns.firstIndex(of: column), "\(name) has no column \(column)")
    return rows.map { $0[index] }
  }

  /// The column as numbers; an empty field is NaN.
  func numbers(_ column: String) throws -> [Double] {
    try text(column).map { $0.isEmpty ? .nan : try #require(Double($0), "\($0)") }
  }
}

/// Skips a golden test when the reference tables are not there.
func golden(_ name: String) -> ConditionTrait {
  .enabled(if: GoldenTable.isPresent(name), "the shared reference table \(name) is absent")
}

/// The worst of many errors, and where it was.
struct Worst: CustomStringConvertible {
  let what: String
  var error = 0.0
  var row = -1
  var count = 0

  init(_ what: String) { self.what = what }

  mutating func relative(_ value: Double, _ expected: Double, row: Int) {
    add(value == expected ? 0 : abs(value - expected) / abs(expected), row)
  }
  mutating func absolute(_ value: Double, _ expected: Double, row: Int) {
    add(value == expected ? 0 : abs(value - expected), row)
  }
  private mutating func add(_ e: Double, _ row: Int) {
    count += 1
    if !(e <= error) {
      error = e.isNaN ? .infinity : e
      self.row = row
    }
  }
  var description: String { "\(what): worst \(error) at row \(row) of \(count)" }
}
