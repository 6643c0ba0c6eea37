import { createHash } from 'node:crypto';
import type { Flow, Line } from '../../../shared/calls/flow.ts';
import type { Instead } from '../../../shared/calls/timeline.ts';
import { plainText } from '../../../shared/markup/measure.ts';
import { parseMarkup } from '../../../shared/markup/parse.ts';
import { parseWav } from '../../audio/wav.ts';
import type { EventBus } from '../../db/eventBus.ts';
import { type DeployedAudio, readDeployedAudio, readSlotNow } from '../../db/slotAudio.ts';
import { type AudioStore, audioKey } from '../../storage/audioStore.ts';
import type { FixedLines } from '../contract.ts';
import { freshly } from './lines/freshly.ts';
import { findLineVoice, type LineVoice, type LineVoiceDeps, speakLine } from './lines/lineVoice.ts';
import { type LineSound, type SpokenText, soundMemory } from './lines/soundMemory.ts';

export interface FixedLinesDeps extends LineVoiceDeps {
  audioStore: Pick<AudioStore, 'getPrivate'>;
  /** Tells of what is deployed, and of voices, on every node. */
  bus: Pick<EventBus, 'subscribe' | 'onGap'>;
  /** The ledger entry whose audio stands in where a voice may not be heard any more; null: none does. */
  substitute(workspaceId: string, place: { channel: string; slot: string }): Promise<string | null>;
  /** A slot's audio could not be had, or a flow's lines could not be loaded ahead. */
  onTrouble(error: unknown, what: string): void;
}

/** What was read of a slot or a voice is believed so long where no event tells of a change: consents end by the clock. */
const FRESH_MS = 3_000;
/** While the database is away, what was true lately still is. */
const STALE_MS = 300_000;
const MOST_FACTS = 20_000;
/** Some two hours of sound. */
const MEMORY_BYTES = 64 * 1024 * 1024;
/** A voice that stood in for another makes room once that one may be back. */
const STAND_IN_KEPT_MS = 60_000;
const TELEPHONE = { codec: 'ulaw', rateHz: 8_000 } as const;

/** What is heard of a slot: audio that is or was deployed, or nothing. */
interface SlotFacts {
  audio: DeployedAudio | null;
  instead: Instead | null;
}

export type OpenFixedLines = FixedLines & {
  /** What this process itself changed, before the event comes. */
  liveChanged(workspaceId: string, channel: string, slot: string): void;
  /** Resolves once nothing is being loaded any more: what speaks may end then. */
  close(): Promise<void>;
};

/** Gives the lines of calls from memory, and forgets what is deployed no more as soon as it hears of it. */
export function openFixedLines(deps: FixedLinesDeps): OpenFixedLines {
  const { database, audioStore, speech, bus } = deps;
  const sounds = soundMemory(MEMORY_BYTES);
  const followed = new Set<string>();
  const subscriptions: (() => void)[] = [];
  let closed = false;
  const loading = new Set<Promise<void>>();

  const slots = freshly<SlotFacts>({
    freshMs: FRESH_MS,
    staleMs: STALE_MS,
    most: MOST_FACTS,
    read: async (key) => {
      const [workspaceId = '', channel = '', slot = ''] = key.split('/');
      const now = await database.withWorkspace(workspaceId, (tx) =>
        readSlotNow(tx, workspaceId, { channel, slot }),
      );
      if (now.state === 'live') return { audio: now.audio, instead: null };
      const instead = { what: `${channel}/${slot}`, code: now.code, reason: now.reason };
      if (now.code !== 'consent-revoked') return { audio: null, instead };
      const entry = await deps.substitute(workspaceId, { channel, slot });
      const audio =
        entry &&
        (await database.withWorkspace(workspaceId, (tx) => readDeployedAudio(tx, workspaceId, entry)));
      return { audio: audio || null, instead };
    },
  });
  const voices = freshly<{ voice: LineVoice; key: string }>({
    freshMs: FRESH_MS,
    staleMs: STALE_MS,
    most: MOST_FACTS,
    read: async (place) => {
      const [workspaceId = '', language = ''] = place.split('/');
      const voice = await findLineVoice(deps, workspaceId, language);
      // Whatever makes the sound another one; a dictionary may be long.
      const key = createHash('sha256').update(JSON.stringify(voice)).digest('base64');
      return { voice, key: `${workspaceId}/${key}` };
    },
  });

  function follow(workspaceId: string): void {
    if (followed.has(workspaceId)) return;
    followed.add(workspaceId);
    subscriptions.push(
      bus.subscribe(workspaceId, (event) => {
        if (event.type === 'deployment-changed') liveChanged(workspaceId, event.channel, event.slot);
        // Also a consent that ended, on whichever node.
        if (event.type === 'personality-changed') voices.forget((key) => key.startsWith(`${workspaceId}/`));
      }),
    );
  }

  const liveChanged = (workspaceId: string, channel: string, slot: string) =>
    slots.forget((key) => key === `${workspaceId}/${channel}/${slot}`);

  subscriptions.push(
    bus.onGap(() => {
      slots.forget(() => true);
      voices.forget(() => true);
    }),
  );

  async function deployed(workspaceId: string, audio: DeployedAudio): Promise<LineSound> {
    return sounds.get(`${workspaceId}/${audio.digest}`, async () => {
      const { id, ...sealed } = audio.object;
      const { samples, rateHz } = parseWav(await audioStore.getPrivate(audioKey(workspaceId, id), sealed));
      const { bytes } = await speech.encode(samples, rateHz, TELEPHONE);
      const text = plainText(parseMarkup(audio.markup, audio.language));
      return { sound: { mulaw: bytes, text, words: audio.words } };
    });
  }

  async function spoken(workspaceId: string, text: string, language: string): Promise<SpokenText> {
    const { voice, key } = await voices.get(`${workspaceId}/${language}`);
    return sounds.get(`${key}/${text}`, async () => {
      const sound = await speakLine(deps, voice, text);
      // Another one spoke than would have: it failed just now.
      return sound.voice.id === voice.voiceId ? { sound } : { sound, keepMs: STAND_IN_KEPT_MS };
    });
  }

  async function bySlot(
    workspaceId: string,
    line: Extract<Line, { kind: 'slot' }>,
    language: string,
  ): ReturnType<FixedLines['sound']> {
    const { channel, slot } = line;
    const facts = await slots.get(`${workspaceId}/${channel}/${slot}`).catch((error: unknown): SlotFacts => {
      deps.onTrouble(error, 'what is deployed could not be read');
      return { audio: null, instead: { what: `${channel}/${slot}`, ...UNREADABLE } };
    });
    const { audio } = facts;
    let { instead } = facts;
    if (audio) {
      try {
        const { deploymentId, versionId, digest } = audio;
        return {
          ...(await deployed(workspaceId, audio)),
          source: {
            kind: 'slot',
            channel,
            slot,
            deploymentId,
            versionId,
            digest,
            ...(instead ? { instead } : {}),
          },
        };
      } catch (error) {
        deps.onTrouble(error, 'deployed audio could not be played');
        instead ??= { what: `${channel}/${slot}`, ...UNREADABLE };
      }
    }
    return byVoice(workspaceId, line.otherwise, language, instead);
  }

  async function byVoice(
    workspaceId: string,
    words: string,
    language: string,
    instead: Instead | null,
  ): ReturnType<FixedLines['sound']> {
    const { voice, engineId, instead: otherVoice, ...sound } = await spoken(workspaceId, words, language);
    return {
      ...sound,
      source: {
        kind: 'voice',
        voiceId: voice.id,
        voiceName: voice.name,
        engineId,
        instead: instead ?? otherVoice,
      },
    };
  }

  function made(workspaceId: string, line: Line, language: string): ReturnType<FixedLines['sound']> {
    follow(workspaceId);
    return line.kind === 'slot'
      ? bySlot(workspaceId, line, language)
      : byVoice(workspaceId, line.text, language, null);
  }

  /** Never rejects. */
  async function load(workspaceId: string, flow: Flow, wanted: readonly Line[]): Promise<void> {
    if (closed) return;
    const work = Promise.all(
      wanted.map((line) =>
        made(workspaceId, line, flow.language).catch((error: unknown) =>
          deps.onTrouble(error, 'a line could not be loaded ahead'),
        ),
      ),
    ).then(() => undefined);
    loading.add(work);
    await work;
    loading.delete(work);
  }

  return {
    sound: (workspaceId, line, language, signal) => untilAborted(made(workspaceId, line, language), signal),
    warm(workspaceId, flow) {
      void load(workspaceId, flow, linesOf(flow));
    },
    warmFirst: (workspaceId, flow) => load(workspaceId, flow, firstLinesOf(flow)),
    liveChanged,
    async close() {
      closed = true;
      for (const unsubscribe of subscriptions) unsubscribe();
      await Promise.all(loading);
    },
  };
}

const UNREADABLE = { code: 'unavailable', reason: 'What is deployed there could not be read.' };

/** Every line that a flow may need, each once. */
export function linesOf({ steps, lines }: Flow): Line[] {
  const all = [...Object.values(lines), ...Object.values(steps).map(lineOf)];
  const known = new Map(all.flatMap((line) => (line ? [[JSON.stringify(line), line] as const] : [])));
  return [...known.values()];
}

/** What every caller hears before they can say anything. */
function firstLinesOf({ start, steps, lines }: Flow): Line[] {
  const first = steps[start];
  return [lines.announcement, first ? lineOf(first) : null].filter((line) => line !== null);
}

function lineOf(step: Flow['steps'][string]): Line | null {
  if ('line' in step) return step.line;
  return 'greeting' in step ? step.greeting : null;
}

/** What is made goes on for whoever else waits for it; this one waits no longer. */
function untilAborted<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> {
  if (signal.aborted) {
    work.catch(() => undefined);
    return Promise.reject(signal.reason);
  }
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}
