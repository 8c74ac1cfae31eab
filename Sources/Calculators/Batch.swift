public import Diagnostics
public import Tables

/// A file of problems: every row echoed as it stands, the results appended.
///
/// Reads and writes row by row: memory does not grow with the file.
public struct Batch: Sendable {
  /// How the answers are written.
  public enum Format: Sendable { case csv, json }

  private let calculator: any Calculator
  private let table: CSVTable
  private let format: Format
  /// Column of each input that is there.
  private let columns: [(input: Input, column: Int)]
  private let outputs: [Output]
  /// Inputs given on the command line for every row that has no field for them.
  private let defaults: InputRow

  /// Names of the input's columns that a result is also called: the last of that name holds it.
  public let doubled: [String]

  /// - Throws: A ``Problem`` when the header has two columns for the same input or none for any.
  public init(
    _ calculator: any Calculator, _ table: CSVTable, format: Format, defaults: InputRow = .init()
  ) throws(Problem) {
    self.calculator = calculator
    self.table = table
    self.format = format
    self.defaults = defaults
    var columns: [(input: Input, column: Int)] = []
    var given = Set(calculator.inputs.filter { defaults.has($0) })
    for input in calculator.inputs {
      var names = input.names
      // The n of Erlang B is lines.
      if calculator.name == "b", input == .agents { names += ["lines"] }
      guard let name = names.first(where: { table.header.contains($0) }) else { continue }
      columns.append((input, try table.require(name)))
      given.insert(input)
    }
    guard !columns.isEmpty else {
      throw Problem(
        at: Place(file: table.file, line: table.headerLine),
        "has no column that \(calculator.title) reads",
        maybe: "the columns are called \(calculator.inputs.map(\.name).joined(separator: ", "))")
    }
    self.columns = columns
    outputs = calculator.outputs(given: given)
    doubled = outputs.map(\.name).filter { table.header.contains($0) }
  }

  /// Writes all answers through `write`, some kilobytes at a time; a problem of a row names its field.
  public func run(_ write: ([UInt8]) throws(Problem) -> Void) throws(Problem) {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(1 << 17)
    if format == .csv { appendHeader(&bytes) } else { bytes.append(contentsOf: "[".utf8) }
    var inputs = defaults
    var results = OutputRow()
    var isFirst = true
    do throws(Problem) {
      try table.forEachRow { row throws(Problem) in
        for (input, column) in columns {
          if input.isText {
            let text = row.text(column)
            inputs[text: input] = text.isEmpty ? defaults[text: input] : text
          } else {
            inputs[input] =
              try row.optionalNumber(column, allowingInfinity: input.mayBeInfinite)
              ?? defaults[input]
          }
        }
        results.clear()
        do throws(CalculatorFailure) { try calculator.answer(inputs, into: &results) } catch {
          throw problem(error, row)
        }
        if format == .csv {
          row.withRawBytes { bytes.append(contentsOf: $0) }
          appendResults(results, &bytes)
        } else {
          bytes.append(contentsOf: (isFirst ? "\n" : ",\n").utf8)
          appendObject(row, results, &bytes)
        }
        isFirst = false
        if bytes.count > 1 << 16 {
          try write(bytes)
          bytes.removeAll(keepingCapacity: true)
        }
      }
    } catch {
      // What was right is not lost.
      try write(bytes)
      throw error
    }
    if format == .json { bytes.append(contentsOf: "\n]\n".utf8) }
    try write(bytes)
  }

  private func appendHeader(_ bytes: inout [UInt8]) {
    var writer = CSVWriter(
      table.header + outputs.map(\.name),
      separator: Character(Unicode.Scalar(table.separator)))
    writer.reserve(0)
    bytes.append(contentsOf: writer.bytes)
  }

  private func appendResults(_ results: OutputRow, _ bytes: inout [UInt8]) {
    for output in outputs {
      bytes.append(table.separator)
      if output == .boundBy {
        bytes.append(contentsOf: results.words.utf8)
      } else {
        let value = results[output]
        if !value.isNaN { bytes.append(contentsOf: shortest(value).utf8) }
      }
    }
    bytes.append(10)
  }

  private func appendObject(
    _ row: borrowing CSVRow, _ results: OutputRow, _ bytes: inout [UInt8]
  ) {
    var members: [JSONValue.Member] = []
    for (k, name) in table.header.enumerated() {
      let text = row.text(k)
      members.append(.init(name, Double(text).map { .number($0) } ?? .string(text)))
    }
    for output in outputs {
      members.append(.init(output.name, output.json(in: results)))
    }
    bytes.append(contentsOf: JSONValue.object(members).text(indented: false).utf8)
  }

  private func problem(_ failure: CalculatorFailure, _ row: borrowing CSVRow) -> Problem {
    if let input = failure.input, let at = columns.first(where: { $0.input == input }) {
      return row.problem(at.column, failure.what, maybe: failure.maybe)
    }
    return Problem(
      at: Place(file: table.file, line: row.line), subject: failure.input?.name ?? "",
      failure.what, maybe: failure.maybe ?? failure.input.map { "add the column \($0.name)" })
  }
}

extension Output {
  /// The result as JSON: null where the model defines nothing, a word where it is infinite.
  public func json(in results: OutputRow) -> JSONValue {
    if self == .boundBy { return .string(results.words) }
    let value = results[self]
    return value.isFinite ? .number(value) : value.isNaN ? .null : .string(shortest(value))
  }
}
