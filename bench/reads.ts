import pg from 'pg';
import { encodeCursor } from '../server/db/page.ts';
import type { Client } from '../test/support/client.ts';
import { growth } from './support/growth.ts';
import { createScript, made, openInstallation } from './support/installation.ts';
import { type Figure, median, timeMs } from './support/statistics.ts';
import { growTo } from './support/versions.ts';

const SIZES = [100, 10_000, 100_000];
const WARM_UP = 30;
const ROUNDS = 200;
/** A page this far from the end: where paging by counting rows would have to pass almost all of them. */
const DEEP_NUMBER = 60;

/** The version list, and the request of a version, with more and more versions of one script in the database. */
export async function run(): Promise<Figure[]> {
  const installation = await openInstallation();
  const client = new pg.Client({ connectionString: installation.databaseUrl });
  await client.connect();
  try {
    // Without a worker, so that what is measured is the request and not the work that it queues.
    await installation.start({ VOICEOPS_ROLES: 'web' });
    const { api } = installation;
    const { scriptId } = await createScript(api, 'Thank you for calling. How can we help you today?');
    const versionsOf = `/api/v1/scripts/${scriptId}/versions`;
    const requests: Record<string, () => Promise<unknown>> = {
      'first page of versions': () => made(api.get(versionsOf)),
      'deep page of versions': () => made(api.get(`${versionsOf}?cursor=${encodeCursor([DEEP_NUMBER])}`)),
      'POST of a version': () => made(api.post(versionsOf, { voiceId: 'flite:slt' })),
    };
    return await growth(SIZES, {
      room: 'reads',
      what: 'versions',
      growTo: (size) => growTo(client, scriptId, size),
      async costs() {
        await checkDeepPage(api, versionsOf);
        const costs: Record<string, number> = {};
        for (const [name, request] of Object.entries(requests)) costs[name] = await medianMs(request);
        return costs;
      },
    });
  } finally {
    await client.end();
    await installation.close();
  }
}

async function checkDeepPage(api: Client, versionsOf: string): Promise<void> {
  const { items } = await made(api.get(`${versionsOf}?cursor=${encodeCursor([DEEP_NUMBER])}`));
  if (items[0]?.number !== DEEP_NUMBER - 1) throw new Error('The deep page is not where it should be.');
}

async function medianMs(request: () => Promise<unknown>): Promise<number> {
  for (let i = 0; i < WARM_UP; i++) await request();
  const times: number[] = [];
  for (let i = 0; i < ROUNDS; i++) times.push(await timeMs(request));
  return median(times);
}
