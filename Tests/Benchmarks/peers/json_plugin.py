"""The function of the workload plugin-python, as a plugin: see pypeln_peer.py for the same."""

import swpipe_plugin


@swpipe_plugin.transform("bench.rate")
def rate(order):
    order["total"] = order["amount"] * order["count"]
    return order


if __name__ == "__main__":
    swpipe_plugin.run()
