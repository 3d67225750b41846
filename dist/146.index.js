export const id = 146;
export const ids = [146];
export const modules = {

/***/ 12146:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  main: () => (/* binding */ main)
});

;// CONCATENATED MODULE: ./lib/core/exit-code.js
/**
 * The one table of exit codes, shared by CLI and action and part of the public contract.
 */
/** Exit codes by name, with what each says. */
const EXIT_CODES = {
    /** Every selected scenario passed, was flaky or was skipped. */
    passed: 0,
    /** Something failed, or was flaky or skipped where the run was told not to accept that. */
    failed: 1,
    /** The command line or the configuration is wrong; nothing was run. */
    usage: 2,
    /** Nothing was executed in the whole run. */
    empty: 3,
    /** A result is missing: a shard, a journal's end, a verdict; or a folder of another plan. */
    incomplete: 4,
    /** A bug of this program. */
    internal: 70,
    /** Ended by SIGINT. */
    interrupted: 130,
    /** Ended by SIGTERM. */
    terminated: 143,
};
/** When several hold, the first of these decides; the text of a report names them all. */
const PRECEDENCE = [
    "internal",
    "interrupted",
    "terminated",
    "usage",
    "incomplete",
    "failed",
    "empty",
    "passed",
];
/** The exit code for everything that holds of a run. */
function exitCodeFor(names) {
    const held = new Set(names);
    return EXIT_CODES[PRECEDENCE.find((name) => held.has(name)) ?? "passed"];
}

;// CONCATENATED MODULE: ./lib/core/unreachable.js
/** Ends a `switch` over a union: the compiler proves that no case is left, a broken cast throws. */
function unreachable(value) {
    throw new Error(`unreachable: ${JSON.stringify(value)}`);
}

;// CONCATENATED MODULE: ./lib/core/failure.js

/** Which line of the exit-code table a failure stands for. */
function exitNameOf(failure) {
    switch (failure.reason) {
        case "config/invalid":
        case "config/no-suite":
        case "usage/invalid":
        case "plan/unreadable":
        case "plan/no-such-shard":
        case "plan/files-changed":
        case "files/unusable":
            return "usage";
        case "journal/unwritable":
        case "plan/not-found":
        case "artifacts/not-uploaded":
            return "incomplete";
        default:
            return unreachable(failure);
    }
}

;// CONCATENATED MODULE: ./lib/core/secret.js
/**
 * Keeping secrets out of what leaves the machine: in which forms they are looked for.
 */
/** What stands in the place of a secret. */
const REDACTED = "***";
/** A value shorter than this occurs everywhere by chance and hides more than it keeps. */
const MIN_SECRET_CHARS = 4;
/** True for a value that can be kept secret at all. */
function isSecret(value) {
    return value.trim().length >= MIN_SECRET_CHARS;
}
/**
 * Every text that gives a secret away: the value, each of its lines, its Base64 and URL forms and
 * its form in JSON; the longest first.
 */
function secretForms(secrets) {
    const forms = new Set();
    for (const secret of secrets) {
        for (const value of [secret, ...secret.split(/\r?\n/u)]) {
            if (!isSecret(value))
                continue;
            forms.add(value);
            forms.add(base64(value));
            forms.add(encodeURIComponent(value.toWellFormed()));
            forms.add(JSON.stringify(value).slice(1, -1));
        }
    }
    return [...forms].sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
}
/** A function that takes every form out of a text. */
function redactor(forms) {
    if (forms.length === 0)
        return (text) => text;
    return (text) => forms.reduce((rest, form) => rest.replaceAll(form, REDACTED), text);
}
/** Without the padding, so that it is found inside a longer run, too. */
function base64(value) {
    const bytes = new TextEncoder().encode(value);
    let binary = "";
    for (const byte of bytes)
        binary += String.fromCharCode(byte);
    return btoa(binary).replace(/=+$/u, "");
}

;// CONCATENATED MODULE: ./lib/core/source.js
/**
 * Places in text: offsets, ranges, lines and columns.
 * Offsets and ranges are 0-based UTF-16 units as JavaScript strings have them; lines and columns are
 * 1-based, as people and GitHub annotations count.
 */
/** Finds line and column of an offset; `\r\n`, `\n` and a lone `\r` all end a line. */
class LineIndex {
    #starts = [0];
    #text;
    constructor(text) {
        this.#text = text;
        for (let i = 0; i < text.length; i++) {
            const code = text.charCodeAt(i);
            if (code === 10 || (code === 13 && text.charCodeAt(i + 1) !== 10))
                this.#starts.push(i + 1);
        }
    }
    /** Position of an offset; an offset past the end is the end. */
    position(offset) {
        const at = Math.max(0, Math.min(offset, this.#text.length));
        let low = 0;
        let high = this.#starts.length - 1;
        while (low < high) {
            const middle = (low + high + 1) >> 1;
            if ((this.#starts[middle] ?? 0) <= at)
                low = middle;
            else
                high = middle - 1;
        }
        return { line: low + 1, column: at - (this.#starts[low] ?? 0) + 1 };
    }
    /** Text of a 1-based line without its line end; empty when there is no such line. */
    line(number) {
        const start = this.#starts[number - 1];
        if (start === undefined)
            return "";
        const end = this.#starts[number] ?? this.#text.length;
        return this.#text.slice(start, end).replace(/[\r\n]+$/u, "");
    }
}
/** Position of the start of a location. */
function positionOf(location) {
    return new LineIndex(location.file.text).position(location.range.start);
}

;// CONCATENATED MODULE: ./lib/report/neutralise.js
/**
 * Makes text that children, suites and journals control harmless to print.
 * A CI log acts on `::command::` at the start of a line (after spaces) and on `##[command]` anywhere
 * in it; a terminal acts on control characters; a reader is deceived by invisible and bidirectional
 * ones. Every view passes foreign text through here.
 */
/** Characters of a line that are shown before it is cut. */
const MAX_LINE_CHARS = 500;
// CSI, then strings (OSC, DCS, SOS, PM, APC) up to their terminator, then two-character escapes.
const ANSI = 
// biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences are what it finds.
/(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]|(?:\u001b[\]PX^_]|[\u009d\u0090\u0098\u009e\u009f])[^\u0007\u001b\u009c\n]{0,2000}(?:\u0007|\u001b\\|\u009c)|\u001b[ -/]*[0-~]/gu;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it finds.
const CONTROL = /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u2028\u2029]/gu;
// Marks of direction, zero-width characters and the tag block: nobody sees them, some deceive.
const INVISIBLE = /[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]/gu;
/** One line of foreign text, made inert; longer ones are cut and say by how much. */
function neutraliseLine(text, maxChars = MAX_LINE_CHARS) {
    // Cutting first bounds the work; the factor leaves room for what vanishes.
    const bounded = cutChars(text, maxChars * 40);
    const visible = lastOverwrite(bounded.toWellFormed().replace(ANSI, ""))
        .replace(CONTROL, showControl)
        .replace(INVISIBLE, showCodePoint);
    const cut = cutChars(visible, maxChars);
    const left = visible.length - cut.length + (text.length - bounded.length);
    const inert = breakCommands(cut);
    return left > 0 ? `${inert}… (${left} more characters)` : inert;
}
/** The lines of a foreign text, each made inert; blank lines at the end are dropped. */
function neutraliseLines(text, maxChars = MAX_LINE_CHARS) {
    const lines = text.split(/\r?\n/u);
    while (lines.length > 0 && lines.at(-1)?.trim() === "")
        lines.pop();
    return lines.map((line) => neutraliseLine(line, maxChars));
}
/** Foreign text for the middle of a line: white space of any kind becomes one space. */
function neutralise_neutraliseInline(text, maxChars = MAX_LINE_CHARS) {
    return neutraliseLine(text.replace(/[\s\u0085]+/gu, " ").trim(), maxChars);
}
/** What a terminal would show of a line with carriage returns: the last text that is not blank. */
function lastOverwrite(line) {
    if (!line.includes("\r"))
        return line;
    return line.split("\r").findLast((part) => part.trim() !== "") ?? "";
}
function showControl(char) {
    const code = char.charCodeAt(0);
    if (code < 0x20)
        return String.fromCharCode(0x2400 + code);
    return code === 0x7f ? "\u2421" : showCodePoint(char);
}
function showCodePoint(char) {
    return `<U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}>`;
}
function breakCommands(line) {
    return line.replaceAll("##[", "## [").replace(/^(\s*):(?=:)/u, "$1: ");
}
/** The first characters of a text, never half of a surrogate pair. */
function cutChars(text, maxChars) {
    if (text.length <= maxChars)
        return text;
    const last = text.charCodeAt(maxChars - 1);
    const splitsPair = last >= 0xd800 && last <= 0xdbff;
    return text.slice(0, splitsPair ? maxChars - 1 : maxChars);
}

;// CONCATENATED MODULE: ./lib/report/text-width.js
/**
 * How many columns a terminal gives a text, and padding by it.
 * Covers wide East Asian characters, emoji and combining marks; that is enough for tables and
 * underlines to line up.
 */
const COMBINING = /^\p{M}$|^\u200c$|^\u200d$|^[\ufe00-\ufe0f]$/u;
const WIDE = /^[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]$|^\p{Emoji_Presentation}$|^[\u{20000}-\u{3fffd}]$/u;
/** Columns of one code point. */
function charWidth(char) {
    if (char >= " " && char <= "~")
        return 1;
    if (COMBINING.test(char))
        return 0;
    return WIDE.test(char) ? 2 : 1;
}
/** Columns of a text without tabs and control characters. */
function textWidth(text) {
    let width = 0;
    for (const char of text)
        width += charWidth(char);
    return width;
}
/** The text followed by spaces up to a width. */
function padEndTo(text, width) {
    return text + " ".repeat(Math.max(0, width - textWidth(text)));
}
/** The text preceded by spaces up to a width. */
function padStartTo(text, width) {
    return " ".repeat(Math.max(0, width - textWidth(text))) + text;
}
/** Rows as lines with aligned columns, two spaces apart; `right` names columns aligned to the right. */
function text_width_renderColumns(rows, right = []) {
    const widths = [];
    for (const row of rows) {
        row.forEach((cell, column) => {
            widths[column] = Math.max(widths[column] ?? 0, textWidth(cell));
        });
    }
    return rows.map((row) => row
        .map((cell, column) => {
        const width = widths[column] ?? 0;
        return right.includes(column) ? padStartTo(cell, width) : padEndTo(cell, width);
    })
        .join("  ")
        .trimEnd());
}
/** `1 scenario`, `2 scenarios`. */
function text_width_countOf(count, noun, plural = `${noun}s`) {
    return `${count} ${count === 1 ? noun : plural}`;
}

;// CONCATENATED MODULE: ./lib/report/diagnostic-text.js



const TAB_WIDTH = 4;
const WINDOW = 96;
/** Columns kept before the place when a long line is shown in part. */
const LEAD = 32;
/** One diagnostic as a block of lines. */
function renderDiagnostic(diagnostic) {
    return renderBlock(diagnostic, new Map());
}
/** All diagnostics in the order given, then `2 errors, 1 warning`; empty when there is none. */
function renderDiagnostics(diagnostics) {
    if (diagnostics.length === 0)
        return "";
    const indexes = new Map();
    const blocks = diagnostics.map((diagnostic) => renderBlock(diagnostic, indexes));
    return [...blocks, countDiagnostics(diagnostics)].join("\n\n");
}
/** `2 errors, 1 warning`; what there is none of is left out. */
function countDiagnostics(diagnostics) {
    const errors = diagnostics.filter((diagnostic) => diagnostic.severity === "error").length;
    const warnings = diagnostics.length - errors;
    const parts = [];
    if (errors > 0)
        parts.push(text_width_countOf(errors, "error"));
    if (warnings > 0)
        parts.push(text_width_countOf(warnings, "warning"));
    return parts.join(", ");
}
function renderBlock(diagnostic, indexes) {
    const { severity, code, message, location } = diagnostic;
    const lines = [
        neutraliseLine(`${place(location, indexes)} ${severity} ${code}: ${neutralise_neutraliseInline(message)}`, 2_000),
        ...excerpt(location, indexes),
    ];
    for (const related of diagnostic.related ?? []) {
        lines.push(`  ${place(related.location, indexes)}: ${neutralise_neutraliseInline(related.message)}`);
        lines.push(...excerpt(related.location, indexes));
    }
    if (diagnostic.hint !== undefined) {
        diagnostic.hint.split(/\r?\n/u).forEach((line, index) => {
            lines.push(`  ${index === 0 ? "help: " : "      "}${neutraliseLine(line)}`);
        });
    }
    return lines.join("\n");
}
function indexOf(file, indexes) {
    let index = indexes.get(file);
    if (index === undefined) {
        index = new LineIndex(file.text);
        indexes.set(file, index);
    }
    return index;
}
function place(location, indexes) {
    const { line, column } = indexOf(location.file, indexes).position(location.range.start);
    return `${neutralise_neutraliseInline(location.file.path)}:${line}:${column}`;
}
/** The line of source and its underline; nothing for a file without text. */
function excerpt(location, indexes) {
    if (location.file.text === "")
        return [];
    const index = indexOf(location.file, indexes);
    const { line, column } = index.position(location.range.start);
    const source = index.line(line);
    const from = Math.min(column - 1, source.length);
    // A range over several lines is underlined to the end of its first.
    const length = Math.max(0, location.range.end - location.range.start);
    const to = Math.min(from + length, source.length);
    const { text, mark } = windowed(source, { from, to, first: line === 1 });
    const number = String(line).padStart(4);
    return [`  ${number} | ${text}`.trimEnd(), `  ${" ".repeat(number.length)} | ${mark}`];
}
/** What is shown of a line, and the carets below it, at most `WINDOW` columns wide. */
function windowed(source, part) {
    const cells = toCells(source, part);
    const before = cells.filter((cell) => cell.offset < part.from);
    const marked = cells.filter((cell) => cell.offset >= part.from && cell.offset < part.to);
    const after = cells.filter((cell) => cell.offset >= Math.max(part.from, part.to));
    const fits = widthOf(cells) <= WINDOW;
    const lead = fits ? before : keepEnd(before, LEAD);
    const body = fits ? marked : keepStart(marked, WINDOW - widthOf(lead) - 2);
    const rest = fits
        ? after
        : body.length < marked.length
            ? []
            : keepStart(after, WINDOW - widthOf(lead) - widthOf(body) - 2);
    const head = lead.length < before.length ? "…" : "";
    const foot = body.length < marked.length || rest.length < after.length ? "…" : "";
    const text = [...lead, ...body, ...rest].map((cell) => cell.text).join("");
    return {
        text: breakCommand(`${head}${text}${foot}`),
        mark: " ".repeat(textWidth(head) + widthOf(lead)) + "^".repeat(Math.max(1, widthOf(body))),
    };
}
function toCells(source, part) {
    const cells = [];
    let offset = 0;
    let column = 0;
    for (const char of source) {
        const text = showChar(char, column, part.first && offset === 0);
        const width = text.length === char.length ? charWidth(char) : textWidth(text);
        cells.push({ offset, text, width });
        column += width;
        offset += char.length;
    }
    return cells;
}
function showChar(char, column, atStart) {
    if (char === "\t")
        return " ".repeat(TAB_WIDTH - (column % TAB_WIDTH));
    if (char === "\ufeff" && atStart)
        return "";
    return char >= " " && char <= "~" ? char : neutraliseLine(char);
}
/** Cells were made inert one by one; a command over several of them is broken here, width kept. */
function breakCommand(text) {
    return text.replaceAll("##[", "#♯[");
}
function widthOf(cells) {
    return cells.reduce((sum, cell) => sum + cell.width, 0);
}
function keepStart(cells, width) {
    let used = 0;
    const end = cells.findIndex((cell) => {
        used += cell.width;
        return used > width;
    });
    return end === -1 ? cells : cells.slice(0, Math.max(0, end));
}
function keepEnd(cells, width) {
    return [...keepStart(cells.toReversed(), width)].toReversed();
}

;// CONCATENATED MODULE: ./lib/report/failure-text.js



/** Files that are named before the rest is counted. */
const MAX_FILES = 20;
/** A failure as one or more lines, without a line end. */
function renderFailure(failure) {
    switch (failure.reason) {
        case "config/invalid":
            return renderDiagnostics(failure.diagnostics);
        case "config/no-suite":
            return problem("no suite file was found", [
                `looked for: ${failure.searched.join(", ")}`,
                "help: name the suite file on the command line, or write one with `parallel-smoke create`",
            ]);
        case "usage/invalid":
            return problem(failure.message, failure.hint === undefined ? [] : [`help: ${failure.hint}`]);
        case "plan/unreadable":
            return problem(`${failure.path} is not a plan that can be read: ${failure.message}`, [
                "help: make it again with `parallel-smoke plan -o FILE`, with this version of the program",
            ]);
        case "plan/no-such-shard":
            return problem(`there is no shard ${failure.shard}: ${shardRange(failure.shards)}`, [
                "help: use the `shard` values of the matrix that was made from this plan",
            ]);
        case "plan/files-changed":
            return problem(`files differ from what was planned: ${failure.files.length}`, [
                ...failure.files.slice(0, MAX_FILES).map((file) => `  ${file.change}  ${file.path}`),
                ...(failure.files.length > MAX_FILES
                    ? [`  and ${failure.files.length - MAX_FILES} more`]
                    : []),
                "help: check out the commit that the plan was made from, or plan again",
            ]);
        case "files/unusable":
            return problem(`${failure.path} cannot be used: ${failure.message}`, [
                "help: check that it exists, and that this user may read and write it",
            ]);
        case "journal/unwritable":
            return problem(`the journal ${failure.path} cannot be written: ${failure.message}`, [
                "the run was ended, for what happens can no longer be recorded; its results are not whole",
                "help: make room on the disk, or choose another folder with `--out DIR`",
            ]);
        case "plan/not-found":
            return problem(failure.message, [
                "help: see whether the job that plans has run in this attempt or before, and re-run it",
            ]);
        case "artifacts/not-uploaded":
            return problem(`the results could not be uploaded: ${failure.message}`, [
                "the report will count them as lost; every verdict is in the log of this job",
                "help: re-run this job; where the storage is full, delete artifacts or shorten their retention",
            ]);
        default:
            return unreachable(failure);
    }
}
function problem(message, further) {
    return [
        `error: ${neutralise_neutraliseInline(message, 2_000)}`,
        ...further.map((line) => neutraliseLine(line, 2_000)),
    ].join("\n");
}
function shardRange(shards) {
    if (shards === 0)
        return "the plan has no shards";
    return shards === 1 ? "the plan has one, shard 1" : `the plan has shards 1 to ${shards}`;
}

// EXTERNAL MODULE: ./lib/core/result.js
var core_result = __webpack_require__(28490);
;// CONCATENATED MODULE: ./lib/core/duration.js
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
        return (0,core_result.ok)(0);
    if (/^\d+(\.\d+)?$/u.test(trimmed)) {
        return (0,core_result/* err */._)({ reason: "bare-number", readings: [`${trimmed}s`, `${trimmed}m`] });
    }
    if (!/^(\d+(\.\d+)?(ms|s|m|h|d))+$/u.test(trimmed))
        return (0,core_result/* err */._)({ reason: "malformed" });
    let total = 0;
    for (const [, amount, , unit] of trimmed.matchAll(/(\d+(\.\d+)?)(ms|s|m|h|d)/gu)) {
        total += Number(amount) * (UNITS[unit ?? ""] ?? Number.NaN);
    }
    return Number.isFinite(total) ? (0,core_result.ok)(Math.round(total)) : (0,core_result/* err */._)({ reason: "malformed" });
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

;// CONCATENATED MODULE: ./lib/report/cause-text.js

/** Causes whose messages say it all by themselves: `exit code 3: no such host`. */
const SPOKEN = ["exit-code", "signal", "timeout", "idle-timeout"];
/** `exit-code 3`, `signal SIGSEGV`, `timeout`. */
function renderCause(attempt) {
    if (attempt.cause === "exit-code" && attempt.exitCode !== null) {
        return `exit-code ${attempt.exitCode}`;
    }
    if (attempt.cause === "signal" && attempt.signal !== null)
        return `signal ${attempt.signal}`;
    return attempt.cause ?? "failed";
}
/** Cause and message in one, without saying anything twice. */
function renderWhy(attempt, maxChars) {
    const cause = renderCause(attempt);
    const message = neutralise_neutraliseInline(attempt.message ?? "", maxChars);
    if (message === "")
        return cause;
    return SPOKEN.includes(attempt.cause) ? message : `${cause}: ${message}`;
}

;// CONCATENATED MODULE: ./lib/report/view/annotations.js
/**
 * Annotations for a pull request: what failed, on the line that defines it, within what GitHub
 * records of one step (10 of each level; a message of 4,096 characters).
 */




/** Annotations of one level that GitHub keeps of a step (actions/runner, ExecutionContext). */
const MAX_PER_LEVEL = 10;
/** Characters of a message that GitHub keeps (actions/runner, ExecutionContext). */
const MAX_MESSAGE_CHARS = 4_096;
const MAX_TITLE_CHARS = 255;
/** All annotations of a run, most important first in each level; what does not fit is counted. */
function toAnnotations(results) {
    const of = (verdict) => results.scenarios.filter((scenario) => scenario.verdict === verdict);
    const suite = neutralise_neutraliseInline(results.run.suite, 100);
    const failed = of("failed");
    const matches = results.scenarios.flatMap((scenario) => matchesOf(scenario, suite));
    const errors = [
        ...results.problems.map(({ message }) => ({
            level: "error",
            title: `${suite}: incomplete`,
            message: cutChars(neutralise_neutraliseInline(message), MAX_MESSAGE_CHARS),
            file: null,
            line: null,
        })),
        ...failed
            .filter(({ quarantined }) => !quarantined)
            .map((scenario) => toAnnotation("error", scenario, suite)),
        ...of("lost").map((scenario) => toAnnotation("error", scenario, suite)),
        ...matches.filter(({ level }) => level === "error"),
    ];
    const warnings = [...failed.filter(({ quarantined }) => quarantined), ...of("flaky")].map((scenario) => toAnnotation("warning", scenario, suite));
    return [
        ...withinLimit(errors, { level: "error", suite }),
        ...withinLimit([...warnings, ...matches.filter(({ level }) => level === "warning")], {
            level: "warning",
            suite,
        }),
        ...withinLimit([...skipNotices(of("skipped"), suite), ...matches.filter(({ level }) => level === "notice")], { level: "notice", suite }),
    ];
}
function toAnnotation(level, scenario, suite) {
    const name = neutralise_neutraliseInline(scenario.name, 120);
    const time = formatDuration(scenario.durationSeconds * 1_000);
    const failed = scenario.attempts.findLast(({ outcome }) => outcome === "failed");
    const why = failed === undefined
        ? neutralise_neutraliseInline(scenario.message ?? "", 1_000)
        : renderWhy(failed, 1_000);
    const lines = [scenario.runs === 0 ? why : `${why} · ${time}`];
    if (scenario.reproduce !== null)
        lines.push(neutralise_neutraliseInline(scenario.reproduce, 1_000));
    return {
        level,
        title: cutChars(`${suite}: ${name} ${scenario.verdict}${scenario.quarantined ? " (quarantined)" : ""}`, MAX_TITLE_CHARS),
        message: cutChars(lines.join("\n"), MAX_MESSAGE_CHARS),
        file: scenario.file,
        line: scenario.line,
    };
}
/** What the last attempt's output named; an error only where the scenario failed the run. */
function matchesOf(scenario, suite) {
    const red = scenario.verdict === "failed" && !scenario.quarantined;
    return (scenario.attempts.at(-1)?.problems ?? []).map((problem) => ({
        level: problem.severity === "error" && !red ? "warning" : problem.severity,
        title: cutChars(neutralise_neutraliseInline(`${suite}: ${scenario.name}${problem.code === null ? "" : ` ${problem.code}`}`), MAX_TITLE_CHARS),
        message: cutChars(neutralise_neutraliseInline(problem.message), MAX_MESSAGE_CHARS),
        // What is nowhere in particular stands where the scenario is defined.
        file: problem.file ?? scenario.file,
        line: problem.file === null ? scenario.line : problem.line,
        ...(problem.column === null ? {} : { column: problem.column }),
    }));
}
/** One notice for each reason, not for each scenario. */
function skipNotices(skipped, suite) {
    const byReason = new Map();
    for (const scenario of skipped) {
        const reason = scenario.reason ?? "skipped";
        byReason.set(reason, [...(byReason.get(reason) ?? []), scenario]);
    }
    return [...byReason].map(([reason, scenarios]) => ({
        level: "notice",
        title: `${suite}: ${text_width_countOf(scenarios.length, "scenario")} skipped, ${reason}`,
        message: cutChars(scenarios
            .map(({ id, message }) => neutralise_neutraliseInline(`${id}: ${message ?? reason}`, 300))
            .join("\n"), MAX_MESSAGE_CHARS),
        file: null,
        line: null,
    }));
}
function withinLimit(annotations, options) {
    if (annotations.length <= MAX_PER_LEVEL)
        return annotations;
    const shown = annotations.slice(0, MAX_PER_LEVEL - 1);
    const left = annotations.length - shown.length;
    const { level, suite } = options;
    return [
        ...shown,
        {
            level,
            title: `${suite}: ${left} more`,
            message: `${left} more are in the job summary and in results.json`,
            file: null,
            line: null,
        },
    ];
}

;// CONCATENATED MODULE: ./lib/report/view/failure-annotations.js




/** At most ten annotations; the log has all. */
function failureAnnotations(failure) {
    if (failure.reason !== "config/invalid") {
        const message = neutraliseLines(renderFailure(failure)).join("\n");
        return [
            {
                level: "error",
                title: "parallel-smoke",
                message: cutChars(message, MAX_MESSAGE_CHARS),
                file: null,
                line: null,
            },
        ];
    }
    return failure.diagnostics
        .filter(({ severity }) => severity === "error")
        .slice(0, MAX_PER_LEVEL)
        .map(({ code, message, hint, location }) => ({
        level: "error",
        title: `parallel-smoke: ${code}`,
        message: cutChars(neutralise_neutraliseInline(hint === undefined ? message : `${message}; ${hint}`, MAX_MESSAGE_CHARS), MAX_MESSAGE_CHARS),
        file: location.file.path,
        line: positionOf(location).line,
    }));
}

;// CONCATENATED MODULE: ./lib/events/fold.js
/**
 * The only aggregation in the code base: events in, state out.
 * Events of one shard come in their order; how shards interleave does not matter. Live views apply
 * events one by one with the same code that merges whole journals.
 */

/** Folds a stream of events; one instance a run. */
class RunFold {
    #shards = new Map();
    #scenarios = new Map();
    #ended = 0;
    /** The state so far; its maps are live, not copies. */
    get state() {
        return { shards: this.#shards, scenarios: this.#scenarios, ended: this.#ended };
    }
    /** Takes the next event of its shard. */
    apply(event) {
        const shard = this.#shard(event);
        switch (event.type) {
            case "run-started":
                shard.started = event;
                shard.finished = false;
                shard.verdicts = 0;
                shard.declaredVerdicts = null;
                shard.cancelling = null;
                shard.workers = [];
                shard.hooks = [];
                break;
            case "attempt-started": {
                const scenario = this.#scenario(event.id, event.shard);
                scenario.running = {
                    number: event.number,
                    worker: event.worker,
                    at: event.at,
                    log: event.log,
                };
                if (scenario.ending !== null)
                    this.#ended -= 1;
                scenario.ending = null;
                break;
            }
            case "attempt-finished":
                this.#finishAttempt(event);
                break;
            case "hook-finished":
                if (event.id === null)
                    shard.hooks.push(event);
                break;
            case "retry-scheduled":
                break;
            case "scenario-finished":
                this.#end(event, { verdict: event.verdict, cause: event.cause });
                break;
            case "scenario-skipped":
                this.#end(event, { verdict: "skipped", reason: event.reason, message: event.message });
                break;
            case "scenario-cancelled":
                this.#end(event, { verdict: "cancelled", reason: event.reason, message: event.message });
                break;
            case "worker-finished":
                shard.workers.push(event);
                break;
            case "run-cancelling":
                // The first reason counts, but that somebody stopped the run outranks any other.
                if (shard.cancelling === null || outranks(event, shard.cancelling))
                    shard.cancelling = event;
                break;
            case "note":
                shard.notes.push(event);
                break;
            case "run-finished":
                shard.finished = true;
                shard.declaredVerdicts = event.verdicts;
                break;
            default:
                unreachable(event);
        }
    }
    #shard(event) {
        let shard = this.#shards.get(event.shard);
        if (shard === undefined) {
            shard = {
                started: null,
                firstAt: null,
                lastAt: null,
                finished: false,
                verdicts: 0,
                declaredVerdicts: null,
                cancelling: null,
                workers: [],
                notes: [],
                hooks: [],
            };
            this.#shards.set(event.shard, shard);
        }
        shard.firstAt ??= event.at;
        shard.lastAt = event.at;
        return shard;
    }
    #scenario(id, shard) {
        let scenario = this.#scenarios.get(id);
        if (scenario === undefined) {
            scenario = { shard, attempts: [], running: null, ending: null, runAttempt: 1 };
            this.#scenarios.set(id, scenario);
        }
        return scenario;
    }
    #finishAttempt(event) {
        const scenario = this.#scenario(event.id, event.shard);
        scenario.attempts.push({
            number: event.number,
            worker: event.worker,
            outcome: event.outcome,
            cause: event.cause,
            exitCode: event.exitCode,
            signal: event.signal,
            startedAt: scenario.running?.at ?? event.at - event.durationMs,
            durationMs: event.durationMs,
            cpuMs: event.cpuMs,
            peakMemoryBytes: event.peakMemoryBytes,
            log: scenario.running?.log ?? "",
            message: event.message,
            tail: event.tail,
            ...(event.artifacts === undefined ? {} : { artifacts: event.artifacts }),
            ...(event.problems === undefined ? {} : { problems: event.problems }),
            ...(event.summary === undefined ? {} : { summary: event.summary }),
        });
        scenario.running = null;
    }
    #end(event, ending) {
        const scenario = this.#scenario(event.id, event.shard);
        if (scenario.ending === null)
            this.#ended += 1;
        scenario.ending = ending;
        scenario.running = null;
        const shard = this.#shard(event);
        shard.verdicts += 1;
        scenario.runAttempt = shard.started?.attempt ?? 1;
    }
}
function outranks(event, earlier) {
    return event.reason === "interrupted" && earlier.reason !== "interrupted";
}
/** Folds a whole stream at once. */
function foldEvents(events) {
    const fold = new RunFold();
    for (const event of events)
        fold.apply(event);
    return fold.state;
}

// EXTERNAL MODULE: ./node_modules/zod/v4/classic/schemas.js + 17 modules
var schemas = __webpack_require__(38816);
;// CONCATENATED MODULE: ./lib/core/verdict.js
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
    "output-limit",
    "expectation",
    "fixture",
    "hook",
    "spawn",
];
/** Causes that speak of the machinery, not of what is tested; counted apart. */
const INFRASTRUCTURE_CAUSES = ["fixture", "hook", "spawn"];
/** Why a scenario was skipped. */
const SKIP_REASONS = [
    "missing-capability",
    "condition",
    "dependency-failed",
    "self",
    "explicit",
];
/** Why a scenario was cancelled. */
const CANCEL_REASONS = ["interrupted", "fail-fast", "budget"];
/** Why a scenario is lost: nobody can say how it ended. */
const LOST_REASONS = (/* unused pure expression or super */ null && (["shard-missing", "shard-incomplete", "no-verdict"]));
/** What a whole run comes to. */
const CONCLUSIONS = ["success", "failure", "incomplete", "empty", "cancelled"];

;// CONCATENATED MODULE: ./lib/formats/json.js
/**
 * JSON values as a schema, for members whose shape belongs to the user.
 */

const JsonSchema = schemas/* json */.Pq9();

;// CONCATENATED MODULE: ./lib/formats/run-specs.js
/**
 * Parts of a definition that say what a shard does around and after a command. All of them are
 * optional in a plan, so that plans from before they existed stay readable.
 */


/** What a text must hold; `matches` are regular expressions with the flags `m` and `u`. */
const TextTestSchema = schemas/* object */.Ikc({
    contains: schemas/* array */.YOg(schemas/* string */.YjP()),
    matches: schemas/* array */.YOg(schemas/* string */.YjP()),
    notContains: schemas/* array */.YOg(schemas/* string */.YjP()),
});
/** What a command must have done to pass. */
const ExpectSchema = schemas/* object */.Ikc({
    /** Exit codes that pass; null where only 0 does. */
    exitCodes: schemas/* array */.YOg(schemas/* int */.Whr()).min(1).nullable(),
    stdout: TextTestSchema.nullable(),
    stderr: TextTestSchema.nullable(),
    /** Both streams together, as the log has them. */
    output: TextTestSchema.nullable(),
    withinMs: schemas/* int */.Whr().min(1).nullable(),
});
/** A command before or after a scenario or the scenarios of a shard. */
const HookSchema = schemas/* object */.Ikc({
    name: schemas/* string */.YjP(),
    /** Text for the shell; may hold `${{ }}`, as may `env` and `workingDirectory`. */
    run: schemas/* string */.YjP(),
    /** Without `${{ }}`; null stands for `success()`. */
    if: schemas/* string */.YjP().nullable(),
    shell: schemas/* string */.YjP(),
    env: schemas/* record */.g1P(schemas/* string */.YjP(), schemas/* string */.YjP()),
    /** Relative to the root. */
    workingDirectory: schemas/* string */.YjP(),
    timeoutMs: schemas/* int */.Whr().min(1),
});
/** A failure that is reported and does not fail the run, for a time. */
const QuarantineSchema = schemas/* object */.Ikc({
    /** The last day of it, in UTC. */
    until: schemas/* string */.YjP(),
    owner: schemas/* string */.YjP().nullable(),
    reason: schemas/* string */.YjP().nullable(),
});
/** What an answer by HTTP must be. */
const HttpExpectSchema = schemas/* object */.Ikc({
    /** Codes (`204`) and classes (`2xx`). */
    status: schemas/* array */.YOg(schemas/* string */.YjP()).min(1),
    /** By name in lower case; a text is the whole value. */
    headers: schemas/* record */.g1P(schemas/* string */.YjP(), schemas/* union */.KCZ([schemas/* string */.YjP(), TextTestSchema])),
    body: TextTestSchema.nullable(),
    /** What a body in JSON must hold; absent where nothing is asked. */
    json: JsonSchema.optional(),
    withinMs: schemas/* int */.Whr().min(1).nullable(),
});
/** A request by HTTP; every text may hold `${{ }}`. */
const HttpSchema = schemas/* object */.Ikc({
    kind: schemas/* literal */.euz("http"),
    url: schemas/* string */.YjP(),
    method: schemas/* string */.YjP(),
    headers: schemas/* record */.g1P(schemas/* string */.YjP(), schemas/* string */.YjP()),
    body: schemas/* string */.YjP().nullable(),
    follow: schemas/* boolean */.zMY(),
    /** How long a refused connection is tried again. */
    retryRefusedMs: schemas/* int */.Whr().min(0),
    expect: HttpExpectSchema,
});
/** A module of the repository that runs the scenario; `path` is relative to the root. */
const ModuleSchema = schemas/* object */.Ikc({
    kind: schemas/* literal */.euz("module"),
    path: schemas/* string */.YjP(),
    with: schemas/* record */.g1P(schemas/* string */.YjP(), JsonSchema),
});
/** An executor that the embedding program registered. */
const RegisteredSchema = schemas/* object */.Ikc({
    kind: schemas/* literal */.euz("registered"),
    name: schemas/* string */.YjP(),
    with: schemas/* record */.g1P(schemas/* string */.YjP(), JsonSchema),
});
/** Files of an attempt that are kept with the results. */
const ArtifactsSchema = schemas/* object */.Ikc({
    /** Patterns relative to the working directory; `!` takes files out. */
    paths: schemas/* array */.YOg(schemas/* string */.YjP()).min(1),
    /** Without `${{ }}`; null stands for `always()`. */
    if: schemas/* string */.YjP().nullable(),
});
/** A problem that output named, found by a problem matcher. */
const ProblemSchema = schemas/* object */.Ikc({
    severity: schemas/* enum */.k5n(["error", "warning", "notice"]),
    /** Relative to the root; null where none was named, or one outside. */
    file: schemas/* string */.YjP().nullable(),
    line: schemas/* int */.Whr().min(1).nullable(),
    column: schemas/* int */.Whr().min(1).nullable(),
    code: schemas/* string */.YjP().nullable(),
    message: schemas/* string */.YjP(),
});

;// CONCATENATED MODULE: ./lib/events/event.js
/**
 * The events of a run: one append-only stream a shard, JSON Lines, version in every line.
 * Everything a person reads is made from these and the plan. Instants are milliseconds since 1970.
 */



const EVENT_FORMAT_VERSION = 1;
const envelope = {
    v: schemas/* literal */.euz(EVENT_FORMAT_VERSION),
    /** Grows by one with each event of a journal, from 1. */
    seq: schemas/* int */.Whr().min(1),
    /** Milliseconds since 1970, from the shard's clock. */
    at: schemas/* number */.aig(),
    /** 1-based number of the shard. */
    shard: schemas/* int */.Whr().min(1),
};
/** First line of a journal, and of each continuation of it. */
const RunStartedSchema = schemas/* object */.Ikc({
    ...envelope,
    type: schemas/* literal */.euz("run-started"),
    runId: schemas/* string */.YjP(),
    /** The attempt of the run, from 1; higher after a re-run. */
    attempt: schemas/* int */.Whr().min(1),
    suite: schemas/* string */.YjP(),
    /** What the user asked for: `run`, or the action's command. */
    command: schemas/* string */.YjP(),
    planDigest: schemas/* string */.YjP(),
    shards: schemas/* int */.Whr().min(0),
    workers: schemas/* int */.Whr().min(1),
    seed: schemas/* int */.Whr().min(0),
    /** Version of the program that writes. */
    version: schemas/* string */.YjP(),
    runner: schemas/* object */.Ikc({
        name: schemas/* string */.YjP(),
        os: schemas/* string */.YjP(),
        arch: schemas/* string */.YjP(),
        cores: schemas/* int */.Whr().min(1),
        memoryBytes: schemas/* int */.Whr().min(0),
    }),
    commit: schemas/* string */.YjP().nullable(),
    ref: schemas/* string */.YjP().nullable(),
});
const AttemptStartedSchema = schemas/* object */.Ikc({
    ...envelope,
    type: schemas/* literal */.euz("attempt-started"),
    id: schemas/* string */.YjP(),
    number: schemas/* int */.Whr().min(1),
    /** 1-based. */
    worker: schemas/* int */.Whr().min(1),
    /** Relative to the shard's folder. */
    log: schemas/* string */.YjP(),
});
const AttemptFinishedSchema = schemas/* object */.Ikc({
    ...envelope,
    type: schemas/* literal */.euz("attempt-finished"),
    id: schemas/* string */.YjP(),
    number: schemas/* int */.Whr().min(1),
    worker: schemas/* int */.Whr().min(1),
    outcome: schemas/* enum */.k5n(OUTCOMES),
    cause: schemas/* enum */.k5n(CAUSES).nullable(),
    exitCode: schemas/* int */.Whr().nullable(),
    signal: schemas/* string */.YjP().nullable(),
    durationMs: schemas/* number */.aig().min(0),
    cpuMs: schemas/* number */.aig().min(0).nullable(),
    peakMemoryBytes: schemas/* int */.Whr().min(0).nullable(),
    outputBytes: schemas/* int */.Whr().min(0),
    /** One line for people: what went wrong, or why it skipped itself. */
    message: schemas/* string */.YjP().nullable(),
    /** The end of the log of a failed attempt, at most 50 lines and 4 KiB. */
    tail: schemas/* string */.YjP().nullable(),
    /** What it wrote to its step summary, at most 16 KiB; absent where it wrote none. */
    summary: schemas/* string */.YjP().optional(),
    /** Files that were kept, relative to the shard's folder; absent where there are none. */
    artifacts: schemas/* array */.YOg(schemas/* string */.YjP()).optional(),
    /** What problem matchers found in its output, at most 50; absent where there is nothing. */
    problems: schemas/* array */.YOg(ProblemSchema).optional(),
});
/** A hook has ended; one that its condition left out has no event. */
const HookFinishedSchema = schemas/* object */.Ikc({
    ...envelope,
    type: schemas/* literal */.euz("hook-finished"),
    /** The scenario and its attempt; both null for a hook of the shard. */
    id: schemas/* string */.YjP().nullable(),
    number: schemas/* int */.Whr().min(1).nullable(),
    stage: schemas/* enum */.k5n(["before", "after"]),
    name: schemas/* string */.YjP(),
    outcome: schemas/* enum */.k5n(["passed", "failed", "cancelled"]),
    durationMs: schemas/* number */.aig().min(0),
    /** Why it failed. */
    message: schemas/* string */.YjP().nullable(),
    /** Relative to the shard's folder. */
    log: schemas/* string */.YjP(),
});
const RetryScheduledSchema = schemas/* object */.Ikc({
    ...envelope,
    type: schemas/* literal */.euz("retry-scheduled"),
    id: schemas/* string */.YjP(),
    /** The attempt that will follow. */
    number: schemas/* int */.Whr().min(2),
    delayMs: schemas/* number */.aig().min(0),
});
const ScenarioFinishedSchema = schemas/* object */.Ikc({
    ...envelope,
    type: schemas/* literal */.euz("scenario-finished"),
    id: schemas/* string */.YjP(),
    verdict: schemas/* enum */.k5n(["passed", "failed", "flaky"]),
    cause: schemas/* enum */.k5n(CAUSES).nullable(),
});
const ScenarioSkippedSchema = schemas/* object */.Ikc({
    ...envelope,
    type: schemas/* literal */.euz("scenario-skipped"),
    id: schemas/* string */.YjP(),
    reason: schemas/* enum */.k5n(SKIP_REASONS),
    message: schemas/* string */.YjP(),
});
const ScenarioCancelledSchema = schemas/* object */.Ikc({
    ...envelope,
    type: schemas/* literal */.euz("scenario-cancelled"),
    id: schemas/* string */.YjP(),
    reason: schemas/* enum */.k5n(CANCEL_REASONS),
    message: schemas/* string */.YjP(),
});
const WorkerFinishedSchema = schemas/* object */.Ikc({
    ...envelope,
    type: schemas/* literal */.euz("worker-finished"),
    worker: schemas/* int */.Whr().min(1),
    scenarios: schemas/* int */.Whr().min(0),
    busyMs: schemas/* number */.aig().min(0),
    idleMs: schemas/* number */.aig().min(0),
    /** Idle while a scenario was ready to run; part of `idleMs`. */
    starvedMs: schemas/* number */.aig().min(0),
    endedBecause: schemas/* enum */.k5n(["queue-empty", "interrupted", "fail-fast", "budget"]),
});
const RunCancellingSchema = schemas/* object */.Ikc({
    ...envelope,
    type: schemas/* literal */.euz("run-cancelling"),
    reason: schemas/* enum */.k5n(CANCEL_REASONS),
    signal: schemas/* string */.YjP().nullable(),
});
const NoteSchema = schemas/* object */.Ikc({
    ...envelope,
    type: schemas/* literal */.euz("note"),
    level: schemas/* enum */.k5n(["debug", "info", "warning"]),
    message: schemas/* string */.YjP(),
});
/**
 * Last line of a complete journal; `verdicts` counts the scenarios that ended since the latest
 * `run-started`, so that a reader can check that it has seen all.
 */
const RunFinishedSchema = schemas/* object */.Ikc({
    ...envelope,
    type: schemas/* literal */.euz("run-finished"),
    verdicts: schemas/* int */.Whr().min(0),
});
const RunEventSchema = schemas/* discriminatedUnion */.gMt("type", [
    RunStartedSchema,
    AttemptStartedSchema,
    AttemptFinishedSchema,
    HookFinishedSchema,
    RetryScheduledSchema,
    ScenarioFinishedSchema,
    ScenarioSkippedSchema,
    ScenarioCancelledSchema,
    WorkerFinishedSchema,
    RunCancellingSchema,
    NoteSchema,
    RunFinishedSchema,
]);

;// CONCATENATED MODULE: ./lib/journal/journal.js
/**
 * The append-only journal of one shard: JSON Lines, one event a line, with the system before the
 * call returns. The only writer of events.
 */


/** Name of the journal in a shard's folder. */
const JOURNAL_FILE = "journal.ndjson";
/** Opens the journal of a shard, at its end. `lastSeq` is the number of the last event in it. */
function openJournal(options) {
    const { files, clock, folder, shard } = options;
    const appender = files.openAppender(`${folder}/${JOURNAL_FILE}`);
    if (!appender.ok)
        return appender;
    let seq = options.lastSeq ?? 0;
    return (0,core_result.ok)({
        append: (body) => {
            const stamp = { v: EVENT_FORMAT_VERSION, seq: seq + 1, at: clock.now(), shard };
            const event = { ...stamp, ...body };
            const written = appender.value.append(`${JSON.stringify(event)}\n`);
            if (!written.ok)
                return written;
            seq += 1;
            return (0,core_result.ok)(event);
        },
        close: () => {
            appender.value.close();
        },
    });
}

;// CONCATENATED MODULE: ./lib/journal/read-journal.js
/**
 * Reading a journal that anybody may have cut, torn or edited: what is whole is used, what is not
 * is named.
 */

/** Gives each event to `apply`, in order; stops at the first place that is not whole. */
function readJournal(lines, options) {
    const known = new Set(RunEventSchema.options.map((option) => option.shape.type.value));
    let events = 0;
    let lastSeq = 0;
    let finished = false;
    let number = 0;
    const stop = (torn) => ({ events, lastSeq, finished: false, torn });
    for (const line of lines) {
        number += 1;
        if (line === "")
            continue;
        const value = parse(line);
        if (value === null)
            return stop(`line ${number} is cut or no JSON`);
        if (value["v"] !== EVENT_FORMAT_VERSION) {
            return stop(`line ${number} has the unknown version ${JSON.stringify(value["v"])}`);
        }
        if (value["seq"] !== lastSeq + 1) {
            return stop(`line ${number} has number ${JSON.stringify(value["seq"])}, not ${lastSeq + 1}`);
        }
        lastSeq += 1;
        // Types that a later version of the same format adds are kept in the file and passed over here.
        if (typeof value["type"] === "string" && !known.has(value["type"]))
            continue;
        const event = RunEventSchema.safeParse(value);
        if (!event.success)
            return stop(`line ${number} is no event: ${issueOf(event.error.issues)}`);
        if (event.data.shard !== options.shard) {
            return stop(`line ${number} is of shard ${event.data.shard}, not ${options.shard}`);
        }
        events += 1;
        finished = event.data.type === "run-finished";
        options.apply(event.data);
    }
    return { events, lastSeq, finished, torn: null };
}
function parse(line) {
    try {
        const value = JSON.parse(line);
        return value !== null && typeof value === "object" ? { ...value } : null;
    }
    catch {
        return null;
    }
}
function issueOf(issues) {
    const [issue] = issues;
    return issue === undefined ? "unknown" : `${issue.path.join(".") || "event"}: ${issue.message}`;
}

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
    return made.ok ? made : (0,core_result/* err */._)(fileFailure(made.error));
}
/** Writes the manifest, whole. */
function writeManifest(files, folder, manifest) {
    return writeJson(files, `${folder}/${MANIFEST_FILE}`, manifest);
}
/** Reads a manifest that may come from anybody; the error says what is wrong with it. */
function readManifest(files, folder) {
    const path = `${folder}/${MANIFEST_FILE}`;
    if ((files.sizeBytes(path) ?? 0) > MAX_MANIFEST_BYTES)
        return (0,core_result/* err */._)(`${MANIFEST_FILE} is too large`);
    const text = files.readText(path);
    if (!text.ok) {
        return (0,core_result/* err */._)(text.error.code === "ENOENT" ? `it has no ${MANIFEST_FILE}` : text.error.message);
    }
    const json = parseJson(text.value);
    if (!json.ok)
        return (0,core_result/* err */._)(`${MANIFEST_FILE} is no JSON`);
    const manifest = ManifestSchema.safeParse(json.value);
    if (manifest.success)
        return (0,core_result.ok)(manifest.data);
    const [issue] = manifest.error.issues;
    return (0,core_result/* err */._)(`${MANIFEST_FILE}: ${issue?.path.join(".") ?? ""}: ${issue?.message ?? "unreadable"}`);
}
/** Writes a value as JSON for people and programs, whole. */
function writeJson(files, path, value) {
    const written = files.writeAtomic(path, `${JSON.stringify(value, null, 2)}\n`);
    return written.ok ? written : (0,core_result/* err */._)(fileFailure(written.error));
}
/** JSON text as a value; the error is the parser's sentence. */
function parseJson(text) {
    try {
        return (0,core_result.ok)(JSON.parse(text));
    }
    catch (error) {
        return (0,core_result/* err */._)(error instanceof Error ? error.message : String(error));
    }
}
/** A refused file operation as a failure of the use case. */
function fileFailure(problem) {
    return { reason: "files/unusable", path: problem.path, message: problem.message };
}

;// CONCATENATED MODULE: ./lib/app/aggregate.js





/** Folders may lie this deep below the ones that were named. */
const MAX_DEPTH = 3;
/** Merges what lies below the folders; what is missing or unusable is a problem, never a shrug. */
function aggregate(request, files) {
    const { plan } = request;
    for (const path of request.folders) {
        if (!files.isDirectory(path)) {
            return (0,core_result/* err */._)({ reason: "files/unusable", path, message: "there is no such folder" });
        }
    }
    const problems = [];
    const paths = request.folders.flatMap((path) => foldersWithManifest(path, { files, depth: 0 }));
    const folders = ours([...new Set(paths)].sort(), { plan, files, problems });
    const fold = new RunFold();
    for (const { shard } of plan.shards) {
        const attempts = attemptsOf(shard, { folders, files, problems });
        const readings = attempts.map(({ path }) => readJournal(files.readLines(`${path}/${JOURNAL_FILE}`), {
            shard,
            apply: (event) => {
                fold.apply(event);
            },
        }));
        // What an earlier attempt of the run lacks, the newest one has made up for, or has not.
        const newest = readings.at(-1);
        if (newest !== undefined && newest.torn !== null) {
            problems.push({ code: "journal-torn", shard, detail: newest.torn });
        }
    }
    return (0,core_result.ok)({ state: fold.state, problems });
}
function foldersWithManifest(path, search) {
    const { files, depth } = search;
    if (files.exists(`${path}/${MANIFEST_FILE}`))
        return [path];
    if (depth === MAX_DEPTH)
        return [];
    return files
        .list(path)
        .map((name) => `${path}/${name}`)
        .filter((below) => files.isDirectory(below))
        .flatMap((below) => foldersWithManifest(below, { files, depth: depth + 1 }));
}
function ours(paths, against) {
    const { plan, files, problems } = against;
    return paths.flatMap((path) => {
        const manifest = readManifest(files, path);
        if (!manifest.ok) {
            problems.push({ code: "folder-unreadable", path, detail: manifest.error });
            return [];
        }
        const { planDigest: found, shard } = manifest.value;
        if (found !== plan.digest) {
            problems.push({ code: "folder-foreign", path, expected: plan.digest, found });
            return [];
        }
        if (!plan.shards.some((planned) => planned.shard === shard)) {
            const detail = `its manifest names shard ${shard}, which the plan does not have`;
            problems.push({ code: "folder-unreadable", path, detail });
            return [];
        }
        return [{ path, manifest: manifest.value }];
    });
}
/** The folders of one shard, one for each attempt of the run, oldest first. */
function attemptsOf(shard, from) {
    const { folders, files, problems } = from;
    const byAttempt = new Map();
    for (const folder of folders) {
        if (folder.manifest.shard !== shard)
            continue;
        const { attempt } = folder.manifest;
        byAttempt.set(attempt, [...(byAttempt.get(attempt) ?? []), folder]);
    }
    const chosen = [...byAttempt].map(([attempt, same]) => {
        const distinct = distinctJournals(same, files);
        if (distinct.length > 1) {
            problems.push({
                code: "folder-duplicate",
                shard,
                attempt,
                paths: distinct.map(({ path }) => path),
            });
        }
        return { attempt, folder: distinct[0] };
    });
    return chosen
        .sort((a, b) => a.attempt - b.attempt)
        .flatMap(({ folder }) => (folder === undefined ? [] : [folder]));
}
/** One folder for each content of the journal: the same upload may have arrived twice. */
function distinctJournals(folders, files) {
    if (folders.length === 1)
        return [...folders];
    const seen = new Map();
    for (const folder of folders) {
        const digest = files.sha256(`${folder.path}/${JOURNAL_FILE}`);
        const key = digest.ok ? digest.value : "";
        if (!seen.has(key))
            seen.set(key, folder);
    }
    return [...seen.values()];
}

;// CONCATENATED MODULE: ./lib/plan/artifact-names.js
/**
 * Names of artifacts, made here and nowhere else. A name tells what to download, never what to
 * trust: that is for the manifest inside.
 */
/** The prefix for a suite: `smoke-` and the suite's name as a slug of at most 60 characters. */
function artifactPrefix(suite) {
    const slug = suite
        .toLowerCase()
        .replace(/[^a-z0-9]+/gu, "-")
        .slice(0, 60)
        .replace(/^-+|-+$/gu, "");
    return slug === "" ? "smoke" : `smoke-${slug}`;
}
/** The plan's artifact. */
function planArtifactName(owner) {
    return nameOf(owner, "plan");
}
/** The artifact of one shard. */
function shardArtifactName(owner) {
    return nameOf(owner, `shard-${owner.shard}`);
}
/** The report's artifact. */
function reportArtifactName(owner) {
    return nameOf(owner, "report");
}
/** True for every name that `shardArtifactName` can make with that prefix, and shard if given. */
function isShardArtifactName(owner, name) {
    const { prefix, shard } = owner;
    if (!name.startsWith(`${prefix}-shard-${shard === undefined ? "" : `${shard}-`}`))
        return false;
    return /^-shard-[1-9]\d*-a[1-9]\d*(-u[1-9]\d*)?$/u.test(name.slice(prefix.length));
}
/** Takes a name apart that `planArtifactName` can have made; null for any other. */
function readPlanArtifactName(name) {
    const [, prefix, attempt, upload = "1"] = /^(smoke(?:-[a-z0-9-]+)?)-plan-a([1-9]\d{0,5})(?:-u([1-9]\d{0,5}))?$/u.exec(name) ?? [];
    if (prefix === undefined)
        return null;
    return { prefix, attempt: Number(attempt), upload: Number(upload) };
}
function nameOf({ prefix, attempt, upload = 1 }, what) {
    return `${prefix}-${what}-a${attempt}${upload > 1 ? `-u${upload}` : ""}`;
}

;// CONCATENATED MODULE: ./lib/app/fetch-artifacts.js
const WORTH_A_SECOND_TRY = ["digest-mismatch", "network"];
/** Every artifact in sight of the job. */
async function listArtifacts(store) {
    const first = await store.list();
    return first.ok || !isWorthIt(first.error) ? first : store.list();
}
/** Unpacks an artifact into a folder of its own; what lay there before is removed. */
async function downloadArtifact(entry, to) {
    const { store, files, folder } = to;
    files.remove(folder);
    const first = await store.download(entry, folder);
    if (first.ok || !isWorthIt(first.error))
        return first;
    files.remove(folder);
    return store.download(entry, folder);
}
function isWorthIt({ reason }) {
    return WORTH_A_SECOND_TRY.includes(reason);
}

;// CONCATENATED MODULE: ./lib/app/collect-shards.js



const DOWNLOADS_AT_ONCE = 8;
/** Downloads every shard artifact of the prefix and keeps those of the plan. */
async function collectShards(options) {
    const listed = await listArtifacts(options.store);
    if (!listed.ok) {
        return { folders: [], problems: [{ reason: "not-listed", problem: listed.error }] };
    }
    // Sorted, so that folders and problems do not depend on the service's order.
    const candidates = listed.value
        .filter((entry) => isShardArtifactName(options, entry.name))
        .sort((a, b) => compare(a.name, b.name) || a.id - b.id);
    const found = await mapLimited(candidates, (entry, index) => collectOne({ ...options, entry, index }));
    const folders = [];
    const problems = [];
    for (const one of found) {
        if ("reason" in one)
            problems.push(one);
        else
            folders.push(one);
    }
    folders.sort((a, b) => a.manifest.shard - b.manifest.shard ||
        a.manifest.attempt - b.manifest.attempt ||
        compare(a.artifact, b.artifact));
    return { folders, problems };
}
async function collectOne(options) {
    const { store, files, entry, index, planDigest, attempt } = options;
    const artifact = entry.name;
    const folder = `${options.into}/${index + 1}`;
    const downloaded = await downloadArtifact(entry, { store, files, folder });
    if (!downloaded.ok) {
        files.remove(folder);
        return { reason: "not-downloaded", artifact, problem: downloaded.error };
    }
    const read = readManifest(files, folder);
    if (!read.ok)
        return { reason: "no-manifest", artifact, message: read.error };
    const manifest = read.value;
    if (manifest.attempt > attempt) {
        return { reason: "later-attempt", artifact, attempt: manifest.attempt };
    }
    if (manifest.planDigest !== planDigest) {
        const reason = manifest.attempt < attempt ? "superseded-plan" : "foreign-plan";
        return { reason, artifact, planDigest: manifest.planDigest };
    }
    return { artifact, folder, manifest };
}
async function mapLimited(items, action) {
    const results = [];
    let next = 0;
    const worker = async () => {
        for (let index = next++; index < items.length; index = next++) {
            const item = items[index];
            if (item !== undefined)
                results[index] = await action(item, index);
        }
    };
    await Promise.all(Array.from({ length: DOWNLOADS_AT_ONCE }, worker));
    return results;
}
function compare(a, b) {
    return a < b ? -1 : a > b ? 1 : 0;
}

;// CONCATENATED MODULE: ./lib/formats/plan.js
/**
 * `plan.json`: which shard runs what. Immutable and complete: a shard expands nothing again.
 */



const PLAN_SCHEMA_VERSION = 1;
/** How often and when a failed attempt is followed by another. */
const RetrySchema = schemas/* object */.Ikc({
    maxAttempts: schemas/* int */.Whr().min(1).max(100),
    delayMs: schemas/* int */.Whr().min(0),
    factor: schemas/* number */.aig().min(1),
    maxDelayMs: schemas/* int */.Whr().min(0),
    jitter: schemas/* boolean */.zMY(),
});
/** What an attempt executes: text for a shell, or a script file of the checkout. */
const CommandSchema = schemas/* discriminatedUnion */.gMt("kind", [
    schemas/* object */.Ikc({ kind: schemas/* literal */.euz("run"), text: schemas/* string */.YjP() }),
    schemas/* object */.Ikc({
        kind: schemas/* literal */.euz("script"),
        /** Path relative to the root. */
        path: schemas/* string */.YjP(),
        /** The interpreter line without `#!`, or null where the shell decides. */
        shebang: schemas/* string */.YjP().nullable(),
    }),
    HttpSchema,
    ModuleSchema,
    RegisteredSchema,
]);
/**
 * What a shard does for one scenario. Texts may hold `${{ }}`; they are evaluated at the attempt.
 */
const DefinitionSchema = schemas/* object */.Ikc({
    slug: schemas/* string */.YjP().regex(/^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$/u),
    name: schemas/* string */.YjP(),
    /** Path of the defining file relative to the root, with `/`. */
    file: schemas/* string */.YjP(),
    /** 1-based line of the definition. */
    line: schemas/* int */.Whr().min(1),
    /** The file that `for-each` made the scenario of: relative to the root, and to its own `root`. */
    eachFile: schemas/* object */.Ikc({ path: schemas/* string */.YjP(), relative: schemas/* string */.YjP() }).optional(),
    tags: schemas/* array */.YOg(schemas/* string */.YjP()),
    features: schemas/* array */.YOg(schemas/* string */.YjP()),
    meta: schemas/* record */.g1P(schemas/* string */.YjP(), JsonSchema),
    matrix: schemas/* record */.g1P(schemas/* string */.YjP(), JsonSchema).nullable(),
    groups: schemas/* array */.YOg(schemas/* string */.YjP()),
    command: CommandSchema,
    args: schemas/* array */.YOg(schemas/* string */.YjP()),
    shell: schemas/* string */.YjP(),
    env: schemas/* record */.g1P(schemas/* string */.YjP(), schemas/* string */.YjP()),
    /** Relative to the root; `.` is the root. */
    workingDirectory: schemas/* string */.YjP(),
    timeoutMs: schemas/* int */.Whr().min(1),
    retry: RetrySchema,
    /** The condition that is left for the shard, without `${{ }}`; null when there is none. */
    if: schemas/* string */.YjP().nullable(),
    expect: ExpectSchema.optional(),
    /** Around each attempt. */
    before: schemas/* array */.YOg(HookSchema).optional(),
    after: schemas/* array */.YOg(HookSchema).optional(),
    quarantine: QuarantineSchema.optional(),
    /** Several where parts of the suite ask for different files. */
    artifacts: schemas/* array */.YOg(ArtifactsSchema).optional(),
    /** Files of problem matchers, relative to the root. */
    problemMatchers: schemas/* array */.YOg(schemas/* string */.YjP()).optional(),
});
const PlannedScenarioSchema = schemas/* object */.Ikc({
    estimateSeconds: schemas/* number */.aig().min(0),
    estimateFrom: schemas/* enum */.k5n(["history", "estimate", "neighbours", "median", "default"]),
    runner: schemas/* string */.YjP(),
    needs: schemas/* array */.YOg(schemas/* string */.YjP()),
    demand: schemas/* record */.g1P(schemas/* string */.YjP(), schemas/* number */.aig()),
    definition: DefinitionSchema,
});
const PlannedShardSchema = schemas/* object */.Ikc({
    /** 1-based. */
    shard: schemas/* int */.Whr().min(1),
    runner: schemas/* string */.YjP(),
    runsOn: schemas/* union */.KCZ([schemas/* string */.YjP(), schemas/* array */.YOg(schemas/* string */.YjP())]),
    workers: schemas/* union */.KCZ([schemas/* int */.Whr().min(1).max(1024), schemas/* literal */.euz("auto")]),
    share: schemas/* record */.g1P(schemas/* string */.YjP(), schemas/* number */.aig()),
    /** In order of priority. */
    scenarios: schemas/* array */.YOg(schemas/* string */.YjP()),
    predictedSeconds: schemas/* number */.aig().min(0),
});
const PlannedSkipSchema = schemas/* object */.Ikc({
    id: schemas/* string */.YjP(),
    name: schemas/* string */.YjP(),
    file: schemas/* string */.YjP(),
    line: schemas/* int */.Whr().min(1),
    reason: schemas/* enum */.k5n(["missing-capability", "condition", "dependency-failed", "self", "explicit"]),
    message: schemas/* string */.YjP(),
});
const PlanSchema = schemas/* object */.Ikc({
    schemaVersion: schemas/* literal */.euz(PLAN_SCHEMA_VERSION),
    /** `sha256:` and 64 hex digits over what the shards will do. */
    digest: schemas/* string */.YjP().regex(/^sha256:[0-9a-f]{64}$/u),
    suite: schemas/* string */.YjP(),
    /** Path of the main suite file relative to the root; absent where there is none. */
    suiteFile: schemas/* string */.YjP().optional(),
    seed: schemas/* int */.Whr().min(0).max(0xffffffff),
    files: schemas/* array */.YOg(schemas/* object */.Ikc({ path: schemas/* string */.YjP(), sha256: schemas/* string */.YjP() })),
    groups: schemas/* record */.g1P(schemas/* string */.YjP(), schemas/* object */.Ikc({ maxParallel: schemas/* int */.Whr().min(1).nullable() })),
    /** Around the scenarios of each shard. */
    before: schemas/* array */.YOg(HookSchema).optional(),
    after: schemas/* array */.YOg(HookSchema).optional(),
    scenarios: schemas/* record */.g1P(schemas/* string */.YjP(), PlannedScenarioSchema),
    shards: schemas/* array */.YOg(PlannedShardSchema),
    skipped: schemas/* array */.YOg(PlannedSkipSchema),
    /** Ids that the selection left out: listed, never counted. */
    unselected: schemas/* array */.YOg(schemas/* string */.YjP()),
    predictedSeconds: schemas/* number */.aig().min(0),
    lowerBoundSeconds: schemas/* number */.aig().min(0),
    capabilities: schemas/* array */.YOg(schemas/* record */.g1P(schemas/* string */.YjP(), JsonSchema)),
});

;// CONCATENATED MODULE: ./lib/core/json.js
/**
 * JSON as a type, and its canonical text.
 * The digest of a plan is taken over this text, so its rules never change within a major version.
 */
/** Text with keys sorted by code unit and no white space; members that are `undefined` are left out. */
function canonicalJson(value) {
    if (Array.isArray(value))
        return `[${value.map(canonicalJson).join(",")}]`;
    if (value !== null && typeof value === "object") {
        const members = Object.entries(value)
            .filter(([, member]) => member !== undefined)
            .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
            .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
        return `{${members.join(",")}}`;
    }
    return JSON.stringify(value ?? null);
}

;// CONCATENATED MODULE: ./lib/plan/digest.js
/**
 * The text whose digest identifies a plan: what the shards will do, without estimates, times or
 * evidence. Two machines that would do the same have the same digest.
 */

/** Canonical JSON over definitions, files and assignment. */
function digestText(plan) {
    return canonicalJson({
        schemaVersion: plan.schemaVersion,
        suite: plan.suite,
        seed: plan.seed,
        files: plan.files,
        groups: plan.groups,
        before: plan.before,
        after: plan.after,
        scenarios: Object.fromEntries(Object.entries(plan.scenarios).map(([id, { runner, needs, demand, definition }]) => [
            id,
            { runner, needs, demand, definition },
        ])),
        shards: plan.shards.map(({ shard, runner, runsOn, workers, share, scenarios }) => ({
            shard,
            runner,
            runsOn,
            workers,
            share,
            scenarios,
        })),
        skipped: plan.skipped,
    });
}

;// CONCATENATED MODULE: ./lib/schedule/heap.js
/** A binary heap: the least element by `before` comes out first. */
class Heap {
    #elements = [];
    #before;
    constructor(before) {
        this.#before = before;
    }
    get size() {
        return this.#elements.length;
    }
    peek() {
        return this.#elements[0];
    }
    push(element) {
        const elements = this.#elements;
        let at = elements.length;
        elements.push(element);
        while (at > 0) {
            const parent = (at - 1) >> 1;
            const above = elements[parent];
            if (!this.#before(element, above))
                break;
            elements[at] = above;
            at = parent;
        }
        elements[at] = element;
    }
    pop() {
        const elements = this.#elements;
        const top = elements[0];
        const last = elements.pop();
        if (elements.length === 0 || last === undefined)
            return top;
        let at = 0;
        for (;;) {
            let child = 2 * at + 1;
            if (child >= elements.length)
                break;
            if (child + 1 < elements.length &&
                this.#before(elements[child + 1], elements[child])) {
                child += 1;
            }
            if (!this.#before(elements[child], last))
                break;
            elements[at] = elements[child];
            at = child;
        }
        elements[at] = last;
        return top;
    }
    /** Takes everything out, in no particular order. */
    drain() {
        return this.#elements.splice(0);
    }
}
/** A heap of numbers, least first. */
function numberHeap() {
    return new Heap((a, b) => a < b);
}

;// CONCATENATED MODULE: ./lib/schedule/groups.js
/**
 * The groups of a shard: how many members run, which slot each holds, and who waits for one.
 */

/** All groups; members are known by their place in the list of items. */
class Groups {
    #groups = new Map();
    #waiting = 0;
    constructor(groups) {
        for (const [name, group] of Object.entries(groups)) {
            this.#groups.set(name, {
                limit: group.maxParallel ?? Number.POSITIVE_INFINITY,
                running: 0,
                freeSlots: numberHeap(),
                highest: 0,
                waiting: numberHeap(),
            });
        }
    }
    /** Members that are ready but held back by a full group. */
    get waiting() {
        return this.#waiting;
    }
    /** The first of these groups that is full. */
    full(names) {
        return names.find((name) => {
            const group = this.#group(name);
            return group.running >= group.limit;
        });
    }
    /** Takes a slot in each group; none of them may be full. */
    take(names) {
        const slots = {};
        for (const name of names) {
            const group = this.#group(name);
            group.running += 1;
            slots[name] = group.freeSlots.pop() ?? ++group.highest;
        }
        return slots;
    }
    /** Gives slots back. */
    release(slots) {
        for (const [name, slot] of Object.entries(slots)) {
            const group = this.#group(name);
            group.running -= 1;
            group.freeSlots.push(slot);
        }
    }
    /** Lets a member wait for a full group. */
    wait(name, item) {
        this.#group(name).waiting.push(item);
        this.#waiting += 1;
    }
    /** The next member that waits for one of these groups, for each that has room. */
    next(names) {
        const items = [];
        for (const name of names) {
            const group = this.#group(name);
            if (group.running >= group.limit)
                continue;
            const item = group.waiting.pop();
            if (item === undefined)
                continue;
            this.#waiting -= 1;
            items.push(item);
        }
        return items;
    }
    #group(name) {
        const group = this.#groups.get(name);
        if (group === undefined)
            throw new Error(`no group ${name}`);
        return group;
    }
}

;// CONCATENATED MODULE: ./lib/core/random.js
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

;// CONCATENATED MODULE: ./lib/schedule/retry.js
/**
 * Whether a failed attempt is followed by another, and after how long. Nothing else decides this.
 */

/**
 * Milliseconds until the next attempt, or null when there is none.
 * Exponential back-off with a cap; with jitter, between half of the delay and all of it ("equal
 * jitter" of the AWS Architecture Blog, 2015), drawn from seed, id and number alone so that a
 * repeated run waits as long.
 */
function retryDelayMs(retry) {
    const { spec, id, number, seed } = retry;
    if (number >= spec.maxAttempts)
        return null;
    const full = Math.min(spec.maxDelayMs, spec.delayMs * spec.factor ** (number - 1));
    if (!spec.jitter)
        return Math.round(full);
    return Math.round(full / 2 + (full / 2) * randomOf(seed, "retry", id, number));
}

;// CONCATENATED MODULE: ./lib/schedule/workers.js
/**
 * The worker slots of a shard: which are free, and what each did with its time.
 */

/** Slots numbered from 1; the lowest free one is taken first. */
class Workers {
    #workers;
    #free = numberHeap();
    #beganAt;
    /** Time during which something was ready but held back, so far. */
    #starvedClockMs = 0;
    #clockAt;
    constructor(count, at) {
        this.#beganAt = at;
        this.#clockAt = at;
        this.#workers = Array.from({ length: count }, (_, index) => {
            this.#free.push(index + 1);
            return { scenarios: 0, busyMs: 0, starvedSince: 0, starvedMs: 0, since: at };
        });
    }
    get free() {
        return this.#free.size;
    }
    get busy() {
        return this.#workers.length - this.#free.size;
    }
    /** Moves the clock; `starving` tells whether something ready was held back since the last call. */
    advance(at, starving) {
        if (starving && this.#free.size > 0)
            this.#starvedClockMs += at - this.#clockAt;
        this.#clockAt = at;
    }
    /** Takes the lowest free slot. */
    take(at) {
        const number = this.#free.pop();
        if (number === undefined)
            throw new Error("no worker is free");
        const worker = this.#worker(number);
        worker.starvedMs += this.#starvedClockMs - worker.starvedSince;
        worker.scenarios += 1;
        worker.since = at;
        return number;
    }
    /** Gives a slot back. */
    release(number, at) {
        const worker = this.#worker(number);
        worker.busyMs += at - worker.since;
        worker.since = at;
        worker.starvedSince = this.#starvedClockMs;
        this.#free.push(number);
    }
    /** What each worker did from the beginning to `at`; all must be free. */
    times(at) {
        return this.#workers.map((worker, index) => ({
            worker: index + 1,
            scenarios: worker.scenarios,
            busyMs: worker.busyMs,
            idleMs: at - this.#beganAt - worker.busyMs,
            starvedMs: worker.starvedMs + this.#starvedClockMs - worker.starvedSince,
        }));
    }
    #worker(number) {
        const worker = this.#workers[number - 1];
        if (worker === undefined)
            throw new Error(`no worker ${number}`);
        return worker;
    }
}

;// CONCATENATED MODULE: ./lib/schedule/scheduler.js
/**
 * The one scheduler: a synchronous state machine. Inputs with the time in them go in, commands come
 * out; it knows no clock, process or promise. The engine drives it with real processes, the planner
 * with estimates.
 */





/** Schedules the items of one shard; one instance a run. */
class Scheduler {
    #options;
    #entries;
    #index;
    #ready = numberHeap();
    #delayed = new Heap((a, b) => a.at < b.at || (a.at === b.at && a.index < b.index));
    #groups;
    #workers;
    #open;
    #failed = 0;
    #stopping = null;
    #wakeAt = null;
    #finished = false;
    #commands = [];
    constructor(options) {
        this.#options = options;
        this.#index = new Map(options.items.map((item, index) => [item.id, index]));
        if (this.#index.size !== options.items.length)
            throw new Error("an item is there twice");
        this.#entries = options.items.map((item) => ({
            item,
            dependents: [],
            openNeeds: item.needs.length,
            status: "waiting",
            attempts: 0,
            worker: 0,
            groupSlots: {},
        }));
        for (const [index, entry] of this.#entries.entries()) {
            for (const need of entry.item.needs)
                this.#byId(need).dependents.push(index);
        }
        this.#groups = new Groups(options.groups);
        this.#workers = new Workers(options.workers, 0);
        this.#open = options.items.length;
    }
    /** Number of items without a verdict. */
    get open() {
        return this.#open;
    }
    /** Takes one input and returns what must happen now, in order. */
    step(input) {
        this.#commands = [];
        this.#workers.advance(input.at, this.#stopping === null && this.#groups.waiting > 0);
        switch (input.type) {
            case "begin":
                this.#workers = new Workers(this.#options.workers, input.at);
                for (const [index, entry] of this.#entries.entries()) {
                    if (entry.openNeeds === 0)
                        this.#makeReady(index);
                }
                break;
            case "attempt-ended":
                this.#attemptEnded(this.#indexOf(input.id), input.end, input.at);
                break;
            case "tick":
                this.#wakeAt = null;
                break;
            case "cancel":
                this.#stop(input.reason);
                if (this.#workers.busy > 0) {
                    this.#commands.push({ type: "stop-attempts", reason: input.reason });
                }
                break;
            default:
                unreachable(input);
        }
        this.#dispatch(input.at);
        this.#end(input.at);
        return this.#commands;
    }
    #attemptEnded(index, end, at) {
        const entry = this.#entry(index);
        if (entry.status !== "running")
            throw new Error(`${entry.item.id} does not run`);
        this.#workers.release(entry.worker, at);
        this.#groups.release(entry.groupSlots);
        for (const next of this.#groups.next(Object.keys(entry.groupSlots)))
            this.#ready.push(next);
        entry.status = "waiting";
        const { id } = entry.item;
        switch (end.outcome) {
            case "passed": {
                const verdict = entry.attempts > 1 ? "flaky" : "passed";
                this.#commands.push({ type: "finish", id, verdict, cause: null });
                this.#done(index, true);
                break;
            }
            case "failed": {
                const { retry } = entry.item;
                const delayMs = this.#stopping === null
                    ? retryDelayMs({ spec: retry, id, number: entry.attempts, seed: this.#options.seed })
                    : null;
                if (delayMs !== null) {
                    this.#commands.push({ type: "retry", id, number: entry.attempts + 1, delayMs });
                    entry.status = "delayed";
                    this.#delayed.push({ at: at + delayMs, index });
                    break;
                }
                this.#commands.push({ type: "finish", id, verdict: "failed", cause: end.cause });
                if (entry.item.tolerated !== true)
                    this.#failed += 1;
                this.#done(index, false);
                const { failFast } = this.#options;
                if (failFast !== null && this.#failed >= failFast)
                    this.#stop("fail-fast");
                break;
            }
            case "skipped":
                this.#commands.push({ type: "skip", id, reason: end.reason, message: end.message });
                this.#done(index, false);
                break;
            case "cancelled":
                this.#cancelled(index);
                break;
            default:
                unreachable(end);
        }
    }
    /** Counts the item as ended and lets what needs it go on, or skips it. */
    #done(index, passed) {
        const ended = [];
        const end = (one) => {
            this.#entry(one.index).status = "done";
            this.#open -= 1;
            ended.push(one);
        };
        end({ index, passed });
        for (let one = ended.pop(); one !== undefined; one = ended.pop()) {
            const entry = this.#entry(one.index);
            for (const dependent of entry.dependents) {
                const other = this.#entry(dependent);
                if (other.status !== "waiting")
                    continue;
                other.openNeeds -= 1;
                if (!one.passed && !other.item.runsAfterFailure && this.#stopping === null) {
                    this.#commands.push({
                        type: "skip",
                        id: other.item.id,
                        reason: "dependency-failed",
                        message: `needs ${entry.item.id}, which did not pass`,
                    });
                    end({ index: dependent, passed: false });
                }
                else if (other.openNeeds === 0 && this.#stopping === null) {
                    this.#makeReady(dependent);
                }
            }
        }
    }
    /** Nothing more starts; what has not begun is cancelled. */
    #stop(reason) {
        if (this.#stopping === null || reason === "interrupted")
            this.#stopping = reason;
        for (const [index, entry] of this.#entries.entries()) {
            if (entry.status !== "running" && entry.status !== "done")
                this.#cancelled(index);
        }
        this.#ready.drain();
        this.#delayed.drain();
    }
    #cancelled(index) {
        const entry = this.#entry(index);
        const reason = this.#stopping ?? "interrupted";
        const message = CANCEL_MESSAGES[reason][entry.attempts > 0 ? "begun" : "open"];
        this.#commands.push({ type: "cancelled", id: entry.item.id, reason, message });
        entry.status = "done";
        this.#open -= 1;
    }
    #makeReady(index) {
        this.#entry(index).status = "ready";
        this.#ready.push(index);
    }
    #dispatch(at) {
        if (this.#stopping !== null)
            return;
        for (let next = this.#delayed.peek(); next !== undefined && next.at <= at;) {
            this.#delayed.pop();
            this.#makeReady(next.index);
            next = this.#delayed.peek();
        }
        while (this.#workers.free > 0) {
            const index = this.#ready.pop();
            if (index === undefined)
                break;
            const entry = this.#entry(index);
            const full = this.#groups.full(entry.item.groups);
            if (full === undefined) {
                this.#start(entry, at);
            }
            else {
                // A member that goes on to wait elsewhere must not keep a free slot from the next in line.
                this.#groups.wait(full, index);
                for (const next of this.#groups.next(entry.item.groups))
                    this.#ready.push(next);
            }
        }
        const due = this.#delayed.peek()?.at ?? null;
        if (due !== null && due !== this.#wakeAt) {
            this.#wakeAt = due;
            this.#commands.push({ type: "wake", at: due });
        }
    }
    #start(entry, at) {
        entry.status = "running";
        entry.attempts += 1;
        entry.worker = this.#workers.take(at);
        entry.groupSlots = this.#groups.take(entry.item.groups);
        this.#commands.push({
            type: "start",
            id: entry.item.id,
            number: entry.attempts,
            worker: entry.worker,
            groupSlots: entry.groupSlots,
        });
    }
    #end(at) {
        if (this.#finished || this.#open > 0 || this.#workers.busy > 0)
            return;
        this.#finished = true;
        const because = this.#stopping ?? "queue-empty";
        for (const times of this.#workers.times(at)) {
            this.#commands.push({ type: "worker-ended", ...times, because });
        }
        this.#commands.push({ type: "done" });
    }
    #entry(index) {
        const entry = this.#entries[index];
        if (entry === undefined)
            throw new Error(`no item ${index}`);
        return entry;
    }
    #indexOf(id) {
        const index = this.#index.get(id);
        if (index === undefined)
            throw new Error(`no item ${id}`);
        return index;
    }
    #byId(id) {
        return this.#entry(this.#indexOf(id));
    }
}
const CANCEL_MESSAGES = {
    interrupted: {
        open: "the run was interrupted before it started",
        begun: "the run was interrupted while it ran",
    },
    "fail-fast": {
        open: "not started: enough scenarios had failed (fail-fast)",
        begun: "not tried again: enough scenarios had failed (fail-fast)",
    },
    budget: {
        open: "not started: the time budget had ended",
        begun: "stopped: the time budget had ended",
    },
};

;// CONCATENATED MODULE: ./lib/schedule/simulate.js
/**
 * Drives the scheduler with given durations instead of processes, so that a plan can tell how long
 * a shard takes. The decisions are those of the real run because the code is the same.
 */


/** Runs a whole shard in virtual time. `attempt` tells how long an attempt takes and how it ends. */
function simulate(options, attempt) {
    const scheduler = new Scheduler(options);
    const commands = [];
    const events = new Heap((a, b) => a.at < b.at || (a.at === b.at && a.order < b.order));
    let order = 0;
    let now = 0;
    const take = (issued) => {
        for (const command of issued) {
            commands.push({ at: now, command });
            if (command.type === "start") {
                const { durationMs, end } = attempt(command.id, command.number);
                events.push({ at: now + durationMs, order: order++, id: command.id, end });
            }
            else if (command.type === "wake") {
                events.push({ at: command.at, order: order++, id: null, end: { outcome: "passed" } });
            }
        }
    };
    take(scheduler.step({ type: "begin", at: 0 }));
    for (let event = events.pop(); event !== undefined; event = events.pop()) {
        now = event.at;
        take(event.id === null
            ? scheduler.step({ type: "tick", at: now })
            : scheduler.step({ type: "attempt-ended", at: now, id: event.id, end: event.end }));
    }
    const last = commands.findLast(({ command }) => command.type === "done");
    if (last === undefined)
        throw new Error("the schedule did not end");
    return { makespanMs: last.at, commands };
}

;// CONCATENATED MODULE: ./lib/plan/assign.js
/**
 * Which component goes to which shard. Strategies are a table; each is deterministic and does not
 * depend on the order of its input.
 */

/** Every strategy by name. */
const STRATEGIES = { lpt };
/**
 * Longest processing time first (Graham 1969): the longest component goes to the shard with the
 * least work, at most 4/3 − 1/(3N) of the optimum.
 */
function lpt(components, shards) {
    const count = Math.min(shards, components.length);
    const longestFirst = [...components].sort((a, b) => b.workMs - a.workMs || (firstId(a) < firstId(b) ? -1 : 1));
    // One each first, so that no shard is empty even where components have no work.
    const assigned = longestFirst.slice(0, count).map((component) => [component]);
    const loads = new Heap((a, b) => a.workMs < b.workMs || (a.workMs === b.workMs && a.shard < b.shard));
    for (const [shard, [first]] of assigned.entries()) {
        loads.push({ workMs: first?.workMs ?? 0, shard });
    }
    for (const component of longestFirst.slice(count)) {
        const least = loads.pop();
        if (least === undefined)
            break;
        assigned[least.shard]?.push(component);
        loads.push({ workMs: least.workMs + component.workMs, shard: least.shard });
    }
    return assigned;
}
function firstId(component) {
    return component.units[0]?.id ?? "";
}

;// CONCATENATED MODULE: ./lib/plan/components.js
/**
 * Scenarios that must share a shard because one needs the other, directly or through others.
 */
/** Connected components over `needs`, each with its units sorted by id; sorted by first id. */
function componentsOf(units) {
    const parent = new Map(units.map((unit) => [unit.id, unit.id]));
    const root = (id) => {
        let at = id;
        for (let up = parent.get(at); up !== undefined && up !== at; up = parent.get(at)) {
            parent.set(at, parent.get(up) ?? up);
            at = up;
        }
        return at;
    };
    for (const unit of units) {
        for (const need of unit.needs) {
            const a = root(unit.id);
            const b = root(need);
            if (a !== b)
                parent.set(a < b ? b : a, a < b ? a : b);
        }
    }
    const members = new Map();
    for (const unit of [...units].sort(byId)) {
        const key = root(unit.id);
        const list = members.get(key);
        if (list === undefined)
            members.set(key, [unit]);
        else
            list.push(unit);
    }
    return [...members.values()].map((list) => ({
        units: list,
        workMs: list.reduce((sum, unit) => sum + unit.estimateMs, 0),
    }));
}
function byId(a, b) {
    return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

;// CONCATENATED MODULE: ./lib/plan/paths.js
/** For each unit: its own estimate plus the longest chain of what waits for it. */
function remainingPaths(units) {
    const dependents = new Map();
    const open = new Map();
    const byId = new Map(units.map((unit) => [unit.id, unit]));
    for (const unit of units) {
        for (const need of unit.needs) {
            const list = dependents.get(need);
            if (list === undefined)
                dependents.set(need, [unit.id]);
            else
                list.push(unit.id);
        }
    }
    for (const unit of units)
        open.set(unit.id, dependents.get(unit.id)?.length ?? 0);
    const lengths = new Map();
    const ready = units.filter((unit) => open.get(unit.id) === 0);
    for (let unit = ready.pop(); unit !== undefined; unit = ready.pop()) {
        const after = (dependents.get(unit.id) ?? []).map((id) => lengths.get(id) ?? 0);
        lengths.set(unit.id, unit.estimateMs + after.reduce((a, b) => Math.max(a, b), 0));
        for (const need of unit.needs) {
            const left = (open.get(need) ?? 0) - 1;
            open.set(need, left);
            const other = byId.get(need);
            if (left === 0 && other !== undefined)
                ready.push(other);
        }
    }
    return lengths;
}
/** Units in order of priority: longest remaining path first, ids decide between equals. */
function byPriority(units, lengths = remainingPaths(units)) {
    return [...units].sort((a, b) => {
        const difference = (lengths.get(b.id) ?? 0) - (lengths.get(a.id) ?? 0);
        return difference !== 0 ? difference : a.id < b.id ? -1 : 1;
    });
}

;// CONCATENATED MODULE: ./lib/plan/bound.js
/**
 * The least time in which any plan could be done, and what makes it so.
 */


/**
 * The largest of: all work over all workers; the longest chain of needs; the work of one component
 * over the workers of one shard.
 */
function lowerBound(options) {
    const { units, shards, workers } = options;
    const work = units.reduce((sum, unit) => sum + unit.estimateMs, 0);
    let bound = { ms: work / Math.max(1, shards * workers), binding: "work", id: null };
    for (const component of options.components ?? componentsOf(units)) {
        const ms = component.workMs / workers;
        if (ms > bound.ms)
            bound = { ms, binding: "component", id: component.units[0]?.id ?? null };
    }
    for (const [id, ms] of remainingPaths(units)) {
        if (ms > bound.ms)
            bound = { ms, binding: "path", id };
    }
    return bound;
}

;// CONCATENATED MODULE: ./lib/plan/choose-shards.js
/**
 * How many shards are worth their start: the smallest number that is fast enough.
 */
/** Shards that `auto` uses at most. */
const MAX_AUTO_SHARDS = 10;
/** Time from the start of a job to its first scenario, where a runner class says nothing else. */
const DEFAULT_STARTUP_MS = 40_000;
/** Near enough to the best: another shard must gain more than this part of the whole time. */
const KNEE = 0.1;
/**
 * The fewest shards whose time, start-up included, meets the target; without a target the fewest
 * whose time is within 10 % of the best that any number up to the limit reaches.
 */
function chooseShards(options) {
    const { limit, targetMs, startupMs, predictMs } = options;
    const times = Array.from({ length: Math.max(1, limit) }, (_, i) => startupMs + predictMs(i + 1));
    const best = Math.min(...times);
    const enough = targetMs === null ? best * (1 + KNEE) : Math.max(targetMs, best);
    return times.findIndex((time) => time <= enough) + 1;
}

;// CONCATENATED MODULE: ./lib/plan/estimate.js
/** Assumed when nothing at all is known. */
const DEFAULT_ESTIMATE_MS = 10_000;
/** Estimates of all scenarios: their own, else the median of those that have one, else 10 s. */
function estimateAll(scenarios) {
    const known = scenarios.flatMap(({ estimateMs }) => (estimateMs === null ? [] : [estimateMs]));
    const fallback = known.length > 0
        ? { ms: median(known), from: "median" }
        : { ms: DEFAULT_ESTIMATE_MS, from: "default" };
    return new Map(scenarios.map(({ id, estimateMs }) => [
        id,
        estimateMs === null ? fallback : { ms: estimateMs, from: "estimate" },
    ]));
}
function median(values) {
    const sorted = [...values].sort((a, b) => a - b);
    const middle = sorted.length >> 1;
    const upper = sorted[middle] ?? 0;
    return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}

// EXTERNAL MODULE: ./node_modules/@actions/expressions/dist/ast.js
var ast = __webpack_require__(12049);
// EXTERNAL MODULE: ./node_modules/@actions/expressions/dist/errors.js
var errors = __webpack_require__(52830);
// EXTERNAL MODULE: ./node_modules/@actions/expressions/dist/lexer.js
var lexer = __webpack_require__(12083);
// EXTERNAL MODULE: ./node_modules/@actions/expressions/dist/parser.js
var parser = __webpack_require__(24566);
;// CONCATENATED MODULE: ./lib/core/nearest.js
/**
 * Suggestions for mistyped words.
 */
/** Edit distance (Levenshtein, with neighbours swapped counted as one), stopped above `limit`. */
function editDistance(a, b, limit = 3) {
    if (Math.abs(a.length - b.length) > limit)
        return limit + 1;
    // An edit takes away one letter and brings in one, at most.
    if (bitCount(letters(a) ^ letters(b)) > 2 * limit)
        return limit + 1;
    let before = [];
    let previous = Array.from({ length: b.length + 1 }, (_, i) => i);
    for (let i = 1; i <= a.length; i++) {
        const current = [i];
        for (let j = 1; j <= b.length; j++) {
            const cost = a[i - 1] === b[j - 1] ? 0 : 1;
            let best = Math.min((previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1, (previous[j - 1] ?? 0) + cost);
            if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
                best = Math.min(best, (before[j - 2] ?? 0) + 1);
            }
            current.push(best);
        }
        before = previous;
        previous = current;
    }
    return previous[b.length] ?? 0;
}
/** Which letters a text has, one bit for each; characters far apart may share one. */
function letters(text) {
    let bits = 0;
    for (let i = 0; i < text.length; i++)
        bits |= 1 << (text.charCodeAt(i) & 31);
    return bits;
}
function bitCount(bits) {
    let count = 0;
    for (let left = bits; left !== 0; left &= left - 1)
        count++;
    return count;
}
/** The candidate nearest to the word, if one is near enough to be what was meant. */
function nearest(word, candidates) {
    const limit = word.length <= 3 ? 1 : word.length <= 6 ? 2 : 3;
    let best;
    let bestDistance = limit + 1;
    for (const candidate of candidates) {
        const distance = editDistance(word.toLowerCase(), candidate.toLowerCase(), limit);
        if (distance < bestDistance) {
            best = candidate;
            bestDistance = distance;
        }
    }
    return best;
}

;// CONCATENATED MODULE: ./lib/scenario/expression-syntax.js
/**
 * The syntax of GitHub Actions expressions: parsing with places, and what an expression uses.
 * Owns the library's lexer and parser; problems are values with the offset they belong to.
 */






/** Functions that say how things stand. */
const STATUS_FUNCTIONS = ["success", "failure", "always", "cancelled"];
/** Names as people write them; compared without case. */
const FUNCTION_NAMES = new Map([
    ...["case", "contains", "endsWith", "format", "fromJSON", "join", "startsWith", "toJSON"],
    ...STATUS_FUNCTIONS,
].map((name) => [name.toLowerCase(), name]));
/** Parses one expression; `base` is added to every offset that comes back. */
function parseExpression(text, base = 0) {
    const problem = (message, range, hint) => (0,core_result/* err */._)({
        kind: "syntax",
        message,
        range: { start: base + range.start, end: base + Math.max(range.end, range.start) },
        ...(hint === undefined ? {} : { hint }),
    });
    const whole = { start: 0, end: text.length };
    if (text.trim() === "")
        return problem("an expression is expected", whole);
    let tokens;
    try {
        tokens = expression_syntax_place(new lexer/* Lexer */.JG(text).lex().tokens, text);
    }
    catch (error) {
        return problem(...lexerProblem(error, text));
    }
    for (const [i, token] of tokens.entries()) {
        if (!isCall(tokens, i) || FUNCTION_NAMES.has(token.lexeme.toLowerCase()))
            continue;
        const meant = nearest(token.lexeme, FUNCTION_NAMES.values());
        return problem(`there is no function \`${token.lexeme}\``, offsets(token), meant === undefined
            ? `functions are ${[...FUNCTION_NAMES.values()].join(", ")}`
            : `did you mean \`${meant}\`?`);
    }
    // Every name is let through as a context here: which of them exist depends on the place.
    const names = tokens.filter((token) => token.type === lexer/* TokenType */.ks.IDENTIFIER);
    try {
        const tree = new parser/* Parser */.i([...tokens], names.map((token) => token.lexeme), STATUS_FUNCTIONS.map((name) => ({ name, minArgs: 0, maxArgs: 0 }))).parse();
        if (tree === undefined)
            return problem("an expression is expected", whole);
        const uses = [];
        const functions = new Set();
        collect(tree, { base, uses, functions });
        return (0,core_result.ok)({
            text: text.trim(),
            range: { start: base, end: base + text.length },
            uses,
            functions: [...functions],
            tree,
        });
    }
    catch (error) {
        return problem(...parserProblem(error, text));
    }
}
/**
 * Gives every token its offsets (the library loses count after a text with line ends) and undoes
 * every doubled quote (the library undoes the first).
 */
function expression_syntax_place(tokens, text) {
    let at = 0;
    return tokens.map((token) => {
        while (at < text.length && /\s/u.test(text[at] ?? ""))
            at++;
        const start = at;
        at += token.lexeme.length;
        const range = { start: { line: 0, column: start }, end: { line: 0, column: at } };
        if (token.type !== lexer/* TokenType */.ks.STRING)
            return { ...token, range };
        return { ...token, range, value: token.lexeme.slice(1, -1).replaceAll("''", "'") };
    });
}
function offsets(token) {
    return { start: token.range.start.column, end: token.range.end.column };
}
function isCall(tokens, i) {
    return (tokens[i]?.type === lexer/* TokenType */.ks.IDENTIFIER &&
        tokens[i + 1]?.type === lexer/* TokenType */.ks.LEFT_PAREN &&
        tokens[i - 1]?.type !== lexer/* TokenType */.ks.DOT);
}
function collect(node, into) {
    if (node instanceof ast/* ContextAccess */.QC || node instanceof ast/* IndexAccess */.p_) {
        const chain = chainOf(node);
        for (const index of chain.computed)
            collect(index, into);
        if (chain.root instanceof ast/* ContextAccess */.QC) {
            const { start } = offsets(chain.root.name);
            into.uses.push({
                context: chain.root.name.lexeme.toLowerCase(),
                path: chain.path,
                range: { start: into.base + start, end: into.base + chain.end },
            });
        }
        else
            collect(chain.root, into);
    }
    else if (node instanceof ast/* FunctionCall */.R6) {
        into.functions.add(node.functionName.lexeme.toLowerCase());
        for (const argument of node.args)
            collect(argument, into);
    }
    else if (node instanceof ast/* Logical */.oD) {
        for (const argument of node.args)
            collect(argument, into);
    }
    else if (node instanceof ast/* Binary */.yI) {
        collect(node.left, into);
        collect(node.right, into);
    }
    else if (node instanceof ast/* Unary */._c)
        collect(node.expr, into);
    else if (node instanceof ast/* Grouping */.aU)
        collect(node.group, into);
}
/** Takes `a.b['c'][x].d` apart: the root, the path up to the first computed part, what is computed. */
function chainOf(node) {
    const indexes = [];
    let root = node;
    while (root instanceof ast/* IndexAccess */.p_) {
        indexes.unshift(root.index);
        root = root.expr;
    }
    const path = [];
    const computed = [];
    let end = root instanceof ast/* ContextAccess */.QC ? offsets(root.name).end : 0;
    let literal = true;
    for (const index of indexes) {
        if (index instanceof ast/* Literal */.uS) {
            end = Math.max(end, offsets(index.token).end);
            if (literal)
                path.push(index.literal.coerceString());
        }
        else {
            literal = false;
            computed.push(index);
        }
    }
    return { root, path, computed, end };
}
function messageOf(error) {
    return error instanceof Error ? error.message : String(error);
}
/** The lexer throws a sentence that holds a 1-based position. */
function lexerProblem(error, text) {
    const message = messageOf(error);
    if (message === "ErrorExceededMaxLength") {
        return ["the expression is longer than 21,000 characters", { start: 0, end: text.length }];
    }
    const found = /^Unexpected symbol: '([\s\S]*)'\. Located at position (\d+) within/u.exec(message);
    if (found === null)
        return [lowerFirst(message), { start: 0, end: text.length }];
    const symbol = found[1] ?? "";
    const start = Number(found[2]) - 1;
    const range = { start, end: start + symbol.length };
    if (symbol.startsWith("'"))
        return ["a text in quotes is not closed", range];
    const hint = /["`]/u.test(symbol) ? "texts are in single quotes here" : undefined;
    const message_ = `\`${symbol}\` is not expected here`;
    return hint === undefined ? [message_, range] : [message_, range, hint];
}
function parserProblem(error, text) {
    const whole = { start: 0, end: text.length };
    if (!(error instanceof errors/* ExpressionError */.tj))
        return ["the expression does not parse", whole];
    const start = error.pos.column;
    const symbol = /: '([\s\S]*)'$/u.exec(error.message)?.[1] ?? "";
    const range = { start, end: start + symbol.length };
    if (symbol === "" || start >= text.length)
        return ["the expression ends too early", { start: whole.end, end: whole.end }];
    if (error.message.startsWith("Unexpected symbol")) {
        return [`\`${symbol}\` is not expected here`, range];
    }
    if (error.message.startsWith("Unexpected end"))
        return ["the expression ends too early", range];
    return [lowerFirst(error.message.replace(/: '[\s\S]*'$/u, ` to \`${symbol}\``)), range];
}
function lowerFirst(text) {
    return text.charAt(0).toLowerCase() + text.slice(1);
}

// EXTERNAL MODULE: ./node_modules/@actions/expressions/dist/data/index.js
var data = __webpack_require__(45958);
// EXTERNAL MODULE: ./node_modules/@actions/expressions/dist/evaluator.js + 2 modules
var dist_evaluator = __webpack_require__(42886);
// EXTERNAL MODULE: ./node_modules/@actions/expressions/dist/result.js
var result = __webpack_require__(96856);
;// CONCATENATED MODULE: ./lib/scenario/expression-data.js
/**
 * JSON as the data of the expression library, converted on access.
 * Owns the conversion in both directions; a large `github` context costs nothing until it is read.
 */

/**
 * A mapping whose members are converted when asked for. It replaces the library's own dictionary,
 * which answers for names such as `constructor` that every JavaScript object inherits.
 */
class JsonDictionary extends data/* Dictionary */.bT {
    #source;
    #converted = new Map();
    #names;
    constructor(source) {
        super();
        this.#source = source;
    }
    get(key) {
        const name = Object.hasOwn(this.#source, key) ? key : this.#spelling(key);
        return name === undefined ? undefined : this.#member(name);
    }
    values() {
        return Object.keys(this.#source).map((key) => this.#member(key));
    }
    pairs() {
        return Object.keys(this.#source).map((key) => ({ key, value: this.#member(key) }));
    }
    /** Names are compared without case, as Actions does. */
    #spelling(key) {
        if (this.#names === undefined) {
            this.#names = new Map();
            for (const name of Object.keys(this.#source)) {
                const folded = name.toLowerCase();
                if (!this.#names.has(folded))
                    this.#names.set(folded, name);
            }
        }
        return this.#names.get(key.toLowerCase());
    }
    #member(name) {
        let member = this.#converted.get(name);
        if (member === undefined) {
            member = fromJson(this.#source[name] ?? null);
            this.#converted.set(name, member);
        }
        return member;
    }
}
/** The named contexts of an evaluation; a context that nobody gave is null, as in Actions. */
class ContextDictionary extends JsonDictionary {
    get(key) {
        return super.get(key) ?? new data/* Null */.Uv();
    }
}
/** Wraps the contexts of one evaluation. */
function contextData(contexts) {
    return new ContextDictionary(contexts);
}
/** JSON as data of the expression library. */
function fromJson(value) {
    if (value === null)
        return new data/* Null */.Uv();
    if (typeof value === "string")
        return new data/* StringData */.uQ(value);
    if (typeof value === "number")
        return new data/* NumberData */.Q9(value);
    if (typeof value === "boolean")
        return new data/* BooleanData */.bo(value);
    if (isList(value))
        return list(value.map(fromJson));
    return new JsonDictionary(value);
}
/** Data of the expression library as JSON; numbers that JSON lacks become null. */
function toJson(value) {
    if (value instanceof data/* StringData */.uQ)
        return value.value;
    if (value instanceof data/* BooleanData */.bo)
        return value.value;
    if (value instanceof data/* NumberData */.Q9)
        return Number.isFinite(value.value) ? value.value : null;
    if (value instanceof data/* Array */.O3)
        return value.values().map(toJson);
    if (value instanceof data/* Dictionary */.bT) {
        return Object.fromEntries(value.pairs().map((pair) => [pair.key, toJson(pair.value)]));
    }
    return null;
}
function isList(value) {
    return Array.isArray(value);
}
// Adds one by one: spreading a long list into a constructor overflows the stack.
function list(items) {
    const array = new data/* Array */.O3();
    for (const item of items)
        array.add(item);
    return array;
}

;// CONCATENATED MODULE: ./lib/scenario/expression-value.js
/**
 * The value of an expression, as JSON, text or truth.
 * Owns the library's evaluator; contexts are plain JSON.
 */





/** The value of an expression as JSON. */
function evaluateToJson(expression, input) {
    const value = evaluate(expression, input);
    return value.ok ? (0,core_result.ok)(toJson(value.value)) : value;
}
/** The value of an expression as text, in the form that Actions gives it. */
function evaluateToText(expression, input) {
    const value = evaluate(expression, input);
    return value.ok ? (0,core_result.ok)(value.value.coerceString()) : value;
}
/** Whether the value of an expression counts as true in Actions. */
function evaluateToBoolean(expression, input) {
    const value = evaluate(expression, input);
    return value.ok ? (0,core_result.ok)((0,result/* truthy */.vN)(value.value)) : value;
}
function evaluate(expression, input) {
    try {
        const evaluator = new dist_evaluator/* Evaluator */.o(expression.tree, contextData(input.contexts), functionsFor(input.status));
        return (0,core_result.ok)(evaluator.evaluate());
    }
    catch (error) {
        // The library throws plain errors for values that a function cannot take.
        return (0,core_result/* err */._)({
            kind: "evaluation",
            message: `\`${expression.text}\` has no value: ${expression_value_messageOf(error)}`,
            range: expression.range,
        });
    }
}
function functionsFor(status) {
    const truth = (name, value) => [
        name,
        {
            name,
            minArgs: 0,
            maxArgs: 0,
            call: () => {
                if (value === undefined)
                    throw new Error(`${name}() is known only while running`);
                return new data/* BooleanData */.bo(value);
            },
        },
    ];
    return new Map([
        truth("success", status?.success),
        truth("failure", status?.failure),
        truth("cancelled", status?.cancelled),
        truth("always", status === undefined ? undefined : true),
        // The library's own version builds dictionaries that answer for inherited names.
        ["fromjson", { name: "fromJSON", minArgs: 1, maxArgs: 1, call: expression_value_parseJson }],
    ]);
}
function expression_value_parseJson(...args) {
    const text = args[0]?.coerceString() ?? "";
    try {
        return fromJson(JSON.parse(text));
    }
    catch {
        const shown = text.length > 40 ? `${text.slice(0, 40)}…` : text;
        throw new Error(`fromJSON was given ${text === "" ? "an empty text" : `\`${shown}\``}`);
    }
}
function expression_value_messageOf(error) {
    const message = error instanceof Error ? error.message : String(error);
    return message.charAt(0).toLowerCase() + message.slice(1);
}

;// CONCATENATED MODULE: ./lib/scenario/template.js



const OPEN = "${{";
const CLOSE = "}}";
/** True when the text holds an expression at all; cheaper than parsing. */
function hasExpression(text) {
    return text.includes(OPEN);
}
/** Cuts a text at its expressions; offsets of problems are offsets in the text. */
function parseTemplate(text) {
    const { template, problems } = readTemplate(text);
    const [first] = problems;
    return first === undefined ? (0,core_result.ok)(template) : (0,core_result/* err */._)(first);
}
/** Cuts a text at its expressions, going on behind those that do not parse. */
function readTemplate(text) {
    const parts = [];
    const problems = [];
    let at = 0;
    while (at < text.length) {
        const open = text.indexOf(OPEN, at);
        if (open < 0)
            break;
        if (open > at)
            parts.push(text.slice(at, open));
        const close = closeOf(text, open + OPEN.length);
        if (close < 0) {
            problems.push({
                kind: "syntax",
                message: `\`${OPEN}\` is not closed with \`${CLOSE}\``,
                range: { start: open, end: open + OPEN.length },
            });
            at = text.length;
            break;
        }
        const inner = text.slice(open + OPEN.length, close);
        const expression = parseExpression(inner, open + OPEN.length);
        if (expression.ok)
            parts.push(expression.value);
        else
            problems.push(expression.error);
        at = close + CLOSE.length;
    }
    if (at < text.length)
        parts.push(text.slice(at));
    return { template: { text, parts }, problems };
}
/** The text with every expression replaced by the text of its value. */
function renderTemplate(template, input) {
    let text = "";
    for (const part of template.parts) {
        if (typeof part === "string") {
            text += part;
            continue;
        }
        const value = evaluateToText(part, input);
        if (!value.ok)
            return value;
        text += value.value;
    }
    return (0,core_result.ok)(text);
}
/** The value of a template: JSON when it is one expression and nothing else, text otherwise. */
function evaluateTemplate(template, input) {
    const only = onlyExpression(template);
    return only === undefined ? renderTemplate(template, input) : evaluateToJson(only, input);
}
/**
 * The expression that is the whole of a template, if it is one.
 * A line end behind the only expression, as block texts have it, does not make it a text.
 */
function onlyExpression(template) {
    const meaningful = template.parts.filter((part) => typeof part !== "string" || part.trim() !== "");
    const [only] = meaningful;
    return meaningful.length === 1 && typeof only === "object" ? only : undefined;
}
/** The first `}}` outside a text in single quotes. */
function closeOf(text, from) {
    let quoted = false;
    for (let i = from; i < text.length; i++) {
        if (text[i] === "'")
            quoted = !quoted;
        else if (!quoted && text.startsWith(CLOSE, i))
            return i;
    }
    return -1;
}

;// CONCATENATED MODULE: ./lib/scenario/expression.js
/**
 * Conditions, and what conditions and templates use.
 * That is known before anything is evaluated, so that a plan can be checked and can decide.
 */




/**
 * Parses a condition, with or without `${{ }}` around the whole of it. A text that is only partly
 * an expression is refused: Actions would take it for a text, which is always true.
 */
function parseCondition(text) {
    if (!hasExpression(text)) {
        const expression = parseExpression(text);
        return expression.ok
            ? (0,core_result.ok)({ text: expression.value.text, expression: expression.value })
            : expression;
    }
    const template = parseTemplate(text);
    if (!template.ok)
        return template;
    const only = onlyExpression(template.value);
    if (only === undefined) {
        return (0,core_result/* err */._)({
            kind: "syntax",
            message: "the condition is only partly an expression, so it would always be true",
            range: { start: 0, end: text.length },
            hint: "write the whole condition in one expression, or leave the braces out",
        });
    }
    return (0,core_result.ok)({ text: only.text, expression: only });
}
/** Whether a condition holds, by the truth rules of Actions. */
function evaluateCondition(condition, input) {
    return evaluateToBoolean(condition.expression, input);
}
/** True when a condition itself asks how things stand, so that no `success()` is implied. */
function usesStatusFunction(condition) {
    return condition.expression.functions.some((name) => STATUS_FUNCTIONS.includes(name));
}
/** Every use of a context, in the order of the text. */
function usesOf(subject) {
    if ("expression" in subject)
        return subject.expression.uses;
    return subject.parts.flatMap((part) => (typeof part === "string" ? [] : part.uses));
}
/** Names of the contexts used, in lower case. */
function contextsOf(subject) {
    return new Set(usesOf(subject).map((use) => use.context));
}
/** Names of the functions called, in lower case. */
function functionsOf(subject) {
    if ("expression" in subject)
        return new Set(subject.expression.functions);
    return new Set(subject.parts.flatMap((part) => (typeof part === "string" ? [] : part.functions)));
}

;// CONCATENATED MODULE: ./lib/plan/items.js
/**
 * Planned scenarios as the scheduler takes them; used by predictions and by real runs alike.
 */

/** One planned scenario as an item. Needs outside `within` are somebody else's and are left out. */
function toItem(options) {
    const { id, planned, within } = options;
    const { groups, retry } = planned.definition;
    return {
        id,
        needs: planned.needs.filter((need) => within.has(need)),
        groups,
        retry,
        runsAfterFailure: runsAfterFailure(planned.definition.if),
    };
}
/** True when a condition asks for a status function and so decides itself after failures. */
function runsAfterFailure(condition) {
    if (condition === null)
        return false;
    const parsed = parseCondition(condition);
    return parsed.ok && usesStatusFunction(parsed.value);
}
/** What the scheduler needs for a shard's scenarios in their order of priority. */
function toScheduleOptions(options) {
    const { plan, ids, workers, failFast } = options;
    const within = new Set(ids);
    return {
        items: ids.flatMap((id) => {
            const planned = plan.scenarios[id];
            return planned === undefined ? [] : [toItem({ id, planned, within })];
        }),
        workers,
        groups: plan.groups,
        seed: plan.seed,
        failFast,
    };
}

;// CONCATENATED MODULE: ./lib/plan/plan-skips.js

/** Splits scenarios into those to run and those skipped when planning; needs of the latter follow. */
function splitSkipped(scenarios) {
    const skips = new Map();
    const dependents = new Map();
    for (const scenario of scenarios) {
        for (const need of scenario.needs) {
            const list = dependents.get(need);
            if (list === undefined)
                dependents.set(need, [scenario]);
            else
                list.push(scenario);
        }
    }
    const skip = (scenario, reason, message) => {
        const { name, file, line } = scenario.definition;
        skips.set(scenario.id, { id: scenario.id, name, file, line, reason, message });
    };
    const open = [];
    for (const scenario of scenarios) {
        if (scenario.skip === null)
            continue;
        skip(scenario, scenario.skip.reason, scenario.skip.message);
        open.push(scenario);
    }
    for (let scenario = open.pop(); scenario !== undefined; scenario = open.pop()) {
        for (const dependent of dependents.get(scenario.id) ?? []) {
            if (skips.has(dependent.id) || runsAfterFailure(dependent.definition.if))
                continue;
            skip(dependent, "dependency-failed", `needs ${scenario.id}, which is skipped`);
            open.push(dependent);
        }
    }
    return {
        run: scenarios.filter(({ id }) => !skips.has(id)),
        skipped: scenarios.flatMap(({ id }) => skips.get(id) ?? []),
    };
}

;// CONCATENATED MODULE: ./lib/plan/make-plan.js
/**
 * From a suite and a selection to a plan: estimates, components, shards, priorities, predictions.
 */











/** The name of the runner class that exists without being declared. */
const DEFAULT_RUNNER = "default";
const DEFAULT_RUNS_ON = "ubuntu-latest";
/** Makes everything of a plan but its digest. */
function makePlan(options) {
    const { suite, selected, workers, seed } = options;
    const chosen = suite.scenarios.filter(({ id }) => selected.has(id));
    const { run, skipped } = splitSkipped(chosen);
    const estimates = estimateAll(run);
    const scenarios = plannedScenarios(run, { estimates, maxAttempts: options.maxAttempts });
    const units = run.map(({ id }) => {
        const estimateMs = estimates.get(id)?.ms ?? 0;
        return { id, needs: scenarios[id]?.needs ?? [], estimateMs };
    });
    const components = componentsOf(units);
    const count = workers === "auto" ? options.assumedWorkers : workers;
    const predict = (ids) => simulate(toScheduleOptions({
        plan: { scenarios, groups: suite.groups, seed },
        ids,
        workers: count,
        failFast: null,
    }), (id) => ({ durationMs: estimates.get(id)?.ms ?? 0, end: { outcome: "passed" } })).makespanMs;
    const cut = (shards) => STRATEGIES.lpt(components, shards).map((assigned) => {
        const ids = prioritised(assigned);
        return { ids, predictedMs: predict(ids) };
    });
    const shards = cut(shardCount({ options, components, cut }));
    const makespanMs = Math.max(0, ...shards.map(({ predictedMs }) => predictedMs));
    const bound = lowerBound({ units, shards: shards.length, workers: count, components });
    return {
        schemaVersion: PLAN_SCHEMA_VERSION,
        suite: suite.name,
        suiteFile: suite.file,
        seed,
        files: options.files,
        groups: Object.fromEntries(Object.entries(suite.groups).map(([name, { maxParallel }]) => [name, { maxParallel }])),
        ...hooksIn(suite),
        scenarios,
        shards: shards.map(({ ids, predictedMs }, index) => ({
            shard: index + 1,
            runner: DEFAULT_RUNNER,
            runsOn: DEFAULT_RUNS_ON,
            workers,
            share: {},
            scenarios: ids,
            predictedSeconds: toSeconds(predictedMs),
        })),
        skipped: [...skipped],
        unselected: suite.scenarios.filter(({ id }) => !selected.has(id)).map(({ id }) => id),
        predictedSeconds: toSeconds(makespanMs),
        lowerBoundSeconds: toSeconds(bound.ms),
        capabilities: [],
    };
}
/** Hooks of the suite, where it has some: a plan without them stays what it was. */
function hooksIn({ hooks }) {
    const { before = [], after = [] } = hooks ?? {};
    return {
        ...(before.length === 0 ? {} : { before: [...before] }),
        ...(after.length === 0 ? {} : { after: [...after] }),
    };
}
function shardCount(choice) {
    const { options, components, cut } = choice;
    if (options.shards !== "auto")
        return options.shards;
    if (components.length === 0)
        return 0;
    return chooseShards({
        limit: Math.min(MAX_AUTO_SHARDS, components.length),
        targetMs: options.targetMs,
        startupMs: DEFAULT_STARTUP_MS,
        predictMs: (shards) => Math.max(...cut(shards).map(({ predictedMs }) => predictedMs)),
    });
}
function plannedScenarios(run, options) {
    const planned = new Set(run.map(({ id }) => id));
    return Object.fromEntries(run.map(({ id, needs, runner, definition }) => {
        const estimate = options.estimates.get(id);
        const { retry } = definition;
        return [
            id,
            {
                estimateSeconds: toSeconds(estimate?.ms ?? 0),
                estimateFrom: estimate?.from ?? "default",
                runner,
                needs: needs.filter((need) => planned.has(need)),
                demand: {},
                definition: {
                    ...definition,
                    retry: { ...retry, maxAttempts: options.maxAttempts ?? retry.maxAttempts },
                },
            },
        ];
    }));
}
function prioritised(assigned) {
    return byPriority(assigned.flatMap(({ units }) => units)).map(({ id }) => id);
}

;// CONCATENATED MODULE: ./lib/scenario/matrix-value.js
/**
 * Values of a matrix: their text in ids, and whether a filter means them.
 */

/** The text of a value in ids and names: of a mapping its `name`, else its parts. */
function valueText(value) {
    if (matrix_value_isList(value))
        return value.map(valueText).join("-");
    if (isObject(value)) {
        const name = value["name"];
        if (typeof name === "string" || typeof name === "number")
            return String(name);
        return Object.values(value).map(valueText).join("-");
    }
    return String(value);
}
/**
 * Whether a value of a dimension is what a filter names. Scalars are compared as text, so that `16`
 * and `"16"` are the same; an object is met by its `name`, and by some of its members.
 */
function sameValue(value, wanted) {
    if (isObject(value)) {
        if (!isObject(wanted))
            return !matrix_value_isList(wanted) && value["name"] === wanted;
        return Object.entries(wanted).every(([key, member]) => Object.hasOwn(value, key) && sameValue(value[key] ?? null, member));
    }
    if (matrix_value_isList(value) || matrix_value_isList(wanted) || isObject(wanted)) {
        return canonicalJson(value) === canonicalJson(wanted);
    }
    return String(value) === String(wanted);
}
/** True for a mapping. */
function isObject(value) {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}
/** True for a list. */
function matrix_value_isList(value) {
    return Array.isArray(value);
}

;// CONCATENATED MODULE: ./lib/scenario/pattern.js
/**
 * Patterns over ids: segment by segment, `*` inside a segment, fewer segments match all below.
 */
/** True when the pattern is more than an id. */
function isPattern(text) {
    return text.includes("*");
}
/** Compiles a pattern. Any text is one. */
function compilePattern(pattern) {
    if (!isPattern(pattern))
        return (id) => id === pattern || id.startsWith(`${pattern}:`);
    const segments = pattern
        .split(":")
        .map((segment) => segment.split(/\*+/u).map(escapeRegExp).join("[^:]*"));
    const expression = new RegExp(`^${segments.join(":")}(?::|$)`, "u");
    return (id) => expression.test(id);
}
function escapeRegExp(text) {
    return text.replace(/[\\^$.*+?()[\]{}|/]/gu, "\\$&");
}

// EXTERNAL MODULE: external "node:path/posix"
var posix_ = __webpack_require__(53916);
;// CONCATENATED MODULE: ./lib/scenario/declaration.js
/** Keys whose lists overrides and profiles add to; of any other key they replace the value. */
const LIST_KEYS = new Set([
    ...["args", "tags", "features", "needs", "group", "requires", "fixtures"],
    ...["before", "after", "artifacts", "problem-matcher", "paths"],
]);
/** All mappings that say something of a declaration, each over the one before. */
function layersOf(declaration) {
    const { defaults, overrides, own, profiles } = declaration;
    return [...(defaults === null ? [] : [defaults]), ...overrides, own, ...profiles];
}
/**
 * The value of a key: of the layers that have it, the last; a list is the scenario's own, else that
 * of the defaults, and behind it those of overrides and profiles.
 */
function fieldOf(declaration, key) {
    const { defaults, overrides, own, profiles } = declaration;
    const base = layerField(own, key);
    const inherited = base === undefined && defaults !== null ? layerField(defaults, key) : base;
    const first = inherited === base || inherited === undefined ? base : asInherited(inherited);
    if (overrides.length === 0 && profiles.length === 0)
        return first;
    const added = (layers) => layers.flatMap((layer) => {
        const field = layerField(layer, key);
        return field === undefined ? [] : [asInherited(field)];
    });
    if (!LIST_KEYS.has(key)) {
        return added(profiles).at(-1) ?? base ?? added(overrides).at(-1) ?? first;
    }
    const parts = [...(first === undefined ? [] : [first]), ...added([...overrides, ...profiles])];
    const [only] = parts;
    if (only === undefined || parts.length === 1)
        return only;
    const value = parts.flatMap((part) => part.value);
    return { ...only, value, parts };
}
function asInherited(field) {
    return { ...field, inherited: true };
}
/** The value of a key in one layer. */
function layerField(layer, key) {
    const value = layer.text[key];
    if (value === undefined || value === null)
        return undefined;
    const path = layer.short ? layer.path : [...layer.path, key];
    return { value, document: layer.document, path, inherited: false };
}
/** One text or a list of them, as a list with places. */
function textsOf(field) {
    if (field === undefined)
        return [];
    if (field.parts !== undefined)
        return field.parts.flatMap(textsOf);
    const { document, inherited } = field;
    if (typeof field.value === "string") {
        return [{ text: field.value, document, path: field.path, inherited }];
    }
    return field.value.map((item, i) => {
        const path = [...field.path, i];
        return { text: writtenText(document, path, item), document, path, inherited };
    });
}
/** A scalar as text: a number stays as it was written, `1.10` and not `1.1`. */
function writtenText(document, path, value) {
    if (value === null)
        return "";
    return typeof value === "number" ? (document.written(path) ?? String(value)) : String(value);
}

;// CONCATENATED MODULE: ./lib/scenario/path-pattern.js
/**
 * Patterns over paths: `*` and `?` stay inside a folder, `**` crosses folders, `{a,b}` is either.
 */
/** Compiles a pattern. Any text is one; a folder means everything below it. */
function compilePathPattern(pattern) {
    const text = pattern.replace(/^(\.\/)+/u, "").replace(/\/$/u, "");
    if (text === "" || text === ".")
        return () => true;
    const expression = new RegExp(`^${toSource(text)}(?:/.*)?$`, "su");
    return (path) => expression.test(path);
}
function toSource(pattern) {
    let source = "";
    let depth = 0;
    for (let i = 0; i < pattern.length; i++) {
        const rest = pattern.slice(i);
        const across = /^\*\*+(\/|$)/u.exec(rest);
        if (across !== null && (i === 0 || pattern[i - 1] === "/")) {
            source += across[1] === "/" ? "(?:.*/)?" : ".*";
            i += across[0].length - 1;
            continue;
        }
        const found = /^(\*+|[\s\S])/u.exec(rest)?.[0] ?? "";
        const closes = rest.indexOf("}") > 0;
        if (found.startsWith("*"))
            source += "[^/]*";
        else if (found === "?")
            source += "[^/]";
        else if (found === "{" && closes) {
            source += "(?:";
            depth++;
        }
        else if (found === "}" && depth > 0) {
            source += ")";
            depth--;
        }
        else if (found === "," && depth > 0)
            source += "|";
        else
            source += found.replace(/[\\^$.*+?()[\]{}|/]/gu, "\\$&");
        i += found.length - 1;
    }
    return source + ")".repeat(depth);
}

;// CONCATENATED MODULE: ./lib/scenario/watched.js
/**
 * `paths`: which files can affect a scenario, so that a change elsewhere can leave it out.
 */



/** Makes the function that says what can affect an expansion; null where its author did not say. */
function watcher(suites) {
    const main = suites[0]?.path;
    const files = new Map(suites.map(({ path }) => [(0,posix_.dirname)(path), path]));
    return (declaration, { file }) => {
        const field = fieldOf(declaration, "paths");
        if (field === undefined)
            return null;
        const list = typeof field.value === "string" ? [field.value] : field.value;
        const suite = files.get(declaration.folder);
        const defining = [main, suite, declaration.file, file?.path];
        return {
            patterns: list.map((pattern) => below(declaration.folder, pattern.trim())),
            files: [...new Set(defining.filter((path) => path !== undefined))],
        };
    };
}
function below(folder, pattern) {
    const not = pattern.startsWith("!") ? "!" : "";
    return not + (0,posix_.join)(folder, pattern.slice(not.length));
}
/** Whether changed files can affect a scenario, given what it watches. */
function isAffected(watched, changed) {
    if (changed.some((path) => watched.files.includes(path)))
        return true;
    const inside = watched.patterns.filter((one) => !one.startsWith("!")).map(compilePathPattern);
    const outside = watched.patterns
        .filter((one) => one.startsWith("!"))
        .map((one) => compilePathPattern(one.slice(1)));
    return changed.some((path) => inside.some((matches) => matches(path)) && !outside.some((matches) => matches(path)));
}

;// CONCATENATED MODULE: ./lib/scenario/where.js





/** What a `where` may read of a scenario. */
const WHERE_NAMES = [
    ...["id", "name", "tags", "features", "meta", "matrix", "group", "estimate", "file", "runner"],
];
/** Reads a condition; `locate` gives the place of a part of its text. */
function readWhere(text, locate) {
    const condition = parseCondition(text);
    if (!condition.ok)
        return (0,core_result/* err */._)([problemAt(condition.error, locate)]);
    const problems = usesOf(condition.value)
        .filter(({ context }) => !WHERE_NAMES.includes(context))
        .map(({ context, range }) => ({
        code: "expression/context",
        severity: "error",
        message: `a scenario has no \`${context}\` to select by`,
        location: locate(range),
        hint: hintFor(context),
    }));
    const status = [...functionsOf(condition.value)].find((name) => STATUS_FUNCTIONS.includes(name));
    if (status !== undefined) {
        problems.push({
            code: "expression/context",
            severity: "error",
            message: `\`${status}()\` is available in \`if\` alone`,
            location: locate(condition.value.expression.range),
        });
    }
    return problems.length > 0 ? (0,core_result/* err */._)(problems) : (0,core_result.ok)(condition.value);
}
function hintFor(context) {
    const meant = nearest(context, WHERE_NAMES);
    return meant === undefined ? `there are ${WHERE_NAMES.join(", ")}` : `did you mean \`${meant}\`?`;
}
/** Whether a condition holds for a scenario. */
function whereHolds(condition, scenario) {
    return evaluateCondition(condition, { contexts: whereContexts(scenario) });
}
/** A problem of a `where` as a diagnostic. */
function problemAt(problem, locate) {
    return {
        code: problem.kind === "syntax" ? "expression/syntax" : "expression/evaluation",
        severity: "error",
        message: problem.message,
        location: locate(problem.range),
        ...(problem.hint === undefined ? {} : { hint: problem.hint }),
    };
}
function whereContexts(scenario) {
    const { name, tags, features, meta, matrix, groups, file } = scenario.definition;
    return {
        id: scenario.id,
        name,
        tags,
        features,
        meta,
        matrix: matrix ?? {},
        group: groups,
        estimate: scenario.estimateMs === null ? null : toSeconds(scenario.estimateMs),
        file,
        runner: scenario.runner,
    };
}

;// CONCATENATED MODULE: ./lib/scenario/selection-criteria.js




/** The questions of a request. */
function criteriaOf(request, of) {
    const { filter = [], exclude = [], tags = [], features = [], meta = [], matrix = [] } = request;
    const affected = request.changed === undefined ? null : request.changed;
    return [
        ...(filter.length > 0 ? [filters(filter)] : []),
        ...(exclude.length > 0 ? [excludes(exclude)] : []),
        ...(tags.length > 0 ? [labels("tag", tags)] : []),
        ...(features.length > 0 ? [labels("feature", features)] : []),
        ...byKey(meta).map((pairs) => values("meta", pairs)),
        ...byKey(matrix).map((pairs) => values("matrix", pairs)),
        ...(request.where ?? []).map((where) => condition(where, of.diagnostics)),
        ...(affected === null ? [] : [changes(of.scenarios, affected)]),
    ];
}
function excludes(patterns) {
    const compiled = patterns.map((pattern) => ({ pattern, matches: compilePattern(pattern) }));
    return {
        asked: patterns,
        excludes: true,
        judge: ({ id }) => {
            const met = compiled.filter(({ matches }) => matches(id)).map(({ pattern }) => pattern);
            return { met, reason: null, out: met.length > 0 ? `exclude ${met[0]}` : null };
        },
    };
}
function filters(patterns) {
    const compiled = patterns.map((pattern) => ({ pattern, matches: compilePattern(pattern) }));
    return {
        asked: patterns,
        excludes: false,
        judge: ({ id }) => {
            const met = compiled.filter(({ matches }) => matches(id)).map(({ pattern }) => pattern);
            return told(met, { reason: `filter ${met[0]}`, out: "no filter matches" });
        },
    };
}
function labels(kind, wanted) {
    return {
        asked: wanted,
        excludes: false,
        judge: ({ definition }) => {
            const has = kind === "tag" ? definition.tags : definition.features;
            const met = wanted.filter((label) => has.includes(label));
            const out = wanted.length === 1 ? `no ${kind} ${wanted[0]}` : `none of the ${kind}s`;
            return told(met, { reason: `${kind} ${met[0]}`, out });
        },
    };
}
function values(kind, pairs) {
    const key = pairs[0]?.key ?? "";
    const texts = pairs.map((pair) => `${key}=${pair.value}`);
    return {
        asked: texts,
        excludes: false,
        judge: ({ definition }) => {
            const has = definition[kind]?.[key] ?? null;
            const met = pairs.filter(({ value }) => meets(has, value));
            const shown = has === null ? "has no value" : `is ${valueText(has)}`;
            return told(met.map(({ value }) => `${key}=${value}`), { reason: `${kind} ${key}=${met[0]?.value}`, out: `${kind} ${key} ${shown}` });
        },
    };
}
/** A list holds the value; an object is met by its name. */
function meets(value, wanted) {
    if (value === null)
        return false;
    if (matrix_value_isList(value))
        return value.some((item) => meets(item, wanted));
    return sameValue(value, wanted) || valueText(value) === wanted;
}
function condition({ condition: where, locate }, diagnostics) {
    return {
        asked: [],
        excludes: false,
        judge: (scenario) => {
            const holds = whereHolds(where, scenario);
            if (!holds.ok) {
                if (diagnostics.length === 0)
                    diagnostics.push(problemAt(holds.error, locate));
                return { met: [], reason: null, out: "where has no value" };
            }
            return told(holds.value ? ["where"] : [], { reason: "where", out: "where is false" });
        },
    };
}
/** A scenario is affected by its own paths, and by what affects a scenario that it needs. */
function changes(scenarios, changed) {
    const known = new Map();
    const touched = new Set();
    for (const { id, watched } of scenarios) {
        if (watched === undefined)
            continue;
        const key = JSON.stringify(watched);
        const affected = known.get(key) ?? isAffected(watched, changed);
        known.set(key, affected);
        if (affected)
            touched.add(id);
    }
    const spread = spreadOver(scenarios, touched);
    return {
        asked: [],
        excludes: false,
        judge: ({ id, watched }) => {
            if (watched === undefined)
                return { met: [], reason: null, out: null };
            if (touched.has(id))
                return { met: [], reason: "changed", out: null };
            if (spread.has(id))
                return { met: [], reason: "needs what changed", out: null };
            return { met: [], reason: null, out: "nothing of its paths changed" };
        },
    };
}
function spreadOver(scenarios, touched) {
    const dependents = new Map();
    for (const { id, needs } of scenarios) {
        for (const need of needs) {
            const list = dependents.get(need);
            if (list === undefined)
                dependents.set(need, [id]);
            else
                list.push(id);
        }
    }
    const reached = new Set(touched);
    const queue = [...touched];
    for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
        for (const dependent of dependents.get(id) ?? []) {
            if (reached.has(dependent))
                continue;
            reached.add(dependent);
            queue.push(dependent);
        }
    }
    return reached;
}
function told(met, texts) {
    return met.length > 0
        ? { met, reason: texts.reason, out: null }
        : { met, reason: null, out: texts.out };
}
function byKey(pairs) {
    const keys = new Map();
    for (const pair of pairs) {
        const list = keys.get(pair.key);
        if (list === undefined)
            keys.set(pair.key, [pair]);
        else
            list.push(pair);
    }
    return [...keys.values()];
}

;// CONCATENATED MODULE: ./lib/scenario/select.js

/** Selects scenarios; those selected bring their needs, and theirs. */
function selectScenarios(scenarios, request) {
    const diagnostics = [];
    const criteria = criteriaOf(request, { scenarios, diagnostics });
    const matched = new Set();
    const excluded = new Set();
    const why = new Map();
    const whyNot = new Map();
    for (const scenario of scenarios) {
        const { reasons, out, excludes } = judge(scenario, criteria, matched);
        if (excludes)
            excluded.add(scenario.id);
        if (out === null)
            why.set(scenario.id, reasons.length === 0 ? "all" : reasons.join(", "));
        else
            whyNot.set(scenario.id, out);
    }
    const missing = addNeeds(scenarios, {
        why,
        excluded,
        withNeeds: request.withNeeds ?? true,
    });
    for (const id of why.keys())
        whyNot.delete(id);
    const asked = criteria.flatMap((criterion) => criterion.asked);
    const unmatched = [...new Set(asked.filter((one) => !matched.has(one)))];
    return { selected: new Set(why.keys()), why, whyNot, missing, unmatched, diagnostics };
}
/** Asks every criterion, so that what matches anything is known; the first that refuses is told. */
function judge(scenario, criteria, matched) {
    const reasons = [];
    let out = scenario.outside ?? null;
    let excludes = false;
    for (const criterion of criteria) {
        const { met, reason, out: refused } = criterion.judge(scenario);
        for (const one of met)
            matched.add(one);
        if (refused === null) {
            if (reason !== null)
                reasons.push(reason);
            continue;
        }
        excludes ||= criterion.excludes;
        out = criterion.excludes ? refused : (out ?? refused);
    }
    return { reasons, out, excludes };
}
function addNeeds(scenarios, state) {
    const byId = new Map(scenarios.map((scenario) => [scenario.id, scenario]));
    const missing = [];
    // Expansions share their list of needs; a list with nothing missing is looked at once.
    const seen = new Set();
    const queue = [...state.why.keys()];
    for (let i = 0; i < queue.length; i++) {
        const id = queue[i] ?? "";
        const needs = byId.get(id)?.needs ?? [];
        if (seen.has(needs))
            continue;
        let complete = true;
        for (const need of needs) {
            if (state.why.has(need))
                continue;
            if (!state.withNeeds || state.excluded.has(need)) {
                complete = false;
                missing.push({ id, need });
                continue;
            }
            state.why.set(need, `needed by ${id}`);
            queue.push(need);
        }
        if (complete)
            seen.add(needs);
    }
    return missing;
}

;// CONCATENATED MODULE: ./lib/core/diagnostic.js
/** Every code with the sentence that `docs/errors.md` shows for it. Codes are never reused. */
const DIAGNOSTIC_CODES = {
    "file/unreadable": "The file could not be read.",
    "file/not-text": "The file is not UTF-8 text.",
    "file/too-large": "The file is larger than a suite or script header may be.",
    "yaml/syntax": "The text is not valid YAML or JSON.",
    "yaml/alias": "An alias has no anchor, or aliases expand beyond the limit.",
    "suite/unknown-key": "The key is not part of the suite language.",
    "suite/unsupported-key": "The key belongs to the language but this version does not act on it.",
    "suite/type": "The value has the wrong type.",
    "suite/value": "The value is not one of those allowed.",
    "suite/missing-key": "A required key is missing.",
    "suite/duration": "The value is not a duration with a unit.",
    "suite/date": "The value is not a date.",
    "suite/problem-matcher": "A file of problem matchers cannot be used.",
    "suite/pattern": "The value is not a regular expression.",
    "suite/empty": "The suite names no scenario and includes no file.",
    "suite/version": "The suite's version is not one this program reads.",
    "include/no-match": "An include pattern matches no file.",
    "include/outside": "An include pattern leaves the folder of its suite.",
    "script/front-matter": "The header of a script is not closed or not valid YAML.",
    "script/meta-key": "A metadata key looks like a mistyped key.",
    "scenario/bad-id": "An id breaks the grammar of ids.",
    "scenario/duplicate-id": "Two scenarios have the same id.",
    "scenario/duplicate-name": "Two scenarios have the same name.",
    "scenario/unknown-need": "A scenario needs one that does not exist.",
    "scenario/cycle": "Scenarios need each other in a circle.",
    "scenario/unknown-group": "A scenario names a group that is not declared.",
    "scenario/no-command": "A scenario has nothing to run, or several things.",
    "scenario/kind": "The kind of a scenario is unknown, or its module is not there.",
    "scenario/shell": "The shell is unknown and is no template with {0}.",
    "matrix/empty": "A matrix expands to nothing.",
    "matrix/command": "A command for values of a matrix gave none, or may not be run.",
    "matrix/too-large": "A matrix expands beyond the limit.",
    "expression/syntax": "An expression does not parse.",
    "expression/evaluation": "An expression has no value while planning.",
    "expression/context": "An expression uses a context that is not available there.",
    "expression/injection": "A value that a file or matrix controls is pasted into a shell.",
};
/** True when at least one diagnostic is an error. */
function hasErrors(diagnostics) {
    return diagnostics.some((diagnostic) => diagnostic.severity === "error");
}

;// CONCATENATED MODULE: ./lib/core/ids.js
/**
 * The names by which things are known, as branded strings, and their grammar.
 */
const SEGMENT = /^[A-Za-z0-9._/-]+$/;
/** True when every segment of the text follows the grammar of ids. */
function isScenarioId(text) {
    return text.length > 0 && text.split(":").every((segment) => SEGMENT.test(segment));
}
/** Brands a text that the caller knows to be an id; throws where that is a bug. */
function assertScenarioId(text) {
    if (!isScenarioId(text))
        throw new Error(`not a scenario id: ${JSON.stringify(text)}`);
    return text;
}
/** One id segment from any text: every other character becomes `-`; an empty text becomes `-`. */
function toSegment(text) {
    return text === "" ? "-" : text.replace(/[^A-Za-z0-9._/-]/gu, "-");
}

;// CONCATENATED MODULE: ./lib/scenario/contexts.js

/** Known while planning: what they give is part of the plan. */
const PLANNING_CONTEXTS = ["github", "vars", "matrix", "scenario", "file"];
/** Known while a matrix is expanded. */
const MATRIX_CONTEXTS = ["github", "vars", "file"];
/** Known when an attempt starts. */
const RUNTIME_CONTEXTS = [
    ...PLANNING_CONTEXTS,
    "env",
    "runner",
    "needs",
    "run",
    "shard",
    "attempt",
    "worker",
];
/** Part of the language, but nothing fills them in this version. */
const UNFILLED_CONTEXTS = ["capabilities", "fixture", "fixtures", "history"];
/** Says which of the contexts used are not available at a place. */
function checkContexts(uses, place) {
    return uses
        .filter((use) => !place.available.includes(use.context))
        .map((use) => ({
        code: "expression/context",
        severity: "error",
        location: place.document.locateInText(place.path, use.range),
        ...describe(use.context, place.available),
    }));
}
function describe(context, available) {
    if (context === "secrets") {
        return {
            message: "`secrets` are not available in a suite",
            hint: "give the secret to the job as environment; a command reads it as $NAME",
        };
    }
    if (UNFILLED_CONTEXTS.includes(context)) {
        return {
            message: `this version has nothing in the context \`${context}\``,
            hint: "remove the expression",
        };
    }
    const list = `contexts here are ${available.join(", ")}`;
    if (PLANNING_CONTEXTS.includes(context) && available.includes("shard")) {
        return { message: `\`${context}\` is of a scenario, and this runs once in a shard`, hint: list };
    }
    if (PLANNING_CONTEXTS.includes(context)) {
        return { message: `\`${context}\` is not known before the matrix is expanded`, hint: list };
    }
    if (RUNTIME_CONTEXTS.includes(context)) {
        return { message: `\`${context}\` is not known while planning`, hint: list };
    }
    const meant = nearest(context, available);
    return {
        message: `there is no context \`${context}\``,
        hint: meant === undefined ? list : `did you mean \`${meant}\`?`,
    };
}
/** Parts of the event that are numbers, hashes or flags, and cannot carry shell syntax. */
const HARMLESS_PARTS = ["id", "node_id", "number", "sha", "before", "after"];
/** Parts of `github` that somebody outside may choose freely. */
const FREE_PARTS = ["head_ref", "ref", "ref_name", "base_ref", "actor"];
/**
 * How to give a value to a shell without pasting it, when it is one that a file, a matrix or
 * somebody outside controls; undefined for any other.
 */
function safeForm(use) {
    const [first, ...rest] = use.path;
    if (use.context === "matrix") {
        return first === undefined ? "put it into `env`" : `use "$${matrixVariable(first)}"`;
    }
    if (use.context === "file")
        return 'use "$SMOKE_FILE"';
    if (use.context !== "github")
        return undefined;
    const free = first === undefined || FREE_PARTS.includes(first);
    const event = first === "event" && !HARMLESS_PARTS.includes(rest.at(-1) ?? "");
    return free || event ? 'put it into `env` and use "$NAME"' : undefined;
}
/** The environment variable that carries a value of the matrix. */
function matrixVariable(dimension) {
    return `SMOKE_MATRIX_${dimension.toUpperCase().replace(/[^A-Z0-9]/gu, "_")}`;
}

;// CONCATENATED MODULE: ./lib/scenario/shells.js
/** Shells known by name; whatever else a suite says is a template with `{0}`. */
const SHELL_NAMES = ["bash", "sh", "python", "pwsh", "node"];

;// CONCATENATED MODULE: ./lib/scenario/check-layer.js







const PLANNING_KEYS = ["name", "group", "tags", "estimate", "runner"];
const RUNTIME_KEYS = [
    "run",
    "args",
    "env",
    "working-directory",
    "expect",
    "http",
    "with",
];
/** Their texts are checked with them; here they only count for the dimensions they read. */
const HOOK_KEYS = ["before", "after"];
const LITERAL_KEYS = [
    "needs",
    "features",
    "shell",
    "problem-matcher",
    "kind",
];
/** Every problem of the texts of a layer. */
function checkLayer(layer) {
    const { document } = layer;
    return [
        ...PLANNING_KEYS.flatMap((key) => checkTexts(layer, key, PLANNING_CONTEXTS)),
        ...RUNTIME_KEYS.flatMap((key) => checkTexts(layer, key, RUNTIME_CONTEXTS)),
        ...checkStrategy(layer),
        ...LITERAL_KEYS.flatMap((key) => refuseExpressions(layer, key)),
        ...checkInjection(layer),
        ...checkIf(layer),
        ...checkShell(layer),
        ...checkEnvironment(layer, document),
    ];
}
function checkTexts(layer, key, available) {
    const { document } = layer;
    return stringsOf(layer, key).flatMap((one) => checkText(one, { document, available }));
}
/** The id may read the values of the combination it names. */
function checkStrategy(layer) {
    const { document } = layer;
    const id = [...layer.path, "strategy", "id"].length;
    return stringsOf(layer, "strategy").flatMap((one) => {
        const isId = one.path.length === id && one.path.at(-1) === "id";
        const available = isId ? [...MATRIX_CONTEXTS, "matrix"] : MATRIX_CONTEXTS;
        return checkText(one, { document, available });
    });
}
/** Every problem of one text that may hold expressions. */
function checkText({ text, path }, at) {
    if (!hasExpression(text))
        return [];
    const place = { ...at, path };
    const { template, problems } = readTemplate(text);
    return [
        ...problems.map((problem) => syntaxDiagnostic(problem, place)),
        ...checkContexts(usesOf(template), place),
        ...refuseStatus(template, place),
    ];
}
/** Status functions say how scenarios ended, which only a condition may ask. */
function refuseStatus(template, place) {
    return template.parts.flatMap((part) => {
        if (typeof part === "string")
            return [];
        const name = part.functions.find((candidate) => STATUS_FUNCTIONS.includes(candidate));
        if (name === undefined)
            return [];
        return {
            code: "expression/context",
            severity: "error",
            message: `\`${name}()\` is available in \`if\` alone`,
            location: place.document.locateInText(place.path, part.range),
        };
    });
}
function refuseExpressions(layer, key) {
    return stringsOf(layer, key)
        .filter(({ text }) => hasExpression(text))
        .map(({ path }) => ({
        code: "expression/context",
        severity: "error",
        message: `expressions are not evaluated in \`${key}\``,
        location: layer.document.locate(path),
        hint: key === "needs"
            ? "name the scenarios, or select expansions with a pattern"
            : "write it out",
    }));
}
function checkInjection(layer) {
    const run = layerField(layer, "run");
    return run === undefined
        ? []
        : checkInjectedText({ text: run.value, path: run.path }, run.document);
}
/** Warns of values that somebody else controls in a text that a shell runs. */
function checkInjectedText({ text, path }, document) {
    const template = hasExpression(text) ? parseTemplate(text) : undefined;
    if (!template?.ok)
        return [];
    return usesOf(template.value).flatMap((use) => {
        const hint = safeForm(use);
        if (hint === undefined)
            return [];
        const name = [use.context, ...use.path].join(".");
        return {
            code: "expression/injection",
            severity: "warning",
            message: `the value of \`${name}\` is pasted into the command, which then runs what it holds`,
            location: document.locateInText(path, use.range),
            hint,
        };
    });
}
function checkIf(layer) {
    const field = layerField(layer, "if");
    if (field === undefined || typeof field.value === "boolean")
        return [];
    const { document, path } = field;
    return checkConditionText(field.value, { document, path, available: RUNTIME_CONTEXTS });
}
/** Every problem of a condition. */
function checkConditionText(text, place) {
    const condition = parseCondition(text);
    if (!condition.ok)
        return [syntaxDiagnostic(condition.error, place)];
    return checkContexts(usesOf(condition.value), place);
}
/** True when planning can decide the condition: nothing in it depends on the run. */
function isStatic(condition) {
    if (usesStatusFunction(condition))
        return false;
    return [...contextsOf(condition)].every((name) => PLANNING_CONTEXTS.includes(name));
}
function checkShell(layer) {
    const field = layerField(layer, "shell");
    return field === undefined ? [] : checkShellName(field);
}
/** Says when a shell is neither known nor a template. */
function checkShellName(field) {
    if (SHELL_NAMES.some((name) => name === field.value) || field.value.includes("{0}"))
        return [];
    if (hasExpression(field.value))
        return [];
    const meant = nearest(field.value, SHELL_NAMES);
    return [
        {
            code: "scenario/shell",
            severity: "error",
            message: `\`${field.value}\` is not a shell known here`,
            location: field.document.locate(field.path),
            hint: meant === undefined
                ? `write ${SHELL_NAMES.join(", ")}, or a command with {0} for the script: \`perl {0}\``
                : `did you mean \`${meant}\`? another program is written with {0} for the script: \`perl {0}\``,
        },
    ];
}
function checkEnvironment(layer, document) {
    return Object.keys(layer.text.env ?? {})
        .filter((name) => !/^[A-Za-z_][A-Za-z0-9_]*$/u.test(name))
        .map((name) => ({
        code: "suite/value",
        severity: "error",
        message: `\`${name}\` cannot be the name of an environment variable`,
        location: document.locateKey([...layer.path, "env", name]),
        hint: "use letters, digits and `_`, and no digit first",
    }));
}
/** A problem of an expression at its place. */
function syntaxDiagnostic(problem, place) {
    return {
        code: problem.kind === "syntax" ? "expression/syntax" : "expression/evaluation",
        severity: "error",
        message: problem.message,
        location: place.document.locateInText(place.path, problem.range),
        ...(problem.hint === undefined ? {} : { hint: problem.hint }),
    };
}
/** Every text of a layer that parses and holds an expression, strategies left out. */
function textsWithExpressions(layer) {
    const keys = [...PLANNING_KEYS, ...RUNTIME_KEYS, ...HOOK_KEYS];
    const texts = keys.flatMap((key) => stringsOf(layer, key));
    const templates = texts.flatMap(({ text, path }) => {
        const template = hasExpression(text) ? parseTemplate(text) : undefined;
        return template?.ok ? [{ subject: template.value, path }] : [];
    });
    const field = layerField(layer, "if");
    const condition = typeof field?.value === "string" ? parseCondition(field.value) : undefined;
    if (field === undefined || !condition?.ok)
        return templates;
    return [...templates, { subject: condition.value, path: field.path }];
}
/** Every text below a key, with its path. */
function stringsOf(layer, key) {
    const field = layerField(layer, key);
    return field === undefined ? [] : deepStrings(field.value, field.path);
}
function deepStrings(value, path) {
    if (typeof value === "string")
        return [{ text: value, path }];
    if (typeof value !== "object" || value === null)
        return [];
    if (Array.isArray(value))
        return value.flatMap((item, i) => deepStrings(item, [...path, i]));
    return Object.entries(value).flatMap(([key, member]) => deepStrings(member, [...path, key]));
}

;// CONCATENATED MODULE: ./lib/scenario/check-matrix-uses.js



/** Says which dimensions a scenario reads that its matrix does not have. */
function checkMatrixUses(declaration, expansions) {
    const { own } = declaration;
    const subjects = textsWithExpressions(own).map((one) => ({ ...one, uses: usesOf(one.subject) }));
    if (!subjects.some(({ uses }) => uses.some(({ context }) => context === "matrix")))
        return [];
    const dimensions = new Set();
    for (const { matrix } of expansions) {
        for (const name of Object.keys(matrix ?? {}))
            dimensions.add(name.toLowerCase());
    }
    return subjects.flatMap(({ path, uses }) => uses.flatMap((use) => {
        const [dimension] = use.path;
        if (use.context !== "matrix" || dimension === undefined)
            return [];
        if (dimensions.has(dimension.toLowerCase()))
            return [];
        const meant = nearest(dimension, dimensions);
        return {
            code: "expression/context",
            severity: "error",
            message: dimensions.size === 0
                ? "the scenario has no matrix"
                : `the matrix has no dimension \`${dimension}\``,
            location: own.document.locateInText(path, use.range),
            ...(meant === undefined ? {} : { hint: `did you mean \`${meant}\`?` }),
        };
    }));
}

;// CONCATENATED MODULE: ./lib/scenario/profile.js



/** Reads overrides and profiles of a suite file. */
function readExtras({ document, text }) {
    const diagnostics = [];
    const read = (where, path) => readLocated(where, { document, path, diagnostics });
    const layers = [];
    const overrides = (text.overrides ?? []).flatMap(({ where, ...keys }, i) => {
        const layer = layerAt(keys, { document, path: ["overrides", i] });
        layers.push(layer);
        const condition = read(where, ["overrides", i, "where"]);
        return condition === null ? [] : [{ layer, where: condition }];
    });
    const profiles = Object.entries(text.profiles ?? {}).map(([name, profile]) => {
        const { where, matrix, workers, ...keys } = profile ?? {};
        const path = ["profiles", name];
        const layer = layerAt(keys, { document, path });
        layers.push(layer);
        return {
            name,
            layer,
            where: where === undefined ? null : read(where, [...path, "where"]),
            narrowing: narrowingsOf(matrix, name),
            workers: workers ?? null,
        };
    });
    return { overrides, profiles, layers, diagnostics };
}
function layerAt(text, at) {
    return { ...at, text, keys: Object.keys(text), short: false };
}
function readLocated(text, at) {
    const locate = (part) => at.document.locateInText(at.path, part);
    const where = readWhere(text, locate);
    if (where.ok)
        return { condition: where.value, locate };
    at.diagnostics.push(...where.error);
    return null;
}
function narrowingsOf(matrix, profile) {
    return Object.entries(matrix ?? {}).map(([dimension, value]) => {
        const json = (value ?? null);
        return { profile, dimension, values: matrix_value_isList(json) ? json : [json] };
    });
}
/** Why profiles leave a combination out; null when they keep it. A matrix without the dimension stays. */
function narrowedOut(narrowings, matrix) {
    if (matrix === null)
        return null;
    const out = narrowings.find(({ dimension, values }) => {
        const value = matrix[dimension];
        return value !== undefined && !values.some((wanted) => sameValue(value, wanted));
    });
    if (out === undefined)
        return null;
    const value = valueText(matrix[out.dimension] ?? null);
    return `profile ${out.profile}: ${out.dimension} is ${value}`;
}
/** Says which dimensions of a profile no matrix has: a profile that narrows nothing runs too much. */
function checkNarrowings(profiles, dimensions) {
    return profiles.flatMap(({ narrowing, layer: { document, path } }) => narrowing.flatMap(({ dimension }) => {
        if (dimensions.has(dimension))
            return [];
        const meant = nearest(dimension, dimensions);
        return [
            {
                code: "suite/value",
                severity: "error",
                message: `no matrix has a dimension \`${dimension}\`, so the profile would not narrow it`,
                location: document.locateKey([...path, "matrix", dimension]),
                ...(meant === undefined ? {} : { hint: `did you mean \`${meant}\`?` }),
            },
        ];
    }));
}

;// CONCATENATED MODULE: ./lib/scenario/declare.js
/**
 * The scenarios that a suite file and its scripts declare, with their ids checked.
 */



/** Full names of the groups that scenarios of a suite may name. */
function groupsOf(suite) {
    const own = Object.keys(suite.parsed.text.groups ?? {});
    return new Map([...suite.outerGroups, ...own.map((name) => [name, suite.scope + name])]);
}
/**
 * Lists what each suite declares, the main one first. Of the profiles in use those of the main suite
 * hold for all scenarios, those of another suite for its own.
 */
function declareSuites(suites, profiles) {
    const extras = suites.map(({ parsed }) => readExtras(parsed));
    const [main] = extras;
    return suites.flatMap((suite, i) => {
        const own = extras[i];
        if (own === undefined)
            return [];
        const known = [...(main === own ? [] : (main?.profiles ?? [])), ...own.profiles];
        const used = profiles.flatMap((name) => known.filter((profile) => profile.name === name));
        return [declareScenarios(suite, { extras: own, used })];
    });
}
/** Lists what a suite declares: its own scenarios, then its scripts. */
function declareScenarios(suite, { extras, used }) {
    const { parsed, scope, path: file } = suite;
    const { document, text } = parsed;
    const defaults = text.defaults === undefined ? null : layerOf(text.defaults, { document, path: ["defaults"] });
    const shared = {
        scope,
        defaults,
        overrides: [],
        profiles: used.map(({ layer }) => layer),
        candidates: extras.overrides,
        narrowing: used.flatMap(({ narrowing }) => narrowing),
        wheres: used.flatMap(({ name, where }) => (where === null ? [] : { profile: name, ...where })),
        folder: (0,posix_.dirname)(file),
        groups: groupsOf(suite),
    };
    const declarations = [];
    const diagnostics = [...extras.diagnostics];
    const unusable = [];
    const scenarios = text.scenarios ?? {};
    for (const key of declaredKeys(parsed)) {
        const path = ["scenarios", key];
        const location = document.locateKey(path);
        const value = Object.hasOwn(scenarios, key) ? scenarios[key] : undefined;
        if (!isScenarioId(key))
            diagnostics.push(badId(key, location));
        if (value === undefined || !isScenarioId(key)) {
            unusable.push(scope + key);
            continue;
        }
        declarations.push({
            ...shared,
            key: scope + key,
            own: layerOf(value, { document, path }),
            file,
            line: document.lineOf(location),
            location,
            script: suite.jobScripts?.get(key) ?? null,
            eachFiles: suite.eachFiles.get(key) ?? null,
            extra: {},
        });
    }
    for (const script of suite.scripts) {
        const { parsed: header, path, id: fromPath } = script;
        const { document: source } = header;
        const { id: named, ...keys } = header.text;
        const id = named ?? fromPath;
        const location = named === undefined ? source.locate([]) : source.locate(["id"]);
        if (!isScenarioId(id)) {
            diagnostics.push(badId(id, location));
            unusable.push(scope + id);
            continue;
        }
        declarations.push({
            ...shared,
            key: scope + id,
            own: layerOf(keys, { document: source, path: [] }),
            file: path,
            line: header.line,
            location,
            script: { path, shebang: header.shebang },
            eachFiles: null,
            extra: header.extra,
        });
    }
    const own = declarations.map((declaration) => declaration.own);
    const layers = [...(defaults === null ? [] : [defaults]), ...extras.layers, ...own];
    return { declarations, unusable, layers, profiles: extras.profiles, used, diagnostics };
}
/** Keys below `scenarios`, also of those whose value is no scenario. */
function declaredKeys(parsed) {
    const { value } = parsed.document;
    const scenarios = memberOf(value, "scenarios");
    return isMapping(scenarios) ? Object.keys(scenarios) : [];
}
function layerOf(value, at) {
    if (typeof value === "string")
        return { ...at, text: { run: value }, keys: [], short: true };
    const raw = at.path.reduce((json, step) => memberOf(json, String(step)), at.document.value);
    const keys = isMapping(raw) ? Object.keys(raw) : [];
    return { ...at, text: value ?? {}, keys, short: false };
}
function badId(id, location) {
    const usable = id.split(":").map(toSegment).join(":");
    return {
        code: "scenario/bad-id",
        severity: "error",
        message: `\`${id}\` cannot be an id`,
        location,
        hint: `use letters, digits and . _ / - joined by \`:\`, such as \`${usable}\`; \`name\` may be any text`,
    };
}
function memberOf(value, key) {
    return isMapping(value) && Object.hasOwn(value, key) ? (value[key] ?? null) : null;
}
function isMapping(value) {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}

;// CONCATENATED MODULE: ./lib/scenario/dimensions.js
/**
 * The dimensions that the matrices of a suite have.
 */

/** Names of all dimensions that any matrix has, also of those that are not expanded here. */
function dimensionsOf(expanded) {
    const names = new Set();
    for (const [declaration, expansions] of expanded) {
        const strategy = fieldOf(declaration, "strategy")?.value;
        const matrix = typeof strategy === "object" ? strategy.matrix : undefined;
        if (typeof matrix === "object")
            for (const name of Object.keys(matrix))
                names.add(name);
        for (const one of expansions)
            for (const name in one.matrix)
                names.add(name);
    }
    return names;
}

;// CONCATENATED MODULE: ./lib/scenario/file-context.js
/**
 * The context `file`.
 */

/** What expressions read of the file that defines a scenario; the path is relative to the root. */
function fileContext(path) {
    const name = (0,posix_.basename)(path);
    return {
        path,
        relative: path,
        name,
        stem: name.slice(0, name.length - (0,posix_.extname)(name).length),
        dir: (0,posix_.dirname)(path),
    };
}
/** The context of a scenario: the file that it is for, else the file that defines it. */
function fileContextOf(declaration, each) {
    if (each === null)
        return fileContext(declaration.file);
    return { ...fileContext(each.path), relative: each.relative };
}

;// CONCATENATED MODULE: ./lib/scenario/matrix.js



/** So many scenarios may come from one matrix. */
const MAX_COMBINATIONS = 100_000;
/** So many combinations are looked at before `exclude` takes some out. */
const MAX_PRODUCT = 4_000_000;
/** Reads a matrix; every problem of it at once. */
function readMatrix(value) {
    if (!isObject(value)) {
        return (0,core_result/* err */._)([
            { code: "suite/type", message: "the matrix must be a mapping of dimensions", path: [] },
        ]);
    }
    const problems = [];
    const dimensions = [];
    for (const [name, values] of Object.entries(value)) {
        if (name === "include" || name === "exclude")
            continue;
        if (!/^[A-Za-z_][A-Za-z0-9_-]*$/u.test(name)) {
            const message = `\`${name}\` cannot be the name of a dimension`;
            const hint = "use letters, digits, `_` and `-`, and no digit first";
            problems.push({ code: "suite/value", message, path: [name], hint });
        }
        else if (!matrix_value_isList(values))
            problems.push(notAList(name, values));
        else if (values.length === 0) {
            const message = `the dimension \`${name}\` has no value, so nothing would run`;
            problems.push({ code: "matrix/empty", message, path: [name] });
        }
        else
            dimensions.push({ name, values });
    }
    const include = readObjects(value["include"] ?? [], "include", problems);
    const exclude = readObjects(value["exclude"] ?? [], "exclude", problems);
    const names = dimensions.map(({ name }) => name);
    for (const [i, one] of exclude.entries()) {
        for (const key of Object.keys(one)) {
            if (Object.hasOwn(value, key))
                continue;
            const meant = nearest(key, names);
            problems.push({
                code: "suite/value",
                message: `\`${key}\` is not a dimension of this matrix, so nothing is excluded`,
                path: ["exclude", i, key],
                ...(meant === undefined ? {} : { hint: `did you mean \`${meant}\`?` }),
            });
        }
    }
    return problems.length > 0 ? (0,core_result/* err */._)(problems) : (0,core_result.ok)({ dimensions, include, exclude });
}
/** Expands a matrix: the product of the dimensions, without `exclude`, with `include`. */
function expandMatrix(matrix) {
    const { dimensions, include, exclude } = matrix;
    const product = dimensions.reduce((count, { values }) => count * values.length, 1);
    const tooLarge = (message) => (0,core_result/* err */._)({
        code: "matrix/too-large",
        message,
        path: [],
        hint: `the limit is ${MAX_COMBINATIONS} scenarios from one matrix`,
    });
    if (product > MAX_PRODUCT)
        return tooLarge(`the dimensions multiply to ${product} combinations`);
    const names = dimensions.map(({ name }) => name);
    const excluded = exclude.map(toMatcher);
    const originals = [];
    for (const values of combine(dimensions)) {
        if (excluded.some((matches) => matches(values)))
            continue;
        originals.push(values);
        if (originals.length > MAX_COMBINATIONS)
            break;
    }
    const { combinations, added } = addIncludes(originals, include, names);
    const count = combinations.length + added.length;
    if (count > MAX_COMBINATIONS) {
        const least = originals.length > MAX_COMBINATIONS ? "more than 100000" : String(count);
        return tooLarge(`the matrix expands to ${least} scenarios`);
    }
    if (count === 0) {
        const message = "the matrix expands to nothing, so nothing would run";
        return (0,core_result/* err */._)({ code: "matrix/empty", message, path: [] });
    }
    return (0,core_result.ok)([
        ...combinations.map((values) => ({
            values,
            named: names.map((name) => values[name] ?? null),
        })),
        ...added.map((values) => ({ values, named: namesOf(values, names) })),
    ]);
}
/**
 * An entry of `include` extends every combination whose own values it does not contradict; it may
 * replace what an earlier entry added. Without any such combination it is one of its own.
 */
function addIncludes(originals, include, names) {
    if (include.length === 0)
        return { combinations: names.length === 0 ? [] : originals, added: [] };
    const base = names.length === 0 ? [] : originals;
    const combinations = [...base];
    const added = [];
    for (const entry of include) {
        const shared = names.filter((name) => Object.hasOwn(entry, name));
        let used = false;
        for (const [i, original] of base.entries()) {
            if (!shared.every((name) => sameValue(original[name] ?? null, entry[name] ?? null)))
                continue;
            // The combination's own values stay, so that `large` does not replace a whole object.
            combinations[i] = { ...combinations[i], ...entry, ...original };
            used = true;
        }
        if (!used)
            added.push(entry);
    }
    return { combinations, added };
}
function* combine(dimensions) {
    const places = dimensions.map(() => 0);
    for (;;) {
        const values = {};
        for (const [i, dimension] of dimensions.entries()) {
            values[dimension.name] = dimension.values[places[i] ?? 0] ?? null;
        }
        yield values;
        let at = dimensions.length - 1;
        while (at >= 0) {
            const next = (places[at] ?? 0) + 1;
            if (next < (dimensions[at]?.values.length ?? 0)) {
                places[at] = next;
                break;
            }
            places[at] = 0;
            at--;
        }
        if (at < 0)
            return;
    }
}
/** An entry of `exclude` matches when all its keys do; a list means any of its values. */
function toMatcher(entry) {
    const keys = Object.entries(entry).map(([name, wanted]) => {
        const options = matrix_value_isList(wanted) ? wanted : [wanted];
        return { name, options, wanted };
    });
    return (values) => keys.every(({ name, options, wanted }) => {
        const value = values[name] ?? null;
        return options.some((option) => sameValue(value, option)) || sameValue(value, wanted);
    });
}
function namesOf(values, names) {
    const known = names.filter((name) => Object.hasOwn(values, name));
    const others = Object.keys(values).filter((name) => !names.includes(name));
    return [...known, ...others].map((name) => values[name] ?? null);
}
function readObjects(value, key, problems) {
    if (!matrix_value_isList(value)) {
        const message = `\`${key}\` must be a list of mappings`;
        problems.push({ code: "suite/type", message, path: [key] });
        return [];
    }
    const objects = [];
    for (const [i, item] of value.entries()) {
        if (isObject(item) && Object.keys(item).length > 0)
            objects.push(item);
        else {
            const message = `an item of \`${key}\` must be a mapping that is not empty`;
            problems.push({ code: "suite/type", message, path: [key, i] });
        }
    }
    return objects;
}
function notAList(name, value) {
    if (isObject(value) && Object.hasOwn(value, "command")) {
        return {
            code: "matrix/command",
            message: "a command for values must be written out in the suite file",
            path: [name],
            hint: "an expression may give values, never something that planning runs",
        };
    }
    const message = `the dimension \`${name}\` must be a list of values`;
    const hint = isObject(value) ? undefined : `write \`${name}: [${valueText(value)}]\``;
    return {
        code: "suite/type",
        message,
        path: [name],
        ...(hint === undefined ? {} : { hint }),
    };
}

;// CONCATENATED MODULE: ./lib/scenario/choice-schema.js
/**
 * The keys of a suite file that say which scenarios there are and which of them run. Part of the one
 * schema in `schema.ts`.
 */

/** Longer patterns are no patterns of people, and slow to match. */
const Pattern = schemas/* string */.YjP().min(1).max(4096);
const Patterns = schemas/* union */.KCZ([Pattern, schemas/* array */.YOg(Pattern).min(1)]);
/** The condition of a profile or an override. */
const WhereText = schemas/* string */.YjP()
    .min(1)
    .describe("Condition over id, name, tags, features, meta, matrix, group, estimate, file, runner")
    .meta({ examples: ["contains(tags, 'quick')", "matrix.size.name == 'small'"] });
/** One scenario for each file. */
const ForEach = schemas/* strictObject */.rej({
    files: Patterns.describe("Patterns for files, relative to the folder of this file; ! takes out"),
    root: schemas/* string */.YjP().min(1).describe("Folder that the ids are relative to").optional(),
});
/** Keys of a scenario that this file is about. */
const ChoiceShape = {
    "for-each": ForEach.describe("One scenario for each file; its path is in SMOKE_FILE"),
    paths: Patterns.describe("Files that can affect it, for --changed-since; ! takes files out"),
};
/** Keys of a profile besides those of a scenario. */
const ProfileShape = {
    where: WhereText,
    matrix: schemas/* record */.g1P(schemas/* string */.YjP(), schemas/* unknown */.L5J())
        .describe("Values that are kept, by dimension: one or a list")
        .meta({ examples: [{ size: ["small"], volume: "10Gi" }] }),
    workers: schemas/* int */.Whr().min(1).max(1024).describe("Scenarios at the same time in a shard"),
};

;// CONCATENATED MODULE: ./lib/core/quarantine.js
/**
 * Dates of quarantines: a day in UTC, the last on which a failure is accepted.
 */
const DAY_MS = 86_400_000;
/** The first instant of a day written as `2027-01-31`; null when there is no such day. */
function startOfDay(text) {
    const parts = /^(\d{4})-(\d{2})-(\d{2})$/u.exec(text);
    if (parts === null)
        return null;
    const [year = 0, month = 0, day = 0] = parts.slice(1).map(Number);
    const at = Date.UTC(year, month - 1, day);
    return new Date(at).toISOString().startsWith(text) ? at : null;
}
/** True while failures are accepted: up to the end of the day that `until` names. */
function isInForce(until, at) {
    const start = startOfDay(until);
    return start !== null && at < start + DAY_MS;
}

;// CONCATENATED MODULE: ./lib/scenario/schema-parts.js
/**
 * Pieces that the schemas of suite files are made of: texts, lists of them and durations.
 */



/** Values that are written as text, whatever YAML takes them for. */
const Text = schemas/* union */.KCZ([schemas/* string */.YjP(), schemas/* number */.aig(), schemas/* boolean */.zMY()]);
/** One text or a list of them. */
const TextList = schemas/* union */.KCZ([schemas/* string */.YjP(), schemas/* array */.YOg(Text)]);
const DURATION_PATTERN = "^(0|(\\d+(\\.\\d+)?(ms|s|m|h|d))+)$";
/** A duration. A number is let in and refused by the check, which can then offer what may have been meant. */
const duration = (options) => schemas/* union */.KCZ([schemas/* string */.YjP(), schemas/* number */.aig()])
    .superRefine((value, context) => {
    if (options.expressions && typeof value === "string" && hasExpression(value))
        return;
    const refusal = refuseDuration(String(value), options.positive);
    if (refusal === undefined)
        return;
    const { message, ...extra } = refusal;
    context.addIssue({ code: "custom", message, params: extra });
})
    .meta({
    type: "string",
    ...(options.expressions ? {} : { pattern: DURATION_PATTERN }),
    examples: ["30s", "5m", "1h30m"],
});
/** Says what is wrong with a duration, with a mend; nothing when it is one. */
function refuseDuration(text, positive) {
    const parsed = parseDurationMs(text);
    const code = "suite/duration";
    if (parsed.ok) {
        if (!positive || parsed.value > 0)
            return undefined;
        return { code, message: "the duration must be longer than 0" };
    }
    if (parsed.error.reason === "bare-number") {
        const [seconds, minutes] = parsed.error.readings;
        return {
            code,
            message: `\`${text.trim()}\` has no unit`,
            hint: `write \`${seconds}\` for seconds or \`${minutes}\` for minutes`,
        };
    }
    return {
        code,
        message: `\`${text}\` is not a duration`,
        hint: "write a number and ms, s, m, h or d, such as `90s` or `1h30m`",
    };
}
/** Environment variables; an empty value is an empty text. */
const Env = schemas/* record */.g1P(schemas/* string */.YjP(), schemas/* union */.KCZ([Text, schemas/* null */.chJ()]));

;// CONCATENATED MODULE: ./lib/scenario/run-schema.js
/**
 * The keys of a scenario that say what a shard does around and after its command. Part of the one
 * schema in `schema.ts`.
 */




const ExitCode = schemas/* int */.Whr().min(0).max(255);
/** What a text must hold. */
const TextTest = schemas/* strictObject */.rej({
    contains: TextList.describe("Texts that it must hold"),
    matches: TextList.describe("Regular expressions that it must match; ^ and $ are line ends"),
    "not-contains": TextList.describe("Texts that it must not hold"),
})
    .partial();
/** What a command must have done to pass. */
const Expect = schemas/* strictObject */.rej({
    "exit-code": schemas/* union */.KCZ([ExitCode, schemas/* array */.YOg(ExitCode).min(1)])
        .describe("Exit codes that pass; 0 when left out"),
    stdout: TextTest.describe("What standard output must hold"),
    stderr: TextTest.describe("What standard error must hold"),
    output: TextTest.describe("What both outputs together must hold"),
    within: duration({ expressions: false, positive: true }).describe("Longest duration"),
})
    .partial();
/** A command before or after a scenario or a shard. */
const Hook = schemas/* strictObject */.rej({
    run: schemas/* string */.YjP().describe("Command text for the shell"),
    name: schemas/* string */.YjP().min(1).max(200).describe("For people; the command when left out").optional(),
    if: schemas/* union */.KCZ([schemas/* string */.YjP(), schemas/* boolean */.zMY()])
        .describe("Condition; success() when it asks for no status")
        .optional(),
    shell: schemas/* string */.YjP().describe("As of a scenario").optional(),
    env: Env.describe("Added to the environment of the scenario").optional(),
    timeout: duration({ expressions: false, positive: true }).describe("Longest time").optional(),
    "working-directory": schemas/* string */.YjP().describe("Relative to the folder of this file").optional(),
});
/** One hook or several; a text is the command. */
const Hooks = schemas/* union */.KCZ([schemas/* string */.YjP(), Hook, schemas/* array */.YOg(schemas/* union */.KCZ([schemas/* string */.YjP(), Hook]))]);
const DAY = schemas/* string */.YjP().superRefine((text, context) => {
    if (startOfDay(text) !== null)
        return;
    const params = { code: "suite/date", hint: "write a day such as `2027-01-31`" };
    context.addIssue({ code: "custom", message: `\`${text}\` is not a date`, params: { ...params } });
});
/** A scenario whose failures do not fail the run for a time. */
const Quarantine = schemas/* strictObject */.rej({
    until: DAY.meta({ format: "date", examples: ["2027-01-31"] }).describe("Last day of it, in UTC"),
    owner: schemas/* string */.YjP().min(1).max(200).describe("Who sees to it").optional(),
    reason: schemas/* string */.YjP().min(1).max(1_000).describe("Why, or the issue").optional(),
});
const StatusCode = schemas/* union */.KCZ([
    schemas/* int */.Whr().min(100).max(599),
    schemas/* string */.YjP()
        .regex(/^[1-5](?:xx|\d\d)$/u, "write a code such as 204, or a class such as `2xx`")
        .meta({ examples: ["2xx"] }),
]);
/** What an answer must be. */
const HttpExpect = schemas/* strictObject */.rej({
    status: schemas/* union */.KCZ([StatusCode, schemas/* array */.YOg(StatusCode).min(1)]).describe("2xx when left out"),
    headers: schemas/* record */.g1P(schemas/* string */.YjP(), schemas/* union */.KCZ([Text, TextTest]))
        .describe("By name; a text is the whole value"),
    body: schemas/* union */.KCZ([schemas/* string */.YjP(), TextTest]).describe("A text that it must contain, or a test"),
    json: schemas/* unknown */.L5J().describe("What it must hold; keys such as `$.items[0].id` are paths"),
    within: duration({ expressions: false, positive: true }).describe("Longest duration"),
})
    .partial();
/** A request with all that can be said of it. */
const HttpRequest = schemas/* strictObject */.rej({
    url: schemas/* string */.YjP().min(1).describe("http or https"),
    method: schemas/* string */.YjP()
        .regex(/^[A-Za-z]+$/u, "a method has letters only")
        .describe("GET")
        .optional(),
    headers: schemas/* record */.g1P(schemas/* string */.YjP(), Text).describe("Sent with the request").optional(),
    body: schemas/* string */.YjP().describe("Sent with the request").optional(),
    expect: HttpExpect.describe("What the answer must be").optional(),
    follow: schemas/* boolean */.zMY().describe("Whether redirects are followed; true when left out").optional(),
    "retry-refused": duration({ expressions: false, positive: false })
        .describe("How long a refused connection is tried again; 30s when left out")
        .optional(),
});
/** Files that are kept with the results. */
const Artifacts = schemas/* strictObject */.rej({
    paths: schemas/* union */.KCZ([Pattern, schemas/* array */.YOg(Pattern).min(1)])
        .describe("Patterns relative to the working directory; ! takes files out"),
    if: schemas/* union */.KCZ([schemas/* string */.YjP(), schemas/* boolean */.zMY()])
        .describe("Condition, such as failure(); always when left out")
        .optional(),
});
/** Keys of a scenario that this file is about. */
const RunShape = {
    expect: Expect.describe("What must come of the command besides its exit"),
    quarantine: Quarantine.describe("Runs and is reported, and does not fail the run until a day"),
    http: schemas/* union */.KCZ([schemas/* string */.YjP(), HttpRequest])
        .describe("A request instead of a command; a text is the URL"),
    artifacts: Artifacts.describe("Files that are kept with the results"),
    "problem-matcher": schemas/* union */.KCZ([schemas/* string */.YjP().min(1), schemas/* array */.YOg(schemas/* string */.YjP().min(1))])
        .describe("Files in GitHub's format; what they find in the output becomes annotations"),
    kind: schemas/* string */.YjP()
        .min(1)
        .describe("What runs it instead of a command: a module, such as ./smoke-kinds/grpc.mjs"),
    with: schemas/* record */.g1P(schemas/* string */.YjP(), schemas/* unknown */.L5J()).describe("What a scenario of a kind is told"),
    before: Hooks.describe("Commands before each attempt; when one fails, it does not run"),
    after: Hooks.describe("Commands after each attempt, by default when it passed"),
};

;// CONCATENATED MODULE: ./lib/scenario/workflow-schema.js
/**
 * Workflow files with a list of jobs, as a schema. A dialect: what it says is brought into the suite
 * language by `translate-job.ts`.
 */



/** Seconds, or a text with a unit. */
const Seconds = schemas/* union */.KCZ([schemas/* number */.aig().min(0), schemas/* string */.YjP()]).superRefine((value, context) => {
    if (secondsOf(value) !== undefined)
        return;
    const extra = {
        code: "suite/duration",
        hint: "write seconds, or a number and a unit",
    };
    const message = `\`${value}\` is not a number of seconds`;
    context.addIssue({ code: "custom", message, params: extra });
});
/** The seconds of a checked value; undefined for a text that is none. */
function secondsOf(value) {
    const number = typeof value === "number" ? value : value.trim() === "" ? Number.NaN : Number(value);
    if (Number.isFinite(number) && number >= 0)
        return number;
    const parsed = parseDurationMs(String(value));
    return parsed.ok ? parsed.value / 1_000 : undefined;
}
const workflow_schema_Env = schemas/* record */.g1P(schemas/* string */.YjP(), schemas/* union */.KCZ([Text, schemas/* null */.chJ()]));
const RetryConfig = schemas/* strictObject */.rej({
    max_attempts: schemas/* int */.Whr().min(1).max(100),
    initial_delay: Seconds,
    max_delay: Seconds,
    backoff_factor: schemas/* number */.aig().min(1).max(100),
})
    .partial();
const ResourceLimits = schemas/* strictObject */.rej({
    max_memory_mb: schemas/* number */.aig().positive(),
    max_cpu_percent: schemas/* number */.aig().positive(),
    max_execution_time: Seconds,
    max_concurrent_jobs: schemas/* int */.Whr().min(1).max(1024),
})
    .partial();
const Conditions = schemas/* strictObject */.rej({ skip_if_failed: TextList, only_if_branch: TextList }).partial();
/** Kinds of job. */
const JOB_TYPES = ["command", "script", "python", "http"];
/** One job. */
const JobSchema = schemas/* strictObject */.rej({
    id: Text,
    ...schemas/* strictObject */.rej({
        name: Text,
        description: Text,
        job_type: schemas/* enum */.k5n(JOB_TYPES),
        command: schemas/* string */.YjP(),
        script_path: schemas/* string */.YjP().min(1),
        dependencies: schemas/* union */.KCZ([TextList, schemas/* null */.chJ()]),
        timeout: Seconds,
        retry_config: RetryConfig.nullable(),
        resource_limits: ResourceLimits.nullable(),
        environment: workflow_schema_Env.nullable(),
        working_directory: schemas/* string */.YjP(),
        conditions: Conditions.nullable(),
        tags: schemas/* union */.KCZ([TextList, schemas/* null */.chJ()]),
        metadata: schemas/* record */.g1P(schemas/* string */.YjP(), schemas/* unknown */.L5J()).nullable(),
    })
        .partial().shape,
});
const GlobalConfig = schemas/* strictObject */.rej({
    max_retries: schemas/* int */.Whr().min(0).max(99),
    timeout: Seconds,
    environment: workflow_schema_Env.nullable(),
    max_concurrent_jobs: schemas/* int */.Whr().min(1).max(1024),
    resource_limits: ResourceLimits.nullable(),
})
    .partial();
/** The file without its jobs, which are checked one by one. */
const WorkflowSchema = schemas/* strictObject */.rej({
    name: Text,
    version: Text,
    description: Text,
    global_config: GlobalConfig.nullable(),
    jobs: schemas/* unknown */.L5J(),
})
    .partial();
/** Keys by kind of mapping, for suggestions. */
const WORKFLOW_KEYS = {
    workflow: Object.keys(WorkflowSchema.shape),
    job: Object.keys(JobSchema.shape),
    global_config: Object.keys(GlobalConfig.shape),
    retry_config: Object.keys(RetryConfig.shape),
    resource_limits: Object.keys(ResourceLimits.shape),
    conditions: Object.keys(Conditions.shape),
};

;// CONCATENATED MODULE: ./lib/scenario/schema.js
/**
 * The suite file as a schema: the one source for the types of the parser and for the JSON Schema
 * that editors use. Checks what a value is; what values mean together is checked elsewhere.
 */






const Retry = schemas/* strictObject */.rej({
    "max-attempts": schemas/* int */.Whr().min(1).max(100).describe("Attempts in all, the first included"),
    delay: duration({ expressions: false, positive: false }).describe("Wait before the second"),
    factor: schemas/* number */.aig().min(1).max(100).describe("Each wait is so many times the one before"),
    "max-delay": duration({ expressions: false, positive: false }).describe("Longest wait"),
    jitter: schemas/* boolean */.zMY().describe("Shortens each wait by a random part"),
})
    .partial();
/** Matrices may come from expressions, so their inside is checked once it is known. */
const Matrix = schemas/* union */.KCZ([schemas/* string */.YjP(), schemas/* record */.g1P(schemas/* string */.YjP(), schemas/* unknown */.L5J())]);
const Strategy = schemas/* strictObject */.rej({
    matrix: Matrix.describe("Dimensions with their values, `include` and `exclude`, as in Actions"),
    id: schemas/* string */.YjP().describe("Id behind the key, as a text with expressions").optional(),
});
/** Every key of a scenario, and of `defaults`. */
const ScenarioShape = {
    name: schemas/* union */.KCZ([schemas/* string */.YjP(), schemas/* number */.aig()]).describe("For people; the id when left out"),
    run: schemas/* string */.YjP().describe("Command text for the shell"),
    args: schemas/* array */.YOg(Text).describe("Arguments of the command or script"),
    shell: schemas/* string */.YjP().describe("bash, sh, python, pwsh, node, or a template with {0}"),
    env: Env.describe("Environment; merged with that of `defaults`"),
    "working-directory": schemas/* string */.YjP().describe("Relative to the folder of this file"),
    tags: TextList.describe("Labels to select by"),
    features: TextList.describe("What is tested"),
    meta: schemas/* record */.g1P(schemas/* string */.YjP(), schemas/* unknown */.L5J()).describe("Anything else worth keeping"),
    needs: TextList.describe("Ids or patterns of scenarios that must pass first"),
    if: schemas/* union */.KCZ([schemas/* string */.YjP(), schemas/* boolean */.zMY()]).describe("Condition; the scenario is skipped if false"),
    estimate: duration({ expressions: true, positive: false }).describe("Expected duration"),
    timeout: duration({ expressions: false, positive: true }).describe("Longest time of an attempt"),
    "timeout-minutes": schemas/* number */.aig().positive().max(525_600).describe("`timeout` as in Actions"),
    retry: Retry.describe("Whether and when a failed attempt is followed by another"),
    group: TextList.describe("Groups whose limits it counts towards"),
    strategy: schemas/* union */.KCZ([schemas/* string */.YjP(), Strategy]).describe("One scenario for each combination"),
    runner: schemas/* string */.YjP().describe("Runner class"),
    ...ChoiceShape,
    ...RunShape,
};
const ScenarioObject = schemas/* strictObject */.rej(ScenarioShape).partial();
/** What one scenario is made of cannot be said for many. */
const SharedObject = ScenarioObject.omit({ "for-each": true });
/** What overrides and profiles may say: scenarios and their commands are fixed before. */
const AddedObject = SharedObject.omit({
    name: true,
    run: true,
    http: true,
    strategy: true,
});
const Override = AddedObject.extend({ where: WhereText });
const Profile = AddedObject.extend(schemas/* strictObject */.rej(ProfileShape).partial().shape);
const Group = schemas/* strictObject */.rej({ "max-parallel": schemas/* int */.Whr().min(1).describe("So many members run at once") })
    .partial();
const SuiteObject = schemas/* strictObject */.rej({
    version: schemas/* literal */.euz(1).describe("Version of the suite language"),
    name: schemas/* union */.KCZ([schemas/* string */.YjP().min(1), schemas/* number */.aig()]).describe("The folder's name when left out"),
    include: schemas/* union */.KCZ([Pattern, schemas/* array */.YOg(Pattern)])
        .describe("Patterns for scripts and further suite files; ! takes files out"),
    defaults: SharedObject.describe("For every scenario that does not say otherwise"),
    overrides: schemas/* array */.YOg(Override)
        .describe("Keys for scenarios that a condition holds for, over `defaults`"),
    profiles: schemas/* record */.g1P(schemas/* string */.YjP(), Profile.nullable())
        .describe("What --profile NAME narrows and changes"),
    before: Hooks.describe("Commands before the scenarios of a shard"),
    after: Hooks.describe("Commands after the scenarios of a shard"),
    groups: schemas/* record */.g1P(schemas/* string */.YjP(), Group.nullable()).describe("Limits that scenarios share"),
    scenarios: schemas/* record */.g1P(schemas/* string */.YjP(), schemas/* union */.KCZ([schemas/* string */.YjP(), ScenarioObject, schemas/* null */.chJ()]))
        .describe("Scenarios by id; a text is the command"),
})
    .partial();
/** The suite file. */
const SuiteSchema = SuiteObject;
/** The header of a script, after its keys were brought to their names. */
const FrontMatterSchema = SharedObject.extend({ id: schemas/* string */.YjP().optional() });
/** Keys by kind of mapping, for suggestions. */
const KNOWN_KEYS = {
    suite: Object.keys(SuiteObject.shape),
    scenario: Object.keys(ScenarioShape),
    ...WORKFLOW_KEYS,
    defaults: Object.keys(SharedObject.shape),
    override: Object.keys(Override.shape),
    profile: Object.keys(Profile.shape),
    "for-each": Object.keys(ForEach.shape),
    "front-matter": ["id", ...Object.keys(SharedObject.shape)],
    retry: Object.keys(Retry.shape),
    strategy: Object.keys(Strategy.shape),
    group: Object.keys(Group.shape),
    expect: Object.keys(Expect.shape),
    "text-test": Object.keys(TextTest.shape),
    hook: Object.keys(Hook.shape),
    artifacts: Object.keys(Artifacts.shape),
    quarantine: Object.keys(Quarantine.shape),
    http: Object.keys(HttpRequest.shape),
    "http-expect": Object.keys(HttpExpect.shape),
};
/** The JSON Schema of suite files (draft 2020-12), for editors. */
function suiteJsonSchema() {
    return z.toJSONSchema(SuiteObject.meta({ title: "parallel-smoke suite" }), {
        override: ({ jsonSchema }) => {
            // A duration is checked as text or number but has to be written as text.
            if (jsonSchema.type === "string" && jsonSchema.anyOf !== undefined)
                delete jsonSchema.anyOf;
        },
    });
}

;// CONCATENATED MODULE: ./lib/scenario/matrix-command.js






const DEFAULT_TIMEOUT_MS = 60_000;
/** Names a command: what is asked twice is run once. */
function commandKey({ folder, text, timeoutMs }) {
    return `${folder}\u0000${timeoutMs}\u0000${text}`;
}
/** Every command that declarations name for values of a matrix, each once. */
function matrixCommands(declarations) {
    const commands = new Map();
    for (const declaration of declarations) {
        const strategy = fieldOf(declaration, "strategy");
        if (strategy === undefined)
            continue;
        for (const { command } of commandDimensions(strategy, declaration.folder)) {
            if (command.ok)
                commands.set(commandKey(command.value), command.value);
        }
    }
    return [...commands.values()];
}
/** Dimensions of a strategy whose values come from a command. */
function commandDimensions(strategy, folder) {
    if (typeof strategy.value === "string" || typeof strategy.value.matrix === "string")
        return [];
    const base = [...strategy.path, "matrix"];
    return Object.entries(strategy.value.matrix).flatMap(([dimension, value]) => {
        if (!isObject(value) || !Object.hasOwn(value, "command"))
            return [];
        const path = [...base, dimension];
        const command = readCommand(value, { strategy, path, folder });
        return [{ dimension, command, path }];
    });
}
function readCommand(value, at) {
    const { strategy, path, folder } = at;
    const { document } = strategy;
    const problems = [];
    const { command: text, timeout } = value;
    if (typeof text !== "string" || text.trim() === "") {
        problems.push({
            code: "suite/type",
            severity: "error",
            message: "`command` must be a command for bash",
            location: document.locate([...path, "command"]),
        });
    }
    else if (hasExpression(text)) {
        problems.push({
            code: "matrix/command",
            severity: "error",
            message: "expressions are not evaluated in a command that planning runs",
            location: document.locate([...path, "command"]),
            hint: "let the command read what it needs from its environment",
        });
    }
    for (const key of Object.keys(value)) {
        if (key === "command" || key === "timeout")
            continue;
        problems.push({
            code: "suite/unknown-key",
            severity: "error",
            message: `\`${key}\` is not a key of values by a command`,
            location: document.locateKey([...path, key]),
            hint: "keys are command, timeout",
        });
    }
    const refusal = timeout === undefined ? undefined : refuseDuration(String(timeout), true);
    if (refusal !== undefined) {
        const location = document.locate([...path, "timeout"]);
        problems.push({ severity: "error", location, ...refusal });
    }
    if (problems.length > 0)
        return (0,core_result/* err */._)(problems);
    const parsed = timeout === undefined ? undefined : parseDurationMs(String(timeout));
    const timeoutMs = parsed?.ok ? parsed.value : DEFAULT_TIMEOUT_MS;
    return (0,core_result.ok)({ text: String(text), timeoutMs, folder });
}
/** The values that an output means: a JSON list, else its lines without those that are empty. */
function readCommandOutput(output) {
    const text = output.trim();
    if (text.startsWith("[")) {
        try {
            const list = JSON.parse(text);
            if (matrix_value_isList(list) && list.length > 0)
                return withoutRepeats(list);
        }
        catch {
            return (0,core_result/* err */._)("it wrote a list that is not JSON");
        }
    }
    const lines = text
        .split(/\r?\n/u)
        .map((line) => line.trim())
        .filter((line) => line !== "" && line !== "[]");
    return lines.length > 0 ? withoutRepeats(lines) : (0,core_result/* err */._)("it wrote no value");
}
/** A value said twice would be two scenarios of one id. */
function withoutRepeats(values) {
    const byText = new Map(values.map((value) => [valueText(value), value]));
    return (0,core_result.ok)([...byText.values()]);
}

;// CONCATENATED MODULE: ./lib/scenario/planning-value.js



/**
 * Prepares a value. A text that does not parse stays as it is: it was reported where it was read.
 * With `asText`, a text that is one expression gives text too, not JSON.
 */
function prepareValue(value, options) {
    const { path, asText = false } = options;
    if (typeof value === "string" && hasExpression(value)) {
        const template = parseTemplate(value);
        if (!template.ok)
            return constantValue(value);
        const evaluate = asText ? renderTemplate : evaluateTemplate;
        return {
            constant: false,
            contexts: [...contextsOf(template.value)],
            evaluate: (contexts) => {
                const result = evaluate(template.value, { contexts });
                return result.ok ? result : { ok: false, error: { problem: result.error, path } };
            },
        };
    }
    if (Array.isArray(value)) {
        const items = value.map((item, i) => prepareValue(item, { path: [...path, i], asText }));
        return planning_value_combine(items, value, (values) => values);
    }
    if (typeof value === "object" && value !== null) {
        const keys = Object.keys(value);
        const members = Object.entries(value).map(([key, member]) => prepareValue(member, { path: [...path, key], asText }));
        return planning_value_combine(members, value, (values) => Object.fromEntries(keys.map((key, i) => [key, values[i] ?? null])));
    }
    return constantValue((value ?? null));
}
function constantValue(value) {
    return { constant: true, contexts: [], evaluate: () => (0,core_result.ok)(value) };
}
function planning_value_combine(parts, whole, build) {
    if (parts.every((part) => part.constant))
        return constantValue(whole);
    return {
        constant: false,
        contexts: parts.flatMap((part) => part.contexts),
        evaluate: (contexts) => {
            const values = [];
            for (const part of parts) {
                const value = part.evaluate(contexts);
                if (!value.ok)
                    return value;
                values.push(value.value);
            }
            return (0,core_result.ok)(build(values));
        },
    };
}

;// CONCATENATED MODULE: ./lib/scenario/expand.js











/** Expands one declaration. */
function expandDeclaration(declaration, facts) {
    const diagnostics = [];
    const context = { declaration, facts, diagnostics };
    const strategy = fieldOf(declaration, "strategy");
    const expand = strategy === undefined ? plainly : alongMatrix(strategy, context);
    const { key, eachFiles } = declaration;
    const targets = eachFiles === null
        ? [{ key, file: null }]
        : eachFiles.map((file) => ({ key: `${key}:${file.segment}`, file }));
    const expansions = targets.flatMap((target) => expand(target).flatMap(({ id, matrix, label, unexpanded }) => {
        if (!isScenarioId(id))
            return [];
        const { file } = target;
        const outside = narrowedOut(declaration.narrowing, matrix);
        const labels = [file?.relative ?? "", label].filter((part) => part !== "").join(", ");
        return [{ declaration, id, matrix, file, label: labels, outside, unexpanded }];
    }));
    return { expansions, diagnostics };
}
function plainly({ key }) {
    return [{ id: key, matrix: null, label: "", unexpanded: false }];
}
function alongMatrix(strategy, context) {
    const combine = combiner(strategy, context);
    const nameOf = namer(strategy, context);
    return (target) => {
        const combinations = combine(target);
        if (combinations === null) {
            return [{ id: target.key, matrix: null, label: "", unexpanded: true }];
        }
        const expanded = [];
        for (const combination of combinations) {
            const id = nameOf(combination, target);
            if (id === undefined)
                break;
            const label = combination.named.map(valueText).join(", ");
            expanded.push({ id, matrix: combination.values, label, unexpanded: false });
        }
        return expanded;
    };
}
/** Gives the combinations; null where only a command that is not run knows them. */
function combiner(strategy, { declaration, facts, diagnostics }) {
    const value = typeof strategy.value === "string" ? strategy.value : strategy.value.matrix;
    const path = typeof strategy.value === "string" ? strategy.path : [...strategy.path, "matrix"];
    const { document } = strategy;
    const nothing = () => [];
    const prepared = prepareValue(value, { path });
    // A context that is not known here was reported where the text was read.
    if (prepared.contexts.some((name) => !MATRIX_CONTEXTS.includes(name)))
        return nothing;
    const commands = commandDimensions(strategy, declaration.folder);
    for (const { command } of commands)
        if (!command.ok)
            diagnostics.push(...command.error);
    if (commands.some(({ command }) => !command.ok))
        return nothing;
    const { commandValues } = facts;
    if (commands.length > 0 && commandValues === undefined)
        return () => null;
    const values = valuesOf(commands, { document, commandValues, diagnostics });
    if (values === null)
        return nothing;
    const report = (problem) => diagnostics.push({
        code: problem.code,
        severity: "error",
        message: problem.message,
        location: document.locate([...path, ...problem.path]),
        ...(problem.hint === undefined ? {} : { hint: problem.hint }),
    });
    const combine = (target) => {
        const evaluated = prepared.evaluate(contextsFor(declaration, { facts, target }));
        if (!evaluated.ok) {
            const { problem, path: at } = evaluated.error;
            diagnostics.push(syntaxDiagnostic(problem, { document, path: at }));
            return [];
        }
        const source = typeof strategy.value === "string" ? matrixIn(evaluated.value) : evaluated.value;
        // A text that does not parse as a template was reported where it was read.
        if (typeof source === "string" && hasExpression(source))
            return [];
        const matrix = readMatrix(commands.length === 0 ? source : { ...source, ...values });
        if (!matrix.ok) {
            for (const problem of matrix.error)
                report(problem);
            return [];
        }
        const combinations = expandMatrix(matrix.value);
        if (combinations.ok)
            return combinations.value;
        report(combinations.error);
        return [];
    };
    if (!prepared.constant)
        return combine;
    let known;
    return (target) => {
        known ??= combine(target);
        return known;
    };
}
/** What the commands of a matrix gave, by dimension; null when one gave nothing. */
function valuesOf(commands, at) {
    const values = {};
    let complete = true;
    for (const { dimension, command, path } of commands) {
        const found = command.ok ? at.commandValues?.get(commandKey(command.value)) : undefined;
        if (found?.ok) {
            values[dimension] = found.value;
            continue;
        }
        complete = false;
        at.diagnostics.push({
            code: "matrix/command",
            severity: "error",
            message: `the command for \`${dimension}\` gave no values: ${found?.error ?? "it was not run"}`,
            location: at.document.locate([...path, "command"]),
        });
    }
    return complete ? values : null;
}
/** A strategy that is one expression gives the whole mapping. */
function matrixIn(value) {
    if (typeof value !== "object" || value === null || Array.isArray(value))
        return value;
    return value["matrix"] ?? null;
}
/** The id of each combination: behind the key its values, or what `strategy.id` gives. */
function namer(strategy, { declaration, facts, diagnostics }) {
    const { scope } = declaration;
    const template = typeof strategy.value === "string" ? undefined : strategy.value.id;
    if (template === undefined) {
        return ({ named }, { key }) => [key, ...named.map((one) => toSegment(valueText(one)))].join(":");
    }
    const path = [...strategy.path, "id"];
    const value = prepareValue(template, { path, asText: true });
    const available = [...MATRIX_CONTEXTS, "matrix"];
    if (value.contexts.some((name) => !available.includes(name)))
        return () => undefined;
    return (combination, target) => {
        const { key } = target;
        const base = contextsFor(declaration, { facts, target });
        const text = value.evaluate({ ...base, matrix: combination.values });
        if (!text.ok) {
            const { problem, path: at } = text.error;
            diagnostics.push(syntaxDiagnostic(problem, { document: strategy.document, path: at }));
            return undefined;
        }
        const tail = String(text.value).split(":").map(toSegment).join(":");
        const local = key.slice(scope.length);
        // Whoever repeats the key in the template does not get it twice.
        return tail === local || tail.startsWith(`${local}:`) ? scope + tail : `${key}:${tail}`;
    };
}
function contextsFor(declaration, of) {
    const { github, vars } = of.facts;
    return { github, vars, file: fileContextOf(declaration, of.target.file) };
}

;// CONCATENATED MODULE: ./lib/scenario/working-directory.js
/**
 * Folders that a suite names, relative to the root of the repository.
 */


/** Relative to the root; a text with expressions is only put behind the folder of its suite. */
function resolveFolder(text, place) {
    const { folder } = place;
    if (text === "")
        return folder;
    if ((0,posix_.isAbsolute)(text))
        return text;
    if (hasExpression(text))
        return folder === "." ? text : `${folder}/${text}`;
    const path = (0,posix_.normalize)((0,posix_.join)(folder, text)).replace(/\/$/u, "");
    if (path === ".." || path.startsWith("../")) {
        place.diagnostics.push({
            code: "suite/value",
            severity: "error",
            message: "the working directory lies outside the repository",
            location: place.location(),
        });
    }
    return path === "" ? "." : path;
}

;// CONCATENATED MODULE: ./lib/scenario/hooks.js
/**
 * Hooks of a scenario or of a suite as parts of the plan, and the checks of their texts.
 */








/** Longest time of a hook that says nothing of it. */
const HOOK_TIMEOUT_MS = 600_000;
/** Shell of hooks in a suite whose defaults name none. */
const DEFAULT_SHELL = "bash";
/** Characters of a command that stand for the name of a hook that has none. */
const NAME_CHARACTERS = 60;
/** What hooks of a shard may read: there is no scenario and no attempt. */
const SHARD_HOOK_CONTEXTS = [
    ...["github", "vars", "env", "runner", "run", "shard"],
];
/** Hooks with what a suite leaves unsaid filled in. */
function hooksOf(field, place) {
    const { document } = field;
    return membersOf(field).map(({ text, path }) => {
        const directory = text["working-directory"];
        const timeout = text.timeout === undefined ? undefined : parseDurationMs(String(text.timeout));
        return {
            name: text.name ?? nameFor(text.run),
            run: text.run,
            if: conditionOf(text.if),
            shell: text.shell ?? place.shell,
            env: Object.fromEntries(Object.entries(text.env ?? {}).map(([name, value]) => [
                name,
                writtenText(document, [...path, "env", name], value),
            ])),
            workingDirectory: directory === undefined || directory === ""
                ? place.workingDirectory
                : resolveFolder(directory, {
                    folder: place.folder,
                    location: () => document.locate([...path, "working-directory"]),
                    diagnostics: place.diagnostics,
                }),
            timeoutMs: timeout?.ok ? timeout.value : HOOK_TIMEOUT_MS,
        };
    });
}
/** Every problem of the texts of hooks. */
function checkHooks(field, available = RUNTIME_CONTEXTS) {
    const { document } = field;
    return membersOf(field).flatMap(({ text, path, short }) => {
        const at = (key) => (short ? path : [...path, key]);
        const texts = [
            { text: text.run, path: at("run") },
            ...(text["working-directory"] === undefined
                ? []
                : [{ text: text["working-directory"], path: at("working-directory") }]),
            ...Object.entries(text.env ?? {}).flatMap(([name, value]) => typeof value === "string" ? [{ text: value, path: [...path, "env", name] }] : []),
        ];
        return [
            ...texts.flatMap((one) => checkText(one, { document, available })),
            ...checkInjectedText({ text: text.run, path: at("run") }, document),
            ...(text.run.trim() === "" ? [emptyHook(document, at("run"))] : []),
            ...(typeof text.if === "string"
                ? checkConditionText(text.if, { document, path: at("if"), available })
                : []),
            ...(text.shell === undefined
                ? []
                : checkShellName({ value: text.shell, document, path: at("shell") })),
        ];
    });
}
/** Every problem of the hooks in a mapping of scenario keys, and of the condition of artifacts. */
function checkLayerHooks(layer) {
    const hooks = ["before", "after"].flatMap((key) => {
        const field = layerField(layer, key);
        return field === undefined ? [] : checkHooks(field);
    });
    const artifacts = layerField(layer, "artifacts");
    if (artifacts === undefined || typeof artifacts.value.if !== "string")
        return hooks;
    const { document } = artifacts;
    const path = [...artifacts.path, "if"];
    const place = { document, path, available: RUNTIME_CONTEXTS };
    return [...hooks, ...checkConditionText(artifacts.value.if, place)];
}
/** Hooks of a suite, which run once in each shard. */
function shardHooksOf(suite, diagnostics) {
    const { document, text } = suite.parsed;
    const folder = (0,posix_.dirname)(suite.path);
    const shell = text.defaults?.shell ?? DEFAULT_SHELL;
    const [before = [], after = []] = ["before", "after"].map((key) => {
        const value = text[key];
        if (value === undefined)
            return [];
        const field = { value, document, path: [key] };
        diagnostics.push(...checkHooks(field, SHARD_HOOK_CONTEXTS));
        return hooksOf(field, { shell, workingDirectory: folder, folder, diagnostics });
    });
    return { before, after };
}
function emptyHook(document, path) {
    return {
        code: "scenario/no-command",
        severity: "error",
        message: "the hook has nothing to run",
        location: document.locate(path),
        hint: "give it `run` with a command",
    };
}
function membersOf({ value, path }) {
    if (Array.isArray(value))
        return value.map((one, i) => hooks_memberOf(one, [...path, i]));
    return [hooks_memberOf(value, path)];
}
function hooks_memberOf(value, path) {
    if (typeof value === "string")
        return { text: { run: value }, path, short: true };
    return { text: value, path, short: false };
}
/** The condition without its braces; what does not parse was reported. */
function conditionOf(value) {
    if (value === undefined || value === true)
        return null;
    if (value === false)
        return "false";
    const parsed = parseCondition(value);
    return parsed.ok ? parsed.value.text : null;
}
/** The first line of a command; an expression in it is shown as it was written. */
function nameFor(run) {
    const [line = ""] = run.trim().split("\n");
    const cut = line.slice(0, NAME_CHARACTERS);
    return cut.length < line.length && !hasExpression(line) ? `${cut}…` : cut;
}

;// CONCATENATED MODULE: ./lib/scenario/cycle.js
/**
 * Circles in a graph of numbered nodes.
 */
/** So many nodes are looked at in one tangle; then the best circle found is short, if not shortest. */
const EFFORT = 1_000_000;
/**
 * One circle for each tangle of nodes that reach each other: the shortest, as nodes in order without
 * repeating the first. Tangles come in the order of their first node.
 */
function findCycles(graph) {
    return tanglesOf(graph)
        .map((tangle) => {
        const members = new Set(tangle);
        let best;
        const starts = Math.max(1, Math.floor(EFFORT / tangle.length));
        for (const start of tangle.slice(0, starts)) {
            const cycle = shortestThrough(graph, start, members);
            if (cycle !== undefined && (best === undefined || cycle.length < best.length))
                best = cycle;
            if (best !== undefined && best.length <= 2)
                break;
        }
        return best ?? [];
    })
        .filter((cycle) => cycle.length > 0);
}
/** Breadth first from a node back to itself. */
function shortestThrough(graph, start, members) {
    const cameFrom = new Map();
    const queue = [start];
    for (let i = 0; i < queue.length; i++) {
        const node = queue[i] ?? start;
        for (const next of graph[node] ?? []) {
            if (next === start) {
                const path = [node];
                for (let at = node; at !== start;) {
                    at = cameFrom.get(at) ?? start;
                    path.push(at);
                }
                return path.reverse();
            }
            if (!members.has(next) || cameFrom.has(next))
                continue;
            cameFrom.set(next, node);
            queue.push(next);
        }
    }
    return undefined;
}
/** Strongly connected parts with a circle in them (Tarjan, without recursion). */
function tanglesOf(graph) {
    const order = new Map();
    const low = new Map();
    const open = new Set();
    const stack = [];
    const tangles = [];
    const enter = (node) => {
        order.set(node, order.size);
        low.set(node, order.size - 1);
        stack.push(node);
        open.add(node);
        return { node, next: 0 };
    };
    const lower = (node, to) => low.set(node, Math.min(low.get(node) ?? to, to));
    for (let root = 0; root < graph.length; root++) {
        if (order.has(root))
            continue;
        const frames = [enter(root)];
        for (let frame = frames.at(-1); frame !== undefined; frame = frames.at(-1)) {
            const target = graph[frame.node]?.[frame.next++];
            if (target !== undefined) {
                if (!order.has(target))
                    frames.push(enter(target));
                else if (open.has(target))
                    lower(frame.node, order.get(target) ?? 0);
                continue;
            }
            frames.pop();
            const parent = frames.at(-1);
            if (parent !== undefined)
                lower(parent.node, low.get(frame.node) ?? 0);
            if (low.get(frame.node) === order.get(frame.node)) {
                const tangle = stack.splice(stack.lastIndexOf(frame.node));
                for (const node of tangle)
                    open.delete(node);
                const [only] = tangle;
                const circular = tangle.length > 1 || (only !== undefined && graph[only]?.includes(only));
                if (circular)
                    tangles.push(tangle.sort((a, b) => a - b));
            }
        }
    }
    return tangles.sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0));
}

;// CONCATENATED MODULE: ./lib/scenario/needs.js





/** Resolves the needs of all declarations. */
function resolveNeeds(options) {
    const { expanded } = options;
    const index = needs_indexOf(expanded, options.outside);
    const diagnostics = [];
    // Overrides part a declaration into several; none of them is what another one needs.
    const own = new Map([...index.byKey].map(([key, ids]) => [key, new Set(ids)]));
    const edges = expanded.map(({ declaration }) => edgesOf(declaration, {
        ...options,
        index,
        own: own.get(declaration.key) ?? new Set(),
        diagnostics,
    }));
    const cycles = cyclesOf(index, edges);
    diagnostics.push(...cycles);
    // Nobody asks what scenarios of an unusable suite need.
    if (cycles.length > 0)
        return { needs: new Map(), diagnostics };
    const place = (id) => index.places.get(id) ?? 0;
    const needs = new Map();
    for (const [i, list] of edges.entries()) {
        const declaration = expanded[i]?.declaration;
        const [only] = list;
        if (declaration === undefined || only === undefined)
            continue;
        const ids = list.length === 1 ? only.ids : [...new Set(list.flatMap((edge) => edge.ids))];
        needs.set(declaration, [...ids].sort((a, b) => place(a) - place(b)));
    }
    return { needs, diagnostics };
}
function needs_indexOf(expanded, outside) {
    const places = new Map();
    const owners = new Map();
    const byKey = new Map();
    for (const [owner, { declaration, ids }] of expanded.entries()) {
        byKey.set(declaration.key, [...(byKey.get(declaration.key) ?? []), ...ids]);
        for (const id of ids) {
            places.set(id, places.size);
            owners.set(id, owner);
        }
    }
    return { places, owners, byKey, outside, cache: new Map() };
}
function edgesOf(declaration, context) {
    const { index, own, unusable, incomplete, diagnostics } = context;
    return textsOf(fieldOf(declaration, "needs")).flatMap(({ text, document, path, inherited }) => {
        // An expression is refused where texts are checked.
        if (hasExpression(text))
            return [];
        const location = document.locate(path);
        // The suite's own scenarios come first, then those of all suites.
        const names = declaration.scope === "" ? [text] : [declaration.scope + text, text];
        const all = names.map((name) => lookUp(index, name)).find((ids) => ids.length > 0) ?? [];
        const named = all.length > 0 && !isPattern(text) && isNamed(index, names, own);
        const others = named && !inherited ? all : all.filter((id) => !own.has(id));
        if (others.length > 0)
            return { location, ids: others };
        if (all.length > 0 && inherited)
            return [];
        const known = names.some((name) => unusable.some(compilePattern(name)));
        if (known || (incomplete && all.length === 0))
            return [];
        const onlyItself = all.length > 0;
        diagnostics.push(unknownNeed(text, { location, index, onlyItself, by: declaration.key }));
        return [];
    });
}
function lookUp(index, name) {
    const known = index.cache.get(name);
    if (known !== undefined)
        return known;
    const id = name;
    let found;
    if (index.places.has(id))
        found = [id];
    else {
        const matches = compilePattern(name);
        const all = index.byKey.get(name) ?? [...index.places.keys()].filter(matches);
        const inside = index.outside.size === 0 ? all : all.filter((id) => !index.outside.has(id));
        found = inside.length > 0 ? inside : all;
    }
    index.cache.set(name, found);
    return found;
}
/** True when a name, not a pattern, means the declaration itself or one of its expansions. */
function isNamed(index, names, own) {
    return names.some((name) => {
        const ids = index.places.has(name) ? [name] : (index.byKey.get(name) ?? []);
        return ids.some((id) => own.has(id));
    });
}
function unknownNeed(text, at) {
    const base = { code: "scenario/unknown-need", severity: "error", location: at.location };
    if (at.onlyItself) {
        return { ...base, message: `\`${text}\` matches nothing but the scenario itself` };
    }
    const message = isPattern(text)
        ? `\`${at.by}\` needs \`${text}\`, which matches no scenario`
        : `\`${at.by}\` needs \`${text}\`, which does not exist`;
    const meant = nearest(text, at.index.byKey.keys()) ??
        (at.index.places.size <= 10_000 ? nearest(text, at.index.places.keys()) : undefined);
    return {
        ...base,
        message,
        ...(meant === undefined ? {} : { hint: `did you mean \`${meant}\`?` }),
    };
}
/** All expansions of a declaration need the same, so that declarations are the nodes. */
function cyclesOf(index, edges) {
    const targets = new Map();
    const targetsOf = (ids) => {
        let owners = targets.get(ids);
        if (owners === undefined) {
            owners = [...new Set(ids.map((id) => index.owners.get(id) ?? -1))];
            targets.set(ids, owners);
        }
        return owners;
    };
    const graph = edges.map((list) => list.flatMap((edge) => targetsOf(edge.ids)));
    return findCycles(graph).map((cycle) => {
        const steps = cycle.map((node, i) => {
            const next = cycle[(i + 1) % cycle.length] ?? node;
            const edge = edges[node]?.find(({ ids }) => targetsOf(ids).includes(next));
            const id = edge?.ids.find((candidate) => index.owners.get(candidate) === next);
            return { edge, id };
        });
        const last = steps.at(-1)?.id;
        const ids = [last, ...steps.map(({ id }) => id)];
        const [first, ...others] = steps.flatMap(({ edge }) => (edge === undefined ? [] : [edge]));
        return {
            code: "scenario/cycle",
            severity: "error",
            message: `scenarios need each other in a circle: ${ids.join(" -> ")}`,
            location: first?.location ?? edges.flat()[0]?.location ?? noLocation(),
            ...(others.length === 0
                ? {}
                : {
                    related: others.map(({ location }, i) => ({
                        message: `\`${ids[i + 1]}\` needs \`${ids[i + 2]}\``,
                        location,
                    })),
                }),
        };
    });
}
function noLocation() {
    throw new Error("a circle without an edge");
}

;// CONCATENATED MODULE: ./lib/scenario/slug.js
/**
 * Slugs: short names of scenarios for files, hosts and artifacts.
 * A slug depends on the ids of the suite, never on their order.
 */

/** Longest slug, so that a prefix and a suffix still fit into a DNS label. */
const SLUG_LENGTH = 40;
const HASH_LENGTH = 7;
/** One slug for each id, unique among them: a DNS label of at most 40 characters. */
function assignSlugs(ids) {
    const byBase = new Map();
    for (const id of ids) {
        const base = baseOf(id);
        const same = byBase.get(base);
        if (same === undefined)
            byBase.set(base, [id]);
        else
            same.push(id);
    }
    const slugs = new Map();
    const taken = new Set();
    const rest = [];
    for (const [base, same] of byBase) {
        const [id] = same;
        if (same.length === 1 && id !== undefined && base !== "" && base.length <= SLUG_LENGTH) {
            slugs.set(id, base);
            taken.add(base);
        }
        else
            rest.push(...same);
    }
    for (const id of rest.sort()) {
        let round = 0;
        let slug = withHash(id, round);
        while (taken.has(slug))
            slug = withHash(id, ++round);
        slugs.set(id, slug);
        taken.add(slug);
    }
    return slugs;
}
function baseOf(id) {
    return id
        .toLowerCase()
        .replace(/[^a-z0-9]+/gu, "-")
        .replace(/^-|-$/gu, "");
}
function withHash(id, round) {
    const hash = hash32(round === 0 ? id : `${id}\u0000${round}`)
        .toString(36)
        .padStart(HASH_LENGTH, "0");
    const base = baseOf(id)
        .slice(0, SLUG_LENGTH - HASH_LENGTH - 1)
        .replace(/-$/u, "");
    return `${base === "" ? "x" : base}-${hash}`;
}

;// CONCATENATED MODULE: ./lib/core/json-path.js
/** Steps of a path that starts with `$`; null when the text is none. */
function parseJsonPath(text) {
    if (!text.startsWith("$"))
        return null;
    const steps = [];
    let rest = text.slice(1);
    while (rest !== "") {
        const step = /^\.([A-Za-z_][\w-]*)|^\[(\d{1,9})\]|^\["((?:[^"\\]|\\.)*)"\]/u.exec(rest);
        if (step === null)
            return null;
        const [whole, name, index, quoted] = step;
        if (name !== undefined)
            steps.push(name);
        else if (index !== undefined)
            steps.push(Number(index));
        else
            steps.push((quoted ?? "").replace(/\\(.)/gu, "$1"));
        rest = rest.slice(whole.length);
    }
    return steps;
}
/** The value at the steps; undefined where there is none. */
function jsonAt(value, steps) {
    let at = value;
    for (const step of steps) {
        if (typeof step === "number")
            at = json_path_isList(at) ? at[step] : undefined;
        else
            at = json_path_isMapping(at) && Object.hasOwn(at, step) ? at[step] : undefined;
    }
    return at;
}
/**
 * Where a value does not hold what is expected: a mapping may have further members, everything else
 * must be equal. Members of the outermost mapping that start with `$` are paths.
 */
function jsonMismatches(expected, found) {
    if (!json_path_isMapping(expected))
        return differences(expected, found, "$");
    return Object.entries(expected).flatMap(([key, value]) => {
        const steps = parseJsonPath(key);
        if (steps !== null)
            return differences(value, jsonAt(found, steps), key);
        return differences(value, json_path_memberOf(found, key), `$${stepText(key)}`);
    });
}
function differences(expected, found, path) {
    if (json_path_isMapping(expected) && json_path_isMapping(found)) {
        return Object.entries(expected).flatMap(([key, value]) => differences(value, json_path_memberOf(found, key), path + stepText(key)));
    }
    if (json_path_isList(expected) && json_path_isList(found) && expected.length === found.length) {
        return expected.flatMap((value, i) => differences(value, found[i], `${path}[${i}]`));
    }
    return expected === found ? [] : [{ path, expected, found }];
}
function json_path_memberOf(value, key) {
    return json_path_isMapping(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}
function stepText(key) {
    return /^[A-Za-z_][\w-]*$/u.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
}
function json_path_isList(value) {
    return Array.isArray(value);
}
function json_path_isMapping(value) {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}

;// CONCATENATED MODULE: ./lib/scenario/expect.js


/** Flags of every `matches`: `^` and `$` are line ends, and what is no pattern is refused. */
const PATTERN_FLAGS = "mu";
/** The expectations of a command. */
function expectOf(field, diagnostics) {
    const { value, document, path } = field;
    const codes = value["exit-code"];
    const test = (key) => textTestOf(value[key], { document, path: [...path, key], diagnostics });
    const within = value.within === undefined ? undefined : parseDurationMs(String(value.within));
    return {
        exitCodes: codes === undefined ? null : typeof codes === "number" ? [codes] : codes,
        stdout: test("stdout"),
        stderr: test("stderr"),
        output: test("output"),
        withinMs: within?.ok ? within.value : null,
    };
}
/** One test of a text; null where nothing is asked. */
function textTestOf(text, place) {
    if (text === undefined)
        return null;
    const { document, path, diagnostics } = place;
    const list = (key) => {
        const value = text[key];
        if (value === undefined)
            return [];
        if (typeof value === "string")
            return [{ text: value, path: [...path, key] }];
        return value.map((item, i) => ({
            text: typeof item === "number"
                ? (document.written([...path, key, i]) ?? String(item))
                : String(item),
            path: [...path, key, i],
        }));
    };
    const matches = list("matches");
    for (const pattern of matches) {
        const problem = hasExpression(pattern.text) ? null : patternProblem(pattern.text);
        if (problem === null)
            continue;
        diagnostics.push({
            code: "suite/pattern",
            severity: "error",
            message: `this is no regular expression: ${problem}`,
            location: document.locate(pattern.path),
            hint: "use `contains` for a plain text, or put `\\` before signs that stand for themselves",
        });
    }
    const texts = (items) => items.map((item) => item.text);
    return {
        contains: texts(list("contains")),
        matches: texts(matches),
        notContains: texts(list("not-contains")),
    };
}
/** Why a text is no pattern; null when it is one. */
function patternProblem(source, flags = PATTERN_FLAGS) {
    try {
        new RegExp(source, flags);
        return null;
    }
    catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        return message.replace(/^.*: /u, "").toLowerCase();
    }
}

;// CONCATENATED MODULE: ./lib/scenario/http.js





/** How long a refused connection is tried again where nothing is said: services take a while. */
const RETRY_REFUSED_MS = 30_000;
/** Builds the request. */
function httpOf(field, diagnostics) {
    const { document, path } = field;
    const short = typeof field.value === "string";
    const text = typeof field.value === "string" ? { url: field.value } : field.value;
    const at = (key) => (short ? path : [...path, key]);
    const problem = urlProblem(text.url);
    if (problem !== null) {
        diagnostics.push({
            code: "suite/value",
            severity: "error",
            message: problem,
            location: document.locate(at("url")),
            hint: "write it whole, such as `https://example.com/health`",
        });
    }
    const retry = text["retry-refused"];
    const headers = Object.entries(text.headers ?? {}).map(([name, value]) => {
        if (!HEADER_NAME.test(name)) {
            diagnostics.push({
                code: "suite/value",
                severity: "error",
                message: `\`${name}\` cannot be the name of a header`,
                location: document.locateKey([...path, "headers", name]),
            });
        }
        return [name.toLowerCase(), writtenText(document, [...path, "headers", name], value)];
    });
    return {
        kind: "http",
        url: text.url,
        method: (text.method ?? "GET").toUpperCase(),
        headers: Object.fromEntries(headers),
        body: text.body ?? null,
        follow: text.follow ?? true,
        retryRefusedMs: retry === undefined ? RETRY_REFUSED_MS : (millisecondsOf(retry) ?? 0),
        expect: http_expectOf(text.expect ?? {}, { field, diagnostics }),
    };
}
const HEADER_NAME = /^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/u;
function http_expectOf(text, at) {
    const { document } = at.field;
    const path = [...at.field.path, "expect"];
    const { diagnostics } = at;
    const status = text.status === undefined ? ["2xx"] : [text.status].flat().map(String);
    const headers = Object.entries(text.headers ?? {}).flatMap(([name, value]) => {
        const place = { document, path: [...path, "headers", name], diagnostics };
        const test = typeof value === "object"
            ? textTestOf(value, place)
            : writtenText(document, place.path, value);
        return test === null ? [] : [[name.toLowerCase(), test]];
    });
    const body = typeof text.body === "string"
        ? { contains: [text.body], matches: [], notContains: [] }
        : textTestOf(text.body, { document, path: [...path, "body"], diagnostics });
    const json = text.json;
    if (http_isMapping(json)) {
        for (const key of Object.keys(json)) {
            if (!key.startsWith("$") || parseJsonPath(key) !== null)
                continue;
            diagnostics.push({
                code: "suite/value",
                severity: "error",
                message: `\`${key}\` is not a path into JSON`,
                location: document.locateKey([...path, "json", key]),
                hint: 'write it such as `$.items[0].id` or `$["two words"]`',
            });
        }
    }
    return {
        status,
        headers: Object.fromEntries(headers),
        body,
        ...(json === undefined ? {} : { json }),
        withinMs: text.within === undefined ? null : (millisecondsOf(text.within) ?? null),
    };
}
/** Why a URL cannot be asked; null when it can, or when nobody knows before the attempt. */
function urlProblem(url) {
    if (hasExpression(url))
        return null;
    if (!URL.canParse(url))
        return `\`${url}\` is not a URL`;
    const { protocol } = new URL(url);
    return ["http:", "https:"].includes(protocol) ? null : `\`${protocol}\` is not http or https`;
}
function http_isMapping(value) {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}
function millisecondsOf(value) {
    const parsed = parseDurationMs(String(value));
    return parsed.ok ? parsed.value : undefined;
}

;// CONCATENATED MODULE: ./lib/scenario/kind.js
/**
 * Kinds of scenarios beyond commands and requests: a module of the repository, or a name that the
 * embedding program registered.
 */


/** What runs a scenario of a kind. */
function kindOf(field, declaration) {
    const given = (fieldOf(declaration, "with")?.value ?? {});
    const path = modulePath(field.value, declaration.folder);
    return path === null
        ? { kind: "registered", name: field.value, with: given }
        : { kind: "module", path, with: given };
}
/** The path of a module relative to the root; null where the text is a name. */
function modulePath(text, folder) {
    return /^\.{0,2}\//u.test(text) ? (0,posix_.normalize)((0,posix_.join)(folder, text)) : null;
}

;// CONCATENATED MODULE: ./lib/scenario/command.js



/** Keys that say what runs. */
const COMMAND_KEYS = ["run", "http", "kind"];
/** Keys that a request has no use for, and that a kind has none for. */
const HTTP_USELESS = ["args", "shell", "working-directory", "expect", "problem-matcher"];
const KIND_USELESS = ["shell", "expect"];
/** The command; null when there is none, or none that can be used, which is reported. */
function commandOf(declaration, diagnostics) {
    const { script, own } = declaration;
    const named = COMMAND_KEYS.flatMap((key) => layerField(own, key) ?? []);
    const [first, second] = named;
    if (script !== null) {
        if (first === undefined)
            return { kind: "script", ...script };
        diagnostics.push({
            code: "scenario/no-command",
            severity: "error",
            message: "a script is what runs, and its header names another command",
            location: first.document.locateKey(first.path),
            hint: `remove \`${keyOf(first)}\` from the header`,
        });
        return null;
    }
    if (first !== undefined && second !== undefined) {
        diagnostics.push({
            code: "scenario/no-command",
            severity: "error",
            message: `a scenario runs one thing, and this one has \`${keyOf(first)}\` and \`${keyOf(second)}\``,
            location: second.document.locateKey(second.path),
            related: [{ message: "the other is here", location: first.document.locateKey(first.path) }],
            hint: "make two scenarios of it",
        });
        return null;
    }
    if (fieldOf(declaration, "kind") === undefined)
        refuseWith(declaration, diagnostics);
    const kind = layerField(own, "kind");
    if (kind !== undefined) {
        diagnostics.push(...withoutEffect(declaration, KIND_USELESS));
        return kindOf(kind, declaration);
    }
    const http = layerField(own, "http");
    if (http !== undefined) {
        diagnostics.push(...withoutEffect(declaration, HTTP_USELESS));
        return httpOf(http, diagnostics);
    }
    const run = fieldOf(declaration, "run");
    if (run !== undefined && run.value.trim() !== "")
        return { kind: "run", text: run.value };
    // What should have been the command was refused.
    if (COMMAND_KEYS.some((key) => own.keys.includes(key)) && run === undefined)
        return null;
    const inherited = fieldOf(declaration, "http");
    if (run === undefined && inherited !== undefined)
        return httpOf(inherited, diagnostics);
    const inheritedKind = fieldOf(declaration, "kind");
    if (run === undefined && inheritedKind !== undefined)
        return kindOf(inheritedKind, declaration);
    diagnostics.push({
        code: "scenario/no-command",
        severity: "error",
        message: `the scenario \`${declaration.key}\` has nothing to run`,
        location: run === undefined ? declaration.location : run.document.locate(run.path),
        hint: "give it `run` with a command, or `http` with a URL",
    });
    return null;
}
/** `with` is what a kind is told; nobody else would hear it. */
function refuseWith({ own }, diagnostics) {
    const field = layerField(own, "with");
    if (field === undefined)
        return;
    diagnostics.push({
        code: "suite/value",
        severity: "error",
        message: "`with` belongs to a scenario with a `kind`",
        location: field.document.locateKey(field.path),
        hint: "give a command its values in `env` or `args`",
    });
}
/** What a request or a kind has no use for, where the scenario itself says it. */
function withoutEffect({ own }, keys) {
    const what = keys === KIND_USELESS ? "a scenario with a kind" : "a request";
    return keys.flatMap((key) => {
        const field = layerField(own, key);
        if (field === undefined)
            return [];
        return {
            code: "suite/value",
            severity: "error",
            message: `\`${key}\` has no effect on ${what}`,
            location: field.document.locateKey(field.path),
            hint: key === "expect" && keys === HTTP_USELESS
                ? "write it below `http`: `http: { url, expect }`"
                : "remove it",
        };
    });
}
function keyOf(field) {
    return String(field.path.at(-1) ?? "run");
}

;// CONCATENATED MODULE: ./lib/scenario/artifacts.js


/** What each part of the suite asks for, patterns that leave the folder refused. */
function artifactsOf(field, diagnostics) {
    if (field === undefined)
        return [];
    return (field.parts ?? [field]).map(({ value, document, path }) => {
        const { paths } = value;
        const listed = typeof paths === "string" ? [paths] : paths;
        for (const [i, pattern] of listed.entries()) {
            if (hasExpression(pattern) || !leavesFolder(pattern))
                continue;
            const at = typeof paths === "string" ? ["paths"] : ["paths", i];
            diagnostics.push({
                code: "suite/value",
                severity: "error",
                message: `\`${pattern}\` leaves the working directory`,
                location: document.locate([...path, ...at]),
                hint: "name files below the working directory of the scenario",
            });
        }
        return { paths: [...listed], if: conditionOf(value.if) ?? null };
    });
}
/** True for patterns that are absolute or go upwards. */
function leavesFolder(pattern) {
    const path = pattern.replace(/^!/u, "").replaceAll("\\", "/");
    return path.startsWith("/") || /^[A-Za-z]:/u.test(path) || path.split("/").includes("..");
}

;// CONCATENATED MODULE: ./lib/scenario/problem-matcher.js
/**
 * Problem matchers in GitHub's own format: how the output of tools names files and lines.
 */






const GroupNumber = schemas/* int */.Whr().min(0).max(50).optional();
const PatternText = schemas/* object */.Ikc({
    regexp: schemas/* string */.YjP().min(1).max(1_000),
    file: GroupNumber,
    fromPath: GroupNumber,
    line: GroupNumber,
    column: GroupNumber,
    severity: GroupNumber,
    code: GroupNumber,
    message: GroupNumber,
    loop: schemas/* boolean */.zMY().optional(),
});
const SEVERITIES = ["error", "warning", "notice"];
const MatcherFile = schemas/* object */.Ikc({
    problemMatcher: schemas/* array */.YOg(schemas/* object */.Ikc({
        owner: schemas/* string */.YjP().min(1),
        severity: schemas/* enum */.k5n(SEVERITIES).optional(),
        pattern: schemas/* array */.YOg(PatternText).min(1).max(10),
    }))
        .min(1)
        .max(20),
});
/** Bytes of a file with matchers. */
const MAX_MATCHER_BYTES = 65_536;
/** Reads a file of matchers. The error is a sentence about the file. */
function parseProblemMatchers(text) {
    let value;
    try {
        value = JSON.parse(text);
    }
    catch {
        return (0,core_result/* err */._)("it is not JSON");
    }
    const parsed = MatcherFile.safeParse(value);
    if (!parsed.success) {
        const [issue] = parsed.error.issues;
        return (0,core_result/* err */._)(`${pathText(issue?.path ?? [])}: ${issue?.message.toLowerCase() ?? "it is not valid"}`);
    }
    for (const [i, { owner, pattern }] of parsed.data.problemMatcher.entries()) {
        for (const [j, one] of pattern.entries()) {
            const at = pathText(["problemMatcher", i, "pattern", j]);
            const problem = patternProblem(one.regexp, "");
            if (problem !== null)
                return (0,core_result/* err */._)(`${at}.regexp: ${problem}`);
            if (one.loop === true && (j === 0 || j !== pattern.length - 1)) {
                return (0,core_result/* err */._)(`${at}.loop: only the last of several patterns can repeat`);
            }
        }
        if (pattern.at(-1)?.message === undefined) {
            return (0,core_result/* err */._)(`the last pattern of \`${owner}\` names no group for \`message\``);
        }
    }
    return (0,core_result.ok)(parsed.data.problemMatcher);
}
/** Files of matchers that a mapping of scenario keys names, relative to the root, with places. */
function matcherFiles(layer, folder) {
    const named = textsOf(layerField(layer, "problem-matcher"));
    // An expression was refused where it was read.
    const plain = named.filter(({ text }) => !hasExpression(text));
    return plain.map(({ text, document, path }) => ({
        path: matcherPath(folder, text),
        problem: (message) => ({
            code: "suite/problem-matcher",
            severity: "error",
            message,
            location: document.locate(path),
        }),
    }));
}
/** The path of a file of matchers relative to the root. */
function matcherPath(folder, text) {
    return hasExpression(text) ? text : (0,posix_.normalize)((0,posix_.join)(folder, text));
}
function pathText(path) {
    return path
        .map((step) => (typeof step === "number" ? `[${step}]` : `.${String(step)}`))
        .join("")
        .replace(/^\./u, "");
}

;// CONCATENATED MODULE: ./lib/scenario/run-keys.js





/** Reads the keys; problems are added to the diagnostics. */
function shareRunKeys(declaration, place) {
    const expect = fieldOf(declaration, "expect");
    const quarantine = fieldOf(declaration, "quarantine")?.value;
    const artifacts = artifactsOf(fieldOf(declaration, "artifacts"), place.diagnostics);
    const problemMatchers = textsOf(fieldOf(declaration, "problem-matcher")).map(({ text }) => matcherPath(declaration.folder, text));
    const before = hooksFor(declaration, "before", place);
    const after = hooksFor(declaration, "after", place);
    return {
        ...(expect === undefined ? {} : { expect: expectOf(expect, place.diagnostics) }),
        ...(quarantine === undefined ? {} : { quarantine: quarantineOf(quarantine) }),
        ...(artifacts.length === 0 ? {} : { artifacts }),
        ...(problemMatchers.length === 0 ? {} : { problemMatchers }),
        ...(before.length === 0 ? {} : { before }),
        ...(after.length === 0 ? {} : { after }),
    };
}
function quarantineOf(text) {
    return { until: text.until, owner: text.owner ?? null, reason: text.reason ?? null };
}
/** A hook is text for the shell of the suite: the scenario itself may be Python. */
function hooksFor(declaration, key, place) {
    const field = fieldOf(declaration, key);
    if (field === undefined)
        return [];
    const { folder, defaults } = declaration;
    const shell = defaults?.text.shell ?? DEFAULT_SHELL;
    return (field.parts ?? [field]).flatMap((part) => hooksOf(part, { ...place, shell, folder }));
}

;// CONCATENATED MODULE: ./lib/scenario/definition.js





/** Values where a suite says nothing. */
const DEFAULTS = {
    shell: "bash",
    timeoutMs: 600_000,
    retry: { maxAttempts: 1, delayMs: 1_000, factor: 2, maxDelayMs: 60_000, jitter: true },
};
/** Builds the shared part; null when there is nothing to run, which is reported. */
function shareDefinition(declaration) {
    const diagnostics = [];
    const command = commandOf(declaration, diagnostics);
    const timeoutMs = timeoutOf(declaration, diagnostics);
    const workingDirectory = workingDirectoryOf(declaration, diagnostics);
    if (command === null)
        return { shared: null, diagnostics };
    return {
        shared: {
            file: declaration.file,
            line: declaration.line,
            features: textsOf(fieldOf(declaration, "features")).map(({ text }) => text),
            meta: metaOf(declaration),
            command,
            args: textsOf(fieldOf(declaration, "args")).map(({ text }) => text),
            shell: fieldOf(declaration, "shell")?.value ?? DEFAULTS.shell,
            env: envOf(declaration),
            workingDirectory,
            timeoutMs,
            retry: retryOf(declaration),
            ...shareRunKeys(declaration, { workingDirectory, diagnostics }),
        },
        diagnostics,
    };
}
function timeoutOf(declaration, diagnostics) {
    const { own } = declaration;
    for (const layer of layersOf(declaration).toReversed()) {
        const timeout = layerField(layer, "timeout");
        const minutes = layerField(layer, "timeout-minutes");
        if (timeout !== undefined && minutes !== undefined && layer === own) {
            diagnostics.push({
                code: "suite/value",
                severity: "error",
                message: "`timeout` and `timeout-minutes` are given both",
                location: minutes.document.locateKey(minutes.path),
                related: [
                    { message: "the other is here", location: timeout.document.locateKey(timeout.path) },
                ],
                hint: "keep one of them",
            });
        }
        if (timeout !== undefined)
            return definition_millisecondsOf(timeout.value) ?? DEFAULTS.timeoutMs;
        if (minutes !== undefined)
            return Math.max(1, Math.round(minutes.value * 60_000));
    }
    return DEFAULTS.timeoutMs;
}
function retryOf(declaration) {
    const text = {};
    for (const layer of layersOf(declaration))
        Object.assign(text, layer.text.retry);
    return {
        maxAttempts: text["max-attempts"] ?? DEFAULTS.retry.maxAttempts,
        delayMs: definition_millisecondsOf(text.delay) ?? DEFAULTS.retry.delayMs,
        factor: text.factor ?? DEFAULTS.retry.factor,
        maxDelayMs: definition_millisecondsOf(text["max-delay"]) ?? DEFAULTS.retry.maxDelayMs,
        jitter: text.jitter ?? DEFAULTS.retry.jitter,
    };
}
function envOf(declaration) {
    const env = {};
    for (const layer of layersOf(declaration)) {
        for (const [name, value] of Object.entries(layer.text.env ?? {})) {
            env[name] = writtenText(layer.document, [...layer.path, "env", name], value);
        }
    }
    return env;
}
function metaOf(declaration) {
    const meta = {};
    for (const layer of layersOf(declaration)) {
        if (layer === declaration.own)
            Object.assign(meta, declaration.extra);
        Object.assign(meta, layer.text.meta);
    }
    return meta;
}
function workingDirectoryOf(declaration, diagnostics) {
    const { folder } = declaration;
    const field = fieldOf(declaration, "working-directory");
    if (field === undefined)
        return folder;
    const location = () => field.document.locate(field.path);
    return resolveFolder(field.value, { folder, location, diagnostics });
}
function definition_millisecondsOf(value) {
    if (value === undefined)
        return undefined;
    const parsed = parseDurationMs(String(value));
    return parsed.ok ? parsed.value : undefined;
}

// EXTERNAL MODULE: ./node_modules/yaml/dist/index.js
var dist = __webpack_require__(38815);
;// CONCATENATED MODULE: ./lib/scenario/flat-yaml.js
const KEY = /[A-Za-z_][A-Za-z0-9_-]*/y;
/** Letters, digits and signs that have no meaning anywhere in a plain text. */
const PLAIN = /(?:[A-Za-z0-9_(\u00a1-\u2027\u2030-\ud7ff]|\.?\/)[A-Za-z0-9_()./+=\u00a1-\u2027\u2030-\ud7ff -]*/y;
const QUOTED = /"[A-Za-z0-9_()./+=,;:#'$*&!?@<>{}[\]|%~^\u00a1-\u2027\u2030-\ud7ff -]*"/y;
const SPACES = / */y;
/** What the library may take for a number. */
const NUMBER_LIKE = /^[0-9][0-9A-Fa-fxo.+-]*$/u;
const WORD_LIKE = /^(?:true|false|null)$/iu;
const flat_yaml_MAX_DEPTH = 4;
/** Reads a whole text; null when it holds anything else. */
function readFlatYaml(text, options) {
    const cursor = { ...options, text, at: 0 };
    const members = new Map();
    while (cursor.at < text.length) {
        if (!readMember(cursor, { members, path: [], depth: 0 }))
            return null;
        if (cursor.at < text.length && text[cursor.at++] !== "\n")
            return null;
    }
    return members.size === 0 ? null : mapOf(members, options.rangeOf(0, cursor.at));
}
function readMember(cursor, into) {
    const { members, path, depth } = into;
    const start = cursor.at;
    const key = match(cursor, KEY);
    if (key === null || WORD_LIKE.test(key))
        return false;
    const keyRange = cursor.rangeOf(start, cursor.at);
    if (!cursor.text.startsWith(": ", cursor.at))
        return false;
    cursor.at += 2;
    match(cursor, SPACES);
    const name = cursor.rename(key, path);
    const value = readValue(cursor, { path: [...path, name], depth });
    // The library knows how to complain of a key that is given twice.
    if (value === null || members.has(name))
        return false;
    members.set(name, { ...value, key: keyRange });
    return true;
}
function readValue(cursor, inside) {
    const first = cursor.text[cursor.at];
    if (inside.depth > flat_yaml_MAX_DEPTH)
        return null;
    if (first === "[" || first === "{")
        return readFlow(cursor, inside);
    return readScalar(cursor, first);
}
function readScalar(cursor, first) {
    const start = cursor.at;
    if (first === '"') {
        const quoted = match(cursor, QUOTED);
        if (quoted === null)
            return null;
        const value = quoted.slice(1, -1);
        return { value, range: cursor.rangeOf(start, cursor.at), written: value, size: 1 };
    }
    const found = match(cursor, PLAIN);
    if (found === null)
        return null;
    const written = found.trimEnd();
    cursor.at = start + written.length;
    if (WORD_LIKE.test(written))
        return null;
    const range = cursor.rangeOf(start, cursor.at);
    if (!NUMBER_LIKE.test(written))
        return { value: written, range, written, size: 1 };
    if (!/^(?:0|[1-9]\d{0,14})$/u.test(written))
        return null;
    return { value: Number(written), range, written, size: 1 };
}
function readFlow(cursor, { path, depth }) {
    const start = cursor.at;
    const close = cursor.text[cursor.at++] === "[" ? "]" : "}";
    const items = [];
    const members = new Map();
    for (;;) {
        match(cursor, SPACES);
        if (cursor.text[cursor.at] === close)
            break;
        if (close === "}") {
            if (!readMember(cursor, { members, path, depth: depth + 1 }))
                return null;
        }
        else {
            const item = readValue(cursor, { path: [...path, items.length], depth: depth + 1 });
            if (item === null)
                return null;
            items.push(item);
        }
        match(cursor, SPACES);
        if (cursor.text[cursor.at] === close)
            break;
        if (cursor.text[cursor.at++] !== "," || cursor.text[cursor.at] !== " ")
            return null;
    }
    cursor.at++;
    const range = cursor.rangeOf(start, cursor.at);
    if (close === "}")
        return mapOf(members, range);
    const size = items.reduce((sum, item) => sum + item.size, 1);
    return { value: items.map((item) => item.value), range, items, size };
}
function mapOf(members, range) {
    let size = 1;
    for (const member of members.values())
        size += member.size;
    const value = Object.fromEntries([...members].map(([name, member]) => [name, member.value]));
    return { value, range, members, size };
}
function match(cursor, expression) {
    expression.lastIndex = cursor.at;
    const found = expression.exec(cursor.text)?.[0];
    if (found === undefined)
        return null;
    cursor.at += found.length;
    return found;
}

;// CONCATENATED MODULE: ./lib/scenario/yaml-tree.js
/**
 * Nodes of the YAML library as plain values that know their places.
 * Owns what YAML allows and suites do not: keys that are no text, repeated keys, runaway aliases.
 */

const yaml_tree_MAX_DEPTH = 64;
/** Values that aliases may add up to: enough for any suite, too few for an attack. */
const MAX_ALIASED = 100_000;
/** Converts a tree; what cannot be used is reported and left out. */
function readTree(root, options) {
    return read({ ...options, anchors: new Map(), aliased: 0 }, root, []);
}
function read(state, node, path) {
    if (node === null)
        return { value: null, range: state.rangeOf(0, 0), size: 1 };
    const [start, end] = node.range ?? [0, 0];
    const range = state.rangeOf(start, end);
    const nothing = { value: null, range, size: 1 };
    if (path.length > yaml_tree_MAX_DEPTH) {
        state.report({ code: "yaml/syntax", message: "the text is nested too deeply", range });
        return nothing;
    }
    if ((0,dist/* isAlias */.Vj)(node))
        return readAlias(state, node.source, range);
    const anchor = "anchor" in node && typeof node.anchor === "string" ? node.anchor : undefined;
    if (anchor !== undefined)
        state.anchors.set(anchor, "open");
    const located = yaml_tree_readValue(state, node, { path, range });
    if (anchor !== undefined)
        state.anchors.set(anchor, located);
    return located;
}
function readAlias(state, name, range) {
    const target = state.anchors.get(name);
    const nothing = { value: null, range, size: 1 };
    const refuse = (message) => {
        state.report({ code: "yaml/alias", message, range });
        return nothing;
    };
    if (target === undefined)
        return refuse(`there is no anchor \`&${name}\` before this alias`);
    if (target === "open")
        return refuse(`the alias \`*${name}\` stands inside its own anchor`);
    const before = state.aliased;
    state.aliased += target.size;
    // Once is enough to say it; every further alias would repeat it.
    if (before > MAX_ALIASED)
        return nothing;
    if (state.aliased > MAX_ALIASED)
        return refuse("aliases add up to more than 100,000 values");
    return target;
}
function yaml_tree_readValue(state, node, at) {
    const { path, range } = at;
    if ((0,dist/* isMap */.jh)(node))
        return readMap(state, node, at);
    if ((0,dist/* isSeq */.oP)(node)) {
        const items = node.items.map((item, i) => read(state, item, [...path, i]));
        return { value: items.map((item) => item.value), range, items, size: sizeOf(items) };
    }
    if (!(0,dist/* isScalar */.jn)(node))
        return { value: null, range, size: 1 };
    const written = typeof node.source === "string" ? { written: node.source } : {};
    const value = node.value;
    if (typeof value === "string" && value.includes("\u0000")) {
        state.report({ code: "suite/value", message: "the text holds a NUL character", range });
        return { value: value.replaceAll("\u0000", ""), range, size: 1 };
    }
    if (typeof value === "number" && !Number.isFinite(value)) {
        const message = `\`${node.source ?? value}\` is not a number that JSON can carry`;
        state.report({ code: "suite/value", message, range });
        return { value: null, range, size: 1 };
    }
    const plain = typeof value === "string" || typeof value === "number" || typeof value === "boolean";
    return { value: plain ? value : null, range, ...written, size: 1 };
}
function readMap(state, map, at) {
    const members = new Map();
    for (const pair of map.items) {
        const keyNode = pair.key;
        const key = yaml_tree_keyOf(state, keyNode, at);
        if (key === undefined)
            continue;
        const [start, end] = keyNode?.range ?? [0, 0];
        const keyRange = state.rangeOf(start, end);
        const name = state.rename(key, at.path);
        const first = members.get(name);
        if (first !== undefined) {
            reportRepeated(state, { key, name, path: at.path, range: keyRange, first });
            continue;
        }
        const value = read(state, pair.value, [...at.path, name]);
        // An empty value has no place of its own worth pointing at.
        const range = pair.value === null || value.value === null ? keyRange : value.range;
        members.set(name, { ...value, range, key: keyRange });
    }
    const value = Object.fromEntries([...members].map(([name, member]) => [name, member.value]));
    return { value, range: at.range, members, size: sizeOf(members.values()) };
}
function yaml_tree_keyOf(state, node, at) {
    if ((0,dist/* isScalar */.jn)(node) && (typeof node.value !== "object" || node.value === null)) {
        const key = node.value === null ? (node.source ?? "") : String(node.value);
        const written = typeof node.value === "number" ? (node.source ?? key) : key;
        if (written !== "" && written !== "__proto__" && !written.includes("\u0000"))
            return written;
    }
    const [start, end] = node?.range ?? [at.range.start, at.range.start];
    state.report({
        code: "suite/type",
        message: "a key must be a text that is not empty",
        range: node === null ? at.range : state.rangeOf(start, end),
    });
    return undefined;
}
function reportRepeated(state, repeated) {
    const { key, name, path, range, first } = repeated;
    const scenario = path.length === 1 && path[0] === "scenarios";
    state.report({
        code: scenario ? "scenario/duplicate-id" : "yaml/syntax",
        message: scenario
            ? `there are two scenarios \`${key}\``
            : `the key \`${key}\` is given twice${key === name ? "" : ` (it means \`${name}\`)`}`,
        range,
        related: { message: "the first is here", range: first.key ?? first.range },
    });
}
function sizeOf(parts) {
    let size = 1;
    for (const part of parts)
        size += part.size;
    return size;
}

;// CONCATENATED MODULE: ./lib/scenario/document.js
/**
 * A YAML or JSON text that was read: its value, its problems, and where everything stands.
 * Knows nothing of what the keys mean.
 */




/** Reads a YAML or JSON text; nothing that a file can hold makes it throw. */
function readDocument(file, options = {}) {
    const toFile = options.toFileOffset ?? ((offset) => offset);
    // The library points behind the end of a text that stops too early.
    const clamp = (offset) => Math.max(0, Math.min(offset, file.text.length));
    const rangeOf = (start, end) => ({
        start: clamp(toFile(start)),
        end: clamp(end > start ? toFile(end - 1) + 1 : toFile(start)),
    });
    const diagnostics = [];
    const root = readRoot(file, { ...options, rangeOf, diagnostics });
    const whole = { value: null, range: rangeOf(0, 0), size: 1 };
    let lines;
    const find = (path) => findIn(root ?? whole, path);
    return {
        file,
        value: root?.value ?? null,
        broken: root === null || diagnostics.some(({ code }) => code === "yaml/alias"),
        diagnostics,
        locate: (path) => ({ file, range: find(path).range }),
        locateKey: (path) => ({ file, range: find(path).key ?? find(path).range }),
        locateInText: (path, part) => ({ file, range: partOf(file, find(path), part) }),
        lineOf: (location) => {
            lines ??= new LineIndex(file.text);
            return lines.position(location.range.start).line;
        },
        written: (path) => find(path).written,
    };
}
/** The tree; null when the text does not parse, and an empty one when there is no text. */
function readRoot(file, options) {
    const { rangeOf, diagnostics, syntaxCode = "yaml/syntax" } = options;
    const rename = options.rename ?? ((key) => key);
    const flat = readFlatYaml(options.text ?? file.text, { rangeOf, rename });
    if (flat !== null)
        return flat;
    try {
        if (isTooDeep(options.text ?? file.text))
            throw new RangeError();
        const document = (0,dist/* parseDocument */.Tp)(options.text ?? file.text, {
            prettyErrors: false,
            uniqueKeys: false,
            logLevel: "error",
        });
        const problems = [...document.errors, ...document.warnings];
        // The library turns the end of its stack into an error of the document.
        if (problems.some(({ message }) => /call stack/iu.test(message)))
            throw new RangeError();
        let unclosed = false;
        for (const problem of problems) {
            const open = unclosedAt(document, problem);
            // What stands around something unclosed seems unclosed too.
            if (open !== undefined && unclosed)
                continue;
            unclosed ||= open !== undefined;
            const [start, end] = open === undefined ? problem.pos : [open.start, open.start + 1];
            diagnostics.push({
                code: syntaxCode,
                severity: "error",
                message: open?.message ?? document_messageOf(problem),
                location: { file, range: rangeOf(start, end) },
                ...document_hintFor(problem),
            });
        }
        if (problems.length > 0)
            return null;
        if (document.contents === null)
            return { value: null, range: rangeOf(0, 0), size: 1 };
        return readTree(document.contents, {
            rangeOf,
            rename,
            report: ({ range, related, ...problem }) => diagnostics.push({
                ...problem,
                severity: "error",
                location: { file, range },
                ...(related === undefined
                    ? {}
                    : {
                        related: [{ message: related.message, location: { file, range: related.range } }],
                    }),
            }),
        });
    }
    catch (error) {
        // The library recurses; a text of nothing but brackets ends its stack.
        if (!(error instanceof RangeError))
            throw error;
        const location = { file, range: rangeOf(0, 0) };
        const message = "the text is nested too deeply";
        diagnostics.push({ code: syntaxCode, severity: "error", message, location });
        return null;
    }
}
/** Brackets that are left open; the library would look at all of them before it gives up. */
const MAX_OPEN = 20_000;
function isTooDeep(text) {
    let open = 0;
    for (let i = 0; i < text.length; i++) {
        const code = text.charCodeAt(i);
        // `[`, `{`, and what closes them.
        if (code === 91 || code === 123)
            open++;
        else if ((code === 93 || code === 125) && open > 0)
            open--;
        if (open > MAX_OPEN)
            return true;
    }
    return false;
}
function findIn(root, path) {
    let at = root;
    for (const step of path) {
        const next = typeof step === "number" ? at.items?.[step] : at.members?.get(String(step));
        if (next === undefined)
            return at;
        at = next;
    }
    return at;
}
/** Looks the part up in the source, as often as it stands before in the value. */
function partOf(file, located, part) {
    if (typeof located.value !== "string")
        return located.range;
    const wanted = located.value.slice(part.start, part.end);
    if (wanted === "")
        return located.range;
    let at = located.range.start - 1;
    for (let i = located.value.indexOf(wanted); i >= 0; i = located.value.indexOf(wanted, i + 1)) {
        at = file.text.indexOf(wanted, at + 1);
        if (at < 0 || at + wanted.length > located.range.end)
            return located.range;
        if (i >= part.start)
            break;
    }
    return { start: at, end: at + wanted.length };
}
/**
 * Where something that is never closed begins. The library points at the place where it gave up,
 * often the end of the file.
 */
function unclosedAt(document, problem) {
    if (problem.code !== "MISSING_CHAR" && problem.code !== "BAD_INDENT")
        return undefined;
    const closer = /(?:end with a|closing|Expected).*?([\]}"'])/u.exec(problem.message)?.[1];
    const opener = { "]": "[", "}": "{", '"': '"', "'": "'" }[closer ?? ""];
    if (closer === undefined || opener === undefined)
        return undefined;
    let start;
    (0,dist/* visit */.YR)(document, {
        Node: (_, node) => {
            const [from = 0, , to = 0] = "range" in node && node.range ? node.range : [];
            if (from > problem.pos[0] || to < problem.pos[0])
                return;
            if (openerOf(node) === opener)
                start = Math.max(start ?? 0, from);
        },
    });
    return start === undefined ? undefined : { start, message: `\`${opener}\` is not closed` };
}
/** The character that a flow collection or a quoted text begins with. */
function openerOf(node) {
    if ((0,dist/* isMap */.jh)(node))
        return node.flow ? "{" : undefined;
    if ((0,dist/* isSeq */.oP)(node))
        return node.flow ? "[" : undefined;
    if (!(0,dist/* isScalar */.jn)(node))
        return undefined;
    if (node.type === "QUOTE_DOUBLE")
        return '"';
    return node.type === "QUOTE_SINGLE" ? "'" : undefined;
}
function document_messageOf(problem) {
    switch (problem.code) {
        case "TAG_RESOLVE_FAILED":
            return "tags (`!name`) are not part of the suite language";
        case "MULTIPLE_DOCS":
            return "the file holds more than one document";
        case "BLOCK_AS_IMPLICIT_KEY":
            return "a mapping cannot start on the line of a key; is a colon not in quotes?";
        default:
            return problem.message.charAt(0).toLowerCase() + problem.message.slice(1);
    }
}
function document_hintFor(problem) {
    switch (problem.code) {
        case "TAG_RESOLVE_FAILED":
            return { hint: 'put a pattern that starts with ! into quotes: "!smoke/lib/**"' };
        case "MULTIPLE_DOCS":
            return { hint: "remove the second `---`, or write two files" };
        case "TAB_AS_INDENT":
            return { hint: "indent with spaces" };
        default:
            return {};
    }
}

;// CONCATENATED MODULE: ./lib/scenario/front-matter.js


const COMMENT = /^(\s*)(#|\/\/|--|;|@?rem(?=\s|$))(.*)$/iu;
/** Keys that headers of other tools use for ours. */
const SYNONYMS = {
    "depends-on": "needs",
    "estimated-time": "estimate",
};
/** The interpreter line of a script without `#!`; null when there is none. */
function shebangOf(text) {
    const line = /^#!([^\r\n]*)/u.exec(text)?.[1]?.trim();
    return line === undefined || line === "" ? null : line;
}
/** Finds and reads the header of a script. `file` holds the start of the script. */
function readHeader(file) {
    // One by one: most of a script is behind its header.
    const lines = linesOf(file.text);
    let index = 0;
    for (let next = lines.next(); !next.done; next = lines.next(), index++) {
        const line = next.value;
        if (index === 0 && line.text.startsWith("#!"))
            continue;
        if (line.text.trim() === "" || /^@echo off\b/iu.test(line.text))
            continue;
        const comment = toComment(line);
        if (comment === undefined)
            break;
        if (closing(comment.text) !== undefined)
            return readFenced(file, { lines, comment, index });
    }
    return { kind: "none" };
}
/** `lines` gives those behind the line that opens the header. */
function readFenced(file, at) {
    const { lines, comment, index } = at;
    const end = closing(comment.text);
    const inside = [];
    for (let step = lines.next(); !step.done; step = lines.next()) {
        const line = step.value;
        const next = line.text.trim() === "" ? { ...comment, text: "", start: line.start } : toComment(line);
        if (next === undefined || next.marker !== comment.marker)
            break;
        if (next.text.trim() === end) {
            return { kind: "found", document: documentOf(file, inside), line: index + 1 };
        }
        inside.push(next);
    }
    const fence = comment.text.trim();
    return {
        kind: "broken",
        diagnostic: {
            code: "script/front-matter",
            severity: "error",
            message: `the header that \`${fence}\` opens is not closed`,
            location: {
                file,
                range: { start: comment.start, end: comment.start + comment.text.trimEnd().length },
            },
            hint: `end it with a comment line \`${end}\`, before the first line that is no comment`,
        },
    };
}
/** The YAML of the lines, each at an offset of its own in the script. */
function documentOf(file, lines) {
    const starts = [];
    let text = "";
    for (const line of lines) {
        starts.push(text.length);
        text += `${line.text}\n`;
    }
    const toFileOffset = (offset) => {
        let low = 0;
        let high = starts.length - 1;
        while (low < high) {
            const middle = (low + high + 1) >> 1;
            if ((starts[middle] ?? 0) <= offset)
                low = middle;
            else
                high = middle - 1;
        }
        const line = lines[low];
        if (line === undefined)
            return 0;
        return line.start + Math.min(offset - (starts[low] ?? 0), line.text.length);
    };
    return readDocument(file, {
        text,
        toFileOffset,
        rename: headerKey,
        syntaxCode: "script/front-matter",
    });
}
/** The name of a key of a header: snake case and synonyms are brought to ours. */
function headerKey(key, parent) {
    const top = parent.length === 0;
    if (!top && !(parent.length === 1 && parent[0] === "retry"))
        return key;
    const kebab = key.replaceAll("_", "-");
    if (!top)
        return kebab;
    if (Object.hasOwn(SYNONYMS, kebab))
        return SYNONYMS[kebab] ?? key;
    return KNOWN_KEYS["front-matter"].includes(kebab) ? kebab : key;
}
/**
 * An estimate as headers of other tools write it: `5-15 min` is the mean of both ends. Anything else
 * comes back as it is.
 */
function plainEstimate(text) {
    const found = /^[~≈]?\s*(\d+(?:\.\d+)?)(?:\s*(?:-|–|to)\s*(\d+(?:\.\d+)?))?\s*(s|secs?|seconds?|m|mins?|minutes?|h|hours?|d|days?)\.?$/iu.exec(text.trim());
    if (found === null)
        return text;
    const [, from = "0", to = from, unit = "s"] = found;
    return `${(Number(from) + Number(to)) / 2}${unit.charAt(0).toLowerCase()}`;
}
function* linesOf(text) {
    let start = 0;
    while (start < text.length) {
        let end = start;
        for (let code = text.charCodeAt(end); code !== 10 && code !== 13; code = text.charCodeAt(end)) {
            if (++end >= text.length)
                break;
        }
        yield { text: text.slice(start, end), start };
        start = text.startsWith("\r\n", end) ? end + 2 : end + 1;
    }
    return undefined;
}
function toComment(line) {
    const found = COMMENT.exec(line.text);
    if (found === null)
        return undefined;
    const [, indent = "", marker = "", rest = ""] = found;
    const blank = /^[ \t]/u.test(rest) ? 1 : 0;
    return {
        marker: marker.toLowerCase(),
        text: rest.slice(blank),
        start: line.start + indent.length + marker.length + blank,
    };
}
function closing(text) {
    const fence = text.trim();
    if (fence === "---")
        return "---";
    return fence === "@meta" ? "@endmeta" : undefined;
}

;// CONCATENATED MODULE: ./lib/scenario/resolve.js










/** Runner class of scenarios that name none. */
const resolve_DEFAULT_RUNNER = "default";
/** Makes the resolver of one declaration: texts are parsed once for all its expansions. */
function resolverFor(declaration, options) {
    const { shared, facts } = options;
    // A problem that every expansion has is one problem.
    const said = new Set();
    const report = (diagnostic) => {
        const key = `${diagnostic.code} ${diagnostic.location.range.start} ${diagnostic.message}`;
        if (said.has(key))
            return;
        said.add(key);
        options.report(diagnostic);
    };
    const { github, vars } = facts;
    const nameOf = nameReader(declaration, report);
    const tagsOf = listReader(declaration, "tags", report);
    const groupsOf = listReader(declaration, "group", report);
    const estimateOf = estimateReader(declaration, report);
    const runnerOf = textReader(fieldOf(declaration, "runner"), report);
    const conditionOf = conditionReader(declaration, report);
    return (expansion, slug) => {
        const { id, matrix, file: each } = expansion;
        const base = { github, vars, file: fileContextOf(declaration, each) };
        const scenario = { id, slug, file: shared.file, meta: shared.meta };
        const early = { ...base, matrix, scenario };
        const tags = tagsOf(early).map(({ text }) => text);
        const named = { ...base, matrix, scenario: { ...scenario, tags } };
        const name = nameOf(named, expansion);
        const contexts = { ...base, matrix, scenario: { ...scenario, tags, name } };
        const groups = groupNames(groupsOf(contexts), declaration, report);
        const { skip, open } = conditionOf(contexts);
        return {
            id,
            estimateMs: estimateOf(contexts),
            runner: runnerOf(contexts) ?? resolve_DEFAULT_RUNNER,
            skip,
            definition: {
                ...shared,
                slug,
                name,
                tags,
                matrix,
                groups,
                if: open,
                ...(each === null ? {} : { eachFile: { path: each.path, relative: each.relative } }),
            },
        };
    };
}
function resolve_evaluate(value, contexts, at) {
    const result = value.evaluate(contexts);
    if (result.ok)
        return result.value;
    const { problem, path } = result.error;
    at.report(syntaxDiagnostic(problem, { document: at.document, path }));
    return undefined;
}
function textReader(field, report) {
    if (field === undefined)
        return () => undefined;
    const { document, path } = field;
    const value = prepareValue(field.value, { path, asText: true });
    return (contexts) => {
        const text = resolve_evaluate(value, contexts, { document, report });
        return text === undefined || text === "" ? undefined : String(text);
    };
}
/** A name without expressions gets the values of the matrix behind it, as jobs do in Actions. */
function nameReader(declaration, report) {
    const field = fieldOf(declaration, "name");
    if (field === undefined)
        return (_, { id }) => id;
    const { document, path } = field;
    const text = String(field.value);
    if (!hasExpression(text)) {
        return (_, { label }) => (label === "" ? text : `${text} (${label})`);
    }
    const value = prepareValue(text, { path, asText: true });
    return (contexts, { id }) => String(resolve_evaluate(value, contexts, { document, report }) ?? id);
}
/** Each text of the list may give a list; an empty text is no item. */
function listReader(declaration, key, report) {
    const field = fieldOf(declaration, key);
    if (field === undefined)
        return () => [];
    const items = textsOf(field).map(({ text, document, path }) => ({
        document,
        path,
        value: prepareValue(text, { path }),
    }));
    const read = (contexts) => items.flatMap(({ value, document, path }) => {
        const result = resolve_evaluate(value, contexts, { document, report });
        return textsIn(result ?? null).map((text) => ({ text, document, path }));
    });
    if (!items.every(({ value }) => value.constant))
        return read;
    const constant = read({});
    return () => constant;
}
function textsIn(value) {
    if (value === null || value === "")
        return [];
    if (Array.isArray(value))
        return value.flatMap(textsIn);
    return [typeof value === "object" ? JSON.stringify(value) : String(value)];
}
function groupNames(groups, declaration, report) {
    const names = [];
    for (const { text, document, path } of groups) {
        const full = declaration.groups.get(text);
        if (full !== undefined) {
            if (!names.includes(full))
                names.push(full);
            continue;
        }
        const meant = nearest(text, declaration.groups.keys());
        report({
            code: "scenario/unknown-group",
            severity: "error",
            message: `there is no group \`${text}\``,
            location: document.locate(path),
            hint: meant === undefined
                ? `declare it: \`groups: { ${text}: { max-parallel: 1 } }\``
                : `did you mean \`${meant}\`?`,
        });
    }
    return names;
}
function estimateReader(declaration, report) {
    const field = fieldOf(declaration, "estimate");
    if (field === undefined)
        return () => null;
    const { document, path } = field;
    const value = prepareValue(String(field.value), { path, asText: true });
    return (contexts) => {
        const text = resolve_evaluate(value, contexts, { document, report });
        if (text === undefined || text === "" || hasExpression(String(text)))
            return null;
        const plain = plainEstimate(String(text));
        const parsed = parseDurationMs(plain);
        if (parsed.ok)
            return parsed.value;
        const refusal = refuseDuration(plain, false);
        if (refusal !== undefined) {
            report({ severity: "error", location: document.locate(path), ...refusal });
        }
        return null;
    };
}
/** Decides a condition that planning can decide; any other is left open for the shard. */
function conditionReader(declaration, report) {
    const field = fieldOf(declaration, "if");
    const runs = { skip: null, open: null };
    if (field === undefined)
        return () => runs;
    const skipped = (text) => ({
        skip: { reason: "condition", message: `${text} is false` },
        open: null,
    });
    if (typeof field.value === "boolean") {
        return field.value ? () => runs : () => skipped("false");
    }
    const condition = parseCondition(field.value);
    if (!condition.ok)
        return () => runs;
    const { text } = condition.value;
    if (!isStatic(condition.value))
        return () => ({ skip: null, open: text });
    return (contexts) => {
        const holds = evaluateCondition(condition.value, { contexts });
        if (holds.ok)
            return holds.value ? runs : skipped(text);
        report(syntaxDiagnostic(holds.error, field));
        return runs;
    };
}

;// CONCATENATED MODULE: ./lib/scenario/variants.js



/** Resolves the expansions of a declaration, each under its overrides. */
function resolveExpansions(declaration, options) {
    const { expansions, slugs, facts, diagnostics } = options;
    const variants = new Map();
    const variantOf = (holding) => {
        const key = holding.map(Number).join("");
        const known = variants.get(key);
        if (known !== undefined)
            return known;
        const held = declaration.candidates.filter((_, i) => holding[i] === true);
        const variant = held.length === 0
            ? declaration
            : { ...declaration, overrides: held.map(({ layer }) => layer) };
        const { shared, diagnostics: found } = shareDefinition(variant);
        diagnostics.push(...found);
        const report = (diagnostic) => diagnostics.push(diagnostic);
        const resolve = shared === null ? null : resolverFor(variant, { shared, facts, report });
        const made = { declaration: variant, resolve };
        variants.set(key, made);
        return made;
    };
    const plain = variantOf([]);
    const { candidates } = declaration;
    return expansions.map((expansion) => {
        const slug = slugs.get(expansion.id) ?? "";
        const base = plain.resolve?.(expansion, slug) ?? null;
        if (candidates.length === 0 || base === null) {
            return { declaration: plain.declaration, expansion, resolved: base };
        }
        const holding = holdingFor(base, { declaration, diagnostics });
        if (!holding.includes(true)) {
            return { declaration: plain.declaration, expansion, resolved: base };
        }
        const variant = variantOf(holding);
        const resolved = variant.resolve?.(expansion, slug) ?? null;
        return { declaration: variant.declaration, expansion, resolved };
    });
}
/** Conditions read the scenario as it is without any override. */
function holdingFor(scenario, at) {
    return at.declaration.candidates.map(({ where }) => holdsAt(where, scenario, at.diagnostics));
}
/** Whether a condition of a file holds; that it has no value for a scenario is said once. */
function holdsAt(where, scenario, diagnostics) {
    const holds = whereHolds(where.condition, scenario);
    if (holds.ok)
        return holds.value;
    const problem = problemAt(holds.error, where.locate);
    const { file, range } = problem.location;
    const said = diagnostics.some(({ code, location }) => code === problem.code && location.file === file && location.range.start === range.start);
    if (!said)
        diagnostics.push(problem);
    return false;
}

;// CONCATENATED MODULE: ./lib/scenario/build-suite.js












/** Builds the suite from its files and what they declare, the main one first. */
function buildSuite(options) {
    const { suites, declared, facts } = options;
    const diagnostics = declared.flatMap((one) => [
        ...one.diagnostics,
        ...one.layers.flatMap((layer) => [...checkLayer(layer), ...checkLayerHooks(layer)]),
    ]);
    const expanded = expandAll(declared, facts, diagnostics);
    const expansions = [...expanded.values()].flat();
    const slugs = assignSlugs(expansions.map(({ id }) => id));
    const resolved = [...expanded].flatMap(([declaration, list]) => resolveExpansions(declaration, { expansions: list, slugs, facts, diagnostics }));
    if (!options.incomplete) {
        const dimensions = dimensionsOf(expanded);
        for (const { profiles } of declared)
            diagnostics.push(...checkNarrowings(profiles, dimensions));
    }
    const { needs, diagnostics: ofNeeds } = resolveNeeds({
        expanded: byVariant(expanded, resolved),
        unusable: [
            ...declared.flatMap(({ unusable }) => unusable),
            // A declaration that expands to nothing was said to be wrong.
            ...[...expanded].flatMap(([{ key }, list]) => (list.length === 0 ? [key] : [])),
        ],
        incomplete: options.incomplete,
        outside: new Set(expansions.flatMap(({ id, outside }) => (outside === null ? [] : [id]))),
    });
    diagnostics.push(...ofNeeds);
    const kept = resolved.flatMap((one) => one.resolved === null ? [] : [{ ...one, resolved: one.resolved }]);
    const watchedBy = watcher(suites);
    const scenarios = kept.map(({ declaration, expansion, resolved: fields }) => {
        const outside = expansion.outside ?? outsideWhere(declaration, { fields, diagnostics });
        const watched = watchedBy(declaration, expansion);
        return {
            ...fields,
            needs: needs.get(declaration) ?? [],
            ...(outside === null ? {} : { outside }),
            ...(expansion.unexpanded ? { unexpanded: true } : {}),
            ...(watched === null ? {} : { watched }),
        };
    });
    diagnostics.push(...repeatedNames(kept));
    const ofProfile = declared[0]?.used.findLast((profile) => profile.workers !== null)?.workers;
    const workers = ofProfile ?? suites[0]?.parsed.workers ?? null;
    const hooks = allHooks(suites, diagnostics);
    return { scenarios, groups: allGroups(suites), hooks, workers, diagnostics };
}
/** The declarations as overrides part them, with the ids of each. */
function byVariant(expanded, resolved) {
    const ids = new Map();
    for (const { declaration, expansion } of resolved) {
        const list = ids.get(declaration);
        if (list === undefined)
            ids.set(declaration, [expansion.id]);
        else
            list.push(expansion.id);
    }
    for (const [declaration, list] of expanded)
        if (list.length === 0)
            ids.set(declaration, []);
    return [...ids].map(([declaration, list]) => ({ declaration, ids: list }));
}
/** Which profile's condition leaves a scenario out; null when none does. */
function outsideWhere({ wheres }, at) {
    for (const where of wheres) {
        if (!holdsAt(where, at.fields, at.diagnostics)) {
            return `profile ${where.profile}: its condition is false`;
        }
    }
    return null;
}
/** Expands every declaration; of scenarios with the same id the first is kept. */
function expandAll(declared, facts, diagnostics) {
    const owners = new Map();
    const expanded = new Map();
    for (const declaration of declared.flatMap(({ declarations }) => declarations)) {
        const { expansions, diagnostics: found } = expandDeclaration(declaration, facts);
        diagnostics.push(...found);
        if (expansions.length > 0 && !expansions.some(({ unexpanded }) => unexpanded)) {
            diagnostics.push(...checkMatrixUses(declaration, expansions));
        }
        // One for each other declaration is enough: a matrix may repeat thousands of ids.
        const said = new Set();
        const kept = expansions.filter((expansion) => {
            const first = owners.get(expansion.id);
            if (first === undefined)
                owners.set(expansion.id, expansion);
            else if (!said.has(first.declaration)) {
                said.add(first.declaration);
                diagnostics.push(repeatedId(expansion, first));
            }
            return first === undefined;
        });
        expanded.set(declaration, kept);
    }
    return expanded;
}
function repeatedId({ declaration, id, label, file }, first) {
    const base = { code: "scenario/duplicate-id", severity: "error" };
    if (first.declaration === declaration) {
        const strategy = fieldOf(declaration, "strategy");
        if (strategy === undefined) {
            return {
                ...base,
                message: `the files \`${first.file?.path}\` and \`${file?.path}\` have the same id \`${id}\``,
                location: declaration.location,
                hint: "rename one of them, or take one out with a pattern that starts with !",
            };
        }
        return {
            ...base,
            message: `the combinations (${first.label}) and (${label}) have the same id \`${id}\``,
            location: strategy.document.locateKey(strategy.path),
            hint: "give the values different names, or name the combinations with `strategy.id`",
        };
    }
    return {
        ...base,
        message: `there are two scenarios \`${id}\``,
        location: declaration.location,
        related: [{ message: "the first is here", location: first.declaration.location }],
        hint: declaration.script === null
            ? "rename one of them"
            : "write `id:` into the header of one of them, or rename one",
    };
}
/** Names are for people, who cannot tell two scenarios of one name apart. */
function repeatedNames(resolved) {
    const first = new Map();
    const said = new Set();
    return resolved.flatMap(({ declaration, resolved: { definition } }) => {
        const { name } = definition;
        const earlier = first.get(name);
        if (earlier === undefined) {
            first.set(name, declaration);
            return [];
        }
        const field = fieldOf(declaration, "name");
        if (said.has(name) || field === undefined)
            return [];
        said.add(name);
        const other = fieldOf(earlier, "name");
        const itself = earlier === declaration;
        const location = field.document.locate(field.path);
        return [
            {
                code: "scenario/duplicate-name",
                severity: "warning",
                message: itself
                    ? `several expansions have the name \`${name}\``
                    : `two scenarios have the name \`${name}\``,
                location,
                ...(itself || field.inherited
                    ? { hint: "let the name hold what differs: an expression with matrix or scenario" }
                    : {
                        related: [
                            {
                                message: "the first is here",
                                location: other?.document.locate(other.path) ?? earlier.location,
                            },
                        ],
                    }),
            },
        ];
    });
}
/** Of several suites, what is set up first is torn down last. */
function allHooks(suites, diagnostics) {
    const each = suites.map((suite) => shardHooksOf(suite, diagnostics));
    return {
        before: each.flatMap(({ before }) => before),
        after: each.toReversed().flatMap(({ after }) => after),
    };
}
function allGroups(suites) {
    const groups = {};
    for (const suite of suites) {
        const names = groupsOf(suite);
        for (const [name, group] of Object.entries(suite.parsed.text.groups ?? {})) {
            groups[names.get(name) ?? name] = { maxParallel: group?.["max-parallel"] ?? null };
        }
    }
    return groups;
}

;// CONCATENATED MODULE: ./lib/scenario/keys.js
/**
 * Keys of the suite language that this version knows but does not act on, and words of neighbouring
 * languages that people write out of habit. Both are refused: nothing is silently ignored.
 */
/** Keys that belong to the language at a level, without effect in this version. */
const UNSUPPORTED_KEYS = {
    suite: ["runners", "capabilities", "fixtures"],
    scenario: [
        "requires",
        "demand",
        "exclusive",
        "idle-timeout",
        "limits",
        "fixtures",
        "reports",
        "continue-on-error",
        "runs-on",
    ],
    workflow: [],
    job: [],
    global_config: [],
    retry_config: [],
    resource_limits: [],
    conditions: [],
    // These take the keys of a scenario, and so those without effect.
    defaults: [],
    override: [],
    profile: [],
    "front-matter": [],
    "for-each": [],
    retry: ["on"],
    strategy: ["max-parallel", "fail-fast"],
    group: ["conflicts", "sequential", "key", "batch", "pause", "scope"],
    expect: [],
    "text-test": [],
    hook: [],
    artifacts: [],
    quarantine: [],
    http: [],
    "http-expect": [],
};
/** What to write instead of a key of another language or another level. */
const KEY_HINTS = {
    suite: {
        steps: "a suite has scenarios, each with its own `run`; steps stay in the workflow",
        services: "start services in the workflow, or in a scenario that others name in `needs`",
        uses: "an action cannot be run by a suite; call its command in `run`",
        secrets: "secrets are never written into a plan; give them to the job as environment",
        with: "inputs belong to the workflow; give values in `env` or `args`",
        on: "triggers belong to the workflow",
        env: "write it below `defaults`, so that every scenario gets it",
        tests: "the key is `scenarios`",
        scenario: "the key is `scenarios`",
        "<<": "merge keys are not part of YAML 1.2; `defaults` hold what scenarios share",
    },
    scenario: {
        steps: "a scenario has one `run`; several commands are lines of it (`run: |`)",
        services: "start services in the workflow, or in a scenario that this one names in `needs`",
        uses: "an action cannot be run by a scenario; call its command in `run`",
        secrets: "secrets are never written into a plan; give them to the job as environment",
        command: "the key is `run`",
        script: "the key is `run`",
        matrix: "write it below `strategy`, as in Actions",
        retries: "write `retry: { max-attempts: 2 }`; it counts the first attempt too",
        cwd: "the key is `working-directory`",
        id: "the key of the scenario is its id",
        "<<": "merge keys are not part of YAML 1.2; `defaults` hold what scenarios share",
    },
    workflow: {
        scenarios: "a file has either `jobs` or `scenarios`",
        include: "a file has either `jobs` or `include`",
        defaults: "the key is `global_config`",
    },
    job: {
        needs: "the key is `dependencies`",
        depends_on: "the key is `dependencies`",
        run: "the key is `command`",
        env: "the key is `environment`",
        type: "the key is `job_type`",
        script: "the key is `script_path`",
        retry: "the key is `retry_config`",
        url: "the address of an http job is its `command`",
    },
    global_config: {},
    retry_config: { max_retries: "the key is `max_attempts`; it counts the first attempt too" },
    resource_limits: {},
    conditions: {},
    defaults: {
        "for-each": "write it at the scenario: files make scenarios of one of them",
        "<<": "merge keys are not part of YAML 1.2",
    },
    override: {
        http: "what runs is said by the scenario itself",
        run: "what runs is said by the scenario itself",
        strategy: "a matrix is expanded before overrides are looked at",
        "for-each": "files are found before overrides are looked at",
        name: "the name is said by the scenario itself",
    },
    profile: {
        http: "what runs is said by the scenario itself",
        run: "what runs is said by the scenario itself; let it read `env` of the profile",
        strategy: "write what is kept below `matrix`: `matrix: { size: [small] }`",
        "for-each": "narrow the files with `where`",
        name: "the name is said by the scenario itself",
        filter: "write a condition: `where: startsWith(id, 'shop')`",
    },
    "for-each": { path: "the key is `files`", glob: "the key is `files`", in: "the key is `files`" },
    "front-matter": {},
    retry: {
        attempts: "the key is `max-attempts`; it counts the first attempt too",
        count: "the key is `max-attempts`; it counts the first attempt too",
    },
    strategy: {},
    group: { limit: "the key is `max-parallel`" },
    expect: {
        status: "a command has an exit code: the key is `exit-code`",
        timeout: "`timeout` of the scenario ends it; `within` only judges how long it took",
        contains: "say where: `stdout: { contains: … }`, `stderr` or `output` for both",
        matches: "say where: `stdout: { matches: … }`, `stderr` or `output` for both",
    },
    hook: {
        uses: "an action cannot be run by a hook; call its command in `run`",
        with: "give values in `env`",
        "timeout-minutes": "the key is `timeout`, with a unit",
        retry: "a hook is not repeated; the attempt it belongs to is",
        "continue-on-error": "let the command not fail: `command || true`",
        command: "the key is `run`",
    },
    artifacts: {
        path: "the key is `paths`",
        name: "the folder is named by scenario and attempt",
        "retention-days": "it is given where the shards are started",
    },
    quarantine: {
        issue: "write it in `reason`",
        team: "the key is `owner`",
        expires: "the key is `until`",
    },
    http: {
        timeout: "`timeout` stands at the scenario",
        status: "write it below `expect`",
        json: "write it below `expect`, or a text as `body`",
        data: "the key is `body`",
        redirect: "the key is `follow`",
    },
    "http-expect": {
        "exit-code": "an answer has a `status`",
        code: "the key is `status`",
        contains: "say where: `body: { contains: … }`",
    },
    "text-test": { equals: "use `matches: '^…$'`" },
};
/** What to do instead, for keys without effect where something comes near. */
const UNSUPPORTED_HINTS = {
    "continue-on-error": "remove it; a failed scenario never stops the others",
    "runs-on": "remove it; where a shard runs is set where the shards are started",
    "max-parallel": "use `group` with `max-parallel` below `groups`",
    "fail-fast": "use the flag --fail-fast",
    sequential: "use `max-parallel: 1`",
};
/** The kind of mapping at a path of a suite file. */
function suiteLevel(path) {
    if (path.length === 0)
        return "suite";
    if (path[0] === "groups")
        return "group";
    if (path[0] === "before" || path[0] === "after")
        return "hook";
    if (path[0] === "defaults")
        return innerLevel(path.slice(1), "defaults");
    if (path[0] === "overrides")
        return innerLevel(path.slice(2), "override");
    if (path[0] === "profiles")
        return innerLevel(path.slice(2), "profile");
    return innerLevel(path.slice(2), "scenario");
}
/** The kind of mapping at a path of a workflow file. */
function workflowLevel(path) {
    const inner = path[0] === "jobs" ? path.slice(2) : path;
    const [key] = inner.slice(-1);
    const names = ["global_config", "retry_config", "resource_limits", "conditions"];
    const level = names.find((name) => name === key);
    return level ?? (path[0] === "jobs" ? "job" : "workflow");
}
/** The kind of mapping at a path of a script's header. */
function frontMatterLevel(path) {
    return innerLevel(path, "front-matter");
}
function innerLevel(path, top) {
    if (path[0] === "retry")
        return "retry";
    if (path[0] === "for-each")
        return "for-each";
    if (path[0] === "before" || path[0] === "after")
        return "hook";
    if (path[0] === "artifacts")
        return "artifacts";
    if (path[0] === "quarantine")
        return "quarantine";
    if (path[0] === "http")
        return httpLevel(path);
    if (path[0] === "expect")
        return path.length === 1 ? "expect" : "text-test";
    return path[0] === "strategy" ? "strategy" : top;
}
function httpLevel(path) {
    if (path[1] !== "expect")
        return "http";
    return path.length === 2 ? "http-expect" : "text-test";
}

;// CONCATENATED MODULE: ./lib/scenario/issues.js



/** How often the wrong parts are cut out before the rest is given up. */
const ROUNDS = 5;
/** Checks a value against a schema; what is wrong is reported and left out of the value. */
function checkValue(options) {
    const { schema, document, levelOf, empty } = options;
    const diagnostics = [];
    // A copy is only needed where something is cut out of it, which is rare.
    let value = options.value;
    /** What was taken out, as JSON of the paths. */
    const cut = new Set();
    for (let round = 0; round < ROUNDS; round++) {
        const parsed = schema.safeParse(value);
        if (parsed.success)
            return { value: parsed.data, diagnostics };
        if (round === 0)
            value = structuredClone(options.value);
        for (const issue of parsed.error.issues.flatMap(flatten)) {
            if (cut.has(JSON.stringify(issue.path))) {
                // A required key was taken out: what cannot do without it goes too.
                const around = issue.path.slice(0, -1);
                remove(value, around);
                cut.add(JSON.stringify(around));
                continue;
            }
            diagnostics.push(...toDiagnostics(issue, { document, value: options.value, levelOf }));
            cut.add(JSON.stringify(prune(value, issue, options.value)));
        }
    }
    return { value: empty, diagnostics };
}
/** A union's issue becomes those of the branch that the value was meant for. */
function flatten(issue) {
    if (issue.code !== "invalid_union")
        return [issue];
    const branches = issue.errors.map((errors) => errors.map((error) => ({ ...error, path: [...issue.path, ...error.path] })));
    const meant = branches.find((errors) => !errors.some((error) => refusesAt(error, issue.path)));
    if (meant !== undefined)
        return meant.flatMap(flatten);
    return [{ ...issue, errors: branches }];
}
/** True when a branch refuses the value as a whole, not something in it. */
function refusesAt(issue, path) {
    if (issue.path.length !== path.length)
        return false;
    if (issue.code === "invalid_type")
        return true;
    return issue.code === "invalid_union" && issue.errors.every((errors) => errors.length > 0)
        ? issue.errors.every((errors) => errors.some((error) => error.code === "invalid_type"))
        : false;
}
function toDiagnostics(issue, context) {
    const { document } = context;
    const { path } = issue;
    const location = document.locate(path);
    const found = valueAt(context.value, path);
    const error = (code, message, hint) => [
        { code, severity: "error", message, location, ...(hint === undefined ? {} : { hint }) },
    ];
    if (issue.code === "unrecognized_keys") {
        return issue.keys.map((key) => unknownKey(key, path, context));
    }
    if (issue.code === "custom") {
        const { code = "suite/value", hint } = (issue.params ?? {});
        return error(code, issue.message, hint);
    }
    if (path.length === 1 && path[0] === "version") {
        const message = `version ${shown(found)} of the suite language is not known here`;
        return error("suite/version", message, "write `version: 1` or leave it out");
    }
    const name = issues_nameOf(path);
    if (found === undefined)
        return error("suite/missing-key", `${name} is missing`);
    switch (issue.code) {
        case "invalid_type":
        case "invalid_union": {
            const expected = [...new Set(expectedOf(issue))].join(" or ");
            return error("suite/type", `${name} must be ${expected}, not ${issues_kindOf(found)}`, hintOf(path, found));
        }
        case "too_small":
            return error("suite/value", `${name} must be ${bound(issue.inclusive, "at least", "more than")} ${issue.minimum}`);
        case "too_big":
            return error("suite/value", `${name} must be ${bound(issue.inclusive, "at most", "less than")} ${issue.maximum}`);
        case "invalid_value":
            return error("suite/value", `${name} must be one of ${issue.values.map(String).join(", ")}`);
        default:
            return error("suite/value", `${name} is not allowed: ${issue.message}`);
    }
}
function unknownKey(key, path, context) {
    const level = context.levelOf(path);
    const location = context.document.locateKey([...path, key]);
    const severity = "error";
    const unsupported = [
        ...UNSUPPORTED_KEYS[level],
        ...(SCENARIO_LEVELS.includes(level) ? UNSUPPORTED_KEYS.scenario : []),
    ];
    if (unsupported.includes(key)) {
        const hint = Object.hasOwn(UNSUPPORTED_HINTS, key) ? UNSUPPORTED_HINTS[key] : undefined;
        return {
            code: "suite/unsupported-key",
            severity,
            message: `this version does not act on \`${key}\``,
            location,
            hint: hint ?? "remove it; what it asks for would not happen",
        };
    }
    const message = `\`${key}\` is not a key of ${LEVEL_NAMES[level]}`;
    const base = { code: "suite/unknown-key", severity, message, location };
    const inherited = ["defaults", "override", "profile"].includes(level) ? KEY_HINTS.scenario : {};
    const hints = { ...inherited, ...KEY_HINTS[level] };
    if (Object.hasOwn(hints, key))
        return { ...base, hint: hints[key] ?? "" };
    const known = KNOWN_KEYS[level];
    const meant = nearest(key, [...known, ...unsupported]);
    return {
        ...base,
        hint: meant === undefined ? `keys are ${known.join(", ")}` : `did you mean \`${meant}\`?`,
    };
}
/** Levels that take the keys of a scenario. */
const SCENARIO_LEVELS = ["front-matter", "defaults", "override", "profile"];
const LEVEL_NAMES = {
    workflow: "a workflow file",
    job: "a job",
    global_config: "`global_config`",
    retry_config: "`retry_config`",
    resource_limits: "`resource_limits`",
    conditions: "`conditions`",
    suite: "a suite",
    scenario: "a scenario",
    defaults: "`defaults`",
    override: "an override",
    profile: "a profile",
    "for-each": "`for-each`",
    "front-matter": "a script's header",
    retry: "`retry`",
    strategy: "`strategy`",
    group: "a group",
    expect: "`expect`",
    "text-test": "a test of a text",
    hook: "a hook",
    artifacts: "`artifacts`",
    quarantine: "`quarantine`",
    http: "`http`",
    "http-expect": "`expect` of a request",
};
function expectedOf(issue) {
    if (issue.code === "invalid_union")
        return issue.errors.flat().flatMap(expectedOf);
    if (issue.code !== "invalid_type")
        return [];
    const names = {
        string: "a text",
        number: "a number",
        int: "a whole number",
        boolean: "true or false",
        array: "a list",
        object: "a mapping",
        record: "a mapping",
        null: "empty",
    };
    return [names[issue.expected] ?? issue.expected];
}
function hintOf(path, found) {
    if (path.at(-1) === "retry" && typeof found === "number") {
        return `write \`retry: { max-attempts: ${found + 1} }\` for ${found} further attempts`;
    }
    if (path.at(-1) === "for-each" && typeof found === "string") {
        return `write \`for-each: { files: "${found}" }\``;
    }
    return undefined;
}
function bound(inclusive, within, beyond) {
    return inclusive === false ? beyond : within;
}
function issues_nameOf(path) {
    const last = path.findLast((step) => typeof step === "string");
    if (last === undefined)
        return "the suite";
    return typeof path.at(-1) === "number" ? `an item of \`${String(last)}\`` : `\`${String(last)}\``;
}
function issues_kindOf(value) {
    if (value === null)
        return "empty";
    if (Array.isArray(value))
        return "a list";
    if (typeof value === "object")
        return "a mapping";
    if (typeof value === "string")
        return "a text";
    return `${shown(value)}`;
}
function shown(value) {
    return `\`${typeof value === "string" ? value : JSON.stringify(value)}\``;
}
function valueAt(value, path) {
    let at = value;
    for (const step of path) {
        if (typeof at !== "object" || at === null)
            return undefined;
        at = Object.hasOwn(at, step) ? at[step] : undefined;
    }
    return at;
}
/** Takes out what the issue speaks of; of a list, the whole list goes, so that indexes stay. */
function prune(value, issue, original) {
    if (issue.code === "unrecognized_keys") {
        for (const key of issue.keys)
            remove(value, [...issue.path, key]);
        return null;
    }
    const list = issue.path.findIndex((step) => typeof step === "number");
    const path = list < 0 ? issue.path : issue.path.slice(0, list);
    // Where a key is missing, the mapping that lacks it cannot be used.
    const gone = valueAt(original, path) === undefined ? path.slice(0, -1) : path;
    remove(value, gone);
    return gone;
}
function remove(value, path) {
    const last = path.at(-1);
    const parent = valueAt(value, path.slice(0, -1));
    if (last === undefined || typeof parent !== "object" || parent === null)
        return;
    Reflect.deleteProperty(parent, last);
}

;// CONCATENATED MODULE: ./lib/scenario/parse-script.js






/** Parses the start of a script; every problem of its header at once. */
function parseScript(file) {
    const header = readHeader(file);
    const shebang = shebangOf(file.text);
    const plain = { text: {}, extra: {}, shebang, line: 1, broken: header.kind === "broken" };
    if (header.kind !== "found") {
        // Only for places: the script itself is no YAML.
        const document = readDocument(file, { text: "", toFileOffset: () => 0 });
        const diagnostics = header.kind === "broken" ? [header.diagnostic] : [];
        return { ...plain, document, hasHeader: header.kind === "broken", diagnostics };
    }
    const { document, line } = header;
    const base = { ...plain, document, hasHeader: true, line, broken: document.broken };
    if (document.broken || document.value === null) {
        return { ...base, diagnostics: document.diagnostics };
    }
    if (typeof document.value !== "object" || Array.isArray(document.value)) {
        const problem = {
            code: "script/front-matter",
            severity: "error",
            message: "the header must be a mapping of keys",
            location: document.locate([]),
        };
        return { ...base, diagnostics: [...document.diagnostics, problem] };
    }
    const { known, extra } = partition(document.value);
    const { value, diagnostics } = checkValue({
        schema: FrontMatterSchema,
        document,
        value: known,
        levelOf: frontMatterLevel,
        empty: {},
    });
    return {
        ...base,
        text: value,
        extra,
        diagnostics: [...document.diagnostics, ...diagnostics, ...doubtful(document, extra)],
    };
}
/** Parts keys of the language from those that are only kept. */
function partition(value) {
    const known = {};
    const extra = {};
    const keys = [...KNOWN_KEYS["front-matter"], ...KNOWN_KEYS.scenario];
    const language = [...keys, ...UNSUPPORTED_KEYS.scenario];
    for (const [key, member] of Object.entries(value)) {
        if (!language.includes(key))
            extra[key] = member;
        else if (key === "estimate")
            known[key] = estimateOf(member);
        else
            known[key] = member;
    }
    return { known, extra };
}
function estimateOf(value) {
    return typeof value === "string" ? plainEstimate(value) : value;
}
/** Warns of kept keys that are within two letters of a key of the language. */
function doubtful(document, extra) {
    return Object.keys(extra).flatMap((key) => {
        const kebab = key.toLowerCase().replaceAll("_", "-");
        // Short words are near to each other by chance.
        const limit = kebab.length <= 4 ? 1 : 2;
        const meant = KNOWN_KEYS["front-matter"].find((candidate) => editDistance(kebab, candidate, limit) <= limit);
        if (meant === undefined)
            return [];
        return {
            code: "script/meta-key",
            severity: "warning",
            message: `\`${key}\` is kept as metadata and has no effect`,
            location: document.locateKey([key]),
            hint: `did you mean \`${meant}\`?`,
        };
    });
}

;// CONCATENATED MODULE: ./lib/scenario/mapped-document.js
/** The document with another value, whose paths are looked up under those that `toSource` gives. */
function mapDocument(document, to) {
    const { value, toSource } = to;
    return {
        ...document,
        value,
        locate: (path) => document.locate(toSource(path)),
        locateKey: (path) => document.locateKey(toSource(path)),
        locateInText: (path, part) => document.locateInText(toSource(path), part),
        written: (path) => document.written(toSource(path)),
    };
}
/** An empty map. */
function makePathMap() {
    const sources = new Map();
    return {
        set: (path, source) => {
            sources.set(JSON.stringify(path), source);
        },
        toSource: (path) => {
            for (let length = path.length; length > 0; length--) {
                const source = sources.get(JSON.stringify(path.slice(0, length)));
                if (source !== undefined)
                    return [...source, ...path.slice(length)];
            }
            return path;
        },
    };
}

;// CONCATENATED MODULE: ./lib/scenario/translate-job.js

/** The scenario that a job is. */
function translateJob(job, context) {
    const { source, target, paths } = context;
    const from = (key, ...steps) => paths.set([...target, key], [...source, ...steps]);
    paths.set(target, [...source, "id"]);
    const scenario = { ...translate_job_commandOf(job, context) };
    if (job.name !== undefined) {
        scenario.name = String(job.name);
        from("name", "name");
    }
    if (job.working_directory !== undefined) {
        scenario["working-directory"] = job.working_directory;
        from("working-directory", "working_directory");
    }
    if (job.tags !== undefined && job.tags !== null) {
        scenario.tags = job.tags;
        from("tags", "tags");
    }
    if (job.description !== undefined || job.metadata) {
        const description = job.description === undefined ? {} : { description: job.description };
        scenario.meta = { ...job.metadata, ...description };
        from("meta", "metadata");
    }
    const env = { ...context.global.environment, ...job.environment };
    if (Object.keys(env).length > 0) {
        scenario.env = Object.fromEntries(Object.entries(env).map(([name, value]) => [name, withVariables(value)]));
        from("env", "environment");
    }
    const timeout = translate_job_timeoutOf(job, context);
    if (timeout !== null) {
        scenario.timeout = `${timeout.seconds}s`;
        paths.set([...target, "timeout"], timeout.source);
    }
    const retry = translate_job_retryOf(job, context.global);
    if (retry !== null) {
        scenario.retry = retry;
        from("retry", "retry_config");
    }
    Object.assign(scenario, needsOf(job, context));
    warnOfLimits(job, context);
    return scenario;
}
function translate_job_commandOf(job, context) {
    const { source, target, paths, document } = context;
    const type = job.job_type ?? (job.script_path === undefined ? "command" : "script");
    const key = type === "script" ? "script_path" : "command";
    const text = job[key];
    if (text === undefined || text.trim() === "") {
        context.diagnostics.push({
            code: "scenario/no-command",
            severity: "error",
            message: `the ${type} job \`${job.id}\` has no \`${key}\``,
            location: document.locate([...source, text === undefined ? "id" : key]),
        });
        return {};
    }
    if (type === "http") {
        paths.set([...target, "http"], [...source, key]);
        return { http: text.trim() };
    }
    // A script is read by its file.
    if (type === "script")
        return {};
    paths.set([...target, "run"], [...source, key]);
    return type === "python" ? { run: text, shell: "python" } : { run: text };
}
/** Bare numbers are seconds; of a timeout and a limit the shorter holds. */
function translate_job_timeoutOf(job, { global, source }) {
    const own = [
        { value: job.timeout, source: [...source, "timeout"] },
        {
            value: job.resource_limits?.max_execution_time,
            source: [...source, "resource_limits", "max_execution_time"],
        },
    ];
    const shared = [
        { value: global.timeout, source: ["global_config", "timeout"] },
        {
            value: global.resource_limits?.max_execution_time,
            source: ["global_config", "resource_limits", "max_execution_time"],
        },
    ];
    const known = (list) => list.flatMap(({ value, source: at }) => {
        const seconds = value === undefined ? undefined : secondsOf(value);
        return seconds === undefined ? [] : [{ seconds, source: at }];
    });
    const candidates = known(own).length > 0 ? known(own) : known(shared);
    return candidates.reduce((least, one) => (least === null || one.seconds < least.seconds ? one : least), null);
}
/** `max_attempts` counts attempts, `max_retries` those after the first. */
function translate_job_retryOf({ retry_config: own }, { max_retries: retries }) {
    if (!own && retries === undefined)
        return null;
    const attempts = own?.max_attempts ?? (own ? undefined : (retries ?? 0) + 1);
    const time = (value) => value === undefined ? undefined : `${secondsOf(value)}s`;
    const [delay, longest] = [time(own?.initial_delay), time(own?.max_delay)];
    return {
        "max-attempts": attempts ?? (retries ?? 0) + 1,
        ...(delay === undefined ? {} : { delay }),
        ...(longest === undefined ? {} : { "max-delay": longest }),
        ...(own?.backoff_factor === undefined ? {} : { factor: own.backoff_factor }),
        jitter: false,
    };
}
function needsOf(job, { source, target, paths }) {
    const { dependencies, conditions } = job;
    const failed = conditions?.skip_if_failed;
    const needs = new Map();
    const add = (list, ...steps) => {
        const single = typeof list === "string";
        for (const [i, name] of (single ? [list] : (list ?? [])).entries()) {
            const at = [...source, ...steps, ...(single ? [] : [i])];
            if (!needs.has(String(name)))
                needs.set(String(name), at);
        }
    };
    add(dependencies, "dependencies");
    // What must not have failed must have ended first.
    add(failed, "conditions", "skip_if_failed");
    for (const [i, at] of [...needs.values()].entries())
        paths.set([...target, "needs", i], at);
    const branch = conditions?.only_if_branch;
    const branches = branch === undefined ? [] : typeof branch === "string" ? [branch] : branch;
    paths.set([...target, "if"], [...source, "conditions", "only_if_branch"]);
    const tests = branches.map((name) => `github.ref_name == '${String(name).replaceAll("'", "''")}'`);
    return {
        ...(needs.size === 0 ? {} : { needs: [...needs.keys()] }),
        ...(tests.length === 0 ? {} : { if: tests.join(" || ") }),
    };
}
/** `$NAME` in an environment means what the variable holds before. */
function withVariables(value) {
    if (typeof value !== "string" || value.includes("${{"))
        return value;
    return value.replace(/\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)\})/gu, (_, plain, braced) => `\${{ env.${plain ?? braced} }}`);
}
function warnOfLimits({ resource_limits: limits }, context) {
    const { document, source, diagnostics } = context;
    const path = [...source, "resource_limits"];
    for (const key of ["max_memory_mb", "max_cpu_percent", "max_concurrent_jobs"]) {
        if (limits?.[key] === undefined)
            continue;
        diagnostics.push({
            code: "suite/unsupported-key",
            severity: "warning",
            message: `this version does not act on \`${key}\``,
            location: document.locateKey([...path, key]),
            hint: key === "max_concurrent_jobs"
                ? "it limits all jobs together: write it below `global_config`"
                : "the job runs without this limit",
        });
    }
}

;// CONCATENATED MODULE: ./lib/scenario/parse-workflow.js







/** True for a file that is a workflow, not a suite. */
function isWorkflow(value) {
    return isObject(value) && Object.hasOwn(value, "jobs");
}
/** Parses a workflow file; every problem of it at once. */
function parseWorkflow(document) {
    const value = isObject(document.value) ? document.value : {};
    const checked = checkValue({
        schema: WorkflowSchema,
        document,
        value,
        levelOf: workflowLevel,
        empty: {},
    });
    const diagnostics = [...document.diagnostics, ...checked.diagnostics];
    const jobs = jobsOf(document, { list: value["jobs"] ?? null, diagnostics });
    const global = checked.value.global_config ?? {};
    const paths = makePathMap();
    const scenarios = {};
    const scripts = new Map();
    const places = new Map();
    for (const { job, source } of jobs) {
        const id = String(job.id);
        const first = places.get(id);
        if (first !== undefined) {
            diagnostics.push(repeated(id, document, { first, again: source }));
            continue;
        }
        places.set(id, source);
        const target = ["scenarios", id];
        scenarios[id] = translateJob(job, { global, document, source, target, paths, diagnostics });
        const script = scriptOf(job, { document, source });
        if (script !== null && isScenarioId(id))
            scripts.set(id, script);
    }
    const { name } = checked.value;
    const text = { ...(name === undefined ? {} : { name: String(name) }), scenarios };
    const workers = global.max_concurrent_jobs ?? global.resource_limits?.max_concurrent_jobs;
    const mapped = mapDocument(document, {
        value: { ...text, scenarios: withCommandKey(scenarios) },
        toSource: paths.toSource,
    });
    return {
        // The name of a scenario is a key there and a value here.
        document: {
            ...mapped,
            locateKey: (path) => (path.length === 2 ? mapped.locate(path) : mapped.locateKey(path)),
        },
        text,
        broken: false,
        diagnostics,
        scripts,
        workers: workers ?? null,
    };
}
/** What should have been the command was told where the job was read. */
function withCommandKey(scenarios) {
    const entries = Object.entries(scenarios).map(([id, scenario]) => {
        const has = scenario.run !== undefined || scenario.http !== undefined;
        return [id, has ? scenario : { ...scenario, run: null }];
    });
    return Object.fromEntries(entries);
}
/** Jobs one by one, so that a problem of one hides nothing of the others. */
function jobsOf(document, of) {
    const { list, diagnostics } = of;
    if (!matrix_value_isList(list)) {
        diagnostics.push({
            code: "suite/type",
            severity: "error",
            message: "`jobs` must be a list",
            location: document.locate(["jobs"]),
            ...(isObject(list)
                ? { hint: "a workflow of GitHub Actions is no suite: write `scenarios` instead" }
                : {}),
        });
        return [];
    }
    return list.flatMap((value, i) => {
        const source = ["jobs", i];
        if (!isObject(value)) {
            const location = document.locate(source);
            const message = "a job must be a mapping";
            diagnostics.push({ code: "suite/type", severity: "error", message, location });
            return [];
        }
        const checked = checkValue({
            schema: JobSchema,
            document: mapDocument(document, { value, toSource: (path) => [...source, ...path] }),
            value,
            levelOf: (path) => workflowLevel(["jobs", i, ...path]),
            empty: null,
        });
        diagnostics.push(...checked.diagnostics);
        return checked.value === null ? [] : [{ job: checked.value, source }];
    });
}
function scriptOf(job, at) {
    const { job_type: type = "script", script_path: path } = job;
    if (type !== "script" || path === undefined || path.trim() === "")
        return null;
    return {
        path: path.trim(),
        workingDirectory: job.working_directory ?? null,
        location: at.document.locate([...at.source, "script_path"]),
    };
}
function repeated(id, document, at) {
    return {
        code: "scenario/duplicate-id",
        severity: "error",
        message: `there are two jobs \`${id}\``,
        location: document.locate([...at.again, "id"]),
        related: [{ message: "the first is here", location: document.locate([...at.first, "id"]) }],
        hint: "rename one of them",
    };
}

;// CONCATENATED MODULE: ./lib/scenario/parse-suite.js





/** Parses a suite file; every problem of it at once. */
function parseSuite(file) {
    const document = readDocument(file);
    if (document.broken) {
        return { document, text: {}, broken: true, diagnostics: document.diagnostics };
    }
    if (document.value === null) {
        const diagnostics = [...document.diagnostics, emptySuite(document, "the suite is empty")];
        return { document, text: {}, broken: true, diagnostics };
    }
    if (isWorkflow(document.value))
        return parseWorkflow(document);
    const { value, diagnostics } = checkValue({
        schema: SuiteSchema,
        document,
        value: document.value,
        levelOf: suiteLevel,
        empty: {},
    });
    const found = [...document.diagnostics, ...diagnostics];
    const usable = typeof document.value === "object" && !Array.isArray(document.value);
    const declares = usable && ("scenarios" in document.value || "include" in document.value);
    if (usable && !declares && found.length === 0) {
        found.push(emptySuite(document, "the suite names no scenario and includes no file"));
    }
    return { document, text: value, broken: !usable, diagnostics: found };
}
/** Says that no file that a suite includes is a scenario. */
function noScenarioIncluded(document) {
    return {
        code: "suite/empty",
        severity: "error",
        message: "no file that is included is a scenario: none has a header",
        location: document.locateKey(["include"]),
        hint: "give scripts a header (`# ---` lines), or name them by patterns without **",
    };
}
/** Says that a suite has nothing to run. */
function emptySuite(document, message) {
    return {
        code: "suite/empty",
        severity: "error",
        message,
        location: { file: document.file, range: { start: 0, end: 0 } },
        hint: "write `scenarios` with a command each, or `include` with patterns for scripts",
    };
}
/** Patterns of `include`; those that start with `!` take files out. */
function includePatterns(suite) {
    const { include } = suite.text;
    const list = include === undefined ? [] : typeof include === "string" ? [include] : include;
    return list.map((pattern, i) => ({
        pattern: pattern.trim(),
        path: typeof include === "string" ? ["include"] : ["include", i],
    }));
}

;// CONCATENATED MODULE: ./lib/app/load-files.js

/** A suite file may have so many bytes. */
const MAX_SUITE_BYTES = 1 << 20;
/** So much of a script is read; its header must end before. */
const HEAD_BYTES = 1 << 16;
/** Reads a suite file. */
function readSuiteFile(request) {
    const { files, path } = request;
    const absolute = absolutePath(request.root, path);
    const size = files.exists(absolute) ? files.sizeBytes(absolute) : null;
    if (size !== null && size > MAX_SUITE_BYTES) {
        const message = `\`${path}\` has ${size} bytes; a suite file may have ${MAX_SUITE_BYTES}`;
        const hint = "split it, or generate scenarios with `strategy.matrix`";
        return (0,core_result/* err */._)({ ...load_files_problemAt(request), code: "file/too-large", message, hint });
    }
    const text = files.readText(absolute);
    return text.ok ? (0,core_result.ok)(sourceOf(path, text.value)) : (0,core_result/* err */._)(unreadable(request, text.error));
}
/** Reads the start of a script. */
function readScriptHead(request) {
    const text = request.files.readHead(absolutePath(request.root, request.path), HEAD_BYTES);
    return text.ok ? (0,core_result.ok)(sourceOf(request.path, text.value)) : (0,core_result/* err */._)(unreadable(request, text.error));
}
/** A path below the root as the file system knows it. */
function absolutePath(root, path) {
    return path.startsWith("/") ? path : `${root}/${path}`;
}
/** Columns are counted without a byte order mark. */
function sourceOf(path, text) {
    return { path, text: text.startsWith("\uFEFF") ? text.slice(1) : text };
}
function unreadable(request, problem) {
    const { path } = request;
    if (problem.code === "EILSEQ") {
        const message = `\`${path}\` is not UTF-8 text`;
        return { ...load_files_problemAt(request), code: "file/not-text", message, hint: "save it as UTF-8" };
    }
    const message = `\`${path}\` cannot be read: ${reasonOf(problem)}`;
    return { ...load_files_problemAt(request), code: "file/unreadable", message };
}
/** Why a file could not be read, in words. */
function reasonOf(problem) {
    return problem.code === "EILSEQ"
        ? "it is not UTF-8 text"
        : (REASONS[problem.code] ?? problem.code);
}
const REASONS = {
    ENOENT: "there is no such file",
    EACCES: "reading it is not allowed",
    EPERM: "reading it is not allowed",
    EISDIR: "it is a folder",
    ELOOP: "its links lead in a circle",
    ENOTDIR: "a part of its path is not a folder",
};
function load_files_problemAt(request) {
    const { path, from } = request;
    const start = { file: { path, text: "" }, range: { start: 0, end: 0 } };
    return { severity: "error", location: from ?? start };
}

;// CONCATENATED MODULE: ./lib/app/check-kinds.js
/**
 * Kinds that a suite names: modules must be there, names must be registered. Modules are part of the
 * plan, so that a shard runs what was planned.
 */






/** Says what is wrong with them, and which modules they are. */
function checkKinds(request) {
    const { files, root, suites, declared, registered } = request;
    const diagnostics = [];
    const read = new Set();
    for (const [i, { layers }] of declared.entries()) {
        const folder = (0,posix_.dirname)(suites[i]?.path ?? ".");
        for (const field of layers.flatMap((layer) => layerField(layer, "kind") ?? [])) {
            if (hasExpression(field.value))
                continue;
            const path = modulePath(field.value, folder);
            const problem = path === null ? nameProblem(field.value, registered) : moduleProblem(path, { files, root });
            if (problem === null) {
                if (path !== null)
                    read.add(path);
                continue;
            }
            const location = field.document.locate(field.path);
            diagnostics.push({ code: "scenario/kind", severity: "error", location, ...problem });
        }
    }
    return { diagnostics, read: [...read] };
}
function nameProblem(name, registered) {
    if (registered.includes(name))
        return null;
    const meant = nearest(name, registered);
    return {
        message: `there is no kind \`${name}\``,
        hint: meant === undefined
            ? `name a module by its path, such as \`./smoke-kinds/${name}.mjs\``
            : `did you mean \`${meant}\`?`,
    };
}
function moduleProblem(path, { files, root }) {
    if (path.startsWith("../") || path.startsWith("/")) {
        return { message: "the module of a kind lies outside the repository" };
    }
    const absolute = absolutePath(root, path);
    if (!files.exists(absolute))
        return { message: `there is no module \`${path}\`` };
    if (files.isDirectory(absolute))
        return { message: `\`${path}\` is a folder, not a module` };
    return null;
}

;// CONCATENATED MODULE: ./lib/app/check-matchers.js
/**
 * Files of problem matchers that a suite names: read once while planning, so that a broken one is
 * known before anything runs.
 */



/** Says what is wrong with them, and which files they are. */
function checkMatchers(request) {
    const { suites, declared } = request;
    const verdicts = new Map();
    const diagnostics = [];
    for (const [i, { layers }] of declared.entries()) {
        const folder = (0,posix_.dirname)(suites[i]?.path ?? ".");
        for (const { path, problem } of layers.flatMap((layer) => matcherFiles(layer, folder))) {
            let verdict = verdicts.get(path);
            if (verdict === undefined) {
                verdict = verdictOn(path, request);
                verdicts.set(path, verdict);
            }
            if (verdict !== null)
                diagnostics.push(problem(verdict));
        }
    }
    return { diagnostics, read: [...verdicts.keys()] };
}
function verdictOn(path, { files, root }) {
    if (path.startsWith("../") || path.startsWith("/")) {
        return `\`${path}\` lies outside the repository`;
    }
    const absolute = absolutePath(root, path);
    if ((files.sizeBytes(absolute) ?? 0) > MAX_MATCHER_BYTES) {
        return `\`${path}\` is larger than ${MAX_MATCHER_BYTES} bytes`;
    }
    const text = files.readText(absolute);
    if (!text.ok)
        return `\`${path}\` cannot be read: ${reasonOf(text.error)}`;
    const parsed = parseProblemMatchers(text.value);
    return parsed.ok ? null : `\`${path}\`: ${parsed.error}`;
}

;// CONCATENATED MODULE: ./lib/scenario/for-each.js
/**
 * `for-each`: one scenario for each file that patterns find. The files are found elsewhere; here is
 * what is asked for, and which scenario each of them becomes.
 */


/** Every `for-each` of a suite file. */
function eachRequests({ document, text }) {
    return Object.entries(text.scenarios ?? {}).flatMap(([key, scenario]) => {
        if (typeof scenario !== "object" || scenario === null)
            return [];
        const each = scenario["for-each"];
        if (each === undefined)
            return [];
        const path = ["scenarios", key, "for-each"];
        const { files, root } = each;
        const patterns = typeof files === "string"
            ? [{ pattern: files.trim(), path: [...path, "files"] }]
            : files.map((pattern, i) => ({ pattern: pattern.trim(), path: [...path, "files", i] }));
        return [{ key, patterns, root: root === undefined ? null : (0,posix_.normalize)(root), document, path }];
    });
}
/** The scenarios of files found in a folder; `matches` are relative to it. */
function toEachFiles(request, found) {
    const { document, path } = request;
    const outside = [];
    const files = found.matches.map((match) => {
        const root = request.root ?? fixedFolder(match.pattern);
        const below = (0,posix_.relative)(root, match.path);
        if (below.startsWith("../"))
            outside.push(match.path);
        const extension = (0,posix_.extname)(below);
        const stem = extension === "" ? below : below.slice(0, -extension.length);
        return { path: (0,posix_.join)(found.folder, match.path), relative: below, segment: toSegment(stem) };
    });
    const [first] = outside;
    if (first === undefined)
        return { files, diagnostics: [] };
    const others = outside.length === 1 ? "" : `, and ${outside.length - 1} more`;
    const diagnostic = {
        code: "suite/value",
        severity: "error",
        message: `\`${first}\` is not below \`${request.root}\`${others}`,
        location: document.locate([...path, "root"]),
        hint: "ids are the paths below `root`: name a folder that holds all files",
    };
    return { files: [], diagnostics: [diagnostic] };
}
/** The folder in front of the first part of a pattern that can match several names. */
function fixedFolder(pattern) {
    const parts = pattern.replace(/^(\.\/)+/u, "").split("/");
    const glob = parts.findIndex((part) => /[*?[\]{}()!+@]/u.test(part));
    const fixed = parts.slice(0, glob < 0 ? parts.length - 1 : glob).join("/");
    return fixed === "" ? "." : (0,posix_.dirname)(`${fixed}/x`);
}

;// CONCATENATED MODULE: ./lib/app/load-include.js
/**
 * `include` of a suite file: which files its patterns find, and what each of them is.
 */




/** Files of a suite's patterns, in the order of the patterns, each once. */
function findIncluded(options) {
    const { files, root, suite, path: suitePath } = options;
    const { document } = suite;
    const folder = (0,posix_.dirname)(suitePath);
    const lists = findFiles({
        files,
        folder: absolutePath(root, folder),
        patterns: includePatterns(suite),
        document,
    });
    const found = new Map();
    for (const { pattern, path: at, matches } of lists.found) {
        const from = document.locate(at);
        const explicit = !pattern.includes("**");
        for (const match of matches) {
            const path = (0,posix_.join)(folder, match);
            if (path === suitePath)
                continue;
            const earlier = found.get(path);
            if (earlier !== undefined) {
                found.set(path, { ...earlier, explicit: earlier.explicit || explicit });
                continue;
            }
            const kind = SUITE_EXTENSIONS.includes((0,posix_.extname)(path)) ? "suite" : "script";
            found.set(path, { path, kind, pattern, from, explicit, id: idOf(match, pattern) });
        }
    }
    return { found: [...found.values()], diagnostics: lists.diagnostics };
}
/** What each pattern of a list finds, without what patterns with `!` take out. */
function findFiles(options) {
    const { files, folder, document } = options;
    const diagnostics = [];
    const inside = options.patterns.filter(({ pattern, path }) => {
        const leaves = load_include_leavesFolder(pattern.replace(/^!/u, ""));
        if (leaves)
            diagnostics.push(outside(pattern.replace(/^!/u, ""), document.locate(path)));
        return !leaves;
    });
    const without = inside
        .filter(({ pattern }) => pattern.startsWith("!"))
        .map(({ pattern }) => `!${plain(pattern.slice(1))}`);
    const found = inside
        .filter(({ pattern }) => !pattern.startsWith("!"))
        .map((one) => {
        const pattern = plain(one.pattern);
        const matches = files.glob(folder, [pattern, ...without]);
        if (matches.length === 0) {
            const from = document.locate(one.path);
            diagnostics.push(noMatch(one.pattern, { from, without, files, folder }));
        }
        return { pattern, path: one.path, matches };
    });
    return { found, diagnostics };
}
const SUITE_EXTENSIONS = [".yml", ".yaml", ".json"];
/** The path below the fixed folder of the pattern, without extension. */
function idOf(path, pattern) {
    const parts = pattern.split("/");
    const glob = parts.findIndex((part) => /[*?[\]{}()!+@]/u.test(part));
    const fixed = glob < 0 ? parts.length - 1 : glob;
    const rest = path
        .split("/")
        .slice(Math.min(fixed, path.split("/").length - 1))
        .join("/");
    const extension = (0,posix_.extname)(rest);
    return toSegment(extension === "" ? rest : rest.slice(0, -extension.length));
}
function plain(pattern) {
    return pattern.replace(/^(\.\/)+/u, "");
}
function load_include_leavesFolder(pattern) {
    return pattern.startsWith("/") || pattern.split("/").includes("..");
}
function outside(pattern, location) {
    return {
        code: "include/outside",
        severity: "error",
        message: `\`${pattern}\` leaves the folder of this file`,
        location,
        hint: "include from a suite file further up; patterns are relative to their own file",
    };
}
function noMatch(pattern, at) {
    const { from, without, files, folder } = at;
    const excluded = without.length > 0 && files.glob(folder, [plain(pattern)]).length > 0;
    return {
        code: "include/no-match",
        severity: "error",
        message: excluded
            ? `every file that \`${pattern}\` matches is taken out by a pattern with !`
            : `no file matches \`${pattern}\``,
        location: from,
        hint: "patterns are relative to the folder of this file; remove one that is not needed",
    };
}

;// CONCATENATED MODULE: ./lib/app/load-each.js
/**
 * `for-each` of a suite file: the files its patterns find.
 */




/** Files of every `for-each` of a suite, by the key of the scenario. */
function findEach(options) {
    const eachFiles = new Map();
    const diagnostics = [];
    for (const request of eachRequests(options.suite)) {
        const found = filesOf(request, options);
        eachFiles.set(request.key, found.files);
        diagnostics.push(...found.diagnostics);
    }
    return { eachFiles, diagnostics };
}
function filesOf(request, at) {
    const folder = (0,posix_.dirname)(at.path);
    const { found, diagnostics } = findFiles({
        files: at.files,
        folder: absolutePath(at.root, folder),
        patterns: request.patterns,
        document: request.document,
    });
    if (diagnostics.length > 0)
        return { files: [], diagnostics };
    const matches = new Map();
    for (const { pattern, matches: paths } of found) {
        for (const path of paths)
            if (!matches.has(path))
                matches.set(path, { path, pattern });
    }
    return toEachFiles(request, { folder, matches: [...matches.values()] });
}

;// CONCATENATED MODULE: ./lib/app/load-job-scripts.js
/**
 * The script files that jobs of a workflow file name.
 */



/** Finds the scripts, by the key of the scenario; paths are relative to the root. */
function readJobScripts(options) {
    const { files, root, suite, folder } = options;
    const scripts = new Map();
    const diagnostics = [];
    for (const [key, script] of suite.scripts ?? []) {
        const paths = placesOf(script, { root, folder });
        const path = paths.find((one) => files.exists(absolutePath(root, one))) ?? paths[0] ?? "";
        const source = readScriptHead({ files, root, path, from: script.location });
        if (source.ok)
            scripts.set(key, { path, shebang: shebangOf(source.value.text) });
        else
            diagnostics.push(source.error);
    }
    return { scripts, diagnostics };
}
/** A script lies beside the workflow file, else where it runs. */
function placesOf({ path, workingDirectory }, { root, folder }) {
    if (path.startsWith("/"))
        return [(0,posix_.relative)(root, path)];
    const beside = (0,posix_.join)(folder, path);
    if (workingDirectory === null)
        return [beside];
    const within = workingDirectory.startsWith("/")
        ? (0,posix_.relative)(root, workingDirectory)
        : (0,posix_.join)(folder, workingDirectory);
    return [beside, (0,posix_.join)(within, path)];
}

;// CONCATENATED MODULE: ./lib/app/locate-suite.js
/**
 * Which file is the suite: the one that is named, or the first of the usual names.
 */



/** Names of a suite file, in the order in which they are searched. */
const SUITE_NAMES = ["smoke.yml", "smoke.yaml", "smoke.json"];
/** The path of the main file relative to the root. */
function locateSuite(request) {
    const { files, root, suite } = request;
    if (suite === undefined)
        return search(files, root, [".", ".github"]);
    const absolute = suite.startsWith("/") ? (0,posix_.normalize)(suite) : (0,posix_.join)(root, suite);
    const path = (0,posix_.relative)(root, absolute);
    if (files.isDirectory(absolute) && !SUITE_NAMES.includes((0,posix_.basename)(absolute))) {
        return search(files, root, [path === "" ? "." : path]);
    }
    if (files.exists(absolute))
        return (0,core_result.ok)(path);
    return (0,core_result/* err */._)({ reason: "config/no-suite", searched: [path] });
}
function search(files, root, folders) {
    const searched = folders.flatMap((folder) => SUITE_NAMES.map((name) => (0,posix_.join)(folder, name)));
    const found = searched.find((path) => files.exists(absolutePath(root, path)));
    return found === undefined ? (0,core_result/* err */._)({ reason: "config/no-suite", searched }) : (0,core_result.ok)(found);
}

;// CONCATENATED MODULE: ./lib/execute/environment.js
/** Names by which the runner hands tokens, inputs and state to an action; no child gets them. */
const WITHHELD = /^(ACTIONS_|INPUT_|STATE_)/u;
/** Files through which a step speaks to the runner; children get files of their own attempt. */
const COMMAND_FILES = [
    "GITHUB_OUTPUT",
    "GITHUB_ENV",
    "GITHUB_PATH",
    "GITHUB_STEP_SUMMARY",
    "GITHUB_STATE",
    "GITHUB_ARTIFACTS",
];
/**
 * The environment that children inherit. `RUNNER_TRACKING_ID` stays: by it the runner finds what a
 * job leaves behind. Names of an outer run's `SMOKE_*` are dropped, so that a suite inside a
 * scenario is told only of itself. `passed` names what is let through all the same.
 */
function scrubEnvironment(env, passed = []) {
    const kept = {};
    for (const [name, value] of Object.entries(env)) {
        const withheld = WITHHELD.test(name) && !passed.includes(name);
        if (withheld || name.startsWith("SMOKE_"))
            continue;
        if (COMMAND_FILES.some((file) => file === name))
            continue;
        kept[name] = value;
    }
    return kept;
}
/** Ports that each worker may use: a range of its own. */
const PORTS_PER_WORKER = 20;
const FIRST_PORT = 20_000;
/** First port of a worker's range, from 20000 upwards and below the ephemeral ports of Linux. */
function portBase(worker) {
    const ranges = Math.floor((32_000 - FIRST_PORT) / PORTS_PER_WORKER);
    return FIRST_PORT + ((worker - 1) % ranges) * PORTS_PER_WORKER;
}
/** The variables that an attempt is told about itself. */
function smokeVariables(place, definition) {
    const [groupSlot] = Object.values(place.groupSlots);
    const { file, eachFile } = definition;
    const variables = {
        SMOKE_RUN_ID: place.runId,
        SMOKE_SCENARIO: place.id,
        SMOKE_SLUG: definition.slug,
        // A file to work on is found from any working directory.
        SMOKE_FILE: eachFile === undefined ? file : `${place.root}/${eachFile.path}`,
        SMOKE_ATTEMPT: String(place.number),
        SMOKE_SHARD: String(place.shard),
        SMOKE_SHARDS: String(place.shards),
        SMOKE_WORKER: String(place.worker),
        SMOKE_WORKERS: String(place.workers),
        SMOKE_SLOT: String(place.worker),
        SMOKE_PORT_BASE: String(portBase(place.worker)),
        SMOKE_PORT_COUNT: String(PORTS_PER_WORKER),
        SMOKE_TMP: place.temporary,
        SMOKE_CACHE_DIR: place.cache,
        SMOKE_OUTPUT: `${place.temporary}/output`,
        SMOKE_SEED: String(place.seed),
    };
    if (groupSlot !== undefined)
        variables["SMOKE_GROUP_SLOT"] = String(groupSlot);
    for (const [name, value] of Object.entries(definition.matrix ?? {})) {
        variables[`SMOKE_MATRIX_${name.toUpperCase().replace(/[^A-Z0-9]/gu, "_")}`] = matrixText(value);
    }
    for (const name of COMMAND_FILES)
        variables[name] = `${place.temporary}/${name.toLowerCase()}`;
    return variables;
}
/** The variables that hooks of a shard are told: those that need no scenario. */
function shardVariables(place) {
    const { shared, shards, workers, seed, temporary } = place;
    const variables = {
        SMOKE_RUN_ID: shared.run.id,
        SMOKE_SHARD: String(shared.shard),
        SMOKE_SHARDS: String(shards),
        SMOKE_WORKERS: String(workers),
        SMOKE_TMP: temporary,
        SMOKE_OUTPUT: `${temporary}/output`,
        SMOKE_SEED: String(seed),
    };
    for (const name of COMMAND_FILES)
        variables[name] = `${temporary}/${name.toLowerCase()}`;
    return variables;
}
function matrixText(value) {
    return typeof value === "string" ? value : JSON.stringify(value);
}

;// CONCATENATED MODULE: ./lib/app/run-matrix-commands.js




/** Runs every command that declarations name, each once. */
function runMatrixCommands(declarations, by) {
    const values = new Map();
    for (const command of matrixCommands(declarations)) {
        const { text, folder, timeoutMs } = command;
        const output = by.commands.capture({
            text,
            cwd: folder === "." ? by.root : absolutePath(by.root, folder),
            env: scrubEnvironment(by.env),
            timeoutMs,
        });
        if (output.ok) {
            values.set(commandKey(command), readCommandOutput(output.value));
            continue;
        }
        const { message, stderr } = output.error;
        values.set(commandKey(command), (0,core_result/* err */._)(stderr === "" ? message : `${message}: ${stderr}`));
    }
    return values;
}

;// CONCATENATED MODULE: ./lib/app/unknown-profile.js

/** The first of the names that is not known; null when all are. */
function unknownProfile(profiles, known) {
    const name = profiles.find((one) => !known.has(one));
    if (name === undefined)
        return null;
    const meant = nearest(name, known);
    return {
        reason: "usage/invalid",
        message: `there is no profile ${JSON.stringify(name)}`,
        hint: meant !== undefined
            ? `did you mean ${JSON.stringify(meant)}?`
            : known.size === 0
                ? "the suite declares none: write `profiles: { NAME: { where: … } }`"
                : `profiles are ${[...known].join(", ")}`,
    };
}

;// CONCATENATED MODULE: ./lib/app/load-suite.js
/**
 * Use case: from a suite file, and all it includes, to the suite. Every problem of every file is
 * reported in one pass.
 */

















/** Reads a suite. A failure holds every diagnostic; warnings alone come with the suite. */
function loadSuite(request) {
    const { files, github, vars } = request;
    const root = (0,posix_.normalize)(request.root).replace(/(?<=.)\/$/u, "");
    const located = locateSuite({ ...request, root });
    if (!located.ok)
        return located;
    const main = located.value;
    const state = {
        files,
        root,
        suites: [],
        ignored: [],
        read: [],
        diagnostics: [],
        incomplete: false,
    };
    const name = [".", ".github"].includes((0,posix_.dirname)(main)) ? (0,posix_.basename)(root) : (0,posix_.basename)((0,posix_.dirname)(main));
    loadFile(state, { path: main, from: null, scope: "", name, outerGroups: new Map() });
    const { suites, incomplete } = state;
    const { profiles = [], matrixCommands } = request;
    const declared = declareSuites(suites, profiles);
    const known = declared.flatMap((one) => one.profiles.map(({ name }) => name));
    const unknown = unknownProfile(profiles, new Set(known));
    const commandValues = matrixCommands === undefined || unknown !== null
        ? undefined
        : runMatrixCommands(declared.flatMap(({ declarations }) => declarations), { ...matrixCommands, root });
    const facts = { github, vars, commandValues };
    const built = buildSuite({ suites, declared, facts, incomplete });
    const matchers = checkMatchers({ files, root, suites, declared });
    const { kinds: registered = [] } = request;
    const kinds = checkKinds({ files, root, suites, declared, registered });
    state.read.push(...matchers.read, ...kinds.read);
    const diagnostics = [
        ...state.diagnostics,
        ...built.diagnostics,
        ...matchers.diagnostics,
        ...kinds.diagnostics,
    ];
    const first = state.suites[0];
    if (first !== undefined && built.scenarios.length === 0 && !hasErrors(diagnostics)) {
        const { document } = first.parsed;
        diagnostics.push(state.ignored.length > 0
            ? noScenarioIncluded(document)
            : emptySuite(document, "the suite names no scenario"));
    }
    const sorted = inOrder(diagnostics, state.read);
    if (first === undefined || hasErrors(sorted)) {
        return (0,core_result/* err */._)({ reason: "config/invalid", diagnostics: sorted });
    }
    if (unknown !== null)
        return (0,core_result/* err */._)(unknown);
    return (0,core_result.ok)({
        name: first.name,
        file: main,
        files: [...new Set(state.read)].sort(),
        scenarios: built.scenarios,
        groups: built.groups,
        workers: built.workers,
        hooks: built.hooks,
        ignored: state.ignored,
        warnings: sorted,
    });
}
function loadFile(state, entry) {
    const { files, root } = state;
    const { path, from } = entry;
    // Marked as read before its includes, so that files that include each other end.
    state.read.push(path);
    const source = readSuiteFile({ files, root, path, from });
    if (!source.ok) {
        state.diagnostics.push(source.error);
        state.incomplete = true;
        return;
    }
    const parsed = parseSuite(source.value);
    state.diagnostics.push(...parsed.diagnostics);
    state.incomplete ||= parsed.broken;
    const { found, diagnostics } = findIncluded({ files, root, suite: parsed, path });
    state.diagnostics.push(...diagnostics);
    state.incomplete ||= diagnostics.length > 0;
    const each = findEach({ files, root, suite: parsed, path });
    state.diagnostics.push(...each.diagnostics);
    state.incomplete ||= each.diagnostics.length > 0;
    for (const list of each.eachFiles.values())
        state.read.push(...list.map((file) => file.path));
    const name = String(parsed.text.name ?? entry.name);
    const scope = from === null ? "" : `${entry.scope}${toSegment(name)}:`;
    const suite = {
        parsed,
        path,
        name,
        scope,
        eachFiles: each.eachFiles,
        jobScripts: loadJobScripts(state, parsed, path),
        outerGroups: entry.outerGroups,
        scripts: loadScripts(state, found.filter(({ kind }) => kind === "script")),
    };
    state.suites.push(suite);
    // Outer folders first, so that a suite that another one includes belongs to that one.
    const inner = found.filter(({ kind }) => kind === "suite");
    for (const file of inner.sort((a, b) => depthOf(a.path) - depthOf(b.path))) {
        if (state.read.includes(file.path)) {
            state.ignored.push({ path: file.path, reason: "it is included already" });
            continue;
        }
        loadFile(state, {
            path: file.path,
            from: file.from,
            scope,
            name: (0,posix_.basename)((0,posix_.dirname)(file.path)),
            outerGroups: groupsOf(suite),
        });
    }
}
/** The script files that jobs of a workflow file name. */
function loadJobScripts(state, suite, path) {
    const { scripts, diagnostics } = readJobScripts({ ...state, suite, folder: (0,posix_.dirname)(path) });
    state.diagnostics.push(...diagnostics);
    state.read.push(...[...scripts.values()].map((script) => script.path));
    return scripts;
}
function depthOf(path) {
    return path.split("/").length;
}
function loadScripts(state, found) {
    return found.flatMap(({ path, from, pattern, explicit, id }) => {
        const source = readScriptHead({ files: state.files, root: state.root, path, from });
        if (!source.ok) {
            state.diagnostics.push(source.error);
            state.incomplete = true;
            return [];
        }
        const parsed = parseScript(source.value);
        state.diagnostics.push(...parsed.diagnostics);
        state.incomplete ||= parsed.broken;
        if (!parsed.hasHeader && !explicit) {
            state.ignored.push({ path, reason: `it has no header, and \`${pattern}\` searches folders` });
            return [];
        }
        state.read.push(path);
        return [{ parsed, path, id }];
    });
}
/** File by file in the order of reading, from top to bottom, nothing twice. */
function inOrder(diagnostics, read) {
    const files = new Map(read.map((path, i) => [path, i]));
    const unique = new Map();
    for (const diagnostic of diagnostics) {
        const { code, message, location } = diagnostic;
        const { path } = location.file;
        if (!files.has(path))
            files.set(path, files.size);
        const key = JSON.stringify([path, location.range.start, code, message]);
        if (!unique.has(key))
            unique.set(key, diagnostic);
    }
    const place = ({ location }) => files.get(location.file.path) ?? 0;
    return [...unique.values()].sort((a, b) => place(a) - place(b) || a.location.range.start - b.location.range.start);
}

;// CONCATENATED MODULE: ./lib/app/read-selection.js


/** Reads the conditions and asks for changes; every problem of the conditions at once. */
function readSelection(options, at) {
    const { where = [], changedSince = null, ...plain } = options;
    const diagnostics = [];
    const conditions = where.flatMap((text) => {
        const file = { path: "where", text };
        const locate = (range) => ({ file, range });
        const condition = readWhere(text, locate);
        if (condition.ok)
            return [{ condition: condition.value, locate }];
        diagnostics.push(...condition.error);
        return [];
    });
    if (diagnostics.length > 0)
        return (0,core_result/* err */._)(diagnostics);
    const request = { ...plain, where: conditions };
    if (changedSince === null)
        return (0,core_result.ok)({ request, notes: [] });
    const changed = at.changes.since(at.root, changedSince);
    if (changed.ok)
        return (0,core_result.ok)({ request: { ...request, changed: changed.value }, notes: [] });
    const note = `nobody can tell what changed, so nothing is left out: ${changed.error}`;
    return (0,core_result.ok)({ request, notes: [note] });
}

;// CONCATENATED MODULE: ./lib/app/plan-run.js






/** Reads a suite and selects from it. */
function readSuite(request, ports) {
    const { root, suite, github, vars, profiles = [] } = request;
    const { files, changes, env, commands } = ports;
    const asked = readSelection(request.selection, { root, changes });
    if (!asked.ok)
        return (0,core_result/* err */._)({ reason: "config/invalid", diagnostics: asked.error });
    const loaded = loadSuite({
        files,
        root,
        github,
        vars,
        ...(request.kinds === undefined ? {} : { kinds: request.kinds }),
        profiles,
        ...(suite === undefined ? {} : { suite }),
        ...(commands === null ? {} : { matrixCommands: { commands, env } }),
    });
    if (!loaded.ok)
        return loaded;
    const selection = selectScenarios(loaded.value.scenarios, asked.value.request);
    const { diagnostics } = selection;
    if (diagnostics.length > 0)
        return (0,core_result/* err */._)({ reason: "config/invalid", diagnostics });
    return (0,core_result.ok)({ suite: loaded.value, selection, notes: asked.value.notes });
}
/** Makes a plan; it may be empty, which the caller judges. */
function planRun(request, ports) {
    const read = readSuite(request, ports);
    if (!read.ok)
        return read;
    const { suite, selection } = read.value;
    const [missing] = selection.missing;
    if (missing !== undefined) {
        const message = `${missing.id} needs ${missing.need}, which the selection leaves out`;
        return (0,core_result/* err */._)({ reason: "usage/invalid", message, hint: "select what it needs, or leave it out" });
    }
    const files = [];
    for (const path of suite.files) {
        if (request.virtualFiles?.includes(path) === true)
            continue;
        const sha256 = ports.files.sha256(`${request.root}/${path}`);
        if (!sha256.ok) {
            return (0,core_result/* err */._)({ reason: "files/unusable", path, message: sha256.error.message });
        }
        files.push({ path, sha256: sha256.value });
    }
    const { shards, targetMs, assumedWorkers, seed, maxAttempts } = request;
    const workers = request.workers === "auto" ? (suite.workers ?? "auto") : request.workers;
    const plan = makePlan({
        suite,
        selected: selection.selected,
        shards,
        targetMs,
        workers,
        assumedWorkers,
        seed,
        maxAttempts,
        files,
    });
    return (0,core_result.ok)({ ...read.value, plan: { ...plan, digest: digestOf(plan, ports.sha256) } });
}
/** The digest of a plan as it stands in the plan. */
function digestOf(plan, sha256) {
    return `sha256:${sha256(digestText(plan))}`;
}

;// CONCATENATED MODULE: ./lib/app/read-plan.js




/** Reads and checks a plan: its form, its version, its digest. */
function readPlan(path, ports) {
    const unreadable = (message) => (0,core_result/* err */._)({ reason: "plan/unreadable", path, message });
    const text = ports.files.readText(path);
    if (!text.ok) {
        const { code, message } = text.error;
        if (code !== "ENOENT")
            return unreadable(message);
        return (0,core_result/* err */._)({ reason: "files/unusable", path, message: "there is no such file" });
    }
    const json = parseJson(text.value);
    if (!json.ok)
        return unreadable(`it is no JSON: ${json.error}`);
    const version = versionOf(json.value);
    if (version !== PLAN_SCHEMA_VERSION) {
        return unreadable(`it has schemaVersion ${JSON.stringify(version)}, this program reads ${PLAN_SCHEMA_VERSION}`);
    }
    const plan = PlanSchema.safeParse(json.value);
    if (!plan.success) {
        const [issue] = plan.error.issues;
        return unreadable(`${issue?.path.join(".") ?? ""}: ${issue?.message ?? "not a plan"}`);
    }
    const digest = digestOf(plan.data, ports.sha256);
    if (digest !== plan.data.digest) {
        return unreadable(`it was changed after planning: its digest is ${digest}, it says ${plan.data.digest}`);
    }
    return (0,core_result.ok)(plan.data);
}
/** Every planned file must be in this checkout as it was when planning. */
function checkPlannedFiles(options) {
    const { plan, root, files } = options;
    const changed = [];
    for (const { path, sha256 } of plan.files) {
        const found = files.sha256(`${root}/${path}`);
        if (!found.ok)
            changed.push({ path, change: "missing" });
        else if (found.value !== sha256)
            changed.push({ path, change: "changed" });
    }
    return changed.length === 0
        ? (0,core_result.ok)(undefined)
        : (0,core_result/* err */._)({ reason: "plan/files-changed", files: changed });
}
function versionOf(value) {
    return value !== null && typeof value === "object" && "schemaVersion" in value
        ? value.schemaVersion
        : undefined;
}

;// CONCATENATED MODULE: ./lib/app/find-plan.js





/**
 * The plan of the newest attempt that is not above the job's own; of several plans in one run the
 * one with the digest.
 */
async function findPlan(options) {
    const { store, files, attempt, digest, into } = options;
    const listed = await listArtifacts(store);
    if (!listed.ok) {
        return notFound(`the artifacts of the run could not be listed: ${listed.error.message}`);
    }
    const candidates = listed.value
        .flatMap((entry) => toCandidate(entry))
        .filter((candidate) => candidate.attempt <= attempt)
        .sort((a, b) => b.attempt - a.attempt || b.upload - a.upload);
    const prefixes = [...new Set(candidates.map(({ prefix }) => prefix))];
    if (digest === null && prefixes.length > 1) {
        return notFound(`the run has several plans (${prefixes.join(", ")}): give plan-digest`);
    }
    const refusals = [];
    for (const [index, { entry, prefix }] of candidates.entries()) {
        const folder = `${into}/plan-${index + 1}`;
        const downloaded = await downloadArtifact(entry, { store, files, folder });
        if (!downloaded.ok) {
            refusals.push(`${entry.name}: ${downloaded.error.message}`);
            continue;
        }
        const plan = readPlan(`${folder}/${PLAN_FILE}`, options);
        if (!plan.ok) {
            refusals.push(`${entry.name}: ${plan.error.reason === "plan/unreadable" ? plan.error.message : plan.error.reason}`);
            continue;
        }
        if (digest === null || plan.value.digest === digest)
            return (0,core_result.ok)({ plan: plan.value, prefix });
        refusals.push(`${entry.name}: it has digest ${plan.value.digest}`);
    }
    const wanted = digest === null ? "no plan" : `no plan with digest ${digest}`;
    const why = refusals.length === 0 ? "did the plan job run?" : refusals.join("; ");
    return notFound(`${wanted} among the artifacts of attempt ${attempt} and before: ${why}`);
}
function toCandidate(entry) {
    const read = readPlanArtifactName(entry.name);
    return read === null ? [] : [{ entry, ...read }];
}
function notFound(message) {
    return (0,core_result/* err */._)({ reason: "plan/not-found", message });
}

;// CONCATENATED MODULE: ./lib/core/merge-problem.js
/**
 * What can make the merged result of a run incomplete: data on `code`, made while shard folders are
 * read or while their events are held against the plan. `report/problem-text.ts` makes the sentence.
 */

/** True when something of the run is missing or doubtful; otherwise it simply failed. */
function isIncompleteness({ code }) {
    return code !== "hook-failed";
}
/** The shard a problem belongs to, or null where nobody can tell. */
function shardOfProblem(problem) {
    switch (problem.code) {
        case "folder-foreign":
        case "folder-unreadable":
            return null;
        case "shard-missing":
        case "journal-unfinished":
        case "journal-torn":
        case "journal-foreign":
        case "folder-duplicate":
        case "verdict-count":
        case "verdict-unplanned":
        case "verdict-misplaced":
        case "verdict-unproven":
        case "hook-failed":
            return problem.shard;
        default:
            return unreachable(problem);
    }
}

;// CONCATENATED MODULE: ./lib/formats/results.js
/**
 * `results.json`: the public contract of what a run found. Names and meanings stay for a major
 * version; new values may appear only in `cause` and `reason`.
 */




const RESULTS_SCHEMA_VERSION = 1;
const Instant = schemas/* string */.YjP().describe("ISO 8601 in UTC with milliseconds");
const AttemptResultSchema = schemas/* object */.Ikc({
    /** From 1, over all attempts of the run. */
    number: schemas/* int */.Whr().min(1),
    outcome: schemas/* enum */.k5n(OUTCOMES),
    cause: schemas/* enum */.k5n(CAUSES).nullable(),
    exitCode: schemas/* int */.Whr().nullable(),
    signal: schemas/* string */.YjP().nullable(),
    startedAt: Instant,
    durationSeconds: schemas/* number */.aig().min(0),
    cpuSeconds: schemas/* number */.aig().min(0).nullable(),
    peakMemoryBytes: schemas/* int */.Whr().min(0).nullable(),
    /** Path of the log relative to the shard's folder. */
    log: schemas/* string */.YjP(),
    message: schemas/* string */.YjP().nullable(),
    /** Files that were kept, relative to the shard's folder; absent where there are none. */
    artifacts: schemas/* array */.YOg(schemas/* string */.YjP()).optional(),
    /** What problem matchers found in its output; absent where there is nothing. */
    problems: schemas/* array */.YOg(ProblemSchema).optional(),
});
const ScenarioResultSchema = schemas/* object */.Ikc({
    id: schemas/* string */.YjP(),
    name: schemas/* string */.YjP(),
    verdict: schemas/* enum */.k5n(VERDICTS),
    cause: schemas/* enum */.k5n(CAUSES).nullable(),
    /** Why it was skipped, cancelled or lost. */
    reason: schemas/* string */.YjP().nullable(),
    message: schemas/* string */.YjP().nullable(),
    file: schemas/* string */.YjP(),
    line: schemas/* int */.Whr().min(1),
    tags: schemas/* array */.YOg(schemas/* string */.YjP()),
    group: schemas/* array */.YOg(schemas/* string */.YjP()),
    matrix: schemas/* record */.g1P(schemas/* string */.YjP(), JsonSchema).nullable(),
    shard: schemas/* int */.Whr().min(1).nullable(),
    worker: schemas/* int */.Whr().min(1).nullable(),
    startedAt: Instant.nullable(),
    durationSeconds: schemas/* number */.aig().min(0),
    runs: schemas/* int */.Whr().min(0),
    failures: schemas/* int */.Whr().min(0),
    /** True while a failure of it does not fail the run. */
    quarantined: schemas/* boolean */.zMY(),
    /** As the suite declares it, also when its time is over; absent where it declares none. */
    quarantine: QuarantineSchema.optional(),
    /** The command line that runs this scenario alone; null when there is nothing to repeat. */
    reproduce: schemas/* string */.YjP().nullable(),
    attempts: schemas/* array */.YOg(AttemptResultSchema),
});
const SummarySchema = schemas/* object */.Ikc({
    total: schemas/* int */.Whr().min(0),
    passed: schemas/* int */.Whr().min(0),
    failed: schemas/* int */.Whr().min(0),
    flaky: schemas/* int */.Whr().min(0),
    skipped: schemas/* int */.Whr().min(0),
    cancelled: schemas/* int */.Whr().min(0),
    lost: schemas/* int */.Whr().min(0),
    quarantined: schemas/* int */.Whr().min(0),
    conclusion: schemas/* enum */.k5n(CONCLUSIONS),
    exitCode: schemas/* int */.Whr(),
    durationSeconds: schemas/* number */.aig().min(0),
    scenarioSeconds: schemas/* number */.aig().min(0),
    throughputPerSecond: schemas/* number */.aig().min(0),
    utilization: schemas/* number */.aig().min(0).max(1),
});
const ResultsSchema = schemas/* object */.Ikc({
    schemaVersion: schemas/* literal */.euz(RESULTS_SCHEMA_VERSION),
    run: schemas/* object */.Ikc({
        id: schemas/* string */.YjP(),
        suite: schemas/* string */.YjP(),
        command: schemas/* string */.YjP(),
        seed: schemas/* int */.Whr().min(0),
        startedAt: Instant.nullable(),
        finishedAt: Instant.nullable(),
        attempt: schemas/* int */.Whr().min(1),
        commit: schemas/* string */.YjP().nullable(),
        ref: schemas/* string */.YjP().nullable(),
        planDigest: schemas/* string */.YjP(),
    }),
    summary: SummarySchema,
    plan: schemas/* object */.Ikc({
        shards: schemas/* int */.Whr().min(0),
        predictedSeconds: schemas/* number */.aig().min(0),
        lowerBoundSeconds: schemas/* number */.aig().min(0),
    }),
    scenarios: schemas/* array */.YOg(ScenarioResultSchema),
    workers: schemas/* array */.YOg(schemas/* object */.Ikc({
        shard: schemas/* int */.Whr().min(1),
        worker: schemas/* int */.Whr().min(1),
        scenarios: schemas/* int */.Whr().min(0),
        busySeconds: schemas/* number */.aig().min(0),
        idleSeconds: schemas/* number */.aig().min(0),
        endedBecause: schemas/* string */.YjP(),
    })),
    groups: schemas/* array */.YOg(schemas/* object */.Ikc({
        name: schemas/* string */.YjP(),
        key: schemas/* string */.YjP().nullable(),
        run: schemas/* int */.Whr().min(0),
        passed: schemas/* int */.Whr().min(0),
        failed: schemas/* int */.Whr().min(0),
        skipped: schemas/* int */.Whr().min(0),
        durationSeconds: schemas/* number */.aig().min(0),
        log: schemas/* string */.YjP().nullable(),
    })),
    fixtures: schemas/* array */.YOg(schemas/* object */.Ikc({
        name: schemas/* string */.YjP(),
        size: schemas/* int */.Whr().min(0),
        created: schemas/* int */.Whr().min(0),
        reused: schemas/* int */.Whr().min(0),
        hits: schemas/* int */.Whr().min(0),
        misses: schemas/* int */.Whr().min(0),
        meanStartSeconds: schemas/* number */.aig().min(0),
        reuseRate: schemas/* number */.aig().min(0).max(1),
    })),
    capabilities: schemas/* array */.YOg(schemas/* object */.Ikc({
        name: schemas/* string */.YjP(),
        scope: schemas/* string */.YjP(),
        present: schemas/* boolean */.zMY(),
        quantity: schemas/* number */.aig().nullable(),
        evidence: schemas/* string */.YjP(),
    })),
    shards: schemas/* array */.YOg(schemas/* object */.Ikc({
        shard: schemas/* int */.Whr().min(1),
        runner: schemas/* string */.YjP(),
        attempt: schemas/* int */.Whr().min(1).nullable(),
        status: schemas/* enum */.k5n(["complete", "incomplete", "missing"]),
        durationSeconds: schemas/* number */.aig().min(0),
        count: schemas/* int */.Whr().min(0),
        predictedSeconds: schemas/* number */.aig().min(0),
    })),
    /** What makes the run incomplete beyond the shards themselves: foreign folders, torn journals. */
    problems: schemas/* array */.YOg(schemas/* object */.Ikc({
        code: schemas/* string */.YjP(),
        shard: schemas/* int */.Whr().min(1).nullable(),
        message: schemas/* string */.YjP(),
    })),
});

;// CONCATENATED MODULE: ./lib/report/problem-text.js


/** One problem as a fragment in lower case, naming what to look at. */
function renderProblem(problem, shards) {
    switch (problem.code) {
        case "shard-missing":
            return `shard ${problem.shard} of ${shards} did not report`;
        case "journal-unfinished":
            return `shard ${problem.shard} of ${shards} stopped before its end`;
        case "journal-torn":
            return `the journal of shard ${problem.shard} is damaged: ${problem.detail}`;
        case "journal-foreign":
            return `the journal of shard ${problem.shard} is of another plan: ${otherPlan(problem)}`;
        case "folder-foreign":
            return `${problem.path} is of another plan: ${otherPlan(problem)}`;
        case "folder-unreadable":
            return `${problem.path} is no shard folder that can be read: ${problem.detail}`;
        case "folder-duplicate":
            return `${problem.paths.join(" and ")} are both attempt ${problem.attempt} of shard ${problem.shard}, and differ`;
        case "verdict-count":
            return `shard ${problem.shard} ends with ${text_width_countOf(problem.declared, "verdict")}, its journal has ${problem.found}`;
        case "verdict-unplanned":
            return `shard ${problem.shard} reports ${problem.id}, which the plan does not have`;
        case "verdict-misplaced":
            return `shard ${problem.shard} reports ${problem.id}, which the plan gives to shard ${problem.planned}`;
        case "verdict-unproven":
            return `shard ${problem.shard} says that ${problem.id} passed, but no attempt of it did`;
        case "hook-failed":
            return `a hook after the scenarios of shard ${problem.shard} failed: ${problem.name}: ${problem.detail}`;
        default:
            return unreachable(problem);
    }
}
function otherPlan(problem) {
    return `${problem.found}, expected ${problem.expected}`;
}

;// CONCATENATED MODULE: ./lib/report/problems.js
/**
 * What is wrong with a run beyond its scenarios: the problems that reading found, and those that
 * show when the fold is held against the plan.
 */

/** Given and derived problems, each once, in an order that does not depend on how they were found. */
function toProblems(input) {
    const found = [
        ...input.given,
        ...shardProblems(input.plan, input.state),
        ...scenarioProblems(input.plan, input.state),
    ];
    const unique = new Map(found.map((problem) => [problems_keyOf(problem), problem]));
    return [...unique]
        .sort(([aKey, a], [bKey, b]) => (shardOfProblem(a) ?? 0) - (shardOfProblem(b) ?? 0) || (aKey < bKey ? -1 : 1))
        .map(([, problem]) => problem);
}
/** The shard that runs each scenario; the first where a plan should name several. */
function shardsByScenario(plan) {
    const shards = new Map();
    for (const { shard, scenarios } of plan.shards) {
        for (const id of scenarios)
            if (!shards.has(id))
                shards.set(id, shard);
    }
    return shards;
}
/** How many shards people count: a plan cut down to one shard keeps that shard's number. */
function problems_shardCount(plan) {
    return Math.max(plan.shards.length, ...plan.shards.map(({ shard }) => shard));
}
function problems_keyOf(problem) {
    // Said once a shard, whoever noticed it.
    if (problem.code === "shard-missing" || problem.code === "journal-unfinished") {
        return `${problem.code} ${problem.shard}`;
    }
    return `${problem.code} ${JSON.stringify(problem, Object.keys(problem).sort())}`;
}
function shardProblems(plan, state) {
    const problems = [];
    for (const { shard } of plan.shards) {
        const known = state.shards.get(shard);
        if (known === undefined) {
            problems.push({ code: "shard-missing", shard });
            continue;
        }
        if (!known.finished)
            problems.push({ code: "journal-unfinished", shard });
        const digest = known.started?.planDigest;
        if (digest !== undefined && digest !== plan.digest) {
            problems.push({ code: "journal-foreign", shard, expected: plan.digest, found: digest });
        }
        for (const { stage, outcome, name, message } of known.hooks) {
            // What a failed `before` means is said by the verdicts.
            if (stage !== "after" || outcome !== "failed")
                continue;
            problems.push({ code: "hook-failed", shard, name, detail: message ?? "failed" });
        }
        const declared = known.declaredVerdicts;
        if (declared !== null && declared !== known.verdicts) {
            problems.push({ code: "verdict-count", shard, declared, found: known.verdicts });
        }
    }
    return problems;
}
function scenarioProblems(plan, state) {
    const problems = [];
    const planned = shardsByScenario(plan);
    for (const [id, scenario] of state.scenarios) {
        const { shard } = scenario;
        const home = planned.get(id);
        if (home === undefined)
            problems.push({ code: "verdict-unplanned", shard, id });
        else if (home !== shard)
            problems.push({ code: "verdict-misplaced", shard, planned: home, id });
        if (isUnproven(scenario))
            problems.push({ code: "verdict-unproven", shard, id });
    }
    return problems;
}
function isUnproven({ ending, attempts }) {
    if (ending?.verdict !== "passed" && ending?.verdict !== "flaky")
        return false;
    return !attempts.some((attempt) => attempt.outcome === "passed");
}

;// CONCATENATED MODULE: ./lib/report/reproduce.js
/** `npx parallel-smoke run SUITEFILE --filter ID`, quoted for a POSIX shell. */
function renderReproduce(plan, id) {
    const words = ["npx", "parallel-smoke", "run"];
    if (plan.suiteFile !== undefined)
        words.push(shellWord(asOperand(plan.suiteFile)));
    // A word that begins with a dash would be read as a flag.
    if (id.startsWith("-"))
        words.push(shellWord(`--filter=${id}`));
    else
        words.push("--filter", shellWord(id));
    return words.join(" ");
}
/** A text as one word of a POSIX shell. */
function shellWord(text) {
    if (/^[A-Za-z0-9_@%+=:,./-]+$/u.test(text))
        return text;
    return `'${text.replaceAll("'", `'\\''`)}'`;
}
function asOperand(path) {
    return path.startsWith("-") ? `./${path}` : path;
}

;// CONCATENATED MODULE: ./lib/report/scenario-results.js
/**
 * One entry of the results for each planned scenario, whatever of the run is missing.
 * An attempt that was under way when its journal stopped is never turned into a result.
 */





/** Planned scenarios in the order of the plan, then those that the plan skips; each exactly once. */
function toScenarioResults(plan, state) {
    const shards = shardsByScenario(plan);
    const count = problems_shardCount(plan);
    const results = Object.entries(plan.scenarios).map(([id, planned]) => toPlanned({ id, planned, plan, state, shard: shards.get(id) ?? null, shards: count }));
    const seen = new Set(Object.keys(plan.scenarios));
    for (const skip of plan.skipped) {
        if (!seen.has(skip.id))
            results.push(toSkipped(skip));
        seen.add(skip.id);
    }
    return results;
}
/** ISO 8601 in UTC; an instant beyond what a date can hold becomes the nearest it can. */
function toInstant(ms) {
    const limit = 8.64e15;
    return new Date(Math.max(-limit, Math.min(limit, Math.round(ms)))).toISOString();
}
function toPlanned(known) {
    const { id, planned, plan, state, shard } = known;
    const { definition } = planned;
    const scenario = state.scenarios.get(id);
    const attempts = toAttempts(scenario?.attempts ?? []);
    const end = endOf(known, scenario);
    const durationMs = (scenario?.attempts ?? []).reduce((sum, { durationMs: ms }) => sum + ms, 0);
    const repeats = end.verdict !== "passed" && end.verdict !== "skipped";
    return {
        id,
        name: definition.name,
        ...end,
        file: definition.file,
        line: definition.line,
        tags: definition.tags,
        group: definition.groups,
        matrix: definition.matrix,
        shard,
        worker: scenario?.attempts.at(-1)?.worker ?? null,
        startedAt: attempts[0]?.startedAt ?? null,
        durationSeconds: toSeconds(durationMs),
        runs: attempts.length,
        failures: attempts.filter((attempt) => attempt.outcome === "failed").length,
        ...quarantineIn(known),
        reproduce: repeats ? renderReproduce(plan, id) : null,
        attempts,
    };
}
/** In force or not is judged by the instant at which the shard started, never by when one reads. */
function quarantineIn(known) {
    const { planned, state, shard } = known;
    const { quarantine } = planned.definition;
    if (quarantine === undefined)
        return { quarantined: false };
    const at = shard === null ? undefined : state.shards.get(shard)?.started?.at;
    return { quarantined: at !== undefined && isInForce(quarantine.until, at), quarantine };
}
function endOf(known, scenario) {
    const ending = scenario?.ending ?? null;
    if (ending === null)
        return lost(known, scenario);
    switch (ending.verdict) {
        case "passed":
            return { verdict: "passed", cause: null, reason: null, message: null };
        case "failed":
        case "flaky": {
            const last = scenario?.attempts.findLast((attempt) => attempt.outcome === "failed");
            const cause = ending.cause ?? last?.cause ?? null;
            return { verdict: ending.verdict, cause, reason: null, message: last?.message ?? null };
        }
        case "skipped":
        case "cancelled": {
            const { verdict, reason, message } = ending;
            return { verdict, cause: null, reason, message };
        }
    }
}
function lost({ state, shard, shards }, scenario) {
    const reported = shard === null ? undefined : state.shards.get(shard);
    const place = `shard ${shard} of ${shards}`;
    const end = (reason, message) => ({
        verdict: "lost",
        cause: null,
        reason,
        message,
    });
    if (shard === null)
        return end("no-verdict", "no shard of the plan runs it");
    if (reported === undefined)
        return end("shard-missing", `${place} did not report`);
    const progress = progressOf(scenario);
    return reported.finished
        ? end("no-verdict", `${place} finished without a verdict for it; ${progress}`)
        : end("shard-incomplete", `${place} stopped before its end; ${progress}`);
}
function progressOf(scenario) {
    if (scenario?.running)
        return `attempt ${scenario.running.number} was running`;
    const ended = scenario?.attempts.length ?? 0;
    return ended === 0 ? "it had not started" : `${text_width_countOf(ended, "attempt")} had ended`;
}
/** Numbers stay as the journal has them, unless a re-run began at 1 again. */
function toAttempts(attempts) {
    let number = 0;
    return attempts.map((attempt) => {
        number = Math.max(attempt.number, number + 1);
        return {
            number,
            outcome: attempt.outcome,
            cause: attempt.cause,
            exitCode: attempt.exitCode,
            signal: attempt.signal,
            startedAt: toInstant(attempt.startedAt),
            durationSeconds: toSeconds(attempt.durationMs),
            cpuSeconds: attempt.cpuMs === null ? null : toSeconds(attempt.cpuMs),
            peakMemoryBytes: attempt.peakMemoryBytes,
            log: attempt.log,
            message: attempt.message,
            ...(attempt.problems === undefined ? {} : { problems: [...attempt.problems] }),
            ...(attempt.artifacts === undefined ? {} : { artifacts: [...attempt.artifacts] }),
        };
    });
}
function toSkipped(skip) {
    return {
        id: skip.id,
        name: skip.name,
        verdict: "skipped",
        cause: null,
        reason: skip.reason,
        message: skip.message,
        file: skip.file,
        line: skip.line,
        tags: [],
        group: [],
        matrix: null,
        shard: null,
        worker: null,
        startedAt: null,
        durationSeconds: 0,
        runs: 0,
        failures: 0,
        quarantined: false,
        reproduce: null,
        attempts: [],
    };
}

;// CONCATENATED MODULE: ./lib/report/results.js
/**
 * The results of a run: every number that any view shows.
 * Made from the plan and the fold alone, so a report made live and one made from merged journals of
 * the same events are equal byte for byte.
 */







/** Judges a run: exactly one verdict for each planned scenario, one conclusion for all. */
function toResults(input) {
    const { plan, state } = input;
    const problems = toProblems({ plan, state, given: input.problems });
    const scenarios = toScenarioResults(plan, state);
    const run = toRun(plan, state);
    const shards = toShards({ plan, state, problems });
    const exitNames = results_judge({ ...input, problems, scenarios });
    return {
        schemaVersion: RESULTS_SCHEMA_VERSION,
        run,
        summary: toSummary({ scenarios, state, exitNames }),
        plan: {
            shards: plan.shards.length,
            predictedSeconds: plan.predictedSeconds,
            lowerBoundSeconds: plan.lowerBoundSeconds,
        },
        scenarios,
        workers: workersOf(state).map((worker) => ({
            shard: worker.shard,
            worker: worker.worker,
            scenarios: worker.scenarios,
            busySeconds: toSeconds(worker.busyMs),
            idleSeconds: toSeconds(worker.idleMs),
            endedBecause: worker.endedBecause,
        })),
        groups: toGroups(plan, scenarios),
        fixtures: [],
        capabilities: [],
        shards,
        problems: problems.map((problem) => ({
            code: problem.code,
            shard: shardOfProblem(problem),
            message: renderProblem(problem, problems_shardCount(plan)),
        })),
    };
}
/** Every line of the exit-code table that holds of the run. */
function results_judge(input) {
    const { state, problems, policy, scenarios } = input;
    const names = [];
    /** A failure in quarantine is told, not counted; a lost scenario is lost all the same. */
    const counted = scenarios.filter(({ verdict, quarantined }) => !(quarantined && (verdict === "failed" || verdict === "flaky")));
    const has = (verdict, reason) => counted.some((scenario) => scenario.verdict === verdict && (reason === undefined || scenario.reason === reason));
    const stops = [...state.shards.values()].flatMap(({ cancelling }) => cancelling?.reason === "interrupted" ? [cancelling.signal] : []);
    if (stops.some((signal) => signal === "SIGTERM"))
        names.push("terminated");
    if (stops.some((signal) => signal !== "SIGTERM"))
        names.push("interrupted");
    if (stops.length === 0 && has("cancelled", "interrupted"))
        names.push("interrupted");
    if (problems.some(isIncompleteness) || has("lost") || has("cancelled", "budget"))
        names.push("incomplete");
    if (has("failed") ||
        has("cancelled", "fail-fast") ||
        problems.some((problem) => !isIncompleteness(problem)) ||
        policy.failOn.some((verdict) => has(verdict))) {
        names.push("failed");
    }
    const ran = scenarios.some(({ verdict, runs }) => runs > 0 || verdict === "lost");
    if (!ran && policy.ifEmpty === "fail")
        names.push("empty");
    return names;
}
function conclude(names) {
    if (names.includes("interrupted") || names.includes("terminated"))
        return "cancelled";
    if (names.includes("incomplete"))
        return "incomplete";
    if (names.includes("failed"))
        return "failure";
    return names.includes("empty") ? "empty" : "success";
}
function toSummary(input) {
    const { scenarios, state, exitNames } = input;
    const count = (verdict) => scenarios.filter((scenario) => scenario.verdict === verdict).length;
    const durationMs = newestSpanMs(state);
    const ran = scenarios.filter(({ runs }) => runs > 0).length;
    return {
        total: scenarios.length,
        passed: count("passed"),
        failed: count("failed"),
        flaky: count("flaky"),
        skipped: count("skipped"),
        cancelled: count("cancelled"),
        lost: count("lost"),
        quarantined: scenarios.filter(({ quarantined }) => quarantined).length,
        conclusion: conclude(exitNames),
        exitCode: exitCodeFor(exitNames),
        durationSeconds: toSeconds(durationMs),
        scenarioSeconds: toSeconds(scenarios.reduce((sum, { durationSeconds }) => sum + durationSeconds, 0) * 1_000),
        throughputPerSecond: durationMs > 0 ? rounded(ran / (durationMs / 1_000)) : 0,
        utilization: utilizationOf(state),
    };
}
/** Busy time of the workers over their time while something was ready to run. */
function utilizationOf(state) {
    let busy = 0;
    let available = 0;
    for (const worker of workersOf(state)) {
        busy += worker.busyMs;
        available += worker.busyMs + worker.starvedMs;
    }
    return available > 0 ? rounded(busy / available) : 1;
}
function toRun(plan, state) {
    const { first, last } = spanOf(state);
    const reports = shardStates(state).flatMap(([, { started }]) => started ?? []);
    const lowest = reports[0];
    return {
        id: lowest?.runId ?? "unknown",
        suite: plan.suite,
        command: lowest?.command ?? "run",
        seed: plan.seed,
        startedAt: first === null ? null : toInstant(first),
        finishedAt: last === null ? null : toInstant(last),
        attempt: reports.reduce((highest, { attempt }) => Math.max(highest, attempt), 1),
        commit: lowest?.commit ?? null,
        ref: lowest?.ref ?? null,
        planDigest: plan.digest,
    };
}
function toShards(input) {
    const troubled = new Set(input.problems.filter(isIncompleteness).map(shardOfProblem));
    return input.plan.shards.map((planned) => {
        const known = input.state.shards.get(planned.shard);
        const sound = known?.finished === true && !troubled.has(planned.shard);
        return {
            shard: planned.shard,
            runner: planned.runner,
            attempt: known?.started?.attempt ?? null,
            status: known === undefined ? "missing" : sound ? "complete" : "incomplete",
            durationSeconds: known === undefined ? 0 : toSeconds(shardMs(known)),
            count: planned.scenarios.length,
            predictedSeconds: planned.predictedSeconds,
        };
    });
}
/** Time of a shard's latest attempt. */
function shardMs({ started, firstAt, lastAt }) {
    return Math.max(0, (lastAt ?? 0) - (started?.at ?? firstAt ?? 0));
}
function toGroups(plan, scenarios) {
    return Object.keys(plan.groups).map((name) => {
        const members = scenarios.filter(({ group }) => group.includes(name));
        const count = (...verdicts) => members.filter(({ verdict }) => verdicts.includes(verdict)).length;
        const seconds = members.reduce((sum, { durationSeconds }) => sum + durationSeconds, 0);
        return {
            name,
            key: null,
            run: members.filter(({ runs }) => runs > 0).length,
            passed: count("passed", "flaky"),
            failed: count("failed"),
            skipped: count("skipped"),
            durationSeconds: toSeconds(seconds * 1_000),
            log: null,
        };
    });
}
function shardStates(state) {
    return [...state.shards].sort(([a], [b]) => a - b);
}
function workersOf(state) {
    return shardStates(state).flatMap(([, { workers }]) => [...workers].sort((a, b) => a.worker - b.worker));
}
/** Instants of the earliest and latest event of all shards. */
function spanOf(state) {
    let first = null;
    let last = null;
    for (const { firstAt, lastAt } of state.shards.values()) {
        if (firstAt !== null)
            first = first === null ? firstAt : Math.min(first, firstAt);
        if (lastAt !== null)
            last = last === null ? lastAt : Math.max(last, lastAt);
    }
    return { first, last };
}
/** From the first start to the last event of the newest attempt of the run. */
function newestSpanMs(state) {
    const reports = [...state.shards.values()].flatMap(({ started, lastAt }) => started === null || lastAt === null
        ? []
        : [{ attempt: started.attempt, at: started.at, lastAt }]);
    const newest = Math.max(...reports.map(({ attempt }) => attempt));
    const span = reports.filter(({ attempt }) => attempt === newest);
    if (span.length === 0)
        return 0;
    const first = Math.min(...span.map(({ at }) => at));
    return Math.max(0, Math.max(...span.map(({ lastAt }) => lastAt)) - first);
}
function rounded(value) {
    return Math.round(value * 1_000) / 1_000;
}

;// CONCATENATED MODULE: ./lib/report/view/json.js
/**
 * Two spaces of indentation and a line end. Where it is printed to a CI log, nothing in it can act
 * as a command: `##[` is written with an escape, which any JSON reader undoes.
 */
function renderResultsJson(results) {
    return `${JSON.stringify(results, null, 2).replaceAll("##[", "#\\u0023[")}\n`;
}

;// CONCATENATED MODULE: ./lib/report/verdict-sentence.js
/**
 * The one sentence that says what a run came to. It names everything that decided the exit code, and
 * is the last line of a log and the first of a summary.
 */




/** Scenarios that are named before the rest is counted. */
const MAX_NAMES = 3;
/** For instance `FAILED: 2 of 37 failed (checkout, login), 1 flaky · 14.2s · exit 1`. */
function renderVerdictSentence(results) {
    const { summary } = results;
    const clauses = [
        verdictClause(results),
        refusal(results),
        ...shardClauses(results),
        ...otherProblems(results),
    ];
    return [
        `${leadOf(results)}: ${clauses.filter((clause) => clause !== "").join("; ")}`,
        formatDuration(summary.durationSeconds * 1_000),
        `exit ${summary.exitCode}`,
    ].join(" · ");
}
function leadOf({ summary }) {
    switch (summary.conclusion) {
        case "success":
            return "PASSED";
        case "failure":
            return "FAILED";
        case "incomplete":
            return "INCOMPLETE";
        case "empty":
            return "EMPTY";
        case "cancelled":
            return summary.exitCode === 143 ? "CANCELLED by SIGTERM" : "CANCELLED";
    }
}
/** What the scenarios came to; those of lost shards are in the clauses of the shards. */
function verdictClause(results) {
    const { summary, scenarios } = results;
    if (summary.total === 0)
        return "there was nothing to run";
    const parts = [];
    const say = (count, what) => {
        if (count === 0)
            return;
        const of = parts.length === 0 ? ` of ${summary.total}` : "";
        parts.push(`${count}${of} ${what}`);
    };
    const add = (verdict, detail = "") => {
        say(summary[verdict], `${verdict}${detail}`);
    };
    const failed = scenarios.filter(({ verdict }) => verdict === "failed");
    const counted = failed.filter(({ quarantined }) => !quarantined);
    const accepted = failed.filter(({ quarantined }) => quarantined);
    say(counted.length, `failed${failedDetail(counted)}`);
    if (summary.conclusion !== "failure")
        add("passed");
    say(accepted.length, `failed in quarantine (${verdict_sentence_namesOf(accepted.map(({ id }) => id))})`);
    add("flaky", refused(results, "flaky"));
    add("skipped", refused(results, "skipped"));
    add("cancelled", reasonsOf(scenarios.filter(({ verdict }) => verdict === "cancelled")));
    if (parts.length === 0)
        return summary.lost === summary.total ? "" : "no scenario has a verdict";
    return summary.conclusion === "empty"
        ? `nothing was executed: ${parts.join(", ")}`
        : parts.join(", ");
}
function failedDetail(failed) {
    const machinery = failed.filter(({ cause }) => cause !== null && INFRASTRUCTURE_CAUSES.includes(cause));
    const apart = machinery.length === 0 ? "" : `; ${machinery.length} by infrastructure`;
    return ` (${verdict_sentence_namesOf(failed.map(({ id }) => id))}${apart})`;
}
/** Only a failure without a failed scenario needs to say that what it has is not accepted. */
function refused(results, verdict) {
    if (!isRefusal(results))
        return "";
    const { summary, scenarios } = results;
    const names = scenarios.filter((scenario) => scenario.verdict === verdict).map(({ id }) => id);
    return ` (${verdict_sentence_namesOf(names)}${isBoth(summary) ? "" : "; not accepted"})`;
}
/** True when the run failed by what it does not accept alone. */
function isRefusal({ summary, scenarios, problems }) {
    const failed = scenarios.some(({ verdict, quarantined }) => verdict === "failed" && !quarantined);
    return summary.conclusion === "failure" && !failed && problems.length === 0;
}
function refusal(results) {
    return isRefusal(results) && isBoth(results.summary) ? "flaky or skipped is not accepted" : "";
}
/** With both in the run its results do not say which of them is not accepted. */
function isBoth({ flaky, skipped }) {
    return flaky > 0 && skipped > 0;
}
function reasonsOf(cancelled) {
    const reasons = new Set(cancelled.flatMap(({ reason }) => reason ?? []));
    return reasons.size === 0 ? "" : ` (${[...reasons].sort().join(", ")})`;
}
function shardClauses({ shards, scenarios, plan }) {
    const total = Math.max(plan.shards, ...shards.map(({ shard }) => shard));
    const lostFor = (reason) => scenarios.filter((scenario) => scenario.verdict === "lost" && scenario.reason === reason);
    const clause = (verb, about) => {
        const sorted = [...new Set(about.shards)].sort((a, b) => a - b);
        if (sorted.length === 0)
            return "";
        const noun = sorted.length === 1 ? "shard" : "shards";
        const count = about.lost === 0 ? "" : `: ${about.lost} lost`;
        return `${noun} ${listOf(sorted.map(String))} of ${total} ${verb}${count}`;
    };
    const missing = shards.filter(({ status }) => status === "missing").map(({ shard }) => shard);
    const stopped = lostFor("shard-incomplete");
    const without = lostFor("no-verdict");
    return [
        clause("did not report", { shards: missing, lost: lostFor("shard-missing").length }),
        clause("stopped early", { shards: shardsOf(stopped), lost: stopped.length }),
        without.length === 0
            ? ""
            : `${without.length} lost without a verdict (${verdict_sentence_namesOf(without.map(({ id }) => id))})`,
    ];
}
function shardsOf(scenarios) {
    return scenarios.flatMap(({ shard }) => shard ?? []);
}
/** Problems that the clauses of the shards do not tell already. */
function otherProblems({ problems, scenarios }) {
    const told = new Set(shardsOf(scenarios.filter(({ reason }) => reason === "shard-incomplete")));
    const others = problems.filter(({ code, shard }) => code !== "shard-missing" &&
        !(code === "journal-unfinished" && shard !== null && told.has(shard)));
    if (others.length === 0)
        return [];
    const codes = [...new Set(others.map(({ code }) => code))];
    return [`${text_width_countOf(others.length, "problem")} (${verdict_sentence_namesOf(codes)})`];
}
function verdict_sentence_namesOf(names) {
    const shown = names.slice(0, MAX_NAMES).map((name) => neutralise_neutraliseInline(name, 80));
    const left = names.length - shown.length;
    return shown.join(", ") + (left > 0 ? ` and ${left} more` : "");
}
function listOf(words) {
    if (words.length > 8)
        return `${words.slice(0, 7).join(", ")} and ${words.length - 7} more`;
    return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}

;// CONCATENATED MODULE: ./lib/report/view/junit.js
/**
 * JUnit XML in the dialect of Surefire's reruns, which most readers of test results know.
 * A run that is not green never looks green here: what is lost, interrupted or wrong beyond the
 * scenarios is an error.
 */




/** The whole document. */
function renderJunit({ results, state }) {
    const cases = results.scenarios.map((scenario) => toCase(scenario, { suite: results.run.suite, state }));
    const beyond = beyondCases(results);
    const attributes = (list) => ({
        tests: list.length,
        failures: countOfKind(list, "failure"),
        errors: countOfKind(list, "error"),
        skipped: countOfKind(list, "skipped"),
    });
    const time = results.summary.durationSeconds;
    const timestamp = results.run.startedAt?.replace(/Z$/u, "");
    const scenarioSuite = junit_element({
        name: "testsuite",
        attributes: {
            name: results.run.suite,
            ...attributes(cases),
            flakes: results.summary.flaky,
            time,
            timestamp,
        },
        children: cases.map(({ xml }) => xml),
    });
    const beyondSuite = junit_element({
        name: "testsuite",
        attributes: { name: "parallel-smoke", ...attributes(beyond), time: 0 },
        children: beyond.map(({ xml }) => xml),
    });
    const root = junit_element({
        name: "testsuites",
        attributes: { name: results.run.suite, ...attributes([...cases, ...beyond]), time },
        children: beyond.length === 0 ? [scenarioSuite] : [scenarioSuite, beyondSuite],
    });
    return `<?xml version="1.0" encoding="UTF-8"?>\n${root}\n`;
}
function countOfKind(cases, kind) {
    return cases.filter((each) => each.kind === kind).length;
}
function toCase(scenario, context) {
    const states = context.state.scenarios.get(scenario.id)?.attempts ?? [];
    const { kind, children } = outcomeOf(scenario, states);
    const properties = scenario.name === scenario.id
        ? []
        : [
            junit_element({
                name: "properties",
                children: [
                    junit_element({
                        name: "property",
                        attributes: { name: "name", value: scenario.name },
                    }),
                ],
            }),
        ];
    const tail = outputOf(scenario, states);
    const output = tail === "" ? [] : [junit_element({ name: "system-out", text: tail })];
    const xml = junit_element({
        name: "testcase",
        attributes: {
            name: scenario.id,
            classname: context.suite,
            time: scenario.durationSeconds,
            file: scenario.file,
            line: scenario.line,
        },
        children: [...properties, ...children, ...output],
    });
    return { kind, xml };
}
/** Reruns and flakes carry their own output; the case has that of its first failure. */
function outputOf({ verdict }, states) {
    if (verdict === "flaky")
        return "";
    if (verdict === "failed")
        return tailOf(states.find(({ outcome }) => outcome === "failed"));
    return tailOf(states.findLast(({ tail }) => tail !== null));
}
function outcomeOf(scenario, states) {
    const why = [scenario.reason, scenario.message].filter((text) => text !== null).join(": ");
    switch (scenario.verdict) {
        case "passed":
            return { kind: "passed", children: [] };
        case "skipped":
            return { kind: "skipped", children: [simple("skipped", { message: why })] };
        case "cancelled": {
            // After fail-fast a failure is in the file already; otherwise nothing else in it is red.
            const kind = scenario.reason === "fail-fast" ? "skipped" : "error";
            const type = kind === "error" ? { type: "cancelled" } : {};
            return { kind, children: [simple(kind, { message: why, ...type })] };
        }
        case "lost":
            return { kind: "error", children: [simple("error", { message: why, type: "lost" })] };
        case "failed":
        case "flaky":
            return scenario.quarantined && scenario.verdict === "failed"
                ? accepted(scenario)
                : junit_repeated(scenario, states);
    }
}
/** Readers know no failure that is accepted; a skipped case is what fails nothing and is seen. */
function accepted({ quarantine, message, cause }) {
    const until = quarantine === undefined ? "" : ` until ${quarantine.until}`;
    const why = `failed in quarantine${until}: ${message ?? cause ?? "failed"}`;
    return { kind: "skipped", children: [simple("skipped", { message: why })] };
}
/** The first failed attempt decides the element; further ones are reruns, those of a flaky flakes. */
function junit_repeated(scenario, states) {
    const flaky = scenario.verdict === "flaky";
    const failed = scenario.attempts
        .map((attempt, index) => ({ attempt, tail: tailOf(states[index]) }))
        .filter(({ attempt }) => attempt.outcome === "failed");
    const children = failed.map(({ attempt, tail }, index) => {
        const base = isInfrastructure(attempt.cause) ? "error" : "failure";
        const first = index === 0 && !flaky;
        const name = first
            ? base
            : `${flaky ? "flaky" : "rerun"}${base === "error" ? "Error" : "Failure"}`;
        const attributes = {
            message: attempt.message ?? renderCause(attempt),
            type: attempt.cause ?? "failed",
        };
        const stack = stackOf(attempt);
        if (first)
            return junit_element({ name, attributes, text: stack });
        return junit_element({
            name,
            attributes,
            children: [
                junit_element({ name: "stackTrace", text: stack }),
                ...(tail === "" ? [] : [junit_element({ name: "system-out", text: tail })]),
            ],
        });
    });
    if (flaky)
        return { kind: "passed", children };
    const kind = isInfrastructure(failed[0]?.attempt.cause ?? scenario.cause) ? "error" : "failure";
    if (children.length > 0)
        return { kind, children };
    const type = scenario.cause ?? "failed";
    return { kind, children: [simple(kind, { message: scenario.message ?? type, type })] };
}
function stackOf(attempt) {
    const what = `attempt ${attempt.number}: ${renderCause(attempt)} after ${attempt.durationSeconds}s`;
    return attempt.log === "" ? what : `${what}, log ${attempt.log}`;
}
function tailOf(attempt) {
    return neutraliseLines(attempt?.tail ?? "").join("\n");
}
function isInfrastructure(cause) {
    return cause !== null && INFRASTRUCTURE_CAUSES.includes(cause);
}
/** What is wrong with the run itself has no scenario to stand at. */
function beyondCases(results) {
    const beyond = results.problems.map(({ code, message }) => ({ name: code, type: code, message }));
    const { conclusion } = results.summary;
    const shown = results.scenarios.some(({ verdict, quarantined }) => !(verdict === "failed" && quarantined) &&
        verdict !== "passed" &&
        verdict !== "skipped" &&
        verdict !== "flaky");
    if (conclusion !== "success" && beyond.length === 0 && !shown) {
        beyond.push({ name: "verdict", type: conclusion, message: renderVerdictSentence(results) });
    }
    return beyond.map(({ name, type, message }) => ({
        kind: "error",
        xml: junit_element({
            name: "testcase",
            attributes: { name, classname: "parallel-smoke", time: 0 },
            children: [simple("error", { message, type })],
        }),
    }));
}
function simple(name, attributes) {
    return junit_element({ name, attributes });
}
/** One element with text, or with children on lines of their own. */
function junit_element(options) {
    const { name, attributes = {}, text = "", children = [] } = options;
    const written = Object.entries(attributes)
        .filter(([, value]) => value !== undefined)
        .map(([key, value]) => ` ${key}="${escapeXml(String(value)).replace(/[\n\r\t]/gu, "&#10;")}"`)
        .join("");
    if (text !== "")
        return `<${name}${written}>${escapeXml(text)}</${name}>`;
    if (children.length === 0)
        return `<${name}${written}/>`;
    return `<${name}${written}>\n${children.join("\n")}\n</${name}>`;
}
// biome-ignore lint/suspicious/noControlCharactersInRegex: XML 1.0 has no way to write these.
const NOT_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/gu;
function escapeXml(text) {
    return text
        .toWellFormed()
        .replace(NOT_XML, "")
        .replaceAll("&", "&amp;")
        .replaceAll("<", "&lt;")
        .replaceAll(">", "&gt;")
        .replaceAll('"', "&quot;");
}

;// CONCATENATED MODULE: ./lib/app/report.js




/** The files of a report with their texts: `results.json` in the folder, JUnit where asked for. */
function reportFiles(report, where) {
    const files = [
        [`${where.folder}/${RESULTS_FILE}`, renderResultsJson(report.results)],
    ];
    if (where.junit !== null)
        files.push([where.junit, renderJunit(report)]);
    return files;
}
/** Judges what was observed against the plan. */
function toReport(observed, policy) {
    const { plan, state, problems } = observed;
    return { results: toResults({ plan, state, problems, policy }), state };
}

;// CONCATENATED MODULE: ./lib/app/upload-folder.js
/**
 * Hands a folder over to later jobs, whatever single trouble comes up: a name that was refused once
 * is never used again, a full storage still takes the results without logs.
 */

const MOST_TRIES = 5;
const FIRST_WAIT_MS = 2_000;
/** No further name helps against these. */
const FINAL = ["unsupported-host"];
/** The client itself does not wait when a connection breaks. */
const WORTH_WAITING = ["network", "rate-limited", "forbidden"];
/** Uploads the folder under its first name, or the next one as often as that helps. */
async function uploadFolder(options) {
    const { store, files, clock, folder, nameOf, retentionDays } = options;
    const all = files.glob(folder, ["**"]);
    const tries = [];
    let withoutLogs = false;
    let waitMs = FIRST_WAIT_MS;
    const first = options.firstTry ?? 1;
    const last = first + MOST_TRIES - 1;
    for (let upload = first; upload <= last; upload++) {
        const name = nameOf(upload);
        const chosen = withoutLogs ? all.filter((path) => !isLog(path)) : all;
        const uploaded = await store.upload({
            name,
            files: chosen.map((path) => `${folder}/${path}`),
            rootDirectory: folder,
            retentionDays,
            compressionLevel: 6,
        });
        if (uploaded.ok)
            return (0,core_result.ok)({ name, withoutLogs, tries });
        const { reason } = uploaded.error;
        tries.push({ name, withoutLogs, problem: uploaded.error });
        if (FINAL.includes(reason) || (reason === "quota" && withoutLogs))
            break;
        if (reason === "quota")
            withoutLogs = true;
        if (WORTH_WAITING.includes(reason) && upload < last) {
            const thisWaitMs = waitMs;
            await new Promise((resolve) => {
                clock.after(thisWaitMs, resolve);
            });
            waitMs *= 2;
        }
    }
    return (0,core_result/* err */._)({ reason: "artifacts/not-uploaded", tries });
}
/** What may stay behind: the journal holds each verdict and the end of each failed log. */
function isLog(path) {
    return path.startsWith("logs/") || path.startsWith("artifacts/") || path === "combined.log";
}

;// CONCATENATED MODULE: ./lib/report/utf8.js
/**
 * Sizes in UTF-8, for views with a limit in bytes.
 */
/** Bytes of a text in UTF-8; a lone surrogate counts as the replacement character it becomes. */
function utf8Bytes(text) {
    let bytes = 0;
    for (let i = 0; i < text.length; i++) {
        const code = text.charCodeAt(i);
        if (code < 0x80)
            bytes += 1;
        else if (code < 0x800)
            bytes += 2;
        else if (isHigh(code) && isLow(text.charCodeAt(i + 1))) {
            bytes += 4;
            i += 1;
        }
        else
            bytes += 3;
    }
    return bytes;
}
/** The longest start of a text that is not larger, never half of a character. */
function cutBytes(text, maxBytes) {
    let used = 0;
    let end = 0;
    for (const char of text) {
        used += utf8Bytes(char);
        if (used > maxBytes)
            break;
        end += char.length;
    }
    return text.slice(0, end);
}
function isHigh(code) {
    return code >= 0xd800 && code <= 0xdbff;
}
function isLow(code) {
    return code >= 0xdc00 && code <= 0xdfff;
}

;// CONCATENATED MODULE: ./lib/report/view/failure-section.js
/**
 * All that is worth knowing of one failed scenario, as lines; the end of its log comes neutralised
 * and behind a prefix, so that nothing in it can be taken for a command.
 */





/** Lines of a log that are shown. */
const MAX_TAIL_LINES = 50;
/** What to show of a failed scenario. */
function toFailureSection(scenario, state) {
    const attempts = state.scenarios.get(scenario.id)?.attempts ?? [];
    const last = lastFailed(attempts);
    const facts = [["cause", causeText(scenario, attempts)]];
    facts.push(["defined", neutralise_neutraliseInline(`${scenario.file}:${scenario.line}`)]);
    if (last !== undefined && last.log !== "") {
        const shard = scenario.shard === null ? "" : ` (shard ${scenario.shard})`;
        facts.push(["log", `${neutralise_neutraliseInline(last.log)}${shard}`]);
    }
    if (scenario.reproduce !== null)
        facts.push(["repeat", neutralise_neutraliseInline(scenario.reproduce, 2_000)]);
    return {
        title: titleOf(scenario),
        facts,
        tail: neutraliseLines(last?.tail ?? "").slice(-MAX_TAIL_LINES),
    };
}
/** `login (Login works)`, or the id alone where the name says nothing new. */
function titleOf({ id, name }) {
    const shown = neutralise_neutraliseInline(id, 200);
    return name === id ? shown : `${shown} (${neutralise_neutraliseInline(name, 200)})`;
}
function lastFailed(attempts) {
    return attempts.findLast(({ outcome }) => outcome === "failed");
}
function causeText(scenario, attempts) {
    const last = lastFailed(attempts);
    const cause = last === undefined ? (scenario.cause ?? "failed") : renderWhy(last);
    const apart = scenario.cause !== null && INFRASTRUCTURE_CAUSES.includes(scenario.cause)
        ? " (infrastructure)"
        : "";
    const tries = scenario.runs > 1 ? ` · ${text_width_countOf(scenario.runs, "attempt")}` : "";
    return `${cause}${apart}${tries} · ${formatDuration(scenario.durationSeconds * 1_000)}`;
}

;// CONCATENATED MODULE: ./lib/report/view/markdown-text.js
/**
 * Foreign text inside Markdown. Every character that Markdown or HTML could act on becomes an
 * entity, and the whole stands in `<code>` or `<pre>`, where no mention, link, issue reference or
 * emoji is made of it.
 */

/** Characters that could begin something in Markdown or HTML, or end a table cell. */
const ACTIVE = /[\\`*_[\]<>#|~$&@]/gu;
/** Text for a line or a table cell; without `<code>`, for words of our own and mixed sentences. */
function escapeMarkdown(text, maxChars) {
    return neutralise_neutraliseInline(text, maxChars)
        .replace(ACTIVE, toEntity)
        .replace(/:(?=\/\/)/gu, toEntity)
        .replace(/(?<=www)\./giu, toEntity);
}
/** Foreign text on one line, shown as code; empty stays empty. */
function inlineCode(text, maxChars = 200) {
    const escaped = escapeMarkdown(text, maxChars);
    return escaped === "" ? "" : `<code>${escaped}</code>`;
}
/** Lines of a log. In `<pre>` only HTML is left to be escaped; the rest is text. */
function preformatted(lines) {
    const escaped = lines.map((line) => neutraliseLine(line).replace(/[<>&@]/gu, toEntity));
    return `<pre>\n${escaped.join("\n")}\n</pre>`;
}
function toEntity(char) {
    return `&#${char.charCodeAt(0)};`;
}

;// CONCATENATED MODULE: ./lib/report/view/summary-blocks.js



/** Lines of one summary that are shown. */
const MAX_LINES = 200;
/** Kept free for the sentence that says what was cut. */
const NOTE_BYTES = 120;
/** A block for the last summary of each scenario, in the order of the plan, as long as they fit. */
function renderSummaries(results, options) {
    const { state, maxBytes } = options;
    const written = results.scenarios.flatMap(({ id }) => {
        const attempts = state.scenarios.get(id)?.attempts ?? [];
        const summary = attempts.findLast((attempt) => attempt.summary !== undefined)?.summary;
        return summary === undefined ? [] : [{ id, summary }];
    });
    if (written.length === 0)
        return "";
    const title = `\n### Summaries (${written.length})\n`;
    let text = title;
    let used = utf8Bytes(title) + NOTE_BYTES;
    let shown = 0;
    for (const one of written) {
        const block = blockOf(one);
        const bytes = utf8Bytes(block);
        if (used + bytes > maxBytes)
            break;
        text += block;
        used += bytes;
        shown += 1;
    }
    const left = written.length - shown;
    if (left > 0)
        text += `\n${left} of ${written.length} are not shown here.\n`;
    return utf8Bytes(text) <= maxBytes ? text : "";
}
function blockOf({ id, summary }) {
    const lines = neutraliseLines(summary);
    const left = lines.length - MAX_LINES;
    const shown = [...lines.slice(0, MAX_LINES), ...(left > 0 ? [`(${left} more lines)`] : [])];
    const heading = `<summary>${inlineCode(id)}: its summary</summary>`;
    return `\n<details>${heading}\n\n${preformatted(shown)}\n\n</details>\n`;
}

;// CONCATENATED MODULE: ./lib/report/view/markdown.js
/**
 * The job summary. It never exceeds its limit, because a summary that does is dropped as a whole:
 * sections get shares of the bytes, what is cut is said, and log excerpts take what is left.
 */







/** A little under what GitHub takes from one step. */
const MAX_SUMMARY_BYTES = 1_000_000;
/** Failures that are named before the rest is counted. */
const MAX_FAILURES = 2_000;
/** Rows of every other table. */
const MAX_ROWS = 500;
/** Kept free for the sentences that say what was cut. */
const markdown_NOTE_BYTES = 120;
/** The whole summary; at most `maxBytes` bytes of UTF-8 whatever the run holds. */
function renderMarkdown(input) {
    const { results, state, maxBytes = MAX_SUMMARY_BYTES } = input;
    const heading = `## ${escapeMarkdown(renderVerdictSentence(results), 4_000)}\n`;
    if (utf8Bytes(heading) > maxBytes)
        return cutBytes(heading, maxBytes);
    const failed = failuresOf(results);
    let left = maxBytes - utf8Bytes(heading);
    const fill = (section, share) => {
        const text = renderSection(section, Math.min(left, Math.floor(maxBytes * share)));
        left -= utf8Bytes(text);
        return text;
    };
    // In the order of their right to space, not of their place on the page.
    const failures = fill(failureSection(failed), 0.45);
    const problems = fill(problemSection(results), 0.1);
    const shards = fill(shardSection(results), 0.1);
    const notRun = fill(notRunSection(results), 0.1);
    const flaky = fill(flakySection(results), 0.1);
    const quarantined = fill(quarantineSection(results), 0.1);
    const summaries = renderSummaries(results, {
        state,
        maxBytes: Math.min(left, Math.floor(maxBytes * 0.2)),
    });
    left -= utf8Bytes(summaries);
    const excerpts = renderExcerpts(failed, { state, maxBytes: left });
    return [
        heading,
        failures,
        excerpts,
        flaky,
        quarantined,
        notRun,
        summaries,
        shards,
        problems,
    ].join("");
}
/** As many rows as fit, then how many are not shown; nothing at all rather than a heading alone. */
function renderSection(section, maxBytes) {
    if (section.rows.length === 0)
        return "";
    const title = `\n### ${section.title}\n`;
    const start = `${title}\n${section.head.map((line) => `${line}\n`).join("")}`;
    let text = start;
    let used = utf8Bytes(start) + markdown_NOTE_BYTES;
    let shown = 0;
    for (const row of section.rows.slice(0, section.maxRows)) {
        const bytes = utf8Bytes(row) + 1;
        if (used + bytes > maxBytes)
            break;
        text += `${row}\n`;
        used += bytes;
        shown += 1;
    }
    const left = section.rows.length - shown;
    if (shown === 0)
        text = title;
    if (left > 0)
        text += `\n${left} of ${section.rows.length} are not shown here.\n`;
    return utf8Bytes(text) <= maxBytes ? text : "";
}
function failuresOf({ scenarios }) {
    return scenarios.filter(({ verdict, quarantined }) => verdict === "lost" || (verdict === "failed" && !quarantined));
}
/** Failures that are accepted, and what passes although it is expected to fail. */
function quarantineSection({ scenarios }) {
    const quarantined = scenarios.filter((scenario) => scenario.quarantined);
    return {
        title: `Quarantined (${quarantined.length})`,
        head: [
            "| scenario | verdict | why | until | owner | reason |",
            "| --- | --- | --- | --- | --- | --- |",
        ],
        rows: quarantined.map((scenario) => row(scenarioCell(scenario), scenario.verdict, scenario.verdict === "passed" ? "" : whyCell(scenario), inlineCode(scenario.quarantine?.until ?? ""), inlineCode(scenario.quarantine?.owner ?? ""), inlineCode(scenario.quarantine?.reason ?? "", 300))),
        maxRows: MAX_ROWS,
    };
}
function failureSection(failed) {
    return {
        title: `Failed and lost (${failed.length})`,
        head: ["| scenario | verdict | why | time | repeat |", "| --- | --- | --- | ---: | --- |"],
        rows: failed.map((scenario) => row(scenarioCell(scenario), scenario.verdict, whyCell(scenario), timeCell(scenario), inlineCode(scenario.reproduce ?? "", 1_000))),
        maxRows: MAX_FAILURES,
    };
}
function flakySection(results) {
    const flaky = ofVerdict(results, "flaky");
    return {
        title: `Flaky (${flaky.length})`,
        head: ["| scenario | attempts | why | time |", "| --- | ---: | --- | ---: |"],
        rows: flaky.map((scenario) => row(scenarioCell(scenario), String(scenario.runs), whyCell(scenario), timeCell(scenario))),
        maxRows: MAX_ROWS,
    };
}
function notRunSection(results) {
    const notRun = [...ofVerdict(results, "cancelled"), ...ofVerdict(results, "skipped")];
    return {
        title: `Not run: why (${notRun.length})`,
        head: ["| scenario | verdict | why |", "| --- | --- | --- |"],
        rows: notRun.map((scenario) => row(scenarioCell(scenario), scenario.verdict, whyCell(scenario))),
        maxRows: MAX_ROWS,
    };
}
function shardSection({ shards, plan }) {
    const seconds = (value) => formatDuration(value * 1_000);
    return {
        title: `Shards (predicted ${seconds(plan.predictedSeconds)}, lower bound ${seconds(plan.lowerBoundSeconds)})`,
        head: [
            "| shard | runner | status | scenarios | predicted | actual |",
            "| ---: | --- | --- | ---: | ---: | ---: |",
        ],
        rows: shards.map((shard) => row(String(shard.shard), inlineCode(shard.runner), shard.status, String(shard.count), seconds(shard.predictedSeconds), shard.status === "missing" ? "–" : seconds(shard.durationSeconds))),
        maxRows: MAX_ROWS,
    };
}
function problemSection({ problems }) {
    return {
        title: `Problems (${problems.length})`,
        head: [],
        rows: problems.map(({ message }) => `- ${inlineCode(message, 500)}`),
        maxRows: MAX_ROWS,
    };
}
/** The ends of the logs of failures, in order, as long as they fit. */
function renderExcerpts(failed, options) {
    const withLog = failed.filter(({ id }) => lastTail(id, options.state) !== "");
    let text = "";
    let used = markdown_NOTE_BYTES;
    let shown = 0;
    for (const scenario of withLog.slice(0, MAX_FAILURES)) {
        const block = excerptBlock(scenario, options.state);
        const bytes = utf8Bytes(block);
        if (used + bytes > options.maxBytes)
            break;
        text += block;
        used += bytes;
        shown += 1;
    }
    const left = withLog.length - shown;
    const note = left === 0 ? "" : `\nThe ends of ${left} of ${withLog.length} logs did not fit here.\n`;
    return utf8Bytes(text) + utf8Bytes(note) <= options.maxBytes ? text + note : text;
}
function lastTail(id, state) {
    const attempts = state.scenarios.get(id)?.attempts ?? [];
    return attempts.findLast(({ outcome }) => outcome === "failed")?.tail?.trim() ?? "";
}
function excerptBlock(scenario, state) {
    const { tail } = toFailureSection(scenario, state);
    const summary = `<summary>${inlineCode(scenario.id)}: the end of its log</summary>`;
    return `\n<details>${summary}\n\n${preformatted(tail)}\n\n</details>\n`;
}
function ofVerdict({ scenarios }, verdict) {
    return scenarios.filter((scenario) => scenario.verdict === verdict);
}
function scenarioCell({ id, name }) {
    return name === id ? inlineCode(id) : `${inlineCode(id)} ${inlineCode(name)}`;
}
function whyCell(scenario) {
    const { reason, message, cause, attempts } = scenario;
    if (reason !== null) {
        return [escapeMarkdown(reason), inlineCode(message ?? "", 300)].filter(Boolean).join(": ");
    }
    const failed = attempts.findLast(({ outcome }) => outcome === "failed");
    return inlineCode(failed === undefined ? (message ?? cause ?? "") : renderWhy(failed), 300);
}
function timeCell({ runs, durationSeconds }) {
    return runs === 0 ? "–" : formatDuration(durationSeconds * 1_000);
}
/** Cells are escaped already: none holds a pipe or a line end. */
function row(...cells) {
    return `| ${cells.join(" | ")} |`;
}

;// CONCATENATED MODULE: ./lib/report/selection-text.js


/** Warnings of the suite, then each pattern or tag that matches nothing, with what may be meant. */
function renderWarnings(of) {
    const lines = of.warnings.length > 0 ? [renderDiagnostics(of.warnings)] : [];
    for (const pattern of of.unmatched) {
        const below = of.ids.some((id) => id.startsWith(`${pattern}/`));
        const hint = below ? `; did you mean "${neutralise_neutraliseInline(pattern)}/*"?` : "";
        lines.push(`warning: "${neutralise_neutraliseInline(pattern)}" matches no scenario${hint}`);
    }
    for (const note of of.notes ?? [])
        lines.push(`warning: ${neutralise_neutraliseInline(note)}`);
    return lines;
}

;// CONCATENATED MODULE: ./lib/action/log.js


/** Warnings of the suite and patterns that match nothing. */
function tellWarnings({ suite, selection, notes }, { console }) {
    const { warnings, scenarios } = suite;
    const { unmatched } = selection;
    const ids = scenarios.map(({ id }) => id);
    for (const line of renderWarnings({ warnings, unmatched, ids, notes }))
        console.info(line);
}
/** Where an upload went, and every refusal on the way. */
function tellUpload(upload, { console }) {
    const tries = upload.ok ? upload.value.tries : upload.error.tries;
    for (const { name, problem } of tries) {
        const why = neutralise_neutraliseInline(problem.message);
        console.info(`upload ${name} was refused (${problem.reason}): ${why}`);
    }
    if (!upload.ok)
        return;
    const { name, withoutLogs } = upload.value;
    console.info(`uploaded ${name}${withoutLogs ? " without logs: the storage is full" : ""}`);
}

;// CONCATENATED MODULE: ./lib/report/palette.js
/** The palette for a console. */
function paletteFor(color) {
    const paint = (code, end) => (text) => color && text !== "" ? `\u001b[${code}m${text}\u001b[${end}m` : text;
    return {
        good: paint(32, 39),
        bad: paint(31, 39),
        warn: paint(33, 39),
        quiet: paint(2, 22),
        strong: paint(1, 22),
    };
}
/** The colour of each verdict. */
function paintOf(verdict, palette) {
    switch (verdict) {
        case "passed":
            return palette.good;
        case "failed":
        case "lost":
            return palette.bad;
        case "flaky":
        case "cancelled":
            return palette.warn;
        case "skipped":
            return palette.quiet;
    }
}

;// CONCATENATED MODULE: ./lib/report/view/ending.js





const ending_MAX_FAILURES = 20;
/** Names in a list before the rest is counted. */
const MAX_LISTED = 20;
/** The whole ending, without a line end; its last line is the verdict sentence. */
function renderEnding(input) {
    const { results, state, failures = ending_MAX_FAILURES, groups = false } = input;
    const palette = paletteFor(input.color);
    const withVerdict = (verdict) => results.scenarios.filter((scenario) => scenario.verdict === verdict);
    const allFailed = withVerdict("failed");
    const failed = allFailed.filter(({ quarantined }) => !quarantined);
    const blocks = [
        ...failed
            .slice(0, failures)
            .map((scenario) => failureBlock(scenario, { state, palette, groups })),
        listBlock(palette.bad("also failed"), failed.slice(failures).map((scenario) => titleOf(scenario))),
        listBlock(palette.bad("lost"), whyLines(withVerdict("lost"))),
        listBlock(palette.warn("failed in quarantine"), allFailed.filter(({ quarantined }) => quarantined).map(quarantineLine)),
        listBlock(palette.warn("flaky"), withVerdict("flaky").map(titleOf)),
        listBlock(palette.warn("cancelled"), whyLines(withVerdict("cancelled"))),
        listBlock(palette.quiet("skipped"), whyLines(withVerdict("skipped"))),
        listBlock(palette.bad("problems"), results.problems.map(({ message }) => neutralise_neutraliseInline(message))),
        sentence(results, palette),
    ];
    return blocks.filter((block) => block !== "").join("\n\n");
}
function sentence(results, palette) {
    const paint = results.summary.exitCode === 0 ? palette.good : palette.bad;
    return palette.strong(paint(renderVerdictSentence(results)));
}
function failureBlock(scenario, view) {
    const { title, facts, tail } = toFailureSection(scenario, view.state);
    const { palette, groups } = view;
    return [
        groups
            ? `::group::failed  ${title.replaceAll("%", "%25")}`
            : `${palette.bad("failed")}  ${palette.strong(title)}`,
        ...facts.map(([label, text]) => `  ${palette.quiet(label.padEnd(8))} ${text}`),
        ...tail.map((line) => `  ${palette.quiet("|")} ${line}`.trimEnd()),
        ...(groups ? ["::endgroup::"] : []),
    ].join("\n");
}
function listBlock(heading, lines) {
    if (lines.length === 0)
        return "";
    const left = lines.length - MAX_LISTED;
    return [
        heading,
        ...lines.slice(0, MAX_LISTED).map((line) => `  ${line}`),
        ...(left > 0 ? [`  and ${left} more`] : []),
    ].join("\n");
}
/** `login (Login works) until 2027-01-31, @team: exit-code 1`. */
function quarantineLine(scenario) {
    const { until = "", owner = null } = scenario.quarantine ?? {};
    const who = owner === null ? "" : `, ${owner}`;
    const why = scenario.message ?? scenario.cause ?? "failed";
    return `${titleOf(scenario)} ${neutralise_neutraliseInline(`until ${until}${who}: ${why}`, 300)}`;
}
/** One line for each reason, with the scenarios it holds for. */
function whyLines(scenarios) {
    const byReason = new Map();
    for (const scenario of scenarios) {
        const why = [scenario.reason ?? "", neutralise_neutraliseInline(scenario.message ?? "")]
            .filter((text) => text !== "")
            .join(": ");
        const ids = byReason.get(why) ?? [];
        byReason.set(why, ids);
        ids.push(neutralise_neutraliseInline(scenario.id, 200));
    }
    return [...byReason].map(([why, ids]) => {
        const shown = ids.slice(0, 5).join(", ");
        const left = ids.length > 5 ? ` and ${ids.length - 5} more` : "";
        return `${text_width_countOf(ids.length, "scenario")}: ${why} (${shown}${left})`;
    });
}

;// CONCATENATED MODULE: ./lib/action/reporting.js
/**
 * What a step says at its end: reports, annotations, summary, outputs.
 */






/** Writes `results.json` into the folder, and JUnit where it was asked for. */
function writeReportFiles(report, folder, context) {
    const { junit } = context.inputs;
    const path = junit === null || junit.startsWith("/") ? junit : `${context.root}/${junit}`;
    for (const [file, text] of reportFiles(report, { folder, junit: path })) {
        const written = context.files.writeAtomic(file, text);
        if (!written.ok)
            return (0,core_result/* err */._)(fileFailure(written.error));
    }
    return (0,core_result.ok)(undefined);
}
/** The verdict for a whole run: annotations, job summary, then the log's ending. */
async function publish(report, context) {
    const step = await context.step();
    for (const annotation of toAnnotations(report.results))
        step.annotate(annotation);
    await step.summarise(renderMarkdown(report));
    printEnding(report, context);
}
/** The ending of the job's log, failures folded; the last line is the verdict sentence. */
function printEnding(report, context) {
    context.console.info(renderEnding({ ...report, color: false, groups: true }));
}
/** Counts and conclusion of a report as outputs. */
function outputsOf({ results }, folder) {
    const { total, passed, failed, flaky, skipped, cancelled, lost, conclusion } = results.summary;
    const counts = { total, passed, failed, flaky, skipped, cancelled, lost };
    return {
        "plan-digest": results.run.planDigest,
        conclusion,
        ...Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, String(count)])),
        results: `${folder}/results.json`,
    };
}

;// CONCATENATED MODULE: ./lib/action/commands/aggregate.js
/**
 * `command: aggregate`: what the shards handed over becomes one verdict.
 */












/** Merges, reports and judges. */
async function aggregateCommand(context) {
    const { inputs, temporary, attempt, files } = context;
    const into = `${temporary}/.parallel-smoke/fetch-${context.uniqueName()}`;
    const found = await findPlan({ ...context, digest: inputs.planDigest, into });
    if (!found.ok)
        return found;
    const { plan, prefix } = found.value;
    const collected = await collectShards({ ...context, prefix, planDigest: plan.digest, into });
    const folders = collected.folders.map(({ folder }) => folder);
    const merged = aggregate({ plan, folders }, files);
    if (!merged.ok)
        return merged;
    const problems = [...collected.problems.flatMap(toMergeProblem), ...merged.value.problems];
    const { ifEmpty, failOn } = inputs;
    const report = toReport({ plan, state: merged.value.state, problems }, { ifEmpty, failOn });
    const folder = `${temporary}/.parallel-smoke/report-${context.uniqueName()}`;
    const written = writeReportFiles(report, folder, context);
    if (!written.ok)
        return written;
    writeJson(files, `${folder}/plan.json`, plan);
    files.writeAtomic(`${folder}/summary.md`, renderMarkdown(report));
    const uploaded = await uploadFolder({
        ...context,
        folder,
        nameOf: (upload) => reportArtifactName({ prefix, attempt, upload }),
        retentionDays: inputs.retentionDays,
    });
    tellUpload(uploaded, context);
    await publish(report, context);
    const outputs = {
        ...outputsOf(report, folder),
        ...(uploaded.ok ? { "report-artifact": uploaded.value.name } : {}),
    };
    return (0,core_result.ok)({ exitCode: report.results.summary.exitCode, outputs });
}
/** What could not be used makes the run incomplete, but for what a later attempt has replaced. */
function toMergeProblem(problem) {
    switch (problem.reason) {
        case "not-listed":
            return [{ code: "folder-unreadable", path: "artifacts", detail: problem.problem.message }];
        case "not-downloaded": {
            const { artifact, problem: why } = problem;
            return [{ code: "folder-unreadable", path: artifact, detail: why.message }];
        }
        case "no-manifest":
            return [{ code: "folder-unreadable", path: problem.artifact, detail: problem.message }];
        case "foreign-plan":
            return [
                {
                    code: "folder-unreadable",
                    path: problem.artifact,
                    detail: `it is of another plan, ${problem.planDigest}`,
                },
            ];
        case "superseded-plan":
        case "later-attempt":
            return [];
        default:
            return unreachable(problem);
    }
}

;// CONCATENATED MODULE: ./lib/action/suite-inputs.js
/** The name under which messages speak of it. */
const INLINE_SUITE = "smoke.inputs.yml";
/** The text of the suite that the inputs make; null when they name none. */
function inlineSuite(inputs, name) {
    const { include, scenarios } = inputs;
    if (include.length === 0 && scenarios === null)
        return null;
    const lines = [`name: ${JSON.stringify(name)}`];
    if (include.length > 0)
        lines.push(`include: ${JSON.stringify(include)}`);
    if (scenarios !== null) {
        lines.push("scenarios:", ...scenarios.split("\n").map((line) => `  ${line}`));
    }
    return `${lines.join("\n")}\n`;
}
/** The file system with one more file in it. */
function withFile(files, path, text) {
    return {
        ...files,
        exists: (asked) => asked === path || files.exists(asked),
        sizeBytes: (asked) => (asked === path ? Buffer.byteLength(text) : files.sizeBytes(asked)),
        readText: (asked) => (asked === path ? { ok: true, value: text } : files.readText(asked)),
    };
}

;// CONCATENATED MODULE: ./lib/action/planning.js
/**
 * From the inputs of the action to a plan.
 */


/** Plans what the inputs ask for, into so many shards. */
function planInputs(context, shards) {
    const { inputs, root, files, sha256, github, commands, changes, env } = context;
    const text = inlineSuite(inputs, repositoryName(context));
    const { filter, exclude, tags, features, where, profiles, targetMs, workers, seed, maxAttempts } = inputs;
    return planRun({
        root,
        suite: text === null ? inputs.suite : INLINE_SUITE,
        github,
        vars: {},
        profiles,
        selection: { filter, exclude, tags, features, where, withNeeds: true },
        shards,
        targetMs,
        workers,
        assumedWorkers: context.surroundings.cores,
        seed,
        maxAttempts,
        virtualFiles: text === null ? [] : [INLINE_SUITE],
    }, {
        files: text === null ? files : withFile(files, `${root}/${INLINE_SUITE}`, text),
        sha256,
        commands,
        changes,
        env,
    });
}
function repositoryName({ env, root }) {
    return (env["GITHUB_REPOSITORY"] ?? root).split("/").at(-1) ?? "smoke";
}

;// CONCATENATED MODULE: ./lib/execute/combined-log.js
/**
 * The one log of a run: every attempt's output under a heading, added as the attempt ends.
 */

/** Name of the combined log in a shard's folder. */
const COMBINED_LOG = "combined.log";
/** Of a longer log the first and last half of this many bytes are taken over. */
const MAX_BYTES = 1 << 20;
/** Adds an ended attempt. A disk that is full costs the combined log, not the run. */
function appendToCombinedLog(end, files) {
    const { folder, id, number, log, facts } = end;
    const target = `${folder}/${COMBINED_LOG}`;
    const appender = files.openAppender(target);
    if (!appender.ok)
        return;
    const said = facts.message === null ? "" : ` · ${facts.message.replaceAll(/\s+/gu, " ")}`;
    appender.value.append(`==> ${id} · attempt ${number} · ${facts.outcome} · ${formatDuration(facts.durationMs)}${said}\n`);
    files.appendFile(`${folder}/${log}`, target, MAX_BYTES);
    appender.value.append("\n");
    appender.value.close();
}

;// CONCATENATED MODULE: ./lib/execute/render-text.js


/** Makes a function that evaluates texts; the contexts are asked for at each text that needs them. */
function renderWith(contexts) {
    return (text, place) => {
        if (!hasExpression(text))
            return (0,core_result.ok)(text);
        const template = parseTemplate(text);
        if (!template.ok)
            return (0,core_result/* err */._)(`${place}: ${template.error.message}`);
        const value = renderTemplate(template.value, { contexts: contexts() });
        return value.ok ? value : (0,core_result/* err */._)(`${place}: ${value.error.message}`);
    };
}
/** Evaluates a list of texts; the first error ends it. */
function renderAll(texts, options) {
    const values = [];
    for (const text of texts) {
        const value = options.render(text, options.place);
        if (!value.ok)
            return value;
        values.push(value.value);
    }
    return (0,core_result.ok)(values);
}

;// CONCATENATED MODULE: ./lib/execute/expectations.js
/**
 * Whether what a command did is what its scenario expects, and the sentence that says why not.
 */



/** Bytes of a text that are searched; a longer one can only be said to hold something. */
const SEARCH_BYTES = 8 << 20;
/** Milliseconds that all patterns of one test may take. */
const PATTERN_BUDGET_MS = 1_000;
/** Characters of a text that a message quotes. */
const QUOTED_CHARACTERS = 120;
/** The expectations with every text evaluated. The error is a sentence for the log. */
function prepareExpect(spec, render) {
    const { stdout, stderr, output } = spec;
    const tests = { stdout, stderr, output };
    for (const name of ["stdout", "stderr", "output"]) {
        const test = prepareTest(spec[name], { render, place: `expect.${name}` });
        if (!test.ok)
            return test;
        tests[name] = test.value;
    }
    return (0,core_result.ok)({ ...spec, ...tests });
}
/** A test with every text evaluated. */
function prepareTest(test, options) {
    if (test === null)
        return (0,core_result.ok)(null);
    const { render, place } = options;
    const contains = renderAll(test.contains, { render, place: `${place}.contains` });
    if (!contains.ok)
        return contains;
    const matches = renderAll(test.matches, { render, place: `${place}.matches` });
    if (!matches.ok)
        return matches;
    const notContains = renderAll(test.notContains, { render, place: `${place}.not-contains` });
    if (!notContains.ok)
        return notContains;
    return (0,core_result.ok)({ contains: contains.value, matches: matches.value, notContains: notContains.value });
}
/** What is not as expected of a command that ended by itself; null when all is. */
function judgeCommand(spec, ended) {
    const said = [];
    for (const name of ["stdout", "stderr", "output"]) {
        const test = spec[name];
        if (test === null)
            continue;
        said.push(...judgeText(test, { name, known: ended.read(name), patterns: ended.patterns }));
    }
    said.push(...judgeDuration(spec.withinMs, ended.durationMs));
    return said.length === 0 ? null : said.join("; ");
}
/** `expected to end within 30s; it took 31.2s`. */
function judgeDuration(withinMs, durationMs) {
    if (withinMs === null || durationMs <= withinMs)
        return [];
    return [
        `expected to end within ${formatDuration(withinMs)}, but it took ${formatDuration(durationMs)}`,
    ];
}
/** `expected exit code 0 or 3, but it was 1`. */
function judgeExitCode(expected, exitCode) {
    const codes = expected.length === 1 ? `${expected[0]}` : `one of ${expected.join(", ")}`;
    return `expected exit code ${codes}, but it was ${exitCode ?? "unknown"}`;
}
/** One sentence for each test that a text does not pass. */
function judgeText(test, of) {
    const { name, known, patterns } = of;
    const said = [];
    for (const wanted of test.contains) {
        if (known.text.includes(wanted))
            continue;
        said.push(`expected ${name} to contain ${quote(wanted)}, but ${came(known)}`);
    }
    for (const source of test.matches) {
        const found = patterns.match({
            source,
            flags: "mu",
            texts: [known.text],
            budgetMs: PATTERN_BUDGET_MS,
        });
        if (!found.ok) {
            const why = found.error.code === "slow" ? "the search took too long" : found.error.message;
            said.push(`expected ${name} to match ${quote(source)}, but ${why}`);
        }
        else if (found.value[0] === null) {
            said.push(`expected ${name} to match ${quote(source)}, but ${came(known)}`);
        }
    }
    for (const refused of test.notContains) {
        const at = known.text.indexOf(refused);
        if (at >= 0) {
            const line = known.text.slice(0, at).split("\n").length;
            said.push(`expected ${name} not to contain ${quote(refused)}, but line ${line} does: ${quote(lineAt(known.text, at))}`);
        }
        else if (!known.whole) {
            said.push(`expected ${name} not to contain ${quote(refused)}, but it is longer than the ${SEARCH_BYTES >> 20} MiB that are searched`);
        }
    }
    return said;
}
/** Reads what a file holds from an offset on, as far as it is searched. */
function readKnown(files, from) {
    const { path, offset } = from;
    const size = files.sizeBytes(path) ?? 0;
    const text = files.readPart(path, offset, SEARCH_BYTES);
    return { text: text.ok ? text.value : "", whole: size - offset <= SEARCH_BYTES };
}
function came(known) {
    const last = known.text
        .slice(-4_096)
        .split("\n")
        .findLast((line) => line.trim() !== "");
    if (last === undefined)
        return "it is empty";
    const more = known.whole ? "" : `; only its first ${SEARCH_BYTES >> 20} MiB are searched`;
    return `it ends with ${quote(last.trim())}${more}`;
}
function lineAt(text, at) {
    const start = text.lastIndexOf("\n", at) + 1;
    const end = text.indexOf("\n", at);
    const from = Math.max(start, at - QUOTED_CHARACTERS / 2);
    return text.slice(from, end < 0 ? undefined : end).slice(0, QUOTED_CHARACTERS * 2);
}
/** A text in quotes, cut where it is long. */
function quote(text) {
    const whole = text.toWellFormed();
    const cut = whole.length > QUOTED_CHARACTERS ? `${whole.slice(0, QUOTED_CHARACTERS)}…` : whole;
    return JSON.stringify(cut.toWellFormed());
}

;// CONCATENATED MODULE: ./lib/execute/explain-spawn.js
/** `could not start: bash was not found`. */
function explainSpawn(problem) {
    const { code, message, file, cwd, files } = problem;
    if (code === "ENOENT" && !files.isDirectory(cwd)) {
        return `could not start: the working directory ${cwd} does not exist`;
    }
    if (code === "ENOENT")
        return `could not start: ${file} was not found`;
    if (code === "EACCES")
        return `could not start: ${file} may not be executed`;
    return `could not start ${file}: ${message}`;
}

;// CONCATENATED MODULE: ./lib/execute/log-tail.js
/** Bytes of a log's end that are looked at. */
const TAIL_READ_BYTES = 16_384;
const TAIL_LINES = 50;
const TAIL_CHARACTERS = 4_096;
const LINE_CHARACTERS = 500;
/** At most the last 50 lines and 4,096 characters, long lines cut; empty for an empty log. */
function log_tail_tailOf(end) {
    const lines = end
        .toWellFormed()
        .replace(/\r\n?/gu, "\n")
        .split("\n")
        .map((line) => (line.length > LINE_CHARACTERS ? `${line.slice(0, LINE_CHARACTERS)}…` : line));
    while (lines.length > 0 && lines.at(-1)?.trim() === "")
        lines.pop();
    const kept = [];
    let size = 0;
    for (const line of lines.slice(-TAIL_LINES).reverse()) {
        size += line.length + 1;
        if (size > TAIL_CHARACTERS)
            break;
        kept.push(line);
    }
    return kept.reverse().join("\n").toWellFormed();
}
/** The last line that is not blank, for messages; null when there is none. */
function lastLine(tail) {
    return (tail
        .split("\n")
        .findLast((line) => line.trim() !== "")
        ?.trim() ?? null);
}
/** The end of what a log holds from an offset on, and the size of the whole; empty without a log. */
function readEnd(files, log) {
    const size = files.sizeBytes(log.path) ?? 0;
    const end = files.readTail(log.path, Math.min(TAIL_READ_BYTES, Math.max(0, size - log.from)));
    return end.ok ? { tail: log_tail_tailOf(end.value.text), sizeBytes: end.value.sizeBytes } : NO_END;
}
const NO_END = { tail: "", sizeBytes: 0 };

;// CONCATENATED MODULE: ./lib/execute/match-problems.js
/** Bytes of output that are looked at. */
const MATCH_BYTES = 4 << 20;
/** Lines of it, and characters of each. */
const match_problems_MAX_LINES = 20_000;
const MAX_LINE_CHARACTERS = 4_096;
/** Problems of one attempt. */
const MAX_PROBLEMS = 50;
const MAX_TEXT_CHARACTERS = 500;
/** Milliseconds that all patterns of an attempt may take together. */
const BUDGET_MS = 1_000;
// biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences are what it finds.
const COLOUR = /\u001b\[[0-?]*[ -/]*[@-~]/gu;
/** What the output names, in the order of matchers and lines. */
function matchProblems(output, by) {
    const { matchers, patterns, locate, now } = by;
    const lines = output
        .split(/\r?\n/u, match_problems_MAX_LINES)
        .map((line) => line.replace(COLOUR, "").slice(0, MAX_LINE_CHARACTERS));
    const until = now() + BUDGET_MS;
    const problems = [];
    for (const matcher of matchers) {
        const found = [];
        for (const { regexp } of matcher.pattern) {
            const budgetMs = until - now();
            if (budgetMs <= 0)
                return problems;
            const groups = patterns.match({ source: regexp, flags: "", texts: lines, budgetMs });
            if (!groups.ok)
                break;
            found.push(groups.value);
        }
        if (found.length < matcher.pattern.length)
            continue;
        for (const problem of runMatcher(matcher, { found, count: lines.length, locate })) {
            if (problems.length === MAX_PROBLEMS)
                return problems;
            problems.push(problem);
        }
    }
    return problems;
}
/** Patterns must match lines that follow each other; the last may go on matching. */
function* runMatcher(matcher, at) {
    const { found, count, locate } = at;
    const last = matcher.pattern.length - 1;
    for (let start = 0; start < count; start++) {
        let parts = {};
        let step = 0;
        while (step <= last) {
            const groups = found[step]?.[start + step] ?? null;
            const pattern = matcher.pattern[step];
            if (groups === null || pattern === undefined)
                break;
            parts = { ...parts, ...partsOf(pattern, groups) };
            step += 1;
        }
        if (step <= last)
            continue;
        yield* problemOf(matcher, { parts, locate });
        let next = start + step;
        if (matcher.pattern[last]?.loop === true) {
            for (; next < count; next++) {
                const groups = found[last]?.[next] ?? null;
                const pattern = matcher.pattern[last];
                if (groups === null || pattern === undefined)
                    break;
                yield* problemOf(matcher, { parts: { ...parts, ...partsOf(pattern, groups) }, locate });
            }
        }
        start = next - 1;
    }
}
const PARTS = ["file", "fromPath", "line", "column", "severity", "code", "message"];
function partsOf(pattern, groups) {
    return Object.fromEntries(PARTS.flatMap((part) => {
        const number = pattern[part];
        const text = number === undefined ? null : (groups[number] ?? null);
        return text === null ? [] : [[part, text]];
    }));
}
function problemOf(matcher, at) {
    const { file, line, column, severity, code, message = "" } = at.parts;
    if (message.trim() === "")
        return [];
    const path = file === undefined ? null : at.locate(file);
    return [
        {
            severity: severityOf(severity ?? matcher.severity),
            file: path === null ? null : cut(path),
            line: path === null ? null : numberOf(line),
            column: path === null ? null : numberOf(column),
            code: code === undefined ? null : cut(code),
            message: cut(message.trim()),
        },
    ];
}
/** As the runner reads it: what is neither a warning nor a notice is an error. */
function severityOf(text) {
    const word = text?.toLowerCase();
    return word === "warning" || word === "notice" ? word : "error";
}
function numberOf(text) {
    const number = Number(text ?? "");
    return Number.isInteger(number) && number > 0 && number < 1e9 ? number : null;
}
function cut(text) {
    return text.slice(0, MAX_TEXT_CHARACTERS).toWellFormed();
}

;// CONCATENATED MODULE: ./lib/execute/output-file.js
/** Reads the text; the last of several values of a name counts. */
function parseOutputs(text) {
    const outputs = new Map();
    const lines = text.split(/\r?\n/u);
    for (let i = 0; i < lines.length; i++) {
        const line = lines[i] ?? "";
        const heredoc = /^([A-Za-z_][\w-]*)<<(.+)$/u.exec(line);
        if (heredoc !== null) {
            const end = lines.indexOf(heredoc[2] ?? "", i + 1);
            if (end < 0)
                break;
            outputs.set(heredoc[1] ?? "", lines.slice(i + 1, end).join("\n"));
            i = end;
            continue;
        }
        const pair = /^([A-Za-z_][\w-]*)=(.*)$/u.exec(line);
        if (pair !== null)
            outputs.set(pair[1] ?? "", pair[2] ?? "");
    }
    return outputs;
}
/** Names that no child may set for those that follow: they are ours, or the loader's. */
const FIXED = /^(?:SMOKE_|GITHUB_|RUNNER_|ACTIONS_|LD_|NODE_OPTIONS$)/u;
/** A file of variables is read up to here. */
const VARIABLES_READ_BYTES = 65_536;
/** What was written to `$GITHUB_ENV` of an attempt, for the commands that follow in it. */
function readVariables(temporary, files) {
    const path = `${temporary}/github_env`;
    if (!files.exists(path))
        return {};
    const text = files.readHead(path, VARIABLES_READ_BYTES);
    if (!text.ok)
        return {};
    return Object.fromEntries([...parseOutputs(text.value)].filter(([name]) => !FIXED.test(name)));
}

;// CONCATENATED MODULE: ./lib/execute/pause.js
/** Resolves after a time, or at once when the signal says so. */
function pause(delayMs, options) {
    const { clock, hurry } = options;
    return new Promise((resolve) => {
        const takeBack = clock.after(delayMs, () => {
            hurry?.removeEventListener("abort", early);
            resolve();
        });
        const early = () => {
            takeBack();
            resolve();
        };
        hurry?.addEventListener("abort", early, { once: true });
    });
}

;// CONCATENATED MODULE: ./lib/execute/end-processes.js

/** Pause between two looks at a group that is being ended. */
const LOOK_MS = 25;
/** Searching all processes for a marker is dear; this long at least lies between two searches. */
const SEARCH_MS = 250;
/** How long killed processes may take to vanish before we stop looking. */
const VANISH_MS = 1_000;
/** How long a finished leader's group may settle before what is left counts as leaked. */
const SETTLE_MS = 100;
/** Ends a group, or whatever carries the marker; resolves when nothing is left. */
async function endProcesses(child, options) {
    const { clock, processes, graceMs, marker, hurry } = options;
    const search = () => (marker === null ? [] : processes.marked(marker));
    const deadline = clock.monotonic() + graceMs;
    child?.signal("SIGTERM");
    let strays = search();
    processes.signal(strays, "SIGTERM");
    let searchedAt = clock.monotonic();
    while (clock.monotonic() < deadline && !hurry.aborted) {
        if (!(child?.groupAlive() ?? false)) {
            if (strays.length === 0)
                return;
            if (clock.monotonic() - searchedAt >= SEARCH_MS) {
                strays = search();
                searchedAt = clock.monotonic();
                continue;
            }
        }
        await pause(LOOK_MS, { clock, hurry });
    }
    await killProcesses(child, options);
}
/** Kills without a grace and waits until nothing is left, or for a second at most. */
async function killProcesses(child, options) {
    const { clock, processes, marker } = options;
    const deadline = clock.monotonic() + VANISH_MS;
    for (;;) {
        child?.signal("SIGKILL");
        const strays = marker === null ? [] : processes.marked(marker);
        processes.signal(strays, "SIGKILL");
        const alive = strays.length > 0 || (child?.groupAlive() ?? false);
        if (!alive || clock.monotonic() >= deadline)
            return;
        await pause(LOOK_MS, { clock, hurry: null });
    }
}
/**
 * After the leader's own end: true when something of its group lives on after a moment in which
 * pipelines and reaped processes may vanish.
 */
async function hasLeaked(child, clock) {
    const deadline = clock.monotonic() + SETTLE_MS;
    while (child.groupAlive()) {
        if (clock.monotonic() >= deadline)
            return true;
        await pause(LOOK_MS / 5, { clock, hurry: null });
    }
    return false;
}

;// CONCATENATED MODULE: ./lib/execute/watch-process.js

/** Milliseconds between TERM and KILL. */
const GRACE_MS = 4_000;
/** How long the last output may take to arrive after everything has ended. */
const DRAIN_MS = 1_000;
/** Starts a process and waits until nothing of it is left. */
async function watchProcess(request, ports) {
    const begunAt = ports.clock.monotonic();
    const spawned = await ports.processes.spawn(request.spec);
    if (!spawned.ok)
        return spawned;
    const child = spawned.value;
    const ended = await watch(child, request, ports);
    const durationMs = ports.clock.monotonic() - begunAt;
    const leaked = await endRest(child, { because: ended.because, request, ports });
    await drain(child, ports.clock);
    return { ok: true, value: { ...ended, durationMs, leaked } };
}
/** Waits for the leader; a timeout or a stop ends the whole group first. */
async function watch(child, request, ports) {
    const { stop, timeoutMs } = request;
    let because = "exit";
    let takeBack = () => { };
    let onStop = () => { };
    const cut = new Promise((resolve) => {
        takeBack = ports.clock.after(timeoutMs, () => {
            resolve("timeout");
        });
        onStop = () => {
            resolve("stop");
        };
        if (stop.aborted)
            onStop();
        else
            stop.addEventListener("abort", onStop, { once: true });
    });
    const first = await Promise.race([child.exited, cut]);
    takeBack();
    stop.removeEventListener("abort", onStop);
    if (typeof first === "string") {
        because = first;
        await endProcesses(child, endOptions(request, ports));
    }
    return { exit: await child.exited, because };
}
/** Ends what lives on after the leader; true when there was something. */
async function endRest(child, end) {
    const { because, request, ports } = end;
    if (because !== "exit" || !(await hasLeaked(child, ports.clock)))
        return false;
    await endProcesses(child, endOptions(request, ports));
    return true;
}
/** Waits for captured output; what left the group may hold the pipe open for ever. */
async function drain(child, clock) {
    if (child.captured === undefined)
        return;
    let takeBack = () => { };
    const late = new Promise((resolve) => {
        takeBack = clock.after(DRAIN_MS, resolve);
    });
    await Promise.race([child.captured.closed, late]);
    takeBack();
    child.captured.drop();
}
function endOptions(request, ports) {
    const { clock, processes } = ports;
    // With the byte that ends a variable, so that attempt 1 does not stand for attempt 10.
    const marker = `SMOKE_TMP=${request.temporary}\0`;
    return { clock, processes, graceMs: GRACE_MS, marker, hurry: request.hurry };
}

;// CONCATENATED MODULE: ./lib/execute/attempt.js
/**
 * One attempt: started, watched, ended with everything it started, and said in facts.
 */







/** Exit code by which a scenario says that it skips itself (as automake's tests do). */
const SELF_SKIP_EXIT_CODE = 77;
/** Runs an attempt to its end; never throws for what a child or the system does. */
async function runAttempt(request, ports) {
    const { prepared, log, temporary, timeoutMs, stop, hurry } = request;
    const { files } = ports;
    if (prepared.script !== null) {
        const written = files.writeAtomic(prepared.script.path, prepared.script.text);
        if (!written.ok)
            return notStarted(written.error.message);
    }
    const { file, args, cwd, env } = prepared;
    const capture = captureFor(request);
    const spec = { file, args, cwd, env, log, ...(capture === null ? {} : { capture }) };
    const logStart = files.sizeBytes(log) ?? 0;
    const ended = await watchProcess({ spec, temporary, timeoutMs, stop, hurry }, ports);
    if (!ended.ok) {
        const { code, message } = ended.error;
        return notStarted(explainSpawn({ code, message, file, cwd, files }));
    }
    return attempt_describe({ end: ended.value, logStart, request, ports });
}
/** Only what is asked for takes the way through a pipe: the other way keeps the order of a log. */
function captureFor({ expect, temporary }) {
    if (expect === null || (expect.stdout === null && expect.stderr === null))
        return null;
    return {
        ...(expect.stdout === null ? {} : { stdout: `${temporary}/stdout` }),
        ...(expect.stderr === null ? {} : { stderr: `${temporary}/stderr` }),
        limitBytes: SEARCH_BYTES + 1,
    };
}
/** The facts of an attempt for which no process could be started. */
function notStarted(message) {
    return {
        outcome: "failed",
        cause: "spawn",
        exitCode: null,
        signal: null,
        durationMs: 0,
        cpuMs: null,
        peakMemoryBytes: null,
        outputBytes: 0,
        message,
        tail: null,
        leaked: false,
        outputs: new Map(),
        summary: null,
        artifacts: [],
        problems: [],
    };
}
function attempt_describe(ended) {
    const { request, ports, end: process } = ended;
    const { files } = ports;
    const { exit, because, durationMs, leaked } = process;
    const { exitCode, signal, cpuMs, peakMemoryBytes } = exit;
    const { tail, sizeBytes } = readEnd(files, { path: request.log, from: ended.logStart });
    const outputs = readOutputs(request.temporary, files);
    const problems = request.match?.(attempt_outputOf(ended)) ?? [];
    const facts = {
        exitCode,
        signal,
        durationMs,
        cpuMs,
        peakMemoryBytes,
        outputBytes: sizeBytes,
        leaked,
        outputs,
        summary: readSummary(request.temporary, files),
        artifacts: [],
        problems,
    };
    const plain = { ...facts, cause: null, tail: null };
    const skip = outputs.get("skip");
    const failed = (cause, message) => ({
        ...facts,
        outcome: "failed",
        cause,
        message,
        tail,
    });
    if (because === "stop")
        return { ...plain, outcome: "cancelled", message: null, tail };
    if (because === "timeout") {
        return failed("timeout", `timed out after ${formatDuration(request.timeoutMs)}`);
    }
    const said = spoken(problems) ?? lastLine(tail);
    if (signal !== null) {
        return failed("signal", said === null ? `ended by ${signal}` : `ended by ${signal}: ${said}`);
    }
    const asked = request.expect?.exitCodes ?? null;
    const good = exitCode !== null && (asked ?? [0]).includes(exitCode);
    if ((exitCode === SELF_SKIP_EXIT_CODE && !good) || (good && skip !== undefined)) {
        const message = skip ?? lastLine(tail) ?? `exit code ${SELF_SKIP_EXIT_CODE}`;
        return { ...plain, outcome: "skipped", message };
    }
    if (!good) {
        const how = asked === null ? `exit code ${exitCode ?? "unknown"}` : judgeExitCode(asked, exitCode);
        const cause = asked === null ? "exit-code" : "expectation";
        return failed(cause, said === null ? how : `${how}: ${said}`);
    }
    const unmet = attempt_judge(ended);
    if (unmet !== null)
        return failed("expectation", unmet);
    return { ...plain, outcome: "passed", message: null };
}
/** The first error that the output names, with its place. */
function spoken(problems) {
    const first = problems.find(({ severity }) => severity === "error") ?? problems[0];
    if (first === undefined)
        return null;
    const { file, line, message } = first;
    return file === null ? message : `${file}${line === null ? "" : `:${line}`}: ${message}`;
}
function attempt_outputOf({ logStart, request, ports }) {
    const text = ports.files.readPart(request.log, logStart, MATCH_BYTES);
    return text.ok ? text.value : "";
}
/** What the command did otherwise than expected; null when nothing. */
function attempt_judge(ended) {
    const { end, logStart, request, ports } = ended;
    if (request.expect === null)
        return null;
    return judgeCommand(request.expect, {
        durationMs: end.durationMs,
        patterns: ports.patterns,
        read: (name) => name === "output"
            ? readKnown(ports.files, { path: request.log, offset: logStart })
            : readKnown(ports.files, { path: `${request.temporary}/${name}`, offset: 0 }),
    });
}
function readOutputs(temporary, files) {
    const outputs = new Map();
    for (const name of ["github_output", "output"]) {
        const path = `${temporary}/${name}`;
        if (!files.exists(path))
            continue;
        const text = files.readHead(path, OUTPUT_READ_BYTES);
        if (!text.ok)
            continue;
        for (const [key, value] of parseOutputs(text.value))
            outputs.set(key, value);
    }
    return outputs;
}
/** The step summary of the attempt, as far as a journal takes it. */
function readSummary(temporary, files) {
    const path = `${temporary}/github_step_summary`;
    if (!files.exists(path))
        return null;
    const text = files.readHead(path, SUMMARY_READ_BYTES);
    return text.ok && text.value.trim() !== "" ? text.value.toWellFormed() : null;
}
/** A summary is kept up to here: it is in the journal, which a report reads whole. */
const SUMMARY_READ_BYTES = 16_384;
/** An output file is read up to here (GitHub's limit for the outputs of a job is 1 MiB). */
const OUTPUT_READ_BYTES = 1 << 20;

;// CONCATENATED MODULE: ./lib/execute/attempt-end.js
/**
 * How an attempt ended, in the words of the journal and of the scheduler.
 */

/** The event of an attempt's end; what there is nothing of is left out. */
function toAttemptEvent(attempt, facts) {
    const { id, number, worker } = attempt;
    const { leaked: _, outputs: __, durationMs, summary, artifacts, problems, ...rest } = facts;
    return {
        type: "attempt-finished",
        id,
        number,
        worker,
        ...rest,
        durationMs: toMicroseconds(durationMs),
        ...(summary === null ? {} : { summary }),
        ...(problems.length === 0 ? {} : { problems: [...problems] }),
        ...(artifacts.length === 0 ? {} : { artifacts: [...artifacts] }),
    };
}
/** What the scheduler has to know of an attempt's end. */
function toAttemptEnd(facts) {
    switch (facts.outcome) {
        case "passed":
        case "cancelled":
            return { outcome: facts.outcome };
        case "failed":
            return { outcome: "failed", cause: facts.cause ?? "spawn" };
        case "skipped":
            return { outcome: "skipped", reason: "self", message: facts.message ?? "" };
        default:
            return unreachable(facts.outcome);
    }
}
/** Milliseconds with at most three decimals. */
function toMicroseconds(ms) {
    return Math.round(ms * 1_000) / 1_000;
}

;// CONCATENATED MODULE: ./lib/execute/condition.js

/** Evaluates the condition that planning left open; no condition means `success()`. */
function evaluateStart(condition, facts) {
    if (condition === null)
        return true;
    const parsed = parseCondition(condition);
    if (!parsed.ok)
        return { kind: "fail", message: `if: ${parsed.error.message}` };
    const results = facts.needs.map(({ result }) => result);
    const holds = evaluateCondition(parsed.value, {
        contexts: facts.contexts,
        status: {
            success: results.every((result) => result === "success"),
            failure: results.includes("failure"),
            cancelled: results.includes("cancelled"),
        },
    });
    if (!holds.ok)
        return { kind: "fail", message: `if: ${holds.error.message}` };
    return holds.value ? true : { kind: "skip", message: `${condition} is false` };
}

;// CONCATENATED MODULE: ./lib/execute/contexts.js
/** The word of Actions for a verdict. */
function needResult(verdict) {
    switch (verdict) {
        case "passed":
        case "flaky":
            return "success";
        case "failed":
        case "lost":
            return "failure";
        case "skipped":
            return "skipped";
        case "cancelled":
            return "cancelled";
    }
}
/** All contexts of one attempt; `env` is the environment that the child will have. */
function attemptContexts(options) {
    const { shared, id, definition, needs, env, number, worker } = options;
    const { name, slug, file, eachFile, meta, tags } = definition;
    return {
        github: shared.github,
        vars: shared.vars,
        runner: shared.runner,
        run: shared.run,
        shard: shared.shard,
        attempt: number,
        worker,
        env,
        matrix: definition.matrix ?? {},
        scenario: { id, name, slug, file, meta, tags },
        file: { ...contexts_fileContext(eachFile?.path ?? file), ...eachFile },
        needs: Object.fromEntries(needs.map((need) => [need.id, { result: need.result, outputs: need.outputs }])),
    };
}
/** What hooks of a shard may read: there is no scenario and no attempt. */
function shardHookContexts(shared, env) {
    const { github, vars, runner, run, shard } = shared;
    return { github, vars, runner, run, shard, env };
}
function contexts_fileContext(path) {
    const name = path.slice(path.lastIndexOf("/") + 1);
    const dot = name.lastIndexOf(".");
    return {
        path,
        relative: path,
        name,
        stem: dot > 0 ? name.slice(0, dot) : name,
        dir: path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : ".",
    };
}

;// CONCATENATED MODULE: ./lib/execute/shell.js
/**
 * Shells as GitHub Actions knows them: a name or a template with `{0}` for the script's path.
 */

/** Templates of GitHub's workflow syntax; `node` is ours. */
const TEMPLATES = {
    bash: { template: ["bash", "--noprofile", "--norc", "-eo", "pipefail", "{0}"], extension: ".sh" },
    sh: { template: ["sh", "-e", "{0}"], extension: ".sh" },
    python: { template: ["python3", "{0}"], extension: ".py" },
    pwsh: { template: ["pwsh", "-command", ". '{0}'"], extension: ".ps1" },
    node: { template: ["node", "{0}"], extension: ".mjs" },
};
/** By any text; a Map, because a text may be the name of something that every object has. */
const SHELLS = new Map(Object.entries(TEMPLATES));
/** The ending that a script for this shell should have. */
function scriptExtension(shell) {
    return SHELLS.get(shell)?.extension ?? "";
}
/** The command line that runs a script by a shell; the error names what is wrong with the shell. */
function shellCommand(shell, script, args) {
    const template = SHELLS.get(shell)?.template ?? splitWords(shell);
    if (!template.some((word) => word.includes("{0}"))) {
        return (0,core_result/* err */._)(`shell ${JSON.stringify(shell)} is unknown and is no template with {0}`);
    }
    const [file = "", ...words] = template.map((word) => word.replaceAll("{0}", script));
    return (0,core_result.ok)({ file, args: [...words, ...args] });
}
/** The command line that a script's own first line asks for (Linux: at most one argument). */
function shebangCommand(shebang, script, args) {
    const [, file = "", argument = ""] = /^\s*(\S+)\s*(.*?)\s*$/u.exec(shebang) ?? [];
    return { file, args: [...(argument === "" ? [] : [argument]), script, ...args] };
}
/** Words separated by white space; quotes hold a word together. */
function splitWords(text) {
    return [...text.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/gu)].map(([, double, single, bare]) => double ?? single ?? bare ?? "");
}

;// CONCATENATED MODULE: ./lib/execute/prepare.js



/** Evaluates everything that a definition left open. The error is a sentence for the log. */
function prepareAttempt(options) {
    const { definition, root, temporary } = options;
    const env = { ...options.env };
    const render = renderWith(() => options.contexts(env));
    const rendered = addEnvironment(env, { texts: definition.env, render });
    if (!rendered.ok)
        return rendered;
    const folder = render(definition.workingDirectory, "working-directory");
    if (!folder.ok)
        return folder;
    const args = [];
    for (const [index, text] of definition.args.entries()) {
        const value = render(text, `args[${index}]`);
        if (!value.ok)
            return value;
        args.push(value.value);
    }
    const place = { cwd: absoluteFolder(root, folder.value), env };
    const { command, shell } = definition;
    if (command.kind !== "run" && command.kind !== "script") {
        return (0,core_result/* err */._)(`a scenario of the kind ${command.kind} is no command`);
    }
    // A shell tells a program by `_` what was called; ours would be told what called this engine.
    delete env["_"];
    if (command.kind === "script") {
        const path = absoluteFolder(root, command.path);
        env["_"] = path;
        if (command.shebang !== null) {
            return (0,core_result.ok)({ ...shebangCommand(command.shebang, path, args), ...place, script: null });
        }
        const line = shellCommand(shell, path, args);
        return line.ok ? (0,core_result.ok)({ ...line.value, ...place, script: null }) : line;
    }
    const text = render(command.text, "run");
    if (!text.ok)
        return text;
    const path = `${temporary}/${options.scriptName ?? "run"}${scriptExtension(shell)}`;
    const line = shellCommand(shell, path, args);
    if (!line.ok)
        return line;
    return (0,core_result.ok)({ ...line.value, ...place, script: { path, text: `${text.value}\n` } });
}
/** Adds variables to an environment, each evaluated with those before it in place. */
function addEnvironment(env, added) {
    for (const [name, text] of Object.entries(added.texts)) {
        const value = added.render(text, `env.${name}`);
        if (!value.ok)
            return value;
        env[name] = value.value;
    }
    return (0,core_result.ok)(null);
}
/** A path of the plan as an absolute one. */
/** A path of the plan as an absolute one. */
function absoluteFolder(root, path) {
    if (path.startsWith("/"))
        return path;
    return path === "." || path === "" ? root : `${root}/${path}`;
}

;// CONCATENATED MODULE: ./lib/execute/hook.js
/**
 * Hooks: commands around an attempt or around the scenarios of a shard, one after another, each with
 * its own time, all in one log under headings.
 */







/** Runs hooks in their order. A failed one is followed by those that ask for it alone. */
async function runHooks(hooks, run, ports) {
    const { place } = run;
    let { status } = run;
    let told = {};
    let failure = null;
    let cancelled = false;
    let leaked = false;
    for (const [index, hook] of hooks.entries()) {
        const end = await runHook(hook, { place, status, env: { ...run.env, ...told }, index }, ports);
        if (end === null)
            continue;
        leaked ||= end.leaked;
        if (end.outcome === "failed") {
            failure ??= `hook \`${hook.name}\` ${place.stage === "before" ? "before" : "after"}: ${end.message ?? "failed"}`;
            status = { success: false, failure: true, cancelled: status.cancelled };
        }
        else if (end.outcome === "cancelled") {
            cancelled = true;
            status = { success: false, failure: status.failure, cancelled: true };
        }
        told = readVariables(place.temporary, ports.files);
    }
    return { failure, cancelled, leaked, told };
}
/** Runs one hook; null when its condition leaves it out. */
async function runHook(hook, run, ports) {
    const { place } = run;
    const go = evaluateHookCondition(hook.if, {
        status: run.status,
        contexts: place.contexts(run.env),
    });
    if (go === false)
        return null;
    say(place, `--- ${place.stage}: ${hook.name}\n`, ports.files);
    const end = go === true ? await execute(hook, run, ports) : failed(go);
    const why = end.message === null ? "" : `, ${end.message}`;
    say(place, `--- ${place.stage}: ${hook.name}: ${end.outcome} after ${formatDuration(end.durationMs)}${why}\n`, ports.files);
    const { stage, id, number, log } = place;
    const { outcome, message } = end;
    const durationMs = Math.round(end.durationMs * 1_000) / 1_000;
    const { name } = hook;
    place.emit({ type: "hook-finished", id, number, stage, name, outcome, durationMs, message, log });
    return end;
}
/** A condition that asks for no status means success() too, as in Actions. */
function evaluateHookCondition(condition, facts) {
    if (condition === null)
        return facts.status.success;
    const parsed = parseCondition(condition);
    if (!parsed.ok)
        return `if: ${parsed.error.message}`;
    if (!usesStatusFunction(parsed.value) && !facts.status.success)
        return false;
    const holds = evaluateCondition(parsed.value, facts);
    return holds.ok ? holds.value : `if: ${holds.error.message}`;
}
async function execute(hook, run, ports) {
    const { place, env, index } = run;
    const { root, temporary, contexts, stage, stop, hurry } = place;
    const { files } = ports;
    const prepared = prepareAttempt({
        definition: { ...hook, args: [], command: { kind: "run", text: hook.run } },
        root,
        env,
        temporary,
        scriptName: `${stage}.${index + 1}`,
        contexts,
    });
    if (!prepared.ok)
        return failed(prepared.error);
    const { file, args, cwd, script } = prepared.value;
    if (script !== null) {
        const written = files.writeAtomic(script.path, script.text);
        if (!written.ok)
            return failed(written.error.message);
    }
    const log = `${place.folder}/${place.log}`;
    const spec = { file, args, cwd, env: prepared.value.env, log };
    const from = files.sizeBytes(log) ?? 0;
    const { timeoutMs } = hook;
    const ended = await watchProcess({ spec, temporary, timeoutMs, stop, hurry }, ports);
    if (!ended.ok)
        return failed(explainSpawn({ ...ended.error, file, cwd, files }));
    const { exit, because, durationMs, leaked } = ended.value;
    const base = { durationMs, leaked };
    if (because === "stop")
        return { ...base, outcome: "cancelled", message: null };
    if (because === "timeout") {
        const message = `timed out after ${formatDuration(timeoutMs)}`;
        return { ...base, outcome: "failed", message };
    }
    if (exit.exitCode === 0)
        return { ...base, outcome: "passed", message: null };
    const how = exit.signal === null ? `exit code ${exit.exitCode}` : `ended by ${exit.signal}`;
    const said = lastLine(readEnd(files, { path: log, from }).tail);
    return { ...base, outcome: "failed", message: said === null ? how : `${how}: ${said}` };
}
function failed(message) {
    return { outcome: "failed", message, durationMs: 0, leaked: false };
}
/** A heading in the log; a disk that is full costs the heading, not the run. */
function say(place, text, files) {
    const appender = files.openAppender(`${place.folder}/${place.log}`);
    if (!appender.ok)
        return;
    appender.value.append(text);
    appender.value.close();
}

;// CONCATENATED MODULE: ./lib/execute/artifacts.js



/** Files of one attempt that are kept. */
const artifacts_MAX_FILES = 500;
/** Bytes of one attempt that are kept. */
const artifacts_MAX_BYTES = 100 << 20;
/** Copies what the patterns find. */
function collectArtifacts(collecting, files) {
    const { cwd, root, folder, into } = collecting;
    const notes = [];
    const found = new Set();
    for (const spec of collecting.specs) {
        const patterns = patternsOf(spec, { ...collecting, notes });
        if (patterns.length === 0)
            continue;
        for (const path of files.glob(cwd, [...patterns, ...ownFolders(cwd, folder)]))
            found.add(path);
    }
    const kept = [];
    let room = artifacts_MAX_BYTES;
    let left = 0;
    for (const path of found) {
        if (kept.length === artifacts_MAX_FILES) {
            left += 1;
            continue;
        }
        const to = `${into}/${path}`;
        const copied = files.copyPlain(`${cwd}/${path}`, `${folder}/${to}`, {
            within: root,
            maxBytes: room,
        });
        if (copied.ok) {
            kept.push(to);
            room -= copied.value;
        }
        else if (copied.error.code === "EFBIG")
            left += 1;
        else
            notes.push(`the artifact ${path} was not kept: ${copied.error.message}`);
    }
    if (left > 0) {
        notes.push(`${left} artifacts were not kept: an attempt keeps ${artifacts_MAX_FILES} files and ${artifacts_MAX_BYTES >> 20} MiB`);
    }
    return { files: kept, notes };
}
/** What a run writes itself is no artifact of an attempt. */
function ownFolders(cwd, folder) {
    const own = ["!**/.parallel-smoke/**"];
    return folder.startsWith(`${cwd}/`) ? [...own, `!${folder.slice(cwd.length + 1)}/**`] : own;
}
function patternsOf(spec, by) {
    const { status, contexts, notes } = by;
    if (spec.if !== null) {
        const go = evaluateHookCondition(spec.if, { status, contexts: contexts() });
        if (typeof go === "string")
            notes.push(`artifacts: ${go}`);
        if (go !== true)
            return [];
    }
    const rendered = renderAll(spec.paths, { render: renderWith(contexts), place: "artifacts.paths" });
    if (!rendered.ok) {
        notes.push(`artifacts: ${rendered.error}`);
        return [];
    }
    const outside = rendered.value.filter(leavesFolder);
    for (const pattern of outside)
        notes.push(`artifacts: ${pattern} leaves the working directory`);
    return rendered.value.filter((pattern) => !leavesFolder(pattern));
}

;// CONCATENATED MODULE: ./lib/execute/http-attempt.js
/**
 * One attempt that is a request by HTTP, made by the engine itself and said in the same facts as a
 * command's.
 */






/** Pause before a refused connection is tried again. */
const REFUSED_PAUSE_MS = 500;
/** Characters of a body that the log takes. */
const LOGGED_CHARACTERS = 65_536;
/** Sends the request and judges the answer; never throws for what the other side does. */
async function runHttpAttempt(attempt, ports) {
    const { spec, log, timeoutMs } = attempt;
    const { clock, files } = ports;
    const from = files.sizeBytes(log) ?? 0;
    const begunAt = clock.monotonic();
    const write = (text) => append(log, { text, files });
    write(`> ${spec.method} ${spec.url}\n${requestHeaders(spec)}`);
    const asked = await ask(attempt, ports);
    const durationMs = clock.monotonic() - begunAt;
    if (asked.kind === "answer")
        write(responseText(asked.response));
    else if (asked.kind === "problem")
        write(`! ${asked.message}\n`);
    const base = { ...notStarted(""), cause: null, message: null, durationMs };
    const failed = (cause, message) => {
        write(`! ${message}\n`);
        const { tail, sizeBytes } = readEnd(files, { path: log, from });
        return { ...base, outcome: "failed", cause, message, tail, outputBytes: sizeBytes };
    };
    switch (asked.kind) {
        case "stopped":
            return { ...base, outcome: "cancelled", outputBytes: files.sizeBytes(log) ?? 0 };
        case "timeout":
            return failed("timeout", `timed out after ${formatDuration(timeoutMs)}`);
        case "problem":
            return failed("expectation", `expected an answer from ${hostOf(spec.url)}, but ${asked.message}`);
        case "answer": {
            const unmet = judgeResponse(spec.expect, { ...asked, durationMs: asked.tookMs, ...ports });
            if (unmet.length > 0)
                return failed("expectation", unmet.join("; "));
            return { ...base, outcome: "passed", outputBytes: files.sizeBytes(log) ?? 0 };
        }
    }
}
/** Asks until there is an answer, or something else than that nobody listens yet. */
async function ask(attempt, ports) {
    const { spec, timeoutMs, stop } = attempt;
    const { clock, http } = ports;
    const begunAt = clock.monotonic();
    const abort = new AbortController();
    let timedOut = false;
    const takeBack = clock.after(timeoutMs, () => {
        timedOut = true;
        abort.abort();
    });
    const onStop = () => {
        abort.abort();
    };
    if (stop.aborted)
        onStop();
    stop.addEventListener("abort", onStop, { once: true });
    try {
        for (;;) {
            const sentAt = clock.monotonic();
            const { url, method, headers, body, follow } = spec;
            const answer = await http.send({
                ...{ url, method, headers, body, follow, maxBodyBytes: SEARCH_BYTES },
                signal: abort.signal,
            });
            if (answer.ok) {
                return { kind: "answer", response: answer.value, tookMs: clock.monotonic() - sentAt };
            }
            if (abort.signal.aborted)
                return { kind: timedOut ? "timeout" : "stopped" };
            const { code, message } = answer.error;
            const waited = clock.monotonic() - begunAt;
            if (code !== "refused")
                return { kind: "problem", message };
            if (waited + REFUSED_PAUSE_MS > spec.retryRefusedMs) {
                const tried = waited < 1_000 ? "" : ` for ${formatDuration(waited)}`;
                return { kind: "problem", message: `${message}${tried}` };
            }
            await pause(REFUSED_PAUSE_MS, { clock, hurry: abort.signal });
            if (abort.signal.aborted)
                return { kind: timedOut ? "timeout" : "stopped" };
        }
    }
    finally {
        takeBack();
        stop.removeEventListener("abort", onStop);
    }
}
/** One sentence for each thing that is not as expected of an answer. */
function judgeResponse(expect, answer) {
    const { response, durationMs, patterns } = answer;
    const said = [];
    if (!expect.status.some((wanted) => isStatus(response.status, wanted))) {
        const wanted = expect.status.length === 1 ? expect.status[0] : `one of ${expect.status.join(", ")}`;
        const text = response.statusText === "" ? "" : ` ${response.statusText}`;
        said.push(`expected status ${wanted}, but it was ${response.status}${text}`);
    }
    for (const [name, test] of Object.entries(expect.headers)) {
        said.push(...judgeHeader({ name, test, response, patterns }));
    }
    const known = { text: response.body, whole: response.whole };
    if (expect.body !== null)
        said.push(...judgeText(expect.body, { name: "the body", known, patterns }));
    if (expect.json !== undefined)
        said.push(...judgeJson(expect.json, response));
    said.push(...judgeDuration(expect.withinMs, durationMs));
    return said;
}
function isStatus(status, wanted) {
    return wanted.endsWith("xx")
        ? wanted.startsWith(String(status)[0] ?? "")
        : String(status) === wanted;
}
function judgeHeader(header) {
    const { name, test, response, patterns } = header;
    const values = response.headers.filter(([found]) => found === name).map(([, value]) => value);
    if (values.length === 0)
        return [`expected the header ${name}, but there is none`];
    const text = values.join(", ");
    if (typeof test === "string") {
        if (text === test)
            return [];
        return [`expected the header ${name} to be ${quote(test)}, but it is ${quote(text)}`];
    }
    return judgeText(test, { name: `the header ${name}`, known: { text, whole: true }, patterns });
}
function judgeJson(expected, response) {
    let body;
    try {
        body = JSON.parse(response.body);
    }
    catch {
        const found = response.body === "" ? "it is empty" : `it is ${quote(response.body)}`;
        return [`expected a body in JSON, but ${found}`];
    }
    return jsonMismatches(expected, body).map(({ path, expected: wanted, found }) => {
        const is = found === undefined ? "it is missing" : `it is ${quoteJson(found)}`;
        return `expected ${path} of the body to be ${quoteJson(wanted)}, but ${is}`;
    });
}
function quoteJson(value) {
    return typeof value === "string" ? quote(value) : http_attempt_cut(JSON.stringify(value));
}
function http_attempt_cut(text) {
    return text.length > 120 ? `${text.slice(0, 120).toWellFormed()}…` : text;
}
/** Values of headers may be secrets; the log has their names. */
function requestHeaders({ headers }) {
    return Object.keys(headers)
        .map((name) => `> ${name}: …\n`)
        .join("");
}
function responseText({ status, statusText, headers, url, body, whole }) {
    const lines = headers.map(([name, value]) => `< ${name}: ${value}\n`).join("");
    const shown = body.slice(0, LOGGED_CHARACTERS).toWellFormed();
    const left = whole && shown.length === body.length ? "" : "\n! the body goes on";
    const text = shown === "" ? "" : `\n${shown}${left}\n`;
    return `< ${status} ${statusText} from ${url}\n${lines}${text}`;
}
function hostOf(url) {
    return URL.canParse(url) ? new URL(url).host : url;
}
function append(log, { text, files }) {
    const appender = files.openAppender(log);
    if (!appender.ok)
        return;
    appender.value.append(text);
    appender.value.close();
}

;// CONCATENATED MODULE: ./lib/execute/kind.js
/** Characters of a message that is kept. */
const MESSAGE_CHARACTERS = 1_000;
/** Checks what a kind gave back, which may be anything; null when it is no result. */
function toKindResult(value) {
    if (typeof value !== "object" || value === null)
        return null;
    const { outcome, message, outputs } = value;
    if (outcome !== "passed" && outcome !== "failed" && outcome !== "skipped")
        return null;
    return {
        outcome,
        ...(typeof message === "string" ? { message: kind_cut(message) } : {}),
        ...(typeof outputs === "object" && outputs !== null ? { outputs: kind_textsOf(outputs) } : {}),
    };
}
function kind_textsOf(value) {
    return Object.fromEntries(Object.entries(value).flatMap(([name, text]) => typeof text === "string" ? [[name, text]] : []));
}
function kind_cut(text) {
    return text.slice(0, MESSAGE_CHARACTERS).toWellFormed();
}

;// CONCATENATED MODULE: ./lib/execute/module-kind.js

/** Bytes of a result that are read. */
const RESULT_BYTES = 1 << 20;
/**
 * What runs the module. A result is written for whatever the module does but ending the process;
 * TERM becomes the request's signal, and the grace is the module's to clean up.
 */
const RUNNER = `import { readFileSync, writeFileSync } from "node:fs"
import { pathToFileURL } from "node:url"

const [modulePath, requestPath, resultPath] = process.argv.slice(2)
const abort = new AbortController()
process.on("SIGTERM", () => abort.abort())
const log = (line) => void process.stdout.write(String(line) + "\\n")

async function run() {
  const given = JSON.parse(readFileSync(requestPath, "utf8"))
  const kind = (await import(pathToFileURL(modulePath))).default
  if (typeof kind !== "function") throw new Error("its default export is no function")
  return kind({ ...given, env: { ...process.env }, signal: abort.signal, log })
}

let result
try {
  result = await run()
} catch (error) {
  if (error instanceof Error && error.stack) log(error.stack)
  result = { outcome: "failed", message: error instanceof Error ? error.message : String(error) }
}
writeFileSync(resultPath, JSON.stringify(result ?? null))
process.exit(0)
`;
/** The command line that runs a module. */
function prepareModule(options) {
    const { node, module, temporary, cwd, env } = options;
    const runner = `${temporary}/kind.mjs`;
    const args = [runner, module, requestPath(temporary), resultPath(temporary)];
    return { file: node, args, cwd, env, script: { path: runner, text: RUNNER } };
}
/** Writes what the module is told; the rest of the request is made in its process. */
function writeRequest(request, files) {
    const written = files.writeAtomic(requestPath(request.temporary), JSON.stringify(request));
    return written.ok ? null : written.error.message;
}
/** The facts of the process together with what the module said. */
function withResult(facts, from) {
    if (facts.outcome !== "passed")
        return facts;
    const text = from.files.readHead(resultPath(from.temporary), RESULT_BYTES);
    const result = text.ok ? toKindResult(parsed(text.value)) : null;
    if (result === null) {
        const message = "the kind gave no result: it has to return { outcome, message?, outputs? }";
        return { ...facts, outcome: "failed", cause: "expectation", message, tail: from.tail() };
    }
    const { outcome, message = null, outputs = {} } = result;
    const merged = new Map([...facts.outputs, ...Object.entries(outputs)]);
    const base = { ...facts, outputs: merged };
    if (outcome === "passed")
        return base;
    if (outcome === "skipped")
        return { ...base, outcome, message: message ?? "it skipped itself" };
    const tail = from.tail();
    return { ...base, outcome, cause: "expectation", message: message ?? "it said so", tail };
}
function parsed(text) {
    try {
        return JSON.parse(text);
    }
    catch {
        return null;
    }
}
function requestPath(temporary) {
    return `${temporary}/kind-request.json`;
}
function resultPath(temporary) {
    return `${temporary}/kind-result.json`;
}

;// CONCATENATED MODULE: ./lib/execute/prepare-http.js





/** Evaluates a request. The error is a sentence for the log. */
function prepareHttp(spec, contexts) {
    const render = renderWith(contexts);
    const url = render(spec.url, "http.url");
    if (!url.ok)
        return url;
    const problem = urlProblem(url.value);
    if (problem !== null)
        return (0,core_result/* err */._)(`http.url: ${problem}`);
    const headers = {};
    for (const [name, text] of Object.entries(spec.headers)) {
        const value = render(text, `http.headers.${name}`);
        if (!value.ok)
            return value;
        headers[name] = value.value;
    }
    const body = spec.body === null ? (0,core_result.ok)(null) : render(spec.body, "http.body");
    if (!body.ok)
        return body;
    const expect = prepareHttpExpect(spec.expect, { render, contexts });
    if (!expect.ok)
        return expect;
    return (0,core_result.ok)({ ...spec, url: url.value, headers, body: body.value, expect: expect.value });
}
function prepareHttpExpect(spec, by) {
    const { render, contexts } = by;
    const headers = {};
    for (const [name, test] of Object.entries(spec.headers)) {
        const place = `http.expect.headers.${name}`;
        const value = typeof test === "string" ? render(test, place) : prepareTest(test, { render, place });
        if (!value.ok)
            return value;
        if (value.value !== null)
            headers[name] = value.value;
    }
    const body = prepareTest(spec.body, { render, place: "http.expect.body" });
    if (!body.ok)
        return body;
    const json = spec.json === undefined ? undefined : evaluateJson(spec.json, contexts);
    if (json !== undefined && !json.ok)
        return json;
    const { json: _, ...rest } = spec;
    return (0,core_result.ok)({
        ...rest,
        headers,
        body: body.value,
        ...(json === undefined ? {} : { json: json.value }),
    });
}
/** Texts inside JSON; one that is an expression and nothing else gives its value, not its text. */
function evaluateJson(value, contexts) {
    if (typeof value === "string") {
        if (!hasExpression(value))
            return (0,core_result.ok)(value);
        const template = parseTemplate(value);
        if (!template.ok)
            return (0,core_result/* err */._)(template.error.message);
        const result = evaluateTemplate(template.value, { contexts: contexts() });
        return result.ok ? result : (0,core_result/* err */._)(result.error.message);
    }
    if (typeof value !== "object" || value === null)
        return (0,core_result.ok)(value);
    const members = [];
    for (const [key, member] of Object.entries(value)) {
        const result = evaluateJson(member, contexts);
        if (!result.ok)
            return result;
        members.push([key, result.value]);
    }
    return (0,core_result.ok)(Array.isArray(value) ? members.map(([, member]) => member) : Object.fromEntries(members));
}

;// CONCATENATED MODULE: ./lib/execute/registered-kind.js
/**
 * A kind that the embedding program registered. It runs in that program: its time can be ended, not
 * what it does with it.
 */





/** Runs it to its end, or until the grace after its time is over. */
async function runRegistered(run, ports) {
    const { kind, request, log, stop } = run;
    const { clock, files } = ports;
    const from = files.sizeBytes(log) ?? 0;
    const begunAt = clock.monotonic();
    const write = (line) => {
        const appender = files.openAppender(log);
        if (!appender.ok)
            return;
        appender.value.append(`${line}\n`);
        appender.value.close();
    };
    const ended = await waitFor(async (signal) => kind({ ...request, signal, log: write }), {
        timeoutMs: request.timeoutMs,
        stop,
        clock,
    });
    const { tail, sizeBytes } = readEnd(files, { path: log, from });
    const durationMs = clock.monotonic() - begunAt;
    const base = { ...notStarted(""), cause: null, message: null, durationMs, outputBytes: sizeBytes };
    if (ended.because === "stop")
        return { ...base, outcome: "cancelled", tail };
    if (ended.because === "timeout") {
        const message = `timed out after ${formatDuration(request.timeoutMs)}`;
        return { ...base, outcome: "failed", cause: "timeout", message, tail };
    }
    const { outcome, message = null, outputs = {} } = ended.result;
    const told = { ...base, outputs: new Map(Object.entries(outputs)) };
    if (outcome === "passed")
        return { ...told, outcome };
    if (outcome === "skipped")
        return { ...told, outcome, message: message ?? "it skipped itself" };
    return { ...told, outcome, cause: "expectation", message: message ?? "it said so", tail };
}
/** What is over its time is told so, and waited for as long as a process would be. */
async function waitFor(work, within) {
    const { timeoutMs, stop, clock } = within;
    const abort = new AbortController();
    let because = null;
    let takeBackGrace = () => { };
    return new Promise((resolve) => {
        const end = (why) => {
            if (because !== null)
                return;
            because = why;
            abort.abort();
            takeBackGrace = clock.after(GRACE_MS, () => {
                settle({ because: why });
            });
        };
        const takeBack = clock.after(timeoutMs, () => {
            end("timeout");
        });
        const onStop = () => {
            end("stop");
        };
        const settle = (ended) => {
            takeBack();
            takeBackGrace();
            stop.removeEventListener("abort", onStop);
            resolve(because === null ? ended : { because });
        };
        stop.addEventListener("abort", onStop, { once: true });
        if (stop.aborted)
            onStop();
        work(abort.signal).then((value) => {
            settle({ because: "exit", result: toKindResult(value) ?? NO_RESULT });
        }, (error) => {
            const message = error instanceof Error ? error.message : String(error);
            settle({ because: "exit", result: { outcome: "failed", message } });
        });
    });
}
const NO_RESULT = {
    outcome: "failed",
    message: "the kind gave no result: it has to return { outcome, message?, outputs? }",
};

;// CONCATENATED MODULE: ./lib/execute/run-kind.js
/**
 * What an attempt does in the middle, by the kind of its scenario: a command, a script, a request.
 */













/** Runs what the scenario is, without its hooks. */
async function runKind(run, ports) {
    const { command } = run.definition;
    switch (command.kind) {
        case "http":
            return runHttp(command, run, ports);
        case "module":
        case "registered":
            return runCustom(command, run, ports);
        case "run":
        case "script":
            return runCommand(run, ports);
        default:
            return unreachable(command);
    }
}
async function runCommand(run, ports) {
    const { definition, place, contexts, root, env, signals } = run;
    const { temporary } = place;
    const prepared = prepareAttempt({ definition, root, env, temporary, contexts });
    if (!prepared.ok)
        return notStarted(prepared.error);
    const render = renderWith(() => contexts(prepared.value.env));
    const expect = definition.expect === undefined ? null : prepareExpect(definition.expect, render);
    if (expect !== null && !expect.ok)
        return notStarted(expect.error);
    return runAttempt({
        prepared: prepared.value,
        expect: expect?.value ?? null,
        temporary,
        match: matchFor({ run, cwd: prepared.value.cwd, ports }),
        log: `${run.folder}/${run.log}`,
        timeoutMs: definition.timeoutMs,
        stop: signals.stop,
        hurry: signals.hurry,
    }, ports);
}
async function runHttp(command, run, ports) {
    const { definition, contexts, signals } = run;
    const env = { ...run.env };
    const render = renderWith(() => contexts(env));
    const own = addEnvironment(env, { texts: definition.env, render });
    if (!own.ok)
        return notStarted(own.error);
    const spec = prepareHttp(command, () => contexts(env));
    if (!spec.ok)
        return notStarted(spec.error);
    const log = `${run.folder}/${run.log}`;
    const { timeoutMs } = definition;
    return runHttpAttempt({ spec: spec.value, log, timeoutMs, stop: signals.stop }, ports);
}
async function runCustom(command, run, ports) {
    const { definition, place, contexts, root, signals } = run;
    const { temporary } = place;
    const { timeoutMs, name, slug } = definition;
    const { files } = ports;
    // What a command would be given, made by the same rules; the text itself is nobody's.
    const like = { ...definition, command: { kind: "run", text: "" }, shell: "sh" };
    const prepared = prepareAttempt({ definition: like, root, env: run.env, temporary, contexts });
    if (!prepared.ok)
        return notStarted(prepared.error);
    const { env, cwd } = prepared.value;
    const given = evaluateJson(command.with, () => contexts(env));
    if (!given.ok)
        return notStarted(`with: ${given.error}`);
    const { length } = definition.args;
    const args = length === 0 ? [] : prepared.value.args.slice(-length);
    const request = {
        id: place.id,
        ...{ name, slug, cwd, temporary, timeoutMs },
        attempt: place.number,
        with: given.value,
        args,
    };
    const log = `${run.folder}/${run.log}`;
    if (command.kind === "registered") {
        const kind = Object.hasOwn(run.kinds, command.name) ? run.kinds[command.name] : undefined;
        if (kind === undefined)
            return notStarted(`no kind ${command.name} is registered here`);
        return runRegistered({ kind, request: { ...request, env }, log, stop: signals.stop }, ports);
    }
    const module = absoluteFolder(root, command.path);
    const logStart = files.sizeBytes(log) ?? 0;
    const problem = writeRequest(request, files);
    if (problem !== null)
        return notStarted(problem);
    const facts = await runAttempt({
        prepared: prepareModule({ node: run.node, module, temporary, cwd, env }),
        expect: null,
        temporary,
        match: matchFor({ run, cwd, ports }),
        log,
        timeoutMs,
        stop: signals.stop,
        hurry: signals.hurry,
    }, ports);
    const tail = () => readEnd(files, { path: log, from: logStart }).tail;
    return withResult(facts, { temporary, files, tail });
}
/** Finds what output names; null where the scenario has no matchers. */
function matchFor(of) {
    const { run, cwd, ports } = of;
    const { root, definition } = run;
    const { files, patterns, clock } = ports;
    if (definition.problemMatchers === undefined)
        return null;
    const matchers = definition.problemMatchers.flatMap((path) => {
        const text = files.readText(`${root}/${path}`);
        const parsed = text.ok ? parseProblemMatchers(text.value) : null;
        if (parsed?.ok)
            return parsed.value;
        // A plan is refused where files differ, so this is a command that removed it.
        run.emit({ type: "note", level: "warning", message: `${path} holds no problem matchers` });
        return [];
    });
    const locate = (file) => locateFile(file, { root, cwd, exists: files.exists });
    return (output) => matchProblems(output, { matchers, patterns, locate, now: clock.monotonic });
}
/** Tools name files from where they run, or from the root of the repository. */
function locateFile(file, from) {
    const { root, cwd, exists } = from;
    const path = file.trim().replaceAll("\\", "/");
    const absolute = path.startsWith("/") ? path : `${cwd}/${path}`;
    const chosen = path.startsWith("/") || exists(absolute) ? absolute : `${root}/${path}`;
    const whole = (0,posix_.normalize)(chosen);
    return whole.startsWith(`${root}/`) ? whole.slice(root.length + 1) : null;
}

;// CONCATENATED MODULE: ./lib/execute/run-scenario.js








/** Runs an attempt in its folder, which is there while it runs. */
async function runScenario(run, ports) {
    const { place } = run;
    const { files } = ports;
    for (const folder of [place.temporary, place.cache]) {
        const made = files.makeDirectory(folder);
        if (!made.ok)
            return notStarted(made.error.message);
    }
    const { before, after } = run.definition;
    const facts = before === undefined && after === undefined
        ? await runKind(run, ports)
        : await runWithHooks(run, ports);
    const artifacts = keepArtifacts(run, { facts, files });
    files.remove(place.temporary);
    return { ...facts, artifacts };
}
/** After everything, hooks too: they may be what gathers the files. */
function keepArtifacts(run, { facts, files }) {
    const { definition, place, root, folder, contexts } = run;
    if (definition.artifacts === undefined)
        return [];
    const env = { ...run.env, ...readVariables(place.temporary, files) };
    const render = renderWith(() => contexts(env));
    addEnvironment(env, { texts: definition.env, render });
    const cwd = render(definition.workingDirectory, "working-directory");
    if (!cwd.ok)
        return [];
    const collected = collectArtifacts({
        specs: definition.artifacts,
        cwd: absoluteFolder(root, cwd.value),
        root,
        folder,
        into: `artifacts/${definition.slug}.${place.number}`,
        status: statusOf(facts),
        contexts: () => contexts(env),
    }, files);
    for (const message of collected.notes) {
        run.emit({ type: "note", level: "warning", message: `${place.id}: ${message}` });
    }
    return collected.files;
}
function statusOf({ outcome }) {
    return {
        success: outcome === "passed" || outcome === "skipped",
        failure: outcome === "failed",
        cancelled: outcome === "cancelled",
    };
}
/** The hooks before, the command unless one of them failed, the hooks after in any case. */
async function runWithHooks(run, ports) {
    const { definition, contexts, place } = run;
    const begunAt = ports.clock.monotonic();
    const env = { ...run.env };
    const render = renderWith(() => contexts(env));
    const own = addEnvironment(env, { texts: definition.env, render });
    if (!own.ok)
        return notStarted(own.error);
    const status = { success: true, failure: false, cancelled: false };
    const before = await runHooks(definition.before ?? [], { place: hookPlace(run, "before"), status, env }, ports);
    const facts = before.cancelled
        ? { ...notStarted(""), outcome: "cancelled", cause: null, message: null }
        : before.failure === null
            ? await runKind({ ...run, env: { ...run.env, ...before.told } }, ports)
            : hookFailed(before.failure, run, ports);
    const after = await runHooks(definition.after ?? [], {
        place: hookPlace(run, "after"),
        status: statusOf(facts),
        env: {
            ...env,
            ...readVariables(place.temporary, ports.files),
            SMOKE_VERDICT: facts.outcome,
            SMOKE_CAUSE: facts.cause ?? "",
        },
    }, ports);
    const whole = {
        ...settle(facts, after, () => hookFailed(after.failure ?? "", run, ports)),
        durationMs: ports.clock.monotonic() - begunAt,
    };
    return { ...whole, leaked: facts.leaked || before.leaked || after.leaked };
}
/** A failed hook after does not hide how the command failed, or that it was stopped. */
function settle(facts, after, failed) {
    if (after.failure === null || facts.outcome === "failed" || facts.outcome === "cancelled") {
        return facts;
    }
    const { outcome, cause, message, tail } = failed();
    return { ...facts, outcome, cause, message, tail };
}
function hookFailed(failure, run, ports) {
    const log = { path: `${run.folder}/${run.log}`, from: 0 };
    const { tail, sizeBytes } = readEnd(ports.files, log);
    return {
        ...notStarted(failure),
        cause: "hook",
        tail: lastLine(tail) === null ? null : tail,
        outputBytes: sizeBytes,
    };
}
function hookPlace(run, stage) {
    const { place, root, folder, log, contexts, signals, emit } = run;
    const { stop, hurry, cleanup } = signals;
    return {
        stage,
        id: place.id,
        number: place.number,
        root,
        temporary: place.temporary,
        folder,
        log,
        contexts,
        emit,
        // What tears down goes on while the run stops, until the time for that is over.
        ...(stage === "before" ? { stop, hurry } : { stop: cleanup, hurry: cleanup }),
    };
}

;// CONCATENATED MODULE: ./lib/execute/shard-hooks.js



/** The log of a shard's hooks, relative to the run's folder. */
function shardHookLog(stage, attempt) {
    return `logs/shard-${stage}.${attempt}.log`;
}
/** The schedule of a shard whose scenarios all fail by the same: nothing is waited for or retried. */
function eachOnce(schedule) {
    return {
        ...schedule,
        failFast: null,
        items: schedule.items.map((item) => ({
            ...item,
            needs: [],
            retry: { ...item.retry, maxAttempts: 1 },
        })),
    };
}
/** Runs a shard's hooks of one stage. */
async function runShardHooks(run, ports) {
    const { hooks, stage, shared, signals, root, folder, emit } = run;
    const temporary = `${run.temporary}/shard-${stage}`;
    const made = ports.files.makeDirectory(temporary);
    if (!made.ok) {
        return { failure: made.error.message, cancelled: false, leaked: false, told: {} };
    }
    const { stop, hurry, cleanup } = signals;
    const end = await runHooks(hooks, {
        place: {
            stage,
            id: null,
            number: null,
            root,
            temporary,
            folder,
            log: shardHookLog(stage, shared.run.attempt),
            contexts: (env) => shardHookContexts(shared, env),
            emit,
            ...(stage === "before" ? { stop, hurry } : { stop: cleanup, hurry: cleanup }),
        },
        status: run.status,
        env: { ...run.env, ...shardVariables({ ...run, temporary }) },
    }, ports);
    ports.files.remove(temporary);
    return end;
}

;// CONCATENATED MODULE: ./lib/execute/dispatcher.js
/**
 * The loop of a shard: owns the scheduler, turns its commands into attempts and their ends into its
 * inputs, and is the only one that says what happens. Everything pure is decided elsewhere.
 */










/** How long hooks may go on after what ran has been ended, when the run stops. */
const CLEANUP_MS = 2_000;
/** Runs one shard's scenarios to the end; one instance a run. */
class Dispatcher {
    #options;
    #ports;
    #scheduler;
    #stop = new AbortController();
    #hurry = new AbortController();
    #cleanup = new AbortController();
    #verdicts = new Map();
    #outputs = new Map();
    /** Why no scenario of the shard can run; null while they can. */
    #broken = null;
    #cancelled = false;
    #env;
    #takeBackWake = () => { };
    #takeBackCleanup = () => { };
    #finish = () => { };
    #fail = () => { };
    #ended = false;
    constructor(options, ports) {
        this.#options = options;
        this.#ports = ports;
        this.#scheduler = new Scheduler(options.schedule);
        this.#env = options.env;
    }
    /** Runs until every scenario has its verdict and nothing that was started is left. */
    async run() {
        const finished = new Promise((resolve, reject) => {
            this.#finish = resolve;
            this.#fail = reject;
        });
        await this.#before();
        // A run that was stopped by then has given every scenario its verdict.
        this.#feed({ type: "begin", at: this.#now() });
        await finished;
        await this.#after();
        await this.#sweep();
        this.#takeBackCleanup();
        return { verdicts: this.#verdicts.size };
    }
    /** Nothing more starts and what runs is ended; for `interrupted` at most within the grace. */
    cancel(reason, signal) {
        if (this.#ended)
            return;
        this.#emit({ type: "run-cancelling", reason, signal });
        this.#cancelled = true;
        this.#takeBackCleanup();
        this.#takeBackCleanup = this.#ports.clock.after(this.#options.graceMs + CLEANUP_MS, () => {
            this.#cleanup.abort();
        });
        this.#feed({ type: "cancel", at: this.#now(), reason });
        // Hooks before the first scenario are nothing that the scheduler knows of.
        this.#stop.abort();
    }
    /** Ends everything at once, without a grace. */
    hurry() {
        this.#hurry.abort();
        this.#cleanup.abort();
    }
    /** When a hook before the scenarios fails, each of them fails by it; none is tried. */
    async #before() {
        const { plan, schedule } = this.#options;
        if (plan.before === undefined || schedule.items.length === 0)
            return;
        const status = { success: true, failure: false, cancelled: false };
        const end = await runShardHooks({ ...this.#shardHooks(status), hooks: plan.before, stage: "before", env: this.#env }, this.#ports);
        this.#env = { ...this.#env, ...end.told };
        if (end.failure === null || this.#ended)
            return;
        this.#broken = end.failure;
        this.#scheduler = new Scheduler(eachOnce(schedule));
    }
    async #after() {
        const { plan, schedule } = this.#options;
        if (plan.after === undefined || schedule.items.length === 0)
            return;
        const failure = [...this.#verdicts.values()].includes("failed");
        const cancelled = this.#cancelled;
        const verdict = cancelled ? "cancelled" : failure ? "failed" : "passed";
        const env = {
            ...this.#env,
            SMOKE_VERDICT: verdict,
            SMOKE_CAUSE: this.#broken === null ? "" : "hook",
        };
        const status = { success: verdict === "passed", failure: verdict === "failed", cancelled };
        await runShardHooks({ ...this.#shardHooks(status), hooks: plan.after, stage: "after", env }, this.#ports);
    }
    #shardHooks(status) {
        const { contexts, shards, schedule, root, folder, temporary } = this.#options;
        const { workers, seed } = schedule;
        return {
            ...{ status, shared: contexts, shards, workers, seed, root, folder, temporary },
            signals: this.#signals(),
            emit: (body) => this.#emit(body),
        };
    }
    #signals() {
        return {
            stop: this.#stop.signal,
            hurry: this.#hurry.signal,
            cleanup: this.#cleanup.signal,
        };
    }
    #now() {
        return this.#ports.clock.monotonic();
    }
    #emit(body) {
        if (this.#options.emit(body))
            return true;
        if (this.#stop.signal.aborted)
            return false;
        // What cannot be written down must not go on happening.
        this.#stop.abort();
        this.#cleanup.abort();
        this.#feedLater({ type: "cancel", at: this.#now(), reason: "interrupted" });
        return false;
    }
    /** A step calls back only after it has returned. */
    #feedLater(input) {
        queueMicrotask(() => {
            this.#feed(input);
        });
    }
    #feed(input) {
        if (this.#ended)
            return;
        for (const command of this.#scheduler.step(input))
            this.#carryOut(command);
    }
    #carryOut(command) {
        switch (command.type) {
            case "start":
                this.#attempt(command).catch(this.#fail);
                break;
            case "retry": {
                const { id, number, delayMs } = command;
                this.#emit({ type: "retry-scheduled", id, number, delayMs });
                break;
            }
            case "finish": {
                const { id, verdict, cause } = command;
                this.#verdicts.set(id, verdict);
                this.#emit({ type: "scenario-finished", id, verdict, cause });
                break;
            }
            case "skip": {
                const { id, reason, message } = command;
                this.#verdicts.set(id, "skipped");
                this.#emit({ type: "scenario-skipped", id, reason, message });
                break;
            }
            case "cancelled": {
                const { id, reason, message } = command;
                this.#verdicts.set(id, "cancelled");
                this.#emit({ type: "scenario-cancelled", id, reason, message });
                break;
            }
            case "wake":
                this.#takeBackWake();
                this.#takeBackWake = this.#ports.clock.after(command.at - this.#now(), () => {
                    this.#feed({ type: "tick", at: Math.max(this.#now(), command.at) });
                });
                break;
            case "stop-attempts":
                this.#stop.abort();
                break;
            case "worker-ended": {
                const { worker, scenarios, busyMs, idleMs, starvedMs, because } = command;
                const times = {
                    busyMs: toMicroseconds(busyMs),
                    idleMs: toMicroseconds(idleMs),
                    starvedMs: toMicroseconds(starvedMs),
                };
                this.#emit({ type: "worker-finished", worker, scenarios, ...times, endedBecause: because });
                break;
            }
            case "done":
                this.#ended = true;
                this.#takeBackWake();
                this.#finish();
                break;
            default:
                unreachable(command);
        }
    }
    async #attempt(start) {
        const { id, number, worker } = start;
        const planned = this.#options.plan.scenarios[id];
        if (planned === undefined)
            throw new Error(`the plan has no scenario ${id}`);
        const needs = this.#needs(planned);
        const place = this.#place(start);
        const env = { ...this.#env, ...smokeVariables(place, planned.definition) };
        const contexts = (childEnv) => attemptContexts({
            shared: this.#options.contexts,
            id,
            definition: planned.definition,
            needs,
            env: childEnv,
            number,
            worker,
        });
        const go = this.#broken !== null ||
            number > 1 ||
            evaluateStart(planned.definition.if, { contexts: contexts(env), needs });
        if (go !== true && go.kind === "skip") {
            const end = { outcome: "skipped", reason: "condition", message: go.message };
            this.#feedLater({ type: "attempt-ended", at: this.#now(), id, end });
            return;
        }
        const log = this.#broken === null
            ? `logs/${planned.definition.slug}.${number}.log`
            : shardHookLog("before", this.#options.contexts.run.attempt);
        if (!this.#emit({ type: "attempt-started", id, number, worker, log })) {
            const end = { outcome: "cancelled" };
            this.#feedLater({ type: "attempt-ended", at: this.#now(), id, end });
            return;
        }
        const facts = this.#broken !== null
            ? { ...notStarted(this.#broken), cause: "hook" }
            : go === true
                ? await runScenario({
                    definition: planned.definition,
                    place,
                    env,
                    contexts,
                    root: this.#options.root,
                    folder: this.#options.folder,
                    log,
                    node: this.#options.node,
                    kinds: this.#options.kinds,
                    signals: this.#signals(),
                    emit: (body) => this.#emit(body),
                }, this.#ports)
                : notStarted(go.message);
        this.#attemptEnded(start, { facts, log });
    }
    #attemptEnded(start, ended) {
        const { id, number } = start;
        const { leaked, outputs } = ended.facts;
        this.#emit(toAttemptEvent(start, ended.facts));
        if (leaked) {
            const message = `${id} left processes running behind it; they were ended`;
            this.#emit({ type: "note", level: "warning", message });
        }
        this.#outputs.set(id, Object.fromEntries(outputs));
        this.#options.onAttemptEnd({ id, number, log: ended.log, facts: ended.facts });
        this.#feed({ type: "attempt-ended", at: this.#now(), id, end: toAttemptEnd(ended.facts) });
    }
    #needs(planned) {
        return planned.needs.map((id) => ({
            id,
            result: needResult(this.#verdicts.get(id) ?? "lost"),
            outputs: this.#outputs.get(id) ?? {},
        }));
    }
    #place(start) {
        const { shard, shards, schedule, root, temporary, contexts } = this.#options;
        const { id, number, worker, groupSlots } = start;
        const slug = this.#options.plan.scenarios[id]?.definition.slug ?? "";
        return {
            runId: contexts.run.id,
            id,
            number,
            shard,
            shards,
            worker,
            workers: schedule.workers,
            groupSlots,
            seed: schedule.seed,
            root,
            temporary: `${temporary}/${slug}.${number}`,
            cache: `${temporary}/cache.${worker}`,
        };
    }
    /** Ends what left its group and is known only by where its temporary folder lies. */
    async #sweep() {
        const { clock, processes } = this.#ports;
        const { temporary, graceMs } = this.#options;
        const marker = `SMOKE_TMP=${temporary}/`;
        const strays = processes.marked(marker);
        if (strays.length === 0)
            return;
        const message = `${strays.length} processes had left their groups and were ended`;
        this.#emit({ type: "note", level: "warning", message });
        const hurry = this.#hurry.signal;
        await endProcesses(null, { clock, processes, graceMs, marker, hurry });
    }
}

;// CONCATENATED MODULE: ./lib/app/withhold-secrets.js
/**
 * Taking secrets out of what leaves the machine: the texts that children put into events, and the
 * files of a run's folder before it is uploaded.
 */

/** Everything in a run's folder that holds what children wrote. */
const CHILD_FILES = ["logs/**", "artifacts/**", "combined.log"];
/** The event with every text of a child's own cleaned; ids and paths stay as they are. */
function withoutSecrets(body, redact) {
    const clean = { ...body };
    if ("message" in clean && clean.message !== null)
        clean.message = redact(clean.message);
    if (clean.type !== "attempt-finished")
        return clean;
    if (clean.tail !== null)
        clean.tail = redact(clean.tail);
    if (clean.summary !== undefined)
        clean.summary = redact(clean.summary);
    if (clean.problems === undefined)
        return clean;
    const problems = clean.problems.map((problem) => ({
        ...problem,
        message: redact(problem.message),
    }));
    return { ...clean, problems };
}
/** Cleans the files of a run's folder; without secrets nothing is read. */
function withholdSecrets(folder, options) {
    const { files, secrets } = options;
    const forms = secretForms(secrets);
    if (forms.length === 0)
        return;
    for (const path of files.glob(folder, CHILD_FILES)) {
        const replaced = files.replaceInFile(`${folder}/${path}`, forms, REDACTED);
        // What cannot be cleaned must not be uploaded.
        if (!replaced.ok)
            files.remove(`${folder}/${path}`);
    }
}

;// CONCATENATED MODULE: ./lib/app/run-shard.js












/** Runs the shard to its end. A failure means that nothing was run, or that it could not be kept. */
async function runShard(request, ports) {
    const { plan, shard, folder } = request;
    const planned = plan.shards.find((one) => one.shard === shard);
    if (planned === undefined) {
        return (0,core_result/* err */._)({ reason: "plan/no-such-shard", shard, shards: plan.shards.length });
    }
    const ready = prepareRunFolder(ports.files, folder);
    if (!ready.ok)
        return ready;
    const written = writeJson(ports.files, `${folder}/${PLAN_FILE}`, plan);
    if (!written.ok)
        return written;
    const manifest = manifestOf(request, planned.runner);
    const begun = writeManifest(ports.files, folder, manifest);
    if (!begun.ok)
        return begun;
    const { files, clock } = ports;
    const journal = openJournal({ files, clock, folder, shard });
    if (!journal.ok)
        return (0,core_result/* err */._)(fileFailure(journal.error));
    const workers = planned.workers === "auto" ? ports.surroundings.cores : planned.workers;
    const record = recorder(journal.value, request);
    record.emit(runStarted({ request, surroundings: ports.surroundings, workers }));
    const ids = request.remainder?.ids ?? planned.scenarios;
    const { verdicts } = await drive({ request, ports, workers, ids, record });
    record.emit({ type: "run-finished", verdicts });
    journal.value.close();
    if (record.problem() !== null) {
        return (0,core_result/* err */._)({ reason: "journal/unwritable", path: folder, message: record.problem() ?? "" });
    }
    const ended = writeManifest(ports.files, folder, { ...manifest, complete: true });
    if (!ended.ok)
        return ended;
    return (0,core_result.ok)({ state: record.state });
}
function recorder(journal, request) {
    const redact = redactor(secretForms(request.secrets ?? []));
    const fold = request.remainder?.fold ?? new RunFold();
    let problem = null;
    return {
        emit: (body) => {
            if (problem !== null)
                return false;
            const event = journal.append(withoutSecrets(body, redact));
            if (!event.ok) {
                problem = event.error.message;
                return false;
            }
            fold.apply(event.value);
            request.onEvent(event.value, fold.state);
            return true;
        },
        state: fold.state,
        problem: () => problem,
    };
}
async function drive(run) {
    const { request, ports, workers, ids, record } = run;
    const { plan, shard, root, folder, temporary, runId, failFast } = request;
    const { surroundings, files } = ports;
    const dispatcher = new Dispatcher({
        plan,
        shard,
        shards: plan.shards.length,
        schedule: tolerant(toScheduleOptions({ plan, ids, workers, failFast }), {
            plan,
            at: ports.clock.now(),
        }),
        contexts: {
            github: request.github,
            vars: request.vars,
            runner: runnerContext(surroundings),
            run: { id: runId, attempt: request.attempt, slug: runId },
            shard,
        },
        root,
        folder,
        temporary,
        env: {
            ...scrubEnvironment(surroundings.env, request.passEnv),
            ...request.extraEnv,
        },
        node: surroundings.node,
        kinds: request.kinds ?? {},
        graceMs: GRACE_MS,
        emit: record.emit,
        onAttemptEnd: (end) => {
            appendToCombinedLog({ folder, ...end }, files);
        },
    }, ports);
    const stopListening = listen(dispatcher, request, ports.signals);
    try {
        return await dispatcher.run();
    }
    finally {
        stopListening();
        files.remove(temporary);
    }
}
/** What is in quarantine when the run starts does not count for fail-fast. */
function tolerant(schedule, { plan, at }) {
    return {
        ...schedule,
        items: schedule.items.map((item) => {
            const quarantine = plan.scenarios[item.id]?.definition.quarantine;
            const tolerated = quarantine !== undefined && isInForce(quarantine.until, at);
            return tolerated ? { ...item, tolerated } : item;
        }),
    };
}
function listen(dispatcher, request, signals) {
    let received = 0;
    const reason = "interrupted";
    return signals.listen((signal) => {
        received += 1;
        if (received === 1)
            dispatcher.cancel(reason, signal);
        else {
            dispatcher.hurry();
            request.onHurry(signal);
        }
    });
}
function manifestOf(request, runner) {
    const { plan, shard, runId, attempt } = request;
    return {
        schemaVersion: 1,
        suite: plan.suite,
        planDigest: plan.digest,
        runId,
        shard,
        shards: plan.shards.length,
        attempt,
        runner,
        complete: false,
    };
}
function runStarted(start) {
    const { request, surroundings, workers } = start;
    const { plan, runId, attempt, command, version } = request;
    const { hostname: name, os, arch, cores, memoryBytes, commit, ref } = surroundings;
    return {
        type: "run-started",
        runId,
        attempt,
        suite: plan.suite,
        command,
        planDigest: plan.digest,
        shards: plan.shards.length,
        workers,
        seed: plan.seed,
        version,
        runner: { name, os, arch, cores, memoryBytes },
        commit,
        ref,
    };
}
/** `runner` as Actions has it. */
function runnerContext(surroundings) {
    const { env, hostname, temporary } = surroundings;
    return {
        name: env["RUNNER_NAME"] ?? hostname,
        os: env["RUNNER_OS"] ?? OS_NAMES[surroundings.os] ?? surroundings.os,
        arch: env["RUNNER_ARCH"] ?? ARCH_NAMES[surroundings.arch] ?? surroundings.arch,
        temp: temporary,
    };
}
const OS_NAMES = {
    linux: "Linux",
    darwin: "macOS",
    win32: "Windows",
};
const ARCH_NAMES = { x64: "X64", arm64: "ARM64" };

;// CONCATENATED MODULE: ./lib/report/view/event-line.js
/**
 * The running log: at most one line for each event, in the same words on a terminal and in CI.
 */





const VERDICT_WIDTH = 9;
const MAX_ID_WIDTH = 48;
const DURATION_WIDTH = 6;
/** The part of the context that stays for a whole run of all, or some, shards of a plan. */
function toLineContext(options) {
    const here = options.plan.shards.filter(({ shard }) => options.shards.includes(shard));
    const ids = options.ids ?? here.flatMap(({ scenarios }) => scenarios);
    const longest = ids.reduce((width, id) => Math.max(width, id.length), 0);
    return {
        total: ids.length,
        skippedBefore: options.plan.shards.length === 1 ? options.plan.skipped.length : 0,
        idWidth: Math.min(MAX_ID_WIDTH, longest),
        color: options.color,
    };
}
/** The line for an event, or null where there is nothing that a person wants to read. */
function renderEventLine(event, context) {
    const palette = paletteFor(context.color);
    switch (event.type) {
        case "run-started":
            return palette.quiet(startLine(event, context));
        case "scenario-finished":
            return endLine({ id: event.id, verdict: event.verdict, context, palette });
        case "scenario-skipped":
            return endLine({ id: event.id, verdict: "skipped", why: whyOf(event), context, palette });
        case "scenario-cancelled":
            return endLine({ id: event.id, verdict: "cancelled", why: whyOf(event), context, palette });
        case "retry-scheduled":
            return retryLine(event, context);
        case "run-cancelling":
            return aside(context, palette.warn(cancellingText(event)));
        case "note":
            return noteLine(event, context);
        case "hook-finished":
            return hookLine(event, context);
        case "attempt-started":
        case "attempt-finished":
        case "worker-finished":
        case "run-finished":
            return null;
    }
}
function startLine(event, context) {
    const shard = event.shards > 1 ? `shard ${event.shard} of ${event.shards}, ` : "";
    const again = event.attempt > 1 ? `attempt ${event.attempt}, ` : "";
    const what = `${text_width_countOf(context.total, "scenario")} on ${text_width_countOf(event.workers, "worker")}`;
    const before = context.skippedBefore > 0 ? `, ${context.skippedBefore} skipped by the plan` : "";
    return neutraliseLine(`run ${event.runId}: ${again}${shard}${what}${before}, seed ${event.seed}`);
}
function endLine({ id, verdict, why, context, palette }) {
    const attempts = context.state.scenarios.get(id)?.attempts ?? [];
    const total = String(context.total);
    // Of this attempt of the run; what earlier ones settled is not run again.
    const ended = [...context.state.shards.values()].reduce((sum, { verdicts }) => sum + verdicts, 0);
    const count = `[${String(ended).padStart(total.length)}/${total}]`;
    const ms = attempts.reduce((sum, { durationMs }) => sum + durationMs, 0);
    const duration = attempts.length === 0 ? "" : formatDuration(ms);
    return [
        palette.quiet(count),
        paintOf(verdict, palette)(padEndTo(verdict, VERDICT_WIDTH)),
        padEndTo(neutralise_neutraliseInline(id), context.idWidth),
        duration.padStart(DURATION_WIDTH),
        palette.quiet(why ?? detailOf(verdict, attempts)),
    ]
        .join("  ")
        .trimEnd();
}
function detailOf(verdict, attempts) {
    const failed = attempts.filter(({ outcome }) => outcome === "failed");
    const last = failed.at(-1);
    if (last === undefined)
        return "";
    if (verdict === "flaky") {
        return `passed in attempt ${attempts.length} after ${renderCause(last)}`;
    }
    if (verdict !== "failed")
        return "";
    const tries = failed.length > 1 ? ` (${text_width_countOf(failed.length, "attempt")})` : "";
    return `${renderWhy(last, 120)}${tries}`;
}
function whyOf(event) {
    const message = neutralise_neutraliseInline(event.message, 200);
    return message === "" ? event.reason : `${event.reason}: ${message}`;
}
function retryLine(event, context) {
    const last = context.state.scenarios.get(event.id)?.attempts.at(-1);
    const ended = last === undefined
        ? ""
        : `attempt ${last.number} failed (${renderCause(last)}) after ${formatDuration(last.durationMs)}, `;
    const when = event.delayMs > 0 ? `in ${formatDuration(event.delayMs)}` : "now";
    const id = padEndTo(neutralise_neutraliseInline(event.id), context.idWidth);
    const { quiet, warn } = paletteFor(context.color);
    const text = `${ended}attempt ${event.number} ${when}`;
    return aside(context, `${warn(padEndTo("retry", VERDICT_WIDTH))}  ${id}  ${quiet(text)}`);
}
/** Hooks of the shard; those of a scenario are told with its verdict. */
function hookLine(event, context) {
    if (event.id !== null)
        return null;
    const { quiet, bad } = paletteFor(context.color);
    const time = formatDuration(event.durationMs);
    const what = `${event.stage}: ${neutralise_neutraliseInline(event.name, 120)}`;
    if (event.outcome === "passed")
        return aside(context, quiet(`${what}, ${time}`));
    const why = event.message === null ? "" : `, ${neutralise_neutraliseInline(event.message, 200)}`;
    return aside(context, bad(`${what} ${event.outcome} after ${time}${why}`));
}
function cancellingText({ reason, signal }) {
    switch (reason) {
        case "interrupted": {
            const by = signal === null ? "" : ` by ${neutralise_neutraliseInline(signal)}`;
            return `interrupted${by}: nothing more starts, what runs is ended`;
        }
        case "fail-fast":
            return "fail-fast: enough has failed, nothing more starts";
        case "budget":
            return "budget: the time is up, nothing more starts";
    }
}
function noteLine(event, context) {
    if (event.level === "debug")
        return null;
    const text = neutralise_neutraliseInline(event.message);
    return event.level === "warning"
        ? aside(context, paletteFor(context.color).warn(`warning: ${text}`))
        : aside(context, text);
}
/** A line that counts nothing begins where the verdicts do. */
function aside(context, text) {
    return `${" ".repeat(String(context.total).length * 2 + 5)}${text}`;
}

;// CONCATENATED MODULE: ./lib/action/commands/run-here.js



/** Runs the shard into a folder. */
function runHere(run, context) {
    const { plan, shard, folder, command, remainder } = run;
    const { inputs, root, temporary, attempt, runId, version, github, console } = context;
    const line = toLineContext({
        plan,
        shards: [shard],
        ...(remainder === undefined ? {} : { ids: remainder.ids }),
        color: false,
    });
    return runShard({
        plan,
        shard,
        root,
        folder,
        temporary: `${temporary}/parallel-smoke-${context.uniqueName()}`,
        runId,
        attempt,
        command,
        version,
        github,
        vars: {},
        failFast: inputs.failFast,
        ...(remainder === undefined ? {} : { remainder }),
        extraEnv: inputs.env,
        secrets: Object.values(inputs.env),
        passEnv: inputs.passEnv,
        onEvent: (event, state) => {
            const text = renderEventLine(event, { ...line, state });
            if (text !== null)
                console.info(text);
        },
        onHurry: (signal) => {
            context.exit(signal === "SIGINT" ? EXIT_CODES.interrupted : EXIT_CODES.terminated);
        },
    }, context);
}

;// CONCATENATED MODULE: ./lib/action/commands/all.js
/**
 * No `command`: plan, run and report in this one step, without any artifact or cache service.
 */







/** The whole run. */
async function allCommand(context) {
    const planned = planInputs(context, 1);
    if (!planned.ok)
        return planned;
    tellWarnings(planned.value, context);
    const { plan } = planned.value;
    const folder = `${context.temporary}/.parallel-smoke/runs/${context.uniqueName()}`;
    let state = foldEvents([]);
    if (plan.shards.length > 0) {
        const ran = await runHere({ plan, shard: 1, folder, command: "all" }, context);
        if (!ran.ok)
            return ran;
        state = ran.value.state;
    }
    const { ifEmpty, failOn } = context.inputs;
    const report = toReport({ plan, state, problems: [] }, { ifEmpty, failOn });
    const written = writeReportFiles(report, folder, context);
    if (!written.ok)
        return written;
    await publish(report, context);
    const { exitCode } = report.results.summary;
    return (0,core_result.ok)({ exitCode, outputs: outputsOf(report, folder) });
}

;// CONCATENATED MODULE: ./lib/plan/matrix.js
/**
 * The job matrix for GitHub Actions: small, so that it survives every limit of a job output; the
 * plan itself travels as a file.
 */

/** `{"include": [...]}`, the longest shard first because GitHub starts jobs in this order. */
function toActionsMatrix(plan) {
    const shards = plan.shards.length;
    const include = [...plan.shards]
        .sort((a, b) => b.predictedSeconds - a.predictedSeconds || a.shard - b.shard)
        .map((shard) => ({
        shard: shard.shard,
        shards,
        name: `shard ${shard.shard}/${shards}`,
        "runs-on": shard.runsOn,
        count: shard.scenarios.length,
        estimate: formatDuration(shard.predictedSeconds * 1_000),
    }));
    return { include };
}

;// CONCATENATED MODULE: ./lib/report/list-text.js


/** Lines of a list before the rest is counted. */
const list_text_MAX_LISTED = 20;
/**
 * The scenarios in the order given, then how many are selected, without a line end. Whoever shows
 * only those that are selected gives the number of all as `total`.
 */
function renderScenarioList(scenarios, total = scenarios.length) {
    const selected = scenarios.filter((scenario) => scenario.selected).length;
    const footer = `${countOf(selected, "scenario")}${total > selected ? ` of ${total}` : ""}`;
    if (scenarios.length === 0)
        return footer;
    return `${tableOf(scenarios, scenarios.length > selected)}\n\n${footer}`;
}
/** Files that are no scenarios, with the reasons; empty when there is none. */
function ignoredBlock(ignored) {
    return list_text_listBlock(`ignored files: ${ignored.length}`, ignored.map(({ path, reason }) => [neutralise_neutraliseInline(path), neutralise_neutraliseInline(reason)]));
}
/** Rows below a heading, the first ones shown and the rest counted; empty without rows. */
function list_text_listBlock(heading, rows) {
    if (rows.length === 0)
        return "";
    const left = rows.length - list_text_MAX_LISTED;
    return [
        heading,
        ...text_width_renderColumns(rows.slice(0, list_text_MAX_LISTED)).map((line) => `  ${line}`),
        ...(left > 0 ? [`  and ${left} more`] : []),
    ].join("\n");
}
function tableOf(scenarios, marked) {
    // Said of every scenario alike it says nothing.
    const toldWhy = scenarios.some(({ why }) => why !== "all");
    const rows = scenarios.map((scenario) => [
        ...(marked ? [scenario.selected ? "+" : "-"] : []),
        neutraliseInline(scenario.id),
        scenario.name === scenario.id ? "" : neutraliseInline(scenario.name, 60),
        neutraliseInline(`${scenario.file}:${scenario.line}`),
        scenario.tags.map((tag) => neutraliseInline(tag)).join(", "),
        toldWhy ? neutraliseInline(scenario.why, 120) : "",
    ]);
    const head = [...(marked ? [""] : []), "id", "name", "defined", "tags", "why"];
    return renderColumns(withoutEmpty([head, ...rows])).join("\n");
}
/** Columns that have nothing below their heading are left out. */
function withoutEmpty(rows) {
    const kept = (rows[0] ?? []).map((_, column) => rows.slice(1).some((row) => row[column] !== ""));
    return rows.map((row) => row.filter((_, column) => kept[column]));
}

;// CONCATENATED MODULE: ./lib/report/plan-text.js
/**
 * A plan as text for people: what each shard takes, how good that can be at all, and everything that
 * will not run, with the reason.
 */




/** Scenarios of a chain that are named. */
const MAX_CHAIN = 5;
/** The whole text, without a line end. */
function renderPlan(plan, options) {
    const scenarios = Object.keys(plan.scenarios).length;
    const shards = text_width_countOf(plan.shards.length, "shard");
    const blocks = [
        `${neutralise_neutraliseInline(plan.suite)}: ${text_width_countOf(scenarios, "scenario")} in ${shards}`,
        shardTable(plan),
        boundText(plan),
        ...(options.scenarios === true ? plan.shards.map((shard) => scenarioTable(shard, plan)) : []),
        list_text_listBlock(`skipped: ${plan.skipped.length}`, plan.skipped.map(({ id, reason, message }) => [
            neutralise_neutraliseInline(id),
            `${reason}: ${neutralise_neutraliseInline(message)}`,
        ])),
        ignoredBlock(options.ignored ?? []),
        unselectedBlock(plan, options),
    ];
    return blocks.filter((block) => block !== "").join("\n\n");
}
/** So many scenarios that are left out are named; more are counted by reason. */
const MAX_NAMED = 20;
function unselectedBlock({ unselected }, { whyNot }) {
    if (unselected.length === 0)
        return "";
    const heading = `not selected: ${unselected.length}`;
    if (whyNot === undefined)
        return heading;
    const rows = unselected.map((id) => [
        neutralise_neutraliseInline(id),
        neutralise_neutraliseInline(whyNot.get(id) ?? "", 120),
    ]);
    if (rows.length <= MAX_NAMED)
        return list_text_listBlock(heading, rows);
    const counts = new Map();
    for (const [, reason = ""] of rows)
        counts.set(reason, (counts.get(reason) ?? 0) + 1);
    const byCount = [...counts].sort((a, b) => b[1] - a[1]);
    return list_text_listBlock(heading, byCount.map(([reason, count]) => [String(count), reason]));
}
function scenarioTable(shard, plan) {
    const rows = shard.scenarios.map((id) => [neutralise_neutraliseInline(id), seconds(plan_text_estimateOf(plan, id))]);
    return [`shard ${shard.shard}`, ...indented(text_width_renderColumns(rows, [1]))].join("\n");
}
function shardTable(plan) {
    if (plan.shards.length === 0)
        return "";
    const rows = plan.shards.map((shard) => [
        String(shard.shard),
        neutralise_neutraliseInline(shard.runner),
        String(shard.workers),
        String(shard.scenarios.length),
        seconds(shard.predictedSeconds),
    ]);
    const head = ["shard", "runner", "workers", "scenarios", "predicted"];
    return indented(text_width_renderColumns([head, ...rows], [0, 2, 3, 4])).join("\n");
}
function boundText(plan) {
    if (plan.shards.length === 0)
        return "";
    const rows = [
        ["predicted", seconds(plan.predictedSeconds)],
        ["lower bound", `${seconds(plan.lowerBoundSeconds)}, set by ${bindingText(plan)}`],
    ];
    return text_width_renderColumns(rows).join("\n");
}
/** What keeps any plan from being faster: a chain of needs, what must stay together, or all work. */
function bindingText(plan) {
    const bound = plan.lowerBoundSeconds;
    // Seconds in a plan are rounded to milliseconds.
    const binds = (value) => value > 0 && Math.abs(value - bound) < 0.002;
    const chain = longestChain(plan);
    if (binds(chain.seconds)) {
        const [first = ""] = chain.ids;
        return chain.ids.length === 1
            ? `the longest scenario, ${neutralise_neutraliseInline(first)}`
            : `the longest chain of needs, ${chainText(chain.ids)}`;
    }
    const fixed = plan.shards.map(({ workers }) => workers);
    const workers = fixed.every((count) => count !== "auto")
        ? fixed.reduce((sum, count) => sum + Number(count), 0)
        : null;
    const total = Object.values(plan.scenarios).reduce((sum, each) => sum + each.estimateSeconds, 0);
    if (workers !== null && !binds(total / workers))
        return "scenarios that need each other and must share a shard";
    const over = workers === null ? "all workers" : text_width_countOf(workers, "worker");
    return `the total work of ${seconds(total)} over ${over}`;
}
/** The chain of needs with the largest sum; scenarios in a circle, which no plan has, are left out. */
function longestChain(plan) {
    const waiting = new Map();
    const dependents = new Map();
    for (const [id, { needs }] of Object.entries(plan.scenarios)) {
        const known = needs.filter((need) => Object.hasOwn(plan.scenarios, need));
        waiting.set(id, known.length);
        for (const need of known) {
            const list = dependents.get(need);
            if (list === undefined)
                dependents.set(need, [id]);
            else
                list.push(id);
        }
    }
    const best = new Map();
    const before = new Map();
    const ready = [...waiting].filter(([, count]) => count === 0).map(([id]) => id);
    let last = null;
    for (let id = ready.pop(); id !== undefined; id = ready.pop()) {
        const after = before.get(id) ?? null;
        const sum = (after === null ? 0 : secondsUpTo(best, after)) + plan_text_estimateOf(plan, id);
        best.set(id, { seconds: sum, after });
        if (last === null || sum > secondsUpTo(best, last))
            last = id;
        for (const dependent of dependents.get(id) ?? []) {
            const rival = before.get(dependent);
            if (rival === undefined || sum > secondsUpTo(best, rival))
                before.set(dependent, id);
            const count = (waiting.get(dependent) ?? 1) - 1;
            waiting.set(dependent, count);
            if (count === 0)
                ready.push(dependent);
        }
    }
    const ids = [];
    for (let id = last; id !== null; id = best.get(id)?.after ?? null)
        ids.push(id);
    return { seconds: last === null ? 0 : secondsUpTo(best, last), ids: ids.reverse() };
}
function secondsUpTo(best, id) {
    return best.get(id)?.seconds ?? 0;
}
function plan_text_estimateOf(plan, id) {
    return plan.scenarios[id]?.estimateSeconds ?? 0;
}
function chainText(ids) {
    const shown = ids.slice(0, MAX_CHAIN).map((id) => neutralise_neutraliseInline(id));
    const left = ids.length - shown.length;
    return shown.join(" → ") + (left > 0 ? ` → and ${left} more` : "");
}
function indented(lines) {
    return lines.map((line) => `  ${line}`);
}
function seconds(value) {
    return formatDuration(value * 1_000);
}

;// CONCATENATED MODULE: ./lib/action/commands/plan.js
/**
 * `command: plan`: the plan becomes an artifact, the matrix an output.
 */









/** Plans. An empty plan is no failure here: `aggregate` judges it. */
async function planCommand(context) {
    const { inputs, temporary, attempt } = context;
    const planned = planInputs(context, inputs.shards);
    if (!planned.ok)
        return planned;
    tellWarnings(planned.value, context);
    const { plan, suite } = planned.value;
    context.console.info(renderPlan(plan, { ignored: suite.ignored }));
    const folder = `${temporary}/.parallel-smoke/plan-${context.uniqueName()}`;
    const written = writeJson(context.files, `${folder}/plan.json`, plan);
    if (!written.ok)
        return written;
    const prefix = artifactPrefix(plan.suite);
    const uploaded = await uploadFolder({
        ...context,
        folder,
        nameOf: (upload) => planArtifactName({ prefix, attempt, upload }),
        retentionDays: inputs.retentionDays,
    });
    tellUpload(uploaded, context);
    if (!uploaded.ok) {
        const message = uploaded.error.tries.at(-1)?.problem.message ?? "no try was made";
        return (0,core_result/* err */._)({ reason: "artifacts/not-uploaded", message });
    }
    return (0,core_result.ok)({
        exitCode: EXIT_CODES.passed,
        outputs: {
            matrix: JSON.stringify(toActionsMatrix(plan)),
            "shard-count": String(plan.shards.length),
            "plan-digest": plan.digest,
            total: String(Object.keys(plan.scenarios).length + plan.skipped.length),
        },
    });
}

;// CONCATENATED MODULE: ./lib/plan/rerun.js
/**
 * The scenarios of a shard that are not settled yet, and whatever those need, transitively: a fresh
 * machine has no trace of prerequisites. In order of priority.
 */
function idsToRunAgain(options) {
    const { plan, ids, settled } = options;
    const wanted = new Set();
    const open = ids.filter((id) => !settled(id));
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
        if (wanted.has(id))
            continue;
        wanted.add(id);
        open.push(...(plan.scenarios[id]?.needs ?? []));
    }
    return ids.filter((id) => wanted.has(id));
}

;// CONCATENATED MODULE: ./lib/app/earlier-attempts.js
/**
 * What a shard already knows of itself on a later attempt of the run.
 */




/** Folds the journals of the shard's earlier attempts, oldest first, and tells what is left. */
function remainderOf(options) {
    const { plan, shard, earlier, files } = options;
    const fold = new RunFold();
    const folders = [...earlier].sort((a, b) => a.manifest.attempt - b.manifest.attempt);
    for (const { folder } of folders) {
        readJournal(files.readLines(`${folder}/${JOURNAL_FILE}`), {
            shard,
            apply: (event) => {
                fold.apply(event);
            },
        });
    }
    const ids = plan.shards.find((planned) => planned.shard === shard)?.scenarios ?? [];
    const settled = (id) => isSettled(fold.state, id);
    return { fold, ids: idsToRunAgain({ plan, ids, settled }) };
}
function isSettled(state, id) {
    const ending = state.scenarios.get(id)?.ending ?? null;
    if (ending === null)
        return false;
    if (ending.verdict === "skipped")
        return ending.reason !== "dependency-failed";
    return ending.verdict === "passed" || ending.verdict === "flaky";
}

;// CONCATENATED MODULE: ./lib/app/upload-shard.js


/** Uploads the folder, with its manifest, under the shard's name or the next `-u` name. */
function uploadShard(options) {
    const { prefix, shard, attempt } = options;
    return uploadFolder({
        ...options,
        nameOf: (upload) => shardArtifactName({ prefix, shard, attempt, upload }),
    });
}

;// CONCATENATED MODULE: ./lib/plan/shard-slice.js
/** The plan with one shard and its scenarios; skips belong to the whole run and are left out. */
function sliceOfShard(plan, number) {
    const shards = plan.shards.filter(({ shard }) => shard === number);
    const ids = new Set(shards.flatMap(({ scenarios }) => scenarios));
    return {
        ...plan,
        shards,
        scenarios: Object.fromEntries(Object.entries(plan.scenarios).filter(([id]) => ids.has(id))),
        skipped: [],
        unselected: [],
        predictedSeconds: shards[0]?.predictedSeconds ?? 0,
    };
}

;// CONCATENATED MODULE: ./lib/action/names.js
/**
 * Every input and output of the action, once: `action.yml` files, the README's table and the code
 * are made from these tables.
 */
/** What the action can be told to do; `all` is meant when nothing is said. */
const ACTION_COMMANDS = ["all", "plan", "run", "aggregate"];
const PLANNING = ["all", "plan"];
const JUDGING = ["all", "aggregate"];
const EVERY = ACTION_COMMANDS;
/** Inputs by name. */
const INPUTS = {
    command: {
        description: "plan, run or aggregate; without it everything is planned, run and reported in this job",
        standard: "",
        commands: EVERY,
    },
    suite: {
        description: "Suite file; searched as smoke.yml, .yaml, .json in . and .github",
        standard: "",
        commands: PLANNING,
    },
    include: {
        description: "Globs of scripts, one a line, instead of a suite file",
        standard: "",
        commands: PLANNING,
    },
    scenarios: {
        description: "Scenarios as YAML, as below `scenarios:` in a suite file, instead of one",
        standard: "",
        commands: PLANNING,
    },
    shard: { description: "The shard to run: matrix.shard", standard: "", commands: ["run"] },
    "plan-digest": {
        description: "Digest of the plan: needed when a workflow has more than one plan",
        standard: "",
        commands: ["run", "aggregate"],
    },
    shards: {
        description: "Number of shards, or auto",
        standard: "auto",
        commands: ["plan"],
    },
    "target-duration": {
        description: "With auto: the fewest shards that are done in this time (5m)",
        standard: "",
        commands: ["plan"],
    },
    workers: {
        description: "Scenarios at the same time in a job, or auto: its cores",
        standard: "auto",
        commands: PLANNING,
    },
    retry: {
        description: "Further attempts for a failed scenario, instead of the suite's own",
        standard: "",
        commands: PLANNING,
    },
    seed: {
        description: "Seed of everything that is random",
        standard: "",
        commands: PLANNING,
    },
    filter: {
        description: "Only scenarios whose id matches one of these patterns, one a line",
        standard: "",
        commands: PLANNING,
    },
    exclude: {
        description: "Not the scenarios whose id matches one of these patterns, one a line",
        standard: "",
        commands: PLANNING,
    },
    tags: {
        description: "Only scenarios with one of these tags, separated by commas or lines",
        standard: "",
        commands: PLANNING,
    },
    features: {
        description: "Only scenarios with one of these features, separated by commas or lines",
        standard: "",
        commands: PLANNING,
    },
    where: {
        description: "Only scenarios for which this condition holds: contains(tags, 'quick')",
        standard: "",
        commands: PLANNING,
    },
    profile: {
        description: "Profiles of the suite to use, from left to right, separated by commas or lines",
        standard: "",
        commands: PLANNING,
    },
    "fail-fast": {
        description: "Start nothing more in a job after so many failed scenarios",
        standard: "",
        commands: ["all", "run"],
    },
    "fail-on": {
        description: "Also fail when something is flaky or skipped (flaky, skipped)",
        standard: "",
        commands: JUDGING,
    },
    "if-empty": {
        description: "Whether a run in which nothing was executed is an error: fail or pass",
        standard: "fail",
        commands: JUDGING,
    },
    env: {
        description: "Lines NAME=value for the scenarios alone; values of 4 characters or more are masked in log, journal and logs",
        standard: "",
        commands: ["all", "run"],
    },
    "pass-env": {
        description: "Names that scenarios may see although they are withheld from them otherwise",
        standard: "",
        commands: ["all", "run"],
    },
    junit: {
        description: "Also write JUnit XML to this path",
        standard: "",
        commands: JUDGING,
    },
    "retention-days": {
        description: "Days for which the artifacts of plan and shards are kept",
        standard: "5",
        commands: ["plan", "run", "aggregate"],
    },
    "github-token": {
        description: "Used to download an artifact over REST when the service does not give it out",
        standard: "${{ github.token }}",
        commands: ["run", "aggregate"],
    },
};
/** Outputs by name, with what each holds. */
const OUTPUTS = {
    matrix: "Job matrix as JSON, for strategy.matrix: fromJSON(…); set by plan",
    "shard-count": "Number of shards; 0 for an empty plan; set by plan",
    "plan-digest": "Digest of the plan",
    conclusion: "success, failure, incomplete, empty or cancelled",
    total: "Selected scenarios",
    passed: "Scenarios that passed",
    failed: "Scenarios that failed",
    flaky: "Scenarios that passed after a failed attempt",
    skipped: "Scenarios that were skipped",
    cancelled: "Scenarios that were cut or not started",
    lost: "Scenarios nobody can say anything of",
    results: "Path of results.json",
    "report-artifact": "Name of the artifact with the report; set by aggregate",
};
/** What `main` keeps for `post`. */
const STATE = {
    folder: "folder",
    shard: "shard",
    prefix: "prefix",
    uploaded: "uploaded",
    /** Names of the upload that `main` has used up. */
    tries: "tries",
};

;// CONCATENATED MODULE: ./lib/action/commands/run.js
/**
 * `command: run`: one shard of the plan. It writes its log and hands its folder over; summary and
 * annotations are for `aggregate`.
 */














/** Runs the shard and uploads its folder; red when a scenario of it failed. */
async function run_runCommand(context) {
    const { inputs, temporary, attempt, root, files } = context;
    const shard = inputs.shard ?? 0;
    const into = `${temporary}/.parallel-smoke/fetch-${context.uniqueName()}`;
    const found = await findPlan({ ...context, digest: inputs.planDigest, into });
    if (!found.ok)
        return found;
    const { plan, prefix } = found.value;
    if (!plan.shards.some((planned) => planned.shard === shard)) {
        return (0,core_result/* err */._)({ reason: "plan/no-such-shard", shard, shards: plan.shards.length });
    }
    const same = checkPlannedFiles({ plan, root, files });
    if (!same.ok)
        return same;
    const folder = `${temporary}/.parallel-smoke/shard-${shard}-${context.uniqueName()}`;
    const step = await context.step();
    step.saveState(STATE.folder, folder);
    step.saveState(STATE.shard, String(shard));
    step.saveState(STATE.prefix, prefix);
    const remainder = attempt > 1 ? await fetchRemainder({ ...found.value, shard, into }, context) : undefined;
    const ran = await runHere({ plan, shard, folder, command: "run", ...(remainder === undefined ? {} : { remainder }) }, context);
    if (!ran.ok)
        return ran;
    const { state } = ran.value;
    const report = toReport({ plan: sliceOfShard(plan, shard), state, problems: [] }, { ifEmpty: "pass", failOn: [] });
    const written = writeReportFiles(report, folder, context);
    if (!written.ok)
        return written;
    const { exitCode } = report.results.summary;
    const outputs = outputsOf(report, folder);
    // A cancelled step has seconds left: its `post` uploads.
    if (report.results.summary.conclusion === "cancelled") {
        printEnding(report, context);
        return (0,core_result.ok)({ exitCode, outputs });
    }
    const { retentionDays } = inputs;
    withholdSecrets(folder, { files, secrets: Object.values(inputs.env) });
    const uploaded = await uploadShard({ ...context, folder, prefix, shard, retentionDays });
    if (uploaded.ok)
        step.saveState(STATE.uploaded, uploaded.value.name);
    else
        step.saveState(STATE.tries, String(uploaded.error.tries.length));
    tellUpload(uploaded, context);
    printEnding(report, context);
    if (!uploaded.ok) {
        const message = uploaded.error.tries.at(-1)?.problem.message ?? "no try was made";
        return (0,core_result/* err */._)({ reason: "artifacts/not-uploaded", message });
    }
    return (0,core_result.ok)({ exitCode, outputs });
}
/** On a re-run: only what is not settled yet, and whatever that needs. */
async function fetchRemainder(own, context) {
    const { plan, prefix, shard, into } = own;
    const { folders } = await collectShards({
        ...context,
        prefix,
        planDigest: plan.digest,
        into: `${into}/earlier`,
        shard,
    });
    const earlier = folders.filter(({ manifest }) => manifest.shard === shard && manifest.attempt < context.attempt);
    const remainder = remainderOf({ plan, shard, earlier, files: context.files });
    const all = plan.shards.find((planned) => planned.shard === shard)?.scenarios.length ?? 0;
    context.console.info(`attempt ${context.attempt}: ${text_width_countOf(remainder.ids.length, "scenario")} of ${all} to run, ` +
        `the rest is settled by ${text_width_countOf(earlier.length, "earlier result")}`);
    return remainder;
}

;// CONCATENATED MODULE: ./lib/core/flag-values.js
/**
 * Values of flags and inputs: text to what it means, or a phrase that says how to write it. The
 * caller names the flag and the text.
 */


/** A whole number within bounds. */
function parseCount(text, bounds) {
    const value = Number(text);
    if (/^\d+$/u.test(text) && value >= bounds.min && value <= bounds.max)
        return (0,core_result.ok)(value);
    return (0,core_result/* err */._)(`expects a whole number from ${bounds.min} to ${bounds.max}`);
}
/** A count or `auto`. */
function parseCountOrAuto(text, bounds) {
    if (text === "auto")
        return (0,core_result.ok)("auto");
    const count = parseCount(text, bounds);
    return count.ok ? count : (0,core_result/* err */._)(`${count.error} or auto`);
}
/** `3/8`, or `3` where a plan tells how many there are. */
function parseShard(text) {
    const [, shard = "", of] = /^(\d{1,4})(?:\/(\d{1,4}))?$/u.exec(text) ?? [];
    const number = Number(shard);
    const count = of === undefined ? null : Number(of);
    if (shard === "" || number < 1 || (count !== null && number > count)) {
        return err("expects a shard such as 3/8 (or 3 with --plan)");
    }
    return ok({ shard: number, of: count });
}
/** A duration with its unit. */
function parseTime(text) {
    const duration = parseDurationMs(text);
    if (duration.ok && duration.value > 0)
        return duration;
    if (!duration.ok && duration.error.reason === "bare-number") {
        const [seconds, minutes] = duration.error.readings;
        return (0,core_result/* err */._)(`needs a unit: ${seconds} or ${minutes}?`);
    }
    return (0,core_result/* err */._)("expects a duration such as 90s or 5m");
}
/** One of some words. */
function parseChoice(text, choices) {
    const found = choices.find((choice) => choice === text);
    return found === undefined ? (0,core_result/* err */._)(`expects one of ${choices.join(", ")}`) : (0,core_result.ok)(found);
}
/** `key=value`; the value may hold further `=`. */
function parsePair(text) {
    const at = text.indexOf("=");
    if (at <= 0)
        return err("expects KEY=VALUE");
    return ok({ key: text.slice(0, at).trim(), value: text.slice(at + 1).trim() });
}

;// CONCATENATED MODULE: ./lib/action/inputs.js
/**
 * Inputs of the action: text from the environment to values, with a sentence for what is wrong.
 */



/** GitHub's limit for one matrix. */
const MAX_SHARDS = 256;
/** Reads `INPUT_*`; hyphens stay in the names, as the runner has them. */
function readInputs(environment) {
    const text = (name) => (environment[`INPUT_${name.toUpperCase()}`] ?? "").trim();
    const problems = [];
    const value = (name, standard, parse) => {
        if (text(name) === "")
            return standard;
        const parsed = parse(text(name));
        if (parsed.ok)
            return parsed.value;
        problems.push(`input ${name}: ${JSON.stringify(text(name))} is invalid, it ${parsed.error}`);
        return standard;
    };
    const count = (min, max) => (given) => parseCount(given, { min, max });
    const lines = (name) => text(name)
        .split("\n")
        .map((line) => line.trim())
        .filter((line) => line !== "");
    const words = (name) => text(name)
        .split(/[\s,]+/u)
        .filter((word) => word !== "");
    const orNull = (name) => (text(name) === "" ? null : text(name));
    const inputs = {
        command: value("command", "all", (given) => parseChoice(given, ACTION_COMMANDS)),
        suite: orNull("suite") ?? undefined,
        include: lines("include"),
        scenarios: (environment["INPUT_SCENARIOS"] ?? "").trim() === ""
            ? null
            : (environment["INPUT_SCENARIOS"] ?? ""),
        shard: value("shard", null, count(1, MAX_SHARDS)),
        planDigest: orNull("plan-digest"),
        shards: value("shards", "auto", (given) => parseCountOrAuto(given, { min: 1, max: MAX_SHARDS })),
        targetMs: value("target-duration", null, parseTime),
        workers: value("workers", "auto", (given) => parseCountOrAuto(given, { min: 1, max: 1_024 })),
        maxAttempts: value("retry", null, (given) => {
            const retries = count(0, 99)(given);
            return retries.ok ? (0,core_result.ok)(retries.value + 1) : retries;
        }),
        seed: value("seed", 1, count(0, 0xffffffff)),
        filter: lines("filter"),
        exclude: lines("exclude"),
        tags: words("tags"),
        features: words("features"),
        where: text("where") === "" ? [] : [text("where")],
        profiles: words("profile"),
        failFast: value("fail-fast", null, parseFailFast),
        failOn: words("fail-on").flatMap((word) => {
            const choice = parseChoice(word, ["flaky", "skipped"]);
            if (choice.ok)
                return [choice.value];
            problems.push(`input fail-on: ${JSON.stringify(word)} is invalid, it ${choice.error}`);
            return [];
        }),
        ifEmpty: value("if-empty", "fail", (given) => parseChoice(given, ["fail", "pass"])),
        env: parseEnvLines(lines("env"), problems),
        passEnv: words("pass-env"),
        junit: orNull("junit"),
        retentionDays: value("retention-days", 5, count(1, 400)),
        token: orNull("github-token"),
    };
    if (inputs.command === "run" && inputs.shard === null && problems.length === 0) {
        problems.push("command run needs shard: give it as ${{ matrix.shard }}");
    }
    if (inputs.suite !== undefined && (inputs.include.length > 0 || inputs.scenarios !== null)) {
        problems.push("give either suite, or include and scenarios, not both");
    }
    return problems.length === 0
        ? (0,core_result.ok)(inputs)
        : (0,core_result/* err */._)({ reason: "usage/invalid", message: problems.join("; ") });
}
/** `true` is 1 and `false` is never, besides a number. */
function parseFailFast(text) {
    if (text === "true")
        return (0,core_result.ok)(1);
    if (text === "false")
        return (0,core_result.ok)(null);
    return parseCount(text, { min: 1, max: 1_000_000 });
}
function parseEnvLines(lines, problems) {
    const env = {};
    for (const [index, line] of lines.entries()) {
        const [, name, value = ""] = /^([A-Za-z_]\w*)=(.*)$/u.exec(line) ?? [];
        // The line itself may hold a secret and is not repeated.
        if (name === undefined)
            problems.push(`input env: line ${index + 1} is not NAME=value`);
        else
            env[name] = value;
    }
    return env;
}

;// CONCATENATED MODULE: ./lib/action/post.js
/**
 * What the step owes after its end: a shard that was cut hands over what it had observed.
 */




/** Uploads the shard's folder if `main` did not come to it. Never fails the job. */
async function postMain(context) {
    const { env, files } = context;
    const { retentionDays } = context.inputs;
    const state = (name) => env[`STATE_${name}`] ?? "";
    const folder = state(STATE.folder);
    const prefix = state(STATE.prefix);
    const shard = Number(state(STATE.shard));
    if (folder === "" || state(STATE.uploaded) !== "" || !files.isDirectory(folder))
        return;
    const tried = Number(state(STATE.tries)) || 0;
    context.console.info(tried === 0
        ? "the shard ended early: uploading what it had observed"
        : "the step could not upload what it had observed: trying again");
    // A refused name may be taken though nobody sees it.
    const firstTry = tried + 1;
    withholdSecrets(folder, { files, secrets: Object.values(context.inputs.env) });
    const target = { folder, prefix, shard, retentionDays, firstTry };
    tellUpload(await uploadShard({ ...context, ...target }), context);
}

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(77598);
;// CONCATENATED MODULE: ./lib/adapters/github/artifact-problem.js
const BY_STATUS = {
    401: "forbidden",
    403: "forbidden",
    404: "not-found",
    409: "conflict",
    410: "not-found",
    429: "rate-limited",
};
const BY_TEXT = [
    [/artifact storage quota has been hit/iu, "quota"],
    [/not currently supported on GHES/u, "unsupported-host"],
    // Neither variable nor token of the service: a host that offers none, or no job at all.
    [/unable to get the ACTIONS_\w+ env variable/iu, "unsupported-host"],
    [/failed to get backend IDs/iu, "unsupported-host"],
    [/no artifacts? found/iu, "not-found"],
    [/rate limit/iu, "rate-limited"],
];
const BROKEN = /unable to make request|ECONN\w+|ENOTFOUND|ETIMEDOUT|EHOSTUNREACH|EAI_AGAIN|EPIPE|socket hang up|fetch failed|unable to download and extract|failed to make request after|upload progress stalled/iu;
/** The reason behind anything that the client threw. */
function toArtifactProblem(error) {
    const message = (error instanceof Error ? error.message : String(error)).trim();
    return { reason: artifact_problem_reasonOf(error, message), message: firstLine(message) };
}
function artifact_problem_reasonOf(error, message) {
    const named = BY_TEXT.find(([pattern]) => pattern.test(message));
    if (named !== undefined)
        return named[1];
    const status = artifact_problem_statusOf(error) ?? Number(/failed request: \((\d{3})\)/iu.exec(message)?.[1]);
    const known = BY_STATUS[status];
    if (known !== undefined)
        return known;
    if (status >= 500 || BROKEN.test(message))
        return "network";
    return "other";
}
/** The number that REST (`status`) and storage (`statusCode`) errors carry. */
function artifact_problem_statusOf(error) {
    if (!(error instanceof Error))
        return undefined;
    const { status, statusCode } = error;
    const value = status ?? statusCode;
    return typeof value === "number" ? value : undefined;
}
function firstLine(message) {
    return message.split("\n", 1)[0] ?? "";
}

;// CONCATENATED MODULE: ./lib/adapters/github/artifacts.js


/** The service may know of an artifact and still not give it out; REST then may. */
const WORTH_ANOTHER_WAY = ["not-found", "network"];
/** The store of the run that this process is a job of. */
function githubArtifacts(options) {
    const supported = isSupportedHost(options.serverUrl);
    const findBy = findOptions(options.fallback);
    const attempt = async (action) => {
        // Asked before the client is: its refusal would take one of the step's ten warnings.
        if (!supported) {
            const message = `${options.serverUrl} has no artifact service of version 4`;
            return (0,core_result/* err */._)({ reason: "unsupported-host", message });
        }
        try {
            // The client's unzip library uses what Node deprecates; users of the action cannot mend that.
            process.noDeprecation = true;
            const { DefaultArtifactClient: Client } = await Promise.all(/* import() */[__webpack_require__.e(659), __webpack_require__.e(495)]).then(__webpack_require__.bind(__webpack_require__, 65495));
            return await action(new Client());
        }
        catch (error) {
            return (0,core_result/* err */._)(toArtifactProblem(error));
        }
    };
    const orByRest = async (action) => {
        const first = await attempt((client) => action(client, {}));
        if (first.ok || findBy === null || !WORTH_ANOTHER_WAY.includes(first.error.reason))
            return first;
        const second = await attempt((client) => action(client, findBy));
        if (second.ok)
            return second;
        const message = `${first.error.message}; by REST: ${second.error.message}`;
        return (0,core_result/* err */._)({ reason: second.error.reason, message });
    };
    return {
        upload: ({ name, files, rootDirectory, retentionDays, compressionLevel }) => attempt(async (client) => toUploaded(await client.uploadArtifact(name, [...files], rootDirectory, {
            retentionDays,
            compressionLevel,
        }))),
        uploadRaw: ({ file, retentionDays }) => attempt(async (client) => 
        // The client takes the artifact's name from the file.
        toUploaded(await client.uploadArtifact("raw", [file], parentOf(file), {
            retentionDays,
            skipArchive: true,
        }))),
        list: () => orByRest(async (client, find) => {
            const { artifacts } = await client.listArtifacts({ latest: false, ...find });
            return (0,core_result.ok)(artifacts.map((one) => ({
                name: one.name,
                id: one.id,
                sizeBytes: one.size,
                digest: one.digest ?? null,
            })));
        }),
        download: (entry, toFolder) => orByRest(async (client, find) => {
            const { digestMismatch } = await client.downloadArtifact(entry.id, {
                path: toFolder,
                ...(entry.digest === null ? {} : { expectedHash: entry.digest }),
                ...find,
            });
            if (digestMismatch !== true)
                return (0,core_result.ok)(undefined);
            const message = `${entry.name} (${entry.id}) does not have the digest ${entry.digest}`;
            return (0,core_result/* err */._)({ reason: "digest-mismatch", message });
        }),
    };
}
function toUploaded(response) {
    const { id, size, digest } = response;
    if (id === undefined || size === undefined || digest === undefined) {
        return (0,core_result/* err */._)({ reason: "other", message: "the service confirmed the upload without its id" });
    }
    return (0,core_result.ok)({ id, sizeBytes: size, digest: `sha256:${digest}` });
}
function findOptions(fallback) {
    if (fallback === null)
        return null;
    const [repositoryOwner, repositoryName] = fallback.repository.split("/");
    if (repositoryOwner === undefined || repositoryName === undefined)
        return null;
    const { token, runId: workflowRunId } = fallback;
    return { findBy: { token, workflowRunId, repositoryOwner, repositoryName } };
}
/** The hosts that the client accepts: github.com, data residency, and loopback names. */
function isSupportedHost(serverUrl) {
    if (!URL.canParse(serverUrl))
        return false;
    const host = new URL(serverUrl).hostname.toLowerCase();
    return host === "github.com" || host.endsWith(".ghe.com") || host.endsWith(".localhost");
}
function parentOf(file) {
    return file.replace(/[/\\][^/\\]*$/u, "") || "/";
}

// EXTERNAL MODULE: external "node:child_process"
var external_node_child_process_ = __webpack_require__(31421);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
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
            return (0,core_result/* err */._)(`git knows no commit \`${ref}\` (is the checkout shallow?)`);
        const base = git(folder, ["merge-base", commit.value.trim(), "HEAD"]);
        if (!base.ok)
            return (0,core_result/* err */._)(`\`${ref}\` and HEAD have no common commit (is the checkout shallow?)`);
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
        return (0,core_result.ok)(paths.filter((path) => path !== "").map((path) => external_node_path_.posix.relative(within, path)));
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
        return (0,core_result/* err */._)("git could not be started");
    if (ended.status === 0)
        return (0,core_result.ok)(ended.stdout);
    return (0,core_result/* err */._)(`git ${args[0]} failed: ${ended.stderr.trim().split("\n").at(-1) ?? ""}`);
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
        const stderr = commands_lastLine(ended.stderr ?? "");
        const failed = (message) => (0,core_result/* err */._)({ message, stderr });
        const code = ended.error === undefined ? null : codeOf(ended.error);
        if (code === "ETIMEDOUT")
            return failed(`it took longer than ${formatDuration(timeoutMs)}`);
        if (code === "ENOBUFS")
            return failed("it wrote more than 1 MiB");
        if (code !== null)
            return failed(`it could not be started (${code})`);
        if (ended.signal !== null)
            return failed(`it was ended by ${ended.signal}`);
        if (ended.status !== 0)
            return failed(`it ended with exit code ${ended.status}`);
        return (0,core_result.ok)(ended.stdout);
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
function commands_lastLine(text) {
    return text.trimEnd().split(/\r?\n/u).at(-1) ?? "";
}
function codeOf(error) {
    return "code" in error && typeof error.code === "string" ? error.code : "EUNKNOWN";
}

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(73024);
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
var tinyglobby_dist = __webpack_require__(73382);
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
    const refuse = (code, message) => (0,core_result/* err */._)({ path: from, code, message });
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
        return (0,core_result.ok)(copied);
    }
    catch (error) {
        if (target !== undefined)
            (0,external_node_fs_.rmSync)(to, { force: true });
        return (0,core_result/* err */._)(toFileProblem(from, error));
    }
    finally {
        if (source !== undefined)
            (0,external_node_fs_.closeSync)(source);
        if (target !== undefined)
            (0,external_node_fs_.closeSync)(target);
    }
}

// EXTERNAL MODULE: external "node:string_decoder"
var external_node_string_decoder_ = __webpack_require__(46193);
;// CONCATENATED MODULE: ./lib/adapters/node/read-file.js
/**
 * Reading files whole, in part and line by line, without ever holding a large one in memory.
 */




const read_file_PIECE_BYTES = 1 << 16;
/** The whole file as text; `EILSEQ` when it is not UTF-8. */
function readText(path) {
    try {
        const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode((0,external_node_fs_.readFileSync)(path));
        return (0,core_result.ok)(text);
    }
    catch (error) {
        if (error instanceof TypeError) {
            return (0,core_result/* err */._)({ path, code: "EILSEQ", message: "the file is not UTF-8 text" });
        }
        return (0,core_result/* err */._)(toFileProblem(path, error));
    }
}
/** The last bytes of a file, decoded leniently, with the file's size. */
function readTail(path, bytes) {
    return read_file_withFile(path, (fd) => {
        const sizeBytes = (0,external_node_fs_.fstatSync)(fd).size;
        return { text: readBytes(fd, Math.max(0, sizeBytes - bytes), bytes), sizeBytes };
    });
}
/** The first bytes of a file, decoded leniently. */
function readHead(path, bytes) {
    return read_file_withFile(path, (fd) => readBytes(fd, 0, bytes));
}
/** Bytes of a file from an offset on, decoded leniently. */
function readPart(path, offset, bytes) {
    return read_file_withFile(path, (fd) => readBytes(fd, offset, bytes));
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
function read_file_withFile(path, read) {
    let fd;
    try {
        fd = (0,external_node_fs_.openSync)(path, "r");
        return (0,core_result.ok)(read(fd));
    }
    catch (error) {
        return (0,core_result/* err */._)(toFileProblem(path, error));
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
        return (0,core_result.ok)(0);
    try {
        const pattern = patternOf(texts);
        if (pass(path, { pattern, write: () => { }, by }) === 0)
            return (0,core_result.ok)(0);
        const temporary = `${path}.${process.pid}.tmp`;
        const target = (0,external_node_fs_.openSync)(temporary, "w");
        try {
            const write = (text) => void (0,external_node_fs_.writeSync)(target, Buffer.from(text, "latin1"));
            const count = pass(path, { pattern, write, by });
            (0,external_node_fs_.renameSync)(temporary, path);
            return (0,core_result.ok)(count);
        }
        finally {
            (0,external_node_fs_.closeSync)(target);
            (0,external_node_fs_.rmSync)(temporary, { force: true });
        }
    }
    catch (error) {
        return (0,core_result/* err */._)(toFileProblem(path, error));
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
        return (0,core_result.ok)(undefined);
    }
    catch (error) {
        removeIfThere(temporary);
        return (0,core_result/* err */._)(toFileProblem(path, error));
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
        return (0,core_result/* err */._)(toFileProblem(path, error));
    }
    return (0,core_result.ok)({
        append: (text) => {
            try {
                const bytes = Buffer.from(text);
                let written = 0;
                while (written < bytes.length) {
                    written += (0,external_node_fs_.writeSync)(fd, bytes, written, bytes.length - written);
                }
                return (0,core_result.ok)(undefined);
            }
            catch (error) {
                return (0,core_result/* err */._)(toFileProblem(path, error));
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
            return (0,core_result.ok)(undefined);
        }
        const half = Math.floor(maxBytes / 2);
        copyBytes({ source, target, position: 0, length: half });
        (0,external_node_fs_.writeSync)(target, `\n[${size - 2 * half} bytes left out here; the attempt's own log has all]\n`);
        copyBytes({ source, target, position: size - half, length: half });
        return (0,core_result.ok)(undefined);
    }
    catch (error) {
        return (0,core_result/* err */._)(toFileProblem(from, error));
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
    glob: (root, patterns) => (0,tinyglobby_dist/* globSync */.AZ)([...patterns], {
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
        return (0,core_result.ok)(action());
    }
    catch (error) {
        return (0,core_result/* err */._)(toFileProblem(path, error));
    }
}

;// CONCATENATED MODULE: ./lib/adapters/node/lazy-http.js
/** Node's client, loaded with the first request: most runs send none, and it is a tenth of a start. */
const lazyHttp = {
    send: async (request) => {
        const { nodeHttp } = await __webpack_require__.e(/* import() */ 333).then(__webpack_require__.bind(__webpack_require__, 35333));
        return nodeHttp.send(request);
    },
};

// EXTERNAL MODULE: external "node:vm"
var external_node_vm_ = __webpack_require__(30714);
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
            return (0,core_result/* err */._)({ code: "invalid", message: patterns_messageOf(error) });
        }
        const results = [];
        try {
            SEARCH.runInContext((0,external_node_vm_.createContext)({ source, flags, texts, results }), {
                timeout: Math.max(1, Math.ceil(budgetMs)),
            });
            return (0,core_result.ok)(results);
        }
        catch (error) {
            return (0,core_result/* err */._)({ code: "slow", message: patterns_messageOf(error) });
        }
    },
};
function patterns_messageOf(error) {
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
                return (0,core_result/* err */._)(await startProblem(child));
            const captured = capture(child, spec);
            return (0,core_result.ok)({ ...toChild(child.pid, exited), ...(captured === null ? {} : { captured }) });
        }
        catch (error) {
            return (0,core_result/* err */._)(toSpawnProblem(error));
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

// EXTERNAL MODULE: external "node:os"
var external_node_os_ = __webpack_require__(48161);
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
    const event = parseJson(text.value);
    return event.ok ? event.value : {};
}

;// CONCATENATED MODULE: ./lib/core/version.js
/** The version of this program; a test compares it with `package.json`. */
const VERSION = "0.1.0";

;// CONCATENATED MODULE: ./lib/action/wire.js
/**
 * The adapters of the action, put together once.
 */














/** The real world for the action. */
function wireAction(inputs, process) {
    const { env, exit } = process;
    const root = (env["GITHUB_WORKSPACE"] ?? process.cwd).replaceAll("\\", "/");
    const surroundings = nodeSurroundings(env, root);
    return {
        inputs,
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
        surroundings,
        env,
        github: githubContext(env, nodeFiles),
        version: VERSION,
        root,
        temporary: surroundings.temporary.replaceAll("\\", "/"),
        attempt: positive(env["GITHUB_RUN_ATTEMPT"]),
        runId: env["GITHUB_RUN_ID"] ?? "local",
        store: githubArtifacts({
            serverUrl: env["GITHUB_SERVER_URL"] ?? "https://github.com",
            fallback: fallbackOf(inputs, env),
        }),
        step: stepLoader(env),
        uniqueName: () => (0,external_node_crypto_.randomBytes)(4).toString("hex"),
        exit,
    };
}
/** The step, loaded when it is first asked for. */
function stepLoader(env) {
    let step = null;
    return () => {
        step ??= Promise.all(/* import() */[__webpack_require__.e(659), __webpack_require__.e(490)]).then(__webpack_require__.bind(__webpack_require__, 23490)).then(({ githubStep }) => githubStep(env));
        return step;
    };
}
function fallbackOf(inputs, env) {
    const repository = env["GITHUB_REPOSITORY"];
    const runId = Number(env["GITHUB_RUN_ID"]);
    if (inputs.token === null || repository === undefined || !Number.isInteger(runId))
        return null;
    return { token: inputs.token, repository, runId };
}
function positive(text) {
    const value = Number(text ?? "1");
    return Number.isInteger(value) && value > 0 ? value : 1;
}

;// CONCATENATED MODULE: ./lib/action/main.js
/**
 * The action: reads inputs, runs the command, turns what comes back into outputs and an exit code.
 */














/** Runs the step, or its `post`, and resolves to the exit code. */
async function main(process) {
    const env = {};
    for (const [name, value] of Object.entries(process.env)) {
        if (value !== undefined)
            env[name] = value;
    }
    const inputs = readInputs(env);
    if (!inputs.ok) {
        // Where `main` did nothing, `post` owes nothing.
        if (process.post)
            return EXIT_CODES.passed;
        process.print(`${renderFailure(inputs.error)}\n`);
        return refuse(inputs.error, await stepLoader(env)());
    }
    const context = wireAction(inputs.value, { ...process, env });
    if (process.post) {
        await postMain(context);
        return EXIT_CODES.passed;
    }
    try {
        return await runStep(context);
    }
    catch (error) {
        const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
        const lines = neutraliseLines(text).join("\n");
        context.console.info(`internal error, please report it with this text:\n${lines}`);
        return EXIT_CODES.internal;
    }
}
async function runStep(context) {
    const secrets = Object.values(context.inputs.env).filter(isSecret);
    if (secrets.length > 0) {
        const { mask } = await context.step();
        for (const secret of secrets)
            mask(secret);
    }
    const result = await dispatch(context);
    const step = await context.step();
    if (result.ok) {
        step.setOutputs(result.value.outputs);
        return result.value.exitCode;
    }
    context.console.info(renderFailure(result.error));
    return refuse(result.error, step);
}
function refuse(failure, step) {
    for (const annotation of failureAnnotations(failure))
        step.annotate(annotation);
    step.setOutputs({ conclusion: "incomplete" });
    return exitCodeFor([exitNameOf(failure)]);
}
function dispatch(context) {
    const { command } = context.inputs;
    switch (command) {
        case "all":
            return allCommand(context);
        case "plan":
            return planCommand(context);
        case "run":
            return run_runCommand(context);
        case "aggregate":
            return aggregateCommand(context);
        default:
            return unreachable(command);
    }
}


/***/ }),

/***/ 28490:
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
