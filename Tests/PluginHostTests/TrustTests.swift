import Files
import Glibc
import PluginContract
import PluginHost
import TestSupport
import Testing

/// Only what nobody else could have changed is loaded, and what was checked is what is loaded.
@Suite struct TrustTests {
  private func withCopy(_ body: (_ folder: String, _ path: String) throws -> Void) throws {
    try withTemporaryFolder { folder in
      let path = "\(folder)/libmuster-copy.so"
      try writeFile(path, readFile(swiftFixture))
      try body(folder, path)
    }
  }

  /// Isolated, since a library that this process has loaded must not be written over.
  private func reason(_ path: String, sha256: String? = nil, isolated: Bool = true) throws
    -> PluginFault.Reason?
  {
    try fault { _ = try makeLoader().load(path, isolated: isolated, sha256: sha256) }?.reason
  }

  private func expectReason(
    _ found: PluginFault.Reason?, _ expected: PluginFault.Reason?,
    _ location: SourceLocation = #_sourceLocation
  ) {
    #expect(found == expected, sourceLocation: location)
  }

  @Test func worldWritableFileIsRefused() throws {
    try withCopy { _, path in
      chmod(path, 0o666)
      expectReason(try reason(path), .untrusted("it can be changed by anyone (chmod o-w)"))
    }
  }

  @Test func worldWritableFolderIsRefused() throws {
    try withCopy { folder, path in
      chmod(folder, 0o777)
      expectReason(
        try reason(path), .untrusted("its folder \(folder) can be changed by anyone (chmod o-w)"))
    }
  }

  /// As /tmp is: nobody else can put another file in the place of ours.
  @Test func stickyFolderIsTrusted() throws {
    try withCopy { folder, path in
      chmod(folder, 0o1777)
      expectReason(try reason(path), nil)
      chmod(path, 0o666)
      expectReason(try reason(path), .untrusted("it can be changed by anyone (chmod o-w)"))
    }
  }

  @Test func fileOfAnotherGroupOrOwnerIsRefused() throws {
    guard geteuid() == 0 else {
      skipped("needs root to give a file away")
      return
    }
    try withCopy { _, path in
      chmod(path, 0o664)
      chown(path, 0, 12_345)
      expectReason(
        try reason(path), .untrusted("it can be changed by a group that is not ours (chmod g-w)"))
      chmod(path, 0o644)
      chown(path, 12_345, 0)
      expectReason(try reason(path), .untrusted("it belongs to another user (uid 12345)"))
    }
  }

  @Test func linkIsJudgedByWhereItLeads() throws {
    try withCopy { folder, path in
      let link = "\(folder)/libmuster-link.so"
      symlink(path, link)
      expectReason(try reason(link), nil)
      chmod(path, 0o666)
      expectReason(try reason(link), .untrusted("it can be changed by anyone (chmod o-w)"))
    }
  }

  @Test func folderDeviceAndMissingFileAreRefused() throws {
    try withTemporaryFolder { folder in
      try makeFolder("\(folder)/libmuster-a.so")
      expectReason(try reason("\(folder)/libmuster-a.so"), .untrusted("it is not a regular file"))
      mkfifo("\(folder)/libmuster-b.so", 0o600)
      expectReason(try reason("\(folder)/libmuster-b.so"), .untrusted("it is not a regular file"))
      guard case .cannotOpen = try reason("\(folder)/none.so") else {
        Issue.record("a missing file was not missed")
        return
      }
    }
  }

  @Test func textIsNoPluginAndNoCrash() throws {
    try withTemporaryFolder { folder in
      for bytes in [[UInt8]("not a library".utf8), [], Array([0x7f, 0x45, 0x4c, 0x46])] {
        try writeFile("\(folder)/libmuster-c.so", bytes)
        guard case .cannotOpen = try reason("\(folder)/libmuster-c.so") else {
          Issue.record("\(bytes.count) bytes were loaded")
          return
        }
      }
    }
  }

  @Test func libraryWithoutEntryPointIsNamed() throws {
    guard let path = try CFixture.library("no_entry.c") else { return }
    expectReason(try reason(path), .noEntryPoint)
    let isolated = try fault { _ = try makeLoader().load(path, isolated: true) }
    #expect(isolated?.reason == .noEntryPoint)
  }

  @Test func allowListNamesTheVeryFile() throws {
    try withCopy { _, path in
      let hash = try makeLoader().load(path, isolated: true).sha256
      #expect(hash.count == 64)
      expectReason(try reason(path, sha256: hash.uppercased()), nil)
      try writeFile(path, readFile(path) + [0])
      expectReason(
        try reason(path, sha256: hash), .untrusted("its SHA-256 is not the one that is allowed"))
    }
  }

  /// The dynamic linker knows a library by `/proc/self/fd/N`: a second file must not get the first.
  @Test func eachFileIsItsOwnLibrary() throws {
    guard let path = try CFixture.library("misbehaving.c") else { return }
    let first = try makeLoader().load(path, isolated: false)
    let second = try makeLoader().load(swiftFixture, isolated: false)
    let third = try makeLoader().load(path, isolated: false)
    #expect(first.id == "org.example.fixture")
    #expect(second.id == "org.example.night-desk")
    #expect(third.id == "org.example.fixture")
  }
}
