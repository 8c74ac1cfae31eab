import CivilTime
import Diagnostics
import Testing

@Suite struct FixedOffsetTests {
  @Test(arguments: [
    ("EST", "America/New_York"), ("CST6CDT", "America/Chicago"), ("MST", "America/Phoenix"),
    ("Etc/GMT+5", "America/New_York"), ("Etc/GMT-8", "Asia/Manila"), ("GMT+8", "Asia/Manila"),
    ("PST", "Asia/Manila"), ("PST", "America/Los_Angeles"), ("GMT", "Europe/London"),
    ("est", "America/New_York"), ("UTC+5:30", "Asia/Kolkata"), ("+0530", "Asia/Kolkata"),
    ("UTC-03:30", "America/St_Johns"), ("IST", "Asia/Kolkata"), ("GMT0", "Europe/London"),
  ])
  func areRefusedWithPlacesToTake(name: String, place: String) {
    let problem = #expect(throws: Problem.self) { try ZoneDatabase.system.place(name) }
    #expect(problem?.maybe?.contains(place) == true, "\(String(describing: problem))")
  }

  @Test(arguments: [
    "UTC", "Etc/UTC", "America/New_York", "Asia/Manila", "Australia/Lord_Howe", "Japan",
    "US/Eastern",
  ])
  func placesAndUTCAreTaken(name: String) throws {
    #expect(try ZoneDatabase.system.place(name).name == name)
  }
}
