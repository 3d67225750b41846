export const id = 655;
export const ids = [655];
export const modules = {

/***/ 49:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  h1: () => (/* binding */ MANIFEST_FILE),
  VI: () => (/* binding */ PLAN_FILE),
  yG: () => (/* binding */ RESULTS_FILE),
  fE: () => (/* binding */ fileFailure),
  qF: () => (/* binding */ parseJson),
  vH: () => (/* binding */ prepareRunFolder),
  WI: () => (/* binding */ readManifest),
  GF: () => (/* binding */ writeJson),
  HN: () => (/* binding */ writeManifest)
});

// UNUSED EXPORTS: LOGS_FOLDER

// EXTERNAL MODULE: ./lib/core/result.js
var result = __webpack_require__(8490);
// EXTERNAL MODULE: ./node_modules/zod/v4/classic/schemas.js + 17 modules
var schemas = __webpack_require__(8816);
;// CONCATENATED MODULE: ./lib/formats/manifest.js
/**
 * `manifest.json`: what a shard's folder is, so that nothing has to be read from names.
 */

const MANIFEST_SCHEMA_VERSION = 1;
const ManifestSchema = schemas/* object */.Ikc({
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
});

;// CONCATENATED MODULE: ./lib/app/run-folder.js
/**
 * What lies in a run's folder, by name. Nothing is ever read from the names of folders.
 */


const MANIFEST_FILE = "manifest.json";
const PLAN_FILE = "plan.json";
const RESULTS_FILE = "results.json";
const LOGS_FOLDER = "logs";
/** A manifest is a few hundred bytes; a file much larger is none. */
const MAX_MANIFEST_BYTES = 64 * 1024;
/** Everything that a run writes into its folder; what a new run in the same folder replaces. */
const OWN_NAMES = [
    MANIFEST_FILE,
    PLAN_FILE,
    RESULTS_FILE,
    LOGS_FOLDER,
    "journal.ndjson",
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
/** Writes the manifest, whole. */
function writeManifest(files, folder, manifest) {
    return writeJson(files, `${folder}/${MANIFEST_FILE}`, manifest);
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
    const manifest = ManifestSchema.safeParse(json.value);
    if (manifest.success)
        return (0,result.ok)(manifest.data);
    const [issue] = manifest.error.issues;
    return (0,result/* err */._)(`${MANIFEST_FILE}: ${issue?.path.join(".") ?? ""}: ${issue?.message ?? "unreadable"}`);
}
/** Writes a value as JSON for people and programs, whole. */
function writeJson(files, path, value) {
    const written = files.writeAtomic(path, `${JSON.stringify(value, null, 2)}\n`);
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

/***/ 3655:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  wireCli: () => (/* binding */ wireCli)
});

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
// EXTERNAL MODULE: external "node:os"
var external_node_os_ = __webpack_require__(8161);
// EXTERNAL MODULE: external "node:child_process"
var external_node_child_process_ = __webpack_require__(1421);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./lib/core/result.js
var result = __webpack_require__(8490);
;// CONCATENATED MODULE: ./lib/adapters/node/changes.js
/**
 * Changed files by `git`. Anything that git cannot answer is an error: the caller then assumes that
 * everything may have changed.
 */



/** Differences as git sees them. */
const gitChanges = {
    since: (folder, ref) => {
        const commit = git(folder, ["rev-parse", "--verify", "--end-of-options", `${ref}^{commit}`]);
        if (!commit.ok)
            return (0,result/* err */._)(`git knows no commit \`${ref}\` (is the checkout shallow?)`);
        const base = git(folder, ["merge-base", commit.value.trim(), "HEAD"]);
        if (!base.ok)
            return (0,result/* err */._)(`\`${ref}\` and HEAD have no common commit (is the checkout shallow?)`);
        const top = git(folder, ["rev-parse", "--show-cdup"]);
        const prefix = git(folder, ["rev-parse", "--show-prefix"]);
        if (!top.ok)
            return top;
        if (!prefix.ok)
            return prefix;
        const whole = external_node_path_.posix.join(folder, top.value.trim());
        // Without renames both names of a moved file count as changed.
        const names = ["--name-only", "--no-renames", "--no-relative", "-z"];
        const diff = git(whole, ["diff", ...names, base.value.trim(), "--"]);
        const others = git(whole, ["ls-files", "--others", "--exclude-standard", "-z"]);
        if (!diff.ok)
            return diff;
        if (!others.ok)
            return others;
        const within = prefix.value.trim();
        const paths = [...diff.value.split("\0"), ...others.value.split("\0")];
        return (0,result.ok)(paths.filter((path) => path !== "").map((path) => external_node_path_.posix.relative(within, path)));
    },
};
function git(folder, args) {
    const ended = (0,external_node_child_process_.spawnSync)("git", [...args], {
        cwd: folder,
        encoding: "utf8",
        stdio: ["ignore", "pipe", "pipe"],
        maxBuffer: 256 << 20,
        windowsHide: true,
    });
    if (ended.error !== undefined)
        return (0,result/* err */._)("git could not be started");
    if (ended.status === 0)
        return (0,result.ok)(ended.stdout);
    return (0,result/* err */._)(`git ${args[0]} failed: ${ended.stderr.trim().split("\n").at(-1) ?? ""}`);
}

;// CONCATENATED MODULE: ./lib/adapters/node/clock.js
/** The machine's clocks. */
const nodeClock = {
    now: () => Date.now(),
    monotonic: () => performance.now(),
    after: (delayMs, call) => {
        // A timer of Node holds 31 bits; a longer wait is made of several.
        const LONGEST_MS = 2_147_483_647;
        let timer;
        const wait = (left) => {
            timer = setTimeout(() => {
                if (left > LONGEST_MS)
                    wait(left - LONGEST_MS);
                else
                    call();
            }, Math.min(left, LONGEST_MS));
        };
        wait(Math.max(0, delayMs));
        return () => {
            clearTimeout(timer);
        };
    },
};

// EXTERNAL MODULE: ./lib/core/duration.js
var duration = __webpack_require__(8415);
;// CONCATENATED MODULE: ./lib/adapters/node/commands.js
/**
 * Commands whose output planning waits for, by `spawnSync`: each leads a group that a timeout ends.
 */



/** More than any list of values needs. */
const MAX_OUTPUT_BYTES = 1 << 20;
/** The real commands of this machine. */
const nodeCommands = {
    capture: ({ text, cwd, env, timeoutMs }) => {
        // `detached` is not in the types, but taken: the shell leads a group, which can be ended.
        const options = {
            cwd,
            env: { ...env },
            encoding: "utf8",
            stdio: ["ignore", "pipe", "pipe"],
            timeout: timeoutMs,
            killSignal: "SIGKILL",
            maxBuffer: MAX_OUTPUT_BYTES,
            windowsHide: true,
            detached: true,
        };
        const ended = (0,external_node_child_process_.spawnSync)("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", text], options);
        if (ended.error !== undefined)
            endGroup(ended.pid);
        const stderr = lastLine(ended.stderr ?? "");
        const failed = (message) => (0,result/* err */._)({ message, stderr });
        const code = ended.error === undefined ? null : codeOf(ended.error);
        if (code === "ETIMEDOUT")
            return failed(`it took longer than ${(0,duration/* formatDuration */.a3)(timeoutMs)}`);
        if (code === "ENOBUFS")
            return failed("it wrote more than 1 MiB");
        if (code !== null)
            return failed(`it could not be started (${code})`);
        if (ended.signal !== null)
            return failed(`it was ended by ${ended.signal}`);
        if (ended.status !== 0)
            return failed(`it ended with exit code ${ended.status}`);
        return (0,result.ok)(ended.stdout);
    },
};
function endGroup(pid) {
    if (pid <= 0 || process.platform === "win32")
        return;
    try {
        process.kill(-pid, "SIGKILL");
    }
    catch {
        // Nothing of the group is left.
    }
}
function lastLine(text) {
    return text.trimEnd().split(/\r?\n/u).at(-1) ?? "";
}
function codeOf(error) {
    return "code" in error && typeof error.code === "string" ? error.code : "EUNKNOWN";
}

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
;// CONCATENATED MODULE: ./lib/adapters/node/console.js

/** stderr for people, stdout for data. Writes are synchronous: nothing is lost when we exit. */
function nodeConsole(env) {
    const tty = process.stderr.isTTY === true;
    const noColor = (env["NO_COLOR"] ?? "") !== "";
    const forced = (env["FORCE_COLOR"] ?? "") !== "" && env["FORCE_COLOR"] !== "0";
    return {
        info: (line) => {
            writeAll(2, `${line}\n`);
        },
        data: (text) => {
            writeAll(1, text);
        },
        columns: tty ? process.stderr.columns : null,
        color: !noColor && (forced || (tty && env["TERM"] !== "dumb")),
    };
}
function writeAll(fd, text) {
    let bytes = Buffer.from(text);
    while (bytes.length > 0) {
        try {
            bytes = bytes.subarray((0,external_node_fs_.writeSync)(fd, bytes));
        }
        catch (error) {
            // A pipe whose reader is slow answers EAGAIN; one whose reader is gone answers EPIPE.
            if (!(error instanceof Error) || !("code" in error))
                throw error;
            if (error.code === "EPIPE")
                return;
            if (error.code !== "EAGAIN")
                throw error;
            Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
        }
    }
}

// EXTERNAL MODULE: ./node_modules/tinyglobby/dist/index.mjs + 1 modules
var dist = __webpack_require__(3382);
;// CONCATENATED MODULE: ./lib/adapters/node/file-problem.js
/** The operating system's refusal as a value; anything else is a bug and thrown on. */
function toFileProblem(path, error) {
    if (error instanceof Error) {
        const code = "code" in error && typeof error.code === "string" ? error.code : "EUNKNOWN";
        return { path, code, message: error.message };
    }
    throw error;
}

;// CONCATENATED MODULE: ./lib/adapters/node/copy-file.js
/**
 * Copying a file that somebody else named: a plain file, inside of a folder, not too large.
 */




const PIECE_BYTES = 1 << 16;
/** Copies and says how many bytes it were. Links are not followed, at the end or on the way. */
function copyPlain(from, to, bounds) {
    const refuse = (code, message) => (0,result/* err */._)({ path: from, code, message });
    let source;
    let target;
    try {
        // Without waiting: a named pipe would wait for its writer.
        const flags = external_node_fs_.constants.O_RDONLY | external_node_fs_.constants.O_NOFOLLOW | external_node_fs_.constants.O_NONBLOCK;
        source = (0,external_node_fs_.openSync)(from, flags);
        const { size } = (0,external_node_fs_.fstatSync)(source);
        if (!(0,external_node_fs_.fstatSync)(source).isFile())
            return refuse("EINVAL", "it is no plain file");
        const folder = (0,external_node_fs_.realpathSync)((0,external_node_path_.dirname)(from));
        const root = (0,external_node_fs_.realpathSync)(bounds.within);
        if (folder !== root && !(0,external_node_path_.join)(folder, external_node_path_.sep).startsWith((0,external_node_path_.join)(root, external_node_path_.sep))) {
            return refuse("EACCES", "it lies outside the workspace");
        }
        if (size > bounds.maxBytes)
            return refuse("EFBIG", "it is too large");
        (0,external_node_fs_.mkdirSync)((0,external_node_path_.dirname)(to), { recursive: true });
        target = (0,external_node_fs_.openSync)(to, "wx");
        const piece = Buffer.allocUnsafe(PIECE_BYTES);
        let copied = 0;
        // A file that still grows is taken as long as it was.
        while (copied < size) {
            const count = (0,external_node_fs_.readSync)(source, piece, 0, Math.min(PIECE_BYTES, size - copied), null);
            if (count === 0)
                break;
            (0,external_node_fs_.writeSync)(target, piece, 0, count);
            copied += count;
        }
        return (0,result.ok)(copied);
    }
    catch (error) {
        if (target !== undefined)
            (0,external_node_fs_.rmSync)(to, { force: true });
        return (0,result/* err */._)(toFileProblem(from, error));
    }
    finally {
        if (source !== undefined)
            (0,external_node_fs_.closeSync)(source);
        if (target !== undefined)
            (0,external_node_fs_.closeSync)(target);
    }
}

// EXTERNAL MODULE: external "node:string_decoder"
var external_node_string_decoder_ = __webpack_require__(6193);
;// CONCATENATED MODULE: ./lib/adapters/node/read-file.js
/**
 * Reading files whole, in part and line by line, without ever holding a large one in memory.
 */




const read_file_PIECE_BYTES = 1 << 16;
/** The whole file as text; `EILSEQ` when it is not UTF-8. */
function readText(path) {
    try {
        const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode((0,external_node_fs_.readFileSync)(path));
        return (0,result.ok)(text);
    }
    catch (error) {
        if (error instanceof TypeError) {
            return (0,result/* err */._)({ path, code: "EILSEQ", message: "the file is not UTF-8 text" });
        }
        return (0,result/* err */._)(toFileProblem(path, error));
    }
}
/** The last bytes of a file, decoded leniently, with the file's size. */
function readTail(path, bytes) {
    return withFile(path, (fd) => {
        const sizeBytes = (0,external_node_fs_.fstatSync)(fd).size;
        return { text: readBytes(fd, Math.max(0, sizeBytes - bytes), bytes), sizeBytes };
    });
}
/** The first bytes of a file, decoded leniently. */
function readHead(path, bytes) {
    return withFile(path, (fd) => readBytes(fd, 0, bytes));
}
/** Bytes of a file from an offset on, decoded leniently. */
function readPart(path, offset, bytes) {
    return withFile(path, (fd) => readBytes(fd, offset, bytes));
}
/** Lines of a file without their ends; the last one also when nothing ends it. */
function* readLines(path) {
    let fd;
    try {
        fd = (0,external_node_fs_.openSync)(path, "r");
    }
    catch {
        return;
    }
    try {
        const piece = Buffer.allocUnsafe(read_file_PIECE_BYTES);
        const decoder = new external_node_string_decoder_.StringDecoder("utf8");
        let rest = "";
        for (;;) {
            const count = (0,external_node_fs_.readSync)(fd, piece, 0, read_file_PIECE_BYTES, null);
            if (count === 0)
                break;
            const lines = (rest + decoder.write(piece.subarray(0, count))).split("\n");
            rest = lines.pop() ?? "";
            yield* lines;
        }
        rest += decoder.end();
        if (rest !== "")
            yield rest;
    }
    finally {
        (0,external_node_fs_.closeSync)(fd);
    }
}
function withFile(path, read) {
    let fd;
    try {
        fd = (0,external_node_fs_.openSync)(path, "r");
        return (0,result.ok)(read(fd));
    }
    catch (error) {
        return (0,result/* err */._)(toFileProblem(path, error));
    }
    finally {
        if (fd !== undefined)
            (0,external_node_fs_.closeSync)(fd);
    }
}
function readBytes(fd, position, bytes) {
    const buffer = Buffer.allocUnsafe(Math.min(bytes, Math.max(0, (0,external_node_fs_.fstatSync)(fd).size - position)));
    let filled = 0;
    while (filled < buffer.length) {
        const count = (0,external_node_fs_.readSync)(fd, buffer, filled, buffer.length - filled, position + filled);
        if (count === 0)
            break;
        filled += count;
    }
    return buffer.subarray(0, filled).toString("utf8");
}

;// CONCATENATED MODULE: ./lib/adapters/node/replace-in-file.js
/**
 * Replacing texts in a file of any size, piece by piece; a file without them is only read.
 */



const replace_in_file_PIECE_BYTES = 1 << 18;
/** How many places were replaced. Bytes that are no text stay as they are. */
function replaceInFile(path, texts, by) {
    if (texts.length === 0)
        return (0,result.ok)(0);
    try {
        const pattern = patternOf(texts);
        if (pass(path, { pattern, write: () => { }, by }) === 0)
            return (0,result.ok)(0);
        const temporary = `${path}.${process.pid}.tmp`;
        const target = (0,external_node_fs_.openSync)(temporary, "w");
        try {
            const write = (text) => void (0,external_node_fs_.writeSync)(target, Buffer.from(text, "latin1"));
            const count = pass(path, { pattern, write, by });
            (0,external_node_fs_.renameSync)(temporary, path);
            return (0,result.ok)(count);
        }
        finally {
            (0,external_node_fs_.closeSync)(target);
            (0,external_node_fs_.rmSync)(temporary, { force: true });
        }
    }
    catch (error) {
        return (0,result/* err */._)(toFileProblem(path, error));
    }
}
/** One character a byte, so that cutting a piece never cuts a character. */
function patternOf(texts) {
    const bytes = texts.map((text) => Buffer.from(text).toString("latin1"));
    return {
        expression: new RegExp(bytes.map((text) => text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")).join("|"), "g"),
        longest: Math.max(...bytes.map((text) => text.length)),
    };
}
function pass(path, how) {
    const { pattern, write, by } = how;
    const { expression, longest } = pattern;
    const source = (0,external_node_fs_.openSync)(path, "r");
    try {
        const piece = Buffer.allocUnsafe(replace_in_file_PIECE_BYTES);
        let rest = "";
        let count = 0;
        for (;;) {
            const bytes = (0,external_node_fs_.readSync)(source, piece, 0, replace_in_file_PIECE_BYTES, null);
            const text = rest + piece.toString("latin1", 0, bytes);
            // What may be the beginning of a match waits for the next piece.
            const limit = bytes === 0 ? text.length : Math.max(0, text.length - longest + 1);
            let at = 0;
            expression.lastIndex = 0;
            for (let match = expression.exec(text); match !== null; match = expression.exec(text)) {
                if (match.index >= limit)
                    break;
                write(text.slice(at, match.index) + by);
                at = match.index + match[0].length;
                count += 1;
            }
            const end = Math.max(at, limit);
            if (end > at)
                write(text.slice(at, end));
            rest = text.slice(end);
            if (bytes === 0)
                return count;
        }
    }
    finally {
        (0,external_node_fs_.closeSync)(source);
    }
}

;// CONCATENATED MODULE: ./lib/adapters/node/write-file.js
/**
 * Writing files so that nobody ever sees half of one, and appending to journals and logs.
 */




const write_file_PIECE_BYTES = 1 << 16;
let temporaryNames = 0;
/** Writes under a temporary name beside the target and renames. */
function writeAtomic(path, text) {
    temporaryNames += 1;
    const temporary = `${path}.${process.pid}-${temporaryNames}.tmp`;
    try {
        writeIntoFolder(temporary, text);
        (0,external_node_fs_.renameSync)(temporary, path);
        return (0,result.ok)(undefined);
    }
    catch (error) {
        removeIfThere(temporary);
        return (0,result/* err */._)(toFileProblem(path, error));
    }
}
/** Where no folder is, nothing is left either; the first problem is the one to tell. */
function removeIfThere(path) {
    try {
        (0,external_node_fs_.rmSync)(path, { force: true });
    }
    catch { }
}
/** Most of the time the folder is there. */
function writeIntoFolder(path, text) {
    try {
        (0,external_node_fs_.writeFileSync)(path, text);
    }
    catch (error) {
        if (toFileProblem(path, error).code !== "ENOENT")
            throw error;
        (0,external_node_fs_.mkdirSync)((0,external_node_path_.dirname)(path), { recursive: true });
        (0,external_node_fs_.writeFileSync)(path, text);
    }
}
/** Opens a file for appending; every call of `append` is with the system when it returns. */
function openAppender(path) {
    let fd;
    try {
        (0,external_node_fs_.mkdirSync)((0,external_node_path_.dirname)(path), { recursive: true });
        fd = (0,external_node_fs_.openSync)(path, "a");
    }
    catch (error) {
        return (0,result/* err */._)(toFileProblem(path, error));
    }
    return (0,result.ok)({
        append: (text) => {
            try {
                const bytes = Buffer.from(text);
                let written = 0;
                while (written < bytes.length) {
                    written += (0,external_node_fs_.writeSync)(fd, bytes, written, bytes.length - written);
                }
                return (0,result.ok)(undefined);
            }
            catch (error) {
                return (0,result/* err */._)(toFileProblem(path, error));
            }
        },
        close: () => {
            (0,external_node_fs_.closeSync)(fd);
        },
    });
}
/** Copies bytes to the end of another file; of a longer file the first and the last half. */
function appendFile(from, to, maxBytes) {
    let source;
    let target;
    try {
        source = (0,external_node_fs_.openSync)(from, "r");
        target = (0,external_node_fs_.openSync)(to, "a");
        const size = (0,external_node_fs_.fstatSync)(source).size;
        if (size <= maxBytes) {
            copyBytes({ source, target, position: 0, length: size });
            return (0,result.ok)(undefined);
        }
        const half = Math.floor(maxBytes / 2);
        copyBytes({ source, target, position: 0, length: half });
        (0,external_node_fs_.writeSync)(target, `\n[${size - 2 * half} bytes left out here; the attempt's own log has all]\n`);
        copyBytes({ source, target, position: size - half, length: half });
        return (0,result.ok)(undefined);
    }
    catch (error) {
        return (0,result/* err */._)(toFileProblem(from, error));
    }
    finally {
        if (source !== undefined)
            (0,external_node_fs_.closeSync)(source);
        if (target !== undefined)
            (0,external_node_fs_.closeSync)(target);
    }
}
function copyBytes(copy) {
    const piece = Buffer.allocUnsafe(Math.min(write_file_PIECE_BYTES, Math.max(1, copy.length)));
    let done = 0;
    while (done < copy.length) {
        const wanted = Math.min(piece.length, copy.length - done);
        const count = (0,external_node_fs_.readSync)(copy.source, piece, 0, wanted, copy.position + done);
        if (count === 0)
            return;
        let written = 0;
        while (written < count)
            written += (0,external_node_fs_.writeSync)(copy.target, piece, written, count - written);
        done += count;
    }
}

;// CONCATENATED MODULE: ./lib/adapters/node/files.js
/**
 * The file system by `node:fs`, and globs by tinyglobby.
 */









/** Digest of a text. */
const sha256Text = (text) => (0,external_node_crypto_.createHash)("sha256").update(text).digest("hex");
/** The real file system. */
const nodeFiles = {
    readText: readText,
    readTail: readTail,
    readHead: readHead,
    readPart: readPart,
    readLines: readLines,
    writeAtomic: writeAtomic,
    openAppender: openAppender,
    appendFile: appendFile,
    replaceInFile: replaceInFile,
    copyPlain: copyPlain,
    sizeBytes: (path) => (0,external_node_fs_.statSync)(path, { throwIfNoEntry: false })?.size ?? null,
    exists: external_node_fs_.existsSync,
    isDirectory: (path) => {
        try {
            return (0,external_node_fs_.statSync)(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
        }
        catch {
            return false;
        }
    },
    list: (path) => {
        try {
            return (0,external_node_fs_.readdirSync)(path).sort();
        }
        catch {
            return [];
        }
    },
    makeDirectory: (path) => attempt(path, () => void (0,external_node_fs_.mkdirSync)(path, { recursive: true })),
    remove: (path) => {
        try {
            // Many of the folders to remove are empty, and this is a tenth of the work.
            (0,external_node_fs_.rmdirSync)(path);
        }
        catch {
            removeTree(path);
        }
    },
    glob: (root, patterns) => (0,dist/* globSync */.AZ)([...patterns], {
        cwd: root,
        onlyFiles: true,
        dot: true,
        expandDirectories: false,
        followSymbolicLinks: false,
        ignore: ["**/node_modules/**", "**/.git/**"],
    })
        .map((path) => path.replaceAll("\\", "/"))
        .sort(),
    sha256: (path) => attempt(path, () => (0,external_node_crypto_.createHash)("sha256").update((0,external_node_fs_.readFileSync)(path)).digest("hex")),
};
/** What cannot be removed stays: it is never worth more than what goes on. */
function removeTree(path) {
    try {
        (0,external_node_fs_.rmSync)(path, { recursive: true, force: true });
    }
    catch { }
}
function attempt(path, action) {
    try {
        return (0,result.ok)(action());
    }
    catch (error) {
        return (0,result/* err */._)(toFileProblem(path, error));
    }
}

;// CONCATENATED MODULE: ./lib/adapters/node/lazy-http.js
/** Node's client, loaded with the first request: most runs send none, and it is a tenth of a start. */
const lazyHttp = {
    send: async (request) => {
        const { nodeHttp } = await __webpack_require__.e(/* import() */ 333).then(__webpack_require__.bind(__webpack_require__, 5333));
        return nodeHttp.send(request);
    },
};

// EXTERNAL MODULE: external "node:vm"
var external_node_vm_ = __webpack_require__(714);
;// CONCATENATED MODULE: ./lib/adapters/node/patterns.js
/**
 * Regular expressions by `node:vm`, the only place where V8 gives up one that does not end.
 */


const SEARCH = new external_node_vm_.Script(`
  {
    const pattern = new RegExp(source, flags)
    for (const text of texts) {
      const found = pattern.exec(text)
      results.push(found === null ? null : [...found].map((group) => group ?? null))
    }
  }
`);
/** The real patterns. */
const nodePatterns = {
    match: ({ source, flags, texts, budgetMs }) => {
        try {
            // Before the search, so that a broken pattern is told from a slow one.
            new RegExp(source, flags);
        }
        catch (error) {
            return (0,result/* err */._)({ code: "invalid", message: messageOf(error) });
        }
        const results = [];
        try {
            SEARCH.runInContext((0,external_node_vm_.createContext)({ source, flags, texts, results }), {
                timeout: Math.max(1, Math.ceil(budgetMs)),
            });
            return (0,result.ok)(results);
        }
        catch (error) {
            return (0,result/* err */._)({ code: "slow", message: messageOf(error) });
        }
    },
};
function messageOf(error) {
    return error instanceof Error ? error.message : String(error);
}

;// CONCATENATED MODULE: ./lib/adapters/node/capture.js
/**
 * Output that passes through a pipe: every piece goes to the log, and to a file of its own up to a
 * limit. Writing at once keeps memory flat, whatever a child writes.
 */

/** Copies streams to files until they close. */
function captureStreams(streams, options) {
    const log = (0,external_node_fs_.openSync)(options.log, "a");
    const closing = streams.map(({ stream, path }) => copy(stream, { path, log, limitBytes: options.limitBytes }));
    const closed = Promise.all(closing).then(() => {
        (0,external_node_fs_.closeSync)(log);
    });
    return {
        closed,
        drop: () => {
            for (const { stream } of streams)
                stream.destroy();
        },
    };
}
function copy(stream, to) {
    const own = (0,external_node_fs_.openSync)(to.path, "a");
    let room = to.limitBytes;
    return new Promise((resolve) => {
        stream.on("data", (piece) => {
            try {
                (0,external_node_fs_.writeSync)(to.log, piece);
                if (room > 0)
                    room -= (0,external_node_fs_.writeSync)(own, piece.subarray(0, room));
            }
            catch {
                // A full disk costs output, as it does where children write themselves.
            }
        });
        // A stream that breaks also closes.
        stream.on("error", () => { });
        stream.once("close", () => {
            (0,external_node_fs_.closeSync)(own);
            resolve();
        });
    });
}

;// CONCATENATED MODULE: ./lib/adapters/node/find-program.js
/**
 * Where a program is, found once: the kernel tries every folder of PATH anew for a bare name, while
 * the engine waits.
 */

const found = new Map();
/** The program's path, or the name as it stands where that cannot be told. */
function findProgram(name, path) {
    if (path === undefined || name.includes("/") || process.platform === "win32")
        return name;
    const key = `${name}\0${path}`;
    const known = found.get(key);
    if (known !== undefined)
        return known;
    for (const folder of path.split(":")) {
        // A relative folder means another place for each working directory.
        if (!folder.startsWith("/"))
            return name;
        const candidate = `${folder}/${name}`;
        if (!isProgram(candidate))
            continue;
        found.set(key, candidate);
        return candidate;
    }
    return name;
}
function isProgram(path) {
    try {
        (0,external_node_fs_.accessSync)(path, external_node_fs_.constants.X_OK);
        return (0,external_node_fs_.statSync)(path).isFile();
    }
    catch {
        return false;
    }
}

;// CONCATENATED MODULE: ./lib/adapters/node/process-table.js
/**
 * What `/proc` tells of processes (Linux; proc(5)): who is in a group, who carries a marker in the
 * environment. Elsewhere nothing is known and the group alone is asked.
 */

/** Living processes of a group, those that wait to be reaped left out; null where unknown. */
function groupMembers(group) {
    const pids = processIds();
    if (pids === null)
        return null;
    let members = 0;
    for (const pid of pids) {
        const stat = readStat(pid);
        if (stat !== null && stat.group === group && !stat.dead)
            members += 1;
    }
    return members;
}
/** Ids of living processes with the marker in their environment, this one left out. */
function processesMarked(marker) {
    const needle = Buffer.from(marker);
    return (processIds() ?? []).filter((pid) => {
        if (pid === process.pid)
            return false;
        try {
            return (0,external_node_fs_.readFileSync)(`/proc/${pid}/environ`).includes(needle) && readStat(pid)?.dead === false;
        }
        catch {
            return false;
        }
    });
}
function processIds() {
    if (process.platform !== "linux")
        return null;
    try {
        return (0,external_node_fs_.readdirSync)("/proc").flatMap((name) => (/^\d+$/u.test(name) ? [Number(name)] : []));
    }
    catch {
        return null;
    }
}
function readStat(pid) {
    try {
        const stat = (0,external_node_fs_.readFileSync)(`/proc/${pid}/stat`, "latin1");
        // The name in parentheses may hold anything, also parentheses.
        const [state, , group] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
        return { group: Number(group), dead: state === "Z" || state === "X" };
    }
    catch {
        return null;
    }
}

;// CONCATENATED MODULE: ./lib/adapters/node/processes.js
/**
 * Child processes by `node:child_process`: each leads a group of its own and writes to a file.
 */






/** The real processes of this machine. */
const nodeProcesses = {
    spawn: async (spec) => {
        let log;
        try {
            log = (0,external_node_fs_.openSync)(spec.log, "a");
            const { stdout, stderr } = spec.capture ?? {};
            const child = (0,external_node_child_process_.spawn)(findProgram(spec.file, spec.env["PATH"]), spec.args, {
                cwd: spec.cwd,
                env: { ...spec.env },
                stdio: ["ignore", stdout === undefined ? log : "pipe", stderr === undefined ? log : "pipe"],
                detached: true,
                windowsHide: true,
            });
            const exited = exitOf(child);
            if (child.pid === undefined)
                return (0,result/* err */._)(await startProblem(child));
            const captured = capture(child, spec);
            return (0,result.ok)({ ...toChild(child.pid, exited), ...(captured === null ? {} : { captured }) });
        }
        catch (error) {
            return (0,result/* err */._)(toSpawnProblem(error));
        }
        finally {
            if (log !== undefined)
                (0,external_node_fs_.closeSync)(log);
        }
    },
    marked: processesMarked,
    signal: (pids, signal) => {
        for (const pid of pids)
            send(pid, signal);
    },
};
function capture(child, spec) {
    if (spec.capture === undefined)
        return null;
    const { stdout, stderr, limitBytes } = spec.capture;
    const streams = [
        { stream: child.stdout, path: stdout },
        { stream: child.stderr, path: stderr },
    ].flatMap(({ stream, path }) => (stream === null || path === undefined ? [] : { stream, path }));
    return captureStreams(streams, { log: spec.log, limitBytes });
}
function toChild(pid, exited) {
    return {
        pid,
        exited,
        signal: (signal) => send(process.platform === "win32" ? pid : -pid, signal),
        groupAlive: () => {
            if (process.platform === "win32")
                return send(pid, 0);
            // The group exists also while it only holds processes that wait to be reaped.
            return send(-pid, 0) && groupMembers(pid) !== 0;
        },
    };
}
function exitOf(child) {
    return new Promise((resolve) => {
        child.once("exit", (exitCode, signal) => {
            resolve({ exitCode, signal, cpuMs: null, peakMemoryBytes: null });
        });
        child.once("error", () => {
            resolve({ exitCode: null, signal: null, cpuMs: null, peakMemoryBytes: null });
        });
    });
}
function startProblem(child) {
    return new Promise((resolve) => {
        child.once("error", (error) => {
            resolve(toSpawnProblem(error));
        });
    });
}
function toSpawnProblem(error) {
    if (!(error instanceof Error))
        throw error;
    const code = "code" in error && typeof error.code === "string" ? error.code : "EUNKNOWN";
    return { code, message: error.message };
}
function send(pid, signal) {
    try {
        process.kill(pid, signal);
        return true;
    }
    catch {
        return false;
    }
}

;// CONCATENATED MODULE: ./lib/adapters/node/signals.js
const STOP_SIGNALS = ["SIGINT", "SIGTERM"];
/** The signals of this process. */
const nodeSignals = {
    listen: (call) => {
        const listeners = STOP_SIGNALS.map((signal) => {
            const listener = () => {
                call(signal);
            };
            process.on(signal, listener);
            return { signal, listener };
        });
        return () => {
            for (const { signal, listener } of listeners)
                process.off(signal, listener);
        };
    },
};

;// CONCATENATED MODULE: ./lib/adapters/node/surroundings.js


/** Reads what this process knows of where it runs. */
function nodeSurroundings(env, root) {
    const known = {};
    for (const [name, value] of Object.entries(env))
        if (value !== undefined)
            known[name] = value;
    const head = known["GITHUB_SHA"] === undefined ? headOf(root) : { commit: null, ref: null };
    return {
        env: known,
        os: (0,external_node_os_.platform)(),
        arch: (0,external_node_os_.arch)(),
        cores: (0,external_node_os_.availableParallelism)(),
        memoryBytes: Math.min((0,external_node_os_.totalmem)(), process.constrainedMemory() || (0,external_node_os_.totalmem)()),
        hostname: (0,external_node_os_.hostname)(),
        node: process.execPath,
        temporary: known["RUNNER_TEMP"] ?? (0,external_node_os_.tmpdir)(),
        commit: known["GITHUB_SHA"] ?? head.commit,
        ref: known["GITHUB_REF"] ?? head.ref,
    };
}
/** Commit and branch of the checkout by one call of git: each costs a tenth of a start. */
function headOf(root) {
    try {
        const out = (0,external_node_child_process_.execFileSync)("git", ["rev-parse", "HEAD", "--symbolic-full-name", "HEAD"], {
            cwd: root,
            encoding: "utf8",
            stdio: ["ignore", "pipe", "ignore"],
        });
        const [commit = "", ref = ""] = out.trim().split("\n");
        return { commit: commit || null, ref: ref.startsWith("refs/") ? ref : null };
    }
    catch {
        return { commit: null, ref: null };
    }
}

// EXTERNAL MODULE: ./lib/app/run-folder.js + 1 modules
var run_folder = __webpack_require__(49);
;// CONCATENATED MODULE: ./lib/app/github-context.js

/** Variables that belong to the runner's own talk with a step, or are secret. */
const LEFT_OUT = new Set([
    "GITHUB_TOKEN",
    "GITHUB_ENV",
    "GITHUB_PATH",
    "GITHUB_OUTPUT",
    "GITHUB_STATE",
    "GITHUB_STEP_SUMMARY",
    "GITHUB_ACTIONS",
]);
/**
 * `GITHUB_REF_NAME` becomes `ref_name`, and so on; `event` is the payload, `{}` without one. Outside
 * of a job `localRef` is asked for the ref of the checkout, when an expression reads it.
 */
function githubContext(env, files, localRef) {
    const context = { event: eventOf(env["GITHUB_EVENT_PATH"], files) };
    for (const [name, value] of Object.entries(env)) {
        if (!name.startsWith("GITHUB_") || LEFT_OUT.has(name))
            continue;
        context[name.slice("GITHUB_".length).toLowerCase()] = value;
    }
    if (localRef !== undefined && env["GITHUB_REF"] === undefined)
        addLocalRef(context, localRef);
    return context;
}
/** Asking costs a process, so nobody is asked before an expression is. */
function addLocalRef(context, localRef) {
    let ref;
    const read = () => {
        ref ??= localRef() ?? "";
        return ref;
    };
    const lazily = (name, get) => {
        if (!Object.hasOwn(context, name))
            Object.defineProperty(context, name, { enumerable: true, get });
    };
    lazily("ref", read);
    lazily("ref_name", () => read().replace(/^refs\/(heads|tags)\//u, ""));
}
function eventOf(path, files) {
    if (path === undefined)
        return {};
    const text = files.readText(path);
    if (!text.ok)
        return {};
    const event = (0,run_folder/* parseJson */.qF)(text.value);
    return event.ok ? event.value : {};
}

;// CONCATENATED MODULE: ./lib/core/version.js
/** The version of this program; a test compares it with `package.json`. */
const VERSION = "0.1.0";

;// CONCATENATED MODULE: ./lib/cli/wire.js
/**
 * The adapters of the CLI, put together once.
 */














/** The real world for the CLI. */
function wireCli(process) {
    const env = {};
    for (const [name, value] of Object.entries(process.env)) {
        if (value !== undefined)
            env[name] = value;
    }
    return {
        console: nodeConsole(env),
        files: nodeFiles,
        sha256: sha256Text,
        clock: nodeClock,
        changes: gitChanges,
        commands: nodeCommands,
        processes: nodeProcesses,
        patterns: nodePatterns,
        http: lazyHttp,
        signals: nodeSignals,
        surroundings: (root) => nodeSurroundings(env, root),
        env,
        cwd: process.cwd.replaceAll("\\", "/"),
        cores: (0,external_node_os_.availableParallelism)(),
        github: githubContext(env, nodeFiles, () => nodeSurroundings(env, process.cwd).ref),
        version: VERSION,
        uniqueName: () => (0,external_node_crypto_.randomBytes)(3).toString("hex"),
        exit: process.exit,
    };
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


/***/ })

};
