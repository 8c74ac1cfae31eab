import Foundation
import Tables

/// Quality of `muster roster` against time on the shared call-centre instances, the two large runs,
/// and a peer on the same requirement.
///
/// Needs a release build beside it (`swift build -c release`), or `MUSTER_BENCH_BIN`.
func benchRoster() async throws {
  let runner = try RosterRunner()
  defer { try? FileManager.default.removeItem(atPath: runner.folder) }
  let instances = "\(sharedFolder)/roster/callcentre"
  let names = ((try? FileManager.default.contentsOfDirectory(atPath: instances)) ?? [])
    .filter { $0.hasPrefix("n") }.sorted { size($0) < size($1) }
  guard !names.isEmpty else { return print("no instances under \(instances): nothing to measure") }
  var table = TextTable([
    .left("instance"), .right("limit"), .right("missing"), .right("bound"), .right("gap of demand"),
    .right("wall"), .right("CPU"), .right("peak memory"),
  ])
  for name in names where size(name) <= 1000 {
    for seconds in [1, 2, 5, 10] {
      table.row(try runner.row("\(instances)/\(name)", name, seconds, days: 7))
    }
  }
  if let large = names.first(where: { size($0) == 2000 }) {
    table.row(try runner.row("\(instances)/\(large)", "\(large) (20 s, 500 MB)", 10, days: 7))
  }
  if let model = names.first(where: { size($0) == 1000 && $0.contains("u97") }) {
    let long = "\(runner.folder)/four-weeks"
    try fourWeeks(from: "\(instances)/\(model)", to: long)
    table.row(try runner.row(long, "500 agents, 4 weeks (60 s)", 30, days: 28))
  }
  print(table.text(), terminator: "")
  if let small = names.first(where: { size($0) == 200 }) {
    peerRoster("\(instances)/\(small)/requirement.csv", small)
  }
}

/// The nurse rostering instances, sixty seconds each, best known costs of October 2023 beside.
func benchNurse() async throws {
  let best = [
    1: 607, 2: 828, 3: 1001, 4: 1716, 5: 1143, 7: 1056, 9: 439, 12: 4040, 14: 1278,
  ]
  let runner = try RosterRunner()
  defer { try? FileManager.default.removeItem(atPath: runner.folder) }
  var table = TextTable([
    .left("instance"), .right("best known"), .right("ours"), .right("gap"), .right("wall"),
    .right("CPU"), .right("peak memory"),
  ])
  var gaps: [Double] = []
  for (number, known) in best.sorted(by: { $0.key < $1.key }) {
    let file = "\(sharedFolder)/roster/nurse/Instance\(number).txt"
    guard FileManager.default.fileExists(atPath: file) else { continue }
    let output = "\(runner.folder)/nurse.xml"
    let run = try spawnAndMeasure([
      "\(runner.bin)/muster-nurse", file, "--time-limit", "60", "--output", output,
    ])
    let text = try String(contentsOfFile: output, encoding: .utf8)
    let cost = wholeNumber(after: "<Penalty>", in: text) ?? 0
    let gap = Double(cost - known) / Double(known)
    gaps.append(gap)
    table.row(
      "Instance\(number)", "\(known)", "\(cost)", String(format: "%.1f %%", 100 * gap),
      show(run.spent.wall), show(run.spent.cpu), "\(run.megabytes) MB")
  }
  print(table.text(), terminator: "")
  if !gaps.isEmpty {
    print(String(format: "median gap %.1f %%", 100 * gaps.sorted()[gaps.count / 2]))
  }
}

/// Runs `muster roster` and reads its report.
private struct RosterRunner {
  let bin: String
  let rules: String
  let folder: String

  init() throws {
    let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    bin =
      ProcessInfo.processInfo.environment["MUSTER_BENCH_BIN"]
      ?? package.appendingPathComponent(".build/release").path
    rules = package.appendingPathComponent("Tests/Fixtures/callcentre-rules.toml").path
    folder = NSTemporaryDirectory() + "muster-bench-\(getpid())"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  func row(_ instance: String, _ name: String, _ seconds: Int, days: Int) throws -> [String] {
    let messages = "\(folder)/messages.txt"
    let run = try spawnAndMeasure(
      [
        "\(bin)/muster", "roster", "--requirement", "\(instance)/requirement.csv", "--agents",
        "\(instance)/agents.csv", "--rules", rules, "--timezone", "UTC", "--days", "\(days)",
        "--time-limit", "\(seconds)",
      ], messages: messages)
    let report = try String(contentsOfFile: messages, encoding: .utf8)
    let missing = wholeNumber(after: "missing ", in: report) ?? 0
    let demand = wholeNumber(after: "of ", in: report) ?? 1
    let bound = (try? String(contentsOfFile: "\(instance)/bound.json", encoding: .utf8)).flatMap {
      wholeNumber(after: "\"lp_bound_missing\": ", in: $0)
    }
    return [
      name, "\(seconds) s", "\(missing)", bound.map { "\($0)" } ?? "-",
      bound.map { String(format: "%.3f %%", 100 * Double(missing - $0) / Double(demand)) } ?? "-",
      show(run.spent.wall), show(run.spent.cpu), "\(run.megabytes) MB",
    ]
  }
}

/// Head-count in an instance's name, such as n200-u97-s1.
private func size(_ name: String) -> Int {
  Int(name.dropFirst().prefix { $0.isNumber }) ?? 0
}

/// The whole number behind the first occurrence of some words.
private func wholeNumber(after words: String, in text: String) -> Int? {
  guard let range = text.range(of: words) else { return nil }
  return Int(text[range.upperBound...].prefix { $0.isNumber })
}

/// The first 500 of a thousand agents with half their requirement, four weeks in a row.
private func fourWeeks(from instance: String, to folder: String) throws {
  try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  let agents = try String(contentsOfFile: "\(instance)/agents.csv", encoding: .utf8)
    .split(separator: "\n")
  try (agents.prefix(501).joined(separator: "\n") + "\n")
    .write(toFile: "\(folder)/agents.csv", atomically: true, encoding: .utf8)
  let rows = try String(contentsOfFile: "\(instance)/requirement.csv", encoding: .utf8)
    .split(separator: "\n")
  let format = ISO8601DateFormatter()
  var text = "\(rows[0])\n"
  for week in 0..<4 {
    for row in rows.dropFirst() {
      let fields = row.split(separator: ",")
      guard fields.count == 2, let start = format.date(from: String(fields[0])),
        let required = Int(fields[1])
      else { continue }
      let shifted = format.string(from: start.addingTimeInterval(Double(week) * 604_800))
      text += "\(shifted),\(required / 2)\n"
    }
  }
  try text.write(toFile: "\(folder)/requirement.csv", atomically: true, encoding: .utf8)
}

/// The same requirement through pyworkforce's shift counts, where it is installed. Not like for like:
/// pyworkforce counts shifts of fixed templates inside one day, without people, rules or breaks to
/// place; what it cannot cover with as many shifts as the agents have is what compares.
private func peerRoster(_ requirement: String, _ name: String) {
  let script = """
    import sys,time
    try:
        from pyworkforce.scheduling import MinAbsDifference
    except ImportError:
        print('pyworkforce is not present: no comparison'); sys.exit()
    need=[int(l.split(',')[1]) for l in open(sys.argv[1]).read().split()[1:]]
    days=[need[i:i+96] for i in range(0,len(need),96)]
    def template(start,span,breaks):
        return [1 if start<=t<start+span and t-start not in breaks else 0 for t in range(96)]
    kinds={'FT':(34,[9,18,19,27]),'P6':(24,[6,17]),'P4':(16,[8])}
    shifts={'%s%d'%(k,s):template(s,n,b) for k,(n,b) in kinds.items() for s in range(0,97-n,2)}
    t=time.process_time(); w=time.time()
    r=MinAbsDifference(num_days=len(days),periods=96,shifts_coverage=shifts,
        required_resources=days,max_period_concurrency=max(need)*2,
        max_shift_concurrency=max(need),max_search_time=30.0,num_search_workers=2).solve()
    have=[[0]*96 for _ in days]
    for one in r.get('resources_shifts',[]):
        for p in range(96): have[one['day']][p]+=one['resources']*shifts[one['shift']][p]
    miss=sum(max(0,n-h) for d,g in zip(days,have) for n,h in zip(d,g))
    print('pyworkforce MinAbsDifference, 30 s: %s, missing %d of %d, absolute difference %s, %.1f s CPU'%(
        r.get('status'),miss,sum(need),r.get('cost'),time.process_time()-t))
    """
  print("peer on \(name) (shift counts only, no people): ", terminator: "")
  fflush(nil)
  runPython(script, requirement)
}
