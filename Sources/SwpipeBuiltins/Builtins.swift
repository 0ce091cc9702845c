/// The components that come with swpipe.
package enum Builtins {}
