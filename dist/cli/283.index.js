export const id = 283;
export const ids = [283];
export const modules = {

/***/ 4132:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   R: () => (/* binding */ BALLAST_FILE),
/* harmony export */   a: () => (/* binding */ layBallast)
/* harmony export */ });
/** Its name in a run's folder; it is no result. */
const BALLAST_FILE = ".ballast";
const BALLAST_BYTES = 1 << 20;
/** Whatever is over sooner costs nothing. */
const AFTER_MS = 100;
/** Lays it down when the run has been going on for a moment; the returned function gives the room back. */
function layBallast(folder, { files, clock }) {
    const path = `${folder}/${BALLAST_FILE}`;
    let laid = false;
    const takeBack = clock.after(AFTER_MS, () => {
        // Zeros that are written take their room, but where a file system packs them.
        laid = files.writeText(path, "\0".repeat(BALLAST_BYTES)).ok;
        if (!laid)
            files.remove(path);
    });
    return () => {
        takeBack();
        if (laid)
            files.remove(path);
    };
}


/***/ }),

/***/ 49:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  h1: () => (/* binding */ MANIFEST_FILE),
  VI: () => (/* binding */ PLAN_FILE),
  yG: () => (/* binding */ RESULTS_FILE),
  BQ: () => (/* binding */ TRACE_FILE),
  fE: () => (/* binding */ fileFailure),
  qF: () => (/* binding */ parseJson),
  vH: () => (/* binding */ prepareRunFolder),
  WI: () => (/* binding */ readManifest),
  HN: () => (/* binding */ writeManifest),
  pD: () => (/* binding */ writePlan)
});

// UNUSED EXPORTS: LOGS_FOLDER, readPlanManifest, writePlanManifest

// EXTERNAL MODULE: ./lib/core/result.js
var result = __webpack_require__(8490);
// EXTERNAL MODULE: ./node_modules/zod/v4/classic/schemas.js + 17 modules
var schemas = __webpack_require__(8816);
// EXTERNAL MODULE: ./lib/core/once.js
var once = __webpack_require__(3898);
// EXTERNAL MODULE: ./lib/formats/json.js
var json = __webpack_require__(1408);
;// CONCATENATED MODULE: ./lib/formats/manifest.js
/**
 * `manifest.json`: what a shard's folder is, so that nothing has to be read from names.
 */



/** Version of `manifest.json`. */
const MANIFEST_SCHEMA_VERSION = 1;
/** The whole of `manifest.json`. */
const ManifestSchema = (0,once/* once */.O)(() => schemas/* object */.Ikc({
    schemaVersion: schemas/* literal */.euz(MANIFEST_SCHEMA_VERSION),
    /** The `id` of the plan; absent in folders of the first versions. */
    id: schemas/* string */.YjP().optional(),
    suite: schemas/* string */.YjP(),
    planDigest: schemas/* string */.YjP(),
    runId: schemas/* string */.YjP(),
    shard: schemas/* int */.Whr().min(1),
    shards: schemas/* int */.Whr().min(0),
    /** The attempt of the run, from 1; higher after a re-run. */
    attempt: schemas/* int */.Whr().min(1),
    runner: schemas/* string */.YjP(),
    /** True once the journal has its last line; false while running or after a crash. */
    complete: schemas/* boolean */.zMY(),
    /** Who wrote it, so that a later engine can end what this one left running. */
    engine: schemas/* object */.Ikc({
        /** Host, process id and start of the process. */
        process: schemas/* string */.YjP(),
        /** The folder that marks every process which the run started. */
        temporary: schemas/* string */.YjP(),
    })
        .optional(),
    /** What the user asked for, so that a resumed run plans the same; absent in jobs. */
    request: schemas/* object */.Ikc({ suite: schemas/* string */.YjP().nullable(), flags: schemas/* record */.g1P(schemas/* string */.YjP(), (0,json/* JsonSchema */.M)()) })
        .optional(),
}));
/** The whole of `manifest.json` beside a plan that is handed over to other jobs. */
const manifest_PlanManifestSchema = (0,once/* once */.O)(() => schemas/* object */.Ikc({
    schemaVersion: schemas/* literal */.euz(MANIFEST_SCHEMA_VERSION),
    id: schemas/* string */.YjP(),
    suite: schemas/* string */.YjP(),
    planDigest: schemas/* string */.YjP(),
    runId: schemas/* string */.YjP(),
    /** The attempt of the run, from 1. */
    attempt: schemas/* int */.Whr().min(1),
    /** The job as its workflow names it; the jobs of a reusable workflow that is used twice share it. */
    job: schemas/* string */.YjP(),
    /** Random: tells plans apart that are otherwise the same. */
    token: schemas/* string */.YjP(),
}));

// EXTERNAL MODULE: ./lib/plan/plan-json.js
var plan_json = __webpack_require__(7839);
// EXTERNAL MODULE: ./lib/app/ballast.js
var ballast = __webpack_require__(4132);
;// CONCATENATED MODULE: ./lib/app/run-folder.js
/**
 * What lies in a run's folder, by name. Nothing is ever read from the names of folders.
 */




/** Name of the file that says what a folder holds. */
const MANIFEST_FILE = "manifest.json";
const PLAN_FILE = "plan.json";
/** What the plan was made from. */
const TRACE_FILE = "plan-inputs.json";
const RESULTS_FILE = "results.json";
/** Name of the folder with the logs of attempts. */
const LOGS_FOLDER = "logs";
/** A manifest is a few hundred bytes; a file much larger is none. */
const MAX_MANIFEST_BYTES = 64 * 1024;
/** Everything that a run writes into its folder; what a new run in the same folder replaces. */
const OWN_NAMES = [
    MANIFEST_FILE,
    PLAN_FILE,
    TRACE_FILE,
    RESULTS_FILE,
    LOGS_FOLDER,
    "journal.ndjson",
    ballast/* BALLAST_FILE */.R,
    "combined.log",
    "summary.md",
    "junit.xml",
];
/** Makes the folder ready for a new run: what an earlier run left there is removed first. */
function prepareRunFolder(files, folder) {
    if (files.exists(`${folder}/${MANIFEST_FILE}`)) {
        for (const name of OWN_NAMES)
            files.remove(`${folder}/${name}`);
    }
    const made = files.makeDirectory(`${folder}/${LOGS_FOLDER}`);
    return made.ok ? made : (0,result/* err */._)(fileFailure(made.error));
}
/** Writes the manifest, whole; what it says is complete is on the disk when the call returns. */
function writeManifest(files, folder, manifest) {
    const text = `${JSON.stringify(manifest, null, 2)}\n`;
    const durable = manifest.complete;
    const written = files.writeAtomic(`${folder}/${MANIFEST_FILE}`, text, { durable });
    return written.ok ? written : (0,result/* err */._)(fileFailure(written.error));
}
/** Reads a manifest that may come from anybody; the error says what is wrong with it. */
function readManifest(files, folder) {
    return readManifestBy(ManifestSchema(), { files, folder });
}
/** Writes the manifest of a plan that other jobs will fetch. */
function writePlanManifest(files, folder, manifest) {
    const text = `${JSON.stringify(manifest, null, 2)}\n`;
    const written = files.writeAtomic(`${folder}/${MANIFEST_FILE}`, text);
    return written.ok ? written : err(fileFailure(written.error));
}
/** Reads the manifest beside a plan; the error says what is wrong with it. */
function readPlanManifest(files, folder) {
    return readManifestBy(PlanManifestSchema(), { files, folder });
}
function readManifestBy(schema, { files, folder }) {
    const path = `${folder}/${MANIFEST_FILE}`;
    if ((files.sizeBytes(path) ?? 0) > MAX_MANIFEST_BYTES)
        return (0,result/* err */._)(`${MANIFEST_FILE} is too large`);
    const text = files.readText(path);
    if (!text.ok) {
        return (0,result/* err */._)(text.error.code === "ENOENT" ? `it has no ${MANIFEST_FILE}` : text.error.message);
    }
    const json = parseJson(text.value);
    if (!json.ok)
        return (0,result/* err */._)(`${MANIFEST_FILE} is no JSON`);
    const manifest = schema.safeParse(json.value);
    if (manifest.success)
        return (0,result.ok)(manifest.data);
    const [issue] = manifest.error.issues;
    return (0,result/* err */._)(`${MANIFEST_FILE}: ${issue?.path.join(".") ?? ""}: ${issue?.message ?? "unreadable"}`);
}
/** Writes a plan, whole. */
function writePlan(files, path, plan) {
    const written = files.writeAtomic(path, (0,plan_json/* planJsonPieces */.h)(plan));
    return written.ok ? written : (0,result/* err */._)(fileFailure(written.error));
}
/** JSON text as a value; the error is the parser's sentence. */
function parseJson(text) {
    try {
        return (0,result.ok)(JSON.parse(text));
    }
    catch (error) {
        return (0,result/* err */._)(error instanceof Error ? error.message : String(error));
    }
}
/** A refused file operation as a failure of the use case. */
function fileFailure(problem) {
    return { reason: "files/unusable", path: problem.path, message: problem.message };
}


/***/ }),

/***/ 8415:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   a3: () => (/* binding */ formatDuration),
/* harmony export */   fP: () => (/* binding */ toSeconds),
/* harmony export */   yi: () => (/* binding */ parseDurationMs)
/* harmony export */ });
/* harmony import */ var _result_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8490);
/**
 * Durations: the text forms that suites and flags use, and the short form people read.
 */

const UNITS = {
    ms: 1,
    s: 1_000,
    m: 60_000,
    h: 3_600_000,
    d: 86_400_000,
};
/** Parses `90s`, `5m`, `1h30m`, `1.5s`, `250ms` to milliseconds. A bare `0` is zero. */
function parseDurationMs(text) {
    const trimmed = text.trim();
    if (trimmed === "0")
        return (0,_result_js__WEBPACK_IMPORTED_MODULE_0__.ok)(0);
    if (/^\d+(\.\d+)?$/u.test(trimmed)) {
        return (0,_result_js__WEBPACK_IMPORTED_MODULE_0__/* .err */ ._)({ reason: "bare-number", readings: [`${trimmed}s`, `${trimmed}m`] });
    }
    if (!/^(\d+(\.\d+)?(ms|s|m|h|d))+$/u.test(trimmed))
        return (0,_result_js__WEBPACK_IMPORTED_MODULE_0__/* .err */ ._)({ reason: "malformed" });
    let total = 0;
    for (const [, amount, , unit] of trimmed.matchAll(/(\d+(\.\d+)?)(ms|s|m|h|d)/gu)) {
        total += Number(amount) * (UNITS[unit ?? ""] ?? Number.NaN);
    }
    return Number.isFinite(total) ? (0,_result_js__WEBPACK_IMPORTED_MODULE_0__.ok)(Math.round(total)) : (0,_result_js__WEBPACK_IMPORTED_MODULE_0__/* .err */ ._)({ reason: "malformed" });
}
/** Short text for people: `340ms`, `4.2s`, `2m05s`, `1h02m`. */
function formatDuration(ms) {
    if (ms < 1_000)
        return `${Math.round(ms)}ms`;
    const tenths = Math.round(ms / 100);
    if (tenths < 600)
        return `${(tenths / 10).toFixed(1)}s`;
    const seconds = Math.round(ms / 1_000);
    const minutes = Math.floor(seconds / 60);
    if (minutes < 60)
        return `${minutes}m${String(seconds % 60).padStart(2, "0")}s`;
    return `${Math.floor(minutes / 60)}h${String(minutes % 60).padStart(2, "0")}m`;
}
/** Milliseconds as seconds with at most three decimals, for JSON. */
function toSeconds(ms) {
    return Math.round(ms) / 1_000;
}


/***/ }),

/***/ 7783:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   L: () => (/* binding */ withoutEscapes)
/* harmony export */ });
/**
 * Escape sequences of terminals: colours, titles, links, movements of the cursor.
 */
// CSI, then strings (OSC, DCS, SOS, PM, APC) up to their terminator, then two-character escapes.
const SEQUENCE = 
// biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences are what it finds.
/(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]|(?:\u001b[\]PX^_]|[\u009d\u0090\u0098\u009e\u009f])[^\u0007\u001b\u009c\n]{0,2000}(?:\u0007|\u001b\\|\u009c)|\u001b[ -/]*[0-~]/gu;
/** A text without them; what is not whole stays, as a control character among text. */
function withoutEscapes(text) {
    return text.replace(SEQUENCE, "");
}


/***/ }),

/***/ 1396:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $: () => (/* binding */ placeOf),
/* harmony export */   C: () => (/* binding */ findFailureLine)
/* harmony export */ });
/**
 * The line of a failed command's output that a person would point at. Three questions in this order:
 * does a test runner or a compiler name a failure; what does the last burst of errors begin with; what
 * was said last before tools and scripts say that they end. Pure, and linear in the output.
 */
/** A longer line is judged by its beginning. */
const JUDGED_CHARACTERS = 500;
/** Other lines between two errors of one burst; indented ones, as those of a stack, do not count. */
const BURST_GAP = 8;
/** Spaces before an error that only its words tell. */
const MOST_INDENT = 3;
/** Test runners and compilers. The first line of the first of these counts, wherever it is. */
const REPORTS = [
    // TAP, and what Perl's tests say beside it; pytest, whose progress may begin alike; Go; Rust.
    { pattern: /^\s*not ok\b(?!.*# *(?:todo|skip))/iu },
    { pattern: /^# +Failed test /u },
    { pattern: /^E {3,}(?!\[ *\d+%\])\S/u },
    { pattern: /^\s*--- FAIL: /u, heading: true },
    { pattern: /^thread '.*panicked at /u },
    // Compilers and linters, by place or code.
    { pattern: /^\S+[:(]\d+(?:[:,]\d+)?\)?(?::| -) (?:fatal )?error\b/u },
    { pattern: /^ +\d+:\d+ +error /u },
    { pattern: /^error\[\w+\]: /u },
    { pattern: /^(?:vet: )?\S+\.go:\d+:\d+: /u },
    // jest, whoever writes FAIL and a name, and marks.
    { pattern: /^\s*● (?!Console$)\S/u, heading: true },
    { pattern: /^\W*FAIL(?:ED)?\b[\]:]* +\w*\W*\w/u, heading: true },
    { pattern: /^\s*[✗✘✖×❌] *\S(?!.*:$)/u, heading: true },
];
/** Levels of logs in upper case anywhere, or as a label; the group holds those of errors. */
const LEVELS = [
    /\b(?:(ERROR|FATAL|CRITICAL|SEVERE)|INFO|DEBUG|TRACE|NOTICE|WARN|WARNING)\b/u,
    /^\W*(?:(error|fatal|fatal error|critical|panic)|info|debug|trace|notice|note|hint|help|warn|warning)(?:\]|: )/iu,
    /\((?:(error|fatal)|info|style|note|warning)\)/u,
    /\blevel"?[=:] ?"?(?:(error|fatal|critical|panic)|info|debug|trace|warn)/iu,
];
/** Errors by name: an exception, a test that does not hold, or a program that says why it ends. */
const NAMED = [
    /\b\w*(?:Error|Exception)\b(?: \[\w+\])?(?:: |:?$)/u,
    /^Exception in thread /u,
    /^npm (?:error|ERR!) (?!code |errno |syscall |path )\S/u,
    /^curl: \(\d+\) /u,
    /^\S+: line \d+: /u,
    /\bat \S+ line \d+\.$/u,
    /\bexpected\b.+\b(?:got|but|received|found|was)\b/iu,
];
/** Words that are said of errors. */
const WORDS = /\b(?:error|fatal|exception|failed|failure|fail|cannot|can't|could ?n[o']t|unable|timed out|not found|no such|no rule|(?:does|did|do|is|are|was|were) not|refused|denied|unbound|unexpected|invalid|unknown|undefined|unreachable|missing|mismatch|aborted|crashed|killed|unhealthy|unavailable|not ready|deadline exceeded|reset by|closed by|\w+BackOff|OOMKilled|segmentation fault|no space left|non-zero)\b/iu;
/** Good news: never the cause. */
const GOOD = [
    /^\W*(?:ok|pass(?:ed)?|success(?:ful|fully)?)\b/iu,
    /^\s*(?:[✓✔√✅]|--- (?:PASS|SKIP): |=== )|\bPASS(?:ED)?\b[\W\d]*$/u,
    /\.\.\.+ ?(?:ok|done|passed)\W*$/iu,
    /\[no tests? (?:files|to run)\]/u,
    /(?<!expected )\b(?:0|no|without) (?:errors?|failures?|failed)\b|\b(?:errors|failures|failed)[:=] *0\b/iu,
];
/** Source that is quoted, stacks, and commands as a shell shows them: no errors, whatever they hold. */
const QUOTED = /^\s*(?:\+{1,9} |at |File "|throw |raise |[>|]|\d+ *\|)/u;
/** Logs of Kubernetes' libraries: the program above them mostly says it again, and better. */
const LIBRARY = /^(?:([EF])|[IW])\d{4} \d\d:/u;
/** Said at once by what has run the command that failed: the cause is above. */
const WRAPPERS = [
    /^Node\.js v\d/u,
    /^exit status \d+$|\bELIFECYCLE\b/u,
    /^\W*(?:#\d+ )?(?:error:? )?(?:the )?(?:command|process|script)\b.*\b(?:code|status):? \d+\W*$/iu,
    /^\S*make(?:\[\d+\])?: (?:\*\*\* \[.*Error \d+|Target .* not remade|Leaving directory)|^ninja: build stopped/u,
    /^npm (?:error|ERR!)(?:\s*$| (?:A complete log|Lifecycle script|Test failed|code \d|command |workspace |location ))/u,
    /^error: (?:could not compile|test failed, to rerun)/u,
];
/** How a program is used, and results of which more is said elsewhere. */
const POINTERS = [
    /^(?:usage:|for more information\b|(?:run|see|try)\b.*\bhelp\b)/iu,
    /^FAIL\t|^Result: FAIL/u,
];
/** Says that it failed, and nothing else. */
const BARE = /^\W*(?:FAIL|FAILED|FAILURE|FAILURES|ERROR|ERRORS)\W*$/u;
/** Lines that begin with a sum, its name before or behind it, and how long it took. */
const SUMS = [
    /^\W*\d+(?:\/\d+|%)? (?:tests?|checks?|problems?|pass(?:ed|ing)?|fail(?:ed|ing|ures?)?|errors?|skipped|warnings?)\b(?! #)/iu,
    /^\W*(?:test )?(?:tests|suites|files|result|snapshots|total|pass|passed|fail|failed|failures|errors|cancelled|skipped|todo|found)\b\W*(?:fail(?:ed|ures)\W*|errors\W*)?\d+\b/iu,
    /^\W*(?:time|duration|duration_ms|start at|ran)\b.*\d/iu,
];
/** What scripts say while they end, whatever has happened. */
const GOODBYES = /^\W*(?:info\W+)?(?:clean(?:ed|ing)?[ -]?up|tearing down|teardown|shutting down|remov(?:ed|ing)|delet(?:ed|ing)|stopp(?:ed|ing)|(?:all )?done|finished|completed|bye|exiting)\b/iu;
/** The line that tells most of a failure; null where nothing is said. */
function findFailureLine(lines) {
    const judged = lines.map((line) => line.slice(0, JUDGED_CHARACTERS));
    return reported(judged) ?? beginningOfLastBurst(judged) ?? lastSaid(judged);
}
/** Where in an excerpt the line stands with which a message ends; null where it does not. */
function placeOf(message, lines) {
    let place = null;
    let most = 1;
    for (const [index, line] of lines.entries()) {
        const text = line.trim().slice(0, JUDGED_CHARACTERS);
        if (text.length < most || !message.endsWith(`: ${text}`))
            continue;
        place = index;
        most = text.length;
    }
    return place;
}
function reported(lines) {
    for (const { pattern, heading = false } of REPORTS) {
        const index = lines.findIndex((line) => pattern.test(line) && !isTrailer(line));
        if (index >= 0)
            return toFailureLine(lines, index, heading);
    }
    return null;
}
/** The line, with the next one if it announces it; a heading below a heading takes its place. */
function toFailureLine(lines, index, heading = false) {
    const text = lines[index]?.trim() ?? "";
    const below = lines.findIndex((line, place) => place > index && line.trim() !== "");
    const next = lines[below] ?? "";
    const tells = /\w/u.test(next) && !isGood(next) && !isTrailer(next);
    const inner = heading && indentOf(next) > indentOf(lines[index]);
    if (tells && inner && REPORTS.some((each) => each.heading && each.pattern.test(next))) {
        return toFailureLine(lines, below, true);
    }
    const announced = tells && (text.endsWith(":") || inner || (heading && isNamed(next)));
    return { index, text: announced ? `${text.replace(/:$/u, "")}: ${next.trim()}` : text };
}
/** An error by name before one by its words, and both before one that a library logs. */
function beginningOfLastBurst(lines) {
    const first = [];
    let gap = 0;
    for (let index = lines.length - 1; index >= 0 && gap <= BURST_GAP; index--) {
        const line = lines[index] ?? "";
        const rank = isTrailer(line) ? -1 : [isNamed, isWorded, isLogged].findIndex((is) => is(line));
        if (rank >= 0) {
            first[rank] = index;
            gap = 0;
        }
        else if (first.length > 0 && /^\S/u.test(line))
            gap += 1;
    }
    const index = first.find((place) => place !== undefined);
    return index === undefined ? null : toFailureLine(lines, index);
}
/** The last line that is not said at every end; else the last one that is no good news. */
function lastSaid(lines) {
    const bad = (line) => /\w/u.test(line) && !isGood(line);
    const tells = (line) => bad(line) && !isTrailer(line) && !GOODBYES.test(line);
    const wrapper = lines.findLastIndex((line) => matches(WRAPPERS, line));
    const places = [
        lines.findLastIndex((line, index) => index < wrapper && tells(line)),
        lines.findLastIndex(tells),
        lines.findLastIndex((line) => bad(line) && !BARE.test(line)),
    ];
    const chosen = places.find((place) => place >= 0);
    return chosen === undefined ? null : toFailureLine(lines, chosen);
}
function isNamed(line) {
    if (isGood(line) || QUOTED.test(line) || LIBRARY.test(line))
        return false;
    return levelOf(line) === "error" || (levelOf(line) === null && matches(NAMED, line));
}
/** What is far from the margin is part of something else, source in a stack for example. */
function isWorded(line) {
    if (indentOf(line) > MOST_INDENT || isGood(line))
        return false;
    return WORDS.test(line) && !QUOTED.test(line) && !LIBRARY.test(line) && levelOf(line) === null;
}
function isLogged(line) {
    return LIBRARY.exec(line)?.[1] !== undefined;
}
function levelOf(line) {
    for (const pattern of LEVELS) {
        const found = pattern.exec(line);
        if (found !== null)
            return found[1] === undefined ? "lower" : "error";
    }
    return null;
}
function isGood(line) {
    return matches(GOOD, line);
}
/** A sum that begins like an error is one: `ERROR: 3 checks failed`. */
function isTrailer(line) {
    if (BARE.test(line) || matches(WRAPPERS, line) || matches(POINTERS, line))
        return true;
    return matches(SUMS, line) && !isNamed(line);
}
function matches(patterns, line) {
    return patterns.some((pattern) => pattern.test(line));
}
function indentOf(line) {
    return line === undefined ? 0 : line.length - line.trimStart().length;
}


/***/ }),

/***/ 4291:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   k: () => (/* binding */ JsonBytes)
/* harmony export */ });
/* harmony import */ var _json_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3085);
/**
 * JSON texts of many values that are much alike, such as the scenarios of one matrix, as bytes of
 * UTF-8: what stays the same from one object to the next is encoded once and copied from then on.
 */

/** Stands for nothing yet: no value is the same. */
const NOTHING = {};
/** Shapes that are kept for a place. */
const MAX_SHAPES = 8;
/** Bytes that there is room for from the beginning. */
const ROOM = 98_304;
const ENCODER = new TextEncoder();
function newPlace() {
    return { last: NOTHING, bytes: null, shapes: [], items: null };
}
/**
 * Collects bytes of JSON without white space; members that are `undefined` are left out. What has been
 * written before is known by identity, so values must not change meanwhile.
 */
class JsonBytes {
    #sorted;
    #root = newPlace();
    #bytes = new Uint8Array(ROOM);
    #at = 0;
    /** With `sorted`, keys are sorted by code unit; otherwise they stay as they are. */
    constructor({ sorted }) {
        this.#sorted = sorted;
    }
    /** Number of bytes that are waiting to be taken. */
    get length() {
        return this.#at;
    }
    /** What was written since the last time; whatever is written next takes its place. */
    take() {
        const taken = this.#bytes.subarray(0, this.#at);
        this.#at = 0;
        return taken;
    }
    /** Adds a text as it is. */
    raw(text) {
        if (text.length > 256 || !this.#ascii(text))
            this.#copy(ENCODER.encode(text));
        return this;
    }
    /** Adds the JSON of a value. */
    value(value) {
        this.#value(this.#root, value);
        return this;
    }
    #value(place, value) {
        if (typeof value === "string")
            this.#string(value);
        else if (value === null || typeof value !== "object")
            this.raw(JSON.stringify(value ?? null));
        else if (place.last !== value) {
            place.last = value;
            place.bytes = null;
            this.#object(place, value);
        }
        else if (place.bytes !== null)
            this.#copy(place.bytes);
        else {
            const start = this.#at;
            this.#object(place, value);
            place.bytes = this.#bytes.slice(start, this.#at);
        }
    }
    #object(place, value) {
        if (Array.isArray(value)) {
            this.#list(place, value);
            return;
        }
        const shape = this.#shapeOf(place, value);
        if (shape === null) {
            this.raw(this.#text(value));
            return;
        }
        const { varying, held } = shape;
        const fixed = shape.fixed ?? [];
        this.#copy(fixed[0]);
        for (let i = 0; i < varying.length; i++) {
            const member = varying[i];
            this.#value(member.place, held[member.at]);
            this.#copy(fixed[i + 1]);
        }
    }
    #list(place, items) {
        place.items ??= newPlace();
        this.raw("[");
        for (let i = 0; i < items.length; i++) {
            if (i > 0)
                this.raw(",");
            this.#value(place.items, items[i]);
        }
        this.raw("]");
    }
    /** How the object is to be written; null where it is the first of its kind, or lacks members. */
    #shapeOf(place, value) {
        const { shapes } = place;
        for (let i = 0; i < shapes.length; i++) {
            const shape = shapes[i];
            const same = scan(shape, value);
            if (same === null)
                continue;
            if (!same)
                return null;
            if (i > 0)
                shapes.unshift(...shapes.splice(i, 1));
            if (shape.fixed === null)
                this.#fix(shape);
            return shape;
        }
        shapes.unshift(shapeLike(value));
        if (shapes.length > MAX_SHAPES)
            shapes.pop();
        return null;
    }
    /** Encodes what does not vary. */
    #fix(shape) {
        const members = [...shape.members];
        if (this.#sorted)
            members.sort((a, b) => (a.key < b.key ? -1 : 1));
        const fixed = [];
        let text = "{";
        for (const [i, { key, place, varies }] of members.entries()) {
            text += `${i === 0 ? "" : ","}${JSON.stringify(key)}:`;
            if (!varies) {
                text += this.#text(place.last);
                continue;
            }
            fixed.push(ENCODER.encode(text));
            text = "";
        }
        fixed.push(ENCODER.encode(`${text}}`));
        shape.varying = members.filter(({ varies }) => varies);
        shape.fixed = fixed;
    }
    #text(value) {
        return this.#sorted ? (0,_json_js__WEBPACK_IMPORTED_MODULE_0__/* .canonicalJson */ .dj)(value) : JSON.stringify(value);
    }
    #string(text) {
        const start = this.#at;
        this.#reserve(text.length + 2);
        const bytes = this.#bytes;
        let at = start;
        bytes[at++] = QUOTE;
        for (let i = 0; i < text.length; i++) {
            const code = text.charCodeAt(i);
            if (code < SPACE || code > LAST_ASCII || code === QUOTE || code === BACKSLASH) {
                this.raw(JSON.stringify(text));
                return;
            }
            bytes[at++] = code;
        }
        bytes[at++] = QUOTE;
        this.#at = at;
    }
    /** Adds a text that is nothing but ASCII; false where it is not. */
    #ascii(text) {
        this.#reserve(text.length);
        const bytes = this.#bytes;
        let at = this.#at;
        for (let i = 0; i < text.length; i++) {
            const code = text.charCodeAt(i);
            if (code > LAST_ASCII)
                return false;
            bytes[at++] = code;
        }
        this.#at = at;
        return true;
    }
    #copy(from) {
        const { length } = from;
        this.#reserve(length);
        const bytes = this.#bytes;
        // A call costs more than a few bytes.
        if (length > 32)
            bytes.set(from, this.#at);
        else
            for (let i = 0; i < length; i++)
                bytes[this.#at + i] = from[i];
        this.#at += length;
    }
    #reserve(count) {
        if (this.#at + count <= this.#bytes.length)
            return;
        const larger = new Uint8Array(Math.max(2 * this.#bytes.length, this.#at + count));
        larger.set(this.#bytes.subarray(0, this.#at));
        this.#bytes = larger;
    }
}
const SPACE = 0x20;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const LAST_ASCII = 0x7e;
function shapeLike(value) {
    const members = Object.entries(value).map(([key, last], at) => {
        return { key, at, place: { ...newPlace(), last }, varies: last === undefined };
    });
    return { members, held: members.map(() => null), varying: [], fixed: null };
}
/**
 * Holds an object against a shape, and notes what varies. Null where its keys are others; false where
 * a member is left out.
 */
function scan(shape, value) {
    const { members, held } = shape;
    const of = value;
    let whole = true;
    let i = 0;
    for (const key in of) {
        const member = members[i];
        if (member === undefined || member.key !== key)
            return null;
        const each = of[key];
        held[i++] = each;
        if (each === undefined)
            whole = false;
        if (member.varies || member.place.last === each)
            continue;
        member.varies = true;
        shape.fixed = null;
    }
    return i === members.length ? whole : null;
}


/***/ }),

/***/ 3085:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Lh: () => (/* binding */ mapLeaves),
/* harmony export */   OW: () => (/* binding */ isJsonObject),
/* harmony export */   dj: () => (/* binding */ canonicalJson),
/* harmony export */   hF: () => (/* binding */ renderJson),
/* harmony export */   hH: () => (/* binding */ numberAsWritten),
/* harmony export */   qF: () => (/* binding */ parseJson),
/* harmony export */   vD: () => (/* binding */ WrittenNumber)
/* harmony export */ });
/**
 * JSON as a type, what kind a value is, numbers as they were written, and the canonical text.
 * The digest of a plan is taken over this text, so its rules never change within a major version.
 */
/**
 * A number that would be written in another way again: `3.10`, `0755`, or more digits than a number
 * holds. It lives between the reading of a text and a plan; wherever it becomes text it is what was
 * written, in JSON a text too.
 */
class WrittenNumber {
    text;
    constructor(text) {
        this.text = text;
    }
    get value() {
        return Number(this.text);
    }
    toString() {
        return this.text;
    }
    toJSON() {
        return this.text;
    }
}
/** A number, with its text where another would be written for it. */
function numberAsWritten(value, text) {
    return text === undefined || text === String(value) ? value : new WrittenNumber(text);
}
/** True for an object: neither null nor a list. */
function isJsonObject(value) {
    if (typeof value !== "object" || value === null)
        return false;
    return !Array.isArray(value) && !(value instanceof WrittenNumber);
}
/** The value with each of its leaves replaced; `path` leads to a leaf. */
function mapLeaves(value, replace, path = []) {
    const inside = (member, step) => mapLeaves(member, replace, [...path, step]);
    if (isJsonObject(value)) {
        return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, inside(one, key)]));
    }
    return isList(value) ? value.map((one, i) => inside(one, String(i))) : replace(value, path);
}
function isList(value) {
    return Array.isArray(value);
}
/** As `JSON.stringify`, with numbers as they were written; those that JSON lacks become texts. */
function renderJson(value, indent = "") {
    return JSON.stringify(mapLeaves(value, rawNumber), undefined, indent);
}
function rawNumber(leaf) {
    if (!(leaf instanceof WrittenNumber))
        return leaf;
    const isJson = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:e[+-]?\d+)?$/iu.test(leaf.text);
    // Nothing but text for `JSON.stringify`, which the types do not know of.
    return isJson ? RAW_JSON.rawJSON(leaf.text) : leaf;
}
const RAW_JSON = JSON;
/** As `JSON.parse`, with numbers as they were written. */
function parseJson(text) {
    return JSON.parse(text, (_, value, context) => typeof value === "number" ? numberAsWritten(value, context?.source) : value);
}
/** Text with keys sorted by code unit and no white space; members that are `undefined` are left out. */
function canonicalJson(value) {
    if (value === null || typeof value !== "object")
        return JSON.stringify(value ?? null);
    if (value instanceof WrittenNumber)
        return JSON.stringify(value);
    let text = "";
    if (Array.isArray(value)) {
        for (const item of value)
            text += `${text === "" ? "" : ","}${canonicalJson(item)}`;
        return `[${text}]`;
    }
    for (const key of Object.keys(value).sort()) {
        const member = value[key];
        if (member === undefined)
            continue;
        text += `${text === "" ? "" : ","}${JSON.stringify(key)}:${canonicalJson(member)}`;
    }
    return `{${text}}`;
}


/***/ }),

/***/ 3746:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Jc: () => (/* binding */ toMemoryBound),
/* harmony export */   NW: () => (/* binding */ parseMeminfo),
/* harmony export */   Oy: () => (/* binding */ parseCpuMax),
/* harmony export */   QC: () => (/* binding */ controllerFolders),
/* harmony export */   XR: () => (/* binding */ memoryFiles),
/* harmony export */   g2: () => (/* binding */ parseCpuQuota),
/* harmony export */   wj: () => (/* binding */ parseCgroup)
/* harmony export */ });
/* unused harmony exports foldersUpwards, parseMemoryLimit, wholeNumber, statBytes */
/**
 * What files of Linux say of processors and memory: `/proc/meminfo` and control groups of both
 * versions.
 */
/** Where a process is, from `/proc/self/cgroup`; null where the file says nothing of the controller. */
function parseCgroup(text, controller) {
    let unified = null;
    for (const line of text.split("\n")) {
        const [, controllers = "", path = ""] = /^\d+:([^:]*):(\/.*)$/u.exec(line) ?? [];
        if (path === "")
            continue;
        if (controllers.split(",").includes(controller))
            return { version: 1, path };
        if (controllers === "")
            unified = { version: 2, path };
    }
    return unified;
}
/** The folders that bound a process: its own and every one above, as far as they are visible. */
function foldersUpwards(path) {
    const segments = path.split("/").filter((segment) => segment !== "" && segment !== "..");
    return segments
        .map((_, index) => `/${segments.slice(0, segments.length - index).join("/")}`)
        .concat("");
}
/** Processors by `cpu.max` (`200000 100000`); null without a limit. */
function parseCpuMax(text) {
    const [quota = "", period = "100000"] = text.trim().split(/\s+/u);
    return ratio(quota, period);
}
/** Processors by `cpu.cfs_quota_us` and `cpu.cfs_period_us`; null without a limit (-1). */
function parseCpuQuota(quota, period) {
    return ratio(quota.trim(), period.trim());
}
/** Bytes by `memory.max` or `memory.limit_in_bytes`; null without a limit. */
function parseMemoryLimit(text) {
    const bytes = wholeNumber(text);
    // Version 1 writes the largest multiple of a page instead of a word.
    return bytes === null || bytes >= 2 ** 62 ? null : bytes;
}
const MOUNT = "/sys/fs/cgroup";
/** The folders of a controller's control groups that bound a process; none where it is in none. */
function controllerFolders(cgroup, controller) {
    const place = parseCgroup(cgroup, controller);
    if (place === null)
        return [];
    const { version } = place;
    const mount = version === 2 ? MOUNT : `${MOUNT}/${controller}`;
    return foldersUpwards(place.path).map((folder) => ({ version, path: `${mount}${folder}` }));
}
/** The files of every group that bounds the memory of a process, from `/proc/self/cgroup`. */
function memoryFiles(cgroup) {
    return controllerFolders(cgroup, "memory").map(({ version, path }) => ({
        limit: `${path}/${version === 2 ? "memory.max" : "memory.limit_in_bytes"}`,
        usage: `${path}/${version === 2 ? "memory.current" : "memory.usage_in_bytes"}`,
        stat: `${path}/memory.stat`,
        cached: version === 2 ? "inactive_file" : "total_inactive_file",
    }));
}
/** The bound of a group by the texts of its files; null without a limit. */
function toMemoryBound(texts) {
    const limitBytes = parseMemoryLimit(texts.limit);
    if (limitBytes === null)
        return null;
    const usage = wholeNumber(texts.usage) ?? 0;
    return { limitBytes, usedBytes: Math.max(0, usage - statBytes(texts.stat, texts.cached)) };
}
/** A file that holds one number; null when it does not. */
function wholeNumber(text) {
    return /^\d{1,20}$/u.test(text.trim()) ? Number(text.trim()) : null;
}
/** Bytes of a line of `memory.stat`, such as `inactive_file`; 0 where there is none. */
function statBytes(text, name) {
    const line = text.split("\n").find((each) => each.startsWith(`${name} `)) ?? "";
    return wholeNumber(line.slice(name.length)) ?? 0;
}
/** Total and available bytes of `/proc/meminfo`; null when they are not there. */
function parseMeminfo(text) {
    const kib = (name) => {
        const [, count] = new RegExp(String.raw `^${name}:\s+(\d{1,15}) kB$`, "mu").exec(text) ?? [];
        return count === undefined ? null : Number(count) * 1_024;
    };
    const totalBytes = kib("MemTotal");
    // Kernels before 3.14 do not say what is available.
    const availableBytes = kib("MemAvailable") ?? kib("MemFree");
    return totalBytes === null || availableBytes === null ? null : { totalBytes, availableBytes };
}
function ratio(quota, period) {
    const [part, whole] = [wholeNumber(quota), wholeNumber(period)];
    if (part === null || whole === null || part === 0 || whole === 0)
        return null;
    return part / whole;
}


/***/ }),

/***/ 3898:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   O: () => (/* binding */ once)
/* harmony export */ });
/**
 * Values that take a while to make and that most runs never ask for.
 */
/** A function that makes its value when it is first called, and gives the same one ever after. */
function once(make) {
    let made = null;
    return () => {
        made ??= { value: make() };
        return made.value;
    };
}


/***/ }),

/***/ 1300:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   MY: () => (/* binding */ PORTS_PER_WORKER),
/* harmony export */   Ne: () => (/* binding */ FIRST_PORT),
/* harmony export */   lq: () => (/* binding */ PORT_RANGES),
/* harmony export */   r4: () => (/* binding */ portBase)
/* harmony export */ });
/**
 * Which ports scenarios are given: ranges side by side, below the ephemeral ports of Linux.
 */
/** Ports that each worker may use: a range of its own. */
const PORTS_PER_WORKER = 20;
/** The first port of the first range. */
const FIRST_PORT = 20_000;
/** As many ranges as leave a port below 32,000 for each, by which it is claimed. */
const PORT_RANGES = 570;
/** First port of a worker's range where nothing is claimed. */
function portBase(worker) {
    return FIRST_PORT + ((worker - 1) % PORT_RANGES) * PORTS_PER_WORKER;
}


/***/ }),

/***/ 8722:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   C: () => (/* binding */ TextReplacer)
/* harmony export */ });
/* unused harmony export SHORTEST_TEXT */
/**
 * Replacing any of many texts, in time that does not grow with their number.
 */
/** Texts are told apart by so many of their first characters; shorter ones cannot be looked for. */
const SHORTEST_TEXT = 4;
/** More texts than that are told apart by a further character, as far as it is worth it. */
const MOST_ALIKE = 8;
const MOST_DEPTH = 64;
/** Stands for the character that follows where none does. */
const END = -1;
/** Texts that are looked for, and what stands in their place; texts that overlap are one place. */
class TextReplacer {
    #by;
    /** By the hash of their beginning. */
    #texts = new Map();
    /** Which hashes there are: most places of a text are passed over by it. */
    #known = new Uint8Array(HASHES);
    #longest = 0;
    constructor(by) {
        this.#by = by;
    }
    /** Looks for these too. */
    add(texts) {
        for (const text of texts) {
            if (text.length < SHORTEST_TEXT)
                continue;
            const hash = hashOf(keyAt(text, 0));
            this.#texts.set(hash, withText(this.#texts.get(hash), { text, depth: SHORTEST_TEXT }));
            this.#known[hash] = 1;
            this.#longest = Math.max(this.#longest, text.length);
        }
    }
    replace(text) {
        // Nearly every text has nothing of it and stays the same.
        const parts = [];
        const { at, count } = this.#scan(text, { limit: text.length, covered: 0, parts });
        if (count === 0)
            return { text, count };
        return { text: `${parts.join("")}${text.slice(at)}`, count };
    }
    /** Replaces in a text of any length; nothing may be added meanwhile. */
    stream() {
        let rest = "";
        let covered = 0;
        let count = 0;
        const step = (text, limit) => {
            const parts = [];
            const scanned = this.#scan(text, { limit, covered, parts });
            count += scanned.count;
            if (scanned.at < limit)
                parts.push(text.slice(scanned.at, limit));
            covered = Math.max(0, scanned.at - limit);
            rest = text.slice(limit);
            return parts.join("");
        };
        return {
            push: (piece) => {
                const text = rest + piece;
                // What may be the beginning of a text waits for the next piece.
                return step(text, Math.max(0, text.length - Math.max(0, this.#longest - 1)));
            },
            end: () => step(rest, rest.length),
            get count() {
                return count;
            },
        };
    }
    /**
     * Looks for texts that begin before `limit`. `covered` characters belong to one that began earlier;
     * `parts` take what is before `at`, from where on nothing has been taken.
     */
    #scan(text, how) {
        const { limit, parts } = how;
        const last = Math.min(limit, text.length - SHORTEST_TEXT + 1);
        let at = how.covered;
        let count = 0;
        const known = this.#known;
        let key = last > 0 ? keyAt(text, 0) : 0;
        for (let i = 0; i < last; i++) {
            // Each step takes one character in; those before the latest four have left.
            if (i > 0)
                key = (key << 8) ^ text.charCodeAt(i + SHORTEST_TEXT - 1);
            const hash = hashOf(key);
            if (known[hash] === 0)
                continue;
            const found = longestAt(text, i, this.#texts.get(hash));
            if (found === 0)
                continue;
            if (i >= at) {
                parts.push(text.slice(at, i), this.#by);
                count += 1;
                at = i;
            }
            at = Math.max(at, i + found);
        }
        return { at, count };
    }
}
const HASHES = 1 << 16;
/** The four characters from there on; of rare ones not all of it is kept, which tells apart less. */
function keyAt(text, at) {
    let key = 0;
    for (let i = at; i < at + SHORTEST_TEXT; i++)
        key = (key << 8) ^ text.charCodeAt(i);
    return key;
}
function hashOf(key) {
    return Math.imul(key, 0x9e3779b1) >>> 16;
}
/** With a further text; all of them agree before `depth`, or in the hash of that. */
function withText(alike, added) {
    const { text, depth } = added;
    if (alike === undefined)
        return [text];
    if (alike instanceof Map) {
        const next = text.length > depth ? text.charCodeAt(depth) : END;
        return alike.set(next, withText(alike.get(next), { text, depth: depth + 1 }));
    }
    if (alike.includes(text))
        return alike;
    alike.push(text);
    alike.sort((a, b) => b.length - a.length);
    if (alike.length <= MOST_ALIKE || depth >= MOST_DEPTH)
        return alike;
    return alike.reduce((all, one) => withText(all, { text: one, depth }), new Map());
}
/** Length of the longest of the texts that stands here; 0 where none does. */
function longestAt(text, at, texts) {
    let longest = 0;
    let alike = texts;
    for (let depth = SHORTEST_TEXT; alike instanceof Map; depth++) {
        const ended = alike.get(END);
        if (ended !== undefined)
            longest = Math.max(longest, longestAt(text, at, ended));
        alike = alike.get(text.charCodeAt(at + depth));
    }
    for (const one of alike ?? [])
        if (text.startsWith(one, at))
            return one.length;
    return longest;
}


/***/ }),

/***/ 8490:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   _: () => (/* binding */ err),
/* harmony export */   ok: () => (/* binding */ ok)
/* harmony export */ });
/* unused harmony export all */
/** Wraps a success. */
function ok(value) {
    return { ok: true, value };
}
/** Wraps an expected failure. */
function err(error) {
    return { ok: false, error };
}
/** Collects the values of all results, or every error of them, so that a user sees all at once. */
function all(results) {
    const values = [];
    const errors = [];
    for (const result of results) {
        if (result.ok)
            values.push(result.value);
        else
            errors.push(result.error);
    }
    return errors.length > 0 ? err(errors) : ok(values);
}


/***/ }),

/***/ 8095:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   T: () => (/* binding */ shownLines)
/* harmony export */ });
/* harmony import */ var _escape_sequences_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7783);
/**
 * What a terminal shows of text with control sequences: colours vanish, a carriage return writes a line
 * anew, sequences that erase erase. Time is linear in the text, whatever it holds.
 */

/** A line that is written anew is kept up to this column: more of it is never shown. */
const MAX_COLUMNS = 1_024;
// What moves the cursor or erases: a carriage return, a backspace, or CSI with at most one number.
const MOVE = 
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it finds.
/[\r\u0008]|(?:\u001b\[|\u009b)(\d{0,4})([ACDEFGJK])/u;
const MOVES = new RegExp(MOVE.source, "gu");
/** The lines that are seen once all has been written, without colours. */
function shownLines(text) {
    const screen = new Screen();
    for (const line of text.replaceAll("\r\n", "\n").split("\n"))
        screen.writeLine(line);
    return screen.rows;
}
/** Rows without end: nothing that was written scrolls away or is cleared by a new screen. */
class Screen {
    rows = [];
    #row = 0;
    #column = 0;
    writeLine(line) {
        if (this.#row === this.rows.length && !MOVE.test(line)) {
            this.rows.push(line.includes("\u001b") || line.includes("\u009b") ? plain(line) : line);
        }
        else {
            this.#write(line);
        }
        this.#row += 1;
        this.#column = 0;
    }
    #write(line) {
        let from = 0;
        this.#put("");
        for (const move of line.matchAll(MOVES)) {
            this.#put(line.slice(from, move.index));
            from = move.index + move[0].length;
            this.#move(move[2] ?? move[0], move[1] ?? "");
        }
        this.#put(line.slice(from));
        this.rows[this.#row] = this.rows[this.#row]?.trimEnd() ?? "";
    }
    #put(written) {
        const text = plain(written);
        const before = this.rows[this.#row] ?? "";
        const end = this.#column + text.length;
        const row = before.slice(0, this.#column).padEnd(this.#column) + text + before.slice(end);
        this.rows[this.#row] = row.slice(0, MAX_COLUMNS);
        this.#column = Math.min(end, MAX_COLUMNS);
    }
    #move(key, digits) {
        const count = Math.max(1, Number(digits));
        switch (key) {
            case "\r":
                this.#column = 0;
                break;
            case "\b":
            case "D":
                this.#column = Math.max(0, this.#column - (key === "D" ? count : 1));
                break;
            case "C":
                this.#column = Math.min(MAX_COLUMNS, this.#column + count);
                break;
            case "G":
                this.#column = Math.min(MAX_COLUMNS, count - 1);
                break;
            case "A":
            case "F":
                this.#row = Math.max(0, this.#row - count);
                if (key === "F")
                    this.#column = 0;
                break;
            case "E":
                this.#down(count);
                this.#column = 0;
                break;
            case "J":
            case "K":
                this.#erase(key, digits);
        }
    }
    /** Downwards there is only what was there: a number may be large. */
    #down(count) {
        this.#row = Math.min(this.#row + count, this.rows.length);
        this.#put("");
    }
    /** From the cursor on, or the whole line. To clear a screen hides nothing: a log is kept. */
    #erase(key, digits) {
        const row = this.rows[this.#row] ?? "";
        if (digits === "" || digits === "0") {
            this.rows[this.#row] = row.slice(0, this.#column);
            if (key === "J")
                this.rows.length = this.#row + 1;
        }
        else if (key === "K" && digits === "2") {
            this.rows[this.#row] = "";
        }
    }
}
function plain(text) {
    return (0,_escape_sequences_js__WEBPACK_IMPORTED_MODULE_0__/* .withoutEscapes */ .L)(text);
}


/***/ }),

/***/ 1408:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   M: () => (/* binding */ JsonSchema)
/* harmony export */ });
/* harmony import */ var zod__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8816);
/* harmony import */ var _core_once_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3898);
/**
 * JSON values as a schema, for members whose shape belongs to the user.
 */


const JsonSchema = (0,_core_once_js__WEBPACK_IMPORTED_MODULE_0__/* .once */ .O)(() => zod__WEBPACK_IMPORTED_MODULE_1__/* .json */ .Pq9());


/***/ }),

/***/ 7839:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   h: () => (/* binding */ planJsonPieces),
/* harmony export */   m: () => (/* binding */ planJsonTexts)
/* harmony export */ });
/* harmony import */ var _core_json_bytes_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(4291);
/**
 * A plan as JSON text: laid out for people, but each scenario on a line of its own, and in pieces,
 * because a plan can be very long.
 */

/** Bytes of a piece, about. */
const PIECE = 65_536;
/**
 * The text of `plan.json`, with its line end, in UTF-8. No piece ends within a character; each holds
 * until the next one is asked for.
 */
function* planJsonPieces(plan) {
    const bytes = new _core_json_bytes_js__WEBPACK_IMPORTED_MODULE_0__/* .JsonBytes */ .k({ sorted: false });
    let separator = "{\n";
    for (const [name, member] of Object.entries(plan)) {
        if (member === undefined)
            continue;
        bytes.raw(`${separator}  `).value(name).raw(": ");
        separator = ",\n";
        if (name !== "scenarios") {
            bytes.raw(JSON.stringify(member, null, 2).replaceAll("\n", "\n  "));
            continue;
        }
        let between = "{\n    ";
        for (const id of Object.keys(plan.scenarios)) {
            bytes.raw(between).value(id).raw(": ").value(plan.scenarios[id]);
            between = ",\n    ";
            if (bytes.length >= PIECE)
                yield bytes.take();
        }
        bytes.raw(between.startsWith("{") ? "{}" : "\n  }");
    }
    yield bytes.raw("\n}\n").take();
}
/** The same as texts. */
function* planJsonTexts(plan) {
    const decoder = new TextDecoder();
    for (const piece of planJsonPieces(plan))
        yield decoder.decode(piece);
}


/***/ }),

/***/ 4029:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   At: () => (/* binding */ renderReproduce),
/* harmony export */   r7: () => (/* binding */ shellWord),
/* harmony export */   yJ: () => (/* binding */ inRepository)
/* harmony export */ });
/** The seed where none is given: it goes without saying. */
const DEFAULT_SEED = 1;
/** A longer line is cut short in some report, and no use to anybody. */
const MAX_CHARS = 900;
/**
 * `parallel-smoke run SUITE --profile NAME --filter ID`; a suite without a file comes through a pipe.
 * Variables whose values may be secrets are asked of the shell, which refuses where they are not set.
 * Null where the line would be too long.
 */
function renderReproduce(plan, id, told = {}) {
    const { command = "parallel-smoke", profiles = [], inline } = plan.repeat ?? {};
    const words = [...(told.env ?? []).map((name) => `${name}="\${${name}:?}"`), command, "run"];
    if (inline !== undefined)
        words.push("-");
    else if (plan.suiteFile !== undefined)
        words.push(shellWord(asOperand(suiteFileOf(plan))));
    for (const profile of profiles)
        words.push(...flag("--profile", profile));
    if (plan.seed !== DEFAULT_SEED)
        words.push("--seed", String(plan.seed));
    if (told.inherit !== undefined)
        words.push(...flag("--inherit-env", told.inherit));
    words.push(...flag("--filter", id));
    if (inline !== undefined) {
        words.unshift("printf", "%s", shellWord(suiteFor(plan, { inline, id })), "|");
    }
    const line = words.join(" ");
    return line.length > MAX_CHARS ? null : line;
}
/** A path of the plan as the repository has it: the checkout may lie in a folder of the root. */
function inRepository({ repeat }, path) {
    const folder = `${repeat?.checkout ?? "."}/`;
    return path.startsWith(folder) ? path.slice(folder.length) : path;
}
/** A text as one word of a POSIX shell. */
function shellWord(text) {
    if (/^[A-Za-z0-9_@%+=:,./-]+$/u.test(text))
        return text;
    return `'${text.replaceAll("'", `'\\''`)}'`;
}
/** A flag and its value; one that begins with a dash would be read as a flag of its own. */
function flag(name, value) {
    return value.startsWith("-") ? [shellWord(`${name}=${value}`)] : [name, shellWord(value)];
}
function suiteFileOf(plan) {
    return plan.repeat?.suiteFile ?? inRepository(plan, plan.suiteFile ?? "");
}
function asOperand(path) {
    return path.startsWith("-") ? `./${path}` : path;
}
/** A suite without a file, of its scenarios only this one and what it needs. */
function suiteFor({ scenarios, suiteFile }, of) {
    const wanted = new Set();
    const seen = new Set();
    const open = [of.id];
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
        const planned = scenarios[id];
        if (planned === undefined || seen.has(id))
            continue;
        seen.add(id);
        open.push(...planned.needs);
        const { file, line } = planned.definition;
        const declared = of.inline.scenarios.findLast((one) => file === suiteFile && one.line <= line);
        if (declared !== undefined)
            wanted.add(declared.text);
    }
    const own = wanted.size === 0 ? [] : [`scenarios: {${[...wanted].join(", ")}}`];
    return `{${[...of.inline.rest, ...own].join(", ")}}`;
}


/***/ })

};
