import type { CallEvent, CallEventOf } from '../../../../shared/calls/timeline.ts';

const TRANSFER: Record<CallEventOf<'transfer'>['state'], string> = {
  asked: 'Asked for a person',
  waiting: 'Waits for a person',
  joined: 'A person joined',
  nobody: 'No person took the call',
  failed: 'The transfer failed',
};
const PERSON: Record<CallEventOf<'person'>['state'], string> = {
  listens: 'listens in',
  whispers: 'whispers',
  'took-over': 'took over',
  left: 'left',
};
const RECORDING: Record<CallEventOf<'recording'>['state'], string> = {
  started: 'Recording started',
  paused: 'Recording paused',
  resumed: 'Recording goes on',
  stopped: 'Recording stopped',
};
const PARTS: Record<CallEventOf<'trouble'>['what'], string> = {
  recogniser: 'Recogniser',
  agent: 'Agent',
  voice: 'Voice',
  tool: 'Tool',
  carrier: 'Carrier',
  database: 'Database',
  slot: 'Deployed line',
};

/** What happened beside the words, in a few of them; null for what is said and for turns, which have lines of their own. */
export function noteOf(event: CallEvent): string | null {
  switch (event.kind) {
    case 'began':
      return 'The call began';
    case 'step':
      return `Step: ${event.title}`;
    case 'tool':
      return event.ok ? event.title : `${event.title}: failed${event.code ? ` (${event.code})` : ''}`;
    case 'key':
      return `Key ${event.digit}`;
    case 'barge-in':
      return event.outcome === 'interrupted'
        ? `Caller interrupted, silent after ${Math.round(event.reactionMs)} ms`
        : 'Paused for the caller, then went on';
    case 'reprompt':
      return event.why === 'silence' ? 'Asked again: nothing was heard' : 'Asked again: not understood';
    case 'collected':
      return `${event.name}: ${event.value}${event.confirmed ? ', confirmed' : ''}`;
    case 'recording':
      return event.why ? `${RECORDING[event.state]}: ${event.why}` : RECORDING[event.state];
    case 'transfer':
      return `${TRANSFER[event.state]}${event.to === 'people' ? '' : ` (${event.to})`}`;
    case 'person':
      return `${event.actor.name} ${PERSON[event.state]}`;
    case 'trouble':
      return `${PARTS[event.what]}: ${event.detail}`;
    case 'satisfaction':
      return `Caller’s mark: ${event.score} of 5`;
    default:
      return null;
  }
}

/** What of a line the caller did not hear any more. */
export const unheardOf = ({ text, heard, whole }: CallEventOf<'spoken'>): string =>
  whole || !text.startsWith(heard) ? '' : text.slice(heard.length).trim();

const PURPOSES: Record<CallEventOf<'spoken'>['purpose'], string | null> = {
  fixed: 'fixed line',
  answer: null,
  filler: 'while it took a moment',
  reprompt: 'asked again',
  announcement: 'announcement',
  hold: 'on hold',
  trouble: 'in trouble',
  person: null,
};

/** Who said a line, and what kind of line it was. */
export function speakerOf({ source, purpose }: CallEventOf<'spoken'>): string {
  const who = source.kind === 'person' ? source.actor.name : 'Agent';
  const kind = PURPOSES[purpose];
  return kind ? `${who}, ${kind}` : who;
}

/** What was heard where nothing was said: a tone that bridges a silence, or begins a message; null for words. */
export function toneOf({ text, source, purpose }: CallEventOf<'spoken'>): string | null {
  if (text !== '' || source.kind !== 'voice') return null;
  const kind = PURPOSES[purpose];
  const why = source.instead?.reason ?? '';
  return ['A tone', kind && source.instead ? `, ${kind}` : '', why ? `: ${why}` : ''].join('');
}

const MARK = /\[(card number|account number|e-mail|phone|address|name)\]/g;

/** A text in pieces: what was said, and what was taken out of it. */
export function redactionsIn(text: string): { text: string; redacted: boolean; at: number }[] {
  const pieces: { text: string; redacted: boolean; at: number }[] = [];
  let from = 0;
  for (const found of text.matchAll(MARK)) {
    if (found.index > from) pieces.push({ text: text.slice(from, found.index), redacted: false, at: from });
    pieces.push({ text: found[1] ?? '', redacted: true, at: found.index });
    from = found.index + found[0].length;
  }
  if (from < text.length) pieces.push({ text: text.slice(from), redacted: false, at: from });
  return pieces;
}
