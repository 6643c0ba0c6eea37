import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ended, type StudioScene, studioScene } from '../../../test/support/studioScene.ts';

let scene: StudioScene;
beforeAll(async () => {
  scene = await studioScene();
});
afterAll(() => scene?.close());

const auditActions = async (subjectId: string, { db, workspace } = scene) => {
  const { rows } = await db.database.withWorkspace(workspace.workspaceId, (tx) =>
    tx.execute<{ action: string }>(
      sql`select action from audit_entries where subject_id = ${subjectId} order by sequence`,
    ),
  );
  return rows.map((row) => row.action);
};

test('a version is generated, described and heard, and the next one says what changed', async () => {
  const { owner } = scene;
  const { scriptId } = await scene.script(owner, 'Thank you for calling. How can we help?');
  const asked = await owner('POST', `/scripts/${scriptId}/versions`, {
    voiceId: 'flite:slt',
    parameters: { speed: 1.2 },
    note: 'First take',
  });
  expect(asked.status).toBe(202);
  expect(asked.body).toMatchObject({
    number: 1,
    state: 'queued',
    status: 'draft',
    note: 'First take',
    parameters: { speed: 1.2, pitch: 0, tone: 'neutral', loudnessLufs: -16 },
    changes: null,
    audio: null,
  });
  const first = await ended(owner, asked.body.id);
  expect(first).toMatchObject({ state: 'ready', progress: 1, failure: null, engine: { id: 'flite' } });
  expect(first.digest).toMatch(/^[0-9a-f]{64}$/);
  expect(first.audio!.durationMs).toBeGreaterThan(1000);
  expect(first.audio!.loudnessLufs).toBeCloseTo(-16, 0);
  expect(await auditActions(first.id)).toEqual(['version.requested', 'version.ready']);

  const { body: heard } = await owner('GET', `/versions/${first.id}/peaks`);
  expect(Math.max(...heard.peaks)).toBeGreaterThan(0.2);
  expect(heard.words.map((word: { text: string }) => word.text.toLowerCase()).join(' ')).toContain('thank');

  await owner('PUT', `/scripts/${scriptId}`, { text: 'Thank you very much for calling. How can I help?' });
  const second = await scene.version(owner, scriptId, { voiceId: 'flite:rms', parameters: { speed: 1 } });
  expect(second).toMatchObject({
    number: 2,
    revision: { number: 2 },
    changes: { sinceNumber: 1, wordsAdded: 3, wordsRemoved: 1 },
  });
  expect(second.changes!.parameters.map((change) => change.name)).toEqual(['voice', 'speed']);
  const { body: list } = await owner('GET', `/scripts/${scriptId}/versions?limit=1`);
  expect(list.items.map((version: { number: number }) => version.number)).toEqual([2]);
  const { body: rest } = await owner('GET', `/scripts/${scriptId}/versions?cursor=${list.nextCursor}`);
  expect([rest.items[0].number, rest.nextCursor]).toEqual([1, null]);

  const { body: compared } = await owner('GET', `/versions/compare?ids=${first.id},${second.id}`);
  expect(compared.pairs[0]).toMatchObject({ fromId: first.id, toId: second.id });
  expect(
    compared.pairs[0].script.filter((part: { kind: string }) => part.kind !== 'same').length,
  ).toBeGreaterThan(1);
  expect(compared.pairs[0].durationDifferenceMs).toBeCloseTo(
    second.audio!.durationMs - first.audio!.durationMs,
    0,
  );
  for (const ids of [first.id, `${first.id},${first.id}`, `${first.id},x`])
    expect((await owner('GET', `/versions/compare?ids=${ids}`)).body.code).toBe('validation-failed');
  const stranger = await scene.stranger();
  expect((await stranger('GET', `/versions/compare?ids=${first.id},${second.id}`)).status).toBe(404);
});

test('the same input gives the same digest, each version its own audio', async () => {
  const { scriptId } = await scene.script(scene.owner, 'Once more, the same.');
  const one = await scene.version(scene.owner, scriptId);
  const two = await scene.version(scene.owner, scriptId);
  expect([two.state, two.digest]).toEqual(['ready', one.digest]);
  const other = await scene.version(scene.owner, scriptId, { parameters: { pitch: 2 } });
  expect(other.digest).not.toBe(one.digest);
});

test('an Idempotency-Key makes one version, also for requests at once; another wish or caller is another matter', async () => {
  const { owner } = scene;
  const { scriptId } = await scene.script(owner);
  const ask = (by = owner, body: object = { voiceId: 'flite:rms' }) =>
    by('POST', `/scripts/${scriptId}/versions`, body, { 'idempotency-key': 'order-7' });
  const answers = await Promise.all(Array.from({ length: 6 }, () => ask()));
  expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([202]));
  expect(new Set(answers.map((answer) => answer.body.id)).size).toBe(1);
  const later = await ask(owner, { parameters: { speed: 1 }, voiceId: 'flite:rms' });
  expect(later.body.id).toBe(answers[0]!.body.id);
  const other = await ask(owner, { voiceId: 'flite:awb' });
  expect([other.status, other.body.code]).toEqual([409, 'idempotency-mismatch']);
  const program = await ask(await scene.key());
  expect(program.body.id).not.toBe(answers[0]!.body.id);
  expect((await owner('GET', `/scripts/${scriptId}`)).body.versionCount).toBe(2);
});

test('requests at once get numbers without gaps', async () => {
  const { owner } = scene;
  const { scriptId } = await scene.script(owner, 'Go.');
  const answers = await Promise.all(
    Array.from({ length: 8 }, () => owner('POST', `/scripts/${scriptId}/versions`, { voiceId: 'flite:kal' })),
  );
  expect(answers.map((answer) => answer.body.number).sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
});

test('what cannot be spoken is refused before anything is written', async () => {
  const { owner } = scene;
  const { scriptId } = await scene.script(
    owner,
    'Say <phoneme alphabet="x-sampa" ph="h@l@U">hello</phoneme>.',
  );
  const ask = (body: object) => owner('POST', `/scripts/${scriptId}/versions`, body);
  const refused: [string, object][] = [
    ['unknown-voice', { voiceId: 'nobody:here' }],
    ['unsupported-markup', { voiceId: 'flite:slt' }],
    ['validation-failed', { voiceId: 'flite:slt', parameters: { speed: 99 } }],
    ['validation-failed', { voiceId: 'flite:slt', parameters: { colour: 'red' } }],
    ['not-found', { voiceId: 'flite:slt', revisionNumber: 9 }],
  ];
  for (const [code, body] of refused) expect((await ask(body)).body.code).toBe(code);
  expect((await owner('GET', `/scripts/${scriptId}/versions`)).body.items).toEqual([]);
});

test('a generation is cancelled while it waits or runs, stays so, and can be tried again', async () => {
  const { owner } = scene;
  const { scriptId } = await scene.script(owner, 'This is a rather long sentence about nothing. '.repeat(20));
  const asked = await owner('POST', `/scripts/${scriptId}/versions`, { voiceId: 'flite:slt' });
  const until = async (state: string) => {
    while ((await owner('GET', `/versions/${asked.body.id}`)).body.state !== state)
      await new Promise((resolve) => setTimeout(resolve, 5));
  };
  await until('generating');
  const cancelled = await owner('POST', `/versions/${asked.body.id}/cancel`);
  expect([cancelled.status, cancelled.body.state]).toEqual([200, 'cancelled']);
  expect((await owner('POST', `/versions/${asked.body.id}/cancel`)).body.state).toBe('cancelled');
  // Its attempt lets go of the audio it had begun.
  const pending = () =>
    scene.db.database.withWorkspace(scene.workspace.workspaceId, async (tx) => {
      const { rows } = await tx.execute<{ n: number }>(
        sql`select count(*)::int as n from audio_objects where state = 'pending'`,
      );
      return rows[0]!.n;
    });
  await expect.poll(pending, { timeout: 5000 }).toBe(0);
  expect((await owner('GET', `/versions/${asked.body.id}`)).body).toMatchObject({
    state: 'cancelled',
    audio: null,
  });
  const again = await owner('POST', `/versions/${asked.body.id}/retry`);
  expect([again.status, again.body.state]).toEqual([202, 'queued']);
  expect(await ended(owner, asked.body.id)).toMatchObject({ state: 'ready' });
  expect((await owner('POST', `/versions/${asked.body.id}/retry`)).body.code).toBe('conflict');
  expect((await owner('POST', `/versions/${asked.body.id}/cancel`)).body.code).toBe('conflict');
});

test('the same batch asked for twice under one key is made once', async () => {
  const { projectId } = await scene.script(scene.owner, 'Once.');
  const ask = (body: object) =>
    scene.owner('POST', `/projects/${projectId}/batches`, body, { 'idempotency-key': 'whole-project' });
  const wish = { voiceId: 'flite:slt' };
  const answers = await Promise.all([ask(wish), ask(wish)]);
  const again = await ask(wish);
  expect(new Set([...answers, again].map(({ body }) => body.id)).size).toBe(1);
  expect((await scene.owner('GET', `/projects/${projectId}/batches`)).body.items).toHaveLength(1);
  expect((await ask({ voiceId: 'flite:kal' })).body.code).toBe('idempotency-mismatch');
});

test('a retry sent twice under one key generates once, however the first one ended meanwhile', async () => {
  const paused = await studioScene({ worker: false });
  try {
    const { owner } = paused;
    const { scriptId, projectId } = await paused.script(owner, 'Once more.');
    const { id } = (await owner('POST', `/scripts/${scriptId}/versions`, { voiceId: 'flite:slt' })).body;
    const batch = (await owner('POST', `/projects/${projectId}/batches`, { voiceId: 'flite:slt' })).body.id;
    for (const place of [`/versions/${id}`, `/batches/${batch}`]) {
      await owner('POST', `${place}/cancel`);
      const retry = (key: string) => owner('POST', `${place}/retry`, undefined, { 'idempotency-key': key });
      const queued = async () => (await owner('GET', place)).body;
      const answers = await Promise.all([retry(place), retry(place)]);
      expect(answers.map((answer) => answer.status)).toEqual([202, 202]);
      expect((await retry(place)).status).toBe(202);
      expect([1, 'queued']).toContain((await queued()).queued ?? (await queued()).state);
      // It ended again; a late repetition of the first wish does not begin anew, a new wish does.
      await owner('POST', `${place}/cancel`);
      expect((await retry(place)).status).toBe(202);
      expect([0, 'cancelled']).toContain((await queued()).queued ?? (await queued()).state);
      expect((await retry(`${place} again`)).status).toBe(202);
      expect([1, 'queued']).toContain((await queued()).queued ?? (await queued()).state);
    }
    const mixed = await owner('POST', `/batches/${batch}/retry`, undefined, {
      'idempotency-key': `/versions/${id}`,
    });
    expect(mixed.body.code).toBe('idempotency-mismatch');
    // Without a key, what is under way is not begun a second time.
    expect((await owner('POST', `/versions/${id}/retry`)).body.code).toBe('conflict');
    const actions = await Promise.all([id, batch].map((subject) => auditActions(subject, paused)));
    expect(actions.map((all) => all.filter((one) => one.endsWith('retried')).length)).toEqual([2, 2]);
  } finally {
    await paused.close();
  }
});

test('a batch is all or nothing, says how far it is, and can be stopped', async () => {
  const { owner } = scene;
  const { projectId } = await scene.script(owner, 'The first line.');
  const before = (await owner('GET', `/projects/${projectId}`)).body.scriptCount;
  const line = (text: string) => ({ title: `Line ${text.slice(0, 10)}`, language: 'en-US', text });
  const wrong = await owner('POST', `/projects/${projectId}/batches`, {
    voiceId: 'flite:kal',
    lines: [line('One.'), line('   ')],
  });
  expect([wrong.status, wrong.body.code, wrong.body.errors[0].field]).toEqual([422, 'empty-text', 'lines.1']);
  expect((await owner('GET', `/projects/${projectId}`)).body.scriptCount).toBe(before);

  const asked = await owner('POST', `/projects/${projectId}/batches`, {
    voiceId: 'flite:kal',
    lines: [line('One.'), line('Two.'), line('Three.')],
  });
  expect([asked.status, asked.body.total]).toEqual([202, 3]);
  await expect
    .poll(async () => (await owner('GET', `/batches/${asked.body.id}`)).body, { timeout: 20_000 })
    .toMatchObject({ total: 3, ready: 3, queued: 0, generating: 0 });
  const whole = await owner('POST', `/projects/${projectId}/batches`, { voiceId: 'flite:rms' });
  expect(whole.body.total).toBe(before + 3);
  const stopped = await owner('POST', `/batches/${whole.body.id}/cancel`);
  expect(stopped.body).toMatchObject({ queued: 0, generating: 0 });
  expect(stopped.body.cancelled + stopped.body.ready).toBe(before + 3);
  const again = await owner('POST', `/batches/${whole.body.id}/retry`);
  expect([again.status, again.body.cancelled]).toEqual([202, 0]);
  await expect
    .poll(async () => (await owner('GET', `/batches/${whole.body.id}`)).body, { timeout: 20_000 })
    .toMatchObject({ total: before + 3, ready: before + 3 });
  const listed = (await owner('GET', `/projects/${projectId}/batches?limit=1`)).body;
  expect(listed).toMatchObject({ items: [{ id: whole.body.id, ready: before + 3 }] });
  expect(
    (await owner('GET', `/projects/${projectId}/batches?cursor=${listed.nextCursor}`)).body.items,
  ).toEqual([expect.objectContaining({ id: asked.body.id, total: 3 })]);
  const made = (await owner('GET', `/batches/${whole.body.id}/versions?limit=200`)).body.items;
  expect(made.map((version: { id: string }) => version.id)).toEqual(whole.body.versionIds);
  expect((await (await scene.stranger())('GET', `/batches/${asked.body.id}`)).status).toBe(404);
});

test('generation has an allowance of its own, which only good requests spend', async () => {
  const limited = await studioScene({
    worker: false,
    allowances: { generation: { amount: 2, periodMs: 3_600_000 } },
  });
  try {
    const { owner } = limited;
    const { scriptId, projectId } = await limited.script(owner);
    const ask = (body: object, headers = {}) => owner('POST', `/scripts/${scriptId}/versions`, body, headers);
    expect((await ask({ voiceId: 'nobody:here' })).body.code).toBe('unknown-voice');
    const first = await ask({ voiceId: 'flite:slt' }, { 'idempotency-key': 'k' });
    expect((await ask({ voiceId: 'flite:slt' }, { 'idempotency-key': 'k' })).body.id).toBe(first.body.id);
    expect((await ask({ voiceId: 'flite:slt' })).status).toBe(202);
    const refused = await ask({ voiceId: 'flite:slt' });
    expect([refused.status, refused.body.code]).toEqual([429, 'generation-limited']);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    const lines = [{ title: 'A', language: 'en', text: 'A.' }];
    expect(
      (await owner('POST', `/projects/${projectId}/batches`, { voiceId: 'flite:slt', lines })).status,
    ).toBe(429);
    expect((await owner('GET', `/scripts/${scriptId}`)).body.versionCount).toBe(2);
  } finally {
    await limited.close();
  }
});
