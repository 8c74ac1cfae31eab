import ArgumentParser
import CentreInputs
import CentreModel
import CivilTime
import Diagnostics
import Forecasting
import History
import Planning
import Publishing
import Tables

/// Which histories a command examines; shared by `backtest` and `doctor`.
struct HistorySourceOptions: ParsableArguments {
  /// What belongs to plain files.
  struct FileOptions: FilesOnlyOptions {
    @OptionGroup var reading: HistoryOptions
  }

  @Option(help: ArgumentHelp("Only this queue; may be repeated.", valueName: "id"))
  var queue: [String] = []

  @Option(
    help: ArgumentHelp(
      "A date or an instant; no history from then on is used. By default all of it.",
      valueName: "date"))
  var asOf: MomentArgument?

  @OptionGroup(title: "On plain files") var onFiles: FileOptions

  /// The instant from which on no history is used; nil: all is.
  func before(_ zone: Zone) throws(Problem) -> Instant? {
    try asOf.value()?.instant(in: zone, option: "--as-of")
  }

  /// The queues asked for, all when none is.
  ///
  /// - Throws: A ``Problem`` where one is not among those known.
  func chosen(of known: [String]) throws(Problem) -> Set<String> {
    if let stranger = queue.first(where: { !known.contains($0) }) {
      throw Problem(
        .usage, subject: "--queue", "has no history here", value: stranger,
        maybe: nearestName(to: stranger, among: known).map { "\($0) is meant" }
          ?? "one of \(known.joined(separator: ", ")) is meant")
    }
    return Set(queue.isEmpty ? known : queue)
  }
}

/// The histories that a command examines, with what is known of each queue, from either source.
struct ExaminedHistories {
  struct Queue {
    var history: QueueHistory
    /// As-of and horizon are the command's to fill in.
    var setting: ForecastSetting
  }

  var zone: Zone
  /// How the source writes times.
  var clock: HistoryClock
  var queues: [Queue]
  var remarks: [HistoryRemark]
  /// What they were read from beside files that options name: hashes by what they are.
  var inputs: [String: String] = [:]

  /// Of plain files, read at once; duplicates and disorder are remarks.
  init(_ options: HistorySourceOptions) throws {
    let reading = options.onFiles.reading
    let zone = try reading.zone()
    let file = try reading.read(zone, before: try options.before(zone), isStrict: false)
    let names = try options.chosen(of: file.queues.map(\.queue))
    try self.init(file, try reading.setting(zone), knowledge: nil)
    queues.removeAll { !names.contains($0.history.queue) }
    remarks.removeAll { !names.contains($0.queue) }
  }

  /// Of files that are read, or of some queues of them. `knowledge`: Events, mailings and AHT.
  init(
    _ file: HistoryFile, _ setting: ForecastSetting, knowledge: KnowledgeOptions?
  ) throws(Problem) {
    zone = setting.zone
    clock = file.clock
    remarks = file.remarks
    queues = []
    for history in file.queues {
      queues.append(
        Queue(
          history: history,
          setting: try knowledge?.setting(setting, queue: history.queue) ?? setting))
    }
  }

  /// Of a centre: its files as the forecast reads them, with its hours, holidays and events.
  ///
  /// `runsModels`: Whether commands that the centre's file names are tried too.
  init(
    centre path: String, _ options: HistorySourceOptions, isStrict: Bool, runsModels: Bool = false
  ) throws {
    let folder = try CentreFolder.load(path)
    let zone = folder.zone
    let asOf = try options.before(zone) ?? zone.startOfDay(zone.date(at: Clock.now))
    let step = ForecastStep(
      folder: folder,
      period: try PlanningPeriod(asOf: asOf, from: nil, days: 7, zone: zone),
      runsModels: runsModels)
    let counted = folder.centre.queues.filter { $0.demand == .history }
    let names = try options.chosen(of: counted.map(\.id))
    self.zone = zone
    clock = .offset
    remarks = []
    queues = []
    inputs = try step.models.versions()
    inputs["as of"] = "\(asOf)"
    inputs["centre"] = planID(of: folder.inputs.flatMap { [$0.name, $0.sha256] })
    let own = counted.filter { names.contains($0.id) }
    if isStrict {
      for (queue, history) in zip(own, try step.histories.read(of: own, in: step.histories.files()))
      {
        queues.append(Queue(history: history, setting: step.setting(queue)))
      }
      return
    }
    for name in folder.centre.allHistoryFiles {
      let file = try step.histories.file(name, isStrict: false)
      remarks += file.remarks.filter { names.contains($0.queue) }
      for queue in own where folder.historyFiles(of: queue).contains(name) {
        guard let history = file.queues.first(where: { $0.queue == queue.id }) else { continue }
        queues.append(Queue(history: history, setting: step.setting(queue)))
      }
    }
  }
}
