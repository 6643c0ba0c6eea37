import type { CallEventOf } from './timeline.ts';

/** Whether somebody spoke, and nobody could write down what. */
export const isUnwritten = (event: CallEventOf<'heard'> | CallEventOf<'spoken'>): boolean =>
  event.text === '' && (event.kind === 'heard' ? !event.secret : event.source.kind === 'person');
