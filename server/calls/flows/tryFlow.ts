import type { FlowTrial, TrialEntry, TrialInput } from '../../../shared/api/calls/flows.ts';
import type { Flow, Line } from '../../../shared/calls/flow.ts';
import { plainText } from '../../../shared/markup/measure.ts';
import { parseMarkup } from '../../../shared/markup/parse.ts';
import type { Caller } from '../../caller.ts';
import type { WorkspaceTx } from '../../db/database.ts';
import { readSlotNow } from '../../db/slotAudio.ts';
import { timeZoneOf } from '../../dialogue/business/workspaceZone.ts';
import type { FlowCommand, FlowEvent } from '../contract.ts';
import { type FlowMachine, flowMachine } from './flowMachine.ts';
import { readOpenHours } from './openHours.ts';
import type { FlowStore } from './stored/flows.ts';
import { flowRow, versionRow } from './stored/readFlows.ts';

export interface TrialWish {
  /** Not saved yet; absent: the newest version. */
  content?: Flow | undefined;
  open?: boolean | undefined;
  inputs: readonly TrialInput[];
}

type Heard = Extract<TrialEntry, { kind: 'heard' }>;

/**
 * Goes through a flow as a call would, with everything that was done so far: the same inputs give the same transcript.
 * Nothing is called, spoken or kept; where a personality would talk, it is said which. Throws `not-found`.
 */
export function tryFlow(
  { database }: FlowStore,
  { workspaceId }: Caller,
  flowId: string,
  { content, open, inputs }: TrialWish,
): Promise<FlowTrial> {
  return database.withWorkspace(workspaceId, async (tx) => {
    const row = await flowRow(tx, workspaceId, flowId);
    const flow = content ?? (await versionRow(tx, workspaceId, row, row.version)).content;
    const now = new Date();
    const timeZone = await timeZoneOf(tx, workspaceId);
    const isOpen = open === undefined ? await readOpenHours(tx, workspaceId, timeZone, now) : () => open;
    const machine = flowMachine(flow, { now: () => now, timeZone, isOpen });
    const transcript: TrialEntry[] = [];
    for (const entry of play(machine, flow, inputs))
      transcript.push(entry.kind === 'line' ? await heard(tx, workspaceId, entry.line) : entry);
    return { transcript, waitsFor: waitsFor(machine) };
  });
}

type Played = Exclude<TrialEntry, Heard> | { kind: 'line'; line: Line };

/** What is heard and done, lines not looked up yet. */
function* play(machine: FlowMachine, flow: Flow, inputs: readonly TrialInput[]): Generator<Played> {
  if (flow.lines.announcement) yield { kind: 'line', line: flow.lines.announcement };
  yield* follow(machine, machine.on({ type: 'begin' }));
  for (const input of inputs) {
    const commands = machine.on(eventOf(input));
    yield { kind: 'input', input, taken: commands.length > 0 };
    yield* follow(machine, commands);
  }
}

/** Lines that need no answer are heard to their end at once. */
function* follow(machine: FlowMachine, first: readonly FlowCommand[]): Generator<Played> {
  for (let commands = first; commands.length > 0; ) {
    for (const command of commands) yield* entriesOf(command);
    commands = machine.waiting?.type === 'say' ? machine.on({ type: 'line-over' }) : [];
  }
}

function* entriesOf(command: FlowCommand): Generator<Played> {
  switch (command.type) {
    case 'step': {
      const { stepId, step, title } = command;
      yield { kind: 'step', stepId, step, title };
      return;
    }
    case 'collected': {
      const { name, value, confirmed, secret } = command;
      yield { kind: 'collected', name, value: secret ? '•••' : value, confirmed };
      return;
    }
    case 'talk': {
      if (command.greeting) yield { kind: 'line', line: command.greeting };
      yield { kind: 'talk', personalityId: command.personalityId, collected: { ...command.collected } };
      return;
    }
    case 'transfer': {
      yield { kind: 'line', line: command.line };
      const { to, warm, waitMs } = command;
      yield { kind: 'transfer', to, warm, waitSeconds: waitMs / 1000 };
      return;
    }
    case 'voicemail':
      yield { kind: 'line', line: command.line };
      yield { kind: 'voicemail', maxSeconds: command.maxMs / 1000 };
      return;
    case 'end':
      if (command.line) yield { kind: 'line', line: command.line };
      yield { kind: 'end', end: command.end };
      return;
    default:
      yield { kind: 'line', line: command.line };
  }
}

function eventOf(input: TrialInput): FlowEvent {
  switch (input.kind) {
    case 'said':
      return { type: 'said', text: input.text, keys: false };
    case 'keys':
      return { type: 'said', text: input.digits, keys: true };
    case 'silence':
      return { type: 'silence' };
    case 'gone':
      return { type: 'gave-up' };
    case 'talk-over':
      return input.why === 'failed'
        ? { type: 'talk-failed' }
        : { type: 'talk-over', why: input.why, to: null, reason: '' };
    case 'transfer-over':
      return { type: 'transfer-over', joined: input.joined };
    case 'message-left':
      return { type: 'message-over' };
  }
}

async function heard(tx: WorkspaceTx, workspaceId: string, line: Line): Promise<Heard> {
  if (line.kind === 'text') return { kind: 'heard', text: line.text, line, deployed: false };
  const now = await readSlotNow(tx, workspaceId, line);
  if (now.state !== 'live') return { kind: 'heard', text: line.otherwise, line, deployed: false };
  const text = plainText(parseMarkup(now.audio.markup, now.audio.language));
  return { kind: 'heard', text, line, deployed: true };
}

function waitsFor({ waiting }: FlowMachine): FlowTrial['waitsFor'] {
  switch (waiting?.type) {
    case 'ask':
      return waiting.expect.what;
    case 'talk':
      return 'talk';
    case 'transfer':
      return 'transfer';
    case 'voicemail':
      return 'message';
    default:
      return null;
  }
}
