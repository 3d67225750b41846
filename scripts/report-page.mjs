// Builds report-page/ to one HTML document without data, which reports are made from. The policy in the
// document allows the one script and the one style sheet by their digests and nothing else.
import { createHash } from "node:crypto"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { build } from "vite"
import { root } from "./project.mjs"

/** Packages whose code is in the page. */
const PACKAGES = ["preact", "@tanstack/virtual-core", "anser"]

/** The module that holds the document: `src/report/page/template.ts`. */
export async function pageTemplate() {
  const { script, style } = await bundle()
  const document = readFileSync(join(root, "report-page", "index.html"), "utf8")
    .replace("sha256-SCRIPT", () => digest(script))
    .replace("sha256-STYLE", () => digest(style))
    .replace("<!--styles-->", () => `<style>${style}</style>`)
    .replace("<!--program-->", () => `<script type="module">${script}</script>`)
    .replace("</head>", () => `${notices()}\n</head>`)
  return {
    path: "src/report/page/template.ts",
    text: [
      "/**",
      " * The HTML page without data. Made from report-page/ by `npm run generate`.",
      " */",
      "",
      "/** The whole document; `<!--blocks-->` stands where data belong. */",
      `export const PAGE_TEMPLATE = ${JSON.stringify(document)}`,
      "",
    ].join("\n"),
  }
}

async function bundle() {
  // Tests call this too, and Vite would make what tests need of it.
  process.env.NODE_ENV = "production"
  const built = await build({
    root: join(root, "report-page"),
    configFile: false,
    logLevel: "error",
    build: {
      write: false,
      target: ["chrome123", "firefox125", "safari18"],
      cssTarget: ["chrome123", "firefox125", "safari18"],
      modulePreload: false,
      rollupOptions: { input: join(root, "report-page", "main.tsx") },
    },
    oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  })
  const { output } = Array.isArray(built) ? built[0] : built
  const chunks = output.filter(({ type }) => type === "chunk")
  const styles = output.filter(({ fileName }) => fileName.endsWith(".css"))
  if (chunks.length !== 1 || styles.length !== 1) {
    throw new Error(`report-page: ${chunks.length} scripts and ${styles.length} style sheets`)
  }
  const script = chunks[0].code.trim()
  if (/<\/script|<!--/iu.test(script)) throw new Error("report-page: its script would end early")
  return { script, style: String(styles[0].source).trim() }
}

function digest(text) {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`
}

/** Licences ask that their text goes with every copy. */
function notices() {
  const texts = PACKAGES.map((name) => {
    const folder = join(root, "node_modules", name)
    const { version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"))
    const licence = readFileSync(join(folder, "LICENSE"), "utf8").trim()
    return `${name} ${version}\n\n${licence}`
  })
  return `<!--\nThis page contains:\n\n${texts.join("\n\n").replaceAll("--", "- -")}\n-->`
}
