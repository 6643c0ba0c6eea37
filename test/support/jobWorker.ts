/** A worker process for tests to kill: `node --import tsx test/support/jobWorker.ts DATABASE_URL`. */
import { pino } from 'pino';
import { startJobRunner } from '../../server/jobs/runner.ts';
import { gatedHandlers } from './gatedJobs.ts';

const url = process.argv[2]!;
const runner = startJobRunner({
  url,
  concurrency: 2,
  handlers: gatedHandlers(url, `child ${process.pid}`),
  log: pino({ level: 'silent' }),
});
process.once('SIGTERM', () => {
  void runner.stop({ graceMs: 5_000 }).then(() => process.exit(0));
});
