internal import CLinux
public import Diagnostics
internal import Glibc

/// Whether something (a file, a folder, a working link) is seen at `path`; ``stands(at:)`` where what is
/// there and cannot be looked at must not pass for nothing.
public func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

/// Whether something (a file, a folder, a working link) stands at `path`.
///
/// - Throws: A ``Problem`` when the system cannot tell, as of a folder that may not be looked into.
public func stands(at path: String) throws(Problem) -> Bool {
  if access(path, F_OK) == 0 { return true }
  guard errno == ENOENT || errno == ENOTDIR else {
    throw systemProblem(path, "cannot be looked at", errno)
  }
  return false
}

/// Whether a folder stands at `path`.
public func isFolder(_ path: String) -> Bool {
  var status = stat()
  return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
}

/// Creates the folder and those above it; one that is there already is fine.
public func makeFolder(_ path: String) throws(Problem) {
  var built = path.hasPrefix("/") ? "/" : ""
  for part in path.split(separator: "/") {
    built += built.isEmpty || built.hasSuffix("/") ? String(part) : "/\(part)"
    guard mkdir(built, 0o777) == 0 || errno == EEXIST else {
      throw systemProblem(built, "cannot be created", errno)
    }
  }
  guard isFolder(path) else { throw Problem(.failed, at: Place(file: path), "is not a folder") }
}

/// Creates the folder `path` in one that is there; false when something of that name stands there already.
///
/// Of several who try at once, on whatever machines, one gets it.
public func makeNewFolder(_ path: String) throws(Problem) -> Bool {
  if mkdir(path, 0o777) == 0 { return true }
  guard errno == EEXIST else { throw systemProblem(path, "cannot be created", errno) }
  return false
}

/// Names in the folder, sorted, without `.` and `..`.
public func namesInFolder(_ path: String) throws(Problem) -> [String] {
  guard let folder = opendir(path) else { throw systemProblem(path, "cannot be read", errno) }
  defer { closedir(folder) }
  var names: [String] = []
  while let entry = readdir(folder) {
    let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
      pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
    }
    if name != ".", name != ".." { names.append(name) }
  }
  return names.sorted()
}

/// Removes a file, or a folder with everything in it; links are removed, not followed. What somebody else
/// removes meanwhile is removed.
public func removeTree(_ path: String) throws(Problem) {
  var status = stat()
  guard lstat(path, &status) == 0 else {
    if errno == ENOENT { return }
    throw systemProblem(path, "cannot be removed", errno)
  }
  if status.st_mode & S_IFMT == S_IFDIR {
    do throws(Problem) {
      for name in try namesInFolder(path) { try removeTree("\(path)/\(name)") }
    } catch {
      guard exists(path) else { return }
      throw error
    }
    guard rmdir(path) == 0 || errno == ENOENT else {
      throw systemProblem(path, "cannot be removed", errno)
    }
  } else if unlink(path) != 0, errno != ENOENT {
    throw systemProblem(path, "cannot be removed", errno)
  }
}

/// Gives `old` the name `new` in one step, replacing a file (not a full folder) of that name.
public func renameItem(_ old: String, to new: String) throws(Problem) {
  guard rename(old, new) == 0 else { throw systemProblem(new, "cannot be renamed to", errno) }
}

/// Gives the folder `old` the name `new` in one step; false when a folder that is not empty has that name.
public func renameFolder(_ old: String, toNew new: String) throws(Problem) -> Bool {
  if rename(old, new) == 0 { return true }
  guard errno == ENOTEMPTY || errno == EEXIST else {
    throw systemProblem(new, "cannot be renamed to", errno)
  }
  return false
}

/// Waits until the folder's own entries are on the disk.
public func syncFolder(_ path: String) throws(Problem) {
  let descriptor = uninterrupted { open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
  guard descriptor >= 0 else { throw systemProblem(path, "cannot be opened", errno) }
  defer { close(descriptor) }
  guard uninterrupted({ fsync(descriptor) }) == 0 else {
    throw systemProblem(path, "cannot be saved", errno)
  }
}

/// Waits until everything written to the file system of a folder is on the disk: for thousands of small files
/// one wait, where a wait for each takes ten times as long.
public func syncFileSystem(of folder: String) throws(Problem) {
  let descriptor = uninterrupted { open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
  guard descriptor >= 0 else { throw systemProblem(folder, "cannot be opened", errno) }
  defer { close(descriptor) }
  guard uninterrupted({ syncfs(descriptor) }) == 0 else {
    throw systemProblem(folder, "cannot be saved", errno)
  }
}

/// Makes the link `path` point to `target` in one step, whether or not it was there before.
///
/// The new link stands for a moment beside it, as `.NAME-` and the ``ownerName``.
public func switchLink(_ path: String, to target: String) throws(Problem) {
  let slash = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
  let fresh = "\(path[..<slash]).\(path[slash...])-\(ownerName)"
  unlink(fresh)
  guard symlink(target, fresh) == 0 else { throw systemProblem(fresh, "cannot be created", errno) }
  do throws(Problem) { try renameItem(fresh, to: path) } catch {
    unlink(fresh)
    throw error
  }
}

/// What the link `path` points to; nil when it is no link, or nothing is there.
///
/// - Throws: A ``Problem`` when the system cannot tell.
public func linkTarget(_ path: String) throws(Problem) -> String? {
  var buffer = [CChar](repeating: 0, count: 4096)
  let count = readlink(path, &buffer, buffer.count)
  guard count > 0 else {
    guard count == 0 || errno == EINVAL || errno == ENOENT || errno == ENOTDIR else {
      throw systemProblem(path, "cannot be looked at", errno)
    }
    return nil
  }
  return String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
}
