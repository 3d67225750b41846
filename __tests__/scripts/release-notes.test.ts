import { describe, expect, it } from "vitest"
// @ts-expect-error a script without types
import { notesOf } from "../../scripts/release-notes.mjs"

const CHANGELOG = `# Changelog

## [Unreleased]

## [1.2.0] - 2027-01-02

### Added

- A thing.

## [1.1.0] - 2026-12-24

- The first.

[1.2.0]: https://example.com/compare
`

describe("notesOf", () => {
  it("is the section of the version without its heading and links", () => {
    expect(notesOf(CHANGELOG, "1.2.0")).toBe("### Added\n\n- A thing.")
    expect(notesOf(CHANGELOG, "1.1.0")).toBe("- The first.")
  })

  it("is null for a version without a section, or with an empty one", () => {
    expect(notesOf(CHANGELOG, "1.2")).toBeNull()
    expect(notesOf(CHANGELOG, "Unreleased")).toBeNull()
  })
})
