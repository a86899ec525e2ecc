<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE">
<context>
    <name>Actions</name>
    <message>
        <source>Open…</source>
        <translation>Öffnen&#xa0;…</translation>
    </message>
    <message>
        <source>Paste a picture</source>
        <translation>Bild einfügen</translation>
    </message>
    <message>
        <source>Save your work…</source>
        <translation>Arbeit speichern&#xa0;…</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Tastenkürzel</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Photos and saved work ({patterns})</source>
        <translation>Fotos und gespeicherte Arbeiten ({patterns})</translation>
    </message>
    <message>
        <source>Open photos</source>
        <translation>Fotos öffnen</translation>
    </message>
    <message>
        <source>Pasted picture</source>
        <translation>Eingefügtes Bild</translation>
    </message>
    <message>
        <source>Saved work ({pattern})</source>
        <translation>Gespeicherte Arbeit ({pattern})</translation>
    </message>
    <message>
        <source>Save your work</source>
        <translation>Arbeit speichern</translation>
    </message>
</context>
<context>
    <name>AvatarsPage</name>
    <message>
        <source>Avatars</source>
        <translation>Avatare</translation>
    </message>
    <message>
        <source>First let the program find you in a photo.</source>
        <translation>Lass das Programm zuerst dich in einem Foto finden.</translation>
    </message>
    <message>
        <source>Throw the dice</source>
        <translation>Würfeln</translation>
    </message>
    <message>
        <source>Another dozen (R)</source>
        <translation>Noch ein Dutzend (R)</translation>
    </message>
    <message>
        <source>Star: keep in mind (S)</source>
        <translation>Stern: vormerken (S)</translation>
    </message>
    <message>
        <source>More like this</source>
        <translation>Mehr davon</translation>
    </message>
    <message>
        <source>Another dozen (M)</source>
        <translation>Noch ein Dutzend (M)</translation>
    </message>
    <message>
        <source>Add to wall</source>
        <translation>An die Wand hängen</translation>
    </message>
    <message>
        <source>Hang the mix as it is now on the wall</source>
        <translation>Die Mischung, wie sie jetzt ist, an die Wand hängen</translation>
    </message>
    <message>
        <source>Your portrait and the avatar side by side (T)</source>
        <translation>Dein Porträt und der Avatar nebeneinander (T)</translation>
    </message>
    <message>
        <source>Finish this one</source>
        <translation>Diesen fertigstellen</translation>
    </message>
    <message>
        <source>Shape</source>
        <translation>Form</translation>
    </message>
    <message>
        <source>Features</source>
        <translation>Züge</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>Farben</translation>
    </message>
    <message>
        <source>Dice leave this alone ({number})</source>
        <translation>Die Würfel lassen das in Ruhe ({number})</translation>
    </message>
    <message>
        <source>Lock {name}</source>
        <translation>{name} sperren</translation>
    </message>
    <message>
        <source>The dice keep</source>
        <translation>Die Würfel behalten</translation>
    </message>
    <message>
        <source>Your mix</source>
        <translation>Deine Mischung</translation>
    </message>
    <message>
        <source>Avatar {number}</source>
        <translation>Avatar {number}</translation>
    </message>
    <message>
        <source>changed</source>
        <translation>geändert</translation>
    </message>
    <message>
        <source>seed {seed}</source>
        <translation>Startwert {seed}</translation>
    </message>
</context>
<context>
    <name>BurstView</name>
    <message>
        <source>Picture {number}</source>
        <translation>Bild {number}</translation>
    </message>
    <message>
        <source>Use this one ({number})</source>
        <translation>Dieses nehmen ({number})</translation>
    </message>
</context>
<context>
    <name>CameraPanel</name>
    <message>
        <source>Live avatar</source>
        <translation>Live-Avatar</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>Kamera</translation>
    </message>
    <message>
        <source>Countdown</source>
        <translation>Countdown</translation>
    </message>
    <message>
        <source>{seconds} s</source>
        <translation>{seconds} s</translation>
    </message>
    <message>
        <source>At once</source>
        <translation>Sofort</translation>
    </message>
    <message>
        <source>Draws you as anime while you look into the camera</source>
        <translation>Zeichnet dich als Anime, während du in die Kamera schaust</translation>
    </message>
    <message>
        <source>Take again</source>
        <translation>Neu aufnehmen</translation>
    </message>
    <message>
        <source>Close camera</source>
        <translation>Kamera schließen</translation>
    </message>
    <message>
        <source>Which one? Click it or press its number.</source>
        <translation>Welches? Klicke es an oder drücke seine Nummer.</translation>
    </message>
    <message>
        <source>Open a photo…</source>
        <translation>Foto öffnen&#xa0;…</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal</translation>
    </message>
    <message>
        <source>Good. Take the picture.</source>
        <translation>Gut. Nimm das Bild auf.</translation>
    </message>
    <message>
        <source>Look into the camera, your face in the oval.</source>
        <translation>Schau in die Kamera, das Gesicht im Oval.</translation>
    </message>
    <message>
        <source>Come a little closer.</source>
        <translation>Komm etwas näher.</translation>
    </message>
    <message>
        <source>Move back a little.</source>
        <translation>Geh etwas zurück.</translation>
    </message>
    <message>
        <source>It is dark. Turn to a lamp or a window.</source>
        <translation>Es ist dunkel. Dreh dich zu einer Lampe oder einem Fenster.</translation>
    </message>
    <message>
        <source>It is very bright. Turn away from the light.</source>
        <translation>Es ist sehr hell. Dreh dich vom Licht weg.</translation>
    </message>
    <message>
        <source>Turn your face to the camera.</source>
        <translation>Dreh das Gesicht zur Kamera.</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Stopp</translation>
    </message>
    <message>
        <source>Take picture</source>
        <translation>Bild aufnehmen</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>Leertaste</translation>
    </message>
</context>
<context>
    <name>CompareView</name>
    <message>
        <source>The chosen avatar</source>
        <translation>Der gewählte Avatar</translation>
    </message>
    <message>
        <source>The arrow keys draw your portrait over it, for comparison.</source>
        <translation>Die Pfeiltasten ziehen zum Vergleich dein Porträt darüber.</translation>
    </message>
</context>
<context>
    <name>DropZone</name>
    <message>
        <source>Drop a photo of a face here</source>
        <translation>Zieh ein Foto eines Gesichts hierher</translation>
    </message>
    <message>
        <source>It stays on this computer. A bright picture, looking at the camera, is best.</source>
        <translation>Es bleibt auf diesem Computer. Am besten ist ein helles Bild mit Blick in die Kamera.</translation>
    </message>
</context>
<context>
    <name>ErrorBanner</name>
    <message>
        <source>Close this message</source>
        <translation>Diese Meldung schließen</translation>
    </message>
</context>
<context>
    <name>FinishPage</name>
    <message>
        <source>See it in a chat</source>
        <translation>Im Chat ansehen</translation>
    </message>
    <message>
        <source>Show the round cut</source>
        <translation>Runden Zuschnitt zeigen</translation>
    </message>
    <message>
        <source>What places with round pictures leave of it</source>
        <translation>Was Orte mit runden Bildern davon übrig lassen</translation>
    </message>
    <message>
        <source>Finish</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>First choose an avatar.</source>
        <translation>Wähle zuerst einen Avatar.</translation>
    </message>
    <message>
        <source>Copied. Paste it where you like.</source>
        <translation>Kopiert. Füge es ein, wo du magst.</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportieren&#xa0;…</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Sticker sheet…</source>
        <translation>Stickerbogen&#xa0;…</translation>
    </message>
    <message>
        <source>Picture ({pattern})</source>
        <translation>Bild ({pattern})</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>Sharpening the picture…</source>
        <translation>Das Bild wird geschärft&#xa0;…</translation>
    </message>
    <message>
        <source>You can drag the picture out.</source>
        <translation>Du kannst das Bild herausziehen.</translation>
    </message>
    <message>
        <source>All avatars with a star on one sheet</source>
        <translation>Alle Avatare mit Stern auf einem Bogen</translation>
    </message>
    <message>
        <source>Give at least two avatars a star first</source>
        <translation>Gib zuerst mindestens zwei Avataren einen Stern</translation>
    </message>
</context>
<context>
    <name>FinishPanel</name>
    <message>
        <source>Remember how it was made</source>
        <translation>Merken, wie es entstand</translation>
    </message>
    <message>
        <source>For</source>
        <translation>Für</translation>
    </message>
    <message>
        <source>{size} px</source>
        <translation>{size} px</translation>
    </message>
    <message>
        <source>{words}, under {limit} KB</source>
        <translation>{words}, unter {limit} KB</translation>
    </message>
    <message>
        <source>As drawn</source>
        <translation>Wie gezeichnet</translation>
    </message>
    <message>
        <source>None (transparent)</source>
        <translation>Keiner (durchsichtig)</translation>
    </message>
    <message>
        <source>One colour</source>
        <translation>Eine Farbe</translation>
    </message>
    <message>
        <source>Two colours</source>
        <translation>Zwei Farben</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>Farbe</translation>
    </message>
    <message>
        <source>Lower colour</source>
        <translation>Untere Farbe</translation>
    </message>
    <message>
        <source>&amp;Background</source>
        <translation>&amp;Hintergrund</translation>
    </message>
    <message>
        <source>Shape</source>
        <translation>Form</translation>
    </message>
    <message>
        <source>Square</source>
        <translation>Eckig</translation>
    </message>
    <message>
        <source>Rounded</source>
        <translation>Gerundet</translation>
    </message>
    <message>
        <source>Circle</source>
        <translation>Kreis</translation>
    </message>
    <message>
        <source>{value} %</source>
        <translation>{value} %</translation>
    </message>
    <message>
        <source>C&amp;loser</source>
        <translation>&amp;Näher</translation>
    </message>
    <message>
        <source>B&amp;rightness</source>
        <translation>Hell&amp;igkeit</translation>
    </message>
    <message>
        <source>C&amp;ontrast</source>
        <translation>&amp;Kontrast</translation>
    </message>
    <message>
        <source>S&amp;aturation</source>
        <translation>&amp;Sättigung</translation>
    </message>
    <message>
        <source>Si&amp;ze</source>
        <translation>&amp;Größe</translation>
    </message>
    <message>
        <source>For&amp;mat</source>
        <translation>For&amp;mat</translation>
    </message>
    <message>
        <source>Puts your portrait, what was found about your face and the recipe into the file, so that it opens here again. Leave it off for pictures that you hand on.</source>
        <translation>Legt dein Porträt, was über dein Gesicht gefunden wurde und das Rezept in die Datei, damit sie sich hier wieder öffnen lässt. Lass es aus bei Bildern, die du weitergibst.</translation>
    </message>
    <message>
        <source>A file this small has no room for how it was made.</source>
        <translation>In einer so kleinen Datei ist kein Platz dafür, wie sie entstanden ist.</translation>
    </message>
    <message>
        <source>{place} does not take this format.</source>
        <translation>{place} nimmt dieses Format nicht.</translation>
    </message>
    <message>
        <source>JPEG knows no transparency: what is clear becomes white.</source>
        <translation>JPEG kennt keine Durchsichtigkeit: Was klar ist, wird weiß.</translation>
    </message>
    <message>
        <source>JPEG has no room for how it was made.</source>
        <translation>JPEG hat keinen Platz dafür, wie es entstand.</translation>
    </message>
</context>
<context>
    <name>FinishView</name>
    <message>
        <source>How the avatar will look</source>
        <translation>Wie der Avatar aussehen wird</translation>
    </message>
    <message>
        <source>Drag the picture into another program</source>
        <translation>Zieh das Bild in ein anderes Programm</translation>
    </message>
    <message>
        <source>You</source>
        <translation>Du</translation>
    </message>
    <message>
        <source>New picture. What do you think?</source>
        <translation>Neues Bild. Was meinst du?</translation>
    </message>
    <message>
        <source>A friend</source>
        <translation>Eine Freundin</translation>
    </message>
    <message>
        <source>That is so you!</source>
        <translation>Das bist ja wirklich du!</translation>
    </message>
    <message>
        <source>It even has my hair.</source>
        <translation>Sogar meine Haare stimmen.</translation>
    </message>
</context>
<context>
    <name>GalleryModel</name>
    <message>
        <source>Avatar {number} of {count}</source>
        <translation>Avatar {number} von {count}</translation>
    </message>
    <message>
        <source>{name}, seed {seed}</source>
        <translation>{name}, Startwert {seed}</translation>
    </message>
    <message>
        <source>{name}, starred</source>
        <translation>{name}, mit Stern</translation>
    </message>
</context>
<context>
    <name>LeftOverCard</name>
    <message>
        <source>Avatar Studio ended unexpectedly. Your work was kept.</source>
        <translation>Avatar Studio wurde unerwartet beendet. Deine Arbeit ist noch da.</translation>
    </message>
    <message>
        <source>Your last work is still here.</source>
        <translation>Deine letzte Arbeit ist noch da.</translation>
    </message>
    <message>
        <source>Go on with it</source>
        <translation>Damit weitermachen</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>Nicht jetzt</translation>
    </message>
</context>
<context>
    <name>LiveAvatarView</name>
    <message>
        <source>Your live avatar, mirrored</source>
        <translation>Dein Live-Avatar, gespiegelt</translation>
    </message>
    <message>
        <source>No face in sight</source>
        <translation>Kein Gesicht zu sehen</translation>
    </message>
    <message>
        <source>Slow on this computer: one picture in {seconds} s</source>
        <translation>Langsam auf diesem Computer: ein Bild in {seconds} s</translation>
    </message>
    <message>
        <source>Live avatar</source>
        <translation>Live-Avatar</translation>
    </message>
    <message>
        <source>Your avatar appears here.</source>
        <translation>Hier erscheint dein Avatar.</translation>
    </message>
</context>
<context>
    <name>LossCurve</name>
    <message>
        <source>Distance to your picture: {first:.3f} at first, {last:.3f} now</source>
        <translation>Abstand zu deinem Bild: anfangs {first:.3f}, jetzt {last:.3f}</translation>
    </message>
    <message>
        <source>Distance to your picture</source>
        <translation>Abstand zu deinem Bild</translation>
    </message>
    <message>
        <source>Likeness</source>
        <translation>Ebenbild</translation>
    </message>
    <message>
        <source>Anime</source>
        <translation>Anime</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Mehr</translation>
    </message>
    <message>
        <source>Dropped picture</source>
        <translation>Abgelegtes Bild</translation>
    </message>
</context>
<context>
    <name>MixPanel</name>
    <message>
        <source>St&amp;yle</source>
        <translation>St&amp;il</translation>
    </message>
    <message>
        <source>Style</source>
        <translation>Stil</translation>
    </message>
    <message>
        <source>reset</source>
        <translation>zurücksetzen</translation>
    </message>
    <message>
        <source>Hair &amp;tone from the photo</source>
        <translation>Haar&amp;ton aus dem Foto</translation>
    </message>
    <message>
        <source>How far dark hair stays dark; at 0 it may be as pale as the style likes it</source>
        <translation>Wie weit dunkles Haar dunkel bleibt; bei 0 darf es so hell sein, wie der Stil es mag</translation>
    </message>
    <message>
        <source>How short the hair is cut; it begins as yours is in the photo</source>
        <translation>Wie kurz das Haar geschnitten ist; zu Beginn wie deines im Foto</translation>
    </message>
    <message>
        <source>{value} %</source>
        <translation>{value} %</translation>
    </message>
    <message>
        <source>A&amp;nime strength</source>
        <translation>A&amp;nime-Stärke</translation>
    </message>
    <message>
        <source>How far the drawing goes: more like the photo to the left, more like anime to the right (interpolation of the style&apos;s blocks)</source>
        <translation>Wie weit die Zeichnung geht: links eher wie das Foto, rechts eher wie Anime (Überblendung der Blöcke des Stils)</translation>
    </message>
    <message>
        <source>Anime &amp;depth</source>
        <translation>Anime-&amp;Tiefe</translation>
    </message>
    <message>
        <source>How deep the drawing reaches: only lines and colours, or features too (use_j: the last blocks taken from the style)</source>
        <translation>Wie tief die Zeichnung reicht: nur Linien und Farben oder auch die Züge (use_j: die letzten Blöcke aus dem Stil)</translation>
    </message>
    <message>
        <source>&amp;Shape from the photo</source>
        <translation>Fo&amp;rm aus dem Foto</translation>
    </message>
    <message>
        <source>How much of outline and features comes straight from your portrait (the first blocks that take z1)</source>
        <translation>Wie viel von Umriss und Zügen direkt aus deinem Porträt kommt (die ersten Blöcke, die z1 nehmen)</translation>
    </message>
    <message>
        <source>&amp;Colours from the photo</source>
        <translation>&amp;Farben aus dem Foto</translation>
    </message>
    <message>
        <source>How far hair, clothes and background keep the photo&apos;s colours</source>
        <translation>Wie weit Haare, Kleidung und Hintergrund die Farben des Fotos behalten</translation>
    </message>
    <message>
        <source>S&amp;kin from the photo</source>
        <translation>&amp;Haut aus dem Foto</translation>
    </message>
    <message>
        <source>How far the skin has the photo&apos;s tone, as a drawing would show it</source>
        <translation>Wie weit die Haut den Ton des Fotos hat, so wie eine Zeichnung ihn zeigen würde</translation>
    </message>
    <message>
        <source>&amp;Outline from the photo</source>
        <translation>&amp;Umriss aus dem Foto</translation>
    </message>
    <message>
        <source>How closely hair keeps to yours; at 0 it and the background are as drawn</source>
        <translation>Wie genau die Haare den deinen folgen; bei 0 sind sie und der Hintergrund wie gezeichnet</translation>
    </message>
    <message>
        <source>Lighter &amp;background</source>
        <translation>Hellerer Hinter&amp;grund</translation>
    </message>
    <message>
        <source>How much lighter than in the photo the calm background is, as drawings like it</source>
        <translation>Wie viel heller der ruhige Hintergrund ist als im Foto, so wie Zeichnungen ihn haben</translation>
    </message>
    <message>
        <source>Short &amp;hair</source>
        <translation>&amp;Kurzes Haar</translation>
    </message>
    <message>
        <source>&amp;Without hair</source>
        <translation>Kahlk&amp;opf</translation>
    </message>
    <message>
        <source>How bare the head is</source>
        <translation>Wie kahl der Kopf ist</translation>
    </message>
    <message>
        <source>Be&amp;ard</source>
        <translation>B&amp;art</translation>
    </message>
    <message>
        <source>How full a beard is drawn in the hair&apos;s colour; it begins as yours in the photo</source>
        <translation>Wie voll ein Bart in der Farbe des Haars gezeichnet wird; zu Beginn wie deiner im Foto</translation>
    </message>
    <message>
        <source>Smal&amp;ler eyes</source>
        <translation>Kl&amp;einere Augen</translation>
    </message>
    <message>
        <source>How much smaller eyes are than the style draws them, as men have them</source>
        <translation>Wie viel kleiner die Augen sind, als der Stil sie zeichnet, so wie Männer sie haben</translation>
    </message>
    <message>
        <source>Stronger &amp;jaw</source>
        <translation>Kräftigere&amp;s Kinn</translation>
    </message>
    <message>
        <source>How much wider jaw and chin are than the style draws them, as men have them</source>
        <translation>Wie viel breiter Kiefer und Kinn sind, als der Stil sie zeichnet, so wie Männer sie haben</translation>
    </message>
    <message>
        <source>&amp;Redraw</source>
        <translation>Neu &amp;zeichnen</translation>
    </message>
    <message>
        <source>How freely lines and shades are drawn anew by a network that knows drawings; at 0 they, and eyes that do not match, are the style&apos;s own</source>
        <translation>Wie frei ein Netz, das Zeichnungen kennt, Linien und Flächen neu zeichnet; bei 0 bleiben sie die des Stils, auch Augen, die nicht zueinander passen</translation>
    </message>
    <message>
        <source>&amp;Pen and ink</source>
        <translation>Tusche&amp;linien</translation>
    </message>
    <message>
        <source>How dark and crisp lines are; at 0 they are as soft as they were drawn</source>
        <translation>Wie dunkel und scharf Linien sind; bei 0 bleiben sie so weich, wie sie gezeichnet wurden</translation>
    </message>
    <message>
        <source>Darker sk&amp;in</source>
        <translation>&amp;Dunklere Haut</translation>
    </message>
    <message>
        <source>How much darker the skin is than the light of the photo says; to the left it is lighter</source>
        <translation>Wie viel dunkler die Haut ist, als das Licht im Foto sagt; nach links wird sie heller</translation>
    </message>
    <message>
        <source>No. {value}</source>
        <translation>Nr. {value}</translation>
    </message>
    <message>
        <source>Strok&amp;es</source>
        <translation>Stri&amp;che</translation>
    </message>
    <message>
        <source>Which of many drawings that redrawing comes to: other strokes, other eyes</source>
        <translation>Welche von vielen Zeichnungen beim Neuzeichnen entsteht: andere Striche, andere Augen</translation>
    </message>
    <message>
        <source>Di&amp;versity</source>
        <translation>&amp;Vielfalt</translation>
    </message>
    <message>
        <source>How much of a random face is mixed in; the dice choose which</source>
        <translation>Wie viel von einem zufälligen Gesicht beigemischt wird; welches, entscheiden die Würfel</translation>
    </message>
    <message>
        <source>&amp;Glasses</source>
        <translation>&amp;Brille</translation>
    </message>
    <message>
        <source>Which glasses the avatar wears; it begins with those of the photo</source>
        <translation>Welche Brille der Avatar trägt; er beginnt mit der aus dem Foto</translation>
    </message>
    <message>
        <source>&amp;Mouth</source>
        <translation>&amp;Mund</translation>
    </message>
    <message>
        <source>What the mouth does; it begins with what yours does in the photo. The style&apos;s own is small, and may slant</source>
        <translation>Was der Mund tut; er beginnt mit dem, was deiner auf dem Foto tut. Der des Stils ist klein und manchmal schief</translation>
    </message>
    <message>
        <source>Mix</source>
        <translation>Mischung</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>Fine changes</source>
        <translation>Feine Änderungen</translation>
    </message>
    <message>
        <source>Reset all</source>
        <translation>Alles zurücksetzen</translation>
    </message>
    <message>
        <source>{value} of {count}</source>
        <translation>{value} von {count}</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>round</source>
        <translation>rund</translation>
    </message>
    <message>
        <source>square</source>
        <translation>eckig</translation>
    </message>
    <message>
        <source>half-rimmed</source>
        <translation>Halbrand</translation>
    </message>
    <message>
        <source>the style&apos;s</source>
        <translation>wie im Stil</translation>
    </message>
    <message>
        <source>at rest</source>
        <translation>in Ruhe</translation>
    </message>
    <message>
        <source>smiles</source>
        <translation>lächelt</translation>
    </message>
    <message>
        <source>laughs</source>
        <translation>lacht</translation>
    </message>
    <message>
        <source>open</source>
        <translation>offen</translation>
    </message>
    <message>
        <source>Looking for what this style can change…</source>
        <translation>Was dieser Stil ändern kann, wird gesucht&#xa0;…</translation>
    </message>
    <message>
        <source>Nothing was found that this style changes by itself.</source>
        <translation>Es fand sich nichts, was dieser Stil für sich allein ändert.</translation>
    </message>
</context>
<context>
    <name>PhotoPage</name>
    <message>
        <source>The photo</source>
        <translation>Das Foto</translation>
    </message>
    <message>
        <source>Try a sample</source>
        <translation>Probier ein Beispiel</translation>
    </message>
    <message>
        <source>Recent</source>
        <translation>Zuletzt</translation>
    </message>
    <message>
        <source>Sample face {number}</source>
        <translation>Beispielgesicht {number}</translation>
    </message>
    <message>
        <source>Photo</source>
        <translation>Foto</translation>
    </message>
    <message>
        <source>Another photo</source>
        <translation>Anderes Foto</translation>
    </message>
    <message>
        <source>Place the frame by hand</source>
        <translation>Rahmen von Hand setzen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Use this frame</source>
        <translation>Diesen Rahmen nehmen</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Open photo…</source>
        <translation>Foto öffnen&#xa0;…</translation>
    </message>
    <message>
        <source>Use camera</source>
        <translation>Kamera benutzen</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>Einfügen</translation>
    </message>
    <message>
        <source>Camera picture</source>
        <translation>Kamerabild</translation>
    </message>
    <message>
        <source>No face was found. </source>
        <translation>Es wurde kein Gesicht gefunden. </translation>
    </message>
    <message>
        <source>Put the frame around the face: drag it, its corners and the handle above, or use the arrow keys, + − and [ ].</source>
        <translation>Setz den Rahmen um das Gesicht: Zieh ihn, seine Ecken und den Griff darüber oder nimm die Pfeiltasten, + − und [ ].</translation>
    </message>
    <message>
        <source>Looking for faces…</source>
        <translation>Gesichter werden gesucht&#xa0;…</translation>
    </message>
    <message numerus="yes">
        <source>%n faces: click one or press its number.</source>
        <translation>
            <numerusform>%n Gesicht: Klicke es an oder drücke seine Nummer.</numerusform>
            <numerusform>%n Gesichter: Klicke eines an oder drücke seine Nummer.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ProgressStrip</name>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Stop; what is there stays (Esc)</source>
        <translation>Anhalten; was da ist, bleibt (Esc)</translation>
    </message>
    <message>
        <source>Opening the photo</source>
        <translation>Das Foto wird geöffnet</translation>
    </message>
    <message>
        <source>Looking for faces</source>
        <translation>Gesichter werden gesucht</translation>
    </message>
    <message>
        <source>Cutting out the portrait</source>
        <translation>Das Porträt wird ausgeschnitten</translation>
    </message>
    <message>
        <source>Preparing</source>
        <translation>Vorbereitung</translation>
    </message>
    <message>
        <source>Drawing your avatars</source>
        <translation>Deine Avatare werden gezeichnet</translation>
    </message>
    <message>
        <source>Loading the models</source>
        <translation>Die Modelle werden geladen</translation>
    </message>
    <message>
        <source>Finding your likeness</source>
        <translation>Dein Ebenbild wird gesucht</translation>
    </message>
    <message>
        <source>Turning it into anime</source>
        <translation>Es wird Anime daraus</translation>
    </message>
    <message>
        <source>, step {step} of {steps}</source>
        <translation>, Schritt {step} von {steps}</translation>
    </message>
    <message>
        <source>about {seconds} s left</source>
        <translation>noch etwa {seconds} s</translation>
    </message>
    <message>
        <source>about {minutes} min left</source>
        <translation>noch etwa {minutes} min</translation>
    </message>
    <message>
        <source>Loading the models…</source>
        <translation>Die Modelle werden geladen&#xa0;…</translation>
    </message>
    <message>
        <source>Preview models: expect rough, small pictures</source>
        <translation>Vorschaumodelle: Erwarte grobe, kleine Bilder</translation>
    </message>
</context>
<context>
    <name>QualityPanel</name>
    <message>
        <source>St&amp;yle</source>
        <translation>St&amp;il</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>Qualität</translation>
    </message>
    <message>
        <source>&amp;Device</source>
        <translation>&amp;Gerät</translation>
    </message>
    <message>
        <source>Instant</source>
        <translation>Sofort</translation>
    </message>
    <message>
        <source>The encoder and three corrections</source>
        <translation>Der Encoder und drei Korrekturen</translation>
    </message>
    <message>
        <source>Fast</source>
        <translation>Schnell</translation>
    </message>
    <message>
        <source>The encoder and a short search in W</source>
        <translation>Der Encoder und eine kurze Suche in W</translation>
    </message>
    <message>
        <source>Thorough</source>
        <translation>Gründlich</translation>
    </message>
    <message>
        <source>1000 steps of Adam from a random latent, as in the thesis</source>
        <translation>1000 Schritte von Adam ab einem zufälligen Latent, wie in der Arbeit</translation>
    </message>
    <message>
        <source>Most alike</source>
        <translation>Am ähnlichsten</translation>
    </message>
    <message>
        <source>A search in W+: closer to the photo, a little less anime</source>
        <translation>Eine Suche in W+: näher am Foto, etwas weniger Anime</translation>
    </message>
    <message>
        <source>Time not measured yet</source>
        <translation>Zeit noch nicht gemessen</translation>
    </message>
    <message>
        <source>Less than a second here</source>
        <translation>Hier weniger als eine Sekunde</translation>
    </message>
    <message>
        <source>About {seconds} s here</source>
        <translation>Hier etwa {seconds} s</translation>
    </message>
    <message>
        <source>About {minutes} min here</source>
        <translation>Hier etwa {minutes} min</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>Automatisch</translation>
    </message>
    <message>
        <source>Processor</source>
        <translation>Prozessor</translation>
    </message>
    <message>
        <source>Graphics card (CUDA)</source>
        <translation>Grafikkarte (CUDA)</translation>
    </message>
    <message>
        <source>Graphics of the Mac</source>
        <translation>Grafik des Mac</translation>
    </message>
</context>
<context>
    <name>ResultCard</name>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>Im Ordner zeigen</translation>
    </message>
    <message>
        <source>Export another</source>
        <translation>Weiteren exportieren</translation>
    </message>
    <message>
        <source>Making the file…</source>
        <translation>Die Datei entsteht&#xa0;…</translation>
    </message>
    <message>
        <source>Saved as {name} in {folder} ({width} × {height}, {size} KB)</source>
        <translation>Gespeichert als {name} in {folder} ({width} × {height}, {size} KB)</translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>Wie das System</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>The window speaks it when you start it again.</source>
        <translation>Das Fenster spricht sie beim nächsten Start.</translation>
    </message>
    <message>
        <source>Show the log</source>
        <translation>Protokoll zeigen</translation>
    </message>
    <message>
        <source>&amp;Colours</source>
        <translation>&amp;Farben</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>&amp;Sprache</translation>
    </message>
</context>
<context>
    <name>ShortcutsDialog</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Tastenkürzel</translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation>Überall</translation>
    </message>
    <message>
        <source>Go to Photo, You, Avatars, Finish</source>
        <translation>Zu Foto, Du, Avatare, Fertig gehen</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Cancel what is being done</source>
        <translation>Abbrechen, was gerade geschieht</translation>
    </message>
    <message>
        <source>Photo</source>
        <translation>Foto</translation>
    </message>
    <message>
        <source>Choose a face</source>
        <translation>Ein Gesicht wählen</translation>
    </message>
    <message>
        <source>Arrows, + −, [ ]</source>
        <translation>Pfeile, + −, [ ]</translation>
    </message>
    <message>
        <source>Move, size and turn the frame</source>
        <translation>Rahmen bewegen, vergrößern, drehen</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Eingabe</translation>
    </message>
    <message>
        <source>Use the frame</source>
        <translation>Den Rahmen nehmen</translation>
    </message>
    <message>
        <source>Avatars</source>
        <translation>Avatare</translation>
    </message>
    <message>
        <source>Star</source>
        <translation>Stern</translation>
    </message>
    <message>
        <source>More like this</source>
        <translation>Mehr davon</translation>
    </message>
    <message>
        <source>Throw the dice</source>
        <translation>Würfeln</translation>
    </message>
    <message>
        <source>Lock shape, features, colours</source>
        <translation>Form, Züge, Farben sperren</translation>
    </message>
    <message>
        <source>Portrait and avatar side by side</source>
        <translation>Porträt und Avatar nebeneinander</translation>
    </message>
    <message>
        <source>C or Space</source>
        <translation>C oder Leertaste</translation>
    </message>
    <message>
        <source>Hold to compare with the photo</source>
        <translation>Halten, um mit dem Foto zu vergleichen</translation>
    </message>
    <message>
        <source>Finish</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
</context>
<context>
    <name>SliderRow</name>
    <message>
        <source>Reset {name}</source>
        <translation>{name} zurücksetzen</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>Zurücksetzen</translation>
    </message>
</context>
<context>
    <name>VideoView</name>
    <message>
        <source>The camera&apos;s picture, mirrored</source>
        <translation>Das Bild der Kamera, gespiegelt</translation>
    </message>
</context>
<context>
    <name>Wall</name>
    <message>
        <source>remove star</source>
        <translation>Stern entfernen</translation>
    </message>
    <message>
        <source>star</source>
        <translation>Stern</translation>
    </message>
</context>
<context>
    <name>WallView</name>
    <message>
        <source>No stars yet. Press S on an avatar that you like.</source>
        <translation>Noch keine Sterne. Drücke S auf einem Avatar, den du magst.</translation>
    </message>
    <message>
        <source>Show only avatars with a star</source>
        <translation>Nur Avatare mit Stern zeigen</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>Alle zeigen</translation>
    </message>
    <message>
        <source>Your avatars</source>
        <translation>Deine Avatare</translation>
    </message>
    <message>
        <source>Size of the pictures</source>
        <translation>Größe der Bilder</translation>
    </message>
    <message numerus="yes">
        <source>%n avatar(s)</source>
        <translation>
            <numerusform>%n Avatar</numerusform>
            <numerusform>%n Avatare</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>YouPage</name>
    <message>
        <source>Your portrait</source>
        <translation>Dein Porträt</translation>
    </message>
    <message>
        <source>What the generator sees</source>
        <translation>Was der Generator sieht</translation>
    </message>
    <message>
        <source>Your likeness appears here</source>
        <translation>Hier erscheint dein Ebenbild</translation>
    </message>
    <message>
        <source>Your anime self</source>
        <translation>Dein Anime-Ich</translation>
    </message>
    <message>
        <source>It grows out of your likeness</source>
        <translation>Es wächst aus deinem Ebenbild</translation>
    </message>
    <message>
        <source>See your avatars</source>
        <translation>Deine Avatare ansehen</translation>
    </message>
    <message>
        <source>Next photo</source>
        <translation>Nächstes Foto</translation>
    </message>
    <message>
        <source>You</source>
        <translation>Du</translation>
    </message>
    <message>
        <source>First choose a photo with a face.</source>
        <translation>Wähle zuerst ein Foto mit einem Gesicht.</translation>
    </message>
    <message>
        <source>Photos waiting: {count}</source>
        <translation>Fotos, die warten: {count}</translation>
    </message>
    <message>
        <source>Finding you</source>
        <translation>Du wirst gefunden</translation>
    </message>
    <message>
        <source>You can stop at any time; what is there stays.</source>
        <translation>Du kannst jederzeit anhalten; was da ist, bleibt.</translation>
    </message>
    <message>
        <source>This is you</source>
        <translation>Das bist du</translation>
    </message>
    <message>
        <source>Made in {seconds:.1f} s on {device}.</source>
        <translation>In {seconds:.1f} s gemacht ({device}).</translation>
    </message>
    <message>
        <source>Your portrait is ready</source>
        <translation>Dein Porträt ist bereit</translation>
    </message>
    <message>
        <source>Start to see it as anime.</source>
        <translation>Starte, um es als Anime zu sehen.</translation>
    </message>
    <message>
        <source>Run again</source>
        <translation>Noch einmal</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Starten</translation>
    </message>
</context>
<context>
    <name>edits</name>
    <message>
        <source>Light</source>
        <translation>Licht</translation>
    </message>
    <message>
        <source>darker</source>
        <translation>dunkler</translation>
    </message>
    <message>
        <source>lighter</source>
        <translation>heller</translation>
    </message>
    <message>
        <source>Warmth</source>
        <translation>Wärme</translation>
    </message>
    <message>
        <source>cooler</source>
        <translation>kühler</translation>
    </message>
    <message>
        <source>warmer</source>
        <translation>wärmer</translation>
    </message>
    <message>
        <source>Colourfulness</source>
        <translation>Farbigkeit</translation>
    </message>
    <message>
        <source>greyer</source>
        <translation>grauer</translation>
    </message>
    <message>
        <source>more colourful</source>
        <translation>bunter</translation>
    </message>
    <message>
        <source>Hair lightness</source>
        <translation>Helligkeit der Haare</translation>
    </message>
    <message>
        <source>darker hair</source>
        <translation>dunkleres Haar</translation>
    </message>
    <message>
        <source>lighter hair</source>
        <translation>helleres Haar</translation>
    </message>
    <message>
        <source>Background lightness</source>
        <translation>Helligkeit dahinter</translation>
    </message>
    <message>
        <source>darker behind</source>
        <translation>dunkler dahinter</translation>
    </message>
    <message>
        <source>lighter behind</source>
        <translation>heller dahinter</translation>
    </message>
    <message>
        <source>Face width</source>
        <translation>Breite des Gesichts</translation>
    </message>
    <message>
        <source>narrower</source>
        <translation>schmaler</translation>
    </message>
    <message>
        <source>wider</source>
        <translation>breiter</translation>
    </message>
    <message>
        <source>Turn of the head</source>
        <translation>Drehung des Kopfes</translation>
    </message>
    <message>
        <source>to the left</source>
        <translation>nach links</translation>
    </message>
    <message>
        <source>to the right</source>
        <translation>nach rechts</translation>
    </message>
    <message>
        <source>Eye contrast</source>
        <translation>Kontrast der Augen</translation>
    </message>
    <message>
        <source>softer</source>
        <translation>weicher</translation>
    </message>
    <message>
        <source>stronger</source>
        <translation>kräftiger</translation>
    </message>
    <message>
        <source>{less} ↔ {more}</source>
        <translation>{less} ↔ {more}</translation>
    </message>
</context>
<context>
    <name>messages</name>
    <message>
        <source>it is a folder</source>
        <translation>es ist ein Ordner</translation>
    </message>
    <message>
        <source>it is not a file</source>
        <translation>es ist keine Datei</translation>
    </message>
    <message>
        <source>it does not exist</source>
        <translation>es gibt sie nicht</translation>
    </message>
    <message>
        <source>you have no permission to read it</source>
        <translation>du darfst sie nicht lesen</translation>
    </message>
    <message>
        <source>it cannot be opened</source>
        <translation>sie lässt sich nicht öffnen</translation>
    </message>
    <message>
        <source>it is empty</source>
        <translation>sie ist leer</translation>
    </message>
    <message>
        <source>it is not a readable JPEG, PNG, WebP, HEIC, AVIF, TIFF, GIF or BMP picture</source>
        <translation>es ist kein lesbares Bild in JPEG, PNG, WebP, HEIC, AVIF, TIFF, GIF oder BMP</translation>
    </message>
    <message>
        <source>it has more than 120 megapixels</source>
        <translation>es hat mehr als 120 Megapixel</translation>
    </message>
    <message>
        <source>there is too little free memory for its size</source>
        <translation>für die Größe ist zu wenig Speicher frei</translation>
    </message>
    <message>
        <source>it is damaged or incomplete</source>
        <translation>sie ist beschädigt oder unvollständig</translation>
    </message>
    <message>
        <source>it was made by a newer version</source>
        <translation>sie stammt von einer neueren Version</translation>
    </message>
    <message>
        <source>the disk is full</source>
        <translation>der Datenträger ist voll</translation>
    </message>
    <message>
        <source>files may not grow that large there</source>
        <translation>Dateien dürfen dort nicht so groß werden</translation>
    </message>
    <message>
        <source>you may not write there</source>
        <translation>du darfst dort nicht schreiben</translation>
    </message>
    <message>
        <source>its folder is not there</source>
        <translation>ihr Ordner ist nicht da</translation>
    </message>
    <message>
        <source>a folder has that name</source>
        <translation>ein Ordner heißt schon so</translation>
    </message>
    <message>
        <source>its name is too long</source>
        <translation>ihr Name ist zu lang</translation>
    </message>
    <message>
        <source>the system does not allow it</source>
        <translation>das System erlaubt es nicht</translation>
    </message>
    <message>
        <source>it does not get small enough</source>
        <translation>sie wird nicht klein genug</translation>
    </message>
    <message>
        <source>The graphics card ran out of memory, so the processor took over.</source>
        <translation>Der Grafikkarte ging der Speicher aus, darum hat der Prozessor übernommen.</translation>
    </message>
    <message>
        <source>It is slower; you can choose the device in the settings.</source>
        <translation>Das ist langsamer; das Gerät kannst du in den Einstellungen wählen.</translation>
    </message>
    <message>
        <source>Your work could not be kept in case of a crash.</source>
        <translation>Deine Arbeit konnte nicht für den Fall eines Absturzes aufgehoben werden.</translation>
    </message>
    <message>
        <source>Make some room on the disk, or save it with Ctrl+S.</source>
        <translation>Schaff etwas Platz auf dem Datenträger oder speichere sie mit Strg+S.</translation>
    </message>
    <message>
        <source>There is no picture to paste.</source>
        <translation>Es gibt kein Bild zum Einfügen.</translation>
    </message>
    <message>
        <source>Copy a picture or a picture file first.</source>
        <translation>Kopiere zuerst ein Bild oder eine Bilddatei.</translation>
    </message>
    <message>
        <source>That is a web address, not a file on this computer.</source>
        <translation>Das ist eine Webadresse, keine Datei auf diesem Computer.</translation>
    </message>
    <message>
        <source>Save the picture first, then drop the file here.</source>
        <translation>Speichere zuerst das Bild und zieh dann die Datei hierher.</translation>
    </message>
    <message>
        <source>Saved as “{name}”.</source>
        <translation>Gespeichert als „{name}“.</translation>
    </message>
    <message>
        <source>Open it at any time to go on.</source>
        <translation>Öffne sie jederzeit, um weiterzumachen.</translation>
    </message>
    <message>
        <source>Something went wrong inside Avatar Studio ({kind}).</source>
        <translation>In Avatar Studio ist etwas schiefgegangen ({kind}).</translation>
    </message>
    <message>
        <source>What you made is still here. Try it again; the log has the details.</source>
        <translation>Was du gemacht hast, ist noch da. Versuch es noch einmal; Einzelheiten stehen im Protokoll.</translation>
    </message>
    <message>
        <source>That did not work.</source>
        <translation>Das hat nicht geklappt.</translation>
    </message>
    <message>
        <source>That cannot be done.</source>
        <translation>Das geht nicht.</translation>
    </message>
    <message>
        <source>The style “{model_id}” is not installed.</source>
        <translation>Der Stil „{model_id}“ ist nicht installiert.</translation>
    </message>
    <message>
        <source>Choose another style under You and run again.</source>
        <translation>Wähle unter „Du“ einen anderen Stil und starte noch einmal.</translation>
    </message>
    <message>
        <source>There are {count} faces in this photo.</source>
        <translation>Auf diesem Foto sind {count} Gesichter.</translation>
    </message>
    <message>
        <source>Click the face to use, or press its number.</source>
        <translation>Klicke das gewünschte Gesicht an oder drücke seine Nummer.</translation>
    </message>
    <message>
        <source>There is no face number {chosen}.</source>
        <translation>Ein Gesicht mit der Nummer {chosen} gibt es nicht.</translation>
    </message>
    <message>
        <source>Choose a number from 1 to {count}.</source>
        <translation>Wähle eine Nummer von 1 bis {count}.</translation>
    </message>
    <message>
        <source>No face was found in this photo.</source>
        <translation>Auf diesem Foto wurde kein Gesicht gefunden.</translation>
    </message>
    <message>
        <source>Put the frame around the face by hand, or use another photo.</source>
        <translation>Setz den Rahmen von Hand um das Gesicht oder nimm ein anderes Foto.</translation>
    </message>
    <message>
        <source>“{name}” cannot be used: {reason}.</source>
        <translation>„{name}“ lässt sich nicht verwenden: {reason}.</translation>
    </message>
    <message>
        <source>Choose another picture.</source>
        <translation>Wähle ein anderes Bild.</translation>
    </message>
    <message>
        <source>A model file cannot be used.</source>
        <translation>Eine Modelldatei lässt sich nicht verwenden.</translation>
    </message>
    <message>
        <source>Install Avatar Studio again to restore it. ({detail})</source>
        <translation>Installiere Avatar Studio neu, um sie wiederherzustellen. ({detail})</translation>
    </message>
    <message>
        <source>Avatar Studio&apos;s models are not all there.</source>
        <translation>Die Modelle von Avatar Studio sind nicht alle da.</translation>
    </message>
    <message>
        <source>Install Avatar Studio again to restore them. Missing: {what}</source>
        <translation>Installiere Avatar Studio neu, um sie wiederherzustellen. Es fehlt: {what}</translation>
    </message>
    <message>
        <source>The model file “{file}” is damaged.</source>
        <translation>Die Modelldatei „{file}“ ist beschädigt.</translation>
    </message>
    <message>
        <source>Install Avatar Studio again to restore it.</source>
        <translation>Installiere Avatar Studio neu, um sie wiederherzustellen.</translation>
    </message>
    <message>
        <source>The model file “{file}” does not fit this version.</source>
        <translation>Die Modelldatei „{file}“ passt nicht zu dieser Version.</translation>
    </message>
    <message>
        <source>Install the style again, or choose another one in the settings.</source>
        <translation>Installiere den Stil neu oder wähle in den Einstellungen einen anderen.</translation>
    </message>
    <message>
        <source>The style “{style}” belongs to another face model.</source>
        <translation>Der Stil „{style}“ gehört zu einem anderen Gesichtsmodell.</translation>
    </message>
    <message>
        <source>This work was made with another version of the face model.</source>
        <translation>Diese Arbeit entstand mit einer anderen Version des Gesichtsmodells.</translation>
    </message>
    <message>
        <source>Go to You and run again to make new avatars of its photo.</source>
        <translation>Geh zu „Du“ und starte noch einmal, um neue Avatare aus dem Foto zu machen.</translation>
    </message>
    <message>
        <source>This computer has no “{device}”.</source>
        <translation>Dieser Computer hat kein Gerät „{device}“.</translation>
    </message>
    <message>
        <source>Choose “automatic” as the device in the settings.</source>
        <translation>Wähle in den Einstellungen „Automatisch“ als Gerät.</translation>
    </message>
    <message>
        <source>There is too little free memory for this.</source>
        <translation>Dafür ist zu wenig Speicher frei.</translation>
    </message>
    <message>
        <source>Close other programs and try again.</source>
        <translation>Schließe andere Programme und versuch es noch einmal.</translation>
    </message>
    <message>
        <source>“{name}” cannot be written: {reason}.</source>
        <translation>„{name}“ lässt sich nicht schreiben: {reason}.</translation>
    </message>
    <message>
        <source>Choose another place; nothing that you made is lost.</source>
        <translation>Wähle einen anderen Ort; nichts von dem, was du gemacht hast, ist verloren.</translation>
    </message>
    <message>
        <source>The camera cannot be used.</source>
        <translation>Die Kamera lässt sich nicht verwenden.</translation>
    </message>
    <message>
        <source>No camera was found.</source>
        <translation>Es wurde keine Kamera gefunden.</translation>
    </message>
    <message>
        <source>Connect one and come back, or use a photo.</source>
        <translation>Schließ eine an und komm wieder oder nimm ein Foto.</translation>
    </message>
    <message>
        <source>This computer does not let Avatar Studio use “{title}”.</source>
        <translation>Dieser Computer lässt Avatar Studio „{title}“ nicht benutzen.</translation>
    </message>
    <message>
        <source>Allow it in the system&apos;s privacy settings, then try again.</source>
        <translation>Erlaube es in den Datenschutzeinstellungen des Systems und versuch es noch einmal.</translation>
    </message>
    <message>
        <source>Another program is using “{title}”.</source>
        <translation>Ein anderes Programm benutzt „{title}“.</translation>
    </message>
    <message>
        <source>Close that program, then try again.</source>
        <translation>Schließe es und versuch es noch einmal.</translation>
    </message>
    <message>
        <source>The connection to “{title}” was lost.</source>
        <translation>Die Verbindung zu „{title}“ ist abgebrochen.</translation>
    </message>
    <message>
        <source>Plug it in again, then continue.</source>
        <translation>Schließ sie wieder an und mach dann weiter.</translation>
    </message>
    <message>
        <source>Cameras are not supported by this installation.</source>
        <translation>Diese Installation kann keine Kameras verwenden.</translation>
    </message>
    <message>
        <source>Take the picture with another program and open it here.</source>
        <translation>Nimm das Bild mit einem anderen Programm auf und öffne es hier.</translation>
    </message>
</context>
<context>
    <name>presets</name>
    <message>
        <source>Plain picture</source>
        <translation>Einfaches Bild</translation>
    </message>
    <message>
        <source>Discord avatar</source>
        <translation>Discord-Avatar</translation>
    </message>
    <message>
        <source>Discord emoji</source>
        <translation>Discord-Emoji</translation>
    </message>
    <message>
        <source>Telegram sticker</source>
        <translation>Telegram-Sticker</translation>
    </message>
    <message>
        <source>WhatsApp sticker</source>
        <translation>WhatsApp-Sticker</translation>
    </message>
    <message>
        <source>Gravatar</source>
        <translation>Gravatar</translation>
    </message>
</context>
<context>
    <name>questions</name>
    <message>
        <source>Draw a new wall?</source>
        <translation>Eine neue Wand zeichnen?</translation>
    </message>
    <message>
        <source>The other style draws all avatars anew. Your stars will be lost.</source>
        <translation>Der andere Stil zeichnet alle Avatare neu. Deine Sterne gehen verloren.</translation>
    </message>
    <message>
        <source>Draw anew</source>
        <translation>Neu zeichnen</translation>
    </message>
    <message>
        <source>Replace the file?</source>
        <translation>Die Datei ersetzen?</translation>
    </message>
    <message>
        <source>“{name}” is already there.</source>
        <translation>„{name}“ gibt es schon.</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>Ersetzen</translation>
    </message>
</context>
<context>
    <name>words</name>
    <message>
        <source>processor</source>
        <translation>Prozessor</translation>
    </message>
    <message>
        <source>graphics of the Mac</source>
        <translation>Grafik des Mac</translation>
    </message>
</context>
</TS>
