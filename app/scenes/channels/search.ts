import { type RawSearch, textParam } from '../../search.ts';

export interface ChannelSearch {
  /** The chosen slot. */
  slot?: string;
}

export const channelSearch = (raw: RawSearch): ChannelSearch => ({ slot: textParam(raw.slot) });
