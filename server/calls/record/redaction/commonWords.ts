/** Words that are no name where a name could come: what stands behind “I am …”, “this is …” and names themselves. */
export const NO_NAMES: ReadonlySet<string> = new Set(
  `a able about actually after again agent all already also always am an and another any anybody anyone anything are as
  asking at away back bad be because been before being better book booked booking both busy but by call called caller
  calling can cannot card certainly change checking clear close come coming concerned confused correct could customer
  date day details did didn't do does doing done don't double down each early either else email enough even ever every
  everything exactly fine first for four free friday friend from full get getting give glad go going good got great
  guess had half happy has have having he hello her here hers hey hi him his hold home hoping how i i'd i'll i'm if in
  information interested into is isn't it it's its just kind know last late later let like line little looking lost
  made make many may maybe me mine minute monday more most much my name need needing never new next nine no nobody none
  not nothing now number of off oh ok okay old on once one only open or order other our out over parcel perfect person
  phone place please possible problem question quite ready really regarding right sad same saturday say saying see
  seven she should sick six so some somebody someone something soon sorry speak speaking spelled spelt still sunday
  sure talk talking tell ten terrible than thank thanks that that's the their them then there these they thing think
  third this those three through thursday time to today together tomorrow tonight too trouble trying tuesday twelve two
  uh um under unable up upset us using very wait waiting want wanted wanting was way we wednesday week well were what
  what's when where which while who whole why will wife husband with won't wondering work working would wrong year yes
  yesterday yet you your yours zero number's name's account address appointment delivery package spell spelling zip
  code street road avenue ma'am sir mister miss madam nice meet welcome help helping today's correct confirm let's
  moment second follow following great ahead got it yeah yep nope speaking here's there's one's real live human male
  female guest member patient client new returning said says told tell asked wants
  should may might must its pm am went gone rang sent made paid bought left moved looking needs makes takes shall
  nearly almost rather perhaps someone's everyone's whoever anyway afterwards beforehand yep nah aye cheers ta bye
  morning afternoon evening
  wanted recommended thinks gave prescribed order ordered`.split(/\s+/),
);
