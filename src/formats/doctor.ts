/**
 * What `doctor` finds: each thing that is wrong with a repository's set-up, and the next action.
 */
import * as s from "../core/schema/make.ts"

/** Version of `doctor --json`. */
export const DOCTOR_SCHEMA_VERSION = 1

/** Every code with what it means; the docs list them. */
export const DOCTOR_CODES = {
  "suite/missing": "There is no suite file.",
  "suite/invalid": "The suite has an error or a warning.",
  "quarantine/expired": "A quarantine is over: failures fail the run again.",
  "quarantine/expiring": "A quarantine ends within two weeks.",
  "workflow/missing": "No workflow runs the suite.",
  "workflow/syntax": "A workflow that uses the action is not valid YAML.",
  "workflow/owner": "A workflow still has OWNER where the account of the action belongs.",
  "workflow/moving-ref": "A workflow uses a branch of the action, which changes without notice.",
  "workflow/no-checkout": "A job uses the action without a checkout, so there is no suite.",
  "workflow/no-shard": "A job runs a shard without saying which.",
  "workflow/fail-fast": "A failed shard cancels the others.",
  "workflow/skipped-verdict":
    "The verdict is skipped when a shard fails, and a skipped check passes.",
  "workflow/verdict-needs": "The verdict does not wait for the plan and the shards.",
  "workflow/tolerated": "A failure of the job or the step is ignored.",
  "workflow/permissions":
    "A workflow does not limit what its token may do, or lacks what it needs.",
  "workflow/no-default-branch": "No run on the default branch, so branches share no history.",
  "workflow/same-id": "Two plans of one run have the same id.",
  "workflow/allow-runners": "The suite uses runner labels that the plan step does not allow.",
  "runner/unknown-label": "A label looks like one of GitHub's, which has none of that name.",
  "runner/none-online": "No self-hosted runner that is online has these labels.",
  "gate/not-required": "The verdict is not a required check of the default branch.",
  "history/unreadable": "The history cannot be read, so nothing is known of earlier runs.",
  "machine/perl": "Without Perl the engine ends processes less completely.",
  "machine/git": "Without git the commit and `--changed-since` are unknown.",
  "machine/containers": "The suite uses containers, and no container engine answers.",
} as const

/** The code of a finding. */
export type DoctorCode = keyof typeof DOCTOR_CODES

/** The next action: a command for a shell, or a patch for `git apply`. */
const FixSchema = s.object({ kind: s.words(["command", "diff"]), text: s.text() })
export type Fix = Readonly<s.Infer<typeof FixSchema>>

const FindingSchema = s.object({
  code: s.name(),
  level: s.words(["error", "warning"]),
  /** A sentence in lower case, without a full stop. */
  message: s.text(),
  /** Relative to the working directory; null where it is not about a file. */
  file: s.name().nullable(),
  line: s.whole().min(1).nullable(),
  fix: FixSchema,
})

/** One thing that is wrong. */
export interface Finding extends Omit<s.Infer<typeof FindingSchema>, "code"> {
  readonly code: DoctorCode
}

/** The whole of `doctor --json`. */
export const DoctorSchema = s.object({
  schemaVersion: s.literal(DOCTOR_SCHEMA_VERSION),
  healthy: s.flag(),
  /** Errors first. */
  action_items: s.list(FindingSchema),
  /** What could not be looked at, and why. */
  unseen: s.list(s.text()),
})
