internal import CivilTime
public import Diagnostics
internal import Tables

extension Drop {
  /// Reads a drop file: `drop_id,date,quantity,medium,expected_response_rate,queue,curve_id,status`,
  /// and where a drop runs already `received,received_through`; `lag` in days if there is one.
  ///
  /// Drops whose status is `cancelled` are left out.
  public static func read(file: String, bytes: [UInt8], curves: Set<String>) throws(Problem)
    -> [Drop]
  {
    let table = try CSVTable(file: file, bytes: bytes)
    let c = try table.require(
      "drop_id", "date", "quantity", "expected_response_rate", "queue", "curve_id", "status")
    let received = table.column(named: "received")
    let through = table.column(named: "received_through")
    let lag = table.column(named: "lag")
    var drops: [Drop] = []
    try table.forEachRow { (row: borrowing CSVRow) throws(Problem) in
      let status = row.text(c[6])
      guard ["planned", "mailed", "cancelled"].contains(status) else {
        throw row.problem(c[6], "is none of planned, mailed, cancelled", maybe: "planned is meant")
      }
      if status == "cancelled" { return }
      guard let date = CivilDate(row.text(c[1])) else {
        throw row.problem(c[1], "is not a date", maybe: "2027-03-01 is the form")
      }
      let curve = try row.name(c[5])
      guard curves.contains(curve) else {
        let known = curves.sorted()
        throw row.problem(
          c[5], "is no response curve",
          maybe: nearestName(to: curve, among: known).map { "\($0) is meant" }
            ?? "one of \(known.joined(separator: ", ")) is meant")
      }
      var drop = Drop(
        id: try row.name(c[0]), date: date, quantity: try row.number(c[2], in: 0...1e12),
        responseRate: try row.number(c[3], in: 0...1), queue: try row.name(c[4]), curve: curve)
      if let lag { drop.lag = try row.optionalInteger(lag, in: 0...365) ?? 0 }
      if let received, let through, let calls = try row.optionalCount(received, atMost: 1e9) {
        guard let day = CivilDate(row.text(through)) else {
          throw row.problem(through, "is not a date", maybe: "the last day counted is meant")
        }
        drop.received = (calls, day)
      }
      drops.append(drop)
    }
    return drops
  }
}

extension ResponseCurve {
  /// Reads curves of one's own: `curve_id,day,weight`, day 1 the first after the drop.
  public static func read(file: String, bytes: [UInt8]) throws(Problem) -> [ResponseCurve] {
    let table = try CSVTable(file: file, bytes: bytes)
    let c = try table.require("curve_id", "day", "weight")
    var order: [String] = []
    var weights: [String: [Double]] = [:]
    try table.forEachRow { (row: borrowing CSVRow) throws(Problem) in
      let id = try row.name(c[0])
      if weights[id] == nil { order.append(id) }
      let day = try row.integer(c[1], in: 1...1000)
      var all = weights[id] ?? []
      while all.count < day { all.append(0) }
      all[day - 1] = try row.number(c[2], in: 0...1e12)
      weights[id] = all
    }
    return order.map { ResponseCurve(id: $0, measured: weights[$0] ?? []) }
  }
}
