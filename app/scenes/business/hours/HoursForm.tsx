import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { type OpeningException, type OpeningHours, WEEKDAYS } from '../../../../shared/api/business/hours.ts';
import { hoursQuery, saveHours } from '../../../api/business.ts';
import { Button } from '../../../components/Button.tsx';
import { Form, Panel, Row } from '../../../components/Form.tsx';
import { ProblemMessage } from '../../../components/ProblemMessage.tsx';
import { notify } from '../../../components/Toast.tsx';
import { useCan } from '../../../frame/useMe.ts';
import { DayParts } from './DayParts.tsx';
import { ExceptionRow } from './ExceptionRow.tsx';
import styles from './Hours.module.css';

type Edited = Pick<OpeningHours, 'week' | 'exceptions'>;

/** The usual week, and the days that are otherwise. */
export function HoursForm({ hours }: { hours: OpeningHours }) {
  const client = useQueryClient();
  const mayEdit = useCan('business:write');
  // Null: they follow what is saved.
  const [edited, setEdited] = useState<Edited | null>(null);
  const { week, exceptions } = edited ?? hours;
  const edit = (change: Partial<Edited>) => setEdited({ week, exceptions, ...change });
  const save = useMutation({
    mutationFn: (sent: Edited) =>
      saveHours({ ...sent, exceptions: sent.exceptions.filter(({ day }) => day !== '') }),
    onSuccess: (saved, sent) => {
      client.setQueryData(hoursQuery.queryKey, saved);
      // What was changed meanwhile is still to be saved.
      setEdited((now) => (now === sent ? null : now));
      notify('The opening hours are saved.');
    },
  });
  const changed = JSON.stringify([week, exceptions]) !== JSON.stringify([hours.week, hours.exceptions]);
  const setException = (index: number, one: OpeningException | null) =>
    edit({ exceptions: exceptions.flatMap((known, at) => (at === index ? (one ?? []) : known)) });
  return (
    <Form
      onSubmit={(event) => {
        event.preventDefault();
        if (edited) save.mutate(edited);
      }}
    >
      <Panel
        title="Opening hours"
        lead="Appointments are offered within them, and agents tell them to callers."
      >
        <fieldset className={styles.week} disabled={!mayEdit}>
          <legend className="visuallyHidden">Usual week</legend>
          {WEEKDAYS.map((weekday) => (
            <DayParts
              key={weekday}
              weekday={weekday}
              parts={week.filter((part) => part.weekday === weekday)}
              mayEdit={mayEdit}
              onChange={(parts) =>
                edit({ week: [...week.filter((part) => part.weekday !== weekday), ...parts] })
              }
            />
          ))}
        </fieldset>
      </Panel>
      <Panel title="Days that are otherwise" lead="Holidays, and days with other hours.">
        <fieldset className={styles.exceptions} disabled={!mayEdit}>
          <legend className="visuallyHidden">Days that are otherwise</legend>
          {exceptions.length === 0 ? <p className={styles.muted}>Every day is as its weekday.</p> : null}
          {exceptions.map((exception, index) => (
            <ExceptionRow
              // biome-ignore lint/suspicious/noArrayIndexKey: a row has nothing else that stays while it is typed
              key={index}
              exception={exception}
              mayEdit={mayEdit}
              onChange={(one) => setException(index, one)}
            />
          ))}
        </fieldset>
        {mayEdit ? (
          <Row>
            <Button
              icon={<Plus aria-hidden />}
              onClick={() =>
                edit({ exceptions: [...exceptions, { day: '', name: '', opens: null, closes: null }] })
              }
            >
              Add a day
            </Button>
          </Row>
        ) : null}
      </Panel>
      {save.error ? <ProblemMessage error={save.error} kept="The old hours still hold." /> : null}
      {mayEdit ? (
        <Row>
          <Button kind="primary" type="submit" busy={save.isPending} disabled={!changed}>
            Save hours
          </Button>
        </Row>
      ) : null}
    </Form>
  );
}
