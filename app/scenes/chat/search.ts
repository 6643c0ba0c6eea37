import { choiceParam, type RawSearch, textParam } from '../../search.ts';

export interface ChatSearch {
  /** Who is to answer, where it was chosen. */
  personality?: string;
  /** A new one when absent. */
  conversation?: string;
  /** Which conversations are listed; mine when absent. */
  whose?: 'everybody' | 'waiting';
}

export const chatSearch = (raw: RawSearch): ChatSearch => ({
  personality: textParam(raw.personality),
  conversation: textParam(raw.conversation),
  whose: choiceParam(raw.whose, ['everybody', 'waiting']),
});
