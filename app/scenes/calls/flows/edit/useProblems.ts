import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import type { Flow } from '../../../../../shared/calls/flow.ts';
import { flowCheckQuery } from '../../../../api/flows.ts';
import { type FlowProblem, problemsOf } from './problems.ts';

const STANDS_STILL_MS = 600;

/** What a value is once it has not changed for a while. */
function useSettled<Value>(value: Value): Value {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), STANDS_STILL_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}

/** What is wrong with a flow: at once what can be seen here, then what the server knows of slots and people. */
export function useProblems(content: Flow): FlowProblem[] {
  const here = useMemo(() => problemsOf(content), [content]);
  const settled = useSettled(content);
  const asked = here.length === 0 && settled === content;
  const { data: there } = useQuery({ ...flowCheckQuery(content), enabled: asked });
  if (here.length > 0 || !asked || !there) return here;
  return there.map(({ step, severity, message }) => ({ step, field: null, severity, message }));
}
