internal import Glibc

/// The name of this machine and the number of this process, for names of files that are of one run only: no
/// other process has it at the same time, also where machines share a folder.
public let ownerName = "\(hostName)-\(getpid())"

/// What a name of a run says of the run: whether it is over.
///
/// `name`: It ends with an ``ownerName``. Of a run on another machine nothing is known, and it is not over.
public func isOver(ownerOf name: String) -> Bool {
  let words = name.split(separator: "-", omittingEmptySubsequences: false)
  guard let pid = words.last.flatMap({ pid_t($0) }), pid > 0,
    name.hasSuffix("\(hostName)-\(pid)")
  else { return false }
  return pid != getpid() && kill(pid, 0) != 0 && errno == ESRCH
}

/// When the content of a file or the names in a folder last changed, by the clock of the disk that it lies
/// on, in seconds since 1970; nil where nothing stands.
public func modificationSeconds(_ path: String) -> Int64? {
  var status = stat()
  return lstat(path, &status) == 0 ? Int64(status.st_mtim.tv_sec) : nil
}

/// Letters, digits, points and underscores only.
private let hostName: String = {
  var buffer = [CChar](repeating: 0, count: 256)
  guard gethostname(&buffer, buffer.count - 1) == 0 else { return "host" }
  let name = buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
  return String(
    String(decoding: name, as: UTF8.self).map { character in
      character.isASCII && (character.isLetter || character.isNumber || character == ".")
        ? character : "_"
    })
}()
