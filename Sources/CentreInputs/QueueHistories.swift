public import CentreModel
internal import CivilTime
public import Diagnostics
public import History

/// What was counted at a centre before the as-of instant of a period: every file read by the clocks of the
/// queues it is read for, and what files say of queues that nobody asked for.
public struct QueueHistories: Sendable {
  public let folder: CentreFolder
  public let period: PlanningPeriod

  public init(_ folder: CentreFolder, _ period: PlanningPeriod) {
    self.folder = folder
    self.period = period
  }

  /// The centre's history files, for all that is to be known of them.
  ///
  /// - Throws: ``Problems`` of all files.
  public func files() throws(Problems) -> HistoryFiles {
    try HistoryFiles.read(folder, before: period.asOf)
  }

  /// The history of every queue before the as-of instant, in the order given.
  public func read(
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
  /// that is short or ends early. Of the holidays: years of which none is known.
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
        queue: queue, rows: sum.rows, histories: self, place: place,
        intervalSeconds: files.intervalSeconds(of: queue, folder)
      ).all()
    }
    return (folder.notes + folder.holidayNotes(period) + notes).sorted()
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
  public func file(_ name: String, isStrict: Bool) throws(Problem) -> HistoryFile {
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
