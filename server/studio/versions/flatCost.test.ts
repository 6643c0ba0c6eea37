import { is, Placeholder, sql } from 'drizzle-orm';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type StudioScene, studioScene } from '../../../test/support/studioScene.ts';
import { versionPageQuery, versionRowsQuery } from './listVersions.ts';

let scene: StudioScene;
beforeAll(async () => {
  scene = await studioScene({ worker: false });
});
afterAll(() => scene?.close());

interface Plan {
  'Node Type': string;
  'Relation Name'?: string;
  'Actual Rows': number;
  'Actual Loops': number;
  Plans?: Plan[];
}
const nodes = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodes)];

test('a page of versions enters the index at its cursor and reads no more rows than it shows, among 20,000', async () => {
  const { scriptId } = await scene.script(scene.owner, 'Hello.');
  await scene.owner('POST', `/scripts/${scriptId}/versions`, { voiceId: 'flite:kal' });
  const { workspaceId } = scene.workspace;
  await scene.db.database.withWorkspace(workspaceId, async (tx) => {
    await tx.execute(sql`insert into versions (id, workspace_id, script_id, project_id, number, revision_id, voice_id, voice_name, parameters, state, created_by_kind, created_by_name)
      select gen_random_uuid(), workspace_id, script_id, project_id, n, revision_id, voice_id, voice_name, parameters, 'failed', 'system', 'Test'
      from versions, generate_series(2, 20000) n where number = 1`);
  });
  const admin = new pg.Client({ connectionString: scene.db.url });
  await admin.connect();
  await admin.query('analyze');
  await admin.end();
  const given: Record<string, unknown> = { workspaceId, scriptId, beforeNumber: 10_000, limit: 51 };
  await scene.db.database.withWorkspace(workspaceId, async (tx) => {
    const explain = async ({ sql: text, params }: { sql: string; params: unknown[] }) => {
      const literal = text.replace(/\$(\d+)/g, (_, n) => {
        const param = params[Number(n) - 1];
        const value = is(param, Placeholder) ? given[param.name] : param;
        return typeof value === 'number' ? String(value) : `'${value}'`;
      });
      const { rows } = await tx.execute<{ 'QUERY PLAN': [{ Plan: Plan }] }>(
        sql.raw(`explain (analyze, format json) ${literal}`),
      );
      return nodes(rows[0]!['QUERY PLAN'][0].Plan).filter((node) => node['Relation Name'] === 'versions');
    };
    const page = await versionPageQuery(tx).prepare('flat_cost').execute(given);
    expect(page.map((row) => row.number)).toEqual(Array.from({ length: 51 }, (_, n) => 9999 - n));
    const [seek, ...more] = await explain(versionPageQuery(tx).toSQL());
    expect(more).toEqual([]);
    const lookUps = await explain(
      versionRowsQuery(
        tx,
        workspaceId,
        page.map((row) => row.id),
      ).toSQL(),
    );
    expect(lookUps).toHaveLength(3);
    for (const node of [seek!, ...lookUps]) {
      expect(node['Node Type']).toMatch(/^(Index|Bitmap Heap) /);
      expect(node['Actual Rows'] * node['Actual Loops']).toBeLessThanOrEqual(51);
    }
  });
});
