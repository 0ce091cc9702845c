extension Skeleton {
  /// `swpipe.rs`: swpipe_plugin.h in Rust, the same as that of Sources/examples/rust; a test compares the two.
  static let rustInterface = #"""
    //! What swpipe_plugin.h says, in Rust: a type that is a `Transform` and `plugin!` make a plugin.
    //!
    //! This file is a crate's own copy; it needs the standard library alone, from Rust 1.63 on.

    use std::os::raw::{c_char, c_int, c_void};
    use std::panic::{catch_unwind, AssertUnwindSafe};

    /// What a stage does with the transform.
    #[derive(Clone, Copy, PartialEq, Eq, Debug)]
    pub enum Operator {
        Map,
        Filter,
        FlatMap,
        Each,
    }

    /// The work of one worker. A value is used by one thread at a time, not always by the same one.
    pub trait Transform: Sized + Send {
        /// Called once in each worker. An error stops the run.
        fn start(start: &Start) -> Result<Self, String>;

        /// Called for each element. The result says whether a filter keeps it; an error is the element's.
        fn apply(&mut self, element: &[u8], output: &mut Output) -> Result<bool, String>;

        /// Called in each worker after its last element. An error is the run's.
        fn done(&mut self) -> Result<(), String> {
            Ok(())
        }
    }

    /// What a worker is started with.
    pub struct Start<'a>(&'a raw::StartInfo);

    impl Start<'_> {
        /// The transform's name in the manifest.
        pub fn transform(&self) -> &str {
            self.0.transform.get()
        }

        pub fn operator(&self) -> Operator {
            [Operator::Map, Operator::Filter, Operator::FlatMap, Operator::Each][self.0.operation as usize]
        }

        /// An argument of type text, choice, pattern or file, or the JSON of a list or value.
        pub fn text(&self, name: &str) -> Option<&str> {
            self.argument(name).map(|argument| argument.text.get())
        }

        /// An argument of type boolean (0 or 1), integer, duration (nanoseconds) or size (bytes).
        pub fn integer(&self, name: &str) -> Option<i64> {
            self.argument(name).map(|argument| argument.integer)
        }

        /// An argument of type number, or of one of those that `integer` gives.
        pub fn number(&self, name: &str) -> Option<f64> {
            self.argument(name).map(|argument| argument.number)
        }

        fn argument(&self, name: &str) -> Option<&raw::Argument> {
            // The pointer is NULL where there are none.
            let arguments: &[raw::Argument] = match self.0.argument_count {
                0 => &[],
                count => unsafe { std::slice::from_raw_parts(self.0.arguments, count) },
            };
            arguments.iter().find(|argument| argument.name.get() == name)
        }
    }

    /// Where the elements go that a map or flat_map gives. What a filter or an each gives is dropped.
    pub struct Output<'a>(&'a mut raw::Output);

    impl Output<'_> {
        /// Gives an element; false where no more is taken, which a function that gives without end has to
        /// look at.
        pub fn emit(&mut self, bytes: impl AsRef<[u8]>) -> bool {
            let bytes = bytes.as_ref();
            let emit = self.0.emit;
            unsafe { emit(self.0, bytes.as_ptr().cast(), bytes.len()) != 0 }
        }

        /// Gives a part of an element, which `end` ends.
        pub fn write(&mut self, bytes: impl AsRef<[u8]>) -> bool {
            let bytes = bytes.as_ref();
            let write = self.0.write;
            unsafe { write(self.0, bytes.as_ptr().cast(), bytes.len()) != 0 }
        }

        /// Ends the element that was written.
        pub fn end(&mut self) -> bool {
            let end = self.0.end;
            unsafe { end(self.0) != 0 }
        }
    }

    /// Exports a plugin: its manifest, a text, and the type of its workers.
    #[macro_export]
    macro_rules! plugin {
        ($manifest:expr, $worker:ty) => {
            #[no_mangle]
            pub extern "C" fn swpipe_plugin_version() -> u32 {
                $crate::swpipe::VERSION
            }
            #[no_mangle]
            pub extern "C" fn swpipe_plugin_describe() -> *const std::os::raw::c_char {
                concat!($manifest, "\0").as_ptr().cast()
            }
            #[no_mangle]
            pub unsafe extern "C" fn swpipe_plugin_start(
                info: *const $crate::swpipe::raw::StartInfo,
                error: *mut $crate::swpipe::raw::Error,
            ) -> *mut std::os::raw::c_void {
                $crate::swpipe::start::<$worker>(info, error)
            }
            #[no_mangle]
            pub unsafe extern "C" fn swpipe_plugin_apply(
                state: *mut std::os::raw::c_void,
                element: *const $crate::swpipe::raw::Element,
                output: *mut $crate::swpipe::raw::Output,
                error: *mut $crate::swpipe::raw::Error,
            ) -> std::os::raw::c_int {
                $crate::swpipe::apply::<$worker>(state, element, output, error)
            }
            #[no_mangle]
            pub unsafe extern "C" fn swpipe_plugin_done(
                state: *mut std::os::raw::c_void,
                _: *const std::os::raw::c_void,
                error: *mut $crate::swpipe::raw::Error,
            ) -> std::os::raw::c_int {
                $crate::swpipe::done::<$worker>(state, error)
            }
            #[no_mangle]
            pub unsafe extern "C" fn swpipe_plugin_free(state: *mut std::os::raw::c_void) {
                $crate::swpipe::free::<$worker>(state)
            }
        };
    }

    // What `plugin!` calls. No panic may leave a function that C calls: it is an error like others.

    pub const VERSION: u32 = 1;

    pub unsafe fn start<T: Transform>(info: *const raw::StartInfo, error: *mut raw::Error) -> *mut c_void {
        match caught(|| T::start(&Start(unsafe { &*info }))) {
            Ok(worker) => Box::into_raw(Box::new(worker)).cast(),
            Err(message) => {
                say(error, &message);
                std::ptr::null_mut()
            }
        }
    }

    pub unsafe fn apply<T: Transform>(
        state: *mut c_void,
        element: *const raw::Element,
        output: *mut raw::Output,
        error: *mut raw::Error,
    ) -> c_int {
        let worker = &mut *state.cast::<T>();
        let bytes = std::slice::from_raw_parts((*element).bytes, (*element).count);
        match caught(|| worker.apply(bytes, &mut Output(unsafe { &mut *output }))) {
            Ok(keeps) => keeps as c_int,
            Err(message) => {
                say(error, &message);
                -1
            }
        }
    }

    pub unsafe fn done<T: Transform>(state: *mut c_void, error: *mut raw::Error) -> c_int {
        let worker = &mut *state.cast::<T>();
        match caught(|| worker.done()) {
            Ok(()) => 0,
            Err(message) => {
                say(error, &message);
                -1
            }
        }
    }

    pub unsafe fn free<T: Transform>(state: *mut c_void) {
        let worker = Box::from_raw(state.cast::<T>());
        let _ = catch_unwind(AssertUnwindSafe(|| drop(worker)));
    }

    fn caught<R>(body: impl FnOnce() -> Result<R, String>) -> Result<R, String> {
        catch_unwind(AssertUnwindSafe(body)).unwrap_or_else(|panic| {
            let text = panic.downcast_ref::<String>().map(String::as_str);
            let text = text.or_else(|| panic.downcast_ref::<&str>().copied());
            Err(format!("it panicked: {}", text.unwrap_or("without a message")))
        })
    }

    unsafe fn say(error: *mut raw::Error, message: &str) {
        ((*error).say)(error, message.as_ptr().cast(), message.len())
    }

    /// The structures of swpipe_plugin.h. Later versions may add to their ends.
    pub mod raw {
        use super::*;

        #[repr(C)]
        pub struct Text {
            bytes: *const c_char,
            count: usize,
        }

        impl Text {
            /// The text; those of swpipe are valid UTF-8.
            pub fn get(&self) -> &str {
                let bytes = unsafe { std::slice::from_raw_parts(self.bytes.cast(), self.count) };
                std::str::from_utf8(bytes).unwrap_or("")
            }
        }

        #[repr(C)]
        pub struct Argument {
            pub name: Text,
            pub kind: c_int,
            pub text: Text,
            pub integer: i64,
            pub number: f64,
        }

        #[repr(C)]
        pub struct StartInfo {
            pub size: usize,
            pub transform: Text,
            pub operation: c_int,
            pub arguments: *const Argument,
            pub argument_count: usize,
            pub worker_index: usize,
            pub worker_kind: Text,
            pub stage: Text,
            pub restarts: usize,
            pub resources: Text,
        }

        #[repr(C)]
        pub struct Element {
            pub size: usize,
            pub bytes: *const u8,
            pub count: usize,
            pub index: *const i64,
            pub index_count: usize,
            pub kind: c_int,
        }

        #[repr(C)]
        pub struct Output {
            pub size: usize,
            pub emit: unsafe extern "C" fn(*mut Output, *const c_void, usize) -> c_int,
            pub write: unsafe extern "C" fn(*mut Output, *const c_void, usize) -> c_int,
            pub end: unsafe extern "C" fn(*mut Output) -> c_int,
        }

        #[repr(C)]
        pub struct Error {
            pub size: usize,
            pub say: unsafe extern "C" fn(*mut Error, *const c_char, usize),
        }
    }

    """#
}
