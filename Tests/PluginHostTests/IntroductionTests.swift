import CMusterPlugin
import Diagnostics
import PluginContract
import PluginHost
import Testing

/// How plugins introduce themselves, and what becomes of those who do it wrongly.
@Suite struct IntroductionTests {
  private func load(_ introduction: Int, isolated: Bool) throws -> Plugin? {
    guard
      let path = try CFixture.library(
        "introductions.c", defines: ["INTRODUCTION=\(introduction)"])
    else { return nil }
    return try makeLoader(seconds: 2).load(path, isolated: isolated)
  }

  @Test(arguments: [false, true]) func minorVersionsWorkTogether(isolated: Bool) throws {
    for introduction in [0, 1, 2, 14, 16] {
      guard let plugin = try load(introduction, isolated: isolated) else { return }
      var rows = day()
      #expect(try plugin.overlay(QueueInfo(id: "q"), &rows))
      #expect(rows.allSatisfy { $0.aht_s == 101 })
    }
  }

  @Test(arguments: [false, true]) func newerMajorIsRefusedInASentence(isolated: Bool) throws {
    for introduction in [3, 4] {
      let found = try fault { _ = try load(introduction, isolated: isolated) }
      guard let found else {
        #expect(try CFixture.library("introductions.c", defines: ["INTRODUCTION=0"]) == nil)
        return
      }
      #expect(found.reason == .incompatible(plugin: 2))
      #expect(
        found.sentence == "speaks version 2 of the plugin contract, this muster version 1.1")
      #expect(found.problem.maybe == "a newer muster can load it")
      #expect(found.exitCode == 10)
    }
  }

  @Test(arguments: [5, 6, 7, 11, 15]) func breachesOfTheContract(_ introduction: Int) throws {
    for isolated in [false, true] {
      let found = try fault { _ = try load(introduction, isolated: isolated) }
      guard let found else {
        #expect(try CFixture.library("introductions.c", defines: ["INTRODUCTION=0"]) == nil)
        return
      }
      guard case .breach = found.reason else {
        Issue.record("\(introduction): \(found)")
        return
      }
    }
  }

  @Test func oneThatFillsLessThanTheStructIsReadNoFurther() throws {
    for isolated in [false, true] {
      guard let plugin = try load(12, isolated: isolated) else { return }
      #expect(plugin.identity.hooks.isEmpty)
      try plugin.configure(PluginConfiguration())
    }
  }

  @Test func crashAndLoopWhileIntroducing() throws {
    guard try CFixture.library("introductions.c", defines: ["INTRODUCTION=0"]) != nil else {
      return
    }
    let crash = try fault { _ = try load(8, isolated: true) }
    #expect(crash?.reason == .died(signal: 11, exitCode: 0))
    let loop = try fault { _ = try load(9, isolated: true) }
    #expect(loop?.reason == .timedOut(seconds: 2))
  }

  @Test func refusalAndSilence() throws {
    guard try CFixture.library("introductions.c", defines: ["INTRODUCTION=0"]) != nil else {
      return
    }
    for isolated in [false, true] {
      let refused = try fault { _ = try load(13, isolated: isolated) }
      #expect(
        refused?.reason == .refused(status: MUSTER_E_INTERNAL, setting: "", message: ""))
      #expect(try fault { _ = try load(10, isolated: isolated) } != nil)
    }
  }
}
