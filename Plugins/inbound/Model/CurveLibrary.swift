public import Diagnostics
internal import Tables

/// A response curve that ships with the plugin, with where it comes from.
public struct LibraryCurve: Hashable, Sendable {
  public var curve: ResponseCurve
  public var medium: String
  /// How far the source can be trusted: V read, V2 second hand, D computed, M not verified.
  public var mark: String
  public var source: String
}

extension LibraryCurve {
  /// The curves of the plugin's data files, in their order.
  public static func all() throws(Problem) -> [LibraryCurve] {
    var measured: [Double] = []
    let days = try CSVTable(
      file: "measured-mail.csv", bytes: PackageResources.measured_mail_csv)
    let responses = try days.require("responses")
    try days.forEachRow { (row: borrowing CSVRow) throws(Problem) in
      measured.append(try row.number(responses))
    }
    let table = try CSVTable(file: "curves.csv", bytes: PackageResources.curves_csv)
    let c = try table.require(
      "id", "medium", "family", "shape", "scale", "days", "mark", "source")
    var all: [LibraryCurve] = []
    try table.forEachRow { (row: borrowing CSVRow) throws(Problem) in
      let id = try row.name(c[0])
      let days = try row.integer(c[5], in: 1...1000)
      let curve: ResponseCurve
      if row.text(c[2]) == "measured" {
        curve = ResponseCurve(id: id, measured: Array(measured.prefix(days)))
      } else {
        guard let family = ResponseFamily(rawValue: row.text(c[2])) else {
          throw row.problem(c[2], "is no family of response curves")
        }
        curve = ResponseCurve(
          id: id, family: family, shape: try row.number(c[3]), scale: try row.number(c[4]),
          days: days)
      }
      all.append(
        LibraryCurve(
          curve: curve, medium: row.text(c[1]), mark: row.text(c[6]), source: row.text(c[7])))
    }
    return all
  }
}
