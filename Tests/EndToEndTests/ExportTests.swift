import Files
import TestSupport
import Testing

/// Deliveries of a published plan.
@Suite struct ExportTests {
  private func planned(in folder: String, pay: Bool = true) throws -> TinyCentre {
    let centre = try TinyCentre(in: folder)
    if pay {
      try centre.change("centre.toml") {
        $0.replacing("length = \"8h\"", with: "length = \"8h\"\nhourly_rate = 20")
          .replacing("length = \"4h\"", with: "length = \"4h\"\nhourly_rate = 15")
      }
    }
    let plan = try centre.plan()
    #expect(plan.code == 0, "\(plan.errors)")
    return centre
  }

  /// The rows of a file with one separator and no quotes, by column.
  private func rows(_ text: String, _ separator: Character = ",") -> [[String: String]] {
    let lines = text.split(separator: "\n").map {
      $0.split(separator: separator, omittingEmptySubsequences: false).map(String.init)
    }
    guard let header = lines.first else { return [] }
    return lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(header, $0)) }
  }

  @Test func payrollIsThePaidTimeOfTheRosterAndTheLeave() throws {
    try withTemporaryFolder { folder in
      let centre = try planned(in: folder)
      let pay = try muster("export", "payroll", centre.folder)
      #expect(pay.code == 0, "\(pay.errors)")
      let payroll = rows(pay.output)
      // The oracle: paid minutes of the roster's own file, by person and date.
      var minutes: [String: Double] = [:]
      for row in rows(try text(of: "\(centre.latest)/roster.csv")) where row["paid"] == "yes" {
        minutes["\(row["agent_id"] ?? "") \(row["work_date"] ?? "")", default: 0] +=
          Double(row["minutes"] ?? "") ?? .nan
      }
      var hours: [String: Double] = [:]
      for row in payroll where row["code"] != "leave" {
        let own = Double(row["hours"] ?? "") ?? .nan
        hours["\(row["agent_id"] ?? "") \(row["work_date"] ?? "")", default: 0] += own
        let rate = ["A1", "A2", "A3"].contains(row["agent_id"]) ? 20.0 : 15
        #expect(Double(row["amount"] ?? "") == own * rate, "\(row)")
      }
      #expect(!minutes.isEmpty && hours == minutes.mapValues { $0 / 60 })
      // Bo and Flo are away one day each; a day of leave is a mean shift of the contract.
      let leave = payroll.filter { $0["code"] == "leave" }
      #expect(leave.map { $0["agent_id"] } == ["A2", "A6"])
      #expect(leave.map { $0["work_date"] } == ["2026-12-01", "2026-12-04"])
      #expect(leave.map { Double($0["hours"] ?? "") } == [7.5, 4])
    }
  }

  /// Nights in Manila for days in New York: every row has its rule, and the sum is the plan's own.
  @Test(.enabled(if: shippedPlugins.contains("offshore-shifts")))
  func premiumsHaveTheirRules() throws {
    try withTemporaryFolder { folder in
      let centre = try TinyCentre(in: folder)
      try centre.change("centre.toml") {
        // A meal of less than an hour would be paid there, whatever the contract says.
        $0.replacing("starts = \"09:00\"", with: "start_every = \"30m\"")
          .replacing("length = \"30m\"", with: "length = \"1h\"")
          .replacing("max_missing = 0.5", with: "max_missing = 1.0") + """

            [[site]]
            id = "manila"
            timezone = "Asia/Manila"
            jurisdiction = "PH"
            currency = "PHP"
            hourly_rate = 150

            [[plugin]]
            id = "offshore-shifts"

            """
      }
      let plan = try centre.plan("--accept")
      #expect(plan.code == 0, "\(plan.errors)")
      let result = try muster("export", "payroll", centre.folder)
      #expect(result.code == 0, "\(result.errors)")
      let payroll = rows(result.output).filter { $0["code"] != "leave" }
      func number(_ row: [String: String], _ name: String) -> Double {
        Double(row[name] ?? "") ?? .nan
      }
      for row in payroll {
        let due = number(row, "hours") * 150 * number(row, "multiplier")
        #expect(abs(number(row, "amount") - due) < 0.006, "\(row)")
        let isPlain = number(row, "multiplier") == 1
        #expect(isPlain || row["rule_ids"]?.hasPrefix("PH-") == true, "\(row)")
      }
      // The oracle: paid minutes between 22:00 and 6:00 in Manila, 14:00 to 22:00 UTC.
      var night = 0.0
      for row in rows(try text(of: "\(centre.latest)/roster.csv")) where row["paid"] == "yes" {
        func minute(_ text: String?) -> Int {
          let digits = (text ?? "").split(separator: "T").last?.split(separator: ":") ?? []
          return digits.count == 3 ? (Int(digits[0]) ?? 0) * 60 + (Int(digits[1]) ?? 0) : 0
        }
        let (start, length) = (minute(row["start_utc"]), Int(number(row, "minutes")))
        night += Double((start..<start + length).count { (840..<1320).contains($0 % 1440) })
      }
      let paidNight = payroll.filter { $0["code"]?.contains("night") == true }
        .reduce(0) { $0 + number($1, "hours") }
      #expect(night > 0 && abs(paidNight - night / 60) < 0.01, "\(paidNight) of \(night / 60)")
      let total = payroll.reduce(0) { $0 + number($1, "amount") }
      let said = plan.output.split(separator: "\n").first { $0.contains("PHP of wages") }
      let wages = said?.split(separator: ", ").compactMap { part in
        part.contains("PHP of wages") ? Double(part.split(separator: " ")[0]) : nil
      }.first
      #expect(abs((wages ?? .nan) - total) < 0.5, "\(wages ?? .nan) and \(total)")
    }
  }

  @Test func aPlanIsDeliveredAsItWasMade() throws {
    try withTemporaryFolder { folder in
      let centre = try planned(in: folder)
      let before = try muster("export", "payroll", centre.folder)
      try centre.change("centre.toml") {
        $0.replacing("hourly_rate = 20", with: "hourly_rate = 99")
      }
      try centre.change("agents.csv") { $0.replacing("A1,Ada", with: "A1,Somebody Else") }
      let after = try muster("export", "payroll", centre.folder)
      #expect(after.code == 0 && after.output == before.output)
      #expect(after.output.contains("Ada"))
    }
  }

  /// A plan from before plans had files of people and pay is priced by the wages of today, and that is said.
  @Test func anOlderPlanIsPricedAnewAndSaysSo() throws {
    try withTemporaryFolder { folder in
      let centre = try planned(in: folder)
      let before = try muster("export", "payroll", centre.folder)
      let manifest = "\(centre.latest)/manifest.json"
      for name in ["people.csv", "pay.csv"] {
        try removeTree("\(centre.latest)/\(name)")
        let objects = try text(of: manifest).split(
          separator: "{", omittingEmptySubsequences: false
        ).filter { !$0.contains("\"\(name)\"") }
        try writeFile(manifest, Array(objects.joined(separator: "{").utf8))
      }
      let after = try muster("export", "payroll", centre.folder)
      #expect(after.code == 0 && after.output == before.output, "\(after.errors)")
      #expect(after.errors.contains("priced by the wages of today"))
    }
  }

  @Test func withoutWagesHoursAreDelivered() throws {
    try withTemporaryFolder { folder in
      let centre = try planned(in: folder, pay: false)
      let pay = try muster("export", "payroll", centre.folder, "--format", "json")
      #expect(pay.code == 0, "\(pay.errors)")
      #expect(pay.output.contains("\"hours\": 7.5000") && pay.output.contains("\"amount\": null"))
    }
  }

  @Test func excelReadsTheFile() throws {
    try withTemporaryFolder { folder in
      let centre = try planned(in: folder)
      let result = try muster(
        "export", "payroll", centre.folder, "--separator", "semicolon", "--decimal-comma",
        "--bom", "--to", "\(folder)/pay.csv")
      #expect(result.code == 0, "\(result.errors)")
      #expect(try readFile("\(folder)/pay.csv").prefix(3) == [0xEF, 0xBB, 0xBF])
      let text = try text(of: "\(folder)/pay.csv")
      #expect(text.contains(";7,5000;"))
      let plain = try muster("export", "payroll", centre.folder)
      #expect(rows(text.replacing("\u{FEFF}", with: ""), ";").count == rows(plain.output).count)
    }
  }

  @Test func aWorkbookShowsRosterLeaveCoverageAndPay() throws {
    try withTemporaryFolder { folder in
      let centre = try planned(in: folder)
      let file = "\(folder)/week.xlsx"
      let result = try muster("export", "workbook", centre.folder, "--to", file)
      #expect(result.code == 0, "\(result.errors)")
      #expect(try readFile(file).starts(with: Array("PK".utf8)))
      guard let cells = try workbookCells(file) else { return }
      for sheet in ["Roster", "Hours", "Coverage", "Requirement", "Pay"] {
        #expect(cells.contains { $0.hasPrefix("\(sheet)\t") }, "\(sheet)")
      }
      #expect(cells.contains { $0.hasPrefix("Roster\t") && $0.hasSuffix("\t'leave'") })
      #expect(cells.contains { $0.hasPrefix("Roster\t") && $0.contains("\\nmeal ") })
      // Paid hours of the sheet are those of the roster's file.
      let paid = rows(try text(of: "\(centre.latest)/roster.csv"))
        .filter { $0["paid"] == "yes" }.reduce(0) { $0 + (Double($1["minutes"] ?? "") ?? .nan) }
      let last = cells.filter { $0.hasPrefix("Hours\tJ") }.last
      #expect(Double(last?.split(separator: "\t").last ?? "") == paid / 60)
    }
  }

  @Test func calendarsGoToAFolderAsTheyWerePublished() throws {
    try withTemporaryFolder { folder in
      let centre = try planned(in: folder)
      let result = try muster("export", "calendars", centre.folder, "--to", "\(folder)/ics")
      #expect(result.code == 0, "\(result.errors)")
      for name in try namesInFolder("\(centre.latest)/calendars") {
        let isSame =
          try readFile("\(folder)/ics/\(name)") == readFile("\(centre.latest)/calendars/\(name)")
        #expect(isSame, "\(name)")
      }
      #expect(try namesInFolder("\(folder)/ics").count == 6)
    }
  }

  @Test func otherSystemsGetTheirOwnNames() throws {
    try withTemporaryFolder { folder in
      let centre = try planned(in: folder)
      let refused = try muster("export", "genesys", centre.folder)
      #expect(refused.code == 10 && refused.errors.contains("A1"), "\(refused.errors)")
      var names = "kind,ours,theirs\nactivity,work,0\nactivity,break,1\nactivity,meal,2\n"
      names += "site,,1045\nqueue,main,q-7\n"
      for k in 1...6 { names += "agent,A\(k),10\(k)\n" }
      try writeFile("\(folder)/names.csv", Array(names.utf8))
      func export(_ form: String) throws -> String {
        let result = try muster(
          "export", form, centre.folder, "--names", "\(folder)/names.csv")
        #expect(result.code == 0, "\(form): \(result.errors)")
        return result.output
      }
      let genesys = try export("genesys")
      #expect(genesys.contains("\"userId\": \"101\"") && genesys.contains("\"published\": false"))
      #expect(genesys.contains("\"lengthMinutes\": 480") && !genesys.contains("A1"))
      let shifts = try export("when-i-work")
      #expect(shifts.contains("\"user_id\": 101") && shifts.contains("\"location_id\": 1045"))
      #expect(shifts.contains("\"break_time\": 0.5"))
      // Whole contacts whose sum is that of the forecast.
      let override = rows(try export("amazon-connect"))
      #expect(override.allSatisfy { $0["QueueId"] == "q-7" && $0["ChannelType"] == "VOICE" })
      #expect(override.allSatisfy { $0["TimeStamp"]?.hasSuffix("Z") == true })
      let sent = override.reduce(0) { $0 + (Double($1["IncomingContactVolume"] ?? "") ?? .nan) }
      let forecast = rows(try text(of: "\(centre.latest)/forecast.csv")).reduce(0) {
        $0 + (Double($1["offered"] ?? "") ?? .nan)
      }
      #expect(abs(sent - forecast) <= 0.51, "\(sent) of \(forecast)")
    }
  }

  @Test(
    arguments: [
      (["export", "payrol", "C"], "payroll is meant"),
      (["export", "workbook", "C"], "--to: is missing"),
      (["export", "workbook", "C", "--to", "x.xlsx", "--bom"], "does nothing here"),
      (["export", "payroll", "C", "--separator", "dot"], "comma, semicolon or tab"),
      (["export", "payroll", "C", "--separator", "comma", "--decimal-comma"], "no comma"),
    ] as [([String], String)])
  func misuseIsNamed(_ arguments: [String], _ words: String) throws {
    try withTemporaryFolder { folder in
      let centre = try planned(in: folder)
      let result = try run(
        [musterExecutable] + arguments.map { $0 == "C" ? centre.folder : $0 })
      #expect(result.code == 2 && result.errors.contains(words), "\(result.errors)")
    }
  }
}
