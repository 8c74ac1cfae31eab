public import CivilTime
public import Diagnostics
public import Files

/// The `published` folder of a centre: finished plans side by side, and `latest` pointing to one.
///
///     published/
///       .lock                 held by the run that writes
///       .staging-1-OWNER/     a plan being written by one run; thrown away by a later one if it dies
///       .trash-NAME/          a plan being removed; likewise
///       2026-11-30_1f2e3d4c/  a finished plan: complete from the instant it appears
///         not-in-force.txt    only in one that failed: why; called accepted.txt once it is accepted
///       latest -> 2026-11-30_1f2e3d4c
///
/// A plan is written into a folder that no other run has, every file and the folder itself are forced to
/// disk, the manifest last; then all is read again and compared with the hashes, and only then the folder is
/// renamed into place and `latest` switched; both are single atomic steps. Whatever kills a run, a reader
/// finds either the old plan or the new one.
///
/// The lock saves work; it is not what keeps plans whole. Where it holds on one machine only, as on some
/// shared file systems, two runs write two folders, and the one that comes second finds the plan there.
/// `latest` goes forward in the knowledge of its plans, the as-of instant, unless the caller says otherwise.
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
    if try linkTarget(latest) == nil, try stands(at: latest) {
      throw Problem(
        .failed, at: Place(file: latest), "is not the link that it should be",
        maybe: "the folder was copied without its links: remove \(latest) and plan again")
    }
    return try FileLock("\(folder)/.lock", waitingSeconds: waitingSeconds)
  }

  /// The name of the plan that `latest` points to, if it points to a finished one.
  public var latestName: String? {
    get throws(Problem) {
      guard let target = try linkTarget("\(folder)/latest"),
        try stands(at: "\(folder)/\(target)/\(Self.manifestName)")
      else { return nil }
      return target
    }
  }

  public func path(of name: String) -> String { "\(folder)/\(name)" }

  /// Whether the plan `name` is there, whole: each file its manifest names has the stated hash.
  ///
  /// - Throws: A ``Problem`` when a file is there and cannot be read.
  public func isWhole(_ name: String) throws(Problem) -> Bool {
    try Self.isWhole(at: path(of: name))
  }

  private static func isWhole(at plan: String) throws(Problem) -> Bool {
    guard let manifest = try readFileIfAny("\(plan)/\(manifestName)"),
      let outputs = Manifest.outputs(in: manifest), !outputs.isEmpty
    else { return false }
    return try StagingFolders.has(outputs, in: plan)
  }

  /// The plan `name` with every file that its manifest names; nil when it is not there, or not whole.
  public func content(of name: String) throws(Problem) -> PlanContent? {
    let path = path(of: name)
    let file = "\(path)/\(Self.manifestName)"
    guard let bytes = try readFileIfAny(file), let outputs = Manifest.outputs(in: bytes),
      !outputs.isEmpty
    else { return nil }
    var files: [String: [UInt8]] = [:]
    for output in outputs {
      guard let content = try StagingFolders.content(output, in: path) else { return nil }
      files[output.name] = content
    }
    return PlanContent(path: path, manifest: try Manifest.decoded(bytes, file: file), files: files)
  }

  /// The whole plan called `base`, or `base-2`, `base-3`, …, one that did not fail before all others; nil
  /// when there is none.
  public func wholePlan(named base: String) throws(Problem) -> String? {
    var failed: String?
    for name in try planNames() where name == base || name.hasPrefix("\(base)-") {
      guard try isWhole(name) else { continue }
      if try failure(of: name).isEmpty { return name }
      failed = failed ?? name
    }
    return failed
  }

  /// A name for a new plan: `base`, unless a damaged plan (a file edited or lost) has it.
  public func freeName(for base: String) -> String {
    guard exists(path(of: base)) else { return base }
    var number = 2
    while exists(path(of: "\(base)-\(number)")) { number += 1 }
    return "\(base)-\(number)"
  }

  /// What became of a plan that was published.
  public struct Publication: Hashable, Sendable {
    public var name: String
    /// Whether `latest` points to it.
    public var isLatest: Bool
  }

  /// Publishes `files` and `manifest` as the plan `name` and lets `latest` point to it; a plan that
  /// failed, as the lines of `failure` say, stands beside and is in force only if it `isAccepted`.
  ///
  /// The caller holds the lock and took the name from ``freeName(for:)``. Where another machine does not
  /// see the lock and published the same plan meanwhile, that one counts.
  ///
  /// `allowingEarlier`: Whether `latest` may go back to a plan of an earlier as-of instant.
  /// - Throws: A ``Problem`` when the disk refuses; the plans that were there are untouched.
  @discardableResult
  public func publish(
    name: String, files: [PlanFile], manifest: [UInt8], failure: [String] = [],
    isAccepted: Bool = false, allowingEarlier: Bool = false
  ) throws(Problem) -> Publication {
    let staging = try stagings.make()
    var published = name
    do throws(Problem) {
      try clearLeftovers(except: staging)
      try write(files, manifest, failure, isAccepted, to: staging)
      guard try Self.isWhole(at: staging) else {
        throw Problem(
          .failed, at: Place(file: staging), "what was written is not what is read back",
          maybe: "another program cleared the folder, or the disk loses what it is given")
      }
      while try !renameFolder(staging, toNew: path(of: published)) {
        if try isWhole(published) {
          try removeTree(staging)
          break
        }
        published = freeName(for: name)
      }
      try syncFolder(folder)
    } catch {
      try? removeTree(staging)
      throw error
    }
    var isLatest = try latestName == published
    if failure.isEmpty || isAccepted {
      isLatest = try pointLatest(to: published, allowingEarlier: allowingEarlier)
    }
    try clearLeftovers()
    return Publication(name: published, isLatest: isLatest)
  }

  private func write(
    _ files: [PlanFile], _ manifest: [UInt8], _ failure: [String], _ isAccepted: Bool,
    to staging: String
  ) throws(Problem) {
    try StagingFolders.write(files, to: staging)
    if !failure.isEmpty {
      let words = failure.map { $0 + "\n" }.joined()
      let name = isAccepted ? Self.acceptedName : Self.failureName
      try writeNewFile("\(staging)/\(name)", Array(words.utf8))
    }
    try writeNewFile("\(staging)/\(Self.manifestName)", manifest)
    try syncFileSystem(of: staging)
  }

  /// Why a plan is not in force; empty when it is.
  public func failure(of name: String) throws(Problem) -> [String] {
    try lines(of: Self.failureName, in: name)
  }

  /// In what a plan failed that was taken into force all the same.
  public func accepted(of name: String) throws(Problem) -> [String] {
    try lines(of: Self.acceptedName, in: name)
  }

  private func lines(of file: String, in name: String) throws(Problem) -> [String] {
    guard let bytes = try readFileIfAny("\(path(of: name))/\(file)") else { return [] }
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  /// Takes a plan that failed into force as it is.
  ///
  /// Returns: Whether `latest` points to it.
  @discardableResult
  public func accept(_ name: String, allowingEarlier: Bool = false) throws(Problem) -> Bool {
    let path = path(of: name)
    if try stands(at: "\(path)/\(Self.failureName)") {
      try renameItem("\(path)/\(Self.failureName)", to: "\(path)/\(Self.acceptedName)")
      try syncFolder(path)
    }
    return try pointLatest(to: name, allowingEarlier: allowingEarlier)
  }

  /// The finished plans in the order of their publication, and the problems of those whose manifest says
  /// nothing.
  ///
  /// - Throws: A ``Problem`` when the disk does not give what it has: a plan that cannot be read now is not one
  ///   that never was.
  public func plans() throws(Problem) -> (plans: [StoredPlan], damaged: [Problem]) {
    guard try stands(at: folder) else { return ([], []) }
    var plans: [StoredPlan] = []
    var damaged: [Problem] = []
    for name in try planNames() {
      let file = "\(path(of: name))/\(Self.manifestName)"
      do throws(Problem) {
        let manifest = try Manifest.decoded(try readFile(file), file: file)
        plans.append(
          StoredPlan(
            name: name, manifest: manifest,
            isInForce: !(try stands(at: "\(path(of: name))/\(Self.failureName)"))))
      } catch {
        guard error.kind != .failed else { throw error }
        damaged.append(error)
      }
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

  /// Lets `latest` point to the finished plan `name`, unless that is of an earlier as-of instant than the one
  /// it points to.
  ///
  /// Returns: Whether it points there.
  @discardableResult
  public func pointLatest(
    to name: String, allowingEarlier: Bool = false
  ) throws(Problem) -> Bool {
    guard try linkTarget("\(folder)/latest") != name else { return true }
    if !allowingEarlier, let latest = try latestAsOf, let own = try asOf(of: name), own < latest {
      return false
    }
    try switchLink("\(folder)/latest", to: name)
    try syncFolder(folder)
    return true
  }

  /// What the plan knew that `latest` points to; nil where there is none.
  public var latestAsOf: Instant? {
    get throws(Problem) {
      guard let latestName = try latestName else { return nil }
      return try asOf(of: latestName)
    }
  }

  private func asOf(of name: String) throws(Problem) -> Instant? {
    let file = "\(path(of: name))/\(Self.manifestName)"
    guard let bytes = try readFileIfAny(file),
      let manifest = try? Manifest.decoded(bytes, file: file)
    else { return nil }
    return try? Instant(manifest.asOf)
  }

  /// Lets `latest` point to a plan published before, and takes out of force every plan published after it,
  /// as if it had not been.
  ///
  /// Returns: The plans taken out of force, in the order of their publication.
  /// - Throws: A ``Problem`` when there is no such plan, it is not whole, or it never was in force.
  public func rollBack(to name: String) throws(Problem) -> [String] {
    let plans = try plans().plans
    guard let place = plans.firstIndex(where: { $0.name == name }) else {
      let names = plans.map(\.name)
      throw Problem(
        .missingConfiguration, at: Place(file: path(of: name)), "is no published plan",
        maybe: nearestName(to: name, among: names).map { "\($0) is meant" }
          ?? "take one of \(names.suffix(5).joined(separator: ", "))")
    }
    guard try isWhole(name) else {
      throw Problem(
        at: Place(file: path(of: name)),
        "a file of this plan was changed or lost since it was published", maybe: "take another one")
    }
    guard plans[place].isInForce else {
      throw Problem(
        .violated, at: Place(file: path(of: name)), "this plan is not in force",
        value: try failure(of: name).joined(separator: "; "), maybe: "take another one")
    }
    let later = plans[(place + 1)...].filter(\.isInForce).map(\.name)
    // First the link: what is left after a kill between the two is done by the same command.
    try pointLatest(to: name, allowingEarlier: true)
    for plan in later {
      let words = "\(Self.rolledBack): rolled back to \(name)\n"
      try writeFile("\(path(of: plan))/\(Self.failureName)", Array(words.utf8))
      try syncFolder(path(of: plan))
    }
    return later
  }

  /// The code of a plan that was rolled back among the reasons why one is not in force.
  public static let rolledBack = "rolled-back"

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
    if let latest = try latestName { kept.insert(latest) }
    let stays = kept
    for plan in plans where stays.contains(plan.name) { kept.formUnion(sources(plan.manifest)) }
    for plan in plans where !kept.contains(plan.name) { try remove(plan.name) }
  }

  /// Removes a plan: in one step it is none any more, whatever kills the run while its files go.
  public func remove(_ name: String) throws(Problem) {
    let trash = "\(folder)/\(Self.trashPrefix)\(name)"
    try removeTree(trash)
    do throws(Problem) { try renameItem(path(of: name), to: trash) } catch {
      // Another machine may have been quicker.
      guard try stands(at: path(of: name)) else { return }
      throw error
    }
    try removeTree(trash)
  }

  private static let trashPrefix = ".trash-"
  private static let stagingPrefix = ".staging"
  private static let linkPrefix = ".latest-"

  /// Names of the finished plans, ascending.
  public func planNames() throws(Problem) -> [String] {
    var names: [String] = []
    for name in try namesInFolder(folder) where !name.hasPrefix(".") && name != "latest" {
      if try stands(at: "\(path(of: name))/\(Self.manifestName)") { names.append(name) }
    }
    return names
  }

  private var stagings: StagingFolders {
    StagingFolders(parent: folder, prefix: Self.stagingPrefix)
  }

  /// Removes what runs that died may have left, and what is being removed.
  private func clearLeftovers(except own: String = "") throws(Problem) {
    for name in try namesInFolder(folder)
    where name.hasPrefix(Self.trashPrefix) || name == Self.stagingPrefix {
      try removeTree("\(folder)/\(name)")
    }
    try stagings.clear(except: own)
    try StagingFolders(parent: folder, prefix: Self.linkPrefix).clear(except: own)
  }
}

/// A finished plan of a store.
public struct StoredPlan: Hashable, Sendable {
  public var name: String
  public var manifest: Manifest
  /// Not so: a plan that failed and was not accepted.
  public var isInForce: Bool
}

/// A plan as it was when all of it was found whole.
public struct PlanContent: Sendable {
  public var path: String
  public var manifest: Manifest
  /// What its manifest names, by name.
  public var files: [String: [UInt8]]
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
