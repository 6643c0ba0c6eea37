import { Ban, CircleAlert, CircleCheck, Clock, Eye } from 'lucide-react';
import type { ReactElement } from 'react';
import type { Consent } from '../../../shared/api/personalities.ts';
import { Badge, type BadgeTone } from '../../components/Badge.tsx';
import { dayOf } from '../../format/time.ts';

export const SCOPE_WORDS: Record<Consent['scope'], string> = {
  workspace: 'Everything in this workspace',
  channels: 'What is live in channels, and the work on it',
  internal: 'Internal use only, never for callers',
};

const LOOKS: Record<Consent['state'], { tone: BadgeTone; icon: ReactElement; word: string }> = {
  valid: { tone: 'good', icon: <CircleCheck aria-hidden />, word: 'Valid' },
  'in-review': { tone: 'warn', icon: <Eye aria-hidden />, word: 'In review' },
  expired: { tone: 'bad', icon: <Clock aria-hidden />, word: 'Expired' },
  revoked: { tone: 'bad', icon: <Ban aria-hidden />, word: 'Revoked' },
  rejected: { tone: 'bad', icon: <CircleAlert aria-hidden />, word: 'Refused' },
};

export function ConsentState({ state }: { state: Consent['state'] }) {
  const { tone, icon, word } = LOOKS[state];
  return (
    <Badge tone={tone} icon={icon}>
      {word}
    </Badge>
  );
}

/** Where a consent stands, and what follows from it. */
export function consentInWords({ state, speaker, expiresAt, revokedAt, match }: Consent): string {
  switch (state) {
    case 'valid':
      return `${speaker} has agreed, until ${dayOf(expiresAt)}. The voice falls silent then, and what is live in it is taken down, unless a new consent follows.`;
    case 'in-review':
      return match === 'not-matched'
        ? 'What was heard is not the statement. Another admin has to listen and decide.'
        : 'Nothing here could check that the statement was spoken. Another admin has to listen and decide.';
    case 'expired':
      return `The consent of ${speaker} ended on ${dayOf(expiresAt)}. The voice is silent until there is a new one.`;
    case 'revoked':
      return `${speaker} took the consent back${revokedAt ? ` on ${dayOf(revokedAt)}` : ''}. The voice is silent; nothing is generated with it.`;
    case 'rejected':
      return 'An admin listened and refused it. Record the statement again.';
  }
}

/** What the recogniser understood of the spoken statement. */
export const heardInWords = (heard: string): string =>
  heard === '' ? 'None of its words were heard in it.' : `Heard: “${heard}”`;
