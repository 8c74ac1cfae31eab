import CivilTime
import OffshoreShiftsModel
import Testing

@Suite("Clocks of client and site")
struct ClockTests {
  private func local(_ instant: Instant, _ zone: Zone) -> String {
    let local = zone.local(at: instant)
    return "\(local.date) \(local.clock)"
  }

  @Test("DST dates of 2027, each with the offset before and after")
  func changes() throws {
    for (name, dates) in [
      ("America/New_York", ["2027-03-14", "2027-11-07"]),
      ("Europe/London", ["2027-03-28", "2027-10-31"]),
      ("Europe/Paris", ["2027-03-28", "2027-10-31"]),
      ("Australia/Sydney", ["2027-04-04", "2027-10-03"]),
      ("Australia/Melbourne", ["2027-04-04", "2027-10-03"]),
      ("Australia/Brisbane", []), ("Australia/Perth", []), ("America/Phoenix", []),
      ("Asia/Manila", []), ("Asia/Kolkata", []), ("America/Bogota", []),
      ("America/Mexico_City", []),
    ] {
      let zone = try zone(name)
      var found: [String] = []
      var t = zone.startOfDay(try date("2027-01-01"))
      while let next = zone.nextChange(after: t), zone.date(at: next).year == 2027 {
        found.append("\(zone.date(at: next))")
        t = next
      }
      #expect(found == dates, "\(name)")
    }
  }

  static let seen: [(client: String, january: String, july: String)] = [
    ("America/New_York", "22:00-07:00", "21:00-06:00"),
    ("America/Chicago", "23:00-08:00", "22:00-07:00"),
    ("America/Denver", "00:00-09:00", "23:00-08:00"),
    ("America/Los_Angeles", "01:00-10:00", "00:00-09:00"),
    ("Europe/London", "17:00-02:00", "16:00-01:00"),
    ("Australia/Sydney", "06:00-15:00", "07:00-16:00"),
    ("Australia/Brisbane", "07:00-16:00", "07:00-16:00"),
    ("Australia/Perth", "09:00-18:00", "09:00-18:00"),
    ("America/Bogota", "22:00-07:00", "22:00-07:00"),
    ("America/Mexico_City", "23:00-08:00", "23:00-08:00"),
    ("Asia/Kolkata", "11:30-20:30", "11:30-20:30"),
  ]

  @Test("client 09:00-18:00 on Manila's clock in January and July", arguments: seen.indices)
  func table(row: Int) throws {
    let manila = try zone("Asia/Manila")
    let template = ShiftTemplate(id: "day", anchor: .client, start: 540, end: 1080)
    let client = try zone(Self.seen[row].client)
    for (day, expected) in [
      ("2027-01-13", Self.seen[row].january), ("2027-07-14", Self.seen[row].july),
    ] {
      let shift = template.shift(on: try date(day), client: client, site: manila)
      let clocks =
        manila.local(at: shift.lowerBound).clock + "-" + manila.local(at: shift.upperBound).clock
      #expect(clocks == expected, "\(Self.seen[row].client) \(day)")
    }
  }

  @Test("night differential hours of those shifts, one hour of meal in the middle")
  func nightHours() throws {
    let engine = try engine("philippines")
    let template = ShiftTemplate(id: "day", anchor: .client, start: 540, end: 1080)
    for (client, day, hours) in [
      ("America/New_York", "2027-01-13", 7.0), ("America/New_York", "2027-07-14", 7),
      ("America/Los_Angeles", "2027-01-13", 4), ("America/Los_Angeles", "2027-07-14", 5),
    ] {
      let shift = template.shift(
        on: try date(day), client: try zone(client), site: engine.clock.zone)
      let meal = shift.lowerBound + 4 * 3600
      let work = AgentWork(
        agent: "A1",
        shifts: [
          WorkShift(
            start: shift.lowerBound, end: shift.upperBound,
            pauses: [Pause(kind: .meal, start: meal, end: meal + 3600, paid: false)])
        ])
      #expect(engine.price(work).nightHours == hours, "\(client) \(day)")
    }
  }

  @Test("00:00-08:00 in New York lasts 7 h on 14 March and 9 h on 7 November 2027, and is paid so")
  func shortAndLongNights() throws {
    let newYork = try zone("America/New_York")
    let night = ShiftTemplate(id: "night", anchor: .client, start: 0, end: 480)
    for (day, hours) in [("2027-03-14", 7), ("2027-11-07", 9), ("2027-06-06", 8)] {
      let shift = night.shift(on: try date(day), client: newYork, site: newYork)
      #expect(shift.upperBound - shift.lowerBound == hours * 3600)
      for name in ["us-federal", "philippines"] {
        let engine = try engine(name)
        let work = AgentWork(
          agent: "A1", shifts: [WorkShift(start: shift.lowerBound, end: shift.upperBound)])
        #expect(engine.price(work).paidHours == Double(hours))
      }
    }
  }

  @Test("rest is elapsed time: 14 h instead of 15 h in Manila when New York's clocks change")
  func shortRest() throws {
    let (newYork, manila) = (try zone("America/New_York"), try zone("Asia/Manila"))
    let day = ShiftTemplate(id: "day", anchor: .client, start: 540, end: 1080)
    func rest(_ first: String, _ second: String) throws -> Int {
      let earlier = day.shift(on: try date(first), client: newYork, site: manila)
      let later = day.shift(on: try date(second), client: newYork, site: manila)
      return later.lowerBound - earlier.upperBound
    }
    #expect(try rest("2027-03-12", "2027-03-13") == 15 * 3600)
    #expect(try rest("2027-03-13", "2027-03-14") == 14 * 3600)
    #expect(try rest("2027-11-06", "2027-11-07") == 16 * 3600)
    let saturday = day.shift(on: try date("2027-03-13"), client: newYork, site: manila)
    let sunday = day.shift(on: try date("2027-03-14"), client: newYork, site: manila)
    #expect(local(saturday.upperBound, manila) == "2027-03-14 07:00")
    #expect(local(sunday.lowerBound, manila) == "2027-03-14 21:00")
  }

  @Test("anchored to the site, the start stays in Manila and moves in New York")
  func siteAnchor() throws {
    let (newYork, manila) = (try zone("America/New_York"), try zone("Asia/Manila"))
    let template = ShiftTemplate(id: "late", anchor: .site, start: 1320, end: 420)
    for (day, clock) in [("2027-03-12", "09:00"), ("2027-03-15", "10:00")] {
      let shift = template.shift(on: try date(day), client: newYork, site: manila)
      #expect(manila.local(at: shift.lowerBound).clock == "22:00")
      #expect(newYork.local(at: shift.lowerBound).clock == clock)
    }
  }

  @Test("on every day of two years both anchors agree with their own clock")
  func everyDay() throws {
    let zones = try [
      "America/New_York", "Europe/London", "Australia/Sydney", "Asia/Manila", "Asia/Kathmandu",
    ].map(zone)
    for client in zones {
      for site in zones {
        for offset in 0..<730 {
          let day = try date("2026-06-01") + offset
          for template in [
            ShiftTemplate(id: "a", anchor: .client, start: 570, end: 1110),
            ShiftTemplate(id: "b", anchor: .site, start: 1290, end: 390),
          ] {
            let shift = template.shift(on: day, client: client, site: site)
            let zone = template.anchor == .client ? client : site
            #expect(zone.local(at: shift.lowerBound).secondsOfDay == template.start * 60)
            #expect(zone.local(at: shift.upperBound).secondsOfDay == template.end * 60)
            let hours = (shift.upperBound - shift.lowerBound) / 3600
            #expect((8...10).contains(hours))
          }
        }
      }
    }
  }
}
