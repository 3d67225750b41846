export const id = 777;
export const ids = [777];
export const modules = {

/***/ 7527:
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

/***/ 9133:
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

// EXTERNAL MODULE: ./lib/core/json/json.js
var json = __webpack_require__(5758);
// EXTERNAL MODULE: ./lib/core/problems/result.js
var result = __webpack_require__(7967);
// EXTERNAL MODULE: ./node_modules/zod/v4/classic/schemas.js + 17 modules
var schemas = __webpack_require__(8816);
// EXTERNAL MODULE: ./lib/core/once.js
var once = __webpack_require__(3898);
// EXTERNAL MODULE: ./lib/formats/json.js
var formats_json = __webpack_require__(1408);
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
    request: schemas/* object */.Ikc({ suite: schemas/* string */.YjP().nullable(), flags: schemas/* record */.g1P(schemas/* string */.YjP(), (0,formats_json/* JsonSchema */.M)()) })
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
// EXTERNAL MODULE: ./lib/app/folder/ballast.js
var ballast = __webpack_require__(7527);
;// CONCATENATED MODULE: ./lib/app/folder/run-folder.js
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
        return (0,result/* err */._)(text.error.code === "ENOENT"
            ? `it has no ${MANIFEST_FILE}`
            : `${MANIFEST_FILE}: ${text.error.message}`);
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
        return (0,result.ok)((0,json/* parseForeignJson */.Yy)(text));
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

/***/ 3829:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   aZ: () => (/* binding */ parseIdentity),
/* harmony export */   cu: () => (/* binding */ identityOf),
/* harmony export */   zK: () => (/* binding */ IDENTITY)
/* harmony export */ });
/* unused harmony export IDENTITY_FORM */
/* harmony import */ var _problems_result_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7967);
/* harmony import */ var _quantities_random_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6462);
/**
 * The `id` of a plan: it keeps the artifacts and the history of one plan apart from those of every
 * other plan of the same run.
 */


/** Leaves room for what artifact names add, and reads well in a list of them. */
const MOST_CHARS = 60;
/** The grammar of an `id`: what every service takes in a name, on file systems without case too. */
const IDENTITY = /^[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?$/u;
/** The grammar in words. */
const IDENTITY_FORM = `up to ${MOST_CHARS} lower-case letters, digits and hyphens, a letter or digit first and last, such as shop-staging`;
/** An `id` as a user gives it. */
function parseIdentity(text) {
    return IDENTITY.test(text) ? (0,_problems_result_js__WEBPACK_IMPORTED_MODULE_0__.ok)(text) : (0,_problems_result_js__WEBPACK_IMPORTED_MODULE_0__/* .err */ ._)(`expects ${IDENTITY_FORM}`);
}
/**
 * The `id` of a suite that is given none: its name where that is one, else as much of the name as
 * is possible, `--`, and a hash of the whole name. A name that is an `id` as it is never has `--`.
 */
function identityOf(suite) {
    const slug = suite
        .toLowerCase()
        .replace(/[^a-z0-9]+/gu, "-")
        .replace(/^-+|-+$/gu, "");
    if (slug !== "" && slug === suite && slug.length <= MOST_CHARS)
        return slug;
    const hash = (0,_quantities_random_js__WEBPACK_IMPORTED_MODULE_1__/* .hash32 */ .Ap)(suite).toString(36).padStart(7, "0");
    const start = slug.slice(0, MOST_CHARS - hash.length - 2).replace(/-+$/u, "");
    return `${start === "" ? "suite" : start}--${hash}`;
}


/***/ }),

/***/ 6248:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   k: () => (/* binding */ JsonBytes)
/* harmony export */ });
/* harmony import */ var _json_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5758);
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

/***/ 5758:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Lh: () => (/* binding */ mapLeaves),
/* harmony export */   OW: () => (/* binding */ isJsonObject),
/* harmony export */   Yy: () => (/* binding */ parseForeignJson),
/* harmony export */   dj: () => (/* binding */ canonicalJson),
/* harmony export */   hF: () => (/* binding */ renderJson),
/* harmony export */   hH: () => (/* binding */ numberAsWritten),
/* harmony export */   qF: () => (/* binding */ parseJson),
/* harmony export */   vD: () => (/* binding */ WrittenNumber)
/* harmony export */ });
/* unused harmony export MAX_JSON_DEPTH */
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
/** As `JSON.parse`, with numbers as they were written; refuses what `parseForeignJson` refuses. */
function parseJson(text) {
    const value = JSON.parse(text, (_, one, context) => typeof one === "number" ? numberAsWritten(one, context?.source) : one);
    refuseDeep(value, MAX_JSON_DEPTH);
    return value;
}
/**
 * Lists and objects of a text from elsewhere may lie in each other so deep. `JSON.parse` takes any
 * depth, but `JSON.stringify`, schemas and whatever else walks through a value ends the stack at a few
 * thousand.
 */
const MAX_JSON_DEPTH = 500;
/** As `JSON.parse`, for texts that anybody may have written: throws also where they are too deep. */
function parseForeignJson(text) {
    const value = JSON.parse(text);
    refuseDeep(value, MAX_JSON_DEPTH);
    return value;
}
function refuseDeep(value, left) {
    if (value === null || typeof value !== "object")
        return;
    if (left === 0)
        throw new SyntaxError(`it is nested deeper than ${MAX_JSON_DEPTH} levels`);
    if (Array.isArray(value)) {
        for (const item of value)
            refuseDeep(item, left - 1);
        return;
    }
    for (const key in value)
        refuseDeep(value[key], left - 1);
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

/***/ 7967:
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

/***/ 5105:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   a3: () => (/* binding */ formatDuration),
/* harmony export */   fP: () => (/* binding */ toSeconds),
/* harmony export */   yi: () => (/* binding */ parseDurationMs)
/* harmony export */ });
/* harmony import */ var _problems_result_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7967);
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
        return (0,_problems_result_js__WEBPACK_IMPORTED_MODULE_0__.ok)(0);
    if (/^\d+(\.\d+)?$/u.test(trimmed)) {
        return (0,_problems_result_js__WEBPACK_IMPORTED_MODULE_0__/* .err */ ._)({ reason: "bare-number", readings: [`${trimmed}s`, `${trimmed}m`] });
    }
    if (!/^(\d+(\.\d+)?(ms|s|m|h|d))+$/u.test(trimmed))
        return (0,_problems_result_js__WEBPACK_IMPORTED_MODULE_0__/* .err */ ._)({ reason: "malformed" });
    let total = 0;
    for (const [, amount, , unit] of trimmed.matchAll(/(\d+(\.\d+)?)(ms|s|m|h|d)/gu)) {
        total += Number(amount) * (UNITS[unit ?? ""] ?? Number.NaN);
    }
    return Number.isFinite(total) ? (0,_problems_result_js__WEBPACK_IMPORTED_MODULE_0__.ok)(Math.round(total)) : (0,_problems_result_js__WEBPACK_IMPORTED_MODULE_0__/* .err */ ._)({ reason: "malformed" });
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

/***/ 4632:
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

/***/ 1910:
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

/***/ 6462:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Ap: () => (/* binding */ hash32),
/* harmony export */   Is: () => (/* binding */ seededRandom),
/* harmony export */   Rn: () => (/* binding */ randomOf),
/* harmony export */   qj: () => (/* binding */ hashText)
/* harmony export */ });
/**
 * Seeded randomness: the same seed and the same words give the same numbers on every machine.
 */
/** 32-bit FNV-1a of the UTF-16 units of a text. */
function hash32(text) {
    let hash = 0x811c9dc5;
    for (let i = 0; i < text.length; i++) {
        hash ^= text.charCodeAt(i);
        hash = Math.imul(hash, 0x01000193);
    }
    return hash >>> 0;
}
/** `hash32` as a text of seven letters and digits. */
function hashText(text) {
    return hash32(text).toString(36).padStart(7, "0");
}
/** A stream of numbers in `[0, 1)` (mulberry32). */
function seededRandom(seed) {
    let state = seed >>> 0;
    return () => {
        state = (state + 0x6d2b79f5) >>> 0;
        let mixed = Math.imul(state ^ (state >>> 15), state | 1);
        mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
        return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
    };
}
/** One number in `[0, 1)` that depends on the seed and the words alone, never on call order. */
function randomOf(seed, ...words) {
    return seededRandom(hash32(`${seed}\u0000${words.join("\u0000")}`))();
}


/***/ }),

/***/ 9223:
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

/***/ 6340:
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
    /\([\w:]*(?:Error|Exception)\)$/u,
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
    /(?<!\.)\.{3,} ?(?:ok|done|passed)\W*$/iu,
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

/***/ 9208:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  S: () => (/* binding */ compileGlob)
});

;// CONCATENATED MODULE: ./lib/core/text/linear-match.js
/**
 * Matching without trying every way: a step takes all places of a text where it may begin and gives all
 * where it may end, so that twelve stars cost twelve walks through the text and not its twelfth power.
 */
/** Whether a text matches from its first character to its last. */
function matchesWhole(step, text) {
    return step(text, [0]).includes(text.length);
}
/** A text as it is. */
function exactly(wanted) {
    return (text, from) => from.flatMap((at) => (text.startsWith(wanted, at) ? [at + wanted.length] : []));
}
/** One character. */
function one(is) {
    return (text, from) => from.flatMap((at) => {
        const char = charAt(text, at);
        return char !== "" && is(char) ? [at + char.length] : [];
    });
}
/** Any number of characters, none included. */
function many(is) {
    return (text, from) => {
        const found = [];
        let next = 0;
        for (const start of from) {
            // What is before `next` was reached from an earlier place.
            if (start < next)
                continue;
            let at = start;
            for (;;) {
                found.push(at);
                const char = charAt(text, at);
                if (char === "" || !is(char))
                    break;
                at += char.length;
            }
            next = at + 1;
        }
        return found;
    };
}
/** One after another. */
function inOrder(steps) {
    return (text, from) => steps.reduce((at, step) => (at.length === 0 ? at : step(text, at)), from);
}
/** Any of them. */
function either(steps) {
    return (text, from) => rising(steps.flatMap((step) => step(text, from)));
}
/** Once or more often. */
function repeated(step) {
    return (text, from) => {
        const all = new Set();
        for (let at = from; at.length > 0;) {
            at = step(text, at).filter((place) => !all.has(place));
            for (const place of at)
                all.add(place);
        }
        return rising([...all]);
    };
}
/** Any number of characters that are together none of what the step matches. */
function other(step, is) {
    return (text, from) => rising(from.flatMap((at) => {
        const refused = new Set(step(text, [at]));
        return many(is)(text, [at]).filter((end) => !refused.has(end));
    }));
}
function rising(places) {
    return [...new Set(places)].sort((a, b) => a - b);
}
function charAt(text, at) {
    const code = text.codePointAt(at);
    return code === undefined ? "" : String.fromCodePoint(code);
}

;// CONCATENATED MODULE: ./lib/core/text/glob.js
/**
 * Patterns over paths: `*` and `?` stay inside a folder, `**` crosses folders, `{a,b}` is either; those
 * for files also know sets (`[a-z]`), `\` and groups such as `!(a|b)`. Whatever a pattern is, the time
 * grows with the text and not with the ways in which it could match.
 */

/** Compiles a pattern. Any text is one. `below` also takes what is in a folder that is met. */
function compileGlob(pattern, { groups, below = "nothing" }) {
    const step = new Reader(pattern, groups).read();
    const rest = either([NOTHING, inOrder([exactly("/"), many(() => true)])]);
    const whole = below === "anything" ? inOrder([step, rest]) : step;
    const fixed = /^[^*?{}[\]()\\!+@|,]*/u.exec(pattern)?.[0] ?? "";
    // What stands before a group may be repeated or left out with it.
    const start = fixed.slice(0, fixed.length < pattern.length ? -1 : undefined);
    return (path) => path.startsWith(start) && matchesWhole(whole, path);
}
const NOTHING = exactly("");
const ANY = many(() => true);
const inFolder = (char) => char !== "/";
const IN_FOLDER = many(inFolder);
/** Folders, or none. */
const FOLDERS = either([NOTHING, inOrder([ANY, exactly("/")])]);
/** Reads a pattern from left to right. */
class Reader {
    #pattern;
    #groups;
    #at = 0;
    constructor(pattern, groups) {
        this.#pattern = pattern;
        this.#groups = groups;
    }
    read() {
        return this.#sequence("");
    }
    /** Up to one of the signs, which is left. */
    #sequence(ends) {
        const steps = [];
        while (this.#at < this.#pattern.length) {
            const char = this.#pattern[this.#at] ?? "";
            if (ends.includes(char))
                break;
            steps.push(this.#step());
        }
        return inOrder(steps);
    }
    #step() {
        const rest = this.#pattern.slice(this.#at);
        const before = this.#at === 0 ? "/" : this.#pattern[this.#at - 1];
        const across = before === "/" ? /^\*\*+(\/|$)/u.exec(rest) : null;
        if (across !== null) {
            this.#at += across[0].length;
            return across[1] === "/" ? FOLDERS : ANY;
        }
        const special = this.#groups ? (this.#group(rest) ?? this.#set(rest)) : null;
        if (special !== null)
            return special;
        if (rest.startsWith("{") && rest.indexOf("}") > 0) {
            this.#at += 1;
            return either(this.#alternatives(",", "}"));
        }
        const [taken = ""] = /^(?:\*+|[\s\S])/u.exec(rest) ?? [];
        this.#at += taken.length;
        if (taken.startsWith("*"))
            return IN_FOLDER;
        if (taken === "?")
            return one(inFolder);
        if (taken !== "\\" || !this.#groups)
            return exactly(taken);
        const [escaped = "\\"] = /^[\s\S]/u.exec(this.#pattern.slice(this.#at)) ?? [];
        this.#at += escaped === "\\" && this.#at >= this.#pattern.length ? 0 : escaped.length;
        return exactly(escaped);
    }
    #alternatives(between, end) {
        const steps = [this.#sequence(between + end)];
        while (this.#pattern[this.#at] === between) {
            this.#at += 1;
            steps.push(this.#sequence(between + end));
        }
        this.#at += 1;
        return steps;
    }
    /** `!(a|b)` and its like. */
    #group(rest) {
        const [, kind] = /^([!?*+@]?)\((?=[\s\S]*\))/u.exec(rest) ?? [];
        if (kind === undefined)
            return null;
        this.#at += kind.length + 1;
        const inner = either(this.#alternatives("|", ")"));
        if (kind === "!")
            return other(inner, inFolder);
        if (kind === "?")
            return either([NOTHING, inner]);
        if (kind === "*")
            return either([NOTHING, repeated(inner)]);
        return kind === "+" ? repeated(inner) : inner;
    }
    #set(rest) {
        const [all, not = "", inside = ""] = /^\[([!^]?)(\]?(?:\[:\w+:\]|[^\]])*)\]/u.exec(rest) ?? [];
        if (all === undefined)
            return null;
        try {
            const named = inside.replace(/\[:(\w+):\]/gu, (_, name) => NAMED[name] ?? "");
            const set = new RegExp(`^[${not === "" ? "" : "^"}${named.replace(/[\]&[]/gu, "\\$&")}]$`, "u");
            this.#at += all.length;
            return one((char) => inFolder(char) && set.test(char));
        }
        catch {
            return null;
        }
    }
}
/** Sets by name, as POSIX has them. */
const NAMED = {
    alnum: "a-zA-Z0-9",
    alpha: "a-zA-Z",
    digit: "0-9",
    lower: "a-z",
    upper: "A-Z",
    word: "\\w",
    space: " \\t\\r\\n\\v\\f",
    xdigit: "A-Fa-f0-9",
};


/***/ }),

/***/ 4970:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   d: () => (/* binding */ notShown)
/* harmony export */ });
/** Stands where lines were left out of what people see: `… 1,234 lines were not shown`. */
function notShown(lines) {
    const count = lines.toLocaleString("en");
    return `… ${count} ${lines === 1 ? "line was" : "lines were"} not shown`;
}


/***/ }),

/***/ 7202:
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

/***/ 2746:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   F: () => (/* binding */ matchesPieces)
/* harmony export */ });
/** Whether a text is these pieces with anything between them, as `*` between pieces of a pattern means. */
function matchesPieces(pieces, text) {
    const [first = ""] = pieces;
    const last = pieces.at(-1) ?? "";
    if (pieces.length < 2)
        return text === first;
    const end = text.length - last.length;
    if (end < first.length || !text.startsWith(first) || !text.endsWith(last))
        return false;
    // The first place of each piece leaves most for the others: nothing is ever tried again.
    let at = first.length;
    for (const piece of pieces.slice(1, -1)) {
        const found = text.indexOf(piece, at);
        if (found < 0)
            return false;
        at = found + piece.length;
    }
    return at <= end;
}


/***/ }),

/***/ 5727:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   T: () => (/* binding */ shownLines)
/* harmony export */ });
/* harmony import */ var _escape_sequences_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9223);
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

/***/ 4418:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Fr: () => (/* binding */ CONCLUSIONS),
/* harmony export */   Is: () => (/* binding */ isSettled),
/* harmony export */   Od: () => (/* binding */ isInfrastructure),
/* harmony export */   PQ: () => (/* binding */ isOwnFailure),
/* harmony export */   bk: () => (/* binding */ VERDICTS),
/* harmony export */   eI: () => (/* binding */ SKIP_REASONS),
/* harmony export */   hE: () => (/* binding */ CAUSES),
/* harmony export */   im: () => (/* binding */ OUTCOMES),
/* harmony export */   j: () => (/* binding */ INFRASTRUCTURE_CAUSES),
/* harmony export */   lk: () => (/* binding */ passedAfter),
/* harmony export */   xM: () => (/* binding */ CANCEL_REASONS)
/* harmony export */ });
/* unused harmony export LOST_REASONS */
/**
 * The vocabulary of results: what an attempt and a scenario can end with, and why.
 * Values are public (results, journal, docs) and are never renamed within a major version.
 */
/** How one attempt ended. */
const OUTCOMES = ["passed", "failed", "skipped", "cancelled"];
/** How a scenario ended: exactly one for each planned scenario. */
const VERDICTS = ["passed", "failed", "flaky", "skipped", "cancelled", "lost"];
/** Why an attempt failed. */
const CAUSES = [
    "exit-code",
    "signal",
    "timeout",
    "idle-timeout",
    "memory-limit",
    "cpu-limit",
    "output-limit",
    "expectation",
    "fixture",
    "hook",
    "spawn",
];
/** Causes that speak of the machinery, not of what is tested; counted apart. */
const INFRASTRUCTURE_CAUSES = ["fixture", "hook", "spawn"];
/** True for a cause that speaks of the machinery. */
function isInfrastructure(cause) {
    return INFRASTRUCTURE_CAUSES.some((one) => one === cause);
}
/** True for an attempt that failed by itself; infrastructure trouble says nothing of the scenario. */
function isOwnFailure({ outcome, cause }) {
    return outcome === "failed" && !isInfrastructure(cause);
}
/** The verdict of a scenario that passed at last: `flaky` after a failure of its own. */
function passedAfter(attempts) {
    return attempts.some(isOwnFailure) ? "flaky" : "passed";
}
/** Why a scenario was skipped. */
const SKIP_REASONS = [
    "missing-capability",
    "condition",
    "dependency-failed",
    "self",
    "explicit",
];
/** Why a scenario was cancelled. */
const CANCEL_REASONS = ["interrupted", "fail-fast", "budget", "unwritable"];
/** Why a scenario is lost: nobody can say how it ended. */
const LOST_REASONS = (/* unused pure expression or super */ null && (["shard-missing", "shard-incomplete", "no-verdict"]));
/** What a whole run comes to. */
const CONCLUSIONS = ["success", "failure", "incomplete", "empty", "cancelled"];
/** Nothing is left to be done: what was skipped because another one failed was never tried. */
function isSettled({ verdict, reason }) {
    if (verdict === "skipped")
        return reason !== "dependency-failed";
    return verdict === "passed" || verdict === "flaky";
}


/***/ }),

/***/ 6412:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   CL: () => (/* binding */ RunnerClassSchema),
/* harmony export */   So: () => (/* binding */ ProbedSchema),
/* harmony export */   V8: () => (/* binding */ ProbeSpecSchema),
/* harmony export */   ox: () => (/* binding */ CapabilitySchema),
/* harmony export */   px: () => (/* binding */ RequirementSchema),
/* harmony export */   td: () => (/* binding */ WorkersSchema)
/* harmony export */ });
/* unused harmony exports ScopeSchema, ProbeHowSchema */
/* harmony import */ var zod__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8816);
/* harmony import */ var _core_once_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3898);
/**
 * What a runner or its surroundings offer, as files hold it: how it is probed, what a scenario asks
 * of it, and what a probe found.
 */


/** Whose fact it is: that of the machine that runs a shard, or one thing outside that all share. */
const ScopeSchema = (0,_core_once_js__WEBPACK_IMPORTED_MODULE_0__/* .once */ .O)(() => zod__WEBPACK_IMPORTED_MODULE_1__/* ["enum"] */ .k5n(["runner", "run"]));
/** How the presence or the quantity of a capability is found out. */
const ProbeHowSchema = (0,_core_once_js__WEBPACK_IMPORTED_MODULE_0__/* .once */ .O)(() => zod__WEBPACK_IMPORTED_MODULE_1__/* .discriminatedUnion */ .gMt("kind", [
    /** One that every runner is asked for: `cpu`, `memory`, `disk`, `os`, `arch`, `gpu`, `docker`. */
    zod__WEBPACK_IMPORTED_MODULE_1__/* .object */ .Ikc({ kind: zod__WEBPACK_IMPORTED_MODULE_1__/* .literal */ .euz("builtin"), name: zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP() }),
    /** Present when a connection opens. */
    zod__WEBPACK_IMPORTED_MODULE_1__/* .object */ .Ikc({ kind: zod__WEBPACK_IMPORTED_MODULE_1__/* .literal */ .euz("tcp"), host: zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(), port: zod__WEBPACK_IMPORTED_MODULE_1__/* .int */ .Whr().min(1).max(65_535) }),
    /** Present when the answer's status is 2xx. */
    zod__WEBPACK_IMPORTED_MODULE_1__/* .object */ .Ikc({ kind: zod__WEBPACK_IMPORTED_MODULE_1__/* .literal */ .euz("http"), url: zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP() }),
    /** Text for the shell; `presence` is exit code 0, the others read what it prints. */
    zod__WEBPACK_IMPORTED_MODULE_1__/* .object */ .Ikc({
        kind: zod__WEBPACK_IMPORTED_MODULE_1__/* .literal */ .euz("command"),
        run: zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(),
        as: zod__WEBPACK_IMPORTED_MODULE_1__/* ["enum"] */ .k5n(["presence", "count", "quantity", "version"]),
    }),
    zod__WEBPACK_IMPORTED_MODULE_1__/* .object */ .Ikc({ kind: zod__WEBPACK_IMPORTED_MODULE_1__/* .literal */ .euz("env"), name: zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP() }),
    /** Relative to the root, or absolute. */
    zod__WEBPACK_IMPORTED_MODULE_1__/* .object */ .Ikc({ kind: zod__WEBPACK_IMPORTED_MODULE_1__/* .literal */ .euz("file"), path: zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP() }),
    zod__WEBPACK_IMPORTED_MODULE_1__/* .object */ .Ikc({ kind: zod__WEBPACK_IMPORTED_MODULE_1__/* .literal */ .euz("value"), value: zod__WEBPACK_IMPORTED_MODULE_1__/* .number */ .aig().min(0) }),
    /** Allocatable of the ready nodes less a reserve of cpu and memory; with `pods`, their number. */
    zod__WEBPACK_IMPORTED_MODULE_1__/* .object */ .Ikc({
        kind: zod__WEBPACK_IMPORTED_MODULE_1__/* .literal */ .euz("kubernetes"),
        /** Label selector of nodes; empty takes all. */
        selector: zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(),
        /** Part of cpu and memory that is kept back, from 0 to 1. */
        reserve: zod__WEBPACK_IMPORTED_MODULE_1__/* .number */ .aig().min(0).max(1),
        /** Label selector of running pods to count instead, with their namespace (null: all). */
        pods: zod__WEBPACK_IMPORTED_MODULE_1__/* .object */ .Ikc({ selector: zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(), namespace: zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP().nullable() }).nullable(),
    }),
]));
/** A declared probe. */
const ProbeSpecSchema = (0,_core_once_js__WEBPACK_IMPORTED_MODULE_0__/* .once */ .O)(() => zod__WEBPACK_IMPORTED_MODULE_1__/* .object */ .Ikc({
    scope: ScopeSchema(),
    /** Its absence is an error of the run. */
    required: zod__WEBPACK_IMPORTED_MODULE_1__/* .boolean */ .zMY(),
    timeoutMs: zod__WEBPACK_IMPORTED_MODULE_1__/* .int */ .Whr().min(1),
    how: ProbeHowSchema(),
}));
/** What a scenario asks for: that something is there, or how it compares. */
const RequirementSchema = (0,_core_once_js__WEBPACK_IMPORTED_MODULE_0__/* .once */ .O)(() => zod__WEBPACK_IMPORTED_MODULE_1__/* .object */ .Ikc({
    /** As people write it: `docker`, `memory >= 8Gi`, `cluster["nvidia.com/gpu"] >= 1`. */
    text: zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(),
    /** Name of a capability; of a part of one, with its path: `cluster`, `nvidia.com/gpu`. */
    name: zod__WEBPACK_IMPORTED_MODULE_1__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP()).min(1),
    /** Null asks for presence alone. */
    test: zod__WEBPACK_IMPORTED_MODULE_1__/* .object */ .Ikc({
        op: zod__WEBPACK_IMPORTED_MODULE_1__/* ["enum"] */ .k5n([">=", ">", "==", "!=", "<=", "<"]),
        /** A number in base units, or a version or text as written. */
        value: zod__WEBPACK_IMPORTED_MODULE_1__/* .union */ .KCZ([zod__WEBPACK_IMPORTED_MODULE_1__/* .number */ .aig(), zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP()]),
    })
        .nullable(),
}));
/** What a probe found; parts of a capability have names of their own (`cluster.memory`). */
const CapabilitySchema = (0,_core_once_js__WEBPACK_IMPORTED_MODULE_0__/* .once */ .O)(() => zod__WEBPACK_IMPORTED_MODULE_1__/* .object */ .Ikc({
    name: zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(),
    scope: ScopeSchema(),
    present: zod__WEBPACK_IMPORTED_MODULE_1__/* .boolean */ .zMY(),
    /** In base units (cores, bytes, pieces); null where it has none. */
    quantity: zod__WEBPACK_IMPORTED_MODULE_1__/* .number */ .aig().min(0).nullable(),
    /** `cores`, `bytes`, or what is counted; null without a quantity. */
    unit: zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP().nullable(),
    /** A version or a word such as `linux`; absent where it has none. */
    value: zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP().optional(),
    /** What was run and what it said, or why it is absent. */
    evidence: zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(),
}));
/** Scenarios at once: a number, the machine's cores, or a part of the machine. */
const WorkersSchema = (0,_core_once_js__WEBPACK_IMPORTED_MODULE_0__/* .once */ .O)(() => zod__WEBPACK_IMPORTED_MODULE_1__/* .union */ .KCZ([
    zod__WEBPACK_IMPORTED_MODULE_1__/* .int */ .Whr().min(1).max(1024),
    zod__WEBPACK_IMPORTED_MODULE_1__/* .literal */ .euz("auto"),
    zod__WEBPACK_IMPORTED_MODULE_1__/* .templateLiteral */ .Uy$([zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP().regex(/^([1-9]\d?|100)$/u), "%"]),
]));
/** What `probe --json` writes. */
const ProbedSchema = (0,_core_once_js__WEBPACK_IMPORTED_MODULE_0__/* .once */ .O)(() => zod__WEBPACK_IMPORTED_MODULE_1__/* .object */ .Ikc({ capabilities: zod__WEBPACK_IMPORTED_MODULE_1__/* .array */ .YOg(CapabilitySchema()) }));
/** A kind of machine that shards run on. */
const RunnerClassSchema = (0,_core_once_js__WEBPACK_IMPORTED_MODULE_0__/* .once */ .O)(() => zod__WEBPACK_IMPORTED_MODULE_1__/* .object */ .Ikc({
    runsOn: zod__WEBPACK_IMPORTED_MODULE_1__/* .union */ .KCZ([zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(), zod__WEBPACK_IMPORTED_MODULE_1__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP())]),
    /** From the start of a job to its first scenario; null where nobody said. */
    startupMs: zod__WEBPACK_IMPORTED_MODULE_1__/* .int */ .Whr().min(0).nullable(),
    /** Quantities by capability name that its machines have, where they are declared. */
    capabilities: zod__WEBPACK_IMPORTED_MODULE_1__/* .record */ .g1P(zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(), zod__WEBPACK_IMPORTED_MODULE_1__/* .union */ .KCZ([zod__WEBPACK_IMPORTED_MODULE_1__/* .number */ .aig(), zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(), zod__WEBPACK_IMPORTED_MODULE_1__/* .boolean */ .zMY()])),
    /** Scenarios at once in a shard; null follows the command line. */
    workers: WorkersSchema().nullable(),
    maxShards: zod__WEBPACK_IMPORTED_MODULE_1__/* .int */ .Whr().min(1).nullable(),
}));


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

/***/ 1488:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Qp: () => (/* binding */ unpackPlan),
/* harmony export */   Sn: () => (/* binding */ unpackLines),
/* harmony export */   Zx: () => (/* binding */ PlanFileSchema),
/* harmony export */   pV: () => (/* binding */ packPlan)
/* harmony export */ });
/* unused harmony exports SharedDefinitionSchema, PlanEntrySchema */
/* harmony import */ var zod__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(8816);
/* harmony import */ var _core_once_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(3898);
/* harmony import */ var _core_problems_result_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(7967);
/* harmony import */ var _plan_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1709);
/**
 * `plan.json` as it stands on disk: each definition once, and for each scenario what is its own. A plan
 * in memory has whole definitions; `packPlan` and `unpackPlan` are the only two that know both forms.
 */




/** Members of a definition that each scenario has for itself. */
const OWN = { slug: true, name: true, matrix: true, numbers: true };
/** What scenarios of one declaration have in common. */
const SharedDefinitionSchema = (0,_core_once_js__WEBPACK_IMPORTED_MODULE_1__/* .once */ .O)(() => (0,_plan_js__WEBPACK_IMPORTED_MODULE_0__/* .DefinitionSchema */ .ZT)().omit(OWN));
/** A scenario of the file: its definition by key, and what differs from it. */
const PlanEntrySchema = (0,_core_once_js__WEBPACK_IMPORTED_MODULE_1__/* .once */ .O)(() => {
    const { slug, matrix, numbers } = (0,_plan_js__WEBPACK_IMPORTED_MODULE_0__/* .DefinitionSchema */ .ZT)().shape;
    return (0,_plan_js__WEBPACK_IMPORTED_MODULE_0__/* .PlannedScenarioSchema */ .y8)().extend({
        /** Absent is none. */
        needs: zod__WEBPACK_IMPORTED_MODULE_2__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP()).optional(),
        demand: (0,_plan_js__WEBPACK_IMPORTED_MODULE_0__/* .PlannedScenarioSchema */ .y8)().shape.demand.optional(),
        /** Key in `definitions`. */
        definition: zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP(),
        slug,
        /** Absent is the id. */
        name: zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP().optional(),
        /** Absent is null. */
        matrix: matrix.optional(),
        numbers,
        /** What stands in place of members of the definition, or beside them. */
        differs: SharedDefinitionSchema().partial().optional(),
    });
});
/** The whole of `plan.json`. */
const PlanFileSchema = (0,_core_once_js__WEBPACK_IMPORTED_MODULE_1__/* .once */ .O)(() => (0,_plan_js__WEBPACK_IMPORTED_MODULE_0__/* .PlanSchema */ .fB)().extend({
    definitions: zod__WEBPACK_IMPORTED_MODULE_2__/* .record */ .g1P(zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP(), SharedDefinitionSchema()),
    scenarios: zod__WEBPACK_IMPORTED_MODULE_2__/* .record */ .g1P(zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP(), PlanEntrySchema()),
}));
/**
 * What is shared, and the entry of each scenario. Scenarios that run the very same command and have at
 * least the members of an earlier one refer to that one's definition.
 */
function packPlan({ scenarios }) {
    const byCommand = new Map();
    const baseOf = new Map();
    const definitions = {};
    for (const [id, { definition }] of Object.entries(scenarios)) {
        const bases = byCommand.get(definition.command) ?? [];
        let base = bases.find(({ names }) => names.every((name) => name in definition));
        if (base === undefined) {
            const { slug, name, matrix, numbers, ...shared } = definition;
            base = { key: String(baseOf.size + 1), shared, names: Object.keys(shared) };
            definitions[base.key] = shared;
            byCommand.set(definition.command, [...bases, base]);
        }
        baseOf.set(id, base);
    }
    const entryOf = (id) => {
        const planned = scenarios[id];
        const base = baseOf.get(id);
        return planned === undefined || base === undefined ? undefined : toEntry(id, planned, base);
    };
    return { definitions, entryOf };
}
function toEntry(id, planned, { key, shared }) {
    const { definition, needs, demand, ...rest } = planned;
    const { slug, name, matrix, numbers } = definition;
    const entry = { ...rest, definition: key, slug };
    if (needs.length > 0)
        entry.needs = needs;
    if (Object.keys(demand).length > 0)
        entry.demand = demand;
    if (name !== id)
        entry.name = name;
    if (matrix !== null)
        entry.matrix = matrix;
    if (numbers !== undefined)
        entry.numbers = numbers;
    const differs = difference(definition, shared);
    if (differs !== null)
        entry.differs = differs;
    return entry;
}
function difference(definition, shared) {
    let differs = null;
    const of = definition;
    const base = shared;
    for (const name in of) {
        if (name in OWN || isSame(of[name], base[name]))
            continue;
        differs ??= {};
        differs[name] = of[name];
    }
    return differs;
}
function isSame(a, b) {
    if (a === b || typeof a !== "object" || typeof b !== "object")
        return a === b;
    return JSON.stringify(a) === JSON.stringify(b);
}
/** The plan of a file that is valid by its schema; the error names what it lacks. */
function unpackPlan({ definitions, scenarios, ...rest }) {
    const lacking = Object.values(scenarios).find((one) => !Object.hasOwn(definitions, one.definition));
    if (lacking !== undefined)
        return (0,_core_problems_result_js__WEBPACK_IMPORTED_MODULE_3__/* .err */ ._)(`there is no definition ${lacking.definition}`);
    const planned = Object.entries(scenarios).map(([id, entry]) => {
        return [id, unpackEntry(id, entry, definitions[entry.definition])];
    });
    return (0,_core_problems_result_js__WEBPACK_IMPORTED_MODULE_3__.ok)({ ...rest, scenarios: Object.fromEntries(planned) });
}
// One for all: most have neither.
const NO_NEEDS = [];
const NO_DEMAND = {};
function unpackEntry(id, entry, shared) {
    const { needs = NO_NEEDS, demand = NO_DEMAND, definition: _, differs: __, ...more } = entry;
    const { slug: _1, name: _2, matrix: _3, numbers: _4, ...planned } = more;
    return { ...planned, needs, demand, definition: definitionOf(id, entry, shared) };
}
function definitionOf(id, members, shared) {
    const { slug, name = id, matrix = null, numbers, differs } = members;
    const own = numbers === undefined ? { slug, name, matrix } : { slug, name, matrix, numbers };
    return { ...shared, ...own, ...differs };
}
/**
 * A scenario whose definition is made whenever it is asked for: all of them are a fifth of what merging
 * a large run takes.
 */
class PackedScenario {
    estimateSeconds;
    estimateFrom;
    runner;
    needs;
    demand;
    #id;
    #slug;
    #matrix;
    /** Null for most. */
    #rare;
    #shared;
    constructor(id, entry, shared) {
        this.estimateSeconds = entry.estimateSeconds;
        this.estimateFrom = entry.estimateFrom;
        this.runner = entry.runner;
        this.needs = entry.needs ?? NO_NEEDS;
        this.demand = entry.demand ?? NO_DEMAND;
        if (entry.peakMemoryBytes !== undefined)
            this.peakMemoryBytes = entry.peakMemoryBytes;
        this.#id = id;
        const { slug, matrix, name, numbers, differs } = entry;
        this.#slug = slug;
        this.#matrix = matrix;
        const isPlain = name === undefined && numbers === undefined && differs === undefined;
        this.#rare = isPlain ? null : { name, numbers, differs };
        this.#shared = shared;
    }
    get definition() {
        const own = { ...this.#rare, slug: this.#slug, matrix: this.#matrix };
        return definitionOf(this.#id, own, this.#shared);
    }
}
/** The line before the first scenario, and the one behind the last, as plans are written. */
const FIRST_LINE = '  "scenarios": {';
const LAST_LINE = "  }";
/**
 * A plan from the lines of its file, a scenario at a time, so that the file is never in memory as a
 * whole. Null for all but a valid one in the layout in which plans are written: reading the whole file
 * then tells what it is. A `packed` plan has definitions that are made whenever they are asked for, which
 * copies of its scenarios lack.
 */
function unpackLines(lines, { packed = false } = {}) {
    let head = "";
    let file = null;
    let ended = false;
    const scenarios = {};
    for (const line of lines) {
        if (ended) {
            if (line !== "}")
                return null;
        }
        else if (file !== null && line !== LAST_LINE) {
            const [id, entry] = entryIn(line) ?? [];
            if (id === undefined || entry === undefined)
                return null;
            if (!Object.hasOwn(file.definitions, entry.definition))
                return null;
            const shared = file.definitions[entry.definition];
            scenarios[id] = packed
                ? new PackedScenario(id, entry, shared)
                : unpackEntry(id, entry, shared);
        }
        else if (file !== null)
            ended = true;
        else if (line !== FIRST_LINE)
            head += line;
        else {
            const read = PlanFileSchema().safeParse(parsed(`${head}"scenarios": {}}`));
            if (!read.success)
                return null;
            file = read.data;
        }
    }
    if (file === null || !ended)
        return null;
    const { definitions: _, ...rest } = file;
    return { ...rest, shards: inWordsOf(scenarios, rest.shards), scenarios };
}
/** The same shards with the very texts that are the keys of scenarios: a copy of each takes as much again. */
function inWordsOf(scenarios, shards) {
    const keys = new Map();
    for (const id of Object.keys(scenarios))
        keys.set(id, id);
    return shards.map((shard) => ({
        ...shard,
        scenarios: shard.scenarios.map((id) => keys.get(id) ?? id),
    }));
}
function entryIn(line) {
    const value = parsed(`{${line.endsWith(",") ? line.slice(0, -1) : line}}`);
    const [only, ...others] = Object.entries(value ?? {});
    if (only === undefined || others.length > 0 || only[0] === "__proto__")
        return null;
    const entry = PlanEntrySchema().safeParse(only[1]);
    return entry.success ? [only[0], entry.data] : null;
}
function parsed(text) {
    try {
        return JSON.parse(text);
    }
    catch {
        return null;
    }
}


/***/ }),

/***/ 1709:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Pw: () => (/* binding */ SHARE_NAMES),
/* harmony export */   ZT: () => (/* binding */ DefinitionSchema),
/* harmony export */   fB: () => (/* binding */ PlanSchema),
/* harmony export */   jk: () => (/* binding */ PLAN_SCHEMA_VERSION),
/* harmony export */   xG: () => (/* binding */ countShards),
/* harmony export */   y8: () => (/* binding */ PlannedScenarioSchema)
/* harmony export */ });
/* unused harmony exports RetrySchema, LimitsSchema, PlannedGroupSchema, CommandSchema, PlannedShardSchema, PlanLimitSchema, HeavyTieSchema, PlannedSkipSchema, InlineSuiteSchema, RepeatSchema, PlanPartSchema */
/* harmony import */ var zod__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(8816);
/* harmony import */ var _core_identity_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(3829);
/* harmony import */ var _core_once_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(3898);
/* harmony import */ var _core_verdict_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(4418);
/* harmony import */ var _capability_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6412);
/* harmony import */ var _json_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1408);
/* harmony import */ var _run_specs_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(980);
/**
 * A plan: which shard runs what. Immutable and complete: a shard expands nothing again. Its file says
 * the same in another form, `plan-file.ts`.
 */







/** Version of `plan.json`. */
const PLAN_SCHEMA_VERSION = 2;
/** How often and when a failed attempt is followed by another. */
const RetrySchema = (0,_core_once_js__WEBPACK_IMPORTED_MODULE_3__/* .once */ .O)(() => zod__WEBPACK_IMPORTED_MODULE_4__/* .object */ .Ikc({
    maxAttempts: zod__WEBPACK_IMPORTED_MODULE_4__/* .int */ .Whr().min(1).max(100),
    delayMs: zod__WEBPACK_IMPORTED_MODULE_4__/* .int */ .Whr().min(0),
    factor: zod__WEBPACK_IMPORTED_MODULE_4__/* .number */ .aig().min(1),
    maxDelayMs: zod__WEBPACK_IMPORTED_MODULE_4__/* .int */ .Whr().min(0),
    jitter: zod__WEBPACK_IMPORTED_MODULE_4__/* .boolean */ .zMY(),
    /** What must have failed for another attempt: a cause, or an exit code; absent: anything. */
    on: zod__WEBPACK_IMPORTED_MODULE_4__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_4__/* .union */ .KCZ([zod__WEBPACK_IMPORTED_MODULE_4__/* ["enum"] */ .k5n(_core_verdict_js__WEBPACK_IMPORTED_MODULE_5__/* .CAUSES */ .hE), zod__WEBPACK_IMPORTED_MODULE_4__/* .object */ .Ikc({ exitCode: zod__WEBPACK_IMPORTED_MODULE_4__/* .int */ .Whr().min(0).max(255) })]))
        .min(1)
        .optional(),
}));
/** What one attempt may use; null is without limit. */
const LimitsSchema = (0,_core_once_js__WEBPACK_IMPORTED_MODULE_3__/* .once */ .O)(() => zod__WEBPACK_IMPORTED_MODULE_4__/* .object */ .Ikc({
    /** Resident memory of all its processes together. */
    memoryBytes: zod__WEBPACK_IMPORTED_MODULE_4__/* .int */ .Whr().min(1).nullable(),
    /** Percent of one core, on average over a second. */
    cpuPercent: zod__WEBPACK_IMPORTED_MODULE_4__/* .number */ .aig().positive().nullable(),
    /** Processor seconds of all its processes together. */
    cpuTimeMs: zod__WEBPACK_IMPORTED_MODULE_4__/* .int */ .Whr().min(1).nullable(),
    /** Size of its log. */
    outputBytes: zod__WEBPACK_IMPORTED_MODULE_4__/* .int */ .Whr().min(1).nullable(),
}));
/**
 * A limit or an order that scenarios share inside a shard. A group with a key has one entry for each
 * value of it, named `group[value]`.
 */
const PlannedGroupSchema = (0,_core_once_js__WEBPACK_IMPORTED_MODULE_3__/* .once */ .O)(() => zod__WEBPACK_IMPORTED_MODULE_4__/* .object */ .Ikc({
    maxParallel: zod__WEBPACK_IMPORTED_MODULE_4__/* .int */ .Whr().min(1).nullable(),
    /** The group as the suite names it, where the entry is for one value of its key. */
    name: zod__WEBPACK_IMPORTED_MODULE_4__/* .string */ .YjP().optional(),
    key: zod__WEBPACK_IMPORTED_MODULE_4__/* .string */ .YjP().optional(),
    /** One member after another, in the order of the suite. */
    sequential: zod__WEBPACK_IMPORTED_MODULE_4__/* .boolean */ .zMY().optional(),
    /** Ids of the members of a sequential group, in the order of the suite. */
    turns: zod__WEBPACK_IMPORTED_MODULE_4__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_4__/* .string */ .YjP()).optional(),
    /** Names (without keys) of groups whose members never run while members of this one do. */
    conflicts: zod__WEBPACK_IMPORTED_MODULE_4__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_4__/* .string */ .YjP()).optional(),
    /** So many members start together; the next batch begins when all of them have ended. */
    batch: zod__WEBPACK_IMPORTED_MODULE_4__/* .int */ .Whr().min(1).optional(),
    /** Milliseconds between the end of a member (or batch) and the start of the next. */
    pauseMs: zod__WEBPACK_IMPORTED_MODULE_4__/* .int */ .Whr().min(0).optional(),
    /** `run` keeps all members of a key in one shard. */
    scope: zod__WEBPACK_IMPORTED_MODULE_4__/* ["enum"] */ .k5n(["shard", "run"]).optional(),
}));
/** `sha256:` and 64 hex digits. */
const Digest = (0,_core_once_js__WEBPACK_IMPORTED_MODULE_3__/* .once */ .O)(() => zod__WEBPACK_IMPORTED_MODULE_4__/* .string */ .YjP().regex(/^sha256:[0-9a-f]{64}$/u));
/** How the workers of a shard share its list. */
const SHARE_NAMES = ["queue", "static", "hybrid"];
/** What an attempt executes: text for a shell, or a script file of the checkout. */
const CommandSchema = (0,_core_once_js__WEBPACK_IMPORTED_MODULE_3__/* .once */ .O)(() => zod__WEBPACK_IMPORTED_MODULE_4__/* .discriminatedUnion */ .gMt("kind", [
    zod__WEBPACK_IMPORTED_MODULE_4__/* .object */ .Ikc({ kind: zod__WEBPACK_IMPORTED_MODULE_4__/* .literal */ .euz("run"), text: zod__WEBPACK_IMPORTED_MODULE_4__/* .string */ .YjP() }),
    zod__WEBPACK_IMPORTED_MODULE_4__/* .object */ .Ikc({
        kind: zod__WEBPACK_IMPORTED_MODULE_4__/* .literal */ .euz("script"),
        /** Path relative to the root. */
        path: zod__WEBPACK_IMPORTED_MODULE_4__/* .string */ .YjP(),
        /** The interpreter line without `#!`, or null where the shell decides. */
        shebang: zod__WEBPACK_IMPORTED_MODULE_4__/* .string */ .YjP().nullable(),
    }),
    (0,_run_specs_js__WEBPACK_IMPORTED_MODULE_2__/* .HttpSchema */ .IO)(),
    (0,_run_specs_js__WEBPACK_IMPORTED_MODULE_2__/* .ModuleSchema */ .qp)(),
    (0,_run_specs_js__WEBPACK_IMPORTED_MODULE_2__/* .RegisteredSchema */ .gO)(),
]));
/**
 * What a shard does for one scenario. Texts may hold `${{ }}`; they are evaluated at the attempt.
 */
const DefinitionSchema = (0,_core_once_js__WEBPACK_IMPORTED_MODULE_3__/* .once */ .O)(() => zod__WEBPACK_IMPORTED_MODULE_4__/* .object */ .Ikc({
    slug: zod__WEBPACK_IMPORTED_MODULE_4__/* .string */ .YjP().regex(/^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$/u),
    name: zod__WEBPACK_IMPORTED_MODULE_4__/* .string */ .YjP(),
    /** Path of the defining file, or of the file of `for-each`, relative to the root, with `/`. */
    file: zod__WEBPACK_IMPORTED_MODULE_4__/* .string */ .YjP(),
    /** 1-based line of the definition. */
    line: zod__WEBPACK_IMPORTED_MODULE_4__/* .int */ .Whr().min(1),
    /** The file that `for-each` made the scenario of: relative to the root, and to its own `root`. */
    eachFile: zod__WEBPACK_IMPORTED_MODULE_4__/* .object */ .Ikc({ path: zod__WEBPACK_IMPORTED_MODULE_4__/* .string */ .YjP(), relative: zod__WEBPACK_IMPORTED_MODULE_4__/* .string */ .YjP() }).optional(),
    tags: zod__WEBPACK_IMPORTED_MODULE_4__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_4__/* .string */ .YjP()),
    features: zod__WEBPACK_IMPORTED_MODULE_4__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_4__/* .string */ .YjP()),
    meta: zod__WEBPACK_IMPORTED_MODULE_4__/* .record */ .g1P(zod__WEBPACK_IMPORTED_MODULE_4__/* .string */ .YjP(), (0,_json_js__WEBPACK_IMPORTED_MODULE_1__/* .JsonSchema */ .M)()),
    matrix: zod__WEBPACK_IMPORTED_MODULE_4__/* .record */ .g1P(zod__WEBPACK_IMPORTED_MODULE_4__/* .string */ .YjP(), (0,_json_js__WEBPACK_IMPORTED_MODULE_1__/* .JsonSchema */ .M)()).nullable(),
    /** Paths of texts in `matrix` and `meta` that are numbers, kept as they were written. */
    numbers: zod__WEBPACK_IMPORTED_MODULE_4__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_4__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_4__/* .string */ .YjP())).optional(),
    groups: zod__WEBPACK_IMPORTED_MODULE_4__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_4__/* .string */ .YjP()),
    command: CommandSchema(),
    args: zod__WEBPACK_IMPORTED_MODULE_4__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_4__/* .string */ .YjP()),
    shell: zod__WEBPACK_IMPORTED_MODULE_4__/* .string */ .YjP(),
    env: zod__WEBPACK_IMPORTED_MODULE_4__/* .record */ .g1P(zod__WEBPACK_IMPORTED_MODULE_4__/* .string */ .YjP(), zod__WEBPACK_IMPORTED_MODULE_4__/* .string */ .YjP()),
    /** Relative to the root; `.` is the root. */
    workingDirectory: zod__WEBPACK_IMPORTED_MODULE_4__/* .string */ .YjP(),
    timeoutMs: zod__WEBPACK_IMPORTED_MODULE_4__/* .int */ .Whr().min(1),
    /** Longest time without output; absent is without limit. */
    idleTimeoutMs: zod__WEBPACK_IMPORTED_MODULE_4__/* .int */ .Whr().min(1).optional(),
    limits: LimitsSchema().optional(),
    retry: RetrySchema(),
    /** The condition that is left for the shard, without `${{ }}`; null when there is none. */
    if: zod__WEBPACK_IMPORTED_MODULE_4__/* .string */ .YjP().nullable(),
    expect: (0,_run_specs_js__WEBPACK_IMPORTED_MODULE_2__/* .ExpectSchema */ .RL)().optional(),
    /** Around each attempt. */
    before: zod__WEBPACK_IMPORTED_MODULE_4__/* .array */ .YOg((0,_run_specs_js__WEBPACK_IMPORTED_MODULE_2__/* .HookSchema */ .NK)()).optional(),
    after: zod__WEBPACK_IMPORTED_MODULE_4__/* .array */ .YOg((0,_run_specs_js__WEBPACK_IMPORTED_MODULE_2__/* .HookSchema */ .NK)()).optional(),
    quarantine: (0,_run_specs_js__WEBPACK_IMPORTED_MODULE_2__/* .QuarantineSchema */ .oK)().optional(),
    /** Several where parts of the suite ask for different files. */
    artifacts: zod__WEBPACK_IMPORTED_MODULE_4__/* .array */ .YOg((0,_run_specs_js__WEBPACK_IMPORTED_MODULE_2__/* .ArtifactsSchema */ .DM)()).optional(),
    /** Files of problem matchers, relative to the root; `built-in:NAME` is one of ours. */
    problemMatchers: zod__WEBPACK_IMPORTED_MODULE_4__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_4__/* .string */ .YjP()).optional(),
    /** What a shard must have for it; what the shard lacks is a skip. */
    requires: zod__WEBPACK_IMPORTED_MODULE_4__/* .array */ .YOg((0,_capability_js__WEBPACK_IMPORTED_MODULE_0__/* .RequirementSchema */ .px)()).optional(),
    /** Nothing else runs beside it in its shard. */
    exclusive: zod__WEBPACK_IMPORTED_MODULE_4__/* .boolean */ .zMY().optional(),
}));
/** A scenario of a plan. */
const PlannedScenarioSchema = (0,_core_once_js__WEBPACK_IMPORTED_MODULE_3__/* .once */ .O)(() => zod__WEBPACK_IMPORTED_MODULE_4__/* .object */ .Ikc({
    estimateSeconds: zod__WEBPACK_IMPORTED_MODULE_4__/* .number */ .aig().min(0),
    estimateFrom: zod__WEBPACK_IMPORTED_MODULE_4__/* ["enum"] */ .k5n(["history", "timings", "estimate", "neighbours", "median", "default"]),
    runner: zod__WEBPACK_IMPORTED_MODULE_4__/* .string */ .YjP(),
    needs: zod__WEBPACK_IMPORTED_MODULE_4__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_4__/* .string */ .YjP()),
    /** Taken while it runs, in base units, by the name of the resource: `cpu`, `cluster.memory`. */
    demand: zod__WEBPACK_IMPORTED_MODULE_4__/* .record */ .g1P(zod__WEBPACK_IMPORTED_MODULE_4__/* .string */ .YjP(), zod__WEBPACK_IMPORTED_MODULE_4__/* .number */ .aig().min(0)),
    /** What it needed of memory in nine of ten earlier runs, at its most; absent where nobody knows. */
    peakMemoryBytes: zod__WEBPACK_IMPORTED_MODULE_4__/* .int */ .Whr().min(1).optional(),
    definition: DefinitionSchema(),
}));
/** A shard of a plan. */
const PlannedShardSchema = (0,_core_once_js__WEBPACK_IMPORTED_MODULE_3__/* .once */ .O)(() => zod__WEBPACK_IMPORTED_MODULE_4__/* .object */ .Ikc({
    /** 1-based. */
    shard: zod__WEBPACK_IMPORTED_MODULE_4__/* .int */ .Whr().min(1),
    runner: zod__WEBPACK_IMPORTED_MODULE_4__/* .string */ .YjP(),
    runsOn: zod__WEBPACK_IMPORTED_MODULE_4__/* .union */ .KCZ([zod__WEBPACK_IMPORTED_MODULE_4__/* .string */ .YjP(), zod__WEBPACK_IMPORTED_MODULE_4__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_4__/* .string */ .YjP())]),
    workers: (0,_capability_js__WEBPACK_IMPORTED_MODULE_0__/* .WorkersSchema */ .td)(),
    /** What of a quantity that all shards share is this one's. */
    share: zod__WEBPACK_IMPORTED_MODULE_4__/* .record */ .g1P(zod__WEBPACK_IMPORTED_MODULE_4__/* .string */ .YjP(), zod__WEBPACK_IMPORTED_MODULE_4__/* .number */ .aig()),
    /** In order of priority. */
    scenarios: zod__WEBPACK_IMPORTED_MODULE_4__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_4__/* .string */ .YjP()),
    predictedSeconds: zod__WEBPACK_IMPORTED_MODULE_4__/* .number */ .aig().min(0),
    /** What `auto` was taken to be in the prediction; absent where the number is fixed. */
    assumedWorkers: zod__WEBPACK_IMPORTED_MODULE_4__/* .int */ .Whr().min(1).optional(),
    /** From the start of the job to its first scenario. */
    startupSeconds: zod__WEBPACK_IMPORTED_MODULE_4__/* .number */ .aig().min(0).optional(),
}));
/** What keeps any plan of these scenarios and shards from being faster. */
const PlanLimitSchema = (0,_core_once_js__WEBPACK_IMPORTED_MODULE_3__/* .once */ .O)(() => zod__WEBPACK_IMPORTED_MODULE_4__/* .object */ .Ikc({
    /**
     * All work; one scenario; a chain of needs; scenarios that share a shard; more long ones than
     * shards; all work of one runner class; what is taken of a group's limit or of a resource; or
     * scenarios that nothing runs beside.
     */
    kind: zod__WEBPACK_IMPORTED_MODULE_4__/* ["enum"] */ .k5n([
        "work",
        "scenario",
        "chain",
        "component",
        "pair",
        "class",
        "group",
        "resource",
        "exclusive",
    ]),
    /** The scenarios meant, a chain in the order in which it runs; empty for work. */
    ids: zod__WEBPACK_IMPORTED_MODULE_4__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_4__/* .string */ .YjP()),
    /** The group or resource meant. */
    name: zod__WEBPACK_IMPORTED_MODULE_4__/* .string */ .YjP().optional(),
    /** There where all shards share the resource. */
    shared: zod__WEBPACK_IMPORTED_MODULE_4__/* .literal */ .euz(true).optional(),
    /** The runner class meant, where the plan has several. */
    runner: zod__WEBPACK_IMPORTED_MODULE_4__/* .string */ .YjP().nullable(),
}));
/** Scenarios that must share a shard and take longer than an even part of the work. */
const HeavyTieSchema = (0,_core_once_js__WEBPACK_IMPORTED_MODULE_3__/* .once */ .O)(() => zod__WEBPACK_IMPORTED_MODULE_4__/* .object */ .Ikc({
    /** What they have in common: a scenario that others need, a group, or a shared quantity. */
    because: zod__WEBPACK_IMPORTED_MODULE_4__/* .object */ .Ikc({ kind: zod__WEBPACK_IMPORTED_MODULE_4__/* ["enum"] */ .k5n(["needs", "group", "share"]), name: zod__WEBPACK_IMPORTED_MODULE_4__/* .string */ .YjP() }),
    count: zod__WEBPACK_IMPORTED_MODULE_4__/* .int */ .Whr().min(2),
    seconds: zod__WEBPACK_IMPORTED_MODULE_4__/* .number */ .aig().min(0),
}));
/** A scenario that the plan skips, and why. */
const PlannedSkipSchema = (0,_core_once_js__WEBPACK_IMPORTED_MODULE_3__/* .once */ .O)(() => zod__WEBPACK_IMPORTED_MODULE_4__/* .object */ .Ikc({
    id: zod__WEBPACK_IMPORTED_MODULE_4__/* .string */ .YjP(),
    name: zod__WEBPACK_IMPORTED_MODULE_4__/* .string */ .YjP(),
    file: zod__WEBPACK_IMPORTED_MODULE_4__/* .string */ .YjP(),
    line: zod__WEBPACK_IMPORTED_MODULE_4__/* .int */ .Whr().min(1),
    /** Names of its groups; absent is none. */
    groups: zod__WEBPACK_IMPORTED_MODULE_4__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_4__/* .string */ .YjP()).optional(),
    reason: zod__WEBPACK_IMPORTED_MODULE_4__/* ["enum"] */ .k5n(["missing-capability", "condition", "dependency-failed", "self", "explicit"]),
    message: zod__WEBPACK_IMPORTED_MODULE_4__/* .string */ .YjP(),
}));
/** A suite without a file, as the inside of a YAML map on one line: all of it, and each scenario. */
const InlineSuiteSchema = (0,_core_once_js__WEBPACK_IMPORTED_MODULE_3__/* .once */ .O)(() => zod__WEBPACK_IMPORTED_MODULE_4__/* .object */ .Ikc({
    rest: zod__WEBPACK_IMPORTED_MODULE_4__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_4__/* .string */ .YjP()),
    scenarios: zod__WEBPACK_IMPORTED_MODULE_4__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_4__/* .object */ .Ikc({ line: zod__WEBPACK_IMPORTED_MODULE_4__/* .int */ .Whr().min(1), text: zod__WEBPACK_IMPORTED_MODULE_4__/* .string */ .YjP() })),
}));
/** How scenarios of a plan are repeated, besides what the plan says anyway. */
const RepeatSchema = (0,_core_once_js__WEBPACK_IMPORTED_MODULE_3__/* .once */ .O)(() => zod__WEBPACK_IMPORTED_MODULE_4__/* .object */ .Ikc({
    /** Shell text that stands for the program. */
    command: zod__WEBPACK_IMPORTED_MODULE_4__/* .string */ .YjP().optional(),
    /** The suite file as the user names it, where the root is elsewhere. */
    suiteFile: zod__WEBPACK_IMPORTED_MODULE_4__/* .string */ .YjP().optional(),
    inline: InlineSuiteSchema().optional(),
    /** Profiles in use, in their order. */
    profiles: zod__WEBPACK_IMPORTED_MODULE_4__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_4__/* .string */ .YjP()).optional(),
    /** So many scenarios the suite may have, where that was said. */
    maxScenarios: zod__WEBPACK_IMPORTED_MODULE_4__/* .int */ .Whr().min(1).optional(),
    /** Folder of the checkout below the root, where it is not the root itself. */
    checkout: zod__WEBPACK_IMPORTED_MODULE_4__/* .string */ .YjP().optional(),
}));
/** What the folder of a shard holds of a plan of several. */
const PlanPartSchema = (0,_core_once_js__WEBPACK_IMPORTED_MODULE_3__/* .once */ .O)(() => zod__WEBPACK_IMPORTED_MODULE_4__/* .object */ .Ikc({
    /** The only shard in it, and how many the plan has. */
    shard: zod__WEBPACK_IMPORTED_MODULE_4__/* .int */ .Whr().min(1),
    shards: zod__WEBPACK_IMPORTED_MODULE_4__/* .int */ .Whr().min(2),
    /** Digest over what is in the part; the digest of the plan is that of the whole. */
    digest: Digest(),
}));
/** A whole plan, or the part of a shard. */
const PlanSchema = (0,_core_once_js__WEBPACK_IMPORTED_MODULE_3__/* .once */ .O)(() => zod__WEBPACK_IMPORTED_MODULE_4__/* .object */ .Ikc({
    schemaVersion: zod__WEBPACK_IMPORTED_MODULE_4__/* .literal */ .euz(PLAN_SCHEMA_VERSION),
    /** Over what the shards of the whole plan will do. */
    digest: Digest(),
    /** There where it is only the part of one shard. */
    part: PlanPartSchema().optional(),
    /** Keeps it apart from other plans of the same run: part of the names of its artifacts. */
    id: zod__WEBPACK_IMPORTED_MODULE_4__/* .string */ .YjP().regex(_core_identity_js__WEBPACK_IMPORTED_MODULE_6__/* .IDENTITY */ .zK),
    suite: zod__WEBPACK_IMPORTED_MODULE_4__/* .string */ .YjP(),
    /** Path of the main suite file relative to the root; absent where there is none. */
    suiteFile: zod__WEBPACK_IMPORTED_MODULE_4__/* .string */ .YjP().optional(),
    seed: zod__WEBPACK_IMPORTED_MODULE_4__/* .int */ .Whr().min(0).max(0xffffffff),
    /** How a person repeats a scenario of it; never part of the digest. */
    repeat: RepeatSchema().optional(),
    files: zod__WEBPACK_IMPORTED_MODULE_4__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_4__/* .object */ .Ikc({ path: zod__WEBPACK_IMPORTED_MODULE_4__/* .string */ .YjP(), sha256: zod__WEBPACK_IMPORTED_MODULE_4__/* .string */ .YjP() })),
    groups: zod__WEBPACK_IMPORTED_MODULE_4__/* .record */ .g1P(zod__WEBPACK_IMPORTED_MODULE_4__/* .string */ .YjP(), PlannedGroupSchema()),
    /** Around the scenarios of each shard. */
    before: zod__WEBPACK_IMPORTED_MODULE_4__/* .array */ .YOg((0,_run_specs_js__WEBPACK_IMPORTED_MODULE_2__/* .HookSchema */ .NK)()).optional(),
    after: zod__WEBPACK_IMPORTED_MODULE_4__/* .array */ .YOg((0,_run_specs_js__WEBPACK_IMPORTED_MODULE_2__/* .HookSchema */ .NK)()).optional(),
    scenarios: zod__WEBPACK_IMPORTED_MODULE_4__/* .record */ .g1P(zod__WEBPACK_IMPORTED_MODULE_4__/* .string */ .YjP(), PlannedScenarioSchema()),
    shards: zod__WEBPACK_IMPORTED_MODULE_4__/* .array */ .YOg(PlannedShardSchema()),
    skipped: zod__WEBPACK_IMPORTED_MODULE_4__/* .array */ .YOg(PlannedSkipSchema()),
    /** Ids that the selection left out: listed, never counted. */
    unselected: zod__WEBPACK_IMPORTED_MODULE_4__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_4__/* .string */ .YjP()),
    predictedSeconds: zod__WEBPACK_IMPORTED_MODULE_4__/* .number */ .aig().min(0),
    lowerBoundSeconds: zod__WEBPACK_IMPORTED_MODULE_4__/* .number */ .aig().min(0),
    /** What retries are expected to add to the work of all shards together; absent where nothing. */
    retrySeconds: zod__WEBPACK_IMPORTED_MODULE_4__/* .number */ .aig().min(0).optional(),
    /** What sets the lower bound. */
    limit: PlanLimitSchema().optional(),
    /** What staying together costs: so much lower would the bound be without. */
    togetherSeconds: zod__WEBPACK_IMPORTED_MODULE_4__/* .number */ .aig().min(0).optional(),
    heavyTies: zod__WEBPACK_IMPORTED_MODULE_4__/* .array */ .YOg(HeavyTieSchema()).optional(),
    /** How scenarios were given to shards, and in which order shards take them. */
    strategy: zod__WEBPACK_IMPORTED_MODULE_4__/* ["enum"] */ .k5n(["balanced", "hash"]).optional(),
    order: zod__WEBPACK_IMPORTED_MODULE_4__/* ["enum"] */ .k5n(["auto", "longest", "suite", "failed-first", "shuffle"]).optional(),
    /** How the workers of a shard share its list; absent is `queue`. */
    sharing: zod__WEBPACK_IMPORTED_MODULE_4__/* ["enum"] */ .k5n(SHARE_NAMES).optional(),
    /** What was known of capabilities when planning, with its evidence; never part of the digest. */
    capabilities: zod__WEBPACK_IMPORTED_MODULE_4__/* .array */ .YOg((0,_capability_js__WEBPACK_IMPORTED_MODULE_0__/* .CapabilitySchema */ .ox)()),
    /** Declared probes by name; a shard probes those of scope `runner` again. */
    probes: zod__WEBPACK_IMPORTED_MODULE_4__/* .record */ .g1P(zod__WEBPACK_IMPORTED_MODULE_4__/* .string */ .YjP(), (0,_capability_js__WEBPACK_IMPORTED_MODULE_0__/* .ProbeSpecSchema */ .V8)()).optional(),
    /** Runner classes that shards of the plan use, by name. */
    runners: zod__WEBPACK_IMPORTED_MODULE_4__/* .record */ .g1P(zod__WEBPACK_IMPORTED_MODULE_4__/* .string */ .YjP(), (0,_capability_js__WEBPACK_IMPORTED_MODULE_0__/* .RunnerClassSchema */ .CL)()).optional(),
}));
/** How many shards the whole plan has. */
function countShards({ part, shards }) {
    return part?.shards ?? shards.length;
}


/***/ }),

/***/ 980:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   DM: () => (/* binding */ ArtifactsSchema),
/* harmony export */   IO: () => (/* binding */ HttpSchema),
/* harmony export */   NK: () => (/* binding */ HookSchema),
/* harmony export */   Pk: () => (/* binding */ ProblemSchema),
/* harmony export */   RL: () => (/* binding */ ExpectSchema),
/* harmony export */   gO: () => (/* binding */ RegisteredSchema),
/* harmony export */   oK: () => (/* binding */ QuarantineSchema),
/* harmony export */   qp: () => (/* binding */ ModuleSchema)
/* harmony export */ });
/* unused harmony exports TextTestSchema, HttpExpectSchema */
/* harmony import */ var zod__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(8816);
/* harmony import */ var _core_once_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(3898);
/* harmony import */ var _json_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1408);
/**
 * Parts of a definition that say what a shard does around and after a command. All of them are
 * optional in a plan, so that plans from before they existed stay readable.
 */



/** What a text must hold; `matches` are regular expressions with the flags `m` and `u`. */
const TextTestSchema = (0,_core_once_js__WEBPACK_IMPORTED_MODULE_1__/* .once */ .O)(() => zod__WEBPACK_IMPORTED_MODULE_2__/* .object */ .Ikc({
    contains: zod__WEBPACK_IMPORTED_MODULE_2__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP()),
    matches: zod__WEBPACK_IMPORTED_MODULE_2__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP()),
    notContains: zod__WEBPACK_IMPORTED_MODULE_2__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP()),
}));
/** What a command must have done to pass. */
const ExpectSchema = (0,_core_once_js__WEBPACK_IMPORTED_MODULE_1__/* .once */ .O)(() => zod__WEBPACK_IMPORTED_MODULE_2__/* .object */ .Ikc({
    /** Exit codes that pass; null where only 0 does. */
    exitCodes: zod__WEBPACK_IMPORTED_MODULE_2__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_2__/* .int */ .Whr()).min(1).nullable(),
    stdout: TextTestSchema().nullable(),
    stderr: TextTestSchema().nullable(),
    /** Both streams together, as the log has them. */
    output: TextTestSchema().nullable(),
    withinMs: zod__WEBPACK_IMPORTED_MODULE_2__/* .int */ .Whr().min(1).nullable(),
    /** Tests in the output that speak TAP do not count; absent where they do. */
    tap: zod__WEBPACK_IMPORTED_MODULE_2__/* .literal */ .euz("ignore").optional(),
}));
/** A command before or after a scenario or the scenarios of a shard. */
const HookSchema = (0,_core_once_js__WEBPACK_IMPORTED_MODULE_1__/* .once */ .O)(() => zod__WEBPACK_IMPORTED_MODULE_2__/* .object */ .Ikc({
    name: zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP(),
    /** Text for the shell; may hold `${{ }}`, as may `env` and `workingDirectory`. */
    run: zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP(),
    /** Without `${{ }}`; null stands for `success()`. */
    if: zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP().nullable(),
    shell: zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP(),
    env: zod__WEBPACK_IMPORTED_MODULE_2__/* .record */ .g1P(zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP(), zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP()),
    /** Relative to the root. */
    workingDirectory: zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP(),
    timeoutMs: zod__WEBPACK_IMPORTED_MODULE_2__/* .int */ .Whr().min(1),
}));
/** A failure that is reported and does not fail the run, for a time. */
const QuarantineSchema = (0,_core_once_js__WEBPACK_IMPORTED_MODULE_1__/* .once */ .O)(() => zod__WEBPACK_IMPORTED_MODULE_2__/* .object */ .Ikc({
    /** The last day of it, in UTC. */
    until: zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP(),
    owner: zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP().nullable(),
    reason: zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP().nullable(),
}));
/** What an answer by HTTP must be. */
const HttpExpectSchema = (0,_core_once_js__WEBPACK_IMPORTED_MODULE_1__/* .once */ .O)(() => zod__WEBPACK_IMPORTED_MODULE_2__/* .object */ .Ikc({
    /** Codes (`204`) and classes (`2xx`). */
    status: zod__WEBPACK_IMPORTED_MODULE_2__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP()).min(1),
    /** By name in lower case; a text is the whole value. */
    headers: zod__WEBPACK_IMPORTED_MODULE_2__/* .record */ .g1P(zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP(), zod__WEBPACK_IMPORTED_MODULE_2__/* .union */ .KCZ([zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP(), TextTestSchema()])),
    body: TextTestSchema().nullable(),
    /** What a body in JSON must hold; absent where nothing is asked. */
    json: (0,_json_js__WEBPACK_IMPORTED_MODULE_0__/* .JsonSchema */ .M)().optional(),
    withinMs: zod__WEBPACK_IMPORTED_MODULE_2__/* .int */ .Whr().min(1).nullable(),
}));
/** A request by HTTP; every text may hold `${{ }}`. */
const HttpSchema = (0,_core_once_js__WEBPACK_IMPORTED_MODULE_1__/* .once */ .O)(() => zod__WEBPACK_IMPORTED_MODULE_2__/* .object */ .Ikc({
    kind: zod__WEBPACK_IMPORTED_MODULE_2__/* .literal */ .euz("http"),
    url: zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP(),
    method: zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP(),
    headers: zod__WEBPACK_IMPORTED_MODULE_2__/* .record */ .g1P(zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP(), zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP()),
    body: zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP().nullable(),
    follow: zod__WEBPACK_IMPORTED_MODULE_2__/* .boolean */ .zMY(),
    /** How long a refused connection is tried again. */
    retryRefusedMs: zod__WEBPACK_IMPORTED_MODULE_2__/* .int */ .Whr().min(0),
    expect: HttpExpectSchema(),
}));
/** A module of the repository that runs the scenario; `path` is relative to the root. */
const ModuleSchema = (0,_core_once_js__WEBPACK_IMPORTED_MODULE_1__/* .once */ .O)(() => zod__WEBPACK_IMPORTED_MODULE_2__/* .object */ .Ikc({
    kind: zod__WEBPACK_IMPORTED_MODULE_2__/* .literal */ .euz("module"),
    path: zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP(),
    with: zod__WEBPACK_IMPORTED_MODULE_2__/* .record */ .g1P(zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP(), (0,_json_js__WEBPACK_IMPORTED_MODULE_0__/* .JsonSchema */ .M)()),
}));
/** An executor that the embedding program registered. */
const RegisteredSchema = (0,_core_once_js__WEBPACK_IMPORTED_MODULE_1__/* .once */ .O)(() => zod__WEBPACK_IMPORTED_MODULE_2__/* .object */ .Ikc({
    kind: zod__WEBPACK_IMPORTED_MODULE_2__/* .literal */ .euz("registered"),
    name: zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP(),
    with: zod__WEBPACK_IMPORTED_MODULE_2__/* .record */ .g1P(zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP(), (0,_json_js__WEBPACK_IMPORTED_MODULE_0__/* .JsonSchema */ .M)()),
}));
/** Files of an attempt that are kept with the results. */
const ArtifactsSchema = (0,_core_once_js__WEBPACK_IMPORTED_MODULE_1__/* .once */ .O)(() => zod__WEBPACK_IMPORTED_MODULE_2__/* .object */ .Ikc({
    /** Patterns relative to the working directory; `!` takes files out. */
    paths: zod__WEBPACK_IMPORTED_MODULE_2__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP()).min(1),
    /** Without `${{ }}`; null stands for `always()`. */
    if: zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP().nullable(),
}));
/** A problem that output named, found by a problem matcher. */
const ProblemSchema = (0,_core_once_js__WEBPACK_IMPORTED_MODULE_1__/* .once */ .O)(() => zod__WEBPACK_IMPORTED_MODULE_2__/* .object */ .Ikc({
    severity: zod__WEBPACK_IMPORTED_MODULE_2__/* ["enum"] */ .k5n(["error", "warning", "notice"]),
    /** Relative to the root; null where none was named, or one outside. */
    file: zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP().nullable(),
    line: zod__WEBPACK_IMPORTED_MODULE_2__/* .int */ .Whr().min(1).nullable(),
    column: zod__WEBPACK_IMPORTED_MODULE_2__/* .int */ .Whr().min(1).nullable(),
    code: zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP().nullable(),
    message: zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP(),
}));


/***/ }),

/***/ 7839:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   h: () => (/* binding */ planJsonPieces),
/* harmony export */   m: () => (/* binding */ planJsonTexts)
/* harmony export */ });
/* harmony import */ var _core_json_json_bytes_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6248);
/* harmony import */ var _formats_plan_file_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1488);
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
    const bytes = new _core_json_json_bytes_js__WEBPACK_IMPORTED_MODULE_0__/* .JsonBytes */ .k({ sorted: false });
    const { scenarios, ...members } = plan;
    const { definitions, entryOf } = (0,_formats_plan_file_js__WEBPACK_IMPORTED_MODULE_1__/* .packPlan */ .pV)(plan);
    let separator = "{\n";
    for (const [name, member] of Object.entries(members)) {
        if (member === undefined)
            continue;
        const text = JSON.stringify(member, null, 2).replaceAll("\n", "\n  ");
        bytes.raw(`${separator}  `).value(name).raw(`: ${text}`);
        separator = ",\n";
    }
    const lists = { definitions, scenarios };
    for (const [name, of] of Object.entries(lists)) {
        bytes.raw(`${separator}  `).value(name).raw(": ");
        let between = "{\n    ";
        for (const id of Object.keys(of)) {
            bytes
                .raw(between)
                .value(id)
                .raw(": ")
                .value(of === scenarios ? entryOf(id) : of[id]);
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

/***/ 3352:
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
    const { command = "parallel-smoke", profiles = [], maxScenarios, inline } = plan.repeat ?? {};
    const words = [...(told.env ?? []).map((name) => `${name}="\${${name}:?}"`), command, "run"];
    if (inline !== undefined)
        words.push("-");
    else if (plan.suiteFile !== undefined)
        words.push(shellWord(asOperand(suiteFileOf(plan))));
    for (const profile of profiles)
        words.push(...flag("--profile", profile));
    if (maxScenarios !== undefined)
        words.push("--max-scenarios", String(maxScenarios));
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
