"""DuckDB's part of the benches: duck.py JOB THREADS FILE prints the median of
five runs in ms, without the time to start."""
import sys
import time

import duckdb

job, threads, path = sys.argv[1:4]
con = duckdb.connect()
con.execute(f"set threads = {threads}")
if job == "kpi":
    query = f"""select queue, date_trunc('hour', start), count(*),
        count(*) filter (outcome = 'abandoned'),
        avg(wait_ms) filter (outcome = 'answered'),
        count(*) filter (outcome = 'answered' and wait_ms <= 20000) / count(*),
        avg(talk_ms + hold_ms + wrap_ms), quantile_disc(wait_ms, 0.9)
        from read_json('{path}', format = 'newline_delimited', columns =
        {{queue: 'VARCHAR', start: 'TIMESTAMP', outcome: 'VARCHAR',
        wait_ms: 'BIGINT', talk_ms: 'BIGINT', hold_ms: 'BIGINT',
        wrap_ms: 'BIGINT'}}) group by 1, 2"""
elif job == "csv":
    query = f"""copy (select id, start as "start", "end", phone, queue, agent,
        outcome, wait * 1000 as wait_ms, talk * 1000 as talk_ms,
        hold * 1000 as hold_ms, wrap * 1000 as wrap_ms, reason
        from read_csv('{path}')) to '/dev/null' (format json)"""
else:
    query = f"""copy (select * from read_json('{path}',
        format = 'newline_delimited') order by party, start)
        to '/dev/null' (format json)"""
times = []
for i in range(6):
    began = time.perf_counter()
    con.execute(query).fetchall()
    times.append(time.perf_counter() - began)
print(int(sorted(times[1:])[2] * 1000))
