// Goal: for which queue somebody with several skills chiefly comes, as rosters and coverage write it.
//
// Method: a shift that is published keeps its queues; the others, in order of time, get for each stretch of
// work the queue of theirs that then lacks the most of its requirement. On the floor nobody is reserved: the
// simulation of a promise does not look at it.

internal import CentreModel
internal import CivilTime
internal import Rostering

extension Posing {
  /// Segments with the queues of the promised people.
  func labelled(
    _ segments: [RosterSegment], _ part: SitePart, agents: [RosterAgent], _ rows: [RequirementRow]
  ) -> [RosterSegment] {
    let served = Dictionary(
      zip(agents.map(\.id), part.served(by: agents).map { $0.map { part.queues[$0].id } })
    ) { first, _ in first }
    let published = Dictionary(
      grouping: RosterShift.shifts(of: part.published), by: \.agent)
    var needs = Needs(rows, intervalSeconds)
    var open: [RosterSegment] = []
    var all: [RosterSegment] = []
    for shift in RosterShift.shifts(of: segments) {
      if let same = published[shift.agent]?.first(where: { $0.isSame(as: shift) }) {
        all += same.segments
      } else {
        open += shift.segments
      }
    }
    let queues = { (segment: RosterSegment) in served[segment.agent] ?? [] }
    for segment in all where segment.activity == .work { needs.take(segment) }
    let several = open.filter { $0.activity == .work && queues($0).count > 1 }
    for var segment in open where segment.activity != .work || queues(segment).count <= 1 {
      segment.queue = segment.activity == .work ? queues(segment).first ?? "" : ""
      if segment.activity == .work { needs.take(segment) }
      all.append(segment)
    }
    for var segment in several.sorted(by: { ($0.start, $0.agent) < ($1.start, $1.agent) }) {
      let choices = queues(segment)
      let lacking = choices.map { needs.lacking($0, segment.start..<segment.end) }
      let most = lacking.max() ?? 0
      segment.queue = zip(choices, lacking).first { $1 == most }?.0 ?? choices[0]
      needs.take(segment)
      all.append(segment)
    }
    return all.sorted()
  }

  /// What is lacking of a requirement, interval by interval.
  private struct Needs {
    private var left: [String: [Instant: Double]] = [:]
    private let interval: Int
    private let origin: Instant

    init(_ rows: [RequirementRow], _ interval: Int) {
      self.interval = interval
      origin = rows.map(\.start).min() ?? Instant(seconds: 0)
      for row in rows { left[row.queue, default: [:]][row.start] = Double(row.scheduled) }
    }

    private func shares(_ span: Range<Instant>) -> [(start: Instant, share: Double)] {
      guard span.upperBound > origin else { return [] }
      var start = origin + max(0, (span.lowerBound - origin) / interval) * interval
      var all: [(start: Instant, share: Double)] = []
      while start < span.upperBound {
        let from = max(start, span.lowerBound)
        let to = min(start + interval, span.upperBound)
        all.append((start, Double(to - from) / Double(interval)))
        start = start + interval
      }
      return all
    }

    /// Agent-intervals that somebody would close.
    func lacking(_ queue: String, _ span: Range<Instant>) -> Double {
      shares(span).reduce(0) { sum, one in
        let lacks = left[queue]?[one.start] ?? 0
        // Beyond what is required the larger surplus loses.
        return sum + one.share * (lacks > 0 ? min(1, lacks) : 0.001 * lacks - 0.01)
      }
    }

    mutating func take(_ segment: RosterSegment) {
      for one in shares(segment.start..<segment.end) {
        left[segment.queue]?[one.start]? -= one.share
      }
    }
  }
}

extension RosterShift {
  /// Whether it is the same work and pauses, whatever the queues.
  fileprivate func isSame(as other: RosterShift) -> Bool {
    segments.count == other.segments.count
      && zip(segments, other.segments).allSatisfy {
        $0.start == $1.start && $0.end == $1.end && $0.activity == $1.activity
      }
  }
}
