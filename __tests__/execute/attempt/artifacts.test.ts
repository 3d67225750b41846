import { execFileSync } from "node:child_process"
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { nodeFiles } from "../../../src/adapters/node/files/files.ts"
import { collectArtifacts, MAX_FILES } from "../../../src/execute/attempt/artifacts.ts"
import { suiteRun } from "../real-rig.ts"

function collecting(paths: readonly string[], more: { readonly if?: string } = {}) {
  const top = mkdtempSync(join(tmpdir(), "smoke-artifacts-"))
  const root = join(top, "work")
  const web = join(root, "web")
  for (const folder of ["out/deep", "inner"]) mkdirSync(join(web, folder), { recursive: true })
  writeFileSync(join(top, "secret"), "secret")
  const write = (path: string, text = path) => {
    writeFileSync(join(web, path), text)
  }
  const collect = (status = { success: true, failure: false, cancelled: false }) =>
    collectArtifacts(
      {
        specs: [{ paths: [...paths], if: more.if ?? null }],
        cwd: web,
        root,
        folder: join(top, "run"),
        into: "artifacts/a.1",
        status,
        contexts: () => ({}),
      },
      nodeFiles,
    )
  return { top, root, web, write, collect, run: join(top, "run") }
}

describe.runIf(process.platform === "linux")("collectArtifacts", () => {
  it("keeps what the patterns find, in the same folders", () => {
    const rig = collecting(["out/**/*.png", "!out/**/no.png", "inner/*"])
    for (const path of ["out/a.png", "out/deep/b.png", "out/no.png", "out/c.txt", "inner/d"]) {
      rig.write(path)
    }
    expect(rig.collect()).toEqual({
      files: ["artifacts/a.1/inner/d", "artifacts/a.1/out/a.png", "artifacts/a.1/out/deep/b.png"],
      notes: [],
    })
    expect(readFileSync(join(rig.run, "artifacts/a.1/out/deep/b.png"), "utf8")).toBe(
      "out/deep/b.png",
    )
  })

  it.each(["**", "out/**", "out/**/*", "!inner/**,**/*"])(
    "keeps a file of any name by %s",
    (pattern) => {
      const rig = collecting(pattern.split(","))
      mkdirSync(join(rig.web, "out/line\nend"))
      const names = ["a\nb", "a\rb", "a\u2028b", "a\\b", 'a":<>|*?b', "🐀", "line\nend/x"]
      for (const name of names) rig.write(`out/${name}`)
      const { files, notes } = rig.collect()
      expect(files.toSorted()).toEqual(names.map((name) => `artifacts/a.1/out/${name}`).toSorted())
      expect(notes).toEqual([])
      for (const name of names) {
        expect(readFileSync(join(rig.run, "artifacts/a.1/out", name), "utf8")).toBe(`out/${name}`)
      }
    },
  )

  it("takes out a file of any name, too", () => {
    const rig = collecting(["**", "!out/deep/**", "!out/line\nend"])
    for (const path of ["out/deep/a\nb", "out/line\nend", "out/left"]) rig.write(path)
    expect(rig.collect().files).toEqual(["artifacts/a.1/out/left"])
  })

  it("says the name of what was not kept, and keeps the rest", () => {
    const rig = collecting(["**"])
    const deep = `${"d".repeat(240)}/`.repeat(16)
    const root = rig.web.length
    mkdirSync(join(rig.web, deep), { recursive: true })
    // Its path is as long as one may be; that in the run's folder is longer.
    const name = "x".repeat(4_095 - root - 1 - deep.length)
    rig.write(`${deep}${name}`)
    rig.write("out/a:b")
    const { files, notes } = rig.collect()
    expect(files).toEqual(["artifacts/a.1/out/a:b"])
    expect(notes).toHaveLength(1)
    expect(notes[0]).toContain(`${name} was not kept: `)
  })

  it("follows no link, waits for no pipe and leaves the workspace by no way", () => {
    const rig = collecting(["**", "../*", "/etc/passwd"])
    symlinkSync(join(rig.top, "secret"), join(rig.web, "out/link"))
    symlinkSync(rig.top, join(rig.web, "out/up"))
    execFileSync("mkfifo", [join(rig.web, "inner/pipe")])
    rig.write("inner/plain")
    const { files, notes } = rig.collect()
    expect(files).toEqual(["artifacts/a.1/inner/plain"])
    expect(notes.join("\n")).toContain("../* leaves the working directory")
    expect(existsSync(join(rig.run, "artifacts/a.1/out/link"))).toBe(false)
  })

  it("leaves the workspace by no linked folder that it works in", () => {
    const rig = collecting(["secret"])
    symlinkSync(rig.top, join(rig.root, "linked"))
    const { files, notes } = collectArtifacts(
      {
        specs: [{ paths: ["secret"], if: null }],
        cwd: join(rig.root, "linked"),
        root: rig.root,
        folder: rig.run,
        into: "artifacts/a.1",
        status: { success: true, failure: false, cancelled: false },
        contexts: () => ({}),
      },
      nodeFiles,
    )
    expect(files).toEqual([])
    expect(notes).toEqual(["the artifact secret was not kept: it is outside of the workspace"])
  })

  it("keeps so many, and says how many it left", () => {
    const rig = collecting(["inner/*"])
    for (let i = 0; i < MAX_FILES + 3; i++) rig.write(`inner/${i}`)
    const { files, notes } = rig.collect()
    expect(files).toHaveLength(MAX_FILES)
    expect(notes).toEqual(["3 artifacts were not kept: an attempt may keep 500 files and 100 MiB"])
  })

  it("keeps so much", () => {
    const rig = collecting(["inner/*"])
    rig.write("inner/large", "")
    execFileSync("truncate", ["-s", "101M", join(rig.web, "inner/large")])
    rig.write("inner/small")
    const { files, notes } = rig.collect()
    expect(files).toEqual(["artifacts/a.1/inner/small"])
    expect(notes[0]).toContain("1 artifacts were not kept")
  })

  it("asks its condition", () => {
    const rig = collecting(["inner/*"], { if: "failure()" })
    rig.write("inner/a")
    expect(rig.collect().files).toEqual([])
    const failed = { success: false, failure: true, cancelled: false }
    expect(rig.collect(failed).files).toHaveLength(1)
  })
})

const SUITE = `
scenarios:
  shot:
    run: 'mkdir -p out; echo \${{ attempt }} > out/$SMOKE_ATTEMPT.txt; exit 1'
    retry: { max-attempts: 2, delay: 0s }
    after: { if: always(), run: echo hooked > out/hook.txt }
    artifacts: { paths: "out/*.txt", if: failure() }
  fine: { run: "echo x > fine.txt", artifacts: { paths: fine.txt, if: failure() } }
`

describe.runIf(process.platform === "linux")("artifacts of a scenario", () => {
  it("are named by its attempts", async () => {
    const run = suiteRun(SUITE)
    await run.dispatcher.run()
    const kept = run.events.flatMap((event) =>
      event.type === "attempt-finished" && event.id === "shot" ? [event.artifacts] : [],
    )
    expect(kept).toEqual([
      ["artifacts/shot.1/out/1.txt", "artifacts/shot.1/out/hook.txt"],
      ["artifacts/shot.2/out/1.txt", "artifacts/shot.2/out/2.txt", "artifacts/shot.2/out/hook.txt"],
    ])
    expect(run.attempt("fine")).not.toHaveProperty("artifacts")
    expect(readFileSync(`${run.folder}/artifacts/shot.2/out/2.txt`, "utf8")).toBe("2\n")
  })
})
