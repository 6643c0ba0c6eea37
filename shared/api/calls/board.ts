import { z } from 'zod';
import { CallEnd, CallEvent } from '../../calls/timeline.ts';
import { Sentiment } from '../../dialogue/intents.ts';
import { Actor, Id, IdParams, Time, text, whole } from '../common.ts';
import { route } from '../route.ts';
import { socket } from '../socket.ts';

/** Who has the floor of a call. */
export const FLOORS = ['caller', 'agent', 'person', 'waiting'] as const;
export const Floor = z.enum(FLOORS);
export type Floor = z.infer<typeof Floor>;

/** A call in progress, as a card of the board. */
export const BoardCall = z.object({
  id: Id,
  here: z
    .boolean()
    .describe(
      'It can be joined. False: it rings, or another process holds it of an installation without Redis',
    ),
  ringing: z.boolean().describe('Let in, and its sound does not flow yet'),
  carrier: z.enum(['twilio', 'browser', 'sip']),
  direction: z.enum(['inbound', 'outbound']),
  from: z.string().nullable().describe('Who called; the other party’s is masked to its last digits'),
  to: z.string().nullable().describe('Who was called; likewise'),
  flow: z.object({ name: z.string(), version: z.number().int() }),
  step: z.string().nullable().describe('Where it is in the flow'),
  personality: z.string().nullable().describe('Who answers'),
  testedBy: Actor.nullable().describe('Somebody of the workspace who tries it'),
  startedAt: Time,
  floor: Floor.nullable().describe('Null where it is not known here'),
  lastWords: z
    .object({
      by: z.enum(['caller', 'agent', 'person']),
      text: z.string(),
      final: z.boolean().describe('False: it is still being said'),
    })
    .nullable(),
  mood: Sentiment.nullable().describe('By the last answered turn; null before one'),
  waiting: z
    .object({
      since: Time,
      to: z.string(),
      summary: z.string().nullable().describe('Spoken to the person who picks up'),
    })
    .nullable()
    .describe('The caller waits for a person'),
  person: Actor.nullable().describe('Who took over'),
  trouble: z.string().nullable().describe('What failed last on it, in words'),
});
export type BoardCall = z.infer<typeof BoardCall>;

/** More calls are in progress than a person can look at: the board shows those that matter first. */
export const MOST_ON_BOARD = 200;
const total = z.number().int().describe(`In progress; at most ${MOST_ON_BOARD} of them are shown`);

/** Words that are not final yet, and who has the floor. */
export const LiveWords = z.object({ interim: z.string(), floor: Floor });
export type LiveWords = z.infer<typeof LiveWords>;

/**
 * What the board tells, as server-sent events named after their kind: `board` first, then what changes, at most a few
 * times a second; of the call that is followed closely `timeline` with all of it so far, then every event as it
 * happens. Kinds that a client does not know are to be ignored.
 */
export const BoardEvent = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('board'), calls: z.array(BoardCall), total }),
  z.object({
    kind: z.literal('changed'),
    calls: z.array(BoardCall).describe('New, or other than before'),
    gone: z.array(Id).describe('No longer on the board'),
    total,
  }),
  z.object({ kind: z.literal('timeline'), callId: Id, events: z.array(CallEvent), words: LiveWords }),
  z.object({ kind: z.literal('event'), callId: Id, event: CallEvent }),
  z.object({ kind: z.literal('words'), callId: Id, words: LiveWords }),
  z.object({
    kind: z.literal('over'),
    callId: Id,
    end: CallEnd.nullable().describe('Null: it is not in progress in this process'),
  }),
]);
export type BoardEvent = z.infer<typeof BoardEvent>;

/** How a person joins a call. */
export const JoinWay = z.enum(['take-over', 'whisper']);
export type JoinWay = z.infer<typeof JoinWay>;

/** The parties that are heard in a listener's frames, by the first byte of a frame. */
export const LISTENED_PARTIES = ['caller', 'agent'] as const;
/** Of a listener's frame: the party (a byte) and when it sounds, in ms of the call (4 bytes, big endian). */
export const LISTENED_HEADER_BYTES = 5;
/** Longest advice in characters. */
export const LONGEST_ADVICE = 500;

const T = 'Calls';
export const boardRoutes = {
  listLiveCalls: route({
    method: 'GET',
    path: '/api/v1/calls/live',
    tag: T,
    access: 'workspace:read',
    status: 200,
    summary: 'List the calls in progress, those that wait for a person first, then the oldest',
    reply: whole(BoardCall).extend({ total }),
  }),
  followLiveCalls: route({
    method: 'GET',
    path: '/api/v1/calls/live/stream',
    tag: T,
    access: 'workspace:read',
    status: 200,
    summary: 'Follow the calls in progress, and one of them closely, as server-sent events',
    query: z.object({ call: Id.optional().describe('The call whose timeline is told as it happens') }),
    produces: ['text/event-stream'],
  }),
  adviseCall: route({
    method: 'POST',
    path: '/api/v1/calls/:id/advise',
    tag: T,
    access: 'calls:join',
    status: 204,
    summary: 'Tell the agent of a call something that it is to know or do from its next answer on',
    params: IdParams,
    body: z.object({ text: text(1, LONGEST_ADVICE) }),
  }),
  handBackCall: route({
    method: 'POST',
    path: '/api/v1/calls/:id/hand-back',
    tag: T,
    access: 'calls:join',
    status: 204,
    summary: 'Let the agent go on with a call that a person took over',
    params: IdParams,
  }),
  endCall: route({
    method: 'POST',
    path: '/api/v1/calls/:id/end',
    tag: T,
    access: 'calls:join',
    status: 204,
    summary: 'End a call in progress with the goodbye of its flow',
    params: IdParams,
  }),
};

/** Hears a call: each binary message is a header and µ-law at 8 kHz; the socket closes once the call is over. */
export const listenSocket = socket({
  path: '/api/v1/calls/:id/listen',
  summary: 'Hear a call, both parties apart',
  access: 'calls:join',
  params: IdParams,
});

/** A person's own line into a call; its messages: shared/calls/browserMessages.ts. */
export const joinSocket = socket({
  path: '/api/v1/calls/:id/join',
  summary: 'Take a call over, or whisper to whoever did',
  access: 'calls:join',
  params: IdParams,
  query: z.object({ how: JoinWay }),
});
