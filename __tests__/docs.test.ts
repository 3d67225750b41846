/**
 * Links between pages: every file and every heading that a page links to exists.
 */
import { existsSync, globSync, readFileSync } from "node:fs"
import { dirname, join, relative } from "node:path"
import { fileURLToPath } from "node:url"
import { expect, it } from "vitest"

const ROOT = fileURLToPath(new URL("..", import.meta.url))
const PAGES = globSync(["*.md", "docs/**/*.md", "examples/**/*.md", ".github/**/*.md"], {
  cwd: ROOT,
})
/** Files whose texts name a page of `docs`. */
const SOURCES = globSync(["src/**/*.ts", "scripts/*.mjs", ".github/**/*.yml"], { cwd: ROOT })

function read(path: string): string {
  return readFileSync(join(ROOT, path), "utf8")
}

/** The fragment that GitHub gives a heading. */
function fragment(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
    .trim()
    .replaceAll(/\s/gu, "-")
}

function headings(page: string): readonly string[] {
  const prose = read(page).replaceAll(/^```[\s\S]*?^```$/gmu, "")
  return [...prose.matchAll(/^#+ (.+)$/gmu)].map(([, text = ""]) => fragment(text))
}

function isBroken(path: string, anchor: string): boolean {
  if (!existsSync(join(ROOT, path))) return true
  return anchor !== "" && path.endsWith(".md") && !headings(path).includes(anchor)
}

it("links between pages lead somewhere", () => {
  const broken = PAGES.flatMap((page) =>
    [...read(page).matchAll(/\]\(([^)#\s]*)(?:#([^)\s]*))?\)/gu)]
      .filter(([, link = ""]) => !/^[a-z]+:/u.test(link))
      .filter(([, link = "", anchor = ""]) => {
        const path = link === "" ? page : relative(ROOT, join(ROOT, dirname(page), link))
        return isBroken(path, anchor)
      })
      .map(([link]) => `${page}: ${link}`),
  )
  expect(broken).toEqual([])
})

it("pages that texts and comments name exist, with the heading", () => {
  const broken = SOURCES.flatMap((source) =>
    [...read(source).matchAll(/\b(docs\/[\w/-]+\.md)(?:#([\w-]+))?/gu)]
      .filter(([, page = "", anchor = ""]) => isBroken(page, anchor))
      .map(([named]) => `${source}: ${named}`),
  )
  expect(broken).toEqual([])
})
