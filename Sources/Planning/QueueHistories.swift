public import CentreModel
internal import CivilTime
public import Diagnostics
public import History

// The histories of a centre's queues: every file read by the clocks of the queues it is read for, and
// what files say of queues that nobody asked for.

extension ForecastStep {
  /// The centre's history files before the as-of instant, for all that is to be known of them.
  ///
  /// - Throws: ``Problems`` of all files.
  public func historyFiles() throws(Problems) -> HistoryFiles {
    try HistoryFiles.read(folder, before: period.asOf)
  }

  /// The history of every queue before the as-of instant, in the order given.
  public func histories(
    of queues: [Queue], in files: HistoryFiles
  ) throws(Problems) -> [QueueHistory] {
    var problems = folder.previousShiftProblems(in: period)
    var histories: [QueueHistory] = []
    for queue in queues {
      do throws(Problem) { histories.append(try history(of: queue, in: files)) } catch {
        problems.append(error)
      }
    }
    guard problems.isEmpty else { throw Problems(problems) }
    return histories
  }

  /// What the planner must know of all inputs, warnings first. Of the histories: queues nobody
  /// configured, days left out because a part of them is missing, contacts outside the hours, a history
  /// that is short or ends early.
  public func notes(_ files: HistoryFiles) -> [InputNote] {
    var notes = strangers(files) + files.remarks
    for queue in folder.centre.queues where queue.demand == .history {
      let sum = summed(queue, files)
      let place = Place(file: folder.file(folder.historyFiles(of: queue).first ?? ""))
      if let first = sum.incomplete.first {
        notes.append(
          InputNote(
            at: place, subject: "queue \(queue.id)",
            "days are left out because one of the histories that make it up lacks them",
            value: sum.incomplete.count == 1
              ? "\(first)" : "\(sum.incomplete.count), from \(first) on",
            maybe: "that export is incomplete"))
      }
      notes += HistoryNotes(
        queue: queue, rows: sum.rows, step: self, place: place,
        intervalSeconds: files.intervalSeconds(of: queue, folder)
      ).all()
    }
    return (folder.notes + notes + models.notes).sorted()
  }

  private func history(
    of queue: Queue, in files: HistoryFiles
  ) throws(Problem) -> QueueHistory {
    let names = folder.historyFiles(of: queue)
    let zone = folder.zone(of: queue)
    let rows = try rows(of: queue, in: files)
    guard !rows.isEmpty else {
      let there = Set(names.flatMap { files.queueNames(in: $0) }).sorted()
      throw Problem(
        at: Place(file: folder.file(names.first ?? "")), subject: "queue \(queue.id)",
        "has no history before \(period.asOf.text(in: zone))",
        maybe: there.isEmpty
          ? "give a later --as-of"
          : there == queue.namesInHistory
            ? "give a later --as-of" : "the file's queues are \(there.joined(separator: ", "))")
    }
    try refuseStale(queue, rows.last?.start ?? period.asOf, names.first ?? "")
    return folder.knowledge.patches.reduce(
      QueueHistory(
        queue: queue.id, intervalSeconds: files.intervalSeconds(of: queue, folder), rows: rows,
        absent: files.absent(of: queue, folder))
    ) { $1.applied(to: $0) }
  }

  /// One of the centre's history files before the as-of instant, local times read where its first queue
  /// lives.
  ///
  /// `isStrict`: Whether duplicates and disorder are errors; else they are remarks, and repaired.
  public func historyFile(_ name: String, isStrict: Bool) throws(Problem) -> HistoryFile {
    let users = folder.centre.queues.filter {
      $0.demand == .history && folder.historyFiles(of: $0).contains(name)
    }
    var reading = HistoryReading(
      zone: users.first.map { folder.zone(of: $0) } ?? folder.zone,
      intervalSeconds: folder.centre.intervalSeconds,
      queue: users.count == 1 ? users[0].id : "main", isStrict: isStrict,
      before: period.asOf, absent: folder.centre.absent(in: name))
    reading.takesLonger = users.contains { $0.profile != nil }
    return try HistoryFile.read(
      file: folder.file(name), bytes: folder.content(name), reading)
  }

  /// The rows of the queue's sources: joined, or added up where the centre says so.
  private func rows(of queue: Queue, in files: HistoryFiles) throws(Problem) -> [HistoryRow] {
    if queue.addsHistory || queue.namesInHistory.count > 1 { return summed(queue, files).rows }
    let names = folder.historyFiles(of: queue)
    let rows = files.sources(of: queue, folder).joined().sorted { $0.start < $1.start }
    for (earlier, later) in zip(rows, rows.dropFirst()) where earlier.start == later.start {
      throw Problem(
        at: Place(file: folder.file(names.first ?? "")), subject: "queue \(queue.id)",
        "has the interval twice, in different files",
        value: later.start.text(in: folder.zone(of: queue)),
        maybe: "add = true in its [[queue]] adds them up; else remove it from one of "
          + names.joined(separator: ", "))
    }
    return rows
  }

  private func summed(
    _ queue: Queue, _ files: HistoryFiles
  ) -> (rows: [HistoryRow], incomplete: [CivilDate]) {
    HistorySum.rows(
      of: files.sources(of: queue, folder), zone: folder.zone(of: queue),
      absentIsKnown: [.zero, .closed].contains(files.absent(of: queue, folder)))
  }

  private func refuseStale(_ queue: Queue, _ last: Instant, _ file: String) throws(Problem) {
    guard let limit = folder.centre.maximumHistoryAgeSeconds, period.asOf - last > limit else {
      return
    }
    throw Problem(
      .stale, at: Place(file: folder.file(file)), subject: "queue \(queue.id)",
      "its history ends too long before the as-of instant",
      value: last.text(in: folder.zone(of: queue)),
      maybe: "the export did not run; max_age in [inputs] sets the limit")
  }

  /// Queues with contacts that no `[[queue]]` takes.
  private func strangers(_ files: HistoryFiles) -> [InputNote] {
    let ids = folder.centre.queues.map(\.id)
    return files.leftOut(folder).map { file, queue, contacts in
      InputNote(
        at: Place(file: folder.file(file)), subject: "queue \(queue)",
        "is planned by nobody: no [[queue]] names it, and its contacts are left out",
        value: "\(Int(nearest: contacts)) contacts",
        maybe: nearestName(to: queue, among: ids).map {
          "\($0) is meant, or history_queues = [\"\($0)\", \"\(queue)\"] adds it"
        } ?? "add [[queue]] id = \"\(queue)\", or name it in a queue's history_queues")
    }
  }
}

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
