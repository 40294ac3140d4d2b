<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de">
<context>
    <name>About</name>
    <message>
        <source>About Bozzetto</source>
        <translation>Über Bozzetto</translation>
    </message>
    <message>
        <source>A bozzetto is the small clay sketch that a sculptor makes first. This one is made from a photograph.</source>
        <translation>Ein Bozzetto ist die kleine Tonskizze, die ein Bildhauer zuerst macht. Dieser hier entsteht aus einem Foto.</translation>
    </message>
    <message>
        <source>Built with Qt %1, LibTorch, Assimp, libvips, OpenCV and GLM.</source>
        <translation>Gebaut mit Qt %1, LibTorch, Assimp, libvips, OpenCV und GLM.</translation>
    </message>
</context>
<context>
    <name>Core</name>
    <message>
        <source>The whole picture, background included.</source>
        <translation>Das ganze Bild mit seinem Hintergrund.</translation>
    </message>
    <message>
        <source>The object was taken from the given mask.</source>
        <translation>Das Objekt stammt aus der angegebenen Maske.</translation>
    </message>
    <message>
        <source>The object was taken from the picture&apos;s transparency.</source>
        <translation>Das Objekt stammt aus der Transparenz des Bildes.</translation>
    </message>
    <message>
        <source>The object was cut from its plain background.</source>
        <translation>Das Objekt wurde aus seinem einfarbigen Hintergrund geschnitten.</translation>
    </message>
    <message>
        <source>The object was told from its surroundings by colour; check its outline.</source>
        <translation>Das Objekt wurde an der Farbe von seiner Umgebung unterschieden; prüfen Sie den Umriss.</translation>
    </message>
    <message>
        <source>No object could be told from its background; mark it with the brush, or the whole picture is used.</source>
        <translation>Vom Hintergrund ließ sich kein Objekt unterscheiden; markieren Sie es mit dem Pinsel, sonst wird das ganze Bild verwendet.</translation>
    </message>
    <message>
        <source>The matte holds no object, so its depth is flat.</source>
        <translation>Die Maske enthält kein Objekt, seine Tiefe ist daher flach.</translation>
    </message>
    <message>
        <source>Depth was made by inflating the object&apos;s outline; a depth picture gives finer relief.</source>
        <translation>Die Tiefe entstand durch Aufblasen des Umrisses; ein Tiefenbild gibt ein feineres Relief.</translation>
    </message>
    <message>
        <source>Depth was estimated by the depth network.</source>
        <translation>Die Tiefe wurde vom Tiefennetz geschätzt.</translation>
    </message>
    <message>
        <source>No object stands out clearly, so the whole picture is a scene; mark one with the brush to make it alone.</source>
        <translation>Kein Objekt hebt sich klar ab, daher wird das ganze Bild zur Szene; markieren Sie eines mit dem Pinsel, um es allein zu erhalten.</translation>
    </message>
    <message>
        <source>Depth of the whole picture was estimated by the scene&apos;s depth network.</source>
        <translation>Die Tiefe des ganzen Bildes wurde vom Szenentiefe-Netz geschätzt.</translation>
    </message>
    <message>
        <source>The object was found by the matte network; check its outline.</source>
        <translation>Das Objekt wurde vom Freistellungsnetz gefunden; prüfen Sie den Umriss.</translation>
    </message>
    <message>
        <source>Depth was taken from the given picture.</source>
        <translation>Die Tiefe stammt aus dem angegebenen Bild.</translation>
    </message>
    <message>
        <source>glTF binary</source>
        <translation>glTF binär</translation>
    </message>
    <message>
        <source>glTF, separate files</source>
        <translation>glTF, mehrere Dateien</translation>
    </message>
    <message>
        <source>Wavefront OBJ</source>
        <translation>Wavefront OBJ</translation>
    </message>
    <message>
        <source>Autodesk FBX</source>
        <translation>Autodesk FBX</translation>
    </message>
    <message>
        <source>STL for printing</source>
        <translation>STL für den Druck</translation>
    </message>
    <message>
        <source>Polygon file</source>
        <translation>Polygon-Datei</translation>
    </message>
    <message>
        <source>Collada</source>
        <translation>Collada</translation>
    </message>
    <message>
        <source>Metres, y up, one file with textures and colours; meshes and points</source>
        <translation>Meter, y nach oben, eine Datei mit Texturen und Farben; Netze und Punkte</translation>
    </message>
    <message>
        <source>Metres, y up, colours, textures beside it; meshes and points</source>
        <translation>Meter, y nach oben, Farben, Texturen daneben; Netze und Punkte</translation>
    </message>
    <message>
        <source>Metres, y up, vertex colours (sRGB), materials beside it; meshes and points</source>
        <translation>Meter, y nach oben, Eckpunktfarben (sRGB), Materialien daneben; Netze und Punkte</translation>
    </message>
    <message>
        <source>Centimetres, y up, vertex colours, textures beside it; meshes only</source>
        <translation>Zentimeter, y nach oben, Eckpunktfarben, Texturen daneben; nur Netze</translation>
    </message>
    <message>
        <source>Millimetres, z up, no colours; meshes only</source>
        <translation>Millimeter, z nach oben, ohne Farben; nur Netze</translation>
    </message>
    <message>
        <source>Metres, y up, vertex colours (sRGB), confidence; meshes and points, no textures</source>
        <translation>Meter, y nach oben, Eckpunktfarben (sRGB), Konfidenz; Netze und Punkte, keine Texturen</translation>
    </message>
    <message>
        <source>Metres, y up, vertex colours, textures beside it; meshes only</source>
        <translation>Meter, y nach oben, Eckpunktfarben, Texturen daneben; nur Netze</translation>
    </message>
    <message>
        <source>There is nothing in this folder that can be learned from.</source>
        <translation>In diesem Ordner ist nichts, woraus sich lernen lässt.</translation>
    </message>
    <message>
        <source>The scene generator learns from photographs, and this folder holds models.</source>
        <translation>Der Szenen-Generator lernt aus Fotos, und dieser Ordner enthält Modelle.</translation>
    </message>
    <message>
        <source>This needs models, which show every side; this folder holds photographs.</source>
        <translation>Das braucht Modelle, die jede Seite zeigen; dieser Ordner enthält Fotos.</translation>
    </message>
    <message>
        <source>Every object of this set is kept for judging, none for learning.</source>
        <translation>Alle Objekte dieses Satzes sind zum Beurteilen zurückgelegt, keines zum Lernen.</translation>
    </message>
</context>
<context>
    <name>Formats</name>
    <message>
        <source>This format carries meshes only, and this is a cloud of points.</source>
        <translation>Dieses Format trägt nur Netze, und dies ist eine Punktwolke.</translation>
    </message>
</context>
<context>
    <name>Stages</name>
    <message>
        <source>Photo</source>
        <translation>Foto</translation>
    </message>
    <message>
        <source>Matte</source>
        <translation>Maske</translation>
    </message>
    <message>
        <source>Depth</source>
        <translation>Tiefe</translation>
    </message>
    <message>
        <source>Field</source>
        <translation>Feld</translation>
    </message>
    <message>
        <source>Bake</source>
        <translation>Backen</translation>
    </message>
    <message>
        <source>Surface</source>
        <translation>Oberfläche</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>Farben</translation>
    </message>
    <message>
        <source>Points</source>
        <translation>Punkte</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Export</translation>
    </message>
    <message>
        <source>Triplane</source>
        <translation>Triplane</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>Prüfung</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopie</translation>
    </message>
    <message>
        <source>Reading pictures</source>
        <translation>Bilder lesen</translation>
    </message>
    <message>
        <source>Finding the scene</source>
        <translation>Szene finden</translation>
    </message>
    <message>
        <source>Finding features</source>
        <translation>Merkmale finden</translation>
    </message>
    <message>
        <source>Matching pictures</source>
        <translation>Bilder zuordnen</translation>
    </message>
    <message>
        <source>Placing cameras</source>
        <translation>Kameras platzieren</translation>
    </message>
    <message>
        <source>Masks</source>
        <translation>Masken</translation>
    </message>
    <message>
        <source>Prepare</source>
        <translation>Vorbereiten</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>Lernen</translation>
    </message>
    <message>
        <source>Cloud</source>
        <translation>Wolke</translation>
    </message>
    <message>
        <source>Hidden points</source>
        <translation>Verdeckte Punkte</translation>
    </message>
</context>
<context>
    <name>Startup</name>
    <message>
        <source>Turns a photograph into a 3D object.</source>
        <translation>Macht aus einem Foto ein 3D-Objekt.</translation>
    </message>
    <message>
        <source>Photograph to begin with.</source>
        <translation>Foto, mit dem begonnen wird.</translation>
    </message>
    <message>
        <source>Show the window, then leave.</source>
        <translation>Das Fenster zeigen, dann beenden.</translation>
    </message>
</context>
<context>
    <name>TrainingWords</name>
    <message>
        <source>Object generator</source>
        <translation>Objekt-Generator</translation>
    </message>
    <message>
        <source>Depth network</source>
        <translation>Tiefennetz</translation>
    </message>
    <message>
        <source>Scene generator</source>
        <translation>Szenen-Generator</translation>
    </message>
    <message>
        <source>Makes all sides of an object from one picture. Learns from models.</source>
        <translation>Macht aus einem Bild alle Seiten eines Objekts. Lernt aus Modellen.</translation>
    </message>
    <message>
        <source>Tells how far each part of an object is. Learns from models.</source>
        <translation>Sagt, wie weit jeder Teil eines Objekts entfernt ist. Lernt aus Modellen.</translation>
    </message>
    <message>
        <source>Makes the front half of a whole photograph. Learns from photographs.</source>
        <translation>Macht aus einem ganzen Foto dessen vordere Hälfte. Lernt aus Fotos.</translation>
    </message>
    <message>
        <source>Distance from the true surface</source>
        <translation>Abstand von der wahren Oberfläche</translation>
    </message>
    <message>
        <source>Error of the depth</source>
        <translation>Fehler der Tiefe</translation>
    </message>
    <message>
        <source>Error of the view and its depth</source>
        <translation>Fehler der Ansicht und ihrer Tiefe</translation>
    </message>
    <message numerus="yes">
        <source>%n model(s), all with textures</source>
        <translation>
            <numerusform>%n Modell mit Textur</numerusform>
            <numerusform>%n Modelle, alle mit Texturen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n model(s), %1 with textures, %2 with colours alone</source>
        <translation>
            <numerusform>%n Modell, %1 mit Texturen, %2 nur mit Farben</numerusform>
            <numerusform>%n Modelle, %1 mit Texturen, %2 nur mit Farben</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n photograph(s), %1 with depth</source>
        <translation>
            <numerusform>%n Foto, %1 mit Tiefe</numerusform>
            <numerusform>%n Fotos, %1 mit Tiefe</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>A rendered set of %n object(s)</source>
        <translation>
            <numerusform>Ein gerenderter Satz mit %n Objekt</numerusform>
            <numerusform>Ein gerenderter Satz mit %n Objekten</numerusform>
        </translation>
    </message>
    <message>
        <source>Giving the photographs their depth</source>
        <translation>Fotos bekommen ihre Tiefe</translation>
    </message>
    <message>
        <source>Rendering the models</source>
        <translation>Modelle werden gerendert</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>Lernt</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Stopped by a problem</source>
        <translation>Durch ein Problem angehalten</translation>
    </message>
    <message>
        <source>Interrupted</source>
        <translation>Unterbrochen</translation>
    </message>
    <message>
        <source>Not begun</source>
        <translation>Nicht begonnen</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>Abgebrochen</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 min</translation>
    </message>
    <message>
        <source>%1 h</source>
        <translation>%1 h</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1 h %2 min</translation>
    </message>
    <message>
        <source>Nothing to learn from</source>
        <translation>Nichts zum Lernen</translation>
    </message>
    <message numerus="yes">
        <source>%n model(s) without colours</source>
        <translation>
            <numerusform>%n Modell ohne Farben</numerusform>
            <numerusform>%n Modelle ohne Farben</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>bozzetto::CheatSheet</name>
    <message>
        <source>Middle button</source>
        <translation>Mittlere Taste</translation>
    </message>
    <message>
        <source>Orbit</source>
        <translation>Kreisen</translation>
    </message>
    <message>
        <source>Shift + middle</source>
        <translation>Umschalt + Mitte</translation>
    </message>
    <message>
        <source>Pan</source>
        <translation>Verschieben</translation>
    </message>
    <message>
        <source>Ctrl + middle</source>
        <translation>Strg + Mitte</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>Zoom</translation>
    </message>
    <message>
        <source>Alt + left</source>
        <translation>Alt + links</translation>
    </message>
    <message>
        <source>Alt + middle</source>
        <translation>Alt + Mitte</translation>
    </message>
    <message>
        <source>Alt + right</source>
        <translation>Alt + rechts</translation>
    </message>
    <message>
        <source>Left button</source>
        <translation>Linke Taste</translation>
    </message>
    <message>
        <source>Middle, Shift + left</source>
        <translation>Mitte, Umschalt + links</translation>
    </message>
    <message>
        <source>Right button</source>
        <translation>Rechte Taste</translation>
    </message>
    <message>
        <source>Wheel</source>
        <translation>Rad</translation>
    </message>
    <message>
        <source>Zoom to the cursor</source>
        <translation>Zoom zum Zeiger</translation>
    </message>
    <message>
        <source>Double click</source>
        <translation>Doppelklick</translation>
    </message>
    <message>
        <source>Turn about this point</source>
        <translation>Um diesen Punkt drehen</translation>
    </message>
    <message>
        <source>Frame the object</source>
        <translation>Objekt einpassen</translation>
    </message>
    <message>
        <source>Front, right, top</source>
        <translation>Vorn, rechts, oben</translation>
    </message>
    <message>
        <source>Back, left, bottom</source>
        <translation>Hinten, links, unten</translation>
    </message>
    <message>
        <source>Perspective or parallel</source>
        <translation>Perspektive oder parallel</translation>
    </message>
    <message>
        <source>NeRF, mesh, points</source>
        <translation>NeRF, Netz, Punkte</translation>
    </message>
    <message>
        <source>Hide the panels</source>
        <translation>Seitenleisten ausblenden</translation>
    </message>
    <message>
        <source>This card</source>
        <translation>Diese Karte</translation>
    </message>
    <message>
        <source>Open a photograph</source>
        <translation>Ein Foto öffnen</translation>
    </message>
    <message>
        <source>Paste a picture</source>
        <translation>Ein Bild einfügen</translation>
    </message>
    <message>
        <source>Generate again</source>
        <translation>Neu erzeugen</translation>
    </message>
    <message>
        <source>Cancel the job</source>
        <translation>Auftrag abbrechen</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Mouse</source>
        <translation>Maus</translation>
    </message>
    <message>
        <source>Work</source>
        <translation>Arbeit</translation>
    </message>
    <message>
        <source>View</source>
        <translation>Ansicht</translation>
    </message>
    <message>
        <source>Click, or press any key, to close</source>
        <translation>Zum Schließen klicken oder eine Taste drücken</translation>
    </message>
    <message>
        <source>Make the cloud of views</source>
        <translation>Wolke aus Ansichten machen</translation>
    </message>
</context>
<context>
    <name>bozzetto::CloudPanel</name>
    <message>
        <source>Cloud</source>
        <translation>Wolke</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source> min</source>
        <translation> min</translation>
    </message>
    <message>
        <source>Points</source>
        <translation>Punkte</translation>
    </message>
    <message>
        <source>Use masks</source>
        <translation>Masken verwenden</translation>
    </message>
    <message>
        <source>Make the cloud</source>
        <translation>Wolke machen</translation>
    </message>
    <message>
        <source>How long the training may take. It can be stopped at any time, and what is there is kept.</source>
        <translation>Wie lange das Lernen dauern darf. Es lässt sich jederzeit beenden, und was da ist, bleibt.</translation>
    </message>
    <message>
        <source>Exactly so many points are chosen at the end, evenly spread.</source>
        <translation>Genau so viele Punkte werden am Ende gewählt, gleichmäßig verteilt.</translation>
    </message>
    <message>
        <source>Surface</source>
        <translation>Oberfläche</translation>
    </message>
    <message>
        <source>Volume</source>
        <translation>Volumen</translation>
    </message>
    <message>
        <source>Surface: a thin shell. Volume: what lies inside as well.</source>
        <translation>Oberfläche: eine dünne Schale. Volumen: auch, was innen liegt.</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>Change the time</source>
        <translation>Zeit ändern</translation>
    </message>
    <message>
        <source>Change the number of points</source>
        <translation>Punktzahl ändern</translation>
    </message>
    <message>
        <source>Change the kind of cloud</source>
        <translation>Art der Wolke ändern</translation>
    </message>
    <message>
        <source>Use masks or not</source>
        <translation>Masken verwenden oder nicht</translation>
    </message>
    <message>
        <source>Everything in the pictures is learned, surroundings too.</source>
        <translation>Alles in den Bildern wird gelernt, auch die Umgebung.</translation>
    </message>
    <message>
        <source>The pictures bring masks: only the thing is learned.</source>
        <translation>Die Bilder bringen Masken mit: Nur das Ding wird gelernt.</translation>
    </message>
    <message>
        <source>The pictures bring none, so they are estimated first: only what stands out is learned.</source>
        <translation>Die Bilder bringen keine mit, daher werden sie zuerst geschätzt: Nur was sich abhebt, wird gelernt.</translation>
    </message>
    <message numerus="yes">
        <source>%1 points from %n view(s), %2 s.</source>
        <translation>
            <numerusform>%1 Punkte aus %n Ansicht, %2 s.</numerusform>
            <numerusform>%1 Punkte aus %n Ansichten, %2 s.</numerusform>
        </translation>
    </message>
    <message>
        <source>Stopped early.</source>
        <translation>Vorzeitig beendet.</translation>
    </message>
    <message>
        <source>Masks were estimated.</source>
        <translation>Die Masken wurden geschätzt.</translation>
    </message>
    <message numerus="yes">
        <source>Nothing stood out in %n of the views.</source>
        <translation>
            <numerusform>In %n der Ansichten hob sich nichts ab.</numerusform>
            <numerusform>In %n der Ansichten hob sich nichts ab.</numerusform>
        </translation>
    </message>
    <message>
        <source>Other views are on now; making it again begins anew with them.</source>
        <translation>Jetzt sind andere Ansichten an; ein neuer Lauf beginnt mit ihnen von vorn.</translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n view(s) are learned from.</source>
        <translation>
            <numerusform>Aus %1 von %n Ansicht wird gelernt.</numerusform>
            <numerusform>Aus %1 von %n Ansichten wird gelernt.</numerusform>
        </translation>
    </message>
    <message>
        <source>Make it again</source>
        <translation>Neu machen</translation>
    </message>
    <message>
        <source>Learn the thing from the views that are on; the cloud sharpens as you watch (Ctrl+K)</source>
        <translation>Das Ding aus den Ansichten lernen, die an sind; die Wolke wird vor Ihren Augen schärfer (Strg+K)</translation>
    </message>
    <message>
        <source>So far you see only what neighbouring pictures agree on.</source>
        <translation>Bisher sehen Sie nur, worin benachbarte Bilder übereinstimmen.</translation>
    </message>
</context>
<context>
    <name>bozzetto::ComparisonView</name>
    <message>
        <source>Picture</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>From the side</source>
        <translation>Von der Seite</translation>
    </message>
    <message>
        <source>From behind</source>
        <translation>Von hinten</translation>
    </message>
    <message>
        <source>A view that was not shown</source>
        <translation>Eine nicht gezeigte Ansicht</translation>
    </message>
    <message>
        <source>Depth</source>
        <translation>Tiefe</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>The same view</source>
        <translation>Dieselbe Ansicht</translation>
    </message>
    <message>
        <source>From the left</source>
        <translation>Von links</translation>
    </message>
    <message>
        <source>before</source>
        <translation>vorher</translation>
    </message>
    <message>
        <source>now</source>
        <translation>jetzt</translation>
    </message>
    <message>
        <source>truth</source>
        <translation>Wahrheit</translation>
    </message>
</context>
<context>
    <name>bozzetto::CurvePlot</name>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 min</translation>
    </message>
    <message>
        <source>0</source>
        <translation>0</translation>
    </message>
</context>
<context>
    <name>bozzetto::DepthLegend</name>
    <message>
        <source>Scale of the depth picture, from near to far</source>
        <translation>Skala des Tiefenbildes, von nah bis fern</translation>
    </message>
    <message>
        <source>Near</source>
        <translation>Nah</translation>
    </message>
    <message>
        <source>Far</source>
        <translation>Fern</translation>
    </message>
</context>
<context>
    <name>bozzetto::DepthPanel</name>
    <message>
        <source>Depth</source>
        <translation>Tiefe</translation>
    </message>
    <message>
        <source>Depth from a file</source>
        <translation>Tiefe aus einer Datei</translation>
    </message>
    <message>
        <source>Relief</source>
        <translation>Relief</translation>
    </message>
    <message>
        <source>Stretches the depth; used by the next generation.</source>
        <translation>Streckt die Tiefe; gilt ab der nächsten Erzeugung.</translation>
    </message>
    <message>
        <source>Choose a depth picture: dark is near</source>
        <translation>Tiefenbild wählen: dunkel ist nah</translation>
    </message>
    <message>
        <source>Pictures (*.png *.tif *.tiff)</source>
        <translation>Bilder (*.png *.tif *.tiff)</translation>
    </message>
    <message>
        <source>Change relief</source>
        <translation>Relief ändern</translation>
    </message>
    <message>
        <source>Estimated, or read from a file beside the photograph (name_depth.png).</source>
        <translation>Geschätzt oder aus einer Datei neben dem Foto gelesen (Name_depth.png).</translation>
    </message>
    <message>
        <source>An 8 or 16 bit picture of the photograph&apos;s shape: dark is near</source>
        <translation>Ein Bild mit 8 oder 16 Bit im Format des Fotos: dunkel ist nah</translation>
    </message>
</context>
<context>
    <name>bozzetto::Document</name>
    <message>
        <source>Open %1</source>
        <translation>%1 öffnen</translation>
    </message>
    <message>
        <source>Show %1</source>
        <translation>%1 zeigen</translation>
    </message>
    <message>
        <source>Generate %1</source>
        <translation>%1 erzeugen</translation>
    </message>
    <message>
        <source>Change export settings</source>
        <translation>Exporteinstellungen ändern</translation>
    </message>
</context>
<context>
    <name>bozzetto::EmptyState</name>
    <message>
        <source>Drop a photograph, or paste one</source>
        <translation>Ein Foto hierher ziehen oder einfügen</translation>
    </message>
    <message>
        <source>It becomes an object that you can turn, measure and export.</source>
        <translation>Daraus wird ein Objekt, das man drehen, messen und exportieren kann.</translation>
    </message>
    <message>
        <source>Open photograph</source>
        <translation>Foto öffnen</translation>
    </message>
    <message>
        <source>or begin with a sample</source>
        <translation>oder mit einem Beispiel beginnen</translation>
    </message>
    <message>
        <source>A folder of photographs of one thing becomes a cloud.</source>
        <translation>Ein Ordner mit Fotos eines Dings wird zur Punktwolke.</translation>
    </message>
</context>
<context>
    <name>bozzetto::ExportDialog</name>
    <message>
        <source>Stand it centred on the ground</source>
        <translation>Mittig auf den Boden stellen</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>m</source>
        <translation>m</translation>
    </message>
    <message>
        <source>mm</source>
        <translation>mm</translation>
    </message>
    <message>
        <source>As the format&apos;s readers expect</source>
        <translation>Wie das Format es erwartet</translation>
    </message>
    <message>
        <source>Y up</source>
        <translation>Y nach oben</translation>
    </message>
    <message>
        <source>Z up</source>
        <translation>Z nach oben</translation>
    </message>
    <message>
        <source>Choose</source>
        <translation>Wählen</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>Format</translation>
    </message>
    <message>
        <source>Longest side</source>
        <translation>Längste Seite</translation>
    </message>
    <message>
        <source>Up axis</source>
        <translation>Hochachse</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>Ersetzen</translation>
    </message>
    <message>
        <source>Name a file first.</source>
        <translation>Geben Sie zuerst eine Datei an.</translation>
    </message>
    <message>
        <source>This file exists and will be replaced.</source>
        <translation>Diese Datei gibt es schon; sie wird ersetzt.</translation>
    </message>
    <message>
        <source> mm</source>
        <translation> mm</translation>
    </message>
    <message>
        <source> m</source>
        <translation> m</translation>
    </message>
    <message>
        <source>%1 wide, %2 high, %3 deep, in %4</source>
        <translation>%1 breit, %2 hoch, %3 tief, in %4</translation>
    </message>
    <message>
        <source>millimetres</source>
        <translation>Millimetern</translation>
    </message>
    <message>
        <source>metres</source>
        <translation>Metern</translation>
    </message>
    <message>
        <source>Export to</source>
        <translation>Exportieren nach</translation>
    </message>
</context>
<context>
    <name>bozzetto::ExportPanel</name>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>m</source>
        <translation>m</translation>
    </message>
    <message>
        <source>mm</source>
        <translation>mm</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>Automatisch</translation>
    </message>
    <message>
        <source>Y up</source>
        <translation>Y nach oben</translation>
    </message>
    <message>
        <source>Z up</source>
        <translation>Z nach oben</translation>
    </message>
    <message>
        <source>Automatic: what the format&apos;s readers expect</source>
        <translation>Automatisch: was das Format erwartet</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>Format</translation>
    </message>
    <message>
        <source>Longest side</source>
        <translation>Längste Seite</translation>
    </message>
    <message>
        <source>Up axis</source>
        <translation>Hochachse</translation>
    </message>
    <message>
        <source>Size of the object&apos;s longest side. Default 1 m.</source>
        <translation>Länge der längsten Seite des Objekts. Vorgabe 1 m.</translation>
    </message>
    <message>
        <source>Write the object to a file (Ctrl+E)</source>
        <translation>Das Objekt in eine Datei schreiben (Strg+E)</translation>
    </message>
</context>
<context>
    <name>bozzetto::FolderCard</name>
    <message>
        <source>Learn from</source>
        <translation>Lernen aus</translation>
    </message>
    <message>
        <source>Choose a folder</source>
        <translation>Ordner wählen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Models (OBJ, glTF, FBX, ...), photographs, or a set that was rendered before; dropping it here does the same</source>
        <translation>Modelle (OBJ, glTF, FBX, ...), Fotos oder ein früher gerenderter Satz; hier ablegen geht auch</translation>
    </message>
    <message>
        <source>Looking through it: %1 %</source>
        <translation>Wird durchgesehen: %1 %</translation>
    </message>
    <message>
        <source>Models teach the object generator and the depth network; photographs teach the scene generator.</source>
        <translation>Modelle lehren den Objekt-Generator und das Tiefennetz; Fotos lehren den Szenen-Generator.</translation>
    </message>
    <message>
        <source>%1 of them are kept to judge by; nothing is learned from those.</source>
        <translation>%1 davon dienen nur zum Beurteilen; aus ihnen wird nichts gelernt.</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) cannot be used</source>
        <translation>
            <numerusform>%n Datei ist unbrauchbar</numerusform>
            <numerusform>%n Dateien sind unbrauchbar</numerusform>
        </translation>
    </message>
    <message>
        <source>Choose another folder</source>
        <translation>Anderen Ordner wählen</translation>
    </message>
</context>
<context>
    <name>bozzetto::FoundView</name>
    <message>
        <source>Looking through %1</source>
        <translation>%1 wird durchgesehen</translation>
    </message>
    <message>
        <source>%1 could not be looked through</source>
        <translation>%1 konnte nicht durchgesehen werden</translation>
    </message>
    <message>
        <source>There is nothing in %1 that can be learned from</source>
        <translation>In %1 ist nichts, woraus sich lernen lässt</translation>
    </message>
    <message>
        <source>Found in %1</source>
        <translation>Gefunden in %1</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) cannot be used</source>
        <translation>
            <numerusform>%n Datei ist unbrauchbar</numerusform>
            <numerusform>%n Dateien sind unbrauchbar</numerusform>
        </translation>
    </message>
    <message>
        <source>and %1 more</source>
        <translation>und %1 weitere</translation>
    </message>
    <message>
        <source>%1 of %2, spread over the whole folder</source>
        <translation>%1 von %2, über den ganzen Ordner verteilt</translation>
    </message>
</context>
<context>
    <name>bozzetto::JobBar</name>
    <message>
        <source>Hide this line</source>
        <translation>Diese Zeile ausblenden</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>Stopping</source>
        <translation>Wird angehalten</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Stop this job; what was there stays (Esc)</source>
        <translation>Diesen Auftrag anhalten; was da war, bleibt (Esc)</translation>
    </message>
    <message>
        <source>%1 %2 %</source>
        <comment>stage and its share</comment>
        <translation>%1 %2 %</translation>
    </message>
    <message>
        <source>Stop and keep</source>
        <translation>Beenden und behalten</translation>
    </message>
    <message>
        <source>The points are being chosen; this takes some seconds.</source>
        <translation>Die Punkte werden gewählt; das dauert einige Sekunden.</translation>
    </message>
    <message>
        <source>Enough: end the training and keep the cloud as it is now</source>
        <translation>Genug: das Lernen beenden und die Wolke behalten, wie sie jetzt ist</translation>
    </message>
</context>
<context>
    <name>bozzetto::LessonForm</name>
    <message>
        <source>Start training</source>
        <translation>Lernen beginnen</translation>
    </message>
    <message>
        <source>Learn what</source>
        <translation>Was lernen</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source> min</source>
        <translation> min</translation>
    </message>
    <message>
        <source>How long it trains, pauses not counted. 15 minutes are a beginning; overnight is better.</source>
        <translation>Wie lange gelernt wird, ohne Pausen. 15 Minuten sind ein Anfang; über Nacht ist besser.</translation>
    </message>
    <message>
        <source>Time to train</source>
        <translation>Lernzeit</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>Vorher</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>Schritte</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>Speicher</translation>
    </message>
    <message>
        <source>Disk</source>
        <translation>Platte</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Begins from nothing: it takes many hours.</source>
        <translation>Beginnt bei null: das dauert viele Stunden.</translation>
    </message>
    <message>
        <source>Goes on from: %1</source>
        <translation>Baut auf: %1</translation>
    </message>
    <message>
        <source>Training goes on when the window is closed; the page finds it again.</source>
        <translation>Das Lernen geht weiter, wenn das Fenster geschlossen wird; die Seite findet es wieder.</translation>
    </message>
    <message>
        <source>Trying a few steps to see what it takes…</source>
        <translation>Ein paar Schritte werden versucht, um den Aufwand zu sehen…</translation>
    </message>
    <message>
        <source>What it takes could not be tried: %1</source>
        <translation>Der Aufwand ließ sich nicht ausprobieren: %1</translation>
    </message>
    <message>
        <source>%1 of %2 free</source>
        <translation>%1 von %2 frei</translation>
    </message>
    <message>
        <source>about %1 to prepare the folder</source>
        <translation>etwa %1 Vorbereitung</translation>
    </message>
    <message>
        <source>nothing to prepare</source>
        <translation>nichts vorzubereiten</translation>
    </message>
    <message>
        <source>about %1, %2 s each</source>
        <translation>etwa %1 zu je %2 s</translation>
    </message>
    <message>
        <source>about %1</source>
        <comment>time of day</comment>
        <translation>etwa %1</translation>
    </message>
    <message>
        <source>Tried on this computer a moment ago.</source>
        <translation>Eben auf diesem Rechner ausprobiert.</translation>
    </message>
    <message>
        <source>There may not be enough memory: close other programs first.</source>
        <translation>Der Speicher könnte nicht reichen: Schließen Sie erst andere Programme.</translation>
    </message>
    <message>
        <source>There is not enough room on the disk.</source>
        <translation>Auf der Platte ist nicht genug Platz.</translation>
    </message>
    <message>
        <source>What it takes is tried once no other lesson is under way.</source>
        <translation>Der Aufwand wird ausprobiert, sobald keine andere Lektion läuft.</translation>
    </message>
</context>
<context>
    <name>bozzetto::MainWindow</name>
    <message>
        <source>Saved to %1</source>
        <translation>Gespeichert unter %1</translation>
    </message>
    <message>
        <source>The studio needs OpenGL 4.1; check the graphics driver.</source>
        <translation>Das Studio braucht OpenGL 4.1; prüfen Sie den Grafiktreiber.</translation>
    </message>
    <message>
        <source>Photographs (%1)</source>
        <translation>Fotos (%1)</translation>
    </message>
    <message>
        <source>A job is running; wait for it or cancel it.</source>
        <translation>Ein Auftrag läuft; warten Sie oder brechen Sie ihn ab.</translation>
    </message>
    <message>
        <source>Done in %1 s</source>
        <translation>Fertig in %1 s</translation>
    </message>
    <message>
        <source>%1 × %2 × %3 m</source>
        <translation>%1 × %2 × %3 m</translation>
    </message>
    <message>
        <source>%1 triangles</source>
        <translation>%1 Dreiecke</translation>
    </message>
    <message>
        <source>%1 dB to the photograph</source>
        <translation>%1 dB zum Foto</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>&amp;Object</source>
        <translation>&amp;Objekt</translation>
    </message>
    <message>
        <source>&amp;Generate again</source>
        <translation>&amp;Neu erzeugen</translation>
    </message>
    <message>
        <source>Ctrl+G</source>
        <translation>Ctrl+G</translation>
    </message>
    <message>
        <source>&amp;Refine</source>
        <translation>&amp;Verfeinern</translation>
    </message>
    <message>
        <source>Ctrl+R</source>
        <translation>Ctrl+R</translation>
    </message>
    <message>
        <source>Correct the &amp;matte</source>
        <translation>&amp;Maske korrigieren</translation>
    </message>
    <message>
        <source>Ctrl+M</source>
        <translation>Ctrl+M</translation>
    </message>
    <message>
        <source>M&amp;odels</source>
        <translation>M&amp;odelle</translation>
    </message>
    <message>
        <source>&amp;Cancel the job</source>
        <translation>Auftrag &amp;abbrechen</translation>
    </message>
    <message>
        <source>What the work is computed on</source>
        <translation>Worauf gerechnet wird</translation>
    </message>
    <message>
        <source>Automatic: the graphics card when there is one</source>
        <translation>Automatisch: die Grafikkarte, wenn es eine gibt</translation>
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
        <source>Choose device</source>
        <translation>Gerät wählen</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Datei</translation>
    </message>
    <message>
        <source>&amp;Open photograph</source>
        <translation>Foto &amp;öffnen</translation>
    </message>
    <message>
        <source>Open &amp;recent</source>
        <translation>&amp;Zuletzt geöffnet</translation>
    </message>
    <message>
        <source>&amp;Export</source>
        <translation>&amp;Exportieren</translation>
    </message>
    <message>
        <source>Ctrl+E</source>
        <translation>Ctrl+E</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Beenden</translation>
    </message>
    <message>
        <source>%1 is no longer there.</source>
        <translation>%1 ist nicht mehr da.</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>&amp;Bearbeiten</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>&amp;Rückgängig</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>&amp;Wiederholen</translation>
    </message>
    <message>
        <source>&amp;Paste picture</source>
        <translation>Bild &amp;einfügen</translation>
    </message>
    <message>
        <source>There is no picture to paste.</source>
        <translation>Es gibt kein Bild zum Einfügen.</translation>
    </message>
    <message>
        <source>Copy a picture or a picture file first.</source>
        <translation>Kopieren Sie zuerst ein Bild oder eine Bilddatei.</translation>
    </message>
    <message>
        <source>Clipboard formats: %1</source>
        <translation>Formate der Zwischenablage: %1</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ansicht</translation>
    </message>
    <message>
        <source>NeRF</source>
        <translation>NeRF</translation>
    </message>
    <message>
        <source>Alt+1</source>
        <translation>Alt+1</translation>
    </message>
    <message>
        <source>Mesh</source>
        <translation>Netz</translation>
    </message>
    <message>
        <source>Alt+2</source>
        <translation>Alt+2</translation>
    </message>
    <message>
        <source>Points</source>
        <translation>Punkte</translation>
    </message>
    <message>
        <source>Alt+3</source>
        <translation>Alt+3</translation>
    </message>
    <message>
        <source>Frame the object</source>
        <translation>Objekt einpassen</translation>
    </message>
    <message>
        <source>Front</source>
        <translation>Vorn</translation>
    </message>
    <message>
        <source>Right</source>
        <translation>Rechts</translation>
    </message>
    <message>
        <source>Top</source>
        <translation>Oben</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Hinten</translation>
    </message>
    <message>
        <source>Left</source>
        <translation>Links</translation>
    </message>
    <message>
        <source>Bottom</source>
        <translation>Unten</translation>
    </message>
    <message>
        <source>Parallel projection</source>
        <translation>Parallelprojektion</translation>
    </message>
    <message>
        <source>Photograph for comparison</source>
        <translation>Foto zum Vergleich</translation>
    </message>
    <message>
        <source>Floor grid</source>
        <translation>Bodenraster</translation>
    </message>
    <message>
        <source>Axes</source>
        <translation>Achsen</translation>
    </message>
    <message>
        <source>Show or hide the panels</source>
        <translation>Seitenleisten ein- oder ausblenden</translation>
    </message>
    <message>
        <source>Mouse like</source>
        <translation>Maus wie in</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>As the desktop</source>
        <translation>Wie der Desktop</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>Farben</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Hilfe</translation>
    </message>
    <message>
        <source>&amp;Mouse and keys</source>
        <translation>&amp;Maus und Tasten</translation>
    </message>
    <message>
        <source>&amp;About Bozzetto</source>
        <translation>&amp;Über Bozzetto</translation>
    </message>
    <message>
        <source>Let go to learn from it</source>
        <translation>Loslassen, um daraus zu lernen</translation>
    </message>
    <message>
        <source>Let go to make an object of it</source>
        <translation>Loslassen, um ein Objekt daraus zu machen</translation>
    </message>
    <message>
        <source>A job is running; wait for it or cancel it first</source>
        <translation>Ein Auftrag läuft; erst abwarten oder abbrechen</translation>
    </message>
    <message>
        <source>&amp;Training room</source>
        <translation>&amp;Lernzimmer</translation>
    </message>
    <message>
        <source>Ctrl+T</source>
        <translation>Ctrl+T</translation>
    </message>
    <message>
        <source>A lesson is under way; click to see it</source>
        <translation>Eine Lektion läuft; anklicken, um sie zu sehen</translation>
    </message>
    <message>
        <source>Training %1 %</source>
        <comment>share of the lesson</comment>
        <translation>Lernt %1 %</translation>
    </message>
    <message>
        <source>Let go to see its points</source>
        <translation>Loslassen, um die Punkte zu sehen</translation>
    </message>
    <message>
        <source>Open a photograph or a cloud of points</source>
        <translation>Ein Foto oder eine Punktwolke öffnen</translation>
    </message>
    <message>
        <source>Clouds of points (%1)</source>
        <translation>Punktwolken (%1)</translation>
    </message>
    <message>
        <source>Open a folder of photographs of one thing</source>
        <translation>Einen Ordner mit Fotos einer Sache öffnen</translation>
    </message>
    <message>
        <source>Open a folder of &amp;views</source>
        <translation>&amp;Ordner mit Ansichten öffnen</translation>
    </message>
    <message>
        <source>Stopped after %1 s</source>
        <translation>Nach %1 s beendet</translation>
    </message>
    <message>
        <source>%1 points</source>
        <translation>%1 Punkte</translation>
    </message>
    <message numerus="yes">
        <source>from %n view(s)</source>
        <translation>
            <numerusform>aus %n Ansicht</numerusform>
            <numerusform>aus %n Ansichten</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s)</source>
        <translation>
            <numerusform>%n Bild</numerusform>
            <numerusform>%n Bilder</numerusform>
        </translation>
    </message>
    <message>
        <source>Add a folder of views of the same thing</source>
        <translation>Einen Ordner mit Ansichten desselben Dings hinzufügen</translation>
    </message>
    <message>
        <source>Open on its own</source>
        <translation>Für sich öffnen</translation>
    </message>
    <message>
        <source>Add to these views</source>
        <translation>Zu diesen Ansichten</translation>
    </message>
    <message>
        <source>Let go to find where they were taken</source>
        <translation>Loslassen, um die Aufnahmeorte zu finden</translation>
    </message>
    <message>
        <source>Make the c&amp;loud</source>
        <translation>Wo&amp;lke machen</translation>
    </message>
    <message>
        <source>Ctrl+K</source>
        <translation>Ctrl+K</translation>
    </message>
</context>
<context>
    <name>bozzetto::MatteCanvas</name>
    <message>
        <source>Photograph to mark the object on</source>
        <translation>Foto, auf dem das Objekt markiert wird</translation>
    </message>
</context>
<context>
    <name>bozzetto::MatteEditor</name>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Use and generate</source>
        <translation>Verwenden und erzeugen</translation>
    </message>
    <message>
        <source>Draw over the object in green, over its surroundings in red, or draw a box round it.</source>
        <translation>Übermalen Sie das Objekt grün, die Umgebung rot, oder ziehen Sie einen Rahmen darum.</translation>
    </message>
    <message>
        <source>Object</source>
        <translation>Objekt</translation>
    </message>
    <message>
        <source>Strokes that belong to the object</source>
        <translation>Striche, die zum Objekt gehören</translation>
    </message>
    <message>
        <source>Background</source>
        <translation>Hintergrund</translation>
    </message>
    <message>
        <source>Strokes that do not belong to it</source>
        <translation>Striche, die nicht dazugehören</translation>
    </message>
    <message>
        <source>Box</source>
        <translation>Rahmen</translation>
    </message>
    <message>
        <source>A box that holds the whole object</source>
        <translation>Ein Rahmen um das ganze Objekt</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>Zurücknehmen</translation>
    </message>
    <message>
        <source>Takes the last stroke back</source>
        <translation>Nimmt den letzten Strich zurück</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Leeren</translation>
    </message>
    <message>
        <source>Removes all strokes and the box</source>
        <translation>Entfernt alle Striche und den Rahmen</translation>
    </message>
    <message>
        <source>Brush</source>
        <translation>Pinsel</translation>
    </message>
    <message>
        <source> px</source>
        <translation> px</translation>
    </message>
    <message>
        <source>Correct the matte</source>
        <translation>Maske korrigieren</translation>
    </message>
</context>
<context>
    <name>bozzetto::MattePanel</name>
    <message>
        <source>Matte</source>
        <translation>Maske</translation>
    </message>
    <message>
        <source>Correct by hand</source>
        <translation>Von Hand korrigieren</translation>
    </message>
    <message>
        <source>Matte from a file</source>
        <translation>Maske aus einer Datei</translation>
    </message>
    <message>
        <source>Choose a matte: white is the object</source>
        <translation>Maske wählen: weiß ist das Objekt</translation>
    </message>
    <message>
        <source>Pictures (*.png *.tif *.tiff *.webp *.jpg *.jpeg)</source>
        <translation>Bilder (*.png *.tif *.tiff *.webp *.jpg *.jpeg)</translation>
    </message>
    <message>
        <source>Separates the object from its background.</source>
        <translation>Trennt das Objekt vom Hintergrund.</translation>
    </message>
    <message>
        <source>Confidence %1 %.</source>
        <translation>Sicherheit %1 %.</translation>
    </message>
    <message>
        <source>Mark the object by hand to help.</source>
        <translation>Markieren Sie das Objekt von Hand, um zu helfen.</translation>
    </message>
    <message>
        <source>Draw a box and strokes on the photograph</source>
        <translation>Rahmen und Striche auf das Foto zeichnen</translation>
    </message>
    <message>
        <source>A black and white picture of any size: white is the object</source>
        <translation>Ein schwarz-weißes Bild beliebiger Größe: weiß ist das Objekt</translation>
    </message>
</context>
<context>
    <name>bozzetto::ModelCard</name>
    <message>
        <source>Came with Bozzetto</source>
        <translation>Mit Bozzetto geliefert</translation>
    </message>
    <message>
        <source>From BOZZETTO_MODELS</source>
        <translation>Aus BOZZETTO_MODELS</translation>
    </message>
    <message>
        <source>Added by you</source>
        <translation>Von Ihnen hinzugefügt</translation>
    </message>
    <message>
        <source>%1, %2 million parameters</source>
        <translation>%1, %2 Millionen Parameter</translation>
    </message>
    <message>
        <source>Does not say what it does</source>
        <translation>Sagt nicht, wozu es dient</translation>
    </message>
    <message>
        <source>Matte: cuts the object out</source>
        <translation>Maske: schneidet das Objekt aus</translation>
    </message>
    <message>
        <source>Depth: how far each part is</source>
        <translation>Tiefe: wie fern jeder Teil ist</translation>
    </message>
    <message>
        <source>Scene depth: how far each part of a whole photograph is</source>
        <translation>Szenentiefe: wie fern jeder Teil eines ganzen Fotos ist</translation>
    </message>
    <message>
        <source>Object: makes it whole at once</source>
        <translation>Objekt: macht es auf einmal ganz</translation>
    </message>
    <message>
        <source>Upscaler: enlarges rendered pictures</source>
        <translation>Vergrößerer: macht gerenderte Bilder größer</translation>
    </message>
    <message>
        <source>G3DR: makes a scene at once</source>
        <translation>G3DR: macht eine Szene auf einmal</translation>
    </message>
    <message>
        <source>%1. %2.</source>
        <comment>role and origin</comment>
        <translation>%1. %2.</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>In Gebrauch</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>Verwenden</translation>
    </message>
    <message>
        <source>This file cannot be used.</source>
        <translation>Diese Datei ist nicht verwendbar.</translation>
    </message>
    <message>
        <source>Use this file for its purpose from now on</source>
        <translation>Diese Datei ab jetzt für ihren Zweck verwenden</translation>
    </message>
    <message>
        <source>Only files that you added can be removed here.</source>
        <translation>Hier lassen sich nur selbst hinzugefügte Dateien entfernen.</translation>
    </message>
    <message>
        <source>Delete this file</source>
        <translation>Diese Datei löschen</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Lizenz</translation>
    </message>
    <message>
        <source>not stated in the file</source>
        <translation>in der Datei nicht genannt</translation>
    </message>
    <message>
        <source>Made by</source>
        <translation>Urheber</translation>
    </message>
    <message>
        <source>Trained on</source>
        <translation>Gelernt an</translation>
    </message>
    <message>
        <source>Scores</source>
        <translation>Ergebnisse</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>SHA-256</source>
        <translation>SHA-256</translation>
    </message>
    <message>
        <source>being computed</source>
        <translation>wird berechnet</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
</context>
<context>
    <name>bozzetto::ModelManager</name>
    <message>
        <source>Add a file</source>
        <translation>Datei hinzufügen</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Networks that work on photographs. A file that you add is checked and copied to %1.</source>
        <translation>Netze, die mit Fotos arbeiten. Eine hinzugefügte Datei wird geprüft und nach %1 kopiert.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>A file is being checked; wait a moment.</source>
        <translation>Eine Datei wird geprüft; einen Augenblick.</translation>
    </message>
    <message>
        <source>None is installed: every object is fitted to its photograph, which needs none.</source>
        <translation>Es ist keines installiert: Jedes Objekt wird an sein Foto angepasst, das braucht keines.</translation>
    </message>
    <message>
        <source>A safetensors file, a PyTorch checkpoint of G3DR, or an upscaler of ncnn&apos;s; dropping it here does the same</source>
        <translation>Eine safetensors-Datei, ein PyTorch-Checkpoint von G3DR oder ein Vergrößerer von ncnn; hierher ziehen bewirkt dasselbe</translation>
    </message>
    <message>
        <source>Choose a network</source>
        <translation>Netz wählen</translation>
    </message>
    <message>
        <source>Networks (*.safetensors *.pt *.pth *.ckpt *.param)</source>
        <translation>Netze (*.safetensors *.pt *.pth *.ckpt *.param)</translation>
    </message>
    <message>
        <source>Delete the model</source>
        <translation>Modell löschen</translation>
    </message>
    <message>
        <source>Delete %1 from this computer? This cannot be undone.</source>
        <translation>%1 von diesem Rechner löschen? Das lässt sich nicht rückgängig machen.</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Behalten</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Teach one your objects</source>
        <translation>Mit eigenen Objekten lehren</translation>
    </message>
    <message>
        <source>Goes on training one of these with your own models or photographs</source>
        <translation>Lässt eines davon mit Ihren Modellen oder Fotos weiterlernen</translation>
    </message>
</context>
<context>
    <name>bozzetto::ObjectPanel</name>
    <message>
        <source>Object</source>
        <translation>Objekt</translation>
    </message>
    <message>
        <source>Level by</source>
        <translation>Neigung</translation>
    </message>
    <message>
        <source>°</source>
        <translation>°</translation>
    </message>
    <message>
        <source>Generate again</source>
        <translation>Neu erzeugen</translation>
    </message>
    <message>
        <source>Refine</source>
        <translation>Verfeinern</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>Automatisch</translation>
    </message>
    <message>
        <source>Whole scene</source>
        <translation>Ganze Szene</translation>
    </message>
    <message>
        <source>Object: what the matte holds, closed at the back. Scene: the whole picture, front half only.</source>
        <translation>Objekt: was die Maske enthält, hinten geschlossen. Szene: das ganze Bild, nur die vordere Hälfte.</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>Netz</translation>
    </message>
    <message>
        <source>Fit to the photo</source>
        <translation>Ans Foto anpassen</translation>
    </message>
    <message>
        <source>Checkpoint file</source>
        <translation>Checkpoint-Datei</translation>
    </message>
    <message>
        <source>Automatic: a network where one is installed, else the fit. A network answers at once; the fit needs none.</source>
        <translation>Automatisch: ein Netz, wo eines installiert ist, sonst die Anpassung. Ein Netz antwortet sofort; die Anpassung braucht keines.</translation>
    </message>
    <message>
        <source>Optimisation steps of the fit. More are sharper and slower. Default 400.</source>
        <translation>Schritte der Anpassung. Mehr sind schärfer und langsamer. Vorgabe 400.</translation>
    </message>
    <message>
        <source>The same seed gives the same object. Default 0.</source>
        <translation>Derselbe Startwert gibt dasselbe Objekt. Vorgabe 0.</translation>
    </message>
    <message>
        <source>Levels an object that was photographed from above.</source>
        <translation>Richtet ein Objekt auf, das von oben fotografiert wurde.</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>Made by</source>
        <translation>Erzeugt durch</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>Schritte</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Startwert</translation>
    </message>
    <message>
        <source>Change kind</source>
        <translation>Art ändern</translation>
    </message>
    <message>
        <source>Change steps</source>
        <translation>Schritte ändern</translation>
    </message>
    <message>
        <source>Change seed</source>
        <translation>Startwert ändern</translation>
    </message>
    <message>
        <source>Level the object</source>
        <translation>Objekt aufrichten</translation>
    </message>
    <message>
        <source>Choose a G3DR checkpoint</source>
        <translation>G3DR-Checkpoint wählen</translation>
    </message>
    <message>
        <source>Checkpoints (*.safetensors *.pt *.pth)</source>
        <translation>Checkpoints (*.safetensors *.pt *.pth)</translation>
    </message>
    <message>
        <source>Change how it is made</source>
        <translation>Erzeugungsart ändern</translation>
    </message>
    <message>
        <source>A network generates in one pass: there are no steps to choose.</source>
        <translation>Ein Netz erzeugt in einem Durchgang: Schritte gibt es nicht zu wählen.</translation>
    </message>
    <message>
        <source>Make the object again with these settings (Ctrl+G)</source>
        <translation>Das Objekt mit diesen Einstellungen neu erzeugen (Strg+G)</translation>
    </message>
    <message>
        <source>Level as estimated</source>
        <translation>Ausrichten wie geschätzt</translation>
    </message>
    <message>
        <source>Level as estimated: %1°</source>
        <translation>Ausrichten wie geschätzt: %1°</translation>
    </message>
    <message>
        <source>No network has told from how high this object was photographed.</source>
        <translation>Kein Netz hat angegeben, von wie hoch dieses Objekt fotografiert wurde.</translation>
    </message>
    <message>
        <source>Levels the object by the depth network&apos;s estimate of the camera&apos;s elevation.</source>
        <translation>Richtet das Objekt nach der vom Tiefennetz geschätzten Höhe der Kamera aus.</translation>
    </message>
    <message>
        <source>Sharpens the front to the photograph; the back stays (Ctrl+R)</source>
        <translation>Schärft die Vorderseite nach dem Foto; die Rückseite bleibt (Strg+R)</translation>
    </message>
</context>
<context>
    <name>bozzetto::ProblemBar</name>
    <message>
        <source>Details</source>
        <translation>Einzelheiten</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>bozzetto::RoomWelcome</name>
    <message>
        <source>Choose a folder</source>
        <translation>Ordner wählen</translation>
    </message>
    <message>
        <source>Your models</source>
        <translation>Ihre Modelle</translation>
    </message>
    <message>
        <source>are rendered</source>
        <translation>werden gerendert</translation>
    </message>
    <message>
        <source>and learned from</source>
        <translation>und gelernt</translation>
    </message>
    <message>
        <source>for new objects</source>
        <translation>für neue Objekte</translation>
    </message>
    <message>
        <source>Teach it your objects</source>
        <translation>Lehren Sie es Ihre Objekte</translation>
    </message>
    <message>
        <source>Give it a folder of models, and the networks that make objects learn from them: from then on they know how your kind of thing looks from behind. Everything stays on this computer.</source>
        <translation>Geben Sie ihm einen Ordner mit Modellen, und die Netze, die Objekte machen, lernen daraus: Von da an wissen sie, wie Ihre Art von Dingen von hinten aussieht. Alles bleibt auf diesem Rechner.</translation>
    </message>
    <message>
        <source>or drop one here</source>
        <translation>oder hier ablegen</translation>
    </message>
</context>
<context>
    <name>bozzetto::RunList</name>
    <message>
        <source>Lessons so far</source>
        <translation>Bisherige Lektionen</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>folder and what is learned</comment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1, %2 %</source>
        <comment>state and how far</comment>
        <translation>%1, %2 %</translation>
    </message>
</context>
<context>
    <name>bozzetto::RunSummary</name>
    <message>
        <source>This lesson</source>
        <translation>Diese Lektion</translation>
    </message>
    <message>
        <source>Another lesson</source>
        <translation>Andere Lektion</translation>
    </message>
    <message>
        <source>Learns</source>
        <translation>Lernt</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Aus</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Kept in</source>
        <translation>Liegt in</translation>
    </message>
    <message>
        <source>Turns to a new lesson; this one stays in the list</source>
        <translation>Wendet sich einer neuen Lektion zu; diese bleibt in der Liste</translation>
    </message>
    <message>
        <source>%1 steps</source>
        <translation>%1 Schritte</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <comment>time trained of all</comment>
        <translation>%1 von %2</translation>
    </message>
</context>
<context>
    <name>bozzetto::RunView</name>
    <message>
        <source>Loss</source>
        <translation>Verlust</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>Wertung</translation>
    </message>
    <message>
        <source>The same pictures, before and now</source>
        <translation>Dieselben Bilder, vorher und jetzt</translation>
    </message>
    <message>
        <source>The first numbers come after ten steps.</source>
        <translation>Die ersten Zahlen kommen nach zehn Schritten.</translation>
    </message>
    <message>
        <source>How far its answers are from the truth while it learns; it should fall.</source>
        <translation>Wie weit seine Antworten beim Lernen von der Wahrheit entfernt sind; sollte fallen.</translation>
    </message>
    <message>
        <source>Use these weights</source>
        <translation>Diese Gewichte verwenden</translation>
    </message>
    <message>
        <source>Put the former weights back</source>
        <translation>Frühere Gewichte zurückholen</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Train longer</source>
        <translation>Länger lernen</translation>
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
        <source>Begin again</source>
        <translation>Neu beginnen</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>Verwerfen</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>Schritte</translation>
    </message>
    <message>
        <source>Steps a second</source>
        <translation>Schritte je Sekunde</translation>
    </message>
    <message>
        <source>Time left</source>
        <translation>Restzeit</translation>
    </message>
    <message>
        <source>Score, lower is better</source>
        <translation>Wertung, kleiner ist besser</translation>
    </message>
    <message>
        <source>%1, taught with %2</source>
        <translation>%1, gelehrt mit %2</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>Wird gestartet</translation>
    </message>
    <message>
        <source>Stopping; a checkpoint is being written</source>
        <translation>Hält an; ein Sicherungspunkt wird geschrieben</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>In Gebrauch</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <comment>state and how far</comment>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>The pictures of now come with the next score.</source>
        <translation>Die Bilder von jetzt kommen mit der nächsten Wertung.</translation>
    </message>
    <message>
        <source>The process that trains is being started.</source>
        <translation>Der Lernprozess wird gestartet.</translation>
    </message>
    <message>
        <source>Objects that you make from now on are made with these weights.</source>
        <translation>Was Sie ab jetzt machen, entsteht mit diesen Gewichten.</translation>
    </message>
    <message>
        <source>What was learned until then is kept. Remove the cause, then go on; or begin again.</source>
        <translation>Was bis dahin gelernt wurde, bleibt. Beheben Sie die Ursache und machen Sie weiter, oder beginnen Sie neu.</translation>
    </message>
    <message>
        <source>Its process ended without a word: the power failed, memory ran out or it was stopped from outside. It can go on from its last checkpoint.</source>
        <translation>Der Prozess endete ohne ein Wort: Der Strom fiel aus, der Speicher war voll, oder er wurde von außen beendet. Es kann vom letzten Sicherungspunkt weitergehen.</translation>
    </message>
    <message>
        <source>What was learned until then is kept until you discard it.</source>
        <translation>Was bis dahin gelernt wurde, bleibt, bis Sie es verwerfen.</translation>
    </message>
    <message>
        <source>It goes on from here whenever you like, also after a restart.</source>
        <translation>Es geht von hier weiter, wann Sie wollen, auch nach einem Neustart.</translation>
    </message>
    <message>
        <source>You can close the window: training goes on, and this page finds it again.</source>
        <translation>Sie können das Fenster schließen: Das Lernen geht weiter, und diese Seite findet es wieder.</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) could not be learned from.</source>
        <translation>
            <numerusform>Aus %n Datei ließ sich nicht lernen.</numerusform>
            <numerusform>Aus %n Dateien ließ sich nicht lernen.</numerusform>
        </translation>
    </message>
    <message>
        <source>It did not get better than what it began with; more time or more models may help.</source>
        <translation>Es wurde nicht besser als am Anfang; mehr Zeit oder mehr Modelle können helfen.</translation>
    </message>
    <message>
        <source>Writes a checkpoint and frees memory and processor</source>
        <translation>Schreibt einen Sicherungspunkt und gibt Speicher und Prozessor frei</translation>
    </message>
    <message>
        <source>Train %1 longer</source>
        <translation>%1 länger lernen</translation>
    </message>
    <message>
        <source>Ends the lesson; what was learned is kept until you discard it</source>
        <translation>Beendet die Lektion; was gelernt wurde, bleibt, bis Sie es verwerfen</translation>
    </message>
    <message>
        <source>Forgets what was learned, keeps what was prepared, and begins anew</source>
        <translation>Vergisst das Gelernte, behält das Vorbereitete und beginnt neu</translation>
    </message>
    <message>
        <source>Deletes the run; the weights in use stay</source>
        <translation>Löscht die Lektion; die verwendeten Gewichte bleiben</translation>
    </message>
    <message>
        <source>Deletes what was prepared and learned</source>
        <translation>Löscht, was vorbereitet und gelernt wurde</translation>
    </message>
    <message>
        <source>The studio works with the best of them from now on</source>
        <translation>Das Studio arbeitet ab jetzt mit den besten davon</translation>
    </message>
    <message>
        <source>%1 → %2</source>
        <comment>score before and best since</comment>
        <translation>%1 → %2</translation>
    </message>
    <message>
        <source>%1, on what is kept to judge by; lower is better.</source>
        <translation>%1, an dem, was zum Beurteilen zurückgelegt ist; kleiner ist besser.</translation>
    </message>
    <message>
        <source>What it begins with is scored first.</source>
        <translation>Zuerst wird gewertet, womit es beginnt.</translation>
    </message>
    <message>
        <source>Before: %1. The next score comes in a while.</source>
        <translation>Vorher: %1. Die nächste Wertung kommt in einer Weile.</translation>
    </message>
    <message>
        <source>before</source>
        <translation>vorher</translation>
    </message>
    <message>
        <source>Discard the lesson</source>
        <translation>Lektion verwerfen</translation>
    </message>
    <message>
        <source>Delete what was prepared and learned in this lesson? This cannot be undone.</source>
        <translation>Löschen, was in dieser Lektion vorbereitet und gelernt wurde? Das lässt sich nicht rückgängig machen.</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Behalten</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>This lesson does not learn from any of these, where the folder holds enough to keep some back.</source>
        <translation>Aus keinem davon lernt diese Lektion, wenn der Ordner genug enthält, um einige zurückzulegen.</translation>
    </message>
</context>
<context>
    <name>bozzetto::SliderField</name>
    <message>
        <source>Default %1; a double click on the slider goes back to it.</source>
        <translation>Vorgabe %1; ein Doppelklick auf den Regler stellt sie wieder her.</translation>
    </message>
</context>
<context>
    <name>bozzetto::SourcesPanel</name>
    <message>
        <source>Sources</source>
        <translation>Quellen</translation>
    </message>
    <message>
        <source>Photographs of this session</source>
        <translation>Fotos dieser Sitzung</translation>
    </message>
    <message>
        <source>Add photograph</source>
        <translation>Foto hinzufügen</translation>
    </message>
    <message>
        <source>Open a photograph and make an object of it (Ctrl+O)</source>
        <translation>Ein Foto öffnen und ein Objekt daraus machen (Strg+O)</translation>
    </message>
    <message>
        <source>A job is running; wait for it or cancel it.</source>
        <translation>Ein Auftrag läuft; warten Sie oder brechen Sie ihn ab.</translation>
    </message>
</context>
<context>
    <name>bozzetto::Studio</name>
    <message>
        <source>Building the surface</source>
        <translation>Aufbau der Oberfläche</translation>
    </message>
    <message>
        <source>Changing the installed models</source>
        <translation>Ändern der installierten Modelle</translation>
    </message>
    <message>
        <source>A job is running; wait for it or cancel it.</source>
        <translation>Ein Auftrag läuft; warten Sie oder brechen Sie ihn ab.</translation>
    </message>
    <message>
        <source>Open a photograph first.</source>
        <translation>Öffnen Sie zuerst ein Foto.</translation>
    </message>
    <message>
        <source>There is no object yet; open a photograph first.</source>
        <translation>Es gibt noch kein Objekt; öffnen Sie zuerst ein Foto.</translation>
    </message>
    <message>
        <source>There is no object yet; generate one first.</source>
        <translation>Es gibt noch kein Objekt; erzeugen Sie zuerst eines.</translation>
    </message>
    <message>
        <source>This object was fitted to its photograph already.</source>
        <translation>Dieses Objekt wurde bereits an sein Foto angepasst.</translation>
    </message>
    <message>
        <source>No network that makes objects is installed; add one under Object, Models.</source>
        <translation>Es ist kein Netz installiert, das Objekte erzeugt; fügen Sie eines unter Objekt, Modelle hinzu.</translation>
    </message>
    <message>
        <source>%1 was not opened: another job is still running.</source>
        <translation>%1 wurde nicht geöffnet: Ein anderer Auftrag läuft noch.</translation>
    </message>
    <message>
        <source>Wait until it is done, or cancel it with Esc, and try again.</source>
        <translation>Warten Sie, bis er fertig ist, oder brechen Sie ihn mit Esc ab, und versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>Opening %1</source>
        <translation>%1 wird geöffnet</translation>
    </message>
    <message>
        <source>Pasted picture</source>
        <translation>Eingefügtes Bild</translation>
    </message>
    <message>
        <source>Use depth file</source>
        <translation>Tiefendatei verwenden</translation>
    </message>
    <message>
        <source>Use matte file</source>
        <translation>Maskendatei verwenden</translation>
    </message>
    <message>
        <source>Refining %1</source>
        <translation>%1 wird verfeinert</translation>
    </message>
    <message>
        <source>Making %1</source>
        <translation>%1 wird erzeugt</translation>
    </message>
    <message>
        <source>Exporting %1</source>
        <translation>%1 wird exportiert</translation>
    </message>
    <message>
        <source>Check the file or the setting that is named here, and try again.</source>
        <translation>Prüfen Sie die genannte Datei oder Einstellung und versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>Check that the file or folder exists, that it may be used, and that the disk is not full.</source>
        <translation>Prüfen Sie, ob Datei oder Ordner da sind, ob Sie sie benutzen dürfen und ob der Datenträger nicht voll ist.</translation>
    </message>
    <message>
        <source>Lower the resolution, or close other programs, and try again.</source>
        <translation>Verringern Sie die Auflösung oder schließen Sie andere Programme und versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>Choose another device or another format.</source>
        <translation>Wählen Sie ein anderes Gerät oder ein anderes Format.</translation>
    </message>
    <message>
        <source>This is a fault of the studio. Please report it with the details.</source>
        <translation>Das ist ein Fehler des Studios. Bitte melden Sie ihn mit den Einzelheiten.</translation>
    </message>
    <message numerus="yes">
        <source>%1, %n view(s)</source>
        <translation>
            <numerusform>%1, %n Ansicht</numerusform>
            <numerusform>%1, %n Ansichten</numerusform>
        </translation>
    </message>
    <message>
        <source>Install what is named here, or open pictures that come with their cameras.</source>
        <translation>Installieren Sie, was hier genannt ist, oder öffnen Sie Bilder, die ihre Kameras mitbringen.</translation>
    </message>
    <message>
        <source>Check the pictures and cameras that are named here, and try again; what was open is still there.</source>
        <translation>Prüfen Sie die hier genannten Bilder und Kameras und versuchen Sie es erneut; was offen war, ist noch da.</translation>
    </message>
    <message>
        <source>Adding %1</source>
        <translation>%1 wird hinzugefügt</translation>
    </message>
    <message>
        <source>Open photographs of one thing first, a folder of them.</source>
        <translation>Öffnen Sie zuerst einen Ordner mit Fotos eines Dings.</translation>
    </message>
    <message>
        <source>Switch at least two views on.</source>
        <translation>Schalten Sie mindestens zwei Ansichten an.</translation>
    </message>
    <message>
        <source>Cloud of %1</source>
        <translation>Wolke von %1</translation>
    </message>
    <message>
        <source>Make the cloud of %1</source>
        <translation>Wolke von %1 machen</translation>
    </message>
</context>
<context>
    <name>bozzetto::SurfacePanel</name>
    <message>
        <source>Surface</source>
        <translation>Oberfläche</translation>
    </message>
    <message>
        <source>Level</source>
        <translation>Schwelle</translation>
    </message>
    <message>
        <source>Resolution</source>
        <translation>Auflösung</translation>
    </message>
    <message>
        <source>Change level</source>
        <translation>Schwelle ändern</translation>
    </message>
    <message>
        <source>Change resolution</source>
        <translation>Auflösung ändern</translation>
    </message>
    <message>
        <source>A job is running; wait for it or cancel it.</source>
        <translation>Ein Auftrag läuft; warten Sie oder brechen Sie ihn ab.</translation>
    </message>
    <message>
        <source>Density at which the surface lies: lower is fuller, higher is tighter.</source>
        <translation>Dichte, bei der die Oberfläche liegt: kleiner ist voller, größer ist enger.</translation>
    </message>
    <message>
        <source>Cells along the longest side, 32 to 1024. Default 256.</source>
        <translation>Zellen entlang der längsten Seite, 32 bis 1024. Vorgabe 256.</translation>
    </message>
    <message>
        <source>The surface comes at the end of the generation.</source>
        <translation>Die Oberfläche kommt am Ende der Erzeugung.</translation>
    </message>
    <message>
        <source>Quick surface; the full one follows when you let go.</source>
        <translation>Schnelle Oberfläche; die volle folgt beim Loslassen.</translation>
    </message>
    <message>
        <source>%1 triangles, %2 vertices</source>
        <translation>%1 Dreiecke, %2 Eckpunkte</translation>
    </message>
</context>
<context>
    <name>bozzetto::TrainingDesk</name>
    <message>
        <source>Choose a folder first.</source>
        <translation>Wählen Sie erst einen Ordner.</translation>
    </message>
    <message>
        <source>The program bozzetto, which trains, was not found beside the studio.</source>
        <translation>Das Programm bozzetto, das lernt, wurde neben dem Studio nicht gefunden.</translation>
    </message>
    <message>
        <source>The folder is still being looked through.</source>
        <translation>Der Ordner wird noch durchgesehen.</translation>
    </message>
    <message>
        <source>Another lesson is under way; pause it or wait for its end.</source>
        <translation>Eine andere Lektion läuft; halten Sie sie an oder warten Sie ihr Ende ab.</translation>
    </message>
    <message>
        <source>A moment, please.</source>
        <translation>Einen Augenblick.</translation>
    </message>
    <message>
        <source>The trial ended without a word.</source>
        <translation>Der Versuch endete ohne ein Wort.</translation>
    </message>
    <message>
        <source>Beginning the lesson</source>
        <translation>Beginn der Lektion</translation>
    </message>
    <message>
        <source>Going on with the lesson</source>
        <translation>Fortsetzen der Lektion</translation>
    </message>
    <message>
        <source>Ending the lesson</source>
        <translation>Beenden der Lektion</translation>
    </message>
    <message>
        <source>Beginning the lesson again</source>
        <translation>Neubeginn der Lektion</translation>
    </message>
    <message>
        <source>Discarding the lesson</source>
        <translation>Verwerfen der Lektion</translation>
    </message>
    <message>
        <source>The process that trains ended before it began.</source>
        <translation>Der Lernprozess endete, bevor er begann.</translation>
    </message>
    <message>
        <source>There are no weights yet; the first ones come with the first score.</source>
        <translation>Es gibt noch keine Gewichte; die ersten kommen mit der ersten Wertung.</translation>
    </message>
    <message>
        <source>A file is being checked; wait a moment.</source>
        <translation>Eine Datei wird geprüft; einen Augenblick.</translation>
    </message>
    <message>
        <source>Nothing was learned yet that scores better than what it began with.</source>
        <translation>Noch wurde nichts gelernt, das besser wertet als der Anfang.</translation>
    </message>
    <message>
        <source>Nothing was scored yet since it began.</source>
        <translation>Seit dem Anfang wurde noch nichts gewertet.</translation>
    </message>
    <message>
        <source>Using the weights</source>
        <translation>Verwenden der Gewichte</translation>
    </message>
</context>
<context>
    <name>bozzetto::TrainingRoom</name>
    <message>
        <source>Back to the object</source>
        <translation>Zurück zum Objekt</translation>
    </message>
    <message>
        <source>Choose a folder of models or photographs</source>
        <translation>Ordner mit Modellen oder Fotos wählen</translation>
    </message>
</context>
<context>
    <name>bozzetto::ViewBar</name>
    <message>
        <source>NeRF</source>
        <translation>NeRF</translation>
    </message>
    <message>
        <source>The radiance field itself, as it was fitted (Alt+1)</source>
        <translation>Das Strahlungsfeld selbst, wie es angepasst wurde (Alt+1)</translation>
    </message>
    <message>
        <source>Mesh</source>
        <translation>Netz</translation>
    </message>
    <message>
        <source>The surface that is exported (Alt+2)</source>
        <translation>Die Oberfläche, die exportiert wird (Alt+2)</translation>
    </message>
    <message>
        <source>Points</source>
        <translation>Punkte</translation>
    </message>
    <message>
        <source>Points on the surface (Alt+3)</source>
        <translation>Punkte auf der Oberfläche (Alt+3)</translation>
    </message>
    <message>
        <source>What is shown of it</source>
        <translation>Was davon gezeigt wird</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>Farbe</translation>
    </message>
    <message>
        <source>Depth</source>
        <translation>Tiefe</translation>
    </message>
    <message>
        <source>Normals</source>
        <translation>Normalen</translation>
    </message>
    <message>
        <source>Opacity</source>
        <translation>Deckkraft</translation>
    </message>
    <message>
        <source>Clay</source>
        <translation>Ton</translation>
    </message>
    <message>
        <source>Wire</source>
        <translation>Draht</translation>
    </message>
    <message numerus="yes">
        <source>%n pixel(s)</source>
        <comment>size of a point</comment>
        <translation>
            <numerusform>%n Pixel</numerusform>
            <numerusform>%n Pixel</numerusform>
        </translation>
    </message>
    <message>
        <source>Not there yet: it comes at the end of the generation.</source>
        <translation>Noch nicht da: Es kommt am Ende der Erzeugung.</translation>
    </message>
    <message>
        <source>%1 % of the object</source>
        <translation>%1 % des Objekts</translation>
    </message>
    <message>
        <source>Darken what lies behind</source>
        <translation>Dahinterliegendes abdunkeln</translation>
    </message>
    <message>
        <source>Cameras of the photographs</source>
        <translation>Kameras der Fotos</translation>
    </message>
    <message>
        <source>What was opened holds points only.</source>
        <translation>Was geöffnet wurde, enthält nur Punkte.</translation>
    </message>
    <message>
        <source>Views become a cloud of points only.</source>
        <translation>Aus Ansichten wird nur eine Punktwolke.</translation>
    </message>
</context>
<context>
    <name>bozzetto::ViewCube</name>
    <message>
        <source>Front</source>
        <translation>Vorn</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Hinten</translation>
    </message>
    <message>
        <source>Right</source>
        <translation>Rechts</translation>
    </message>
    <message>
        <source>Left</source>
        <translation>Links</translation>
    </message>
    <message>
        <source>Top</source>
        <translation>Oben</translation>
    </message>
    <message>
        <source>Bottom</source>
        <translation>Unten</translation>
    </message>
    <message>
        <source>Click a face to look from there; drag to orbit.</source>
        <translation>Eine Seite anklicken, um von dort zu schauen; ziehen, um zu kreisen.</translation>
    </message>
    <message>
        <source>View cube</source>
        <translation>Ansichtswürfel</translation>
    </message>
</context>
<context>
    <name>bozzetto::ViewportStage</name>
    <message>
        <source>%1 triangles</source>
        <translation>%1 Dreiecke</translation>
    </message>
    <message>
        <source>quick surface</source>
        <translation>schnelle Oberfläche</translation>
    </message>
    <message>
        <source>%1 points</source>
        <translation>%1 Punkte</translation>
    </message>
    <message>
        <source>%1 × %2 × %3 voxels</source>
        <translation>%1 × %2 × %3 Voxel</translation>
    </message>
    <message>
        <source>refining</source>
        <translation>wird feiner</translation>
    </message>
    <message>
        <source>%1 fps</source>
        <translation>%1 B/s</translation>
    </message>
    <message>
        <source>in the making</source>
        <translation>im Entstehen</translation>
    </message>
</context>
<context>
    <name>bozzetto::ViewportWidget</name>
    <message>
        <source>Viewport</source>
        <translation>Ansichtsfenster</translation>
    </message>
</context>
<context>
    <name>bozzetto::ViewsPanel</name>
    <message>
        <source>Add views</source>
        <translation>Ansichten hinzufügen</translation>
    </message>
    <message>
        <source>Views</source>
        <translation>Ansichten</translation>
    </message>
    <message>
        <source>Views: tick those to learn from</source>
        <translation>Ansichten: Haken bei denen, aus denen gelernt wird</translation>
    </message>
    <message>
        <source>Switch on</source>
        <translation>Anschalten</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>%1, spread evenly</source>
        <translation>%1, gleichmäßig verteilt</translation>
    </message>
    <message>
        <source>Every second</source>
        <translation>Jede zweite</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Keine</translation>
    </message>
    <message>
        <source>Views: %1</source>
        <translation>Ansichten: %1</translation>
    </message>
    <message>
        <source>Switch a view</source>
        <translation>Ansicht umschalten</translation>
    </message>
    <message>
        <source>%1: kept for checking by its folder; tick it to learn from it as well</source>
        <translation>%1: vom Ordner zum Prüfen zurückgehalten; mit Haken wird auch daraus gelernt</translation>
    </message>
    <message>
        <source>%1 fits to no other picture, so that nobody knows where it was taken from.</source>
        <translation>%1 passt zu keinem anderen Bild, daher weiß niemand, von wo es aufgenommen wurde.</translation>
    </message>
    <message>
        <source>%1 of %2 on</source>
        <translation>%1 von %2 an</translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s) could not be placed: they fit to no other, and are left out.</source>
        <translation>
            <numerusform>%n Bild fand keinen Platz: Es passt zu keinem anderen und bleibt weg.</numerusform>
            <numerusform>%n Bilder fanden keinen Platz: Sie passen zu keinem anderen und bleiben weg.</numerusform>
        </translation>
    </message>
    <message>
        <source>A job is running; wait for it or cancel it.</source>
        <translation>Ein Auftrag läuft; warten Sie oder brechen Sie ihn ab.</translation>
    </message>
    <message>
        <source>Switch some of the views on and the others off</source>
        <translation>Einige der Ansichten an-, die anderen abschalten</translation>
    </message>
    <message>
        <source>More photographs of the same thing, with cameras of the same world</source>
        <translation>Mehr Fotos desselben Dings, mit Kameras derselben Welt</translation>
    </message>
</context>
</TS>
