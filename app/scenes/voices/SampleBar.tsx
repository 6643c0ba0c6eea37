import { Select, TextArea } from '../../components/Field.tsx';
import { Slider } from '../../components/Slider.tsx';
import { keysOf, TONE_LABELS } from '../../format/labels.ts';
import type { Sample } from './preview.ts';
import styles from './SampleBar.module.css';

/** My sentence and how it is to be said. */
export function SampleBar({
  sample,
  onChange,
}: {
  sample: Sample;
  onChange: (change: Partial<Sample>) => void;
}) {
  return (
    <section className={styles.bar} aria-label="What the voices say">
      <TextArea
        label="Your sentence"
        rows={2}
        maxLength={5000}
        className={styles.text}
        value={sample.text}
        onChange={(event) => onChange({ text: event.currentTarget.value })}
      />
      <div className={styles.settings}>
        <Select
          label="Tone"
          value={sample.tone}
          onChange={(event) =>
            onChange({ tone: keysOf(TONE_LABELS).find((tone) => tone === event.currentTarget.value) })
          }
        >
          {keysOf(TONE_LABELS).map((tone) => (
            <option key={tone} value={tone}>
              {TONE_LABELS[tone]}
            </option>
          ))}
        </Select>
        <Slider
          label="Speed"
          value={sample.speed}
          min={0.5}
          max={2}
          step={0.05}
          neutral={1}
          format={(value) => `${value.toFixed(2)}×`}
          onChange={(speed) => onChange({ speed })}
        />
        <Slider
          label="Pitch"
          value={sample.pitch}
          min={-6}
          max={6}
          step={0.5}
          neutral={0}
          format={(value) => `${value > 0 ? '+' : ''}${value} st`}
          onChange={(pitch) => onChange({ pitch })}
        />
      </div>
    </section>
  );
}
