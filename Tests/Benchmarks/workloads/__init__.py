"""All workloads, in the order in which they run. Each file gives a function from a Bench to workloads."""

from . import (
    backpressure,
    chain,
    filtering,
    hashing,
    idle,
    passing,
    plugins,
    records,
    sleeping,
    start_up,
    worker_cost,
)

WORKLOADS = [
    passing.workloads,
    filtering.workloads,
    chain.workloads,
    records.workloads,
    start_up.workloads,
    sleeping.workloads,
    idle.workloads,
    backpressure.workloads,
    hashing.workloads,
    worker_cost.workloads,
    plugins.workloads,
]
