import Foundation
import Tables

/// Rosters by promised service on the shared instances, beside the best rosters known, each judged by the
/// instances' own judge where Python and a C compiler are.
///
/// Needs a release build beside it (`swift build -c release`), or `MUSTER_BENCH_BIN`.
func benchService() async throws {
  let instances = "\(sharedFolder)/service"
  let names = ((try? FileManager.default.contentsOfDirectory(atPath: instances)) ?? [])
    .filter { FileManager.default.fileExists(atPath: "\(instances)/\($0)/service.toml") }
    .sorted { size("\(instances)/\($0)") < size("\(instances)/\($1)") }
  guard !names.isEmpty else { return print("no instances under \(instances): nothing to measure") }
  let folder = NSTemporaryDirectory() + "muster-bench-service-\(getpid())"
  try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(atPath: folder) }
  var table = TextTable([
    .left("instance"), .right("limit"), .right("paid hours"), .right("best known"),
    .right("to best"), .right("bound"), .left("judge"), .right("wall"), .right("CPU"),
    .right("peak memory"),
  ])
  for name in names {
    let instance = "\(instances)/\(name)"
    let seconds = size(instance) > 100 ? 120 : 60
    let roster = "\(folder)/\(name).csv"
    let messages = "\(folder)/\(name).txt"
    let run = try spawnAndMeasure(
      [
        "\(releaseFolder)/muster", "roster", "--service", "\(instance)/service.toml", "--demand",
        "\(instance)/demand.csv", "--agents",
        "\(instance)/agents.csv", "--rules", "\(instance)/rules.toml", "--time-limit",
        "\(seconds)", "--format", "csv",
      ], output: roster, messages: messages, accepting: [0, 13])
    let report = try String(contentsOfFile: messages, encoding: .utf8)
    let verdict = judge(instances, instance, roster)
    let known = (try? String(contentsOfFile: "\(instance)/known.json", encoding: .utf8))
      .flatMap(bestKnown)
    let paid = verdict?.paid
    table.row([
      name, "\(seconds) s", paid.map { String(format: "%.0f", $0) } ?? "-",
      known.map { String(format: "%.0f", $0) } ?? "-",
      paid.flatMap { p in known.map { String(format: "%+.1f %%", 100 * (p / $0 - 1)) } } ?? "-",
      report.firstMatch(of: /fewer than ([\d.,]+)/).map { String($0.1) } ?? "-",
      verdict?.text ?? "Python is not present", show(run.spent.wall), show(run.spent.cpu),
      "\(run.megabytes) MB",
    ])
  }
  print(table.text(), terminator: "")
  print(
    "The instances of Avramidis et al. (2010) are not published with rates: nothing to compare.")
}

/// The folder of the release build that is measured.
private let releaseFolder =
  ProcessInfo.processInfo.environment["MUSTER_BENCH_BIN"]
  ?? URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  .deletingLastPathComponent().deletingLastPathComponent()
  .appendingPathComponent(".build/release").path

/// People of an instance.
private func size(_ instance: String) -> Int {
  ((try? String(contentsOfFile: "\(instance)/agents.csv", encoding: .utf8)) ?? "")
    .split(separator: "\n").count - 1
}

private func bestKnown(_ json: String) -> Double? {
  struct Known: Decodable {
    struct Roster: Decodable { var paid_hours: Double }
    var best: Roster
  }
  return (try? JSONDecoder().decode(Known.self, from: Data(json.utf8)))?.best.paid_hours
}

/// What the independent judge says with two seeds.
private func judge(
  _ folder: String, _ instance: String, _ roster: String
) -> (paid: Double, text: String)? {
  let script = """
    import json, subprocess, sys
    judge, instance, roster = sys.argv[1:]
    words = {0: 'kept', 1: 'a rule is broken', 2: 'unusable', 3: 'missed'}
    said, paid = [], 0
    for seed in ('1', '77'):
        r = subprocess.run([sys.executable, judge, instance, roster, '--seed', seed, '--json'],
                           capture_output=True, text=True)
        said.append(words.get(r.returncode, str(r.returncode)))
        try: paid = json.loads(r.stdout)['paid_hours']
        except Exception: pass
    print(paid); print(', '.join(said))
    """
  guard
    let lines = linesOfPython(script, ["\(folder)/judge_service.py", instance, roster]),
    lines.count == 2, let paid = Double(lines[0])
  else { return nil }
  return (paid, lines[1])
}
