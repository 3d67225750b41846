// Copies the repository into the workspace and tells what it was asked for.
import { cpSync } from "node:fs"

const asked = ["token", "ref", "fetch-depth", "submodules", "lfs", "persist-credentials"]
  .map((name) => `${name}=${process.env[`INPUT_${name.toUpperCase()}`]}`)
  .join(" ")
console.log(`checkout ${asked}`)
cpSync(process.env.RIG_REPOSITORY, process.env.GITHUB_WORKSPACE, { recursive: true })
