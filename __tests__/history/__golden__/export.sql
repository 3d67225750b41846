CREATE TABLE IF NOT EXISTS smoke_runs (
  suite TEXT NOT NULL,
  scenario TEXT NOT NULL,
  at TEXT NOT NULL,
  run TEXT NOT NULL,
  attempt INTEGER NOT NULL,
  shard INTEGER NOT NULL,
  runner TEXT NOT NULL,
  cores INTEGER NOT NULL,
  workers INTEGER NOT NULL,
  verdict TEXT NOT NULL,
  seconds REAL NOT NULL,
  concurrency REAL NOT NULL,
  core_share REAL NOT NULL,
  slowdown REAL NOT NULL,
  own_seconds REAL NOT NULL,
  peak_memory_bytes BIGINT
);
INSERT INTO smoke_runs (suite, scenario, at, run, attempt, shard, runner, cores, workers, verdict, seconds, concurrency, core_share, slowdown, own_seconds, peak_memory_bytes) VALUES ('shop; DROP TABLE smoke_runs; --''', '-a/b:c', '2026-03-01T09:00:00.000Z', 'run-1', 1, 1, '=cmd|"x", y', 2, 2, 'passed', 1.5, 1, 1, 1, 1.5, NULL);
INSERT INTO smoke_runs (suite, scenario, at, run, attempt, shard, runner, cores, workers, verdict, seconds, concurrency, core_share, slowdown, own_seconds, peak_memory_bytes) VALUES ('shop; DROP TABLE smoke_runs; --''', '-a/b:c', '2026-03-01T09:00:00.000Z', 'it''s/', 1, 2, 'default', 2, 2, 'failed', 3, 2.5, 0.8, 1, 3, 4096);
INSERT INTO smoke_runs (suite, scenario, at, run, attempt, shard, runner, cores, workers, verdict, seconds, concurrency, core_share, slowdown, own_seconds, peak_memory_bytes) VALUES ('shop; DROP TABLE smoke_runs; --''', 'd', '2026-03-01T09:00:00.000Z', 'it''s/', 1, 2, 'default', 2, 2, 'passed', 2, 1, 1, 1, 2, NULL);
