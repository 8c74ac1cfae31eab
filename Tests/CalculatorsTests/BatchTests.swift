import Calculators
import Diagnostics
import Tables
import Testing

@Suite("Batches of problems")
struct BatchTests {
  private func answers(
    _ model: String, _ text: String, format: Batch.Format = .csv
  ) throws -> String {
    let calculator = try #require(allCalculators.first { $0.name == model })
    let table = try CSVTable(file: "problems.csv", bytes: Array(text.utf8))
    var out: [UInt8] = []
    try Batch(calculator, table, format: format).run { out += $0 }
    return String(decoding: out, as: UTF8.self)
  }

  private func problem(_ model: String, _ text: String) -> Problem? {
    do {
      _ = try answers(model, text)
      return nil
    } catch { return error as? Problem }
  }

  /// The cells of one column of the answer.
  private func column(_ name: String, _ answer: String) throws -> [String] {
    var lines = answer.split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    let index = try #require(lines.removeFirst().lastIndex(of: name), "\(name)")
    return lines.map { $0[index] }
  }

  @Test("rows are echoed as they stand, in order, unknown columns too")
  func echo() throws {
    let text =
      "name,offered_load_erl,n\n\"a, b\",20.0,24\n\"say \"\"hi\"\"\",10,14\n"
    let answer = try answers("c", text)
    let lines = answer.split(separator: "\n")
    #expect(lines[0].hasPrefix("name,offered_load_erl,n,p_wait,"))
    #expect(lines[1].hasPrefix("\"a, b\",20.0,24,"))
    #expect(lines[2].hasPrefix("\"say \"\"hi\"\"\",10,14,"))
    #expect(lines.count == 3)
  }

  @Test("what is left out is what is solved for")
  func solving() throws {
    #expect(
      try column("min_agents", answers("c", "calls_per_hour,aht_s,T_s,target_sl\n400,180,20,0.8\n"))
        == ["24"])
    #expect(
      try column("min_lines", answers("b", "offered_load_erl,target_blocking\n20,0.01\n"))
        == ["30"])
    let load = try column("max_offered_load_erl", answers("b", "n,target_blocking\n30,0.01\n"))
    #expect(abs((Double(load[0]) ?? 0) - 20.337285728095317) < 1e-12)
    let calls = try column(
      "max_calls_per_hour", answers("c", "n,aht_s,T_s,target_sl\n24,180,20,0.8\n"))
    #expect((Double(calls[0]) ?? 0) > 400)
    let handling = try column(
      "max_aht_s", answers("c", "n,calls_per_hour,T_s,target_sl\n24,400,20,0.8\n"))
    #expect((Double(handling[0]) ?? 0) > 180)
    // n empty in one row only.
    #expect(
      try column(
        "min_agents",
        answers("c", "calls_per_hour,aht_s,T_s,target_sl,n\n400,180,20,0.8,\n400,180,20,0.8,30\n"))
        == ["24", "24"])
  }

  @Test("every service-level definition can be the target")
  func definitions() throws {
    let header = "calls_per_hour,aht_s,patience_s,T_s,target_sl,sl_definition\n"
    let rows = ["offered", "answered", "virtual", "excl-short-ab", "sl_answered"].map {
      "2880,60,120,20,0.97,\($0)\n"
    }
    let agents = try column("min_agents", answers("a", header + rows.joined()))
    #expect(agents.count == 5)
    #expect(agents[0] >= agents[1])
    #expect(agents[1] == agents[4])
  }

  @Test("patience may be infinite, occupancy alone is arithmetic")
  func edges() throws {
    let a = try answers("a", "offered_load_erl,aht_s,patience_s,n,T_s\n20,180,inf,24,20\n")
    let c = try answers("c", "offered_load_erl,aht_s,n,T_s\n20,180,24,20\n")
    #expect(try column("sl_offered", a) == column("sl_offered", c))
    #expect(
      try column("min_agents", answers("c", "offered_load_erl,max_occupancy\n10,1\n10,0.8\n"))
        == ["10", "13"])
    #expect(
      try column("asa_served_s", answers("c", "offered_load_erl,aht_s,n\n20,180,20\n")) == ["inf"])
  }

  @Test("a bad row names file, line, column and value; rows before it are answered")
  func badRows() throws {
    for (row, column, value) in [
      ("100,-180,20,0.8", "aht_s", "-180"), ("100,180,20,1.5", "target_sl", "1.5"),
      ("x,180,20,0.8", "calls_per_hour", "x"), ("100,nan,20,0.8", "aht_s", "nan"),
      ("1e300,180,20,0.8", "calls_per_hour", "1e300"),
    ] {
      let found = try #require(
        problem("c", "calls_per_hour,aht_s,T_s,target_sl\n100,180,20,0.8\n\(row)\n"), "\(row)")
      #expect(found.place?.file == "problems.csv")
      #expect(found.place?.line == 3)
      #expect(found.place?.column != nil)
      #expect(found.subject == column, "\(row)")
      #expect(found.value == value, "\(row)")
    }
    let missing = try #require(problem("c", "calls_per_hour,aht_s,target_sl\n100,180,0.8\n"))
    #expect(missing.subject == "T_s")
    #expect(missing.place?.line == 2)
    #expect(problem("c", "colour\nred\n")?.maybe?.contains("calls_per_hour") == true)
    let calculator = try #require(allCalculators.first { $0.name == "c" })
    let table = try CSVTable(
      file: "p", bytes: Array("offered_load_erl,n\n20,24\n20,x\n".utf8))
    var out: [UInt8] = []
    #expect(throws: Problem.self) {
      try Batch(calculator, table, format: .csv).run { out += $0 }
    }
    #expect(String(decoding: out, as: UTF8.self).contains("\n20,24,0.298"))
  }

  @Test(
    "every model answers its own columns",
    arguments: [
      (
        "x", "fresh_calls_per_hour,aht_s,patience_s,redial_prob,n,T_s\n200,180,60,0.5,10,20\n",
        "total_calls_per_hour", 223.21
      ),
      (
        "chat",
        "chats_per_hour,aht_list_s,n,patience_s,T_s,route\n100,300|400|510,5,120,30,least\n",
        "sl_offered", 0.827841
      ),
      (
        "blend", "inbound_cph,aht_s,n,threshold_busy_c,patience_s,T_s\n240,180,20,18,inf,20\n",
        "outbound_per_hour", 139.592
      ),
      (
        "n-model",
        "calls_per_hour_1,calls_per_hour_2,aht_s,n1_dedicated,n2_flexible,patience_s\n"
          + "240,150,60,3,5,inf\n", "mean_wait_all_1_s", 25.5157
      ),
      (
        "uncertain", "mean_cph,aht_s,patience_s,T_s,cv_rate,n\n1200,300,120,20,0.3,118\n",
        "sl_call_weighted", 0.80106
      ),
      (
        "backlog",
        "arrivals_per_period,deadline_periods,aht_s\n100|140|160|150|120|90|60|40,1,360\n",
        "min_agents", 12
      ),
      (
        "a", "calls_per_hour,aht_s,patience_s,n,lines,T_s\n200,180,60,10,12,20\n", "p_block",
        0.081345
      ),
    ])
  func models(model: String, text: String, name: String, expected: Double) throws {
    let value = try #require(Double(try column(name, answers(model, text))[0]))
    #expect(abs(value - expected) <= 3e-5 * expected)
  }

  @Test("JSON is an array of rows")
  func json() throws {
    let text = try answers("c", "offered_load_erl,n\n20,24\n20,20\n", format: .json)
    #expect(text.hasPrefix("[\n{\"offered_load_erl\":20,\"n\":24,\"p_wait\":0.298"))
    #expect(text.contains("\"lq\":\"inf\""))
    #expect(text.hasSuffix("}\n]\n"))
  }
}
