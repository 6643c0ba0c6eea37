import { type RawSearch, textParam } from '../../search.ts';

export interface SignInSearch {
  /** Where to go afterwards: a path of this app. */
  next?: string;
}

/** Takes only paths of this app, so that a link cannot lead away after signing in. */
export const signInSearch = (raw: RawSearch): SignInSearch => {
  const next = textParam(raw.next);
  return { next: next && /^\/(?![/\\])/.test(next) ? next : undefined };
};
