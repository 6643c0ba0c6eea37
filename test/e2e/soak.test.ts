import { expect, test } from 'vitest';
import { openCallers } from '../../scripts/support/callers.ts';
import { openCarrier } from '../../server/simulator/carrier/carrier.ts';
import { processSample } from '../../server/simulator/installation/processSample.ts';
import { soak } from '../../server/simulator/runs/soak.ts';
import { seededRandom } from '../../server/simulator/seededRandom.ts';
import { clientOf, until } from '../support/client.ts';
import { NO_LIMITS, OWNER, startNode } from '../support/node.ts';

const PUBLIC_URL = 'http://voice.example';

test('calls that end at any moment leave nothing behind: no call, no socket, and no growing memory', async () => {
  const callers = openCallers();
  const node = await startNode({
    ...OWNER,
    ...NO_LIMITS,
    VOICEOPS_ROLES: 'web,calls',
    VOICEOPS_LOG_LEVEL: 'warn',
    TWILIO_AUTH_TOKEN: 'soak',
    VOICEOPS_PUBLIC_URL: PUBLIC_URL,
  });
  const carrier = await openCarrier({ authToken: 'soak', url: node.url, publicUrl: PUBLIC_URL });
  try {
    const api = clientOf(node.url, { key: OWNER.VOICEOPS_OWNER_API_KEY });
    await until(
      () => api.get('/api/v1/phone-numbers'),
      ({ body }) => body.items?.length > 0,
      60_000,
    );
    const sample = () => processSample(node.url, OWNER.VOICEOPS_OWNER_API_KEY);
    const { number } = seededRandom(5);
    const options = {
      from: '+15005550006',
      to: '+15005550100',
      everyMs: 2_000,
      sounds: [await callers.sounds.said('Where is my order one two three four five?', 'flite:slt')],
      random: () => number(1_000_000) / 1_000_000,
      sample,
    };
    // What is loaded once is loaded by the first calls.
    await soak(carrier, { ...options, calls: 4, forMs: 6_000, longestMs: 4_000 });
    const before = await idle();
    const { reports } = await soak(carrier, { ...options, calls: 12, forMs: 20_000, longestMs: 5_000 });
    expect(reports.length).toBeGreaterThan(20);
    expect(reports.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
    const after = await idle();
    // Connections that are kept open for the next request come and go.
    expect(after.handles).toBeLessThan(before.handles + 20);
    expect(after.heapBytes).toBeLessThan(before.heapBytes + 60e6);

    /** What the program is once no call is in progress. */
    async function idle() {
      await until(
        () => api.get('/api/v1/calls/live'),
        ({ body }) => body.total === 0,
        60_000,
      );
      return (await sample())!;
    }
  } finally {
    await carrier.close();
    await callers.close();
    await node.stop();
  }
}, 240_000);
