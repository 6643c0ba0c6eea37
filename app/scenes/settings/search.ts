import { choiceParam, type RawSearch, textParam } from '../../search.ts';

export interface MembersSearch {
  create?: 'member';
}
export const membersSearch = (raw: RawSearch): MembersSearch => ({
  create: choiceParam(raw.create, ['member']),
});

export interface KeysSearch {
  create?: 'key';
}
export const keysSearch = (raw: RawSearch): KeysSearch => ({ create: choiceParam(raw.create, ['key']) });

export interface WebhooksSearch {
  /** The one that is looked into. */
  webhook?: string;
  create?: 'webhook';
}
export const webhooksSearch = (raw: RawSearch): WebhooksSearch => ({
  webhook: textParam(raw.webhook),
  create: choiceParam(raw.create, ['webhook']),
});
