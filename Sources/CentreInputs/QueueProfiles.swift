package import CentreModel
public import CivilTime
public import Diagnostics
internal import Files
public import Forecasting
internal import History
internal import Tables

extension CentreFolder {
  /// How a forecast of longer intervals than the centre's is to be spread; nil where the history counts by
  /// the centre's.
  package func split(
    _ queue: Queue, _ history: QueueHistory, among all: [(queue: Queue, history: QueueHistory)]
  ) throws(Problem) -> IntradaySplit? {
    let length = centre.intervalSeconds
    guard let name = queue.profile, history.intervalSeconds > length else { return nil }
    let zone = self.zone(of: queue)
    func learnt(_ history: QueueHistory, _ zone: Zone, _ source: String) throws(Problem)
      -> IntradayProfile
    {
      if let made = IntradayProfile(learntFrom: history, zone: zone, source: source) { return made }
      throw Problem(
        at: Place(file: file(CentreFolder.configurationName)),
        subject: "queue \(queue.id).profile", "does not tell how contacts are spread over the day",
        value: name, maybe: "its history counts whole days too, or nothing")
    }
    if let other = all.first(where: { $0.queue.id == name }) {
      return IntradaySplit(
        profile: try learnt(
          other.history, self.zone(of: other.queue), "queue \(name)"), intervalSeconds: length)
    }
    guard centre.profileFiles.contains(name) else {
      throw Problem(
        at: Place(file: file(CentreFolder.configurationName)),
        subject: "queue \(queue.id).profile", "is no queue with a history", value: name)
    }
    return IntradaySplit(
      profile: try IntradayProfile.read(
        file: file(name), bytes: content(name), name: name, zone: zone),
      intervalSeconds: length)
  }
}

extension IntradayProfile {
  /// Reads a profile, or learns one from an interval history.
  public static func read(path: String, name: String, zone: Zone) throws(Problem) -> IntradayProfile
  {
    let bytes = path == "-" ? try readAll(0, name: "standard input") : try readFile(path)
    return try read(file: path, bytes: bytes, name: name, zone: zone)
  }

  static func read(
    file path: String, bytes: [UInt8], name: String, zone: Zone
  ) throws(Problem) -> IntradayProfile {
    let table = try CSVTable(file: path, bytes: bytes)
    if table.column(named: "share") != nil {
      var profile = try IntradayProfile(table)
      profile.source = name
      return profile
    }
    let file = try HistoryFile.read(file: path, bytes: bytes, HistoryReading(zone: zone))
    let profiles = file.queues.compactMap {
      IntradayProfile(learntFrom: $0, zone: zone, source: name)
    }
    guard let profile = profiles.first, file.queues.count == 1 else {
      throw Problem(
        at: Place(file: path), subject: "profile",
        "does not tell how the contacts of one queue are spread over the day",
        maybe: "a file start,share, or the interval history of one queue is meant")
    }
    return profile
  }
}
