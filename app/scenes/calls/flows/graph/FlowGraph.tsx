import { CircleAlert, Flag, Minus, Plus, TriangleAlert } from 'lucide-react';
import { type KeyboardEvent, useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { IconButton } from '../../../../components/IconButton.tsx';
import { useFlowEdit, worstOf } from '../edit/flowEdit.ts';
import { KINDS } from '../edit/kinds.ts';
import styles from './FlowGraph.module.css';
import { layOut, STEP_HEIGHT, STEP_WIDTH } from './layout.ts';
import { type Direction, nearest } from './nearest.ts';

const ARROWS: Record<string, Direction> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'left',
  ArrowRight: 'right',
};
const ZOOMS = [0.5, 0.65, 0.8, 1, 1.25];
/** Wider flows are shown smaller at first, down to what can still be read. */
const FIRST_ZOOMS = [1, 0.8, 0.65];

/** The steps of the flow, each below what leads to it. The arrow keys go from step to step. */
export function FlowGraph() {
  const { content, problems, selected, select } = useFlowEdit();
  const layout = useMemo(() => layOut(content), [content]);
  const [chosenZoom, setZoom] = useState<number | null>(null);
  const [room, setRoom] = useState<number | null>(null);
  const arrowId = useId();
  const field = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => setRoom(field.current?.clientWidth ?? null), []);
  const fitting = FIRST_ZOOMS.find((one) => room === null || layout.width * one <= room);
  const zoom = chosenZoom ?? fitting ?? FIRST_ZOOMS.at(-1)!;
  // A flow that is wider than its room begins in the middle of its graph, not at the left.
  const shown = useRef(false);
  useLayoutEffect(() => {
    const start = layout.steps.find(({ id }) => id === content.start);
    if (shown.current || room === null || !start || !field.current) return;
    shown.current = true;
    field.current.scrollLeft = (start.x + STEP_WIDTH / 2) * zoom - room / 2;
  }, [content.start, layout, room, zoom]);
  const focus = (id: string) =>
    field.current?.querySelector<HTMLElement>(`[data-step="${CSS.escape(id)}"]`)?.focus();
  const onKey = (event: KeyboardEvent, id: string) => {
    const direction = ARROWS[event.key];
    if (!direction) return;
    event.preventDefault();
    const next = nearest(layout.steps, id, direction);
    if (next) focus(next);
  };
  useEffect(() => {
    if (selected === null) return;
    field.current
      ?.querySelector(`[data-step="${CSS.escape(selected)}"]`)
      ?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [selected]);
  const beside = (by: number) => ZOOMS[ZOOMS.indexOf(zoom) + by];
  return (
    <section className={styles.frame} aria-label="The flow as a graph">
      <div ref={field} className={styles.field}>
        <div className={styles.canvas} style={{ width: layout.width, height: layout.height, zoom }}>
          <svg aria-hidden width={layout.width} height={layout.height} className={styles.ways}>
            <defs>
              <marker
                id={arrowId}
                viewBox="0 0 8 8"
                refX="7"
                refY="4"
                markerWidth="7"
                markerHeight="7"
                orient="auto-start-reverse"
              >
                <path d="M 0 0 L 8 4 L 0 8 z" className={styles.arrow} />
              </marker>
            </defs>
            {layout.ways.map(({ from, to, path }) => (
              <path
                key={`${from} ${to}`}
                d={path}
                className={styles.way}
                data-of-selected={from === selected || to === selected || undefined}
                markerEnd={`url(#${arrowId})`}
              />
            ))}
          </svg>
          {layout.ways.map(({ from, to, label, x, y }) => (
            <span
              key={`${from} ${to}`}
              aria-hidden
              className={styles.label}
              data-of-selected={from === selected || to === selected || undefined}
              style={{ left: x, top: y }}
            >
              {label}
            </span>
          ))}
          {layout.steps.map(({ id, x, y, missing }) => {
            const step = content.steps[id];
            const place = { left: x, top: y, width: STEP_WIDTH, height: STEP_HEIGHT };
            if (missing || !step)
              return (
                <div key={id} className={styles.missing} style={place}>
                  <TriangleAlert aria-hidden />
                  <span>“{id}” is not there</span>
                </div>
              );
            const { name, icon: Icon } = KINDS[step.kind];
            const wrong = worstOf(problems, id);
            return (
              <button
                key={id}
                type="button"
                data-step={id}
                className={styles.step}
                data-kind={step.kind}
                data-wrong={wrong}
                aria-pressed={id === selected}
                style={place}
                onClick={() => select(id)}
                onKeyDown={(event) => onKey(event, id)}
              >
                <Icon aria-hidden className={styles.icon} />
                <span className={styles.words}>
                  <strong>{step.title}</strong>
                  <span>{name}</span>
                </span>
                {id === content.start ? (
                  <span className={styles.flag}>
                    <Flag aria-hidden />
                    <span className="visuallyHidden">, calls begin here</span>
                  </span>
                ) : null}
                {wrong ? (
                  <span className={styles.alert} data-wrong={wrong}>
                    {wrong === 'error' ? <CircleAlert aria-hidden /> : <TriangleAlert aria-hidden />}
                    <span className="visuallyHidden">
                      {wrong === 'error' ? ', has problems' : ', has warnings'}
                    </span>
                  </span>
                ) : null}
              </button>
            );
          })}
        </div>
      </div>
      <div className={styles.zoom}>
        <IconButton
          size="small"
          kind="plain"
          label="Smaller"
          icon={<Minus />}
          disabled={beside(-1) === undefined}
          onClick={() => setZoom(beside(-1) ?? zoom)}
        />
        <IconButton
          size="small"
          kind="plain"
          label="Larger"
          icon={<Plus />}
          disabled={beside(1) === undefined}
          onClick={() => setZoom(beside(1) ?? zoom)}
        />
      </div>
    </section>
  );
}
