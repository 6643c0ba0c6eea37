import type { AdmittedCall, CallKeeper, FixedLines } from '../../../server/calls/contract.ts';
import { flowMachine } from '../../../server/calls/flows/flowMachine.ts';
import { openTalks } from '../../../server/calls/replying/talks.ts';
import { openCallEngine } from '../../../server/calls/session/callEngine.ts';
import type { CallEngine, CallEngineDeps } from '../../../server/calls/session/contract.ts';
import { openVoices } from '../../../server/calls/speaking/voices.ts';
import { addDemoData } from '../../../server/dialogue/business/demo/addDemoData.ts';
import type { Agent } from '../../../server/dialogue/contract.ts';
import { openBuiltinAgent } from '../../../server/dialogue/rules/builtinAgent.ts';
import { ourTools } from '../../../server/dialogue/tools/ourTools.ts';
import { openEngines } from '../../../server/engines/engines.ts';
import { ownerCaller } from '../../../server/identity/createWorkspace.ts';
import { resolvePersonality } from '../../../server/personalities/resolvePersonality.ts';
import { openFlite } from '../../../server/providers/builtin/flite/fliteEngine.ts';
import { openFlitePronouncer } from '../../../server/providers/builtin/flite/flitePronouncer.ts';
import { openLiveSilero } from '../../../server/providers/builtin/silero/live/liveSilero.ts';
import { openSoundSwallower } from '../../../server/providers/builtin/soundswallower/soundswallower.ts';
import type { Speech } from '../../../server/speech/contract.ts';
import type { SpeechRecognizer } from '../../../server/speech/recognition/contract.ts';
import type { AudioStore } from '../../../server/storage/audioStore.ts';
import type { CallListener, CallTransport } from '../../../server/telephony/callTransport.ts';
import type { Actor } from '../../../shared/api/common.ts';
import type { Flow } from '../../../shared/calls/flow.ts';
import type { CallEnd, CallEvent, CallEventOf } from '../../../shared/calls/timeline.ts';
import { SpeechParameters } from '../../../shared/speech/parameters.ts';
import { createWorkspace, type TestDatabase } from '../database.ts';
import { openTestRecognition } from '../recognition.ts';
import { openTestSpeech, TEST_USE } from '../speech.ts';

const FRAME = 160;
const FRAME_MS = 20;
const QUIET = 0xff;

/** The engine with everything built in, on a database with the example business. */
export interface RealCalls {
  engine: CallEngine;
  speech: Speech;
  deps: CallEngineDeps;
  workspaceId: string;
  /** Somebody calls; `change` replaces parts of what the engine was given. */
  call(flow: Flow): RealCall;
  /** Somebody takes the call that began last over; gives their line. */
  takeOver(actor: Actor): RealTimeLine;
  /** µ-law of what a caller says. */
  speak(text: string, voiceId?: string): Promise<Uint8Array>;
  readonly troubles: unknown[];
  close(): Promise<void>;
}

export async function realCalls(
  db: TestDatabase,
  audioStore: AudioStore,
  {
    now = new Date(),
    recognisers = [],
  }: {
    now?: Date;
    /** Asked before the built-in one. */
    recognisers?: readonly SpeechRecognizer[];
  } = {},
): Promise<RealCalls> {
  const workspace = await createWorkspace(db);
  const { workspaceId, ownerId } = workspace;
  await addDemoData(db.database, ownerCaller(workspaceId, ownerId, 'Olga Owner', 'test'), now);
  const speech = openTestSpeech([openFlite({ processes: 1 })]);
  const recognition = openTestRecognition([
    ...recognisers,
    openSoundSwallower({ processes: 1, pronouncers: [openFlitePronouncer()] }),
  ]);
  const troubles: unknown[] = [];
  const onTrouble = (error: unknown) => void troubles.push(error);
  const voiceActivity = openLiveSilero({ onBroken: onTrouble });
  const agents = openEngines<Agent>('language', {
    builtin: [openBuiltinAgent()],
    kinds: [],
    installation: {},
    workspaceSettings: async () => ({}),
  });
  const tools = ourTools(db.database);
  const voices = openVoices({ speech, dictionaryOf: async () => [] });
  const records = new Map<string, { events: CallEvent[]; end: CallEnd | null }>();
  const lines: FixedLines = {
    warm: () => undefined,
    warmFirst: async () => undefined,
    async sound(_workspaceId, line, _language, signal) {
      const text = line.kind === 'text' ? line.text : line.otherwise;
      const admitted = { workspaceId, flow: { content: { language: 'en-US' } } } as AdmittedCall;
      const sound = await voices.of(admitted, null).speak(text, signal);
      return { mulaw: sound!.mulaw, text, words: [], source: sound!.source };
    },
  };
  const keeper: CallKeeper = {
    begin: ({ id }) => {
      const kept = { events: [] as CallEvent[], end: null as CallEnd | null };
      records.set(id, kept);
      return {
        event: (event) => void kept.events.push(event),
        sound: () => undefined,
        startRecording: () => undefined,
        pauseRecording: () => undefined,
        resumeRecording: () => undefined,
        conversation: () => undefined,
        end: async (end) => {
          kept.end = end;
        },
      };
    },
  };
  const deps: CallEngineDeps = {
    voiceActivity,
    recognition,
    voices,
    talks: openTalks({
      database: db.database,
      audioStore,
      agents,
      tools: async () => tools,
      personality: resolvePersonality,
      now: () => now,
      onTrouble,
    }),
    lines,
    keeper,
    machine: async ({ flow }) =>
      flowMachine(flow.content, { now: () => now, timeZone: 'UTC', isOpen: () => true }),
    onTrouble,
  };
  const engine = openCallEngine(deps);
  let calls = 0;
  return {
    engine,
    speech,
    deps,
    workspaceId,
    troubles,
    call(flow) {
      const id = `call-${++calls}`;
      const admitted: AdmittedCall = {
        id,
        workspaceId,
        start: { carrier: 'browser', from: null, to: null, direction: 'inbound' },
        flow: { id: 'flow', name: 'Main', version: 1, content: flow },
        personalityId: null,
        testedBy: null,
        timeZone: 'UTC',
      };
      const transport = new RealTimeLine();
      transport.attach(engine.answer(admitted, transport));
      return new RealCall(transport, () => records.get(id)!);
    },
    takeOver(actor) {
      const leg = new RealTimeLine();
      leg.attach(engine.live.find(workspaceId, `call-${calls}`)!.join(leg, { actor, how: 'take-over' }));
      return leg;
    },
    async speak(text, voiceId = 'flite:kal') {
      const { samples, sampleRateHz } = await speech.speak({
        text,
        language: 'en-US',
        voiceId,
        parameters: SpeechParameters.parse({}),
        workspaceId,
        use: TEST_USE,
        signal: new AbortController().signal,
      });
      return (await speech.encode(samples, sampleRateHz, { codec: 'ulaw', rateHz: 8_000 })).bytes;
    },
    async close() {
      await engine.close();
      await voiceActivity.close();
      await recognition.close();
      await agents.close();
      await speech.close();
    },
  };
}

/** A caller's line in real time: frames go both ways every 20 ms, marks come back once their sound was played. */
class RealTimeLine implements CallTransport {
  readonly start = {
    carrier: 'browser' as const,
    carrierCallId: 'line',
    from: null,
    to: null,
    direction: 'inbound' as const,
    parameters: {},
  };
  readonly backlogBytes = 0;
  /** Everything that was played to the caller, silence included. */
  readonly heard: Uint8Array[] = [];
  private readonly outgoing: Uint8Array[] = [];
  private queue: { sound: Uint8Array; mark: string; played: number }[] = [];
  private listener: CallListener | null = null;
  private timer: NodeJS.Timeout | undefined;
  private startedMs = 0;
  private frames = 0;

  attach(listener: CallListener): void {
    this.listener = listener;
    this.startedMs = performance.now();
    this.timer = setInterval(() => this.run(), FRAME_MS / 2);
  }

  say(sound: Uint8Array): void {
    for (let at = 0; at < sound.length; at += FRAME) {
      const frame = new Uint8Array(FRAME).fill(QUIET);
      frame.set(sound.subarray(at, at + FRAME));
      this.outgoing.push(frame);
    }
  }

  get saying(): boolean {
    return this.outgoing.length > 0;
  }

  get playing(): boolean {
    return this.queue.length > 0;
  }

  play(audio: Uint8Array, mark: string): void {
    this.queue.push({ sound: audio.slice(), mark, played: 0 });
  }

  clear(): void {
    for (const { mark } of this.queue.splice(0)) queueMicrotask(() => this.listener?.mark(mark));
  }

  async hangUp(): Promise<void> {
    this.close('we-hung-up');
  }

  async transfer(): Promise<void> {
    this.close('transferred');
  }

  close(why: 'we-hung-up' | 'transferred' | 'caller-hung-up'): void {
    clearInterval(this.timer);
    this.listener?.closed(why);
    this.listener = null;
  }

  private run(): void {
    const due = Math.floor((performance.now() - this.startedMs) / FRAME_MS);
    for (; this.frames < due; this.frames++) {
      this.listener?.audio(this.outgoing.shift() ?? new Uint8Array(FRAME).fill(QUIET));
      this.heard.push(this.next());
    }
  }

  private next(): Uint8Array {
    const frame = new Uint8Array(FRAME).fill(QUIET);
    for (let at = 0; at < FRAME && this.queue.length > 0; ) {
      const first = this.queue[0]!;
      const taken = Math.min(FRAME - at, first.sound.length - first.played);
      frame.set(first.sound.subarray(first.played, first.played + taken), at);
      first.played += taken;
      at += taken;
      if (first.played < first.sound.length) break;
      this.queue.shift();
      this.listener?.mark(first.mark);
    }
    return frame;
  }
}

/** What a test does with a call in real time. */
export class RealCall {
  constructor(
    readonly transport: RealTimeLine,
    private readonly record: () => { events: CallEvent[]; end: CallEnd | null },
  ) {}

  get events(): CallEvent[] {
    return this.record().events;
  }

  get end(): CallEnd | null {
    return this.record().end;
  }

  of<Kind extends CallEvent['kind']>(kind: Kind): CallEventOf<Kind>[] {
    return this.events.filter((event): event is CallEventOf<Kind> => event.kind === kind);
  }

  /** µ-law of everything that was heard since frame `from`. */
  heardSince(from = 0): Uint8Array {
    return Buffer.concat(this.transport.heard.slice(from));
  }

  hangUp(): void {
    this.transport.close('caller-hung-up');
  }
}
