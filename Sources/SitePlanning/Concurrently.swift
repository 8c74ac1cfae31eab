/// Maps in parallel, `threads` at a time; the results are in the order of the items.
public func concurrently<Item: Sendable, R: Sendable>(
  _ items: [Item], threads: Int, _ body: @escaping @Sendable (Item) async -> R
) async -> [R] {
  var results: [R] = []
  results.reserveCapacity(items.count)
  await concurrently(items, threads: threads, body) { results.append($0) }
  return results
}

/// The same where each result is given to `take` as soon as it and all before it are there.
///
/// - Throws: What `take` throws; then no further item is begun.
public func concurrently<Item: Sendable, R: Sendable, Failure: Error>(
  _ items: [Item], threads: Int, _ body: @escaping @Sendable (Item) async -> R,
  inOrder take: (R) throws(Failure) -> Void
) async throws(Failure) {
  let outcome = await withTaskGroup(of: (Int, R).self) { group -> Result<Void, Failure> in
    var waiting: [Int: R] = [:]
    var (next, taken) = (0, 0)
    func add() {
      guard next < items.count else { return }
      let (index, item) = (next, items[next])
      next += 1
      group.addTask { (index, await body(item)) }
    }
    for _ in 0..<max(1, threads) { add() }
    while let (index, result) = await group.next() {
      waiting[index] = result
      do throws(Failure) {
        while let first = waiting.removeValue(forKey: taken) {
          taken += 1
          try take(first)
        }
      } catch { return .failure(error) }
      add()
    }
    return .success(())
  }
  try outcome.get()
}
