internal import CentreModel
internal import CivilTime
internal import Diagnostics
internal import History

/// The history files of a centre, each read once for every zone among its queues.
public struct HistoryFiles: Sendable {
  private struct Key: Hashable {
    var file: String
    var zone: String
    /// Whether it is read for queues that have a profile, by its own intervals where they are longer.
    var takesLonger = false
  }
  private var files: [Key: HistoryFile] = [:]

  /// - Throws: ``Problems`` of all files.
  static func read(_ folder: CentreFolder, before: Instant) throws(Problems) -> HistoryFiles {
    var all = HistoryFiles()
    var problems: [Problem] = []
    let counted = folder.centre.queues.filter { $0.demand == .history }
    for name in folder.centre.allHistoryFiles {
      let users = counted.filter { folder.historyFiles(of: $0).contains(name) }
      let keys = Set(users.map { key(name, $0, folder) })
      for key in keys.sorted(by: {
        ($0.zone, $0.takesLonger ? 1 : 0) < ($1.zone, $1.takesLonger ? 1 : 0)
      }) {
        let own = users.filter { Self.key(name, $0, folder) == key }
        guard let first = own.first else { continue }
        do throws(Problem) {
          let path = folder.file(name)
          // A file without a column of queues is the history of the queue that it is given to; no
          // queue has the empty name.
          let alone = users.count == 1 ? "" : "main"
          var reading = HistoryReading(
            zone: folder.zone(of: first), intervalSeconds: folder.centre.intervalSeconds,
            queue: alone, before: before, absent: folder.centre.absent(in: name),
            only: Set(own.flatMap(\.namesInHistory) + [alone]))
          reading.takesLonger = key.takesLonger
          for queue in own {
            guard let absent = queue.absent else { continue }
            for part in queue.namesInHistory + (own.count == 1 ? [alone] : []) {
              reading.absentByQueue[part] = absent
            }
          }
          all.files[key] = try HistoryFile.read(
            file: path, bytes: folder.content(name), reading)
        } catch { problems.append(error) }
      }
    }
    guard problems.isEmpty else { throw Problems(problems) }
    return all
  }

  /// The rows that make up a queue, one list for each file and name, without empty ones.
  func sources(of queue: Queue, _ folder: CentreFolder) -> [[HistoryRow]] {
    let zone = folder.zone(of: queue)
    return histories(of: queue, folder).flatMap { history -> [[HistoryRow]] in
      let parts = queue.historyParts.filter { $0.queue == history.queue }
      return parts.isEmpty ? [history.rows] : parts.map { $0.taken(of: history.rows, zone: zone) }
    }.filter { !$0.isEmpty }
  }

  /// What the files hold under the queue's names.
  private func histories(of queue: Queue, _ folder: CentreFolder) -> [QueueHistory] {
    folder.historyFiles(of: queue).flatMap { name -> [QueueHistory] in
      let there = files[Self.key(name, queue, folder)]?.queues ?? []
      return there.filter { queue.namesInHistory.contains($0.queue) || $0.queue.isEmpty }
    }
  }

  private static func key(_ file: String, _ queue: Queue, _ folder: CentreFolder) -> Key {
    Key(
      file: file, zone: queue.zoneName(in: folder.centre), takesLonger: queue.profile != nil)
  }

  /// What intervals without a row mean, where the queue or all of its files say it.
  func absent(of queue: Queue, _ folder: CentreFolder) -> AbsentRows? {
    if let absent = queue.absent { return absent }
    let said = Set(histories(of: queue, folder).map(\.absent))
    return said.count == 1 ? said.first ?? nil : nil
  }

  /// The length of the intervals of a queue's history: the centre's, unless a profile allows longer ones.
  func intervalSeconds(of queue: Queue, _ folder: CentreFolder) -> Int {
    histories(of: queue, folder).filter { !$0.rows.isEmpty }.map(\.intervalSeconds).max()
      ?? folder.centre.intervalSeconds
  }

  /// The names of the queues that a file holds, those left out too.
  func queueNames(in file: String) -> [String] {
    let read = files.filter { $0.key.file == file }.values
    return Set(read.flatMap { $0.queues.map(\.queue) + $0.leftOut.keys })
      .filter { !$0.isEmpty }.sorted()
  }

  /// How files were read, where that may not be what was meant.
  var remarks: [InputNote] {
    let all = files.values.flatMap(\.remarks).filter { $0.kind == .reading }
    return Set(all).map { InputNote(.remark, at: $0.place, $0.text) }
  }

  /// By file: queues that nobody of the centre takes from it, with contacts.
  func leftOut(_ folder: CentreFolder) -> [(file: String, queue: String, contacts: Double)] {
    // A queue that is taken from another file is known too.
    let known = Set(folder.centre.queues.flatMap(\.namesInHistory))
    var all: [Key: Double] = [:]
    for (key, file) in files {
      for (queue, contacts) in file.leftOut where !known.contains(queue) && contacts > 0 {
        all[Key(file: key.file, zone: queue)] = contacts
      }
    }
    return all.map { ($0.key.file, $0.key.zone, $0.value) }.sorted {
      ($0.file, $0.queue) < ($1.file, $1.queue)
    }
  }
}
