import { z } from 'zod';
import { Intent, Sentiment } from '../dialogue/intents.ts';
import { Actor, Id, IdParams, MayRepeat, PageQuery, page, Time, text } from './common.ts';
import { Problem } from './problems.ts';
import { route } from './route.ts';

/** How a turn ended; null in a message while it is still being answered. */
export const TURN_ENDS = ['complete', 'length', 'refused', 'tool-limit', 'aborted', 'failed'] as const;
export const TurnEnd = z.enum(TURN_ENDS);

export const Understanding = z.object({
  intent: Intent,
  confidence: z.number().min(0).max(1),
  sentiment: Sentiment,
});

/** Who spoke, in the state that it had then; without an id it is the one that needs no row. */
export const SpeakingPersonality = z.object({ id: Id.nullable(), name: z.string() });
/** Who found the words: a language model or the built-in rules. */
export const AnsweringAgent = z.object({ id: z.string(), name: z.string(), version: z.string() });

export const ToolCall = z.object({
  callId: z.string(),
  tool: z.string(),
  title: z.string().describe('For people: “Book an appointment”'),
  arguments: z.unknown().describe('Masked; absent while nothing is known of them').optional(),
  answer: z
    .discriminatedUnion('ok', [
      z.object({ ok: z.literal(true), result: z.unknown() }),
      z.object({ ok: z.literal(false), code: z.string(), message: z.string() }),
    ])
    .nullable()
    .describe('Masked; null when the turn was aborted before'),
  tookMs: z.number().nullable(),
});
export type ToolCall = z.infer<typeof ToolCall>;

export const TurnActionTaken = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('transfer'), to: z.string().nullable(), reason: z.string() }),
  z.object({ kind: z.literal('hang-up'), reason: z.string() }),
]);

export const SpokenReply = z.object({
  engine: z.string(),
  voice: z.object({ id: z.string(), name: z.string() }),
  fallback: z
    .object({ voiceId: z.string(), code: z.string(), reason: z.string() })
    .nullable()
    .describe('Whose place the voice took, and why'),
});

const Answer = z.object({
  text: z.string(),
  audioUrl: z.string().nullable().describe('The spoken answer as MP3; null where nothing was spoken'),
  audioDurationMs: z.number().nullable(),
  speech: SpokenReply.nullable().describe('Who spoke'),
  speechProblem: z
    .object({ code: z.string(), detail: z.string() })
    .nullable()
    .describe('Why it was not spoken, or not to its end, though that was asked for'),
  personality: SpeakingPersonality,
  personalityVersion: z.number().int().nullable(),
  agent: AnsweringAgent,
  agentProblem: z
    .object({ code: z.string(), detail: z.string() })
    .nullable()
    .describe('What failed on the way to this answer, such as an agent that was to answer first'),
  cached: z.boolean().describe('Answered from memory, without asking anybody anew'),
  tools: z.array(ToolCall),
  actions: z.array(TurnActionTaken).describe('What should happen beside talking'),
});

export const ChatReply = Answer.extend({
  conversationId: Id,
  messageId: Id.describe('Of the answer; of the message itself while a person has the conversation'),
  heldBy: Actor.nullable().describe(
    'Who of the workspace has the conversation and answers in the agent’s place: `text` is empty then, and what they say comes as messages of the conversation',
  ),
  intent: Intent,
  confidence: z.number().min(0).max(1),
  sentiment: Sentiment.describe('Of the message that was answered'),
  end: z.enum([...TURN_ENDS, 'held']).describe('`held`: a person has the conversation, see `heldBy`'),
});
export type ChatReply = z.infer<typeof ChatReply>;

export const Conversation = z.object({
  id: Id,
  title: z.string().describe('How it began'),
  personality: SpeakingPersonality.nullable().describe('Who answered last'),
  messageCount: z.number().int(),
  answering: z.boolean().describe('A message is being answered now'),
  waitsSince: Time.nullable().describe('Since when a person is wanted in it; null: none is'),
  heldBy: z
    .object({
      member: Actor,
      since: Time,
      unansweredSince: Time.nullable().describe('Since when a word of theirs is waited for'),
    })
    .nullable()
    .describe('Who of the workspace has it and answers in the agent’s place; null: the agent answers'),
  startedBy: Actor,
  createdAt: Time,
  updatedAt: Time,
});
export type Conversation = z.infer<typeof Conversation>;

const said = { id: Id, text: z.string(), createdAt: Time };
/** What somebody of the workspace can do in a conversation. */
export const MEMBER_ACTS = ['said', 'took-over', 'handed-back', 'closed', 'left', 'nobody-came'] as const;
const MemberMessage = z.object({
  by: z.literal('member'),
  ...said,
  member: Actor.describe('A person of the workspace, never the AI; the system where nobody came'),
  did: z
    .enum(MEMBER_ACTS)
    .describe(
      '`said`: the text is theirs. Otherwise it tells what happened; `left`: they did not answer for long, and the agent goes on',
    ),
});
export type MemberMessage = z.infer<typeof MemberMessage>;

/** What somebody said, in order. An answer that was stopped holds what was said until then. */
export const Message = z.discriminatedUnion('by', [
  z.object({
    by: z.literal('person'),
    ...said,
    understanding: Understanding.nullable(),
    passedTo: Actor.nullable().describe('Who of the workspace had the conversation; null: the agent answers'),
  }),
  MemberMessage,
  Answer.extend({
    by: z.literal('agent'),
    ...said,
    end: TurnEnd.nullable().describe('Null while it is being answered'),
  }),
]);
export type Message = z.infer<typeof Message>;

/**
 * What a streamed answer tells, as server-sent events named after their kind. `started` comes first; `done` with the
 * same JSON as without streaming, or `problem`, comes last. Kinds that a client does not know are to be ignored.
 */
export const ChatEvent = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('started'),
    conversationId: Id,
    messageId: Id,
    personality: SpeakingPersonality,
    personalityVersion: z.number().int().nullable(),
  }),
  z.object({ kind: z.literal('understood'), understanding: Understanding }),
  z.object({ kind: z.literal('text'), text: z.string().describe('To be added to what came before') }),
  z.object({ kind: z.literal('sentence'), index: z.number().int(), text: z.string() }),
  z.object({
    kind: z.literal('audio'),
    index: z.number().int().describe('Of the sentence; they come in order, some may be missing'),
    base64: z.string(),
    mediaType: z.literal('audio/mpeg'),
    durationMs: z.number(),
  }),
  z.object({
    kind: z.literal('speech-failed'),
    code: z.string(),
    detail: z.string().describe('The text goes on; no more audio comes'),
  }),
  z.object({ kind: z.literal('tool-started'), callId: z.string(), tool: z.string(), title: z.string() }),
  z.object({
    kind: z.literal('tool-ended'),
    callId: z.string(),
    tool: z.string(),
    answer: ToolCall.shape.answer.unwrap(),
    tookMs: z.number(),
  }),
  z.object({ kind: z.literal('action'), action: TurnActionTaken }),
  z.object({
    kind: z.literal('ended').describe('All of the text is there; sound may still come'),
    text: z.string(),
    end: TurnEnd,
  }),
  z.object({ kind: z.literal('done'), reply: ChatReply }),
  z.object({ kind: z.literal('problem'), problem: Problem }),
]);
export type ChatEvent = z.infer<typeof ChatEvent>;

/** Longest message in characters. */
export const LONGEST_MESSAGE = 4000;

const T = 'Chat';
const access = 'conversations:write';
export const chatRoutes = {
  chat: route({
    method: 'POST',
    path: '/api/v1/chat',
    tag: T,
    access,
    status: 200,
    summary: 'Say something to a personality; with `Accept: text/event-stream` the answer is streamed',
    headers: MayRepeat,
    body: z.object({
      message: text(1, LONGEST_MESSAGE),
      conversationId: Id.optional().describe('A new conversation when absent'),
      sessionId: Id.optional().describe(
        'A session that the caller began, instead of a conversation: it is said there, with what its user likes',
      ),
      personalityId: Id.optional().describe(
        'When absent: the session’s, the conversation’s, the primary one of the workspace, the first active one, the default',
      ),
      speak: z.boolean().default(false),
    }),
    reply: ChatReply,
    produces: ['application/json', 'text/event-stream'],
  }),
  listConversations: route({
    method: 'GET',
    path: '/api/v1/conversations',
    tag: T,
    access,
    status: 200,
    summary: 'List conversations, the one that was talked in last first',
    query: PageQuery.extend({
      personality: Id.optional(),
      mine: z.enum(['true', 'false']).optional().describe('Only those that the caller began'),
      waiting: z
        .enum(['true'])
        .optional()
        .describe('Only those in which a person is wanted, or that one has'),
    }),
    reply: page(Conversation).extend({
      waitingForMe: z
        .number()
        .int()
        .describe(
          'In how many conversations of the workspace the caller is waited for: a person is wanted in those that others began, or a word in those that the caller has. 0 for whoever may not answer in the agent’s place',
        ),
    }),
  }),
  getConversation: route({
    method: 'GET',
    path: '/api/v1/conversations/:id',
    tag: T,
    access,
    status: 200,
    summary: 'Get a conversation',
    params: IdParams,
    reply: Conversation,
  }),
  listMessages: route({
    method: 'GET',
    path: '/api/v1/conversations/:id/messages',
    tag: T,
    access,
    status: 200,
    summary: 'List what was said in a conversation, newest first',
    params: IdParams,
    query: PageQuery,
    reply: page(Message),
  }),
  stopConversation: route({
    method: 'POST',
    path: '/api/v1/conversations/:id/stop',
    tag: T,
    access,
    status: 200,
    summary: 'Stop the answer that is under way, at once; what was said until then stays',
    params: IdParams,
    reply: z.object({ stopped: z.boolean().describe('False: nothing was being answered') }),
  }),
  attendConversation: route({
    method: 'POST',
    path: '/api/v1/conversations/:id/attend',
    tag: T,
    access,
    status: 200,
    summary: 'Say that a person has seen to a conversation: it waits for none any more',
    params: IdParams,
    reply: Conversation,
  }),
  takeOverConversation: route({
    method: 'POST',
    path: '/api/v1/conversations/:id/take-over',
    tag: T,
    access: 'calls:join',
    status: 200,
    summary: 'Talk in a conversation in the agent’s place; one person at a time',
    params: IdParams,
    body: z.object({
      from: z
        .string()
        .max(100)
        .optional()
        .describe('Id of the member it is taken from, where somebody has it'),
    }),
    reply: Conversation,
  }),
  sayInConversation: route({
    method: 'POST',
    path: '/api/v1/conversations/:id/messages',
    tag: T,
    access: 'calls:join',
    status: 201,
    summary: 'Say something in a conversation that you took over, under your own name',
    params: IdParams,
    headers: MayRepeat,
    body: z.object({ text: text(1, LONGEST_MESSAGE) }),
    reply: MemberMessage,
  }),
  handBackConversation: route({
    method: 'POST',
    path: '/api/v1/conversations/:id/hand-back',
    tag: T,
    access: 'calls:join',
    status: 200,
    summary: 'Give a conversation that you took over back to the agent',
    params: IdParams,
    reply: Conversation,
  }),
  closeConversation: route({
    method: 'POST',
    path: '/api/v1/conversations/:id/close',
    tag: T,
    access: 'calls:join',
    status: 200,
    summary: 'Close a conversation that you took over; whoever writes in it again is answered by the agent',
    params: IdParams,
    reply: Conversation,
  }),
  deleteConversation: route({
    method: 'DELETE',
    path: '/api/v1/conversations/:id',
    tag: T,
    access,
    status: 204,
    summary: 'Delete a conversation with all that was said in it, for good',
    params: IdParams,
  }),
  getMessageAudio: route({
    method: 'GET',
    path: '/api/v1/conversations/:id/messages/:messageId/audio',
    tag: T,
    access,
    status: 200,
    summary: 'Hear an answer that was spoken',
    params: IdParams.extend({ messageId: Id }),
    produces: ['audio/mpeg'],
  }),
};
