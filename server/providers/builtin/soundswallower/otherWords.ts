/**
 * Short words of everyday English. Somebody who does not answer says something that is more like one of them than like
 * what may be said, even where it is none of them. None sounds like a number, or like “hi” or “right”.
 */
export const OTHER_WORDS: readonly string[] = `
about above across after age air all alone always among angry animal answer ant any arm around art ask aunt away
baby back bad bag ball band bar base bath beach bean bear beat bed beer bell below belt bench best better bike bill
bit black blanket blood blow board body bone book boot boss bottom bowl box boy brain branch break brick bridge
bright bring broke brown brush bug building burn bus bush business busy but butter button camera camp candle cap
card care carry case castle catch chain chalk chance cheap check cheek chicken child chin choose church circle city
class clean clear clever clock close cloth cloud club coat cold collar color come cook cool copper corn corner cost
cotton cough count country cousin cover cow cream crime cross crowd cry cut dad damage dance danger dark daughter
dead deal dear death deep dinner dirt dish doctor doll dollar dozen draw dream dress drink drive drop drum dry duck
dust each ear early earth east edge egg empty end enough even ever every example eye face fact fall family far farm
fast fat father fear feel fence few field fight film finger finish fire firm flag flame flat flight floor flow
flower fly fold food fool foot forest forget fork form found fox frame free fresh friend front fruit full fun funny
game gas gate gentle ghost gift girl give glad glove goat gold golf gone goose grass gray great grey ground group
grow guard guess guest guide gun hair half hall hammer hand happy hard hat hate have head health hear heart heat
heavy her here hide hill him hit hole holiday home hope hospital hot hotel huge hundred hungry hurry hurt husband
ice idea if important inch ink inside iron island jacket jail jam jar job join joke juice jump just keep kettle key
kick kid kill kind king kiss knee knife knock ladder lady lake land language large last laugh law lawn lazy lead
leaf learn leather leave left leg less letter level life lip list little live lock log long look lose loud love low
luck lunch machine magic mail main make man many map march mark match math me meal mean meat medal meet middle mile
mind mine minute mirror miss money monkey month more morning mother mountain mouth move movie much mud nail name
near neck needle neighbor nephew nerve nest net never new news nice niece night nobody noise none north nose not
nothing now nurse nut ocean office oil old onion only open orange order other out oven over owner pack page pain
paint pair pan pants paper parent park part party pass past path pay peace pear pen people pepper pick picture piece
pig pile pillow pin pink pipe pit place plan plane plant plate play player please plenty pocket point poor pot
potato pound power present press pretty price problem proud pull pump pure purple push put queen question quick
quiet quite rabbit race radio rain raw reach read ready reason rest rice rich ride ring rise road rock roof room
root rope rose rough round row rub rule run rush sad safe sail same sand save saw school science scissors sea seat
see seed sell send sense shade shake shape share sharp sheep sheet shelf shell ship shirt shock shoot shop shore
short shot shoulder shout show shower shut sick side sign silver simple sing sister sit size skin skirt sky sleep
slip slow small smart smell smile smoke smooth snake soap soft soldier some son song soon sore soul sound soup south
space speak speed spell spend spider spoon spot spring square stage stair stamp stand star start station stay steam
steel step stick still stomach stop store storm story strange street strike string strong student stupid such suit
summer sun supper sweet swim tail take talk tall tape taste tax tea teach team tear tell tent terrible thank that
them then there these they thick thief thin thing think thirsty this those thought thread throat through throw thumb
ticket tie tiger tight time tin tiny tired toe tomato tongue tool tooth top touch tower town toy trade traffic
travel trick trip trouble truck true trust truth try tube turn twice ugly uncle under until up use van very view
village visit voice walk wall want war warm wash waste watch wave way we weak wear weather wedding week weight west
wet wheel when where which while white whole wife wild will win wind wine wing wire wise wish with woman wonder word
work world worm worry worse would wrist wrong yard year yellow yesterday young your zoo`
  .trim()
  .split(/\s+/);
