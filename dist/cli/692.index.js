export const id = 692;
export const ids = [692];
export const modules = {

/***/ 3692:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  wireCli: () => (/* binding */ wireCli)
});

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
// EXTERNAL MODULE: external "node:os"
var external_node_os_ = __webpack_require__(8161);
// EXTERNAL MODULE: ./lib/core/problems/result.js
var result = __webpack_require__(7967);
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

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
;// CONCATENATED MODULE: ./lib/adapters/node/files/open-plain.js
/**
 * Opening plain files and nothing else: a named pipe would wait for its other end, and a device never
 * ends. Everything that this program reads or writes by a path is opened here.
 */

const { O_APPEND, O_CREAT, O_EXCL, O_RDONLY, O_TRUNC, O_WRONLY } = external_node_fs_.constants;
/** Windows knows neither, nor what they are for. */
const { O_NOCTTY = 0, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = external_node_fs_.constants;
/** What a file is opened for. Nothing is written through a link. */
const FLAGS = {
    /** A link to a plain file is as good as one. */
    read: O_RDONLY,
    readNoLink: O_RDONLY | O_NOFOLLOW,
    /** Emptied, or made. */
    write: O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW,
    /** Refused where anything has the name. */
    create: O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW,
    append: O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW,
};
/** Opens a plain file without waiting for anybody; throws what `toFileProblem` makes a problem of. */
function openPlain(path, use) {
    let fd;
    try {
        fd = (0,external_node_fs_.openSync)(path, FLAGS[use] | O_NONBLOCK | O_NOCTTY);
    }
    catch (error) {
        // So a system refuses a socket, and a pipe that nobody reads.
        if (codeOf(error) === "ENXIO")
            throw new NotPlain("a named pipe or a socket");
        if (codeOf(error) === "EISDIR")
            throw new NotPlain("a folder");
        if (codeOf(error) === "ELOOP" && use !== "read")
            throw new NotPlain("a link");
        throw error;
    }
    let strange = true;
    try {
        refuseSpecial((0,external_node_fs_.fstatSync)(fd));
        strange = false;
        return fd;
    }
    finally {
        if (strange)
            (0,external_node_fs_.closeSync)(fd);
    }
}
/** Why nothing can be written under a name; null where a plain file is, or nothing. */
function placeProblem(path) {
    try {
        const stats = (0,external_node_fs_.lstatSync)(path, { throwIfNoEntry: false });
        if (stats !== undefined)
            refuseSpecial(stats);
        return null;
    }
    catch (error) {
        // What else is wrong is told by whoever opens it.
        return error instanceof NotPlain ? error.message : null;
    }
}
/** Throws unless it is a plain file. */
function refuseSpecial(stats) {
    if (!stats.isFile())
        throw new NotPlain(nameOf(stats));
}
function nameOf(stats) {
    if (stats.isDirectory())
        return "a folder";
    if (stats.isFIFO())
        return "a named pipe";
    if (stats.isSocket())
        return "a socket";
    return stats.isSymbolicLink() ? "a link" : "a device";
}
const CODES = { "a folder": "EISDIR", "a link": "ELOOP" };
/** Something else has the place of a file; the message is the end of a sentence. */
class NotPlain extends Error {
    code;
    constructor(what) {
        super(`it is ${what}, not a plain file`);
        this.code = CODES[what] ?? "EINVAL";
    }
}
function codeOf(error) {
    return error instanceof Error && "code" in error ? error.code : null;
}

;// CONCATENATED MODULE: ./lib/adapters/node/processes/starting-lines.js
/**
 * Lines that begin with known words, in a file of any size, as fast as it can be read and without
 * holding more than a piece of it.
 */


const PIECE_BYTES = 1 << 20;
/** Of a longer line this much is told. */
const LINE_BYTES = 4_096;
const NEW_LINE = 10;
/** The lines that begin with any of the texts, from an offset on; none where nothing can be read. */
function* startingLines(path, search) {
    const starts = search.starts.map((start) => Buffer.from(start));
    const first = new Uint8Array(256);
    for (const start of starts)
        first[start[0] ?? 0] = 1;
    const begins = (text, at) => first[text[at] ?? 0] === 1 && starts.some((start) => standsAt(text, at, start));
    let fd;
    try {
        fd = openPlain(path, "read");
    }
    catch {
        return;
    }
    try {
        let at = search.from;
        const left = Math.max(0, (0,external_node_fs_.fstatSync)(fd).size - at);
        const buffer = Buffer.allocUnsafe(Math.min(PIECE_BYTES, left) + LINE_BYTES);
        // The beginning of a line that goes on in the next piece.
        let kept = 0;
        // In the middle of a line that is too long to be kept.
        let within = false;
        for (;;) {
            const count = (0,external_node_fs_.readSync)(fd, buffer, kept, buffer.length - kept, at);
            at += count;
            const text = buffer.subarray(0, kept + count);
            let begin = 0;
            for (let end = lineEnd(text, 0); end >= 0; end = lineEnd(text, begin)) {
                if (!within && begins(text, begin))
                    yield lineOf(text, begin, end);
                within = false;
                begin = end + 1;
            }
            const rest = text.length - begin;
            const whole = count === 0 || rest >= LINE_BYTES;
            if (whole && !within && begins(text, begin))
                yield lineOf(text, begin, text.length);
            if (count === 0)
                return;
            within ||= whole;
            kept = within ? 0 : rest;
            text.copy(buffer, 0, begin, begin + kept);
        }
    }
    catch {
        // What cannot be read on is taken as far as it was read.
    }
    finally {
        (0,external_node_fs_.closeSync)(fd);
    }
}
/** Short lines are many, and a call costs more than they do. */
const LOOKED_AT = 16;
function lineEnd(text, from) {
    const near = Math.min(text.length, from + LOOKED_AT);
    for (let at = from; at < near; at++)
        if (text[at] === NEW_LINE)
            return at;
    return text.indexOf(NEW_LINE, near);
}
function standsAt(text, at, start) {
    return (text[at] === start[0] &&
        at + start.length <= text.length &&
        text.compare(start, 0, start.length, at, at + start.length) === 0);
}
function lineOf(text, begin, end) {
    return text.toString("utf8", begin, Math.min(end, begin + LINE_BYTES));
}

// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
;// CONCATENATED MODULE: ./lib/adapters/node/files/file-problem.js
/** The operating system's refusal as a value; anything else is a bug and thrown on. */
function toFileProblem(path, error) {
    if (error instanceof Error) {
        const code = "code" in error && typeof error.code === "string" ? error.code : "EUNKNOWN";
        return { path, code, message: error.message };
    }
    throw error;
}

;// CONCATENATED MODULE: ./lib/adapters/node/files/copy-file.js
/**
 * Files that somebody else named: taken only where they are plain ones, copied only from inside of a
 * folder and not too large.
 */





const copy_file_PIECE_BYTES = 1 << 16;
/** Copies and says how many bytes it were. Links are not followed, at the end or on the way. */
function copyPlain(from, to, bounds) {
    const refuse = (code, message) => (0,result/* err */._)({ path: from, code, message });
    let source;
    let target;
    try {
        source = openPlain(from, "readNoLink");
        const { size } = (0,external_node_fs_.fstatSync)(source);
        const folder = (0,external_node_fs_.realpathSync)((0,external_node_path_.dirname)(from));
        const root = (0,external_node_fs_.realpathSync)(bounds.within);
        if (folder !== root && !(0,external_node_path_.join)(folder, external_node_path_.sep).startsWith((0,external_node_path_.join)(root, external_node_path_.sep))) {
            return refuse("EACCES", "it lies outside the workspace");
        }
        if (size > bounds.maxBytes)
            return refuse("EFBIG", "it is too large");
        (0,external_node_fs_.mkdirSync)((0,external_node_path_.dirname)(to), { recursive: true });
        target = openPlain(to, "create");
        const piece = Buffer.allocUnsafe(copy_file_PIECE_BYTES);
        let copied = 0;
        // A file that still grows is taken as long as it was.
        while (copied < size) {
            const count = (0,external_node_fs_.readSync)(source, piece, 0, Math.min(copy_file_PIECE_BYTES, size - copied), null);
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
    try {
        (0,external_node_fs_.closeSync)(openPlain(path, "readNoLink"));
        return (0,result.ok)(undefined);
    }
    catch (error) {
        return (0,result/* err */._)(toFileProblem(path, error));
    }
}

// EXTERNAL MODULE: external "node:path/posix"
var posix_ = __webpack_require__(3916);
// EXTERNAL MODULE: ./node_modules/tinyglobby/dist/index.mjs + 1 modules
var dist = __webpack_require__(3382);
// EXTERNAL MODULE: ./lib/core/text/glob.js + 1 modules
var glob = __webpack_require__(9208);
;// CONCATENATED MODULE: ./lib/adapters/node/files/glob-files.js
/**
 * Files by patterns, by tinyglobby. It tries every way in which a pattern could match, which for many
 * stars never ends: of such patterns it is given simpler ones that match more, and what they match is
 * compared with the pattern here.
 */



/** Runs of stars in a pattern that are tried in every way soon enough. */
const MOST_STARS = 3;
/** Folders of any depth in a simpler pattern. */
const MOST_DEPTHS = 2;
/** Paths of the plain files that patterns match, hidden ones too; a pattern with `!` takes out. */
function globFiles(patterns, options) {
    const asked = patterns.map((pattern) => (isHard(pattern) ? simplerFor(pattern) : pattern));
    const found = (0,dist/* globSync */.AZ)(asked.filter((pattern) => pattern !== null), {
        ...options,
        onlyFiles: true,
        dot: true,
        expandDirectories: false,
        followSymbolicLinks: false,
    });
    return patterns.some(isHard) ? found.filter(matcherOf(patterns)) : found;
}
function isHard(pattern) {
    return (pattern.match(/\*+/gu) ?? []).length > MOST_STARS || /[*+]\(/u.test(pattern);
}
/** A pattern that matches all of that and is quick; null where nothing may be taken out by it. */
function simplerFor(pattern) {
    if (isNegative(pattern))
        return null;
    const parts = pattern.split("/");
    const depths = parts.filter((part) => /^\*\*+$/u.test(part)).length;
    if (depths <= MOST_DEPTHS && !/[\\{}()[\]]/u.test(pattern)) {
        return parts.map((part) => (/\*[^*]+\*/u.test(part) ? "*" : part)).join("/");
    }
    const first = parts.findIndex((part) => /[*?\\{}()[\]!+@]/u.test(part));
    return [...parts.slice(0, first), "**"].join("/");
}
function isNegative(pattern) {
    return pattern.startsWith("!") && !pattern.startsWith("!(");
}
function matcherOf(patterns) {
    const compiled = (list, below) => list.map((pattern) => (0,glob/* compileGlob */.S)((0,posix_.normalize)(pattern), { groups: true, below }));
    const wanted = compiled(patterns.filter((pattern) => !isNegative(pattern)), "nothing");
    const refused = compiled(patterns.filter(isNegative).map((pattern) => pattern.slice(1)), "anything");
    return (path) => wanted.some((matches) => matches(path)) && !refused.some((matches) => matches(path));
}

// EXTERNAL MODULE: ./lib/core/text/stars.js
var text_stars = __webpack_require__(2746);
;// CONCATENATED MODULE: ./lib/adapters/node/files/plain-pattern.js
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
    const pieces = stars.split("*");
    const found = [];
    for (const entry of read(folder)) {
        if (!(0,text_stars/* matchesPieces */.F)(pieces, entry.name) || entry.name.startsWith(".#"))
            continue;
        if (!entry.isFile() || LEFT_OUT.test(entry.name))
            return null;
        found.push(folder + entry.name);
    }
    return found;
}

;// CONCATENATED MODULE: ./lib/adapters/node/files/search-files.js
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
    const matches = globFiles(patterns, {
        cwd: folder,
        ignore: [...NEVER_SEARCHED, EDITOR_LOCKS],
        // Links are resolved by what reads the folders.
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

;// CONCATENATED MODULE: ./lib/adapters/node/files/glob-plain.js
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
    return globFiles(patterns.map(glob_plain_shown), {
        cwd: root,
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

;// CONCATENATED MODULE: ./lib/adapters/node/files/lines-with.js
/**
 * Looking for lines in a file of any size as fast as it can be read.
 */


const lines_with_PIECE_BYTES = 1 << 20;
/** What is longer is no line that anybody looks for. */
const lines_with_LINE_BYTES = 1 << 16;
const lines_with_NEW_LINE = 10;
const RETURN = 13;
/** The lines that hold any of the marks, in whatever case, each once; empty where nothing can be read. */
function linesWith(path, search) {
    const { marks, from, bytes } = search;
    const needles = marks.map(toNeedle);
    const found = new Set();
    let fd;
    try {
        fd = openPlain(path, "read");
    }
    catch {
        return [];
    }
    try {
        const buffer = Buffer.allocUnsafe(Math.min(lines_with_PIECE_BYTES, bytes) + lines_with_LINE_BYTES);
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
            kept = Math.min(text.length - end, lines_with_LINE_BYTES);
            text.copy(buffer, 0, end, end + kept);
        }
    }
    catch {
        // What cannot be read on is taken as far as it was read.
    }
    finally {
        (0,external_node_fs_.closeSync)(fd);
    }
    return [...found];
}
function toNeedle(mark) {
    const [start = ""] = /^[^A-Za-z]+/u.exec(mark) ?? [];
    const rest = mark.slice(start.length).toLowerCase();
    return { start: Buffer.from(start), rest: Buffer.from(rest) };
}
function lines_with_standsAt(text, at, { rest }) {
    for (let i = 0; i < rest.length; i++)
        if (lower(text[at + i]) !== rest[i])
            return false;
    return true;
}
/** Bytes that are looked at one by one where a needle begins again and again: a call costs more. */
const NEAR_BYTES = 64;
/** Where a needle stands next; below 0 where it does not. */
function nextPlace(text, from, needle) {
    const { start } = needle;
    for (let at = text.indexOf(start, from); at >= 0; at = text.indexOf(start, at)) {
        for (const near = at + NEAR_BYTES; at < near; at++) {
            if (startsAt(text, at, start) && lines_with_standsAt(text, at + start.length, needle))
                return at;
        }
    }
    return -1;
}
function startsAt(text, at, start) {
    for (let i = 0; i < start.length; i++)
        if (text[at + i] !== start[i])
            return false;
    return true;
}
/** Of a letter; of anything else whatever is no letter of a mark. */
function lower(byte = 0) {
    return byte >= 65 && byte <= 90 ? byte + 32 : byte;
}
/** A terminal and the runner take either for the end of a line. */
function isLineEnd(byte) {
    return byte === lines_with_NEW_LINE || byte === RETURN;
}
function lastLineEnd(text) {
    return Math.max(text.lastIndexOf(lines_with_NEW_LINE), text.lastIndexOf(RETURN));
}
/** The text begins where a line does. */
function collect(look) {
    const { text, needles, found } = look;
    const lines = new Map();
    for (const needle of needles) {
        for (let at = nextPlace(text, 0, needle); at >= 0; at = nextPlace(text, at + 1, needle)) {
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
        found.add(text.toString("utf8", begin, end));
    }
}

// EXTERNAL MODULE: ./lib/core/once.js
var once = __webpack_require__(3898);
;// CONCATENATED MODULE: ./lib/adapters/node/files/own-folder.js
/**
 * Working in a folder that others may replace at any time: it is opened as a folder, never through a
 * link, and what is done in it is done in the folder that was opened.
 */


const NUMBERS = "/proc/self/fd";
/** Only Linux leads by a number to what is in an open folder; elsewhere a short time is left for a swap. */
const hasNumbers = (0,once/* once */.O)(() => process.platform === "linux" && (0,external_node_fs_.existsSync)(NUMBERS));
/** Does something in a folder; throws where none is, also where a link leads to one. */
function inFolder(path, use) {
    if (!hasNumbers()) {
        const stats = (0,external_node_fs_.lstatSync)(path);
        if (!stats.isDirectory())
            throw new Error(`${path} is no folder`);
        return use(path, stats);
    }
    const { O_DIRECTORY, O_NOFOLLOW, O_RDONLY } = external_node_fs_.constants;
    const fd = (0,external_node_fs_.openSync)(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
    try {
        return use(`${NUMBERS}/${fd}`, (0,external_node_fs_.fstatSync)(fd));
    }
    finally {
        (0,external_node_fs_.closeSync)(fd);
    }
}
/** Which folder it is: differs when another has its place. Null where none is, or a link. */
function folderId(path) {
    try {
        const stats = (0,external_node_fs_.lstatSync)(path, { throwIfNoEntry: false });
        return stats?.isDirectory() === true ? `${stats.dev} ${stats.ino}` : null;
    }
    catch {
        return null;
    }
}
/** Removes the plain files and links in a folder; false when anything else is or stays there. */
function emptyFolder(path) {
    try {
        return inFolder(path, (own, { mode }) => {
            for (const name of (0,external_node_fs_.readdirSync)(own))
                (0,external_node_fs_.unlinkSync)(`${own}/${name}`);
            // One that its owner may not use is no use to the next.
            return (mode & 0o700) === 0o700;
        });
    }
    catch {
        return false;
    }
}
/**
 * Removes a file, a link or a whole folder, but nothing that a link leads to or that is mounted there.
 * What cannot be removed stays: it is never worth more than what goes on.
 */
function removeTree(path) {
    try {
        const stats = (0,external_node_fs_.lstatSync)(path, { throwIfNoEntry: false });
        if (stats === undefined)
            return;
        if (!stats.isDirectory())
            (0,external_node_fs_.unlinkSync)(path);
        else if (hasNumbers())
            removeFolder(path, (0,once/* once */.O)(mountPoints));
        else
            (0,external_node_fs_.rmSync)(path, { recursive: true, force: true });
    }
    catch { }
}
/** Names are bytes: not all of them are text. */
function removeFolder(path, mounts) {
    if (clearFolder(path, mounts))
        (0,external_node_fs_.rmdirSync)(path);
}
/** Whether it may be empty now; one that cannot be opened may always have been. */
function clearFolder(path, mounts) {
    const clear = (own) => {
        if (isMounted(own, mounts))
            return false;
        for (const entry of (0,external_node_fs_.readdirSync)(own, { encoding: "buffer", withFileTypes: true })) {
            const inner = Buffer.concat([Buffer.from(`${own}/`), entry.name]);
            try {
                if (entry.isDirectory())
                    removeFolder(inner, mounts);
                else
                    (0,external_node_fs_.unlinkSync)(inner);
            }
            catch { }
        }
        return true;
    };
    try {
        return inFolder(path, clear);
    }
    catch {
        return true;
    }
}
function isMounted(own, mounts) {
    try {
        return mounts().has((0,external_node_fs_.readlinkSync)(own));
    }
    catch {
        // Its path is longer than the system tells, and than one that anybody mounts by.
        return false;
    }
}
/** Where something is mounted. */
function mountPoints() {
    const lines = (0,external_node_fs_.readFileSync)("/proc/self/mountinfo", "utf8").trimEnd().split("\n");
    return new Set(lines.map((line) => unquoted(line.split(" ")[4] ?? "")));
}
/** The system writes spaces, tabs, line ends and backslashes as three octal digits. */
function unquoted(text) {
    const toCharacter = (_, code) => String.fromCharCode(Number.parseInt(code, 8));
    return text.replace(/\\([0-7]{3})/gu, toCharacter);
}

;// CONCATENATED MODULE: ./lib/adapters/node/files/read-file.js
/**
 * Reading files whole, in part and line by line, without ever holding a large one in memory.
 */





const read_file_PIECE_BYTES = 1 << 16;
/** A line of a journal is far shorter, whatever happened in its run. */
const MAX_LINE_BYTES = 32 << 20;
/** A text of the engine cannot be longer. */
const MAX_TEXT_BYTES = 512 << 20;
const read_file_NEW_LINE = 10;
/** The whole file as text; `EILSEQ` when it is not UTF-8. */
function readText(path) {
    const bytes = withFile(path, (fd) => {
        return (0,external_node_fs_.fstatSync)(fd).size > MAX_TEXT_BYTES ? null : (0,external_node_fs_.readFileSync)(fd);
    });
    if (!bytes.ok)
        return bytes;
    if (bytes.value === null) {
        return (0,result/* err */._)({ path, code: "EFBIG", message: `it is larger than ${MAX_TEXT_BYTES >> 20} MiB` });
    }
    try {
        return (0,result.ok)(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes.value));
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
/**
 * Lines of a file without their ends; the last one also when nothing ends it. Returns why it stopped
 * before the end, or could not begin.
 */
function* readLines(path) {
    let fd;
    try {
        fd = openPlain(path, "read");
        const piece = Buffer.allocUnsafe(read_file_PIECE_BYTES);
        // Of a line that has not ended: searched once and put together once, however long it is.
        let parts = [];
        let held = 0;
        for (;;) {
            const count = (0,external_node_fs_.readSync)(fd, piece, 0, read_file_PIECE_BYTES, null);
            if (count === 0)
                break;
            const end = piece.subarray(0, count).lastIndexOf(read_file_NEW_LINE);
            if (end >= 0) {
                yield* Buffer.concat([...parts, piece.subarray(0, end)])
                    .toString("utf8")
                    .split("\n");
                parts = [];
                held = 0;
            }
            const rest = piece.subarray(end + 1, count);
            held += rest.length;
            if (held > MAX_LINE_BYTES) {
                const message = `it has a line of more than ${MAX_LINE_BYTES >> 20} MiB`;
                return { path, code: "EFBIG", message };
            }
            if (rest.length > 0)
                parts.push(Buffer.from(rest));
        }
        if (held > 0)
            yield Buffer.concat(parts).toString("utf8");
        return null;
    }
    catch (error) {
        return toFileProblem(path, error);
    }
    finally {
        if (fd !== undefined)
            (0,external_node_fs_.closeSync)(fd);
    }
}
/** Digest of the file's bytes as 64 hex digits. */
function readSha256(path) {
    return withFile(path, (fd) => {
        const hash = (0,external_node_crypto_.createHash)("sha256");
        const piece = Buffer.allocUnsafe(read_file_PIECE_BYTES);
        for (;;) {
            const count = (0,external_node_fs_.readSync)(fd, piece, 0, read_file_PIECE_BYTES, null);
            if (count === 0)
                return hash.digest("hex");
            hash.update(piece.subarray(0, count));
        }
    });
}
function withFile(path, read) {
    let fd;
    try {
        fd = openPlain(path, "read");
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

// EXTERNAL MODULE: ./lib/core/text/replace-texts.js
var replace_texts = __webpack_require__(7202);
;// CONCATENATED MODULE: ./lib/adapters/node/files/replace-in-file.js
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
        (0,external_node_fs_.rmSync)(temporary, { force: true });
        const target = openPlain(temporary, "create");
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
    const source = openPlain(path, "read");
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

;// CONCATENATED MODULE: ./lib/adapters/node/files/write-file.js
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
        // What is no plain file is not replaced by one: it may be `/dev/null`.
        const there = (0,external_node_fs_.statSync)(path, { throwIfNoEntry: false });
        if (there !== undefined)
            refuseSpecial(there);
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
/** Writes over what is there. */
function writeText(path, text) {
    let fd;
    try {
        fd = openPlain(path, "write");
        (0,external_node_fs_.writeFileSync)(fd, text);
        return (0,result.ok)(undefined);
    }
    catch (error) {
        return (0,result/* err */._)(toFileProblem(path, error));
    }
    finally {
        if (fd !== undefined)
            (0,external_node_fs_.closeSync)(fd);
    }
}
/** The same, in a folder that must be one itself: nothing is written where a link in its place leads. */
function writeNoLink(path, text) {
    try {
        const written = inFolder((0,external_node_path_.dirname)(path), (own) => writeText(`${own}/${(0,external_node_path_.basename)(path)}`, text));
        return written.ok ? written : (0,result/* err */._)({ ...written.error, path });
    }
    catch (error) {
        const { code, message } = toFileProblem(path, error);
        const linked = (0,external_node_fs_.lstatSync)((0,external_node_path_.dirname)(path), { throwIfNoEntry: false })?.isSymbolicLink() === true;
        const why = `${path} is not written: a link has the place of its folder`;
        return (0,result/* err */._)({ path, code: linked ? "ELOOP" : code, message: linked ? why : message });
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
        return openPlain(path, "create");
    }
    catch (error) {
        const { code } = toFileProblem(path, error);
        if (code === "ENOENT")
            (0,external_node_fs_.mkdirSync)((0,external_node_path_.dirname)(path), { recursive: true });
        // A killed engine of the same number has left it.
        else if (code === "EEXIST")
            (0,external_node_fs_.rmSync)(path);
        else
            throw error;
        return openPlain(path, "create");
    }
}
/** Opens a file for appending; every call of `append` is with the system when it returns. */
function openAppender(path) {
    let fd;
    try {
        (0,external_node_fs_.mkdirSync)((0,external_node_path_.dirname)(path), { recursive: true });
        fd = openPlain(path, "append");
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
        source = openPlain(from, "read");
        target = openPlain(to, "append");
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

;// CONCATENATED MODULE: ./lib/adapters/node/files/files.js
/**
 * The file system by `node:fs`.
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
    startingLines: startingLines,
    placeProblem: placeProblem,
    sizeBytes: (path) => statsOf(path)?.size ?? null,
    stamp: (path) => {
        const found = statsOf(path);
        return found === null ? null : `${found.ino} ${found.size} ${found.ctimeMs} ${found.mode}`;
    },
    exists: external_node_fs_.existsSync,
    isDirectory: (path) => statsOf(path)?.isDirectory() ?? false,
    list: (path) => {
        try {
            return (0,external_node_fs_.readdirSync)(path).sort();
        }
        catch {
            return [];
        }
    },
    makeDirectory: (path) => attempt(path, () => void (0,external_node_fs_.mkdirSync)(path, { recursive: true })),
    writeText: writeText,
    writeNoLink: writeNoLink,
    empty: emptyFolder,
    remove: removeTree,
    folderId: folderId,
    isLink: (path) => {
        try {
            return (0,external_node_fs_.lstatSync)(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
        }
        catch {
            return false;
        }
    },
    isExecutable: (path) => {
        const stats = statsOf(path);
        return stats?.isFile() === true && (stats.mode & 0o100) !== 0;
    },
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
    sha256: readSha256,
};
/** Null also where its links lead in a circle, or a folder above may not be read. */
function statsOf(path) {
    try {
        return (0,external_node_fs_.statSync)(path, { throwIfNoEntry: false }) ?? null;
    }
    catch {
        return null;
    }
}
function attempt(path, action) {
    try {
        return (0,result.ok)(action());
    }
    catch (error) {
        return (0,result/* err */._)(toFileProblem(path, error));
    }
}

// EXTERNAL MODULE: ./lib/core/quantities/linux-limits.js
var linux_limits = __webpack_require__(4632);
;// CONCATENATED MODULE: ./lib/adapters/node/machine/machine.js
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
// EXTERNAL MODULE: ./lib/core/quantities/port-range.js
var port_range = __webpack_require__(1910);
;// CONCATENATED MODULE: ./lib/adapters/node/machine/port-ranges.js
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
// EXTERNAL MODULE: ./lib/core/quantities/duration.js
var duration = __webpack_require__(5105);
;// CONCATENATED MODULE: ./lib/adapters/node/clock.js
/** Between two looks at the clock while time limits run. */
const PULSE_MS = 100;
/** A pulse later than that has lost time; less is how busy machines are. */
const LATE_MS = 500;
/** Makes the parts of a clock that know what was lost. */
function createRunningClock(source) {
    const { monotonic, cpuMs, after, afterEvents, every } = source;
    let waiting = 0;
    let stopPulse = () => { };
    let seen = { at: 0, cpuMs: 0 };
    let lostMs = 0;
    let beatAt = 0;
    let latestMs = 0;
    const running = () => {
        const at = monotonic();
        if (waiting > 0) {
            const seenNow = { at, cpuMs: cpuMs() };
            const gapMs = at - seen.at - (seenNow.cpuMs - seen.cpuMs);
            if (gapMs > PULSE_MS + LATE_MS)
                lostMs += gapMs;
            seen = seenNow;
        }
        return at - lostMs;
    };
    const lateMs = () => {
        if (waiting === 0)
            return 0;
        return Math.max(latestMs, monotonic() - beatAt - PULSE_MS);
    };
    const beat = () => {
        latestMs = Math.max(0, monotonic() - beatAt - PULSE_MS);
        beatAt = monotonic();
        running();
    };
    const begin = () => {
        waiting += 1;
        if (waiting > 1)
            return;
        latestMs = 0;
        beatAt = monotonic();
        seen = { at: monotonic(), cpuMs: cpuMs() };
        stopPulse = every(PULSE_MS, beat);
    };
    const end = () => {
        waiting -= 1;
        if (waiting === 0)
            stopPulse();
    };
    const afterRunning = (delayMs, call) => {
        begin();
        const dueAt = running() + Math.max(0, delayMs);
        let over = false;
        let takeBack = () => { };
        const finish = () => {
            if (over)
                return false;
            over = true;
            takeBack();
            end();
            return true;
        };
        const wait = (leftMs) => {
            takeBack = after(leftMs, () => {
                const lackMs = dueAt - running();
                // Timers are not exact to the millisecond.
                if (lackMs >= 1)
                    wait(lackMs);
                else
                    afterEvents(() => {
                        if (finish())
                            call();
                    });
            });
        };
        wait(delayMs);
        return finish;
    };
    return { running, afterRunning, lateMs };
}
const after = (delayMs, call) => {
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
};
const monotonic = () => performance.now();
/** The machine's clocks. */
const nodeClock = {
    now: () => Date.now(),
    monotonic,
    after,
    ...createRunningClock({
        ...{ monotonic, after },
        cpuMs: () => {
            const { user, system } = process.cpuUsage();
            return (user + system) / 1_000;
        },
        // Node's loop runs due timers before it reads what has come in.
        afterEvents: setImmediate,
        every: (periodMs, call) => {
            const timer = setInterval(call, periodMs).unref();
            return () => {
                clearInterval(timer);
            };
        },
    }),
};

;// CONCATENATED MODULE: ./lib/adapters/node/files/find-program.js
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

// EXTERNAL MODULE: external "node:util"
var external_node_util_ = __webpack_require__(7975);
;// CONCATENATED MODULE: ./lib/adapters/node/processes/end-all-perl.js
/**
 * What our Perl programs share: on Linux they adopt orphans (prctl(2), PR_SET_CHILD_SUBREAPER), and they
 * end everything below them: TERM once, the usual 4 s, KILL.
 */
const END_ALL_PERL = String.raw `
use strict;
# Numbers of system calls, or nothing where they are not known.
my ($clock, $prctl);
# Children that lead groups, and processes of our own that end by themselves.
my (%children, %copiers);
sub adopt_orphans { syscall($prctl, 36, 1, 0, 0, 0) if $prctl }
sub micros {
  return time * 1000000 if !$clock;
  my $time = "\0" x 16;
  syscall($clock, 1, $time);
  my ($seconds, $nanos) = unpack('q2', $time);
  return $seconds * 1000000 + int($nanos / 1000);
}
# The time without what was lost: a look that comes half a second late comes from one who was stopped.
my ($seen, $lost) = (0, 0);
sub running {
  my ($waited) = @_;
  my $now = micros();
  $lost += $now - $seen if $waited && $now - $seen > 550000;
  $seen = $now;
  return $now - $lost;
}
sub below {
  my (%parent, @found);
  return map { kill(0, -$_) ? -$_ : () } keys %children if !opendir(my $all, '/proc');
  for my $pid (grep { /^\d+$/ } readdir $all) {
    open(my $file, '<', "/proc/$pid/stat") or next;
    my ($state, $up) = (readline($file) || '') =~ /^.*\) (\S) (\d+)/s or next;
    $parent{$pid} = $up if $state ne 'Z';
  }
  for my $pid (keys %parent) {
    my $up = $parent{$pid};
    $up = $parent{$up} while defined $up && $up > 1 && $up != $$;
    push @found, $pid if defined $up && $up == $$ && !exists $copiers{$pid};
  }
  return @found;
}
sub end_all {
  my @left = below();
  kill('TERM', @left);
  kill('CONT', @left);
  for my $step (['', 4], ['KILL', 1]) {
    my ($signal, $wait) = @$step;
    for (1 .. 50 * $wait) {
      last if !@left;
      kill($signal, @left) if $signal ne '';
      select(undef, undef, undef, 0.02);
      1 while waitpid(-1, 1) > 0;
      @left = below();
    }
  }
}
`;

;// CONCATENATED MODULE: ./lib/adapters/node/processes/launcher-perl.js
/**
 * The launcher: a small Perl program that starts every child for the engine and waits for it. To start
 * a process costs by the memory of the one that forks, and this one has 5 MB.
 *
 * A request is four numbers of 32 bits (its own, how many words the command has, how many names its
 * environment is without, how many bytes follow) and then words, each ended by a NUL: log, folder,
 * control group, file for stdout, file for stderr, how many bytes of these (each may be empty); program
 * and arguments; names that are not in the environment; what is in it as `NAME=value`. Both say how it
 * differs from the environment of request 0, which starts nothing and has only these.
 *
 * Answers are lines: `ready` once a first child of its own has ended; `started ID PID [COPIER]`;
 * `refused ID ERRNO [STEP]` where there is no process; `copied ID` when a captured stream has closed;
 * `ended ID STATUS CPU KIB WALL LEFT`, times in microseconds or `-` where unknown, WALL without what was
 * lost while the launcher itself was stopped, LEFT is 0 when nothing of the group was left; ERRNO and
 * STEP stand behind it when it could not become the program.
 *
 * On Linux it is a child subreaper (prctl(2)): what its children leave behind becomes its own child. It
 * ends when its input does, and before that ends whatever still runs below it.
 */

const LAUNCHER_PERL = String.raw `
${END_ALL_PERL}
my ($wait4, $execve);
($wait4, $execve, $clock, $prctl) = @ARGV;
adopt_orphans();
my ($input, $output, $problems) = ('', '', '');
my (%begun, %problem, %env);
# A child that ends between a look and the wait that follows ends that wait by this pipe.
pipe(my $woken, my $waker) or exit 1;
$SIG{CHLD} = sub { syswrite($waker, '.') };
$SIG{$_} = 'IGNORE' for qw(INT TERM HUP PIPE);
# Perl ignores it, and only its own exec would put that right.
$SIG{FPE} = 'DEFAULT';
# Children have nothing to read; what they inherit is there once for all of them.
open(my $requests, '<&', \*STDIN) or exit 1;
open(my $answers, '>&', \*STDOUT) or exit 1;
open(STDIN, '<', '/dev/null') or exit 1;
binmode $requests;
pipe(my $told, my $teller) or exit 1;
sub flush {
  while (length $output) {
    my $count = syswrite($answers, $output);
    if (!defined $count) { next if $!{EINTR}; $output = ''; return }
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
# One child that has ended: its number, status and what it used.
sub wait_for_one {
  if (!$wait4) {
    my $pid = waitpid(-1, 1);
    return ($pid, $?, '-', '-');
  }
  my ($status, $usage) = (pack('i', 0), "\0" x 256);
  my $pid = syscall($wait4, -1, $status, 1, $usage);
  my ($us, $uu, $ss, $su, $kib) = unpack('l!5', $usage);
  return ($pid, unpack('i', $status), ($us + $ss) * 1000000 + $uu + $su, $kib);
}
sub reap {
  while (1) {
    my ($pid, $status, $cpu, $kib) = wait_for_one();
    last if $pid <= 0;
    my $copied = delete $copiers{$pid};
    if (defined $copied) { $output .= "copied $copied\n"; next }
    my $id = delete $children{$pid};
    next if !defined $id;
    my $wall = running(1) - delete $begun{$id};
    $wall = '-' if !$clock;
    my $left = kill(0, -$pid) || $!{EPERM} ? 1 : 0;
    # Only what gave up ends like this, and what somebody killed.
    hear_problems() if ($status & 0x7f) == 9;
    my $problem = delete $problem{$id};
    if ($id == 0) { $output .= "ready\n"; next }
    $output .= "ended $id $status $cpu $kib $wall $left" . (defined $problem ? " $problem" : '') . "\n";
  }
  flush();
}
sub change {
  my ($names, @words) = @_;
  delete $env{$_} for splice(@words, 0, $names);
  $env{substr($_, 0, index($_, '='))} = $_ for @words;
}
# Copies a stream to the log, and as many bytes as are asked for to a file of its own.
sub copy {
  my ($from, $room, @paths) = @_;
  open(my $log, '>>', $paths[0]);
  open(my $own, '>>', $paths[1]);
  while (1) {
    my $count = sysread($from, my $piece, 65536);
    if (!defined $count) { next if $!{EINTR}; last }
    last if $count == 0;
    # A full disk costs output, as it does where children write themselves.
    syswrite($log, $piece);
    $room -= syswrite($own, substr($piece, 0, $room)) || 0 if $room > 0;
  }
  kill 'KILL', $$;
}
sub capture {
  my ($id, $log, $room, $path, $other) = @_;
  pipe(my $from, my $to) or return;
  my $pid = fork();
  if (defined $pid && $pid == 0) {
    close $_ for grep { defined } $to, $other, $requests, $answers, $told, $teller;
    setpgrp(0, 0);
    copy($from, $room, $log, $path);
  }
  $copiers{$pid} = $id if defined $pid;
  return defined $pid ? ($to, $pid) : ();
}
sub launch {
  my ($id, $count, $names, $payload) = @_;
  my ($log, $folder, $group, $stdout, $stderr, $room, @words) = split /\0/, $payload, -1;
  pop @words;
  my ($out, $out_copier) = $stdout eq '' ? () : capture($id, $log, $room, $stdout);
  my ($err, $err_copier) = $stderr eq '' ? () : capture($id, $log, $room, $stderr, $out);
  my $pid = ($stdout ne '' && !$out) || ($stderr ne '' && !$err) ? undef : fork();
  if (!defined $pid) {
    $output .= "refused $id " . ($! + 0) . "\n";
    return flush();
  }
  if ($pid == 0) {
    $SIG{$_} = 'DEFAULT' for qw(INT TERM HUP PIPE);
    setpgrp(0, 0);
    my @command = splice(@words, 0, $count);
    if ($group ne '' && open(my $joined, '>', "$group/cgroup.procs")) { syswrite($joined, '0') }
    open(my $file, '>>', $log) or give_up($id, 'log');
    open(STDOUT, '>&', $out || $file) or give_up($id, 'log');
    open(STDERR, '>&', $err || $file) or give_up($id, 'log');
    chdir $folder or give_up($id, 'exec');
    change($names, @words);
    # Perl's own way copies every variable before it calls the system.
    syscall($execve, $command[0], pack('p*', @command, undef), pack('p*', values %env, undef))
      if $execve && index($command[0], '/') >= 0;
    # And it knows what to do with a script that does not name its shell.
    %ENV = map { split /=/, $_, 2 } values %env;
    { no warnings; exec { $command[0] } @command }
    give_up($id, 'exec');
  }
  # Also here, so that the engine finds a group, however late the child is.
  setpgrp($pid, $pid);
  $begun{$id} = running(scalar %children);
  $children{$pid} = $id;
  $output .= join(' ', 'started', $id, $pid, grep { defined } $out_copier, $err_copier) . "\n";
}
# What has been asked for; false when the engine is gone.
sub take_in {
  while (1) {
    my $ready = '';
    vec($ready, fileno($requests), 1) = 1;
    return 1 if select($ready, undef, undef, 0) <= 0;
    my $bytes = sysread($requests, $input, 65536, length $input);
    if (!defined $bytes) { next if $!{EINTR}; return 0 }
    return 0 if $bytes == 0;
    while (length($input) >= 16) {
      my ($id, $words, $names, $length) = unpack('N4', $input);
      last if length($input) < 16 + $length;
      my $payload = substr($input, 16, $length);
      substr($input, 0, 16 + $length) = '';
      if ($id == 0) { change($names, split /\0/, $payload) }
      else { launch($id, $words, $names, $payload) }
    }
  }
}
# Whether a child can be started and its end be heard at all is known before anybody relies on it.
launch(0, 1, 0, join("\0", '/dev/null', '/', '', '', '', '', '/bin/true', ''));
$output = '';
# Before any end is looked at: nothing starts behind an engine that is gone.
while (take_in()) {
  reap();
  my $ready = '';
  vec($ready, fileno($requests), 1) = 1;
  # Perl runs handlers between its own steps, so a signal may come a moment too late for this wait: it is short.
  my $wait = %children || %copiers ? 0.05 : undef;
  running(scalar %children);
  vec($ready, fileno($woken), 1) = 1;
  my $found = select($ready, undef, undef, $wait);
  sysread($woken, my $drained, 4096) if $found > 0 && vec($ready, fileno($woken), 1);
}
end_all();
`;

;// CONCATENATED MODULE: ./lib/adapters/node/processes/launcher-program.js
/**
 * Where the launcher's program is on this machine.
 */



/** Numbers of wait4(2), execve(2), clock_gettime(2) and prctl(2) by processor (Linux). */
const CALLS = {
    x64: [61, 59, 228, 157],
    arm64: [260, 221, 113, 167],
};
/** Every Debian, Ubuntu and macOS has it here; one of a version manager may be slow. */
const SYSTEM_PERL = "/usr/bin/perl";
/** The launcher of this machine; null where there is no Perl, and on Windows. */
function launcherProgram(path) {
    if (process.platform === "win32")
        return null;
    const file = (0,external_node_fs_.existsSync)(SYSTEM_PERL) ? SYSTEM_PERL : findProgram("perl", path);
    if (!file.startsWith("/"))
        return null;
    // Elsewhere Perl's own functions are used: nobody tells there what a child has used.
    const calls = process.platform === "linux" ? (CALLS[process.arch] ?? []) : [];
    const numbers = calls.map(String);
    const args = ["-e", LAUNCHER_PERL, ...numbers];
    return { file, args, calls: numbers, keepsOrphans: calls.length > 0 };
}

;// CONCATENATED MODULE: ./lib/adapters/node/processes/supervisor.js
/**
 * A command of the user's that is waited for: a small Perl program starts it, ends it when its time is over,
 * and ends whatever it has left behind, also when the engine is gone. It ends as scenarios do.
 *
 * It speaks by descriptor 3, whose other end is the engine's: one line when everything has ended, which is
 * `ended STATUS` (as of wait(2)), `timeout`, `stopped` or `refused ERRNO`.
 */




/** Where the line is read. */
const SUPERVISOR_FD = 3;
/** What is said where the line is missing: nobody knows how the command ended. */
const LOST_SUPERVISOR = "what had started it was ended while it ran";
const SUPERVISOR_PERL = String.raw `
${END_ALL_PERL}
my ($limit, $names);
($clock, $prctl, $limit, $names, my @command) = @ARGV;
$ENV{substr($_, 0, index($_, '='))} = substr($_, index($_, '=') + 1) for splice(@command, 0, $names);
adopt_orphans();
my $stopped = 0;
$SIG{$_} = sub { $stopped = 1 } for qw(TERM INT HUP);
$SIG{CHLD} = sub {};
$SIG{PIPE} = 'IGNORE';
open(my $engine, '+<&=', 3) or exit 1;
pipe(my $told, my $teller) or exit 1;
my $pid = fork();
if (defined $pid && $pid == 0) {
  $SIG{$_} = 'DEFAULT' for qw(TERM INT HUP PIPE);
  setpgrp(0, 0);
  close $engine;
  { no warnings; exec { $command[0] } @command }
  syswrite($teller, $! + 0);
  kill 'KILL', $$;
}
my $refused = defined $pid ? '' : $! + 0;
close $teller;
$children{$pid} = 1 if defined $pid;
my $deadline = running(0) + $limit * 1000;
my $how = defined $pid ? '' : "refused $refused";
while ($how eq '') {
  if (waitpid($pid, 1) == $pid) {
    my $status = $?;
    sysread($told, $refused, 16);
    $how = $refused eq '' ? "ended $status" : "refused $refused";
  }
  elsif ($stopped) { $how = 'stopped' }
  elsif (running(1) >= $deadline) { $how = 'timeout' }
  else {
    my $ready = '';
    vec($ready, fileno($engine), 1) = 1;
    # The engine writes nothing: what can be read is its end.
    $how = 'stopped' if select($ready, undef, undef, 0.02) > 0 && !sysread($engine, my $end, 1);
  }
}
end_all();
syswrite($engine, "$how\n");
`;
/** What Perl itself would heed, such as modules to load, and what it complains of where it knows no such place. */
const HEEDED = /^(?:PERL|LANG|LC_)/u;
/** A Perl that is not done by then does not work. */
const PROOF_MS = 2_000;
/** The command under its supervisor; null where there is no Perl that works. */
function supervised(command, path, findLauncher = launcherProgram) {
    const launcher = findLauncher(path);
    if (launcher === null || !works(launcher.file))
        return null;
    const { file, args, timeoutMs } = command;
    const [clock = "", prctl = ""] = launcher.calls.slice(2);
    const heeded = Object.entries(command.env).filter(([name]) => HEEDED.test(name));
    const env = Object.entries(command.env).filter(([name]) => !HEEDED.test(name));
    const variables = heeded.map(([name, value]) => `${name}=${value}`);
    const told = [clock, prctl, String(Math.ceil(timeoutMs)), String(variables.length), ...variables];
    const words = ["-e", SUPERVISOR_PERL, ...told, file, ...args];
    return { file: launcher.file, args: words, env: Object.fromEntries(env) };
}
const proved = new Map();
/** One that cannot be started, hangs or answers wrongly must not cost or make up what a command says. */
function works(perl) {
    const known = proved.get(perl);
    if (known !== undefined)
        return known;
    const { stdout } = (0,external_node_child_process_.spawnSync)(perl, ["-e", "print 6 * 7"], {
        env: {},
        encoding: "latin1",
        stdio: ["ignore", "pipe", "ignore"],
        timeout: PROOF_MS,
        killSignal: "SIGKILL",
    });
    const answers = stdout === "42";
    proved.set(perl, answers);
    return answers;
}
/** Reads the line of a supervisor. */
function readSupervisor(text) {
    const [, how = "", number = "0"] = /^(ended|timeout|stopped|refused)(?: (\d+))?\n$/u.exec(text) ?? [];
    if (how === "timeout" || how === "stopped")
        return { how };
    if (how === "refused")
        return { how, code: (0,external_node_util_.getSystemErrorName)(-Number(number)) };
    if (how !== "ended")
        return null;
    const signal = Number(number) & 0x7f;
    return signal === 0
        ? { how, exitCode: Number(number) >> 8, signal: null }
        : { how, exitCode: null, signal };
}

;// CONCATENATED MODULE: ./lib/adapters/node/machine/probe-programs.js
/**
 * Programs that probes ask: bounded in time and output, and none is left behind.
 */






/** The last of stderr is where programs say what went wrong. */
const STDERR_BYTES = 4_096;
/** How long output may still come after the program itself has ended. */
const DRAIN_MS = 250;
const LOST = { code: "not-started", message: LOST_SUPERVISOR };
/** The real programs of this machine. */
const nodePrograms = {
    ask: (request) => new Promise((resolve) => {
        const { args: words, env: variables, timeoutMs } = request;
        const found = findProgram(request.file, variables["PATH"]);
        const plain = { file: found, args: words, env: variables };
        const command = supervised({ ...plain, timeoutMs }, process.env["PATH"]);
        const { file, args, env } = command ?? plain;
        let child;
        try {
            child = (0,external_node_child_process_.spawn)(file, [...args], {
                cwd: request.cwd,
                env: { ...env },
                stdio: ["ignore", "pipe", "pipe", ...(command === null ? [] : ["pipe"])],
                detached: true,
                windowsHide: true,
            });
        }
        catch (error) {
            resolve((0,result/* err */._)(probe_programs_startProblem(error)));
            return;
        }
        listen(child, { request, resolve, isSupervised: command !== null });
    }),
};
function listen(child, ask) {
    const { isSupervised } = ask;
    const { timeoutMs, maxOutputBytes, signal } = ask.request;
    let told = "";
    const pieces = [];
    let size = 0;
    let stderr = Buffer.alloc(0);
    let drain;
    const stop = () => {
        settle((0,result/* err */._)({ code: "stopped", message: "it was stopped" }));
    };
    const settle = (answer) => {
        takeBack();
        clearTimeout(drain);
        signal.removeEventListener("abort", stop);
        end(child, isSupervised);
        child.stdout?.destroy();
        child.stderr?.destroy();
        ask.resolve(answer);
    };
    const late = () => {
        settle((0,result/* err */._)({ code: "timeout", message: `it took longer than ${(0,duration/* formatDuration */.a3)(timeoutMs)}` }));
    };
    const takeBack = nodeClock.afterRunning(timeoutMs, late);
    const finish = (exited) => {
        const ended = isSupervised ? readSupervisor(told) : null;
        if (ended?.how === "refused")
            return settle((0,result/* err */._)(problemOf(ended.code)));
        if (ended?.how === "timeout")
            return late();
        if (ended?.how === "stopped")
            return stop();
        // Its own end says nothing of the command's.
        if (isSupervised && ended === null)
            return settle((0,result/* err */._)(LOST));
        const exitCode = ended?.how === "ended" ? ended.exitCode : exited;
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
    child.stdio[SUPERVISOR_FD]?.on("data", (piece) => {
        told += piece.toString("latin1");
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
/** Whatever it has started goes with it: a supervisor ends that with a grace. */
function end({ pid }, isSupervised) {
    if (pid === undefined)
        return;
    try {
        if (isSupervised) {
            process.kill(pid, "SIGTERM");
            // What is stopped hears of it only when it goes on.
            process.kill(pid, "SIGCONT");
        }
        else
            process.kill(process.platform === "win32" ? pid : -pid, "SIGKILL");
    }
    catch {
        // Nothing of it is left.
    }
}
function sizeText(bytes) {
    return bytes % (1 << 20) === 0 ? `${bytes >> 20} MiB` : `${bytes} bytes`;
}
function probe_programs_startProblem(error) {
    if (!(error instanceof Error))
        throw error;
    return problemOf("code" in error && typeof error.code === "string" ? error.code : "EUNKNOWN");
}
function problemOf(code) {
    if (code === "ENOENT")
        return { code: "not-found", message: "there is no such program" };
    return { code: "not-started", message: `it could not be started (${code})` };
}

;// CONCATENATED MODULE: ./lib/adapters/node/machine/git-head.js
/**
 * Commit and branch of a checkout, read where git keeps them: to start git costs a tenth of a start.
 * Whatever is not as plain as most checkouts are, git itself is asked.
 */




const NOTHING = { commit: null, ref: null };
/** Variables that tell git where to look, or how. */
const TELLING = /^GIT_(?:DIR|WORK_TREE|COMMON_DIR|CEILING_|DISCOVERY_|NAMESPACE|CONFIG|REF)/u;
/** A hundred times what it takes. */
const GIT_MS = 5_000;
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
    const head = textOf((0,external_node_path_.join)(git, "HEAD")).trim();
    if (COMMIT.test(head))
        return { commit: head, ref: null };
    const ref = /^ref: (refs\/heads\/[\w./-]+)$/u.exec(head)?.[1];
    if (ref === undefined || ref.includes(".."))
        return null;
    const commit = looseRef((0,external_node_path_.join)(git, ref)) ?? packedRef((0,external_node_path_.join)(git, "packed-refs"), ref);
    return commit === null || !COMMIT.test(commit) ? null : { commit, ref };
}
function looseRef(path) {
    return statOf(path) === null ? null : textOf(path).trim();
}
function packedRef(path, ref) {
    if (statOf(path) === null)
        return null;
    const line = textOf(path)
        .split("\n")
        .find((one) => one.endsWith(` ${ref}`));
    return line?.slice(0, -ref.length - 1) ?? null;
}
function textOf(path) {
    const text = readText(path);
    if (!text.ok)
        throw new Error(text.error.message);
    return text.value;
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
            // It would wait for a pipe in the place of one of its files.
            timeout: GIT_MS,
        });
        const [commit = "", ref = ""] = out.trim().split("\n");
        return { commit: commit || null, ref: ref.startsWith("refs/") ? ref : null };
    }
    catch {
        return NOTHING;
    }
}

;// CONCATENATED MODULE: ./lib/adapters/node/machine/surroundings.js


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

;// CONCATENATED MODULE: ./lib/adapters/node/reserve-threads.js
/**
 * The threads that Node starts when they are first needed: to sync a file, to look up a host. Where a
 * limit of processes leaves no room for them by then, because a child has taken it, Node aborts.
 */

/** Starts them now, all at once. To be called before the first child. */
function reserveThreads() {
    // Whatever is done beside the engine starts them; what becomes of it is of no interest.
    (0,external_node_fs_.access)("/", () => { });
}

// EXTERNAL MODULE: ./lib/core/text/not-shown.js
var not_shown = __webpack_require__(4970);
;// CONCATENATED MODULE: ./lib/adapters/node/screen/display.js
/**
 * What people see, on stderr. Nothing waits for its reader: a pipe that nobody empties or a terminal
 * that was stopped costs lines, which are counted, and never time. Must not be used for data.
 */


/** Characters that wait for a slow reader; beyond them the oldest lines are left out. */
const MOST_WAITING = 16 << 20;
/** Characters that are written together. */
const PIECE = 65_536;
/** Between two looks whether the reader goes on. */
const LOOK_MS = 20;
/** At the end of the process a reader that takes nothing for so long is waited for no longer. */
const LAST_WAIT_MS = 1_000;
/** Text on its way to a reader. */
class Display {
    #options;
    /** Lines, or whole pictures; those before `#next` are gone. */
    #texts = [];
    #next = 0;
    #waiting = 0;
    #unshown = 0;
    #piece = new Uint8Array();
    #look = null;
    #watchesEnd = false;
    constructor(options) {
        this.#options = { mostWaiting: MOST_WAITING, ...options };
    }
    /** Whether the reader has taken everything. */
    idle() {
        return this.#piece.length === 0 && this.#next === this.#texts.length && this.#unshown === 0;
    }
    /** Lines, each with its end. */
    print(lines) {
        for (const line of lines.split(/(?<=\n)/u))
            this.#add(line);
        this.#flush();
    }
    /** A text that is shown as a whole or not at all. */
    draw(text) {
        this.#add(text);
        this.#flush();
    }
    /** Waits for the reader as long as it goes on reading. */
    finish() {
        const still = new Int32Array(new SharedArrayBuffer(4));
        for (let waitedMs = 0; waitedMs < LAST_WAIT_MS && !this.idle(); waitedMs += LOOK_MS) {
            if (this.#flush())
                waitedMs = 0;
            if (!this.idle())
                Atomics.wait(still, 0, 0, LOOK_MS);
        }
    }
    #add(text) {
        this.#texts.push(text);
        this.#waiting += text.length;
        while (this.#waiting > this.#options.mostWaiting && this.#next < this.#texts.length - 1) {
            this.#take();
            this.#unshown += 1;
        }
    }
    #take() {
        const text = this.#texts[this.#next] ?? "";
        this.#next += 1;
        this.#waiting -= text.length;
        if (this.#next * 2 > this.#texts.length) {
            this.#texts = this.#texts.slice(this.#next);
            this.#next = 0;
        }
        return text;
    }
    /** Writes what is taken; true when something was. */
    #flush() {
        let moved = false;
        while (!this.idle()) {
            if (this.#piece.length === 0)
                this.#piece = Buffer.from(this.#nextPiece());
            try {
                this.#piece = this.#piece.subarray(this.#options.write(this.#piece));
                moved = true;
            }
            catch (error) {
                if (!(error instanceof Error) || !("code" in error))
                    throw error;
                if (error.code === "EAGAIN") {
                    this.#lookAgain();
                    return moved;
                }
                // A reader that is gone, or a full disk: nobody sees it.
                this.#piece = new Uint8Array();
            }
        }
        return moved;
    }
    #nextPiece() {
        let piece = this.#unshown === 0 ? "" : `${(0,not_shown/* notShown */.d)(this.#unshown)}\n`;
        this.#unshown = 0;
        while (this.#next < this.#texts.length && piece.length < PIECE)
            piece += this.#take();
        return piece;
    }
    #lookAgain() {
        this.#look ??= setTimeout(() => {
            this.#look = null;
            this.#flush();
        }, LOOK_MS).unref();
        if (this.#watchesEnd)
            return;
        this.#watchesEnd = true;
        process.once("exit", () => {
            this.finish();
        });
    }
}
let stderr = null;
/** The display behind stderr; one for all that write there. */
function stderrDisplay() {
    if (stderr === null) {
        const fd = openUnblocked(process.stderr.fd);
        stderr = new Display({ write: (bytes) => (0,external_node_fs_.writeSync)(fd, bytes) });
    }
    return stderr;
}
/**
 * A number by which a write returns where it would have to wait. Pipes and sockets are so since Node has
 * made a stream of them; a terminal is opened once more, so that nothing changes for others that have
 * it. Files have no readers to wait for, and would be written from their start.
 */
function openUnblocked(fd) {
    try {
        if (!(0,external_node_fs_.fstatSync)(fd).isCharacterDevice())
            return fd;
        const path = process.platform === "linux" ? `/proc/self/fd/${fd}` : "/dev/tty";
        return (0,external_node_fs_.openSync)(path, external_node_fs_.constants.O_WRONLY | external_node_fs_.constants.O_NONBLOCK | external_node_fs_.constants.O_NOCTTY);
    }
    catch {
        return fd;
    }
}

;// CONCATENATED MODULE: ./lib/adapters/node/screen/console.js



/** stderr for people, as far as they read it; stdout for data, written to its end. */
function nodeConsole(env) {
    const tty = process.stderr.isTTY === true;
    const noColor = (env["NO_COLOR"] ?? "") !== "";
    const forced = (env["FORCE_COLOR"] ?? "") !== "" && env["FORCE_COLOR"] !== "0";
    const display = stderrDisplay();
    let unwritten = null;
    return {
        info: (line) => {
            display.print(`${line}\n`);
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
/** All of the standard input, or the system's words why it cannot be read. */
function readInput() {
    try {
        return (0,result.ok)((0,external_node_fs_.readFileSync)(0, "utf8"));
    }
    catch (error) {
        return (0,result/* err */._)(error instanceof Error ? error.message : String(error));
    }
}

;// CONCATENATED MODULE: ./lib/adapters/node/screen/terminal.js

/** The terminal behind stderr, or null where there is none that can be written over. */
function nodeScreen(env) {
    const { stderr } = process;
    if (stderr.isTTY !== true || env["TERM"] === "dumb")
        return null;
    const display = stderrDisplay();
    return {
        size: () => ({ columns: stderr.columns || 80, rows: stderr.rows || 24 }),
        ready: () => display.idle(),
        write: (text) => {
            display.draw(text);
        },
        onResize: (call) => {
            stderr.on("resize", call);
            return () => {
                stderr.off("resize", call);
            };
        },
    };
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
    const ignored = /^SigIgn:\s*([0-9a-f]+)$/mu.exec(signals_textOf(`/proc/${process.ppid}/status`))?.[1];
    if (ignored !== undefined && (BigInt(`0x${ignored}`) & 1n) === 1n)
        return true;
    if (!/^flags:\s*[0-7]*1$/mu.test(signals_textOf("/proc/self/fdinfo/0")))
        return false;
    try {
        return (0,external_node_fs_.readlinkSync)("/proc/self/fd/0") === "/dev/null";
    }
    catch {
        return false;
    }
}
function signals_textOf(path) {
    try {
        return (0,external_node_fs_.readFileSync)(path, "latin1");
    }
    catch {
        return "";
    }
}

;// CONCATENATED MODULE: ./lib/adapters/node/files/changes.js
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

;// CONCATENATED MODULE: ./lib/adapters/node/lazy-http.js
/** Node's client, loaded with the first request: most runs send none, and it is a tenth of a start. */
const lazyHttp = {
    send: async (request) => {
        const { nodeHttp } = await __webpack_require__.e(/* import() */ 333).then(__webpack_require__.bind(__webpack_require__, 5333));
        return nodeHttp.send(request);
    },
};

// EXTERNAL MODULE: ./lib/core/text/failure-line.js
var failure_line = __webpack_require__(6340);
// EXTERNAL MODULE: ./lib/core/text/terminal-text.js
var terminal_text = __webpack_require__(5727);
;// CONCATENATED MODULE: ./lib/adapters/node/machine/commands.js
/**
 * Commands whose output planning waits for, by `spawnSync`: a supervisor ends each with all that it has
 * started, in time, at its end, and with this process, which can hear no signal while it waits.
 */







/** How long a supervisor may take to end what is left. */
const commands_LATE_MS = 8_000;
/** More than any list of values needs. */
const commands_MAX_OUTPUT_BYTES = 1 << 20;
const SHELL = ["--noprofile", "--norc"];
/** The real commands of this machine. */
const nodeCommands = {
    capture: ({ text, cwd, env, timeoutMs }) => {
        const args = [...SHELL, "-eo", "pipefail", "-c", text];
        const plain = { file: "bash", args, env };
        const command = supervised({ ...plain, timeoutMs }, process.env["PATH"]);
        const started = command ?? plain;
        // `detached` is not in the types, but taken: the command leads a group, which can be ended.
        const options = {
            cwd,
            env: { ...started.env },
            encoding: "utf8",
            stdio: ["ignore", "pipe", "pipe", ...(command === null ? [] : ["pipe"])],
            timeout: command === null ? timeoutMs : timeoutMs + commands_LATE_MS,
            // A supervisor hears by its descriptor that its time is over, once it is not stopped, and ends what it
            // has started before it goes.
            killSignal: command === null ? "SIGKILL" : "SIGCONT",
            maxBuffer: commands_MAX_OUTPUT_BYTES,
            windowsHide: true,
            detached: true,
        };
        const ended = (0,external_node_child_process_.spawnSync)(started.file, [...started.args], options);
        if (command === null && ended.error !== undefined)
            endGroup(ended.pid);
        const failed = (message) => {
            const said = saidIn(ended.stderr ?? "") || saidIn(ended.stdout ?? "");
            return (0,result/* err */._)({ message, said });
        };
        const code = ended.error === undefined ? null : commands_codeOf(ended.error);
        if (code === "ENOBUFS")
            return failed("it wrote more than 1 MiB");
        // There is no output at all where nothing could be started.
        const end = command === null ? null : readSupervisor(ended.output?.[SUPERVISOR_FD] ?? "");
        if (code === "ETIMEDOUT" || end?.how === "timeout") {
            return failed(`it took longer than ${(0,duration/* formatDuration */.a3)(timeoutMs)}`);
        }
        const refused = code ?? (end?.how === "refused" ? end.code : null);
        if (refused !== null)
            return failed(`it could not be started (${refused})`);
        if (end?.how === "stopped")
            return failed("it was stopped");
        if (command !== null && end === null)
            return failed(LOST_SUPERVISOR);
        const status = end?.how === "ended" ? end.exitCode : ended.status;
        const killed = end?.how === "ended" ? signalName(end.signal) : ended.signal;
        const signal = killed ?? signalOf(status);
        if (signal !== null)
            return failed(`it was ended by ${signal}`);
        if (status !== 0)
            return failed(`it ended with exit code ${status}`);
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
/** A shell tells by 128 and more that a signal has ended what it ran. */
function signalOf(status) {
    return status === null || status <= 128 ? null : signalName(status - 128);
}
function signalName(signal) {
    return Object.entries(external_node_os_.constants.signals).find(([, number]) => number === signal)?.[0] ?? null;
}
function commands_codeOf(error) {
    return "code" in error && typeof error.code === "string" ? error.code : "EUNKNOWN";
}
function saidIn(output) {
    return (0,failure_line/* findFailureLine */.C)((0,terminal_text/* shownLines */.T)(output))?.text ?? "";
}

;// CONCATENATED MODULE: ./lib/adapters/node/processes/proc-stat.js
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

;// CONCATENATED MODULE: ./lib/adapters/node/machine/engines.js
/**
 * Names of engine processes: host, process id and the start of the process where the system tells it
 * (Linux, proc(5)), so that an id which was given out again is not taken for the same engine.
 */


/** Engines on this machine. */
const nodeEngines = {
    self: engines_nameOf(process.pid),
    alive: (name) => {
        const [, pid = ""] = /^[^/]*\/(\d+)\/\d+$/u.exec(name) ?? [];
        return pid !== "" && exists(Number(pid)) && engines_nameOf(Number(pid)) === name;
    },
};
function engines_nameOf(pid) {
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

// EXTERNAL MODULE: external "node:net"
var external_node_net_ = __webpack_require__(7030);
;// CONCATENATED MODULE: ./lib/adapters/node/machine/probe-connections.js


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
            resolve((0,result/* err */._)(words(error)));
        });
        if (signal.aborted)
            stop();
        else
            signal.addEventListener("abort", stop, { once: true });
    }),
};
function words({ code = "", message }) {
    if (code === "ECONNREFUSED")
        return "connection refused";
    if (code === "ENOTFOUND" || code === "EAI_AGAIN")
        return "the name is not known";
    return message === "" ? code : message;
}

;// CONCATENATED MODULE: ./lib/adapters/node/machine/probe-host.js



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

// EXTERNAL MODULE: external "node:worker_threads"
var external_node_worker_threads_ = __webpack_require__(5919);
;// CONCATENATED MODULE: ./lib/adapters/node/patterns.js
/**
 * Regular expressions in a thread of their own: one that does not end holds up no timer and no signal
 * of the engine, and is ended with its thread. The thread starts with the first search; a process ends
 * without waiting for it.
 */


/** Text, because bundles hold one file: it says when a search begins and what it has found. */
const SEARCHER = `
const { parentPort } = require("node:worker_threads")
parentPort.on("message", ({ source, flags, texts }) => {
  parentPort.postMessage({ kind: "begun" })
  try {
    const pattern = new RegExp(source, flags)
    const matches = texts.map((text) => {
      const found = pattern.exec(text)
      return found === null ? null : Array.from(found, (group) => group ?? null)
    })
    parentPort.postMessage({ kind: "found", matches })
  } catch (error) {
    parentPort.postMessage({ kind: "broken", message: error.message })
  }
})
`;
/** Time is counted in ticks: one that comes late, in a paused process, counts once. */
const TICK_MS = 50;
/** One search after another. */
class SearchThread {
    #worker = null;
    #running = null;
    #queue = [];
    #ticks;
    add(waiting) {
        this.#queue.push(waiting);
        this.#next();
    }
    giveUp(waiting) {
        this.#queue = this.#queue.filter((one) => one !== waiting);
        const answer = problem("stopped", "the run was stopped");
        if (waiting === this.#running)
            this.#breakOff(answer);
        else
            waiting.settle(answer);
    }
    #next() {
        if (this.#running !== null)
            return;
        const waiting = this.#queue.shift();
        if (waiting === undefined) {
            this.#worker?.unref();
            return;
        }
        this.#running = waiting;
        try {
            this.#worker ??= this.#start();
            this.#worker.ref();
            const { source, flags, texts } = waiting.search;
            this.#worker.postMessage({ source, flags, texts });
        }
        catch (error) {
            this.#breakOff(problem("broken", messageOf(error)));
        }
    }
    #start() {
        const worker = new external_node_worker_threads_.Worker(SEARCHER, { eval: true, execArgv: [], env: external_node_worker_threads_.SHARE_ENV });
        const ended = (message) => {
            if (worker === this.#worker)
                this.#breakOff(problem("broken", message));
        };
        return worker
            .on("message", (told) => {
            if (worker === this.#worker)
                this.#hear(told);
        })
            .on("error", (error) => {
            ended(messageOf(error));
        })
            .on("exit", () => {
            ended("the thread that searches has ended");
        });
    }
    #hear(told) {
        if (told.kind === "begun")
            this.#countDown();
        else if (told.kind === "found")
            this.#settle((0,result.ok)(told.matches));
        else
            this.#settle(problem("broken", told.message));
    }
    #countDown() {
        let left = Math.ceil((this.#running?.search.budgetMs ?? 0) / TICK_MS);
        this.#ticks = setInterval(() => {
            left -= 1;
            if (left < 0)
                this.#breakOff(problem("slow", "the search took too long"));
        }, TICK_MS);
    }
    /** Nothing but its end interrupts a search. */
    #breakOff(answer) {
        const worker = this.#worker;
        this.#worker = null;
        void worker?.terminate();
        this.#settle(answer);
    }
    #settle(answer) {
        clearInterval(this.#ticks);
        const running = this.#running;
        this.#running = null;
        running?.settle(answer);
        this.#next();
    }
}
function problem(code, message) {
    return (0,result/* err */._)({ code, message });
}
function messageOf(error) {
    return error instanceof Error ? error.message : String(error);
}
const thread = new SearchThread();
/** The real patterns; all of a process share the thread. */
const nodePatterns = {
    match: (search) => new Promise((resolve) => {
        const { stop } = search;
        const onStop = () => {
            thread.giveUp(waiting);
        };
        const waiting = {
            search,
            settle: (answer) => {
                stop?.removeEventListener("abort", onStop);
                resolve(answer);
            },
        };
        stop?.addEventListener("abort", onStop, { once: true });
        if (stop?.aborted === true)
            onStop();
        else
            thread.add(waiting);
    }),
};

;// CONCATENATED MODULE: ./lib/adapters/node/processes/control-groups.js
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
    if (!control_groups_words(`${folder}/cgroup.controllers`).includes("memory"))
        return null;
    if (hands(folder))
        return folder;
    return moveAside(folder) ? folder : null;
}
/** True when groups below it have memory of their own, perhaps from now on. */
function hands(folder) {
    const control = `${folder}/cgroup.subtree_control`;
    return control_groups_words(control).includes("memory") || write(control, "+memory");
}
/** Moves the engine, and what it has started, into a group below; not if anybody else is there. */
function moveAside(folder) {
    const pids = control_groups_words(`${folder}/cgroup.procs`);
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
function control_groups_words(path) {
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

;// CONCATENATED MODULE: ./lib/adapters/node/machine/capture.js
/**
 * Output that passes through a pipe: every piece goes to the log, and to a file of its own up to a
 * limit. Writing at once keeps memory flat, whatever a child writes.
 */


/** Copies streams to files until they close. */
function captureStreams(streams, options) {
    const log = openOrNull(options.log);
    const closing = streams.map(({ stream, path }) => copy(stream, { path, log, limitBytes: options.limitBytes }));
    const closed = Promise.all(closing).then(() => {
        if (log !== null)
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
    const own = openOrNull(to.path);
    let room = to.limitBytes;
    return new Promise((resolve) => {
        stream.on("data", (piece) => {
            try {
                if (to.log !== null)
                    (0,external_node_fs_.writeSync)(to.log, piece);
                if (room > 0 && own !== null)
                    room -= (0,external_node_fs_.writeSync)(own, piece.subarray(0, room));
            }
            catch {
                // A full disk costs output, as it does where children write themselves.
            }
        });
        // A stream that breaks also closes.
        stream.on("error", () => { });
        stream.once("close", () => {
            if (own !== null)
                (0,external_node_fs_.closeSync)(own);
            resolve();
        });
    });
}
/** Null where something else has the place of the file: whoever reads it is told. */
function openOrNull(path) {
    try {
        return openPlain(path, "append");
    }
    catch {
        return null;
    }
}

;// CONCATENATED MODULE: ./lib/adapters/node/processes/foreign-processes.js
/**
 * Processes of other users, such as those that `sudo` starts: the system refuses signals to them (kill(2),
 * EPERM), unless `sudo -n` may send them.
 */



/** A `sudo` that asks a server somewhere must not hold up the end of a run. */
const SUDO_TIMEOUT_MS = 1_000;
/** Those that no signal of ours reaches; those that are gone are left out. */
function foreignOf(pids) {
    return pids.flatMap((pid) => {
        const user = isForeign(pid) ? userOf(pid) : null;
        return user === null ? [] : [{ pid, user }];
    });
}
/** Makes the function that sends by `sudo -n`; once it was refused it is not asked again. */
function createForce(path) {
    let refused = false;
    return async (pids, signal) => {
        const sudo = findProgram("sudo", path);
        if (refused || pids.length === 0 || !sudo.startsWith("/"))
            return false;
        const args = ["-n", "kill", "-s", signal.slice("SIG".length), "--", ...pids.map(String)];
        refused = !(await succeeds(sudo, args));
        return !refused;
    };
}
function succeeds(file, args) {
    return new Promise((resolve) => {
        (0,external_node_child_process_.execFile)(file, args, { timeout: SUDO_TIMEOUT_MS, killSignal: "SIGKILL" }, (error) => {
            resolve(error === null);
        });
    });
}
function isForeign(pid) {
    try {
        process.kill(pid, 0);
        return false;
    }
    catch (error) {
        return error instanceof Error && "code" in error && error.code === "EPERM";
    }
}
/** Null once it is gone. */
function userOf(pid) {
    try {
        const { uid } = (0,external_node_fs_.statSync)(`/proc/${pid}`);
        const names = (0,external_node_fs_.readFileSync)("/etc/passwd", "utf8").matchAll(/^([^:\n]+):[^:\n]*:(\d+):/gmu);
        for (const [, name = "", id] of names)
            if (Number(id) === uid)
                return name;
        return String(uid);
    }
    catch {
        return process.platform === "linux" ? null : "another user";
    }
}

;// CONCATENATED MODULE: ./lib/adapters/node/processes/launcher.js
/**
 * The engine's side of a launcher: starts it, asks it for children, hears how they end.
 */





/** The environment that all requests differ from has this number. */
const COMMON = 0;
/** One that is not ready by then is ended: Node starts children then. */
const READY_MS = 2_000;
/** SIGCONT is sent this often while children run, in case a child has stopped the launcher. */
const WAKE_MS = 1_000;
const GONE = { code: "ESRCH", message: "the launcher of processes is gone" };
const UNKNOWN = { exitCode: null, signal: null, cpuMs: null, peakMemoryBytes: null };
/** One launcher process, from its start until it or the engine is gone. */
class Launcher {
    #process;
    #asked = new Map();
    #running = new Map();
    #copying = new Map();
    /** Ids of its processes that copy streams. */
    copiers = new Set();
    #common = null;
    #stage = "starting";
    #busy = true;
    /** Resolves once it is ready or gone: a few milliseconds as a rule, `READY_MS` at most. */
    settled;
    #settle = () => { };
    #endsWithChild = false;
    #lastId = 0;
    #rest = "";
    #waking;
    #late;
    constructor({ file, args }) {
        this.settled = new Promise((resolve) => {
            this.#settle = resolve;
        });
        this.#process = (0,external_node_child_process_.spawn)(file, args, {
            env: launcherEnvironment(),
            stdio: ["pipe", "pipe", "ignore"],
            detached: true,
        });
        this.#process.on("error", this.#end);
        this.#process.on("exit", this.#end);
        this.#process.stdout?.setEncoding("latin1").on("data", this.#hear);
        // Without a free descriptor there are no streams; the error comes a moment later.
        for (const stream of [this.#process.stdin, this.#process.stdout])
            stream?.on("error", this.#end);
        this.#process.stdout?.on("close", this.#end);
        this.#waking = setInterval(() => {
            if (this.#busy)
                this.#process.kill("SIGCONT");
        }, WAKE_MS);
        this.#late = setTimeout(() => {
            // What it has said while this process was stopped is heard first.
            setImmediate(() => {
                if (this.#stage !== "starting")
                    return;
                this.#process.kill("SIGKILL");
                this.#end();
            });
        }, READY_MS);
        this.#waking.unref();
        this.#keepEngine(false);
    }
    get stage() {
        return this.#stage;
    }
    /** True once it starts nothing more. */
    get isOver() {
        return this.#stage === "gone" || this.#stage === "failed";
    }
    /** Its process id; undefined where it could not be started. */
    get pid() {
        return this.#process.pid;
    }
    /**
     * Starts a child that leads a group of its own and writes to the log; null where its words or its
     * environment cannot be passed on here, which Node refuses with a better message.
     */
    launch(spec) {
        if (this.isOver)
            return Promise.resolve((0,result/* err */._)(GONE));
        const { log, cwd, controlGroup = "", capture, file, args } = spec;
        const { stdout = "", stderr = "", limitBytes = 0 } = capture ?? {};
        const places = [log, cwd, controlGroup, stdout, stderr, String(limitBytes)];
        const told = this.#tellCommon(spec.env);
        if (told === null || [...places, file, ...args].some((word) => word.includes("\0")))
            return null;
        this.#lastId += 1;
        const id = this.#lastId;
        return new Promise((resolve) => {
            this.#keepEngine(true);
            this.#asked.set(id, { spec, answer: resolve });
            this.#write(id, { places, command: [file, ...args], ...told });
        });
    }
    /** It goes when the next child has ended. */
    endWithChild() {
        this.#endsWithChild = true;
    }
    /** Sends the first environment of all, and says how another differs from it. */
    #tellCommon(env) {
        if (this.#common !== null)
            return difference(this.#common, env);
        const all = difference(NO_NAMES, env);
        if (all === null)
            return null;
        this.#common = new Map(Object.entries(env));
        this.#write(COMMON, { places: [], command: [], ...all });
        return { without: [], changed: [] };
    }
    #write(id, request) {
        const { places, command, without, changed } = request;
        const words = `${[...places, ...command, ...without, ...changed].join("\0")}\0`;
        const bytes = Buffer.allocUnsafe(HEAD_BYTES + Buffer.byteLength(words));
        bytes.writeUInt32BE(id, 0);
        bytes.writeUInt32BE(command.length, 4);
        bytes.writeUInt32BE(without.length, 8);
        bytes.writeUInt32BE(bytes.length - HEAD_BYTES, 12);
        bytes.write(words, HEAD_BYTES);
        this.#process.stdin?.write(bytes);
    }
    #hear = (text) => {
        const lines = (this.#rest + text).split("\n");
        this.#rest = lines.pop() ?? "";
        for (const line of lines) {
            const [word, id = "", ...facts] = line.split(" ");
            if (word === "ready")
                this.#isReady();
            else if (word === "started")
                this.#started(Number(id), facts.map(Number));
            else if (word === "refused")
                this.#refused(Number(id), facts);
            else if (word === "copied")
                this.#copied(Number(id));
            else if (word === "ended")
                this.#ended(Number(id), facts);
        }
        this.#keepWhileBusy();
    };
    #keepWhileBusy() {
        this.#keepEngine(this.#asked.size + this.#running.size + this.#copying.size > 0);
    }
    #isReady() {
        if (this.#stage === "starting")
            this.#stage = "ready";
        clearTimeout(this.#late);
        this.#settle();
    }
    #started(id, [pid = 0, ...copiers]) {
        const asked = this.#asked.get(id);
        if (asked === undefined)
            return;
        let gone = false;
        const exited = new Promise((resolve) => {
            const end = (exit, groupGone) => {
                gone = groupGone;
                resolve(exit);
            };
            this.#running.set(id, { spec: asked.spec, end });
        });
        const captured = copiers.length === 0 ? null : this.#follow(id, copiers);
        const forget = () => {
            this.#running.delete(id);
            this.#copying.delete(id);
            this.#keepWhileBusy();
        };
        const launched = { pid, exited, groupGone: () => gone, forget };
        this.#answer(id, (0,result.ok)(captured === null ? launched : { ...launched, captured }));
    }
    /** Captured streams are copied by processes of the launcher's, each until its stream closes. */
    #follow(id, copiers) {
        const closed = new Promise((resolve) => {
            this.#copying.set(id, { open: copiers.length, close: resolve });
            for (const pid of copiers)
                this.copiers.add(pid);
        });
        const drop = () => {
            if (!this.#copying.has(id))
                return;
            for (const pid of copiers)
                kill(pid);
        };
        return { closed, drop };
    }
    #copied(id) {
        const copying = this.#copying.get(id);
        if (copying === undefined)
            return;
        copying.open -= 1;
        if (copying.open > 0)
            return;
        this.#copying.delete(id);
        copying.close();
    }
    #refused(id, [errno, step]) {
        this.#answer(id, (0,result/* err */._)(toProblem(Number(errno), step, this.#asked.get(id)?.spec)));
    }
    #answer(id, result) {
        this.#asked.get(id)?.answer(result);
        this.#asked.delete(id);
    }
    #ended(id, facts) {
        const [status = 0, cpu = null, kib = null, wall = null, left = 1, errno = null] = facts
            .slice(0, 6)
            .map((fact) => (fact === "-" ? null : Number(fact)));
        const killed = (status ?? 0) & 0x7f;
        const running = this.#running.get(id);
        const exit = {
            exitCode: killed === 0 ? ((status ?? 0) >> 8) & 0xff : null,
            signal: killed === 0 ? null : (SIGNAL_NAMES.get(killed) ?? `signal ${killed}`),
            cpuMs: cpu === null ? null : cpu / 1_000,
            peakMemoryBytes: kib === null ? null : kib * 1_024,
            ...(wall === null ? {} : { wallMs: wall / 1_000 }),
        };
        const problem = errno === null ? null : toProblem(errno, facts[6], running?.spec);
        running?.end(problem === null ? exit : { ...exit, problem }, left === 0);
        this.#running.delete(id);
        if (this.#endsWithChild)
            this.#process.stdin?.end();
    }
    /** From now on nobody knows how its children end. */
    #end = () => {
        if (this.isOver)
            return;
        this.#stage = this.#stage === "ready" ? "gone" : "failed";
        clearInterval(this.#waking);
        clearTimeout(this.#late);
        this.#settle();
        for (const { answer } of this.#asked.values())
            answer((0,result/* err */._)(GONE));
        for (const { end } of this.#running.values())
            end(UNKNOWN, false);
        for (const { close } of this.#copying.values())
            close();
        for (const map of [this.#asked, this.#running, this.#copying])
            map.clear();
        this.#process.stdin?.destroy();
        this.#keepEngine(false);
    };
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
/** Four numbers of 32 bits. */
const HEAD_BYTES = 16;
const NO_NAMES = new Map();
/** Null where something of it cannot be passed on; what both have is known to be good. */
function difference(from, to) {
    const changed = [];
    for (const [name, value] of Object.entries(to)) {
        const before = from.get(name);
        if (value === before)
            continue;
        if (before === undefined && (name === "" || name.includes("=")))
            return null;
        const word = `${name}=${value}`;
        if (word.includes("\0"))
            return null;
        changed.push(word);
    }
    return { without: [...from.keys()].filter((name) => !Object.hasOwn(to, name)), changed };
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
function kill(pid) {
    try {
        process.kill(pid, "SIGKILL");
    }
    catch {
        // It has ended by itself.
    }
}
/** The runner finds by this variable what a job has left behind; the launcher itself needs none. */
function launcherEnvironment() {
    const tracking = process.env["RUNNER_TRACKING_ID"];
    return tracking === undefined ? {} : { RUNNER_TRACKING_ID: tracking };
}

;// CONCATENATED MODULE: ./lib/adapters/node/processes/launchers.js
/**
 * Which launcher starts the next child: one for all, a new one when that is gone, one of its own for a
 * child that may have ended the last. Where none works, Node starts children from then on.
 */

/** So many launchers may be ended by children; more than that tells of something about this machine. */
const MOST = 20;
/** The launchers of one engine. */
class Launchers {
    #find;
    #program;
    #all = [];
    #current = null;
    #usable = true;
    #passedOver = false;
    /** Looks for the program when it is first needed. */
    constructor(find) {
        this.#find = find;
    }
    /** Ids of the processes that children were started by and that still run. */
    get pids() {
        return this.#all.flatMap(({ isOver, pid }) => (isOver || pid === undefined ? [] : [pid]));
    }
    /** Ids of processes that copy what children write; they end by themselves. */
    get copiers() {
        return new Set(this.#all.flatMap(({ copiers }) => [...copiers]));
    }
    /** True while everything that was started is below one of `pids`. */
    get keepAll() {
        const keepsOrphans = this.#program?.keepsOrphans === true;
        return keepsOrphans && !this.#passedOver && this.#all.every(({ stage }) => stage !== "gone");
    }
    /** A child is started in another way. */
    passedOver() {
        this.#passedOver = true;
    }
    /** Starts one, unless it is there or cannot be had. */
    warm() {
        if (this.#current === null || this.#current.isOver)
            this.#current = this.#start();
    }
    /** The one that works, once that is known; null where Node starts children. */
    async settled() {
        for (;;) {
            this.warm();
            const launcher = await this.#proved(this.#current);
            // It may have worked and be gone by now.
            if (launcher === null || !launcher.isOver)
                return launcher;
        }
    }
    /** One that starts a single child and goes with it. */
    async apart() {
        const launcher = await this.#proved(this.#start());
        launcher?.endWithChild();
        return launcher;
    }
    async #proved(launcher) {
        await launcher?.settled;
        if (launcher?.stage !== "failed")
            return launcher;
        // One that has never worked will not work the next time, and waiting for it costs every child.
        this.#usable = false;
        return null;
    }
    #start() {
        if (this.#program === undefined)
            this.#program = this.#find();
        if (this.#program === null || !this.#usable || this.#all.length === MOST)
            return null;
        try {
            const launcher = new Launcher(this.#program);
            this.#all.push(launcher);
            return launcher;
        }
        catch {
            // Node throws for what it does not expect of a system, such as no memory.
            this.#usable = false;
            return null;
        }
    }
}

;// CONCATENATED MODULE: ./lib/adapters/node/processes/ps.js
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

;// CONCATENATED MODULE: ./lib/adapters/node/processes/process-table.js
/**
 * What the system tells of processes: who is below whom, in a group, or carries a marker in the
 * environment. Linux tells by `/proc` (proc(5)), macOS by `ps`; elsewhere nothing is known.
 */



/** All living processes; empty where the system does not tell. */
function allProcesses() {
    if (process.platform !== "linux")
        return new Map();
    return tableOf(numbersIn("/proc"));
}
/** Looks at our processes that come closer together share one, and so do those within some of its cost. */
const FRESH_MS = 20;
const FRESH_COSTS = 4;
/** Everything below this process, read at most every few milliseconds however many ask. */
class ProcessFamily {
    #now;
    #table = new Map();
    #environments = new Map();
    #staleAt = Number.NEGATIVE_INFINITY;
    constructor(now) {
        this.#now = now;
    }
    /** Living processes below these, which are left out; below this process where none are named. */
    below(roots = [process.pid]) {
        const begunAt = this.#now();
        if (begunAt >= this.#staleAt) {
            this.#table = readFamily(process.pid);
            this.#environments = new Map();
            const endedAt = this.#now();
            this.#staleAt = endedAt + Math.max(FRESH_MS, FRESH_COSTS * (endedAt - begunAt));
        }
        return roots.includes(process.pid) ? this.#table : below(roots, this.#table);
    }
    /** Ids of everything below these, by a look of its own: an older one may have missed who lost its parent then. */
    living(roots) {
        this.#staleAt = Number.NEGATIVE_INFINITY;
        return stillLiving(this.below(roots));
    }
    /** Ids of those below these that carry the marker in their environment. */
    marked(marker, roots) {
        const needle = Buffer.from(marker);
        const found = [...this.below(roots)].filter(([pid]) => {
            const known = this.#environments.get(pid) ?? readEnvironment(pid);
            this.#environments.set(pid, known);
            return known.includes(needle);
        });
        return stillLiving(found);
    }
    /** Ids of living processes of a group; null where unknown. */
    members(group) {
        if (process.platform !== "linux")
            return null;
        const ofGroup = (table) => stillLiving([...table].filter(([, stat]) => stat.group === group));
        const ours = ofGroup(this.below());
        // What lost its parent may be below another process now.
        return ours.length > 0 ? ours : ofGroup(allProcesses());
    }
    /** Descendants of a leader that are not in its group, as far as those between live. */
    descendants(leader) {
        const away = [...this.below([leader])].filter(([, stat]) => stat.group !== leader);
        return { living: () => stillLiving(away) };
    }
}
/** A look may be a little old: ids of those that are the same processes and live now. */
function stillLiving(table) {
    return [...table].flatMap(([pid, { started }]) => {
        const now = readProcStat(pid);
        return now !== null && !now.dead && now.started === started ? [pid] : [];
    });
}
/** The kernel's own lists of children are read: the cost is that of our processes, not of the machine's. */
function readFamily(root) {
    if (!listsChildren())
        return below([root], allProcesses());
    const found = new Map();
    const next = [root];
    for (let pid = next.pop(); pid !== undefined; pid = next.pop()) {
        for (const child of childrenOf(pid)) {
            const stat = found.has(child) ? null : readProcStat(child);
            // Dead ones have no children: those went to the process that adopts orphans.
            if (stat === null || stat.dead)
                continue;
            found.set(child, stat);
            next.push(child);
        }
    }
    return found;
}
/** Ids of living processes of the whole machine with the marker in their environment, this one left out. */
function processesMarked(marker) {
    if (process.platform === "darwin") {
        return parseMarked(ps(ENVIRONMENTS) ?? "", marker).filter((pid) => pid !== process.pid);
    }
    const needle = Buffer.from(marker);
    return numbersIn("/proc").filter((pid) => {
        if (pid === process.pid || !readEnvironment(pid).includes(needle))
            return false;
        return readProcStat(pid)?.dead === false;
    });
}
/** The environment with which a process started; empty where that is not told. */
function environmentOf(pid) {
    if (process.platform === "darwin") {
        return parseEnvironment(ps(["-wwE", "-o", "command=", "-p", String(pid)]) ?? "");
    }
    const words = readEnvironment(pid).toString("utf8").split("\0");
    return Object.fromEntries(words.flatMap((text) => {
        const at = text.indexOf("=");
        return at > 0 ? [[text.slice(0, at), text.slice(at + 1)]] : [];
    }));
}
/** Empty where nothing is told, as of processes of other users. */
function readEnvironment(pid) {
    try {
        return (0,external_node_fs_.readFileSync)(`/proc/${pid}/environ`);
    }
    catch {
        return Buffer.alloc(0);
    }
}
function tableOf(pids) {
    const table = new Map();
    for (const pid of pids) {
        const stat = readProcStat(pid);
        if (stat !== null && !stat.dead)
            table.set(pid, stat);
    }
    return table;
}
function below(roots, table) {
    const family = new Set(roots);
    for (let before = -1; before !== family.size;) {
        before = family.size;
        for (const [pid, { parent }] of table)
            if (family.has(parent))
                family.add(pid);
    }
    return new Map([...table].filter(([pid]) => family.has(pid) && !roots.includes(pid)));
}
/** Some kernels are built without these lists. */
function listsChildren() {
    return (0,external_node_fs_.existsSync)(`/proc/${process.pid}/task/${process.pid}/children`);
}
/** Each thread has a list of its own. */
function childrenOf(pid) {
    return numbersIn(`/proc/${pid}/task`).flatMap((thread) => {
        try {
            const list = (0,external_node_fs_.readFileSync)(`/proc/${pid}/task/${thread}/children`, "latin1");
            return list.split(" ").flatMap((word) => (word === "" ? [] : [Number(word)]));
        }
        catch {
            return [];
        }
    });
}
function numbersIn(folder) {
    try {
        return (0,external_node_fs_.readdirSync)(folder).flatMap((name) => (/^\d+$/u.test(name) ? [Number(name)] : []));
    }
    catch {
        return [];
    }
}

;// CONCATENATED MODULE: ./lib/adapters/node/processes/process-usage.js
/**
 * What groups of processes use, by `/proc` (Linux; proc(5)) or `ps` (macOS). Descendants that have left the
 * group count, too, as long as those between live.
 */


/** Every Linux tells programs of hundredths of a second, whatever its kernel counts in. */
const process_usage_TICK_MS = 10;
/** One look at all our processes serves all who ask within this time. */
const process_usage_FRESH_MS = 200;
/** To ask `ps` is to start a program. */
const FRESH_BY_PS_MS = 1_000;
/** Looks take so much of the time at most, and so do those at what processes share. */
const SHARE_OF_TIME = 1 / 20;
/** Makes the function that tells what a group uses; null where the system cannot tell. */
function createUsage(now, family) {
    const freshMs = process.platform === "darwin" ? FRESH_BY_PS_MS : process_usage_FRESH_MS;
    let table = [];
    let againAt = Number.NEGATIVE_INFINITY;
    const looks = new Map();
    const refresh = () => {
        const begunAt = now();
        table = readTable(family);
        const endedAt = now();
        againAt = endedAt + Math.max(freshMs, (endedAt - begunAt) / SHARE_OF_TIME);
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
        if (now() >= againAt)
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
function readTable(family) {
    if (process.platform === "darwin")
        return parseProcesses(ps(PROCESSES) ?? "");
    return [...family.below()].map(([pid, { parent, group, ticks }]) => {
        return { pid, parent, group, cpuMs: ticks * process_usage_TICK_MS };
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

;// CONCATENATED MODULE: ./lib/adapters/node/processes/signal-tree.js
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

;// CONCATENATED MODULE: ./lib/adapters/node/processes/processes.js
/**
 * Child processes: each leads a group of its own and writes to a file. The launcher starts them; where
 * there is none, or it does not work, `node:child_process` does.
 */












/** Processes of this machine, for one run: what is started here is also ended here. */
function createProcesses(findLauncher = launcherProgram) {
    const launchers = new Launchers(() => findLauncher(process.env["PATH"]));
    const now = () => performance.now();
    const family = new ProcessFamily(now);
    return {
        expect: (count) => {
            if (count > 0)
                launchers.warm();
        },
        spawn: async (asked) => {
            const spec = { ...asked, file: findProgram(asked.file, asked.env["PATH"]) };
            const launcher = await (spec.apart === true ? launchers.apart() : launchers.settled());
            const launched = launcher?.launch(spec) ?? null;
            if (launched !== null)
                return toLaunched(launched, family);
            launchers.passedOver();
            return fork(spec, family);
        },
        // Where Node has started children, or a launcher is gone, they may be anywhere.
        marked: (marker, where) => where === "anywhere" || !launchers.keepAll
            ? processesMarked(marker)
            : family.marked(marker, launchers.pids),
        descendants: (leader) => family.descendants(leader),
        started: () => {
            const copiers = launchers.copiers;
            return family.living(launchers.pids).filter((pid) => !copiers.has(pid));
        },
        environment: environmentOf,
        usage: createUsage(now, family),
        signal: (pids, signal) => {
            for (const pid of pids)
                processes_send(pid, signal);
        },
        foreign: foreignOf,
        force: createForce(process.env["PATH"]),
    };
}
async function toLaunched(answer, family) {
    const launched = await answer;
    if (!launched.ok)
        return launched;
    const { pid, exited, groupGone, forget, captured } = launched.value;
    const child = toChild({ pid, exited, family });
    // To ask for a group that is gone costs an error with its stack.
    const groupAlive = () => !groupGone() && child.groupAlive();
    return (0,result.ok)({ ...child, groupAlive, forget, ...(captured === undefined ? {} : { captured }) });
}
async function fork(spec, family) {
    let log;
    try {
        log = openPlain(spec.log, "append");
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
        const started = { ...toChild({ pid: child.pid, exited, family }), forget: () => child.unref() };
        return (0,result.ok)(captured === null ? started : { ...started, captured });
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
function toChild(of) {
    const { pid, exited, family } = of;
    return {
        pid,
        exited,
        signal: (signal) => signalTree(pid, signal),
        groupAlive: () => processes_send(process.platform === "win32" ? pid : -pid, 0),
        members: () => family.members(pid),
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
    catch (error) {
        // What may not be signalled is there.
        return error instanceof Error && "code" in error && error.code === "EPERM";
    }
}

// EXTERNAL MODULE: external "node:v8"
var external_node_v8_ = __webpack_require__(8877);
;// CONCATENATED MODULE: ./lib/adapters/node/save-memory.js
/**
 * Telling the engine of JavaScript to collect garbage sooner than it would.
 */

/**
 * For commands that read and write much and keep little of it: new objects get no more room than at
 * the start (48 MiB by themselves), and the heap grows by 20 % between collections, not to twice its
 * size and more. Costs a fifth more processor time, and takes a third less memory.
 */
function saveMemory() {
    (0,external_node_v8_.setFlagsFromString)("--semi-space-growth-factor=1");
    (0,external_node_v8_.setFlagsFromString)("--heap-growing-percent=20");
}

;// CONCATENATED MODULE: ./lib/adapters/node/world.js
/**
 * The adapters of this folder that every way in needs: the command, the action and the library add
 * what is theirs.
 */













/** Ports by the names that use cases have for them; processes are those of one run. */
function nodeWorld() {
    return {
        ...{ files: nodeFiles, sha256: sha256Text, clock: nodeClock, changes: gitChanges },
        ...{ commands: nodeCommands, processes: createProcesses(), engines: nodeEngines },
        ...{ patterns: nodePatterns, http: lazyHttp, controlGroups: createControlGroups() },
        ...{ programs: nodePrograms, connections: nodeConnections, host: nodeHost, saveMemory: saveMemory },
    };
}

// EXTERNAL MODULE: ./lib/app/folder/run-folder.js + 1 modules
var run_folder = __webpack_require__(9133);
;// CONCATENATED MODULE: ./lib/app/shard/github-context.js

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

// EXTERNAL MODULE: ./lib/report/results/reproduce.js
var reproduce = __webpack_require__(3352);
;// CONCATENATED MODULE: ./lib/cli/called-as.js
/**
 * How a person would call this program again, by the way it was called.
 */


/** Shell text for the working directory: a name that the shell finds, a path, or a script for node. */
function calledAs(by) {
    const script = by.script.replaceAll("\\", "/");
    const { dir, base, ext } = posix_.parse(script);
    const isProgram = ext === "" && base === "parallel-smoke";
    // npm and npx add folders of their own, which the person's shell does not have.
    const isFound = !dir.includes("/node_modules/") && by.path.split(":").includes(dir);
    if (isProgram && isFound)
        return base;
    const inside = script.startsWith(`${by.cwd}/`);
    const shown = (0,reproduce/* shellWord */.r7)(inside ? `./${script.slice(by.cwd.length + 1)}` : script);
    if (isProgram)
        return shown;
    return `node ${shown.replace(/^\.\//u, "")}`;
}

;// CONCATENATED MODULE: ./lib/cli/wire.js
/**
 * The adapters of the CLI, put together once.
 */

















/** The real world for the CLI. */
function wireCli(process) {
    reserveThreads();
    const env = {};
    for (const [name, value] of Object.entries(process.env)) {
        if (value !== undefined)
            env[name] = value;
    }
    const cwd = process.cwd.replaceAll("\\", "/");
    return {
        ...nodeWorld(),
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
        cwd,
        call: calledAs({ script: process.argv[1] ?? "", cwd, path: env["PATH"] ?? "" }),
        readInput: readInput,
        cores: (0,external_node_os_.availableParallelism)(),
        github: githubContext(env, nodeFiles, () => nodeSurroundings(env, process.cwd).ref),
        version: VERSION,
        uniqueName: () => (0,external_node_crypto_.randomBytes)(3).toString("hex"),
        exit: process.exit,
    };
}


/***/ })

};
