/**
 * A document seen under other paths: for parts of it, and for what a dialect is translated to.
 */
import type { Json } from "../../core/json/json.ts"
import type { LocatedDocument, Path } from "./document.ts"

/** The document with another value, whose paths are looked up under those that `toSource` gives. */
export function mapDocument(
  document: LocatedDocument,
  to: { readonly value: Json; readonly toSource: (path: Path) => Path },
): LocatedDocument {
  const { value, toSource } = to
  return {
    ...document,
    value,
    locate: (path) => document.locate(toSource(path)),
    locateKey: (path) => document.locateKey(toSource(path)),
    locateInText: (path, part) => document.locateInText(toSource(path), part),
    written: (path) => document.written(toSource(path)),
  }
}

/** Where the parts of a translation come from. */
export interface PathMap {
  /** Notes the source of a part. */
  set(path: Path, source: Path): void
  /** The source of a path: of the longest part of it that is known, and the rest behind. */
  toSource(path: Path): Path
}

/** An empty map. */
export function makePathMap(): PathMap {
  const sources = new Map<string, Path>()
  return {
    set: (path, source) => {
      sources.set(JSON.stringify(path), source)
    },
    toSource: (path) => {
      for (let length = path.length; length > 0; length--) {
        const source = sources.get(JSON.stringify(path.slice(0, length)))
        if (source !== undefined) return [...source, ...path.slice(length)]
      }
      return path
    },
  }
}
