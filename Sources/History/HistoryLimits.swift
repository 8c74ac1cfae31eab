internal import Diagnostics
internal import Tables

/// What a row of a history may say at most: more is a damaged file, and no floor on earth.
enum HistoryLimits {
  static let contacts = 1e7
  /// Seconds spent on the contacts of one interval.
  static let seconds = 1e12
  /// Mean seconds a contact.
  static let meanSeconds = 1e7
}

extension CSVRow {
  /// The contacts in a field, nil when it is empty.
  func contacts(_ column: Int) throws(Problem) -> Double? {
    try optionalCount(column, atMost: HistoryLimits.contacts)
  }
}
