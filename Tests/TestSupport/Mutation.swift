internal import Files

/// Damages bytes as disks, editors and enemies do: the same damage from the same seed on every machine.
public struct Mutation: RandomNumberGenerator {
  private var state: UInt64

  public init(seed: Int) { state = UInt64(bitPattern: Int64(seed)) &* 0x9E37_79B9_7F4A_7C15 | 1 }

  /// xorshift64.
  public mutating func next() -> UInt64 {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return state
  }

  /// What has broken readers before: marks of structure, numbers at the edges, texts in wrong places.
  private static let pieces: [[UInt8]] =
    [
      "[", "]", "[[", "{", "}", "=", ".", ",", ";", ":", "|", "\"", "'", "\"\"\"", "#", "\\", "\n",
      "\r\n", "\t", " ", "[=", "[.a]", "[#x]", "a.b.c.d", "-", "+", "0", "-1", "1e308", "1e-320",
      "-inf", "nan", "inf", "9223372036854775807", "-9223372036854775808", "9223372036854775808",
      "99999999", "20260230", "0.0000001", "1e18", "9999-12-31", "0001-01-01", "2026-02-30",
      "24:00",
      "25:61", "T", "Z", "+99:99", "true", "\u{FEFF}", "\u{0}", "ä", "🙂",
      "RRULE:FREQ=DAILY;COUNT=999999",
    ].map { Array($0.utf8) } + [[0xff], [0xc3], [0x80]]

  /// `bytes` with one to four damages, pieces of `others` among them.
  public mutating func damaged(_ bytes: [UInt8], others: [[UInt8]] = []) -> [UInt8] {
    var bytes = bytes
    for _ in 0..<Int.random(in: 1...4, using: &self) {
      let at = Int.random(in: 0...bytes.count, using: &self)
      let end = min(bytes.count, at + Int.random(in: 1...12, using: &self))
      switch Int.random(in: 0..<8, using: &self) {
      case 0: bytes.insert(contentsOf: piece(), at: at)
      case 1: bytes.replaceSubrange(at..<end, with: piece())
      case 2: bytes.removeSubrange(at..<end)
      case 3: bytes.removeSubrange(at...)
      case 4:
        let from = Int.random(in: 0...bytes.count, using: &self)
        bytes.insert(contentsOf: bytes[from..<min(bytes.count, from + 200)], at: at)
      case 5 where at < bytes.count: bytes[at] ^= 1 << UInt8.random(in: 0..<8, using: &self)
      case 6: replaceNumber(&bytes, after: at)
      default:
        guard let other = others.randomElement(using: &self), !other.isEmpty else { continue }
        let from = Int.random(in: 0..<other.count, using: &self)
        bytes.insert(contentsOf: other[from..<min(other.count, from + 80)], at: at)
      }
    }
    return bytes
  }

  private mutating func piece() -> [UInt8] { Self.pieces.randomElement(using: &self) ?? [] }

  /// The next number of a text becomes another.
  private mutating func replaceNumber(_ bytes: inout [UInt8], after at: Int) {
    let isDigit = { (byte: UInt8) in (48...57).contains(byte) }
    guard let start = bytes[at...].firstIndex(where: isDigit) else { return }
    let end = bytes[start...].firstIndex { !isDigit($0) } ?? bytes.count
    bytes.replaceSubrange(start..<end, with: piece())
  }
}

/// Gives `body` damaged inputs made from `samples`, as many as `MUSTER_MUTATIONS` says or else `usual`, from
/// the seed `MUSTER_MUTATION_SEED` on. Where the count is set the input at work stands in
/// `/tmp/muster-mutation-NAME`, so that one that ends the process can be looked at.
public func mutate(
  _ name: String, _ samples: [String], usual: Int = 1500, _ body: ([UInt8]) throws -> Void
) rethrows {
  let asked = environment("MUSTER_MUTATIONS").flatMap { Int($0) }
  let first = environment("MUSTER_MUTATION_SEED").flatMap { Int($0) } ?? 1
  let all = samples.map { Array($0.utf8) }
  for round in 0..<(asked ?? usual) {
    var mutation = Mutation(seed: first &+ round)
    guard let sample = all.randomElement(using: &mutation) else { return }
    let bytes = mutation.damaged(sample, others: all)
    if asked != nil { try? writeFile("/tmp/muster-mutation-\(name)", bytes) }
    try body(bytes)
  }
}

/// All texts of the folder `Tests/Fixtures/Found` whose names begin with `prefix`: inputs that ended the
/// program once.
public func foundInputs(_ prefix: String) -> [[UInt8]] {
  let folder = "\(packageFolder)/Tests/Fixtures/Found"
  let names = (try? namesInFolder(folder)) ?? []
  return names.filter { $0.hasPrefix(prefix) }.compactMap { try? readFile("\(folder)/\($0)") }
}
