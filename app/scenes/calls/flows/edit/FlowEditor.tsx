import { getRouteApi } from '@tanstack/react-router';
import { ArrowLeft, Plus } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '../../../../components/Button.tsx';
import { Menu, MenuItem } from '../../../../components/Menu.tsx';
import { useNarrow } from '../../../../components/useNarrow.ts';
import { keysOf } from '../../../../format/labels.ts';
import { FlowForm } from '../forms/FlowForm.tsx';
import { StepForm } from '../forms/StepForm.tsx';
import { FlowGraph } from '../graph/FlowGraph.tsx';
import { StepList } from '../graph/StepList.tsx';
import { SIDES, type Side } from '../search.ts';
import styles from './FlowEditor.module.css';
import { addStep, type FlowEdit, FlowEditContext } from './flowEdit.ts';
import { KINDS } from './kinds.ts';
import { ProblemList } from './ProblemList.tsx';
import type { FlowProblem } from './problems.ts';
import type { FlowDraft } from './useFlowDraft.ts';

const route = getRouteApi('/frame/calls/flows/$flowId');

const SIDE_NAMES: Record<Side, string> = { step: 'Step', flow: 'Whole flow', try: 'Try it' };

function AddStep({ flow }: { flow: FlowEdit }) {
  return (
    <Menu
      align="start"
      trigger={
        <Button size="small" icon={<Plus aria-hidden />}>
          Add a step
        </Button>
      }
    >
      {keysOf(KINDS).map((kind) => {
        const { name, icon: Icon } = KINDS[kind];
        return (
          <MenuItem
            key={kind}
            icon={<Icon aria-hidden />}
            onSelect={() => flow.select(addStep(flow, kind, flow.content.start))}
          >
            {name}
          </MenuItem>
        );
      })}
    </Menu>
  );
}

/** A flow is shown as a graph on the left; what is chosen there is changed on the right. */
export function FlowEditor({
  draft,
  problems,
  mayManage,
  tryIt,
}: {
  draft: FlowDraft;
  problems: readonly FlowProblem[];
  mayManage: boolean;
  /** The flow as it stands, tried by typing. */
  tryIt: ReactNode;
}) {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const narrow = useNarrow();
  const { content, edition, edit } = draft;
  const selected =
    search.step !== undefined && Object.hasOwn(content.steps, search.step) ? search.step : null;
  const side: Side = search.side ?? 'step';
  const show = (next: { step?: string; side?: Exclude<Side, 'step'> }) =>
    void navigate({
      search: (now) => ({ ...now, step: undefined, side: undefined, ...next }),
      replace: true,
      resetScroll: false,
    });
  const flow: FlowEdit = {
    content,
    problems,
    mayManage,
    edition,
    edit,
    selected,
    select: (id) => show(id === null ? {} : { step: id }),
  };
  const chooseSide = (next: Side) =>
    show({ step: selected ?? undefined, side: next === 'step' ? undefined : next });
  const beside =
    side === 'flow' ? (
      <FlowForm key={edition} />
    ) : side === 'try' ? (
      tryIt
    ) : selected === null ? (
      <p className={styles.none}>Choose a step to see what it does and to change it.</p>
    ) : (
      <StepForm key={`${edition} ${selected}`} id={selected} />
    );
  return (
    <FlowEditContext value={flow}>
      <ProblemList onFlow={() => chooseSide('flow')} />
      <div className={styles.columns}>
        {narrow && (selected !== null || side !== 'step') ? (
          <div>
            <Button size="small" kind="quiet" icon={<ArrowLeft aria-hidden />} onClick={() => show({})}>
              All steps
            </Button>
          </div>
        ) : (
          <div className={styles.map}>
            {mayManage ? (
              <div className={styles.tools}>
                <AddStep flow={flow} />
              </div>
            ) : null}
            {narrow ? <StepList /> : <FlowGraph />}
          </div>
        )}
        <div className={styles.side}>
          {narrow && selected !== null && side === 'step' ? null : (
            <fieldset className={styles.sides}>
              <legend className="visuallyHidden">Show</legend>
              {SIDES.filter((one) => !narrow || one !== 'step').map((one) => (
                <button key={one} type="button" aria-pressed={one === side} onClick={() => chooseSide(one)}>
                  {SIDE_NAMES[one]}
                </button>
              ))}
            </fieldset>
          )}
          {narrow && selected === null && side === 'step' ? null : beside}
        </div>
      </div>
    </FlowEditContext>
  );
}
