import { quotaUsedUp, type TranslateFailure } from '../../speech/remote/failures.ts';

/** Azure says a used-up volume with the status of a bad key or of too many requests; only its words differ. */
export const translateAzure: TranslateFailure = ({ status, body }) => {
  if ((status === 403 || status === 429) && /out of call volume quota|quota ?exceeded/i.test(body))
    return quotaUsedUp('Azure Speech');
  return undefined;
};
