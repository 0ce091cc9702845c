"""The JSON workload `project` in DuckDB, on one thread."""

import sys

import duckdb

QUERY = """
COPY (
  SELECT id, "user".name AS name, message, amount * 1.2 AS total
  FROM read_json('/dev/stdin', format = 'newline_delimited', columns = {
    id: 'BIGINT', "user": 'STRUCT(name VARCHAR)', amount: 'DOUBLE', message: 'VARCHAR'})
  WHERE amount > 50
) TO '/dev/stdout' (FORMAT json)
"""


def main():
    connection = duckdb.connect()
    connection.execute("SET threads = 1")
    assert sys.argv[1] == "project"
    connection.execute(QUERY)


if __name__ == "__main__":
    main()
