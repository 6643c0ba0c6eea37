import { CALL_ENDS } from '../../../../shared/calls/callEnds.ts';
import { INTENTS } from '../../../../shared/dialogue/intentNames.ts';
import type { CallFilter } from '../../../api/calls.ts';
import { choiceParam, numberParam, type RawSearch, textParam } from '../../../search.ts';

export type CallsSearch = CallFilter;

const day = (value: unknown): string | undefined => {
  const text = textParam(value);
  return text && /^\d{4}-\d{2}-\d{2}$/.test(text) ? text : undefined;
};
const FLAGS = ['true', 'false'] as const;
const flag = (value: unknown) => choiceParam(String(value), FLAGS);

/** The filters of calls, as the address carries them. */
export const callsSearch = (raw: RawSearch): CallsSearch => ({
  from: day(raw.from),
  to: day(raw.to),
  number: textParam(raw.number),
  flow: textParam(raw.flow),
  personality: textParam(raw.personality),
  intent: choiceParam(raw.intent, INTENTS),
  end: choiceParam(raw.end, CALL_ENDS),
  state: choiceParam(raw.state, ['ringing', 'live', 'ended'] as const),
  minSeconds: numberParam(raw.minSeconds),
  sentiment: choiceParam(raw.sentiment, ['negative', 'neutral', 'positive'] as const),
  contained: flag(raw.contained),
  resolved: flag(raw.resolved),
  carrier: choiceParam(raw.carrier, ['twilio', 'browser', 'sip'] as const),
  carrierCallId: textParam(raw.carrierCallId),
  test: flag(raw.test),
  q: textParam(raw.q),
});

/** Whether anything but the time is narrowed. */
export const isNarrowed = ({ from: _from, to: _to, ...rest }: CallsSearch): boolean =>
  Object.values(rest).some((value) => value !== undefined);
