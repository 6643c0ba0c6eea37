import { SAMPLE_PROJECTS } from '../../server/studio/sample/content.ts';
import { type Client, until } from './client.ts';

const SHOWINGS = SAMPLE_PROJECTS.flatMap(({ scripts }) => scripts)
  .flatMap(({ takes }) => takes)
  .flatMap(({ showing }) => showing ?? []);
const DUE = [
  SHOWINGS.length,
  SHOWINGS.filter(({ status }) => status === 'approved').length,
  SHOWINGS.filter(({ live }) => live).length,
];

/**
 * Waits until the worker has reviewed and deployed the sample content of a workspace whose owner is alone in
 * it, so that nothing changes any more but what a test does.
 */
export async function sampleShown(owner: Client): Promise<void> {
  const done = () =>
    Promise.all(
      ['version.submitted', 'version.approved', 'deployment.created'].map(async (action) => {
        const entries = (await owner.get(`/api/v1/audit?limit=200&action=${action}`)).body.items;
        return entries.length as number;
      }),
    );
  await until(done, (counts) => counts.every((count, kind) => count === DUE[kind]), 90_000);
}
