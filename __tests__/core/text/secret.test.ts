import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { isSecret, Redactor, secretForms } from "../../../src/core/text/secret.ts"

function clean(text: string, ...secrets: readonly string[]): string {
  return new Redactor(secrets).redact(text)
}

describe("secretForms", () => {
  it("looks for the value, its lines, and what encodings make of it", () => {
    const forms = secretForms(['p@ss "word"', "-----BEGIN\r\n  key-line\n"])
    expect(forms).toContain('p@ss "word"')
    expect(forms).toContain("cEBzcyAid29yZCI")
    expect(forms).toContain("p%40ss%20%22word%22")
    expect(forms).toContain('p@ss \\"word\\"')
    expect(forms).toContain("key-line")
  })

  it.each(["", "1", "yes", "   a "])("does not look for %j", (value) => {
    expect(isSecret(value)).toBe(false)
    expect(secretForms([value])).toEqual([])
  })

  it("looks for no piece that is so short that it stands in half of a log", () => {
    for (const value of ["root", "a&bcd", "pass1", `"abcd"`]) {
      for (const form of secretForms([value])) {
        expect(form.length).toBeGreaterThanOrEqual(form.includes(value) ? 4 : 5)
      }
    }
    expect(clean("cm9v b290 cm9vdA bc a& admin", "root", "a&bcd")).toBe("cm9v b290 *** bc a& admin")
  })
})

describe("Redactor", () => {
  const SECRET = `hunter2 "s3c/r+t" <a>&'é~(1)!*`

  it.each([
    ["encodeURIComponent", encodeURIComponent(SECRET)],
    ["encodeURI", encodeURI(SECRET)],
    ["a form", new URLSearchParams({ a: SECRET }).toString().slice(2)],
    ["a URL that was parsed", new URL(`http://h/?${SECRET}`).search.slice(1)],
    ["lower-case escapes", encodeURIComponent(SECRET).replace(/%../gu, (hex) => hex.toLowerCase())],
    ["Python's quote", "hunter2%20%22s3c/r%2Bt%22%20%3Ca%3E%26%27%C3%A9~%281%29%21%2A"],
    ["Python's quote_plus", "hunter2+%22s3c%2Fr%2Bt%22+%3Ca%3E%26%27%C3%A9~%281%29%21%2A"],
    ["jq's @uri", "hunter2%20%22s3c%2Fr%2Bt%22%20%3Ca%3E%26%27%C3%A9~%281%29%21%2A"],
    ["JSON", JSON.stringify(SECRET).slice(1, -1)],
    ["Go's JSON", String.raw`hunter2 \"s3c/r+t\" \u003ca\u003e\u0026'é~(1)!*`],
    ["Python's JSON", String.raw`hunter2 \"s3c/r+t\" <a>&'\u00e9~(1)!*`],
    ["PHP's JSON", String.raw`hunter2 \"s3c\/r+t\" <a>&'\u00e9~(1)!*`],
    ["XML", "hunter2 &quot;s3c/r+t&quot; &lt;a&gt;&amp;&apos;é~(1)!*"],
    ["XML text", `hunter2 "s3c/r+t" &lt;a&gt;&amp;'é~(1)!*`],
    ["Python's HTML", "hunter2 &quot;s3c/r+t&quot; &lt;a&gt;&amp;&#x27;é~(1)!*"],
    ["Go's HTML", "hunter2 &#34;s3c/r+t&#34; &lt;a&gt;&amp;&#39;é~(1)!*"],
    ["a double quoted argument", String.raw`hunter2 \"s3c/r+t\" <a>&'é~(1)!*`],
    ["an expression", `hunter2 "s3c/r+t" <a>&''é~(1)!*`],
    ["a single quoted argument", String.raw`hunter2 "s3c/r+t" <a>&'\''é~(1)!*`],
    ["a single quoted argument with double quotes", `hunter2 "s3c/r+t" <a>&'"'"'é~(1)!*`],
    ["bash's printf %q", String.raw`hunter2\ \"s3c/r+t\"\ \<a\>\&\'é\~\(1\)\!\*`],
    ["Python's repr", String.raw`hunter2 "s3c/r+t" <a>&\'é~(1)!*`],
    ["Python's ascii", String.raw`hunter2 "s3c/r+t" <a>&\'\xe9~(1)!*`],
    ["Python's repr of bytes", String.raw`hunter2 "s3c/r+t" <a>&\'\xc3\xa9~(1)!*`],
    ["JSON in JSON", String.raw`hunter2 \\\"s3c/r+t\\\" <a>&'é~(1)!*`],
    ["Python's JSON in JSON", String.raw`hunter2 \\\"s3c/r+t\\\" <a>&'\\u00e9~(1)!*`],
    ["JSON in JSON in JSON", String.raw`hunter2 \\\\\\\"s3c/r+t\\\\\\\" <a>&'é~(1)!*`],
    ["a command in JSON", String.raw`hunter2 \"s3c/r+t\" <a>&'\"'\"'é~(1)!*`],
    ["a shell's trace of a part", `hunter2 "s3c/r+t" <a>&`],
  ])("finds it as %s writes it", (_, written) => {
    expect(clean(`x ${written} y`, SECRET)).toBe("x *** y")
  })

  it("finds it as bash's export -p writes it", () => {
    const secret = 'pa$$ "word" \\n'
    const written = String.raw`declare -x P="pa\$\$ \"word\" \\n"`
    expect(clean(written, secret)).toBe('declare -x P="***"')
  })

  it("finds lines as Python and JSON in JSON write them", () => {
    const secret = "one\ttwo\\\nthree\u0007 four"
    expect(clean(String.raw`'one\ttwo\\\nthree\x07 four'`, secret)).toBe("'***'")
    expect(clean(JSON.stringify(JSON.stringify({ secret })), secret)).toBe(
      String.raw`"{\"secret\":\"***\"}"`,
    )
  })

  it("finds a long value as a whole, however it is written", () => {
    const ways: readonly ((text: string) => string)[] = [
      (text) => text,
      encodeURIComponent,
      (text) => JSON.stringify(JSON.stringify(text)).slice(3, -3),
      (text) => Buffer.from(text).toString("base64").replace(/=+$/u, ""),
    ]
    const secret = fc.string({ minLength: 250, maxLength: 2_000, unit: "grapheme-composite" })
    const trimmed = secret.filter((text) => text === text.trim() && !/[\r\n*]/u.test(text))
    fc.assert(
      fc.property(trimmed, (value) => {
        const text = value.toWellFormed()
        for (const write of ways) expect(clean(`x ${write(text)} y`, text)).toBe("x *** y")
      }),
      { numRuns: 20 },
    )
  })

  it("looks for few forms of a huge value that repeats itself", () => {
    const forms = secretForms(["\\".repeat(300_000)])
    expect(forms.join("").length).toBeLessThan(100_000)
    expect(clean("\\".repeat(300_001), "\\".repeat(300_000))).toBe("***")
  })

  it("finds a value whose quotes a shell has taken off, and what PowerShell colours apart", () => {
    expect(clean('say "s3cret-9" s3cret-9', '"s3cret-9"')).toBe("say *** ***")
    expect(clean("part-one&+ nd-two", "part-one&+and-two")).toBe("*** ***")
    expect(clean("part-one& second", "part-one&second")).toBe("*** ***")
  })

  it("finds Base64 of anything that holds it, in both alphabets", () => {
    const bytes = fc.uint8Array({ maxLength: 12 })
    const secret = fc.string({ minLength: 8, unit: "binary" }).filter(isSecret)
    fc.assert(
      fc.property(bytes, secret, bytes, (before, value, after) => {
        const inner = Buffer.from(value.toWellFormed())
        const whole = Buffer.concat([before, inner, after])
        for (const alphabet of ["base64", "base64url"] as const) {
          const found = clean(whole.toString(alphabet), value)
          expect(found).toContain("***")
          // At each end of it a character may belong to its neighbours, too.
          const left = found.replaceAll("***", "").replaceAll("=", "").length
          expect(left).toBeLessThanOrEqual(Math.ceil(((before.length + after.length) * 4) / 3) + 2)
        }
      }),
    )
  })

  it("leaves nothing of any secret in any text, also where they overlap", () => {
    const secret = fc.string({ minLength: 4 }).filter((text) => isSecret(text) && !/\*/u.test(text))
    fc.assert(
      fc.property(fc.array(secret, { minLength: 1 }), fc.array(fc.string()), (secrets, between) => {
        const text = secrets.map((one, i) => `${between[i] ?? ""}${one}`).join(" ")
        const found = clean(text, ...secrets)
        for (const one of secrets) expect(found.includes(one)).toBe(false)
      }),
    )
    expect(clean("abcdefgh", "abcde", "defgh")).toBe("***")
  })

  it("learns, and counts the places", () => {
    const redactor = new Redactor(["first-one"])
    expect(redactor.learn(["first-one"])).toBe(false)
    expect(redactor.learn(["second-one"])).toBe(true)
    expect(redactor.redact("first-one, second-one")).toBe("***, ***")
    expect(redactor.taken).toBe(2)
  })
})
