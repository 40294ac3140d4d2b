<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en">
<context>
    <name>TrainingWords</name>
    <message numerus="yes">
        <source>%n model(s), all with textures</source>
        <translation>
            <numerusform>%n model, with textures</numerusform>
            <numerusform>%n models, all with textures</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n model(s), %1 with textures, %2 with colours alone</source>
        <translation>
            <numerusform>%n model, %1 with textures, %2 with colours alone</numerusform>
            <numerusform>%n models, %1 with textures, %2 with colours alone</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n model(s) without colours</source>
        <translation>
            <numerusform>%n model without colours</numerusform>
            <numerusform>%n models without colours</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n photograph(s), %1 with depth</source>
        <translation>
            <numerusform>%n photograph, %1 with depth</numerusform>
            <numerusform>%n photographs, %1 with depth</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>A rendered set of %n object(s)</source>
        <translation>
            <numerusform>A rendered set of %n object</numerusform>
            <numerusform>A rendered set of %n objects</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>bozzetto::FolderCard</name>
    <message numerus="yes">
        <source>%n file(s) cannot be used</source>
        <translation>
            <numerusform>%n file cannot be used</numerusform>
            <numerusform>%n files cannot be used</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>bozzetto::FoundView</name>
    <message numerus="yes">
        <source>%n file(s) cannot be used</source>
        <translation>
            <numerusform>%n file cannot be used</numerusform>
            <numerusform>%n files cannot be used</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>bozzetto::RunView</name>
    <message numerus="yes">
        <source>%n file(s) could not be learned from.</source>
        <translation>
            <numerusform>%n file could not be learned from.</numerusform>
            <numerusform>%n files could not be learned from.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>bozzetto::Studio</name>
    <message numerus="yes">
        <source>%1, %n view(s)</source>
        <translation>
            <numerusform>%1, %n view</numerusform>
            <numerusform>%1, %n views</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>bozzetto::ViewBar</name>
    <message numerus="yes">
        <source>%n pixel(s)</source>
        <comment>size of a point</comment>
        <translation>
            <numerusform>%n pixel</numerusform>
            <numerusform>%n pixels</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>bozzetto::CloudPanel</name>
    <message numerus="yes">
        <source>%1 points from %n view(s), %2 s.</source>
        <translation>
            <numerusform>%1 points from %n view, %2 s.</numerusform>
            <numerusform>%1 points from %n views, %2 s.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Nothing stood out in %n of the views.</source>
        <translation>
            <numerusform>Nothing stood out in %n of the views.</numerusform>
            <numerusform>Nothing stood out in %n of the views.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n view(s) are learned from.</source>
        <translation>
            <numerusform>%1 of %n view is learned from.</numerusform>
            <numerusform>%1 of %n views are learned from.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>bozzetto::MainWindow</name>
    <message numerus="yes">
        <source>from %n view(s)</source>
        <translation>
            <numerusform>from %n view</numerusform>
            <numerusform>from %n views</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s)</source>
        <translation>
            <numerusform>%n picture</numerusform>
            <numerusform>%n pictures</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>bozzetto::ViewsPanel</name>
    <message numerus="yes">
        <source>%n picture(s) could not be placed: they fit to no other, and are left out.</source>
        <translation>
            <numerusform>%n picture could not be placed: it fits to no other, and is left out.</numerusform>
            <numerusform>%n pictures could not be placed: they fit to no other, and are left out.</numerusform>
        </translation>
    </message>
</context>
</TS>
