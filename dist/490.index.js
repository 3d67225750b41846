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
/* harmony import */ var _actions_core__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(91659);
/**
 * The step by `@actions/core`. It takes a while to load: import this file only when it is needed.
 */


/** The step that this process is. */
function githubStep(env) {
    const saved = new Map();
    return {
        annotate: ({ level, title, message, file, line }) => {
            const properties = {
                title,
                ...(file === null ? {} : { file }),
                ...(line === null ? {} : { startLine: line }),
            };
            if (level === "error")
                _actions_core__WEBPACK_IMPORTED_MODULE_1__/* .error */ .z3(message, properties);
            else if (level === "warning")
                _actions_core__WEBPACK_IMPORTED_MODULE_1__/* .warning */ .$e(message, properties);
            else
                _actions_core__WEBPACK_IMPORTED_MODULE_1__/* .notice */ .lm(message, properties);
        },
        summarise: async (markdown) => {
            if ((env["GITHUB_STEP_SUMMARY"] ?? "") === "")
                return;
            await _actions_core__WEBPACK_IMPORTED_MODULE_1__/* .summary */ .z.addRaw(markdown, true).write({ overwrite: true });
        },
        setOutputs: (outputs) => {
            // A child can find the files through /proc; an open text in one would swallow what follows.
            if (emptyCommandFile(env["GITHUB_OUTPUT"])) {
                _actions_core__WEBPACK_IMPORTED_MODULE_1__/* .warning */ .$e("something else had written to the outputs of this step; it was removed");
            }
            emptyCommandFile(env["GITHUB_STATE"]);
            for (const [name, value] of saved)
                _actions_core__WEBPACK_IMPORTED_MODULE_1__/* .saveState */ .LZ(name, value);
            for (const [name, value] of Object.entries(outputs))
                _actions_core__WEBPACK_IMPORTED_MODULE_1__/* .setOutput */ .uH(name, value);
        },
        saveState: (name, value) => {
            saved.set(name, value);
            _actions_core__WEBPACK_IMPORTED_MODULE_1__/* .saveState */ .LZ(name, value);
        },
        mask: (value) => {
            _actions_core__WEBPACK_IMPORTED_MODULE_1__/* .setSecret */ .Pq(value);
        },
    };
}
/** Empties a command file; true when there was something in it. */
function emptyCommandFile(path) {
    if (path === undefined || path === "" || !(0,node_fs__WEBPACK_IMPORTED_MODULE_0__.existsSync)(path))
        return false;
    const written = (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.statSync)(path).size > 0;
    (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.truncateSync)(path, 0);
    return written;
}


/***/ })

};
