public import Diagnostics
internal import Files
internal import Tables

/// A file of results, queue after queue as they are done, that another run goes on with.
///
/// It is a CSV whose first column is the queue, with the rows of a queue together. Each queue is on the disk
/// before the next one is written, so that of a run that was killed only the last queue may be there in part: going on
/// makes it anew. What the results depend on lies beside the file, see ``ResultSettings``.
public final class QueueResults: Sendable {
  /// What the results are made from.
  public let settings: ResultSettings
  /// The queues that are there already.
  public let done: Set<String>
  private let file: GrowingFile
  private let lock: FileLock

  /// Opens `path` for results with this header. `resumes`: Whether to go on with what stands there.
  ///
  /// - Throws: ``Problems``: results stand there and are not to be gone on with, are of other settings, or
  ///   another run writes them.
  public init(
    _ path: String, _ settings: ResultSettings, header: [String], resumes: Bool
  ) throws(Problems) {
    let lock: FileLock
    do throws(Problem) { lock = try Self.lock(path) } catch { throw Problems([error]) }
    do throws(Problems) {
      (done, file) = try Self.prepared(path, settings, header: header, resumes: resumes).get()
    } catch {
      lock.release()
      throw error
    }
    self.lock = lock
    self.settings = settings
  }

  deinit { lock.release() }

  /// Appends the rows of one queue, without header.
  public func append(_ rows: [UInt8]) throws(Problem) { try file.append(rows) }

  private static func lock(_ path: String) throws(Problem) -> FileLock {
    guard try !stands(at: path) || isRegularFile(path) else {
      throw Problem(
        .usage, at: Place(file: path), "is no file that can be gone on with",
        maybe: "name a file, or leave --to out for the standard output")
    }
    // A run that was killed may need a moment to be gone.
    do throws(Problem) { return try FileLock(path, waitingSeconds: 1) } catch {
      var problem = error
      if problem.kind == .locked { problem.maybe = "wait for it to end" }
      throw problem
    }
  }

  /// The queues that are there, and the file after them.
  private static func prepared(
    _ path: String, _ settings: ResultSettings, header: [String], resumes: Bool
  ) -> Result<(done: Set<String>, file: GrowingFile), Problems> {
    do throws(Problem) {
      let made = try fileSize(path) > 0 ? Self.settings(of: path, resumes: resumes) : settings
      let differences = settings.differences(from: made, of: path)
      if !differences.isEmpty { return .failure(Problems(differences)) }
      // Settings without results are those of nothing; results without settings could be of anything.
      try settings.write(beside: path)
      let there = try WholeQueues(path, header: header)
      let file = try GrowingFile(path, keeping: there.end)
      if there.end == 0 { try file.append(CSVWriter(header).bytes) }
      return .success((there.names, file))
    } catch { return .failure(Problems([error])) }
  }

  private static func settings(
    of path: String, resumes: Bool
  ) throws(Problem) -> ResultSettings {
    guard resumes else {
      throw Problem(
        .usage, at: Place(file: path), "has results already",
        maybe: "--resume goes on with them; or name another file")
    }
    guard let made = try ResultSettings.read(beside: path) else {
      throw Problem(
        at: Place(file: path),
        "cannot be gone on with: \(ResultSettings.path(of: path)) is not there and nobody knows "
          + "what its results were made from",
        maybe: "remove \(path) and begin anew")
    }
    return made
  }
}

/// The queues of which all rows are certainly in a file of results: all but the last.
private struct WholeQueues {
  var names: Set<String> = []
  /// The offset after their rows; 0: there are none.
  var end = 0

  init(_ path: String, header: [String]) throws(Problem) {
    let head = CSVWriter(header).bytes
    // A header that is torn itself is of no queue.
    if try fileSize(path) <= head.count, head.starts(with: try readFile(path)) { return }
    let table = try CSVTable(path: path, dialect: CSVDialect(allowsRaggedRows: true))
    guard table.header == header else {
      throw Problem(
        at: Place(file: path), "has other columns", value: table.header.joined(separator: ","),
        maybe: "name another file")
    }
    var offset = head.count
    var begin = offset
    var last: String?
    let size = try fileSize(path)
    do throws(Problem) {
      try table.forRows { (row) throws(Problem) in
        let end = offset + row.withRawBytes { $0.count } + 1
        // A row without its end may have a part of a name.
        guard end <= size else { return false }
        let name = row.text(0)
        if name != last {
          if let last { names.insert(last) }
          begin = offset
          last = name
        }
        offset = end
        return true
      }
    } catch  where error.kind == .invalidInput {
      // Torn within quotes or a character: what follows is of the last queue or of none.
    }
    if !names.isEmpty { end = begin }
  }
}
