internal import CLAPACK
internal import Glibc
internal import Synchronization

/// Which LAPACK was found at run time, and how it may be called.
///
/// Any library that takes over `liblapack.so.3` serves. Reference LAPACK and threaded OpenBLAS are
/// safe to call from many tasks at once. OpenBLAS built without threads is not (it shares work
/// buffers without locks and returns wrong numbers), so calls into it go one at a time. A threaded
/// OpenBLAS is told to use one thread: the parallelism is ours, and results must not depend on it.
public struct LAPACKLibrary: Sendable {
  /// Calls are made one at a time because the library is not safe to call from several threads.
  public let isSerialised: Bool
  /// What OpenBLAS says of itself; nil for any other library.
  public let openBLASConfiguration: String?
  /// Version of the LAPACK interface, such as `3.11.0`.
  public let version: String

  public static let current = LAPACKLibrary()

  private init() {
    let serial: Bool
    if let symbol = dlsym(nil, "openblas_get_config") {
      typealias GetConfiguration = @convention(c) () -> UnsafePointer<CChar>?
      let text = unsafeBitCast(symbol, to: GetConfiguration.self)().map { String(cString: $0) }
      openBLASConfiguration = text ?? ""
      serial = LAPACKLibrary.needsSerialising(
        parallelMode: LAPACKLibrary.integer("openblas_get_parallel"), configuration: text ?? "")
      if !serial, let setter = dlsym(nil, "openblas_set_num_threads") {
        typealias SetThreads = @convention(c) (Int32) -> Void
        unsafeBitCast(setter, to: SetThreads.self)(1)
      }
    } else {
      openBLASConfiguration = nil
      serial = false
    }
    isSerialised = serial
    var (major, minor, patch): (lapack_int, lapack_int, lapack_int) = (0, 0, 0)
    ilaver_(&major, &minor, &patch)
    version = "\(major).\(minor).\(patch)"
  }

  /// Whether an OpenBLAS of this kind must be called one at a time.
  ///
  /// `parallelMode`: What `openblas_get_parallel` returns: 0 built without threads, 1 with
  ///   POSIX threads, 2 with OpenMP; nil when the library does not say.
  package static func needsSerialising(parallelMode: Int32?, configuration: String) -> Bool {
    if configuration.contains("USE_LOCKING") { return false }
    if let parallelMode { return parallelMode == 0 }
    return configuration.contains("SINGLE_THREADED") || !configuration.contains("MAX_THREADS")
  }

  private static func integer(_ name: String) -> Int32? {
    guard let symbol = dlsym(nil, name) else { return nil }
    typealias GetInteger = @convention(c) () -> Int32
    return unsafeBitCast(symbol, to: GetInteger.self)()
  }
}

private let gate = Mutex(())

/// Runs a call into LAPACK, alone when the library asks for it.
func callingLAPACK(_ body: () -> Void) {
  if LAPACKLibrary.current.isSerialised { gate.withLock { _ in body() } } else { body() }
}

/// A count as LAPACK takes it.
func count(_ value: Int) throws(LinearAlgebraError) -> lapack_int {
  guard let small = lapack_int(exactly: value) else { throw .tooLarge(value) }
  return small
}

/// Refuses shapes whose number of elements LAPACK cannot index.
func requireIndexable(_ rows: Int, _ columns: Int) throws(LinearAlgebraError) {
  let (product, overflow) = rows.multipliedReportingOverflow(by: columns)
  guard !overflow, product <= Int(lapack_int.max) else {
    throw .tooLarge(overflow ? Int.max : product)
  }
}

/// LAPACK may loop for ever or crash on NaN, so they never reach it.
func requireFinite(_ values: [Double]) throws(LinearAlgebraError) {
  for value in values where !value.isFinite { throw .notFinite }
}

/// The letters by which LAPACK takes its options.
enum Letter {
  static let none = CChar(78)  // N
  static let transpose = CChar(84)  // T
  static let some = CChar(83)  // S
  static let upper = CChar(85)  // U
  static let lower = CChar(76)  // L
  static let vectors = CChar(86)  // V
  static let all = CChar(65)  // A
}

/// Refuses a count that LAPACK's 32-bit integers cannot hold.
package func requireCount(_ value: Int) throws(LinearAlgebraError) { _ = try count(value) }
