internal import Files
internal import Glibc

/// Tells how much of something is done.
final class ImportProgress {
  private let total: Int
  private let report: (Double) -> Void
  private var done = 0
  private var next = 0

  /// `report` is called about two hundred times with the share read, 0 to 1.
  init(_ inputs: [ImportInput], report: @escaping (Double) -> Void) {
    total = inputs.reduce(1) { $0 + Self.size(of: $1) }
    self.report = report
  }

  init(total: Int, report: @escaping (Double) -> Void) {
    self.total = max(1, total)
    self.report = report
  }

  /// Bytes of a file as it lies there.
  static func size(of input: ImportInput) -> Int {
    var status = stat()
    if let bytes = input.bytes { return bytes.count }
    return stat(input.name, &status) == 0 ? Int(status.st_size) : 0
  }

  /// So many more bytes, or whatever is counted, are done.
  func add(_ count: Int) {
    done += count
    guard done >= next else { return }
    next = done + total / 200
    report(min(1, Double(done) / Double(total)))
  }
}
