// The licence texts of everything that a bundle contains.
// Made from the bundler's list of modules: ncc's own list leaves out packages whose modules it joins.
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"

const PACKAGE = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/

function packageFolders(modules, found = new Set()) {
  for (const module of modules ?? []) {
    const folder = PACKAGE.exec((module.nameForCondition ?? module.name ?? "").replace(/\\/g, "/"))
    if (folder !== null) found.add(folder[0])
    packageFolders(module.modules, found)
  }
  return found
}

// What a package says elsewhere than in itself.
const STATED = {
  // In the README of its repository: https://github.com/substack/node-buffers/issues/14
  "buffers 0.1.1": "MIT",
}

/** The text of the MIT licence, for packages that name it and do not bring it. */
function mitOf(holder) {
  return `Copyright (c) ${holder}

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`
}

/** The same of the ISC licence. */
function iscOf(holder) {
  return `Copyright (c) ${holder} and contributors

Permission to use, copy, modify, and/or distribute this software for any purpose with or without fee is hereby granted,
provided that the above copyright notice and this permission notice appear in all copies.

THE SOFTWARE IS PROVIDED "AS IS" AND THE AUTHOR DISCLAIMS ALL WARRANTIES WITH REGARD TO THIS SOFTWARE INCLUDING ALL
IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS. IN NO EVENT SHALL THE AUTHOR BE LIABLE FOR ANY SPECIAL, DIRECT,
INDIRECT, OR CONSEQUENTIAL DAMAGES OR ANY DAMAGES WHATSOEVER RESULTING FROM LOSS OF USE, DATA OR PROFITS, WHETHER IN AN
ACTION OF CONTRACT, NEGLIGENCE OR OTHER TORTIOUS ACTION, ARISING OUT OF OR IN CONNECTION WITH THE USE OR PERFORMANCE OF
THIS SOFTWARE.`
}

const TEXTS = { MIT: mitOf, ISC: iscOf }

/** Name, version and licence text of a package; throws for one without a licence. */
export function licenceOf(folder) {
  const about = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"))
  const key = `${about.name} ${about.version}`
  const name = about.license ?? STATED[key]
  if (name === undefined) throw new Error(`${key} states no licence`)
  const file = readdirSync(folder).find((entry) => /^(licen[cs]e|copying)/i.test(entry))
  const holder = (about.author?.name ?? about.author ?? about.name).replace(/\s*[<(].*$/, "")
  const standard = TEXTS[/^\w+/.exec(name)?.[0]]
  if (file === undefined && standard === undefined) throw new Error(`${key} has no text of ${name}`)
  const text = file === undefined ? standard(holder) : readFileSync(join(folder, file), "utf8")
  return { key, text: `${name}\n\n${text.replace(/\r\n?/g, "\n").trim()}` }
}

/** One text with name, version and licence of each package, sorted by name. */
export function licensesOf(statistics) {
  const texts = new Map()
  for (const folder of packageFolders(statistics.modules)) {
    const { key, text } = licenceOf(folder)
    texts.set(key, text)
  }
  const rule = `\n\n${"-".repeat(80)}\n\n`
  const sorted = [...texts].sort(([a], [b]) => (a < b ? -1 : 1))
  return `${sorted.map(([key, text]) => `${key}\n${text}`).join(rule)}\n`
}
