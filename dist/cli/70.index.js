export const id = 70;
export const ids = [70];
export const modules = {

/***/ 3070:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  wireCli: () => (/* binding */ wireCli)
});

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
// EXTERNAL MODULE: external "node:os"
var external_node_os_ = __webpack_require__(8161);
// EXTERNAL MODULE: ./lib/core/result.js
var result = __webpack_require__(8490);
;// CONCATENATED MODULE: ./lib/adapters/kubernetes/cluster.js
/**
 * A cluster by its own command: `kubectl`, or `oc` where that is what there is. Both read the same
 * configuration and credentials as the scenarios do.
 */

const PROGRAMS = ["kubectl", "oc"];
/** Room for about two thousand nodes. */
const MAX_OUTPUT_BYTES = 32 << 20;
/** The cluster that the environment's configuration points to. */
function commandCluster(programs) {
    return {
        nodes: (request) => ask(["get", "nodes"], { request, programs }),
        pods: (request) => {
            const { namespace } = request;
            const where = namespace === null ? ["--all-namespaces"] : ["--namespace", namespace];
            return ask(["get", "pods", ...where], { request, programs });
        },
    };
}
async function ask(words, { request, programs }) {
    const { selector, timeoutMs, cwd, env, signal } = request;
    const chosen = [...words, ...(selector === "" ? [] : [`--selector=${selector}`])];
    for (const file of PROGRAMS) {
        const command = [file, ...chosen].join(" ");
        const args = [...chosen, "--output=json"];
        const bounds = { timeoutMs, maxOutputBytes: MAX_OUTPUT_BYTES, signal };
        const answer = await programs.ask({ file, args, cwd, env, ...bounds });
        if (!answer.ok) {
            if (answer.error.code === "not-found")
                continue;
            return (0,result/* err */._)(`${command}: ${answer.error.message}`);
        }
        const { exitCode, stdout, stderr } = answer.value;
        if (exitCode === 0)
            return (0,result.ok)({ text: stdout, command });
        const how = exitCode === null ? "it was killed" : `it ended with exit code ${exitCode}`;
        const said = stderr.trim().split("\n").at(-1) ?? "";
        return (0,result/* err */._)(`${command}: ${how}${said === "" ? "" : `: ${said}`}`);
    }
    return (0,result/* err */._)(`there is neither ${PROGRAMS.join(" nor ")}`);
}

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
;// CONCATENATED MODULE: ./lib/adapters/node/console.js

/** stderr for people, stdout for data. Writes are synchronous: nothing is lost when we exit. */
function nodeConsole(env) {
    const tty = process.stderr.isTTY === true;
    const noColor = (env["NO_COLOR"] ?? "") !== "";
    const forced = (env["FORCE_COLOR"] ?? "") !== "" && env["FORCE_COLOR"] !== "0";
    let unwritten = null;
    return {
        info: (line) => {
            writeAll(2, `${line}\n`);
        },
        data: (text) => {
            // After a gap nothing that follows can be read.
            unwritten ??= writeAll(1, text);
        },
        unwritten: () => unwritten,
        columns: tty ? process.stderr.columns : null,
        color: !noColor && (forced || (tty && env["TERM"] !== "dumb")),
    };
}
/**
 * Writes everything, however slowly the other side reads; one that is gone is none to wait for. The
 * system's words where it takes no more: a full disk, a terminal that is gone, a closed number.
 */
function writeAll(fd, text) {
    let bytes = Buffer.from(text);
    while (bytes.length > 0) {
        try {
            bytes = bytes.subarray((0,external_node_fs_.writeSync)(fd, bytes));
        }
        catch (error) {
            // A pipe whose reader is slow answers EAGAIN; one whose reader is gone EPIPE, a closed terminal EIO.
            if (!(error instanceof Error) || !("code" in error))
                throw error;
            if (error.code === "EPIPE" || error.code === "EIO")
                return null;
            if (error.code !== "EAGAIN")
                return error.message;
            Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
        }
    }
    return null;
}

;// CONCATENATED MODULE: ./lib/adapters/node/crashes.js
const KINDS = ["uncaughtException", "unhandledRejection"];
/** The crashes of this process; `source` is told of them as Node tells a process. */
function createCrashes(source = process) {
    const listeners = [];
    const tell = (error) => {
        listeners.at(-1)?.(error);
    };
    return {
        listen: (call) => {
            const own = (error) => {
                call(error);
            };
            if (listeners.length === 0)
                for (const kind of KINDS)
                    source.on(kind, tell);
            listeners.push(own);
            return () => {
                const at = listeners.indexOf(own);
                if (at < 0)
                    return;
                listeners.splice(at, 1);
                if (listeners.length === 0)
                    for (const kind of KINDS)
                        source.off(kind, tell);
            };
        },
    };
}

// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
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
 * Files that somebody else named: taken only where they are plain ones, copied only from inside of a
 * folder and not too large.
 */




const PIECE_BYTES = 1 << 16;
const NOT_PLAIN = "it is no plain file";
/** Copies and says how many bytes it were. Links are not followed, at the end or on the way. */
function copyPlain(from, to, bounds) {
    const refuse = (code, message) => (0,result/* err */._)({ path: from, code, message });
    let source;
    let target;
    try {
        source = openUnmoved(from);
        const { size } = (0,external_node_fs_.fstatSync)(source);
        if (!(0,external_node_fs_.fstatSync)(source).isFile())
            return refuse("EINVAL", NOT_PLAIN);
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
/** A second name for a file that can be read. Links are not followed. */
function linkPlain(from, to) {
    const checked = checkPlain(from);
    if (!checked.ok)
        return checked;
    try {
        (0,external_node_fs_.mkdirSync)((0,external_node_path_.dirname)(to), { recursive: true });
        (0,external_node_fs_.linkSync)(from, to);
        return (0,result.ok)(undefined);
    }
    catch {
        // Not every file system has second names.
        const copied = copyPlain(from, to, { within: (0,external_node_path_.dirname)(from), maxBytes: Infinity });
        return copied.ok ? (0,result.ok)(undefined) : copied;
    }
}
/** Refuses what is no plain file, or cannot be read. */
function checkPlain(path) {
    let file;
    try {
        file = openUnmoved(path);
        if ((0,external_node_fs_.fstatSync)(file).isFile())
            return (0,result.ok)(undefined);
        return (0,result/* err */._)({ path, code: "EINVAL", message: NOT_PLAIN });
    }
    catch (error) {
        return (0,result/* err */._)(toFileProblem(path, error));
    }
    finally {
        if (file !== undefined)
            (0,external_node_fs_.closeSync)(file);
    }
}
/** Without following a link, and without waiting: a named pipe would wait for its writer. */
function openUnmoved(path) {
    return (0,external_node_fs_.openSync)(path, external_node_fs_.constants.O_RDONLY | external_node_fs_.constants.O_NOFOLLOW | external_node_fs_.constants.O_NONBLOCK);
}

// EXTERNAL MODULE: ./node_modules/tinyglobby/dist/index.mjs + 1 modules
var dist = __webpack_require__(3382);
;// CONCATENATED MODULE: ./lib/adapters/node/plain-pattern.js
/**
 * The most frequent kind of pattern, fixed folders and a name with stars (`smoke/*.sh`), by a look into
 * one folder: a library for all kinds of patterns takes longer to begin than the rest of the search.
 */
const PLAIN = /^((?:[\w-][\w.-]*\/)*)([\w.-]*\*[\w.*-]*)$/u;
/** Names that a search leaves out wherever they stand. */
const LEFT_OUT = /^(?:node_modules|\.git)$/u;
/**
 * Paths of the files that the only pattern of a list matches. Null where it is of another kind, and
 * where more than files has such a name: then others have to look.
 */
function matchPlain(patterns, read) {
    const [pattern = "", more] = patterns;
    const [, folder, stars = ""] = PLAIN.exec(pattern) ?? [];
    if (folder === undefined || more !== undefined || stars.includes("**"))
        return null;
    if (folder.split("/").some((name) => LEFT_OUT.test(name)))
        return null;
    const pieces = stars.split("*").map((piece) => piece.replaceAll(".", "\\."));
    const name = new RegExp(`^${pieces.join(".*")}$`, "su");
    const found = [];
    for (const entry of read(folder)) {
        if (!name.test(entry.name) || entry.name.startsWith(".#"))
            continue;
        if (!entry.isFile() || LEFT_OUT.test(entry.name))
            return null;
        found.push(folder + entry.name);
    }
    return found;
}

;// CONCATENATED MODULE: ./lib/adapters/node/search-files.js
/**
 * Finding files by patterns, links included: what a link leads to is found under the link's own path,
 * and what stands in the way is told instead of being left out.
 */





/** Folders that are not searched. */
const NEVER_SEARCHED = ["**/node_modules/**", "**/.git/**"];
/** Links that Emacs makes beside a file while it is changed; they lead nowhere by design. */
const EDITOR_LOCKS = "**/.#*";
/** Links to folders that one search follows: two in each of forty folders would never end. */
const MAX_FOLDER_LINKS = 256;
const NODE = {
    readFolder: (path) => (0,external_node_fs_.readdirSync)(path, { withFileTypes: true }),
    realPath: (path) => external_node_fs_.realpathSync.native(path),
    stat: (path) => (0,external_node_fs_.statSync)(path),
};
/** Files below a folder that match, relative to it with `/`, sorted. */
function searchFiles(options) {
    const { patterns, system = NODE } = options;
    const folder = (0,external_node_path_.join)(options.folder, ".");
    const within = real(system, options.within);
    const begin = () => ({
        system,
        within: within.ok ? within.path : options.within,
        known: new Map(),
        met: new Map(),
        links: new Set(),
        followed: 0,
        started: false,
    });
    const quick = begin();
    const named = matchPlain(patterns, (inside) => readerOf(quick)((0,external_node_path_.join)(folder, inside)));
    if (named !== null)
        return toResult(folder, { matches: named, search: quick });
    const search = begin();
    const matches = (0,dist/* globSync */.AZ)([...patterns], {
        cwd: folder,
        onlyFiles: true,
        dot: true,
        expandDirectories: false,
        // Links are resolved by what reads the folders.
        followSymbolicLinks: false,
        ignore: [...NEVER_SEARCHED, EDITOR_LOCKS],
        fs: { readdirSync: readerOf(search) },
    });
    return toResult(folder, { matches, search });
}
function toResult(folder, found) {
    const { matches, search } = found;
    const files = [];
    for (const match of matches) {
        const reason = search.known.get((0,external_node_path_.join)(folder, match));
        if (reason === undefined)
            files.push(match.replaceAll("\\", "/"));
        else
            search.met.set((0,external_node_path_.join)(folder, match), reason);
    }
    const problems = [...search.met].map(([path, reason]) => ({
        path: path === folder ? "." : path.slice(folder.length + 1).replaceAll("\\", "/"),
        reason,
    }));
    return { files: files.sort(), problems: problems.sort((a, b) => (a.path < b.path ? -1 : 1)) };
}
/** Reads a folder, and shows links as what they lead to. */
function readerOf(search) {
    return (given) => {
        const path = (0,external_node_path_.join)(String(given), ".").replace(/(?<=.)[\\/]$/u, "");
        const reason = search.known.get(path) ?? startProblem(search, path) ?? linkProblem(search, path);
        if (reason !== undefined) {
            search.met.set(path, reason);
            return [];
        }
        try {
            return search.system.readFolder(path).map((entry) => shown(search, path, entry));
        }
        catch (error) {
            const { code } = toFileProblem(path, error);
            // The fixed part of a pattern may name what does not exist: it matches nothing.
            if (code !== "ENOENT" && code !== "ENOTDIR")
                search.met.set(path, "unreadable");
            return [];
        }
    };
}
/** The folder that a search begins in may itself be behind a link. */
function startProblem(search, path) {
    if (search.started)
        return undefined;
    search.started = true;
    const start = real(search.system, path);
    if (!start.ok)
        return start.code === "ENOENT" ? undefined : reasonOf(start.code);
    if (!isBelow(start.path, search.within))
        return "outside";
    for (let at = path; at !== (0,external_node_path_.dirname)(at); at = (0,external_node_path_.dirname)(at)) {
        if (isCircle(search, at))
            return "circle";
    }
    return undefined;
}
function shown(search, folder, entry) {
    if (entry.isFile() || entry.isDirectory())
        return entry;
    const path = (0,external_node_path_.join)(folder, entry.name);
    const kind = entry.isSymbolicLink() ? leadsTo(search, path) : "special";
    if (kind !== "file" && kind !== "folder")
        search.known.set(path, kind);
    else if (kind === "folder")
        search.links.add(path);
    const isFolder = kind === "folder" || (kind === "outside" && isFolderAt(search.system, path));
    return {
        name: entry.name,
        isFile: () => !isFolder,
        isDirectory: () => isFolder,
        isSymbolicLink: () => false,
    };
}
function leadsTo(search, path) {
    const target = real(search.system, path);
    if (!target.ok)
        return reasonOf(target.code);
    if (!isBelow(target.path, search.within))
        return "outside";
    try {
        const stats = search.system.stat(target.path);
        if (stats.isDirectory())
            return "folder";
        return stats.isFile() ? "file" : "special";
    }
    catch (error) {
        return reasonOf(toFileProblem(path, error).code);
    }
}
/** Why a link to a folder is not followed. */
function linkProblem(search, path) {
    if (!search.links.has(path))
        return undefined;
    if (++search.followed > MAX_FOLDER_LINKS)
        return "too-many";
    return isCircle(search, path) ? "circle" : undefined;
}
/** A folder is inside of itself when it leads back to one of those that lead to it. */
function isCircle({ system }, path) {
    const target = real(system, path);
    if (!target.ok)
        return false;
    for (let at = (0,external_node_path_.dirname)(path); at !== (0,external_node_path_.dirname)(at); at = (0,external_node_path_.dirname)(at)) {
        const around = real(system, at);
        if (around.ok && isBelow(around.path, target.path))
            return true;
    }
    return false;
}
function isFolderAt(system, path) {
    try {
        return system.stat(path).isDirectory();
    }
    catch {
        return false;
    }
}
function reasonOf(code) {
    if (code === "ENOENT" || code === "ENOTDIR")
        return "nowhere";
    return code === "ELOOP" ? "circle" : "unreadable";
}
function real(system, path) {
    try {
        return { ok: true, path: system.realPath(path) };
    }
    catch (error) {
        return { ok: false, code: toFileProblem(path, error).code };
    }
}
function isBelow(path, folder) {
    return path === folder || path.startsWith(folder.endsWith(external_node_path_.sep) ? folder : folder + external_node_path_.sep);
}

;// CONCATENATED MODULE: ./lib/adapters/node/glob-plain.js
/**
 * Plain files by patterns, whatever their names are. Patterns become regular expressions in which `**`
 * does not match a line end, so line ends are shown to them as characters that no name has.
 */




const LINE_ENDS = /[\n\r\u2028\u2029]/gu;
/** Half of a character: names are decoded from UTF-8, which has no such thing. */
const HALF = 0xdc00;
const SHOWN = { "\n": 0, "\r": 1, "\u2028": 2, "\u2029": 3 };
const ENDS = Object.keys(SHOWN);
/** As `Files.glob`. */
function globPlain(root, patterns) {
    return (0,dist/* globSync */.AZ)(patterns.map(glob_plain_shown), {
        cwd: root,
        onlyFiles: true,
        dot: true,
        expandDirectories: false,
        followSymbolicLinks: false,
        ignore: [...NEVER_SEARCHED],
        fs: { readdirSync: readFolder },
    })
        .map((path) => (external_node_path_.sep === "\\" ? path.replaceAll("\\", "/") : path))
        .map(original)
        .sort();
}
function readFolder(path) {
    const entries = (0,external_node_fs_.readdirSync)(original(String(path)), { withFileTypes: true });
    for (const entry of entries)
        entry.name = glob_plain_shown(entry.name);
    return entries;
}
function glob_plain_shown(text) {
    return text.replace(LINE_ENDS, (end) => String.fromCharCode(HALF + (SHOWN[end] ?? 0)));
}
function original(text) {
    // With the flag `u` only halves that are alone match.
    return text.replace(/[\udc00-\udc03]/gu, (half) => ENDS[half.charCodeAt(0) - HALF] ?? half);
}

;// CONCATENATED MODULE: ./lib/adapters/node/lines-with.js
/**
 * Looking for lines in a file of any size as fast as it can be read.
 */

const lines_with_PIECE_BYTES = 1 << 20;
/** What is longer is no line that anybody looks for. */
const LINE_BYTES = 1 << 16;
const NEW_LINE = 10;
const RETURN = 13;
/** The lines that hold any of the marks, in whatever case; empty where nothing can be read. */
function linesWith(path, search) {
    const { marks, from, bytes } = search;
    const needles = marks.map(toNeedle);
    const found = [];
    let fd;
    try {
        fd = (0,external_node_fs_.openSync)(path, "r");
    }
    catch {
        return found;
    }
    try {
        const buffer = Buffer.allocUnsafe(Math.min(lines_with_PIECE_BYTES, bytes) + LINE_BYTES);
        // What may be the beginning of a line that goes on in the next piece.
        let kept = 0;
        for (let at = from; at < from + bytes;) {
            const wanted = Math.min(lines_with_PIECE_BYTES, from + bytes - at);
            const count = (0,external_node_fs_.readSync)(fd, buffer, kept, wanted, at);
            at += count;
            const last = count === 0 || at >= from + bytes;
            const text = buffer.subarray(0, kept + count);
            const end = last ? text.length : lastLineEnd(text) + 1;
            collect({ text: text.subarray(0, end), needles, found });
            if (last)
                break;
            kept = Math.min(text.length - end, LINE_BYTES);
            text.copy(buffer, 0, end, end + kept);
        }
        return found;
    }
    catch {
        return found;
    }
    finally {
        (0,external_node_fs_.closeSync)(fd);
    }
}
function toNeedle(mark) {
    const [start = ""] = /^[^A-Za-z]+/u.exec(mark) ?? [];
    const rest = mark.slice(start.length).toLowerCase();
    return { start: Buffer.from(start), rest: Buffer.from(rest) };
}
function standsAt(text, at, { rest }) {
    return rest.every((byte, index) => lower(text[at + index]) === byte);
}
/** Of a letter; of anything else whatever is no letter of a mark. */
function lower(byte = 0) {
    return byte >= 65 && byte <= 90 ? byte + 32 : byte;
}
/** A terminal and the runner take either for the end of a line. */
function isLineEnd(byte) {
    return byte === NEW_LINE || byte === RETURN;
}
function lastLineEnd(text) {
    return Math.max(text.lastIndexOf(NEW_LINE), text.lastIndexOf(RETURN));
}
/** The text begins where a line does. */
function collect(look) {
    const { text, needles, found } = look;
    const lines = new Map();
    for (const needle of needles) {
        const { start } = needle;
        for (let at = text.indexOf(start); at >= 0; at = text.indexOf(start, at + 1)) {
            if (!standsAt(text, at + start.length, needle))
                continue;
            let begin = at;
            let end = at;
            while (begin > 0 && !isLineEnd(text[begin - 1]))
                begin -= 1;
            while (end < text.length && !isLineEnd(text[end]))
                end += 1;
            lines.set(begin, end);
            at = end;
        }
    }
    for (const [begin, end] of [...lines].sort(([a], [b]) => a - b)) {
        found.push(text.toString("utf8", begin, end));
    }
}

// EXTERNAL MODULE: external "node:string_decoder"
var external_node_string_decoder_ = __webpack_require__(6193);
;// CONCATENATED MODULE: ./lib/adapters/node/read-file.js
/**
 * Reading files whole, in part and line by line, without ever holding a large one in memory.
 */




const read_file_PIECE_BYTES = 1 << 16;
const read_file_NEW_LINE = 10;
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
/** The whole lines among the bytes of a file from an offset on, and how many bytes they take. */
function readWholeLines(path, offset, bytes) {
    return withFile(path, (fd) => {
        const read = bytesOf(fd, offset, bytes);
        const whole = read.subarray(0, read.lastIndexOf(read_file_NEW_LINE) + 1);
        return { text: whole.toString("utf8"), bytes: whole.length };
    });
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
    return bytesOf(fd, position, bytes).toString("utf8");
}
function bytesOf(fd, position, bytes) {
    const buffer = Buffer.allocUnsafe(Math.min(bytes, Math.max(0, (0,external_node_fs_.fstatSync)(fd).size - position)));
    let filled = 0;
    while (filled < buffer.length) {
        const count = (0,external_node_fs_.readSync)(fd, buffer, filled, buffer.length - filled, position + filled);
        if (count === 0)
            break;
        filled += count;
    }
    return buffer.subarray(0, filled);
}

// EXTERNAL MODULE: ./lib/core/replace-texts.js
var replace_texts = __webpack_require__(8722);
;// CONCATENATED MODULE: ./lib/adapters/node/replace-in-file.js
/**
 * Replacing texts in a file of any size, piece by piece; a file without them is only read.
 */




const replace_in_file_PIECE_BYTES = 1 << 18;
/** In how many places something was replaced. Bytes that are no text stay as they are. */
function replaceInFile(path, texts, by) {
    if (texts.length === 0)
        return (0,result.ok)(0);
    try {
        // One character a byte, so that cutting a piece never cuts a character.
        const replacer = new replace_texts/* TextReplacer */.C(by);
        replacer.add(texts.map((text) => Buffer.from(text).toString("latin1")));
        if (pass(path, { replacer, write: () => { } }) === 0)
            return (0,result.ok)(0);
        const temporary = `${path}.${process.pid}.tmp`;
        const target = (0,external_node_fs_.openSync)(temporary, "w");
        try {
            const write = (text) => void (0,external_node_fs_.writeSync)(target, Buffer.from(text, "latin1"));
            const count = pass(path, { replacer, write });
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
function pass(path, how) {
    const { replacer, write } = how;
    const source = (0,external_node_fs_.openSync)(path, "r");
    try {
        const piece = Buffer.allocUnsafe(replace_in_file_PIECE_BYTES);
        const stream = replacer.stream();
        for (;;) {
            const bytes = (0,external_node_fs_.readSync)(source, piece, 0, replace_in_file_PIECE_BYTES, null);
            write(bytes === 0 ? stream.end() : stream.push(piece.toString("latin1", 0, bytes)));
            if (bytes === 0)
                return stream.count;
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
function writeAtomic(path, text, { durable = false } = {}) {
    temporaryNames += 1;
    const temporary = `${path}.${process.pid}-${temporaryNames}.tmp`;
    try {
        writeIntoFolder(temporary, text, durable);
        (0,external_node_fs_.renameSync)(temporary, path);
        if (durable)
            syncFolder((0,external_node_path_.dirname)(path));
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
function writeIntoFolder(path, text, durable) {
    const fd = openInFolder(path);
    try {
        for (const piece of typeof text === "string" ? [text] : text)
            (0,external_node_fs_.writeFileSync)(fd, piece);
        if (durable)
            (0,external_node_fs_.fsyncSync)(fd);
    }
    finally {
        (0,external_node_fs_.closeSync)(fd);
    }
}
/** A name is on the disk when its folder is. Where folders cannot be synced, names need not be. */
function syncFolder(path) {
    let fd;
    try {
        fd = (0,external_node_fs_.openSync)(path, "r");
        (0,external_node_fs_.fsyncSync)(fd);
    }
    catch {
    }
    finally {
        if (fd !== undefined)
            (0,external_node_fs_.closeSync)(fd);
    }
}
function openInFolder(path) {
    try {
        return (0,external_node_fs_.openSync)(path, "w");
    }
    catch (error) {
        if (toFileProblem(path, error).code !== "ENOENT")
            throw error;
        (0,external_node_fs_.mkdirSync)((0,external_node_path_.dirname)(path), { recursive: true });
        return (0,external_node_fs_.openSync)(path, "w");
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
    let syncing = 0;
    let closed = false;
    const release = () => {
        // A number that is given to another file must not be synced in its place.
        if (closed && syncing === 0)
            (0,external_node_fs_.closeSync)(fd);
    };
    // Nor written to or closed: to whoever comes too late the file is closed, whatever its number is.
    const late = (0,result/* err */._)({ path, code: "EBADF", message: `${path} is closed` });
    return (0,result.ok)({
        append: (text) => {
            if (closed)
                return late;
            const bytes = Buffer.from(text);
            let written = 0;
            try {
                while (written < bytes.length) {
                    written += (0,external_node_fs_.writeSync)(fd, bytes, written, bytes.length - written);
                }
                return (0,result.ok)(undefined);
            }
            catch (error) {
                takeBack(fd, written);
                return (0,result/* err */._)(toFileProblem(path, error));
            }
        },
        sync: () => {
            if (closed)
                return late;
            try {
                (0,external_node_fs_.fdatasyncSync)(fd);
                return (0,result.ok)(undefined);
            }
            catch (error) {
                return (0,result/* err */._)(toFileProblem(path, error));
            }
        },
        syncBeside: () => {
            if (closed)
                return Promise.resolve(late);
            syncing += 1;
            return new Promise((resolve) => {
                (0,external_node_fs_.fdatasync)(fd, (error) => {
                    syncing -= 1;
                    release();
                    resolve(error === null ? (0,result.ok)(undefined) : (0,result/* err */._)(toFileProblem(path, error)));
                });
            });
        },
        close: () => {
            if (closed)
                return;
            closed = true;
            release();
        },
    });
}
/** Takes back what was written of a text that there was no room for. */
function takeBack(fd, bytes) {
    try {
        if (bytes > 0)
            (0,external_node_fs_.ftruncateSync)(fd, (0,external_node_fs_.fstatSync)(fd).size - bytes);
    }
    catch { }
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
const sha256Text = (text) => {
    const hash = (0,external_node_crypto_.createHash)("sha256");
    for (const piece of typeof text === "string" ? [text] : text)
        hash.update(piece);
    return hash.digest("hex");
};
/** The real file system. */
const nodeFiles = {
    readText: readText,
    readTail: readTail,
    readHead: readHead,
    readPart: readPart,
    readWholeLines: readWholeLines,
    readLines: readLines,
    writeAtomic: writeAtomic,
    openAppender: openAppender,
    appendFile: appendFile,
    replaceInFile: replaceInFile,
    copyPlain: copyPlain,
    checkPlain: checkPlain,
    linkPlain: linkPlain,
    linesWith: linesWith,
    sizeBytes: (path) => (0,external_node_fs_.statSync)(path, { throwIfNoEntry: false })?.size ?? null,
    stamp: (path) => {
        const found = (0,external_node_fs_.statSync)(path, { throwIfNoEntry: false });
        return found === undefined ? null : `${found.ino} ${found.size} ${found.ctimeMs} ${found.mode}`;
    },
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
    writeText: (path, text) => attempt(path, () => void (0,external_node_fs_.writeFileSync)(path, text)),
    empty: (path) => {
        try {
            for (const name of (0,external_node_fs_.readdirSync)(path))
                (0,external_node_fs_.unlinkSync)(`${path}/${name}`);
            // One that its owner may not use is no use to the next.
            return ((0,external_node_fs_.statSync)(path).mode & 0o700) === 0o700;
        }
        catch {
            return false;
        }
    },
    remove: removeTree,
    glob: globPlain,
    search: (folder, patterns, { within }) => searchFiles({ folder, patterns, within }),
    realPath: (path) => {
        try {
            return external_node_fs_.realpathSync.native(path);
        }
        catch {
            return null;
        }
    },
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

// EXTERNAL MODULE: ./lib/core/linux-limits.js
var linux_limits = __webpack_require__(3746);
;// CONCATENATED MODULE: ./lib/adapters/node/machine.js
/**
 * Processors and memory of this machine, within the limits of this process' control group. On Linux
 * from `/proc` and `/sys/fs/cgroup`; elsewhere what Node knows.
 */



/** Reads anew at every sample; the first tells nothing of processors' work. */
function nodeMachine(read = machine_readText, system = (0,external_node_os_.platform)()) {
    let before = null;
    let group;
    let bounds = null;
    return {
        sample: () => {
            const now = system === "linux" ? statTimes(read("/proc/stat")) : nodeTimes();
            const busy = now === null || before === null ? null : part(before, now);
            before = now;
            if (system !== "linux") {
                return {
                    cpuBusy: busy,
                    cpuPressure: null,
                    memoryPressure: null,
                    memoryAvailableBytes: (0,external_node_os_.freemem)(),
                    memoryTotalBytes: (0,external_node_os_.totalmem)(),
                };
            }
            group ??= controlGroup(read);
            bounds ??= (0,linux_limits/* memoryFiles */.XR)(read("/proc/self/cgroup") ?? "");
            return {
                cpuBusy: busy,
                cpuPressure: pressure(read(`${group}/cpu.pressure`) ?? read("/proc/pressure/cpu")),
                memoryPressure: pressure(read(`${group}/memory.pressure`) ?? read("/proc/pressure/memory")),
                ...memory(read, bounds),
            };
        },
    };
}
function machine_readText(path) {
    try {
        return (0,external_node_fs_.readFileSync)(path, "utf8");
    }
    catch {
        return null;
    }
}
/** The folder of the group of this process that tells of pressure; null where there is none. */
function controlGroup(read) {
    const path = /^0::(\/.*)$/mu.exec(read("/proc/self/cgroup") ?? "")?.[1];
    if (path === undefined)
        return null;
    // Inside a container the own group is the root of what it sees.
    const own = `/sys/fs/cgroup${path === "/" ? "" : path}`;
    return [own, "/sys/fs/cgroup"].find((one) => read(`${one}/memory.current`) !== null) ?? null;
}
/** The 10 second average of `some`, in percent. */
function pressure(text) {
    const found = /^some avg10=([\d.]+)/mu.exec(text ?? "")?.[1];
    return found === undefined ? null : Number(found);
}
/** What is there, and what is left of it under the tightest bound of all groups around this process. */
function memory(read, bounds) {
    const whole = (0,linux_limits/* parseMeminfo */.NW)(read("/proc/meminfo") ?? "");
    if (whole === null)
        return { memoryAvailableBytes: null, memoryTotalBytes: null };
    let { availableBytes, totalBytes } = whole;
    for (const { limit, usage, stat, cached } of bounds) {
        const text = read(limit);
        if (text === null)
            continue;
        const used = { usage: read(usage) ?? "", stat: read(stat) ?? "" };
        const bound = (0,linux_limits/* toMemoryBound */.Jc)({ limit: text, ...used, cached });
        if (bound === null)
            continue;
        totalBytes = Math.min(totalBytes, bound.limitBytes);
        availableBytes = Math.min(availableBytes, Math.max(0, bound.limitBytes - bound.usedBytes));
    }
    return { memoryAvailableBytes: availableBytes, memoryTotalBytes: totalBytes };
}
function statTimes(text) {
    const line = /^cpu +(.+)$/mu.exec(text ?? "")?.[1];
    if (line === undefined)
        return null;
    // user nice system idle iowait irq softirq steal; guests are counted in user.
    const times = line.split(" ").slice(0, 8).map(Number);
    const all = times.reduce((sum, time) => sum + time, 0);
    return { all, busy: all - (times[3] ?? 0) - (times[4] ?? 0) };
}
function nodeTimes() {
    return (0,external_node_os_.cpus)().reduce((sum, { times }) => {
        const busy = times.user + times.nice + times.sys + times.irq;
        return { busy: sum.busy + busy, all: sum.all + busy + times.idle };
    }, { busy: 0, all: 0 });
}
function part(before, now) {
    const all = now.all - before.all;
    return all <= 0 ? null : Math.min(1, Math.max(0, (now.busy - before.busy) / all));
}

// EXTERNAL MODULE: external "node:dgram"
var external_node_dgram_ = __webpack_require__(1314);
// EXTERNAL MODULE: ./lib/core/port-range.js
var port_range = __webpack_require__(1300);
;// CONCATENATED MODULE: ./lib/adapters/node/port-ranges.js
/**
 * Ranges of ports, shared out among the engines of a machine: whoever has bound the port that stands
 * for a range has it. The system gives that up with the engine, however it ends.
 */


/** Behind the last range and below the ephemeral ports of Linux. */
const FIRST_LOCK = port_range/* FIRST_PORT */.Ne + port_range/* PORT_RANGES */.lq * port_range/* PORTS_PER_WORKER */.MY;
/** So many ranges side by side are claimed at once: many workers must not need as many descriptors. */
const CLAIMED_TOGETHER = 10;
/** Claims for one engine. */
function createPortRanges() {
    const locks = [];
    const free = [];
    let next = 0;
    const claimMore = async () => {
        while (free.length === 0 && next < port_range/* PORT_RANGES */.lq) {
            const first = next;
            next += CLAIMED_TOGETHER;
            const lock = await bind(FIRST_LOCK + first);
            if (lock === null)
                continue;
            locks.push(lock);
            for (let range = first; range < next; range++)
                free.push(range);
        }
    };
    let claiming = Promise.resolve();
    return {
        claim: async () => {
            claiming = claiming.then(claimMore);
            await claiming;
            // More workers on one machine than ranges: better a shared range than no run.
            return port_range/* FIRST_PORT */.Ne + (free.shift() ?? 0) * port_range/* PORTS_PER_WORKER */.MY;
        },
        release: () => {
            for (const lock of locks.splice(0))
                lock.close();
            free.splice(0);
            next = 0;
        },
    };
}
/**
 * Null when somebody else has it. A socket for datagrams, which nobody reads: to listen for connections
 * costs ten times as much, because Node looks the address up and checks it.
 */
function bind(port) {
    return new Promise((resolve) => {
        const socket = (0,external_node_dgram_.createSocket)({
            type: "udp4",
            lookup: (host, _options, done) => {
                done(null, host, 4);
            },
        });
        socket.unref();
        socket.once("error", () => {
            socket.close();
            resolve(null);
        });
        socket.bind({ port, address: "127.0.0.1", exclusive: true }, () => {
            resolve(socket);
        });
    });
}

// EXTERNAL MODULE: external "node:child_process"
var external_node_child_process_ = __webpack_require__(1421);
// EXTERNAL MODULE: ./lib/core/duration.js
var duration = __webpack_require__(8415);
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

;// CONCATENATED MODULE: ./lib/adapters/node/probe-programs.js
/**
 * Programs that probes ask: bounded in time and output, and none is left behind.
 */




/** The last of stderr is where programs say what went wrong. */
const STDERR_BYTES = 4_096;
/** How long output may still come after the program itself has ended. */
const DRAIN_MS = 250;
/** The real programs of this machine. */
const nodePrograms = {
    ask: (request) => new Promise((resolve) => {
        let child;
        try {
            child = (0,external_node_child_process_.spawn)(findProgram(request.file, request.env["PATH"]), request.args, {
                cwd: request.cwd,
                env: { ...request.env },
                stdio: ["ignore", "pipe", "pipe"],
                detached: true,
                windowsHide: true,
            });
        }
        catch (error) {
            resolve((0,result/* err */._)(probe_programs_startProblem(error)));
            return;
        }
        listen(child, { request, resolve });
    }),
};
function listen(child, ask) {
    const { timeoutMs, maxOutputBytes, signal } = ask.request;
    const pieces = [];
    let size = 0;
    let stderr = Buffer.alloc(0);
    let drain;
    const stop = () => {
        settle((0,result/* err */._)({ code: "stopped", message: "it was stopped" }));
    };
    const settle = (answer) => {
        clearTimeout(deadline);
        clearTimeout(drain);
        signal.removeEventListener("abort", stop);
        endGroup(child);
        child.stdout?.destroy();
        child.stderr?.destroy();
        ask.resolve(answer);
    };
    const deadline = setTimeout(() => {
        const message = `it took longer than ${(0,duration/* formatDuration */.a3)(timeoutMs)}`;
        settle((0,result/* err */._)({ code: "timeout", message }));
    }, timeoutMs);
    const finish = (exitCode) => {
        const stdout = Buffer.concat(pieces).toString("utf8");
        settle((0,result.ok)({ exitCode, stdout, stderr: stderr.toString("utf8") }));
    };
    child.stdout?.on("data", (piece) => {
        size += piece.length;
        if (size <= maxOutputBytes)
            pieces.push(piece);
        else
            settle((0,result/* err */._)({ code: "output", message: `it wrote more than ${sizeText(maxOutputBytes)}` }));
    });
    child.stderr?.on("data", (piece) => {
        stderr = Buffer.concat([stderr, piece]).subarray(-STDERR_BYTES);
    });
    child.once("error", (error) => {
        settle((0,result/* err */._)(probe_programs_startProblem(error)));
    });
    child.once("exit", (exitCode) => {
        // Something that it started may hold its output open for ever.
        drain = setTimeout(() => {
            finish(exitCode);
        }, DRAIN_MS);
    });
    child.once("close", (exitCode) => {
        finish(exitCode);
    });
    if (signal.aborted)
        stop();
    else
        signal.addEventListener("abort", stop);
}
/** Whatever it has started goes with it. */
function endGroup({ pid }) {
    if (pid === undefined)
        return;
    try {
        process.kill(process.platform === "win32" ? pid : -pid, "SIGKILL");
    }
    catch {
        // Nothing of the group is left.
    }
}
function sizeText(bytes) {
    return bytes % (1 << 20) === 0 ? `${bytes >> 20} MiB` : `${bytes} bytes`;
}
function probe_programs_startProblem(error) {
    if (!(error instanceof Error))
        throw error;
    const code = "code" in error && typeof error.code === "string" ? error.code : "EUNKNOWN";
    if (code === "ENOENT")
        return { code: "not-found", message: "there is no such program" };
    return { code: "not-started", message: `it could not be started (${code})` };
}

;// CONCATENATED MODULE: ./lib/adapters/node/signals.js

const STOP_SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"];
/** The signals of this process. */
const nodeSignals = {
    listen: (call) => {
        const outlivesTerminal = isHangUpIgnored();
        const listeners = STOP_SIGNALS.map((signal) => {
            const listener = () => {
                if (signal !== "SIGHUP" || !outlivesTerminal)
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
/**
 * Whether this process was started to outlive its terminal. Node forgets at its start which signals are
 * ignored; what is left to see (Linux) is a parent that ignores it, and the stdin that `nohup` gives: a
 * /dev/null that can only be written to.
 */
function isHangUpIgnored() {
    const ignored = /^SigIgn:\s*([0-9a-f]+)$/mu.exec(textOf(`/proc/${process.ppid}/status`))?.[1];
    if (ignored !== undefined && (BigInt(`0x${ignored}`) & 1n) === 1n)
        return true;
    if (!/^flags:\s*[0-7]*1$/mu.test(textOf("/proc/self/fdinfo/0")))
        return false;
    try {
        return (0,external_node_fs_.readlinkSync)("/proc/self/fd/0") === "/dev/null";
    }
    catch {
        return false;
    }
}
function textOf(path) {
    try {
        return (0,external_node_fs_.readFileSync)(path, "latin1");
    }
    catch {
        return "";
    }
}

;// CONCATENATED MODULE: ./lib/adapters/node/git-head.js
/**
 * Commit and branch of a checkout, read where git keeps them: to start git costs a tenth of a start.
 * Whatever is not as plain as most checkouts are, git itself is asked.
 */



const NOTHING = { commit: null, ref: null };
/** Variables that tell git where to look, or how. */
const TELLING = /^GIT_(?:DIR|WORK_TREE|COMMON_DIR|CEILING_|DISCOVERY_|NAMESPACE|CONFIG|REF)/u;
const COMMIT = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/u;
/** The head of the checkout that a folder lies in. */
function headOf(root, env = process.env) {
    if (Object.keys(env).some((name) => TELLING.test(name)))
        return askGit(root);
    try {
        return git_head_readHead(root) ?? askGit(root);
    }
    catch {
        return askGit(root);
    }
}
/** Null where git has to say it. */
function git_head_readHead(root) {
    const start = external_node_fs_.realpathSync.native(root);
    const { dev } = (0,external_node_fs_.statSync)(start);
    for (let folder = start;; folder = (0,external_node_path_.dirname)(folder)) {
        const around = (0,external_node_fs_.statSync)(folder);
        // Git does not look beyond its file system unless the environment says so.
        if (around.dev !== dev)
            return NOTHING;
        const git = statOf((0,external_node_path_.join)(folder, ".git"));
        if (git !== null) {
            // Nor does it trust what belongs to others.
            const mine = git.isDirectory() && git.uid === process.geteuid?.();
            return mine && around.uid === git.uid ? headIn((0,external_node_path_.join)(folder, ".git")) : null;
        }
        // The folder may be a repository itself.
        if (statOf((0,external_node_path_.join)(folder, "HEAD")) !== null)
            return null;
        if (folder === (0,external_node_path_.dirname)(folder))
            return NOTHING;
    }
}
function headIn(git) {
    if (statOf((0,external_node_path_.join)(git, "commondir")) !== null || statOf((0,external_node_path_.join)(git, "reftable")) !== null)
        return null;
    const head = (0,external_node_fs_.readFileSync)((0,external_node_path_.join)(git, "HEAD"), "utf8").trim();
    if (COMMIT.test(head))
        return { commit: head, ref: null };
    const ref = /^ref: (refs\/heads\/[\w./-]+)$/u.exec(head)?.[1];
    if (ref === undefined || ref.includes(".."))
        return null;
    const commit = looseRef((0,external_node_path_.join)(git, ref)) ?? packedRef((0,external_node_path_.join)(git, "packed-refs"), ref);
    return commit === null || !COMMIT.test(commit) ? null : { commit, ref };
}
function looseRef(path) {
    return statOf(path) === null ? null : (0,external_node_fs_.readFileSync)(path, "utf8").trim();
}
function packedRef(path, ref) {
    if (statOf(path) === null)
        return null;
    const line = (0,external_node_fs_.readFileSync)(path, "utf8")
        .split("\n")
        .find((one) => one.endsWith(` ${ref}`));
    return line?.slice(0, -ref.length - 1) ?? null;
}
function statOf(path) {
    return (0,external_node_fs_.statSync)(path, { throwIfNoEntry: false }) ?? null;
}
/** The head as git tells it, by one call. */
function askGit(root) {
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
        return NOTHING;
    }
}

;// CONCATENATED MODULE: ./lib/adapters/node/surroundings.js


/** Reads what this process knows of where it runs. */
function nodeSurroundings(env, root) {
    const known = {};
    for (const [name, value] of Object.entries(env))
        if (value !== undefined)
            known[name] = value;
    const head = known["GITHUB_SHA"] === undefined ? headOf(root, env) : { commit: null, ref: null };
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

;// CONCATENATED MODULE: ./lib/adapters/node/terminal.js

/** The terminal behind stderr, or null where there is none that can be written over. */
function nodeScreen(env) {
    const { stderr } = process;
    if (stderr.isTTY !== true || env["TERM"] === "dumb")
        return null;
    return {
        size: () => ({ columns: stderr.columns || 80, rows: stderr.rows || 24 }),
        write: (text) => {
            writeAll(2, text);
        },
        onResize: (call) => {
            stderr.on("resize", call);
            return () => {
                stderr.off("resize", call);
            };
        },
    };
}

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

;// CONCATENATED MODULE: ./lib/adapters/node/commands.js
/**
 * Commands whose output planning waits for, by `spawnSync`: each leads a group that ends with a timeout,
 * and with this process, which can hear no signal while it waits.
 */




/** More than any list of values needs. */
const commands_MAX_OUTPUT_BYTES = 1 << 20;
const SHELL = ["--noprofile", "--norc"];
/**
 * Runs `$1`. Nobody writes to descriptor 3, whose other end closes when whoever waits is gone: then the
 * whole group is killed. What the shell says of ended jobs is not what the command says.
 */
const WATCHED = `
exec 4>&2 2>/dev/null
{ read -r _ <&3; kill -KILL 0; } </dev/null >/dev/null 4>&- &
watcher=$!
disown
bash ${SHELL.join(" ")} -eo pipefail -c "$1" 2>&4 3>&- 4>&-
code=$?
kill -KILL "$watcher"
exit "$code"
`;
/** The real commands of this machine. */
const nodeCommands = {
    capture: ({ text, cwd, env, timeoutMs }) => {
        // On Windows nothing is left running by a console that closes, and no descriptor 3 is handed on.
        const watched = process.platform !== "win32";
        // `detached` is not in the types, but taken: the shell leads a group, which can be ended.
        const options = {
            cwd,
            env: { ...env },
            encoding: "utf8",
            stdio: watched ? ["ignore", "pipe", "pipe", "pipe"] : ["ignore", "pipe", "pipe"],
            timeout: timeoutMs,
            killSignal: "SIGKILL",
            maxBuffer: commands_MAX_OUTPUT_BYTES,
            windowsHide: true,
            detached: true,
        };
        const args = watched ? ["-c", WATCHED, "bash", text] : ["-eo", "pipefail", "-c", text];
        const ended = (0,external_node_child_process_.spawnSync)("bash", [...SHELL, ...args], options);
        if (ended.error !== undefined)
            commands_endGroup(ended.pid);
        const stderr = lastLine(ended.stderr ?? "");
        const failed = (message) => (0,result/* err */._)({ message, stderr });
        const code = ended.error === undefined ? null : codeOf(ended.error);
        if (code === "ETIMEDOUT")
            return failed(`it took longer than ${(0,duration/* formatDuration */.a3)(timeoutMs)}`);
        if (code === "ENOBUFS")
            return failed("it wrote more than 1 MiB");
        if (code !== null)
            return failed(`it could not be started (${code})`);
        const signal = ended.signal ?? signalOf(ended.status);
        if (signal !== null)
            return failed(`it was ended by ${signal}`);
        if (ended.status !== 0)
            return failed(`it ended with exit code ${ended.status}`);
        return (0,result.ok)(ended.stdout);
    },
};
function commands_endGroup(pid) {
    if (pid <= 0 || process.platform === "win32")
        return;
    try {
        process.kill(-pid, "SIGKILL");
    }
    catch {
        // Nothing of the group is left.
    }
}
/** A shell tells by 128 and more that a signal has ended what it ran. */
function signalOf(status) {
    const names = Object.entries(external_node_os_.constants.signals);
    return names.find(([, number]) => status === 128 + number)?.[0] ?? null;
}
function lastLine(text) {
    return text.trimEnd().split(/\r?\n/u).at(-1) ?? "";
}
function codeOf(error) {
    return "code" in error && typeof error.code === "string" ? error.code : "EUNKNOWN";
}

// EXTERNAL MODULE: ./lib/core/once.js
var once = __webpack_require__(3898);
;// CONCATENATED MODULE: ./lib/adapters/node/proc-stat.js
/**
 * What Linux tells of one process in `/proc/PID/stat` (proc(5)).
 */

/** Null where there is no such process, or nothing is told. */
function readProcStat(pid) {
    try {
        const stat = (0,external_node_fs_.readFileSync)(`/proc/${pid}/stat`, "latin1");
        // The name in parentheses may hold anything, also parentheses.
        const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
        const [state, parent, group] = fields;
        return {
            dead: state === "Z" || state === "X",
            parent: Number(parent),
            group: Number(group),
            ticks: fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0),
            started: fields[19] ?? "0",
        };
    }
    catch {
        return null;
    }
}

;// CONCATENATED MODULE: ./lib/adapters/node/control-groups.js
/**
 * Control groups of Linux, version 2, where they may be made: below the engine's own group, and only
 * if that holds nobody but the engine. A group with processes cannot hand memory to others (all but the
 * system's root), so the engine first moves into a group of its own beside them.
 */




const MOUNT = "/sys/fs/cgroup";
/** What is still ending keeps its group for a moment; so often it is tried to remove it. */
const REMOVES = 10;
/** The groups of this machine; `mount` is where they are. */
function createControlGroups(mount = MOUNT) {
    const parent = (0,once/* once */.O)(() => findParent(mount));
    const left = new Set();
    let made = 0;
    return {
        make: ({ memoryBytes }) => {
            for (const path of left)
                if (removed(path))
                    left.delete(path);
            const folder = parent();
            if (folder === null)
                return null;
            made += 1;
            const path = `${folder}/smoke-${process.pid}-${made}`;
            if (!limited(path, memoryBytes))
                return null;
            return {
                path,
                ranOut: () => /^oom_kill [1-9]/mu.test(read(`${path}/memory.events`) ?? ""),
                remove: () => {
                    write(`${path}/cgroup.kill`, "1");
                    for (let tries = 0; tries < REMOVES; tries++)
                        if (removed(path))
                            return;
                    left.add(path);
                },
            };
        },
    };
}
/** A folder below which groups with a limit of memory can be made; null where there is none. */
function findParent(mount) {
    const own = (0,linux_limits/* parseCgroup */.wj)(read("/proc/self/cgroup") ?? "", "memory");
    if (own?.version !== 2)
        return null;
    const folder = `${mount}${own.path === "/" ? "" : own.path}`;
    if (!words(`${folder}/cgroup.controllers`).includes("memory"))
        return null;
    if (hands(folder))
        return folder;
    return moveAside(folder) ? folder : null;
}
/** True when groups below it have memory of their own, perhaps from now on. */
function hands(folder) {
    const control = `${folder}/cgroup.subtree_control`;
    return words(control).includes("memory") || write(control, "+memory");
}
/** Moves the engine, and what it has started, into a group below; not if anybody else is there. */
function moveAside(folder) {
    const pids = words(`${folder}/cgroup.procs`);
    if (!pids.every(isOurs))
        return false;
    const aside = `${folder}/smoke-${process.pid}-engine`;
    if (!made(aside))
        return false;
    const moved = pids.every((pid) => write(`${aside}/cgroup.procs`, pid));
    if (moved && hands(folder))
        return true;
    for (const pid of pids)
        write(`${folder}/cgroup.procs`, pid);
    removed(aside);
    return false;
}
/** The engine itself, or somebody whose parent, or that one's, it is. */
function isOurs(pid) {
    let each = Number(pid);
    while (each > 1 && each !== process.pid)
        each = readProcStat(each)?.parent ?? 0;
    return each === process.pid;
}
function limited(path, memoryBytes) {
    if (!made(path))
        return false;
    // Without swap it is memory that runs out, with it the machine would get slow first.
    write(`${path}/memory.swap.max`, "0");
    if (write(`${path}/memory.max`, String(memoryBytes)) && write(`${path}/memory.oom.group`, "1")) {
        return true;
    }
    removed(path);
    return false;
}
function words(path) {
    return (read(path) ?? "").split(/\s+/u).filter((word) => word !== "");
}
function read(path) {
    try {
        return (0,external_node_fs_.readFileSync)(path, "utf8");
    }
    catch {
        return null;
    }
}
function write(path, text) {
    try {
        (0,external_node_fs_.writeFileSync)(path, text, { flag: "r+" });
        return true;
    }
    catch {
        return false;
    }
}
function made(path) {
    try {
        (0,external_node_fs_.mkdirSync)(path);
        return true;
    }
    catch {
        return false;
    }
}
/** Groups that scenarios made in it go with it. */
function removed(path) {
    try {
        for (const entry of (0,external_node_fs_.readdirSync)(path, { withFileTypes: true })) {
            if (entry.isDirectory())
                removed(`${path}/${entry.name}`);
        }
        (0,external_node_fs_.rmdirSync)(path);
        return true;
    }
    catch {
        return read(`${path}/cgroup.procs`) === null;
    }
}

;// CONCATENATED MODULE: ./lib/adapters/node/engines.js
/**
 * Names of engine processes: host, process id and the start of the process where the system tells it
 * (Linux, proc(5)), so that an id which was given out again is not taken for the same engine.
 */


/** Engines on this machine. */
const nodeEngines = {
    self: nameOf(process.pid),
    alive: (name) => {
        const [, pid = ""] = /^[^/]*\/(\d+)\/\d+$/u.exec(name) ?? [];
        return pid !== "" && exists(Number(pid)) && nameOf(Number(pid)) === name;
    },
};
function nameOf(pid) {
    return `${(0,external_node_os_.hostname)()}/${pid}/${startOf(pid)}`;
}
/**
 * Clock ticks from the machine's start to the process's; 0 where nobody tells. One that has ended and
 * that nobody has asked about yet still has its id, but is nobody.
 */
function startOf(pid) {
    const stat = readProcStat(pid);
    return stat?.dead === true ? "ended" : (stat?.started ?? "0");
}
function exists(pid) {
    try {
        process.kill(pid, 0);
        return true;
    }
    catch (error) {
        return error instanceof Error && "code" in error && error.code === "EPERM";
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

// EXTERNAL MODULE: external "node:net"
var external_node_net_ = __webpack_require__(7030);
;// CONCATENATED MODULE: ./lib/adapters/node/probe-connections.js


/** Connections of this machine. */
const nodeConnections = {
    open: ({ host, port, signal }) => new Promise((resolve) => {
        const socket = (0,external_node_net_.connect)({ host, port });
        const stop = () => {
            socket.destroy();
            resolve((0,result/* err */._)("stopped"));
        };
        socket.once("connect", () => {
            signal.removeEventListener("abort", stop);
            socket.destroy();
            resolve((0,result.ok)(undefined));
        });
        socket.on("error", (error) => {
            signal.removeEventListener("abort", stop);
            resolve((0,result/* err */._)(probe_connections_words(error)));
        });
        if (signal.aborted)
            stop();
        else
            signal.addEventListener("abort", stop, { once: true });
    }),
};
function probe_connections_words({ code = "", message }) {
    if (code === "ECONNREFUSED")
        return "connection refused";
    if (code === "ENOTFOUND" || code === "EAI_AGAIN")
        return "the name is not known";
    return message === "" ? code : message;
}

;// CONCATENATED MODULE: ./lib/adapters/node/probe-host.js



const NAMES = { darwin: "macos", win32: "windows" };
/** This machine, by Node. */
const nodeHost = {
    os: NAMES[(0,external_node_os_.platform)()] ?? (0,external_node_os_.platform)(),
    arch: (0,external_node_os_.arch)(),
    cores: external_node_os_.availableParallelism,
    memory: () => ({ totalBytes: (0,external_node_os_.totalmem)(), freeBytes: (0,external_node_os_.freemem)() }),
    diskFreeBytes: (path) => {
        try {
            const { bavail, bsize } = (0,external_node_fs_.statfsSync)(path);
            return (0,result.ok)(bavail * bsize);
        }
        catch (error) {
            if (!(error instanceof Error))
                throw error;
            return (0,result/* err */._)(error.message);
        }
    },
};

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

;// CONCATENATED MODULE: ./lib/adapters/node/launcher-perl.js
/**
 * The launcher in Perl, for machines without Python: a fork of 5 MB, and wait4(2) for what a child
 * used. It speaks as `launcher-program.ts` says.
 */
const LAUNCHER_PERL = String.raw `
use strict;
my ($wait4, $execve, $clock) = @ARGV;
my ($input, $output, $problems) = ('', '', '');
my (%children, %begun, %problem, %follower, %leader, %env);
$SIG{CHLD} = sub {};
$SIG{$_} = 'IGNORE' for qw(INT TERM HUP);
# Perl ignores it, and only its own exec would put that right.
$SIG{FPE} = 'DEFAULT';
# Children have nothing to read; what they inherit is there once for all of them.
open(my $requests, '<&', \*STDIN) or exit 1;
open(my $answers, '>&', \*STDOUT) or exit 1;
open(STDIN, '<', '/dev/null') or exit 1;
binmode $requests;
pipe(my $told, my $teller) or exit 1;
sub micros {
  my $time = "\0" x 16;
  syscall($clock, 1, $time);
  my ($seconds, $nanos) = unpack('q2', $time);
  return $seconds * 1000000 + int($nanos / 1000);
}
sub flush {
  while (length $output) {
    my $count = syswrite($answers, $output);
    if (!defined $count) { next if $!{EINTR}; exit 0 }
    substr($output, 0, $count) = '';
  }
}
sub give_up {
  my ($id, $step) = @_;
  syswrite($teller, "$id " . ($! + 0) . " $step\n");
  kill 'KILL', $$;
}
sub hear_problems {
  my $ready = '';
  vec($ready, fileno($told), 1) = 1;
  return if select($ready, undef, undef, 0) <= 0;
  sysread($told, $problems, 65536, length $problems);
  while ($problems =~ s/^(\d+) (.*)\n//) { $problem{$1} = $2 }
}
sub reap {
  my $ended = 0;
  while (1) {
    my ($status, $usage) = (pack('i', 0), "\0" x 256);
    my $pid = syscall($wait4, -1, $status, 1, $usage);
    last if $pid <= 0;
    my $id = delete $children{$pid};
    next if !defined $id;
    $status = unpack('i', $status);
    my ($us, $uu, $ss, $su, $kib) = unpack('l!5', $usage);
    my $cpu = ($us + $ss) * 1000000 + $uu + $su;
    my $wall = micros() - delete $begun{$id};
    my $left = kill(0, -$pid) ? 1 : 0;
    # Told before the end of what it follows, so that whoever hears of that end knows.
    if ($status != 0 || $left) { hold_behind($id) }
    elsif (my $request = delete $follower{$id}) {
      delete $leader{$request->[0]};
      launch(@$request);
    }
    # Only what gave up ends like this, and what somebody killed.
    hear_problems() if ($status & 0x7f) == 9;
    my $problem = delete $problem{$id};
    $output .= "ended $id $status $cpu $kib $wall $left" . (defined $problem ? " $problem" : '') . "\n";
    $ended = 1;
  }
  flush() if $ended;
}
sub change {
  my ($names, @words) = @_;
  delete $env{$_} for splice(@words, 0, $names);
  $env{substr($_, 0, index($_, '='))} = $_ for @words;
}
sub hold {
  my ($id) = @_;
  $output .= "held $id\n";
  hold_behind($id);
}
sub hold_behind {
  my ($id) = @_;
  my $request = delete $follower{$id};
  return if !defined $request;
  delete $leader{$request->[0]};
  hold($request->[0]);
}
sub take {
  my ($id, $after, $count, $names, $payload) = @_;
  if ($id == 0) { return change($names, split /\0/, $payload) }
  if ($count == 0) {
    my $other = delete $leader{$id};
    return if !defined $other;
    delete $follower{$other};
  }
  elsif ($after == 0) { return launch($id, $count, $names, $payload) }
  elsif ((exists $begun{$after} || exists $leader{$after}) && !exists $follower{$after}) {
    $follower{$after} = [$id, $count, $names, $payload];
    $leader{$id} = $after;
    return;
  }
  hold($id);
  flush();
}
sub launch {
  my ($id, $count, $names, $payload) = @_;
  $begun{$id} = micros();
  my $pid = fork();
  if (!defined $pid) {
    delete $begun{$id};
    $output .= "refused $id " . ($! + 0) . "\n";
    hold_behind($id);
    return flush();
  }
  if ($pid == 0) {
    $SIG{$_} = 'DEFAULT' for qw(INT TERM HUP);
    setpgrp(0, 0);
    my ($log, $folder, $group, @words) = split /\0/, $payload, -1;
    pop @words;
    my @command = splice(@words, 0, $count);
    if ($group ne '' && open(my $joined, '>', "$group/cgroup.procs")) { syswrite($joined, '0') }
    open(STDOUT, '>>', $log) or give_up($id, 'log');
    open(STDERR, '>&', \*STDOUT) or give_up($id, 'log');
    chdir $folder or give_up($id, 'exec');
    change($names, @words);
    # Perl's own way copies every variable before it calls the system.
    syscall($execve, $command[0], pack('p*', @command, undef), pack('p*', values %env, undef))
      if index($command[0], '/') >= 0;
    # And it knows what to do with a script that does not name its shell.
    %ENV = map { split /=/, $_, 2 } values %env;
    { no warnings; exec { $command[0] } @command }
    give_up($id, 'exec');
  }
  # Also here, so that whoever is told the number finds a group, however late the child is.
  setpgrp($pid, $pid);
  $children{$pid} = $id;
  $output .= "started $id $pid\n";
}
$output = "ready\n";
flush();
my $bits = '';
vec($bits, fileno($requests), 1) = 1;
# What has been asked for; false when the engine is gone.
sub take_in {
  while (1) {
    my $ready = $bits;
    return 1 if select($ready, undef, undef, 0) <= 0;
    my $bytes = sysread($requests, $input, 65536, length $input);
    if (!defined $bytes) { next if $!{EINTR}; return 0 }
    return 0 if $bytes == 0;
    while (length($input) >= 20) {
      my ($id, $after, $words, $names, $length) = unpack('N5', $input);
      last if length($input) < 20 + $length;
      my $payload = substr($input, 20, $length);
      substr($input, 0, 20 + $length) = '';
      take($id, $after, $words, $names, $payload);
    }
  }
}
# Before any end is looked at: nothing starts that was taken back, or behind an engine that is gone.
while (take_in()) {
  reap();
  my $ready = $bits;
  # A child that ends just before the wait begins would not end it; so it is never a long one.
  my $wait = $output ne '' ? 0.01 : %children ? 0.05 : undef;
  flush() if select($ready, undef, undef, $wait) == 0;
}
# The engine is gone without having ended them, and nobody else will: TERM, the usual 4 s, KILL.
my @groups = keys %children;
for my $step (['TERM', 4], ['KILL', 0]) {
  my ($signal, $wait) = @$step;
  kill($signal, -$_) for @groups;
  my $deadline = micros() + $wait * 1000000;
  while (@groups && micros() < $deadline) {
    select(undef, undef, undef, 0.02);
    1 while waitpid(-1, 1) > 0;
    @groups = grep { kill(0, -$_) } @groups;
  }
}
`;

;// CONCATENATED MODULE: ./lib/adapters/node/launcher-python.js
/**
 * The launcher in Python: `posix_spawn` starts a child without copying the page tables of whoever
 * does it, and without a fault for each page that both write to (measured: 166 a child in Perl).
 * It speaks as `launcher-program.ts` says.
 */
const LAUNCHER_PYTHON = String.raw `
import os, sys, time, select, _signal
def micros():
    return time.monotonic_ns() // 1000
def serve():
    requests, answers = os.dup(0), os.dup(1)
    # Children have nothing to read, and what is open here is not theirs.
    null = os.open('/dev/null', os.O_RDWR)
    for number in (0, 1, 2): os.dup2(null, number)
    woken, waker = os.pipe()
    for number in (woken, waker): os.set_blocking(number, False)
    _signal.signal(_signal.SIGCHLD, lambda *_: None)
    _signal.set_wakeup_fd(waker)
    ignored = (_signal.SIGINT, _signal.SIGTERM, _signal.SIGHUP)
    for number in ignored: _signal.signal(number, _signal.SIG_IGN)
    # Python itself ignores two more.
    usual = dict(setsigmask=(), setsigdef=ignored + (_signal.SIGPIPE, _signal.SIGXFSZ))
    begun, children, follower, leader, env = {}, {}, {}, {}, {}
    output = []
    append = os.O_WRONLY | os.O_CREAT | os.O_APPEND
    def flush():
        data = b''.join(output)
        output.clear()
        while data: data = data[os.write(answers, data):]
    def say(text):
        output.append((text + '\n').encode())
    def change(env, names, words):
        for name in words[:names]: env.pop(name, None)
        for word in words[names:]:
            name, _, value = word.partition(b'=')
            env[name] = value
    # The number of a process and 0, or 0 and why there is none: an error's number and the step.
    def start(words, count, names):
        log, folder, group = words[:3]
        command, own = words[3:3 + count], env
        if len(words) > 3 + count:
            own = env.copy()
            change(own, names, words[3 + count:])
        file, step = -1, 'log'
        try:
            file = os.open(log, append, 0o666)
            step = 'exec'
            os.chdir(folder)
            if group: return fork(command, own, file, group)
            actions = [(os.POSIX_SPAWN_DUP2, file, 1), (os.POSIX_SPAWN_DUP2, file, 2)]
            spawn = os.posix_spawn if b'/' in command[0] else os.posix_spawnp
            for words in (command, [b'/bin/sh'] + command):
                try:
                    return spawn(words[0], words, own, file_actions=actions, setpgroup=0, **usual), 0
                # A script that does not name its shell (ENOEXEC).
                except OSError as problem:
                    if problem.errno != 8 or words is not command: raise
        except OSError as problem:
            return 0, '%d %s' % (problem.errno, step)
        finally:
            if file >= 0: os.close(file)
            os.chdir('/')
    # What is to be in a control group is there before its first instruction.
    def fork(command, own, file, group):
        told, teller = os.pipe()
        pid = os.fork()
        if pid == 0:
            try:
                os.setpgid(0, 0)
                try:
                    joined = os.open(group + b'/cgroup.procs', os.O_WRONLY)
                    os.write(joined, b'0')
                except OSError: pass
                for number in usual['setsigdef']: _signal.signal(number, _signal.SIG_DFL)
                os.dup2(file, 1)
                os.dup2(file, 2)
                (os.execve if b'/' in command[0] else os.execvpe)(command[0], command, own)
            except OSError as problem: os.write(teller, b'%d' % problem.errno)
            finally: os._exit(127)
        os.close(teller)
        problem = os.read(told, 16)
        os.close(told)
        if not problem: return pid, 0
        os.waitpid(pid, 0)
        return 0, '%s exec' % problem.decode()
    def launch(id, count, names, payload):
        begun[id] = micros()
        pid, problem = start(payload.split(b'\0')[:-1], count, names)
        if pid:
            children[pid] = id
            say('started %d %d' % (id, pid))
            return
        del begun[id]
        say('refused %d %s' % (id, problem))
        hold_behind(id)
        flush()
    def hold(id):
        say('held %d' % id)
        hold_behind(id)
    def hold_behind(id):
        request = follower.pop(id, None)
        if request is None: return
        del leader[request[0]]
        hold(request[0])
    def take(id, after, count, names, payload):
        if id == 0: return change(env, names, payload.split(b'\0')[:-1])
        if count == 0:
            other = leader.pop(id, None)
            if other is None: return
            del follower[other]
        elif after == 0: return launch(id, count, names, payload)
        elif (after in begun or after in leader) and after not in follower:
            follower[after] = (id, count, names, payload)
            leader[id] = after
            return
        hold(id)
        flush()
    def left(pid):
        try: os.killpg(pid, 0)
        except ProcessLookupError: return 0
        except OSError: pass
        return 1
    def reap():
        while children:
            pid, status, usage = os.wait4(-1, os.WNOHANG)
            if pid == 0: break
            id = children.pop(pid, None)
            if id is None: continue
            wall = micros() - begun.pop(id)
            rest = left(pid)
            # Told before the end of what it follows, so that whoever hears of that end knows.
            if status or rest: hold_behind(id)
            elif id in follower:
                request = follower.pop(id)
                del leader[request[0]]
                launch(*request)
            cpu = int((usage.ru_utime + usage.ru_stime) * 1000000)
            say('ended %d %d %d %d %d %d' % (id, status, cpu, usage.ru_maxrss, wall, rest))
        flush()
    # The engine is gone without having ended them, and nobody else will: TERM, the usual 4 s, KILL.
    def end_all():
        groups = list(children)
        for number, wait in ((_signal.SIGTERM, 4), (_signal.SIGKILL, 0)):
            for pid in groups:
                try: os.killpg(pid, number)
                except OSError: pass
            deadline = time.monotonic() + wait
            while groups and time.monotonic() < deadline:
                time.sleep(0.02)
                try:
                    while os.waitpid(-1, os.WNOHANG)[0]: pass
                except ChildProcessError: pass
                groups = [pid for pid in groups if left(pid)]
    say('ready')
    flush()
    poll = select.poll()
    for number in (requests, woken): poll.register(number, select.POLLIN)
    wanted = b''
    # Before any end is looked at: nothing starts that was taken back, or behind an engine that is gone.
    while True:
        events = dict(poll.poll(10 if output else None))
        if requests in events:
            data = os.read(requests, 65536)
            if not data: return end_all()
            wanted += data
            at, size = 0, len(wanted)
            while size - at >= 20:
                id, after, words, names, length = (
                    int.from_bytes(wanted[i:i + 4], 'big') for i in range(at, at + 20, 4))
                end = at + 20 + length
                if size < end: break
                take(id, after, words, names, wanted[at + 20:end])
                at = end
            wanted = wanted[at:]
            if len(data) == 65536: continue
        if woken in events:
            os.read(woken, 4096)
            reap()
        elif not events: flush()
try: serve()
except (BrokenPipeError, ConnectionError): pass
`;

;// CONCATENATED MODULE: ./lib/adapters/node/launcher-program.js
/**
 * The launcher is a small program that starts children for the engine: to start a process costs by
 * the memory of whoever does it. It also waits for them by wait4(2), which tells their processor
 * time and memory. There are two, which speak alike; the first that the machine can run is taken.
 *
 * A request is five numbers of 32 bits (its own, that of the child it follows or 0, how many words
 * the command has, how many names the environment is without, how many bytes follow) and then words,
 * each ended by a NUL: log, folder, control group or nothing, program and arguments, names that are
 * not in the environment, and what is in it as `NAME=value`. Both say how it differs from the
 * environment of request 0, which starts nothing and has only these. A request without a command
 * takes back the one of its number, if that still waits.
 *
 * One that follows a child starts the moment that child has ended well with nothing left of its
 * group; after any other end, or when there is no such child, it is `held ID`: nothing was started,
 * nor what follows it. The child may wait for another itself.
 *
 * Answers are lines: `ready`, `started ID PID`, `refused ID ERRNO [STEP]` where there is no process,
 * `held ID`, and `ended ID STATUS CPU KIB WALL LEFT` with times in microseconds, where LEFT is 0 when
 * nothing of the group was left; with ERRNO and STEP behind it for a process that could not become
 * the program. That a follower has started is told before the end of what it follows; of others with
 * the next line, or a moment later: the engine has nothing to do about it. It ends when its input does,
 * and before that what it has started and still runs.
 */




/** Numbers of wait4(2), execve(2) and clock_gettime(2) by processor (Linux). */
const CALLS = {
    x64: [61, 59, 228],
    arm64: [260, 221, 113],
};
/** The launchers that may be there, the best first; none on other systems than Linux. */
function launcherPrograms(path) {
    if (process.platform !== "linux")
        return [];
    const calls = CALLS[process.arch];
    const perl = findProgram("perl", path);
    return [
        ...pythons(path).map((file) => ({ file, args: ["-I", "-S", "-E", "-c", LAUNCHER_PYTHON] })),
        ...(calls === undefined || !perl.startsWith("/")
            ? []
            : [{ file: perl, args: ["-e", LAUNCHER_PERL, ...calls.map(String)] }]),
    ];
}
/** The system's own, else that of PATH unless it is a script, as version managers have: that is slow. */
function pythons(path) {
    const found = ["/usr/bin/python3", findProgram("python3", path)].find(isBinary);
    return found === undefined ? [] : [found];
}
function isBinary(path) {
    let fd;
    try {
        fd = (0,external_node_fs_.openSync)(path, "r");
        const head = Buffer.alloc(4);
        return (0,external_node_fs_.readSync)(fd, head) === 4 && head.equals(ELF);
    }
    catch {
        return false;
    }
    finally {
        if (fd !== undefined)
            (0,external_node_fs_.closeSync)(fd);
    }
}
const ELF = Buffer.from([0x7f, 0x45, 0x4c, 0x46]);

// EXTERNAL MODULE: external "node:util"
var external_node_util_ = __webpack_require__(7975);
;// CONCATENATED MODULE: ./lib/adapters/node/launcher.js
/**
 * The engine's side of a launcher: starts it, asks it for children, hears how they end.
 */





/** The environment that is told once for all requests has this number. */
const COMMON = 0;
/** How long to wait until it works; without it children cost more, and nothing else. */
const READY_MS = 500;
/** So often it is told to go on, which means nothing to one that does. */
const WAKE_MS = 1_000;
const GONE = { code: "ESRCH", message: "the launcher of processes is gone" };
const HELD = { code: "EHELD", message: "what it was to follow has not ended well" };
const UNKNOWN = { exitCode: null, signal: null, cpuMs: null, peakMemoryBytes: null };
/** One launcher process, from its start until it or the engine is gone. */
class Launcher {
    #process;
    #asked = new Map();
    #running = new Map();
    #common = null;
    #ready = false;
    #busy = true;
    #settled;
    #settle = () => { };
    #gone = false;
    #endsWithChild = false;
    #lastId = 0;
    /** What attempts were asked for, by the turns that they are. */
    #turns = new WeakMap();
    #rest = "";
    #waking;
    constructor({ file, args }) {
        this.#settled = new Promise((resolve) => {
            this.#settle = resolve;
        });
        this.#process = (0,external_node_child_process_.spawn)(file, args, {
            env: launcherEnvironment(),
            stdio: ["pipe", "pipe", "ignore"],
            detached: true,
        });
        this.#process.stdout.setEncoding("latin1");
        this.#process.stdout.on("data", (text) => {
            this.#hear(text);
        });
        for (const stream of [this.#process.stdin, this.#process.stdout]) {
            stream.on("error", () => {
                this.#end();
            });
        }
        this.#process.on("error", () => {
            this.#end();
        });
        this.#process.on("close", () => {
            this.#end();
        });
        // Whoever stops it, a scenario perhaps, would stop the run for ever.
        this.#waking = setInterval(() => {
            if (this.#busy)
                this.#process.kill("SIGCONT");
        }, WAKE_MS);
        this.#waking.unref();
        this.#keepEngine(false);
    }
    /** True once it has said that it works, until it is gone. */
    get ready() {
        return this.#ready && !this.#gone;
    }
    /** True once it is gone; `worked` tells whether it ever was ready. */
    get gone() {
        return this.#gone;
    }
    get worked() {
        return this.#ready;
    }
    /** Waits until it is known whether it works: most of the time a few milliseconds. */
    async whenSettled() {
        if (this.#ready || this.#gone)
            return;
        const late = setTimeout(this.#settle, READY_MS);
        await this.#settled;
        clearTimeout(late);
    }
    /**
     * Starts a child that leads a group of its own and writes to the log; null where its words or its
     * environment cannot be said here, which Node refuses better.
     */
    launch(spec) {
        if (this.#gone)
            return Promise.resolve((0,result/* err */._)(GONE));
        const { turn, after } = spec;
        const leader = after === undefined ? NOBODY : this.#turns.get(after);
        // What has started is not taken back, also where it must be started again.
        const isWithdrawn = after !== undefined && turn?.withdrawn === true;
        if (leader === undefined || isWithdrawn)
            return Promise.resolve((0,result/* err */._)(HELD));
        const command = [spec.log, spec.cwd, spec.controlGroup ?? "", spec.file, ...spec.args];
        const told = this.#tellCommon(spec.env);
        if (told === null || command.some((word) => word.includes("\0")))
            return null;
        this.#lastId += 1;
        const id = this.#lastId;
        if (turn !== undefined)
            this.#turns.set(turn, id);
        return new Promise((resolve) => {
            this.#keepEngine(true);
            this.#asked.set(id, { spec, answer: resolve });
            this.#write(id, { command, after: leader, ...told });
        });
    }
    /** It goes when the next child has ended. */
    endWithChild() {
        this.#endsWithChild = true;
    }
    /** Takes back what was to follow, unless it has started. */
    withdraw(turn) {
        const id = this.#turns.get(turn);
        if (id === undefined || !this.#asked.has(id))
            return;
        this.#write(id, { command: [], after: NOBODY, without: [], changed: [] });
    }
    /** Tells the first environment of all, and says how another differs from it. */
    #tellCommon(env) {
        if (this.#common !== null)
            return difference(this.#common, env);
        const all = difference(NO_NAMES, env);
        if (all === null)
            return null;
        this.#common = new Map(Object.entries(env));
        this.#write(COMMON, { command: [], after: NOBODY, ...all });
        return { without: [], changed: [] };
    }
    #write(id, request) {
        const { command, after, without, changed } = request;
        const words = `${[...command, ...without, ...changed].join("\0")}\0`;
        const bytes = Buffer.allocUnsafe(HEAD_BYTES + Buffer.byteLength(words));
        bytes.writeUInt32BE(id, 0);
        bytes.writeUInt32BE(after, 4);
        bytes.writeUInt32BE(Math.max(0, command.length - PLACE_WORDS), 8);
        bytes.writeUInt32BE(without.length, 12);
        bytes.writeUInt32BE(bytes.length - HEAD_BYTES, 16);
        bytes.write(words, HEAD_BYTES);
        this.#process.stdin.write(bytes);
    }
    #hear(text) {
        const lines = (this.#rest + text).split("\n");
        this.#rest = lines.pop() ?? "";
        for (const line of lines) {
            const [word, id = "", ...facts] = line.split(" ");
            if (word === "ready")
                this.#isReady();
            else if (word === "started")
                this.#started(Number(id), Number(facts[0]));
            else if (word === "refused")
                this.#refused(Number(id), facts);
            else if (word === "held")
                this.#answer(Number(id), (0,result/* err */._)(HELD));
            else if (word === "ended")
                this.#ended(Number(id), facts);
        }
        this.#keepEngine(this.#asked.size + this.#running.size > 0);
    }
    #isReady() {
        this.#ready = true;
        this.#settle();
    }
    #started(id, pid) {
        let gone = false;
        const spec = this.#asked.get(id)?.spec;
        const exited = new Promise((resolve) => {
            const end = (exit, groupGone) => {
                gone = groupGone;
                resolve(exit);
            };
            this.#running.set(id, { spec, end });
        });
        if (spec?.turn !== undefined)
            spec.turn.started = true;
        this.#answer(id, (0,result.ok)({ pid, exited, groupGone: () => gone }));
    }
    #refused(id, [errno, step]) {
        this.#answer(id, (0,result/* err */._)(toProblem(Number(errno), step, this.#asked.get(id)?.spec)));
    }
    #answer(id, result) {
        this.#asked.get(id)?.answer(result);
        this.#asked.delete(id);
    }
    #ended(id, facts) {
        const [status = 0, cpu = 0, kib = 0, wall = 0, left = 1, errno] = facts.slice(0, 6).map(Number);
        const killed = status & 0x7f;
        const running = this.#running.get(id);
        const exit = {
            exitCode: killed === 0 ? (status >> 8) & 0xff : null,
            signal: killed === 0 ? null : (SIGNAL_NAMES.get(killed) ?? `signal ${killed}`),
            cpuMs: cpu / 1_000,
            peakMemoryBytes: kib * 1_024,
            wallMs: wall / 1_000,
        };
        const problem = errno === undefined ? null : toProblem(errno, facts[6], running?.spec);
        running?.end(problem === null ? exit : { ...exit, problem }, left === 0);
        this.#running.delete(id);
        if (this.#endsWithChild)
            this.#process.stdin.end();
    }
    /** How its children end nobody will know any more. */
    #end() {
        if (this.#gone)
            return;
        this.#gone = true;
        clearInterval(this.#waking);
        this.#settle();
        for (const { answer } of this.#asked.values())
            answer((0,result/* err */._)(GONE));
        for (const { end } of this.#running.values())
            end(UNKNOWN, false);
        this.#asked.clear();
        this.#running.clear();
        this.#process.stdin.destroy();
        this.#keepEngine(false);
    }
    /** The launcher itself is no reason for the engine to stay; a child of it is. */
    #keepEngine(busy) {
        if (busy === this.#busy)
            return;
        this.#busy = busy;
        const { stdin, stdout } = this.#process;
        // Typed as any streams; those of a process are sockets.
        const sockets = [stdin, stdout].filter((stream) => stream instanceof external_node_net_.Socket);
        for (const handle of [this.#process, ...sockets]) {
            if (busy)
                handle.ref();
            else
                handle.unref();
        }
    }
}
/** Five numbers of 32 bits. */
const HEAD_BYTES = 20;
/** Log, folder and control group are no words of the command. */
const PLACE_WORDS = 3;
/** Follows nothing. */
const NOBODY = 0;
const NO_NAMES = new Map();
/** Null where something of it cannot be said; what both have is known to be sayable. */
function difference(from, to) {
    const changed = [];
    let both = 0;
    for (const name in to) {
        const value = to[name];
        const before = from.get(name);
        if (before !== undefined)
            both += 1;
        if (value === before)
            continue;
        if (before === undefined && (name === "" || name.includes("=")))
            return null;
        const word = `${name}=${value}`;
        if (word.includes("\0"))
            return null;
        changed.push(word);
    }
    const without = [];
    if (both < from.size) {
        for (const name of from.keys())
            if (!Object.hasOwn(to, name))
                without.push(name);
    }
    return { without, changed };
}
/** Without a step there was not even a process. */
function toProblem(errno, step, spec) {
    const code = (0,external_node_util_.getSystemErrorName)(-errno);
    if (step === undefined)
        return { code, message: `fork ${code}` };
    const what = step === "log" ? `open '${spec?.log}'` : `spawn ${spec?.file}`;
    return { code, message: `${code}: ${what}` };
}
const SIGNAL_NAMES = new Map(Object.entries(external_node_os_.constants.signals).map(([name, number]) => [number, name]));
/** The runner finds by this variable what a job has left behind; the launcher itself needs none. */
function launcherEnvironment() {
    const tracking = process.env["RUNNER_TRACKING_ID"];
    return tracking === undefined ? {} : { RUNNER_TRACKING_ID: tracking };
}

;// CONCATENATED MODULE: ./lib/adapters/node/launchers.js
/**
 * Which launcher starts the next child: the first program that works, one for all; a new one when that
 * is gone; one of its own for what may have ended the last.
 */

/** So many ends of launchers are accidents; after that there is something about this machine. */
const MOST = 20;
/** The launchers of one engine. */
class Launchers {
    #find;
    #programs = null;
    #current = null;
    #started = 0;
    /** Looks for programs when the first is needed. */
    constructor(find) {
        this.#find = find;
    }
    /** The one that works now; null while there is none. */
    get ready() {
        return this.#current?.ready === true ? this.#current : null;
    }
    /** Starts one, unless it is there or cannot be had. */
    warm() {
        if (this.#current !== null && !this.#current.gone)
            return;
        // What has never worked will not; what has may have been ended by a child.
        if (this.#current?.worked === false)
            this.#programs = this.#programs?.slice(1) ?? null;
        this.#current = this.#start();
    }
    /** The one that works, once that is known; null where children are started otherwise. */
    async settled() {
        for (;;) {
            this.warm();
            const launcher = this.#current;
            if (launcher === null)
                return null;
            await launcher.whenSettled();
            if (launcher.ready)
                return launcher;
            if (!launcher.gone)
                return null;
        }
    }
    /** One that nobody else is started by, and that goes with its child. */
    async apart() {
        this.warm();
        const launcher = this.#start();
        await launcher?.whenSettled();
        if (launcher?.ready !== true)
            return null;
        launcher.endWithChild();
        return launcher;
    }
    #start() {
        this.#programs ??= this.#find();
        const [program] = this.#programs;
        if (program === undefined || this.#started === MOST)
            return null;
        this.#started += 1;
        return new Launcher(program);
    }
}

;// CONCATENATED MODULE: ./lib/adapters/node/ps.js
/**
 * What `ps` tells of processes where there is no `/proc` (macOS, and BSD as far as it has the same words).
 */

/** All processes, in the columns that `parseProcesses` reads. */
const PROCESSES = ["-axo", "pid=,ppid=,pgid=,rss=,time="];
/** All processes with command and environment, which is told of the own user's only. */
const ENVIRONMENTS = ["-axwwE", "-o", "pid=,command="];
const MOST_BYTES = 64 << 20;
const TIMEOUT_MS = 5_000;
/** What `ps` writes; null where it cannot be asked. */
function ps(args) {
    const options = { encoding: "utf8", timeout: TIMEOUT_MS, maxBuffer: MOST_BYTES };
    const { status, stdout } = (0,external_node_child_process_.spawnSync)("/bin/ps", [...args], options);
    return status === 0 ? stdout : null;
}
/** The processes of a listing; lines of anything else are passed over. */
function parseProcesses(text) {
    return text.split("\n").flatMap((line) => {
        const [, pid, parent, group, kib, time = ""] = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s+(\S+)\s*$/u.exec(line) ?? [];
        const cpuMs = parseCpuTime(time);
        if (pid === undefined || cpuMs === null)
            return [];
        return {
            ...{ pid: Number(pid), parent: Number(parent), group: Number(group), cpuMs },
            residentBytes: Number(kib) * 1_024,
        };
    });
}
/** `0:00.05`, `123:45.67` (minutes and hundredths), `01:02:03`, `2-01:02:03`. */
function parseCpuTime(text) {
    const [, days = "0", hours = "0", minutes, seconds] = /^(?:(\d+)-)?(?:(\d+):)?(\d+):(\d{2}(?:\.\d+)?)$/u.exec(text) ?? [];
    if (minutes === undefined || seconds === undefined)
        return null;
    const whole = (Number(days) * 24 + Number(hours)) * 60 + Number(minutes);
    return Math.round((whole * 60 + Number(seconds)) * 1_000);
}
/** Processes with the marker among their variables, which stand between blanks behind the command. */
function parseMarked(text, marker) {
    const needle = ` ${marker.replaceAll("\0", " ")}`;
    return text.split("\n").flatMap((line) => {
        const pid = /^\s*(\d+)\s/u.exec(line)?.[1];
        return pid !== undefined && `${line} `.includes(needle) ? [Number(pid)] : [];
    });
}
/** The variables behind a command, as far as they have no blanks in them. */
function parseEnvironment(text) {
    return Object.fromEntries([...text.matchAll(/(?<=\s)([A-Za-z_]\w*)=(\S*)/gu)].map(([, name = "", value = ""]) => [
        name,
        value,
    ]));
}

;// CONCATENATED MODULE: ./lib/adapters/node/process-table.js
/**
 * What the system tells of processes: who is in a group, who carries a marker in the environment. Linux
 * tells by `/proc` (proc(5)), macOS by `ps`; elsewhere nothing is known and the group alone is asked.
 */



/** Living processes of a group, those that wait to be reaped left out; null where unknown. */
function groupMembers(group) {
    const pids = processIds();
    if (pids === null)
        return null;
    let members = 0;
    for (const pid of pids) {
        const stat = readProcStat(pid);
        if (stat !== null && stat.group === group && !stat.dead)
            members += 1;
    }
    return members;
}
/** Ids of living processes with the marker in their environment, this one left out. */
function processesMarked(marker) {
    if (process.platform === "darwin") {
        return parseMarked(ps(ENVIRONMENTS) ?? "", marker).filter((pid) => pid !== process.pid);
    }
    const needle = Buffer.from(marker);
    return (processIds() ?? []).filter((pid) => {
        if (pid === process.pid)
            return false;
        try {
            return ((0,external_node_fs_.readFileSync)(`/proc/${pid}/environ`).includes(needle) && readProcStat(pid)?.dead === false);
        }
        catch {
            return false;
        }
    });
}
/** The environment with which a process started; empty where that is not told. */
function environmentOf(pid) {
    if (process.platform === "darwin") {
        return parseEnvironment(ps(["-wwE", "-o", "command=", "-p", String(pid)]) ?? "");
    }
    try {
        return Object.fromEntries((0,external_node_fs_.readFileSync)(`/proc/${pid}/environ`, "utf8")
            .split("\0")
            .flatMap((text) => {
            const at = text.indexOf("=");
            return at > 0 ? [[text.slice(0, at), text.slice(at + 1)]] : [];
        }));
    }
    catch {
        return {};
    }
}
/** Ids of all processes; null where the system does not tell. */
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
/** Descendants of a leader that are not in its group, as far as those between live. */
function descendantsOf(leader) {
    const stats = new Map();
    for (const pid of processIds() ?? []) {
        const stat = readProcStat(pid);
        if (stat !== null)
            stats.set(pid, stat);
    }
    const family = new Set();
    for (let before = -1; before !== family.size;) {
        before = family.size;
        for (const [pid, { parent, group }] of stats) {
            if (pid === leader || group === leader || family.has(parent))
                family.add(pid);
        }
    }
    const away = [...family].filter((pid) => stats.get(pid)?.group !== leader && pid !== leader);
    // A number may be another's by now.
    const living = () => away.filter((pid) => {
        const now = readProcStat(pid);
        return now !== null && !now.dead && now.started === stats.get(pid)?.started;
    });
    return { living };
}

;// CONCATENATED MODULE: ./lib/adapters/node/process-usage.js
/**
 * What groups of processes use, by `/proc` (Linux; proc(5)) or `ps` (macOS). Descendants that have left the
 * group count, too, as long as those between live.
 */




/** Every Linux tells programs of hundredths of a second, whatever its kernel counts in. */
const TICK_MS = 10;
/** One look at all processes serves all who ask within this time. */
const FRESH_MS = 200;
/** To ask `ps` is to start a program. */
const FRESH_BY_PS_MS = 1_000;
/** To ask what is shared walks through all pages: that takes so much of the time at most. */
const SHARE_OF_TIME = 1 / 20;
/** Makes the function that tells what a group uses; null where the system cannot tell. */
function createUsage(now) {
    const freshMs = process.platform === "darwin" ? FRESH_BY_PS_MS : FRESH_MS;
    let table = [];
    let readAt = Number.NEGATIVE_INFINITY;
    const looks = new Map();
    const refresh = () => {
        table = readTable();
        readAt = now();
        if (looks.size === 0)
            return;
        const groups = new Set(table.map(({ group }) => group));
        for (const group of looks.keys())
            if (!groups.has(group))
                looks.delete(group);
    };
    const proportionalOf = (group, of) => {
        const known = looks.get(group);
        const begunAt = now();
        if (known !== undefined && begunAt < known.againAt)
            return known.bytes;
        let bytes = 0;
        for (const [pid, resident] of of)
            bytes += proportionalBytes(pid) ?? resident;
        const endedAt = now();
        looks.set(group, { bytes, againAt: endedAt + (endedAt - begunAt) / SHARE_OF_TIME });
        return bytes;
    };
    return (group, knownBytes) => {
        if (now() - readAt >= freshMs)
            refresh();
        const members = membersOf(group, table);
        if (members.length === 0)
            return null;
        const resident = new Map(members.map((member) => [member.pid, member.residentBytes ?? residentBytes(member.pid)]));
        const largest = Math.max(...resident.values());
        const sum = [...resident.values()].reduce((all, bytes) => all + bytes, 0);
        return {
            cpuMs: members.reduce((all, { cpuMs }) => all + cpuMs, 0),
            memoryBytes: sum <= Math.max(largest, knownBytes)
                ? sum
                : Math.max(largest, Math.min(sum, proportionalOf(group, resident))),
        };
    };
}
function readTable() {
    if (process.platform === "darwin")
        return parseProcesses(ps(PROCESSES) ?? "");
    return (processIds() ?? []).flatMap((pid) => {
        const stat = readProcStat(pid);
        if (stat === null)
            return [];
        const { parent, group, ticks } = stat;
        return { pid, parent, group, cpuMs: ticks * TICK_MS };
    });
}
function membersOf(group, table) {
    const members = table.filter((entry) => entry.group === group);
    const known = new Set(members.map(({ pid }) => pid));
    for (let before = -1; before !== members.length;) {
        before = members.length;
        for (const entry of table) {
            if (known.has(entry.pid) || !known.has(entry.parent))
                continue;
            known.add(entry.pid);
            members.push(entry);
        }
    }
    return members;
}
function residentBytes(pid) {
    return kibOf(`/proc/${pid}/status`, /^VmRSS:\s+(\d+) kB$/mu) ?? 0;
}
/** Each page divided by how many have it; null where the system does not tell. */
function proportionalBytes(pid) {
    return kibOf(`/proc/${pid}/smaps_rollup`, /^Pss:\s+(\d+) kB$/mu);
}
function kibOf(path, pattern) {
    try {
        const kib = pattern.exec((0,external_node_fs_.readFileSync)(path, "latin1"))?.[1];
        return kib === undefined ? null : Number(kib) * 1_024;
    }
    catch {
        return null;
    }
}

;// CONCATENATED MODULE: ./lib/adapters/node/signal-tree.js
/**
 * A signal for all that a child has started: its process group, or on Windows, which has no groups and no
 * signals, the tree below it.
 */

const signal_tree_TIMEOUT_MS = 5_000;
/** Sends to everything; false when nothing of it is left. */
function signalTree(pid, signal, system = process.platform) {
    if (system !== "win32") {
        const sent = send(-pid, signal);
        // What is stopped hears of it only when it goes on.
        if (sent && signal === "SIGTERM")
            send(-pid, "SIGCONT");
        return sent;
    }
    const options = { stdio: "ignore", timeout: signal_tree_TIMEOUT_MS, windowsHide: true };
    return (0,external_node_child_process_.spawnSync)("taskkill", taskkillArguments(pid, signal), options).status === 0;
}
/** What ends a tree on Windows: asked first, which windows and consoles may heed; then forced. */
function taskkillArguments(pid, signal) {
    return ["/PID", String(pid), "/T", ...(signal === "SIGKILL" ? ["/F"] : [])];
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

;// CONCATENATED MODULE: ./lib/adapters/node/processes.js
/**
 * Child processes: each leads a group of its own and writes to a file. The first ones are started by
 * `node:child_process`; when there are many, the launcher takes over where there is one.
 */










/** With fewer children than this, starting a launcher would cost more than it saves. */
const LAUNCHER_AFTER = 4;
/** Processes of this machine; the launcher starts after so many children, or never. */
function createProcesses(launcherAfter = LAUNCHER_AFTER, programs = launcherPrograms) {
    const launchers = new Launchers(() => programs(process.env["PATH"]));
    let spawned = 0;
    const choose = async ({ apart }) => {
        if (apart === true)
            return launchers.apart();
        if (spawned === launcherAfter)
            launchers.warm();
        spawned += 1;
        // The first need not wait for it; many at once would otherwise all be started before it is there.
        return spawned > launcherAfter ? launchers.settled() : launchers.ready;
    };
    return {
        expect: (count) => {
            if (count > launcherAfter)
                launchers.warm();
        },
        spawn: async (asked) => {
            const spec = { ...asked, file: findProgram(asked.file, asked.env["PATH"]) };
            const launcher = await choose(spec);
            if (launcher !== null && spec.capture === undefined) {
                const launched = launcher.launch(spec);
                if (launched !== null)
                    return toLaunched(launched);
            }
            return spec.after === undefined ? fork(spec) : (0,result/* err */._)(NOT_FOLLOWED);
        },
        canFollow: () => launchers.ready !== null,
        withdraw: (turn) => {
            turn.withdrawn = true;
            launchers.ready?.withdraw(turn);
        },
        marked: processesMarked,
        descendants: descendantsOf,
        environment: environmentOf,
        usage: createUsage(() => performance.now()),
        signal: (pids, signal) => {
            for (const pid of pids)
                processes_send(pid, signal);
        },
    };
}
const NOT_FOLLOWED = { code: "EHELD", message: "nothing can be followed" };
/** The real processes of this machine. */
const nodeProcesses = createProcesses();
async function toLaunched(answer) {
    const launched = await answer;
    if (!launched.ok)
        return launched;
    const { pid, exited, groupGone } = launched.value;
    const child = toChild(pid, exited);
    // To ask for a group that is gone costs an error with its stack.
    return (0,result.ok)({ ...child, groupAlive: () => !groupGone() && child.groupAlive() });
}
async function fork(spec) {
    let log;
    try {
        log = (0,external_node_fs_.openSync)(spec.log, "a");
        const { stdout, stderr } = spec.capture ?? {};
        const { file, args } = joining(spec);
        const child = (0,external_node_child_process_.spawn)(file, args, {
            cwd: spec.cwd,
            env: { ...spec.env },
            stdio: ["ignore", stdout === undefined ? log : "pipe", stderr === undefined ? log : "pipe"],
            detached: true,
            windowsHide: true,
        });
        const exited = exitOf(child);
        if (child.pid === undefined)
            return (0,result/* err */._)(await processes_startProblem(child));
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
}
/** A shell joins the control group and becomes the program. */
function joining({ file, args, controlGroup }) {
    if (controlGroup === undefined)
        return { file, args: [...args] };
    const join = 'echo 0 > "$0/cgroup.procs"; exec "$@"';
    return { file: "/bin/sh", args: ["-c", join, controlGroup, file, ...args] };
}
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
        signal: (signal) => signalTree(pid, signal),
        groupAlive: () => {
            if (process.platform === "win32")
                return processes_send(pid, 0);
            // The group exists also while it only holds processes that wait to be reaped.
            return processes_send(-pid, 0) && groupMembers(pid) !== 0;
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
function processes_startProblem(child) {
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
function processes_send(pid, signal) {
    try {
        process.kill(pid, signal);
        return true;
    }
    catch {
        return false;
    }
}

;// CONCATENATED MODULE: ./lib/adapters/node/world.js
/**
 * The adapters of this folder that every way in needs: the command, the action and the library add
 * what is theirs.
 */












/** Ports by the names that use cases have for them. */
const NODE_WORLD = {
    ...{ files: nodeFiles, sha256: sha256Text, clock: nodeClock, changes: gitChanges },
    ...{ commands: nodeCommands, processes: nodeProcesses, engines: nodeEngines },
    ...{ patterns: nodePatterns, http: lazyHttp, controlGroups: createControlGroups() },
    ...{ programs: nodePrograms, connections: nodeConnections, host: nodeHost },
};

// EXTERNAL MODULE: ./lib/app/run-folder.js + 1 modules
var run_folder = __webpack_require__(49);
;// CONCATENATED MODULE: ./lib/app/github-context.js

/** Variables that belong to the runner's own talk with a step, or are secret. */
const github_context_LEFT_OUT = new Set([
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
        if (!name.startsWith("GITHUB_") || github_context_LEFT_OUT.has(name))
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
        ...NODE_WORLD,
        console: nodeConsole(env),
        screen: nodeScreen(env),
        displayMachine: nodeMachine(),
        portRanges: createPortRanges(),
        machine: nodeMachine(),
        signals: nodeSignals,
        crashes: createCrashes(),
        cluster: commandCluster(nodePrograms),
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


/***/ })

};
