import ArgumentParser
import CivilTime
import Diagnostics
import Files
import Forecasting
import History
import Tables

struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Examines a history: gaps, duplicates, zeros that cannot be, shifts, outliers.",
    discussion: """
        muster doctor --history calls.csv --timezone America/New_York --patch-out patch.csv

      Every finding says what the forecast does about it. The patch marks the doubtful intervals; \
      edit it (quality missing makes an interval unknown, counts replace the file's) and give it to \
      forecast or backtest with --patch.
      """)

  @OptionGroup var options: HistoryOptions

  @Option(help: ArgumentHelp("Where to write the patch, CSV.", valueName: "file"))
  var patchOut: String?

  @Option(help: ArgumentHelp("How the findings are written.", valueName: "table|csv|json"))
  var format: OutputFormat = .table

  func run() throws {
    let zone = try options.zone()
    var reading = try options.reading(zone)
    reading.isStrict = false
    let setting = try options.setting(zone)
    let file = try options.patched(try HistoryFile.read(path: options.path(), reading), zone)
    var patch = CSVWriter(HistoryPatch.header)
    var rows: [[String]] = []
    for remark in file.remarks {
      rows.append([
        remark.queue, remark.kind == .reading ? "" : "\(zone.date(at: remark.start))", "",
        remark.kind.rawValue,
        "line \(remark.place.line ?? 0): \(remark.text)", "",
      ])
    }
    for queue in file.queues {
      for finding in DataDoctor.examine(queue, setting) {
        rows.append([
          finding.queue, "\(finding.from)", finding.to == finding.from ? "" : "\(finding.to)",
          finding.kind.rawValue, finding.text, finding.action,
        ])
        for start in finding.intervals {
          patch.row([
            finding.queue, start.text(in: zone), "", "", "", "", "", finding.quality, finding.text,
          ])
        }
      }
    }
    if let patchOut { try writeFile(patchOut, patch.bytes) }
    let header = ["queue", "from", "to", "finding", "what", "done"]
    switch format {
    case .csv:
      var csv = CSVWriter(header)
      for row in rows { csv.row(row) }
      Terminal.write(csv.bytes)
    case .json:
      let all = rows.map { row in
        JSONValue.object(zip(header, row).map { JSONValue.Member($0, .string($1)) })
      }
      Terminal.write(JSONValue.array(all).text())
    case .table:
      if rows.isEmpty {
        Terminal.write(
          "Nothing found: no gaps, duplicates, impossible zeros, shifts or outliers.\n")
        return
      }
      var table = TextTable(header.map { .left($0) })
      for row in rows { table.row(row) }
      Terminal.write(table.text(paint: Paint(isOn: Terminal.outputIsColoured)))
    }
  }
}
