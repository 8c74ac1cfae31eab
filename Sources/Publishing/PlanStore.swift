public import Diagnostics
public import Files

/// The `published` folder of a centre: finished plans side by side, and `latest` pointing to one.
///
///     published/
///       .lock                 held by the run that writes
///       .staging/             a plan being written; thrown away by the next run if one dies
///       .trash-NAME/          a plan being removed; likewise
///       2026-11-30_1f2e3d4c/  a finished plan: complete from the instant it appears
///         not-in-force.txt    only in one that failed: why; called accepted.txt once it is accepted
///       latest -> 2026-11-30_1f2e3d4c
///
/// A plan is written into `.staging`, every file and the folder itself are forced to disk, the
/// manifest last, and only then the folder is renamed into place and `latest` switched; both are
/// single atomic steps. Whatever kills a run, a reader finds either the old plan or the new one.
public struct PlanStore: Sendable {
  public let folder: String

  public static let manifestName = "manifest.json"
  /// In the folder of a plan that failed: why, line by line.
  public static let failureName = "not-in-force.txt"
  /// The same in one that was taken into force all the same.
  public static let acceptedName = "accepted.txt"

  public init(folder: String) { self.folder = folder }

  /// Creates the folder if need be and takes its lock.
  public func lock(waitingSeconds: Int = 0) throws(Problem) -> FileLock {
    try makeFolder(folder)
    let latest = "\(folder)/latest"
    if linkTarget(latest) == nil, exists(latest) {
      throw Problem(
        .failed, at: Place(file: latest), "is not the link that it should be",
        maybe: "the folder was copied without its links: remove \(latest) and plan again")
    }
    return try FileLock("\(folder)/.lock", waitingSeconds: waitingSeconds)
  }

  /// The name of the plan that `latest` points to, if it points to a finished one.
  public var latestName: String? {
    guard let target = linkTarget("\(folder)/latest"),
      exists("\(folder)/\(target)/\(Self.manifestName)")
    else { return nil }
    return target
  }

  public func path(of name: String) -> String { "\(folder)/\(name)" }

  /// Whether the plan `name` is there, whole: each file its manifest names has the stated hash.
  public func isWhole(_ name: String) -> Bool {
    let plan = path(of: name)
    guard let manifest = try? readFile("\(plan)/\(Self.manifestName)"),
      let outputs = Manifest.outputs(in: manifest), !outputs.isEmpty
    else { return false }
    return outputs.allSatisfy { output in
      guard let bytes = try? readFile("\(plan)/\(output.name)") else { return false }
      return SHA256.hex(bytes) == output.sha256
    }
  }

  /// The whole plan called `base`, or `base-2`, `base-3`, …, one that did not fail before all others; nil
  /// when there is none.
  public func wholePlan(named base: String) throws(Problem) -> String? {
    let plans = try planNames().filter { $0 == base || $0.hasPrefix("\(base)-") }.filter(isWhole)
    return plans.first { failure(of: $0).isEmpty } ?? plans.first
  }

  /// A name for a new plan: `base`, unless a damaged plan (a file edited or lost) has it.
  public func freeName(for base: String) -> String {
    guard exists(path(of: base)) else { return base }
    var number = 2
    while exists(path(of: "\(base)-\(number)")) { number += 1 }
    return "\(base)-\(number)"
  }

  /// Publishes `files` and `manifest` as the plan `name` and lets `latest` point to it; a plan that
  /// failed, as the lines of `failure` say, stands beside and is in force only if it `isAccepted`.
  ///
  /// The caller holds the lock and took the name from ``freeName(for:)``.
  /// - Throws: A ``Problem`` when the disk refuses; the plans that were there are untouched.
  public func publish(
    name: String, files: [PlanFile], manifest: [UInt8], failure: [String] = [],
    isAccepted: Bool = false
  ) throws(Problem) {
    let staging = "\(folder)/.staging"
    try clearLeftovers()
    do {
      try makeFolder(staging)
      for file in files {
        let path = "\(staging)/\(file.name)"
        if let cut = file.name.lastIndex(of: "/") {
          try makeFolder("\(staging)/\(file.name[..<cut])")
        }
        try writeFile(path, file.bytes)
      }
      for subfolder in Set(files.compactMap(\.subfolder)).sorted() {
        try syncFolder("\(staging)/\(subfolder)")
      }
      if !failure.isEmpty {
        let words = failure.map { $0 + "\n" }.joined()
        let name = isAccepted ? Self.acceptedName : Self.failureName
        try writeFile("\(staging)/\(name)", Array(words.utf8))
      }
      try writeFile("\(staging)/\(Self.manifestName)", manifest)
      try syncFolder(staging)
      try renameItem(staging, to: path(of: name))
      try syncFolder(folder)
    } catch {
      try? removeTree(staging)
      throw error
    }
    if failure.isEmpty || isAccepted { try pointLatest(to: name) }
    try clearLeftovers()
  }

  /// Why a plan is not in force; empty when it is.
  public func failure(of name: String) -> [String] { lines(of: Self.failureName, in: name) }

  /// In what a plan failed that was taken into force all the same.
  public func accepted(of name: String) -> [String] { lines(of: Self.acceptedName, in: name) }

  private func lines(of file: String, in name: String) -> [String] {
    guard let bytes = try? readFile("\(path(of: name))/\(file)") else { return [] }
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  /// Takes a plan that failed into force as it is.
  public func accept(_ name: String) throws(Problem) {
    let path = path(of: name)
    if exists("\(path)/\(Self.failureName)") {
      try renameItem("\(path)/\(Self.failureName)", to: "\(path)/\(Self.acceptedName)")
      try syncFolder(path)
    }
    try pointLatest(to: name)
  }

  /// The finished plans in the order of their publication, and the problems of those whose manifest
  /// cannot be read.
  public func plans() throws(Problem) -> (plans: [StoredPlan], damaged: [Problem]) {
    guard isFolder(folder) else { return ([], []) }
    var plans: [StoredPlan] = []
    var damaged: [Problem] = []
    for name in try planNames() {
      let file = "\(path(of: name))/\(Self.manifestName)"
      do throws(Problem) {
        let manifest = try Manifest.decoded(try readFile(file), file: file)
        plans.append(
          StoredPlan(
            name: name, manifest: manifest,
            isInForce: !exists("\(path(of: name))/\(Self.failureName)")))
      } catch { damaged.append(error) }
    }
    func order(_ plan: StoredPlan) -> (Int, String, String) {
      (plan.manifest.sequence ?? 0, plan.manifest.asOf, plan.name)
    }
    return (plans.sorted { order($0) < order($1) }, damaged)
  }

  /// - Throws: A ``Problem`` when a plan of another centre stands in the folder: one folder holds the plans of
  ///   one centre, which continue one another.
  public func mustBelong(to centre: String) throws(Problem) {
    guard let other = try plans().plans.first(where: { $0.manifest.centre != centre }) else {
      return
    }
    throw Problem(
      .usage, at: Place(file: path(of: other.name)), subject: "--output",
      "is the folder of another centre, \(other.manifest.centre)", value: folder,
      maybe: "give each centre a folder of its own; after a change of name move the old plans away")
  }

  /// Lets `latest` point to the finished plan `name`.
  public func pointLatest(to name: String) throws(Problem) {
    guard linkTarget("\(folder)/latest") != name else { return }
    try switchLink("\(folder)/latest", to: name)
    try syncFolder(folder)
  }

  /// Removes finished plans beyond the `count` published last; never the latest, one of `needed`, nor one
  /// that a plan which stays was made from. Plans whose manifest cannot be read are left alone.
  ///
  /// `sources`: The plans that a manifest says its plan was made from.
  public func prune(
    keeping count: Int, needed: Set<String> = [], sources: (Manifest) -> [String] = { _ in [] }
  ) throws(Problem) {
    let plans = try plans().plans
    var kept = needed
    kept.formUnion(plans.suffix(max(1, count)).map(\.name))
    if let latestName { kept.insert(latestName) }
    let stays = kept
    for plan in plans where stays.contains(plan.name) { kept.formUnion(sources(plan.manifest)) }
    for plan in plans where !kept.contains(plan.name) { try remove(plan.name) }
  }

  /// Removes a plan: in one step it is none any more, whatever kills the run while its files go.
  public func remove(_ name: String) throws(Problem) {
    let trash = "\(folder)/\(Self.trashPrefix)\(name)"
    try removeTree(trash)
    try renameItem(path(of: name), to: trash)
    try removeTree(trash)
  }

  private static let trashPrefix = ".trash-"

  /// Names of the finished plans, ascending.
  public func planNames() throws(Problem) -> [String] {
    try namesInFolder(folder).filter { name in
      !name.hasPrefix(".") && name != "latest" && name != "latest.new"
        && exists("\(path(of: name))/\(Self.manifestName)")
    }
  }

  /// What a run that died may have left.
  private func clearLeftovers() throws(Problem) {
    guard isFolder(folder) else { return }
    try removeTree("\(folder)/.staging")
    try removeTree("\(folder)/latest.new")
    for name in try namesInFolder(folder) where name.hasPrefix(Self.trashPrefix) {
      try removeTree("\(folder)/\(name)")
    }
  }
}

/// A finished plan of a store.
public struct StoredPlan: Hashable, Sendable {
  public var name: String
  public var manifest: Manifest
  /// Not so: a plan that failed and was not accepted.
  public var isInForce: Bool
}

/// One file of a plan: its name, which may have one subfolder, and its content.
public struct PlanFile: Hashable, Sendable {
  public var name: String
  public var bytes: [UInt8]

  public init(_ name: String, _ bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
  }

  public init(_ name: String, _ text: String) { self.init(name, Array(text.utf8)) }

  var subfolder: String? {
    name.lastIndex(of: "/").map { String(name[..<$0]) }
  }
}
