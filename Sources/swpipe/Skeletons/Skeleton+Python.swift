extension Skeleton {
  /// A Python module and its test, as `python3 -m swpipe_plugin new NAME` writes them; a test compares
  /// the two.
  static func python(_ name: String) -> Skeleton {
    Skeleton(
      files: [
        File(path: "\(name).py", text: module(name)),
        File(path: "test_\(name).py", text: test(name)),
        File(path: "\(name).yaml", text: spec(name, plugin: "./\(name).py")),
      ],
      next: [
        "swpipe run \(name).yaml",
        "swpipe plugin test \(name).py",
        "export PYTHONPATH=\"$(pkg-config --variable=pythondir swpipe-plugin)\"    # for the tests",
        "python3 -m unittest test_\(name)",
      ]
    )
  }

  private static func module(_ name: String) -> String {
    #"""
    """What this plugin is for, in one sentence.

    In a spec:

        plugins:
          - {name: \#(name), command: [python3, \#(name).py]}
        stages:
          - map: \#(name).greet
            with: {greeting: Good day}
    """

    from swpipe_plugin import WorkerInfo, run, transform


    def on_start(worker_info: WorkerInfo):
        """Called once in each worker. The functions below can name the keys of its dict."""
        return {"names": {"ann": "Dr. Ann"}}


    def on_done(names):
        """Called in each worker after its last element: the place to close what on_start opened."""


    # The docstring is what `swpipe explain \#(name).greet` shows; keyword-only arguments are the
    # transform's parameters, their annotations say what a spec may give.
    @transform("\#(name).greet", operators=["map"], on_start=on_start, on_done=on_done)
    def greet(x: str, names, *, greeting: str = "Hello") -> str:
        """Greets the person that an element names.

        Args:
            greeting: What to say before the name.
        """
        return f"{greeting}, {names.get(x, x)}!"


    if __name__ == "__main__":
        run()

    """#
  }

  private static func test(_ name: String) -> String {
    """
    import unittest

    from swpipe_plugin.testing import apply

    from \(name) import greet


    class GreetTests(unittest.TestCase):
        def test_greets_with_what_the_spec_says(self):
            self.assertEqual(apply(greet, ["ann", "bob"], greeting="Hi"), ["Hi, Dr. Ann!", "Hi, bob!"])


    if __name__ == "__main__":
        unittest.main()

    """
  }
}
