import type { CheckItem, CheckSummary } from '../../../shared/api/studio.ts';

/** The checks in short; null items still wait. */
export function summaryOf(items: readonly CheckItem[] | null): CheckSummary {
  const count = (state: CheckItem['state']) => items?.filter((item) => item.state === state).length ?? 0;
  const [failed, warnings, notChecked] = [count('failed'), count('warning'), count('not-checked')];
  return {
    state: !items
      ? 'waiting'
      : failed > 0
        ? 'failed'
        : warnings > 0
          ? 'warning'
          : notChecked > 0
            ? 'not-checked'
            : 'passed',
    failed,
    warnings,
    notChecked,
  };
}
