import { CircleCheck, CircleDashed, CircleHelp, CircleX, TriangleAlert } from 'lucide-react';
import type { ReactElement } from 'react';
import type { CheckState, CheckSummary } from '../../shared/api/studio.ts';
import { Badge, type BadgeTone } from './Badge.tsx';

/** How each state looks; the words always say it too. */
export const CHECK_LOOKS: Record<CheckState, { tone: BadgeTone; icon: ReactElement; word: string }> = {
  passed: { tone: 'good', icon: <CircleCheck aria-hidden />, word: 'Passed' },
  warning: { tone: 'warn', icon: <TriangleAlert aria-hidden />, word: 'Warning' },
  failed: { tone: 'bad', icon: <CircleX aria-hidden />, word: 'Failed' },
  'not-checked': { tone: 'quiet', icon: <CircleHelp aria-hidden />, word: 'Not checked' },
};

/** The automatic checks of a version in three words; nothing before there is audio. */
export function ChecksBadge({ checks }: { checks: CheckSummary | null }) {
  if (!checks) return null;
  if (checks.state === 'waiting') return <Badge icon={<CircleDashed aria-hidden />}>Checking</Badge>;
  const { tone, icon } = CHECK_LOOKS[checks.state];
  const words = {
    passed: 'Checks passed',
    warning: checks.warnings === 1 ? '1 warning' : `${checks.warnings} warnings`,
    failed: checks.failed === 1 ? '1 check failed' : `${checks.failed} checks failed`,
    'not-checked': checks.notChecked === 1 ? '1 not checked' : `${checks.notChecked} not checked`,
  };
  return (
    <Badge tone={tone} icon={icon}>
      {words[checks.state]}
    </Badge>
  );
}
