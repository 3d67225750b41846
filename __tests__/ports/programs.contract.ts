/**
 * What every implementation of `Programs` keeps. Whoever runs it provides programs of these names:
 * `speaks` (prints `hello`, and `bye` to stderr), `fails` (exit code 3, `no luck` to stderr),
 * `hangs`, `floods` (more than a MiB).
 */
import { describe, expect, it } from "vitest"
import type { ProgramRequest, Programs } from "../../src/ports/probe.ts"

export function describePrograms(
  name: string,
  make: () => { readonly programs: Programs; readonly path: string },
): void {
  describe(`programs: ${name}`, () => {
    const { programs, path } = make()
    const ask = (file: string, more: Partial<ProgramRequest> = {}) =>
      programs.ask({
        file,
        args: [],
        cwd: "/",
        env: { PATH: path },
        timeoutMs: 20_000,
        maxOutputBytes: 1 << 20,
        signal: new AbortController().signal,
        ...more,
      })

    it("give what was said on either stream", async () => {
      const answer = await ask("speaks")
      expect(answer).toEqual({
        ok: true,
        value: { exitCode: 0, stdout: "hello\n", stderr: "bye\n" },
      })
    })

    it("give the exit code of what failed", async () => {
      const answer = await ask("fails")
      expect(answer).toMatchObject({ ok: true, value: { exitCode: 3, stderr: "no luck\n" } })
    })

    it("say that the program was not found", async () => {
      expect(await ask("nowhere")).toEqual({
        ok: false,
        error: { code: "not-found", message: "the program was not found" },
      })
    })

    it("end what takes too long", async () => {
      expect(await ask("hangs", { timeoutMs: 150 })).toEqual({
        ok: false,
        error: { code: "timeout", message: "it took longer than 150ms" },
      })
    })

    it("end what writes too much", async () => {
      const answer = await ask("floods", { maxOutputBytes: 1_000 })
      expect(answer).toEqual({
        ok: false,
        error: { code: "output", message: "it wrote more than 1000 bytes" },
      })
    })

    it("stop when they are told to, before and while they run", async () => {
      const early = new AbortController()
      early.abort()
      const late = new AbortController()
      const running = ask("hangs", { signal: late.signal })
      late.abort()
      const stopped = { ok: false, error: { code: "stopped", message: "it was stopped" } }
      expect(await ask("speaks", { signal: early.signal })).toEqual(stopped)
      expect(await running).toEqual(stopped)
    })
  })
}
