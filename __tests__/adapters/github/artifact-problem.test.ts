/**
 * Shapes of errors that the loopback service cannot provoke, as the client and the system word them.
 */
import { describe, expect, it } from "vitest"
import { toArtifactProblem } from "../../../src/adapters/github/artifacts.ts"

const withFields = (message: string, fields: object) => Object.assign(new Error(message), fields)

describe("toArtifactProblem", () => {
  it.each([
    [new Error("Failed to CreateArtifact: Unable to make request: ENOTFOUND"), "network"],
    [new Error("getaddrinfo EAI_AGAIN results.example"), "network"],
    [new Error("Upload progress stalled."), "network"],
    [new Error("Artifact not found for name: a"), "not-found"],
    [withFields("Not Found", { status: 404 }), "not-found"],
    [withFields("Resource not accessible by integration", { status: 403 }), "forbidden"],
    [withFields("API rate limit exceeded for installation", { status: 403 }), "rate-limited"],
    [withFields("secondary rate limit", { status: 429 }), "rate-limited"],
    [withFields("gone", { statusCode: 410 }), "expired"],
    [withFields("Artifact has expired", { status: 410 }), "expired"],
    [withFields("server is busy", { statusCode: 503 }), "network"],
    [withFields("The specified blob does not exist", { statusCode: 404 }), "not-found"],
    // A name that holds a number is no status.
    [new Error("Failed to CreateArtifact: artifact (409) is odd"), "other"],
    ["thrown text", "other"],
  ])("%s is %s", (error, reason) => {
    expect(toArtifactProblem(error).reason).toBe(reason)
  })

  it("keeps the first line of the words", () => {
    expect(toArtifactProblem(new Error("  Artifact storage quota has been hit.\nMore: …"))).toEqual(
      {
        reason: "quota",
        message: "Artifact storage quota has been hit.",
      },
    )
  })
})
