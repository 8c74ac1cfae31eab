import ArgumentParser
import CentreModel
import CivilTime
import Diagnostics
import Files
import Forecasting
import History
import Tables

struct DoctorCommand: ParsableCommand, TwoSourcedCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Examine a history: gaps, duplicates, zeros that cannot be, shifts, outliers.",
    discussion: """
      Of a centre's queues, or of one of them:

        muster doctor Forecasts/harbor-bank --queue service

      Of an interval history on a plain file:

        muster doctor --history calls.csv --timezone America/New_York --patch-out patch.csv

      Every finding says what the forecast does about it. The patch marks the doubtful intervals; \
      edit it (quality missing makes an interval unknown, counts replace the file's) and give it to \
      forecast or backtest with --patch, or to a centre as patch in [inputs].
      """)

  @Argument(help: "A centre folder, instead of --history and its options.")
  var centre: String?

  @OptionGroup var source: HistorySourceOptions

  @Option(help: ArgumentHelp("Where to write the patch, CSV.", valueName: "file"))
  var patchOut: String?

  @Option(help: ArgumentHelp("How the findings are written.", valueName: "table|csv|json"))
  var format: OutputFormat = .table

  func run() throws {
    let examined =
      if let centre {
        try ExaminedHistories(centre: centre, source, isStrict: false)
      } else {
        try ExaminedHistories(source)
      }
    let findings = examined.queues.flatMap { DataDoctor.examine($0.history, $0.setting) }
    if let patchOut { try writeFile(patchOut, patch(findings, examined.zone)) }
    let table = table(examined.remarks, findings, examined.zone)
    guard format == .table, table.isEmpty else { return Terminal.write(table, format) }
    Terminal.write(
      examined.queues.isEmpty
        ? "Nothing to examine: no queue of this centre has a history of its own.\n"
        : "Nothing found: no gaps, duplicates, impossible zeros, shifts or outliers.\n")
  }

  private func table(
    _ remarks: [HistoryRemark], _ findings: [DataDoctor.Finding], _ zone: Zone
  ) -> Table {
    var table = Table([
      .text("queue"), .text("from"), .text("to"), .text("finding"), .text("what"), .text("done"),
    ])
    for remark in remarks {
      table.row(
        .text(remark.queue),
        .text(remark.kind == .reading ? "" : "\(zone.date(at: remark.start))"), "",
        .text(remark.kind.rawValue),
        "\(place(remark)): \(remark.text)", "")
    }
    for finding in findings {
      table.row(
        .text(finding.queue), "\(finding.from)",
        finding.to == finding.from ? "" : "\(finding.to)", .text(finding.kind.rawValue),
        .text(finding.text), .text(finding.action))
    }
    return table
  }

  /// The line; and of a centre, which may have several files, the file.
  private func place(_ remark: HistoryRemark) -> String {
    centre == nil ? "line \(remark.place.line ?? 0)" : "\(remark.place)"
  }

  private func patch(_ findings: [DataDoctor.Finding], _ zone: Zone) -> [UInt8] {
    var patch = CSVWriter(HistoryPatch.header)
    for finding in findings {
      for start in finding.intervals {
        patch.row([
          finding.queue, start.text(in: zone), "", "", "", "", "", finding.quality, finding.text,
        ])
      }
    }
    return patch.bytes
  }
}
