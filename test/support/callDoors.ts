import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eq } from 'drizzle-orm';
import { WebSocket } from 'ws';
import type { Admission } from '../../server/calls/admission/admission.ts';
import { type Gate, openGate } from '../../server/calls/admission/gate.ts';
import type { AdmittedCall } from '../../server/calls/contract.ts';
import { openInvitations } from '../../server/calls/outbound/invitations.ts';
import { calls, flows, flowVersions, phoneNumbers } from '../../server/db/schema/index.ts';
import { readEnv } from '../../server/env.ts';
import { mountBrowserCalls } from '../../server/http/telephony/browserCalls.ts';
import { type CarrierElsewhere, openHandedOn } from '../../server/http/telephony/handedOn.ts';
import { mountOutbound } from '../../server/http/telephony/outbound.ts';
import { mountTwilio } from '../../server/http/telephony/twilio.ts';
import { type TwilioSoundDeps, twilioSound } from '../../server/http/telephony/twilioSound.ts';
import { resolvePersonality } from '../../server/personalities/resolvePersonality.ts';
import { wireTelephony } from '../../server/processes/telephony.ts';
import { encryptedAudioStore } from '../../server/storage/encryptedAudioStore.ts';
import { openFolderStore } from '../../server/storage/folderStore.ts';
import { fixedMasterKeys, newMasterKey } from '../../server/storage/masterKeys.ts';
import type { CallTransport } from '../../server/telephony/callTransport.ts';
import { twilioSignature } from '../../server/telephony/twilio/signature.ts';
import { Flow } from '../../shared/calls/flow.ts';
import { createTestApp } from './app.ts';
import { createTestDatabase, createWorkspace } from './database.ts';

export const AUTH_TOKEN = 'token-of-a-test';
export const PUBLIC_URL = 'https://voice.example.test';

export const TEST_FLOW = Flow.parse({
  start: 'end',
  steps: { end: { kind: 'goodbye', title: 'End', line: { kind: 'text', text: 'Goodbye.' } } },
  lines: {
    announcement: null,
    hold: { kind: 'text', text: 'One moment.' },
    trouble: { kind: 'text', text: 'Trouble.' },
    silence: { kind: 'text', text: 'Are you there?' },
    busy: { kind: 'text', text: 'All lines are <busy> & long.' },
  },
});

/** A call that arrived at the engine, and what it was told. */
export interface ArrivedCall {
  call: AdmittedCall;
  transport: CallTransport;
  told: unknown[][];
}

/**
 * The doors of telephone and browser calls, with everything real but the engine behind them, which only writes down
 * what it is told; and a workspace with a number.
 */
export async function callDoors({
  mostCalls = 100,
  control,
  elsewhere = null,
  env = {},
}: {
  mostCalls?: number;
  control?: TwilioSoundDeps['control'];
  /** Another process, which holds every call. */
  elsewhere?: CarrierElsewhere | null;
  env?: Record<string, string>;
} = {}) {
  const db = await createTestDatabase();
  const folder = await mkdtemp(join(tmpdir(), 'voiceops-doors-'));
  const masters = fixedMasterKeys([newMasterKey()]);
  const audioStore = encryptedAudioStore(await openFolderStore(folder), masters);
  const admission: Admission = { database: db.database, audioStore, personality: resolvePersonality };
  const arrived: ArrivedCall[] = [];
  const open = new Set<ArrivedCall>();
  const refused: string[] = [];
  const gate: Gate = openGate({ mostCalls, busyPercent: 100, inProgress: () => open.size });
  const engine = {
    answer(call: AdmittedCall, transport: CallTransport) {
      const one: ArrivedCall = { call, transport, told: [] };
      arrived.push(one);
      open.add(one);
      return {
        audio: (frame: Uint8Array) => void one.told.push(['audio', frame.length, frame[0]]),
        dtmf: (digit: string) => void one.told.push(['dtmf', digit]),
        mark: (name: string) => void one.told.push(['mark', name]),
        returned: () => void one.told.push(['returned']),
        closed: (why: string) => {
          one.told.push(['closed', why]);
          open.delete(one);
        },
      };
    },
    live: { list: () => [], find: () => null, onChange: () => () => undefined, count: 0 },
  };
  const telephony = wireTelephony({
    env: readEnv({ VOICEOPS_PUBLIC_URL: PUBLIC_URL, TWILIO_AUTH_TOKEN: AUTH_TOKEN, ...env }),
    masters,
  });
  const invitations = openInvitations({
    dial: (...person) => telephony.dialPerson!(...person),
    hangUp: (callSid) => telephony.control.hangUp(callSid),
    onTrouble: () => undefined,
  });
  const onRefused = (why: string) => void refused.push(why);
  const handedOn = openHandedOn({
    database: db.database,
    invitations,
    holds: () => elsewhere === null,
    elsewhere,
  });
  const serveSound = twilioSound({
    admission,
    gate,
    engine,
    handedOn,
    control: control ?? telephony.control,
    onRefused,
    onTrouble: () => undefined,
  });
  const app = await createTestApp(db, {
    publicMounts: [
      (scope) =>
        mountTwilio(scope, {
          ...telephony,
          handedOn,
          serveSound,
          admission,
          gate,
          onRefused,
        }),
    ],
    mounts: [
      (scope) => mountBrowserCalls(scope, { admission, gate, engine, onRefused }),
      (scope) => mountOutbound(scope, { ...admission, dial: telephony.dial }),
    ],
  });
  const address = await app.listen({ port: 0, host: '127.0.0.1' });

  const workspace = await createWorkspace(db);
  const { workspaceId } = workspace;
  const number = `+1500555${String(randomBytes(2).readUInt16BE()).padStart(5, '0').slice(0, 4)}`;
  const by = { createdByKind: 'system' as const, createdByName: 'Test' };
  const flowId = await db.database.withWorkspace(workspaceId, async (tx) => {
    const [flow] = await tx
      .insert(flows)
      .values({ workspaceId, name: 'Main', ...by })
      .returning();
    await tx
      .insert(flowVersions)
      .values({ workspaceId, flowId: flow!.id, number: 1, content: TEST_FLOW, ...by });
    await tx.insert(phoneNumbers).values({ workspaceId, number, name: 'Line', flowId: flow!.id, ...by });
    return flow!.id;
  });

  /** Asks as Twilio does. */
  async function post(
    path: string,
    form: Record<string, string>,
    { signature, authToken = AUTH_TOKEN }: { signature?: string | null; authToken?: string } = {},
  ) {
    const signed = signature === undefined ? twilioSignature(authToken, PUBLIC_URL + path, form) : signature;
    const response = await fetch(address + path, {
      method: 'POST',
      headers: signed === null ? {} : { 'x-twilio-signature': signed },
      body: new URLSearchParams(form),
    });
    return {
      status: response.status,
      type: response.headers.get('content-type'),
      text: await response.text(),
    };
  }
  const ring = (callSid: string, more: Record<string, string> = {}) =>
    post('/telephony/twilio/voice', { CallSid: callSid, From: '+12025550123', To: number, ...more });

  /** Opens a media stream as Twilio does. */
  async function stream(signature: string | null = twilioSignature(AUTH_TOKEN, STREAM_URL)) {
    const socket = new WebSocket(`${address.replace('http', 'ws')}/telephony/twilio/stream`, {
      headers: signature === null ? {} : { 'x-twilio-signature': signature },
    });
    const status = await Promise.race([
      once(socket, 'open').then(() => 101),
      new Promise<number>((resolve) =>
        socket.once('unexpected-response', (_request, response) => {
          response.resume();
          resolve(response.statusCode!);
        }),
      ),
    ]);
    const closed = once(socket, 'close').then(([code]) => code as number);
    let sequence = 1;
    const send = (message: object) =>
      socket.send(JSON.stringify({ ...message, sequenceNumber: String(sequence++) }));
    return {
      socket,
      status,
      closed,
      send,
      start: (callSid: string, token: string) =>
        send({
          event: 'start',
          start: {
            streamSid: 'MZ1',
            callSid,
            tracks: ['inbound'],
            customParameters: { token },
            mediaFormat: { encoding: 'audio/x-mulaw', sampleRate: 8000, channels: 1 },
          },
        }),
      media: (chunk: number, byte = chunk) =>
        send({
          event: 'media',
          media: {
            track: 'inbound',
            chunk: String(chunk),
            payload: Buffer.alloc(160, byte).toString('base64'),
          },
        }),
    };
  }

  return {
    db,
    app,
    address,
    admission,
    gate,
    invitations,
    arrived,
    refused,
    workspace,
    flowId,
    number,
    post,
    ring,
    stream,
    /** The call's row. */
    rowOf: async (callSid: string) =>
      (
        await db.database.withWorkspace(workspaceId, (tx) =>
          tx.select().from(calls).where(eq(calls.carrierCallId, callSid)),
        )
      )[0],
    async close() {
      gate.close();
      await app.close();
      await db.close();
      await rm(folder, { recursive: true });
    },
  };
}

const STREAM_URL = `${PUBLIC_URL.replace('https', 'wss')}/telephony/twilio/stream`;

/** The token of TwiML that connects a stream. */
export const tokenOf = (twiml: string) => /<Parameter name="token" value="([\w.-]+)"/.exec(twiml)?.[1] ?? '';
