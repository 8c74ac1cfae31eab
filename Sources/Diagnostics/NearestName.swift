/// The one of `known` that `typed` was probably meant to be, or nil when none is near.
///
/// Optimal string alignment distance (insert, delete, replace, swap neighbours), at most a third of
/// the length and at least 1; ties go to the first in `known`. O(|typed| · |known name|) per name.
public func nearestName(to typed: String, among known: [String]) -> String? {
  let a = Array(typed.lowercased().unicodeScalars)
  var best: (name: String, distance: Int)?
  for name in known {
    let b = Array(name.lowercased().unicodeScalars)
    let distance = alignmentDistance(a, b)
    if distance <= max(1, max(a.count, b.count) / 3), distance < best?.distance ?? .max {
      best = (name, distance)
    }
  }
  return best?.name
}

private func alignmentDistance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
  var beforeLast = [Int]()
  var last = Array(0...b.count)
  for i in a.indices {
    var row = [i + 1]
    for j in b.indices {
      var d = min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
      if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { d = min(d, beforeLast[j - 1] + 1) }
      row.append(d)
    }
    beforeLast = last
    last = row
  }
  return last[b.count]
}
