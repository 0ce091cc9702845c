"""The functions of the workloads plugin-python and plugin-async, as a plugin: see pypeln_peer.py for the
same."""

import asyncio

import swpipe_plugin


@swpipe_plugin.transform("bench.rate")
def rate(order):
    order["total"] = order["amount"] * order["count"]
    return order


@swpipe_plugin.transform("bench.sleep", concurrency=1000)
async def sleep(line: bytes) -> bytes:
    await asyncio.sleep(0.01)
    return line


if __name__ == "__main__":
    swpipe_plugin.run()
