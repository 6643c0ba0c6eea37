import { expect, test } from 'vitest';
import type { CallReport } from '../carrier/carrier.ts';
import { withDays } from './days.ts';
import { grade } from './grade.ts';
import { matches, missingOf } from './matches.ts';
import { Expectation } from './scenario.ts';

test('days count from the day of the call where it is answered, working days alone', () => {
  // Saturday noon in London is Sunday in Auckland: Monday is the first working day for both.
  const saturday = new Date('2026-11-21T12:00:00Z');
  expect(withDays('{workday+1.date} {workday+1.weekday}', saturday, 'Pacific/Auckland')).toBe(
    '2026-11-23 Monday',
  );
  expect(withDays('On {workday+5.said}.', saturday, 'Europe/London')).toBe('On Friday, November 27.');
  expect(withDays('{workday+6.date}', saturday, 'Europe/London')).toBe('2026-11-30');
});

test('entries are compared in part, patterns too, and events in their order', () => {
  expect(matches({ a: 1, b: { c: 'x1', d: 2 } }, { b: { c: '/^x/' } })).toBe(true);
  expect(matches({ a: [1, 2] }, { a: [1] })).toBe(false);
  expect(matches(null, { a: 1 })).toBe(false);
  const events = [{ kind: 'a' }, { kind: 'b', n: 1 }, { kind: 'a' }];
  expect(missingOf(events, [{ kind: 'a' }, { kind: 'a' }])).toBe(null);
  expect(missingOf(events, [{ kind: 'b' }, { kind: 'b' }])).toEqual({ kind: 'b' });
});

test('a call is graded by its end, its sound, its record and the data, and every complaint is a sentence', async () => {
  const expectation = Expectation.parse({
    ends: 'agent',
    heard: [['yes', 'no'], 'never'],
    clearedWithinMs: 300,
    noCutOff: true,
    call: { end: 'goodbye' },
    events: [{ kind: 'tool' }],
    data: [{ path: '/api/v1/list', where: { name: 'A' }, new: 1, gone: 0 }],
  });
  const said = { fromMs: 1_000, toMs: 2_000, answeredMs: null, audibleMs: null };
  const report = {
    outcome: 'talked',
    why: null,
    dialled: [],
    line: {
      end: 'caller',
      refused: [],
      heard: new Uint8Array(),
      said: [
        { ...said, interrupting: true, cutOffMs: null, clearedMs: 1_400 },
        { ...said, interrupting: false, cutOffMs: 1_500, clearedMs: null },
      ],
    },
  } as unknown as CallReport;
  const complaints = await grade(expectation, report, {
    ear: { understand: async () => null, hears: async (_heard, words) => words === 'no' },
    installation: {
      look: async () => new Map([['/api/v1/list', [{ id: '1', name: 'A' }]]]),
      callOf: async () => null,
    },
    recorded: { call: { end: 'lost' }, events: [{ kind: 'began' }] },
    before: new Map([['/api/v1/list', [{ id: '0', name: 'A' }]]]),
  });
  expect(complaints).toEqual([
    'the call ended by caller, not by agent',
    'the agent was silenced after 400 ms, not within 300 ms',
    'the caller was cut off after 500 of 1000 ms',
    '“never” was not heard',
    'the call’s record is {"end":"lost"}, not {"end":"goodbye"}',
    'the timeline has no {"kind":"tool"} there',
    '1 gone of /api/v1/list {"name":"A"}, not 0',
  ]);
});
