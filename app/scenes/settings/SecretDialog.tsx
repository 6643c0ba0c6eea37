import { Button } from '../../components/Button.tsx';
import { CopyButton } from '../../components/CopyButton.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { Row } from '../../components/Form.tsx';
import styles from './settings.module.css';

/** Shows a secret the only time it is shown; closes by its button alone, so that it is not lost by accident. */
export function SecretDialog({
  title,
  secret,
  children,
  onClose,
}: {
  title: string;
  secret: string;
  children: string;
  onClose: () => void;
}) {
  return (
    <Dialog
      title={title}
      insist
      onClose={onClose}
      actions={
        <Button kind="primary" onClick={onClose}>
          I have stored it
        </Button>
      }
    >
      <p>{children}</p>
      <code className={styles.secret}>{secret}</code>
      <Row>
        <CopyButton text={secret} />
      </Row>
    </Dialog>
  );
}
