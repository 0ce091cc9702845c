/// The components that swpipe brings along.
package enum Builtins {}
