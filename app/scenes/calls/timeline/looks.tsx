import {
  AudioLines,
  Bot,
  Frown,
  Hourglass,
  Meh,
  PhoneForwarded,
  PhoneMissed,
  PhoneOff,
  Smile,
  TriangleAlert,
  UserRound,
  Voicemail,
} from 'lucide-react';
import type { ReactElement } from 'react';
import type { Floor } from '../../../../shared/api/calls/board.ts';
import type { CallEnd } from '../../../../shared/calls/timeline.ts';
import type { Intent, Sentiment } from '../../../../shared/dialogue/intents.ts';
import { Badge, type BadgeTone } from '../../../components/Badge.tsx';

interface Look {
  word: string;
  tone: BadgeTone;
  icon: ReactElement;
}

export const FLOOR_LOOKS: Record<Floor, Look> = {
  caller: { word: 'Caller’s turn', tone: 'info', icon: <AudioLines aria-hidden /> },
  agent: { word: 'Agent’s turn', tone: 'quiet', icon: <Bot aria-hidden /> },
  person: { word: 'With a person', tone: 'good', icon: <UserRound aria-hidden /> },
  waiting: { word: 'Waiting', tone: 'warn', icon: <Hourglass aria-hidden /> },
};

const MOODS: Record<Sentiment['label'], Look> = {
  negative: { word: 'Unhappy', tone: 'bad', icon: <Frown aria-hidden /> },
  neutral: { word: 'Calm', tone: 'quiet', icon: <Meh aria-hidden /> },
  positive: { word: 'Happy', tone: 'good', icon: <Smile aria-hidden /> },
};

export const ENDS: Record<CallEnd, Look> = {
  'caller-hung-up': { word: 'Caller hung up', tone: 'quiet', icon: <PhoneOff aria-hidden /> },
  goodbye: { word: 'Goodbye', tone: 'good', icon: <PhoneOff aria-hidden /> },
  'gave-up': { word: 'Gave up', tone: 'warn', icon: <PhoneMissed aria-hidden /> },
  transferred: { word: 'Transferred', tone: 'info', icon: <PhoneForwarded aria-hidden /> },
  voicemail: { word: 'Voicemail', tone: 'info', icon: <Voicemail aria-hidden /> },
  drained: { word: 'Server stopped', tone: 'warn', icon: <PhoneOff aria-hidden /> },
  refused: { word: 'Not taken', tone: 'bad', icon: <PhoneMissed aria-hidden /> },
  failed: { word: 'Failed', tone: 'bad', icon: <TriangleAlert aria-hidden /> },
  lost: { word: 'Line lost', tone: 'bad', icon: <TriangleAlert aria-hidden /> },
};

const LookBadge = ({ look: { word, tone, icon } }: { look: Look }) => (
  <Badge tone={tone} icon={icon}>
    {word}
  </Badge>
);

export const FloorBadge = ({ floor }: { floor: Floor }) => <LookBadge look={FLOOR_LOOKS[floor]} />;
export const MoodBadge = ({ mood }: { mood: Sentiment }) => <LookBadge look={MOODS[mood.label]} />;
export const EndBadge = ({ end }: { end: CallEnd }) => <LookBadge look={ENDS[end]} />;

/** An intent in words. */
export const intentInWords = (intent: Intent): string =>
  intent === 'none'
    ? 'Not understood'
    : intent.charAt(0).toUpperCase() + intent.slice(1).replaceAll('-', ' ');
