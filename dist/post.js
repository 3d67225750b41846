// The runner starts this file after the step; the bundle beside it is told so.
process.argv.push("--post");
await import("./index.js");
export {};
