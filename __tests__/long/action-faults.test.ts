/**
 * Faults of the service between the jobs that are much like those in `__tests__/e2e`.
 */
import { afterEach, beforeEach, describe, it } from "vitest"
import {
  connectionReset,
  forbiddenFinalize,
  lostFinalizeReply,
  notJson,
  quotaHit,
  rateLimited,
  refuse,
} from "../__rig__/results-service/faults.ts"
import { type FaultyRun, SHARD, startFaultyRun } from "../e2e/faulty-run.ts"

let faulty: FaultyRun

beforeEach(async () => {
  faulty = await startFaultyRun()
})

afterEach(async () => {
  await faulty.service.stop()
})

describe("a shard's upload", () => {
  it.each([
    ["403 on finalize", forbiddenFinalize, `${SHARD}-u2`],
    ["its name is taken", refuse("CreateArtifact", 409, "already exists"), `${SHARD}-u2`],
    ["429", rateLimited("CreateArtifact"), SHARD],
    ["503", refuse("CreateArtifact", 503), SHARD],
    ["a proxy's page", notJson("CreateArtifact"), SHARD],
    ["403", refuse("CreateArtifact", 403, "no"), `${SHARD}-u2`],
    ["a reset", connectionReset("CreateArtifact"), `${SHARD}-u2`],
    ["a lost reply", lostFinalizeReply, `${SHARD}-u2`],
  ])("once %s: green", (_, fault, where) => faulty.uploadOnce(fault, where))

  it.each([
    ["its name is taken", refuse("CreateArtifact", 409, "already exists"), /conflict/u],
    ["403 on finalize", forbiddenFinalize, /forbidden/u],
    ["429", rateLimited("CreateArtifact"), /rate-limited/u],
    ["a proxy's page", notJson("CreateArtifact"), /network/u],
    ["a reset", connectionReset("CreateArtifact"), /network/u],
    ["503", refuse("CreateArtifact", 503), /network/u],
    ["a full storage", quotaHit, /quota/u],
  ])("always %s: the shard says why, the report says which shard", (_, fault, why) =>
    faulty.uploadNever(fault, why),
  )
})

describe("the plan's upload", () => {
  it.each([
    ["its name is taken", refuse("CreateArtifact", 409, "already exists")],
    ["403 on finalize", forbiddenFinalize],
    ["a lost reply", lostFinalizeReply],
    ["429", rateLimited("CreateArtifact")],
    ["a proxy's page", notJson("CreateArtifact")],
  ])("once %s: green", (_, fault) => faulty.once({ plan: fault }))
})

describe("the list", () => {
  it.each([
    ["429", rateLimited("ListArtifacts")],
    ["503", refuse("ListArtifacts", 503)],
    ["a proxy's page", notJson("ListArtifacts")],
    ["a reset", connectionReset("ListArtifacts")],
  ])("once %s, for a shard and for aggregate: green", (_, fault) => faulty.listOnce(fault))

  it.each([
    ["503", refuse("ListArtifacts", 503)],
    ["a reset", connectionReset("ListArtifacts")],
  ])("always %s: red without a token, green by REST with one", (_, fault) =>
    faulty.listNever(fault),
  )
})

describe("a shard's download", () => {
  it.each([
    ["a reset", connectionReset("blob:get")],
    ["503", refuse("blob:get", 503)],
    ["a reset for its address", connectionReset("GetSignedArtifactURL")],
  ])("once %s: green", (_, fault) => faulty.once({ download: fault }))
})
