import type { ChatEvent, ChatReply, Message, ToolCall } from '../../../../shared/api/chat.ts';
import type { Track } from '../../../player/tracks.ts';

export type AgentMessage = Extract<Message, { by: 'agent' }>;
export type MemberMessage = Extract<Message, { by: 'member' }>;
export type PersonMessage = Extract<Message, { by: 'person' }>;

/** A message on its way and the answer to it, as far as it has come. */
export interface LiveTurn {
  /** Null until the server has begun. */
  conversationId: string | null;
  /** Of the answer; null until the server has begun. */
  messageId: string | null;
  said: string;
  sentAt: string;
  understanding: PersonMessage['understanding'];
  personality: AgentMessage['personality'] | null;
  personalityVersion: number | null;
  text: string;
  tools: ToolCall[];
  actions: AgentMessage['actions'];
  speechProblem: AgentMessage['speechProblem'];
  /** Its voice, once the first sentence of it has come. */
  track: Track | null;
  /** `stopping`: somebody stopped it, and what was said until then is about to be known. */
  phase: 'sending' | 'answering' | 'stopping' | 'done' | 'failed';
  reply: ChatReply | null;
  problem: Error | null;
}

export const newTurn = (said: string, conversationId: string | null): LiveTurn => ({
  conversationId,
  messageId: null,
  said,
  sentAt: new Date().toISOString(),
  understanding: null,
  personality: null,
  personalityVersion: null,
  text: '',
  tools: [],
  actions: [],
  speechProblem: null,
  track: null,
  phase: 'sending',
  reply: null,
  problem: null,
});

export const isUnderWay = ({ phase }: LiveTurn): boolean =>
  phase === 'sending' || phase === 'answering' || phase === 'stopping';

/** The turn after an event of its stream. A stopped one takes in only how it ended. */
export function afterEvent(turn: LiveTurn, event: ChatEvent): LiveTurn {
  const stopping = turn.phase === 'stopping';
  switch (event.kind) {
    case 'started': {
      const { conversationId, messageId, personality, personalityVersion } = event;
      const phase = stopping ? 'stopping' : 'answering';
      return { ...turn, conversationId, messageId, personality, personalityVersion, phase };
    }
    case 'understood':
      return { ...turn, understanding: event.understanding };
    case 'text':
      return stopping ? turn : { ...turn, text: turn.text + event.text };
    case 'speech-failed':
      return { ...turn, speechProblem: { code: event.code, detail: event.detail } };
    case 'tool-started': {
      const { callId, tool, title } = event;
      return { ...turn, tools: [...turn.tools, { callId, tool, title, answer: null, tookMs: null }] };
    }
    case 'tool-ended':
      return {
        ...turn,
        tools: turn.tools.map((call) =>
          call.callId === event.callId ? { ...call, answer: event.answer, tookMs: event.tookMs } : call,
        ),
      };
    case 'action':
      return { ...turn, actions: [...turn.actions, event.action] };
    case 'done': {
      // All of it: a request that is made again is told nothing else.
      const { reply } = event;
      const { conversationId, messageId, text, tools, actions, speechProblem } = reply;
      const { personality, personalityVersion, intent, confidence, sentiment } = reply;
      return {
        ...turn,
        ...{ conversationId, messageId, personality, personalityVersion },
        ...{ text, tools, actions, speechProblem, reply },
        understanding: { intent, confidence, sentiment },
        phase: 'done',
      };
    }
    default:
      // Problems are thrown by whoever reads the stream; kinds of newer servers are passed over.
      return turn;
  }
}
