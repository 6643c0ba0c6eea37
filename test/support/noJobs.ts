import type { JobHandlers } from '../../server/jobs/runner.ts';

const unused = async () => {
  throw new Error('this scene queues no such job');
};

/** Handlers for scenes that queue a few kinds of jobs only, and give those themselves. */
export const NO_JOBS: JobHandlers = {
  generateVersion: unused,
  checkVersion: unused,
  deliverWebhook: unused,
  runRelease: unused,
  showSample: unused,
  pullVoice: unused,
  trainVoice: unused,
  removeVoiceCopy: unused,
  endConsent: unused,
  finishCall: unused,
};
