internal import CLinux
public import Diagnostics
internal import Glibc

/// Lets two folders change their names in one step: whoever looks at either name finds one of the two, whole.
///
/// Where the file system cannot do that (some that are shared over a network), the name of `path` is given
/// to `fresh` by two renamings, and for the moment between them nothing stands there.
///
/// `fresh` and `path` lie in the same file system; `spare` is a name there that is free.
/// - Throws: A ``Problem`` naming `path` and the system's reason; `path` is then what it was.
public func exchangeFolders(
  _ fresh: String, with path: String, spare: String
) throws(Problem) {
  // RENAME_EXCHANGE
  if renameat2(AT_FDCWD, fresh, AT_FDCWD, path, 2) == 0 { return }
  guard errno == EINVAL || errno == ENOSYS || errno == EOPNOTSUPP else {
    throw systemProblem(path, "cannot be replaced", errno)
  }
  guard rename(path, spare) == 0 else { throw systemProblem(path, "cannot be replaced", errno) }
  guard rename(fresh, path) == 0 else {
    let code = errno
    _ = rename(spare, path)
    throw systemProblem(path, "cannot be replaced", code)
  }
  guard rename(spare, fresh) == 0 else { throw systemProblem(spare, "cannot be renamed", errno) }
}

/// Gives a new folder to the group of `model` and the permissions that it has: who might read what stood there
/// may read what is put in its place, and nobody else.
///
/// A group that this user may not give away is left as it is; permissions of the group are then taken back.
/// - Throws: A ``Problem`` naming the folder and the system's reason.
public func copyPermissions(of model: String, to folder: String) throws(Problem) {
  var (wanted, own) = (stat(), stat())
  guard stat(model, &wanted) == 0 else { throw systemProblem(model, "cannot be read", errno) }
  guard stat(folder, &own) == 0 else { throw systemProblem(folder, "cannot be read", errno) }
  var mode = wanted.st_mode & 0o7777
  if wanted.st_gid != own.st_gid, chown(folder, uid_t.max, wanted.st_gid) != 0 { mode &= ~0o2070 }
  guard chmod(folder, mode) == 0 else {
    throw systemProblem(folder, "cannot be given the permissions of \(model)", errno)
  }
}
