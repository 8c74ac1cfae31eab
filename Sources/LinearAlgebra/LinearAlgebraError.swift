/// Why a matrix operation has no answer.
public enum LinearAlgebraError: Error, Hashable, Sendable {
  /// There is no element to work on.
  case empty
  /// The shapes do not fit each other; the text names both.
  case shape(String)
  /// A count does not fit the 32-bit integers of the LAPACK interface.
  case tooLarge(Int)
  /// An element is not a finite number.
  case notFinite
  /// The leading minor of this order is not positive definite.
  case notPositiveDefinite(order: Int)
  /// This pivot (counted from 0) is exactly zero: the matrix is singular or has not full rank.
  case singular(pivot: Int)
  /// The iteration did not converge.
  case notConverged(routine: String)
  /// The routine refused its argument at this position: a fault of this module.
  case illegalArgument(routine: String, position: Int)
}

extension LinearAlgebraError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .empty: "the matrix is empty"
    case .shape(let text): "the shapes do not fit: \(text)"
    case .tooLarge(let count): "the matrix is too large for 32-bit counts: \(count)"
    case .notFinite: "an element is not a finite number"
    case .notPositiveDefinite(let order): "not positive definite: leading minor of order \(order)"
    case .singular(let pivot): "singular at pivot \(pivot)"
    case .notConverged(let routine): "\(routine) did not converge"
    case .illegalArgument(let routine, let position):
      "\(routine) refused its argument \(position)"
    }
  }
}
