import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Version } from '../../../shared/api/studio.ts';
import { type Call, type StudioScene, studioScene } from '../../../test/support/studioScene.ts';
import { deployments } from '../../db/schema/index.ts';
import { ownerCaller } from '../../identity/createWorkspace.ts';
import { changeWorkspace } from '../../identity/workspaceSettings.ts';
import { createDefaultChannels } from '../../studio/channels/manageChannels.ts';
import { approveWhatSuffices } from '../../studio/review/approveWhatSuffices.ts';

let scene: StudioScene;
let editor: Call;
let reviewer: Call;
let scriptId: string;
beforeAll(async () => {
  scene = await studioScene();
  editor = await scene.join('editor', 'Edda Editor');
  reviewer = await scene.join('reviewer', 'Rita Reviewer');
  ({ scriptId } = await scene.script(editor, 'Hello.'));
  const { workspaceId } = scene.workspace;
  const actor = { kind: 'system', id: null, name: 'Test' } as const;
  await scene.db.database.withWorkspace(workspaceId, (tx) =>
    createDefaultChannels(tx, workspaceId, { actor, correlationId: 'test' }),
  );
});
afterAll(() => scene?.close());

const move = (by: Call, version: { id: string }, to: string, more = {}) =>
  by('POST', `/versions/${version.id}/status`, { to, ...more });
const inReview = async (by: Call = editor): Promise<Version> => {
  const version = await scene.version(by, scriptId, { voiceId: 'flite:kal' });
  expect((await move(by, version, 'in_review')).body.status).toBe('in_review');
  return version;
};
const workspace = (settings: string) =>
  scene.db.database.withWorkspace(scene.workspace.workspaceId, (tx) =>
    tx.execute(sql.raw(`update workspaces set ${settings}`)),
  );

test('a version goes from draft through review to approved and archived, and the history says how', async () => {
  const version = await inReview();
  const wrong = await move(reviewer, version, 'approved', { digest: 'f'.repeat(64) });
  expect([wrong.status, wrong.body.code]).toEqual([409, 'digest-mismatch']);
  const approved = await move(reviewer, version, 'approved', { digest: version.digest, note: 'Clear.' });
  expect(approved.body).toMatchObject({
    status: 'approved',
    selfApproved: false,
    approvals: [{ by: { name: 'Rita Reviewer' }, role: 'reviewer', digest: version.digest }],
  });
  const twice = await move(reviewer, version, 'approved');
  expect([twice.status, twice.body.code]).toEqual([409, 'already-approved']);
  expect((await move(editor, version, 'archived')).body.status).toBe('archived');
  const { body } = await reviewer('GET', `/versions/${version.id}`);
  expect(body.history.map((change: { from: string; to: string }) => [change.from, change.to])).toEqual([
    ['draft', 'in_review'],
    ['in_review', 'approved'],
    ['approved', 'archived'],
  ]);
  expect(body.history[1]).toMatchObject({ note: 'Clear.', by: { kind: 'user', name: 'Rita Reviewer' } });
  expect(body.text).toBe('Hello.');
});

test('a version says what keeps it from each channel and whether I may approve it, also once it is approved', async () => {
  const { workspaceId } = scene.workspace;
  await scene.db.database.withWorkspace(workspaceId, (tx) =>
    tx.execute(sql`update channels set required_approvals = 2 where slug = 'sales-intro'`),
  );
  const version = await inReview();
  const seenBy = async (by: Call) => (await by('GET', `/versions/${version.id}`)).body;
  expect(await seenBy(editor)).toMatchObject({ isAuthor: true, mayApprove: false });
  expect(await seenBy(reviewer)).toMatchObject({ isAuthor: false, mayApprove: true });
  await move(reviewer, version, 'approved');
  const approved = await seenBy(reviewer);
  expect(approved).toMatchObject({ status: 'approved', mayApprove: false });
  const refusals = (seen: typeof approved) =>
    Object.fromEntries(
      seen.channels.map((one: { channel: string; refusal: string }) => [one.channel, one.refusal]),
    );
  expect(refusals(approved)).toEqual({
    'support-bot': null,
    'course-narration': null,
    'sales-intro': expect.stringContaining('asks for 2 approvals'),
  });
  expect((await seenBy(scene.owner)).mayApprove).toBe(true);
  expect((await move(scene.owner, version, 'approved')).status).toBe(200);
  expect(refusals(await seenBy(editor))['sales-intro']).toBeNull();
});

test('who wrote the revision is an author, whoever generated it', async () => {
  const writer = await scene.join('editor', 'Wanda Writer');
  const { scriptId: hers } = await scene.script(writer, 'Written by me.');
  const version = await scene.version(editor, hers, { voiceId: 'flite:kal' });
  await move(editor, version, 'in_review');
  expect((await writer('GET', `/versions/${version.id}`)).body).toMatchObject({ isAuthor: true });
  expect((await move(writer, version, 'draft')).body.status).toBe('draft');
});

test('one person who approves several times at once has approved once', async () => {
  await workspace('required_approvals = 2');
  try {
    const version = await inReview();
    const answers = await Promise.all([1, 2, 3, 4].map(() => move(reviewer, version, 'approved')));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409]);
    const { body } = await reviewer('GET', `/versions/${version.id}`);
    expect([body.status, body.approvals.length]).toEqual(['in_review', 1]);
  } finally {
    await workspace('required_approvals = 1');
  }
});

test('a workspace that asks for fewer approvals has approved what has enough of them', async () => {
  await workspace('required_approvals = 2');
  const [enough, none] = [await inReview(), await inReview()];
  expect((await move(reviewer, enough, 'approved')).body.status).toBe('in_review');
  const { workspaceId, ownerId } = scene.workspace;
  const caller = ownerCaller(workspaceId, ownerId, 'Olga Owner', 'test');
  const ask = (requiredApprovals: number) =>
    changeWorkspace(
      scene.db.database,
      scene.studio.speech,
      caller,
      { requiredApprovals },
      approveWhatSuffices,
    );
  await ask(3);
  const status = async (version: Version) => (await editor('GET', `/versions/${version.id}`)).body.status;
  expect([await status(enough), await status(none)]).toEqual(['in_review', 'in_review']);
  // Somebody approves at the same moment: whichever comes first, one approval suffices in the end.
  await Promise.all([ask(1), move(reviewer, none, 'approved')]);
  expect([await status(enough), await status(none)]).toEqual(['approved', 'approved']);
  const { body } = await editor('GET', `/versions/${enough.id}`);
  expect(body.history.at(-1)).toMatchObject({ to: 'approved', by: { name: 'Olga Owner' } });
});

test('every other move is refused, with what is possible instead', async () => {
  const draft = await scene.version(editor, scriptId, { voiceId: 'flite:kal' });
  for (const to of ['approved', 'draft']) {
    const refused = await move(scene.owner, draft, to);
    expect([refused.status, refused.body.code]).toEqual([409, 'illegal-status']);
    expect(refused.body.detail).toContain('submitted');
  }
  await move(editor, draft, 'in_review');
  for (const to of ['in_review', 'archived'])
    expect((await move(scene.owner, draft, to)).body.code).toBe('illegal-status');
  await move(reviewer, draft, 'approved');
  for (const to of ['in_review', 'draft'])
    expect((await move(scene.owner, draft, to)).body.code).toBe('illegal-status');
  await move(editor, draft, 'archived');
  for (const to of ['draft', 'in_review', 'approved', 'archived'])
    expect((await move(scene.owner, draft, to)).body.code).toBe('illegal-status');
});

test('who may not move it, may not', async () => {
  const version = await inReview();
  const byKey = await move(await scene.key(), version, 'approved', { digest: version.digest });
  expect([byKey.status, byKey.body.code]).toEqual([403, 'person-required']);
  const self = await move(editor, version, 'approved');
  expect([self.status, self.body.code]).toEqual([403, 'forbidden']);
  const owned = await inReview(scene.owner);
  const own = await move(scene.owner, owned, 'approved');
  expect([own.status, own.body.code]).toEqual([403, 'self-approval']);
  const draft = await scene.version(editor, scriptId, { voiceId: 'flite:kal' });
  expect((await move(reviewer, draft, 'in_review')).body.code).toBe('forbidden');
  expect((await move(await scene.stranger(), version, 'approved')).status).toBe(404);
  // A key is its maker's hand: what the owner's program generated, the owner does not approve.
  const made = await inReview(await scene.key());
  expect((await move(scene.owner, made, 'approved')).body.code).toBe('self-approval');
  // Whoever wrote the words is an author too.
  const admin = await scene.join('admin', 'Adam Admin');
  await admin('PUT', `/scripts/${scriptId}`, { text: 'Hello, again.' });
  const spoken = await inReview(editor);
  expect((await move(admin, spoken, 'approved')).body.code).toBe('self-approval');
  expect((await move(reviewer, spoken, 'approved')).body.status).toBe('approved');
});

test('asking for changes needs a note and takes back what was approved; an author withdraws without one', async () => {
  await workspace('required_approvals = 2');
  const version = await inReview();
  const first = await move(reviewer, version, 'approved');
  expect(first.body).toMatchObject({ status: 'in_review', requiredApprovals: 2 });
  expect(first.body.approvals).toHaveLength(1);
  const silent = await move(scene.owner, version, 'draft', { note: '  ' });
  expect([silent.status, silent.body.code]).toEqual([422, 'validation-failed']);
  const changes = await move(scene.owner, version, 'draft', { note: 'Slower, please.' });
  expect(changes.body).toMatchObject({ status: 'draft', approvals: [] });
  await move(editor, version, 'in_review');
  expect((await move(reviewer, version, 'approved')).body.status).toBe('in_review');
  const second = await move(scene.owner, version, 'approved');
  expect(second.body).toMatchObject({ status: 'approved', selfApproved: false });
  const withdrawn = await inReview();
  expect((await move(editor, withdrawn, 'draft')).body.status).toBe('draft');
  await workspace('required_approvals = 1');
  // A channel may ask for more than the workspace: others may still approve.
  const more = await inReview();
  await move(reviewer, more, 'approved');
  expect((await move(scene.owner, more, 'approved')).body.approvals).toHaveLength(2);
});

test('two decisions at once come one after the other', async () => {
  const version = await inReview();
  const answers = await Promise.all([
    move(reviewer, version, 'approved'),
    move(scene.owner, version, 'draft', { note: 'No.' }),
  ]);
  expect(answers.map((answer) => answer.status).sort()).toEqual([200, 409]);
});

test('what is live cannot be archived', async () => {
  const version = await inReview();
  await move(reviewer, version, 'approved');
  const { workspaceId } = scene.workspace;
  await scene.db.database.withWorkspace(workspaceId, async (tx) => {
    const { rows } = await tx.execute<{ id: string; channel_id: string }>(
      sql`select s.id, s.channel_id from slots s join channels c on c.id = s.channel_id where c.slug = 'support-bot' and s.slug = 'greeting'`,
    );
    const [deployment] = await tx
      .insert(deployments)
      .values({
        workspaceId,
        channelId: rows[0]!.channel_id,
        slotId: rows[0]!.id,
        kind: 'deploy',
        versionId: version.id,
        digest: version.digest,
        reason: 'Test',
        createdByKind: 'system',
        createdByName: 'Test',
      })
      .returning();
    await tx.execute(sql`update slots set live_deployment_id = ${deployment!.id} where id = ${rows[0]!.id}`);
  });
  const { body } = await editor('GET', `/versions/${version.id}`);
  expect(body.live).toEqual([{ channel: 'support-bot', slot: 'greeting' }]);
  const refused = await move(editor, version, 'archived');
  expect([refused.status, refused.body.code]).toEqual([409, 'version-is-live']);
  expect(refused.body.detail).toContain('support-bot/greeting');
});

test('the queue shows first what waits for me, and says why', async () => {
  const theirs = await inReview(editor);
  const mine = await inReview(scene.owner);
  const { body } = await scene.owner('GET', '/reviews?limit=200');
  const reasonOf = (id: string) =>
    body.items.find((item: { version: { id: string } }) => item.version.id === id);
  expect(reasonOf(theirs.id)).toMatchObject({ waitsForMe: true });
  expect(reasonOf(mine.id)).toMatchObject({
    waitsForMe: false,
    reason: expect.stringContaining('somebody else'),
  });
  const waits = body.items.map((item: { waitsForMe: boolean }) => item.waitsForMe);
  expect(waits).toEqual([...waits].sort((a, b) => Number(b) - Number(a)));
  expect(body.waitingForMe).toBe(waits.filter(Boolean).length);
  // Page by page the same, in the same order.
  const ids: string[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page = await scene.owner('GET', `/reviews?limit=2${cursor && `&cursor=${cursor}`}`);
    ids.push(...page.body.items.map((item: { version: { id: string } }) => item.version.id));
    cursor = page.body.nextCursor;
  }
  expect(ids).toEqual(body.items.map((item: { version: { id: string } }) => item.version.id));
  const viewer = await scene.join('viewer', 'Vera Viewer');
  expect((await viewer('GET', '/reviews')).body.waitingForMe).toBe(0);
  expect((await (await scene.stranger())('GET', '/reviews')).body).toMatchObject({
    items: [],
    waitingForMe: 0,
  });
});

test('alone in a workspace one may approve one’s own, marked for ever, unless four eyes are asked for', async () => {
  const alone = await studioScene();
  try {
    const { owner } = alone;
    const { scriptId } = await alone.script(owner, 'Hello.');
    const submit = async () => {
      const version = await alone.version(owner, scriptId, { voiceId: 'flite:kal' });
      await owner('POST', `/versions/${version.id}/status`, { to: 'in_review' });
      return version;
    };
    const [first, second] = [await submit(), await submit()];
    expect((await owner('GET', '/reviews')).body.items[0]).toMatchObject({ waitsForMe: true });
    const approved = await owner('POST', `/versions/${first.id}/status`, { to: 'approved' });
    expect(approved.body).toMatchObject({ status: 'approved', selfApproved: true });
    await alone.db.database.withWorkspace(alone.workspace.workspaceId, (tx) =>
      tx.execute(sql`update workspaces set require_four_eyes = true`),
    );
    const refused = await owner('POST', `/versions/${second.id}/status`, { to: 'approved' });
    expect([refused.status, refused.body.code]).toEqual([403, 'self-approval']);
    await alone.join('reviewer', 'Rita Reviewer');
    expect((await owner('GET', `/versions/${first.id}`)).body.selfApproved).toBe(true);
  } finally {
    await alone.close();
  }
});

test('comments are anchored, threaded one level deep, edited by their author and resolved by anybody', async () => {
  const version = await scene.version(editor, scriptId, { voiceId: 'flite:kal' });
  const say = (by: Call, body: object) => by('POST', `/versions/${version.id}/comments`, body);
  const end = Math.ceil(version.audio!.durationMs);
  const range = await say(reviewer, { text: 'Too fast here', startMs: 10, endMs: end });
  expect([range.status, range.body.startMs, range.body.author.name]).toEqual([201, 10, 'Rita Reviewer']);
  const word = await say(reviewer, { text: 'This word', word: 0 });
  const answer = await say(editor, { text: 'Slower now', parentId: range.body.id });
  const invalid = [
    { startMs: 10 },
    { endMs: 10 },
    { startMs: 20, endMs: 20 },
    { startMs: 0, endMs: end + 1 },
    { word: 500 },
    { word: 0, startMs: 0, endMs: 5 },
    { parentId: answer.body.id },
    { parentId: range.body.id, word: 0 },
  ];
  for (const anchor of invalid) {
    const refused = await say(editor, { text: 'x', ...anchor });
    expect([anchor, refused.status, refused.body.code]).toEqual([anchor, 422, 'validation-failed']);
  }
  const other = await scene.version(editor, scriptId, { voiceId: 'flite:kal' });
  const elsewhere = { text: 'x', parentId: range.body.id };
  expect((await editor('POST', `/versions/${other.id}/comments`, elsewhere)).status).toBe(404);

  const change = (by: Call, id: string, body: object) => by('PATCH', `/comments/${id}`, body);
  expect((await change(editor, range.body.id, { text: 'Not mine' })).body.code).toBe('forbidden');
  const edited = await change(reviewer, range.body.id, { text: 'Too fast' });
  expect(edited.body).toMatchObject({ text: 'Too fast', editedAt: expect.any(String) });
  expect((await change(editor, answer.body.id, { resolved: true })).body.code).toBe('validation-failed');
  const resolved = await change(editor, range.body.id, { resolved: true });
  expect(resolved.body).toMatchObject({ resolvedBy: { name: 'Edda Editor' } });
  const count = async () => {
    const { body } = await editor('GET', `/versions/${version.id}`);
    return [body.commentCount, body.openCommentCount];
  };
  expect(await count()).toEqual([3, 1]);
  expect((await change(reviewer, range.body.id, { resolved: false })).body.resolvedAt).toBeNull();
  expect(await count()).toEqual([3, 2]);
  const { body } = await editor('GET', `/versions/${version.id}/comments?limit=2`);
  expect(body.items.map((comment: { id: string }) => comment.id)).toEqual([range.body.id, word.body.id]);
  const stranger = await scene.stranger();
  expect((await change(stranger, range.body.id, { resolved: true })).status).toBe(404);
  expect((await stranger('GET', `/versions/${version.id}/comments`)).status).toBe(404);
  const viewer = await scene.join('viewer', 'Vito Viewer');
  expect((await say(viewer, { text: 'x' })).body.code).toBe('forbidden');
});
