internal import Glibc

/// Two halves of a range at once, on two threads; what they give does not depend on it.
enum Halves {
  /// Below this many elements a thread is not worth its while.
  private static let least = 100_000

  /// What `body` gives for the first half and for the second.
  static func of<R: Sendable>(
    _ range: Range<Int>, _ body: @escaping @Sendable (Range<Int>) -> R
  ) -> [R] {
    guard range.count >= least else { return [body(range)] }
    let middle = range.lowerBound + range.count / 2
    let box = Box<R>()
    let work = Work { box.value = body(middle..<range.upperBound) }
    var thread = pthread_t()
    let code = pthread_create(
      &thread, nil,
      { raw in
        if let raw { Unmanaged<Work>.fromOpaque(raw).takeUnretainedValue().run() }
        return nil
      }, Unmanaged.passUnretained(work).toOpaque())
    let first = body(range.lowerBound..<middle)
    if code == 0 { pthread_join(thread, nil) } else { work.run() }
    return withExtendedLifetime(work) { [first] + (box.value.map { [$0] } ?? []) }
  }

  /// Written by one thread, read by the other after it has ended.
  private final class Box<R>: @unchecked Sendable { var value: R? }

  private final class Work {
    let run: () -> Void
    init(_ run: @escaping () -> Void) { self.run = run }
  }
}
