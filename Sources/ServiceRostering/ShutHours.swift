// Nobody comes to work while everything is closed when a shift of the same kind on the same day need not: a
// promise with fixed people would else be kept by shifts that begin at night before a day off.

internal import Rostering

extension SearchProblem {
  /// By place among the options of groups: whether a shift spends over `tolerated` steps more in closed ones
  /// than the one of its kind and day that spends the fewest. What lies beyond the horizon is not known, and
  /// counts as open.
  func liesShut(isOpen: [Bool], tolerated: Int) -> [Bool] {
    var closedBefore = [0]
    for open in isOpen { closedBefore.append((closedBefore.last ?? 0) + (open ? 0 : 1)) }
    func closed(_ option: Option) -> Int {
      let from = min(max(0, Int(option.step)), isOpen.count)
      let to = min(max(from, Int(option.step) + shapes[Int(option.shape)].span), isOpen.count)
      return closedBefore[to] - closedBefore[from]
    }
    var answer = Array(repeating: false, count: groupOptions.count)
    for (from, to) in zip(groupStart, groupStart.dropFirst()) {
      let places = Int(from)..<Int(to)
      var fewest: [Int32: Int] = [:]
      for place in places {
        let option = options[Int(groupOptions[place])]
        fewest[option.shape] = min(fewest[option.shape] ?? .max, closed(option))
      }
      for place in places {
        let option = options[Int(groupOptions[place])]
        answer[place] = closed(option) > (fewest[option.shape] ?? 0) + tolerated
      }
    }
    return answer
  }
}
