import { choiceParam, type RawSearch, textParam } from '../../search.ts';

export interface ChannelSearch {
  /** The chosen slot. */
  slot?: string;
  create?: 'channel' | 'release';
}

export const channelSearch = (raw: RawSearch): ChannelSearch => ({
  slot: textParam(raw.slot),
  create: choiceParam(raw.create, ['channel', 'release']),
});
