import Testing

@testable import SwpipeCore

struct InputPlacesTests {
  @Test func `nothing noted is no place`() {
    let places = InputPlaces()
    #expect(places.place(of: 0) == nil)
    places.note(position: 5, file: "a", line: 1)
    #expect(places.place(of: 4) == nil)
  }

  @Test func `lines count on from the last note`() {
    let places = InputPlaces()
    places.note(position: 0, file: "a", line: 1)
    places.note(position: 10, file: "a", line: 13)
    #expect(places.place(of: 9) == InputPlace(file: "a", line: 10))
    #expect(places.place(of: 10) == InputPlace(file: "a", line: 13))
    #expect(places.place(of: 12) == InputPlace(file: "a", line: 15))
  }

  @Test func `each file has its own lines`() {
    let places = InputPlaces()
    places.note(position: 0, file: "a", line: 1)
    places.note(position: 3, file: "b", line: 1)
    #expect(places.place(of: 2) == InputPlace(file: "a", line: 3))
    #expect(places.place(of: 3) == InputPlace(file: "b", line: 1))
  }

  @Test func `a later note at the same position replaces the earlier`() {
    let places = InputPlaces()
    places.note(position: 0, file: "empty", line: 1)
    places.note(position: 0, file: "a", line: 2)
    #expect(places.place(of: 0) == InputPlace(file: "a", line: 2))
  }

  @Test func `a source without lines gives the file alone`() {
    let places = InputPlaces()
    places.note(position: 0, file: "a", line: nil)
    #expect(places.place(of: 7) == InputPlace(file: "a", line: nil))
  }

  @Test func `a source may have all of its notes kept`() {
    let places = InputPlaces()
    places.keepAll()
    for position in 0..<150_000 {
      places.note(position: Int64(position), file: "f\(position % 3)", line: 7 * position + 1)
    }
    for position in stride(from: 0, to: 150_000, by: 1_111) {
      let place = InputPlace(file: "f\(position % 3)", line: 7 * position + 1)
      #expect(places.place(of: Int64(position)) == place)
    }
  }

  @Test func `more files than notes are kept, and found in time that fits them`() {
    let places = InputPlaces()
    for position in 0..<300_000 {
      places.note(position: Int64(position * 2), file: "f\(position)", line: 1)
    }
    for position in stride(from: 0, to: 300_000, by: 9_999) {
      let place = places.place(of: Int64(position * 2 + 1))
      #expect(place == InputPlace(file: "f\(position)", line: 2))
    }
  }

  @Test(arguments: [65_536, 65_537, 140_000])
  func `past its limit it drops every second note and says where it is not exact`(notes: Int) {
    let places = InputPlaces()
    // Each element takes two lines, so that counting on is wrong at once.
    for position in 0..<notes {
      places.note(position: Int64(position), file: "a", line: 1 + 2 * position)
    }
    var exact = 0
    var wrong: [Int] = []
    for position in 0..<notes {
      let place = places.place(of: Int64(position))
      let isExact = place?.isExact == true
      if isExact { exact += 1 }
      let line = place?.line ?? .max
      let isRight = isExact ? line == 1 + 2 * position : line <= 1 + 2 * position
      if !isRight { wrong.append(position) }
    }
    #expect(wrong.isEmpty)
    #expect(places.place(of: 0)?.isExact == true)
    if notes > 65_536 { #expect(exact < notes) } else { #expect(exact == notes) }
  }

  @Test func `thinning keeps the first place of every file`() {
    let places = InputPlaces()
    for position in 0..<70_000 {
      places.note(
        position: Int64(position),
        file: "f\(position / 1000)",
        line: 1 + position % 1000 * 2
      )
    }
    for file in 0..<70 {
      #expect(places.place(of: Int64(file * 1000)) == InputPlace(file: "f\(file)", line: 1))
    }
  }
}
