import { afterAll, beforeAll, expect, test } from 'vitest';
import { type StudioScene, studioScene } from '../../../test/support/studioScene.ts';

let scene: StudioScene;
beforeAll(async () => {
  scene = await studioScene({ worker: false });
});
afterAll(() => scene?.close());

test('a script is written in revisions, and only a changed text makes one', async () => {
  const { owner } = scene;
  const { projectId, scriptId } = await scene.script(owner, 'Hello there.');
  const same = await owner('PUT', `/scripts/${scriptId}`, { text: 'Hello there.', title: 'Welcome' });
  expect(same.body).toMatchObject({ title: 'Welcome', revisionNumber: 1, text: 'Hello there.' });
  const changed = await owner('PUT', `/scripts/${scriptId}`, { text: 'Hello, friend.', expectedRevision: 1 });
  expect(changed.body).toMatchObject({ revisionNumber: 2, revision: { number: 2, text: 'Hello, friend.' } });
  const stale = await owner('PUT', `/scripts/${scriptId}`, { text: 'Mine', expectedRevision: 1 });
  expect([stale.status, stale.body.code]).toEqual([409, 'conflict']);
  const revisions = await owner('GET', `/scripts/${scriptId}/revisions`);
  expect(revisions.body.items.map((revision: { text: string }) => revision.text)).toEqual([
    'Hello, friend.',
    'Hello there.',
  ]);
  expect((await owner('GET', `/projects/${projectId}`)).body).toMatchObject({ scriptCount: 1 });
});

test('a wrong language is put right until something is spoken in it', async () => {
  const { owner } = scene;
  const { scriptId } = await scene.script(owner, 'Guten Tag.');
  const right = await owner('PUT', `/scripts/${scriptId}`, { language: 'de-DE' });
  expect(right.body).toMatchObject({ language: 'de-DE', revisionNumber: 1 });
  await owner('PUT', `/scripts/${scriptId}`, { language: 'en-US' });
  expect((await owner('POST', `/scripts/${scriptId}/versions`, { voiceId: 'flite:slt' })).status).toBe(202);
  const late = await owner('PUT', `/scripts/${scriptId}`, { language: 'de-DE', title: 'Hallo' });
  expect([late.status, late.body.code]).toEqual([409, 'conflict']);
  expect((await owner('GET', `/scripts/${scriptId}`)).body).toMatchObject({ language: 'en-US' });
});

test('a text that cannot be spoken is refused with its code, and nothing is saved', async () => {
  const { owner } = scene;
  const { projectId, scriptId } = await scene.script(owner, 'Fine.');
  const refused = {
    'empty-text': ' \n ',
    'text-too-long': 'word '.repeat(4100),
    'invalid-characters': 'ring \u0007',
    'invalid-markup': 'Hello <blink>you</blink>',
  };
  for (const [code, text] of Object.entries(refused)) {
    const saved = await owner('PUT', `/scripts/${scriptId}`, { text });
    expect([saved.status, saved.body.code]).toEqual([422, code]);
    const made = await owner('POST', `/projects/${projectId}/scripts`, { title: 'T', language: 'en', text });
    expect([made.status, made.body.code]).toEqual([422, code]);
  }
  expect((await owner('GET', `/scripts/${scriptId}`)).body).toMatchObject({
    revisionNumber: 1,
    text: 'Fine.',
  });
  expect((await owner('GET', `/projects/${projectId}`)).body.scriptCount).toBe(1);
});

test('lists come in pages that neither repeat nor skip, and refuse cursors of others', async () => {
  const { owner } = scene;
  const { projectId } = await scene.script(owner);
  for (let n = 0; n < 6; n++)
    await owner('POST', `/projects/${projectId}/scripts`, { title: `S${n}`, language: 'en', text: 'Hi.' });
  const titles: string[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const path: string = `/projects/${projectId}/scripts?limit=3${cursor && `&cursor=${cursor}`}`;
    const { body } = await owner('GET', path);
    titles.push(...body.items.map((script: { title: string }) => script.title));
    cursor = body.nextCursor;
  }
  expect(titles).toEqual(['S5', 'S4', 'S3', 'S2', 'S1', 'S0', 'Greeting']);
  for (const wrong of [
    'nonsense',
    Buffer.from('["x"]').toString('base64url'),
    Buffer.from('[7]').toString('base64url'),
  ]) {
    const answer = await owner('GET', `/projects/${projectId}/scripts?cursor=${wrong}`);
    expect([answer.status, answer.body.code]).toEqual([422, 'validation-failed']);
  }
});

test('a project is renamed; viewers may look and not write; strangers find nothing', async () => {
  const { owner } = scene;
  const { projectId, scriptId } = await scene.script(owner);
  const renamed = await owner('PATCH', `/projects/${projectId}`, { name: 'Helpline' });
  expect(renamed.body).toMatchObject({ name: 'Helpline', purpose: 'support' });
  const viewer = await scene.join('viewer', 'Vera Viewer');
  expect((await viewer('GET', `/scripts/${scriptId}`)).status).toBe(200);
  expect((await viewer('PUT', `/scripts/${scriptId}`, { text: 'No' })).body.code).toBe('forbidden');
  const stranger = await scene.stranger();
  for (const path of [
    `/projects/${projectId}`,
    `/projects/${projectId}/scripts`,
    `/scripts/${scriptId}`,
    `/scripts/${scriptId}/revisions`,
    `/scripts/${scriptId}/versions`,
  ])
    expect([path, (await stranger('GET', path)).status]).toEqual([path, 404]);
  expect((await stranger('PUT', `/scripts/${scriptId}`, { text: 'Mine' })).status).toBe(404);
  expect((await stranger('PATCH', `/projects/${projectId}`, { name: 'Mine' })).status).toBe(404);
});

test('search finds names whatever they contain, and takes no pattern from the caller', async () => {
  const { owner } = scene;
  const project = await owner('POST', '/projects', { name: '100% Zebra_crossing', purpose: 'education' });
  const found = await owner('GET', `/search?q=${encodeURIComponent('0% zebra_')}`);
  expect(found.body.items).toEqual([
    { kind: 'project', id: project.body.id, title: '100% Zebra_crossing', context: 'education' },
  ]);
  expect((await owner('GET', '/search?q=Z%25a')).body).toEqual({ items: [], nextCursor: null });
  expect((await owner('GET', '/search?q=%00')).body.items).toEqual([]);
  expect((await (await scene.stranger())('GET', '/search?q=zebra')).body.items).toEqual([]);
});

test('search finds words of scripts that put no spaces between them, wherever they stand', async () => {
  const { owner } = scene;
  const texts = {
    'zh-CN': '您好。您的包裹今天下午会送到，我们的iPhone维修中心周六也营业。',
    th: 'สวัสดีค่ะ พัสดุของคุณจะมาถึงวันนี้ช่วงบ่าย',
    ja: 'お荷物は本日の午後にお届けします。ラインをお切りにならずにお待ちください。',
  };
  const project = await owner('POST', '/projects', { name: 'Abroad', purpose: 'support' });
  for (const [language, text] of Object.entries(texts)) {
    const { status } = await owner('POST', `/projects/${project.body.id}/scripts`, {
      title: language,
      language,
      text,
    });
    expect(status).toBe(201);
  }
  const found = async (words: string) =>
    (await owner('GET', `/search?q=${encodeURIComponent(words)}`)).body.items.map(
      ({ title, context }: { title: string; context: string }) => [title, context],
    );
  expect(await found('包裹')).toEqual([['zh-CN', expect.stringContaining('您的包裹今天下午')]]);
  expect(await found('iphone维修 营业')).toEqual([['zh-CN', expect.stringContaining('iPhone维修中心')]]);
  expect(await found('ของคุณ')).toEqual([['th', expect.stringContaining('พัสดุของคุณ')]]);
  expect(await found('午後に')).toEqual([['ja', expect.stringContaining('本日の午後に')]]);
  // The same characters in another order are other words.
  for (const words of ['裹包', '包裹 维修晚', '今日']) expect(await found(words)).toEqual([]);
});

test('search finds scripts by the beginnings of the words they say now, and voices by name', async () => {
  const { owner } = scene;
  const { scriptId } = await scene.script(
    owner,
    'Good day. <break time="500ms"/> Your parcel of marmalade & honey leaves our warehouse this evening, we don\u2019t wait.',
  );
  const saying = async (words: string, by = owner) =>
    (await by('GET', `/search?q=${encodeURIComponent(words)}`)).body.items;
  const here = { kind: 'script', id: scriptId, title: 'Greeting' };
  expect(await saying('marma Warehouse')).toEqual([
    { ...here, context: 'Good day. Your parcel of marmalade & honey leaves our warehouse …' },
  ]);
  expect((await saying('evening'))[0].context).toBe(
    '… leaves our warehouse this evening, we don\u2019t wait.',
  );
  // All the words, from their beginnings; what is markup is not said.
  for (const words of ['marmalade missing', 'armalade', '500ms', "' | !'", '\\', 'y'])
    expect(await saying(words)).toEqual([]);
  expect(await saying('marmalade', await scene.stranger())).toEqual([]);

  await owner('PUT', `/scripts/${scriptId}`, { text: 'Your parcel of syrup.' });
  expect(await saying('marmalade')).toEqual([]);
  expect(await saying('syrup')).toEqual([{ ...here, context: 'Your parcel of syrup.' }]);

  const [voice] = (await scene.studio.speech.voices(scene.workspace.workspaceId)).slice(-1);
  expect(await saying(voice!.name.slice(0, 4).toUpperCase())).toContainEqual({
    kind: 'voice',
    id: voice!.id,
    title: voice!.name,
    context: `${voice!.languages[0]} · flite`,
  });
});
