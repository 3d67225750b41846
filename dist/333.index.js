export const id = 333;
export const ids = [333];
export const modules = {

/***/ 35333:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   nodeHttp: () => (/* binding */ nodeHttp)
/* harmony export */ });
/* harmony import */ var node_http__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(37067);
/* harmony import */ var node_https__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(44708);
/* harmony import */ var _core_problems_result_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(97967);
/**
 * HTTP by Node's own client. Other hosts than this one are reached as Node is told to (with
 * NODE_USE_ENV_PROXY through a proxy); this one is always reached directly.
 */



/** As many as browsers follow. */
const MAX_REDIRECTS = 20;
const REDIRECTS = [301, 302, 303, 307, 308];
/** Headers that are meant for the first host alone. */
const SECRET_HEADERS = ["authorization", "cookie", "proxy-authorization"];
/** The real client. */
const nodeHttp = {
    send: async (request) => {
        let current = request;
        for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
            const answer = await sendOnce(current);
            if (!answer.ok || !request.follow)
                return answer;
            const next = redirected(current, answer.value);
            if (next === null)
                return answer;
            current = next;
        }
        return (0,_core_problems_result_js__WEBPACK_IMPORTED_MODULE_2__/* .err */ ._)({ code: "failed", message: `more than ${MAX_REDIRECTS} redirects` });
    },
};
/** The request that an answer sends on to; null when it is the last. */
function redirected(request, { status, headers }) {
    const location = headers.find(([name]) => name === "location")?.[1];
    if (location === undefined || !REDIRECTS.includes(status))
        return null;
    if (!URL.canParse(location, request.url))
        return null;
    const url = new URL(location, request.url);
    const away = url.origin !== new URL(request.url).origin;
    const kept = Object.entries(request.headers).filter(([name]) => !away || !SECRET_HEADERS.includes(name.toLowerCase()));
    const asGet = status === 303 || (status < 303 && request.method === "POST");
    const method = asGet && request.method !== "HEAD" ? "GET" : request.method;
    return {
        ...request,
        url: url.href,
        method,
        headers: Object.fromEntries(kept),
        body: asGet ? null : request.body,
    };
}
function sendOnce(request) {
    return new Promise((resolve) => {
        const failed = (error) => {
            resolve((0,_core_problems_result_js__WEBPACK_IMPORTED_MODULE_2__/* .err */ ._)(toProblem(error, request.signal)));
        };
        try {
            const url = new URL(request.url);
            const secure = url.protocol === "https:";
            const call = (secure ? node_https__WEBPACK_IMPORTED_MODULE_1__.request : node_http__WEBPACK_IMPORTED_MODULE_0__.request)(url, {
                method: request.method,
                headers: {
                    accept: "*/*",
                    "accept-encoding": "identity",
                    "user-agent": "parallel-smoke",
                    // Node gives a length by itself only to methods that usually have a body.
                    ...(request.body === null ? {} : { "content-length": Buffer.byteLength(request.body) }),
                    ...lowerCase(request.headers),
                },
                signal: request.signal,
                ...(isLoopback(url.hostname) ? { agent: secure ? new node_https__WEBPACK_IMPORTED_MODULE_1__.Agent() : new node_http__WEBPACK_IMPORTED_MODULE_0__.Agent() } : {}),
            });
            call.once("error", failed);
            call.once("response", (message) => {
                read(message, request).then(resolve, failed);
            });
            call.end(request.body ?? undefined);
        }
        catch (error) {
            failed(error);
        }
    });
}
async function read(message, request) {
    const pieces = [];
    let room = request.maxBodyBytes;
    let whole = true;
    for await (const piece of message) {
        pieces.push(piece.subarray(0, room));
        if (piece.length > room) {
            whole = false;
            break;
        }
        room -= piece.length;
    }
    const raw = message.rawHeaders;
    const headers = raw.flatMap((name, i) => i % 2 === 0 ? [[name.toLowerCase(), raw[i + 1] ?? ""]] : []);
    return (0,_core_problems_result_js__WEBPACK_IMPORTED_MODULE_2__.ok)({
        status: message.statusCode ?? 0,
        statusText: message.statusMessage ?? "",
        headers,
        url: request.url,
        body: Buffer.concat(pieces).toString("utf8"),
        whole,
    });
}
function lowerCase(headers) {
    return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
function isLoopback(hostname) {
    const host = hostname.replace(/^\[|\]$/gu, "").toLowerCase();
    return (host === "localhost" || host.endsWith(".localhost") || host === "::1" || /^127\./u.test(host));
}
function toProblem(error, signal) {
    if (signal.aborted)
        return { code: "aborted", message: "aborted" };
    if (!(error instanceof Error))
        throw error;
    const code = "code" in error && typeof error.code === "string" ? error.code : "";
    if (code === "ECONNREFUSED")
        return { code: "refused", message: "connection refused" };
    const message = error.message === "" ? code : error.message;
    return { code: "failed", message };
}


/***/ })

};
