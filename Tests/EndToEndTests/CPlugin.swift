import Files
import TestSupport

/// Compiles a plugin of `Tests/Fixtures/CPlugins`; false without a C compiler.
func compilePlugin(
  _ source: String, into library: String, defines: [String] = []
) throws -> Bool {
  let built: Finished
  do {
    built = try run(
      ["cc", "-std=gnu11", "-O1", "-shared", "-fPIC", "-w"] + defines.map { "-D\($0)" }
        + ["-I\(packageFolder)/Sources/CMusterPlugin/include"]
        + ["\(packageFolder)/Tests/Fixtures/CPlugins/\(source)", "-o", library])
  } catch {
    skipped("no C compiler: \(error)")
    return false
  }
  guard built.code == 0 else { throw NotCompiled(errors: built.errors) }
  return true
}

struct NotCompiled: Error { var errors: String }

/// Whether this machine closes isolated plugins in: what they try is otherwise done.
let wallsStand: Bool = {
  guard let listed = try? muster("plugins", "list") else { return false }
  return listed.code == 0 && !listed.errors.contains("isolated plugins can")
}()
