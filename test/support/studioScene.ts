import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { mountCallAnalytics } from '../../server/http/calls/analytics.ts';
import { mountCalls } from '../../server/http/calls/calls.ts';
import { mountFlows } from '../../server/http/calls/flows.ts';
import { mountChannels } from '../../server/http/channels/channels.ts';
import { inProcessMeter } from '../../server/http/limits/inProcess.ts';
import { type Allowances, rateLimits } from '../../server/http/limits/meter.ts';
import { mountPersonalities } from '../../server/http/personalities/personalities.ts';
import { mountPersonalityVoices } from '../../server/http/personalities/voice.ts';
import { mountProvenance } from '../../server/http/provenance/provenance.ts';
import { SESSION_COOKIE } from '../../server/http/sessionCookie.ts';
import { mountStudio } from '../../server/http/studio/studio.ts';
import { mountUsage } from '../../server/http/usage/usage.ts';
import { mountEngines } from '../../server/http/voices/engines.ts';
import { createApiKey } from '../../server/identity/apiKeys.ts';
import { ownerCaller } from '../../server/identity/createWorkspace.ts';
import { startSession } from '../../server/identity/sessions.ts';
import { checkVersion } from '../../server/jobs/checkVersion.ts';
import { generateVersion } from '../../server/jobs/generateVersion.ts';
import { startJobRunner } from '../../server/jobs/runner.ts';
import { showSample } from '../../server/jobs/showSample.ts';
import { trainVoice } from '../../server/jobs/trainVoice.ts';
import type { Personalities } from '../../server/personalities/personalities.ts';
import { noProvenance, type Provenance } from '../../server/provenance/contract.ts';
import { markSpeech } from '../../server/provenance/markSpeech.ts';
import { openFlite } from '../../server/providers/builtin/flite/fliteEngine.ts';
import type { Speech } from '../../server/speech/contract.ts';
import type { AudioStore } from '../../server/storage/audioStore.ts';
import { encryptedAudioStore } from '../../server/storage/encryptedAudioStore.ts';
import { openFolderStore } from '../../server/storage/folderStore.ts';
import { fixedMasterKeys, newMasterKey } from '../../server/storage/masterKeys.ts';
import { renditionBytes } from '../../server/studio/audio/openAudio.ts';
import type { Channels } from '../../server/studio/channels/channels.ts';
import { withdrawVoice } from '../../server/studio/channels/withdrawVoice.ts';
import type { Ears } from '../../server/studio/checks/checked.ts';
import type { Studio } from '../../server/studio/studio.ts';
import { endConsent } from '../../server/voices/custom/consent.ts';
import { discardVoice } from '../../server/voices/custom/discardVoice.ts';
import { removeCopy } from '../../server/voices/custom/engineCopy.ts';
import { openExaminer } from '../../server/voices/samples/examiner.ts';
import { type Listener, NOT_LISTENED_TO } from '../../server/voices/samples/listener.ts';
import type { Voices } from '../../server/voices/voices.ts';
import { type Role, SCOPES, type Scope } from '../../shared/access.ts';
import type { Version } from '../../shared/api/studio.ts';
import { LIST_PRICES } from '../../shared/prices/priceTable.ts';
import type { Plan } from '../../shared/usage/plans.ts';
import { createTestApp, GENEROUS } from './app.ts';
import {
  addMember,
  createTestDatabase,
  createWorkspace,
  type TestDatabase,
  type TestWorkspace,
} from './database.ts';
import { NO_JOBS } from './noJobs.ts';
import { openTestSpeech } from './speech.ts';

// biome-ignore lint/suspicious/noExplicitAny: tests read answers of every shape and assert on them
export type Reply = { status: number; headers: Record<string, any>; body: any; bytes: Buffer };
/** Calls the API as one person or program. */
export type Call = (
  method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<Reply>;

export interface StudioScene {
  db: TestDatabase;
  app: FastifyInstance;
  studio: Studio;
  channels: Channels;
  /** What another process needs to open the same storage. */
  storage: { folder: string; masterKey: string };
  workspace: TestWorkspace;
  owner: Call;
  /** Adds a member and signs them in. */
  join(role: Role, name: string): Promise<Call>;
  key(scopes?: readonly Scope[]): Promise<Call>;
  /** Another workspace's owner. */
  stranger(): Promise<Call>;
  /** A project with a script, written by `by`. */
  script(by: Call, text?: string): Promise<{ projectId: string; scriptId: string }>;
  /** Generates a version and waits for its end. */
  version(by: Call, scriptId: string, body?: object): Promise<Version>;
  close(): Promise<void>;
}

/** Where nothing is installed that listens. */
const NOBODY_LISTENS: Listener = {
  understand: async () => ({ speech: [], checks: [...NOT_LISTENED_TO] }),
  hear: async () => null,
};

/** As where nothing is set up. */
const NO_RECOGNISERS = { recognizers: async () => [] };

/** The studio over HTTP on a real database, queue, folder and built-in voices. */
export async function studioScene(
  options: {
    allowances?: Partial<Allowances>;
    worker?: boolean;
    ears?: Ears;
    speech?: (deps: Omit<Studio, 'speech'>) => Speech;
    /** Whether files are marked as they are by the product; by default they are not. */
    marking?: (db: TestDatabase, audioStore: AudioStore) => Provenance;
    listener?: Listener;
    plan?: Plan;
  } = {},
): Promise<StudioScene> {
  const db = await createTestDatabase();
  const workspace = await createWorkspace(db);
  const folder = await mkdtemp(join(tmpdir(), 'voiceops-studio-'));
  const masterKey = newMasterKey();
  const audioStore = encryptedAudioStore(await openFolderStore(folder), fixedMasterKeys([masterKey]));
  const base = {
    database: db.database,
    audioStore,
    provenance: options.marking?.(db, audioStore) ?? noProvenance('Not in this test.'),
    prices: LIST_PRICES,
  };
  const speech = options.speech?.(base) ?? openTestSpeech([openFlite({ processes: 1 })]);
  const studio: Studio = { ...base, speech };
  const channels: Channels = {
    database: db.database,
    audioStore: studio.audioStore,
    renditionBytes: (...version) => renditionBytes(studio, ...version, 'marked'),
  };
  const voices: Voices = {
    ...studio,
    examiner: openExaminer({ threads: 1 }),
    listener: options.listener ?? NOBODY_LISTENS,
    mark: (file) => markSpeech(studio.provenance, file),
    givenPlan: options.plan ?? 'enterprise',
    withdrawVoice: (...what) => withdrawVoice(channels, ...what),
  };
  const personalities: Personalities = {
    ...studio,
    discardVoice: (...of) => discardVoice(voices, ...of),
  };
  const meter = inProcessMeter({ ...GENEROUS, ...options.allowances });
  const app = await createTestApp(db, {
    meter,
    mounts: [
      (scope) => mountStudio(scope, { ...studio, limits: rateLimits(meter) }),
      (scope) => mountChannels(scope, channels),
      (scope) => mountCalls(scope, studio),
      (scope) => mountCallAnalytics(scope, studio),
      (scope) => mountFlows(scope, { ...studio, recognition: NO_RECOGNISERS }),
      (scope) => mountEngines(scope, { ...studio, lists: [studio.speech] }),
      (scope) => mountProvenance(scope, { ...studio, limits: rateLimits(meter) }),
      (scope) => mountPersonalities(scope, personalities),
      (scope) => mountPersonalityVoices(scope, { voices, personalities, limits: rateLimits(meter) }),
      (scope) => mountUsage(scope, { ...studio, ...voices, planChanged: () => {} }),
    ],
  });
  const runner =
    options.worker === false
      ? null
      : startJobRunner({
          url: db.url,
          concurrency: 2,
          log: pino({ level: 'silent' }),
          handlers: {
            ...NO_JOBS,
            generateVersion: async (payload, context) =>
              void (await generateVersion(studio, payload, context)),
            // Without ears nothing is heard: the checks of versions wait.
            checkVersion: async (payload, context) => {
              if (options.ears) await checkVersion(studio, options.ears, payload, context);
            },
            trainVoice: (payload, context) => trainVoice(voices, payload, context),
            removeVoiceCopy: (payload) => removeCopy(voices, payload),
            endConsent: (payload) => endConsent(voices, payload),
            showSample: (payload) => showSample({ database: db.database, channels }, payload),
          },
        });

  const callWith =
    (credentials: Record<string, string>): Call =>
    async (method, path, body, headers = {}) => {
      const form = body instanceof FormData ? await encodedForm(body) : undefined;
      const response = await app.inject({
        method,
        url: `/api/v1${path}`,
        headers: {
          host: 'studio.test',
          ...credentials,
          ...form?.headers,
          ...(body !== undefined && !form && { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body !== undefined && { payload: form?.payload ?? JSON.stringify(body) }),
      });
      const json = /json/.test(String(response.headers['content-type'] ?? ''));
      return {
        status: response.statusCode,
        headers: response.headers,
        body: json ? response.json() : undefined,
        bytes: response.rawPayload,
      };
    };
  const signIn = async (workspaceId: string, userId: string) =>
    callWith({
      cookie: `${SESSION_COOKIE}=${await db.database.withWorkspace(workspaceId, (tx) => startSession(tx, workspaceId, userId))}`,
      origin: 'http://studio.test',
    });
  const owner = await signIn(workspace.workspaceId, workspace.ownerId);
  return {
    db,
    app,
    studio,
    channels,
    storage: { folder, masterKey: masterKey.bytes.toString('hex') },
    workspace,
    owner,
    async join(role, name) {
      const email = `${name.toLowerCase().replaceAll(' ', '.')}@${workspace.slug}.test`;
      return signIn(workspace.workspaceId, await addMember(db, workspace.workspaceId, { email, name, role }));
    },
    async key(scopes = SCOPES) {
      const caller = ownerCaller(workspace.workspaceId, workspace.ownerId, 'Olga Owner', 'test');
      const { key } = await createApiKey(db.database, caller, { name: 'Program', scopes: [...scopes] });
      return callWith({ authorization: `Bearer ${key}` });
    },
    async stranger() {
      const other = await createWorkspace(db);
      return signIn(other.workspaceId, other.ownerId);
    },
    async script(by, text = 'Thank you for calling. How can we help?') {
      const project = await by('POST', '/projects', { name: 'Hotline', purpose: 'support' });
      const script = await by('POST', `/projects/${project.body.id}/scripts`, {
        title: 'Greeting',
        language: 'en-US',
        text,
      });
      return { projectId: project.body.id, scriptId: script.body.id };
    },
    async version(by, scriptId, body = {}) {
      const asked = await by('POST', `/scripts/${scriptId}/versions`, { voiceId: 'flite:slt', ...body });
      if (asked.status !== 202) throw new Error(`not accepted: ${JSON.stringify(asked.body)}`);
      return ended(by, asked.body.id);
    },
    async close() {
      await runner?.stop({ graceMs: 5000 });
      await app.close();
      await studio.speech.close();
      await studio.provenance.close();
      await voices.examiner.close();
      await db.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A form as it goes over the wire. */
async function encodedForm(body: FormData) {
  const request = new Request('http://studio.test', { method: 'POST', body });
  return {
    headers: { 'content-type': request.headers.get('content-type') ?? '' },
    payload: Buffer.from(await request.arrayBuffer()),
  };
}

/** Waits until a version's generation has ended, whichever way. */
export async function ended(by: Call, id: string, timeoutMs = 20_000): Promise<Version> {
  for (const deadline = Date.now() + timeoutMs; ; ) {
    const { body } = await by('GET', `/versions/${id}`);
    if (['ready', 'failed', 'cancelled'].includes(body.state)) return body;
    if (Date.now() > deadline) throw new Error(`still ${body.state} after ${timeoutMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
