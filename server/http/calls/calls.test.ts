import { sql } from 'drizzle-orm';
import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { admittedCall, heard, openTestKeeper, spoken, turn } from '../../../test/support/keptCalls.ts';
import { type Call as Ask, type StudioScene, studioScene } from '../../../test/support/studioScene.ts';
import type { AdmittedCall, CallRecord } from '../../calls/contract.ts';
import type { OpenCallKeeper } from '../../calls/record/callKeeper.ts';

let scene: StudioScene;
let keeper: OpenCallKeeper;
let owner: Ask;
beforeAll(async () => {
  scene = await studioScene();
  owner = scene.owner;
  keeper = openTestKeeper(scene.studio);
});
afterAll(async () => {
  await keeper.close(1000);
  await scene.close();
});

let calls = 0;
async function keep(
  said: (record: CallRecord) => void,
  {
    end = 'goodbye' as const,
    ms = 10_000,
    ...more
  }: { end?: 'goodbye' | 'transferred'; ms?: number } & Partial<AdmittedCall> = {},
): Promise<string> {
  const call = admittedCall(scene.workspace.workspaceId, more);
  const record = keeper.begin(call, `CA-${++calls}`);
  said(record);
  await record.end(end, ms);
  return call.id;
}

test('lists are filtered, paged and exported alike; views are kept', async () => {
  const flow = { ...admittedCall(scene.workspace.workspaceId).flow, name: 'Orders, open' };
  const start = { carrier: 'browser', from: null, to: '+15005550199', direction: 'inbound' } as const;
  const first = await keep(
    (record) => record.event(turn(0, { sentiment: { score: -0.8, label: 'negative' } })),
    {
      flow,
      start,
      ms: 90_000,
    },
  );
  const carrierCallId = `CA-${calls}`;
  await keep(
    (record) => record.event(turn(0, { intent: 'faq', sentiment: { score: 0.5, label: 'positive' } })),
    { flow },
  );
  await keep(() => {}, { flow, end: 'transferred', testedBy: { kind: 'user', id: v7(), name: 'Tess' } });
  const ids = async (query: string) =>
    (await owner('GET', `/calls?flow=${flow.id}&${query}`)).body.items.map(({ id }: { id: string }) => id);
  expect(await ids('')).toHaveLength(3);
  for (const only of [
    'sentiment=negative',
    'intent=order-status',
    'number=%2B15005550199',
    'q=0199',
    'minSeconds=60',
    'carrier=browser',
    `carrierCallId=${carrierCallId}`,
    `q=${carrierCallId}`,
  ])
    expect([only, await ids(only)]).toEqual([only, [first]]);
  expect(await ids('carrierCallId=CA')).toEqual([]);
  expect(await ids('test=true')).toHaveLength(1);
  expect(await ids('end=transferred&contained=false')).toHaveLength(1);
  expect(await ids('from=2020-01-01&to=2020-01-02')).toEqual([]);
  const page = await owner('GET', `/calls?flow=${flow.id}&limit=2`);
  expect(page.body.items).toHaveLength(2);
  const next = await owner('GET', `/calls?flow=${flow.id}&limit=2&cursor=${page.body.nextCursor}`);
  expect(next.body).toMatchObject({
    items: [{ id: first, carrierCallId, from: null, startedBy: { name: 'Telephone' } }],
    nextCursor: null,
  });
  const csv = (await owner('GET', `/calls/export?flow=${flow.id}&sentiment=negative`)).bytes.toString();
  expect(csv.split('\r\n')).toHaveLength(3);
  expect(csv).toContain('"Orders, open"');
  const kept = await owner('POST', '/call-filters', {
    name: 'Angry',
    filter: { sentiment: 'negative', minSeconds: 60 },
  });
  expect(kept).toMatchObject({ status: 201, body: { filter: { sentiment: 'negative', minSeconds: 60 } } });
  expect((await owner('POST', '/call-filters', { name: 'Angry', filter: {} })).status).toBe(409);
  expect((await owner('GET', '/call-filters')).body.items).toHaveLength(1);
  expect((await owner('DELETE', `/call-filters/${kept.body.id}`)).status).toBe(204);
  expect((await owner('GET', '/calls?sentiment=furious')).status).toBe(422);
});

test('a call page has everything; its recording is a file that can be read from anywhere', async () => {
  const id = await keep(
    (record) => {
      record.event({ kind: 'began', atMs: 0 });
      record.startRecording(0);
      record.pauseRecording(6000, 'a card number');
      record.resumeRecording(8000);
      record.sound('caller', new Uint8Array(8 * 15_000).fill(0x80), 0);
      record.sound('agent', new Uint8Array(8 * 1000).fill(0x00), 12_000);
      record.event(heard(1000, 'Where is my order?'));
      record.event(spoken(3000, 'It comes tomorrow.', { heard: 'It comes', whole: false }));
      record.event(turn(1000));
    },
    { ms: 15_000 },
  );
  const { body } = await owner('GET', `/calls/${id}`);
  expect(body).toMatchObject({
    state: 'ended',
    transcript: [
      { by: 'caller', text: 'Where is my order?' },
      { by: 'agent', text: 'It comes' },
    ],
    latency: { turns: 1, p50Ms: 480 },
    recording: { durationMs: 15_000, gaps: [{ fromMs: 6000, toMs: 8000, why: 'a card number' }] },
    costParts: { speech: 0, telephony: null },
    redactedAt: null,
  });
  expect(Buffer.from(body.recording.peaks, 'base64')).toHaveLength(300);
  expect((await owner('GET', `/calls/${id}/events`)).body.items).toEqual(body.events);

  const whole = await owner('GET', `/calls/${id}/recording`);
  expect(whole.headers['content-type']).toBe('audio/wav');
  expect(whole.bytes).toHaveLength(44 + 15_000 * 8 * 4);
  expect(whole.bytes.readUInt16LE(22)).toBe(2);
  const sample = (ms: number, channel: number) => whole.bytes.readInt16LE(44 + ms * 32 + channel * 2);
  expect([sample(1000, 0), sample(7000, 0), sample(1000, 1), sample(12_500, 1)]).toEqual([
    32_124, 0, 0, -32_124,
  ]);
  for (const [start, end] of [
    [0, 20],
    [40, 50],
    [44 + 10_000 * 32 - 7, 44 + 10_000 * 32 + 9],
    [479_990, 480_043],
  ] as const) {
    const part = await owner('GET', `/calls/${id}/recording`, undefined, { range: `bytes=${start}-${end}` });
    expect(part.status).toBe(206);
    expect(part.bytes.equals(whole.bytes.subarray(start, end + 1))).toBe(true);
  }
  const mp3 = await owner('GET', `/calls/${id}/recording?format=mp3`);
  expect(mp3.headers['content-type']).toBe('audio/mpeg');
  expect(mp3.bytes.length).toBeGreaterThan(40_000);
  expect((await (await scene.stranger())('GET', `/calls/${id}/recording`)).status).toBe(404);
});

test('the whole number of a caller is told to who may manage calls, and the audit log says to whom', async () => {
  const id = await keep((record) => record.event(heard(0, 'Call me back.')));
  const viewer = await scene.join('viewer', 'Nora Viewer');
  expect((await viewer('POST', `/calls/${id}/caller`)).status).toBe(403);
  const told = await owner('POST', `/calls/${id}/caller`);
  expect([told.status, told.body, told.headers['cache-control']]).toEqual([
    200,
    { number: '+12025550123' },
    'no-store',
  ]);
  const { rows } = await scene.db.database.withWorkspace(scene.workspace.workspaceId, (tx) =>
    tx.execute(sql`select * from audit_entries where action = 'call.caller-revealed'`),
  );
  expect(rows).toMatchObject([{ subject_kind: 'call', subject_id: id }]);
  const elsewhere = [rows, (await owner('GET', '/calls')).body, (await owner('GET', `/calls/${id}`)).body];
  expect(JSON.stringify(elsewhere)).not.toContain('2025550123');
});

test('a call is deleted for good by who may, and not while it goes on', async () => {
  const id = await keep((record) => {
    record.startRecording(0);
    record.sound('caller', new Uint8Array(8000), 0);
    record.event(heard(0, 'Forget me.'));
  });
  const viewer = await scene.join('viewer', 'Vera Viewer');
  expect((await viewer('DELETE', `/calls/${id}`)).status).toBe(403);
  const before = await files();
  expect((await owner('DELETE', `/calls/${id}`)).status).toBe(204);
  expect((await owner('GET', `/calls/${id}`)).status).toBe(404);
  expect(await files()).toBe(before - 1);
  const { rows } = await scene.db.database.withWorkspace(scene.workspace.workspaceId, (tx) =>
    tx.execute(
      sql`select 1 from call_events where call_id = ${id} union all select 1 from call_recordings where call_id = ${id}`,
    ),
  );
  expect(rows).toEqual([]);
  const live = admittedCall(scene.workspace.workspaceId);
  const record = keeper.begin(live, 'CA-live');
  record.event({ kind: 'began', atMs: 0 });
  await expect.poll(async () => (await owner('GET', `/calls/${live.id}`)).body.state).toBe('live');
  expect((await owner('DELETE', `/calls/${live.id}`)).status).toBe(409);
  await record.end('goodbye', 1);
});

test('from a second of a recorded call back to version, text, voice and who approved it', async () => {
  const editor = await scene.join('editor', 'Edda Editor');
  const reviewer = await scene.join('reviewer', 'Rita Reviewer');
  const { scriptId } = await scene.script(editor, 'Thank you for calling the studio.');
  const version = await scene.version(editor, scriptId);
  expect((await editor('POST', `/versions/${version.id}/status`, { to: 'in_review' })).status).toBe(200);
  const approval = { to: 'approved', digest: version.digest };
  expect((await reviewer('POST', `/versions/${version.id}/status`, approval)).status).toBe(200);
  expect((await owner('POST', '/channels', { slug: 'hotline', name: 'Hotline' })).status).toBe(201);
  const deployed = await editor('PUT', '/channels/hotline/slots/greeting', {
    versionId: version.id,
    reason: 'Spring',
  });
  expect(deployed.status).toBe(200);
  const ledger = await owner('GET', '/channels/hotline/deployments');
  const deploymentId = ledger.body.items[0].id;
  const id = await keep((record) => {
    record.event(
      spoken(1000, 'Thank you for calling the studio.', {
        endMs: 3000,
        purpose: 'fixed',
        source: {
          kind: 'slot',
          channel: 'hotline',
          slot: 'greeting',
          deploymentId,
          versionId: version.id,
          digest: version.digest!,
        },
      }),
    );
    record.event(heard(4000, 'Hello.'));
  });
  // Somebody writes another text meanwhile: what was heard stays what it was.
  expect((await editor('PUT', `/scripts/${scriptId}`, { text: 'Goodbye.' })).status).toBe(200);
  const { body } = await owner('GET', `/calls/${id}/at?ms=2000`);
  expect(body).toMatchObject({
    by: 'agent',
    event: { kind: 'spoken', heard: 'Thank you for calling the studio.' },
    behind: {
      deployment: {
        id: deploymentId,
        channel: 'hotline',
        slot: 'greeting',
        reason: 'Spring',
        by: { name: 'Edda Editor' },
      },
      version: { id: version.id, number: 1, digest: version.digest, status: 'approved' },
      revision: { number: 1, text: 'Thank you for calling the studio.' },
      voice: { id: 'flite:slt', engine: 'flite' },
      consent: null,
      approvals: [
        { by: { name: 'Rita Reviewer' }, role: 'reviewer', digest: version.digest, selfApproved: false },
      ],
    },
  });
  expect((await owner('GET', `/calls/${id}`)).body.behind[deploymentId]).toEqual(body.behind);
  expect((await owner('GET', `/calls/${id}/at?ms=4500`)).body).toMatchObject({ by: 'caller', behind: null });
  expect((await owner('GET', `/calls/${id}/at?ms=9000`)).body).toMatchObject({ by: null, event: null });
});

const files = async () => {
  let count = 0;
  for await (const _key of scene.studio.audioStore.bytes.list('audio/')) count++;
  return count;
};
