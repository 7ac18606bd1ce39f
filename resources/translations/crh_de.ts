<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>ActDialog</name>
    <message numerus="yes">
        <source>%n photo(s)</source>
        <translation>
            <numerusform>%n Foto</numerusform>
            <numerusform>%n Fotos</numerusform>
        </translation>
    </message>
    <message>
        <source>{0} leave their folders. Of each of the {1} groups one copy stays where it is.</source>
        <translation>{0} verlassen ihre Ordner. Von jeder der {1} Gruppen bleibt eine Kopie, wo sie ist.</translation>
    </message>
    <message>
        <source>Every file is read again first; a group that changed since you looked is left alone. Undo (Ctrl+Z) or the History page bring everything back, also after a restart.</source>
        <translation>Jede Datei wird zuerst noch einmal gelesen; eine Gruppe, die sich seither geändert hat, wird nicht angetastet. „Rückgängig“ (Strg+Z) oder die Seite „Verlauf“ holen alles zurück, auch nach einem Neustart.</translation>
    </message>
    <message>
        <source>{0} and {1} more</source>
        <translation>{0} und {1} weitere</translation>
    </message>
    <message>
        <source>With them go: {0}.</source>
        <translation>Mit ihnen gehen: {0}.</translation>
    </message>
    <message>
        <source>Also where edits, a rating or keywords go that the copy that stays lacks</source>
        <translation>Auch wo Bearbeitungen, Bewertung oder Stichwörter der bleibenden Kopie fehlen</translation>
    </message>
    <message>
        <source>A copy on a removable drive is enough to stay</source>
        <translation>Eine Kopie auf einem Wechsellaufwerk genügt als bleibende Kopie</translation>
    </message>
    <message>
        <source>What is done with marked photos</source>
        <translation>Was mit markierten Fotos geschieht</translation>
    </message>
    <message>
        <source>Folder to move to</source>
        <translation>Zielordner</translation>
    </message>
    <message>
        <source>Folder to move to; the structure of folders is kept below it</source>
        <translation>Zielordner; die Ordnerstruktur bleibt darunter erhalten</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Wählen …</translation>
    </message>
    <message>
        <source>Links are offered where all marked photos are byte-identical.</source>
        <translation>Verknüpfungen gibt es, wo alle markierten Fotos Byte für Byte gleich sind.</translation>
    </message>
    <message>
        <source>Take over into the copy that stays, where it says nothing</source>
        <translation>In die bleibende Kopie übernehmen, wo sie nichts angibt</translation>
    </message>
    <message>
        <source>Written into an XMP file beside it, for programs that read those; the photo itself is not changed.</source>
        <translation>Wird in eine XMP-Datei daneben geschrieben, für Programme, die solche lesen; das Foto selbst wird nicht verändert.</translation>
    </message>
    <message>
        <source>Move {0} to the trash?</source>
        <translation>{0} in den Papierkorb verschieben?</translation>
    </message>
    <message>
        <source>Move {0} to another folder?</source>
        <translation>{0} in einen anderen Ordner verschieben?</translation>
    </message>
    <message>
        <source>Let {0} lead to the copy that stays?</source>
        <translation>{0} durch Verweise ersetzen?</translation>
    </message>
    <message>
        <source>Move to trash</source>
        <translation>In den Papierkorb verschieben</translation>
    </message>
    <message>
        <source>Move</source>
        <translation>Verschieben</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>Ersetzen</translation>
    </message>
    <message>
        <source>Nothing is deleted: the space is free once you empty the trash yourself.</source>
        <translation>Nichts wird gelöscht: Der Platz wird frei, sobald Sie selbst den Papierkorb leeren.</translation>
    </message>
    <message>
        <source>Nothing is deleted: the photos lie in the folder you choose.</source>
        <translation>Nichts wird gelöscht: Die Fotos liegen im gewählten Ordner.</translation>
    </message>
    <message>
        <source>Each stays a file of its own; they share their space until one is changed.</source>
        <translation>Jede bleibt eine eigene Datei; sie teilen sich den Platz, bis eine geändert wird.</translation>
    </message>
    <message>
        <source>Mind: they become one file with several names. Who edits one edits all.</source>
        <translation>Achtung: Sie werden eine Datei mit mehreren Namen. Wer eine bearbeitet, bearbeitet alle.</translation>
    </message>
    <message>
        <source>Mind: only a pointer stays in their place. Who edits it edits the copy that stays, and it leads nowhere once that is moved.</source>
        <translation>Achtung: An ihrer Stelle bleibt nur ein Verweis. Wer ihn bearbeitet, bearbeitet die bleibende Kopie, und er führt ins Leere, sobald diese verschoben wird.</translation>
    </message>
    <message>
        <source>Move to the trash</source>
        <translation>In den Papierkorb verschieben</translation>
    </message>
    <message>
        <source>Move to another folder</source>
        <translation>In einen anderen Ordner verschieben</translation>
    </message>
    <message>
        <source>Replace by copies that share their space (reflink)</source>
        <translation>Durch Kopien ersetzen, die sich den Platz teilen (Reflink)</translation>
    </message>
    <message>
        <source>Replace by hard links</source>
        <translation>Durch harte Verknüpfungen ersetzen</translation>
    </message>
    <message>
        <source>Replace by symbolic links</source>
        <translation>Durch symbolische Verknüpfungen ersetzen</translation>
    </message>
</context>
<context>
    <name>Acting</name>
    <message>
        <source>Files are being moved already. Wait until that has finished.</source>
        <translation>Es werden bereits Dateien verschoben. Warten Sie, bis das fertig ist.</translation>
    </message>
</context>
<context>
    <name>ActionStrip</name>
    <message>
        <source>Moving files</source>
        <translation>Dateien verschieben</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>What was left alone…</source>
        <translation>Was nicht angetastet wurde…</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Show in History</source>
        <translation>Im Verlauf zeigen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Bringing photos back…</source>
        <translation>Fotos werden zurückgeholt…</translation>
    </message>
    <message>
        <source>Looking at the photos again…</source>
        <translation>Die Fotos werden noch einmal geprüft…</translation>
    </message>
    <message>
        <source>Bringing back</source>
        <translation>Zurückholen</translation>
    </message>
    <message>
        <source>Moving</source>
        <translation>Verschieben</translation>
    </message>
    <message>
        <source>{0}: {1} of {2} photos</source>
        <translation>{0}: {1} von {2} Fotos</translation>
    </message>
    <message>
        <source>{0} left</source>
        <translation>noch {0}</translation>
    </message>
    <message>
        <source>Stopping after the file that is being moved…</source>
        <translation>Nach der Datei, die gerade verschoben wird, ist Schluss…</translation>
    </message>
    <message>
        <source>{0} more are listed in the History.</source>
        <translation>{0} weitere stehen im Verlauf.</translation>
    </message>
    <message>
        <source>Left alone</source>
        <translation>Nicht angetastet</translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s)</source>
        <translation>
            <numerusform>%n Foto</numerusform>
            <numerusform>%n Fotos</numerusform>
        </translation>
    </message>
    <message>
        <source>{0} are back where they were.</source>
        <translation>{0} wieder am alten Platz.</translation>
    </message>
    <message>
        <source>{0} copied into the library.</source>
        <translation>{0} in die Bibliothek kopiert.</translation>
    </message>
    <message>
        <source>{0} moved.</source>
        <translation>{0} verschoben.</translation>
    </message>
    <message>
        <source>{0} ({1}) are in the trash. One copy of each stayed where it was.</source>
        <translation>{0} ({1}) im Papierkorb. Von jedem blieb eine Kopie, wo sie war.</translation>
    </message>
    <message>
        <source>{0} now lead to the copy that stayed; the old files are in the trash.</source>
        <translation>{0} jetzt mit der gebliebenen Kopie verbunden; die alten Dateien sind im Papierkorb.</translation>
    </message>
    <message numerus="yes">
        <source>%n sidecar(s) written beside copies that stay.</source>
        <translation>
            <numerusform>%n Begleitdatei neben bleibende Kopien geschrieben.</numerusform>
            <numerusform>%n Begleitdateien neben bleibende Kopien geschrieben.</numerusform>
        </translation>
    </message>
    <message>
        <source>{0} files are in a holding folder, because their drive has no trash.</source>
        <translation>{0} Dateien sind in einem Auffangordner, weil ihr Laufwerk keinen Papierkorb hat.</translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) left alone.</source>
        <translation>
            <numerusform>%n Foto nicht angetastet.</numerusform>
            <numerusform>%n Fotos nicht angetastet.</numerusform>
        </translation>
    </message>
    <message>
        <source>{0} files were not found again where they went: look at the drive.</source>
        <translation>{0} Dateien wurden an ihrem neuen Ort nicht wiedergefunden: Sehen Sie auf dem Laufwerk nach.</translation>
    </message>
    <message>
        <source>You stopped it there.</source>
        <translation>Sie haben hier abgebrochen.</translation>
    </message>
</context>
<context>
    <name>BatchList</name>
    <message numerus="yes">
        <source>%n photo(s)</source>
        <translation>
            <numerusform>%n Foto</numerusform>
            <numerusform>%n Fotos</numerusform>
        </translation>
    </message>
    <message>
        <source>{0} back</source>
        <translation>{0} zurückgeholt</translation>
    </message>
    <message>
        <source>{0} left alone</source>
        <translation>{0} nicht angetastet</translation>
    </message>
</context>
<context>
    <name>ClassList</name>
    <message>
        <source>Classes</source>
        <extracomment>So many classes get a card; the rest is counted.</extracomment>
        <translation>Klassen</translation>
    </message>
    <message>
        <source>and {0} more classes</source>
        <translation>und {0} weitere Klassen</translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s)</source>
        <translation>
            <numerusform>%n Foto</numerusform>
            <numerusform>%n Fotos</numerusform>
        </translation>
    </message>
    <message>
        <source>{0}, {1} photos</source>
        <translation>{0}, {1} Fotos</translation>
    </message>
</context>
<context>
    <name>Companion</name>
    <message>
        <source>The photos are up to date.</source>
        <extracomment>Jobs that took longer, in seconds, are told of when they end behind another window. Seconds between two looks at the battery.</extracomment>
        <translation>Die Fotos sind auf dem neuesten Stand.</translation>
    </message>
    <message>
        <source>Paused while the computer runs on battery.</source>
        <translation>Angehalten, solange der Rechner auf Akku läuft.</translation>
    </message>
</context>
<context>
    <name>Context</name>
    <message>
        <source>{0} manages this folder: it is a reference folder now, so nothing in it is ever moved ({1}).</source>
        <translation>{0} verwaltet diesen Ordner: Er ist jetzt ein Referenzordner, darin wird also nie etwas verschoben ({1}).</translation>
    </message>
    <message>
        <source>Something else is running. Wait for it, or cancel it below.</source>
        <translation>Es läuft gerade etwas anderes. Warten Sie darauf oder brechen Sie es unten ab.</translation>
    </message>
</context>
<context>
    <name>Counted</name>
    <message numerus="yes">
        <source>%n bit(s)</source>
        <translation>
            <numerusform>%n Bit</numerusform>
            <numerusform>%n Bit</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s)</source>
        <translation>
            <numerusform>%n Foto</numerusform>
            <numerusform>%n Fotos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n video(s)</source>
        <translation>
            <numerusform>%n Video</numerusform>
            <numerusform>%n Videos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n other file(s)</source>
        <translation>
            <numerusform>%n andere Datei</numerusform>
            <numerusform>%n andere Dateien</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n still to read</source>
        <translation>
            <numerusform>%n noch zu lesen</numerusform>
            <numerusform>%n noch zu lesen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Crash</name>
    <message>
        <source>Something unexpected happened. Your photos and the library are untouched, and you can go on.</source>
        <translation>Etwas Unerwartetes ist geschehen. Ihre Fotos und die Bibliothek sind unberührt, und Sie können weiterarbeiten.</translation>
    </message>
    <message>
        <source>The program ended unexpectedly the last time. Your photos and the library are untouched.</source>
        <translation>Das Programm wurde beim letzten Mal unerwartet beendet. Ihre Fotos und die Bibliothek sind unberührt.</translation>
    </message>
</context>
<context>
    <name>CrashDialog</name>
    <message>
        <source>Report</source>
        <translation>Bericht</translation>
    </message>
    <message>
        <source>The report stays on this machine and names no photos. Nothing is sent; copy it if you want to.</source>
        <translation>Der Bericht bleibt auf diesem Rechner und nennt keine Fotos. Nichts wird gesendet; kopieren Sie ihn, wenn Sie möchten.</translation>
    </message>
    <message>
        <source>Copy report</source>
        <translation>Bericht kopieren</translation>
    </message>
    <message>
        <source>Open log folder</source>
        <translation>Protokollordner öffnen</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>Kopiert</translation>
    </message>
</context>
<context>
    <name>Deciding</name>
    <message>
        <source>Not duplicates</source>
        <translation>Keine Duplikate</translation>
    </message>
    <message>
        <source>Alternates</source>
        <translation>Varianten</translation>
    </message>
    <message>
        <source>Pull out of group</source>
        <translation>Aus Gruppe herausnehmen</translation>
    </message>
    <message>
        <source>Split here</source>
        <translation>Hier teilen</translation>
    </message>
    <message>
        <source>Make keeper</source>
        <translation>Dieses behalten</translation>
    </message>
    <message>
        <source>No two of this group belong together</source>
        <translation>Keine zwei Fotos dieser Gruppe gehören zusammen</translation>
    </message>
    <message>
        <source>This photo and the keeper never come into one group again</source>
        <translation>Dieses und das behaltene Foto kommen nie mehr in eine Gruppe</translation>
    </message>
    <message>
        <source>Keep both: kin, but never offered as duplicates again</source>
        <translation>Beide behalten: verwandt, aber nie mehr als Duplikate angeboten</translation>
    </message>
    <message>
        <source>Take this photo out; the others stay together</source>
        <translation>Dieses Foto herausnehmen; die anderen bleiben zusammen</translation>
    </message>
    <message>
        <source>This photo and those after it become a group of their own</source>
        <translation>Dieses Foto und die danach werden eine eigene Gruppe</translation>
    </message>
    <message>
        <source>Byte-identical copies are one picture</source>
        <translation>Byte für Byte gleiche Kopien sind ein Bild</translation>
    </message>
    <message>
        <source>keeping {0}</source>
        <translation>{0} behalten</translation>
    </message>
    <message>
        <source>the group of {0}</source>
        <translation>die Gruppe von {0}</translation>
    </message>
    <message>
        <source>“Not duplicates” for {0}</source>
        <translation>„Keine Duplikate“ für {0}</translation>
    </message>
    <message>
        <source>“Alternates” for {0}</source>
        <translation>„Varianten“ für {0}</translation>
    </message>
    <message>
        <source>pulling out {0}</source>
        <translation>{0} herausnehmen</translation>
    </message>
    <message>
        <source>splitting at {0}</source>
        <translation>bei {0} teilen</translation>
    </message>
</context>
<context>
    <name>DuplicatesPage</name>
    <message>
        <source>Comparing</source>
        <translation>Vergleich</translation>
    </message>
    <message>
        <source>Duplicates</source>
        <translation>Duplikate</translation>
    </message>
    <message numerus="yes">
        <source>%n group(s)</source>
        <translation>
            <numerusform>%n Gruppe</numerusform>
            <numerusform>%n Gruppen</numerusform>
        </translation>
    </message>
    <message>
        <source>{0} photos beside the keepers</source>
        <translation>{0} Fotos neben den behaltenen</translation>
    </message>
    <message>
        <source>can free {0}</source>
        <translation>kann {0} freigeben</translation>
    </message>
    <message>
        <source>No group fits the filter</source>
        <translation>Keine Gruppe passt zum Filter</translation>
    </message>
    <message>
        <source>Clear the filter above to see all groups again.</source>
        <translation>Leeren Sie den Filter oben, um wieder alle Gruppen zu sehen.</translation>
    </message>
    <message>
        <source>Looking for duplicates</source>
        <translation>Duplikate werden gesucht</translation>
    </message>
    <message>
        <source>The groups appear here in a moment.</source>
        <translation>Die Gruppen erscheinen gleich hier.</translation>
    </message>
    <message>
        <source>No similar photos found</source>
        <translation>Keine ähnlichen Fotos gefunden</translation>
    </message>
    <message>
        <source>Nothing in the library lies within this range. Widen it, or add a folder.</source>
        <translation>Nichts in der Bibliothek liegt in diesem Bereich. Erweitern Sie ihn oder fügen Sie einen Ordner hinzu.</translation>
    </message>
    <message>
        <source>No duplicates found</source>
        <translation>Keine Duplikate gefunden</translation>
    </message>
    <message>
        <source>Nothing in the library matches this closely. Add a folder, move the slider to the left, or choose another level.</source>
        <translation>Nichts in der Bibliothek stimmt so genau überein. Fügen Sie einen Ordner hinzu, schieben Sie den Regler nach links oder wählen Sie eine andere Stufe.</translation>
    </message>
    <message>
        <source>No longer in the library</source>
        <translation>Nicht mehr in der Bibliothek</translation>
    </message>
    <message>
        <source>This photo was removed meanwhile.</source>
        <translation>Dieses Foto wurde inzwischen entfernt.</translation>
    </message>
    <message>
        <source>The first is the suggested keeper; what you decide now is about its whole group.</source>
        <translation>Das erste ist der Vorschlag zum Behalten; was Sie jetzt entscheiden, gilt für seine ganze Gruppe.</translation>
    </message>
    <message>
        <source>Not verified against this keeper.</source>
        <translation>Nicht gegen dieses behaltene Foto geprüft.</translation>
    </message>
    <message>
        <source>{0} are byte-identical: start here</source>
        <translation>{0} sind Byte für Byte gleich: hier anfangen</translation>
    </message>
    <message>
        <source>Marked photos can be moved now. Every move can be undone.</source>
        <translation>Markierte Fotos können jetzt verschoben werden. Jedes Verschieben lässt sich zurücknehmen.</translation>
    </message>
    <message>
        <source>Compare large</source>
        <translation>Groß vergleichen</translation>
    </message>
    <message>
        <source>View full screen</source>
        <translation>Im Vollbild ansehen</translation>
    </message>
</context>
<context>
    <name>Evidence</name>
    <message>
        <source>Code</source>
        <translation>Code</translation>
    </message>
    <message>
        <source>{0} of 256 bits differ</source>
        <translation>{0} von 256 Bits verschieden</translation>
    </message>
    <message>
        <source>Perceptual codes, at the best of eight turns</source>
        <translation>Wahrnehmungscodes, bei der besten von acht Drehungen</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>Agreement of the aligned pictures, 0 to 1</source>
        <translation>Übereinstimmung der ausgerichteten Bilder, 0 bis 1</translation>
    </message>
    <message>
        <source>Overlap</source>
        <translation>Überlappung</translation>
    </message>
    <message>
        <source>How much of the smaller picture lies inside the other</source>
        <translation>Wie viel vom kleineren Bild im anderen liegt</translation>
    </message>
    <message>
        <source>Points</source>
        <translation>Punkte</translation>
    </message>
    <message>
        <source>{0} agree</source>
        <translation>{0} stimmen überein</translation>
    </message>
    <message>
        <source>not needed</source>
        <translation>nicht nötig</translation>
    </message>
    <message>
        <source>Point matches that agree with the alignment</source>
        <translation>Punktpaare, die zur Ausrichtung passen</translation>
    </message>
    <message>
        <source>Left over</source>
        <translation>Rest</translation>
    </message>
    <message>
        <source>{0} of 255 grey levels</source>
        <translation>{0} von 255 Graustufen</translation>
    </message>
    <message>
        <source>What still differs after alignment, frames and marks left out</source>
        <translation>Was nach dem Ausrichten noch abweicht, ohne Rahmen und Zeichen</translation>
    </message>
    <message>
        <source>rot90</source>
        <translation>rot90</translation>
    </message>
    <message>
        <source>rot180</source>
        <translation>rot180</translation>
    </message>
    <message>
        <source>rot270</source>
        <translation>rot270</translation>
    </message>
    <message>
        <source>mirror</source>
        <translation>mirror</translation>
    </message>
    <message>
        <source>flip</source>
        <translation>flip</translation>
    </message>
    <message>
        <source>transpose</source>
        <translation>transpose</translation>
    </message>
    <message>
        <source>transverse</source>
        <translation>transverse</translation>
    </message>
    <message>
        <source>turned 90° clockwise</source>
        <translation>um 90° im Uhrzeigersinn gedreht</translation>
    </message>
    <message>
        <source>turned upside down</source>
        <translation>auf den Kopf gestellt</translation>
    </message>
    <message>
        <source>turned 90° counter-clockwise</source>
        <translation>um 90° gegen den Uhrzeigersinn gedreht</translation>
    </message>
    <message>
        <source>mirrored</source>
        <translation>gespiegelt</translation>
    </message>
    <message>
        <source>mirrored top to bottom</source>
        <translation>von oben nach unten gespiegelt</translation>
    </message>
    <message>
        <source>mirrored and turned 90° counter-clockwise</source>
        <translation>gespiegelt und um 90° gegen den Uhrzeigersinn gedreht</translation>
    </message>
    <message>
        <source>mirrored and turned 90° clockwise</source>
        <translation>gespiegelt und um 90° im Uhrzeigersinn gedreht</translation>
    </message>
    <message>
        <source>black and white</source>
        <translation>schwarz-weiß</translation>
    </message>
    <message>
        <source>coloured</source>
        <translation>farbig</translation>
    </message>
    <message>
        <source>brighter</source>
        <translation>heller</translation>
    </message>
    <message>
        <source>darker</source>
        <translation>dunkler</translation>
    </message>
    <message>
        <source>more contrast</source>
        <translation>mehr Kontrast</translation>
    </message>
    <message>
        <source>less contrast</source>
        <translation>weniger Kontrast</translation>
    </message>
    <message>
        <source>stronger colours</source>
        <translation>kräftigere Farben</translation>
    </message>
    <message>
        <source>weaker colours</source>
        <translation>blassere Farben</translation>
    </message>
    <message>
        <source>in black and white</source>
        <translation>in Schwarz-Weiß</translation>
    </message>
    <message>
        <source>in colour</source>
        <translation>in Farbe</translation>
    </message>
    <message>
        <source>a little brighter</source>
        <translation>etwas heller</translation>
    </message>
    <message>
        <source>a little darker</source>
        <translation>etwas dunkler</translation>
    </message>
    <message>
        <source>with more contrast</source>
        <translation>mit mehr Kontrast</translation>
    </message>
    <message>
        <source>with less contrast</source>
        <translation>mit weniger Kontrast</translation>
    </message>
    <message>
        <source>with stronger colours</source>
        <translation>mit kräftigeren Farben</translation>
    </message>
    <message>
        <source>with weaker colours</source>
        <translation>mit blasseren Farben</translation>
    </message>
    <message>
        <source>first</source>
        <translation>erstes</translation>
    </message>
    <message>
        <source>second</source>
        <translation>zweites</translation>
    </message>
    <message>
        <source>.0f</source>
        <translation>.0f</translation>
    </message>
    <message>
        <source>.1f</source>
        <translation>.1f</translation>
    </message>
    <message>
        <source>turned {0}° clockwise</source>
        <translation>um {0}° im Uhrzeigersinn gedreht</translation>
    </message>
    <message>
        <source>turned {0}° counter-clockwise</source>
        <translation>um {0}° gegen den Uhrzeigersinn gedreht</translation>
    </message>
    <message>
        <source>{second} was made from {first}:</source>
        <translation>{second} ist {first}, bearbeitet:</translation>
    </message>
    <message>
        <source>{second} is {first},</source>
        <translation>{second} ist {first},</translation>
    </message>
    <message>
        <source>with text or a mark laid over it</source>
        <translation>mit Text oder einem Zeichen darüber</translation>
    </message>
    <message>
        <source>text or a mark on one of them</source>
        <translation>Text oder ein Zeichen auf einem der beiden</translation>
    </message>
    <message>
        <source>smaller</source>
        <translation>kleiner</translation>
    </message>
    <message>
        <source>larger</source>
        <translation>größer</translation>
    </message>
    <message>
        <source>{second} shows {first} inside a larger picture, such as a screenshot or a collage</source>
        <translation>{second} zeigt {first} in einem größeren Bild, etwa einem Bildschirmfoto oder einer Collage</translation>
    </message>
    <message>
        <source>same file</source>
        <translation>gleiche Datei</translation>
    </message>
    <message>
        <source>same pixels</source>
        <translation>gleiche Pixel</translation>
    </message>
    <message>
        <source>looks alike</source>
        <translation>sieht ähnlich aus</translation>
    </message>
    <message>
        <source>no match</source>
        <translation>keine Übereinstimmung</translation>
    </message>
    <message>
        <source>shows more around</source>
        <translation>zeigt mehr ringsum</translation>
    </message>
    <message>
        <source>{second} is {first} saved again {word}: {other} pixels instead of {one}.</source>
        <translation>{second} ist {first}, {word} neu gespeichert: {other} Pixel statt {one}.</translation>
    </message>
    <message>
        <source>{first} and {second} are one picture, saved twice.</source>
        <translation>{first} und {second} sind ein Bild, zweimal gespeichert.</translation>
    </message>
    <message>
        <source>{first} and {second} are the same file, byte for byte.</source>
        <translation>{first} und {second} sind dieselbe Datei, Byte für Byte.</translation>
    </message>
    <message>
        <source>{first} and {second} have the same pixels; only the format or the data beside them differ.</source>
        <translation>{first} und {second} haben die gleichen Pixel; nur das Format oder die Daten daneben unterscheiden sich.</translation>
    </message>
    <message>
        <source>{first} and {second} look alike, but nothing shows that they are one exposure.</source>
        <translation>{first} und {second} sehen ähnlich aus, aber nichts zeigt, dass sie eine einzige Aufnahme sind.</translation>
    </message>
    <message>
        <source>Nothing shows that {first} and {second} are one picture.</source>
        <translation>Nichts zeigt, dass {first} und {second} ein Bild sind.</translation>
    </message>
    <message>
        <source>{second} is a crop of {first}</source>
        <translation>{second} zeigt {first} als Ausschnitt</translation>
    </message>
    <message>
        <source>with text</source>
        <translation>mit Text</translation>
    </message>
    <message>
        <source>turned {0}°</source>
        <translation>um {0}° gedreht</translation>
    </message>
    <message>
        <source>part of it</source>
        <translation>ein Teil davon</translation>
    </message>
    <message>
        <source>inside a larger picture</source>
        <translation>in einem größeren Bild</translation>
    </message>
    <message>
        <source>crop, {0} %</source>
        <translation>Ausschnitt, {0} %</translation>
    </message>
    <message>
        <source>{second} is {first} saved again: same cut, same size, other compression.</source>
        <translation>{second} ist {first}, neu gespeichert: gleicher Ausschnitt, gleiche Größe, andere Komprimierung.</translation>
    </message>
    <message>
        <source>{first} and {second} show parts of one picture</source>
        <translation>{first} und {second} zeigen Teile eines Bildes</translation>
    </message>
    <message>
        <source>re-saved smaller</source>
        <translation>kleiner neu gespeichert</translation>
    </message>
    <message>
        <source>mirrored and {0}</source>
        <translation>gespiegelt und {0}</translation>
    </message>
    <message>
        <source>mirrored, {0}</source>
        <translation>gespiegelt, {0}</translation>
    </message>
    <message>
        <source>{second} is {first} with a frame around it</source>
        <translation>{second} ist {first} mit einem Rahmen darum</translation>
    </message>
    <message>
        <source>without the frame</source>
        <translation>ohne den Rahmen</translation>
    </message>
    <message>
        <source>with a frame</source>
        <translation>mit Rahmen</translation>
    </message>
    <message>
        <source>re-saved larger</source>
        <translation>größer neu gespeichert</translation>
    </message>
    <message>
        <source>re-saved</source>
        <translation>neu gespeichert</translation>
    </message>
    <message>
        <source>{0} % of its area</source>
        <translation>{0} % der Fläche</translation>
    </message>
    <message>
        <source>{first} and {second} are one picture, one of them with a frame</source>
        <translation>{first} und {second} sind ein Bild, eines davon mit Rahmen</translation>
    </message>
    <message>
        <source>The same file</source>
        <translation>Dieselbe Datei</translation>
    </message>
    <message>
        <source>The same pixels</source>
        <translation>Dieselben Pixel</translation>
    </message>
    <message>
        <source>Near-identical: one exposure</source>
        <translation>Nahezu gleich: eine Aufnahme</translation>
    </message>
    <message>
        <source>Similar, not the same exposure</source>
        <translation>Ähnlich, nicht dieselbe Aufnahme</translation>
    </message>
    <message>
        <source>Not the same picture</source>
        <translation>Nicht dasselbe Bild</translation>
    </message>
    <message>
        <source>the first</source>
        <translation>das erste</translation>
    </message>
    <message>
        <source>the second</source>
        <translation>das zweite</translation>
    </message>
</context>
<context>
    <name>EvidencePanel</name>
    <message>
        <source>Evidence</source>
        <translation>Beleg</translation>
    </message>
    <message>
        <source>No photo chosen</source>
        <translation>Kein Foto gewählt</translation>
    </message>
    <message>
        <source>Choose a photo of a group to see why it belongs there.</source>
        <translation>Wählen Sie ein Foto einer Gruppe, um zu sehen, warum es dazugehört.</translation>
    </message>
    <message>
        <source>same picture</source>
        <translation>gleiches Bild</translation>
    </message>
</context>
<context>
    <name>Facts</name>
    <message>
        <source>Dimensions</source>
        <translation>Abmessungen</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>Format</translation>
    </message>
    <message>
        <source>JPEG quality</source>
        <translation>JPEG-Qualität</translation>
    </message>
    <message>
        <source>File changed</source>
        <translation>Datei geändert</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Make</source>
        <translation>Hersteller</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>Kamera</translation>
    </message>
    <message>
        <source>Lens</source>
        <translation>Objektiv</translation>
    </message>
    <message>
        <source>Taken</source>
        <translation>Aufgenommen</translation>
    </message>
    <message>
        <source>Digitised</source>
        <translation>Digitalisiert</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>Geändert</translation>
    </message>
    <message>
        <source>Software</source>
        <translation>Software</translation>
    </message>
    <message>
        <source>Artist</source>
        <translation>Urheber</translation>
    </message>
    <message>
        <source>Copyright</source>
        <translation>Copyright</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>Beschreibung</translation>
    </message>
    <message>
        <source>ISO</source>
        <translation>ISO</translation>
    </message>
    <message>
        <source>Orientation</source>
        <translation>Ausrichtung</translation>
    </message>
    <message>
        <source>Image number</source>
        <translation>Bildnummer</translation>
    </message>
    <message>
        <source>Unique id</source>
        <translation>Eindeutige Kennung</translation>
    </message>
    <message>
        <source>Serial number</source>
        <translation>Seriennummer</translation>
    </message>
    <message>
        <source>Exposure</source>
        <translation>Belichtung</translation>
    </message>
    <message>
        <source>Aperture</source>
        <translation>Blende</translation>
    </message>
    <message>
        <source>Focal length</source>
        <translation>Brennweite</translation>
    </message>
    <message>
        <source>Flash</source>
        <translation>Blitz</translation>
    </message>
    <message>
        <source>Place (GPS)</source>
        <translation>Ort (GPS)</translation>
    </message>
    <message>
        <source>Keywords</source>
        <translation>Stichwörter</translation>
    </message>
    <message>
        <source>Rating</source>
        <translation>Bewertung</translation>
    </message>
    <message>
        <source>Pixels</source>
        <translation>Pixel</translation>
    </message>
    <message>
        <source>Frames</source>
        <translation>Einzelbilder</translation>
    </message>
    <message>
        <source>Colour profile</source>
        <translation>Farbprofil</translation>
    </message>
    <message>
        <source>says when it was taken</source>
        <translation>nennt das Aufnahmedatum</translation>
    </message>
    <message>
        <source>has GPS</source>
        <translation>hat GPS-Daten</translation>
    </message>
    <message>
        <source>has a rating</source>
        <translation>hat eine Bewertung</translation>
    </message>
    <message>
        <source>has keywords</source>
        <translation>hat Stichwörter</translation>
    </message>
    <message>
        <source>has a description</source>
        <translation>hat eine Beschreibung</translation>
    </message>
    <message>
        <source>names its lens</source>
        <translation>nennt sein Objektiv</translation>
    </message>
    <message>
        <source>has a colour profile</source>
        <translation>hat ein Farbprofil</translation>
    </message>
    <message>
        <source>{0}× more pixels</source>
        <translation>{0}× so viele Pixel</translation>
    </message>
    <message>
        <source>JPEG quality {0} against {1}</source>
        <translation>JPEG-Qualität {0} gegenüber {1}</translation>
    </message>
    <message>
        <source>{0} against {1}</source>
        <translation>{0} gegenüber {1}</translation>
    </message>
    <message>
        <source>{0}: {1} against {2}</source>
        <translation>{0}: {1} gegenüber {2}</translation>
    </message>
</context>
<context>
    <name>FactsPanel</name>
    <message>
        <source>What tells them apart</source>
        <translation>Was sie unterscheidet</translation>
    </message>
    <message>
        <source>Show rows that are equal too</source>
        <translation>Auch gleiche Zeilen zeigen</translation>
    </message>
    <message>
        <source>What the files say</source>
        <translation>Was in den Dateien steht</translation>
    </message>
    <message>
        <source>Row</source>
        <translation>Angabe</translation>
    </message>
    <message>
        <source>First</source>
        <translation>Erstes</translation>
    </message>
    <message>
        <source>Second</source>
        <translation>Zweites</translation>
    </message>
    <message>
        <source>{0}, differs</source>
        <translation>{0}, verschieden</translation>
    </message>
    <message>
        <source>Both: {0}.</source>
        <translation>Beide: {0}.</translation>
    </message>
    <message>
        <source>Nothing tells these two files apart but their names.</source>
        <translation>Diese beiden Dateien unterscheiden sich nur im Namen.</translation>
    </message>
</context>
<context>
    <name>FileZone</name>
    <message>
        <source>Choose file…</source>
        <translation>Datei wählen…</translation>
    </message>
    <message>
        <source>Drop a picture here, or paste with Ctrl+V</source>
        <translation>Ein Bild hierher ziehen oder mit Strg+V einfügen</translation>
    </message>
    <message>
        <source>A network address: nothing is fetched. Save the picture first.</source>
        <translation>Eine Netzadresse: Es wird nichts geladen. Speichern Sie das Bild zuerst.</translation>
    </message>
    <message>
        <source>There is no picture in what was dropped or pasted.</source>
        <translation>Was Sie abgelegt oder eingefügt haben, enthält kein Bild.</translation>
    </message>
</context>
<context>
    <name>FilesDialog</name>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Grund</translation>
    </message>
</context>
<context>
    <name>FilterBar</name>
    <message>
        <source>Filter by name or folder</source>
        <extracomment>Typing stops for this long before groups are filtered. Formats by the words people use.</extracomment>
        <translation>Nach Name oder Ordner filtern</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>Filter leeren</translation>
    </message>
    <message>
        <source>All formats</source>
        <translation>Alle Formate</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>Format</translation>
    </message>
    <message>
        <source>Most to free</source>
        <translation>Größte Ersparnis</translation>
    </message>
    <message>
        <source>Largest</source>
        <translation>Größte</translation>
    </message>
    <message>
        <source>Newest</source>
        <translation>Neueste</translation>
    </message>
    <message>
        <source>Oldest</source>
        <translation>Älteste</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Strictest match</source>
        <translation>Genaueste Übereinstimmung</translation>
    </message>
    <message>
        <source>Sort groups by</source>
        <translation>Gruppen sortieren nach</translation>
    </message>
    <message>
        <source>Some dates</source>
        <translation>Zeitraum</translation>
    </message>
    <message>
        <source>Any date</source>
        <translation>Jedes Datum</translation>
    </message>
    <message>
        <source>Show only groups with a photo taken between two days</source>
        <translation>Nur Gruppen mit einem Foto zeigen, das zwischen zwei Tagen aufgenommen wurde</translation>
    </message>
    <message>
        <source>Taken on or after</source>
        <translation>Aufgenommen ab</translation>
    </message>
    <message>
        <source>Taken on or before</source>
        <translation>Aufgenommen bis</translation>
    </message>
</context>
<context>
    <name>FirstRunPage</name>
    <message>
        <source>Find the photos you have twice</source>
        <translation>Finden Sie die Fotos, die Sie doppelt haben</translation>
    </message>
    <message>
        <source>Your folders are read once. Identical files show up first, look-alikes follow.</source>
        <translation>Ihre Ordner werden einmal gelesen. Zuerst erscheinen identische Dateien, dann ähnliche Fotos.</translation>
    </message>
    <message>
        <source>Nothing leaves this machine: no account, no upload, no network.</source>
        <translation>Nichts verlässt diesen Rechner: kein Konto, kein Hochladen, kein Netz.</translation>
    </message>
    <message>
        <source>Nothing is written into your photo folders until you act.</source>
        <translation>In Ihre Fotoordner wird nichts geschrieben, bis Sie selbst handeln.</translation>
    </message>
    <message>
        <source>Drop folders of photos here</source>
        <translation>Ordner mit Fotos hierher ziehen</translation>
    </message>
    <message>
        <source>Add a folder…</source>
        <translation>Ordner hinzufügen…</translation>
    </message>
    <message>
        <source>Try the sample photos</source>
        <translation>Beispielfotos ausprobieren</translation>
    </message>
    <message>
        <source>Drop a folder here, or</source>
        <translation>Einen Ordner hierher ziehen oder</translation>
    </message>
    <message>
        <source>The samples cannot be copied to {0}: {1}.</source>
        <translation>Die Beispiele lassen sich nicht nach {0} kopieren: {1}.</translation>
    </message>
</context>
<context>
    <name>FolderTree</name>
    <message>
        <source>Folders</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>All photos</source>
        <translation>Alle Fotos</translation>
    </message>
    <message>
        <source>Scan again</source>
        <translation>Neu einlesen</translation>
    </message>
    <message>
        <source>It lies elsewhere now…</source>
        <translation>Er liegt jetzt woanders …</translation>
    </message>
    <message>
        <source>Remove from library (keeps the files)</source>
        <translation>Aus der Bibliothek entfernen (Dateien bleiben)</translation>
    </message>
</context>
<context>
    <name>FolderWatch</name>
    <message>
        <source>The folders cannot be watched ({0}). Scan by hand, or watch fewer folders.</source>
        <extracomment>Changes are gathered for this long, so that a copied folder is one scan. What the program itself makes in a library folder, and what others make beside photos while they write.</extracomment>
        <translation>Die Ordner können nicht überwacht werden ({0}). Durchsuchen Sie sie von Hand, oder überwachen Sie weniger Ordner.</translation>
    </message>
</context>
<context>
    <name>FoldersDialog</name>
    <message>
        <source>Folder overlap</source>
        <translation>Ordner mit gleichen Fotos</translation>
    </message>
    <message>
        <source>Folders that hold copies of each other&apos;s photos</source>
        <translation>Ordner, die Kopien der Fotos des jeweils anderen enthalten</translation>
    </message>
    <message>
        <source>No folders share photos</source>
        <translation>Keine Ordner haben Fotos gemeinsam</translation>
    </message>
    <message>
        <source>All copies in these groups lie in the same folders.</source>
        <translation>Alle Kopien dieser Gruppen liegen im selben Ordner.</translation>
    </message>
    <message>
        <source>Looking at the groups…</source>
        <translation>Die Gruppen werden durchgesehen…</translation>
    </message>
    <message>
        <source>Show the groups</source>
        <translation>Gruppen zeigen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Which folders hold copies of each other</source>
        <translation>Welche Ordner Kopien voneinander enthalten</translation>
    </message>
    <message>
        <source>Only the same file, the same pixels or the same picture saved again is marked; nothing moves yet.</source>
        <translation>Nur die gleiche Datei, die gleichen Pixel oder das gleiche Bild, neu gespeichert, wird markiert; noch wird nichts verschoben.</translation>
    </message>
    <message>
        <source>Mark copies in “{0}”</source>
        <translation>Kopien in „{0}“ markieren</translation>
    </message>
    <message>
        <source>Mark copies</source>
        <translation>Kopien markieren</translation>
    </message>
    <message>
        <source>What {0} holds too stays there</source>
        <translation>Was auch in {0} liegt, bleibt dort</translation>
    </message>
    <message>
        <source>{0} pairs of folders. Choose one, then mark the copies in either.</source>
        <translation>{0} Ordnerpaare. Wählen Sie eines und markieren Sie dann die Kopien in einem der beiden Ordner.</translation>
    </message>
    <message>
        <source>{0} photos marked. They move only when you say so.</source>
        <translation>{0} Fotos markiert. Verschoben werden sie erst, wenn Sie es sagen.</translation>
    </message>
</context>
<context>
    <name>GroupDelegate</name>
    <message numerus="yes">
        <source>%n photo(s)</source>
        <translation>
            <numerusform>%n Foto</numerusform>
            <numerusform>%n Fotos</numerusform>
        </translation>
    </message>
    <message>
        <source>can free {0}</source>
        <translation>kann {0} freigeben</translation>
    </message>
</context>
<context>
    <name>GroupListModel</name>
    <message>
        <source>{0} group of {1} photos, can free {2}</source>
        <extracomment>How far from its old row a group is looked for after regrouping; every row looked at is a group made.</extracomment>
        <translation>{0}: Gruppe mit {1} Fotos, kann {2} freigeben</translation>
    </message>
</context>
<context>
    <name>GroupView</name>
    <message>
        <source>Groups of duplicates</source>
        <translation>Gruppen von Duplikaten</translation>
    </message>
</context>
<context>
    <name>HelpWindow</name>
    <message>
        <source>Help</source>
        <extracomment>Pages in the order of the list; the first line of each is its title.</extracomment>
        <translation>Hilfe</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>Seiten</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
</context>
<context>
    <name>History</name>
    <message>
        <source>Moved to trash</source>
        <translation>In den Papierkorb verschoben</translation>
    </message>
    <message>
        <source>Copied in</source>
        <translation>Hereinkopiert</translation>
    </message>
    <message>
        <source>Moved</source>
        <translation>Verschoben</translation>
    </message>
    <message>
        <source>Renamed</source>
        <translation>Umbenannt</translation>
    </message>
    <message>
        <source>Replaced by shared copies</source>
        <translation>Durch gemeinsam genutzte Kopien ersetzt</translation>
    </message>
    <message>
        <source>Replaced by hard links</source>
        <translation>Durch harte Links ersetzt</translation>
    </message>
    <message>
        <source>Replaced by symbolic links</source>
        <translation>Durch symbolische Links ersetzt</translation>
    </message>
    <message>
        <source>interrupted</source>
        <translation>unterbrochen</translation>
    </message>
    <message>
        <source>done</source>
        <translation>erledigt</translation>
    </message>
    <message>
        <source>left alone</source>
        <translation>nicht angetastet</translation>
    </message>
    <message>
        <source>back</source>
        <translation>zurückgeholt</translation>
    </message>
    <message>
        <source>in the trash</source>
        <translation>im Papierkorb</translation>
    </message>
    <message>
        <source>in the holding folder</source>
        <translation>im Auffangordner</translation>
    </message>
    <message>
        <source>moved</source>
        <translation>verschoben</translation>
    </message>
    <message>
        <source>replaced</source>
        <translation>ersetzt</translation>
    </message>
</context>
<context>
    <name>HistoryPage</name>
    <message>
        <source>What was done</source>
        <translation>Was getan wurde</translation>
    </message>
    <message>
        <source>Photos of the chosen action</source>
        <translation>Fotos der gewählten Aktion</translation>
    </message>
    <message>
        <source>Bring all back</source>
        <translation>Alle zurückholen</translation>
    </message>
    <message>
        <source>Bring back chosen</source>
        <translation>Gewählte zurückholen</translation>
    </message>
    <message>
        <source>Nothing was done yet</source>
        <translation>Noch nichts getan</translation>
    </message>
    <message>
        <source>Everything that moves a file is written down here before it happens, and can be brought back from here.</source>
        <translation>Alles, was eine Datei verschiebt, wird vorher hier aufgeschrieben und kann von hier zurückgeholt werden.</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>{0} lie in holding folders (.crh-held in your library folders), because their drives have no trash.</source>
        <translation>{0} liegen in Auffangordnern (.crh-held in Ihren Bibliotheksordnern), weil ihre Laufwerke keinen Papierkorb haben.</translation>
    </message>
</context>
<context>
    <name>InfoPanel</name>
    <message>
        <source>Photo details</source>
        <translation>Fotodetails</translation>
    </message>
    <message>
        <source>More like this</source>
        <translation>Mehr davon</translation>
    </message>
    <message>
        <source>View full screen</source>
        <translation>Im Vollbild ansehen</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>Ordner öffnen</translation>
    </message>
    <message>
        <source>Choose a photo to see its details.</source>
        <translation>Wählen Sie ein Foto, um seine Details zu sehen.</translation>
    </message>
</context>
<context>
    <name>ItemTable</name>
    <message>
        <source>Photo</source>
        <translation>Foto</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Where it is</source>
        <translation>Wo es ist</translation>
    </message>
    <message>
        <source>Copy that stayed</source>
        <translation>Gebliebene Kopie</translation>
    </message>
    <message>
        <source>where it was</source>
        <translation>wo es war</translation>
    </message>
    <message>
        <source>beside the copy that stayed</source>
        <translation>neben der bleibenden Kopie</translation>
    </message>
</context>
<context>
    <name>JobStrip</name>
    <message>
        <source>Running work</source>
        <translation>Laufende Arbeit</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>Bereit</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation>Wird gestartet…</translation>
    </message>
    <message>
        <source>Looking through folders</source>
        <translation>Ordner werden durchsucht</translation>
    </message>
    <message>
        <source>Reading photos</source>
        <translation>Fotos werden gelesen</translation>
    </message>
    <message>
        <source>Learning what photos show</source>
        <translation>Es wird gelernt, was Fotos zeigen</translation>
    </message>
    <message>
        <source>Finding duplicates</source>
        <translation>Duplikate werden gesucht</translation>
    </message>
    <message>
        <source>Comparing photos</source>
        <translation>Fotos werden verglichen</translation>
    </message>
    <message>
        <source>Comparing pixels</source>
        <translation>Pixel werden verglichen</translation>
    </message>
    <message>
        <source>Computing the new model&apos;s codes</source>
        <translation>Codes des neuen Modells werden berechnet</translation>
    </message>
    <message>
        <source>Looking at the classes</source>
        <translation>Klassen werden angesehen</translation>
    </message>
    <message>
        <source>Reading pictures</source>
        <translation>Bilder werden gelesen</translation>
    </message>
    <message>
        <source>Preparing pictures</source>
        <translation>Bilder werden vorbereitet</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>Training</translation>
    </message>
    <message>
        <source>Judging the model</source>
        <translation>Modell wird beurteilt</translation>
    </message>
    <message>
        <source>{0} of {1}</source>
        <translation>{0} von {1}</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>angehalten</translation>
    </message>
    <message>
        <source>about {0} left</source>
        <translation>noch etwa {0}</translation>
    </message>
    <message>
        <source>Everything is up to date</source>
        <translation>Alles ist auf dem neuesten Stand</translation>
    </message>
    <message>
        <source>Cancelled. What was read so far is kept.</source>
        <translation>Abgebrochen. Was bisher gelesen wurde, bleibt erhalten.</translation>
    </message>
    <message>
        <source>Cancelling…</source>
        <translation>Wird abgebrochen…</translation>
    </message>
</context>
<context>
    <name>Keeper</name>
    <message>
        <source>Lies in a reference folder</source>
        <extracomment>Changed groups that are listed.</extracomment>
        <translation>Liegt in einem Referenzordner</translation>
    </message>
    <message>
        <source>Lies in a preferred folder (the first named wins)</source>
        <translation>Liegt in einem bevorzugten Ordner (der zuerst genannte gewinnt)</translation>
    </message>
    <message>
        <source>Has more pixels</source>
        <translation>Hat mehr Pixel</translation>
    </message>
    <message>
        <source>Has its raw file beside it</source>
        <translation>Hat seine Raw-Datei daneben</translation>
    </message>
    <message>
        <source>Says when or by which camera it was taken</source>
        <translation>Sagt, wann oder mit welcher Kamera es aufgenommen wurde</translation>
    </message>
    <message>
        <source>Is in a camera&apos;s format, not converted</source>
        <translation>Ist im Format einer Kamera, nicht umgewandelt</translation>
    </message>
    <message>
        <source>Was saved with finer JPEG quality</source>
        <translation>Wurde mit feinerer JPEG-Qualität gespeichert</translation>
    </message>
    <message>
        <source>Is older (a date before 1990 tells nothing)</source>
        <translation>Ist älter (ein Datum vor 1990 sagt nichts)</translation>
    </message>
    <message>
        <source>Is newer</source>
        <translation>Ist neuer</translation>
    </message>
    <message>
        <source>Has more bytes</source>
        <translation>Hat mehr Bytes</translation>
    </message>
    <message>
        <source>Has fewer bytes</source>
        <translation>Hat weniger Bytes</translation>
    </message>
    <message>
        <source>Has no copy&apos;s or messenger&apos;s name</source>
        <translation>Heißt nicht wie eine Kopie oder ein Messenger-Bild</translation>
    </message>
    <message>
        <source>Has the shorter path</source>
        <translation>Hat den kürzeren Pfad</translation>
    </message>
    <message>
        <source>Usual</source>
        <translation>Üblich</translation>
    </message>
    <message>
        <source>Messenger copies</source>
        <translation>Messenger-Kopien</translation>
    </message>
    <message>
        <source>Phone backups</source>
        <translation>Handy-Sicherungen</translation>
    </message>
    <message>
        <source>Card import</source>
        <translation>Import von Speicherkarte</translation>
    </message>
    <message>
        <source>Takeout</source>
        <translation>Takeout</translation>
    </message>
    <message>
        <source>Exports of a photo program</source>
        <translation>Exporte eines Fotoprogramms</translation>
    </message>
</context>
<context>
    <name>KeeperDialog</name>
    <message>
        <source>Keeper rules</source>
        <translation>Regeln zum Behalten</translation>
    </message>
    <message>
        <source>Preset</source>
        <translation>Vorgabe</translation>
    </message>
    <message>
        <source>My own order</source>
        <translation>Eigene Reihenfolge</translation>
    </message>
    <message>
        <source>Criteria, the most important first</source>
        <translation>Kriterien, das wichtigste zuerst</translation>
    </message>
    <message>
        <source>Move up (Alt+Up)</source>
        <translation>Nach oben (Alt+Hoch)</translation>
    </message>
    <message>
        <source>Move down (Alt+Down)</source>
        <translation>Nach unten (Alt+Runter)</translation>
    </message>
    <message>
        <source>Preferred folders</source>
        <translation>Bevorzugte Ordner</translation>
    </message>
    <message>
        <source>Add folder…</source>
        <translation>Ordner hinzufügen…</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Groups whose keeper would change</source>
        <translation>Gruppen, in denen ein anderes Foto behalten würde</translation>
    </message>
    <message>
        <source>Use these rules</source>
        <translation>Diese Regeln verwenden</translation>
    </message>
    <message>
        <source>Which photo of a group is kept</source>
        <translation>Welches Foto einer Gruppe behalten wird</translation>
    </message>
    <message>
        <source>The first line that tells two photos apart decides. Drag lines to reorder them.</source>
        <translation>Die erste Zeile, die zwei Fotos unterscheidet, entscheidet. Ziehen Sie Zeilen, um sie umzuordnen.</translation>
    </message>
    <message>
        <source>Choose a folder to prefer</source>
        <translation>Bevorzugten Ordner wählen</translation>
    </message>
    <message>
        <source>Looking at the groups…</source>
        <translation>Die Gruppen werden durchgesehen…</translation>
    </message>
    <message>
        <source>In {0} of {1} groups another photo would be kept.</source>
        <translation>In {0} von {1} Gruppen würde ein anderes Foto behalten.</translation>
    </message>
    <message>
        <source>instead of {0}</source>
        <translation>statt {0}</translation>
    </message>
</context>
<context>
    <name>KeysDialog</name>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>All as they were</source>
        <translation>Alle zurücksetzen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Click a key and press another one to change it; Backspace takes it away.</source>
        <translation>Klicken Sie auf eine Taste und drücken Sie eine andere, um sie zu ändern; die Rücktaste entfernt sie.</translation>
    </message>
    <message>
        <source>Key for {0}</source>
        <translation>Taste für {0}</translation>
    </message>
    <message>
        <source>{0} is the key of “{1}” already. Choose another one, or change that first.</source>
        <translation>{0} ist schon die Taste für „{1}“. Wählen Sie eine andere oder ändern Sie zuerst jene.</translation>
    </message>
</context>
<context>
    <name>KnownDialog</name>
    <message>
        <source>Do I already have these?</source>
        <translation>Habe ich die schon?</translation>
    </message>
    <message>
        <source>Looking at {0}…</source>
        <translation>{0} wird durchgesehen…</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Show only what is new</source>
        <translation>Nur Neues zeigen</translation>
    </message>
    <message>
        <source>Files of the folder</source>
        <translation>Dateien des Ordners</translation>
    </message>
    <message>
        <source>Copy new ones…</source>
        <translation>Neue kopieren…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Nothing on the card or in the folder is ever changed; copies are checked byte for byte.</source>
        <translation>Auf der Karte und im Ordner wird nie etwas geändert; Kopien werden Byte für Byte geprüft.</translation>
    </message>
    <message>
        <source>Of {0} photos {1} are in the library, {2} as another version, and {3} are new.</source>
        <translation>Von {0} Fotos sind {1} in der Bibliothek, {2} in einer anderen Fassung, und {3} sind neu.</translation>
    </message>
    <message>
        <source>{0} cannot be read.</source>
        <translation>{0} sind nicht lesbar.</translation>
    </message>
    <message>
        <source>Cancelled.</source>
        <translation>Abgebrochen.</translation>
    </message>
    <message>
        <source>Copy into which folder of the library?</source>
        <translation>In welchen Ordner der Bibliothek kopieren?</translation>
    </message>
</context>
<context>
    <name>Labelling</name>
    <message>
        <source>Label…</source>
        <translation>Etikett…</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>Bibliothek</translation>
    </message>
    <message>
        <source>View full screen</source>
        <translation>Im Vollbild zeigen</translation>
    </message>
    <message>
        <source>More like this</source>
        <translation>Ähnliche suchen</translation>
    </message>
    <message>
        <source>Show in its folder</source>
        <translation>Im Ordner zeigen</translation>
    </message>
    <message>
        <source>Take label away</source>
        <translation>Etikett entfernen</translation>
    </message>
    <message>
        <source>Select photos first; then L gives them a label.</source>
        <translation>Wählen Sie zuerst Fotos aus; dann gibt L ihnen ein Etikett.</translation>
    </message>
    <message>
        <source>Label for {0} photos</source>
        <translation>Etikett für {0} Fotos</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>Etikett</translation>
    </message>
    <message>
        <source>label “{0}”</source>
        <translation>Etikett „{0}“</translation>
    </message>
    <message>
        <source>taking away “{0}”</source>
        <translation>Entfernen von „{0}“</translation>
    </message>
    <message>
        <source>Labels: {0}</source>
        <translation>Etiketten: {0}</translation>
    </message>
    <message>
        <source>No photo has a label.</source>
        <translation>Kein Foto hat ein Etikett.</translation>
    </message>
</context>
<context>
    <name>LibraryPage</name>
    <message>
        <source>Photos</source>
        <translation>Fotos</translation>
    </message>
    <message>
        <source>No photos here</source>
        <translation>Keine Fotos hier</translation>
    </message>
    <message>
        <source>Add a folder, or wait while it is being read.</source>
        <translation>Fügen Sie einen Ordner hinzu oder warten Sie, bis er gelesen ist.</translation>
    </message>
    <message>
        <source>Sort by</source>
        <translation>Sortieren nach</translation>
    </message>
    <message>
        <source>Newest first</source>
        <translation>Neueste zuerst</translation>
    </message>
    <message>
        <source>Oldest first</source>
        <translation>Älteste zuerst</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Largest first</source>
        <translation>Größte zuerst</translation>
    </message>
    <message>
        <source>Last added</source>
        <translation>Zuletzt hinzugefügt</translation>
    </message>
    <message>
        <source>Jump to month</source>
        <translation>Zu Monat springen</translation>
    </message>
    <message>
        <source>Add folder…</source>
        <translation>Ordner hinzufügen…</translation>
    </message>
    <message>
        <source>Show details</source>
        <translation>Details zeigen</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>Bibliothek</translation>
    </message>
    <message>
        <source>{0} unreadable</source>
        <translation>{0} nicht lesbar</translation>
    </message>
    <message>
        <source>{0} left out</source>
        <translation>{0} ausgelassen</translation>
    </message>
    <message>
        <source>No dates in this order</source>
        <translation>Keine Datumsangaben in dieser Reihenfolge</translation>
    </message>
    <message>
        <source>Files that cannot be read</source>
        <translation>Dateien, die nicht gelesen werden können</translation>
    </message>
    <message>
        <source>Left out by rule</source>
        <translation>Durch Regel ausgelassen</translation>
    </message>
    <message>
        <source>Drop folders here; single files belong on the Search page.</source>
        <translation>Ziehen Sie Ordner hierher; einzelne Dateien gehören auf die Suchseite.</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Library</source>
        <translation>Bibliothek</translation>
    </message>
    <message>
        <source>Duplicates</source>
        <translation>Duplikate</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Suche</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>Training</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>Hilfe</translation>
    </message>
    <message>
        <source>View full screen</source>
        <translation>Im Vollbild ansehen</translation>
    </message>
    <message>
        <source>Test two files…</source>
        <translation>Zwei Dateien prüfen…</translation>
    </message>
    <message>
        <source>Keys…</source>
        <translation>Tasten…</translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation>Überall</translation>
    </message>
</context>
<context>
    <name>ManyView</name>
    <message>
        <source>Up to four photos of the group</source>
        <translation>Bis zu vier Fotos der Gruppe</translation>
    </message>
    <message>
        <source>{0} (keeper)</source>
        <translation>{0} (behalten)</translation>
    </message>
</context>
<context>
    <name>Marking</name>
    <message>
        <source>Mark</source>
        <translation>Markieren</translation>
    </message>
    <message>
        <source>Mark all others</source>
        <translation>Alle anderen markieren</translation>
    </message>
    <message>
        <source>Keep this one, mark others</source>
        <translation>Dieses behalten, andere markieren</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>Überspringen</translation>
    </message>
    <message>
        <source>Unmark all</source>
        <translation>Alle Markierungen aufheben</translation>
    </message>
    <message>
        <source>Move marked to trash…</source>
        <translation>Markierte in den Papierkorb…</translation>
    </message>
    <message>
        <source>Unmark</source>
        <translation>Markierung aufheben</translation>
    </message>
    <message>
        <source>Nothing is marked. Mark photos with Space, or a whole group with K.</source>
        <translation>Nichts ist markiert. Markieren Sie Fotos mit der Leertaste oder eine ganze Gruppe mit K.</translation>
    </message>
    <message>
        <source>You are only looking: nothing can be moved. Switch “Look only” off above, then press Delete again.</source>
        <translation>Sie sehen nur an: Es kann nichts verschoben werden. Schalten Sie oben „Nur ansehen“ aus und drücken Sie noch einmal Entf.</translation>
    </message>
    <message>
        <source>You are only looking: nothing can be renamed. Switch “Look only” off first.</source>
        <translation>Sie sehen nur an: Es kann nichts umbenannt werden. Schalten Sie zuerst „Nur ansehen“ aus.</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Umbenennen</translation>
    </message>
    <message>
        <source>Another name for this photo</source>
        <translation>Ein anderer Name für dieses Foto</translation>
    </message>
    <message>
        <source>A name cannot be empty or hold a slash.</source>
        <translation>Ein Name darf nicht leer sein und keinen Schrägstrich enthalten.</translation>
    </message>
    <message numerus="yes">
        <source>moving %n photo(s)</source>
        <translation>
            <numerusform>%n Foto verschieben</numerusform>
            <numerusform>%n Fotos verschieben</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ModelsPage</name>
    <message>
        <source>Models</source>
        <extracomment>So many class names are listed; the rest is counted.</extracomment>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>Importieren…</translation>
    </message>
    <message>
        <source>What turns a photo into a short code. All of them run on this machine.</source>
        <translation>Was ein Foto in einen kurzen Code verwandelt. Alle laufen auf diesem Rechner.</translation>
    </message>
    <message>
        <source>No models</source>
        <translation>Keine Modelle</translation>
    </message>
    <message>
        <source>The starter model is not installed.</source>
        <translation>Das Startmodell ist nicht installiert.</translation>
    </message>
    <message>
        <source>General code</source>
        <translation>Allgemeiner Code</translation>
    </message>
    <message>
        <source>Copy code</source>
        <translation>Code für Kopien</translation>
    </message>
    <message>
        <source>in use</source>
        <translation>in Verwendung</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>Verwenden</translation>
    </message>
    <message>
        <source>Use {0}</source>
        <translation>{0} verwenden</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportieren…</translation>
    </message>
    <message>
        <source>Export {0}</source>
        <translation>{0} exportieren</translation>
    </message>
    <message>
        <source>For all photos: learnt from no labels, adjusted to your own library. Search uses it by default.</source>
        <translation>Für alle Fotos: ohne Beschriftungen gelernt, an Ihre eigene Bibliothek angepasst. Die Suche verwendet ihn, wenn nichts anderes gewählt ist.</translation>
    </message>
    <message>
        <source>For all photos: which photo it is, not what it shows. Finds crops, frames and screenshots.</source>
        <translation>Für alle Fotos: welches Foto es ist, nicht was es zeigt. Findet Ausschnitte, Rahmen und Bildschirmfotos.</translation>
    </message>
    <message>
        <source>For photos of its own classes. It knows nothing of others: there the general code is better.</source>
        <translation>Für Fotos seiner eigenen Klassen. Von anderen weiß es nichts: Dort ist der allgemeine Code besser.</translation>
    </message>
    <message>
        <source>Take in a model</source>
        <translation>Modell importieren</translation>
    </message>
    <message>
        <source>Models and weights (*.crhmodel *.safetensors *.pth *.pt)</source>
        <translation>Modelle und Gewichte (*.crhmodel *.safetensors *.pth *.pt)</translation>
    </message>
    <message>
        <source>Write the model as one file</source>
        <translation>Modell als eine Datei speichern</translation>
    </message>
    <message>
        <source>{0} is in use; {1} photos got its code.</source>
        <translation>{0} wird jetzt verwendet; {1} Fotos haben seinen Code erhalten.</translation>
    </message>
    <message>
        <source>Taken in: {0}</source>
        <translation>Importiert: {0}</translation>
    </message>
    <message>
        <source>Written: {0}</source>
        <translation>Gespeichert: {0}</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Länge</translation>
    </message>
    <message>
        <source>{0} bits</source>
        <translation>{0} Bit</translation>
    </message>
    <message>
        <source>Classes</source>
        <translation>Klassen</translation>
    </message>
    <message>
        <source>Search quality, its own classes</source>
        <translation>Suchqualität, eigene Klassen</translation>
    </message>
    <message>
        <source>… its classes among other photos</source>
        <translation>… eigene Klassen unter anderen Fotos</translation>
    </message>
    <message>
        <source>… classes it never saw</source>
        <translation>… Klassen, die es nie sah</translation>
    </message>
    <message>
        <source>(general code {0})</source>
        <translation>(allgemeiner Code {0})</translation>
    </message>
    <message>
        <source>{0} on {1} photos kept apart, epoch {2}</source>
        <translation>{0} bei {1} zurückgehaltenen Fotos, Epoche {2}</translation>
    </message>
    <message>
        <source>While training</source>
        <translation>Beim Training</translation>
    </message>
    <message>
        <source>Search quality</source>
        <translation>Suchqualität</translation>
    </message>
    <message>
        <source>mean average precision: 1 is perfect</source>
        <translation>mittlere durchschnittliche Präzision: 1 ist perfekt</translation>
    </message>
</context>
<context>
    <name>Opening</name>
    <message>
        <source>Damage was met in the library {0}.</source>
        <translation>In der Bibliothek {0} wurde ein Schaden gefunden.</translation>
    </message>
    <message>
        <source>Your photos are untouched. A new library can be made of everything that can still be read: codes, groups, decisions and the history. The damaged file is kept beside it, and the next scan computes what is missing.</source>
        <translation>Ihre Fotos sind unberührt. Aus allem, was noch gelesen werden kann, lässt sich eine neue Bibliothek machen: Codes, Gruppen, Entscheidungen und der Verlauf. Die beschädigte Datei bleibt daneben liegen, und die nächste Suche berechnet, was fehlt.</translation>
    </message>
    <message>
        <source>Repair the library</source>
        <translation>Bibliothek reparieren</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Reading what is left of the library…</source>
        <translation>Was von der Bibliothek übrig ist, wird gelesen …</translation>
    </message>
    <message>
        <source>The new library holds {0} photos and {1} codes of the old one.</source>
        <translation>Die neue Bibliothek enthält {0} Fotos und {1} Codes der alten.</translation>
    </message>
    <message>
        <source>Some of it could not be read; the scan that follows finds what is missing.</source>
        <translation>Einiges ließ sich nicht lesen; die folgende Suche findet, was fehlt.</translation>
    </message>
    <message>
        <source>The old file is kept as {0}.</source>
        <translation>Die alte Datei bleibt erhalten als {0}.</translation>
    </message>
</context>
<context>
    <name>PageActions</name>
    <message>
        <source>Open with its own program</source>
        <translation>Mit eigenem Programm öffnen</translation>
    </message>
    <message>
        <source>Show in its folder</source>
        <translation>Im Ordner zeigen</translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>Umbenennen…</translation>
    </message>
    <message>
        <source>Compare large</source>
        <translation>Groß vergleichen</translation>
    </message>
    <message>
        <source>Next group</source>
        <translation>Nächste Gruppe</translation>
    </message>
    <message>
        <source>Previous group</source>
        <translation>Vorherige Gruppe</translation>
    </message>
    <message>
        <source>Groups</source>
        <translation>Gruppen</translation>
    </message>
    <message>
        <source>Keeper rules…</source>
        <translation>Regeln zum Behalten…</translation>
    </message>
    <message>
        <source>Folder overlap…</source>
        <translation>Ordner mit gleichen Fotos…</translation>
    </message>
    <message>
        <source>Test two files…</source>
        <translation>Zwei Dateien prüfen…</translation>
    </message>
    <message>
        <source>Save marks as a plan…</source>
        <translation>Markierungen als Plan speichern…</translation>
    </message>
    <message>
        <source>Open a plan…</source>
        <translation>Plan öffnen…</translation>
    </message>
    <message>
        <source>Try out what is marked</source>
        <translation>Probelauf mit den markierten Fotos</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>Werkzeuge</translation>
    </message>
    <message>
        <source>Keeper rules, folder overlap, plans, and a test of any two files</source>
        <translation>Regeln zum Behalten, Ordner mit gleichen Fotos, Pläne und eine Prüfung zweier beliebiger Dateien</translation>
    </message>
</context>
<context>
    <name>PairCanvas</name>
    <message>
        <source>The two photos</source>
        <translation>Die beiden Fotos</translation>
    </message>
    <message>
        <source>Difference: what is light differs</source>
        <translation>Unterschied: Was hell ist, weicht ab</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>Wird gelesen…</translation>
    </message>
</context>
<context>
    <name>PairView</name>
    <message>
        <source>Zoom</source>
        <extracomment>Somebody who walks through a group with the arrow key asks for nothing large on the way.</extracomment>
        <translation>Zoom</translation>
    </message>
    <message>
        <source>Side by side</source>
        <translation>Nebeneinander</translation>
    </message>
    <message>
        <source>One in place of the other; again for the other one</source>
        <translation>Eines anstelle des anderen; noch einmal für das andere</translation>
    </message>
    <message>
        <source>Split by a line that moves: first left, second right</source>
        <translation>Durch eine bewegliche Linie geteilt: das erste links, das zweite rechts</translation>
    </message>
    <message>
        <source>Difference of both</source>
        <translation>Unterschied der beiden</translation>
    </message>
    <message>
        <source>Lay the second onto the first: same turn, same size</source>
        <translation>Das zweite auf das erste legen: gleich gedreht, gleich groß</translation>
    </message>
    <message>
        <source>Boxes where they differ</source>
        <translation>Rahmen, wo sie sich unterscheiden</translation>
    </message>
    <message>
        <source>Full size, or everything</source>
        <translation>Volle Größe oder alles</translation>
    </message>
</context>
<context>
    <name>PairWindow</name>
    <message>
        <source>Pair view</source>
        <translation>Paaransicht</translation>
    </message>
    <message>
        <source>First is better</source>
        <translation>Erstes ist besser</translation>
    </message>
    <message>
        <source>Second is better</source>
        <translation>Zweites ist besser</translation>
    </message>
    <message>
        <source>It stays; the other one is marked, and the next photo comes in ({0})</source>
        <translation>Es bleibt; das andere wird markiert, und das nächste Foto kommt an die Reihe ({0})</translation>
    </message>
    <message>
        <source>Up to four</source>
        <translation>Bis zu vier</translation>
    </message>
    <message>
        <source>Show the keeper and up to three others at once, with one zoom for all (G)</source>
        <translation>Das behaltene Foto und bis zu drei andere zugleich zeigen, mit gemeinsamem Zoom (G)</translation>
    </message>
    <message>
        <source>Next photo</source>
        <translation>Nächstes Foto</translation>
    </message>
    <message>
        <source>Previous photo</source>
        <translation>Vorheriges Foto</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Vergleichen</translation>
    </message>
    <message>
        <source>{0}: {1} of {2}</source>
        <translation>{0}: {1} von {2}</translation>
    </message>
</context>
<context>
    <name>PartsPage</name>
    <message>
        <source>One part is still to come</source>
        <translation>Ein Teil fehlt noch</translation>
    </message>
    <message>
        <source>The window is installed. What reads your photos and learns from them is large, so it is fetched only when you say so, once. Afterwards nothing uses the network: your photos never leave this machine.</source>
        <translation>Das Fenster ist installiert. Was Ihre Fotos liest und aus ihnen lernt, ist groß und wird nur geholt, wenn Sie es sagen, ein einziges Mal. Danach nutzt nichts das Netz: Ihre Fotos verlassen diesen Rechner nie.</translation>
    </message>
    <message>
        <source>For the processor</source>
        <translation>Für den Prozessor</translation>
    </message>
    <message>
        <source>For an NVIDIA graphics card</source>
        <translation>Für eine Grafikkarte von NVIDIA</translation>
    </message>
    <message>
        <source>Runs everywhere. {0} to download.</source>
        <translation>Läuft überall. {0} zu laden.</translation>
    </message>
    <message>
        <source>Trains many times faster. {0} to download.</source>
        <translation>Trainiert um ein Vielfaches schneller. {0} zu laden.</translation>
    </message>
    <message>
        <source>Fetch and install</source>
        <translation>Holen und installieren</translation>
    </message>
    <message>
        <source>Use another environment…</source>
        <translation>Andere Umgebung verwenden…</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Missing: {0}. This environment was made by hand: install CRH Desktop in it with pip and start again.</source>
        <translation>Es fehlt: {0}. Diese Umgebung wurde von Hand angelegt: Installieren Sie CRH Desktop darin mit pip und starten Sie neu.</translation>
    </message>
    <message>
        <source>There is not enough room in {0}: {1} GB are needed, {2} GB are free.</source>
        <translation>In {0} ist nicht genug Platz: {1} GB werden gebraucht, {2} GB sind frei.</translation>
    </message>
    <message>
        <source>Looking for what is needed…</source>
        <translation>Es wird geschaut, was gebraucht wird…</translation>
    </message>
    <message>
        <source>Looking at {0}…</source>
        <translation>{0} wird angesehen…</translation>
    </message>
    <message>
        <source>That environment has CRH Desktop {0}, this window is {1}. Install the same version there.</source>
        <translation>Jene Umgebung hat CRH Desktop {0}, dieses Fenster ist {1}. Installieren Sie dort dieselbe Version.</translation>
    </message>
    <message>
        <source>Still missing: {0}. Try again.</source>
        <translation>Es fehlt noch: {0}. Versuchen Sie es noch einmal.</translation>
    </message>
</context>
<context>
    <name>PhotoGridModel</name>
    <message>
        <source>still to read</source>
        <translation>noch zu lesen</translation>
    </message>
</context>
<context>
    <name>Plans</name>
    <message>
        <source>Nothing is marked. Mark photos first; a plan holds what is marked.</source>
        <translation>Nichts ist markiert. Markieren Sie zuerst Fotos; ein Plan enthält, was markiert ist.</translation>
    </message>
    <message>
        <source>Plan (*.json)</source>
        <translation>Plan (*.json)</translation>
    </message>
    <message>
        <source>Table (*.csv)</source>
        <translation>Tabelle (*.csv)</translation>
    </message>
    <message>
        <source>Report with pictures (*.html)</source>
        <translation>Bericht mit Bildern (*.html)</translation>
    </message>
    <message>
        <source>Save marks as a plan</source>
        <translation>Markierungen als Plan speichern</translation>
    </message>
    <message>
        <source>Written to {0}.</source>
        <translation>Gespeichert in {0}.</translation>
    </message>
    <message>
        <source>Open a plan</source>
        <translation>Plan öffnen</translation>
    </message>
    <message>
        <source>{0} of {1} photos of the plan are marked.</source>
        <translation>{0} von {1} Fotos des Plans sind markiert.</translation>
    </message>
    <message>
        <source>The others are in no group here with the keeper that the plan names.</source>
        <translation>Die übrigen sind hier in keiner Gruppe mit dem behaltenen Foto, das der Plan nennt.</translation>
    </message>
    <message>
        <source>Nothing is marked.</source>
        <translation>Nichts ist markiert.</translation>
    </message>
    <message>
        <source>Reading every file of the marked groups again…</source>
        <translation>Jede Datei der markierten Gruppen wird noch einmal gelesen…</translation>
    </message>
    <message>
        <source>{0} photos would be moved. Nothing was changed.</source>
        <translation>{0} Fotos würden verschoben. Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>{0} groups would be left alone, the first because of {1}: {2}</source>
        <translation>{0} Gruppen würden nicht angetastet, die erste wegen {1}: {2}</translation>
    </message>
</context>
<context>
    <name>QueryView</name>
    <message>
        <source>Picture to search with</source>
        <extracomment>A smaller region is taken for a click.</extracomment>
        <translation>Bild, mit dem gesucht wird</translation>
    </message>
    <message>
        <source>Draw a rectangle to search by that part only; Esc takes the whole picture again</source>
        <translation>Ziehen Sie ein Rechteck auf, um nur mit diesem Teil zu suchen; Esc nimmt wieder das ganze Bild</translation>
    </message>
</context>
<context>
    <name>RatingDialog</name>
    <message>
        <source>Check on my photos</source>
        <translation>An meinen Fotos prüfen</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Pairs rated</source>
        <translation>Bewertete Paare</translation>
    </message>
    <message>
        <source>Is it one photo, or two? Edits, crops and copies count as one; two shots are two.</source>
        <translation>Ist es ein Foto, oder sind es zwei? Bearbeitungen, Ausschnitte und Kopien zählen als eines; zwei Aufnahmen sind zwei.</translation>
    </message>
    <message>
        <source>Same photo</source>
        <translation>Dasselbe Foto</translation>
    </message>
    <message>
        <source>Not the same</source>
        <translation>Nicht dasselbe</translation>
    </message>
    <message>
        <source>Not sure</source>
        <translation>Nicht sicher</translation>
    </message>
    <message>
        <source>One back</source>
        <translation>Eins zurück</translation>
    </message>
    <message>
        <source>Finish</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Your answers so far are kept</source>
        <translation>Ihre bisherigen Antworten bleiben erhalten</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Another round</source>
        <translation>Noch eine Runde</translation>
    </message>
    <message>
        <source>Drawing pairs…</source>
        <translation>Paare werden ausgewählt…</translation>
    </message>
    <message>
        <source>No pairs to rate</source>
        <translation>Keine Paare zu bewerten</translation>
    </message>
    <message>
        <source>Every pair of this library is rated already, or none was found yet. Add photos first.</source>
        <translation>Alle Paare dieser Bibliothek sind schon bewertet, oder es wurde noch keines gefunden. Fügen Sie zuerst Fotos hinzu.</translation>
    </message>
    <message>
        <source>{0} of {1}</source>
        <translation>{0} von {1}</translation>
    </message>
    <message>
        <source>Counting…</source>
        <translation>Wird gezählt…</translation>
    </message>
    <message>
        <source>{0} the same, {1} not, {2} not sure.</source>
        <translation>{0} gleich, {1} nicht, {2} nicht sicher.</translation>
    </message>
    <message numerus="yes">
        <source>%n answer(s) kept</source>
        <translation>
            <numerusform>%n Antwort gespeichert</numerusform>
            <numerusform>%n Antworten gespeichert</numerusform>
        </translation>
    </message>
    <message>
        <source>{0} {1}, at a score of {2} or better. It lies between {3} % and {4} %, nine times out of ten.</source>
        <translation>{0} {1}, bei einem Wert von {2} oder besser. In neun von zehn Fällen liegt der Anteil zwischen {3} % und {4} %.</translation>
    </message>
    <message>
        <source>Another round would make this narrower.</source>
        <translation>Eine weitere Runde würde das genauer machen.</translation>
    </message>
    <message>
        <source>That is enough for now.</source>
        <translation>Das genügt fürs Erste.</translation>
    </message>
    <message>
        <source>This did not work</source>
        <translation>Das hat nicht geklappt</translation>
    </message>
</context>
<context>
    <name>Recent</name>
    <message>
        <source>Another folder…</source>
        <extracomment>How many are kept of each purpose.</extracomment>
        <translation>Anderer Ordner…</translation>
    </message>
</context>
<context>
    <name>ReviewBar</name>
    <message>
        <source>Marked photos</source>
        <translation>Markierte Fotos</translation>
    </message>
    <message>
        <source>Look only</source>
        <translation>Nur ansehen</translation>
    </message>
    <message>
        <source>Mark lesser copies…</source>
        <translation>Überflüssige Kopien markieren…</translation>
    </message>
    <message>
        <source>Mark what adds nothing to its keeper: the same file, the same pixels, the same picture saved again</source>
        <translation>Markieren, was dem behaltenen Foto nichts hinzufügt: dieselbe Datei, dieselben Pixel, dasselbe Bild erneut gespeichert</translation>
    </message>
    <message>
        <source>Unmark all</source>
        <translation>Alle Markierungen aufheben</translation>
    </message>
    <message>
        <source>Take all marks away (Ctrl+Shift+A)</source>
        <translation>Alle Markierungen entfernen (Strg+Umschalt+A)</translation>
    </message>
    <message>
        <source>Move marked to trash…</source>
        <translation>Markierte in den Papierkorb…</translation>
    </message>
    <message>
        <source>Ask, then move every marked photo to the trash (Delete)</source>
        <translation>Nachfragen, dann alle markierten Fotos in den Papierkorb verschieben (Entf)</translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) marked</source>
        <translation>
            <numerusform>%n Foto markiert</numerusform>
            <numerusform>%n Fotos markiert</numerusform>
        </translation>
    </message>
    <message>
        <source>You are only looking: marks can be set, but no file is ever moved.</source>
        <translation>Sie sehen nur an: Markieren ist möglich, aber keine Datei wird verschoben.</translation>
    </message>
    <message>
        <source>Space marks the chosen photo; K keeps the keeper and marks the others.</source>
        <translation>Die Leertaste markiert das gewählte Foto; K lässt das behaltene Foto stehen und markiert die anderen.</translation>
    </message>
    <message>
        <source>Nothing can be moved. Switch this off to move marked photos to the trash.</source>
        <translation>Nichts kann verschoben werden. Schalten Sie dies aus, um markierte Fotos in den Papierkorb zu verschieben.</translation>
    </message>
    <message>
        <source>Marked photos can be moved to the trash. Switch this on to be sure that nothing is moved.</source>
        <translation>Markierte Fotos können in den Papierkorb verschoben werden. Schalten Sie dies ein, damit sicher nichts verschoben wird.</translation>
    </message>
</context>
<context>
    <name>RuleDialog</name>
    <message>
        <source>Mark lesser copies</source>
        <translation>Überflüssige Kopien markieren</translation>
    </message>
    <message>
        <source>What may be marked</source>
        <translation>Was markiert werden darf</translation>
    </message>
    <message>
        <source>Only files that are the same, byte for byte</source>
        <translation>Nur Dateien, die Byte für Byte gleich sind</translation>
    </message>
    <message>
        <source>Also the same pixels in another file</source>
        <translation>Auch dieselben Pixel in einer anderen Datei</translation>
    </message>
    <message>
        <source>Also the same picture, saved again</source>
        <translation>Auch dasselbe Bild, erneut gespeichert</translation>
    </message>
    <message>
        <source>Examples drawn at random</source>
        <translation>Zufällig ausgewählte Beispiele</translation>
    </message>
    <message>
        <source>Mark</source>
        <translation>Markieren</translation>
    </message>
    <message>
        <source>Mark what adds nothing to its keeper</source>
        <translation>Markieren, was dem behaltenen Foto nichts hinzufügt</translation>
    </message>
    <message>
        <source>Edited versions, crops, reference and backup folders are never marked. Marking moves nothing yet.</source>
        <translation>Bearbeitete Fassungen, Ausschnitte, Referenz- und Sicherungsordner werden nie markiert. Das Markieren verschiebt noch nichts.</translation>
    </message>
    <message>
        <source>Looking at the groups…</source>
        <translation>Die Gruppen werden durchgesehen…</translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s)</source>
        <translation>
            <numerusform>%n Foto</numerusform>
            <numerusform>%n Fotos</numerusform>
        </translation>
    </message>
    <message>
        <source>Mark {0}</source>
        <translation>{0} markieren</translation>
    </message>
    <message>
        <source>Nothing in these groups is safe to mark without looking.</source>
        <translation>Nichts in diesen Gruppen lässt sich ungesehen sicher markieren.</translation>
    </message>
    <message>
        <source>{0} in {1} groups, {2}. Look at these {3}, drawn at random:</source>
        <translation>{0} in {1} Gruppen, {2}. Sehen Sie sich diese {3} an, zufällig ausgewählt:</translation>
    </message>
</context>
<context>
    <name>ScoreHistogram</name>
    <message>
        <source>Scores of the pairs</source>
        <translation>Werte der Paare</translation>
    </message>
    <message>
        <source>{0} of {1} pairs lie within</source>
        <translation>{0} von {1} Paaren liegen darin</translation>
    </message>
</context>
<context>
    <name>SearchPage</name>
    <message>
        <source>Neighbours</source>
        <extracomment>Neighbours that a filter chooses from. Neighbours asked of a published library: more than its index can tell would mean to read all of it. Stands for a published library whose address is still to be asked for. Pictures to search with at once.</extracomment>
        <translation>Nachbarn</translation>
    </message>
    <message>
        <source>Drop pictures to search with</source>
        <translation>Bilder zum Suchen hier ablegen</translation>
    </message>
    <message>
        <source>Drop pictures here, paste one with Ctrl+V, or choose files.</source>
        <translation>Legen Sie Bilder hier ab, fügen Sie eines mit Strg+V ein oder wählen Sie Dateien.</translation>
    </message>
    <message>
        <source>Choose files…</source>
        <translation>Dateien wählen…</translation>
    </message>
    <message>
        <source>Check a card or folder…</source>
        <translation>Karte oder Ordner prüfen…</translation>
    </message>
    <message>
        <source>Tell which of its photos are in the library already, and copy the others</source>
        <translation>Zeigt, welche Fotos darauf schon in der Bibliothek sind, und kopiert die anderen</translation>
    </message>
    <message>
        <source>Search by</source>
        <translation>Suchen nach</translation>
    </message>
    <message>
        <source>What it shows</source>
        <translation>Was es zeigt</translation>
    </message>
    <message>
        <source>Trained model (CRH)</source>
        <translation>Trainiertes Modell (CRH)</translation>
    </message>
    <message>
        <source>Copies of it</source>
        <translation>Kopien davon</translation>
    </message>
    <message>
        <source>Search in</source>
        <translation>Suchen in</translation>
    </message>
    <message>
        <source>Smaller distances are closer.</source>
        <translation>Je kleiner der Abstand, desto ähnlicher.</translation>
    </message>
    <message>
        <source>Find what looks alike</source>
        <translation>Ähnliches finden</translation>
    </message>
    <message>
        <source>Neighbours from your library appear here.</source>
        <translation>Hier erscheinen Nachbarn aus Ihrer Bibliothek.</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Suche</translation>
    </message>
    <message>
        <source>{0} has no code yet; wait for the scan.</source>
        <translation>{0} hat noch keinen Code; warten Sie das Einlesen ab.</translation>
    </message>
    <message>
        <source>Pasted picture</source>
        <translation>Eingefügtes Bild</translation>
    </message>
    <message>
        <source>A network address: nothing is fetched. Save the picture first.</source>
        <translation>Eine Netzadresse: Es wird nichts geladen. Speichern Sie das Bild zuerst.</translation>
    </message>
    <message>
        <source>There is no picture in what was dropped or pasted.</source>
        <translation>Was Sie abgelegt oder eingefügt haben, enthält kein Bild.</translation>
    </message>
    <message>
        <source>Which card or folder?</source>
        <translation>Welche Karte, welcher Ordner?</translation>
    </message>
    <message>
        <source>{0} pictures: what is near to any of them</source>
        <translation>{0} Bilder: was einem davon ähnlich ist</translation>
    </message>
    <message>
        <source>Reading {0}…</source>
        <translation>{0} wird gelesen…</translation>
    </message>
    <message>
        <source>A region can be drawn on one picture whose size is known.</source>
        <translation>Ein Bereich lässt sich nur auf einem einzelnen Bild bekannter Größe aufziehen.</translation>
    </message>
    <message>
        <source>This library</source>
        <translation>Diese Bibliothek</translation>
    </message>
    <message>
        <source>A published library…</source>
        <translation>Eine veröffentlichte Bibliothek …</translation>
    </message>
    <message>
        <source>A published library</source>
        <translation>Eine veröffentlichte Bibliothek</translation>
    </message>
    <message>
        <source>Address of the server (postgresql://user@host/database), written by crh publish. Only codes of what you search with are sent there.</source>
        <translation>Adresse des Servers (postgresql://benutzer@rechner/datenbank), beschrieben von crh publish. Dorthin gehen nur die Codes dessen, womit Sie suchen.</translation>
    </message>
    <message>
        <source>A published library is searched by what a picture shows, or for copies of it.</source>
        <translation>In einer veröffentlichten Bibliothek sucht man nach dem, was ein Bild zeigt, oder nach Kopien davon.</translation>
    </message>
    <message>
        <source>Asking {0}…</source>
        <translation>{0} wird gefragt …</translation>
    </message>
    <message numerus="yes">
        <source>%n bit(s)</source>
        <translation>
            <numerusform>%n Bit</numerusform>
            <numerusform>%n Bit</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing near fits the filter</source>
        <translation>Nichts Ähnliches passt zum Filter</translation>
    </message>
    <message>
        <source>Clear the filter above to see all neighbours.</source>
        <translation>Leeren Sie den Filter oben, um alle Nachbarn zu sehen.</translation>
    </message>
    <message>
        <source>A region of {0}</source>
        <translation>Ein Bereich von {0}</translation>
    </message>
    <message>
        <source>Search with pictures</source>
        <translation>Mit Bildern suchen</translation>
    </message>
    <message>
        <source>{0} cannot be reached from here.</source>
        <translation>{0} ist von hier nicht erreichbar.</translation>
    </message>
</context>
<context>
    <name>SettingsPage</name>
    <message>
        <source>Follow the system</source>
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
        <source>High contrast</source>
        <translation>Hoher Kontrast</translation>
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
        <source>Graphics card</source>
        <translation>Grafikkarte</translation>
    </message>
    <message>
        <source>Take hidden files and folders too</source>
        <translation>Auch versteckte Dateien und Ordner aufnehmen</translation>
    </message>
    <message>
        <source>Take folders too that are left out by default</source>
        <translation>Auch Ordner nehmen, die sonst ausgelassen werden</translation>
    </message>
    <message>
        <source>Trash, snapshots, and previews of other programs</source>
        <translation>Papierkorb, Schnappschüsse und Vorschaubilder anderer Programme</translation>
    </message>
    <message>
        <source>Watch folders while the window is open, and scan what changes</source>
        <translation>Ordner überwachen und Änderungen durchsuchen</translation>
    </message>
    <message>
        <source>Keep the computer awake while something runs</source>
        <translation>Den Rechner wach halten, während etwas läuft</translation>
    </message>
    <message>
        <source>Wait while the computer runs on its battery</source>
        <translation>Warten, während der Rechner auf Akku läuft</translation>
    </message>
    <message>
        <source>Tell when a long job has ended behind another window</source>
        <translation>Melden, wenn eine lange Arbeit hinter einem anderen Fenster fertig ist</translation>
    </message>
    <message>
        <source>Clear thumbnails</source>
        <translation>Vorschaubilder löschen</translation>
    </message>
    <message>
        <source>Use the window&apos;s own</source>
        <translation>Die des Fensters verwenden</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>Aussehen</translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation>&amp;Design</translation>
    </message>
    <message>
        <source>Te&amp;xt size</source>
        <translation>Te&amp;xtgröße</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>&amp;Sprache</translation>
    </message>
    <message>
        <source>Work</source>
        <translation>Verarbeitung</translation>
    </message>
    <message>
        <source>&amp;Device</source>
        <translation>&amp;Gerät</translation>
    </message>
    <message>
        <source>T&amp;hreads</source>
        <translation>T&amp;hreads</translation>
    </message>
    <message>
        <source>Environment</source>
        <translation>Umgebung</translation>
    </message>
    <message>
        <source>Scanning</source>
        <translation>Durchsuchen</translation>
    </message>
    <message>
        <source>Cache</source>
        <translation>Zwischenspeicher</translation>
    </message>
    <message>
        <source>&amp;Most space</source>
        <translation>&amp;Maximaler Platz</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>Ort</translation>
    </message>
    <message>
        <source>Used</source>
        <translation>Belegt</translation>
    </message>
    <message>
        <source>Text size and language count from the next start, device and threads from the next start of the worker, folders from the next scan.</source>
        <translation>Textgröße und Sprache gelten ab dem nächsten Start, Gerät und Threads ab dem nächsten Start des Arbeitsprozesses, Ordner ab dem nächsten Einlesen.</translation>
    </message>
    <message>
        <source>The window&apos;s own</source>
        <translation>Die des Fensters</translation>
    </message>
</context>
<context>
    <name>StepList</name>
    <message>
        <source>Steps</source>
        <translation>Schritte</translation>
    </message>
    <message>
        <source>passed</source>
        <translation>bestanden</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>nicht bestanden</translation>
    </message>
</context>
<context>
    <name>Strictness</name>
    <message>
        <source>How alike</source>
        <translation>Wie ähnlich</translation>
    </message>
    <message>
        <source>Least score</source>
        <translation>Kleinster Wert</translation>
    </message>
    <message>
        <source>Right: stricter, fewer groups. Left: looser, more groups.</source>
        <translation>Rechts: strenger, weniger Gruppen. Links: lockerer, mehr Gruppen.</translation>
    </message>
    <message>
        <source>Similarity from, in percent</source>
        <translation>Ähnlichkeit von, in Prozent</translation>
    </message>
    <message>
        <source>Similarity to, in percent</source>
        <translation>Ähnlichkeit bis, in Prozent</translation>
    </message>
    <message>
        <source>to</source>
        <translation>bis</translation>
    </message>
    <message>
        <source>Check this on my photos…</source>
        <translation>An meinen Fotos prüfen…</translation>
    </message>
    <message>
        <source>Rate some pairs, and the words beside the slider become true for your library.</source>
        <translation>Bewerten Sie einige Paare, dann gelten die Worte neben dem Regler für Ihre Bibliothek.</translation>
    </message>
    <message>
        <source>Score {0} or better</source>
        <translation>Wert {0} oder besser</translation>
    </message>
    <message>
        <source>Alike, not one exposure</source>
        <translation>Ähnlich, nicht dieselbe Aufnahme</translation>
    </message>
    <message>
        <source>A series, or the same thing twice: look, and keep what you like.</source>
        <translation>Eine Serie oder zweimal dasselbe Motiv: Sehen Sie nach und behalten Sie, was Ihnen gefällt.</translation>
    </message>
    <message>
        <source>Equal in every pixel</source>
        <translation>In jedem Pixel gleich</translation>
    </message>
    <message>
        <source>Only the format, or the data beside the picture, differ. No guess is involved.</source>
        <translation>Nur das Format oder die Daten neben dem Bild unterscheiden sich. Nichts ist geschätzt.</translation>
    </message>
    <message>
        <source>Equal in every byte</source>
        <translation>In jedem Byte gleich</translation>
    </message>
    <message>
        <source>The same file more than once. No guess is involved.</source>
        <translation>Dieselbe Datei mehr als einmal. Nichts ist geschätzt.</translation>
    </message>
    <message>
        <source>How many of these are wrong is not known yet.</source>
        <translation>Wie viele davon falsch sind, ist noch nicht bekannt.</translation>
    </message>
    <message>
        <source>No pairs to judge yet.</source>
        <translation>Noch keine Paare zu beurteilen.</translation>
    </message>
    <message>
        <source>{0}: {1} % to {2} % of the pairs in nine libraries of ten; you rated {3}.</source>
        <translation>{0}: {1} % bis {2} % der Paare in neun von zehn Bibliotheken; Sie haben {3} bewertet.</translation>
    </message>
    <message>
        <source>no group should be wrong</source>
        <translation>keine Gruppe sollte falsch sein</translation>
    </message>
    <message>
        <source>fewer than 1 group in 1,000 may be wrong</source>
        <translation>weniger als 1 von 1.000 Gruppen kann falsch sein</translation>
    </message>
    <message>
        <source>about 1 group in {0} may be wrong</source>
        <translation>etwa 1 von {0} Gruppen kann falsch sein</translation>
    </message>
    <message>
        <source>about half of the groups may be wrong</source>
        <translation>etwa die Hälfte der Gruppen kann falsch sein</translation>
    </message>
    <message>
        <source>more than half of the groups may be wrong</source>
        <translation>mehr als die Hälfte der Gruppen kann falsch sein</translation>
    </message>
    <message>
        <source>nearly all groups may be wrong</source>
        <translation>fast alle Gruppen können falsch sein</translation>
    </message>
    <message>
        <source>no pair should be wrong</source>
        <translation>kein Paar sollte falsch sein</translation>
    </message>
    <message>
        <source>fewer than 1 pair in 1,000 may be wrong</source>
        <translation>weniger als 1 von 1.000 Paaren kann falsch sein</translation>
    </message>
    <message>
        <source>about 1 pair in {0} may be wrong</source>
        <translation>etwa 1 von {0} Paaren kann falsch sein</translation>
    </message>
    <message>
        <source>about half of the pairs may be wrong</source>
        <translation>etwa die Hälfte der Paare kann falsch sein</translation>
    </message>
    <message>
        <source>more than half of the pairs may be wrong</source>
        <translation>mehr als die Hälfte der Paare kann falsch sein</translation>
    </message>
    <message>
        <source>nearly all pairs may be wrong</source>
        <translation>fast alle Paare können falsch sein</translation>
    </message>
</context>
<context>
    <name>Texts</name>
    <message>
        <source>{0} s</source>
        <translation>{0} s</translation>
    </message>
    <message>
        <source>{0} min</source>
        <translation>{0} min</translation>
    </message>
    <message>
        <source>{0} h {1} min</source>
        <translation>{0} h {1} min</translation>
    </message>
    <message>
        <source>Identical</source>
        <translation>Identisch</translation>
    </message>
    <message>
        <source>Same pixels</source>
        <translation>Gleiche Pixel</translation>
    </message>
    <message>
        <source>Near-identical</source>
        <translation>Nahezu gleich</translation>
    </message>
    <message>
        <source>Similar</source>
        <translation>Ähnlich</translation>
    </message>
    <message>
        <source>Normal</source>
        <translation>Normal</translation>
    </message>
    <message>
        <source>Reference</source>
        <translation>Referenz</translation>
    </message>
    <message>
        <source>Backup</source>
        <translation>Sicherung</translation>
    </message>
    <message>
        <source>Excluded</source>
        <translation>Ausgeschlossen</translation>
    </message>
    <message>
        <source>turned 90°</source>
        <translation>um 90° gedreht</translation>
    </message>
    <message>
        <source>turned 180°</source>
        <translation>um 180° gedreht</translation>
    </message>
    <message>
        <source>turned 270°</source>
        <translation>um 270° gedreht</translation>
    </message>
    <message>
        <source>mirrored</source>
        <translation>gespiegelt</translation>
    </message>
    <message>
        <source>flipped</source>
        <translation>senkrecht gespiegelt</translation>
    </message>
    <message>
        <source>transposed</source>
        <translation>diagonal gespiegelt</translation>
    </message>
    <message>
        <source>transversed</source>
        <translation>gegendiagonal gespiegelt</translation>
    </message>
    <message>
        <source>not verified</source>
        <translation>nicht geprüft</translation>
    </message>
    <message>
        <source>same file</source>
        <translation>gleiche Datei</translation>
    </message>
    <message>
        <source>same pixels</source>
        <translation>gleiche Pixel</translation>
    </message>
    <message>
        <source>joined by you</source>
        <translation>von Ihnen verbunden</translation>
    </message>
    <message>
        <source>looks alike</source>
        <translation>sieht ähnlich aus</translation>
    </message>
    <message>
        <source>The same file: every byte is equal.</source>
        <translation>Dieselbe Datei: Jedes Byte ist gleich.</translation>
    </message>
    <message>
        <source>The same pixels: only the format, or the data beside the picture, differ.</source>
        <translation>Dieselben Pixel: Nur das Format oder die Daten neben dem Bild unterscheiden sich.</translation>
    </message>
    <message>
        <source>You said that these two belong together.</source>
        <translation>Sie haben gesagt, dass diese beiden zusammengehören.</translation>
    </message>
    <message>
        <source>It looks like another photo of this stack.</source>
        <translation>Es sieht einem anderen Foto dieses Stapels ähnlich.</translation>
    </message>
    <message>
        <source>It matched another photo of the group.</source>
        <translation>Es passte zu einem anderen Foto der Gruppe.</translation>
    </message>
    <message>
        <source>The perceptual codes nearly agree; the pictures were not compared yet.</source>
        <translation>Die Bildcodes stimmen fast überein; die Bilder wurden noch nicht verglichen.</translation>
    </message>
    <message>
        <source>Goes with {0}.</source>
        <translation>Gehört zusammen mit {0}.</translation>
    </message>
    <message>
        <source>This is the copy that stays. Choose another keeper first (Ctrl+Space on that photo).</source>
        <translation>Dies ist die Kopie, die bleibt. Wählen Sie zuerst ein anderes Foto zum Behalten (Strg+Leertaste auf jenem Foto).</translation>
    </message>
    <message>
        <source>This photo or its keeper is gone or has changed since the scan. Scan again (Library, right click).</source>
        <translation>Dieses Foto oder das behaltene fehlt oder hat sich seit dem Durchsuchen geändert. Durchsuchen Sie den Ordner erneut (Bibliothek, Rechtsklick).</translation>
    </message>
    <message>
        <source>This photo stays because another one is marked. Unmark that first.</source>
        <translation>Dieses Foto bleibt, weil ein anderes markiert ist. Heben Sie zuerst dessen Markierung auf.</translation>
    </message>
    <message>
        <source>This photo lies in a reference folder, which is never touched.</source>
        <translation>Dieses Foto liegt in einem Referenzordner, der nie angetastet wird.</translation>
    </message>
    <message>
        <source>This photo lies in a backup folder, which is never touched.</source>
        <translation>Dieses Foto liegt in einem Sicherungsordner, der nie angetastet wird.</translation>
    </message>
    <message>
        <source>This photo lies in a folder that is left out.</source>
        <translation>Dieses Foto liegt in einem Ordner, der ausgelassen wird.</translation>
    </message>
    <message>
        <source>Every other copy lies in a backup folder, which does not count as the copy that stays.</source>
        <translation>Alle anderen Kopien liegen in einem Sicherungsordner; der zählt nicht als Ort der Kopie, die bleibt.</translation>
    </message>
    <message>
        <source>This photo is not verified against this keeper, so it stays. Choose another keeper, or split the group.</source>
        <translation>Dieses Foto ist nicht mit diesem behaltenen Foto abgeglichen, also bleibt es. Wählen Sie ein anderes Foto zum Behalten oder teilen Sie die Gruppe.</translation>
    </message>
    <message>
        <source>kept: your choice</source>
        <translation>behalten: Ihre Wahl</translation>
    </message>
    <message>
        <source>kept: no backup</source>
        <translation>behalten: keine Sicherung</translation>
    </message>
    <message>
        <source>kept: on a drive that stays</source>
        <translation>behalten: auf festem Laufwerk</translation>
    </message>
    <message>
        <source>kept: undamaged</source>
        <translation>behalten: unbeschädigt</translation>
    </message>
    <message>
        <source>kept: the fuller picture</source>
        <translation>behalten: vollständigeres Bild</translation>
    </message>
    <message>
        <source>kept: reference folder</source>
        <translation>behalten: Referenzordner</translation>
    </message>
    <message>
        <source>kept: preferred folder</source>
        <translation>behalten: bevorzugter Ordner</translation>
    </message>
    <message>
        <source>kept: more pixels</source>
        <translation>behalten: mehr Pixel</translation>
    </message>
    <message>
        <source>kept: has its raw file</source>
        <translation>behalten: hat seine Raw-Datei</translation>
    </message>
    <message>
        <source>kept: has capture data</source>
        <translation>behalten: hat Aufnahmedaten</translation>
    </message>
    <message>
        <source>kept: original format</source>
        <translation>behalten: Originalformat</translation>
    </message>
    <message>
        <source>kept: finer JPEG</source>
        <translation>behalten: feineres JPEG</translation>
    </message>
    <message>
        <source>kept: older</source>
        <translation>behalten: älter</translation>
    </message>
    <message>
        <source>kept: newer</source>
        <translation>behalten: neuer</translation>
    </message>
    <message>
        <source>kept: more bytes</source>
        <translation>behalten: mehr Bytes</translation>
    </message>
    <message>
        <source>kept: fewer bytes</source>
        <translation>behalten: weniger Bytes</translation>
    </message>
    <message>
        <source>kept: original name</source>
        <translation>behalten: Originalname</translation>
    </message>
    <message>
        <source>kept: shorter path</source>
        <translation>behalten: kürzerer Pfad</translation>
    </message>
    <message>
        <source>kept: first by path</source>
        <translation>behalten: erstes nach Pfad</translation>
    </message>
    <message>
        <source>suggested keeper</source>
        <translation>zum Behalten vorgeschlagen</translation>
    </message>
    <message>
        <source>no longer there</source>
        <translation>nicht mehr da</translation>
    </message>
    <message>
        <source>changed since</source>
        <translation>seitdem geändert</translation>
    </message>
    <message>
        <source>from its name</source>
        <translation>aus dem Namen</translation>
    </message>
    <message>
        <source>from Takeout’s note</source>
        <translation>aus der Takeout-Notiz</translation>
    </message>
    <message>
        <source>Dimensions</source>
        <translation>Abmessungen</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>Format</translation>
    </message>
    <message>
        <source>Taken</source>
        <translation>Aufgenommen</translation>
    </message>
    <message>
        <source>Modified</source>
        <translation>Geändert</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>Kamera</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Hinweis</translation>
    </message>
    <message>
        <source>Volume</source>
        <translation>Laufwerk</translation>
    </message>
    <message>
        <source>not connected</source>
        <translation>nicht verbunden</translation>
    </message>
</context>
<context>
    <name>TrainCharts</name>
    <message>
        <source>Loss</source>
        <translation>Verlust</translation>
    </message>
    <message>
        <source>how far codes are from their class centers</source>
        <translation>wie weit Codes von ihren Klassenzentren entfernt sind</translation>
    </message>
    <message>
        <source>Search quality</source>
        <translation>Suchqualität</translation>
    </message>
    <message>
        <source>on photos kept apart; 1 is perfect</source>
        <translation>bei zurückgehaltenen Fotos; 1 ist perfekt</translation>
    </message>
    <message>
        <source>Centers moved</source>
        <translation>Verschobene Zentren</translation>
    </message>
    <message>
        <source>parts of class centers that changed after an epoch</source>
        <translation>Teile von Klassenzentren, die sich nach einer Epoche geändert haben</translation>
    </message>
    <message>
        <source>Distances between classes</source>
        <translation>Abstände zwischen Klassen</translation>
    </message>
    <message>
        <source>related classes draw together: dark is near</source>
        <translation>verwandte Klassen rücken zusammen: dunkel ist nah</translation>
    </message>
    <message>
        <source>Nearest: {0} and {1}</source>
        <translation>Am nächsten: {0} und {1}</translation>
    </message>
</context>
<context>
    <name>TrainPage</name>
    <message>
        <source>Train</source>
        <translation>Training</translation>
    </message>
    <message>
        <source>Drop folders to learn from</source>
        <translation>Ordner zum Lernen hier ablegen</translation>
    </message>
    <message>
        <source>Teach it what matters to you</source>
        <translation>Zeigen Sie, worauf es Ihnen ankommt</translation>
    </message>
    <message>
        <source>Drop a folder whose subfolders are classes: dogs, birthdays, whiteboards… or several folders, one for each class.
Ten photos of each are a start, fifty are good. Nothing leaves this machine.</source>
        <translation>Legen Sie einen Ordner ab, dessen Unterordner Klassen sind: Hunde, Geburtstage, Tafelbilder… oder mehrere Ordner, einen für jede Klasse.
Zehn Fotos je Klasse sind ein Anfang, fünfzig sind gut. Nichts verlässt diesen Rechner.</translation>
    </message>
    <message>
        <source>Choose folder…</source>
        <translation>Ordner wählen…</translation>
    </message>
    <message>
        <source>Or learn the keywords that my photos have…</source>
        <translation>Oder die Stichwörter meiner Fotos lernen…</translation>
    </message>
    <message>
        <source>Other folders</source>
        <translation>Andere Ordner</translation>
    </message>
    <message>
        <source>Name of the model</source>
        <translation>Name des Modells</translation>
    </message>
    <message>
        <source>Quick (minutes)</source>
        <translation>Schnell (Minuten)</translation>
    </message>
    <message>
        <source>Trains the last layer on what the network sees already.</source>
        <translation>Trainiert die letzte Schicht mit dem, was das Netz schon sieht.</translation>
    </message>
    <message>
        <source>Trains the network&apos;s last stages, too: better where classes look alike.</source>
        <translation>Trainiert auch die letzten Stufen des Netzes: besser, wo Klassen ähnlich aussehen.</translation>
    </message>
    <message>
        <source>Length of the code</source>
        <translation>Länge des Codes</translation>
    </message>
    <message>
        <source>{0} bits</source>
        <translation>{0} Bit</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Starten</translation>
    </message>
    <message>
        <source>Stop and keep the best</source>
        <translation>Anhalten und das Beste behalten</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Something else is running. Wait for it, or cancel it below.</source>
        <translation>Es läuft gerade etwas anderes. Warten Sie darauf oder brechen Sie es unten ab.</translation>
    </message>
    <message>
        <source>Or learn my {0} labels on {1} photos</source>
        <translation>Oder meine {0} Etiketten auf {1} Fotos lernen</translation>
    </message>
    <message>
        <source>Go on with {0}, which was cut off</source>
        <translation>{0} fortsetzen (wurde unterbrochen)</translation>
    </message>
    <message>
        <source>That was no folder. Drop a folder with one subfolder for each class.</source>
        <translation>Das war kein Ordner. Legen Sie einen Ordner mit je einem Unterordner für jede Klasse ab.</translation>
    </message>
    <message>
        <source>A folder whose subfolders are classes</source>
        <translation>Ein Ordner, dessen Unterordner Klassen sind</translation>
    </message>
    <message>
        <source>Thorough (much longer)</source>
        <translation>Gründlich (dauert viel länger)</translation>
    </message>
    <message>
        <source>A folder of photos with keywords</source>
        <translation>Ein Ordner mit Fotos, die Stichwörter haben</translation>
    </message>
    <message>
        <source>Reading pictures…</source>
        <translation>Bilder werden gelesen…</translation>
    </message>
    <message>
        <source>my model</source>
        <translation>mein Modell</translation>
    </message>
    <message>
        <source>Stopping after this epoch…</source>
        <translation>Wird nach dieser Epoche angehalten…</translation>
    </message>
    <message>
        <source>Cancelling…</source>
        <translation>Wird abgebrochen…</translation>
    </message>
    <message>
        <source>Computing its codes…</source>
        <translation>Codes werden berechnet…</translation>
    </message>
    <message>
        <source>Epoch {0} of {1}</source>
        <translation>Epoche {0} von {1}</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>In Verwendung</translation>
    </message>
    <message>
        <source>{0} is in use; {1} photos got its code.</source>
        <translation>{0} wird jetzt verwendet; {1} Fotos haben seinen Code erhalten.</translation>
    </message>
    <message>
        <source>{0} classes, {1} photos</source>
        <translation>{0} Klassen, {1} Fotos</translation>
    </message>
    <message>
        <source>{0} and {1}</source>
        <translation>{0} und {1}</translation>
    </message>
    <message numerus="yes">
        <source>%n other(s)</source>
        <translation>
            <numerusform>%n weitere</numerusform>
            <numerusform>%n weitere</numerusform>
        </translation>
    </message>
    <message>
        <source>Few photos: {0}. Ten of each are a start; with fewer the figures mean little.</source>
        <translation>Wenige Fotos: {0}. Zehn je Klasse sind ein Anfang; mit weniger sagen die Zahlen wenig aus.</translation>
    </message>
    <message>
        <source>Lopsided: {0}. One has more than ten times the photos of the other.</source>
        <translation>Ungleich verteilt: {0}. Eine hat mehr als zehnmal so viele Fotos wie die andere.</translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) cannot be read and will be left out: {0}.</source>
        <translation>
            <numerusform>%n Foto kann nicht gelesen werden und wird ausgelassen: {0}.</numerusform>
            <numerusform>%n Fotos können nicht gelesen werden und werden ausgelassen: {0}.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) are copies of each other: {0}. None is asked about its own copy.</source>
        <translation>
            <numerusform>%n Foto ist die Kopie eines anderen: {0}. Keines wird nach seiner eigenen Kopie gefragt.</numerusform>
            <numerusform>%n Fotos sind Kopien voneinander: {0}. Keines wird nach seiner eigenen Kopie gefragt.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) lie in several classes as copies: {0}. Take them out of all but one.</source>
        <translation>
            <numerusform>%n Foto liegt als Kopie in mehreren Klassen: {0}. Nehmen Sie es aus allen bis auf eine heraus.</numerusform>
            <numerusform>%n Fotos liegen als Kopien in mehreren Klassen: {0}. Nehmen Sie sie aus allen bis auf eine heraus.</numerusform>
        </translation>
    </message>
    <message>
        <source>Use this model</source>
        <translation>Dieses Modell verwenden</translation>
    </message>
    <message>
        <source>Cancelled. The epochs that were done are kept.</source>
        <translation>Abgebrochen. Die fertigen Epochen bleiben erhalten.</translation>
    </message>
</context>
<context>
    <name>TwoFilesDialog</name>
    <message>
        <source>Test two files</source>
        <translation>Zwei Dateien prüfen</translation>
    </message>
    <message>
        <source>First file</source>
        <translation>Erste Datei</translation>
    </message>
    <message>
        <source>Second file</source>
        <translation>Zweite Datei</translation>
    </message>
    <message>
        <source>Steps of the comparison</source>
        <translation>Schritte des Vergleichs</translation>
    </message>
    <message>
        <source>Step by step</source>
        <translation>Schritt für Schritt</translation>
    </message>
    <message>
        <source>{0} is not there, or is no file.</source>
        <translation>{0} ist nicht vorhanden oder keine Datei.</translation>
    </message>
    <message>
        <source>Comparing…</source>
        <translation>Wird verglichen…</translation>
    </message>
    <message>
        <source>Do these two match?</source>
        <translation>Passen diese beiden zusammen?</translation>
    </message>
    <message>
        <source>Choose two pictures. Every step of the comparison appears here, with its outcome.</source>
        <translation>Wählen Sie zwei Bilder. Jeder Schritt des Vergleichs erscheint hier mit seinem Ergebnis.</translation>
    </message>
    <message>
        <source>These two cannot be compared</source>
        <translation>Diese beiden lassen sich nicht vergleichen</translation>
    </message>
    <message>
        <source>The answer of the worker cannot be read.</source>
        <translation>Die Antwort des Arbeitsprozesses ist nicht lesbar.</translation>
    </message>
</context>
<context>
    <name>Undoing</name>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Wiederholen</translation>
    </message>
</context>
<context>
    <name>Verdict</name>
    <message>
        <source>own</source>
        <translation>own</translation>
    </message>
    <message>
        <source>unseen</source>
        <translation>unseen</translation>
    </message>
    <message>
        <source>Use this model</source>
        <translation>Dieses Modell verwenden</translation>
    </message>
    <message>
        <source>Train another</source>
        <translation>Weiteres trainieren</translation>
    </message>
    <message>
        <source>this</source>
        <translation>this</translation>
    </message>
    <message>
        <source>used</source>
        <translation>used</translation>
    </message>
    <message>
        <source>general</source>
        <translation>general</translation>
    </message>
    <message>
        <source>itq</source>
        <translation>itq</translation>
    </message>
    <message>
        <source>This model</source>
        <translation>Dieses Modell</translation>
    </message>
    <message>
        <source>Model in use</source>
        <translation>Verwendetes Modell</translation>
    </message>
    <message>
        <source>General code</source>
        <translation>Allgemeiner Code</translation>
    </message>
    <message>
        <source>Learnt from no labels (ITQ)</source>
        <translation>Ohne Beschriftungen gelernt (ITQ)</translation>
    </message>
    <message>
        <source>by the model in use</source>
        <translation>mit dem verwendeten Modell</translation>
    </message>
    <message>
        <source>by the general code</source>
        <translation>mit dem allgemeinen Code</translation>
    </message>
    <message>
        <source>Better for your {0} classes than the general code ({1} against {2}).</source>
        <translation>Besser für Ihre {0} Klassen als der allgemeine Code ({1} gegenüber {2}).</translation>
    </message>
    <message>
        <source>It is better for things it was never shown, too ({0} against {1}).</source>
        <translation>Auch für Dinge, die ihm nie gezeigt wurden, ist es besser ({0} gegenüber {1}).</translation>
    </message>
    <message>
        <source>Not good for your {0} classes: the general code finds them better ({2} against {1}).</source>
        <translation>Nicht gut für Ihre {0} Klassen: Der allgemeine Code findet sie besser ({2} gegenüber {1}).</translation>
    </message>
    <message>
        <source>No better for your {0} classes than the general code ({1} and {2}).</source>
        <translation>Nicht besser für Ihre {0} Klassen als der allgemeine Code ({1} und {2}).</translation>
    </message>
    <message>
        <source>With so few classes nothing can be said of photos of other things; trust the general code there.</source>
        <translation>Bei so wenigen Klassen lässt sich über Fotos von anderem nichts sagen; vertrauen Sie dort dem allgemeinen Code.</translation>
    </message>
    <message>
        <source>For the rest of your photos the general code stays better ({1} against {0}).</source>
        <translation>Für Ihre übrigen Fotos bleibt der allgemeine Code besser ({1} gegenüber {0}).</translation>
    </message>
    <message>
        <source>No better for the rest ({0} and {1}).</source>
        <translation>Für die übrigen nicht besser ({0} und {1}).</translation>
    </message>
</context>
<context>
    <name>VerdictView</name>
    <message>
        <source>Result of the training</source>
        <extracomment>So many of a query&apos;s neighbours are shown. Differences of mean average precision below this are none that anybody would notice.</extracomment>
        <translation>Ergebnis des Trainings</translation>
    </message>
    <message>
        <source>Use this model</source>
        <translation>Dieses Modell verwenden</translation>
    </message>
    <message>
        <source>Train another</source>
        <translation>Weiteres trainieren</translation>
    </message>
    <message>
        <source>{0} is ready</source>
        <translation>{0} ist fertig</translation>
    </message>
    <message>
        <source>On things it was never shown it falls behind a code that learnt nothing. You can use it to search by, but it should not be your only one.</source>
        <translation>Bei Dingen, die ihm nie gezeigt wurden, fällt es hinter einen Code zurück, der nichts gelernt hat. Sie können damit suchen, aber es sollte nicht Ihr einziges Modell sein.</translation>
    </message>
    <message>
        <source>This model</source>
        <translation>Dieses Modell</translation>
    </message>
    <message>
        <source>Model in use</source>
        <translation>Verwendetes Modell</translation>
    </message>
    <message>
        <source>General code</source>
        <translation>Allgemeiner Code</translation>
    </message>
    <message>
        <source>Learnt from no labels (ITQ)</source>
        <translation>Ohne Beschriftungen gelernt (ITQ)</translation>
    </message>
    <message>
        <source>Your classes</source>
        <translation>Ihre Klassen</translation>
    </message>
    <message>
        <source>Classes it was never shown</source>
        <translation>Klassen, die ihm nie gezeigt wurden</translation>
    </message>
    <message>
        <source>Mean average precision over {0} photos that were not trained on; 1 is perfect.</source>
        <translation>Mittlere durchschnittliche Präzision über {0} Fotos, mit denen nicht trainiert wurde; 1 ist perfekt.</translation>
    </message>
    <message>
        <source>Mean average precision, each of {0} photos asked while its fold was not trained on; 1 is perfect.</source>
        <translation>Mittlere durchschnittliche Präzision; jedes von {0} Fotos wurde abgefragt, während mit seinem Teil nicht trainiert wurde; 1 ist perfekt.</translation>
    </message>
    <message>
        <source>{0} photos, {1} epochs, {2} on {3}; the best was epoch {4}.</source>
        <translation>{0} Fotos, {1} Epochen, {2} auf {3}; die beste war Epoche {4}.</translation>
    </message>
    <message>
        <source>{0} pictures could not be read and were left out, the first: {1}</source>
        <translation>{0} Bilder konnten nicht gelesen werden und wurden ausgelassen, das erste: {1}</translation>
    </message>
    <message>
        <source>by the model in use</source>
        <translation>mit dem verwendeten Modell</translation>
    </message>
    <message>
        <source>by the general code</source>
        <translation>mit dem allgemeinen Code</translation>
    </message>
    <message>
        <source>Asked</source>
        <translation>Gefragt</translation>
    </message>
    <message>
        <source>by this model</source>
        <translation>mit diesem Modell</translation>
    </message>
    <message>
        <source>A tick marks photos of the same class.</source>
        <translation>Ein Häkchen kennzeichnet Fotos derselben Klasse.</translation>
    </message>
    <message>
        <source>Often taken for each other</source>
        <translation>Oft miteinander verwechselt</translation>
    </message>
    <message>
        <source>Asked for {0}, {1} of the ten nearest show {2}</source>
        <translation>Gefragt nach {0}, zeigen {1} der zehn nächsten {2}</translation>
    </message>
</context>
<context>
    <name>Viewer</name>
    <message>
        <source>Photo viewer</source>
        <translation>Fotobetrachter</translation>
    </message>
    <message>
        <source>Photo</source>
        <translation>Foto</translation>
    </message>
    <message>
        <source>{0}  ·  {1} of {2}</source>
        <translation>{0}  ·  {1} von {2}</translation>
    </message>
</context>
<context>
    <name>WorkerClient</name>
    <message>
        <source>What reads photos is not installed yet: the Library page fetches it.</source>
        <translation>Was Fotos liest, ist noch nicht installiert: Die Seite Bibliothek holt es.</translation>
    </message>
    <message>
        <source>The worker process cannot be started.</source>
        <translation>Der Arbeitsprozess kann nicht gestartet werden.</translation>
    </message>
    <message>
        <source>The worker process ended unexpectedly; it starts again with the next request. {0}</source>
        <translation>Der Arbeitsprozess wurde unerwartet beendet; er startet mit der nächsten Anfrage neu. {0}</translation>
    </message>
</context>
<context>
    <name>_Files</name>
    <message>
        <source>File</source>
        <extracomment>Path, state, digest, match and reason, as the worker answers.</extracomment>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Known</source>
        <translation>Bekannt</translation>
    </message>
    <message>
        <source>In the library</source>
        <translation>In der Bibliothek</translation>
    </message>
    <message>
        <source>the same file</source>
        <translation>dieselbe Datei</translation>
    </message>
    <message>
        <source>another version</source>
        <translation>andere Fassung</translation>
    </message>
    <message>
        <source>new</source>
        <translation>neu</translation>
    </message>
    <message>
        <source>cannot be read</source>
        <translation>nicht lesbar</translation>
    </message>
</context>
<context>
    <name>_Pairs</name>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>has copies</source>
        <translation>davon Kopien</translation>
    </message>
    <message>
        <source>Other folder</source>
        <translation>Anderer Ordner</translation>
    </message>
    <message>
        <source>Shared</source>
        <translation>Gemeinsam</translation>
    </message>
    <message>
        <source>{0} of {1} ({2} %)</source>
        <translation>{0} von {1} ({2} %)</translation>
    </message>
</context>
<context>
    <name>_Sample</name>
    <message>
        <source>{0} is kept ({1}); {2} is marked ({3})</source>
        <extracomment>Groups that are shown before a rule marks.</extracomment>
        <translation>{0} wird behalten ({1}); {2} wird markiert ({3})</translation>
    </message>
</context>
<context>
    <name>parent</name>
    <message>
        <source>Add a folder of photos</source>
        <translation>Ordner mit Fotos hinzufügen</translation>
    </message>
    <message>
        <source>The Python of an environment that has CRH Desktop</source>
        <extracomment>Room that the environment takes beside what is downloaded, as a multiple of it.</extracomment>
        <translation>Das Python einer Umgebung, die CRH Desktop hat</translation>
    </message>
</context>
</TS>
