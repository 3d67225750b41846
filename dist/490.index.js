export const id = 490;
export const ids = [490];
export const modules = {

/***/ 23490:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   githubStep: () => (/* binding */ githubStep)
/* harmony export */ });
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(73024);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(76760);
/* harmony import */ var _actions_core__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(33838);
/**
 * The step by `@actions/core`. It takes a while to load: import this file only when it is needed.
 */



/** What only children that went looking for it can have written to before the step's end. */
const FILES = ["GITHUB_OUTPUT", "GITHUB_ENV", "GITHUB_PATH"];
/** The step that this process is. */
function githubStep(env) {
    const saved = new Map();
    let summarised = false;
    return {
        annotate: ({ level, title, message, file, line, column }) => {
            const properties = {
                title,
                ...(file === null ? {} : { file }),
                ...(line === null ? {} : { startLine: line }),
                ...(column === undefined ? {} : { startColumn: column }),
            };
            if (level === "error")
                _actions_core__WEBPACK_IMPORTED_MODULE_2__/* .error */ .z3(message, properties);
            else if (level === "warning")
                _actions_core__WEBPACK_IMPORTED_MODULE_2__/* .warning */ .$e(message, properties);
            else
                _actions_core__WEBPACK_IMPORTED_MODULE_2__/* .notice */ .lm(message, properties);
        },
        summarise: async (markdown) => {
            if ((env["GITHUB_STEP_SUMMARY"] ?? "") === "")
                return;
            summarised = true;
            emptyFile(env["GITHUB_STEP_SUMMARY"]);
            await _actions_core__WEBPACK_IMPORTED_MODULE_2__/* .summary */ .z.addRaw(markdown, true).write({ overwrite: true });
        },
        setOutputs: (outputs) => {
            // A child can find the files through /proc; an open text in one would swallow what follows.
            const strange = FILES.filter((name) => emptyFile(env[name]));
            const summary = !summarised && emptyFile(env["GITHUB_STEP_SUMMARY"]);
            emptyFile(env["GITHUB_STATE"]);
            if (strange.length > 0 || summary) {
                _actions_core__WEBPACK_IMPORTED_MODULE_2__/* .warning */ .$e("something else had spoken to the runner in this step's name; it was removed");
            }
            for (const [name, value] of saved)
                _actions_core__WEBPACK_IMPORTED_MODULE_2__/* .saveState */ .LZ(name, value);
            for (const [name, value] of Object.entries(outputs))
                _actions_core__WEBPACK_IMPORTED_MODULE_2__/* .setOutput */ .uH(name, value);
        },
        saveState: (name, value) => {
            saved.set(name, value);
            if (isStrange(env["GITHUB_STATE"]))
                emptyFile(env["GITHUB_STATE"]);
            _actions_core__WEBPACK_IMPORTED_MODULE_2__/* .saveState */ .LZ(name, value);
        },
        mask: (value) => {
            _actions_core__WEBPACK_IMPORTED_MODULE_2__/* .setSecret */ .Pq(value);
        },
    };
}
/** Writing to it might wait for somebody, or write elsewhere. */
function isStrange(path) {
    if (path === undefined || path === "")
        return false;
    return (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.lstatSync)(path, { throwIfNoEntry: false })?.isFile() === false;
}
/** Leaves an empty file, whatever was there; true when something was. */
function emptyFile(path) {
    if (path === undefined || path === "" || !(0,node_fs__WEBPACK_IMPORTED_MODULE_0__.existsSync)((0,node_path__WEBPACK_IMPORTED_MODULE_1__.dirname)(path)))
        return false;
    const found = (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.lstatSync)(path, { throwIfNoEntry: false });
    if (found?.isFile() === true) {
        if (found.size > 0)
            (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.truncateSync)(path, 0);
        return found.size > 0;
    }
    (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.rmSync)(path, { recursive: true, force: true });
    (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.writeFileSync)(path, "");
    return found !== undefined;
}


/***/ })

};
