/// A plugin in Python that speaks raw frames, with a flaw or none; it needs nothing but Python.
enum FlawedPlugin {
  /// What is wrong with it.
  enum Flaw: String, CaseIterable, Sendable {
    case none, twice, refuses, fails, silent, rubbish, dies, strange, doubled, closed
    case wrongManifest = "wrong_manifest"
    case badJSON = "bad_json"
    case ignoresDone = "ignores_done"
    case lingers, leaks, mute, changing
    case anyVersion = "any_version"
    case loses
    case cancelsTwice = "cancels_twice"
  }

  static func script(_ flaw: Flaw, concurrency: Int = 1) -> String {
    "FLAW = \"\(flaw.rawValue)\"\nCONCURRENCY = \(concurrency)\n" + body
  }

  private static let body = #"""
    import json, os, signal, struct, subprocess, sys

    MANIFEST = {
        "protocol": 1, "name": "raw", "version": "1.0", "summary": "Raw frames",
        "transforms": [{
            "name": "raw.same", "summary": "Gives each element back",
            "operators": ["map"], "takes": "json" if FLAW == "bad_json" else "text",
            "concurrency": CONCURRENCY,
            "parameters": [
                {"name": "count", "type": "integer", "minimum": 1, "maximum": 9, "required": True},
                {"name": "word", "type": "text", "default": "x"}]}]}


    def read(count):
        data = b""
        while len(data) < count:
            more = os.read(0, count - len(data))
            if not more:
                sys.exit(0)
            data += more
        return data


    def write(data):
        while data:
            try:
                data = data[os.write(1, data):]
            except BlockingIOError:
                # What is written from now on ends up in the middle of this frame.
                os.set_blocking(1, True)
                return


    def send(kind, payload=b""):
        write(struct.pack("<BBHI", 0xF5, kind, 0, len(payload)) + payload)


    def answer(number, element):
        if FLAW == "bad_json":
            element = b"{" + element
        given = [element] * (2 if FLAW == "doubled" else 1)
        if FLAW == "strange":
            number += 1000
        lengths = b"".join(struct.pack("<I", len(one)) for one in given)
        send(18, struct.pack("<QII", number, 1, len(given)) + lengths + b"".join(given))
        if FLAW == "twice":
            send(20, struct.pack("<Q", number) + b"once more")


    if FLAW == "loses":
        os.set_blocking(1, False)
    seen = 0
    while True:
        _, kind, _, size = struct.unpack("<BBHI", read(8))
        payload = read(size)
        if kind == 1:
            if 1 not in json.loads(payload)["protocol"] and FLAW != "any_version":
                send(22, b"it speaks version 1")
                continue
            if FLAW == "wrong_manifest":
                MANIFEST["transforms"][0]["operators"] = ["reduce"]
            if FLAW == "changing":
                MANIFEST["version"] = str(os.getpid())
            send(16, json.dumps(MANIFEST).encode())
        elif kind == 2:
            order = json.loads(payload)
            if order["arguments"]["count"] == 9:
                send(22, b"" if FLAW == "mute" else b"9 is too much")
            else:
                send(17)
            if FLAW == "leaks":
                subprocess.Popen(["sleep", "60"], start_new_session=True,
                                 stdout=subprocess.DEVNULL)
        elif kind == 3:
            first, count, _, depth, _ = struct.unpack("<QIBBH", payload[:16])
            lengths = struct.unpack("<%dI" % count, payload[16:16 + 4 * count])
            offset = 16 + 4 * count + 8 * count * depth
            for i in range(count):
                element = payload[offset:offset + lengths[i]]
                offset += lengths[i]
                seen += 1
                if FLAW == "silent":
                    continue
                if FLAW == "refuses":
                    send(22, b"never")
                if FLAW == "fails":
                    send(20, struct.pack("<Q", first + i) + b"no")
                    continue
                if FLAW == "rubbish" and seen == 2:
                    os.write(1, b"now at element 2\n")
                if FLAW == "dies" and seen == 2:
                    sys.exit(3)
                if FLAW == "closed" and seen == 2:
                    os.close(1)
                    signal.pause()
                answer(first + i, element)
        elif kind == 4:
            if FLAW == "cancels_twice":
                send(20, payload + b"given up")
        elif kind == 5:
            if FLAW != "ignores_done":
                send(21)
            if FLAW == "lingers":
                signal.pause()

    """#
}
