// People on the floor at one time.
//
// Goal: the number of places taken at every moment, from shifts that overlap.
// Method: sweep over the starts and ends; at one moment the ends come first (half-open [start, end)).
// A handover lengthens every stay, because the next agent cannot sit down while the last one packs.

/// A number of people who are there from `start` to `end`, in any unit of time with a common origin.
public struct Stay: Hashable, Sendable {
  public var start: Int
  public var end: Int
  public var people: Int

  public init(start: Int, end: Int, people: Int) {
    self.start = start
    self.end = end
    self.people = people
  }
}

/// How many people are there, over time.
public struct Occupancy: Hashable, Sendable {
  public struct Step: Hashable, Sendable {
    public var start: Int
    public var end: Int
    public var people: Int
  }

  /// Stretches with the same number of people, ascending, without gaps between first and last.
  public var steps: [Step]

  /// - Complexity: O(n log n) for n stays.
  public init(_ stays: [Stay], handover: Int = 0) {
    var changes: [(at: Int, by: Int)] = []
    for stay in stays where stay.end > stay.start && stay.people != 0 {
      changes.append((stay.start, stay.people))
      changes.append((stay.end + handover, -stay.people))
    }
    changes.sort { ($0.at, $0.by) < ($1.at, $1.by) }
    steps = []
    var people = 0
    var since = changes.first?.at ?? 0
    for change in changes {
      if change.at > since {
        if let last = steps.indices.last, steps[last].people == people {
          steps[last].end = change.at
        } else {
          steps.append(Step(start: since, end: change.at, people: people))
        }
        since = change.at
      }
      people += change.by
    }
  }

  /// The most people at one time, and the first stretch with that many.
  public var peak: Step? { steps.max { ($0.people, -$0.start) < ($1.people, -$1.start) } }

  /// The highest stretch in a part of the time.
  public func peak(from: Int, to: Int) -> Int {
    steps.reduce(0) { $1.end > from && $1.start < to ? max($0, $1.people) : $0 }
  }
}
