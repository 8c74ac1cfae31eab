import ArgumentParser
import Calculators
import Diagnostics
import Tables

/// Runs a model on the options given, or on a file.
struct CalculatorRun {
  let calculator: any Calculator
  let options: CalculatorOptions
  /// Values from the command line.
  let given: [(Input, String?)]

  func run() throws {
    let row = try inputs()
    guard let file = options.batch else { return try single(row) }
    if options.format == .table {
      throw ValidationError("A batch is printed as csv or json.")
    }
    let table = try CSVTable(path: file)
    let batch = try Batch(
      calculator, table, format: options.format == .json ? .json : .csv, defaults: row)
    if !batch.doubled.isEmpty {
      Terminal.say(
        "note: the input has columns called \(batch.doubled.joined(separator: ", ")); "
          + "the last of each name holds the result")
    }
    try batch.run { bytes in Terminal.write(bytes) }
  }

  private func inputs() throws -> InputRow {
    var row = InputRow()
    for (input, text) in given {
      guard let text else { continue }
      if input.isText {
        row[text: input] = text
        continue
      }
      if input.mayBeInfinite, ["inf", "infinite", "never"].contains(text.lowercased()) {
        row[input] = .infinity
        continue
      }
      guard let value = number(text), value.isFinite else {
        throw Problem(
          .usage, subject: "--\(option(input))", "is not a number", value: text,
          maybe: "write a plain number, a time as 180 or 3m, a share as 0.8 or 80%")
      }
      row[input] = value
    }
    return row
  }

  /// A number, a time such as `3m` or a share such as `80%`.
  private func number(_ text: String) -> Double? {
    if let value = Double(text) { return value }
    let units: [Character: Double] = ["s": 1, "m": 60, "h": 3600, "%": 0.01]
    guard let last = text.last, let unit = units[last], let value = Double(text.dropLast()) else {
      return nil
    }
    return value * unit
  }

  private func option(_ input: Input) -> String { CalculatorRun.optionName(input) }

  private func single(_ row: InputRow) throws {
    let set = Set(calculator.inputs.filter { row.has($0) })
    guard !set.isEmpty else {
      throw ValidationError(
        "Nothing is given to calculate; see 'muster erlang \(calculator.name) --help'.")
    }
    let outputs = calculator.outputs(given: set)
    var results = OutputRow()
    do throws(CalculatorFailure) { try calculator.answer(row, into: &results) } catch {
      let text = error.input.flatMap { input in given.first { $0.0 == input }?.1 }
      throw Problem(
        text == nil ? .usage : .invalidInput,
        subject: error.input.map { "--\(option($0))" } ?? calculator.title, error.what,
        value: text, maybe: error.maybe)
    }
    switch options.format ?? .table {
    case .csv:
      var csv = CSVWriter(outputs.map(\.name))
      csv.row(outputs.map { $0 == .boundBy ? results.words : value(results[$0]) })
      Terminal.write(csv.bytes)
    case .json:
      var members: [JSONValue.Member] = [.init("model", .string(calculator.title))]
      for input in calculator.inputs where row.has(input) {
        members.append(
          .init(
            input.name,
            row[text: input].map { .string($0) }
              ?? row[input].map { $0.isFinite ? .number($0) : "inf" } ?? .null))
      }
      for output in outputs { members.append(.init(output.name, output.json(in: results))) }
      Terminal.write(JSONValue.object(members).text())
    case .table:
      Terminal.write(
        CalculatorSheet(calculator, row, outputs, results).text(
          paint: Paint(isOn: Terminal.outputIsColoured)))
    }
  }

  private func value(_ number: Double) -> String { number.isNaN ? "" : shortest(number) }

  /// `target_sl` is the option `--target-sl`; units are left out of the names of options.
  static func optionName(_ input: Input) -> String {
    switch input {
    case .agents: "agents"
    case .load: "load"
    case .threshold: "threshold"
    case .busyThreshold: "busy-threshold"
    default:
      input.name.replacing("_s", with: "", maxReplacements: input.name.hasSuffix("_s") ? 1 : 0)
        .replacing("_", with: "-")
    }
  }
}
