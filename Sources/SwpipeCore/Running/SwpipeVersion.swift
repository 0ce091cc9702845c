/// The version of this program: what `swpipe --version` prints and plugins are told.
package enum SwpipeVersion {
  package static let text = "0.1.0"
}
