/// A dense matrix of doubles, column by column: the layout LAPACK works on.
///
/// Empty matrices (no rows or no columns) exist and multiply as usual; what needs at least one
/// element refuses them with ``LinearAlgebraError/empty``.
public struct Matrix: Hashable, Sendable {
  public let rows: Int
  public let columns: Int
  /// Element (i, j) stands at `j * rows + i`.
  public var storage: [Double]

  /// - Precondition: Neither count is negative.
  public init(rows: Int, columns: Int, repeating value: Double = 0) {
    precondition(rows >= 0 && columns >= 0, "a matrix needs counts that are not negative")
    self.rows = rows
    self.columns = columns
    storage = Array(repeating: value, count: rows * columns)
  }

  /// - Precondition: `columnMajor` holds `rows * columns` elements.
  public init(rows: Int, columns: Int, columnMajor: [Double]) {
    precondition(columnMajor.count == rows * columns, "as many elements as places")
    self.rows = rows
    self.columns = columns
    storage = columnMajor
  }

  /// From rows of equal length.
  ///
  /// - Precondition: All rows have the length of the first.
  public init(_ rows: [[Double]]) {
    self.init(rows: rows.count, columns: rows.first?.count ?? 0)
    for (i, row) in rows.enumerated() {
      precondition(row.count == columns, "all rows have one length")
      for (j, value) in row.enumerated() { self[i, j] = value }
    }
  }

  public static func identity(_ order: Int) -> Matrix {
    var one = Matrix(rows: order, columns: order)
    for i in 0..<order { one[i, i] = 1 }
    return one
  }

  public subscript(i: Int, j: Int) -> Double {
    get { storage[j * rows + i] }
    set { storage[j * rows + i] = newValue }
  }

  public var transposed: Matrix {
    var result = Matrix(rows: columns, columns: rows)
    for j in 0..<columns { for i in 0..<rows { result[j, i] = self[i, j] } }
    return result
  }

  public func column(_ j: Int) -> [Double] { Array(storage[j * rows..<(j + 1) * rows]) }

  public func row(_ i: Int) -> [Double] { (0..<columns).map { self[i, $0] } }

  /// The largest absolute element, 0 for an empty matrix.
  public var largestMagnitude: Double { storage.reduce(0) { max($0, abs($1)) } }
}
