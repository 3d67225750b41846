export const id = 844;
export const ids = [844];
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

// UNUSED EXPORTS: LOGS_FOLDER

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
    const manifest = ManifestSchema().safeParse(json.value);
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
        return this.#sorted ? (0,_json_js__WEBPACK_IMPORTED_MODULE_0__/* .canonicalJson */ .d)(value) : JSON.stringify(value);
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
/* harmony export */   O: () => (/* binding */ isJsonObject),
/* harmony export */   d: () => (/* binding */ canonicalJson)
/* harmony export */ });
/**
 * JSON as a type, what kind a value is, and its canonical text.
 * The digest of a plan is taken over this text, so its rules never change within a major version.
 */
/** True for an object: neither null nor a list. */
function isJsonObject(value) {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}
/** Text with keys sorted by code unit and no white space; members that are `undefined` are left out. */
function canonicalJson(value) {
    if (value === null || typeof value !== "object")
        return JSON.stringify(value ?? null);
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


/***/ })

};
