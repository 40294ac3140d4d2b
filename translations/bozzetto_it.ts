<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="it">
<context>
    <name>About</name>
    <message>
        <source>About Bozzetto</source>
        <translation>Informazioni su Bozzetto</translation>
    </message>
    <message>
        <source>A bozzetto is the small clay sketch that a sculptor makes first. This one is made from a photograph.</source>
        <translation>Un bozzetto è il piccolo modello in creta che lo scultore fa per primo. Questo nasce da una fotografia.</translation>
    </message>
    <message>
        <source>Built with Qt %1, LibTorch, Assimp, libvips, OpenCV and GLM.</source>
        <translation>Realizzato con Qt %1, LibTorch, Assimp, libvips, OpenCV e GLM.</translation>
    </message>
</context>
<context>
    <name>Core</name>
    <message>
        <source>The whole picture, background included.</source>
        <translation>L&apos;intera immagine, sfondo compreso.</translation>
    </message>
    <message>
        <source>The object was taken from the given mask.</source>
        <translation>L&apos;oggetto viene dalla maschera indicata.</translation>
    </message>
    <message>
        <source>The object was taken from the picture&apos;s transparency.</source>
        <translation>L&apos;oggetto viene dalla trasparenza dell&apos;immagine.</translation>
    </message>
    <message>
        <source>The object was cut from its plain background.</source>
        <translation>L&apos;oggetto è stato ritagliato dallo sfondo uniforme.</translation>
    </message>
    <message>
        <source>The object was told from its surroundings by colour; check its outline.</source>
        <translation>L&apos;oggetto è stato distinto dall&apos;ambiente per colore; controlla il contorno.</translation>
    </message>
    <message>
        <source>No object could be told from its background; mark it with the brush, or the whole picture is used.</source>
        <translation>Nessun oggetto si distingue dallo sfondo; segnalo con il pennello, altrimenti si usa l&apos;intera immagine.</translation>
    </message>
    <message>
        <source>The matte holds no object, so its depth is flat.</source>
        <translation>La maschera non contiene alcun oggetto, quindi la profondità è piatta.</translation>
    </message>
    <message>
        <source>Depth was made by inflating the object&apos;s outline; a depth picture gives finer relief.</source>
        <translation>La profondità nasce gonfiando il contorno; un&apos;immagine di profondità dà un rilievo più fine.</translation>
    </message>
    <message>
        <source>Depth was estimated by the depth network.</source>
        <translation>La profondità è stata stimata dalla rete di profondità.</translation>
    </message>
    <message>
        <source>No object stands out clearly, so the whole picture is a scene; mark one with the brush to make it alone.</source>
        <translation>Nessun oggetto risalta chiaramente, quindi l&apos;intera immagine diventa una scena; segnane uno con il pennello per ottenerlo da solo.</translation>
    </message>
    <message>
        <source>Depth of the whole picture was estimated by the scene&apos;s depth network.</source>
        <translation>La profondità dell&apos;intera immagine è stata stimata dalla rete di profondità della scena.</translation>
    </message>
    <message>
        <source>The object was found by the matte network; check its outline.</source>
        <translation>L&apos;oggetto è stato trovato dalla rete di scontorno; controllane il contorno.</translation>
    </message>
    <message>
        <source>Depth was taken from the given picture.</source>
        <translation>La profondità viene dall&apos;immagine indicata.</translation>
    </message>
    <message>
        <source>glTF binary</source>
        <translation>glTF binario</translation>
    </message>
    <message>
        <source>glTF, separate files</source>
        <translation>glTF, più file</translation>
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
        <translation>STL per la stampa</translation>
    </message>
    <message>
        <source>Polygon file</source>
        <translation>File poligonale</translation>
    </message>
    <message>
        <source>Collada</source>
        <translation>Collada</translation>
    </message>
    <message>
        <source>Metres, y up, one file with textures and colours; meshes and points</source>
        <translation>Metri, y verso l&apos;alto, un solo file con texture e colori; mesh e punti</translation>
    </message>
    <message>
        <source>Metres, y up, colours, textures beside it; meshes and points</source>
        <translation>Metri, y verso l&apos;alto, colori, texture a parte; mesh e punti</translation>
    </message>
    <message>
        <source>Metres, y up, vertex colours (sRGB), materials beside it; meshes and points</source>
        <translation>Metri, y verso l&apos;alto, colori dei vertici (sRGB), materiali a parte; mesh e punti</translation>
    </message>
    <message>
        <source>Centimetres, y up, vertex colours, textures beside it; meshes only</source>
        <translation>Centimetri, y verso l&apos;alto, colori dei vertici, texture a parte; solo mesh</translation>
    </message>
    <message>
        <source>Millimetres, z up, no colours; meshes only</source>
        <translation>Millimetri, z verso l&apos;alto, senza colori; solo mesh</translation>
    </message>
    <message>
        <source>Metres, y up, vertex colours (sRGB), confidence; meshes and points, no textures</source>
        <translation>Metri, y verso l&apos;alto, colori dei vertici (sRGB), confidenza; mesh e punti, senza texture</translation>
    </message>
    <message>
        <source>Metres, y up, vertex colours, textures beside it; meshes only</source>
        <translation>Metri, y verso l&apos;alto, colori dei vertici, texture a parte; solo mesh</translation>
    </message>
    <message>
        <source>There is nothing in this folder that can be learned from.</source>
        <translation>In questa cartella non c’è nulla da cui imparare.</translation>
    </message>
    <message>
        <source>The scene generator learns from photographs, and this folder holds models.</source>
        <translation>Il generatore di scene impara dalle foto e questa cartella contiene modelli.</translation>
    </message>
    <message>
        <source>This needs models, which show every side; this folder holds photographs.</source>
        <translation>Servono modelli, che mostrano ogni lato; questa cartella contiene foto.</translation>
    </message>
    <message>
        <source>Every object of this set is kept for judging, none for learning.</source>
        <translation>Tutti gli oggetti di questa raccolta servono a giudicare, nessuno a imparare.</translation>
    </message>
</context>
<context>
    <name>Formats</name>
    <message>
        <source>This format carries meshes only, and this is a cloud of points.</source>
        <translation>Questo formato porta solo mesh, e questa è una nuvola di punti.</translation>
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
        <translation>Maschera</translation>
    </message>
    <message>
        <source>Depth</source>
        <translation>Profondità</translation>
    </message>
    <message>
        <source>Field</source>
        <translation>Campo</translation>
    </message>
    <message>
        <source>Bake</source>
        <translation>Bake</translation>
    </message>
    <message>
        <source>Surface</source>
        <translation>Superficie</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>Colori</translation>
    </message>
    <message>
        <source>Points</source>
        <translation>Punti</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Esportazione</translation>
    </message>
    <message>
        <source>Triplane</source>
        <translation>Triplane</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>Verifica</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Copia</translation>
    </message>
    <message>
        <source>Reading pictures</source>
        <translation>Lettura delle immagini</translation>
    </message>
    <message>
        <source>Finding the scene</source>
        <translation>Ricerca della scena</translation>
    </message>
    <message>
        <source>Finding features</source>
        <translation>Ricerca dei dettagli</translation>
    </message>
    <message>
        <source>Matching pictures</source>
        <translation>Confronto delle immagini</translation>
    </message>
    <message>
        <source>Placing cameras</source>
        <translation>Posizionamento delle fotocamere</translation>
    </message>
    <message>
        <source>Masks</source>
        <translation>Maschere</translation>
    </message>
    <message>
        <source>Prepare</source>
        <translation>Preparazione</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>Apprendimento</translation>
    </message>
    <message>
        <source>Cloud</source>
        <translation>Nuvola</translation>
    </message>
    <message>
        <source>Hidden points</source>
        <translation>Punti nascosti</translation>
    </message>
</context>
<context>
    <name>Startup</name>
    <message>
        <source>Turns a photograph into a 3D object.</source>
        <translation>Trasforma una fotografia in un oggetto 3D.</translation>
    </message>
    <message>
        <source>Photograph to begin with.</source>
        <translation>Fotografia con cui iniziare.</translation>
    </message>
    <message>
        <source>Show the window, then leave.</source>
        <translation>Mostra la finestra, poi esci.</translation>
    </message>
</context>
<context>
    <name>TrainingWords</name>
    <message>
        <source>Object generator</source>
        <translation>Generatore di oggetti</translation>
    </message>
    <message>
        <source>Depth network</source>
        <translation>Rete della profondità</translation>
    </message>
    <message>
        <source>Scene generator</source>
        <translation>Generatore di scene</translation>
    </message>
    <message>
        <source>Makes all sides of an object from one picture. Learns from models.</source>
        <translation>Da una sola immagine crea tutti i lati di un oggetto. Impara dai modelli.</translation>
    </message>
    <message>
        <source>Tells how far each part of an object is. Learns from models.</source>
        <translation>Dice quanto dista ogni parte di un oggetto. Impara dai modelli.</translation>
    </message>
    <message>
        <source>Makes the front half of a whole photograph. Learns from photographs.</source>
        <translation>Di una foto intera crea la metà davanti. Impara dalle foto.</translation>
    </message>
    <message>
        <source>Distance from the true surface</source>
        <translation>Distanza dalla superficie vera</translation>
    </message>
    <message>
        <source>Error of the depth</source>
        <translation>Errore della profondità</translation>
    </message>
    <message>
        <source>Error of the view and its depth</source>
        <translation>Errore della vista e della sua profondità</translation>
    </message>
    <message numerus="yes">
        <source>%n model(s), all with textures</source>
        <translation>
            <numerusform>%n modello con texture</numerusform>
            <numerusform>%n modelli, tutti con texture</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n model(s), %1 with textures, %2 with colours alone</source>
        <translation>
            <numerusform>%n modello, %1 con texture, %2 con soli colori</numerusform>
            <numerusform>%n modelli, %1 con texture, %2 con soli colori</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n photograph(s), %1 with depth</source>
        <translation>
            <numerusform>%n foto, %1 con profondità</numerusform>
            <numerusform>%n foto, %1 con profondità</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>A rendered set of %n object(s)</source>
        <translation>
            <numerusform>Una raccolta renderizzata di %n oggetto</numerusform>
            <numerusform>Una raccolta renderizzata di %n oggetti</numerusform>
        </translation>
    </message>
    <message>
        <source>Giving the photographs their depth</source>
        <translation>Le foto ricevono la profondità</translation>
    </message>
    <message>
        <source>Rendering the models</source>
        <translation>Rendering dei modelli</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>In apprendimento</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>Finito</translation>
    </message>
    <message>
        <source>Stopped by a problem</source>
        <translation>Fermato da un problema</translation>
    </message>
    <message>
        <source>Interrupted</source>
        <translation>Interrotto</translation>
    </message>
    <message>
        <source>Not begun</source>
        <translation>Non iniziato</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>Annullato</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>In pausa</translation>
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
        <translation>Nulla da cui imparare</translation>
    </message>
    <message numerus="yes">
        <source>%n model(s) without colours</source>
        <translation>
            <numerusform>%n modello senza colori</numerusform>
            <numerusform>%n modelli senza colori</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>bozzetto::CheatSheet</name>
    <message>
        <source>Middle button</source>
        <translation>Tasto centrale</translation>
    </message>
    <message>
        <source>Orbit</source>
        <translation>Orbita</translation>
    </message>
    <message>
        <source>Shift + middle</source>
        <translation>Maiusc + centrale</translation>
    </message>
    <message>
        <source>Pan</source>
        <translation>Sposta</translation>
    </message>
    <message>
        <source>Ctrl + middle</source>
        <translation>Ctrl + centrale</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>Zoom</translation>
    </message>
    <message>
        <source>Alt + left</source>
        <translation>Alt + sinistro</translation>
    </message>
    <message>
        <source>Alt + middle</source>
        <translation>Alt + centrale</translation>
    </message>
    <message>
        <source>Alt + right</source>
        <translation>Alt + destro</translation>
    </message>
    <message>
        <source>Left button</source>
        <translation>Tasto sinistro</translation>
    </message>
    <message>
        <source>Middle, Shift + left</source>
        <translation>Centrale, Maiusc + sinistro</translation>
    </message>
    <message>
        <source>Right button</source>
        <translation>Tasto destro</translation>
    </message>
    <message>
        <source>Wheel</source>
        <translation>Rotella</translation>
    </message>
    <message>
        <source>Zoom to the cursor</source>
        <translation>Zoom sul cursore</translation>
    </message>
    <message>
        <source>Double click</source>
        <translation>Doppio clic</translation>
    </message>
    <message>
        <source>Turn about this point</source>
        <translation>Gira attorno a questo punto</translation>
    </message>
    <message>
        <source>Frame the object</source>
        <translation>Inquadra l&apos;oggetto</translation>
    </message>
    <message>
        <source>Front, right, top</source>
        <translation>Fronte, destra, sopra</translation>
    </message>
    <message>
        <source>Back, left, bottom</source>
        <translation>Retro, sinistra, sotto</translation>
    </message>
    <message>
        <source>Perspective or parallel</source>
        <translation>Prospettiva o parallela</translation>
    </message>
    <message>
        <source>NeRF, mesh, points</source>
        <translation>NeRF, mesh, punti</translation>
    </message>
    <message>
        <source>Hide the panels</source>
        <translation>Nascondi i pannelli</translation>
    </message>
    <message>
        <source>This card</source>
        <translation>Questa scheda</translation>
    </message>
    <message>
        <source>Open a photograph</source>
        <translation>Apri una fotografia</translation>
    </message>
    <message>
        <source>Paste a picture</source>
        <translation>Incolla un&apos;immagine</translation>
    </message>
    <message>
        <source>Generate again</source>
        <translation>Genera di nuovo</translation>
    </message>
    <message>
        <source>Cancel the job</source>
        <translation>Annulla il lavoro</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Esporta</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Annulla</translation>
    </message>
    <message>
        <source>Mouse</source>
        <translation>Mouse</translation>
    </message>
    <message>
        <source>Work</source>
        <translation>Lavoro</translation>
    </message>
    <message>
        <source>View</source>
        <translation>Vista</translation>
    </message>
    <message>
        <source>Click, or press any key, to close</source>
        <translation>Fai clic o premi un tasto per chiudere</translation>
    </message>
    <message>
        <source>Make the cloud of views</source>
        <translation>Crea la nuvola dalle viste</translation>
    </message>
</context>
<context>
    <name>bozzetto::CloudPanel</name>
    <message>
        <source>Cloud</source>
        <translation>Nuvola</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Tempo</translation>
    </message>
    <message>
        <source> min</source>
        <translation> min</translation>
    </message>
    <message>
        <source>Points</source>
        <translation>Punti</translation>
    </message>
    <message>
        <source>Use masks</source>
        <translation>Usa le maschere</translation>
    </message>
    <message>
        <source>Make the cloud</source>
        <translation>Crea la nuvola</translation>
    </message>
    <message>
        <source>How long the training may take. It can be stopped at any time, and what is there is kept.</source>
        <translation>Quanto può durare l&apos;apprendimento. Si può fermare in ogni momento, e ciò che c&apos;è rimane.</translation>
    </message>
    <message>
        <source>Exactly so many points are chosen at the end, evenly spread.</source>
        <translation>Alla fine si scelgono esattamente tanti punti, distribuiti in modo uniforme.</translation>
    </message>
    <message>
        <source>Surface</source>
        <translation>Superficie</translation>
    </message>
    <message>
        <source>Volume</source>
        <translation>Volume</translation>
    </message>
    <message>
        <source>Surface: a thin shell. Volume: what lies inside as well.</source>
        <translation>Superficie: un guscio sottile. Volume: anche ciò che sta dentro.</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Tipo</translation>
    </message>
    <message>
        <source>Change the time</source>
        <translation>Cambia il tempo</translation>
    </message>
    <message>
        <source>Change the number of points</source>
        <translation>Cambia il numero di punti</translation>
    </message>
    <message>
        <source>Change the kind of cloud</source>
        <translation>Cambia il tipo di nuvola</translation>
    </message>
    <message>
        <source>Use masks or not</source>
        <translation>Usa le maschere o no</translation>
    </message>
    <message>
        <source>Everything in the pictures is learned, surroundings too.</source>
        <translation>Si impara tutto ciò che è nelle immagini, anche l&apos;ambiente.</translation>
    </message>
    <message>
        <source>The pictures bring masks: only the thing is learned.</source>
        <translation>Le immagini portano maschere: si impara solo l&apos;oggetto.</translation>
    </message>
    <message>
        <source>The pictures bring none, so they are estimated first: only what stands out is learned.</source>
        <translation>Le immagini non ne portano, perciò prima si stimano: si impara solo ciò che risalta.</translation>
    </message>
    <message numerus="yes">
        <source>%1 points from %n view(s), %2 s.</source>
        <translation>
            <numerusform>%1 punti da %n vista, %2 s.</numerusform>
            <numerusform>%1 punti da %n viste, %2 s.</numerusform>
        </translation>
    </message>
    <message>
        <source>Stopped early.</source>
        <translation>Fermata prima del tempo.</translation>
    </message>
    <message>
        <source>Masks were estimated.</source>
        <translation>Le maschere sono state stimate.</translation>
    </message>
    <message numerus="yes">
        <source>Nothing stood out in %n of the views.</source>
        <translation>
            <numerusform>In %n delle viste nulla risaltava.</numerusform>
            <numerusform>In %n delle viste nulla risaltava.</numerusform>
        </translation>
    </message>
    <message>
        <source>Other views are on now; making it again begins anew with them.</source>
        <translation>Ora sono attive altre viste; rifarla ricomincia da capo con queste.</translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n view(s) are learned from.</source>
        <translation>
            <numerusform>Si impara da %1 di %n vista.</numerusform>
            <numerusform>Si impara da %1 di %n viste.</numerusform>
        </translation>
    </message>
    <message>
        <source>Make it again</source>
        <translation>Rifai</translation>
    </message>
    <message>
        <source>Learn the thing from the views that are on; the cloud sharpens as you watch (Ctrl+K)</source>
        <translation>Impara l&apos;oggetto dalle viste attive; la nuvola si affina mentre guardi (Ctrl+K)</translation>
    </message>
    <message>
        <source>So far you see only what neighbouring pictures agree on.</source>
        <translation>Finora vedi solo ciò su cui le immagini vicine concordano.</translation>
    </message>
</context>
<context>
    <name>bozzetto::ComparisonView</name>
    <message>
        <source>Picture</source>
        <translation>Immagine</translation>
    </message>
    <message>
        <source>From the side</source>
        <translation>Di lato</translation>
    </message>
    <message>
        <source>From behind</source>
        <translation>Da dietro</translation>
    </message>
    <message>
        <source>A view that was not shown</source>
        <translation>Una vista non mostrata</translation>
    </message>
    <message>
        <source>Depth</source>
        <translation>Profondità</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>Errore</translation>
    </message>
    <message>
        <source>The same view</source>
        <translation>La stessa vista</translation>
    </message>
    <message>
        <source>From the left</source>
        <translation>Da sinistra</translation>
    </message>
    <message>
        <source>before</source>
        <translation>prima</translation>
    </message>
    <message>
        <source>now</source>
        <translation>ora</translation>
    </message>
    <message>
        <source>truth</source>
        <translation>verità</translation>
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
        <translation>Scala dell&apos;immagine di profondità, da vicino a lontano</translation>
    </message>
    <message>
        <source>Near</source>
        <translation>Vicino</translation>
    </message>
    <message>
        <source>Far</source>
        <translation>Lontano</translation>
    </message>
</context>
<context>
    <name>bozzetto::DepthPanel</name>
    <message>
        <source>Depth</source>
        <translation>Profondità</translation>
    </message>
    <message>
        <source>Depth from a file</source>
        <translation>Profondità da un file</translation>
    </message>
    <message>
        <source>Relief</source>
        <translation>Rilievo</translation>
    </message>
    <message>
        <source>Stretches the depth; used by the next generation.</source>
        <translation>Allunga la profondità; vale dalla prossima generazione.</translation>
    </message>
    <message>
        <source>Choose a depth picture: dark is near</source>
        <translation>Scegli un&apos;immagine di profondità: scuro è vicino</translation>
    </message>
    <message>
        <source>Pictures (*.png *.tif *.tiff)</source>
        <translation>Immagini (*.png *.tif *.tiff)</translation>
    </message>
    <message>
        <source>Change relief</source>
        <translation>Cambia rilievo</translation>
    </message>
    <message>
        <source>Estimated, or read from a file beside the photograph (name_depth.png).</source>
        <translation>Stimata, o letta da un file accanto alla fotografia (nome_depth.png).</translation>
    </message>
    <message>
        <source>An 8 or 16 bit picture of the photograph&apos;s shape: dark is near</source>
        <translation>Un&apos;immagine a 8 o 16 bit con le proporzioni della fotografia: scuro è vicino</translation>
    </message>
</context>
<context>
    <name>bozzetto::Document</name>
    <message>
        <source>Open %1</source>
        <translation>Apri %1</translation>
    </message>
    <message>
        <source>Show %1</source>
        <translation>Mostra %1</translation>
    </message>
    <message>
        <source>Generate %1</source>
        <translation>Genera %1</translation>
    </message>
    <message>
        <source>Change export settings</source>
        <translation>Cambia le impostazioni di esportazione</translation>
    </message>
</context>
<context>
    <name>bozzetto::EmptyState</name>
    <message>
        <source>Drop a photograph, or paste one</source>
        <translation>Trascina qui una fotografia, o incollala</translation>
    </message>
    <message>
        <source>It becomes an object that you can turn, measure and export.</source>
        <translation>Diventa un oggetto da girare, misurare ed esportare.</translation>
    </message>
    <message>
        <source>Open photograph</source>
        <translation>Apri fotografia</translation>
    </message>
    <message>
        <source>or begin with a sample</source>
        <translation>oppure inizia con un esempio</translation>
    </message>
    <message>
        <source>A folder of photographs of one thing becomes a cloud.</source>
        <translation>Una cartella di foto di un oggetto diventa una nuvola.</translation>
    </message>
</context>
<context>
    <name>bozzetto::ExportDialog</name>
    <message>
        <source>Stand it centred on the ground</source>
        <translation>Poggia al centro del piano</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Esporta</translation>
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
        <translation>Come se l&apos;aspetta il formato</translation>
    </message>
    <message>
        <source>Y up</source>
        <translation>Y in alto</translation>
    </message>
    <message>
        <source>Z up</source>
        <translation>Z in alto</translation>
    </message>
    <message>
        <source>Choose</source>
        <translation>Scegli</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>Formato</translation>
    </message>
    <message>
        <source>Longest side</source>
        <translation>Lato maggiore</translation>
    </message>
    <message>
        <source>Up axis</source>
        <translation>Asse verticale</translation>
    </message>
    <message>
        <source>File</source>
        <translation>File</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Annulla</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>Sostituisci</translation>
    </message>
    <message>
        <source>Name a file first.</source>
        <translation>Indica prima un file.</translation>
    </message>
    <message>
        <source>This file exists and will be replaced.</source>
        <translation>Questo file esiste e sarà sostituito.</translation>
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
        <translation>%1 di larghezza, %2 di altezza, %3 di profondità, in %4</translation>
    </message>
    <message>
        <source>millimetres</source>
        <translation>millimetri</translation>
    </message>
    <message>
        <source>metres</source>
        <translation>metri</translation>
    </message>
    <message>
        <source>Export to</source>
        <translation>Esporta in</translation>
    </message>
</context>
<context>
    <name>bozzetto::ExportPanel</name>
    <message>
        <source>Export</source>
        <translation>Esporta</translation>
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
        <translation>Automatico</translation>
    </message>
    <message>
        <source>Y up</source>
        <translation>Y in alto</translation>
    </message>
    <message>
        <source>Z up</source>
        <translation>Z in alto</translation>
    </message>
    <message>
        <source>Automatic: what the format&apos;s readers expect</source>
        <translation>Automatico: come se l&apos;aspetta il formato</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>Formato</translation>
    </message>
    <message>
        <source>Longest side</source>
        <translation>Lato maggiore</translation>
    </message>
    <message>
        <source>Up axis</source>
        <translation>Asse verticale</translation>
    </message>
    <message>
        <source>Size of the object&apos;s longest side. Default 1 m.</source>
        <translation>Misura del lato maggiore dell&apos;oggetto. Predefinito 1 m.</translation>
    </message>
    <message>
        <source>Write the object to a file (Ctrl+E)</source>
        <translation>Scrivi l&apos;oggetto in un file (Ctrl+E)</translation>
    </message>
</context>
<context>
    <name>bozzetto::FolderCard</name>
    <message>
        <source>Learn from</source>
        <translation>Imparare da</translation>
    </message>
    <message>
        <source>Choose a folder</source>
        <translation>Scegli una cartella</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Annulla</translation>
    </message>
    <message>
        <source>Models (OBJ, glTF, FBX, ...), photographs, or a set that was rendered before; dropping it here does the same</source>
        <translation>Modelli (OBJ, glTF, FBX, ...), foto o una raccolta già renderizzata; si può anche trascinarla qui</translation>
    </message>
    <message>
        <source>Looking through it: %1 %</source>
        <translation>Esame in corso: %1 %</translation>
    </message>
    <message>
        <source>Models teach the object generator and the depth network; photographs teach the scene generator.</source>
        <translation>I modelli istruiscono il generatore di oggetti e la rete della profondità; le foto il generatore di scene.</translation>
    </message>
    <message>
        <source>%1 of them are kept to judge by; nothing is learned from those.</source>
        <translation>%1 di questi servono solo a giudicare; da loro non si impara.</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) cannot be used</source>
        <translation>
            <numerusform>%n file non è utilizzabile</numerusform>
            <numerusform>%n file non sono utilizzabili</numerusform>
        </translation>
    </message>
    <message>
        <source>Choose another folder</source>
        <translation>Scegli un’altra cartella</translation>
    </message>
</context>
<context>
    <name>bozzetto::FoundView</name>
    <message>
        <source>Looking through %1</source>
        <translation>Esame di %1</translation>
    </message>
    <message>
        <source>%1 could not be looked through</source>
        <translation>Non è stato possibile esaminare %1</translation>
    </message>
    <message>
        <source>There is nothing in %1 that can be learned from</source>
        <translation>In %1 non c’è nulla da cui imparare</translation>
    </message>
    <message>
        <source>Found in %1</source>
        <translation>Trovato in %1</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) cannot be used</source>
        <translation>
            <numerusform>%n file non è utilizzabile</numerusform>
            <numerusform>%n file non sono utilizzabili</numerusform>
        </translation>
    </message>
    <message>
        <source>and %1 more</source>
        <translation>e altri %1</translation>
    </message>
    <message>
        <source>%1 of %2, spread over the whole folder</source>
        <translation>%1 di %2, da tutta la cartella</translation>
    </message>
</context>
<context>
    <name>bozzetto::JobBar</name>
    <message>
        <source>Hide this line</source>
        <translation>Nascondi questa riga</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>Stopping</source>
        <translation>Arresto</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Annulla</translation>
    </message>
    <message>
        <source>Stop this job; what was there stays (Esc)</source>
        <translation>Ferma questo lavoro; ciò che c&apos;era resta (Esc)</translation>
    </message>
    <message>
        <source>%1 %2 %</source>
        <comment>stage and its share</comment>
        <translation>%1 %2 %</translation>
    </message>
    <message>
        <source>Stop and keep</source>
        <translation>Ferma e conserva</translation>
    </message>
    <message>
        <source>The points are being chosen; this takes some seconds.</source>
        <translation>Si scelgono i punti; ci vogliono alcuni secondi.</translation>
    </message>
    <message>
        <source>Enough: end the training and keep the cloud as it is now</source>
        <translation>Basta: termina l&apos;apprendimento e conserva la nuvola com&apos;è ora</translation>
    </message>
</context>
<context>
    <name>bozzetto::LessonForm</name>
    <message>
        <source>Start training</source>
        <translation>Inizia ad apprendere</translation>
    </message>
    <message>
        <source>Learn what</source>
        <translation>Che cosa imparare</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Tempo</translation>
    </message>
    <message>
        <source> min</source>
        <translation> min</translation>
    </message>
    <message>
        <source>How long it trains, pauses not counted. 15 minutes are a beginning; overnight is better.</source>
        <translation>Quanto dura l’apprendimento, senza le pause. 15 minuti sono un inizio; meglio una notte.</translation>
    </message>
    <message>
        <source>Time to train</source>
        <translation>Tempo di apprendimento</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>Prima</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>Passi</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>Memoria</translation>
    </message>
    <message>
        <source>Disk</source>
        <translation>Disco</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fine</translation>
    </message>
    <message>
        <source>Begins from nothing: it takes many hours.</source>
        <translation>Parte da zero: servono molte ore.</translation>
    </message>
    <message>
        <source>Goes on from: %1</source>
        <translation>Parte da: %1</translation>
    </message>
    <message>
        <source>Training goes on when the window is closed; the page finds it again.</source>
        <translation>L’apprendimento continua anche a finestra chiusa; questa pagina lo ritrova.</translation>
    </message>
    <message>
        <source>Trying a few steps to see what it takes…</source>
        <translation>Si provano alcuni passi per capire quanto costa…</translation>
    </message>
    <message>
        <source>What it takes could not be tried: %1</source>
        <translation>Non è stato possibile provare quanto costa: %1</translation>
    </message>
    <message>
        <source>%1 of %2 free</source>
        <translation>%1 di %2 liberi</translation>
    </message>
    <message>
        <source>about %1 to prepare the folder</source>
        <translation>circa %1 di preparazione</translation>
    </message>
    <message>
        <source>nothing to prepare</source>
        <translation>niente da preparare</translation>
    </message>
    <message>
        <source>about %1, %2 s each</source>
        <translation>circa %1 da %2 s</translation>
    </message>
    <message>
        <source>about %1</source>
        <comment>time of day</comment>
        <translation>circa %1</translation>
    </message>
    <message>
        <source>Tried on this computer a moment ago.</source>
        <translation>Provato poco fa su questo computer.</translation>
    </message>
    <message>
        <source>There may not be enough memory: close other programs first.</source>
        <translation>La memoria potrebbe non bastare: chiudete prima altri programmi.</translation>
    </message>
    <message>
        <source>There is not enough room on the disk.</source>
        <translation>Sul disco non c’è abbastanza spazio.</translation>
    </message>
    <message>
        <source>What it takes is tried once no other lesson is under way.</source>
        <translation>Quanto costa si prova quando non è in corso un’altra lezione.</translation>
    </message>
</context>
<context>
    <name>bozzetto::MainWindow</name>
    <message>
        <source>Saved to %1</source>
        <translation>Salvato in %1</translation>
    </message>
    <message>
        <source>The studio needs OpenGL 4.1; check the graphics driver.</source>
        <translation>Lo studio richiede OpenGL 4.1; controlla il driver grafico.</translation>
    </message>
    <message>
        <source>Photographs (%1)</source>
        <translation>Fotografie (%1)</translation>
    </message>
    <message>
        <source>A job is running; wait for it or cancel it.</source>
        <translation>Un lavoro è in corso; attendi o annullalo.</translation>
    </message>
    <message>
        <source>Done in %1 s</source>
        <translation>Fatto in %1 s</translation>
    </message>
    <message>
        <source>%1 × %2 × %3 m</source>
        <translation>%1 × %2 × %3 m</translation>
    </message>
    <message>
        <source>%1 triangles</source>
        <translation>%1 triangoli</translation>
    </message>
    <message>
        <source>%1 dB to the photograph</source>
        <translation>%1 dB rispetto alla foto</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Esporta</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>Immagine</translation>
    </message>
    <message>
        <source>&amp;Object</source>
        <translation>&amp;Oggetto</translation>
    </message>
    <message>
        <source>&amp;Generate again</source>
        <translation>&amp;Genera di nuovo</translation>
    </message>
    <message>
        <source>Ctrl+G</source>
        <translation>Ctrl+G</translation>
    </message>
    <message>
        <source>&amp;Refine</source>
        <translation>&amp;Rifinisci</translation>
    </message>
    <message>
        <source>Ctrl+R</source>
        <translation>Ctrl+R</translation>
    </message>
    <message>
        <source>Correct the &amp;matte</source>
        <translation>Correggi la &amp;maschera</translation>
    </message>
    <message>
        <source>Ctrl+M</source>
        <translation>Ctrl+M</translation>
    </message>
    <message>
        <source>M&amp;odels</source>
        <translation>M&amp;odelli</translation>
    </message>
    <message>
        <source>&amp;Cancel the job</source>
        <translation>&amp;Annulla il lavoro</translation>
    </message>
    <message>
        <source>What the work is computed on</source>
        <translation>Su cosa si calcola</translation>
    </message>
    <message>
        <source>Automatic: the graphics card when there is one</source>
        <translation>Automatico: la scheda grafica, se c&apos;è</translation>
    </message>
    <message>
        <source>Processor</source>
        <translation>Processore</translation>
    </message>
    <message>
        <source>Graphics card (CUDA)</source>
        <translation>Scheda grafica (CUDA)</translation>
    </message>
    <message>
        <source>Choose device</source>
        <translation>Scegli dispositivo</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>&amp;File</translation>
    </message>
    <message>
        <source>&amp;Open photograph</source>
        <translation>&amp;Apri fotografia</translation>
    </message>
    <message>
        <source>Open &amp;recent</source>
        <translation>Apri &amp;recenti</translation>
    </message>
    <message>
        <source>&amp;Export</source>
        <translation>&amp;Esporta</translation>
    </message>
    <message>
        <source>Ctrl+E</source>
        <translation>Ctrl+E</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Esci</translation>
    </message>
    <message>
        <source>%1 is no longer there.</source>
        <translation>%1 non c&apos;è più.</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>&amp;Modifica</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>&amp;Annulla</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>&amp;Ripeti</translation>
    </message>
    <message>
        <source>&amp;Paste picture</source>
        <translation>&amp;Incolla immagine</translation>
    </message>
    <message>
        <source>There is no picture to paste.</source>
        <translation>Non c&apos;è alcuna immagine da incollare.</translation>
    </message>
    <message>
        <source>Copy a picture or a picture file first.</source>
        <translation>Copia prima un&apos;immagine o un file di immagine.</translation>
    </message>
    <message>
        <source>Clipboard formats: %1</source>
        <translation>Formati negli appunti: %1</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Vista</translation>
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
        <translation>Mesh</translation>
    </message>
    <message>
        <source>Alt+2</source>
        <translation>Alt+2</translation>
    </message>
    <message>
        <source>Points</source>
        <translation>Punti</translation>
    </message>
    <message>
        <source>Alt+3</source>
        <translation>Alt+3</translation>
    </message>
    <message>
        <source>Frame the object</source>
        <translation>Inquadra l&apos;oggetto</translation>
    </message>
    <message>
        <source>Front</source>
        <translation>Fronte</translation>
    </message>
    <message>
        <source>Right</source>
        <translation>Destra</translation>
    </message>
    <message>
        <source>Top</source>
        <translation>Sopra</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Retro</translation>
    </message>
    <message>
        <source>Left</source>
        <translation>Sinistra</translation>
    </message>
    <message>
        <source>Bottom</source>
        <translation>Sotto</translation>
    </message>
    <message>
        <source>Parallel projection</source>
        <translation>Proiezione parallela</translation>
    </message>
    <message>
        <source>Photograph for comparison</source>
        <translation>Fotografia di confronto</translation>
    </message>
    <message>
        <source>Floor grid</source>
        <translation>Griglia del piano</translation>
    </message>
    <message>
        <source>Axes</source>
        <translation>Assi</translation>
    </message>
    <message>
        <source>Show or hide the panels</source>
        <translation>Mostra o nascondi i pannelli</translation>
    </message>
    <message>
        <source>Mouse like</source>
        <translation>Mouse come in</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Lingua</translation>
    </message>
    <message>
        <source>As the desktop</source>
        <translation>Come il desktop</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>Colori</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Scuro</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Chiaro</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Aiuto</translation>
    </message>
    <message>
        <source>&amp;Mouse and keys</source>
        <translation>&amp;Mouse e tasti</translation>
    </message>
    <message>
        <source>&amp;About Bozzetto</source>
        <translation>&amp;Informazioni su Bozzetto</translation>
    </message>
    <message>
        <source>Let go to learn from it</source>
        <translation>Lasciate per imparare da qui</translation>
    </message>
    <message>
        <source>Let go to make an object of it</source>
        <translation>Rilascia per farne un oggetto</translation>
    </message>
    <message>
        <source>A job is running; wait for it or cancel it first</source>
        <translation>Un lavoro è in corso; attendi o annullalo prima</translation>
    </message>
    <message>
        <source>&amp;Training room</source>
        <translation>Stanza di &amp;apprendimento</translation>
    </message>
    <message>
        <source>Ctrl+T</source>
        <translation>Ctrl+T</translation>
    </message>
    <message>
        <source>A lesson is under way; click to see it</source>
        <translation>Una lezione è in corso; fare clic per vederla</translation>
    </message>
    <message>
        <source>Training %1 %</source>
        <comment>share of the lesson</comment>
        <translation>Apprende %1 %</translation>
    </message>
    <message>
        <source>Let go to see its points</source>
        <translation>Rilascia per vederne i punti</translation>
    </message>
    <message>
        <source>Open a photograph or a cloud of points</source>
        <translation>Apri una fotografia o una nuvola di punti</translation>
    </message>
    <message>
        <source>Clouds of points (%1)</source>
        <translation>Nuvole di punti (%1)</translation>
    </message>
    <message>
        <source>Open a folder of photographs of one thing</source>
        <translation>Apri una cartella di fotografie di una cosa</translation>
    </message>
    <message>
        <source>Open a folder of &amp;views</source>
        <translation>Apri una cartella di &amp;viste</translation>
    </message>
    <message>
        <source>Stopped after %1 s</source>
        <translation>Fermata dopo %1 s</translation>
    </message>
    <message>
        <source>%1 points</source>
        <translation>%1 punti</translation>
    </message>
    <message numerus="yes">
        <source>from %n view(s)</source>
        <translation>
            <numerusform>da %n vista</numerusform>
            <numerusform>da %n viste</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s)</source>
        <translation>
            <numerusform>%n immagine</numerusform>
            <numerusform>%n immagini</numerusform>
        </translation>
    </message>
    <message>
        <source>Add a folder of views of the same thing</source>
        <translation>Aggiungi una cartella di viste dello stesso oggetto</translation>
    </message>
    <message>
        <source>Open on its own</source>
        <translation>Apri da sola</translation>
    </message>
    <message>
        <source>Add to these views</source>
        <translation>Aggiungi a queste viste</translation>
    </message>
    <message>
        <source>Let go to find where they were taken</source>
        <translation>Rilascia per trovare da dove sono state prese</translation>
    </message>
    <message>
        <source>Make the c&amp;loud</source>
        <translation>Crea la &amp;nuvola</translation>
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
        <translation>Fotografia su cui segnare l&apos;oggetto</translation>
    </message>
</context>
<context>
    <name>bozzetto::MatteEditor</name>
    <message>
        <source>Close</source>
        <translation>Chiudi</translation>
    </message>
    <message>
        <source>Use and generate</source>
        <translation>Usa e genera</translation>
    </message>
    <message>
        <source>Draw over the object in green, over its surroundings in red, or draw a box round it.</source>
        <translation>Dipingi l&apos;oggetto in verde, ciò che lo circonda in rosso, o traccia un riquadro attorno.</translation>
    </message>
    <message>
        <source>Object</source>
        <translation>Oggetto</translation>
    </message>
    <message>
        <source>Strokes that belong to the object</source>
        <translation>Tratti che appartengono all&apos;oggetto</translation>
    </message>
    <message>
        <source>Background</source>
        <translation>Sfondo</translation>
    </message>
    <message>
        <source>Strokes that do not belong to it</source>
        <translation>Tratti che non gli appartengono</translation>
    </message>
    <message>
        <source>Box</source>
        <translation>Riquadro</translation>
    </message>
    <message>
        <source>A box that holds the whole object</source>
        <translation>Un riquadro che contiene tutto l&apos;oggetto</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>Ritira</translation>
    </message>
    <message>
        <source>Takes the last stroke back</source>
        <translation>Ritira l&apos;ultimo tratto</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Svuota</translation>
    </message>
    <message>
        <source>Removes all strokes and the box</source>
        <translation>Toglie tutti i tratti e il riquadro</translation>
    </message>
    <message>
        <source>Brush</source>
        <translation>Pennello</translation>
    </message>
    <message>
        <source> px</source>
        <translation> px</translation>
    </message>
    <message>
        <source>Correct the matte</source>
        <translation>Correggi la maschera</translation>
    </message>
</context>
<context>
    <name>bozzetto::MattePanel</name>
    <message>
        <source>Matte</source>
        <translation>Maschera</translation>
    </message>
    <message>
        <source>Correct by hand</source>
        <translation>Correggi a mano</translation>
    </message>
    <message>
        <source>Matte from a file</source>
        <translation>Maschera da un file</translation>
    </message>
    <message>
        <source>Choose a matte: white is the object</source>
        <translation>Scegli una maschera: bianco è l&apos;oggetto</translation>
    </message>
    <message>
        <source>Pictures (*.png *.tif *.tiff *.webp *.jpg *.jpeg)</source>
        <translation>Immagini (*.png *.tif *.tiff *.webp *.jpg *.jpeg)</translation>
    </message>
    <message>
        <source>Separates the object from its background.</source>
        <translation>Separa l&apos;oggetto dallo sfondo.</translation>
    </message>
    <message>
        <source>Confidence %1 %.</source>
        <translation>Sicurezza %1 %.</translation>
    </message>
    <message>
        <source>Mark the object by hand to help.</source>
        <translation>Segna l&apos;oggetto a mano per aiutare.</translation>
    </message>
    <message>
        <source>Draw a box and strokes on the photograph</source>
        <translation>Traccia un riquadro e dei tratti sulla fotografia</translation>
    </message>
    <message>
        <source>A black and white picture of any size: white is the object</source>
        <translation>Un&apos;immagine in bianco e nero di qualsiasi misura: bianco è l&apos;oggetto</translation>
    </message>
</context>
<context>
    <name>bozzetto::ModelCard</name>
    <message>
        <source>Came with Bozzetto</source>
        <translation>Fornito con Bozzetto</translation>
    </message>
    <message>
        <source>From BOZZETTO_MODELS</source>
        <translation>Da BOZZETTO_MODELS</translation>
    </message>
    <message>
        <source>Added by you</source>
        <translation>Aggiunto da te</translation>
    </message>
    <message>
        <source>%1, %2 million parameters</source>
        <translation>%1, %2 milioni di parametri</translation>
    </message>
    <message>
        <source>Does not say what it does</source>
        <translation>Non dice a cosa serve</translation>
    </message>
    <message>
        <source>Matte: cuts the object out</source>
        <translation>Maschera: ritaglia l&apos;oggetto</translation>
    </message>
    <message>
        <source>Depth: how far each part is</source>
        <translation>Profondità: quanto dista ogni parte</translation>
    </message>
    <message>
        <source>Scene depth: how far each part of a whole photograph is</source>
        <translation>Profondità della scena: quanto dista ogni parte di un&apos;intera foto</translation>
    </message>
    <message>
        <source>Object: makes it whole at once</source>
        <translation>Oggetto: lo completa in una volta</translation>
    </message>
    <message>
        <source>Upscaler: enlarges rendered pictures</source>
        <translation>Ingranditore: ingrandisce le immagini renderizzate</translation>
    </message>
    <message>
        <source>G3DR: makes a scene at once</source>
        <translation>G3DR: crea una scena in una volta</translation>
    </message>
    <message>
        <source>%1. %2.</source>
        <comment>role and origin</comment>
        <translation>%1. %2.</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>In uso</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>Usa</translation>
    </message>
    <message>
        <source>This file cannot be used.</source>
        <translation>Questo file non è utilizzabile.</translation>
    </message>
    <message>
        <source>Use this file for its purpose from now on</source>
        <translation>Usa questo file d&apos;ora in poi per il suo scopo</translation>
    </message>
    <message>
        <source>Only files that you added can be removed here.</source>
        <translation>Qui si possono togliere solo i file aggiunti da te.</translation>
    </message>
    <message>
        <source>Delete this file</source>
        <translation>Elimina questo file</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Licenza</translation>
    </message>
    <message>
        <source>not stated in the file</source>
        <translation>non indicata nel file</translation>
    </message>
    <message>
        <source>Made by</source>
        <translation>Autore</translation>
    </message>
    <message>
        <source>Trained on</source>
        <translation>Addestrato su</translation>
    </message>
    <message>
        <source>Scores</source>
        <translation>Punteggi</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Dimensione</translation>
    </message>
    <message>
        <source>SHA-256</source>
        <translation>SHA-256</translation>
    </message>
    <message>
        <source>being computed</source>
        <translation>in calcolo</translation>
    </message>
    <message>
        <source>File</source>
        <translation>File</translation>
    </message>
</context>
<context>
    <name>bozzetto::ModelManager</name>
    <message>
        <source>Add a file</source>
        <translation>Aggiungi un file</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelli</translation>
    </message>
    <message>
        <source>Networks that work on photographs. A file that you add is checked and copied to %1.</source>
        <translation>Reti che lavorano sulle fotografie. Un file aggiunto viene controllato e copiato in %1.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Chiudi</translation>
    </message>
    <message>
        <source>A file is being checked; wait a moment.</source>
        <translation>Un file è in esame; attendi un momento.</translation>
    </message>
    <message>
        <source>None is installed: every object is fitted to its photograph, which needs none.</source>
        <translation>Nessuna è installata: ogni oggetto viene adattato alla sua fotografia, e non ne serve alcuna.</translation>
    </message>
    <message>
        <source>A safetensors file, a PyTorch checkpoint of G3DR, or an upscaler of ncnn&apos;s; dropping it here does the same</source>
        <translation>Un file safetensors, un checkpoint PyTorch di G3DR o un ingranditore di ncnn; trascinarlo qui ha lo stesso effetto</translation>
    </message>
    <message>
        <source>Choose a network</source>
        <translation>Scegli una rete</translation>
    </message>
    <message>
        <source>Networks (*.safetensors *.pt *.pth *.ckpt *.param)</source>
        <translation>Reti (*.safetensors *.pt *.pth *.ckpt *.param)</translation>
    </message>
    <message>
        <source>Delete the model</source>
        <translation>Elimina il modello</translation>
    </message>
    <message>
        <source>Delete %1 from this computer? This cannot be undone.</source>
        <translation>Eliminare %1 da questo computer? Non si può annullare.</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Conserva</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Elimina</translation>
    </message>
    <message>
        <source>Teach one your objects</source>
        <translation>Istruisci con i tuoi oggetti</translation>
    </message>
    <message>
        <source>Goes on training one of these with your own models or photographs</source>
        <translation>Fa imparare ancora una di queste con i vostri modelli o foto</translation>
    </message>
</context>
<context>
    <name>bozzetto::ObjectPanel</name>
    <message>
        <source>Object</source>
        <translation>Oggetto</translation>
    </message>
    <message>
        <source>Level by</source>
        <translation>Livella di</translation>
    </message>
    <message>
        <source>°</source>
        <translation>°</translation>
    </message>
    <message>
        <source>Generate again</source>
        <translation>Genera di nuovo</translation>
    </message>
    <message>
        <source>Refine</source>
        <translation>Rifinisci</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>Automatico</translation>
    </message>
    <message>
        <source>Whole scene</source>
        <translation>Scena intera</translation>
    </message>
    <message>
        <source>Object: what the matte holds, closed at the back. Scene: the whole picture, front half only.</source>
        <translation>Oggetto: ciò che sta nella maschera, chiuso dietro. Scena: l&apos;intera immagine, solo la metà davanti.</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>Rete</translation>
    </message>
    <message>
        <source>Fit to the photo</source>
        <translation>Adatta alla foto</translation>
    </message>
    <message>
        <source>Checkpoint file</source>
        <translation>File checkpoint</translation>
    </message>
    <message>
        <source>Automatic: a network where one is installed, else the fit. A network answers at once; the fit needs none.</source>
        <translation>Automatico: una rete dove è installata, altrimenti l&apos;adattamento. Una rete risponde subito; l&apos;adattamento non ne richiede.</translation>
    </message>
    <message>
        <source>Optimisation steps of the fit. More are sharper and slower. Default 400.</source>
        <translation>Passi dell&apos;adattamento. Più passi, più nitido e più lento. Predefinito 400.</translation>
    </message>
    <message>
        <source>The same seed gives the same object. Default 0.</source>
        <translation>Lo stesso seme dà lo stesso oggetto. Predefinito 0.</translation>
    </message>
    <message>
        <source>Levels an object that was photographed from above.</source>
        <translation>Raddrizza un oggetto fotografato dall&apos;alto.</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Tipo</translation>
    </message>
    <message>
        <source>Made by</source>
        <translation>Creato con</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>Passi</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Seme</translation>
    </message>
    <message>
        <source>Change kind</source>
        <translation>Cambia tipo</translation>
    </message>
    <message>
        <source>Change steps</source>
        <translation>Cambia passi</translation>
    </message>
    <message>
        <source>Change seed</source>
        <translation>Cambia seme</translation>
    </message>
    <message>
        <source>Level the object</source>
        <translation>Raddrizza l&apos;oggetto</translation>
    </message>
    <message>
        <source>Choose a G3DR checkpoint</source>
        <translation>Scegli un checkpoint G3DR</translation>
    </message>
    <message>
        <source>Checkpoints (*.safetensors *.pt *.pth)</source>
        <translation>Checkpoint (*.safetensors *.pt *.pth)</translation>
    </message>
    <message>
        <source>Change how it is made</source>
        <translation>Cambia il modo di creazione</translation>
    </message>
    <message>
        <source>A network generates in one pass: there are no steps to choose.</source>
        <translation>Una rete genera in un solo passaggio: non ci sono passi da scegliere.</translation>
    </message>
    <message>
        <source>Make the object again with these settings (Ctrl+G)</source>
        <translation>Crea di nuovo l&apos;oggetto con queste impostazioni (Ctrl+G)</translation>
    </message>
    <message>
        <source>Level as estimated</source>
        <translation>Raddrizza come stimato</translation>
    </message>
    <message>
        <source>Level as estimated: %1°</source>
        <translation>Raddrizza come stimato: %1°</translation>
    </message>
    <message>
        <source>No network has told from how high this object was photographed.</source>
        <translation>Nessuna rete ha indicato da quale altezza è stato fotografato l&apos;oggetto.</translation>
    </message>
    <message>
        <source>Levels the object by the depth network&apos;s estimate of the camera&apos;s elevation.</source>
        <translation>Raddrizza l&apos;oggetto secondo l&apos;elevazione della fotocamera stimata dalla rete di profondità.</translation>
    </message>
    <message>
        <source>Sharpens the front to the photograph; the back stays (Ctrl+R)</source>
        <translation>Affina la parte davanti sulla fotografia; il retro resta (Ctrl+R)</translation>
    </message>
</context>
<context>
    <name>bozzetto::ProblemBar</name>
    <message>
        <source>Details</source>
        <translation>Dettagli</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Copia</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Chiudi</translation>
    </message>
</context>
<context>
    <name>bozzetto::RoomWelcome</name>
    <message>
        <source>Choose a folder</source>
        <translation>Scegli una cartella</translation>
    </message>
    <message>
        <source>Your models</source>
        <translation>I vostri modelli</translation>
    </message>
    <message>
        <source>are rendered</source>
        <translation>vengono renderizzati</translation>
    </message>
    <message>
        <source>and learned from</source>
        <translation>e imparati</translation>
    </message>
    <message>
        <source>for new objects</source>
        <translation>per nuovi oggetti</translation>
    </message>
    <message>
        <source>Teach it your objects</source>
        <translation>Insegnategli i vostri oggetti</translation>
    </message>
    <message>
        <source>Give it a folder of models, and the networks that make objects learn from them: from then on they know how your kind of thing looks from behind. Everything stays on this computer.</source>
        <translation>Dategli una cartella di modelli e le reti che creano oggetti ne imparano: da allora sanno com’è da dietro il vostro genere di cose. Tutto resta su questo computer.</translation>
    </message>
    <message>
        <source>or drop one here</source>
        <translation>o trascinatela qui</translation>
    </message>
</context>
<context>
    <name>bozzetto::RunList</name>
    <message>
        <source>Lessons so far</source>
        <translation>Lezioni finora</translation>
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
        <translation>Questa lezione</translation>
    </message>
    <message>
        <source>Another lesson</source>
        <translation>Un’altra lezione</translation>
    </message>
    <message>
        <source>Learns</source>
        <translation>Impara</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Da</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Tempo</translation>
    </message>
    <message>
        <source>Kept in</source>
        <translation>Si trova in</translation>
    </message>
    <message>
        <source>Turns to a new lesson; this one stays in the list</source>
        <translation>Passa a una nuova lezione; questa resta nell’elenco</translation>
    </message>
    <message>
        <source>%1 steps</source>
        <translation>%1 passi</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <comment>time trained of all</comment>
        <translation>%1 di %2</translation>
    </message>
</context>
<context>
    <name>bozzetto::RunView</name>
    <message>
        <source>Loss</source>
        <translation>Perdita</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>Punteggio</translation>
    </message>
    <message>
        <source>The same pictures, before and now</source>
        <translation>Le stesse immagini, prima e ora</translation>
    </message>
    <message>
        <source>The first numbers come after ten steps.</source>
        <translation>I primi numeri arrivano dopo dieci passi.</translation>
    </message>
    <message>
        <source>How far its answers are from the truth while it learns; it should fall.</source>
        <translation>Quanto le risposte distano dalla verità mentre impara; dovrebbe scendere.</translation>
    </message>
    <message>
        <source>Use these weights</source>
        <translation>Usa questi pesi</translation>
    </message>
    <message>
        <source>Put the former weights back</source>
        <translation>Rimetti i pesi di prima</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Continua</translation>
    </message>
    <message>
        <source>Train longer</source>
        <translation>Continua ad apprendere</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pausa</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Annulla</translation>
    </message>
    <message>
        <source>Begin again</source>
        <translation>Ricomincia</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>Scarta</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>Passi</translation>
    </message>
    <message>
        <source>Steps a second</source>
        <translation>Passi al secondo</translation>
    </message>
    <message>
        <source>Time left</source>
        <translation>Tempo restante</translation>
    </message>
    <message>
        <source>Score, lower is better</source>
        <translation>Punteggio, meglio se basso</translation>
    </message>
    <message>
        <source>%1, taught with %2</source>
        <translation>%1, istruito con %2</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>Avvio</translation>
    </message>
    <message>
        <source>Stopping; a checkpoint is being written</source>
        <translation>Si ferma; viene scritto un punto di ripresa</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>In uso</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <comment>state and how far</comment>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>The pictures of now come with the next score.</source>
        <translation>Le immagini di ora arrivano con il prossimo punteggio.</translation>
    </message>
    <message>
        <source>The process that trains is being started.</source>
        <translation>Il processo di apprendimento si sta avviando.</translation>
    </message>
    <message>
        <source>Objects that you make from now on are made with these weights.</source>
        <translation>Gli oggetti creati da ora in poi usano questi pesi.</translation>
    </message>
    <message>
        <source>What was learned until then is kept. Remove the cause, then go on; or begin again.</source>
        <translation>Quanto imparato fin lì resta. Eliminate la causa e continuate, oppure ricominciate.</translation>
    </message>
    <message>
        <source>Its process ended without a word: the power failed, memory ran out or it was stopped from outside. It can go on from its last checkpoint.</source>
        <translation>Il processo è finito senza dire nulla: è mancata la corrente o la memoria, o è stato fermato dall’esterno. Può continuare dall’ultimo punto di ripresa.</translation>
    </message>
    <message>
        <source>What was learned until then is kept until you discard it.</source>
        <translation>Quanto imparato fin lì resta finché non lo scartate.</translation>
    </message>
    <message>
        <source>It goes on from here whenever you like, also after a restart.</source>
        <translation>Continua da qui quando volete, anche dopo un riavvio.</translation>
    </message>
    <message>
        <source>You can close the window: training goes on, and this page finds it again.</source>
        <translation>Potete chiudere la finestra: l’apprendimento continua e questa pagina lo ritrova.</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) could not be learned from.</source>
        <translation>
            <numerusform>Da %n file non è stato possibile imparare.</numerusform>
            <numerusform>Da %n file non è stato possibile imparare.</numerusform>
        </translation>
    </message>
    <message>
        <source>It did not get better than what it began with; more time or more models may help.</source>
        <translation>Non è migliorato rispetto all’inizio; più tempo o più modelli possono aiutare.</translation>
    </message>
    <message>
        <source>Writes a checkpoint and frees memory and processor</source>
        <translation>Scrive un punto di ripresa e libera memoria e processore</translation>
    </message>
    <message>
        <source>Train %1 longer</source>
        <translation>Apprendi altri %1</translation>
    </message>
    <message>
        <source>Ends the lesson; what was learned is kept until you discard it</source>
        <translation>Termina la lezione; quanto imparato resta finché non lo scartate</translation>
    </message>
    <message>
        <source>Forgets what was learned, keeps what was prepared, and begins anew</source>
        <translation>Dimentica quanto imparato, tiene quanto preparato e ricomincia</translation>
    </message>
    <message>
        <source>Deletes the run; the weights in use stay</source>
        <translation>Elimina la lezione; i pesi in uso restano</translation>
    </message>
    <message>
        <source>Deletes what was prepared and learned</source>
        <translation>Elimina quanto preparato e imparato</translation>
    </message>
    <message>
        <source>The studio works with the best of them from now on</source>
        <translation>Da ora lo studio usa i migliori</translation>
    </message>
    <message>
        <source>%1 → %2</source>
        <comment>score before and best since</comment>
        <translation>%1 → %2</translation>
    </message>
    <message>
        <source>%1, on what is kept to judge by; lower is better.</source>
        <translation>%1, su quanto serve a giudicare; meglio se basso.</translation>
    </message>
    <message>
        <source>What it begins with is scored first.</source>
        <translation>Prima si valuta il punto di partenza.</translation>
    </message>
    <message>
        <source>Before: %1. The next score comes in a while.</source>
        <translation>Prima: %1. Il prossimo punteggio arriva tra un po’.</translation>
    </message>
    <message>
        <source>before</source>
        <translation>prima</translation>
    </message>
    <message>
        <source>Discard the lesson</source>
        <translation>Scarta la lezione</translation>
    </message>
    <message>
        <source>Delete what was prepared and learned in this lesson? This cannot be undone.</source>
        <translation>Eliminare quanto preparato e imparato in questa lezione? Non si può annullare.</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Conserva</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Elimina</translation>
    </message>
    <message>
        <source>This lesson does not learn from any of these, where the folder holds enough to keep some back.</source>
        <translation>Questa lezione non impara da nessuna di queste, se la cartella basta per tenerne da parte.</translation>
    </message>
</context>
<context>
    <name>bozzetto::SliderField</name>
    <message>
        <source>Default %1; a double click on the slider goes back to it.</source>
        <translation>Predefinito %1; un doppio clic sul cursore lo ripristina.</translation>
    </message>
</context>
<context>
    <name>bozzetto::SourcesPanel</name>
    <message>
        <source>Sources</source>
        <translation>Fonti</translation>
    </message>
    <message>
        <source>Photographs of this session</source>
        <translation>Fotografie di questa sessione</translation>
    </message>
    <message>
        <source>Add photograph</source>
        <translation>Aggiungi foto</translation>
    </message>
    <message>
        <source>Open a photograph and make an object of it (Ctrl+O)</source>
        <translation>Apri una fotografia e fanne un oggetto (Ctrl+O)</translation>
    </message>
    <message>
        <source>A job is running; wait for it or cancel it.</source>
        <translation>Un lavoro è in corso; attendi o annullalo.</translation>
    </message>
</context>
<context>
    <name>bozzetto::Studio</name>
    <message>
        <source>Building the surface</source>
        <translation>Costruzione della superficie</translation>
    </message>
    <message>
        <source>Changing the installed models</source>
        <translation>Modifica dei modelli installati</translation>
    </message>
    <message>
        <source>A job is running; wait for it or cancel it.</source>
        <translation>Un lavoro è in corso; attendi o annullalo.</translation>
    </message>
    <message>
        <source>Open a photograph first.</source>
        <translation>Apri prima una fotografia.</translation>
    </message>
    <message>
        <source>There is no object yet; open a photograph first.</source>
        <translation>Non c&apos;è ancora un oggetto; apri prima una fotografia.</translation>
    </message>
    <message>
        <source>There is no object yet; generate one first.</source>
        <translation>Non c&apos;è ancora un oggetto; generane prima uno.</translation>
    </message>
    <message>
        <source>This object was fitted to its photograph already.</source>
        <translation>Questo oggetto è già stato adattato alla sua foto.</translation>
    </message>
    <message>
        <source>No network that makes objects is installed; add one under Object, Models.</source>
        <translation>Nessuna rete che crea oggetti è installata; aggiungine una in Oggetto, Modelli.</translation>
    </message>
    <message>
        <source>%1 was not opened: another job is still running.</source>
        <translation>%1 non è stato aperto: un altro lavoro è ancora in corso.</translation>
    </message>
    <message>
        <source>Wait until it is done, or cancel it with Esc, and try again.</source>
        <translation>Attendi che finisca, o annullalo con Esc, e riprova.</translation>
    </message>
    <message>
        <source>Opening %1</source>
        <translation>Apertura di %1</translation>
    </message>
    <message>
        <source>Pasted picture</source>
        <translation>Immagine incollata</translation>
    </message>
    <message>
        <source>Use depth file</source>
        <translation>Usa file di profondità</translation>
    </message>
    <message>
        <source>Use matte file</source>
        <translation>Usa file di maschera</translation>
    </message>
    <message>
        <source>Refining %1</source>
        <translation>Rifinitura di %1</translation>
    </message>
    <message>
        <source>Making %1</source>
        <translation>Creazione di %1</translation>
    </message>
    <message>
        <source>Exporting %1</source>
        <translation>Esportazione di %1</translation>
    </message>
    <message>
        <source>Check the file or the setting that is named here, and try again.</source>
        <translation>Controlla il file o l&apos;impostazione indicati e riprova.</translation>
    </message>
    <message>
        <source>Check that the file or folder exists, that it may be used, and that the disk is not full.</source>
        <translation>Controlla che il file o la cartella esista, che si possa usare e che il disco non sia pieno.</translation>
    </message>
    <message>
        <source>Lower the resolution, or close other programs, and try again.</source>
        <translation>Abbassa la risoluzione, o chiudi altri programmi, e riprova.</translation>
    </message>
    <message>
        <source>Choose another device or another format.</source>
        <translation>Scegli un altro dispositivo o un altro formato.</translation>
    </message>
    <message>
        <source>This is a fault of the studio. Please report it with the details.</source>
        <translation>È un difetto dello studio. Segnalalo con i dettagli.</translation>
    </message>
    <message numerus="yes">
        <source>%1, %n view(s)</source>
        <translation>
            <numerusform>%1, %n vista</numerusform>
            <numerusform>%1, %n viste</numerusform>
        </translation>
    </message>
    <message>
        <source>Install what is named here, or open pictures that come with their cameras.</source>
        <translation>Installa ciò che è nominato qui, o apri immagini che portano le loro fotocamere.</translation>
    </message>
    <message>
        <source>Check the pictures and cameras that are named here, and try again; what was open is still there.</source>
        <translation>Controlla le immagini e le fotocamere nominate qui e riprova; ciò che era aperto c&apos;è ancora.</translation>
    </message>
    <message>
        <source>Adding %1</source>
        <translation>Aggiunta di %1</translation>
    </message>
    <message>
        <source>Open photographs of one thing first, a folder of them.</source>
        <translation>Apri prima una cartella di fotografie di un oggetto.</translation>
    </message>
    <message>
        <source>Switch at least two views on.</source>
        <translation>Attiva almeno due viste.</translation>
    </message>
    <message>
        <source>Cloud of %1</source>
        <translation>Nuvola di %1</translation>
    </message>
    <message>
        <source>Make the cloud of %1</source>
        <translation>Crea la nuvola di %1</translation>
    </message>
</context>
<context>
    <name>bozzetto::SurfacePanel</name>
    <message>
        <source>Surface</source>
        <translation>Superficie</translation>
    </message>
    <message>
        <source>Level</source>
        <translation>Soglia</translation>
    </message>
    <message>
        <source>Resolution</source>
        <translation>Risoluzione</translation>
    </message>
    <message>
        <source>Change level</source>
        <translation>Cambia soglia</translation>
    </message>
    <message>
        <source>Change resolution</source>
        <translation>Cambia risoluzione</translation>
    </message>
    <message>
        <source>A job is running; wait for it or cancel it.</source>
        <translation>Un lavoro è in corso; attendi o annullalo.</translation>
    </message>
    <message>
        <source>Density at which the surface lies: lower is fuller, higher is tighter.</source>
        <translation>Densità a cui sta la superficie: più bassa è più piena, più alta è più stretta.</translation>
    </message>
    <message>
        <source>Cells along the longest side, 32 to 1024. Default 256.</source>
        <translation>Celle lungo il lato maggiore, da 32 a 1024. Predefinito 256.</translation>
    </message>
    <message>
        <source>The surface comes at the end of the generation.</source>
        <translation>La superficie arriva alla fine della generazione.</translation>
    </message>
    <message>
        <source>Quick surface; the full one follows when you let go.</source>
        <translation>Superficie rapida; quella completa segue al rilascio.</translation>
    </message>
    <message>
        <source>%1 triangles, %2 vertices</source>
        <translation>%1 triangoli, %2 vertici</translation>
    </message>
</context>
<context>
    <name>bozzetto::TrainingDesk</name>
    <message>
        <source>Choose a folder first.</source>
        <translation>Scegliete prima una cartella.</translation>
    </message>
    <message>
        <source>The program bozzetto, which trains, was not found beside the studio.</source>
        <translation>Il programma bozzetto, che apprende, non è stato trovato accanto allo studio.</translation>
    </message>
    <message>
        <source>The folder is still being looked through.</source>
        <translation>La cartella è ancora in esame.</translation>
    </message>
    <message>
        <source>Another lesson is under way; pause it or wait for its end.</source>
        <translation>È in corso un’altra lezione; mettetela in pausa o attendete la fine.</translation>
    </message>
    <message>
        <source>A moment, please.</source>
        <translation>Un attimo.</translation>
    </message>
    <message>
        <source>The trial ended without a word.</source>
        <translation>La prova è finita senza dire nulla.</translation>
    </message>
    <message>
        <source>Beginning the lesson</source>
        <translation>Inizio della lezione</translation>
    </message>
    <message>
        <source>Going on with the lesson</source>
        <translation>Ripresa della lezione</translation>
    </message>
    <message>
        <source>Ending the lesson</source>
        <translation>Fine della lezione</translation>
    </message>
    <message>
        <source>Beginning the lesson again</source>
        <translation>Nuovo inizio della lezione</translation>
    </message>
    <message>
        <source>Discarding the lesson</source>
        <translation>Eliminazione della lezione</translation>
    </message>
    <message>
        <source>The process that trains ended before it began.</source>
        <translation>Il processo di apprendimento è finito prima di iniziare.</translation>
    </message>
    <message>
        <source>There are no weights yet; the first ones come with the first score.</source>
        <translation>Non ci sono ancora pesi; i primi arrivano con il primo punteggio.</translation>
    </message>
    <message>
        <source>A file is being checked; wait a moment.</source>
        <translation>Un file è in verifica; un attimo.</translation>
    </message>
    <message>
        <source>Nothing was learned yet that scores better than what it began with.</source>
        <translation>Finora nulla di imparato vale più del punto di partenza.</translation>
    </message>
    <message>
        <source>Nothing was scored yet since it began.</source>
        <translation>Dall’inizio non è stato ancora valutato nulla.</translation>
    </message>
    <message>
        <source>Using the weights</source>
        <translation>Uso dei pesi</translation>
    </message>
</context>
<context>
    <name>bozzetto::TrainingRoom</name>
    <message>
        <source>Back to the object</source>
        <translation>Torna all’oggetto</translation>
    </message>
    <message>
        <source>Choose a folder of models or photographs</source>
        <translation>Scegli una cartella di modelli o di foto</translation>
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
        <translation>Il campo di radianza stesso, come è stato adattato (Alt+1)</translation>
    </message>
    <message>
        <source>Mesh</source>
        <translation>Mesh</translation>
    </message>
    <message>
        <source>The surface that is exported (Alt+2)</source>
        <translation>La superficie che viene esportata (Alt+2)</translation>
    </message>
    <message>
        <source>Points</source>
        <translation>Punti</translation>
    </message>
    <message>
        <source>Points on the surface (Alt+3)</source>
        <translation>Punti sulla superficie (Alt+3)</translation>
    </message>
    <message>
        <source>What is shown of it</source>
        <translation>Che cosa se ne mostra</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>Colore</translation>
    </message>
    <message>
        <source>Depth</source>
        <translation>Profondità</translation>
    </message>
    <message>
        <source>Normals</source>
        <translation>Normali</translation>
    </message>
    <message>
        <source>Opacity</source>
        <translation>Opacità</translation>
    </message>
    <message>
        <source>Clay</source>
        <translation>Creta</translation>
    </message>
    <message>
        <source>Wire</source>
        <translation>Fil di ferro</translation>
    </message>
    <message numerus="yes">
        <source>%n pixel(s)</source>
        <comment>size of a point</comment>
        <translation>
            <numerusform>%n pixel</numerusform>
            <numerusform>%n pixel</numerusform>
        </translation>
    </message>
    <message>
        <source>Not there yet: it comes at the end of the generation.</source>
        <translation>Non ancora: arriva alla fine della generazione.</translation>
    </message>
    <message>
        <source>%1 % of the object</source>
        <translation>%1 % dell’oggetto</translation>
    </message>
    <message>
        <source>Darken what lies behind</source>
        <translation>Scurisci ciò che sta dietro</translation>
    </message>
    <message>
        <source>Cameras of the photographs</source>
        <translation>Fotocamere delle fotografie</translation>
    </message>
    <message>
        <source>What was opened holds points only.</source>
        <translation>Ciò che è stato aperto contiene solo punti.</translation>
    </message>
    <message>
        <source>Views become a cloud of points only.</source>
        <translation>Dalle viste nasce solo una nuvola di punti.</translation>
    </message>
</context>
<context>
    <name>bozzetto::ViewCube</name>
    <message>
        <source>Front</source>
        <translation>Fronte</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Retro</translation>
    </message>
    <message>
        <source>Right</source>
        <translation>Destra</translation>
    </message>
    <message>
        <source>Left</source>
        <translation>Sinistra</translation>
    </message>
    <message>
        <source>Top</source>
        <translation>Sopra</translation>
    </message>
    <message>
        <source>Bottom</source>
        <translation>Sotto</translation>
    </message>
    <message>
        <source>Click a face to look from there; drag to orbit.</source>
        <translation>Fai clic su una faccia per guardare da lì; trascina per orbitare.</translation>
    </message>
    <message>
        <source>View cube</source>
        <translation>Cubo delle viste</translation>
    </message>
</context>
<context>
    <name>bozzetto::ViewportStage</name>
    <message>
        <source>%1 triangles</source>
        <translation>%1 triangoli</translation>
    </message>
    <message>
        <source>quick surface</source>
        <translation>superficie rapida</translation>
    </message>
    <message>
        <source>%1 points</source>
        <translation>%1 punti</translation>
    </message>
    <message>
        <source>%1 × %2 × %3 voxels</source>
        <translation>%1 × %2 × %3 voxel</translation>
    </message>
    <message>
        <source>refining</source>
        <translation>si affina</translation>
    </message>
    <message>
        <source>%1 fps</source>
        <translation>%1 fps</translation>
    </message>
    <message>
        <source>in the making</source>
        <translation>in lavorazione</translation>
    </message>
</context>
<context>
    <name>bozzetto::ViewportWidget</name>
    <message>
        <source>Viewport</source>
        <translation>Finestra di vista</translation>
    </message>
</context>
<context>
    <name>bozzetto::ViewsPanel</name>
    <message>
        <source>Add views</source>
        <translation>Aggiungi viste</translation>
    </message>
    <message>
        <source>Views</source>
        <translation>Viste</translation>
    </message>
    <message>
        <source>Views: tick those to learn from</source>
        <translation>Viste: spunta quelle da cui imparare</translation>
    </message>
    <message>
        <source>Switch on</source>
        <translation>Attiva</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Tutte</translation>
    </message>
    <message>
        <source>%1, spread evenly</source>
        <translation>%1, distribuite uniformemente</translation>
    </message>
    <message>
        <source>Every second</source>
        <translation>Una su due</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Nessuna</translation>
    </message>
    <message>
        <source>Views: %1</source>
        <translation>Viste: %1</translation>
    </message>
    <message>
        <source>Switch a view</source>
        <translation>Cambia una vista</translation>
    </message>
    <message>
        <source>%1: kept for checking by its folder; tick it to learn from it as well</source>
        <translation>%1: tenuta per il controllo dalla sua cartella; spuntala per imparare anche da questa</translation>
    </message>
    <message>
        <source>%1 fits to no other picture, so that nobody knows where it was taken from.</source>
        <translation>%1 non combacia con nessun&apos;altra immagine, perciò nessuno sa da dove è stata presa.</translation>
    </message>
    <message>
        <source>%1 of %2 on</source>
        <translation>%1 di %2 attive</translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s) could not be placed: they fit to no other, and are left out.</source>
        <translation>
            <numerusform>%n immagine non ha trovato posto: non combacia con nessun&apos;altra e resta fuori.</numerusform>
            <numerusform>%n immagini non hanno trovato posto: non combaciano con nessun&apos;altra e restano fuori.</numerusform>
        </translation>
    </message>
    <message>
        <source>A job is running; wait for it or cancel it.</source>
        <translation>Un lavoro è in corso; attendi o annullalo.</translation>
    </message>
    <message>
        <source>Switch some of the views on and the others off</source>
        <translation>Attiva alcune delle viste e disattiva le altre</translation>
    </message>
    <message>
        <source>More photographs of the same thing, with cameras of the same world</source>
        <translation>Altre fotografie dello stesso oggetto, con fotocamere dello stesso mondo</translation>
    </message>
</context>
</TS>
