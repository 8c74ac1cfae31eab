import ArgumentParser
import CivilTime
import Diagnostics

/// How the value of an option is written: one form for each kind of value, the same in every command.
protocol ArgumentForm {
  associatedtype Value: Hashable & Sendable
  static func read(_ text: String) throws(MalformedText) -> Value
  static func text(_ value: Value) -> String
}

extension ArgumentForm {
  static func text(_ value: Value) -> String { "\(value)" }
}

/// The value of an option as it was written, with what it means or what is wrong with it.
///
/// Reading never fails at the parser, which could only say "invalid": after parsing
/// ``CommandCheck`` names every option whose value is malformed, with the value and a way out.
struct OptionValue<Form: ArgumentForm>: ExpressibleByArgument, Hashable, Sendable {
  let written: String
  private let result: Result<Form.Value, MalformedText>

  init(argument: String) {
    written = argument
    do throws(MalformedText) { result = .success(try Form.read(argument)) } catch {
      result = .failure(error)
    }
  }

  /// A value that nobody wrote: a default.
  init(_ value: Form.Value) {
    written = Form.text(value)
    result = .success(value)
  }

  var defaultValueDescription: String { written }

  /// What the text means; throws only where nobody has asked ``fault`` before.
  func value() throws(Problem) -> Form.Value {
    do { return try result.get() } catch {
      throw Problem(.usage, error.what, value: written, maybe: error.maybe)
    }
  }
}

/// A value that knows whether it could be read.
protocol FaultyValue {
  var written: String { get }
  var fault: MalformedText? { get }
}

extension OptionValue: FaultyValue {
  var fault: MalformedText? {
    if case .failure(let error) = result { error } else { nil }
  }
}

extension Optional where Wrapped: FaultyValue {
  /// The value of an option that may be left out.
  func value<Form>() throws(Problem) -> Form.Value? where Wrapped == OptionValue<Form> {
    guard case .some(let given) = self else { return nil }
    return try given.value()
  }
}
