// Seats that some clients have for themselves, and the rest that all share.
//
// Goal: at every moment, how many people of each client sit on its own seats and how many need shared ones;
// and when more are needed than are shared.
// Method: a sweep over the starts and ends of all stays; at one moment the ends come first, and a handover
// lengthens every stay, as in `Occupancy`. A client's people take its own seats first; who finds none takes a
// shared one, unless the client is one whose people may only use its own. An own seat that is free is
// nobody else's.

/// Somebody of a client who is on the floor from `start` to `end`, in any unit of time with a common origin.
public struct ClientStay: Hashable, Sendable {
  public var client: String
  public var start: Int
  public var end: Int

  public init(client: String, start: Int, end: Int) {
    self.client = client
    self.start = start
    self.end = end
  }
}

/// The seats of one site by client.
public struct ClientSeats: Hashable, Sendable {
  /// Seats that are a client's alone.
  public var own: [String: Int]
  /// Clients whose people use no other seats.
  public var confined: Set<String>
  /// Seats of the site in all.
  public var seats: Int

  public init(own: [String: Int], confined: Set<String> = [], seats: Int) {
    self.own = own
    self.confined = confined
    self.seats = seats
  }

  /// Seats that are no client's own; below 0 where more are reserved than there are.
  public var shared: Int { seats - own.values.reduce(0, +) }

  /// The most that a client used at one time.
  public struct ClientUse: Hashable, Sendable {
    public var client: String
    /// The most people, and the first stretch with that many.
    public var people: Int
    public var from: Int
    public var to: Int
    /// The most people beyond its own seats.
    public var beyond: Int
  }

  /// A stretch in which seats are missing: the worst moment's numbers.
  public struct Shortage: Hashable, Sendable {
    public var start: Int
    public var end: Int
    public var missing: Int
    /// People beyond the seats of their own by client, by name; those of confined clients are missing whole.
    public var beyond: [String: Int]
  }

  public struct Use: Hashable, Sendable {
    /// By name.
    public var clients: [ClientUse]
    /// Ascending.
    public var shortages: [Shortage]
    /// The most shared seats that were needed at one time.
    public var mostShared: Int
  }

  /// How people use the seats.
  ///
  /// - Complexity: O(n log n + n · clients) for n stays.
  public func use(_ stays: [ClientStay], handover: Int = 0) -> Use {
    var changes: [(at: Int, by: Int, client: String)] = []
    for stay in stays where stay.end > stay.start {
      changes.append((stay.start, 1, stay.client))
      changes.append((stay.end + handover, -1, stay.client))
    }
    changes.sort { ($0.at, $0.by, $0.client) < ($1.at, $1.by, $1.client) }
    var there: [String: Int] = [:]
    var most: [String: ClientUse] = [:]
    var use = Use(clients: [], shortages: [], mostShared: 0)
    for (k, change) in changes.enumerated() {
      there[change.client, default: 0] += change.by
      guard k + 1 < changes.count, changes[k + 1].at > change.at else { continue }
      let (from, to) = (change.at, changes[k + 1].at)
      var beyond: [String: Int] = [:]
      for (client, people) in there where people > 0 {
        let more = max(0, people - (own[client] ?? 0))
        if more > 0 { beyond[client] = more }
        var known =
          most[client] ?? ClientUse(client: client, people: 0, from: 0, to: 0, beyond: 0)
        if people > known.people { (known.people, known.from, known.to) = (people, from, to) }
        known.beyond = max(known.beyond, more)
        most[client] = known
      }
      let sharing = beyond.reduce(0) { $0 + (confined.contains($1.key) ? 0 : $1.value) }
      let locked = beyond.reduce(0) { $0 + (confined.contains($1.key) ? $1.value : 0) }
      use.mostShared = max(use.mostShared, sharing)
      let missing = locked + max(0, sharing - max(0, shared))
      guard missing > 0 else { continue }
      // The clients whose people are missing a seat: those who share only where the shared ones are too few.
      let without = sharing > max(0, shared) ? beyond : beyond.filter { confined.contains($0.key) }
      if let last = use.shortages.indices.last, use.shortages[last].end == from {
        use.shortages[last].end = to
        if missing > use.shortages[last].missing {
          (use.shortages[last].missing, use.shortages[last].beyond) = (missing, without)
        }
      } else {
        use.shortages.append(Shortage(start: from, end: to, missing: missing, beyond: without))
      }
    }
    use.clients = most.values.sorted { $0.client < $1.client }
    return use
  }
}
