import { useQuery } from '@tanstack/react-query';
import { hoursQuery } from '../../../api/business.ts';
import { Loaded } from '../../../components/Loaded.tsx';
import { HoursForm } from './HoursForm.tsx';
import { ServicesPanel } from './ServicesPanel.tsx';
import { ZonePanel } from './ZonePanel.tsx';

/** When the business is open, in which zone, and what can be booked. */
export function HoursPage() {
  const hours = useQuery(hoursQuery);
  return (
    <>
      <Loaded query={hours}>{(data) => <HoursForm hours={data} />}</Loaded>
      <ServicesPanel />
      <ZonePanel />
    </>
  );
}
