import { serveRequests } from '../../../speech/processes/engineChild.ts';
import { pronounce } from './pronounce.ts';

/** What flite's sounds are called in CMU's set, which has no schwa of its own. */
const CMU: Record<string, string> = { ax: 'AH' };

serveRequests<readonly string[], string[][]>((words) =>
  Promise.all(
    words.map(async (word) => (await pronounce(word)).map((phone) => CMU[phone] ?? phone.toUpperCase())),
  ),
);
