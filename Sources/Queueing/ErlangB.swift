// Erlang B: lost calls, no queue (trunk lines).
//
// Goal: relative error below 1e-12 where B > 1e-290; lines and loads exact to the last digit that
// the inputs determine. Method: `reciprocalBlocking`; lines by Newton's method on the real
// argument and a step to the exact whole number; load by Newton's method on ln B.
// Source: Erlang 1917; dB/da = B (n/a - 1 + B).
internal import Glibc

/// The Erlang B (loss) formula for real numbers of lines. All functions are pure.
public enum ErlangB {
  /// Share of calls lost with `lines` lines at an offered `load` in erlangs. O(1).
  public static func blocking(lines: Double, load: Double) throws(QueueingError) -> Double {
    let n = try Check.notNegative(lines, .lines)
    let a = try Check.notNegative(load, .load)
    if n == 0 { return 1 }
    return a == 0 ? 0 : 1 / reciprocalBlocking(n, a)
  }

  /// ln B, finite where B itself is below the smallest double; -∞ at load 0.
  public static func logBlocking(lines: Double, load: Double) throws(QueueingError) -> Double {
    let n = try Check.notNegative(lines, .lines)
    let a = try Check.notNegative(load, .load)
    if n == 0 { return 0 }
    return a == 0 ? -.infinity : -logReciprocalBlocking(n, a)
  }

  /// The smallest whole number of lines that loses at most the share `target` (a tie within 1e-12
  /// relative counts as met). 0 at load 0. O(log load) evaluations.
  ///
  /// - Throws: `outOfRange` unless 0 < target ≤ 1.
  public static func minimumLines(load: Double, target: Double) throws(QueueingError) -> Double {
    let a = try Check.notNegative(load, .load)
    guard target > 0, target <= 1 else {
      throw .outOfRange(quantity: .blocking, value: target, allowed: "above 0 and at most 1")
    }
    if a == 0 || target == 1 { return 0 }
    let limit = log(target) + 1e-12
    // The fluid bound a (1 - B) is below the answer.
    let start = max(1, (a * (1 - target)).rounded(.up))
    return try smallestWhole(from: start, step: max(1, a.squareRoot()), .blocking, target) { n in
      -logReciprocalBlocking(n, a) <= limit
    }
  }

  /// The largest load in erlangs that `lines` lines carry with at most the share `target` lost.
  ///
  /// - Throws: `outOfRange` unless lines > 0 and 0 < target < 1.
  public static func maximumLoad(lines: Double, target: Double) throws(QueueingError) -> Double {
    let n = try Check.positive(lines, .lines)
    guard target > 0, target < 1 else {
      throw .outOfRange(quantity: .blocking, value: target, allowed: "above 0 and below 1")
    }
    let goal = log(target)
    // ln B is increasing and concave in ln a; Newton from the left of the root stays left of it
    // after one step, so keep a bracket and halve it when a step leaves it.
    var low = 0.0
    var high = n / (1 - target) + 2
    var a = min(high, n * max(0.05, 1 - 1 / (1 + n.squareRoot())))
    for _ in 0..<200 {
      let logB = -logReciprocalBlocking(n, a)
      if logB > goal { high = a } else { low = a }
      let slope = n / a - 1 + exp(logB)
      var next = a * exp((goal - logB) / (slope * a))
      if !(next > low && next < high) { next = 0.5 * (low + high) }
      if abs(next - a) <= 4e-16 * a { return next }
      a = next
    }
    return a
  }
}
