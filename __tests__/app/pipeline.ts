/**
 * A workflow file with a list of 14 jobs, of every type and with every key.
 */
export const PIPELINE = `name: "CI/CD Pipeline"
version: "1.0.0"
description: "Build and deployment pipeline"

global_config:
  max_retries: 3
  timeout: 3600
  max_concurrent_jobs: 4
  environment: { CI: "true" }

jobs:
  - id: "setup"
    name: "Set up"
    job_type: "command"
    command: "echo 'Hello World' && ls -la"
    dependencies: []
  - { id: install_deps, command: make deps, dependencies: [setup], timeout: 120 }
  - { id: lint, command: make lint, dependencies: [install_deps], tags: [quality] }
  - id: "test_unit_backend"
    name: "Run Tests"
    job_type: "script"
    script_path: "./scripts/test.sh"
    dependencies: ["build_backend"]
    timeout: 600
  - { id: build_backend, command: make build-backend, dependencies: [install_deps] }

  - id: "build_frontend"
    name: "Build Frontend"
    job_type: "command"
    command: "make build-frontend"
    dependencies: ["install_deps"]
    timeout: 300
    retry_config:
      max_attempts: 3
      initial_delay: 1.0
      max_delay: 60.0
      backoff_factor: 2.0
    resource_limits:
      max_memory_mb: 1024
      max_execution_time: 600
    environment:
      NODE_ENV: "production"
      GO: 1.20
      PATH: "/usr/local/bin:$PATH"
    tags: ["build", "frontend"]
  - { id: test_unit_frontend, command: make test, dependencies: [build_frontend] }
  - { id: security_scan, command: make scan, dependencies: [build_frontend, build_backend] }
  - id: integration
    command: make integration
    dependencies: [test_unit_frontend, test_unit_backend]
  - { id: package, command: make package, dependencies: [integration, security_scan, lint] }
  - id: deploy_staging
    job_type: script
    script_path: scripts/deploy.py
    dependencies: [package]
    environment: { TARGET: "\${HOME}/staging" }
  - id: health
    job_type: http
    command: "https://staging.example.com/health"
    dependencies: [deploy_staging]
    timeout: 30
  - id: deploy
    command: "kubectl apply -f deployment.yaml"
    dependencies: [health]
    timeout: 900
    conditions:
      skip_if_failed: ["build_frontend"]
      only_if_branch: "main"
  - id: report
    job_type: python
    command: |
      import os
      print(os.getcwd())
    working_directory: out
    dependencies: [setup]
    metadata: { owner: platform }
`

/** The scripts that it names. */
export const SCRIPTS = {
  "scripts/test.sh": "#!/usr/bin/env bash\ntrue\n",
  "scripts/deploy.py": "#!/usr/bin/env python3\n",
}
