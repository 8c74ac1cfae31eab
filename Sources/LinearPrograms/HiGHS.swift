// Goal: exact linear programs where the HiGHS library is installed; nothing needs it.
// Method: the library is opened when the program runs and its C functions are looked up by name, so
// that building needs neither headers nor the library.
// Source: HiGHS C API, highs/interfaces/highs_c_api.h of HiGHS 1.15 (MIT licence).
// Conditions: one thread, fixed seed, no time limit, so that equal programs have equal answers.

internal import Glibc

/// The HiGHS solver, loaded at run time.
public struct HiGHS: Sendable {
  public let version: String
  private let functions: Functions

  /// Opens the first library that can be opened and has all that is needed; nil when there is none.
  ///
  /// `names`: Paths, or names that the dynamic linker looks for.
  public init?(names: [String] = ["libhighs.so", "libhighs.so.1"]) {
    for name in names {
      guard let library = dlopen(name, RTLD_NOW | RTLD_LOCAL) else { continue }
      if let functions = Functions(library), functions.bytesOfInt == 4 {
        self.functions = functions
        version = String(cString: functions.version())
        return
      }
      dlclose(library)
    }
    return nil
  }

  /// The optimum; nil when there is none or the program is malformed.
  public func minimum(of program: LinearProgram) -> LinearSolution? {
    guard let handle = functions.create() else { return nil }
    defer { functions.destroy(handle) }
    _ = functions.setBool(handle, "output_flag", 0)
    _ = functions.setInt(handle, "threads", 1)
    var start: [Int32] = []
    var index: [Int32] = []
    var value: [Double] = []
    for column in program.entries {
      start.append(Int32(index.count))
      for entry in column {
        index.append(Int32(entry.row))
        value.append(entry.value)
      }
    }
    // 1e30 and beyond is infinite to HiGHS; 1: by column; 1: minimise.
    let passed = functions.passLP(
      handle, Int32(program.columnCount), Int32(program.rowCount), Int32(index.count), 1, 1, 0,
      program.cost, program.lower.map(finite), program.upper.map(finite),
      program.rowLower.map(finite), program.rowUpper.map(finite), start, index, value)
    let optimal: Int32 = 7
    guard passed == 0, functions.run(handle) == 0, functions.modelStatus(handle) == optimal else {
      return nil
    }
    var columns = Array(repeating: 0.0, count: program.columnCount)
    var columnDuals = columns
    var rows = Array(repeating: 0.0, count: program.rowCount)
    var rowDuals = rows
    guard functions.getSolution(handle, &columns, &columnDuals, &rows, &rowDuals) == 0 else {
      return nil
    }
    return LinearSolution(
      objective: functions.objective(handle), columns: columns, rowDuals: rowDuals)
  }

  private func finite(_ value: Double) -> Double { max(-1e30, min(1e30, value)) }
}

private typealias Handle = UnsafeMutableRawPointer

/// The C functions in use.
private struct Functions: Sendable {
  typealias Create = @convention(c) () -> Handle?
  typealias Destroy = @convention(c) (Handle?) -> Void
  typealias SetBool = @convention(c) (Handle?, UnsafePointer<CChar>, Int32) -> Int32
  typealias Text = @convention(c) () -> UnsafePointer<CChar>
  typealias OfHandle = @convention(c) (Handle?) -> Int32
  typealias Number = @convention(c) (Handle?) -> Double
  /// Columns, rows, entries, format, sense, offset; cost, lower, upper; row lower, row upper; start,
  /// index, value.
  typealias PassLP =
    @convention(c) (
      Handle?, Int32, Int32, Int32, Int32, Int32, Double, UnsafePointer<Double>,
      UnsafePointer<Double>, UnsafePointer<Double>, UnsafePointer<Double>, UnsafePointer<Double>,
      UnsafePointer<Int32>, UnsafePointer<Int32>, UnsafePointer<Double>
    ) -> Int32
  typealias GetSolution =
    @convention(c) (
      Handle?, UnsafeMutablePointer<Double>, UnsafeMutablePointer<Double>,
      UnsafeMutablePointer<Double>, UnsafeMutablePointer<Double>
    ) -> Int32

  let create: Create
  let destroy: Destroy
  let setBool: SetBool
  let setInt: SetBool
  let version: Text
  let sizeOfHighsInt: OfHandle
  let passLP: PassLP
  let run: OfHandle
  let modelStatus: OfHandle
  let objective: Number
  let getSolution: GetSolution

  init?(_ library: UnsafeMutableRawPointer) {
    func symbol<T>(_ name: String, as _: T.Type) -> T? {
      dlsym(library, name).map { unsafeBitCast($0, to: T.self) }
    }
    guard let create = symbol("Highs_create", as: Create.self),
      let destroy = symbol("Highs_destroy", as: Destroy.self),
      let setBool = symbol("Highs_setBoolOptionValue", as: SetBool.self),
      let setInt = symbol("Highs_setIntOptionValue", as: SetBool.self),
      let version = symbol("Highs_version", as: Text.self),
      let size = symbol("Highs_getSizeofHighsInt", as: OfHandle.self),
      let passLP = symbol("Highs_passLp", as: PassLP.self),
      let run = symbol("Highs_run", as: OfHandle.self),
      let status = symbol("Highs_getModelStatus", as: OfHandle.self),
      let objective = symbol("Highs_getObjectiveValue", as: Number.self),
      let solution = symbol("Highs_getSolution", as: GetSolution.self)
    else { return nil }
    self.create = create
    self.destroy = destroy
    self.setBool = setBool
    self.setInt = setInt
    self.version = version
    sizeOfHighsInt = size
    self.passLP = passLP
    self.run = run
    modelStatus = status
    self.objective = objective
    getSolution = solution
  }

  /// Bytes of a HighsInt.
  var bytesOfInt: Int32 {
    let handle = create()
    defer { destroy(handle) }
    return sizeOfHighsInt(handle)
  }
}
