import { Check, ChevronRight, CircleSlash, LoaderCircle, TriangleAlert } from 'lucide-react';
import type { ToolCall } from '../../../shared/api/chat.ts';
import { Data } from './Data.tsx';
import styles from './ToolRow.module.css';

function stateOf({ answer }: ToolCall, onItsWay: boolean) {
  if (answer) return answer.ok ? 'done' : 'failed';
  return onItsWay ? 'running' : 'stopped';
}
const WORDS = { done: '', failed: 'did not work', running: 'working', stopped: 'stopped' };
const ICONS = { done: Check, failed: TriangleAlert, running: LoaderCircle, stopped: CircleSlash };

/** One tool that an answer used: what it is, how long it took, and on demand what it was given and gave. */
export function ToolRow({ call, onItsWay }: { call: ToolCall; onItsWay: boolean }) {
  const state = stateOf(call, onItsWay);
  const Icon = ICONS[state];
  return (
    <details className={styles.tool} data-state={state} data-tool={call.tool}>
      <summary>
        <ChevronRight aria-hidden className={styles.turn} />
        <Icon aria-hidden className={styles.state} />
        <span className={styles.title}>{call.title}</span>
        {WORDS[state] ? <span>{WORDS[state]}</span> : null}
        {call.tookMs === null ? null : <span className="tabular">{Math.round(call.tookMs)} ms</span>}
      </summary>
      <div className={styles.inside}>
        {call.arguments === undefined ? null : (
          <>
            <h3>Given</h3>
            <Data value={call.arguments} name={`Given to ${call.title}`} />
          </>
        )}
        {call.answer ? (
          <>
            <h3>{call.answer.ok ? 'Result' : 'What went wrong'}</h3>
            {call.answer.ok ? (
              <Data value={call.answer.result} name={`Result of ${call.title}`} />
            ) : (
              <p className={styles.data}>{call.answer.message}</p>
            )}
          </>
        ) : (
          <p className={styles.data}>{onItsWay ? 'No result yet.' : 'Stopped before there was a result.'}</p>
        )}
      </div>
    </details>
  );
}
