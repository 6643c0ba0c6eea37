/** Attempts that a version gets before it fails: engines that hiccup and workers that are killed both count. */
export const MAX_ATTEMPTS = 5;

/** Runs of the job that the queue allows; more than attempts, since a run may die before an attempt begins. */
const MAX_RUNS = 20;

/** The queued job of a version. Its key lets a lost job be found and replaced (`voiceops_stalled_generations`). */
export function generationJob(workspaceId: string, versionId: string, bulk: boolean) {
  return {
    payload: { workspaceId, versionId, ...(bulk && { bulk: true as const }) },
    key: `generateVersion:${versionId}`,
    maxAttempts: MAX_RUNS,
  };
}

/** How long to wait after the `attempts`th attempt failed: 2 s, 4 s, 8 s, 16 s. */
export function backOffMs(attempts: number): number {
  return 1000 * 2 ** attempts;
}
