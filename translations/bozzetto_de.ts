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
    <name>bozzetto::DropVeil</name>
    <message>
        <source>Let go to make an object of it</source>
        <translation>Loslassen, um ein Objekt daraus zu machen</translation>
    </message>
    <message>
        <source>A job is running; wait for it or cancel it first</source>
        <translation>Ein Auftrag läuft; erst abwarten oder abbrechen</translation>
    </message>
    <message>
        <source>Let go to see its points</source>
        <translation>Loslassen, um die Punkte zu sehen</translation>
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
        <source>A safetensors file, a PyTorch checkpoint of G3DR, or an upscaler of ncnn's; dropping it here does the same</source>
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
</context>
<context>
    <name>bozzetto::ViewportWidget</name>
    <message>
        <source>Viewport</source>
        <translation>Ansichtsfenster</translation>
    </message>
</context>
</TS>
