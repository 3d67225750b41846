#!/usr/bin/env bash
# ---
# name: A web server answers
# tags: [http]
# needs: [tools]
# estimate: 0.1s
# retry: { max-attempts: 2 }
# ---
set -euo pipefail

node --input-type=module --eval '
  import { createServer } from "node:http"
  const server = createServer((request, response) => response.end("ready"))
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve))
  const answer = await fetch(`http://127.0.0.1:${server.address().port}/`)
  console.log(answer.status, await answer.text())
  server.close()
  process.exitCode = answer.ok ? 0 : 1
'
