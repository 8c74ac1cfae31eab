/// `body` of every item, at most `threads` at a time, results in the order of the items.
public func concurrently<Item: Sendable, R: Sendable>(
  _ items: [Item], threads: Int, _ body: @escaping @Sendable (Item) async -> R
) async -> [R] {
  await withTaskGroup(of: (Int, R).self) { group in
    var results = [R?](repeating: nil, count: items.count)
    var next = 0
    func add() {
      guard next < items.count else { return }
      let (index, item) = (next, items[next])
      next += 1
      group.addTask { (index, await body(item)) }
    }
    for _ in 0..<max(1, threads) { add() }
    while let (index, result) = await group.next() {
      results[index] = result
      add()
    }
    return results.compactMap { $0 }
  }
}
