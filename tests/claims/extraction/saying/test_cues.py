"""Every cue of the lexicon, in a sentence of its own."""

import pytest

from claims.extraction.text.lexicon import lexicon
from tests.claims.extraction.asking import heard, one, parts, said, told

# verb → a sentence with it, who speaks, and what they say
CLAUSES = {
    "say": ("Governor Ilka Brandt said that the tunnel was flooded.", "Ilka Brandt", "the tunnel was flooded"),
    "state": ("The dentist stated that her chair was broken.", "dentist", "her chair was broken"),
    "tell": ("Captain Ola Vinter told passengers that the engine was on fire.", "Ola Vinter", "the engine was on fire"),
    "add": ("The beekeeper added that the hives were empty.", "beekeeper", "the hives were empty"),
    "note": ("Auditors noted that the safe was open.", "Auditors", "the safe was open"),
    "explain": ("The plumber explained that the valve had cracked.", "plumber", "the valve had cracked"),
    "argue": ("Economists argue that the tariff hurts bakers.", "Economists", "the tariff hurts bakers"),
    "declare": ("The council declared that the well was poisoned.", "council", "the well was poisoned"),
    "insist": ("The goalkeeper insisted that the ball had crossed the line.", "goalkeeper", "the ball had crossed the line"),
    "maintain": ("The widow maintains that the will was forged.", "widow", "the will was forged"),
    "assert": ("The union asserted that the mine was unsafe.", "union", "the mine was unsafe"),
    "contend": ("Lawyers contend that the contract is void.", "Lawyers", "the contract is void"),
    "believe": ("Divers believe that the wreck lies near the reef.", "Divers", "the wreck lies near the reef"),
    "think": ("Many parents think that the school is too small.", "parents", "the school is too small"),
    "fear": ("Fishermen fear that the dam will dry the delta.", "Fishermen", "the dam will dry the delta"),
    "hope": ("Doctors hope that the fever will pass.", "Doctors", "the fever will pass"),
    "expect": ("Traders expect that the price of copper will fall.", "Traders", "the price of copper will fall"),
    "predict": ("Astronomers predict that the comet will return in autumn.", "Astronomers", "the comet will return in autumn"),
    "forecast": ("The bank forecasts that wages will rise slowly.", "bank", "wages will rise slowly"),
    "acknowledge": ("The firm acknowledged that the brakes were faulty.", "firm", "the brakes were faulty"),
    "admit": ("The pilot admitted that he had been asleep.", "pilot", "he had been asleep"),
    "concede": ("The coach conceded that the team was tired.", "coach", "the team was tired"),
    "observe": ("The critic observed that the orchestra had lost its oboist.", "critic", "the orchestra had lost its oboist"),
    "remark": ("The bishop remarked that the choir was half asleep.", "bishop", "the choir was half asleep"),
    "comment": ("The mayor commented that the statue was ugly.", "mayor", "the statue was ugly"),
    "reply": ("The clerk replied that the form was missing.", "clerk", "the form was missing"),
    "respond": ("The factory responded that the smoke was harmless.", "factory", "the smoke was harmless"),
    "answer": ("The minister answered that the road was finished.", "minister", "the road was finished"),
    "recall": ("The nurse recalled that the corridor was dark.", "nurse", "the corridor was dark"),
    "remember": ("Villagers remember that the bell rang twice.", "Villagers", "the bell rang twice"),
    "write": ("The historian wrote that the castle had burned twice.", "historian", "the castle had burned twice"),
    "tweet": ("Senator Nora Whitcombe tweeted that the vote was rigged.", "Nora Whitcombe", "the vote was rigged"),
    "post": ("The singer posted that her concert was cancelled.", "singer", "her concert was cancelled"),
    "reiterate": ("The envoy reiterated that the border was closed.", "envoy", "the border was closed"),
    "repeat": ("The chairman repeated that the accounts were clean.", "chairman", "the accounts were clean"),
    "reaffirm": ("The king reaffirmed that the pact was binding.", "king", "the pact was binding"),
    "affirm": ("The court affirmed that the fence stood on public land.", "court", "the fence stood on public land"),
    "testify": ("The driver testified that the light was green.", "driver", "the light was green"),
    "imply": ("The lawyer implied that the witness had lied.", "lawyer", "the witness had lied"),
    "anticipate": ("Planners anticipate that the bridge will open in June.", "Planners", "the bridge will open in June"),
    "assume": ("Detectives assume that the thief had a key.", "Detectives", "the thief had a key"),
    "suspect": ("Investigators suspect that the fire was set on purpose.", "Investigators", "the fire was set on purpose"),
    "agree": ("Both doctors agreed that the wound was old.", "doctors", "the wound was old"),
    "complain": ("Tenants complained that the lift was broken.", "Tenants", "the lift was broken"),
    "joke": ("The comedian joked that the mayor had lost his keys.", "comedian", "the mayor had lost his keys"),
    "quip": ("The actor quipped that the play was shorter than the queue.", "actor", "the play was shorter than the queue"),
    "shout": ("The guard shouted that the gate was locked.", "guard", "the gate was locked"),
    "continue": ("“The pumps are old,” continued Ilka Brandt.", "Ilka Brandt", "“The pumps are old,”"),
    "discover": ("Geologists discovered that the cave was man-made.", "Geologists", "the cave was man-made"),
    "speculate": ("Analysts speculated that the merger would fail.", "Analysts", "the merger would fail"),
    "worry": ("Shepherds worry that the wolves will come back.", "Shepherds", "the wolves will come back"),
    "caution": ("The surgeon cautioned that the operation was risky.", "surgeon", "the operation was risky"),
    "assure": ("The landlord assured tenants that the roof was sound.", "landlord", "the roof was sound"),
    "inform": ("The bank informed its clients that the branch was closed.", "bank", "the branch was closed"),
    "notify": ("The port notified captains that the channel was blocked.", "port", "the channel was blocked"),
    "brief": ("The colonel briefed reporters that the bridge was mined.", "colonel", "the bridge was mined"),
    "remind": ("The teacher reminded parents that the school was closed.", "teacher", "the school was closed"),
    "advise": ("The clinic advised that the vaccine was safe.", "clinic", "the vaccine was safe"),
    "conclude": ("The inquiry concluded that the bolts were rusty.", "inquiry", "the bolts were rusty"),
    "determine": ("Experts determined that the painting was a copy.", "Experts", "the painting was a copy"),
    "show": ("The survey shows that trust in judges has fallen.", "survey", "trust in judges has fallen"),
    "find": ("The committee found that the grain was mouldy.", "committee", "the grain was mouldy"),
    "indicate": ("The census indicates that the valley is emptying.", "census", "the valley is emptying"),
    "suggest": ("The autopsy suggests that the man drowned.", "autopsy", "the man drowned"),
    "learn": ("Reporters learned that the deal was signed in secret.", "Reporters", "the deal was signed in secret"),
    "read": ("The verdict read that the sale was illegal.", "verdict", "the sale was illegal"),
    "realise": ("Climbers realised that the rope was frayed.", "Climbers", "the rope was frayed"),
    "realize": ("The crew realized that the fuel was low.", "crew", "the fuel was low"),
    "feel": ("Residents feel that the town is neglected.", "Residents", "the town is neglected"),
    "demonstrate": ("The trial demonstrated that the drug was useless.", "trial", "the drug was useless"),
    "prove": ("The photographs prove that the wall was standing.", "photographs", "the wall was standing"),
    "guess": ("Neighbours guess that the house is empty.", "Neighbours", "the house is empty"),
    "estimate": ("Foresters estimate that the swarm ate half the pines.", "Foresters", "the swarm ate half the pines"),
    "calculate": ("Engineers calculated that the beam would hold.", "Engineers", "the beam would hold"),
    "hint": ("The producer hinted that the series would end.", "producer", "the series would end"),
    "promise": ("The premier promised that the clinic would reopen.", "premier", "the clinic would reopen"),
    "pledge": ("The bank pledged that each branch would stay.", "bank", "each branch would stay"),
    "vow": ("The rebels vowed that the siege would last.", "rebels", "the siege would last"),
    "threaten": ("The hijacker threatened that the plane would burn.", "hijacker", "the plane would burn"),
    "boast": ("The dealer boasted that his cars were stolen.", "dealer", "his cars were stolen"),
    "lament": ("The curator lamented that the roof leaked.", "curator", "the roof leaked"),
    "stress": ("The ambassador stressed that the visit was private.", "ambassador", "the visit was private"),
    "emphasize": ("The nurse emphasized that the ward was full.", "nurse", "the ward was full"),
    "emphasise": ("The judge emphasised that the law was clear.", "judge", "the law was clear"),
    "underline": ("The envoy underlined that the truce was fragile.", "envoy", "the truce was fragile"),
    "underscore": ("The general underscored that the pass was open.", "general", "the pass was open"),
    "highlight": ("The charity highlighted that the wells were dry.", "charity", "the wells were dry"),
    "warn": ("Vets warned that the disease would spread.", "Vets", "the disease would spread"),
    "announce": ("The airline announced that the route was suspended.", "airline", "the route was suspended"),
    "confirm": ("The hospital confirmed that the boy was alive.", "hospital", "the boy was alive"),
    "reveal": ("The diary revealed that the count was bankrupt.", "diary", "the count was bankrupt"),
    "disclose": ("The broker disclosed that the fund was insolvent.", "broker", "the fund was insolvent"),
    "report": ("The lighthouse reported that the fog was thick.", "lighthouse", "the fog was thick"),
    "allege": ("The heirs allege that the clock was stolen.", "heirs", "the clock was stolen"),
    "claim": ("The baker claims that the oven was sabotaged.", "baker", "the oven was sabotaged"),
    "exclaim": ("“The chimney is on fire,” exclaimed Ilka Brandt.", "Ilka Brandt", "“The chimney is on fire,”"),
    "stipulate": ("The treaty stipulates that the strait is open to all.", "treaty", "the strait is open to all"),
    "reckon": ("Farmers reckon that the frost killed the plums.", "Farmers", "the frost killed the plums"),
    "hold": ("The authors hold that the soul is mortal.", "authors", "the soul is mortal"),
    "hear": ("Neighbours heard that the shop was sold.", "Neighbours", "the shop was sold"),
    "understand": ("Officials understand that the lease has ended.", "Officials", "the lease has ended"),
    "urge": ("“The embankment is breaking,” urged Ilka Brandt.", "Ilka Brandt", "“The embankment is breaking,”"),
    "doubt": ("Botanists doubt that the orchid is extinct.", "Botanists", "the orchid is extinct"),
    "deny": ("The jeweller denied that the pearls were false.", "jeweller", "the pearls were false"),
    "refute": ("The lab refuted that the sample was spoiled.", "lab", "the sample was spoiled"),
    "rebut": ("The treasurer rebutted that the fund was empty.", "treasurer", "the fund was empty"),
    "disprove": ("The survey disproved that the island was sinking.", "survey", "the island was sinking"),
    "debunk": ("Chemists debunked that the spring was magical.", "Chemists", "the spring was magical"),
}  # fmt: skip

# The other ways: a verb and its way, a sentence, who speaks, what they say.
OTHERS = [
    ("confirm", "object", "The clinic confirmed the death of the tenor.", "clinic", "the death of the tenor"),
    ("announce", "object", "The railway announced the closure of nine stations.", "railway", "the closure of nine stations"),
    ("reveal", "object", "The architect revealed a flaw in the dome.", "architect", "a flaw in the dome"),
    ("disclose", "object", "The brewery disclosed a leak of ammonia.", "brewery", "a leak of ammonia"),
    ("report", "object", "Shepherds reported a landslide near the chapel.", "Shepherds", "a landslide near the chapel"),
    ("allege", "object", "The opposition alleged fraud in the eastern districts.", "opposition", "fraud in the eastern districts"),
    ("predict", "object", "Hydrologists predict a shortage of water by August.", "Hydrologists", "a shortage of water by August"),
    ("forecast", "object", "The institute forecasts a rise in unemployment.", "institute", "a rise in unemployment"),
    ("stress", "object", "The envoy stressed the importance of the ceasefire.", "envoy", "the importance of the ceasefire"),
    ("emphasize", "object", "The rector emphasized the independence of the faculty.", "rector", "the independence of the faculty"),
    ("emphasise", "object", "The rector emphasised the poverty of the students.", "rector", "the poverty of the students"),
    ("underline", "object", "The auditor underlined the weakness of the bank.", "auditor", "the weakness of the bank"),
    ("underscore", "object", "The commission underscored the danger of the old pier.", "commission", "the danger of the old pier"),
    ("denounce", "object", "The bishops denounced the demolition of the chapel.", "bishops", "the demolition of the chapel"),
    ("decry", "object", "Nurses decried the lack of beds in the north.", "Nurses", "the lack of beds in the north"),
    ("lament", "object", "The poet lamented the decline of the village.", "poet", "the decline of the village"),
    ("deplore", "object", "The society deplored the felling of the oaks.", "society", "the felling of the oaks"),
    ("estimate", "object", "The insurer estimated losses of 40 million crowns.", "insurer", "losses of 40 million crowns"),
    ("stigmatise", "object", "The rabbi stigmatised the greed of the landlords.", "rabbi", "the greed of the landlords"),
    ("stigmatize", "object", "The priest stigmatized the cruelty of the wardens.", "priest", "the cruelty of the wardens"),
    ("claim", "infinitive", "The inventor claims to have built a silent engine.", "inventor", "to have built a silent engine"),
    ("promise", "infinitive", "The governor promised to drain the marsh.", "governor", "to drain the marsh"),
    ("pledge", "infinitive", "The company pledged to rebuild the pier.", "company", "to rebuild the pier"),
    ("vow", "infinitive", "The militia vowed to cross the river.", "militia", "to cross the river"),
    ("threaten", "infinitive", "The rebels threatened to burn the granary.", "rebels", "to burn the granary"),
    ("profess", "infinitive", "The prisoner professed to know nothing of the plot.", "prisoner", "to know nothing of the plot"),
    ("describe", "as", "The envoy described the talks as a waste of paper.", "envoy", "the talks as a waste of paper"),
    ("portray", "as", "The biographer portrays the duke as a coward.", "biographer", "the duke as a coward"),
    ("depict", "as", "The pamphlet depicts the strikers as traitors.", "pamphlet", "the strikers as traitors"),
    ("characterise", "as", "The judge characterised the deal as a fraud.", "judge", "the deal as a fraud"),
    ("characterize", "as", "The report characterizes the prison as a ruin.", "report", "the prison as a ruin"),
    ("denounce", "as", "The party denounced the treaty as a surrender.", "party", "the treaty as a surrender"),
    ("brand", "as", "The premier branded the critics as liars.", "premier", "the critics as liars"),
    ("identify", "as", "Detectives identified the caller as a former postman.", "Detectives", "the caller as a former postman"),
    ("label", "as", "The ministry labelled the choir as a foreign agent.", "ministry", "the choir as a foreign agent"),
    ("speak", "of", "The bulletin spoke of a shortage of coal.", "bulletin", "a shortage of coal"),
    ("talk", "of", "Traders talk of a collapse of the copper market.", "Traders", "a collapse of the copper market"),
    ("warn", "of", "Climatologists warned of a drought in the steppe.", "Climatologists", "a drought in the steppe"),
    ("complain", "about", "Passengers complained about rats in the carriages.", "Passengers", "rats in the carriages"),
    ("boast", "of", "Sailors boast of a victory in the strait.", "Sailors", "a victory in the strait"),
    ("put", "at", "Surveyors put the height of the tower at 90 metres.", "Surveyors", "the height of the tower at 90 metres"),
    ("place", "at", "The insurer placed the damage at two million crowns.", "insurer", "the damage at two million crowns"),
    ("deny", "object", "The abbot denied any knowledge of the theft.", "abbot", "any knowledge of the theft"),
    ("refute", "object", "The chemist refuted the allegations of forgery.", "chemist", "forgery"),
    ("rebut", "object", "The clerk rebutted the charge of neglect.", "clerk", "the charge of neglect"),
    ("disprove", "object", "The pathologist disproved the rumour of a poisoning.", "pathologist", "a poisoning"),
    ("debunk", "object", "The museum debunked reports of a curse.", "museum", "a curse"),
    ("give", "at", "The ministry gave the death toll as 24.", "ministry", "the death toll as 24"),
    ("raise", "at", "The clinic raised the number of deaths to 24.", "clinic", "the number of deaths to 24"),
    ("revise", "at", "The clinic revised the death toll to 24 on Monday.", "clinic", "the death toll to 24"),
    ("lower", "at", "The clinic lowered its estimate to 24.", "clinic", "its estimate to 24"),
    ("count", "at", "The wardens counted 24 drowned horses.", "wardens", "24 drowned horses"),
    ("rule", "as", "The coroner ruled out a fever as the cause.", "coroner", "a fever as the cause"),
    ("retract", "said", "The abbot retracted the claim that the relic was stolen.", "abbot", "the relic was stolen"),
    ("brush", "said", "The palace brushed off the claim that the duke was ill.", "palace", "the duke was ill"),
    ("reject", "said", "The abbey rejected the claim that the relic was stolen.", "abbey", "the relic was stolen"),
    ("dismiss", "said", "The palace dismissed rumours of a divorce.", "palace", "a divorce"),
    ("dispute", "said", "The tanner disputed the allegation that his vats leaked.", "tanner", "his vats leaked"),
    ("contradict", "said", "The pilot contradicted reports of engine failure.", "pilot", "engine failure"),
    ("disavow", "said", "The party disavowed the claim that the strike was political.", "party", "the strike was political"),
    ("discredit", "said", "The audit discredited claims of a surplus.", "audit", "a surplus"),
    ("repudiate", "said", "The academy repudiated the accusation of plagiarism.", "academy", "plagiarism"),
    ("question", "said", "Historians questioned the claim that the letter was genuine.", "Historians", "the letter was genuine"),
    ("question", "clause", "The jury questioned that the witness was awake.", "jury", "the witness was awake"),
    ("doubt", "said", "The notary doubted the reports of a second will.", "notary", "a second will"),
]  # fmt: skip


# Words that lay something on somebody: the cue's lemma, a sentence, who speaks, what they say, the claim.
BLAME = [
    ("accuse", "Peru accused Chile of moving the boundary stones.", "Peru", "Chile of moving the boundary stones", "Chile was moving the boundary stones."),
    ("blame", "Parents blame the school for the outbreak of measles.", "Parents", "the school for the outbreak of measles", "The school is responsible for the outbreak of measles."),
    ("criticize", "The senator criticized the railway for hiding the accident.", "senator", "the railway for hiding the accident", "The railway is responsible for hiding the accident."),
    ("criticise", "The guild criticised the museum for selling the tapestry.", "guild", "the museum for selling the tapestry", "The museum is responsible for selling the tapestry."),
    ("condemn", "Bishops condemned the army for shelling the monastery.", "Bishops", "the army for shelling the monastery", "The army is responsible for shelling the monastery."),
    ("charge", "Prosecutors charged the notary with forging a will.", "Prosecutors", "the notary with forging a will", "The notary was forging a will."),
    ("attribute", "The governor attributed the flood to a broken sluice.", "governor", "the flood to a broken sluice", "A broken sluice was behind the flood."),
    ("ascribe", "Scholars ascribe the poem to a monk of Reims.", "Scholars", "the poem to a monk of Reims", "A monk was behind the poem."),
    ("direct", "The colonel directed suspicion at foreign sailors.", "colonel", "suspicion at foreign sailors", "Foreign sailors are to blame."),
    ("cast", "The minister cast suspicion on the night watchman.", "minister", "suspicion on the night watchman", "The night watchman is to blame."),
    ("shift", "The premier shifted the blame onto the engineers.", "premier", "blame onto the engineers", "The engineers are to blame."),
    ("lay", "The company laid the blame on the weather.", "company", "blame on the weather", "The weather is to blame."),
    ("put", "The captain put the blame on the pilot.", "captain", "blame on the pilot", "The pilot is to blame."),
    ("place", "The referee placed the blame on the goalkeeper.", "referee", "blame on the goalkeeper", "The goalkeeper is to blame."),
    ("point", "The widow pointed the finger at the nephew.", "widow", "finger at the nephew", "The nephew is to blame."),
    ("pin", "The inspector pinned the guilt on the gardener.", "inspector", "guilt on the gardener", "The gardener is to blame."),
    ("claim", "The Red Dawn Brigade claimed responsibility for the ambush.", "Red Dawn Brigade", "responsibility for the ambush", "Red Dawn Brigade was responsible for the ambush."),
    ("take", "The Red Dawn Brigade took credit for the raid.", "Red Dawn Brigade", "credit for the raid", "Red Dawn Brigade was responsible for the raid."),
    ("accept", "Rebels accepted responsibility for the sinking of the ferry.", "Rebels", "responsibility for the sinking of the ferry", "The rebels were responsible for the sinking of the ferry."),
    ("assume", "Pirates assumed responsibility for the sinking of the ferry.", "Pirates", "responsibility for the sinking of the ferry", "The pirates were responsible for the sinking of the ferry."),
]  # fmt: skip

# Cues without a verb of saying: the cue, a sentence, who speaks, the stance, what they say.
WITHOUT_VERB = [
    ("claim", "Trader Rosa Lind repeated her claim of fraud.", "Rosa Lind", "asserts", "fraud"),
    ("assertion", "The abbot's assertion that the bell is medieval is disputed.", "abbot", "asserts", "the bell is medieval"),
    ("warning", "The envoy's warning that the truce would fail was ignored.", "envoy", "asserts", "the truce would fail"),
    ("denial", "The widow's denial of the theft convinced the jury.", "widow", "denies", "the theft"),
    ("refutation", "The bank's refutation of the charge was long.", "bank", "denies", "the charge"),
    ("rumours", "Rumours that the mint had closed spread quickly.", "rumours", "reports", "the mint had closed"),
    ("reports", "Reports of a shipwreck reached the harbour at dawn.", "reports", "reports", "a shipwreck"),
    ("speculation", "Speculation that the king would abdicate moved the markets.", "speculation", "reports", "the king would abdicate"),
    ("the report", "The report that the dam had burst emptied the town.", "reports", "reports", "the dam had burst"),
    ("reportedly, first", "Reportedly, the ship sank near the cape.", "reports", "reports", "the ship sank near the cape"),
    ("opinion", "In the opinion of the surveyor, the tower leans too far.", "surveyor", "asserts", "the tower leans too far"),
    ("view", "In the surveyor's view, the tower leans too far.", "surveyor", "asserts", "the tower leans too far"),
    ("view, last", "The tower leans too far, in the view of the surveyor.", "surveyor", "asserts", "The tower leans too far"),
    ("words", "In the words of the surveyor, the tower is a ruin.", "surveyor", "asserts", "the tower is a ruin"),
    ("estimation", "In the estimation of the surveyor, the tower will fall.", "surveyor", "asserts", "the tower will fall"),
    ("assessment", "In the surveyor's assessment, the tower will fall.", "surveyor", "asserts", "the tower will fall"),
    ("as per", "As per the surveyor, the tower leans too far.", "surveyor", "asserts", "the tower leans too far"),
    ("per", "Per the surveyor, the tower leans too far.", "surveyor", "asserts", "the tower leans too far"),
    ("is believed", "It is believed that the letters were burned.", "reports", "reports", "the letters were burned"),
    ("is said", "It is said that the abbot kept wolves.", "reports", "reports", "the abbot kept wolves"),
    ("is alleged", "It is alleged that the votes were bought.", "reports", "reports", "the votes were bought"),
    ("is understood", "It is understood that the talks have failed.", "reports", "reports", "the talks have failed"),
    ("is thought", "It is thought that the comet was seen in Babylon.", "reports", "reports", "the comet was seen in Babylon"),
    ("was claimed", "It was claimed that the relic healed the blind.", "reports", "reports", "the relic healed the blind"),
    ("are believed to", "Two climbers are believed to be trapped in the gorge.", "reports", "reports", "Two climbers are believed to be trapped in the gorge"),
    ("is said to", "The thief is said to have fled to Malta.", "reports", "reports", "The thief is said to have fled to Malta"),
]  # fmt: skip

ADVERBS = {
    "reportedly": "The ship reportedly sank near the cape.",
    "allegedly": "The suspects allegedly fled over the roof.",
    "purportedly": "The treasurer purportedly burned the ledgers in June.",
    "supposedly": "The painting was supposedly sold to a banker in Geneva.",
}


@pytest.mark.parametrize("verb", CLAUSES)
def test_a_verb_with_a_clause(verb: str) -> None:
    text, speaker, content = CLAUSES[verb]
    ways = lexicon().verbs[verb]
    assert said(text) == [(speaker, ways.get("clause", ways.get("quote")), content)]


@pytest.mark.parametrize(("verb", "way", "text", "speaker", "content"), OTHERS)
def test_a_verb_with_something_else(
    verb: str, way: str, text: str, speaker: str, content: str
) -> None:
    # The quote may open with the noun of saying: "the claim that P".
    ((who, stance, quote),) = said(text)
    assert (who, stance) == (speaker, lexicon().verbs[verb][way])
    assert quote.endswith(content)


@pytest.mark.parametrize(("lemma", "text", "speaker", "content", "claim"), BLAME)
def test_blame(lemma: str, text: str, speaker: str, content: str, claim: str) -> None:
    assert said(text) == [(speaker, "asserts", content)]
    assert told(text) == [claim]


@pytest.mark.parametrize(("cue", "text", "speaker", "stance", "content"), WITHOUT_VERB)
def test_cues_without_a_verb_of_saying(
    cue: str, text: str, speaker: str, stance: str, content: str
) -> None:
    assert said(text) == [(speaker, stance, content)]


@pytest.mark.parametrize("adverb", ADVERBS)
def test_an_adverb_is_no_part_of_what_it_passes_on(adverb: str) -> None:
    text = ADVERBS[adverb]
    found = one(text)
    assert found.stance == "reports"
    assert found.claimant is None
    assert found.cue is not None
    assert found.cue.text == adverb
    assert len(found.content.spans) == 2
    assert adverb not in " ".join(parts(found.content, text))
    assert told(text) == [text.replace(f"{adverb} ", "")]


@pytest.mark.parametrize(
    "text",
    [
        "The clown put the hat at the door of the tent.",
        "Rent rose by ten crowns per month in the old town.",
        "Nobody has claimed responsibility for the blast in Lima.",
        "No group has claimed responsibility for the blast in Lima.",
        "The Red Dawn Brigade did not claim responsibility for the raid.",
        "The captain took responsibility at last.",
        "The magician directed the light at the curtain.",
        "The judge charged ten crowns for the stamp.",
        "The rebels rejected the offer of a new crown.",
        "The duke dismissed the guard on Monday.",
        "This suggests that the road is old.",
        "It shows that the road is old.",
    ],
)
def test_what_looks_like_a_cue(text: str) -> None:
    assert [row for row in said(text) if row[0] not in ("clown", "reports")] == []


def test_every_cue_of_the_lexicon_is_tried() -> None:
    words = lexicon()
    lemmas = {lemma for lemma, *_ in BLAME}
    assert set(words.accusations) | words.blame["verbs"] | words.claiming["verbs"] <= lemmas
    assert words.adverbs == ADVERBS.keys()
    assert words.opinion_phrases <= {cue.split(",")[0] for cue, *_ in WITHOUT_VERB}


def test_every_verb_and_every_way_is_tried() -> None:
    tried = {(verb, "clause") for verb in CLAUSES} | {(verb, way) for verb, way, *_ in OTHERS}
    ways = {(verb, way) for verb, ways in lexicon().verbs.items() for way in ways}
    missing = {pair for pair in ways - tried if pair[1] != "quote"}
    # Ways that one verb of the class shows for all: these two differ in nothing but the preposition.
    assert {
        pair for pair in missing if pair[1] not in ("of", "about", "infinitive", "said", "number")
    } == set()


def test_who_can_not_verify_a_claim_does_not_make_it() -> None:
    text = "Harbour.com has been unable to verify the film and claim that the captain was drunk."
    assert {a.stance for a in heard(text)} == {"no_position"}


@pytest.mark.parametrize(
    ("text", "stances"),
    [
        ("The mayor retracted his statement that the mill had a licence.", ["no_position"]),
        ("The mayor would not be drawn on whether the mill had a licence.", []),
        ("The mayor backtracked on his claim that the mill had a licence.", ["no_position"]),
        ("The mill had no licence, the Herald reported.", ["denies"]),
        ("The mayor ruled out a lack of coal as the cause of the blackout.", ["denies"]),
        ("The council has no idea what it will cost, the mayor said.", ["asserts"]),
    ],
)
def test_who_takes_back_or_rules_out(text: str, stances: list[str]) -> None:
    assert [a.stance for a in heard(text)] == stances


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("Inspectors put the blame on faulty wiring for the blackout in Ostby.", "Faulty wiring is responsible for the blackout in Ostby."),
        ("Inspectors pointed the finger at the Coal Board for the blackout in Ostby.", "The Coal Board is responsible for the blackout in Ostby."),
    ],
)  # fmt: skip
def test_what_somebody_is_blamed_for(text: str, claim: str) -> None:
    assert told(text) == [claim]
