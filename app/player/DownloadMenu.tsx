import { Link } from '@tanstack/react-router';
import { Download } from 'lucide-react';
import { versionDownloadUrl } from '../api/audio.ts';
import { IconButton } from '../components/IconButton.tsx';
import { Menu, MenuItem } from '../components/Menu.tsx';
import type { Track } from './tracks.ts';

const FORMATS = [
  { format: 'wav', name: 'WAV, the master' },
  { format: 'mp3', name: 'MP3' },
  { format: 'opus', name: 'Opus' },
] as const;

/** Saves sound that exists only in this page. */
export function saveBytes(bytes: ArrayBuffer, name: string): void {
  const url = URL.createObjectURL(new Blob([bytes], { type: 'audio/wav' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}

/** Saves what is heard: a version in any format, a preview as it is. */
export function DownloadMenu({ track }: { track: Track }) {
  const { version, source } = track;
  if (version)
    return (
      <Menu trigger={<IconButton label="Download" icon={<Download />} />}>
        {FORMATS.map(({ format, name }) => (
          <MenuItem key={format} asChild>
            <a
              href={versionDownloadUrl(version.id, format)}
              download={`${track.title} v${version.number}.${format}`}
            >
              {name}
            </a>
          </MenuItem>
        ))}
        <MenuItem asChild>
          <Link to="/check" target="_blank">
            Check a file’s origin
          </Link>
        </MenuItem>
      </Menu>
    );
  if (!('bytes' in source)) return null;
  return (
    <IconButton
      label="Download"
      icon={<Download />}
      onClick={() => saveBytes(source.bytes, `${track.title}, ${track.subtitle.toLowerCase()}.wav`)}
    />
  );
}
