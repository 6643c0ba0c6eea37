import { getRouteApi } from '@tanstack/react-router';
import { PhoneCall } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import { browserCall } from '../../../call/browserCall.ts';
import common from '../../../components/common.module.css';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { Skeleton } from '../../../components/Skeleton.tsx';
import { formatCount } from '../../../format/amounts.ts';
import { useCan } from '../../../frame/useMe.ts';
import { TestCall } from '../TestCall.tsx';
import styles from './Board.module.css';
import { groupsOf, type ShownCall } from './boardState.ts';
import { CallCard } from './CallCard.tsx';
import { SidePanel } from './SidePanel.tsx';
import { useBoard } from './useBoard.ts';
import { WaitingChats } from './WaitingChats.tsx';
import { whoCalls } from './whoCalls.ts';

const route = getRouteApi('/frame/calls/');
const STEPS: Record<string, number> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

const LOST = 'The connection is gone; what is shown may be old. Connecting again…';

/** How many calls there are; nothing where the page says that there are none. */
function inProgress(shown: number, total: number): string {
  if (total > shown) return `${formatCount(shown)} of ${formatCount(total)} calls in progress are shown`;
  return shown === 0 ? '' : `${formatCount(total)} ${total === 1 ? 'call' : 'calls'} in progress`;
}

/** From card to card by arrow keys. */
function onCardKey(event: KeyboardEvent<HTMLElement>) {
  const step = STEPS[event.key];
  if (step === undefined || !(event.target instanceof HTMLElement) || !event.target.matches('[data-card]'))
    return;
  const cards = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-card]')];
  cards[cards.indexOf(event.target) + step]?.focus();
  event.preventDefault();
}

/** The calls in progress, as they go. */
export function BoardPage() {
  const { call: chosen } = route.useSearch();
  const navigate = route.useNavigate();
  const { calls, total, followed, lost } = useBoard(chosen);
  const mayJoin = useCan('calls:join');
  const choose = (call: string | undefined) => navigate({ search: { call }, replace: true });
  const pickUp = (call: ShownCall) => {
    void choose(call.id);
    void browserCall.begin(whoCalls(call), { callId: call.id, how: 'take-over' });
  };
  const close = () => {
    const card = chosen ? document.querySelector<HTMLElement>(`[data-call="${chosen}"] [data-card]`) : null;
    void choose(undefined);
    card?.focus();
  };
  if (calls === null) return <Skeleton height={148} count={3} />;
  const groups = groupsOf(calls);
  const state = lost ? LOST : inProgress(calls.size, total);
  const group = (title: string, list: ShownCall[]) =>
    list.length === 0 ? null : (
      <section className={styles.group} aria-label={title}>
        <h2>
          {title}{' '}
          <span className={styles.count}>{list.filter(({ overAtMs }) => overAtMs === null).length}</span>
        </h2>
        <ul className={styles.cards}>
          {list.map((call) => (
            <CallCard
              key={call.id}
              call={call}
              selected={call.id === chosen}
              onSelect={() => choose(call.id === chosen ? undefined : call.id)}
              onPickUp={mayJoin && call.here ? () => pickUp(call) : undefined}
            />
          ))}
        </ul>
      </section>
    );
  return (
    <div className={styles.board} data-open={chosen !== undefined || undefined}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: only moves the focus between the buttons inside */}
      <div className={styles.lists} onKeyDown={onCardKey}>
        <p role="status" className={state ? common.quiet : 'visuallyHidden'}>
          {state}
        </p>
        <WaitingChats />
        {calls.size === 0 ? (
          <EmptyState icon={<PhoneCall />} title="No calls in progress" action={<TestCall />}>
            Calls appear here as they come in: what is said, how it goes, and who waits for a person.
          </EmptyState>
        ) : null}
        {group('Waiting for a person', groups.waiting)}
        {group('In progress', groups.others)}
      </div>
      {chosen === undefined ? null : (
        <SidePanel
          key={chosen}
          callId={chosen}
          card={calls.get(chosen) ?? null}
          followed={followed?.id === chosen ? followed : null}
          onClose={close}
        />
      )}
    </div>
  );
}
