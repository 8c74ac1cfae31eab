/// A linear program to be minimised: columns between bounds, rows between bounds.
public struct LinearProgram: Sendable {
  public private(set) var cost: [Double] = []
  public private(set) var lower: [Double] = []
  public private(set) var upper: [Double] = []
  public private(set) var rowLower: [Double] = []
  public private(set) var rowUpper: [Double] = []
  /// Entries by column: row and value.
  public private(set) var entries: [[(row: Int, value: Double)]] = []

  public init() {}

  public var columnCount: Int { cost.count }
  public var rowCount: Int { rowLower.count }

  /// Adds a column without entries and answers its number.
  public mutating func addColumn(cost: Double, lower: Double = 0, upper: Double = .infinity) -> Int
  {
    self.cost.append(cost)
    self.lower.append(lower)
    self.upper.append(upper)
    entries.append([])
    return self.cost.count - 1
  }

  /// Adds a row without entries and answers its number.
  public mutating func addRow(atLeast: Double = -.infinity, atMost: Double = .infinity) -> Int {
    rowLower.append(atLeast)
    rowUpper.append(atMost)
    return rowLower.count - 1
  }

  /// Sets the entry of a row and column that has none yet.
  public mutating func set(row: Int, column: Int, _ value: Double) {
    entries[column].append((row, value))
  }
}

/// An optimum of a linear program.
public struct LinearSolution: Hashable, Sendable {
  public var objective: Double
  public var columns: [Double]
  /// What one more unit of each row's binding bound would cost.
  public var rowDuals: [Double]

  public init(objective: Double, columns: [Double], rowDuals: [Double]) {
    self.objective = objective
    self.columns = columns
    self.rowDuals = rowDuals
  }
}
