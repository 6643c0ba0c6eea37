/** Holds an embedded server for tests that kill its holder: prints its address, ends on SIGTERM. */
import { pino } from 'pino';
import { startEmbeddedPostgres } from '../../server/db/embedded/index.ts';

const server = await startEmbeddedPostgres({ dataDir: process.argv[2]!, log: pino({ level: 'silent' }) });
process.stdout.write(`${server.url}\n`);
process.once('SIGTERM', () => {
  void server.stop().then(() => process.exit(0));
});
// Whoever holds a server has other things that keep it alive.
setInterval(() => undefined, 60_000);
