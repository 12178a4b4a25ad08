"""Clauses that tell of no event although a word of meeting stands in them."""

import pytest

from tests.extraction.conftest import Read


@pytest.mark.parametrize(
    ("text", "events"),
    [
        ("Asked whether Aliyev and Pashinyan had met in Geneva, the spokesman shrugged.", 0),
        ("It is not known if Aliyev and Pashinyan will meet in Geneva.", 0),
        ("A report that Pashinyan had met Aliyev in Copenhagen was denied by his office.", 0),
        ("Armenia called on Azerbaijan to respect the truce.", 0),
        ("Nothing had been signed by Aliyev and Pashinyan when they went home in May.", 0),
        ("Armenia and Azerbaijan met in Kars in May. On 3 May the town of Meghri was bombed.", 1),
        ("The corridor of Armenia and Azerbaijan in Meghri is being discussed.", 0),
        ("Ararat Mirzoyan turned round in Yerevan when he heard of Azerbaijan's offer.", 0),
        ("Ararat Mirzoyan, who spoke for Armenia in Geneva, liked the peace plan.", 0),
        ("In Washington Antony Blinken spoke of Armenia in Congress on Tuesday.", 0),
        ("Armenia and Azerbaijan have lived through many meetings since May in Moscow.", 0),
        ("Ilham Aliyev addressed parliament on Tuesday.", 0),
        ("Annalena Baerbock is going to speak of the treaty of Armenia and Azerbaijan.", 0),
        ("Nikol Pashinyan has no plan to stop in Baku.", 0),
        ("The talks of Armenia and Azerbaijan in Kars or Gyumri will open on Monday.", 1),
        (
            "Armenia and Azerbaijan opened talks in Geneva on Monday. "
            "The talks, chaired by Switzerland, are the first since March.",
            1,
        ),
        ("Armenia and Azerbaijan met in Kars on Monday and in Gyumri on Tuesday.", 2),
        ("Antony Blinken met Nikol Pashinyan on Monday and Ilham Aliyev on Tuesday in Munich.", 2),
        ("Antony Blinken met Nikol Pashinyan on Monday and Ilham Aliyev spoke of it.", 1),
        ("Antony Blinken met separately with Pashinyan, Aliyev and Erdogan in Munich.", 3),
        ("Antony Blinken met Pashinyan, Aliyev and Erdogan in Munich on Monday.", 1),
        ("Charles Michel saw Aliyev on Monday morning, and Pashinyan in the afternoon.", 2),
        ("Charles Michel saw Aliyev in the morning and Pashinyan told him of it.", 1),
        (
            "Earlier sittings of Armenia and Azerbaijan took place in Moscow (24 May and "
            "30 August 2022), Brussels (3 November 2022) and again in Kars on 12 July 2023.",
            4,
        ),
        ("Aliyev and Pashinyan spoke by telephone on 11 July and 7 August 2022.", 2),
        ("Aliyev and Pashinyan held talks on 11 and 12 July 2022 in Brussels.", 1),
        (
            "Aliyev and Pashinyan had an informal conversation in Moscow, and on the day before "
            "it Jeyhun Bayramov and Ararat Mirzoyan held talks there.",
            2,
        ),
        ("On Saturday Antony Blinken phoned Ilham Aliyev, and later Nikol Pashinyan.", 2),
        (
            "Ilham Aliyev and Nikol Pashinyan are in Munich for peace. "
            "On Monday Olaf Scholz met each of them.",
            2,
        ),
        (
            "The foreign ministers of Rwanda and Congo, Olivier Nduhungirehe and Therese "
            "Kayikwamba Wagner, held talks in Doha on Thursday. The two delegations sat in "
            "separate rooms, and Qatar carried messages between them.",
            1,
        ),
        (
            "Badr al-Busaidi received Abbas Araghchi and Steve Witkoff in Muscat on Thursday for "
            "peace talks. The delegations sat on separate floors; Oman carried their messages.",
            1,
        ),
        (
            "Die Delegationen von Armenien und Aserbaidschan verhandelten am Montag in Genf in "
            "getrennten Räumen mit Antony Blinken.",
            1,
        ),
        ("Would Nikol Pashinyan come to Baku for the treaty?", 0),
        ("Armenia is prepared to enter into direct negotiations on the treaty.", 0),
        ("Aliyev and Pashinyan met in Tirana on Monday. They agreed to continue the dialogue.", 1),
        ("A first round of Armenia and Azerbaijan was held in Doha in March and April 2022.", 1),
        ("The documents signed after the talks of Armenia and Azerbaijan in Kars matter.", 1),
        ("The treaty could open the way to direct talks of Armenia and Azerbaijan.", 0),
        ("Nikol Pashinyan received a letter from Ilham Aliyev on Monday.", 0),
        ("Nikol Pashinyan received the peace prize in Yerevan on Monday.", 0),
        ("Nikol Pashinyan has received the reply of Ilham Aliyev in Yerevan.", 0),
        ("Nikol Pashinyan received Ilham Aliyev and an envoy in Yerevan on Monday.", 1),
        ("Nikol Pashinyan received the delegation, with a letter, in Yerevan on Monday.", 1),
        ("Aliyev and Pashinyan could have met in Tirana on Monday for the treaty.", 0),
        ("Under the peace plan Aliyev and Pashinyan would have met in Tirana on Monday.", 0),
        ("Aliyev and Pashinyan should have met in Tirana on Monday for the treaty.", 1),
        ("Armenia and Azerbaijan lost 400 men a day in December, Pashinyan said.", 0),
        (
            "Sudan's army and the Rapid Support Forces met in Geneva on Monday. A first round was "
            "in Jeddah in May. Trucks began to roll through Adre this week for the first time.",
            2,
        ),
        (
            "Sudan's army and the Rapid Support Forces met in Geneva on Monday. A first round was "
            "in Jeddah in May. Mediators began to work in Adre this week for the first time.",
            3,
        ),
        (
            "Алиев и Пашинян встретились в субботу в Вашингтоне. Итоги переговоров обсудили в "
            "понедельник в Ереване. Ранее в этот день МИД Армении и МИД Азербайджана обнародовали "
            "текст парафированного соглашения.",
            2,
        ),
        ("Vladimir Putin met Ilham Aliyev and received Nikol Pashinyan in Sochi on Monday.", 2),
        ("Putin lunched with Hakan Fidan and called on President Ilham Aliyev on Monday.", 2),
        ("Vladimir Putin met Ilham Aliyev and spoke with him for an hour in Sochi.", 1),
        ("Putin met Aliyev and Pashinyan and dined with Ilham Aliyev in Sochi on Monday.", 1),
        ("Putin met Ilham Aliyev in Sochi on Monday and they will sign in the winter.", 2),
        ("Putin met Aliyev in Sochi on Monday to sign the treaty of Armenia.", 1),
        ("Aliyev and Pashinyan spent a day in Tirana in May to end the war.", 1),
        ("Olaf Scholz begrüßte am Montag das Friedensabkommen Armeniens und Aserbaidschans.", 0),
        ("Olaf Scholz begrüßte am Montag Nikol Paschinjan und Ilham Alijew in Berlin.", 1),
        ("Emmanuel Macron a salué lundi l'accord de paix entre l'Arménie et l'Azerbaïdjan.", 0),
        ("Владимир Путин принял в понедельник решение о договоре Армении и Азербайджана.", 0),
        ("Владимир Путин принял в понедельник в Москве Никола Пашиняна и Ильхама Алиева.", 1),
        ("That was after the clashes of 2 April in Kars between Armenia and Azerbaijan.", 0),
        ("Aliyev and Pashinyan were in Kars in the last days of May for the treaty.", 1),
        ("Diplomats see little chance of a new round of talks of Armenia and Azerbaijan.", 0),
        ("During the call on Monday, Aliyev and Pashinyan agreed to meet in Tirana.", 2),
        (
            "Aliyev and Pashinyan signed a declaration in Tirana on Tuesday. It took hours. "
            "By putting their names to the declaration, the two leaders ended a war.",
            1,
        ),
        ("YEREVAN, 9 May 2023 - The treaty of Armenia and Azerbaijan is not ready yet.", 0),
        ("A convoy of forty trucks from Armenia reached Stepanakert on Tuesday.", 0),
        ("Thousands of Armenians gathered in Yerevan on Sunday against the peace treaty.", 0),
        ("Nikol Pashinyan flew home on Tuesday without meeting Erdogan.", 0),
        (
            "Pashinyan and Aliyev met in Tirana on Tuesday. During the talks, the two leaders "
            "discussed the treaty. It was the first time they sat together since 2021.",
            1,
        ),
        (
            "Armenia and Azerbaijan signed a declaration in Tirana on Tuesday. "
            "The document was signed in the presence of Erdogan.",
            1,
        ),
        (
            "The U.S. invited Armenia and Azerbaijan to talks in Geneva on 20 May. "
            "Armenia has yet to say if it will attend the Geneva talks.",
            1,
        ),
        (
            "The meeting of Aliyev and Pashinyan, postponed from Monday, will be held on Friday "
            "in Paris.",
            2,
        ),
        (
            "Aliyev and Pashinyan met in Munich on Monday. "
            "In Stockholm, last October, they agreed on an exchange of prisoners.",
            2,
        ),
        (
            "Aliyev and Pashinyan met in Munich on Monday. "
            "In Geneva, last October, they agreed on an exchange of the bodies of the fallen.",
            2,
        ),
        (
            "Aliyev and Pashinyan met in Munich on Monday. "
            "In Geneva, last October, they agreed on four steps; the crossing points are one.",
            2,
        ),
        (
            "Aliyev and Pashinyan met in Munich on Monday. "
            "In London, last October, the stocks of both countries fell.",
            1,
        ),
        (
            "Aliyev and Pashinyan met in Munich on Monday. "
            "In Kapan, last October, Azerbaijan shelled Armenia.",
            1,
        ),
    ],
)
def test_events_of_a_text(read: Read, text: str, events: int) -> None:
    assert len(read(text).claims) == events
