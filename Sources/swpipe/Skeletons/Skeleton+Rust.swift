extension Skeleton {
  /// A crate in Rust that builds a shared library, without dependencies.
  static func rust(_ name: String) -> Skeleton {
    Skeleton(
      files: [
        File(path: "Cargo.toml", text: manifest(name)),
        File(path: "src/lib.rs", text: library(name)),
        File(path: "src/swpipe.rs", text: rustInterface),
        File(path: "\(name).yaml", text: spec(name, plugin: "./target/release/lib\(name).so")),
      ],
      next: [
        "cargo build --release", "swpipe run \(name).yaml",
        "swpipe plugin test ./target/release/lib\(name).so",
      ]
    )
  }

  private static func manifest(_ name: String) -> String {
    """
    [package]
    name = "\(name)"
    version = "0.1.0"
    edition = "2021"

    [lib]
    # lib\(name).so, which the spec names.
    crate-type = ["cdylib"]

    """
  }

  private static func library(_ name: String) -> String {
    ##"""
    //! What this plugin is for, in one sentence. src/swpipe.rs says what each function may do.

    pub mod swpipe;

    use swpipe::{Output, Start, Transform};

    // What `swpipe explain \##(name).greet` shows, and what a spec may give.
    plugin!(
        r#"{"name": "\##(name)", "version": "0.1", "transforms": [{
          "name": "\##(name).greet", "summary": "Greets the person that an element names",
          "operators": ["map"], "takes": "text", "gives": "text",
          "parameters": [{"name": "greeting", "type": "text", "default": "Hello",
            "help": "What to say before the name."}]}]}"#,
        Greet
    );

    /// What one worker keeps between its elements.
    struct Greet {
        greeting: String,
    }

    impl Transform for Greet {
        /// Called once in each worker.
        fn start(start: &Start) -> Result<Self, String> {
            Ok(Greet { greeting: start.text("greeting").unwrap_or("").to_string() })
        }

        /// Called for each element. What is wrong with one is the error.
        fn apply(&mut self, element: &[u8], output: &mut Output) -> Result<bool, String> {
            if element.is_empty() {
                return Err("nobody has no name".to_string());
            }
            output.write(&self.greeting);
            output.write(", ");
            output.write(element);
            output.write("!");
            output.end();
            Ok(true)
        }
    }

    """##
  }
}
