import { Upload } from 'lucide-react';
import { useRef, useState } from 'react';
import { Button } from '../../components/Button.tsx';
import { cx } from '../../components/cx.ts';
import styles from './Recordings.module.css';

/** Where recordings are dropped, or chosen from the files. */
export function DropZone({
  label,
  hint,
  several = false,
  onFiles,
}: {
  label: string;
  hint: string;
  several?: boolean;
  onFiles: (files: File[]) => void;
}) {
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: files may be dropped here; the button does the same by keyboard
    <div
      className={cx(styles.drop, over && styles.over)}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        const files = [...event.dataTransfer.files];
        if (files.length > 0) onFiles(several ? files : files.slice(0, 1));
      }}
    >
      <input
        ref={input}
        type="file"
        accept="audio/*,.wav,.mp3,.m4a,.ogg,.flac,.webm"
        multiple={several}
        hidden
        onChange={(event) => {
          const files = [...(event.currentTarget.files ?? [])];
          event.currentTarget.value = '';
          if (files.length > 0) onFiles(files);
        }}
      />
      <Button icon={<Upload aria-hidden />} onClick={() => input.current?.click()}>
        {label}
      </Button>
      <p>{hint}</p>
    </div>
  );
}
