import { expect, test } from 'vitest';
import type { BoardCall } from '../../../api/liveCalls.ts';
import { type BoardAction, boardAfter, groupsOf, KEPT_MS, NO_BOARD } from './boardState.ts';

const call = (id: string, startedAt: string, waitingSince?: string): BoardCall => ({
  id,
  here: true,
  ringing: false,
  carrier: 'twilio',
  direction: 'inbound',
  from: null,
  to: null,
  flow: { name: 'Main line', version: 1 },
  step: null,
  personality: null,
  testedBy: null,
  startedAt,
  floor: 'agent',
  lastWords: null,
  mood: null,
  waiting: waitingSince ? { since: waitingSince, to: 'people', summary: null } : null,
  person: null,
  trouble: null,
});
const after = (actions: BoardAction[]) => actions.reduce(boardAfter, NO_BOARD);
const ids = (calls: { id: string }[]) => calls.map(({ id }) => id);

test('a call that is over keeps its place for a while; who waits comes first', () => {
  const actions: BoardAction[] = [
    { kind: 'told', nowMs: 0, event: { kind: 'board', total: 2, calls: [call('a', '1'), call('b', '2')] } },
    {
      kind: 'told',
      nowMs: 1000,
      event: { kind: 'changed', total: 2, gone: ['a'], calls: [call('c', '3', '9')] },
    },
  ];
  const state = after(actions);
  const groups = groupsOf(state.calls!);
  expect([ids(groups.waiting), ids(groups.others)]).toEqual([['c'], ['a', 'b']]);
  expect(state.calls?.get('a')?.overAtMs).toBe(1000);
  const soon = after([...actions, { kind: 'tidy', nowMs: 1000 + KEPT_MS - 1 }]);
  expect(soon.calls?.size).toBe(3);
  const late = after([...actions, { kind: 'tidy', nowMs: 1000 + KEPT_MS }]);
  expect([...late.calls!.keys()]).toEqual(['b', 'c']);
});

test('one call is followed word by word; what is told of another is none of it', () => {
  const words = { interim: '', floor: 'caller' as const };
  const began = { kind: 'began' as const, atMs: 0 };
  const state = after([
    { kind: 'told', nowMs: 0, event: { kind: 'timeline', callId: 'a', events: [began], words } },
    {
      kind: 'told',
      nowMs: 0,
      event: { kind: 'event', callId: 'a', event: { kind: 'key', atMs: 5, digit: '1' } },
    },
    {
      kind: 'told',
      nowMs: 0,
      event: { kind: 'event', callId: 'b', event: { kind: 'key', atMs: 6, digit: '2' } },
    },
    { kind: 'told', nowMs: 0, event: { kind: 'over', callId: 'a', end: 'goodbye' } },
  ]);
  expect(state.followed).toMatchObject({ id: 'a', over: 'goodbye' });
  expect(state.followed?.events.map(({ kind }) => kind)).toEqual(['began', 'key']);
});
