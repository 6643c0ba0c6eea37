import { Redis } from 'ioredis';
import { v7 } from 'uuid';
import type { BoardCall } from '../../../shared/api/calls/board.ts';
import type { ProblemCode } from '../../../shared/api/problems.ts';
import { ProblemError } from '../../problem.ts';
import type { AudioStore } from '../../storage/audioStore.ts';
import type { CallRelay, RelayAnswers, RelayedRequest } from './contract.ts';
import { Line, type LineWord } from './line.ts';

/** Every process hears what is asked here; whoever holds the call answers. */
const ASKED = 'voiceops:calls:asked';
const channelOf = (process: string) => `voiceops:calls:of:${process}`;
/** For the process that holds a call to say yes or no. */
const ANSWER_MS = 4_000;
const COMMAND_MS = 2_000;
/** For all to say which calls they hold. */
const CARDS_MS = 1_000;
const RETRY_SECONDS = 2;
const GONE = 1006;

/** What goes from process to process, sealed: who may write to Redis cannot reach a call by that. */
type Message =
  | { kind: 'ask'; line: string; from: string; request: RelayedRequest }
  | { kind: 'yes'; line: string; from: string }
  | { kind: 'no'; line: string; code: ProblemCode; detail: string }
  | { kind: 'word'; line: string; word: LineWord }
  | { kind: 'which'; asked: string; from: string; workspaceId: string }
  | { kind: 'these'; asked: string; cards: readonly BoardCall[] };

export interface RedisRelayDeps {
  url: string;
  /** All processes of an installation have its master keys; messages of others are passed over. */
  keys: Pick<AudioStore, 'seal' | 'open'>;
  onTrouble(error: unknown, what: string): void;
}

/** A relay through Redis' channels. Words of a line arrive in order; a word that is lost ends its line. */
export function openRedisRelay({ url, keys, onTrouble }: RedisRelayDeps): CallRelay {
  const me = v7();
  const asked = new Map<string, { yes(line: Line): void; no(problem: ProblemError): void }>();
  const lines = new Map<string, Line>();
  const counting = new Map<string, (cards: readonly BoardCall[]) => void>();
  let answers: RelayAnswers | null = null;
  const options = {
    maxRetriesPerRequest: 0,
    retryStrategy: (attempt: number) => Math.min(attempt * 200, 2_000),
  };
  const speaker = new Redis(url, { ...options, enableOfflineQueue: false, commandTimeout: COMMAND_MS });
  const listener = new Redis(url, { ...options, maxRetriesPerRequest: null });
  for (const redis of [speaker, listener]) redis.on('error', () => {});
  listener.on('messageBuffer', (_channel: Buffer, sealed: Buffer) => {
    const message = opened(sealed);
    if (message) take(message);
  });
  // Resolves once Redis is there; a Redis that is away is waited for in the background.
  void listener.subscribe(ASKED, channelOf(me)).catch((error) => onTrouble(error, 'calls cannot be relayed'));

  const tell = (channel: string, message: Message) =>
    speaker.publish(channel, keys.seal(JSON.stringify(message)));
  const opened = (sealed: Buffer): Message | null => {
    try {
      return JSON.parse(keys.open(sealed)) as Message;
    } catch {
      return null;
    }
  };

  function lineTo(id: string, peer: string): Line {
    const line = new Line((word) => tell(channelOf(peer), { kind: 'word', line: id, word }));
    lines.set(id, line);
    line.once('close', () => lines.delete(id));
    return line;
  }

  function take(message: Message): void {
    switch (message.kind) {
      case 'ask':
        if (message.from !== me) void answerTo(message);
        return;
      case 'yes': {
        const waiting = asked.get(message.line);
        // Whoever asked has given up: the other end is to know.
        if (waiting) waiting.yes(lineTo(message.line, message.from));
        else lineTo(message.line, message.from).close(GONE, 'Nobody waits for it any more.');
        return;
      }
      case 'no':
        asked.get(message.line)?.no(new ProblemError(message.code, message.detail));
        return;
      case 'word':
        lines.get(message.line)?.take(message.word);
        return;
      case 'which': {
        if (message.from === me) return;
        const cards = answers?.cards(message.workspaceId) ?? [];
        tell(channelOf(message.from), { kind: 'these', asked: message.asked, cards }).catch(() => undefined);
        return;
      }
      case 'these':
        counting.get(message.asked)?.(message.cards);
    }
  }

  async function answerTo({ line: id, from, request }: Extract<Message, { kind: 'ask' }>): Promise<void> {
    const given = answers?.ask(request);
    if (!given) return;
    try {
      const takeLine = await given;
      const line = lineTo(id, from);
      await tell(channelOf(from), { kind: 'yes', line: id, from: me });
      if (takeLine) takeLine(line);
      else line.close();
    } catch (error) {
      const problem =
        error instanceof ProblemError
          ? error
          : new ProblemError('internal', 'Something went wrong on our side.', { cause: error });
      if (problem !== error) onTrouble(error, 'a relayed request failed');
      const { code, message: detail } = problem;
      await tell(channelOf(from), { kind: 'no', line: id, code, detail }).catch(() => undefined);
    }
  }

  return {
    async ask(request) {
      const id = v7();
      let late: NodeJS.Timeout | undefined;
      try {
        return await new Promise<Line>((resolve, reject) => {
          asked.set(id, { yes: resolve, no: reject });
          late = setTimeout(() => reject(doesNotAnswer()), ANSWER_MS);
          tell(ASKED, { kind: 'ask', line: id, from: me, request }).catch((cause) =>
            reject(doesNotAnswer(cause)),
          );
        });
      } finally {
        clearTimeout(late);
        asked.delete(id);
      }
    },
    async cards(workspaceId) {
      const id = v7();
      const all: BoardCall[] = [];
      let late: NodeJS.Timeout | undefined;
      try {
        await new Promise<void>((resolve, reject) => {
          let answered = 0;
          // Whoever asks hears it as well.
          let others = Number.POSITIVE_INFINITY;
          const look = () => answered >= others && resolve();
          counting.set(id, (cards) => {
            all.push(...cards);
            answered++;
            look();
          });
          late = setTimeout(resolve, CARDS_MS);
          tell(ASKED, { kind: 'which', asked: id, from: me, workspaceId }).then((heardBy) => {
            others = heardBy - 1;
            look();
          }, reject);
        });
      } finally {
        clearTimeout(late);
        counting.delete(id);
      }
      return all;
    },
    answer(given) {
      answers = given;
    },
    async close() {
      for (const line of [...lines.values()]) line.close(GONE, 'This process stops.');
      // What was said last is on its way.
      await speaker.quit().catch(() => speaker.disconnect());
      listener.disconnect();
    },
  };
}

const doesNotAnswer = (cause?: unknown) =>
  new ProblemError(
    'unavailable',
    'The process that holds this call does not answer. Should it be gone, the call ends within half a minute.',
    { retryAfterSeconds: RETRY_SECONDS, cause },
  );
