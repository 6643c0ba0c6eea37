import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { NUMBERS } from '../../test/simulator/flows.ts';
import { BOOKINGS } from '../../test/simulator/scenarios/bookings.ts';
import { QUESTIONS } from '../../test/simulator/scenarios/questions.ts';
import { AGENT } from '../../test/simulator/scenarios/talk.ts';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { NO_LIMITS, OWNER } from '../../test/support/node.ts';
import { readEnv } from '../env.ts';
import { createLog } from '../log.ts';
import { apiInstallation } from '../simulator/installation/apiInstallation.ts';
import { playScenario } from '../simulator/scenarios/playScenario.ts';
import { Scenario, type ScenarioInput } from '../simulator/scenarios/scenario.ts';
import { wordEar } from '../simulator/virtual/wordEar.ts';
import { wordSounds } from '../simulator/virtual/wordSounds.ts';
import { startNode } from './node.ts';
import { Scope } from './scope.ts';
import { openVirtualInstallation } from './virtualInstallation.ts';

let db: TestDatabase;
let folder: string;
const scope = new Scope();
beforeAll(async () => {
  db = await createTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'voiceops-virtual-'));
  const first = new Scope();
  const { address } = await startNode(settings(), createLog('silent'), first);
  const api = apiInstallation(new URL(address).origin, OWNER.VOICEOPS_OWNER_API_KEY);
  await api.send('POST', '/api/v1/business/demo-data', {});
  const { name, flow } = NUMBERS[AGENT]!;
  const { id: flowId } = await api.send('POST', '/api/v1/flows', { name, content: flow });
  await api.send('POST', '/api/v1/phone-numbers', { number: AGENT, name, flowId });
  await first.close();
}, 60_000);
afterAll(async () => {
  await scope.close();
  await db?.close();
  await rm(folder, { recursive: true, force: true });
});

const settings = (more: Record<string, string> = {}) =>
  readEnv({
    ...OWNER,
    ...NO_LIMITS,
    DATABASE_URL: db.url,
    VOICEOPS_DATA_DIR: folder,
    VOICEOPS_ROLES: 'web',
    PORT: '0',
    ...more,
  });

async function caller(more: Record<string, string> = {}, { graded = true } = {}) {
  const { carrier, words, url } = await openVirtualInstallation(settings(more), createLog('silent'), scope);
  const installation = graded ? apiInstallation(url, OWNER.VOICEOPS_OWNER_API_KEY) : null;
  const means = {
    carrier,
    sounds: wordSounds(words),
    ear: wordEar(words),
    installation,
    timeZone: 'UTC',
    readFile: () => Promise.reject(new Error('there are no files')),
  };
  return (scenario: ScenarioInput) => playScenario(Scenario.parse(scenario), means);
}

const named = (list: readonly ScenarioInput[], name: string) => list.find((each) => each.name === name)!;

test('calls run through the real flow, agent, tools and data in virtual time', async () => {
  const play = await caller();
  const beganMs = performance.now();
  const results = [
    await play({ ...named(QUESTIONS, 'two wishes in one call') }),
    await play(named(BOOKINGS, 'a booking step by step')),
    await play(named(BOOKINGS, 'hanging up before the booking is confirmed')),
    await play(named(BOOKINGS, 'a line that breaks in the middle of a booking')),
  ];
  expect(results.flatMap(({ complaints }) => complaints)).toEqual([]);
  const talkedMs = results.reduce((sum, { report }) => sum + report.line!.durationMs, 0);
  expect(talkedMs).toBeGreaterThan(2 * (performance.now() - beganMs));
  // Whoever looks at the calls can tell them from those of callers.
  expect(results[0]!.recorded?.call).toMatchObject({ test: true, recordedMs: 0 });
}, 60_000);

test('a caller who pauses inside what they say is understood as one: what was done, and what is remembered', async () => {
  const play = await caller();
  const { complaints, recorded } = await play({
    name: 'pauses everywhere',
    to: AGENT,
    from: '+12025550143',
    voice: 'slt',
    moves: [
      { do: 'listen' },
      { do: 'say', text: 'I would like to book a dentist [1200] appointment.' },
      {
        do: 'answer',
        answers: [
          { to: 'What day would suit you', with: { say: 'On the [1300] {workday+3.weekday}.' } },
          { to: 'Which time would suit you', with: { say: 'At half [1300] past two.' } },
          { to: 'What name shall I book it under', with: { say: 'It’s Grace [1300] Stone.' } },
          { to: 'Shall I use the number you are calling from', with: { say: 'Yes.' } },
          { to: 'Shall I book it', with: { say: 'Yes [700] that’s right.' } },
        ],
        until: ['Is there anything else', 'Is there anything else I can do'],
      },
      { do: 'say', text: 'No, thank you. Goodbye.' },
      { do: 'stay' },
    ],
    expect: {
      ends: 'agent',
      heard: ['it is booked'],
      data: [
        {
          path: '/api/v1/business/appointments?from={workday+3.date}&to={workday+4.date}',
          where: { name: 'Grace Stone', local: '{workday+3.date}T14:30' },
          new: 1,
        },
      ],
    },
  });
  expect(complaints).toEqual([]);
  const events = recorded!.events as { kind: string; text?: string; interrupted?: boolean }[];
  expect(events.filter(({ kind }) => kind === 'heard').map(({ text }) => text)).toContain('appointment');
  const turns = events.filter(({ kind }) => kind === 'turn');
  const whole = turns.filter(({ interrupted }) => !interrupted);
  expect(turns.length).toBeGreaterThan(whole.length);
  // Each message with its answer; of what was only begun, nothing is left.
  const client = new pg.Client(db.url);
  await client.connect();
  const { rows } = await client.query(
    'select c.message_count, count(*)::int as messages from conversations c join messages m on m.conversation_id = c.id where c.id = $1 group by 1',
    [recorded!.call.conversationId],
  );
  await client.end();
  expect(rows).toEqual([{ message_count: 2 * whole.length, messages: 2 * whole.length }]);
}, 60_000);

test('the same call again takes the same course, to the millisecond', async () => {
  const play = await caller();
  const scenario = named(QUESTIONS, 'two wishes in one call');
  const courses = [];
  for (let time = 0; time < 2; time++) {
    const { recorded, report } = await play(scenario);
    const events = recorded!.events as { atMs: number; kind: string }[];
    courses.push([report.line!.durationMs, ...events.map(({ atMs, kind }) => [atMs, kind])]);
  }
  expect(courses[1]).toEqual(courses[0]);
}, 60_000);

test('a model outside, a line with faults and a number that nobody has are refused in words', async () => {
  const scenario = { name: 'any', to: AGENT, moves: [{ do: 'hang-up' as const }] };
  const modelled = await caller({ ANTHROPIC_API_KEY: 'sk-ant-none' }, { graded: false });
  expect((await modelled(scenario)).report).toMatchObject({
    outcome: 'failed',
    why: expect.stringContaining('with the built-in agent alone'),
  });
  const play = await caller({}, { graded: false });
  expect((await play({ ...scenario, faults: { jitterMs: 50 } })).report.why).toContain('loses nothing');
  expect((await play({ ...scenario, to: '+15005559999' })).report).toMatchObject({
    outcome: 'refused',
    why: 'nobody has the number +15005559999',
  });
}, 60_000);
