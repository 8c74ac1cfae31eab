public import MusterPluginKit
public import Simulation

/// Agents on the phone over time.
public struct Presence: Sendable {
  /// A stretch in which their number does not change.
  public struct Piece: Hashable, Sendable {
    public var start: Int64
    public var end: Int64
    public var agents: Double

    public var seconds: Double { Double(end - start) }
  }

  /// Ascending, without overlap; nobody is there between them.
  private let pieces: [Piece]
  /// The same people one by one; nil where the host does not say.
  public let people: [PersonAtWork]?

  public init(_ slots: [AgentSlot], people: [PersonAtWork]? = nil) {
    self.people = people
    var last = Int64.min
    pieces = slots.sorted { $0.startUnix < $1.startUnix }.compactMap { slot in
      let start = max(last, slot.startUnix)
      let end = slot.startUnix + Int64(max(0, slot.seconds))
      guard start < end, slot.agents > 0 else { return nil }
      last = end
      return Piece(start: start, end: end, agents: slot.agents)
    }
  }

  /// Who is there from `start` until before `end`, without a gap: pieces with nobody among them.
  public func pieces(from start: Int64, to end: Int64) -> [Piece] {
    var found: [Piece] = []
    var at = start
    var k = firstEnding(after: start)
    while k < pieces.count, pieces[k].start < end {
      let piece = pieces[k]
      if piece.start > at { found.append(Piece(start: at, end: piece.start, agents: 0)) }
      let stop = min(end, piece.end)
      found.append(Piece(start: max(at, piece.start), end: stop, agents: piece.agents))
      at = stop
      k += 1
    }
    if at < end { found.append(Piece(start: at, end: end, agents: 0)) }
    return found
  }

  /// Agent seconds in a row.
  public func agentSeconds(_ row: Interval) -> Double {
    pieces(from: row.start_unix, to: row.start_unix + Int64(row.length_s))
      .reduce(0) { $0 + $1.agents * $1.seconds }
  }

  private func firstEnding(after time: Int64) -> Int {
    var low = 0
    var high = pieces.count
    while low < high {
      let middle = (low + high) / 2
      if pieces[middle].end <= time { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

extension Presence {
  /// Whole agents for one replication: a part of one is there in as large a share of replications.
  ///
  /// `u`: The replication's number from 0 to 1; with all equally likely the mean is what the slots say.
  private func whole(_ agents: Double, _ u: Double) -> Int {
    Int(clamping: Int64(max(0, min(1e6, (agents + u).rounded(.down)))))
  }

  /// The stretches of each row with their whole number of agents.
  public func stretches(
    _ rows: [Interval], u: Double
  ) -> [[(seconds: Double, agents: Int)]] {
    rows.map { row in
      pieces(from: row.start_unix, to: row.start_unix + Int64(row.length_s)).map {
        ($0.seconds, whole($0.agents, u))
      }
    }
  }

  /// The numbers of agents over all rows, in seconds from the first; one entry a change.
  public func staff(_ rows: [Interval], u: Double) -> [ChatFloor.Staff] {
    guard let first = rows.first, let last = rows.last else { return [] }
    var staff: [ChatFloor.Staff] = []
    for piece in pieces(from: first.start_unix, to: last.start_unix + Int64(last.length_s)) {
      let agents = whole(piece.agents, u)
      if staff.last?.agents != agents {
        staff.append(.init(from: Double(piece.start - first.start_unix), agents: agents))
      }
    }
    return staff
  }
}
