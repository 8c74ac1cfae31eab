import CentreModel
import CivilTime
import Diagnostics
import Files
import History

/// The queues of history files: all at once, or of one large file some at a time, read beside what is done with
/// those before.
actor HistoryFeed {
  /// Every queue of the files, also those that are not wanted.
  nonisolated let queues: [String]
  private let isWanted: @Sendable (String) -> Bool
  private let options: HistoryOptions
  private let zone: Zone
  /// A large file, read queue by queue.
  private let cursor: HistoryCursor?
  /// What was read at once and not given yet.
  private var whole: HistoryFile?

  /// A file beyond this size is read queue by queue where the rows of each queue stand together.
  private static let streamingBytes = 256 << 20
  /// Queues that are given at a time when streaming, while as many are read.
  private static let batch = 16

  /// `before`: Nothing from this instant on is read. `isWanted`: The queues that are given.
  ///
  /// - Throws: A ``Problem`` of the options or the files.
  init(
    _ options: HistoryOptions, _ zone: Zone, before: Instant? = nil,
    where isWanted: @escaping @Sendable (String) -> Bool = { _ in true }
  ) throws(Problem) {
    self.isWanted = isWanted
    self.options = options
    self.zone = zone
    let reading = try options.reading(zone, before: before)
    if let path = options.history.first, options.history.count == 1,
      let outline = try Self.outline(ofLarge: path, reading)
    {
      cursor = try HistoryCursor(path: path, reading)
      queues = outline.queues
    } else {
      let file = try options.read(zone, before: before)
      cursor = nil
      queues = file.queues.map(\.queue)
      whole = file
    }
  }

  /// The next queues that are wanted; nil when all are given.
  func next() throws(Problem) -> HistoryFile? {
    guard let cursor else {
      defer { whole = nil }
      whole?.queues.removeAll { !isWanted($0.queue) }
      return whole
    }
    guard var file = try cursor.next(where: isWanted) else { return nil }
    while file.queues.count < Self.batch, let more = try cursor.next(where: isWanted) {
      file.queues += more.queues
      file.remarks += more.remarks
    }
    return try options.patched(file, zone)
  }

  /// The queues of a file that is read queue by queue; nil where it is read at once.
  private static func outline(
    ofLarge path: String, _ reading: HistoryReading
  ) throws(Problem) -> HistoryOutline? {
    guard path != "-", !isFolder(path), let size = try? fileSize(path), size > streamingBytes else {
      return nil
    }
    let outline = try HistoryOutline(path: path, reading)
    guard outline != nil || size <= mostFileBytes else {
      throw Problem(
        at: Place(file: path),
        "is too large to be read at once, and the rows of its queues stand apart",
        value: "\(size >> 20) MiB",
        maybe: "sort it by queue and leave the rows of each as they are: (head -n 1 \(path); "
          + "tail -n +2 \(path) | sort -s -t, -kN,N), N the number of that column")
    }
    return outline
  }
}
