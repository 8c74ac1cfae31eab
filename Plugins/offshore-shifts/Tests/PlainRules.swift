import OffshoreShiftsModel

/// The jurisdiction files read a second time, by a reader that shares nothing with the model's: line
/// by line, into named texts.
struct PlainRules {
  var head: [String: String] = [:]
  var rules: [[String: String]] = []

  init(_ bytes: [UInt8]) {
    var table: [String: String] = [:]
    var section = ""
    func close(_ rules: inout [[String: String]], _ head: inout [String: String]) {
      if section == "" { head = table }
      if section == "[[rule]]" { rules.append(table) }
    }
    for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
      let line = line.drop { $0 == " " }
      if line.hasPrefix("#") || line.isEmpty { continue }
      if line.hasPrefix("[[") {
        close(&rules, &head)
        section = String(line)
        table = [:]
        continue
      }
      guard let equals = line.firstIndex(of: "=") else { continue }
      let key = line[..<equals].filter { $0 != " " }
      let value = line[line.index(after: equals)...].drop { $0 == " " }
      table[String(key)] = String(value)
    }
    close(&rules, &head)
  }

  static func text(_ value: String?) -> String { (value ?? "").filter { $0 != "\"" } }

  static func list(_ value: String?) -> [String] {
    (value ?? "").split { "[], \"".contains($0) }.map(String.init)
  }

  static func number(_ value: String?) -> Double { Double(value ?? "") ?? 0 }

  /// Minutes after midnight; -1 when there is no such key.
  static func clock(_ value: String?) -> Int {
    let parts = text(value).split(separator: ":").compactMap { Int($0) }
    return parts.count == 2 ? parts[0] * 60 + parts[1] : -1
  }

  /// Days as an ISO date sorts: 20261224; `otherwise` when there is no such key.
  static func day(_ value: String?, _ otherwise: Int) -> Int {
    Int(text(value).filter { $0 != "-" }) ?? otherwise
  }
}
