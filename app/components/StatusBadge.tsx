import {
  Archive,
  Ban,
  CircleAlert,
  CircleCheck,
  CircleDashed,
  Eye,
  LoaderCircle,
  PencilLine,
  Radio,
} from 'lucide-react';
import type { ReactElement } from 'react';
import type { VersionState, VersionStatus } from '../../shared/api/studio.ts';
import { Badge, type BadgeTone } from './Badge.tsx';

interface Look {
  tone: BadgeTone;
  icon: ReactElement;
  word: string;
}

const STATES: Record<Exclude<VersionState, 'ready'>, Look> = {
  queued: { tone: 'quiet', icon: <CircleDashed aria-hidden />, word: 'Queued' },
  generating: { tone: 'info', icon: <LoaderCircle aria-hidden />, word: 'Generating' },
  failed: { tone: 'bad', icon: <CircleAlert aria-hidden />, word: 'Failed' },
  cancelled: { tone: 'quiet', icon: <Ban aria-hidden />, word: 'Cancelled' },
};

const STATUSES: Record<VersionStatus, Look> = {
  draft: { tone: 'quiet', icon: <PencilLine aria-hidden />, word: 'Draft' },
  in_review: { tone: 'warn', icon: <Eye aria-hidden />, word: 'In review' },
  approved: { tone: 'good', icon: <CircleCheck aria-hidden />, word: 'Approved' },
  archived: { tone: 'quiet', icon: <Archive aria-hidden />, word: 'Archived' },
};

/** Where a version stands: while it is made, its state; afterwards its status. */
export function versionLook(state: VersionState, status: VersionStatus): Look {
  return state === 'ready' ? STATUSES[status] : STATES[state];
}

export function StatusBadge({ state, status }: { state: VersionState; status: VersionStatus }) {
  const look = versionLook(state, status);
  return (
    <Badge tone={look.tone} icon={look.icon}>
      {look.word}
    </Badge>
  );
}

/** Callers hear it now. */
export function LiveBadge({ where }: { where?: string }) {
  return (
    <Badge tone="good" icon={<Radio aria-hidden />}>
      {where ? `Live: ${where}` : 'Live'}
    </Badge>
  );
}
