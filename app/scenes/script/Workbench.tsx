import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query';
import { History, Save, Sparkles } from 'lucide-react';
import { useMemo, useRef, useState } from 'react';
import type { Script } from '../../../shared/api/studio.ts';
import type { Voice } from '../../../shared/api/voices.ts';
import type { SpeechDocument } from '../../../shared/markup/document.ts';
import { countCharacters, estimateDurationMs } from '../../../shared/markup/measure.ts';
import { billedCharacters, costUsd, priceOf } from '../../../shared/prices/cost.ts';
import type { PriceTable } from '../../../shared/prices/priceTable.ts';
import type { SpeechParameters } from '../../../shared/speech/parameters.ts';
import { itemsOf } from '../../api/pages.ts';
import { type Generation, versionsQuery } from '../../api/studio.ts';
import { pricesQuery } from '../../api/usage.ts';
import { previewVoice, voicesQuery } from '../../api/voices.ts';
import { Button } from '../../components/Button.tsx';
import { TextField } from '../../components/Field.tsx';
import { Kbd } from '../../components/Kbd.tsx';
import { late } from '../../components/late.tsx';
import { ParametersPanel } from '../../components/ParametersPanel.tsx';
import { ProblemMessage } from '../../components/ProblemMessage.tsx';
import { Skeleton } from '../../components/Skeleton.tsx';
import { notify } from '../../components/Toast.tsx';
import { formatUsd } from '../../format/amounts.ts';
import { formatDuration } from '../../format/duration.ts';
import { useAct } from '../../frame/acts.ts';
import { useCan } from '../../frame/useMe.ts';
import { player } from '../../player/player.ts';
import { MarkupEditor } from './MarkupEditor.tsx';
import { NoVoice } from './NoVoice.tsx';
import { Overtaken } from './Overtaken.tsx';
import { previewText, readText } from './spokenText.ts';
import { useDraft } from './useDraft.ts';
import { useGenerate, useSave } from './useGenerate.ts';
import { asVersion, useSpokenAs } from './useSpokenAs.ts';
import { useWish } from './useWish.ts';
import { VersionTimeline } from './VersionTimeline.tsx';
import styles from './Workbench.module.css';

interface WorkbenchProps {
  script: Script;
  /** Ids of the versions chosen for comparison. */
  selected: readonly string[];
  onSelect: (id: string, on: boolean) => void;
  /** The revision that is looked at; undefined while none is. */
  revision: number | undefined;
  onRevision: (number: number | undefined) => void;
}

const RevisionsDialog = late(() => import('./RevisionsDialog.tsx').then((module) => module.RevisionsDialog));

/** What speaking the text is about to cost, by the engine's list price. */
function costInWords(
  prices: PriceTable,
  voice: Voice,
  document: SpeechDocument,
  text: string,
  parameters: SpeechParameters,
): string {
  if (!priceOf(prices, voice)) return 'no cost';
  const characters = billedCharacters(prices, voice, document, text);
  return `about ${formatUsd(costUsd(prices, voice, { characters, seconds: estimateDurationMs(document, parameters) / 1000 }))}`;
}

/** What is to be spoken by whom and how, to tell it from another. */
const speech = ({ draft, voiceId, parameters }: Generation & { draft: { text: string } }) =>
  JSON.stringify([draft.text, voiceId, parameters]);

/** The text, how it is spoken, and what came of it. */
export function Workbench({ script, selected, onSelect, revision, onRevision }: WorkbenchProps) {
  const voices = useQuery(voicesQuery);
  const prices = useQuery(pricesQuery);
  const draft = useDraft(script);
  const area = useRef<HTMLTextAreaElement>(null);
  const versions = useInfiniteQuery(versionsQuery(script.id));
  // A stand-in speaks as nobody chose.
  const spoken = useSpokenAs(
    script.id,
    itemsOf(versions.data).find(({ standIn }) => standIn === null),
  );
  const [note, setNote] = useState('');
  const save = useSave(script.id, draft.saved);
  const generate = useGenerate(script.id, draft.saved);
  const mayWrite = useCan('scripts:write');
  const mayGenerate = useCan('versions:generate');
  const maySubmit = useCan('versions:submit');

  const base = script.language.split('-')[0];
  const speaking = (voices.data ?? []).filter((voice) =>
    voice.languages.some((language) => language.split('-')[0] === base),
  );
  const chosen = speaking.find((one) => one.id === spoken.voiceId);
  const voice = chosen ?? speaking[0] ?? null;
  const { settings, ...ofAnyVoice } = spoken.parameters;
  // Those of a voice that is gone are not another's.
  const parameters = chosen && settings ? { ...ofAnyVoice, settings } : ofAnyVoice;
  const { document, problem } = useMemo(
    () => readText(draft.text, script.language),
    [draft.text, script.language],
  );

  const preview = useMutation({
    mutationFn: async () => {
      if (!voice) return;
      const text = previewText(draft.text, area.current);
      const wanted = player.wish();
      const bytes = await previewVoice(voice.id, { text, settings: parameters });
      if (!wanted()) return;
      await player.play({
        key: `preview ${voice.id} ${JSON.stringify(parameters)} ${text}`,
        title: 'Preview',
        subtitle: voice.name,
        source: { bytes },
        loudnessLufs: null,
      });
    },
  });
  const reading = voices.isPending || versions.isPending;
  const ready =
    voice !== null &&
    !reading &&
    problem === null &&
    draft.text.trim() !== '' &&
    mayGenerate &&
    !draft.overtaken;
  const savable = draft.changed && mayWrite && !draft.overtaken;
  const generation = { voiceId: voice?.id ?? '', parameters };
  const wish = useWish(
    (wanted) => save.isPending || generate.isPending || (wanted === 'generate' && reading),
    {
      save: () => savable && save.mutate(draft, { onError: () => wish.drop() }),
      generate: () =>
        ready &&
        generate.mutate(
          { draft, ...generation, ...(note.trim() && { note: note.trim() }) },
          {
            onSuccess: () => {
              setNote((now) => (now === note ? '' : now));
              spoken.clear();
            },
            onError: () => wish.drop(),
          },
        ),
    },
  );
  // Asked for twice is asked for once; what was changed since is still to be done.
  const saving = save.isPending && save.variables.text === draft.text;
  const generating = generate.isPending && speech(generate.variables) === speech({ draft, ...generation });
  const askToSave = () => saving || generating || wish.ask('save');
  const askToGenerate = () => generating || wish.ask('generate');
  useAct(ready ? { name: 'Generate a version', icon: Sparkles, keys: 'Mod+↵', run: askToGenerate } : null);
  useAct(savable ? { name: 'Save the text', icon: Save, keys: 'Mod+S', run: askToSave } : null);
  const error = generate.error ?? save.error ?? preview.error;

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only catches keys that its controls let through
    <div
      className={styles.workbench}
      onKeyDown={(event) => {
        if (!(event.ctrlKey || event.metaKey)) return;
        if (event.key === 'Enter') askToGenerate();
        else if (event.key === 's') askToSave();
        else return;
        event.preventDefault();
      }}
    >
      <div className={styles.text}>
        {/* What is being saved here may be told of before its own answer comes. */}
        {draft.overtaken && !save.isPending && !generate.isPending ? (
          <Overtaken by={script.revision.createdBy.name} onKeep={draft.rebase} onTake={draft.clear} />
        ) : null}
        <MarkupEditor
          area={area}
          value={draft.text}
          onChange={draft.write}
          capabilities={voice?.capabilities ?? null}
          problem={problem}
          readOnly={!mayWrite}
          language={script.language}
        />
        <div className={styles.foot}>
          <p className={styles.count}>
            {countCharacters(draft.text)} characters · about{' '}
            {formatDuration(document ? estimateDurationMs(document, parameters) : 0)}
            {voice && document && prices.data
              ? ` · ${costInWords(prices.data, voice, document, draft.text, parameters)}`
              : ''}{' '}
            · {draft.changed ? 'not saved yet' : `revision ${script.revisionNumber}`}
          </p>
          {script.revisionNumber > 1 ? (
            <Button
              size="small"
              kind="quiet"
              icon={<History aria-hidden />}
              onClick={() => onRevision(script.revisionNumber - 1)}
            >
              Earlier revisions
            </Button>
          ) : null}
          {draft.changed && mayWrite ? (
            <Button
              size="small"
              busy={saving || generating || wish.waiting === 'save'}
              disabled={draft.overtaken}
              onClick={askToSave}
            >
              Save <Kbd>Mod+S</Kbd>
            </Button>
          ) : null}
        </div>
      </div>
      <aside className={styles.settings} aria-label="Voice and settings">
        {voices.error ? <ProblemMessage error={voices.error} onRetry={() => voices.refetch()} /> : null}
        {reading ? <Skeleton height={40} count={6} /> : null}
        {voices.isSuccess && !voice ? <NoVoice language={script.language} /> : null}
        {voice && !versions.isPending ? (
          <ParametersPanel
            voices={speaking}
            voice={voice}
            parameters={parameters}
            onVoice={spoken.chooseVoice}
            onParameters={spoken.change}
            onPreview={() => preview.mutate()}
            previewing={preview.isPending}
            disabled={!mayGenerate}
          />
        ) : null}
        {mayGenerate && voice ? (
          <TextField
            label="Note"
            hint="Why this version is made; shown with it."
            autoComplete="off"
            maxLength={500}
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
          />
        ) : null}
        {mayGenerate && voice ? (
          <Button
            kind="primary"
            icon={<Sparkles aria-hidden />}
            busy={generating || wish.waiting === 'generate'}
            disabled={!ready}
            onClick={askToGenerate}
          >
            Generate <Kbd>Mod+↵</Kbd>
          </Button>
        ) : null}
        {mayGenerate ? null : (
          <p className={styles.count}>Your role can listen and read here; editors generate.</p>
        )}
        {error ? <ProblemMessage error={error} kept="Your text is kept." /> : null}
      </aside>
      {revision !== undefined ? (
        <RevisionsDialog
          script={script}
          selected={revision}
          onSelected={onRevision}
          mayWrite={mayWrite}
          unsaved={draft.changed}
          onDraft={(text) => {
            draft.write(text);
            onRevision(undefined);
          }}
          onClose={() => onRevision(undefined)}
          onMissing={() => onRevision(undefined)}
        />
      ) : null}
      <div className={styles.versions}>
        <VersionTimeline
          scriptId={script.id}
          selected={selected}
          onSelect={onSelect}
          mayGenerate={mayGenerate}
          maySubmit={maySubmit}
          onSpokenAs={(version) => {
            spoken.choose(asVersion(version));
            notify(`The next version is spoken as version ${version.number}.`);
          }}
        />
      </div>
    </div>
  );
}
