// swift-format-ignore-file: AlwaysUseLowerCamelCase

public import CSwpipePlugin

// The functions of swpipe_plugin.h, which a plugin's library exports from here. By their C names the
// compiler compares them with the header; public, so that the library shows them.

/// The version of the interface.
@c @implementation
public func swpipe_plugin_version() -> UInt32 { UInt32(SWPIPE_PLUGIN_VERSION) }

/// The manifest.
@c @implementation
public func swpipe_plugin_describe() -> UnsafePointer<CChar> {
  // Valid for ever, and asked for once in a process: it is never freed.
  let text = Plugin.manifest.utf8CString
  let copy = UnsafeMutableBufferPointer<CChar>.allocate(capacity: text.count)
  _ = copy.initialize(from: text)
  return UnsafePointer(copy.baseAddress.unsafelyUnwrapped)
}

/// Makes a worker.
@c @implementation
public func swpipe_plugin_start(
  _ info: UnsafePointer<swpipe_start_info>,
  _ error: UnsafeMutablePointer<swpipe_error>
) -> UnsafeMutableRawPointer? {
  do {
    let name = String(info.pointee.transform)
    let worker = try Plugin.worker(name, Start(info.pointee))
    return Unmanaged.passRetained(worker).toOpaque()
  } catch let failure {
    say(failure, to: error)
    return nil
  }
}

/// Works on one element.
@c @implementation
public func swpipe_plugin_apply(
  _ state: UnsafeMutableRawPointer,
  _ element: UnsafePointer<swpipe_element>,
  _ output: UnsafeMutablePointer<swpipe_output>,
  _ error: UnsafeMutablePointer<swpipe_error>
) -> swpipe_result {
  do {
    let worker = Unmanaged<Worker>.fromOpaque(state)
    let isKept = try worker._withUnsafeGuaranteedRef { try $0.apply(element, output) }
    return isKept ? SWPIPE_KEEP : SWPIPE_DONE
  } catch let failure {
    say(failure, to: error)
    return SWPIPE_FAILED
  }
}

/// Ends a worker.
@c @implementation
public func swpipe_plugin_done(
  _ state: UnsafeMutableRawPointer,
  _ status: UnsafePointer<swpipe_stage_status>,
  _ error: UnsafeMutablePointer<swpipe_error>
) -> Int32 {
  do {
    let worker = Unmanaged<Worker>.fromOpaque(state).takeUnretainedValue()
    try worker.done(StageStatus(status.pointee))
    return 0
  } catch let failure {
    say(failure, to: error)
    return -1
  }
}

/// Frees a worker.
@c @implementation
public func swpipe_plugin_free(_ state: UnsafeMutableRawPointer) {
  Unmanaged<Worker>.fromOpaque(state).release()
}

private func say(_ failure: any Error, to error: UnsafeMutablePointer<swpipe_error>) {
  var words = String(describing: failure)
  words.withUTF8 { bytes in
    bytes.withMemoryRebound(to: CChar.self) { bytes in
      if let start = bytes.baseAddress { error.pointee.say(error, start, bytes.count) }
    }
  }
}
