// Goal: when in the week a list's contacts come, and what agent time each interval takes.
//
// Method: dials are even over the seconds in which people may be called and agents work. An hour reaches as
// its weight says against the mean of the weights given, which the contact rate is the mean over: hours that
// are better than that mean need fewer dials for the list, by the closed form of ``Attempts`` at the rate the
// dialled hours have together. Time that reaches nobody rides on the contacts of its interval. Who asks to be
// called back is, on the next day that has hours: at the hours people ask for where these are given, else at
// the same time of the day, and evenly where that is closed.
// Conditions: call-backs of the last day fall after the plan, those from before it are not known.

public import CivilTime
public import Workloads

/// A list's contacts and their handling time by interval.
public struct ListWeek: Hashable, Sendable {
  /// An interval: when it begins, and how many of its seconds may be dialled in.
  public struct Stretch: Hashable, Sendable {
    public var start: Instant
    public var seconds: Double

    public init(start: Instant, seconds: Double) {
      self.start = start
      self.seconds = seconds
    }
  }

  /// Who asks to be called back.
  public struct CallBacks: Hashable, Sendable {
    /// Share of the contacts, and of these the share reached at once.
    public var share: Double
    public var reached: Double
    /// How often each local hour is asked for; where these are even, the same time of the day is.
    public var hours: HourWeights

    public init(share: Double, reached: Double, hours: HourWeights = HourWeights()) {
      self.share = share
      self.reached = reached
      self.hours = hours
    }
  }

  /// The list at the contact rate of the hours that are dialled.
  public private(set) var work: ListWorkload
  /// Contacts by interval, call-backs included.
  public private(set) var contacts: [Double]
  /// Agent seconds of one of them, failed attempts included; by interval.
  public private(set) var handlingSeconds: [Double]

  /// `part`: The part of the list that these intervals work.
  /// `hourWeights`: How likely people answer by their local hour.
  /// `zones`: Where people may be, the first of which tells the days.
  public init(
    _ list: ListWorkload, part: Double, hourWeights: HourWeights, callBacks: CallBacks,
    zones: [Zone], _ stretches: [Stretch]
  ) {
    let weights = stretches.map { $0.seconds * Self.weight(hourWeights, at: $0.start, zones) }
    let seconds = stretches.reduce(0) { $0 + $1.seconds }
    let weighted = weights.reduce(0, +)
    var work = list
    if seconds > 0 {
      work.attempts.contactRate = min(
        1, list.attempts.contactRate * weighted / seconds / hourWeights.mean)
    }
    self.work = work
    contacts = [Double](repeating: 0, count: stretches.count)
    handlingSeconds = contacts
    guard weighted > 0 else { return }
    var taken = contacts
    for i in stretches.indices {
      let dials = work.dials * part * stretches[i].seconds / seconds
      let reached = work.contacts * part * weights[i] / weighted
      let others = dials * work.otherLive
      contacts[i] = reached + others
      taken[i] =
        reached * work.handlingSeconds + others * work.otherSeconds
        + max(0, dials - reached - others) * work.noContactSeconds
    }
    let usual = taken.reduce(0, +) / contacts.reduce(0, +)
    let dials = ListTeam.callBackDials(promised: callBacks.share, reached: callBacks.reached)
    let again = Self.nextDay(contacts, callBacks, zones[0], stretches).map { $0 * dials }
    for i in stretches.indices {
      taken[i] += again[i] * usual
      contacts[i] += again[i]
      handlingSeconds[i] = contacts[i] > 0 ? taken[i] / contacts[i] : usual
    }
  }

  /// The mean weight of an instant over the places in which people may be.
  private static func weight(
    _ weights: HourWeights, at instant: Instant, _ zones: [Zone]
  ) -> Double {
    guard !weights.areEven else { return 1 }
    return zones.reduce(0) { $0 + weights[$1.local(at: instant).hour] } / Double(zones.count)
  }

  /// Contacts moved to the next day that has hours.
  private static func nextDay(
    _ contacts: [Double], _ callBacks: CallBacks, _ zone: Zone, _ stretches: [Stretch]
  ) -> [Double] {
    var moved = [Double](repeating: 0, count: contacts.count)
    guard callBacks.share > 0 else { return moved }
    var days: [[Int]] = []
    var last: CivilDate?
    for i in stretches.indices where stretches[i].seconds > 0 {
      let date = zone.date(at: stretches[i].start)
      if date == last { days[days.count - 1].append(i) } else { days.append([i]) }
      last = date
    }
    for (day, next) in zip(days, days.dropFirst()) {
      func spread(_ amount: Double, _ weight: (Int) -> Double) {
        let all = next.reduce(0) { $0 + weight($1) }
        let even = next.reduce(0) { $0 + stretches[$1].seconds }
        for i in next {
          moved[i] += all > 0 ? amount * weight(i) / all : amount * stretches[i].seconds / even
        }
      }
      if !callBacks.hours.areEven {
        spread(day.reduce(0) { $0 + contacts[$1] }) {
          stretches[$0].seconds * callBacks.hours[zone.local(at: stretches[$0].start).hour]
        }
        continue
      }
      let byTime = Dictionary(
        next.map { (zone.local(at: stretches[$0].start).secondsOfDay, $0) }
      ) { first, _ in first }
      for i in day {
        if let same = byTime[zone.local(at: stretches[i].start).secondsOfDay] {
          moved[same] += contacts[i]
        } else {
          spread(contacts[i]) { stretches[$0].seconds }
        }
      }
    }
    return moved
  }
}
