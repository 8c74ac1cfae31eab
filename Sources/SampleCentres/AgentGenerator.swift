internal import CivilTime

/// An agent of a sample centre, as a row of the agents file.
struct GeneratedAgent: Hashable, Sendable {
  var id: String
  var name: String
  var contract: String
  var availability: String
  var skills: String
  var site: String
  var unavailableDates: [CivilDate] = []
  var previousShiftEnd: Instant?
  /// Seconds after midnight.
  var preferredStart: Int?
  var preferredDaysOff: [CivilDate] = []
}

/// The people of a centre: contracts, availability and skills in the shares of the profile, absences
/// and wishes for the weeks from `monday` on, and how the week before it ended for each.
func generateAgents(
  _ profile: CentreProfile, count: Int, weekFrom monday: CivilDate, closedDates: Set<CivilDate>,
  zone: Zone, seed: UInt64
) -> [GeneratedAgent] {
  let people = profile.people
  var random = RandomSource(seed: seed, purpose: "agents")
  let contracts = dealt(profile.contracts.map(\.share), count, &random)
  let classes = dealt(people.availability.map(\.share), count, &random)
  let skills = dealt(people.skills.map(\.weight), count, &random)
  var given = people.givenNames
  var family = people.familyNames
  random.shuffle(&given)
  random.shuffle(&family)
  let width = max(3, String(count).count)

  return (0..<count).map { k in
    let digits = String(k + 1)
    let contract = profile.contracts[contracts[k]]
    let availability = people.availability[classes[k]]
    var agent = GeneratedAgent(
      id: "A" + String(repeating: "0", count: width - digits.count) + digits,
      name: "\(given[k % given.count]) \(family[(k + k / given.count) % family.count])",
      contract: contract.id, availability: availability.id,
      skills: people.skills[skills[k]].text, site: people.site)
    // Every agent has a stream, so that more agents leave the first ones as they are.
    var own = RandomSource(seed: seed, purpose: "agent \(k + 1)")
    let working = WorkingTimes(
      queues: profile.queues, availability: availability.hours, closedDates: closedDates,
      lengthSeconds: contract.lengthSeconds)
    agent.previousShiftEnd = working.lastShiftEnd(before: monday, zone: zone, &own)
    agent.unavailableDates = absences(people, working, from: monday, weeks: 4, &own)
    if own.isTrue(withProbability: people.wishStart) {
      let starts = working.starts(on: monday)
      if !starts.isEmpty { agent.preferredStart = starts[own.below(starts.count)] }
    }
    if own.isTrue(withProbability: people.wishDaysOff) {
      let open = (0..<7).map { monday + $0 }.filter { !working.starts(on: $0).isEmpty }
      if let last = open.last {
        // Most people want the weekend.
        let day = own.isTrue(withProbability: 0.6) ? last : open[own.below(open.count)]
        agent.preferredDaysOff = [day, day + 7]
      }
    }
    return agent
  }
}

/// When somebody can work.
private struct WorkingTimes {
  let queues: [CentreProfile.DemandProfile]
  let availability: OpeningHours
  let closedDates: Set<CivilDate>
  let lengthSeconds: Int

  /// Starts of a whole shift on a date, every half hour, while some queue is open all along.
  func starts(on date: CivilDate) -> [Int] {
    guard !closedDates.contains(date) else { return [] }
    return stride(from: 0, to: 86_400, by: 1800).filter { start in
      let end = start + lengthSeconds
      func covers(_ hours: OpeningHours) -> Bool {
        hours.spans(on: date.weekday).contains { $0.start <= start && end <= $0.end }
      }
      return covers(availability) && queues.contains { covers($0.hours) }
    }
  }

  func lastShiftEnd(before monday: CivilDate, zone: Zone, _ random: inout RandomSource) -> Instant?
  {
    for back in 1...6 {
      let date = monday - back
      let starts = starts(on: date)
      guard !starts.isEmpty, random.isTrue(withProbability: 0.7) else { continue }
      let end = starts[random.below(starts.count)] + lengthSeconds
      return zone.resolve(date + end / 86_400, secondsOfDay: end % 86_400).first
    }
    return nil
  }
}

private func absences(
  _ people: CentreProfile.PeopleProfile, _ working: WorkingTimes, from monday: CivilDate,
  weeks: Int, _ random: inout RandomSource
) -> [CivilDate] {
  var dates: [CivilDate] = []
  for week in 0..<weeks {
    let days = (0..<7).map { monday + week * 7 + $0 }
    if random.isTrue(withProbability: people.weekAway) {
      dates += days
      continue
    }
    for day in days where random.isTrue(withProbability: people.dayAway) {
      if !working.starts(on: day).isEmpty { dates.append(day) }
    }
  }
  return dates
}

/// For everybody the position of a share, as many of each as the shares say, in random order.
private func dealt(_ shares: [Double], _ count: Int, _ random: inout RandomSource) -> [Int] {
  var all = quotas(shares, total: count).enumerated().flatMap { k, n in
    Array(repeating: k, count: n)
  }
  random.shuffle(&all)
  return all
}
