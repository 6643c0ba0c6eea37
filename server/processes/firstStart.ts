import { createSampleFlow } from '../calls/flows/sample/createSampleFlow.ts';
import { addDemoData } from '../dialogue/business/demo/addDemoData.ts';
import { completeSampleContent } from '../identity/sampleContent.ts';
import { bootstrapOwner } from '../identity/setup.ts';
import { createSamplePersonalities } from '../personalities/createSamplePersonalities.ts';
import { createDefaultChannels } from '../studio/channels/manageChannels.ts';
import { createSampleContent } from '../studio/sample/createSampleContent.ts';
import type { Domain } from './domain.ts';
import type { Foundation } from './foundation.ts';

/** Creates the owner that the settings name, unless the installation has one, and any sample content that is due. */
export async function setUpUnattended(foundation: Foundation, domain: Domain): Promise<void> {
  const { VOICEOPS_OWNER_EMAIL: email, VOICEOPS_OWNER_PASSWORD: password } = foundation.env;
  if (email && password) {
    const apiKey = foundation.env.VOICEOPS_OWNER_API_KEY;
    await bootstrapOwner(foundation.database, { email, password, apiKey }, createDefaultChannels);
  }
  await fillSampleWorkspace(foundation, domain);
}

/** Creates sample content where it is due. */
export function fillSampleWorkspace(
  { database }: Foundation,
  { studio, personalities }: Domain,
): Promise<void> {
  return completeSampleContent(database, async (_workspaceId, caller) => {
    await addDemoData(database, caller, new Date());
    await createSamplePersonalities(personalities, caller);
    await createSampleContent(studio, caller);
    await createSampleFlow({ database }, caller);
  });
}
