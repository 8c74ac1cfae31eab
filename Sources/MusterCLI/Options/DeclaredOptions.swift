import ArgumentParser

/// An option or flag of a parsed command, with what it holds and the groups it is declared in.
struct DeclaredOption {
  /// With its dashes; by our convention the property's name in small letters with hyphens, so that the
  /// one can be told from the other. `MusterCLITests` holds every command to it.
  var name: String
  var value: Any
  /// The command and the groups around the property, from the outside in.
  var groups: [any ParsableArguments]

  /// Whether it may stand on the command line more than once.
  var isRepeatable: Bool { value is [Any] }

  /// What it holds, as it was written or by default; empty where it is left out.
  var words: [String] {
    switch value {
    case let value as any FaultyValue: [value.written]
    case let value as [String]: value
    case let value as Bool: value ? ["true"] : []
    case _ where Mirror(reflecting: value).displayStyle == .optional:
      Mirror(reflecting: value).children.map { "\($0.value)" }
    default: ["\(value)"]
    }
  }
}

extension DeclaredOption {
  /// Every option of a parsed command, those of its groups included.
  static func all(of command: any ParsableArguments) -> [DeclaredOption] {
    collect(command, within: [command])
  }

  private static func collect(
    _ arguments: any ParsableArguments, within groups: [any ParsableArguments]
  ) -> [DeclaredOption] {
    Mirror(reflecting: arguments).children.flatMap { label, value -> [DeclaredOption] in
      if let group = value as? any OptionGroupWrapper {
        return collect(group.arguments, within: groups + [group.arguments])
      }
      guard let label, let option = value as? any OptionWrapper else { return [] }
      return [DeclaredOption(name: name(ofProperty: label), value: option.held, groups: groups)]
    }
  }

  /// The types of a command and of all groups in it, from the outside in.
  static func groups(of type: any ParsableArguments.Type) -> [any ParsableArguments.Type] {
    [type]
      + Mirror(reflecting: type.init()).children.flatMap { _, value in
        (value as? any OptionGroupWrapper).map { groups(of: $0.type) } ?? []
      }
  }

  /// The names of the options of a command and its groups, which holds no values yet.
  static func names(of type: any ParsableArguments.Type) -> Set<String> {
    Set(
      groups(of: type).flatMap { group in
        Mirror(reflecting: group.init()).children.compactMap { label, value in
          value is any OptionWrapper ? label.map(name(ofProperty:)) : nil
        }
      })
  }

  /// `_freezeUntil` is `--freeze-until`.
  static func name(ofProperty label: String) -> String {
    var name = "--"
    for character in label.drop(while: { $0 == "_" }) {
      name += character.isUppercase ? "-" + character.lowercased() : String(character)
    }
    return name
  }
}

/// A property that is an option or a flag.
private protocol OptionWrapper {
  var held: Any { get }
}

extension Option: OptionWrapper {
  fileprivate var held: Any { wrappedValue }
}

extension Flag: OptionWrapper {
  fileprivate var held: Any { wrappedValue }
}

/// A property that is a group of options.
private protocol OptionGroupWrapper {
  var arguments: any ParsableArguments { get }
  var type: any ParsableArguments.Type { get }
}

extension OptionGroup: OptionGroupWrapper {
  fileprivate var arguments: any ParsableArguments { wrappedValue }
  fileprivate var type: any ParsableArguments.Type { Value.self }
}
