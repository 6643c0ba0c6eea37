import type { CallDetail } from '../../../api/calls.ts';
import { formatDuration } from '../../../format/duration.ts';

const SPEAKERS = { caller: 'Caller', agent: 'Agent', person: 'Person' };

/** What was said, as lines of text. */
export const transcriptText = ({ transcript }: Pick<CallDetail, 'transcript'>): string =>
  transcript
    .map(
      ({ by, atMs, text }) => `${formatDuration(atMs)}  ${SPEAKERS[by]}: ${text || '(not written down)'}\n`,
    )
    .join('');

/** The same as an address that a link can save. */
export const transcriptUrl = (call: CallDetail): string =>
  `data:text/plain;charset=utf-8,${encodeURIComponent(transcriptText(call))}`;
