import { afterAll, beforeAll, expect, test } from 'vitest';
import { AUTH_TOKEN, callDoors, PUBLIC_URL } from '../../../test/support/callDoors.ts';
import { type Carrier, openCarrier } from '../../simulator/carrier/carrier.ts';
import type { Dialled } from '../../simulator/carrier/dialling.ts';
import { NO_FAULTS } from '../../simulator/carrier/faults.ts';
import type { CallerOnLine } from '../../simulator/carrier/line.ts';

const ACCOUNT_SID = `AC${'0'.repeat(32)}`;
const COLLEAGUE = '+12025550199';
const place = { url: '' };
let carrier: Carrier;
let doors: Awaited<ReturnType<typeof callDoors>>;
beforeAll(async () => {
  carrier = await openCarrier({
    authToken: AUTH_TOKEN,
    accountSid: ACCOUNT_SID,
    url: () => place.url,
    publicUrl: PUBLIC_URL,
    controlPort: 0,
  });
  doors = await callDoors({
    env: { TWILIO_ACCOUNT_SID: ACCOUNT_SID, TWILIO_BASE_URL: carrier.controlUrl! },
  });
  place.url = doors.address;
});
afterAll(async () => {
  await carrier?.close();
  await doors?.close();
});

/** Somebody who is handed on once their sound has come, and does this once they are back. */
async function handedOn(from: string, dialled: Dialled, back: CallerOnLine['tick'] = () => undefined) {
  const arrived = () => doors.arrived.find(({ call }) => call.start.from === from);
  const returned = () => arrived()?.told.some(([what]) => what === 'returned') ?? false;
  let handing = true;
  const report = await carrier.call({
    from,
    to: doors.number,
    faults: NO_FAULTS,
    dialled,
    caller: {
      tick: (side) => {
        if (handing && arrived()) {
          handing = false;
          void arrived()!.transport.transfer(COLLEAGUE, 20_000);
        } else if (returned()) back(side);
      },
    },
  });
  await expect.poll(() => arrived()?.told.at(-1)?.[0]).toBe('closed');
  return { report, told: arrived()!.told.filter(([what]) => what !== 'audio') };
}

test('the carrier brings a caller back whom nobody answers, by keys and sound of the same call', async () => {
  let keyed = false;
  const { report, told } = await handedOn('+12025550151', { outcome: 'no-answer', afterMs: 300 }, (side) => {
    if (keyed) side.hangUp();
    else side.key('7');
    keyed = true;
  });
  expect(told).toEqual([['returned'], ['dtmf', '7'], ['closed', 'caller-hung-up']]);
  expect(report).toMatchObject({
    outcome: 'talked',
    line: { end: 'caller' },
    dialled: [{ to: COLLEAGUE, status: 'no-answer' }],
  });
  expect(doors.arrived.filter(({ call }) => call.start.from === '+12025550151')).toHaveLength(1);
});

test('the carrier tells who answers, and the call is over here', async () => {
  const { report, told } = await handedOn('+12025550152', { outcome: 'answered', afterMs: 300 });
  expect(told).toEqual([['closed', 'transferred']]);
  expect(report).toMatchObject({ line: { end: 'transferred' }, dialled: [{ status: 'completed' }] });
});
