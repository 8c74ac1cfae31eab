public import Diagnostics

extension CSVTable {
  /// The position of the column with this name, or nil.
  public func column(named name: String) -> Int? { header.firstIndex(of: name) }

  /// The position of the column with this name.
  ///
  /// - Throws: A ``Problem`` that names the nearest column and all there are.
  public func require(_ name: String) throws(Problem) -> Int {
    let found = header.indices.filter { header[$0] == name }
    guard let first = found.first else { throw missing(name) }
    if found.count > 1 {
      throw Problem(
        at: headerPlace, subject: name,
        "stands \(found.count) times in the header", maybe: "one of them has another meaning")
    }
    return first
  }

  /// The positions of columns that must be there, in the order asked for.
  public func require(_ names: String...) throws(Problem) -> [Int] {
    var columns: [Int] = []
    for name in names { columns.append(try require(name)) }
    return columns
  }

  /// The position of the first of several names for the same thing.
  public func require(oneOf names: String...) throws(Problem) -> Int {
    for name in names where header.contains(name) { return try require(name) }
    guard let name = names.first else { return 0 }
    var problem = missing(name)
    problem.subject = names.joined(separator: " or ")
    throw problem
  }

  /// Refuses columns that nobody will read.
  public func refuseColumns(except known: [String]) throws(Problem) {
    for name in header where !known.contains(name) {
      throw Problem(
        at: headerPlace, subject: name, "is not a column known here",
        maybe: nearestName(to: name, among: known).map { "\($0) is meant" }
          ?? "one of \(known.joined(separator: ", ")) is meant")
    }
  }

  private func missing(_ name: String) -> Problem {
    let there = header.joined(separator: ", ")
    let near = nearestName(to: name, among: header).map { "\($0) is meant; " } ?? ""
    return Problem(
      at: headerPlace, subject: name, "column is missing",
      maybe: "\(near)the columns are: \(there)")
  }
}

extension CSVRow {
  /// The one of a fixed set of words that stands in a field.
  ///
  /// - Throws: A ``Problem`` that names the nearest word and all there are.
  public func choice<T: RawRepresentable & CaseIterable>(
    _ column: Int, _ type: T.Type
  ) throws(Problem) -> T where T.RawValue == String {
    let word = trimmed(text(column))
    if let value = T(rawValue: word) { return value }
    let known = T.allCases.map(\.rawValue)
    let near = nearestName(to: word, among: known).map { "\($0) is meant; " } ?? ""
    throw problem(
      column, word.isEmpty ? "is empty" : "is not known",
      maybe: "\(near)there are \(known.joined(separator: ", "))")
  }
}
