import { and, eq, inArray, isNull } from 'drizzle-orm';
import type { FlowProblem } from '../../../../shared/api/calls/flows.ts';
import { checkFlow } from '../../../../shared/calls/checkFlow.ts';
import type { Flow, Line } from '../../../../shared/calls/flow.ts';
import type { WorkspaceTx } from '../../../db/database.ts';
import { channels, personalities, slots } from '../../../db/schema/index.ts';
import { ProblemError } from '../../../problem.ts';

/** Everything that is wrong with a flow: in itself, and with what it names of the workspace. */
export async function findProblems(tx: WorkspaceTx, workspaceId: string, flow: Flow): Promise<FlowProblem[]> {
  return [
    ...checkFlow(flow).map((fault) => ({ ...fault, severity: 'error' as const })),
    ...(await unknownPersonalities(tx, workspaceId, flow)),
    ...(await silentSlots(tx, workspaceId, flow)),
    ...announced(flow),
  ];
}

/** Throws `validation-failed` with every error; warnings may stand. */
export function refuseErrors(problems: readonly FlowProblem[]): void {
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (errors.length === 0) return;
  throw new ProblemError(
    'validation-failed',
    errors.length === 1
      ? 'Callers could get lost in this flow: one step is not right.'
      : `Callers could get lost in this flow: ${errors.length} things are not right.`,
    {
      errors: errors.map(({ step, message }) => ({
        field: step === null ? 'content' : `content.steps.${step}`,
        message,
      })),
    },
  );
}

async function unknownPersonalities(
  tx: WorkspaceTx,
  workspaceId: string,
  { steps }: Flow,
): Promise<FlowProblem[]> {
  const named = Object.entries(steps).flatMap(([step, content]) =>
    content.kind === 'personality' && content.personalityId !== null
      ? [{ step, id: content.personalityId }]
      : [],
  );
  if (named.length === 0) return [];
  const ids = named.map(({ id }) => id);
  const rows = await tx
    .select({ id: personalities.id })
    .from(personalities)
    .where(
      and(
        eq(personalities.workspaceId, workspaceId),
        inArray(personalities.id, ids),
        isNull(personalities.deletedAt),
      ),
    );
  const known = new Set(rows.map(({ id }) => id));
  return named.flatMap(({ step, id }) =>
    known.has(id)
      ? []
      : [
          {
            step,
            code: 'unknown-personality',
            severity: 'error' as const,
            message: 'The personality that is to answer is not there. Choose another one.',
          },
        ],
  );
}

/** Where nothing is deployed a voice speaks the text instead: callers are served, but not with what was approved. */
async function silentSlots(tx: WorkspaceTx, workspaceId: string, flow: Flow): Promise<FlowProblem[]> {
  const named = slotLines(flow);
  if (named.length === 0) return [];
  const rows = await tx
    .select({ channel: channels.slug, slot: slots.slug, live: slots.liveDeploymentId })
    .from(slots)
    .innerJoin(channels, eq(channels.id, slots.channelId))
    .where(
      and(
        eq(slots.workspaceId, workspaceId),
        inArray(
          channels.slug,
          named.map(({ line }) => line.channel),
        ),
      ),
    );
  const live = new Map(rows.map((row) => [`${row.channel}/${row.slot}`, row.live !== null]));
  return named.flatMap(({ step, line }) => {
    const place = `${line.channel}/${line.slot}`;
    const state = live.get(place);
    if (state) return [];
    return [
      {
        step,
        code: state === undefined ? 'unknown-slot' : 'nothing-deployed',
        severity: 'warning' as const,
        message:
          state === undefined
            ? `There is no slot ${place}; until there is, a voice speaks the text beside it.`
            : `Nothing is deployed to ${place}; until then a voice speaks the text beside it.`,
      },
    ];
  });
}

type SlotLine = Extract<Line, { kind: 'slot' }>;

function slotLines({ steps, lines }: Flow): { step: string | null; line: SlotLine }[] {
  const ofFlow = Object.values(lines).map((line) => ({ step: null, line }));
  const ofSteps = Object.entries(steps).map(([step, content]) => ({
    step,
    line: 'line' in content ? content.line : 'greeting' in content ? content.greeting : null,
  }));
  return [...ofFlow, ...ofSteps].flatMap(({ step, line }) => (line?.kind === 'slot' ? [{ step, line }] : []));
}

const warning = (code: string, message: string): FlowProblem => ({
  step: null,
  code,
  severity: 'warning',
  message,
});

/** How an announcement names the recording, by primary language. */
const RECORDING: Readonly<Record<string, RegExp>> = {
  en: /\brecord|\btaped\b/i,
  de: /aufgezeichnet|aufzeichn|aufgenommen|aufnahme|mitgeschnitten|mitschnitt/i,
  es: /graba/i,
  fr: /enregistr/i,
};

function announced({ record, lines, language }: Flow): FlowProblem[] {
  const { announcement } = lines;
  if (!record) return [];
  if (announcement === null)
    return [warning('not-announced', 'Calls are not recorded: nothing tells callers that they are.')];
  const said = announcement.kind === 'text' ? announcement.text : announcement.otherwise;
  const named = RECORDING[language.split('-')[0]!.toLowerCase()];
  if (!named || named.test(said)) return [];
  return [
    warning(
      'recording-not-named',
      announcement.kind === 'text'
        ? 'Calls are recorded behind the announcement, and it does not say so.'
        : 'Calls are recorded behind the announcement, and the text beside its slot does not say so. See that the audio does.',
    ),
  ];
}
