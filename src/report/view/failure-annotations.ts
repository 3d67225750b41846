/**
 * A failure of a use case as annotations: errors of a suite on their own lines, everything else as
 * one annotation.
 */
import type { Failure } from "../../core/problems/failure.ts"
import { positionOf } from "../../core/text/source.ts"
import { cutChars, neutraliseInline, neutraliseText } from "../lines/neutralise.ts"
import { renderFailure } from "../text/failure-text.ts"
import { type Annotation, MAX_MESSAGE_CHARS, MAX_PER_LEVEL } from "./annotations.ts"

/** At most ten annotations; the log has all. */
export function failureAnnotations(failure: Failure): Annotation[] {
  if (failure.reason !== "config/invalid") {
    return [stepError("parallel-smoke", neutraliseText(renderFailure(failure)))]
  }
  return failure.diagnostics
    .filter(({ severity }) => severity === "error")
    .slice(0, MAX_PER_LEVEL)
    .map(({ code, message, hint, location }) => ({
      level: "error",
      title: `parallel-smoke: ${code}`,
      message: cutChars(
        neutraliseInline(hint === undefined ? message : `${message}; ${hint}`, MAX_MESSAGE_CHARS),
        MAX_MESSAGE_CHARS,
      ),
      file: location.file.path,
      line: positionOf(location).line,
    }))
}

/** A bug of the program, with the lines of its log. */
export function bugAnnotation(lines: string): Annotation {
  return stepError("parallel-smoke: internal error", lines)
}

function stepError(title: string, message: string): Annotation {
  return {
    level: "error",
    title,
    message: cutChars(message, MAX_MESSAGE_CHARS),
    file: null,
    line: null,
  }
}
