import type { AgentMessage, LiveTurn } from './turn/liveTurn.ts';
import { messageTrack } from './turn/spokenTrack.ts';

/** An answer as it is shown: kept already, or still on its way. */
export interface ShownAnswer
  extends Pick<
    AgentMessage,
    'text' | 'tools' | 'actions' | 'agentProblem' | 'speechProblem' | 'speech' | 'personalityVersion'
  > {
  id: string;
  name: string;
  createdAt: string;
  agent: AgentMessage['agent'] | null;
  cached: boolean;
  end: AgentMessage['end'];
  /** More of it is still to come. */
  onItsWay: boolean;
  track: ReturnType<typeof messageTrack>;
  audioDurationMs: number | null;
}

export const keptAnswer = (message: AgentMessage): ShownAnswer => ({
  ...message,
  name: message.personality.name,
  onItsWay: message.end === null,
  track: messageTrack(message),
});

export const liveAnswer = (turn: LiveTurn, nameMeanwhile: string): ShownAnswer => ({
  id: turn.messageId ?? 'live',
  name: turn.personality?.name ?? nameMeanwhile,
  personalityVersion: turn.personalityVersion,
  createdAt: turn.sentAt,
  text: turn.text,
  tools: turn.tools,
  actions: turn.actions,
  agent: turn.reply?.agent ?? null,
  agentProblem: turn.reply?.agentProblem ?? null,
  speech: turn.reply?.speech ?? null,
  speechProblem: turn.speechProblem,
  cached: turn.reply?.cached ?? false,
  end: turn.reply && turn.reply.end !== 'held' ? turn.reply.end : null,
  onItsWay: turn.phase === 'sending' || turn.phase === 'answering',
  track: turn.track,
  audioDurationMs: turn.reply?.audioDurationMs ?? null,
});
