public import Planning
internal import Publishing

/// The calendars of a plan, as it published them, one file a person.
///
/// They go out byte for byte: entries keep their ids and sequence numbers, so that whoever subscribed to a
/// folder sees what changed and no more. Names were made by ``AgentCalendars/fileName(agent:)``; whatever a
/// manifest says, none leaves the folder it is written to.
public struct CalendarDelivery: Sendable {
  public struct File: Sendable {
    public var name: String
    public var bytes: [UInt8]
  }

  public let files: [File]

  public init(_ plan: PublishedPlan) {
    let folder = "calendars/"
    files = plan.manifest.outputs.map(\.name).filter { $0.hasPrefix(folder) }.sorted()
      .compactMap { path in
        let name = String(path.dropFirst(folder.count))
        guard name.hasSuffix(".ics"), !name.hasPrefix("."), !name.contains("/"),
          let bytes = plan.content(path)
        else { return nil }
        return File(name: name, bytes: bytes)
      }
  }
}
