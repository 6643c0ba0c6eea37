/**
 * Words that mean much the same to us. A word gives its own feature and that of its group, so that what was
 * learned of one is known of all.
 */
const GROUPS: Readonly<Record<string, string>> = {
  appointment:
    'appointment appointments appt booking bookings reservation visit slot slots session checkup consultation cleaning',
  order: 'order orders purchase',
  parcel: 'package packages parcel parcels shipment delivery box',
  courier: 'courier carrier driver ups fedex dhl usps postman mailman',
  cancel: 'cancel canceled cancelled cancelling cancellation scrap delete erase annul drop void',
  move: 'reschedule rescheduling move moved postpone postponed push shift rebook rearrange switch swap delay later earlier forward',
  book: 'book schedule reserve arrange',
  track: 'track tracking trace locate whereabouts',
  arrive: 'arrive arrives arrived arriving arrival come comes came coming delivered deliver show get gets',
  ship: 'ship ships shipped shipping sent send dispatched',
  person:
    'person human agent representative rep operator somebody someone anyone anybody people manager supervisor colleague employee receptionist staff',
  speak: 'talk speak talking speaking connect transfer transferred connected',
  machine: 'robot machine bot computer ai recording',
  open: 'open opening opened close closed closing closes opens shut shuts hours',
  free: 'free available availability openings vacant vacancy opening',
  money: 'pay price cost costs charge fee dollars bucks euros cheap cheaper cheapest expensive',
  sell: 'sell carry stock buy purchase shop shopping',
  policy: 'policy policies refund refunds return returns exchange warranty guarantee',
  day: 'monday tuesday wednesday thursday friday saturday sunday today tomorrow tonight weekend',
  month: 'january february march april june july august september october november december',
  part: 'morning afternoon evening noon midday',
  negation: 'not no never none nothing without cannot',
  teeth: 'tooth teeth dentist dental hygienist doctor dr',
  late: 'late delayed overdue lost missing stuck',
  yes: 'yes yeah yep yup yea sure ok okay correct right absolutely definitely exactly certainly',
  bad: 'stupid idiot dumb moron useless fuck fucking shit crap damn asshole bitch bastard',
};

/** Groups by word. */
export const CONCEPTS: ReadonlyMap<string, string> = new Map(
  Object.entries(GROUPS).flatMap(([group, words]) =>
    words.split(' ').map((word): [string, string] => [word, group]),
  ),
);
