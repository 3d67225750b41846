/**
 * Builders of plans and of the events of their runs.
 */
export * from "./build-plan.ts"
export * from "./build-shard.ts"
