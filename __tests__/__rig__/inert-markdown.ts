/**
 * What may be alive in our Markdown, checked without a renderer: everything foreign must be gone or escaped.
 */
import { expect } from "vitest"

/** Nothing but our own tags, our own links and our own two kinds of fences is alive. */
export function expectInertMarkdown(markdown: string): void {
  expect(markdown).not.toContain("##[")
  const [prose, fences] = withoutFences(markdown.replace(/<pre>[\s\S]*?<\/pre>/gu, ""))
  for (const fence of fences) expect(fence).toMatch(/^(?:sh\n[^\n]*\n|mermaid\n[\s\S]*)$/u)
  expect(markdown.replace(/^```sh\n.*/gmu, "")).not.toMatch(/@/u)
  const own = prose
    .replace(/<a id="user-content-smoke-[a-z0-9-]+"><\/a>/gu, "")
    .replace(
      /<a href="(?:#user-content-smoke-[a-z0-9-]+|https:\/\/github\.com\/acme\/storefront\/[\w./%()!~*-]*(?:#\w+)?)">([^\n]*?)<\/a>/gu,
      "$1",
    )
    .replace(/<details(?: open)?><summary>|<br>/gu, "")
  expect(own).not.toMatch(/<(?!\/?(?:code|details|summary)>)/u)
  expect(own).not.toMatch(/\]\(|`|:\/\/|www\./iu)
  for (const line of own.split("\n")) expect(line).not.toMatch(/^(?:::|\||#{5}|# )/u)
}

/** The text outside of fences, and what is in each. */
function withoutFences(markdown: string): readonly [string, readonly string[]] {
  const fences: string[] = []
  const prose = markdown.replace(/^(`{3,})([\s\S]*?\n)\1$/gmu, (_, __, inside: string) => {
    fences.push(inside)
    return ""
  })
  return [prose, fences]
}
