public import Diagnostics
internal import Files
internal import FoundationEssentials

/// What a published plan was made from and what it consists of.
///
/// Carries no clock time, host or user: the same inputs give the same bytes anywhere. JSON with
/// sorted keys; `schema` rises when a field changes its meaning, new fields may appear at any time.
public struct Manifest: Hashable, Sendable, Codable {
  public struct File: Hashable, Sendable, Codable {
    public var name: String
    public var bytes: Int
    public var sha256: String

    public init(name: String, content: [UInt8]) {
      self.name = name
      self.bytes = content.count
      self.sha256 = SHA256.hex(content)
    }

    /// Of a file whose bytes were hashed when they were used.
    public init(name: String, bytes: Int, sha256: String) {
      self.name = name
      self.bytes = bytes
      self.sha256 = sha256
    }
  }

  public var schema = 1
  /// Hash over inputs, options and versions: equal ids mean equal plans.
  public var planID: String
  public var centre: String
  /// RFC 3339 instants and dates, as text.
  public var asOf: String
  public var from: String
  public var to: String
  public var seed: UInt64
  public var options: [String: String]
  /// Program, plugins, rule files, tzdata, each with its version.
  public var versions: [String: String]
  public var inputs: [File]
  public var outputs: [File]
  /// The plan that was the latest when this one was made; its calendars are continued.
  public var previous: String?
  /// What was proved of the plan, such as `bound_paid_hours`; nil where nothing was.
  public var proved: [String: String]?
  /// What the roster's hours cost by the rates of the centre, by currency; nil where no rates are known.
  public var wages: [String: String]?
  /// Plans are numbered as they are published; of two for one day the later one counts.
  public var sequence: Int?

  public init(
    planID: String, centre: String, asOf: String, from: String, to: String, seed: UInt64,
    options: [String: String], versions: [String: String], inputs: [File], outputs: [File],
    previous: String?, sequence: Int? = nil, proved: [String: String]? = nil,
    wages: [String: String]? = nil
  ) {
    self.planID = planID
    self.centre = centre
    self.asOf = asOf
    self.from = from
    self.to = to
    self.seed = seed
    self.options = options
    self.versions = versions
    self.inputs = inputs
    self.outputs = outputs
    self.previous = previous
    self.sequence = sequence
    self.proved = proved
    self.wages = wages
  }

  private enum CodingKeys: String, CodingKey {
    case schema, centre, from, to, seed, options, versions, inputs, outputs, previous, sequence
    case proved, wages
    case planID = "plan_id"
    case asOf = "as_of"
  }

  /// Indented JSON with sorted keys and a final line feed.
  public func encoded() throws(Problem) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    do { return Array(try encoder.encode(self)) + [10] } catch {
      throw Problem(.failed, "the manifest cannot be written", value: "\(error)")
    }
  }

  public static func decoded(_ bytes: [UInt8], file: String) throws(Problem) -> Manifest {
    do { return try JSONDecoder().decode(Manifest.self, from: Data(bytes)) } catch {
      throw Problem(
        at: Place(file: file), "is not a manifest of muster", maybe: "plan the centre again")
    }
  }

  /// The files a manifest names; nil when it cannot be read.
  static func outputs(in bytes: [UInt8]) -> [File]? {
    try? decoded(bytes, file: "").outputs
  }
}

/// A hash over the parts, each with its length, so that no two lists of parts share one.
public func planID(of parts: [String]) -> String {
  var hash = SHA256()
  for part in parts {
    let bytes = Array(part.utf8)
    hash.update(Array("\(bytes.count):".utf8))
    hash.update(bytes)
  }
  return String(hash.finish().prefix(16))
}
