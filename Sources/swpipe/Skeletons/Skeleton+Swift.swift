extension Skeleton {
  /// A Swift package that builds a shared library with the kit of swpipe's repository.
  static func swift(_ name: String) -> Skeleton {
    Skeleton(
      files: [
        File(path: "Package.swift", text: package(name)),
        File(path: "Sources/\(name)/Offer.swift", text: offer),
        File(path: "Sources/\(name)/Greet.swift", text: transform(name)),
        File(path: "\(name).yaml", text: spec(name, plugin: "./.build/release/lib\(name).so")),
      ],
      next: [
        "export SWPIPE_REPOSITORY=…/swpipe    # where swpipe's repository is",
        "swift build -c release",
        "swpipe run \(name).yaml",
        "swpipe plugin test ./.build/release/lib\(name).so",
      ]
    )
  }

  private static func package(_ name: String) -> String {
    """
    // swift-tools-version: 6.2
    import PackageDescription

    /// The folder of swpipe's repository, which has the kit.
    let repository = Context.environment["SWPIPE_REPOSITORY"] ?? "../swpipe"

    let package = Package(
      name: "\(name)",
      products: [.library(name: "\(name)", type: .dynamic, targets: ["\(name)"])],
      dependencies: [.package(name: "swpipe", path: repository)],
      targets: [
        .target(
          name: "\(name)",
          dependencies: [.product(name: "SwpipePluginKit", package: "swpipe")],
          // A runtime of its own, so that it works beside any swpipe.
          linkerSettings: [.unsafeFlags(["-static-stdlib"])]
        )
      ]
    )

    """
  }

  private static let offer = """
    import SwpipePluginKit

    /// What this plugin offers; further transforms go behind the first.
    @c(swpipe_plugin_offer) public func offer() {
      Plugin.offer(Greet.self)
    }

    """

  private static func transform(_ name: String) -> String {
    """
    import SwpipePluginKit

    /// `\(name).greet`. Each worker has a value of its own, which may keep what it likes.
    struct Greet: Transform {
      // What `swpipe explain \(name).greet` shows, and what a spec may give.
      static let name = "\(name).greet"
      static let summary = "Greets the person that an element names"
      static let operators = [Operator.map]
      static let takes = ElementTypes.text
      static let gives = ElementTypes.text
      static let greeting = Parameter.text(
        "greeting",
        default: "Hello",
        help: "What to say before the name."
      )
      static let parameters = [greeting.info]

      private let greeting: String

      /// Called once in each worker.
      init(_ start: Start) {
        greeting = start[Self.greeting]
      }

      /// Called for each element; what it throws is what is wrong with that one.
      mutating func apply(_ element: Span<UInt8>, into output: inout Output) throws {
        if element.isEmpty { throw Failure("nobody has no name") }
        output.write(greeting)
        output.write(", ")
        output.write(element)
        output.write("!")
        output.end()
      }
    }

    """
  }
}
