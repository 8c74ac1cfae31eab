public import CivilTime
public import Configuration
internal import Diagnostics

/// A site's part of the work: which contacts of which hours it takes.
///
/// `[[part]]` of a centre and `part = [{ … }]` of a scenario are read by the one reader below.
public struct WorkPart: Hashable, Sendable {
  public var site: String
  /// Of the contacts of its hours, 0 to 1.
  public var share: Double
  /// By the client's clock and weekdays; nil: always.
  public var hours: OpeningHours?
  /// The most contacts of an hour it takes; what is more goes to the parts after it.
  public var contactsPerHour: Double?
  /// Ids of the queues it takes part in; with ``clients`` also empty, every queue.
  public var queues: [String]
  /// Clients whose queues it takes part in.
  public var clients: [String]

  public init(
    site: String, share: Double = 1, hours: OpeningHours? = nil, contactsPerHour: Double? = nil,
    queues: [String] = [], clients: [String] = []
  ) {
    self.site = site
    self.share = share
    self.hours = hours
    self.contactsPerHour = contactsPerHour
    self.queues = queues
    self.clients = clients
  }

  /// Whether contacts of `queue` may come to this part at all.
  public func takes(_ queue: Queue) -> Bool {
    (queues.isEmpty && clients.isEmpty) || queues.contains(queue.id)
      || queue.client.map(clients.contains) == true
  }
}

extension WorkPart {
  /// Reads one part; nil when it names no site that there is, with the reason noted.
  ///
  /// `queues`: Those of the centre, which `queues` and `clients` choose from; nil where parts cannot
  /// choose queues, so that the two keys are unknown.
  public static func read(
    _ table: ConfigTable, sites: [String], queues: [Queue]? = nil
  ) -> WorkPart? {
    let site = table.required("site", table.choice("site", of: sites))
    let hours = table.openingHours("hours")
    var part = WorkPart(
      site: site ?? "", share: table.number("share", in: 0...1) ?? 1, hours: hours,
      contactsPerHour: table.number("contacts_per_hour", in: 0...1e9))
    if let queues {
      part.queues = chosen("queues", "a queue", table, among: queues.map(\.id))
      part.clients = chosen(
        "clients", "a client of a queue", table, among: Set(queues.compactMap(\.client)).sorted())
    }
    return site == nil ? nil : part
  }

  /// The names at `key` that are known; the others are noted.
  private static func chosen(
    _ key: String, _ what: String, _ table: ConfigTable, among known: [String]
  ) -> [String] {
    guard let names = table.strings(key) else { return [] }
    if names.isEmpty {
      table.note(key, "names nothing", maybe: "leave it out: the part then takes every queue")
    }
    return names.filter { name in
      if known.contains(name) { return true }
      table.note(
        key, "is not \(what)", value: "\"\(name)\"",
        maybe: nearestName(to: name, among: known).map { "you meant \"\($0)\"" }
          ?? (known.isEmpty ? nil : "one of \(known.joined(separator: ", ")) is meant"))
      return false
    }
  }
}
