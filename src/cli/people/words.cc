// What the invented people of the demo write down: concrete and warm, what was seen and never what it is called. {child}, {friend} and
// {parent} are filled in. No sentence needs to know whether somebody is a boy or a girl.
#include "cli/people/words.h"

#include <span>

namespace vlechtwerk::cli::people {
namespace {

struct Sentence {
  char const* nl;
  char const* en;
};

constexpr Sentence kPositive[] = {
    {"{child} zong het opruimlied helemaal mee.", "{child} sang the whole tidying song."},
    {"{child} hielp {friend} met de jas, helemaal uit zichzelf.", "{child} helped {friend} with the coat, without being asked."},
    {"{child} bouwde een toren van tien blokken en riep iedereen erbij.", "{child} built a tower of ten blocks and called everybody."},
    {"{child} troostte {friend} na een val. Eerst een aai, toen de knuffel.",
     "{child} comforted {friend} after a fall. First a pat, then the teddy."},
    {"{child} durfde vandaag voor het eerst van de hoge glijbaan.", "{child} dared to go down the high slide for the first time."},
    {"{child} at twee stukken paprika en vond ze lekker.", "{child} ate two pieces of pepper and liked them."},
    {"{child} wachtte bij de glijbaan netjes op de beurt.", "{child} waited for a turn at the slide."},
    {"{child} vertelde in de kring over de hond van opa.", "{child} told the circle about grandpa's dog."},
    {"{child} speelde een half uur winkeltje met {friend}. Ze hadden plezier.",
     "{child} played shop with {friend} for half an hour. They had fun."},
    {"{child} plaste vandaag op het potje en was zo trots.", "{child} used the potty today and was so proud."},
    {"{child} maakte een tekening voor thuis, met veel blauw.", "{child} made a drawing for home, with a lot of blue."},
    {"{child} zwaaide bij het brengen meteen en ging spelen.", "{child} waved goodbye at once and went to play."},
    {"{child} dekte samen met {friend} de tafel voor het fruit.", "{child} laid the table for the fruit together with {friend}."},
    {"{child} zei vandaag: ik vind jou lief. Tegen {friend}.", "{child} said today: I like you. To {friend}."},
    {"{child} klom op de klimboog en weer terug, zonder hulp.", "{child} climbed the arch and came back, without help."},
    {"{child} deelde de blokken eerlijk met {friend}.", "{child} shared the blocks fairly with {friend}."},
    {"{child} sliep lekker en werd lachend wakker.", "{child} slept well and woke up laughing."},
    {"{child} vond een slak en keek er heel lang naar.", "{child} found a snail and watched it for a long time."},
    {"{child} maakte een puzzel van twaalf stukjes af.", "{child} finished a puzzle of twelve pieces."},
    {"{child} danste bij de muziek en trok {friend} mee.", "{child} danced to the music and pulled {friend} along."},
    {"{child} ruimde de auto's op zonder dat iemand het vroeg.", "{child} put the cars away and nobody had asked."},
    {"{child} zocht het boek over de beer en wilde het drie keer horen.",
     "{child} found the book about the bear and wanted it three times."},
    {"{child} gaf de plantjes water en morste bijna niets.", "{child} watered the plants and hardly spilled."},
    {"{child} zei voor het eerst mijn naam. Ik smolt.", "{child} said my name for the first time. I melted."},
    {"{child} liep vandaag los de hele gang door.", "{child} walked the whole corridor alone today."},
    {"{child} bedacht een spel met de grote doos. Iedereen deed mee.", "{child} invented a game with the big box. Everybody joined."},
};

constexpr Sentence kStriking[] = {
    {"{child} wilde vandaag niet eten en niet aan tafel zitten.", "{child} did not want to eat or sit at the table today."},
    {"{child} gooide drie keer een blok door de groep. Ik stond er steeds vlakbij.",
     "{child} threw a block across the room three times. I was close each time."},
    {"{child} duwde {friend} van de fiets en keek daarna weg.", "{child} pushed {friend} off the bike and then looked away."},
    {"{child} rende onder het voorlezen telkens rondjes.", "{child} ran in circles during story time."},
    {"{child} huilde een kwartier toen de trein van de rails viel.",
     "{child} cried for a quarter of an hour when the train fell off the track."},
    {"{child} pakte steeds af wat {friend} net had.", "{child} kept taking what {friend} had just picked up."},
    {"{child} hield de handen op de oren toen we zongen.", "{child} covered both ears when we sang."},
    {"{child} wilde de jas de hele dag niet uit.", "{child} kept the coat on all day."},
    {"{child} gilde bij elke overgang: opruimen, plassen, naar buiten.",
     "{child} screamed at every change: tidying, toilet, going outside."},
    {"{child} speelde de hele ochtend alleen met het deurtje van de kast.", "{child} spent the whole morning with the cupboard door."},
    {"{child} viel vaak vandaag. Ik telde vijf keer.", "{child} fell often today. I counted five times."},
    {"{child} liet zich niet verschonen en trapte met de benen.", "{child} did not let me change the nappy and kicked."},
    {"{child} was na het slapen lang boos en wist niet waarom.", "{child} was angry for a long time after the nap and did not know why."},
    {"{child} luisterde pas toen ik op de knieën ging zitten.", "{child} only listened once I knelt down."},
    {"{child} spuugde op tafel en lachte erbij.", "{child} spat on the table and laughed."},
    {"{child} schopte tegen de kast toen {friend} eerst mocht.", "{child} kicked the cupboard when {friend} went first."},
    {"{child} kon niet kiezen tussen twee bekers en raakte helemaal overstuur.",
     "{child} could not choose between two cups and got very upset."},
    {"{child} vroeg tien keer wanneer {parent} komt.", "{child} asked ten times when {parent} would come."},
    {"{child} at alleen de korstjes en schoof het bord weg.", "{child} only ate the crusts and pushed the plate away."},
    {"{child} klom voor de derde keer over het hek.", "{child} climbed over the gate for the third time."},
    {"{child} trok {friend} aan het haar en schrok er zelf van.", "{child} pulled {friend}'s hair and was startled too."},
    {"{child} bleef bij het raam staan tot het fruit op was.", "{child} stayed at the window until the fruit was gone."},
    {"{child} wil sinds een week alleen nog op schoot.", "For a week {child} has only wanted to sit on a lap."},
    {"{child} praatte tegen niemand, alleen zachtjes tegen de pop.", "{child} spoke to nobody, only softly to the doll."},
};

constexpr Sentence kNotRight[] = {
    {"{child} huilt anders dan anders. Ik weet nog niet wat het is.", "{child} cries in a different way. I do not know yet what it is."},
    {"Er is iets met {child}. Ik kan het nog niet aanwijzen.", "There is something about {child}. I cannot point to it yet."},
    {"{child} lacht wel, maar het komt later dan ik gewend ben.", "{child} does smile, but later than I am used to."},
    {"Bij {child} heb ik het gevoel dat ik iets mis.", "With {child} I feel that I am missing something."},
    {"{child} kijkt langs mij heen als ik iets vraag.", "{child} looks past me when I ask something."},
    {"Het voelt of {child} vandaag niet echt bij ons was.", "It felt as if {child} was not really with us today."},
    {"{child} was vrolijk, en toch zat ik met een raar gevoel op de fiets.",
     "{child} was cheerful, and still I cycled home with an odd feeling."},
    {"Ik merk dat ik steeds naar {child} kijk. Waarom weet ik niet.", "I notice that I keep watching {child}. I do not know why."},
    {"{child} schrok hevig van een deur. Dat zag ik niet eerder.", "{child} was very startled by a door. I had not seen that before."},
    {"{child} klampt zich vast bij het brengen, en ook bij het halen.", "{child} clings at drop-off, and at pick-up too."},
    {"{child} speelt wel, maar de glans is eraf.", "{child} does play, but the sparkle is gone."},
    {"Er klopt iets niet in hoe {child} en {friend} spelen.", "Something is off in how {child} and {friend} play."},
    {"{child} zegt steeds sorry, ook als er niets is.", "{child} keeps saying sorry, even when nothing is wrong."},
    {"{child} is moe. Al drie weken, elke dag.", "{child} is tired. Three weeks now, every day."},
    {"{child} wil overal toestemming voor, ook voor drinken.", "{child} asks leave for everything, even to drink."},
    {"Ik kreeg vandaag geen contact met {child}, hoe ik ook zat.", "I could not reach {child} today, however I sat down."},
    {"{child} praat minder dan voor de zomer. Of let ik meer op?",
     "{child} talks less than before the summer. Or do I pay more attention?"},
    {"{child} deed alles goed en toch klopte de dag niet.", "{child} did everything well and still the day felt wrong."},
    {"{child} verstopt de boterham. Ik wil dat onthouden.", "{child} hides the sandwich. I want to remember that."},
    {"{child} wordt stil als het halen dichterbij komt.", "{child} goes quiet as pick-up comes closer."},
};

constexpr Sentence kStrookje[] = {
    {"{child} beet {friend} in de arm toen die de pop pakte.", "{child} bit {friend} in the arm over the doll."},
    {"{child} sloeg {friend} met de schep in de zandbak.", "{child} hit {friend} with the spade in the sandpit."},
    {"{child} krabde {friend} op de wang, in de rij voor de glijbaan.", "{child} scratched {friend}'s cheek in the line for the slide."},
    {"{child} gooide de beker naar {friend}. Gelukkig mis.", "{child} threw the cup at {friend}. Luckily it missed."},
    {"{child} duwde {friend} tegen het hek.", "{child} pushed {friend} against the gate."},
    {"{child} beet mij in de hand bij het verschonen.", "{child} bit my hand during the nappy change."},
    {"{child} trapte {friend} onder tafel, drie keer achter elkaar.", "{child} kicked {friend} under the table, three times in a row."},
    {"{child} schold {friend} uit en liep daarna weg.", "{child} called {friend} names and walked away."},
    {"{child} trok {friend} van de stoel bij het fruit eten.", "{child} pulled {friend} off the chair at fruit time."},
    {"{child} gooide zand in de ogen van {friend}.", "{child} threw sand in {friend}'s eyes."},
    {"{child} kneep {friend} toen niemand keek. {friend} liet het zien.",
     "{child} pinched {friend} when nobody looked. {friend} showed me."},
    {"{child} rende de gang op en wilde het hek over.", "{child} ran into the corridor and tried to climb the gate."},
    {"{child} maakte de toren van {friend} kapot en stampte erop.", "{child} broke {friend}'s tower and stamped on it."},
    {"{child} sloeg om zich heen bij het aankleden.", "{child} hit out while getting dressed."},
    {"{child} beet bijna, keek naar mij, en deed het toch.", "{child} nearly bit, looked at me, and did it after all."},
    {"{child} kroop achter de kast en schopte wie dichtbij kwam.", "{child} crept behind the cupboard and kicked whoever came near."},
    {"{child} gooide een stoel om toen het fruit op was.", "{child} tipped over a chair when the fruit was finished."},
    {"{child} trok hard aan de staart van de cavia.", "{child} pulled hard at the guinea pig."},
    {"{child} spuugde {friend} in het gezicht om de rode auto.", "{child} spat in {friend}'s face over the red car."},
    {"{child} duwde {friend} van het trapje. Het liep goed af.", "{child} pushed {friend} off the step. It ended well."},
};

constexpr Sentence kUncared[] = {
    {"{child} droeg voor de derde dag dezelfde kleren. Ze roken.", "{child} wore the same clothes for the third day. They smelled."},
    {"{child} kwam zonder ontbijt en at vier boterhammen.", "{child} came without breakfast and ate four sandwiches."},
    {"{child} had bij de kou alleen een dun truitje aan.", "{child} only wore a thin jumper in the cold."},
    {"De luier van {child} was bij het brengen helemaal vol.", "{child}'s nappy was completely full at drop-off."},
    {"{child} heeft rode billen. Het is erger dan vrijdag.", "{child} has a sore bottom. It is worse than on Friday."},
    {"De nagels van {child} zijn lang en stuk.", "{child}'s nails are long and torn."},
    {"{child} had weer geen extra kleren in de tas.", "There were no spare clothes in {child}'s bag again."},
    {"De schoenen van {child} zijn te klein. De tenen waren rood.", "{child}'s shoes are too small. The toes were red."},
    {"{child} viel tijdens het fruit in slaap aan tafel.", "{child} fell asleep at the table during fruit time."},
    {"Het haar van {child} was al een paar dagen niet gewassen.", "{child}'s hair had not been washed for days."},
    {"{child} had dorst en dronk drie bekers achter elkaar.", "{child} was thirsty and drank three cups in a row."},
    {"De tanden van {child} zijn bruin. Poetsen doet pijn.", "{child}'s teeth are brown. Brushing hurts."},
};

constexpr Sentence kQuiet[] = {
    {"{child} speelt al een week alleen in de bouwhoek en praat bijna niet.",
     "For a week {child} has played alone in the block corner and hardly speaks."},
    {"{child} zei vandaag geen woord. Pas bij het opschrijven merk ik het.",
     "{child} did not say a word today. I only notice now that I write."},
    {"{child} zat de hele ochtend onder de tafel, heel stil.", "{child} sat under the table all morning, very quiet."},
    {"Wanneer hoorde ik {child} voor het laatst lachen? Ik weet het niet meer.", "When did I last hear {child} laugh? I cannot remember."},
    {"{child} kijkt naar de anderen en doet niet mee.", "{child} watches the others and does not join in."},
    {"{child} vraagt nooit iets. Ook niet om drinken.", "{child} never asks for anything. Not even a drink."},
    {"{child} wacht tot iemand de jas pakt. Zo gaat het al weken.",
     "{child} waits until somebody fetches the coat. It has been like this for weeks."},
    {"{child} huilde niet toen de vinger tussen de deur kwam.", "{child} did not cry when a finger got caught in the door."},
    {"In het schrift van {child} stond drie weken niets. Dat zegt ook iets.",
     "There was nothing in {child}'s notebook for three weeks. That says something too."},
    {"{child} is makkelijk, zeggen we steeds. Misschien te makkelijk.", "We keep saying {child} is easy. Perhaps too easy."},
    {"{child} staat bij het raam als de groep in de kring zit.", "{child} stands at the window while the group is in the circle."},
    {"{child} speelt naast {friend}, nooit samen.", "{child} plays beside {friend}, never together."},
    {"{child} fluistert alleen tegen de knuffel.", "{child} only whispers to the teddy."},
    {"{child} laat alles afpakken en kijkt dan naar de grond.", "{child} lets everything be taken and then looks at the floor."},
    {"{child} zit waar ik {child} neerzet, ook na een half uur.", "{child} sits where I put {child}, even half an hour later."},
    {"Op de foto's van deze maand staat {child} steeds aan de rand.", "In this month's photos {child} is always at the edge."},
    {"{child} gaf geen antwoord op de eigen naam. Drie keer geroepen.", "{child} did not answer to the name. I called three times."},
    {"{child} eet alles op en zegt niets. Niemand had het in de gaten.", "{child} eats everything and says nothing. Nobody had noticed."},
    {"{child} ging vandaag niet mee naar buiten en dat viel niemand op.", "{child} did not come outside today and nobody noticed."},
    {"Bij drukte maakt {child} zich klein, achter de kast.", "When it is busy {child} hides behind the cupboard."},
};

constexpr Sentence kObservation[] = {
    {"Tien minuten gekeken in de bouwhoek. {child} pakte, legde neer en pakte weer.",
     "Watched the block corner for ten minutes. {child} took, put down, and took again."},
    {"Bij het vrij spelen zocht {child} vier keer {friend} op.", "In free play {child} went to {friend} four times."},
    {"Onder het eten gekeken. {child} at rustig zolang er niemand naast zat.",
     "Watched at lunch. {child} ate calmly as long as nobody sat close."},
    {"Met een kleine groep ging het goed. Met twaalf kinderen trok {child} zich terug.",
     "In a small group it went well. With twelve children {child} withdrew."},
    {"{child} reageerde op muziek meteen, op praten pas na een tijdje.",
     "{child} reacted to music at once, to talking only after a while."},
    {"Buiten gekeken. {child} rende, klom en lachte. Binnen zag ik dat niet.",
     "Watched outside. {child} ran, climbed and laughed. I did not see that inside."},
    {"Als ik eerst vertelde wat er kwam, ging {child} mee.", "When I first told what would come, {child} came along."},
    {"Bij het opruimen liep het vast. Bij het zingen daarna niet.", "It got stuck at tidying up. Not at the singing after it."},
    {"{child} keek naar {friend}, deed na en keek naar mij.", "{child} looked at {friend}, copied, and looked at me."},
    {"Drie ochtenden geteld: na het slapen gaat het beter dan ervoor.",
     "Counted for three mornings: after the nap it goes better than before."},
    {"{child} speelde acht minuten met water, zonder op te kijken.", "{child} played with water for eight minutes without looking up."},
    {"Met plaatjes begreep {child} de volgorde van de dag.", "With pictures {child} understood the order of the day."},
    {"Op schoot luisterde {child} naar het hele boek.", "On a lap {child} listened to the whole book."},
    {"Aan tafel gekeken. De drukte kwam van de andere kant dan ik dacht.",
     "Watched at the table. The noise came from the other side than I thought."},
    {"{child} begon twee keer zelf een spel. Niemand antwoordde.", "{child} started a game twice. Nobody answered."},
    {"In de kring keek {child} vooral naar de deur.", "In the circle {child} mostly looked at the door."},
    {"Bij het brengen duurde het afscheid elf minuten.", "At drop-off the goodbye took eleven minutes."},
    {"{child} gebruikt twee woorden samen: nog fruit, mama weg.", "{child} puts two words together: more fruit, mummy gone."},
    {"Met {friend} erbij bleef {child} tien minuten aan tafel.", "With {friend} there {child} stayed at the table for ten minutes."},
    {"Het bijten komt vlak voor het eten. Daarna zag ik het niet.", "The biting comes just before lunch. I did not see it after."},
};

constexpr Sentence kDid[] = {
    {"Ik troostte eerst {friend} en ging toen met {child} apart zitten.", "I comforted {friend} first and then sat apart with {child}."},
    {"Ik ben erbij gaan zitten en heb niets gezegd.", "I sat down beside them and said nothing."},
    {"Ik zei wat ik zag, en wat wel mag.", "I said what I saw, and what is allowed."},
    {"We hebben samen een rustig plekje gezocht.", "We looked for a quiet spot together."},
    {"Ik gaf {child} een taak: de bekers uitdelen.", "I gave {child} a job: handing out the cups."},
    {"Ik heb het bij het halen aan {parent} verteld.", "I told {parent} at pick-up."},
    {"Een collega nam de groep over, zodat ik tijd had.", "A colleague took the group, so that I had time."},
    {"Ik heb gewacht tot het over was en toen een arm gegeven.", "I waited until it was over and then put an arm around {child}."},
    {"Ik heb een plaatje gepakt en laten zien wat er komt.", "I took a picture and showed what would come."},
    {"We zijn even samen naar buiten gelopen.", "We walked outside together for a moment."},
};

constexpr Sentence kAfter[] = {
    {"Dat was vlak voor het eten.", "That was just before lunch."},
    {"Het was druk: we waren met twaalf kinderen.", "It was busy: there were twelve children."},
    {"Het was een rustige ochtend.", "It was a quiet morning."},
    {"Mijn collega zag het ook.", "My colleague saw it too."},
    {"Buiten ging het beter.", "Outside it went better."},
    {"Vorige week was het er nog niet.", "Last week it was not there yet."},
    {"Na het slapen was het over.", "After the nap it was gone."},
    {"{parent} vertelde dat de nacht kort was.", "{parent} said the night had been short."},
    {"Ik schrijf het op om te kijken of het terugkomt.", "I write it down to see whether it comes back."},
    {"Het duurde ongeveer tien minuten.", "It took about ten minutes."},
    {"Er was een invaller op de groep.", "There was a stand-in on the group."},
    {"Morgen kijk ik weer.", "I will look again tomorrow."},
};

constexpr Sentence kAfterGood[] = {
    {"Wat een mooi moment.", "What a lovely moment."},
    {"Dat heb ik bij het halen meteen verteld.", "I told it at pick-up right away."},
    {"Vorige maand lukte dat nog niet.", "Last month that did not work yet."},
    {"De hele groep klapte.", "The whole group clapped."},
    {"{parent} moest lachen toen ik het vertelde.", "{parent} laughed when I told it."},
    {"Daarna nog een keer, en nog een keer.", "And then again, and again."},
    {"Dat doen we morgen weer.", "We will do that again tomorrow."},
    {"Ik heb er een foto van voor het boekje.", "I have a photo of it for the book."},
};

constexpr Sentence kWorry[] = {
    {"Het gebeurt nu zo vaak dat we samen willen kijken wat {child} nodig heeft.",
     "It happens so often now that we want to look together at what {child} needs."},
    {"We willen weten wanneer het wel goed gaat met {child}.", "We want to know when it does go well with {child}."},
    {"{child} komt niet tot spelen en wij weten niet waarom.", "{child} does not get to play and we do not know why."},
    {"Sinds een paar weken is {child} anders. We maken ons zorgen.", "For some weeks {child} has been different. We are worried."},
    {"Op drukke dagen lukt het {child} niet om mee te doen.", "On busy days {child} cannot join in."},
    {"Wij hebben al van alles geprobeerd en zoeken nu hulp.", "We have tried many things and now look for help."},
    {"Het eten en het slapen lopen allebei vast bij {child}.", "Both eating and sleeping get stuck with {child}."},
    {"{child} heeft steeds botsingen met {friend} en met anderen.", "{child} keeps clashing with {friend} and with others."},
    {"Het afscheid bij het brengen wordt elke week moeilijker.", "The goodbye at drop-off gets harder every week."},
    {"We merken dat onze dagen om {child} draaien en willen dat anders doen.",
     "We notice that our days turn around {child} and want to do that differently."},
};

constexpr Sentence kQuietWorry[] = {
    {"{child} is zo stil dat wij het te lang niet zagen.", "{child} is so quiet that we did not see it for too long."},
    {"We weten van {child} eigenlijk heel weinig. Dat willen we veranderen.", "We know very little about {child}. We want to change that."},
    {"{child} speelt niet met anderen en vraagt nooit iets.", "{child} does not play with others and never asks for anything."},
    {"Toen we alle notities naast elkaar legden, was {child} er bijna niet.",
     "When we laid all notes side by side, {child} was hardly there."},
    {"Alles gaat goed, dachten we. Maar {child} doet nergens echt aan mee.",
     "All is well, we thought. But {child} does not really join in anywhere."},
    {"{child} trekt zich terug. We denken dat het al maanden zo is.", "{child} withdraws. We think it has been so for months."},
};

constexpr Sentence kTalk[] = {
    {"{parent} herkent het. Thuis gaat het soms net zo.", "{parent} recognises it. At home it is sometimes the same."},
    {"{parent} schrok eerst, en wil graag meedenken.", "{parent} was startled at first, and wants to think along."},
    {"Eerst verteld wat goed gaat. {parent} was daar blij mee.", "First told what goes well. {parent} was glad of that."},
    {"Thuis zien ze dit niet. We spreken af dat we allebei opletten.", "At home they do not see this. We agree that we both watch."},
    {"{parent} vertelde over de verhuizing. Dat helpt ons om het te begrijpen.", "{parent} told about the move. That helps us understand."},
    {"Kort gesproken bij het halen. Volgende week nemen we meer tijd.", "Talked briefly at pick-up. Next week we take more time."},
    {"{parent} vroeg wat wij doen. We hebben het laten zien.", "{parent} asked what we do. We showed it."},
    {"Goed gesprek. {parent} probeert thuis hetzelfde liedje.", "A good talk. {parent} will try the same song at home."},
    {"Oma haalde vandaag. We bellen {parent} morgen rustig terug.", "Grandma came today. We will call {parent} calmly tomorrow."},
    {"{parent} slaapt zelf ook slecht. We luisterden vooral.", "{parent} sleeps badly too. Mostly we listened."},
    {"We zijn het niet over alles eens, en praten over twee weken verder.",
     "We do not agree on everything, and will talk again in two weeks."},
    {"{parent} was opgelucht dat wij het ook zien.", "{parent} was relieved that we see it too."},
    {"We spraken af om elke vrijdag even te bellen.", "We agreed on a short call every Friday."},
    {"{parent} wil weten wat er op school gebeurt. Dat zoeken we uit.", "{parent} wants to know about school. We will find out."},
};

constexpr Sentence kMeeting[] = {
    {"Iedereen zag iets anders. Samen klopt het beeld beter.", "Everybody saw something else. Together the picture is better."},
    {"We zien het vooral als het druk is.", "We mostly see it when it is busy."},
    {"Afgesproken dat we twee weken letten op wat er vlak voor gebeurt.", "Agreed to watch for two weeks what happens just before."},
    {"We hebben eerst verteld wat {child} al goed kan.", "We first told what {child} already does well."},
    {"De ochtend gaat beter dan de middag. Dat nemen we mee.", "The morning goes better than the afternoon. We take that along."},
    {"Twee collega's doen het anders. We kiezen samen een manier.", "Two colleagues do it differently. We choose one way together."},
    {"De notities naast elkaar gelegd. Het patroon zit bij de overgangen.", "Laid the notes side by side. The pattern is in the changes."},
    {"We nemen de tijd en kijken volgende keer weer.", "We take our time and look again next time."},
    {"Kort besproken, met de leeftijd erbij.", "Discussed briefly, with the age in mind."},
    {"We vroegen ons af wat {child} ons wil vertellen.", "We wondered what {child} wants to tell us."},
};

constexpr Sentence kPlan[] = {
    {"We beginnen elke dag met tien minuten samen spelen.", "We start every day with ten minutes of play together."},
    {"Bij elke overgang krijgt {child} eerst een plaatje te zien.", "At every change {child} first sees a picture."},
    {"{child} krijgt een vaste plek aan tafel, naast een rustig kind.", "{child} gets a fixed place at the table, beside a calm child."},
    {"Een vaste collega vangt {child} op bij het brengen.", "One colleague always welcomes {child} at drop-off."},
    {"We zeggen wat wel mag, in vier woorden.", "We say what is allowed, in four words."},
    {"We spelen elke dag even in een klein groepje van drie.", "Every day we play for a while in a small group of three."},
    {"Voor het eten gaat {child} samen met iemand handen wassen.", "Before lunch {child} washes hands together with somebody."},
    {"We houden twee weken bij wanneer het goed gaat.", "For two weeks we keep track of when it goes well."},
    {"{parent} neemt het knuffeltje mee van thuis.", "{parent} brings the teddy from home."},
    {"De pauzes zijn anders verdeeld, zodat er altijd een bekende is.",
     "The breaks are shared differently, so that somebody familiar is there."},
};

constexpr Sentence kHelp[] = {
    {"Meegekeken en na afloop een half uur gepraat.", "Watched along and talked for half an hour afterwards."},
    {"Het hielp om het samen hardop na te doen.", "It helped to act it out together."},
    {"Twee tips gekregen die morgen al kunnen.", "Got two tips that can start tomorrow."},
    {"We keken samen naar wat er vlak ervoor gebeurt.", "We looked together at what happens just before."},
    {"Fijn dat iemand anders keek. Ik zag het zelf niet meer.", "Good that somebody else looked. I no longer saw it."},
    {"Afgesproken wie wat doet, en wanneer we weer bellen.", "Agreed who does what, and when we call again."},
    {"Zij zag vooral wat wij al goed doen. Dat gaf moed.", "She mostly saw what we already do well. That gave courage."},
    {"Samen gezocht naar wat bij deze groep past.", "Looked together for what suits this group."},
};

constexpr Sentence kStep[] = {
    {"Gedaan zoals afgesproken.", "Done as agreed."},
    {"Het kostte meer tijd dan gedacht, en het was de moeite waard.", "It took more time than expected, and it was worth it."},
    {"Samen met een collega gedaan.", "Done together with a colleague."},
    {"Rustig de tijd voor genomen.", "Took the time for it."},
    {"Het ging goed. {child} deed mee.", "It went well. {child} joined in."},
    {"Eerst lukte het niet, bij de tweede keer wel.", "It did not work at first, the second time it did."},
    {"Kort en duidelijk. We weten wie wat doet.", "Short and clear. We know who does what."},
    {"Nog niet alles is klaar, het begin is er.", "Not everything is finished, the start is there."},
};

constexpr Sentence kBackGood[] = {
    {"Het gaat echt beter. {child} speelt weer mee.", "It is really better. {child} joins in again."},
    {"De helft lukt al. Wat lukt, houden we vast.", "Half of it works already. We keep what works."},
    {"{parent} merkt thuis ook verschil.", "{parent} notices a difference at home too."},
    {"{child} zoekt nu zelf een rustige plek. Dat is nieuw.", "{child} now looks for a quiet spot. That is new."},
    {"We hielden het vier weken vol en dat zie je.", "We kept it up for four weeks and it shows."},
    {"{child} lacht weer. Dat zei iedereen als eerste.", "{child} laughs again. That is what everybody said first."},
};

constexpr Sentence kBackHard[] = {
    {"We zijn er nog niet. We proberen iets anders.", "We are not there yet. We try something else."},
    {"Op rustige dagen gaat het goed. De drukke dagen blijven lastig.", "Quiet days go well. Busy days stay hard."},
    {"Het is er nog, maar we zijn er eerder bij.", "It is still there, but we are there sooner."},
    {"Na twee weken viel het terug. We zoeken uit waarom.", "After two weeks it fell back. We find out why."},
    {"{parent} ziet nog geen verschil. Wij eigenlijk ook niet.", "{parent} sees no difference yet. Nor do we, really."},
};

constexpr Sentence kHardTalk[] = {
    {"Het was geen makkelijk gesprek. We spreken elkaar volgende week weer.", "It was not an easy talk. We will speak again next week."},
    {"{parent} voelde zich overvallen. Dat begrijpen we.", "{parent} felt taken by surprise. We understand that."},
    {"{parent} ziet het anders. We hebben vooral geluisterd.", "{parent} sees it differently. Mostly we listened."},
    {"We vertelden ook wat goed gaat. {parent} werd daar rustiger van.", "We also told what goes well. That calmed {parent}."},
    {"{parent} wil eerst zelf kijken. Dat mag.", "{parent} wants to watch first. That is fine."},
};

constexpr Sentence kAsking[] = {
    {"Wij komen er samen niet uit en vragen iemand die anders kijkt.",
     "We cannot work it out together and ask somebody who looks differently."},
    {"Gevraagd wat wij anders kunnen doen.", "Asked what we can do differently."},
    {"Gevraagd hoe we het rustiger maken in de groep.", "Asked how we make the group calmer."},
    {"Kort verteld wat we al probeerden, en gevraagd wat we missen.", "Told briefly what we tried, and asked what we miss."},
};

constexpr Sentence kInformed[] = {
    {"Verteld bij het halen. {parent} knikte.", "Told at pick-up. {parent} nodded."},
    {"Gebeld tijdens de slaaptijd van de groep.", "Called during the nap of the group."},
    {"{parent} las het en stuurde een hartje terug.", "{parent} read it and sent a heart back."},
    {"Samen aan tafel doorgenomen, met thee.", "Went through it at the table, with tea."},
    {"Kort verteld hoe het ging, en wat we nu doen.", "Told briefly how it went, and what we do now."},
    {"{parent} had vragen. We hebben er rustig over gepraat.", "{parent} had questions. We talked about them calmly."},
};

constexpr Sentence kYes[] = {
    {"Gezegd in het gesprek.", "Said in the talk."},
    {"{parent} zei meteen ja.", "{parent} said yes at once."},
    {"Na een nachtje slapen ja gezegd.", "Said yes after sleeping on it."},
    {"Aan tafel gezegd, met de zin erbij die we voorlazen.", "Said at the table, with the sentence that we read out."},
};

constexpr Sentence kNo[] = {
    {"{parent} wil nu nog niet dat iemand meekijkt.", "{parent} does not want anybody to watch yet."},
    {"{parent} wil het eerst thuis aankijken.", "{parent} wants to see first how it goes at home."},
    {"Nee gezegd, en uitgelegd waarom. Dat begrijpen we.", "Said no, and explained why. We understand that."},
    {"{parent} had eerder een vervelende ervaring en wil het niet.", "{parent} had a bad experience before and does not want it."},
};

struct Reason {
  std::string_view code;
  Sentence words;
};
constexpr Reason kReasons[] = {
    {"al_gebeurd", {"Dit was al gebeurd voor we het opschreven.", "This had happened before we wrote it down."}},
    {"past_niet_bij_kind", {"Dit past nu niet bij {child}.", "This does not suit {child} now."}},
    {"ouders_willen_niet", {"De ouders willen dit liever niet.", "The parents would rather not."}},
    {"niet_nodig", {"Het gaat zo goed dat dit niet meer nodig is.", "It goes so well that this is no longer needed."}},
    {"geen_tijd", {"Door ziekte was er geen tijd. We doen het anders.", "There was no time because of illness. We do it differently."}},
};

constexpr Sentence kClosing[] = {
    {"We ronden af. {child} doet weer mee met de groep.", "We close this. {child} joins the group again."},
    {"Samen met {parent} afgesproken dat dit klaar is.", "Agreed with {parent} that this is finished."},
    {"Het begon met een zorg en eindigt met een kind dat lacht.", "It began with a worry and ends with a child that laughs."},
    {"We weten nu wat {child} helpt en gaan daarmee door.", "We know now what helps {child} and go on with it."},
    {"Hiermee sluiten we de route. De groep houdt vast wat werkt.", "With this we close the route. The group keeps what works."},
    {"Klaar voor nu. Als het terugkomt, kijken we opnieuw.", "Done for now. If it comes back, we look again."},
};

constexpr Sentence kQuestion[] = {
    {"Hoe houd ik het rustig als ik alleen sta met vijf peuters?", "How do I keep calm when I am alone with five toddlers?"},
    {"Wat zeg ik tegen een ouder die elke dag haast heeft?", "What do I say to a parent who is in a hurry every day?"},
    {"Hoe maak ik de overgang naar buiten minder druk?", "How do I make going outside less hectic?"},
    {"Twee kinderen willen altijd hetzelfde. Wat kan ik doen?", "Two children always want the same. What can I do?"},
    {"Hoe geef ik een stil kind meer ruimte in de kring?", "How do I give a quiet child more room in the circle?"},
    {"Ik word zelf boos als er gebeten wordt. Hoe blijf ik kalm?", "I get angry when somebody bites. How do I stay calm?"},
    {"Hoe begin ik een moeilijk gesprek bij het halen?", "How do I begin a hard talk at pick-up?"},
    {"Wat doe ik met een groep die na het slapen meteen rent?", "What do I do with a group that runs right after the nap?"},
    {"Hoe leg ik een invaller snel uit wat wij doen?", "How do I quickly explain to a stand-in what we do?"},
    {"Mag ik een kind optillen dat dat niet wil?", "May I lift a child that does not want it?"},
    {"Hoe help ik een baby die nergens slaapt?", "How do I help a baby that sleeps nowhere?"},
    {"Wat kan ik doen als een kind alleen bij mij wil?", "What can I do when a child only wants me?"},
    {"Hoe zorg ik dat het eten niet elke dag strijd is?", "How do I keep lunch from being a fight every day?"},
    {"Mijn collega en ik pakken het anders aan. Hoe komen we samen?", "My colleague and I do it differently. How do we meet?"},
    {"Hoe kijk ik goed als er geen tijd is om te kijken?", "How do I look well when there is no time to look?"},
    {"Wat doe ik als ouders onderling ruzie hebben bij de deur?", "What do I do when parents argue at the door?"},
};

constexpr Sentence kChildQuestion[] = {
    {"Wil je met ons meekijken naar {child}? De ouders zeiden ja.", "Will you look at {child} with us? The parents said yes."},
    {"Hoe helpen we {child} om mee te doen in de kring?", "How do we help {child} to join the circle?"},
    {"Wat kunnen we doen als {child} bij elke overgang vastloopt?", "What can we do when {child} gets stuck at every change?"},
    {"Wij zien niet wat er vlak voor gebeurt bij {child}. Zie jij het?", "We do not see what happens just before with {child}. Do you?"},
};

constexpr Sentence kTip[] = {
    {"Zing hetzelfde lied bij de deur en laat twee kinderen de jassen uitdelen.",
     "Sing the same song at the door and let two children hand out the coats."},
    {"Ga op de knieën zitten en zeg eerst wat je ziet.", "Kneel down and first say what you see."},
    {"Begin met de kinderen die het lastigst wachten.", "Begin with the children for whom waiting is hardest."},
    {"Vertel eerst wat er komt. Wacht dan vijf tellen.", "First tell what will come. Then wait for five counts."},
    {"Vraag de ouder: herken je dit? En luister dan lang.", "Ask the parent: do you recognise this? And then listen for long."},
    {"Verdeel de groep in twee kleine groepjes, een kwartier maar.", "Split the group in two, only for a quarter of an hour."},
    {"Zet twee van hetzelfde speelgoed neer. Delen komt later.", "Put down two of the same toy. Sharing comes later."},
    {"Zeg vijf keer per dag iets aardigs dat klopt.", "Say something kind and true five times a day."},
    {"Kijk een week alleen naar wanneer het goed gaat.", "For a week, only look at when it goes well."},
    {"Geef een stil kind een taak naast jou. Praten hoeft niet.", "Give a quiet child a job beside you. No need to talk."},
    {"Spreek met je collega een woord af om te wisselen.", "Agree on a word with your colleague to swap places."},
    {"Adem uit, tel tot drie en praat zachter dan het kind.", "Breathe out, count to three and speak softer than the child."},
    {"Schrijf het op een kaartje bij de deur: drie zinnen is genoeg.", "Write it on a card at the door: three sentences will do."},
    {"Laat het kind kiezen uit twee dingen, nooit uit meer.", "Let the child choose between two things, never more."},
};

constexpr Sentence kOwnWords[] = {
    {"Geprobeerd. Het lied werkt echt.", "Tried it. The song really works."},
    {"Ik zeg nu eerst wat ik zie. Dat geeft rust.", "I now first say what I see. That gives calm."},
    {"Twee groepjes, dat houden we erin.", "Two small groups, we keep that."},
    {"Het lukt niet elke dag, maar vaker dan eerst.", "It does not work every day, but more often than before."},
    {"Ik wacht langer voor ik iets doe. Dat scheelt.", "I wait longer before I act. That helps."},
    {"Mijn collega doet het nu ook zo.", "My colleague does it like this now too."},
    {"Het kaartje hangt bij de deur.", "The card hangs at the door."},
    {"Minder praten, meer kijken. Zo onthoud ik het.", "Talk less, look more. That is how I remember it."},
};

std::span<Sentence const> about(Say what) {
  switch (what) {
    case Say::Positive:
      return kPositive;
    case Say::Striking:
      return kStriking;
    case Say::NotRight:
      return kNotRight;
    case Say::Strookje:
      return kStrookje;
    case Say::Uncared:
      return kUncared;
    case Say::Quiet:
      return kQuiet;
    case Say::Observation:
      return kObservation;
    case Say::Did:
      return kDid;
    case Say::After:
      return kAfter;
    case Say::AfterGood:
      return kAfterGood;
    case Say::Worry:
      return kWorry;
    case Say::QuietWorry:
      return kQuietWorry;
    case Say::Talk:
      return kTalk;
    case Say::Meeting:
      return kMeeting;
    case Say::Plan:
      return kPlan;
    case Say::Help:
      return kHelp;
    case Say::Step:
      return kStep;
    case Say::BackGood:
      return kBackGood;
    case Say::BackHard:
      return kBackHard;
    case Say::HardTalk:
      return kHardTalk;
    case Say::Asking:
      return kAsking;
    case Say::Informed:
      return kInformed;
    case Say::Yes:
      return kYes;
    case Say::No:
      return kNo;
    case Say::Closing:
      return kClosing;
    case Say::Question:
      return kQuestion;
    case Say::ChildQuestion:
      return kChildQuestion;
    case Say::Tip:
      return kTip;
    case Say::OwnWords:
      return kOwnWords;
  }
  return {};
}

void fill(std::string& text, std::string_view mark, std::string const& with) {
  for (auto at = text.find(mark); at != std::string::npos; at = text.find(mark, at + with.size())) text.replace(at, mark.size(), with);
}

std::string filled(Sentence const& sentence, std::string_view lang, Names const& names) {
  std::string text = lang == "en" ? sentence.en : sentence.nl;
  fill(text, "{child}", names.child);
  fill(text, "{friend}", names.playmate);
  fill(text, "{parent}", names.parent);
  return text;
}

}  // namespace

std::string say(Dice& dice, Say what, std::string_view lang, Names const& names) { return filled(dice.one_of(about(what)), lang, names); }

Left left_out(Dice& dice, std::string_view lang, Names const& names) {
  auto const& reason = dice.one_of(kReasons);
  return {std::string(reason.code), filled(reason.words, lang, names)};
}

}  // namespace vlechtwerk::cli::people
